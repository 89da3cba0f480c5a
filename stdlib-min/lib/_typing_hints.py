"""Functions on type hints, and the decorators of `typing`.

Owns the evaluation of hints and the marks that decorators leave. Loaded by
`typing` when one of these is first used.
"""

import sys
import types
from types import GenericAlias

import typing
from typing import (NotRequired, ReadOnly, Required, Unpack, _AnnotatedAlias,
                    _GenericAlias, _is_union, _make_forward_ref, _make_union,
                    _should_unflatten_callable_args)


def _strip_annotations(t):
    """*t* without Annotated, Required and the like, at all depths."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if hasattr(t, '__origin__') and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, _GenericAlias):
        stripped = tuple(_strip_annotations(a) for a in t.__args__)
        return t if stripped == t.__args__ else t.copy_with(stripped)
    if isinstance(t, GenericAlias):
        stripped = tuple(_strip_annotations(a) for a in t.__args__)
        return t if stripped == t.__args__ else GenericAlias(t.__origin__, stripped)
    if _is_union(t):
        stripped = tuple(_strip_annotations(a) for a in t.__args__)
        return t if stripped == t.__args__ else typing.Union[stripped]
    return t


def _eval_type(t, globalns, localns, type_params=(), *, recursive_guard=frozenset(),
               format=None, owner=None, parent_fwdref=None, prefer_fwd_module=False):
    """*t* with all forward references in it evaluated."""
    if hasattr(t, '__forward_arg__'):
        if prefer_fwd_module and t.__forward_module__ is not None:
            globalns = None
        value = evaluate_forward_ref(t, globals=globalns, locals=localns, type_params=type_params,
                                     owner=owner, _recursive_guard=recursive_guard,
                                     format=format)
        return type(None) if value is None else value
    is_alias = isinstance(t, (_GenericAlias, GenericAlias))
    if not is_alias and not _is_union(t):
        return t

    def evaluate(arg):
        if isinstance(t, GenericAlias) and isinstance(arg, str):
            # list['int'] keeps the string.
            arg = _make_forward_ref(arg, parent_fwdref=parent_fwdref)
        return _eval_type(arg, globalns, localns, type_params,
                          recursive_guard=recursive_guard, format=format, owner=owner,
                          prefer_fwd_module=prefer_fwd_module)

    args = tuple(evaluate(a) for a in t.__args__)
    if args == t.__args__ and not getattr(t, '__unpacked__', False):
        return t
    if isinstance(t, GenericAlias):
        if _should_unflatten_callable_args(t, args):
            new = t.__origin__[(list(args[:-1]), args[-1])] \
                if hasattr(t.__origin__, '__class_getitem__') else GenericAlias(t.__origin__, args)
        else:
            new = GenericAlias(t.__origin__, args)
        return Unpack[new] if getattr(t, '__unpacked__', False) else new
    if _is_union(t):
        return typing.Union[args]
    return t.copy_with(args)


def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None,
                         type_params=None, format=None, _recursive_guard=frozenset()):
    """The type that a forward reference means, references inside it included."""
    import annotationlib
    if format == annotationlib.Format.STRING:
        return forward_ref.evaluate(format=format)
    if forward_ref.__forward_arg__ in _recursive_guard:
        return forward_ref
    value = forward_ref.evaluate(
        globals=globals, locals=locals, type_params=type_params, owner=owner,
        format=annotationlib.Format.VALUE if format is None else format)
    if value is None or isinstance(value, annotationlib.ForwardRef) \
            and format == annotationlib.Format.FORWARDREF:
        return value
    if isinstance(value, str):
        value = _make_forward_ref(value, module=forward_ref.__forward_module__,
                                  owner=owner or forward_ref.__owner__,
                                  is_argument=forward_ref.__forward_is_argument__,
                                  is_class=forward_ref.__forward_is_class__)
    if owner is None:
        owner = forward_ref.__owner__
    return _eval_type(value, globals, locals, type_params,
                      recursive_guard=_recursive_guard | {forward_ref.__forward_arg__},
                      format=format, owner=owner, parent_fwdref=forward_ref)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False, *, format=None):
    """The annotations of a class, function or module with strings evaluated.

    For a class those of its bases are included. Annotated is stripped unless
    *include_extras* is true.
    """
    import annotationlib
    if format is None:
        format = annotationlib.Format.VALUE
    if getattr(obj, '__no_type_check__', None):
        return {}
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            hints.update(_class_hints(base, globalns, localns, format))
        if include_extras or format == annotationlib.Format.STRING:
            return hints
        return {k: _strip_annotations(t) for k, t in hints.items()}
    hints = annotationlib.get_annotations(obj, format=format)
    if not hints and not isinstance(obj, types.ModuleType) and not callable(obj) \
            and not hasattr(obj, '__annotations__') and not hasattr(obj, '__annotate__'):
        raise TypeError(f'{obj!r} is not a module, class, callable.')
    if format == annotationlib.Format.STRING:
        return hints
    if globalns is None:
        if isinstance(obj, types.ModuleType):
            globalns = obj.__dict__
        else:
            inner = obj
            seen = {id(obj)}
            while hasattr(inner, '__wrapped__'):
                inner = inner.__wrapped__
                if id(inner) in seen:
                    raise ValueError(f'wrapper loop when unwrapping {obj!r}')
                seen.add(id(inner))
            globalns = getattr(inner, '__globals__', {})
        if localns is None:
            localns = globalns
    elif localns is None:
        localns = globalns
    globalns, localns = _with_type_params(obj, globalns, localns, False)
    hints = dict(hints)
    for name, value in hints.items():
        if value is None:
            value = type(None)
        if isinstance(value, str):
            value = _make_forward_ref(value, owner=obj, is_class=False,
                                      is_argument=not isinstance(obj, types.ModuleType))
        hints[name] = _eval_type(value, globalns, localns, (), format=format, owner=obj)
    return hints if include_extras else {k: _strip_annotations(t) for k, t in hints.items()}


def _class_hints(base, globalns, localns, format):
    """The evaluated annotations of one class."""
    import annotationlib
    annotations = annotationlib.get_annotations(base, format=format)
    if format == annotationlib.Format.STRING:
        return annotations
    if globalns is None:
        base_globals = getattr(sys.modules.get(base.__module__), '__dict__', {})
    else:
        base_globals = globalns
    base_locals = dict(vars(base)) if localns is None else localns
    if localns is None and globalns is None:
        # Names of the module go before those of the class body.
        base_globals, base_locals = base_locals, base_globals
    base_globals, base_locals = _with_type_params(base, base_globals, base_locals, True)
    hints = {}
    for name, value in annotations.items():
        if value is None:
            value = type(None)
        if isinstance(value, str):
            value = _make_forward_ref(value, is_argument=False, is_class=True, owner=base)
        hints[name] = _eval_type(value, base_globals, base_locals,
                                 getattr(base, '__type_params__', ()), format=format, owner=base,
                                 prefer_fwd_module=globalns is None)
    return hints


def _with_type_params(obj, globalns, localns, is_class):
    """The two scopes with the type parameters of *obj* in the first one."""
    params = getattr(obj, '__type_params__', ())
    if not params:
        return globalns, localns
    globalns, localns = dict(globalns), dict(localns)
    for param in params:
        # What a class body defines hides its parameters.
        if not is_class or param.__name__ not in globalns:
            globalns[param.__name__] = param
            localns.pop(param.__name__, None)
    return globalns, localns


# --- functions and decorators --------------------------------------------------------

def cast(typ, val):
    """*val*; type checkers believe that it is a *typ*."""
    return val


def assert_type(val, typ, /):
    """*val*; type checkers make sure that it is a *typ*."""
    return val


def assert_never(arg, /):
    """For places that are never reached."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + '...'
    raise AssertionError(f'Expected code to be unreachable, but got: {value}')


