"""Looking at live objects: what kind they are, their members, documentation, source, signatures and frames.

Signatures are made in `_inspect_signature`, source text is found in `_inspect_source`.
"""

import abc
import builtins
import collections
import enum
import functools
import os
import sys
import types
from annotationlib import Format, ForwardRef, get_annotations
from keyword import iskeyword

import linecache
from _inspect_signature import (
    BoundArguments, FullArgSpec, Parameter, Signature, _empty, _ParameterKind, _void,
    formatannotation, getcallargs, getfullargspec, is_functionlike as _signature_is_functionlike,
    is_native as _signature_is_builtin, signature)
from _inspect_source import (
    BlockFinder, ClassFoundException, EndOfBlock, findsource, getabsfile, getblock, getcomments,
    getfile, getmodule, getmodulename, getsource, getsourcefile, getsourcelines, indentsize,
    ismodule, modulesbyfile)

CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_NESTED = 0x10
CO_GENERATOR = 0x20
CO_NOFREE = 0x40
CO_COROUTINE = 0x80
CO_ITERABLE_COROUTINE = 0x100
CO_ASYNC_GENERATOR = 0x200
CO_HAS_DOCSTRING = 0x4000000
CO_METHOD = 0x8000000
TPFLAGS_IS_ABSTRACT = 1 << 20


# --- what kind of object ---------------------------------------------------------------

def isclass(object):
    """Whether the object is a class."""
    return isinstance(object, type)


def ispackage(object):
    """Whether the object is a package."""
    return ismodule(object) and hasattr(object, '__path__')


def ismethod(object):
    """Whether the object is a bound method written in Python."""
    return isinstance(object, types.MethodType)


def isfunction(object):
    """Whether the object is a function written in Python."""
    return isinstance(object, types.FunctionType)


def ismethoddescriptor(object):
    """Whether the object is a method of a class that is not written in Python: it has `__get__` but not `__set__`."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return (hasattr(cls, '__get__') and not hasattr(cls, '__set__')
            and not hasattr(cls, '__delete__'))


def isdatadescriptor(object):
    """Whether the object is a descriptor that values can be given to."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    cls = type(object)
    return hasattr(cls, '__set__') or hasattr(cls, '__delete__')


def ismemberdescriptor(object):
    """Whether the object is a member descriptor, as native classes and `__slots__` have them."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Whether the object is a getset descriptor, as native classes have them."""
    return isinstance(object, types.GetSetDescriptorType)


def isbuiltin(object):
    """Whether the object is a native function or bound method."""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Whether the object is a bound special method of a native class."""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Whether the object is any kind of function or method."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object) or ismethodwrapper(object)
            or isinstance(object, functools._singledispatchmethod_get))


def isgenerator(object):
    """Whether the object is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Whether the object is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    """Whether the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    """Whether the object can be awaited."""
    if isinstance(object, types.CoroutineType):
        return True
    if isinstance(object, types.GeneratorType):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return isinstance(object, collections.abc.Awaitable)


def istraceback(object):
    """Whether the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Whether the object is a frame."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Whether the object is a code object."""
    return isinstance(object, types.CodeType)


def _plain_function(f):
    """The function that *f* ends up calling, behind partials and bound methods."""
    f = functools._unwrap_partialmethod(f)
    while ismethod(f):
        f = f.__func__
    return functools._unwrap_partial(f)


def _has_code_flag(f, flag):
    f = _plain_function(f)
    if not isfunction(f) and not _signature_is_functionlike(f):
        return False
    return bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Whether the object is a function that makes generators."""
    return _has_code_flag(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    """Whether the object is a function that makes asynchronous generators."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


_is_coroutine_mark = object()


def markcoroutinefunction(func):
    """Make `iscoroutinefunction` say yes to *func*."""
    if hasattr(func, '__func__'):
        func = func.__func__
    func._is_coroutine_marker = _is_coroutine_mark
    return func


def _has_coroutine_mark(f):
    return getattr(_plain_function(f), '_is_coroutine_marker', None) is _is_coroutine_mark


def iscoroutinefunction(obj):
    """Whether the object is a function that makes coroutines."""
    return _has_code_flag(obj, CO_COROUTINE) or _has_coroutine_mark(obj)


