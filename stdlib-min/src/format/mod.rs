//! Formatting: the mini-language of `format()`, `str.format`, `%`, and what f-strings need.
//!
//! FORMAT RULE. Results are built as WTF-8 in plain vectors and become one str value at the end.

pub mod fields;
pub mod float;
pub mod number;
pub mod percent;
pub mod spec;

use spec::{Align, Spec};
use typhon_runtime::call;
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, float as pyfloat, int};
use typhon_runtime::{R, Ref, Thread, names, ops};

/// `format(value, spec)`; `spec` is a str value or None for the empty one.
pub fn format(th: &mut Thread, value: Ref<'_>, spec: Option<Ref<'_>>) -> R {
    let empty = spec.is_none_or(|s| s.get::<Str>().is_some_and(Str::is_empty));
    if empty && is_plain(value) {
        return ops::str(th, value);
    }
    if let Some(s) = spec
        && let Some(text) = s.get::<Str>()
    {
        if let Some(i) = value.as_small()
            && let Some(b) = number::simple_int(i, text.bytes(), &mut [0; number::SIMPLE])
        {
            return pystr::from_ascii(th, b);
        }
        if value.is_exact(&types::INT)
            && let Some(n) = int::num(value)
        {
            return number::format_int(th, n, "int", text);
        }
        if value.is_exact(&types::FLOAT)
            && let Some(x) = pyfloat::value(value)
        {
            return number::format_float(th, x, "float", text);
        }
        if value.is_exact(&types::STR)
            && let Some(v) = value.get::<Str>()
        {
            return format_str(th, value, v, text);
        }
    }
    let spec = spec.unwrap_or(names::empty());
    let r = call::call_special(th, value, names::__format__(), &[spec])?;
    let Some(r) = r else {
        return Err(type_error(
            th,
            format!("Type {} doesn't define __format__", value.class().name()),
        ));
    };
    if !pystr::is_str(r.r()) {
        return Err(type_error(
            th,
            format!("__format__ must return a str, not {}", r.r().class().name()),
        ));
    }
    Ok(r)
}

/// Appends `format(value, "")`, for exact int and str without a value in between.
pub fn push_plain(th: &mut Thread, out: &mut Vec<u8>, value: Ref<'_>) -> R<()> {
    if let Some(i) = value.as_small() {
        out.extend_from_slice(int::write_i64(&mut [0; 20], i));
        return Ok(());
    }
    let made;
    let text = if value.is_exact(&types::STR) {
        value
    } else {
        made = format(th, value, None)?;
        made.r()
    };
    if let Some(s) = text.get::<Str>() {
        error::reserve(th, out, s.bytes().len())?;
        out.extend_from_slice(s.bytes());
    }
    Ok(())
}

/// Exact int, float and str: an empty specifier means `str()`.
fn is_plain(v: Ref<'_>) -> bool {
    v.is_exact(&types::STR) || v.is_exact(&types::INT) || v.is_exact(&types::FLOAT)
}

/// A conversion of a replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// None.
    Plain,
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

/// Applies a conversion.
pub fn convert(th: &mut Thread, value: Ref<'_>, c: Conversion) -> R {
    match c {
        Conversion::Plain => Ok(value.own()),
        Conversion::Str => ops::str(th, value),
        Conversion::Repr => ops::repr(th, value),
        Conversion::Ascii => ascii(th, value),
    }
}

/// `format(convert(value), spec)`: a replacement field of an f-string.
pub fn format_value(th: &mut Thread, value: Ref<'_>, c: Conversion, spec: Option<Ref<'_>>) -> R {
    if c == Conversion::Plain {
        return format(th, value, spec);
    }
    let v = convert(th, value, c)?;
    match spec {
        None if v.r().is_exact(&types::STR) => Ok(v),
        _ => format(th, v.r(), spec),
    }
}

/// `ascii(value)`.
pub fn ascii(th: &mut Thread, value: Ref<'_>) -> R {
    let r = ops::repr(th, value)?;
    let Some(s) = r.get::<Str>() else {
        return Ok(r);
    };
    if s.is_ascii() {
        return Ok(r);
    }
    let mut out = Vec::with_capacity(s.len() * 2);
    for c in s.code_points() {
        match c {
            0..=127 => out.push(c as u8),
            128..=255 => out.extend_from_slice(format!("\\x{c:02x}").as_bytes()),
            256..=0xFFFF => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
            _ => out.extend_from_slice(format!("\\U{c:08x}").as_bytes()),
        }
    }
    pystr::from_wtf8(th, &out)
}

/// `str.__format__`.
pub fn format_str(th: &mut Thread, value: Ref<'_>, s: &Str, text: &Str) -> R {
    if text.is_empty() {
        return ops::str(th, value);
    }
    let name = || value.class().name();
    let spec = Spec::parse(th, text, name, Align::Left, b's')?;
    if spec.kind != u32::from(b's') {
        return Err(spec.unknown_kind(th, &name()));
    }
    check_str_spec(th, &spec)?;
    let n = spec.precision.unwrap_or(usize::MAX).min(s.chars_len());
    if spec.width <= n && n == s.chars_len() && value.is_exact(&types::STR) {
        return Ok(value.own());
    }
    spec.padded(th, s.slice_bytes(0, n), n)
}

fn check_str_spec(th: &mut Thread, spec: &Spec) -> R<()> {
    let m = if spec.sign == b' ' {
        "Space not allowed in string format specifier"
    } else if spec.sign != 0 {
        "Sign not allowed in string format specifier"
    } else if spec.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if spec.alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if spec.align == Align::AfterSign {
        "'=' alignment not allowed in string format specifier"
    } else {
        return Ok(());
    };
    Err(value_error(th, m))
}

/// The body of a `__format__` method: checks the argument; the empty specifier means `str(self)`.
pub fn method(
    th: &mut Thread,
    slf: Ref<'_>,
    spec: Ref<'_>,
    f: impl FnOnce(&mut Thread, &Str) -> R,
) -> R {
    let Some(text) = spec.get::<Str>() else {
        return Err(type_error(
            th,
            format!(
                "__format__() argument must be str, not {}",
                crate::builtins::support::type_name(spec)
            ),
        ));
    };
    if text.is_empty() {
        return ops::str(th, slf);
    }
    f(th, text)
}
