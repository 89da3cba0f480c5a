//! The functions of `_socket`: names of hosts, services and interfaces, byte order, pairs.

use super::address::{self, failed, host_bytes};
use super::object::{DEFAULT_TIMEOUT, timeout_arg, timeout_value};
use super::{herror, lookup_failed, raise_pair};
use crate::modules::io::{buf, path};
use std::ffi::CString;
use std::sync::atomic::Ordering::SeqCst;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, type_error, value_error};
use typhon_runtime::os::file;
use typhon_runtime::os::socket::{self as os, Address, Found, Hints, LookupError};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::types::{bytes, int, list, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// A small int.
pub fn number(n: impl Into<i64>) -> Obj {
    Ref::small_int(n.into()).own()
}

/// The bytes to send.
pub fn data_of(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    buf::bytes_like(th, o).map(|b| b.into_owned())
}

fn c_int(th: &mut Thread, o: Option<Ref<'_>>) -> R<i32> {
    o.map_or(Ok(0), |o| int::c_int(th, o))
}

fn text_of(th: &mut Thread, b: &[u8]) -> R {
    path::to_str(th, b)
}

// ------------------------------------------------------------------ getaddrinfo and its kin

fn getaddrinfo(th: &mut Thread, a: Args<'_>) -> R {
    let host = match a.at(0) {
        h if h.is_none() => None,
        h if pystr::is_str(h) || bytes::value(h).is_some() => Some(host_bytes(th, h)?),
        _ => {
            let m = "getaddrinfo() argument 1 must be string or None";
            return Err(type_error(th, m));
        }
    };
    let service = match a.at(1) {
        p if p.is_none() => None,
        p if int::is_int(p) => Some(ops::str_text(th, p)?.into_bytes()),
        p => match (p.get::<Str>(), bytes::value(p)) {
            // The codec words the error of lone surrogates.
            (Some(s), _) if s.has_surrogates() => {
                let b = call::call_method(th, p, pystr::intern_str("encode"), &[])?;
                Some(data_of(th, b.r())?)
            }
            (Some(s), _) => Some(s.bytes().to_vec()),
            (_, Some(b)) => Some(b.to_vec()),
            _ => {
                let m = "Int or String expected";
                return Err(error::raise(th, &error::OS_ERROR, m));
            }
        },
    };
    let h = Hints {
        family: c_int(th, a.opt(2))?,
        kind: c_int(th, a.opt(3))?,
        protocol: c_int(th, a.opt(4))?,
        flags: c_int(th, a.opt(5))?,
    };
    let c_text = |th: &mut Thread, b: Option<Vec<u8>>| match b.map(CString::new).transpose() {
        Ok(c) => Ok(c),
        Err(_) => Err(value_error(th, "embedded null character")),
    };
    let (host, service) = (c_text(th, host)?, c_text(th, service)?);
    let r = th.blocking(|| os::look_up(host.as_deref(), service.as_deref(), h));
    let found = match r {
        Ok(f) => f,
        Err(e) => return Err(lookup_failed(th, e)),
    };
    let mut out = Vec::with_capacity(found.len());
    for f in found {
        let canonical = text_of(th, &f.canonical)?;
        let addr = address::to_python(th, &f.address)?;
        let items = vec![
            number(f.family),
            number(f.kind),
            number(f.protocol),
            canonical,
            addr,
        ];
        out.push(tuple::new(th, items)?);
    }
    list::new(th, out)
}

fn getnameinfo(th: &mut Thread, a: Args<'_>) -> R {
    let Some(t) = a.at(0).get::<Tuple>() else {
        let m = "getnameinfo() argument 1 must be a tuple";
        return Err(type_error(th, m));
    };
    let flags = int::c_int(th, a.at(1))?;
    let (Some(host), Some(port), 2..=4) = (t.get(0), t.get(1), t.len()) else {
        let m = "getnameinfo(): illegal sockaddr argument";
        return Err(type_error(th, m));
    };
    let host = match host.get::<Str>() {
        Some(s) => s.bytes().to_vec(),
        None => {
            let m = "getnameinfo(): illegal sockaddr argument";
            return Err(type_error(th, m));
        }
    };
    let port = int::c_int(th, port)?;
    let mut rest = [0u32; 2];
    for (k, to) in rest.iter_mut().enumerate() {
        if let Some(o) = t.get(k + 2) {
            *to = int::c_int(th, o)? as u32;
        }
    }
    if rest[0] > 0xf_ffff {
        let m = "getnameinfo(): flowinfo must be 0-1048575.";
        return Err(overflow_error(th, m));
    }
    let name = CString::new(host).unwrap_or_default();
    let service = CString::new(port.to_string()).unwrap_or_default();
    let h = Hints {
        kind: libc::SOCK_DGRAM,
        flags: libc::AI_NUMERICHOST,
        ..Hints::default()
    };
    let found = match th.blocking(|| os::look_up(Some(&name), Some(&service), h)) {
        Ok(f) => f,
        Err(e) => return Err(lookup_failed(th, e)),
    };
    if found.len() > 1 {
        let m = "sockaddr resolved to multiple addresses";
        return Err(error::raise(th, &error::OS_ERROR, m));
    }
    let addr = match found.into_iter().next().map(|f| f.address) {
        Some(Address::V4(..)) if t.len() != 2 => {
            let m = "IPv4 sockaddr must be 2 tuple";
            return Err(error::raise(th, &error::OS_ERROR, m));
        }
        Some(Address::V6(ip, port, ..)) => Address::V6(ip, port, rest[0], rest[1]),
        Some(a) => a,
        None => Address::None,
    };
    match th.blocking(|| os::names_of(&addr, flags)) {
        Ok((host, service)) => {
            let host = text_of(th, &host)?;
            let service = text_of(th, &service)?;
            tuple::new(th, vec![host, service])
        }
        Err(e) => Err(lookup_failed(th, e)),
    }
}

fn gethostbyname(th: &mut Thread, a: Args<'_>) -> R {
    let host = host_bytes(th, a.at(0))?;
    let addr = address::resolve(th, &host, libc::AF_INET)?;
    let t = address::host_text(th, &addr)?;
    pystr::new(th, &t)
}

/// (name, aliases, addresses) of what was found.
fn host_entry(th: &mut Thread, name: &[u8], found: &[Found]) -> R {
    let mut addrs = Vec::new();
    for f in found {
        let t = address::host_text(th, &f.address)?;
        if !addrs.contains(&t) {
            addrs.push(t);
        }
    }
    let name = text_of(th, name)?;
    let aliases = list::new(th, Vec::new())?;
    let mut texts = Vec::new();
    for t in addrs {
        texts.push(pystr::new(th, &t)?);
    }
    let addrs = list::new(th, texts)?;
    tuple::new(th, vec![name, aliases, addrs])
}

fn gethostbyname_ex(th: &mut Thread, a: Args<'_>) -> R {
    let host = host_bytes(th, a.at(0))?;
    let name = CString::new(host.clone()).unwrap_or_default();
    let h = Hints {
        family: libc::AF_INET,
        kind: libc::SOCK_STREAM,
        flags: libc::AI_CANONNAME,
        ..Hints::default()
    };
    match th.blocking(|| os::look_up(Some(&name), None, h)) {
        Ok(found) => {
            let canonical = found.first().map_or(&[][..], |f| &f.canonical).to_vec();
            let known = if canonical.is_empty() {
                host
            } else {
                canonical
            };
            host_entry(th, &known, &found)
        }
        Err(e) => Err(lookup_failed(th, e)),
    }
}

fn gethostbyaddr(th: &mut Thread, a: Args<'_>) -> R {
    let host = host_bytes(th, a.at(0))?;
    let name = CString::new(host).unwrap_or_default();
    let h = Hints {
        kind: libc::SOCK_STREAM,
        ..Hints::default()
    };
    let found = match th.blocking(|| os::look_up(Some(&name), None, h)) {
        Ok(f) => f,
        Err(e) => return Err(lookup_failed(th, e)),
    };
    let Some(first) = found.first() else {
        return Err(failed(th, libc::ENOENT));
    };
    match th.blocking(|| os::names_of(&first.address, libc::NI_NAMEREQD)) {
        Ok((known, _)) => host_entry(th, &known, &found[..1]),
        Err(LookupError::System(e)) => Err(failed(th, e)),
        Err(LookupError::Name(..)) => match herror(th) {
            Ok(c) => Err(raise_pair(th, c, 1, "Unknown host")),
            Err(r) => Err(r),
        },
    }
}

fn gethostname(th: &mut Thread, _a: Args<'_>) -> R {
    match os::host_name() {
        Ok(b) => text_of(th, &b),
        Err(e) => Err(failed(th, e)),
    }
}

// ------------------------------------------------------------------ services, by the files of the system

/// The lines of a table of the system without their comments, in words.
fn table(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&text)
        .lines()
        .map(|l| {
            let l = l.split('#').next().unwrap_or_default();
            l.split_whitespace().map(str::to_string).collect()
        })
        .filter(|words: &Vec<String>| words.len() >= 2)
        .collect()
}

