//! Python's addresses: `(host, port)`, `(host, port, flow, scope)`, paths.

use super::{lookup_failed, names};
use crate::modules::io::{buf, path};
use std::ffi::CString;
use typhon_runtime::error::{self, overflow_error, type_error};
use typhon_runtime::os::socket::{self as os, Address, Hints, UNIX_PATH_MAX};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::types::{buffer, int, str as pystr, tuple};
use typhon_runtime::{R, Raised, Ref, Thread, call, ops};

/// The bytes of a host name: ASCII as it stands, the rest by the codec `idna`.
pub fn host_bytes(th: &mut Thread, o: Ref<'_>) -> R<Vec<u8>> {
    let b = match o.get::<Str>() {
        Some(s) if s.is_ascii() => s.bytes().to_vec(),
        Some(_) => {
            let idna = pystr::intern_str("idna");
            let b = call::call_method(th, o, pystr::intern_str("encode"), &[idna])?;
            buf::bytes_like(th, b.r())?.into_owned()
        }
        None if buffer::is_bytes_like(o) => buf::bytes_like(th, o)?.into_owned(),
        None => {
            let c = o.class().name();
            let m = format!("str, bytes or bytearray expected, not {c}");
            return Err(type_error(th, m));
        }
    };
    if b.contains(&0) {
        let m = "host name must not contain null character";
        return Err(type_error(th, m));
    }
    Ok(b)
}

/// The address of a host in a family (AF_INET or AF_INET6), looked up if it is a name; detached meanwhile.
pub fn resolve(th: &mut Thread, host: &[u8], family: i32) -> R<Address> {
    let v4 = |ip| Ok(Address::V4(ip, 0));
    match host {
        b"" if family == libc::AF_INET => return v4([0; 4]),
        b"" if family == libc::AF_INET6 => return Ok(Address::V6([0; 16], 0, 0, 0)),
        b"<broadcast>" | b"255.255.255.255" => {
            if family != libc::AF_INET {
                let m = "address family mismatched";
                return Err(error::raise(th, &error::OS_ERROR, m));
            }
            return v4([255; 4]);
        }
        _ => {}
    }
    let text = std::str::from_utf8(host).unwrap_or("");
    match (family, text.parse::<std::net::IpAddr>()) {
        (libc::AF_INET, Ok(std::net::IpAddr::V4(a))) => return v4(a.octets()),
        (libc::AF_INET6, Ok(std::net::IpAddr::V6(a))) => {
            return Ok(Address::V6(a.octets(), 0, 0, 0));
        }
        _ => {}
    }
    let name = CString::new(host).unwrap_or_default();
    let hints = Hints {
        family,
        ..Hints::default()
    };
    match th.blocking(|| os::look_up(Some(&name), None, hints)) {
        Ok(found) => match found.into_iter().next() {
            Some(f) => Ok(f.address),
            None => Err(error::raise(th, &error::OS_ERROR, "unknown address family")),
        },
        Err(e) => Err(lookup_failed(th, e)),
    }
}

fn port(th: &mut Thread, o: Ref<'_>, caller: &str) -> R<u16> {
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()).map(u16::try_from) {
        Some(Ok(p)) => Ok(p),
        _ => Err(overflow_error(
            th,
            format!("{caller}(): port must be 0-65535."),
        )),
    }
}

fn unsigned(th: &mut Thread, o: Option<Ref<'_>>) -> R<u32> {
    let Some(o) = o else { return Ok(0) };
    let n = ops::index(th, o)?;
    // As C converts: the low 32 bits.
    Ok(int::to_i64(n.r()).unwrap_or(0) as u32)
}

fn pair<'a>(th: &mut Thread, o: Ref<'a>, family: &str, caller: &str) -> R<&'a Tuple> {
    match o.get::<Tuple>() {
        Some(t) => Ok(t),
        None => {
            let c = o.class().name();
            let m = format!("{caller}(): {family} address must be tuple, not {c}");
            Err(type_error(th, m))
        }
    }
}

