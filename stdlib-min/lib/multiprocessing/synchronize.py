"""Locks that processes share, made of the system's semaphores."""

import os
import sys
import threading
import time
import _multiprocessing

from . import context
from . import process
from . import util

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

# The kinds of `_multiprocessing.SemLock`.
RECURSIVE_MUTEX, SEMAPHORE = range(2)

SEM_VALUE_MAX = _multiprocessing.SemLock.SEM_VALUE_MAX
_ATTEMPTS = 100


class SemLock:
    """What the locks have in common: a semaphore, and how it gets to children.

    Forked children have it already, so in a `fork` context its name goes at once. Others open it by name; that goes with
    the object, or by the resource tracker if this process dies before.
    """

    def __init__(self, kind, value, maxvalue, *, ctx):
        if ctx is None:
            ctx = context._default_context.get_context()
        self._is_fork_ctx = ctx.get_start_method() == 'fork'
        self._semlock = made = self._create(kind, value, maxvalue)
        util.debug('created semlock with handle %s', made.handle)
        self._make_methods()
        util.register_after_fork(self, SemLock._after_fork)
        if made.name is not None:
            from .resource_tracker import register
            register(made.name, 'semaphore')
            util.Finalize(self, SemLock._cleanup, (made.name,), exitpriority=0)

    def _create(self, kind, value, maxvalue):
        for _ in range(_ATTEMPTS):
            try:
                return _multiprocessing.SemLock(
                    kind, value, maxvalue, self._make_name(), self._is_fork_ctx)
            except FileExistsError:
                pass
        raise FileExistsError('cannot find name for semaphore')

    @staticmethod
    def _make_name():
        prefix = process.current_process()._config['semprefix']
        return f'{prefix}-{os.urandom(6).hex()}'

    @staticmethod
    def _cleanup(name):
        from .resource_tracker import unregister
        _multiprocessing.sem_unlink(name)
        unregister(name, 'semaphore')

    def _after_fork(self):
        self._semlock._after_fork()

    def _make_methods(self):
        self.acquire = self._semlock.acquire
        self.release = self._semlock.release

    def locked(self):
        """Whether acquire() would have to wait."""
        return self._semlock._is_zero()

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        if self._is_fork_ctx:
            raise RuntimeError('A SemLock created in a fork context is being shared with a process '
                               'in a spawn context. This is not supported. Please use the same '
                               'context to create multiprocessing objects and Process.')
        made = self._semlock
        return made.handle, made.kind, made.maxvalue, made.name

    def __setstate__(self, state):
        self._semlock = _multiprocessing.SemLock._rebuild(*state)
        util.debug('recreated blocker with handle %r', state[0])
        self._is_fork_ctx = False
        self._make_methods()

    def _owner(self):
        """Who has it, for people, and how often."""
        made = self._semlock
        try:
            if made._is_mine():
                who = process.current_process().name
                thread = threading.current_thread().name
                if thread != 'MainThread':
                    who = f'{who}|{thread}'
                return who, made._count()
            if not made._is_zero():
                return 'None', 0
            return ('SomeOtherThread' if made._count() > 0 else 'SomeOtherProcess'), 'nonzero'
        except Exception:
            return 'unknown', 'unknown'


class Semaphore(SemLock):
    """A semaphore."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        """The value at this moment."""
        return self._semlock._get_value()

    def _value(self):
        try:
            return self.get_value()
        except Exception:
            return 'unknown'

    def __repr__(self):
        return f'<{type(self).__name__}(value={self._value()})>'


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot have more than it began with."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        most = self._semlock.maxvalue
        return f'<{type(self).__name__}(value={self._value()}, maxvalue={most})>'


class Lock(SemLock):
    """A lock, which anybody may release."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return f'<{type(self).__name__}(owner={self._owner()[0]})>'


class RLock(SemLock):
    """A lock of a thread of a process, which may take it again."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        who, count = self._owner()
        return f'<{type(self).__name__}({who}, {count})>'


class Condition:
    """A condition.

    Who waits adds one to `_sleeping_count`, and when it goes on one to `_woken_count`. Who notifies first settles the
    two, then gives `_wait_semaphore` once for each sleeper that it wakes, and stays until all those have taken theirs:
    what is left of them belongs to sleepers whose time was over.
    """

    def __init__(self, lock=None, *, ctx):
        self._lock = lock or ctx.RLock()
        self._sleeping_count = ctx.Semaphore(0)
        self._woken_count = ctx.Semaphore(0)
        self._wait_semaphore = ctx.Semaphore(0)
        self._make_methods()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        try:
            waiters = self._sleeping_count.get_value() - self._woken_count.get_value()
        except Exception:
            waiters = 'unknown'
        return f'<{type(self).__name__}({self._lock}, {waiters})>'

    def wait(self, timeout=None):
        """Give the lock back until notified, at most so many seconds; False if the time was over."""
        held = self._lock._semlock
        assert held._is_mine(), 'must acquire() condition before using wait()'
        self._sleeping_count.release()
        depth = held._count()
        for _ in range(depth):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(depth):
                self._lock.acquire()

    def notify(self, n=1):
        """Wake up to n of those who wait."""
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        assert not self._wait_semaphore.acquire(False), \
            'notify: Should not have been able to acquire _wait_semaphore'
        while self._woken_count.acquire(False):
            settled = self._sleeping_count.acquire(False)
            assert settled, 'notify: Bug in sleeping_count.acquire- res should not be False'
        woken = 0
        while woken < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            woken += 1
        if not woken:
            return
        for _ in range(woken):
            self._woken_count.acquire()
        while self._wait_semaphore.acquire(False):
            pass

    def notify_all(self):
        """Wake all who wait."""
        self.notify(n=sys.maxsize)

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true; its last result."""
        end = None if timeout is None else time.monotonic() + timeout
        left = None
        while not (result := predicate()):
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
        return result


class Event:
    """An event: a flag and those who wait for it."""

    def __init__(self, *, ctx):
        self._cond = ctx.Condition(ctx.Lock())
        self._flag = ctx.Semaphore(0)       # 1: set

    def _look(self):
        if self._flag.acquire(False):
            self._flag.release()
            return True
        return False

    def is_set(self):
        """Whether it is set."""
        with self._cond:
            return self._look()

    def set(self):
        """Set it and wake all who wait."""
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        """Not set any more."""
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        """Wait until it is set, at most so many seconds; whether it is."""
        with self._cond:
            if self._look():
                return True
            self._cond.wait(timeout)
            return self._look()

    def __repr__(self):
        status = 'set' if self.is_set() else 'unset'
        return f'<{type(self).__qualname__} at {id(self):#x} {status}>'


class Barrier(threading.Barrier):
    """A barrier: that of threads, with its two numbers in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        from .heap import BufferWrapper
        self.__setstate__((parties, action, timeout, ctx.Condition(), BufferWrapper(2 * 4)))
        self._state = 0
        self._count = 0

    def __getstate__(self):
        return self._parties, self._action, self._timeout, self._cond, self._wrapper

    def __setstate__(self, state):
        self._parties, self._action, self._timeout, self._cond, self._wrapper = state
        self._array = self._wrapper.create_memoryview().cast('i')

    @property
    def _state(self):
        return self._array[0]

    @_state.setter
    def _state(self, value):
        self._array[0] = value

    @property
    def _count(self):
        return self._array[1]

    @_count.setter
    def _count(self, value):
        self._array[1] = value
