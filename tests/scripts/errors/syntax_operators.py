# syntax errors of operators and conditional expressions
def show(text):
    try:
        compile(text, "<batch>", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), "->", e.msg, "|", e.lineno, e.offset, e.end_lineno, e.end_offset)


for text in (
    '1 +',
    '+',
    '1 + + 1',
    '1 + * 2',
    '* 2',
    '1 ** ',
    'a if b',
    'a if b else',
    'a if else b',
    'if a else b',
    'a if b else c else d',
    'a if pass else b',
    'a else b',
    'a if b: c',
    'not',
    'a not b',
    'a not in',
    'a is',
    'a in',
    'a is not',
    'a not is b',
    'not in a',
    'a and',
    'or a',
    'a && b',
    'a || b',
    '!a',
    'a ! b',
    'a ? b : c',
    'a === b',
    'a <>b',
    'a =< b',
    'a => b',
    'a ~ b',
    'a $ b',
    'a ` b',
    'a @',
    'a %% b',
    'a // ',
    'a <<',
    '~',
):
    show(text)
