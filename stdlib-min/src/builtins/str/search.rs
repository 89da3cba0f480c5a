//! Searching in str: find, count, replace, prefixes, suffixes.

use super::super::support::{self_str, str_arg, str_arg_at};
use super::whole_or_new;
use memchr::memmem;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{no_memory, type_error, value_error};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, ascii, int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread};

/// First position of `needle`.
#[inline]
pub fn find_bytes(hay: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [c] => memchr::memchr(*c, hay),
        _ if needle.len() > hay.len() => None,
        _ if hay.len() < SHORT => find_short(hay, needle),
        _ => memmem::find(hay, needle),
    }
}

/// Texts below this length are searched without preparing a searcher.
const SHORT: usize = 256;

/// First position of a needle of two bytes or more.
fn find_short(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let (&first, rest) = needle.split_first()?;
    let starts = hay.get(..=hay.len().checked_sub(needle.len())?)?;
    let mut at = 0;
    loop {
        at += memchr::memchr(first, starts.get(at..)?)?;
        if hay.get(at + 1..at + needle.len()) == Some(rest) {
            return Some(at);
        }
        at += 1;
    }
}
/// Last position of `needle`.
pub fn rfind_bytes(hay: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        [c] => memchr::memrchr(*c, hay),
        _ => memmem::rfind(hay, needle),
    }
}

/// An optional slice bound of `find` and the like, as given.
fn bound(th: &mut Thread, o: Option<Ref<'_>>, default: isize) -> R<isize> {
    let Some(o) = o.filter(|o| !o.is_none()) else {
        return Ok(default);
    };
    if o.as_small().is_none() && o.class().slots().index().is_none() {
        return Err(type_error(
            th,
            "slice indices must be integers or None or have an __index__ method",
        ));
    }
    int::index_to_isize(th, o)
}

/// Arguments `at` and `at + 1` as the bounds of a range, which may run Python code.
pub fn range_args(th: &mut Thread, a: Args<'_>, at: usize) -> R<(isize, isize)> {
    if a.len() <= at {
        return Ok((0, isize::MAX));
    }
    let start = bound(th, a.opt(at), 0)?;
    Ok((start, bound(th, a.opt(at + 1), isize::MAX)?))
}

/// What bounds name of `len` items; None if the range is empty in the wrong way (start beyond end).
pub fn within((start, end): (isize, isize), len: usize) -> Option<(usize, usize)> {
    let n = len as isize;
    let fix = |i: isize| {
        if i < 0 {
            (i.saturating_add(n)).max(0)
        } else {
            i
        }
    };
    let (start, end) = (fix(start), fix(end).min(n));
    (start <= end).then_some((start as usize, end as usize))
}

/// The searched part and the byte offset where it starts.
fn window<'a>(th: &mut Thread, a: Args<'a>, s: &'a Str) -> R<Option<(&'a [u8], usize)>> {
    Ok(within(range_args(th, a, 2)?, s.chars_len())
        .map(|(from, to)| (s.slice_bytes(from, to), s.byte_offset(from))))
}

#[inline(always)]
fn search(
    th: &mut Thread,
    a: Args<'_>,
    name: &str,
    f: fn(&[u8], &[u8]) -> Option<usize>,
) -> R<Option<usize>> {
    let s = self_str(th, a)?;
    let needle = str_arg_at(th, name, 1, a)?;
    if a.len() <= 2 {
        return Ok(f(s.bytes(), needle.bytes()).map(|i| s.char_index(i)));
    }
    let Some((hay, base)) = window(th, a, s)? else {
        return Ok(None);
    };
    Ok(f(hay, needle.bytes()).map(|i| s.char_index(base + i)))
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
        None => Err(value_error(th, "substring not found")),
    }
}

