"""Containers beside the builtin ones.

deque, defaultdict and OrderedDict are native; namedtuple and Counter live here. ChainMap, UserDict,
UserList, UserString (in `_wrappers`) and `abc` are loaded when they are first asked for, since only
they need the abstract base classes.
"""

import sys as _sys
from keyword import iskeyword as _iskeyword

from _collections import OrderedDict, _count_elements, defaultdict, deque
from _operator import itemgetter as _itemgetter

try:
    from _collections import _deque_iterator     # pickles name it by this address
except ImportError:
    pass
try:
    from _collections import _tuplegetter
except ImportError:
    def _tuplegetter(index, doc):
        return property(_itemgetter(index), doc=doc)

__all__ = [
    "ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict",
    "deque", "namedtuple",
]

_LAZY = ("ChainMap", "UserDict", "UserList", "UserString")


def __getattr__(name):
    if name in _LAZY:
        from . import _wrappers
        for each in _LAZY:
            globals()[each] = getattr(_wrappers, each)
        return globals()[name]
    if name == "abc":
        import collections.abc
        return _sys.modules['collections.abc']
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_LAZY, "abc"})


# ---- namedtuple ----

def _checked_field_names(typename, field_names, rename):
    """Validate (or with `rename` repair) the names; returns them as a tuple of interned strings."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    field_names = list(map(str, field_names))
    if rename:
        seen = set()
        for index, name in enumerate(field_names):
            if (not name.isidentifier() or _iskeyword(name) or name.startswith("_")
                    or name in seen):
                field_names[index] = f"_{index}"
            seen.add(name)
    for name in [typename, *field_names]:
        if type(name) is not str:
            raise TypeError("Type names and field names must be strings")
        if not name.isidentifier():
            raise ValueError(f"Type names and field names must be valid identifiers: {name!r}")
        if _iskeyword(name):
            raise ValueError(f"Type names and field names cannot be a keyword: {name!r}")
    seen = set()
    for name in field_names:
        if name.startswith("_") and not rename:
            raise ValueError(f"Field names cannot start with an underscore: {name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    return tuple(map(_sys.intern, field_names))


def _namedtuple_methods(typename, fields, listed):
    """The methods that close over the number and the names of the fields."""
    count = len(fields)
    new_tuple = tuple.__new__
    template = "(" + ", ".join(f"{name}=%r" for name in fields) + ")"

    # The only generated function: its parameters carry the names of the fields.
    __new__ = eval(
        f"lambda _cls, {listed}: _tuple_new(_cls, ({listed}))",
        {"_tuple_new": new_tuple, "__builtins__": {}, "__name__": f"namedtuple_{typename}"},
    )
    __new__.__name__ = "__new__"
    __new__.__doc__ = f"Create new instance of {typename}({listed.rstrip(',')})"

    @classmethod
    def _make(cls, iterable):
        result = new_tuple(cls, iterable)
        if len(result) != count:
            raise TypeError(f"Expected {count} arguments, got {len(result)}")
        return result

    def _replace(self, /, **kwds):
        result = self._make(map(kwds.pop, fields, self))
        if kwds:
            raise TypeError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __getnewargs__(self):
        return tuple(self)

    def __repr__(self):
        return self.__class__.__name__ + template % tuple(self)

    _make.__func__.__doc__ = f"Make a {typename} from the items of an iterable"
    _replace.__doc__ = f"Return a copy of the {typename} with other values in the fields named"
    _asdict.__doc__ = "Return a dict from field names to values."
    for function in (__new__, _make.__func__, _replace, __repr__, _asdict, __getnewargs__):
        function.__qualname__ = f"{typename}.{function.__name__}"
    return {
        "__new__": __new__, "_make": _make, "__replace__": _replace, "_replace": _replace,
        "__repr__": __repr__, "_asdict": _asdict, "__getnewargs__": __getnewargs__,
    }


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Return a new subclass of tuple whose items also have names.

    `field_names` is an iterable of strings or one string with the names separated by commas or
    spaces; `defaults` belong to the last fields; `rename` replaces invalid names by positions.
    """
    if isinstance(typename, str):
        typename = _sys.intern(str(typename))
    fields = _checked_field_names(typename, field_names, rename)

    field_defaults = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > len(fields):
            raise TypeError("Got more default values than field names")
        field_defaults = dict(zip(fields[len(fields) - len(defaults):], defaults))

    shown = ", ".join(fields)
    listed = shown + "," if len(fields) == 1 else shown
    namespace = {
        "__doc__": f"{typename}({shown})",
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": field_defaults,
        "__match_args__": fields,
        **_namedtuple_methods(typename, fields, listed),
    }
    if defaults is not None:
        namespace["__new__"].__defaults__ = defaults
    for index, name in enumerate(fields):
        namespace[name] = _tuplegetter(index, _sys.intern(f"Alias for field number {index}"))
    result = type(typename, (tuple,), namespace)

    if module is None:
        module = _caller_module(2)
    if module is not None:
        result.__module__ = module
    return result


