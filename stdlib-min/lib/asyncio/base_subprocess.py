"""The transport of a child process, and the protocols of its pipes.

What the pipes and the watcher report before the program's protocol knows the transport waits in `_pending_calls`; that is
None once the calls go their direct way.
"""

import collections
import os
import signal
import subprocess
import warnings

from . import protocols
from . import transports
from .log import logger


class BaseSubprocessTransport(transports.SubprocessTransport):
    """A child process. Subclasses start it in `_start`, which sets `_proc`."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None,
                 extra=None, **kwargs):
        super().__init__(extra)
        self._closed = False
        self._protocol = protocol
        self._loop = loop
        self._proc = None
        self._pid = None
        self._returncode = None
        self._exit_waiters = set()
        self._pending_calls = collections.deque()
        # By the child's descriptor: the protocol of the pipe, None until it is connected.
        self._pipes = {fd: None for fd, stream in enumerate((stdin, stdout, stderr))
                       if stream == subprocess.PIPE}
        self._finished = False
        try:
            self._start(args=args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr,
                        bufsize=bufsize, **kwargs)
        except BaseException:
            self.close()
            raise
        self._pid = self._proc.pid
        self._extra['subprocess'] = self._proc
        if loop.get_debug():
            program = args if isinstance(args, (bytes, str)) else args[0]
            logger.debug('process %r created: pid %s', program, self._pid)
        loop.create_task(self._connect_pipes(waiter))

    def __repr__(self):
        words = [type(self).__name__]
        if self._closed:
            words.append('closed')
        if self._pid is not None:
            words.append(f'pid={self._pid}')
        if self._returncode is not None:
            words.append(f'returncode={self._returncode}')
        else:
            words.append('not started' if self._pid is None else 'running')
        stdin, stdout, stderr = map(self._pipes.get, range(3))
        named = [('stdin', stdin)]
        if stdout is not None and stderr is stdout:
            named.append(('stdout=stderr', stdout))
        else:
            named += [('stdout', stdout), ('stderr', stderr)]
        words += [f'{name}={protocol.pipe}' for name, protocol in named if protocol is not None]
        return f'<{" ".join(words)}>'

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        raise NotImplementedError

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def _close_pipes(self):
        for protocol in self._pipes.values():
            if protocol is not None:
                protocol.pipe.close()

    def close(self):
        """Close the pipes, and kill the process if it still runs."""
        if self._closed:
            return
        self._closed = True
        # Without its loop a pipe cannot be closed in order.
        if self._loop and not self._loop.is_closed():
            self._close_pipes()
        # `poll`, because it may have ended and the watcher not yet told so.
        if self._proc is not None and self._returncode is None and self._proc.poll() is None:
            if self._loop.get_debug():
                logger.warning('Close running child process: kill %r', self)
            try:
                self._proc.kill()
            except (ProcessLookupError, PermissionError):
                # It ended just now, or belongs to another user by now.
                pass
            # `_proc` stays: the pipes may not be connected yet.

    def __del__(self, _warn=warnings.warn):
        if not self._closed:
            _warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self.close()

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        if fd not in self._pipes:
            return None
        return self._pipes[fd].pipe

    def _check_proc(self):
        if self._proc is None:
            raise ProcessLookupError()

    def send_signal(self, signal):
        self._check_proc()
        # Once the process was waited for, its number may belong to another one.
        if self._returncode is None:
            try:
                os.kill(self._proc.pid, signal)
            except ProcessLookupError:
                pass

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    async def _connect_pipes(self, waiter):
        proc, loop = self._proc, self._loop
        try:
            for fd, stream, connect, make in (
                    (0, proc.stdin, loop.connect_write_pipe, WriteSubprocessPipeProto),
                    (1, proc.stdout, loop.connect_read_pipe, ReadSubprocessPipeProto),
                    (2, proc.stderr, loop.connect_read_pipe, ReadSubprocessPipeProto)):
                if stream is not None:
                    _, pipe = await connect(lambda: make(self, fd), stream)
                    self._pipes[fd] = pipe
            assert self._pending_calls is not None
            loop.call_soon(self._protocol.connection_made, self)
            for callback, data in self._pending_calls:
                loop.call_soon(callback, *data)
            self._pending_calls = None
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            # Those that are connected already, and those that are not yet.
            self._close_pipes()
            for stream in (proc.stdin, proc.stdout, proc.stderr):
                if stream is not None:
                    stream.close()
            if waiter is not None and not waiter.cancelled():
                waiter.set_exception(exc)
        else:
            if waiter is not None and not waiter.cancelled():
                waiter.set_result(None)

    def _call(self, cb, *data):
        if self._pending_calls is None:
            self._loop.call_soon(cb, *data)
        else:
            self._pending_calls.append((cb, data))

    def _pipe_connection_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    def _pipe_data_received(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _process_exited(self, returncode):
        assert returncode is not None, returncode
        assert self._returncode is None, self._returncode
        if self._loop.get_debug():
            logger.info('%r exited with return code %r', self, returncode)
        self._returncode = returncode
        if self._proc.returncode is None:
            # The watcher waited for the process in place of the Popen object, which would miss it.
            self._proc.returncode = returncode
        self._call(self._protocol.process_exited)
        self._try_finish()
        # Not only when the pipes are closed: a grandchild may keep them open.
        waiters, self._exit_waiters = self._exit_waiters, None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(returncode)

    async def _wait(self):
        """Wait for the end of the process; returns its code."""
        if self._returncode is not None:
            return self._returncode
        waiter = self._loop.create_future()
        self._exit_waiters.add(waiter)
        try:
            return await waiter
        finally:
            if self._exit_waiters is not None:
                self._exit_waiters.discard(waiter)

    def _try_finish(self):
        assert not self._finished
        if self._returncode is not None and all(
                protocol is not None and protocol.disconnected
                for protocol in self._pipes.values()):
            self._finished = True
            self._call(self._call_connection_lost, None)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._loop = self._proc = self._protocol = None


class WriteSubprocessPipeProto(protocols.BaseProtocol):
    """The protocol of a pipe to the child's input."""

    def __init__(self, proc, fd):
        self.proc = proc
        self.fd = fd
        self.pipe = None
        self.disconnected = False

    def __repr__(self):
        return f'<{type(self).__name__} fd={self.fd} pipe={self.pipe!r}>'

    def connection_made(self, transport):
        self.pipe = transport

    def connection_lost(self, exc):
        self.disconnected = True
        self.proc._pipe_connection_lost(self.fd, exc)
        self.proc = None

    def pause_writing(self):
        self.proc._protocol.pause_writing()

    def resume_writing(self):
        self.proc._protocol.resume_writing()


class ReadSubprocessPipeProto(WriteSubprocessPipeProto, protocols.Protocol):
    """The protocol of a pipe from the child's output."""

    def data_received(self, data):
        self.proc._pipe_data_received(self.fd, data)
