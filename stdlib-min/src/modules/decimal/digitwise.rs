//! Operations on digits and exponents: comparison, minimum and maximum, neighbours, logical operations, shifts.

use super::arith::{add, quantize};
use super::num::{
    Ctx, Dec, Kind, MIN_ETINY, Res, Rounding, compare, compare_magnitude, cond, count_digits,
    divide_pow10, finish, nan_of, pow10, scale,
};
use std::cmp::Ordering;
use typhon_runtime::types::bigint::{self, BigUint};

fn of_order(o: Ordering) -> Dec {
    Dec::from_i64(o as i64)
}

/// -1, 0 or 1, or a NaN.
pub fn compare_numbers(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    Ok(of_order(compare(a, b)))
}

/// The same, but every NaN signals.
pub fn compare_signal(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        *st |= cond::INVALID;
        return n;
    }
    Ok(of_order(compare(a, b)))
}

/// The order of all representations, NaNs included.
pub fn total_order(a: &Dec, b: &Dec) -> Ordering {
    match (a.negative, b.negative) {
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        _ => {}
    }
    let rank = |k: Kind| match k {
        Kind::Finite => 0,
        Kind::Infinite => 1,
        Kind::Signaling => 2,
        Kind::Quiet => 3,
    };
    let o = if a.is_nan() || b.is_nan() {
        rank(a.kind)
            .cmp(&rank(b.kind))
            .then_with(|| a.coef.cmp(&b.coef))
    } else {
        compare_magnitude(a, b).then_with(|| a.exp.cmp(&b.exp))
    };
    if a.negative { o.reverse() } else { o }
}

/// The same of the magnitudes.
pub fn total_order_magnitude(a: &Dec, b: &Dec) -> Ordering {
    total_order(&a.clone().signed(false), &b.clone().signed(false))
}

/// -1, 0 or 1 by the order of all representations.
pub fn compare_total(a: &Dec, b: &Dec) -> Dec {
    of_order(total_order(a, b))
}

/// The same by magnitudes.
pub fn compare_total_mag(a: &Dec, b: &Dec) -> Dec {
    of_order(total_order_magnitude(a, b))
}

/// The larger or smaller one, by value or magnitude.
fn extremum(a: &Dec, b: &Dec, larger: bool, magnitude: bool, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if a.is_nan() || b.is_nan() {
        // One quiet NaN loses against a number.
        if a.kind == Kind::Quiet && !b.is_nan() {
            return finish_copy(b, ctx, st);
        }
        if b.kind == Kind::Quiet && !a.is_nan() {
            return finish_copy(a, ctx, st);
        }
        if let Some(n) = nan_of(a, Some(b), ctx, st) {
            return n;
        }
    }
    let by_value = if magnitude {
        compare_magnitude(a, b).then_with(|| compare(a, b))
    } else {
        compare(a, b)
    };
    let o = by_value.then_with(|| total_order(a, b));
    let first = if larger {
        o != Ordering::Less
    } else {
        o == Ordering::Less
    };
    finish_copy(if first { a } else { b }, ctx, st)
}

fn finish_copy(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    finish(a.clone(), ctx, st)
}

/// The larger one.
pub fn max(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    extremum(a, b, true, false, ctx, st)
}
/// The smaller one.
pub fn min(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    extremum(a, b, false, false, ctx, st)
}
/// The one with the larger magnitude.
pub fn max_mag(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    extremum(a, b, true, true, ctx, st)
}
/// The one with the smaller magnitude.
pub fn min_mag(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    extremum(a, b, false, true, ctx, st)
}

// ------------------------------------------------------------------ neighbours

fn largest(negative: bool, ctx: &Ctx) -> Res<Dec> {
    let c = pow10(ctx.prec as u64)?.into_owned() - BigUint::ONE;
    Ok(Dec::new(negative, c, ctx.etop()))
}

/// The next number of the context in one direction.
fn next(a: &Dec, upwards: bool, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    if a.is_infinite() {
        return if a.negative == upwards {
            largest(a.negative, ctx)
        } else {
            Ok(Dec::infinity(a.negative))
        };
    }
    let mode = if upwards {
        Rounding::Ceiling
    } else {
        Rounding::Floor
    };
    let c = ctx.rounded(mode);
    let mut ignored = 0;
    let d = finish(a.clone(), &c, &mut ignored)?;
    if compare(&d, a) != Ordering::Equal {
        return Ok(d);
    }
    let tiny = Dec::small(!upwards, 1, ctx.etiny() - 1);
    add(a, &tiny, &c, &mut ignored)
}

