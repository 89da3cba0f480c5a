"""The core of `csv`: dialects, readers and writers.

The common cases are native (`_csv_lines`): a line that is a whole row, a row of plain values. Other lines go through
a machine of states, which jumps from one special character to the next.
"""

import re

from _csv_lines import cut as _cut, join as _join

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
_default = None                         # the dialect of who asks for none
_limit = 131072


class Error(Exception):
    """What is wrong with a file or a row."""


Error.__module__ = "_csv"


# ------------------------------------------------------------------ dialects

_MISSING = object()
_PARAMETERS = (
    "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict",
)


def _character(name, value, default, optional=False):
    if value is _MISSING:
        return default
    kind = "unicode character or None" if optional else "unicode character"
    if value is None and optional:
        return None
    if not isinstance(value, str):
        raise TypeError(f'"{name}" must be a {kind}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be a {kind}, not a string of length {len(value)}')
    return value


class Dialect:
    """The parameters of a format, checked. They cannot be changed."""

    __slots__ = tuple("_" + name for name in _PARAMETERS) + ("_special", "_quotable")

    def __new__(cls, dialect=None, **params):
        global _default
        usual = dialect is None and not params and cls is Dialect
        if usual and _default is not None:
            return _default
        for name in params:
            if name not in _PARAMETERS:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if dialect is not None and not params and isinstance(dialect, Dialect):
            return dialect

        def parameter(name):
            value = params.get(name, _MISSING)
            return getattr(dialect, name, _MISSING) if value is _MISSING else value

        self = object.__new__(cls)
        self._delimiter = _character("delimiter", parameter("delimiter"), ",")
        doublequote = parameter("doublequote")
        self._doublequote = True if doublequote is _MISSING else bool(doublequote)
        self._escapechar = _character("escapechar", parameter("escapechar"), None, True)
        terminator = parameter("lineterminator")
        if terminator is _MISSING:
            terminator = "\r\n"
        elif not isinstance(terminator, str):
            raise TypeError(f'"lineterminator" must be a string, not {type(terminator).__name__}')
        self._lineterminator = terminator
        quotechar = parameter("quotechar")
        self._quotechar = _character("quotechar", quotechar, '"', True)
        quoting = parameter("quoting")
        if quoting is _MISSING:
            quoting = QUOTE_NONE if quotechar is None else QUOTE_MINIMAL
        elif type(quoting) is not int:
            raise TypeError(f'"quoting" must be an integer, not {type(quoting).__name__}')
        self._quoting = quoting
        skip = parameter("skipinitialspace")
        self._skipinitialspace = False if skip is _MISSING else bool(skip)
        strict = parameter("strict")
        self._strict = False if strict is _MISSING else bool(strict)
        self._check()
        # What ends a run of plain characters in a field, and what makes a field be quoted.
        quote = self._quotechar or ""
        escape = self._escapechar or ""
        self._special = re.compile(f"[{re.escape(self._delimiter + escape)}\r\n]")
        chars = re.escape("".join({self._delimiter, quote, escape, "\r", "\n", *self._lineterminator}))
        self._quotable = re.compile(f"[{chars}]")
        if usual:
            _default = self
        return self

    def _check(self):
        if not QUOTE_MINIMAL <= self._quoting <= QUOTE_NOTNULL:
            raise TypeError('bad "quoting" value')
        if self._quoting != QUOTE_NONE and self._quotechar is None:
            raise TypeError("quotechar must be set if quoting enabled")
        chars = {"delimiter": self._delimiter, "escapechar": self._escapechar, "quotechar": self._quotechar}
        for name, c in chars.items():
            if c is not None and (c in "\r\n" or c == " " and name != "delimiter" and self._skipinitialspace):
                raise ValueError(f"bad {name} value")
        for a, b in (("delimiter", "escapechar"), ("delimiter", "quotechar"), ("escapechar", "quotechar")):
            if chars[a] is not None and chars[a] == chars[b]:
                raise ValueError(f"bad {a} or {b} value")
        for name, c in chars.items():
            if c is not None and c in self._lineterminator:
                raise ValueError(f"bad {name} or lineterminator value")

    def __setattr__(self, name, value):
        if name in _PARAMETERS:
            raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")
        object.__setattr__(self, name, value)

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle 'Dialect' instances")


for _name in _PARAMETERS:
    setattr(Dialect, _name, property(lambda self, _slot="_" + _name: getattr(self, _slot)))


def register_dialect(name, /, dialect=None, **fmtparams):
    """Gives a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = Dialect(dialect, **fmtparams)


def unregister_dialect(name):
    """Forgets a name."""
    try:
        del _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def get_dialect(name):
    """The dialect with a name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    """The names of all dialects."""
    return list(_dialects)


