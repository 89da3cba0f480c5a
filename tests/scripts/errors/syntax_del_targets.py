# syntax errors: targets of del
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'del 1',
    "del 's'",
    'del 1.5',
    'del None',
    'del True',
    'del ...',
    'del f()',
    'del a + b',
    'del -a',
    'del not a',
    'del a < b',
    'del a and b',
    'del a if b else c',
    'del lambda: 0',
    'del [a for a in b]',
    'del {a}',
    'del {a: b}',
    'del {}',
    'del {a for a in b}',
    'del {a: b for a in b}',
    'del (a for a in b)',
    "del f'{x}'",
    "del f'x'",
    "del b'x'",
    'del (yield)',
    'del await a',
    'del a := 1',
    'del (a := 1)',
    'del *a',
    'del a()[0]()',
    'del (a, 1)',
    'del [a, f()]',
    'del a, b()',
    'del (a)',
    'del (a, b)',
    'del [a, [b, c]]',
    'del a.b',
    'del a[0]',
    'del a.b()',
    'del __debug__',
    'del a.__debug__',
    'del print',
    'del (a, *b)',
    'del ()',
    'del []',
    'del *a, *b',
    'del (*a)',
    'del a, None',
    'del x.None',
    'del a if b else 1',
    'del `a`',
    "del t'{x}'",
):
    show(text)
