"""Streams: connections that coroutines read from and write to.

A StreamReaderProtocol stands between the transport and a StreamReader. The reader's buffer is bounded by twice its limit:
above that the transport is paused. StreamWriter.drain() waits while the transport's own buffer is full.
"""

__all__ = (
    'StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection', 'start_server',
    'open_unix_connection', 'start_unix_server',
)

import collections
import sys
import warnings
import weakref

from . import coroutines
from . import events
from . import exceptions
from . import format_helpers
from . import protocols
from .log import logger
from .tasks import sleep

_DEFAULT_LIMIT = 64 * 1024


async def _open(connect, limit, *args, **kwds):
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await getattr(loop, connect)(lambda: protocol, *args, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


async def _serve(create, client_connected_cb, limit, *args, **kwds):
    loop = events.get_running_loop()

    def factory():
        reader = StreamReader(limit=limit, loop=loop)
        return StreamReaderProtocol(reader, client_connected_cb, loop=loop)

    return await getattr(loop, create)(factory, *args, **kwds)


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connect to a host; returns a StreamReader and a StreamWriter.

    *limit* is the reader's; all else goes to loop.create_connection().
    """
    return await _open('create_connection', limit, host, port, **kwds)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Listen; each connection calls client_connected_cb(reader, writer), which may be a coroutine function.

    *limit* is the readers'; all else goes to loop.create_server(), whose Server is returned.
    """
    return await _serve('create_server', client_connected_cb, limit, host, port, **kwds)


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """open_connection() over a UNIX socket."""
    return await _open('create_unix_connection', limit, path, **kwds)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """start_server() over a UNIX socket."""
    return await _serve('create_unix_server', client_connected_cb, limit, path, **kwds)


class FlowControlMixin(protocols.Protocol):
    """The part of a protocol that StreamWriter.drain() waits in."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = False
        self._drain_waiters = collections.deque()
        self._connection_lost = False

    def pause_writing(self):
        assert not self._paused
        self._paused = True
        if self._loop.get_debug():
            logger.debug('%r pauses writing', self)

    def resume_writing(self):
        assert self._paused
        self._paused = False
        if self._loop.get_debug():
            logger.debug('%r resumes writing', self)
        for waiter in self._drain_waiters:
            if not waiter.done():
                waiter.set_result(None)

    def connection_lost(self, exc):
        self._connection_lost = True
        if not self._paused:
            return
        for waiter in self._drain_waiters:
            if waiter.done():
                continue
            if exc is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(exc)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError('Connection lost')
        if not self._paused:
            return
        waiter = self._loop.create_future()
        self._drain_waiters.append(waiter)
        try:
            await waiter
        finally:
            self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


class StreamReaderProtocol(FlowControlMixin, protocols.Protocol):
    """Feeds a StreamReader with what a transport brings.

    The reader is held weakly, so that a connection nobody can read from is noticed; a server's protocol holds it until its
    callback has it.
    """

    _source_traceback = None

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop=loop)
        if stream_reader is None:
            self._stream_reader_wr = None
        else:
            self._stream_reader_wr = weakref.ref(stream_reader)
            self._source_traceback = stream_reader._source_traceback
        if client_connected_cb is not None:
            self._strong_reader = stream_reader
        self._reject_connection = False
        self._task = None
        self._transport = None
        self._client_connected_cb = client_connected_cb
        self._over_ssl = False
        self._closed = self._loop.create_future()

    @property
    def _stream_reader(self):
        reference = self._stream_reader_wr
        return None if reference is None else reference()

    def _replace_transport(self, transport):
        self._transport = transport
        self._over_ssl = transport.get_extra_info('sslcontext') is not None
        if (reader := self._stream_reader) is not None:
            reader._replace_transport(transport)

    def _callback_failed(self, exc, transport):
        self._loop.call_exception_handler({
            'message': 'Unhandled exception in client_connected_cb',
            'exception': exc,
            'transport': transport,
        })
        transport.close()

    def connection_made(self, transport):
        if self._reject_connection:
            context = {'message': 'An open stream was garbage collected prior to establishing '
                                  'network connection; call "stream.close()" explicitly.'}
            if self._source_traceback:
                context['source_traceback'] = self._source_traceback
            self._loop.call_exception_handler(context)
            transport.abort()
            return
        self._transport = transport
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        self._over_ssl = transport.get_extra_info('sslcontext') is not None
        if self._client_connected_cb is None:
            return
        writer = StreamWriter(transport, self, reader, self._loop)
        try:
            made = self._client_connected_cb(reader, writer)
        except Exception as exc:
            self._callback_failed(exc, transport)
        else:
            if coroutines.iscoroutine(made):
                def ended(task):
                    if task.cancelled():
                        transport.close()
                    elif (exc := task.exception()) is not None:
                        self._callback_failed(exc, transport)

                self._task = self._loop.create_task(made)
                self._task.add_done_callback(ended)
        self._strong_reader = None

    def connection_lost(self, exc):
        reader = self._stream_reader
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if not self._closed.done():
            if exc is None:
                self._closed.set_result(None)
            else:
                self._closed.set_exception(exc)
        super().connection_lost(exc)
        self._stream_reader_wr = self._stream_writer = self._task = self._transport = None

    def data_received(self, data):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_data(data)

    def eof_received(self):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof()
        # A secured connection has no half-closed state.
        return not self._over_ssl

    def _get_close_waiter(self, stream):
        return self._closed

    def __del__(self):
        # Whoever does not ask wait_closed() does not want to hear of the error.
        closed = getattr(self, '_closed', None)
        if closed is not None and closed.done() and not closed.cancelled():
            closed.exception()


class StreamWriter:
    """The writing side of a connection."""

    def __init__(self, transport, protocol, reader, loop):
        self._transport = transport
        self._protocol = protocol
        # drain() asks the reader for its error.
        assert reader is None or isinstance(reader, StreamReader)
        self._reader = reader
        self._loop = loop
        self._complete_fut = loop.create_future()
        self._complete_fut.set_result(None)

    def __repr__(self):
        text = f'<{type(self).__name__} transport={self._transport!r}'
        if self._reader is not None:
            text += f' reader={self._reader!r}'
        return text + '>'

    @property
    def transport(self):
        """The transport that is written to."""
        return self._transport

    def write(self, data):
        """Send bytes, or keep them until they can be sent."""
        self._transport.write(data)

    def writelines(self, data):
        """Send several pieces."""
        self._transport.writelines(data)

    def write_eof(self):
        """Tell the other end that nothing follows."""
        return self._transport.write_eof()

    def can_write_eof(self):
        """Whether write_eof() works here."""
        return self._transport.can_write_eof()

    def close(self):
        """Close the connection after what was written went out."""
        return self._transport.close()

    def is_closing(self):
        """Whether the connection is closed or about to be."""
        return self._transport.is_closing()

    async def wait_closed(self):
        """Wait until the connection is closed."""
        await self._protocol._get_close_waiter(self)

    def get_extra_info(self, name, default=None):
        """Details of the connection, such as 'peername' or 'socket'."""
        return self._transport.get_extra_info(name, default)

    async def drain(self):
        """Wait while too much is waiting to be sent; to be awaited after write()."""
        if self._reader is not None:
            exc = self._reader.exception()
            if exc is not None:
                raise exc
        if self._transport.is_closing():
            # Give connection_lost() its turn. A loop of write() and drain() would else never let it come, and
            # never learn that the connection is gone.
            await sleep(0)
        await self._protocol._drain_helper()

    async def start_tls(self, sslcontext, *, server_hostname=None, ssl_handshake_timeout=None,
                        ssl_shutdown_timeout=None):
        """Secure the connection from here on."""
        protocol = self._protocol
        server_side = protocol._client_connected_cb is not None
        await self.drain()
        self._transport = await self._loop.start_tls(
            self._transport, protocol, sslcontext, server_side=server_side,
            server_hostname=server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)
        protocol._replace_transport(self._transport)

    def __del__(self, warnings=warnings):
        if self._transport.is_closing():
            return
        if self._loop.is_closed():
            warnings.warn('loop is closed', ResourceWarning)
        else:
            self.close()
            warnings.warn(f'unclosed {self!r}', ResourceWarning)


class StreamReader:
    """The reading side of a connection. One coroutine may read at a time."""

    _source_traceback = None

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError('Limit cannot be <= 0')
        self._limit = limit
        self._loop = events.get_event_loop() if loop is None else loop
        self._buffer = bytearray()
        self._eof = False
        # The future of the coroutine that waits for data.
        self._waiter = None
        self._exception = None
        self._transport = None
        # Whether this reader paused its transport.
        self._paused = False
        if self._loop.get_debug():
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def __repr__(self):
        words = ['StreamReader']
        if self._buffer:
            words.append(f'{len(self._buffer)} bytes')
        if self._eof:
            words.append('eof')
        if self._limit != _DEFAULT_LIMIT:
            words.append(f'limit={self._limit}')
        for name in ('waiter', 'exception', 'transport'):
            value = getattr(self, '_' + name)
            if value:
                words.append(f'{name}={value!r}')
        if self._paused:
            words.append('paused')
        return f'<{" ".join(words)}>'

    def exception(self):
        """The error of the connection, or None."""
        return self._exception

    def set_exception(self, exc):
        """The connection failed: readers get this error."""
        self._exception = exc
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_exception(exc)

    def _wakeup_waiter(self):
        waiter = self._waiter
        if waiter is not None:
            self._waiter = None
            if not waiter.cancelled():
                waiter.set_result(None)

    def set_transport(self, transport):
        """The transport that is paused when the buffer is full."""
        assert self._transport is None, 'Transport already set'
        self._transport = transport

    def _replace_transport(self, transport):
        assert self._transport is not None, 'Transport not set'
        self._transport = transport

    def _maybe_resume_transport(self):
        if self._paused and len(self._buffer) <= self._limit:
            self._paused = False
            self._transport.resume_reading()

    def feed_eof(self):
        """No more data will come."""
        self._eof = True
        self._wakeup_waiter()

    def at_eof(self):
        """Whether everything was read and no more will come."""
        return self._eof and not self._buffer

    def feed_data(self, data):
        """Data came."""
        assert not self._eof, 'feed_data after feed_eof'
        if not data:
            return
        self._buffer.extend(data)
        self._wakeup_waiter()
        if (not self._paused and len(self._buffer) > 2 * self._limit
                and self._transport is not None):
            try:
                self._transport.pause_reading()
            except NotImplementedError:
                # It cannot be stopped, so it is not asked again.
                self._transport = None
            else:
                self._paused = True

    async def _wait_for_data(self, func_name):
        """Wait for data or the end. The buffer alone must not end the wait."""
        if self._waiter is not None:
            raise RuntimeError(f'{func_name}() called while another coroutine is already waiting '
                               'for incoming data')
        assert not self._eof, '_wait_for_data after EOF'
        if self._paused:
            # The reader wants more than the limit at once; paused, it would wait for ever.
            self._paused = False
            self._transport.resume_reading()
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    async def readline(self):
        """Read up to and with the next newline; what is left if there is none, empty at the end.

        A line above the limit raises ValueError. What was read of it is dropped.
        """
        try:
            return await self.readuntil(b'\n')
        except exceptions.IncompleteReadError as exc:
            return exc.partial
        except exceptions.LimitOverrunError as exc:
            if self._buffer.startswith(b'\n', exc.consumed):
                del self._buffer[:exc.consumed + 1]
            else:
                self._buffer.clear()
            self._maybe_resume_transport()
            raise ValueError(exc.args[0])

    async def readuntil(self, separator=b'\n'):
        """Read up to and with a separator; with a tuple of them, to the first end of any.

        IncompleteReadError has what came if the connection ends before. LimitOverrunError tells that the data before
        the separator is more than the limit; it stays in the buffer.
        """
        if isinstance(separator, tuple):
            separators = sorted(separator, key=len)
            if not separators:
                raise ValueError('Separator should contain at least one element')
        else:
            separators = (separator,)
        shortest = len(separators[0])
        longest = len(separators[-1])
        if shortest == 0:
            raise ValueError('Separator should be at least one-byte string')
        if self._exception is not None:
            raise self._exception
        buffer = self._buffer
        # No separator begins before this place.
        start = 0
        while True:
            size = len(buffer)
            if size - start >= shortest:
                end = None
                for one in separators:
                    place = buffer.find(one, start)
                    if place != -1 and (end is None or place + len(one) < end):
                        end = place + len(one)
                        before = place
                if end is not None:
                    break
                # The last bytes may be the begin of a separator.
                start = max(0, size + 1 - longest)
                if start > self._limit:
                    raise exceptions.LimitOverrunError(
                        'Separator is not found, and chunk exceed the limit', start)
            # Only now: the last piece before the end may have brought the separator.
            if self._eof:
                partial = bytes(buffer)
                buffer.clear()
                raise exceptions.IncompleteReadError(partial, None)
            await self._wait_for_data('readuntil')
        if before > self._limit:
            raise exceptions.LimitOverrunError(
                'Separator is found, but chunk is longer than limit', before)
        return self._take(end)

    def _take(self, n):
        """Remove the first bytes from the buffer and return them."""
        buffer = self._buffer
        if n >= len(buffer):
            data = bytes(buffer)
            buffer.clear()
        else:
            data = bytes(memoryview(buffer)[:n])
            del buffer[:n]
        self._maybe_resume_transport()
        return data

    async def read(self, n=-1):
        """Read what there is, *n* bytes at most; everything up to the end with -1.

        Empty bytes mean that the connection ended.
        """
        if self._exception is not None:
            raise self._exception
        if n == 0:
            return b''
        if n < 0:
            # Piece by piece: a full buffer would pause the transport before the end comes.
            pieces = []
            while piece := await self.read(self._limit):
                pieces.append(piece)
            return b''.join(pieces)
        if not self._buffer and not self._eof:
            await self._wait_for_data('read')
        return self._take(n)

    async def readexactly(self, n):
        """Read *n* bytes; IncompleteReadError has what came if the connection ends before."""
        if n < 0:
            raise ValueError('readexactly size can not be less than zero')
        if self._exception is not None:
            raise self._exception
        if n == 0:
            return b''
        while len(self._buffer) < n:
            if self._eof:
                partial = bytes(self._buffer)
                self._buffer.clear()
                raise exceptions.IncompleteReadError(partial, n)
            await self._wait_for_data('readexactly')
        return self._take(n)

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if line == b'':
            raise StopAsyncIteration
        return line
