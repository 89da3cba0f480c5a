"""Tracebacks: extracting, formatting and printing them.

Owns FrameSummary, StackSummary and TracebackException. What they hold is plain
text and numbers, so that they keep no frames alive. The output is, character by
character, that of the interpreter's own printer.
"""

# Helpers are imported here and not when they are needed: that may be while the interpreter ends.
import linecache
import sys
from itertools import islice

from _exprscan import anchors, is_whole_value
from _suggest import keyword_typo, suggestion

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only',
           'format_list', 'format_stack', 'format_tb', 'print_exc', 'format_exc',
           'print_exception', 'print_last', 'print_stack', 'print_tb', 'clear_frames',
           'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb',
           'print_list']

_RECURSIVE_CUTOFF = 3
_cause_message = ('\nThe above exception was the direct cause of the following exception:\n\n')
_context_message = ('\nDuring handling of the above exception, another exception occurred:\n\n')


class _Sentinel:
    def __repr__(self):
        return '<implicit>'


_sentinel = _Sentinel()


# --- functions -------------------------------------------------------------------

def print_list(extracted_list, file=None):
    """Print a list of frames as `extract_tb` returns it."""
    file = sys.stderr if file is None else file
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=file, end='')


def format_list(extracted_list):
    """The frames of a list as strings."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print the frames of a traceback."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """The frames of a traceback as strings."""
    return extract_tb(tb, limit=limit).format()


def _plain_tb(tb):
    """A traceback as one string, without carets: for exceptions that are only reported."""
    lines = ['Traceback (most recent call last):\n']
    for frame in extract_tb(tb):
        lines.append(f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n')
        if frame.line:
            lines.append(f'    {frame.line.strip()}\n')
    return ''.join(lines)


def extract_tb(tb, limit=None):
    """The frames of a traceback."""
    return StackSummary._extract_from_extended_frame_gen(_walk_tb_with_full_positions(tb),
                                                         limit=limit)


def _parse_value_tb(exc, value, tb):
    """(exception, traceback) from the one-argument or the three-argument form."""
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError('Both or neither of value and tb must be given')
    if value is tb is _sentinel:
        if exc is None:
            return None, None
        if isinstance(exc, BaseException):
            return exc, exc.__traceback__
        raise TypeError(f'Exception expected for value, {type(exc).__name__} found')
    return value, tb


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True,
                    **kwargs):
    """Print an exception with its traceback, and those that led to it."""
    value, tb = _parse_value_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(
        file=file, chain=chain, **kwargs)


def _print_exception_bltin(exc, /):
    """Print an uncaught exception."""
    print_exception(exc, limit=None if not hasattr(sys, 'tracebacklimit')
                    else sys.tracebacklimit, file=sys.stderr or sys.__stderr__)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True, **kwargs):
    """What `print_exception` prints, as a list of strings."""
    value, tb = _parse_value_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(
        chain=chain, **kwargs))


def format_exception_only(exc, /, value=_sentinel, *, show_group=False, **kwargs):
    """The last lines of `format_exception`: type, message, notes."""
    if value is _sentinel:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only(
        show_group=show_group, **kwargs))


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """What `print_exc` prints, as one string."""
    return ''.join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the last exception that nobody caught."""
    if not hasattr(sys, 'last_exc') and not hasattr(sys, 'last_type'):
        raise ValueError('no last exception')
    if hasattr(sys, 'last_exc'):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit=limit,
                        file=file, chain=chain)


def print_stack(f=None, limit=None, file=None):
    """Print the stack that ends in the caller or in frame *f*."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """What `print_stack` prints, as a list of strings."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """The frames of the stack that ends in the caller or in frame *f*."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Drop the local variables of all frames of a traceback that are not running."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


def walk_stack(f):
    """Yield (frame, line number) from *f* outwards."""
    if f is None:
        f = sys._getframe().f_back

    def frames(frame):
        while frame is not None:
            yield frame, frame.f_lineno
            frame = frame.f_back
    return frames(f)


