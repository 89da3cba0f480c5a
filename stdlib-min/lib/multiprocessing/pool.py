"""Pools of worker processes, or threads.

A task is (job, index, function, args, kwargs), a result (job, index, (success, value)); job is the number of the result
object that waits for it. Three threads serve a pool: one replaces workers that have ended, one writes tasks to the
workers' queue, one hands results to their objects. They know a `_Works` and not the pool, which may die while they run.
"""

import collections
import itertools
import os
import queue
import threading
import time
import traceback
import types
import warnings

from . import TimeoutError, get_context
from . import util
from .connection import wait

__all__ = ['Pool', 'ThreadPool']

# States of a pool and of its threads.
INIT, RUN, CLOSE, TERMINATE = 'INIT', 'RUN', 'CLOSE', 'TERMINATE'

job_counter = itertools.count()


def mapstar(args):
    """map() of a function over a batch."""
    return list(map(*args))


def starmapstar(args):
    """The same with items that are argument tuples."""
    function, batch = args
    return list(itertools.starmap(function, batch))


# --- the worker --------------------------------------------------------------------------

class RemoteTraceback(Exception):
    """The cause of an exception that came from another process: its traceback as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that becomes itself with a RemoteTraceback when it is unpickled."""

    def __init__(self, exc, tb):
        self.exc = exc
        text = ''.join(traceback.format_exception(type(exc), exc, tb))
        self.tb = f'\n"""\n{text}"""'

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    """An exception with the text of its traceback."""
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class MaybeEncodingError(Exception):
    """A result could not be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{type(self).__name__}: {self}>'


def _raise_it(error):
    """A task in the place of one that could not be made."""
    raise error


def worker(inqueue, outqueue, initializer=None, initargs=(), maxtasks=None, wrap_exception=False):
    """What a worker does: tasks, until there are no more or it has done its share."""
    if maxtasks is not None and not (isinstance(maxtasks, int) and maxtasks >= 1):
        raise AssertionError(f'Maxtasks {maxtasks!r} is not valid')
    if hasattr(inqueue, '_writer'):
        # The ends of the other side: so each notices when the other is gone.
        inqueue._writer.close()
        outqueue._reader.close()
    if initializer is not None:
        initializer(*initargs)
    completed = 0
    while completed != maxtasks:
        try:
            task = inqueue.get()
        except (EOFError, OSError):
            util.debug('worker got EOFError or OSError -- exiting')
            break
        if task is None:
            util.debug('worker got sentinel -- exiting')
            break
        job, i, func, args, kwds = task
        try:
            result = True, func(*args, **kwds)
        except Exception as error:
            if wrap_exception and func is not _raise_it:
                error = ExceptionWithTraceback(error, error.__traceback__)
            result = False, error
        try:
            outqueue.put((job, i, result))
        except Exception as error:
            wrapped = MaybeEncodingError(error, result[1])
            util.debug('Possible encoding error while sending result: %s', wrapped)
            outqueue.put((job, i, (False, wrapped)))
        # Nothing of it stays alive while this waits for the next.
        task = job = result = func = args = kwds = None
        completed += 1
    util.debug('worker exiting after %d tasks', completed)


# --- what the threads know ---------------------------------------------------------------

class _PoolCache(dict):
    """Job to result object; tells the thread of the workers when it becomes empty."""

    def __init__(self, /, *args, notifier=None, **kwds):
        self.notifier = notifier
        super().__init__(*args, **kwds)

    def __delitem__(self, item):
        super().__delitem__(item)
        if not self:
            self.notifier.put(None)


class _Works:
    """Workers, queues and threads of a pool."""

    def __init__(self, pool, worker_args):
        self.workers = pool._pool
        self.cache = pool._cache
        self.taskqueue = pool._taskqueue
        self.inqueue = pool._inqueue
        self.outqueue = pool._outqueue
        self.send_task = pool._quick_put
        self.receive_result = pool._quick_get
        self.notifier = pool._change_notifier
        self.processes = pool._processes
        self.context = pool._ctx
        self.make_process = pool.Process
        self.worker_args = worker_args
        self.sentinels = pool._get_sentinels()
        self.worker_sentinels = pool._get_worker_sentinels
        self.help_finish = pool._help_stuff_finish

    def start_threads(self):
        """The three threads."""
        made = []
        for target in (self.handle_workers, self.handle_tasks, self.handle_results):
            thread = threading.Thread(target=target, daemon=True)
            thread._state = RUN
            thread.start()
            made.append(thread)
        self.worker_handler, self.task_handler, self.result_handler = made
        return made

    # workers

    def repopulate(self):
        """As many workers as there should be."""
        for _ in range(self.processes - len(self.workers)):
            made = self.make_process(self.context, target=worker, args=self.worker_args)
            made.name = made.name.replace('Process', 'PoolWorker')
            made.daemon = True
            made.start()
            self.workers.append(made)
            util.debug('added worker')

    def remove_exited(self):
        """Take the workers that have ended out; whether there were any."""
        found = False
        for i in reversed(range(len(self.workers))):
            each = self.workers[i]
            if each.exitcode is not None:
                util.debug('cleaning up worker %d', i)
                each.join()
                del self.workers[i]
                found = True
        return found

    def handle_workers(self):
        """Thread: replace workers, until the pool is closed and nothing is left to do."""
        thread = threading.current_thread()
        while thread._state == RUN or (self.cache and thread._state != TERMINATE):
            if self.remove_exited():
                self.repopulate()
            wait([*self.worker_sentinels(self.workers), *self.sentinels])
            while not self.notifier.empty():
                self.notifier.get()
        self.taskqueue.put(None)
        util.debug('worker handler exiting')

    # tasks

    def handle_tasks(self):
        """Thread: write tasks to the workers' queue. An entry is (tasks, function to tell their number)."""
        thread = threading.current_thread()
        while (entry := self.taskqueue.get()) is not None:
            tasks, tell_length = entry
            entry = None
            last = self._write_tasks(thread, tasks)
            if last is None:
                break
            if tell_length:
                util.debug('doing set_length()')
                tell_length(last + 1)
            tasks = tell_length = None
        else:
            util.debug('task handler got sentinel')
        try:
            util.debug('task handler sending sentinel to result handler')
            self.outqueue.put(None)
            util.debug('task handler sending sentinel to workers')
            for _ in self.workers:
                self.send_task(None)
        except OSError:
            util.debug('task handler got OSError when sending sentinels')
        util.debug('task handler exiting')

    def _write_tasks(self, thread, tasks):
        """The index of the last task, -1 if there was none; None if the pool has been terminated."""
        last = -1
        for task in tasks:
            if thread._state != RUN:
                util.debug('task handler found thread._state != RUN')
                return None
            job, last = task[:2]
            try:
                self.send_task(task)
            except Exception as error:
                self._set(job, last, (False, error))
        return last

    # results

    def _set(self, job, i, result):
        waiting = self.cache.get(job)
        if waiting is not None:
            waiting._set(i, result)

    def handle_results(self):
        """Thread: hand results out."""
        thread = threading.current_thread()
        finishing = False               # no more tasks, but results are still to come
        while not finishing or (self.cache and thread._state != TERMINATE):
            try:
                result = self.receive_result()
            except (OSError, EOFError):
                util.debug('result handler got EOFError/OSError -- exiting')
                return
            if not finishing and thread._state != RUN:
                assert thread._state == TERMINATE, 'Thread not in TERMINATE'
                util.debug('result handler found thread._state=TERMINATE')
                finishing = True
            elif result is None:
                util.debug('result handler got sentinel')
                finishing = True
            else:
                self._set(*result)
            result = None
        if hasattr(self.outqueue, '_reader'):
            self._make_room()
        util.debug('result handler exiting: len(cache)=%s, thread._state=%s',
                   len(self.cache), thread._state)

    def _make_room(self):
        """If nobody reads any more, the task handler must not wait for ever to write its sentinel."""
        util.debug('ensuring that outqueue is not full')
        try:
            for _ in range(10):
                if not self.outqueue._reader.poll():
                    return
                self.receive_result()
        except (OSError, EOFError):
            pass

    # the end

    def terminate(self):
        """End threads and workers at once."""
        util.debug('finalizing pool')
        self.worker_handler._state = TERMINATE
        self.notifier.put(None)
        self.task_handler._state = TERMINATE
        util.debug('helping task handler/workers to finish')
        self.help_finish(self.inqueue, self.task_handler, len(self.workers))
        if not self.result_handler.is_alive() and self.cache:
            raise AssertionError('Cannot have cache with result_handler not alive')
        self.result_handler._state = TERMINATE
        self.notifier.put(None)
        self.outqueue.put(None)
        # First: it would replace the workers that are about to end.
        self._join(self.worker_handler)
        killable = bool(self.workers) and hasattr(self.workers[0], 'terminate')
        if killable:
            util.debug('terminating workers')
            for each in self.workers:
                if each.exitcode is None:
                    each.terminate()
        self._join(self.task_handler)
        self._join(self.result_handler)
        if killable:
            util.debug('joining pool workers')
            for each in self.workers:
                if each.is_alive():
                    util.debug('cleaning up worker %d', each.pid)
                    each.join()

    @staticmethod
    def _join(thread):
        util.debug('joining %s', thread.name)
        if threading.current_thread() is not thread:
            thread.join()