/// Name, port, protocol and aliases of each service.
fn services(th: &mut Thread) -> Vec<(u16, String, Vec<String>)> {
    let rows = th.blocking(|| table("/etc/services"));
    rows.into_iter()
        .filter_map(|mut words| {
            let (port, protocol) = words[1].split_once('/')?;
            let (port, protocol) = (port.parse().ok()?, protocol.to_string());
            words.remove(1);
            Some((port, protocol, words))
        })
        .collect()
}

fn text_arg(th: &mut Thread, a: Args<'_>, k: usize, caller: &str) -> R<Option<String>> {
    match a.opt(k) {
        None => Ok(None),
        Some(o) if pystr::is_str(o) => Ok(Some(pystr::text(o))),
        Some(o) => {
            let c = o.class().name();
            let m = format!("{caller}() argument {} must be str, not {c}", k + 1);
            Err(type_error(th, m))
        }
    }
}

fn getservbyname(th: &mut Thread, a: Args<'_>) -> R {
    let name = text_arg(th, a, 0, "getservbyname")?.unwrap_or_default();
    let protocol = text_arg(th, a, 1, "getservbyname")?;
    let known = services(th).into_iter().find(|(_, p, names)| {
        names.contains(&name) && protocol.as_ref().is_none_or(|wanted| wanted == p)
    });
    match known {
        Some((port, ..)) => Ok(number(port)),
        None => Err(error::raise(
            th,
            &error::OS_ERROR,
            "service/proto not found",
        )),
    }
}

