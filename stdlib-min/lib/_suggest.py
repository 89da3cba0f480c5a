"""Guesses what a misspelt name was meant to be.

Owns the "Did you mean" part of tracebacks for AttributeError, NameError,
ImportError and SyntaxError. Nothing here may raise, whatever the objects involved do: callers
get None when there is nothing to suggest.
"""

MOVE_COST = 2
CASE_COST = 1
_MAX_CANDIDATES = 750
_MAX_LENGTH = 40


def substitution_cost(a, b):
    """What it costs to write *b* for *a*: nothing, little for case, else a move."""
    if a == b:
        return 0
    return CASE_COST if a.lower() == b.lower() else MOVE_COST


def distance(a, b, max_cost):
    """The weighted edit distance, or more than *max_cost* as soon as that is certain."""
    if a == b:
        return 0
    # What both begin and end with costs nothing.
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    end = 0
    shorter = min(len(a), len(b))
    while end < shorter and a[-1 - end] == b[-1 - end]:
        end += 1
    if end:
        a, b = a[:-end], b[:-end]
    if not a or not b:
        return MOVE_COST * (len(a) + len(b))
    if len(a) > _MAX_LENGTH or len(b) > _MAX_LENGTH:
        return max_cost + 1
    if len(a) > len(b):
        a, b = b, a
    if (len(b) - len(a)) * MOVE_COST > max_cost:
        return max_cost + 1
    # One row of the table at a time: row[j] is the distance of a[:j + 1] to b[:i].
    row = [MOVE_COST * (j + 1) for j in range(len(a))]
    result = 0
    for i, b_char in enumerate(b):
        diagonal = result = i * MOVE_COST
        least = max_cost + 1
        for j, a_char in enumerate(a):
            substitute = diagonal + substitution_cost(b_char, a_char)
            diagonal = row[j]
            result = min(substitute, min(result, diagonal) + MOVE_COST)
            row[j] = result
            least = min(least, result)
        if least > max_cost:
            return max_cost + 1
    return result


def closest(wrong_name, candidates):
    """The candidate most like *wrong_name*, None if none is like it."""
    if len(candidates) > _MAX_CANDIDATES or len(wrong_name) > _MAX_LENGTH:
        return None
    best = None
    best_distance = 1 << 60
    for name in candidates:
        if name == wrong_name:
            continue
        # A third of the letters may differ.
        limit = min((len(name) + len(wrong_name) + 3) * MOVE_COST // 6, best_distance - 1)
        found = distance(wrong_name, name, limit)
        if found <= limit:
            best, best_distance = name, found
    return best


def safe_dir(obj):
    """The names of *obj*, sorted, also where its own __dir__ fails or returns others."""
    try:
        return dir(obj)
    except TypeError:
        # Names that are no strings do not sort.
        names = type(obj).__dir__(obj)
        return sorted(name for name in names if isinstance(name, str))


def _last_frame(tb):
    while tb.tb_next is not None:
        tb = tb.tb_next
    return tb.tb_frame


def _names_for(exc, tb, wrong_name):
    """(names that would have worked, ready answer); None where nothing can be said."""
    private = wrong_name[:1] == '_'
    if isinstance(exc, AttributeError):
        obj = exc.obj
        names = safe_dir(obj)
        if not private and tb is not None:
            # A method may well mean a private attribute of its own object.
            local = _last_frame(tb).f_locals
            private = 'self' in local and local['self'] is obj
        return [n for n in names if private or n[:1] != '_'], None
    if isinstance(exc, ImportError):
        names = safe_dir(__import__(exc.name, fromlist=('*',)) if '.' in exc.name
                         else __import__(exc.name))
        return [n for n in names if private or n[:1] != '_'], None
    if tb is None:
        return None, None
    frame = _last_frame(tb)
    local = frame.f_locals
    names = [n for n in [*local, *frame.f_globals, *frame.f_builtins] if isinstance(n, str)]
    if 'self' in local:
        try:
            if hasattr(local['self'], wrong_name):
                return names, f'self.{wrong_name}'
        except Exception:
            pass
    return names, None


def suggestion(exc, tb, wrong_name):
    """What *wrong_name*, the cause of *exc*, was perhaps meant to be; None if unknown."""
    if not isinstance(wrong_name, str):
        return None
    try:
        names, answer = _names_for(exc, tb, wrong_name)
    except Exception:
        return None
    if answer is not None or names is None:
        return answer
    try:
        from _suggestions import _generate_suggestions
    except ImportError:
        return closest(wrong_name, names)
    return _generate_suggestions(names, wrong_name)


# --- misspelt keywords ---------------------------------------------------------------

def _names_in(line):
    """Yield (name, start, end) for the names in a line, those in strings left out."""
    from _exprscan import _Bad, _string_end
    pos = 0
    while pos < len(line):
        char = line[pos]
        if char == '#':
            return
        if char in '\'"':
            try:
                pos = _string_end(line, pos, '')
            except _Bad:
                return
        elif char.isalpha() or char == '_':
            end = pos
            while end < len(line) and (line[end].isalnum() or line[end] == '_'):
                end += 1
            if line[end:end + 1] not in ('"', "'"):
                yield line[pos:end], pos, end
            pos = end
        elif char.isdigit():
            while pos < len(line) and (line[pos].isalnum() or line[pos] in '._'):
                pos += 1
        else:
            pos += 1


def _may_compile(source):
    """True if *source* is correct, or the beginning of something that is."""
    # ONLY_AST, DONT_IMPLY_DEDENT, ALLOW_INCOMPLETE_INPUT
    flags = 0x400 | 0x200 | 0x4000
    try:
        compile(source, '<input>', 'exec', flags, True)
    except SyntaxError:
        try:
            compile(source + '\n', '<input>', 'exec', flags, True)
        except SyntaxError as error:
            return type(error).__name__ == '_IncompleteInputError'
        return True
    # What only the compiler finds, `return` outside of functions, is no better.
    try:
        compile(source, '<input>', 'exec', 0, True)
    except SyntaxError:
        return False
    return True


def _keywords_like(name, keywords):
    """The keywords that *name* may stand for, the likeliest first."""
    from difflib import get_close_matches
    found = closest(name, keywords)
    near = get_close_matches(name, keywords, 3, 0.5)
    return list(dict.fromkeys([found, *near] if found else near))[:3]


def keyword_typo(lines, only_row):
    """(line, start, end, keyword) of a name whose replacement makes *lines* correct.

    None if there is none. With *only_row* names in other rows (from 0) are left alone.
    """
    from keyword import kwlist
    if sum(map(len, lines)) > 1024:
        return None
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return _keyword_typo(lines, only_row, kwlist)


def _keyword_typo(lines, only_row, kwlist):
    left = 10
    for row, line in enumerate(lines):
        if only_row is not None and row != only_row:
            continue
        for name, start, end in _names_in(line):
            if name in kwlist:
                continue
            left -= 1
            if left < 0:
                return None
            for keyword in _keywords_like(name, kwlist):
                fixed = line[:start] + keyword + line[end:]
                if _may_compile('\n'.join(lines[:row] + [fixed] + lines[row + 1:])):
                    return line, start, end, keyword
    return None
