"""Queues for the tasks of one event loop."""

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")

import collections
import heapq
from types import GenericAlias

from . import locks, mixins


class QueueEmpty(Exception):
    """get_nowait() of an empty queue."""


class QueueFull(Exception):
    """put_nowait() into a full queue."""


class QueueShutDown(Exception):
    """put() or get() of a queue that was shut down."""


class Queue(mixins._LoopBoundMixin):
    """First in, first out. put() waits while there are `maxsize` items; 0: it never does."""

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        # Futures of those that wait in get() and put().
        self._getters = collections.deque()
        self._putters = collections.deque()
        self._unfinished_tasks = 0
        self._finished = locks.Event()
        self._finished.set()
        self._init(maxsize)
        self._is_shutdown = False

    # The store, which other kinds of queues replace.

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def _wakeup_next(self, waiters):
        """Wake the first that was not cancelled."""
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    __class_getitem__ = classmethod(GenericAlias)

    def _format(self):
        parts = [f"maxsize={self._maxsize!r}"]
        if getattr(self, "_queue", None):
            parts.append(f"_queue={list(self._queue)!r}")
        if self._getters:
            parts.append(f"_getters[{len(self._getters)}]")
        if self._putters:
            parts.append(f"_putters[{len(self._putters)}]")
        if self._unfinished_tasks:
            parts.append(f"tasks={self._unfinished_tasks}")
        if self._is_shutdown:
            parts.append("shutdown")
        return " ".join(parts)

    def qsize(self):
        return len(self._queue)

    @property
    def maxsize(self):
        return self._maxsize

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    def _give_up(self, turn, line, useless):
        """A task is cancelled while it waits. If it was its turn, it is the next one's now, unless that would be useless."""
        turn.cancel()
        try:
            line.remove(turn)
        except ValueError:
            # Woken already.
            pass
        if not useless and not turn.cancelled():
            self._wakeup_next(line)

    async def put(self, item):
        """Put an item in; waits while the queue is full."""
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            turn = self._get_loop().create_future()
            self._putters.append(turn)
            try:
                await turn
            except:
                self._give_up(turn, self._putters, self.full())
                raise
        return self.put_nowait(item)

    def put_nowait(self, item):
        """Put an item in, or QueueFull."""
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        self._wakeup_next(self._getters)

    async def get(self):
        """Take an item out; waits for one."""
        while self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            turn = self._get_loop().create_future()
            self._getters.append(turn)
            try:
                await turn
            except:
                self._give_up(turn, self._getters, self.empty())
                raise
        return self.get_nowait()

    def get_nowait(self):
        """Take an item out, or QueueEmpty."""
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        self._wakeup_next(self._putters)
        return item

    def task_done(self):
        """The work on an item that was taken out is finished."""
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    async def join(self):
        """Wait until the work on all items is finished."""
        if self._unfinished_tasks > 0:
            await self._finished.wait()

    def shutdown(self, immediate=False):
        """From now on put() raises QueueShutDown, and get() does when the queue is empty: at once with `immediate`,
        which drops the items."""
        self._is_shutdown = True
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished_tasks > 0:
                    self._unfinished_tasks -= 1
            if self._unfinished_tasks == 0:
                self._finished.set()
        for line in (self._getters, self._putters):
            while line:
                self._wakeup_next(line)


class PriorityQueue(Queue):
    """The lowest item comes out first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """The item that went in last comes out first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
