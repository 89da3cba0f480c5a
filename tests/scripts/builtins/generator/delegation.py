"""yield from: values, send, throw, close through several levels, iterators without send."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def leaf(tag):
    got = []
    try:
        while True:
            x = yield (tag, len(got))
            if x == "stop": return got
            got.append(x)
    except KeyError as e:
        yield f"{tag} caught {e}"
        return "after error"
    finally: print("leaf", tag, "done")
def mid(tag):
    r = yield from leaf(tag)
    print("mid got", r)
    return (tag, r)
def top():
    a = yield from mid("a")
    b = yield from mid("b")
    return [a, b]
g = top()
print(next(g), g.send(1), g.send(2), g.send("stop"), g.send(3))
try: g.send("stop")
except StopIteration as e: print(e.value)
g = top()
next(g)
print(g.throw(KeyError("k")))
print(next(g))
g.close()
g = top()
next(g)
fails(g.throw, ValueError("v"))
fails(next, g)
def over(it):
    r = yield from it
    return r
g = over([1, 2])
print(next(g))
fails(g.send, 5)
g = over(iter("ab"))
next(g)
fails(g.throw, OSError("x"))
print(list(over(range(3))), list(over("")), list(over({"k": 1})))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration("value of it")
    def throw(self, *a):
        print("throw", a[0])
        return "thrown value"
    def close(self): print("close called")
class It2(It):
    def __next__(self): return 1
    def send(self, v): return f"sent {v}"
try: next(over(It()))
except StopIteration as e: print(e.value)
g = over(It2())
print(next(g), g.send(7), g.throw(KeyError))
g.close()
fails(lambda: list(over(5)))
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)))
def rec(n):
    if n: yield from rec(n - 1)
    yield n
print(sum(rec(100)))
def early():
    try: yield from leaf("e")
    except GeneratorExit:
        print("early sees exit")
        raise
g = early()
next(g)
del g
