"""What addresses, networks and interfaces of both versions have; `ipaddress` has the versions."""

import functools
import re


class AddressValueError(ValueError):
    """Not an address."""

    __module__ = 'ipaddress'


class NetmaskValueError(ValueError):
    """Not the mask of a network."""

    __module__ = 'ipaddress'


def _require_same_version(a, b, what='version'):
    if a.version != b.version:
        raise TypeError(f'{a} and {b} are not of the same {what}')


def _count_righthand_zero_bits(number, bits):
    """How many zeros the number ends in, *bits* at most."""
    return bits if number == 0 else min(bits, (number & -number).bit_length() - 1)


class _IPAddressBase:
    """What addresses and networks have."""

    __slots__ = ()

    @property
    def exploded(self):
        """The long form, with all zeros."""
        return self._explode_shorthand_ip_string()

    @property
    def compressed(self):
        """The short form."""
        return str(self)

    @property
    def reverse_pointer(self):
        """The name to ask for the host's name."""
        return self._reverse_pointer()

    @property
    def version(self):
        """The version, which subclasses have."""
        raise NotImplementedError(f'{str(type(self)):>200} has no version specified')

    def _check_int_address(self, address):
        if address < 0:
            raise AddressValueError(
                f'{address} (< 0) is not permitted as an IPv{self.version} address')
        if address > self._ALL_ONES:
            raise AddressValueError(f'{address} (>= 2**{self.max_prefixlen}) is not permitted as an '
                                    f'IPv{self.version} address')

    def _number(self, address):
        """The number of an address that is a number or bytes; None for others."""
        if isinstance(address, int):
            self._check_int_address(address)
            return address
        if not isinstance(address, bytes):
            return None
        expected = self.max_prefixlen // 8
        if len(address) != expected:
            raise AddressValueError(f'{address!r} (len {len(address)} != {expected}) is not '
                                    f'permitted as an IPv{self.version} address')
        return int.from_bytes(address)

    @classmethod
    def _ip_int_from_prefix(cls, prefixlen):
        return cls._ALL_ONES ^ cls._ALL_ONES >> prefixlen

    @classmethod
    def _prefix_from_ip_int(cls, ip_int):
        zeros = _count_righthand_zero_bits(ip_int, cls.max_prefixlen)
        length = cls.max_prefixlen - zeros
        if ip_int >> zeros != (1 << length) - 1:
            raise ValueError(f'Netmask pattern {ip_int.to_bytes(cls.max_prefixlen // 8)!r} mixes '
                             'zeroes & ones')
        return length

    @classmethod
    def _report_invalid_netmask(cls, netmask_str):
        raise NetmaskValueError(f'{netmask_str!r} is not a valid netmask') from None

    @classmethod
    def _prefix_from_prefix_string(cls, prefixlen_str):
        if not (prefixlen_str.isascii() and prefixlen_str.isdigit()):
            cls._report_invalid_netmask(prefixlen_str)
        try:
            length = int(prefixlen_str)
        except ValueError:
            length = -1
        if not 0 <= length <= cls.max_prefixlen:
            cls._report_invalid_netmask(prefixlen_str)
        return length

    @classmethod
    def _prefix_from_ip_string(cls, ip_str):
        """The length for a mask like 255.255.0.0, or for its inverse."""
        try:
            number = cls._ip_int_from_string(ip_str)
        except AddressValueError:
            cls._report_invalid_netmask(ip_str)
        for mask in number, number ^ cls._ALL_ONES:
            try:
                return cls._prefix_from_ip_int(mask)
            except ValueError:
                pass
        cls._report_invalid_netmask(ip_str)

    @classmethod
    def _make_netmask(cls, arg):
        """(mask as an address, length) for a length, or a text that is one or a mask."""
        known = cls._netmask_cache.get(arg)
        if known is None:
            if isinstance(arg, int):
                length = arg
                if not 0 <= length <= cls.max_prefixlen:
                    cls._report_invalid_netmask(length)
            else:
                length = cls._length_from_text(arg)
            known = cls._mask_class(cls._ip_int_from_prefix(length)), length
            cls._netmask_cache[arg] = known
        return known

    @classmethod
    def _split_addr_prefix(cls, address):
        """(address, length or mask) of what networks and interfaces are made from."""
        if isinstance(address, (bytes, int)):
            return address, cls.max_prefixlen
        if not isinstance(address, tuple):
            parts = str(address).split('/')
            if len(parts) > 2:
                raise AddressValueError(f"Only one '/' permitted in {address!r}")
            address = parts
        return address if len(address) > 1 else (address[0], cls.max_prefixlen)

    def __reduce__(self):
        return type(self), (str(self),)


