"""Threads and what synchronises them.

Locks, thread-local data and the threads themselves are native (`_thread`); conditions, events,
semaphores, barriers and the book-keeping of Thread objects are here. Invariants: `_active` maps
the ident of each running thread to its Thread object, `_limbo` holds those between start() and
their first instruction, both change only under `_active_limbo_lock`; a condition's list of waiters
changes only while its lock is held.
"""

import sys as _sys
import _thread
from _collections import deque as _deque
from _operator import itemgetter as _itemgetter
from _thread import (
    LockType as Lock, RLock, TIMEOUT_MAX, _get_main_thread_ident, _local as local,
    _make_thread_handle, _ThreadHandle, allocate_lock as _allocate_lock,
    daemon_threads_allowed as _daemon_threads_allowed, error as ThreadError, get_ident,
    get_native_id, stack_size, start_joinable_thread as _start_joinable_thread,
)
from _weakrefset import WeakSet as _WeakSet
from itertools import count as _count
from time import monotonic as _time

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread",
    "TIMEOUT_MAX", "Event", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier",
    "BrokenBarrierError", "Timer", "ThreadError", "setprofile", "settrace", "local", "stack_size",
    "excepthook", "ExceptHookArgs", "gettrace", "getprofile", "setprofile_all_threads",
    "settrace_all_threads", "get_native_id",
]

_CRLock = _RLock = RLock
_HAVE_THREAD_NATIVE_ID = True
_set_name = getattr(_thread, "set_name", None)


def _deprecated(old, instead):
    import warnings
    warnings.warn(f"{old}() is deprecated, {instead} instead", DeprecationWarning, stacklevel=3)


# ---- hooks that new threads install ----

_profile_hook = None
_trace_hook = None


def setprofile(func):
    """Let every thread started from now on call sys.setprofile(func) first."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """Like setprofile(), also for the threads that run already."""
    setprofile(func)
    _sys._setprofileallthreads(func)


def getprofile():
    """Return the function set by setprofile()."""
    return _profile_hook


def settrace(func):
    """Let every thread started from now on call sys.settrace(func) first."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """Like settrace(), also for the threads that run already."""
    settrace(func)
    _sys._settraceallthreads(func)


def gettrace():
    """Return the function set by settrace()."""
    return _trace_hook


# ---- synchronisation ----

class Condition:
    """A place to wait until another thread, holding the same lock, says that something changed."""

    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        if hasattr(lock, "locked"):
            self.locked = lock.locked
        # A lock that can be taken more than once brings methods to let go of it entirely.
        if type(lock) is RLock:
            self._release_save = lock._release_save
            self._acquire_restore = lock._acquire_restore
            self._is_owned = lock._is_owned
        elif type(lock) is not Lock:
            for name in ("_release_save", "_acquire_restore", "_is_owned"):
                if hasattr(lock, name):
                    setattr(self, name, getattr(lock, name))
        self._waiters = _deque()

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, exc_type=None, exc_value=None, traceback=None):
        return self._lock.__exit__(exc_type, exc_value, traceback)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, state):
        self._lock.acquire()

    def _is_owned(self):
        # A plain lock does not know its owner: somebody has it is the best that can be said.
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Release the lock, wait to be notified, take the lock again.

        The timeout is in seconds; False says that it passed.
        """
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = _allocate_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        saved = self._release_save()
        notified = False
        try:
            if timeout is None:
                waiter.acquire()        # notify() releases it
                notified = True
            elif timeout <= 0:
                notified = waiter.acquire(False)
            else:
                notified = waiter.acquire(True, timeout)
            return notified
        finally:
            self._acquire_restore(saved)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true; returns its last value."""
        deadline = None
        left = timeout
        result = predicate()
        while not result:
            if left is not None:
                if deadline is None:
                    deadline = _time() + left
                else:
                    left = deadline - _time()
                    if left <= 0:
                        break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to `n` waiting threads."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        waiters = self._waiters
        while waiters and n > 0:
            waiter = waiters[0]
            try:
                waiter.release()
            except RuntimeError:
                pass                    # it gave up, interrupted before it took itself off
            else:
                n -= 1
            try:
                waiters.remove(waiter)
            except ValueError:
                pass

    def notify_all(self):
        """Wake all waiting threads."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """Deprecated name of notify_all()."""
        _deprecated("notifyAll", "use notify_all()")
        self.notify_all()


class Semaphore:
    """A counter that blocks the thread that would take it below zero."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        cls = self.__class__
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Decrement, waiting if the counter is zero; False if that was not possible in time."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                if timeout is not None:
                    if deadline is None:
                        deadline = _time() + timeout
                    else:
                        timeout = deadline - _time()
                        if timeout <= 0:
                            return False
                self._cond.wait(timeout)
            self._value -= 1
            return True

    __enter__ = acquire

    def release(self, n=1):
        """Increment by `n` and wake as many threads."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        cls = self.__class__
        return (f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: "
                f"value={self._value}/{self._initial_value}>")

    def release(self, n=1):
        """Increment by `n`; ValueError if that exceeds the initial value."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            self._cond.notify(n)


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        cls = self.__class__
        status = "set" if self._flag else "unset"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {status}>"

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        """Return True if the flag is set."""
        return self._flag

    def isSet(self):
        """Deprecated name of is_set()."""
        _deprecated("isSet", "use is_set()")
        return self.is_set()

    def set(self):
        """Set the flag and wake everybody."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Reset the flag."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is set; False if `timeout` seconds passed before."""
        if self._flag:
            return True
        with self._cond:
            return self._flag or self._cond.wait(timeout)