def field_size_limit(new_limit=_MISSING, /):
    """The longest field that readers accept; sets another limit if one is given."""
    global _limit
    old = _limit
    if new_limit is not _MISSING:
        if type(new_limit) is not int:
            raise TypeError("limit must be an integer")
        _limit = new_limit
    return old


# ------------------------------------------------------------------ reading

# States of a reader: where the last character has left it.
(
    _START_RECORD, _START_FIELD, _ESCAPED, _IN_FIELD, _IN_QUOTES, _ESCAPED_IN_QUOTES, _QUOTE_IN_QUOTES, _EAT_NEWLINE,
    _AFTER_ESCAPED_NEWLINE,
) = range(9)

_NEWLINE_INSIDE = (
    "new-line character seen in unquoted field - do you need to open the file with newline=''?"
)


class reader:
    """Iterates over the rows of an iterable of lines; a row is a list of texts."""

    def __init__(self, iterable, /, dialect=None, **fmtparams):
        self._lines = iter(iterable)
        self.dialect = d = Dialect(dialect, **fmtparams)
        self.line_num = 0
        self._common = (
            d._quoting <= QUOTE_ALL and d._escapechar is None and d._doublequote and d._quotechar is not None
        )
        self._start()

    def _start(self):
        self._state = _START_RECORD
        self._row = []
        self._field = []
        self._unquoted = True

    def __iter__(self):
        return self

    def __next__(self):
        self._start()
        row = self._row
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if any(self._field) or self._state == _IN_QUOTES:
                    if self.dialect.strict:
                        raise Error("unexpected end of data") from None
                    self._save()
                    return self._row
                raise
            if self._row is not row:
                raise Error("iterator has already advanced the reader")
            if not isinstance(line, str):
                raise Error(
                    f"iterator should return strings, not {type(line).__name__} "
                    "(the file should be opened in text mode)"
                )
            self.line_num += 1
            if self._state == _START_RECORD and self._whole(line):
                return self._row
            self._parse(line)
            if self._state == _START_RECORD:
                return self._row

    def _whole(self, line):
        """Cuts a line that is a whole row; False: it is none."""
        if not self._common or len(line) > _limit:
            return False
        d = self.dialect
        row = _cut(line, d._delimiter, d._quotechar, d._skipinitialspace)
        if row is None:
            return False
        self._row = row
        return True

    def _add(self, text):
        self._field.append(text)
        if len(text) > _limit or sum(map(len, self._field)) > _limit:
            raise Error(f"field larger than field limit ({_limit})")

    def _save(self):
        field = "".join(self._field)
        quoting = self.dialect._quoting
        if self._unquoted:
            if not field and quoting in (QUOTE_NOTNULL, QUOTE_STRINGS):
                field = None
            elif field and quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS):
                field = float(field)
        self._row.append(field)
        self._field = []
        self._unquoted = True

    def _parse(self, line):
        """The machine. The end of the line is a character of its own: None."""
        d = self.dialect
        delimiter, escape, doubled = d._delimiter, d._escapechar, d._doublequote
        quote = None if d._quoting == QUOTE_NONE else d._quotechar
        special = d._special
        state = self._state
        at, end = 0, len(line)
        while True:
            c = line[at] if at < end else None
            newline = c is None or c == "\n" or c == "\r"
            if state == _START_RECORD:
                if c is None:
                    break
                if newline:
                    state = _EAT_NEWLINE
                else:
                    state = _START_FIELD
                    continue
            elif state == _START_FIELD:
                if newline:
                    self._save()
                    state = _START_RECORD if c is None else _EAT_NEWLINE
                elif c == quote:
                    self._unquoted = False
                    state = _IN_QUOTES
                elif c == escape:
                    state = _ESCAPED
                elif c == " " and d._skipinitialspace:
                    pass
                elif c == delimiter:
                    self._save()
                else:
                    state = _IN_FIELD
                    continue
            elif state == _ESCAPED:
                if c == "\n" or c == "\r":
                    self._add(c)
                    state = _AFTER_ESCAPED_NEWLINE
                else:
                    self._add("\n" if c is None else c)
                    state = _IN_FIELD
            elif state == _IN_FIELD or state == _AFTER_ESCAPED_NEWLINE:
                if state == _AFTER_ESCAPED_NEWLINE and c is None:
                    break
                if newline:
                    self._save()
                    state = _START_RECORD if c is None else _EAT_NEWLINE
                elif c == escape:
                    state = _ESCAPED
                elif c == delimiter:
                    self._save()
                    state = _START_FIELD
                else:
                    m = special.search(line, at)
                    to = m.start() if m else end
                    self._add(line[at:to])
                    state = _IN_FIELD
                    at = to
                    continue
            elif state == _IN_QUOTES:
                if c is None:
                    break
                if c == escape:
                    state = _ESCAPED_IN_QUOTES
                elif c == quote:
                    state = _QUOTE_IN_QUOTES if doubled else _IN_FIELD
                else:
                    to = line.find(quote, at)
                    if to < 0:
                        to = end
                    if escape is not None:
                        e = line.find(escape, at, to)
                        to = to if e < 0 else e
                    self._add(line[at:to])
                    at = to
                    continue
            elif state == _ESCAPED_IN_QUOTES:
                self._add("\n" if c is None else c)
                state = _IN_QUOTES
            elif state == _QUOTE_IN_QUOTES:
                if c == quote:
                    self._add(c)
                    state = _IN_QUOTES
                elif c == delimiter:
                    self._save()
                    state = _START_FIELD
                elif newline:
                    self._save()
                    state = _START_RECORD if c is None else _EAT_NEWLINE
                elif not d._strict:
                    self._add(c)
                    state = _IN_FIELD
                else:
                    raise Error(f"'{delimiter}' expected after '{quote}'")
            elif c is None:
                state = _START_RECORD
            elif not newline:
                raise Error(_NEWLINE_INSIDE)
            if c is None:
                break
            at += 1
        self._state = state


