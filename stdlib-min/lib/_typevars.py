"""Type variables and Generic for interpreters without a native `_typing`.

Owns TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic, and unions where
the native ones cannot be subscripted. Values that
come from the `def f[T: bound]` syntax are evaluated when first asked for. The
`make_*` functions are what the compiler calls for that syntax.
"""

import sys


class _Typing:
    """The module `typing`, which cannot be imported yet when this one is."""

    def __getattr__(self, name):
        return getattr(sys.modules['typing'], name)


typing = _Typing()


class _NoDefaultType:
    """The type of NoDefault, "no default was given"."""

    __slots__ = ()

    def __new__(cls):
        return NoDefault

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'NoDefaultType' is not an acceptable base type")

    def __repr__(self):
        return 'typing.NoDefault'

    def __reduce__(self):
        return 'NoDefault'


_NoDefaultType.__name__ = _NoDefaultType.__qualname__ = 'NoDefaultType'
_NoDefaultType.__module__ = 'typing'
NoDefault = object.__new__(_NoDefaultType)


def _caller_module(depth=2):
    try:
        return sys._getframe(depth).f_globals.get('__name__')
    except (AttributeError, ValueError):
        return None


class _Lazy:
    """An attribute that is computed by a function (format) -> value when first read."""

    def __init__(self, default):
        self.default = default

    def __set_name__(self, owner, name):
        # __bound__ is kept in _bound, its function in _evaluate_bound.
        self.public = name
        self.slot = '_' + name.strip('_')
        self.function = '_evaluate' + self.slot

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        values = obj.__dict__
        if self.slot in values:
            return values[self.slot]
        function = values.get(self.function)
        value = self.default if function is None else function(1)
        values[self.slot] = value
        return value

    def __set__(self, obj, value):
        raise AttributeError(f"attribute {self.public!r} of 'typing.{type(obj).__name__}' objects "
                             'is not writable')


class _Fixed:
    """An attribute that is set once, by the constructor, in the instance's dict."""

    def __set_name__(self, owner, name):
        self.public = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__[self.public]

    def __set__(self, obj, value):
        raise AttributeError('readonly attribute')

    def __delete__(self, obj):
        raise AttributeError('readonly attribute')


class _ConstEvaluator:
    """An evaluate function for a value that is known already."""

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create '_typing._ConstEvaluator' instances")

    def __call__(self, format=1):
        if format == 4:
            from annotationlib import type_repr
            if isinstance(self._value, tuple):
                return f'({", ".join(map(type_repr, self._value))})'
            return type_repr(self._value)
        return self._value

    def __repr__(self):
        return f'<constevaluator {self._value!r}>'


def _evaluator(obj, name, absent):
    function = obj.__dict__.get('_evaluate_' + name)
    if function is not None:
        return function
    value = obj.__dict__.get('_' + name, absent)
    if value is absent:
        return None
    evaluator = object.__new__(_ConstEvaluator)
    evaluator._value = value
    return evaluator


class _Variable:
    """What all type variables have in common."""

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != __name__:
            base = cls.__mro__[1].__name__
            raise TypeError(f"type 'typing.{base}' is not an acceptable base type")

    __name__ = _Fixed()
    __default__ = _Lazy(NoDefault)

    def has_default(self):
        """True if a default was given."""
        return '_evaluate_default' in self.__dict__ \
            or self.__dict__.get('_default', NoDefault) is not NoDefault

    @property
    def evaluate_default(self):
        """The function that computes the default, None if there is none."""
        return _evaluator(self, 'default', NoDefault)

    def __or__(self, other):
        from typing import _make_union
        return _make_union(self, other)

    def __ror__(self, other):
        from typing import _make_union
        return _make_union(other, self)

    def __reduce__(self):
        return self.__name__

    def __repr__(self):
        if self.__dict__.get('__infer_variance__'):
            return self.__name__
        if self.__dict__.get('__covariant__'):
            return '+' + self.__name__
        if self.__dict__.get('__contravariant__'):
            return '-' + self.__name__
        return '~' + self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')


def _set_variance(self, covariant, contravariant, infer_variance):
    if covariant and contravariant:
        raise ValueError('Bivariant types are not supported.')
    if infer_variance and (covariant or contravariant):
        raise ValueError('Variance cannot be specified with infer_variance.')
    self.__dict__.update(__covariant__=bool(covariant), __contravariant__=bool(contravariant),
                         __infer_variance__=bool(infer_variance))