@functools.total_ordering
class _BaseAddress(_IPAddressBase):
    """What addresses have; `_ip` is the number."""

    __slots__ = ()

    def __int__(self):
        return self._ip

    def __eq__(self, other):
        try:
            return self._ip == other._ip and self.version == other.version
        except AttributeError:
            return NotImplemented

    def __lt__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        _require_same_version(self, other)
        return self._ip < other._ip

    def __add__(self, other):
        return type(self)(int(self) + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return type(self)(int(self) - other) if isinstance(other, int) else NotImplemented

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    def __str__(self):
        return self._string_from_ip_int(self._ip)

    def __hash__(self):
        return hash(hex(self._ip))

    def _get_address_key(self):
        return self.version, self

    def __reduce__(self):
        return type(self), (self._ip,)

    def __format__(self, fmt):
        if not fmt or fmt[-1] == 's':
            return format(str(self), fmt)
        match = re.fullmatch('(#?)(_?)([xbnX])', fmt)
        if not match:
            return super().__format__(fmt)
        alternate, grouping, base = match.groups()
        if base == 'n':
            base = 'b' if self.version == 4 else 'x'
        width = self.max_prefixlen if base == 'b' else self.max_prefixlen // 4
        if grouping:
            width += width // 4 - 1
        width += 2 * bool(alternate)
        return format(int(self), f'{alternate}0{width}{grouping}{base}')

    def _is_private_number(self):
        constants = self._constants
        return (any(self in net for net in constants._private_networks)
                and not any(self in net for net in constants._private_networks_exceptions))


def _of_both_ends(name, doc):
    """A property of networks that holds if it does for the first and the last address."""
    def holds(self):
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)

    holds.__doc__ = doc
    return property(holds)


