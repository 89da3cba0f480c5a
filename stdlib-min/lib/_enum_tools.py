"""Decorators and helpers of `enum` that few programs use: loaded when they are asked for."""

import sys
from enum import KEEP, Enum, Flag, ReprEnum, StrEnum, _high_bit, _is_single_bit, _iter_bits_lsb

__name__ = "enum"               # the module that everything here reports as its own


def show_flag_values(value):
    """Return the powers of two that make up a value."""
    return list(_iter_bits_lsb(value.value if isinstance(value, Enum) else value))


class EnumCheck(StrEnum):
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Class decorator that checks an enumeration for the given properties."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        if Flag is not None and issubclass(enumeration, Flag):
            kind = "flag"
        elif issubclass(enumeration, Enum):
            kind = "enum"
        else:
            raise TypeError("the 'verify' decorator only works with Enum and Flag")
        for check in self.checks:
            if check is UNIQUE:
                self._unique(enumeration)
            elif check is CONTINUOUS:
                self._continuous(enumeration, kind)
            elif check is NAMED_FLAGS:
                self._named_flags(enumeration)
        return enumeration

    @staticmethod
    def _unique(enumeration):
        aliases = [
            f"{name} -> {member.name}" for name, member in enumeration.__members__.items()
            if name != member.name
        ]
        if aliases:
            raise ValueError(f"aliases found in {enumeration!r}: {', '.join(aliases)}")

    @staticmethod
    def _continuous(enumeration, kind):
        values = {each.value for each in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if kind == "flag":
            wanted = (2 ** bit for bit in range(_high_bit(low) + 1, _high_bit(high)))
        else:
            wanted = range(low + 1, high)
        missing = [value for value in wanted if value not in values]
        if missing:
            shown = ", ".join(map(str, missing))
            raise ValueError(
                f"invalid {kind} {enumeration.__name__!r}: missing values {shown}"[:256])

    @staticmethod
    def _named_flags(enumeration):
        singles = {each.value for each in enumeration}
        names = []
        unnamed = 0
        for name, alias in enumeration._member_map_.items():
            value = alias.value
            if name in enumeration._member_names_ or value < 0:
                continue
            missing = [bit for bit in _iter_bits_lsb(value) if bit not in singles]
            if missing:
                names.append(name)
                for bit in missing:
                    unnamed |= bit
        if not names:
            return
        if len(names) == 1:
            who = f"alias {names[0]} is missing"
        else:
            who = f"aliases {', '.join(names[:-1])} and {names[-1]} are missing"
        what = "value" if _is_single_bit(unnamed) else "combined values of"
        raise ValueError(
            f"invalid Flag {enumeration.__name__!r}: {who} {what} 0x{unnamed:x} "
            "[use enum.show_flag_values(value) for details]")


def pickle_by_global_name(self, proto):
    """As `__reduce_ex__`: for members that are also global names of their module."""
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    """As `__reduce_ex__`: for members whose value cannot be pickled."""
    return getattr, (self.__class__, self._name_)


def global_enum_repr(self):
    """`module.name`."""
    return f"{self.__class__.__module__.split('.')[-1]}.{self._name_}"


def global_flag_repr(self):
    """`module.name|module.name`, with the class where there is no name."""
    cls = self.__class__
    module = cls.__module__.split(".")[-1]
    if self._name_ is None:
        return f"{module}.{cls.__name__}({self._value_!r})"
    if _is_single_bit(self._value_):
        return f"{module}.{self._name_}"
    return "|".join(
        name if name[0].isdigit() and cls._boundary_ is KEEP else f"{module}.{name}"
        for name in self._name_.split("|")
    )


def global_str(self):
    """The bare name."""
    if self._name_ is None:
        return f"{self.__class__.__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Class decorator: members become globals of the module and show themselves as such."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if update_str or not issubclass(cls, ReprEnum):
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator: turn a plain class into an enum of the kind `etype`."""
    def convert_class(cls):
        bases = (etype,)
        namespace = etype.__class__.__prepare__(cls.__name__, bases)
        for name, value in cls.__dict__.items():
            if name not in ("__dict__", "__weakref__", "__slots__"):
                namespace[name] = value
        namespace["__qualname__"] = cls.__qualname__
        return etype.__class__(cls.__name__, bases, namespace, boundary=boundary)
    return convert_class
