"""Addresses of IP, versions 4 and 6, the networks that they belong to, and interfaces: addresses with their network.

All are numbers with a length; what differs by version is how they are written and which networks are for what.
"""

__version__ = '1.0'

import re

from _ipaddress_base import (
    AddressValueError, NetmaskValueError, _BaseAddress, _BaseNetwork, _count_righthand_zero_bits,
    _Interface, _IPAddressBase, _of_both_ends, _require_same_version)

IPV4LENGTH = 32
IPV6LENGTH = 128


def _any_version(kinds, what, address, *args):
    for kind in kinds:
        try:
            return kind(address, *args)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f'{address!r} does not appear to be an IPv4 or IPv6 {what}')


def ip_address(address):
    """An address from a text, a number or bytes."""
    return _any_version((IPv4Address, IPv6Address), 'address', address)


def ip_network(address, strict=True):
    """A network; unless *strict* the address may be any one in it."""
    return _any_version((IPv4Network, IPv6Network), 'network', address, strict)


def ip_interface(address):
    """An address with its network."""
    return _any_version((IPv4Interface, IPv6Interface), 'interface', address)


def _to_packed(address, version):
    try:
        return address.to_bytes(4 if version == 4 else 16)
    except OverflowError:
        raise ValueError(f'Address negative or too large for IPv{version}')


def v4_int_to_packed(address):
    """The bytes of a number that is an address of version 4."""
    return _to_packed(address, 4)


def v6_int_to_packed(address):
    """The bytes of a number that is an address of version 6."""
    return _to_packed(address, 6)


def _find_address_range(addresses):
    """The first and last of each run of neighbours."""
    addresses = iter(addresses)
    first = last = next(addresses)
    for address in addresses:
        if address._ip != last._ip + 1:
            yield first, last
            first = address
        last = address
    yield first, last


def summarize_address_range(first, last):
    """The networks that are all addresses from the first to the last."""
    if not (isinstance(first, _BaseAddress) and isinstance(last, _BaseAddress)):
        raise TypeError('first and last must be IP addresses, not networks')
    _require_same_version(first, last)
    if first > last:
        raise ValueError('last IP address must be greater than first')
    if first.version not in (4, 6):
        raise ValueError('unknown IP version')
    kind = IPv4Network if first.version == 4 else IPv6Network
    length = first.max_prefixlen
    start, end = first._ip, last._ip
    while start <= end:
        # As large as the start allows and as fits.
        bits = min(_count_righthand_zero_bits(start, length), (end - start + 1).bit_length() - 1)
        yield kind((start, length - bits))
        start += 1 << bits


def _collapse_addresses_internal(addresses):
    """Join networks that are halves of one, and leave out those inside of others."""
    waiting = list(addresses)
    by_outer = {}
    while waiting:
        net = waiting.pop()
        outer = net.supernet()
        other = by_outer.setdefault(outer, net)
        if other != net:
            del by_outer[outer]
            waiting.append(outer)
    last = None
    for net in sorted(by_outer.values()):
        if last is None or last.broadcast_address < net.broadcast_address:
            yield net
            last = net


def collapse_addresses(addresses):
    """The fewest networks that are the same as some networks and addresses."""
    single, nets = [], []
    for item in addresses:
        bare = isinstance(item, _BaseAddress)
        known = single if bare or item._prefixlen == item.max_prefixlen else nets
        if known:
            _require_same_version(item, known[-1])
        if bare or known is nets:
            known.append(item)
        else:
            known.append(item.ip if hasattr(item, 'ip') else item.network_address)
    found = []
    if single:
        for first, last in _find_address_range(sorted(set(single))):
            found.extend(summarize_address_range(first, last))
    return _collapse_addresses_internal(found + nets)


def get_mixed_type_key(obj):
    """A key to sort addresses and networks together."""
    if isinstance(obj, _BaseNetwork):
        return obj._get_networks_key()
    if isinstance(obj, _BaseAddress):
        return obj._get_address_key()
    return NotImplemented


# Version 4.

