"""Annotations of classes, functions and modules.

Owns ForwardRef, the formats and `get_annotations`. To get annotations whose
names are not defined yet, the annotate function is run again with stand-ins for
those names; a stand-in records what is done to it as source text.
"""

import sys
import types
from enum import IntEnum

__all__ = ['Format', 'ForwardRef', 'call_annotate_function', 'call_evaluate_function',
           'get_annotate_from_class_namespace', 'get_annotations', 'annotations_to_string',
           'type_repr']


class Format(IntEnum):
    """What to get for each annotation."""

    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


_sentinel = object()


def type_repr(value):
    """*value* as it would be written in an annotation."""
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        if value.__module__ == 'builtins':
            return value.__qualname__
        return f'{value.__module__}.{value.__qualname__}'
    if isinstance(value, _Stringifier):
        return value._text
    if value is ...:
        return '...'
    return repr(value)


def annotations_to_string(annotations):
    """A copy of *annotations* with all values as strings."""
    return {n: t if isinstance(t, str) else type_repr(t) for n, t in annotations.items()}


class ForwardRef:
    """A type that is given by its source text."""

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        self.__arg__ = arg
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module
        self.__owner__ = owner
        self.__globals__ = None
        self.__cell__ = None
        self.__extra_names__ = None
        self.__code__ = None

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError('Cannot subclass ForwardRef')

    @property
    def __forward_arg__(self):
        """The source text."""
        return self.__arg__

    @property
    def __forward_code__(self):
        """The compiled text."""
        if self.__code__ is None:
            text = self.__arg__
            # `*tuple[int]` is no expression by itself.
            source = f'({text},)[0]' if text.startswith('*') else text
            try:
                self.__code__ = compile(source, '<string>', 'eval')
            except SyntaxError:
                raise SyntaxError('Forward reference must be an expression -- '
                                  f'got {text!r}') from None
        return self.__code__

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None,
                 format=Format.VALUE):
        """The object that the text means, in the scope of its owner."""
        if format == Format.STRING:
            return self.__forward_arg__
        if format not in (Format.VALUE, Format.FORWARDREF):
            raise NotImplementedError(format)
        if owner is None:
            owner = self.__owner__
        if globals is None:
            globals = self._own_globals(owner)
        if type_params is None and owner is not None:
            type_params = getattr(owner, '__type_params__', None)
        names = {}
        if self.__extra_names__:
            names.update(self.__extra_names__)
        for param in type_params or ():
            names[param.__name__] = param
        if locals is None:
            if isinstance(owner, type):
                names = {**names, **vars(owner)}
        else:
            names = {**names, **locals}
        if isinstance(self.__cell__, dict):
            for name, cell in self.__cell__.items():
                try:
                    names.setdefault(name, cell.cell_contents)
                except ValueError:
                    pass
        text = self.__forward_arg__
        if text.isidentifier() and text not in ('None', 'True', 'False'):
            if text in names:
                return names[text]
            if text in globals:
                return globals[text]
            import builtins
            if hasattr(builtins, text):
                return getattr(builtins, text)
            if format == Format.FORWARDREF:
                return self
            raise NameError(f"name '{text}' is not defined", name=text)
        try:
            return eval(self.__forward_code__, globals, names)
        except Exception:
            if format != Format.FORWARDREF:
                raise
        return self._partial(globals, names)

    def _partial(self, globals, names):
        """The value with references where names are unknown; itself if that fails."""
        import builtins
        names = dict(names)
        for name in _names_used(self.__forward_code__):
            if name not in names and name not in globals and not hasattr(builtins, name):
                names[name] = _Stringifier(name)
        try:
            value = eval(self.__forward_code__, globals, names)
        except Exception:
            return self
        if isinstance(value, _Stringifier):
            return self
        return _without_stand_ins(value, self.__owner__, globals, self.__forward_is_class__)

    def _own_globals(self, owner):
        if self.__forward_module__ is not None:
            module = self.__forward_module__
            if isinstance(module, str):
                module = sys.modules.get(module)
            return getattr(module, '__dict__', {})
        if self.__globals__ is not None:
            return self.__globals__
        if isinstance(owner, type):
            return getattr(sys.modules.get(owner.__module__), '__dict__', {})
        if isinstance(owner, types.ModuleType):
            return owner.__dict__
        return getattr(owner, '__globals__', {})

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__
                and self.__globals__ is other.__globals__
                and self.__forward_is_class__ == other.__forward_is_class__
                and self.__cell__ == other.__cell__
                and self.__owner__ == other.__owner__
                and self.__extra_names__ == other.__extra_names__)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__, id(self.__globals__),
                     self.__forward_is_class__, id(self.__owner__)))

    def __or__(self, other):
        from typing import _make_union
        return _make_union(self, other)

    def __ror__(self, other):
        from typing import _make_union
        return _make_union(other, self)

    def __repr__(self):
        extra = []
        if self.__forward_module__ is not None:
            extra.append(f', module={self.__forward_module__!r}')
        if self.__forward_is_class__:
            extra.append(', is_class=True')
        if self.__owner__ is not None:
            extra.append(f', owner={self.__owner__!r}')
        return f'ForwardRef({self.__forward_arg__!r}{"".join(extra)})'


