"""Managers: processes that keep objects, and proxies for them elsewhere. `_server` has the server's side."""

import array
import collections.abc
import queue
import signal
import threading
import time
import types
from os import fsdecode, getpid

from . import connection
from . import get_context
from . import pool
from . import process
from . import resource_tracker
from . import shared_memory
from . import util
from ._server import (
    RemoteError, Server, Token, all_methods, convert_to_error, dispatch, listener_client,
    public_methods, rebuild_as_list, reduce_array)
from ._server import ask as _ask
from .context import ProcessError, get_spawning_popen

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token', 'SharedMemoryManager']

HAS_SHMEM = True


# --- managers ----------------------------------------------------------------------------

class State:
    """Of a manager; its finalizer has it too."""

    __slots__ = ['value']
    INITIAL, STARTED, SHUTDOWN = range(3)


class BaseManager:
    """A server's process, or the address of one; makes objects there by methods that register() adds."""

    _registry = {}                      # type's name -> callable, methods, method -> type, proxy
    _Server = Server
    _process = None

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *,
                 shutdown_timeout=1.0):
        if authkey is None:
            authkey = process.current_process().authkey
        self._address = address
        self._authkey = process.AuthenticationString(authkey)
        self._state = State()
        self._state.value = State.INITIAL
        self._serializer = serializer
        self._Listener, self._Client = listener_client[serializer]
        self._ctx = ctx or get_context()
        self._shutdown_timeout = shutdown_timeout

    def _check_state(self, wanted, messages):
        state = self._state.value
        if state != wanted:
            raise ProcessError(messages.get(state) or f'Unknown state {state!r}')

    def _check_initial(self):
        self._check_state(State.INITIAL, {State.STARTED: 'Already started server',
                                          State.SHUTDOWN: 'Manager has shut down'})

    def get_server(self):
        """A server in this process, which its serve_forever() starts."""
        self._check_initial()
        return Server(self._registry, self._address, self._authkey, self._serializer)

    def connect(self):
        """Use a server that runs at the address."""
        _ask(self._Client, self._address, self._authkey, 'dummy')
        self._state.value = State.STARTED

    def start(self, initializer=None, initargs=()):
        """Start a server in a process of its own, which calls initializer(*initargs) first."""
        self._check_initial()
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        reader, writer = connection.Pipe(duplex=False)
        self._process = self._ctx.Process(
            target=type(self)._run_server,
            args=(self._registry, self._address, self._authkey, self._serializer, writer,
                  initializer, initargs))
        number = ':'.join(map(str, self._process._identity))
        self._process.name = f'{type(self).__name__}-{number}'
        self._process.start()
        writer.close()
        self._address = reader.recv()
        reader.close()
        self._state.value = State.STARTED
        self.shutdown = util.Finalize(
            self, type(self)._finalize_manager,
            args=(self._process, self._address, self._authkey, self._state, self._Client,
                  self._shutdown_timeout),
            exitpriority=0)

    @classmethod
    def _run_server(cls, registry, address, authkey, serializer, writer, initializer=None,
                    initargs=()):
        # Ctrl-C is for the program, which may still need its objects while it ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if initializer is not None:
            initializer(*initargs)
        server = cls._Server(registry, address, authkey, serializer)
        writer.send(server.address)
        writer.close()
        util.info('manager serving at %r', server.address)
        server.serve_forever()

    @staticmethod
    def _finalize_manager(process, address, authkey, state, _Client, shutdown_timeout):
        if process.is_alive():
            util.info('sending shutdown message to manager')
            try:
                _ask(_Client, address, authkey, 'shutdown')
            except Exception:
                pass
            process.join(timeout=shutdown_timeout)
            for action in ('terminate', 'kill'):
                if not process.is_alive():
                    break
                util.info('manager still alive: %s', action)
                getattr(process, action)()
                process.join(timeout=shutdown_timeout if action == 'terminate' else None)
        state.value = State.SHUTDOWN
        BaseProxy._address_to_local.pop(address, None)

    def _create(self, typeid, /, *args, **kwds):
        """Make an object; its token and methods."""
        assert self._state.value == State.STARTED, 'server not yet started'
        ident, exposed = _ask(self._Client, self._address, self._authkey, 'create', typeid, *args,
                              **kwds)
        return Token(typeid, self._address, ident), exposed

    def join(self, timeout=None):
        """Wait for the end of the server's process."""
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _debug_info(self):
        return _ask(self._Client, self._address, self._authkey, 'debug_info')

    def _number_of_objects(self):
        return _ask(self._Client, self._address, self._authkey, 'number_of_objects')

    def __enter__(self):
        if self._state.value == State.INITIAL:
            self.start()
        self._check_state(State.STARTED, {State.INITIAL: 'Unable to start server',
                                          State.SHUTDOWN: 'Manager has shut down'})
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    @property
    def address(self):
        """Where the server is."""
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None,
                 create_method=True):
        """Let managers of this class make objects by a callable."""
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        for pair in (method_to_typeid or {}).items():
            for name in pair:
                assert type(name) is str, f'{name!r} is not a string'
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if not create_method:
            return

        def make(self, /, *args, **kwds):
            util.debug('requesting creation of a shared %r object', typeid)
            token, methods = self._create(typeid, *args, **kwds)
            return _proxy(proxytype, token, self._serializer, self, self._authkey, methods)

        make.__name__ = typeid
        setattr(cls, typeid, make)


