# carets of calls, attributes and subscripts
import traceback


class A:
    v = None

    def m(self, n):
        return 1 / n

    def __getitem__(self, k):
        return [][k]


a = A()


def show(f):
    try:
        f()
    except Exception:
        traceback.print_exc()


def two(p, q):
    return p.missing + q


show(lambda: a.m(0))
show(lambda: a.v.x)
show(lambda: a.v.x.y.z)
show(lambda: a[5])
show(lambda: a.v[0])
show(lambda: a.v())
show(lambda: a.m())
show(lambda: two(1, 2))
show(lambda: two(two(1, 2), 3))
show(lambda: a.m(1) + a.m(0))
show(lambda: len(5))
show(lambda: print(1, len(5), 2))
show(lambda: [a.m(i) for i in (1, 0)])
show(lambda: {}["k"]["j"])
show(lambda: {"k": {}}["k"]["j"])
show(lambda: a.m(
    0,
))
show(lambda: a
     .m(1)
     .nothing)
show(lambda: (lambda: undefined)())
show(lambda: a.m(n=1, z=2))
show(lambda: max(a.v, key=lambda e: 1))
show(lambda: next(iter([])))
show(lambda: [][0][1][2])
show(lambda: [[]][0][1][2])
show(lambda: a.v.x())
show(lambda: a.nothing(1, 2))
show(lambda: "".join([1]))
