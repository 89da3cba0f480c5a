//! `__format__` of int, float and complex.

use super::float::{self, Options, Style};
use super::spec::{Align, Spec, repeat_into, reserve};
use typhon_runtime::error::{overflow_error, value_error};
use typhon_runtime::types::bigint;
use typhon_runtime::types::complex::Complex;
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::{R, Thread};

/// Inserts separators into `digits` from the right, zero-filling to `min` characters; a result never starts with one.
fn group(digits: &str, sep: u8, every: usize, min: usize) -> String {
    let d = digits.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(d.len() + d.len() / every + 1);
    let mut n = 0;
    let mut it = d.iter().rev();
    loop {
        let next = match it.next() {
            Some(&c) => c,
            None if out.len() < min => b'0',
            None => break,
        };
        if n > 0 && n % every == 0 && sep != 0 {
            out.push(sep);
        }
        out.push(next);
        n += 1;
    }
    out.reverse();
    out.iter().map(|&c| c as char).collect()
}

/// Inserts separators into the fraction that starts `rest` (".123e+05"), from the left.
fn group_fraction(rest: &str, sep: u8) -> String {
    let Some(frac) = rest.strip_prefix('.') else {
        return rest.to_string();
    };
    if sep == 0 {
        return rest.to_string();
    }
    let n = frac.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::from(".");
    for (i, c) in frac.chars().enumerate() {
        if i > 0 && i < n && i % 3 == 0 {
            out.push(sep as char);
        }
        out.push(c);
    }
    out
}

/// The pieces of a number.
struct Pieces<'a> {
    negative: bool,
    prefix: &'a str,
    int: &'a str,
    rest: &'a str,
    every: usize,
    /// Digits that may be grouped and zero-filled (false for inf and nan).
    numeric: bool,
}

fn sign_text(spec: &Spec, negative: bool) -> &'static str {
    if negative {
        "-"
    } else {
        match spec.sign {
            b'+' => "+",
            b' ' => " ",
            _ => "",
        }
    }
}

/// Sign, prefix, padding, grouped digits, rest.
fn assemble(th: &mut Thread, spec: &Spec, p: &Pieces<'_>) -> R<Vec<u8>> {
    let sign = sign_text(spec, p.negative);
    let fixed = sign.len() + p.prefix.len() + p.rest.len();
    let sep = if p.numeric { spec.grouping } else { 0 };
    let zero_fill =
        spec.fill == u32::from(b'0') && spec.align == Align::AfterSign && p.numeric && sep != 0;
    let grouped;
    let int = if sep != 0 {
        let min = if zero_fill {
            // A width that cannot be had is refused before the digits are made.
            drop(reserve(th, Some(spec.width))?);
            spec.width.saturating_sub(fixed)
        } else {
            0
        };
        grouped = group(p.int, sep, p.every, min);
        grouped.as_str()
    } else {
        p.int
    };
    let chars = fixed + int.len();
    if spec.align == Align::AfterSign {
        let missing = spec.width.saturating_sub(chars);
        let mut fill = Vec::new();
        push_code_point(&mut fill, spec.fill);
        let mut out = reserve(
            th,
            missing
                .checked_mul(fill.len())
                .and_then(|n| n.checked_add(chars)),
        )?;
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(p.prefix.as_bytes());
        repeat_into(&mut out, &fill, missing);
        out.extend_from_slice(int.as_bytes());
        out.extend_from_slice(p.rest.as_bytes());
        return Ok(out);
    }
    let mut body = Vec::with_capacity(chars);
    for s in [sign, p.prefix, int, p.rest] {
        body.extend_from_slice(s.as_bytes());
    }
    spec.pad(th, &body, chars)
}

/// Room for the texts of `simple_int`.
pub const SIMPLE: usize = 40;