def _proxy(proxytype, token, serializer, manager, authkey, exposed):
    """A proxy for an object that counts one for us already."""
    made = proxytype(token, serializer, manager=manager, authkey=authkey, exposed=exposed)
    _ask(listener_client[serializer][1], token.address, authkey, 'decref', token.id)
    return made


# --- proxies -----------------------------------------------------------------------------

class ProcessLocalSet(set):
    """A set that a forked child begins without."""

    def __init__(self):
        util.register_after_fork(self, lambda obj: obj.clear())

    def __reduce__(self):
        return type(self), ()


class BaseProxy:
    """Stands for an object of a server. Each thread has one connection to a server for all its proxies."""

    _address_to_local = {}              # address -> connection of the thread, proxies of the process
    _mutex = util.ForkAwareThreadLock()
    _next_serial = 1

    def __init__(self, token, serializer, manager=None, authkey=None, exposed=None, incref=True,
                 manager_owned=False):
        with BaseProxy._mutex:
            local = BaseProxy._address_to_local.get(token.address)
            if local is None:
                local = util.ForkAwareLocal(), ProcessLocalSet()
                BaseProxy._address_to_local[token.address] = local
            self._serial = BaseProxy._next_serial
            BaseProxy._next_serial += 1
        self._tls, self._all_serials = local
        self._token = token
        self._id = token.id
        self._manager = manager
        self._serializer = serializer
        self._Client = listener_client[serializer][1]
        # In the server itself, within another object: it must not keep what it is part of alive.
        self._owned_by_manager = manager_owned
        if authkey is not None:
            self._authkey = process.AuthenticationString(authkey)
        elif manager is not None:
            self._authkey = manager._authkey
        else:
            self._authkey = process.current_process().authkey
        if incref:
            self._incref()
        util.register_after_fork(self, BaseProxy._after_fork)

    def _connect(self):
        util.debug('making connection to manager')
        name = process.current_process().name
        thread = threading.current_thread().name
        if thread != 'MainThread':
            name = f'{name}|{thread}'
        conn = self._Client(self._token.address, authkey=self._authkey)
        dispatch(conn, None, 'accept_connection', (name,))
        self._tls.connection = conn

    def _callmethod(self, methodname, args=(), kwds={}):
        """Call a method of the object; its result, or a proxy for it."""
        if not hasattr(self._tls, 'connection'):
            util.debug('thread %r does not own a connection', threading.current_thread().name)
            self._connect()
        conn = self._tls.connection
        conn.send((self._id, methodname, args, kwds))
        kind, result = conn.recv()
        if kind == '#RETURN':
            return result
        if kind == '#PROXY':
            exposed, token = result
            proxytype = self._manager._registry[token.typeid][-1]
            # As we know the server, which may have another idea of its address.
            token.address = self._token.address
            return _proxy(proxytype, token, self._serializer, self._manager, self._authkey,
                          exposed)
        try:
            raise convert_to_error(kind, result)
        finally:
            del result                  # the exception would be in a cycle

    def _getvalue(self):
        """A copy of the object."""
        return self._callmethod('#GETVALUE')

    def _incref(self):
        if self._owned_by_manager:
            util.debug('owned_by_manager skipped INCREF of %r', self._token.id)
            return
        _ask(self._Client, self._token.address, self._authkey, 'incref', self._id)
        util.debug('INCREF %r', self._token.id)
        self._all_serials.add(self._serial)
        state = self._manager and self._manager._state
        self._close = util.Finalize(
            self, BaseProxy._decref,
            args=(self._token, self._serial, self._authkey, state, self._tls, self._all_serials,
                  self._Client),
            exitpriority=10)

    @staticmethod
    def _decref(token, serial, authkey, state, tls, idset, _Client):
        idset.discard(serial)
        if state is None or state.value == State.STARTED:
            try:
                util.debug('DECREF %r', token.id)
                _ask(_Client, token.address, authkey, 'decref', token.id)
            except Exception as error:
                util.debug('... decref failed %s', error)
        else:
            util.debug('DECREF %r -- manager already shutdown', token.id)
        if not idset and hasattr(tls, 'connection'):
            util.debug('thread %r has no more proxies so closing conn',
                       threading.current_thread().name)
            tls.connection.close()
            del tls.connection

    def _after_fork(self):
        self._manager = None
        try:
            self._incref()
        except Exception as error:
            util.info('incref failed: %s', error)

    def __reduce__(self):
        kwds = {}
        if get_spawning_popen() is not None:
            kwds['authkey'] = self._authkey
        make = type(self)
        if getattr(self, '_isauto', False):
            kwds['exposed'] = self._exposed_
            make = AutoProxy
        return RebuildProxy, (make, self._token, self._serializer, kwds)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._token.typeid!r} at {id(self):#x}>'

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return f"{repr(self)[:-1]}; '__str__()' failed>"


def RebuildProxy(func, token, serializer, kwds):
    """A proxy from its pickle."""
    current = process.current_process()
    server = getattr(current, '_manager_server', None)
    if server and server.address == token.address:
        util.debug('Rebuild a proxy owned by manager, token=%r', token)
        kwds['manager_owned'] = True
        server.id_to_local_proxy_obj.setdefault(token.id, server.id_to_obj[token.id])
    # A child that is being started inherits the count of its parent.
    incref = kwds.pop('incref', True) and not getattr(current, '_inheriting', False)
    return func(token, serializer, incref=incref, **kwds)


def MakeProxyType(name, exposed, _cache={}):
    """A class of proxies with these methods."""
    exposed = tuple(exposed)
    found = _cache.get((name, exposed))
    if found is None:
        found = _cache[name, exposed] = type(
            name, (BaseProxy,),
            {**{each: _forwarding(each) for each in exposed}, '_exposed_': exposed})
    return found


def _forwarding(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = name
    method.__qualname__ = name
    return method


def AutoProxy(token, serializer, manager=None, authkey=None, exposed=None, incref=True,
              manager_owned=False):
    """A proxy with the methods that the object exposes."""
    if authkey is None:
        authkey = process.current_process().authkey if manager is None else manager._authkey
    if exposed is None:
        exposed = _ask(listener_client[serializer][1], token.address, authkey, 'get_methods',
                       token)
    proxytype = MakeProxyType(f'AutoProxy[{token.typeid}]', exposed)
    made = proxytype(token, serializer, manager=manager, authkey=authkey, incref=incref,
                     manager_owned=manager_owned)
    made._isauto = True
    return made


# --- the objects of a SyncManager, and their proxies -------------------------------------

class Namespace:
    """Attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        parts = sorted(f'{name}={value!r}' for name, value in self.__dict__.items()
                       if not name.startswith('_'))
        return f"{type(self).__name__}({', '.join(parts)})"


class Value:
    """A value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        """What it is."""
        return self._value

    def set(self, value):
        """Change it."""
        self._value = value

    value = property(get, set)

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self._value!r})'


