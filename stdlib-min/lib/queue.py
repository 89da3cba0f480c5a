"""Queues between threads.

Queue, LifoQueue and PriorityQueue share one lock with three conditions; what the kinds differ in
is how items are kept (`_init`, `_qsize`, `_put`, `_get`: called with the lock held, and open to
subclasses). SimpleQueue is native.
"""

import threading
from _collections import deque
from _heapq import heappop, heappush
from _queue import Empty, SimpleQueue
from time import monotonic as time

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Full(Exception):
    """Raised by put() if there is no room."""


class ShutDown(Exception):
    """Raised by put() after shutdown(), and by get() once nothing is left."""


class Queue:
    """First in, first out. `maxsize` 0 or less means unbounded."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def task_done(self):
        """Say that an item taken with get() has been dealt with; see join()."""
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            if unfinished == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        """Wait until task_done() was called for every item ever put."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """Return how many items there are at the moment."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Return whether there are no items at the moment."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Return whether there is no room at the moment."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Add an item, waiting for room up to `timeout` seconds; then, or without `block`, Full."""
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                self._await_room(block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def _await_room(self, block, timeout):
        if not block:
            if self._qsize() >= self.maxsize:
                raise Full
            return
        deadline = _deadline(timeout)
        while self._qsize() >= self.maxsize:
            if deadline is None:
                self.not_full.wait()
            else:
                left = deadline - time()
                if left <= 0:
                    raise Full
                self.not_full.wait(left)
            if self.is_shutdown:
                raise ShutDown

    def get(self, block=True, timeout=None):
        """Take an item, waiting for one up to `timeout` seconds; then, or without `block`, Empty."""
        with self.not_empty:
            if not self._qsize():
                self._await_item(block, timeout)
            elif block and timeout is not None and timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            item = self._get()
            self.not_full.notify()
            return item

    def _await_item(self, block, timeout):
        if self.is_shutdown:
            raise ShutDown
        if not block:
            raise Empty
        deadline = _deadline(timeout)
        while not self._qsize():
            if deadline is None:
                self.not_empty.wait()
            else:
                left = deadline - time()
                if left <= 0:
                    raise Empty
                self.not_empty.wait(left)
            if self.is_shutdown and not self._qsize():
                raise ShutDown

    def put_nowait(self, item):
        """Add an item; Full if there is no room."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Take an item; Empty if there is none."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Refuse items from now on; with `immediate` also drop those that are there.

        Blocked callers of put() get ShutDown, those of get() once the queue is empty.
        """
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1
                self.all_tasks_done.notify_all()    # join() shall not wait for what was dropped
            self.not_empty.notify_all()
            self.not_full.notify_all()

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(type(list[int]))


def _deadline(timeout):
    if timeout is None:
        return None
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return time() + timeout


class PriorityQueue(Queue):
    """Smallest item first; items are often (priority, data)."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()
