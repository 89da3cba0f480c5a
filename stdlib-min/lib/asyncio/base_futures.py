"""What the kinds of futures share: states, and how they are shown."""

__all__ = ()

import reprlib

from . import format_helpers

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"


def isfuture(obj):
    """Whether it behaves as a Future: its class has `_asyncio_future_blocking`, and that is not None."""
    return hasattr(obj.__class__, "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


def _format_callbacks(callbacks):
    """The first and the last of a list of pairs of callback and context."""
    shown = [format_helpers._format_callback_source(pair[0], ()) for pair in callbacks[:1] + callbacks[1:][-1:]]
    if len(callbacks) > 2:
        shown.insert(1, f"<{len(callbacks) - 2} more>")
    return f"cb=[{', '.join(shown)}]"


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is None:
            info.append(f"result={reprlib.repr(future._result)}")
        else:
            info.append(f"exception={future._exception!r}")
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        frame = future._source_traceback[-1]
        info.append(f"created at {frame[0]}:{frame[1]}")
    return info


@reprlib.recursive_repr()
def _future_repr(future):
    return f"<{type(future).__name__} {' '.join(_future_repr_info(future))}>"
