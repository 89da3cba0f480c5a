"""Runs tests and writes what happens to a stream."""

import sys
import time
import warnings

from . import result
from .case import _SubTest
from .signals import registerResult

__unittest = True


class _WritelnDecorator:
    """A stream with `writeln`."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        if name in ("stream", "__getstate__"):
            raise AttributeError(name)
        return getattr(self.stream, name)

    def writeln(self, text=None):
        if text:
            self.write(text)
        self.write("\n")


class TextTestResult(result.TestResult):
    """Writes a letter for each test, or a line with `verbosity` 2, and the tracebacks at the end."""

    separator1 = "=" * 70
    separator2 = "-" * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions
        self.durations = durations
        # Whether the stream is at the beginning of a line.
        self._newline = True

    def getDescription(self, test):
        """The test's name, and the first line of its docstring."""
        line = test.shortDescription()
        return f"{test}\n{line}" if self.descriptions and line else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + " ... ")
            self.stream.flush()
            self._newline = False

    def _write_status(self, test, status):
        subtest = isinstance(test, _SubTest)
        if subtest and not self._newline:
            self.stream.writeln()
            self._newline = True
        if self._newline:
            self.stream.write(("  " if subtest else "") + self.getDescription(test) + " ... ")
        self.stream.writeln(status)
        self.stream.flush()
        self._newline = True

    def _report(self, test, word, letter):
        if self.showAll:
            self._write_status(test, word)
        elif self.dots:
            self.stream.write(letter)
            self.stream.flush()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], subtest.failureException)
            self._report(subtest, *(("FAIL", "F") if failed else ("ERROR", "E")))
        super().addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._report(test, "ok", ".")

    def addError(self, test, err):
        super().addError(test, err)
        self._report(test, "ERROR", "E")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._report(test, "FAIL", "F")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._report(test, f"skipped {reason!r}", "s")

    def _report_plainly(self, word, letter):
        if self.showAll:
            self.stream.writeln(word)
            self.stream.flush()
        elif self.dots:
            self.stream.write(letter)
            self.stream.flush()

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._report_plainly("expected failure", "x")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._report_plainly("unexpected success", "u")

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
            self.stream.flush()
        self.printErrorList("ERROR", self.errors)
        self.printErrorList("FAIL", self.failures)
        unexpected = getattr(self, "unexpectedSuccesses", ())
        if unexpected:
            self.stream.writeln(self.separator1)
            for test in unexpected:
                self.stream.writeln(f"UNEXPECTED SUCCESS: {self.getDescription(test)}")
            self.stream.flush()

    def printErrorList(self, flavour, errors):
        for test, text in errors:
            self.stream.writeln(self.separator1)
            self.stream.writeln(f"{flavour}: {self.getDescription(test)}")
            self.stream.writeln(self.separator2)
            self.stream.writeln(f"{text}")
            self.stream.flush()


class TextTestRunner:
    """Runs a test or suite and writes the outcome to a stream, stderr by default."""

    resultclass = TextTestResult

    def __init__(
        self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None,
        warnings=None, *, tb_locals=False, durations=None
    ):
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        self.buffer = buffer
        self.tb_locals = tb_locals
        self.durations = durations
        self.warnings = warnings
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        args = self.stream, self.descriptions, self.verbosity
        try:
            return self.resultclass(*args, durations=self.durations)
        except TypeError:
            # A class from before there were durations.
            return self.resultclass(*args)

    def _printDurations(self, result):
        if not result.collectedDurations:
            return
        slowest = sorted(result.collectedDurations, key=lambda pair: pair[1], reverse=True)
        if self.durations > 0:
            slowest = slowest[:self.durations]
        self.stream.writeln("Slowest test durations")
        if hasattr(result, "separator2"):
            self.stream.writeln(result.separator2)
        shown = [pair for pair in slowest if self.verbosity >= 2 or pair[1] >= 0.001]
        for test, elapsed in shown:
            self.stream.writeln(f"{f'{elapsed:.3f}s':10} {test}")
        if len(shown) < len(slowest):
            self.stream.writeln("\n(durations < 0.001s were hidden; use -v to show these durations)")
        else:
            self.stream.writeln("")

    def _run_timed(self, test, result):
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
            start = time.perf_counter()
            begin, end = (getattr(result, name, None) for name in ("startTestRun", "stopTestRun"))
            if begin is not None:
                begin()
            try:
                test(result)
            finally:
                if end is not None:
                    end()
            return time.perf_counter() - start

    def run(self, test):
        """Run a test; its result."""
        result = self._makeResult()
        registerResult(result)
        result.failfast = self.failfast
        result.buffer = self.buffer
        result.tb_locals = self.tb_locals
        elapsed = self._run_timed(test, result)
        result.printErrors()
        if self.durations is not None:
            self._printDurations(result)
        if hasattr(result, "separator2"):
            self.stream.writeln(result.separator2)
        self._summarise(result, elapsed)
        self.stream.flush()
        return result

    def _summarise(self, result, elapsed):
        run = result.testsRun
        self.stream.writeln(f"Ran {run} test{'s' * (run != 1)} in {elapsed:.3f}s")
        self.stream.writeln()
        numbers = []
        try:
            numbers = [
                ("skipped", len(result.skipped)),
                ("expected failures", len(result.expectedFailures)),
                ("unexpected successes", len(result.unexpectedSuccesses)),
            ]
        except AttributeError:
            # A class from before there were these.
            pass
        if not result.wasSuccessful():
            self.stream.write("FAILED")
            numbers = [("failures", len(result.failures)), ("errors", len(result.errors))] + numbers
        elif run == 0 and not dict(numbers).get("skipped"):
            self.stream.write("NO TESTS RAN")
        else:
            self.stream.write("OK")
        infos = [f"{name}={n}" for name, n in numbers if n]
        if infos:
            self.stream.writeln(f" ({', '.join(infos)})")
        else:
            self.stream.write("\n")
