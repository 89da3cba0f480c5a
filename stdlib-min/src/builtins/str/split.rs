//! Splitting, joining, stripping, padding of str.

use super::super::support::string;
use super::search::{find_bytes, rfind_bytes, room};
use super::{exact, whole_or_new};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, no_memory, type_error, value_error};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::types::{self, int, list, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, unicode};

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

/// Whether an ASCII byte is white space.
#[inline(always)]
fn ascii_blank(c: u8) -> bool {
    matches!(c, 9..=13 | 28..=32)
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

fn strip(th: &mut Thread, a: Args<'_>, name: &str, left: bool, right: bool) -> R {
    let s = string(th, a.at(0))?;
    let b = s.bytes();
    let set = match a.opt_not_none(1) {
        None => None,
        Some(set) => match set.get::<Str>() {
            Some(set) => Some(set),
            None => return Err(type_error(th, format!("{name} arg must be None or str"))),
        },
    };
    let (from, to) = match set {
        None if s.is_ascii() => trimmed(b, left, right, ascii_blank),
        None => trimmed_wide(b, left, right, unicode::is_space),
        Some(set) if s.is_ascii() => {
            // Characters beyond ASCII do not occur: one bit for each of the others.
            let mut mask = [0u64; 4];
            for &c in set.bytes() {
                mask[usize::from(c >> 6)] |= 1 << (c & 63);
            }
            trimmed(b, left, right, |c| {
                mask[usize::from(c >> 6)] >> (c & 63) & 1 != 0
            })
        }
        Some(set) => {
            let chars: Vec<u32> = set.code_points().collect();
            trimmed_wide(b, left, right, |c| chars.contains(&c))
        }
    };
    super::whole_or_part(th, a.at(0), s, from, to)
}

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
pub fn split_by<'a>(mut b: &'a [u8], sep: &[u8], limit: usize) -> Vec<&'a [u8]> {
    let mut out = Vec::new();
    while out.len() < limit {
        let Some(i) = find_bytes(b, sep) else { break };
        let (head, tail) = b.split_at(i);
        out.push(head);
        b = tail.get(sep.len()..).unwrap_or_default();
    }
    out.push(b);
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
fn ascii_words(th: &mut Thread, slf: Ref<'_>, s: &Str) -> R {
    let b = s.bytes();
    let out = list::new(th, Vec::new())?;
    let Some(l) = out.get::<list::List>() else {
        return Ok(out);
    };
    let mut at = 0;
    loop {
        while at < b.len() && ascii_blank(b[at]) {
            at += 1;
        }
        if at == b.len() {
            return Ok(out);
        }
        let from = at;
        while at < b.len() && !ascii_blank(b[at]) {
            at += 1;
        }
        let word = super::whole_or_part(th, slf, s, from, at)?;
        l.push(th, word)?;
    }
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
fn list_of(th: &mut Thread, slf: Ref<'_>, pieces: &[&[u8]]) -> R {
    if let [one] = pieces
        && let Some(s) = slf.get::<Str>()
    {
        let o = whole_or_new(th, slf, s, one)?;
        return list::new(th, vec![o]);
    }
    let mut items = Vec::with_capacity(pieces.len());
    for p in pieces {
        items.push(pystr::from_wtf8(th, p)?);
    }
    list::new(th, items)
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
    let s = string(th, a.at(0))?;
    let limit = limit_arg(th, a.opt(2))?;
    let pieces = match a.opt_not_none(1) {
        None if s.is_ascii() && limit == usize::MAX => return ascii_words(th, a.at(0), s),
        None => words(s.bytes(), limit),
        Some(sep) => {
            let Some(sep) = sep.get::<Str>() else {
                return Err(type_error(
                    th,
                    format!("must be str or None, not {}", sep.class().name()),
                ));
            };
            if sep.is_empty() {
                return Err(value_error(th, "empty separator"));
            }
            by(s.bytes(), sep.bytes(), limit)
        }
    };
    list_of(th, a.at(0), &pieces)
}
fn str_split(th: &mut Thread, a: Args<'_>) -> R {
    split_impl(th, a, split_by, split_words)
}
fn str_rsplit(th: &mut Thread, a: Args<'_>) -> R {
    split_impl(th, a, rsplit_by, rsplit_words)
}

fn str_splitlines(th: &mut Thread, a: Args<'_>) -> R {
    let s = string(th, a.at(0))?;
    let keep = match a.opt(1) {
        Some(k) => ops::is_true(th, k)?,
        None => false,
    };
    let mut pieces = Vec::new();
    let (b, mut start, mut at) = (s.bytes(), 0, 0);
    while let Some(&c) = b.get(at) {
        if (32..128).contains(&c) {
            // No line ends with such a character.
            at += 1;
            continue;
        }
        let w = pystr::char_width(c);
        let code = if c < 128 {
            u32::from(c)
        } else {
            first_char(b.get(at..).unwrap_or_default()).map_or(0, |p| p.0)
        };
        if !unicode::is_line_break(code) {
            at += w;
            continue;
        }
        let end = at;
        at += w;
        if c == b'\r' && b.get(at) == Some(&b'\n') {
            at += 1;
        }
        pieces.push(
            b.get(start..if keep { at } else { end })
                .unwrap_or_default(),
        );
        start = at;
    }
    if start < b.len() {
        pieces.push(b.get(start..).unwrap_or_default());
    }
    list_of(th, a.at(0), &pieces)
}

fn partition(th: &mut Thread, a: Args<'_>, right: bool) -> R {
    let s = string(th, a.at(0))?;
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
            let head = pystr::from_wtf8(th, b.get(..i).unwrap_or_default())?;
            let tail = pystr::from_wtf8(th, b.get(i + sep.len()..).unwrap_or_default())?;
            vec![head, exact(th, a.at(1))?, tail]
        }
        None => {
            let whole = exact(th, a.at(0))?;
            if right {
                vec![empty(), empty(), whole]
            } else {
                vec![whole, empty(), empty()]
            }
        }
    };
    tuple::new(th, items)
}
fn str_partition(th: &mut Thread, a: Args<'_>) -> R {
    partition(th, a, false)
}
fn str_rpartition(th: &mut Thread, a: Args<'_>) -> R {
    partition(th, a, true)
}

