"""Type hints at run time.

Owns the special forms, the generic aliases and the functions on hints. Hints
are not checked, only kept: an alias knows its origin and its arguments, and
substitutes type variables when it is subscripted again. What a script may not
need is loaded when first used: `_typing_classes` has protocols, named tuples and
typed dictionaries, `_typing_hints` the functions on hints and the decorators.
"""

import sys
import types
import _collections_abc as _abc
from types import GenericAlias, UnionType

try:
    from _typing import (TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs,
                         TypeAliasType, Generic, NoDefault)
except ImportError:
    from _typevars import (TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs,
                           TypeAliasType, Generic, NoDefault)

__all__ = [
    'Annotated', 'Any', 'Callable', 'ClassVar', 'Concatenate', 'Final', 'ForwardRef', 'Generic',
    'Literal', 'Optional', 'ParamSpec', 'Protocol', 'Tuple', 'Type', 'TypeVar', 'TypeVarTuple',
    'Union', 'AbstractSet', 'ByteString', 'Container', 'ContextManager', 'Hashable', 'ItemsView',
    'Iterable', 'Iterator', 'KeysView', 'Mapping', 'MappingView', 'MutableMapping',
    'MutableSequence', 'MutableSet', 'Sequence', 'Sized', 'ValuesView', 'Awaitable',
    'AsyncIterator', 'AsyncIterable', 'Coroutine', 'Collection', 'AsyncGenerator',
    'AsyncContextManager', 'Reversible', 'SupportsAbs', 'SupportsBytes', 'SupportsComplex',
    'SupportsFloat', 'SupportsIndex', 'SupportsInt', 'SupportsRound', 'ChainMap', 'Counter',
    'Deque', 'Dict', 'DefaultDict', 'List', 'OrderedDict', 'Set', 'FrozenSet', 'NamedTuple',
    'TypedDict', 'Generator', 'BinaryIO', 'IO', 'Match', 'Pattern', 'TextIO', 'AnyStr',
    'assert_type', 'assert_never', 'cast', 'clear_overloads', 'dataclass_transform',
    'evaluate_forward_ref', 'final', 'get_args', 'get_origin', 'get_overloads',
    'get_protocol_members', 'get_type_hints', 'is_protocol', 'is_typeddict', 'LiteralString',
    'Never', 'NewType', 'no_type_check', 'no_type_check_decorator', 'NoDefault', 'NoReturn',
    'NotRequired', 'overload', 'override', 'ParamSpecArgs', 'ParamSpecKwargs', 'ReadOnly',
    'Required', 'reveal_type', 'runtime_checkable', 'Self', 'Text', 'TYPE_CHECKING', 'TypeAlias',
    'TypeGuard', 'TypeIs', 'TypeAliasType', 'Unpack']

TYPE_CHECKING = False
Text = str


class _Sentinel:
    def __repr__(self):
        return '<sentinel>'


_sentinel = _Sentinel()


class _TypingEllipsis:
    """Stands for `...` inside the arguments of Callable."""


_LAZY_CLASSES = frozenset([
    'Protocol', '_ProtocolMeta', 'runtime_checkable', 'is_protocol', 'get_protocol_members',
    'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat', 'SupportsIndex',
    'SupportsInt', 'SupportsRound', 'NamedTuple', 'NamedTupleMeta', 'TypedDict',
    '_TypedDictMeta', 'is_typeddict', '_NamedTuple', '_TypedDict', 'IO', 'TextIO', 'BinaryIO',
    '_get_protocol_attrs'])

_LAZY_HINTS = frozenset([
    '_strip_annotations', '_eval_type', 'evaluate_forward_ref', 'get_type_hints', 'cast',
    'assert_type', 'assert_never', 'reveal_type', 'no_type_check', 'no_type_check_decorator',
    '_overload_dummy', '_overload_registry', 'overload', 'get_overloads', 'clear_overloads',
    'final', 'override', 'dataclass_transform', 'NewType'])


def __getattr__(name):
    if name in _LAZY_CLASSES:
        import _typing_classes as source
        value = getattr(source, name)
    elif name in _LAZY_HINTS:
        import _typing_hints as source
        value = getattr(source, name)
    elif name == 'ForwardRef':
        from annotationlib import ForwardRef as value
    elif name in _LAZY_ALIASES:
        value = _lazy_alias(name)
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *_LAZY_CLASSES, *_LAZY_HINTS, *_LAZY_ALIASES, 'ForwardRef'})


