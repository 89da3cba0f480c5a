//! Square root, exponential function, logarithms and powers.
//!
//! The transcendental functions are computed with integers: a number is scaled by a power of two with more bits than
//! the result has, and again with more if the digits beyond the precision do not tell how to round. Results of `exp`,
//! `ln` and `log10` are correctly rounded; powers are within one unit of the last place, exact ones exact.

use super::arith::{divide, multiply, sticky};
use super::num::{
    Ctx, Dec, MAX_EMAX, MIN_EMIN, MIN_ETINY, NoMemory, Res, Rounding, bits_of_digits, compare,
    cond, count_digits, divide_pow10, finish, nan_of, pow10, room, scale, strip,
};
use parking_lot::Mutex;
use std::cmp::Ordering;
use typhon_runtime::types::bigint::{self, BigInt, BigUint};

/// The square root.
pub fn sqrt(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    if a.is_infinite() && !a.negative {
        return Ok(a.clone());
    }
    let half_exp = a.exp.div_euclid(2);
    if a.is_zero() {
        return finish(Dec::zero(a.negative, half_exp), ctx, st);
    }
    if a.negative {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    let prec = ctx.prec + 1;
    let (mut c, digits) = if a.exp.rem_euclid(2) == 1 {
        (scale(&a.coef, 1)?, (a.digits as i64 >> 1) + 1)
    } else {
        (a.coef.clone(), (a.digits as i64 + 1) >> 1)
    };
    // So that the root has one digit more than the precision.
    let shift = prec - digits;
    let mut exact = true;
    if shift >= 0 {
        c = scale(&c, 2 * shift as u64)?;
    } else {
        let (q, r) = divide_pow10(&c, 2 * shift.unsigned_abs())?;
        exact = r.is_zero();
        c = q;
    }
    let (mut root, rest) = bigint::natural_sqrt_rem(&c);
    let mut exp = half_exp - shift;
    if exact && rest.is_zero() {
        root = if shift >= 0 {
            divide_pow10(&root, shift as u64)?.0
        } else {
            scale(&root, shift.unsigned_abs())?
        };
        exp += shift;
    } else {
        root = sticky(root);
    }
    finish(
        Dec::new(false, root, exp),
        &ctx.rounded(Rounding::HalfEven),
        st,
    )
}

// ------------------------------------------------------------------ fixed point

fn power_of_two(bits: u64) -> BigUint {
    BigUint::ONE << bits as usize
}

/// `2^bits * artanh(1 / n)`, a few units too small.
fn artanh_inverse(n: u32, bits: u64) -> BigUint {
    let square = BigUint::from(u64::from(n) * u64::from(n));
    let mut term = power_of_two(bits) / BigUint::from(n);
    let mut sum = term.clone();
    let mut k = 1u64;
    while !term.is_zero() {
        term /= &square;
        k += 2;
        sum += &term / BigUint::from(k);
    }
    sum
}

/// `2^bits * ln(10)`, less than a unit too small or exact.
fn ln10(bits: u64) -> BigUint {
    static KNOWN: Mutex<Option<(u64, BigUint)>> = Mutex::new(None);
    if let Some((b, x)) = &*KNOWN.lock()
        && *b >= bits
    {
        return x >> (b - bits) as usize;
    }
    let more = bits + 64;
    let part = |times: u8, n: u32| artanh_inverse(n, more) * BigUint::from(times);
    let x = part(46, 31) + part(34, 49) + part(20, 161);
    let known = (bits + 8, &x >> 56usize);
    let r = x >> 64usize;
    *KNOWN.lock() = Some(known);
    r
}

/// `2^bits * exp(r / 2^bits)` within two units, for `r` below `3 * 2^bits`.
fn exp_fixed(r: &BigUint, bits: u64) -> BigUint {
    // Halved `m` times, the series is short; squaring back doubles the error each time.
    let m = (bits as f64).sqrt() as u64 / 2 + 6;
    let work = bits + m + 20;
    let x: BigUint = (r << (work - bits) as usize) >> m as usize;
    let mut term = power_of_two(work);
    let mut sum = term.clone();
    let mut k = 1u64;
    loop {
        term = ((&term * &x) >> work as usize) / BigUint::from(k);
        if term.is_zero() {
            break;
        }
        sum += &term;
        k += 1;
    }
    for _ in 0..m {
        sum = (&sum * &sum) >> work as usize;
    }
    sum >> (work - bits) as usize
}

/// `2^bits * exp(y / 2^bits)` for `y` between -2 and 2 units.
fn exp_signed(y: &BigInt, bits: u64) -> BigUint {
    let e = exp_fixed(&bigint::magnitude(y), bits);
    if bigint::is_negative(y) {
        power_of_two(2 * bits) / e
    } else {
        e
    }
}

/// `2^bits * ln(m / 2^bits)` within a few units, for `m` between 0.3 and 3.2 units.
fn ln_fixed(m: &BigUint, bits: u64) -> BigInt {
    // Halley's iteration triples the digits; the first ones come from the machine's logarithm.
    let mut steps = vec![bits + 8];
    while let Some(&b) = steps.last()
        && b > 120
    {
        steps.push(b / 3 + 4);
    }
    let shifted = |x: &BigInt, from: u64, to: u64| -> BigInt {
        if to >= from {
            x << (to - from) as usize
        } else {
            bigint::shift_right(x, from - to)
        }
    };
    let m = bigint::natural_integer(m.clone());
    let head = bigint::to_f64(&shifted(&m, bits, 60)).unwrap_or(1.0) / (1u64 << 60) as f64;
    let mut at = 60;
    let mut y = bigint::from_f64((head.ln() * (1u64 << 60) as f64).round());
    for &b in steps.iter().rev() {
        y = shifted(&y, at, b);
        at = b;
        let mb = shifted(&m, bits, b);
        let e = bigint::natural_integer(exp_signed(&y, b));
        let up: BigInt = (&mb - &e) << (b + 1) as usize;
        y += bigint::floor_div(&up, &(mb + e));
    }
    shifted(&y, at, bits)
}

/// Whether the digits of `m` beyond `prec`, known within a unit, say how to round there and at any earlier place.
fn decides(m: &BigUint, prec: i64) -> Res<bool> {
    let digits = count_digits(m) as i64;
    let beyond = digits - prec;
    if beyond < 2 {
        return Ok(false);
    }
    let half = pow10(beyond as u64 - 1)?.as_ref() * BigUint::from(5u8);
    let rest = bigint::natural_div_rem(m, &half).1;
    let two = BigUint::from(2u8);
    Ok(rest >= two && rest + two <= half)
}

/// A result by more and more digits: `f(p)` gives a coefficient of about `p` digits within a unit, and its exponent.
fn rounded(
    negative: bool,
    ctx: &Ctx,
    st: &mut u32,
    mut f: impl FnMut(u64) -> Res<(BigUint, i64)>,
) -> Res<Dec> {
    let mut more = 5;
    loop {
        let p = ctx.prec as u64 + more;
        room(2 * p)?;
        let (m, exp) = f(p)?;
        if decides(&m, ctx.prec)? {
            let c = ctx.rounded(Rounding::HalfEven);
            return finish(Dec::new(negative, m, exp), &c, st);
        }
        more = more * 2 + 4;
    }
}

// ------------------------------------------------------------------ exp

/// The exponential function.
pub fn exp(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return n;
    }
    if a.is_infinite() {
        return Ok(if a.negative {
            Dec::zero(false, 0)
        } else {
            a.clone()
        });
    }
    if a.coef.is_zero() {
        return Ok(Dec::small(false, 1, 0));
    }
    let even = ctx.rounded(Rounding::HalfEven);
    let length = |x: i64| count_digits(&BigUint::from(x.unsigned_abs())) as i64;
    let adjusted = a.adjusted();
    let bound = if a.negative {
        length((1 - ctx.etiny()).saturating_mul(3))
    } else {
        length((ctx.emax + 1).saturating_mul(3))
    };
    if adjusted > bound {
        // Beyond all exponents.
        let e = if a.negative {
            ctx.etiny() - 1
        } else {
            ctx.emax + 1
        };
        return finish(Dec::small(false, 1, e), &even, st);
    }
    let p = ctx.prec as u64;
    if !a.negative && adjusted < -ctx.prec {
        // A little more than one.
        let c = pow10(p + 1)?.as_ref() + BigUint::ONE;
        return finish(Dec::new(false, c, -ctx.prec - 1), &even, st);
    }
    if a.negative && adjusted < -ctx.prec - 1 {
        let c = pow10(p + 1)?.into_owned() - BigUint::ONE;
        return finish(Dec::new(false, c, -ctx.prec - 1), &even, st);
    }
    rounded(false, ctx, st, |p| exp_digits(a, p))
}

