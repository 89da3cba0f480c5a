"""Warnings: issuing, filtering and showing them.

Owns the list of filters, from the most recent to the oldest; the first one that
matches decides. `filters` is never edited while somebody iterates over it
without the lock: catch_warnings works on a copy. Patterns are compiled with
`re` only if they contain more than plain characters.
"""

import sys
import _thread
from _operator import index as _index
from _warnings import warn, warn_explicit

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings',
           'simplefilter', 'resetwarnings', 'catch_warnings', 'deprecated']

_ACTIONS = ('default', 'always', 'all', 'ignore', 'module', 'once', 'error')
_lock = _thread.RLock()

filters = [
    ('default', None, DeprecationWarning, '__main__', 0),
    ('ignore', None, DeprecationWarning, None, 0),
    ('ignore', None, PendingDeprecationWarning, None, 0),
    ('ignore', None, ImportWarning, None, 0),
    ('ignore', None, ResourceWarning, None, 0),
]
_defaultaction = defaultaction = 'default'
_onceregistry = onceregistry = {}
# Registries of modules that were filled under older filters get emptied.
_filters_version = 1


def _filters_mutated():
    global _filters_version
    _filters_version += 1


class _Plain:
    """Stands for a compiled pattern without special characters."""

    __slots__ = ('pattern', 'folded', 'whole')

    def __init__(self, pattern, fold, whole):
        self.pattern = pattern
        self.folded = pattern.casefold() if fold else None
        self.whole = whole

    def match(self, text):
        if self.folded is not None:
            text = text.casefold()
            return text.startswith(self.folded) or None
        if self.whole:
            return text == self.pattern or None
        return text.startswith(self.pattern) or None

    def _key(self):
        return self.pattern, self.folded, self.whole

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, _Plain) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        flags = ', re.IGNORECASE' if self.folded is not None else ''
        return f're.compile({self.pattern!r}{flags})'


def _compile(pattern, fold):
    """An object with match(), for a pattern that is tested at the start of a text."""
    if not any(c in '.^$*+?{}[]|()\\' for c in pattern) and pattern.isascii():
        return _Plain(pattern, fold, False)
    import re
    return re.compile(pattern, re.I if fold else 0)


# --- showing ---------------------------------------------------------------------

class WarningMessage:
    """What there is to know about one warning."""

    _WARNING_DETAILS = ('message', 'category', 'filename', 'lineno', 'file', 'line', 'source')

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f'{{message : {self.message!r}, category : {self._category_name!r}, '
                f'filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}')

    def __repr__(self):
        return f'<{type(self).__qualname__} {self}>'


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, stderr by default; may be replaced."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """A warning as text; may be replaced."""
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg_impl(msg):
    file = msg.file
    if file is None:
        file = sys.stderr
        if file is None:
            # Started without a console.
            return
    text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        pass


def _formatwarnmsg_impl(msg):
    out = f'{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n'
    line = msg.line
    if line is None:
        try:
            import linecache
            line = linecache.getline(msg.filename, msg.lineno)
        except Exception:
            # At exit the import system may be gone.
            line = None
    if line and (line := line.strip()):
        out += f'  {line}\n'
    if msg.source is not None:
        out += _allocation_of(msg)
    return out


def _allocation_of(msg):
    """Where the object that a ResourceWarning is about was made, if that is known."""
    try:
        import tracemalloc
    except Exception:
        return ''
    try:
        tracing = tracemalloc.is_tracing()
        trace = tracemalloc.get_object_traceback(msg.source)
    except Exception:
        return ''
    if trace is None:
        if tracing:
            return ''
        return (f'{msg.category.__name__}: Enable tracemalloc to get the object '
                'allocation traceback\n')
    import linecache
    out = 'Object allocated at (most recent call last):\n'
    for frame in trace:
        out += f'  File "{frame.filename}", lineno {frame.lineno}\n'
        line = linecache.getline(frame.filename, frame.lineno).strip()
        if line:
            out += f'    {line}\n'
    return out


def _showwarnmsg(msg):
    """Show a warning by whatever `showwarning` is now."""
    show = showwarning
    if show is not _showwarning_orig:
        if not callable(show):
            raise TypeError('warnings.showwarning() must be set to a function or method')
        show(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
        return
    _showwarnmsg_impl(msg)


def _formatwarnmsg(msg):
    if formatwarning is not _formatwarning_orig:
        return formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    return _formatwarnmsg_impl(msg)


# --- filters ---------------------------------------------------------------------

def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    """Add a filter; *message* and *module* are patterns, *lineno* 0 means any."""
    if action not in _ACTIONS:
        raise ValueError(f'invalid action: {action!r}')
    if not isinstance(message, str):
        raise TypeError('message must be a string')
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError('category must be a Warning subclass')
    if not isinstance(module, str):
        raise TypeError('module must be a string')
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')
    _add_filter(action, _compile(message, True) if message else None, category,
                _compile(module, False) if module else None, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Add a filter that looks at the category and the line only."""
    if action not in _ACTIONS:
        raise ValueError(f'invalid action: {action!r}')
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    with _lock:
        if append:
            if item not in filters:
                filters.append(item)
        else:
            # The same filter again counts as new.
            try:
                filters.remove(item)
            except ValueError:
                pass
            filters.insert(0, item)
        _filters_mutated()


