"""How objects become bytes for another process, and how descriptors get there."""

import array
import copyreg
import functools
import io
import os
import pickle
import socket
from abc import ABCMeta

from . import context

__all__ = ['send_handle', 'recv_handle', 'ForkingPickler', 'register', 'dump', 'DupFd', 'sendfds',
           'recvfds']

HAVE_SEND_HANDLE = (hasattr(socket, 'CMSG_LEN') and hasattr(socket, 'SCM_RIGHTS')
                    and hasattr(socket.socket, 'sendmsg'))


class ForkingPickler(pickle.Pickler):
    """A pickler that knows more types than others, without telling them."""

    _extra_reducers = {}
    _copyreg_dispatch_table = copyreg.dispatch_table

    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch_table = {**self._copyreg_dispatch_table, **self._extra_reducers}

    @classmethod
    def register(cls, type, reduce):
        """Pickle instances of a class as reduce(instance) says."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        """The pickle of an object, as a view."""
        out = io.BytesIO()
        cls(out, protocol).dump(obj)
        return out.getbuffer()

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """Write a pickle with the reductions of this package."""
    ForkingPickler(file, protocol).dump(obj)


# --- descriptors -------------------------------------------------------------------------

def sendfds(sock, fds):
    """Send descriptors over a Unix socket and wait until they have arrived."""
    numbers = array.array('i', fds)
    # A message needs a byte, which can as well say how many there are.
    sock.sendmsg([bytes([len(numbers) % 256])],
                 [(socket.SOL_SOCKET, socket.SCM_RIGHTS, numbers)])
    if sock.recv(1) != b'A':
        raise RuntimeError('did not receive acknowledgement of fd')


def recvfds(sock, size):
    """Receive up to so many descriptors; their numbers here."""
    numbers = array.array('i')
    room = socket.CMSG_SPACE(numbers.itemsize * size)
    message, ancillary, _, _ = sock.recvmsg(1, room)
    if not message and not ancillary:
        raise EOFError
    sock.send(b'A')
    if len(ancillary) != 1:
        raise RuntimeError(f'received {len(ancillary)} items of ancdata')
    level, kind, data = ancillary[0]
    if ((level, kind) != (socket.SOL_SOCKET, socket.SCM_RIGHTS)
            or len(data) % numbers.itemsize):
        raise RuntimeError('Invalid data received')
    numbers.frombytes(data)
    if len(numbers) % 256 != message[0]:
        raise AssertionError(f'Len is {len(numbers):n} but msg[0] is {message[0]!r}')
    return list(numbers)


def _socket_of(conn):
    return socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM)


def send_handle(conn, handle, destination_pid):
    """Send a descriptor over a connection that is a Unix socket."""
    with _socket_of(conn) as sock:
        sendfds(sock, [handle])


def recv_handle(conn):
    """Receive a descriptor over a connection that is a Unix socket."""
    with _socket_of(conn) as sock:
        return recvfds(sock, 1)[0]


def DupFd(fd):
    """What becomes a descriptor of the same file by detach() in another process."""
    popen = context.get_spawning_popen()
    if popen is not None:
        return popen.DupFd(popen.duplicate_for_child(fd))
    if HAVE_SEND_HANDLE:
        from . import resource_sharer
        return resource_sharer.DupFd(fd)
    raise ValueError('SCM_RIGHTS appears not to be available')


# --- types that other picklers do not know -----------------------------------------------

class _Example:
    def method(self):
        pass


def _reduce_method(m):
    owner = m.__class__ if m.__self__ is None else m.__self__
    return getattr, (owner, m.__func__.__name__)


def _reduce_method_descriptor(m):
    return getattr, (m.__objclass__, m.__name__)


def _reduce_partial(p):
    return _rebuild_partial, (p.func, p.args, p.keywords or {})


def _rebuild_partial(func, args, keywords):
    return functools.partial(func, *args, **keywords)


def _reduce_socket(s):
    return _rebuild_socket, (DupFd(s.fileno()), s.family, s.type, s.proto)


def _rebuild_socket(df, family, type, proto):
    return socket.socket(family, type, proto, fileno=df.detach())


_REDUCTIONS = (
    (type(_Example().method), _reduce_method),
    (type(list.append), _reduce_method_descriptor),
    (type(int.__add__), _reduce_method_descriptor),
    (functools.partial, _reduce_partial),
    (socket.socket, _reduce_socket),
)
for _type, _reduce in _REDUCTIONS:
    register(_type, _reduce)
del _type, _reduce


class AbstractReducer(metaclass=ABCMeta):
    """What may stand in this module's place as a context's `reducer`: a base for other ways to reduce."""

    ForkingPickler = ForkingPickler
    register = register
    dump = dump
    send_handle = send_handle
    recv_handle = recv_handle
    sendfds = sendfds
    recvfds = recvfds
    DupFd = DupFd
    _reduce_method = _reduce_method
    _reduce_method_descriptor = _reduce_method_descriptor
    _rebuild_partial = _rebuild_partial
    _reduce_socket = _reduce_socket
    _rebuild_socket = _rebuild_socket

    def __init__(self, *args):
        for kind, reduce in _REDUCTIONS:
            register(kind, reduce)
