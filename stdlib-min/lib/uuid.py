"""Universally unique identifiers (RFC 9562)."""

import enum as _enum
import os
import time
from _thread import allocate_lock

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = [
    'reserved for NCS compatibility', 'specified in RFC 4122', 'reserved for Microsoft compatibility',
    'reserved for future definition']

_WHOLE = (1 << 128) - 1
# What version and variant take.
_MARKS = ~((0xf << 76) | (0x3 << 62))
# 100 ns steps between 1582-10-15 and the epoch of the system.
_GREGORIAN = 0x01b21dd213814000


class SafeUUID(_enum.Enum):
    safe = 0
    unsafe = -1
    unknown = None


def _field(shift, bits, doc):
    return property(lambda self: self.int >> shift & (1 << bits) - 1, doc=doc)


class UUID:
    """A number of 128 bits, given in one of five forms; immutable."""

    __slots__ = 'int', 'is_safe', '__weakref__'

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *,
                 is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be given')
        if int is not None:
            pass
        elif hex is not None:
            text = hex.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
            if len(text) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            int = _int(text, 16)
        elif bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError('bytes_le is not a 16-char string')
            int = _int.from_bytes(_swap(bytes_le))
        elif bytes is not None:
            if len(bytes) != 16:
                raise ValueError('bytes is not a 16-char string')
            assert isinstance(bytes, _bytes), repr(bytes)
            int = _int.from_bytes(bytes)
        else:
            if len(fields) != 6:
                raise ValueError('fields is not a 6-tuple')
            int = 0
            for number, (value, bits) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48)), 1):
                if not 0 <= value < 1 << bits:
                    article = 'an' if bits == 8 else 'a'
                    raise ValueError(f'field {number} out of range (need {article} {bits}-bit value)')
                int = int << bits | value
        if not 0 <= int <= _WHOLE:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 8:
                raise ValueError('illegal version number')
            int = int & _MARKS | 0x8000_0000_0000_0000 | version << 76
        object.__setattr__(self, 'int', int)
        object.__setattr__(self, 'is_safe', is_safe)

    @classmethod
    def _of(cls, value):
        new = _new(cls)
        _set_int(new, value)
        _set_is_safe(new, _UNKNOWN)
        return new

    def __getstate__(self):
        state = {'int': self.int}
        if self.is_safe != SafeUUID.unknown:
            # A plain value: old versions have no such enumeration.
            state['is_safe'] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, 'int', state['int'])
        object.__setattr__(self, 'is_safe', SafeUUID(state['is_safe']) if 'is_safe' in state else SafeUUID.unknown)

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f'{self.__class__.__name__}({str(self)!r})'

    def __str__(self):
        x = self.hex
        return f'{x[:8]}-{x[8:12]}-{x[12:16]}-{x[16:20]}-{x[20:]}'

    @property
    def bytes(self):
        return self.int.to_bytes(16)

    @property
    def bytes_le(self):
        return _swap(self.bytes)

    @property
    def fields(self):
        return (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant, self.clock_seq_low,
                self.node)

    time_low = _field(96, 32, 'The first 32 bits.')
    time_mid = _field(80, 16, 'The next 16 bits.')
    time_hi_version = _field(64, 16, 'The next 16 bits, with the version.')
    clock_seq_hi_variant = _field(56, 8, 'The next 8 bits, with the variant.')
    clock_seq_low = _field(48, 8, 'The next 8 bits.')
    node = _field(0, 48, 'The last 48 bits.')

    @property
    def time(self):
        """100 ns steps since 1582; milliseconds since 1970 for version 7."""
        if self.version == 6:
            return self.time_low << 28 | self.time_mid << 12 | self.time_hi_version & 0xfff
        if self.version == 7:
            return self.int >> 80
        return (self.time_hi_version & 0xfff) << 48 | self.time_mid << 32 | self.time_low

    @property
    def clock_seq(self):
        return (self.clock_seq_hi_variant & 0x3f) << 8 | self.clock_seq_low

    @property
    def hex(self):
        return self.bytes.hex()

    @property
    def urn(self):
        return 'urn:uuid:' + str(self)

    @property
    def variant(self):
        if not self.int & 0x8000 << 48:
            return RESERVED_NCS
        if not self.int & 0x4000 << 48:
            return RFC_4122
        return RESERVED_FUTURE if self.int & 0x2000 << 48 else RESERVED_MICROSOFT

    @property
    def version(self):
        return self.int >> 76 & 0xf if self.variant == RFC_4122 else None


