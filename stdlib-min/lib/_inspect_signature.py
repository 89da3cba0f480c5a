"""Signatures of callables: the classes `Parameter`, `Signature` and `BoundArguments`, and how a signature is found.

`inspect` shows what is public here. A signature comes from the first of these that there is: the function that a wrapper
wraps, `__signature__`, the code of a Python function, `__text_signature__` of a native one, and for a class its metaclass,
`__new__`, `__init__` or the text of its native base.
"""

import collections
import enum
import functools
import types
from annotationlib import Format, ForwardRef, get_annotations
from keyword import iskeyword

_empty = type('_empty', (), {
    '__module__': 'inspect', '__qualname__': '_empty',
    '__doc__': 'Stands where a parameter has no default, or nothing is annotated.'})


class _void:
    """What `replace` takes for "leave it as it is"."""


class _ParameterKind(enum.IntEnum):
    """How an argument can be given; in the order in which parameters stand."""

    __module__ = 'inspect'

    POSITIONAL_ONLY = 'positional-only'
    POSITIONAL_OR_KEYWORD = 'positional or keyword'
    VAR_POSITIONAL = 'variadic positional'
    KEYWORD_ONLY = 'keyword-only'
    VAR_KEYWORD = 'variadic keyword'

    def __new__(cls, description):
        member = int.__new__(cls, len(cls.__members__))
        member._value_ = len(cls.__members__)
        member.description = description
        return member

    def __str__(self):
        return self.name


_POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
_POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
_VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
_KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
_VAR_KEYWORD = _ParameterKind.VAR_KEYWORD
_BY_POSITION = (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD)


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    """An annotation as source text, without the names of modules that need no naming."""
    if isinstance(annotation, str) and not quote_annotation_strings:
        return annotation
    if (getattr(annotation, '__module__', None) == 'typing'
            or isinstance(annotation, types.UnionType)):
        import re
        return re.sub(r'[\w\.]+', lambda found: found[0].removeprefix('typing.'), repr(annotation))
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return f'{annotation.__module__}.{annotation.__qualname__}'
    if isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    return repr(annotation)


class Parameter:
    """One parameter: name, kind, and perhaps default and annotation."""

    __module__ = 'inspect'
    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind') from None
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f'{self._kind.description} parameters cannot have default values')
        self._default = default
        self._annotation = annotation
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError(f'name must be a str, not a {type(name).__name__}')
        if name[:1] == '.' and name[1:].isdigit():
            # The iterable that a generator expression is called with.
            if self._kind is not _POSITIONAL_OR_KEYWORD:
                raise ValueError('implicit arguments must be passed as positional or keyword '
                                 f'arguments, not {self._kind.description}')
            self._kind = _POSITIONAL_ONLY
            name = f'implicit{name[1:]}'
        reserved = iskeyword(name) and self._kind is not _POSITIONAL_ONLY
        if reserved or not name.isidentifier():
            raise ValueError(f'{name!r} is not a valid parameter name')
        self._name = name

    def __reduce__(self):
        return (type(self), (self._name, self._kind),
                {'_default': self._default, '_annotation': self._annotation})

    def __setstate__(self, state):
        self._default = state['_default']
        self._annotation = state['_annotation']

    @property
    def name(self):
        return self._name

    @property
    def kind(self):
        return self._kind

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """A copy with some fields changed."""
        return type(self)(self._name if name is _void else name,
                          self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=self._annotation if annotation is _void else annotation)

    __replace__ = replace

    def __str__(self):
        return self._format()

    def _format(self, *, quote_annotation_strings=True):
        text = self._name
        if self._annotation is not _empty:
            annotation = formatannotation(self._annotation,
                                          quote_annotation_strings=quote_annotation_strings)
            text = f'{text}: {annotation}'
        if self._default is not _empty:
            sign = '=' if self._annotation is _empty else ' = '
            text = f'{text}{sign}{self._default!r}'
        return {_VAR_POSITIONAL: '*', _VAR_KEYWORD: '**'}.get(self._kind, '') + text

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind
                and self._default == other._default and self._annotation == other._annotation)


