"""The exceptions of the package."""

__all__ = (
    "BrokenBarrierError", "CancelledError", "InvalidStateError", "TimeoutError",
    "IncompleteReadError", "LimitOverrunError", "SendfileNotAvailableError",
)

# The builtin one; the package's name for it is older.
TimeoutError = TimeoutError


class CancelledError(BaseException):
    """A future or task was cancelled."""


class InvalidStateError(Exception):
    """The future is in no state for this operation."""


class SendfileNotAvailableError(RuntimeError):
    """The system's sendfile cannot serve this socket and file."""


class IncompleteReadError(EOFError):
    """The stream ended early. `partial` holds what came, `expected` the number of bytes asked for (or None)."""

    def __init__(self, partial, expected):
        wanted = "undefined" if expected is None else repr(expected)
        super().__init__(f"{len(partial)} bytes read on a total of {wanted} expected bytes")
        self.partial = partial
        self.expected = expected

    def __reduce__(self):
        return type(self), (self.partial, self.expected)


class LimitOverrunError(Exception):
    """A buffer was full before the separator came. `consumed`: the bytes that have to be taken out."""

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed

    def __reduce__(self):
        return type(self), (self.args[0], self.consumed)


class BrokenBarrierError(RuntimeError):
    """The barrier was broken by abort()."""
