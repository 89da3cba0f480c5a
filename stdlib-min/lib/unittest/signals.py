"""Control-C during a run: the first one ends it after the running test, the second one at once."""

import signal
import weakref
from functools import wraps

__unittest = True

_results = weakref.WeakKeyDictionary()
_interrupt_handler = None


class _InterruptHandler:
    def __init__(self, default):
        self.called = False
        self.original_handler = default
        if isinstance(default, int):
            if default == signal.SIG_DFL:
                default = signal.default_int_handler
            elif default == signal.SIG_IGN:
                def default(signum, frame):
                    pass
            else:
                raise TypeError("expected SIGINT signal handler to be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
        self.default_handler = default

    def __call__(self, signum, frame):
        installed = signal.getsignal(signal.SIGINT)
        if installed is not self or self.called:
            # Somebody has a handler of his own that calls this one, or it is the second time.
            self.default_handler(signum, frame)
        self.called = True
        for result in list(_results.keys()):
            result.stop()


def registerResult(result):
    """Let control-C stop the run of this result."""
    _results[result] = 1


def removeResult(result):
    """Undo registerResult; whether it was registered."""
    return bool(_results.pop(result, None))


def installHandler():
    """Install the handler of control-C."""
    global _interrupt_handler
    if _interrupt_handler is None:
        _interrupt_handler = _InterruptHandler(signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, _interrupt_handler)


def removeHandler(method=None):
    """Remove the handler; as a decorator, while the function runs."""
    if method is not None:
        @wraps(method)
        def inner(*args, **kwargs):
            before = signal.getsignal(signal.SIGINT)
            removeHandler()
            try:
                return method(*args, **kwargs)
            finally:
                signal.signal(signal.SIGINT, before)

        return inner

    global _interrupt_handler
    if _interrupt_handler is not None:
        signal.signal(signal.SIGINT, _interrupt_handler.original_handler)
