"""Descriptors for processes that are no children being started: a thread hands them over to whoever asks.

What is pickled is the address of that thread and a number. Each descriptor is handed over once.
"""

import os
import signal
import sys
import threading

from . import process
from . import util
from .context import reduction

__all__ = ['stop', 'DupFd']


class DupFd:
    """A copy of a descriptor, for one process to take."""

    def __init__(self, fd):
        copy = os.dup(fd)
        self._id = _resource_sharer.register(
            lambda conn, pid: reduction.send_handle(conn, copy, pid), lambda: os.close(copy))

    def detach(self):
        """The descriptor, once."""
        with _resource_sharer.get_connection(self._id) as conn:
            return reduction.recv_handle(conn)


class _ResourceSharer:
    """The thread, its listener, and what it has to give: number -> (send, close)."""

    def __init__(self):
        self._lock = threading.Lock()
        self._cache = {}
        self._key = 0
        self._forget_thread()
        util.register_after_fork(self, _ResourceSharer._afterfork)

    def _forget_thread(self):
        self._listener = self._address = self._thread = None

    def register(self, send, close):
        """Have something to give; what it is asked for by."""
        with self._lock:
            if self._address is None:
                self._start()
            self._key += 1
            self._cache[self._key] = send, close
            return self._address, self._key

    @staticmethod
    def get_connection(ident):
        """A connection over which the thing will come."""
        from .connection import Client
        address, key = ident
        conn = Client(address, authkey=process.current_process().authkey)
        conn.send((key, os.getpid()))
        return conn

    def stop(self, timeout=None):
        """End the thread and close what nobody has asked for."""
        from .connection import Client
        with self._lock:
            if self._address is None:
                return
            with Client(self._address, authkey=process.current_process().authkey) as conn:
                conn.send(None)
            self._thread.join(timeout)
            if self._thread.is_alive():
                util.sub_warning('_ResourceSharer thread did not stop when asked')
            self._listener.close()
            self._forget_thread()
            self._close_all()

    def _close_all(self):
        for _, close in self._cache.values():
            close()
        self._cache.clear()

    def _afterfork(self):
        self._close_all()
        self._lock._at_fork_reinit()
        if self._listener is not None:
            self._listener.close()
        self._forget_thread()

    def _start(self):
        from .connection import Listener
        assert self._listener is None, 'Already have Listener'
        util.debug('starting listener and thread for sending handles')
        self._listener = Listener(authkey=process.current_process().authkey, backlog=128)
        self._address = self._listener.address
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        while True:
            try:
                with self._listener.accept() as conn:
                    message = conn.recv()
                    if message is None:
                        return
                    key, pid = message
                    send, close = self._cache.pop(key)
                    try:
                        send(conn, pid)
                    finally:
                        close()
            except BaseException:
                if not util.is_exiting():
                    sys.excepthook(*sys.exc_info())


_resource_sharer = _ResourceSharer()
stop = _resource_sharer.stop
