//! Sums of doubles that lose no digit: fsum, sumprod, hypot, dist.
//!
//! `fsum` keeps exact partial sums (J. Shewchuk 1997). The others carry the rounding error of each step along in
//! double or triple length (T. Dekker 1971, T. Ogita, S. Rump, S. Oishi 2005), as CPython does.

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, value_error};
use typhon_runtime::ops::BinOp;
use typhon_runtime::types::{self, float, int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, libm, ops};

// ------------------------------------------------------------------ double length

/// `a + b` and its rounding error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    let z = x - a;
    (x, (a - (x - z)) + (b - z))
}
/// As `two_sum` for `|a| >= |b|`.
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let x = a + b;
    (x, (a - x) + b)
}
/// `a * b` and its rounding error.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let z = a * b;
    (z, a.mul_add(b, -z))
}

/// A sum in triple length.
#[derive(Clone, Copy, Default)]
struct Triple {
    hi: f64,
    lo: f64,
    tiny: f64,
}
impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let p = two_product(x, y);
        let s = two_sum(self.hi, p.0);
        let r1 = two_sum(self.lo, p.1);
        let r2 = two_sum(r1.0, s.1);
        Triple {
            hi: s.0,
            lo: r2.0,
            tiny: self.tiny + r1.1 + r2.1,
        }
    }
    fn value(self) -> f64 {
        let last = two_sum(self.lo, self.tiny);
        self.hi + last.0
    }
}

// ------------------------------------------------------------------ fsum

/// Why `fsum` has no result.
#[derive(Debug, PartialEq)]
enum SumError {
    Overflow,
    Invalid,
}

/// Exact partial sums, smallest first, and the sum of special values.
#[derive(Default)]
struct Partials {
    p: Vec<f64>,
    special: f64,
    infinite: f64,
    any_special: bool,
}

impl Partials {
    fn add(&mut self, x: f64) -> Result<(), SumError> {
        let original = x;
        let mut x = x;
        let mut kept = 0;
        for j in 0..self.p.len() {
            let Some(&y) = self.p.get(j) else { break };
            let (a, b) = if x.abs() < y.abs() { (y, x) } else { (x, y) };
            let (hi, lo) = fast_two_sum(a, b);
            if lo != 0.0 {
                if let Some(slot) = self.p.get_mut(kept) {
                    *slot = lo;
                }
                kept += 1;
            }
            x = hi;
        }
        self.p.truncate(kept);
        if x != 0.0 {
            if !x.is_finite() {
                // Either a special value came in, or finite ones overflowed.
                if original.is_finite() {
                    return Err(SumError::Overflow);
                }
                if original.is_infinite() {
                    self.infinite += original;
                }
                self.special += original;
                self.any_special = true;
                self.p.clear();
            } else {
                self.p.push(x);
            }
        }
        Ok(())
    }

    fn total(&self) -> Result<f64, SumError> {
        if self.any_special {
            if self.infinite.is_nan() {
                return Err(SumError::Invalid);
            }
            return Ok(self.special);
        }
        let mut rest = self.p.iter().rev().copied();
        let Some(mut hi) = rest.next() else {
            return Ok(0.0);
        };
        let mut lo = 0.0;
        let mut below = None;
        while let Some(y) = rest.next() {
            let (h, l) = fast_two_sum(hi, y);
            hi = h;
            lo = l;
            if lo != 0.0 {
                below = rest.next();
                break;
            }
        }
        // Half-way cases: what stands below decides the direction.
        if let Some(b) = below
            && (lo < 0.0 && b < 0.0 || lo > 0.0 && b > 0.0)
        {
            let y = lo * 2.0;
            let x = hi + y;
            if y == x - hi {
                hi = x;
            }
        }
        Ok(hi)
    }
}

fn sum_error(th: &mut Thread, e: SumError) -> typhon_runtime::Raised {
    match e {
        SumError::Overflow => overflow_error(th, "intermediate overflow in fsum"),
        SumError::Invalid => value_error(th, "-inf + inf in fsum"),
    }
}

