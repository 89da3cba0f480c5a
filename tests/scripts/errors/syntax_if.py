# syntax errors of if, elif and else
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'if',
    'if a',
    'if a pass',
    'if: pass',
    'if a:',
    'if a: pass else: pass',
    'if a: if b: pass',
    'if a = b: pass',
    'if a := b: pass',
    'if (a = b): pass',
    'if a.b = c: pass',
    'if f() = 1: pass',
    'if 1 = a: pass',
    'if a == 1 = b: pass',
    'if a then: pass',
    'if a: pass\nelse if b: pass',
    'if a: pass\nelseif b: pass',
    'if a: pass\nelse b: pass',
    'if a: pass\nelse: pass\nelse: pass',
    'if a: pass\nelse: pass\nelif b: pass',
    'if not: pass',
    'if a or: pass',
    'if a and b\n pass',
    'if a:\n pass\nelse\n pass',
    'if a:\n pass\nelif b\n pass',
    'if *a: pass',
    'if a, b: pass',
):
    show(text)
