"""Messages of assertions that compare line by line."""
import unittest

case = unittest.TestCase()
def fails(name, *args, **kw):
    try:
        getattr(case, name)(*args, **kw)
    except AssertionError as e:
        print(f"{name}: {e}\n")
    else:
        print(f"{name}: passed")

fails("assertEqual", [1, 2, 3], [1, 3, 3]); fails("assertEqual", [1, 2], [1, 2, 3]); fails("assertEqual", [1, 2, 3], [1], "words"); fails("assertEqual", (1, [2]), (1, [3]))
fails("assertSequenceEqual", [1], (2,)); fails("assertSequenceEqual", 3, [1]); fails("assertSequenceEqual", [1], 3); fails("assertSequenceEqual", [1, 2], (1, 2), seq_type=list)
fails("assertEqual", {"a": 1, "b": 2}, {"a": 1, "b": 3}); fails("assertDictEqual", {1: 2}, {}, "words")
fails("assertEqual", "one\ntwo\nthree", "one\n2\nthree\n"); fails("assertEqual", "a", "b"); fails("assertEqual", "a\n", "a"); fails("assertEqual", "", "x"); fails("assertEqual", "x", ""); fails("assertMultiLineEqual", "same", "same")
fails("assertEqual", "word " * 20 + "a", "word " * 20 + "b"); fails("assertEqual", list(range(60)), list(range(1, 61))); fails("assertEqual", "x" * 70000, "y")
case.maxDiff = 20; fails("assertEqual", [10**8, 10**9], [10**9]); fails("assertEqual", "a\nb\nc\nd\ne\nf\n", "f"); fails("assertCountEqual", range(10), range(5))
case.maxDiff = None; fails("assertEqual", [[i] * 5 for i in range(30)], [[i] * 5 for i in range(1, 30)])
