"""Transports over pipes.

They take any descriptor of a pipe, socket or character device, make it non-blocking, and close the file they were given at
the end.
"""

import errno
import os
import selectors
import stat
import warnings

from . import constants
from . import futures
from . import transports
from ._selector_transports import _test_selector_event
from .log import logger

_NOTHING_YET = (BlockingIOError, InterruptedError)


class _PipeBase:
    """What both directions share."""

    _watched = selectors.EVENT_READ
    _wrong_kind = 'Pipe transport is for pipes/sockets only.'

    def _take(self, pipe, protocol):
        """Take a pipe over; returns the mode of its file."""
        self._extra['pipe'] = pipe
        self._pipe = pipe
        self._fileno = pipe.fileno()
        self._protocol = protocol
        self._closing = False
        mode = os.fstat(self._fileno).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
            self._pipe = self._fileno = self._protocol = None
            raise ValueError(self._wrong_kind)
        os.set_blocking(self._fileno, False)
        self._loop.call_soon(protocol.connection_made, self)
        return mode

    def _wake(self, waiter):
        if waiter is not None:
            self._loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        words = [type(self).__name__]
        if self._pipe is None:
            words.append('closed')
        elif self._closing:
            words.append('closing')
        words.append(f'fd={self._fileno}')
        selector = getattr(self._loop, '_selector', None)
        if self._pipe is None:
            words.append('closed')
        elif selector is None:
            words.append('open')
        else:
            polled = _test_selector_event(selector, self._fileno, self._watched)
            words.append('polling' if polled else 'idle')
            words += self._more_words()
        return f'<{" ".join(words)}>'

    def _more_words(self):
        return []

    def __del__(self, _warn=warnings.warn):
        if self._pipe is not None:
            _warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self._pipe.close()

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def _expected(self, exc):
        """Whether an error is part of a pipe's life, and not a defect."""
        return isinstance(exc, OSError)

    def _fatal_error(self, exc, message='Fatal error on pipe transport'):
        # Called while `exc` is handled, so that a log entry may show it.
        if not self._expected(exc):
            self._loop.call_exception_handler({
                'message': message,
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })
        elif self._loop.get_debug():
            logger.debug('%r: %s', self, message, exc_info=True)
        self._close(exc)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._pipe.close()
            self._pipe = self._protocol = self._loop = None


class _UnixReadPipeTransport(_PipeBase, transports.ReadTransport):
    """The reading end of a pipe."""

    # The most that one call reads.
    max_size = 256 * 1024

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra)
        self._loop = loop
        self._paused = False
        self._take(pipe, protocol)
        loop.call_soon(self._add_reader, self._fileno, self._read_ready)
        self._wake(waiter)

    def _add_reader(self, fd, callback):
        # The protocol may have paused or closed the transport in connection_made().
        if self.is_reading():
            self._loop._add_reader(fd, callback)

    def is_reading(self):
        return not self._paused and not self._closing

    def _read_ready(self):
        try:
            data = os.read(self._fileno, self.max_size)
        except _NOTHING_YET:
            return
        except OSError as exc:
            self._fatal_error(exc, 'Fatal read error on pipe transport')
            return
        if data:
            self._protocol.data_received(data)
            return
        loop = self._loop
        if loop.get_debug():
            logger.info('%r was closed by peer', self)
        self._closing = True
        loop._remove_reader(self._fileno)
        loop.call_soon(self._protocol.eof_received)
        loop.call_soon(self._call_connection_lost, None)

    def pause_reading(self):
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._fileno)
            if self._loop.get_debug():
                logger.debug('%r pauses reading', self)

    def resume_reading(self):
        if self._paused and not self._closing:
            self._paused = False
            self._loop._add_reader(self._fileno, self._read_ready)
            if self._loop.get_debug():
                logger.debug('%r resumes reading', self)

    def close(self):
        if not self._closing:
            self._close(None)

    def _expected(self, exc):
        # A terminal whose other end is gone.
        return isinstance(exc, OSError) and exc.errno == errno.EIO

    def _close(self, exc):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, exc)


class _UnixWritePipeTransport(_PipeBase, transports._FlowControlMixin, transports.WriteTransport):
    """The writing end of a pipe.

    It is watched for reading too: that is how the system tells that the reading end is closed.
    """

    _watched = selectors.EVENT_WRITE
    _wrong_kind = 'Pipe transport is only for pipes, sockets and character devices'

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra, loop)
        self._buffer = bytearray()
        self._conn_lost = 0
        mode = self._take(pipe, protocol)
        if not stat.S_ISCHR(mode):
            loop.call_soon(loop._add_reader, self._fileno, self._read_ready)
        self._wake(waiter)

    def _more_words(self):
        return [f'bufsize={self.get_write_buffer_size()}']

    def get_write_buffer_size(self):
        return len(self._buffer)

    def _read_ready(self):
        # The reading end is closed.
        if self._loop.get_debug():
            logger.info('%r was closed by peer', self)
        self._close(BrokenPipeError() if self._buffer else None)

    def write(self, data):
        assert isinstance(data, (bytes, bytearray, memoryview)), repr(data)
        if isinstance(data, bytearray):
            # The rest is cut off without a copy.
            data = memoryview(data)
        if not data:
            return
        if self._conn_lost or self._closing:
            if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                # The logger of the module that has this class's public name: it may be replaced there.
                from .unix_events import logger
                logger.warning('pipe closed by peer or os.write(pipe, data) raised exception.')
            self._conn_lost += 1
            return
        if not self._buffer:
            try:
                count = os.write(self._fileno, data)
            except _NOTHING_YET:
                count = 0
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._conn_lost += 1
                self._fatal_error(exc, 'Fatal write error on pipe transport')
                return
            if count == len(data):
                return
            if count > 0:
                data = memoryview(data)[count:]
            self._loop._add_writer(self._fileno, self._write_ready)
        self._buffer += data
        self._maybe_pause_protocol()

    def _write_ready(self):
        assert self._buffer, 'Data should not be empty'
        try:
            count = os.write(self._fileno, self._buffer)
        except _NOTHING_YET:
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            # With an empty buffer `_close` takes the descriptor for one that is not watched.
            self._buffer.clear()
            self._conn_lost += 1
            self._loop._remove_writer(self._fileno)
            self._fatal_error(exc, 'Fatal write error on pipe transport')
            return
        if count < len(self._buffer):
            if count > 0:
                del self._buffer[:count]
            return
        self._buffer.clear()
        self._loop._remove_writer(self._fileno)
        # The protocol may write more when it is resumed.
        self._maybe_resume_protocol()
        if self._closing:
            self._loop._remove_reader(self._fileno)
            self._call_connection_lost(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing:
            return
        assert self._pipe
        self._closing = True
        if not self._buffer:
            self._loop._remove_reader(self._fileno)
            self._loop.call_soon(self._call_connection_lost, None)

    def close(self):
        if self._pipe is not None and not self._closing:
            self.write_eof()

    def abort(self):
        self._close(None)

    def _close(self, exc=None):
        self._closing = True
        if self._buffer:
            self._loop._remove_writer(self._fileno)
        self._buffer.clear()
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, exc)
