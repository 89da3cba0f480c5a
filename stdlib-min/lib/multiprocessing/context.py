"""Contexts: a start method, and everything that is made for processes started that way."""

import functools
import os
import sys
import threading

from . import process
from . import reduction

__all__ = ()


class ProcessError(Exception):
    """What goes wrong between processes."""


class BufferTooShort(ProcessError):
    """A message does not fit; its bytes are the argument."""


class TimeoutError(ProcessError):
    """The time is over."""


class AuthenticationError(ProcessError):
    """The other side does not know the key."""


class BaseContext:
    """Makes processes and what they share. Modules are loaded when something of theirs is asked for."""

    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError

    current_process = staticmethod(process.current_process)
    parent_process = staticmethod(process.parent_process)
    active_children = staticmethod(process.active_children)

    def cpu_count(self):
        """Number of processors of the machine."""
        found = os.cpu_count()
        if found is None:
            raise NotImplementedError('cannot determine number of cpus')
        return found

    # connections and managers

    def Manager(self):
        """A started manager: a process that keeps objects for others."""
        from .managers import SyncManager
        manager = SyncManager(ctx=self.get_context())
        manager.start()
        return manager

    def Pipe(self, duplex=True):
        """Two connected connections; if not duplex, the first receives and the second sends."""
        from .connection import Pipe
        return Pipe(duplex)

    # locks

    def Lock(self):
        """A lock."""
        from . import synchronize
        return synchronize.Lock(ctx=self.get_context())

    def RLock(self):
        """A lock that its owner may take again."""
        from . import synchronize
        return synchronize.RLock(ctx=self.get_context())

    def Condition(self, lock=None):
        """A condition."""
        from . import synchronize
        return synchronize.Condition(lock, ctx=self.get_context())

    def Semaphore(self, value=1):
        """A semaphore."""
        from . import synchronize
        return synchronize.Semaphore(value, ctx=self.get_context())

    def BoundedSemaphore(self, value=1):
        """A semaphore that never has more than it began with."""
        from . import synchronize
        return synchronize.BoundedSemaphore(value, ctx=self.get_context())

    def Event(self):
        """An event."""
        from . import synchronize
        return synchronize.Event(ctx=self.get_context())

    def Barrier(self, parties, action=None, timeout=None):
        """A barrier."""
        from . import synchronize
        return synchronize.Barrier(parties, action, timeout, ctx=self.get_context())

    # queues and pools

    def Queue(self, maxsize=0):
        """A queue for many processes, which a thread feeds."""
        from . import queues
        return queues.Queue(maxsize, ctx=self.get_context())

    def JoinableQueue(self, maxsize=0):
        """A queue that knows how many of its items are done."""
        from . import queues
        return queues.JoinableQueue(maxsize, ctx=self.get_context())

    def SimpleQueue(self):
        """A queue without a thread: a pipe and two locks."""
        from . import queues
        return queues.SimpleQueue(ctx=self.get_context())

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        """A pool of worker processes."""
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild,
                    context=self.get_context())

    # shared values

    def RawValue(self, typecode_or_type, *args):
        """A shared value without a lock."""
        from . import sharedctypes
        return sharedctypes.RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        """A shared array without a lock."""
        from . import sharedctypes
        return sharedctypes.RawArray(typecode_or_type, size_or_initializer)

    def Value(self, typecode_or_type, *args, lock=True):
        """A shared value with a lock."""
        from . import sharedctypes
        return sharedctypes.Value(typecode_or_type, *args, lock=lock, ctx=self.get_context())

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        """A shared array with a lock."""
        from . import sharedctypes
        return sharedctypes.Array(typecode_or_type, size_or_initializer, lock=lock,
                                  ctx=self.get_context())

    # settings

    def freeze_support(self):
        """Run the child's part in a frozen program; nothing elsewhere."""
        if (getattr(sys, 'frozen', False)
                and self.get_start_method(allow_none=True) in ('spawn', None)):
            from .spawn import freeze_support
            freeze_support()

    def get_logger(self):
        """The package's logger."""
        from .util import get_logger
        return get_logger()

    def log_to_stderr(self, level=None):
        """Let the package's logger write to standard error."""
        from .util import log_to_stderr
        return log_to_stderr(level)

    def allow_connection_pickling(self):
        """Let connections and sockets be sent to other processes."""
        from . import connection    # which registers how

    def set_executable(self, executable):
        """The program that runs children of `spawn` and the fork server."""
        from .spawn import set_executable
        set_executable(executable)

    def set_forkserver_preload(self, module_names):
        """Modules that the fork server tries to import before it forks."""
        from .forkserver import set_forkserver_preload
        set_forkserver_preload(module_names)

    def get_context(self, method=None):
        """The context of a start method; this one without a name."""
        if method is None:
            return self
        try:
            found = _concrete_contexts[method]
        except KeyError:
            raise ValueError(f'cannot find context for {method!r}') from None
        found._check_available()
        return found

    def get_start_method(self, allow_none=False):
        """The name of the start method."""
        return self._name

    def set_start_method(self, method, force=False):
        """Only the default context has a choice."""
        raise ValueError('cannot set start method of concrete context')

    @property
    def reducer(self):
        """The module or object that says how objects are sent to other processes."""
        return globals().get('reduction')

    @reducer.setter
    def reducer(self, reduction):
        globals()['reduction'] = reduction

    def _check_available(self):
        pass


