"""Names of encodings with a null character in them."""
import codecs

for f in (
    lambda: codecs.lookup('a\0b'),
    lambda: 'x'.encode('a\0b'),
    lambda: b''.decode('a\0b'),
    lambda: open('/dev/null', encoding='a\0b'),
    lambda: codecs.lookup('no-such'),
    lambda: codecs.lookup('UTF-8\0'),
):
    try:
        f()
    except Exception as e:
        print(repr(e))
