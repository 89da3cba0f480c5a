//! Splitting, joining, stripping, padding of str.

use super::super::support::{self_str, string};
use super::search::{each_match, find_bytes, rfind_bytes, room};
use super::{exact, whole_or_new};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, no_memory, type_error, value_error};
use typhon_runtime::types::str::{self as pystr, JoinError, Str, push_code_point};
use typhon_runtime::types::{self, ascii, int, list, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, unicode};

// ------------------------------------------------------------------ characters at the ends

/// The first code point and its width.
fn first_char(b: &[u8]) -> Option<(u32, usize)> {
    let c = pystr::wtf8_chars(b).next()?;
    Some((c, b.first().map_or(1, |&x| pystr::char_width(x))))
}
/// The last code point and its width.
fn last_char(b: &[u8]) -> Option<(u32, usize)> {
    let i = b.iter().rposition(|&x| x & 0xC0 != 0x80)?;
    let tail = b.get(i..)?;
    Some((pystr::wtf8_chars(tail).next()?, tail.len()))
}

/// Strips characters for which `f` holds from the start.
pub fn trim_start(mut b: &[u8], f: impl Fn(u32) -> bool) -> &[u8] {
    while let Some((c, w)) = first_char(b) {
        if !f(c) {
            break;
        }
        b = b.get(w..).unwrap_or_default();
    }
    b
}
/// Strips characters for which `f` holds from the end.
pub fn trim_end(mut b: &[u8], f: impl Fn(u32) -> bool) -> &[u8] {
    while let Some((c, w)) = last_char(b) {
        if !f(c) {
            break;
        }
        b = b.get(..b.len() - w).unwrap_or_default();
    }
    b
}

/// The range of `b` without the bytes at its ends for which `f` holds.
#[inline(always)]
fn trimmed(b: &[u8], left: bool, right: bool, f: impl Fn(u8) -> bool) -> (usize, usize) {
    let (mut from, mut to) = (0, b.len());
    if left {
        while from < to && f(b[from]) {
            from += 1;
        }
    }
    if right {
        while to > from && f(b[to - 1]) {
            to -= 1;
        }
    }
    (from, to)
}

#[inline(always)]
fn strip(th: &mut Thread, a: Args<'_>, name: &str, left: bool, right: bool) -> R {
    let s = self_str(th, a)?;
    let (from, to) = match a.payload::<Str>(1) {
        Some(set) if s.is_ascii() => match ascii::FewBytes::new(set.bytes()) {
            Some(few) => trimmed(s.bytes(), left, right, |c| few.has(c)),
            None => strip_set(s, set, left, right),
        },
        Some(set) => strip_set(s, set, left, right),
        None => match a.opt_not_none(1) {
            None if s.is_ascii() => trimmed(s.bytes(), left, right, ascii::is_blank),
            None => trimmed_wide(s.bytes(), left, right, unicode::is_space),
            Some(_) => return Err(type_error(th, format!("{name} arg must be None or str"))),
        },
    };
    super::whole_or_part(th, s, from, to)
}
/// The part that stripping the characters of a set leaves.
#[inline(never)]
fn strip_set(s: &Str, set: &Str, left: bool, right: bool) -> (usize, usize) {
    if !s.is_ascii() {
        let chars: Vec<u32> = set.code_points().collect();
        return trimmed_wide(s.bytes(), left, right, |c| chars.contains(&c));
    }
    // Characters beyond ASCII do not occur: one bit for each of the others.
    let mut mask = [0u64; 4];
    for &c in set.bytes() {
        mask[usize::from(c >> 6)] |= 1 << (c & 63);
    }
    trimmed(s.bytes(), left, right, |c| {
        mask[usize::from(c >> 6)] >> (c & 63) & 1 != 0
    })
}

#[inline(never)]
fn trimmed_wide(b: &[u8], left: bool, right: bool, f: impl Fn(u32) -> bool) -> (usize, usize) {
    let rest = if left { trim_start(b, &f) } else { b };
    let from = b.len() - rest.len();
    let rest = if right { trim_end(rest, &f) } else { rest };
    (from, from + rest.len())
}
fn str_strip(th: &mut Thread, a: Args<'_>) -> R {
    strip(th, a, "strip", true, true)
}
fn str_lstrip(th: &mut Thread, a: Args<'_>) -> R {
    strip(th, a, "lstrip", true, false)
}
fn str_rstrip(th: &mut Thread, a: Args<'_>) -> R {
    strip(th, a, "rstrip", false, true)
}

