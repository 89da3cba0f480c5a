"""Abstract base classes: the metaclass, its caches and the abstract-method markers.

Owns `ABCMeta` and its per-class record `_abc_impl`. Invariant: registries and caches hold their
classes weakly, and a negative answer counts only while no class was registered since it was stored.
"""

from _thread import allocate_lock as _allocate_lock
from _weakref import ref as _ref

# Bits of `__abc_tpflags__`: what instances match in a `match` statement.
_SEQUENCE = 1 << 5
_MAPPING = 1 << 6

_token = 0                      # grows with each registration, under _token_lock
_token_lock = _allocate_lock()


def get_cache_token():
    """Return a value that changes with every successful `ABCMeta.register()`."""
    return _token


def abstractmethod(funcobj):
    """Mark a function as abstract: classes that do not override it cannot be instantiated."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: stack `@classmethod` on top of `@abstractmethod`."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: stack `@staticmethod` on top of `@abstractmethod`."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: stack `@property` on top of `@abstractmethod`."""

    __isabstractmethod__ = True


class _Record:
    """What one abstract class remembers about other classes (sets of weak references).

    `no` is a pair (token, set): whoever decides takes the pair before and adds its answer to that
    set, so that an answer overtaken by a registration in another thread is lost, not believed.
    """

    __slots__ = ("registry", "yes", "no")

    def __init__(self):
        self.registry = set()
        self.yes = set()
        self.no = _token, set()


def _remember(where, cls):
    where.add(_ref(cls, where.discard))


def _abstract_names(cls, own, bases):
    """Names that are abstract in `cls`: its own marked ones and inherited ones still abstract."""
    names = {name for name, value in own if getattr(value, "__isabstractmethod__", False)}
    for base in bases:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """Metaclass whose classes can adopt unrelated classes as virtual subclasses."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls, namespace.items(), bases)
        cls._abc_impl = _Record()
        if namespace.get("__abc_tpflags__", 0) == _SEQUENCE | _MAPPING:
            raise TypeError("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
        return cls

    def register(cls, subclass):
        """Adopt `subclass` as a virtual subclass; returns it, so that it works as a decorator."""
        global _token
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        _remember(cls._abc_impl.registry, subclass)
        with _token_lock:
            _token += 1
        _adopt_pattern_flags(cls, subclass)
        return subclass

    def __instancecheck__(cls, instance):
        real = type(instance)
        try:
            subclass = instance.__class__
        except AttributeError:
            subclass = real
        if _ref(subclass) in cls._abc_impl.yes:
            return True
        if real is subclass:
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(real)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        record = cls._abc_impl
        key = _ref(subclass)
        if key in record.yes:
            return True
        token, no = record.no
        current = _token
        if token != current:
            no = set()
            record.no = current, no
        elif key in no:
            return False
        answer = _decide(cls, subclass, record)
        _remember(record.yes if answer else no, subclass)
        return answer

    def _dump_registry(cls, file=None):
        record = cls._abc_impl
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {get_cache_token()}", file=file)
        print(f"_abc_registry: {record.registry!r}", file=file)
        print(f"_abc_cache: {record.yes!r}", file=file)
        print(f"_abc_negative_cache: {record.no[1]!r}", file=file)
        print(f"_abc_negative_cache_version: {record.no[0]!r}", file=file)

    def _abc_registry_clear(cls):
        cls._abc_impl.registry.clear()

    def _abc_caches_clear(cls):
        record = cls._abc_impl
        record.yes.clear()
        record.no[1].clear()


def _decide(cls, subclass, record):
    """The uncached answer: hook, real inheritance, registered classes, then subclasses of `cls`."""
    answer = cls.__subclasshook__(subclass)
    if answer is not NotImplemented:
        if answer is not True and answer is not False:
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        return answer
    if cls in getattr(subclass, "__mro__", ()):
        return True
    for reference in record.registry.copy():
        known = reference()
        if known is not None and issubclass(subclass, known):
            return True
    for known in cls.__subclasses__():
        if issubclass(subclass, known):
            return True
    return False


def _adopt_pattern_flags(cls, subclass):
    """Let a class registered as Sequence or Mapping match `case [..]` or `case {..}`.

    The flag is an inherited class attribute; builtin classes refuse it and bring their own answer.
    """
    flags = getattr(cls, "__abc_tpflags__", 0)
    if flags and not getattr(subclass, "__abc_tpflags__", 0):
        try:
            subclass.__abc_tpflags__ = flags
        except TypeError:
            pass


def update_abstractmethods(cls):
    """Compute the abstract methods of a class anew after its attributes were changed."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    cls.__abstractmethods__ = _abstract_names(cls, list(cls.__dict__.items()), cls.__bases__)
    return cls


class ABC(metaclass=ABCMeta):
    """Base class for abstract classes written without naming the metaclass."""

    __slots__ = ()
