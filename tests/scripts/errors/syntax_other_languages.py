# source of other languages
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    'switch a:\n case 1: pass',
    'function f(): pass',
    'fun f(): pass',
    'int x = 1',
    'let x = 1',
    'var x',
    'x = new Foo()',
    'null',
    'import java.util',
    'class A extends B: pass',
    'def f() {',
    'if (a) {',
    'while True {',
    'for (i = 0; i < 3; i++) {',
    'x = a ? b : c',
    'elif a: pass',
    'else: pass',
    'except: pass',
    'finally: pass',
):
    show(text)