def Array(typecode, sequence, lock=True):
    """An array."""
    return array.array(typecode, sequence)


class IteratorProxy(BaseProxy):
    """An iterator or a generator."""

    _exposed_ = '__next__', 'send', 'throw', 'close'

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def throw(self, *args):
        return self._callmethod('throw', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    """A lock or a semaphore."""

    _exposed_ = 'acquire', 'release', 'locked'

    def acquire(self, blocking=True, timeout=None):
        args = (blocking,) if timeout is None else (blocking, timeout)
        return self._callmethod('acquire', args)

    def release(self):
        return self._callmethod('release')

    def locked(self):
        return self._callmethod('locked')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    """A condition."""

    _exposed_ = *AcquirerProxy._exposed_, 'wait', 'notify', 'notify_all'

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate(), which is called here, is true; its last result."""
        end = None if timeout is None else time.monotonic() + timeout
        left = None
        while not (result := predicate()):
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
        return result


class EventProxy(BaseProxy):
    """An event."""

    _exposed_ = 'is_set', 'set', 'clear', 'wait'

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


def _attribute(name):
    def get(self):
        return self._callmethod('__getattribute__', (name,))
    return property(get)


class BarrierProxy(BaseProxy):
    """A barrier."""

    _exposed_ = '__getattribute__', 'wait', 'abort', 'reset'

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    parties = _attribute('parties')
    n_waiting = _attribute('n_waiting')
    broken = _attribute('broken')


class NamespaceProxy(BaseProxy):
    """A namespace; names that begin with '_' are the proxy's own."""

    _exposed_ = '__getattribute__', '__setattr__', '__delattr__'

    def _pass_on(self, method, *args):
        if args[0][0] == '_':
            return getattr(object, method)(self, *args)
        return object.__getattribute__(self, '_callmethod')(method, args)

    def __getattr__(self, key):
        return NamespaceProxy._pass_on(self, '__getattribute__', key)

    def __setattr__(self, key, value):
        return NamespaceProxy._pass_on(self, '__setattr__', key, value)

    def __delattr__(self, key):
        return NamespaceProxy._pass_on(self, '__delattr__', key)


class ValueProxy(BaseProxy):
    """A value."""

    _exposed_ = 'get', 'set'

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)

    __class_getitem__ = classmethod(types.GenericAlias)


