# Codecs between bytes that stand on modules: bz2, quopri, uu.
import codecs
import io

data = b'text = \xe9\t and \x00 more ' * 20
for name in 'bz2', 'bz2_codec', 'quopri', 'Quoted-Printable', 'uu', 'uu_codec', 'zlib':
    info = codecs.lookup(name)
    coded = codecs.encode(data, name)
    print(name, info.name, coded[:30] if info.name in ('quopri', 'uu') else coded[:2], codecs.decode(coded, name) == data, codecs.decode(codecs.encode(b'', name), name))
    enc, dec = info.incrementalencoder(), info.incrementaldecoder()
    if info.name in ('bz2', 'zlib'):
        parts = enc.encode(data[:50]) + enc.encode(data[50:], True)
        print(dec.decode(parts[:20]) + dec.decode(parts[20:], True) == data)
        enc.reset()
        dec.reset()
        print(dec.decode(enc.encode(b'again', True)))
    out = io.BytesIO()
    info.streamwriter(out).write(data)
    print(len(out.getvalue()) > 50, info.streamreader(io.BytesIO(coded)).read() == data)
    for wrong in lambda: b'x'.decode(name), lambda: 'x'.encode(name), lambda: codecs.encode(b'x', name, 'ignore'), lambda: codecs.encode('x', name):
        try:
            print(wrong())
        except Exception as e:
            print(type(e).__name__, str(e)[:90])
for text in b'begin 666 x\n#86)C\nend\n', b'no start', b'begin 666 x\n#86)C\n', b'junk\nbegin\n#86)CXX\nend\n':
    try:
        print(codecs.decode(text, 'uu'))
    except Exception as e:
        print(type(e).__name__, e)
