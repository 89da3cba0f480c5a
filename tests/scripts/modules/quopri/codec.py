"""quopri, and the same of binascii: quoted-printable and uuencode."""
import binascii, io, quopri
for data in (b"", b"plain", b"a=b", b"tab\t\nblank \nend ", b"caf\xc3\xa9", b"x" * 80, b"=" * 30, b"a\r\nb \r\nc", b".\n.", b"_ _", b"\x00\x7f\xff", b"long line with words " * 6, b"\r", b"a\rb"):
    for tabs in (False, True):
        e = quopri.encodestring(data, quotetabs=tabs)
        print(data[:20], tabs, e, quopri.decodestring(e) == data)
    print(quopri.encodestring(data, header=True), binascii.b2a_qp(data, istext=False))
for text in (b"=41=4", b"a=\nb", b"a= \nb", b"a==41", b"=zz", b"a=\r\nb", b"x =\ry\nz", b"=", b"a_b", "=c3=A9", b"tail \n"):
    print(text, quopri.decodestring(text), quopri.decodestring(text, header=True))
out = io.BytesIO(); quopri.encode(io.BytesIO(b"a\tb=\n"), out, quotetabs=True); print(out.getvalue())
out = io.BytesIO(); quopri.decode(io.BytesIO(b"a=3Db=\n"), out); print(out.getvalue(), quopri.quote(b"\xe9"))
for data in (b"", b"x", b"Cat", b"\x00" * 4, bytes(range(45))):
    for tick in (False, True):
        e = binascii.b2a_uu(data, backtick=tick)
        print(e, binascii.a2b_uu(e) == data)
for bad in (b"", b"\xff\x00", b"!!!!", b"#\x01", "#0V%T", b"#0V%T  \r\n", b"#0V"):
    try:
        print(bad, binascii.a2b_uu(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)
for call in (lambda: binascii.b2a_uu(b"x" * 46), lambda: binascii.b2a_qp("text"), lambda: binascii.a2b_qp("ä"), lambda: quopri.decodestring(3)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