class BoundArguments:
    """Arguments by the name of their parameter, as `Signature.bind` gives them."""

    __module__ = 'inspect'
    __slots__ = ('arguments', '_signature', '__weakref__')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        """The positional arguments."""
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            value = self.arguments[name]
            if param.kind is _VAR_POSITIONAL:
                args.extend(value)
            else:
                args.append(value)
        return tuple(args)

    @property
    def kwargs(self):
        """The arguments that have to be given by keyword."""
        kwargs = {}
        by_name = False
        for name, param in self._signature.parameters.items():
            if not by_name:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    by_name = True
                elif name not in self.arguments:
                    # What comes behind a gap cannot be given by position.
                    by_name = True
                    continue
            if not by_name or name not in self.arguments:
                continue
            value = self.arguments[name]
            if param.kind is _VAR_KEYWORD:
                kwargs.update(value)
            elif param.kind is not _VAR_POSITIONAL:
                kwargs[name] = value
        return kwargs

    def apply_defaults(self):
        """Add the defaults of arguments that were not given."""
        full = {}
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                full[name] = self.arguments[name]
            elif param.default is not _empty:
                full[name] = param.default
            elif param.kind is _VAR_POSITIONAL:
                full[name] = ()
            elif param.kind is _VAR_KEYWORD:
                full[name] = {}
        self.arguments = full

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature = state['_signature']
        self.arguments = state['arguments']

    def __getstate__(self):
        return {'_signature': self._signature, 'arguments': self.arguments}

    def __repr__(self):
        args = ', '.join(f'{name}={value!r}' for name, value in self.arguments.items())
        return f'<{type(self).__name__} ({args})>'


def _checked(parameters):
    """A dictionary of *parameters*, whose order is that of their kinds and defaults."""
    found = collections.OrderedDict()
    kind = _POSITIONAL_ONLY
    default_seen = False
    variadic = set()
    for param in parameters:
        if param.kind in variadic:
            raise ValueError(f'more than one {param.kind.description} parameter')
        if param.kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            variadic.add(param.kind)
        if param.kind < kind:
            raise ValueError(f'wrong parameter order: {kind.description} parameter before '
                             f'{param.kind.description} parameter')
        kind = param.kind
        if kind in _BY_POSITION:
            if param.default is not _empty:
                default_seen = True
            elif default_seen:
                raise ValueError('non-default argument follows default argument')
        if param.name in found:
            raise ValueError(f'duplicate parameter name: {param.name!r}')
        found[param.name] = param
    return found


