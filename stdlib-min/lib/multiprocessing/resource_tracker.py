"""A process that outlives this program and removes the semaphores and shared memory that it left behind.

Every process of the program writes lines to one pipe: "REGISTER:name:type", "UNREGISTER:name:type", or "PROBE:0:noop",
which only finds out whether somebody reads. Names with a line's end in them travel as JSON, and so can everything else. A line is written by one
call and short enough to stay in one piece. When the last writer is gone the tracker sees the end of the pipe and cleans up.
"""

import base64
import json
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque

import _multiprocessing
import _posixshmem

from . import spawn
from . import util

__all__ = ['ensure_running', 'register', 'unregister']

_IGNORED_SIGNALS = signal.SIGINT, signal.SIGTERM
_LONGEST_LINE = 512             # the least that a pipe must take in one piece


def cleanup_noop(name):
    """The type of probes, which nothing has."""
    raise RuntimeError('noop should never be registered or cleaned up')


_CLEANUP_FUNCS = {
    'noop': cleanup_noop,
    'dummy': lambda name: None,     # for tests
    'semaphore': _multiprocessing.sem_unlink,
    'shared_memory': _posixshmem.shm_unlink,
}


class ReentrantCallError(RuntimeError):
    """A collection or a signal handler came back here in the middle of a call."""


class ResourceTracker:
    """This process's end of the pipe."""

    def __init__(self):
        self._lock = threading.RLock()
        self._fd = None
        self._pid = None            # only in the process that has started the tracker
        self._exitcode = None
        self._waitpid_timed_out = False
        self._use_simple_format = True      # where the name allows it
        # Lines that came while this thread was in here already.
        self._reentrant_messages = deque()

    def __del__(self):
        self._stop(use_blocking_lock=False, wait_timeout=1.0)

    def _reentrant_call_error(self):
        raise ReentrantCallError('Reentrant call into the multiprocessing resource tracker')

    # the end

    def _stop(self, use_blocking_lock=True, wait_timeout=None):
        got = self._lock.acquire(blocking=use_blocking_lock)
        try:
            self._stop_locked(wait_timeout=wait_timeout)
        finally:
            if got:
                self._lock.release()

    # The defaults are there when modules are being emptied.
    def _stop_locked(self, close=os.close, waitpid=os.waitpid,
                     waitstatus_to_exitcode=os.waitstatus_to_exitcode, monotonic=time.monotonic,
                     sleep=time.sleep, WNOHANG=os.WNOHANG, wait_timeout=None):
        if self._lock._recursion_count() > 1:
            raise self._reentrant_call_error()
        if self._fd is None or self._pid is None:
            return
        close(self._fd)
        self._fd = None
        pid, self._pid = self._pid, None
        self._exitcode = None
        end = None if wait_timeout is None else monotonic() + wait_timeout
        pause = 0.002
        while True:
            try:
                found, status = waitpid(pid, 0 if end is None else WNOHANG)
            except ChildProcessError:
                return
            if found:
                break
            # Another process may hold the pipe open.
            left = end - monotonic()
            if left <= 0:
                self._waitpid_timed_out = True
                return
            sleep(min(pause, left))
            pause = min(2 * pause, 0.1)
        try:
            self._exitcode = waitstatus_to_exitcode(status)
        except ValueError:
            pass

    def _after_fork_in_child(self):
        self._lock._at_fork_reinit()
        self._reentrant_messages.clear()
        self._pid = self._exitcode = None
        if self._fd is not None and not getattr(_fork_intent, 'preserve_fd', False):
            # A plain fork: a child that lives on must not keep the tracker waiting.
            fd, self._fd = self._fd, None
            try:
                os.close(fd)
            except OSError:
                pass

    # the beginning

    def getfd(self):
        """The descriptor to write to."""
        self.ensure_running()
        return self._fd

    def ensure_running(self):
        """Start the tracker unless there is one, of this process or its parent."""
        return self._ensure_running_and_write()

    def _ensure_running_and_write(self, msg=None):
        with self._lock:
            if self._lock._recursion_count() > 1:
                if msg is None:
                    raise self._reentrant_call_error()
                return self._reentrant_messages.append(msg)
            if self._fd is None:
                self._launch()
                if msg is not None:
                    self._write(msg)
            else:
                try:
                    self._write(msg or self._make_probe_message())
                except OSError:
                    self._teardown_dead_process()
                    self._launch()
                    # What the dead tracker was told is lost, this line is not.
                    if msg is not None:
                        self._write(msg)
            while self._reentrant_messages:
                self._write(self._reentrant_messages.popleft())

    def _check_alive(self):
        """Whether somebody reads."""
        try:
            os.write(self._fd, self._make_probe_message())
        except OSError:
            return False
        return True

    def _teardown_dead_process(self):
        os.close(self._fd)
        if self._pid is not None:
            try:
                os.waitpid(self._pid, 0)
            except ChildProcessError:
                pass
        self._fd = self._pid = self._exitcode = None
        warnings.warn('resource_tracker: process died unexpectedly, relaunching.  '
                      'Some resources might leak.')

    def _launch(self):
        kept = []
        try:
            kept.append(sys.stderr.fileno())
        except Exception:
            pass
        reader, writer = os.pipe()
        try:
            program = spawn.get_executable()
            command = f'from multiprocessing.resource_tracker import main;main({reader})'
            args = [program, *util._args_from_interpreter_flags(), '-c', command]
            # It must not die of a Ctrl-C before it has got to ignoring it.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _IGNORED_SIGNALS)
            try:
                pid = util.spawnv_passfds(program, args, [*kept, reader])
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        except BaseException:
            os.close(writer)
            raise
        finally:
            os.close(reader)
        self._fd = writer
        self._pid = pid

    # lines

    def register(self, name, rtype):
        """Remove this when the program has ended, unless it is unregistered."""
        self._send('REGISTER', name, rtype)

    def unregister(self, name, rtype):
        """It was removed."""
        self._send('UNREGISTER', name, rtype)

    def _make_probe_message(self):
        if self._use_simple_format:
            return b'PROBE:0:noop\n'
        return _as_json(cmd='PROBE', rtype='noop')

    def _send(self, cmd, name, rtype):
        if self._use_simple_format and '\n' not in name:
            line = f'{cmd}:{name}:{rtype}\n'.encode('ascii')
            if len(line) > _LONGEST_LINE:
                raise ValueError('msg too long')
        else:
            raw = name.encode('utf-8', 'surrogateescape')
            if len(raw) > 255:
                raise ValueError('shared memory name too long (max 255 bytes)')
            line = _as_json(cmd=cmd, rtype=rtype,
                            base64_name=base64.urlsafe_b64encode(raw).decode('ascii'))
        self._ensure_running_and_write(line)

    def _write(self, line):
        done = os.write(self._fd, line)
        assert done == len(line), f'{done} of {len(line)} bytes written'


