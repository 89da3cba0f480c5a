"""The server of a manager, and what travels between it and proxies.

A server keeps each object under an identifier with a count of the proxies that know it. Two kinds of connections
come to it, after the proof of the key: one request to the server itself, (None, function, args, kwargs); or first
`accept_connection`, and then requests to objects, (identifier, method, args, kwargs), for as long as the proxy's
thread lives. Every answer is (kind, value); the kinds are '#RETURN', '#ERROR' with an exception, '#TRACEBACK' and
'#UNSERIALIZABLE' with text, and '#PROXY' with what a proxy is made from.
"""

import array
import sys
import threading
from traceback import format_exc

from . import connection
from . import process
from . import util
from .context import reduction


# --- what travels ------------------------------------------------------------------------

def reduce_array(a):
    """Arrays travel as bytes."""
    return array.array, (a.typecode, a.tobytes())


def rebuild_as_list(obj):
    """Views of dicts travel as lists."""
    return list, (list(obj),)


reduction.register(array.array, reduce_array)
for _view in ({}.items(), {}.keys(), {}.values()):
    reduction.register(type(_view), rebuild_as_list)
del _view


class Token:
    """Which object: its type's name, the address of its server, its identifier there."""

    __module__ = 'multiprocessing.managers'
    __slots__ = ('typeid', 'address', 'id')

    def __init__(self, typeid, address, id):
        self.__setstate__((typeid, address, id))

    def __getstate__(self):
        return self.typeid, self.address, self.id

    def __setstate__(self, state):
        self.typeid, self.address, self.id = state

    def __repr__(self):
        return (f'{type(self).__name__}(typeid={self.typeid!r}, address={self.address!r}, '
                f'id={self.id!r})')


class RemoteError(Exception):
    """Something went wrong in the server; the argument is its traceback."""

    __module__ = 'multiprocessing.managers'

    def __str__(self):
        line = '-' * 75
        return f'\n{line}\n{self.args[0]}{line}'


def convert_to_error(kind, result):
    """The exception of an answer that is none."""
    if kind == '#ERROR':
        return result
    if kind not in ('#TRACEBACK', '#UNSERIALIZABLE'):
        return ValueError(f'Unrecognized message type {kind!r}')
    if not isinstance(result, str):
        raise TypeError(f"Result {result!r} (kind '{kind}') type is {type(result)}, not str")
    if kind == '#UNSERIALIZABLE':
        result = f'Unserializable message: {result}\n'
    return RemoteError(result)


def dispatch(c, id, methodname, args=(), kwds={}):
    """Send a request over a connection; what it returns."""
    c.send((id, methodname, args, kwds))
    kind, result = c.recv()
    if kind == '#RETURN':
        return result
    try:
        raise convert_to_error(kind, result)
    finally:
        del result                      # the exception would be in a cycle


def ask(make_client, address, authkey, name, *args, **kwds):
    """One request to a server itself."""
    conn = make_client(address, authkey=authkey)
    try:
        return dispatch(conn, None, name, args, kwds)
    finally:
        conn.close()


def all_methods(obj):
    """The names of the methods of an object."""
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    """Those that do not begin with '_'."""
    return [name for name in all_methods(obj) if name[0] != '_']


# --- the server --------------------------------------------------------------------------

