"""Children by fork of a server."""

import os

from . import forkserver
from . import popen_fork
from . import util
from .context import reduction
from .popen_spawn_posix import pickle_for

if not reduction.HAVE_SEND_HANDLE:
    raise ImportError('No support for sending fds between processes')

__all__ = ['Popen']


class _DupFd:
    """A descriptor that the child gets through the server: the how manieth."""

    def __init__(self, ind):
        self.ind = ind

    def detach(self):
        return forkserver.get_inherited_fds()[self.ind]


class Popen(popen_fork.Popen):
    """A child of the server, as the process that asked for it sees it."""

    method = 'forkserver'
    DupFd = _DupFd

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return len(self._fds) - 1

    def _launch(self, process_obj):
        pickles = pickle_for(self, process_obj)
        self.sentinel, writer = forkserver.connect_to_new_process(self._fds)
        # Open while this lives: by its end the child sees that of its parent.
        held = os.dup(writer)
        self.finalizer = util.Finalize(self, util.close_fds, (held, self.sentinel))
        with open(writer, 'wb', closefd=True) as out:
            out.write(pickles.getbuffer())
        self.pid = forkserver.read_signed(self.sentinel)

    def poll(self, flag=os.WNOHANG):
        """The exit status if the child has ended: the server writes it to the sentinel."""
        if self.returncode is None:
            from .connection import wait
            if not wait([self.sentinel], 0 if flag == os.WNOHANG else None):
                return None
            try:
                self.returncode = forkserver.read_signed(self.sentinel)
            except (OSError, EOFError):
                self.returncode = 255       # the server is dead: nobody knows
        return self.returncode
