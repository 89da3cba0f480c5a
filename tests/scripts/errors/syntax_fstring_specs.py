# syntax errors of specs, conversions and nesting in f-strings
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    "f'{a:\n}'",
    "f'''{a:\n}'''",
    "f'\\N{x}'",
    "f'\\N{'",
    "f'\\x'",
    "f'{a:\\x}'",
    "rf'\\{a'",
    "f'{a!s:{b!r}}'",
    "f'{a!s!r}'",
    "f'{a:x!r}'",
    "f'{a}' b",
    "f'a' 1",
    "1 f'a'",
    "f'{f'{f'{'",
    "f'{f'{a}'}'",
    'f\'{f"{a"}\'',
    "f'{$}'",
    "f'{a $ b}'",
    "f'{?}'",
    "f'{!}'",
    "f'{a!=b}'",
    "f'{a!=}'",
    "f'{a=!r:x}'",
    "f'{a=!}'",
    "f'{a= }'",
    "f'{a=b}'",
    "f'{None=}'",
    "f'{1 2}'",
    'f\'{"a" b}\'',
    'f\'{a "b"}\'',
    "f'{a:{1 2}}'",
    "f'{a:{b!x}}'",
    "f'{a.b c}'",
    "f'{a(b}'",
    "f'{a(b c)}'",
    "f'{a[b c]}'",
    "f'{{}'",
    "f'{}}'",
    "f'{{'",
    "f'{{}}'",
    "f'{\n}'",
    "F'{'",
    "f'{a!é}'",
    "f'{é b}'",
    "f'{a\x00}'",
    "f'{a:}}}'",
    "f'{ {}'",
    "f'{ {a: b}}'",
    "f'{ {a: b} }'",
    "f'{a: {b} {c'",
    "f'{a}' f'{'",
    "f'{a}' '{' f'}'",
):
    show(text)
