"""`Unpickler`: the machine that runs pickles.

Its invariant: `stack` holds what stands above the last mark, `metastack` the stacks below the marks.
"""

import copyreg
import io
import sys
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from _pickle_ops import *
from _pickle_ops import NOTHING as _NOTHING, OPCODES, UnpicklingError, get_path as _getattribute
from struct import unpack


class _Stop(Exception):
    """The pickle is over; carries the object."""

    def __init__(self, value):
        self.value = value


class Unpickler:
    """Reads pickles from a file."""

    __module__ = '_pickle'

    def __init__(self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=None):
        self._buffers = iter(buffers) if buffers is not None else None
        self._file_readinto = getattr(file, 'readinto', None)
        try:
            self._file_read, self._file_readline = file.read, file.readline
        except AttributeError:
            raise TypeError("file must have 'read' and 'readline' attributes") from None
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports
        self.memo = {}

    def load(self):
        """Read one object."""
        if not hasattr(self, '_file_read'):
            raise UnpicklingError('Unpickler.__init__() was not called by '
                                  f'{self.__class__.__name__}.__init__()')
        self.stack = []
        self.metastack = []
        self._frame = None
        self.proto = 0
        read = self.read
        table = _READERS
        try:
            while True:
                key = read(1)
                if not key:
                    raise EOFError('Ran out of input')
                reader = table.get(key[0])
                if reader is None:
                    shown = ascii(key.decode('latin1'))[1:-1]
                    raise UnpicklingError(f"invalid load key, '{shown}'.")
                reader(self)
        except _Stop as stop:
            return stop.value
        except IndexError as error:
            if error.__traceback__.tb_next is not None and not self._ours(error):
                raise
            marked = self.metastack
            raise UnpicklingError('unexpected MARK found' if marked
                                  else 'unpickling stack underflow') from None
        finally:
            del self.stack, self.metastack

    @staticmethod
    def _ours(error):
        """Whether an error comes from the machine itself, not from what the pickle calls."""
        tb = error.__traceback__
        while tb.tb_next is not None:
            tb = tb.tb_next
        return tb.tb_frame.f_globals is globals()

    # bytes

    def read(self, n):
        frame = self._frame
        if frame is not None:
            data = frame.read(n)
            if len(data) == n:
                return data
            if data:
                raise UnpicklingError('pickle exhausted before end of frame')
            self._frame = None
        data = self._file_read(n)
        if len(data) < n and n > 1:
            raise UnpicklingError('pickle data was truncated')
        return data

    def readline(self):
        frame = self._frame
        if frame is not None:
            data = frame.readline()
            if data:
                if data[-1:] != b'\n':
                    raise UnpicklingError('pickle exhausted before end of frame')
                return data
            self._frame = None
        data = self._file_readline()
        if data[-1:] != b'\n':
            raise UnpicklingError('pickle data was truncated')
        return data

    def _byte(self):
        data = self.read(1)
        if not data:
            raise UnpicklingError('pickle data was truncated')
        return data[0]

    def _size(self, form, n, what):
        size, = unpack(form, self.read(n))
        if size > sys.maxsize:
            raise OverflowError(f"{what} exceeds system's maximum size of {sys.maxsize} bytes")
        return size

    def pop_mark(self):
        """What stands above the last mark."""
        items = self.stack
        if not self.metastack:
            raise UnpicklingError('could not find MARK')
        self.stack = self.metastack.pop()
        return items

    # hooks

    def persistent_load(self, pid):
        """The object of a persistent identifier; for subclasses."""
        raise UnpicklingError('A load persistent id instruction was encountered, but no '
                              'persistent_load function was specified.')

    def find_class(self, module, name):
        """The object with this name in a module."""
        sys.audit('pickle.find_class', module, name)
        if self.proto < 3 and self.fix_imports:
            if (module, name) in NAME_MAPPING:
                module, name = NAME_MAPPING[module, name]
            elif module in IMPORT_MAPPING:
                module = IMPORT_MAPPING[module]
        __import__(module, level=0)
        if self.proto >= 4 and '.' in name:
            try:
                return _getattribute(sys.modules[module], name.split('.'))
            except AttributeError:
                raise AttributeError(f"Can't resolve path {name!r} on module {module!r}")
        return getattr(sys.modules[module], name)

    # instructions

    def load_proto(self):
        proto = self._byte()
        if not 0 <= proto <= HIGHEST_PROTOCOL:
            raise ValueError(f'unsupported pickle protocol: {proto}')
        self.proto = proto

    def load_frame(self):
        size, = unpack('<Q', self.read(8))
        if size > sys.maxsize:
            raise ValueError(f'frame size > sys.maxsize: {size}')
        if self._frame is not None and self._frame.read() != b'':
            raise UnpicklingError('beginning of a new frame before end of current frame')
        self._frame = None
        self._frame = io.BytesIO(self.read(size))

    def load_persid(self):
        try:
            pid = self.readline()[:-1].decode('ascii')
        except UnicodeDecodeError:
            raise UnpicklingError('persistent IDs in protocol 0 must be ASCII strings')
        self.stack.append(self.persistent_load(pid))

    def load_binpersid(self):
        self.stack.append(self.persistent_load(self.stack.pop()))

    def load_none(self):
        self.stack.append(None)

    def load_false(self):
        self.stack.append(False)

    def load_true(self):
        self.stack.append(True)

    def load_int(self):
        data = self.readline()
        if data == FALSE[1:]:
            value = False
        elif data == TRUE[1:]:
            value = True
        else:
            try:
                value = int(data)
            except ValueError:
                raise ValueError('could not convert string to int') from None
        self.stack.append(value)

    def load_binint(self):
        self.stack.append(unpack('<i', self.read(4))[0])

    def load_binint1(self):
        self.stack.append(self._byte())

    def load_binint2(self):
        self.stack.append(unpack('<H', self.read(2))[0])

    def load_long(self):
        text = self.readline()[:-1]
        if text[-1:] == b'L':
            text = text[:-1]
        self.stack.append(int(text))

    def load_long1(self):
        self.stack.append(decode_long(self.read(self._byte())))

    def load_long4(self):
        n, = unpack('<i', self.read(4))
        if n < 0:
            raise UnpicklingError('LONG pickle has negative byte count')
        self.stack.append(decode_long(self.read(n)))

    def load_float(self):
        self.stack.append(float(self.readline()[:-1]))

    def load_binfloat(self):
        self.stack.append(unpack('>d', self.read(8))[0])

    def _decode_string(self, value):
        """A str of Python 2, as the caller wants it."""
        if self.encoding == 'bytes':
            return value
        return value.decode(self.encoding, self.errors)

    def load_string(self):
        data = self.readline()[:-1]
        if len(data) < 2 or data[0] != data[-1] or data[0] not in b'"\'':
            raise UnpicklingError('the STRING opcode argument must be quoted')
        import codecs
        self.stack.append(self._decode_string(codecs.escape_decode(data[1:-1])[0]))

    def load_binstring(self):
        n, = unpack('<i', self.read(4))
        if n < 0:
            raise UnpicklingError('BINSTRING pickle has negative byte count')
        self.stack.append(self._decode_string(self.read(n)))

    def load_short_binstring(self):
        self.stack.append(self._decode_string(self.read(self._byte())))

    def load_binbytes(self):
        self.stack.append(self.read(self._size('<I', 4, 'BINBYTES')))

    def load_short_binbytes(self):
        self.stack.append(self.read(self._byte()))

    def load_binbytes8(self):
        self.stack.append(self.read(self._size('<Q', 8, 'BINBYTES8')))

    def load_bytearray8(self):
        self.stack.append(bytearray(self.read(self._size('<Q', 8, 'BYTEARRAY8'))))

    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError('pickle stream refers to out-of-band data but no *buffers* '
                                  'argument was given')
        try:
            buffer = next(self._buffers)
        except StopIteration:
            raise UnpicklingError('not enough out-of-band buffers')
        self.stack.append(buffer)

    def load_readonly_buffer(self):
        with memoryview(self.stack[-1]) as view:
            if not view.readonly:
                self.stack[-1] = view.toreadonly()

    def load_unicode(self):
        self.stack.append(str(self.readline()[:-1], 'raw-unicode-escape'))

    def _text(self, n):
        self.stack.append(str(self.read(n), 'utf-8', 'surrogatepass'))

    def load_binunicode(self):
        self._text(self._size('<I', 4, 'BINUNICODE'))

    def load_binunicode8(self):
        self._text(self._size('<Q', 8, 'BINUNICODE8'))

    def load_short_binunicode(self):
        self._text(self._byte())

    def load_tuple(self):
        items = self.pop_mark()
        self.stack.append(tuple(items))

    def load_empty_tuple(self):
        self.stack.append(())

    def load_tuple1(self):
        self.stack[-1] = (self.stack[-1],)

    def load_tuple2(self):
        self.stack[-2:] = [(self.stack[-2], self.stack[-1])]

    def load_tuple3(self):
        self.stack[-3:] = [(self.stack[-3], self.stack[-2], self.stack[-1])]

    def load_empty_list(self):
        self.stack.append([])

    def load_empty_dict(self):
        self.stack.append({})

    def load_empty_set(self):
        self.stack.append(set())

    def load_frozenset(self):
        items = self.pop_mark()
        self.stack.append(frozenset(items))

    def load_list(self):
        items = self.pop_mark()
        self.stack.append(items)

    def load_dict(self):
        items = self.pop_mark()
        self.stack.append({items[i]: items[i + 1] for i in range(0, len(items), 2)})

    def _instantiate(self, cls, args):
        if args or not isinstance(cls, type) or hasattr(cls, '__getinitargs__'):
            try:
                value = cls(*args)
            except TypeError as error:
                raise TypeError(f'in constructor for {cls.__name__}: {error!s}',
                                error.__traceback__)
        else:
            value = cls.__new__(cls)
        self.stack.append(value)

    def load_inst(self):
        module = self.readline()[:-1].decode('ascii')
        name = self.readline()[:-1].decode('ascii')
        cls = self.find_class(module, name)
        self._instantiate(cls, self.pop_mark())

    def load_obj(self):
        args = self.pop_mark()
        cls = args.pop(0)
        self._instantiate(cls, args)

    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self.stack.append(self._new(cls, args, {}, 'NEWOBJ'))

    def load_newobj_ex(self):
        kwargs = self.stack.pop()
        args = self.stack.pop()
        cls = self.stack.pop()
        self.stack.append(self._new(cls, args, kwargs, 'NEWOBJ_EX'))

    @staticmethod
    def _new(cls, args, kwargs, what):
        if not isinstance(cls, type):
            raise UnpicklingError(f'{what} class argument must be a type, not '
                                  f'{type(cls).__name__}')
        if not isinstance(args, tuple):
            raise UnpicklingError(f'{what} args argument must be a tuple, not '
                                  f'{type(args).__name__}')
        return cls.__new__(cls, *args, **kwargs)

    def load_global(self):
        module = self.readline()[:-1].decode('utf-8')
        name = self.readline()[:-1].decode('utf-8')
        self.stack.append(self.find_class(module, name))

    def load_stack_global(self):
        name = self.stack.pop()
        module = self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError('STACK_GLOBAL requires str')
        self.stack.append(self.find_class(module, name))

    def load_ext1(self):
        self.get_extension(self._byte())

    def load_ext2(self):
        self.get_extension(unpack('<H', self.read(2))[0])

    def load_ext4(self):
        self.get_extension(unpack('<i', self.read(4))[0])

    def get_extension(self, code):
        """The object of a registered number."""
        known = copyreg._extension_cache.get(code, _NOTHING)
        if known is not _NOTHING:
            self.stack.append(known)
            return
        key = copyreg._inverted_registry.get(code)
        if not key:
            if code <= 0:
                raise UnpicklingError('EXT specifies code <= 0')
            raise ValueError(f'unregistered extension code {code}')
        value = self.find_class(*key)
        copyreg._extension_cache[code] = value
        self.stack.append(value)

    def load_reduce(self):
        args = self.stack.pop()
        func = self.stack[-1]
        self.stack[-1] = func(*args)

    def load_pop(self):
        if self.stack or not self.metastack:
            self.stack.pop()
        else:
            self.pop_mark()

    def load_pop_mark(self):
        self.pop_mark()

    def load_dup(self):
        self.stack.append(self.stack[-1])

    def _known(self, number):
        try:
            self.stack.append(self.memo[number])
        except KeyError:
            raise UnpicklingError(f'Memo value not found at index {number}') from None

    def load_get(self):
        self._known(int(self.readline()[:-1]))

    def load_binget(self):
        self._known(self._byte())

    def load_long_binget(self):
        self._known(unpack('<I', self.read(4))[0])

    def load_put(self):
        number = int(self.readline()[:-1])
        if number < 0:
            raise ValueError('negative PUT argument')
        self.memo[number] = self.stack[-1]

    def load_binput(self):
        self.memo[self._byte()] = self.stack[-1]

    def load_long_binput(self):
        self.memo[unpack('<I', self.read(4))[0]] = self.stack[-1]

    def load_memoize(self):
        self.memo[len(self.memo)] = self.stack[-1]

    def load_append(self):
        value = self.stack.pop()
        self._extend(self.stack[-1], [value])

    def load_appends(self):
        items = self.pop_mark()
        self._extend(self.stack[-1], items)

    @staticmethod
    def _extend(target, items):
        extend = getattr(target, 'extend', None)
        if extend is not None:
            extend(items)
            return
        append = target.append
        for item in items:
            append(item)

    def load_setitem(self):
        value = self.stack.pop()
        key = self.stack.pop()
        self.stack[-1][key] = value

    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if len(items) % 2:
            raise UnpicklingError('odd number of items for SETITEMS')
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if isinstance(target, set):
            target.update(items)
        else:
            add = target.add
            for item in items:
                add(item)

    def load_build(self):
        state = self.stack.pop()
        target = self.stack[-1]
        setstate = getattr(target, '__setstate__', _NOTHING)
        if setstate is not _NOTHING:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            if not isinstance(state, dict):
                raise UnpicklingError('state is not a dictionary')
            attributes = target.__dict__
            for key, value in state.items():
                attributes[sys.intern(key) if type(key) is str else key] = value
        if slots:
            if not isinstance(slots, dict):
                raise UnpicklingError('slot state is not a dictionary')
            for key, value in slots.items():
                setattr(target, key, value)

    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []

    def load_stop(self):
        raise _Stop(self.stack.pop())


_METHODS = {'NEWTRUE': 'load_true', 'NEWFALSE': 'load_false'}
_READERS = {code[0]: getattr(Unpickler, _METHODS.get(name, f'load_{name.lower()}'))
            for name, code in OPCODES.items() if len(code) == 1}