def resetwarnings():
    """Remove all filters."""
    with _lock:
        filters[:] = []
        _filters_mutated()


class _OptionError(Exception):
    """A -W option that makes no sense."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as msg:
            print('Invalid -W option ignored:', msg, file=sys.stderr)


def _setoption(arg):
    """Add the filter that `-W action:message:category:module:lineno` describes."""
    parts = arg.split(':')
    if len(parts) > 5:
        raise _OptionError(f'too many fields (max 5): {arg!r}')
    parts += [''] * (5 - len(parts))
    action, message, category, module, lineno = [part.strip() for part in parts]
    action = _getaction(action)
    category = _getcategory(category)
    line = 0
    if lineno:
        try:
            line = int(lineno)
            if line < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError(f'invalid lineno {lineno!r}') from None
    # Both are literal here: the message a prefix, the module the whole name.
    _add_filter(action, _Plain(message, True, False) if message else None, category,
                _Plain(module, False, True) if module else None, line, append=False)


def _getaction(action):
    if not action:
        return 'default'
    for known in ('default', 'always', 'all', 'ignore', 'module', 'once', 'error'):
        if known.startswith(action):
            return known
    raise _OptionError(f'invalid action: {action!r}')


def _getcategory(category):
    if not category:
        return Warning
    module, dot, name = category.rpartition('.')
    if not dot:
        import builtins as owner
    else:
        try:
            owner = __import__(module, None, None, [name])
        except ImportError:
            raise _OptionError(f'invalid module name: {module!r}') from None
    try:
        found = getattr(owner, name)
    except AttributeError:
        raise _OptionError(f'unknown warning category: {category!r}') from None
    if not issubclass(found, Warning):
        raise _OptionError(f'invalid warning category: {category!r}')
    return found


# --- issuing ---------------------------------------------------------------------

def _is_internal_filename(filename):
    return 'importlib' in filename and '_bootstrap' in filename


def _is_filename_to_skip(filename, skip_file_prefixes):
    return any(filename.startswith(prefix) for prefix in skip_file_prefixes)


def _is_internal_frame(frame):
    """True for frames of the import system, which no stack level counts."""
    return _is_internal_filename(frame.f_code.co_filename)


def _next_external_frame(frame, skip_file_prefixes):
    frame = frame.f_back
    while frame is not None:
        filename = frame.f_code.co_filename
        if not (_is_internal_filename(filename)
                or _is_filename_to_skip(filename, skip_file_prefixes)):
            break
        frame = frame.f_back
    return frame


def _blamed_frame(stacklevel, skip_file_prefixes):
    """The frame to blame, seen from the caller of warn(); None if there is none."""
    try:
        frame = sys._getframe(2)
        if stacklevel <= 1 or _is_internal_frame(frame):
            return sys._getframe(1 + stacklevel)
    except (ValueError, OverflowError):
        return None
    for _ in range(stacklevel - 1):
        frame = _next_external_frame(frame, skip_file_prefixes)
        if frame is None:
            return None
    return frame


def _check_category(category):
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError('category must be a Warning subclass, '
                        f"not '{type(category).__name__}'")
    return category


# The work of `warn` and `warn_explicit`, which are native, so that they have no place in tracebacks. Absent arguments are
# complained about in the words of native functions.
_missing = object()


def _warn(message=_missing, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issue a warning about the caller, or about who called it with a *stacklevel*."""
    if message is _missing:
        raise TypeError("warn() missing required argument 'message' (pos 1)")
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    else:
        _check_category(category)
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError("warn() argument 'skip_file_prefixes' must be tuple, "
                        f'not {type(skip_file_prefixes).__name__}')
    stacklevel = _index(stacklevel)
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    frame = _blamed_frame(stacklevel, skip_file_prefixes)
    if frame is None:
        module_globals = sys.__dict__
        filename = '<sys>'
        lineno = 0
    else:
        module_globals = frame.f_globals
        filename = frame.f_code.co_filename
        lineno = frame.f_lineno
    module = module_globals.get('__name__', '<string>')
    registry = module_globals.setdefault('__warningregistry__', {})
    _warn_explicit(message, category, filename, lineno, module, registry, module_globals, source)


