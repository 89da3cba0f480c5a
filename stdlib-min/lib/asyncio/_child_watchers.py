"""Learning that a child process ended, and how."""

import itertools
import os
import threading
import warnings

from . import events
from .log import logger


def waitstatus_to_exitcode(status):
    """The code for a status of waitpid(); the status itself if it has no meaning."""
    try:
        return os.waitstatus_to_exitcode(status)
    except ValueError:
        return status


class _PidfdChildWatcher:
    """Waits for children by descriptors that become readable at their end. Needs no thread and no signal."""

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        fd = os.pidfd_open(pid)
        loop._add_reader(fd, self._do_wait, pid, fd, callback, args)

    def _do_wait(self, pid, pidfd, callback, args):
        events.get_running_loop()._remove_reader(pidfd)
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            # Somebody else in the program was faster.
            returncode = 255
            logger.warning('child process pid %d exit status already read:  '
                           'will report returncode 255', pid)
        else:
            returncode = waitstatus_to_exitcode(status)
        finally:
            os.close(pidfd)
        callback(pid, returncode, *args)


class _ThreadedChildWatcher:
    """Waits for each child in a thread of its own.

    The thread only learns that the child ended; the child is waited for in the loop, so that its number stays its own while
    the loop may send it a signal.
    """

    def __init__(self):
        self._pid_counter = itertools.count(0)
        self._threads = {}

    def __del__(self, _warn=warnings.warn):
        if any(thread.is_alive() for thread in list(self._threads.values())):
            _warn(f'{self.__class__} has registered but not finished child processes',
                  ResourceWarning, source=self)

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        thread = threading.Thread(target=self._do_waitpid, args=(loop, pid, callback, args),
                                  name=f'asyncio-waitpid-{next(self._pid_counter)}', daemon=True)
        self._threads[pid] = thread
        thread.start()

    def _do_waitpid(self, loop, expected_pid, callback, args):
        assert expected_pid > 0
        try:
            os.waitid(os.P_PID, expected_pid, os.WEXITED | os.WNOWAIT)
        except ChildProcessError:
            # `_reap` will tell.
            pass
        try:
            if loop.is_closed():
                raise RuntimeError
            loop.call_soon_threadsafe(self._reap_and_notify, loop, expected_pid, callback, args)
        except RuntimeError:
            # Nobody else would wait for the child.
            pid, _ = self._reap(loop, expected_pid)
            logger.warning('Loop %r that handles pid %r is closed', loop, pid)
        self._threads.pop(expected_pid)

    def _reap_and_notify(self, loop, expected_pid, callback, args):
        pid, returncode = self._reap(loop, expected_pid)
        callback(pid, returncode, *args)

    def _reap(self, loop, expected_pid):
        try:
            pid, status = os.waitpid(expected_pid, 0)
        except ChildProcessError:
            logger.warning('Unknown child process pid %d, will report returncode 255', expected_pid)
            return expected_pid, 255
        returncode = waitstatus_to_exitcode(status)
        if loop.get_debug():
            logger.debug('process %s exited with returncode %s', expected_pid, returncode)
        return pid, returncode


def can_use_pidfd():
    """Whether the system gives descriptors of processes."""
    if not hasattr(os, 'pidfd_open'):
        return False
    try:
        os.close(os.pidfd_open(os.getpid(), 0))
    except OSError:
        # A sandbox may forbid it.
        return False
    return True