class TypeVar(_Variable):
    """A type variable."""

    __covariant__ = _Fixed()
    __contravariant__ = _Fixed()
    __infer_variance__ = _Fixed()

    __bound__ = _Lazy(None)
    __constraints__ = _Lazy(())

    def __init__(self, name, *constraints, bound=None, default=NoDefault, covariant=False,
                 contravariant=False, infer_variance=False):
        if not isinstance(name, str):
            raise TypeError("typevar() argument 'name' must be str, "
                            f'not {type(name).__name__}')
        from typing import _type_check
        values = self.__dict__
        self.__dict__['__name__'] = name
        _set_variance(self, covariant, contravariant, infer_variance)
        if constraints and bound is not None:
            raise TypeError('Constraints cannot be combined with bound=...')
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')
        message = 'TypeVar(name, constraint, ...): constraints must be types.'
        values['_constraints'] = tuple(_type_check(t, message) for t in constraints)
        values['_bound'] = None if bound is None else _type_check(bound,
                                                                  'Bound must be a type.')
        values['_default'] = default
        module = _caller_module()
        if module != 'typing':
            self.__module__ = module

    @property
    def evaluate_bound(self):
        """The function that computes the bound, None if there is none."""
        return _evaluator(self, 'bound', None)

    @property
    def evaluate_constraints(self):
        """The function that computes the constraints, None if there are none."""
        return _evaluator(self, 'constraints', ())

    def __typing_subst__(self, arg):
        from typing import _typevar_subst
        return _typevar_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        params = alias.__parameters__
        index = params.index(self)
        if len(args) == index and self.has_default():
            return (*args, self.__default__)
        return args