/// The text for a specifier of nothing but a zero, a width of one digit and `d`, each of which may be missing; None for
/// other specifiers.
pub fn simple_int<'b>(i: i64, spec: &[u8], buf: &'b mut [u8; SIMPLE]) -> Option<&'b [u8]> {
    let spec = spec.strip_suffix(b"d").unwrap_or(spec);
    let (fill, width) = match spec {
        [] => (b' ', 0),
        [w @ b'1'..=b'9'] => (b' ', w - b'0'),
        [b'0', w @ b'1'..=b'9'] => (b'0', w - b'0'),
        _ => return None,
    };
    let mut digits = [0; 20];
    let text = int::write_i64(&mut digits, i);
    let missing = usize::from(width).saturating_sub(text.len());
    let total = missing + text.len();
    let out = buf.get_mut(..total)?;
    let (sign, rest) = match text {
        [b'-', rest @ ..] if fill == b'0' => (1, rest),
        _ => (0, text),
    };
    out[..sign].fill(b'-');
    out[sign..sign + missing].fill(fill);
    out[sign + missing..].copy_from_slice(rest);
    Some(out)
}

/// `int.__format__` with a specifier that is not empty.
pub fn format_int(th: &mut Thread, n: Num<'_>, type_name: &str, text: &Str) -> R {
    let spec = Spec::parse(th, text, type_name, Align::Right, b'd')?;
    match spec.ascii_kind() {
        b'b' | b'c' | b'd' | b'o' | b'x' | b'X' | b'n' => {
            let out = integer(th, n, &spec)?;
            pystr::from_wtf8(th, &out)
        }
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%' => {
            let x = typhon_runtime::types::float::from_num(th, n)?;
            let out = real(th, x, &spec)?;
            pystr::from_wtf8(th, &out)
        }
        _ => Err(spec.unknown_kind(th, type_name)),
    }
}

