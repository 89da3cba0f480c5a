# syntax errors of brackets: unclosed, mismatched, unmatched
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    '(',
    '[',
    '{',
    ')',
    ']',
    '}',
    '(]',
    '[)',
    '{)',
    '(a]',
    '[a}',
    '{a]',
    '((a)',
    '(a))',
    '[[a]',
    "{'a': [1}",
    'f(a]',
    'a[1)',
    '(a\n',
    '[a,\nb',
    "{\n'a': 1,\n",
    '(\n\n\n]',
    'foo(a, b',
    'x = (1,\ny = 2',
    'x = [1, 2\nprint(x)',
    "x = {'a': 1\ny = 3",
    "d = {'a': (1, 2}",
    'if (a: pass',
    'print((1)',
    'for x in (1, 2: pass',
):
    show(text)
