# every augmented assignment: __iop__, fallback, targets evaluated once
OPS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^", "matmul": "@"}


class In: pass
class Fallback: pass
class NotImp: pass
class Right: pass


for n in OPS:
    setattr(In, f"__i{n}__", lambda s, o, n=n: (f"i{n}", o))
    setattr(Fallback, f"__{n}__", lambda s, o, n=n: (n, o))
    setattr(NotImp, f"__i{n}__", lambda s, o: NotImplemented)
    setattr(NotImp, f"__{n}__", lambda s, o, n=n: ("after NotImplemented", n))
    setattr(Right, f"__r{n}__", lambda s, o, n=n: ("r" + n, o))
for n, op in OPS.items():
    res = []
    for start in (In(), Fallback(), NotImp(), 1):
        ns = {"x": start, "Right": Right}
        exec(f"x {op}= {'Right()' if start == 1 else 7}", ns)
        res.append(ns["x"])
    try:
        ns = {"x": object()}
        exec(f"x {op}= 1", ns)
    except TypeError as e:
        res.append(str(e))
    print(*res)


def ev(v, tag):
    print(tag, end=" ")
    return v


class Box:
    def __init__(self): self.d = {"k": 1}; self.v = 10
    def __getitem__(self, k): print("get", k, end=" "); return self.d[k]
    def __setitem__(self, k, v): print("set", k, v, end=" "); self.d[k] = v


b = Box()
ev(b, "obj")[ev("k", "key")] += ev(5, "val")
print(b.d)
ev(b, "obj").v *= ev(3, "val")
print(b.v)
l = [1, 2, 3]
m = l
l += [4]; l += "ab"; l += (5,); l *= 2; l[0] += 10; l[1:2] += [9]
print(l, m is l)
t = (1,)
u = t
t += (2,); t *= 2
print(t, u)
s = {1, 2}
r = s
s |= {3}; s &= {1, 3}; s -= {3}; s ^= {5}
print(s, r is s)
d = {"a": 1}
e = d
d |= {"b": 2}; d |= [("c", 3)]
print(d, e is d)
z = frozenset([1]); y = z
z |= {2}
print(z, y)
ba = bytearray(b"a"); bb = ba
ba += b"b"; ba *= 2
print(ba, bb is ba)
st = "a"; st += "b"; st *= 3; st %= () if "%" not in st else (1,)
print(st)
tup = ([1], 2)
for text in ("tup[0] += [2]", "tup[1] += 1", "undefined += 1", "l += 5", "l *= 'x'", "l -= [1]", "d += {}", "d |= 5", "s |= [1]", "st += 1", "n = 5; n += 'x'", "n = None; n += 1", "n = 1; n @= 2", "n = 1; n <<= -1", "n = 5; n.real += 1", "l[100] += 1", "d['zz'] += 1", "b.nope += 1", "n = 1; n /= 0", "n = 'a'; n -= 1"):
    try:
        exec(text)
        print(text, "ok")
    except Exception as err:
        print(f"{text}: {type(err).__name__}: {err}")
print(tup)
def local():
    try: q += 1
    except UnboundLocalError as e: print(e)
    q = 1; q += 1; q **= 3
    return q
print(local())
class C:
    n = 0
    def up(self): self.n += 1; return self.n
c = C(); c.up(); c.up(); print(c.n, C.n)
def gen():
    x = 1; x += yield x; yield x
g = gen(); next(g); print(g.send(10))
class Same:
    def __iadd__(self, o): self.log = o
k = Same(); k += 1; print(k)
