"""The interface of the package with threads in the place of processes."""

import array
import sys
import threading
import weakref
from queue import Queue
from threading import BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore, Barrier

from .connection import Pipe

__all__ = ['Process', 'current_process', 'active_children', 'freeze_support', 'Lock', 'RLock',
           'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier', 'Queue', 'Manager',
           'Pipe', 'Pool', 'JoinableQueue']


class DummyProcess(threading.Thread):
    """A thread with a process's attributes."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}):
        threading.Thread.__init__(self, group, target, name, args, kwargs)
        self._pid = None
        self._children = weakref.WeakKeyDictionary()
        self._start_called = False
        self._parent = current_process()

    def start(self):
        """Start the thread, as a child of the one that made it."""
        if self._parent is not current_process():
            raise RuntimeError(
                f'Parent is {self._parent!r} but current_process is {current_process()!r}')
        self._start_called = True
        if hasattr(self._parent, '_children'):
            self._parent._children[self] = None
        threading.Thread.start(self)

    @property
    def exitcode(self):
        """0 once it has ended."""
        return 0 if self._start_called and not self.is_alive() else None


Process = DummyProcess
current_process = threading.current_thread
current_process()._children = weakref.WeakKeyDictionary()


def active_children():
    """The threads that this one has started and that run."""
    children = current_process()._children
    for child in list(children):
        if not child.is_alive():
            children.pop(child, None)
    return list(children)


def freeze_support():
    """Nothing: threads need none."""


class Namespace:
    """Attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        parts = sorted(f'{name}={value!r}' for name, value in self.__dict__.items()
                       if not name.startswith('_'))
        return f"{type(self).__name__}({', '.join(parts)})"


dict = dict
list = list


def Array(typecode, sequence, lock=True):
    """An array."""
    return array.array(typecode, sequence)


class Value:
    """A value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    @property
    def value(self):
        """What it is."""
        return self._value

    @value.setter
    def value(self, value):
        self._value = value

    def __repr__(self):
        return f'<{type(self).__name__}({self._typecode!r}, {self._value!r})>'


def Manager():
    """This module, which has everything that a manager has."""
    return sys.modules[__name__]


def shutdown():
    """Nothing: there is no server."""


def Pool(processes=None, initializer=None, initargs=()):
    """A pool of threads."""
    from ..pool import ThreadPool
    return ThreadPool(processes, initializer, initargs)


JoinableQueue = Queue
