# loop variables, else clauses and the state after loops
for i in range(3): pass
print(i)
i = "before"
for i in []: pass
print(i)
for x in (y for y in [1, 2]): last = x
print(last, "y" in globals())
for a, (b, *c) in [(1, "xyz")]: print(a, b, c)
class O: pass
o = O(); d = {}; l = [0, 0]
for o.attr in (1, 2): pass
for d["k"] in "ab": pass
for l[0], l[1] in [(5, 6)]: pass
for l[1:] in [[7, 8, 9]]: pass
print(o.attr, d, l)
n = 5
while n: n -= 1
else: print("while else", n)
while n < 3:
    n += 1
    if n == 2: break
else: print("not printed")
for i in range(3):
    for j in range(3):
        if j == 1: break
    else: print("inner else")
    if i == 1: break
else: print("outer else")
print(i, j)
for i in range(2):
    try:
        if i: break
    finally: print("fin", i)
else: print("no")
r = range(3)
for i in r:
    r = "rebound"; i = i * 10
    print(i, end=" ")
print(r)
it = iter([1, 2, 3, 4])
for x in it:
    if x == 2: next(it); continue
    print(x, end=" ")
print()
l = [1, 2, 3, 4]
for x in l:
    if x % 2: l.remove(x)
print(l)
for x in l[:]: l.append(x)
print(l)
d = {"a": 1, "b": 2}
for k in list(d): d[k + k] = d.pop(k)
print(d)
for k in d: d[k] = 0
print(d)
try:
    for k in d: del d[k]
except RuntimeError as e: print(e)
s = {1, 2, 3}
try:
    for x in s: s.discard(x)
except RuntimeError as e: print(e)
def f():
    for i in range(3):
        if i == 1: return i, "returned"
    else: return "else"
print(f())
def g():
    for q in []: pass
    try: return q
    except UnboundLocalError as e: return str(e)
print(g())
def h():
    out = []
    while True:
        while True:
            out.append(len(out))
            if len(out) % 2: continue
            break
        if len(out) > 3: break
    return out
print(h())
total = 0
for i in range(10):
    if i % 2 == 0: continue
    if i > 7: break
    total += i
else: total = -1
print(total, i)
for i, c in enumerate("ab"): 
    for i in range(2): pass
    print(i, c)
for _ in range(2): pass
print(_, [i for i in range(2)], i)
for x in "é日😀": print(x, len(x.encode()), end=" ")
print()
for b in b"ab": print(b, end=" ")
for k, v in zip("ab", (1, 2)): print(k, v, end=" ")
for line in "x\ny".splitlines(): print(line, end=" ")
for t in ((),): print(t)
