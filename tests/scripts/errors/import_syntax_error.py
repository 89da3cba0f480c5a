# a syntax error inside an imported module
print("before")
import _bad_syntax