class _Stringifier:
    """Stands for an unknown name; operations on it give longer texts."""

    __slots__ = ('_text', '_strength')

    def __init__(self, text, strength=10):
        self._text = text
        # How tightly the outermost operator binds; 10 if there is none.
        self._strength = strength

    def _inner(self, strength=10):
        return self._text if self._strength >= strength else f'({self._text})'

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__') and name != '__class__':
            raise AttributeError(name)
        return _Stringifier(f'{self._inner()}.{name}')

    def __getitem__(self, key):
        if isinstance(key, tuple) and key:
            text = ', '.join(_text_of(k) for k in key) + (',' if len(key) == 1 else '')
        else:
            text = _text_of(key)
        return _Stringifier(f'{self._inner()}[{text}]')

    def __call__(self, *args, **kwargs):
        parts = [_text_of(a) for a in args]
        parts += [f'{k}={_text_of(v)}' for k, v in kwargs.items()]
        return _Stringifier(f'{self._inner()}({", ".join(parts)})')

    def __iter__(self):
        yield _Stringifier(f'*{self._inner()}')

    def __hash__(self):
        return hash(self._text)


def _text_of(obj):
    if isinstance(obj, _Stringifier):
        return obj._text
    if isinstance(obj, slice):
        parts = ['' if p is None else _text_of(p) for p in (obj.start, obj.stop)]
        if obj.step is not None:
            parts.append(_text_of(obj.step))
        return ':'.join(parts)
    if isinstance(obj, list):
        return '[' + ', '.join(map(_text_of, obj)) + ']'
    if isinstance(obj, tuple):
        return '(' + ', '.join(map(_text_of, obj)) + (',)' if len(obj) == 1 else ')')
    return type_repr(obj)


def _add_operators():
    def operand(obj, strength):
        return obj._inner(strength) if isinstance(obj, _Stringifier) else _text_of(obj)

    def binary(op, strength):
        # Equals group to the left, powers to the right.
        left, right = (strength + 1, strength) if op == '**' else (strength, strength + 1)

        def forward(self, other):
            return _Stringifier(f'{self._inner(left)} {op} {operand(other, right)}', strength)

        def backward(self, other):
            return _Stringifier(f'{operand(other, left)} {op} {self._inner(right)}', strength)
        return forward, backward

    for name, op, strength in (
            ('or', '|', 1), ('xor', '^', 2), ('and', '&', 3), ('lshift', '<<', 4),
            ('rshift', '>>', 4), ('add', '+', 5), ('sub', '-', 5), ('mul', '*', 6),
            ('matmul', '@', 6), ('truediv', '/', 6), ('mod', '%', 6), ('floordiv', '//', 6),
            ('pow', '**', 8)):
        forward, backward = binary(op, strength)
        setattr(_Stringifier, f'__{name}__', forward)
        setattr(_Stringifier, f'__r{name}__', backward)
    for name, op in (('lt', '<'), ('le', '<='), ('eq', '=='), ('ne', '!='), ('gt', '>'),
                     ('ge', '>=')):
        setattr(_Stringifier, f'__{name}__', binary(op, 0)[0])
    for name, op in (('invert', '~'), ('pos', '+'), ('neg', '-')):
        def unary(self, op=op):
            return _Stringifier(op + self._inner(7), 7)
        setattr(_Stringifier, f'__{name}__', unary)


