//! `__format__` of int, float and complex.

use super::float::{self, Options, Style};
use super::spec::{Align, Spec, repeat_into, reserve};
use typhon_runtime::error::{overflow_error, value_error};
use typhon_runtime::types::bigint;
use typhon_runtime::types::complex::Complex;
use typhon_runtime::types::float_text;
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::str::{self as pystr, Str, push_code_point};
use typhon_runtime::{R, Thread};

/// Inserts separators into `digits` from the right, zero-filling to `min` characters; a result never starts with one.
fn group(d: &[u8], sep: u8, every: usize, min: usize) -> Vec<u8> {
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
    out
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
    int: &'a [u8],
    rest: &'a [u8],
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
        grouped.as_slice()
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
        out.extend_from_slice(int);
        out.extend_from_slice(p.rest);
        return Ok(out);
    }
    let mut body = Vec::with_capacity(chars);
    for s in [sign.as_bytes(), p.prefix.as_bytes(), int, p.rest] {
        body.extend_from_slice(s);
    }
    spec.pad(th, &body, chars)
}

/// Numbers of so many characters are put together without a vector.
const SHORT: usize = 128;

/// As `assemble`, as a str value.
fn finished(th: &mut Thread, spec: &Spec, p: &Pieces<'_>) -> R {
    let mut buf = [0; SHORT];
    match short(spec, p, &mut buf) {
        Some(text) => pystr::from_ascii(th, text),
        None => {
            let out = assemble(th, spec, p)?;
            pystr::from_wtf8(th, &out)
        }
    }
}

/// The number at the end of `buf`; None if it is too long, is filled up with digits in groups, or with something beyond
/// ASCII.
fn short<'b>(spec: &Spec, p: &Pieces<'_>, buf: &'b mut [u8; SHORT]) -> Option<&'b [u8]> {
    let fill = u8::try_from(spec.fill).ok().filter(u8::is_ascii)?;
    let sep = if p.numeric { spec.grouping } else { 0 };
    let inside = spec.align == Align::AfterSign;
    if sep != 0 && inside && fill == b'0' {
        return None;
    }
    let sign = sign_text(spec, p.negative);
    let gaps = match sep {
        0 => 0,
        _ => p.int.len().saturating_sub(1) / p.every,
    };
    let chars = sign.len() + p.prefix.len() + p.int.len() + gaps + p.rest.len();
    let missing = spec.width.saturating_sub(chars);
    let total = chars.checked_add(missing).filter(|&n| n <= SHORT)?;
    let after = match spec.align {
        Align::Left => missing,
        Align::Right | Align::AfterSign => 0,
        Align::Center => missing - missing / 2,
    };
    let out = &mut buf[..total];
    // From the end to the start.
    let mut at = total;
    let mut put = |b: &[u8]| {
        out[at - b.len()..at].copy_from_slice(b);
        at -= b.len();
    };
    for _ in 0..after {
        put(&[fill]);
    }
    put(p.rest);
    if gaps > 0 {
        for (i, &c) in p.int.iter().rev().enumerate() {
            if i > 0 && i % p.every == 0 {
                put(&[sep]);
            }
            put(&[c]);
        }
    } else {
        put(p.int);
    }
    if inside {
        for _ in 0..missing {
            put(&[fill]);
        }
    }
    put(p.prefix.as_bytes());
    put(sign.as_bytes());
    if !inside {
        for _ in after..missing {
            put(&[fill]);
        }
    }
    Some(out)
}

/// Digits of a machine integer in radix 2, 8, 10 or 16 without sign, at the end of `buf`.
#[inline(always)]
fn digits_of(buf: &mut [u8; 64], mut m: u64, radix: u64, upper: bool) -> &[u8] {
    let letters: &[u8; 16] = if upper {
        b"0123456789ABCDEF"
    } else {
        b"0123456789abcdef"
    };
    let mut at = buf.len();
    loop {
        at -= 1;
        buf[at] = letters[(m % radix) as usize];
        m /= radix;
        if m == 0 {
            return &buf[at..];
        }
    }
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
    let spec = Spec::parse(th, text, || type_name.to_string(), Align::Right, b'd')?;
    match spec.ascii_kind() {
        b'b' | b'c' | b'd' | b'o' | b'x' | b'X' | b'n' => integer(th, n, &spec),
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%' => {
            let x = typhon_runtime::types::float::from_num(th, n)?;
            real(th, x, &spec)
        }
        _ => Err(spec.unknown_kind(th, type_name)),
    }
}