class _BaseV4:
    """How version 4 is written."""

    __slots__ = ()
    version = 4
    _ALL_ONES = 2 ** IPV4LENGTH - 1
    max_prefixlen = IPV4LENGTH
    _netmask_cache = {}

    def _explode_shorthand_ip_string(self):
        return str(self)

    @classmethod
    def _length_from_text(cls, text):
        try:
            return cls._prefix_from_prefix_string(text)
        except NetmaskValueError:
            return cls._prefix_from_ip_string(text)

    @classmethod
    def _ip_int_from_string(cls, ip_str):
        if not ip_str:
            raise AddressValueError('Address cannot be empty')
        octets = ip_str.split('.')
        if len(octets) != 4:
            raise AddressValueError(f'Expected 4 octets in {ip_str!r}')
        try:
            return int.from_bytes(map(cls._parse_octet, octets))
        except ValueError as exc:
            raise AddressValueError(f'{exc} in {ip_str!r}') from None

    @classmethod
    def _parse_octet(cls, octet_str):
        if not octet_str:
            raise ValueError('Empty octet not permitted')
        if not (octet_str.isascii() and octet_str.isdigit()):
            raise ValueError(f'Only decimal digits permitted in {octet_str!r}')
        if len(octet_str) > 3:
            raise ValueError(f'At most 3 characters permitted in {octet_str!r}')
        # Some programs would take it as octal.
        if octet_str != '0' and octet_str[0] == '0':
            raise ValueError(f'Leading zeros are not permitted in {octet_str!r}')
        octet = int(octet_str)
        if octet > 255:
            raise ValueError(f'Octet {octet} (> 255) not permitted')
        return octet

    @classmethod
    def _string_from_ip_int(cls, ip_int):
        return '.'.join(map(str, ip_int.to_bytes(4)))

    def _reverse_pointer(self):
        return '.'.join(str(self).split('.')[::-1]) + '.in-addr.arpa'


class IPv4Address(_BaseV4, _BaseAddress):
    """An address of version 4."""

    __slots__ = ('_ip', '__weakref__')

    def __init__(self, address):
        number = self._number(address)
        if number is None:
            text = str(address)
            if '/' in text:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            number = self._ip_int_from_string(text)
        self._ip = number

    @property
    def packed(self):
        """The bytes, the highest first."""
        return v4_int_to_packed(self._ip)

    @property
    def is_reserved(self):
        """Whether it is kept for later."""
        return self in self._constants._reserved_network

    @property
    def is_private(self):
        """Whether it means another machine in each house."""
        return self._is_private_number()

    @property
    def is_global(self):
        """Whether it means the same in the whole world."""
        return self not in self._constants._public_network and not self.is_private

    @property
    def is_multicast(self):
        """Whether it is for groups of machines."""
        return self in self._constants._multicast_network

    @property
    def is_unspecified(self):
        """Whether it is the address of nothing."""
        return self == self._constants._unspecified_address

    @property
    def is_loopback(self):
        """Whether it is the machine itself."""
        return self in self._constants._loopback_network

    @property
    def is_link_local(self):
        """Whether it is for one cable."""
        return self in self._constants._linklocal_network

    @property
    def ipv6_mapped(self):
        """The address of version 6 for it."""
        return IPv6Address(f'::ffff:{self}')


_BaseV4._mask_class = IPv4Address


class IPv4Network(_BaseV4, _BaseNetwork):
    """A network of version 4."""

    _address_class = IPv4Address

    @property
    def is_global(self):
        """Whether it means the same in the whole world."""
        shared = self._constants._public_network
        return (not (self.network_address in shared and self.broadcast_address in shared)
                and not self.is_private)


class IPv4Interface(_Interface, IPv4Address):
    """An address of version 4 with its network."""

    _bare_class = IPv4Address
    _network_class = IPv4Network


class _IPv4Constants:
    _linklocal_network = IPv4Network('169.254.0.0/16')
    _loopback_network = IPv4Network('127.0.0.0/8')
    _multicast_network = IPv4Network('224.0.0.0/4')
    _public_network = IPv4Network('100.64.0.0/10')
    _private_networks = [IPv4Network(text) for text in (
        '0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24',
        '192.0.0.170/31', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24',
        '203.0.113.0/24', '240.0.0.0/4', '255.255.255.255/32')]
    _private_networks_exceptions = [IPv4Network('192.0.0.9/32'), IPv4Network('192.0.0.10/32')]
    _reserved_network = IPv4Network('240.0.0.0/4')
    _unspecified_address = IPv4Address('0.0.0.0')


IPv4Address._constants = IPv4Network._constants = _IPv4Constants


# Version 6.