_add_operators()


def _run_with_names(annotate, names, cells):
    """The result of *annotate* with *names* as globals and some cells replaced."""
    function = getattr(annotate, '__func__', annotate)
    code = function.__code__
    closure = None
    if function.__closure__:
        closure = []
        for name, cell in zip(code.co_freevars, function.__closure__):
            closure.append(types.CellType(cells[name]) if name in cells else cell)
        closure = tuple(closure)
    copy = types.FunctionType(code, names, closure=closure,
                              argdefs=function.__defaults__,
                              kwdefaults=getattr(function, '__kwdefaults__', None))
    if function is not annotate:
        return copy(annotate.__self__, Format.VALUE_WITH_FAKE_GLOBALS)
    return copy(Format.VALUE_WITH_FAKE_GLOBALS)


def _names_used(code):
    """The names that *code*, or code inside it, looks up."""
    found = set(code.co_names)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            found |= _names_used(const)
    return found


def call_evaluate_function(evaluate, format, *, owner=None):
    """The result of a function that computes one value, in a format."""
    return call_annotate_function(evaluate, format, owner=owner, _is_evaluate=True)


def call_annotate_function(annotate, format, *, owner=None, _is_evaluate=False):
    """The result of an annotate function, in a format that it need not know itself."""
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError('The VALUE_WITH_FAKE_GLOBALS format is for internal use only')
    try:
        return annotate(format)
    except NotImplementedError:
        pass
    if format == Format.STRING:
        return _as_strings(annotate, _is_evaluate)
    if format == Format.FORWARDREF:
        return _as_forward_refs(annotate, owner, _is_evaluate)
    if format == Format.VALUE:
        raise RuntimeError('annotate function does not support VALUE format')
    raise ValueError(f'Invalid format: {format!r}')


def _as_strings(annotate, is_evaluate):
    code = getattr(annotate, '__func__', annotate).__code__
    names = {name: _Stringifier(name) for name in _names_used(code)}
    cells = {name: _Stringifier(name) for name in code.co_freevars if name != '__classdict__'}
    if '__classdict__' in code.co_freevars:
        cells['__classdict__'] = {}
    result = _run_with_names(annotate, names, cells)
    if is_evaluate:
        return result if isinstance(result, str) else _text_of(result)
    return {key: value if isinstance(value, str) else _text_of(value)
            for key, value in result.items()}


def _as_forward_refs(annotate, owner, is_evaluate):
    """Values where all names are known, forward references elsewhere."""
    try:
        return annotate(Format.VALUE)
    except Exception:
        pass
    import builtins
    function = getattr(annotate, '__func__', annotate)
    code = function.__code__
    names = dict(vars(builtins))
    names.update(function.__globals__)
    classdict = None
    unknown = {}
    cells = {}
    for name, cell in zip(code.co_freevars, function.__closure__ or ()):
        try:
            value = cell.cell_contents
        except ValueError:
            cells[name] = unknown[name] = _Stringifier(name)
            continue
        if name == '__classdict__':
            classdict = value
    for name in _names_used(code):
        if name not in names and (classdict is None or name not in classdict):
            names[name] = unknown[name] = _Stringifier(name)
    result = _run_with_names(annotate, names, cells)

    def finished(value):
        return _without_stand_ins(value, owner, function.__globals__, isinstance(owner, type))

    if is_evaluate:
        return finished(result)
    return {key: finished(value) for key, value in result.items()}


