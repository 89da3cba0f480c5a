"""InterpreterPoolExecutor, which this implementation does without: threads run in parallel here."""

from concurrent.futures.thread import BrokenThreadPool, ThreadPoolExecutor


class BrokenInterpreterPool(BrokenThreadPool):
    """An initializer failed."""


class InterpreterPoolExecutor(ThreadPoolExecutor):
    """Cannot be created: use ThreadPoolExecutor."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        raise NotImplementedError(
            "InterpreterPoolExecutor is not available; ThreadPoolExecutor runs calls in parallel")
