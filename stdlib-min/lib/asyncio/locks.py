"""Locks for the tasks of one event loop. They stop tasks, not threads, and are no protection against other threads."""

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier")

import collections
import enum

from . import exceptions, mixins


class _ContextManagerMixin:
    async def __aenter__(self):
        await self.acquire()
        # Nothing to bind: the lock has its name already.
        return None

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


def _describe(text, state, waiters):
    """The default text of an object, with its state."""
    if waiters:
        state += f", waiters:{len(waiters)}"
    return f"<{text[1:-1]} [{state}]>"


class Lock(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock that one task has at a time; those that wait have it in the order in which they came."""

    def __init__(self):
        # Made when first needed.
        self._waiters = None
        self._locked = False

    def __repr__(self):
        return _describe(super().__repr__(), "locked" if self._locked else "unlocked", self._waiters)

    def locked(self):
        return self._locked

    async def acquire(self):
        """Wait until it is free, and take it. True."""
        # A lock that is free while others wait is promised to the first of them.
        if not self._locked and (self._waiters is None or all(w.cancelled() for w in self._waiters)):
            self._locked = True
            return True
        if self._waiters is None:
            self._waiters = collections.deque()
        turn = self._get_loop().create_future()
        self._waiters.append(turn)
        try:
            try:
                await turn
            finally:
                self._waiters.remove(turn)
        except exceptions.CancelledError:
            # Perhaps it was this one's turn: then it is the next one's now.
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        return True

    def release(self):
        """Free it. Whoever waits first gets it."""
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_up_first()

    def _wake_up_first(self):
        if self._waiters:
            turn = self._waiters[0]
            if not turn.done():
                turn.set_result(True)


class Event(mixins._LoopBoundMixin):
    """A flag that tasks can wait for."""

    def __init__(self):
        self._waiters = collections.deque()
        self._value = False

    def __repr__(self):
        return _describe(super().__repr__(), "set" if self._value else "unset", self._waiters)

    def is_set(self):
        return self._value

    def set(self):
        """Set the flag, and wake all that wait."""
        if self._value:
            return
        self._value = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        """Wait until the flag is set. True."""
        if self._value:
            return True
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


class Condition(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock, and a way to wait, with the lock given up, until another task says that something has changed."""

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = collections.deque()

    def __repr__(self):
        return _describe(super().__repr__(), "locked" if self.locked() else "unlocked", self._waiters)

    async def wait(self):
        """Give the lock up, wait for notify(), and take the lock again. True.

        It may return without a notify(): look at the state again.
        """
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = self._get_loop().create_future()
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                try:
                    await waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
            finally:
                # The caller expects the lock to be his, cancelled or not.
                cancelled = None
                while True:
                    try:
                        await self.acquire()
                        break
                    except exceptions.CancelledError as exc:
                        cancelled = exc
                if cancelled is not None:
                    try:
                        raise cancelled
                    finally:
                        # No cycle through the traceback.
                        cancelled = None
        except BaseException:
            # A notify() may have been meant for this one, which will not look at the state.
            self._notify(1)
            raise

    async def wait_for(self, predicate):
        """Wait until the predicate is true; its value."""
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake at most `n` of those that wait. They go on when the lock, which the caller must have, is free."""
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._notify(n)

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                n -= 1
                waiter.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A number of slots. Tasks that wait for one get it in the order in which they came."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = None
        self._value = value

    def __repr__(self):
        state = "locked" if self.locked() else f"unlocked, value:{self._value}"
        return _describe(super().__repr__(), state, self._waiters)

    def locked(self):
        """Whether acquire() would wait."""
        # Slots that are free while others wait are promised to them.
        return self._value == 0 or any(not w.cancelled() for w in self._waiters or ())

    async def acquire(self):
        """Take a slot, or wait for one. True."""
        if not self.locked():
            self._value -= 1
            return True
        if self._waiters is None:
            self._waiters = collections.deque()
        turn = self._get_loop().create_future()
        self._waiters.append(turn)
        try:
            try:
                await turn
            finally:
                self._waiters.remove(turn)
        except exceptions.CancelledError:
            if turn.done() and not turn.cancelled():
                # Cancelled with a slot in hand.
                self._value += 1
            raise
        finally:
            # Several slots may be free: those that waited behind this one can go on too.
            while self._value > 0 and self._wake_up_next():
                pass
        return True

    def release(self):
        """Give a slot back."""
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        """Give a slot to the first that waits; False if nobody does."""
        for turn in self._waiters or ():
            if not turn.done():
                self._value -= 1
                # Done, and not cancelled: it has a slot.
                turn.set_result(True)
                return True
        return False


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot have more slots than it began with."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class _BarrierState(enum.Enum):
    FILLING = "filling"
    DRAINING = "draining"
    RESETTING = "resetting"
    BROKEN = "broken"


class Barrier(mixins._LoopBoundMixin):
    """Tasks wait here until there are `parties` of them; then all go on, and it can be used again."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._cond = Condition()
        self._parties = parties
        self._state = _BarrierState.FILLING
        # Tasks inside.
        self._count = 0

    def __repr__(self):
        state = self._state.value
        if not self.broken:
            state += f", waiters:{self.n_waiting}/{self.parties}"
        return _describe(super().__repr__(), state, None)

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Wait for the others; a number from 0 to parties - 1, another one for each task."""
        async with self._cond:
            await self._block()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    await self._release()
                else:
                    await self._wait()
                return index
            finally:
                self._count -= 1
                self._exit()

    async def _block(self):
        """Wait until those of the last time are out."""
        await self._cond.wait_for(
            lambda: self._state not in (_BarrierState.DRAINING, _BarrierState.RESETTING))
        if self._state is _BarrierState.BROKEN:
            raise exceptions.BrokenBarrierError("Barrier aborted")

    async def _release(self):
        """The last one lets all go."""
        self._state = _BarrierState.DRAINING
        self._cond.notify_all()

    async def _wait(self):
        await self._cond.wait_for(lambda: self._state is not _BarrierState.FILLING)
        if self._state in (_BarrierState.BROKEN, _BarrierState.RESETTING):
            raise exceptions.BrokenBarrierError("Abort or reset of barrier")

    def _exit(self):
        """The last one out lets the next ones in."""
        if self._count == 0:
            if self._state in (_BarrierState.RESETTING, _BarrierState.DRAINING):
                self._state = _BarrierState.FILLING
            self._cond.notify_all()

    async def reset(self):
        """Back to the start. Tasks that wait get a BrokenBarrierError."""
        async with self._cond:
            if self._count == 0:
                self._state = _BarrierState.FILLING
            elif self._state is not _BarrierState.RESETTING:
                self._state = _BarrierState.RESETTING
            self._cond.notify_all()

    async def abort(self):
        """Break it: all that wait or come get a BrokenBarrierError, until reset()."""
        async with self._cond:
            self._state = _BarrierState.BROKEN
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        """How many tasks wait for the others."""
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        return self._state is _BarrierState.BROKEN
