# syntax errors of class and decorators
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'class C(a=1, a=2): pass',
    'class C(a for a in b): pass',
    'class C(1=2): pass',
    'class C',
    'class C()',
    'class C pass',
    'class 1: pass',
    'class None: pass',
    'class C.D: pass',
    'class: pass',
    'class C(a b): pass',
    'class C[T: pass',
    'class __debug__: pass',
    'class C(*a, **b): pass',
    '@a\nx = 1',
    '@\ndef f(): pass',
    '@a b\ndef f(): pass',
    '@a',
    '@a\n\n\ndef f(): pass',
    '@a = b\ndef f(): pass',
):
    show(text)
