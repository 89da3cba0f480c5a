"""Operands of integer conversions of the wrong type; the literal in the message of int()."""
class Box:
    def __index__(self): return 1.5
for f in ('%d','%x','%5d','%i','%u','%o'):
    try: print(f % Box())
    except TypeError as e: print(e)
class I:
    def __int__(self): return 'x'
try: print('%d' % I())
except TypeError as e: print(e)
class J:
    def __index__(self): raise ValueError('v')
try: print('%x' % J())
except ValueError as e: print(e)
for b in (bytearray(b'\1\2'), b'zz', memoryview(b'q')):
    try: int(b)
    except (ValueError,TypeError) as e: print(e)
