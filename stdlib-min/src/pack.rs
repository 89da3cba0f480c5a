//! Machine values as bytes: one item of a `struct` format. Used by `_struct` and memoryview.

use typhon_runtime::types::bigint;
use typhon_runtime::types::complex::{self, Complex};
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::{bytes, float};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops};

use crate::codecs::Order;

/// How an item is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signed integer.
    Signed,
    /// Unsigned integer.
    Unsigned,
    /// IEEE float of 2, 4 or 8 bytes.
    Float,
    /// Two floats.
    Complex,
    /// Truth value.
    Bool,
    /// One byte as bytes.
    Char,
}

/// Why a value cannot be packed.
pub enum Refused {
    /// Wrong type; the text says what is required.
    Type(&'static str),
    /// Out of range; the bounds as text.
    Range(String),
    /// An exception is raised.
    Raised(typhon_runtime::Raised),
}

/// Kind and size of a format character; `native` sizes and alignment are those of C on this machine.
pub fn item(c: u8, native: bool) -> Option<(Kind, usize)> {
    let long = if native {
        std::mem::size_of::<libc_long>()
    } else {
        4
    };
    Some(match c {
        b'c' => (Kind::Char, 1),
        b'b' => (Kind::Signed, 1),
        b'B' => (Kind::Unsigned, 1),
        b'?' => (Kind::Bool, 1),
        b'h' => (Kind::Signed, 2),
        b'H' => (Kind::Unsigned, 2),
        b'i' => (Kind::Signed, 4),
        b'I' => (Kind::Unsigned, 4),
        b'l' => (Kind::Signed, long),
        b'L' => (Kind::Unsigned, long),
        b'q' => (Kind::Signed, 8),
        b'Q' => (Kind::Unsigned, 8),
        b'n' if native => (Kind::Signed, std::mem::size_of::<isize>()),
        b'N' | b'P' if native => (Kind::Unsigned, std::mem::size_of::<usize>()),
        b'e' => (Kind::Float, 2),
        b'f' => (Kind::Float, 4),
        b'd' => (Kind::Float, 8),
        b'F' => (Kind::Complex, 8),
        b'D' => (Kind::Complex, 16),
        _ => return None,
    })
}

#[expect(non_camel_case_types, reason = "named after the C type")]
type libc_long = std::ffi::c_long;

/// Half precision of a double, rounded half to even; None if it overflows.
pub fn to_half(x: f64) -> Option<u16> {
    let sign = ((x.to_bits() >> 48) & 0x8000) as u16;
    if x.is_nan() {
        return Some(sign | 0x7E00);
    }
    if x.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let a = x.abs();
    // Below the normal range steps are 2^-24.
    if a < 6.103515625e-05 {
        return Some(sign | (a * 16777216.0).round_ties_even() as u16);
    }
    let e = ((a.to_bits() >> 52) as i64) - 1023;
    if e > 15 {
        return None;
    }
    let m = bigint::scale(a, 10 - e).round_ties_even() as u64;
    // A carry of the mantissa moves on to the exponent.
    let bits = (((e + 15) as u64) << 10) + m - 1024;
    (bits < 0x7C00).then_some(sign | bits as u16)
}

/// The double of a half precision number.
pub fn from_half(h: u16) -> f64 {
    let (e, m) = (h >> 10 & 31, f64::from(h & 1023));
    let v = match e {
        0 => m / 16777216.0,
        31 if m == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => bigint::scale(1024.0 + m, i64::from(e) - 25),
    };
    if h & 0x8000 != 0 { -v } else { v }
}

/// Writes the low bytes of a number.
fn put(n: u64, o: Order, out: &mut [u8]) {
    let size = out.len();
    let all = n.to_le_bytes();
    if let Some(b) = all.get(..size) {
        out.copy_from_slice(b);
        if o == Order::Big {
            out.reverse();
        }
    }
}

/// Writes a float as wide as `out`; None: it does not fit.
fn put_float(x: f64, o: Order, out: &mut [u8]) -> Option<()> {
    let n = match out.len() {
        2 => u64::from(to_half(x)?),
        4 => {
            let y = x as f32;
            if y.is_infinite() && x.is_finite() {
                return None;
            }
            u64::from(y.to_bits())
        }
        _ => x.to_bits(),
    };
    put(n, o, out);
    Some(())
}

fn real(th: &mut Thread, v: Ref<'_>) -> Result<f64, Refused> {
    match float::as_double(th, v) {
        Ok(x) => Ok(x),
        Err(r) => {
            if error::pending_is(th, &error::TYPE_ERROR)
                || error::pending_is(th, &error::OVERFLOW_ERROR)
            {
                drop(error::fetch(th));
                return Err(Refused::Type("required argument is not a float"));
            }
            Err(Refused::Raised(r))
        }
    }
}

fn too_large(th: &mut Thread, c: u8) -> Refused {
    Refused::Raised(error::overflow_error(
        th,
        format!("float too large to pack with {} format", c as char),
    ))
}

/// Writes `v` as an item of format character `c`, which is as wide as `out`.
pub fn pack(
    th: &mut Thread,
    c: u8,
    kind: Kind,
    o: Order,
    v: Ref<'_>,
    out: &mut [u8],
) -> Result<(), Refused> {
    match kind {
        Kind::Bool => match ops::is_true(th, v) {
            Ok(t) => {
                put(u64::from(t), o, out);
                Ok(())
            }
            Err(r) => Err(Refused::Raised(r)),
        },
        Kind::Char => match bytes::value(v) {
            Some(&[b]) => {
                put(u64::from(b), o, out);
                Ok(())
            }
            _ => Err(Refused::Type(
                "char format requires a bytes object of length 1",
            )),
        },
        Kind::Float => {
            let x = real(th, v)?;
            put_float(x, o, out).ok_or_else(|| too_large(th, c))
        }
        Kind::Complex => {
            let z = match complex::value(v) {
                Some(z) => z,
                None => match float::as_double(th, v) {
                    Ok(x) => Complex::new(x, 0.0),
                    Err(r) if error::pending_is(th, &error::TYPE_ERROR) => {
                        let _ = r;
                        drop(error::fetch(th));
                        return Err(Refused::Type("required argument is not a complex"));
                    }
                    Err(r) => return Err(Refused::Raised(r)),
                },
            };
            let half = out.len() / 2;
            let (re, im) = out.split_at_mut(half);
            put_float(z.re, o, re)
                .and_then(|()| put_float(z.im, o, im))
                .ok_or_else(|| too_large(th, c))
        }
        Kind::Signed | Kind::Unsigned => integer(th, kind == Kind::Signed, o, v, out),
    }
}

fn integer(
    th: &mut Thread,
    signed: bool,
    o: Order,
    v: Ref<'_>,
    out: &mut [u8],
) -> Result<(), Refused> {
    let bits = 8 * out.len() as u32;
    if let Some(n) = v.as_small() {
        let least = if signed { -1 << (bits - 1) } else { 0 };
        if bits >= 64 && (signed || n >= 0) || bits < 64 && n >= least && n - least < 1 << bits {
            put(n as u64, o, out);
            return Ok(());
        }
    }
    if !int::is_int(v) && v.class().slots().index().is_none() {
        return Err(Refused::Type("required argument is not an integer"));
    }
    let i = ops::index(th, v).map_err(Refused::Raised)?;
    let (lo, hi) = if signed {
        (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
    } else {
        (0, (1i128 << bits) - 1)
    };
    let n = match int::num(i.r()) {
        Some(Num::Small(i)) => Some(i128::from(i)),
        Some(Num::Big(b)) => bigint::to_i64(b)
            .map(i128::from)
            .or_else(|| bigint::to_u64(b).map(i128::from)),
        None => None,
    };
    match n.filter(|n| (lo..=hi).contains(n)) {
        Some(n) => {
            put(n as u64, o, out);
            Ok(())
        }
        None => Err(Refused::Range(format!("{lo} <= number <= {hi}"))),
    }
}

/// The value of an item.
pub fn unpack(th: &mut Thread, kind: Kind, o: Order, b: &[u8]) -> R {
    let mut le = [0u8; 16];
    for (i, &x) in b.iter().take(16).enumerate() {
        let at = if o == Order::Big { b.len() - 1 - i } else { i };
        if let Some(s) = le.get_mut(at) {
            *s = x;
        }
    }
    let word = u64::from_le_bytes([le[0], le[1], le[2], le[3], le[4], le[5], le[6], le[7]]);
    let single = |w: u64, size: usize| match size {
        2 => from_half(w as u16),
        4 => f64::from(f32::from_bits(w as u32)),
        _ => f64::from_bits(w),
    };
    match kind {
        Kind::Bool => Ok(Obj::bool(word != 0)),
        Kind::Char => bytes::new(th, b),
        Kind::Float => float::new(th, single(word, b.len())),
        Kind::Complex => {
            let half = b.len() / 2;
            let (x, y) = b.split_at(half);
            let re = unpack(th, Kind::Float, o, x)?;
            let im = unpack(th, Kind::Float, o, y)?;
            let z = Complex::new(
                float::value(re.r()).unwrap_or(0.0),
                float::value(im.r()).unwrap_or(0.0),
            );
            complex::new(th, z)
        }
        Kind::Unsigned => int::from_u64(th, word),
        Kind::Signed => {
            let shift = 64 - 8 * b.len().clamp(1, 8) as u32;
            int::from_i64(th, ((word << shift) as i64) >> shift)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (x, h) in [
            (1.5, 0x3E00),
            (-2.0, 0xC000),
            (65504.0, 0x7BFF),
            (5.960464477539063e-08, 1),
            (6.103515625e-05, 0x0400),
            (0.0, 0),
            (2049.0, 0x6800),
            (f64::INFINITY, 0x7C00),
        ] {
            assert_eq!(to_half(x), Some(h), "{x}");
        }
        assert_eq!(to_half(65520.0), None);
        for h in 0..0x7C00u16 {
            assert_eq!(to_half(from_half(h)), Some(h));
        }
    }
}