class BrokenBarrierError(RuntimeError):
    pass


# States of a barrier.
_FILLING, _DRAINING, _RESETTING, _BROKEN = 0, 1, -1, -2


class Barrier:
    """A point that a fixed number of threads pass together."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = _FILLING
        self._count = 0                 # threads inside wait()

    def __repr__(self):
        cls = self.__class__
        name = f"{cls.__module__}.{cls.__qualname__}"
        if self.broken:
            return f"<{name} at {id(self):#x}: broken>"
        return f"<{name} at {id(self):#x}: waiters={self.n_waiting}/{self.parties}>"

    def wait(self, timeout=None):
        """Wait for the others; returns a number, different for each of the threads.

        The last one to arrive runs the action. BrokenBarrierError if the barrier breaks.
        """
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            while self._state in (_DRAINING, _RESETTING):
                self._cond.wait()       # the round before is not over yet
            if self._state == _BROKEN:
                raise BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._open()
                else:
                    self._await_opening(timeout)
                return index
            finally:
                self._count -= 1
                if self._count == 0 and self._state in (_DRAINING, _RESETTING):
                    self._state = _FILLING
                    self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
        except:
            self._break()
            raise
        self._state = _DRAINING
        self._cond.notify_all()

    def _await_opening(self, timeout):
        if not self._cond.wait_for(lambda: self._state != _FILLING, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError

    def reset(self):
        """Empty the barrier; threads that wait get BrokenBarrierError."""
        with self._cond:
            if self._count == 0:
                self._state = _FILLING
            elif self._state in (_FILLING, _BROKEN):
                self._state = _RESETTING
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: all present and future waits fail until reset()."""
        with self._cond:
            self._break()

    def _break(self):
        self._state = _BROKEN
        self._cond.notify_all()

    @property
    def parties(self):
        """How many threads it takes to pass."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads are waiting now."""
        return self._count if self._state == _FILLING else 0

    @property
    def broken(self):
        """True if the barrier is broken."""
        return self._state == _BROKEN


# ---- uncaught exceptions ----

class _ExceptHookArgs(tuple):
    """What threading.excepthook receives: exc_type, exc_value, exc_traceback, thread."""

    __slots__ = ()
    __module__ = "_thread"
    __match_args__ = ("exc_type", "exc_value", "exc_traceback", "thread")
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0

    def __new__(cls, iterable=(), /):
        try:
            items = tuple(iterable)
        except TypeError:
            raise TypeError("constructor requires a sequence") from None
        if len(items) != 4:
            raise TypeError(
                f"_thread._ExceptHookArgs() takes a 4-sequence ({len(items)}-sequence given)")
        return tuple.__new__(cls, items)

    exc_type = property(_itemgetter(0), doc="Exception type")
    exc_value = property(_itemgetter(1), doc="Exception value")
    exc_traceback = property(_itemgetter(2), doc="Exception traceback")
    thread = property(_itemgetter(3), doc="Thread")

    def __repr__(self):
        items = ", ".join(f"{n}={v!r}" for n, v in zip(self.__match_args__, self))
        return f"_thread._ExceptHookArgs({items})"

    def __reduce__(self):
        return type(self), (tuple(self),)


ExceptHookArgs = _ExceptHookArgs


def excepthook(args, /):
    """Report an exception that ended a thread; SystemExit is silent.

    Assign another function to `threading.excepthook` to handle such exceptions differently.
    """
    if type(args) is not ExceptHookArgs:
        raise TypeError("_thread.excepthook argument type must be ExceptHookArgs")
    if args.exc_type == SystemExit:
        return
    thread = args.thread
    stderr = _sys.stderr
    if stderr is None:
        # The thread remembers the stream of the time it was created.
        stderr = None if thread is None else thread._stderr
        if stderr is None:
            return
    name = get_ident() if thread is None else thread.name
    print(f"Exception in thread {name}:", file=stderr, flush=True)
    if stderr is _sys.stderr:
        _sys.__excepthook__(args.exc_type, args.exc_value, args.exc_traceback)
    else:
        import traceback
        traceback.print_exception(
            args.exc_type, args.exc_value, args.exc_traceback, file=stderr)
    stderr.flush()


