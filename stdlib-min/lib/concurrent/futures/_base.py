"""Future, the base of the executors, and waiting for several futures at once.

Invariant: the state of a future changes only with its condition held, along
PENDING -> RUNNING -> FINISHED or PENDING -> CANCELLED -> CANCELLED_AND_NOTIFIED. Whoever waits for
several futures leaves a `_Waiter` with each; a future reports to its waiters, once, when it gets
into a final state, and at once to those that come later.
"""

import threading
from time import monotonic as _monotonic

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_NAMES = {
    PENDING: "pending",
    RUNNING: "running",
    CANCELLED: "cancelled",
    CANCELLED_AND_NOTIFIED: "cancelled",
    FINISHED: "finished",
}
_CANCELLED_STATES = (CANCELLED, CANCELLED_AND_NOTIFIED)
_DONE_STATES = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)
_FINAL_STATES = (CANCELLED_AND_NOTIFIED, FINISHED)


class Error(Exception):
    """Base class of the errors of this package."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError             # the builtin one, under this address too


class InvalidStateError(Error):
    """The operation is not allowed in the future's state."""


class BrokenExecutor(RuntimeError):
    """The executor cannot be used any more."""


def _logger():
    """The logger of the package: `logging` is loaded only when there is something to say."""
    import logging
    return logging.getLogger("concurrent.futures")


class _Waiter:
    """Takes note of futures that end, and wakes one waiting thread.

    The event is set once `missing` futures have reported, or by a failed one with `on_error`.
    """

    __slots__ = ("lock", "event", "ended", "missing", "on_error")

    def __init__(self, missing, on_error=False):
        self.lock = threading.Lock()
        self.event = threading.Event()
        self.ended = []
        self.missing = missing
        self.on_error = on_error

    def report(self, future, failed):
        with self.lock:
            self.ended.append(future)
            self.missing -= 1
            wake = self.missing <= 0 or failed and self.on_error
        if wake:
            self.event.set()

    def take(self):
        """Return what has ended since the last time."""
        with self.lock:
            ended, self.ended = self.ended, []
            self.event.clear()
        return ended


