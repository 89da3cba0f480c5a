"""The special methods of mocks: which there are, and what they give by default."""

from ._calls import DEFAULT

class _AsyncIterator:
    def __init__(self, iterator):
        self.iterator = iterator

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            raise StopAsyncIteration


_NUMERIC = "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow".split()
_MAGICS = {
    f"__{name}__"
    for name in (
        "lt le gt ge eq ne getitem setitem delitem len contains iter hash str sizeof enter exit divmod rdivmod neg pos "
        "abs invert complex int float index round trunc floor ceil bool next fspath aiter"
    ).split()
    + [prefix + name for prefix in ("", "i", "r") for name in _NUMERIC]
}
_ASYNC_MAGICS = {"__aenter__", "__aexit__", "__anext__"}
# These can be set, but no mock has them of itself.
_SETTABLE = {
    f"__{name}__"
    for name in (
        "get set delete reversed missing reduce reduce_ex getinitargs getnewargs getstate setstate getformat repr dir "
        "subclasses format getnewargs_ex"
    ).split()
}
_ALL_MAGICS = _MAGICS | _ASYNC_MAGICS | _SETTABLE
_UNSUPPORTED = {
    "__getattr__", "__setattr__", "__init__", "__new__", "__prepare__", "__instancecheck__", "__subclasscheck__", "__del__",
}
_MAGIC_VALUES = {
    "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented, "__ge__": NotImplemented, "__int__": 1,
    "__contains__": False, "__len__": 0, "__exit__": False, "__complex__": 1j, "__float__": 1.0, "__bool__": True,
    "__index__": 1, "__aexit__": False,
}


def _magic_eq(owner, child):
    def answer(other):
        if child._mock_return_value is not DEFAULT:
            return DEFAULT
        return True if owner is other else NotImplemented

    return answer


def _magic_ne(owner, child):
    def answer(other):
        if child._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if owner is other else NotImplemented

    return answer


def _magic_iter(owner, child):
    return lambda: iter([] if child._mock_return_value is DEFAULT else child._mock_return_value)


def _magic_aiter(owner, child):
    return lambda: _AsyncIterator(_magic_iter(owner, child)())


_MAGIC_EFFECTS = {"__eq__": _magic_eq, "__ne__": _magic_ne, "__iter__": _magic_iter, "__aiter__": _magic_aiter}


def _prepare_magic(owner, name, child):
    """Gives the mock of a special method its default answer."""
    if name in _MAGIC_VALUES:
        child.return_value = _MAGIC_VALUES[name]
    elif name == "__hash__":
        child.return_value = object.__hash__(owner)
    elif name == "__str__":
        child.return_value = object.__str__(owner)
    elif name == "__sizeof__":
        child.return_value = object.__sizeof__(owner)
    elif name == "__fspath__":
        child.return_value = f"{type(owner).__name__}/{owner._extract_mock_name()}/{id(owner)}"
    elif name in _MAGIC_EFFECTS:
        child.side_effect = _MAGIC_EFFECTS[name](owner, child)


class _Magic:
    """A special method in a mock's class: stands for the mock that records its calls."""

    def __init__(self, name):
        self.name = name

    def __get__(self, obj, cls=None):
        return self if obj is None else obj._mock_magic(self.name)

    def __call__(self, owner, /, *args, **kwargs):
        """As a function of the class."""
        return owner._mock_magic(self.name)(owner, *args, **kwargs)


class _AllMagics:
    """Every special method that a MagicMock has of itself."""


for _name in _MAGICS | _ASYNC_MAGICS:
    setattr(_AllMagics, _name, _Magic(_name))
del _name
