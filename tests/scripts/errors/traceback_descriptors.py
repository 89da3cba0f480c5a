# errors inside properties, operators, iterators and context managers
import traceback


class T:
    @property
    def p(self):
        return self._missing

    def __add__(self, o):
        raise TypeError("my add")

    def __iter__(self):
        yield 1
        raise ValueError("my iter")

    def __len__(self):
        return -1

    def __bool__(self):
        return "x"

    def __enter__(self):
        return self

    def __exit__(self, *a):
        raise OSError("my exit")

    def __eq__(self, o):
        return o.nope

    def __getattr__(self, n):
        raise AttributeError(f"my getattr {n}")

    def __init_subclass__(cls):
        raise RuntimeError("my subclass")

    def __del__(self):
        pass

    def __repr__(self):
        return 5


t = T()


def sub():
    class S(T): pass


def use_with():
    with t:
        pass


for f in (lambda: t.p, lambda: t + 1, lambda: list(t), lambda: len(t), lambda: bool(t), use_with, lambda: t == 1, lambda: t.zzz, sub, lambda: repr(t), lambda: sorted([t, t]), lambda: [x for x in t], lambda: t[0], lambda: [t].index(5), lambda: f"{t!r}", lambda: print(t)):
    try:
        f()
    except Exception:
        traceback.print_exc()
