"""Where objects come from: files, modules, source lines, comments before them.

`inspect` shows what is public here.
"""

import importlib.machinery
import linecache
import os
import sys
import tokenize
import types


def ismodule(object):
    """Whether the object is a module."""
    return isinstance(object, types.ModuleType)


def getfile(object):
    """The file that an object was defined in."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if isinstance(object, type):
        if hasattr(object, '__module__'):
            module = sys.modules.get(object.__module__)
            if getattr(module, '__file__', None):
                return module.__file__
            if object.__module__ == '__main__':
                raise OSError('source code not available')
        raise TypeError(f'{object!r} is a built-in class')
    code = _code_of(object)
    if isinstance(code, types.CodeType):
        return code.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object was '
                    f'expected, got {type(object).__name__}')


def _code_of(object):
    """The code object behind a method, function, traceback or frame; others as they are."""
    if isinstance(object, types.MethodType):
        object = object.__func__
    if isinstance(object, types.FunctionType):
        object = object.__code__
    if isinstance(object, types.TracebackType):
        object = object.tb_frame
    if isinstance(object, types.FrameType):
        object = object.f_code
    return object


def getmodulename(path):
    """The name of the module that a file holds; None if it is no module."""
    name = os.path.basename(path)
    fitting = [s for s in importlib.machinery.all_suffixes() if name.endswith(s)]
    return name[:-len(max(fitting, key=len))] if fitting else None


def getsourcefile(object):
    """The file with the source of an object; None if there is none."""
    name = getfile(object)
    machinery = importlib.machinery
    for suffix in machinery.BYTECODE_SUFFIXES:
        if name.endswith(suffix):
            name = name[:-len(suffix)] + machinery.SOURCE_SUFFIXES[0]
            break
    else:
        if any(name.endswith(s) for s in machinery.EXTENSION_SUFFIXES):
            return None
    # What linecache holds need not be a file.
    if name in linecache.cache or os.path.exists(name):
        return name
    module = getmodule(object, name)
    if getattr(module, '__loader__', None) is not None:
        return name
    if getattr(getattr(module, '__spec__', None), 'loader', None) is not None:
        return name
    return None


def getabsfile(object, _filename=None):
    """The absolute, normalised path of the file of an object."""
    if _filename is None:
        _filename = getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


modulesbyfile = {}
_files_of_modules = {}


def getmodule(object, _filename=None):
    """The module that an object was defined in; None if that cannot be told."""
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    if _filename is not None and _filename in modulesbyfile:
        return sys.modules.get(modulesbyfile[_filename])
    try:
        file = getabsfile(object, _filename)
    except (TypeError, FileNotFoundError):
        return None
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    for name, module in sys.modules.copy().items():
        if not ismodule(module) or not hasattr(module, '__file__'):
            continue
        source = module.__file__
        if source == _files_of_modules.get(name):
            continue
        _files_of_modules[name] = source
        try:
            source = getabsfile(module)
        except TypeError:
            continue
        modulesbyfile[source] = modulesbyfile[os.path.realpath(source)] = module.__name__
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    main = sys.modules['__main__']
    name = getattr(object, '__name__', None)
    if name is None:
        return None
    for module in (main, sys.modules['builtins']):
        if getattr(module, name, None) is object:
            return module
    return None


class ClassFoundException(Exception):
    """Kept for programs that name it."""


def findsource(object):
    """All lines of the file of an object, and the index of the line where it begins."""
    file = getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        # Text that never was a file has a name in angle brackets, if it can be had.
        if not (file.startswith('<') and file.endswith('>')) or file.endswith('.pyc'):
            raise OSError('source code not available')
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__) if module else linecache.getlines(file)
    if not lines and file.startswith('<') and hasattr(object, '__code__'):
        lines = linecache._getlines_from_code(object.__code__)
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isinstance(object, type):
        try:
            number = vars(object)['__firstlineno__'] - 1
        except (TypeError, KeyError):
            raise OSError('source code not available')
    else:
        code = _code_of(object)
        if isinstance(object, types.TracebackType):
            code = object.tb_frame.f_code
        if not isinstance(code, types.CodeType):
            raise OSError('could not find code object')
        if not hasattr(code, 'co_firstlineno'):
            raise OSError('could not find function definition')
        number = code.co_firstlineno - 1
    if number >= len(lines):
        raise OSError('lineno is out of bounds')
    return lines, number


def indentsize(line):
    """How far a line is indented, in columns."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def getcomments(object):
    """The comment lines right before an object, or at the top of a module; None if there are none."""
    try:
        lines, number = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        start = 1 if lines and lines[0][:2] == '#!' else 0
        while start < len(lines) and lines[start].strip() in ('', '#'):
            start += 1
        end = start
        while end < len(lines) and lines[end][:1] == '#':
            end += 1
        if end > start:
            return ''.join(line.expandtabs() for line in lines[start:end])
        return None
    indent = indentsize(lines[number])
    start = number
    while (start > 0 and lines[start - 1].lstrip()[:1] == '#'
           and indentsize(lines[start - 1]) == indent):
        start -= 1
    found = [line.expandtabs().lstrip() for line in lines[start:number]]
    while found and found[0].strip() == '#':
        del found[0]
    while found and found[-1].strip() == '#':
        del found[-1]
    return ''.join(found) if found else None