// ------------------------------------------------------------------ splitting

/// Pieces between separators, left to right, at most `limit` cuts.
pub fn split_by<'a>(b: &'a [u8], sep: &[u8], limit: usize) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    let mut from = 0;
    if limit > 0 {
        each_match(b, sep, |i| {
            out.push(b.get(from..i).unwrap_or_default());
            from = i + sep.len();
            out.len() < limit
        });
    }
    out.push(b.get(from..).unwrap_or_default());
    out
}
/// Pieces between separators, cut from the right, in order.
pub fn rsplit_by<'a>(mut b: &'a [u8], sep: &[u8], limit: usize) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    while out.len() < limit {
        let Some(i) = rfind_bytes(b, sep) else { break };
        out.push(b.get(i + sep.len()..).unwrap_or_default());
        b = b.get(..i).unwrap_or_default();
    }
    out.push(b);
    out.reverse();
    out
}

/// Width of the blank at the start of `b`, 0 if there is none.
fn blank_width(b: &[u8]) -> usize {
    match b.first() {
        Some(&c) if c < 128 => usize::from(unicode::is_space(u32::from(c))),
        _ => first_char(b).map_or(0, |(c, w)| if unicode::is_space(c) { w } else { 0 }),
    }
}

/// Words, left to right; what is left at the limit keeps its blanks except at its start.
fn split_words(b: &[u8], limit: usize) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = trim_start(b, unicode::is_space);
    while !rest.is_empty() {
        if out.len() == limit {
            out.push(rest);
            break;
        }
        let mut i = 0;
        while let Some(tail) = rest.get(i..)
            && !tail.is_empty()
            && blank_width(tail) == 0
        {
            i += tail.first().map_or(1, |&c| pystr::char_width(c));
        }
        let (word, tail) = rest.split_at(i.min(rest.len()));
        out.push(word);
        rest = trim_start(tail, unicode::is_space);
    }
    out
}
/// All words of an ASCII string.
fn ascii_words(th: &mut Thread, s: &Str) -> R {
    let (n, mut words) = ascii::Words::counted(s.bytes());
    if n == 1 {
        let (from, to) = words.next().unwrap_or_default();
        let one = super::whole_or_part(th, s, from, to)?;
        return list::from_one(th, one);
    }
    pystr::list_of_parts(th, s, n, || words.next().unwrap_or_default())
}
/// The pieces of an ASCII string between bytes `sep`.
fn ascii_pieces(th: &mut Thread, s: &Str, sep: u8) -> R {
    let n = memchr::memchr_iter(sep, s.bytes()).count();
    if n == 0 {
        let one = exact(th, s)?;
        return list::from_one(th, one);
    }
    let mut hits = ascii::Hits::new(s.bytes(), sep);
    let mut from = 0;
    pystr::list_of_parts(th, s, n + 1, || {
        let to = hits.next().unwrap_or(s.len());
        (std::mem::replace(&mut from, to + 1), to)
    })
}
fn rsplit_words(b: &[u8], limit: usize) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut rest = trim_end(b, unicode::is_space);
    while !rest.is_empty() {
        if out.len() == limit {
            out.push(rest);
            break;
        }
        let head = trim_end(rest, |c| !unicode::is_space(c));
        out.push(rest.get(head.len()..).unwrap_or_default());
        rest = trim_end(head, unicode::is_space);
    }
    out.reverse();
    out
}

/// A list of strings.
fn list_of(th: &mut Thread, s: &Str, pieces: &[&[u8]]) -> R {
    if let [one] = pieces {
        let o = whole_or_new(th, s, one)?;
        return list::from_one(th, o);
    }
    list::try_from_fn(th, pieces.len(), |th, i| match pieces.get(i) {
        Some(p) => pystr::from_wtf8(th, p),
        None => Ok(Obj::none()),
    })
}