fn str_find(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, "find", find_bytes)?;
    position(th, i)
}
fn str_rfind(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, "rfind", rfind_bytes)?;
    position(th, i)
}
fn str_index(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, "index", find_bytes)?;
    position_or_error(th, i)
}
fn str_rindex(th: &mut Thread, a: Args<'_>) -> R {
    let i = search(th, a, "rindex", rfind_bytes)?;
    position_or_error(th, i)
}

/// Positions of a needle that is not empty, without overlap, until `hit` gives false.
#[inline(always)]
pub fn each_match(hay: &[u8], needle: &[u8], mut hit: impl FnMut(usize) -> bool) {
    if let [c] = needle {
        for i in ascii::Hits::new(hay, *c) {
            if !hit(i) {
                return;
            }
        }
    } else if hay.len() < SHORT {
        let mut at = 0;
        while let Some(i) = hay.get(at..).and_then(|rest| find_short(rest, needle))
            && hit(at + i)
        {
            at += i + needle.len();
        }
    } else {
        // What the search prepares is prepared once.
        for i in memmem::find_iter(hay, needle) {
            if !hit(i) {
                return;
            }
        }
    }
}

/// Occurrences that do not overlap.
pub fn count_bytes(hay: &[u8], needle: &[u8], limit: usize) -> usize {
    match needle {
        [c] if limit == usize::MAX => memchr::memchr_iter(*c, hay).count(),
        [c] => memchr::memchr_iter(*c, hay).take(limit).count(),
        [_, ..] if hay.len() < SHORT => {
            let (mut n, mut at) = (0, 0);
            while n < limit
                && let Some(i) = hay.get(at..).and_then(|rest| find_short(rest, needle))
            {
                n += 1;
                at += i + needle.len();
            }
            n
        }
        _ => memmem::find_iter(hay, needle).take(limit).count(),
    }
}

fn str_count(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let needle = str_arg_at(th, "count", 1, a)?;
    if a.len() <= 2 && !needle.is_empty() {
        let n = count_bytes(s.bytes(), needle.bytes(), usize::MAX);
        return int::from_usize(th, n);
    }
    let Some((from, to)) = within(range_args(th, a, 2)?, s.chars_len()) else {
        return Ok(Ref::small_int(0).own());
    };
    let n = if needle.is_empty() {
        to - from + 1
    } else {
        count_bytes(s.slice_bytes(from, to), needle.bytes(), usize::MAX)
    };
    int::from_usize(th, n)
}

/// Which end a prefix test looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Start,
    Stop,
}

#[inline(always)]
fn affix(th: &mut Thread, a: Args<'_>, end: End) -> R {
    let s = self_str(th, a)?;
    let test = |hay: &[u8], x: &[u8]| {
        let part = match end {
            End::Start => hay.get(..x.len()),
            End::Stop => hay.len().checked_sub(x.len()).and_then(|n| hay.get(n..)),
        };
        part.is_some_and(|part| pystr::same_bytes(part, x))
    };
    match a.payload::<Str>(1) {
        Some(x) if a.len() <= 2 => Ok(Obj::bool(test(s.bytes(), x.bytes()))),
        _ => affix_slow(th, a, s, end, test),
    }
}
#[inline(never)]
fn affix_slow(
    th: &mut Thread,
    a: Args<'_>,
    s: &Str,
    end: End,
    test: impl Fn(&[u8], &[u8]) -> bool,
) -> R {
    let name = if end == End::Start {
        "startswith"
    } else {
        "endswith"
    };
    let Some(part) = within(range_args(th, a, 2)?, s.chars_len()) else {
        check_affix(th, a.at(1), name)?;
        return Ok(Obj::bool(false));
    };
    let hay = s.slice_bytes(part.0, part.1);
    let test = |x: &Str| test(hay, x.bytes());
    if let Some(x) = a.at(1).get::<Str>() {
        return Ok(Obj::bool(test(x)));
    }
    check_affix(th, a.at(1), name)?;
    for x in tuple::items(a.at(1)) {
        let Some(x) = x.get::<Str>() else {
            return Err(type_error(
                th,
                format!(
                    "tuple for {name} must only contain str, not {}",
                    x.class().name()
                ),
            ));
        };
        if test(x) {
            return Ok(Obj::bool(true));
        }
    }
    Ok(Obj::bool(false))
}

