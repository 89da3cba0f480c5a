"""Data as bytes in the format of CPython's marshal, versions 0 to 5.

Everything but code objects can be written and read: Typhon's bytecode is another one. From version 3 on a container that
stands in the data more than once is written once. Containers may be nested as deep as the recursion limit lets Python
functions call each other.
"""

from struct import Struct as _Struct

version = 5

_INT = _Struct("<i")
_SIZE = _Struct("<I")
_FLOAT = _Struct("<d")
_DIGIT = 15
_MASK = (1 << _DIGIT) - 1
_DEPTH = 2000
_REF = 0x80
_NULL = object()

_CONSTANTS = {ord("N"): None, ord("F"): False, ord("T"): True, ord("S"): StopIteration, ord("."): ..., ord("0"): _NULL}
_NAMES = {None: b"N", StopIteration: b"S", ...: b"."}


class _Writer:
    def __init__(self, version):
        self.out = bytearray()
        self.version = version
        self.depth = 0
        self.refs = {}

    def sized(self, code, n):
        self.out += code
        self.out += _SIZE.pack(n)

    def write(self, value):
        self.depth += 1
        if self.depth > _DEPTH:
            raise ValueError("object too deeply nested to marshal")
        kind = type(value)
        if value is True or value is False:
            self.out += b"T" if value else b"F"
        elif value is None or value is ... or value is StopIteration:
            self.out += _NAMES[value]
        else:
            writer = _WRITERS.get(kind)
            if writer is None:
                if kind is slice and self.version >= 5:
                    writer = _Writer.slice
                else:
                    writer = self.buffer(value)
            kept = self.version >= 3 and kind in _CONTAINERS
            if kept and id(value) in self.refs:
                self.sized(b"r", self.refs[id(value)])
            else:
                start = len(self.out)
                if kept:
                    self.refs[id(value)] = len(self.refs)
                writer(self, value)
                if kept:
                    self.out[start] |= _REF
        self.depth -= 1

    def buffer(self, value):
        try:
            memoryview(value)
        except TypeError:
            raise ValueError("unmarshallable object") from None
        return _Writer.bytes

    def int(self, value):
        if -2**31 <= value < 2**31:
            self.out += b"i" + _INT.pack(value)
            return
        rest, digits = abs(value), []
        while rest:
            digits.append(rest & _MASK)
            rest >>= _DIGIT
        self.out += b"l" + _INT.pack(len(digits) if value > 0 else -len(digits))
        for d in digits:
            self.out += d.to_bytes(2, "little")

    def number(self, value):
        if self.version > 1:
            self.out += _FLOAT.pack(value)
        else:
            text = repr(value).encode() if value - value != 0 else b"%.17g" % value
            self.out.append(len(text))
            self.out += text

    def float(self, value):
        self.out += b"g" if self.version > 1 else b"f"
        self.number(value)

    def complex(self, value):
        self.out += b"y" if self.version > 1 else b"x"
        self.number(value.real)
        self.number(value.imag)

    def bytes(self, value):
        value = bytes(value)
        self.sized(b"s", len(value))
        self.out += value

    def str(self, value):
        if self.version >= 4 and value.isascii():
            if len(value) < 256:
                self.out += b"z"
                self.out.append(len(value))
            else:
                self.sized(b"a", len(value))
            self.out += value.encode()
        else:
            text = value.encode("utf-8", "surrogatepass")
            self.sized(b"u", len(text))
            self.out += text

    def items(self, code, value):
        self.sized(code, len(value))
        for item in value:
            self.write(item)

    def tuple(self, value):
        if self.version >= 4 and len(value) < 256:
            self.out += b")"
            self.out.append(len(value))
            for item in value:
                self.write(item)
        else:
            self.items(b"(", value)

    def list(self, value):
        self.items(b"[", value)

    def set(self, value):
        self.items(b"<", value)

    def frozenset(self, value):
        self.items(b">", value)

    def dict(self, value):
        self.out += b"{"
        for key, item in value.items():
            self.write(key)
            self.write(item)
        self.out += b"0"

    def slice(self, value):
        self.out += b":"
        for part in (value.start, value.stop, value.step):
            self.write(part)


_CONTAINERS = frozenset([tuple, list, set, frozenset, dict])
_WRITERS = {kind: getattr(_Writer, kind.__name__)
            for kind in (int, float, complex, bytes, str, tuple, list, set, frozenset, dict)}


