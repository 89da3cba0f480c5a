"""What writing and reading pickles share: instructions, exceptions, integers as bytes."""

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 5

# Mnemonic and code of each instruction, by protocol.
OPCODES = {}


def _opcodes(table):
    for line in table.split('\n'):
        for word in line.split():
            name, _, code = word.partition('=')
            OPCODES[name] = bytes.fromhex(code[1:]) if len(code) == 3 else code.encode()


_opcodes('''
    MARK=( STOP=. POP=0 POP_MARK=1 DUP=2 FLOAT=F INT=I BININT=J BININT1=K LONG=L BININT2=M NONE=N
    PERSID=P BINPERSID=Q REDUCE=R STRING=S BINSTRING=T SHORT_BINSTRING=U UNICODE=V BINUNICODE=X
    APPEND=a BUILD=b GLOBAL=c DICT=d EMPTY_DICT=} APPENDS=e GET=g BINGET=h INST=i LONG_BINGET=j
    LIST=l EMPTY_LIST=] OBJ=o PUT=p BINPUT=q LONG_BINPUT=r SETITEM=s TUPLE=t EMPTY_TUPLE=)
    SETITEMS=u BINFLOAT=G
    PROTO=x80 NEWOBJ=x81 EXT1=x82 EXT2=x83 EXT4=x84 TUPLE1=x85 TUPLE2=x86 TUPLE3=x87 NEWTRUE=x88
    NEWFALSE=x89 LONG1=x8a LONG4=x8b
    BINBYTES=B SHORT_BINBYTES=C
    SHORT_BINUNICODE=x8c BINUNICODE8=x8d BINBYTES8=x8e EMPTY_SET=x8f ADDITEMS=x90 FROZENSET=x91
    NEWOBJ_EX=x92 STACK_GLOBAL=x93 MEMOIZE=x94 FRAME=x95
    BYTEARRAY8=x96 NEXT_BUFFER=x97 READONLY_BUFFER=x98''')
OPCODES['TRUE'] = b'I01\n'
OPCODES['FALSE'] = b'I00\n'
globals().update(OPCODES)



class PickleError(Exception):
    """What goes wrong with pickles."""

    __module__ = '_pickle'


class PicklingError(PickleError):
    """An object cannot be pickled."""

    __module__ = '_pickle'


class UnpicklingError(PickleError):
    """A pickle cannot be read."""

    __module__ = '_pickle'


def encode_long(x):
    """The shortest two's complement of an int, lowest byte first; nothing for 0."""
    if x == 0:
        return b''
    size = (x.bit_length() >> 3) + 1
    data = x.to_bytes(size, 'little', signed=True)
    if x < 0 and size > 1 and data[-1] == 0xff and data[-2] & 0x80:
        data = data[:-1]
    return data


def decode_long(data):
    """The int of such bytes."""
    return int.from_bytes(data, 'little', signed=True)


def get_path(obj, path):
    for name in path:
        obj = getattr(obj, name)
    return obj


NOTHING = object()
