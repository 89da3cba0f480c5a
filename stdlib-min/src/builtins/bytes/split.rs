//! Splitting, joining, stripping, padding of bytes and bytearray.

use super::super::str::search::{find_bytes, rfind_bytes, room};
use super::super::str::split::{center_left, expand_tabs, rsplit_by, split_by, tab_arg};
use super::{make, make_or_same, me};
use std::borrow::Cow;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::{buffer, bytearray, bytes, int, list, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// Blanks of bytes: ASCII only.
pub fn is_space(c: u8) -> bool {
    matches!(c, b' ' | 9..=13)
}

fn trim(b: &[u8], f: impl Fn(u8) -> bool, left: bool, right: bool) -> &[u8] {
    let start = if left {
        b.iter().position(|&c| !f(c)).unwrap_or(b.len())
    } else {
        0
    };
    let end = if right {
        b.iter().rposition(|&c| !f(c)).map_or(start, |i| i + 1)
    } else {
        b.len()
    };
    b.get(start..end.max(start)).unwrap_or_default()
}

fn strip(th: &mut Thread, a: Args<'_>, left: bool, right: bool) -> R {
    let b = me(th, a.at(0))?;
    let out = match a.opt_not_none(1) {
        None => trim(&b, is_space, left, right),
        Some(set) => {
            let set = buffer::bytes_like(th, set)?;
            trim(&b, |c| set.contains(&c), left, right)
        }
    };
    make_or_same(th, a.at(0), out)
}
fn bytes_strip(th: &mut Thread, a: Args<'_>) -> R {
    strip(th, a, true, true)
}
fn bytes_lstrip(th: &mut Thread, a: Args<'_>) -> R {
    strip(th, a, true, false)
}
fn bytes_rstrip(th: &mut Thread, a: Args<'_>) -> R {
    strip(th, a, false, true)
}

fn split_words(b: &[u8], limit: usize) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = trim(b, is_space, true, false);
    while !rest.is_empty() {
        if out.len() == limit {
            out.push(rest);
            break;
        }
        let n = rest.iter().position(|&c| is_space(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(n);
        out.push(word);
        rest = trim(tail, is_space, true, false);
    }
    out
}
fn rsplit_words(b: &[u8], limit: usize) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = trim(b, is_space, false, true);
    while !rest.is_empty() {
        if out.len() == limit {
            out.push(rest);
            break;
        }
        let n = rest.iter().rposition(|&c| is_space(c)).map_or(0, |i| i + 1);
        let (head, word) = rest.split_at(n);
        out.push(word);
        rest = trim(head, is_space, false, true);
    }
    out.reverse();
    out
}

fn list_of(th: &mut Thread, like: Ref<'_>, pieces: &[&[u8]]) -> R {
    let mut items = Vec::with_capacity(pieces.len());
    for p in pieces {
        items.push(if pieces.len() == 1 {
            make_or_same(th, like, p)?
        } else {
            make(th, like, p)?
        });
    }
    list::new(th, items)
}

/// Cuts the text at a separator, at most so many times.
type BySeparator = for<'a> fn(&'a [u8], &[u8], usize) -> Vec<&'a [u8]>;