def _loaded(name):
    """What *name* means if its module was loaded; else nothing equals the result."""
    return globals().get(name, _sentinel)


# --- arguments ---------------------------------------------------------------------

def _type_repr(obj):
    """*obj* as it is shown inside an alias."""
    if isinstance(obj, tuple):
        return '[' + ', '.join(_type_repr(t) for t in obj) + ']'
    if isinstance(obj, (type, types.FunctionType, types.BuiltinFunctionType)):
        if obj.__module__ == 'builtins':
            return obj.__qualname__
        return f'{obj.__module__}.{obj.__qualname__}'
    if obj is ...:
        return '...'
    return repr(obj)


def _make_forward_ref(code, *, parent_fwdref=None, **kwargs):
    from annotationlib import ForwardRef
    if parent_fwdref is not None:
        if parent_fwdref.__forward_module__ is not None:
            kwargs['module'] = parent_fwdref.__forward_module__
        if parent_fwdref.__owner__ is not None:
            kwargs['owner'] = parent_fwdref.__owner__
    ref = ForwardRef(code, **kwargs)
    # Wrong syntax is reported at once.
    ref.__forward_code__
    return ref


def _type_convert(arg, module=None, *, allow_special_forms=False, owner=None):
    """None stands for its type, a string for a forward reference."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return _make_forward_ref(arg, module=module, is_class=allow_special_forms, owner=owner)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False,
                owner=None):
    """*arg* converted, or TypeError if it cannot be a type."""
    arg = _type_convert(arg, module=module, allow_special_forms=allow_special_forms, owner=owner)
    if isinstance(arg, _GenericAlias):
        origin = arg.__origin__
        if (origin is Generic or origin is _loaded('Protocol')
                or not allow_special_forms and (origin is ClassVar
                                                or is_argument and origin is Final)):
            raise TypeError(f'{arg} is not valid as type argument')
        return arg
    if isinstance(arg, type):
        if arg is Generic or arg is _loaded('Protocol'):
            raise TypeError(f'Plain {arg} is not valid as type argument')
        return arg
    if isinstance(arg, _SpecialForm):
        if arg in (LiteralString, NoReturn, Never, Self, TypeAlias) \
                or allow_special_forms and arg in (ClassVar, Final):
            return arg
        raise TypeError(f'Plain {arg} is not valid as type argument')
    if type(arg) is tuple:
        raise TypeError(f'{msg} Got {arg!r:.100}.')
    return arg


def _is_param_expr(arg):
    return arg is ... or isinstance(arg, (tuple, list)) or (
        isinstance(arg, (ParamSpec, _ConcatenateGenericAlias)))


def _is_typevar_like(x):
    return isinstance(x, (TypeVar, ParamSpec)) or _is_unpacked_typevartuple(x)


def _is_unpacked_typevartuple(x):
    # Classes may have a metaclass with an attribute for everything.
    return not isinstance(x, type) and getattr(x, '__typing_is_unpacked_typevartuple__', False)


def _collect_type_parameters(args, *, enforce_default_ordering=True, validate_all=False):
    """The type variables in *args*, in the order of their first occurrence."""
    found = []
    seen_default = False
    seen_tuple = False

    def add(t):
        nonlocal seen_default, seen_tuple
        if t in found:
            return
        if enforce_default_ordering:
            if t.has_default():
                if seen_tuple and isinstance(t, TypeVar):
                    raise TypeError('Type parameter with a default follows TypeVarTuple')
                seen_default = True
            elif seen_default:
                raise TypeError(f'Type parameter {t!r} without a default follows type '
                                'parameter with a default')
        found.append(t)

    for t in args:
        if isinstance(t, type):
            continue
        if isinstance(t, tuple):
            for x in t:
                for inner in _collect_type_parameters([x]):
                    if inner not in found:
                        found.append(inner)
        elif hasattr(t, '__typing_subst__'):
            add(t)
        else:
            if _is_unpacked_typevartuple(t):
                seen_tuple = True
            for x in getattr(t, '__parameters__', ()):
                if x not in found:
                    found.append(x)
    return tuple(found)


def _deduplicate(params, *, unhashable_fallback=False):
    try:
        return tuple(dict.fromkeys(params))
    except TypeError:
        if not unhashable_fallback:
            raise
    out = []
    for p in params:
        if p not in out:
            out.append(p)
    return tuple(out)


def _unpack_args(*args):
    """*args* with `*tuple[int, str]` replaced by its parts."""
    out = []
    for arg in args:
        inner = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if inner is not None and not (inner and inner[-1] is ...):
            out.extend(inner)
        else:
            out.append(arg)
    return out


def _cached(func):
    """Remember results by argument, as far as arguments can be hashed."""
    cache = {}

    def inner(self, params):
        try:
            key = (self, params, type(params) if not isinstance(params, tuple)
                   else tuple(map(type, params)))
            return cache[key]
        except KeyError:
            pass
        except TypeError:
            return func(self, params)
        result = func(self, params)
        if len(cache) >= 512:
            cache.clear()
        cache[key] = result
        return result

    inner.__wrapped__ = func
    _cleanups.append(cache.clear)
    inner.__name__ = func.__name__
    inner.__qualname__ = func.__qualname__
    inner.__doc__ = func.__doc__
    return inner


_cleanups = []


# --- unions ------------------------------------------------------------------------

def _make_union(*parts):
    """The union of two operands of `|`, strings being forward references."""
    return Union[parts]


def _is_union(tp):
    return isinstance(tp, _union_types)


# --- special forms -----------------------------------------------------------------

class _SpecialForm:
    # A name with a meaning of its own, like Optional. No docstring: that is a slot.
    __slots__ = ('_name', '__doc__', '_getitem', '__weakref__')

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __init_subclass__(cls, **kwds):
        raise TypeError('Cannot subclass special typing classes')

    def __getattr__(self, item):
        if item in ('__name__', '__qualname__'):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return _make_union(self, other)

    def __ror__(self, other):
        return _make_union(other, self)

    def __instancecheck__(self, obj):
        raise TypeError(f'{self} cannot be used with isinstance()')

    def __subclasscheck__(self, cls):
        raise TypeError(f'{self} cannot be used with issubclass()')

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)

    __getitem__ = _cached(__getitem__)
    __iter__ = None


def _plain(name, doc):
    """A special form that takes no arguments."""
    def getitem(self, parameters):
        raise TypeError(f'{self} is not subscriptable')
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(obj)

    def __repr__(self):
        return 'typing.Any' if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Compatible with every type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError('Any cannot be instantiated')
        return super().__new__(cls)


NoReturn = _plain('NoReturn', 'The result of functions that never return.')
Never = _plain('Never', 'The type without values.')
Self = _plain('Self', 'The class that a method is called on.')
LiteralString = _plain('LiteralString', 'Strings that stand in the program text.')
TypeAlias = _plain('TypeAlias', 'Marks an assignment as the definition of a type alias.')


@_SpecialForm
def ClassVar(self, parameters):
    """An attribute that belongs to the class and not to its instances."""
    item = _type_check(parameters, f'{self} accepts only single type.', allow_special_forms=True)
    return _GenericAlias(self, (item,))


@_SpecialForm
def Final(self, parameters):
    """A name that is not assigned again."""
    item = _type_check(parameters, f'{self} accepts only single type.', allow_special_forms=True)
    return _GenericAlias(self, (item,))


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is X | None."""
    return Union[_type_check(parameters, f'{self} requires a single type.'), type(None)]


