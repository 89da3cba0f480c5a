# syntax errors in the arguments of calls
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'f(a=1, b)',
    'f(**a, b)',
    'f(**a, *b)',
    'f(a for a in b, c)',
    'f(c, a for a in b)',
    'f(a for a in b)',
    'f(a for a in b,)',
    'f(a, a=1, a=2)',
    'f(1=2)',
    'f(a.b=1)',
    "f('a'=1)",
    'f(a()=1)',
    'f(True=1)',
    'f(None=1)',
    'f(a+b=1)',
    'f((a)=1)',
    'f(a[0]=1)',
    'f(lambda x: x = 1)',
    'f(not a=1)',
    'f(a=)',
    'f(a=, b=2)',
    'f(=1)',
    'f(,)',
    'f(a,,b)',
    'f(a b)',
    'f(a, b c)',
    'f(a=b=c)',
    'f(a:=1)',
    'f(a=b:=1)',
    'f(*)',
    'f(**)',
    'f(*, a)',
    'f(a, *b, c, *d)',
    'f(* *a)',
    'f(*a=1)',
    'f(**a=1)',
    'f(__debug__=1)',
    'f(yield)',
    'f((yield))',
    'f(a, yield b)',
    'f(a if b)',
    'f(a if b else)',
    'f(for)',
    'f(print=1, print=2)',
    'f(',
    'f(a',
    'f(a,',
    'f)',
    'f(a))',
):
    show(text)
