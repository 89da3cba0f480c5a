"""bisect: left, right, bounds, keys, insort, errors."""
import bisect

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

l = [1, 3, 3, 3, 5, 7]
for x in (0, 1, 3, 4, 7, 8):
    print(
        x, bisect.bisect_left(l, x), bisect.bisect_right(l, x), bisect.bisect(l, x), bisect.bisect_left(l, x, 2),
        bisect.bisect_right(l, x, 1, 3), bisect.bisect_left(l, x, lo=1, hi=len(l))
    )
m = []
[bisect.insort(m, x) for x in (3, 1, 2, 3, 0)]
bisect.insort_left(m, 2.0)
bisect.insort_right(m, 3.0)
print(m)
w = ["a", "bbb", "ccccc"]
print(bisect.bisect(w, 4, key=len), bisect.bisect_left(w, 3, key=len))
bisect.insort(w, "dddd", key=len)
bisect.insort_left(w, "eee", key=len)
print(
    w, bisect.bisect("abcd", "c"), bisect.bisect((1, 2), 1.5), bisect.bisect([], 1), bisect.bisect(range(100), 50),
    bisect.bisect is bisect.bisect_right, bisect.insort is bisect.insort_right
)
grade = lambda s: "FDCBA"[bisect.bisect([60, 70, 80, 90], s)]
print([grade(s) for s in (33, 60, 77, 89, 90, 100)])
class Seq:
    def __len__(self): return 10
    def __getitem__(self, i): return i * 10
print(bisect.bisect(Seq(), 35))
fails(bisect.bisect, l, "a")
fails(bisect.bisect, 5, 1)
fails(bisect.bisect, l)
fails(bisect.bisect, l, 1, -1)
fails(bisect.bisect, l, 1, 0, 99)
fails(bisect.bisect, l, 1, "a")
fails(bisect.insort, (1,), 2)
fails(bisect.bisect, {1}, 1)
fails(bisect.bisect, l, 1, key=5)
