"""What may stand in the body of an enumeration, and the namespace that such a body fills.

Invariant: when the body has run, `EnumDict._member_names` lists the members in the order of their
definition, and every `auto()` among them has been replaced by its value.
"""

from builtins import bin as _builtin_bin, property as _builtin_property
from types import DynamicClassAttribute

__name__ = "enum"               # the module that the classes report as theirs


class _Unset:
    def __init__(self, shown):
        self._shown = shown

    def __repr__(self):
        return self._shown


_auto_null = _Unset("_auto_null")


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_dunder(name):
    return (len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_")


def _is_sunder(name):
    return (len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_")


def _is_internal_class(cls_name, obj):
    """Whether `obj` is a class written inside the body of the enum."""
    if not isinstance(obj, type):
        return False
    return getattr(obj, "__qualname__", "").endswith(f"{cls_name}.{getattr(obj, '__name__', '')}")


def _is_private(cls_name, name):
    """Whether `name` was written with two underscores in front and mangled by the compiler."""
    prefix = f"_{cls_name}__"
    return len(name) > len(prefix) and name.startswith(prefix) and name[-2:] != "__"


def _is_single_bit(num):
    return num != 0 and num & (num - 1) == 0


def _iter_bits_lsb(num):
    """The powers of two that make up a number, smallest first."""
    if num < 0:
        raise ValueError(f"{num!r} is not a positive integer")
    while num:
        bit = num & -num
        yield bit
        num ^= bit


def _high_bit(value):
    """Index of the highest bit that is set; -1 for zero."""
    return value.bit_length() - 1


def bin(num, max_bits=None):
    """Binary notation in two's complement: sign bit, space, digits (`max_bits` of them at least)."""
    width = num.bit_length()
    digits = _builtin_bin((num & ((1 << width) - 1)) | (1 << width))[3:]
    sign = "1" if num < 0 else "0"
    if max_bits is not None and len(digits) < max_bits:
        digits = digits.rjust(max_bits, sign)
    return f"0b{sign} {digits}"


# ---- what may stand in a class body ----

class nonmember:
    """Keeps its value from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a member of a value that would not become one."""

    def __init__(self, value):
        self.value = value


class auto:
    """Stands for the value that `_generate_next_value_` gives."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f"auto({self.value!r})"


class property(DynamicClassAttribute):
    """A property of members that leaves its name free for a member of the class."""

    member = None
    _attr_type = None           # what a member of this name hides: 'enum', 'desc' or 'attr'
    _cls_type = None            # the class that has what is hidden

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
        if self.fget is not None:
            return self.fget(instance)
        if self._attr_type == "attr":
            return getattr(self._cls_type, self.name)
        if self._attr_type == "desc":
            return getattr(instance._value_, self.name)
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}") from None

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


_SUNDER_NAMES = frozenset((
    "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_",
    "_iter_member_", "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_",
    "_add_value_alias_",
))


class EnumDict(dict):
    """The namespace of an enum's body: notes which names are members, refuses to define one twice."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}         # a dict for its order
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member):
            value = self._member(key, value.value)
        elif not _is_descriptor(value) and not _is_internal_class(self._cls_name, value):
            value = self._member(key, value)
        super().__setitem__(key, value)

    def _sunder(self, key, value):
        if key not in _SUNDER_NAMES and not key.startswith("_repr_"):
            raise ValueError(
                f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            plain = value.__func__ if isinstance(value, staticmethod) else value
            self._generate_next_value = plain
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError(f"_ignore_ cannot specify already set names: {already!r}")
        return value

    def _member(self, key, value):
        if key in self:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        if isinstance(value, auto):
            value = self._next_value(key, value)
        elif isinstance(value, tuple) and any(isinstance(item, auto) for item in value):
            items = [
                self._next_value(key, item) if isinstance(item, auto) else item for item in value
            ]
            try:
                value = value.__class__(items)
            except TypeError:           # a named tuple wants its fields one by one
                value = value.__class__(*items)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _next_value(self, key, wanted):
        if wanted.value is _auto_null:
            wanted.value = self._generate_next_value(
                key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(wanted.value)
        return wanted.value

    @_builtin_property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, *more_members, **kwds):
        try:
            for name in members.keys():
                self[name] = members[name]
        except AttributeError:
            for name, value in members:
                self[name] = value
        for name, value in (*more_members, *kwds.items()):
            self[name] = value
