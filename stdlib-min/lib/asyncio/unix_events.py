"""The event loop of Unix: signals, sockets with paths, pipes, child processes, and files sent by the system."""

__all__ = ("SelectorEventLoop", "EventLoop")

import errno
import io
import os
import signal
import socket
import subprocess
import sys
import warnings

from . import base_subprocess, coroutines, events, exceptions, selector_events, tasks
from ._child_watchers import _PidfdChildWatcher, _ThreadedChildWatcher, can_use_pidfd, waitstatus_to_exitcode
from ._connections import _unlink_stale
from ._servers import Server, _check_ssl_arguments
from ._unix_pipes import _UnixReadPipeTransport, _UnixWritePipeTransport
from .log import logger


def _sighandler_noop(signum, frame):
    """The loop learns of signals from its descriptor; a handler has to be there all the same."""


class _UnixSendfile:
    """The system's sendfile().

    One call of `_sock_sendfile_native_impl` is one turn; it leaves itself as writer for the next. The file's position is
    set at every end, because the system's call does not move it.
    """

    async def _sock_sendfile_native(self, sock, file, offset, count):
        not_available = exceptions.SendfileNotAvailableError
        if not hasattr(os, 'sendfile'):
            raise not_available('os.sendfile() is not available')
        try:
            fileno = file.fileno()
        except (AttributeError, io.UnsupportedOperation):
            raise not_available('not a regular file')
        try:
            size = os.fstat(fileno).st_size
        except OSError:
            raise not_available('not a regular file')
        if not (count or size):
            return 0
        done = self.create_future()
        self._sock_sendfile_native_impl(done, None, sock, fileno, offset, count, count or size, 0)
        return await done

    def _sock_sendfile_native_impl(self, fut, registered_fd, sock, fileno, offset, count, blocksize,
                                   total_sent):
        fd = sock.fileno()
        if registered_fd is not None:
            # Usually the next call ends it; to register again costs little.
            self.remove_writer(registered_fd)
        if fut.cancelled():
            self._sock_sendfile_update_filepos(fileno, offset)
            return
        if count:
            blocksize = count - total_sent
            if blocksize <= 0:
                self._sock_sendfile_update_filepos(fileno, offset)
                fut.set_result(total_sent)
                return
        # One call must not be asked for more than fits a signed size.
        blocksize = min(blocksize, sys.maxsize // 2 + 1)
        try:
            sent = os.sendfile(fd, fileno, offset, blocksize)
            if not sent:
                self._sock_sendfile_update_filepos(fileno, offset)
                fut.set_result(total_sent)
                return
        except (BlockingIOError, InterruptedError):
            sent = 0
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._sock_sendfile_update_filepos(fileno, offset)
            fut.set_exception(self._sendfile_error(exc, registered_fd, total_sent))
            return
        if registered_fd is None:
            self._sock_add_cancellation_callback(fut, sock)
        self.add_writer(fd, self._sock_sendfile_native_impl, fut, fd, sock, fileno, offset + sent,
                        count, blocksize, total_sent + sent)

    @staticmethod
    def _sendfile_error(exc, registered_fd, total_sent):
        """What a failed call means for the caller."""
        if not isinstance(exc, OSError):
            return exc
        if total_sent == 0:
            # Most likely the file is of a kind that the call does not know.
            return exceptions.SendfileNotAvailableError('os.sendfile call failed')
        if (registered_fd is not None and exc.errno == errno.ENOTCONN
                and type(exc) is not ConnectionError):
            # Closed in the middle; other systems say so by a ConnectionError.
            error = ConnectionError('socket is not connected', errno.ENOTCONN)
            error.__cause__ = exc
            return error
        return exc

    def _sock_sendfile_update_filepos(self, fileno, offset):
        os.lseek(fileno, offset, os.SEEK_SET)

    def _sock_add_cancellation_callback(self, fut, sock):
        def ended(fut):
            if fut.cancelled():
                fd = sock.fileno()
                if fd != -1:
                    self.remove_writer(fd)

        fut.add_done_callback(ended)


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


class _UnixSelectorEventLoop(_UnixMethods, selector_events.BaseSelectorEventLoop):
    """The loop. Signal handlers are called in it like other callbacks."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._signal_handlers = {}
        self._init_unix()

    def close(self):
        super().close()
        if not sys.is_finalizing():
            for sig in list(self._signal_handlers):
                self.remove_signal_handler(sig)
        elif self._signal_handlers:
            warnings.warn(
                f"Closing the loop {self!r} on interpreter shutdown stage, skipping signal handlers removal",
                ResourceWarning,
                source=self,
            )
            self._signal_handlers.clear()

    def _process_self_data(self, data):
        for signum in data:
            # Zeros come from _write_to_self.
            if signum:
                self._handle_signal(signum)

    def add_signal_handler(self, sig, callback, *args):
        """Call it for each of these signals. In the main thread only, a RuntimeError elsewhere."""
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        try:
            signal.set_wakeup_fd(self._csock.fileno())
        except (ValueError, OSError) as exc:
            raise RuntimeError(str(exc))
        self._signal_handlers[sig] = events.Handle(callback, args, self, None)
        try:
            signal.signal(sig, _sighandler_noop)
            # System calls elsewhere go on.
            signal.siginterrupt(sig, False)
        except OSError as exc:
            del self._signal_handlers[sig]
            self._give_up_wakeups()
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f"sig {sig} cannot be caught")
            raise

    def _give_up_wakeups(self):
        if self._signal_handlers:
            return
        try:
            signal.set_wakeup_fd(-1)
        except (ValueError, OSError) as exc:
            logger.info("set_wakeup_fd(-1) failed: %s", exc)

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            # It was removed since.
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            self._add_callback_signalsafe(handle)

    def remove_signal_handler(self, sig):
        """Back to the default; whether there was one."""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        try:
            signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        except OSError as exc:
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f"sig {sig} cannot be caught")
            raise
        self._give_up_wakeups()
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f"sig must be an int, not {sig!r}")
        if sig not in signal.valid_signals():
            raise ValueError(f"invalid signal number {sig}")


class _UnixDefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = _UnixSelectorEventLoop
_DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
EventLoop = SelectorEventLoop