class Signature:
    """The parameters of a callable in their order, and its return annotation."""

    __module__ = 'inspect'
    __slots__ = ('_return_annotation', '_parameters')

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        if parameters is None:
            found = collections.OrderedDict()
        elif __validate_parameters__:
            found = _checked(parameters)
        else:
            found = collections.OrderedDict((param.name, param) for param in parameters)
        self._parameters = types.MappingProxyType(found)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False,
                      annotation_format=Format.VALUE):
        """The signature of *obj*."""
        return _Finder(cls, follow_wrapped, globals, locals, eval_str,
                       annotation_format).signature_of(obj)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        """A copy with some fields changed."""
        if parameters is _void:
            parameters = self._parameters.values()
        if return_annotation is _void:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    __replace__ = replace

    def _comparable(self):
        """What makes two signatures equal: the order of keyword-only parameters does not count."""
        ordered = tuple(p for p in self._parameters.values() if p.kind is not _KEYWORD_ONLY)
        named = {p.name: p for p in self._parameters.values() if p.kind is _KEYWORD_ONLY}
        return ordered, named, self._return_annotation

    def __hash__(self):
        ordered, named, returned = self._comparable()
        return hash((ordered, frozenset(named.values()), returned))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._comparable() == other._comparable()

    def bind(self, /, *args, **kwargs):
        """The arguments by parameter; TypeError if a call with them would fail."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """The same, where arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def _bind(self, args, kwargs, *, partial=False):
        arguments = {}
        left = iter(self._parameters.values())
        rest = []
        misplaced = []
        given = iter(args)
        for value in given:
            param = next(left, None)
            if param is None or param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                raise TypeError('too many positional arguments') from None
            if param.kind is _VAR_POSITIONAL:
                arguments[param.name] = (value, *given)
                break
            if param.name in kwargs and param.kind is not _POSITIONAL_ONLY:
                raise TypeError(f'multiple values for argument {param.name!r}') from None
            arguments[param.name] = value
        else:
            # All positional arguments are placed: what may still be given by position must not be required.
            for param in left:
                if param.kind is _VAR_POSITIONAL:
                    break
                if param.name in kwargs:
                    if param.kind is _POSITIONAL_ONLY:
                        if param.default is _empty:
                            raise TypeError(f'missing a required positional-only argument: '
                                            f'{param.name!r}')
                        # It may be one for `**kwargs`.
                        misplaced.append(param)
                        continue
                    rest.append(param)
                    break
                if param.kind is _VAR_KEYWORD or param.default is not _empty:
                    rest.append(param)
                    break
                if not partial:
                    kind = ' keyword-only' if param.kind is _KEYWORD_ONLY else ''
                    raise TypeError(f'missing a required{kind} argument: {param.name!r}') from None
                rest.append(param)
                break
        kwargs_param = None
        for param in (*rest, *left):
            if param.kind is _VAR_KEYWORD:
                kwargs_param = param
                continue
            if param.kind is _VAR_POSITIONAL:
                continue
            name = param.name
            if name in kwargs and param.kind is _POSITIONAL_ONLY:
                if param.default is _empty and not partial:
                    raise TypeError(f'missing a required positional-only argument: {name!r}')
                misplaced.append(param)
            elif name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif not partial and param.default is _empty:
                raise TypeError(f'missing a required argument: {name!r}') from None
        if kwargs:
            if kwargs_param is not None:
                arguments[kwargs_param.name] = kwargs
            elif misplaced:
                names = ', '.join(param.name for param in misplaced)
                raise TypeError('got some positional-only arguments passed as keyword arguments: '
                                f'{names!r}')
            else:
                raise TypeError(f'got an unexpected keyword argument {next(iter(kwargs))!r}')
        return self._bound_arguments_cls(self, arguments)

    def __reduce__(self):
        return (type(self), (tuple(self._parameters.values()),),
                {'_return_annotation': self._return_annotation})

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    def __repr__(self):
        return f'<{type(self).__name__} {self}>'

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The text of the signature; on several lines if one would be wider than *max_width*."""
        texts = []
        slash_due = False
        star_due = True
        for param in self._parameters.values():
            if param.kind is _POSITIONAL_ONLY:
                slash_due = True
            elif slash_due:
                texts.append('/')
                slash_due = False
            if param.kind is _VAR_POSITIONAL:
                star_due = False
            elif param.kind is _KEYWORD_ONLY and star_due:
                texts.append('*')
                star_due = False
            texts.append(param._format(quote_annotation_strings=quote_annotation_strings))
        if slash_due:
            texts.append('/')
        text = f'({", ".join(texts)})'
        if max_width is not None and len(text) > max_width:
            text = '(\n    ' + ',\n    '.join(texts) + '\n)'
        if self._return_annotation is not _empty:
            annotation = formatannotation(self._return_annotation,
                                          quote_annotation_strings=quote_annotation_strings)
            text += f' -> {annotation}'
        return text


# --- finding a signature ---------------------------------------------------------------

_NATIVE_CALLABLES = (types.BuiltinFunctionType, types.MethodWrapperType,
                     types.WrapperDescriptorType, types.MethodDescriptorType,
                     types.ClassMethodDescriptorType)


# What a default in a text can be.
_SIMPLE_DEFAULTS = (str, bytes, int, float, complex, type(None), type(...), tuple, frozenset, list,
                    dict)

# Methods like these say nothing about how a class is called.
_NATIVE_METHODS = (types.WrapperDescriptorType, types.MethodWrapperType,
                   types.ClassMethodDescriptorType, types.BuiltinFunctionType)


def is_native(obj):
    """Whether *obj* is a function that is not written in Python."""
    return (isinstance(obj, _NATIVE_CALLABLES)
            or obj is type or obj is object)


def is_functionlike(obj):
    """Whether *obj* has all that a signature is read from in a function."""
    if not callable(obj) or isinstance(obj, type):
        return False
    defaults = getattr(obj, '__defaults__', _void)
    kwdefaults = getattr(obj, '__kwdefaults__', _void)
    return (isinstance(getattr(obj, '__code__', None), types.CodeType)
            and isinstance(getattr(obj, '__name__', None), str)
            and (defaults is None or isinstance(defaults, tuple))
            and (kwdefaults is None or isinstance(kwdefaults, dict))
            and isinstance(getattr(obj, '__annotations__', None), (dict, type(None))))


def without_first(sig):
    """The signature of a method once it is bound."""
    params = tuple(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if params[0].kind in _BY_POSITION:
        params = params[1:]
    return sig.replace(parameters=params)


def _get_bound(member, obj):
    """What access to *member* of a class through *obj* gives."""
    if isinstance(member, type):
        return member
    get = getattr(type(member), '__get__', _void)
    return member if get is _void else get(member, obj, type(obj))


def _from_partial(wrapped_sig, partial, extra_args=()):
    """The signature of `functools.partial`: of what it calls, less what it gives."""
    params = dict(wrapped_sig.parameters)
    args = extra_args + (partial.args or ())
    kwargs = partial.keywords or {}
    try:
        bound = wrapped_sig.bind_partial(*args, **kwargs)
    except TypeError as error:
        raise ValueError(f'partial object {partial!r} has incorrect arguments') from error
    by_keyword = False
    for name, param in wrapped_sig.parameters.items():
        kind = param.kind
        if name in bound.arguments:
            value = bound.arguments[name]
            if kind is _POSITIONAL_ONLY:
                if value is functools.Placeholder:
                    params[name] = param.replace(default=_empty)
                else:
                    del params[name]
                continue
            if kind is _POSITIONAL_OR_KEYWORD:
                if name in kwargs:
                    # It can still be given, but only by name, as must all behind it.
                    by_keyword = True
                    params[name] = param.replace(default=value)
                elif value is functools.Placeholder:
                    params[name] = param.replace(kind=_POSITIONAL_ONLY, default=_empty)
                    params = _positional_before(params, name)
                    continue
                else:
                    del params[name]
                    continue
            if kind is _KEYWORD_ONLY:
                params[name] = param.replace(default=value)
        if by_keyword:
            if kind is _POSITIONAL_OR_KEYWORD:
                changed = params.pop(name).replace(kind=_KEYWORD_ONLY)
                params[name] = changed
            elif kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                params[name] = params.pop(name)
            elif kind is _VAR_POSITIONAL:
                del params[name]
    return wrapped_sig.replace(parameters=params.values())


def _positional_before(params, name):
    """*params*, where all before *name* that can be given by position cannot be given otherwise."""
    changed = {}
    seen = False
    for key, param in params.items():
        seen = seen or key == name
        if not seen and param.kind is _POSITIONAL_OR_KEYWORD:
            param = param.replace(kind=_POSITIONAL_ONLY)
        changed[key] = param
    return changed


def from_text(cls, obj, text, skip_bound_arg=True):
    """The signature that `__text_signature__` tells."""
    import sys
    error = ValueError(f'{obj!r} builtin has invalid signature')
    if not text.startswith('('):
        raise error
    inner = text.partition(' -> ')[0].strip()
    own = '$' in inner
    if own:
        inner = inner.replace('$', '', 1)
    module = sys.modules.get(getattr(obj, '__module__', None) or '')
    names = dict(sys.modules)
    names.update(vars(module) if module is not None else {})
    names['sys'] = sys
    try:
        # The text is that of a parameter list, so a function with this list has the signature.
        made = eval(f'(lambda {inner[1:-1]}: None)', names)
    except (SyntaxError, NameError, AttributeError):
        raise error from None
    defaults = (*(made.__defaults__ or ()), *(made.__kwdefaults__ or {}).values())
    if not all(isinstance(value, _SIMPLE_DEFAULTS) for value in defaults):
        raise error
    sig = _from_function(cls, made)
    if own:
        params = list(sig.parameters.values())
        bound = getattr(obj, '__self__', None)
        if bound is not None and (skip_bound_arg or isinstance(bound, types.ModuleType)):
            del params[0]
        else:
            params[0] = params[0].replace(kind=_POSITIONAL_ONLY)
        sig = cls(params, return_annotation=cls.empty)
    return sig


def _from_function(cls, func, skip_bound_arg=True, annotations=None):
    """The signature of a function, from its code object."""
    if not isinstance(func, types.FunctionType) and not is_functionlike(func):
        raise TypeError(f'{func!r} is not a Python function')
    text = getattr(func, '__text_signature__', None)
    if text:
        return from_text(cls, func, text, skip_bound_arg)
    annotations = annotations or {}
    make = cls._parameter_cls
    code = func.__code__
    # What the compiler adds is called `.format`, so that it is no name of the program.
    names = tuple([n[1:] if n[:1] == '.' and n[1:].isidentifier() else n for n in code.co_varnames])
    positional = code.co_argcount
    named_end = positional + code.co_kwonlyargcount
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    first_default = positional - len(defaults)
    params = []
    for i, name in enumerate(names[:positional]):
        kind = _POSITIONAL_ONLY if i < code.co_posonlyargcount else _POSITIONAL_OR_KEYWORD
        default = defaults[i - first_default] if i >= first_default else _empty
        params.append(make(name, kind, annotation=annotations.get(name, _empty), default=default))
    at = named_end
    if code.co_flags & 4:
        name = names[at]
        at += 1
        params.append(make(name, _VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
    for name in names[positional:named_end]:
        params.append(make(name, _KEYWORD_ONLY, annotation=annotations.get(name, _empty),
                           default=kwdefaults.get(name, _empty)))
    if code.co_flags & 8:
        name = names[at]
        params.append(make(name, _VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return cls(params, return_annotation=annotations.get('return', _empty),
               __validate_parameters__=False)


class _Finder:
    """Finds the signature of a callable, with the choices that the caller made."""

    def __init__(self, cls, follow_wrapped=True, globals=None, locals=None, eval_str=False,
                 annotation_format=Format.VALUE, skip_bound_arg=True):
        self.cls = cls
        self.follow_wrapped = follow_wrapped
        self.annotation_args = {'globals': globals, 'locals': locals, 'eval_str': eval_str,
                                'format': annotation_format}
        self.skip_bound_arg = skip_bound_arg

    def signature_of(self, obj):
        if not callable(obj):
            raise TypeError(f'{obj!r} is not a callable object')
        if isinstance(obj, types.MethodType):
            return self._bound(self.signature_of(obj.__func__))
        if self.follow_wrapped:
            from inspect import unwrap
            obj = unwrap(obj, stop=lambda f: hasattr(f, '__signature__')
                         or isinstance(f, types.MethodType))
            if isinstance(obj, types.MethodType):
                return self.signature_of(obj)
        sig = self._given(obj)
        if sig is not None:
            return sig
        if isinstance(partial := getattr(obj, '__partialmethod__', None), functools.partialmethod):
            return self._partial_method(partial)
        if isinstance(obj, types.FunctionType) or is_functionlike(obj):
            annotations = get_annotations(obj, **self.annotation_args)
            return _from_function(self.cls, obj, self.skip_bound_arg, annotations)
        if is_native(obj):
            text = getattr(obj, '__text_signature__', None)
            if not text:
                raise ValueError(f'no signature found for builtin {obj!r}')
            return from_text(self.cls, obj, text, self.skip_bound_arg)
        if isinstance(obj, functools.partial):
            return _from_partial(self.signature_of(obj.func), obj)
        if isinstance(obj, type):
            return self._of_class(obj)
        return self._of_instance(obj)

    def _bound(self, sig):
        return without_first(sig) if self.skip_bound_arg else sig

    def _given(self, obj):
        """The signature that the object itself says it has."""
        try:
            sig = obj.__signature__
        except AttributeError:
            return None
        if sig is None:
            return None
        given = sig
        if not isinstance(sig, (Signature, str)) and callable(sig):
            sig = sig()
        if isinstance(sig, str):
            return from_text(self.cls, obj, sig)
        if not isinstance(sig, Signature):
            raise TypeError(f'unexpected object {given!r} in __signature__ attribute')
        return sig

    def _partial_method(self, partial):
        wrapped_sig = self.signature_of(partial.func)
        sig = _from_partial(wrapped_sig, partial, (None,))
        first = next(iter(wrapped_sig.parameters.values()))
        if first.kind is _VAR_POSITIONAL:
            # It takes the instance as well.
            return sig
        params = tuple(sig.parameters.values())
        if params and params[0].kind is _POSITIONAL_ONLY:
            # A placeholder has made all before it positional.
            first = first.replace(kind=_POSITIONAL_ONLY)
        return sig.replace(parameters=(first, *params))

    def _python_method(self, cls, name):
        """A method of a class as a call through the class binds it; None if it is not written in Python."""
        from inspect import getattr_static, unwrap
        method = (getattr(cls, name, None) if name == '__new__'
                  else getattr_static(cls, name, None))
        if method is None:
            return None
        inner = method
        if self.follow_wrapped:
            inner = unwrap(method, stop=lambda m: hasattr(m, '__signature__')
                           or isinstance(m, types.MethodType))
        if isinstance(method, _NATIVE_METHODS) or isinstance(inner, _NATIVE_METHODS):
            return None
        return method if name == '__new__' else _get_bound(method, cls)

    def _of_class(self, obj):
        call = self._python_method(type(obj), '__call__')
        if call is not None:
            return self.signature_of(call)
        new = self._python_method(obj, '__new__')
        init = self._python_method(obj, '__init__')
        for base in obj.__mro__:
            if new is not None and '__new__' in base.__dict__:
                # It is a static method that gets the class all the same.
                return self._bound(self.signature_of(new))
            if init is not None and '__init__' in base.__dict__:
                return self.signature_of(init)
        for base in obj.__mro__[:-1]:
            text = getattr(base, '__text_signature__', None)
            if text:
                return from_text(self.cls, base, text)
        if type not in obj.__mro__:
            if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
                return self.signature_of(object)
            raise ValueError(f'no signature found for builtin type {obj!r}')
        raise ValueError(f'callable {obj!r} is not supported by signature')

    def _of_instance(self, obj):
        from inspect import getattr_static
        call = getattr_static(type(obj), '__call__', None)
        if call is None:
            raise ValueError(f'callable {obj!r} is not supported by signature')
        text = getattr(obj, '__text_signature__', None)
        if text:
            return from_text(self.cls, obj, text)
        return self.signature_of(_get_bound(call, obj))


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False,
              annotation_format=Format.VALUE):
    """The signature of a callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals,
                                   locals=locals, eval_str=eval_str,
                                   annotation_format=annotation_format)


