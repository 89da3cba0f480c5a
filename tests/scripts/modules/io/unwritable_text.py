"""Text streams over streams that cannot write; raw streams that answer wrongly; chunk sizes; odd encodings."""
import io


class Reader(io.BytesIO):
    def writable(self):
        return False


class Half(io.BufferedIOBase):
    def seekable(self):
        return False

    def readable(self):
        return True

    def read1(self, n=-1):
        return b''

    read = read1


for raw in (Reader(b'abc'), Half(), io.BufferedReader(io.BytesIO())):
    stream = io.TextIOWrapper(raw, 'ascii')
    try:
        stream.write('x')
    except io.UnsupportedOperation as error:
        print(error)


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, b):
        return b'x'


try:
    io.BufferedReader(Raw()).readline()
except OSError as error:
    print(error, repr(error.__cause__))
stream = io.TextIOWrapper(io.BytesIO())
for size in (2 ** 63, 0, -1):
    try:
        stream._CHUNK_SIZE = size
    except ValueError as error:
        print(error)
for options in ({'encoding': '\udcfe'}, {'errors': '\udcfe'}):
    for call in (stream.reconfigure, lambda **k: io.TextIOWrapper(io.BytesIO(), **k)):
        try:
            call(**options)
        except UnicodeEncodeError as error:
            print(error)