fn integer(th: &mut Thread, n: Num<'_>, spec: &Spec) -> R<Vec<u8>> {
    if spec.precision.is_some() {
        return Err(value_error(
            th,
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.no_negative_zero {
        return Err(value_error(
            th,
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    let kind = spec.ascii_kind();
    if kind == b'c' {
        return character(th, n, spec);
    }
    let (radix, prefix) = match kind {
        b'b' => (2, "0b"),
        b'o' => (8, "0o"),
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut s = radix_text(th, n, radix)?;
    if kind == b'X' {
        s.make_ascii_uppercase();
    }
    assemble(
        th,
        spec,
        &Pieces {
            negative: n.is_negative(),
            prefix: if spec.alternate { prefix } else { "" },
            int: s.trim_start_matches('-'),
            rest: "",
            every: if radix == 10 { 3 } else { 4 },
            numeric: true,
        },
    )
}

/// Digits with a minus sign in radix 2, 8, 10 or 16.
pub fn radix_text(th: &mut Thread, n: Num<'_>, radix: u32) -> R<String> {
    match (n, radix) {
        (_, 10) => int::decimal(th, n),
        (Num::Small(i), r) => {
            let m = i.unsigned_abs();
            let s = match r {
                2 => format!("{m:b}"),
                8 => format!("{m:o}"),
                _ => format!("{m:x}"),
            };
            Ok(if i < 0 { format!("-{s}") } else { s })
        }
        (Num::Big(b), r) => bigint::to_radix(th, b, r),
    }
}

fn character(th: &mut Thread, n: Num<'_>, spec: &Spec) -> R<Vec<u8>> {
    if spec.sign != 0 {
        return Err(value_error(
            th,
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(value_error(
            th,
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    match n.to_i64().and_then(|i| u32::try_from(i).ok()) {
        Some(c) if c < 0x110000 => {
            let mut body = Vec::new();
            push_code_point(&mut body, c);
            spec.pad(th, &body, 1)
        }
        _ => Err(overflow_error(th, "%c arg not in range(0x110000)")),
    }
}

/// `float.__format__` with a specifier that is not empty.
pub fn format_float(th: &mut Thread, x: f64, type_name: &str, text: &Str) -> R {
    let spec = Spec::parse(th, text, type_name, Align::Right, 0)?;
    match spec.ascii_kind() {
        0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'%' => {
            let out = real(th, x, &spec)?;
            pystr::from_wtf8(th, &out)
        }
        _ => Err(spec.unknown_kind(th, type_name)),
    }
}

/// Presentation of a real number: style, precision, and whether the value is a percentage.
fn options(th: &mut Thread, spec: &Spec) -> R<(Options, bool)> {
    let kind = spec.ascii_kind();
    if spec.precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(value_error(th, "precision too big"));
    }
    let style = match kind {
        b'e' | b'E' => Style::E,
        b'f' | b'F' | b'%' => Style::F,
        b'g' | b'G' | b'n' => Style::G,
        _ if spec.precision.is_some() => Style::G,
        _ => Style::Repr,
    };
    Ok((
        Options {
            style,
            precision: spec.precision.unwrap_or(6),
            alternate: spec.alternate,
            dot_zero: kind == 0,
            upper: kind.is_ascii_uppercase(),
        },
        kind == b'%',
    ))
}

fn real(th: &mut Thread, x: f64, spec: &Spec) -> R<Vec<u8>> {
    let (o, percent) = options(th, spec)?;
    let x = if percent { x * 100.0 } else { x };
    let (int, rest) = float::digits(x, o);
    let rest = group_fraction(&rest, spec.fraction_grouping);
    let rest = if percent { rest + "%" } else { rest };
    assemble(
        th,
        spec,
        &Pieces {
            negative: is_negative(x, spec, &int, &rest),
            prefix: "",
            int: &int,
            rest: &rest,
            every: 3,
            numeric: x.is_finite(),
        },
    )
}

/// Whether a minus is shown: `z` hides it when every digit shown is zero.
fn is_negative(x: f64, spec: &Spec, int: &str, rest: &str) -> bool {
    if x.is_nan() || !x.is_sign_negative() {
        return false;
    }
    let mantissa = rest.split(['e', 'E', '%']).next().unwrap_or("");
    let zero = x.is_finite()
        && int
            .bytes()
            .chain(mantissa.bytes())
            .all(|c| !(b'1'..=b'9').contains(&c));
    !(spec.no_negative_zero && zero)
}

/// `complex.__format__` with a specifier that is not empty.
pub fn format_complex(th: &mut Thread, z: Complex, type_name: &str, text: &Str) -> R {
    let mut spec = Spec::parse(th, text, type_name, Align::Right, 0)?;
    if !matches!(
        spec.ascii_kind(),
        0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n'
    ) {
        return Err(spec.unknown_kind(th, type_name));
    }
    if spec.fill == u32::from(b'0') {
        return Err(value_error(
            th,
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    if spec.align == Align::AfterSign {
        return Err(value_error(
            th,
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    let (mut o, _) = options(th, &spec)?;
    o.dot_zero = false;
    let plain = spec.kind == 0;
    let only_imaginary = plain && z.re == 0.0 && z.re.is_sign_positive();
    let outer = spec.clone();
    spec.width = 0;
    let mut body = Vec::new();
    let parens = plain && !only_imaginary;
    if parens {
        body.push(b'(');
    }
    if !only_imaginary {
        body.extend(component(th, z.re, &spec, o)?);
        spec.sign = b'+';
    }
    body.extend(component(th, z.im, &spec, o)?);
    body.push(b'j');
    if parens {
        body.push(b')');
    }
    let out = outer.pad(th, &body, body.len())?;
    pystr::from_wtf8(th, &out)
}

fn component(th: &mut Thread, x: f64, spec: &Spec, o: Options) -> R<Vec<u8>> {
    let (int, rest) = float::digits(x, o);
    let rest = group_fraction(&rest, spec.fraction_grouping);
    assemble(
        th,
        spec,
        &Pieces {
            negative: is_negative(x, spec, &int, &rest),
            prefix: "",
            int: &int,
            rest: &rest,
            every: 3,
            numeric: x.is_finite(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        assert_eq!(group("1234567", b',', 3, 0), "1,234,567");
        assert_eq!(group("1234567", b',', 3, 20), "0,000,000,001,234,567");
        assert_eq!(group("1234567", b',', 3, 19), "000,000,001,234,567");
        assert_eq!(group("5", b',', 3, 4), "0,005");
        assert_eq!(group_fraction(".1234567e+06", b'_'), ".123_456_7e+06");
        assert_eq!(group_fraction("", b'_'), "");
    }
}