class Server:
    """Keeps objects and does what proxies ask for, each connection in a thread of its own."""

    __module__ = 'multiprocessing.managers'

    public = ['shutdown', 'create', 'accept_connection', 'get_methods', 'debug_info',
              'number_of_objects', 'dummy', 'incref', 'decref']

    def __init__(self, registry, address, authkey, serializer):
        if not isinstance(authkey, bytes):
            raise TypeError(f'Authkey {authkey!r} is type {type(authkey)!s}, not bytes')
        self.registry = registry
        self.authkey = process.AuthenticationString(authkey)
        listen, _ = listener_client[serializer]
        self.listener = listen(address=address, backlog=128)
        self.address = self.listener.address
        self.id_to_obj = {'0': (None, ())}      # identifier -> object, methods, method -> type
        self.id_to_refcount = {}
        # Objects of which proxies have come back here: in other objects, where nobody counts them.
        self.id_to_local_proxy_obj = {}
        self.mutex = threading.Lock()

    def serve_forever(self):
        """Until it is told to shut down; then exit."""
        self.stop_event = threading.Event()
        process.current_process()._manager_server = self
        try:
            threading.Thread(target=self.accepter, daemon=True).start()
            try:
                while not self.stop_event.is_set():
                    self.stop_event.wait(1)
            except (KeyboardInterrupt, SystemExit):
                pass
        finally:
            if sys.stdout != sys.__stdout__:
                util.debug('resetting stdout, stderr')
                sys.stdout = sys.__stdout__
                sys.stderr = sys.__stderr__
            sys.exit(0)

    def accepter(self):
        """Thread: a thread for each connection."""
        while True:
            try:
                conn = self.listener.accept()
            except OSError:
                continue
            threading.Thread(target=self.handle_request, args=(conn,), daemon=True).start()

    def handle_request(self, conn):
        """Thread: one connection."""
        try:
            self._handle_request(conn)
        except SystemExit:
            pass
        finally:
            conn.close()

    def _handle_request(self, conn):
        request = None
        try:
            connection.deliver_challenge(conn, self.authkey)
            connection.answer_challenge(conn, self.authkey)
            request = conn.recv()
            _, name, args, kwds = request
            assert name in self.public, f'{name!r} unrecognized'
            answer = '#RETURN', getattr(self, name)(conn, *args, **kwds)
        except Exception:
            answer = '#TRACEBACK', format_exc()
        try:
            conn.send(answer)
        except Exception as error:
            try:
                conn.send(('#TRACEBACK', format_exc()))
            except Exception:
                pass
            util.info('Failure to send message: %r', answer)
            util.info(' ... request was %r', request)
            util.info(' ... exception was %r', error)

    # requests to objects

    def serve_client(self, conn):
        """Requests of one thread's proxies."""
        name = threading.current_thread().name
        util.debug('starting server thread to service %r', name)
        while not self.stop_event.is_set():
            try:
                answer = self._answer(conn)
            except EOFError:
                util.debug('got EOF -- exiting thread serving %r', name)
                sys.exit(0)
            try:
                try:
                    conn.send(answer)
                except Exception:
                    conn.send(('#UNSERIALIZABLE', format_exc()))
            except Exception as error:
                util.info('exception in thread serving %r', name)
                util.info(' ... message was %r', answer)
                util.info(' ... exception was %r', error)
                conn.close()
                sys.exit(1)

    def _find(self, ident):
        found = self.id_to_obj.get(ident) or self.id_to_local_proxy_obj.get(ident)
        if found is None:
            raise KeyError(ident)
        return found

    def _answer(self, conn):
        """Receive a request; its answer. EOFError: there are no more."""
        try:
            ident, name, args, kwds = conn.recv()
            obj, exposed, types_of = self._find(ident)
            if name not in exposed:
                if name in self.fallback_mapping:
                    result = self.fallback_mapping[name](self, conn, ident, obj, *args, **kwds)
                    return '#RETURN', result
                raise AttributeError(
                    f'method {name!r} of {type(obj)!r} object is not in exposed={exposed!r}')
            method = getattr(obj, name)
            try:
                result = method(*args, **kwds)
            except Exception as error:
                return '#ERROR', error
            typeid = types_of and types_of.get(name)
            if not typeid:
                return '#RETURN', result
            made, methods = self.create(conn, typeid, result)
            return '#PROXY', (methods, Token(typeid, self.address, made))
        except EOFError:
            raise
        except Exception:
            return '#TRACEBACK', format_exc()

    def fallback_getvalue(self, conn, ident, obj):
        """The object itself."""
        return obj

    def fallback_str(self, conn, ident, obj):
        """str() of the object."""
        return str(obj)

    def fallback_repr(self, conn, ident, obj):
        """repr() of the object."""
        return repr(obj)

    # What every object has, exposed or not.
    fallback_mapping = {'__str__': fallback_str, '__repr__': fallback_repr,
                        '#GETVALUE': fallback_getvalue}

    # requests to the server

    def dummy(self, c):
        """Nothing: whoever asks wants to know whether there is a server."""

    def debug_info(self, c):
        """The objects, as text."""
        with self.mutex:
            return '\n'.join(
                f'  {ident}:       refcount={self.id_to_refcount[ident]}\n'
                f'    {str(self.id_to_obj[ident][0])[:75]}'
                for ident in sorted(self.id_to_refcount) if ident != '0')

    def number_of_objects(self, c):
        """How many objects there are."""
        return len(self.id_to_refcount)

    def shutdown(self, c):
        """End."""
        try:
            util.debug('manager received shutdown message')
            c.send(('#RETURN', None))
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            self.stop_event.set()

    def create(self, c, typeid, /, *args, **kwds):
        """Make an object; its identifier and methods. It counts one, for whoever asked."""
        with self.mutex:
            make, exposed, types_of, _ = self.registry[typeid]
            if make is not None:
                obj = make(*args, **kwds)
            elif kwds or len(args) != 1:
                raise ValueError('Without callable, must have one non-keyword argument')
            else:
                obj, = args
            if exposed is None:
                exposed = public_methods(obj)
            if types_of is not None:
                if not isinstance(types_of, dict):
                    raise TypeError(
                        f'Method_to_typeid {types_of!r}: type {type(types_of)!s}, not dict')
                exposed = [*exposed, *types_of]
            ident = f'{id(obj):x}'      # a text, because of XML
            util.debug('%r callable returned object with id %r', typeid, ident)
            self.id_to_obj[ident] = obj, set(exposed), types_of
            self.id_to_refcount.setdefault(ident, 0)
        self.incref(c, ident)
        return ident, tuple(exposed)

    def get_methods(self, c, token):
        """The methods of an object."""
        return tuple(self.id_to_obj[token.id][1])

    def accept_connection(self, c, name):
        """From now on requests to objects come over this connection."""
        threading.current_thread().name = name
        c.send(('#RETURN', None))
        self.serve_client(c)

    def incref(self, c, ident):
        """One proxy more."""
        with self.mutex:
            if ident in self.id_to_refcount:
                self.id_to_refcount[ident] += 1
            elif ident in self.id_to_local_proxy_obj:
                self.id_to_refcount[ident] = 1
                self.id_to_obj[ident] = self.id_to_local_proxy_obj[ident]
                util.debug('Server re-enabled tracking & INCREF %r', ident)
            else:
                raise KeyError(ident)

    def decref(self, c, ident):
        """One proxy less."""
        if ident not in self.id_to_refcount and ident in self.id_to_local_proxy_obj:
            util.debug('Server DECREF skipping %r', ident)
            return
        gone = None
        with self.mutex:
            count = self.id_to_refcount[ident]
            if count <= 0:
                raise AssertionError(f'Id {ident!s} ({self.id_to_obj[ident]!r}) has refcount '
                                     f'{count:n}, not 1+')
            self.id_to_refcount[ident] = count - 1
            if count == 1:
                del self.id_to_refcount[ident]
                gone = self.id_to_obj.pop(ident)
                util.debug('disposing of obj with id %r', ident)
        del gone                        # not under the lock: it may have proxies itself


listener_client = {
    'pickle': (connection.Listener, connection.Client),
    'xmlrpclib': (connection.XmlListener, connection.XmlClient),
}
