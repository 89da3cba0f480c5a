"""Tools for functions: wrapping, caching, partial application, dispatch on types.

The parts that run on every call (partial, reduce, cmp_to_key, the lru_cache wrapper) are native.
Invariant: importing this file imports no other Python module; what only some callers need
(weakref, typing, collections) is imported where it is used.
"""

from _functools import Placeholder, _lru_cache_wrapper, cmp_to_key, partial, reduce
from _thread import RLock

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache",
    "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod", "singledispatch",
    "singledispatchmethod", "cached_property", "Placeholder",
]

GenericAlias = type(list[int])


def __getattr__(name):
    if name == "_CacheInfo":
        return _cache_info_class()
    parts = name.split("_")             # _gt_from_lt: pickled methods of total_ordering
    if len(parts) == 4 and parts[0] == "" and parts[2] == "from":
        method, root = f"__{parts[1]}__", f"__{parts[3]}__"
        if method in _ORDERINGS and root in _ORDERINGS and method != root:
            return _derived_ordering(method, root)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# ---- wrappers ----

WRAPPER_ASSIGNMENTS = (
    "__module__", "__name__", "__qualname__", "__doc__", "__annotate__", "__type_params__",
)
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make `wrapper` look like `wrapped`: copy the attributes `assigned`, update those `updated`."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped       # last: the update may have brought a foreign one
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator form of update_wrapper()."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# ---- total_ordering ----

_ORDERINGS = ("__lt__", "__le__", "__gt__", "__ge__")     # in order of preference as the root


def _derived_ordering(name, root):
    """Build the comparison `name` from the comparison `root` and equality."""
    function_name = f"_{name[2:4]}_from_{root[2:4]}"
    if function_name in globals():
        return globals()[function_name]
    same_direction = name[2] == root[2]
    if same_direction and root[3] == "t":               # le from lt, ge from gt
        def derived(self, other):
            result = getattr(type(self), root)(self, other)
            if result is NotImplemented:
                return result
            return result or self == other
    elif same_direction:                                # lt from le, gt from ge
        def derived(self, other):
            result = getattr(type(self), root)(self, other)
            if result is NotImplemented:
                return result
            return result and self != other
    elif name[3] != root[3]:                            # ge from lt, gt from le, …: the complement
        def derived(self, other):
            result = getattr(type(self), root)(self, other)
            if result is NotImplemented:
                return result
            return not result
    elif root[3] == "t":                                # gt from lt, lt from gt
        def derived(self, other):
            result = getattr(type(self), root)(self, other)
            if result is NotImplemented:
                return result
            return not result and self != other
    else:                                               # ge from le, le from ge
        def derived(self, other):
            result = getattr(type(self), root)(self, other)
            if result is NotImplemented:
                return result
            return not result or self == other
    derived.__name__ = name
    derived.__qualname__ = function_name
    derived.__doc__ = getattr(int, name).__doc__
    globals()[function_name] = derived
    return derived


def total_ordering(cls):
    """Class decorator that adds the ordering methods that are missing."""
    defined = [
        name for name in _ORDERINGS
        if getattr(cls, name, None) is not getattr(object, name, None)
    ]
    if not defined:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name in _ORDERINGS:
        if name not in defined:
            setattr(cls, name, _derived_ordering(name, defined[0]))
    return cls


# ---- partialmethod ----

def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    previous = None
    while func is not previous:
        previous = func
        while isinstance(getattr(func, "__partialmethod__", None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = func.func
        func = _unwrap_partial(func)
    return func


def _fill_placeholders(stored, given):
    """Put the leading items of `given` into the placeholders of `stored`; the rest is appended.

    Placeholders for which nothing was given stay.
    """
    supply = iter(given)
    filled = [next(supply, Placeholder) if arg is Placeholder else arg for arg in stored]
    return (*filled, *supply)


class partialmethod:
    """Method descriptor with partial application of the given arguments."""

    __slots__ = ("func", "args", "keywords", "_phcount", "__dict__", "__weakref__")

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"the first argument {func!r} must be a callable or a descriptor")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        for value in keywords.values():
            if value is Placeholder:
                raise TypeError("Placeholder cannot be passed as a keyword argument")
        if isinstance(func, partialmethod):             # flatten: one level of indirection less
            args = _fill_placeholders(func.args, args)
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = object.__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        self._phcount = sum(1 for arg in args if arg is Placeholder)
        return self

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args)]
        parts.extend(f"{name}={value!r}" for name, value in self.keywords.items())
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            if len(args) < self._phcount:
                raise TypeError(
                    "missing positional arguments in 'partialmethod' call; expected at least "
                    f"{self._phcount}, got {len(args)}"
                )
            keywords = {**self.keywords, **keywords}
            return self.func(cls_or_self, *_fill_placeholders(self.args, args), **keywords)
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None and not isinstance(self.func, partial):
            bound = get(obj, cls)
            if bound is not self.func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


