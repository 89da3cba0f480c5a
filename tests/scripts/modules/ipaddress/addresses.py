"""ipaddress: addresses, networks and interfaces of both versions, and what is none."""
import ipaddress as ip, pickle

for text in ("127.0.0.1", "10.1.2.3", "192.0.0.9", "100.64.1.1", "8.8.8.8", "224.0.0.1", "::1", "fe80::1%eth0", "2001:db8::", "::ffff:10.0.0.1", "2002:c000:204::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "1:0:0:2::3", "ff02::1", 1, 2 ** 40, b"\x01\x02\x03\x04", bytes(15) + b"\x01"):
    a = ip.ip_address(text)
    print(repr(a), a.exploded, a.compressed, int(a), a.packed, a.reverse_pointer)
    print("   ", [n for n in ("is_private", "is_global", "is_multicast", "is_reserved", "is_loopback", "is_link_local", "is_unspecified", "is_site_local") if getattr(a, n, False)], pickle.loads(pickle.dumps(a)) == a,
          f"{a:x} {a:#_b} {a:n} {a:>25s}" if a.version == 4 else (a.scope_id, a.ipv4_mapped, a.sixtofour, a.teredo))
for text in ("", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4/8", "a.b.c.d", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "g::", "12345::", ":1::2", "1::2:", "::1%", "::1.2.3.400", "x" * 200, -1, 2 ** 128, b"123"):
    for kind in (ip.IPv4Address, ip.IPv6Address, ip.ip_address):
        try:
            print(kind(text))
        except ValueError as e:
            print(type(e).__name__, e)
for text in ("10.0.0.0/8", "192.168.1.0/255.255.255.0", "192.168.1.0/0.0.0.255", "1.2.3.4", ("10.0.0.0", 30), "0.0.0.0/0", "2001:db8::/126", "::/0", "fe80::/64", "1.2.3.0/31"):
    n = ip.ip_network(text)
    print(repr(n), n.netmask, n.hostmask, n.broadcast_address, n.num_addresses, n.with_netmask, n.with_hostmask, n.exploded, [str(h) for h, _ in zip(n.hosts(), range(3))], n[0], n[-1], n.is_private, n.is_global)
for args in (("10.0.0.1/8",), ("10.0.0.1/8", False), ("1.2.3.0/33",), ("1.2.3.0/255.0.255.0",), ("1.2.3.0/a",), ("::/129",), ("1/2/3",), ("::1/64",)):
    for kind in (ip.IPv4Network, ip.IPv6Network, ip.ip_network):
        try:
            print(kind(*args))
        except ValueError as e:
            print(type(e).__name__, e)
n = ip.ip_network("192.0.2.0/28")
print(list(map(str, n.subnets())), list(map(str, n.subnets(new_prefix=30))), n.supernet(), n.supernet(prefixlen_diff=10), list(map(str, n.address_exclude(ip.ip_network("192.0.2.4/31")))))
print(n.overlaps(ip.ip_network("192.0.2.8/30")), n.subnet_of(ip.ip_network("192.0.0.0/16")), n.supernet_of(ip.ip_network("192.0.2.0/30")), ip.ip_address("192.0.2.5") in n, n.compare_networks(ip.ip_network("192.0.2.0/29")))
for call in (lambda: list(n.subnets(new_prefix=20)), lambda: n.supernet(new_prefix=30), lambda: n[16], lambda: n < ip.ip_network("::/8"), lambda: ip.ip_address(1) < ip.ip_address("::1"), lambda: ip.ip_address("255.255.255.255") + 1, lambda: list(n.address_exclude(ip.ip_network("10.0.0.0/8"))), lambda: n.subnet_of(3), lambda: ip.v4_int_to_packed(-1)):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
print(list(map(str, ip.summarize_address_range(ip.ip_address("10.0.0.1"), ip.ip_address("10.0.1.2")))))
print(list(map(str, ip.collapse_addresses(map(ip.ip_network, ("10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/24", "10.0.3.1", "10.0.3.0", "10.0.0.5"))))))
i = ip.ip_interface("10.1.2.3/16")
print(repr(i), i.ip, i.network, i.netmask, i.hostmask, i.with_netmask, i == ip.ip_interface("10.1.2.3/24"), i == i.ip, i < ip.ip_interface("10.1.2.4/16"), ip.ip_interface("::1/64").is_loopback, ip.ip_interface("fe80::1%3/64"))
print(sorted([ip.ip_address("::1"), ip.ip_network("10.0.0.0/8"), ip.ip_address("9.9.9.9")], key=ip.get_mixed_type_key), len({ip.ip_address("1.1.1.1"), ip.ip_address(16843009)}), ip.ip_address("1.2.3.4") - 4, max(ip.ip_address("1.2.3.4"), ip.ip_address("1.2.4.0")))
