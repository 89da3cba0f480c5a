# bytes and bytearray in daily use
b = b"hello"
print(b, b[0], b[1:3], b[-1:], len(b), b + b"!", b * 2, b"ell" in b, 104 in b, list(b), b == b"hello", b < b"help")
print(b.upper(), b.find(b"l"), b.split(b"l"), b.replace(b"l", b"L"), b"-".join([b"a", b"b"]), b.startswith(b"he"), b.decode(), "é".encode(), b.hex(), bytes.fromhex("68 69"), b.hex("-"))
print(bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"copy"), bytes(range(3)), b"\x00\xff\n'\"", b"'", b'"')
ba = bytearray(b"abc")
ba[0] = 65
ba.append(100)
ba.extend(b"ef")
ba += b"g"
del ba[1]
print(ba, len(ba), ba.pop(), ba, bytes(ba), ba.decode(), bytearray(2), ba[0], ba[1:3])
ba[1:1] = b"XYZ"
ba.insert(0, 33); ba.remove(33); ba.reverse()
print(ba, ba == bytes(ba), hash(b"a") == hash(b"a"), b"%d %s %x" % (5, b"z", 255), b" x ".strip(), b"a,b".partition(b","), b"AbC".swapcase(), b"abc".isalpha(), b"12".isdigit())
m = memoryview(b"abcdef")
print(m[1], bytes(m[1:3]), len(m), m.tolist()[:2], m.readonly, bytes(m[::-1]), m == b"abcdef", m.itemsize, m.format)
w = memoryview(ba)
w[0] = 90
print(ba)
for text in ("b'a' + 'b'", "bytes([256])", "bytes('x')", "b[10]", "b['a']", "bytes(-1)", "b.x", "bytes([1, 'a'])", "b'a'.join(['x'])", "b'abc'.find('b')", "b'%s' % 'str'", "b'%d' % b'x'", "bytes.fromhex('zz')", "bytes.fromhex('1')", "hash(bytearray())", "m['a']", "m.nope", "bytes(1.5)", "bytes(None)", "b'a' < 'a'", "b'a'.decode('ascii').encode('nope')", "bytearray(b'x').pop(5)", "int(b'x')", "bytes(1, 2)", "b'a' * b'b'", "memoryview('str')", "memoryview(5)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
try:
    b[0] = 1
except TypeError as e:
    print(e)
try:
    ba.append(5)
except BufferError as e:
    print(e)
w.release()
ba.append(33)
print(ba)