# ---- caches ----

def _cache_info_class():
    """The named tuple of `cache_info()`, made when it is first needed."""
    cls = globals().get("_CacheInfo")
    if cls is None:
        from collections import namedtuple
        cls = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module=__name__)
        cls = globals().setdefault("_CacheInfo", cls)
    return cls


def _make_cache_info(hits, misses, maxsize, currsize):
    return _cache_info_class()(hits, misses, maxsize, currsize)


def lru_cache(maxsize=128, typed=False):
    """Decorator that remembers the results of the last `maxsize` different calls (None: of all).

    With `typed`, arguments of different types are different even if they are equal. The wrapper
    has `cache_info()`, `cache_clear()`, `cache_parameters()` and `__wrapped__`.
    """
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)             # used without parentheses
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _cached(user_function, maxsize, typed)


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _make_cache_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Decorator that remembers the result of every call; `lru_cache(maxsize=None)`."""
    return lru_cache(maxsize=None)(user_function)


_MISSING = object()


class cached_property:
    """A property that is computed once per instance and then kept in its `__dict__`."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            store = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache "
                f"{name!r} property."
            ) from None
        value = store.get(name, _MISSING)
        if value is _MISSING:
            value = self.func(instance)
            try:
                store[name] = value
            except TypeError:
                raise TypeError(
                    f"The '__dict__' attribute on {type(instance).__name__!r} instance does not "
                    f"support item assignment for caching {name!r} property."
                ) from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


# ---- dispatch on the type of the first argument ----

def get_cache_token():
    """The registration counter of the abstract base classes."""
    from abc import get_cache_token
    return get_cache_token()