class Process(process.BaseProcess):
    """A process of the default context."""

    _start_method = None

    @staticmethod
    def _Popen(process_obj):
        return _default_context.get_context().Process._Popen(process_obj)

    @staticmethod
    def _after_fork():
        return _default_context.get_context().Process._after_fork()


class DefaultContext(BaseContext):
    """One of the concrete contexts, once it is known which."""

    Process = Process

    def __init__(self, context=None):
        if context is not None:
            self._default_context = context
        self._actual_context = None

    @functools.cached_property
    def _default_context(self):
        # Finding out looks for a directory, which importing the package should not.
        return _get_platform_default_context()

    def get_context(self, method=None):
        if method is not None:
            return super().get_context(method)
        if self._actual_context is None:
            self._actual_context = self._default_context
        return self._actual_context

    def set_start_method(self, method, force=False):
        """Choose the start method, once for the program; None with force: not chosen yet."""
        if self._actual_context is not None and not force:
            raise RuntimeError('context has already been set')
        if method is None and force:
            self._actual_context = None
        else:
            self._actual_context = self.get_context(method)

    def get_start_method(self, allow_none=False):
        if self._actual_context is None and allow_none:
            return None
        return self.get_context()._name

    def get_all_start_methods(self):
        """The names of all start methods, the default first."""
        default = self._default_context.get_start_method()
        return [default, *(name for name in _concrete_contexts if name != default)]


class ForkProcess(process.BaseProcess):
    """A process that begins as a copy of its parent."""

    _start_method = 'fork'

    @staticmethod
    def _Popen(process_obj):
        from .popen_fork import Popen
        return Popen(process_obj)


class SpawnProcess(process.BaseProcess):
    """A process that begins with a fresh interpreter."""

    _start_method = 'spawn'

    @staticmethod
    def _Popen(process_obj):
        from .popen_spawn_posix import Popen
        return Popen(process_obj)

    @staticmethod
    def _after_fork():
        pass                            # nothing was forked


class ForkServerProcess(process.BaseProcess):
    """A process that begins as a copy of a server with one thread."""

    _start_method = 'forkserver'

    @staticmethod
    def _Popen(process_obj):
        from .popen_forkserver import Popen
        return Popen(process_obj)


class ForkContext(BaseContext):
    """Start method `fork`."""

    _name = 'fork'
    Process = ForkProcess


class SpawnContext(BaseContext):
    """Start method `spawn`."""

    _name = 'spawn'
    Process = SpawnProcess


class ForkServerContext(BaseContext):
    """Start method `forkserver`."""

    _name = 'forkserver'
    Process = ForkServerProcess

    def _check_available(self):
        if not reduction.HAVE_SEND_HANDLE:
            raise ValueError('forkserver start method not available')


_concrete_contexts = {each._name: each for each in (
    ForkContext(), SpawnContext(), ForkServerContext())}


def _get_platform_default_context():
    """The fork server where it can have its socket, else `spawn`."""
    from . import util
    able = reduction.HAVE_SEND_HANDLE and util._has_writeable_tempdir()
    return _concrete_contexts['forkserver' if able else 'spawn']


_default_context = DefaultContext()


def _force_start_method(method):
    """In a child: what its parent chose."""
    _default_context._actual_context = _concrete_contexts[method]


# Which child the running thread is writing a pickle for.
_spawning = threading.local()


def get_spawning_popen():
    """The Popen of the child that a pickle is being made for, if any."""
    return getattr(_spawning, 'popen', None)


def set_spawning_popen(popen):
    """From now on pickles are for this child; None: for nobody."""
    _spawning.popen = popen


def assert_spawning(obj):
    """Refuse to pickle what only a child may get."""
    if get_spawning_popen() is None:
        raise RuntimeError(f'{type(obj).__name__} objects should only be shared between processes'
                           ' through inheritance')