def _terminate(works):
    works.terminate()


# --- the pool ----------------------------------------------------------------------------

class Pool:
    """A pool of worker processes."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwds):
        """A worker; subclasses make others."""
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None,
                 context=None):
        self._pool = []
        self._state = INIT
        self._ctx = context or get_context()
        self._setup_queues()
        self._taskqueue = queue.SimpleQueue()
        # A pipe, so that it can be waited for together with the workers.
        self._change_notifier = self._ctx.SimpleQueue()
        self._cache = _PoolCache(notifier=self._change_notifier)
        self._maxtasksperchild = maxtasksperchild
        self._initializer = initializer
        self._initargs = initargs
        if processes is None:
            processes = os.process_cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None:
            if not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0:
                raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._works = works = _Works(self, (
            self._inqueue, self._outqueue, initializer, initargs, maxtasksperchild,
            self._wrap_exception))
        try:
            self._repopulate_pool()
        except Exception:
            for each in self._pool:
                if each.exitcode is None:
                    each.terminate()
            for each in self._pool:
                each.join()
            raise
        self._worker_handler, self._task_handler, self._result_handler = works.start_threads()
        self._terminate = util.Finalize(self, _terminate, args=(works,), exitpriority=15)
        self._state = RUN

    # The defaults are there when the module is being emptied.
    def __del__(self, _warn=warnings.warn, RUN=RUN):
        if self._state == RUN:
            _warn(f'unclosed running multiprocessing pool {self!r}', ResourceWarning, source=self)
            if getattr(self, '_change_notifier', None) is not None:
                self._change_notifier.put(None)

    def __repr__(self):
        cls = type(self)
        return (f'<{cls.__module__}.{cls.__qualname__} state={self._state} '
                f'pool_size={len(self._pool)}>')

    def __reduce__(self):
        raise NotImplementedError(
            'pool objects cannot be passed between processes or pickled')

    # what differs between processes and threads

    def _setup_queues(self):
        self._inqueue = self._ctx.SimpleQueue()
        self._outqueue = self._ctx.SimpleQueue()
        # Only this process writes tasks and reads results: no lock is needed for that.
        self._quick_put = self._inqueue._writer.send
        self._quick_get = self._outqueue._reader.recv

    def _get_sentinels(self):
        return [self._outqueue._reader, self._change_notifier._reader]

    @staticmethod
    def _get_worker_sentinels(workers):
        return [each.sentinel for each in workers if hasattr(each, 'sentinel')]

    @staticmethod
    def _help_stuff_finish(inqueue, task_handler, size):
        """Let the task handler get rid of what it is writing; the lock stays taken, so no worker begins a task."""
        util.debug('removing tasks from inqueue until task handler finished')
        inqueue._rlock.acquire()
        while task_handler.is_alive() and inqueue._reader.poll():
            inqueue._reader.recv()
            time.sleep(0)

    def _repopulate_pool(self):
        self._works.repopulate()

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    # calls

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds) in a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """The same, without waiting: a result object."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._taskqueue.put(([(result._job, 0, func, args, kwds)], None))
        return result

    def map(self, func, iterable, chunksize=None):
        """The list of func(item), in batches of so many items."""
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same, without waiting."""
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """The list of func(*item)."""
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same, without waiting."""
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None,
                   error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        length = len(iterable)
        if chunksize is None:
            # Four batches for each worker even out their different speeds.
            chunksize = -(-length // (len(self._pool) * 4))
        if length == 0:
            chunksize = 0
        result = MapResult(self, chunksize, length, callback, error_callback)
        tasks = self._tasks(result._job, mapper, _batches(func, iterable, chunksize))
        self._taskqueue.put((tasks, None))
        return result

    def imap(self, func, iterable, chunksize=1):
        """An iterator over func(item), in order, as they come."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """An iterator over func(item), in the order in which they are done."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, make, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        if chunksize > 1:
            func, iterable = mapstar, _batches(func, iterable, chunksize)
        result = make(self)
        self._taskqueue.put((self._tasks(result._job, func, iterable), result._set_length))
        if chunksize == 1:
            return result
        return (item for batch in result for item in batch)

    @staticmethod
    def _tasks(job, func, iterable):
        """One task for each item; if the iterable raises, that is the last one's result."""
        following = 0
        try:
            for i, item in enumerate(iterable):
                following = i + 1
                yield job, i, func, (item,), {}
        except Exception as error:
            yield job, following, _raise_it, (error,), {}

    # the end

    def close(self):
        """Take no more calls; the workers end when all are done."""
        util.debug('closing pool')
        if self._state == RUN:
            self._state = CLOSE
            self._worker_handler._state = CLOSE
            self._change_notifier.put(None)

    def terminate(self):
        """End the workers at once."""
        util.debug('terminating pool')
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """After close() or terminate(): wait for the end."""
        util.debug('joining pool')
        if self._state == RUN:
            raise ValueError('Pool is still running')
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError('In unknown state')
        for thread in (self._worker_handler, self._task_handler, self._result_handler):
            thread.join()
        for each in self._pool:
            each.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


def _batches(func, iterable, size):
    """(func, items) with so many items at a time; nothing for no size."""
    items = iter(iterable)
    while batch := tuple(itertools.islice(items, size)):
        yield func, batch


# --- results -----------------------------------------------------------------------------

class ApplyResult:
    """The result of one call, once it is there."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool               # alive until the result is there
        self._event = threading.Event()
        self._job = next(job_counter)
        self._cache = pool._cache
        self._callback = callback
        self._error_callback = error_callback
        self._cache[self._job] = self

    def ready(self):
        """Whether it is there."""
        return self._event.is_set()

    def successful(self):
        """Whether the call raised nothing."""
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._success

    def wait(self, timeout=None):
        """Wait until it is there, or for so many seconds."""
        self._event.wait(timeout)

    def get(self, timeout=None):
        """What the call returned; raise what it raised."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _set(self, i, obj):
        self._success, self._value = obj
        self._finish()

    def _finish(self):
        callback = self._callback if self._success else self._error_callback
        if callback:
            callback(self._value)
        self._event.set()
        del self._cache[self._job]
        self._pool = None

    __class_getitem__ = classmethod(types.GenericAlias)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """The results of many calls: a list, or the first exception."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        ApplyResult.__init__(self, pool, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        self._number_left = -(-length // chunksize) if chunksize > 0 else 0
        if not self._number_left:
            self._event.set()
            del self._cache[self._job]

    def _set(self, i, success_result):
        success, result = success_result
        self._number_left -= 1
        if self._success:
            if success:
                start = i * self._chunksize
                self._value[start:start + self._chunksize] = result
            else:
                self._success = False
                self._value = result
        if self._number_left == 0:
            self._finish()


class IMapIterator:
    """Results in order, as they come."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(job_counter)
        self._cache = pool._cache
        self._items = collections.deque()
        self._index = 0                 # of the first that has not come
        self._length = None
        self._unsorted = {}             # index to result that has come early
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; TimeoutError if it does not come in so many seconds."""
        with self._cond:
            if not self._items and self._index != self._length:
                self._cond.wait(timeout)
            if not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration
                raise TimeoutError
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _set(self, i, obj):
        with self._cond:
            self._take(i, obj)
            if self._index == self._length:
                self._finish()

    def _take(self, i, obj):
        self._unsorted[i] = obj
        if i != self._index:
            return
        while self._index in self._unsorted:
            self._items.append(self._unsorted.pop(self._index))
            self._index += 1
        self._cond.notify()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._index == length:
                self._cond.notify()
                self._finish()

    def _finish(self):
        del self._cache[self._job]
        self._pool = None


class IMapUnorderedIterator(IMapIterator):
    """Results as they come."""

    def _take(self, i, obj):
        self._items.append(obj)
        self._index += 1
        self._cond.notify()


# --- threads -----------------------------------------------------------------------------

class ThreadPool(Pool):
    """The same with threads."""

    _wrap_exception = False

    @staticmethod
    def Process(ctx, *args, **kwds):
        from .dummy import Process
        return Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _setup_queues(self):
        self._inqueue = queue.SimpleQueue()
        self._outqueue = queue.SimpleQueue()
        self._quick_put = self._inqueue.put
        self._quick_get = self._outqueue.get

    def _get_sentinels(self):
        return [self._change_notifier._reader]

    @staticmethod
    def _get_worker_sentinels(workers):
        return []

    @staticmethod
    def _help_stuff_finish(inqueue, task_handler, size):
        """No tasks any more, and a sentinel for each worker."""
        try:
            while True:
                inqueue.get(block=False)
        except queue.Empty:
            pass
        for _ in range(size):
            inqueue.put(None)
