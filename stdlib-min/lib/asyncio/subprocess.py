"""Child processes with streams for their pipes."""

__all__ = 'create_subprocess_exec', 'create_subprocess_shell'

import subprocess

from . import events
from . import protocols
from . import streams
from . import tasks
from .log import logger

PIPE = subprocess.PIPE
STDOUT = subprocess.STDOUT
DEVNULL = subprocess.DEVNULL

_OUTPUTS = {1: 'stdout', 2: 'stderr'}


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Feeds StreamReaders with the child's output."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self._limit = limit
        self.stdin = self.stdout = self.stderr = None
        self._transport = None
        self._process_exited = False
        # The outputs that are still open.
        self._pipe_fds = []
        self._stdin_closed = self._loop.create_future()

    def __repr__(self):
        words = [type(self).__name__]
        for name in ('stdin', 'stdout', 'stderr'):
            stream = getattr(self, name)
            if stream is not None:
                words.append(f'{name}={stream!r}')
        return f'<{" ".join(words)}>'

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in _OUTPUTS.items():
            pipe = transport.get_pipe_transport(fd)
            if pipe is not None:
                reader = streams.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
                self._pipe_fds.append(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, protocol=self, reader=None, loop=self._loop)

    def _reader(self, fd):
        return getattr(self, _OUTPUTS[fd]) if fd in _OUTPUTS else None

    def pipe_data_received(self, fd, data):
        reader = self._reader(fd)
        if reader is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            if self.stdin is not None:
                self.stdin.close()
            self.connection_lost(exc)
            if exc is None:
                self._stdin_closed.set_result(None)
            else:
                self._stdin_closed.set_exception(exc)
                # Nobody has to ask for it.
                self._stdin_closed._log_traceback = False
            return
        reader = self._reader(fd)
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if fd in self._pipe_fds:
            self._pipe_fds.remove(fd)
        self._maybe_close_transport()

    def process_exited(self):
        self._process_exited = True
        self._maybe_close_transport()

    def _maybe_close_transport(self):
        if self._process_exited and not self._pipe_fds:
            self._transport.close()
            self._transport = None

    def _get_close_waiter(self, stream):
        if stream is self.stdin:
            return self._stdin_closed


class Process:
    """A child process."""

    def __init__(self, transport, protocol, loop):
        self._transport = transport
        self._protocol = protocol
        self._loop = loop
        self.stdin = protocol.stdin
        self.stdout = protocol.stdout
        self.stderr = protocol.stderr
        self.pid = transport.get_pid()

    def __repr__(self):
        return f'<{type(self).__name__} {self.pid}>'

    @property
    def returncode(self):
        """How the process ended; None while it runs."""
        return self._transport.get_returncode()

    async def wait(self):
        """Wait for the end of the process; returns its code."""
        return await self._transport._wait()

    def send_signal(self, signal):
        """Send the process a signal."""
        self._transport.send_signal(signal)

    def terminate(self):
        """Ask the process to end."""
        self._transport.terminate()

    def kill(self):
        """End the process."""
        self._transport.kill()

    def _debug(self, text, *args):
        if self._loop.get_debug():
            logger.debug('%r communicate: ' + text, self, *args)

    async def _feed_stdin(self, input):
        try:
            if input is not None:
                self.stdin.write(input)
                self._debug('feed stdin (%s bytes)', len(input))
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as exc:
            # The child need not read its input to the end.
            self._debug('stdin got %r', exc)
        self._debug('close stdin')
        self.stdin.close()

    async def _noop(self):
        return None

    async def _read_stream(self, fd):
        name = _OUTPUTS[fd]
        transport = self._transport.get_pipe_transport(fd)
        self._debug('read %s', name)
        output = await getattr(self, name).read()
        self._debug('close %s', name)
        transport.close()
        return output

    async def communicate(self, input=None):
        """Write *input*, read all output, wait for the end; returns (stdout, stderr)."""
        _, stdout, stderr = await tasks.gather(
            self._noop() if self.stdin is None else self._feed_stdin(input),
            self._noop() if self.stdout is None else self._read_stream(1),
            self._noop() if self.stderr is None else self._read_stream(2))
        await self.wait()
        return stdout, stderr


async def _create(start, limit, *args, **kwds):
    loop = events.get_running_loop()
    transport, protocol = await getattr(loop, start)(
        lambda: SubprocessStreamProtocol(limit=limit, loop=loop), *args, **kwds)
    return Process(transport, protocol, loop)


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None,
                                  limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a shell command; returns a Process."""
    return await _create('subprocess_shell', limit, cmd, stdin=stdin, stdout=stdout, stderr=stderr,
                         **kwds)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None,
                                 limit=streams._DEFAULT_LIMIT, **kwds):
    """Start a program; returns a Process."""
    return await _create('subprocess_exec', limit, program, *args, stdin=stdin, stdout=stdout,
                         stderr=stderr, **kwds)
