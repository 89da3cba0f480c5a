//! Addition, multiplication, division and what is made of them.

use super::num::{
    Ctx, Dec, Kind, Res, Rounding, compare, cond, finish, nan_of, room, round_off, scale, strip,
};
use std::cmp::Ordering;
use typhon_runtime::types::bigint::{self, BigUint};

/// `a + b`.
pub fn add(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    add_signed(a, b, b.negative, ctx, st)
}

/// `a - b`.
pub fn subtract(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    add_signed(a, b, !b.negative, ctx, st)
}

fn add_signed(a: &Dec, b: &Dec, b_negative: bool, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if a.is_special() || b.is_special() {
        if let Some(n) = nan_of(a, Some(b), ctx, st) {
            return n;
        }
        return Ok(match (a.is_infinite(), b.is_infinite()) {
            (true, true) if a.negative != b_negative => Dec::invalid(st, cond::INVALID),
            (true, _) => Dec::infinity(a.negative),
            _ => Dec::infinity(b_negative),
        });
    }
    let exp = a.exp.min(b.exp);
    // The sign of an exact zero.
    let floor = ctx.rounding == Rounding::Floor;
    let zero_sign = if a.negative == b_negative {
        a.negative
    } else {
        floor
    };
    match (a.coef.is_zero(), b.coef.is_zero()) {
        (true, true) => {
            return finish(Dec::zero(zero_sign, exp), ctx, st);
        }
        (true, false) => {
            let d = toward(b, exp, ctx)?.signed(b_negative);
            return finish(d, ctx, st);
        }
        (false, true) => {
            let d = toward(a, exp, ctx)?;
            return finish(d, ctx, st);
        }
        _ => {}
    }
    let (x, y);
    let (mut ca, mut cb) = (&a.coef, &b.coef);
    let mut exp = exp;
    if a.exp != b.exp {
        // `big` has the larger exponent. What is far below its last digit only counts as not zero.
        let swap = a.exp < b.exp;
        let (big, other) = if swap { (b, a) } else { (a, b) };
        let below = big.exp + (big.digits as i64 - ctx.prec - 2).min(-1);
        let sticky = other.adjusted() < below;
        let (low, low_exp) = if sticky {
            (BigUint::ONE, below)
        } else {
            (other.coef.clone(), other.exp)
        };
        x = scale(&big.coef, (big.exp - low_exp) as u64)?;
        y = low;
        exp = low_exp;
        (ca, cb) = if swap { (&y, &x) } else { (&x, &y) };
    }
    let d = if a.negative == b_negative {
        Dec::new(a.negative, ca + cb, exp)
    } else {
        match ca.cmp(cb) {
            Ordering::Equal => Dec::zero(floor, exp),
            Ordering::Greater => Dec::new(a.negative, ca - cb, exp),
            Ordering::Less => Dec::new(b_negative, cb - ca, exp),
        }
    };
    finish(d, ctx, st)
}

/// A number with zeros appended as far as the sum with a zero of exponent `exp` needs them.
fn toward(d: &Dec, exp: i64, ctx: &Ctx) -> Res<Dec> {
    // More digits than the precision has are of no use.
    let exp = exp.max(d.exp + d.digits as i64 - ctx.prec - 1).min(d.exp);
    let coef = scale(&d.coef, (d.exp - exp) as u64)?;
    Ok(Dec::new(d.negative, coef, exp))
}

/// `a * b`, not yet rounded, for numbers that are no NaNs.
fn product(a: &Dec, b: &Dec, st: &mut u32) -> Res<Dec> {
    let negative = a.negative != b.negative;
    if a.is_infinite() || b.is_infinite() {
        return Ok(if a.is_zero() || b.is_zero() {
            Dec::invalid(st, cond::INVALID)
        } else {
            Dec::infinity(negative)
        });
    }
    if a.digits + b.digits > 1000 {
        room(a.digits + b.digits)?;
    }
    Ok(Dec::new(negative, &a.coef * &b.coef, a.exp + b.exp))
}

