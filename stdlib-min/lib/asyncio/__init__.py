"""Coroutines, and the event loops that drive them."""

from .base_events import *
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .runners import *
from .queues import *
from .tasks import *
from .taskgroups import *
from .timeouts import *
from .threads import *
from .protocols import *
from .streams import *
from .subprocess import *
from .transports import *
from .unix_events import *

_GRAPH = ("capture_call_graph", "format_call_graph", "print_call_graph", "FrameCallGraphEntry", "FutureCallGraph")

__all__ = _GRAPH + (
    base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__
    + locks.__all__ + runners.__all__ + queues.__all__ + tasks.__all__ + taskgroups.__all__ + threads.__all__
    + timeouts.__all__ + unix_events.__all__ + protocols.__all__
)


def __getattr__(name):
    # Few look at call graphs, and what they are made of takes its time to import.
    if name == "graph" or name in _GRAPH:
        from importlib import import_module
        graph = import_module("asyncio.graph")
        return graph if name == "graph" else getattr(graph, name)
    # Deprecated, so looking at them warns.
    if name == "AbstractEventLoopPolicy":
        found = events._AbstractEventLoopPolicy
    elif name == "DefaultEventLoopPolicy":
        found = unix_events._DefaultEventLoopPolicy
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import warnings
    warnings._deprecated(f"asyncio.{name}", remove=(3, 16))
    return found
