"""Finding tests: by class, module, name and folder; load_tests; the command line."""
import contextlib, io, os, re, sys, tempfile, types, unittest

loader = unittest.TestLoader()
class Tests(unittest.TestCase):
    def test_b(self): pass
    def test_a(self): pass
    def other(self): pass
    @staticmethod
    def test_static(): pass
    def make(): return unittest.TestSuite()
class Run(unittest.TestCase):
    def runTest(self): pass
class Empty(unittest.TestCase): pass
def ids(suite): return [t.id() for s in [suite] for t in flat(s)]
def flat(suite):
    for t in suite:
        if isinstance(t, unittest.TestSuite): yield from flat(t)
        else: yield t
def fails(what, *args, **kw):
    try: print("no error:", what(*args, **kw))
    except Exception as e: print(type(e).__name__, e)

print(ids(loader.loadTestsFromTestCase(Tests)), ids(loader.loadTestsFromTestCase(Run)), ids(loader.loadTestsFromTestCase(Empty)), loader.getTestCaseNames(Tests))
fails(loader.loadTestsFromTestCase, unittest.TestSuite)
print(ids(loader.loadTestsFromTestCase(unittest.TestCase)), ids(loader.loadTestsFromModule(sys.modules["__main__"])))
loader.testNamePatterns = ["*_a"]; print(loader.getTestCaseNames(Tests)); loader.testNamePatterns = None
loader.sortTestMethodsUsing = lambda x, y: (x < y) - (x > y); print(loader.getTestCaseNames(Tests))
loader.testMethodPrefix = "oth"; print(loader.getTestCaseNames(Tests)); loader = unittest.TestLoader()
main = sys.modules["__main__"]
for name in ("Tests", "Tests.test_a", "Run", "Tests.make"): print(name, ids(loader.loadTestsFromName(name, main)))
for name in ("ids", "loader", "Tests.other.x", "nothing"): fails(lambda: ids(loader.loadTestsFromName(name, main)))
print(ids(loader.loadTestsFromNames(["Tests.test_a", "Run"], main)), [e.splitlines()[0] for e in loader.errors]); loader.errors.clear()
print(ids(loader.loadTestsFromName("no_such_module")), ids(loader.loadTestsFromName("unittest.no_such_thing")), [e.splitlines()[0] for e in loader.errors]); loader.errors.clear()
module = types.ModuleType("module"); module.Tests = Tests
module.load_tests = lambda loader, tests, pattern: (print("load_tests", tests.countTestCases(), pattern), tests)[1]
print(ids(loader.loadTestsFromModule(module, pattern="x*")))
def load_tests(*args): raise ValueError("no tests")
module.load_tests = load_tests; print(ids(loader.loadTestsFromModule(module)), [e.splitlines()[0] for e in loader.errors]); loader.errors.clear()

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    def write(name, text):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f: f.write(text)
    case = "import unittest\nclass T(unittest.TestCase):\n    def test_x(self): pass\n"
    write("test_one.py", case); write("test_broken.py", "import no_such_module\n"); write("test_skip.py", "import unittest\nraise unittest.SkipTest('not here')\n")
    write("other.py", case); write("pack/__init__.py", ""); write("pack/test_two.py", case); write("pack/test_fail.py", case + "    def test_y(self): self.assertEqual(1, 2)\n")
    write("plain/test_three.py", case); write("own/__init__.py", case + "def load_tests(loader, tests, pattern):\n    print('own', pattern)\n    return tests\n"); write("own/test_four.py", case)
    write("bad-name/test_five.py", case); write("test-bad.py", case)
    os.chdir(folder)
    print(ids(loader.discover(folder)), [e.splitlines()[0] for e in loader.errors]); loader.errors.clear()
    print(ids(loader.discover("pack", top_level_dir=folder)), ids(loader.discover("pack")), ids(loader.discover(folder, "oth*.py")))
    fails(loader.discover, "no_such_folder")
    try: loader.discover("plain", top_level_dir=folder)
    except ImportError as e: print(str(e).replace(folder, "FOLDER"))
    def command(*args):
        """What `python -m unittest` does with these arguments."""
        stream, status = io.StringIO(), None
        with contextlib.redirect_stderr(stream), contextlib.redirect_stdout(stream):
            try:
                unittest.main(module=None, argv=["python -m unittest", *args], testLoader=unittest.TestLoader())
            except SystemExit as e:
                status = e.code
        text = re.sub(r"\d+\.\d{3}s", "?s", stream.getvalue())
        text = re.sub(r'  File "[^"]*", line \d+, in .*\n(    .*\n)*', lambda m: m[0] if folder in m[0] else "", text)
        print(args, status, text.replace(folder, "FOLDER"))
    command("test_one"); command("-v", "pack.test_fail"); command("pack/test_two.py", "test_one.T.test_x"); command("discover", "-s", "pack", "-t", "."); command("-k", "test_x", "pack.test_fail"); command("-q", "test_one.T")
    command("other.Nothing"); command("no_such"); command("discover", "plain", "*_four.py"); command("--no-such-option"); command("-f", "-b", "-c", "--locals", "pack.test_fail"); command("-h")
    sys.path.insert(0, folder)
    import test_one
    for kw in ({}, {"argv": ["prog", "-v"]}, {"argv": ["prog", "T.test_x"]}, {"defaultTest": "T"}, {"defaultTest": ["T"], "verbosity": 2}, {"argv": ["prog", "T.no"]}):
        stream = io.StringIO()
        program = unittest.main(test_one, exit=False, testRunner=unittest.TextTestRunner(stream, verbosity=2), **{"argv": ["prog"], **kw})
        text = re.sub(r"\d+\.\d{3}s", "?s", stream.getvalue()); print(program.result, re.sub(r'  File "[^"]*", line.*\n(    .*\n)*', "", text))
    for kw in ({"argv": ["prog"]}, {"argv": ["prog", "-k", "nothing"]}):
        try: unittest.main("test_one", testRunner=unittest.TextTestRunner(io.StringIO()), testLoader=unittest.TestLoader(), **kw)
        except SystemExit as e: print("exit", e.code)
    os.chdir("/")
try: unittest.no_such_name
except AttributeError as e: print(e)
print("IsolatedAsyncioTestCase" in dir(unittest), sorted(set(unittest.__all__) - set(dir(unittest))))
