"""Values of the mock library: `sentinel`, `ANY`, and calls that compare leniently."""

import pprint


class _Sentinel:
    """A named object that equals itself only."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinels:
    """Makes a sentinel when an attribute is read for the first time."""

    def __init__(self):
        self._known = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._known.setdefault(name, _Sentinel(name))

    def __reduce__(self):
        return "sentinel"


sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT


class _Any:
    """Equals everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _Any()


def format_call(name, args, kwargs):
    """A call as it is written."""
    parts = [repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _read(value):
    """Name, arguments and keyword arguments of what stands for a call: any part may be left out."""
    name, args, kwargs = "", (), {}
    parts = list(value)
    if len(parts) == 3:
        return tuple(parts)
    if parts and isinstance(parts[0], str):
        name = parts.pop(0)
    if len(parts) == 2:
        args, kwargs = parts
    elif parts and isinstance(parts[0], tuple):
        args = parts[0]
    elif parts:
        kwargs = parts[0]
    return name, args, kwargs


class _Call(tuple):
    """A call: (name, args, kwargs), or (args, kwargs) with `two`.

    Equal to any tuple that leaves out the name or empty parts. `call.method(1).other(2)` makes one as it would be recorded;
    a call that was only named (`call.method`) is not `from_call`.
    """

    def __new__(cls, value=(), name="", parent=None, two=False, from_call=True):
        own, args, kwargs = _read(value)
        if len(value) != 3:
            own = own or name
        return tuple.__new__(cls, (args, kwargs) if two else (own, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_call=True):
        self._call_name = name
        self._call_parent = parent
        self._call_made = from_call

    def __eq__(self, other):
        try:
            size = len(other)
        except TypeError:
            return NotImplemented
        if size > 3:
            return False
        name, *mine = ("", *self) if len(self) == 2 else self
        if (
            getattr(self, "_call_parent", None) and getattr(other, "_call_parent", None)
            and self._call_parent != other._call_parent
        ):
            return False
        other_name, *theirs = _read(other)
        if name and name != other_name:
            return False
        # Theirs first, so that ANY is asked.
        return tuple(theirs) == tuple(mine)

    __ne__ = object.__ne__
    __hash__ = None

    def __call__(self, /, *args, **kwargs):
        if self._call_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._call_name, args, kwargs), name=self._call_name + "()", parent=self)

    def __getattr__(self, name):
        if name.startswith("_call_"):
            raise AttributeError(name)
        if self._call_name is None:
            return _Call(name=name, from_call=False)
        return _Call(name=f"{self._call_name}.{name}", parent=self, from_call=False)

    def __getattribute__(self, name):
        # count and index are names of methods like any other.
        if name in tuple.__dict__ and not name.startswith("__"):
            raise AttributeError(name)
        return tuple.__getattribute__(self, name)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        if not self._call_made:
            name = self._call_name or "call"
            return f"call{name}" if name.startswith("()") else name
        name = "" if len(self) == 2 else self[0]
        if not name:
            name = "call"
        elif name.startswith("()"):
            name = f"call{name}"
        else:
            name = f"call.{name}"
        return format_call(name, self[-2], self[-1])

    def call_list(self):
        """The calls of a chain, in their order."""
        calls, one = [], self
        while one is not None:
            if one._call_made:
                calls.append(one)
            one = one._call_parent
        return _CallList(reversed(calls))


call = _Call(from_call=False)


class _CallList(list):
    """Calls; `in` also finds a list of calls that follow one another."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        n = len(value)
        return any(self[i:i + n] == value for i in range(len(self) - n + 1))

    def __repr__(self):
        return pprint.pformat(list(self))