class Future:
    """The result that a call running elsewhere will have. Executors create them."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        head = f"<{self.__class__.__name__} at {id(self):#x} state="
        with self._condition:
            state = _NAMES[self._state]
            if self._state != FINISHED:
                return f"{head}{state}>"
            if self._exception:
                return f"{head}{state} raised {self._exception.__class__.__name__}>"
            return f"{head}{state} returned {self._result.__class__.__name__}>"

    def cancel(self):
        """Cancel the call if it has not begun; returns whether it is cancelled."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in _CANCELLED_STATES:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Return whether the call was cancelled."""
        with self._condition:
            return self._state in _CANCELLED_STATES

    def running(self):
        """Return whether the call is running."""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Return whether the call has ended or was cancelled."""
        with self._condition:
            return self._state in _DONE_STATES

    def add_done_callback(self, fn):
        """Have fn(future) called when the future is done; at once if it is."""
        with self._condition:
            if self._state not in _DONE_STATES:
                self._done_callbacks.append(fn)
                return
        self._call_back(fn)

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception:
            _logger().exception("exception calling callback for %r", self)

    def _await_done(self, timeout):
        """Wait, with the condition held; raises if cancelled or if the time is over."""
        if self._state not in _DONE_STATES:
            self._condition.wait(timeout)
        if self._state in _CANCELLED_STATES:
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def result(self, timeout=None):
        """Return what the call returned, or raise what it raised.

        Waits up to `timeout` seconds (TimeoutError); CancelledError if it was cancelled.
        """
        try:
            with self._condition:
                self._await_done(timeout)
            if self._exception is not None:
                raise self._exception
            return self._result
        finally:
            self = None                 # no cycle through the traceback

    def exception(self, timeout=None):
        """Return what the call raised, None if it returned; waits and raises like result()."""
        with self._condition:
            self._await_done(timeout)
            return self._exception

    # What follows is for executors and tests.

    def set_running_or_notify_cancel(self):
        """Mark as running; False if the future was cancelled and the call must not be made."""
        with self._condition:
            if self._state == PENDING:
                self._state = RUNNING
                return True
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.report(self, False)
                # No notify_all() here: cancel() did that.
                return False
        _logger().critical("Future %s in unexpected state: %s", id(self), self._state)
        raise RuntimeError("Future in unexpected state")

    def _finish(self, result, exception):
        with self._condition:
            if self._state in _DONE_STATES:
                raise InvalidStateError(f"{self._state}: {self!r}")
            self._result = result
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.report(self, exception is not None)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_result(self, result):
        """Set what the call returned."""
        self._finish(result, None)

    def set_exception(self, exception):
        """Set what the call raised."""
        self._finish(None, exception)

    def _enroll(self, waiter):
        with self._condition:
            if self._state not in _FINAL_STATES:
                self._waiters.append(waiter)
                return
        waiter.report(self, self._exception is not None)

    def _withdraw(self, waiter):
        with self._condition:
            if waiter in self._waiters:
                self._waiters.remove(waiter)

    __class_getitem__ = classmethod(type(list[int]))


def as_completed(fs, timeout=None):
    """Iterate over the futures in the order in which they end.

    TimeoutError if not all have ended `timeout` seconds after the iteration began. Each future is
    given once; no reference to it is kept afterwards.
    """
    deadline = None if timeout is None else _monotonic() + timeout
    fs = set(fs)
    total = len(fs)
    waiter = _Waiter(1)
    for f in fs:
        f._enroll(waiter)
    f = None
    try:
        while fs:
            ended = waiter.take()
            if not ended:
                left = None
                if deadline is not None:
                    left = deadline - _monotonic()
                    if left < 0:
                        raise TimeoutError(f"{len(fs)} (of {total}) futures unfinished")
                waiter.event.wait(left)
                continue
            ended.reverse()
            while ended:
                fs.remove(ended[-1])
                ended[-1]._withdraw(waiter)
                yield ended.pop()
    finally:
        for f in fs:
            f._withdraw(waiter)


def _done_and_not_done():
    """The class of the result of wait(), made when it is first needed."""
    cls = globals().get("DoneAndNotDoneFutures")
    if cls is None:
        from collections import namedtuple
        cls = namedtuple("DoneAndNotDoneFutures", "done not_done", module=__name__)
        cls = globals().setdefault("DoneAndNotDoneFutures", cls)
    return cls


def __getattr__(name):
    if name == "DoneAndNotDoneFutures":
        return _done_and_not_done()
    if name == "LOGGER":
        return _logger()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all (or the first, or the first failed) of the futures have ended.

    Returns the sets `done` and `not_done`; not an error if `timeout` seconds pass before.
    """
    fs = set(fs)
    if any(f._state not in _FINAL_STATES for f in fs):
        if return_when == FIRST_COMPLETED:
            waiter = _Waiter(1)
        elif return_when in (FIRST_EXCEPTION, ALL_COMPLETED):
            waiter = _Waiter(len(fs), return_when == FIRST_EXCEPTION)
        else:
            raise ValueError(f"Invalid return condition: {return_when!r}")
        for f in fs:
            f._enroll(waiter)
        try:
            waiter.event.wait(timeout)
        finally:
            for f in fs:
                f._withdraw(waiter)
    done = {f for f in fs if f._state in _FINAL_STATES}
    return _done_and_not_done()(done, fs - done)


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future                      # no cycle through the traceback


class Executor:
    """Base class of what runs calls."""

    def submit(self, fn, /, *args, **kwargs):
        """Arrange fn(*args, **kwargs) and return its future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """Iterate over the results of fn, called with the items of the iterables, in their order.

        `timeout` seconds are counted from this call (TimeoutError). With `buffersize` no more than
        that many calls are under way ahead of the iteration; otherwise all are submitted now.
        `chunksize` has no meaning for threads.
        """
        if buffersize is not None and not isinstance(buffersize, int):
            raise TypeError("buffersize must be an integer or None")
        if buffersize is not None and buffersize < 1:
            raise ValueError("buffersize must be None or > 0")
        deadline = None if timeout is None else timeout + _monotonic()
        calls = zip(*iterables)
        if buffersize is None:
            futures = [self.submit(fn, *args) for args in calls]
            calls = executor_ref = None
        else:
            from itertools import islice
            futures = [self.submit(fn, *args) for args in islice(calls, buffersize)]
            # The iterator does not keep the executor alive.
            from _weakref import ref
            executor_ref = ref(self)
        return _results(futures, fn, calls, executor_ref, deadline)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; `wait` for those arranged, or cancel those that did not begin."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def _results(futures, fn, calls, executor_ref, deadline):
    """The generator behind Executor.map(); must begin at its first item, hence not in map()."""
    from _collections import deque
    futures = deque(futures)
    try:
        while futures:
            executor = None if executor_ref is None else executor_ref()
            if executor is not None:
                args = next(calls, None)
                if args is not None:
                    futures.append(executor.submit(fn, *args))
                executor = args = None
            if deadline is None:
                yield _result_or_cancel(futures.popleft())
            else:
                yield _result_or_cancel(futures.popleft(), deadline - _monotonic())
    finally:
        for future in futures:
            future.cancel()