def walk_tb(tb):
    """Yield (frame, line number) from the outermost to the raising frame."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb_with_full_positions(tb):
    """Like `walk_tb`, with (line, end line, column, end column) of the instruction."""
    while tb is not None:
        positions = _get_code_position(tb.tb_frame.f_code, tb.tb_lasti)
        if positions[0] is None:
            # The compiler knew no better than the line.
            positions = (tb.tb_lineno,) + positions[1:]
        yield tb.tb_frame, positions
        tb = tb.tb_next


def _get_code_position(code, instruction_index):
    if instruction_index < 0:
        return None, None, None, None
    target = instruction_index // 2
    for i, positions in enumerate(code.co_positions()):
        if i == target:
            return positions
    return None, None, None, None


# --- text --------------------------------------------------------------------------

def _dedent(text):
    """*text* without the white space that all its lines begin with; blank lines are emptied."""
    lines = [line if line.strip() else '' for line in text.split('\n')]
    margins = [line[:len(line) - len(line.lstrip())] for line in lines if line]
    if not margins:
        return '\n'.join(lines)
    # What the smallest and the largest have in common is common to all.
    low, high = min(margins), max(margins)
    common = 0
    while common < len(low) and low[common] == high[common]:
        common += 1
    return '\n'.join([line[common:] for line in lines])


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f'<{what} {func.__name__}() failed>'


def _format_final_exc_line(etype, value, *, insert_final_newline=True, colorize=False):
    text = _safe_string(value, 'exception')
    end = '\n' if insert_final_newline else ''
    if value is None or not text:
        return f'{etype}{end}'
    return f'{etype}: {text}{end}'


def _indent(text, prefix):
    """*text* with *prefix* before each line, empty ones too."""
    return ''.join([prefix + line for line in text.splitlines(True)])


def _byte_offset_to_character_offset(str, offset):
    """How many characters the first *offset* bytes of *str* in UTF-8 are."""
    return len(str.encode()[:offset].decode(errors='replace'))


_WIDE_CHAR_SPECIFIERS = 'WF'


def _display_width(line, offset=None):
    """How many columns the first *offset* characters of *line* take on a terminal."""
    if offset is None:
        offset = len(line)
    if line.isascii():
        return offset
    try:
        from unicodedata import east_asian_width
    except ImportError:
        return offset
    return sum(2 if east_asian_width(char) in _WIDE_CHAR_SPECIFIERS else 1
               for char in line[:offset])


class _Anchors:
    """Where in a segment the part stands that gets `^` while the rest gets `~`."""

    __slots__ = ('left_end_lineno', 'left_end_offset', 'right_start_lineno',
                 'right_start_offset', 'primary_char', 'secondary_char')

    def __init__(self, left_end_lineno, left_end_offset, right_start_lineno,
                 right_start_offset, primary_char='~', secondary_char='^'):
        self.left_end_lineno = left_end_lineno
        self.left_end_offset = left_end_offset
        self.right_start_lineno = right_start_lineno
        self.right_start_offset = right_start_offset
        self.primary_char = primary_char
        self.secondary_char = secondary_char


def _extract_caret_anchors_from_line_segment(segment):
    """The anchors of an expression, None if it has no operator to point at."""
    found = anchors(segment)
    if found is None:
        return None
    place = []
    for offset in found:
        line_start = segment.rfind('\n', 0, offset) + 1
        place += segment.count('\n', 0, offset), offset - line_start
    return _Anchors(*place)


class _ErrorLocation:
    """The source lines of one instruction, to be printed with carets.

    Columns are in characters of the dedented lines, except those with `shown` in
    their name, which count terminal columns.
    """

    def __init__(self, frame):
        original = frame._original_lines.splitlines()
        count = frame.end_lineno - frame.lineno + 1
        first, last = original[0], original[count - 1]
        self.lines = frame._dedented_lines.splitlines()[:count]
        margin = len(first) - len(self.lines[0])
        self.start = max(0, _byte_offset_to_character_offset(first, frame.colno) - margin)
        self.end = max(0, _byte_offset_to_character_offset(last, frame.end_colno) - margin)
        self.shown_start = _display_width(self.lines[0], self.start)
        self.shown_end = _display_width(self.lines[-1], self.end)
        text = '\n'.join(self.lines)
        segment = text[self.start:len(text) - (len(self.lines[-1]) - self.end)]
        try:
            self.anchors = _extract_caret_anchors_from_line_segment(segment)
        except Exception:
            self.anchors = None
        self.carets = self._wants_carets(segment)

    def _wants_carets(self, segment):
        """False where the carets would only say "the whole line"."""
        before = self.lines[0][:self.start]
        after = self.lines[-1][self.end:]
        if is_whole_value(before, segment, after):
            return False
        return self.anchors is not None or bool(before.lstrip() or after.rstrip())

    def _shown_anchors(self):
        """((line, column), (line, column)) of the part with the secondary character."""
        out = []
        for line, column in ((self.anchors.left_end_lineno, self.anchors.left_end_offset),
                             (self.anchors.right_start_lineno,
                              self.anchors.right_start_offset)):
            if line == 0:
                # Anchors count from the start of the segment.
                column += self.start
            out.append((line, _display_width(self.lines[line], column)))
        return out

    def _important_lines(self):
        """The numbers of the lines that are never left out."""
        last = len(self.lines) - 1
        keep = {0, last}
        if self.anchors is not None:
            for line in (self.anchors.left_end_lineno, self.anchors.right_start_lineno):
                keep.update(range(line - 1, line + 2))
        return sorted(line for line in keep if 0 <= line <= last)

    def _caret_line(self, number):
        line = self.lines[number]
        blank = len(line) - len(line.lstrip())
        width = self.shown_end if number == len(self.lines) - 1 else _display_width(line)
        if number == 0:
            blank = max(blank, self.shown_start)
        if self.anchors is None:
            return ' ' * min(blank, width) + '^' * (width - blank)
        left, right = self._shown_anchors()
        return ''.join([' ' if column < blank
                        else self.anchors.secondary_char if left <= (number, column) < right
                        else self.anchors.primary_char for column in range(width)])

    def format(self):
        """The lines with their carets, each with a line end."""
        out = []
        previous = None

        def show(number):
            out.append(self.lines[number] + '\n')
            if self.carets:
                out.append(self._caret_line(number) + '\n')

        for number in self._important_lines():
            if previous is not None:
                hidden = number - previous - 1
                if hidden == 1:
                    show(number - 1)
                elif hidden > 1:
                    out.append(f'...<{hidden} lines>...\n')
            show(number)
            previous = number
        return ''.join(out)


# --- frames ------------------------------------------------------------------------

class FrameSummary:
    """One frame of a stack; also the tuple (filename, lineno, name, line)."""

    __slots__ = ('filename', 'lineno', 'end_lineno', 'colno', 'end_colno', 'name', '_lines',
                 '_lines_dedented', 'locals', '_code')

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self._code = kwargs.get('_code')
        self._lines = line
        self._lines_dedented = None
        if lookup_line:
            self.line
        self.locals = {k: _safe_string(v, 'local', func=repr)
                       for k, v in locals.items()} if locals else None

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno
                    and self.name == other.name and self.locals == other.locals)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, pos):
        return tuple(self)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'

    def __len__(self):
        return 4

    def _set_lines(self):
        if self._lines is not None or self.lineno is None or self.end_lineno is None:
            return
        lines = []
        for lineno in range(self.lineno, self.end_lineno + 1):
            line = linecache.getline(self.filename, lineno)
            if not line and self._code is not None and self.filename.startswith('<'):
                line = linecache._getline_from_code(self._code, lineno)
            lines.append(line.rstrip())
        self._lines = '\n'.join(lines) + '\n'

    @property
    def _original_lines(self):
        self._set_lines()
        return self._lines

    @property
    def _dedented_lines(self):
        self._set_lines()
        if self._lines_dedented is None and self._lines is not None:
            self._lines_dedented = _dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        """The first line of source, stripped; None if there is no line number."""
        self._set_lines()
        return None if self._lines is None else self._lines.partition('\n')[0].strip()


class StackSummary(list):
    """A list of FrameSummary, the outermost first."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Frames from pairs (frame, line number)."""
        return klass._extract_from_extended_frame_gen(
            ((frame, (lineno, None, None, None)) for frame, lineno in frame_gen),
            limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals)

    @classmethod
    def _extract_from_extended_frame_gen(klass, frame_gen, *, limit=None, lookup_lines=True,
                                         capture_locals=False):
        if limit is None:
            limit = getattr(sys, 'tracebacklimit', None)
            if limit is not None and limit < 0:
                limit = 0
        frames = frame_gen
        if limit is not None:
            if limit >= 0:
                frames = islice(frame_gen, limit)
            else:
                frames = list(frame_gen)[limit:]
        result = klass()
        filenames = set()
        for frame, (lineno, end_lineno, colno, end_colno) in frames:
            code = frame.f_code
            filename = code.co_filename
            filenames.add(filename)
            linecache.lazycache(filename, frame.f_globals)
            result.append(FrameSummary(
                filename, lineno, code.co_name, lookup_line=False,
                locals=frame.f_locals if capture_locals else None, end_lineno=end_lineno,
                colno=colno, end_colno=end_colno, _code=code))
        for filename in filenames:
            linecache.checkcache(filename)
        if lookup_lines:
            for frame in result:
                frame.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """Frames from tuples (filename, lineno, name, line)."""
        result = StackSummary()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        """One frame as text; subclasses may return None to hide it."""
        filename = frame_summary.filename
        if filename.startswith('<stdin-') and filename.endswith('>'):
            filename = '<stdin>'
        out = [f'  File "{filename}", line {frame_summary.lineno}, in {frame_summary.name}\n']
        if frame_summary._dedented_lines and frame_summary._dedented_lines.strip():
            if frame_summary.colno is None or frame_summary.end_colno is None:
                out.append(f'    {frame_summary.line}\n')
            else:
                    out.append(_indent(_dedent(_ErrorLocation(frame_summary).format()), '    '))
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                out.append(f'    {name} = {value}\n')
        return ''.join(out)

    def format(self, **kwargs):
        """All frames as strings; many repetitions of one frame become one line."""
        result = []
        last = None
        count = 0

        def end_of_run():
            if count > _RECURSIVE_CUTOFF:
                more = count - _RECURSIVE_CUTOFF
                result.append(f'  [Previous line repeated {more} more '
                              f'time{"s" if more > 1 else ""}]\n')

        for frame in self:
            text = self.format_frame_summary(frame, **kwargs)
            if text is None:
                continue
            here = frame.filename, frame.lineno, frame.name
            if last is None or last[0] is None or last != here:
                end_of_run()
                last = here
                count = 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        end_of_run()
        return result


