"""Context, cause, suppression, re-raising, finally and return order."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def show(e): return type(e).__name__, repr(e.__cause__), repr(e.__context__), e.__suppress_context__
def f(mode):
    try:
        try: raise KeyError("first")
        except KeyError as e:
            if mode == "context": raise ValueError("second")
            if mode == "cause": raise ValueError("second") from e
            if mode == "none": raise ValueError("second") from None
            if mode == "class": raise ValueError from TypeError
            if mode == "bare": raise
            if mode == "same": raise e
            if mode == "badcause": raise ValueError from 5
            if mode == "notexc": raise 5
            if mode == "notclass": raise int
    except BaseException as x: return show(x)
for m in ("context", "cause", "none", "class", "bare", "same", "badcause", "notexc", "notclass"): print(m, f(m))
def order():
    log = []
    try:
        try:
            log.append("try")
            return log
        finally: log.append("finally")
    finally: log.append("outer")
def override():
    try: return "try"
    finally:
        for _ in (1,): pass
def loop():
    out = []
    for i in range(4):
        try:
            if i == 1: continue
            if i == 3: break
            out.append(i)
        except ValueError: pass
        else: out.append("else")
        finally: out.append("f")
    else: out.append("no break")
    return out
print(order(), override(), loop())
fails(lambda: (_ for _ in ()).throw(ValueError("thrown")))
try:
    try: 1 / 0
    finally:
        try: [][1]
        except IndexError as e: print("inner", repr(e.__context__))
except ZeroDivisionError as e: print("outer", e.__context__)
def reraise():
    raise
fails(reraise)
try:
    try: raise ValueError("v")
    except ValueError as e: pass
    print(e)
except NameError as n: print(type(n).__name__, n)
def deep():
    try: raise A from B()
    except Exception as x: return x
class A(Exception): pass
class B(Exception): pass
print(show(deep()))
a = A()
b = B()
a.__cause__, b.__cause__ = b, a
try: raise a
except A as x: print(show(x))
try:
    try: raise a
    except A: raise a
except A as x: print(x is a, x.__context__)