class _Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0
        self.refs = []
        self.depth = 0

    def take(self, n):
        start = self.at
        if n < 0 or n > len(self.data) - start:
            raise EOFError("marshal data too short")
        self.at = start + n
        return bytes(self.data[start:self.at])

    def byte(self):
        return self.take(1)[0]

    def long(self):
        return _INT.unpack(self.take(4))[0]

    def size(self, what):
        n = self.long()
        if n < 0:
            raise ValueError(f"bad marshal data ({what} size out of range)")
        return n

    def text(self, n):
        return self.take(n).decode("utf-8", "surrogatepass")

    def ascii(self, n):
        return self.take(n).decode("latin-1")

    def number(self, binary):
        return _FLOAT.unpack(self.take(8))[0] if binary else float(self.take(self.byte()))

    def value(self, what="object"):
        v = self.read()
        if v is _NULL:
            raise TypeError(f"NULL object in marshal data for {what}")
        return v

    def read(self):
        try:
            code = self.byte()
        except EOFError:
            raise EOFError("EOF read where object expected") from None
        self.depth += 1
        if self.depth > _DEPTH:
            raise ValueError("recursion limit exceeded")
        keep = code & _REF
        code &= ~_REF
        at = len(self.refs)
        if keep and chr(code) in "()[{<>:":
            self.refs.append(_NULL)             # its number comes before those of its items
        v = self.one(code, at if keep else None)
        if keep and code not in _CONSTANTS and code != ord("r"):
            if at < len(self.refs):
                self.refs[at] = v
            else:
                self.refs.append(v)
        self.depth -= 1
        return v

    def one(self, code, at):
        if code in _CONSTANTS:
            return _CONSTANTS[code]
        kind = chr(code)
        match kind:
            case "i":
                return self.long()
            case "I":
                return int.from_bytes(self.take(8), "little", signed=True)
            case "l":
                return self.digits()
            case "f" | "g":
                return self.number(kind == "g")
            case "x" | "y":
                return complex(self.number(kind == "y"), self.number(kind == "y"))
            case "s":
                return self.take(self.size("bytes object"))
            case "u" | "t":
                return self.text(self.size("string"))
            case "a" | "A":
                return self.ascii(self.size("string"))
            case "z" | "Z":
                return self.ascii(self.byte())
            case ")":
                return tuple([self.value("tuple") for _ in range(self.byte())])
            case "(":
                return tuple([self.value("tuple") for _ in range(self.size("tuple"))])
            case "[" | "<" | ">":
                return self.collection(kind, at)
            case "{":
                return self.dict(at)
            case ":":
                return slice(self.value("slice"), self.value("slice"), self.value("slice"))
            case "r":
                return self.reference()
            case "c":
                raise NotImplementedError("code objects of CPython cannot be loaded")
        raise ValueError("bad marshal data (unknown type code)")

    def digits(self):
        n = self.long()
        v = 0
        raw = self.take(2 * abs(n))
        for i in range(0, len(raw), 2):
            d = int.from_bytes(raw[i:i + 2], "little")
            if d > _MASK:
                raise ValueError("bad marshal data (digit out of range in long)")
            v |= d << (_DIGIT * i // 2)
        if n and not d:
            raise ValueError("bad marshal data (unnormalized long data)")
        return v if n >= 0 else -v

    def collection(self, kind, at):
        what = "list" if kind == "[" else "set"
        n = self.size(what)
        if kind == ">":
            return frozenset([self.value(what) for _ in range(n)])
        v = [] if kind == "[" else set()
        add = v.append if kind == "[" else v.add
        if at is not None:
            self.refs[at] = v
        for _ in range(n):
            add(self.value(what))
        return v

    def dict(self, at):
        v = {}
        if at is not None:
            self.refs[at] = v
        while (key := self.read()) is not _NULL:
            item = self.read()
            if item is _NULL:
                break
            v[key] = item
        return v

    def reference(self):
        n = self.long()
        if not 0 <= n < len(self.refs):
            raise ValueError("bad marshal data (invalid reference)")
        v = self.refs[n]
        if v is _NULL:
            raise ValueError("bad marshal data (invalid reference)")
        return v


def dumps(value, version=version, /, *, allow_code=True):
    """The bytes that `dump(value, file)` would write. ValueError for a value of a type that has no form."""
    writer = _Writer(version)
    try:
        writer.write(value)
    except RecursionError:
        raise ValueError("object too deeply nested to marshal") from None
    return bytes(writer.out)


def dump(value, file, version=version, /, *, allow_code=True):
    """Writes a value to a binary file."""
    return file.write(dumps(value, version, allow_code=allow_code))


def loads(bytes, /, *, allow_code=True):
    """The value that stands at the start of a bytes-like object; EOFError, ValueError or TypeError if there is none."""
    return _whole(_Reader(memoryview(bytes).cast("B")))


def _whole(reader):
    try:
        return reader.value()
    except RecursionError:
        raise ValueError("recursion limit exceeded") from None


class _FileReader(_Reader):
    def __init__(self, file):
        super().__init__(b"")
        self.file = file

    def take(self, n):
        data = self.file.read(n)
        if not isinstance(data, bytes):
            raise TypeError(f"file.read() returned not bytes but {type(data).__name__}")
        if len(data) < n:
            raise EOFError("marshal data too short")
        return data


def load(file, /, *, allow_code=True):
    """Reads one value from a binary file."""
    return _whole(_FileReader(file))