fn split_impl(
    th: &mut Thread,
    a: Args<'_>,
    by: BySeparator,
    words: for<'a> fn(&'a [u8], usize) -> Vec<&'a [u8]>,
) -> R {
    let limit = match a.opt(2) {
        Some(n) => usize::try_from(int::ssize(th, n)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    // After what may run Python code: a bytearray may be another by then.
    let b = me(th, a.at(0))?;
    let pieces = match a.opt_not_none(1) {
        None => words(&b, limit),
        Some(sep) => {
            let sep = buffer::bytes_like(th, sep)?;
            if sep.is_empty() {
                return Err(value_error(th, "empty separator"));
            }
            by(&b, &sep, limit)
        }
    };
    list_of(th, a.at(0), &pieces)
}
fn bytes_split(th: &mut Thread, a: Args<'_>) -> R {
    split_impl(th, a, split_by, split_words)
}
fn bytes_rsplit(th: &mut Thread, a: Args<'_>) -> R {
    split_impl(th, a, rsplit_by, rsplit_words)
}

fn bytes_splitlines(th: &mut Thread, a: Args<'_>) -> R {
    let keep = match a.opt(1) {
        Some(k) => ops::is_true(th, k)?,
        None => false,
    };
    let b = me(th, a.at(0))?;
    let (mut pieces, mut start) = (Vec::new(), 0);
    while let Some(i) = b
        .get(start..)
        .and_then(|r| memchr::memchr2(b'\n', b'\r', r))
    {
        let end = start + i;
        let crlf = b.get(end) == Some(&b'\r') && b.get(end + 1) == Some(&b'\n');
        let next = end + if crlf { 2 } else { 1 };
        pieces.push(
            b.get(start..if keep { next } else { end })
                .unwrap_or_default(),
        );
        start = next;
    }
    if start < b.len() {
        pieces.push(b.get(start..).unwrap_or_default());
    }
    list_of(th, a.at(0), &pieces)
}

fn partition(th: &mut Thread, a: Args<'_>, right: bool) -> R {
    let b = me(th, a.at(0))?;
    let sep = buffer::bytes_like(th, a.at(1))?;
    if sep.is_empty() {
        return Err(value_error(th, "empty separator"));
    }
    let found = if right {
        rfind_bytes(&b, &sep)
    } else {
        find_bytes(&b, &sep)
    };
    let like = a.at(0);
    let items = match found {
        Some(i) => {
            let head = make(th, like, b.get(..i).unwrap_or_default())?;
            let mid = make(th, like, &sep)?;
            let tail = make(th, like, b.get(i + sep.len()..).unwrap_or_default())?;
            vec![head, mid, tail]
        }
        None => {
            let whole = make_or_same(th, like, &b)?;
            let (e, f) = (make(th, like, b"")?, make(th, like, b"")?);
            if right {
                vec![e, f, whole]
            } else {
                vec![whole, e, f]
            }
        }
    };
    tuple::new(th, items)
}
fn bytes_partition(th: &mut Thread, a: Args<'_>) -> R {
    partition(th, a, false)
}
fn bytes_rpartition(th: &mut Thread, a: Args<'_>) -> R {
    partition(th, a, true)
}

/// The items with a separator between them, if they are bytes all of them.
fn join_plain(th: &mut Thread, sep: &[u8], items: &[Obj]) -> Option<R> {
    let mut total = sep.len().checked_mul(items.len().saturating_sub(1))?;
    for o in items {
        total = total.checked_add(bytes::value(o.r())?.len())?;
    }
    let write = |mut out: &mut [u8]| {
        let mut put = |b: &[u8]| {
            if let Some((to, rest)) = std::mem::take(&mut out).split_at_mut_checked(b.len()) {
                to.copy_from_slice(b);
                out = rest;
            }
        };
        for (i, o) in items.iter().enumerate() {
            if i > 0 && !sep.is_empty() {
                put(sep);
            }
            put(bytes::value(o.r()).unwrap_or_default());
        }
    };
    Some(bytes::fill(th, &typhon_runtime::types::BYTES, total, write))
}

fn bytes_join(th: &mut Thread, a: Args<'_>) -> R {
    let sep = me(th, a.at(0))?;
    let x = a.at(1);
    let items = match ops::collect(th, x) {
        Ok(v) => v,
        Err(e) => {
            let s = x.class().slots();
            if s.iter().is_none() && s.getitem().is_none() {
                error::suppress(th, &error::TYPE_ERROR)?;
                return Err(type_error(th, "can only join an iterable"));
            }
            return Err(e);
        }
    };
    if let [one] = items.as_slice()
        && one.r().is_exact(&typhon_runtime::types::BYTES)
        && a.at(0).get::<bytes::Bytes>().is_some()
    {
        return Ok(one.clone());
    }
    if let Some(sep) = a.at(0).get::<bytes::Bytes>()
        && let Some(r) = join_plain(th, sep.as_slice(), &items)
    {
        return r;
    }
    let mut parts: Vec<Cow<'_, [u8]>> = Vec::with_capacity(items.len());
    for (i, o) in items.iter().enumerate() {
        if let Some(b) = buffer::view(o.r()) {
            parts.push(b);
            continue;
        }
        match buffer::exported(th, o.r())? {
            Some(m) => {
                let b = buffer::bytes_like(th, m.r())?.into_owned();
                parts.push(Cow::Owned(b));
            }
            None => {
                return Err(type_error(
                    th,
                    format!(
                        "sequence item {i}: expected a bytes-like object, {} found",
                        o.r().class().name()
                    ),
                ));
            }
        }
    }
    let total = parts
        .iter()
        .try_fold(sep.len().checked_mul(parts.len()), |n, p| {
            Some(n.and_then(|n| n.checked_add(p.len())))
        })
        .flatten();
    let mut out = room(th, total)?;
    for (i, p) in parts.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(&sep);
        }
        out.extend_from_slice(p);
    }
    make(th, a.at(0), &out)
}

// ------------------------------------------------------------------ padding

