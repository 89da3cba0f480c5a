"""The event loop without its way to wait: what is ready, what is scheduled, and who is told of errors.

Everything here belongs to the loop's own thread, but for call_soon_threadsafe(). That appends to `_ready`, whose
operations are atomic, and then wakes the loop: either the loop finds the handle when it looks at `_ready` before it
waits, or it finds the wakeup when it waits.
"""

__all__ = ("BaseEventLoop",)

import _asyncio
import collections
import concurrent.futures
import heapq
import socket
import sys
import threading
import time
import traceback
import warnings
import weakref

try:
    import ssl
except ImportError:
    ssl = None

from . import constants, coroutines, events, exceptions, futures, tasks, timeouts
from ._connections import _ConnectionMethods, _interleave_addrinfos
from ._processes import _format_pipe, _ProcessMethods
from ._selector_transports import _set_nodelay
from ._sendfile import _SendfileFallbackProtocol, _SendfileMethods
from ._servers import Server, _ServerMethods, _set_reuseport
from .log import logger

# Cancelled timers are swept out of the heap when it has more than so many handles and this fraction is cancelled.
_MIN_SCHEDULED_TIMER_HANDLES = 100
_MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5

_HAS_IPv6 = hasattr(socket, "AF_INET6")

# Seconds: systems have limits of their own.
MAXIMUM_SELECT_TIMEOUT = 24 * 3600


def _format_handle(handle):
    """The task if the handle is one's step, else the handle."""
    owner = getattr(handle._callback, "__self__", None)
    return repr(owner) if isinstance(owner, tasks.Task) else str(handle)


def _ipaddr_info(host, port, family, type, proto, flowinfo=0, scopeid=0):
    """What getaddrinfo() would give if the host is an address and not a name, as one entry; None if it has to be asked."""
    protocols = {socket.SOCK_STREAM: socket.IPPROTO_TCP, socket.SOCK_DGRAM: socket.IPPROTO_UDP}
    if not hasattr(socket, "inet_pton") or host is None or type not in protocols:
        return None
    if proto not in (0, socket.IPPROTO_TCP, socket.IPPROTO_UDP):
        return None
    proto = protocols[type]
    if port in (None, "", b""):
        port = 0
    else:
        try:
            # The name of a service is for getaddrinfo().
            port = int(port)
        except (TypeError, ValueError):
            return None
    if family != socket.AF_UNSPEC:
        families = [family]
    else:
        families = [socket.AF_INET, socket.AF_INET6] if _HAS_IPv6 else [socket.AF_INET]
    if isinstance(host, bytes):
        host = host.decode("ascii")
    if "%" in host:
        # inet_pton() does not know zones.
        return None
    for candidate in families:
        try:
            socket.inet_pton(candidate, host)
        except OSError:
            continue
        if _HAS_IPv6 and candidate == socket.AF_INET6:
            return candidate, type, proto, "", (host, port, flowinfo, scopeid)
        return candidate, type, proto, "", (host, port)
    return None


def _run_until_complete_cb(fut):
    if not fut.cancelled() and isinstance(fut.exception(), (SystemExit, KeyboardInterrupt)):
        # The loop is being left by it already.
        return
    futures._get_loop(fut).stop()


def _check_ssl_socket(sock):
    if ssl is not None and isinstance(sock, ssl.SSLSocket):
        raise TypeError("Socket cannot be of type SSLSocket")