# --- exceptions --------------------------------------------------------------------

class _ExceptionPrintContext:
    """Where in the drawing of nested exception groups the output stands."""

    def __init__(self):
        self.seen = set()
        self.exception_group_depth = 0
        self.need_close = False

    def indent(self):
        return '  ' * self.exception_group_depth

    def emit(self, text_gen, margin_char=None):
        """Yield text with the margin of the current depth before each line."""
        prefix = self.indent()
        if self.exception_group_depth:
            prefix += (margin_char or '|') + ' '
        if isinstance(text_gen, str):
            yield _indent(text_gen, prefix)
        else:
            for text in text_gen:
                yield _indent(text, prefix)


class TracebackException:
    """An exception with all that is needed to print it, as text and numbers."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10,
                 save_exc_type=True, _seen=None):
        top = _seen is None
        if top:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract_from_extended_frame_gen(
            _walk_tb_with_full_positions(exc_traceback), limit=limit, lookup_lines=lookup_lines,
            capture_locals=capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        # Now, because what the exception says may change.
        self._str = _safe_string(exc_value, 'exception')
        try:
            self.__notes__ = getattr(exc_value, '__notes__', None)
        except Exception as e:
            self.__notes__ = [f'Ignored error getting __notes__: '
                              f'{_safe_string(e, "__notes__", repr)}']
        self._is_syntax_error = False
        self._have_exc_type = exc_type is not None
        if exc_type is not None:
            self.exc_type_qualname = exc_type.__qualname__
            self.exc_type_module = exc_type.__module__
            self._take_details(exc_type, exc_value, exc_traceback)
        else:
            self.exc_type_qualname = self.exc_type_module = None
        if lookup_lines:
            self._load_lines()
        self.__suppress_context__ = exc_value.__suppress_context__ \
            if exc_value is not None else False
        self.exceptions = None
        if top:
            options = {'limit': limit, 'lookup_lines': lookup_lines,
                       'capture_locals': capture_locals, 'max_group_width': max_group_width,
                       'max_group_depth': max_group_depth, '_seen': _seen}
            self._take_related(exc_value, compact, options)
        self.__cause__ = getattr(self, '__cause__', None)
        self.__context__ = getattr(self, '__context__', None)

    def _take_details(self, exc_type, exc_value, exc_traceback):
        """What particular types of exceptions have to say."""
        if issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            lineno, end_lineno = exc_value.lineno, exc_value.end_lineno
            self.lineno = str(lineno) if lineno is not None else None
            self.end_lineno = str(end_lineno) if end_lineno is not None else None
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = exc_value.end_offset
            self.msg = exc_value.msg
            self._is_syntax_error = True
            self._exc_metadata = getattr(exc_value, '_metadata', None)
            return
        suggest = None
        wrong_name = None
        if issubclass(exc_type, ImportError) and getattr(exc_value, 'name_from', None) is not None:
            wrong_name = exc_value.name_from
        elif issubclass(exc_type, (NameError, AttributeError)):
            wrong_name = getattr(exc_value, 'name', None)
        if wrong_name is not None:
            suggest = suggestion(exc_value, exc_traceback, wrong_name)
        if suggest:
            self._str += f". Did you mean: '{suggest}'?"
        if issubclass(exc_type, NameError) and wrong_name is not None \
                and wrong_name in getattr(sys, 'stdlib_module_names', ()):
            if suggest:
                self._str += f" Or did you forget to import '{wrong_name}'?"
            else:
                self._str += f". Did you forget to import '{wrong_name}'?"

    def _take_related(self, exc_value, compact, options):
        """Build those that are the cause, the context and the members; no recursion."""
        seen = options['_seen']
        queue = [(self, exc_value)]

        def build(exc):
            return TracebackException(type(exc), exc, exc.__traceback__, **options)

        while queue:
            te, e = queue.pop()
            cause = context = members = None
            if e is not None:
                if e.__cause__ is not None and id(e.__cause__) not in seen:
                    cause = build(e.__cause__)
                wanted = e.__context__ is not None
                if compact:
                    wanted = wanted and cause is None and not e.__suppress_context__
                if wanted and id(e.__context__) not in seen:
                    context = build(e.__context__)
                if isinstance(e, BaseExceptionGroup):
                    members = [build(member) for member in e.exceptions]
            te.__cause__ = cause
            te.__context__ = context
            te.exceptions = members
            if cause is not None:
                queue.append((cause, e.__cause__))
            if context is not None:
                queue.append((context, e.__context__))
            if members is not None:
                queue.extend(zip(members, e.exceptions))

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """From an exception and its own traceback."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        """The class of the exception; kept for old programs."""
        import warnings
        warnings.warn('Deprecated in 3.13. Use exc_type_str instead.',
                      DeprecationWarning, stacklevel=2)
        return self._exc_type

    @property
    def exc_type_str(self):
        """The name of the class, with its module unless that is obvious."""
        if not self._have_exc_type:
            return None
        module = self.exc_type_module
        if module in ('__main__', 'builtins'):
            return self.exc_type_qualname
        if not isinstance(module, str):
            module = '<unknown>'
        return f'{module}.{self.exc_type_qualname}'

    def _load_lines(self):
        """Fetch the source now, before files change."""
        for frame in self.stack:
            frame.line

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """Yield the lines that name the exception: type, message, notes."""
        indent = 3 * _depth * ' '
        if not self._have_exc_type:
            yield indent + _format_final_exc_line(None, self._str)
            return
        stype = self.exc_type_str
        if self._is_syntax_error:
            for line in self._format_syntax_error(stype):
                yield indent + line
        elif _depth:
            text = _format_final_exc_line(stype, self._str, insert_final_newline=False)
            for line in text.split('\n'):
                yield f'{indent}{line}\n'
        else:
            yield _format_final_exc_line(stype, self._str)
        notes = self.__notes__
        if isinstance(notes, (list, tuple)) or _is_sequence(notes):
            for note in notes:
                for line in _safe_string(note, 'note').split('\n'):
                    yield f'{indent}{line}\n'
        elif notes is not None:
            yield f'{indent}{_safe_string(notes, "__notes__", func=repr)}\n'
        if self.exceptions and show_group:
            for ex in self.exceptions:
                yield from ex.format_exception_only(show_group=show_group, _depth=_depth + 1)

    def _format_syntax_error(self, stype, **kwargs):
        """Yield the place, the line with carets, and the message."""
        suffix = ''
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f' ({self.filename})'
        if isinstance(self.text, str):
            try:
                self._find_keyword_typos()
            except Exception:
                # A guess that fails must not hide the error itself.
                pass
        if isinstance(self.text, str) and (self.offset is None or isinstance(self.offset, int)):
            text = self.text.rstrip('\n')
            shown = text.lstrip(' \n\f')
            yield f'    {shown}\n'
            carets = self._syntax_carets(text, shown) if self.offset is not None else None
            if carets is not None:
                yield f'    {carets}\n'
        # NotImplemented has no truth value.
        empty = self.msg is not NotImplemented and not self.msg
        yield f'{stype}: {"<no detail available>" if empty else self.msg}{suffix}\n'

    def _find_keyword_typos(self):
        """Point at a name that is a misspelt keyword, if that explains the error."""
        if self.msg != 'invalid syntax' and 'Perhaps you forgot a comma' not in self.msg:
            return
        if not self._exc_metadata:
            return
        first, _, source = self._exc_metadata
        last = int(self.lineno) if self.lineno is not None else 0
        if source is None:
            lines = [line.rstrip('\n') for line in linecache.getlines(self.filename)]
        else:
            lines = source.splitlines()
        start = max(first - 1, 0)
        lines = _dedent('\n'.join(lines[start:last])).split('\n')
        found = keyword_typo(lines, last - start - 1 if source is None else None)
        if found is None:
            return
        self.text, begin, end, keyword = found
        self.offset = begin + 1
        self.end_offset = end + 1
        self.end_lineno = self.lineno
        self.msg = f"invalid syntax. Did you mean '{keyword}'?"

    def _syntax_carets(self, text, shown):
        """The carets under *shown*, which is *text* without its indentation."""
        cut = len(text) - len(shown)
        offset = self.offset
        if self.lineno == self.end_lineno:
            end = self.end_offset if isinstance(self.end_offset, int) else 0
            end = end or offset
        else:
            end = len(text) + 1
        # Offsets may lie behind the line, or be counted in bytes.
        if self.text and offset > len(self.text):
            offset = len(text) + 1
        if self.text and end > len(self.text):
            end = len(text) + 1
        if offset >= end or end < 0:
            end = offset + 1
        start = offset - 1 - cut
        if start < 0:
            return None
        # Tabs stay, so that the carets stand where they should.
        blank = ''.join([c if c.isspace() else ' ' for c in shown[:start]])
        return blank + '^' * (end - 1 - cut - start)

    def _chain(self):
        """[(message that follows, exception)...], the oldest first."""
        out = []
        exc = self
        while exc is not None:
            if exc.__cause__ is not None:
                message, older = _cause_message, exc.__cause__
            elif exc.__context__ is not None and not exc.__suppress_context__:
                message, older = _context_message, exc.__context__
            else:
                message = older = None
            out.append((message, exc))
            exc = older
        return out[::-1]

    def format(self, *, chain=True, _ctx=None, **kwargs):
        """Yield the lines that the interpreter would print."""
        if _ctx is None:
            _ctx = _ExceptionPrintContext()
        for message, exc in self._chain() if chain else [(None, self)]:
            if message is not None:
                yield from _ctx.emit(message)
            if exc.exceptions is not None:
                yield from exc._format_group(_ctx, self.max_group_width, self.max_group_depth,
                                             chain, kwargs)
                continue
            if exc.stack:
                yield from _ctx.emit('Traceback (most recent call last):\n')
                yield from _ctx.emit(exc.stack.format(**kwargs))
            yield from _ctx.emit(exc.format_exception_only(**kwargs))

    def _format_group(self, ctx, max_width, max_depth, chain, kwargs):
        if ctx.exception_group_depth > max_depth:
            yield from ctx.emit(f'... (max_group_depth is {max_depth})\n')
            return
        top = ctx.exception_group_depth == 0
        if top:
            ctx.exception_group_depth = 1
        if self.stack:
            yield from ctx.emit('Exception Group Traceback (most recent call last):\n',
                                margin_char='+' if top else None)
            yield from ctx.emit(self.stack.format(**kwargs))
        yield from ctx.emit(self.format_exception_only(**kwargs))
        members = self.exceptions
        boxes = min(len(members), max_width + 1)
        ctx.need_close = False
        for i in range(boxes):
            last = i == boxes - 1
            if last:
                # A group inside may draw the closing line for us.
                ctx.need_close = True
            whole = i < max_width
            yield (f'{ctx.indent()}{"  " if i else "+-"}'
                   f'+---------------- {i + 1 if whole else "..."} ----------------\n')
            ctx.exception_group_depth += 1
            if whole:
                yield from members[i].format(chain=chain, _ctx=ctx, **kwargs)
            else:
                more = len(members) - max_width
                yield from ctx.emit(f'and {more} more exception{"s" if more > 1 else ""}\n')
            if last and ctx.need_close:
                yield ctx.indent() + '+------------------------------------\n'
                ctx.need_close = False
            ctx.exception_group_depth -= 1
        if top:
            ctx.exception_group_depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print what `format` yields."""
        file = sys.stderr if file is None else file
        for line in self.format(chain=chain, **kwargs):
            print(line, file=file, end='')


def _is_sequence(obj):
    if obj is None or isinstance(obj, (str, bytes)):
        return False
    from _collections_abc import Sequence
    return isinstance(obj, Sequence)
