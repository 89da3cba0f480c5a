"""The loop's methods for UNIX sockets, pipes and child processes."""

import errno
import os
import socket
import subprocess

from . import base_subprocess
from . import tasks
from ._child_watchers import _PidfdChildWatcher, _ThreadedChildWatcher, can_use_pidfd
from ._connections import _unlink_stale
from ._sendfile import _UnixSendfile
from ._servers import Server, _check_ssl_arguments
from ._unix_pipes import _UnixReadPipeTransport, _UnixWritePipeTransport
from .log import logger


def _is_abstract(path):
    return path[0] in (0, '\x00')


def _check_unix_stream(sock):
    if sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
        raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')


class _UnixSubprocessTransport(base_subprocess.BaseSubprocessTransport):
    """A child process that a Popen object runs."""

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        self._proc = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr,
                                      universal_newlines=False, bufsize=bufsize, **kwargs)


class _UnixMethods(_UnixSendfile):
    """What UNIX adds to a selector's loop, but for signals.

    The loop calls `_init_unix` when it is made.
    """

    def _init_unix(self):
        # By listening socket: the inode of its file, which is removed at the end if it is still that one.
        self._unix_server_sockets = {}
        self._watcher = _PidfdChildWatcher() if can_use_pidfd() else _ThreadedChildWatcher()

    # Pipes and processes.

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _UnixReadPipeTransport(self, pipe, protocol, waiter, extra)

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _UnixWritePipeTransport(self, pipe, protocol, waiter, extra)

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize,
                                         extra=None, **kwargs):
        waiter = self.create_future()
        transport = _UnixSubprocessTransport(self, protocol, args, shell, stdin, stdout, stderr,
                                             bufsize, waiter=waiter, extra=extra, **kwargs)
        self._watcher.add_child_handler(transport.get_pid(), self._child_watcher_callback, transport)
        try:
            await waiter
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            transport.close()
            await tasks.shield(transport._wait())
            raise
        return transport

    def _child_watcher_callback(self, pid, returncode, transp):
        transp._process_exited(returncode)

    # UNIX sockets.

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None,
                                     server_hostname=None, ssl_handshake_timeout=None,
                                     ssl_shutdown_timeout=None):
        """Connect to the socket at a path, or take a connected one; returns transport and protocol."""
        assert server_hostname is None or isinstance(server_hostname, str)
        if ssl:
            if server_hostname is None:
                raise ValueError('you have to pass server_hostname when using ssl')
        elif server_hostname is not None:
            raise ValueError('server_hostname is only meaningful with ssl')
        _check_ssl_arguments(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is None:
            if sock is None:
                raise ValueError('no path and sock were specified')
            _check_unix_stream(sock)
            sock.setblocking(False)
        else:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            path = os.fspath(path)
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, path)
            except BaseException:
                sock.close()
                raise
        return await self._create_connection_transport(
            sock, protocol_factory, ssl, server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100,
                                 ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                                 start_serving=True, cleanup_socket=True):
        """Listen at a path, or on a bound socket; returns a Server."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        _check_ssl_arguments(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is None:
            if sock is None:
                raise ValueError('path was not specified, and no sock specified')
            _check_unix_stream(sock)
        else:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            path = os.fspath(path)
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            _unlink_stale(path, 'socket')
            try:
                sock.bind(path)
            except BaseException as exc:
                sock.close()
                if isinstance(exc, OSError) and exc.errno == errno.EADDRINUSE:
                    raise OSError(exc.errno, f'Address {path!r} is already in use') from None
                raise
        if cleanup_socket:
            path = sock.getsockname()
            if not _is_abstract(path):
                try:
                    self._unix_server_sockets[sock] = os.stat(path).st_ino
                except FileNotFoundError:
                    pass
        sock.setblocking(False)
        server = Server(self, [sock], protocol_factory, ssl, backlog,
                                    ssl_handshake_timeout, ssl_shutdown_timeout)
        if start_serving:
            await server.start_serving()
        return server

    def _stop_serving(self, sock):
        inode = self._unix_server_sockets.pop(sock, None)
        path = None if inode is None else sock.getsockname()
        super()._stop_serving(sock)
        if path is None:
            return
        try:
            # Another server may have its socket there by now.
            if os.stat(path).st_ino == inode:
                os.unlink(path)
        except FileNotFoundError:
            pass
        except OSError as err:
            logger.error('Unable to clean up listening UNIX socket %r: %r', path, err)
