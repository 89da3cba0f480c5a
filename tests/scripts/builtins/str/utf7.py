"""UTF-7: encoding, decoding, errors, pieces."""
import codecs

texts = ["", "plain", "a+b", "é", "éa", "é-", "é!", "é é", "\U0001f600", "~\\\0", "\ud800x", "x" * 3 + "ü" * 3, "1+1=2", "tab\té\n"]
for t in texts:
    b = t.encode("utf-7")
    print(ascii(t), b, b.decode("utf-7") == t)
for b in (b"+", b"+-", b"+AOk", b"+AOk-", b"+AO-", b"+AOl-", b"+AOkA-", b"+!", b"+ ", b"\xe9", b"a+AOk\xe9", b"+2D0-", b"+2D0", b"+3gA-", b"+AGE-b+", b"+AOk+", b"+AOkAOk"):
    for errors in ("strict", "replace", "ignore"):
        try: print(b, errors, ascii(b.decode("utf-7", errors)))
        except UnicodeDecodeError as e: print(b, errors, e)
d = codecs.getincrementaldecoder("utf-7")()
print([ascii(d.decode(bytes([c]))) for c in b"a+AOkA6Q-b"], ascii(d.decode(b"", True)))
print(codecs.utf_7_decode(b"ab+AOk", "strict", False), codecs.utf_7_decode(b"ab+AOk", "strict", True), codecs.utf_7_encode("é"))
