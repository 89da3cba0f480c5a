"""Transports over sockets that are ready when the loop's selector says so.

Owns the descriptor while the transport lives. `_conn_lost` is above zero from the moment the call of connection_lost() is
decided (and then counts writes that come too late); nothing is read or written from there on. `_closing` forbids reading,
but what is buffered is still written.
"""

import collections
import itertools
import os
import selectors
import socket
import warnings

from . import constants
from . import futures
from . import protocols
from . import sslproto
from . import transports
from . import trsock
from .log import logger

_HAS_SENDMSG = hasattr(socket.socket, 'sendmsg')
if _HAS_SENDMSG:
    try:
        SC_IOV_MAX = os.sysconf('SC_IOV_MAX')
    except OSError:
        _HAS_SENDMSG = False

_NOTHING_YET = (BlockingIOError, InterruptedError)
_PASS_ON = (SystemExit, KeyboardInterrupt)


def _test_selector_event(selector, fd, event):
    """Whether the selector watches the descriptor for an event."""
    try:
        return bool(selector.get_key(fd).events & event)
    except KeyError:
        return False


def _set_nodelay(sock):
    """Let small pieces go out at once (no waiting for the peer's acknowledgement)."""
    if (sock.family in {socket.AF_INET, socket.AF_INET6} and sock.type == socket.SOCK_STREAM
            and sock.proto == socket.IPPROTO_TCP):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _ask(method):
    try:
        return method()
    except OSError:
        return None


class _SelectorTransport(transports._FlowControlMixin, transports.Transport):
    """What transports of streams and of datagrams share."""

    # The most that one call reads.
    max_size = 256 * 1024
    # For `__del__` of an object whose constructor failed.
    _sock = None

    def __init__(self, loop, sock, protocol, extra=None, server=None):
        super().__init__(extra, loop)
        extra = self._extra
        extra['socket'] = trsock.TransportSocket(sock)
        extra['sockname'] = _ask(sock.getsockname)
        if 'peername' not in extra:
            extra['peername'] = _ask(sock.getpeername)
        self._sock = sock
        self._sock_fd = sock.fileno()
        self._protocol_connected = False
        self.set_protocol(protocol)
        self._server = server
        self._buffer = collections.deque()
        self._conn_lost = 0
        self._closing = False
        self._paused = False
        if server is not None:
            server._attach(self)
        loop._transports[self._sock_fd] = self

    def _begin(self, waiter):
        """Tell the protocol, then read, then wake the creator, in this order."""
        loop = self._loop
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._add_reader, self._sock_fd, self._read_ready)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        words = [type(self).__name__]
        if self._sock is None:
            words.append('closed')
        elif self._closing:
            words.append('closing')
        words.append(f'fd={self._sock_fd}')
        loop = self._loop
        if loop is not None and not loop.is_closed():
            def state(event):
                polled = _test_selector_event(loop._selector, self._sock_fd, event)
                return 'polling' if polled else 'idle'
            words.append(f'read={state(selectors.EVENT_READ)}')
            words.append(f'write=<{state(selectors.EVENT_WRITE)}, '
                         f'bufsize={self.get_write_buffer_size()}>')
        return f'<{" ".join(words)}>'

    def __del__(self, _warn=warnings.warn):
        if self._sock is not None:
            _warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self._sock.close()
            if self._server is not None:
                self._server._detach(self)

    def abort(self):
        self._force_close(None)

    def set_protocol(self, protocol):
        self._protocol = protocol
        self._protocol_connected = True

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return not self.is_closing() and not self._paused

    def pause_reading(self):
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._sock_fd)
            if self._loop.get_debug():
                logger.debug('%r pauses reading', self)

    def resume_reading(self):
        if self._paused and not self._closing:
            self._paused = False
            self._add_reader(self._sock_fd, self._read_ready)
            if self._loop.get_debug():
                logger.debug('%r resumes reading', self)

    def close(self):
        if self._closing:
            return
        self._closing = True
        loop = self._loop
        loop._remove_reader(self._sock_fd)
        if not self._buffer:
            self._conn_lost += 1
            loop._remove_writer(self._sock_fd)
            loop.call_soon(self._call_connection_lost, None)

    def _fatal_error(self, exc, message='Fatal error on transport'):
        # Called while `exc` is handled, so that a log entry may show it.
        loop = self._loop
        if not isinstance(exc, OSError):
            loop.call_exception_handler({
                'message': message,
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })
        elif loop.get_debug():
            logger.debug('%r: %s', self, message, exc_info=True)
        self._force_close(exc)

    def _force_close(self, exc):
        if self._conn_lost:
            return
        loop = self._loop
        if self._buffer:
            self._buffer.clear()
            loop._remove_writer(self._sock_fd)
        if not self._closing:
            self._closing = True
            loop._remove_reader(self._sock_fd)
        self._conn_lost += 1
        loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            if self._protocol_connected:
                self._protocol.connection_lost(exc)
        finally:
            self._sock.close()
            self._sock = self._protocol = self._loop = None
            server, self._server = self._server, None
            if server is not None:
                server._detach(self)

    def _too_late(self):
        """Count a write after the end; programs that ignore the end for long are told."""
        if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
            # The logger of the module that has this class's public name: it may be replaced there.
            from .selector_events import logger
            logger.warning('socket.send() raised exception.')
        self._conn_lost += 1

    def get_write_buffer_size(self):
        return sum(map(len, self._buffer))

    def _add_reader(self, fd, callback, *args):
        # The protocol may have paused or closed the transport in connection_made().
        if self.is_reading():
            self._loop._add_reader(fd, callback, *args)


