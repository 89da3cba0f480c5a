"""Source lines by file name, kept for tracebacks and warnings.

Owns the cache. An entry is (size, mtime, lines, full name), or a one-tuple with
a function that fetches the source when it is first needed. Code without a file
(`-c`, the prompt) is found through its code object, so that a string passed to
exec() under the same name does not get foreign lines.
"""

import _io
import os
import sys

__all__ = ['getline', 'clearcache', 'checkcache', 'lazycache']

cache = {}
_interactive_cache = {}


def clearcache():
    """Forget everything that can be read again."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Line *lineno* (from 1) with its line end, '' if there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def getlines(filename, module_globals=None):
    """All lines of a file, [] if it cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def _make_key(code):
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _getline_from_code(filename, lineno):
    """Line *lineno* for *filename* being a code object."""
    lines = _getlines_from_code(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ''


def _getlines_from_code(code):
    """The lines of the text that *code* was compiled from, if it was registered."""
    entry = _interactive_cache.get(_make_key(code))
    return entry[2] if entry is not None and len(entry) != 1 else []


def _register_code(code, string, name):
    """Remember *string* as the source of *code* and of the code inside it."""
    entry = len(string), None, [line + '\n' for line in string.splitlines()], name
    todo = [code]
    kind = type(code)
    while todo:
        code = todo.pop()
        todo.extend(const for const in code.co_consts if isinstance(const, kind))
        _interactive_cache[_make_key(code)] = entry


def _source_unavailable(filename):
    """True for names like `<string>`, which are no files."""
    return not filename or (filename.startswith('<') and filename.endswith('>')
                            and not filename.startswith('<frozen '))


def checkcache(filename=None):
    """Drop entries whose file has changed, all or the one of *filename*."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1:
            continue
        size, mtime, lines, fullname = entry
        if mtime is None:
            # Came from a loader.
            continue
        try:
            stat = os.stat(fullname)
        except (ImportError, OSError, ValueError):
            cache.pop(name, None)
            continue
        if size != stat.st_size or mtime != stat.st_mtime:
            cache.pop(name, None)


def _encoding_of(data):
    """The encoding that a source file declares in its mark or its first two lines."""
    if data.startswith(b'\xef\xbb\xbf'):
        return 'utf-8-sig'
    for line in data.split(b'\n', 2)[:2]:
        line = line.strip(b' \t\f\r')
        if line and not line.startswith(b'#'):
            break
        mark = line.find(b'coding')
        if mark >= 0 and line[mark + 6:mark + 7] in (b':', b'='):
            words = line[mark + 7:].decode('latin-1').split()
            end = 0
            name = words[0] if words else ''
            while end < len(name) and (name[end].isalnum() or name[end] in '-_.'):
                end += 1
            if end:
                return name[:end]
    return 'utf-8'


def _read_lines(path):
    """The lines of a source file, each with a line end."""
    with _io.open(path, 'rb') as file:
        data = file.read()
    text = data.decode(_encoding_of(data)).replace('\r\n', '\n').replace('\r', '\n')
    lines = text.split('\n')
    last = lines.pop()
    lines = [line + '\n' for line in lines]
    if last:
        lines.append(last + '\n')
    # An empty file still has a first line.
    return lines or ['\n']


def updatecache(filename, module_globals=None):
    """Read a file anew and return its lines, [] if that fails."""
    known = cache.pop(filename, None)
    lazy = known if known is not None and len(known) == 1 else None
    if _source_unavailable(filename):
        return []
    fullname = filename
    if filename.startswith('<frozen '):
        if module_globals is None or '__file__' not in module_globals:
            return []
        fullname = module_globals['__file__']
    try:
        stat = os.stat(fullname)
    except OSError:
        found = _from_loader(filename, lazy or _make_lazycache_entry(filename, module_globals))
        if found is not None:
            return found
        stat = None
        # A relative name may belong to any directory that modules come from.
        if not os.path.isabs(filename):
            for directory in sys.path:
                try:
                    fullname = os.path.join(directory, filename)
                    stat = os.stat(fullname)
                    break
                except (TypeError, AttributeError, OSError, ValueError):
                    continue
        if stat is None:
            return []
    except ValueError:
        return []
    try:
        lines = _read_lines(fullname)
    except (OSError, UnicodeDecodeError, SyntaxError, LookupError):
        return []
    cache[filename] = stat.st_size, stat.st_mtime, lines, fullname
    return lines


def _from_loader(filename, entry):
    """The lines from the module's loader; None if there is no use of one."""
    if entry is None:
        return None
    try:
        source = entry[0]()
    except (ImportError, OSError):
        return None
    if source is None:
        # The loader knows the module but has no source: looking further is vain.
        return []
    lines = [line + '\n' for line in source.splitlines()]
    cache[filename] = len(source), None, lines, filename
    return lines


def lazycache(filename, module_globals):
    """Note how to get the source later; True if the module's loader can give it."""
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    entry = _make_lazycache_entry(filename, module_globals)
    if entry is None:
        return False
    cache[filename] = entry
    return True


def _entry_for_file(path):
    """What a module without a loader is asked for: the text of its file."""
    if not isinstance(path, str):
        return None

    def get_source():
        try:
            return ''.join(_read_lines(path))
        except (UnicodeDecodeError, SyntaxError, LookupError) as e:
            raise OSError(path) from e
    return (get_source,)


def _make_lazycache_entry(filename, module_globals):
    if not filename or (filename.startswith('<') and filename.endswith('>')):
        return None
    if not module_globals or '__name__' not in module_globals:
        return None
    spec = module_globals.get('__spec__')
    name = getattr(spec, 'name', None) or module_globals['__name__']
    loader = getattr(spec, 'loader', None) or module_globals.get('__loader__')
    get_source = getattr(loader, 'get_source', None)
    if not name:
        return None
    if not get_source:
        return _entry_for_file(module_globals.get('__file__'))

    def get_lines(*args, **kwargs):
        return get_source(name, *args, **kwargs)
    return (get_lines,)


# The interpreter leaves the text of `-c` here instead of importing this module.
for _name, (_code, _text) in getattr(sys, '_interactive_sources', {}).items():
    _register_code(_code, _text, _name)
