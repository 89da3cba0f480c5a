"""Attempts that start one after the other and run side by side until one succeeds (RFC 8305's way to connect)."""

__all__ = 'staggered_race',

from . import events
from . import exceptions
from . import futures
from . import locks
from . import tasks


async def staggered_race(coro_fns, delay, *, loop=None):
    """Run the coroutines that *coro_fns* make until one of them returns.

    The next one starts when the one before failed, or *delay* seconds after it started; with None for *delay*, only when
    it failed. The first to return wins and the others are cancelled.

    Returns (result, index, errors) of the winner; result and index are None if all failed. *errors* has one entry for
    each coroutine that was started, None for the winner's.
    """
    loop = loop or events.get_running_loop()
    race = _Race(enumerate(coro_fns), delay, loop)
    try:
        return await race.run()
    finally:
        # The errors' tracebacks lead here and back to the race.
        race.errors = race.broken = race.parent = None
        del race


class _Race:
    """The state of one call."""

    def __init__(self, runners, delay, loop):
        self.runners = runners
        self.delay = delay
        self.loop = loop
        self.parent = tasks.current_task(loop)
        self.running = set()
        # Set while `run` waits for the last of the running tasks.
        self.all_done = None
        self.result = None
        self.winner = None
        self.errors = []
        # What went wrong in the race itself, not in a coroutine of the caller.
        self.broken = []

    def start(self, previous_failed):
        # An eager task would run before it stands in `running`, so it waits until this gate is open.
        gate = locks.Event()
        task = self.loop.create_task(self.attempt(gate, previous_failed))
        futures.future_add_to_awaited_by(task, self.parent)
        self.running.add(task)
        task.add_done_callback(self.ended)
        gate.set()

    def ended(self, task):
        self.running.discard(task)
        futures.future_discard_from_awaited_by(task, self.parent)
        if not self.running and self.all_done is not None and not self.all_done.done():
            self.all_done.set_result(None)
        if not task.cancelled() and (exc := task.exception()) is not None:
            self.broken.append(exc)

    async def attempt(self, gate, previous_failed):
        await gate.wait()
        if previous_failed is not None:
            try:
                # `wait_for`, because a cancellation of this task must end the inner wait too.
                await tasks.wait_for(previous_failed.wait(), self.delay)
            except exceptions.TimeoutError:
                pass
        try:
            index, make = next(self.runners)
        except StopIteration:
            return
        failed = locks.Event()
        self.start(failed)
        self.errors.append(None)
        assert len(self.errors) == index + 1
        try:
            result = await make()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.errors[index] = exc
            failed.set()
        else:
            assert self.winner is None
            self.winner = index
            self.result = result
            # This task is done: a request to cancel would never be delivered, and only spoil its state.
            own = tasks.current_task(self.loop)
            for task in self.running:
                if task is not own:
                    task.cancel()

    async def run(self):
        cancelled = None
        try:
            self.start(None)
            while self.running:
                self.all_done = self.loop.create_future()
                try:
                    await self.all_done
                except exceptions.CancelledError as exc:
                    cancelled = exc
                    for task in self.running:
                        task.cancel(*exc.args)
                self.all_done = None
            if __debug__ and self.broken:
                raise ExceptionGroup('staggered race failed', self.broken)
            if cancelled is not None:
                raise cancelled
            return self.result, self.winner, self.errors
        finally:
            del cancelled