fn check_affix(th: &mut Thread, x: Ref<'_>, name: &str) -> R<()> {
    if x.get::<Str>().is_some() || tuple::is_tuple(x) {
        return Ok(());
    }
    Err(type_error(
        th,
        format!(
            "{name} first arg must be str or a tuple of str, not {}",
            x.class().name()
        ),
    ))
}

fn str_startswith(th: &mut Thread, a: Args<'_>) -> R {
    affix(th, a, End::Start)
}
fn str_endswith(th: &mut Thread, a: Args<'_>) -> R {
    affix(th, a, End::Stop)
}

fn str_removeprefix(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let p = str_arg(th, "removeprefix", 0, a.at(1))?;
    let out = s.bytes().strip_prefix(p.bytes()).unwrap_or(s.bytes());
    whole_or_new(th, s, out)
}
fn str_removesuffix(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let p = str_arg(th, "removesuffix", 0, a.at(1))?;
    let out = s.bytes().strip_suffix(p.bytes()).unwrap_or(s.bytes());
    whole_or_new(th, s, out)
}

/// Replaces up to `limit` occurrences of a needle that is not empty; None if there is none.
pub fn replace_bytes(
    th: &mut Thread,
    hay: &[u8],
    old: &[u8],
    new: &[u8],
    limit: usize,
) -> R<Option<Vec<u8>>> {
    let n = count_bytes(hay, old, limit);
    if n == 0 {
        return Ok(None);
    }
    let total = n
        .checked_mul(new.len())
        .and_then(|x| x.checked_add(hay.len() - n * old.len()));
    let mut out = room(th, total)?;
    let (mut from, mut left) = (0, n);
    each_match(hay, old, |i| {
        out.extend_from_slice(hay.get(from..i).unwrap_or_default());
        out.extend_from_slice(new);
        from = i + old.len();
        left -= 1;
        left > 0
    });
    out.extend_from_slice(hay.get(from..).unwrap_or_default());
    Ok(Some(out))
}

/// An empty vector with room for `n` bytes, or MemoryError.
pub fn room(th: &mut Thread, n: Option<usize>) -> R<Vec<u8>> {
    let mut out = Vec::new();
    match n {
        Some(n) if out.try_reserve_exact(n).is_ok() => Ok(out),
        _ => Err(no_memory(th)),
    }
}

/// Puts `new` before up to `limit` characters and, if that is not reached, at the end.
fn interleave(th: &mut Thread, s: &Str, new: &[u8], limit: usize) -> R<Vec<u8>> {
    let n = limit.min(s.chars_len() + 1);
    let total = n
        .checked_mul(new.len())
        .and_then(|x| x.checked_add(s.len()));
    let mut out = room(th, total)?;
    let (mut done, mut at) = (0, 0);
    let b = s.bytes();
    while done < n && at < b.len() {
        let w = b.get(at).map_or(1, |&c| pystr::char_width(c));
        out.extend_from_slice(new);
        out.extend_from_slice(b.get(at..at + w).unwrap_or_default());
        at += w;
        done += 1;
    }
    if done < n {
        out.extend_from_slice(new);
    }
    out.extend_from_slice(b.get(at..).unwrap_or_default());
    Ok(out)
}

