"""An event loop that waits by a selector, and the operations of sockets in it.

A socket pair of the loop's own wakes the selector: `_write_to_self` writes a byte to one end.
"""

__all__ = ("BaseSelectorEventLoop",)

import functools
import selectors
import socket
import weakref

from . import base_events, events
from ._selector_transports import (
    _HAS_SENDMSG,
    _SelectorDatagramTransport,
    _SelectorSocketTransport,
    _SelectorTransport,
    _test_selector_event,
    _TransportMethods,
)
from ._sendfile import _TransportSendfile
from ._servers import _AcceptMethods
from .log import logger

# There is no such module; programs look here for it.
ssl = None


class BaseSelectorEventLoop(_AcceptMethods, _TransportMethods, _TransportSendfile, base_events.BaseEventLoop):
    def __init__(self, selector=None):
        super().__init__()
        if selector is None:
            selector = selectors.DefaultSelector()
        logger.debug("Using selector: %s", type(selector).__name__)
        # The data of its keys are pairs: the handle for reading and that for writing, or None.
        self._selector = selector
        self._make_self_pipe()
        # By descriptor.
        self._transports = weakref.WeakValueDictionary()

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self.is_closed():
            return
        self._close_self_pipe()
        super().close()
        if self._selector is not None:
            self._selector.close()
            self._selector = None

    # The loop's own descriptors.

    def _make_self_pipe(self):
        self._ssock, self._csock = socket.socketpair()
        self._ssock.setblocking(False)
        self._csock.setblocking(False)
        self._internal_fds += 1
        self._add_reader(self._ssock.fileno(), self._read_from_self)

    def _close_self_pipe(self):
        self._remove_reader(self._ssock.fileno())
        self._ssock.close()
        self._ssock = None
        self._csock.close()
        self._csock = None
        self._internal_fds -= 1

    def _process_self_data(self, data):
        pass

    def _read_from_self(self):
        while True:
            try:
                data = self._ssock.recv(4096)
                if not data:
                    break
                self._process_self_data(data)
            except InterruptedError:
                continue
            except BlockingIOError:
                break

    def _write_to_self(self):
        # Another thread may close the loop at this moment.
        csock = self._csock
        if csock is None:
            return
        try:
            csock.send(b"\0")
        except OSError:
            # Full: then the loop wakes up anyway.
            if self._debug:
                logger.debug("Fail to write a null byte into the self-pipe socket", exc_info=True)

    # Descriptors.

    def _ensure_fd_no_transport(self, fd):
        fileno = fd
        if not isinstance(fileno, int):
            try:
                fileno = int(fileno.fileno())
            except (AttributeError, TypeError, ValueError):
                raise ValueError(f"Invalid file object: {fd!r}") from None
        transport = self._transports.get(fileno)
        if transport and not transport.is_closing():
            raise RuntimeError(f"File descriptor {fd!r} is used by transport {transport!r}")

    def _watch(self, fd, event, handle):
        """Call the handle when the descriptor is ready; another one for the same event is cancelled."""
        place = event == selectors.EVENT_WRITE
        key = self._selector.get_map().get(fd)
        handles = [None, None] if key is None else list(key.data)
        before = handles[place]
        handles[place] = handle
        if key is None:
            self._selector.register(fd, event, tuple(handles))
            return
        self._selector.modify(fd, key.events | event, tuple(handles))
        if before is not None:
            before.cancel()

    def _unwatch(self, fd, event):
        """Whether there was a handle, which is cancelled."""
        if self.is_closed():
            return False
        key = self._selector.get_map().get(fd)
        if key is None:
            return False
        place = event == selectors.EVENT_WRITE
        handles = list(key.data)
        before = handles[place]
        handles[place] = None
        left = key.events & ~event
        if left:
            self._selector.modify(fd, left, tuple(handles))
        else:
            self._selector.unregister(fd)
        if before is None:
            return False
        before.cancel()
        return True

    def _add_reader(self, fd, callback, *args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        self._watch(fd, selectors.EVENT_READ, handle)
        return handle

    def _remove_reader(self, fd):
        return self._unwatch(fd, selectors.EVENT_READ)

    def _add_writer(self, fd, callback, *args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        self._watch(fd, selectors.EVENT_WRITE, handle)
        return handle

    def _remove_writer(self, fd):
        return self._unwatch(fd, selectors.EVENT_WRITE)

    def add_reader(self, fd, callback, *args):
        """Call it whenever there is something to read."""
        self._ensure_fd_no_transport(fd)
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """Whether there was one."""
        self._ensure_fd_no_transport(fd)
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Call it whenever writing would not wait."""
        self._ensure_fd_no_transport(fd)
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """Whether there was one."""
        self._ensure_fd_no_transport(fd)
        return self._remove_writer(fd)

    def _process_events(self, event_list):
        for key, mask in event_list:
            reader, writer = key.data
            if mask & selectors.EVENT_READ and reader is not None:
                if reader._cancelled:
                    self._remove_reader(key.fileobj)
                else:
                    self._add_callback(reader)
            if mask & selectors.EVENT_WRITE and writer is not None:
                if writer._cancelled:
                    self._remove_writer(key.fileobj)
                else:
                    self._add_callback(writer)

    # Operations of sockets. Each tries at once, and else again whenever the socket is ready.

    def _check_sock(self, sock):
        base_events._check_ssl_socket(sock)
        if self._debug and sock.gettimeout() != 0:
            raise ValueError("the socket must be non-blocking")

    def _attempt(self, fut, function, *args):
        """End the future by what the function gives; nothing happens if it would have to wait."""
        if fut.done():
            return
        try:
            result = function(*args)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
        else:
            fut.set_result(result)

    def _sock_read_done(self, fd, fut, handle=None):
        # A handle that is cancelled was replaced: somebody else reads now.
        if handle is None or not handle.cancelled():
            self.remove_reader(fd)

    def _sock_write_done(self, fd, fut, handle=None):
        if handle is None or not handle.cancelled():
            self.remove_writer(fd)

    def _when_readable(self, fut, sock, function, *args):
        fd = sock.fileno()
        self._ensure_fd_no_transport(fd)
        handle = self._add_reader(fd, function, *args)
        fut.add_done_callback(functools.partial(self._sock_read_done, fd, handle=handle))

    def _when_writable(self, fut, sock, function, *args):
        fd = sock.fileno()
        self._ensure_fd_no_transport(fd)
        handle = self._add_writer(fd, function, *args)
        fut.add_done_callback(functools.partial(self._sock_write_done, fd, handle=handle))

    async def _read(self, sock, function, *args):
        self._check_sock(sock)
        try:
            return function(*args)
        except (BlockingIOError, InterruptedError):
            pass
        fut = self.create_future()
        self._when_readable(fut, sock, self._attempt, fut, function, *args)
        return await fut

    async def sock_recv(self, sock, n):
        """At most `n` bytes, as soon as there are any; b"" at the end."""
        return await self._read(sock, sock.recv, n)

    async def sock_recv_into(self, sock, buf):
        """Receive into a buffer; the number of bytes."""
        return await self._read(sock, sock.recv_into, buf)

    async def sock_recvfrom(self, sock, bufsize):
        """A datagram and its sender."""
        return await self._read(sock, sock.recvfrom, bufsize)

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Receive a datagram into a buffer; the number of bytes and the sender."""
        return await self._read(sock, sock.recvfrom_into, buf, nbytes or len(buf))

    async def sock_sendall(self, sock, data):
        """Send all the data."""
        self._check_sock(sock)
        try:
            sent = sock.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        if sent == len(data):
            return
        fut = self.create_future()
        self._when_writable(fut, sock, self._sock_sendall, fut, sock, memoryview(data), [sent])
        return await fut

    def _sock_sendall(self, fut, sock, view, pos):
        if fut.done():
            # Cancelled while the handle was in the queue.
            return
        try:
            pos[0] += sock.send(view[pos[0]:])
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
            return
        if pos[0] == len(view):
            fut.set_result(None)

    async def sock_sendto(self, sock, data, address):
        """Send a datagram; the number of bytes."""
        self._check_sock(sock)
        try:
            return sock.sendto(data, address)
        except (BlockingIOError, InterruptedError):
            pass
        fut = self.create_future()
        self._when_writable(fut, sock, self._attempt, fut, lambda: sock.sendto(data, address))
        return await fut

    async def sock_connect(self, sock, address):
        """Connect to an address, whose host may be a name."""
        self._check_sock(sock)
        if sock.family == socket.AF_INET or base_events._HAS_IPv6 and sock.family == socket.AF_INET6:
            found = await self._ensure_resolved(
                address, family=sock.family, type=sock.type, proto=sock.proto, loop=self)
            address = found[0][4]
        fut = self.create_future()
        self._sock_connect(fut, sock, address)
        try:
            return await fut
        finally:
            # No cycle through the traceback.
            fut = None

    def _sock_connect(self, fut, sock, address):
        try:
            sock.connect(address)
        except (BlockingIOError, InterruptedError):
            # Interrupted too: the connection is being made all the same.
            self._when_writable(fut, sock, self._sock_connect_cb, fut, sock, address)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
        else:
            fut.set_result(None)
        finally:
            fut = None

    def _sock_connect_cb(self, fut, sock, address):
        def result():
            number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if number != 0:
                raise OSError(number, f"Connect call failed {address}")

        self._attempt(fut, result)

    async def sock_accept(self, sock):
        """A connection, as a socket that does not block, and its address."""
        self._check_sock(sock)
        fut = self.create_future()
        self._sock_accept(fut, sock)
        return await fut

    def _sock_accept(self, fut, sock):
        def accept():
            conn, address = sock.accept()
            conn.setblocking(False)
            return conn, address

        self._attempt(fut, accept)
        if not fut.done():
            self._when_readable(fut, sock, self._attempt, fut, accept)
