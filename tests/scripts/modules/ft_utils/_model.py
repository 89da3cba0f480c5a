"""What the native half of `ft_utils` means, with one lock for each object: for interpreters without it.

Importing this module makes `ft_utils` importable: Typhon's own, or its Python half on the classes of this file.
"""
import collections
import operator
import os
import sys
import threading
import time
import types




class ConcurrentDict:
    def __init__(self, initial_capacity=0, dictionary=None):
        operator.index(initial_capacity)
        if dictionary is not None and not isinstance(dictionary, dict):
            raise TypeError("dictionary must be a dict type")
        self._lock, self._d = threading.RLock(), dict(dictionary or {})

    __hash__ = None
    __class_getitem__ = classmethod(types.GenericAlias)

    def __getitem__(self, key):
        with self._lock: return self._d[key]
    def __setitem__(self, key, value):
        with self._lock: self._d[key] = value
    def __delitem__(self, key):
        with self._lock: del self._d[key]
    def __contains__(self, key):
        with self._lock: return key in self._d
    def __len__(self):
        with self._lock: return len(self._d)
    def __iter__(self): return iter(self.keys())
    def keys(self):
        with self._lock: return list(self._d)
    def values(self):
        with self._lock: return list(self._d.values())
    def items(self):
        with self._lock: return list(self._d.items())
    def as_dict(self):
        with self._lock: return dict(self._d)
    def clear(self):
        with self._lock: old, self._d = self._d, {}
    def get(self, key, default=None, /):
        with self._lock: return self._d.get(key, default)
    def setdefault(self, key, default=None, /):
        with self._lock: return self._d.setdefault(key, default)
    def pop(self, key, /, *default):
        with self._lock: return self._d.pop(key, *default)
    def update(self, other=(), /, **kwargs):
        with self._lock: self._d.update(other, **kwargs)
    def __eq__(self, other):
        if isinstance(other, ConcurrentDict): other = other.as_dict()
        return self.as_dict() == other if isinstance(other, dict) else NotImplemented
    def __repr__(self): return f"ConcurrentDict({self.as_dict()})"


class ConcurrentDeque:
    def __init__(self, iterable=(), /):
        self._lock, self._d = threading.RLock(), collections.deque(iterable or ())

    __hash__ = None
    __class_getitem__ = classmethod(types.GenericAlias)

    def _items(self):
        with self._lock: return list(self._d)
    def append(self, x):
        with self._lock: self._d.append(x)
    def appendleft(self, x):
        with self._lock: self._d.appendleft(x)
    def extend(self, xs):
        for x in iter(xs): self.append(x)
    def extendleft(self, xs):
        for x in xs: self.appendleft(x)
    def clear(self):
        with self._lock: old, self._d = self._d, collections.deque()
    def _take(self, name):
        with self._lock:
            if not self._d: raise RuntimeError("pop from an empty ConcurrentDeque")
            return getattr(self._d, name)()
    def pop(self): return self._take("pop")
    def popleft(self): return self._take("popleft")
    def remove(self, x):
        with self._lock:
            for i, item in enumerate(self._d):
                if item is x or item == x:
                    del self._d[i]
                    return
        raise ValueError("ConcurrentDeque.remove(x): x not in ConcurrentDeque")
    def rotate(self, n=1, /):
        with self._lock: self._d.rotate(n)
    def __contains__(self, x): return x in self._items()
    def __len__(self): return len(self._d)
    def __iter__(self): return iter(self._items())
    def __getitem__(self, i):
        if not hasattr(i, "__index__"):
            raise TypeError(f"sequence index must be integer, not '{type(i).__name__}'")
        try: return self._d[i]
        except IndexError: raise IndexError("ConcurrentDeque index out of range") from None
    def _compare(name):
        def compare(self, other):
            if not isinstance(other, ConcurrentDeque): return NotImplemented
            return getattr(self._items(), name)(other._items())
        return compare
    for _n in "__eq__ __ne__ __lt__ __le__ __gt__ __ge__".split(): locals()[_n] = _compare(_n)
    __hash__ = None
    def __repr__(self): return f"ConcurrentDeque({self._items()})"


def _number(x):
    if isinstance(x, AtomicInt64): return x._v
    if not isinstance(x, int): raise TypeError("unsupported operand type(s)")
    if not -2**63 <= x < 2**63: raise OverflowError("int too big to convert")
    return int(x)

def _wrap(x): return (x + 2**63) % 2**64 - 2**63


