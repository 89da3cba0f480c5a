# syntax errors of chained and misspelled assignments
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'a = 1 = b',
    'a = b = 1 = c',
    'a + 1 = b = 2',
    'a = b += 1',
    'a += b += 1',
    'a += b = 1',
    '(a, b) += 1',
    '[a] += 1',
    'a, b += 1',
    'a: int: str',
    'a, b: int',
    '(a, b): int = 1',
    '[a]: int',
    'f(): int',
    'a: int = b: int',
    'x = ',
    '= 1',
    'x == 1 = 2',
    'x = y = ',
    'a =! b',
    'a => b',
    'a =< b',
    'a <> b',
    'x ++',
    'x--',
    '++x',
    'x += ',
):
    show(text)
