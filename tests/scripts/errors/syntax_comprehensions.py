# syntax errors of comprehensions
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    '[a for]',
    '[a for a]',
    '[a for a in]',
    '[for a in b]',
    '[a for a in b if]',
    '[a for a in b else c]',
    '[a for a in b if c else d]',
    '[a for 1 in b]',
    '[a for a() in b]',
    '[a for a, b in c]',
    '[a, b for a in c]',
    '{a, b for a in c}',
    '{a: b, c: d for a in e}',
    '[a for a in b, c]',
    '(a for a in b, c)',
    '[*a for a in b]',
    '{**a for a in b}',
    '[a async for b]',
    '[a for a in *b]',
    '[a if b for a in c]',
    '[x := 1 for x in y]',
    '(a, b for a in c)',
    '[a for a in b c]',
    '[a for a := 1 in b]',
):
    show(text)
