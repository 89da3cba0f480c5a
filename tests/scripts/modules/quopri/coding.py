# Quoted-printable text, by quopri and by binascii.
import binascii
import io
import quopri

texts = [b'', b'plain', b'a=b', b'caf\xc3\xa9', b'end \n', b'tab\t\nnext', b'end ', b'end\t', b'x' * 80, b'x' * 75, b'x' * 76 + b'\n',
         b'a\r\nb\r\nc', b'a\nb\r\nc', b'.\n', b'.', b'..', b'.\r\n', b'a.\n', b'under_score', b' lead', b'\0\1\x7f', b'a\rb',
         b'x' * 74 + b'=', b'x' * 73 + b'\xff\xff', b'\n\n\n', b'a b\tc']
for t in texts:
    print(t[:20], len(t))
    for quotetabs in False, True:
        for istext in True, False:
            for header in False, True:
                e = binascii.b2a_qp(t, quotetabs=quotetabs, istext=istext, header=header)
                print('  ', quotetabs, istext, header, e, binascii.a2b_qp(e, header=header) == t)
    for quotetabs in False, True:
        e = quopri.encodestring(t, quotetabs)
        out = io.BytesIO()
        quopri.decode(io.BytesIO(e), out)
        print('  ', e, quopri.decodestring(e) == out.getvalue() == t)
for t in [b'=', b'a=', b'=\n', b'a=\nb', b'a=\r\nb', b'=4', b'=41', b'=4g', b'=g1', b'==', b'==41', b'a =\n b', b'=e9=E9', b'a_b',
          'text=41', bytearray(b'=41'), b'=  \nx', b'a \n', b'a=\rb\nc']:
    print(t, binascii.a2b_qp(t), binascii.a2b_qp(t, header=True))
    if not isinstance(t, str):
        print('   ', quopri.decodestring(t))
for f, a in (binascii.a2b_qp, 'caf\xe9'), (binascii.a2b_qp, 1), (binascii.b2a_qp, 'x'), (quopri.encodestring, 'x'):
    try:
        print(f(a))
    except Exception as e:
        print(type(e).__name__, e)
print([quopri.needsquoting(c, q, h) for c in (b'a', b'_', b' ', b'=', b'\n', b'\xe9') for q in (0, 1) for h in (0, 1)])
print(quopri.quote(b'='), quopri.ishex(b'a'), quopri.ishex(b'G'), quopri.unhex(b'4F'))
