"""str() of Unicode errors whose fields go meanwhile; SyntaxError made twice."""


class Evil(str):
    def __str__(self):
        act(exc)
        return self


for act in (lambda e: setattr(e, 'object', None), lambda e: delattr(e, 'object')):
    for make in (lambda: UnicodeEncodeError(Evil('utf-8'), 'x', 0, 1, 'why'),
                 lambda: UnicodeDecodeError('utf-8', b'x', 0, 1, Evil('why')),
                 lambda: UnicodeTranslateError('x', 0, 1, Evil('why'))):
        exc = make()
        try:
            print(str(exc))
        except TypeError as error:
            print(error)
exc = UnicodeEncodeError('a', 'b', 0, 1, 'c')
exc.object = 5
try:
    str(exc)
except TypeError as error:
    print(error)
e = SyntaxError('msg', ('file.py', 1, 2, 'txt', 2, 3))
e.__init__('new', ('new.py', 2, 3, 'text'))
print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset)
