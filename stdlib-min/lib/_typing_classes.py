"""The parts of `typing` that are made by metaclasses.

Owns protocols, named tuples, typed dictionaries and the stream types. Loaded
by `typing` when one of these is first used.
"""

import sys
import types
from abc import ABCMeta, abstractmethod

import typing
from typing import (AnyStr, Any, Generic, T_co, _SpecialForm, _GenericAlias, _type_check, _type_convert,
                    _type_repr, _BaseGenericAlias, Required, NotRequired, ReadOnly, Annotated,
                    get_origin, get_args)

# --- protocols -----------------------------------------------------------------------

_IGNORED = frozenset([
    '__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol',
    '_is_runtime_protocol', '__protocol_attrs__', '__non_callable_proto_members__',
    '__type_params__', '__abstractmethods__', '__annotations__', '__dict__', '__doc__',
    '__init__', '__module__', '__new__', '__slots__', '__subclasshook__', '__weakref__',
    '__class_getitem__', '__match_args__', '__static_attributes__', '__firstlineno__',
    '__annotate__', '__annotate_func__', '__annotations_cache__', '_MutableMapping__marker',
    '_abc_impl'])

# Classes of other modules that a protocol may inherit from.
_ALLOWED_BASES = {
    'collections.abc': ['Callable', 'Awaitable', 'Iterable', 'Iterator', 'AsyncIterable',
                        'AsyncIterator', 'Hashable', 'Sized', 'Container', 'Collection',
                        'Reversible', 'Buffer'],
    '_collections_abc': ['Callable', 'Awaitable', 'Iterable', 'Iterator', 'AsyncIterable',
                         'AsyncIterator', 'Hashable', 'Sized', 'Container', 'Collection',
                         'Reversible', 'Buffer'],
    'contextlib': ['AbstractContextManager', 'AbstractAsyncContextManager'],
    'io': ['Reader', 'Writer'], 'os': ['PathLike']}


def _get_protocol_attrs(cls):
    """The names of the members of a protocol, those of its bases included."""
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ('Protocol', 'Generic'):
            continue
        annotations = _annotations_of(base)
        for attr in (*base.__dict__, *annotations):
            if not attr.startswith('_abc_') and attr not in _IGNORED:
                attrs.add(attr)
    return attrs


def _annotations_of(cls):
    import annotationlib
    return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)


def _in_abc_machinery(depth=2):
    """True if abc or functools ask: they test all classes they know."""
    try:
        name = sys._getframe(depth).f_globals.get('__name__')
    except (AttributeError, ValueError):
        return True
    return name in ('abc', '_py_abc', 'functools', __name__, None)


def _static_attribute(obj, attr):
    """The attribute without running properties; raises AttributeError."""
    try:
        from inspect import getattr_static
        return getattr_static(obj, attr)
    except ImportError:
        pass
    for base in type(obj).__mro__:
        if attr in base.__dict__:
            return base.__dict__[attr]
    try:
        values = object.__getattribute__(obj, '__dict__')
    except AttributeError:
        values = {}
    if isinstance(values, dict) and attr in values:
        return values[attr]
    raise AttributeError(attr)