__excepthook__ = excepthook


def _report_uncaught(thread):
    """Call the current excepthook for the exception being handled; no exception gets out."""
    try:
        args = ExceptHookArgs([*_sys.exc_info(), thread])
        try:
            (excepthook or __excepthook__)(args)
        except Exception as exc:
            exc.__suppress_context__ = True
            stderr = _sys.stderr if _sys.stderr is not None else thread._stderr
            if stderr is not None:
                print("Exception in threading.excepthook:", file=stderr, flush=True)
            (_sys.excepthook or _sys.__excepthook__)(*_sys.exc_info())
    finally:
        args = None                     # no cycle through the traceback


# ---- threads ----

_counter = _count(1).__next__


def _newname(name_template):
    return name_template % _counter()


_active_limbo_lock = RLock()
_active = {}
_limbo = {}
_dangling = _WeakSet()                  # every Thread object that has not been joined and dropped


class Thread:
    """A function, or an overridden run(), that runs beside the caller once start() was called."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None,
                 context=None):
        """`daemon` None means: like the thread that creates this one; `context` is the
        contextvars.Context to run in, None for the usual one."""
        assert group is None, "group argument must be None for now"
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _newname("Thread-%d")
            if target is not None:
                try:
                    name += f" ({target.__name__})"
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        if daemon is not None:
            if daemon and not _daemon_threads_allowed():
                raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
            self._daemonic = daemon
        else:
            self._daemonic = current_thread().daemon
        self._context = context
        self._ident = None
        self._native_id = None
        self._os_thread_handle = _ThreadHandle()
        self._started = Event()
        self._initialized = True
        self._stderr = _sys.stderr
        _dangling.add(self)

    def _after_fork(self, new_ident=None):
        self._started._at_fork_reinit()
        if new_ident is None:           # this thread did not survive the fork
            if not self._os_thread_handle.is_done():
                self._os_thread_handle._set_done()
        else:
            self._ident = new_ident
            self._set_native_id()

    def _set_native_id(self):
        self._native_id = get_native_id()

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started.is_set():
            status = "stopped" if self._os_thread_handle.is_done() else "started"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{self.__class__.__name__}({self._name}, {status})>"

    def start(self):
        """Start the thread; RuntimeError if it was started before."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        if self._context is None and getattr(_sys.flags, "thread_inherit_context", 0):
            from contextvars import copy_context
            self._context = copy_context()
        with _active_limbo_lock:
            _limbo[self] = self
        try:
            _start_joinable_thread(
                self._bootstrap, handle=self._os_thread_handle, daemon=self.daemon)
        except BaseException:
            with _active_limbo_lock:
                _limbo.pop(self, None)
            raise
        # From here on ident and native_id are known. Not by the event: a thread that dies before it sets that (for
        # want of memory) is noticed as well.
        if not self._os_thread_handle._wait_begun():
            with _active_limbo_lock:
                _limbo.pop(self, None)
            raise RuntimeError("can't start new thread")

    def run(self):
        """Call the target; subclasses override this."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The arguments may refer back to this object.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        """What the new thread runs."""
        try:
            try:
                self._ident = get_ident()
                self._set_native_id()
                if self._name and _set_name is not None:
                    self._set_os_name()
                with _active_limbo_lock:
                    _active[self._ident] = self
                    _limbo.pop(self, None)
                self._started.set()
                self._os_thread_handle._begin()
            except:
                return                  # start() tells of it
            if _trace_hook:
                _sys.settrace(_trace_hook)
            if _profile_hook:
                _sys.setprofile(_profile_hook)
            try:
                if self._context is None:
                    self.run()
                else:
                    self._context.run(self.run)
            except:
                # At exit the script's names go while daemons run on: what they stumble over is nobody's mistake.
                if not (self._daemonic and _main_thread._os_thread_handle.is_done()):
                    self._invoke_excepthook(self)
        finally:
            self._delete()

    _invoke_excepthook = staticmethod(_report_uncaught)

    def _set_os_name(self):
        try:
            _set_name(self._name)
        except OSError:
            pass                        # a name for debuggers, nothing depends on it

    def _delete(self):
        with _active_limbo_lock:
            _active.pop(self._ident, None)

    def join(self, timeout=None):
        """Wait until the thread has ended, `timeout` seconds at most; see is_alive()."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is None:
            self._os_thread_handle.join()
        else:
            self._os_thread_handle.join(max(timeout, 0))

    @property
    def name(self):
        """A string for people; several threads may have the same."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)
        if get_ident() == self._ident and _set_name is not None:
            self._set_os_name()

    @property
    def ident(self):
        """The number that get_ident() gives in this thread; None before start()."""
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    @property
    def native_id(self):
        """The number that the operating system gave the thread; None before start()."""
        assert self._initialized, "Thread.__init__() not called"
        return self._native_id

    def is_alive(self):
        """Return whether the thread runs."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._os_thread_handle.is_done()

    @property
    def daemon(self):
        """Whether the program may end while this thread still runs."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if daemonic and not _daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this interpreter")
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        """Deprecated: see the attribute daemon."""
        _deprecated("isDaemon", "get the daemon attribute")
        return self.daemon

    def setDaemon(self, daemonic):
        """Deprecated: see the attribute daemon."""
        _deprecated("setDaemon", "set the daemon attribute")
        self.daemon = daemonic

    def getName(self):
        """Deprecated: see the attribute name."""
        _deprecated("getName", "get the name attribute")
        return self.name

    def setName(self, name):
        """Deprecated: see the attribute name."""
        _deprecated("setName", "set the name attribute")
        self.name = name


class Timer(Thread):
    """A thread that waits `interval` seconds and then calls the function, unless cancelled."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        """Stop the timer if it still waits."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread in which the program began."""

    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._started.set()
        self._ident = _get_main_thread_ident()
        self._native_id = get_native_id()
        self._os_thread_handle = _make_thread_handle(self._ident)
        with _active_limbo_lock:
            _active[self._ident] = self