def _caller_module(depth):
    """Name of the module of the frame `depth` levels up (0 is this function); None if unknown."""
    try:
        return _sys._getframemodulename(depth) or "__main__"
    except AttributeError:
        pass
    try:
        return _sys._getframe(depth).f_globals.get("__name__", "__main__")
    except (AttributeError, ValueError):
        return None


# ---- Counter ----

def _is_mapping(obj):
    if isinstance(obj, dict):
        return True
    if not hasattr(obj, "keys"):
        return False
    from _collections_abc import Mapping
    return isinstance(obj, Mapping)


class Counter(dict):
    """A dict from elements to how often they occur; absent elements count as zero."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def total(self):
        """Return the sum of all counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """Return the `n` most frequent elements (all of them for None) as (element, count)."""
        if n is None:
            return sorted(self.items(), key=_itemgetter(1), reverse=True)
        from heapq import nlargest
        return nlargest(n, self.items(), key=_itemgetter(1))

    def elements(self):
        """Iterate over the elements, each repeated as often as its count says."""
        from itertools import chain, repeat, starmap
        return chain.from_iterable(starmap(repeat, self.items()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        """Add the counts of a mapping, or count the elements of an iterable."""
        if iterable is not None:
            if not _is_mapping(iterable):
                _count_elements(self, iterable)
            elif self:
                get = self.get
                for elem, count in iterable.items():
                    self[elem] = count + get(elem, 0)
            else:
                super().update(iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Like update(), but subtracts; counts may become zero or negative."""
        if iterable is not None:
            get = self.get
            if _is_mapping(iterable):
                for elem, count in iterable.items():
                    self[elem] = get(elem, 0) - count
            else:
                for elem in iterable:
                    self[elem] = get(elem, 0) - 1
        if kwds:
            self.subtract(kwds)

    def copy(self):
        """Return a shallow copy."""
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __delitem__(self, elem):
        if elem in self:
            super().__delitem__(elem)

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return f"{name}()"
        try:
            shown = dict(self.most_common())
        except TypeError:               # counts that cannot be ordered
            shown = dict(self)
        return f"{name}({shown!r})"

    # Comparisons look at every element of either side; absent ones count as zero.

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[elem] == other[elem] for side in (self, other) for elem in side)

    def __ne__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return not self == other

    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[elem] <= other[elem] for side in (self, other) for elem in side)

    def __lt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self <= other and self != other

    def __ge__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[elem] >= other[elem] for side in (self, other) for elem in side)

    def __gt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self >= other and self != other

    # Multiset arithmetic keeps only positive counts.

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            total = count + other[elem]
            if total > 0:
                result[elem] = total
        for elem, count in other.items():
            if elem not in self and count > 0:
                result[elem] = count
        return result

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            left = count - other[elem]
            if left > 0:
                result[elem] = left
        for elem, count in other.items():
            if elem not in self and count < 0:
                result[elem] = 0 - count
        return result

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            there = other[elem]
            larger = there if count < there else count
            if larger > 0:
                result[elem] = larger
        for elem, count in other.items():
            if elem not in self and count > 0:
                result[elem] = count
        return result

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            there = other[elem]
            smaller = count if count < there else there
            if smaller > 0:
                result[elem] = smaller
        return result

    def __pos__(self):
        return Counter._positive((elem, count) for elem, count in self.items())

    def __neg__(self):
        return Counter._positive((elem, 0 - count) for elem, count in self.items())

    @staticmethod
    def _positive(pairs):
        result = Counter()
        for elem, count in pairs:
            if count > 0:
                result[elem] = count
        return result

    def _keep_positive(self):
        """Drop elements whose count is not positive, in place."""
        for elem in [elem for elem, count in self.items() if not count > 0]:
            del self[elem]
        return self

    def __iadd__(self, other):
        for elem, count in other.items():
            self[elem] += count
        return self._keep_positive()

    def __isub__(self, other):
        for elem, count in other.items():
            self[elem] -= count
        return self._keep_positive()

    def __ior__(self, other):
        for elem, there in other.items():
            if there > self[elem]:
                self[elem] = there
        return self._keep_positive()

    def __iand__(self, other):
        for elem, count in self.items():
            there = other[elem]
            if there < count:
                self[elem] = there
        return self._keep_positive()