def _matches(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, str):
        # The built-in filters name a module outright.
        return pattern == text
    return pattern.match(text) is not None


def _decide(text, category, module, lineno):
    """The action that the filters choose."""
    for item in filters:
        action, message, kind, place, line = item
        if ((line == 0 or lineno == line) and issubclass(category, kind)
                and _matches(message, text) and _matches(place, module)):
            return action, item
    return defaultaction, None


def _warn_explicit(message=_missing, category=_missing, filename=_missing, lineno=_missing,
                   module=None, registry=None, module_globals=None, source=None):
    """Issue a warning about a given place."""
    for i, (name, value) in enumerate((('message', message), ('category', category),
                                       ('filename', filename), ('lineno', lineno)), 1):
        if value is _missing:
            raise TypeError(f'warn_explicit() missing required argument {name!r} (pos {i})')
    lineno = _index(lineno)
    if module is None:
        module = filename or '<unknown>'
        if module[-3:].lower() == '.py':
            module = module[:-3]
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = _check_category(category)(message)
    key = text, category, lineno
    with _lock:
        if registry is None:
            registry = {}
        if registry.get('version', 0) != _filters_version:
            registry.clear()
            registry['version'] = _filters_version
        elif registry.get(key):
            return
        action, item = _decide(text, category, module, lineno)
        if action == 'ignore':
            return
        if action == 'once':
            registry[key] = 1
            if onceregistry.get((text, category)):
                return
            onceregistry[text, category] = 1
        elif action == 'module':
            registry[key] = 1
            if registry.get((text, category, 0)):
                return
            registry[text, category, 0] = 1
        elif action == 'default':
            registry[key] = 1
        elif action not in ('error', 'always', 'all'):
            raise RuntimeError(f'Unrecognized action ({action!r}) in warnings.filters:\n {item}')
    if action == 'error':
        raise message
    if module_globals is not None:
        # Modules without a file show their line through their loader.
        try:
            import linecache
        except ImportError:
            # At exit the import system may be gone.
            pass
        else:
            linecache.lazycache(filename, module_globals)
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


