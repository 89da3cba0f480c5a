"""Sockets: connections and datagrams between programs.

`_socket` makes the system's calls. The class here adds files on sockets (`makefile`), copies, and constants with names;
`_io_refs` counts the files that are open, so that the socket is closed when it and they are.
"""

import io
import os
import struct
import _socket
from _socket import *
from enum import IntEnum, IntFlag

import selectors
from errno import EBADF, EAGAIN, EWOULDBLOCK

__all__ = ['fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6',
           'AddressFamily', 'SocketKind', 'AddressInfo', 'MsgFlag', 'socketpair', 'send_fds',
           'recv_fds']
__all__.extend(name for name in dir(_socket) if not name.startswith('_'))


def _named(kind, name, fits):
    kind._convert_(name, __name__, fits)


_named(IntEnum, 'AddressFamily', lambda c: c.isupper() and c.startswith('AF_'))
_named(IntEnum, 'SocketKind', lambda c: c.isupper() and c.startswith('SOCK_'))
_named(IntFlag, 'MsgFlag', lambda c: c.isupper() and c.startswith('MSG_'))
_named(IntFlag, 'AddressInfo', lambda c: c.isupper() and c.startswith('AI_'))

_LOCALHOST = '127.0.0.1'
_LOCALHOST_V6 = '::1'


def _name_for(number, names):
    """The member of an enumeration, or the number itself if it has no name."""
    try:
        return names(number)
    except ValueError:
        return number


