"""What the modules of the package share: a logger, finalizers, actions after a fork, descriptors."""

import atexit
import itertools
import os
import sys
import threading
import weakref
from subprocess import _args_from_interpreter_flags

from . import process

__all__ = [
    'sub_debug', 'debug', 'info', 'sub_warning', 'warn', 'get_logger', 'log_to_stderr',
    'get_temp_dir', 'register_after_fork', 'is_exiting', 'Finalize', 'ForkAwareThreadLock',
    'ForkAwareLocal', 'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING',
]

# --- logging -----------------------------------------------------------------------------

NOTSET = 0
SUBDEBUG = 5
DEBUG = 10
INFO = 20
SUBWARNING = 25
WARNING = 30

LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'

_logger = None
_log_to_stderr = False


def _at_level(level, doc):
    def log(msg, *args):
        if _logger:
            _logger.log(level, msg, *args, stacklevel=2)
    log.__doc__ = doc
    return log


sub_debug = _at_level(SUBDEBUG, 'Log what matters to whoever debugs this package.')
debug = _at_level(DEBUG, 'Log at the level DEBUG.')
info = _at_level(INFO, 'Log at the level INFO.')
sub_warning = _at_level(SUBWARNING, 'Log below the level WARNING.')
warn = _at_level(WARNING, 'Log at the level WARNING.')


def get_logger():
    """The package's logger, which passes nothing on."""
    global _logger
    import logging
    with logging._lock:
        if not _logger:
            _logger = logging.getLogger(LOGGER_NAME)
            _logger.propagate = 0
            # `logging` has registered its own end by now, and has to come after ours.
            atexit.unregister(_exit_function)
            atexit.register(_exit_function)
    return _logger


def log_to_stderr(level=None):
    """Let the logger write to standard error."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


# --- addresses and the temporary directory -----------------------------------------------

abstract_sockets_supported = sys.platform in ('linux', 'android')

# The path of a socket has to fit in its address, beside what is added to the directory here and in `connection`.
_SUN_PATH_MAX = 108
_SUN_PATH_LEN_RESERVED = len('/pymp-XXXXXXXX/sock-XXXXXXXXXXXX')


def is_abstract_socket_namespace(address):
    """Whether the address of a Unix socket is a name that stands in no directory."""
    if not address:
        return False
    if isinstance(address, bytes):
        return address[0] == 0
    if isinstance(address, str):
        return address[0] == '\0'
    raise TypeError(f'address type of {address!r} unrecognized')


def _get_base_temp_dir(tempfile):
    """A directory for temporary files in which sockets can have names."""
    chosen = tempfile.gettempdir()
    if len(chosen) + _SUN_PATH_LEN_RESERVED < _SUN_PATH_MAX:
        return chosen
    shorter = '/tmp', '/var/tmp', '/usr/tmp'
    usable = os.W_OK | os.X_OK
    instead = next((path for path in shorter if os.access(path, usable)), None)
    if instead is None:
        warn('Process-wide temporary directory %s will not be usable for creating socket files '
             'and no usable system-wide temporary directory was found in %s', chosen, shorter)
        return chosen
    warn('Ignoring user-defined temporary directory: %s', chosen)
    return instead


def _remove_temp_dir(rmtree, tempdir):
    rmtree(tempdir)
    current = process.current_process()
    if current is not None:
        current._config['tempdir'] = None


def get_temp_dir():
    """A directory for this program's sockets, which goes when the program ends."""
    config = process.current_process()._config
    made = config.get('tempdir')
    if made is None:
        import shutil
        import tempfile
        made = tempfile.mkdtemp(prefix='pymp-', dir=_get_base_temp_dir(tempfile))
        info('created temp directory %s', made)
        # After everything that may have a socket there.
        Finalize(None, _remove_temp_dir, args=(shutil.rmtree, made), exitpriority=-100)
        config['tempdir'] = made
    return made


def _has_writeable_tempdir():
    import tempfile
    try:
        with tempfile.NamedTemporaryFile(dir=_get_base_temp_dir(tempfile)):
            return True
    except OSError:
        return False


# --- after a fork ------------------------------------------------------------------------

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def register_after_fork(obj, func):
    """Call func(obj) in children that are forked while the object lives."""
    _afterfork_registry[next(_afterfork_counter), id(obj), func] = obj


def _run_after_forkers():
    entries = sorted(_afterfork_registry.items(), key=lambda entry: entry[0][:2])
    for (_, _, func), obj in entries:
        try:
            func(obj)
        except Exception as error:
            info('after forker raised exception %s', error)


