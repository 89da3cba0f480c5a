"""Running other programs.

Owns Popen and the functions on top of it. A child is made by the native
`_posixsubprocess.fork_exec`; errors between fork and exec come back through a
pipe as text. The parent's ends of pipes belong to the Popen object. A process
is waited for by one thread at a time (`_waitpid_lock`).
"""

import os
import sys
import errno
import selectors
import _thread
import _io as io
from time import monotonic as _time, sleep as _sleep
from _posixsubprocess import fork_exec as _fork_exec

__all__ = ['Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput',
           'check_output', 'run', 'CalledProcessError', 'DEVNULL', 'SubprocessError',
           'TimeoutExpired', 'CompletedProcess']

PIPE = -1
STDOUT = -2
DEVNULL = -3
# How much can be written to a pipe that is ready without blocking.
_PIPE_BUF = 512
_READ_SIZE = 32768

# What waits for the pipes; `poll` has no limit for descriptors.
_PopenSelector = getattr(selectors, 'PollSelector', selectors.SelectSelector)
# Children are made by our own fork.
_USE_POSIX_SPAWN = False
_USE_VFORK = False

_mswindows = False
_GenericAlias = type(list[int])

# Children whose Popen object is gone; they still have to be waited for.
_active = []


class SubprocessError(Exception):
    """The base of this module's errors."""


class CalledProcessError(SubprocessError):
    """A command that was to succeed ended with another status."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        code = self.returncode
        if isinstance(code, int) and code < 0:
            import signal
            try:
                return f"Command '{self.cmd}' died with {signal.Signals(-code)!r}."
            except ValueError:
                return f"Command '{self.cmd}' died with unknown signal {-code}."
        return f"Command '{self.cmd}' returned non-zero exit status {code}."

    @property
    def stdout(self):
        """The same as `output`."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """A command took too long."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    @property
    def stdout(self):
        """The same as `output`."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess:
    """What `run` returns."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        args = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        if self.stdout is not None:
            args.append(f'stdout={self.stdout!r}')
        if self.stderr is not None:
            args.append(f'stderr={self.stderr!r}')
        return f'{type(self).__name__}({", ".join(args)})'

    __class_getitem__ = classmethod(_GenericAlias)

    def check_returncode(self):
        """Raise CalledProcessError unless the status is zero."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def _cleanup():
    """Wait for abandoned children that have ended."""
    if _active:
        for child in _active[:]:
            if child._internal_poll(_deadstate=sys.maxsize) is not None:
                try:
                    _active.remove(child)
                except ValueError:
                    # Another thread did the same.
                    pass


def call(*popenargs, timeout=None, **kwargs):
    """Run a command; its return code."""
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except:
            p.kill()
            raise


def check_call(*popenargs, **kwargs):
    """Run a command; CalledProcessError unless it succeeds."""
    code = call(*popenargs, **kwargs)
    if code:
        cmd = kwargs.get('args')
        raise CalledProcessError(code, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a command; its output, or CalledProcessError."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        # None means "nothing" here, and not "my own input".
        text = kwargs.get('universal_newlines') or kwargs.get('text') \
            or kwargs.get('encoding') or kwargs.get('errors')
        kwargs['input'] = '' if text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a command and wait for its end; a CompletedProcess."""
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used '
                             'with capture_output.')
        kwargs['stdout'] = kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            # Popen.__exit__ waits.
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def list2cmdline(seq):
    """A command line from which Windows programs get the arguments in *seq*."""
    out = []
    for arg in map(os.fsdecode, seq):
        quoted = ' ' in arg or '\t' in arg or not arg
        text = []
        slashes = 0
        for char in arg:
            if char == '\\':
                slashes += 1
                continue
            # Backslashes are doubled only before a quote.
            text.append('\\' * (slashes * 2 + 1 if char == '"' else slashes) + char)
            slashes = 0
        text.append('\\' * (slashes * 2 if quoted else slashes))
        text = ''.join(text)
        out.append(f'"{text}"' if quoted else text)
    return ' '.join(out)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(exit code, output) of a shell command; errors are part of the output."""
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding,
                            errors=errors)
        code = 0
    except CalledProcessError as ex:
        data = ex.output
        code = ex.returncode
    return code, data[:-1] if data[-1:] == '\n' else data


def getoutput(cmd, *, encoding=None, errors=None):
    """The output of a shell command."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def _optim_args_from_interpreter_flags():
    """The -O options that a child of this interpreter should have."""
    level = sys.flags.optimize
    return ['-' + 'O' * level] if level > 0 else []


