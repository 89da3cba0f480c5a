"""The loop of systems that report finished operations instead of ready descriptors. This system has none."""

__all__ = 'BaseProactorEventLoop',

from . import base_events


class BaseProactorEventLoop(base_events.BaseEventLoop):
    """Only there to be asked about with isinstance()."""

    def __init__(self, proactor):
        raise NotImplementedError('this system has no proactor')
