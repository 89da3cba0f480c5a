# import in every form
import sys
import os.path
import os.path as p, math as m
from math import pi, floor as fl
from os import path
from collections import (OrderedDict,
                         Counter as C,)
import collections.abc

print(m.floor(1.5), fl(2.5), p is os.path is path, pi == m.pi, C("aab")["a"], OrderedDict.__name__, collections.abc.Sized.__name__)
import _helper
from _helper import value, func as renamed, Klass
import _helper as again
print(again is _helper, value, renamed(2), Klass().who(), _helper.__name__, _helper.__doc__, _helper.counter)
import _pkg
print(_pkg.__name__, _pkg.init_value, hasattr(_pkg, "sub"), _pkg.__package__, type(_pkg.__path__).__name__)
import _pkg.sub.deep
print(_pkg.sub.deep.where, _pkg.sub.deep.from_parent, _pkg.sub.deep.from_sibling, _pkg.sub.__package__, _pkg.sub.deep.__name__)
from _pkg import sub, other
from _pkg.sub import deep as d, deep
print(sub is _pkg.sub, other.name, d is deep, sys.modules["_pkg.sub"] is sub)
from _helper import *
print(public, "_private" in globals(), star_func())
from _pkg.other import *
print(listed, "unlisted" in globals())


def local():
    import math as lm
    from string import digits
    return lm.ceil(1.2), digits


print(local(), "lm" in globals())


class Body:
    from math import e
    import string as s


print(round(Body.e, 3), Body.s.ascii_lowercase[:3])
for text in ("import no_such_module", "import math.nope", "import _pkg.nope", "from math import nope", "from _pkg import nope", "from no_such import x", "from _helper import missing_name", "import _broken", "from . import x", "from .x import y", "import sys.path", "from _pkg.other import unlisted2", "from _circular_a import late", "import _pkg.bad_relative"):
    try:
        exec(text)
        print(text, "ok")
    except Exception as e:
        print(f"{text}: {type(e).__name__}: {e}", f"name={e.name!r}" if isinstance(e, ImportError) else "")
print("_broken" in sys.modules)
print(__import__("math") is m, __import__("os.path") is os, __import__("os.path", fromlist=["join"]) is os.path)
import importlib
print(importlib.import_module("_pkg.other").name, importlib.import_module(".other", "_pkg").name)
sys.modules["fake_module"] = type(sys)("fake_module")
import fake_module
print(fake_module, fake_module.__dict__["__name__"])
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as e:
    print(e)
sys.modules["anything"] = 5
import anything
print(anything + 1)
old = _helper.counter
importlib.reload(_helper)
print(_helper.counter, old)
del sys.modules["_helper"]
import _helper as fresh
print(fresh is again, fresh.value == again.value)
print(_pkg.lazy_attr, hasattr(_pkg, "never"))
try: _pkg.never
except AttributeError as e: print(e)
try: m.nothing
except AttributeError as e: print(e)
try: _helper.nothing
except AttributeError as e: print(e)
print(__name__, __package__, __spec__, __loader__ is not None, __doc__)
