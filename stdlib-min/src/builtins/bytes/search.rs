//! Searching in bytes and bytearray. A bytearray is read when all that may run Python code has run: bounds first, then
//! what is searched for, during which its length cannot change.

use super::super::str::search::{
    count_bytes, find_bytes, range_args, replace_bytes, rfind_bytes, room, within,
};
use super::{byte_value, make, make_or_same, me};
use std::borrow::Cow;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::{buffer, int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread};

/// What is searched for in `hay`: one byte given as an integer, or the bytes of an object.
fn needle<'a>(th: &mut Thread, hay: Ref<'_>, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    if int::is_int(o) || (o.class().slots().index().is_some() && !buffer::is_bytes_like(o)) {
        let byte = buffer::holding(hay, o, || byte_value(th, o, "byte"))?;
        return Ok(Cow::Owned(vec![byte]));
    }
    if let Some(b) = buffer::view(o) {
        return Ok(b);
    }
    if let Some(m) = buffer::holding(hay, o, || buffer::exported(th, o))? {
        return Ok(Cow::Owned(buffer::bytes_like(th, m.r())?.into_owned()));
    }
    Err(type_error(
        th,
        format!(
            "argument should be integer or bytes-like object, not '{}'",
            o.class().name()
        ),
    ))
}

fn search(th: &mut Thread, a: Args<'_>, f: fn(&[u8], &[u8]) -> Option<usize>) -> R<Option<usize>> {
    let bounds = range_args(th, a, 2)?;
    let n = needle(th, a.at(0), a.at(1))?;
    let b = me(th, a.at(0))?;
    let Some((from, to)) = within(bounds, b.len()) else {
        return Ok(None);
    };
    Ok(f(b.get(from..to).unwrap_or_default(), &n).map(|i| i + from))
}

fn position(th: &mut Thread, i: Option<usize>) -> R {
    match i {
        Some(i) => int::from_usize(th, i),
        None => Ok(Ref::small_int(-1).own()),
    }
}
fn position_or_error(th: &mut Thread, i: Option<usize>) -> R {
    match i {
        Some(i) => int::from_usize(th, i),
        None => Err(value_error(th, "subsection not found")),
    }
}
fn bytes_find(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, find_bytes)?;
    position(th, i)
}
fn bytes_rfind(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, rfind_bytes)?;
    position(th, i)
}
fn bytes_index(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, find_bytes)?;
    position_or_error(th, i)
}
fn bytes_rindex(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, rfind_bytes)?;
    position_or_error(th, i)
}
fn bytes_count(th: &mut Thread, a: Args<'_>) -> R {
    let bounds = range_args(th, a, 2)?;
    let n = needle(th, a.at(0), a.at(1))?;
    let b = me(th, a.at(0))?;
    let Some((from, to)) = within(bounds, b.len()) else {
        return Ok(Ref::small_int(0).own());
    };
    let hay = b.get(from..to).unwrap_or_default();
    let n = if n.is_empty() {
        hay.len() + 1
    } else {
        count_bytes(hay, &n, usize::MAX)
    };
    int::from_usize(th, n)
}

fn affix(th: &mut Thread, a: Args<'_>, name: &str, test: fn(&[u8], &[u8]) -> bool) -> R {
    let bounds = range_args(th, a, 2)?;
    let b = me(th, a.at(0))?;
    let x = a.at(1);
    let hay = within(bounds, b.len()).and_then(|(from, to)| b.get(from..to));
    if tuple::is_tuple(x) {
        for t in tuple::items(x) {
            let t = buffer::bytes_like(th, t)?;
            if hay.is_some_and(|h| test(h, &t)) {
                return Ok(Obj::bool(true));
            }
        }
        return Ok(Obj::bool(false));
    }
    let Some(p) = buffer::view(x) else {
        return Err(type_error(
            th,
            format!(
                "{name} first arg must be bytes or a tuple of bytes, not {}",
                x.class().name()
            ),
        ));
    };
    Ok(Obj::bool(hay.is_some_and(|h| test(h, &p))))
}
fn bytes_startswith(th: &mut Thread, a: Args<'_>) -> R {
    affix(th, a, "startswith", |h, p| h.starts_with(p))
}
fn bytes_endswith(th: &mut Thread, a: Args<'_>) -> R {
    affix(th, a, "endswith", |h, p| h.ends_with(p))
}
fn bytes_removeprefix(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    let p = buffer::bytes_like(th, a.at(1))?;
    make_or_same(th, a.at(0), b.strip_prefix(p.as_ref()).unwrap_or(&b))
}
fn bytes_removesuffix(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    let p = buffer::bytes_like(th, a.at(1))?;
    make_or_same(th, a.at(0), b.strip_suffix(p.as_ref()).unwrap_or(&b))
}

fn bytes_replace(th: &mut Thread, a: Args<'_>) -> R {
    let old = buffer::bytes_like(th, a.at(1))?;
    let new = buffer::bytes_like(th, a.at(2))?;
    let limit = match a.opt(3) {
        Some(n) => usize::try_from(int::ssize(th, n)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let b = me(th, a.at(0))?;
    if limit == 0 || old.len() > b.len() {
        return make_or_same(th, a.at(0), &b);
    }
    if old.is_empty() {
        let n = limit.min(b.len() + 1);
        let total = n
            .checked_mul(new.len())
            .and_then(|x| x.checked_add(b.len()));
        let mut out = room(th, total)?;
        for (i, &c) in b.iter().enumerate() {
            if i < n {
                out.extend_from_slice(&new);
            }
            out.push(c);
        }
        if n > b.len() {
            out.extend_from_slice(&new);
        }
        return make(th, a.at(0), &out);
    }
    match replace_bytes(th, &b, &old, &new, limit)? {
        Some(out) => make(th, a.at(0), &out),
        None => make_or_same(th, a.at(0), &b),
    }
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "find",
        Kind::Pos(1, 3),
        bytes_find,
        "First position of a subsection, or -1.",
    ),
    MethodDef::new(
        "rfind",
        Kind::Pos(1, 3),
        bytes_rfind,
        "Last position of a subsection, or -1.",
    ),
    MethodDef::new(
        "index",
        Kind::Pos(1, 3),
        bytes_index,
        "First position of a subsection; ValueError if there is none.",
    ),
    MethodDef::new(
        "rindex",
        Kind::Pos(1, 3),
        bytes_rindex,
        "Last position of a subsection; ValueError if there is none.",
    ),
    MethodDef::new(
        "count",
        Kind::Pos(1, 3),
        bytes_count,
        "Number of occurrences that do not overlap.",
    ),
    MethodDef::new(
        "startswith",
        Kind::Pos(1, 3),
        bytes_startswith,
        "Whether it starts with a prefix or one of a tuple of them.",
    ),
    MethodDef::new(
        "endswith",
        Kind::Pos(1, 3),
        bytes_endswith,
        "Whether it ends with a suffix or one of a tuple of them.",
    ),
    MethodDef::new(
        "removeprefix",
        Kind::One,
        bytes_removeprefix,
        "A copy without a prefix.",
    ),
    MethodDef::new(
        "removesuffix",
        Kind::One,
        bytes_removesuffix,
        "A copy without a suffix.",
    ),
    MethodDef::new(
        "replace",
        Kind::Pos(2, 3),
        bytes_replace,
        "A copy with occurrences of a subsection replaced.",
    ),
];
