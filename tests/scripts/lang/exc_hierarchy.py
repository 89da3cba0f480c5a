# builtin exception classes, their bases and attributes
import builtins
excs = sorted((n for n, v in vars(builtins).items() if isinstance(v, type) and issubclass(v, BaseException)), key=str)
for n in excs:
    c = getattr(builtins, n)
    print(n, "<-", ", ".join(b.__name__ for b in c.__bases__), "" if c.__name__ == n else f"(alias of {c.__name__})")
print(len(excs))
for e in (ValueError(), ValueError("a"), ValueError("a", 1), KeyError("k"), KeyError(), KeyError(1, 2), StopIteration(), StopIteration(5), StopIteration(1, 2), SystemExit(), SystemExit(3), SystemExit(1, 2), OSError(), OSError("x"), OSError(2, "m"), OSError(2, "m", "f"), OSError(2, "m", "f", None, "g"), OSError(1, 2, 3, 4, 5, 6),
          FileNotFoundError("only"), FileNotFoundError(2, "x"), ImportError("i", name="n", path="p"), AttributeError("a", name="n", obj=5), NameError("n", name="q"), SyntaxError(), SyntaxError("m"), SyntaxError("m", ("f", 1, 2, "text")), SyntaxError("m", ("f", 1, 2, "text", 3, 4)), UnicodeDecodeError("ascii", b"ab", 0, 1, "why"), UnicodeEncodeError("ascii", "ab", 0, 1, "why"), UnicodeTranslateError("abc", 1, 2, "r"), AssertionError("a"), BaseException(1), Exception(None), MemoryError("m"), KeyboardInterrupt(), GeneratorExit("g")):
    print(type(e).__name__, repr(e), "|", e, "|", e.args)
print(type(OSError(2, "x")).__name__, type(OSError(17, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError(999, "x")).__name__, type(OSError(11, "x")).__name__, type(OSError(32, "x")).__name__, type(OSError(10 ** 9, "x")).__name__)
o = OSError(2, "m", "f")
print(o.errno, o.strerror, o.filename, o.filename2, StopIteration(7).value, StopIteration().value, SystemExit("x").code, ImportError("i", name="n").name, AttributeError("x").name, NameError().name)
s = SyntaxError("m", ("f", 1, 2, "text", 3, 4))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, s.print_file_and_line)
u = UnicodeDecodeError("utf-8", b"abc", 1, 2, "bad")
print(u.encoding, u.object, u.start, u.end, u.reason)
for text in ("ValueError(k=1)", "ImportError(bad=1)", "OSError(k=1)", "UnicodeDecodeError()", "UnicodeDecodeError('a', 'b', 0, 1, 'r')", "SyntaxError('m', 1)", "SyntaxError('m', (1,))", "AttributeError(zzz=1)", "BaseException.__new__(int)", "StopIteration(k=1)", "ExceptionGroup()", "BaseExceptionGroup('m')", "ValueError().args[0]", "ValueError('x').with_traceback(5)", "ValueError('x').add_note(5)"):
    try:
        print(text, repr(eval(text)))
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}")
e = ValueError("a")
e.args = ("b", 2)
print(repr(e), str(e))
e.add_note("n1"); e.add_note("n2")
print(e.__notes__, e.__dict__)
class Mine(ValueError):
    def __init__(self, a, b): self.a = a
m = Mine(1, 2)
print(m.args, repr(m), str(m), m.a)
class Custom(Exception):
    def __str__(self): return "custom str"
print(repr(Custom(1)), str(Custom(1)), [Custom()])