_int, _bytes = int, bytes
# By the descriptors themselves, because `__setattr__` refuses.
_new, _set_int, _set_is_safe = object.__new__, UUID.int.__set__, UUID.is_safe.__set__
_UNKNOWN = SafeUUID.unknown
_MARKS_4 = 0x8000_0000_0000_0000 | 4 << 76


def _swap(b):
    return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:]


def _random_getnode():
    # The bit of multicast addresses: no network card has such an address.
    return int.from_bytes(os.urandom(6)) | 1 << 40


def _card_address():
    """The address of a network card, None if none is known."""
    try:
        names = sorted(os.listdir('/sys/class/net'))
    except OSError:
        return None
    local = None
    for name in names:
        try:
            with open(f'/sys/class/net/{name}/address') as file:
                value = int(file.read().strip().replace(':', ''), 16)
        except (OSError, ValueError):
            continue
        if not 0 < value < 1 << 48 or value == (1 << 48) - 1:
            continue
        if not value & 1 << 41:
            return value
        # One that the administrator has chosen.
        local = local or value
    return local


_node = None


def getnode():
    """48 bits that tell this machine from others: the address of a network card, else random."""
    global _node
    if _node is None:
        _node = _card_address() or _random_getnode()
    return _node


# What was given out last; held while it is read and replaced, so that no two threads give out the same.
_state = allocate_lock()
_last_timestamp = None
_last_timestamp_v6 = None
_last_timestamp_v7 = None
_last_counter_v7 = 0


def _ticks_after(last):
    """100 ns steps since 1582, more than `last`."""
    now = time.time_ns() // 100 + _GREGORIAN
    return last + 1 if last is not None and now <= last else now


def uuid1(node=None, clock_seq=None):
    """From the time and the machine."""
    global _last_timestamp
    with _state:
        now = _last_timestamp = _ticks_after(_last_timestamp)
    if clock_seq is None:
        import random
        clock_seq = random.getrandbits(14)
    low, middle, high = now & 0xffff_ffff, now >> 32 & 0xffff, now >> 48 & 0xfff
    if node is None:
        node = getnode()
    return UUID(fields=(low, middle, high, clock_seq >> 8 & 0x3f, clock_seq & 0xff, node), version=1)


def _hashed(namespace, name, kind, version):
    import hashlib
    if isinstance(name, str):
        name = name.encode()
    digest = hashlib.new(kind, namespace.bytes + name, usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=version)


def uuid3(namespace, name):
    """From a name, by MD5."""
    return _hashed(namespace, name, 'md5', 3)


def uuid4():
    """Random."""
    return UUID._of(int.from_bytes(os.urandom(16)) & _MARKS | _MARKS_4)


def uuid5(namespace, name):
    """From a name, by SHA-1."""
    return _hashed(namespace, name, 'sha1', 5)


def uuid6(node=None, clock_seq=None):
    """As uuid1, but in the order of time."""
    global _last_timestamp_v6
    with _state:
        now = _last_timestamp_v6 = _ticks_after(_last_timestamp_v6)
    if clock_seq is None:
        import random
        clock_seq = random.getrandbits(14)
    node = getnode() if node is None else node
    value = (now >> 12) << 80 | (now & 0xfff) << 64 | (clock_seq & 0x3fff) << 48 | node & (1 << 48) - 1
    return UUID._of(value & _MARKS | 0x8000_0000_0000_0000 | 6 << 76)


