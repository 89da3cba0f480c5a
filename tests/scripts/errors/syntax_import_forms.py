# syntax errors of import statements
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'import a.b as c.d',
    'import a as 1',
    'from a import b.c',
    'from a import (b, c',
    'from a import',
    'from a import *, b',
    'from a import (b,)',
    'from a import b,',
    'from a import (*)',
    'import',
    'import a,',
    'from . import *',
    'from .a. import b',
    'def f(): from a import *',
    'class C: from a import *',
    'import a as b as c',
    'from a import b as 1',
    'import a from b',
    'from a import b from c',
    'import (a)',
    'from 1 import a',
):
    show(text)