/// `a * b`.
pub fn multiply(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    finish(product(a, b, st)?, ctx, st)
}

/// `a * b + c`, rounded once.
pub fn fma(a: &Dec, b: &Dec, c: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        // A signaling third operand only counts if the first two are quiet.
        if a.kind != Kind::Signaling && b.kind != Kind::Signaling && c.kind == Kind::Signaling {
            return match nan_of(c, None, ctx, st) {
                Some(n) => n,
                None => n,
            };
        }
        return n;
    }
    let mut invalid = 0;
    let p = product(a, b, &mut invalid)?;
    if invalid != 0 {
        // Infinity times zero: whatever is added.
        *st |= invalid;
        return Ok(p);
    }
    add(&p, c, ctx, st)
}

/// `a / b`.
pub fn divide(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let negative = a.negative != b.negative;
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) => return Ok(Dec::invalid(st, cond::INVALID)),
        (true, false) => return Ok(Dec::infinity(negative)),
        (false, true) => {
            *st |= cond::CLAMPED;
            return Ok(Dec::zero(negative, ctx.etiny()));
        }
        _ => {}
    }
    if b.coef.is_zero() {
        if a.coef.is_zero() {
            return Ok(Dec::invalid(st, cond::DIVISION_UNDEFINED));
        }
        *st |= cond::DIVISION_BY_ZERO;
        return Ok(Dec::infinity(negative));
    }
    let ideal = a.exp - b.exp;
    if a.coef.is_zero() {
        return finish(Dec::zero(negative, ideal), ctx, st);
    }
    // One digit more than the precision has, at least.
    let shift = b.digits as i64 - a.digits as i64 + ctx.prec + 1;
    let (shift, scaled) = match u64::try_from(shift).map(|n| scale(&a.coef, n)) {
        Ok(Err(e)) => {
            // Too many digits for the memory: an exact quotient has fewer, a few for each digit of the divisor.
            let few = 4 * (b.digits + 1);
            let c = scale(&a.coef, few)?;
            if !bigint::natural_div_rem(&c, &b.coef).1.is_zero() {
                return Err(e);
            }
            (few as i64, Some(c))
        }
        Ok(c) => (shift, c.ok()),
        Err(_) => (shift, None),
    };
    let mut exp = ideal - shift;
    let (q, r) = if let Some(c) = scaled {
        bigint::natural_div_rem(&c, &b.coef)
    } else {
        bigint::natural_div_rem(&a.coef, &scale(&b.coef, shift.unsigned_abs())?)
    };
    let q = if !r.is_zero() {
        sticky(q)
    } else if exp < ideal {
        let (q, n) = strip(q, (ideal - exp) as u64);
        exp += n as i64;
        q
    } else {
        q
    };
    finish(Dec::new(negative, q, exp), ctx, st)
}

/// A quotient or root with something left over: the last digit must not be 0 or 5, which rounding takes for exact.
pub fn sticky(q: BigUint) -> BigUint {
    if bigint::natural_div_rem(&q, &BigUint::from(5u8)).1.is_zero() {
        q + BigUint::ONE
    } else {
        q
    }
}

/// Integer quotient and remainder of finite numbers, the divisor not zero; None: the quotient has too many digits.
fn divide_integers(a: &Dec, b: &Dec, ctx: &Ctx) -> Res<Option<(Dec, Dec)>> {
    let negative = a.negative != b.negative;
    let ideal = if b.is_infinite() {
        a.exp
    } else {
        a.exp.min(b.exp)
    };
    let diff = a.adjusted() - b.adjusted();
    if a.coef.is_zero() || b.is_infinite() || diff <= -2 {
        let r = rescale(a, ideal, ctx.rounding)?;
        return Ok(Some((Dec::zero(negative, 0), r)));
    }
    if diff > ctx.prec {
        return Ok(None);
    }
    let (q, r) = if a.exp >= b.exp {
        bigint::natural_div_rem(&scale(&a.coef, (a.exp - b.exp) as u64)?, &b.coef)
    } else {
        bigint::natural_div_rem(&a.coef, &scale(&b.coef, (b.exp - a.exp) as u64)?)
    };
    let q = Dec::new(negative, q, 0);
    if q.digits as i64 > ctx.prec {
        return Ok(None);
    }
    Ok(Some((q, Dec::new(a.negative, r, ideal))))
}

