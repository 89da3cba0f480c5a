# syntax errors of lambda
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'lambda a, a: 0',
    'lambda a=1, b: 0',
    'lambda *: 0',
    'lambda **a, b: 0',
    'lambda (a, b): 0',
    'lambda a: int: 0',
    'lambda a=: 0',
    'lambda',
    'lambda: ',
    'lambda a',
    'lambda *a, *b: 0',
    'lambda a, /, b, /: 0',
    'lambda 1: 0',
    'lambda None: 0',
    'lambda: yield',
    'lambda: (yield)',
    'lambda a.b: 0',
    'lambda x: return',
    'lambda x: x = 1',
    'lambda: x := 1',
    'lambda *, a: 0',
    'lambda *a=1: 0',
):
    show(text)