def _flatten_literal_params(parameters):
    for p in parameters:
        if isinstance(p, _LiteralGenericAlias):
            yield from p.__args__
        else:
            yield p


@_SpecialForm
def Literal(self, parameters):
    """One of some given values."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    parameters = list(_flatten_literal_params(parameters))
    # 1 and True are different here.
    pairs = _deduplicate([(p, type(p)) for p in parameters], unhashable_fallback=True)
    return _LiteralGenericAlias(self, tuple(p for p, _ in pairs))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters in front of those of a ParamSpec."""
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError('The last parameter to Concatenate should be a ParamSpec variable '
                        'or ellipsis.')
    msg = 'Concatenate[arg, ...]: each arg must be a type.'
    parameters = (*(_type_check(p, msg) for p in parameters[:-1]), parameters[-1])
    return _ConcatenateGenericAlias(self, parameters)


@_SpecialForm
def TypeGuard(self, parameters):
    """The result of a function that tells whether its argument has a type."""
    return _GenericAlias(self, (_type_check(parameters, f'{self} accepts only single type.'),))


@_SpecialForm
def TypeIs(self, parameters):
    """Like TypeGuard, and false means that the argument has another type."""
    return _GenericAlias(self, (_type_check(parameters, f'{self} accepts only single type.'),))


