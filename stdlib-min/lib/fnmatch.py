"""Shell patterns: `*`, `?`, `[seq]` and `[!seq]`.

Owns the matcher, which needs no regular expressions: a pattern becomes a list
of one-character tests and stars, and only the last star is ever tried again.
`translate` gives the regular expression for those who want one.
"""

import os

__all__ = ['filter', 'filterfalse', 'fnmatch', 'fnmatchcase', 'translate']

_STAR = object()
_cache = {}


class _Set:
    """The characters of `[...]`."""

    __slots__ = ('negated', 'single', 'ranges')

    def __init__(self, body):
        self.negated = body[:1] == '!'
        if self.negated:
            body = body[1:]
        single = set()
        self.ranges = []
        i = 0
        while i < len(body):
            if i + 2 < len(body) and body[i + 1] == '-':
                if body[i] <= body[i + 2]:
                    self.ranges.append((body[i], body[i + 2]))
                i += 3
            else:
                single.add(body[i])
                i += 1
        self.single = frozenset(single)

    def matches(self, char):
        found = char in self.single or any(a <= char <= b for a, b in self.ranges)
        return found != self.negated


def _set_end(pat, start):
    """The index of the `]` that closes the set whose content is at *start*; or -1."""
    j = start
    if pat[j:j + 1] == '!':
        j += 1
    if pat[j:j + 1] == ']':
        # First, it is a member.
        j += 1
    return pat.find(']', j)


def _compile(pat):
    """*pat* as a list: characters, None for `?`, sets and stars."""
    items = []
    i = 0
    while i < len(pat):
        char = pat[i]
        i += 1
        if char == '*':
            if not items or items[-1] is not _STAR:
                items.append(_STAR)
        elif char == '?':
            items.append(None)
        elif char == '[':
            end = _set_end(pat, i)
            if end < 0:
                items.append('[')
            else:
                items.append(_Set(pat[i:end]))
                i = end + 1
        else:
            items.append(char)
    return items


def _match(items, name):
    """True if *items* describe the whole of *name*."""
    i = pos = 0
    star = mark = -1
    size = len(items)
    while pos < len(name):
        if i < size:
            item = items[i]
            if item is _STAR:
                star, mark = i, pos
                i += 1
                continue
            if item is None or (item == name[pos] if isinstance(item, str)
                                else item.matches(name[pos])):
                i += 1
                pos += 1
                continue
        if star < 0:
            return False
        # Let the last star take one character more.
        i = star + 1
        mark += 1
        pos = mark
    while i < size and items[i] is _STAR:
        i += 1
    return i == size


def _plain_match(pieces):
    """A function name -> bool for a pattern whose only special characters are stars."""
    first, *middle, last = pieces
    middle = [piece for piece in middle if piece]
    least = sum(map(len, pieces))

    def match(name):
        if len(name) < least or not name.startswith(first) or not name.endswith(last):
            return False
        pos = len(first)
        for piece in middle:
            pos = name.find(piece, pos)
            if pos < 0:
                return False
            pos += len(piece)
        return pos <= len(name) - len(last)
    return match


def _matcher(pat):
    """A function name -> bool for a pattern of str or bytes."""
    try:
        return _cache[pat]
    except KeyError:
        pass
    binary = isinstance(pat, bytes)
    text = pat.decode('latin-1') if binary else pat
    if '?' not in text and '[' not in text:
        # Leave the scanning to the methods of str.
        pieces = text.split('*')
        test = text.__eq__ if len(pieces) == 1 else _plain_match(pieces)
    else:
        items = _compile(text)

        def test(name):
            return _match(items, name)
    wrong = 'cannot use a string pattern on a bytes-like object'
    if binary:
        wrong = 'cannot use a bytes pattern on a string-like object'

    def match(name):
        if isinstance(name, bytes) != binary:
            raise TypeError(wrong)
        return test(name.decode('latin-1') if binary else name)

    if len(_cache) >= 1024:
        _cache.clear()
    _cache[pat] = match
    return match


def fnmatch(name, pat):
    """True if the file name matches, by the rules of the system about case."""
    return _matcher(os.path.normcase(pat))(os.path.normcase(name))


def fnmatchcase(name, pat):
    """True if the name matches; case always counts."""
    return _matcher(pat)(name)


def filter(names, pat):
    """The names that match."""
    match = _matcher(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name))]


def filterfalse(names, pat):
    """The names that do not match."""
    match = _matcher(os.path.normcase(pat))
    return [name for name in names if not match(os.path.normcase(name))]


def _set_pattern(body):
    """A regular expression for `[body]`."""
    if '-' not in body:
        stuff = body.replace('\\', '\\\\')
    else:
        chunks = []
        start = 0
        k = 2 if body[:1] == '!' else 1
        while (k := body.find('-', k)) >= 0:
            chunks.append(body[start:k])
            start = k + 1
            k += 3
        if body[start:]:
            chunks.append(body[start:])
        else:
            chunks[-1] += '-'
        # A range whose end is before its start matches nothing.
        for k in range(len(chunks) - 1, 0, -1):
            if chunks[k - 1][-1] > chunks[k][0]:
                chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
                del chunks[k]
        stuff = '-'.join([s.replace('\\', '\\\\').replace('-', '\\-') for s in chunks])
    if not stuff:
        return '(?!)'
    if stuff == '!':
        return '.'
    for char in '&~|':
        stuff = stuff.replace(char, '\\' + char)
    if stuff[0] == '!':
        stuff = '^' + stuff[1:]
    elif stuff[0] in ('^', '['):
        stuff = '\\' + stuff
    return f'[{stuff}]'


def _pieces(pat, star, question):
    """*pat* as regular expressions, *star* standing for each run of `*`."""
    from re import escape
    out = []
    stars = []
    i = 0
    while i < len(pat):
        char = pat[i]
        i += 1
        if char == '*':
            if not out or out[-1] is not star:
                stars.append(len(out))
                out.append(star)
        elif char == '?':
            out.append(question)
        elif char == '[':
            end = _set_end(pat, i)
            if end < 0:
                out.append('\\[')
            else:
                out.append(_set_pattern(pat[i:end]))
                i = end + 1
        else:
            out.append(escape(char))
    return out, stars


def translate(pat):
    """The regular expression that matches what the pattern does."""
    parts, stars = _pieces(pat, '*', '.')
    if not stars:
        return f'(?s:{"".join(parts)})\\z'
    out = parts[:stars[0]]
    for start, end in zip(stars, stars[1:] + [len(parts)]):
        fixed = ''.join(parts[start + 1:end])
        if end == len(parts):
            out.append('.*' + fixed)
        else:
            # Atomic: once a later part was found, earlier ones need no second try.
            out.append(f'(?>.*?{fixed})')
    return f'(?s:{"".join(out)})\\z'