fn getservbyport(th: &mut Thread, a: Args<'_>) -> R {
    let port = int::c_int(th, a.at(0))?;
    let protocol = text_arg(th, a, 1, "getservbyport")?;
    let Ok(port) = u16::try_from(port) else {
        let m = "getservbyport: port must be 0-65535.";
        return Err(overflow_error(th, m));
    };
    let known = services(th)
        .into_iter()
        .find(|(n, p, _)| *n == port && protocol.as_ref().is_none_or(|wanted| wanted == p));
    match known.and_then(|k| k.2.into_iter().next()) {
        Some(name) => pystr::new(th, &name),
        None => Err(error::raise(th, &error::OS_ERROR, "port/proto not found")),
    }
}

fn getprotobyname(th: &mut Thread, a: Args<'_>) -> R {
    let name = text_arg(th, a, 0, "getprotobyname")?.unwrap_or_default();
    let rows = th.blocking(|| table("/etc/protocols"));
    let known = rows.into_iter().find_map(|mut words| {
        let n: i64 = words[1].parse().ok()?;
        words.remove(1);
        words.contains(&name).then_some(n)
    });
    match known {
        Some(n) => Ok(number(n)),
        None => Err(error::raise(th, &error::OS_ERROR, "protocol not found")),
    }
}

