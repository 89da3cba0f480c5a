"""The fork server: a process with one thread that forks children for the program.

A request is a connection to its socket, the proof of a key, and descriptors: the child's end of the pipe with its
pickles, the end of the pipe for its number and exit status, that of the pipe which keeps the server alive, that of the
resource tracker, and those that its pickles mention.
"""

import atexit
import errno
import os
import selectors
import signal
import socket
import struct
import sys
import threading
import warnings

from . import AuthenticationError
from . import connection
from . import process
from . import resource_tracker
from . import spawn
from . import util
from .context import reduction

__all__ = ['ensure_running', 'get_inherited_fds', 'connect_to_new_process',
           'set_forkserver_preload']

MAXFDS_TO_SEND = 256
SIGNED_STRUCT = struct.Struct('q')
_AUTHKEY_LEN = 32               # short enough to be written to an empty pipe at once
_OWN_FDS = 4                    # descriptors of a request beside those of the pickles


def _prove(sock, authkey, *steps):
    """Both sides prove to each other that they know the key."""
    conn = connection.Connection(sock.fileno())
    try:
        for step in steps:
            step(conn, authkey)
    finally:
        conn._detach()


# --- the program's side ------------------------------------------------------------------

class ForkServer:
    """The server, as the processes of the program know it."""

    def __init__(self):
        self._lock = threading.Lock()
        self._inherited_fds = None
        self._preload_modules = ['__main__']
        self._forget()

    def _forget(self):
        self._forkserver_authkey = None
        self._forkserver_address = None
        self._forkserver_alive_fd = None
        self._forkserver_pid = None

    def _stop(self):
        with self._lock:
            self._stop_unlocked()

    def _stop_unlocked(self):
        if self._forkserver_pid is None:
            return
        # It ends when nobody holds this pipe open any more.
        os.close(self._forkserver_alive_fd)
        os.waitpid(self._forkserver_pid, 0)
        if not util.is_abstract_socket_namespace(self._forkserver_address):
            os.unlink(self._forkserver_address)
        self._forget()

    def set_forkserver_preload(self, modules_names):
        """Modules that the server tries to import before it forks."""
        if not all(type(name) is str for name in modules_names):
            raise TypeError('module_names must be a list of strings')
        self._preload_modules = modules_names

    def get_inherited_fds(self):
        """The descriptors of this process's pickles; None if no server has forked it."""
        return self._inherited_fds

    def connect_to_new_process(self, fds):
        """Ask for a child: where to read its number and exit status, where to write its pickles."""
        self.ensure_running()
        assert self._forkserver_authkey
        if len(fds) + _OWN_FDS >= MAXFDS_TO_SEND:
            raise ValueError('too many fds')
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self._forkserver_address)
            status, held_by_server = os.pipe()
            held_by_child, writer = os.pipe()
            try:
                client.setblocking(True)
                _prove(client, self._forkserver_authkey, connection.answer_challenge,
                       connection.deliver_challenge)
                reduction.sendfds(client, [held_by_child, held_by_server,
                                           self._forkserver_alive_fd, resource_tracker.getfd(),
                                           *fds])
            except BaseException:
                util.close_fds(status, writer)
                raise
            finally:
                util.close_fds(held_by_child, held_by_server)
        return status, writer

    def ensure_running(self):
        """Start the server unless there is one, of this process or its parent."""
        with self._lock:
            resource_tracker.ensure_running()
            if self._forkserver_pid is not None:
                pid, _ = os.waitpid(self._forkserver_pid, os.WNOHANG)
                if not pid:
                    return
                os.close(self._forkserver_alive_fd)
                self._forget()
            self._launch()

    def _launch(self):
        options = {}
        argv = None
        if self._preload_modules:
            data = spawn.get_preparation_data('ignore')
            options['sys_path'] = data['sys_path']
            if 'init_main_from_path' in data:
                options['main_path'] = data['init_main_from_path']
            argv = data['sys_argv']
        with socket.socket(socket.AF_UNIX) as listener:
            address = connection.arbitrary_address('AF_UNIX')
            listener.bind(address)
            if not util.is_abstract_socket_namespace(address):
                os.chmod(address, 0o600)
            listener.listen()
            alive_reader, alive = os.pipe()
            key_reader, key_writer = os.pipe()
            try:
                options['authkey_r'] = key_reader
                command = ('import sys; from multiprocessing.forkserver import main; '
                           f'main({listener.fileno()}, {alive_reader}, {self._preload_modules!r}, '
                           f'sys_argv=sys.argv[1:], **{options!r})')
                program = spawn.get_executable()
                # The script's arguments come as arguments: they need not be printable.
                args = [program, *util._args_from_interpreter_flags(), '-c', command,
                        *(argv or ())]
                pid = util.spawnv_passfds(program, args,
                                          [listener.fileno(), alive_reader, key_reader])
            except BaseException:
                util.close_fds(alive, key_writer)
                raise
            finally:
                util.close_fds(alive_reader, key_reader)
        # Not in the arguments, which anybody can read.
        key = os.urandom(_AUTHKEY_LEN)
        try:
            os.write(key_writer, key)
        finally:
            os.close(key_writer)
        self._forkserver_authkey = key
        self._forkserver_address = address
        self._forkserver_alive_fd = alive
        self._forkserver_pid = pid


# --- the server's side -------------------------------------------------------------------

