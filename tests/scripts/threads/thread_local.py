"""threading.local: per-thread attributes, subclass with __init__, deletion, dictionary."""
import threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

data = threading.local()
data.x = "main"
seen = []
def work(n):
    seen.append(hasattr(data, "x"))
    data.x = n
    data.y = [n]
    seen.append((data.x, data.y, sorted(data.__dict__)))
for n in range(3):
    t = threading.Thread(target=work, args=(n,))
    t.start()
    t.join()
print(seen, data.x, hasattr(data, "y"), data.__dict__, vars(data))
class L(threading.local):
    shared = []
    made = 0
    def __init__(self, start):
        L.made += 1
        self.v = start
    def bump(self):
        self.v += 1
        return self.v
l = L(10)
print(l.bump(), l.bump())
t = threading.Thread(target=lambda: seen.append((l.bump(), L.made)))
t.start()
t.join()
print(seen[-1], l.v, L.made)
t = threading.Thread(target=lambda: l.shared.append("from thread"))
t.start()
t.join()
print(l.shared)
class S(threading.local):
    __slots__ = ("slot",)
s = S()
s.slot = 1
t = threading.Thread(target=lambda: seen.append(s.slot))
t.start()
t.join()
print(seen[-1])
del data.x
fails(lambda: data.x)
fails(lambda: delattr(data, "x"))
fails(threading.local, 5)
fails(L)
fails(setattr, data, "__dict__", {})
class D:
    def __del__(self): seen.append("deleted")
def leave(): data.d = D()
t = threading.Thread(target=leave)
t.start()
t.join()
print(seen[-1])
