"""ProcessPoolExecutor, which this implementation does without: threads run in parallel here."""

from concurrent.futures import _base


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker process ended abruptly."""


class ProcessPoolExecutor(_base.Executor):
    """Cannot be created: use ThreadPoolExecutor."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *,
                 max_tasks_per_child=None):
        raise NotImplementedError(
            "ProcessPoolExecutor is not available; ThreadPoolExecutor runs calls in parallel")
