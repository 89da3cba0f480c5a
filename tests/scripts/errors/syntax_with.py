# syntax errors of with
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'with',
    'with a',
    'with: pass',
    'with a as: pass',
    'with a as 1: pass',
    'with a as f(): pass',
    'with a b: pass',
    'with a, : pass',
    'with (a, b: pass',
    'with (a as b, c as d): pass',
    'with (a as b), c: pass',
    'with a as b as c: pass',
    'with (a, b) as c: pass',
    'with a as (b, c): pass',
    'with a as b.c, d as e[0]: pass',
    'with a as None: pass',
    'with a\n pass',
    'with (a as 1): pass',
    'with (a, b as f()): pass',
    'with (): pass',
    'with (a for a in b): pass',
    'with a as *b: pass',
    'with a as [*b]: pass',
):
    show(text)