/// The next number below.
pub fn next_minus(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    next(a, false, ctx, st)
}
/// The next number above.
pub fn next_plus(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    next(a, true, ctx, st)
}

/// The next number after `a` in the direction of `b`.
pub fn next_toward(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let d = match compare(a, b) {
        Ordering::Equal => return Ok(a.clone().signed(b.negative)),
        Ordering::Less => next_plus(a, ctx, st)?,
        Ordering::Greater => next_minus(a, ctx, st)?,
    };
    if d.is_infinite() {
        *st |= cond::OVERFLOW | cond::INEXACT | cond::ROUNDED;
    } else if d.adjusted() < ctx.emin {
        *st |= cond::UNDERFLOW | cond::SUBNORMAL | cond::INEXACT | cond::ROUNDED;
        if d.coef.is_zero() {
            *st |= cond::CLAMPED;
        }
    }
    Ok(d)
}

// ------------------------------------------------------------------ exponents

/// The adjusted exponent as a number.
pub fn logb(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    if a.is_infinite() {
        return Ok(Dec::infinity(false));
    }
    if a.coef.is_zero() {
        *st |= cond::DIVISION_BY_ZERO;
        return Ok(Dec::infinity(true));
    }
    finish(Dec::from_i64(a.adjusted()), ctx, st)
}

/// A finite integer as i64; None if it is none or too large.
pub fn small_integer(d: &Dec) -> Option<i64> {
    if d.is_special() || d.exp != 0 {
        return None;
    }
    let m = i64::try_from(bigint::natural_u128(&d.coef)?).ok()?;
    Some(if d.negative { -m } else { m })
}

/// `a` times ten to the `b`.
pub fn scaleb(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let limit = 2 * (i128::from(ctx.emax) + i128::from(ctx.prec));
    let n = match small_integer(b) {
        Some(n) if i128::from(n).abs() <= limit => n,
        _ => return Ok(Dec::invalid(st, cond::INVALID)),
    };
    if a.is_infinite() {
        return Ok(Dec::infinity(a.negative));
    }
    let exp = i128::from(a.exp) + i128::from(n);
    // Beyond all exponents is beyond all exponents.
    let bound = 2 * i128::from(MIN_ETINY.abs());
    let mut d = a.clone();
    d.exp = exp.clamp(-bound, bound) as i64;
    finish(d, ctx, st)
}

/// Whether both have the same exponent.
pub fn same_quantum(a: &Dec, b: &Dec) -> bool {
    if a.is_special() || b.is_special() {
        return a.is_nan() && b.is_nan() || a.is_infinite() && b.is_infinite();
    }
    a.exp == b.exp
}

/// The name of the class of a number.
pub fn number_class(a: &Dec, ctx: &Ctx) -> &'static str {
    match (a.kind, a.negative) {
        (Kind::Quiet, _) => "NaN",
        (Kind::Signaling, _) => "sNaN",
        (Kind::Infinite, false) => "+Infinity",
        (Kind::Infinite, true) => "-Infinity",
        (Kind::Finite, negative) => {
            if a.coef.is_zero() {
                if negative { "-Zero" } else { "+Zero" }
            } else if is_subnormal(a, ctx) {
                if negative { "-Subnormal" } else { "+Subnormal" }
            } else if negative {
                "-Normal"
            } else {
                "+Normal"
            }
        }
    }
}

/// Whether it is finite, not zero, and not below the normal numbers.
pub fn is_normal(a: &Dec, ctx: &Ctx) -> bool {
    a.is_finite() && !a.coef.is_zero() && a.adjusted() >= ctx.emin
}
/// Whether it is below the normal numbers.
pub fn is_subnormal(a: &Dec, ctx: &Ctx) -> bool {
    a.is_finite() && !a.coef.is_zero() && a.adjusted() < ctx.emin
}

// ------------------------------------------------------------------ digits