/// `divmod(a, b)`; the quotient is rounded towards zero.
pub fn divmod(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<(Dec, Dec)> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        let n = n?;
        return Ok((n.clone(), n));
    }
    let negative = a.negative != b.negative;
    if a.is_infinite() {
        if b.is_infinite() {
            let n = Dec::invalid(st, cond::INVALID);
            return Ok((n.clone(), n));
        }
        return Ok((Dec::infinity(negative), Dec::invalid(st, cond::INVALID)));
    }
    if b.is_zero() {
        if a.coef.is_zero() {
            let n = Dec::invalid(st, cond::DIVISION_UNDEFINED);
            return Ok((n.clone(), n));
        }
        *st |= cond::DIVISION_BY_ZERO;
        return Ok((Dec::infinity(negative), Dec::invalid(st, cond::INVALID)));
    }
    match divide_integers(a, b, ctx)? {
        Some((q, r)) => Ok((q, finish(r, ctx, st)?)),
        None => {
            let n = Dec::invalid(st, cond::DIVISION_IMPOSSIBLE);
            Ok((n.clone(), n))
        }
    }
}

/// `a // b`, rounded towards zero.
pub fn divide_int(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let negative = a.negative != b.negative;
    if a.is_infinite() {
        return Ok(if b.is_infinite() {
            Dec::invalid(st, cond::INVALID)
        } else {
            Dec::infinity(negative)
        });
    }
    if b.is_zero() {
        if a.coef.is_zero() {
            return Ok(Dec::invalid(st, cond::DIVISION_UNDEFINED));
        }
        *st |= cond::DIVISION_BY_ZERO;
        return Ok(Dec::infinity(negative));
    }
    match divide_integers(a, b, ctx)? {
        Some((q, _)) => Ok(q),
        None => Ok(Dec::invalid(st, cond::DIVISION_IMPOSSIBLE)),
    }
}

/// What comes instead of a remainder: of NaNs, of infinities, by zero.
fn no_remainder(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Option<Res<Dec>> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return Some(n);
    }
    let why = if a.is_infinite() || b.is_zero() && !a.coef.is_zero() {
        cond::INVALID
    } else if b.is_zero() {
        cond::DIVISION_UNDEFINED
    } else {
        return None;
    };
    Some(Ok(Dec::invalid(st, why)))
}

/// `a % b`, with the sign of `a`.
pub fn remainder(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(special) = no_remainder(a, b, ctx, st) {
        return special;
    }
    match divide_integers(a, b, ctx)? {
        Some((_, r)) => finish(r, ctx, st),
        None => Ok(Dec::invalid(st, cond::DIVISION_IMPOSSIBLE)),
    }
}

/// `a - n * b` with `n` the integer nearest to `a / b`.
pub fn remainder_near(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(special) = no_remainder(a, b, ctx, st) {
        return special;
    }
    if b.is_infinite() {
        return finish(a.clone(), ctx, st);
    }
    let ideal = a.exp.min(b.exp);
    if a.coef.is_zero() {
        return finish(Dec::zero(a.negative, ideal), ctx, st);
    }
    let diff = a.adjusted() - b.adjusted();
    if diff > ctx.prec {
        return Ok(Dec::invalid(st, cond::DIVISION_IMPOSSIBLE));
    }
    if diff <= -2 {
        return finish(rescale(a, ideal, ctx.rounding)?, ctx, st);
    }
    let (x, y) = (
        scale(&a.coef, (a.exp - ideal) as u64)?,
        scale(&b.coef, (b.exp - ideal) as u64)?,
    );
    let (mut q, mut r) = bigint::natural_div_rem(&x, &y);
    let mut negative = a.negative;
    let odd = q.as_words().first().is_some_and(|w| w & 1 == 1);
    let twice = &r << 1;
    if twice > y || twice == y && odd {
        // Nearer from above.
        r = y - r;
        negative = !negative;
        q += BigUint::ONE;
    }
    if Dec::new(false, q, 0).digits as i64 > ctx.prec {
        return Ok(Dec::invalid(st, cond::DIVISION_IMPOSSIBLE));
    }
    finish(Dec::new(negative, r, ideal), ctx, st)
}