# --- older forms -----------------------------------------------------------------------

FullArgSpec = collections.namedtuple(
    'FullArgSpec', 'args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations',
    module='inspect')


def getfullargspec(func):
    """The parameters of a Python function or of a native one with a signature, bound ones included."""
    try:
        sig = _Finder(Signature, follow_wrapped=False, skip_bound_arg=False).signature_of(func)
    except Exception as error:
        raise TypeError('unsupported callable') from error
    args, posonly, kwonly = [], [], []
    varargs = varkw = None
    defaults, kwdefaults, annotations = (), {}, {}
    if sig.return_annotation is not _empty:
        annotations['return'] = sig.return_annotation
    for param in sig.parameters.values():
        name = param.name
        if param.kind in _BY_POSITION:
            (posonly if param.kind is _POSITIONAL_ONLY else args).append(name)
            if param.default is not _empty:
                defaults += (param.default,)
        elif param.kind is _VAR_POSITIONAL:
            varargs = name
        elif param.kind is _KEYWORD_ONLY:
            kwonly.append(name)
            if param.default is not _empty:
                kwdefaults[name] = param.default
        else:
            varkw = name
        if param.annotation is not _empty:
            annotations[name] = param.annotation
    return FullArgSpec(posonly + args, varargs, varkw, defaults or None, kwonly,
                       kwdefaults or None, annotations)


