"""Futures: results that callbacks and coroutines of one event loop wait for."""

__all__ = ("Future", "wrap_future", "isfuture", "future_add_to_awaited_by", "future_discard_from_awaited_by")

import _asyncio
import concurrent.futures
import contextvars
import logging
import sys
from types import GenericAlias

from . import base_futures, events, exceptions, format_helpers

isfuture = base_futures.isfuture

_PENDING = base_futures._PENDING
_CANCELLED = base_futures._CANCELLED
_FINISHED = base_futures._FINISHED

# More talkative than DEBUG.
STACK_DEBUG = logging.DEBUG - 1


class Future:
    """A result that is not there yet. Belongs to a loop; not to be used from other threads.

    Unlike concurrent.futures.Future, result() and exception() do not wait, and callbacks are called by the loop.
    """

    _state = _PENDING
    _result = None
    _exception = None
    _loop = None
    _source_traceback = None
    _cancel_message = None
    # The CancelledError with which a task ended; given out once, so that no cycle of references stays.
    _cancelled_exc = None

    # Being an attribute of the class, it marks the class as one of futures. A task looks at it to know whether the
    # future it is given comes out of an `await` (true) or of a bare `yield`.
    _asyncio_future_blocking = False

    # The futures that wait for this one.
    __asyncio_awaited_by = None

    # There is an exception that nobody has asked for.
    __log_traceback = False

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        # Pairs of callback and context.
        self._callbacks = []
        if self._loop.get_debug():
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def __repr__(self):
        return base_futures._future_repr(self)

    def __del__(self):
        if not self.__log_traceback:
            return
        context = {
            "message": f"{type(self).__name__} exception was never retrieved",
            "exception": self._exception,
            "future": self,
        }
        if self._source_traceback:
            context["source_traceback"] = self._source_traceback
        self._loop.call_exception_handler(context)

    __class_getitem__ = classmethod(GenericAlias)

    @property
    def _log_traceback(self):
        return self.__log_traceback

    @_log_traceback.setter
    def _log_traceback(self, value):
        if value:
            raise ValueError("_log_traceback can only be set to False")
        self.__log_traceback = False

    @property
    def _asyncio_awaited_by(self):
        waiting = self.__asyncio_awaited_by
        return None if waiting is None else frozenset(waiting)

    def get_loop(self):
        """The loop it belongs to."""
        if self._loop is None:
            raise RuntimeError("Future object is not initialized.")
        return self._loop

    def _make_cancelled_error(self):
        """The CancelledError to raise: that with which the task ended the first time, then new ones."""
        if self._cancelled_exc is not None:
            exc, self._cancelled_exc = self._cancelled_exc, None
            return exc
        if self._cancel_message is None:
            return exceptions.CancelledError()
        return exceptions.CancelledError(self._cancel_message)

    def cancel(self, msg=None):
        """Cancel it and schedule the callbacks; False if it was done already."""
        self.__log_traceback = False
        if self._state is not _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self.__schedule_callbacks()
        return True

    def __schedule_callbacks(self):
        if not self._callbacks:
            return
        callbacks = self._callbacks[:]
        self._callbacks[:] = []
        call_soon = self._loop.call_soon
        for callback, context in callbacks:
            call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        """Whether it has a result or an exception, or is cancelled."""
        return self._state != _PENDING

    def result(self):
        """The result; raises the exception instead if there is one."""
        if self._state == _FINISHED:
            self.__log_traceback = False
            if self._exception is not None:
                raise self._exception.with_traceback(self._exception_tb)
            return self._result
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        raise exceptions.InvalidStateError("Result is not ready.")

    def exception(self):
        """The exception that was set, or None if it ended well."""
        if self._state == _FINISHED:
            self.__log_traceback = False
            return self._exception
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        raise exceptions.InvalidStateError("Exception is not set.")

    def add_done_callback(self, fn, *, context=None):
        """Call `fn` with the future through the loop, in `context` (else a copy of this one), once it is done."""
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, contextvars.copy_context() if context is None else context))

    def remove_done_callback(self, fn):
        """Remove all callbacks equal to `fn`; their number."""
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        """End it with a result."""
        if self._state != _PENDING:
            raise exceptions.InvalidStateError(f"{self._state}: {self!r}")
        self._result = result
        self._state = _FINISHED
        self.__schedule_callbacks()

    def set_exception(self, exception):
        """End it with an exception, or with one made of the class given."""
        if self._state != _PENDING:
            raise exceptions.InvalidStateError(f"{self._state}: {self!r}")
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            substitute = RuntimeError(
                "StopIteration interacts badly with generators and cannot be raised into a Future")
            substitute.__cause__ = substitute.__context__ = exception
            exception = substitute
        self._exception = exception
        # What result() raises begins here each time, however often it is raised.
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self.__schedule_callbacks()
        self.__log_traceback = True

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


