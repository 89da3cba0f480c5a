//! Case, tests, translation and decoding of bytes and bytearray.

use super::super::str::case::{ascii_capitalize, ascii_swapcase, ascii_title};
use super::super::str::codec::text_arg;
use super::split::is_space;
use super::{make, me};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::value_error;
use typhon_runtime::types::{buffer, bytes};
use typhon_runtime::{Obj, R, Thread};

fn mapped(th: &mut Thread, a: Args<'_>, f: fn(&mut [u8])) -> R {
    let mut b = me(th, a.at(0))?.into_owned();
    f(&mut b);
    make(th, a.at(0), &b)
}
fn bytes_upper(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, |b| b.make_ascii_uppercase())
}
fn bytes_lower(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, |b| b.make_ascii_lowercase())
}
fn bytes_title(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, ascii_title)
}
fn bytes_capitalize(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, ascii_capitalize)
}
fn bytes_swapcase(th: &mut Thread, a: Args<'_>) -> R {
    mapped(th, a, ascii_swapcase)
}

/// Not empty and `f` holds for every byte.
fn every(th: &mut Thread, a: Args<'_>, f: fn(u8) -> bool) -> R {
    let b = me(th, a.at(0))?;
    Ok(Obj::bool(!b.is_empty() && b.iter().all(|&c| f(c))))
}
fn bytes_isalpha(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, |c| c.is_ascii_alphabetic())
}
fn bytes_isalnum(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, |c| c.is_ascii_alphanumeric())
}
fn bytes_isdigit(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, |c| c.is_ascii_digit())
}
fn bytes_isspace(th: &mut Thread, a: Args<'_>) -> R {
    every(th, a, is_space)
}
fn bytes_isascii(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    Ok(Obj::bool(b.is_ascii()))
}
fn bytes_islower(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    Ok(Obj::bool(
        b.iter().any(u8::is_ascii_lowercase) && !b.iter().any(u8::is_ascii_uppercase),
    ))
}
fn bytes_isupper(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    Ok(Obj::bool(
        b.iter().any(u8::is_ascii_uppercase) && !b.iter().any(u8::is_ascii_lowercase),
    ))
}
fn bytes_istitle(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    let (mut seen, mut inside) = (false, false);
    for c in b.iter() {
        let upper = c.is_ascii_uppercase();
        if !c.is_ascii_alphabetic() {
            inside = false;
            continue;
        }
        if upper == inside {
            return Ok(Obj::bool(false));
        }
        (seen, inside) = (true, true);
    }
    Ok(Obj::bool(seen))
}

fn bytes_translate(th: &mut Thread, a: Args<'_>) -> R {
    let b = me(th, a.at(0))?;
    let table = match a.opt_not_none(1) {
        Some(t) => Some(buffer::bytes_like(th, t)?),
        None => None,
    };
    if table.as_ref().is_some_and(|t| t.len() != 256) {
        return Err(value_error(
            th,
            "translation table must be 256 characters long",
        ));
    }
    let delete = match a.opt(2) {
        Some(d) => buffer::bytes_like(th, d)?,
        None => std::borrow::Cow::Borrowed(&[][..]),
    };
    let mut gone = [false; 256];
    for &c in delete.iter() {
        if let Some(g) = gone.get_mut(usize::from(c)) {
            *g = true;
        }
    }
    let out: Vec<u8> = b
        .iter()
        .filter(|&&c| !gone.get(usize::from(c)).copied().unwrap_or(false))
        .map(|&c| match &table {
            Some(t) => t.get(usize::from(c)).copied().unwrap_or(c),
            None => c,
        })
        .collect();
    super::make_or_same_if_equal(th, a.at(0), &b, &out)
}

fn bytes_maketrans(th: &mut Thread, a: Args<'_>) -> R {
    let from = buffer::bytes_like(th, a.at(0))?;
    let to = buffer::bytes_like(th, a.at(1))?;
    if from.len() != to.len() {
        return Err(value_error(th, "maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&f, &t) in from.iter().zip(to.iter()) {
        if let Some(x) = table.get_mut(usize::from(f)) {
            *x = t;
        }
    }
    bytes::new(th, &table)
}

fn bytes_decode(th: &mut Thread, a: Args<'_>) -> R {
    if a.opt(1).is_none() && a.opt(2).is_none() {
        let b = me(th, a.at(0))?;
        let utf8 = crate::codecs::Encoding::Utf8;
        let text = crate::codecs::decode_builtin(th, a.at(0), &b, utf8, "strict", true)?;
        return Ok(text.0);
    }
    let encoding = text_arg(th, "decode", "encoding", a.opt(1), "utf-8")?;
    let errors = text_arg(th, "decode", "errors", a.opt(2), "strict")?;
    let b = me(th, a.at(0))?;
    crate::codecs::decode(th, a.at(0), &b, &encoding, &errors)
}

/// Methods of this file.
pub static METHODS: &[MethodDef] = &[
    MethodDef::new("upper", Kind::NoArgs, bytes_upper, "A copy in upper case."),
    MethodDef::new("lower", Kind::NoArgs, bytes_lower, "A copy in lower case."),
    MethodDef::new(
        "title",
        Kind::NoArgs,
        bytes_title,
        "A copy whose words start with upper case.",
    ),
    MethodDef::new(
        "capitalize",
        Kind::NoArgs,
        bytes_capitalize,
        "A copy with the first byte in upper case, the rest in lower case.",
    ),
    MethodDef::new(
        "swapcase",
        Kind::NoArgs,
        bytes_swapcase,
        "A copy with upper and lower case exchanged.",
    ),
    MethodDef::new(
        "isalpha",
        Kind::NoArgs,
        bytes_isalpha,
        "Whether all bytes are ASCII letters.",
    ),
    MethodDef::new(
        "isalnum",
        Kind::NoArgs,
        bytes_isalnum,
        "Whether all bytes are ASCII letters or digits.",
    ),
    MethodDef::new(
        "isdigit",
        Kind::NoArgs,
        bytes_isdigit,
        "Whether all bytes are ASCII digits.",
    ),
    MethodDef::new(
        "isspace",
        Kind::NoArgs,
        bytes_isspace,
        "Whether all bytes are ASCII blanks.",
    ),
    MethodDef::new(
        "isascii",
        Kind::NoArgs,
        bytes_isascii,
        "Whether all bytes are ASCII.",
    ),
    MethodDef::new(
        "islower",
        Kind::NoArgs,
        bytes_islower,
        "Whether all ASCII letters are lower case.",
    ),
    MethodDef::new(
        "isupper",
        Kind::NoArgs,
        bytes_isupper,
        "Whether all ASCII letters are upper case.",
    ),
    MethodDef::new(
        "istitle",
        Kind::NoArgs,
        bytes_istitle,
        "Whether all words start with upper case.",
    ),
    MethodDef::new(
        "translate",
        Kind::Sig("table, /, delete="),
        bytes_translate,
        "A copy with bytes deleted, then mapped by a table.",
    ),
    MethodDef::stat(
        "maketrans",
        Kind::Pos(2, 2),
        bytes_maketrans,
        "A table for translate.",
    ),
    MethodDef::new(
        "decode",
        Kind::Sig("encoding=, errors="),
        bytes_decode,
        "The text that the bytes stand for.",
    ),
];