class _Server:
    """The loop of the server. `statuses`: number of a child -> where its exit status is written."""

    def __init__(self, listener, alive, authkey):
        self.listener = listener
        self.alive = alive
        self.authkey = authkey
        self.statuses = {}
        # A child's end writes a byte to this pipe.
        self.signals, self.signal_writer = os.pipe()
        os.set_blocking(self.signals, False)
        os.set_blocking(self.signal_writer, False)
        self.handlers = {
            number: signal.signal(number, handler) for number, handler in (
                (signal.SIGCHLD, lambda *_: None), (signal.SIGINT, signal.SIG_IGN))}
        signal.set_wakeup_fd(self.signal_writer)

    def serve(self):
        """Until nobody of the program is left."""
        with selectors.DefaultSelector() as selector:
            for each in (self.listener, self.alive, self.signals):
                selector.register(each, selectors.EVENT_READ)
            while True:
                try:
                    ready = [key.fileobj for key, _ in selector.select()]
                    if self.alive in ready:
                        assert os.read(self.alive, 1) == b'', 'Not at EOF?'
                        raise SystemExit
                    if self.signals in ready:
                        os.read(self.signals, 65536)
                        self.reap()
                    if self.listener in ready:
                        self.accept(selector)
                except OSError as error:
                    if error.errno != errno.ECONNABORTED:
                        raise

    def reap(self):
        """Tell the exit statuses of children that have ended."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            out = self.statuses.pop(pid, None)
            if out is None:
                warnings.warn(f'forkserver: waitpid returned unexpected pid {pid}')
                continue
            _tell(out, os.waitstatus_to_exitcode(status))
            os.close(out)

    def accept(self, selector):
        """Fork a child for the next request."""
        client, _ = self.listener.accept()
        with client:
            try:
                if self.authkey:
                    _prove(client, self.authkey, connection.deliver_challenge,
                           connection.answer_challenge)
                fds = reduction.recvfds(client, MAXFDS_TO_SEND + 1)
            except (EOFError, BrokenPipeError, AuthenticationError):
                return
        if len(fds) > MAXFDS_TO_SEND:
            raise RuntimeError(f'Too many ({len(fds):n}) fds to send')
        pickles, out, *fds = fds
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                self.listener.close()
                selector.close()
                atexit._clear()
                atexit.register(util._exit_function)
                status = self.be_child(pickles, out, fds)
            except Exception:
                sys.excepthook(*sys.exc_info())
                sys.stderr.flush()
            finally:
                atexit._run_exitfuncs()
                os._exit(status)
        _tell(out, pid)
        self.statuses[pid] = out
        util.close_fds(pickles, *fds)

    def be_child(self, pickles, out, fds):
        """In the child: give up what is the server's and run; the exit status."""
        signal.set_wakeup_fd(-1)
        for number, handler in self.handlers.items():
            signal.signal(number, handler)
        util.close_fds(self.alive, out, self.signals, self.signal_writer,
                       *self.statuses.values())
        alive, tracker, *inherited = fds
        _forkserver._forkserver_alive_fd = alive
        _forkserver._inherited_fds = inherited
        resource_tracker._resource_tracker._fd = tracker
        return spawn._main(pickles, os.dup(pickles))


def _tell(fd, number):
    try:
        write_signed(fd, number)
    except BrokenPipeError:
        pass                            # whoever asked is gone


def _preload(names, main_path, sys_path, sys_argv):
    """Import what children will need."""
    if sys_argv is not None:
        sys.argv[:] = sys_argv
    if sys_path is not None:
        sys.path[:] = sys_path
    if '__main__' in names and main_path is not None:
        current = process.current_process()
        current._inheriting = True
        try:
            spawn.import_main_path(main_path)
        finally:
            del current._inheriting
    for name in names:
        try:
            __import__(name)
        except ImportError:
            pass
    # What was printed meanwhile would be printed by every child.
    util._flush_std_streams()


def main(listener_fd, alive_r, preload, main_path=None, sys_path=None, *, sys_argv=None,
         authkey_r=None):
    """Be the server."""
    authkey = b''
    if authkey_r is not None:
        try:
            authkey = os.read(authkey_r, _AUTHKEY_LEN)
            assert len(authkey) == _AUTHKEY_LEN, f'{len(authkey)} < {_AUTHKEY_LEN}'
        finally:
            os.close(authkey_r)
    if preload:
        _preload(preload, main_path, sys_path, sys_argv)
    util._close_stdin()
    with socket.socket(socket.AF_UNIX, fileno=listener_fd) as listener:
        _forkserver._forkserver_address = listener.getsockname()
        _Server(listener, alive_r, authkey).serve()


# --- numbers over pipes ------------------------------------------------------------------

def read_signed(fd):
    """Read a number."""
    data = b''
    while len(data) < SIGNED_STRUCT.size:
        part = os.read(fd, SIGNED_STRUCT.size - len(data))
        if not part:
            raise EOFError('unexpected EOF')
        data += part
    return SIGNED_STRUCT.unpack(data)[0]


def write_signed(fd, n):
    """Write a number."""
    data = SIGNED_STRUCT.pack(n)
    while data:
        done = os.write(fd, data)
        if done == 0:
            raise RuntimeError('should not get here')
        data = data[done:]


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
get_inherited_fds = _forkserver.get_inherited_fds
connect_to_new_process = _forkserver.connect_to_new_process
set_forkserver_preload = _forkserver.set_forkserver_preload