fn math_fsum(th: &mut Thread, a: Args<'_>) -> R {
    let it = ops::iter(th, a.at(0))?;
    let mut sum = Partials::default();
    while let Some(x) = ops::next(th, it.r())? {
        let x = float::as_double(th, x.r())?;
        if let Err(e) = sum.add(x) {
            return Err(sum_error(th, e));
        }
    }
    match sum.total() {
        Ok(x) => float::new(th, x),
        Err(e) => Err(sum_error(th, e)),
    }
}

// ------------------------------------------------------------------ sumprod

/// The state of `sumprod`: integers and doubles are gathered natively while they come alone.
struct SumProd {
    total: Obj,
    ints: Option<i64>,
    ints_on: bool,
    floats: Option<Triple>,
    floats_on: bool,
}

/// An int that fits 64 bits. What is larger is summed by Python's operators, as all that comes behind it.
fn exact_int(o: Ref<'_>) -> Option<i64> {
    if o.is_exact(&types::INT) {
        int::num(o)?.to_i64()
    } else {
        None
    }
}
fn exact_float(o: Ref<'_>) -> Option<f64> {
    if o.is_exact(&types::FLOAT) {
        float::value(o)
    } else {
        None
    }
}
/// An int or bool beside a float.
fn weight(o: Ref<'_>) -> Option<f64> {
    if o.is_exact(&types::INT) || o.is_exact(&types::BOOL) {
        int::to_f64(o)
    } else {
        None
    }
}

impl SumProd {
    fn add(&mut self, th: &mut Thread, p: Ref<'_>, q: Ref<'_>) -> R<()> {
        if self.ints_on {
            let term = exact_int(p)
                .zip(exact_int(q))
                .and_then(|(x, y)| x.checked_mul(y));
            if let Some(sum) = term.and_then(|t| t.checked_add(self.ints.unwrap_or(0))) {
                self.ints = Some(sum);
                return Ok(());
            }
            self.flush_ints(th)?;
        }
        if self.floats_on {
            let pair = match (exact_float(p), exact_float(q)) {
                (Some(x), Some(y)) => Some((x, y)),
                (Some(x), None) => weight(q).map(|y| (x, y)),
                (None, Some(y)) => weight(p).map(|x| (x, y)),
                (None, None) => None,
            };
            if let Some((x, y)) = pair {
                let t = self.floats.unwrap_or_default().add_product(x, y);
                if t.hi.is_finite() {
                    self.floats = Some(t);
                    return Ok(());
                }
            }
            self.flush_floats(th)?;
        }
        let term = ops::binary(th, BinOp::Mul, p, q)?;
        self.put(th, &term)
    }
    fn put(&mut self, th: &mut Thread, term: &Obj) -> R<()> {
        let sum = ops::binary(th, BinOp::Add, self.total.r(), term.r())?;
        self.total = sum;
        Ok(())
    }
    fn flush_ints(&mut self, th: &mut Thread) -> R<()> {
        self.ints_on = false;
        match self.ints.take() {
            Some(t) => {
                let x = int::from_i64(th, t)?;
                self.put(th, &x)
            }
            None => Ok(()),
        }
    }
    fn flush_floats(&mut self, th: &mut Thread) -> R<()> {
        self.floats_on = false;
        match self.floats.take() {
            Some(t) => {
                let x = float::new(th, t.value())?;
                self.put(th, &x)
            }
            None => Ok(()),
        }
    }
}

fn math_sumprod(th: &mut Thread, a: Args<'_>) -> R {
    let p = ops::iter(th, a.at(0))?;
    let q = ops::iter(th, a.at(1))?;
    let mut s = SumProd {
        total: Ref::small_int(0).own(),
        ints: None,
        ints_on: true,
        floats: None,
        floats_on: true,
    };
    loop {
        let x = ops::next(th, p.r())?;
        let y = ops::next(th, q.r())?;
        match (x, y) {
            (Some(x), Some(y)) => s.add(th, x.r(), y.r())?,
            (None, None) => break,
            _ => return Err(value_error(th, "Inputs are not the same length")),
        }
    }
    s.flush_ints(th)?;
    s.flush_floats(th)?;
    Ok(s.total)
}

// ------------------------------------------------------------------ hypot, dist