class _SelectorSocketTransport(_SelectorTransport):
    """A stream."""

    _start_tls_compatible = True
    _sendfile_compatible = constants._SendfileMode.TRY_NATIVE

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        self._read_ready_cb = None
        super().__init__(loop, sock, protocol, extra, server)
        self._eof = False
        # While a file is sent past the buffer: a future that is done when the buffer is empty.
        self._empty_waiter = None
        self._write_ready = self._write_sendmsg if _HAS_SENDMSG else self._write_send
        _set_nodelay(sock)
        self._begin(waiter)

    def set_protocol(self, protocol):
        self._read_ready_cb = (self._read_ready__get_buffer
                               if isinstance(protocol, protocols.BufferedProtocol)
                               else self._read_ready__data_received)
        super().set_protocol(protocol)

    def _read_ready(self):
        self._read_ready_cb()

    def _read_ready__get_buffer(self):
        if self._conn_lost:
            return
        step = 'Fatal error: protocol.get_buffer() call failed.'
        try:
            buffer = self._protocol.get_buffer(-1)
            if not len(buffer):
                raise RuntimeError('get_buffer() returned an empty buffer')
            step = 'Fatal read error on socket transport'
            try:
                count = self._sock.recv_into(buffer)
            except _NOTHING_YET:
                return
            if count:
                step = 'Fatal error: protocol.buffer_updated() call failed.'
                self._protocol.buffer_updated(count)
                return
        except _PASS_ON:
            raise
        except BaseException as exc:
            self._fatal_error(exc, step)
            return
        self._read_ready__on_eof()

    def _read_ready__data_received(self):
        if self._conn_lost:
            return
        step = 'Fatal read error on socket transport'
        try:
            try:
                data = self._sock.recv(self.max_size)
            except _NOTHING_YET:
                return
            if data:
                step = 'Fatal error: protocol.data_received() call failed.'
                self._protocol.data_received(data)
                return
        except _PASS_ON:
            raise
        except BaseException as exc:
            self._fatal_error(exc, step)
            return
        self._read_ready__on_eof()

    def _read_ready__on_eof(self):
        if self._loop.get_debug():
            logger.debug('%r received EOF', self)
        try:
            keep_open = self._protocol.eof_received()
        except _PASS_ON:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.eof_received() call failed.')
            return
        if keep_open:
            # Only writing goes on; an end of file would make the selector return all the time.
            self._loop._remove_reader(self._sock_fd)
        else:
            self.close()

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('data argument must be a bytes, bytearray, or memoryview object, '
                            f'not {type(data).__name__!r}')
        if self._eof:
            raise RuntimeError('Cannot call write() after write_eof()')
        if self._empty_waiter is not None:
            raise RuntimeError('unable to write; sendfile is in progress')
        if not data:
            return
        if self._conn_lost:
            self._too_late()
            return
        if not self._buffer:
            try:
                count = self._sock.send(data)
            except _NOTHING_YET:
                pass
            except _PASS_ON:
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on socket transport')
                return
            else:
                if count == len(data) and type(data) is bytes:
                    return
                data = memoryview(data)[count:]
                if not data:
                    return
            self._loop._add_writer(self._sock_fd, self._write_ready)
        self._buffer.append(data)
        self._maybe_pause_protocol()

    def writelines(self, list_of_data):
        if self._eof:
            raise RuntimeError('Cannot call writelines() after write_eof()')
        if self._empty_waiter is not None:
            raise RuntimeError('unable to writelines; sendfile is in progress')
        if not list_of_data:
            return
        if self._conn_lost:
            self._too_late()
            return
        # An empty piece could never be sent, and would stay in the buffer.
        self._buffer.extend([memoryview(data) for data in list_of_data if data])
        if self._buffer:
            self._write_ready()
            if self._buffer:
                self._loop._add_writer(self._sock_fd, self._write_ready)
                self._maybe_pause_protocol()

    def _get_sendmsg_buffer(self):
        return itertools.islice(self._buffer, SC_IOV_MAX)

    def _adjust_leftover_buffer(self, nbytes):
        """Take what was sent out of the buffer."""
        buffer = self._buffer
        while nbytes:
            piece = buffer.popleft()
            size = len(piece)
            if size > nbytes:
                buffer.appendleft(piece[nbytes:])
                return
            nbytes -= size

    def _send_many(self):
        self._adjust_leftover_buffer(self._sock.sendmsg(self._get_sendmsg_buffer()))

    def _send_first(self):
        piece = self._buffer.popleft()
        count = self._sock.send(piece)
        if count != len(piece):
            self._buffer.appendleft(piece[count:])

    def _write_sendmsg(self):
        self._write_some(self._send_many)

    def _write_send(self):
        self._write_some(self._send_first)

    def _write_some(self, send):
        assert self._buffer, 'Data should not be empty'
        if self._conn_lost:
            return
        try:
            send()
        except _NOTHING_YET:
            return
        except _PASS_ON:
            raise
        except BaseException as exc:
            self._loop._remove_writer(self._sock_fd)
            self._buffer.clear()
            self._fatal_error(exc, 'Fatal write error on socket transport')
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(exc)
            return
        # The protocol may write more when it is resumed.
        self._maybe_resume_protocol()
        if self._buffer:
            return
        self._loop._remove_writer(self._sock_fd)
        if self._empty_waiter is not None:
            self._empty_waiter.set_result(None)
        if self._closing and not self._conn_lost:
            self._conn_lost += 1
            self._call_connection_lost(None)
        elif self._eof:
            self._sock.shutdown(socket.SHUT_WR)

    def write_eof(self):
        if not self._closing and not self._eof:
            self._eof = True
            if not self._buffer:
                self._sock.shutdown(socket.SHUT_WR)

    def can_write_eof(self):
        return True

    def close(self):
        # The bound method would keep the transport alive.
        self._read_ready_cb = None
        super().close()

    def _call_connection_lost(self, exc):
        try:
            super()._call_connection_lost(exc)
        finally:
            self._write_ready = self._read_ready_cb = None
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(
                    ConnectionError('Connection is closed by peer'))

    def _make_empty_waiter(self):
        if self._empty_waiter is not None:
            raise RuntimeError('Empty waiter is already set')
        waiter = self._empty_waiter = self._loop.create_future()
        if not self._buffer:
            waiter.set_result(None)
        return waiter

    def _reset_empty_waiter(self):
        self._empty_waiter = None


