"""Line editing of input() on terminals: history and completion.

The editor has fixed keys; parse_and_bind() knows what asks for completion and the choice between emacs and vi.
"""

import os

import _line_editor

# How the strings for parse_and_bind() are written.
backend = 'readline'

_history = []
_history_length = -1
_auto_history = True
_vi = False
_completes = False
_completer = None
_delims = ' \t\n`~!@#$%^&*()-=+[{]}\\|;:\'",<>/?'
_startup_hook = _pre_input_hook = None
# The line while hooks and the completer run.
_buffer = ''
_begin = _end = 0
_completion_type = 0


def _text(o, function, number=None):
    if not isinstance(o, str):
        where = 'argument' if number is None else f'argument {number}'
        raise TypeError(f'{function}() {where} must be str, not {type(o).__name__}')
    return o


def _optional(function):
    if function is not None and not callable(function):
        raise TypeError('not a callable object')
    return function


# ---- reading

def _read(prompt):
    """What input() does on a terminal."""
    global _buffer
    _buffer = ''
    for hook in _startup_hook, _pre_input_hook:
        if hook is not None:
            try:
                hook()
            except Exception:
                pass
    try:
        line = _line_editor.read(prompt, _buffer, _history, _vi, _complete)
    finally:
        _buffer = ''
    if line and _auto_history and (not _history or _history[-1] != line):
        _history.append(line)
    return line


def _complete(line, position):
    """Where the word before a position begins, and what it can become."""
    global _buffer, _begin, _end, _completion_type
    begin = position
    while begin > 0 and line[begin - 1] not in _delims:
        begin -= 1
    _buffer, _begin, _end, _completion_type = line, begin, position, 9
    found = []
    try:
        while _completer is not None and _completes:
            word = _completer(line[begin:position], len(found))
            if not isinstance(word, str):
                break
            found.append(word)
    except Exception:
        pass
    finally:
        _completion_type = 0
    return begin, found


def get_line_buffer():
    """The line that is edited."""
    return _buffer


def insert_text(string, /):
    """Puts text into the line, in hooks."""
    global _buffer
    _buffer += _text(string, 'insert_text')


def redisplay():
    """Shows the line as it is; the editor does so by itself."""


def set_startup_hook(function=None, /):
    """A function to call before a line is edited."""
    global _startup_hook
    _startup_hook = _optional(function)


def set_pre_input_hook(function=None, /):
    """A function to call when the line is about to be shown."""
    global _pre_input_hook
    _pre_input_hook = _optional(function)


# ---- settings

def parse_and_bind(string, /):
    """Takes one line of settings: a key for `complete`, `set editing-mode`. Other variables change nothing; other keys raise
    NotImplementedError."""
    global _completes, _vi
    words = _text(string, 'parse_and_bind').split()
    if not words or words[0].startswith(('#', '$')):
        return
    if words[0].lower() == 'set':
        if words[1:2] == ['editing-mode']:
            _vi = words[2:3] == ['vi']
        return
    key, _, function = string.partition(':')
    if function.strip() in ('complete', 'menu-complete') or string.split() == ['bind', '^I', 'rl_complete']:
        _completes = True
    elif function.strip() == 'self-insert' and key.strip().lower() in ('tab', '"\\t"'):
        _completes = False
    else:
        raise NotImplementedError(f'readline.parse_and_bind: the keys of the line editor are fixed: {string!r}')


def read_init_file(filename=None, /):
    """Not there: the keys of the line editor are fixed."""
    raise NotImplementedError('readline.read_init_file: the keys of the line editor are fixed')


# ---- completion

def set_completer(function=None, /):
    """completer(text, state) gives the candidate number `state` for a word; what is no string ends them."""
    global _completer
    _completer = _optional(function)


def get_completer():
    """See set_completer()."""
    return _completer


def set_completer_delims(string, /):
    """The characters between words."""
    global _delims
    _delims = _text(string, 'set_completer_delims')


def get_completer_delims():
    """See set_completer_delims()."""
    return _delims


def get_begidx():
    """Where the word that is completed begins."""
    return _begin


def get_endidx():
    """Where it ends."""
    return _end


def get_completion_type():
    """9 while a word is completed."""
    return _completion_type


def set_completion_display_matches_hook(function=None, /):
    """Not there: the editor shows the candidates itself."""
    if _optional(function) is not None:
        raise NotImplementedError('readline.set_completion_display_matches_hook: the line editor shows the candidates')


# ---- history

def set_auto_history(enabled, /):
    """Whether lines that are read go to the history."""
    global _auto_history
    _auto_history = bool(enabled)


def add_history(string, /):
    """Adds a line."""
    _history.append(_text(string, 'add_history'))


def clear_history():
    """Forgets all lines."""
    _history.clear()


def get_current_history_length():
    """How many lines there are."""
    return len(_history)


def get_history_item(index, /):
    """A line, counted from 1; None if there is none."""
    return _history[index - 1] if 1 <= index <= len(_history) else None


def _position(pos):
    if pos < 0:
        raise ValueError('History index cannot be negative')
    if pos >= len(_history):
        raise ValueError(f'No history item at position {pos}')
    return pos


def remove_history_item(pos, /):
    """Forgets a line, counted from 0."""
    del _history[_position(pos)]


def replace_history_item(pos, line, /):
    """Replaces a line, counted from 0."""
    _text(line, 'replace_history_item', 2)
    _history[_position(pos)] = line


def set_history_length(length, /):
    """How many lines a history file keeps; negative: all."""
    global _history_length
    _history_length = length


def get_history_length():
    """See set_history_length()."""
    return _history_length


def _history_file(filename):
    return os.path.expanduser('~/.history') if filename is None else filename


def read_history_file(filename=None, /):
    """Adds the lines of a file, ~/.history by default."""
    _history.extend(_read_lines(_history_file(filename)))


def write_history_file(filename=None, /):
    """Writes all lines to a file, ~/.history by default; see set_history_length()."""
    _write_lines(_history_file(filename), _history)


def append_history_file(nelements, filename=None, /):
    """Adds the last lines to a file."""
    if nelements < 0:
        raise ValueError('nelements must be positive')
    name = _history_file(filename)
    _write_lines(name, _read_lines(name) + (_history[-nelements:] if nelements else []))


def _read_lines(name):
    try:
        with open(name, encoding='utf-8', errors='surrogateescape') as f:
            return f.read().splitlines()
    except OSError as e:
        # Without the name of the file.
        raise OSError(e.errno, e.strerror) from None


def _write_lines(name, lines):
    if _history_length >= 0:
        lines = lines[len(lines) - min(_history_length, len(lines)):]
    try:
        # For the owner only.
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, 'w', encoding='utf-8', errors='surrogateescape') as f:
            f.writelines(line + '\n' for line in lines)
    except OSError as e:
        raise OSError(e.errno, e.strerror) from None


_line_editor.install(_read)
