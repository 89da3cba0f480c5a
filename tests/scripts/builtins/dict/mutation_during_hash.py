"""Dictionaries changed by the methods of their own keys: equality, hashing, deletion, iteration."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

class Key:
    def __init__(self, n, action=None):
        self.n, self.action = n, action
    def __hash__(self):
        return 7
    def __eq__(self, other):
        if self.action:
            self.action()
        return isinstance(other, Key) and self.n == other.n
    def __repr__(self):
        return f"K{self.n}"
d = {Key(1): "one", Key(2): "two"}
print(d, d[Key(2)], Key(3) in d, d.get(Key(1)))
grow = Key(9, lambda: d.setdefault(f"grown{len(d)}", 1))
d[grow] = "nine"
print(len(d) > 3, d[Key(2)])
e = {Key(1): 1}
e[Key(1, e.clear)] = "after clear"
print(len(e))
def boom():
    raise RuntimeError("eq fails")
fails(lambda: d[Key(5, boom)])
fails(lambda: Key(5, boom) in d)
fails(lambda: d.pop(Key(5, boom)))
fails(lambda: d.setdefault(Key(5, boom), 1))
fails(lambda: {Key(1), Key(2, boom)})
class Loud:
    def __init__(self, name): self.name = name
    def __del__(self): log.append(self.name)
log = []
f = {1: Loud("a"), 2: Loud("b"), 3: Loud("c")}
f[1] = Loud("a2")
del f[2]
f.pop(3)
f.update({1: None})
print(log)
class Cleaner:
    def __init__(self, d): self.d = d
    def __del__(self): self.d["from del"] = len(self.d)
g = {}
g["x"] = Cleaner(g)
g["x"] = "replaced"
print(g)
h = {i: i for i in range(10)}
for k in list(h):
    if k % 2:
        del h[k]
    h[k + 100] = 1
print(len(h), sorted(h))
