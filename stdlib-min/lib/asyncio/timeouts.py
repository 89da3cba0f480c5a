"""Blocks of code that have to be finished in time."""

__all__ = ("Timeout", "timeout", "timeout_at")

import enum

from . import events, exceptions, tasks


class _State(enum.Enum):
    CREATED = "created"
    ENTERED = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXITED = "finished"


class Timeout:
    """`async with` it: when the time is over the task is cancelled, and the block ends with a TimeoutError."""

    def __init__(self, when):
        self._state = _State.CREATED
        self._timeout_handler = None
        self._task = None
        self._when = when

    def when(self):
        """The time of the loop's clock when it is over; None: never."""
        return self._when

    def reschedule(self, when):
        """Change the time."""
        if self._state is not _State.ENTERED:
            if self._state is _State.CREATED:
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._state.value} Timeout")
        self._when = when
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None
        if when is not None:
            loop = events.get_running_loop()
            if when <= loop.time():
                self._timeout_handler = loop.call_soon(self._on_timeout)
            else:
                self._timeout_handler = loop.call_at(when, self._on_timeout)

    def expired(self):
        """Whether the time was over before the block was left."""
        return self._state in (_State.EXPIRING, _State.EXPIRED)

    def __repr__(self):
        text = f"<Timeout [{self._state.value}]"
        if self._state is _State.ENTERED:
            text += f" when={None if self._when is None else round(self._when, 3)}"
        return text + ">"

    async def __aenter__(self):
        if self._state is not _State.CREATED:
            raise RuntimeError("Timeout has already been entered")
        task = tasks.current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = _State.ENTERED
        self._task = task
        # Who cancels the task from outside is told from the timeout by the count.
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        assert self._state in (_State.ENTERED, _State.EXPIRING)
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None
        if self._state is _State.ENTERED:
            self._state = _State.EXITED
            return
        self._state = _State.EXPIRED
        if self._task.uncancel() > self._cancelling or exc_type is None:
            return
        # Nobody else cancelled the task: the CancelledError is this timeout's.
        if issubclass(exc_type, exceptions.CancelledError):
            raise TimeoutError from exc_val
        if exc_val is not None:
            self._insert_timeout_error(exc_val)
            if isinstance(exc_val, ExceptionGroup):
                for exc in exc_val.exceptions:
                    self._insert_timeout_error(exc)

    def _on_timeout(self):
        assert self._state is _State.ENTERED
        self._task.cancel()
        self._state = _State.EXPIRING
        # No cycle of references.
        self._timeout_handler = None

    @staticmethod
    def _insert_timeout_error(exc_val):
        """The block's exception came while a CancelledError was handled: say that the time was over."""
        while (before := exc_val.__context__) is not None:
            if isinstance(before, exceptions.CancelledError):
                error = TimeoutError()
                error.__context__ = error.__cause__ = before
                exc_val.__context__ = error
                break
            exc_val = before


def timeout(delay):
    """A Timeout in `delay` seconds; None: never, until rescheduled."""
    loop = events.get_running_loop()
    return Timeout(None if delay is None else loop.time() + delay)


def timeout_at(when):
    """A Timeout at a time of the loop's clock."""
    return Timeout(when)