def _fresh_counter():
    """A counter of 42 bits, its first bit clear so that there is room, and 32 random bits."""
    value = int.from_bytes(os.urandom(10))
    return value >> 32 & 0x1ff_ffff_ffff, value & 0xffff_ffff


def uuid7():
    """From the time in milliseconds, in the order in which they are made."""
    global _last_timestamp_v7, _last_counter_v7
    now = time.time_ns() // 1_000_000
    with _state:
        if _last_timestamp_v7 is None or now > _last_timestamp_v7:
            counter, tail = _fresh_counter()
        else:
            if now < _last_timestamp_v7:
                now = _last_timestamp_v7 + 1
            counter = _last_counter_v7 + 1
            if counter > 0x3ff_ffff_ffff:
                now += 1
                counter, tail = _fresh_counter()
            else:
                tail = int.from_bytes(os.urandom(4))
        _last_timestamp_v7, _last_counter_v7 = now, counter
    value = (now & 0xffff_ffff_ffff) << 80 | (counter >> 30 & 0xfff) << 64 | (counter & 0x3fff_ffff) << 32 | tail
    return UUID._of(value & _MARKS | 0x8000_0000_0000_0000 | 7 << 76)


def uuid8(a=None, b=None, c=None):
    """48, 12 and 62 bits of one's own, random where none are given."""
    import random
    a = random.getrandbits(48) if a is None else a
    b = random.getrandbits(12) if b is None else b
    c = random.getrandbits(62) if c is None else c
    value = (a & 0xffff_ffff_ffff) << 80 | (b & 0xfff) << 64 | c & 0x3fff_ffff_ffff_ffff
    return UUID._of(value & _MARKS | 0x8000_0000_0000_0000 | 8 << 76)


def main():
    """python -m uuid: prints one."""
    import argparse
    makers = {'uuid1': uuid1, 'uuid3': uuid3, 'uuid4': uuid4, 'uuid5': uuid5, 'uuid6': uuid6, 'uuid7': uuid7,
              'uuid8': uuid8}
    names = ('uuid3', 'uuid5')
    spaces = {'@dns': NAMESPACE_DNS, '@url': NAMESPACE_URL, '@oid': NAMESPACE_OID, '@x500': NAMESPACE_X500}
    parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter,
                                     description='Generate a UUID using the selected UUID function.', color=True)
    parser.add_argument('-u', '--uuid', choices=makers.keys(), default='uuid4', help='function to generate the UUID')
    parser.add_argument(
        '-n', '--namespace', metavar=f'{{any UUID,{",".join(spaces)}}}',
        help='uuid3/uuid5 only: a UUID, or a well-known predefined UUID addressed by namespace name')
    parser.add_argument('-N', '--name', help='uuid3/uuid5 only: name used as part of generating the UUID')
    parser.add_argument('-C', '--count', metavar='NUM', type=int, default=1, help='generate NUM fresh UUIDs')
    args = parser.parse_args()
    if args.uuid in names:
        if not args.namespace or not args.name:
            parser.error(f'Incorrect number of arguments. {args.uuid} requires a namespace and a name. '
                         "Run 'python -m uuid -h' for more information.")
        if (space := spaces.get(args.namespace)) is None:
            try:
                space = UUID(args.namespace)
            except ValueError as e:
                parser.error(f'{e}: {args.namespace!r}')
        for _ in range(args.count):
            print(makers[args.uuid](space, args.name))
    else:
        for _ in range(args.count):
            print(makers[args.uuid]())


NAMESPACE_DNS = UUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_URL = UUID('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_OID = UUID('6ba7b812-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_X500 = UUID('6ba7b814-9dad-11d1-80b4-00c04fd430c8')
NIL = UUID('00000000-0000-0000-0000-000000000000')
MAX = UUID('ffffffff-ffff-ffff-ffff-ffffffffffff')

if __name__ == '__main__':
    main()
