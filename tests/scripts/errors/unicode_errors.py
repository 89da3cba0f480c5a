# texts of Unicode errors
for code in (r"b'\xff'.decode()", r"b'abc\xe9def'.decode('utf-8')", r"b'\xc3'.decode()", r"b'\xe2\x82'.decode()", r"b'\xed\xa0\x80'.decode()", r"b'\x80abc'.decode('ascii')", r"'é'.encode('ascii')", r"'abc\ud800'.encode()", r"'日本'.encode('latin-1')", r"'x'.encode('nope')", r"b'x'.decode('nope')", r"'é'.encode('ascii', 'nope')", r"b'\xff\xfe\xfd'.decode('utf-16')", r"b'abc'.decode('utf-16')", r"'\U00010000'.encode('latin-1')", r"b'\x81'.decode('cp1252')", r"int('１２x')", r"chr(0x110000)", r"ord('')", r"'a'.encode(5)", r"str(b'\xff', 'utf-8')", r"bytes('é', 'ascii')", r"bytes('x')", r"b'\\N{x}'.decode('unicode_escape')", r"'éé'.encode('ascii')", r"b'a\xff\xffb'.decode('utf-8', 'strict')", r"b'\xf8\x88'.decode()", r"b'\xe0\x80\x80'.decode()", r"b'\xf0\x9f\x98'.decode()", r"b'\xc0\xaf'.decode()"):
    try:
        print(code, ascii(eval(code)))
    except Exception as e:
        print(f"{code}: {type(e).__name__}: {e}")
for h in ("ignore", "replace", "backslashreplace", "surrogateescape", "xmlcharrefreplace", "namereplace", "surrogatepass"):
    for f in (lambda: b"a\xff\xe2\x82b".decode("utf-8", h), lambda: "aé日\ud800".encode("ascii", h), lambda: "a\udcff\ud800".encode("utf-8", h)):
        try:
            print(h, ascii(f()))
        except Exception as e:
            print(h, type(e).__name__, e)
b"caf\xe9".decode()
