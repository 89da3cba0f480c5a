"""sys.exit with a number inside functions, context managers and generators."""
import sys
class M:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print("exit sees", t.__name__, v.code)
def gen():
    try: yield 1
    finally: print("generator closed")
g = gen()
next(g)
def inner():
    with M():
        try: sys.exit(5)
        except Exception: print("not an Exception")
inner()
