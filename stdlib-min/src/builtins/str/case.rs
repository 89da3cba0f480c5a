//! Case mappings and character tests of str.

use super::super::support::self_str;
use super::exact;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::types::ascii::{self, kind};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::unicode::{Case, flag, has, map_case};
use typhon_runtime::{Obj, R, Thread};

const CAPITAL_SIGMA: u32 = 0x3A3;

fn push_mapped(out: &mut Vec<u8>, c: u32, case: Case) {
    let (m, n) = map_case(c, case);
    for &c in m.iter().take(n) {
        push_code_point(out, c);
    }
}

/// Lower case of the character at `i`: a capital sigma at the end of a word becomes the final form.
fn push_lower(out: &mut Vec<u8>, chars: &[u32], i: usize) {
    let c = chars.get(i).copied().unwrap_or(0);
    if c != CAPITAL_SIGMA {
        return push_mapped(out, c, Case::Lower);
    }
    let cased = |c: Option<&u32>| c.is_some_and(|&c| has(c, flag::CASED));
    let before = chars
        .get(..i)
        .unwrap_or_default()
        .iter()
        .rev()
        .find(|&&c| !has(c, flag::IGNORABLE));
    let after = chars
        .get(i + 1..)
        .unwrap_or_default()
        .iter()
        .find(|&&c| !has(c, flag::IGNORABLE));
    let last = cased(before) && !cased(after);
    push_code_point(out, if last { 0x3C2 } else { 0x3C3 });
}

/// Maps an ASCII string by bytes, others by `f` over their characters.
fn mapped(th: &mut Thread, a: Args<'_>, ascii: fn(&mut [u8]), f: fn(&mut Vec<u8>, &[u32])) -> R {
    let s = self_str(th, a)?;
    if s.is_ascii() {
        let mut out = s.bytes().to_vec();
        ascii(&mut out);
        return whole_or_changed(th, s, &out);
    }
    mapped_wide(th, s, f)
}

fn whole_or_changed(th: &mut Thread, s: &Str, out: &[u8]) -> R {
    if out == s.bytes() {
        return exact(th, s);
    }
    pystr::from_wtf8(th, out)
}

#[inline(never)]
fn mapped_wide(th: &mut Thread, s: &Str, f: fn(&mut Vec<u8>, &[u32])) -> R {
    let chars: Vec<u32> = s.code_points().collect();
    let mut out = Vec::with_capacity(s.len() + 8);
    f(&mut out, &chars);
    pystr::from_wtf8(th, &out)
}

/// Title case of ASCII: the first letter after a non-letter is upper case.
pub fn ascii_title(b: &mut [u8]) {
    let mut inside = false;
    for c in b {
        if c.is_ascii_alphabetic() {
            if inside {
                c.make_ascii_lowercase();
            } else {
                c.make_ascii_uppercase();
            }
            inside = true;
        } else {
            inside = false;
        }
    }
}
/// Swaps the case of ASCII letters.
pub fn ascii_swapcase(b: &mut [u8]) {
    for c in b {
        if c.is_ascii_alphabetic() {
            *c ^= 0x20;
        }
    }
}
/// The first byte upper case, the rest lower case.
pub fn ascii_capitalize(b: &mut [u8]) {
    b.make_ascii_lowercase();
    if let Some(c) = b.first_mut() {
        c.make_ascii_uppercase();
    }
}

fn title(out: &mut Vec<u8>, chars: &[u32]) {
    let mut inside = false;
    for (i, &c) in chars.iter().enumerate() {
        if inside {
            push_lower(out, chars, i);
        } else {
            push_mapped(out, c, Case::Title);
        }
        inside = has(c, flag::CASED) || is_cased(c);
    }
}

/// Whether a character has case, ignorable ones included.
fn is_cased(c: u32) -> bool {
    has(c, flag::UPPER | flag::LOWER | flag::TITLE)
}

fn str_upper(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    if !s.is_ascii() {
        return mapped_wide(th, s, |out, chars| {
            for &c in chars {
                push_mapped(out, c, Case::Upper);
            }
        });
    }
    if !ascii::has_lower(s.bytes()) {
        return exact(th, s);
    }
    pystr::map_ascii_by(th, s, ascii::upper, ascii::upper_16)
}
#[inline(always)]
fn lower_with(th: &mut Thread, a: Args<'_>, f: fn(&mut Vec<u8>, &[u32])) -> R {
    let s = self_str(th, a)?;
    if !s.is_ascii() {
        return mapped_wide(th, s, f);
    }
    if !ascii::has_upper(s.bytes()) {
        return exact(th, s);
    }
    pystr::map_ascii_by(th, s, ascii::lower, ascii::lower_16)
}
fn str_lower(th: &mut Thread, a: Args<'_>) -> R {
    lower_with(th, a, |out, chars| {
        for i in 0..chars.len() {
            push_lower(out, chars, i);
        }
    })
}
fn str_casefold(th: &mut Thread, a: Args<'_>) -> R {
    lower_with(th, a, |out, chars| {
        for &c in chars {
            push_mapped(out, c, Case::Fold);
        }
    })
}
fn str_title(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, ascii_title, title)
}
fn str_capitalize(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, ascii_capitalize, |out, chars| {
        for (i, &c) in chars.iter().enumerate() {
            if i == 0 {
                push_mapped(out, c, Case::Title);
            } else {
                push_lower(out, chars, i);
            }
        }
    })
}
fn str_swapcase(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, ascii_swapcase, |out, chars| {
        for (i, &c) in chars.iter().enumerate() {
            if has(c, flag::UPPER) {
                push_lower(out, chars, i);
            } else if has(c, flag::LOWER) {
                push_mapped(out, c, Case::Upper);
            } else {
                push_code_point(out, c);
            }
        }
    })
}