class _Goodbye:
    """Sits in the thread-local data of a foreign thread; its end is the end of that thread."""

    def __init__(self, dummy):
        self._dummy = dummy
        self._ident = dummy.ident

    def __del__(self):
        if _active_limbo_lock is None:
            # The variables of the module went first, at the end of the program.
            return
        with _active_limbo_lock:
            if _active.get(self._ident) is self._dummy:
                _active.pop(self._ident, None)


_foreign = local()


class _DummyThread(Thread):
    """Stands for a thread that was not started through this module. Cannot be joined."""

    def __init__(self):
        super().__init__(name=_newname("Dummy-%d"), daemon=_daemon_threads_allowed())
        self._started.set()
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._os_thread_handle = _make_thread_handle(self._ident)
        with _active_limbo_lock:
            _active[self._ident] = self
        _foreign.goodbye = _Goodbye(self)

    def is_alive(self):
        if not self._os_thread_handle.is_done() and self._started.is_set():
            return True
        raise RuntimeError("thread is not alive")

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")

    def _after_fork(self, new_ident=None):
        if new_ident is not None:
            self.__class__ = _MainThread
            self._name = "MainThread"
            self._daemonic = False
        Thread._after_fork(self, new_ident=new_ident)


def current_thread():
    """Return the Thread object of the thread that calls this."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Deprecated name of current_thread()."""
    _deprecated("currentThread", "use current_thread()")
    return current_thread()


def active_count():
    """Return how many Thread objects are alive."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def activeCount():
    """Deprecated name of active_count()."""
    _deprecated("activeCount", "use active_count()")
    return active_count()


def enumerate():
    """Return a list of all Thread objects that are alive."""
    with _active_limbo_lock:
        return [*_active.values(), *_limbo.values()]


def main_thread():
    """Return the Thread object of the main thread."""
    return _main_thread


# ---- beginning and end ----

_main_thread = _MainThread()
_SHUTTING_DOWN = False
_threading_atexits = []


def _register_atexit(func, *arg, **kwargs):
    """Have a function called before the threads are joined at exit; last registered, first called."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append(lambda: func(*arg, **kwargs))


def _shutdown():
    """Called by the interpreter at exit: waits for all threads that are not daemons."""
    global _SHUTTING_DOWN
    if _main_thread._os_thread_handle.is_done() and _thread._is_main_interpreter():
        return
    _SHUTTING_DOWN = True
    for call in reversed(_threading_atexits):
        call()
    if _main_thread.ident == get_ident():
        _main_thread._os_thread_handle._set_done()      # whoever joins the main thread goes on
    _thread._shutdown()


def _after_fork():
    """Called in a forked child: only the thread that forked exists there."""
    global _active_limbo_lock, _main_thread
    _active_limbo_lock = RLock()
    ident = get_ident()
    try:
        current = _active[ident]
    except KeyError:
        current = _MainThread()
    _main_thread = current
    threads = {*_dangling, *_active.values(), *_limbo.values(), current}
    for thread in threads:
        thread._after_fork(new_ident=ident if thread is current else None)
    _limbo.clear()
    _active.clear()
    _active[ident] = current


try:
    from posix import register_at_fork as _register_at_fork
except ImportError:
    pass
else:
    _register_at_fork(after_in_child=_after_fork)
    del _register_at_fork
