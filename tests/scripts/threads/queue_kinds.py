"""LifoQueue, PriorityQueue, SimpleQueue."""
import queue, threading

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

l = queue.LifoQueue()
[l.put(i) for i in range(4)]
print([l.get() for _ in range(4)])
p = queue.PriorityQueue()
[p.put(x) for x in (5, 1, 4, 1, 3)]
print([p.get() for _ in range(5)])
p.put((2, "b"))
p.put((1, "z"))
p.put((2, "a"))
print([p.get() for _ in range(3)])
p.put(1)
fails(p.put, "a")
print(p.qsize())
s = queue.SimpleQueue()
s.put(1)
s.put(2, block=False)
s.put_nowait(3)
s.put(4, True, 5)
print(s.qsize(), s.empty(), s.get(), s.get_nowait(), s.get(False), s.get(True, 1), s.empty())
fails(s.get, False)
fails(s.get_nowait)
fails(s.get, True, 0.01)
fails(s.get, timeout=-1)
fails(s.get, timeout="x")
fails(s.put)
fails(queue.SimpleQueue, 5)
got = []
def taker():
    while True:
        x = s.get()
        if x is None: return
        got.append(x)
t = threading.Thread(target=taker)
t.start()
for i in range(5): s.put(i)
s.put(None)
t.join()
print(got)
lim = queue.LifoQueue(1)
lim.put(1)
print(lim.full())
fails(lim.put, 2, block=False)
print([k.__name__ for k in queue.PriorityQueue.__mro__], type(s).__name__)
class Own(queue.Queue):
    def _init(self, maxsize): self.items = []
    def _qsize(self): return len(self.items)
    def _put(self, item): self.items.append(("wrapped", item))
    def _get(self): return self.items.pop()
o = Own()
o.put(1)
o.put(2)
print(o.get(), o.get(), o.empty())