/// Euclidean norm of absolute values, correctly rounded in nearly all cases: scaled by a power of two, squared in
/// double length, and corrected by one Newton step on the root.
fn norm(v: &mut [f64]) -> f64 {
    let max = v.iter().fold(0.0f64, |m, &x| if x > m { x } else { m });
    if max.is_infinite() {
        return max;
    }
    if v.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if max == 0.0 || v.len() <= 1 {
        return max;
    }
    let (_, e) = libm::frexp(max);
    if e < -1023 {
        // The scale would overflow: lift subnormal numbers first.
        for x in v.iter_mut() {
            *x /= f64::MIN_POSITIVE;
        }
        return f64::MIN_POSITIVE * norm(v);
    }
    let scale = libm::ldexp(1.0, -e);
    let (mut sum, mut frac1, mut frac2) = (1.0, 0.0, 0.0);
    for &x in v.iter() {
        let x = x * scale;
        let p = two_product(x, x);
        let s = fast_two_sum(sum, p.0);
        sum = s.0;
        frac1 += p.1;
        frac2 += s.1;
    }
    let mut h = (sum - 1.0 + (frac1 + frac2)).sqrt();
    let p = two_product(-h, h);
    let s = fast_two_sum(sum, p.0);
    sum = s.0;
    frac1 += p.1;
    frac2 += s.1;
    let x = sum - 1.0 + (frac1 + frac2);
    h += x / (2.0 * h);
    h / scale
}

fn math_hypot(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "math.hypot")?;
    let mut v = Vec::with_capacity(a.len());
    for x in a.iter() {
        v.push(float::as_double(th, x)?.abs());
    }
    float::new(th, norm(&mut v))
}

fn math_dist(th: &mut Thread, a: Args<'_>) -> R {
    let mut points = Vec::with_capacity(2);
    for i in 0..2 {
        let p = a.at(i);
        points.push(if tuple::is_tuple(p) {
            tuple::items(p).map(Ref::own).collect()
        } else {
            ops::collect(th, p)?
        });
    }
    let [p, q] = points.as_slice() else {
        return float::new(th, 0.0);
    };
    if p.len() != q.len() {
        return Err(value_error(
            th,
            "both points must have the same number of dimensions",
        ));
    }
    let mut v = Vec::with_capacity(p.len());
    for (x, y) in p.iter().zip(q) {
        let x = float::as_double(th, x.r())?;
        let y = float::as_double(th, y.r())?;
        v.push((x - y).abs());
    }
    float::new(th, norm(&mut v))
}

/// Functions of this file.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("fsum", Kind::One, math_fsum, "Exact sum of floats."),
    MethodDef::new(
        "sumprod",
        Kind::Pos(2, 2),
        math_sumprod,
        "Sum of the products of two iterables.",
    ),
    MethodDef::new(
        "hypot",
        Kind::Any,
        math_hypot,
        "Euclidean norm of the coordinates.",
    ),
    MethodDef::new(
        "dist",
        Kind::Pos(2, 2),
        math_dist,
        "Euclidean distance of two points.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fsum(v: &[f64]) -> Result<f64, SumError> {
        let mut s = Partials::default();
        for &x in v {
            s.add(x)?;
        }
        s.total()
    }

    #[test]
    fn exact_sums() {
        assert_eq!(fsum(&[0.1; 10]), Ok(1.0));
        assert_eq!(fsum(&[]), Ok(0.0));
        assert_eq!(fsum(&[1e16, 1.0, 1e-16]), Ok(10000000000000002.0));
        assert_eq!(fsum(&[1e308, 1e308]), Err(SumError::Overflow));
        assert_eq!(
            fsum(&[f64::INFINITY, f64::NEG_INFINITY]),
            Err(SumError::Invalid)
        );
        assert_eq!(fsum(&[f64::INFINITY, 1.0]), Ok(f64::INFINITY));
    }

    #[test]
    fn norms() {
        assert_eq!(norm(&mut [3.0, 4.0]), 5.0);
        assert_eq!(norm(&mut [1.0, 1.0, 1.0]), 1.7320508075688772);
        assert_eq!(norm(&mut [1e308, 1e308]), 1.4142135623730951e+308);
        assert_eq!(norm(&mut [5e-324, 5e-324]), 5e-324);
        assert_eq!(norm(&mut [f64::INFINITY, f64::NAN]), f64::INFINITY);
    }
}
