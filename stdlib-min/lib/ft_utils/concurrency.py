"""Collections for many threads.

AtomicInt64, AtomicReference, ConcurrentDict and ConcurrentDeque are native; what is built on them is here.

Queues: each item has a number, from one on. A producer takes the next number and stores its item under it; a consumer
takes a number only when the item of that number was announced (`_take_below`), so a consumer that gives up leaves
nothing behind. An item that was announced and is not stored yet is waited for: its producer is between two statements.
Consumers that find nothing announce themselves in `_waiting` before they look for the last time and sleep; producers
look at `_waiting` after they announced their item. Both counters are sequentially consistent: one of the two sees the
other, and the lock of the condition is only taken when somebody sleeps.
"""

import os
import threading
import time
from collections import deque
from queue import Empty, Full, ShutDown

from ft_utils._concurrency import AtomicInt64, AtomicReference, ConcurrentDeque, ConcurrentDict
from ft_utils.local import LocalWrapper

__all__ = [
    "AtomicFlag", "AtomicInt64", "AtomicReference", "ConcurrentDeque", "ConcurrentDict",
    "ConcurrentGatheringIterator", "ConcurrentQueue", "Empty", "Full", "ProcessSemaphore", "ShutDown",
    "StdConcurrentQueue",
]

_MISSING = object()
# How long who polls yields only, and how long it sleeps at most between two looks after that, in seconds.
_YIELDING, _NAP = 0.005, 0.02


class AtomicFlag:
    """A boolean whose changes are atomic."""

    def __init__(self, value):
        self._value = AtomicInt64(1 if value else 0)

    def set(self, value):
        """Set the flag."""
        self._value.set(1 if value else 0)

    def __bool__(self):
        return bool(self._value)

    def __repr__(self):
        return repr(bool(self))


class _Pause:
    """Waits between two looks: yields first, then sleeps ever longer. `until` bounds it; None: no bound."""

    __slots__ = ("_until", "_length")

    def __init__(self, until=None):
        self._until = until
        self._length = 0

    def __call__(self):
        """Wait a little; False if the time is over."""
        now = time.monotonic()
        if self._until is not None and now >= self._until:
            return False
        length = self._length
        self._length = min(length * 1.5, _NAP) if length > _YIELDING / 100 else length + _YIELDING / 1000
        if length < _YIELDING / 100:
            time.sleep(0)
        elif self._until is not None:
            time.sleep(min(length, self._until - now))
        else:
            time.sleep(length)
        return True


def _dictionary(scaling):
    return ConcurrentDict() if scaling is None else ConcurrentDict(scaling)


def _deadline(timeout):
    return None if timeout is None else time.monotonic() + timeout


class ConcurrentGatheringIterator:
    """Gathers values by their keys 0, 1, 2... from many threads, in any order, and gives them in the order of the keys."""

    def __init__(self, scaling=None):
        self._dict = _dictionary(scaling)
        self._cond = threading.Condition()
        self._waiting = AtomicInt64()
        self._failed = AtomicFlag(False)

    def insert(self, key, value):
        """Store a value. If that raises, all iterators fail."""
        try:
            self._dict[key] = value
        except BaseException:
            self._failed.set(True)
            raise
        finally:
            if self._waiting:
                with self._cond:
                    self._cond.notify_all()

    def _look(self, key, clear):
        return self._dict.pop(key, _MISSING) if clear else self._dict.get(key, _MISSING)

    def _wait(self, key, clear):
        """The value of a key, as soon as it is there."""
        self._waiting.incr()
        try:
            with self._cond:
                while True:
                    value = self._look(key, clear)
                    if value is not _MISSING:
                        return value
                    if self._failed:
                        raise RuntimeError("Iterator insertion failed")
                    self._cond.wait()
        finally:
            self._waiting.decr()

    def iterator(self, max_key, clear=True):
        """Iterate over the values of the keys 0 to max_key; waits for those that are missing.

        With `clear` each value is removed when it is given. RuntimeError if an insertion failed.
        """
        for key in range(max_key + 1):
            value = self._look(key, clear)
            if value is _MISSING:
                value = self._wait(key, clear)
            yield value

    def iterator_local(self, max_key, clear=True):
        """As `iterator`, each value in a LocalWrapper."""
        for value in self.iterator(max_key, clear):
            yield LocalWrapper(value)


