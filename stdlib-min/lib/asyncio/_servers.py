"""Listening: the Server object, and the loop's methods that make one and accept connections."""

import collections.abc
import errno
import itertools
import os
import socket
import sys
import weakref

# Half made while it imports this module. Sockets come from its name `socket`, which programs may replace.
from . import base_events
from . import constants
from . import events
from . import exceptions
from . import tasks
from . import trsock
from .log import logger

_OUT_OF_RESOURCES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


def _set_reuseport(sock):
    """Let several sockets listen at one address."""
    if not hasattr(socket, 'SO_REUSEPORT'):
        raise ValueError('reuse_port not supported by socket module')
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        raise ValueError('reuse_port not supported by socket module, '
                         'SO_REUSEPORT defined but not implemented.')


def _check_ssl_arguments(ssl, handshake_timeout, shutdown_timeout):
    """The times of a secured connection make no sense without one."""
    for name, value in (('handshake', handshake_timeout), ('shutdown', shutdown_timeout)):
        if value is not None and not ssl:
            raise ValueError(f'ssl_{name}_timeout is only meaningful with ssl')


class Server(events.AbstractServer):
    """Listening sockets of one loop, and the connections that came over them.

    `_sockets` is None once the server is closed; `_waiters` is None once its connections are gone too, and whoever waited
    was woken.
    """

    def __init__(self, loop, sockets, protocol_factory, ssl_context, backlog, ssl_handshake_timeout,
                 ssl_shutdown_timeout=None):
        self._loop = loop
        self._sockets = sockets
        # Weak, so that a transport that nobody closes still can tell so when it dies.
        self._clients = weakref.WeakSet()
        self._waiters = []
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._ssl_context = ssl_context
        self._ssl_handshake_timeout = ssl_handshake_timeout
        self._ssl_shutdown_timeout = ssl_shutdown_timeout
        self._serving = False
        self._serving_forever_fut = None

    def __repr__(self):
        return f'<{type(self).__name__} sockets={self.sockets!r}>'

    def _attach(self, transport):
        assert self._sockets is not None
        self._clients.add(transport)

    def _detach(self, transport):
        self._clients.discard(transport)
        if self._sockets is None and len(self._clients) == 0:
            self._wakeup()

    def _wakeup(self):
        waiters, self._waiters = self._waiters, None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._loop._start_serving(
                self._protocol_factory, sock, self._ssl_context, self, self._backlog,
                self._ssl_handshake_timeout, self._ssl_shutdown_timeout)

    def get_loop(self):
        """The loop that the server belongs to."""
        return self._loop

    def is_serving(self):
        """Whether connections are accepted."""
        return self._serving

    @property
    def sockets(self):
        """The listening sockets, to look at."""
        return tuple(map(trsock.TransportSocket, self._sockets or ()))

    def close(self):
        """Accept no more; the connections there are go on."""
        sockets, self._sockets = self._sockets, None
        if sockets is None:
            return
        for sock in sockets:
            self._loop._stop_serving(sock)
        self._serving = False
        forever = self._serving_forever_fut
        if forever is not None and not forever.done():
            forever.cancel()
            self._serving_forever_fut = None
        if len(self._clients) == 0:
            self._wakeup()

    def close_clients(self):
        """Close all connections, after what is buffered went out."""
        for transport in self._clients.copy():
            transport.close()

    def abort_clients(self):
        """Close all connections at once."""
        for transport in self._clients.copy():
            transport.abort()

    async def start_serving(self):
        """Begin to accept connections."""
        self._start_serving()
        # One turn of the loop, so that the sockets are watched.
        await tasks.sleep(0)

    async def serve_forever(self):
        """Accept connections until this coroutine is cancelled or the server closed."""
        if self._serving_forever_fut is not None:
            raise RuntimeError(
                f'server {self!r} is already being awaited on serve_forever()')
        if self._sockets is None:
            raise RuntimeError(f'server {self!r} is closed')
        self._start_serving()
        self._serving_forever_fut = self._loop.create_future()
        try:
            await self._serving_forever_fut
        except exceptions.CancelledError:
            try:
                self.close()
                self.close_clients()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    async def wait_closed(self):
        """Wait until the server is closed and its last connection gone."""
        if self._waiters is not None:
            waiter = self._loop.create_future()
            self._waiters.append(waiter)
            await waiter


