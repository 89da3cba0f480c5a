"""What the runner writes: outcomes of all kinds, subtests, fixtures of classes and modules, options."""
import io, re, sys, unittest, warnings

def run(*classes, **options):
    """Run classes and print what the runner writes, times removed."""
    stream = io.StringIO()
    suite = unittest.TestSuite(map(unittest.defaultTestLoader.loadTestsFromTestCase, classes))
    result = unittest.TextTestRunner(stream, **options).run(suite)
    text = re.sub(r"(?<=in )\d+\.\d{3}s", "?s", stream.getvalue())
    print(re.sub(r"\n\d+\.\d{3}s +", "\n?s ", text))
    print(result, result.wasSuccessful())

class Kinds(unittest.TestCase):
    def setUp(self):
        self.addCleanup(log.append, "cleanup")
    def test_ok(self): self.assertEqual(1, 1)
    def test_fail(self):
        """First line of the docstring.

        More."""
        self.assertEqual([1], 2, "own words")
    def test_error(self):
        try: {}["inner"]
        except KeyError: 1 / 0
    def test_helper(self): helper(self)
    @unittest.skip("no reason")
    def test_skip(self): pass
    def test_skip_inside(self): self.skipTest("inside")
    @unittest.skipIf(True, "if")
    def test_skip_if(self): pass
    @unittest.skipUnless(True, "unless")
    def test_skip_unless(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail("expected")
    @unittest.expectedFailure
    def test_unexpected(self): pass
    def test_subtests(self):
        for i in range(4):
            with self.subTest("words", i=i, s="x"):
                with self.subTest(j=i * 2):
                    if i == 3: raise KeyError(i)
                    self.assertNotEqual(i, 2)
                    if i == 1: self.skipTest("one")
        with self.subTest(): pass
        self.assertTrue(False, "after the subtests")
    def test_cleanup_fails(self): self.addCleanup(int, "x")
    not_a_test = None
    test_not_callable = 3
def helper(case):
    case.assertIn(1, [])
log = []
run(Kinds); run(Kinds, verbosity=2); run(Kinds, verbosity=0, failfast=True); print(log.count("cleanup"))

class Fixtures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("setUpClass"); cls.addClassCleanup(print, "class cleanup", 1)
    @classmethod
    def tearDownClass(cls): print("tearDownClass")
    def setUp(self): print("setUp", self._testMethodName)
    def tearDown(self): print("tearDown")
    def test_a(self): self.addCleanup(print, "second"); self.addCleanup(print, "first")
    def test_b(self): print("test_b")
class BadSetUpClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(int, "bad cleanup")
        raise ValueError("setUpClass")
    def test_a(self): pass
class BadTearDown(unittest.TestCase):
    @classmethod
    def tearDownClass(cls): raise ValueError("tearDownClass")
    def tearDown(self): raise KeyError("tearDown")
    def test_a(self): pass
class BadSetUp(unittest.TestCase):
    def setUp(self): self.addCleanup(print, "cleaned"); 1 / 0
    def tearDown(self): print("not called")
    def test_a(self): print("not called")
@unittest.skip("whole class")
class Skipped(unittest.TestCase):
    @classmethod
    def setUpClass(cls): print("not called")
    def test_a(self): pass
class SkipSetUpClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise unittest.SkipTest("in setUpClass")
    def test_a(self): pass
run(Fixtures, BadSetUpClass, BadTearDown, BadSetUp, Skipped, SkipSetUpClass, verbosity=2)
def setUpModule(): print("setUpModule"); unittest.addModuleCleanup(print, "module cleanup")
def tearDownModule(): print("tearDownModule")
run(Fixtures)
def setUpModule(): unittest.addModuleCleanup(print, "module cleanup"); raise ValueError("setUpModule")
run(Fixtures)
del setUpModule, tearDownModule

class Noisy(unittest.TestCase):
    def test_fail(self): print("to stdout"); print("to stderr", file=sys.stderr); self.fail("x")
    def test_ok(self): print("not shown")
    def test_warn(self): warnings.warn("deprecated", DeprecationWarning); return 3
run(Noisy, buffer=True, warnings="ignore"); run(Noisy, buffer=True, tb_locals=True, warnings="ignore")
class Contexts(unittest.TestCase):
    class Context:
        def __enter__(self): print("enter"); return 5
        def __exit__(self, *args): print("exit", args)
    class Async:
        async def __aenter__(self): pass
        async def __aexit__(self, *args): pass
    def test_enter(self): print(self.enterContext(self.Context()))
    def test_not(self): self.enterContext(3)
    def test_async(self): self.enterContext(self.Async())
run(Contexts); run(); run(Skipped)
class Durations(unittest.TestCase):
    def test_a(self): pass
run(Durations, durations=0); run(Durations, durations=1, verbosity=2)

print("cases and suites")
a, b = Kinds("test_ok"), Kinds("test_ok")
print(a, repr(a), a.id(), a == b, a == Kinds("test_fail"), hash(a) == hash(b), a.shortDescription(), Kinds("test_fail").shortDescription(), a.countTestCases())
for f in (lambda: Kinds("nothing"), lambda: Kinds("test_error").debug(), lambda: Kinds("test_skip").debug(), lambda: Kinds("test_ok").debug()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
f = unittest.FunctionTestCase(helper, description="words"); g = unittest.FunctionTestCase(lambda: print("called"), lambda: print("set up"), lambda: print("torn down"))
print(f, f.id(), f.shortDescription(), f == g, f == unittest.FunctionTestCase(helper, description="words")); print(unittest.TestResult() is not None, g.run())
s = unittest.TestSuite([a, unittest.TestSuite([b])]); print(s.countTestCases(), s == unittest.TestSuite([a, unittest.TestSuite([b])]), list(s) == [a, unittest.TestSuite([b])])
for bad in (3, Kinds, unittest.TestSuite):
    try: s.addTest(bad)
    except TypeError as e: print(e)
try: s.addTests("tests")
except TypeError as e: print(e)
result = unittest.TestResult(); s.run(result); print(result, s.countTestCases(), list(s))
class Old:
    """A result from before there were skips."""
    def __init__(self): self.log = []
    shouldStop = False
    def __getattr__(self, name):
        if name.startswith(("start", "stop", "addS", "addF", "addE")) and name not in ("addSkip", "addSubTest", "addExpectedFailure", "startTestRun", "stopTestRun"):
            return lambda *args: self.log.append(name)
        raise AttributeError(name)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for name in ("test_ok", "test_skip", "test_expected", "test_unexpected", "test_subtests"):
        old = Old(); Kinds(name).run(old); print(name, old.log)
    for w in caught: print(w.category.__name__, w.message)
