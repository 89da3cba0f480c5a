# SyntaxWarnings at compile time
import warnings
for text in ("x is 1", "x is 'a'", "x is not 5", "x is ()", "x is None", "x is ...", "x is True", "x == 1 is 2", "1 is x", "[] is x", "assert (x, 'msg')", "assert (1,)", "assert ()", "5()", "'a'()", "[1](2)", "(1, 2)()", "{}()", "None()", "(lambda: 0)()", "f'{1}'()", "1[0]", "'a'['b']", "[1]['x']", "(1, 2)[1.5]", "{1}[0]", "None[0]", "(lambda: 0)[0]", "(x for x in y)[0]", "[x for x in y]['a']", "f'{x}'['a']", "b'a'['x']", "True[0]", "{1: 2}['x']", "[1][0]", "[1][x]", "'\\d'", "b'\\q'", "f'\\d'", "'\\400'", "0x1for x in y", "1or 2", "0b1and 1", "1.0if 1else 2", "1jor 2", "5in []", "1is 1",
             "def f():\n try:\n  pass\n finally:\n  return", "for i in x:\n try:\n  pass\n finally:\n  break", "for i in x:\n try:\n  pass\n finally:\n  continue", "def f():\n try: pass\n finally:\n  for i in x: break", "def f():\n try: pass\n finally:\n  def g(): return 1", "while 1:\n try: pass\n finally:\n  while 1: continue", "def f():\n try: pass\n finally:\n  if 1:\n   with x:\n    return 5", "x = 1; x: int"):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            compile(text, "<t>", "exec")
            err = ""
        except SyntaxError as e:
            err = f"{e.msg}"
        print(repr(text), err, *(f"{x.category.__name__}: {x.message} (line {x.lineno})" for x in w))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for text in ("x is 1", "'\\d'", "assert (x, 'm')", "1or 2", "def f():\n try:\n  pass\n finally:\n  return"):
        try:
            compile(text, "<t>", "exec")
        except SyntaxError as e:
            print(repr(text), e.msg, e.lineno, e.offset, e.end_offset)