class ForkAwareThreadLock:
    """A lock that is free in a child."""

    def __init__(self):
        self._lock = lock = threading.Lock()
        self.acquire = lock.acquire
        self.release = lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    """Thread-local data that a child begins without."""

    def __init__(self):
        register_after_fork(self, lambda local: local.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# --- finalizers --------------------------------------------------------------------------

_finalizer_registry = {}        # (priority, number) -> Finalize
_finalizer_counter = itertools.count()


class Finalize:
    """A call that is made once: by hand, when an object dies, or at the end of the process.

    Those with an exit priority are called at the end, the highest first. A child does not make its parent's calls.
    """

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError(f'Exitpriority ({exitpriority!r}) must be None or int, '
                            f'not {type(exitpriority)!s}')
        if obj is not None:
            self._weakref = weakref.ref(obj, self)
        elif exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = exitpriority, next(_finalizer_counter)
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    # The defaults keep what is needed when the module is being emptied.
    def __call__(self, wr=None, _finalizer_registry=_finalizer_registry, sub_debug=sub_debug,
                 getpid=os.getpid):
        """Make the call unless it was made or cancelled."""
        if _finalizer_registry.pop(self._key, None) is None:
            sub_debug('finalizer no longer registered')
            return None
        result = None
        if self._pid != getpid():
            sub_debug('finalizer ignored because different process')
        else:
            sub_debug('finalizer calling %s with args %s and kwargs %s',
                      self._callback, self._args, self._kwargs)
            result = self._callback(*self._args, **self._kwargs)
        self._forget()
        return result

    def _forget(self):
        self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def cancel(self):
        """Do not make the call."""
        if _finalizer_registry.pop(self._key, None) is not None:
            self._forget()

    def still_active(self):
        """Whether the call is still to be made."""
        return self._key in _finalizer_registry

    def __repr__(self):
        name = type(self).__name__
        reference = getattr(self, '_weakref', None)
        if reference is None or reference() is None:
            return f'<{name} object, dead>'
        parts = [f"callback={getattr(self._callback, '__name__', self._callback)}"]
        if self._args:
            parts.append(f'args={self._args}')
        if self._kwargs:
            parts.append(f'kwargs={self._kwargs}')
        if self._key[0] is not None:
            parts.append(f'exitpriority={self._key[0]}')
        return f"<{name} object, {', '.join(parts)}>"


def _run_finalizers(minpriority=None):
    """Make the calls that have a priority, of at least so much, the highest and youngest first."""
    if _finalizer_registry is None:
        return

    def wanted(key):
        return key[0] is not None and (minpriority is None or key[0] >= minpriority)

    # Calls that are registered meanwhile wait for the next time.
    for key in sorted(filter(wanted, list(_finalizer_registry)), reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is None:
            continue
        sub_debug('calling %s', finalizer)
        try:
            finalizer()
        except Exception:
            import traceback
            traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


# --- the end -----------------------------------------------------------------------------

_exiting = False


def is_exiting():
    """Whether the process is at its end."""
    return _exiting or _exiting is None


def _exit_function(info=info, debug=debug, _run_finalizers=_run_finalizers,
                   active_children=process.active_children,
                   current_process=process.current_process):
    """End daemonic children, wait for the others, make the last calls."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    debug('running all "atexit" finalizers with priority >= 0')
    _run_finalizers(0)
    if current_process() is not None:
        for child in active_children():
            if child.daemon:
                info('calling terminate() for daemon %s', child.name)
                child._popen.terminate()
        for child in active_children():
            info('calling join() for process %s', child.name)
            child.join()
    debug('running the remaining "atexit" finalizers')
    _run_finalizers()


atexit.register(_exit_function)

# --- descriptors -------------------------------------------------------------------------

try:
    MAXFD = os.sysconf('SC_OPEN_MAX')
except (OSError, ValueError, AttributeError):
    MAXFD = 256


def close_all_fds_except(fds):
    """Close every descriptor but these."""
    kept = sorted({*fds})
    assert not kept or kept[-1] < MAXFD, 'fd too large'
    for low, high in itertools.pairwise([-1, *kept, MAXFD]):
        os.closerange(low + 1, high)


def close_fds(*fds):
    """Close each of these descriptors."""
    for fd in fds:
        os.close(fd)


def _close_stdin():
    """In a child: read nothing of what is meant for the parent."""
    if sys.stdin is None:
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        fd = os.open(os.devnull, os.O_RDONLY)
        try:
            sys.stdin = open(fd, encoding='utf-8', closefd=False)
        except BaseException:
            os.close(fd)
            raise
    except (OSError, ValueError):
        pass


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def spawnv_passfds(path, args, passfds):
    """Run a program that inherits these descriptors and no others but the standard ones; its number."""
    import _posixsubprocess
    kept = tuple(sorted(map(int, passfds)))
    reader, writer = os.pipe()
    try:
        return _posixsubprocess.fork_exec(
            args, [path], True, kept, None, None, -1, -1, -1, -1, -1, -1, reader, writer,
            False, False, -1, None, None, None, -1, None)
    finally:
        os.close(reader)
        os.close(writer)


def _cleanup_tests():
    """End the helper processes that tests have used."""
    from test import support
    from . import forkserver, resource_tracker
    process._cleanup()
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()
    _run_finalizers()
    support.gc_collect()
    support.reap_children()