// ------------------------------------------------------------------ interfaces

fn interfaces(th: &mut Thread) -> R<Vec<(u32, CString)>> {
    match th.blocking(os::interfaces) {
        Ok(v) => Ok(v),
        Err(e) => Err(failed(th, e)),
    }
}
fn if_nameindex(th: &mut Thread, _a: Args<'_>) -> R {
    let mut out = Vec::new();
    for (n, name) in interfaces(th)? {
        let name = text_of(th, name.as_bytes())?;
        out.push(tuple::new(th, vec![number(n), name])?);
    }
    list::new(th, out)
}
fn if_nametoindex(th: &mut Thread, a: Args<'_>) -> R {
    let wanted = path::c_path(th, a.at(0))?;
    match interfaces(th)?.into_iter().find(|i| i.1 == wanted) {
        Some((n, _)) => Ok(number(n)),
        None => Err(failed(th, libc::ENODEV)),
    }
}
fn if_indextoname(th: &mut Thread, a: Args<'_>) -> R {
    let wanted = unsigned::<32>(th, a.at(0), "unsigned int")?;
    let found = interfaces(th)?.into_iter().find(|i| i.0 == wanted);
    match found {
        Some((_, name)) => text_of(th, name.as_bytes()),
        None => Err(failed(th, libc::ENXIO)),
    }
}

// ------------------------------------------------------------------ numbers

fn unsigned<const BITS: u32>(th: &mut Thread, o: Ref<'_>, c_type: &str) -> R<u32> {
    let n = ops::index(th, o)?;
    let most = (1i64 << BITS) - 1;
    match int::num(n.r()) {
        Some(n) if n.is_negative() => Err(value_error(th, "Cannot convert negative int")),
        Some(n) => match n.to_i64() {
            Some(n) if n <= most => Ok(n as u32),
            _ => {
                let m = format!("Python int too large for C {c_type}");
                Err(overflow_error(th, m))
            }
        },
        None => Ok(0),
    }
}
fn htons(th: &mut Thread, a: Args<'_>) -> R {
    unsigned::<16>(th, a.at(0), "uint16_t").map(|n| number((n as u16).to_be()))
}
fn ntohs(th: &mut Thread, a: Args<'_>) -> R {
    unsigned::<16>(th, a.at(0), "uint16_t").map(|n| number((n as u16).to_be()))
}
fn htonl(th: &mut Thread, a: Args<'_>) -> R {
    unsigned::<32>(th, a.at(0), "uint32_t").map(|n| number(n.to_be()))
}
fn ntohl(th: &mut Thread, a: Args<'_>) -> R {
    unsigned::<32>(th, a.at(0), "uint32_t").map(|n| number(n.to_be()))
}

/// One part of a number in the notation of C: decimal, octal with 0, hexadecimal with 0x.
fn c_number(t: &str) -> Option<u32> {
    if let Some(h) = t.strip_prefix("0x").or_else(|| t.strip_prefix("0X")) {
        return u32::from_str_radix(h, 16).ok();
    }
    if !t.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if t.len() > 1 && t.starts_with('0') {
        return u32::from_str_radix(t, 8).ok();
    }
    t.parse().ok()
}

/// The old notation of IPv4 addresses: one to four parts, the last of which fills what is left.
fn parse_loose(t: &str) -> Option<[u8; 4]> {
    let parts: Vec<u32> = t.split('.').map(c_number).collect::<Option<_>>()?;
    let (&last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|&p| p > 255) {
        return None;
    }
    let rest = 8 * (4 - first.len() as u32);
    if u64::from(last) >= 1u64 << rest {
        return None;
    }
    let mut n = last;
    for (k, p) in first.iter().enumerate() {
        n |= p << (24 - 8 * k);
    }
    Some(n.to_be_bytes())
}

