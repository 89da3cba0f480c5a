"""Queues: pipes with locks."""

import collections
import errno
import os
import threading
import time
import types
import weakref
from queue import Empty, Full

from . import connection
from . import context
from .util import Finalize, debug, info, is_exiting, register_after_fork

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

_ForkingPickler = context.reduction.ForkingPickler
_sentinel = object()            # in the buffer: the feeder shall end


class Queue:
    """A queue that a thread feeds, so that put() does not wait for readers.

    `_sem` has one for each free place, in all processes together. `_rlock` and `_wlock` keep messages in one piece.
    """

    def __init__(self, maxsize=0, *, ctx):
        if maxsize <= 0:
            from .synchronize import SEM_VALUE_MAX as maxsize
        self._maxsize = maxsize
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._wlock = ctx.Lock()
        self._sem = ctx.BoundedSemaphore(maxsize)
        self._opid = os.getpid()
        self._ignore_epipe = False
        self._reset()
        register_after_fork(self, Queue._after_fork)

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock,
                self._wlock, self._sem, self._opid)

    def __setstate__(self, state):
        (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock,
         self._wlock, self._sem, self._opid) = state
        self._reset()

    def _after_fork(self):
        debug('Queue._after_fork()')
        self._reset(after_fork=True)

    def _reset(self, after_fork=False):
        """This process's own part: nothing to feed, and no thread to do it."""
        if after_fork:
            self._notempty._at_fork_reinit()
        else:
            self._notempty = threading.Condition(threading.Lock())
        self._buffer = collections.deque()
        self._thread = None
        self._jointhread = None
        self._joincancelled = False
        self._closed = False
        self._close = None
        self._send_bytes = self._writer.send_bytes
        self._recv_bytes = self._reader.recv_bytes
        self._poll = self._reader.poll

    def _check_open(self):
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')

    def put(self, obj, block=True, timeout=None):
        """Give an object to the feeder; Full if there is no place for it in time."""
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            self._feed_with(obj)

    def _feed_with(self, obj):
        if self._thread is None:
            self._start_thread()
        self._buffer.append(obj)
        self._notempty.notify()

    def get(self, block=True, timeout=None):
        """The next object; Empty if there is none in time."""
        self._check_open()
        if block and timeout is None:
            with self._rlock:
                data = self._recv_bytes()
            self._sem.release()
            return _ForkingPickler.loads(data)
        if block:
            end = time.monotonic() + timeout
        if not self._rlock.acquire(block, timeout):
            raise Empty
        try:
            if not self._poll(end - time.monotonic() if block else 0.0):
                raise Empty
            data = self._recv_bytes()
            self._sem.release()
        finally:
            self._rlock.release()
        # Not under the lock: loading may run anything.
        return _ForkingPickler.loads(data)

    def get_nowait(self):
        """get() that does not wait."""
        return self.get(False)

    def put_nowait(self, obj):
        """put() that does not wait."""
        return self.put(obj, False)

    def qsize(self):
        """About how many objects there are."""
        return self._maxsize - self._sem.get_value()

    def empty(self):
        """Whether nothing is in the pipe."""
        return not self._poll()

    def full(self):
        """Whether there is no free place."""
        return self._sem._semlock._is_zero()

    def close(self):
        """This process will put nothing more."""
        self._closed = True
        close, self._close = self._close, None
        if close:
            close()

    def join_thread(self):
        """After close(): wait until everything is in the pipe."""
        debug('Queue.join_thread()')
        assert self._closed, f'Queue {self!r} not closed'
        if self._jointhread:
            self._jointhread()

    def cancel_join_thread(self):
        """Let the process end without waiting for the feeder: what it has not written is lost."""
        debug('Queue.cancel_join_thread()')
        self._joincancelled = True
        if self._jointhread is not None:
            self._jointhread.cancel()

    def _terminate_broken(self):
        """Give up: nobody will read any more. The feeder gets EPIPE if it is in the middle of a message."""
        self._reader.close()
        self.close()
        self.join_thread()

    def _start_thread(self):
        debug('Queue._start_thread()')
        self._buffer.clear()
        self._thread = threading.Thread(
            target=Queue._feed, name='QueueFeederThread', daemon=True,
            args=(self._buffer, self._notempty, self._send_bytes, self._wlock, self._reader.close,
                  self._writer.close, self._ignore_epipe, self._on_queue_feeder_error, self._sem))
        try:
            debug('doing self._thread.start()')
            self._thread.start()
            debug('... done self._thread.start()')
        except BaseException:
            self._thread = None
            raise
        if not self._joincancelled:
            self._jointhread = Finalize(self._thread, Queue._finalize_join,
                                        [weakref.ref(self._thread)], exitpriority=-5)
        # Before the join: the feeder ends when it is told to.
        self._close = Finalize(self, Queue._finalize_close, [self._buffer, self._notempty],
                               exitpriority=10)

    @staticmethod
    def _finalize_join(thread_ref):
        debug('joining queue thread')
        thread = thread_ref()
        if thread is None:
            debug('... queue thread already dead')
        else:
            thread.join()
            debug('... queue thread joined')

    @staticmethod
    def _finalize_close(buffer, notempty):
        debug('telling queue thread to quit')
        with notempty:
            buffer.append(_sentinel)
            notempty.notify()

    # Without a reference to the queue, which may die while its thread runs.
    @staticmethod
    def _feed(buffer, notempty, send_bytes, writelock, reader_close, writer_close, ignore_epipe,
              onerror, queue_sem):
        debug('starting thread to feed data to pipe')
        while True:
            obj = None
            try:
                with notempty:
                    if not buffer:
                        notempty.wait()
                while buffer:
                    obj = buffer.popleft()
                    if obj is _sentinel:
                        debug('feeder thread got sentinel -- exiting')
                        reader_close()
                        writer_close()
                        return
                    data = _ForkingPickler.dumps(obj)
                    with writelock:
                        send_bytes(data)
                    data = None
            except Exception as error:
                if ignore_epipe and getattr(error, 'errno', 0) == errno.EPIPE:
                    return
                if is_exiting():
                    info('error in queue thread: %s', error)
                    return
                # The place that was taken for it is free again.
                queue_sem.release()
                onerror(error, obj)

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """The feeder could not send an object; `concurrent.futures` has its own way with that."""
        import traceback
        traceback.print_exc()

    __class_getitem__ = classmethod(types.GenericAlias)


