# syntax errors of while
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'while',
    'while a',
    'while: pass',
    'while a = 1: pass',
    'while a\n pass',
    'while a: pass else: pass',
    'do: pass',
    'while a: pass\nelse\n pass',
    'until a: pass',
):
    show(text)