def _args_from_interpreter_flags():
    """The options that make a child interpreter behave like this one."""
    flags = sys.flags
    args = _optim_args_from_interpreter_flags()
    if flags.isolated:
        args.append('-I')
    else:
        letters = (('dont_write_bytecode', 'B'), ('no_user_site', 's'),
                   ('ignore_environment', 'E'), ('safe_path', 'P'))
        args += ['-' + letter for name, letter in letters if getattr(flags, name, 0)]
    for name, letter in (('debug', 'd'), ('inspect', 'i'), ('interactive', 'i'),
                         ('no_site', 'S'), ('verbose', 'v'), ('bytes_warning', 'b'),
                         ('quiet', 'q')):
        if name == 'interactive' and flags.inspect:
            continue
        if getattr(flags, name, 0) > 0:
            args.append('-' + letter * getattr(flags, name))
    args += ['-W' + option for option in sys.warnoptions
             if not (flags.dev_mode and option == 'default')]
    for name, value in getattr(sys, '_xoptions', {}).items():
        args += ['-X', name if value is True else f'{name}={value}']
    return args


def _user_id(user):
    """The number of a user given by name or number."""
    if isinstance(user, str):
        import pwd
        return pwd.getpwnam(user).pw_uid
    if isinstance(user, int):
        if user < 0:
            raise ValueError(f'User ID cannot be negative, got {user}')
        return user
    raise TypeError(f'User must be a string or an integer, not {type(user)}')


def _group_id(group, what):
    """The number of a group given by name or number; *what* names it in errors."""
    if isinstance(group, str):
        import grp
        return grp.getgrnam(group).gr_gid
    if isinstance(group, int):
        if group < 0:
            raise ValueError(f'Group ID cannot be negative, got {group}')
        return group
    raise TypeError(f'{what} must be a string or an integer, not {type(group)}')