/// About `p` digits of `exp(a)`.
fn exp_digits(a: &Dec, p: u64) -> Res<(BigUint, i64)> {
    // exp(a) is exp(r) times ten to the q.
    let integer_bits = bits_of_digits(a.adjusted().max(0) as u64 + 1);
    let bits = bits_of_digits(p) + 16;
    let wide = bits + integer_bits + 8;
    let x = if a.exp >= 0 {
        scale(&a.coef, a.exp as u64)? << wide as usize
    } else {
        (&a.coef << wide as usize) / pow10(a.exp.unsigned_abs())?.as_ref()
    };
    let x = bigint::from_parts(a.negative, x);
    let ten = bigint::natural_integer(ln10(wide));
    let (q, r) = bigint::floor_div_mod(&x, &ten);
    let q = bigint::to_i64(&q).ok_or(NoMemory)?;
    let r = bigint::magnitude(&r) >> (wide - bits) as usize;
    let e = exp_fixed(&r, bits);
    let m = scale(&e, p - 1)? >> bits as usize;
    Ok((m, q - (p as i64 - 1)))
}

// ------------------------------------------------------------------ logarithms

/// A positive number as `m * 10^k` with `m` near one: k, and `2^bits * ln(m)`.
fn reduced_ln(a: &Dec, bits: u64) -> Res<(i64, BigInt)> {
    let mut k = a.adjusted();
    // m = coef / 10^(digits - 1), or a tenth of it.
    let mut places = a.digits - 1;
    let one = power_of_two(bits);
    let mut m = (&a.coef << bits as usize) / pow10(places)?.as_ref();
    if m > &one * BigUint::from(3u8) {
        k += 1;
        places += 1;
        m = (&a.coef << bits as usize) / pow10(places)?.as_ref();
    }
    Ok((k, ln_fixed(&m, bits)))
}

