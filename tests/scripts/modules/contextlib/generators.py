"""Context managers written as generators: nesting, re-use, values, transactions, timers without a clock."""
from contextlib import contextmanager, ExitStack, suppress

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

@contextmanager
def tag(name, out):
    out.append(f"<{name}>")
    yield lambda text: out.append(text)
    out.append(f"</{name}>")
out = []
with tag("a", out) as a, tag("b", out) as b:
    a("in a")
    b("in b")
print("".join(out))
@contextmanager
def transaction(state):
    backup = dict(state)
    try:
        yield state
    except BaseException:
        state.clear()
        state.update(backup)
        raise
state = {"x": 1}
with transaction(state) as s:
    s["y"] = 2
with suppress(ValueError):
    with transaction(state) as s:
        s["x"] = 99
        raise ValueError
print(state)
@contextmanager
def temporarily(obj, **values):
    old = {k: getattr(obj, k) for k in values}
    for k, v in values.items(): setattr(obj, k, v)
    try:
        yield obj
    finally:
        for k, v in old.items(): setattr(obj, k, v)
class O:
    p, q = 1, 2
with temporarily(O, p=10):
    print(O.p, O.q)
    with temporarily(O, p=20, q=30): print(O.p, O.q)
print(O.p, O.q)
@contextmanager
def collect(errors, *kinds):
    try:
        yield
    except kinds as e:
        errors.append(f"{type(e).__name__}: {e}")
errors = []
for f in (lambda: 1 / 0, lambda: int("x"), lambda: [][0], lambda: None):
    with collect(errors, ArithmeticError, ValueError, LookupError): f()
print(errors)
def outer():
    with collect(errors, OSError):
        with ExitStack() as stack:
            for i in range(3): stack.callback(errors.append, i)
            raise KeyError("passes")
fails(outer)
print(errors[3:])
@contextmanager
def counting():
    counting.inside += 1
    try:
        yield counting.inside
    finally:
        counting.inside -= 1
counting.inside = 0
def recurse(n):
    with counting() as depth:
        return max(depth, recurse(n - 1)) if n else depth
print(recurse(10), counting.inside)
c = counting()
with c: pass
def again():
    with c: pass
fails(again)
def loop():
    for i in range(3):
        with counting() as d:
            if i == 1: continue
            if i == 2: return ("returned from with", i, d)
print(loop(), counting.inside)
