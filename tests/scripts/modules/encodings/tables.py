"""Byte tables and transforms of the encodings."""
import codecs
for n in 'iso8859-2 latin2 cp1250 cp437 koi8-r mac-roman cp1252 latin9 cp866 base64 zlib hex punycode cp1251 iso-8859-5'.split():
    i=codecs.lookup(n); print(n, i.name, i._is_text_encoding)
    if i._is_text_encoding:
        print([ascii(bytes([k]).decode(n,'replace')) for k in range(120,256)][::9], 'añЖ'.encode(n,'replace'))
        try: bytes(range(128,256)).decode(n)
        except Exception as e: print(e)
print(codecs.encode(b'x'*100,'base64'), codecs.decode(codecs.encode(b'q'*1000,'zlib'),'zip')==b'q'*1000)
for f in (lambda:codecs.decode(b'zz','hex'), lambda:codecs.decode(b'a','base64'), lambda: codecs.decode(b'x','zlib'), lambda: codecs.encode('é','base64'), lambda:'bücher'.encode('punycode'), lambda:b'bcher-kva'.decode('punycode'), lambda: 'ü'.encode('undefined'), lambda:b'a'.decode('zlib'), lambda: codecs.encode('abc','hex')):
    try: print(f())
    except Exception as e: print(type(e), e, getattr(e,'__notes__',None))
print(codecs.getincrementaldecoder('zlib')().decode(codecs.encode(b'abc', 'zlib'), True))
