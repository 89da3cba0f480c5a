# syntax errors of for
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'for',
    'for a',
    'for a in',
    'for a in b',
    'for a b: pass',
    'for in b: pass',
    'for a in: pass',
    'for 1 in b: pass',
    'for a() in b: pass',
    'for a of b: pass',
    'for (a in b): pass',
    'for a = 1 in b: pass',
    'for a in b\n pass',
    'for a, in b: pass',
    'for a, 1 in b: pass',
    'for a in b in c: pass',
    'for a in b if c: pass',
    'for i = 0: pass',
    'for a, b c in d: pass',
    'for *a in b: pass',
    'for a in *b: pass',
    'for a in *b, c: pass',
    'for a.b in c: pass',
    'for a[0] in c: pass',
    'for None in x: pass',
    'for x in y: pass\nelse\n pass',
    'foreach a in b: pass',
    'for (a, b) in c: pass',
    'for lambda in x: pass',
    'for x not in y: pass',
    'for x is y: pass',
):
    show(text)
