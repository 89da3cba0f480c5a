# syntax errors: targets of an annotated assignment
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    '1: int = 1',
    "'s': int = 1",
    '1.5: int = 1',
    'None: int = 1',
    'True: int = 1',
    '...: int = 1',
    'f(): int = 1',
    'a + b: int = 1',
    '-a: int = 1',
    'not a: int = 1',
    'a < b: int = 1',
    'a and b: int = 1',
    'a if b else c: int = 1',
    'lambda: 0: int = 1',
    '[a for a in b]: int = 1',
    '{a}: int = 1',
    '{a: b}: int = 1',
    '{}: int = 1',
    '{a for a in b}: int = 1',
    '{a: b for a in b}: int = 1',
    '(a for a in b): int = 1',
    "f'{x}': int = 1",
    "f'x': int = 1",
    "b'x': int = 1",
    '(yield): int = 1',
    'await a: int = 1',
    'a := 1: int = 1',
    '(a := 1): int = 1',
    '*a: int = 1',
    'a()[0](): int = 1',
    '(a, 1): int = 1',
    '[a, f()]: int = 1',
    'a, b(): int = 1',
    '(a): int = 1',
    '(a, b): int = 1',
    '[a, [b, c]]: int = 1',
    'a.b: int = 1',
    'a[0]: int = 1',
    'a.b(): int = 1',
    '__debug__: int = 1',
    'a.__debug__: int = 1',
    'print: int = 1',
    '(a, *b): int = 1',
    '(): int = 1',
    '[]: int = 1',
    '*a, *b: int = 1',
    '(*a): int = 1',
    'a, None: int = 1',
    'x.None: int = 1',
    'a if b else 1: int = 1',
    '`a`: int = 1',
    "t'{x}': int = 1",
):
    show(text)
