# syntax errors of brackets and quotes in f-strings
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    "f'{[a}'",
    "f'{(a}'",
    "f'{a)}'",
    "f'{a]}'",
    "f'{a}}}'",
    "f'{{{a}}'",
    "f'{\\'a\\'}'",
    "f'{a\\'b}'",
    "f'{\\n}'",
    "f'{a # c}'",
    "f'{a # c\n}'",
    "f'''{a\n}'''",
    "f'''{a",
    "f'",
    'f"{a[\'b\']}"',
    "f'{a['b']}'",
    'f\'{a["b"]}\'',
    'f\'{"\'',
    "f'{'a' 'b'}'",
    "f'{a''b}'",
    "f'{1_}'",
    "f'{0x}'",
    "f'{a.}'",
    "f'{a..b}'",
    "f'{.5}'",
    "f'{class}'",
    "f'{import a}'",
    "f'{print a}'",
    "f'{del a}'",
    "f'{a;b}'",
    "f'{a:b;c}'",
):
    show(text)
