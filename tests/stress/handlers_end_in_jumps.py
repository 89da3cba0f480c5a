"""Each kind of instruction, many times in a thread with a small stack: nothing may pile up on it."""
import threading

SETUP = '''
class C:
    k = 5
    def __init__(self, x=1): self.x, self.y, self.l = x, 2.5, [1, 2, 3]
    def m(self): return None
    def m1(self, a): return a
    def me(self): return self
    @property
    def p(self): return self.l
    @staticmethod
    def s(): return 1
    @classmethod
    def c(cls, *a): return a
class E(C):
    def m(self): return super().m()
class S:
    __slots__ = "a",
    def __init__(self, a): self.a = a
class A:
    def __add__(self, o): return self
    def __iadd__(self, o): return self
    def __radd__(self, o): return o
    def __sub__(self, o): return NotImplemented
    def __rsub__(self, o): return 7
    def __eq__(self, o): return True
    def __lt__(self, o): return []
    def __getitem__(self, i): return i
    def __setitem__(self, i, v): pass
    def __contains__(self, i): return True
    def __len__(self): return 3
    def __bool__(self): return True
    def __call__(self, *a, **k): return a
    def __enter__(self): return self
    def __exit__(self, *a): return True
class B(A): pass
class W:
    def __enter__(self): return self
    def __exit__(self, t, e, tb): return None
def f0(): pass
def f1(a): return a
def fd(a, b=[], *, c=2): return a
def fv(*a, **k): return a
def clo():
    v = 1
    def g():
        nonlocal v
        v = 2
        return v
    return g
def gen(n):
    for i in range(n): yield i
def gfrom(n): yield from gen(n)
G = 0
'''
BODIES = '''i + big; big + i; big - i; i * big; big * 3; 3 * big; big // 3; 3 - big; big % 3; big / 3; 3 / big; i ** 2
s + u; s * 2; 2 * s; s % (); s += u
big < i; i < big; q = big < 3; q = 3.5 < i; q = 1.5 < 3
if big < i: pass
if big < 3: pass
if s == "a": pass
if x < 3: pass
if x < y: pass
x + y; x - y; x * y; x / y; x // y; x % y; x ** y; x + i; i - x; x * 2; 2 - x; 0.0 * x; x / 3; 1 / x; -x; +x; ~i
i & 3; i | big; i ^ i; i << 70; i >> 1; big & 7; big << 3; 1 << i
d["a"]; d[i] = u; d[big]; l[1]; l[-1] = u; l[1:]; t[0]; s[1]; s[1:2]; wide[1]; l[0] = i; del d[i]
1 in l; "a" in d; i in st; u in s; 3 not in t; i in a
if i in l: pass
if "a" in d: pass
c.x; c.l; c.k; c.x = i; c.l = l; c.new = i; o.a; o.a = u; C.k; c.p; e.x
f0(); f1(i); f1(l); fd(i); fd(a=i); fd(c=i, a=l); fv(i, k=i); fv(*t); fd(*t[:1], **{"c": 1})
c.m(); c.m1(l); c.me().me(); e.m(); c.s(); C.s(); c.c(i); C.c(l); bm(); bn(i); l.append(i); l.pop(); d.get("a"); s.upper()
len(l); isinstance(c, C); int("12"); str(i); bool(l); list(t); tuple(l); type(c); range(3); min(i, 3); abs(i); ord(u)
C(); E(3); S(l); A(); object(); dict(a=1); Exception(i); (lambda: 1)(); g(); a(i); a(k=i); h = clo()
a + i; i + a; a - b; a - i; b + a; a += i; a == i; a != i; q = a < i; a[i]; a[i] = i; len(a); not a; q = a is b
if a == i: pass
if a < i: pass
if a: pass
if not a: pass
while a < i: break
q = 1 if a else 2; q = a and i; q = a or i; q = 0 < i < 9; q = not i; q = c is None; q = c is not None
if c is None: pass
if q is not None: pass
[z for z in t]; {z for z in t}; {z: z for z in t}; (i, u); [i, u]; {i, u}; {u: i}; q, r = t[:2]; q, *r = t; q, r = i, u; [*l, *t]; {**d}
for z in t: pass
for z in l: pass
for z in d: pass
for z in st: pass
for z in s: pass
for z in range(3): pass
for z in gen(3): pass
for z in gfrom(3): pass
for k, z in d.items(): pass
for k, z in enumerate(t): pass
for k, z in zip(t, l): pass
for z in map(f1, t): pass
for z in a2: pass
sum(z for z in t); any(z for z in t); list(gen(2)); f"{i}:{u!r:>4}"; "".join(l2); lambda: i
try: raise ValueError(i)
except ValueError as err: pass
try: f1(1, 2)
except TypeError: pass
try: l[9]
except IndexError: pass
try: d["none"]
except KeyError: pass
try: c.none
except AttributeError: pass
try: pass
finally: q = 1
with W(): pass
with a: raise ValueError
global G; G = i; G += 1; G = l
cell = i; (lambda: cell)()
def inner(p=l): return p
class Q: pass
import sys
from sys import path
assert i is not None
del q; q = i
match t:
    case (1, *rest): pass
match d:
    case {"a": z}: pass
match o:
    case S(a=3): pass
'''
FRAME = '''
def run():
    global G
    c, e, o, a, b, g = C(), E(), S(1), A(), B(), clo()
    s, u, wide = "hello", "x", "\\u20ac\\U0001f40d"
    l, l2, t, d, st, a2 = [1, 2, 3], ["a", "b"], (1, 2, 3), {"a": 1, 2: 3, big: 4}, {1, 2, 3}, "ab"
    x, y, i, q, bm, bn = 1.5, 2.5, 7, 0, c.m, l.count
    for turn in range(%d):
%s
'''
TURNS = 12_000


def pieces():
    block = []
    for line in BODIES.splitlines():
        if block and not line.startswith((" ", "except", "finally")):
            yield "\n".join(block)
            block = []
        if line.startswith(("try", "match")) or block:
            block.append(line)
        elif line.endswith(": pass") or line.startswith(("global", "cell", "del", "s +=", "with", "while")) or "h = " in line:
            yield line
        else:
            yield from line.split("; ")
    if block:
        yield "\n".join(block)


def run_all(report):
    for piece in pieces():
        shared = {"big": 10 ** 30}
        exec(SETUP, shared)
        piece = piece.removeprefix("global G; ")
        code = "\n".join("        " + line for line in piece.splitlines())
        if "s +=" in piece:
            code += "\n        s = 'hello'"
        if piece.startswith("l.append") or piece.startswith("del d"):
            code = "        d[i] = u\n" + code if "del d" in piece else code + "\n        l.pop()"
        if piece == "l.pop()":
            code = "        l.append(1)\n" + code
        exec(FRAME % (TURNS, code), shared)
        try:
            shared["run"]()
        except BaseException as err:
            report.append((piece, type(err).__name__, str(err)))


report = []
threading.stack_size(512 * 1024)
thread = threading.Thread(target=run_all, args=(report,))
thread.start()
thread.join()
for line in report:
    print(*line)
print(len(list(pieces())), "pieces,", len(report), "failed")
