# code without a source file: no source lines
import traceback
code = """
def inside(x):
    return x.attr

inside(1)
"""
try:
    exec(code)
except AttributeError:
    traceback.print_exc()
try:
    eval("(1 +\n 2 + z)")
except NameError:
    traceback.print_exc()
exec(compile("def g():\n  1/0\ng()", "made/up.py", "exec"))
