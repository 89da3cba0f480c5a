"""A single test: how it runs, what belongs to it."""

import collections
import contextlib
import functools
import sys
import time
import types
import warnings

from . import result
from ._assertions import DIFF_OMITTED, Assertions
from ._contexts import _AssertRaisesContext, _BaseTestCaseContext
from .util import strclass

__unittest = True

_no_message = object()


class SkipTest(Exception):
    """Raise this in a test to skip it."""


class _ShouldStop(Exception):
    """Ends a test from inside a subtest."""


class _UnexpectedSuccess(Exception):
    """A test went well that should have failed."""


class _Outcome:
    """What has happened to a running test so far."""

    def __init__(self, result=None):
        self.result = result
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.success = True
        self.expecting_failure = False
        self.expectedFailure = None

    @contextlib.contextmanager
    def testPartExecutor(self, test_case, subTest=False):
        """Runs one part of a test; what it raises goes to the result."""
        before, self.success = self.success, True
        try:
            yield
        except (KeyboardInterrupt, _ShouldStop) as e:
            if isinstance(e, KeyboardInterrupt):
                raise
        except SkipTest as e:
            self.success = False
            _addSkip(self.result, test_case, str(e))
        except:
            info = sys.exc_info()
            if self.expecting_failure:
                self.expectedFailure = info
            else:
                self.success = False
                if subTest:
                    self.result.addSubTest(test_case.test_case, test_case, info)
                else:
                    _addError(self.result, test_case, info)
            # The exception's frames know this one.
            info = None
        else:
            if subTest and self.success:
                self.result.addSubTest(test_case.test_case, test_case, None)
        finally:
            self.success = self.success and before


def _addSkip(result, test_case, reason):
    add = getattr(result, "addSkip", None)
    if add is None:
        warnings.warn("TestResult has no addSkip method, skips not reported", RuntimeWarning, 2)
        result.addSuccess(test_case)
    else:
        add(test_case, reason)


def _addError(result, test, info):
    if result is not None and info is not None:
        failed = issubclass(info[0], test.failureException)
        (result.addFailure if failed else result.addError)(test, info)


# ---- contexts and cleanups ----


def _enter_context(cm, addcleanup):
    cls = type(cm)
    try:
        enter, leave = cls.__enter__, cls.__exit__
    except AttributeError:
        text = f"'{cls.__module__}.{cls.__qualname__}' object does not support the context manager protocol"
        if hasattr(cls, "__aenter__") and hasattr(cls, "__aexit__"):
            text += (
                " but it supports the asynchronous context manager protocol. Did you mean to use enterAsyncContext()?"
            )
        raise TypeError(text) from None
    value = enter(cm)
    addcleanup(leave, cm, None, None, None)
    return value


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Call a function after the tests of the module, also if setUpModule fails."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """Enter a context that is left after the tests of the module."""
    return _enter_context(cm, addModuleCleanup)


def doModuleCleanups():
    """Call the functions of addModuleCleanup, last one first; the first exception travels on."""
    first = None
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as e:
            first = first or e
    if first is not None:
        try:
            raise first
        finally:
            first = None


# ---- decorators ----


def skip(reason):
    """Skip a test or all tests of a class."""

    def decorator(item, reason=reason):
        if not isinstance(item, type):
            @functools.wraps(item)
            def skip_wrapper(*args, **kwargs):
                raise SkipTest(reason)

            item = skip_wrapper
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item

    if isinstance(reason, types.FunctionType):
        # Used without a reason.
        return decorator(reason, "")
    return decorator


def _unchanged(item):
    return item


def skipIf(condition, reason):
    """Skip if the condition is true."""
    return skip(reason) if condition else _unchanged


def skipUnless(condition, reason):
    """Skip if the condition is false."""
    return _unchanged if condition else skip(reason)


def expectedFailure(test_item):
    """The test, or each of a class, should fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


# ---- test cases ----


class _OrderedChainMap(collections.ChainMap):
    """The parameters of subtests in each other, inner ones first."""

    def __iter__(self):
        return iter(dict.fromkeys(key for mapping in self.maps for key in mapping))


