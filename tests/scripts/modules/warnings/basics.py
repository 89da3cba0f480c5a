"""warnings: warn, filters, catch_warnings, categories, errors."""
import warnings, sys, io

def fails(what, *args, **kw):
    """Call and print the exception, or the result when there is none."""
    try:
        result = what(*args, **kw)
    except Exception as e:
        print(f"  {type(e).__name__}: {e}")
    else:
        print("  no error:", repr(result))

def old(): warnings.warn("old is deprecated", DeprecationWarning, stacklevel=2)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("plain")
    warnings.warn("runtime", RuntimeWarning)
    old()
    warnings.warn(UserWarning("instance", 2))
    print([(x.category.__name__, str(x.message), x.filename.split("/")[-1], x.lineno > 0) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    fails(warnings.warn, "as error")
    fails(old)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("ignore")
    warnings.filterwarnings("always", message="keep.*")
    warnings.warn("keep this")
    warnings.warn("drop this")
    warnings.filterwarnings("error", category=SyntaxWarning)
    fails(warnings.warn, "syn", SyntaxWarning)
    print([str(x.message) for x in w])
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("default")
    for _ in range(3): warnings.warn("same place")
    warnings.resetwarnings()
    warnings.simplefilter("once")
    for i in range(2): warnings.warn("once only")
    print(len(w), [str(x.message) for x in w])
class Mine(UserWarning): pass
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always", Mine)
    warnings.warn("mine", Mine)
    warnings.warn_explicit("explicit", Mine, "file.py", 12)
    print(w[0].category is Mine, w[1].lineno, w[1].filename, str(w[0])[:60].split(",")[0])
@warnings.deprecated("use new()")
def dep(): return 5
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    print(dep(), w[0].message, w[0].category.__name__, dep.__deprecated__)
err, sys.stderr = sys.stderr, io.StringIO()
warnings.simplefilter("always")
warnings.warn_explicit("to stderr", UserWarning, "some.py", 3)
text, sys.stderr = sys.stderr.getvalue(), err
print(text)
print(
    warnings.formatwarning("m", UserWarning, "f.py", 5, "source line"), issubclass(DeprecationWarning, Warning),
    [c.__name__ for c in (BytesWarning, FutureWarning, ImportWarning, PendingDeprecationWarning, ResourceWarning, UnicodeWarning, EncodingWarning)]
)
fails(warnings.warn)
fails(warnings.warn, "m", 5)
fails(warnings.warn, "m", int)
fails(warnings.simplefilter, "zap")
fails(warnings.filterwarnings, "ignore", message=5)
fails(warnings.warn, "m", stacklevel="a")
fails(warnings.simplefilter, "ignore", lineno=-1)
fails(warnings.warn_explicit, "m", UserWarning)