/// The digits of a logical operand, the last one first; None if it is none.
fn logical(a: &Dec) -> Option<Vec<bool>> {
    if a.is_special() || a.negative || a.exp != 0 {
        return None;
    }
    let text = a.coef.to_string();
    text.bytes()
        .rev()
        .map(|b| match b {
            b'0' => Some(false),
            b'1' => Some(true),
            _ => None,
        })
        .collect()
}

fn from_logical(mut bits: Vec<bool>) -> Dec {
    while bits.len() > 1 && bits.last() == Some(&false) {
        bits.pop();
    }
    let text: String = bits
        .iter()
        .rev()
        .map(|b| if *b { '1' } else { '0' })
        .collect();
    Dec::new(
        false,
        bigint::natural_from_digits(&text).unwrap_or(BigUint::ZERO),
        0,
    )
}

fn logical_with(
    a: &Dec,
    b: &Dec,
    ctx: &Ctx,
    st: &mut u32,
    f: impl Fn(bool, bool) -> bool,
) -> Res<Dec> {
    let (Some(x), Some(y)) = (logical(a), logical(b)) else {
        return Ok(Dec::invalid(st, cond::INVALID));
    };
    let at = |v: &[bool], i: usize| v.get(i).copied().unwrap_or(false);
    let n = x.len().max(y.len()).min(ctx.prec as usize);
    Ok(from_logical(
        (0..n).map(|i| f(at(&x, i), at(&y, i))).collect(),
    ))
}

/// Digit by digit.
pub fn logical_and(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    logical_with(a, b, ctx, st, |x, y| x & y)
}
/// Digit by digit.
pub fn logical_or(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    logical_with(a, b, ctx, st, |x, y| x | y)
}
/// Digit by digit.
pub fn logical_xor(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    logical_with(a, b, ctx, st, |x, y| x ^ y)
}
/// All digits of the precision, inverted.
pub fn logical_invert(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    let Some(x) = logical(a) else {
        return Ok(Dec::invalid(st, cond::INVALID));
    };
    super::num::room(ctx.prec as u64)?;
    let n = ctx.prec as usize;
    Ok(from_logical(
        (0..n)
            .map(|i| !x.get(i).copied().unwrap_or(false))
            .collect(),
    ))
}

/// The number of places of a shift or rotation.
fn places(b: &Dec, ctx: &Ctx) -> Option<i64> {
    small_integer(b).filter(|n| n.abs() <= ctx.prec)
}

/// The last `prec` digits.
fn last_digits(c: &BigUint, digits: u64, ctx: &Ctx) -> Res<BigUint> {
    if digits <= ctx.prec as u64 {
        return Ok(c.clone());
    }
    Ok(divide_pow10(c, ctx.prec as u64)?.1)
}

fn with_coefficient(a: &Dec, coef: BigUint) -> Dec {
    Dec {
        digits: count_digits(&coef),
        coef,
        ..a.clone()
    }
}

/// The digits moved around a ring of `prec` places.
pub fn rotate(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let Some(n) = places(b, ctx) else {
        return Ok(Dec::invalid(st, cond::INVALID));
    };
    if a.is_infinite() {
        return Ok(a.clone());
    }
    let c = last_digits(&a.coef, a.digits, ctx)?;
    let n = n.rem_euclid(ctx.prec) as u64;
    // The first n digits go to the end.
    let (high, low) = divide_pow10(&c, ctx.prec as u64 - n)?;
    Ok(with_coefficient(a, scale(&low, n)? + high))
}

/// The digits moved to the left, or to the right for negative numbers.
pub fn shift(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let Some(n) = places(b, ctx) else {
        return Ok(Dec::invalid(st, cond::INVALID));
    };
    if a.is_infinite() {
        return Ok(a.clone());
    }
    let c = last_digits(&a.coef, a.digits, ctx)?;
    let moved = if n < 0 {
        divide_pow10(&c, n.unsigned_abs())?.0
    } else {
        let up = scale(&c, n as u64)?;
        let digits = count_digits(&up);
        last_digits(&up, digits, ctx)?
    };
    Ok(with_coefficient(a, moved))
}

/// With the sign of `b`.
pub fn copy_sign(a: &Dec, b: &Dec) -> Dec {
    a.clone().signed(b.negative)
}

/// What `round(a, n)` gives: the exponent -n.
pub fn round_to(a: &Dec, n: i64, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    quantize(a, &Dec::small(false, 1, n.saturating_neg()), ctx, st)
}
