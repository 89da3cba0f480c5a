"""Loggers, levels, handlers, filters, formatters and adapters."""
import io
import logging
import sys
import warnings

out = io.StringIO()


def show(title):
    print(f"--- {title}")
    print(out.getvalue().replace(__file__, "FILE"), end="")
    out.seek(0)
    out.truncate()


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


# Levels.
print(logging.getLevelName(10), logging.getLevelName("WARN"), logging.getLevelName(15), logging.getLevelName("x"))
logging.addLevelName(15, "TRACE")
print(logging.getLevelName(15), logging.getLevelName("TRACE"), list(logging.getLevelNamesMapping())[:4])
attempt(logging._checkLevel, "NOPE")
attempt(logging._checkLevel, 1.5)
attempt(logging.getLogger, 5)

# The tree.
root = logging.getLogger()
c = logging.getLogger("a.b.c")
print(c.parent, logging.getLogger("a.b") is c.parent, c)
print(c.parent, c.parent.parent, root, logging.getLogger("root") is root)
a = logging.getLogger("a")
print(logging.getLogger("a.b").parent, a.getChildren(), c.getChild("d.e"), sorted(x.name for x in root.getChildren()))
print(c.getEffectiveLevel(), c.isEnabledFor(10), c.hasHandlers())

# Handlers and levels.
h = logging.StreamHandler(out)
h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(message)s|%(funcName)s|%(lineno)d|%(module)s"))
root.addHandler(h)
root.addHandler(h)
print(root.handlers == [h], h)
a.setLevel("DEBUG")
a.debug("debug %d", 1)
c.log(15, "trace %s %s", "x", [1])
root.info("not shown")
logging.warning("%(k)s and %(n)5.2f", {"k": "dict", "n": 2})
c.info("no args %s")
c.info("empty dict %s", {})
show("levels")
a.propagate = False
c.critical("lost")
a.propagate = True
a.disabled = True
a.critical("lost")
a.disabled = False
logging.disable(logging.WARNING)
a.warning("lost")
a.error("error")
logging.disable(logging.NOTSET)
h.setLevel(logging.ERROR)
a.warning("lost")
h.setLevel(0)
show("switched off")

# Exceptions and stacks.
try:
    1 / 0
except ZeroDivisionError as e:
    error = e
    a.exception("while %s", "dividing")
    a.error("tuple", exc_info=(type(e), e, None))
a.error("object", exc_info=ValueError("made"))
a.error("nothing", exc_info=True)
show("exceptions")


def inner():
    a.info("one")
    a.info("two", stacklevel=2)
    a.info("deep", stacklevel=99)


def outer():
    inner()


outer()
show("stacklevel")
a.info("with stack", stack_info=True)
show("stack")

# Filters.
class Only:
    def filter(self, record):
        return "keep" in record.getMessage()


def rewrite(record):
    r = logging.makeLogRecord({**record.__dict__, "msg": "rewritten", "args": ()})
    return r


a.addFilter(Only())
a.info("keep this")
a.info("not this")
a.addFilter(rewrite)
a.info("keep that")
a.filters.clear()
h.addFilter(logging.Filter("a.b"))
for name in ("a", "a.b", "a.b.c", "a.bc"):
    logging.getLogger(name).warning("filtered")
h.filters.clear()
show("filters")

# Extra and adapters.
h.setFormatter(logging.Formatter("%(message)s [%(user)s]", defaults={"user": "nobody"}))
a.info("x", extra={"user": "me"})
a.info("y")
attempt(a.info, "z", extra={"name": 1})
attempt(a.info, "z", extra={"message": 1})
ad = logging.LoggerAdapter(a, {"user": "adapted"})
ad.info("w %s", 1, extra={"user": "lost"})
logging.LoggerAdapter(a, {"user": "both"}, merge_extra=True).info("v", extra={"other": 1})
print(ad, ad.name, ad.isEnabledFor(10), ad.getEffectiveLevel(), ad.manager is a.manager)
show("extra")

# Styles.
record = logging.makeLogRecord({"msg": "hi %s", "args": ("there",), "created": 0, "msecs": 7.0, "levelname": "L", "name": "n"})
for args in [("%(message)s",), ("{message:>10}|{name!r}", None, "{"), ("$message ${name} $$", None, "$"), (None, None, "{"), (None,)]:
    print(logging.Formatter(*args).format(record))
f = logging.Formatter("{asctime} {message}", "%Y", "{")
import time
f.converter = time.gmtime
print(f.format(record), f.usesTime())
f = logging.Formatter("%(asctime)s")
f.converter = time.gmtime
print(f.format(record))
for args in [("x",), ("{x", None, "{"), ("{x!z}", None, "{"), ("{a b}", None, "{"), ("{a:z}", None, "{"), ("none", None, "{"), ("$", None, "$"), ("no", None, "$"), ("x", None, "?")]:
    attempt(logging.Formatter, *args)
attempt(logging.Formatter("%(nope)s").format, record)
attempt(logging.Formatter("{nope}", style="{").format, record)
print(logging.BufferingFormatter().format([record, record]), logging.BufferingFormatter().format([]) == "")
print(record)

# The root logger's functions and basicConfig.
root.removeHandler(h)
attempt(logging.basicConfig, stream=out, filename="x")
attempt(logging.basicConfig, handlers=[], stream=out)
attempt(logging.basicConfig, style="?")
attempt(logging.basicConfig, stream=out, nonsense=1, more=2)
logging.basicConfig(stream=out, level="INFO", force=True)
logging.info("info")
logging.error("error")
logging.log(45, "forty-five")
attempt(logging.log, "x", "y")
logging.basicConfig(stream=sys.stderr, level=10)
print(len(root.handlers), root.level)
show("basicConfig")

# Warnings.
with warnings.catch_warnings():
    warnings.simplefilter("always")
    logging.captureWarnings(True)
    warnings.warn_explicit("careful 100%", UserWarning, "file.py", 12)
    logging.captureWarnings(False)
show("warnings")

# Names of handlers.
h.name = "first"
print(logging.getHandlerByName("first") is h, logging.getHandlerNames())
h.set_name("second")
print(sorted(logging.getHandlerNames()), h.get_name())
print(logging.NullHandler().handle(record), logging.lastResort, logging.getLoggerClass().__name__)


class Mine(logging.Logger):
    pass


logging.setLoggerClass(Mine)
print(logging.getLogger("mine"))
attempt(logging.setLoggerClass, int)
attempt(logging.Handler().emit, record)


# Errors of handlers.
class Broken(logging.Handler):
    def emit(self, record):
        try:
            self.format(record)
        except Exception:
            self.handleError(record)


sys.stderr, keep = out, sys.stderr
b = Broken()
b.handle(logging.LogRecord("n", 10, "p", 3, "%d", ("x",), None))
logging.raiseExceptions = False
b.handle(logging.LogRecord("n", 10, "p", 3, "%d", ("x",), None))
sys.stderr = keep
lines = out.getvalue().replace(__file__, "FILE").splitlines()
print(lines[0], lines[1], lines[-4].strip(), *lines[-2:], sep="\n")


# A handler that takes itself away while the next one waits for its turn.
class Leaving(logging.Handler):
    def emit(self, record):
        print("leaving")
        lonely.removeHandler(self)


class Staying(logging.Handler):
    def emit(self, record):
        print("staying")


lonely = logging.Logger("lonely")
lonely.addHandler(Leaving())
lonely.addHandler(Staying())
lonely.error("x")
lonely.error("y")