fn str_join(th: &mut Thread, a: Args<'_>) -> R {
    let sep = string(th, a.at(0))?;
    let x = a.at(1);
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
    if let [one] = items
        && one.r().is_exact(&types::STR)
    {
        return Ok(one.clone());
    }
    let mut parts: Vec<&Str> = Vec::new();
    error::reserve(th, &mut parts, items.len() * 2)?;
    for (i, o) in items.iter().enumerate() {
        let Some(s) = o.get::<Str>() else {
            return Err(type_error(
                th,
                format!(
                    "sequence item {i}: expected str instance, {} found",
                    o.r().class().name()
                ),
            ));
        };
        if i > 0 && !sep.is_empty() {
            parts.push(sep);
        }
        parts.push(s);
    }
    pystr::concat(th, &parts, 1)
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

/// `left` and `right` copies of `fill` around the string.
fn padded(th: &mut Thread, slf: Ref<'_>, left: usize, right: usize, fill: u32) -> R {
    if left == 0 && right == 0 {
        return exact(th, slf);
    }
    let s = string(th, slf)?;
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
    let s = string(th, a.at(0))?;
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
    let s = string(th, a.at(0))?;
    let left = center_left(n, n.saturating_add(s.chars_len()));
    padded(th, a.at(0), left, n - left, fill)
}
fn str_zfill(th: &mut Thread, a: Args<'_>) -> R {
    let n = missing(th, a)?;
    if n == 0 {
        return exact(th, a.at(0));
    }
    let s = string(th, a.at(0))?;
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
    let s = string(th, a.at(0))?;
    let tab = tab_arg(th, a.opt(1))?;
    if memchr::memchr(b'\t', s.bytes()).is_none() {
        return exact(th, a.at(0));
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
