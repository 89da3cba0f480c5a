"""Module docstring.

    Indented line.
"""
# docstrings of modules, functions, classes; inspect-like cleaning is done by the compiler


def f():
    """One line."""


def g():
    """First.

        Indented more.
      Less.
    Base.
    \tTab escape
    """


def h():
    "a" "b"


def i():
    x = 1
    "not a docstring"


def j():
    f"not {1}"


def k():
    b"bytes"


def l():
    r"""raw \n doc"""


def m(): "inline"; return 1


def n():
    ("parens")


def o():
    """a""" """b"""


class A:
    """class doc"""

    def m(self):
        '''method doc'''

    @property
    def p(self):
        """prop doc"""


class B(A):
    def m(self): pass


class C: "short"


class D:
    x = 1
    "not doc"


for fn in (f, g, h, i, j, k, l, m, n, o, A, A.m, A.p, B, B.m, C, D, lambda: "x"):
    print(getattr(fn, "__name__", "?"), repr(fn.__doc__))
print(repr(__doc__))
f.__doc__ = "changed"
A.__doc__ = 5
print(f.__doc__, A.__doc__)
del f.__doc__
print(f.__doc__)
exec("'exec doc'\nprint(repr(__doc__))", ns := {})
print(repr(ns["__doc__"]))
exec("x = 1", ns2 := {})
print("__doc__" in ns2)


def empty():
    """"""


def spaces():
    """   lead and trail   """


def only_newline():
    """

    """


def tabs():
	"""tab
	indented
		more
	"""


print(repr(empty.__doc__), repr(spaces.__doc__), repr(only_newline.__doc__), repr(tabs.__doc__))
class Dyn:
    __doc__ = "assigned" + " doc"
print(Dyn.__doc__, Dyn().__doc__, int.__doc__ is not None, type(Dyn.m.__doc__) if hasattr(Dyn, "m") else None)
