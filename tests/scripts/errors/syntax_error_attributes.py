# all attributes of SyntaxError, also through traceback formatting
import traceback
for text in ("x = 1 +\n", "def f(:\n  pass", "a = (1,\n     2 3)\n", "if x:\nprint(1)", "  indented", "s = 'abc", "x = 5 +* 3  # comment", "été = 1 2", "\tx = 1", "y = [1, 2\nz = 3\n", "return", "def f():\n    x = 1\n    global x\n", "f(a=1, a=2)", "class C:\n  def f(self):\n  pass", "a = 1\nb = 2\nc = = 3\nd = 4\n", "print('héllo' x)", "日本 = '語' + + * 1", "x = {\n  'a': 1\n  'b': 2\n}", "for x in range(10)\n  pass", "try:\n  x\nz", "f'{a b}'", "'''abc\ndef", "lambda: (yield) = 1", "break", "x = 08", "from __future__ import nope", "from __future__ import braces", "\n\n\n1 +", "a = 'x' \\\n  'y' 1", "0x", "def f(a, a): pass", "nonlocal x", "import a.b as c.d", "a, b += 1", "with open(x) as 1: pass"):
    try:
        compile(text, "<text>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(type(e).__name__, e.args)
        print(e, e.msg, e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset, e.print_file_and_line, sep=" | ")
        print("".join(traceback.format_exception_only(e)), end="")
