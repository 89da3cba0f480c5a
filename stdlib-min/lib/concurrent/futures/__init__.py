"""Calls that run elsewhere, and the results that they will have.

The executors are loaded when they are first asked for.
"""

from concurrent.futures._base import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, BrokenExecutor, CancelledError, Executor,
    Future, InvalidStateError, TimeoutError, as_completed, wait,
)

__all__ = [
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError",
    "InvalidStateError", "BrokenExecutor", "Future", "Executor", "wait", "as_completed",
    "ProcessPoolExecutor", "ThreadPoolExecutor", "InterpreterPoolExecutor",
]

_HOMES = {
    "ThreadPoolExecutor": "thread",
    "ProcessPoolExecutor": "process",
    "InterpreterPoolExecutor": "interpreter",
}


def __dir__():
    return [*__all__, "__author__", "__doc__"]


def __getattr__(name):
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if home == "thread":
        from .thread import ThreadPoolExecutor as found
    elif home == "process":
        from .process import ProcessPoolExecutor as found
    else:
        from .interpreter import InterpreterPoolExecutor as found
    globals()[name] = found
    return found
