//! `unicodedata`: properties, names and normal forms of characters.

use crate::builtins::support::{str_arg, type_name};
use crate::unicode_names;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{float, int, module};
use typhon_runtime::unicode;
use typhon_runtime::{Obj, R, Ref, Thread, error};
use unicode_normalization::UnicodeNormalization;

/// Argument `i` as one character. `numbered`: the function has further parameters.
fn character(th: &mut Thread, a: Args<'_>, name: &str, numbered: bool) -> R<u32> {
    let o = a.at(0);
    let at = if numbered { " 1" } else { "" };
    let Some(s) = o.get::<Str>() else {
        let c = type_name(o);
        return Err(type_error(
            th,
            format!("{name}() argument{at} must be a unicode character, not {c}"),
        ));
    };
    let n = s.chars_len();
    match s.code_points().next() {
        Some(c) if n == 1 => Ok(c),
        _ => Err(type_error(
            th,
            format!(
                "{name}(): argument{at} must be a unicode character, not a string of length {n}"
            ),
        )),
    }
}

/// A value, the default, or ValueError.
fn or_default(th: &mut Thread, a: Args<'_>, v: Option<Obj>, message: &str) -> R {
    match (v, a.opt(1)) {
        (Some(v), _) => Ok(v),
        (None, Some(d)) => Ok(d.own()),
        (None, None) => Err(value_error(th, message)),
    }
}

fn small(v: Option<u8>) -> Option<Obj> {
    v.map(|d| Ref::small_int(i64::from(d)).own())
}

fn unicodedata_decimal(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "decimal", true)?;
    or_default(th, a, small(unicode::decimal(c)), "not a decimal")
}
fn unicodedata_digit(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "digit", true)?;
    or_default(th, a, small(unicode::digit(c)), "not a digit")
}
fn unicodedata_numeric(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "numeric", true)?;
    let v = match unicode::numeric(c) {
        Some((n, d)) => Some(float::new(th, n as f64 / d as f64)?),
        None => None,
    };
    or_default(th, a, v, "not a numeric character")
}
fn unicodedata_category(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "category", false)?;
    pystr::new(th, unicode::category(c))
}
fn unicodedata_bidirectional(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "bidirectional", false)?;
    pystr::new(th, unicode::bidirectional(c))
}
fn unicodedata_east_asian_width(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "east_asian_width", false)?;
    pystr::new(th, unicode::east_asian_width(c))
}
fn unicodedata_combining(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "combining", false)?;
    int::from_i64(th, i64::from(unicode::combining(c)))
}
fn unicodedata_mirrored(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "mirrored", false)?;
    int::from_i64(th, i64::from(unicode::has(c, unicode::flag::MIRRORED)))
}
fn unicodedata_decomposition(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "decomposition", false)?;
    pystr::new(th, &unicode::decomposition(c))
}

fn unicodedata_name(th: &mut Thread, a: Args<'_>) -> R {
    let c = character(th, a, "name", true)?;
    let v = match unicode_names::name_of(c) {
        Some(n) => Some(pystr::new(th, &n)?),
        None => None,
    };
    or_default(th, a, v, "no such name")
}
fn unicodedata_lookup(th: &mut Thread, a: Args<'_>) -> R {
    let s = str_arg(th, "lookup", 0, a.at(0))?;
    let name = s.to_string_lossy();
    if let Some(c) = unicode_names::lookup_char(&name) {
        return pystr::from_char(th, c);
    }
    let m = pystr::new(th, &format!("undefined character name '{name}'"))?;
    Err(error::key_error(th, m.r()))
}

/// Normalises the parts between lone surrogates.
fn normal_form(th: &mut Thread, form: &[u8], s: &Str) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(s.len());
    let mut run = String::new();
    let flush = |run: &mut String, out: &mut Vec<u8>| {
        let t: String = match form {
            b"NFC" => run.nfc().collect(),
            b"NFD" => run.nfd().collect(),
            b"NFKC" => run.nfkc().collect(),
            _ => run.nfkd().collect(),
        };
        out.extend_from_slice(t.as_bytes());
        run.clear();
    };
    if !matches!(form, b"NFC" | b"NFD" | b"NFKC" | b"NFKD") {
        return Err(value_error(th, "invalid normalization form"));
    }
    for c in s.code_points() {
        match char::from_u32(c) {
            Some(c) => run.push(c),
            None => {
                flush(&mut run, &mut out);
                pystr::push_code_point(&mut out, c);
            }
        }
    }
    flush(&mut run, &mut out);
    Ok(out)
}
fn unicodedata_normalize(th: &mut Thread, a: Args<'_>) -> R {
    let form = str_arg(th, "normalize", 1, a.at(0))?;
    let s = str_arg(th, "normalize", 2, a.at(1))?;
    let out = normal_form(th, form.bytes(), s)?;
    pystr::from_wtf8(th, &out)
}
fn unicodedata_is_normalized(th: &mut Thread, a: Args<'_>) -> R {
    let form = str_arg(th, "is_normalized", 1, a.at(0))?;
    let s = str_arg(th, "is_normalized", 2, a.at(1))?;
    let out = normal_form(th, form.bytes(), s)?;
    Ok(Obj::bool(out == s.bytes()))
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "decimal",
        Kind::Pos(1, 2),
        unicodedata_decimal,
        "Value of a decimal digit.",
    ),
    MethodDef::new(
        "digit",
        Kind::Pos(1, 2),
        unicodedata_digit,
        "Value of a digit.",
    ),
    MethodDef::new(
        "numeric",
        Kind::Pos(1, 2),
        unicodedata_numeric,
        "Numeric value as a float.",
    ),
    MethodDef::new(
        "category",
        Kind::One,
        unicodedata_category,
        "General category.",
    ),
    MethodDef::new(
        "bidirectional",
        Kind::One,
        unicodedata_bidirectional,
        "Bidirectional class.",
    ),
    MethodDef::new(
        "east_asian_width",
        Kind::One,
        unicodedata_east_asian_width,
        "East Asian width.",
    ),
    MethodDef::new(
        "combining",
        Kind::One,
        unicodedata_combining,
        "Canonical combining class.",
    ),
    MethodDef::new(
        "mirrored",
        Kind::One,
        unicodedata_mirrored,
        "1 if the character is mirrored in bidirectional text.",
    ),
    MethodDef::new(
        "decomposition",
        Kind::One,
        unicodedata_decomposition,
        "Decomposition mapping.",
    ),
    MethodDef::new(
        "name",
        Kind::Pos(1, 2),
        unicodedata_name,
        "Name of the character.",
    ),
    MethodDef::new(
        "lookup",
        Kind::One,
        unicodedata_lookup,
        "Character of this name.",
    ),
    MethodDef::new(
        "normalize",
        Kind::Pos(2, 2),
        unicodedata_normalize,
        "Normal form of a string.",
    ),
    MethodDef::new(
        "is_normalized",
        Kind::Pos(2, 2),
        unicodedata_is_normalized,
        "Whether a string is in a normal form.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "unicodedata")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    let v = pystr::new(th, &unicode::version())?;
    module::add(th, m.r(), "unidata_version", v)?;
    Ok(m)
}
