# syntax errors: targets of with
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'with x as 1: pass',
    "with x as 's': pass",
    'with x as 1.5: pass',
    'with x as None: pass',
    'with x as True: pass',
    'with x as ...: pass',
    'with x as f(): pass',
    'with x as a + b: pass',
    'with x as -a: pass',
    'with x as not a: pass',
    'with x as a < b: pass',
    'with x as a and b: pass',
    'with x as a if b else c: pass',
    'with x as lambda: 0: pass',
    'with x as [a for a in b]: pass',
    'with x as {a}: pass',
    'with x as {a: b}: pass',
    'with x as {}: pass',
    'with x as {a for a in b}: pass',
    'with x as {a: b for a in b}: pass',
    'with x as (a for a in b): pass',
    "with x as f'{x}': pass",
    "with x as f'x': pass",
    "with x as b'x': pass",
    'with x as (yield): pass',
    'with x as await a: pass',
    'with x as a := 1: pass',
    'with x as (a := 1): pass',
    'with x as *a: pass',
    'with x as a()[0](): pass',
    'with x as (a, 1): pass',
    'with x as [a, f()]: pass',
    'with x as a, b(): pass',
    'with x as (a): pass',
    'with x as (a, b): pass',
    'with x as [a, [b, c]]: pass',
    'with x as a.b: pass',
    'with x as a[0]: pass',
    'with x as a.b(): pass',
    'with x as __debug__: pass',
    'with x as a.__debug__: pass',
    'with x as print: pass',
    'with x as (a, *b): pass',
    'with x as (): pass',
    'with x as []: pass',
    'with x as *a, *b: pass',
    'with x as (*a): pass',
    'with x as a, None: pass',
    'with x as x.None: pass',
    'with x as a if b else 1: pass',
    'with x as `a`: pass',
    "with x as t'{x}': pass",
):
    show(text)