def _c3_merge(sequences):
    """Linearise by C3 (Barrett et al., OOPSLA 1996): repeatedly take a head that is in no tail."""
    result = []
    while True:
        sequences = [seq for seq in sequences if seq]
        if not sequences:
            return result
        for seq in sequences:
            head = seq[0]
            if not any(head in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(head)
        for seq in sequences:
            if seq[0] == head:
                del seq[0]


def _c3_mro(cls, abcs=None):
    """The MRO of `cls` with the given abstract classes inserted where they first apply.

    They go after the explicit bases up to the last abstract one, before the remaining bases.
    """
    bases = list(cls.__bases__)
    split = len(bases)
    while split and not hasattr(bases[split - 1], "__abstractmethods__"):
        split -= 1
    abcs = list(abcs) if abcs else []
    introduced = [
        abc for abc in abcs
        if issubclass(cls, abc) and not any(issubclass(base, abc) for base in bases)
    ]
    remaining = [abc for abc in abcs if abc not in introduced]
    groups = [bases[:split], introduced, bases[split:]]
    sequences = [[cls]]
    for group in groups:
        sequences.extend(_c3_mro(base, remaining) for base in group)
    sequences.extend(list(group) for group in groups)
    return _c3_merge(sequences)


def _compose_mro(cls, types):
    """The MRO of `cls` extended by those of `types` that it belongs to only virtually."""
    bases = set(cls.__mro__)
    virtual = [
        typ for typ in types
        if typ not in bases and hasattr(typ, "__mro__") and not isinstance(typ, GenericAlias)
        and issubclass(cls, typ)
    ]
    if not virtual:
        return list(cls.__mro__)
    # A type that another one inherits from comes in with that one.
    virtual = [
        typ for typ in virtual
        if not any(typ is not other and typ in other.__mro__ for other in virtual)
    ]
    wanted = set(virtual)
    order = []
    for typ in virtual:
        # Registered subclasses of an abstract class tell in which order classes must stand.
        chains = [
            [each for each in sub.__mro__ if each in wanted]
            for sub in typ.__subclasses__() if sub not in bases and issubclass(cls, sub)
        ] or [[typ]]
        chains.sort(key=len, reverse=True)
        for chain in chains:
            order.extend(each for each in chain if each not in order)
    return _c3_mro(cls, abcs=order)


def _find_impl(cls, registry):
    """The implementation for the class nearest to `cls`; RuntimeError if two are equally near."""
    mro = _compose_mro(cls, list(registry))
    match = None
    for typ in mro:
        if match is not None:
            if (typ in registry and typ not in cls.__mro__ and match not in cls.__mro__
                    and not issubclass(match, typ)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {typ}")
            break
        if typ in registry:
            match = typ
    return registry.get(match)


def _is_dispatch_type(cls):
    """True for a class or a union of classes."""
    if isinstance(cls, type):
        return True
    return isinstance(cls, type(int | str)) and all(isinstance(arg, type) for arg in cls.__args__)


def _annotated_type(func):
    """Name and type of the first annotated parameter of an implementation."""
    if getattr(func, "__annotate__", None) is None:
        raise TypeError(
            f"Invalid first argument to `register()`: {func!r}. Use either "
            "`@register(some_class)` or plain `@register` on an annotated function."
        )
    try:
        name, cls = next(iter(func.__annotations__.items()))
    except (NameError, AttributeError):
        cls = None
    if not isinstance(cls, type):       # strings, forward references, None: typing resolves them
        from typing import get_type_hints
        from annotationlib import Format
        name, cls = next(iter(get_type_hints(func, format=Format.FORWARDREF).items()))
    if _is_dispatch_type(cls):
        return name, cls
    if isinstance(cls, type(int | str)):
        raise TypeError(f"Invalid annotation for {name!r}. {cls!r} not all arguments are classes.")
    from annotationlib import ForwardRef
    if isinstance(cls, ForwardRef):
        raise TypeError(
            f"Invalid annotation for {name!r}. {cls!r} is an unresolved forward reference.")
    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")


def singledispatch(func):
    """Make a function generic: which implementation runs depends on the first argument's type.

    `register(type)` on the result adds an implementation, `dispatch(type)` tells which one runs,
    `registry` shows all of them.
    """
    from types import MappingProxyType
    from weakref import WeakKeyDictionary

    registry = {}
    chosen = WeakKeyDictionary()
    token = None
    name = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        """Return the implementation that runs for an argument of class `cls`."""
        nonlocal token
        if token is not None:
            current = get_cache_token()
            if token != current:
                chosen.clear()
                token = current
        try:
            return chosen[cls]
        except KeyError:
            impl = registry[cls] if cls in registry else _find_impl(cls, registry)
            chosen[cls] = impl
            return impl

    def register(cls, func=None):
        """Add an implementation for a class or a union; a decorator if `func` is left out."""
        nonlocal token
        if _is_dispatch_type(cls):
            if func is None:
                return lambda func: register(cls, func)
        else:
            if func is not None:
                raise TypeError(
                    f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            func = cls
            _, cls = _annotated_type(func)
        for each in (cls,) if isinstance(cls, type) else cls.__args__:
            registry[each] = func
        if token is None and hasattr(cls, "__abstractmethods__"):
            token = get_cache_token()
        chosen.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = chosen.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch() for methods and other descriptors; looks at the first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Add an implementation for a class or a union."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        return _singledispatchmethod_get(self, obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    def __repr__(self):
        return f"<single dispatch method descriptor {_described(self.func)}>"


def _described(func):
    return getattr(func, "__qualname__", None) or getattr(func, "__name__", "?")


class _singledispatchmethod_get:
    """What looking up a singledispatchmethod gives: it picks and binds at each call."""

    def __init__(self, unbound, obj, cls):
        self._unbound = unbound
        self._dispatch = unbound.dispatcher.dispatch
        self._obj = obj
        self._cls = cls
        # Documentation tools read these two from the instance, not through __getattr__.
        func = unbound.func
        try:
            self.__module__ = func.__module__
        except AttributeError:
            pass
        try:
            self.__doc__ = func.__doc__
        except AttributeError:
            pass

    def __call__(self, /, *args, **kwargs):
        if not args:
            name = getattr(self._unbound.func, "__name__", "singledispatchmethod method")
            raise TypeError(f"{name} requires at least 1 positional argument")
        method = self._dispatch(args[0].__class__)
        if hasattr(method, "__get__"):
            method = method.__get__(self._obj, self._cls)
        return method(*args, **kwargs)

    def __repr__(self):
        name = _described(self)
        if self._obj is not None:
            return f"<bound single dispatch method {name} of {self._obj!r}>"
        return f"<single dispatch method {name}>"

    def __getattr__(self, name):
        # Only what a wrapped function has too; anything else is an error at once.
        if name not in {"__name__", "__qualname__", "__isabstractmethod__", "__annotations__",
                        "__type_params__"}:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(self._unbound.func, name)

    @property
    def __wrapped__(self):
        return self._unbound.func

    @property
    def register(self):
        return self._unbound.register
