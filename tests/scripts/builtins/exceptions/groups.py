"""ExceptionGroup: construction, split, subgroup, derive, except*."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

g = ExceptionGroup("g", [ValueError(1), TypeError("t"), ExceptionGroup("sub", [KeyError("k"), ValueError(2)])])
print(g, repr(g), g.message, len(g.exceptions), g.args)
print(
    repr(g.subgroup(ValueError)), repr(g.subgroup((TypeError, KeyError))), g.subgroup(OSError), g.split(ValueError),
    g.split(lambda e: isinstance(e, KeyError)), g.subgroup(lambda e: True) is g, g.derive([OSError()])
)
print(
    type(BaseExceptionGroup("b", [ValueError()])).__name__,
    type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, issubclass(ExceptionGroup, Exception)
)
class Mine(ExceptionGroup):
    def derive(self, excs): return Mine("derived", excs)
print(Mine("m", [ValueError(1), KeyError(2)]).split(ValueError))
fails(ExceptionGroup, "m", [])
fails(ExceptionGroup, "m", [5])
fails(ExceptionGroup, 5, [ValueError()])
fails(ExceptionGroup, "m")
fails(ExceptionGroup, "m", 5)
fails(ExceptionGroup, "m", [KeyboardInterrupt()])
fails(g.split, 5)
def run(e):
    out = []
    try:
        try: raise e
        except* ValueError as x: out.append(("V", [str(i) for i in x.exceptions]))
        except* (KeyError, TypeError) as x: out.append(("KT", len(x.exceptions)))
        else: out.append("else")
        finally: out.append("finally")
    except BaseException as rest: out.append(repr(rest))
    return out
for e in (g, ValueError("plain"), OSError("o"), ExceptionGroup("o", [OSError(1), ValueError(3)])): print(run(e))
try:
    try: raise ExceptionGroup("a", [ValueError(1), TypeError(2)])
    except* ValueError: raise KeyError("new")
except BaseException as x: print(repr(x), [repr(i) for i in x.exceptions])
try:
    try: raise ExceptionGroup("a", [ValueError(1), TypeError(2)])
    except* ValueError as v: raise
except ExceptionGroup as x: print(repr(x))
try:
    try: pass
    except* ValueError: print("no")
    else: print("else ran")
except Exception: print("no")
fails(lambda: exec("try: pass\nexcept* ExceptionGroup: pass\ntry: raise ValueError\nexcept* ExceptionGroup: pass"))
