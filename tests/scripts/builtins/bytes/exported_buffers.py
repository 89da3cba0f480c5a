"""Classes with __buffer__ where bytes are expected; str subclasses with __bytes__; copies of bytearrays with slots."""
import copy
import pickle


class Item:
    def __buffer__(self, flags):
        return memoryview(b'xyz')


for call in (lambda: b','.join([b'a', Item(), bytearray(b'b')]), lambda: bytes(Item()), lambda: bytearray(Item()),
             lambda: b'a' + Item(), lambda: bytearray(b'a') + Item(), lambda: b'axyz'.find(Item()),
             lambda: b'a' + 5, lambda: b','.join([5])):
    try:
        print(call())
    except TypeError as error:
        print(error)
b = bytearray(b'q')
b.extend(Item())
b += Item()
print(b)


class Text(str):
    def __bytes__(self):
        return b'own'


print(bytes(Text('x')))
try:
    bytes('x')
except TypeError as error:
    print(error)
print(bytearray(b"'"), bytearray(b'"'), bytearray(b"a'b\\"), bytearray(b"\"'"), b"'")


class Slots(bytearray):
    __slots__ = ('x', '__dict__')


s = Slots(b'ab')
s.x, s.y = 5, 6
for c in (copy.copy(s), copy.deepcopy(s), *[pickle.loads(pickle.dumps(s, p)) for p in range(2, 6)]):
    print(c, c.x, c.y)
print(bytearray(b'x').__reduce_ex__(2), bytearray(b'x').__reduce_ex__(3))
