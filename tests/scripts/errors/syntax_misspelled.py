# misspelled keywords
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'fro m import a',
    'form a import b',
    'whille a: pass',
    'fucntion',
    'retrun 1',
    'def f():\n retrun 1',
    'clas A: pass',
    'iff a: pass',
    'imoprt os',
    'improt os, sys',
    'forr a in b: pass',
    "pint 'a'",
    'asynch def f(): pass',
    'trye:\n pass',
    'whith a: pass',
    'lamda x: x',
    'x = lamda y: y',
    'f = lambd x: x',
    'if x ad y: pass',
    'a nd b',
    'nott a',
    'assertt a',
    'dell a',
    'glob al a',
    'yeild 1',
    'rais ValueError',
    'wihle True: pass',
):
    show(text)