// ------------------------------------------------------------------ tests

/// Not empty and every character has one of these flags; of ASCII strings one of these kinds.
#[inline(always)]
fn every(th: &mut Thread, a: Args<'_>, kinds: u8, f: u16) -> R {
    let s = self_str(th, a)?;
    Ok(Obj::bool(if s.is_ascii() {
        !s.is_empty() && ascii::all(s.bytes(), kinds)
    } else {
        every_wide(s, f)
    }))
}
#[inline(never)]
fn every_wide(s: &Str, f: u16) -> bool {
    s.code_points().all(|c| has(c, f))
}

fn str_isalpha(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, kind::ALPHA, flag::ALPHA)
}
fn str_isalnum(th: &mut Thread, a: Args<'_>) -> R {
    let wide = flag::ALPHA | flag::DECIMAL | flag::DIGIT | flag::NUMERIC;
    every(th, a, kind::ALPHA | kind::DIGIT, wide)
}
fn str_isdecimal(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, kind::DIGIT, flag::DECIMAL)
}
fn str_isdigit(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, kind::DIGIT, flag::DIGIT)
}
fn str_isnumeric(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, kind::DIGIT, flag::NUMERIC)
}
fn str_isspace(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, kind::SPACE, flag::SPACE)
}
fn str_isprintable(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    Ok(Obj::bool(if s.is_ascii() {
        ascii::all(s.bytes(), kind::PRINTABLE)
    } else {
        every_wide(s, flag::PRINTABLE)
    }))
}
fn str_isascii(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    Ok(Obj::bool(s.is_ascii()))
}
fn str_isidentifier(th: &mut Thread, a: Args<'_>) -> R {
    self_str(th, a)?;
    Ok(Obj::bool(pystr::is_identifier(a.at(0))))
}

/// Some character has `want`, none has `not` or is title case.
fn one_case(s: &Str, want: u16, not: u16) -> bool {
    let mut seen = false;
    for c in s.code_points() {
        if has(c, not | flag::TITLE) {
            return false;
        }
        seen |= has(c, want);
    }
    seen
}
fn str_isupper(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    Ok(Obj::bool(one_case(s, flag::UPPER, flag::LOWER)))
}
fn str_islower(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    Ok(Obj::bool(one_case(s, flag::LOWER, flag::UPPER)))
}
fn str_istitle(th: &mut Thread, a: Args<'_>) -> R {
    let s = self_str(th, a)?;
    let (mut seen, mut inside) = (false, false);
    for c in s.code_points() {
        if has(c, flag::UPPER | flag::TITLE) {
            if inside {
                return Ok(Obj::bool(false));
            }
            (seen, inside) = (true, true);
        } else if has(c, flag::LOWER) {
            if !inside {
                return Ok(Obj::bool(false));
            }
            seen = true;
        } else {
            inside = false;
        }
    }
    Ok(Obj::bool(seen))
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("upper", Kind::NoArgs, str_upper, "A copy in upper case."),
    MethodDef::new("lower", Kind::NoArgs, str_lower, "A copy in lower case."),
    MethodDef::new(
        "casefold",
        Kind::NoArgs,
        str_casefold,
        "A copy for comparisons that ignore case.",
    ),
    MethodDef::new(
        "title",
        Kind::NoArgs,
        str_title,
        "A copy whose words start with title case.",
    ),
    MethodDef::new(
        "capitalize",
        Kind::NoArgs,
        str_capitalize,
        "A copy with the first character in title case, the rest in lower case.",
    ),
    MethodDef::new(
        "swapcase",
        Kind::NoArgs,
        str_swapcase,
        "A copy with upper and lower case exchanged.",
    ),
    MethodDef::new(
        "isalpha",
        Kind::NoArgs,
        str_isalpha,
        "Whether all characters are letters.",
    ),
    MethodDef::new(
        "isalnum",
        Kind::NoArgs,
        str_isalnum,
        "Whether all characters are letters or numbers.",
    ),
    MethodDef::new(
        "isdecimal",
        Kind::NoArgs,
        str_isdecimal,
        "Whether all characters are decimal digits.",
    ),
    MethodDef::new(
        "isdigit",
        Kind::NoArgs,
        str_isdigit,
        "Whether all characters are digits.",
    ),
    MethodDef::new(
        "isnumeric",
        Kind::NoArgs,
        str_isnumeric,
        "Whether all characters are numeric.",
    ),
    MethodDef::new(
        "isspace",
        Kind::NoArgs,
        str_isspace,
        "Whether all characters are blanks.",
    ),
    MethodDef::new(
        "isprintable",
        Kind::NoArgs,
        str_isprintable,
        "Whether all characters are printable.",
    ),
    MethodDef::new(
        "isascii",
        Kind::NoArgs,
        str_isascii,
        "Whether all characters are ASCII.",
    ),
    MethodDef::new(
        "isidentifier",
        Kind::NoArgs,
        str_isidentifier,
        "Whether the string is an identifier.",
    ),
    MethodDef::new(
        "isupper",
        Kind::NoArgs,
        str_isupper,
        "Whether all cased characters are upper case.",
    ),
    MethodDef::new(
        "islower",
        Kind::NoArgs,
        str_islower,
        "Whether all cased characters are lower case.",
    ),
    MethodDef::new(
        "istitle",
        Kind::NoArgs,
        str_istitle,
        "Whether all words start with title case.",
    ),
];
