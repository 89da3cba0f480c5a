"""Connections: messages over pipes and sockets, and what listens for them.

A message is its length, four bytes in the network's order, and its bytes; -1 announces a length of eight bytes.
"""

import io
import os
import selectors
import socket
import struct
import time

from . import AuthenticationError, BufferTooShort
from . import util
from .context import reduction

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

_ForkingPickler = reduction.ForkingPickler

BUFSIZE = 64 * 1024
CONNECTION_TIMEOUT = 20.
_LONGEST_SHORT = 0x7fffffff
_COPY_LIMIT = 16384             # up to here header and bytes are written by one call

default_family = 'AF_UNIX'
families = ['AF_INET', 'AF_UNIX']


def _init_timeout(timeout=CONNECTION_TIMEOUT):
    return time.monotonic() + timeout


def _check_timeout(t):
    return time.monotonic() > t


# --- addresses ---------------------------------------------------------------------------

def arbitrary_address(family):
    """A free address."""
    if family == 'AF_INET':
        return 'localhost', 0
    if family == 'AF_UNIX':
        return os.path.join(util.get_temp_dir(), f'sock-{os.urandom(6).hex()}')
    raise ValueError('unrecognized family')


def _validate_family(family):
    if family == 'AF_PIPE':
        raise ValueError(f'Family {family} is not recognized.')


def address_type(address):
    """The family of an address."""
    if type(address) is tuple:
        return 'AF_INET'
    if type(address) is str and address.startswith('\\\\'):
        return 'AF_PIPE'
    if type(address) is str or util.is_abstract_socket_namespace(address):
        return 'AF_UNIX'
    raise ValueError(f'address type of {address!r} unrecognized')


# --- connections -------------------------------------------------------------------------

