"""Children by fork."""

import atexit
import os
import signal

from . import util

__all__ = ['Popen']


class Popen:
    """A forked child, as its parent sees it."""

    method = 'fork'

    def __init__(self, process_obj):
        # What stands in buffers now would be written by both.
        util._flush_std_streams()
        self.returncode = None
        self.finalizer = None
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        """The number that a descriptor has in the child."""
        return fd

    def poll(self, flag=os.WNOHANG):
        """The exit status if the child has ended."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                # Somebody else has waited for it: nobody will ever know.
                return None
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        """Wait for the end, at most so many seconds; the exit status or None."""
        if self.returncode is not None:
            return self.returncode
        if timeout is not None:
            from .connection import wait
            if not wait([self.sentinel], timeout):
                return None
        # The descriptor may be closed a moment before the end: only a call that must not wait does not.
        return self.poll(os.WNOHANG if timeout == 0.0 else 0)

    def _send_signal(self, number):
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            pass
        except OSError:
            if self.wait(timeout=0.1) is None:
                raise

    def interrupt(self):
        """Send SIGINT."""
        self._send_signal(signal.SIGINT)

    def terminate(self):
        """Send SIGTERM."""
        self._send_signal(signal.SIGTERM)

    def kill(self):
        """Send SIGKILL."""
        self._send_signal(signal.SIGKILL)

    def _launch(self, process_obj):
        from .resource_tracker import _fork_intent
        # Each side holds the writing end of one pipe, so each can wait for the other's end.
        child_ends, held_by_child = os.pipe()
        parent_ends, held_by_parent = os.pipe()
        _fork_intent.preserve_fd = True
        try:
            self.pid = os.fork()
        finally:
            _fork_intent.preserve_fd = False
        if self.pid == 0:
            status = 1
            try:
                atexit._clear()
                atexit.register(util._exit_function)
                util.close_fds(child_ends, held_by_parent)
                status = process_obj._bootstrap(parent_sentinel=parent_ends)
            finally:
                atexit._run_exitfuncs()
                os._exit(status)
        util.close_fds(held_by_child, parent_ends)
        self.finalizer = util.Finalize(self, util.close_fds, (child_ends, held_by_parent))
        self.sentinel = child_ends

    def close(self):
        """Give the descriptors up."""
        if self.finalizer is not None:
            self.finalizer()
