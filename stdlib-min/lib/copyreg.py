"""How objects are taken apart and put together again by `pickle` and `copy`.

Owns the registry of reducers and the registry of extension codes. `object.__reduce_ex__` relies on
`__newobj__`, `__newobj_ex__`, `_slotnames` and, for protocols 0 and 1, on `_reduce_ex`.
"""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}             # type -> function that returns a reduce value


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Register `pickle_function` as the reducer of exactly the type `ob_type`."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """Check that the object can serve as a constructor; nothing is remembered."""
    if not callable(object):
        raise TypeError("constructors must be callable")


def pickle_complex(c):
    return complex, (c.real, c.imag)


def pickle_super(obj):
    return super, (obj.__thisclass__, obj.__self__)


def pickle_union(obj):
    from operator import getitem
    from typing import Union
    return getitem, (Union, obj.__args__)


pickle(complex, pickle_complex, complex)
pickle(super, pickle_super)
pickle(type(int | str), pickle_union)


# ---- protocols 0 and 1 ----

_HEAPTYPE = 1 << 9              # bit of `__flags__`: the class was made by a class statement
_new_type = type(int.__new__)


def _reconstructor(cls, base, state):
    """Create an instance of `cls` whose builtin part, of type `base`, is built from `state`."""
    if base is object:
        return object.__new__(cls)
    obj = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(obj, state)
    return obj


def _builtin_base(cls):
    for base in cls.__mro__:
        if not getattr(base, "__flags__", _HEAPTYPE) & _HEAPTYPE:
            return base
        new = base.__new__
        if isinstance(new, _new_type) and getattr(new, "__self__", None) is base:
            return base
    return object


def _reduce_ex(self, proto):
    """`object.__reduce_ex__` for the protocols 0 and 1."""
    cls = self.__class__
    base = _builtin_base(cls)
    state = None
    if base is not object:
        if base is cls:
            raise TypeError(f"cannot pickle {cls.__name__!r} object")
        state = base(self)
    slotted = getattr(self, "__slots__", None)
    try:
        getstate = self.__getstate__
    except AttributeError:
        getstate = None
    if slotted and (getstate is None or
                    getattr(cls, "__getstate__", None) is object.__getstate__):
        raise TypeError(
            "a class that defines __slots__ without defining __getstate__ cannot be pickled"
        )
    content = getattr(self, "__dict__", None) if getstate is None else getstate()
    if content:
        return _reconstructor, (cls, base, state), content
    return _reconstructor, (cls, base, state)


# ---- protocol 2 and later ----

def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    """For `__new__` with keyword arguments; pickle has an opcode of its own for it."""
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    """Names of all slots along the MRO that hold state; kept on the class as `__slotnames__`."""
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        if isinstance(slots, str):
            slots = (slots,)
        prefix = base.__name__.lstrip("_")
        for name in slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__") and prefix:
                name = f"_{prefix}{name}"
            names.append(name)
    try:
        cls.__slotnames__ = names
    except (AttributeError, TypeError):
        pass                    # an immutable class: compute it again next time
    return names


# ---- extension codes: small integers that pickle may write instead of a global name ----

_extension_registry = {}        # (module, name) -> code
_inverted_registry = {}         # code -> (module, name)
_extension_cache = {}           # code -> object; the same dict for ever: pickle holds on to it


def add_extension(module, name, code):
    """Let `code` stand for the global `name` of `module`."""
    code = int(code)
    if not 1 <= code <= 0x7FFFFFFF:
        raise ValueError("code out of range")
    key = (module, name)
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f"key {key} is already registered with code {_extension_registry[key]}")
    if code in _inverted_registry:
        raise ValueError(f"code {code} is already in use for key {_inverted_registry[code]}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    """Undo add_extension(); ValueError if the pair is not registered."""
    key = (module, name)
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    """Forget which objects the codes were resolved to."""
    _extension_cache.clear()