_PyFuture = Future


def _get_loop(fut):
    # get_loop() is young: futures of libraries may have the attribute alone.
    try:
        get_loop = fut.get_loop
    except AttributeError:
        return fut._loop
    return get_loop()


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


def _convert_future_exc(exc):
    """An exception of concurrent.futures as one of this package."""
    if type(exc) is concurrent.futures.CancelledError:
        return exceptions.CancelledError(*exc.args).with_traceback(exc.__traceback__)
    if type(exc) is concurrent.futures.InvalidStateError:
        return exceptions.InvalidStateError(*exc.args).with_traceback(exc.__traceback__)
    return exc


def _set_concurrent_future_state(concurrent, source):
    """End a future of concurrent.futures as `source` ended."""
    assert source.done()
    if source.cancelled():
        concurrent.cancel()
    if not concurrent.set_running_or_notify_cancel():
        return
    error = source.exception()
    if error is None:
        concurrent.set_result(source.result())
    else:
        concurrent.set_exception(_convert_future_exc(error))


def _copy_future_state(source, dest):
    """End `dest` as `source`, which may be of concurrent.futures, ended."""
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
        return
    error = source.exception()
    if error is None:
        dest.set_result(source.result())
    else:
        dest.set_exception(_convert_future_exc(error))


def _chain_future(source, destination):
    """Make `destination` end as `source` does, and cancel `source` if it is cancelled. Either may be of
    concurrent.futures or belong to the loop of another thread."""
    def loop_of(future, role):
        if isfuture(future):
            return _get_loop(future)
        if not isinstance(future, concurrent.futures.Future):
            raise TypeError(f"A future is required for {role} argument")
        return None

    source_loop = loop_of(source, "source")
    dest_loop = loop_of(destination, "destination")

    def set_state(future, other):
        if isfuture(future):
            _copy_future_state(other, future)
        else:
            _set_concurrent_future_state(future, other)

    def check_cancel(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is events._get_running_loop():
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def pass_on(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is events._get_running_loop():
            set_state(destination, source)
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(set_state, destination, source)

    destination.add_done_callback(check_cancel)
    source.add_done_callback(pass_on)


def wrap_future(future, *, loop=None):
    """A Future that ends as the given one of concurrent.futures does."""
    if isfuture(future):
        return future
    assert isinstance(future, concurrent.futures.Future), f"concurrent.futures.Future is expected, got {future!r}"
    wrapped = (events.get_event_loop() if loop is None else loop).create_future()
    _chain_future(future, wrapped)
    return wrapped


def future_add_to_awaited_by(fut, waiter, /):
    """Note for call graphs that `waiter` waits for `fut`."""
    if isinstance(fut, _PyFuture) and isinstance(waiter, _PyFuture):
        if fut._Future__asyncio_awaited_by is None:
            fut._Future__asyncio_awaited_by = set()
        fut._Future__asyncio_awaited_by.add(waiter)


def future_discard_from_awaited_by(fut, waiter, /):
    """Note for call graphs that `waiter` waits for `fut` no longer."""
    if isinstance(fut, _PyFuture) and isinstance(waiter, _PyFuture):
        if fut._Future__asyncio_awaited_by is not None:
            fut._Future__asyncio_awaited_by.discard(waiter)


_py_future_add_to_awaited_by = future_add_to_awaited_by
_py_future_discard_from_awaited_by = future_discard_from_awaited_by

# The native ones take the place of those written in Python, which keep names of their own.
Future = _CFuture = _asyncio.Future
future_add_to_awaited_by = _c_future_add_to_awaited_by = _asyncio.future_add_to_awaited_by
future_discard_from_awaited_by = _c_future_discard_from_awaited_by = _asyncio.future_discard_from_awaited_by
