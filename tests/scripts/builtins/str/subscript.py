"""Indexing, slicing, concatenation, repetition and membership of str."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def get(s, i): return s[i]
def has(s, x): return x in s
def plus(a, b): return a + b
def times(a, b): return a * b
s = "aé€😀z"
print(s[0], s[-1], s[3], s[True], [s[i] for i in range(-5, 5)])
print(s[1:3], s[:2], s[3:], s[::-1], s[::2], s[-2:], s[10:], s[3:1], s[4:0:-2], s[:], s[:] is s)
print(s[-100:100], s[10**20:], s[: -10**20], s[None:None:None])
class Index:
    def __index__(self): return 2
print(s[Index()], s[Index():])
print("é" in s, "x" in s, "" in s, "😀z" in s, "za" not in s)
print(s + "b", s * 2, 3 * "ab", repr(s * 0), repr(s * -1), "ab" * True)
print(len(s), len(""), list(s), tuple("ab"), "abc" < "abd", "a" < "B", "é" > "z", "" < "a", max(s))
fails(get, s, 5)
fails(get, s, -6)
fails(get, s, "a")
fails(get, s, 1.0)
fails(get, s, None)
fails(get, s, 10**30)
fails(get, s, slice(None, None, 0))
fails(get, s, slice("a", None))
fails(has, s, 1)
fails(has, s, None)
fails(plus, s, 1)
fails(plus, s, b"x")
fails(plus, 1, s)
fails(times, s, "x")
fails(times, s, 1.5)
fails(times, s, 10**30)
fails(lambda: s < 1)
fails(lambda: setattr(s, "x", 1))
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