class _ConnectionBase:
    """What does not depend on how bytes are sent."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not (readable or writable):
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError('handle is closed')

    def _check_readable(self):
        self._check_closed()
        if not self._readable:
            raise OSError('connection is write-only')

    def _check_writable(self):
        self._check_closed()
        if not self._writable:
            raise OSError('connection is read-only')

    def _bad_message_length(self):
        # The rest of the message is still there, so nothing can be read any more.
        if self._writable:
            self._readable = False
        else:
            self.close()
        raise OSError('bad message length')

    @property
    def closed(self):
        """Whether it is closed."""
        return self._handle is None

    @property
    def readable(self):
        """Whether messages can be received."""
        return self._readable

    @property
    def writable(self):
        """Whether messages can be sent."""
        return self._writable

    def fileno(self):
        """The descriptor."""
        self._check_closed()
        return self._handle

    def close(self):
        """Close it."""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def _detach(self):
        """Leave the descriptor to somebody else."""
        self._handle = None

    def send_bytes(self, buf, offset=0, size=None):
        """Send bytes, or so many of them from an offset on."""
        self._check_writable()
        view = memoryview(buf)
        if view.itemsize > 1:
            view = view.cast('B')
        total = view.nbytes
        if offset < 0:
            raise ValueError('offset is negative')
        if total < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = total - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > total:
            raise ValueError('buffer length < offset + size')
        self._send_bytes(view[offset:offset + size])

    def send(self, obj):
        """Send an object."""
        self._check_writable()
        self._send_bytes(_ForkingPickler.dumps(obj))

    def recv_bytes(self, maxlength=None):
        """Receive a message as bytes; OSError if it is longer than that."""
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        message = self._recv_bytes(maxlength)
        if message is None:
            self._bad_message_length()
        return message.getvalue()

    def recv_bytes_into(self, buf, offset=0):
        """Receive a message into a writable buffer; the number of bytes."""
        self._check_readable()
        with memoryview(buf) as view:
            unit = view.itemsize
            room = unit * len(view)
            if offset < 0:
                raise ValueError('negative offset')
            if offset > room:
                raise ValueError('offset too large')
            message = self._recv_bytes()
            size = message.tell()
            if room < offset + size:
                raise BufferTooShort(message.getvalue())
            message.seek(0)
            message.readinto(view[offset // unit:(offset + size) // unit])
            return size

    def recv(self):
        """Receive an object."""
        self._check_readable()
        return _ForkingPickler.loads(self._recv_bytes().getbuffer())

    def poll(self, timeout=0.0):
        """Whether something can be received, within so many seconds; None: however long it takes."""
        self._check_readable()
        return self._poll(timeout)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Connection(_ConnectionBase):
    """A connection over a descriptor."""

    _write = os.write
    _read = os.read

    # The default is there when the module is being emptied.
    def _close(self, _close=os.close):
        _close(self._handle)

    def _send(self, buf, write=_write):
        while True:
            done = write(self._handle, buf)
            if done == len(buf):
                return
            buf = buf[done:]

    def _recv(self, size, read=_read):
        out = io.BytesIO()
        left = size
        while left > 0:
            part = read(self._handle, min(BUFSIZE, left))
            if not part:
                if left == size:
                    raise EOFError
                raise OSError('got end of file during message')
            out.write(part)
            left -= len(part)
        return out

    def _send_bytes(self, buf):
        size = len(buf)
        if size > _LONGEST_SHORT:
            self._send(struct.pack('!i', -1))
            self._send(struct.pack('!Q', size))
            self._send(buf)
            return
        header = struct.pack('!i', size)
        if size > _COPY_LIMIT:
            self._send(header)
            self._send(buf)
        else:
            # By one call, which also keeps short messages of several writers apart.
            self._send(header + buf)

    def _recv_bytes(self, maxsize=None):
        size, = struct.unpack('!i', self._recv(4).getvalue())
        if size == -1:
            size, = struct.unpack('!Q', self._recv(8).getvalue())
        if maxsize is not None and size > maxsize:
            return None
        return self._recv(size)

    def _poll(self, timeout):
        return bool(wait([self], timeout))


def Pipe(duplex=True):
    """Two connected connections; if not duplex, the first receives and the second sends."""
    if not duplex:
        reader, writer = os.pipe()
        return Connection(reader, writable=False), Connection(writer, readable=False)
    ends = socket.socketpair()
    for end in ends:
        end.setblocking(True)
    first, second = ends
    return Connection(first.detach()), Connection(second.detach())


_WaitSelector = getattr(selectors, 'PollSelector', selectors.SelectSelector)


def wait(object_list, timeout=None):
    """Those of the objects that can be read, once there are any or so many seconds have passed."""
    with _WaitSelector() as selector:
        for obj in object_list:
            selector.register(obj, selectors.EVENT_READ)
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            ready = selector.select(timeout)
            if ready:
                return [key.fileobj for key, _ in ready]
            if end is not None:
                timeout = end - time.monotonic()
                if timeout < 0:
                    return ready


def reduce_connection(conn):
    """A connection for another process."""
    return rebuild_connection, (reduction.DupFd(conn.fileno()), conn.readable, conn.writable)


def rebuild_connection(df, readable, writable):
    """A connection of another process."""
    return Connection(df.detach(), readable, writable)


reduction.register(Connection, reduce_connection)


# --- listeners and clients ---------------------------------------------------------------

def _check_key(authkey):
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError('authkey should be a byte string')


class Listener:
    """Accepts connections at an address, from clients that know the key if there is one."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or default_family
        _validate_family(family)
        _check_key(authkey)
        self._listener = SocketListener(address or arbitrary_address(family), family, backlog)
        self._authkey = authkey

    def accept(self):
        """The next connection."""
        if self._listener is None:
            raise OSError('listener is closed')
        found = self._listener.accept()
        if self._authkey is not None:
            deliver_challenge(found, self._authkey)
            answer_challenge(found, self._authkey)
        return found

    def close(self):
        """Listen no longer."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    @property
    def address(self):
        """The address."""
        return self._listener._address

    @property
    def last_accepted(self):
        """The address of the client that was accepted last."""
        return self._listener._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """A connection to a listener's address."""
    _validate_family(family or address_type(address))
    _check_key(authkey)
    made = SocketClient(address)
    if authkey is not None:
        answer_challenge(made, authkey)
        deliver_challenge(made, authkey)
    return made


class SocketListener:
    """A socket that listens. The name of a Unix socket goes with it."""

    def __init__(self, address, family, backlog=1):
        self._socket = made = socket.socket(getattr(socket, family))
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.setblocking(True)
            made.bind(address)
            made.listen(backlog)
            self._address = made.getsockname()
        except OSError:
            made.close()
            raise
        self._family = family
        self._last_accepted = None
        self._unlink = None
        if family == 'AF_UNIX' and not util.is_abstract_socket_namespace(address):
            self._unlink = util.Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        found, self._last_accepted = self._socket.accept()
        found.setblocking(True)
        return Connection(found.detach())

    def close(self):
        try:
            self._socket.close()
        finally:
            unlink, self._unlink = self._unlink, None
            if unlink is not None:
                unlink()


def SocketClient(address):
    """A connection to a socket that listens."""
    with socket.socket(getattr(socket, address_type(address))) as made:
        made.setblocking(True)
        made.connect(address)
        return Connection(made.detach())


# --- proof of the key --------------------------------------------------------------------
#
# One side sends a random message, "{digest}" in front; the other answers with the message's MAC under the key, "{digest}" in
# front. The oldest versions of this protocol have no "{digest}": messages of 20 bytes, MACs of 16, by MD5.

MESSAGE_LENGTH = 40
_CHALLENGE = b'#CHALLENGE#'
_WELCOME = b'#WELCOME#'
_FAILURE = b'#FAILURE#'

