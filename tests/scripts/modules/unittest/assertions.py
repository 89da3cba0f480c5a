"""TestCase's assertions: what each says when it fails, and what it lets pass."""
import sys, unittest, warnings

case = unittest.TestCase()
case.maxDiff = None

def fails(name, *args, **kw):
    """Call an assertion that must fail; print its message."""
    try:
        getattr(case, name)(*args, **kw)
    except AssertionError as e:
        print(f"{name}: {e}")
    except Exception as e:
        print(f"{name} {type(e).__name__}: {e}")
    else:
        print(f"{name}: passed")

fails("fail"); fails("fail", "why")
for name, args in (
    ("assertTrue", (0,)), ("assertFalse", ([1],)), ("assertIs", ([], [])), ("assertIsNot", (None, None)), ("assertIsNone", (3,)),
    ("assertIsNotNone", (None,)), ("assertEqual", (1, 2)), ("assertNotEqual", ("a", "a")), ("assertEqual", (1, "1")),
    ("assertIn", (1, [2, 3])), ("assertNotIn", ("a", "abc")), ("assertLess", (2, 1)), ("assertLessEqual", (2, 1)), ("assertGreater", (1, 1)),
    ("assertGreaterEqual", (0, 1)), ("assertIsInstance", (1, str)), ("assertIsInstance", (1, (str, bytes))), ("assertNotIsInstance", (1, int)),
    ("assertNotIsInstance", (True, (str, int))), ("assertIsSubclass", (int, str)), ("assertIsSubclass", (int, (str, bytes))), ("assertIsSubclass", (3, int)),
    ("assertNotIsSubclass", (bool, int)), ("assertNotIsSubclass", (bool, (str, int))), ("assertNotIsSubclass", (3, int)),
    ("assertHasAttr", (1, "x")), ("assertHasAttr", (int, "x")), ("assertHasAttr", (sys, "x")), ("assertNotHasAttr", ("", "upper")),
    ("assertNotHasAttr", (str, "upper")), ("assertNotHasAttr", (sys, "path")),
    ("assertRegex", ("abc", "x+")), ("assertRegex", ("abc", "")), ("assertNotRegex", ("abc", "b.")),
    ("assertStartsWith", ("abc", "b")), ("assertStartsWith", ("abc", ("b", "c"))), ("assertStartsWith", (b"abc", "b")), ("assertStartsWith", ("abc", b"b")),
    ("assertStartsWith", (3, "b")), ("assertStartsWith", (["a"], "a")), ("assertNotStartsWith", ("abc", ("x", "ab"))), ("assertEndsWith", ("x" * 100, "b")),
    ("assertNotEndsWith", ("abc", "c")), ("assertNotEndsWith", (b"abc", ("c",))),
    ("assertAlmostEqual", (1.0, 1.1)), ("assertAlmostEqual", (1, 2, 0)), ("assertNotAlmostEqual", (1.0, 1.00000001)), ("assertCountEqual", ([1, 1, 2], [1, 2, 3])),
    ("assertCountEqual", ([[1], [1]], [[1], [2]])), ("assertSetEqual", ({1, 2}, {2})), ("assertEqual", ({1}, {2})), ("assertEqual", (frozenset([1]), frozenset([2]))),
    ("assertSetEqual", ({1}, 3)), ("assertSetEqual", (3, {1})), ("assertSetEqual", ({1}, [1, 2])), ("assertDictEqual", (1, {})), ("assertDictEqual", ({}, 1)),
    ("assertMultiLineEqual", (b"a", "b")), ("assertListEqual", ((1,), [1])), ("assertTupleEqual", ((1,), [1])),
):
    fails(name, *args)
    fails(name, *args, msg="own words")
fails("assertAlmostEqual", 1, 2, delta=0.5); fails("assertAlmostEqual", 1, 2, delta=1, places=1); fails("assertNotAlmostEqual", 1, 1.2, delta=0.5)
fails("assertAlmostEqual", 1.00000001, 1); fails("assertNotAlmostEqual", 1, 2); fails("assertAlmostEqual", "a", "a")
fails("assertEqual", "x" * 200, 3); fails("assertEqual", list(range(100)), tuple(range(100))); fails("assertEqual", ("a" * 60, 1), {"a" * 70})
class Unprintable:
    def __repr__(self): raise ValueError
fails("assertIsNone", type("Plain", (), {"__repr__": lambda self: "plain " * 30})())
try: case.assertTrue(None, Unprintable())
except Exception as e: print(type(e).__name__)
for name, args in (
    ("assertEqual", ([1], [1])), ("assertEqual", ({1: 2}, {1: 2})), ("assertEqual", ("a", "a")), ("assertEqual", ((1,), (1,))), ("assertCountEqual", ([1, 2, 1], (1, 1, 2))),
    ("assertCountEqual", (iter([{}, []]), [[], {}])), ("assertSequenceEqual", ((1, 2), [1, 2])), ("assertRegex", (b"abc", b"b")), ("assertStartsWith", ("abc", ("x", "a"))),
):
    fails(name, *args)

print("exceptions")
with case.assertRaises(ValueError) as context: int("x")
print(context.exception, context.exception.__traceback__)
case.assertRaises(ValueError, int, "x"); case.assertRaises((KeyError, ValueError), int, "x"); case.assertRaisesRegex(ValueError, "invalid .* 'x'", int, "x")
fails("assertRaises", ValueError, int, "1"); fails("assertRaises", (KeyError, ValueError), int, "1"); fails("assertRaises", 3); fails("assertRaises", (int,)); fails("assertRaises", ValueError, other=1)
fails("assertRaisesRegex", ValueError, "nothing", int, "x"); fails("assertRaises", KeyError, int, "x")
def inside(*args, **kw):
    try:
        with case.assertRaises(*args, **kw): pass
    except AssertionError as e: print(e)
inside(ValueError); inside(ValueError, msg="own words"); inside((ValueError, KeyError))
def warn(): warnings.warn("careful", UserWarning)
with case.assertWarns(UserWarning) as context: warn()
print(context.warning, context.lineno, context.filename.endswith("assertions.py"))
case.assertWarns(UserWarning, warn); case.assertWarnsRegex(UserWarning, "care", warn)
fails("assertWarns", DeprecationWarning, len, ""); fails("assertWarnsRegex", UserWarning, "nothing", warn); fails("assertWarns", int); fails("_assertNotWarns", UserWarning, warn)

print("long messages and own comparisons")
class Short(unittest.TestCase):
    longMessage = False
    def runTest(self): pass
for msg in (None, "own words"):
    try: Short().assertEqual(1, 2, msg)
    except AssertionError as e: print(e)
class Custom(unittest.TestCase):
    failureException = KeyError
    def runTest(self): pass
try: Custom().assertTrue(0)
except KeyError as e: print("KeyError", e)
class Thing:
    def __init__(self, x): self.x = x
def compare(a, b, msg=None):
    if a.x != b.x: raise case.failureException(f"things differ: {a.x} {b.x} {msg}")
case.addTypeEqualityFunc(Thing, compare); fails("assertEqual", Thing(1), Thing(2), "m"); fails("assertEqual", Thing(1), Thing(1))
