//! Builtin functions on text: `repr`, `ascii`, `format`, `chr`, `ord`.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{self, bytes, int, str as pystr};
use typhon_runtime::{R, Ref, Thread, names, ops};

fn builtin_repr(th: &mut Thread, a: Args<'_>) -> R {
    ops::repr(th, a.at(0))
}

/// `repr(o)` with what is not ASCII escaped.
pub fn ascii(th: &mut Thread, o: Ref<'_>) -> R {
    let r = ops::repr(th, o)?;
    let Some(s) = r.get::<Str>() else {
        return Ok(r);
    };
    if s.is_ascii() {
        return Ok(r);
    }
    let mut out = String::with_capacity(s.len() + 16);
    for c in s.code_points() {
        match c {
            0..=0x7f => out.push(c as u8 as char),
            0x80..=0xff => out.push_str(&format!("\\x{c:02x}")),
            0x100..=0xffff => out.push_str(&format!("\\u{c:04x}")),
            _ => out.push_str(&format!("\\U{c:08x}")),
        }
    }
    pystr::new(th, &out)
}

fn builtin_ascii(th: &mut Thread, a: Args<'_>) -> R {
    ascii(th, a.at(0))
}

/// `format(o, spec)`; the specification is a str.
pub fn format(th: &mut Thread, o: Ref<'_>, spec: Ref<'_>) -> R {
    let plain = spec.get::<Str>().is_some_and(Str::is_empty);
    if plain && (o.is_exact(&types::STR) || o.is_exact(&types::INT)) {
        return ops::str(th, o);
    }
    match call::call_special(th, o, names::__format__(), &[spec])? {
        Some(r) if pystr::is_str(r.r()) => Ok(r),
        Some(r) => {
            let m = format!(
                "__format__ must return a str, not {}",
                r.r().class().tp_name()
            );
            Err(type_error(th, m))
        }
        None => {
            let m = format!("Type {} doesn't define __format__", o.class().tp_name());
            Err(type_error(th, m))
        }
    }
}

fn builtin_format(th: &mut Thread, a: Args<'_>) -> R {
    let spec = match a.opt(1) {
        Some(s) => s,
        None => names::empty(),
    };
    if !pystr::is_str(spec) {
        let m = format!(
            "format() argument 2 must be str, not {}",
            spec.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    format(th, a.at(0), spec)
}

fn builtin_chr(th: &mut Thread, a: Args<'_>) -> R {
    let i = ops::index(th, a.at(0))?;
    match int::to_i64(i.r()) {
        Some(c @ 0..=0x10_ffff) => pystr::from_char(th, c as u32),
        _ => Err(value_error(th, "chr() arg not in range(0x110000)")),
    }
}

fn builtin_ord(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let n = if let Some(s) = o.get::<Str>() {
        let mut chars = s.code_points();
        match (chars.next(), chars.next()) {
            (Some(c), None) => return Ok(Ref::small_int(i64::from(c)).own()),
            _ => s.chars_len(),
        }
    } else {
        match bytes::bytes_like(th, o)? {
            Some(b) => match b.as_slice() {
                [c] => return Ok(Ref::small_int(i64::from(*c)).own()),
                other => other.len(),
            },
            None => {
                let m = format!(
                    "ord() expected string of length 1, but {} found",
                    o.class().tp_name()
                );
                return Err(type_error(th, m));
            }
        }
    };
    let m = format!("ord() expected a character, but string of length {n} found");
    Err(type_error(th, m))
}

/// Rows for the `builtins` module.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "repr",
        Kind::One,
        builtin_repr,
        "repr($module, obj, /)\n--\n\nThe text that represents an object, where possible as source.",
    ),
    MethodDef::new(
        "ascii",
        Kind::One,
        builtin_ascii,
        "ascii($module, obj, /)\n--\n\nThe repr of an object with everything but ASCII escaped.",
    ),
    MethodDef::new(
        "format",
        Kind::Pos(1, 2),
        builtin_format,
        "format($module, value, format_spec='', /)\n--\n\nA value as text in the given format.",
    ),
    MethodDef::new(
        "chr",
        Kind::One,
        builtin_chr,
        "chr($module, i, /)\n--\n\nThe character of a code point.",
    ),
    MethodDef::new(
        "ord",
        Kind::One,
        builtin_ord,
        "ord($module, character, /)\n--\n\nThe code point of a character.",
    ),
];