fn inet_aton(th: &mut Thread, a: Args<'_>) -> R {
    let t = text_arg(th, a, 0, "inet_aton")?.unwrap_or_default();
    // What follows white space does not count, as in the C library.
    let t = t.split_whitespace().next().unwrap_or_default();
    match parse_loose(t) {
        Some(ip) => bytes::new(th, &ip),
        None => {
            let m = "illegal IP address string passed to inet_aton";
            Err(error::raise(th, &error::OS_ERROR, m))
        }
    }
}

fn inet_ntoa(th: &mut Thread, a: Args<'_>) -> R {
    let b = data_of(th, a.at(0))?;
    match <[u8; 4]>::try_from(b.as_slice()) {
        Ok(ip) => pystr::new(th, &std::net::Ipv4Addr::from(ip).to_string()),
        Err(_) => Err(error::raise(th, &error::OS_ERROR, "packed IP wrong length")),
    }
}

#[cold]
fn bad_family(th: &mut Thread) -> Raised {
    failed(th, libc::EAFNOSUPPORT)
}

fn inet_pton(th: &mut Thread, a: Args<'_>) -> R {
    let family = int::c_int(th, a.at(0))?;
    let t = text_arg(th, a, 1, "inet_pton")?.unwrap_or_default();
    let packed = match family {
        libc::AF_INET => t.parse::<std::net::Ipv4Addr>().map(|a| a.octets().to_vec()),
        libc::AF_INET6 => t.parse::<std::net::Ipv6Addr>().map(|a| a.octets().to_vec()),
        _ => return Err(bad_family(th)),
    };
    match packed {
        Ok(b) => bytes::new(th, &b),
        Err(_) => {
            let m = "illegal IP address string passed to inet_pton";
            Err(error::raise(th, &error::OS_ERROR, m))
        }
    }
}

fn inet_ntop(th: &mut Thread, a: Args<'_>) -> R {
    let family = int::c_int(th, a.at(0))?;
    let b = data_of(th, a.at(1))?;
    let addr = match family {
        libc::AF_INET => <[u8; 4]>::try_from(b.as_slice()).map(|ip| Address::V4(ip, 0)),
        libc::AF_INET6 => <[u8; 16]>::try_from(b.as_slice()).map(|ip| Address::V6(ip, 0, 0, 0)),
        _ => {
            let m = format!("unknown address family {family}");
            return Err(value_error(th, m));
        }
    };
    match addr {
        Ok(a) => {
            let t = address::host_text(th, &a)?;
            pystr::new(th, &t)
        }
        Err(_) => Err(value_error(
            th,
            "invalid length of packed IP address string",
        )),
    }
}

// ------------------------------------------------------------------ descriptors and time

fn socketpair(th: &mut Thread, a: Args<'_>) -> R {
    let family = a
        .opt_not_none(0)
        .map_or(Ok(libc::AF_UNIX), |o| int::c_int(th, o))?;
    let kind = a
        .opt(1)
        .map_or(Ok(libc::SOCK_STREAM), |o| int::c_int(th, o))?;
    let protocol = c_int(th, a.opt(2))?;
    match th.blocking(|| os::pair(family, kind, protocol)) {
        Ok((x, y)) => {
            let mut made = Vec::new();
            for fd in [x, y] {
                let args = [
                    Ref::small_int(i64::from(family)),
                    Ref::small_int(i64::from(kind)),
                    Ref::small_int(i64::from(protocol)),
                    Ref::small_int(i64::from(fd)),
                ];
                let class = super::object::SOCKET.r();
                made.push(call::call(th, class, &args)?);
            }
            tuple::new(th, made)
        }
        Err(e) => Err(failed(th, e)),
    }
}

fn close(th: &mut Thread, a: Args<'_>) -> R {
    let fd = int::c_int(th, a.at(0))?;
    match th.blocking(|| file::close(fd)) {
        Ok(()) | Err(libc::ECONNRESET) => Ok(Obj::none()),
        Err(e) => Err(failed(th, e)),
    }
}

