"""Annotations of classes, functions and modules.

Owns ForwardRef, the formats and `get_annotations`. To get annotations whose
names are not defined yet, the annotate function is run again with stand-ins for
those names; a stand-in records what is done to it as source text.
"""

import builtins
import sys
import types
from enum import IntEnum
from keyword import iskeyword
from string.templatelib import Template

__all__ = ['Format', 'ForwardRef', 'call_annotate_function', 'call_evaluate_function',
           'get_annotate_from_class_namespace', 'get_annotations', 'annotations_to_string',
           'type_repr']


class Format(IntEnum):
    """What to get for each annotation."""

    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


# What both ForwardRef and _Stringifier have: the second becomes the first by its class.
_SLOTS = ('__arg__', '__code__', '__cell__', '__globals__', '__owner__', '__extra_names__',
          '__forward_is_argument__', '__forward_is_class__', '__forward_module__',
          '__resolved_str_cache__', '__strength__', '__origin_names__', '__weakref__')

# Values that are written as their repr.
_LITERALS = (str, bytes, int, float, complex, bool, type(None), type(...))


def type_repr(value):
    """*value* as it would be written in an annotation."""
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        module = value.__module__
        if module is None:
            # A method of a native type is where its type is.
            owner = getattr(value, '__self__', None)
            module = (owner if isinstance(owner, type) else type(owner)).__module__
        if module == 'builtins':
            return value.__qualname__
        return f'{module}.{value.__qualname__}'
    if isinstance(value, Template):
        return _template_text(value)
    if value is ...:
        return '...'
    return repr(value)


def annotations_to_string(annotations):
    """A copy of *annotations* with all values as strings."""
    return {n: t if isinstance(t, str) else type_repr(t) for n, t in annotations.items()}


class ForwardRef:
    """A type that is given by its source text."""

    __slots__ = _SLOTS

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        _fill(self, arg, owner, is_class)
        self.__forward_is_argument__ = is_argument
        self.__forward_module__ = module

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError('Cannot subclass ForwardRef')

    @property
    def __forward_arg__(self):
        """The source text; names of `__extra_names__` may stand in it."""
        return self.__arg__

    @property
    def __resolved_str__(self):
        """The text with what its extra names stand for."""
        if self.__resolved_str_cache__ is None:
            text = self.__arg__
            if self.__extra_names__:
                text = _with_values(text, self.__extra_names__)
            self.__resolved_str_cache__ = text
        return self.__resolved_str_cache__

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
            return self.__resolved_str__
        if format not in (Format.VALUE, Format.FORWARDREF):
            raise NotImplementedError(format)
        if isinstance(self.__cell__, types.CellType):
            try:
                return self.__cell__.cell_contents
            except ValueError:
                pass
        if owner is None:
            owner = self.__owner__
        if globals is None:
            globals = self._own_globals(owner)
        names = self._own_names(owner, globals, locals, type_params)
        text = self.__arg__
        if text.isidentifier() and not iskeyword(text):
            for scope in (names, globals, vars(builtins)):
                if text in scope:
                    return scope[text]
            if format == Format.FORWARDREF:
                return self
            raise NameError(f"name '{text}' is not defined", name=text)
        try:
            return eval(self.__forward_code__, globals, names)
        except Exception:
            if format != Format.FORWARDREF:
                raise
        return self._partial(globals, names, owner)

    def _own_names(self, owner, globals, locals, type_params):
        """The local names of an evaluation."""
        if type_params is None and owner is not None:
            type_params = getattr(owner, '__type_params__', None)
        names = {}
        if locals is not None:
            names.update(locals)
        elif isinstance(owner, type):
            names.update(vars(owner))
        for param in type_params or ():
            # A global name of the owner's module hides no type parameter of its.
            names.setdefault(param.__name__, param)
        if isinstance(self.__cell__, dict):
            for name, cell in self.__cell__.items():
                try:
                    names.setdefault(name, cell.cell_contents)
                except ValueError:
                    pass
        if self.__extra_names__:
            names.update(self.__extra_names__)
        return names

    def _partial(self, globals, names, owner):
        """The value with references where names are unknown; itself if that fails."""
        known = {**vars(builtins), **globals, **names}
        stands = _StandIns(Format.FORWARDREF, owner, globals, self.__forward_is_class__)
        stands.name_all(self.__forward_code__, known)
        try:
            value = eval(self.__forward_code__, globals, known)
        except Exception:
            return self
        stands.finish(self.__cell__)
        return value

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
        return (self.__arg__ == other.__arg__
                and self.__forward_module__ == other.__forward_module__
                and self.__globals__ is other.__globals__
                and self.__forward_is_class__ == other.__forward_is_class__
                and self.__cell__ == other.__cell__
                and self.__owner__ == other.__owner__
                and (self.__extra_names__ or None) == (other.__extra_names__ or None))

    def __hash__(self):
        cell = self.__cell__
        if isinstance(cell, dict):
            cell = tuple(sorted((name, id(c)) for name, c in cell.items()))
        else:
            cell = id(cell)
        extra = tuple(sorted(self.__extra_names__)) if self.__extra_names__ else None
        return hash((self.__arg__, self.__forward_module__, id(self.__globals__),
                     self.__forward_is_class__, cell, self.__owner__, extra))

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
        return f'ForwardRef({self.__resolved_str__!r}{"".join(extra)})'