fn str_replace(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let old = str_arg_at(th, "replace", 1, a)?;
    let new = str_arg_at(th, "replace", 2, a)?;
    let limit = match a.opt(3) {
        Some(n) => usize::try_from(int::ssize(th, n)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    if limit == 0 || old.len() > s.len() || pystr::same_bytes(old.bytes(), new.bytes()) {
        return super::exact(th, s);
    }
    if old.is_empty() {
        let out = interleave(th, s, new.bytes(), limit)?;
        return pystr::from_wtf8(th, &out);
    }
    let Some(first) = find_bytes(s.bytes(), old.bytes()) else {
        return super::exact(th, s);
    };
    if let (&[o], &[n]) = (old.bytes(), new.bytes())
        && s.is_ascii()
        && limit == usize::MAX
    {
        return pystr::map_ascii(th, s, |x| ascii::exchanged(x, o, n));
    }
    let from = first + old.len();
    let rest = s.bytes().get(from..).unwrap_or_default();
    let second = if limit > 1 {
        find_bytes(rest, old.bytes())
    } else {
        None
    };
    let Some(second) = second else {
        return pystr::spliced(th, s, &[first], old.len(), new);
    };
    let from = from + second + old.len();
    let rest = s.bytes().get(from..).unwrap_or_default();
    let mut few = [first; 16];
    few[1] = from - old.len();
    let mut many = Vec::new();
    let mut n = 2;
    let mut put = |at: usize| {
        match few.get_mut(n) {
            Some(place) => *place = at,
            None => {
                if n == 16 {
                    many.extend_from_slice(&few);
                }
                many.push(at);
            }
        }
        n += 1;
        n < limit
    };
    if limit > 2 {
        each_match(rest, old.bytes(), |i| put(from + i));
    }
    let cuts = if many.is_empty() {
        few.get(..n).unwrap_or_default()
    } else {
        &many
    };
    pystr::spliced(th, s, cuts, old.len(), new)
}

fn str_getnewargs(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let s = super::exact(th, s)?;
    types::tuple::new(th, vec![s])
}

fn str_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    // What CPython's layout takes: 40 bytes of header for ASCII, 56 for others, one, two or four bytes a character.
    let s = self_str(th, a)?;
    let n = s.chars_len();
    let size = if s.is_ascii() {
        40 + n + 1
    } else {
        let top = s.code_points().max().unwrap_or(0);
        let width = match top {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            _ => 4,
        };
        56 + (n + 1) * width
    };
    int::from_usize(th, size)
}

/// `str.replace` and the searches take these arguments by position only.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "find",
        Kind::Pos(1, 3),
        str_find,
        "First position of a substring, or -1.",
    ),
    MethodDef::new(
        "rfind",
        Kind::Pos(1, 3),
        str_rfind,
        "Last position of a substring, or -1.",
    ),
    MethodDef::new(
        "index",
        Kind::Pos(1, 3),
        str_index,
        "First position of a substring; ValueError if there is none.",
    ),
    MethodDef::new(
        "rindex",
        Kind::Pos(1, 3),
        str_rindex,
        "Last position of a substring; ValueError if there is none.",
    ),
    MethodDef::new(
        "count",
        Kind::Pos(1, 3),
        str_count,
        "Number of occurrences that do not overlap.",
    ),
    MethodDef::new(
        "startswith",
        Kind::Pos(1, 3),
        str_startswith,
        "Whether the string starts with a prefix or one of a tuple of them.",
    ),
    MethodDef::new(
        "endswith",
        Kind::Pos(1, 3),
        str_endswith,
        "Whether the string ends with a suffix or one of a tuple of them.",
    ),
    MethodDef::new(
        "removeprefix",
        Kind::One,
        str_removeprefix,
        "The string without a prefix.",
    ),
    MethodDef::new(
        "removesuffix",
        Kind::One,
        str_removesuffix,
        "The string without a suffix.",
    ),
    MethodDef::new(
        "replace",
        Kind::Sig("old, new, /, count="),
        str_replace,
        "A copy with occurrences of a substring replaced.",
    ),
    MethodDef::new(
        "__getnewargs__",
        Kind::NoArgs,
        str_getnewargs,
        "Arguments for copying.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        str_sizeof,
        "Size in memory in bytes.",
    ),
];