class _ProtocolMeta(ABCMeta):
    """Makes protocols, and tests objects against those that are runtime-checkable."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name == 'Protocol' and bases == (Generic,):
            pass
        elif Protocol in bases:
            for base in bases:
                if not (base in (object, Generic)
                        or base.__name__ in _ALLOWED_BASES.get(base.__module__, ())
                        or issubclass(base, Generic) and getattr(base, '_is_protocol', False)):
                    raise TypeError(f'Protocols can only inherit from other protocols, '
                                    f'got {base!r}')
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, '_is_protocol', False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, '_is_protocol', False) and not _in_abc_machinery():
            if not getattr(cls, '_is_runtime_protocol', False):
                _check_class(other)
                raise TypeError('Instance and class checks can only be used with '
                                '@runtime_checkable protocols')
            if cls.__non_callable_proto_members__ \
                    and cls.__dict__.get('__subclasshook__') is _proto_hook:
                _check_class(other)
                names = ', '.join(map(repr, sorted(cls.__non_callable_proto_members__)))
                raise TypeError('Protocols with non-method members don\'t support issubclass(). '
                                f'Non-method members: {names}.')
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, '_is_protocol', False):
            return super().__instancecheck__(instance)
        if not getattr(cls, '_is_runtime_protocol', False) and not _in_abc_machinery():
            raise TypeError('Instance and class checks can only be used with '
                            '@runtime_checkable protocols')
        if super().__instancecheck__(instance):
            return True
        for attr in cls.__protocol_attrs__:
            try:
                value = _static_attribute(instance, attr)
            except AttributeError:
                break
            # None says "not this method".
            if value is None and attr not in cls.__non_callable_proto_members__:
                break
        else:
            return True
        return False


def _check_class(other):
    if not isinstance(other, type):
        raise TypeError('issubclass() arg 1 must be a class')


@classmethod
def _proto_hook(cls, other):
    """`__subclasshook__` of protocols: every member must be there."""
    if not cls.__dict__.get('_is_protocol', False):
        return NotImplemented
    for attr in cls.__protocol_attrs__:
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            if issubclass(other, Generic) and getattr(other, '_is_protocol', False) \
                    and attr in _annotations_of(base):
                break
        else:
            return NotImplemented
    return True


def _no_init_or_replace_init(self, *args, **kwargs):
    """`__init__` of protocols: they have no instances, their subclasses do."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    if cls.__init__ is not _no_init_or_replace_init:
        return
    # Find the __init__ that would have been inherited, and use it from now on.
    for base in cls.__mro__:
        init = base.__dict__.get('__init__', _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols: classes that others match by having their members."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if '__subclasshook__' not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


typing.Protocol = Protocol


def runtime_checkable(cls):
    """Allow isinstance() with a protocol; it tests only whether the members exist."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)
            and getattr(cls, '_is_protocol', False)):
        raise TypeError('@runtime_checkable can be only applied to protocol classes, '
                        f'got {cls!r}')
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = set()
    for attr in cls.__protocol_attrs__:
        try:
            is_callable = callable(getattr(cls, attr, None))
        except Exception as e:
            raise TypeError(f'Failed to determine whether protocol member {attr!r} is '
                            'a method member') from e
        if not is_callable:
            cls.__non_callable_proto_members__.add(attr)
    return cls


def is_protocol(tp, /):
    """True for protocol classes."""
    return (isinstance(tp, type) and getattr(tp, '_is_protocol', False)
            and tp is not Protocol and tp != Protocol)


def get_protocol_members(tp, /):
    """The names that a class must have to match the protocol."""
    if not is_protocol(tp):
        raise TypeError(f'{tp!r} is not a Protocol')
    return frozenset(tp.__protocol_attrs__)


@runtime_checkable
class SupportsInt(Protocol):
    """Can be converted by int()."""

    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """Can be converted by float()."""

    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """Can be converted by complex()."""

    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """Can be converted by bytes()."""

    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """Can be used as an index."""

    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """Has an absolute value."""

    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T_co:
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """Can be rounded."""

    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        pass


# --- named tuples ----------------------------------------------------------------------

_PROHIBITED = frozenset(['__new__', '__init__', '__slots__', '__getnewargs__', '_fields',
                         '_field_defaults', '_field_types', '_make', '_replace', '_asdict',
                         '_source'])
_SPECIAL = frozenset(['__module__', '__name__', '__annotations__', '__annotate__',
                      '__annotate_func__', '__annotations_cache__'])


def _eager_annotate(annotations, check=True):
    """An annotate function for annotations that are known."""
    checked = annotations if not check else {
        key: _type_check(value, f'field {key} annotation must be a type')
        for key, value in annotations.items()}

    def annotate(format, /):
        import annotationlib
        if format in (1, 3):
            return checked
        if format == 4:
            return annotationlib.annotations_to_string(annotations)
        raise NotImplementedError(format)
    return annotate


def _make_nmtuple(name, fields, annotate, module, defaults=()):
    from collections import namedtuple
    made = namedtuple(name, fields, defaults=defaults, module=module)
    made.__annotate__ = made.__new__.__annotate__ = annotate
    return made


def _namespace_annotations(namespace, check=True):
    """(annotations with unknown names as references, annotate function) of a class body."""
    import annotationlib
    if '__annotations__' in namespace:
        found = namespace['__annotations__']
        return found, _eager_annotate(found, check)
    annotate = annotationlib.get_annotate_from_class_namespace(namespace)
    if annotate is None:
        return {}, _eager_annotate({})
    found = annotationlib.call_annotate_function(annotate, annotationlib.Format.FORWARDREF)

    def checked(format, /, raw=False):
        result = annotationlib.call_annotate_function(annotate, format)
        if format == 4 or raw:
            return result
        return {key: _type_check(value, f'field {key} annotation must be a type')
                for key, value in result.items()}
    return found, checked


class NamedTupleMeta(type):
    """Turns a class body into a named tuple."""

    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError('can only inherit from a NamedTuple type and Generic')
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        fields, annotate = _namespace_annotations(ns)
        for value in fields.values():
            _type_check(value, 'field annotation must be a type')
        if '__classcell__' in ns:
            raise TypeError('uses of super() and __class__ are unsupported in methods of '
                            'NamedTuple subclasses')
        defaults = []
        for field in fields:
            if field in ns:
                defaults.append(field)
            elif defaults:
                raise TypeError(f'Non-default namedtuple field {field} cannot follow default '
                                f'field{"s" if len(defaults) > 1 else ""} '
                                f'{", ".join(defaults)}')
        made = _make_nmtuple(typename, fields, annotate, ns['__module__'],
                             [ns[n] for n in defaults])
        made.__bases__ = bases
        if Generic in bases:
            made.__class_getitem__ = classmethod(typing._generic_class_getitem)
        for key, val in ns.items():
            if key in _PROHIBITED:
                raise AttributeError('Cannot overwrite NamedTuple attribute ' + key)
            if key in _SPECIAL:
                continue
            if key not in made._fields:
                setattr(made, key, val)
            _tell_name(val, made, key)
        if Generic in bases:
            made.__init_subclass__()
        return made


def _tell_name(value, owner, name):
    """Call `__set_name__` as a class statement does."""
    try:
        set_name = type(value).__set_name__
    except AttributeError:
        return
    try:
        set_name(value, owner, name)
    except BaseException as e:
        e.add_note(f'Error calling __set_name__ on {type(value).__name__!r} instance '
                   f'{name!r} in {owner.__name__!r}')
        raise


def _caller_module():
    """The module of the function that called the caller."""
    return sys._getframe(2).f_globals.get('__name__', '__main__')


def NamedTuple(typename, fields=typing._sentinel, /, **kwargs):
    """A named tuple with types: a base class, or a function of name and fields."""
    if fields is typing._sentinel or fields is None and kwargs:
        if fields is None:
            raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify "
                            'fields using keyword arguments')
        if kwargs:
            message = ('Creating NamedTuple classes using keyword arguments is deprecated and '
                       'will be disallowed in Python {remove}. Use the class-based or '
                       'functional syntax instead.')
        else:
            message = (f"Failing to pass a value for the 'fields' parameter is deprecated and "
                       f"will be disallowed in Python {{remove}}. To create a NamedTuple class "
                       f"with 0 fields using the functional syntax, pass an empty list, e.g. "
                       f"`{typename} = NamedTuple({typename!r}, [])`.")
        _deprecated_call(message)
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, "
                        'not both')
    elif fields is None:
        message = (f"Passing `None` as the 'fields' parameter is deprecated and will be "
                   f"disallowed in Python {{remove}}. To create a NamedTuple class with 0 "
                   f"fields using the functional syntax, pass an empty list, e.g. "
                   f"`{typename} = NamedTuple({typename!r}, [])`.")
        _deprecated_call(message)
        fields = ()
    fields = dict(fields)
    made = _make_nmtuple(typename, fields, _eager_annotate(fields), module=_caller_module())
    made.__orig_bases__ = (NamedTuple,)
    return made


def _deprecated_call(message):
    import warnings
    warnings.warn(message.format(remove='3.15'), DeprecationWarning, stacklevel=3)


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


def _namedtuple_mro_entries(bases):
    assert NamedTuple in bases
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


# --- typed dictionaries ----------------------------------------------------------------

def _qualifiers(annotation):
    """Yield what a key is marked with: Required, NotRequired, ReadOnly."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            annotation, = get_args(annotation)
        else:
            return


class _TypedDictMeta(type):
    """Turns a class body into a description of dictionaries."""

    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict '
                                'base class')
        generic_base = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic_base, dict), {
            k: v for k, v in ns.items() if k not in ('__annotations__', '__annotate__',
                                                     '__annotate_func__')})
        if not hasattr(made, '__orig_bases__'):
            made.__orig_bases__ = bases
        eager = '__annotations__' in ns
        own, annotate = _namespace_annotations(ns, False)
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {n: _type_check(tp, msg, module=made.__module__, owner=made)
               for n, tp in own.items()}
        required, optional, readonly, mutable = set(), set(), set(), set()
        for base in bases:
            values = base.__dict__
            base_required = values.get('__required_keys__', set())
            required |= base_required
            optional -= base_required
            base_optional = values.get('__optional_keys__', set())
            required -= base_optional
            optional |= base_optional
            readonly.update(values.get('__readonly_keys__', ()))
            mutable.update(values.get('__mutable_keys__', ()))
        for key, annotation in own.items():
            marks = set(_qualifiers(annotation))
            is_required = True if Required in marks else \
                False if NotRequired in marks else total
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            if ReadOnly in marks:
                if key in mutable:
                    raise TypeError(f'Cannot override mutable key {key!r} with read-only key')
                readonly.add(key)
            else:
                mutable.add(key)
                readonly.discard(key)
        made.__annotate__ = _joined_annotate(bases, None if eager else annotate, own, made)
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(readonly)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    # Calling the class makes a plain dictionary.
    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def _joined_annotate(bases, own_annotate, own, made):
    """The annotate function of a typed dictionary, keys of its bases included."""
    def __annotate__(format, /):
        import annotationlib
        found = {}
        for base in bases:
            if base is Generic:
                continue
            annotate = base.__annotate__
            if annotate is not None:
                found.update(annotationlib.call_annotate_function(annotate, format, owner=base))
        if format == 1:
            if own_annotate is None or not own:
                found.update(own)
                return found
            found.update({n: _type_check(tp, 'each value must be a type', module=made.__module__)
                          for n, tp in own_annotate(1, raw=True).items()})
        elif format == 3:
            if own_annotate is None:
                found.update(own)
                return found
            found.update({n: _type_check(tp, 'each value must be a type', module=made.__module__)
                          for n, tp in own_annotate(3, raw=True).items()})
        elif format == 4:
            if own_annotate is None:
                found.update(annotationlib.annotations_to_string(own))
            elif own:
                found.update(annotationlib.call_annotate_function(own_annotate, 4))
        else:
            raise NotImplementedError(format)
        return found
    return __annotate__


