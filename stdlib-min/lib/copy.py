"""Shallow and deep copies, and copies with changes.

The memo of a deep copy maps `id(original)` to the copy; under `id(memo)` it keeps the originals
alive, so that no id is used twice during one deep copy.
"""

from _weakref import ref as _ref
from copyreg import dispatch_table

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    pass


error = Error

_MISSING = object()


def _function():
    pass


_ATOMIC = frozenset({
    type(None), int, float, bool, complex, bytes, str, type(...), type(NotImplemented), range,
    property, type(_function), type(_function.__code__), type(len), _ref, type,
})
_COPY_SAME = _ATOMIC | {tuple, frozenset, slice, super}
_COPY_METHOD = frozenset({list, dict, set, bytearray})


def replace(obj, /, **changes):
    """Return a copy of `obj` with other values in the fields named."""
    cls = obj.__class__
    method = getattr(cls, "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return method(obj, **changes)


def _reduced(x, cls, what):
    """The reduce value of an object that has no copying method of its own."""
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor is not None:
        return reductor()
    raise Error(f"un({what})copyable object of type {cls}")


def copy(x):
    """Return a shallow copy: a new object with the same contents."""
    cls = type(x)
    if cls in _COPY_SAME:
        return x
    if cls in _COPY_METHOD:
        return cls.copy(x)
    if issubclass(cls, type):
        return x                        # a class whose metaclass is not `type`
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    value = _reduced(x, cls, "shallow")
    if isinstance(value, str):
        return x
    return _reconstruct(x, None, *value)


def deepcopy(x, memo=None, _nil=_MISSING):
    """Return a deep copy: a new object whose contents are deep copies too."""
    cls = type(x)
    if cls in _ATOMIC:
        return x
    key = id(x)
    if memo is None:
        memo = {}
    else:
        done = memo.get(key, _MISSING)
        if done is not _MISSING:
            return done
    copier = _deepcopy_dispatch.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            value = _reduced(x, cls, "deep")
            y = x if isinstance(value, str) else _reconstruct(x, memo, *value)
    if y is not x:
        memo[key] = y
        _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_list(x, memo):
    y = []
    memo[id(x)] = y                     # before the items: the list may contain itself
    append = y.append
    for item in x:
        append(deepcopy(item, memo))
    return y


def _deepcopy_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    done = memo.get(id(x), _MISSING)    # the items may have led back to this tuple
    if done is not _MISSING:
        return done
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


class _Probe:
    def method(self):
        pass


_deepcopy_dispatch = {
    list: _deepcopy_list,
    tuple: _deepcopy_tuple,
    dict: _deepcopy_dict,
    type(_Probe().method): _deepcopy_method,
}
del _Probe, _function


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *,
                 deepcopy=deepcopy):
    """Build an object from a reduce value; a deep copy if there is a memo."""
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        _set_state(y, deepcopy(state, memo) if deep else state)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y


def _set_state(y, state):
    """Restore attributes; a pair means the instance dict and the slots."""
    if hasattr(y, "__setstate__"):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        y.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(y, name, value)
