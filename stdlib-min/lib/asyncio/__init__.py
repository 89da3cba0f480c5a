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

__all__ = (
    base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__
    + locks.__all__ + runners.__all__ + queues.__all__ + tasks.__all__ + taskgroups.__all__ + threads.__all__
    + timeouts.__all__ + unix_events.__all__ + protocols.__all__
)


def __getattr__(name):
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
