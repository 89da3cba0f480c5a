"""One exception object raised by all threads, and many of their own: tracebacks and contexts do not mix."""
import traceback
from _crowd import crowd

shared = ValueError("shared")


def deep(n, what):
    if n == 0:
        raise what
    deep(n - 1, what)


def body(index, turns):
    count = 0
    for n in turns():
        try:
            deep(3, shared)
        except ValueError as e:
            assert e is shared and e.args == ("shared",)
        try:
            try:
                deep(n % 4, KeyError(index, n))
            except KeyError as e:
                raise RuntimeError(n) from e
        except RuntimeError as e:
            assert e.args == (n,) and e.__cause__.args == (index, n)
            names = [frame.name for frame in traceback.extract_tb(e.__cause__.__traceback__)] if n % 20 == 0 else None
            assert names is None or names == ["body"] + ["deep"] * (n % 4 + 1), names
        shared.__traceback__ = None
        count += 1
    return count


assert all(crowd(body))
print("ok exceptions", shared)
