# syntax errors: targets of an augmented assignment
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    '1 += 1',
    "'s' += 1",
    '1.5 += 1',
    'None += 1',
    'True += 1',
    '... += 1',
    'f() += 1',
    'a + b += 1',
    '-a += 1',
    'not a += 1',
    'a < b += 1',
    'a and b += 1',
    'a if b else c += 1',
    'lambda: 0 += 1',
    '[a for a in b] += 1',
    '{a} += 1',
    '{a: b} += 1',
    '{} += 1',
    '{a for a in b} += 1',
    '{a: b for a in b} += 1',
    '(a for a in b) += 1',
    "f'{x}' += 1",
    "f'x' += 1",
    "b'x' += 1",
    '(yield) += 1',
    'await a += 1',
    'a := 1 += 1',
    '(a := 1) += 1',
    '*a += 1',
    'a()[0]() += 1',
    '(a, 1) += 1',
    '[a, f()] += 1',
    'a, b() += 1',
    '(a) += 1',
    '(a, b) += 1',
    '[a, [b, c]] += 1',
    'a.b += 1',
    'a[0] += 1',
    'a.b() += 1',
    '__debug__ += 1',
    'a.__debug__ += 1',
    'print += 1',
    '(a, *b) += 1',
    '() += 1',
    '[] += 1',
    '*a, *b += 1',
    '(*a) += 1',
    'a, None += 1',
    'x.None += 1',
    'a if b else 1 += 1',
    '`a` += 1',
    "t'{x}' += 1",
):
    show(text)