/// How many digits of a logarithm of `a` are zeros after the point: `a` is so near to one.
fn leading_zeros(a: &Dec) -> Res<u64> {
    let adjusted = a.adjusted();
    if !(-1..=0).contains(&adjusted) || a.exp >= 0 {
        return Ok(0);
    }
    let one = pow10(a.exp.unsigned_abs())?;
    let distance = match a.coef.cmp(one.as_ref()) {
        Ordering::Less => one.as_ref() - &a.coef,
        _ => &a.coef - one.as_ref(),
    };
    Ok(a.exp.unsigned_abs().saturating_sub(count_digits(&distance)))
}

/// `value / 2^bits`, about `p` digits of it, of which so many are zeros.
fn to_digits(value: &BigUint, bits: u64, p: u64, zeros: u64) -> Res<(BigUint, i64)> {
    let places = p + zeros;
    let m = scale(value, places)? >> bits as usize;
    Ok((m, -(places as i64)))
}

/// Checks of the logarithms: Ok is a result.
fn ln_special(a: &Dec, ctx: &Ctx, st: &mut u32) -> Option<Res<Dec>> {
    if let Some(n) = nan_of(a, None, ctx, st) {
        return Some(n);
    }
    if a.is_zero() {
        return Some(Ok(Dec::infinity(true)));
    }
    if a.negative {
        return Some(Ok(Dec::invalid(st, cond::INVALID)));
    }
    a.is_infinite().then(|| Ok(Dec::infinity(false)))
}

/// The natural logarithm.
pub fn ln(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(r) = ln_special(a, ctx, st) {
        return r;
    }
    let one = Dec::small(false, 1, 0);
    let order = compare(a, &one);
    if order == Ordering::Equal {
        return Ok(Dec::zero(false, 0));
    }
    let zeros = leading_zeros(a)?;
    rounded(order == Ordering::Less, ctx, st, |p| {
        let bits = bits_of_digits(p + zeros) + 96;
        let (k, l) = reduced_ln(a, bits)?;
        let sum = l + BigInt::from(k) * bigint::natural_integer(ln10(bits));
        to_digits(&bigint::magnitude(&sum), bits, p, zeros)
    })
}

/// The logarithm to the base of ten.
pub fn log10(a: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(r) = ln_special(a, ctx, st) {
        return r;
    }
    let (c, n) = strip(a.coef.clone(), a.digits);
    if c.is_one() {
        return finish(Dec::from_i64(a.exp + n as i64), ctx, st);
    }
    let zeros = leading_zeros(a)?;
    rounded(a.adjusted() < 0, ctx, st, |p| {
        let bits = bits_of_digits(p + zeros) + 96;
        let (k, l) = reduced_ln(a, bits)?;
        let l = bigint::floor_div(&(l << bits as usize), &bigint::natural_integer(ln10(bits)));
        let sum = l + (BigInt::from(k) << bits as usize);
        to_digits(&bigint::magnitude(&sum), bits, p, zeros)
    })
}