class _BaseV6:
    """How version 6 is written."""

    __slots__ = ()
    version = 6
    _ALL_ONES = 2 ** IPV6LENGTH - 1
    _HEXTET_COUNT = 8
    max_prefixlen = IPV6LENGTH
    _netmask_cache = {}

    @classmethod
    def _length_from_text(cls, text):
        return cls._prefix_from_prefix_string(text)

    @classmethod
    def _ip_int_from_string(cls, ip_str):
        if not ip_str:
            raise AddressValueError('Address cannot be empty')
        if len(ip_str) > 45:
            shown = ip_str
            if len(shown) > 100:
                shown = f'{ip_str[:45]}({len(ip_str) - 90} chars elided){ip_str[-45:]}'
            raise AddressValueError(f'At most 45 characters expected in {shown!r}')
        parts = ip_str.split(':', 9)
        if len(parts) < 3:
            raise AddressValueError(f'At least 3 parts expected in {ip_str!r}')
        try:
            if '.' in parts[-1]:
                number = IPv4Address(parts.pop())._ip
                parts += [f'{number >> 16:x}', f'{number & 0xffff:x}']
            if len(parts) > 9:
                raise AddressValueError('At most 8 colons permitted')
            number = 0
            for part in cls._all_parts(parts):
                number = number << 16 | cls._parse_hextet(part)
            return number
        except ValueError as exc:
            raise AddressValueError(f'{exc} in {ip_str!r}') from None

    @classmethod
    def _all_parts(cls, parts):
        """Eight parts, with zeros in place of two colons."""
        gaps = [i for i in range(1, len(parts) - 1) if not parts[i]]
        if len(gaps) > 1:
            raise ValueError("At most one '::' permitted")
        if not gaps and len(parts) != cls._HEXTET_COUNT:
            raise ValueError("Exactly 8 parts expected without '::'")
        # An empty part at an end belongs to the gap, if that is next to it.
        if not parts[0] and gaps != [1]:
            raise ValueError("Leading ':' only permitted as part of '::'")
        if not parts[-1] and gaps != [len(parts) - 2]:
            raise ValueError("Trailing ':' only permitted as part of '::'")
        if not gaps:
            return parts
        before = [part for part in parts[:gaps[0]] if part]
        behind = [part for part in parts[gaps[0] + 1:] if part]
        missing = cls._HEXTET_COUNT - len(before) - len(behind)
        if missing < 1:
            raise ValueError("Expected at most 7 other parts with '::'")
        return before + ['0'] * missing + behind

    @classmethod
    def _parse_hextet(cls, hextet_str):
        if not re.fullmatch('[0-9A-Fa-f]*', hextet_str):
            raise ValueError(f'Only hex digits permitted in {hextet_str!r}')
        if len(hextet_str) > 4:
            raise ValueError(f'At most 4 characters permitted in {hextet_str!r}')
        return int(hextet_str, 16)

    @classmethod
    def _compress_hextets(cls, hextets):
        """The parts with the longest run of zeros, the first of them, taken out."""
        runs = [match.span() for match in re.finditer('0+', ''.join(
            '0' if part == '0' else 'x' for part in hextets))]
        start, end = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
        if end - start < 2:
            return hextets
        before, behind = hextets[:start] or [''], hextets[end:] or ['']
        return before + [''] + behind

    @classmethod
    def _string_from_ip_int(cls, ip_int=None):
        if ip_int is None:
            ip_int = int(cls._ip)
        if ip_int > cls._ALL_ONES:
            raise ValueError('IPv6 address is too large')
        hextets = [f'{ip_int >> shift & 0xffff:x}' for shift in range(112, -1, -16)]
        return ':'.join(cls._compress_hextets(hextets))

    @staticmethod
    def _long_form(number):
        return ':'.join(f'{number >> shift & 0xffff:04x}' for shift in range(112, -1, -16))

    def _explode_shorthand_ip_string(self):
        if isinstance(self, _BaseNetwork):
            return f'{self._long_form(int(self.network_address))}/{self._prefixlen}'
        text = self._long_form(self._ip)
        if self._scope_id:
            text += '%' + self._scope_id
        if isinstance(self, IPv6Interface):
            text += f'/{self._prefixlen}'
        return text

    def _reverse_pointer(self):
        return '.'.join(self.exploded[::-1].replace(':', '')) + '.ip6.arpa'

    @staticmethod
    def _split_scope_id(ip_str):
        address, percent, scope = ip_str.partition('%')
        if not percent:
            return address, None
        if not scope or '%' in scope:
            raise AddressValueError(f'Invalid IPv6 address: "{ip_str!r}"')
        return address, scope


def _as_mapped(name, doc):
    """A property that is that of the address of version 4 if it stands for one."""
    def decorate(method):
        def holds(self):
            mapped = self.ipv4_mapped
            return method(self) if mapped is None else getattr(mapped, name)

        holds.__doc__ = doc
        return property(holds)
    return decorate