class catch_warnings:
    """Restores filters and `showwarning` at the end; may record instead of showing."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._record = record
        self._module = sys.modules['warnings'] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append('record=True')
        if self._module is not sys.modules['warnings']:
            args.append(f'module={self._module!r}')
        return f'{type(self).__name__}({", ".join(args)})'

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        self._entered = True
        module = self._module
        with _lock:
            self._filters = module.filters
            module.filters = self._filters[:]
            module._filters_mutated()
            self._showwarning = module.showwarning
            self._showwarnmsg_impl = module._showwarnmsg_impl
            log = None
            if self._record:
                log = []
                module._showwarnmsg_impl = log.append
                # The caller may have replaced it.
                module.showwarning = module._showwarning_orig
        if self._filter is not None:
            action, category, lineno, append = self._filter
            simplefilter(action, category, lineno, append)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        module = self._module
        with _lock:
            module.filters = self._filters
            module._filters_mutated()
            module.showwarning = self._showwarning
            module._showwarnmsg_impl = self._showwarnmsg_impl


class deprecated:
    """A decorator for what should no longer be used: calls of it warn.

    Works on functions, classes and overloads; the message is also kept in
    `__deprecated__` for tools. With category=None nothing happens at run time.
    """

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f'Expected an object of type str for \'message\', '
                            f'not {type(message).__name__!r}')
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        if isinstance(arg, type):
            return self._class(arg)
        if callable(arg):
            return self._function(arg)
        raise TypeError('@deprecated decorator with non-None category must be applied to '
                        f'a class or callable, not {arg!r}')

    def _class(self, cls):
        import functools
        msg, category, level = self.message, self.category, self.stacklevel
        original_new = cls.__new__

        @functools.wraps(original_new)
        def __new__(kind, /, *args, **kwargs):
            if kind is cls:
                warn(msg, category=category, stacklevel=level + 1)
            if original_new is not object.__new__:
                return original_new(kind, *args, **kwargs)
            # object.__new__ would reject what a custom __init__ takes.
            if kind.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f'{kind.__name__}() takes no arguments')
            return original_new(kind)

        cls.__new__ = staticmethod(__new__)
        original_init = cls.__dict__.get('__init_subclass__')
        if original_init is None:
            # Inherited: which one comes next depends on the subclass.
            @functools.wraps(cls.__init_subclass__)
            def __init_subclass__(kind, *args, **kwargs):
                warn(msg, category=category, stacklevel=level + 1)
                return super(cls, kind).__init_subclass__(*args, **kwargs)
        else:
            original_init = original_init.__func__

            @functools.wraps(original_init)
            def __init_subclass__(*args, **kwargs):
                warn(msg, category=category, stacklevel=level + 1)
                return original_init(*args, **kwargs)
        cls.__init_subclass__ = classmethod(__init_subclass__)
        cls.__deprecated__ = __new__.__deprecated__ = msg
        __init_subclass__.__deprecated__ = msg
        return cls

    def _function(self, func):
        import functools
        msg, category, level = self.message, self.category, self.stacklevel

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            warn(msg, category=category, stacklevel=level + 1)
            return func(*args, **kwargs)

        flags = getattr(getattr(func, '__code__', None), 'co_flags', 0)
        if flags & 0x80 or hasattr(func, '_is_coroutine_mark'):
            try:
                from inspect import markcoroutinefunction
            except ImportError:
                pass
            else:
                wrapper = markcoroutinefunction(wrapper)
        func.__deprecated__ = wrapper.__deprecated__ = msg
        return wrapper


_DEPRECATED_MSG = '{name!r} is deprecated and slated for removal in Python {remove}'


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn about a name that is to go in version *remove*; an error once it is due."""
    due = f'{remove[0]}.{remove[1]}'
    if (_version[:2] > remove) or (_version[:2] == remove and _version[3] != 'alpha'):
        raise RuntimeError(f'{name!r} was slated for removal after Python {due} alpha')
    warn(message.format(name=name, remove=due), DeprecationWarning, stacklevel=3)


def _warn_unawaited_coroutine(coro):
    """Called by the interpreter when a coroutine dies without having been awaited."""
    msg = f"coroutine '{coro.__qualname__}' was never awaited"
    origin = coro.cr_origin
    if origin is not None:
        import linecache
        msg += '\nCoroutine created at (most recent call last)\n'
        for filename, lineno, function in reversed(origin):
            msg += f'  File "{filename}", line {lineno}, in {function}\n'
            line = linecache.getline(filename, lineno).strip()
            if line:
                msg += f'    {line}\n'
        msg = msg.removesuffix('\n')
    warn(msg, category=RuntimeWarning, stacklevel=2, source=coro)


_processoptions(sys.warnoptions)
