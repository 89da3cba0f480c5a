//! Storage and arithmetic of `complex`.
//!
//! Operations follow C99 Annex G as CPython 3.14 does: a real operand is not widened to a complex one, and infinities
//! that plain formulas turn into NaN are recovered.

use crate::error::{self, overflow_error};
use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use crate::types::{self, float_text};

/// A complex number; also the payload of complex objects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}
crate::payload!(Complex);

/// Exponents up to this are computed by repeated multiplication.
const SMALL_POWER: f64 = 100.0;

/// A complex value.
pub fn new(th: &mut Thread, z: Complex) -> R {
    Obj::new(th, types::COMPLEX.r(), z)
}
/// An instance of a complex class.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, z: Complex) -> R {
    Obj::new(th, class.r(), z)
}
/// The value of a complex or an instance of a subclass.
pub fn value(o: Ref<'_>) -> Option<Complex> {
    o.get::<Complex>().copied()
}

impl Complex {
    /// From parts.
    pub const fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }
    /// Product, infinities recovered.
    pub fn times(self, o: Complex) -> Complex {
        let (a, b, c, d) = (self.re, self.im, o.re, o.im);
        let z = Complex::new(a * c - b * d, a * d + b * c);
        if z.re.is_nan() && z.im.is_nan() {
            return recover_product(a, b, c, d).unwrap_or(z);
        }
        z
    }
    /// Product with a real number.
    pub fn times_real(self, x: f64) -> Complex {
        Complex::new(self.re * x, self.im * x)
    }
    /// Quotient (Smith's method), infinities and zeros recovered; None for a zero divisor.
    pub fn over(self, b: Complex) -> Option<Complex> {
        let a = self;
        let z = if b.re.abs() >= b.im.abs() {
            if b.re == 0.0 {
                return None;
            }
            let ratio = b.im / b.re;
            let den = b.re + b.im * ratio;
            Complex::new((a.re + a.im * ratio) / den, (a.im - a.re * ratio) / den)
        } else if b.im.abs() >= b.re.abs() {
            let ratio = b.re / b.im;
            let den = b.re * ratio + b.im;
            Complex::new((a.re * ratio + a.im) / den, (a.im * ratio - a.re) / den)
        } else {
            Complex::new(f64::NAN, f64::NAN)
        };
        if z.re.is_nan() && z.im.is_nan() {
            return Some(recover_quotient(a, b).unwrap_or(z));
        }
        Some(z)
    }
    /// The quotient of a real number without an imaginary part (which 0.0 would not be) by this number; None for zero.
    pub fn divides_real(self, a: f64) -> Option<Complex> {
        let b = self;
        let z = if b.re.abs() >= b.im.abs() {
            if b.re == 0.0 {
                return None;
            }
            let ratio = b.im / b.re;
            let den = b.re + b.im * ratio;
            Complex::new(a / den, -a * ratio / den)
        } else if b.im.abs() >= b.re.abs() {
            let ratio = b.re / b.im;
            let den = b.re * ratio + b.im;
            Complex::new(a * ratio / den, -a / den)
        } else {
            Complex::new(f64::NAN, f64::NAN)
        };
        let lost = z.re.is_nan() && z.im.is_nan();
        if lost && a.is_finite() && (b.re.is_infinite() || b.im.is_infinite()) {
            // What is finite counts as nothing beside what is infinite.
            let unit = |x: f64| f64::from(u8::from(x.is_infinite())).copysign(x);
            return Some(Complex::new(
                0.0 * (a * unit(b.re)),
                0.0 * (-a * unit(b.im)),
            ));
        }
        Some(z)
    }
    /// Absolute value; None if it overflows.
    pub fn abs(self) -> Option<f64> {
        let r = self.re.hypot(self.im);
        if r.is_infinite() && self.re.is_finite() && self.im.is_finite() {
            None
        } else {
            Some(r)
        }
    }
    fn power_int(self, n: i64) -> Option<Complex> {
        let (mut r, mut p, mut m) = (Complex::new(1.0, 0.0), self, n.unsigned_abs());
        while m > 0 {
            if m & 1 == 1 {
                r = r.times(p);
            }
            m >>= 1;
            if m > 0 {
                p = p.times(p);
            }
        }
        if n < 0 {
            Complex::new(1.0, 0.0).over(r)
        } else {
            Some(r)
        }
    }
    fn power_general(self, b: Complex) -> Option<Complex> {
        if self.re == 0.0 && self.im == 0.0 {
            return (b.im == 0.0 && b.re >= 0.0).then_some(Complex::new(0.0, 0.0));
        }
        let len = self.re.hypot(self.im);
        let at = self.im.atan2(self.re);
        let (mut r, mut phase) = (len.powf(b.re), at * b.re);
        if b.im != 0.0 {
            r *= (-at * b.im).exp();
            phase += b.im * len.ln();
        }
        Some(Complex::new(r * phase.cos(), r * phase.sin()))
    }
    fn is_infinite(self) -> bool {
        self.re.is_infinite() || self.im.is_infinite()
    }
}

