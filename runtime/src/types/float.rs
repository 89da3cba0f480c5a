//! Storage of `float` and what every float operation shares.
//!
//! FLOAT RULE 1. A double that `value::try_float` accepts is always an immediate word in exact floats; heap objects of
//!   class `float` hold the rest (very large, very small, -0.0, infinities, NaN). Subclass instances are heap objects.

use crate::error::{self, overflow_error, value_error};
use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
use crate::types::int::{self, Num};
use crate::types::typeobj::TypeObj;
use crate::types::{self, float_text};
use crate::value;

/// Payload of heap floats.
pub struct Float(f64);
crate::payload!(Float);

/// A float value.
#[inline(always)]
pub fn new(th: &mut Thread, x: f64) -> R {
    match value::try_float(x) {
        // SAFETY: an immediate word.
        Some(w) => Ok(unsafe { Obj::from_word(w) }),
        None => boxed(th, x),
    }
}

#[cold]
fn boxed(th: &mut Thread, x: f64) -> R {
    Obj::new(th, types::FLOAT.r(), Float(x))
}

/// An instance of a float class.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, x: f64) -> R {
    if std::ptr::eq(class, &types::FLOAT) {
        return new(th, x);
    }
    Obj::new(th, class.r(), Float(x))
}

/// The double of a float or an instance of a subclass.
#[inline(always)]
pub fn value(o: Ref<'_>) -> Option<f64> {
    match o.as_imm_float() {
        Some(x) => Some(x),
        None => o.get::<Float>().map(|f| f.0),
    }
}

/// Whether the value is a float (subclasses included).
#[inline]
pub fn is_float(o: Ref<'_>) -> bool {
    o.as_imm_float().is_some() || o.class().flag(types::typeobj::flags::FLOAT_SUB)
}

/// A number that C code accepts as double: float, int, or anything with `__float__` or `__index__`; TypeError
/// "must be real number, not X" for others.
#[inline]
pub fn as_double(th: &mut Thread, o: Ref<'_>) -> R<f64> {
    match value(o) {
        Some(x) => Ok(x),
        None => as_double_slow(th, o),
    }
}

#[cold]
fn as_double_slow(th: &mut Thread, o: Ref<'_>) -> R<f64> {
    if let Some(n) = int::num(o)
        && (o.is_exact(&types::INT) || o.is_exact(&types::BOOL))
    {
        return from_num(th, n);
    }
    if let Some(f) = o.class().slots().float() {
        let r = f(th, o)?;
        return match value(r.r()) {
            Some(x) => Ok(x),
            None => Err(error::type_error(
                th,
                format!(
                    "{}.__float__ returned non-float (type {})",
                    o.class().name(),
                    r.r().class().name()
                ),
            )),
        };
    }
    if o.class().slots().index().is_some() {
        let i = crate::ops::index(th, o)?;
        if let Some(n) = int::num(i.r()) {
            return from_num(th, n);
        }
    }
    Err(error::type_error(
        th,
        format!("must be real number, not {}", o.class().name()),
    ))
}

/// An integer as double; OverflowError "int too large to convert to float".
pub fn from_num(th: &mut Thread, n: Num<'_>) -> R<f64> {
    match n.to_f64() {
        Some(x) => Ok(x),
        None => Err(overflow_error(th, "int too large to convert to float")),
    }
}

/// Python's `a % b` for doubles, `b` not zero.
pub fn modulo(a: f64, b: f64) -> f64 {
    let m = a % b;
    if m != 0.0 {
        if (b < 0.0) != (m < 0.0) { m + b } else { m }
    } else {
        0.0f64.copysign(b)
    }
}

/// Python's `divmod(a, b)` for doubles, `b` not zero.
pub fn divmod(a: f64, b: f64) -> (f64, f64) {
    let mut m = a % b;
    let mut div = (a - m) / b;
    if m != 0.0 {
        if (b < 0.0) != (m < 0.0) {
            m += b;
            div -= 1.0;
        }
    } else {
        m = 0.0f64.copysign(b);
    }
    let q = if div != 0.0 {
        let f = div.floor();
        if div - f > 0.5 { f + 1.0 } else { f }
    } else {
        0.0f64.copysign(a / b)
    };
    (q, m)
}

/// `x ** y` of doubles; complex results are the caller's (`x < 0` with a broken `y` gives None in `pow_real`).
pub fn pow(th: &mut Thread, x: f64, y: f64) -> R {
    match pow_real(th, x, y)? {
        Some(z) => new(th, z),
        None => types::complex::pow_of_floats(th, x, y),
    }
}

