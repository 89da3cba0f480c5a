"""Event loops as their users see them, handles of scheduled calls, and which loop is whose.

A thread has at most one running loop; the thread's state in the interpreter holds it. The policy, which is deprecated,
holds a loop for each thread too: the one that get_event_loop() gives while none runs.
"""

__all__ = (
    "AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle",
    "get_event_loop_policy", "set_event_loop_policy", "get_event_loop", "set_event_loop", "new_event_loop",
    "_set_running_loop", "get_running_loop", "_get_running_loop",
)

import _asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import warnings

from . import format_helpers


class Handle(_asyncio._Handle):
    """A call that is scheduled; cancel() takes it back."""

    __slots__ = ()

    def __init__(self, callback, args, loop, context=None):
        stack = format_helpers.extract_stack(sys._getframe(1)) if loop.get_debug() else None
        self._set(callback, args, loop, context, stack)

    def _repr_info(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append("cancelled")
        if self._callback is not None:
            debug = self._loop.get_debug()
            info.append(format_helpers._format_callback_source(self._callback, self._args, debug=debug))
        if self._source_traceback:
            frame = self._source_traceback[-1]
            info.append(f"created at {frame[0]}:{frame[1]}")
        return info

    def __repr__(self):
        return self._repr if self._repr is not None else f"<{' '.join(self._repr_info())}>"

    def cancel(self):
        if self._cancelled:
            return
        self._cancelled = True
        if self._loop.get_debug():
            # The callback, which is let go of now, should still be shown if the handle turns out to be slow.
            self._repr = repr(self)
        self._callback = self._args = None

    def _report(self, exc):
        """The callback has raised."""
        debug = self._loop.get_debug()
        what = format_helpers._format_callback_source(self._callback, self._args, debug=debug)
        context = {"message": f"Exception in callback {what}", "exception": exc, "handle": self}
        if self._source_traceback:
            context["source_traceback"] = self._source_traceback
        self._loop.call_exception_handler(context)


class _ThreadSafeHandle(Handle):
    """A handle that may be cancelled from any thread: cancel() waits while the call is under way."""

    __slots__ = ("_lock",)

    def __init__(self, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        # The callback itself may cancel its handle.
        self._lock = threading.RLock()

    def cancel(self):
        with self._lock:
            return super().cancel()

    def cancelled(self):
        with self._lock:
            return super().cancelled()

    def _run(self):
        with self._lock:
            # The event loop looked without the lock.
            if not self._cancelled:
                return super()._run()


class TimerHandle(Handle):
    """A call that is scheduled for a time of the loop's clock; ordered by it."""

    __slots__ = ("_scheduled", "_when")

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        if self._source_traceback:
            del self._source_traceback[-1]
        self._when = when
        # Whether it is in the loop's heap.
        self._scheduled = False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(1 + self._cancelled, f"when={self._when}")
        return info

    def __hash__(self):
        return hash(self._when)

    def __eq__(self, other):
        if not isinstance(other, TimerHandle):
            return NotImplemented
        return (self._when, self._callback, self._args, self._cancelled) == (
            other._when, other._callback, other._args, other._cancelled)

    def __lt__(self, other):
        return self._when < other._when if isinstance(other, TimerHandle) else NotImplemented

    def __gt__(self, other):
        return self._when > other._when if isinstance(other, TimerHandle) else NotImplemented

    def __le__(self, other):
        if not isinstance(other, TimerHandle):
            return NotImplemented
        return self._when < other._when or self.__eq__(other)

    def __ge__(self, other):
        if not isinstance(other, TimerHandle):
            return NotImplemented
        return self._when > other._when or self.__eq__(other)

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def when(self):
        """The time of the loop's clock, in seconds, for which it is scheduled."""
        return self._when


class AbstractServer:
    """What loop.create_server() gives."""

    def close(self):
        """Stop listening; connections that exist go on."""
        raise NotImplementedError

    def close_clients(self):
        """Close the transports of all connections."""
        raise NotImplementedError

    def abort_clients(self):
        """Close the transports of all connections at once, without writing what is buffered."""
        raise NotImplementedError

    def get_loop(self):
        """The loop that serves."""
        raise NotImplementedError

    def is_serving(self):
        """Whether it accepts connections."""
        raise NotImplementedError

    async def start_serving(self):
        """Begin to accept connections, if it does not yet."""
        raise NotImplementedError

    async def serve_forever(self):
        """Accept connections until cancelled; then the server is closed."""
        raise NotImplementedError

    async def wait_closed(self):
        """Wait until the server is closed and all its connections are gone."""
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


class AbstractEventLoop:
    """The methods of event loops. All raise NotImplementedError here."""

    # Running and stopping.

    def run_forever(self):
        raise NotImplementedError

    def run_until_complete(self, future):
        raise NotImplementedError

    def stop(self):
        raise NotImplementedError

    def is_running(self):
        raise NotImplementedError

    def is_closed(self):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError

    async def shutdown_asyncgens(self):
        raise NotImplementedError

    async def shutdown_default_executor(self):
        raise NotImplementedError

    # Scheduling.

    def _timer_handle_cancelled(self, handle):
        raise NotImplementedError

    def call_soon(self, callback, *args, context=None):
        return self.call_later(0, callback, *args, context=context)

    def call_later(self, delay, callback, *args, context=None):
        raise NotImplementedError

    def call_at(self, when, callback, *args, context=None):
        raise NotImplementedError

    def time(self):
        raise NotImplementedError

    def create_future(self):
        raise NotImplementedError

    def create_task(self, coro, **kwargs):
        raise NotImplementedError

    # Threads.

    def call_soon_threadsafe(self, callback, *args, context=None):
        raise NotImplementedError

    def run_in_executor(self, executor, func, *args):
        raise NotImplementedError

    def set_default_executor(self, executor):
        raise NotImplementedError

    # Network.

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        raise NotImplementedError

    async def getnameinfo(self, sockaddr, flags=0):
        raise NotImplementedError

    async def create_connection(
        self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None,
        local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
        happy_eyeballs_delay=None, interleave=None,
    ):
        raise NotImplementedError

    async def create_server(
        self, protocol_factory, host=None, port=None, *, family=socket.AF_UNSPEC, flags=socket.AI_PASSIVE,
        sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
    ):
        raise NotImplementedError

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        raise NotImplementedError

    async def start_tls(
        self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
    ):
        raise NotImplementedError

    async def create_unix_connection(
        self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
    ):
        raise NotImplementedError

    async def create_unix_server(
        self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None,
        ssl_shutdown_timeout=None, start_serving=True,
    ):
        raise NotImplementedError

    async def connect_accepted_socket(
        self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
    ):
        raise NotImplementedError

    async def create_datagram_endpoint(
        self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0,
        reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None,
    ):
        raise NotImplementedError

    # Pipes and processes.

    async def connect_read_pipe(self, protocol_factory, pipe):
        raise NotImplementedError

    async def connect_write_pipe(self, protocol_factory, pipe):
        raise NotImplementedError

    async def subprocess_shell(
        self, protocol_factory, cmd, *, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        **kwargs,
    ):
        raise NotImplementedError

    async def subprocess_exec(
        self, protocol_factory, *args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        **kwargs,
    ):
        raise NotImplementedError

    # Descriptors that become ready.

    def add_reader(self, fd, callback, *args):
        raise NotImplementedError

    def remove_reader(self, fd):
        raise NotImplementedError

    def add_writer(self, fd, callback, *args):
        raise NotImplementedError

    def remove_writer(self, fd):
        raise NotImplementedError

    # Operations of sockets.

    async def sock_recv(self, sock, nbytes):
        raise NotImplementedError

    async def sock_recv_into(self, sock, buf):
        raise NotImplementedError

    async def sock_recvfrom(self, sock, bufsize):
        raise NotImplementedError

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        raise NotImplementedError

    async def sock_sendall(self, sock, data):
        raise NotImplementedError

    async def sock_sendto(self, sock, data, address):
        raise NotImplementedError

    async def sock_connect(self, sock, address):
        raise NotImplementedError

    async def sock_accept(self, sock):
        raise NotImplementedError

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=None):
        raise NotImplementedError

    # Signals.

    def add_signal_handler(self, sig, callback, *args):
        raise NotImplementedError

    def remove_signal_handler(self, sig):
        raise NotImplementedError

    # Tasks, errors, debugging.

    def set_task_factory(self, factory):
        raise NotImplementedError

    def get_task_factory(self):
        raise NotImplementedError

    def get_exception_handler(self):
        raise NotImplementedError

    def set_exception_handler(self, handler):
        raise NotImplementedError

    def default_exception_handler(self, context):
        raise NotImplementedError

    def call_exception_handler(self, context):
        raise NotImplementedError

    def get_debug(self):
        raise NotImplementedError

    def set_debug(self, enabled):
        raise NotImplementedError


class _AbstractEventLoopPolicy:
    """What decides which loop a thread gets. Deprecated."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class _BaseDefaultEventLoopPolicy(_AbstractEventLoopPolicy):
    """A loop for each thread that has set one."""

    # The class of new loops.
    _loop_factory = None

    class _Local(threading.local):
        _loop = None

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        loop = self._local._loop
        if loop is None:
            raise RuntimeError(f"There is no current event loop in thread {threading.current_thread().name!r}.")
        return loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            kind = type(loop).__name__
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{kind}'")
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


# Made when first needed.
_event_loop_policy = None
_lock = threading.Lock()


class _RunningLoop(threading.local):
    # The process is kept beside the loop: a child process has none of its parent's.
    loop_pid = (None, None)


_running_loop = _RunningLoop()


def get_running_loop():
    """The loop that runs in this thread; RuntimeError if there is none."""
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def _get_running_loop():
    """The loop that runs in this thread, or None."""
    loop, pid = _running_loop.loop_pid
    return loop if loop is not None and pid == os.getpid() else None


def _set_running_loop(loop):
    """For those who write event loops: this loop runs in this thread now (None: none does)."""
    _running_loop.loop_pid = (loop, os.getpid())


def _init_event_loop_policy():
    global _event_loop_policy
    from .unix_events import _DefaultEventLoopPolicy
    with _lock:
        if _event_loop_policy is None:
            _event_loop_policy = _DefaultEventLoopPolicy()


def _get_event_loop_policy():
    if _event_loop_policy is None:
        _init_event_loop_policy()
    return _event_loop_policy


def get_event_loop_policy():
    """The policy. Deprecated."""
    warnings._deprecated("asyncio.get_event_loop_policy", remove=(3, 16))
    return _get_event_loop_policy()


def _set_event_loop_policy(policy):
    global _event_loop_policy
    if policy is not None and not isinstance(policy, _AbstractEventLoopPolicy):
        kind = type(policy).__name__
        raise TypeError(f"policy must be an instance of AbstractEventLoopPolicy or None, not '{kind}'")
    _event_loop_policy = policy


def set_event_loop_policy(policy):
    """Set the policy; None: the default one, when next needed. Deprecated."""
    warnings._deprecated("asyncio.set_event_loop_policy", remove=(3, 16))
    _set_event_loop_policy(policy)


def get_event_loop():
    """The running loop, or else the one that set_event_loop() gave this thread; RuntimeError if there is neither."""
    return _get_running_loop() or _get_event_loop_policy().get_event_loop()


def set_event_loop(loop):
    """Set the loop that get_event_loop() gives while none runs in this thread."""
    _get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop."""
    return _get_event_loop_policy().new_event_loop()


# The native ones take the place of those written in Python, which keep names of their own.
_py__get_running_loop = _get_running_loop
_py__set_running_loop = _set_running_loop
_py_get_running_loop = get_running_loop
_py_get_event_loop = get_event_loop

_c__get_running_loop = _get_running_loop = _asyncio._get_running_loop
_c__set_running_loop = _set_running_loop = _asyncio._set_running_loop
_c_get_running_loop = get_running_loop = _asyncio.get_running_loop
_c_get_event_loop = get_event_loop = _asyncio.get_event_loop


def _on_fork():
    # A child process starts without loops, and its signals wake no loop of the parent.
    if _event_loop_policy is not None:
        _event_loop_policy._local = _BaseDefaultEventLoopPolicy._Local()
    _set_running_loop(None)
    signal.set_wakeup_fd(-1)


os.register_at_fork(after_in_child=_on_fork)