class socket(_socket.socket):
    """One end of a connection, or a place where datagrams come and go."""

    __slots__ = ['__weakref__', '_io_refs', '_closed']

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
        _socket.socket.__init__(self, family, type, proto, fileno)
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        closed = getattr(self, '_closed', False)
        cls = self.__class__
        text = (f'<{cls.__module__}.{cls.__qualname__}{" [closed]" if closed else ""} '
                f'fd={self.fileno()}, family={self.family!s}, type={self.type!s}, '
                f'proto={self.proto}')
        if not closed:
            for word, ask in (('laddr', self.getsockname), ('raddr', self.getpeername)):
                try:
                    address = ask()
                except (error, AttributeError):
                    continue
                if address:
                    text += f', {word}={address}'
        return text + '>'

    def __getstate__(self):
        raise TypeError(f'cannot pickle {self.__class__.__name__!r} object')

    def dup(self):
        """A second socket object on the same connection."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Wait for a connection; returns a socket for it and the peer's address."""
        fd, address = self._accept()
        connection = socket(self.family, self.type, self.proto, fileno=fd)
        # With a default timeout the system's flag may differ from what the new object believes.
        if getdefaulttimeout() is None and self.gettimeout():
            connection.setblocking(True)
        return connection, address

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """A file on the socket, as `open` makes them."""
        if not set(mode) <= {'r', 'w', 'b'}:
            raise ValueError(f'invalid mode {mode!r} (only r, w, b allowed)')
        writing = 'w' in mode
        reading = 'r' in mode or not writing
        binary = 'b' in mode
        raw = SocketIO(self, 'r' * reading + 'w' * writing)
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if not binary:
                raise ValueError('unbuffered streams must be binary')
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if binary:
            return buffer
        text = io.TextIOWrapper(buffer, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Send a file to its end, or *count* bytes of it; returns how many bytes were sent."""
        return self._sendfile_use_send(file, offset, count)

    def _check_sendfile_params(self, file, offset, count):
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if not self.type & SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f'count must be a positive integer (got {count!r})')
            if count <= 0:
                raise ValueError(f'count must be a positive integer (got {count!r})')

    def _sendfile_use_send(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        sent = 0
        try:
            while count is None or sent < count:
                size = 8192 if count is None else min(count - sent, 8192)
                data = memoryview(file.read(size))
                if not data:
                    break
                while data:
                    n = self.send(data)
                    sent += n
                    data = data[n:]
            return sent
        finally:
            if sent and hasattr(file, 'seek'):
                file.seek(offset + sent)

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self):
        _socket.socket.close(self)

    def close(self):
        """Close the socket, once the files made from it are closed too."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Give the descriptor up without closing it, and return it."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """The family of addresses."""
        return _name_for(super().family, AddressFamily)

    @property
    def type(self):
        """Stream, datagram or what it is."""
        return _name_for(super().type, SocketKind)

    def get_inheritable(self):
        """Whether programs that are started get the socket."""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        os.set_inheritable(self.fileno(), inheritable)


def fromfd(fd, family, type, proto=0):
    """A socket on a copy of a descriptor."""
    return socket(family, type, proto, dup(fd))


def send_fds(sock, buffers, fds, flags=0, address=None):
    """Send descriptors along with data over an AF_UNIX socket."""
    fds = list(fds)
    control = [(SOL_SOCKET, SCM_RIGHTS, struct.pack(f'{len(fds)}i', *fds))]
    return sock.sendmsg(buffers, control)


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receive data and descriptors from an AF_UNIX socket."""
    size = struct.calcsize('i')
    fds = []
    data, control, flags, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * size))
    for level, kind, part in control:
        if level == SOL_SOCKET and kind == SCM_RIGHTS:
            # A descriptor that was cut off does not count.
            fds.extend(struct.unpack(f'{len(part) // size}i', part[:len(part) - len(part) % size]))
    return data, fds, flags, address


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets that are connected to each other."""
    if family is None:
        family = AF_UNIX
    first, second = _socket.socketpair(family, type, proto)
    return (socket(family, type, proto, first.detach()),
            socket(family, type, proto, second.detach()))


_blocking_errnos = {EAGAIN, EWOULDBLOCK}


class SocketIO(io.RawIOBase):
    """The raw stream of a socket, which `makefile` puts buffers on."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError(f'invalid mode: {mode!r}')
        io.RawIOBase.__init__(self)
        self._sock = sock
        self._mode = mode if 'b' in mode else mode + 'b'
        self._reading = 'r' in mode
        self._writing = 'w' in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Read into a buffer; None if a non-blocking socket has nothing."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            # What was read before is lost, so going on would give nonsense.
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv_into(b)
        except timeout:
            self._timeout_occurred = True
            raise
        except error as e:
            if e.errno in _blocking_errnos:
                return None
            raise

    def write(self, b):
        """Write bytes; None if a non-blocking socket takes nothing."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except error as e:
            if e.errno in _blocking_errnos:
                return None
            raise

    def readable(self):
        """Whether the stream is for reading."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._reading

    def writable(self):
        """Whether the stream is for writing."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._writing

    def seekable(self):
        """Never."""
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return super().seekable()

    def fileno(self):
        """The descriptor of the socket."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return self.fileno() if not self.closed else -1

    @property
    def mode(self):
        return self._mode

    def close(self):
        """Close the stream; the socket goes when nothing else uses it."""
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


def getfqdn(name=''):
    """The full name of a host, as far as it can be found; of this machine without an argument."""
    name = name.strip()
    if not name or name in ('0.0.0.0', '::'):
        name = gethostname()
    try:
        host, aliases, _ = gethostbyaddr(name)
    except error:
        return name
    for candidate in (host, *aliases):
        if '.' in candidate:
            return candidate
    return host


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *,
                      all_errors=False):
    """A connection to (host, port): to the first of the host's addresses that takes one."""
    host, port = address
    failures = []
    for family, kind, proto, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            failures.clear()
            return sock
        except error as e:
            if not all_errors:
                failures.clear()
            failures.append(e)
            if sock is not None:
                sock.close()
    if not failures:
        raise error('getaddrinfo returns an empty list')
    try:
        if not all_errors:
            raise failures[0]
        raise ExceptionGroup('create_connection failed', failures)
    finally:
        # The exceptions' frames hold the list.
        failures.clear()


def has_dualstack_ipv6():
    """Whether one AF_INET6 socket can serve IPv4 as well."""
    if not has_ipv6:
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """A socket that listens at *address*."""
    if reuse_port and not hasattr(_socket, 'SO_REUSEPORT'):
        raise ValueError('SO_REUSEPORT not supported on this platform')
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError('dualstack_ipv6 not supported on this platform')
        if family != AF_INET6:
            raise ValueError('dualstack_ipv6 requires AF_INET6 family')
    sock = socket(family, SOCK_STREAM)
    try:
        # A server that is started again need not wait until old connections are forgotten.
        try:
            sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        except error:
            pass
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if family == AF_INET6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, int(not dualstack_ipv6))
        try:
            sock.bind(address)
        except error as e:
            text = f'{e.strerror} (while attempting to bind on address {address!r})'
            raise error(e.errno, text) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """What to connect or bind to for a host and a service: tuples of family, type, protocol, name and address."""
    return [(_name_for(found_family, AddressFamily), _name_for(kind, SocketKind), protocol, name,
             address)
            for found_family, kind, protocol, name, address
            in _socket.getaddrinfo(host, port, family, type, proto, flags)]
