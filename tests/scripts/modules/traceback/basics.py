"""traceback: format_exception, chains, groups, extraction, stack summaries."""
import traceback, io, sys

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def inner(n): return [1, 2][n]
def outer(n):
    try: inner(n)
    except IndexError as e: raise ValueError("outer failed") from e
def ctx():
    try: {}["k"]
    except KeyError: raise RuntimeError("in handler")
for f, a in ((inner, (5,)), (outer, (7,)), (ctx, ())):
    try: f(*a)
    except Exception as e:
        print(traceback.format_exc())
        print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
        s = traceback.extract_tb(e.__traceback__)
        print([(x.name, x.line, x.lineno > 0, x.filename.split("/")[-1]) for x in s])
try: raise ExceptionGroup("group", [ValueError(1), ExceptionGroup("sub", [TypeError("t"), KeyError("k")])])
except ExceptionGroup as g: traceback.print_exception(g, file=sys.stdout)
e = ValueError("noted")
e.add_note("note one\nsecond line")
e.add_note("note two")
traceback.print_exception(e, file=sys.stdout)
print(
    traceback.format_exception(None) ,
    traceback.format_exception_only(SyntaxError("msg", ("f.py", 3, 5, "a = = b\n", 3, 6)))
)
def rec(n): return rec(n - 1) if n else 1 / 0
try: rec(20)
except ZeroDivisionError:
    traceback.print_exc(file=sys.stdout)
    traceback.print_exc(limit=2, file=sys.stdout)
    traceback.print_exc(limit=-1, file=sys.stdout)
try: outer(9)
except ValueError as x:
    traceback.print_exception(x, chain=False, file=sys.stdout)
    t = traceback.TracebackException.from_exception(x)
    print(
        t.exc_type_str, str(t), len(t.stack), t.__cause__ is not None,
        "".join(t.format()) == "".join(traceback.format_exception(x)), t.__suppress_context__
    )
try:
    try: 1 / 0
    except ZeroDivisionError: raise KeyError("hidden") from None
except KeyError: traceback.print_exc(file=sys.stdout)
class Odd(Exception):
    def __str__(self): raise TypeError("no str")
class Mod(Exception): pass
Mod.__module__ = "some.module"
print(
    traceback.format_exception_only(Odd()), traceback.format_exception_only(Mod("m")),
    traceback.format_exception_only(Mod()), traceback.format_exception_only(KeyError("k")),
    traceback.format_exception_only(ValueError("a\nb"))
)
def where():
    return traceback.extract_stack()[-1].name, traceback.format_stack()[-1].splitlines()[-1].strip(), [f.name for f in traceback.extract_stack()][-2:]
print(where(), [f.f_code.co_name for f, n in traceback.walk_tb(None)])
print(
    traceback.format_list([("f.py", 3, "fn", "text"), ("g.py", 4, "<module>", None)]),
    traceback.StackSummary.from_list([("a", 1, "b", "c")]).format()
)
fails(traceback.format_exception, 5)
fails(traceback.print_exception)
tb = None
try: inner(3)
except IndexError as e: tb = e.__traceback__
print(
    tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_code.co_name, tb.tb_next.tb_next, tb.tb_lineno > 0,
    tb.tb_next.tb_frame.f_locals
)
traceback.clear_frames(tb)
print(tb.tb_next.tb_frame.f_locals)
