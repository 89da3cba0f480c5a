"""ProcessPoolExecutor.

A call is a `_WorkItem` under a number in `_pending_work_items`, and the number stands in `_work_ids`. The manager, a thread
of the executor, turns calls into `_CallItem`s in the queue that the workers read, a few more than there are workers:
what is in there can no longer be cancelled. Workers answer with `_ResultItem`s, which the manager gives to the futures.
The manager knows the executor weakly, so that one which nobody wants any more comes to its end.
"""

import itertools
import multiprocessing as mp
import multiprocessing.connection
import os
import queue
import threading
import weakref
from functools import partial
from multiprocessing.queues import Queue
from traceback import format_exception

from concurrent.futures import _base

# How many calls may wait for a worker.
EXTRA_QUEUED_CALLS = 1

_threads_wakeups = weakref.WeakKeyDictionary()      # manager -> how to wake it up
_global_shutdown = False


def _python_exit():
    """Before the interpreter joins the threads: let every manager finish its calls and end."""
    global _global_shutdown
    _global_shutdown = True
    managers = list(_threads_wakeups.items())
    for _, wakeup in managers:
        wakeup.wakeup()
    for thread, _ in managers:
        thread.join()


# Not by atexit, which comes after the threads are joined.
threading._register_atexit(_python_exit)


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker process ended abruptly."""


class _ThreadWakeup:
    """A pipe that the manager waits for beside the results."""

    def __init__(self):
        self._closed = False
        self._lock = threading.Lock()
        self._reader, self._writer = mp.Pipe(duplex=False)

    def close(self):
        with self._lock:
            if not self._closed:
                self._closed = True
                self._writer.close()
                self._reader.close()

    def wakeup(self):
        with self._lock:
            if not self._closed:
                self._writer.send_bytes(b'')

    def clear(self):
        # Only the manager closes it, and only the manager clears it.
        if self._closed:
            raise RuntimeError('operation on closed _ThreadWakeup')
        while self._reader.poll():
            self._reader.recv_bytes()


# --- what travels ------------------------------------------------------------------------

class _RemoteTraceback(Exception):
    """The cause of an exception from a worker: its traceback as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def _quoted(lines):
    return f'\n"""\n{"".join(lines)}"""'


class _ExceptionWithTraceback:
    """An exception that becomes itself with a _RemoteTraceback when it is unpickled."""

    def __init__(self, exc, tb):
        self.tb = _quoted(format_exception(type(exc), exc, tb))
        self.exc = exc
        # Frames would keep the arguments alive.
        exc.__traceback__ = None

    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


class _WorkItem:
    """A call and its future."""

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs


class _CallItem:
    """A call for a worker."""

    def __init__(self, work_id, fn, args, kwargs):
        self.work_id = work_id
        self.fn = fn
        self.args = args
        self.kwargs = kwargs


class _ResultItem:
    """A worker's answer; with `exit_pid` it says that the worker ends now."""

    def __init__(self, work_id, exception=None, result=None, exit_pid=None):
        self.work_id = work_id
        self.exception = exception
        self.result = result
        self.exit_pid = exit_pid


class _SafeQueue(Queue):
    """The queue of calls; one that cannot be sent is an error of its future."""

    def __init__(self, max_size=0, *, ctx, pending_work_items, thread_wakeup):
        self.pending_work_items = pending_work_items
        self.thread_wakeup = thread_wakeup
        super().__init__(max_size, ctx=ctx)

    def _on_queue_feeder_error(self, e, obj):
        if not isinstance(obj, _CallItem):
            super()._on_queue_feeder_error(e, obj)
            return
        e.__cause__ = _RemoteTraceback(_quoted(format_exception(type(e), e, e.__traceback__)))
        item = self.pending_work_items.pop(obj.work_id, None)
        self.thread_wakeup.wakeup()
        # The manager may have given up on it already.
        if item is not None:
            item.future.set_exception(e)


