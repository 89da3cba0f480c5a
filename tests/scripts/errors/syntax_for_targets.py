# syntax errors: targets of for
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'for 1 in x: pass',
    "for 's' in x: pass",
    'for 1.5 in x: pass',
    'for None in x: pass',
    'for True in x: pass',
    'for ... in x: pass',
    'for f() in x: pass',
    'for a + b in x: pass',
    'for -a in x: pass',
    'for not a in x: pass',
    'for a < b in x: pass',
    'for a and b in x: pass',
    'for a if b else c in x: pass',
    'for lambda: 0 in x: pass',
    'for [a for a in b] in x: pass',
    'for {a} in x: pass',
    'for {a: b} in x: pass',
    'for {} in x: pass',
    'for {a for a in b} in x: pass',
    'for {a: b for a in b} in x: pass',
    'for (a for a in b) in x: pass',
    "for f'{x}' in x: pass",
    "for f'x' in x: pass",
    "for b'x' in x: pass",
    'for (yield) in x: pass',
    'for await a in x: pass',
    'for a := 1 in x: pass',
    'for (a := 1) in x: pass',
    'for *a in x: pass',
    'for a()[0]() in x: pass',
    'for (a, 1) in x: pass',
    'for [a, f()] in x: pass',
    'for a, b() in x: pass',
    'for (a) in x: pass',
    'for (a, b) in x: pass',
    'for [a, [b, c]] in x: pass',
    'for a.b in x: pass',
    'for a[0] in x: pass',
    'for a.b() in x: pass',
    'for __debug__ in x: pass',
    'for a.__debug__ in x: pass',
    'for print in x: pass',
    'for (a, *b) in x: pass',
    'for () in x: pass',
    'for [] in x: pass',
    'for *a, *b in x: pass',
    'for (*a) in x: pass',
    'for a, None in x: pass',
    'for x.None in x: pass',
    'for a if b else 1 in x: pass',
    'for `a` in x: pass',
    "for t'{x}' in x: pass",
):
    show(text)
