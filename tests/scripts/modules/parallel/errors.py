"""parallel: exceptions of the function reach the caller with type, message and cause; bad arguments."""
try: import parallel
except ImportError: import _sequential as parallel

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
        return e
    else:
        print("  no error:", repr(result))

parallel.set_workers(4)
class Custom(Exception):
    def __init__(self, where):
        super().__init__(f"failed at {where}")
        self.where = where
def pick(x):
    if x == 777: raise Custom(x)
    return x
e = fails(parallel.map, pick, range(2000))
print(e.where, type(e).__mro__[1].__name__, e.__traceback__ is not None)
fails(parallel.map, lambda x: 1 // (x - 100), range(200))
fails(parallel.for_each, lambda x: [][x], range(50), chunk=3)
def chained(x):
    try: {}[x]
    except KeyError as e: raise ValueError("no such key") from e
e = fails(parallel.map, chained, [5])
print(type(e.__cause__).__name__, e.__cause__)
fails(parallel.reduce, lambda a, b: a + b, [1, "a"] * 30)
fails(parallel.reduce, lambda a, b: a, [])
fails(parallel.sort, [3, "a", 1] * 20)
fails(parallel.sort, range(10), key=lambda x: 1 / (x - 5))
fails(parallel.map, 5, [1])
fails(parallel.map, len, 5)
fails(parallel.map, len, [[1]], chunk=0)
fails(parallel.map, len, [[1]], chunk=-1)
fails(parallel.set_workers, 0)
def stop(x):
    if x == 5: raise StopIteration("inside")
    return x
fails(parallel.map, stop, range(10))
def deep(n): return deep(n + 1)
def bottom(x):
    try: deep(0)
    except RecursionError: return "bottom"
print(parallel.map(bottom, range(8)))
print(parallel.map(pick, range(5)))