class ConcurrentQueue:
    """A first-in first-out queue for many producers and consumers.

    With `lock_free` consumers poll instead of sleeping on a condition. `scaling` is the number of threads to expect.
    """

    _SHUTDOWN, _FAILED, _SHUT_NOW = 1, 2, 4

    def __init__(self, scaling=None, lock_free=False):
        self._dict = _dictionary(scaling)
        self._cond = threading.Condition()
        self._waiting = AtomicInt64()
        self._flags = AtomicInt64()
        self._inkey = AtomicInt64()
        self._outkey = AtomicInt64()
        self._lock_free = lock_free

    def _wake(self, everybody=False):
        if self._waiting:
            with self._cond:
                if everybody:
                    self._cond.notify_all()
                else:
                    self._cond.notify()

    def push(self, value):
        """Add a value. ShutDown if the queue is shut down."""
        if self._flags & self._SHUTDOWN:
            raise ShutDown
        try:
            self._dict[self._inkey.incr()] = value
        except BaseException:
            # The number is gone: nobody could get past it.
            self._flags |= self._FAILED
            self._wake(everybody=True)
            raise
        self._wake()

    def size(self):
        """Number of values at this moment."""
        out = self._outkey.get()
        return max(0, self._inkey.get() - out)

    def empty(self):
        """Whether there is no value at this moment."""
        return self.size() == 0

    def shutdown(self, immediate=False):
        """Refuse further values. What is there can still be taken, unless `immediate`."""
        self._flags |= self._SHUTDOWN | (self._SHUT_NOW if immediate else 0)
        self._wake(everybody=True)

    def _check(self):
        """Raise what ends every `pop`."""
        flags = self._flags.get()
        if flags & self._SHUT_NOW:
            raise ShutDown
        if flags & self._FAILED:
            raise RuntimeError("Queue failed")

    def _take(self):
        """The number of the next value; None if there is none."""
        # Before the look for a value: what was pushed before the shutdown is found.
        shut = self._flags & self._SHUTDOWN
        self._check()
        number = self._outkey._take_below(self._inkey)
        if number is None and shut:
            raise ShutDown
        return number

    def _sleep(self, timeout):
        """Wait on the condition: the number of a value; None if the time is over."""
        until = _deadline(timeout)
        self._waiting.incr()
        try:
            with self._cond:
                while (number := self._take()) is None:
                    if until is None:
                        self._cond.wait()
                    else:
                        left = until - time.monotonic()
                        if left <= 0:
                            return None
                        self._cond.wait(left)
                return number
        finally:
            self._waiting.decr()

    def _poll(self, timeout):
        """As `_sleep`, looking again and again."""
        pause = _Pause(_deadline(timeout))
        while (number := self._take()) is None:
            if not pause():
                return None
        return number

    def _fetch(self, number):
        """The value of a number that was announced."""
        value = self._dict.pop(number, _MISSING)
        if value is _MISSING:
            pause = _Pause()
            while (value := self._dict.pop(number, _MISSING)) is _MISSING:
                if self._flags & self._FAILED:
                    raise RuntimeError("Queue failed")
                pause()
        return value

    def pop(self, timeout=None):
        """Take the first value; waits for one, for `timeout` seconds at most.

        Empty: the time is over. ShutDown: the queue is shut down and empty, or was shut down immediately. RuntimeError: a
        value could not be stored.
        """
        number = self._take()
        if number is None:
            if timeout is None or timeout > 0:
                number = self._poll(timeout) if self._lock_free else self._sleep(timeout)
            if number is None:
                raise Empty
        return self._fetch(number)

    def pop_local(self, timeout=None):
        """As `pop`; the value in a LocalWrapper."""
        return LocalWrapper(self.pop(timeout))


