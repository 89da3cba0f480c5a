"""struct.Struct: a format given by a subclass's __init__, given again, or not at all; buffers that do not fit."""
import struct


class Pair(struct.Struct):
    def __init__(self):
        super().__init__('>hh')


p = Pair()
print(p.pack(1, 2), p.size, p.format)
s = struct.Struct('>h')
s.__init__('>hh')
print(s.format, s.pack(1, 2), s.unpack(b'\0\1\0\2'))
for bad in ('\udc00', '$'):
    try:
        s.__init__(bad)
    except (UnicodeEncodeError, struct.error) as error:
        print(type(error).__name__, s.format)
empty = struct.Struct.__new__(struct.Struct)
print(empty.size)
for call in (lambda: empty.pack(1), lambda: empty.unpack(b''), lambda: empty.format, lambda: repr(empty),
             lambda: empty.iter_unpack(b'')):
    try:
        call()
    except RuntimeError as error:
        print(error)
for call in (lambda: struct.Struct(), lambda: struct.calcsize('\0'), lambda: struct.calcsize(b'2\0i')):
    try:
        call()
    except (TypeError, struct.error) as error:
        print(type(error).__name__, error)
try:
    struct.pack_into('4s', memoryview(bytearray(20))[::2], 0, b'abcd')
except TypeError as error:
    print(type(error).__name__)
