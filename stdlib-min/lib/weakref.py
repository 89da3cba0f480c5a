"""Weak references, containers that hold their keys or values weakly, and finalizers.

Invariant: the `data` dicts contain only entries whose callback will remove them. Iteration works
on a copy. A callback of a WeakValueDictionary removes its key only as long as a dead reference stands
there, in one step. There is no lock: a callback may run in the middle of anything, so that threads
which hold the locks of two dictionaries could wait for each other.
"""

from itertools import count as _count

from _weakref import _remove_dead_weakref, getweakrefcount, getweakrefs, proxy, ref
from _collections_abc import MutableMapping
from _weakrefset import WeakSet

__all__ = [
    "ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType",
    "ProxyType", "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod",
    "finalize",
]


class _Probe:
    pass


_probe = _Probe()
ReferenceType = ref
ProxyType = type(proxy(_probe))
CallableProxyType = type(proxy(_Probe))
ProxyTypes = (ProxyType, CallableProxyType)
del _Probe, _probe


class WeakMethod(ref):
    """A weak reference to a bound method: gives the method while its object lives."""

    __slots__ = "_func_ref", "_meth_type", "_alive", "__weakref__"

    def __new__(cls, meth, callback=None):
        try:
            obj = meth.__self__
            func = meth.__func__
        except AttributeError:
            raise TypeError(
                f"argument should be a bound method, not {type(meth)}") from None

        def _died(_):
            # Either the object or the function is gone; whichever was first reports.
            self = self_wr()
            if self is not None and self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = ref.__new__(cls, obj, _died)
        self._func_ref = ref(func, _died)
        self._meth_type = type(meth)
        self._alive = True
        self_wr = ref(self)
        return self

    def __call__(self):
        obj = super().__call__()
        func = self._func_ref()
        if obj is None or func is None:
            return None
        return self._meth_type(func, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        return not self == other

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A weak reference that also knows the key of the entry it stands for."""

    __slots__ = ("key",)

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class WeakValueDictionary(MutableMapping):
    """A mapping whose entries disappear when nothing else refers to their value."""

    def __init__(self, other=(), /, **kw):
        self.data = {}

        # The default is there when the module is being emptied.
        def _remove(wr, selfref=ref(self), remove=_remove_dead_weakref):
            self = selfref()
            if self is not None:
                remove(self.data, wr.key)

        self._remove = _remove
        self.update(other, **kw)

    def __getitem__(self, key):
        o = self.data[key]()
        if o is None:
            raise KeyError(key)
        return o

    def __delitem__(self, key):
        del self.data[key]

    def __len__(self):
        return len(self.data)

    def __contains__(self, key):
        wr = self.data.get(key)
        return wr is not None and wr() is not None

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __setitem__(self, key, value):
        self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        result = WeakValueDictionary()
        for key, value in self.items():
            result[key] = value
        return result

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        result = self.__class__()
        for key, value in self.items():
            result[deepcopy(key, memo)] = value
        return result

    def get(self, key, default=None):
        wr = self.data.get(key)
        if wr is None:
            return default
        o = wr()
        return default if o is None else o

    def items(self):
        for key, wr in self.data.copy().items():
            value = wr()
            if value is not None:
                yield key, value

    def keys(self):
        for key, wr in self.data.copy().items():
            if wr() is not None:
                yield key

    __iter__ = keys

    def values(self):
        for wr in self.data.copy().values():
            value = wr()
            if value is not None:
                yield value

    def itervaluerefs(self):
        """Iterate over the weak references; they may be dead by the time they are looked at."""
        yield from self.data.copy().values()

    def valuerefs(self):
        """Return a list of the weak references."""
        return list(self.data.copy().values())

    def popitem(self):
        while True:
            key, wr = self.data.popitem()
            o = wr()
            if o is not None:
                return key, o

    def pop(self, key, *args):
        try:
            o = self.data.pop(key)()
        except KeyError:
            o = None
        if o is not None:
            return o
        if args:
            return args[0]
        raise KeyError(key)

    def setdefault(self, key, default=None):
        fresh = None
        while (o := self.get(key)) is None:
            if fresh is None:
                fresh = KeyedRef(default, self._remove, key)
            _remove_dead_weakref(self.data, key)
            if self.data.setdefault(key, fresh) is fresh:
                return default
        return o

    def update(self, other=None, /, **kwargs):
        if other is not None:
            for key, value in dict(other).items() if not hasattr(other, "items") else other.items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return _merged(self, other, self.copy)

    def __ror__(self, other):
        return _merged(self, other, self.__class__, self)


def _merged(own, other, make, *more):
    from _collections_abc import Mapping
    if not isinstance(other, Mapping):
        return NotImplemented
    result = make()
    result.update(other)
    for each in more:
        result.update(each)
    return result


class WeakKeyDictionary(MutableMapping):
    """A mapping whose entries disappear when nothing else refers to their key."""

    def __init__(self, dict=None):
        self.data = {}

        def _remove(wr, selfref=ref(self)):
            self = selfref()
            if self is not None:
                self.data.pop(wr, None)

        self._remove = _remove
        if dict is not None:
            self.update(dict)

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def copy(self):
        result = WeakKeyDictionary()
        for key, value in self.items():
            result[key] = value
        return result

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        result = self.__class__()
        for key, value in self.items():
            result[key] = deepcopy(value, memo)
        return result

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def __contains__(self, key):
        try:
            wr = ref(key)
        except TypeError:               # not weakly referenceable: cannot be in here
            return False
        return wr in self.data

    def items(self):
        for wr, value in self.data.copy().items():
            key = wr()
            if key is not None:
                yield key, value

    def keys(self):
        for wr in self.data.copy():
            key = wr()
            if key is not None:
                yield key

    __iter__ = keys

    def values(self):
        for wr, value in self.data.copy().items():
            if wr() is not None:
                yield value

    def keyrefs(self):
        """Return a list of the weak references; they may be dead by the time they are looked at."""
        return list(self.data.copy())

    def popitem(self):
        while True:
            wr, value = self.data.popitem()
            key = wr()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            pairs = dict.items() if hasattr(dict, "items") else type({})(dict).items()
            for key, value in pairs:
                self[key] = value
        if kwargs:
            self.update(kwargs)

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return _merged(self, other, self.copy)

    def __ror__(self, other):
        return _merged(self, other, self.__class__, self)


class finalize:
    """A function to be called when an object dies, or at exit at the latest.

    A finalizer is alive until it is called or detached; while alive it keeps itself, the function
    and the arguments alive, but not the object.
    """

    __slots__ = ()

    _registry = {}                      # finalizer -> its _Info, while alive
    _shutdown = False
    _dirty = False                      # something was registered since the exit loop looked
    _registered_with_atexit = False
    _next_index = _count().__next__

    class _Info:
        __slots__ = ("weakref", "func", "args", "kwargs", "atexit", "index")

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._registered_with_atexit:
            import atexit
            finalize._registered_with_atexit = True
            atexit.register(finalize._exitfunc)
        info = self._Info()
        info.weakref = ref(obj, self)
        info.func = func
        info.args = args
        info.kwargs = kwargs or None
        info.atexit = True
        info.index = self._next_index()
        self._registry[self] = info
        finalize._dirty = True

    def __call__(self, _=None):
        """If alive, mark as dead and return func(*args, **kwargs); otherwise return None."""
        info = self._registry.pop(self, None)
        if info is not None and not self._shutdown:
            return info.func(*info.args, **(info.kwargs or {}))
        return None

    def detach(self):
        """If alive, mark as dead and return (obj, func, args, kwargs); otherwise return None."""
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None and self._registry.pop(self, None):
            return obj, info.func, info.args, info.kwargs or {}
        return None

    def peek(self):
        """If alive, return (obj, func, args, kwargs); otherwise return None."""
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None:
            return obj, info.func, info.args, info.kwargs or {}
        return None

    @property
    def alive(self):
        """Whether the function still waits to be called."""
        return self in self._registry

    @property
    def atexit(self):
        """Whether the function is called at exit if the object lives that long."""
        info = self._registry.get(self)
        return bool(info) and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info:
            info.atexit = bool(value)

    def __repr__(self):
        info = self._registry.get(self)
        obj = info and info.weakref()
        name = type(self).__name__
        if obj is None:
            return f"<{name} object at {id(self):#x}; dead>"
        return f"<{name} object at {id(self):#x}; for {type(obj).__name__!r} at {id(obj):#x}>"

    @classmethod
    def _select_for_exit(cls):
        """Live finalizers to run at exit; the one created last comes last."""
        chosen = [(f, info) for f, info in cls._registry.copy().items() if info.atexit]
        chosen.sort(key=lambda pair: pair[1].index)
        return [f for f, info in chosen]

    @classmethod
    def _exitfunc(cls):
        """Run the finalizers, youngest first; they may register further ones."""
        import gc
        import sys
        collecting = gc.isenabled()
        gc.disable()                    # only what the finalizers themselves do shall happen
        try:
            pending = []
            while True:
                if not pending or finalize._dirty:
                    finalize._dirty = False
                    pending = cls._select_for_exit()
                    if not pending:
                        break
                f = pending.pop()
                try:
                    f()
                except Exception:
                    sys.excepthook(*sys.exc_info())
                cls._registry.pop(f, None)
        finally:
            finalize._shutdown = True   # what dies after this is not reported any more
            if collecting:
                gc.enable()