fn limit_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<usize> {
    match o {
        Some(n) => Ok(usize::try_from(int::ssize(th, n)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

/// Cuts the text at a separator, at most so many times.
type BySeparator = for<'a> fn(&'a [u8], &[u8], usize) -> Vec<&'a [u8]>;

fn split_impl(
    th: &mut Thread,
    a: Args<'_>,
    by: BySeparator,
    words: for<'a> fn(&'a [u8], usize) -> Vec<&'a [u8]>,
) -> R {
    let s = self_str(th, a)?;
    let limit = limit_arg(th, a.opt(2))?;
    let pieces = match a.opt_not_none(1) {
        None if s.is_ascii() && limit == usize::MAX => return ascii_words(th, s),
        None => words(s.bytes(), limit),
        Some(sep) => {
            let Some(sep) = sep.get::<Str>() else {
                return Err(type_error(
                    th,
                    format!("must be str or None, not {}", sep.class().name()),
                ));
            };
            match *sep.bytes() {
                [] => return Err(value_error(th, "empty separator")),
                // Where it is cut does not depend on the direction.
                [c] if s.is_ascii() && limit == usize::MAX => {
                    return ascii_pieces(th, s, c);
                }
                _ => by(s.bytes(), sep.bytes(), limit),
            }
        }
    };
    list_of(th, s, &pieces)
}
fn str_split(th: &mut Thread, a: Args<'_>) -> R {
    split_impl(th, a, split_by, split_words)
}
fn str_rsplit(th: &mut Thread, a: Args<'_>) -> R {
    split_impl(th, a, rsplit_by, rsplit_words)
}

fn str_splitlines(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let keep = match a.opt(1) {
        Some(k) => ops::is_true(th, k)?,
        None => false,
    };
    let mut pieces = Vec::new();
    let (b, mut start, mut at) = (s.bytes(), 0, 0);
    while let Some(end) = ascii::line_end(b, at) {
        let c = b[end];
        let w = pystr::char_width(c);
        at = end + w;
        if c >= 128 {
            let code = first_char(&b[end..]).map_or(0, |p| p.0);
            if !unicode::is_line_break(code) {
                continue;
            }
        } else if c == b'\r' && b.get(at) == Some(&b'\n') {
            at += 1;
        }
        let to = if keep { at } else { end };
        pieces.push(b.get(start..to).unwrap_or_default());
        start = at;
    }
    if start < b.len() {
        pieces.push(b.get(start..).unwrap_or_default());
    }
    list_of(th, s, &pieces)
}

fn partition(th: &mut Thread, a: Args<'_>, right: bool) -> R {
    let s = self_str(th, a)?;
    let Some(sep) = a.at(1).get::<Str>() else {
        return Err(type_error(
            th,
            format!("must be str, not {}", a.at(1).class().name()),
        ));
    };
    if sep.is_empty() {
        return Err(value_error(th, "empty separator"));
    }
    let b = s.bytes();
    let found = if right {
        rfind_bytes(b, sep.bytes())
    } else {
        find_bytes(b, sep.bytes())
    };
    let empty = || typhon_runtime::names::empty().own();
    let items = match found {
        Some(i) => {
            let head = pystr::part(th, s, 0, i)?;
            let tail = pystr::part(th, s, i + sep.len(), s.len())?;
            [head, exact(th, sep)?, tail]
        }
        None => {
            let whole = exact(th, s)?;
            if right {
                [empty(), empty(), whole]
            } else {
                [whole, empty(), empty()]
            }
        }
    };
    tuple::of(th, items)
}
fn str_partition(th: &mut Thread, a: Args<'_>) -> R {
    partition(th, a, false)
}
fn str_rpartition(th: &mut Thread, a: Args<'_>) -> R {
    partition(th, a, true)
}

fn str_join(th: &mut Thread, a: Args<'_>) -> R {
    let sep = self_str(th, a)?;
    let x = a.at(1);
    if x.is_exact(&types::LIST)
        && let Some(l) = x.get::<list::List>()
    {
        return match pystr::join_list(sep, l) {
            Ok(o) => Ok(o),
            Err(JoinError::NoMemory) => Err(no_memory(th)),
            Err(JoinError::NoStr(i)) => {
                let item = l.get(i);
                Err(no_str(th, i, item.as_ref().map_or(Ref::NONE, Obj::r)))
            }
        };
    }
    let items = match ops::collect(th, x) {
        Ok(v) => v,
        Err(e) => {
            // Only what is no iterable at all gets the short message.
            let s = x.class().slots();
            if s.iter().is_none()
                && s.getitem().is_none()
                && error::pending_is(th, &error::TYPE_ERROR)
            {
                drop(error::fetch(th));
                return Err(type_error(th, "can only join an iterable"));
            }
            return Err(e);
        }
    };
    join(th, sep, &items)
}

/// `sep.join(items)`.
pub fn join(th: &mut Thread, sep: &Str, items: &[Obj]) -> R {
    match pystr::join(sep, items) {
        Ok(o) => Ok(o),
        Err(JoinError::NoMemory) => Err(no_memory(th)),
        Err(JoinError::NoStr(i)) => Err(no_str(th, i, items.get(i).map_or(Ref::NONE, Obj::r))),
    }
}

#[cold]
fn no_str(th: &mut Thread, i: usize, item: Ref<'_>) -> Raised {
    let c = item.class().name();
    type_error(
        th,
        format!("sequence item {i}: expected str instance, {c} found"),
    )
}

// ------------------------------------------------------------------ padding

fn fill_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<u32> {
    let Some(o) = o else {
        return Ok(u32::from(b' '));
    };
    let Some(s) = o.get::<Str>() else {
        return Err(type_error(
            th,
            format!(
                "The fill character must be a unicode character, not {}",
                o.class().name()
            ),
        ));
    };
    if s.chars_len() != 1 {
        return Err(type_error(
            th,
            "The fill character must be exactly one character long",
        ));
    }
    Ok(s.code_points().next().unwrap_or(32))
}

/// Results of so many characters are put together without a vector.
const SHORT: usize = 128;

/// `left` and `right` copies of `fill` around the string.
fn padded(th: &mut Thread, slf: Ref<'_>, left: usize, right: usize, fill: u32) -> R {
    let s = string(th, slf)?;
    if left == 0 && right == 0 {
        return exact(th, s);
    }
    let mut buf = [0; SHORT];
    if s.is_ascii()
        && let Ok(fill @ 0..128) = u8::try_from(fill)
        && let Some(out) = left
            .checked_add(right)
            .and_then(|n| n.checked_add(s.len()))
            .and_then(|n| buf.get_mut(..n))
    {
        out.fill(fill);
        out[left..left + s.len()].copy_from_slice(s.bytes());
        return pystr::from_ascii(th, out);
    }
    let mut unit = Vec::with_capacity(4);
    push_code_point(&mut unit, fill);
    let total = left
        .checked_add(right)
        .and_then(|n| n.checked_mul(unit.len()))
        .and_then(|n| n.checked_add(s.len()));
    let mut out = room(th, total)?;
    crate::format::spec::repeat_into(&mut out, &unit, left);
    out.extend_from_slice(s.bytes());
    crate::format::spec::repeat_into(&mut out, &unit, right);
    pystr::from_wtf8(th, &out)
}

/// How many characters are missing to the width in argument 1.
fn missing(th: &mut Thread, a: Args<'_>) -> R<usize> {
    let width = int::ssize(th, a.at(1))?.max(0) as usize;
    let s = self_str(th, a)?;
    Ok(width.saturating_sub(s.chars_len()))
}
fn str_ljust(th: &mut Thread, a: Args<'_>) -> R {
    let n = missing(th, a)?;
    let fill = fill_arg(th, a.opt(2))?;
    padded(th, a.at(0), 0, n, fill)
}
fn str_rjust(th: &mut Thread, a: Args<'_>) -> R {
    let n = missing(th, a)?;
    let fill = fill_arg(th, a.opt(2))?;
    padded(th, a.at(0), n, 0, fill)
}
/// Copies on the left of `center`: the odd one goes left if the width is odd.
pub fn center_left(missing: usize, width: usize) -> usize {
    missing / 2 + (missing & width & 1)
}
fn str_center(th: &mut Thread, a: Args<'_>) -> R {
    let n = missing(th, a)?;
    let fill = fill_arg(th, a.opt(2))?;
    let s = self_str(th, a)?;
    let left = center_left(n, n.saturating_add(s.chars_len()));
    padded(th, a.at(0), left, n - left, fill)
}
fn str_zfill(th: &mut Thread, a: Args<'_>) -> R {
    let n = missing(th, a)?;
    let s = self_str(th, a)?;
    if n == 0 {
        return exact(th, s);
    }
    let mut out = room(th, n.checked_add(s.len()))?;
    let (sign, digits) = match s.bytes().first() {
        Some(b'+' | b'-') => s.bytes().split_at(1),
        _ => s.bytes().split_at(0),
    };
    out.extend_from_slice(sign);
    out.resize(sign.len() + n, b'0');
    out.extend_from_slice(digits);
    pystr::from_wtf8(th, &out)
}

/// `tabsize` of `expandtabs`.
pub fn tab_arg(th: &mut Thread, o: Option<Ref<'_>>) -> R<usize> {
    match o {
        Some(o) => Ok(int::c_int(th, o)?.max(0) as usize),
        None => Ok(8),
    }
}

/// Replaces tabs by blanks up to the next multiple of `tab`; in text, continuation bytes count no column.
pub fn expand_tabs(th: &mut Thread, b: &[u8], tab: usize, text: bool) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(b.len() + 16);
    let mut column = 0usize;
    for &c in b {
        match c {
            b'\t' => {
                if tab > 0 {
                    let n = tab - column % tab;
                    column += n;
                    if out.try_reserve(n).is_err() {
                        return Err(no_memory(th));
                    }
                    out.resize(out.len() + n, b' ');
                }
            }
            b'\n' | b'\r' => {
                column = 0;
                out.push(c);
            }
            _ => {
                column += usize::from(!text || c & 0xC0 != 0x80);
                out.push(c);
            }
        }
    }
    Ok(out)
}
fn str_expandtabs(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let tab = tab_arg(th, a.opt(1))?;
    if memchr::memchr(b'\t', s.bytes()).is_none() {
        return exact(th, s);
    }
    let out = expand_tabs(th, s.bytes(), tab, true)?;
    pystr::from_wtf8(th, &out)
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "strip",
        Kind::Pos(0, 1),
        str_strip,
        "The string without blanks, or characters of a set, at both ends.",
    ),
    MethodDef::new(
        "lstrip",
        Kind::Pos(0, 1),
        str_lstrip,
        "As strip, at the start only.",
    ),
    MethodDef::new(
        "rstrip",
        Kind::Pos(0, 1),
        str_rstrip,
        "As strip, at the end only.",
    ),
    MethodDef::new(
        "split",
        Kind::Sig("sep=, maxsplit="),
        str_split,
        "The words of the string as a list.",
    ),
    MethodDef::new(
        "rsplit",
        Kind::Sig("sep=, maxsplit="),
        str_rsplit,
        "As split, cutting from the right.",
    ),
    MethodDef::new(
        "splitlines",
        Kind::Sig("keepends="),
        str_splitlines,
        "The lines of the string as a list.",
    ),
    MethodDef::new(
        "partition",
        Kind::One,
        str_partition,
        "What stands before the first separator, it, and the rest.",
    ),
    MethodDef::new(
        "rpartition",
        Kind::One,
        str_rpartition,
        "What stands before the last separator, it, and the rest.",
    ),
    MethodDef::new(
        "join",
        Kind::One,
        str_join,
        "The strings of an iterable with this string between them.",
    ),
    MethodDef::new(
        "ljust",
        Kind::Pos(1, 2),
        str_ljust,
        "Pads on the right to a width.",
    ),
    MethodDef::new(
        "rjust",
        Kind::Pos(1, 2),
        str_rjust,
        "Pads on the left to a width.",
    ),
    MethodDef::new(
        "center",
        Kind::Pos(1, 2),
        str_center,
        "Pads on both sides to a width.",
    ),
    MethodDef::new(
        "zfill",
        Kind::One,
        str_zfill,
        "Pads with zeros after the sign to a width.",
    ),
    MethodDef::new(
        "expandtabs",
        Kind::Sig("tabsize="),
        str_expandtabs,
        "Replaces tabs by blanks.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words() {
        let w = |s: &'static str, n| {
            split_words(s.as_bytes(), n)
                .into_iter()
                .map(|b| std::str::from_utf8(b).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(w(" a  b c ", usize::MAX), ["a", "b", "c"]);
        assert_eq!(w(" a  b c ", 1), ["a", "b c "]);
        assert_eq!(w("a\u{3000}é", usize::MAX), ["a", "é"]);
        assert!(w("  ", 3).is_empty());
        let r: Vec<&[u8]> = rsplit_words(b"  a  b  ", 1);
        assert_eq!(r, [b"  a".as_slice(), b"b"]);
    }

    #[test]
    fn centre_is_biased_as_in_cpython() {
        // (missing, width) -> left
        assert_eq!(center_left(3, 6), 1);
        assert_eq!(center_left(3, 5), 2);
    }
}
