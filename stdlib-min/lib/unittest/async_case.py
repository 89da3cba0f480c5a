"""Tests that are coroutines."""

import contextvars
import warnings

from .case import TestCase

__unittest = True

try:
    import asyncio
except ImportError:
    # Modules that have such tests beside others can still be loaded.
    asyncio = None

_NO_ASYNCIO = "IsolatedAsyncioTestCase needs the module asyncio, which this interpreter does not have"


def _gives_coroutine(function):
    """Whether calling it gives a coroutine to await."""
    function = getattr(function, "__func__", function)
    while hasattr(function, "func"):
        # A functools.partial.
        function = function.func
    code = getattr(function, "__code__", None)
    return bool(getattr(code, "co_flags", 0) & 0x80) or hasattr(function, "_is_coroutine_mark")


class IsolatedAsyncioTestCase(TestCase):
    """A test case whose methods may be coroutines; each test has an event loop of its own."""

    # What makes the loop; None: the default.
    loop_factory = None

    def __init__(self, methodName="runTest"):
        super().__init__(methodName)
        self._runner = None
        self._context = contextvars.copy_context()

    async def asyncSetUp(self):
        """Called after setUp, in the loop."""

    async def asyncTearDown(self):
        """Called before tearDown, in the loop."""

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        """As addCleanup, for a coroutine function."""
        self.addCleanup(func, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        """Enter an asynchronous context that is left by a cleanup."""
        cls = type(cm)
        try:
            enter, leave = cls.__aenter__, cls.__aexit__
        except AttributeError:
            text = (
                f"'{cls.__module__}.{cls.__qualname__}' object does not support the asynchronous context manager protocol"
            )
            if hasattr(cls, "__enter__") and hasattr(cls, "__exit__"):
                text += " but it supports the context manager protocol. Did you mean to use enterContext()?"
            raise TypeError(text) from None
        value = await enter(cm)
        self.addAsyncCleanup(leave, cm, None, None, None)
        return value

    def _callSetUp(self):
        self._runner.get_loop()
        self._context.run(self.setUp)
        self._in_loop(self.asyncSetUp)

    def _callTestMethod(self, method):
        value = self._perhaps_in_loop(method)
        if value is not None:
            warnings.warn(
                f"It is deprecated to return a value that is not None from a test case ({method} returned "
                f"{type(value).__name__!r})",
                DeprecationWarning,
                stacklevel=5,
            )

    def _callTearDown(self):
        self._in_loop(self.asyncTearDown)
        self._context.run(self.tearDown)

    def _callCleanup(self, function, *args, **kwargs):
        self._perhaps_in_loop(function, *args, **kwargs)

    def _in_loop(self, function, /, *args, **kwargs):
        return self._runner.run(function(*args, **kwargs), context=self._context)

    def _perhaps_in_loop(self, function, /, *args, **kwargs):
        if _gives_coroutine(function):
            return self._in_loop(function, *args, **kwargs)
        return self._context.run(function, *args, **kwargs)

    def _setupAsyncioRunner(self):
        if asyncio is None:
            raise RuntimeError(_NO_ASYNCIO)
        self._runner = asyncio.Runner(debug=True, loop_factory=self.loop_factory)

    def _tearDownAsyncioRunner(self):
        runner, self._runner = self._runner, None
        if runner is not None:
            runner.close()

    def _run(self, result, method):
        if asyncio is None:
            try:
                raise RuntimeError(_NO_ASYNCIO)
            except RuntimeError as e:
                result.addError(self, (type(e), e, e.__traceback__))
            return
        self._setupAsyncioRunner()
        try:
            super()._run(result, method)
        finally:
            self._tearDownAsyncioRunner()

    def debug(self):
        self._setupAsyncioRunner()
        super().debug()
        self._tearDownAsyncioRunner()

    def __del__(self):
        if self._runner is not None:
            self._tearDownAsyncioRunner()
