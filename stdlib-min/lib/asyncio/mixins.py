"""Objects that belong to the event loop that first used them."""

import threading

from . import events

_global_lock = threading.Lock()


class _LoopBoundMixin:
    _loop = None

    def _get_loop(self):
        """The running loop, which becomes the object's own; RuntimeError if it has another one."""
        running = events._get_running_loop()
        if self._loop is None:
            # Loops of several threads may meet here.
            with _global_lock:
                if self._loop is None:
                    self._loop = running
        if self._loop is not running:
            raise RuntimeError(f"{self!r} is bound to a different event loop")
        return running
