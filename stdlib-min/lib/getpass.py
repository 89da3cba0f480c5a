"""Reading a password, and the name of the user."""

import contextlib
import io
import os
import sys
import warnings

__all__ = ['getpass', 'getuser', 'GetPassWarning']


class GetPassWarning(UserWarning):
    """What is typed can be seen."""


def getpass(prompt='Password: ', stream=None, *, echo_char=None):
    """A line from the terminal that is not shown while it is typed.

    The prompt goes to the terminal, or to stream. With echo_char one character is shown for each that is typed.
    """
    _check_echo_char(echo_char)
    password = None
    with contextlib.ExitStack() as stack:
        try:
            fd = os.open('/dev/tty', os.O_RDWR | os.O_NOCTTY)
            tty = io.FileIO(fd, 'w+')
            stack.enter_context(tty)
            source = io.TextIOWrapper(tty)
            stack.enter_context(source)
            stream = stream or source
        except OSError:
            # Without a terminal of its own the process may have one at its input.
            stack.close()
            try:
                fd = sys.stdin.fileno()
            except (AttributeError, ValueError):
                fd = None
                password = fallback_getpass(prompt, stream)
            source = sys.stdin
            stream = stream or sys.stderr
        if fd is not None:
            try:
                password = _read_quietly(fd, prompt, source, stream, echo_char)
            except _NotRead:
                if stream is not source:
                    stack.close()
                password = fallback_getpass(prompt, stream)
        stream.write('\n')
        return password


class _NotRead(Exception):
    """The terminal cannot be made quiet."""


def _read_quietly(fd, prompt, source, stream, echo_char):
    import termios
    password = None
    try:
        before = termios.tcgetattr(fd)
        quiet = before[:]
        quiet[3] &= ~termios.ECHO
        if echo_char:
            quiet[3] &= ~termios.ICANON
        try:
            termios.tcsetattr(fd, termios.TCSAFLUSH, quiet)
            password = _raw_input(prompt, stream, input=source, echo_char=echo_char)
        finally:
            termios.tcsetattr(fd, termios.TCSAFLUSH, before)
            stream.flush()
    except termios.error:
        if password is not None:
            # It was read; only the terminal could not be restored.
            raise
        raise _NotRead from None
    return password


unix_getpass = getpass


def _check_echo_char(echo_char):
    if echo_char is None:
        return
    if not isinstance(echo_char, str):
        raise TypeError(f"'echo_char' must be a str or None, not {type(echo_char).__name__}")
    if not (len(echo_char) == 1 and echo_char.isascii() and echo_char.isprintable()):
        raise ValueError(f"'echo_char' must be a single printable ASCII character, got: {echo_char!r}")


def fallback_getpass(prompt='Password: ', stream=None, *, echo_char=None):
    """The same where the terminal cannot be made quiet."""
    _check_echo_char(echo_char)
    warnings.warn('Can not control echo on the terminal.', GetPassWarning, stacklevel=2)
    stream = stream or sys.stderr
    print('Warning: Password input may be echoed.', file=stream)
    return _raw_input(prompt, stream, echo_char=echo_char)


def _raw_input(prompt='', stream=None, input=None, echo_char=None):
    stream = stream or sys.stderr
    input = input or sys.stdin
    prompt = str(prompt)
    if prompt:
        try:
            stream.write(prompt)
        except UnicodeEncodeError:
            stream.write(prompt.encode(stream.encoding, 'replace').decode(stream.encoding))
        stream.flush()
    if echo_char:
        return _read_echoing(stream, input, echo_char)
    line = input.readline()
    if not line:
        raise EOFError
    return line.removesuffix('\n')


def _read_echoing(stream, input, echo_char):
    typed = ''
    ended = False
    while True:
        c = input.read(1)
        if c in ('\n', '\r', ''):
            return typed
        if c == '\x03':
            raise KeyboardInterrupt
        if c in ('\x7f', '\b'):
            if typed:
                stream.write('\b \b')
                stream.flush()
            typed = typed[:-1]
        elif c == '\x04':
            if ended:
                return typed
            ended = True
            continue
        elif c != '\x00':
            typed += c
            stream.write(echo_char)
            stream.flush()
        ended = False


def getuser():
    """The name from the environment, else from the list of users; OSError if there is none."""
    for name in 'LOGNAME', 'USER', 'LNAME', 'USERNAME':
        if user := os.environ.get(name):
            return user
    try:
        import pwd
        return pwd.getpwuid(os.getuid())[0]
    except (ImportError, KeyError) as e:
        raise OSError('No username set in the environment') from e