fn fill_arg(th: &mut Thread, name: &str, o: Option<Ref<'_>>) -> R<u8> {
    let Some(o) = o else { return Ok(b' ') };
    let kind = if o.get::<bytes::Bytes>().is_some() {
        "bytes"
    } else if o.get::<bytearray::ByteArray>().is_some() {
        "bytearray"
    } else {
        let c = super::super::support::type_name(o);
        return Err(type_error(
            th,
            format!("{name}() argument 2 must be a byte string of length 1, not {c}"),
        ));
    };
    let b = me(th, o)?;
    match b.as_ref() {
        [c] => Ok(*c),
        b => Err(type_error(
            th,
            format!(
                "{name}(): argument 2 must be a byte string of length 1, not a {kind} object of length {}",
                b.len()
            ),
        )),
    }
}

fn justify(th: &mut Thread, a: Args<'_>, name: &str, left_of: fn(usize, usize) -> usize) -> R {
    let width = int::ssize(th, a.at(1))?.max(0) as usize;
    let fill = fill_arg(th, name, a.opt(2))?;
    let b = me(th, a.at(0))?;
    let missing = width.saturating_sub(b.len());
    if missing == 0 {
        return make_or_same(th, a.at(0), &b);
    }
    let left = left_of(missing, width);
    let mut out = room(th, missing.checked_add(b.len()))?;
    out.resize(left, fill);
    out.extend_from_slice(&b);
    out.resize(b.len() + missing, fill);
    make(th, a.at(0), &out)
}
fn bytes_ljust(th: &mut Thread, a: Args<'_>) -> R {
    justify(th, a, "ljust", |_, _| 0)
}
fn bytes_rjust(th: &mut Thread, a: Args<'_>) -> R {
    justify(th, a, "rjust", |missing, _| missing)
}
fn bytes_center(th: &mut Thread, a: Args<'_>) -> R {
    justify(th, a, "center", center_left)
}
fn bytes_zfill(th: &mut Thread, a: Args<'_>) -> R {
    let width = int::ssize(th, a.at(1))?.max(0) as usize;
    let b = me(th, a.at(0))?;
    let missing = width.saturating_sub(b.len());
    if missing == 0 {
        return make_or_same(th, a.at(0), &b);
    }
    let mut out = room(th, missing.checked_add(b.len()))?;
    let (sign, digits) = match b.first() {
        Some(b'+' | b'-') => b.split_at(1),
        _ => b.split_at(0),
    };
    out.extend_from_slice(sign);
    out.resize(sign.len() + missing, b'0');
    out.extend_from_slice(digits);
    make(th, a.at(0), &out)
}
fn bytes_expandtabs(th: &mut Thread, a: Args<'_>) -> R {
    let tab = tab_arg(th, a.opt(1))?;
    let b = me(th, a.at(0))?;
    let out = expand_tabs(th, &b, tab, false)?;
    make(th, a.at(0), &out)
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "strip",
        Kind::Pos(0, 1),
        bytes_strip,
        "A copy without blanks, or bytes of a set, at both ends.",
    ),
    MethodDef::new(
        "lstrip",
        Kind::Pos(0, 1),
        bytes_lstrip,
        "As strip, at the start only.",
    ),
    MethodDef::new(
        "rstrip",
        Kind::Pos(0, 1),
        bytes_rstrip,
        "As strip, at the end only.",
    ),
    MethodDef::new(
        "split",
        Kind::Sig("sep=, maxsplit="),
        bytes_split,
        "The sections between separators as a list.",
    ),
    MethodDef::new(
        "rsplit",
        Kind::Sig("sep=, maxsplit="),
        bytes_rsplit,
        "As split, cutting from the right.",
    ),
    MethodDef::new(
        "splitlines",
        Kind::Sig("keepends="),
        bytes_splitlines,
        "The lines as a list.",
    ),
    MethodDef::new(
        "partition",
        Kind::One,
        bytes_partition,
        "What stands before the first separator, it, and the rest.",
    ),
    MethodDef::new(
        "rpartition",
        Kind::One,
        bytes_rpartition,
        "What stands before the last separator, it, and the rest.",
    ),
    MethodDef::new(
        "join",
        Kind::One,
        bytes_join,
        "The bytes-like objects of an iterable with this one between them.",
    ),
    MethodDef::new(
        "ljust",
        Kind::Pos(1, 2),
        bytes_ljust,
        "Pads on the right to a width.",
    ),
    MethodDef::new(
        "rjust",
        Kind::Pos(1, 2),
        bytes_rjust,
        "Pads on the left to a width.",
    ),
    MethodDef::new(
        "center",
        Kind::Pos(1, 2),
        bytes_center,
        "Pads on both sides to a width.",
    ),
    MethodDef::new(
        "zfill",
        Kind::One,
        bytes_zfill,
        "Pads with zeros after the sign to a width.",
    ),
    MethodDef::new(
        "expandtabs",
        Kind::Sig("tabsize="),
        bytes_expandtabs,
        "Replaces tabs by blanks.",
    ),
];