def _missing(f_name, argnames, pos, values):
    names = [repr(name) for name in argnames if name not in values]
    if len(names) == 1:
        text = names[0]
    else:
        text = ', '.join(names[:-1]) + ' and ' + names[-1]
    kind = 'positional' if pos else 'keyword-only'
    plural = '' if len(names) == 1 else 's'
    raise TypeError(f'{f_name}() missing {len(names)} required {kind} argument{plural}: {text}')


def _too_many(f_name, args, kwonly, varargs, default_count, given, values):
    atleast = len(args) - default_count
    kwonly_given = len([name for name in kwonly if name in values])
    if varargs:
        plural = atleast != 1
        takes = f'at least {atleast}'
    elif default_count:
        plural = True
        takes = f'from {atleast} to {len(args)}'
    else:
        plural = len(args) != 1
        takes = str(len(args))
    extra = ''
    if kwonly_given:
        extra = (f' positional argument{"s" if given != 1 else ""} (and {kwonly_given} '
                 f'keyword-only argument{"s" if kwonly_given != 1 else ""})')
    was = 'was' if given == 1 and not kwonly_given else 'were'
    raise TypeError(f'{f_name}() takes {takes} positional argument{"s" if plural else ""} '
                    f'but {given}{extra} {was} given')


def getcallargs(func, /, *positional, **named):
    """What each parameter of a function would be in a call, as a dictionary."""
    spec = getfullargspec(func)
    args, varargs, varkw, defaults, kwonly, kwdefaults, _ = spec
    f_name = func.__name__
    values = {}
    if isinstance(func, types.MethodType) and func.__self__ is not None:
        positional = (func.__self__, *positional)
    default_count = len(defaults) if defaults else 0
    n = min(len(positional), len(args))
    for name, value in zip(args, positional):
        values[name] = value
    if varargs:
        values[varargs] = tuple(positional[n:])
    possible = set(args + kwonly)
    if varkw:
        values[varkw] = {}
    for name, value in named.items():
        if name not in possible:
            if not varkw:
                raise TypeError(f'{f_name}() got an unexpected keyword argument {name!r}')
            values[varkw][name] = value
            continue
        if name in values:
            raise TypeError(f'{f_name}() got multiple values for argument {name!r}')
        values[name] = value
    if len(positional) > len(args) and not varargs:
        _too_many(f_name, args, kwonly, varargs, default_count, len(positional), values)
    if len(positional) < len(args):
        required = args[:len(args) - default_count]
        for name in required:
            if name not in values:
                _missing(f_name, required, True, values)
        for i, name in enumerate(args[len(args) - default_count:]):
            values.setdefault(name, defaults[i])
    missing = 0
    for name in kwonly:
        if name not in values:
            if kwdefaults and name in kwdefaults:
                values[name] = kwdefaults[name]
            else:
                missing += 1
    if missing:
        _missing(f_name, kwonly, False, values)
    return values
