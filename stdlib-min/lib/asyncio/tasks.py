"""Tasks: coroutines that an event loop drives; and the ways to wait for several of them."""

__all__ = (
    "Task", "create_task",
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED",
    "wait", "wait_for", "as_completed", "sleep",
    "gather", "shield", "ensure_future", "run_coroutine_threadsafe",
    "current_task", "all_tasks",
    "create_eager_task_factory", "eager_task_factory",
    "_register_task", "_unregister_task", "_enter_task", "_leave_task",
)

import _asyncio
import concurrent.futures
import contextvars
import functools
import inspect
import itertools
import math
import types
import weakref
from types import GenericAlias

from . import base_tasks, coroutines, events, exceptions, futures, queues, timeouts

# Names of tasks that were given none: Task-1, Task-2, ...
_task_name_counter = itertools.count(1).__next__


def current_task(loop=None):
    """The task that runs in the loop (default: the running one), or None."""
    return _current_tasks.get(events.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The tasks of the loop (default: the running one) that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    # Eager tasks first: one that becomes an ordinary task meanwhile is not lost.
    found = list(_eager_tasks)
    found.extend(_asyncio._native_tasks())
    found.extend(_scheduled_tasks)
    return {task for task in found if futures._get_loop(task) is loop and not task.done()}


class Task(futures._PyFuture):
    """A coroutine that the loop drives; a Future of what it returns."""

    # Whether to complain if it is dropped before it is done.
    _log_destroy_pending = True

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        if self._source_traceback:
            del self._source_traceback[-1]
        if not coroutines.iscoroutine(coro):
            # __del__ has nothing to say about it.
            self._log_destroy_pending = False
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._name = f"Task-{_task_name_counter()}" if name is None else str(name)
        self._num_cancels_requested = 0
        # cancel() came while the task waited for nothing: the next step throws.
        self._must_cancel = False
        # What the coroutine waits for.
        self._fut_waiter = None
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        if eager_start and self._loop.is_running():
            self.__start_now()
        else:
            self._loop.call_soon(self.__step, context=self._context)
            _py_register_task(self)

    def __del__(self):
        if self._state == futures._PENDING and self._log_destroy_pending:
            context = {"task": self, "message": "Task was destroyed but it is pending!"}
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)
        super().__del__()

    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        return base_tasks._task_repr(self)

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        """The frames of the coroutine, if it is suspended: one. Those of the traceback, if it ended by an exception."""
        return base_tasks._task_get_stack(self, limit)

    def print_stack(self, *, limit=None, file=None):
        """Print what get_stack() gives, as a traceback; to sys.stderr by default."""
        return base_tasks._task_print_stack(self, limit, file)

    def cancel(self, msg=None):
        """Ask the task to end: CancelledError is thrown into its coroutine, which may catch it. False if it is done."""
        self._log_traceback = False
        if self.done():
            return False
        self._num_cancels_requested += 1
        waiter = self._fut_waiter
        if waiter is not None and waiter.cancel(msg=msg):
            # The waiter's end wakes the task, which then gets the CancelledError.
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """How many calls of cancel() uncancel() has not taken back."""
        return self._num_cancels_requested

    def uncancel(self):
        """Take one call of cancel() back; the number of those left."""
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0:
                self._must_cancel = False
        return self._num_cancels_requested

    def __start_now(self):
        """The first step, inside the constructor."""
        outside = _py_swap_current_task(self._loop, self)
        try:
            _py_register_eager_task(self)
            try:
                self._context.run(self.__run, None)
            finally:
                _py_unregister_eager_task(self)
        finally:
            try:
                inside = _py_swap_current_task(self._loop, outside)
                assert inside is self
            finally:
                if self.done():
                    self._coro = None
                    # No cycle through the traceback.
                    self = None
                else:
                    _py_register_task(self)

    def __step(self, exc=None):
        if self.done():
            raise exceptions.InvalidStateError(f"__step(): already done: {self!r}, {exc!r}")
        if self._must_cancel:
            if not isinstance(exc, exceptions.CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        _py_enter_task(self._loop, self)
        try:
            self.__run(exc)
        finally:
            _py_leave_task(self._loop, self)
            self = None

    def __run(self, exc):
        """Resume the coroutine, and do with what it gives what has to be done."""
        try:
            given = self._coro.send(None) if exc is None else self._coro.throw(exc)
        except StopIteration as end:
            if self._must_cancel:
                # Cancelled during its last step.
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(end.value)
        except exceptions.CancelledError as end:
            self._cancelled_exc = end
            super().cancel()
        except (KeyboardInterrupt, SystemExit) as end:
            super().set_exception(end)
            raise
        except BaseException as end:
            super().set_exception(end)
        else:
            self.__wait_for(given)
        finally:
            # No cycle through the traceback.
            self = None

    def __wait_for(self, given):
        """Go on when that which the coroutine has yielded allows it."""
        blocking = getattr(given, "_asyncio_future_blocking", None)
        if blocking is None:
            if given is None:
                # A bare yield lets the others run.
                self._loop.call_soon(self.__step, context=self._context)
            elif inspect.isgenerator(given):
                self.__misuse(
                    f"yield was used instead of yield from for generator in task {self!r} with {given!r}")
            else:
                self.__misuse(f"Task got bad yield: {given!r}")
        elif futures._get_loop(given) is not self._loop:
            self.__misuse(f"Task {self!r} got Future {given!r} attached to a different loop")
        elif not blocking:
            self.__misuse(f"yield was used instead of yield from in task {self!r} with {given!r}")
        elif given is self:
            self.__misuse(f"Task cannot await on itself: {self!r}")
        else:
            futures.future_add_to_awaited_by(given, self)
            given._asyncio_future_blocking = False
            given.add_done_callback(self.__wakeup, context=self._context)
            self._fut_waiter = given
            if self._must_cancel and given.cancel(msg=self._cancel_message):
                self._must_cancel = False

    def __misuse(self, text):
        """Throw a RuntimeError into the coroutine, soon."""
        self._loop.call_soon(self.__step, RuntimeError(text), context=self._context)

    def __wakeup(self, future):
        futures.future_discard_from_awaited_by(future, self)
        try:
            future.result()
        except BaseException as exc:
            # CancelledError too.
            self.__step(exc)
        else:
            # The coroutine asks the future for its result itself.
            self.__step()
        self = None


_PyTask = Task

# The native one takes the place of the one written in Python.
Task = _CTask = _asyncio.Task


def create_task(coro, **kwargs):
    """A task of the running loop that drives the coroutine. Keep a reference: the loop holds only a weak one."""
    return events.get_running_loop().create_task(coro, **kwargs)


# return_when of wait().
FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for some or all of the futures, `timeout` seconds at most: the set of those done and of those pending.

    None is cancelled when the time is over.
    """
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, events.get_running_loop())


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def wait_for(fut, timeout):
    """The result of the awaitable. After `timeout` seconds it is cancelled, and this raises TimeoutError."""
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as exc:
            raise TimeoutError from exc
    async with timeouts.timeout(timeout):
        return await fut


async def _wait(fs, timeout, return_when, loop):
    assert fs, "Set of Futures is empty."
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release_waiter, waiter)
    missing = len(fs)
    caller = current_task()

    def on_completion(f):
        nonlocal missing
        missing -= 1
        if (
            missing <= 0
            or return_when == FIRST_COMPLETED
            or return_when == FIRST_EXCEPTION and not f.cancelled() and f.exception() is not None
        ):
            if timer is not None:
                timer.cancel()
            _release_waiter(waiter)
        futures.future_discard_from_awaited_by(f, caller)

    for f in fs:
        f.add_done_callback(on_completion)
        futures.future_add_to_awaited_by(f, caller)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(on_completion)
            futures.future_discard_from_awaited_by(f, caller)
    done = {f for f in fs if f.done()}
    return done, fs - done


async def _cancel_and_wait(fut):
    """Cancel it, and wait until it is done."""
    waiter = events.get_running_loop().create_future()
    release = functools.partial(_release_waiter, waiter)
    caller = current_task()
    fut.add_done_callback(release)
    futures.future_add_to_awaited_by(fut, caller)
    try:
        fut.cancel()
        # Not `await fut`: its end must not be raised here.
        await waiter
    finally:
        fut.remove_done_callback(release)
        futures.future_discard_from_awaited_by(fut, caller)


class _AsCompletedIterator:
    """What as_completed() gives: in a plain loop coroutines that give the next result, in an `async for` the futures
    that were given, or tasks made of them."""

    def __init__(self, aws, timeout):
        self._done = queues.Queue()
        self._timeout_handle = None
        loop = events.get_event_loop()
        self._cur_task = current_task()
        todo = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for f in todo:
            f.add_done_callback(self._handle_completion)
            futures.future_add_to_awaited_by(f, self._cur_task)
        if todo and timeout is not None:
            self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
        self._todo = todo
        # Not yet given out.
        self._todo_left = len(todo)

    def __iter__(self):
        return self

    def __aiter__(self):
        return self

    def __next__(self):
        if not self._todo_left:
            raise StopIteration
        self._todo_left -= 1
        return self._wait_for_one(resolve=True)

    async def __anext__(self):
        if not self._todo_left:
            raise StopAsyncIteration
        self._todo_left -= 1
        return await self._wait_for_one()

    def _handle_timeout(self):
        for f in self._todo:
            f.remove_done_callback(self._handle_completion)
            futures.future_discard_from_awaited_by(f, self._cur_task)
            # Stands for one that is not done.
            self._done.put_nowait(None)
        self._todo.clear()

    def _handle_completion(self, f):
        if not self._todo:
            # The time was over before.
            return
        self._todo.remove(f)
        futures.future_discard_from_awaited_by(f, self._cur_task)
        self._done.put_nowait(f)
        if not self._todo and self._timeout_handle is not None:
            self._timeout_handle.cancel()

    async def _wait_for_one(self, resolve=False):
        try:
            f = await self._done.get()
        except:
            # Cancelled: it is still to come.
            self._todo_left += 1
            raise
        if f is None:
            raise exceptions.TimeoutError
        return f.result() if resolve else f


def as_completed(fs, *, timeout=None):
    """An iterator over awaitables in the order in which they are done; plain or asynchronous.

    Those not done after `timeout` seconds are a TimeoutError.
    """
    if inspect.isawaitable(fs):
        raise TypeError(f"expects an iterable of awaitables, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


@types.coroutine
def __sleep0():
    """One bare yield, for which Task has a way of its own."""
    yield


async def sleep(delay, result=None):
    """`result`, after `delay` seconds; 0 only lets other tasks run."""
    if delay <= 0:
        await __sleep0()
        return result
    if math.isnan(delay):
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


async def _wrap_awaitable(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """The future itself, or a task that runs the coroutine or waits for the awaitable."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    close = True
    if not coroutines.iscoroutine(coro_or_future):
        if not inspect.isawaitable(coro_or_future):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        coro_or_future = _wrap_awaitable(coro_or_future)
        close = False
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(coro_or_future)
    except RuntimeError:
        if close:
            # Nobody will await it.
            coro_or_future.close()
        raise


class _GatheringFuture(futures.Future):
    """What gather() gives. Cancelling it cancels the children; it ends when they have."""

    def __init__(self, children, *, loop):
        assert loop is not None
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        # Every child has to be asked.
        asked = [child.cancel(msg=msg) for child in self._children]
        if any(asked):
            # Some child may end well all the same; this one is cancelled then too.
            self._cancel_requested = True
            return True
        return False


def gather(*coros_or_futures, return_exceptions=False):
    """A future of the list of all results. The first exception ends it, unless `return_exceptions`: then exceptions
    stand in the list. The others go on in either case."""
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer
    loop = events._get_running_loop()
    caller = None if loop is None else current_task(loop)

    def stop_waiting():
        for f in children:
            futures.future_discard_from_awaited_by(f, caller)

    def on_done(fut):
        nonlocal finished
        finished += 1
        if caller is not None:
            futures.future_discard_from_awaited_by(fut, caller)
        if outer is None or outer.done():
            if not fut.cancelled():
                # Nobody else will ask for it.
                fut.exception()
            return
        if not return_exceptions:
            error = fut._make_cancelled_error() if fut.cancelled() else fut.exception()
            if error is not None:
                stop_waiting()
                outer.set_exception(error)
                return
        if finished < different:
            return
        results = []
        for f in children:
            if f.cancelled():
                message = f._cancel_message
                results.append(exceptions.CancelledError("" if message is None else message))
            else:
                error = f.exception()
                results.append(f.result() if error is None else error)
        if outer._cancel_requested:
            outer.set_exception(fut._make_cancelled_error())
        else:
            outer.set_result(results)

    # Each awaitable once, however often it is given.
    known = {}
    children = []
    done_already = []
    different = finished = 0
    outer = None
    for arg in coros_or_futures:
        fut = known.get(arg)
        if fut is None:
            fut = ensure_future(arg, loop=loop)
            if loop is None:
                loop = futures._get_loop(fut)
            if fut is not arg:
                # It is only reachable from here: that it is dropped is no fault of the caller's.
                fut._log_destroy_pending = False
            different += 1
            known[arg] = fut
            if fut.done():
                # Eager tasks. Their callbacks would come too late for the loop to be entered.
                done_already.append(fut)
            else:
                if caller is not None:
                    futures.future_add_to_awaited_by(fut, caller)
                fut.add_done_callback(on_done)
        children.append(fut)
    outer = _GatheringFuture(children, loop=loop)
    for fut in done_already:
        on_done(fut)
    return outer


def shield(arg):
    """A future that ends as the awaitable does, but whose cancelling does not cancel the awaitable."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = futures._get_loop(inner)
    outer = loop.create_future()
    caller = None if loop is None else current_task(loop)
    if caller is not None:
        futures.future_add_to_awaited_by(inner, caller)

    def forget_caller(inner):
        futures.future_discard_from_awaited_by(inner, caller)

    def inner_done(inner):
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
            return
        error = inner.exception()
        if error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def outer_done(outer):
        if inner.done():
            return
        # Nobody looks at an exception of the inner one any more: it is reported as such.
        inner.remove_done_callback(inner_done)
        if caller is not None:
            inner.remove_done_callback(forget_caller)
            futures.future_discard_from_awaited_by(inner, caller)

    if caller is not None:
        inner.add_done_callback(forget_caller)
    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Run the coroutine in the loop of another thread; a future of concurrent.futures to wait for here."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = concurrent.futures.Future()

    def start():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(start)
    return future


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks begin at once, inside of create_task(), by the constructor given (or Task)."""

    def factory(loop, coro, *, eager_start=True, **kwargs):
        return custom_task_constructor(coro, loop=loop, eager_start=eager_start, **kwargs)

    return factory


eager_task_factory = create_eager_task_factory(Task)


# Tasks written in Python, of whatever loop (_asyncio has a table of the native ones); those that are in their first step inside of the constructor; and the one that each loop
# runs. Threads share them: single operations are atomic, and a loop's entry is its own thread's.
_scheduled_tasks = weakref.WeakSet()
_eager_tasks = set()
_current_tasks = {}


def _register_task(task):
    """all_tasks() knows the task now."""
    if not _asyncio._enter_native_task(task):
        _scheduled_tasks.add(task)


def _register_eager_task(task):
    _eager_tasks.add(task)


def _enter_task(loop, task):
    """The task runs now. For those who write tasks of their own."""
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(
            f"Cannot enter into task {task!r} while another task {current!r} is being executed.")
    _current_tasks[loop] = task


def _leave_task(loop, task):
    """The task does not run any more."""
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task {current!r}.")
    del _current_tasks[loop]


def _swap_current_task(loop, task):
    """The task runs now instead of the one given back."""
    before = _current_tasks.get(loop)
    if task is None:
        del _current_tasks[loop]
    else:
        _current_tasks[loop] = task
    return before


def _unregister_task(task):
    """all_tasks() does not know the task any more."""
    _asyncio._forget_native_task(task)
    _scheduled_tasks.discard(task)


def _unregister_eager_task(task):
    _eager_tasks.discard(task)


_py_current_task = current_task
_py_all_tasks = all_tasks
_py_register_task = _register_task
_py_register_eager_task = _register_eager_task
_py_unregister_task = _unregister_task
_py_unregister_eager_task = _unregister_eager_task
_py_enter_task = _enter_task
_py_leave_task = _leave_task
_py_swap_current_task = _swap_current_task

# The native ones, which know the tasks of the native class.
_c_current_task = current_task = _asyncio.current_task
_c_all_tasks = all_tasks = _asyncio.all_tasks
_c_register_task = _register_task
_c_register_eager_task = _register_eager_task
_c_unregister_task = _unregister_task
_c_unregister_eager_task = _unregister_eager_task
_c_enter_task = _enter_task = _asyncio._enter_task
_c_leave_task = _leave_task = _asyncio._leave_task
_c_swap_current_task = _swap_current_task = _asyncio._swap_current_task
