"""The loop's methods that make connections and datagram endpoints, and find addresses for them."""

import itertools
import os
import socket
import stat

# Half made while it imports this module. Sockets come from its name `socket`, which programs may replace.
from . import base_events
from . import staggered
from ._servers import _check_ssl_arguments, _set_reuseport
from .log import logger


def _interleave_addrinfos(addrinfos, first_address_family_count=1):
    """Order addresses so that the families alternate, after some of the first family."""
    families = {}
    for info in addrinfos:
        families.setdefault(info[0], []).append(info)
    groups = list(families.values())
    ahead = first_address_family_count - 1
    ordered = groups[0][:ahead] if ahead > 0 else []
    groups[0] = groups[0][len(ordered):]
    for row in itertools.zip_longest(*groups):
        ordered.extend(info for info in row if info is not None)
    return ordered


def _raise_failures(exceptions, all_errors):
    """The error of a connection for which no address worked."""
    if all_errors:
        raise ExceptionGroup('create_connection failed', exceptions)
    if not exceptions:
        raise TimeoutError('create_connection failed')
    texts = [str(exc) for exc in exceptions]
    if len(set(texts)) == 1:
        raise exceptions[0]
    raise OSError(f'Multiple exceptions: {", ".join(texts)}')


def _unlink_stale(path, what):
    """Remove the file of a socket whose server is gone. Abstract names have no file."""
    if path[0] in (0, '\x00'):
        return
    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.remove(path)
    except FileNotFoundError:
        pass
    except OSError as err:
        # The directory may allow to make files but not to look at them; binding will tell.
        logger.error(f'Unable to check or remove stale UNIX {what} %r: %r', path, err)


