# contextlib: contextmanager, suppress, ExitStack, closing, nullcontext, redirect
import contextlib
import io


@contextlib.contextmanager
def tag(name):
    print(f"<{name}>")
    try:
        yield name
    except ValueError as e:
        print("swallowed", e)
    finally:
        print(f"</{name}>")


with tag("a") as t:
    print(t)
with tag("b"):
    raise ValueError("v")
try:
    with tag("c"):
        raise KeyError("k")
except KeyError as e:
    print("out", e)


@tag("deco")
def decorated(x):
    print("in", x)


decorated(1)
decorated(2)


@contextlib.contextmanager
def no_yield():
    if False:
        yield


@contextlib.contextmanager
def two():
    yield 1
    yield 2


for cm in (no_yield, two):
    try:
        with cm():
            pass
    except RuntimeError as e:
        print(e)
with contextlib.suppress(KeyError, IndexError):
    {}["x"]
with contextlib.suppress():
    pass
print("after suppress")
with contextlib.ExitStack() as stack:
    for n in "xy":
        stack.enter_context(tag(n))
    stack.callback(print, "callback", 1, sep="-")
    stack.push(lambda *exc: print("push", exc[0]))
    print("body")
with contextlib.ExitStack() as stack:
    stack.callback(print, "moved")
    kept = stack.pop_all()
print("not yet")
kept.close()


class Thing:
    def close(self):
        print("closed")


with contextlib.closing(Thing()) as th:
    print(type(th).__name__)
with contextlib.nullcontext(5) as n:
    print(n)
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("captured")
print(repr(out.getvalue()))


class D(contextlib.ContextDecorator):
    def __enter__(self):
        print("D in")
        return self

    def __exit__(self, *a):
        print("D out")


@D()
def f():
    return 7


print(f())
print(isinstance(Thing(), contextlib.AbstractContextManager), isinstance(D(), contextlib.AbstractContextManager))
