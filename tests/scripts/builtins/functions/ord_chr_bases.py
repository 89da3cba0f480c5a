"""ord, chr, bin, oct, hex, ascii, repr, hash, callable, len, id, format."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

print(
    ord("a"), ord("é"), ord("😀"), ord(b"x"), ord(bytearray(b"y")), chr(97), chr(0x1F600), ascii(chr(0xD800)),
    repr(chr(0)), chr(True) == "\x01"
)
print(
    bin(10), bin(-10), bin(0), bin(True), oct(8), oct(-8), hex(255), hex(-255), hex(10**20), bin(2**65), oct(2**64)
)
class Ix:
    def __index__(self): return 5
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(
    bin(Ix()), oct(Ix()), hex(Ix()), chr(Ix()), len(L(3)), len(L(True)), len("é😀"), len(b"ab"), len({1: 2}),
    len(range(0, 10, 3))
)
print(
    ascii("aé😀\n"), ascii([1, "é"]), ascii({"é": "ü"}), repr("é"), repr([1, 'a', None]), repr(...),
    repr(NotImplemented), ascii(b"\xff")
)
print(
    callable(len), callable(5), callable(int), callable(lambda: 0), callable(L), callable(L(1)), callable(None),
    callable(print), callable("".join)
)
x = []
print(
    id(x) == id(x), hash("a") == hash("a"), hash(1) == hash(1.0) == hash(True), hash(-1), hash(-2), hash(2**61 - 1),
    hash(2**61), hash(-(2**61)), hash(10**30), hash(None) == hash(None), hash(0.1), hash(1e100), hash(3.14)
)
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v
print(
    hash(H(5)), hash(H(-1)), hash(H(2**70)), hash(H(True)), format(5, "03"), format("x"), format(None),
    format(1.5, ".3f")
)
for f, a in (
    (ord, ""), (ord, "ab"), (ord, 5), (ord, b"ab"), (ord, None), (chr, -1), (chr, 0x110000), (chr, "a"), (chr, 1.5),
    (chr, 10**30), (bin, 1.5), (bin, "a"), (oct, None), (hex, 1.5), (hex, "ff"), (len, 5), (len, None),
    (len, L(-1)), (len, L(1.5)), (len, L("a")), (len, L(2**70)), (len, iter([])), (len, (x for x in [])),
    (hash, []), (hash, {}), (hash, set()), (hash, H("a")), (hash, H(1.5)), (hash, bytearray()), (hash, slice([])),
    (format, None)
):
    fails(f, a)
fails(ord)
fails(chr)
fails(len)
fails(len, 1, 2)
fails(hash)
fails(id)
fails(callable)
fails(repr)
fails(ascii, 1, 2)
fails(bin)
fails(hex, x=1)
fails(format)
fails(format, 1, 2)
fails(format, 1, "d", 3)
