"""The two machines of `pickle`: `Pickler` writes objects as a program, `Unpickler` runs it (`_pickle_read`).

A pickle is a sequence of one-byte instructions for a stack. What may be met again is kept in a memo: in the pickler by
identity, with the object, so that no identity comes again; in the unpickler by number.
"""

import copyreg
import io
import sys
from _compat_pickle import REVERSE_IMPORT_MAPPING, REVERSE_NAME_MAPPING
from _pickle_ops import *
from _pickle_ops import NOTHING as _NOTHING, get_path as _getattribute
from _pickle_read import Unpickler, _Stop
from functools import partial
from itertools import batched
from struct import pack
from types import FunctionType

_TUPLES = (EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3)
_BATCH = 1000
_DEEPEST = 100_000


class PickleBuffer:
    """A buffer that may travel beside the pickle."""

    __module__ = 'pickle'

    def __init__(self, object):
        self._view = memoryview(object)

    def __buffer__(self, flags):
        return memoryview(self._checked())

    def _checked(self):
        if self._view is None:
            raise ValueError('operation forbidden on released PickleBuffer object')
        return self._view

    def raw(self):
        """The bytes of the buffer as a one-dimensional view."""
        view = self._checked()
        if not view.contiguous:
            raise BufferError('cannot extract raw buffer from non-contiguous buffer')
        return view.cast('B') if view.format != 'B' or view.ndim != 1 else view[:]

    def release(self):
        """Let the buffer go."""
        if self._view is not None:
            self._view.release()
            self._view = None


def _full_name(value):
    """How an object's class is called in notes and messages."""
    cls = type(value)
    if cls.__module__ in ('builtins', '__main__'):
        return cls.__qualname__
    return f'{cls.__module__}.{cls.__qualname__}'


def whichmodule(obj, name):
    """The module that an object belongs to, by its own word or by search."""
    path = name.split('.')
    module_name = getattr(obj, '__module__', None)
    if module_name is None:
        if '<locals>' in path:
            raise PicklingError(f"Can't pickle local object {obj!r}")
        for module_name, module in sys.modules.copy().items():
            if module_name in ('__main__', '__mp_main__') or module is None:
                continue
            try:
                if _getattribute(module, path) is obj:
                    return module_name
            except AttributeError:
                pass
        module_name = '__main__'
    try:
        __import__(module_name, level=0)
        module = sys.modules[module_name]
    except (ImportError, ValueError, KeyError) as error:
        raise PicklingError(f"Can't pickle {obj!r}: {error!s}")
    try:
        if '<locals>' in path:
            raise PicklingError(f"Can't pickle local object {obj!r}")
        found = _getattribute(module, path)
    except AttributeError:
        raise PicklingError(
            f"Can't pickle {obj!r}: it's not found as {module_name}.{name}")
    if found is obj:
        return module_name
    raise PicklingError(
        f"Can't pickle {obj!r}: it's not the same object as {module_name}.{name}")


# --- writing ---------------------------------------------------------------------------

class PicklerMemoProxy:
    """What `Pickler.memo` shows: a copy of it, and ways to empty it."""

    def __init__(self, pickler):
        self._pickler = pickler

    def clear(self):
        self._pickler._memo.clear()

    def copy(self):
        return {key: tuple(entry) for key, entry in self._pickler._memo.items()}

    def __reduce__(self):
        return dict, (self.copy(),)

    def __getitem__(self, key):
        return self._pickler._memo[key]

    def __len__(self):
        return len(self._pickler._memo)

    def __iter__(self):
        return iter(self._pickler._memo)


class _Framer:
    """Gathers what is written in frames, so that the reader can take large parts at once."""

    _FRAME_SIZE_MIN = 4
    _FRAME_SIZE_TARGET = 64 * 1024

    def __init__(self, file_write):
        self.file_write = file_write
        self.current_frame = None

    def start_framing(self):
        """From here on, gather."""
        self.current_frame = io.BytesIO()

    def end_framing(self):
        """Write what was gathered; what follows is written as it comes."""
        if self.current_frame is not None:
            if self.current_frame.tell():
                self.commit_frame(force=True)
            self.current_frame = None

    def commit_frame(self, force=False):
        """Before a value: end a frame that has its size."""
        frame = self.current_frame
        if frame is None or not (force or frame.tell() >= self._FRAME_SIZE_TARGET):
            return
        data = frame.getvalue()
        if len(data) >= self._FRAME_SIZE_MIN:
            self.file_write(FRAME + pack('<Q', len(data)) + data)
        elif data:
            self.file_write(data)
        self.current_frame = io.BytesIO()

    def write(self, data):
        """Write a part of an instruction."""
        if self.current_frame is None:
            return self.file_write(data)
        return self.current_frame.write(data)

    def write_large_bytes(self, header, payload):
        """Write what is too long to be copied to a frame."""
        self.commit_frame(force=True)
        self.file_write(header)
        self.file_write(payload)