reader.__module__ = "_csv"

# ------------------------------------------------------------------ writing


def _is_number(x):
    t = type(x)
    return hasattr(t, "__index__") or hasattr(t, "__float__") or isinstance(x, complex)


class writer:
    """Writes rows to an object with a method `write`."""

    def __init__(self, fileobj, /, dialect=None, **fmtparams):
        write = getattr(fileobj, "write", None)
        if not callable(write):
            raise TypeError('argument 1 must have a "write" method')
        self._write = write
        self.dialect = d = Dialect(dialect, **fmtparams)
        self._common = (
            d._quoting <= QUOTE_ALL and d._escapechar is None and d._doublequote and d._quotechar is not None
            and not (d._delimiter == " " and d._skipinitialspace)
        )

    def writerow(self, row, /):
        """Writes one row; gives what write() gave."""
        d = self.dialect
        if self._common:
            line = _join(row, d._delimiter, d._quotechar, d._lineterminator, d._quoting == QUOTE_ALL)
            if line is not None:
                return self._write(line)
        try:
            row = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        quoting, quotable = d._quoting, d._quotable
        out = []
        field = None
        for field in row:
            if quoting == QUOTE_MINIMAL:
                quoted = False
            elif quoting == QUOTE_NONNUMERIC:
                quoted = not _is_number(field)
            elif quoting == QUOTE_STRINGS:
                quoted = isinstance(field, str)
            elif quoting == QUOTE_NOTNULL:
                quoted = field is not None
            else:
                quoted = quoting == QUOTE_ALL
            text = field if isinstance(field, str) else "" if field is None else str(field)
            if not quoted and text and not quotable.search(text):
                out.append(text)
            else:
                out.append(self._field(field, text, quoted))
        line = d._delimiter.join(out)
        if not line and len(out) == 1:
            if self._cannot_quote(field):
                raise Error("single empty field record must be quoted")
            line = d._quotechar * 2
        return self._write(line + d._lineterminator)

    def _cannot_quote(self, field):
        quoting = self.dialect._quoting
        return quoting == QUOTE_NONE or field is None and quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)

    def _field(self, field, text, quoted):
        d = self.dialect
        if not text and d._delimiter == " " and d._skipinitialspace:
            if self._cannot_quote(field):
                raise Error("empty field must be quoted if delimiter is a space and skipinitialspace is true")
            quoted = True
        if not text:
            return d._quotechar * 2 if quoted else ""
        quote, escape = d._quotechar, d._escapechar
        out = []
        last = 0
        for m in d._quotable.finditer(text):
            c = m[0]
            escaped = False
            if d._quoting == QUOTE_NONE:
                escaped = True
            elif c == quote:
                if d._doublequote:
                    out.append(text[last:m.start()] + quote)
                    last = m.start()
                    quoted = True
                else:
                    escaped = True
            elif c == escape:
                escaped = True
            else:
                quoted = True
            if escaped:
                if escape is None:
                    raise Error("need to escape, but no escapechar set")
                out.append(text[last:m.start()] + escape)
                last = m.start()
        out.append(text[last:])
        text = "".join(out)
        return quote + text + quote if quoted else text

    def writerows(self, rows, /):
        """Writes all rows."""
        for row in rows:
            self.writerow(row)


writer.__module__ = "_csv"
Reader, Writer = reader, writer