def _in_place(cls, **operators):
    """Give a class of proxies operators that change the object by a method and keep the proxy."""
    for operator, method in operators.items():
        def apply(self, value, _method=method):
            self._callmethod(_method, (value,))
            return self
        name = f'__{operator}__'
        apply.__name__ = name
        setattr(cls, name, apply)
    cls.__class_getitem__ = classmethod(types.GenericAlias)


BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__imul__', '__len__', '__mul__',
    '__reversed__', '__rmul__', '__setitem__', 'append', 'clear', 'copy', 'count', 'extend',
    'index', 'insert', 'pop', 'remove', 'reverse', 'sort'))


class ListProxy(BaseListProxy):
    """A list."""


_in_place(ListProxy, iadd='extend', imul='__imul__')
collections.abc.MutableSequence.register(BaseListProxy)

_BaseDictProxy = MakeProxyType('_BaseDictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__ior__', '__iter__', '__len__', '__or__',
    '__reversed__', '__ror__', '__setitem__', 'clear', 'copy', 'fromkeys', 'get', 'items', 'keys',
    'pop', 'popitem', 'setdefault', 'update', 'values'))
_BaseDictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}


class DictProxy(_BaseDictProxy):
    """A dict."""


_in_place(DictProxy, ior='__ior__')
collections.abc.MutableMapping.register(_BaseDictProxy)

_BaseSetProxy = MakeProxyType('_BaseSetProxy', (
    '__and__', '__class_getitem__', '__contains__', '__iand__', '__ior__', '__isub__', '__iter__',
    '__ixor__', '__len__', '__or__', '__rand__', '__ror__', '__rsub__', '__rxor__', '__sub__',
    '__xor__', '__ge__', '__gt__', '__le__', '__lt__', 'add', 'clear', 'copy', 'difference',
    'difference_update', 'discard', 'intersection', 'intersection_update', 'isdisjoint',
    'issubset', 'issuperset', 'pop', 'remove', 'symmetric_difference',
    'symmetric_difference_update', 'union', 'update'))
_BaseSetProxy._method_to_typeid_ = {'__iter__': 'Iterator'}


class SetProxy(_BaseSetProxy):
    """A set."""


_in_place(SetProxy, ior='__ior__', iand='__iand__', ixor='__ixor__', isub='__isub__')
collections.abc.MutableSet.register(_BaseSetProxy)

ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BasePoolProxy = MakeProxyType('PoolProxy', (
    'apply', 'apply_async', 'close', 'imap', 'imap_unordered', 'join', 'map', 'map_async',
    'starmap', 'starmap_async', 'terminate'))
BasePoolProxy._method_to_typeid_ = {
    **dict.fromkeys(('apply_async', 'map_async', 'starmap_async'), 'AsyncResult'),
    **dict.fromkeys(('imap', 'imap_unordered'), 'Iterator')}