def isabstract(object):
    """Whether the object is a class with abstract methods."""
    if not isinstance(object, type):
        return False
    if object.__flags__ & TPFLAGS_IS_ABSTRACT:
        return True
    if not issubclass(type(object), abc.ABCMeta):
        return False
    if hasattr(object, '__abstractmethods__'):
        # The class is finished, so its flag counts.
        return False
    # Inside of `__init_subclass__` the flag is not set yet.
    for value in object.__dict__.values():
        if getattr(value, '__isabstractmethod__', False):
            return True
    for base in object.__bases__:
        for name in getattr(base, '__abstractmethods__', ()):
            if getattr(getattr(object, name, None), '__isabstractmethod__', False):
                return True
    return False


# --- classes and members ---------------------------------------------------------------

def getmro(cls):
    """The class and its bases in the order in which attributes are looked up."""
    return cls.__mro__


def _getmembers(object, predicate, getter):
    results = []
    seen = set()
    names = dir(object)
    mro = ()
    if isclass(object):
        mro = (object, *object.__mro__)
        # Attributes that only instances have are not in dir() of the class.
        for base in object.__bases__:
            for name, value in base.__dict__.items():
                if isinstance(value, types.DynamicClassAttribute):
                    names.append(name)
    for name in names:
        try:
            value = getter(object, name)
            if name in seen:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                # Listed, but not there.
                continue
        if not predicate or predicate(value):
            results.append((name, value))
        seen.add(name)
    results.sort(key=lambda pair: pair[0])
    return results


