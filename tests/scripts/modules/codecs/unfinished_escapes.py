"""Escapes cut off at the end of the input, invalid ones, and codecs that remember what came first."""
import codecs
import io
import warnings

for data in (rb'\d', rb'\400', rb'\d\e\777', rb'\z\z'):
    for f in (codecs.unicode_escape_decode, codecs.escape_decode, codecs.raw_unicode_escape_decode):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            print(f.__name__, data, f(data), [(w.category.__name__, str(w.message)) for w in caught])
for data in (b'\\', b'\\x', b'\\x1', b'\\u12', b'\\N', b'\\N{', b'\\N{SPA', b'\\1', b'\\U0001', b'a\\', b'\\ux',
             b'\\xg', b'\\Ng', b'\\\\'):
    for f in (codecs.unicode_escape_decode, codecs.raw_unicode_escape_decode):
        for final in (True, False):
            try:
                print(data, f.__name__, final, f(data, 'strict', final))
            except UnicodeDecodeError as error:
                print(data, f.__name__, final, error)
for name, errors, data in (('utf-8', 'surrogatepass', b'\xed\xa0\x80'), ('utf-8', 'strict', b'\xed\xa0\x80'),
                           ('unicode-escape', 'strict', b'\\u0041\\x4'), ('raw-unicode-escape', 'strict', b'\\u00')):
    decoder = codecs.getincrementaldecoder(name)(errors)
    for byte in data:
        try:
            print(name, repr(decoder.decode(bytes([byte]))), decoder.getstate())
        except UnicodeDecodeError as error:
            print(name, error)
print(repr(codecs.getreader('unicode-escape')(io.BytesIO(b'\\u0041' * 30 + b'\\n' + b'x')).readline()))
for name in ('base64_codec', 'hex_codec', 'zlib_codec'):
    reader = codecs.getreader(name)(io.BytesIO(codecs.encode(b'some\nlines', name)))
    print(name, reader.readline())
try:
    b'\xffPro-uyb24dma41a'.decode('punycode')
except UnicodeDecodeError as error:
    print(error)