def TypedDict(typename, fields=typing._sentinel, /, *, total=True):
    """A dictionary with given keys: a base class, or a function of name and keys."""
    if fields is typing._sentinel or fields is None:
        if fields is None:
            message = "Passing `None` as the 'fields' parameter"
        else:
            message = "Failing to pass a value for the 'fields' parameter"
        _deprecated_call(f"{message} is deprecated and will be disallowed in Python {{remove}}. "
                         f"To create a TypedDict class with 0 fields using the functional "
                         f"syntax, pass an empty dictionary, e.g. "
                         f"`{typename} = TypedDict({typename!r}, {{{{}}}})`.")
        fields = {}
    ns = {'__annotations__': dict(fields)}
    module = _caller_module()
    if module is not None:
        ns['__module__'] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


typing._TypedDictMeta = _TypedDictMeta
_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """True for classes made by TypedDict."""
    return isinstance(tp, _TypedDictMeta) and tp is not TypedDict


# --- streams -----------------------------------------------------------------------------

class IO(Generic[AnyStr]):
    """The type of what open() returns; for hints only."""

    __slots__ = ()

    def __enter__(self) -> 'IO[AnyStr]':
        pass

    def __exit__(self, type, value, traceback) -> None:
        pass


def _add_stream_methods(cls, names):
    for name in names.split():
        def method(self, *args):
            pass
        method.__name__ = name
        method.__qualname__ = f'{cls.__name__}.{name}'
        setattr(cls, name, abstractmethod(method))


_add_stream_methods(IO, 'close fileno flush isatty read readable readline readlines seek '
                        'seekable tell truncate writable write writelines')


class BinaryIO(IO[bytes]):
    """The type of binary streams."""

    __slots__ = ()


class TextIO(IO[str]):
    """The type of text streams."""

    __slots__ = ()


for _class in (Protocol, _ProtocolMeta, SupportsInt, SupportsFloat, SupportsComplex,
               SupportsBytes, SupportsIndex, SupportsAbs, SupportsRound, NamedTuple,
               NamedTupleMeta, TypedDict, _TypedDictMeta, IO, BinaryIO, TextIO):
    _class.__module__ = 'typing'
del _class