def _fill(ref, text, owner, is_class):
    """Gives a new ForwardRef or stand-in its fields."""
    ref.__arg__ = text
    ref.__owner__ = owner
    ref.__forward_is_class__ = is_class
    ref.__forward_is_argument__ = True
    ref.__strength__ = 10
    for name in ('__code__', '__cell__', '__globals__', '__extra_names__', '__forward_module__',
                 '__resolved_str_cache__', '__origin_names__'):
        setattr(ref, name, None)


def _with_values(text, extra):
    """*text* with its invented names replaced by what they stand for."""
    import re
    return re.sub(_INVENTED + r'\d+__', lambda m: type_repr(extra[m[0]]), text)


_INVENTED = '__annotationlib_name_'


class _StandIns:
    """The stand-ins of one evaluation, and how they are made."""

    def __init__(self, format, owner, globals, is_class):
        self.format = format
        self.owner = owner
        self.globals = globals
        self.is_class = is_class
        self.made = []
        self.invented = 0

    def new(self, text, strength=10, extra=None, cell=None):
        """A stand-in for *text*, whose outermost operator binds with *strength*."""
        it = object.__new__(_Stringifier)
        _fill(it, text, self.owner, self.is_class)
        it.__strength__ = strength
        it.__extra_names__ = extra or None
        it.__globals__ = self.globals
        it.__cell__ = cell
        it.__origin_names__ = self
        self.made.append(it)
        return it

    def name_all(self, code, names):
        """Adds stand-ins to *names* for all that *code* uses and *names* lacks."""
        for name in _names_used(code):
            if name not in names:
                names[name] = self.new(name)

    def finish(self, cells):
        """Makes all stand-ins forward references."""
        for it in self.made:
            it.__class__ = ForwardRef
            it.__origin_names__ = None
            if it.__cell__ is None and cells:
                it.__cell__ = cells

    def text_of(self, obj, extra, strength=0):
        """*obj* as source text; names invented for values are added to *extra*."""
        if isinstance(obj, _Stringifier):
            if obj.__extra_names__:
                extra.update(obj.__extra_names__)
            return obj.__arg__ if obj.__strength__ >= strength else f'({obj.__arg__})'
        kind = type(obj)
        if kind in _LITERALS:
            return '...' if obj is ... else repr(obj)
        return self._text_of_parts(obj, kind, extra)

    def _text_of_parts(self, obj, kind, extra):
        def text(part):
            return self.text_of(part, extra)
        if kind is slice:
            parts = ['' if p is None else text(p) for p in (obj.start, obj.stop)]
            if obj.step is not None:
                parts.append(text(obj.step))
            return ':'.join(parts)
        if kind is list:
            return '[' + ', '.join(map(text, obj)) + ']'
        if kind is tuple:
            return '(' + ', '.join(map(text, obj)) + (',)' if len(obj) == 1 else ')')
        if kind is dict:
            return '{' + ', '.join(f'{text(k)}: {text(v)}' for k, v in obj.items()) + '}'
        if kind is set and obj:
            return '{' + ', '.join(map(text, obj)) + '}'
        if kind is Template:
            return _template_text(obj)
        if self.format == Format.STRING:
            return repr(obj)
        for name, value in extra.items():
            if value is obj:
                return name
        self.invented += 1
        name = f'{_INVENTED}{self.invented}__'
        extra[name] = obj
        return name


