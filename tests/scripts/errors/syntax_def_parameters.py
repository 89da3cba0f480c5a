# syntax errors of def and its parameters
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'def f(a, a): pass',
    'def f(a=1, b): pass',
    'def f(*a, *b): pass',
    'def f(**a, b): pass',
    'def f(**a, **b): pass',
    'def f(**a, *b): pass',
    'def f(*, **a): pass',
    'def f(*): pass',
    'def f(*,): pass',
    'def f(*, a, *b): pass',
    'def f(a, /, b, /): pass',
    'def f(/): pass',
    'def f(/, a): pass',
    'def f(*, /): pass',
    'def f(*a, /): pass',
    'def f(a, /, *, b): pass',
    'def f(1): pass',
    "def f('a'): pass",
    'def f((a, b)): pass',
    'def f(a.b): pass',
    'def f(None): pass',
    'def f(a=): pass',
    'def f(a:): pass',
    'def f(*a=1): pass',
    'def f(**a=1): pass',
    'def f(*a: *b): pass',
    'def f(*a: int = 1): pass',
    'def f(a, b=1, /, c): pass',
    'def f(a b): pass',
    'def f(a,, b): pass',
    'def f a: pass',
    'def f: pass',
    'def f()',
    'def f() pass',
    'def (a): pass',
    'def 1(): pass',
    'def f.g(): pass',
    'def f() -> : pass',
    'def f() - > int: pass',
    'def None(): pass',
    'def f(__debug__): pass',
    'def __debug__(): pass',
    'def f(lambda): pass',
    'def f(x=yield): pass',
    'def f(*args, a=1, b): pass',
    'def f(a, *, b=1, c): pass',
    'def f(**k, a): pass',
    'def f(a=1, /, b): pass',
    'def f(**k,): pass',
    'def f(*a,): pass',
):
    show(text)
