"""Keyed hashes (RFC 2104): whoever knows the key can make and check them."""

import hashlib
from _hashlib import compare_digest

__all__ = ['HMAC', 'new', 'digest', 'compare_digest']

digest_size = None
trans_5C = bytes(n ^ 0x5C for n in range(256))
trans_36 = bytes(n ^ 0x36 for n in range(256))


def _constructor(digestmod):
    """What makes the hash: a name, a function, or a module with `new`."""
    if callable(digestmod):
        return digestmod
    if isinstance(digestmod, str):
        return lambda data=b'': hashlib.new(digestmod, data)
    return lambda data=b'': digestmod.new(data)


def _block_size(made, default):
    """How long a block of the hash is."""
    import warnings
    size = getattr(made, 'block_size', None)
    if size is None:
        warnings.warn('No block_size attribute on given digest object; Assuming %d.' % default,
                      RuntimeWarning, 3)
        return default
    if size < 16:
        warnings.warn('block_size of %d seems too small; using our default of %d.'
                      % (size, default), RuntimeWarning, 3)
        return default
    return size


class HMAC:
    """A keyed hash that is fed with data. Two hashes: the outer one takes the inner one's digest."""

    blocksize = 64      # of hashes that do not say
    __slots__ = ('_inner', '_outer', 'block_size', 'digest_size')

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError('key: expected bytes or bytearray, '
                            f'but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        self._init_old(key, msg, digestmod)

    def _init_old(self, key, msg, digestmod):
        construct = _constructor(digestmod)
        self._outer = construct()
        self._inner = construct()
        self.digest_size = self._inner.digest_size
        self.block_size = size = _block_size(self._inner, self.blocksize)
        if len(key) > size:
            key = construct(key).digest()
        key = key.ljust(size, b'\0')
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        """hmac- and the name of the hash."""
        return f'hmac-{self._inner.name}'

    def update(self, msg):
        """Feed more data."""
        self._inner.update(msg)

    def copy(self):
        """Another one that has read the same."""
        other = type(self).__new__(type(self))
        other._inner = self._inner.copy()
        other._outer = self._outer.copy()
        other.block_size = self.block_size
        other.digest_size = self.digest_size
        return other

    def _current(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer

    def digest(self):
        """The hash of what was read so far."""
        return self._current().digest()

    def hexdigest(self):
        """The same in hexadecimal digits."""
        return self._current().hexdigest()


def new(key, msg=None, digestmod=''):
    """A keyed hash with this key and name of a hash."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The keyed hash of one message."""
    return HMAC(key, msg, digest).digest()
