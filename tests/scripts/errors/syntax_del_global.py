# syntax errors of del, global, nonlocal
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'del',
    'del f(), x',
    'del (a, b), [c], d.e',
    'del a + b',
    'del (a for a in b)',
    'del *a, b',
    'del (), []',
    'del x,',
    'del ,',
    'global 1',
    'global a.b',
    'nonlocal (a)',
    'global',
):
    show(text)
