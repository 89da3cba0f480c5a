"""BaseException: args, str, repr, with_traceback, notes, copying into new instances."""

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

for e in (
    Exception(), Exception("one"), Exception("a", 2), ValueError([1]), KeyError("k"), KeyError(),
    KeyError("a", "b"), StopIteration(5), SystemExit(3), OSError(2, "text"),
    ImportError("msg", name="mod", path="p"), NameError("nm", name="x"), AttributeError("at", name="n", obj=5),
    AssertionError()
):
    print(
        repr(e), "|", str(e), "|", e.args, "|",
        {k: v for k, v in vars(type(e)).items() if k in ("value", "code")} != 0
    )
e = ValueError("v")
e.extra = 5
e.args = (1, 2)
print(e, e.extra, vars(e), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.args = "ab"
print(e.args)
e.add_note("n")
print(e.__notes__, e.with_traceback(None) is e)
e.__cause__ = KeyError()
print(e.__suppress_context__)
e.__cause__ = None
print(
    StopIteration(7).value, StopIteration().value, SystemExit("x").code, SystemExit(1, 2).code,
    ImportError("m", name="n").name, ImportError().msg, NameError(name="q").name, AttributeError("x", obj=[1]).obj,
    OSError(1, "b", "f").filename, KeyError("x").__str__(), UnicodeDecodeError("c", b"ab", 0, 1, "why").reason,
    SyntaxError("m", ("f", 1, 2, "t")).offset
)
fails(e.add_note, 5)
fails(setattr, e, "args", 5)
fails(setattr, e, "__cause__", 5)
fails(setattr, e, "__context__", "x")
fails(setattr, e, "__traceback__", 5)
fails(delattr, e, "args")
fails(ValueError, x=1)
fails(e.with_traceback, 5)
fails(UnicodeDecodeError, "a")
fails(ImportError, nope=1)
fails(BaseException.__new__)
fails(lambda: e < e)
fails(StopIteration, 1, k=2)
class Own(Exception):
    def __init__(self, code, *, detail=None):
        super().__init__(code)
        self.detail = detail
    def __str__(self): return f"code {self.args[0]} ({self.detail})"
o = Own(5, detail="d")
print(o, repr(o), o.args, isinstance(o, Exception))
fails(Own)
