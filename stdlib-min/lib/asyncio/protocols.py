"""Protocols: what is done with the bytes of a transport.

A program derives from one of these classes and overrides what it needs; every method here does nothing.
"""

__all__ = (
    'BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol', 'BufferedProtocol',
)


class BaseProtocol:
    """What all protocols have."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection stands; *transport* is the way to answer."""

    def connection_lost(self, exc):
        """The connection is gone: by an error, or None if it was closed by either side."""

    def pause_writing(self):
        """More than the high-water mark waits to be written. Once per crossing, not per write."""

    def resume_writing(self):
        """The buffer fell to the low-water mark."""


class Protocol(BaseProtocol):
    """A protocol that gets its data as bytes: connection_made, data_received*, eof_received?, connection_lost."""

    __slots__ = ()

    def data_received(self, data):
        """Some bytes came; where they are cut means nothing."""

    def eof_received(self):
        """The other end sends no more. A true result leaves the transport open for writing."""


class BufferedProtocol(BaseProtocol):
    """A protocol that brings the buffers its data is read into."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """A writable buffer that is not empty; *sizehint* is -1 if nothing is known about the size."""

    def buffer_updated(self, nbytes):
        """So many bytes were written to the buffer."""

    def eof_received(self):
        """The other end sends no more. A true result leaves the transport open for writing."""


class DatagramProtocol(BaseProtocol):
    """A protocol of single messages."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A message came."""

    def error_received(self, exc):
        """Sending or receiving failed with an OSError."""


class SubprocessProtocol(BaseProtocol):
    """What is done with the output of a child process."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child wrote to its descriptor *fd*."""

    def pipe_connection_lost(self, fd, exc):
        """A pipe to the child is closed."""

    def process_exited(self):
        """The child has ended."""


def _feed_data_to_buffered_proto(proto, data):
    """Hand bytes to a BufferedProtocol, in as many steps as its buffers need."""
    start = 0
    while start < len(data):
        left = len(data) - start
        buffer = proto.get_buffer(left)
        room = len(buffer)
        if not room:
            raise RuntimeError('get_buffer() returned an empty buffer')
        count = min(room, left)
        buffer[:count] = data[start:start + count]
        proto.buffer_updated(count)
        start += count