class JoinableQueue(Queue):
    """A queue whose items are told to be done."""

    def __init__(self, maxsize=0, *, ctx):
        Queue.__init__(self, maxsize, ctx=ctx)
        self._unfinished_tasks = ctx.Semaphore(0)
        self._cond = ctx.Condition()

    def __getstate__(self):
        return *Queue.__getstate__(self), self._cond, self._unfinished_tasks

    def __setstate__(self, state):
        *base, self._cond, self._unfinished_tasks = state
        Queue.__setstate__(self, base)

    def put(self, obj, block=True, timeout=None):
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty, self._cond:
            self._unfinished_tasks.release()
            self._feed_with(obj)

    def task_done(self):
        """One item that was got is done."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError('task_done() called too many times')
            if self._unfinished_tasks._semlock._is_zero():
                self._cond.notify_all()

    def join(self):
        """Wait until all items are done."""
        with self._cond:
            if not self._unfinished_tasks._semlock._is_zero():
                self._cond.wait()


class SimpleQueue:
    """A pipe and two locks; put() waits while the pipe is full."""

    def __init__(self, *, ctx):
        self.__setstate__((*connection.Pipe(duplex=False), ctx.Lock(), ctx.Lock()))

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state
        self._poll = self._reader.poll

    def close(self):
        """Close the pipe in this process."""
        self._reader.close()
        self._writer.close()

    def empty(self):
        """Whether nothing is in the pipe."""
        return not self._poll()

    def get(self):
        """The next object."""
        with self._rlock:
            data = self._reader.recv_bytes()
        return _ForkingPickler.loads(data)

    def put(self, obj):
        """Write an object."""
        data = _ForkingPickler.dumps(obj)
        with self._wlock:
            self._writer.send_bytes(data)

    __class_getitem__ = classmethod(types.GenericAlias)
