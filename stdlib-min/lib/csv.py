"""Reading and writing of comma separated values.

Dialects, readers and writers come from `_csv`. Here are the classes of dialects, rows as dicts, and the Sniffer, which
guesses the dialect of a sample.
"""

import re
import types
from _csv import (
    QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, Error,
    field_size_limit, get_dialect, list_dialects, reader, register_dialect, unregister_dialect, writer,
)
from _csv import Dialect as _Dialect
from io import StringIO

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "QUOTE_STRINGS", "QUOTE_NOTNULL",
    "Error", "Dialect", "excel", "excel_tab", "field_size_limit", "reader", "writer", "register_dialect",
    "get_dialect", "list_dialects", "Sniffer", "unregister_dialect", "DictReader", "DictWriter", "unix_dialect",
]

__version__ = "1.0"


class Dialect:
    """The base of dialects: subclasses set the attributes, instances check them."""

    _name = ""
    _valid = False
    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        try:
            _Dialect(self)
        except TypeError as e:
            raise Error(str(e)) from None


class excel(Dialect):
    """As Excel writes it."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """As Excel writes it with tabs."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """As Unix programs write it: all fields quoted, lines end with a newline."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)


class DictReader:
    """Iterates over rows as dicts. Without `fieldnames` the first row has the keys.

    Fields beyond the keys are a list under `restkey`; keys without a field get `restval`.
    """

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            # The first row may be the keys.
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while not row:
            # Empty rows are no rows here.
            row = next(self.reader)
        names = self.fieldnames
        d = dict(zip(names, row))
        if len(names) < len(row):
            d[self.restkey] = row[len(names):]
        else:
            for key in names[len(row):]:
                d[key] = self.restval
        return d

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dicts as rows, in the order of `fieldnames`. `extrasaction`: "raise" or "ignore" other keys."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self.fieldnames = fieldnames
        self.restval = restval
        extrasaction = extrasaction.lower()
        if extrasaction not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == "raise":
            wrong = rowdict.keys() - self.fieldnames
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(map(repr, wrong)))
        return (rowdict.get(key, self.restval) for key in self.fieldnames)

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._dict_to_list, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


# A quoted field: the quotes, and a body that ends before the first quote that is not doubled.
_QUOTED = r"""(?P<quote>["'])(?:(?P=quote){2}|(?!(?P=quote)).)*+(?P=quote)"""
_DELIMITER = r"""(?P<delim>[^\w\n"'])(?P<space> ?)"""
# Quoted fields with their neighbours: between two delimiters, at the start, at the end, alone on a line.
_NEIGHBOURS = tuple(
    re.compile(p, re.DOTALL | re.MULTILINE)
    for p in (
        f"{_DELIMITER}{_QUOTED}(?P=delim)",
        rf"(?:^|\n){_QUOTED}{_DELIMITER}",
        rf"{_DELIMITER}{_QUOTED}(?:$|\n)",
        rf"(?:^|\n){_QUOTED}(?:$|\n)",
    )
)


def _most(counts):
    return max(counts, key=counts.get)


def _space_follows(line, delimiter):
    """Whether a space follows each delimiter of a line."""
    return line.count(delimiter) == line.count(delimiter + " ")