class EndOfBlock(Exception):
    """The tokens of a block have ended."""


class BlockFinder:
    """Follows tokens to the end of the block that they begin; `last` is the number of its last line."""

    def __init__(self):
        self.indent = 0
        self.islambda = False
        self.started = False
        self.passline = False
        self.indecorator = False
        self.last = 1
        self.body_col0 = None

    def tokeneater(self, type, token, srowcol, erowcol, line):
        if not self.started and not self.indecorator:
            if type in (tokenize.INDENT, tokenize.COMMENT, tokenize.NL):
                return
            if token == 'async':
                return
            if token == '@':
                self.indecorator = True
            else:
                # A def, class or lambda begins; anything else is one logical line.
                if token not in ('def', 'class'):
                    self.islambda = True
                self.started = True
            self.passline = True
        elif type == tokenize.NEWLINE:
            self.passline = False
            self.last = srowcol[0]
            if self.islambda:
                raise EndOfBlock
            # The decorator is over with its line.
            self.indecorator = False
        elif self.passline:
            pass
        elif type == tokenize.INDENT:
            if self.body_col0 is None and self.started:
                self.body_col0 = erowcol[1]
            self.indent += 1
            self.passline = True
        elif type == tokenize.DEDENT:
            self.indent -= 1
            if self.indent <= 0:
                raise EndOfBlock
        elif type == tokenize.COMMENT:
            if self.body_col0 is not None and srowcol[1] >= self.body_col0:
                # A comment as deep as the body belongs to it.
                self.last = srowcol[0]
        elif self.indent == 0 and type not in (tokenize.COMMENT, tokenize.NL):
            # Something else at the left, on a line of its own: the block had no body.
            raise EndOfBlock


def getblock(lines):
    """The first lines, as far as the block goes that they begin."""
    finder = BlockFinder()
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            finder.tokeneater(*token)
    except (EndOfBlock, IndentationError):
        pass
    except SyntaxError as error:
        if 'unmatched' not in error.msg:
            raise
        # The rest of a line, behind a lambda in brackets.
        _, *info = error.args
        try:
            end = info[0][1]
        except (IndexError, TypeError):
            end = finder.last
        finder.last = max(finder.last, end or 1)
    except tokenize.TokenError:
        pass
    return lines[:finder.last]


def getsourcelines(object):
    """The lines of an object and the number of the first; 0 for a module."""
    from inspect import unwrap
    object = unwrap(object)
    lines, number = findsource(object)
    if isinstance(object, types.TracebackType):
        object = object.tb_frame
    if ismodule(object) or (isinstance(object, types.FrameType)
                            and object.f_code.co_name == '<module>'):
        return lines, 0
    return getblock(lines[number:]), number + 1


def getsource(object):
    """The source text of an object."""
    lines, _ = getsourcelines(object)
    return ''.join(lines)
