# syntax errors of subscripts, attributes and adjacent expressions
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'f[',
    'f[]',
    'f[a b]',
    'f[a,, b]',
    'f[*a]',
    'f[**a]',
    'f[a=1]',
    'f[a:=1]',
    'f[a:b:c:d]',
    'f[:, :]',
    'f[(a:b)]',
    'f[a:b c]',
    'a.',
    'a..b',
    'a.1',
    'a.(b)',
    'a b',
    'a 1',
    '1 a',
    "'a' b",
    "a 'b'",
    'f(a) b',
    'print a',
    'print a, b',
    'print(a) b',
    "exec 'x'",
    'print',
    'print >>a, b',
    'print 1 if a else b',
):
    show(text)
