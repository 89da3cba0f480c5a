# IndentationError and TabError of every kind
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", type(e).__name__, "|", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))


for kw in ("if x:", "elif_", "else_", "while x:", "for i in x:", "def f():", "class C:", "class C(B):", "with x:", "with x as y, z:", "try:", "lambda_", "match x:", "async def f():", "def f[T](a, b=1, *c) -> int:", "for i in x: # comment", "while x: \\\n"):
    if kw.endswith("_"):
        continue
    show(kw + "\npass")
    show(kw)
for text in ("if x:\n pass\nelse:\npass", "if x:\n pass\nelif y:\npass", "try:\n pass\nexcept:\npass", "try:\n pass\nexcept E:\npass", "try:\n pass\nexcept E as e:\npass", "try:\n pass\nexcept* E:\npass", "try:\n pass\nfinally:\npass", "try:\n pass\nexcept:\n pass\nelse:\npass", "for x in y:\n pass\nelse:\npass", "while x:\n pass\nelse:\npass", "match x:\n case 1:\n pass", "match x:\n case 1:\npass", "match x:\n pass",
             " x = 1", "x = 1\n y = 2", "x = 1\n\ty = 2", "if x:\n  a\n b", "if x:\n    a\n  b\n", "if x:\n\ta\n        b", "if x:\n        a\n\tb", "if x:\n a\n\tb", "def f():\n\tif x:\n        pass", "if 1:\n a\n  b", "if 1:\n a\n\n\n  b", "def f():\n  '''doc'''\n   x", "class A:\n def f(self):\n  pass\n  def g(self):\n pass\n   x", "\n\n  x", "  # comment\n x", "if x:\n# comment\n", "if x:\n # comment\npass", "else:\n pass", "elif x:\n pass", "except:\n pass", "case 1:\n pass", "if x: pass\n  y", "x = [\n1,\n  2]\n  y", "if x:\n\\\n pass", "\x0cif x:\n pass", " \x0cx = 1", "if x:\n\x0c pass", "for x in y: pass else: pass"):
    show(text)