class _ConnectionMethods:
    """The part of a loop that connects. Its subclasses make the transports."""

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        raise NotImplementedError

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *, server_side=False,
                            server_hostname=None, extra=None, server=None,
                            ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                            call_connection_made=True):
        raise NotImplementedError

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        raise NotImplementedError

    async def _resolved(self, address, **how):
        found = await self._ensure_resolved(address, loop=self, **how)
        if not found:
            raise OSError('getaddrinfo() returned empty list')
        return found

    @staticmethod
    def _bind_local(sock, family, local_addr_infos, failures):
        """Bind to the first of the local addresses that works. What failed before it is kept."""
        try:
            for local_family, _, _, _, address in local_addr_infos:
                # An address of the other family cannot work.
                if local_family != family:
                    continue
                try:
                    sock.bind(address)
                    break
                except OSError as exc:
                    text = f'error while attempting to bind on address {address!r}: {str(exc).lower()}'
                    failures.append(OSError(exc.errno, text))
            else:
                # The last one is added where it is caught.
                if failures:
                    raise failures.pop()
                raise OSError(f'no matching local address with {family=} found')
        finally:
            # The errors' tracebacks lead to this frame.
            failures = None

    async def _connect_sock(self, exceptions, addr_info, local_addr_infos=None):
        """A socket connected to one address. What failed goes into a list that is added to *exceptions*."""
        failures = []
        exceptions.append(failures)
        family, kind, proto, _, address = addr_info
        sock = None
        try:
            try:
                sock = base_events.socket.socket(family=family, type=kind, proto=proto)
                sock.setblocking(False)
                if local_addr_infos is not None:
                    self._bind_local(sock, family, local_addr_infos, failures)
                await self.sock_connect(sock, address)
                return sock
            except OSError as exc:
                failures.append(exc)
                raise
        except BaseException:
            if sock is not None:
                try:
                    sock.close()
                except OSError:
                    # What happened before counts more.
                    pass
            raise
        finally:
            exceptions = failures = None

    async def _connect_any(self, infos, local_infos, delay, all_errors):
        """A socket connected to one of several addresses."""
        exceptions = []
        sock = None
        try:
            if delay is None:
                for info in infos:
                    try:
                        sock = await self._connect_sock(exceptions, info, local_infos)
                        break
                    except OSError:
                        continue
            else:
                # Plain functions: a partial object would keep the list of errors alive.
                sock = (await staggered.staggered_race(
                    [lambda info=info: self._connect_sock(exceptions, info, local_infos)
                     for info in infos], delay, loop=self))[0]
            if sock is None:
                _raise_failures([exc for some in exceptions for exc in some], all_errors)
            return sock
        finally:
            exceptions = None

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0,
                                proto=0, flags=0, sock=None, local_addr=None, server_hostname=None,
                                ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                                happy_eyeballs_delay=None, interleave=None, all_errors=False):
        """Connect to a host, or take a connected socket; returns transport and protocol."""
        if server_hostname is not None and not ssl:
            raise ValueError('server_hostname is only meaningful with ssl')
        if server_hostname is None and ssl:
            if not host:
                raise ValueError('You must set server_hostname when using ssl without a host')
            server_hostname = host
        _check_ssl_arguments(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if happy_eyeballs_delay is not None and interleave is None:
            interleave = 1
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            how = {'family': family, 'type': socket.SOCK_STREAM, 'proto': proto, 'flags': flags}
            infos = await self._resolved((host, port), **how)
            local_infos = None
            if local_addr is not None:
                local_infos = await self._resolved(local_addr, **how)
            if interleave:
                infos = _interleave_addrinfos(infos, interleave)
            sock = await self._connect_any(infos, local_infos, happy_eyeballs_delay, all_errors)
        elif sock is None:
            raise ValueError('host and port was not specified and no sock specified')
        elif sock.type != socket.SOCK_STREAM:
            # Any family will do, also AF_UNIX.
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        transport, protocol = await self._create_connection_transport(
            sock, protocol_factory, ssl, server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        if self._debug:
            sock = transport.get_extra_info('socket')
            logger.debug('%r connected to %s:%r: (%r, %r)', sock, host, port, transport, protocol)
        return transport, protocol

    async def _create_connection_transport(self, sock, protocol_factory, ssl, server_hostname,
                                           server_side=False, ssl_handshake_timeout=None,
                                           ssl_shutdown_timeout=None):
        try:
            sock.setblocking(False)
            protocol = protocol_factory()
            waiter = self.create_future()
            if ssl:
                transport = self._make_ssl_transport(
                    sock, protocol, None if isinstance(ssl, bool) else ssl, waiter,
                    server_side=server_side, server_hostname=server_hostname,
                    ssl_handshake_timeout=ssl_handshake_timeout,
                    ssl_shutdown_timeout=ssl_shutdown_timeout)
            else:
                transport = self._make_socket_transport(sock, protocol, waiter)
        except BaseException:
            sock.close()
            raise
        await self._until_made(transport, waiter)
        return transport, protocol

    @staticmethod
    async def _until_made(transport, waiter):
        """Wait until the protocol knows its transport."""
        try:
            await waiter
        except BaseException:
            transport.close()
            waiter = None
            raise

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None,
                                      ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """Take a connection that was accepted elsewhere; returns transport and protocol."""
        if sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        _check_ssl_arguments(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        transport, protocol = await self._create_connection_transport(
            sock, protocol_factory, ssl, '', server_side=True,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        if self._debug:
            sock = transport.get_extra_info('socket')
            logger.debug('%r handled: (%r, %r)', sock, transport, protocol)
        return transport, protocol

    async def start_tls(self, transport, protocol, sslcontext, *, server_side=False,
                        server_hostname=None, ssl_handshake_timeout=None,
                        ssl_shutdown_timeout=None):
        """Would secure a connection; needs a module `ssl`."""
        raise RuntimeError('Python ssl module is not available')

    async def _datagram_pairs(self, local_addr, remote_addr, family, proto, flags):
        """Pairs of (family, protocol) and (local address, remote address) to try."""
        if not (local_addr or remote_addr):
            if family == 0:
                raise ValueError('unexpected address family')
            return [((family, proto), (None, None))]
        if hasattr(socket, 'AF_UNIX') and family == socket.AF_UNIX:
            for address in (local_addr, remote_addr):
                if address is not None and not isinstance(address, str):
                    raise TypeError('string is expected')
            if local_addr:
                _unlink_stale(local_addr, 'socket')
            return [((family, proto), (local_addr, remote_addr))]
        found = {}
        for index, address in enumerate((local_addr, remote_addr)):
            if address is None:
                continue
            if not (isinstance(address, tuple) and len(address) == 2):
                raise TypeError('2-tuple is expected')
            for one in await self._resolved(address, family=family, type=socket.SOCK_DGRAM,
                                            proto=proto, flags=flags):
                found.setdefault((one[0], one[2]), [None, None])[index] = one[4]
        # Both ends need an address of the same kind.
        pairs = [(key, pair) for key, pair in found.items()
                 if not (local_addr and pair[0] is None or remote_addr and pair[1] is None)]
        if not pairs:
            raise ValueError('can not get address information')
        return pairs

    async def _open_datagram(self, pairs, reuse_port, allow_broadcast, local_addr, remote_addr):
        """The socket of the first pair that works, and the address it sends to."""
        first = None
        try:
            for (family, proto), (local, remote) in pairs:
                sock = None
                try:
                    sock = base_events.socket.socket(family=family, type=socket.SOCK_DGRAM, proto=proto)
                    if reuse_port:
                        _set_reuseport(sock)
                    if allow_broadcast:
                        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                    sock.setblocking(False)
                    if local_addr:
                        sock.bind(local)
                    if not remote_addr:
                        return sock, None
                    if not allow_broadcast:
                        await self.sock_connect(sock, remote)
                    return sock, remote
                except OSError as exc:
                    if sock is not None:
                        sock.close()
                    if first is None:
                        first = exc
                except BaseException:
                    if sock is not None:
                        sock.close()
                    raise
            raise first
        finally:
            first = None

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *,
                                       family=0, proto=0, flags=0, reuse_port=None,
                                       allow_broadcast=None, sock=None):
        """Open a datagram socket, or take one; returns transport and protocol."""
        if sock is not None:
            if sock.type == socket.SOCK_STREAM:
                raise ValueError(f'A datagram socket was expected, got {sock!r}')
            given = {'local_addr': local_addr, 'remote_addr': remote_addr, 'family': family,
                     'proto': proto, 'flags': flags, 'reuse_port': reuse_port,
                     'allow_broadcast': allow_broadcast}
            problems = ', '.join(f'{name}={value}' for name, value in given.items() if value)
            if problems:
                raise ValueError('socket modifier keyword arguments can not be used when sock is '
                                 f'specified. ({problems})')
            sock.setblocking(False)
            target = None
        else:
            pairs = await self._datagram_pairs(local_addr, remote_addr, family, proto, flags)
            sock, target = await self._open_datagram(pairs, reuse_port, allow_broadcast, local_addr,
                                                     remote_addr)
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = self._make_datagram_transport(sock, protocol, target, waiter)
        if self._debug:
            if local_addr:
                logger.info('Datagram endpoint local_addr=%r remote_addr=%r created: (%r, %r)',
                            local_addr, remote_addr, transport, protocol)
            else:
                logger.debug('Datagram endpoint remote_addr=%r created: (%r, %r)', remote_addr,
                             transport, protocol)
        await self._until_made(transport, waiter)
        return transport, protocol