def _template_text(template):
    """A template string as it would be written; the expressions are as they were."""
    if not all(_is_expression(part.expression) for part in template.interpolations):
        # One that was made by a call.
        return f'Template({", ".join(map(repr, template))})'
    parts = []
    for part in template:
        if isinstance(part, str):
            parts.append(part.replace('{', '{{').replace('}', '}}'))
            continue
        conversion = f'!{part.conversion}' if part.conversion else ''
        spec = f':{part.format_spec}' if part.format_spec else ''
        parts.append('{' + part.expression + conversion + spec + '}')
    whole = ''.join(parts)
    if any('\n' in part.expression for part in template.interpolations):
        # Expressions have no escapes for their line ends.
        return f't"""{whole}"""'
    return 't' + repr(whole)


def _is_expression(text):
    try:
        compile(f'({text})', '<string>', 'eval')
    except SyntaxError:
        return False
    return bool(text.strip())


class _Stringifier:
    """Stands for an unknown name; operations on it give longer texts."""

    __slots__ = _SLOTS

    def __getattr__(self, name):
        if name.startswith('__') and name.endswith('__'):
            raise AttributeError(name)
        return _derived(self, lambda text: f'{text(self, 10)}.{name}')

    def __getitem__(self, key):
        def written(text):
            if type(key) is tuple and key:
                inner = ', '.join(text(k, 0) for k in key) + (',' if len(key) == 1 else '')
            else:
                inner = text(key, 0)
            return f'{text(self, 10)}[{inner}]'
        return _derived(self, written)

    def __call__(self, *args, **kwargs):
        def written(text):
            parts = [text(a, 0) for a in args]
            parts += [f'{k}={text(v, 0)}' for k, v in kwargs.items()]
            return f'{text(self, 10)}({", ".join(parts)})'
        return _derived(self, written)

    def __iter__(self):
        yield _derived(self, lambda text: f'*{text(self, 10)}')

    def __format__(self, spec):
        raise TypeError('Cannot stringify annotation containing string formatting')

    def __hash__(self):
        return id(self)

    def __repr__(self):
        return self.__arg__


def _derived(stand_in, written, strength=10):
    """A stand-in for what *written* makes of the texts of its operands."""
    stands = stand_in.__origin_names__
    extra = {}
    text = written(lambda obj, least: stands.text_of(obj, extra, least))
    return stands.new(text, strength, extra)


def _add_operators():
    def binary(op, strength):
        # Equals group to the left, powers to the right.
        left, right = (strength + 1, strength) if op == '**' else (strength, strength + 1)

        def forward(self, other):
            return _derived(self, lambda text: f'{text(self, left)} {op} {text(other, right)}',
                            strength)

        def backward(self, other):
            return _derived(self, lambda text: f'{text(other, left)} {op} {text(self, right)}',
                            strength)
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
            return _derived(self, lambda text: op + text(self, 7), 7)
        setattr(_Stringifier, f'__{name}__', unary)


_add_operators()


def _run_with_names(annotate, names, closure):
    """The result of *annotate* with *names* as globals and other cells."""
    function = getattr(annotate, '__func__', annotate)
    copy = types.FunctionType(function.__code__, names, closure=closure,
                              argdefs=function.__defaults__,
                              kwdefaults=getattr(function, '__kwdefaults__', None))
    if function is not annotate:
        return copy(annotate.__self__, Format.VALUE_WITH_FAKE_GLOBALS)
    return copy(Format.VALUE_WITH_FAKE_GLOBALS)