def _check_timeout(timeout):
    if timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


class StdConcurrentQueue(ConcurrentQueue):
    """A ConcurrentQueue with the methods of queue.Queue.

    `maxsize` is a bound for each producer's look at the size: producers that look at the same time may together put in
    more. Waiting polls.
    """

    def __init__(self, maxsize=0):
        super().__init__(scaling=max(1, (os.cpu_count() or 2) // 2), lock_free=True)
        self._maxsize = max(maxsize, 0)
        self._active_tasks = AtomicInt64()

    def qsize(self):
        """Number of items at this moment."""
        return self.size()

    def full(self):
        """Whether there are `maxsize` items at this moment."""
        return 0 < self._maxsize <= self.size()

    def get(self, block=True, timeout=None):
        """Take the first item. Empty: there is none, or not in time."""
        if not block:
            return self.pop(0)
        _check_timeout(timeout)
        return self.pop(timeout)

    def put(self, item, block=True, timeout=None):
        """Add an item. Full: there is no room, or not in time."""
        if block:
            _check_timeout(timeout)
        if self.full():
            pause = _Pause(_deadline(timeout))
            while self.full():
                if self._flags & self._SHUTDOWN:
                    raise ShutDown
                if not block or not pause():
                    raise Full
        # Before the item can be taken: who takes it may say at once that it is done.
        self._active_tasks.incr()
        try:
            self.push(item)
        except BaseException:
            self._active_tasks.decr()
            raise

    def put_nowait(self, item):
        """Add an item, or raise Full."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Take the first item, or raise Empty."""
        return self.get(block=False)

    def task_done(self):
        """Say that the work on an item that was taken is finished."""
        if self._active_tasks.decr() < 0:
            self._active_tasks.incr()
            raise ValueError("task_done() called too many times")

    def join(self):
        """Wait until the work on all items is finished, or the queue is shut down immediately."""
        pause = _Pause()
        while self._active_tasks and not self._flags & self._SHUT_NOW:
            pause()


class _Turn:
    """One task that waits for a ProcessSemaphore: its loop, the future it waits for, whether it was given a slot."""

    __slots__ = ("loop", "future", "given")

    def __init__(self, loop):
        self.loop = loop
        self.future = loop.create_future()
        self.given = False

    def wake(self):
        if not self.future.done():
            self.future.set_result(None)


class ProcessSemaphore:
    """A counting semaphore for tasks of all event loops of the process; first come, first served.

    Waiting stops the task, not its thread.
    """

    def __init__(self, value):
        if value < 1:
            raise ValueError(f"value must be >= 1, got {value}")
        self._lock = threading.Lock()
        self._free = self._value = value
        self._turns = deque()

    async def acquire(self):
        """Take a slot; waits for one."""
        with self._lock:
            if self._free > 0 and not self._turns:
                self._free -= 1
                return
            import asyncio
            turn = _Turn(asyncio.get_running_loop())
            self._turns.append(turn)
        try:
            await turn.future
        except BaseException:
            with self._lock:
                if not turn.given:
                    if turn in self._turns:
                        self._turns.remove(turn)
                    raise
            # Cancelled with a slot in hand.
            self.release()
            raise

    def release(self):
        """Give a slot back, to the first task that waits. ValueError if none was taken."""
        with self._lock:
            if self._free == self._value:
                raise ValueError("release() called more times than acquire()")
            while self._turns:
                turn = self._turns.popleft()
                # Before its loop can run it.
                turn.given = True
                try:
                    turn.loop.call_soon_threadsafe(turn.wake)
                    return
                except RuntimeError:
                    # Its loop is closed: nobody is there to take the slot.
                    turn.given = False
            self._free += 1

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()