class _SelectorDatagramTransport(_SelectorTransport, transports.DatagramTransport):
    """Messages; the buffer holds pairs of data and address."""

    _buffer_factory = collections.deque
    # What a waiting message counts beside its data, so that many empty ones have a limit too.
    _header_size = 8

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        super().__init__(loop, sock, protocol, extra)
        self._address = address
        self._buffer_size = 0
        self._begin(waiter)

    def get_write_buffer_size(self):
        return self._buffer_size

    def _read_ready(self):
        if self._conn_lost:
            return
        try:
            data, addr = self._sock.recvfrom(self.max_size)
        except _NOTHING_YET:
            pass
        except OSError as exc:
            self._protocol.error_received(exc)
        except _PASS_ON:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on datagram transport')
        else:
            self._protocol.datagram_received(data, addr)

    def _send_one(self, data, addr):
        if self._extra['peername']:
            self._sock.send(data)
        else:
            self._sock.sendto(data, addr)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError('data argument must be a bytes-like object, '
                            f'not {type(data).__name__!r}')
        if self._address:
            if addr is not None and addr != self._address:
                raise ValueError(f'Invalid address: must be None or {self._address}')
            addr = self._address
            if self._conn_lost:
                self._too_late()
                return
        if not self._buffer:
            try:
                self._send_one(data, addr)
                return
            except _NOTHING_YET:
                self._loop._add_writer(self._sock_fd, self._sendto_ready)
            except OSError as exc:
                self._protocol.error_received(exc)
                return
            except _PASS_ON:
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on datagram transport')
                return
        # A copy: the caller may change a bytearray before it is sent.
        self._buffer.append((bytes(data), addr))
        self._buffer_size += len(data) + self._header_size
        self._maybe_pause_protocol()

    def _sendto_ready(self):
        buffer = self._buffer
        while buffer:
            data, addr = buffer.popleft()
            size = len(data) + self._header_size
            self._buffer_size -= size
            try:
                self._send_one(data, addr)
            except _NOTHING_YET:
                buffer.appendleft((data, addr))
                self._buffer_size += size
                break
            except OSError as exc:
                self._protocol.error_received(exc)
                return
            except _PASS_ON:
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on datagram transport')
                return
        # The protocol may send more when it is resumed.
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_writer(self._sock_fd)
            if self._closing:
                self._call_connection_lost(None)


class _TransportMethods:
    """The methods of a selector's loop that make transports."""

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        self._ensure_fd_no_transport(sock)
        return _SelectorSocketTransport(self, sock, protocol, waiter, extra, server)

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *, server_side=False,
                            server_hostname=None, extra=None, server=None,
                            ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                            ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        self._ensure_fd_no_transport(rawsock)
        ssl_protocol = sslproto.SSLProtocol(
            self, protocol, sslcontext, waiter, server_side, server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        _SelectorSocketTransport(self, rawsock, ssl_protocol, extra=extra, server=server)
        return ssl_protocol._app_transport

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        self._ensure_fd_no_transport(sock)
        return _SelectorDatagramTransport(self, sock, protocol, address, waiter, extra)