def _names_used(code):
    """The names that *code*, or code inside it, looks up."""
    found = dict.fromkeys(code.co_names)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            found.update(_names_used(const))
    return found


def _own_cells(annotate):
    """The cells of an annotate function by name."""
    function = getattr(annotate, '__func__', annotate)
    return dict(zip(function.__code__.co_freevars, function.__closure__ or ()))


def _closure(cells, stands, keep):
    """Cells for a run of an annotate function: stand-ins where *keep* is false or nothing is."""
    made = []
    for name, cell in cells.items():
        if name == '__classdict__' and not keep:
            made.append(types.CellType({}))
            continue
        if keep:
            try:
                cell.cell_contents
            except ValueError:
                pass
            else:
                made.append(cell)
                continue
        made.append(types.CellType(stands.new(name, cell=cell)))
    return tuple(made) or None


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
    """The source texts of what *annotate* computes."""
    try:
        # Whether it knows this format is asked with real names: its tests would be texts.
        annotate(Format.VALUE_WITH_FAKE_GLOBALS)
    except NotImplementedError:
        value = annotate(Format.VALUE)
        return type_repr(value) if is_evaluate else annotations_to_string(value)
    except Exception:
        pass
    stands = _StandIns(Format.STRING, None, None, False)
    names = {}
    stands.name_all(getattr(annotate, '__func__', annotate).__code__, names)
    result = _run_with_names(annotate, names, _closure(_own_cells(annotate), stands, False))

    def text(value):
        if isinstance(value, str):
            return value
        if value is ...:
            return '...'
        return _template_text(value) if isinstance(value, Template) else repr(value)

    if is_evaluate:
        return text(result)
    return {key: text(value) for key, value in result.items()}


def _as_forward_refs(annotate, owner, is_evaluate):
    """Values where all names are known, forward references elsewhere."""
    function = getattr(annotate, '__func__', annotate)
    known = {**function.__builtins__, **function.__globals__}
    cells = _own_cells(annotate)
    is_class = isinstance(owner, type)
    # What is known is computed with; if that fails, all becomes text and is evaluated one by one.
    for known, keep in ((known, True), ({}, False)):
        stands = _StandIns(Format.FORWARDREF, owner, function.__globals__, is_class)
        stands.name_all(function.__code__, known)
        try:
            result = _run_with_names(annotate, known, _closure(cells, stands, keep))
        except NotImplementedError:
            return annotate(Format.VALUE)
        except Exception:
            if not keep:
                raise
        else:
            stands.finish({n: c for n, c in cells.items() if n != '__classdict__'})
            if keep:
                return result
    if is_evaluate:
        return _resolved(result)
    return {key: _resolved(value) for key, value in result.items()}


def _resolved(value):
    """A forward reference evaluated as far as its names are known."""
    if isinstance(value, ForwardRef):
        return value.evaluate(format=Format.FORWARDREF)
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
        except Exception as error:
            # The function behind it may do without the names that are missing.
            found = _call_annotate(obj, format)
            if found is None:
                raise error
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
        # Without the module there are no partial objects.
        partial = getattr(sys.modules.get('functools'), 'partial', ())
        while id(inner) not in seen:
            seen.add(id(inner))
            if hasattr(inner, '__wrapped__'):
                inner = inner.__wrapped__
            elif isinstance(inner, partial):
                inner = inner.func
        own_globals = getattr(inner, '__globals__', None) or getattr(obj, '__globals__', None)
    globals = own_globals if globals is None else globals
    locals = own_locals if locals is None else locals
    params = {p.__name__: p for p in getattr(obj, '__type_params__', ())}
    if params:
        locals = {**params, **(locals or {})}
    return {name: _evaluated_text(value, globals, locals) if isinstance(value, str) else value
            for name, value in found.items()}


def _evaluated_text(text, globals, locals):
    """The value of an annotation's text; `*tuple[int]` is no expression by itself."""
    text = text.strip()
    return eval(f'({text},)[0]' if text.startswith('*') else text, globals, locals)
