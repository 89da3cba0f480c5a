"""bytearray: __init__ again, sources that change the array, sizes that stay; what __bytes__ gives; filter's keywords."""


class Sub(bytes):
    pass


class WithBytes:
    def __init__(self, b):
        self.b = b

    def __bytes__(self):
        return self.b


class Text(str):
    def __bytes__(self):
        return Sub(b'text')


print(type(bytes(WithBytes(Sub(b'a')))).__name__, type(Sub(WithBytes(b'a'))).__name__)
print(type(bytes(Text('x'))).__name__, bytes(Text('x'), 'ascii'), bytearray(WithBytes.__bytes__(WithBytes(b'q'))))
try:
    bytes(WithBytes(5))
except TypeError as e:
    print(e)

for source in ([256] * 3, (-1,), [0] * 5 + [1000], (1, 2, 1 << 100), 'text', object()):
    a = bytearray(b'abc')
    try:
        a.__init__(source)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, a)
a = bytearray(b'abc')
a.__init__(a)
print(a)
a = bytearray(b'abc')
a.__init__(len(a) for _ in range(1))
print(a)
a = bytearray(b'abc')
with memoryview(a):
    try:
        a.__init__(b'xyz')
    except BufferError as e:
        print(e, a)
    a.resize(3)
    for n in (2, 4, 0):
        try:
            a.resize(n)
        except BufferError as e:
            print(e, a)
a = bytearray()
with memoryview(a):
    a.__init__()
    print(a)


class Evil:
    def __init__(self, act):
        self.act = act

    def __buffer__(self, flags):
        self.act()
        return memoryview(b'ABC')


b = bytearray(b'x' * 9)
b.extend(Evil(b.clear))
print(b)
b = bytearray(b'x' * 9)
b.extend(Evil(lambda: b.__delitem__(slice(3, None))))
print(b)
b = bytearray(b'x' * 3)
b.extend(Evil(lambda: b.extend(b'y' * 5)))
print(b)


class Filter(filter):
    pass


class Own(filter):
    def __init__(self, *args, extra=None):
        self.extra = extra


class New(filter):
    def __new__(cls, *args, extra=None):
        self = super().__new__(cls, *args)
        self.extra = extra
        return self


try:
    Filter(None, [0, 1], extra=3)
except TypeError as e:
    print(e)
print(Own(None, [0, 1], extra=3).extra, New(None, [0, 1], extra=4).extra, list(Filter(None, [0, 2])))