class PoolProxy(BasePoolProxy):
    """A pool."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()


class SyncManager(BaseManager):
    """A manager of what threads share: locks, queues, containers, values, pools."""


for _name, _make, _proxytype in (
        ('Queue', queue.Queue, None),
        ('JoinableQueue', queue.Queue, None),
        ('Event', threading.Event, EventProxy),
        ('Lock', threading.Lock, AcquirerProxy),
        ('RLock', threading.RLock, AcquirerProxy),
        ('Semaphore', threading.Semaphore, AcquirerProxy),
        ('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy),
        ('Condition', threading.Condition, ConditionProxy),
        ('Barrier', threading.Barrier, BarrierProxy),
        ('Pool', pool.Pool, PoolProxy),
        ('list', list, ListProxy),
        ('dict', dict, DictProxy),
        ('set', set, SetProxy),
        ('Value', Value, ValueProxy),
        ('Array', Array, ArrayProxy),
        ('Namespace', Namespace, NamespaceProxy)):
    SyncManager.register(_name, _make, _proxytype)
del _name, _make, _proxytype

# What methods of others give.
SyncManager.register('Iterator', proxytype=IteratorProxy, create_method=False)
SyncManager.register('AsyncResult', create_method=False)


# --- shared memory -----------------------------------------------------------------------

class _SharedMemoryTracker:
    """The names of shared memory that goes with a server."""

    def __init__(self, name, segment_names=None):
        self.shared_memory_context_name = name
        self.segment_names = [] if segment_names is None else segment_names

    def register_segment(self, segment_name):
        """One more."""
        util.debug('Register segment %r in pid %s', segment_name, getpid())
        self.segment_names.append(segment_name)

    def destroy_segment(self, segment_name):
        """Remove one."""
        util.debug('Destroy segment %r in pid %s', segment_name, getpid())
        self.segment_names.remove(segment_name)
        segment = shared_memory.SharedMemory(segment_name)
        segment.close()
        segment.unlink()

    def unlink(self):
        """Remove all."""
        for name in list(self.segment_names):
            self.destroy_segment(name)

    def __del__(self):
        util.debug('Call %s.__del__ in %s', type(self).__name__, getpid())
        self.unlink()

    def __getstate__(self):
        return self.shared_memory_context_name, self.segment_names

    def __setstate__(self, state):
        self.__init__(*state)


class SharedMemoryServer(Server):
    """A server that removes shared memory when it ends."""

    public = [*Server.public, 'track_segment', 'release_segment', 'list_segments']

    def __init__(self, *args, **kwargs):
        Server.__init__(self, *args, **kwargs)
        address = self.address
        if isinstance(address, bytes):
            address = fsdecode(address)
        self.shared_memory_context = _SharedMemoryTracker(f'shm_{address}_{getpid()}')
        util.debug('SharedMemoryServer started by pid %s', getpid())

    def create(self, c, typeid, /, *args, **kwargs):
        """Make an object."""
        if hasattr(self.registry[typeid][-1], '_shared_memory_proxy'):
            kwargs['shared_memory_context'] = self.shared_memory_context
        return Server.create(self, c, typeid, *args, **kwargs)

    def shutdown(self, c):
        """Remove the shared memory and end."""
        self.shared_memory_context.unlink()
        return Server.shutdown(self, c)

    def track_segment(self, c, segment_name):
        """Shared memory that is to go with the server."""
        self.shared_memory_context.register_segment(segment_name)

    def release_segment(self, c, segment_name):
        """Remove one already now."""
        self.shared_memory_context.destroy_segment(segment_name)

    def list_segments(self, c):
        """The names of the shared memory."""
        return self.shared_memory_context.segment_names


class SharedMemoryManager(BaseManager):
    """A manager that makes shared memory here, and removes it when it ends."""

    _Server = SharedMemoryServer

    def __init__(self, *args, **kwargs):
        # Before the server is forked: both have to have the same tracker.
        resource_tracker.ensure_running()
        BaseManager.__init__(self, *args, **kwargs)
        util.debug('%s created by pid %s', type(self).__name__, getpid())

    def __del__(self):
        util.debug('%s.__del__ by pid %s', type(self).__name__, getpid())

    def get_server(self):
        """A server in this process."""
        self._check_state(State.INITIAL, {State.STARTED: 'Already started SharedMemoryServer',
                                          State.SHUTDOWN: 'SharedMemoryManager has shut down'})
        return self._Server(self._registry, self._address, self._authkey, self._serializer)

    def _track(self, made, memory):
        try:
            _ask(self._Client, self._address, self._authkey, 'track_segment', memory.name)
        except BaseException:
            memory.unlink()
            raise
        return made

    def SharedMemory(self, size):
        """New shared memory."""
        made = shared_memory.SharedMemory(None, create=True, size=size)
        return self._track(made, made)

    def ShareableList(self, sequence):
        """A new list in shared memory."""
        made = shared_memory.ShareableList(sequence)
        return self._track(made, made.shm)