# --- the worker --------------------------------------------------------------------------

def _process_chunk(fn, chunk):
    """A batch of map()."""
    return [fn(*args) for args in chunk]


def _sendback_result(result_queue, work_id, result=None, exception=None, exit_pid=None):
    try:
        result_queue.put(_ResultItem(work_id, result=result, exception=exception,
                                     exit_pid=exit_pid))
    except BaseException as error:
        wrapped = _ExceptionWithTraceback(error, error.__traceback__)
        result_queue.put(_ResultItem(work_id, exception=wrapped, exit_pid=exit_pid))


def _process_worker(call_queue, result_queue, initializer, initargs, max_tasks=None):
    """What a worker does: calls, until it reads None or has done its share."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            # The manager sees that the process has ended.
            _base.LOGGER.critical('Exception in initializer:', exc_info=True)
            return
    for number in itertools.count(1):
        call = call_queue.get(block=True)
        if call is None:
            result_queue.put(os.getpid())
            return
        exit_pid = os.getpid() if number == max_tasks else None
        try:
            result = call.fn(*call.args, **call.kwargs)
        except BaseException as error:
            wrapped = _ExceptionWithTraceback(error, error.__traceback__)
            _sendback_result(result_queue, call.work_id, exception=wrapped, exit_pid=exit_pid)
        else:
            _sendback_result(result_queue, call.work_id, result=result, exit_pid=exit_pid)
        # Nothing of it stays alive while this waits for the next.
        call = result = wrapped = None
        if exit_pid is not None:
            return


def _spawn_worker(executor, call_queue, result_queue, processes):
    """One worker more. The executor may have given its queues up, the manager has them."""
    process = executor._mp_context.Process(
        target=_process_worker,
        args=(call_queue, result_queue, executor._initializer, executor._initargs,
              executor._max_tasks_per_child))
    process.start()
    processes[process.pid] = process


# --- the manager -------------------------------------------------------------------------

class _ExecutorManagerThread(threading.Thread):
    """Gives calls to workers and results to futures; sees to the end of the workers."""

    def __init__(self, executor):
        self.thread_wakeup = wakeup = executor._executor_manager_thread_wakeup
        self.shutdown_lock = executor._shutdown_lock

        def collected(_, wakeup=wakeup, debug=mp.util.debug):
            debug('Executor collected: triggering callback for QueueManager wakeup')
            wakeup.wakeup()

        self.executor_reference = weakref.ref(executor, collected)
        self.processes = executor._processes
        self.call_queue = executor._call_queue
        self.result_queue = executor._result_queue
        self.work_ids_queue = executor._work_ids
        self.max_workers = executor._max_workers
        self.pending_work_items = executor._pending_work_items
        super().__init__()

    def run(self):
        while True:
            try:
                self.add_call_item_to_queue()
            except BaseException as error:
                self.terminate_broken(format_exception(error))
                return
            result_item, is_broken, cause = self.wait_result_broken_or_wakeup()
            if is_broken:
                self.terminate_broken(cause)
                return
            if result_item is not None and not self._take(result_item):
                return
            result_item = None          # alive no longer than its future wants it
            if self.is_shutting_down():
                self.flag_executor_shutting_down()
                # Cancelled calls are to be told.
                self.add_call_item_to_queue()
                if not self.pending_work_items:
                    self.join_executor_internals()
                    return

    def _take(self, result_item):
        """Work on an answer; False if that was the end of the pool."""
        self.process_result_item(result_item)
        if result_item.exit_pid is None:
            executor = self.executor_reference()
            if executor is not None:
                executor._idle_worker_semaphore.release()
            return True
        self.processes.pop(result_item.exit_pid).join()
        with self.shutdown_lock:
            broken = self._replace_dead_worker()
        if broken is None:
            return True
        self.terminate_broken(*broken)
        return False

    def _replace_dead_worker(self):
        """A worker has done its share. What is wrong, if the calls that are left cannot be made: (cause, message)."""
        assert self.shutdown_lock.locked()
        cause = message = None
        executor = self.executor_reference()
        if executor is None:
            message = ('The ProcessPoolExecutor was garbage collected with work pending after its '
                       'last worker process exited upon reaching max_tasks_per_child; the pending '
                       'work can never be run.')
        elif executor._force_shutting_down:
            message = ('A worker process exited while the pool was being forcefully shut down; '
                       'work that was still enqueued will not be run.')
        elif ((self.pending_work_items or not self.is_shutting_down())
              and len(self.processes) < self.max_workers):
            try:
                _spawn_worker(executor, self.call_queue, self.result_queue, self.processes)
            except Exception as error:
                cause = format_exception(error)
                message = ('A replacement worker process could not be started, leaving the pool '
                           'without workers to run the remaining work.')
        if not self.processes and (self.pending_work_items or cause is not None):
            return cause, message
        return None

    def add_call_item_to_queue(self):
        """As many calls as the queue takes."""
        while not self.call_queue.full():
            try:
                work_id = self.work_ids_queue.get(block=False)
            except queue.Empty:
                return
            item = self.pending_work_items[work_id]
            if item.future.set_running_or_notify_cancel():
                self.call_queue.put(_CallItem(work_id, item.fn, item.args, item.kwargs),
                                    block=True)
            else:
                del self.pending_work_items[work_id]

    def wait_result_broken_or_wakeup(self):
        """Wait; an answer if there is one, whether the pool is broken, and the traceback of why."""
        results = self.result_queue._reader
        assert not self.thread_wakeup._closed
        wakeup = self.thread_wakeup._reader
        sentinels = [process.sentinel for process in list(self.processes.values())]
        ready = mp.connection.wait([results, wakeup, *sentinels])
        result_item = cause = None
        is_broken = False
        if results in ready:
            try:
                result_item = results.recv()
            except BaseException as error:
                cause = format_exception(error)
                is_broken = True
        elif wakeup not in ready:
            is_broken = True            # a worker that has said nothing
        self.thread_wakeup.clear()
        return result_item, is_broken, cause

    def process_result_item(self, result_item):
        """Give an answer to its future."""
        item = self.pending_work_items.pop(result_item.work_id, None)
        if item is None:
            return
        if result_item.exception is not None:
            item.future.set_exception(result_item.exception)
        else:
            item.future.set_result(result_item.result)

    # the end

    def is_shutting_down(self):
        """Whether there will be no more calls."""
        executor = self.executor_reference()
        return _global_shutdown or executor is None or executor._shutdown_thread

    def flag_executor_shutting_down(self):
        """Take no more calls, and cancel those that did not begin if that is wanted."""
        executor = self.executor_reference()
        if executor is None:
            return
        executor._shutdown_thread = True
        if not executor._cancel_pending_futures:
            return
        self.pending_work_items = {work_id: item for work_id, item
                                   in self.pending_work_items.items() if not item.future.cancel()}
        while True:
            try:
                self.work_ids_queue.get_nowait()
            except queue.Empty:
                break
        # Once: the futures that are left cannot be cancelled.
        executor._cancel_pending_futures = False

    def terminate_broken(self, cause, bpe_message=None):
        """A worker has died: fail all calls and end the others."""
        with self.shutdown_lock:
            self._terminate_broken(cause, bpe_message)

    def _terminate_broken(self, cause, bpe_message):
        executor = self.executor_reference()
        if executor is not None:
            executor._broken = ('A child process terminated abruptly, the process pool is not '
                                'usable anymore')
            executor._shutdown_thread = True
            del executor
        if bpe_message is None:
            bpe_message = ('A process in the process pool was terminated abruptly while the future '
                           'was running or pending.')
        for item in self.pending_work_items.values():
            error = BrokenProcessPool(bpe_message)
            if cause is not None:
                error.__cause__ = _RemoteTraceback(f"\n'''\n{''.join(cause)}'''")
            try:
                item.future.set_exception(error)
            except _base.InvalidStateError:
                pass                    # cancelled at this moment
            item = None
        self.pending_work_items.clear()
        for process in self.processes.values():
            process.terminate()
        self.call_queue._terminate_broken()
        self._join_executor_internals(broken=True)

    def shutdown_workers(self):
        """Tell all workers to end."""
        to_tell = self.get_n_children_alive()
        while to_tell and self.get_n_children_alive() > 0:
            try:
                self.call_queue.put_nowait(None)
                to_tell -= 1
            except queue.Full:
                pass                    # until a worker takes something, or is dead

    def join_executor_internals(self):
        """All calls are done: end the workers."""
        with self.shutdown_lock:
            self._join_executor_internals()

    def _join_executor_internals(self, broken=False):
        if not broken:
            self.shutdown_workers()
        self.call_queue.close()
        self.call_queue.join_thread()
        self.thread_wakeup.close()
        for process in self.processes.values():
            if broken:
                process.terminate()
            process.join()

    def get_n_children_alive(self):
        """How many workers run."""
        return sum(process.is_alive() for process in self.processes.values())


# --- the executor ------------------------------------------------------------------------

_system_limits_checked = False
_system_limited = None


def _check_system_limits():
    """NotImplementedError if the system has too few semaphores."""
    global _system_limits_checked, _system_limited
    if not _system_limits_checked:
        _system_limits_checked = True
        try:
            import multiprocessing.synchronize
            most = os.sysconf('SC_SEM_NSEMS_MAX')
            if most != -1 and most < 256:
                _system_limited = (f'system provides too few semaphores ({most} available, '
                                   '256 necessary)')
        except ImportError:
            _system_limited = ('This Python build lacks multiprocessing.synchronize, usually due '
                               'to named semaphores being unavailable on this platform.')
        except (AttributeError, ValueError, OSError):
            pass                        # no limit that is known
    if _system_limited:
        raise NotImplementedError(_system_limited)


def _chain_from_iterable_of_lists(iterable):
    """The items of lists, which are emptied, so that none stays alive."""
    for batch in iterable:
        batch.reverse()
        while batch:
            yield batch.pop()


_TERMINATE, _KILL = 'terminate', 'kill'
_SHUTDOWN_CALLBACK_OPERATION = {_TERMINATE, _KILL}


class ProcessPoolExecutor(_base.Executor):
    """Runs calls in processes, which are started as they are needed (with `fork` all at once)."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        """`max_workers` None means the number of processors.

        Each process calls initializer(*initargs) first, and ends after `max_tasks_per_child` calls.
        """
        _check_system_limits()
        if max_workers is None:
            max_workers = os.process_cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        self._max_workers = max_workers
        if mp_context is None:
            mp_context = mp.get_context(None if max_tasks_per_child is None else 'spawn')
        self._mp_context = mp_context
        # A fork while the manager holds a lock would leave that taken in the child.
        forks = mp_context.get_start_method(allow_none=False) == 'fork'
        self._safe_to_dynamically_spawn_children = not forks
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._initializer = initializer
        self._initargs = initargs
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError('max_tasks_per_child must be an integer')
            if max_tasks_per_child <= 0:
                raise ValueError('max_tasks_per_child must be >= 1')
            if forks:
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' "
                                 'multiprocessing start method; supply a different mp_context.')
        self._max_tasks_per_child = max_tasks_per_child
        self._executor_manager_thread = None
        self._processes = {}
        self._shutdown_thread = False
        self._shutdown_lock = threading.Lock()
        self._idle_worker_semaphore = threading.Semaphore(0)
        self._broken = False
        self._queue_count = 0
        self._pending_work_items = {}
        self._cancel_pending_futures = False
        self._force_shutting_down = False
        self._executor_manager_thread_wakeup = _ThreadWakeup()
        self._call_queue = _SafeQueue(
            max_size=max_workers + EXTRA_QUEUED_CALLS, ctx=mp_context,
            pending_work_items=self._pending_work_items,
            thread_wakeup=self._executor_manager_thread_wakeup)
        # Workers that are killed leave a pipe that nobody reads.
        self._call_queue._ignore_epipe = True
        self._result_queue = mp_context.SimpleQueue()
        self._work_ids = queue.Queue()

    def _start_executor_manager_thread(self):
        if self._executor_manager_thread is not None:
            return
        if not self._safe_to_dynamically_spawn_children:
            self._launch_processes()
        self._executor_manager_thread = manager = _ExecutorManagerThread(self)
        manager.start()
        _threads_wakeups[manager] = self._executor_manager_thread_wakeup

    def _adjust_process_count(self):
        """One worker more, unless one is idle or there are enough."""
        if self._processes is None or self._force_shutting_down:
            return
        if self._idle_worker_semaphore.acquire(blocking=False):
            return
        if len(self._processes) < self._max_workers:
            assert self._safe_to_dynamically_spawn_children or not self._executor_manager_thread, \
                'a fork beside the manager thread may deadlock'
            self._spawn_process()

    def _launch_processes(self):
        assert not self._executor_manager_thread, (
            'Processes cannot be fork()ed after the thread has started, '
            'deadlock in the child processes could result.')
        while len(self._processes) < self._max_workers:
            self._spawn_process()

    def _spawn_process(self):
        _spawn_worker(self, self._call_queue, self._result_queue, self._processes)

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _global_shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            self._pending_work_items[self._queue_count] = _WorkItem(future, fn, args, kwargs)
            self._work_ids.put(self._queue_count)
            self._queue_count += 1
            self._executor_manager_thread_wakeup.wakeup()
            if self._safe_to_dynamically_spawn_children:
                self._adjust_process_count()
            self._start_executor_manager_thread()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """Iterate over the results of fn, called with the items of the iterables, in their order.

        `chunksize` items at a time go to a worker, so that many small calls cost less. `timeout`
        and `buffersize` are those of Executor.map().
        """
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        batches = itertools.batched(zip(*iterables), chunksize)
        results = super().map(partial(_process_chunk, fn), batches, timeout=timeout,
                              buffersize=buffersize)
        return _chain_from_iterable_of_lists(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._cancel_pending_futures = cancel_futures
            self._shutdown_thread = True
            if self._executor_manager_thread_wakeup is not None:
                self._executor_manager_thread_wakeup.wakeup()
        if self._executor_manager_thread is not None and wait:
            self._executor_manager_thread.join()
        # The manager has what it still needs.
        self._executor_manager_thread = None
        self._call_queue = None
        if self._result_queue is not None and wait:
            self._result_queue.close()
        self._result_queue = None
        self._processes = None
        self._executor_manager_thread_wakeup = None

    shutdown.__doc__ = _base.Executor.shutdown.__doc__

    def _force_shutdown(self, operation):
        if operation not in _SHUTDOWN_CALLBACK_OPERATION:
            raise ValueError(f'Unsupported operation: {operation!r}')
        with self._shutdown_lock:
            self._force_shutting_down = True
        processes = dict(self._processes or {})
        self.shutdown(wait=False, cancel_futures=True)
        for process in processes.values():
            try:
                if process.is_alive():
                    getattr(process, operation)()
            except (ValueError, ProcessLookupError):
                pass                    # closed, or gone at this moment

    def terminate_workers(self):
        """End the workers by SIGTERM; the pool is broken then."""
        return self._force_shutdown(operation=_TERMINATE)

    def kill_workers(self):
        """End the workers by SIGKILL; the pool is broken then."""
        return self._force_shutdown(operation=_KILL)