def reveal_type(obj, /):
    """*obj*, after printing its type."""
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def no_type_check(arg):
    """Mark a function or class as having annotations that are no types."""
    if isinstance(arg, type):
        for key in dir(arg):
            obj = getattr(arg, key)
            if (not hasattr(obj, '__qualname__')
                    or obj.__qualname__ != f'{arg.__qualname__}.{obj.__name__}'
                    or getattr(obj, '__module__', None) != arg.__module__):
                # Defined elsewhere.
                continue
            if isinstance(obj, types.FunctionType):
                obj.__no_type_check__ = True
            if isinstance(obj, types.MethodType):
                obj.__func__.__no_type_check__ = True
            if isinstance(obj, type):
                no_type_check(obj)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        # Built-in classes.
        pass
    return arg


def no_type_check_decorator(decorator):
    """Make a decorator that also does what `no_type_check` does."""
    import functools
    import warnings
    warnings._deprecated('typing.no_type_check_decorator', remove=(3, 15))

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped_decorator


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        'You should not call an overloaded function. A series of @overload-decorated functions '
        'outside a stub module should always be followed by an implementation that is not '
        '@overload-ed.')


# module: {qualified name: {first line: function}}
_overload_registry = {}


def overload(func):
    """Mark one of several signatures of the function that follows."""
    f = getattr(func, '__func__', func)
    try:
        typing._overload_registry.setdefault(f.__module__, {}).setdefault(
            f.__qualname__, {})[f.__code__.co_firstlineno] = func
    except AttributeError:
        # Something else than a function: no signature to remember.
        pass
    return _overload_dummy


def get_overloads(func):
    """The signatures that were marked for *func*."""
    f = getattr(func, '__func__', func)
    return list(typing._overload_registry.get(f.__module__, {}).get(f.__qualname__, {}).values())


def clear_overloads():
    """Forget all marked signatures."""
    typing._overload_registry.clear()


def _marked(obj, name):
    try:
        setattr(obj, name, True)
    except (AttributeError, TypeError):
        # Properties and built-in objects have no attributes of their own.
        pass
    return obj


def final(f):
    """Mark a method or class that is not to be overridden."""
    return _marked(f, '__final__')


def override(method, /):
    """Mark a method that overrides one of a base class."""
    return _marked(method, '__override__')


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False,
                        frozen_default=False, field_specifiers=(), **kwargs):
    """Mark a decorator or base class as doing what @dataclass does."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default, 'order_default': order_default,
            'kw_only_default': kw_only_default, 'frozen_default': frozen_default,
            'field_specifiers': field_specifiers, 'kwargs': kwargs}
        return cls_or_fn
    return decorator


class NewType:
    """A type of its own for the checker; at run time a function that returns its argument."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        if '.' in name:
            name = name.rpartition('.')[-1]
        self.__name__ = name
        self.__supertype__ = tp
        module = sys._getframe(1).f_globals.get('__name__', '__main__')
        if module != 'typing':
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f'Cannot subclass an instance of NewType. Perhaps you were '
                                f'looking for: `{cls.__name__} = NewType({cls.__name__!r}, '
                                f'{name})`')
        return (Dummy,)

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return _make_union(self, other)

    def __ror__(self, other):
        return _make_union(other, self)


for _object in (evaluate_forward_ref, get_type_hints, cast, assert_type, assert_never, reveal_type,
                no_type_check, no_type_check_decorator, overload, get_overloads, clear_overloads,
                final, override, dataclass_transform, NewType):
    _object.__module__ = 'typing'
del _object
