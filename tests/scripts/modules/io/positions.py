"""Positions in memory streams: far behind the end, and nothing written there."""
import io
import sys

s = io.StringIO('1234567890')
s.seek(11)
print(repr(s.read()), s.tell(), s.write(''), repr(s.getvalue()))
print(s.write('x'), repr(s.getvalue()))
for stream in (io.BytesIO(b'1234567890'), io.StringIO('1234567890')):
    for place in (sys.maxsize, 2 ** 62, 10 ** 30, -1):
        try:
            print(stream.seek(place), stream.tell(), repr(stream.read(4)), repr(stream.read()))
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)
    print(stream.seek(sys.maxsize), stream.write(type(stream.getvalue())()), len(stream.getvalue()))