class _ParamSpecPart:
    """What `P.args` and `P.kwargs` have in common."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __init_subclass__(cls, **kwargs):
        if cls.__module__ != __name__:
            base = cls.__mro__[1].__name__
            raise TypeError(f"type 'typing.{base}' is not an acceptable base type")

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ == other.__origin__

    def __hash__(self):
        return hash(self.__origin__)


class ParamSpecArgs(_ParamSpecPart):
    """The `P.args` of a parameter specification."""

    def __repr__(self):
        return f'{self.__origin__.__name__}.args'


class ParamSpecKwargs(_ParamSpecPart):
    """The `P.kwargs` of a parameter specification."""

    def __repr__(self):
        return f'{self.__origin__.__name__}.kwargs'


class ParamSpec(_Variable):
    """A variable for the parameters of a callable."""

    __bound__ = _Fixed()
    __covariant__ = _Fixed()
    __contravariant__ = _Fixed()
    __infer_variance__ = _Fixed()

    def __init__(self, name, *, bound=None, default=NoDefault, covariant=False,
                 contravariant=False, infer_variance=False):
        self.__dict__['__name__'] = name
        _set_variance(self, covariant, contravariant, infer_variance)
        self.__dict__['__bound__'] = bound
        self.__dict__['_default'] = default
        module = _caller_module()
        if module != 'typing':
            self.__module__ = module

    @property
    def args(self):
        """Stands for the positional parameters."""
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        """Stands for the keyword parameters."""
        return ParamSpecKwargs(self)

    def __typing_subst__(self, arg):
        from typing import _paramspec_subst
        return _paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args):
        from typing import _paramspec_prepare_subst
        return _paramspec_prepare_subst(self, alias, args)


class TypeVarTuple(_Variable):
    """A variable for any number of types."""

    def __init__(self, name, *, default=NoDefault):
        self.__dict__['__name__'] = name
        self.__dict__['_default'] = default
        module = _caller_module()
        if module != 'typing':
            self.__module__ = module

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]

    def __repr__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        raise TypeError('Substitution of bare TypeVarTuple is not supported')

    def __typing_prepare_subst__(self, alias, args):
        from typing import _typevartuple_prepare_subst
        return _typevartuple_prepare_subst(self, alias, args)


class TypeAliasType:
    """A named alias of a type; its value is computed when first read."""

    def __init__(self, name, value, *, type_params=()):
        if not isinstance(name, str):
            raise TypeError("typealias() argument 'name' must be str, "
                            f'not {type(name).__name__}')
        if not isinstance(type_params, tuple):
            raise TypeError('type_params must be a tuple')
        default_seen = False
        for param in type_params:
            if not isinstance(param, _Variable):
                raise TypeError(f'Expected a type param, got {param!r}')
            if param.has_default():
                default_seen = True
            elif default_seen:
                raise TypeError(f"non-default type parameter '{param!r}' follows default type "
                                'parameter')
        self.__dict__.update(__name__=name, _value=value, __type_params__=type_params,
                             __module__=_caller_module())
        self.__dict__['__parameters__'] = _unpacked(type_params)

    __value__ = _Lazy(None)

    def __init_subclass__(cls, **kwargs):
        raise TypeError("type 'typing.TypeAliasType' is not an acceptable base type")

    @property
    def evaluate_value(self):
        """The function that computes the value."""
        return _evaluator(self, 'value', self)

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute {name!r} of 'typing.TypeAliasType' objects "
                             'is not writable')

    def __getitem__(self, args):
        if not self.__type_params__:
            raise TypeError('Only generic type aliases are subscriptable')
        return type(list[int])(self, args)

    def __or__(self, other):
        from typing import _make_union
        return _make_union(self, other)

    def __ror__(self, other):
        from typing import _make_union
        return _make_union(other, self)

    def __iter__(self):
        from typing import Unpack
        yield Unpack[self]

    def __reduce__(self):
        return self.__name__

    def __repr__(self):
        return self.__name__


def _unpacked(params):
    """Type parameters as they appear in a subscript: a TypeVarTuple with a star."""
    return tuple(next(iter(p)) if isinstance(p, TypeVarTuple) else p for p in params)


class Generic:
    """The base of generic classes."""

    __slots__ = ()
    _is_protocol = False

    @classmethod
    def __class_getitem__(cls, args):
        from typing import _generic_class_getitem
        return _generic_class_getitem(cls, args)

    def __init_subclass__(cls, *args, **kwargs):
        from typing import _generic_init_subclass
        _generic_init_subclass(cls, *args, **kwargs)


# --- unions --------------------------------------------------------------------------

class PyUnion:
    """`X | Y` where the native union does not take the operands."""

    def __init__(self, args):
        self.__args__ = args
        self.__parameters__ = typing._collect_type_parameters(args,
                                                              enforce_default_ordering=False)

    @property
    def __origin__(self):
        return typing.Union

    def __repr__(self):
        return ' | '.join('None' if a is type(None) else typing._type_repr(a) for a in self.__args__)

    __name__ = __qualname__ = 'Union'
    __iter__ = None

    def __eq__(self, other):
        if not isinstance(other, typing._union_types):
            return NotImplemented
        theirs = list(other.__args__)
        # No set: Annotated may hold what cannot be hashed.
        return len(theirs) == len(self.__args__) and all(a in theirs for a in self.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return typing._make_union(self, other)

    def __ror__(self, other):
        return typing._make_union(other, self)

    def __getitem__(self, args):
        return _substitute_union(self, args)

    def __instancecheck__(self, obj):
        return any(isinstance(obj, a) for a in self.__args__)

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, a) for a in self.__args__)

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')


def _substitute_union(union, args):
    if not isinstance(args, tuple):
        args = (args,)
    generic = typing._GenericAlias(typing.Union, union.__args__)
    return _union_of(generic._determine_new_args(
        tuple(typing._unpack_args(*(typing._type_convert(p) for p in args)))))


def _union_of(params):
    """The union of types that were checked already."""
    flat = []
    for p in params:
        if isinstance(p, typing._union_types):
            flat.extend(p.__args__)
        else:
            flat.append(p)
    flat = typing._deduplicate(flat, unhashable_fallback=True)
    return flat[0] if len(flat) == 1 else PyUnion(flat)


def union_form():
    """`typing.Union` for interpreters whose native union has no subscript."""
    def getitem(self, parameters):
        """One of several types."""
        if parameters == ():
            raise TypeError('Cannot take a Union of no types.')
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        msg = 'Union[arg, ...]: each arg must be a type.'
        return _union_of([typing._type_check(p, msg) for p in parameters])
    getitem.__name__ = 'Union'
    return typing._SpecialForm(getitem)


# --- for the compiler ------------------------------------------------------------

def _bare(kind, name, **values):
    obj = kind.__new__(kind)
    obj.__dict__.update(__name__=name, **values)
    return obj


def make_typevar(name, evaluate_bound=None, evaluate_constraints=None, evaluate_default=None):
    """The variable of `[name: bound = default]`; the functions take a format."""
    obj = _bare(TypeVar, name, __covariant__=False, __contravariant__=False,
                __infer_variance__=True)
    return _with(obj, bound=evaluate_bound, constraints=evaluate_constraints,
                 default=evaluate_default)


def make_paramspec(name, evaluate_default=None):
    """The variable of `[**name = default]`."""
    obj = _bare(ParamSpec, name, __covariant__=False, __contravariant__=False,
                __infer_variance__=True, __bound__=None)
    return _with(obj, default=evaluate_default)


def make_typevartuple(name, evaluate_default=None):
    """The variable of `[*name = default]`."""
    return _with(_bare(TypeVarTuple, name), default=evaluate_default)


def make_typealias(name, type_params, evaluate_value):
    """The alias of `type name[type_params] = value`."""
    type_params = type_params or ()
    obj = _bare(TypeAliasType, name, __module__=_caller_module(), __type_params__=type_params,
                __parameters__=_unpacked(type_params))
    return _with(obj, value=evaluate_value)


def make_generic_base(type_params):
    """The base class that `class C[type_params]` gets."""
    return Generic[_unpacked(type_params)]


def _with(obj, **functions):
    for name, function in functions.items():
        if function is not None:
            obj.__dict__['_evaluate_' + name] = function
    return obj


for _class in (TypeVar, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeVarTuple, TypeAliasType,
               _NoDefaultType):
    _class.__module__ = 'typing'
    sys._stands_for_native(_class)
Generic.__module__ = 'typing'
del _class