/// As `pow`; None if the result is complex.
pub fn pow_real(th: &mut Thread, x: f64, y: f64) -> R<Option<f64>> {
    if y == 0.0 || x == 1.0 {
        return Ok(Some(1.0));
    }
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(error::zero_division(th, "zero to a negative power"));
    }
    if x == 0.0 && y == f64::NEG_INFINITY {
        return Ok(Some(f64::INFINITY));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
        return Ok(None);
    }
    let z = x.powf(y);
    if z.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range_error(th));
    }
    Ok(Some(z))
}

/// `OverflowError(34, 'Numerical result out of range')`.
#[cold]
pub fn range_error(th: &mut Thread) -> crate::obj::Raised {
    match types::str::new(th, "Numerical result out of range") {
        Ok(m) => error::raise_args(
            th,
            &error::OVERFLOW_ERROR,
            vec![Ref::small_int(34).own(), m],
        ),
        Err(e) => e,
    }
}

/// `hash(x)`; NaN hashes by the identity of its object.
pub fn hash(o: Ref<'_>, x: f64) -> i64 {
    if x.is_nan() {
        crate::ops::hash_identity(o)
    } else {
        hash_f64(x)
    }
}

/// `hash(x)` for a double that is not NaN (0 for NaN): the residue modulo 2^61 - 1 of the exact fraction.
pub fn hash_f64(x: f64) -> i64 {
    const BITS: i64 = 61;
    if x.is_infinite() {
        return if x > 0.0 { 314159 } else { -314159 };
    }
    if x.is_nan() || x == 0.0 {
        return 0;
    }
    let b = x.abs().to_bits();
    let (mut m, mut e) = (b & ((1 << 52) - 1), (b >> 52) as i64 - 1075);
    if b >> 52 == 0 {
        e += 1;
    } else {
        m |= 1 << 52;
    }
    // m * 2^e modulo 2^61 - 1: multiplying by two is a rotation of 61 bits.
    let r = e.rem_euclid(BITS) as u32;
    let modulus = crate::ops::HASH_MODULUS;
    let h = if r == 0 {
        m
    } else {
        (m << r & modulus) | m >> (BITS as u32 - r)
    };
    let h = if h == modulus { 0 } else { h } as i64;
    let h = if x < 0.0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

/// Integer value of a double as CPython's `int(x)`.
pub fn to_int(th: &mut Thread, x: f64) -> R {
    if x.is_nan() {
        return Err(value_error(th, "cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(overflow_error(
            th,
            "cannot convert float infinity to integer",
        ));
    }
    int::from_f64(th, x)
}

/// Rounds half to even to `n` decimal digits; OverflowError if the result is too large.
pub fn round_digits(th: &mut Thread, x: f64, n: i64) -> R<f64> {
    if !x.is_finite() || n > 323 {
        return Ok(x);
    }
    if n < -308 {
        return Ok(0.0f64.copysign(x));
    }
    let y = if n >= 0 {
        let s = float_text::fixed_digits(x, n as usize);
        s.parse::<f64>().unwrap_or(x)
    } else {
        float_text::round_to_power(x, (-n) as u32)
    };
    if y.is_infinite() {
        return Err(overflow_error(th, "rounded value too large to represent"));
    }
    Ok(y)
}

/// `repr(x)` as a str value.
pub fn repr(th: &mut Thread, x: f64) -> R {
    let mut buf = float_text::Buf::new();
    let s = float_text::repr_into(&mut buf, x);
    types::str::new(th, s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_cpython() {
        for (x, h) in [
            (1.5, 1152921504606846977),
            (1e300, 1224995262755759164),
            (1.0, 1),
            (-1.0, -2),
            (0.1, 230584300921369408),
            (5e-324, 16777216),
        ] {
            assert_eq!(hash_f64(x), h, "{x:e}");
        }
    }

    #[test]
    fn division_signs() {
        assert_eq!(divmod(-7.0, 2.0), (-4.0, 1.0));
        assert_eq!(divmod(7.0, -2.0), (-4.0, -1.0));
        assert!(divmod(-0.0, 1.0).1.is_sign_positive());
        assert!(modulo(4.0, -2.0).is_sign_negative());
        assert_eq!(modulo(-1e-20, 3.0), 3.0);
    }
}
