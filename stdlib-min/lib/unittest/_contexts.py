"""Context managers behind assertRaises, assertWarns, assertLogs and their kin."""

import re
import sys
import traceback
import types
import warnings
from collections import namedtuple

__unittest = True


def _is_subtype(expected, base):
    if isinstance(expected, tuple):
        return all(_is_subtype(e, base) for e in expected)
    return isinstance(expected, type) and issubclass(expected, base)


class _BaseTestCaseContext:
    msg = None

    def __init__(self, test_case):
        self.test_case = test_case

    def _raiseFailure(self, text):
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, text))


class _Expecting(_BaseTestCaseContext):
    """What waits for an exception or a warning; subclasses say for which (`_base`, `_base_text`)."""

    def __init__(self, expected, test_case, expected_regex=None):
        super().__init__(test_case)
        self.expected = expected
        self.expected_regex = None if expected_regex is None else re.compile(expected_regex)
        self.obj_name = None

    def handle(self, name, args, kwargs):
        """Calls args[0] inside the context; the context itself, if there is nothing to call."""
        try:
            if not _is_subtype(self.expected, self._base):
                raise TypeError(f"{name}() arg 1 must be {self._base_text}")
            if not args:
                self.msg = kwargs.pop("msg", None)
                if kwargs:
                    raise TypeError(f"{next(iter(kwargs))!r} is an invalid keyword argument for this function")
                return self
            function, *args = args
            self.obj_name = getattr(function, "__name__", None) or str(function)
            with self:
                function(*args, **kwargs)
        finally:
            # The exception's frames know this one.
            self = None

    def _expected_name(self):
        return getattr(self.expected, "__name__", None) or str(self.expected)

    def _missing(self, verb):
        by = f" by {self.obj_name}" if self.obj_name else ""
        self._raiseFailure(f"{self._expected_name()} not {verb}{by}")

    def _no_match(self, value):
        self._raiseFailure(f'"{self.expected_regex.pattern}" does not match "{value}"')


class _AssertRaisesContext(_Expecting):
    _base = BaseException
    _base_text = "an exception type or tuple of exception types"

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._missing("raised")
        traceback.clear_frames(tb)
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if self.expected_regex is not None and not self.expected_regex.search(str(exc_value)):
            self._no_match(str(exc_value))
        return True

    __class_getitem__ = classmethod(types.GenericAlias)


class _AssertWarnsContext(_Expecting):
    _base = Warning
    _base_text = "a warning type or tuple of warning types"

    def __enter__(self):
        # What was shown once must be shown again.
        for module in list(sys.modules.values()):
            if getattr(module, "__warningregistry__", None):
                module.__warningregistry__ = {}
        self.warnings_manager = warnings.catch_warnings(record=True)
        self.warnings = self.warnings_manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self.warnings_manager.__exit__(exc_type, exc_value, tb)
        if exc_type is None:
            self._judge([m for m in self.warnings if isinstance(m.message, self.expected)])

    def _judge(self, caught):
        for m in caught:
            if self.expected_regex is None or self.expected_regex.search(str(m.message)):
                self.warning, self.filename, self.lineno = m.message, m.filename, m.lineno
                return
        if caught:
            self._no_match(str(caught[0].message))
        self._missing("triggered")


class _AssertNotWarnsContext(_AssertWarnsContext):
    def _judge(self, caught):
        if caught:
            self._raiseFailure(f"{self._expected_name()} triggered")


_Watcher = namedtuple("_LoggingWatcher", ["records", "output"])


class _AssertLogsContext(_BaseTestCaseContext):
    """assertLogs and, with `no_logs`, assertNoLogs."""

    LOGGING_FORMAT = "%(levelname)s:%(name)s:%(message)s"

    def __init__(self, test_case, logger_name, level, no_logs):
        super().__init__(test_case)
        import logging

        self.logging = logging
        self.logger_name = logger_name
        self.level = logging._nameToLevel.get(level, level) if level else logging.INFO
        self.no_logs = no_logs

    def _handler(self, watcher):
        class Capturing(self.logging.Handler):
            def flush(self):
                pass

            def emit(self, record):
                watcher.records.append(record)
                watcher.output.append(self.format(record))

        handler = Capturing()
        handler.setLevel(self.level)
        handler.setFormatter(self.logging.Formatter(self.LOGGING_FORMAT))
        return handler

    def __enter__(self):
        logger = self.logger_name
        if not isinstance(logger, self.logging.Logger):
            logger = self.logging.getLogger(logger)
        self.logger = logger
        self.watcher = _Watcher([], [])
        self.before = logger.handlers[:], logger.level, logger.propagate
        logger.handlers = [self._handler(self.watcher)]
        logger.setLevel(self.level)
        logger.propagate = False
        return None if self.no_logs else self.watcher

    def __exit__(self, exc_type, exc_value, tb):
        handlers, level, self.logger.propagate = self.before
        self.logger.handlers = handlers
        self.logger.setLevel(level)
        if exc_type is not None:
            return False
        if self.no_logs:
            if self.watcher.records:
                self._raiseFailure(f"Unexpected logs found: {self.watcher.output!r}")
        elif not self.watcher.records:
            name = self.logging.getLevelName(self.level)
            self._raiseFailure(f"no logs of level {name} or higher triggered on {self.logger.name}")