def _without_stand_ins(value, owner, globals, is_class):
    """*value* with forward references in place of stand-ins."""
    if isinstance(value, _Stringifier):
        ref = ForwardRef(value._text, owner=owner, is_class=is_class)
        ref.__globals__ = globals
        return ref
    if isinstance(value, types.GenericAlias):
        args = tuple(_without_stand_ins(a, owner, globals, is_class) for a in value.__args__)
        return types.GenericAlias(value.__origin__, args)
    return value


def get_annotate_from_class_namespace(obj):
    """The annotate function in the namespace of a class that is being made."""
    try:
        return obj['__annotate__']
    except KeyError:
        return obj.get('__annotate_func__', None)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """The annotations of *obj* as a new dictionary, in the given format."""
    if eval_str and format != Format.VALUE:
        raise ValueError('eval_str=True is only supported with format=Format.VALUE')
    if format == Format.VALUE:
        found = _own_annotations(obj)
        if found is None:
            found = _call_annotate(obj, format)
    elif format == Format.FORWARDREF:
        try:
            found = _own_annotations(obj)
        except Exception:
            found = None
        if found is None:
            found = _call_annotate(obj, format)
    elif format == Format.STRING:
        found = _call_annotate(obj, format)
        if found is None:
            found = _own_annotations(obj)
            if found is not None:
                return annotations_to_string(found)
    elif format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError('The VALUE_WITH_FAKE_GLOBALS format is for internal use only')
    else:
        raise ValueError(f'Unsupported format {format!r}')
    if found is None:
        if isinstance(obj, (type, types.ModuleType)) or callable(obj):
            return {}
        raise TypeError(f'{obj!r} does not have annotations')
    if not found:
        return {}
    found = dict(found)
    if not eval_str:
        return found
    return _evaluated(obj, found, globals, locals)


def _own_annotations(obj):
    """The __annotations__ of *obj*, None if it has none of its own."""
    if isinstance(obj, type):
        try:
            found = type.__dict__['__annotations__'].__get__(obj)
        except (AttributeError, KeyError):
            found = obj.__dict__.get('__annotations__')
    else:
        found = getattr(obj, '__annotations__', None)
    if obj is type and not isinstance(found, dict):
        return None
    if found is not None and not isinstance(found, dict):
        raise ValueError(f'{obj!r}.__annotations__ is neither a dict nor None')
    return found


def _call_annotate(obj, format):
    annotate = getattr(obj, '__annotate__', None)
    if annotate is None:
        return None
    found = call_annotate_function(annotate, format, owner=obj)
    if not isinstance(found, dict):
        raise ValueError(f'{obj!r}.__annotate__ returned a non-dict')
    return found


def _evaluated(obj, found, globals, locals):
    """*found* with strings evaluated in the scope of *obj*."""
    inner = obj
    own_locals = None
    if isinstance(obj, type):
        own_globals = getattr(sys.modules.get(obj.__module__), '__dict__', None)
        own_locals = dict(vars(obj))
    elif isinstance(obj, types.ModuleType):
        own_globals = vars(obj)
    else:
        seen = set()
        while id(inner) not in seen:
            seen.add(id(inner))
            if hasattr(inner, '__wrapped__'):
                inner = inner.__wrapped__
            elif hasattr(inner, 'func') and not hasattr(inner, '__globals__'):
                inner = inner.func
        own_globals = getattr(inner, '__globals__', None)
    globals = own_globals if globals is None else globals
    locals = own_locals if locals is None else locals
    params = {p.__name__: p for p in getattr(obj, '__type_params__', ())}
    if params:
        locals = {**params, **(locals or {})}
    return {name: eval(value, globals, locals) if isinstance(value, str) else value
            for name, value in found.items()}