def getmembers(object, predicate=None):
    """Pairs of name and value of all members that *predicate* accepts, sorted by name."""
    return _getmembers(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """The same without running descriptors."""
    return _getmembers(object, predicate, getattr_static)


Attribute = collections.namedtuple('Attribute', 'name kind defining_class object')


def classify_class_attrs(cls):
    """What kind each attribute of a class is, and which class defines it."""
    mro = getmro(cls)
    metamro = tuple(c for c in getmro(type(cls)) if c not in (type, object))
    bases = (cls, *mro)
    names = dir(cls)
    for base in mro:
        for name, value in base.__dict__.items():
            if isinstance(value, types.DynamicClassAttribute) and value.fget is not None:
                names.append(name)
    result = []
    done = set()
    for name in names:
        home = None
        got = found = None
        if name not in done:
            try:
                if name == '__dict__':
                    raise Exception("__dict__ is special, don't want the proxy")
                got = getattr(cls, name)
            except Exception:
                pass
            else:
                home = getattr(got, '__objclass__', home)
                if home not in bases:
                    # Somewhere in the classes or metaclasses it stands as it is.
                    home = None
                    for base in bases:
                        if _of_class(base, name) is got:
                            home = base
                    for meta in metamro:
                        try:
                            if meta.__getattr__(cls, name) is got:
                                home = meta
                        except AttributeError:
                            pass
        for base in (*bases, *metamro):
            if name in base.__dict__:
                found = base.__dict__[name]
                if home not in metamro:
                    home = base
                break
        if home is None:
            # A name that dir() made up.
            continue
        obj = got if got is not None else found
        if isinstance(found, (staticmethod, types.BuiltinMethodType)):
            kind, obj = 'static method', found
        elif isinstance(found, (classmethod, types.ClassMethodDescriptorType)):
            kind, obj = 'class method', found
        elif isinstance(found, property):
            kind, obj = 'property', found
        elif isroutine(obj):
            kind = 'method'
        else:
            kind = 'data'
        result.append(Attribute(name, kind, home, obj))
        done.add(name)
    return result


def _of_class(cls, name):
    """What plain access to an attribute of *cls* gives; None if it fails."""
    try:
        return getattr(cls, name, None)
    except Exception:
        return None


def walktree(classes, children, parent):
    """The part of `getclasstree` below *parent*."""
    results = []
    for c in sorted(classes, key=lambda c: (c.__module__, c.__name__)):
        results.append((c, c.__bases__))
        if c in children:
            results.append(walktree(children[c], children, c))
    return results


def getclasstree(classes, unique=False):
    """Classes as nested lists: the list behind a class holds what derives from it."""
    children = {}
    roots = []
    for c in classes:
        if not c.__bases__:
            if c not in roots:
                roots.append(c)
            continue
        for parent in c.__bases__:
            below = children.setdefault(parent, [])
            if c not in below:
                below.append(c)
            if unique and parent in classes:
                break
    roots.extend(parent for parent in children if parent not in classes)
    return walktree(roots, children, None)


_sentinel = object()
_class_dict = type.__dict__['__dict__'].__get__
_class_mro = type.__dict__['__mro__'].__get__


def _own_dict_descriptor(cls):
    """Whether some class in the order of lookup replaces `__dict__` by something of its own."""
    for entry in _class_mro(cls):
        found = _class_dict(entry).get('__dict__', _sentinel)
        if found is not _sentinel:
            native = (type(found) is types.GetSetDescriptorType and found.__name__ == '__dict__'
                      and found.__objclass__ is entry)
            return found if not native else _sentinel
    return _sentinel


def _static_in_class(cls, attr):
    for entry in _class_mro(cls):
        if _own_dict_descriptor(type(entry)) is _sentinel and attr in entry.__dict__:
            return entry.__dict__[attr]
    return _sentinel


def getattr_static(obj, attr, default=_sentinel):
    """An attribute as it is stored: descriptors, `__getattr__` and `__getattribute__` do not run."""
    in_instance = _sentinel
    is_type = issubclass(type(obj), type)
    cls = obj if is_type else type(obj)
    if not is_type:
        own = _own_dict_descriptor(cls)
        if own is _sentinel or type(own) is types.MemberDescriptorType:
            try:
                instance_dict = object.__getattribute__(obj, '__dict__')
            except AttributeError:
                instance_dict = {}
            if isinstance(instance_dict, (dict, types.MappingProxyType)):
                in_instance = dict.get(instance_dict, attr, _sentinel) \
                    if isinstance(instance_dict, dict) else instance_dict.get(attr, _sentinel)
    in_class = _static_in_class(cls, attr)
    if in_instance is not _sentinel and in_class is not _sentinel:
        kind = type(in_class)
        if _static_in_class(kind, '__get__') is not _sentinel and (
                _static_in_class(kind, '__set__') is not _sentinel
                or _static_in_class(kind, '__delete__') is not _sentinel):
            return in_class
    if in_instance is not _sentinel:
        return in_instance
    if in_class is not _sentinel:
        return in_class
    if is_type:
        # Metaclasses come last.
        for entry in _class_mro(type(cls)):
            if _own_dict_descriptor(type(entry)) is _sentinel and attr in entry.__dict__:
                return entry.__dict__[attr]
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


def unwrap(func, *, stop=None):
    """The object at the end of the chain of `__wrapped__`, or where *stop* says yes."""
    first = func
    # By identity, because the objects need not be hashable; kept, so that no identity comes again.
    seen = {id(func): func}
    limit = sys.getrecursionlimit()
    while not isinstance(func, type) and hasattr(func, '__wrapped__'):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= limit:
            raise ValueError(f'wrapper loop when unwrapping {first!r}')
        seen[id(func)] = func
    return func


# --- documentation ---------------------------------------------------------------------

def cleandoc(doc):
    """A docstring without the indentation that the code around it asked for."""
    lines = doc.expandtabs().split('\n')
    margin = min((len(line) - len(line.lstrip(' ')) for line in lines[1:] if line.lstrip(' ')),
                 default=None)
    if lines:
        lines[0] = lines[0].lstrip(' ')
    if margin is not None:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def _class_of_function(func):
    """The class that a function is defined in, by its qualified name."""
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split('.')[:-1]:
        cls = getattr(cls, name, None)
    return cls if isclass(cls) else None


def _finddoc(obj):
    """The docstring of the same thing in a base class."""
    if isclass(obj):
        for base in obj.__mro__:
            if base is not object and base.__doc__ is not None:
                return base.__doc__
        return None
    if ismethod(obj):
        name, owner = obj.__func__.__name__, obj.__self__
        cls = owner if isclass(owner) and \
            getattr(getattr(owner, name, None), '__func__') is obj.__func__ else owner.__class__
    elif isfunction(obj):
        name = obj.__name__
        cls = _class_of_function(obj)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif isbuiltin(obj):
        name, owner = obj.__name__, obj.__self__
        if isclass(owner) and owner.__qualname__ + '.' + name == obj.__qualname__:
            cls = owner
        else:
            cls = owner.__class__
    elif isinstance(obj, property):
        name = obj.__name__
        cls = _class_of_function(obj.fget)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif ismethoddescriptor(obj) or isdatadescriptor(obj):
        name, cls = obj.__name__, obj.__objclass__
        if getattr(cls, name) is not obj:
            return None
        slots = getattr(cls, '__slots__', None)
        if isinstance(slots, dict) and name in slots:
            return slots[name]
    else:
        return None
    for base in cls.__mro__:
        try:
            doc = getattr(base, name).__doc__
        except AttributeError:
            continue
        if doc is not None:
            return doc
    return None


def getdoc(object):
    """The docstring of an object, inherited if need be, without its indentation."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _finddoc(object)
        except (AttributeError, TypeError):
            return None
    if not isinstance(doc, str):
        return None
    return cleandoc(doc)


# --- arguments and closures ------------------------------------------------------------

Arguments = collections.namedtuple('Arguments', 'args, varargs, varkw')
ArgInfo = collections.namedtuple('ArgInfo', 'args varargs keywords locals')
ClosureVars = collections.namedtuple('ClosureVars', 'nonlocals globals builtins unbound')


def getargs(co):
    """The names of the parameters of a code object."""
    if not iscode(co):
        raise TypeError(f'{co!r} is not a code object')
    names = co.co_varnames
    end = co.co_argcount
    named_end = end + co.co_kwonlyargcount
    args = list(names[:end]) + list(names[end:named_end])
    varargs = varkw = None
    at = named_end
    if co.co_flags & CO_VARARGS:
        varargs = names[at]
        at += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[at]
    return Arguments(args, varargs, varkw)


def getargvalues(frame):
    """The parameters of a frame with their values."""
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def formatannotationrelativeto(object):
    """`formatannotation` that leaves the module of *object* out."""
    module = getattr(object, '__module__', None)
    return lambda annotation: formatannotation(annotation, module)


def formatargvalues(args, varargs, varkw, locals, formatarg=str,
                    formatvarargs=lambda name: '*' + name, formatvarkw=lambda name: '**' + name,
                    formatvalue=lambda value: '=' + repr(value)):
    """What `getargvalues` gives, as text."""
    texts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        texts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        texts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return '(' + ', '.join(texts) + ')'


def _codes(code):
    """A code object and those nested in it."""
    yield code
    for const in code.co_consts:
        if iscode(const):
            yield from _codes(const)


def getclosurevars(func):
    """What the names in a function that are not its own refer to."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f'{func!r} is not a Python function')
    code = func.__code__
    nonlocals = {}
    for name, cell in zip(code.co_freevars, func.__closure__ or ()):
        try:
            nonlocals[name] = cell.cell_contents
        except ValueError:
            # Not set yet.
            pass
    namespace = func.__globals__
    known = namespace.get('__builtins__', builtins.__dict__)
    if ismodule(known):
        known = known.__dict__
    global_vars, builtin_vars, unbound = {}, {}, set()
    for part in _codes(code):
        for name in part.co_names:
            if name in namespace:
                global_vars[name] = namespace[name]
            elif name in known:
                builtin_vars[name] = known[name]
            else:
                unbound.add(name)
    return ClosureVars(nonlocals, global_vars, builtin_vars, unbound)


# --- frames ----------------------------------------------------------------------------

class Traceback(collections.namedtuple(
        'Traceback', 'filename lineno function code_context index', module='inspect')):
    """Where a frame or traceback stands."""

    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, filename, lineno, function, code_context, index)
        self.positions = positions
        return self

    def __repr__(self):
        return (f'Traceback(filename={self.filename!r}, lineno={self.lineno!r}, '
                f'function={self.function!r}, code_context={self.code_context!r}, '
                f'index={self.index!r}, positions={self.positions!r})')


