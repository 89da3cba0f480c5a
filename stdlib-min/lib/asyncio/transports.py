"""Transports: what carries a protocol's bytes.

The abstract classes here name the methods; the loops bring classes that do the work. `_FlowControlMixin` is the part all
writing transports share: it tells the protocol when too much waits to be written.
"""

__all__ = (
    'BaseTransport', 'ReadTransport', 'WriteTransport', 'Transport', 'DatagramTransport', 'SubprocessTransport',
)

_DEFAULT_HIGH_WATER = 64 * 1024


class BaseTransport:
    """What every transport can do."""

    __slots__ = ('_extra',)

    def __init__(self, extra=None):
        self._extra = {} if extra is None else extra

    def get_extra_info(self, name, default=None):
        """Details of the connection, such as 'peername' or 'socket'."""
        return self._extra.get(name, default)

    def is_closing(self):
        """Whether the transport is closed or about to be."""
        raise NotImplementedError

    def close(self):
        """Close after what is buffered went out; the protocol's connection_lost(None) follows."""
        raise NotImplementedError

    def set_protocol(self, protocol):
        """Give the transport another protocol."""
        raise NotImplementedError

    def get_protocol(self):
        """The protocol that gets the data."""
        raise NotImplementedError


class ReadTransport(BaseTransport):
    """A transport that one can read from."""

    __slots__ = ()

    def is_reading(self):
        """Whether data is being received."""
        raise NotImplementedError

    def pause_reading(self):
        """Stop the calls of data_received() until resume_reading()."""
        raise NotImplementedError

    def resume_reading(self):
        """Go on after pause_reading()."""
        raise NotImplementedError


class WriteTransport(BaseTransport):
    """A transport that one can write to."""

    __slots__ = ()

    def set_write_buffer_limits(self, high=None, low=None):
        """Set the sizes at which the protocol is paused and resumed.

        Without arguments the sizes are the usual ones. With *low* alone *high* becomes four times as much, with *high*
        alone *low* becomes a quarter. Zero for *high* pauses the protocol as soon as anything is buffered.
        """
        raise NotImplementedError

    def get_write_buffer_size(self):
        """How many bytes wait to be written."""
        raise NotImplementedError

    def get_write_buffer_limits(self):
        """The limits, as (low, high)."""
        raise NotImplementedError

    def write(self, data):
        """Send bytes; never blocks, what does not go out at once is kept."""
        raise NotImplementedError

    def writelines(self, list_of_data):
        """Send several pieces."""
        self.write(b''.join(list_of_data))

    def write_eof(self):
        """Tell the other end, after what is buffered, that nothing follows."""
        raise NotImplementedError

    def can_write_eof(self):
        """Whether write_eof() works here."""
        raise NotImplementedError

    def abort(self):
        """Close at once; what is buffered is lost."""
        raise NotImplementedError


class Transport(ReadTransport, WriteTransport):
    """A transport with two directions."""

    __slots__ = ()


class DatagramTransport(BaseTransport):
    """A transport of single messages."""

    __slots__ = ()

    def sendto(self, data, addr=None):
        """Send one message, to *addr* or where the transport is connected to."""
        raise NotImplementedError

    def abort(self):
        """Close at once; what is buffered is lost."""
        raise NotImplementedError


class SubprocessTransport(BaseTransport):
    """A child process and the pipes to it."""

    __slots__ = ()

    def get_pid(self):
        """The number of the process."""
        raise NotImplementedError

    def get_returncode(self):
        """How the process ended; None while it runs."""
        raise NotImplementedError

    def get_pipe_transport(self, fd):
        """The transport of the child's descriptor *fd*; None without a pipe."""
        raise NotImplementedError

    def send_signal(self, signal):
        """Send the process a signal."""
        raise NotImplementedError

    def terminate(self):
        """Ask the process to end."""
        raise NotImplementedError

    def kill(self):
        """End the process."""
        raise NotImplementedError


class _FlowControlMixin(Transport):
    """Pauses and resumes the protocol by how much waits to be written.

    A subclass has get_write_buffer_size() and `_protocol`, and calls `_maybe_pause_protocol` after the buffer grew,
    `_maybe_resume_protocol` after it shrank.
    """

    __slots__ = ('_loop', '_protocol_paused', '_high_water', '_low_water')

    def __init__(self, extra=None, loop=None):
        super().__init__(extra)
        assert loop is not None
        self._loop = loop
        self._protocol_paused = False
        self._set_write_buffer_limits()

    def _tell_protocol(self, name):
        try:
            getattr(self._protocol, name)()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'protocol.{name}() failed',
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })

    def _maybe_pause_protocol(self):
        if not self._protocol_paused and self.get_write_buffer_size() > self._high_water:
            self._protocol_paused = True
            self._tell_protocol('pause_writing')

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            self._tell_protocol('resume_writing')

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def _set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = _DEFAULT_HIGH_WATER if low is None else 4 * low
        if low is None:
            low = high // 4
        if not 0 <= low <= high:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._high_water = high
        self._low_water = low

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_write_buffer_limits(high=high, low=low)
        self._maybe_pause_protocol()

    def get_write_buffer_size(self):
        raise NotImplementedError