class Pickler:
    """Writes pickles to a file."""

    def __init__(self, file, protocol=None, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif not 0 <= protocol <= HIGHEST_PROTOCOL:
            raise ValueError(f'pickle protocol must be <= {HIGHEST_PROTOCOL}')
        if buffer_callback is not None and protocol < 5:
            raise ValueError('buffer_callback needs protocol >= 5')
        self._buffer_callback = buffer_callback
        try:
            self._file_write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute")
        self.framer = _Framer(self._file_write)
        self.write = self._write = self.framer.write
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3
        self._memo = {}

    @property
    def memo(self):
        """Identity to (number, object)."""
        return PicklerMemoProxy(self)

    @memo.setter
    def memo(self, value):
        if isinstance(value, PicklerMemoProxy):
            value = value.copy()
        elif not isinstance(value, dict):
            raise TypeError("'memo' attribute must be a PicklerMemoProxy object or dict, "
                            f'not {type(value).__name__}')
        for entry in value.values():
            if not isinstance(entry, tuple) or len(entry) != 2:
                raise TypeError("'memo' values must be 2-item tuples")
        self._memo = dict(value)

    def persistent_id(self, obj):
        """What stands for an object that is stored elsewhere; for subclasses."""
        return None

    def clear_memo(self):
        """Forget which objects were written."""
        self._memo.clear()

    def dump(self, obj):
        """Write the pickle of an object."""
        if not hasattr(self, '_file_write'):
            raise PicklingError('Pickler.__init__() was not called by '
                                f'{self.__class__.__name__}.__init__()')
        # What subclasses define is looked up once.
        hook = self.persistent_id
        self._persistent_id = (None if getattr(hook, '__func__', None) is Pickler.persistent_id
                               else hook)
        self._reducer_override = getattr(self, 'reducer_override', _NOTHING)
        self._dispatch_table = getattr(self, 'dispatch_table', None)
        try:
            if self.proto >= 2:
                self._file_write(PROTO + pack('<B', self.proto))
            if self.proto >= 4:
                self.framer.start_framing()
            self.save(obj)
            self._write(STOP)
            self.framer.end_framing()
        finally:
            self.framer.current_frame = None
            del self._persistent_id, self._reducer_override, self._dispatch_table

    def _write_large(self, header, payload):
        if self.framer.current_frame is None or len(payload) < _Framer._FRAME_SIZE_TARGET:
            self._write(header + payload)
        else:
            self.framer.write_large_bytes(header, payload)

    # the memo

    def memoize(self, obj):
        """Give the object that was just written a number."""
        if self.fast:
            return
        number = len(self._memo)
        self._write(self.put(number))
        self._memo[id(obj)] = number, obj

    def put(self, number):
        if self.proto >= 4:
            return MEMOIZE
        if self.bin:
            if number < 256:
                return BINPUT + pack('<B', number)
            return LONG_BINPUT + pack('<I', number)
        return PUT + b'%d\n' % number

    def get(self, number):
        if self.bin:
            if number < 256:
                return BINGET + pack('<B', number)
            return LONG_BINGET + pack('<I', number)
        return GET + b'%d\n' % number

    # objects: what has parts is written by a generator that yields them, so that deep structures need no deep stack

    def save(self, obj, pers=True):
        """Write one object."""
        steps = self._begin(obj, pers)
        if steps is not None:
            self._drive(steps)

    def _drive(self, steps):
        """Write all that a generator yields, and what is in it."""
        stack = [steps]
        error = None
        while stack:
            try:
                if error is None:
                    part = next(stack[-1], _NOTHING)
                else:
                    thrown, error = error, None
                    part = stack[-1].throw(thrown)
                if part is _NOTHING:
                    stack.pop()
                    continue
            except BaseException as caught:
                # Those further out add their notes.
                error = caught
                stack.pop()
                continue
            try:
                steps = self._begin(part)
            except BaseException as caught:
                error = caught
                continue
            if steps is not None:
                if len(stack) >= _DEEPEST:
                    # What a reduction makes anew each time would never end.
                    error = RecursionError('maximum recursion depth exceeded while pickling an object')
                    continue
                stack.append(steps)
        if error is not None:
            try:
                raise error
            finally:
                error = thrown = None

    def _begin(self, obj, pers=True):
        """Write an object, or give the generator that does."""
        self.framer.commit_frame()
        if pers and self._persistent_id is not None:
            pid = self._persistent_id(obj)
            if pid is not None:
                self._save_persistent(pid)
                return None
        cls = type(obj)
        atom = _ATOMS.get(cls)
        if atom is not None:
            return atom(self, obj)
        known = self._memo.get(id(obj))
        if known is not None:
            self._write(self.get(known[0]))
            return None
        saver = _SAVERS.get(cls)
        if saver is not None:
            return saver(self, obj)
        reduced = NotImplemented
        if self._reducer_override is not _NOTHING:
            reduced = self._reducer_override(obj)
        if reduced is NotImplemented:
            if cls is FunctionType:
                self.save_global(obj)
                return None
            table = self._dispatch_table
            if table is None:
                reduce = copyreg.dispatch_table.get(cls, _NOTHING)
            else:
                try:
                    reduce = table[cls]
                except KeyError:
                    reduce = _NOTHING
            if reduce is not _NOTHING:
                reduced = reduce(obj)
            elif issubclass(cls, type):
                return self._save_class(obj)
            else:
                reduce = getattr(obj, '__reduce_ex__', _NOTHING)
                if reduce is not _NOTHING:
                    reduced = reduce(self.proto)
                else:
                    reduce = getattr(obj, '__reduce__', _NOTHING)
                    if reduce is _NOTHING:
                        raise PicklingError(f"Can't pickle {_full_name(obj)} object")
                    reduced = reduce()
        if isinstance(reduced, str):
            self.save_global(obj, reduced)
            return None
        return self._reduced(obj, reduced)

    def _reduced(self, obj, reduced):
        try:
            if not isinstance(reduced, tuple):
                raise PicklingError('__reduce__ must return a string or tuple, not '
                                    f'{_full_name(reduced)}')
            if not 2 <= len(reduced) <= 6:
                raise PicklingError('tuple returned by __reduce__ must contain 2 through 6 '
                                    'elements')
            yield from self._reduce_steps(*reduced, obj=obj)
        except BaseException as error:
            error.add_note(f'when serializing {_full_name(obj)} object')
            raise

    def _save_persistent(self, pid):
        if self.bin:
            self.save(pid, pers=False)
            self._write(BINPERSID)
            return
        try:
            self._write(PERSID + str(pid).encode('ascii') + b'\n')
        except UnicodeEncodeError:
            raise PicklingError('persistent IDs in protocol 0 must be ASCII strings')

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None,
                    state_setter=None, *, obj=None):
        """Write what `__reduce__` gives: a call, and what is done to its result."""
        self._drive(self._reduce_steps(func, args, state, listitems, dictitems, state_setter,
                                       obj=obj))

    def _reduce_steps(self, func, args, state=None, listitems=None, dictitems=None,
                      state_setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError('first item of the tuple returned by __reduce__ must be '
                                f'callable, not {_full_name(func)}')
        if not isinstance(args, tuple):
            raise PicklingError('second item of the tuple returned by __reduce__ must be a '
                                f'tuple, not {_full_name(args)}')
        name = getattr(func, '__name__', '')
        if self.proto >= 2 and name == '__newobj_ex__':
            yield from self._newobj_ex_steps(args, obj)
        elif self.proto >= 2 and name == '__newobj__':
            yield from self._newobj_steps(args, obj)
        else:
            yield from _noted(func, obj, 'reconstructor')
            yield from _noted(args, obj, 'reconstructor arguments')
            self._write(REDUCE)
        if obj is not None:
            known = self._memo.get(id(obj))
            if known is not None:
                # It was written while its parts were: the first one counts.
                self._write(POP + self.get(known[0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            yield from self._list_items(listitems, obj)
        if dictitems is not None:
            yield from self._dict_items(dictitems, obj)
        if state is None:
            return
        if state_setter is None:
            yield from _noted(state, obj, 'state')
            self._write(BUILD)
            return
        yield from _noted(state_setter, obj, 'state setter')
        yield obj
        yield from _noted(state, obj, 'state')
        self._write(TUPLE2 + REDUCE + POP)

    def _newobj_ex_steps(self, args, obj):
        if len(args) != 3:
            raise PicklingError(f'__newobj_ex__ expected 3 arguments, got {len(args)}')
        cls, args, kwargs = args
        if not hasattr(cls, '__new__'):
            raise PicklingError('first argument to __newobj_ex__() has no __new__')
        if obj is not None and cls is not obj.__class__:
            raise PicklingError(f'first argument to __newobj_ex__() must be {obj.__class__!r}, '
                                f'not {cls!r}')
        if self.proto >= 4:
            yield from _noted(cls, obj, 'class')
            yield from _noted(args, obj, '__new__ arguments')
            yield from _noted(kwargs, obj, '__new__ arguments')
            self._write(NEWOBJ_EX)
            return
        yield from _noted(partial(cls.__new__, cls, *args, **kwargs), obj, 'reconstructor')
        yield ()
        self._write(REDUCE)

    def _newobj_steps(self, args, obj):
        if not args:
            raise PicklingError('__newobj__ expected at least 1 argument, got 0')
        cls, *rest = args
        if not hasattr(cls, '__new__'):
            raise PicklingError('first argument to __newobj__() has no __new__')
        if obj is not None and cls is not obj.__class__:
            raise PicklingError(f'first argument to __newobj__() must be {obj.__class__!r}, '
                                f'not {cls!r}')
        yield from _noted(cls, obj, 'class')
        yield from _noted(tuple(rest), obj, '__new__ arguments')
        self._write(NEWOBJ)

    # values that are never met again

    def save_none(self, obj):
        self._write(NONE)

    def save_bool(self, obj):
        if self.proto >= 2:
            self._write(NEWTRUE if obj else NEWFALSE)
        else:
            self._write(TRUE if obj else FALSE)

    def save_long(self, obj):
        if self.bin:
            if 0 <= obj < 256:
                self._write(BININT1 + pack('<B', obj))
                return
            if 0 <= obj < 65536:
                self._write(BININT2 + pack('<H', obj))
                return
            if -0x80000000 <= obj <= 0x7fffffff:
                self._write(BININT + pack('<i', obj))
                return
        if self.proto >= 2:
            data = encode_long(obj)
            if len(data) < 256:
                self._write(LONG1 + pack('<B', len(data)) + data)
            else:
                self._write(LONG4 + pack('<i', len(data)) + data)
        elif -0x80000000 <= obj <= 0x7fffffff:
            self._write(INT + b'%d\n' % obj)
        else:
            self._write(LONG + repr(obj).encode() + b'L\n')

    def save_float(self, obj):
        if self.bin:
            self._write(BINFLOAT + pack('>d', obj))
        else:
            self._write(FLOAT + repr(obj).encode() + b'\n')

    # values that may be met again

    def save_bytes(self, obj):
        if self.proto < 3:
            # Older Pythons know no bytes; they get them from a call.
            if obj:
                args = str(obj, 'latin1'), 'latin1'
                return self._reduce_steps(_latin1_encode(), args, obj=obj)
            return self._reduce_steps(bytes, (), obj=obj)
        self._write_bytes(obj)
        self.memoize(obj)

    def _write_bytes(self, data):
        n = len(data)
        if n < 256:
            self._write(SHORT_BINBYTES + pack('<B', n) + data)
        elif n > 0xffffffff and self.proto >= 4:
            self._write_large(BINBYTES8 + pack('<Q', n), data)
        else:
            self._write_large(BINBYTES + pack('<I', n), data)

    def save_bytearray(self, obj):
        if self.proto < 5:
            return self._reduce_steps(bytearray, (bytes(obj),) if obj else (), obj=obj)
        self._write_large(BYTEARRAY8 + pack('<Q', len(obj)), bytes(obj))
        self.memoize(obj)

    def save_picklebuffer(self, obj):
        if self.proto < 5:
            raise PicklingError('PickleBuffer can only be pickled with protocol >= 5')
        with obj.raw() as raw:
            if not raw.contiguous:
                raise PicklingError('PickleBuffer can not be pickled when pointing to a '
                                    'non-contiguous buffer')
            in_band = True
            if self._buffer_callback is not None:
                in_band = bool(self._buffer_callback(obj))
            if in_band:
                # What comes back for this buffer is the same object each time.
                data = raw.tobytes()
                if raw.readonly:
                    self._write_bytes(data)
                else:
                    self._write_large(BYTEARRAY8 + pack('<Q', len(data)), data)
                self.memoize(obj)
            else:
                self._write(NEXT_BUFFER)
                if raw.readonly:
                    self._write(READONLY_BUFFER)

    def save_str(self, obj):
        if not self.bin:
            text = obj.replace('\\', '\\u005c').replace('\0', '\\u0000').replace('\n', '\\u000a')
            text = text.replace('\r', '\\u000d').replace('\x1a', '\\u001a')
            self._write(UNICODE + text.encode('raw-unicode-escape') + b'\n')
        else:
            data = obj.encode('utf-8', 'surrogatepass')
            n = len(data)
            if n < 256 and self.proto >= 4:
                self._write(SHORT_BINUNICODE + pack('<B', n) + data)
            elif n > 0xffffffff and self.proto >= 4:
                self._write_large(BINUNICODE8 + pack('<Q', n), data)
            else:
                self._write_large(BINUNICODE + pack('<I', n), data)
        self.memoize(obj)

    def save_tuple(self, obj):
        if obj:
            return self._tuple_steps(obj)
        self._write(EMPTY_TUPLE if self.bin else MARK + TUPLE)

    def _tuple_steps(self, obj):
        n = len(obj)
        short = n <= 3 and self.proto >= 2
        if not short:
            self._write(MARK)
        i = 0
        try:
            for item in obj:
                yield item
                i += 1
        except BaseException as error:
            error.add_note(f'when serializing {_full_name(obj)} item {i}')
            raise
        known = self._memo.get(id(obj))
        if known is not None:
            # A tuple that contains itself was finished inside: what stands on the stack is too much.
            get = self.get(known[0])
            if short:
                self._write(POP * n + get)
            elif self.bin:
                self._write(POP_MARK + get)
            else:
                self._write(POP * (n + 1) + get)
            return
        self._write(_TUPLES[n] if short else TUPLE)
        self.memoize(obj)

    def save_list(self, obj):
        self._write(EMPTY_LIST if self.bin else MARK + LIST)
        self.memoize(obj)
        return self._list_items(obj, obj) if obj else None

    def _list_items(self, items, obj):
        atoms = _ATOMS if self._persistent_id is None else {}
        number = 0
        batches = batched(items, _BATCH if self.bin else 1)
        # A list has only full instructions, also for the one item that may be left in the last batch.
        marked = self.bin and type(items) is list and len(items) > 1
        try:
            for batch in batches:
                many = marked or len(batch) > 1
                if many:
                    self._write(MARK)
                for item in batch:
                    atom = atoms.get(type(item))
                    if atom is None:
                        yield item
                    else:
                        self.framer.commit_frame()
                        atom(self, item)
                    number += 1
                self._write(APPENDS if many else APPEND)
        except BaseException as error:
            error.add_note(f'when serializing {_full_name(obj)} item {number}')
            raise

    def save_dict(self, obj):
        self._write(EMPTY_DICT if self.bin else MARK + DICT)
        self.memoize(obj)
        return self._dict_items(obj.items(), obj) if obj else None

    def _dict_items(self, items, obj):
        batch = ()
        marked = self.bin and type(obj) is dict and len(obj) > 1
        for batch in batched(items, _BATCH if self.bin else 1):
            many = marked or len(batch) > 1
            if many:
                self._write(MARK)
            for key, value in batch:
                yield key
                try:
                    yield value
                except BaseException as error:
                    error.add_note(f'when serializing {_full_name(obj)} item {key!r}')
                    raise
            self._write(SETITEMS if many else SETITEM)
        if marked and len(batch) == _BATCH:
            # A full batch of a dict is followed by another one, which may be empty.
            self._write(MARK + SETITEMS)

    def save_set(self, obj):
        if self.proto < 4:
            return self._reduce_steps(set, (list(obj),), obj=obj)
        self._write(EMPTY_SET)
        self.memoize(obj)
        return self._set_items(obj) if obj else None

    def _set_items(self, obj):
        for batch in batched(obj, _BATCH):
            self._write(MARK)
            for item in batch:
                yield from _noted(item, obj, 'element')
            self._write(ADDITEMS)
        if len(batch) == _BATCH:
            # As for dicts.
            self._write(MARK + ADDITEMS)

    def save_frozenset(self, obj):
        if self.proto < 4:
            return self._reduce_steps(frozenset, (list(obj),), obj=obj)
        return self._frozenset_steps(obj)

    def _frozenset_steps(self, obj):
        self._write(MARK)
        for item in obj:
            yield from _noted(item, obj, 'element')
        known = self._memo.get(id(obj))
        if known is not None:
            self._write(POP_MARK + self.get(known[0]))
            return
        self._write(FROZENSET)
        self.memoize(obj)

    # names

    def _save_class(self, obj):
        for value in (None, NotImplemented, ...):
            # These classes have no name that they could be found by.
            if obj is type(value):
                return self._reduce_steps(type, (value,), obj=obj)
        self.save_global(obj)

    def save_global(self, obj, name=None):
        """Write an object by where it is found."""
        if name is None:
            name = getattr(obj, '__qualname__', None)
            if name is None:
                name = obj.__name__
        module_name = whichmodule(obj, name)
        if self.proto >= 2:
            code = copyreg._extension_registry.get((module_name, name), _NOTHING)
            if code is not _NOTHING:
                if code <= 0xff:
                    data = EXT1 + pack('<B', code)
                elif code <= 0xffff:
                    data = EXT2 + pack('<H', code)
                else:
                    data = EXT4 + pack('<i', code)
                self._write(data)
                return
        if isinstance(obj, type):
            # So that the memo knows it again.
            module_name = sys.intern(module_name)
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self._write(STACK_GLOBAL)
        else:
            # Names with dots are calls of getattr here, one for each dot.
            first, *path = name.split('.')
            for _ in path:
                self.save(getattr)
                if self.proto < 2:
                    self._write(MARK)
            self._write_global(module_name, first)
            for part in path:
                self.save(part)
                self._write((TUPLE if self.proto < 2 else TUPLE2) + REDUCE)
        self.memoize(obj)

    def _write_global(self, module_name, name):
        if self.fix_imports:
            if (module_name, name) in REVERSE_NAME_MAPPING:
                module_name, name = REVERSE_NAME_MAPPING[module_name, name]
            elif module_name in REVERSE_IMPORT_MAPPING:
                module_name = REVERSE_IMPORT_MAPPING[module_name]
        parts = []
        for kind, text in (('module', module_name), ('global', name)):
            try:
                parts.append(bytes(text, 'utf-8' if self.proto >= 3 else 'ascii'))
            except UnicodeEncodeError:
                raise PicklingError(f"can't pickle {kind} identifier {text!r} using pickle "
                                    f'protocol {self.proto}')
        self._write(GLOBAL + parts[0] + b'\n' + parts[1] + b'\n')


def _noted(value, obj, what):
    """Write a part of an object; an error gets a note that names the part."""
    try:
        yield value
    except BaseException as error:
        error.add_note(f'when serializing {_full_name(obj)} {what}')
        raise


def _latin1_encode():
    import codecs
    return codecs.encode


_ATOMS = {type(None): Pickler.save_none, bool: Pickler.save_bool, int: Pickler.save_long,
          float: Pickler.save_float}
_SAVERS = {str: Pickler.save_str, bytes: Pickler.save_bytes, bytearray: Pickler.save_bytearray,
           PickleBuffer: Pickler.save_picklebuffer, tuple: Pickler.save_tuple,
           list: Pickler.save_list, dict: Pickler.save_dict, set: Pickler.save_set,
           frozenset: Pickler.save_frozenset}


# --- functions -------------------------------------------------------------------------

def _dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write the pickle of an object to a file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def _dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The pickle of an object as bytes."""
    file = io.BytesIO()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def _load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    """Read an object from a file."""
    return Unpickler(file, fix_imports=fix_imports, buffers=buffers, encoding=encoding,
                     errors=errors).load()


def _loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
    """Read an object from bytes."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return Unpickler(io.BytesIO(data), fix_imports=fix_imports, buffers=buffers,
                     encoding=encoding, errors=errors).load()


# For plain values there is native code, which leaves all else to the functions above.
from _pickle_values import dump, dumps, load, loads
