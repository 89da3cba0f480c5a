"""Children by a fresh interpreter."""

import io
import os

from . import popen_fork
from . import spawn
from . import util
from .context import reduction, set_spawning_popen

__all__ = ['Popen']


class _DupFd:
    """A descriptor that the child has by inheritance, with the same number."""

    def __init__(self, fd):
        self.fd = fd

    def detach(self):
        return self.fd


def pickle_for(popen, process_obj):
    """The two pickles that a child reads."""
    out = io.BytesIO()
    data = spawn.get_preparation_data(process_obj._name)
    set_spawning_popen(popen)
    try:
        reduction.dump(data, out)
        reduction.dump(process_obj, out)
    finally:
        set_spawning_popen(None)
    return out


class Popen(popen_fork.Popen):
    """A spawned child, as its parent sees it."""

    method = 'spawn'
    DupFd = _DupFd

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return fd

    def _launch(self, process_obj):
        from . import resource_tracker
        tracker = resource_tracker.getfd()
        self._fds.append(tracker)
        pickles = pickle_for(self, process_obj)
        ours, theirs = [], []
        try:
            sentinel, held_by_child = os.pipe()
            ours.append(sentinel)
            theirs.append(held_by_child)
            reader, writer = os.pipe()
            ours.append(writer)
            theirs.append(reader)
            command = spawn.get_command_line(tracker_fd=tracker, pipe_handle=reader)
            self._fds += theirs
            self.pid = util.spawnv_passfds(spawn.get_executable(), command, self._fds)
            # Before writing: if the child dies, nobody else must hold its end open.
            while theirs:
                os.close(theirs.pop())
            self.sentinel = sentinel
            with open(writer, 'wb', closefd=False) as out:
                out.write(pickles.getbuffer())
        finally:
            # The writing end stays open: by its end the child sees that of its parent.
            self.finalizer = util.Finalize(self, util.close_fds, ours)
            util.close_fds(*theirs)
