# syntax errors in fields of f-strings
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    "f'{'",
    "f'}'",
    "f'{}'",
    "f'{ }'",
    "f'{a'",
    "f'{a}}'",
    "f'{{a}'",
    "f'{a!}'",
    "f'{a!x}'",
    "f'{a!r '",
    "f'{a!r x}'",
    "f'{a! r}'",
    "f'{a!rr}'",
    "f'{a!1}'",
    "f'{!r}'",
    "f'{:x}'",
    "f'{=}'",
    "f'{a:'",
    "f'{a:{'",
    "f'{a:{b'",
    "f'{a:{b}'",
    "f'{a:{}}'",
    "f'{a:{b:{c}}}'",
    "f'{a:{b:{c:{d}}}}'",
    "f'{a b}'",
    "f'{a +}'",
    "f'{+}'",
    "f'{a,}'",
    "f'{,}'",
    "f'{a = b}'",
    "f'{a == b}'",
    "f'{a := b}'",
    "f'{a:=5}'",
    "f'{(a := b)}'",
    "f'{lambda x: x}'",
    "f'{(lambda x: x)}'",
    "f'{lambda}'",
    "f'{yield}'",
    "f'{(yield)}'",
    "f'{await a}'",
    "f'{*a}'",
    "f'{*a,}'",
    "f'{**a}'",
    "f'{a if b}'",
    "f'{a if b else c}'",
    "f'{a for a in b}'",
    "f'{(a for a in b)}'",
):
    show(text)
