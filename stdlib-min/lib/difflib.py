"""Comparing sequences: what they have in common, what has to be changed, and how to show that of lines of text.

SequenceMatcher finds the longest block that both sequences contain, then does the same on both sides of it (Ratcliff and
Obershelp, "gestalt pattern matching"). The rest of the module is built on it.
"""

__all__ = [
    "get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK", "IS_LINE_JUNK",
    "context_diff", "unified_diff", "diff_bytes", "Match",
]

from collections import Counter, namedtuple
from heapq import nlargest
from types import GenericAlias

Match = namedtuple("Match", "a b size")


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Compares two sequences of hashable items.

    `isjunk` says which items of the second one are no ground for a match of their own. With `autojunk`, items that make up
    more than a hundredth of a second sequence of 200 or more are no ground either. What is known about the second sequence
    is kept: to compare one with many, set it as the second and change the first.
    """

    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk = isjunk
        self.autojunk = autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Set both sequences."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Set the first sequence."""
        if a is not self.a:
            self.a = a
            self.matching_blocks = self.opcodes = None

    def set_seq2(self, b):
        """Set the second sequence."""
        if b is not self.b:
            self.b = b
            self.matching_blocks = self.opcodes = self.fullbcount = None
            self._index_b()

    def _index_b(self):
        """Where each item of b stands, without junk and what is too frequent."""
        places = self.b2j = {}
        for i, item in enumerate(self.b):
            places.setdefault(item, []).append(i)
        self.bjunk = {item for item in places if self.isjunk(item)} if self.isjunk else set()
        for item in self.bjunk:
            del places[item]
        n = len(self.b)
        self.bpopular = set()
        if self.autojunk and n >= 200:
            self.bpopular = {item for item, at in places.items() if len(at) > n // 100 + 1}
            for item in self.bpopular:
                del places[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest block of a[alo:ahi] that is in b[blo:bhi]; of several, the one that begins first in a, then in b.

        It is found without junk, then extended by equal items, junk too, on both sides.
        """
        a, b, junk = self.a, self.b, self.bjunk
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        besti, bestj, best = alo, blo, 0
        # Length of the common run that ends at a[i - 1] and b[j], by j.
        runs = {}
        for i in range(alo, ahi):
            now = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                k = now[j] = runs.get(j - 1, 0) + 1
                if k > best:
                    besti, bestj, best = i - k + 1, j - k + 1, k
            runs = now
        # Frequent items first, then junk.
        for junky in (False, True):
            while (
                besti > alo and bestj > blo and a[besti - 1] == b[bestj - 1] and (b[bestj - 1] in junk) == junky
            ):
                besti, bestj, best = besti - 1, bestj - 1, best + 1
            while (
                besti + best < ahi and bestj + best < bhi and a[besti + best] == b[bestj + best]
                and (b[bestj + best] in junk) == junky
            ):
                best += 1
        return Match(besti, bestj, best)

    def get_matching_blocks(self):
        """The common blocks in their order, never two side by side; an empty one at the end of both closes the list."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        la, lb = len(self.a), len(self.b)
        found, todo = [], [(0, la, 0, lb)]
        while todo:
            alo, ahi, blo, bhi = todo.pop()
            i, j, k = block = self.find_longest_match(alo, ahi, blo, bhi)
            if not k:
                continue
            found.append(block)
            if alo < i and blo < j:
                todo.append((alo, i, blo, j))
            if i + k < ahi and j + k < bhi:
                todo.append((i + k, ahi, j + k, bhi))
        found.sort()
        blocks = []
        for i, j, k in found:
            if blocks and blocks[-1][0] + blocks[-1][2] == i and blocks[-1][1] + blocks[-1][2] == j:
                first_i, first_j, size = blocks.pop()
                blocks.append((first_i, first_j, size + k))
            else:
                blocks.append((i, j, k))
        blocks.append((la, lb, 0))
        self.matching_blocks = [Match(*block) for block in blocks]
        return self.matching_blocks

    def get_opcodes(self):
        """How to make b of a: tuples (what, i1, i2, j1, j2), where `what` is replace, delete, insert or equal."""
        if self.opcodes is None:
            self.opcodes = list(self._opcodes())
        return self.opcodes

    def _opcodes(self):
        i = j = 0
        for ai, bj, size in self.get_matching_blocks():
            what = {(True, True): "replace", (True, False): "delete", (False, True): "insert"}.get((i < ai, j < bj))
            if what:
                yield what, i, ai, j, bj
            i, j = ai + size, bj + size
            if size:
                yield "equal", ai, i, bj, j

    def get_grouped_opcodes(self, n=3):
        """The opcodes in groups, with at most n equal items around each change."""
        codes = list(self.get_opcodes()) or [("equal", 0, 1, 0, 1)]
        what, i1, i2, j1, j2 = codes[0]
        if what == "equal":
            codes[0] = what, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        what, i1, i2, j1, j2 = codes[-1]
        if what == "equal":
            codes[-1] = what, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for what, i1, i2, j1, j2 in codes:
            if what == "equal" and i2 - i1 > 2 * n:
                group.append((what, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((what, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        """Similarity between 0 and 1: twice the common items by all items."""
        return _ratio(sum(block.size for block in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        """An upper bound of `ratio` that ignores the order."""
        if self.fullbcount is None:
            self.fullbcount = Counter(self.b)
        left, matches = dict(self.fullbcount), 0
        for item in self.a:
            number = left.get(item, 0)
            left[item] = number - 1
            matches += number > 0
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """An upper bound of `ratio` that looks at the lengths only."""
        la, lb = len(self.a), len(self.b)
        return _ratio(min(la, lb), la + lb)


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """Of some sequences, often words, the n that are most similar to one, the best first; at least `cutoff` similar."""
    if not n > 0:
        raise ValueError(f"n must be > 0: {n!r}")
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f"cutoff must be in [0.0, 1.0]: {cutoff!r}")
    found = []
    s = SequenceMatcher()
    s.set_seq2(word)
    for one in possibilities:
        s.set_seq1(one)
        if s.real_quick_ratio() >= cutoff and s.quick_ratio() >= cutoff and s.ratio() >= cutoff:
            found.append((s.ratio(), one))
    return [one for ratio, one in nlargest(n, found)]


# ---- comparing lines so that people see it ----

# Two lines that are less similar than this are two lines.
_SIMILAR = 0.74999
# A line is compared with so many lines before and behind the one in its place.
_WINDOW = 10


def _guide(line, marks):
    """The marks below a line, with its white space where there is nothing to mark, so that tabs align."""
    return "".join(c if mark == " " and c.isspace() else mark for c, mark in zip(line, marks)).rstrip()


class Differ:
    """Compares lists of lines. Lines of the result begin with "- " (only in the first), "+ " (only in the second), "  " (in
    both) or "? " (marks of what differs inside the line above).

    `linejunk` and `charjunk` are the `isjunk` of the comparison of lines and inside lines.
    """

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """The lines of the comparison."""
        for what, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if what == "replace":
                yield from self._replaced(a, alo, ahi, b, blo, bhi)
            elif what == "equal":
                yield from self._marked(" ", a[alo:ahi])
            else:
                yield from self._rest(a, alo, ahi, b, blo, bhi)

    @staticmethod
    def _marked(mark, lines):
        return (f"{mark} {line}" for line in lines)

    def _rest(self, a, alo, ahi, b, blo, bhi):
        """Lines without partners; of two blocks the shorter one first."""
        gone, new = self._marked("-", a[alo:ahi]), self._marked("+", b[blo:bhi])
        if 0 < bhi - blo < ahi - alo:
            gone, new = new, gone
        yield from gone
        yield from new

    def _replaced(self, a, alo, ahi, b, blo, bhi):
        """A replaced block: pairs of similar lines are shown together."""
        matcher = SequenceMatcher(self.charjunk)
        i, j = alo, blo
        for bj in range(blo, bhi):
            middle = alo + bj - blo
            near = range(max(middle - _WINDOW, i), min(middle + _WINDOW + 1, ahi))
            if not near:
                break
            matcher.set_seq2(b[bj])
            ai, best = None, _SIMILAR
            for candidate in near:
                matcher.set_seq1(a[candidate])
                # The cheap bounds first.
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    ai, best = candidate, matcher.ratio()
            if ai is None:
                continue
            yield from self._rest(a, i, ai, b, j, bj)
            yield from self._pair(matcher, a[ai], b[bj])
            i, j = ai + 1, bj + 1
        yield from self._rest(a, i, ahi, b, j, bhi)

    def _pair(self, matcher, old, new):
        if old == new:
            yield f"  {old}"
            return
        above = below = ""
        matcher.set_seqs(old, new)
        for what, i1, i2, j1, j2 in matcher.get_opcodes():
            mark_old, mark_new = {"replace": "^^", "delete": "- ", "insert": " +", "equal": "  "}[what]
            above += mark_old * (i2 - i1)
            below += mark_new * (j2 - j1)
        for mark, line, marks in (("-", old, above), ("+", new, below)):
            yield f"{mark} {line}"
            marks = _guide(line, marks)
            if marks:
                yield f"? {marks}\n"


def IS_LINE_JUNK(line, pat=None):
    """Whether a line is blank, or has a single # at most."""
    if pat is None:
        return line.strip() in ("", "#")
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    """Whether a character is a space or a tab."""
    return ch in ws


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """Differ's comparison of two lists of lines."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The lines of the first or second sequence (1 or 2) out of an ndiff."""
    try:
        mark = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError(f"unknown delta choice (must be 1 or 2): {which!r}") from None
    for line in delta:
        if line[:2] in ("  ", mark):
            yield line[2:]


# ---- comparisons for programs ----


def _check_types(a, b, *args):
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError(f"lines to compare must be str, not {type(lines[0]).__name__} ({lines[0]!r})")
    if isinstance(a, str):
        raise TypeError("input must be a sequence of strings, not str")
    if isinstance(b, str):
        raise TypeError("input must be a sequence of strings, not str")
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError(f"all arguments must be str, not: {arg!r}")


def _dated(name, date):
    return f"{name}\t{date}" if date else name


def _unified_range(start, stop):
    length = stop - start
    if length == 1:
        return f"{start + 1}"
    # An empty range names the line before it.
    return f"{start + 1 if length else start},{length}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The lines of a unified diff with n lines of context."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"--- {_dated(fromfile, fromfiledate)}{lineterm}"
            yield f"+++ {_dated(tofile, tofiledate)}{lineterm}"
        first, last = group[0], group[-1]
        yield f"@@ -{_unified_range(first[1], last[2])} +{_unified_range(first[3], last[4])} @@{lineterm}"
        for what, i1, i2, j1, j2 in group:
            if what == "equal":
                yield from (" " + line for line in a[i1:i2])
                continue
            if what != "insert":
                yield from ("-" + line for line in a[i1:i2])
            if what != "delete":
                yield from ("+" + line for line in b[j1:j2])


def _context_range(start, stop):
    length = stop - start
    first = start + 1 if length else start
    return f"{first}" if length <= 1 else f"{first},{first + length - 1}"


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The lines of a context diff with n lines of context."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    marks = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"*** {_dated(fromfile, fromfiledate)}{lineterm}"
            yield f"--- {_dated(tofile, tofiledate)}{lineterm}"
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        yield f"*** {_context_range(first[1], last[2])} ****{lineterm}"
        if any(code[0] in ("replace", "delete") for code in group):
            for what, i1, i2, _, _ in group:
                if what != "insert":
                    yield from (marks[what] + line for line in a[i1:i2])
        yield f"--- {_context_range(first[3], last[4])} ----{lineterm}"
        if any(code[0] in ("replace", "insert") for code in group):
            for what, _, _, j1, j2 in group:
                if what != "delete":
                    yield from (marks[what] + line for line in b[j1:j2])


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3, lineterm=b"\n"):
    """unified_diff or context_diff of lines of bytes in an unknown encoding."""

    def decode(s):
        try:
            return s.decode("ascii", "surrogateescape")
        except AttributeError as e:
            raise TypeError(f"all arguments must be bytes, not {type(s).__name__} ({s!r})") from e

    texts = [decode(s) for s in (fromfile, tofile, fromfiledate, tofiledate)]
    lines = dfunc([decode(s) for s in a], [decode(s) for s in b], *texts, n, decode(lineterm))
    for line in lines:
        yield line.encode("ascii", "surrogateescape")