_ALLOWED_DIGESTS = frozenset({b'md5', b'sha256', b'sha384', b'sha3_256', b'sha3_384'})
_MAX_DIGEST_LEN = max(map(len, _ALLOWED_DIGESTS))
_MD5ONLY_MESSAGE_LENGTH = 20
_MD5_DIGEST_LEN = 16
_LEGACY_LENGTHS = _MD5ONLY_MESSAGE_LENGTH, _MD5_DIGEST_LEN
_LONGEST_ANSWER = 256


def _get_digest_name_and_payload(message):
    """The name of the digest, '' in the old protocol, and the rest."""
    if len(message) in _LEGACY_LENGTHS:
        return '', message
    if message.startswith(b'{'):
        end = message.find(b'}', 1, _MAX_DIGEST_LEN + 2)
        if end > 0 and message[1:end] in _ALLOWED_DIGESTS:
            return message[1:end].decode('ascii'), message[end + 1:]
    raise AuthenticationError('unsupported message length, missing digest prefix, '
                              f'or unsupported digest: {message=}')


def _create_response(authkey, message):
    """The answer to a message."""
    import hmac
    name, _ = _get_digest_name_and_payload(message)
    if not name:
        try:
            return hmac.new(authkey, message, 'md5').digest()
        except ValueError:
            name = 'sha256'             # there is no MD5 here
    return b'{%s}%s' % (name.encode('ascii'), hmac.new(authkey, message, name).digest())


def _verify_challenge(authkey, message, response):
    """AuthenticationError unless it is the answer. The MAC covers the digest's name, so nobody can choose a weaker one."""
    import hmac
    response_digest, found = _get_digest_name_and_payload(response)
    response_digest = response_digest or 'md5'
    try:
        expected = hmac.new(authkey, message, response_digest).digest()
    except ValueError:
        raise AuthenticationError(f'{response_digest=} unsupported')
    if len(expected) != len(found):
        raise AuthenticationError(
            f'expected {response_digest!r} of length {len(expected)} got {len(found)}')
    if not hmac.compare_digest(expected, found):
        raise AuthenticationError('digest received was wrong')


def _check_authkey(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError(f'Authkey must be bytes, not {type(authkey)!s}')


def deliver_challenge(connection, authkey: bytes, digest_name='sha256'):
    """Let the other side prove that it knows the key."""
    _check_authkey(authkey)
    message = b'{%s}%s' % (digest_name.encode('ascii'), os.urandom(MESSAGE_LENGTH))
    connection.send_bytes(_CHALLENGE + message)
    response = connection.recv_bytes(_LONGEST_ANSWER)
    try:
        _verify_challenge(authkey, message, response)
    except AuthenticationError:
        connection.send_bytes(_FAILURE)
        raise
    connection.send_bytes(_WELCOME)


def answer_challenge(connection, authkey: bytes):
    """Prove to the other side that we know the key."""
    _check_authkey(authkey)
    message = connection.recv_bytes(_LONGEST_ANSWER)
    if not message.startswith(_CHALLENGE):
        raise AuthenticationError(f'Protocol error, expected challenge: {message=}')
    message = message[len(_CHALLENGE):]
    if len(message) < _MD5ONLY_MESSAGE_LENGTH:
        raise AuthenticationError(f'challenge too short: {len(message)} bytes')
    connection.send_bytes(_create_response(authkey, message))
    if connection.recv_bytes(_LONGEST_ANSWER) != _WELCOME:
        raise AuthenticationError('digest sent was rejected')


# --- other ways to write objects ---------------------------------------------------------

class ConnectionWrapper:
    """A connection with its own way to write and read objects."""

    def __init__(self, conn, dumps, loads):
        self._conn = conn
        self._dumps = dumps
        self._loads = loads
        for name in ('fileno', 'close', 'poll', 'recv_bytes', 'send_bytes'):
            setattr(self, name, getattr(conn, name))

    def send(self, obj):
        self._conn.send_bytes(self._dumps(obj))

    def recv(self):
        return self._loads(self._conn.recv_bytes())


def _xml_dumps(obj):
    import xmlrpc.client
    return xmlrpc.client.dumps((obj,), None, None, None, 1).encode('utf-8')


def _xml_loads(s):
    import xmlrpc.client
    (obj,), _ = xmlrpc.client.loads(s.decode('utf-8'))
    return obj


class XmlListener(Listener):
    """A listener whose connections write objects as XML."""

    def accept(self):
        import xmlrpc.client            # before there is a connection
        return ConnectionWrapper(Listener.accept(self), _xml_dumps, _xml_loads)


def XmlClient(*args, **kwds):
    """A client that writes objects as XML."""
    import xmlrpc.client
    return ConnectionWrapper(Client(*args, **kwds), _xml_dumps, _xml_loads)
