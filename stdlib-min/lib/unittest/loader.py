"""Finds tests: in classes, modules, by name, and in folders."""

import functools
import os
import re
import sys
import traceback
import types
from fnmatch import fnmatch, fnmatchcase

from . import case, suite, util

__unittest = True

# Files that can be imported.
_MODULE_FILE = re.compile(r"[_a-z]\w*\.py$", re.IGNORECASE)
VALID_MODULE_NAME = _MODULE_FILE
# Bit of a class's __flags__: it has abstract methods.
_ABSTRACT = 1 << 20


class _FailedTest(case.TestCase):
    """A test that raises what went wrong when it was looked for."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception

        return testFailure


def _failed(name, exception, suite_class, message):
    """A suite with one test that fails, and the message."""
    return suite_class((_FailedTest(name, exception),)), message


def _failed_import(name, suite_class):
    message = f"Failed to import test module: {name}\n{traceback.format_exc()}"
    return _failed(name, ImportError(message), suite_class, message)


def _skipped(name, exception, suite_class):
    """A suite with one test that is skipped: its module raised SkipTest."""

    @case.skip(str(exception))
    def testSkipped(self):
        pass

    cls = type("ModuleSkipped", (case.TestCase,), {name: testSkipped})
    return suite_class((cls(name),))


def _stem(path):
    return os.path.splitext(path)[0]


class TestLoader:
    """Makes suites. `errors` has the texts of what could not be loaded; those are failing tests in the suites too."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []
        # Packages whose tests are being loaded: their load_tests may look into them again.
        self._loading_packages = set()

    def loadTestsFromTestCase(self, testCaseClass):
        """The tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?")
        if testCaseClass in (case.TestCase, case.FunctionTestCase) or testCaseClass.__flags__ & _ABSTRACT:
            # These have a method, but no tests; abstract classes have no instances.
            names = []
        else:
            names = self.getTestCaseNames(testCaseClass)
            if not names and hasattr(testCaseClass, "runTest"):
                names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """The tests of all classes of a module, or what its load_tests(loader, tests, pattern) gives."""
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if self._is_case(obj) and not obj.__flags__ & _ABSTRACT:
                tests.append(self.loadTestsFromTestCase(obj))
        tests = self.suiteClass(tests)
        load_tests = getattr(module, "load_tests", None)
        if load_tests is not None:
            try:
                return load_tests(self, tests, pattern)
            except Exception as e:
                message = f"Failed to call load_tests:\n{traceback.format_exc()}"
                tests, message = _failed(module.__name__, e, self.suiteClass, message)
                self.errors.append(message)
        return tests

    @staticmethod
    def _is_case(obj):
        return (
            isinstance(obj, type) and issubclass(obj, case.TestCase)
            and obj not in (case.TestCase, case.FunctionTestCase)
        )

    def _note(self, failed):
        tests, message = failed
        self.errors.append(message)
        return tests

    def _import_longest(self, parts):
        """The first part's module after importing as many parts as can be, and the failure of the next one, if any."""
        failed = None
        for end in range(len(parts), 0, -1):
            try:
                return __import__(".".join(parts[:end])), failed
            except ImportError:
                failed = _failed_import(parts[end - 1], self.suiteClass)
        return None, failed

    def loadTestsFromName(self, name, module=None):
        """The tests of what a dotted name means: a module, a class, a method, a suite, or a callable that gives one."""
        parts = name.split(".")
        failed = None
        if module is None:
            module, failed = self._import_longest(parts)
            if module is None:
                return self._note(failed)
            parts = parts[1:]
        obj = parent = module
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                if failed is not None and getattr(obj, "__path__", None) is not None:
                    # A package: the import that failed says more.
                    return self._note(failed)
                message = f"Failed to access attribute:\n{traceback.format_exc()}"
                return self._note(_failed(part, e, self.suiteClass, message))
        return self._tests_of(obj, parent, parts)

    def _tests_of(self, obj, parent, parts):
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if self._is_case(obj):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            if parent.__flags__ & _ABSTRACT:
                raise TypeError(f"Cannot instantiate abstract test case {parent.__name__}")
            test = parent(parts[-1])
            # A static method is called, below.
            if not isinstance(getattr(test, parts[-1]), types.FunctionType):
                return self.suiteClass([test])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError(f"don't know how to make test from: {obj}")
        test = obj()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError(f"calling {obj} returned {test}, not a test")

    def loadTestsFromNames(self, names, module=None):
        """One suite of the tests of several names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """The names of the test methods of a class, in the order in which they run."""
        def wanted(name):
            if not name.startswith(self.testMethodPrefix) or not callable(getattr(testCaseClass, name)):
                return False
            full = f"{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}"
            patterns = self.testNamePatterns
            return patterns is None or any(fnmatchcase(full, p) for p in patterns)

        names = [name for name in dir(testCaseClass) if wanted(name)]
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    # ---- folders ----

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """The tests of all files below a folder, or package, whose name matches the pattern.

        Modules are imported from `top_level_dir`, by default the folder to start from; folders below it count if they
        are packages. A package with load_tests looks for its own tests.
        """
        before = self._top_level_dir
        implicit = top_level_dir is None and before is None
        if top_level_dir is None:
            # In a load_tests, that of the search which called it.
            top_level_dir = start_dir if implicit else before
        top_level_dir = os.path.abspath(top_level_dir)
        if top_level_dir not in sys.path:
            sys.path.insert(0, top_level_dir)
        self._top_level_dir = top_level_dir
        if os.path.isdir(os.path.abspath(start_dir)):
            start_dir = os.path.abspath(start_dir)
            if start_dir != top_level_dir and not os.path.isfile(os.path.join(start_dir, "__init__.py")):
                raise ImportError(f"Start directory is not importable: {start_dir!r}")
            tests = list(self._find_tests(start_dir, pattern))
        else:
            tests = self._discover_package(start_dir, pattern, top_level_dir, implicit)
        self._top_level_dir = before
        return self.suiteClass(tests)

    def _discover_package(self, name, pattern, top_level_dir, implicit):
        """`discover` of a dotted module name."""
        try:
            __import__(name)
        except ImportError:
            raise ImportError(f"Start directory is not importable: {name!r}")
        module = sys.modules[name]
        if getattr(module, "__file__", None) is not None:
            if implicit:
                self._top_level_dir = self._get_directory_containing_module(name.split(".")[0])
                sys.path.remove(top_level_dir)
            return list(self._find_tests(os.path.abspath(os.path.dirname(module.__file__)), pattern))
        if getattr(module, "__path__", None) is None:
            if module.__name__ in sys.builtin_module_names:
                raise TypeError("Can not use builtin modules as dotted module names") from None
            raise TypeError(f"don't know how to discover from {module!r}") from None
        # A namespace package: each of its folders.
        tests = []
        for path in module.__path__:
            if implicit or path.startswith(top_level_dir):
                self._top_level_dir = path.split(module.__name__.replace(".", os.path.sep))[0]
                tests.extend(self._find_tests(path, pattern, namespace=True))
        if implicit:
            sys.path.remove(top_level_dir)
        return tests

    def _get_directory_containing_module(self, name):
        path = os.path.abspath(sys.modules[name].__file__)
        folder = os.path.dirname(path)
        if os.path.basename(path).lower().startswith("__init__.py"):
            return os.path.dirname(folder)
        return folder

    def _get_name_from_path(self, path):
        if path == self._top_level_dir:
            return "."
        path = os.path.relpath(_stem(os.path.normpath(path)), self._top_level_dir)
        assert not os.path.isabs(path) and not path.startswith(".."), "Path must be within the project"
        return path.replace(os.path.sep, ".")

    def _get_module_from_name(self, name):
        __import__(name)
        return sys.modules[name]

    def _match_path(self, path, full_path, pattern):
        """Whether a file may hold tests; to be overridden."""
        return fnmatch(path, pattern)

    def _find_tests(self, start_dir, pattern, namespace=False):
        """The suites of a folder, its own __init__ first."""
        name = self._get_name_from_path(start_dir)
        if name != "." and name not in self._loading_packages:
            tests, go_on = self._find_test_path(start_dir, pattern, namespace)
            if tests is not None:
                yield tests
            if not go_on:
                return
        for entry in sorted(os.listdir(start_dir)):
            path = os.path.join(start_dir, entry)
            tests, go_on = self._find_test_path(path, pattern, False)
            if tests is not None:
                yield tests
            if go_on:
                name = self._get_name_from_path(path)
                self._loading_packages.add(name)
                try:
                    yield from self._find_tests(path, pattern, False)
                finally:
                    self._loading_packages.discard(name)

    def _find_test_path(self, path, pattern, namespace=False):
        """The tests of a file or of a package's __init__, or None, and whether to look into the folder."""
        entry = os.path.basename(path)
        if os.path.isfile(path):
            if not _MODULE_FILE.match(entry) or not self._match_path(entry, path, pattern):
                return None, False
            package = False
        elif os.path.isdir(path):
            if not namespace and not os.path.isfile(os.path.join(path, "__init__.py")):
                return None, False
            package = True
        else:
            return None, False
        name = self._get_name_from_path(path)
        try:
            module = self._get_module_from_name(name)
        except case.SkipTest as e:
            return _skipped(name, e, self.suiteClass), False
        except:
            return self._note(_failed_import(name, self.suiteClass)), False
        if package:
            self._loading_packages.add(name)
            try:
                tests = self.loadTestsFromModule(module, pattern=pattern)
                return tests, getattr(module, "load_tests", None) is None
            finally:
                self._loading_packages.discard(name)
        real = _stem(os.path.realpath(os.path.abspath(getattr(module, "__file__", path))))
        if real.lower() != _stem(os.path.realpath(path)).lower():
            raise ImportError(
                f"{_stem(entry)!r} module incorrectly imported from {os.path.dirname(real)!r}. Expected "
                f"{os.path.dirname(path)!r}. Is this module globally installed?"
            )
        return self.loadTestsFromModule(module, pattern=pattern), False


defaultTestLoader = TestLoader()
