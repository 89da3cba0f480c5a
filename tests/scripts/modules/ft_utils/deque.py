"""ConcurrentDeque: both ends, searching, order, errors."""
import _model
import gc, weakref
from ft_utils.concurrency import ConcurrentDeque

def fails(what, *args):
    try:
        print("  no error:", what(*args))
    except Exception as e:
        print("  TypeError" if type(e) is TypeError else f"  {type(e).__name__}: {e}")

d = ConcurrentDeque()
print(d, len(d), bool(d), list(d))
d.append(2); d.appendleft(1); d.extend([3, 4]); d.extendleft([0, -1]); d.extend(d)
print(d, len(d), d[0], d[-1], d[3], 4 in d, 9 in d)
print(d.pop(), d.popleft(), d)
d.rotate(); print(d); d.rotate(-3); print(d); d.rotate(0); d.rotate(1000001); print(d)
d.remove(3); d.remove(3); fails(d.remove, 3); print(d)
fails(lambda: d[100]); fails(lambda: d[-100]); fails(lambda: d["a"]); fails(lambda: d.append()); fails(lambda: hash(d))
fails(lambda: ConcurrentDeque(3)); fails(d.rotate, "x")
for x in d: d.append(x)
print(len(d)); d.clear(); print(d, len(d)); fails(d.pop); fails(d.popleft)
a, b = ConcurrentDeque([1, 2]), ConcurrentDeque((1, 3))
print(a == b, a != b, a < b, a <= b, a > b, a >= b, a == ConcurrentDeque([1, 2]), a == [1, 2], a != [1, 2])
fails(lambda: a < [1])
print(type(ConcurrentDeque[int]()).__name__, ConcurrentDeque(None), ConcurrentDeque("abc"), ConcurrentDeque(iter([1])))
class Bad:
    def __eq__(self, other): raise RuntimeError("no comparison")
d = ConcurrentDeque([1, Bad()]); print(1 in d); fails(lambda: 5 in d); fails(d.remove, 5); fails(lambda: d == ConcurrentDeque([1, 2]))
class Item: pass
d = ConcurrentDeque([Item(), 1]); r = weakref.ref(d[0]); d.popleft(); gc.collect(); print(r())
d.append(d); print(len(d)); r = weakref.ref(d); del d; gc.collect(); print(r())
