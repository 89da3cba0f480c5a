"""Sending files: the loop's methods that hand a file to a socket or a transport."""

from . import constants
from . import exceptions
from . import protocols
from . import transports

# Bytes that are read at once.
_PIECE = 16384


class _SendfileFallbackProtocol(protocols.Protocol):
    """Takes a transport over while a file is written to it, and hands it back."""

    def __init__(self, transp):
        if not isinstance(transp, transports._FlowControlMixin):
            raise TypeError('transport should be _FlowControlMixin instance')
        self._transport = transp
        self._proto = transp.get_protocol()
        self._should_resume_reading = transp.is_reading()
        self._should_resume_writing = transp._protocol_paused
        transp.pause_reading()
        transp.set_protocol(self)
        # Done when the transport takes more; None while it does.
        self._write_ready_fut = None
        if self._should_resume_writing:
            self.pause_writing()

    async def drain(self):
        """Wait until the transport takes more."""
        if self._transport.is_closing():
            raise ConnectionError('Connection closed by peer')
        if self._write_ready_fut is not None:
            await self._write_ready_fut

    async def restore(self):
        """Give the transport its protocol back."""
        self._transport.set_protocol(self._proto)
        if self._should_resume_reading:
            self._transport.resume_reading()
        if self._write_ready_fut is not None:
            # Nobody waits for it any more.
            self._write_ready_fut.cancel()
        if self._should_resume_writing:
            self._proto.resume_writing()

    def connection_made(self, transport):
        raise RuntimeError('Invalid state: connection should have been established already.')

    def connection_lost(self, exc):
        if self._write_ready_fut is not None:
            # The file is not through, so a clean end is an error as well.
            self._write_ready_fut.set_exception(
                ConnectionError('Connection is closed by peer') if exc is None else exc)
        self._proto.connection_lost(exc)

    def pause_writing(self):
        if self._write_ready_fut is None:
            self._write_ready_fut = self._transport._loop.create_future()

    def resume_writing(self):
        if self._write_ready_fut is not None:
            self._write_ready_fut.set_result(False)
            self._write_ready_fut = None

    def data_received(self, data):
        raise RuntimeError('Invalid state: reading should be paused')

    def eof_received(self):
        raise RuntimeError('Invalid state: reading should be paused')


class _SendfileMethods:
    """The part of every loop that sends files through transports."""

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        """Send a file through a transport; returns how many bytes went out.

        The system's own call is used where it can be. *offset* is where the file begins to be read, *count* how much
        of it (None: all). The file's position is what was sent at the end, also after an error. Without *fallback*
        SendfileNotAvailableError tells that the call cannot be used.
        """
        if transport.is_closing():
            raise RuntimeError('Transport is closing')
        modes = constants._SendfileMode
        mode = getattr(transport, '_sendfile_compatible', modes.UNSUPPORTED)
        if mode is modes.UNSUPPORTED:
            raise RuntimeError(f'sendfile is not supported for transport {transport!r}')
        if mode is modes.TRY_NATIVE:
            try:
                return await self._sendfile_native(transport, file, offset, count)
            except exceptions.SendfileNotAvailableError:
                if not fallback:
                    raise
        if not fallback:
            raise RuntimeError('fallback is disabled and native sendfile is not supported for '
                               f'transport {transport!r}')
        return await self._sendfile_fallback(transport, file, offset, count)

    async def _sendfile_native(self, transp, file, offset, count):
        raise exceptions.SendfileNotAvailableError('sendfile syscall is not supported')

    async def _sendfile_fallback(self, transp, file, offset, count):
        seekable = hasattr(file, 'seek')
        if seekable:
            file.seek(offset)
        size = min(count, _PIECE) if count else _PIECE
        buffer = bytearray(size)
        sent = 0
        stand_in = _SendfileFallbackProtocol(transp)
        try:
            while not count or sent < count:
                view = memoryview(buffer)
                if count:
                    view = view[:min(size, count - sent)]
                # Reading may take its time.
                got = await self.run_in_executor(None, file.readinto, view)
                if not got:
                    break
                transp.write(view[:got])
                # The transport keeps what it cannot send at once: the buffer is ours again only then.
                await stand_in.drain()
                sent += got
            return sent
        finally:
            if sent and seekable:
                file.seek(offset + sent)
            await stand_in.restore()


class _TransportSendfile:
    """For loops with a native sendfile: used on a transport whose buffer was written before."""

    async def _sendfile_native(self, transp, file, offset, count):
        del self._transports[transp._sock_fd]
        resume = transp.is_reading()
        transp.pause_reading()
        await transp._make_empty_waiter()
        try:
            return await self.sock_sendfile(transp._sock, file, offset, count, fallback=False)
        finally:
            transp._reset_empty_waiter()
            if resume:
                transp.resume_reading()
            self._transports[transp._sock_fd] = transp