// ------------------------------------------------------------------ powers

/// `a ** b`.
pub fn power(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if let Some(n) = nan_of(a, Some(b), ctx, st) {
        return n;
    }
    let integer = b.is_integer();
    let negative = a.negative && integer && b.is_odd();
    if b.is_zero() {
        if a.is_zero() {
            return Ok(Dec::invalid(st, cond::INVALID));
        }
        return Ok(Dec::small(false, 1, 0));
    }
    if a.negative && !a.is_zero() && !integer {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    if a.is_zero() {
        return Ok(if b.negative {
            Dec::infinity(negative)
        } else {
            Dec::zero(negative, 0)
        });
    }
    if a.is_infinite() {
        return Ok(if b.negative {
            Dec::zero(negative, 0)
        } else {
            Dec::infinity(negative)
        });
    }
    let one = Dec::small(false, 1, 0);
    let magnitude = a.clone().signed(false);
    let order = compare(&magnitude, &one);
    if order == Ordering::Equal {
        return power_of_one(a, b, integer, negative, ctx, st);
    }
    if b.is_infinite() {
        return Ok(if b.negative == (order == Ordering::Less) {
            Dec::infinity(negative)
        } else {
            Dec::zero(negative, 0)
        });
    }
    if let Some(d) = out_of_bounds(&magnitude, b, negative, ctx) {
        return finish(d, ctx, st);
    }
    if integer {
        integer_power(&magnitude, b, negative, ctx, st)
    } else {
        real_power(&magnitude, b, ctx, st)
    }
}

/// Powers of 1 and -1 have as many zeros as the product would have.
fn power_of_one(
    a: &Dec,
    b: &Dec,
    integer: bool,
    negative: bool,
    ctx: &Ctx,
    st: &mut u32,
) -> Res<Dec> {
    let lowest = 1 - ctx.prec;
    let exp = if integer {
        let times = if b.negative {
            0
        } else {
            let n = b.integer_part().ok().and_then(|n| bigint::natural_u128(&n));
            n.map_or(ctx.prec, |n| n.min(ctx.prec as u128) as i64)
        };
        let e = i128::from(a.exp) * i128::from(times);
        if e < i128::from(lowest) {
            *st |= cond::ROUNDED;
            lowest
        } else {
            (e as i64).min(0)
        }
    } else {
        *st |= cond::INEXACT | cond::ROUNDED;
        lowest
    };
    let c = pow10(exp.unsigned_abs())?.into_owned();
    Ok(Dec::new(negative, c, exp))
}

/// A stand-in for a power that is beyond all exponents, if a rough look can tell.
fn out_of_bounds(a: &Dec, b: &Dec, negative: bool, ctx: &Ctx) -> Option<Dec> {
    let length = |x: i64| count_digits(&BigUint::from(x.unsigned_abs())) as i64;
    let bound = log_bound(a) + b.adjusted();
    if (a.adjusted() >= 0) != b.negative {
        (bound >= length(ctx.emax)).then(|| Dec::small(negative, 1, ctx.emax + 1))
    } else {
        (bound >= length(ctx.etiny())).then(|| Dec::small(negative, 1, ctx.etiny() - 1))
    }
}

/// An exponent such that `|log10(a)|` is at least ten to it.
fn log_bound(a: &Dec) -> i64 {
    let length = |x: i64| count_digits(&BigUint::from(x.unsigned_abs())) as i64;
    let adjusted = a.adjusted();
    if adjusted >= 1 {
        return length(adjusted) - 1;
    }
    if adjusted <= -2 {
        return length(-1 - adjusted) - 1;
    }
    // Near one: log10(1 + x) is about 0.4 x.
    match leading_zeros(a) {
        Ok(zeros) => -(zeros as i64) - 2,
        Err(NoMemory) => MIN_ETINY,
    }
}

/// By squaring, with some digits more than the result has.
fn integer_power(a: &Dec, b: &Dec, negative: bool, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    let mut work = Ctx {
        prec: ctx.prec + (b.digits as i64 + b.exp + 2),
        emax: ctx.emax,
        emin: ctx.emin,
        rounding: Rounding::HalfEven,
        clamp: false,
    };
    let mut base = a.clone();
    if b.negative {
        work.prec += 1;
        base = divide(&Dec::small(false, 1, 0), a, &work, st)?;
    }
    let n = b.integer_part()?;
    let bits = bigint::natural_bits(&n);
    let mut result = base.clone();
    let mut local = 0;
    for i in (0..bits.saturating_sub(1)).rev() {
        result = multiply(&result, &result, &work, &mut local)?;
        let set = n
            .as_words()
            .get((i / 64) as usize)
            .is_some_and(|w| w >> (i % 64) & 1 == 1);
        if set {
            result = multiply(&result, &base, &work, &mut local)?;
        }
        if local & (cond::OVERFLOW | cond::CLAMPED) != 0 {
            break;
        }
    }
    *st |= local;
    if result.is_infinite() {
        // As the rounding mode wants it.
        result = Dec::small(false, 1, ctx.emax + 1);
    }
    finish(result.signed(negative), ctx, st)
}

/// Digits of the largest exponent: as many are lost by the exponential function.
const EXPONENT_DIGITS: i64 = 19;

/// `exp(b * ln(a))`, with some digits more than the result has.
fn real_power(a: &Dec, b: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    let work = Ctx {
        prec: ctx.prec.max(a.digits as i64) + 4 + EXPONENT_DIGITS,
        emax: MAX_EMAX,
        emin: MIN_EMIN,
        rounding: Rounding::HalfEven,
        clamp: false,
    };
    let mut local = 0;
    let l = ln(a, &work, &mut local)?;
    let y = multiply(&l, b, &work, &mut local)?;
    let r = exp(&y, &work, &mut local)?;
    *st |= cond::INEXACT | cond::ROUNDED;
    let mut last = 0;
    let r = finish(snapped(r, ctx.prec, y.adjusted())?, ctx, &mut last)?;
    if last & cond::SUBNORMAL != 0 {
        // It counts as inexact.
        last |= cond::UNDERFLOW;
    }
    *st |= last;
    Ok(r)
}

/// `exp(y)` that is so near to a number of `prec` digits that it can only be meant: that number. `size` is the adjusted
/// exponent of y, whose last digits the error of `exp(y)` comes from.
fn snapped(d: Dec, prec: i64, size: i64) -> Res<Dec> {
    let beyond = d.digits as i64 - prec;
    let lost = size.max(-1) + 3;
    if d.is_special() || beyond <= lost {
        return Ok(d);
    }
    let unit = pow10(beyond as u64)?;
    let (q, r) = bigint::natural_div_rem(&d.coef, unit.as_ref());
    let noise = pow10(lost as u64)?;
    let exp = d.exp + beyond;
    if &r < noise.as_ref() {
        Ok(Dec::new(d.negative, q, exp))
    } else if unit.as_ref() - r < *noise {
        Ok(Dec::new(d.negative, q + BigUint::ONE, exp))
    } else {
        Ok(d)
    }
}

/// `a ** b % m` for integers.
pub fn power_modulo(a: &Dec, b: &Dec, m: &Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if a.is_nan() || b.is_nan() || m.is_nan() {
        // Signaling ones first, in their order.
        let all = [a, b, m];
        let signaling = all
            .iter()
            .find(|d| d.is_nan() && d.kind == super::num::Kind::Signaling);
        let found = signaling.or_else(|| all.iter().find(|d| d.is_nan()));
        if let Some(n) = found.and_then(|d| nan_of(d, None, ctx, st)) {
            return n;
        }
    }
    let integers = [a, b, m].iter().all(|d| d.is_integer());
    let no_power = b.negative && !b.is_zero() || a.is_zero() && b.is_zero();
    if !integers || no_power || m.is_zero() || m.adjusted() >= ctx.prec {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    let negative = a.negative && b.is_odd();
    let modulus = m.integer_part()?;
    let base = if a.exp > 0 {
        let ten = BigUint::from(10u8);
        let p = bigint::natural_pow_mod(&ten, &BigUint::from(a.exp as u64), &modulus);
        &a.coef * p
    } else {
        a.integer_part()?
    };
    let r = bigint::natural_pow_mod(&base, &b.integer_part()?, &modulus);
    let r = bigint::natural_div_rem(&r, &modulus).1;
    finish(Dec::new(negative, r, 0), ctx, st)
}
