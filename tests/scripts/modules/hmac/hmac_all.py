# hmac
import hashlib
import hmac


def refused(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


for name in ('md5', 'sha1', 'sha256', 'sha3_384', 'sha512'):
    for key in (b'', b'key', b'k' * 300):
        h = hmac.new(key, b'message', name)
        print(name, h.name, h.digest_size, h.block_size, h.hexdigest()[:20], hmac.digest(key, b'message', name) == h.digest())
h = hmac.new(bytearray(b'key'), digestmod=hashlib.sha256)
h.update(b'mess')
twin = h.copy()
h.update(b'age')
print(h.hexdigest() == hmac.new(b'key', b'message', 'sha256').hexdigest(), twin.hexdigest()[:10])
print(hmac.compare_digest(b'a', b'a'), hmac.compare_digest('a', 'b'), hmac.new(b'k', b'', 'sha256').name)
refused(hmac.new, b'key', b'm')
refused(hmac.new, 'key', b'm', 'md5')
refused(hmac.new, b'key', 'm', 'md5')
refused(hmac.compare_digest, 'ü', 'a')
