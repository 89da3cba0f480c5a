//! `sendmsg` and `recvmsg`: data in parts, with control data beside it.

use super::address;
use super::names::{data_of, number};
use super::object::{READ, Socket, WRITE, c_int_or, receive_with, size_arg, this, wait_for};
use crate::modules::io::buf;
use typhon_runtime::call::Args;
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::os::socket::{self as os, Control, Received};
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::types::{buffer, bytes, int, list, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// The control data of an argument: an iterable of (level, kind, data).
fn control_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<Vec<Control>> {
    let Some(o) = o else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    for item in ops::collect(th, o)? {
        let (Some(level), Some(kind), Some(data)) = item
            .get::<Tuple>()
            .filter(|t| t.len() == 3)
            .map_or((None, None, None), |t| (t.get(0), t.get(1), t.get(2)))
        else {
            let m = "[sendmsg() ancillary data items must be a 3-tuple]";
            return Err(type_error(th, m));
        };
        out.push(Control {
            level: int::c_int(th, level)?,
            kind: int::c_int(th, kind)?,
            data: data_of(th, data)?,
        });
    }
    Ok(out)
}

/// `sendmsg(buffers[, ancdata[, flags[, address]]])`.
pub fn sendmsg(th: &mut Thread, a: Args<'_>) -> R {
    let mut parts = Vec::new();
    for p in ops::collect(th, a.at(1))? {
        parts.push(data_of(th, p.r())?);
    }
    let control = control_arg(th, a.opt(2))?;
    let flags = c_int_or(th, a.opt(3), 0)?;
    let s = this(th, a.at(0))?;
    let to = match a.opt_not_none(4) {
        Some(to) => Some(address::parse(th, s.family(), to, "sendmsg")?),
        None => None,
    };
    let n = wait_for(th, s, WRITE, |fd| {
        os::send_message(fd, &parts, &control, flags, to.as_ref())
    })?;
    int::from_usize(th, n)
}

/// Waits for a message of at most `most` bytes.
fn receive(th: &mut Thread, s: &Socket, most: usize, a: Args<'_>) -> R<(Vec<u8>, Received)> {
    let space = match a.opt(2) {
        None => 0,
        Some(n) => int::ssize(th, n)?,
    };
    let space = match usize::try_from(space) {
        Ok(n) if n <= i32::MAX as usize => n,
        _ => {
            let m = "invalid ancillary data buffer length";
            return Err(value_error(th, m));
        }
    };
    let flags = c_int_or(th, a.opt(3), 0)?;
    receive_with(th, s, READ, most, |fd, out| {
        os::receive_message(fd, out, most, space, flags)
    })
}

/// (first, control data, flags, sender).
fn result(th: &mut Thread, first: Obj, r: Received) -> R {
    let mut control = Vec::with_capacity(r.control.len());
    for c in r.control {
        let data = bytes::new(th, &c.data)?;
        let items = vec![number(c.level), number(c.kind), data];
        control.push(tuple::new(th, items)?);
    }
    let control = list::new(th, control)?;
    let from = address::to_python(th, &r.from)?;
    tuple::new(th, vec![first, control, number(r.flags), from])
}

/// `recvmsg(bufsize[, ancbufsize[, flags]])`.
pub fn recvmsg(th: &mut Thread, a: Args<'_>) -> R {
    let most = size_arg(th, a.at(1), "recvmsg()")?;
    let s = this(th, a.at(0))?;
    let (data, r) = receive(th, s, most, a)?;
    let data = bytes::new(th, &data)?;
    result(th, data, r)
}

/// `recvmsg_into(buffers[, ancbufsize[, flags]])`.
pub fn recvmsg_into(th: &mut Thread, a: Args<'_>) -> R {
    let buffers = ops::collect(th, a.at(1))?;
    let mut lengths = Vec::new();
    for b in &buffers {
        lengths.push(buffer::writable_len(
            th,
            b.r(),
            "recvmsg_into() argument 1",
        )?);
    }
    let most = lengths.iter().fold(0usize, |n, m| n.saturating_add(*m));
    let s = this(th, a.at(0))?;
    let (data, r) = receive(th, s, most, a)?;
    let mut rest = data.as_slice();
    for (b, n) in buffers.iter().zip(lengths) {
        let (part, more) = rest.split_at(n.min(rest.len()));
        buf::fill(th, b.r(), part)?;
        rest = more;
    }
    let n = int::from_usize(th, r.len)?;
    result(th, n, r)
}

/// `f(length)`, unless it comes near what the system's type for such lengths holds; `least` is what must fit at least.
fn length(
    th: &mut Thread,
    a: Args<'_>,
    f: fn(usize) -> Option<usize>,
    least: usize,
    name: &str,
) -> R {
    let n = int::ssize(th, a.at(0))?;
    let most = i32::MAX as usize - f(least).unwrap_or(0);
    let n = usize::try_from(n).ok().filter(|n| *n <= most);
    match n.and_then(f) {
        Some(n) => int::from_usize(th, n),
        None => Err(overflow_error(
            th,
            format!("{name}() argument out of range"),
        )),
    }
}
/// `CMSG_LEN(length)`.
pub fn cmsg_len(th: &mut Thread, a: Args<'_>) -> R {
    length(th, a, os::control_len, 0, "CMSG_LEN")
}
/// `CMSG_SPACE(length)`.
pub fn cmsg_space(th: &mut Thread, a: Args<'_>) -> R {
    length(th, a, os::control_space, 1, "CMSG_SPACE")
}
