# Error handlers that put another object in the place of the one that is decoded, or give odd answers.
import codecs

DATA = [('ascii', b'\xff'), ('utf-7', b'++'), ('utf-8', b'\xff'), ('utf-16', b'\xff'), ('utf-32', b'\xff'),
        ('unicode-escape', b'\\u123g'), ('raw-unicode-escape', b'\\u123g')]


def handler(value, position):
    def handle(exc):
        exc.object = value
        return '<>', position
    codecs.register_error('test.replace', handle)


for value, position in ((b'', 0), (b'\0' * 8, 0), (b'\0' * 8, -8), (42, 0), ('abc', 0), (b'abc', 9), (b'abc', -9)):
    handler(value, position)
    for name, data in DATA:
        try:
            print(name, ascii(data.decode(name, 'test.replace')))
        except Exception as e:
            print(name, type(e).__name__, e)
handler(b'ab', 0)
print(codecs.charmap_decode(b'\xff', 'test.replace', {97: 'x', 98: 'y'}))


def shorter(exc):
    return '\ufffd', exc.start + 1


codecs.register_error('test.shorter', shorter)
print(ascii(b'\xd8\xd8\xd8\xd8\xd8\0\0\0'.decode('utf-16-le', 'test.shorter')))
print(ascii(b'\x11\x11\x11\x11\x11\0\0\0\0\0\0'.decode('utf-32-le', 'test.shorter')))

# Built-in handlers refuse what they cannot handle.
encode = UnicodeEncodeError('ascii', '\ud800', 0, 1, 'why')
decode = UnicodeDecodeError('ascii', b'\xff', 0, 1, 'why')
translate = UnicodeTranslateError('\ud800', 0, 1, 'why')
for name in ('strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'namereplace', 'surrogateescape',
             'surrogatepass'):
    for exc in (encode, decode, translate, UnicodeError('x'), ValueError('y')):
        try:
            print(name, ascii(codecs.lookup_error(name)(exc)))
        except Exception as e:
            print(name, type(e).__name__, ascii(str(e)), e is exc)

# Replacements that the encoding cannot take.
for name, value in (('utf-8', '\xe4'), ('utf-16', 'ok'), ('utf-16-le', b'a'), ('utf-16-le', b'ab'), ('utf-32-be', b'abcd'),
                    ('utf-32-be', b'abc'), ('utf-8', b'\xff'), ('utf-32', '\u20ac'), ('latin-1', '\xe4'), ('ascii', '\xe4')):
    codecs.register_error('test.value', lambda exc: (value, exc.end))
    try:
        print(name, '[\udc80\u20ac]'.encode(name, 'test.value'))
    except UnicodeError as e:
        print(name, e.start, e.end, e.reason)
