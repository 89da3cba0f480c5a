"""Class attributes that are numbers and are replaced again and again: every reader sees the last one."""
import threading
class C:
    n = 0; k = 5; s = 'x'
class D(C): pass
def rd(o): return o.n
def rc(): return C.n, D.n, C.k, D.k
o = C(); d = D()
out = []
for i in range(40):
    C.n += 1
    out.append((rd(o), rd(d), rc()))
    if i == 20: D.n = 100
    if i == 25: D.n = 'str'
    if i == 30: del D.n
    if i == 33: C.n = 7.5
    if i == 35: o.n = 'inst'
    if i == 36: C.k = property(lambda self: 'prop'); out.append(o.k)
    if i == 37: C.k = 8
    if i == 38: C.k = 9; out.append(o.k)
print(out)
class M(type):
    cnt = 0
class E(metaclass=M):
    cnt = 1
for i in range(10):
    M.cnt += 1; E.cnt += 2
    print(M.cnt, E.cnt, E().cnt, end=' ')
print()
class F:
    total = 0
    def __enter__(self): F.total += 1; return self
    def __exit__(self, *a): F.total += 10; return True
f = F()
for i in range(10):
    with f: 1/0
    with f: pass
print(F.total)
def work():
    for i in range(1000):
        with f: raise KeyError(i)
ts = [threading.Thread(target=work) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
class G:
    flag = False
    def __bool__(self): return True
for i in range(20): G.flag = not G.flag
print(G.flag, G().flag)
G.__bool__ = lambda self: False
print(bool(G()))
class H: __slots__ = (); x = 1
for i in range(12): H.x = i
print(H.x, H().x, H.__dict__['x'], vars(H)['x'], getattr(H, 'x'))
def sup():
    class P:
        v = 1
        def m(self): return 1
    class Q(P):
        def m(self): return super().m(), super().v
    q = Q(); r = []
    for i in range(12):
        P.v += 1; r.append(q.m())
    return r
print(sup())