class _ServerMethods:
    """The methods of a loop that make servers."""

    async def _create_server_getaddrinfo(self, host, port, family, flags):
        found = await self._ensure_resolved((host, port), family=family, type=socket.SOCK_STREAM,
                                            flags=flags, loop=self)
        if not found:
            raise OSError(f'getaddrinfo({host!r}) returned empty list')
        return found

    def _bind_server_socket(self, info, reuse_address, reuse_port, keep_alive):
        """A bound socket for one address, or None if the system has no use for it."""
        family, kind, proto, _, address = info
        try:
            sock = base_events.socket.socket(family, kind, proto)
        except OSError:
            # The resolver knows combinations that the system does not.
            if self._debug:
                logger.warning('create_server() failed to create socket.socket(%r, %r, %r)',
                               family, kind, proto, exc_info=True)
            return None
        try:
            if reuse_address:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
            # Newer kernels refuse it for other families.
            if reuse_port and family in (socket.AF_INET, socket.AF_INET6):
                _set_reuseport(sock)
            if keep_alive:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
            if socket.has_ipv6 and family == socket.AF_INET6:
                # Else it would take the port of the IPv4 socket as well.
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
            try:
                sock.bind(address)
            except OSError as err:
                message = (f'error while attempting to bind on address {address!r}: '
                           f'{str(err).lower()}')
                if err.errno == errno.EADDRNOTAVAIL:
                    # The family is switched off on this machine.
                    sock.close()
                    if self._debug:
                        logger.warning(message)
                    return None
                raise OSError(err.errno, message) from None
        except BaseException:
            sock.close()
            raise
        return sock

    async def create_server(self, protocol_factory, host=None, port=None, *,
                            family=socket.AF_UNSPEC, flags=socket.AI_PASSIVE, sock=None,
                            backlog=100, ssl=None, reuse_address=None, reuse_port=None,
                            keep_alive=None, ssl_handshake_timeout=None,
                            ssl_shutdown_timeout=None, start_serving=True):
        """Listen for connections: at all addresses of a host or of several hosts, or on a socket."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        _check_ssl_arguments(ssl is not None, ssl_handshake_timeout, ssl_shutdown_timeout)
        if host is None and port is None:
            if sock is None:
                raise ValueError('Neither host/port nor sock were specified')
            if sock.type != socket.SOCK_STREAM:
                raise ValueError(f'A Stream Socket was expected, got {sock!r}')
            sockets = [sock]
        else:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            if reuse_address is None:
                reuse_address = os.name == 'posix' and sys.platform != 'cygwin'
            if host == '':
                hosts = [None]
            elif isinstance(host, str) or not isinstance(host, collections.abc.Iterable):
                hosts = [host]
            else:
                hosts = host
            found = await tasks.gather(*[
                self._create_server_getaddrinfo(one, port, family=family, flags=flags)
                for one in hosts])
            # Two names may mean one address.
            infos = set(itertools.chain.from_iterable(found))
            sockets = []
            try:
                for info in infos:
                    made = self._bind_server_socket(info, reuse_address, reuse_port, keep_alive)
                    if made is not None:
                        sockets.append(made)
                if not sockets:
                    addresses = [info[4] for info in infos]
                    raise OSError(f'could not bind on any address out of {addresses!r}')
            except BaseException:
                for made in sockets:
                    made.close()
                raise
        for one in sockets:
            one.setblocking(False)
        server = Server(self, sockets, protocol_factory, ssl, backlog, ssl_handshake_timeout,
                        ssl_shutdown_timeout)
        if start_serving:
            await server.start_serving()
        if self._debug:
            logger.info('%r is serving', server)
        return server


class _AcceptMethods:
    """The methods of a selector's loop that take connections in."""

    def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                       ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                       ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        self._add_reader(sock.fileno(), self._accept_connection, protocol_factory, sock, sslcontext,
                         server, backlog, ssl_handshake_timeout, ssl_shutdown_timeout)

    def _stop_serving(self, sock):
        self._remove_reader(sock.fileno())
        sock.close()

    def _accept_connection(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                           ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                           ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        # Many may wait, but others have to get their turn too.
        for _ in range(backlog + 1):
            try:
                connection, address = sock.accept()
                if self._debug:
                    logger.debug('%r got a new connection from %r: %r', server, address, connection)
                connection.setblocking(False)
            except ConnectionAbortedError:
                # That one is gone already.
                continue
            except (BlockingIOError, InterruptedError):
                return
            except OSError as exc:
                if exc.errno not in _OUT_OF_RESOURCES:
                    raise
                # The connection stays in the queue and the socket readable: look again later.
                self.call_exception_handler({
                    'message': 'socket.accept() out of system resource',
                    'exception': exc,
                    'socket': trsock.TransportSocket(sock),
                })
                self._remove_reader(sock.fileno())
                self.call_later(constants.ACCEPT_RETRY_DELAY, self._start_serving, protocol_factory,
                                sock, sslcontext, server, backlog, ssl_handshake_timeout,
                                ssl_shutdown_timeout)
            else:
                self.create_task(self._accept_connection2(
                    protocol_factory, connection, {'peername': address}, sslcontext, server,
                    ssl_handshake_timeout, ssl_shutdown_timeout))

    async def _accept_connection2(self, protocol_factory, conn, extra, sslcontext=None, server=None,
                                  ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                                  ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        context = {'message': 'Error on transport creation for incoming connection'}
        try:
            protocol = protocol_factory()
            context['protocol'] = protocol
            waiter = self.create_future()
            if sslcontext:
                transport = self._make_ssl_transport(
                    conn, protocol, sslcontext, waiter=waiter, server_side=True, extra=extra,
                    server=server, ssl_handshake_timeout=ssl_handshake_timeout,
                    ssl_shutdown_timeout=ssl_shutdown_timeout)
            else:
                transport = self._make_socket_transport(conn, protocol, waiter=waiter, extra=extra,
                                                        server=server)
            context['transport'] = transport
            try:
                await waiter
            except BaseException:
                transport.close()
                # Its exception's traceback leads to this frame.
                waiter = None
                raise
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._debug:
                context['exception'] = exc
                self.call_exception_handler(context)
        finally:
            context = None