/// 1 with the sign of an infinite part, else 0 with its sign.
fn unit(x: f64) -> f64 {
    if x.is_infinite() { 1.0f64 } else { 0.0 }.copysign(x)
}
/// A NaN becomes a signed zero.
fn no_nan(x: f64) -> f64 {
    if x.is_nan() { 0.0f64.copysign(x) } else { x }
}

#[cold]
fn recover_product(a: f64, b: f64, c: f64, d: f64) -> Option<Complex> {
    let (mut a, mut b, mut c, mut d) = (a, b, c, d);
    let mut found = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b, c, d) = (unit(a), unit(b), no_nan(c), no_nan(d));
        found = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d, a, b) = (unit(c), unit(d), no_nan(a), no_nan(b));
        found = true;
    }
    if !found && [a * c, b * d, a * d, b * c].iter().any(|x| x.is_infinite()) {
        (a, b, c, d) = (no_nan(a), no_nan(b), no_nan(c), no_nan(d));
        found = true;
    }
    found.then(|| {
        Complex::new(
            f64::INFINITY * (a * c - b * d),
            f64::INFINITY * (a * d + b * c),
        )
    })
}

#[cold]
fn recover_quotient(a: Complex, b: Complex) -> Option<Complex> {
    let finite = |z: Complex| z.re.is_finite() && z.im.is_finite();
    if a.is_infinite() && finite(b) {
        let (x, y) = (unit(a.re), unit(a.im));
        return Some(Complex::new(
            f64::INFINITY * (x * b.re + y * b.im),
            f64::INFINITY * (y * b.re - x * b.im),
        ));
    }
    if b.is_infinite() && finite(a) {
        let (x, y) = (unit(b.re), unit(b.im));
        return Some(Complex::new(
            0.0 * (a.re * x + a.im * y),
            0.0 * (a.im * x - a.re * y),
        ));
    }
    None
}

/// `a ** b` with CPython's errors.
pub fn pow(th: &mut Thread, a: Complex, b: Complex) -> R {
    if b.re == 0.0 && b.im == 0.0 {
        return new(th, Complex::new(1.0, 0.0));
    }
    let r = if b.im == 0.0 && b.re == b.re.floor() && b.re.abs() <= SMALL_POWER {
        a.power_int(b.re as i64)
    } else {
        a.power_general(b)
    };
    match r {
        None => Err(error::zero_division(
            th,
            "zero to a negative or complex power",
        )),
        Some(z) if z.is_infinite() => Err(overflow_error(th, "complex exponentiation")),
        Some(z) => new(th, z),
    }
}

/// `x ** y` of doubles whose result is complex.
pub fn pow_of_floats(th: &mut Thread, x: f64, y: f64) -> R {
    pow(th, Complex::new(x, 0.0), Complex::new(y, 0.0))
}

/// `hash(z)`.
pub fn hash(o: Ref<'_>, z: Complex) -> i64 {
    let h = types::float::hash(o, z.re)
        .wrapping_add(types::float::hash(o, z.im).wrapping_mul(1_000_003));
    if h == -1 { -2 } else { h }
}

fn part(x: f64, sign: bool) -> String {
    let s = float_text::repr(x);
    let s = s.strip_suffix(".0").unwrap_or(&s);
    if sign && !s.starts_with('-') {
        format!("+{s}")
    } else {
        s.to_string()
    }
}

/// `repr(z)`.
pub fn repr(z: Complex) -> String {
    if z.re == 0.0 && z.re.is_sign_positive() {
        format!("{}j", part(z.im, false))
    } else {
        format!("({}{}j)", part(z.re, false), part(z.im, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    const I: f64 = f64::INFINITY;

    #[test]
    fn text() {
        for (re, im, s) in [
            (1.0, 2.0, "(1+2j)"),
            (0.0, -2.5, "-2.5j"),
            (-0.0, -0.0, "(-0-0j)"),
            (1e16, f64::NAN, "(1e+16+nanj)"),
        ] {
            assert_eq!(repr(Complex::new(re, im)), s);
        }
    }

    #[test]
    fn infinities_survive() {
        let z = Complex::new(I, f64::NAN).times(Complex::new(1.0, 1.0));
        assert!(z.re.is_infinite() || z.im.is_infinite());
        let q = Complex::new(1.0, 1.0).over(Complex::new(I, I)).unwrap();
        assert_eq!((q.re, q.im), (0.0, 0.0));
        assert!(
            Complex::new(1.0, 0.0)
                .over(Complex::new(0.0, 0.0))
                .is_none()
        );
    }

    #[test]
    fn powers() {
        let z = Complex::new(1.0, 2.0);
        assert_eq!(z.power_int(-1).unwrap(), Complex::new(0.2, -0.4));
        assert_eq!(z.power_int(3).unwrap(), Complex::new(-11.0, -2.0));
    }
}