class AtomicInt64:
    def __init__(self, value=0, /):
        self._lock, self._v = threading.Lock(), _number(value)
    __hash__ = None
    def get(self): return self._v
    def set(self, v):
        with self._lock: self._v = _number(v)
    def incr(self): return self._change(lambda x: x + 1)
    def decr(self): return self._change(lambda x: x - 1)
    def _change(self, f):
        with self._lock:
            self._v = _wrap(f(self._v))
            return self._v
    def _take_below(self, limit):
        with self._lock:
            if self._v >= _number(limit): return None
            self._v += 1
            return self._v
    def __format__(self, spec): return format(self._v, spec)
    def __repr__(self): return f"AtomicInt64({self._v})"
    def __str__(self): return str(self._v)
    def __bool__(self): return self._v != 0
    def __int__(self): return self._v
    def __neg__(self): return -self._v
    def __pos__(self): return self._v
    def __abs__(self): return abs(self._v)
    def __invert__(self): return ~self._v

def _operators():
    def forward(op):
        def f(self, other):
            if not isinstance(other, (int, AtomicInt64)): return NotImplemented
            return op(self._v, other._v if isinstance(other, AtomicInt64) else other)
        return f
    def backward(op):
        return lambda self, other: op(other, self._v) if isinstance(other, int) else NotImplemented
    def in_place(op):
        def f(self, other):
            y = _number(other)
            if op is operator.floordiv and y == 0: raise ZeroDivisionError("division by zero")
            self._change(lambda x: op(x, y))
            return self
        return f
    def compare(op): return lambda self, other: op(self._v, other._v if isinstance(other, AtomicInt64) else other)
    for name in "add sub mul floordiv and or xor".split():
        op = getattr(operator, f"__{name}__")
        setattr(AtomicInt64, f"__{name}__", forward(op))
        setattr(AtomicInt64, f"__r{name}__", backward(op))
        setattr(AtomicInt64, f"__i{name}__", in_place(op))
    for name in "eq ne lt le gt ge".split():
        setattr(AtomicInt64, f"__{name}__", compare(getattr(operator, name)))
    AtomicInt64.__hash__ = None
_operators()


class AtomicReference:
    def __init__(self, *args):
        if len(args) > 1: raise TypeError("AtomicReference() takes zero or one argument")
        self._lock, self._o = threading.Lock(), args[0] if args else None
    __class_getitem__ = classmethod(types.GenericAlias)
    def get(self): return self._o
    def set(self, o): self.exchange(o)
    def exchange(self, o):
        with self._lock: old, self._o = self._o, o
        return old
    def compare_exchange(self, expected, o):
        with self._lock:
            if self._o is not expected: return False
            old, self._o = self._o, o
        return True


class LocalWrapper:
    __slots__ = "_w", "__weakref__"
    def __init__(self, wrapped): object.__setattr__(self, "_w", wrapped)
    @property
    def wrapped(self): return self._w
    def __getattr__(self, name): return getattr(object.__getattribute__(self, "_w"), name)
    def __setattr__(self, name, value): setattr(self._w, name, value)
    def __delattr__(self, name): delattr(self._w, name)
    def __repr__(self): return f"<LocalWrapper: {self._w!r}>"
    def __str__(self): return str(self._w)
    def __hash__(self): return hash(self._w)
    def __bool__(self): return bool(self._w)
    def __len__(self): return len(self._w)
    def __iter__(self): return iter(self._w)
    def __next__(self): return next(self._w)
    def __contains__(self, x): return x in self._w
    def __getitem__(self, k): return self._w[k]
    def __setitem__(self, k, v): self._w[k] = v
    def __delitem__(self, k): del self._w[k]
    def __call__(self, *a, **k): return self._w(*a, **k)
    def __enter__(self): return self._w.__enter__()
    def __exit__(self, *a): return self._w.__exit__(*a)
    def __int__(self): return int(self._w)
    def __float__(self): return float(self._w)
    def __index__(self):
            return operator.index(self._w)
    def __reversed__(self): return reversed(self._w)
    def __buffer__(self, flags): return memoryview(self._w)

def _wrapper_operators():
    real = lambda x: x._w if type(x) is LocalWrapper else x
    for name in "neg pos abs invert".split():
        setattr(LocalWrapper, f"__{name}__", lambda self, op=getattr(operator, name): op(self._w))
    for name in "eq ne lt le gt ge".split():
        setattr(LocalWrapper, f"__{name}__", lambda self, o, op=getattr(operator, name): op(self._w, real(o)))
    LocalWrapper.__hash__ = lambda self: hash(self._w)
    for name in "add sub mul truediv floordiv mod matmul and or xor lshift rshift pow".split():
        op, iop = getattr(operator, f"__{name}__"), getattr(operator, f"__i{name}__")
        setattr(LocalWrapper, f"__{name}__", lambda self, o, op=op: op(self._w, real(o)))
        setattr(LocalWrapper, f"__r{name}__", lambda self, o, op=op: op(o, self._w))
        def in_place(self, o, op=iop):
            new = op(self._w, real(o))
            return self if new is self._w else LocalWrapper(new)
        setattr(LocalWrapper, f"__i{name}__", in_place)
    LocalWrapper.__divmod__ = lambda self, o: divmod(self._w, real(o))
    LocalWrapper.__rdivmod__ = lambda self, o: divmod(o, self._w)