def _as_json(**fields):
    return json.dumps(fields, separators=(',', ':')).encode('ascii') + b'\n'


_fork_intent = threading.local()        # `preserve_fd`: the child that is being forked is one of ours
_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
getfd = _resource_tracker.getfd

os.register_at_fork(after_in_child=_resource_tracker._after_fork_in_child)


# --- the tracker -------------------------------------------------------------------------

def _decode_message(line):
    """Command, type and name of a line."""
    if not line.startswith(b'{'):
        cmd, rest = line.strip().decode('ascii').split(':', maxsplit=1)
        name, rtype = rest.rsplit(':', maxsplit=1)
        return cmd, rtype, name
    try:
        fields = json.loads(line.decode('ascii'))
    except Exception as error:
        raise ValueError(f'malformed resource_tracker message: {line!r}') from error
    found = fields['cmd'], fields['rtype'], fields.get('base64_name', '')
    if not all(isinstance(each, str) for each in found):
        raise ValueError(f'malformed resource_tracker fields: {fields!r}')
    cmd, rtype, encoded = found
    try:
        return cmd, rtype, base64.urlsafe_b64decode(encoded).decode('utf-8', 'surrogateescape')
    except ValueError as error:
        raise ValueError(f'malformed resource_tracker base64_name: {encoded!r}') from error


def _obey(line, known):
    cmd, rtype, name = _decode_message(line)
    if rtype not in _CLEANUP_FUNCS:
        raise ValueError(f'Cannot register {name} for automatic cleanup: '
                         f'unknown resource type {rtype}')
    if cmd == 'REGISTER':
        known[rtype].add(name)
    elif cmd == 'UNREGISTER':
        known[rtype].remove(name)
    elif cmd != 'PROBE':
        raise RuntimeError(f'unrecognized command {cmd!r}')


def _clean_up(known, status):
    """Remove what is left; the exit status."""
    for rtype, names in known.items():
        if names:
            status = 1
            if rtype != 'dummy':
                try:
                    warnings.warn(f'resource_tracker: There appear to be {len(names)} leaked '
                                  f'{rtype} objects to clean up at shutdown: {names}')
                except Exception:
                    pass
        for name in names:
            try:
                _CLEANUP_FUNCS[rtype](name)
            except Exception as error:
                status = 2
                warnings.warn(f'resource_tracker: {name!r}: {error}')
    return status


def main(fd):
    """Be the tracker: read lines from a descriptor until its end."""
    # Ctrl-C and a kill of the whole group are for the program; the tracker cleans up after it.
    for number in _IGNORED_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _IGNORED_SIGNALS)
    for stream in (sys.stdin, sys.stdout):
        try:
            stream.close()
        except Exception:
            pass
    known = {rtype: set() for rtype in _CLEANUP_FUNCS}
    status = 0
    try:
        with open(fd, 'rb') as lines:
            for line in lines:
                try:
                    _obey(line, known)
                except Exception:
                    status = 3
                    try:
                        sys.excepthook(*sys.exc_info())
                    except BaseException:
                        pass
    finally:
        sys.exit(_clean_up(known, status))
