"""Collections of tests, and the fixtures that classes and modules share."""

import sys

from . import case, util

__unittest = True


def _call_if_exists(obj, name):
    getattr(obj, name, lambda: None)()


class BaseTestSuite:
    """Tests and suites, run one after the other; without fixtures of classes and modules."""

    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._removed_tests = 0
        self.addTests(tests)

    def __repr__(self):
        return f"<{util.strclass(type(self))} tests={list(self)}>"

    def __eq__(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return list(self) == list(other)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        """Number of tests, those that have run included."""
        return self._removed_tests + sum(t.countTestCases() for t in self if t)

    def addTest(self, test):
        """Add a test or suite."""
        if not callable(test):
            raise TypeError(f"{repr(test)} is not callable")
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        """Add some."""
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def run(self, result):
        """Run all until the result says stop."""
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        return result

    def _removeTestAtIndex(self, index):
        """Lets go of a test that has run, so that what it holds can die."""
        try:
            test = self._tests[index]
        except TypeError:
            # A suite whose tests are no list.
            return
        if hasattr(test, "countTestCases"):
            self._removed_tests += test.countTestCases()
        self._tests[index] = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run all; exceptions travel on."""
        for test in self:
            test.debug()


class _DebugResult:
    """Stands for a result when tests are run by `debug`."""

    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False


class TestSuite(BaseTestSuite):
    """A suite that runs setUpModule, setUpClass and their counterparts where one test's module or class differs from that
    of the test before."""

    def run(self, result, debug=False):
        outermost = getattr(result, "_testRunEntered", False) is False
        if outermost:
            result._testRunEntered = True
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if _isnotsuite(test):
                self._tearDownPreviousClass(test, result)
                self._handleModuleFixture(test, result)
                self._handleClassSetUp(test, result)
                result._previousTestClass = type(test)
                if getattr(type(test), "_classSetupFailed", False) or getattr(result, "_moduleSetUpFailed", False):
                    continue
            if debug:
                test.debug()
            else:
                test(result)
            if self._cleanup:
                self._removeTestAtIndex(index)
        if outermost:
            self._tearDownPreviousClass(None, result)
            self._handleModuleTearDown(result)
            result._testRunEntered = False
        return result

    def debug(self):
        self.run(_DebugResult(), True)

    def _fixture(self, result, function, name, parent, failed=lambda: None):
        """Runs a fixture; an exception is an error of its own in the result. `failed` is called before that is noted."""
        try:
            function()
        except Exception as e:
            if isinstance(result, _DebugResult):
                raise
            failed()
            self._createClassOrModuleLevelException(result, e, name, parent)
            return False
        return True

    def _class_cleanups(self, result, cls, name):
        """Runs addClassCleanup's functions and notes what they raise."""
        cleanups = getattr(cls, "doClassCleanups", None)
        if cleanups is None:
            return
        cleanups()
        for info in cls.tearDown_exceptions:
            if isinstance(result, _DebugResult):
                raise info[1]
            self._createClassOrModuleLevelException(result, info[1], name, util.strclass(cls), info=info)

    def _handleClassSetUp(self, test, result):
        cls = type(test)
        if cls == getattr(result, "_previousTestClass", None):
            return
        if result._moduleSetUpFailed or getattr(cls, "__unittest_skip__", False):
            return

        def mark(failed=True):
            try:
                cls._classSetupFailed = failed
            except TypeError:
                # A builtin class: the test is a function.
                pass

        mark(False)
        set_up = getattr(cls, "setUpClass", None)
        if set_up is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            if not self._fixture(result, set_up, "setUpClass", util.strclass(cls), mark):
                self._class_cleanups(result, cls, "setUpClass")
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _get_previous_module(self, result):
        cls = getattr(result, "_previousTestClass", None)
        return None if cls is None else cls.__module__

    def _handleModuleFixture(self, test, result):
        name = type(test).__module__
        if name == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        module = sys.modules.get(name)
        set_up = getattr(module, "setUpModule", None)
        if set_up is None:
            return

        def mark():
            result._moduleSetUpFailed = True

        _call_if_exists(result, "_setupStdout")
        try:
            self._fixture(result, set_up, "setUpModule", name, mark)
            if result._moduleSetUpFailed:
                try:
                    case.doModuleCleanups()
                except Exception as e:
                    self._createClassOrModuleLevelException(result, e, "setUpModule", name)
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _createClassOrModuleLevelException(self, result, exc, method_name, parent, info=None):
        self._addClassOrModuleLevelException(result, exc, f"{method_name} ({parent})", info)

    def _addClassOrModuleLevelException(self, result, exception, errorName, info=None):
        error = _ErrorHolder(errorName)
        skip = getattr(result, "addSkip", None)
        if skip is not None and isinstance(exception, case.SkipTest):
            skip(error, str(exception))
        else:
            result.addError(error, info or sys.exc_info())

    def _handleModuleTearDown(self, result):
        name = self._get_previous_module(result)
        if name is None or result._moduleSetUpFailed or name not in sys.modules:
            return
        tear_down = getattr(sys.modules[name], "tearDownModule", None)
        _call_if_exists(result, "_setupStdout")
        try:
            if tear_down is not None:
                self._fixture(result, tear_down, "tearDownModule", name)
            self._fixture(result, case.doModuleCleanups, "tearDownModule", name)
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _tearDownPreviousClass(self, test, result):
        cls = getattr(result, "_previousTestClass", None)
        if cls is None or cls == type(test):
            return
        if getattr(cls, "_classSetupFailed", False) or getattr(result, "_moduleSetUpFailed", False):
            return
        if getattr(cls, "__unittest_skip__", False):
            return
        tear_down = getattr(cls, "tearDownClass", None)
        if tear_down is None and getattr(cls, "doClassCleanups", None) is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            if tear_down is not None:
                self._fixture(result, tear_down, "tearDownClass", util.strclass(cls))
            self._class_cleanups(result, cls, "tearDownClass")
        finally:
            _call_if_exists(result, "_restoreStdout")


class _ErrorHolder:
    """Stands in a result for a fixture of a class or module that raised."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __repr__(self):
        return f"<ErrorHolder description={self.description!r}>"

    def __str__(self):
        return self.id()

    def run(self, result):
        pass

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


def _isnotsuite(test):
    try:
        iter(test)
    except TypeError:
        return True
    return False
