"""tuple: construction, slices, comparison, hash, methods, errors."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
print((), (1,), (1, 2), tuple("ab"), tuple([1, 2]), tuple(), tuple(x for x in range(3)), 1, (2,)[0], ((1, 2), (3,)))
t = (1, "a", None, 2.5, 1)
print(
    t[0], t[-1], t[1:3], t[::-1], t[:], t[:] is t, tuple(t) is t, t.count(1), t.index("a"), t.index(1, 1), len(t),
    2.5 in t, tuple() is tuple([])
)
print(
    t + (9,), t * 2, 2 * (0,), (1,) * 0, (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == (1.0, 2.0),
    (1, 2) == [1, 2], hash((1, 2)) == hash((1.0, 2.0)), {(1, 2): "k"}[1, 2]
)
print(
    T(1, 2), type(T(1)).__name__, type(T(1) + (2,)).__name__, type(T(1, 2)[:1]).__name__, T(1) == (1,),
    isinstance(T(), tuple), repr(T())
)
a, b = 1, 2
a, b = b, a
(c, d), e = (1, 2), 3
print(a, b, c, d, e)
print(*(1, 2), *(), sep="-")
print((*range(3), *"ab"), tuple(reversed((1, 2, 3))), tuple(enumerate("ab")), max((3, 1), (2, 9)), sum((1, 2, 3)))
u = (1, [2])
u[1].append(3)
print(u)
try:
    u[1] += [4]
except TypeError as x:
    print(x, u)
r = ([],)
r[0].append(r)
print(r)
print(
    (1).__class__, (1, 2).__getnewargs__(), ().__len__(), (1, 2).__contains__(2), (1,).__add__((2,)),
    (1,).__eq__([1]), (1, 2).__hash__() == hash((1, 2))
)
print(hash(()), hash((1, 2, 3)), hash((0,)), hash(((1,), -1)))
def put(): t[0] = 1
def drop(): del t[0]
fails(put)
fails(drop)
fails(lambda: t[9])
fails(lambda: t["a"])
fails(lambda: t[1.5])
fails(lambda: t + [1])
fails(lambda: t * t)
fails(lambda: (1, 2) < (1, "a"))
fails(lambda: (1,) < [1])
fails(hash, ([],))
fails(hash, ({}, 1))
fails(t.index, "zz")
fails(t.index, 1, 9)
fails(t.index)
fails(t.count)
fails(tuple, 5)
fails(tuple, 1, 2)
fails(tuple, x=1)
fails(lambda: t.append(1))
fails(setattr, t, "x", 1)
