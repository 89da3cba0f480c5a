"""The loop's methods for pipes and child processes."""

import subprocess

from .log import logger


def _format_pipe(fd):
    if fd == subprocess.PIPE:
        return '<pipe>'
    if fd == subprocess.STDOUT:
        return '<stdout>'
    return repr(fd)


def _check_binary(universal_newlines, bufsize, encoding, errors, text):
    """Streams of bytes without buffers are the only kind there is."""
    if universal_newlines:
        raise ValueError('universal_newlines must be False')
    if bufsize != 0:
        raise ValueError('bufsize must be 0')
    if text:
        raise ValueError('text must be False')
    if encoding is not None:
        raise ValueError('encoding must be None')
    if errors is not None:
        raise ValueError('errors must be None')


class _ProcessMethods:
    """The part of a loop that has to do with other processes. Its subclasses make the transports."""

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize,
                                         extra=None, **kwargs):
        raise NotImplementedError

    async def _connect_pipe(self, make, what, protocol_factory, pipe):
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = make(pipe, protocol, waiter)
        await self._until_made(transport, waiter)
        if self._debug:
            logger.debug(f'{what} pipe %r connected: (%r, %r)', pipe.fileno(), transport, protocol)
        return transport, protocol

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Read from a pipe; returns transport and protocol. The transport owns the file *pipe*."""
        return await self._connect_pipe(self._make_read_pipe_transport, 'Read', protocol_factory,
                                        pipe)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Write to a pipe; returns transport and protocol. The transport owns the file *pipe*."""
        return await self._connect_pipe(self._make_write_pipe_transport, 'Write', protocol_factory,
                                        pipe)

    def _log_subprocess(self, msg, stdin, stdout, stderr):
        words = [msg]
        if stdin is not None:
            words.append(f'stdin={_format_pipe(stdin)}')
        if stdout is not None and stderr == subprocess.STDOUT:
            words.append(f'stdout=stderr={_format_pipe(stdout)}')
        else:
            if stdout is not None:
                words.append(f'stdout={_format_pipe(stdout)}')
            if stderr is not None:
                words.append(f'stderr={_format_pipe(stderr)}')
        logger.debug(' '.join(words))

    async def _start_process(self, what, protocol_factory, args, shell, stdin, stdout, stderr,
                             bufsize, kwargs):
        protocol = protocol_factory()
        what = what if self._debug else None
        if what is not None:
            # The program only: arguments may hold passwords.
            self._log_subprocess(what, stdin, stdout, stderr)
        transport = await self._make_subprocess_transport(
            protocol, args, shell, stdin, stdout, stderr, bufsize, **kwargs)
        if self._debug and what is not None:
            logger.info('%s: %r', what, transport)
        return transport, protocol

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               universal_newlines=False, shell=True, bufsize=0, encoding=None,
                               errors=None, text=None, **kwargs):
        """Start a shell command; returns transport and protocol."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        if not universal_newlines and not shell:
            raise ValueError('shell must be True')
        _check_binary(universal_newlines, bufsize, encoding, errors, text)
        return await self._start_process(f'run shell command {cmd!r}', protocol_factory, cmd, True,
                                         stdin, stdout, stderr, bufsize, kwargs)

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              universal_newlines=False, shell=False, bufsize=0, encoding=None,
                              errors=None, text=None, **kwargs):
        """Start a program; returns transport and protocol."""
        if not universal_newlines and shell:
            raise ValueError('shell must be False')
        _check_binary(universal_newlines, bufsize, encoding, errors, text)
        return await self._start_process(f'execute program {program!r}', protocol_factory,
                                         (program, *args), False, stdin, stdout, stderr, bufsize,
                                         kwargs)
