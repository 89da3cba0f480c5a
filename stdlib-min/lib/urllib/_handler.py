"""The base of all handlers of `urllib.request`."""


class BaseHandler:
    """Takes part in opening: methods like `http_open` are found by their names.

    Handlers with a lower `handler_order` are asked first.
    """

    handler_order = 500

    def add_parent(self, parent):
        """Called by the opener that the handler is added to."""
        self.parent = parent

    def close(self):
        """Nothing; a handler may have something to do."""

    def __lt__(self, other):
        # Things without an order come behind.
        return not hasattr(other, 'handler_order') or self.handler_order < other.handler_order
