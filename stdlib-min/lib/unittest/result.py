"""What happened to the tests of a run."""

import functools
import io
import sys
import traceback

__unittest = True

_STDOUT, _STDERR = "\nStdout:\n%s", "\nStderr:\n%s"


def failfast(method):
    """Makes a method end the run if the result is asked to end at the first failure."""

    @functools.wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, "failfast", False):
            self.stop()
        return method(self, *args, **kw)

    return inner


def _of_unittest(tb):
    return "__unittest" in tb.tb_frame.f_globals


def _cut_assertions(tb):
    """Ends a traceback that begins in a test before the first frame of this package."""
    last = None
    while tb and not _of_unittest(tb):
        last, tb = tb, tb.tb_next
    if last is not None:
        last.tb_next = None


class TestResult:
    """Collects outcomes. `failures` and `errors` are lists of (test, traceback as text).

    With `buffer`, what a test prints is kept and only shown if it fails.
    """

    _previousTestClass = None
    _testRunEntered = False
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.collectedDurations = []
        self.shouldStop = False
        self.buffer = False
        self.tb_locals = False
        self._stdout_buffer = None
        self._stderr_buffer = None
        self._original_stdout = sys.stdout
        self._original_stderr = sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """Called by the runner after the run."""

    def startTest(self, test):
        """Called before a test runs."""
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def _setupStdout(self):
        if self.buffer:
            if self._stderr_buffer is None:
                self._stderr_buffer, self._stdout_buffer = io.StringIO(), io.StringIO()
            sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def startTestRun(self):
        """Called once before the first test."""

    def stopTest(self, test):
        """Called after a test has run."""
        self._restoreStdout()
        self._mirrorOutput = False

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            for stream, form, real in (
                (sys.stdout, _STDOUT, self._original_stdout), (sys.stderr, _STDERR, self._original_stderr)
            ):
                text = stream.getvalue()
                if text:
                    real.write(form % (text if text.endswith("\n") else text + "\n"))
        sys.stdout, sys.stderr = self._original_stdout, self._original_stderr
        for stream in (self._stdout_buffer, self._stderr_buffer):
            stream.seek(0)
            stream.truncate()

    def stopTestRun(self):
        """Called once after the last test."""

    def _note(self, where, test, err):
        where.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addError(self, test, err):
        """A test raised something; `err` is as sys.exc_info() gives it."""
        self._note(self.errors, test, err)

    @failfast
    def addFailure(self, test, err):
        """An assertion failed."""
        self._note(self.failures, test, err)

    def addSubTest(self, test, subtest, err):
        """A subtest ended; `err` is None if it went well."""
        if err is None:
            return
        if getattr(self, "failfast", False):
            self.stop()
        failed = issubclass(err[0], test.failureException)
        where = self.failures if failed else self.errors
        where.append((subtest, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        """A test went well."""

    def addSkip(self, test, reason):
        """A test was skipped."""
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        """A test failed as it should."""
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        """A test should have failed and did not."""
        self.unexpectedSuccesses.append(test)

    def addDuration(self, test, elapsed):
        """A test took so many seconds, cleanups included."""
        # Subclasses of old need not call this class's __init__.
        if hasattr(self, "collectedDurations"):
            self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        """Whether nothing has gone wrong so far."""
        return not (self.failures or self.errors or getattr(self, "unexpectedSuccesses", None))

    def stop(self):
        """Ask for the end of the run."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        exctype, value, tb = err
        tb = self._clean_tracebacks(exctype, value, tb, test)
        lines = list(
            traceback.TracebackException(
                exctype, value, tb, capture_locals=self.tb_locals, compact=True
            ).format()
        )
        if self.buffer:
            for stream, form in ((sys.stdout, _STDOUT), (sys.stderr, _STDERR)):
                text = stream.getvalue()
                if text:
                    lines.append(form % (text if text.endswith("\n") else text + "\n"))
        return "".join(lines)

    def _clean_tracebacks(self, exctype, value, tb, test):
        """Takes this package's frames out of the tracebacks of an exception and of those it is chained to."""
        result = None
        todo, seen = [(exctype, value, tb)], {id(value)}
        top = True
        while todo:
            exctype, value, tb = todo.pop()
            while tb and self._is_relevant_tb_level(tb):
                tb = tb.tb_next
            if exctype is test.failureException:
                self._remove_unittest_tb_frames(tb)
            if top:
                result, top = tb, False
            else:
                value.__traceback__ = tb
            if value is not None:
                for other in (value.__cause__, value.__context__):
                    if other is not None and id(other) not in seen:
                        seen.add(id(other))
                        todo.append((type(other), other, other.__traceback__))
        return result

    def _is_relevant_tb_level(self, tb):
        return _of_unittest(tb)

    def _remove_unittest_tb_frames(self, tb):
        _cut_assertions(tb)

    def __repr__(self):
        cls = type(self)
        return (
            f"<{cls.__module__}.{cls.__qualname__} run={self.testsRun} errors={len(self.errors)} "
            f"failures={len(self.failures)}>"
        )
