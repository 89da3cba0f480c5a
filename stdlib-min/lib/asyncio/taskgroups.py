"""Tasks that end together."""

__all__ = ("TaskGroup",)

from . import events, exceptions, futures, tasks


class TaskGroup:
    """`async with` it, and create tasks: the block is left when all are done. If one fails, the others are cancelled,
    and the failures come out in an ExceptionGroup."""

    def __init__(self):
        self._entered = False
        self._exiting = False
        # The tasks were cancelled, no new ones are accepted.
        self._aborting = False
        self._loop = None
        self._parent_task = None
        # The parent was cancelled by the group itself, so that it leaves the block.
        self._parent_cancel_requested = False
        self._tasks = set()
        self._errors = []
        # KeyboardInterrupt or SystemExit, which come out alone.
        self._base_error = None
        self._on_completed_fut = None

    def __repr__(self):
        text = "<TaskGroup"
        if self._tasks:
            text += f" tasks={len(self._tasks)}"
        if self._errors:
            text += f" errors={len(self._errors)}"
        if self._aborting:
            text += " cancelling"
        elif self._entered:
            text += " entered"
        return text + ">"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        if self._loop is None:
            self._loop = events.get_running_loop()
        self._parent_task = tasks.current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._entered = True
        return self

    async def __aexit__(self, et, exc, tb):
        # References to the exception and to what holds it are dropped on every way out, or its traceback and this
        # frame would be a cycle.
        tb = None
        try:
            return await self._aexit(et, exc)
        finally:
            self._parent_task = None
            self._errors = None
            self._base_error = None
            exc = None

    async def _aexit(self, et, exc):
        self._exiting = True
        if exc is not None and self._base_error is None and self._is_base_error(exc):
            self._base_error = exc
        cancelled = et is not None and issubclass(et, exceptions.CancelledError)
        # The CancelledError to raise in the end, if it came from outside.
        outside = exc if cancelled else None
        if et is not None and not self._aborting:
            self._abort()

        # It takes several rounds if tasks that are being cancelled create others in the group's loop.
        while self._tasks:
            if self._on_completed_fut is None:
                self._on_completed_fut = self._loop.create_future()
            try:
                await self._on_completed_fut
            except exceptions.CancelledError as ex:
                if not self._aborting:
                    # From outside: a failing task would have set the flag.
                    outside = ex
                    self._abort()
            self._on_completed_fut = None
        assert not self._tasks

        if self._base_error is not None:
            try:
                raise self._base_error
            finally:
                exc = None

        if self._parent_cancel_requested and self._parent_task.uncancel() == 0:
            # Only the group itself cancelled the parent.
            outside = None

        try:
            if outside is not None and not self._errors:
                try:
                    raise outside
                finally:
                    exc = None
        finally:
            outside = None

        if et is not None and not cancelled:
            self._errors.append(exc)
        if self._errors:
            if self._parent_task.cancelling():
                # The failures come out now; the cancelling from outside at the parent's next await.
                self._parent_task.uncancel()
                self._parent_task.cancel()
            try:
                raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None
            finally:
                exc = None

    def create_task(self, coro, **kwargs):
        """A task of the group; the arguments are those of asyncio.create_task()."""
        problem = None
        if not self._entered:
            problem = "has not been entered"
        elif self._exiting and not self._tasks:
            problem = "is finished"
        elif self._aborting:
            problem = "is shutting down"
        if problem is not None:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {problem}")
        task = self._loop.create_task(coro, **kwargs)
        futures.future_add_to_awaited_by(task, self._parent_task)
        # A task that has begun eagerly and is done passes through here too: its exception counts.
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        try:
            return task
        finally:
            # No cycle through the traceback of a task that has failed already.
            del task

    def _is_base_error(self, exc):
        return isinstance(exc, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        futures.future_discard_from_awaited_by(task, self._parent_task)
        waiter = self._on_completed_fut
        if waiter is not None and not self._tasks and not waiter.done():
            waiter.set_result(True)
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if self._base_error is None and self._is_base_error(exc):
            self._base_error = exc
        if self._parent_task.done():
            # The block was left by force.
            self._loop.call_exception_handler({
                "message":
                    f"Task {task!r} has errored out but its parent task {self._parent_task} is already completed",
                "exception": exc,
                "task": task,
            })
            return
        if not self._aborting and not self._parent_cancel_requested:
            # The parent is somewhere in the block, or waits at its end: a CancelledError brings it to the end. If it
            # waits there already, it knows by `_aborting` where that comes from.
            self._abort()
            self._parent_cancel_requested = True
            self._parent_task.cancel()