fn integer(th: &mut Thread, n: Num<'_>, spec: &Spec) -> R {
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
        let out = character(th, n, spec)?;
        return pystr::from_wtf8(th, &out);
    }
    let (radix, prefix) = match kind {
        b'b' => (2, "0b"),
        b'o' => (8, "0o"),
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        _ => (10, ""),
    };
    let (mut few, mut small, many) = ([0; 64], [0; 20], &mut String::new());
    let int = match n {
        Num::Small(i) if radix == 10 => {
            let text = int::write_i64(&mut small, i);
            text.strip_prefix(b"-").unwrap_or(text)
        }
        Num::Small(i) => {
            let m = i.unsigned_abs();
            // The division by a known number is a shift.
            match radix {
                2 => digits_of(&mut few, m, 2, false),
                8 => digits_of(&mut few, m, 8, false),
                _ => digits_of(&mut few, m, 16, kind == b'X'),
            }
        }
        Num::Big(_) => {
            *many = radix_text(th, n, radix)?;
            if kind == b'X' {
                many.make_ascii_uppercase();
            }
            many.trim_start_matches('-').as_bytes()
        }
    };
    finished(
        th,
        spec,
        &Pieces {
            negative: n.is_negative(),
            prefix: if spec.alternate { prefix } else { "" },
            int,
            rest: b"",
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
    let spec = Spec::parse(th, text, || type_name.to_string(), Align::Right, 0)?;
    match spec.ascii_kind() {
        0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'%' => real(th, x, &spec),
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

fn real(th: &mut Thread, x: f64, spec: &Spec) -> R {
    let (o, percent) = options(th, spec)?;
    let x = if percent { x * 100.0 } else { x };
    let mut buf = Default::default();
    if o.style == Style::F
        && !o.alternate
        && spec.fraction_grouping == 0
        && !percent
        && let Some((int, rest)) = float_text::fixed_into(&mut buf, x.abs(), o.precision)
    {
        let p = Pieces {
            negative: is_negative(x, spec, int, rest),
            prefix: "",
            int,
            rest,
            every: 3,
            numeric: true,
        };
        return finished(th, spec, &p);
    }
    let (int, rest) = float::digits(x, o);
    let rest = group_fraction(&rest, spec.fraction_grouping);
    let rest = if percent { rest + "%" } else { rest };
    finished(
        th,
        spec,
        &Pieces {
            negative: is_negative(x, spec, int.as_bytes(), rest.as_bytes()),
            prefix: "",
            int: int.as_bytes(),
            rest: rest.as_bytes(),
            every: 3,
            numeric: x.is_finite(),
        },
    )
}

/// Whether a minus is shown: `z` hides it when every digit shown is zero.
fn is_negative(x: f64, spec: &Spec, int: &[u8], rest: &[u8]) -> bool {
    if x.is_nan() || !x.is_sign_negative() {
        return false;
    }
    if !spec.no_negative_zero || !x.is_finite() {
        return true;
    }
    let mantissa = rest.iter().take_while(|c| !b"eE%".contains(c));
    int.iter()
        .chain(mantissa)
        .any(|c| (b'1'..=b'9').contains(c))
}

/// `complex.__format__` with a specifier that is not empty.
pub fn format_complex(th: &mut Thread, z: Complex, type_name: &str, text: &Str) -> R {
    let mut spec = Spec::parse(th, text, || type_name.to_string(), Align::Right, 0)?;
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
            negative: is_negative(x, spec, int.as_bytes(), rest.as_bytes()),
            prefix: "",
            int: int.as_bytes(),
            rest: rest.as_bytes(),
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
        assert_eq!(group(b"1234567", b',', 3, 0), b"1,234,567");
        assert_eq!(group(b"1234567", b',', 3, 20), b"0,000,000,001,234,567");
        assert_eq!(group(b"1234567", b',', 3, 19), b"000,000,001,234,567");
        assert_eq!(group(b"5", b',', 3, 4), b"0,005");
        assert_eq!(group_fraction(".1234567e+06", b'_'), ".123_456_7e+06");
        assert_eq!(group_fraction("", b'_'), "");
    }
}
