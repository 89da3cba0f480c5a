"""Process objects: of this process, its parent and its children.

A process object runs nothing by itself. Its start method's `Popen` starts a child, which comes to `_bootstrap` by
fork or by a pickle; the parent keeps the `Popen` to ask after the child.
"""

import itertools
import os
import signal
import sys
import threading
from _weakrefset import WeakSet

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None

_dangling = WeakSet()       # every process object, for tests that look for leaks
_exitcode_to_name = {-int(number): f'-{number.name}' for number in signal.Signals}


def current_process():
    """The object of the process that asks."""
    return _current_process


def parent_process():
    """The object of the parent; None in a process that this package did not start."""
    return _parent_process


def active_children():
    """The children that have not ended yet; those that have are joined."""
    _cleanup()
    return list(_children)


def _cleanup():
    for child in list(_children):
        popen = child._popen
        if popen is not None and popen.poll() is not None:
            _children.discard(child)


class BaseProcess:
    """A call that runs in a process of its own; the interface is that of `threading.Thread`."""

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        parent = _current_process
        self._identity = (*parent._identity, next(_process_counter))
        self._config = dict(parent._config)
        self._parent_pid = os.getpid()
        self._parent_name = parent.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs) if kwargs else {}
        self._name = name or f"{type(self).__name__}-{':'.join(map(str, self._identity))}"
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    # life

    def run(self):
        """What the child does: call the target. For subclasses to replace."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Start the child."""
        self._check_closed()
        assert self._popen is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), \
            'can only start a process object created by current process'
        assert not _current_process._config.get('daemon'), \
            'daemonic processes are not allowed to have children'
        _cleanup()
        self._popen = self._Popen(self)
        self._sentinel = self._popen.sentinel
        # The child has them now; here they would only keep things alive.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def interrupt(self):
        """Send SIGINT."""
        self._check_closed()
        self._popen.interrupt()

    def terminate(self):
        """Send SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        """Send SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        """Wait until the child has ended, or for so many seconds."""
        self._check_closed()
        assert self._parent_pid == os.getpid(), 'can only join a child process'
        assert self._popen is not None, 'can only join a started process'
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        """Whether the process runs."""
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Give up what belongs to a process that has ended."""
        popen = self._popen
        if popen is not None:
            if popen.poll() is None:
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            popen.close()
            self._popen = None
            del self._sentinel
            _children.discard(self)
        self._closed = True

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    # attributes

    @property
    def name(self):
        """A name for people; it need not be the only one."""
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        """Whether it ends with its parent, and may have no children."""
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        """What processes that belong together prove to each other that they know."""
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        """Exit status, or the negative number of the signal that ended it; None while it runs."""
        self._check_closed()
        return None if self._popen is None else self._popen.poll()

    @property
    def ident(self):
        """Number of the process in the system; None before start()."""
        self._check_closed()
        if self is _current_process:
            return os.getpid()
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that becomes readable when the process ends."""
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError('process not started') from None

    def __repr__(self):
        popen = self._popen
        code = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != os.getpid():
            status = 'unknown'
        elif popen is None:
            status = 'initial'
        else:
            code = popen.poll()
            status = 'started' if code is None else 'stopped'
        parts = [type(self).__name__, f'name={self._name!r}']
        if popen is not None:
            parts.append(f'pid={popen.pid}')
        parts += [f'parent={self._parent_pid}', status]
        if code is not None:
            parts.append(f'exitcode={_exitcode_to_name.get(code, code)}')
        if self.daemon:
            parts.append('daemon')
        return f"<{' '.join(parts)}>"

    # the child

    def _bootstrap(self, parent_sentinel=None):
        """Be the child: become the current process, run, and give the exit status."""
        from . import util
        try:
            try:
                self._become_current(parent_sentinel)
                util.info('child process calling self.run()')
                self.run()
                status = 0
            except SystemExit as leaving:
                status = _status_of(leaving.code)
            except BaseException:
                import traceback
                status = 1
                sys.stderr.write(f'Process {self.name}:\n')
                traceback.print_exc()
        finally:
            threading._shutdown()
            util.info('process exiting with exitcode %d', status)
            util._flush_std_streams()
        return status

    def _become_current(self, parent_sentinel):
        global _children, _current_process, _parent_process, _process_counter
        from . import context, util
        if self._start_method is not None:
            context._force_start_method(self._start_method)
        _process_counter = itertools.count(1)
        _children = set()
        util._close_stdin()
        before = _current_process       # alive until what is registered for forks has run
        _current_process = self
        _parent_process = _ParentProcess(self._parent_name, self._parent_pid, parent_sentinel)
        if threading._HAVE_THREAD_NATIVE_ID:
            threading.main_thread()._set_native_id()
        self._after_fork()
        del before

    @staticmethod
    def _after_fork():
        from . import util
        util._finalizer_registry.clear()
        util._run_after_forkers()


def _status_of(code):
    """The exit status that SystemExit means."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    sys.stderr.write(f'{code}\n')
    return 1


class AuthenticationString(bytes):
    """A key, which must not leave the process but to a child."""

    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError('Pickling an AuthenticationString object is '
                            'disallowed for security reasons')
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    """The parent, as its child knows it: a number, and a descriptor that tells of its end."""

    def __init__(self, name, pid, sentinel):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._sentinel = sentinel
        self._config = {}

    def is_alive(self):
        from .connection import wait
        return not wait([self._sentinel], timeout=0)

    @property
    def ident(self):
        """Number of the process in the system."""
        return self._pid

    pid = ident

    def join(self, timeout=None):
        """Wait until the parent has ended, or for so many seconds."""
        from .connection import wait
        wait([self._sentinel], timeout=timeout)


class _MainProcess(BaseProcess):
    """The process that was there first."""

    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {'authkey': AuthenticationString(os.urandom(32)), 'semprefix': '/mp'}

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()
_process_counter = itertools.count(1)
_children = set()
