"""A scheduler: what to do when, with any clock."""

import heapq
import itertools
import threading
import time
from time import monotonic as _monotonic
from collections import namedtuple

__all__ = ['scheduler']

Event = namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')
Event.time.__doc__ = 'When, in the units of the clock.'
Event.priority.__doc__ = 'Which of two events of one time comes first: the lower.'
Event.sequence.__doc__ = 'Which came first of two that are otherwise equal.'
Event.action.__doc__ = 'What is called.'
Event.argument.__doc__ = 'With which positional arguments.'
Event.kwargs.__doc__ = 'With which keywords.'

_missing = object()


class scheduler:
    """timefunc() gives the time, delayfunc(n) waits; any units."""

    def __init__(self, timefunc=_monotonic, delayfunc=time.sleep):
        self._queue = []
        self._lock = threading.RLock()
        self._numbers = itertools.count()
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=_missing):
        """A new event at a time; the event can be given to cancel()."""
        event = Event(time, priority, next(self._numbers), action, argument, {} if kwargs is _missing else kwargs)
        with self._lock:
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_missing):
        """A new event after a delay."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Removes an event; ValueError if it is not queued."""
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Runs events when they are due until there are none.

        Without blocking: those that are due, then the delay until the next one is the result.
        """
        while True:
            with self._lock:
                if not self._queue:
                    return None
                due = self._queue[0].time
                now = self.timefunc()
                event = heapq.heappop(self._queue) if due <= now else None
            if event is None:
                if not blocking:
                    return due - now
                self.delayfunc(due - now)
                continue
            event.action(*event.argument, **event.kwargs)
            # Others get a turn.
            self.delayfunc(0)

    @property
    def queue(self):
        """The events in the order in which they will run."""
        with self._lock:
            return sorted(self._queue)
