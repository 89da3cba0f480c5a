"""Short representations of values, and differences of collections without order."""

from collections import Counter, namedtuple
from os.path import commonprefix

__unittest = True

_MAX_LENGTH = 80
# Parts that stay when a text is shortened; the mark of an omission is counted as so long.
_MARK, _BEGIN, _END, _COMMON = 12, 5, 5, 5
_DIFFERENT = _MAX_LENGTH - (_BEGIN + _MARK + _COMMON + _MARK + _END)

_Mismatch = namedtuple("Mismatch", "actual expected value")


def _shorten(text, head, tail):
    """The text with the middle left out, if that makes it shorter."""
    omitted = len(text) - head - tail
    if omitted <= _MARK:
        return text
    return f"{text[:head]}[{omitted} chars]{text[len(text) - tail:]}"


def _common_shorten_repr(*values):
    """Representations of values, shortened where they agree rather than where they differ."""
    texts = tuple(safe_repr(v) for v in values)
    longest = max(len(t) for t in texts)
    if longest <= _MAX_LENGTH:
        return texts
    prefix = commonprefix(texts)
    shared = len(prefix)
    room = _MAX_LENGTH - (longest - shared + _BEGIN + _MARK)
    if room > _COMMON:
        head = _shorten(prefix, _BEGIN, room)
        return tuple(head + t[shared:] for t in texts)
    head = _shorten(prefix, _BEGIN, _COMMON)
    return tuple(head + _shorten(t[shared:], _DIFFERENT, _END) for t in texts)


def safe_repr(obj, short=False):
    """repr(obj), or the default one if that raises."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    if short and len(text) >= _MAX_LENGTH:
        return text[:_MAX_LENGTH] + " [truncated]..."
    return text


def strclass(cls):
    """The full name of a class."""
    return f"{cls.__module__}.{cls.__qualname__}"


def sorted_list_difference(expected, actual):
    """What each of two sorted lists has and the other has not; duplicates count once."""
    missing = [x for i, x in enumerate(expected) if x not in actual and x not in expected[:i]]
    unexpected = [x for i, x in enumerate(actual) if x not in expected and x not in actual[:i]]
    return missing, unexpected


def unorderable_list_difference(expected, actual):
    """As sorted_list_difference, for lists that cannot be sorted. Takes the items out of both lists."""
    missing = []
    while expected:
        item = expected.pop()
        try:
            actual.remove(item)
        except ValueError:
            missing.append(item)
    return missing, actual


def three_way_cmp(x, y):
    """-1, 0 or 1, as x is less than, equal to or greater than y."""
    return (x > y) - (x < y)


def _count_diff_all_purpose(actual, expected):
    """Elements whose numbers differ, found by comparing each with each."""
    first, second = list(actual), list(expected)
    gone = object()
    result = []

    def strike(items, start, value):
        count = 0
        for i in range(start, len(items)):
            if items[i] == value:
                items[i] = gone
                count += 1
        return count

    for i, value in enumerate(first):
        if value is gone:
            continue
        left, right = strike(first, i, value), strike(second, 0, value)
        if left != right:
            result.append(_Mismatch(left, right, value))
    for i, value in enumerate(second):
        if value is not gone:
            result.append(_Mismatch(0, strike(second, i, value), value))
    return result


def _count_diff_hashable(actual, expected):
    """Elements whose numbers differ, found by counting."""
    first, second = Counter(actual), Counter(expected)
    result = [
        _Mismatch(n, second.get(value, 0), value) for value, n in first.items() if n != second.get(value, 0)
    ]
    result += [_Mismatch(0, n, value) for value, n in second.items() if value not in first]
    return result