class TestCase(Assertions):
    """Base class of tests: each instance is the test of one of its methods.

    setUp and tearDown run around the method, setUpClass and tearDownClass around all of the class. `failureException` is
    what failed assertions raise, `longMessage` says whether a message of one's own is added to the standard one,
    `maxDiff` how long a comparison in a message may be (None: as it comes).
    """

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._outcome = None
        self._cleanups = []
        self._subtest = None
        self._type_equality_funcs = {}
        self._testMethodDoc = "No test"
        try:
            method = getattr(self, methodName)
        except AttributeError:
            # Without a name it is an instance for its assertion methods only.
            if methodName != "runTest":
                raise ValueError(f"no such test method in {type(self)}: {methodName}")
        else:
            self._testMethodDoc = method.__doc__
        for cls, name in (
            (dict, "assertDictEqual"), (list, "assertListEqual"), (tuple, "assertTupleEqual"), (set, "assertSetEqual"),
            (frozenset, "assertSetEqual"), (str, "assertMultiLineEqual"),
        ):
            self.addTypeEqualityFunc(cls, name)

    # ---- fixtures ----

    def setUp(self):
        """Called before the test."""

    def tearDown(self):
        """Called after the test, if setUp went well."""

    @classmethod
    def setUpClass(cls):
        """Called before the tests of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the tests of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Call a function after tearDown, also if setUp fails; the last one is called first."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enter a context that is left by a cleanup; gives what `with` would."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call a function after tearDownClass, also if setUpClass fails."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Enter a context that is left after the tests of the class."""
        return _enter_context(cm, cls.addClassCleanup)

    # ---- description ----

    def countTestCases(self):
        """1."""
        return 1

    def defaultTestResult(self):
        """The result that `run` makes if it is given none."""
        return result.TestResult()

    def shortDescription(self):
        """First line of the method's docstring; None without one."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        """Full name of the method."""
        return f"{strclass(type(self))}.{self._testMethodName}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return f"{self._testMethodName} ({strclass(type(self))}.{self._testMethodName})"

    def __repr__(self):
        return f"<{strclass(type(self))} testMethod={self._testMethodName}>"

    # ---- running ----

    @contextlib.contextmanager
    def subTest(self, msg=_no_message, **params):
        """The body is a test of its own: its failure is noted with message and parameters, and the test goes on."""
        outcome = self._outcome
        if outcome is None or not outcome.result_supports_subtests:
            yield
            return
        outer = self._subtest
        params = _OrderedChainMap(params) if outer is None else outer.params.new_child(params)
        self._subtest = _SubTest(self, msg, params)
        try:
            with outcome.testPartExecutor(self._subtest, subTest=True):
                yield
            if not outcome.success:
                if outcome.result is not None and outcome.result.failfast:
                    raise _ShouldStop
            elif outcome.expectedFailure:
                raise _ShouldStop
        finally:
            self._subtest = outer

    def _addExpectedFailure(self, result, info):
        add = getattr(result, "addExpectedFailure", None)
        if add is None:
            warnings.warn("TestResult has no addExpectedFailure method, reporting as passes", RuntimeWarning)
            result.addSuccess(self)
        else:
            add(self, info)

    def _addUnexpectedSuccess(self, result):
        add = getattr(result, "addUnexpectedSuccess", None)
        if add is not None:
            add(self)
            return
        warnings.warn("TestResult has no addUnexpectedSuccess method, reporting as failure", RuntimeWarning)
        try:
            raise _UnexpectedSuccess from None
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _addDuration(self, result, elapsed):
        add = getattr(result, "addDuration", None)
        if add is None:
            warnings.warn("TestResult has no addDuration method", RuntimeWarning)
        else:
            add(self, elapsed)

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        value = method()
        if value is not None:
            text = (
                f"It is deprecated to return a value that is not None from a test case ({method} returned "
                f"{type(value).__name__!r})"
            )
            if isinstance(value, types.CoroutineType):
                text += ". Maybe you forgot to use IsolatedAsyncioTestCase as the base class?"
            # The caller of `run`.
            warnings.warn(text, DeprecationWarning, stacklevel=4)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def _reason_to_skip(self, method):
        """Why the test is to be skipped; None if it is not."""
        places = type(self), method
        if not any(getattr(p, "__unittest_skip__", False) for p in places):
            return None
        return getattr(places[0], "__unittest_skip_why__", "") or getattr(method, "__unittest_skip_why__", "")

    def run(self, result=None):
        """Run the test; its result."""
        end = None
        if result is None:
            result = self.defaultTestResult()
            begin, end = (getattr(result, name, None) for name in ("startTestRun", "stopTestRun"))
            if begin is not None:
                begin()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = self._reason_to_skip(method)
            if reason is not None:
                _addSkip(result, self, reason)
            else:
                self._run(result, method)
            return result
        finally:
            result.stopTest(self)
            if end is not None:
                end()

    def _run(self, result, method):
        expecting = any(getattr(x, "__unittest_expecting_failure__", False) for x in (self, method))
        outcome = self._outcome = _Outcome(result)
        start = time.perf_counter()
        try:
            with outcome.testPartExecutor(self):
                self._callSetUp()
            if outcome.success:
                outcome.expecting_failure = expecting
                with outcome.testPartExecutor(self):
                    self._callTestMethod(method)
                outcome.expecting_failure = False
                with outcome.testPartExecutor(self):
                    self._callTearDown()
            self.doCleanups()
            self._addDuration(result, time.perf_counter() - start)
            if outcome.success:
                if not expecting:
                    result.addSuccess(self)
                elif outcome.expectedFailure:
                    self._addExpectedFailure(result, outcome.expectedFailure)
                else:
                    self._addUnexpectedSuccess(result)
        finally:
            # The exception's frames know the outcome.
            outcome.expectedFailure = None
            outcome = self._outcome = None

    def doCleanups(self):
        """Call the functions of addCleanup; whether all went well."""
        outcome = self._outcome or _Outcome()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Call the functions of addClassCleanup; `tearDown_exceptions` has what they raised."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test; exceptions travel on."""
        method = getattr(self, self._testMethodName)
        reason = self._reason_to_skip(method)
        if reason is not None:
            raise SkipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)


TestCase._classSetupFailed = False
TestCase._class_cleanups = []


class FunctionTestCase(TestCase):
    """A test made of functions."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._testFunc = testFunc
        self._setUpFunc = setUp
        self._tearDownFunc = tearDown
        self._description = description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _parts(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        return hash((type(self), self._parts()))

    def __str__(self):
        return f"{strclass(type(self))} ({self._testFunc.__name__})"

    def __repr__(self):
        return f"<{strclass(type(self))} tec={self._testFunc}>"

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split("\n")[0].strip() or None


class _SubTest(TestCase):
    """Stands for a subtest in a result."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self.test_case = test_case
        self.params = params
        self._message = message
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = []
        if self._message is not _no_message:
            parts.append(f"[{self._message}]")
        if self.params:
            parts.append(f"({', '.join(f'{k}={v!r}' for k, v in self.params.items())})")
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._subDescription()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._subDescription()}"