// ------------------------------------------------------------------ one operand

/// `+a`.
pub fn plus(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    let mut d = a.clone();
    if a.is_zero() && ctx.rounding != Rounding::Floor {
        d.negative = false;
    }
    finish(d, ctx, st)
}

/// `-a`.
pub fn minus(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    let mut d = a.clone();
    d.negative = !a.negative;
    if a.is_zero() && ctx.rounding != Rounding::Floor {
        d.negative = false;
    }
    finish(d, ctx, st)
}

/// `abs(a)`.
pub fn abs(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if a.negative {
        minus(a, ctx, st)
    } else {
        plus(a, ctx, st)
    }
}

/// Rounded, without zeros at the end.
pub fn normalize(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    let d = finish(a.clone(), ctx, st)?;
    if d.is_special() {
        return Ok(d);
    }
    if d.coef.is_zero() {
        return Ok(Dec::zero(d.negative, 0));
    }
    let top = if ctx.clamp { ctx.etop() } else { ctx.emax };
    let (c, n) = strip(d.coef, (top - d.exp).max(0) as u64);
    Ok(Dec::new(d.negative, c, d.exp + n as i64))
}

/// A finite number with another exponent, rounded, without regard to a precision.
pub fn rescale(a: &Dec, exp: i64, rounding: Rounding) -> Res<Dec> {
    if a.coef.is_zero() {
        return Ok(Dec::zero(a.negative, exp));
    }
    if a.exp >= exp {
        let coef = scale(&a.coef, (a.exp - exp) as u64)?;
        return Ok(Dec::new(a.negative, coef, exp));
    }
    let n = exp.saturating_sub(a.exp) as u64;
    let (q, _) = round_off(&a.coef, a.digits, n, rounding, a.negative)?;
    Ok(Dec::new(a.negative, q, exp))
}

/// `a` with the exponent of `b`.
pub fn quantize(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(if a.is_infinite() && b.is_infinite() {
            Dec::infinity(a.negative)
        } else {
            Dec::invalid(st, cond::INVALID)
        });
    }
    quantize_to(a, b.exp, ctx, st)
}

/// A finite number with this exponent; invalid if it does not fit the context.
pub fn quantize_to(a: &Dec, exp: i64, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    let top = if ctx.clamp { ctx.etop() } else { ctx.emax };
    if !(ctx.etiny()..=top).contains(&exp) {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    if a.coef.is_zero() {
        return finish(Dec::zero(a.negative, exp), ctx, st);
    }
    if a.adjusted() > ctx.emax || a.adjusted() - exp + 1 > ctx.prec {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    let d = rescale(a, exp, ctx.rounding)?;
    if d.adjusted() > ctx.emax || d.digits as i64 > ctx.prec {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    if !d.coef.is_zero() && d.adjusted() < ctx.emin {
        *st |= cond::SUBNORMAL;
    }
    if d.exp > a.exp {
        if compare(&d, a) != Ordering::Equal {
            *st |= cond::INEXACT;
        }
        *st |= cond::ROUNDED;
    }
    finish(d, ctx, st)
}

/// Rounded to an integer; `exact`: with the conditions of rounding.
pub fn to_integral(a: &Dec, exact: bool, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    if a.is_special() || a.exp >= 0 {
        return Ok(a.clone());
    }
    if a.coef.is_zero() {
        return Ok(Dec::zero(a.negative, 0));
    }
    let d = rescale(a, 0, ctx.rounding)?;
    if exact {
        *st |= cond::ROUNDED;
        if compare(&d, a) != Ordering::Equal {
            *st |= cond::INEXACT;
        }
    }
    Ok(d)
}
