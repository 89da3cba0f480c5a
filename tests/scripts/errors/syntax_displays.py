# syntax errors of tuple, list, set and dict displays
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'a,, b',
    ', a',
    'a, , b',
    '(,)',
    '(a,,)',
    '[,]',
    '[a,,b]',
    '[a b]',
    '[a, b c]',
    '(a b)',
    '{a b}',
    '{a: b c: d}',
    '{a: b, c}',
    '{a, b: c}',
    '{a:}',
    '{:a}',
    '{a: b:}',
    '{a: b,, c: d}',
    '{,}',
    '{**}',
    '{*a: b}',
    '{a: *b}',
    '{a: **b}',
    '{**a: b}',
    '{a: b, **c, *d}',
    '{a:b, c d}',
    "{'a': 1 'b': 2}",
    "['a' 1]",
    '[1 2]',
    '(1 2 3)',
):
    show(text)