@_SpecialForm
def Unpack(self, parameters):
    """The older way to write `*tuple`."""
    item = _type_check(parameters, f'{self} accepts only single type.')
    return _UnpackGenericAlias(origin=self, args=(item,))


def _qualifier(name, doc):
    def getitem(self, parameters):
        item = _type_check(parameters, f'{self._name} accepts only a single type.',
                           allow_special_forms=True)
        return _GenericAlias(self, (item,))
    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


Required = _qualifier('Required', 'A key that a TypedDict always has.')
NotRequired = _qualifier('NotRequired', 'A key that a TypedDict may lack.')
ReadOnly = _qualifier('ReadOnly', 'A key of a TypedDict that is not assigned.')


@_SpecialForm
def Annotated(self, params):
    """A type with further information: Annotated[int, anything...]."""
    if not isinstance(params, tuple):
        params = (params,)
    if len(params) < 2:
        raise TypeError('Annotated[...] should be used with at least two arguments '
                        '(a type and an annotation).')
    if _is_unpacked_typevartuple(params[0]):
        raise TypeError('Annotated[...] should not be used with an unpacked TypeVarTuple')
    origin = _type_check(params[0], 'Annotated[t, ...]: t must be a type.',
                         allow_special_forms=True)
    return _AnnotatedAlias(origin, tuple(params[1:]))


# Replaced at the end of this module.
Union = UnionType
_union_types = (UnionType,)


# --- generic aliases ---------------------------------------------------------------

def _is_dunder(attr):
    return attr.startswith('__') and attr.endswith('__')


class _BaseGenericAlias:
    """An origin that is used with, or may be given, type arguments."""

    def __init_subclass__(cls, **kwds):
        if cls.__module__ != __name__:
            raise TypeError('Cannot subclass special typing classes')

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f'Type {self._name} cannot be instantiated; '
                            f'use {self.__origin__.__name__}() instead')
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            # Instances without a __dict__, or that refuse.
            pass
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        res = []
        if self.__origin__ not in bases:
            res.append(self.__origin__)
        for b in bases[bases.index(self) + 1:]:
            if isinstance(b, _BaseGenericAlias):
                break
            if isinstance(b, type):
                if issubclass(b, Generic):
                    break
                continue
            entries = getattr(b, '__mro_entries__', None)
            made = entries(bases) if entries else ()
            if isinstance(made, tuple) and any(isinstance(c, type) and issubclass(c, Generic)
                                               for c in made):
                break
        else:
            res.append(Generic)
        return tuple(res)

    def __getattr__(self, attr):
        if attr in ('__origin__', '__args__'):
            raise AttributeError(attr)
        if attr in ('__name__', '__qualname__'):
            return self._name or self.__origin__.__name__
        if '__origin__' in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if _is_dunder(attr) or attr in ('_name', '_inst', '_nparams', '_defaults'):
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError('Subscripted generics cannot be used with class and instance checks')

    def __dir__(self):
        return list(set(super().__dir__())
                    | {attr for attr in dir(self.__origin__) if not _is_dunder(attr)})