/// The system's address of a Python value, for a socket of `family`; `caller` is the method, for messages.
pub fn parse(th: &mut Thread, family: i32, o: Ref<'_>, caller: &str) -> R<Address> {
    match family {
        libc::AF_INET => {
            let t = pair(th, o, "AF_INET", caller)?;
            let (Some(host), Some(p), 2) = (t.get(0), t.get(1), t.len()) else {
                let m = "AF_INET address must be a pair (host, port)";
                return Err(type_error(th, m));
            };
            let host = host_bytes(th, host)?;
            // CPython converts the port's number first, and looks at its range after the host.
            ops::index(th, p)?;
            let a = resolve(th, &host, libc::AF_INET)?;
            let p = port(th, p, caller)?;
            match a {
                Address::V4(ip, _) => Ok(Address::V4(ip, p)),
                a => Ok(a),
            }
        }
        libc::AF_INET6 => {
            let t = pair(th, o, "AF_INET6", caller)?;
            let (Some(host), Some(p), 2..=4) = (t.get(0), t.get(1), t.len()) else {
                let m = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
                return Err(type_error(th, m));
            };
            let host = host_bytes(th, host)?;
            ops::index(th, p)?;
            let flow = unsigned(th, t.get(2))?;
            let scope = unsigned(th, t.get(3))?;
            let a = resolve(th, &host, libc::AF_INET6)?;
            let p = port(th, p, caller)?;
            if flow > 0xf_ffff {
                let m = format!("{caller}(): flowinfo must be 0-1048575.");
                return Err(overflow_error(th, m));
            }
            match a {
                Address::V6(ip, _, _, found) => {
                    let scope = if t.len() == 4 { scope } else { found };
                    Ok(Address::V6(ip, p, flow, scope))
                }
                a => Ok(a),
            }
        }
        libc::AF_UNIX => {
            let b = if pystr::is_str(o) {
                path::path_bytes(th, o)?
            } else {
                buf::bytes_like(th, o)?.into_owned()
            };
            let most = if b.first() == Some(&0) {
                UNIX_PATH_MAX
            } else {
                UNIX_PATH_MAX - 1
            };
            if b.len() > most {
                let m = "AF_UNIX path too long";
                return Err(error::raise(th, &error::OS_ERROR, m));
            }
            Ok(Address::Unix(b))
        }
        _ => {
            let m = format!("{caller}(): bad family");
            Err(error::raise(th, &error::OS_ERROR, m))
        }
    }
}

/// The text of the host of an address.
pub fn host_text(th: &mut Thread, a: &Address) -> R<String> {
    match a {
        Address::V4(ip, _) => Ok(std::net::Ipv4Addr::from(*ip).to_string()),
        a => match os::names_of(
            &without_scope(a),
            libc::NI_NUMERICHOST | libc::NI_NUMERICSERV,
        ) {
            Ok((host, _)) => Ok(String::from_utf8_lossy(&host).into_owned()),
            Err(e) => Err(lookup_failed(th, e)),
        },
    }
}

/// The address alone: its scope is a number of its own in Python.
fn without_scope(a: &Address) -> Address {
    match a {
        Address::V6(ip, ..) => Address::V6(*ip, 0, 0, 0),
        a => a.clone(),
    }
}

/// The Python value of an address.
pub fn to_python(th: &mut Thread, a: &Address) -> R {
    match a {
        Address::V4(_, port) => {
            let host = host_text(th, a)?;
            let host = pystr::new(th, &host)?;
            tuple::new(th, vec![host, names::number(*port)])
        }
        Address::V6(_, port, flow, scope) => {
            let host = host_text(th, a)?;
            let host = pystr::new(th, &host)?;
            let rest = [
                names::number(*port),
                names::number(*flow),
                names::number(*scope),
            ];
            let mut items = vec![host];
            items.extend(rest);
            tuple::new(th, items)
        }
        Address::Unix(b) if b.first() == Some(&0) => buf::new_bytes(th, b),
        Address::Unix(b) => path::to_str(th, b),
        Address::Other(family, b) => {
            let b = buf::new_bytes(th, b)?;
            tuple::new(th, vec![names::number(*family), b])
        }
        Address::None => Ok(Ref::NONE.own()),
    }
}

/// An OSError with this errno.
#[cold]
pub fn failed(th: &mut Thread, errno: i32) -> Raised {
    error::os_error(th, errno, None)
}