class Sniffer:
    """Guesses the dialect of a sample, and whether its first row is a header."""

    def __init__(self):
        # If several fit equally well.
        self.preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        """A dialect class that fits the sample; `delimiters` are the ones that come into question."""
        sample = sample.replace("\r\n", "\n").replace("\r", "\n")
        quote, doubled, found, skip = self._guess_quote_and_delimiter(sample, delimiters)
        if not found:
            found, skip = self._guess_delimiter(sample, delimiters)
        if not found:
            raise Error("Could not determine delimiter")

        class dialect(Dialect):
            _name = "sniffed"
            lineterminator = "\r\n"
            quoting = QUOTE_MINIMAL

        dialect.doublequote = doubled
        dialect.delimiter = found
        dialect.quotechar = quote or '"'
        dialect.skipinitialspace = skip
        return dialect

    def _guess_quote_and_delimiter(self, data, delimiters):
        """From quoted fields: the quote character, whether it is doubled, the delimiter, whether spaces follow it."""
        for pattern in _NEIGHBOURS:
            matches = list(pattern.finditer(data))
            if matches:
                break
        else:
            return "", False, None, 0
        quotes, delims, spaces = {}, {}, 0
        for m in matches:
            groups = m.groupdict()
            quotes[m["quote"]] = quotes.get(m["quote"], 0) + 1
            delim = groups.get("delim")
            if delim and (delimiters is None or delim in delimiters):
                delims[delim] = delims.get(delim, 0) + 1
            if groups.get("space"):
                spaces += 1
        quote = _most(quotes)
        delim, skip = "", 0
        if delims:
            delim = _most(delims)
            skip = delims[delim] == spaces
        doubled = False
        if delim:
            # Whole fields only: a match must not begin in one field and end in another.
            d, space = re.escape(delim), " *+" if delim != " " else ""
            field = re.compile(
                rf"(?:(?<={d})|^){space}{quote}((?:{quote}{quote}|[^{quote}]++)*+){quote}(?:{d}|$)", re.MULTILINE
            )
            doubled = any(quote * 2 in m[1] for m in field.finditer(data))
        return quote, doubled, delim, skip

    def _guess_delimiter(self, data, delimiters):
        """From frequencies: the character that is in (nearly) all lines equally often. Ten more lines at a time."""
        lines = [x for x in data.split("\n") if x]
        step = min(10, len(lines))
        counts = {chr(c): {} for c in range(127)}
        modes, fitting = {}, {}
        looked_at = 0
        rounds = 0
        while looked_at < len(lines):
            rounds += 1
            for line in lines[looked_at:looked_at + step]:
                for char, seen in counts.items():
                    n = line.count(char)
                    seen[n] = seen.get(n, 0) + 1
            for char, seen in counts.items():
                if list(seen) == [0]:
                    continue
                # The usual number in a line, and in how many more lines than not.
                usual = _most(seen)
                modes[char] = usual, 2 * seen[usual] - sum(seen.values())
            total = float(min(step * rounds, len(lines)))
            consistency = 1.0
            while not fitting and consistency >= 0.9:
                for char, (usual, lead) in modes.items():
                    if usual > 0 and lead > 0 and lead / total >= consistency:
                        if delimiters is None or char in delimiters:
                            fitting[char] = usual, lead
                consistency -= 0.01
            if len(fitting) == 1:
                delim = next(iter(fitting))
                return delim, _space_follows(lines[0], delim)
            looked_at += step
        if not fitting:
            return "", 0
        for delim in self.preferred:
            if delim in fitting:
                return delim, _space_follows(lines[0], delim)
        delim = max(fitting, key=lambda char: (fitting[char], char))
        return delim, _space_follows(lines[0], delim)

    def has_header(self, sample):
        """Whether the first row differs from the others: in columns of numbers, or of texts of one length."""
        rows = reader(StringIO(sample), self.sniff(sample))
        header = next(rows)
        kinds = dict.fromkeys(range(len(header)))
        checked = 0
        for row in rows:
            if checked > 20:
                break
            checked += 1
            if len(row) != len(header):
                continue
            for col in list(kinds):
                try:
                    complex(row[col])
                    kind = complex
                except (ValueError, OverflowError):
                    kind = len(row[col])
                if kinds[col] is None:
                    kinds[col] = kind
                elif kinds[col] != kind:
                    # Neither numbers nor of one length.
                    del kinds[col]
        votes = 0
        for col, kind in kinds.items():
            if isinstance(kind, int):
                differs = len(header[col]) != kind
            else:
                try:
                    kind(header[col])
                    differs = False
                except (ValueError, TypeError):
                    differs = True
            votes += 1 if differs else -1
        return votes > 0