fn dup(th: &mut Thread, a: Args<'_>) -> R {
    let fd = int::c_int(th, a.at(0))?;
    match typhon_runtime::os::process::dup(fd) {
        Ok(n) => Ok(number(n)),
        Err(e) => Err(failed(th, e)),
    }
}

fn getdefaulttimeout(th: &mut Thread, _a: Args<'_>) -> R {
    timeout_value(th, DEFAULT_TIMEOUT.load(SeqCst))
}
fn setdefaulttimeout(th: &mut Thread, a: Args<'_>) -> R {
    let ns = timeout_arg(th, a.at(0))?;
    DEFAULT_TIMEOUT.store(ns, SeqCst);
    Ok(Obj::none())
}

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getaddrinfo", Kind::Sig("host, port, family=, type=, proto=, flags="), getaddrinfo, "Addresses to connect or bind to, of a host and a service."),
    MethodDef::new("getnameinfo", Kind::Pos(2, 2), getnameinfo, "Host and service of an address."),
    MethodDef::new("gethostbyname", Kind::Pos(1, 1), gethostbyname, "The IPv4 address of a host."),
    MethodDef::new("gethostbyname_ex", Kind::Pos(1, 1), gethostbyname_ex, "Name, aliases and IPv4 addresses of a host."),
    MethodDef::new("gethostbyaddr", Kind::Pos(1, 1), gethostbyaddr, "Name, aliases and addresses of an address."),
    MethodDef::new("gethostname", Kind::NoArgs, gethostname, "The name of this machine."),
    MethodDef::new("getservbyname", Kind::Pos(1, 2), getservbyname, "The port of a service."),
    MethodDef::new("getservbyport", Kind::Pos(1, 2), getservbyport, "The service at a port."),
    MethodDef::new("getprotobyname", Kind::Pos(1, 1), getprotobyname, "The number of a protocol."),
    MethodDef::new("if_nameindex", Kind::NoArgs, if_nameindex, "The interfaces of the network: pairs of index and name."),
    MethodDef::new("if_nametoindex", Kind::One, if_nametoindex, "The index of an interface."),
    MethodDef::new("if_indextoname", Kind::One, if_indextoname, "The name of an interface."),
    MethodDef::new("htons", Kind::One, htons, "16 bits from the machine's byte order to the network's."),
    MethodDef::new("ntohs", Kind::One, ntohs, "16 bits from the network's byte order to the machine's."),
    MethodDef::new("htonl", Kind::One, htonl, "32 bits from the machine's byte order to the network's."),
    MethodDef::new("ntohl", Kind::One, ntohl, "32 bits from the network's byte order to the machine's."),
    MethodDef::new("inet_aton", Kind::One, inet_aton, "The four bytes of an IPv4 address."),
    MethodDef::new("inet_ntoa", Kind::One, inet_ntoa, "The text of the four bytes of an IPv4 address."),
    MethodDef::new("inet_pton", Kind::Pos(2, 2), inet_pton, "The bytes of an address of a family."),
    MethodDef::new("inet_ntop", Kind::Pos(2, 2), inet_ntop, "The text of the bytes of an address of a family."),
    MethodDef::new("CMSG_LEN", Kind::One, super::message::cmsg_len, "Bytes of control data with its header."),
    MethodDef::new("CMSG_SPACE", Kind::One, super::message::cmsg_space, "Bytes that control data takes in a buffer."),
    MethodDef::new("socketpair", Kind::Pos(0, 3), socketpair, "Two sockets that are connected to each other."),
    MethodDef::new("close", Kind::One, close, "Close a descriptor."),
    MethodDef::new("dup", Kind::One, dup, "A second descriptor of the same socket."),
    MethodDef::new("getdefaulttimeout", Kind::NoArgs, getdefaulttimeout, "The timeout of new sockets."),
    MethodDef::new("setdefaulttimeout", Kind::One, setdefaulttimeout, "Set the timeout of new sockets."),
];
