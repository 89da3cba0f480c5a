"""Memory for shared values: blocks of anonymous files that children inherit or are sent.

The heap belongs to the process that asks: a forked child begins its own, as its parent may give the same block away.
"""

import mmap
import os
import sys
import tempfile
import threading

from . import util
from .context import reduction

__all__ = ['BufferWrapper']


class Arena:
    """A file without a name, mapped."""

    _dir_candidates = ['/dev/shm']

    def __init__(self, size, fd=-1):
        self.size = size
        self.fd = fd
        if fd == -1:
            self.fd, name = tempfile.mkstemp(prefix=f'pym-{os.getpid()}-',
                                             dir=self._choose_dir(size))
            os.unlink(name)
            util.Finalize(self, os.close, (self.fd,))
            os.ftruncate(self.fd, size)
        self.buffer = mmap.mmap(self.fd, size)

    def _choose_dir(self, size):
        """A directory in memory if that has so much room."""
        for path in self._dir_candidates:
            try:
                room = os.statvfs(path)
            except OSError:
                continue
            if room.f_bavail * room.f_frsize >= size:
                return path
        return util.get_temp_dir()


def reduce_arena(a):
    """An arena for another process."""
    if a.fd == -1:
        raise ValueError('Arena is unpicklable because forking was enabled when it was created')
    return rebuild_arena, (a.size, reduction.DupFd(a.fd))


def rebuild_arena(size, dupfd):
    """An arena of another process."""
    return Arena(size, dupfd.detach())


reduction.register(Arena, reduce_arena)


class Heap:
    """Blocks within arenas: the first gap that is long enough, neighbours joined again."""

    _alignment = 8
    _DISCARD_FREE_SPACE_LARGER_THAN = 4 * 1024 ** 2
    _DOUBLE_ARENA_SIZE_UNTIL = 4 * 1024 ** 2

    def __init__(self, size=mmap.PAGESIZE):
        self._lastpid = os.getpid()
        self._lock = threading.Lock()
        self._size = size
        self._gaps = {}             # arena -> sorted list of (start, stop)
        self._pending = []          # blocks whose end came while the lock was taken

    @staticmethod
    def _roundup(n, alignment):
        return -(-n // alignment) * alignment

    def malloc(self, size):
        """A block (arena, start, stop) of at least so many bytes."""
        if size < 0:
            raise ValueError(f'Size {size:n} out of range')
        if sys.maxsize <= size:
            raise OverflowError(f'Size {size:n} too large')
        if os.getpid() != self._lastpid:
            self.__init__()
        size = self._roundup(max(size, 1), self._alignment)
        with self._lock:
            self._free_pending()
            for arena, gaps in self._gaps.items():
                for i, (start, stop) in enumerate(gaps):
                    if stop - start >= size:
                        gaps[i:i + 1] = [(start + size, stop)] if start + size < stop else []
                        return arena, start, start + size
            arena = self._new_arena(size)
            self._gaps[arena] = [(size, arena.size)] if size < arena.size else []
            return arena, 0, size

    def _new_arena(self, size):
        length = self._roundup(max(self._size, size), mmap.PAGESIZE)
        if self._size < self._DOUBLE_ARENA_SIZE_UNTIL:
            self._size *= 2
        util.info('allocating a new mmap of length %d', length)
        return Arena(length)

    def free(self, block):
        """Take a block back."""
        if os.getpid() != self._lastpid:
            raise ValueError(f'My pid ({os.getpid():n}) is not last pid {self._lastpid:n}')
        # A collection may call this in the middle of malloc(), in the same thread.
        self._pending.append(block)
        if self._lock.acquire(False):
            try:
                self._free_pending()
            finally:
                self._lock.release()

    def _free_pending(self):
        while self._pending:
            try:
                arena, start, stop = self._pending.pop()
            except IndexError:
                return
            gaps = self._gaps[arena]
            at = next((i for i, gap in enumerate(gaps) if gap[0] >= stop), len(gaps))
            end = at
            if end < len(gaps) and gaps[end][0] == stop:
                stop = gaps[end][1]
                end += 1
            if at and gaps[at - 1][1] == start:
                at -= 1
                start = gaps[at][0]
            gaps[at:end] = [(start, stop)]
            unused = (start, stop) == (0, arena.size)
            if unused and arena.size >= self._DISCARD_FREE_SPACE_LARGER_THAN:
                del self._gaps[arena]


class BufferWrapper:
    """A block, which goes back when the object dies."""

    _heap = Heap()

    def __init__(self, size):
        if size < 0:
            raise ValueError(f'Size {size:n} out of range')
        if sys.maxsize <= size:
            raise OverflowError(f'Size {size:n} too large')
        block = BufferWrapper._heap.malloc(size)
        self._state = block, size
        util.Finalize(self, BufferWrapper._heap.free, args=(block,))

    def create_memoryview(self):
        """The bytes."""
        (arena, start, _), size = self._state
        return memoryview(arena.buffer)[start:start + size]