@functools.total_ordering
class _BaseNetwork(_IPAddressBase):
    """What networks have."""

    def __init__(self, address, strict=True):
        address, mask = self._split_addr_prefix(address)
        first = self._address_class(address)
        self.network_address = first
        self.netmask, self._prefixlen = self._make_netmask(mask)
        number = int(first) & int(self.netmask)
        if number != int(first):
            if strict:
                raise ValueError(f'{self} has host bits set')
            self.network_address = self._address_class(number)
        if self._prefixlen == self.max_prefixlen - 1:
            self.hosts = self.__iter__
        elif self._prefixlen == self.max_prefixlen:
            self.hosts = lambda: iter((self._address_class(address),))

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    def __str__(self):
        return f'{self.network_address}/{self.prefixlen}'

    def _addresses(self, skip_first, skip_last):
        first, last = int(self.network_address), int(self.broadcast_address)
        for number in range(first + skip_first, last + 1 - skip_last):
            yield self._address_class(number)

    def hosts(self):
        """The addresses that machines can have: not the first, not the last."""
        return self._addresses(1, 1)

    def __iter__(self):
        return self._addresses(0, 0)

    def __getitem__(self, n):
        first, last = int(self.network_address), int(self.broadcast_address)
        number = first + n if n >= 0 else last + 1 + n
        if not first <= number <= last:
            raise IndexError('address out of range')
        return self._address_class(number)

    def __lt__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        _require_same_version(self, other)
        return ((self.network_address, self.netmask) < (other.network_address, other.netmask))

    def __eq__(self, other):
        try:
            return (self.version == other.version and self.network_address == other.network_address
                    and int(self.netmask) == int(other.netmask))
        except AttributeError:
            return NotImplemented

    def __hash__(self):
        return hash((int(self.network_address), int(self.netmask)))

    def __contains__(self, other):
        if self.version != other.version or isinstance(other, _BaseNetwork):
            return False
        return other._ip & self.netmask._ip == self.network_address._ip

    def overlaps(self, other):
        """Whether two networks have an address in common."""
        return (self.network_address in other or self.broadcast_address in other
                or other.network_address in self or other.broadcast_address in self)

    @functools.cached_property
    def broadcast_address(self):
        """The last address."""
        return self._address_class(int(self.network_address) | int(self.hostmask))

    @functools.cached_property
    def hostmask(self):
        """The inverse of the mask."""
        return self._address_class(int(self.netmask) ^ self._ALL_ONES)

    @property
    def with_prefixlen(self):
        """The first address and the length."""
        return f'{self.network_address}/{self._prefixlen}'

    @property
    def with_netmask(self):
        """The first address and the mask."""
        return f'{self.network_address}/{self.netmask}'

    @property
    def with_hostmask(self):
        """The first address and the inverse of the mask."""
        return f'{self.network_address}/{self.hostmask}'

    @property
    def num_addresses(self):
        """How many addresses there are."""
        return int(self.hostmask) + 1

    @property
    def _address_class(self):
        raise NotImplementedError(f'{str(type(self)):>200} has no associated address class')

    @property
    def prefixlen(self):
        """How many bits all addresses have in common."""
        return self._prefixlen

    def address_exclude(self, other):
        """The networks that are left without another one, which has to be in this one."""
        _require_same_version(self, other)
        if not isinstance(other, _BaseNetwork):
            raise TypeError(f'{other} is not a network object')
        if not other.subnet_of(self):
            raise ValueError(f'{other} not contained in {self}')
        rest = self
        while rest != other:
            low, high = rest.subnets()
            if other.subnet_of(low):
                yield high
                rest = low
            else:
                yield low
                rest = high

    def compare_networks(self, other):
        """-1, 0 or 1 as this one comes before another, is it, or comes behind."""
        _require_same_version(self, other, 'type')
        mine, others = ((net.network_address, net.netmask) for net in (self, other))
        return (mine > others) - (mine < others)

    def _get_networks_key(self):
        return self.version, self.network_address, self.netmask

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """The networks of a larger length that make this one."""
        if self._prefixlen == self.max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError('new prefix must be longer')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError('prefix length diff must be > 0')
        length = self._prefixlen + prefixlen_diff
        if length > self.max_prefixlen:
            raise ValueError(f'prefix length diff {length} is invalid for netblock {self}')
        step = self.num_addresses >> prefixlen_diff
        for number in range(int(self.network_address), int(self.broadcast_address) + 1, step):
            yield type(self)((number, length))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The network of a smaller length that this one is in."""
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError('new prefix must be shorter')
            if prefixlen_diff != 1:
                raise ValueError('cannot set prefixlen_diff and new_prefix')
            prefixlen_diff = self._prefixlen - new_prefix
        length = self._prefixlen - prefixlen_diff
        if length < 0:
            raise ValueError(f'current prefixlen is {self.prefixlen}, cannot have a prefixlen_diff '
                             f'of {prefixlen_diff}')
        mask = int(self.netmask) << prefixlen_diff
        return type(self)((int(self.network_address) & mask, length))

    @staticmethod
    def _is_subnet_of(a, b):
        try:
            _require_same_version(a, b)
            return (b.network_address <= a.network_address
                    and b.broadcast_address >= a.broadcast_address)
        except AttributeError:
            raise TypeError(f'Unable to test subnet containment between {a} and {b}')

    def subnet_of(self, other):
        """Whether it is in another network."""
        return self._is_subnet_of(self, other)

    def supernet_of(self, other):
        """Whether another network is in it."""
        return self._is_subnet_of(other, self)

    is_multicast = _of_both_ends('is_multicast', 'Whether it is for groups of machines.')
    is_reserved = _of_both_ends('is_reserved', 'Whether it is kept for later.')
    is_link_local = _of_both_ends('is_link_local', 'Whether it is for one cable.')
    is_unspecified = _of_both_ends('is_unspecified', 'Whether it is the address of nothing.')
    is_loopback = _of_both_ends('is_loopback', 'Whether it is the machine itself.')

    @property
    def is_private(self):
        """Whether it means another machine in each house."""
        def inside(net):
            return self.network_address in net and self.broadcast_address in net

        def touches(net):
            return self.network_address in net or self.broadcast_address in net

        constants = self._constants
        return (any(map(inside, constants._private_networks))
                and not any(map(touches, constants._private_networks_exceptions)))

    @property
    def is_global(self):
        """Whether it means the same in the whole world."""
        return not self.is_private


class _BaseConstants:
    _private_networks = []
    _private_networks_exceptions = []


_BaseNetwork._constants = _BaseConstants


class _Interface:
    """What interfaces have: an address with a network."""

    __slots__ = ()

    def __init__(self, address):
        address, mask = self._split_addr_prefix(address)
        self._bare_class.__init__(self, address)
        self.network = self._network_class((address, mask), strict=False)
        self.netmask = self.network.netmask
        self._prefixlen = self.network._prefixlen

    @property
    def hostmask(self):
        """The inverse of the mask."""
        return self.network.hostmask

    def __str__(self):
        return f'{self._bare_class.__str__(self)}/{self._prefixlen}'

    def __eq__(self, other):
        equal = self._bare_class.__eq__(self, other)
        if equal is NotImplemented or not equal:
            return equal
        return self.network == getattr(other, 'network', None)

    def __lt__(self, other):
        less = self._bare_class.__lt__(self, other)
        if less is NotImplemented:
            return NotImplemented
        if not hasattr(other, 'network'):
            # A bare address comes behind.
            return False
        return self.network < other.network or self.network == other.network and less

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    __reduce__ = _IPAddressBase.__reduce__

    @property
    def ip(self):
        """The address alone."""
        return self._bare_class(self._ip)

    def _with(self, what):
        return f'{self._string_from_ip_int(self._ip)}/{what}'

    @property
    def with_prefixlen(self):
        """The address and the length."""
        return self._with(self._prefixlen)

    @property
    def with_netmask(self):
        """The address and the mask."""
        return self._with(self.netmask)

    @property
    def with_hostmask(self):
        """The address and the inverse of the mask."""
        return self._with(self.hostmask)