_wrapper_operators()


class BatchExecutor:
    def __init__(self, source, size):
        if not callable(source): raise TypeError("source must be callable")
        if not isinstance(size, int): raise TypeError("size must be an integer")
        if size <= 0: raise ValueError("size must be positive")
        self._lock, self._source, self._size, self._ready, self._filler = threading.Lock(), source, size, [], None
    def load(self):
        if not self._ready and self._filler == threading.get_ident():
            raise RuntimeError("the source of a BatchExecutor cannot load from it")
        with self._lock:
            self._filler = threading.get_ident()
            try:
                if not self._ready:
                    if self._source is None:
                        raise RuntimeError("BatchExecutor is shut down: an earlier call of its source raised an exception")
                    try: self._ready = [self._source() for _ in range(self._size)]
                    except BaseException:
                        self._source = None
                        raise
                return self._ready.pop(0)
            finally:
                self._filler = None
    def as_local(self): return LocalWrapper(self)


class IntervalLock:
    def __init__(self, interval=0.005):
        self._interval, self._cond = float(interval), threading.Condition()
        self._owner, self._since, self._waiting = None, 0, collections.deque()
    def lock(self):
        me = threading.get_ident()
        if self._owner == me: raise RuntimeError("Locking from owner would deadlock.")
        with self._cond:
            ticket = object()
            self._waiting.append(ticket)
            self._cond.wait_for(lambda: self._owner is None and self._waiting[0] is ticket)
            self._waiting.popleft()
            self._owner, self._since = me, time.monotonic()
    def unlock(self):
        with self._cond:
            if self._owner != threading.get_ident():
                raise RuntimeError("Lock cannot be released from a thread which does not own it.")
            self._owner = None
            self._cond.notify_all()
    def cede(self):
        self.unlock()
        self.lock()
    def poll(self):
        if self._owner != threading.get_ident():
            raise RuntimeError("Lock cannot be released from a thread which does not own it.")
        if time.monotonic() - self._since > self._interval: self.cede()
    def locked(self): return self._owner is not None
    def __enter__(self):
        self.lock()
        return self
    def __exit__(self, *args): self.unlock()


class RWLock:
    def __init__(self):
        self._cond, self._readers, self._waiting, self._writing = threading.Condition(), 0, 0, False
    def lock_read(self):
        with self._cond:
            self._cond.wait_for(lambda: not self._writing and not self._waiting)
            self._readers += 1
    def unlock_read(self):
        with self._cond:
            if not self._readers: raise RuntimeError("the lock is not held by a reader")
            self._readers -= 1
            self._cond.notify_all()
    def lock_write(self):
        with self._cond:
            self._waiting += 1
            self._cond.wait_for(lambda: not self._writing and not self._readers)
            self._waiting -= 1
            self._writing = True
    def unlock_write(self):
        with self._cond:
            if not self._writing: raise RuntimeError("the lock is not held by a writer")
            self._writing = False
            self._cond.notify_all()
    def readers(self): return self._readers
    def writers_waiting(self): return self._waiting
    def writer_locked(self): return self._writing


class _Context:
    def __init__(self, lock):
        if not isinstance(lock, RWLock):
            name, got = type(self).__name__, type(lock).__name__
            raise TypeError(f"{name}() argument 1 must be ft_utils.synchronization.RWLock, not {got}")
        self._lock = lock
class RWReadContext(_Context):
    def __enter__(self): self._lock.lock_read()
    def __exit__(self, *args): self._lock.unlock_read()
class RWWriteContext(_Context):
    def __enter__(self): self._lock.lock_write()
    def __exit__(self, *args): self._lock.unlock_write()


try:
    import ft_utils.concurrency
except ImportError:
    def provide(name, *members):
        module = types.ModuleType(name)
        for m in members:
            setattr(module, m.__name__, m)
        sys.modules[name] = module
    provide("ft_utils._concurrency", AtomicInt64, AtomicReference, ConcurrentDeque, ConcurrentDict)
    provide("ft_utils.local", LocalWrapper, BatchExecutor)
    provide("ft_utils.synchronization", IntervalLock, RWLock, RWReadContext, RWWriteContext)
    # Behind everything else: only ft_utils is missing.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)) + "/../../../../stdlib-min/lib")
    import ft_utils
    ft_utils.local, ft_utils.synchronization = sys.modules["ft_utils.local"], sys.modules["ft_utils.synchronization"]
