"""A SyntaxError of compiled text, uncaught: file, line, caret."""
source = """def f(x):
    if x == 1
        return 2
"""
print("compiling")
exec(compile(source, "given.py", "exec"))
