# unary operators and numeric protocol methods
class N:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __int__(self): return 42
    def __float__(self): return 4.5
    def __complex__(self): return 1j
    def __index__(self): return 3
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __bool__(self): return False
    def __len__(self): return 9
    def __hash__(self): return 77


n = N()
import math
import operator
print(-n, +n, ~n, abs(n), int(n), float(n), complex(n), round(n), round(n, 2), math.trunc(n), math.floor(n), math.ceil(n), bool(n), len(n), hash(n), not n)
print(operator.index(n), "abcdef"[n], [0] * n, hex(n), bin(n), oct(n), range(n), [1, 2, 3, 4][n:], chr(n).encode(), bytes(n), list("ab").insert(n, 1), "a" * n, divmod(n.__index__(), 2), "x".center(n), (1).__lshift__(n.__index__()), math.sqrt(n), pow(2, 3, n.__index__()))


class Plain: pass


class BadInt:
    def __int__(self): return "x"
    def __float__(self): return 1
    def __index__(self): return 1.5
    def __bool__(self): return None
    def __len__(self): return -5
    def __hash__(self): return "h"
    def __abs__(self): raise ValueError("abs fails")
    def __complex__(self): return 5
    def __str__(self): return 1
    def __repr__(self): return None
    def __bytes__(self): return "s"
    def __format__(self, s): return 3
    def __length_hint__(self): return "q"
    def __iter__(self): return self
    def __next__(self): raise StopIteration
    def __dir__(self): return None
    def __contains__(self, x): return 5
    def __sizeof__(self): return "a"


class BigLen:
    def __len__(self): return 10 ** 30


class FloatLen:
    def __len__(self): return 1.5


class SubInt(int):
    def __int__(self): return 99


b = BadInt()
p = Plain()
for text in ("-p", "+p", "~p", "abs(p)", "int(p)", "float(p)", "complex(p)", "round(p)", "math.trunc(p)", "math.floor(p)", "math.ceil(p)", "len(p)", "operator.index(p)", "[1][p]", "hex(p)", "range(p)", "-'a'", "~1.5", "-[]", "+None", "~'a'", "-{}", "abs('a')", "not p",
             "int(b)", "float(b)", "operator.index(b)", "bool(b)", "len(b)", "hash(b)", "abs(b)", "complex(b)", "str(b)", "repr(b)", "bytes(b)", "format(b)", "f'{b}'", "list(b)", "dir(b)", "1 in b", "print(b)", "len(BigLen())", "bool(BigLen())", "len(FloatLen())", "[0][b]", "'%s' % b", "'{!r}'.format(b)", "b and 1", "if_(b)",
             "int(SubInt(5))", "SubInt(5) + 0", "math.floor('a')", "round('a')", "round(1.5, 'a')", "round(1, 1.5)", "int([])", "int(1, 2)", "int('a', 37)", "int(b'12')", "int('z', 36)", "float(b'1.5')", "abs()", "abs(1, 2)", "hash(p) == hash(p)", "hash([])", "hash({})", "hash(slice(1)) is not None", "hash(set())", "hash(bytearray())"):
    def if_(v):
        if v:
            return 1
    try:
        print(text, "->", eval(text))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
class TruncOnly:
    def __trunc__(self): return 5
try: int(TruncOnly())
except TypeError as e: print(e)
print(abs(-5), abs(-5.5), abs(3 - 4j), abs(True), -True, ~5, +True, - 0.0, --5)
class HashBig:
    def __hash__(self): return 2 ** 100
print(hash(HashBig()) == hash(2 ** 100), hash(-1), hash(-2), hash(True), hash(""), hash(0.0), hash(None) == hash(None))