class IPv6Address(_BaseV6, _BaseAddress):
    """An address of version 6, perhaps with the cable that it is for behind a percent sign."""

    __slots__ = ('_ip', '_scope_id', '__weakref__')

    def __init__(self, address):
        self._scope_id = None
        number = self._number(address)
        if number is None:
            text = str(address)
            if '/' in text:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            text, self._scope_id = self._split_scope_id(text)
            number = self._ip_int_from_string(text)
        self._ip = number

    def _explode_shorthand_ip_string(self):
        text = super()._explode_shorthand_ip_string()
        mapped = self.ipv4_mapped
        return text if mapped is None else f'{text[:30]}{mapped}'

    def _reverse_pointer(self):
        if self.ipv4_mapped is None:
            return super()._reverse_pointer()
        return '.'.join(self._long_form(self._ip)[::-1].replace(':', '')) + '.ip6.arpa'

    def _ipv4_mapped_ipv6_to_str(self):
        mapped = self.ipv4_mapped
        if mapped is None:
            raise AddressValueError(f'Can not apply to non-IPv4-mapped IPv6 address {self}')
        return f'{self._string_from_ip_int(self._ip >> 32)}:{mapped}'

    def __str__(self):
        text = super().__str__() if self.ipv4_mapped is None else self._ipv4_mapped_ipv6_to_str()
        return f'{text}%{self._scope_id}' if self._scope_id else text

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is NotImplemented or not equal:
            return equal
        return self._scope_id == getattr(other, '_scope_id', None)

    def __reduce__(self):
        return type(self), (str(self),)

    @property
    def scope_id(self):
        """The cable that it is for, or None."""
        return self._scope_id

    @property
    def packed(self):
        """The bytes, the highest first."""
        return v6_int_to_packed(self._ip)

    @_as_mapped('is_multicast', 'Whether it is for groups of machines.')
    def is_multicast(self):
        return self in self._constants._multicast_network

    @_as_mapped('is_reserved', 'Whether it is kept for later.')
    def is_reserved(self):
        return any(self in net for net in self._constants._reserved_networks)

    @_as_mapped('is_link_local', 'Whether it is for one cable.')
    def is_link_local(self):
        return self in self._constants._linklocal_network

    @property
    def is_site_local(self):
        """Whether it is for one house, in the older way."""
        return self in self._constants._sitelocal_network

    @_as_mapped('is_private', 'Whether it means another machine in each house.')
    def is_private(self):
        return self._is_private_number()

    @_as_mapped('is_global', 'Whether it means the same in the whole world.')
    def is_global(self):
        return not self.is_private

    @_as_mapped('is_unspecified', 'Whether it is the address of nothing.')
    def is_unspecified(self):
        return self._ip == 0

    @_as_mapped('is_loopback', 'Whether it is the machine itself.')
    def is_loopback(self):
        return self._ip == 1

    @property
    def ipv4_mapped(self):
        """The address of version 4 that it stands for, or None."""
        return IPv4Address(self._ip & 0xffffffff) if self._ip >> 32 == 0xffff else None

    @property
    def teredo(self):
        """(server, client) if it is an address of Teredo, else None."""
        if self._ip >> 96 != 0x20010000:
            return None
        return IPv4Address(self._ip >> 64 & 0xffffffff), IPv4Address(~self._ip & 0xffffffff)

    @property
    def sixtofour(self):
        """The address of version 4 inside if it is one of 6to4, else None."""
        return IPv4Address(self._ip >> 80 & 0xffffffff) if self._ip >> 112 == 0x2002 else None


_BaseV6._mask_class = IPv6Address


class IPv6Network(_BaseV6, _BaseNetwork):
    """A network of version 6."""

    _address_class = IPv6Address

    def hosts(self):
        """The addresses that machines can have: not the first, which is for routers."""
        return self._addresses(1, 0)

    is_site_local = _of_both_ends('is_site_local', 'Whether it is for one house, in the older way.')


class IPv6Interface(_Interface, IPv6Address):
    """An address of version 6 with its network."""

    _bare_class = IPv6Address
    _network_class = IPv6Network

    @property
    def is_unspecified(self):
        """Whether it is the address of nothing, and its network too."""
        return self._ip == 0 and self.network.is_unspecified

    @property
    def is_loopback(self):
        """Whether it is the machine itself, and its network too."""
        return super().is_loopback and self.network.is_loopback


class _IPv6Constants:
    _linklocal_network = IPv6Network('fe80::/10')
    _multicast_network = IPv6Network('ff00::/8')
    _private_networks = [IPv6Network(text) for text in (
        '::1/128', '::/128', '::ffff:0:0/96', '64:ff9b:1::/48', '100::/64', '2001::/23',
        '2001:db8::/32', '2002::/16', '3fff::/20', 'fc00::/7', 'fe80::/10')]
    _private_networks_exceptions = [IPv6Network(text) for text in (
        '2001:1::1/128', '2001:1::2/128', '2001:3::/32', '2001:4:112::/48', '2001:20::/28',
        '2001:30::/28')]
    _reserved_networks = [IPv6Network(text) for text in (
        '::/8', '100::/8', '200::/7', '400::/6', '800::/5', '1000::/4', '4000::/3', '6000::/3',
        '8000::/3', 'A000::/3', 'C000::/3', 'E000::/4', 'F000::/5', 'F800::/6', 'FE00::/9')]
    _sitelocal_network = IPv6Network('fec0::/10')


IPv6Address._constants = IPv6Network._constants = _IPv6Constants
