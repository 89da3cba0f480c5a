"""Sending files: the loop's methods that hand a file to a socket or a transport."""

import errno
import io
import os
import sys

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


class _UnixSendfile:
    """The system's sendfile().

    One call of `_sock_sendfile_native_impl` is one turn; it leaves itself as writer for the next. The file's position is
    set at every end, because the system's call does not move it.
    """

    async def _sock_sendfile_native(self, sock, file, offset, count):
        not_available = exceptions.SendfileNotAvailableError
        if not hasattr(os, 'sendfile'):
            raise not_available('os.sendfile() is not available')
        try:
            fileno = file.fileno()
        except (AttributeError, io.UnsupportedOperation):
            raise not_available('not a regular file')
        try:
            size = os.fstat(fileno).st_size
        except OSError:
            raise not_available('not a regular file')
        if not (count or size):
            return 0
        done = self.create_future()
        self._sock_sendfile_native_impl(done, None, sock, fileno, offset, count, count or size, 0)
        return await done

    def _sock_sendfile_native_impl(self, fut, registered_fd, sock, fileno, offset, count, blocksize,
                                   total_sent):
        fd = sock.fileno()
        if registered_fd is not None:
            # Usually the next call ends it; to register again costs little.
            self.remove_writer(registered_fd)
        if fut.cancelled():
            self._sock_sendfile_update_filepos(fileno, offset)
            return
        if count:
            blocksize = count - total_sent
            if blocksize <= 0:
                self._sock_sendfile_update_filepos(fileno, offset)
                fut.set_result(total_sent)
                return
        # One call must not be asked for more than fits a signed size.
        blocksize = min(blocksize, sys.maxsize // 2 + 1)
        try:
            sent = os.sendfile(fd, fileno, offset, blocksize)
            if not sent:
                self._sock_sendfile_update_filepos(fileno, offset)
                fut.set_result(total_sent)
                return
        except (BlockingIOError, InterruptedError):
            sent = 0
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._sock_sendfile_update_filepos(fileno, offset)
            fut.set_exception(self._sendfile_error(exc, registered_fd, total_sent))
            return
        if registered_fd is None:
            self._sock_add_cancellation_callback(fut, sock)
        self.add_writer(fd, self._sock_sendfile_native_impl, fut, fd, sock, fileno, offset + sent,
                        count, blocksize, total_sent + sent)

    @staticmethod
    def _sendfile_error(exc, registered_fd, total_sent):
        """What a failed call means for the caller."""
        if not isinstance(exc, OSError):
            return exc
        if total_sent == 0:
            # Most likely the file is of a kind that the call does not know.
            return exceptions.SendfileNotAvailableError('os.sendfile call failed')
        if (registered_fd is not None and exc.errno == errno.ENOTCONN
                and type(exc) is not ConnectionError):
            # Closed in the middle; other systems say so by a ConnectionError.
            error = ConnectionError('socket is not connected', errno.ENOTCONN)
            error.__cause__ = exc
            return error
        return exc

    def _sock_sendfile_update_filepos(self, fileno, offset):
        os.lseek(fileno, offset, os.SEEK_SET)

    def _sock_add_cancellation_callback(self, fut, sock):
        def ended(fut):
            if fut.cancelled():
                fd = sock.fileno()
                if fd != -1:
                    self.remove_writer(fd)

        fut.add_done_callback(ended)