class _GenericAlias(_BaseGenericAlias):
    """An origin with its arguments, like List[int]."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = tuple(... if a is _TypingEllipsis else a for a in args)
        self.__parameters__ = _collect_type_parameters(
            args, enforce_default_ordering=origin is Generic or origin is _loaded('Protocol'))
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, right):
        return _make_union(self, right)

    def __ror__(self, left):
        return _make_union(left, self)

    def __getitem__(self, args):
        if self.__origin__ is Generic or self.__origin__ is _loaded('Protocol'):
            raise TypeError(f'Cannot subscript already-subscripted {self}')
        if not self.__parameters__:
            raise TypeError(f'{self} is not a generic class')
        if not isinstance(args, tuple):
            args = (args,)
        args = tuple(_unpack_args(*(_type_convert(p) for p in args)))
        return self.copy_with(self._determine_new_args(args))

    def _determine_new_args(self, args):
        params = self.__parameters__
        for param in params:
            prepare = getattr(param, '__typing_prepare_subst__', None)
            if prepare is not None:
                args = prepare(self, args)
        if len(args) != len(params):
            raise TypeError(f'Too {"many" if len(args) > len(params) else "few"} arguments '
                            f'for {self}; actual {len(args)}, expected {len(params)}')
        return tuple(self._make_substitution(self.__args__, dict(zip(params, args))))

    def _make_substitution(self, args, new_arg_by_param):
        new_args = []
        for old in args:
            if isinstance(old, type):
                new_args.append(old)
                continue
            substitute = getattr(old, '__typing_subst__', None)
            if substitute:
                new = substitute(new_arg_by_param[old])
            else:
                inner = getattr(old, '__parameters__', ())
                if not inner:
                    new = old
                else:
                    chosen = []
                    for x in inner:
                        if isinstance(x, TypeVarTuple):
                            chosen.extend(new_arg_by_param[x])
                        else:
                            chosen.append(new_arg_by_param[x])
                    new = old[tuple(chosen)]
            if self.__origin__ is _abc.Callable and isinstance(new, tuple):
                # The parameters of a Callable lie flat in its arguments.
                new_args.extend(new)
            elif _is_unpacked_typevartuple(old):
                new_args.extend(new)
            elif isinstance(old, tuple):
                new_args.append(tuple(self._make_substitution(old, new_arg_by_param)))
            else:
                new_args.append(new)
        return new_args

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = 'typing.' + self._name if self._name else _type_repr(self.__origin__)
        args = ', '.join([_type_repr(a) for a in self.__args__]) if self.__args__ else '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        from _operator import getitem
        origin = getattr(sys.modules[__name__], self._name) if self._name else self.__origin__
        args = tuple(self.__args__)
        if len(args) == 1 and not isinstance(args[0], tuple):
            args, = args
        return getitem, (origin, args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if _loaded('Protocol') in bases:
                return ()
            for b in bases[bases.index(self) + 1:]:
                if isinstance(b, _BaseGenericAlias) and b is not self:
                    return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


class _SpecialGenericAlias(_BaseGenericAlias):
    """A generic class under its older name, like List."""

    __iter__ = None

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        if name is None:
            name = origin.__name__
        super().__init__(origin, inst=inst, name=name)
        self._nparams = nparams
        self._defaults = defaults
        if origin.__module__ == 'builtins':
            self.__doc__ = f'Deprecated alias to {origin.__qualname__}.'
        else:
            self.__doc__ = f'Deprecated alias to {origin.__module__}.{origin.__qualname__}.'

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        msg = 'Parameters to generic types must be types.'
        params = tuple([_type_check(p, msg) for p in params])
        missing = self._nparams - len(params)
        if self._defaults and 0 < missing <= len(self._defaults):
            params = (*params, *self._defaults[-missing:])
        if len(params) != self._nparams:
            expected = f'at least {self._nparams - len(self._defaults)}' \
                if self._defaults else str(self._nparams)
            if not self._nparams:
                raise TypeError(f'{self} is not a generic class')
            raise TypeError(f'Too {"many" if len(params) > self._nparams else "few"} arguments '
                            f'for {self}; actual {len(params)}, expected {expected}')
        return self.copy_with(params)

    __getitem__ = _cached(__getitem__)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if not isinstance(cls, _GenericAlias):
            return issubclass(cls, self.__origin__)
        return super().__subclasscheck__(cls)

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return _make_union(self, right)

    def __ror__(self, left):
        return _make_union(left, self)


class _DeprecatedGenericAlias(_SpecialGenericAlias):
    """An alias that warns when it is used in a test."""

    def _warn(self):
        import warnings
        warnings._deprecated(f'{self.__module__}.{self._name}', remove=(3, 17))

    def __instancecheck__(self, obj):
        self._warn()
        return super().__instancecheck__(obj)

    def __subclasscheck__(self, cls):
        self._warn()
        return super().__subclasscheck__(cls)


class _CallableGenericAlias(_GenericAlias):
    """Callable with its parameters, flat, and its result."""

    __iter__ = None

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_param_expr(args[0]):
            return super().__repr__()
        shown = ', '.join([_type_repr(a) for a in args[:-1]])
        return f'typing.Callable[[{shown}], {_type_repr(args[-1])}]'

    def __reduce__(self):
        from _operator import getitem
        args = self.__args__
        if not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return getitem, (Callable, args)


class _CallableType(_SpecialGenericAlias):

    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        args, result = params
        # Lists cannot be hashed, so they would not be cached.
        return self._with((tuple(args) if isinstance(args, list) else args, result))

    def _with(self, params):
        args, result = params
        result = _type_check(result, 'Callable[args, result]: result must be a type.')
        if args is Ellipsis:
            return self.copy_with((_TypingEllipsis, result))
        if not isinstance(args, tuple):
            args = (args,)
        return self.copy_with((*[_type_convert(arg) for arg in args], result))

    _with = _cached(_with)


class _TupleType(_SpecialGenericAlias):

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if len(params) >= 2 and params[-1] is ...:
            msg = 'Tuple[t, ...]: t must be a type.'
            return self.copy_with((*[_type_check(p, msg) for p in params[:-1]],
                                   _TypingEllipsis))
        msg = 'Tuple[t0, t1, ...]: each t must be a type.'
        return self.copy_with(tuple([_type_check(p, msg) for p in params]))

    __getitem__ = _cached(__getitem__)


class _LiteralGenericAlias(_GenericAlias):

    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set((v, type(v)) for v in self.__args__) == \
            set((v, type(v)) for v in other.__args__)

    def __hash__(self):
        return hash(frozenset((v, type(v)) for v in self.__args__))

    __iter__ = None


class _ConcatenateGenericAlias(_GenericAlias):

    def copy_with(self, params):
        if isinstance(params[-1], (list, tuple)):
            return (*params[:-1], *params[-1])
        if isinstance(params[-1], _ConcatenateGenericAlias):
            params = (*params[:-1], *params[-1].__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias):

    def __repr__(self):
        # The argument is written with a star.
        return f'typing.Unpack[{_type_repr(self.__args__[0])}]'

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg, = self.__args__
        if isinstance(arg, (_GenericAlias, GenericAlias)):
            if arg.__origin__ is not tuple:
                raise TypeError('Unpack[...] must be used with a tuple type')
            return arg.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias):
    """A type with metadata; behaves like the type otherwise."""

    __iter__ = None

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

    def __repr__(self):
        metadata = ', '.join(repr(a) for a in self.__metadata__)
        return f'typing.Annotated[{_type_repr(self.__origin__)}, {metadata}]'

    def __reduce__(self):
        from _operator import getitem
        return getitem, (Annotated, (self.__origin__,) + self.__metadata__)

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return (self.__origin__ == other.__origin__
                and self.__metadata__ == other.__metadata__)

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ('__name__', '__qualname__'):
            return 'Annotated'
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


# --- generic classes ---------------------------------------------------------------

def _typevar_subst(self, arg):
    arg = _type_check(arg, 'Parameters to generic types must be types.', is_argument=True)
    if (isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
            or isinstance(arg, GenericAlias) and getattr(arg, '__unpacked__', False)):
        raise TypeError(f'{arg} is not valid as type argument')
    return arg


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple(_type_check(a, 'Expected a type.') for a in arg)
    if not _is_param_expr(arg):
        raise TypeError('Expected a list of types, an ellipsis, ParamSpec, or Concatenate. '
                        f'Got {arg}')
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    i = params.index(self)
    if i == len(args) and self.has_default():
        args = (*args, self.__default__)
    if i >= len(args):
        raise TypeError(f'Too few arguments for {alias}')
    # With one parameter the list may be left out: C[int, str].
    if len(params) == 1 and not _is_param_expr(args[0]):
        return (args,)
    if isinstance(args[i], list):
        return (*args[:i], tuple(args[i]), *args[i + 1:])
    return args


def _typevartuple_prepare_subst(self, alias, args):
    params = alias.__parameters__
    index = params.index(self)
    if any(isinstance(p, TypeVarTuple) for p in params[index + 1:]):
        raise TypeError(f'More than one TypeVarTuple parameter in {alias}')
    alen, plen = len(args), len(params)
    left = index
    right = plen - index - 1
    filler_at = None
    filler = None
    for k, arg in enumerate(args):
        if isinstance(arg, type):
            continue
        inner = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if inner and len(inner) == 2 and inner[-1] is ...:
            if filler_at is not None:
                raise TypeError('More than one unpacked arbitrary-length tuple argument')
            filler_at = k
            filler = inner[0]
    if filler_at is not None:
        left = min(left, filler_at)
        right = min(right, alen - filler_at - 1)
    elif left + right > alen:
        raise TypeError(f'Too few arguments for {alias}; actual {alen}, '
                        f'expected at least {plen - 1}')
    if left == alen - right and self.has_default():
        replacement = _unpack_args(self.__default__)
    else:
        replacement = args[left:alen - right]
    return (*args[:left], *([filler] * (index - left)), replacement,
            *([filler] * (plen - right - left - 1 - (index - left))), *args[alen - right:])


def _check_generic_specialization(cls, arguments):
    expected = len(cls.__parameters__)
    if not expected:
        raise TypeError(f'{cls} is not a generic class')
    actual = len(arguments)
    if actual == expected:
        return
    wanted = expected
    if actual < expected:
        if cls.__parameters__[actual].has_default():
            return
        wanted -= sum(p.has_default() for p in cls.__parameters__)
        text = f'at least {wanted}'
    else:
        text = str(wanted)
    raise TypeError(f'Too {"many" if actual > expected else "few"} arguments for {cls}; '
                    f'actual {actual}, expected {text}')


@_cached
def _generic_class_getitem(cls, args):
    """The alias that C[args] is, for a generic class C."""
    if not isinstance(args, tuple):
        args = (args,)
    args = tuple(_type_convert(p) for p in args)
    if cls is Generic or cls is _loaded('Protocol'):
        if not args:
            raise TypeError(f'Parameter list to {cls.__qualname__}[...] cannot be empty')
        if not all(_is_typevar_like(p) for p in args):
            raise TypeError(f'Parameters to {cls.__name__}[...] must all be type variables '
                            'or parameter specification variables.')
        if len(set(args)) != len(args):
            raise TypeError(f'Parameters to {cls.__name__}[...] must all be unique')
        return _GenericAlias(cls, args)
    try:
        parameters = cls.__parameters__
    except AttributeError as e:
        init = getattr(cls, '__init_subclass__', None)
        if init not in (None, Generic.__init_subclass__):
            e.add_note(f"Note: this exception may have been caused by {init.__qualname__!r} (or "
                       f"the '__init_subclass__' method on a superclass) not calling "
                       f"'super().__init_subclass__()'")
        raise
    for param in parameters:
        prepare = getattr(param, '__typing_prepare_subst__', None)
        if prepare is not None:
            args = prepare(cls, args)
    _check_generic_specialization(cls, args)
    new_args = []
    for param, new_arg in zip(cls.__parameters__, args):
        if isinstance(param, TypeVarTuple):
            new_args.extend(new_arg)
        else:
            new_args.append(new_arg)
    return _GenericAlias(cls, tuple(new_args))


def _generic_init_subclass(cls, *args, **kwargs):
    """Find out the type parameters of a new generic class."""
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    own = cls.__dict__.get('__orig_bases__')
    if own is not None:
        error = Generic in own
    else:
        error = (Generic in cls.__bases__ and cls.__name__ != 'Protocol'
                 and type(cls) is not _loaded('_TypedDictMeta'))
    if error:
        raise TypeError('Cannot inherit from plain Generic')
    tvars = ()
    if own is not None:
        tvars = _collect_type_parameters(own)
        gvars = None
        for base in own:
            if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                if gvars is not None:
                    raise TypeError('Cannot inherit from Generic[...] multiple times.')
                gvars = base.__parameters__
        if gvars is not None:
            missing = [t for t in tvars if t not in gvars]
            if missing:
                raise TypeError(f'Some type variables ({", ".join(map(str, missing))}) are not '
                                f'listed in Generic[{", ".join(map(str, gvars))}]')
            tvars = gvars
    cls.__parameters__ = tuple(tvars)


# --- older names of generic classes --------------------------------------------------

# name: (module, class, number of parameters, defaults)
_LAZY_ALIASES = {
    'Hashable': ('_collections_abc', 'Hashable', 0), 'Sized': ('_collections_abc', 'Sized', 0),
    'Awaitable': ('_collections_abc', 'Awaitable', 1),
    'Coroutine': ('_collections_abc', 'Coroutine', 3),
    'AsyncIterable': ('_collections_abc', 'AsyncIterable', 1),
    'AsyncIterator': ('_collections_abc', 'AsyncIterator', 1),
    'Iterable': ('_collections_abc', 'Iterable', 1),
    'Iterator': ('_collections_abc', 'Iterator', 1),
    'Reversible': ('_collections_abc', 'Reversible', 1),
    'Container': ('_collections_abc', 'Container', 1),
    'Collection': ('_collections_abc', 'Collection', 1),
    'AbstractSet': ('_collections_abc', 'Set', 1),
    'MutableSet': ('_collections_abc', 'MutableSet', 1),
    'Mapping': ('_collections_abc', 'Mapping', 2),
    'MutableMapping': ('_collections_abc', 'MutableMapping', 2),
    'Sequence': ('_collections_abc', 'Sequence', 1),
    'MutableSequence': ('_collections_abc', 'MutableSequence', 1),
    'MappingView': ('_collections_abc', 'MappingView', 1),
    'KeysView': ('_collections_abc', 'KeysView', 1),
    'ItemsView': ('_collections_abc', 'ItemsView', 2),
    'ValuesView': ('_collections_abc', 'ValuesView', 1),
    'Generator': ('_collections_abc', 'Generator', 3, 2),
    'AsyncGenerator': ('_collections_abc', 'AsyncGenerator', 2, 1),
    'ByteString': ('_collections_abc', 'ByteString', 0),
    'ContextManager': ('contextlib', 'AbstractContextManager', 2),
    'AsyncContextManager': ('contextlib', 'AbstractAsyncContextManager', 2),
    'OrderedDict': ('collections', 'OrderedDict', 2), 'Counter': ('collections', 'Counter', 1),
    'ChainMap': ('collections', 'ChainMap', 2), 'DefaultDict': ('collections', 'defaultdict', 2),
    'Deque': ('collections', 'deque', 1), 'Match': ('re', 'Match', 1),
    'Pattern': ('re', 'Pattern', 1)}


def _lazy_alias(name):
    module, attr, count, *rest = _LAZY_ALIASES[name]
    origin = getattr(__import__(module), attr)
    if name == 'ByteString':
        return _DeprecatedGenericAlias(origin, count, name=name)
    if module == 'contextlib':
        return _SpecialGenericAlias(origin, count, name=name, defaults=(bool | None,))
    defaults = (type(None),) * rest[0] if rest else ()
    return _SpecialGenericAlias(origin, count, name=name, defaults=defaults)


List = _SpecialGenericAlias(list, 1, inst=False, name='List')
Dict = _SpecialGenericAlias(dict, 2, inst=False, name='Dict')
Set = _SpecialGenericAlias(set, 1, inst=False, name='Set')
FrozenSet = _SpecialGenericAlias(frozenset, 1, inst=False, name='FrozenSet')
Type = _SpecialGenericAlias(type, 1, inst=False, name='Type')
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
Callable = _CallableType(_abc.Callable, 2)

T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co = TypeVar('V_co', covariant=True)
VT_co = TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)
AnyStr = TypeVar('AnyStr', bytes, str)


# --- looking at hints ----------------------------------------------------------------

def _should_unflatten_callable_args(tp, args):
    return tp.__origin__ is _abc.Callable and not (len(args) == 2 and _is_param_expr(args[0]))


def get_origin(tp):
    """What a type was made from by subscripting, None if it was not."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if _is_union(tp):
        return Union
    return None


def get_args(tp):
    """The arguments of a subscripted type, () if there are none."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        res = tp.__args__
        if _should_unflatten_callable_args(tp, res):
            res = (list(res[:-1]), res[-1])
        return res
    if _is_union(tp):
        return tp.__args__
    return ()


try:
    UnionType[int, str]
except Exception:
    # The native union cannot be subscripted: build unions here.
    from _typevars import PyUnion as _PyUnion, union_form as _union_form
    Union = _union_form()
    _union_types = (UnionType, _PyUnion)