class FrameInfo(collections.namedtuple(
        'FrameInfo', ('frame',) + Traceback._fields, module='inspect')):
    """A frame and where it stands."""

    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        self.positions = positions
        return self

    def __repr__(self):
        return (f'FrameInfo(frame={self.frame!r}, filename={self.filename!r}, '
                f'lineno={self.lineno!r}, function={self.function!r}, '
                f'code_context={self.code_context!r}, index={self.index!r}, '
                f'positions={self.positions!r})')


_Positions = collections.namedtuple(
    'Positions', 'lineno end_lineno col_offset end_col_offset', defaults=(None,) * 4, module='dis')


def _position(code, lasti):
    """Lines and columns of an instruction."""
    if lasti is None or lasti < 0:
        return None, None, None, None
    import itertools
    return next(itertools.islice(code.co_positions(), lasti // 2, None), (None,) * 4)


def getframeinfo(frame, context=1):
    """Where a frame or traceback stands, with *context* lines of its source."""
    if istraceback(frame):
        lasti, lineno, frame = frame.tb_lasti, frame.tb_lineno, frame.tb_frame
    elif isframe(frame):
        lasti, lineno = getattr(frame, 'f_lasti', None), frame.f_lineno
    else:
        raise TypeError(f'{frame!r} is not a frame or traceback object')
    positions = _position(frame.f_code, lasti)
    if positions[0] is None:
        positions = (lineno, *positions[1:])
    else:
        lineno = positions[0]
    positions = _Positions(*positions)
    filename = getsourcefile(frame) or getfile(frame)
    lines = index = None
    if context > 0:
        start = lineno - 1 - context // 2
        try:
            lines, _ = findsource(frame)
        except OSError:
            lines = None
        else:
            start = max(0, min(start, len(lines) - context))
            lines = lines[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index, positions=positions)


def getlineno(frame):
    """The line that a frame is at."""
    return frame.f_lineno


def _frame_info(frame, where, context):
    found = getframeinfo(where, context)
    return FrameInfo(frame, *found, positions=found.positions)


def getouterframes(frame, context=1):
    """A frame and those that called it, the innermost first."""
    result = []
    while frame:
        result.append(_frame_info(frame, frame, context))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """The frames of a traceback, the innermost last."""
    result = []
    while tb:
        result.append(_frame_info(tb.tb_frame, tb, context))
        tb = tb.tb_next
    return result


def currentframe():
    """The frame of the caller."""
    return sys._getframe(1) if hasattr(sys, '_getframe') else None


def stack(context=1):
    """The frames from the caller outwards."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """The frames between here and where the handled exception was raised."""
    error = sys.exception()
    return getinnerframes(None if error is None else error.__traceback__, context)


# --- generators and coroutines ---------------------------------------------------------

GEN_CREATED = 'GEN_CREATED'
GEN_RUNNING = 'GEN_RUNNING'
GEN_SUSPENDED = 'GEN_SUSPENDED'
GEN_CLOSED = 'GEN_CLOSED'
CORO_CREATED = 'CORO_CREATED'
CORO_RUNNING = 'CORO_RUNNING'
CORO_SUSPENDED = 'CORO_SUSPENDED'
CORO_CLOSED = 'CORO_CLOSED'
AGEN_CREATED = 'AGEN_CREATED'
AGEN_RUNNING = 'AGEN_RUNNING'
AGEN_SUSPENDED = 'AGEN_SUSPENDED'
AGEN_CLOSED = 'AGEN_CLOSED'


def getgeneratorstate(generator):
    """GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getgeneratorlocals(generator):
    """The variables of a generator."""
    if not isgenerator(generator):
        raise TypeError(f'{generator!r} is not a Python generator')
    frame = getattr(generator, 'gi_frame', None)
    return {} if frame is None else generator.gi_frame.f_locals


def getcoroutinestate(coroutine):
    """CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getcoroutinelocals(coroutine):
    """The variables of a coroutine."""
    frame = getattr(coroutine, 'cr_frame', None)
    return {} if frame is None else frame.f_locals


def getasyncgenstate(agen):
    """AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED or AGEN_CLOSED."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    return AGEN_CLOSED if agen.ag_frame is None else AGEN_CREATED


def getasyncgenlocals(agen):
    """The variables of an asynchronous generator."""
    if not isasyncgen(agen):
        raise TypeError(f'{agen!r} is not a Python async generator')
    frame = getattr(agen, 'ag_frame', None)
    return {} if frame is None else agen.ag_frame.f_locals


class BufferFlags(enum.IntFlag):
    """What `__buffer__` is asked for."""

    SIMPLE = 0x0
    WRITABLE = 0x1
    FORMAT = 0x4
    ND = 0x8
    STRIDES = 0x10 | ND
    C_CONTIGUOUS = 0x20 | STRIDES
    F_CONTIGUOUS = 0x40 | STRIDES
    ANY_CONTIGUOUS = 0x80 | STRIDES
    INDIRECT = 0x100 | STRIDES
    CONTIG = ND | WRITABLE
    CONTIG_RO = ND
    STRIDED = STRIDES | WRITABLE
    STRIDED_RO = STRIDES
    RECORDS = STRIDES | WRITABLE | FORMAT
    RECORDS_RO = STRIDES | FORMAT
    FULL = INDIRECT | WRITABLE | FORMAT
    FULL_RO = INDIRECT | FORMAT
    READ = 0x100
    WRITE = 0x200


for _name in ('Signature', 'Parameter', 'BoundArguments'):
    globals()[_name].__module__ = __name__
for _function in (signature, getfullargspec, getcallargs, formatannotation, findsource, getabsfile,
                  getblock, getcomments, getfile, getmodule, getmodulename, getsource,
                  getsourcefile, getsourcelines, indentsize, ismodule, BlockFinder, EndOfBlock,
                  ClassFoundException):
    _function.__module__ = __name__
del _name, _function

__all__ = [_n for _n in globals() if not _n.startswith('_') and _n not in (
    'abc', 'builtins', 'collections', 'enum', 'functools', 'os', 'sys', 'types', 'iskeyword',
    'linecache', 'modulesbyfile', 'Format', 'ForwardRef')]