class Popen:
    """A child process, from its start to its end."""

    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0,
                 restore_signals=True, start_new_session=False, pass_fds=(), *, user=None,
                 group=None, extra_groups=None, encoding=None, errors=None, text=None,
                 umask=-1, pipesize=-1, process_group=None):
        _cleanup()
        self._waitpid_lock = _thread.allocate_lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if stdout is STDOUT:
            raise ValueError('STDOUT can only be used for stderr')
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError('pipesize must be an integer')
        if pass_fds and not close_fds:
            import warnings
            warnings.warn('pass_fds overriding close_fds.', RuntimeWarning)
            close_fds = True
        if startupinfo is not None:
            raise ValueError('startupinfo is only supported on Windows platforms')
        if creationflags != 0:
            raise ValueError('creationflags is only supported on Windows platforms')
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        if text is not None and universal_newlines is not None \
                and bool(universal_newlines) != bool(text):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines '
                                  'are supplied but different. Pass one or the other.')
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = encoding = io.text_encoding(None, 2) \
                if sys.flags.warn_default_encoding else None
        # How long to wait for the child after Ctrl-C, which it got too.
        self._sigint_wait_secs = 0.25
        self._closed_child_pipe_fds = False
        line_buffering = False
        if bufsize == 1:
            if self.text_mode:
                line_buffering = True
            else:
                import warnings
                warnings.warn("line buffering (buffering=1) isn't supported in binary mode, "
                              'the default buffer size will be used', RuntimeWarning,
                              stacklevel=2)
            bufsize = -1
        if process_group is None:
            process_group = -1
        gid = -1 if group is None else _group_id(group, 'Group')
        gids = None
        if extra_groups is not None:
            if isinstance(extra_groups, str):
                raise TypeError('Groups must be a list, not a string')
            gids = [_group_id(g, 'Items in extra_groups') for g in extra_groups]
            for number in gids:
                if number < 0:
                    raise ValueError(f'Group ID cannot be negative, got {number}')
        uid = -1 if user is None else _user_id(user)
        # The six ends: what the parent keeps, and what the child gets.
        fds = self._get_handles(stdin, stdout, stderr)
        try:
            self._open_streams(fds, bufsize, line_buffering)
            self._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env,
                                shell, fds, restore_signals, gid, gids, uid, umask,
                                start_new_session, process_group)
        except:
            for stream in filter(None, (self.stdin, self.stdout, self.stderr)):
                try:
                    stream.close()
                except OSError:
                    pass
            if not self._closed_child_pipe_fds:
                self._close_child_ends(fds)
            raise

    def __repr__(self):
        text = (f'<{type(self).__name__}: returncode: {self.returncode} '
                f'args: {self.args!r}>')
        return text if len(text) <= 80 else text[:76] + '...>'

    __class_getitem__ = classmethod(_GenericAlias)

    @property
    def universal_newlines(self):
        """The older name of `text_mode`."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            # Closing flushes, which fails if the child is gone.
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type is KeyboardInterrupt:
                if self._sigint_wait_secs > 0:
                    try:
                        self._wait(timeout=self._sigint_wait_secs)
                    except TimeoutExpired:
                        pass
                self._sigint_wait_secs = 0
            else:
                self.wait()

    def __del__(self, _maxsize=sys.maxsize):
        if not self._child_created or self.returncode is not None:
            return
        import warnings
        warnings.warn(f'subprocess {self.pid} is still running', ResourceWarning, source=self)
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    # --- starting ---

    def _pipe(self):
        fds = os.pipe()
        if self.pipesize > 0:
            try:
                import fcntl
                fcntl.fcntl(fds[0], 1031, self.pipesize)
            except ImportError:
                pass
        return fds

    def _get_handles(self, stdin, stdout, stderr):
        """(parent's three ends, child's three ends, descriptors to close); -1 is none."""
        parent = [-1, -1, -1]
        child = [-1, -1, -1]
        to_close = []
        devnull = -1
        try:
            for i, given in enumerate((stdin, stdout, stderr)):
                if given is None:
                    continue
                if given == PIPE:
                    read, write = self._pipe()
                    child[i], parent[i] = (read, write) if i == 0 else (write, read)
                    to_close.append(child[i])
                elif given == DEVNULL:
                    if devnull < 0:
                        devnull = os.open(os.devnull, os.O_RDWR)
                        to_close.append(devnull)
                    child[i] = devnull
                elif given == STDOUT and i == 2:
                    # The same as output, be that the parent's own.
                    child[i] = child[1] if child[1] != -1 else sys.__stdout__.fileno()
                else:
                    child[i] = given if isinstance(given, int) else given.fileno()
        except:
            for fd in to_close + [fd for fd in parent if fd != -1]:
                os.close(fd)
            raise
        return parent, child, to_close

    def _close_child_ends(self, fds):
        self._closed_child_pipe_fds = True
        for fd in fds[2]:
            try:
                os.close(fd)
            except OSError:
                pass

    def _open_streams(self, fds, bufsize, line_buffering):
        (p_in, p_out, p_err), _, _ = fds
        if p_in != -1:
            self.stdin = io.open(p_in, 'wb', bufsize)
            if self.text_mode:
                self.stdin = io.TextIOWrapper(self.stdin, write_through=True,
                                              line_buffering=line_buffering,
                                              encoding=self.encoding, errors=self.errors)
        if p_out != -1:
            self.stdout = io.open(p_out, 'rb', bufsize)
            if self.text_mode:
                self.stdout = io.TextIOWrapper(self.stdout, encoding=self.encoding,
                                               errors=self.errors)
        if p_err != -1:
            self.stderr = io.open(p_err, 'rb', bufsize)
            if self.text_mode:
                self.stderr = io.TextIOWrapper(self.stderr, encoding=self.encoding,
                                               errors=self.errors)

    def _command(self, args, executable, shell):
        """(argument list, program) to execute."""
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError('path-like args is not allowed when shell is true')
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ['/bin/sh', '-c'] + args
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        return args, executable

    def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell,
                       fds, restore_signals, gid, gids, uid, umask, start_new_session,
                       process_group):
        args, executable = self._command(args, executable, shell)
        sys.audit('subprocess.Popen', executable, args, cwd, env)
        parent, child, _ = fds
        original = executable
        errors_read, errors_write = os.pipe()
        # The child moves its streams to 0, 1 and 2: keep out of the way.
        low = []
        while errors_write < 3:
            low.append(errors_write)
            errors_write = os.dup(errors_write)
        for fd in low:
            os.close(fd)
        try:
            try:
                env_list = None
                if env is not None:
                    env_list = []
                    for key, value in env.items():
                        key = os.fsencode(key)
                        if b'=' in key:
                            raise ValueError('illegal environment variable name')
                        env_list.append(key + b'=' + os.fsencode(value))
                executable = os.fsencode(executable)
                if os.path.dirname(executable):
                    programs = (executable,)
                else:
                    programs = tuple(os.path.join(os.fsencode(directory), executable)
                                     for directory in os.get_exec_path(env))
                keep = set(pass_fds)
                keep.add(errors_write)
                self.pid = _fork_exec(
                    args, programs, close_fds, tuple(sorted(map(int, keep))), cwd, env_list,
                    child[0], parent[0], parent[1], child[1], parent[2], child[2],
                    errors_read, errors_write, restore_signals, start_new_session,
                    process_group, gid, gids, uid, umask, preexec_fn)
                self._child_created = True
            finally:
                os.close(errors_write)
            self._close_child_ends(fds)
            message = bytearray()
            while True:
                part = os.read(errors_read, 50000)
                message += part
                if not part or len(message) > 50000:
                    break
        finally:
            os.close(errors_read)
        if message:
            self._child_failed(bytes(message), original, cwd)

    def _child_failed(self, message, executable, cwd):
        """Raise what the child reported instead of running the program."""
        try:
            pid, status = os.waitpid(self.pid, 0)
            if pid == self.pid:
                self._handle_exitstatus(status)
            else:
                self.returncode = sys.maxsize
        except ChildProcessError:
            pass
        try:
            name, number, text = message.split(b':', 2)
            text = text.decode()
        except ValueError:
            name, number = b'SubprocessError', b'0'
            text = f'Bad exception data from child: {message!r}'
        import builtins
        kind = getattr(builtins, name.decode('ascii'), SubprocessError)
        if not (issubclass(kind, OSError) and number):
            raise kind(text)
        number = int(number, 16)
        if text == 'noexec:chdir':
            # The directory is to blame, not the program.
            text, filename = '', cwd
        elif text == 'noexec':
            text, filename = '', None
        else:
            filename = executable
        if number:
            text = os.strerror(number)
        raise (kind(number, text, filename) if filename is not None else kind(number, text))

    # --- waiting ---

    def poll(self):
        """The return code, None while the child runs."""
        return self._internal_poll()

    def _handle_exitstatus(self, sts):
        if os.WIFSTOPPED(sts):
            self.returncode = -os.WSTOPSIG(sts)
        else:
            self.returncode = os.waitstatus_to_exitcode(sts)

    def _internal_poll(self, _deadstate=None):
        if self.returncode is None:
            if not self._waitpid_lock.acquire(False):
                # Another thread is waiting: it will set the code.
                return None
            try:
                if self.returncode is not None:
                    return self.returncode
                pid, sts = os.waitpid(self.pid, os.WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(sts)
            except OSError as e:
                if _deadstate is not None:
                    self.returncode = _deadstate
                elif e.errno == errno.ECHILD:
                    # Somebody else waited for it, or SIGCHLD is ignored.
                    self.returncode = 0
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def _remaining_time(self, endtime):
        return None if endtime is None else endtime - _time()

    def _check_timeout(self, endtime, orig_timeout, stdout_seq, stderr_seq,
                       skip_check_and_raise=False):
        if endtime is None:
            return
        if skip_check_and_raise or _time() > endtime:
            raise TimeoutExpired(self.args, orig_timeout,
                                 output=b''.join(stdout_seq) if stdout_seq else None,
                                 stderr=b''.join(stderr_seq) if stderr_seq else None)

    def wait(self, timeout=None):
        """Wait for the end of the child; its return code."""
        endtime = None if timeout is None else _time() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            # The child got the signal too: give it a moment to end by itself.
            if timeout is not None:
                patience = min(self._sigint_wait_secs, self._remaining_time(endtime))
            else:
                patience = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=patience)
            except TimeoutExpired:
                pass
            raise

    def _try_wait(self, wait_flags):
        try:
            return os.waitpid(self.pid, wait_flags)
        except ChildProcessError:
            return self.pid, 0

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is not None:
            self._wait_timed(timeout)
            return self.returncode
        while self.returncode is None:
            with self._waitpid_lock:
                if self.returncode is not None:
                    break
                pid, sts = self._try_wait(0)
                if pid == self.pid:
                    self._handle_exitstatus(sts)
        return self.returncode

    def _wait_timed(self, timeout):
        endtime = _time() + timeout
        delay = 0.0005
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    if self.returncode is not None:
                        return
                    pid, sts = self._try_wait(os.WNOHANG)
                    if pid == self.pid:
                        self._handle_exitstatus(sts)
                        return
                finally:
                    self._waitpid_lock.release()
            remaining = endtime - _time()
            if remaining <= 0:
                raise TimeoutExpired(self.args, timeout)
            delay = min(delay * 2, remaining, 0.05)
            _sleep(delay)

    def send_signal(self, sig):
        """Send a signal to the child unless it has ended."""
        # Waiting first keeps a reused process id from being hit.
        self.poll()
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        """Ask the child to end (SIGTERM)."""
        self.send_signal(15)

    def kill(self):
        """End the child (SIGKILL)."""
        self.send_signal(9)

    # --- talking ---

    def _translate_newlines(self, data, encoding, errors):
        return data.decode(encoding, errors).replace('\r\n', '\n').replace('\r', '\n')

    def _stdin_write(self, input):
        if input:
            try:
                self.stdin.write(input)
            except BrokenPipeError:
                # The child does not read: its business.
                pass
            except OSError as exc:
                if exc.errno != errno.EINVAL:
                    raise
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass
        except OSError as exc:
            if exc.errno != errno.EINVAL:
                raise

    def communicate(self, input=None, timeout=None):
        """Send *input*, read all output and wait; (stdout, stderr)."""
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        streams = [self.stdin, self.stdout, self.stderr]
        if timeout is None and not self._communication_started and streams.count(None) >= 2:
            # At most one pipe: nothing can block the other.
            stdout = stderr = None
            if self.stdin:
                self._stdin_write(input)
            elif self.stdout:
                stdout = self.stdout.read()
                self.stdout.close()
            elif self.stderr:
                stderr = self.stderr.read()
                self.stderr.close()
            self.wait()
            return stdout, stderr
        endtime = None if timeout is None else _time() + timeout
        try:
            stdout, stderr = self._communicate(input, endtime, timeout)
        except KeyboardInterrupt:
            if timeout is not None:
                patience = min(self._sigint_wait_secs, self._remaining_time(endtime))
            else:
                patience = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=patience)
            except TimeoutExpired:
                pass
            raise
        finally:
            self._communication_started = True
        self.wait(timeout=self._remaining_time(endtime))
        return stdout, stderr

    def _save_input(self, input):
        """Keep what is to be written: a timeout may interrupt the writing."""
        if self.stdin and self._input is None:
            self._input_offset = 0
            self._input = input
            if input is not None and self.text_mode:
                self._input = self._input.encode(self.stdin.encoding, self.stdin.errors)

    def _communicate(self, input, endtime, orig_timeout):
        if self.stdin and not self._communication_started:
            try:
                self.stdin.flush()
            except BrokenPipeError:
                pass
            except ValueError:
                # Closed by the caller, who has nothing to say.
                if not self.stdin.closed:
                    raise
            if not input:
                try:
                    self.stdin.close()
                except BrokenPipeError:
                    pass
        if not self._communication_started:
            self._fileobj2output = {stream: [] for stream in (self.stdout, self.stderr)
                                    if stream}
        stdout = self._fileobj2output[self.stdout] if self.stdout else None
        stderr = self._fileobj2output[self.stderr] if self.stderr else None
        self._save_input(input)
        self._exchange(input, endtime, orig_timeout, stdout, stderr)
        try:
            self.wait(timeout=self._remaining_time(endtime))
        except TimeoutExpired as exc:
            exc.timeout = orig_timeout
            raise
        if stdout is not None:
            stdout = b''.join(stdout)
        if stderr is not None:
            stderr = b''.join(stderr)
        if self.text_mode:
            if stdout is not None:
                stdout = self._translate_newlines(stdout, self.stdout.encoding,
                                                  self.stdout.errors)
            if stderr is not None:
                stderr = self._translate_newlines(stderr, self.stderr.encoding,
                                                  self.stderr.errors)
        return stdout, stderr

    def _exchange(self, input, endtime, orig_timeout, stdout, stderr):
        """Write and read until all pipes are closed."""
        view = None
        if self._input:
            view = memoryview(self._input)
            if view.itemsize != 1 or view.ndim != 1:
                view = view.cast('b')
        with _PopenSelector() as selector:
            if self.stdin and not self.stdin.closed and view is not None:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for stream in self._fileobj2output:
                if not stream.closed:
                    selector.register(stream, selectors.EVENT_READ)
            while selector.get_map():
                timeout = self._remaining_time(endtime)
                if timeout is not None and timeout < 0:
                    self._check_timeout(endtime, orig_timeout, stdout, stderr,
                                        skip_check_and_raise=True)
                ready = selector.select(timeout)
                self._check_timeout(endtime, orig_timeout, stdout, stderr)
                for key, _ in ready:
                    if self._transfer(key.fileobj, view):
                        selector.unregister(key.fileobj)
                        try:
                            key.fileobj.close()
                        except BrokenPipeError:
                            pass

    def _transfer(self, stream, view):
        """Write or read one piece; whether the stream is done."""
        fd = stream.fileno()
        if stream is self.stdin:
            chunk = view[self._input_offset:self._input_offset + _PIPE_BUF]
            try:
                self._input_offset += os.write(fd, chunk)
            except BrokenPipeError:
                return True
            return self._input_offset >= len(view)
        data = os.read(fd, _READ_SIZE)
        if data:
            self._fileobj2output[stream].append(data)
        return not data
