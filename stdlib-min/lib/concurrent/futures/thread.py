"""ThreadPoolExecutor.

A call becomes a `_WorkItem` in the pool's queue; None in the queue tells a worker to look whether
it should end, and to pass the word on. Invariants: `_Idle.count` is the number of workers that
wait at the empty queue and have not been reckoned with by a submit(); `_shutdown` of an executor
changes under its `_shutdown_lock`, and no call is arranged after that.
"""

import threading
from _queue import Empty, SimpleQueue
from _weakref import ref as _ref
from itertools import count as _count

from concurrent.futures import _base

_queues = {}                            # worker thread -> its queue, for the end of the program
_shutdown = False
_global_shutdown_lock = threading.Lock()    # a submit() and the end of the program exclude another


def _python_exit():
    """Before the interpreter joins the threads: let every worker finish its queue and end."""
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    workers = _queues.copy()
    for queue in workers.values():
        queue.put(None)
    for thread in workers:
        thread.join()


threading._register_atexit(_python_exit)


def _after_fork():
    """In a forked child there are no workers."""
    global _global_shutdown_lock
    _global_shutdown_lock = threading.Lock()
    _queues.clear()


try:
    from posix import register_at_fork as _register_at_fork
except ImportError:
    pass
else:
    _register_at_fork(
        before=lambda: _global_shutdown_lock.acquire(), after_in_child=_after_fork,
        after_in_parent=lambda: _global_shutdown_lock.release())


class _WorkItem:
    __slots__ = ("future", "fn", "args", "kwargs", "__weakref__")

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as exc:
            self.future.set_exception(exc)
            self = None                 # no cycle through the traceback
        else:
            self.future.set_result(result)

    __class_getitem__ = classmethod(type(list[int]))


class _Idle:
    """How many workers have nothing to do."""

    __slots__ = ("lock", "count")

    def __init__(self):
        self.lock = threading.Lock()
        self.count = 0

    def enter(self):
        with self.lock:
            self.count += 1

    def claim(self):
        """Reckon with one idle worker; False if there is none."""
        with self.lock:
            if self.count == 0:
                return False
            self.count -= 1
            return True


def _initialized(executor_ref, initializer, initargs):
    """Run the initializer in the worker; if it fails, the pool is broken."""
    try:
        initializer(*initargs)
        return True
    except BaseException:
        _base._logger().critical("Exception in initializer:", exc_info=True)
    executor = executor_ref()
    if executor is not None:
        executor._initializer_failed()
    return False


def _worker(executor_ref, queue, idle, initializer, initargs):
    try:
        if initializer is not None and not _initialized(executor_ref, initializer, initargs):
            return
        while True:
            try:
                item = queue.get_nowait()
            except Empty:
                if executor_ref() is not None:
                    idle.enter()
                item = queue.get(block=True)
            if item is not None:
                item.run()
                del item                # hold on to nothing while waiting
                continue
            executor = executor_ref()
            if _shutdown or executor is None or executor._shutdown:
                if executor is not None:
                    executor._shutdown = True
                queue.put(None)         # the next worker shall hear it too
                return
            del executor
    except BaseException:
        _base._logger().critical("Exception in worker", exc_info=True)
    finally:
        _queues.pop(threading.current_thread(), None)


class BrokenThreadPool(_base.BrokenExecutor):
    """An initializer failed."""


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in threads, which are started as they are needed."""

    BROKEN = BrokenThreadPool
    _counter = _count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        """`max_workers` None means the number of processors plus 4, but at most 32.

        Each thread calls initializer(*initargs) first.
        """
        if max_workers is None:
            import os
            max_workers = min(32, (os.process_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._work_queue = SimpleQueue()
        self._idle = _Idle()
        self._threads = set()
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = threading.Lock()
        self._thread_name_prefix = (
            thread_name_prefix or f"ThreadPoolExecutor-{ThreadPoolExecutor._counter()}")
        self._initializer = initializer
        self._initargs = initargs

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise self.BROKEN(self._broken)
            if self._shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _shutdown:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, fn, args, kwargs))
            self._adjust_thread_count()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _adjust_thread_count(self):
        """Start a thread unless one is idle or there are enough."""
        if self._idle.claim():
            return
        number = len(self._threads)
        if number >= self._max_workers:
            return
        queue = self._work_queue
        # When the executor is dropped without shutdown(), its workers must end.
        executor_ref = _ref(self, lambda _: queue.put(None))
        thread = threading.Thread(
            name=f"{self._thread_name_prefix or self}_{number}", target=_worker,
            args=(executor_ref, queue, self._idle, self._initializer, self._initargs))
        _queues[thread] = queue         # before it runs: it takes itself off at its end
        try:
            thread.start()
        except BaseException:
            _queues.pop(thread, None)
            raise
        self._threads.add(thread)

    def _drain(self):
        """Take the calls that nobody has begun out of the queue."""
        while True:
            try:
                item = self._work_queue.get_nowait()
            except Empty:
                return
            if item is not None:
                yield item

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            for item in self._drain():
                item.future.set_exception(self.BROKEN(self._broken))

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for item in self._drain():
                    item.future.cancel()
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
