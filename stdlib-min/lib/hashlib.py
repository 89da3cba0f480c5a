"""Cryptographic hashes. The algorithms are native (`_hashlib`)."""

import _hashlib
from _hashlib import blake2b, blake2s, pbkdf2_hmac, scrypt
from _hashlib import (
    openssl_md5 as md5, openssl_sha1 as sha1, openssl_sha224 as sha224, openssl_sha256 as sha256,
    openssl_sha384 as sha384, openssl_sha512 as sha512, openssl_sha3_224 as sha3_224,
    openssl_sha3_256 as sha3_256, openssl_sha3_384 as sha3_384, openssl_sha3_512 as sha3_512,
    openssl_shake_128 as shake_128, openssl_shake_256 as shake_256,
)

_names = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake2s', 'sha3_224',
          'sha3_256', 'sha3_384', 'sha3_512', 'shake_128', 'shake_256')
algorithms_guaranteed = set(_names)
algorithms_available = set(_names) | {'sha512_224', 'sha512_256'}
__all__ = _names + ('new', 'algorithms_guaranteed', 'algorithms_available', 'file_digest',
                    'pbkdf2_hmac')


def __hash_new(name, *args, **kwargs):
    """A hash object of the named algorithm, fed with *data*."""
    if name in ('blake2b', 'blake2s'):
        return globals()[name](*args, **kwargs)
    return _hashlib.new(name, *args, **kwargs)


new = __hash_new


def file_digest(fileobj, digest, /, *, _bufsize=2**18):
    """The hash object that has read a file: *digest* is a name or makes a hash object."""
    hashed = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):
        # In memory already.
        hashed.update(fileobj.getbuffer())
        return hashed
    if not (hasattr(fileobj, 'readinto') and hasattr(fileobj, 'readable') and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    chunk = bytearray(_bufsize)
    view = memoryview(chunk)
    while True:
        size = fileobj.readinto(chunk)
        if size is None:
            raise BlockingIOError('I/O operation would block.')
        if size == 0:
            return hashed
        hashed.update(view[:size])
