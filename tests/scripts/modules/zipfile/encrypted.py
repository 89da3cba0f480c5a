# Members in the old cipher, encrypted here.
import io
import struct
import zipfile
import zlib

TABLE = []
for n in range(256):
    for _ in range(8):
        n = n >> 1 ^ 0xedb88320 if n & 1 else n >> 1
    TABLE.append(n)


def encrypt(data, password):
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(c):
        keys[0] = keys[0] >> 8 ^ TABLE[(keys[0] ^ c) & 255]
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xffffffff
        keys[2] = keys[2] >> 8 ^ TABLE[(keys[2] ^ keys[1] >> 24) & 255]

    for c in password:
        update(c)
    out = bytearray()
    for c in data:
        k = keys[2] | 2
        out.append(c ^ (k * (k ^ 1) >> 8 & 255))
        update(c)
    return bytes(out)


text = b'nobody shall read this\n' * 40
deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
packed = deflate.compress(text) + deflate.flush()
members = []
for name, method, body in (b'plain', 0, text), (b'packed', 8, packed):
    crc = zlib.crc32(text)
    body = encrypt(b'01234567890' + bytes([crc >> 24]) + body, b'pass')
    members.append((name, struct.pack('<2B4HL2L2H', 20, 0, 1, method, 0, 33, crc, len(body), len(text), len(name), 0), body))
archive, directory = b'', b''
for name, fields, body in members:
    directory += b'PK\1\2' + b'\x14\3' + fields + struct.pack('<3H2L', 0, 0, 0, 0, len(archive)) + name
    archive += b'PK\3\4' + fields + name + body
archive += directory + b'PK\5\6' + struct.pack('<4H2LH', 0, 0, 2, 2, len(directory), len(archive), 0)
z = zipfile.ZipFile(io.BytesIO(archive))
for info in z.infolist():
    print(info)
    for password in b'pass', b'wrong', None, 'text':
        try:
            print(z.read(info, password) == text)
        except Exception as e:
            print(type(e).__name__, str(e)[:70])
    with z.open(info, pwd=b'pass') as f:
        print(f.read(10), f.seek(7), f.read(9), f.seek(-5, 2), f.read(), f.seek(0), f.readline())
z.setpassword(b'pass')
print(z.read('plain') == z.read('packed') == text, z.testzip())