class BaseEventLoop(
    _asyncio._LoopBase,
    _ConnectionMethods,
    _ServerMethods,
    _ProcessMethods,
    _SendfileMethods,
    events.AbstractEventLoop,
):
    def __init__(self):
        # Cancelled handles in the heap.
        self._timer_cancelled_count = 0
        self._closed = False
        self._stopping = False
        # Handles to run, and a heap of those to run later.
        self._ready = collections.deque()
        self._scheduled = []
        self._default_executor = None
        self._internal_fds = 0
        # The thread it runs in.
        self._thread_id = None
        self._clock_resolution = time.get_clock_info("monotonic").resolution
        self._exception_handler = None
        self.set_debug(coroutines._is_debug_mode())
        # In debug mode callbacks that take longer, in seconds, are reported.
        self.slow_callback_duration = 0.1
        self._current_handle = None
        self._task_factory = None
        self._coroutine_origin_tracking_enabled = False
        self._coroutine_origin_tracking_saved_depth = None
        self._old_agen_hooks = None
        # Asynchronous generators that have begun.
        self._asyncgens = weakref.WeakSet()
        self._asyncgens_shutdown_called = False
        self._executor_shutdown_called = False

    def __repr__(self):
        return (
            f"<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} "
            f"debug={self.get_debug()}>"
        )

    # What the kinds of loops have to provide.

    def _write_to_self(self):
        """Wake the loop, from whatever thread or signal handler."""
        raise NotImplementedError

    def _process_events(self, event_list):
        """Make handles of what the selector has found."""
        raise NotImplementedError

    # Futures and tasks. create_future() and create_task() are native.

    def set_task_factory(self, factory):
        """A function that makes the tasks out of loop, coroutine and keywords; None: Task does."""
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # Running.

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def _run_forever_setup(self):
        self._check_closed()
        self._check_running()
        self._set_coroutine_origin_tracking(self._debug)
        self._old_agen_hooks = sys.get_asyncgen_hooks()
        self._thread_id = threading.get_ident()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        events._set_running_loop(self)

    def _run_forever_cleanup(self):
        self._stopping = False
        self._thread_id = None
        events._set_running_loop(None)
        self._set_coroutine_origin_tracking(False)
        if self._old_agen_hooks is not None:
            sys.set_asyncgen_hooks(*self._old_agen_hooks)
            self._old_agen_hooks = None

    def run_forever(self):
        """Run until stop()."""
        self._run_forever_setup()
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._run_forever_cleanup()

    def run_until_complete(self, future):
        """Run until the future (or coroutine, or other awaitable) is done; its result."""
        self._check_closed()
        self._check_running()
        ours = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if ours:
            # If it does not end, the caller is told anyway.
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except:
            if ours and future.done() and not future.cancelled():
                # It raised what leaves the loop now: that is not to be reported as well.
                future.exception()
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def stop(self):
        """Stop when what is ready now has run."""
        self._stopping = True

    def close(self):
        """Drop what is scheduled, and the default executor without waiting for it. Cannot be undone."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        if self._debug:
            logger.debug("Close %r", self)
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def is_closed(self):
        return self._closed

    def __del__(self, _warn=warnings.warn):
        if not self.is_closed():
            _warn(f"unclosed event loop {self!r}", ResourceWarning, source=self)
            if not self.is_running():
                self.close()

    def is_running(self):
        return self._thread_id is not None

    def time(self):
        """The loop's clock, in seconds."""
        return time.monotonic()

    # Scheduling.

    def call_later(self, delay, callback, *args, context=None):
        """Call it in `delay` seconds."""
        if delay is None:
            raise TypeError("delay must not be None")
        timer = self.call_at(self.time() + delay, callback, *args, context=context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        return timer

    def call_at(self, when, callback, *args, context=None):
        """Call it at a time of the loop's clock."""
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = events.TimerHandle(when, callback, args, self, context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    # call_soon() is native; in debug mode it comes to this.
    def _call_soon_checked(self, callback, args, context):
        self._check_thread()
        self._check_callback(callback, "call_soon")
        handle = self._call_soon(callback, args, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        return handle

    def _call_soon(self, callback, args, context):
        handle = events.Handle(callback, args, self, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        self._ready.append(handle)
        return handle

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")
        if not callable(callback):
            raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")

    def _check_thread(self):
        """Whether call_soon() and the like may be used here, in debug mode."""
        if self._thread_id is not None and threading.get_ident() != self._thread_id:
            raise RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one")

    def call_soon_threadsafe(self, callback, *args, context=None):
        """As call_soon(), from any thread."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = events._ThreadSafeHandle(callback, args, self, context)
        self._ready.append(handle)
        if handle._source_traceback:
            # The frames of the constructors.
            del handle._source_traceback[-2:]
        self._write_to_self()
        return handle

    # Threads.

    def _check_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError("Executor shutdown has been called")

    def run_in_executor(self, executor, func, *args):
        """A future of func(*args), which the executor (None: the default one) calls."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            self._check_default_executor()
            executor = self._default_executor
            if executor is None:
                executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="asyncio")
                self._default_executor = executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Wait until the default executor's threads are through; a RuntimeWarning after `timeout` seconds."""
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        future = self.create_future()
        thread = threading.Thread(target=self._do_shutdown, args=(future,))
        thread.start()
        try:
            async with timeouts.timeout(timeout):
                await future
        except TimeoutError:
            warnings.warn(
                f"The executor did not finishing joining its threads within {timeout} seconds.",
                RuntimeWarning,
                stacklevel=2,
            )
            self._default_executor.shutdown(wait=False)
        else:
            thread.join()

    def _do_shutdown(self, future):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(futures._set_result_unless_cancelled, future, None)
        except Exception as exc:
            if not self.is_closed() and not future.cancelled():
                self.call_soon_threadsafe(future.set_exception, exc)

    # Names and addresses.

    def _getaddrinfo_debug(self, host, port, family, type, proto, flags):
        """socket.getaddrinfo(), with its time in the log."""
        what = f"{host}:{port!r}"
        for name, value in (("family", family), ("type", type), ("proto", proto), ("flags", flags)):
            if value:
                what += f", {name}={value!r}"
        logger.debug("Get address info %s", what)
        start = self.time()
        found = socket.getaddrinfo(host, port, family, type, proto, flags)
        took = self.time() - start
        text = f"Getting address info {what} took {took * 1e3:.3f}ms: {found!r}"
        if took >= self.slow_callback_duration:
            logger.info(text)
        else:
            logger.debug(text)
        return found

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        """socket.getaddrinfo(), in a thread."""
        function = self._getaddrinfo_debug if self._debug else socket.getaddrinfo
        return await self.run_in_executor(None, function, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        """socket.getnameinfo(), in a thread."""
        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)

    async def _ensure_resolved(self, address, *, family=0, type=socket.SOCK_STREAM, proto=0, flags=0, loop):
        """The entries of getaddrinfo() for an address, without asking it if the host is no name."""
        host, port, *rest = address
        info = _ipaddr_info(host, port, family, type, proto, *rest)
        if info is not None:
            return [info]
        return await loop.getaddrinfo(host, port, family=family, type=type, proto=proto, flags=flags)

    # Files over sockets.

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
        """Send a binary file from `offset` on; the number of bytes. By the system's sendfile, or else by reading."""
        if self._debug and sock.gettimeout() != 0:
            raise ValueError("the socket must be non-blocking")
        _check_ssl_socket(sock)
        self._check_sendfile_params(sock, file, offset, count)
        try:
            return await self._sock_sendfile_native(sock, file, offset, count)
        except exceptions.SendfileNotAvailableError:
            if not fallback:
                raise
        return await self._sock_sendfile_fallback(sock, file, offset, count)

    async def _sock_sendfile_native(self, sock, file, offset, count):
        raise exceptions.SendfileNotAvailableError(
            f"syscall sendfile is not available for socket {sock!r} and file {file!r} combination")

    async def _sock_sendfile_fallback(self, sock, file, offset, count):
        can_seek = hasattr(file, "seek")
        if can_seek:
            file.seek(offset)
        size = constants.SENDFILE_FALLBACK_READBUFFER_SIZE
        if count:
            size = min(count, size)
        buffer = bytearray(size)
        sent = 0
        try:
            while True:
                if count:
                    size = min(count - sent, size)
                    if size <= 0:
                        break
                view = memoryview(buffer)[:size]
                # Reading may take its time.
                read = await self.run_in_executor(None, file.readinto, view)
                if not read:
                    break
                await self.sock_sendall(sock, view[:read])
                sent += read
            return sent
        finally:
            if sent > 0 and can_seek:
                file.seek(offset + sent)

    def _check_sendfile_params(self, sock, file, offset, count):
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if sock.type != socket.SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f"count must be a positive integer (got {count!r})")
            if count <= 0:
                raise ValueError(f"count must be a positive integer (got {count!r})")
        if not isinstance(offset, int):
            raise TypeError(f"offset must be a non-negative integer (got {offset!r})")
        if offset < 0:
            raise ValueError(f"offset must be a non-negative integer (got {offset!r})")

    # Asynchronous generators.

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            warnings.warn(
                f"asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call",
                ResourceWarning,
                source=self,
            )
        self._asyncgens.add(agen)

    def _asyncgen_finalizer_hook(self, agen):
        # Whatever thread drops it last.
        self._asyncgens.discard(agen)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close all asynchronous generators that have begun."""
        self._asyncgens_shutdown_called = True
        closing = list(self._asyncgens)
        if not closing:
            return
        self._asyncgens.clear()
        results = await tasks.gather(*[agen.aclose() for agen in closing], return_exceptions=True)
        for result, agen in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    "message": f"an error occurred during closing of asynchronous generator {agen!r}",
                    "exception": result,
                    "asyncgen": agen,
                })

    # Errors.

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        """A function of loop and context that call_exception_handler() calls; None: the default."""
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Log what the context says."""
        error = context.get("exception")
        exc_info = False if error is None else (type(error), error, error.__traceback__)
        current = self._current_handle
        if "source_traceback" not in context and current is not None and current._source_traceback:
            context["handle_traceback"] = current._source_traceback
        lines = [context.get("message") or "Unhandled exception in event loop"]
        origins = {"source_traceback": "Object", "handle_traceback": "Handle"}
        for key in sorted(context):
            if key in ("message", "exception"):
                continue
            value = context[key]
            if key in origins:
                stack = "".join(traceback.format_list(value)).rstrip()
                text = f"{origins[key]} created at (most recent call last):\n{stack}"
            else:
                text = repr(value)
            lines.append(f"{key}: {text}")
        logger.error("\n".join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Tell the exception handler of an error that nobody else is told of.

        The dict `context` has "message", and perhaps "exception", "future", "task", "handle", "protocol", "transport",
        "socket", "source_traceback", "handle_traceback", "asyncgen".
        """
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                # Perhaps something's repr failed.
                logger.error("Exception in default exception handler", exc_info=True)
            return
        try:
            variables = None
            for key in ("task", "future", "handle"):
                thing = context.get(key)
                if thing is not None:
                    if hasattr(thing, "get_context"):
                        variables = thing.get_context()
                    break
            if variables is not None and hasattr(variables, "run"):
                variables.run(self._exception_handler, self, context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            try:
                self.default_exception_handler({
                    "message": "Unhandled error in exception handler",
                    "exception": exc,
                    "context": context,
                })
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error(
                    "Exception in default exception handler while handling an unexpected error in custom "
                    "exception handler",
                    exc_info=True,
                )

    # One round.

    def _add_callback(self, handle):
        if not handle._cancelled:
            self._ready.append(handle)

    def _add_callback_signalsafe(self, handle):
        self._add_callback(handle)
        self._write_to_self()

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._timer_cancelled_count += 1

    def _drop_cancelled_timers(self):
        """Take cancelled timers out of the heap: from its top, or all if there are many."""
        scheduled = self._scheduled
        count = len(scheduled)
        if (
            count > _MIN_SCHEDULED_TIMER_HANDLES
            and self._timer_cancelled_count / count > _MIN_CANCELLED_TIMER_HANDLES_FRACTION
        ):
            kept = []
            for handle in scheduled:
                if handle._cancelled:
                    handle._scheduled = False
                else:
                    kept.append(handle)
            heapq.heapify(kept)
            self._scheduled = kept
            self._timer_cancelled_count = 0
            return
        while scheduled and scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(scheduled)._scheduled = False

    def _run_once(self):
        """Wait for something to do, and do what there is."""
        if self._scheduled:
            self._drop_cancelled_timers()
        timeout = None
        if self._has_ready() or self._stopping:
            timeout = 0
        elif self._scheduled:
            timeout = min(max(0, self._scheduled[0]._when - self.time()), MAXIMUM_SELECT_TIMEOUT)
        event_list = self._selector.select(timeout)
        self._process_events(event_list)
        # Breaks a cycle: the handles may be kept by what they call.
        event_list = None

        scheduled = self._scheduled
        if scheduled:
            # What is due within the clock's resolution is due now.
            end = self.time() + self._clock_resolution
            while scheduled and scheduled[0]._when < end:
                handle = heapq.heappop(scheduled)
                handle._scheduled = False
                self._ready.append(handle)
            handle = None

        # What the handles that are ready schedule is for the next round, so that descriptors and timers have their turn.
        if not self._run_ready():
            self._run_ready_watched()

    def _run_ready_watched(self):
        """_run_ready() in debug mode."""
        ready = self._ready
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                self._run_watched(handle)
        handle = None

    def _run_watched(self, handle):
        try:
            self._current_handle = handle
            start = self.time()
            handle._run()
            took = self.time() - start
            if took >= self.slow_callback_duration:
                logger.warning("Executing %s took %.3f seconds", _format_handle(handle), took)
        finally:
            self._current_handle = None
            # The frame may be kept by a traceback.
            handle = None

    # Debug mode.

    def _set_coroutine_origin_tracking(self, enabled):
        if bool(enabled) == bool(self._coroutine_origin_tracking_enabled):
            return
        if enabled:
            self._coroutine_origin_tracking_saved_depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        else:
            sys.set_coroutine_origin_tracking_depth(self._coroutine_origin_tracking_saved_depth)
        self._coroutine_origin_tracking_enabled = enabled

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)
