"""The assertion methods of TestCase."""

import pprint
import re
import types

from ._contexts import _AssertLogsContext, _AssertNotWarnsContext, _AssertRaisesContext, _AssertWarnsContext
from .util import _common_shorten_repr, _count_diff_all_purpose, _count_diff_hashable, safe_repr

__unittest = True

DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."


def _ndiff(first, second):
    """The lines of a comparison."""
    import difflib

    return difflib.ndiff(first, second)


def _pretty_diff(first, second):
    """A comparison of two values as pprint shows them."""
    return "\n" + "\n".join(_ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))


def _described(obj):
    """An object at the beginning of a sentence about its attributes."""
    if isinstance(obj, types.ModuleType):
        return f"module {obj.__name__!r}"
    if isinstance(obj, type):
        return f"type object {obj.__name__!r}"
    return f"{type(obj).__name__!r} object"


def _first_hit(candidates, hit):
    """The one of a tuple of candidates that a negative assertion is about."""
    if isinstance(candidates, tuple):
        for c in candidates:
            if hit(c):
                return c
    return candidates


class Assertions:
    """Raises `failureException` if what a method's name says does not hold. `msg` is added to the message."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    _diffThreshold = 2**16

    def _formatMessage(self, msg, standardMsg):
        """The message of a failure: the standard one, with the test's own behind it."""
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        return f"{standardMsg} : {msg}"

    def fail(self, msg=None):
        """Fail."""
        raise self.failureException(msg)

    def _fail(self, msg, text):
        raise self.failureException(self._formatMessage(msg, text))

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    # ---- truth and identity ----

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, f"{safe_repr(expr)} is not true")

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, f"{safe_repr(expr)} is not false")

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._fail(msg, f"{safe_repr(expr1)} is not {safe_repr(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._fail(msg, f"unexpectedly identical: {safe_repr(expr1)}")

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, f"{safe_repr(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, "unexpectedly None")

    # ---- exceptions, warnings, logs ----

    def assertRaises(self, expected_exception, *args, **kwargs):
        """A call, or the body of a `with` statement, must raise; the context's `exception` is what was raised."""
        context = _AssertRaisesContext(expected_exception, self)
        try:
            return context.handle("assertRaises", args, kwargs)
        finally:
            # The exception's frames know this one.
            context = None

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """As assertRaises; the expression must be found in the exception's text."""
        context = _AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """A call, or the body of a `with` statement, must warn; see the context's `warning`, `filename`, `lineno`."""
        return _AssertWarnsContext(expected_warning, self).handle("assertWarns", args, kwargs)

    def _assertNotWarns(self, expected_warning, *args, **kwargs):
        return _AssertNotWarnsContext(expected_warning, self).handle("_assertNotWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """As assertWarns; the expression must be found in the warning's text."""
        context = _AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """The body of a `with` statement must log something of that level; gives `records` and `output`."""
        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """The body of a `with` statement must log nothing of that level."""
        return _AssertLogsContext(self, logger, level, no_logs=True)

    # ---- equality ----

    def addTypeEqualityFunc(self, typeobj, function):
        """Let assertEqual compare two objects of exactly this type by a function or a method of that name."""
        self._type_equality_funcs[typeobj] = function

    def _getAssertEqualityFunc(self, first, second):
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                return getattr(self, function) if isinstance(function, str) else function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, "%s != %s" % _common_shorten_repr(first, second))

    def assertEqual(self, first, second, msg=None):
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f"{safe_repr(first)} == {safe_repr(second)}")

    def _closeness(self, first, second, places, delta):
        """Whether two numbers are close, their difference, and how that was measured."""
        if places is not None and delta is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        if delta is not None:
            return difference <= delta, difference, f"{safe_repr(delta)} delta"
        places = 7 if places is None else places
        return round(difference, places) == 0, difference, f"{places!r} places"

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Equal, or the difference is at most `delta` or, rounded to `places` decimals (7), nothing."""
        if first == second:
            return
        close, difference, how = self._closeness(first, second, places, delta)
        if not close:
            text = f"{safe_repr(first)} != {safe_repr(second)} within {how} ({safe_repr(difference)} difference)"
            self._fail(msg, text)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """The opposite of assertAlmostEqual."""
        close, difference, how = self._closeness(first, second, places, delta)
        if first == second or close:
            text = f"{safe_repr(first)} == {safe_repr(second)} within {how}"
            if delta is not None:
                text += f" ({safe_repr(difference)} difference)"
            self._fail(msg, text)

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Sequences with equal items, both of type `seq_type` if that is given."""
        name = "sequence" if seq_type is None else seq_type.__name__
        lengths = []
        for place, seq in (("First", seq1), ("Second", seq2)):
            if seq_type is not None and not isinstance(seq, seq_type):
                self.fail(f"{place} sequence is not a {name}: {safe_repr(seq)}")
        text = None
        for place, seq in (("First", seq1), ("Second", seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                text = f"{place} {name} has no length.    Non-sequence?"
                break
        if text is None:
            if seq1 == seq2:
                return
            text = self._sequence_difference(seq1, seq2, *lengths, name, seq_type)
            if text is None:
                return
        text = self._truncateMessage(text, _pretty_diff(seq1, seq2))
        self._fail(msg, text)

    def _sequence_difference(self, seq1, seq2, len1, len2, name, seq_type):
        """What differs, in words; None if only the types of the sequences do."""
        unusable = (TypeError, IndexError, NotImplementedError)
        text = "%ss differ: %s != %s\n" % (name.capitalize(), *_common_shorten_repr(seq1, seq2))

        def differing():
            for i in range(min(len1, len2)):
                items = []
                for place, seq in (("first", seq1), ("second", seq2)):
                    try:
                        items.append(seq[i])
                    except unusable:
                        return f"\nUnable to index element {i} of {place} {name}\n"
                if items[0] != items[1]:
                    return "\nFirst differing element %d:\n%s\n%s\n" % (i, *_common_shorten_repr(*items))
            return None

        found = differing()
        if found is not None:
            text += found
        elif len1 == len2 and seq_type is None and type(seq1) != type(seq2):
            return None
        if len1 == len2:
            return text
        place, seq, more, at = ("First", seq1, len1 - len2, len2) if len1 > len2 else ("Second", seq2, len2 - len1, len1)
        text += f"\n{place} {name} contains {more} additional elements.\n"
        try:
            text += f"First extra element {at}:\n{safe_repr(seq[at])}\n"
        except unusable:
            text += f"Unable to index element {at} of {place.lower()} {name}\n"
        return text

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Two sets, or what has their method `difference`."""
        lines = []
        for place, other, mine, theirs in (("first", "second", set1, set2), ("second", "first", set2, set1)):
            try:
                difference = mine.difference(theirs)
            except TypeError as e:
                self.fail(f"invalid type when attempting set difference: {e}")
            except AttributeError as e:
                self.fail(f"{place} argument does not support set difference: {e}")
            if difference:
                lines.append(f"Items in the {place} set but not the {other}:")
                lines.extend(repr(item) for item in difference)
        if lines:
            self._fail(msg, "\n".join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            text = "%s != %s" % _common_shorten_repr(d1, d2)
            self._fail(msg, self._truncateMessage(text, _pretty_diff(d1, d2)))

    def assertCountEqual(self, first, second, msg=None):
        """The same elements, each as often in one as in the other, in any order."""
        first, second = list(first), list(second)
        try:
            differences = _count_diff_hashable(first, second)
        except TypeError:
            differences = _count_diff_all_purpose(first, second)
        if differences:
            lines = ["First has %d, Second has %d:  %r" % d for d in differences]
            self._fail(msg, self._truncateMessage("Element counts were not equal:\n", "\n".join(lines)))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Texts; the message compares their lines."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if max(len(first), len(second)) > self._diffThreshold:
            # Comparing lines would take too long.
            self._baseAssertEqual(first, second, msg)
        one, two = first, second
        if (one and not one.endswith("\n")) or (two and not two.endswith("\n")):
            # Both get a newline, so that one that only one of them has shows as an empty line. Nothing stays nothing.
            one, two = (text and text + "\n" for text in (one, two))
        text = "%s != %s" % _common_shorten_repr(first, second)
        diff = "\n" + "".join(_ndiff(one.splitlines(keepends=True), two.splitlines(keepends=True)))
        self._fail(msg, self._truncateMessage(text, diff))

    # ---- order and membership ----

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f"{safe_repr(a)} not less than {safe_repr(b)}")

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f"{safe_repr(a)} not less than or equal to {safe_repr(b)}")

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f"{safe_repr(a)} not greater than {safe_repr(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f"{safe_repr(a)} not greater than or equal to {safe_repr(b)}")

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, f"{safe_repr(member)} not found in {safe_repr(container)}")

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}")

    # ---- classes and attributes ----

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            any_of = "any of " * isinstance(cls, tuple)
            self._fail(msg, f"{safe_repr(obj)} is not an instance of {any_of}{cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            cls = _first_hit(cls, lambda c: isinstance(obj, c))
            self._fail(msg, f"{safe_repr(obj)} is an instance of {cls!r}")

    def _is_subclass(self, cls, superclass, msg):
        try:
            return issubclass(cls, superclass)
        except TypeError:
            if not isinstance(cls, type):
                self._fail(msg, f"{cls!r} is not a class")
            raise

    def assertIsSubclass(self, cls, superclass, msg=None):
        if not self._is_subclass(cls, superclass, msg):
            any_of = "any of " * isinstance(superclass, tuple)
            self._fail(msg, f"{cls!r} is not a subclass of {any_of}{superclass!r}")

    def assertNotIsSubclass(self, cls, superclass, msg=None):
        if self._is_subclass(cls, superclass, msg):
            superclass = _first_hit(superclass, lambda c: issubclass(cls, c))
            self._fail(msg, f"{cls!r} is a subclass of {superclass!r}")

    def assertHasAttr(self, obj, name, msg=None):
        if not hasattr(obj, name):
            self._fail(msg, f"{_described(obj)} has no attribute {name!r}")

    def assertNotHasAttr(self, obj, name, msg=None):
        if hasattr(obj, name):
            self._fail(msg, f"{_described(obj)} has unexpected attribute {name!r}")

    # ---- text ----

    def assertRegex(self, text, expected_regex, msg=None):
        """A regular expression must be found in the text."""
        if isinstance(expected_regex, (str, bytes)):
            assert expected_regex, "expected_regex must not be empty."
            expected_regex = re.compile(expected_regex)
        if not expected_regex.search(text):
            self._fail(msg, f"Regex didn't match: {expected_regex.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """A regular expression must not be found in the text."""
        if isinstance(unexpected_regex, (str, bytes)):
            unexpected_regex = re.compile(unexpected_regex)
        match = unexpected_regex.search(text)
        if match:
            found = text[match.start():match.end()]
            self._fail(msg, f"Regex matched: {found!r} matches {unexpected_regex.pattern!r} in {text!r}")

    def _has_tail(self, method, s, tails, msg):
        """s.startswith(tails) or s.endswith(tails); if that raises, a failure where the types tell why."""
        try:
            return getattr(s, method)(tails)
        except (AttributeError, TypeError):
            for tail in tails if isinstance(tails, tuple) else (tails,):
                if isinstance(tail, str) and not isinstance(s, str):
                    self._fail(msg, f"Expected str, not {type(s).__name__}")
                if isinstance(tail, (bytes, bytearray)) and not isinstance(s, (bytes, bytearray)):
                    self._fail(msg, f"Expected bytes, not {type(s).__name__}")
            raise

    def _assert_tail(self, method, verb, s, tails, msg):
        if not self._has_tail(method, s, tails, msg):
            any_of = "any of " * isinstance(tails, tuple)
            self._fail(msg, f"{safe_repr(s, short=True)} doesn't {verb} with {any_of}{safe_repr(tails)}")

    def _assert_no_tail(self, method, verb, s, tails, msg):
        if self._has_tail(method, s, tails, msg):
            tails = _first_hit(tails, lambda t: getattr(s, method)(t))
            self._fail(msg, f"{safe_repr(s, short=True)} {verb}s with {safe_repr(tails)}")

    def assertStartsWith(self, s, prefix, msg=None):
        self._assert_tail("startswith", "start", s, prefix, msg)

    def assertNotStartsWith(self, s, prefix, msg=None):
        self._assert_no_tail("startswith", "start", s, prefix, msg)

    def assertEndsWith(self, s, suffix, msg=None):
        self._assert_tail("endswith", "end", s, suffix, msg)

    def assertNotEndsWith(self, s, suffix, msg=None):
        self._assert_no_tail("endswith", "end", s, suffix, msg)
