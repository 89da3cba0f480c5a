# bin, oct, hex at the borders of a word; translate by dicts and by mappings; join of bytes; keywords of natives.
import base64, binascii, hashlib, struct, zlib
for n in (0, 1, -1, 255, -255, 2**62 - 1, -2**62, 2**62, 2**63, -2**63, 2**70, True):
    print(bin(n), oct(n), hex(n))
class I:
    def __index__(self): return -10
print(bin(I()), oct(I()), hex(I()))
class D(dict):
    def __missing__(self, k): return "<%c>" % k
class M:
    def __getitem__(self, k):
        if k == 98: raise LookupError
        return k - 32
print("abcé".translate({97: 98, 98: None, 233: "E"}), "abab".translate(D({97: "x"})), "abc".translate(M()))
print("aab".translate({97: "z", 98: "yy"}), "aab".translate({}))
for table in ({97: 1.5}, {97: 0x110000}, {97: -1}):
    try: "a".translate(table)
    except Exception as e: print(type(e).__name__, e)
print(b"".join([]), b", ".join([b"a"]), b", ".join((b"a", b"", b"c")), b"-".join([b"a", bytearray(b"b"), memoryview(b"c")]), bytearray(b"+").join([b"x", b"y"]))
try: b"".join([b"a", "b"])
except TypeError as e: print(e)
print("a b".split(sep=" "), "a b c".split(maxsplit=1, sep=None), int("12", base=3))
for call in (lambda: "a".split(foo=1), lambda: "a".split(" ", sep=" "), lambda: "a".split(" ", 1, 2), lambda: b"a".decode(encodin="x")):
    try: call()
    except TypeError as e: print(e)
for n in range(8):
    b = bytes(range(250, 250 + min(n, 6))) + b"x" * max(0, n - 6)
    e = base64.b64encode(b)
    print(e, base64.b64decode(e) == b)
for t in (b"YW Jj", b"YWJj=", b"YWJ", b"Y", b"YW==YWJj", b"\xffYWJj", b"YWJjZ\n A=="):
    for strict in (False, True):
        try: print(binascii.a2b_base64(t, strict_mode=strict))
        except binascii.Error as e: print(e)
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha1(bytearray(b"abc")).hexdigest(), hashlib.sha256(b"x" * 5000).hexdigest())
print(zlib.crc32(b"abc"), zlib.crc32(b"c", zlib.crc32(b"ab")), zlib.crc32(b"a", -1), zlib.adler32(b"a" * 10000), zlib.crc32(b"", 2**40 + 5))
for f, v in (("<bBhHiIqQ", (-128, 255, -32768, 65535, -2**31, 2**32 - 1, -2**63, 2**64 - 1)), (">hiq", (-2, -3, 4)), ("efd", (1.5, 2.5, -0.0)), ("?c3s4p", (5, b"x", b"abcd", b"xyzuv"))):
    for _ in range(2):
        p = struct.pack(f, *v)
        print(f, p, struct.unpack(f, p), struct.calcsize(f))
struct._clearcache()
for f, v in (("b", 128), ("b", -129), ("B", -1), ("B", 256), ("h", 32768), ("H", 65536), ("i", 2**31), ("I", -1), ("q", 2**63), ("Q", -1), ("Q", 2**64), ("i", 1.5), ("e", 1e6), ("f", 1e39), ("c", b"ab"), ("i", "x"), ("z", 1)):
    try: print(struct.pack(f, v))
    except Exception as e: print(type(e).__name__, e)
print(struct.pack("<i", True), struct.pack(">I", I() + 20) if False else struct.pack(">i", I()))
m = memoryview(bytearray(8)).cast("h"); m[1] = -2; print(m.tobytes())
