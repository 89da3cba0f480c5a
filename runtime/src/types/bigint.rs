//! Arbitrary-precision integers: the only file that knows which crate does the arithmetic (docs/bigint.md says
//! why it is dashu). The rest of the project sees `BigInt` and the functions below.
//!
//! BIGINT RULE 1. Nothing here panics on script-controlled values: zero divisors, negative shifts and sizes beyond
//!   `MAX_BITS` are excluded by the callers in `int.rs`, which turn them into Python exceptions.

use crate::error;
use crate::obj::R;
use crate::os::reserve;
use crate::thread::Thread;
use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{BitTest, DivRem, Gcd, SquareRootRem, UnsignedAbs};
use dashu_int::{IBig, Sign, UBig};
use std::cmp::Ordering;

/// An integer of any size.
pub type BigInt = IBig;
/// A natural number of any size.
pub type BigUint = UBig;

/// Results longer than this many bits raise MemoryError before anything is allocated.
pub const MAX_BITS: u64 = 1 << 34;

/// Numbers below so many bits are always made: what they take goes at once if there is no memory for their objects.
const SMALL: u64 = 1 << 13;

/// MemoryError if there is no room for a computation whose operands or result have so many bits: results, and what the
/// crate needs beside them. It would panic.
#[inline]
pub fn room(th: &mut Thread, bits: u64) -> R<()> {
    if bits < SMALL {
        return Ok(());
    }
    error::room(th, usize::try_from(bits).unwrap_or(usize::MAX) / 8 * 12)
}

/// As `room` for products of so many bits, and what goes through products: quotients, conversions of digits. The crate's
/// transform takes up to 12 bytes for each bit.
#[inline]
pub fn room_for_product(th: &mut Thread, bits: u64) -> R<()> {
    const WORTH_A_LOOK: u64 = 1 << 18;
    if bits < SMALL || bits < WORTH_A_LOOK && !reserve::is_low() {
        return Ok(());
    }
    error::room(
        th,
        usize::try_from(bits)
            .unwrap_or(usize::MAX)
            .saturating_mul(16),
    )
}

/// Magnitude as 64-bit words, least significant first, and whether the number is negative.
pub fn words(x: &BigInt) -> (bool, &[u64]) {
    let (sign, w) = x.as_sign_words();
    (sign == Sign::Negative, w)
}

/// The magnitude.
pub fn magnitude(x: &BigInt) -> BigUint {
    x.unsigned_abs()
}

/// From a sign and a magnitude.
pub fn from_parts(negative: bool, m: BigUint) -> BigInt {
    BigInt::from_parts(
        if negative {
            Sign::Negative
        } else {
            Sign::Positive
        },
        m,
    )
}

/// Whether it is below zero.
#[inline]
pub fn is_negative(x: &BigInt) -> bool {
    x.sign() == Sign::Negative
}

/// Whether it is zero.
#[inline]
pub fn is_zero(x: &BigInt) -> bool {
    x.is_zero()
}

/// Length of the magnitude in bits.
pub fn bit_length(x: &BigInt) -> u64 {
    let (_, w) = words(x);
    match w.last() {
        None => 0,
        Some(top) => w.len() as u64 * 64 - u64::from(top.leading_zeros()),
    }
}

/// The value as i64 if it fits.
pub fn to_i64(x: &BigInt) -> Option<i64> {
    let (neg, w) = words(x);
    match w {
        [] => Some(0),
        [m] if neg => (*m <= 1 << 63).then(|| (*m as i64).wrapping_neg()),
        [m] => i64::try_from(*m).ok(),
        _ => None,
    }
}

/// The value as u64 if it fits.
pub fn to_u64(x: &BigInt) -> Option<u64> {
    match words(x) {
        (_, []) => Some(0),
        (false, [m]) => Some(*m),
        _ => None,
    }
}

/// The low 64 bits of the two's complement.
pub fn low_u64(x: &BigInt) -> u64 {
    let (neg, w) = words(x);
    let m = w.first().copied().unwrap_or(0);
    if neg { m.wrapping_neg() } else { m }
}

/// Quotient rounded towards minus infinity and remainder with the divisor's sign. The divisor is not zero.
pub fn floor_div_mod(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    let (q, r) = a.div_rem(b);
    if !r.is_zero() && is_negative(&r) != is_negative(b) {
        (q - 1, r + b)
    } else {
        (q, r)
    }
}

/// `a // b` for a divisor that is not zero.
pub fn floor_div(a: &BigInt, b: &BigInt) -> BigInt {
    floor_div_mod(a, b).0
}

/// `a % b` for a divisor that is not zero.
pub fn floor_mod(a: &BigInt, b: &BigInt) -> BigInt {
    let r = a % b;
    if !r.is_zero() && is_negative(&r) != is_negative(b) {
        r + b
    } else {
        r
    }
}

/// `x >> n`, rounding towards minus infinity.
pub fn shift_right(x: &BigInt, n: u64) -> BigInt {
    match usize::try_from(n) {
        Ok(n) if (n as u64) < bit_length(x) => x >> n,
        _ if is_negative(x) => BigInt::from(-1),
        _ => BigInt::ZERO,
    }
}

/// Greatest common divisor of the magnitudes.
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    if a.is_zero() {
        return magnitude(b).into();
    }
    if b.is_zero() {
        return magnitude(a).into();
    }
    (&magnitude(a)).gcd(&magnitude(b)).into()
}

/// Integer square root of a number that is not negative, and whether it is exact.
pub fn sqrt_rem(x: &BigInt) -> (BigInt, bool) {
    let (s, r) = magnitude(x).sqrt_rem();
    (s.into(), r.is_zero())
}

/// `x ** e mod m` for `e >= 0`, `m > 0`; the result is in `0..m`.
pub fn pow_mod(x: &BigInt, e: &BigInt, m: &BigInt) -> BigInt {
    let m = magnitude(m);
    if m.is_one() {
        return BigInt::ZERO;
    }
    let ring = ConstDivisor::new(m);
    let r = ring.reduce(x.clone());
    r.pow(&magnitude(e)).residue().into()
}

/// The inverse of `x` modulo `m > 0`; None if they have a common divisor.
pub fn inverse_mod(x: &BigInt, m: &BigInt) -> Option<BigInt> {
    let (mut r0, mut r1) = (m.clone(), floor_mod(x, m));
    let (mut t0, mut t1) = (BigInt::ZERO, BigInt::ONE);
    while !r1.is_zero() {
        let (q, r) = r0.div_rem(&r1);
        let t = &t0 - &q * &t1;
        (r0, r1) = (r1, r);
        (t0, t1) = (t1, t);
    }
    r0.is_one().then(|| floor_mod(&t0, m))
}

/// Residue of the magnitude modulo 2^61 - 1, as numeric hashes need it.
pub fn hash_residue(x: &BigInt) -> u64 {
    const M: u128 = (1 << 61) - 1;
    // 2^64 is 8 modulo M.
    words(x)
        .1
        .iter()
        .rev()
        .fold(0u128, |h, &w| (h * 8 + u128::from(w)) % M) as u64
}

/// Digits in a radix from 2 to 36, lower case, with a leading minus for negative numbers.
pub fn to_radix(th: &mut Thread, x: &BigInt, radix: u32) -> R<String> {
    // A byte for each digit.
    room(th, bit_length(x) * 8 / u64::from(radix.max(2).ilog2()))?;
    if !radix.is_power_of_two() {
        room_for_product(th, bit_length(x))?;
    }
    Ok(match radix {
        2 => format!("{x:b}"),
        8 => format!("{x:o}"),
        10 => x.to_string(),
        16 => format!("{x:x}"),
        r => x.in_radix(r.clamp(2, 36)).to_string(),
    })
}

/// Parses plain ASCII digits of a radix from 2 to 36 (no sign, no underscore).
pub fn from_digits(th: &mut Thread, digits: &str, radix: u32) -> R<Option<BigInt>> {
    room_for_product(
        th,
        digits.len() as u64 * u64::from(radix.max(2).ilog2() + 1),
    )?;
    Ok(parse(digits, radix))
}

fn parse(digits: &str, radix: u32) -> Option<BigInt> {
    UBig::from_str_radix(digits, radix).ok().map(BigInt::from)
}

/// From the little-endian bytes of a magnitude.
pub fn from_le_bytes(b: &[u8]) -> BigInt {
    UBig::from_le_bytes(b).into()
}

/// From little-endian two's complement.
pub fn from_le_bytes_signed(b: &[u8]) -> BigInt {
    IBig::from_le_bytes(b)
}

/// Little-endian bytes of the magnitude, without leading zeros.
pub fn magnitude_le_bytes(x: &BigInt) -> Vec<u8> {
    magnitude(x).to_le_bytes().into_vec()
}

/// Number of one bits of the magnitude.
pub fn count_ones(x: &BigInt) -> u64 {
    words(x).1.iter().map(|w| u64::from(w.count_ones())).sum()
}

/// Number of zero bits below the lowest one bit; None for zero.
pub fn trailing_zeros(x: &BigInt) -> Option<u64> {
    let (_, w) = words(x);
    let i = w.iter().position(|&w| w != 0)?;
    Some(i as u64 * 64 + u64::from(w.get(i)?.trailing_zeros()))
}

/// Whether bit `n` of the magnitude is set.
pub fn magnitude_bit(x: &BigInt, n: usize) -> bool {
    magnitude(x).bit(n)
}

// ------------------------------------------------------------------ natural numbers

/// Whether there is room for a computation with products of so many bits, as far as one look can tell.
#[inline]
pub fn is_room_for_product(bits: u64) -> bool {
    const WORTH_A_LOOK: u64 = 1 << 18;
    bits < WORTH_A_LOOK
        || bits <= MAX_BITS
            && crate::os::reserve::is_room(
                usize::try_from(bits)
                    .unwrap_or(usize::MAX)
                    .saturating_mul(16),
            )
}

/// Quotient and remainder; the divisor is not zero.
#[inline]
pub fn natural_div_rem(a: &BigUint, b: &BigUint) -> (BigUint, BigUint) {
    a.div_rem(b)
}

/// Square root and remainder.
pub fn natural_sqrt_rem(a: &BigUint) -> (BigUint, BigUint) {
    a.sqrt_rem()
}

/// Length in bits.
#[inline]
pub fn natural_bits(a: &BigUint) -> u64 {
    a.bit_len() as u64
}

/// Number of zero bits below the lowest one bit; 0 for zero.
pub fn natural_trailing_zeros(a: &BigUint) -> u64 {
    a.trailing_zeros().unwrap_or(0) as u64
}

/// The value, if it has at most 128 bits.
#[inline]
pub fn natural_u128(a: &BigUint) -> Option<u128> {
    match *a.as_words() {
        [] => Some(0),
        [w] => Some(u128::from(w)),
        [w, v] => Some(u128::from(w) | u128::from(v) << 64),
        _ => None,
    }
}

/// From plain decimal digits.
pub fn natural_from_digits(digits: &str) -> Option<BigUint> {
    UBig::from_str_radix(digits, 10).ok()
}

/// `x ** e mod m` for `m > 0`.
pub fn natural_pow_mod(x: &BigUint, e: &BigUint, m: &BigUint) -> BigUint {
    if m.is_one() {
        return BigUint::ZERO;
    }
    let ring = ConstDivisor::new(m.clone());
    ring.reduce(x.clone()).pow(e).residue()
}

/// As an integer.
pub fn natural_integer(a: BigUint) -> BigInt {
    a.into()
}

// ------------------------------------------------------------------ doubles

/// `m * 2^e` rounded half to even, with a sticky bit for what `m` left out; None if it overflows.
pub fn round_scaled(m: u64, sticky: bool, e: i64) -> Option<f64> {
    if m == 0 {
        return Some(0.0);
    }
    let len = 64 - i64::from(m.leading_zeros());
    // Bits to cut: down to 53, or to the subnormal grid of 2^-1074.
    let cut = (len - 53).max(-1074 - e);
    if cut <= 0 {
        // Exact: at most 53 bits, on the grid.
        let r = scale(m as f64, e);
        return r.is_finite().then_some(r);
    }
    if cut > 64 {
        return Some(0.0);
    }
    let (kept, rest, half) = if cut == 64 {
        (0, m, 1u64 << 63)
    } else {
        (m >> cut, m & ((1 << cut) - 1), 1 << (cut - 1))
    };
    let up = match rest.cmp(&half) {
        Ordering::Greater => true,
        Ordering::Equal => sticky || kept & 1 == 1,
        Ordering::Less => false,
    };
    let r = scale((kept + u64::from(up)) as f64, e + cut);
    r.is_finite().then_some(r)
}

/// `x * 2^e` for a result that is exact or overflows.
pub fn scale(mut x: f64, mut e: i64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    while e > 1000 && x.is_finite() {
        x *= f64::from_bits((1023 + 1000) << 52);
        e -= 1000;
    }
    while e < -1000 && x != 0.0 {
        x *= f64::from_bits((1023 - 1000) << 52);
        e += 1000;
    }
    if e > 1000 {
        return x;
    }
    if e < -1000 {
        return x;
    }
    x * f64::from_bits(((1023 + e) as u64) << 52)
}

/// The nearest double; None if the number is too large.
pub fn to_f64(x: &BigInt) -> Option<f64> {
    let (neg, w) = words(x);
    let bits = bit_length(x);
    if bits > 1025 {
        return None;
    }
    let (m, sticky, e) = top_bits(w, bits);
    let r = round_scaled(m, sticky, e)?;
    Some(if neg { -r } else { r })
}

/// The top 64 bits of a magnitude of `bits` bits, whether anything below is set, and the power of two they stand at.
fn top_bits(w: &[u64], bits: u64) -> (u64, bool, i64) {
    if bits <= 64 {
        return (w.first().copied().unwrap_or(0), false, 0);
    }
    let shift = bits - 64;
    let (at, off) = ((shift / 64) as usize, shift % 64);
    let word = |i: usize| w.get(i).copied().unwrap_or(0);
    let m = if off == 0 {
        word(at)
    } else {
        word(at) >> off | word(at + 1) << (64 - off)
    };
    let sticky = w.iter().take(at).any(|&x| x != 0) || word(at) & ((1 << off) - 1) != 0;
    (m, sticky, shift as i64)
}

/// The magnitude as a double in 0.5..1 and a power of two (as C's frexp, rounded half to even).
pub fn frexp(x: &BigInt) -> (f64, i64) {
    let (_, w) = words(x);
    let bits = bit_length(x);
    if bits == 0 {
        return (0.0, 0);
    }
    let (m, sticky, e) = top_bits(w, bits);
    let len = 64 - i64::from(m.leading_zeros());
    let r = round_scaled(m, sticky, -len).unwrap_or(0.5);
    if r >= 1.0 {
        (r / 2.0, e + len + 1)
    } else {
        (r, e + len)
    }
}

/// `a / b` correctly rounded, for `b` not zero; None if it overflows.
pub fn true_div(a: &BigInt, b: &BigInt) -> Option<f64> {
    let negative = is_negative(a) != is_negative(b);
    let (la, lb) = (bit_length(a) as i64, bit_length(b) as i64);
    if la == 0 {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    let diff = la - lb;
    let r = if diff > 1025 {
        None
    } else if diff < -1080 {
        Some(0.0)
    } else {
        // A quotient of 63 or 64 bits and a sticky bit hold everything that rounding needs.
        let shift = 63 - diff;
        let (n, d) = (magnitude(a), magnitude(b));
        let (q, r) = if shift >= 0 {
            (n << shift as usize).div_rem(&d)
        } else {
            n.div_rem(d << (-shift) as usize)
        };
        let m = q.as_words().first().copied().unwrap_or(0);
        round_scaled(m, !r.is_zero(), -shift)
    }?;
    Some(if negative { -r } else { r })
}

/// The integer part of a finite double.
pub fn from_f64(x: f64) -> BigInt {
    let bits = x.abs().to_bits();
    let e = (bits >> 52) as i64 - 1075;
    let m = if bits >> 52 == 0 {
        0
    } else {
        bits & ((1 << 52) - 1) | 1 << 52
    };
    let v = if e >= 0 {
        BigInt::from(m) << e as usize
    } else if e > -64 {
        BigInt::from(m >> -e)
    } else {
        BigInt::ZERO
    };
    if x < 0.0 { -v } else { v }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(s: &str) -> BigInt {
        match s.strip_prefix('-') {
            Some(d) => -parse(d, 10).unwrap(),
            None => parse(s, 10).unwrap(),
        }
    }

    #[test]
    fn doubles_round_half_to_even() {
        for (s, want) in [
            ("9007199254740993", 9007199254740992.0),
            ("9007199254740995", 9007199254740996.0),
            ("18446744073709551615", 18446744073709551616.0),
            ("-36893488147419103233", -36893488147419103232.0),
        ] {
            assert_eq!(to_f64(&big(s)), Some(want), "{s}");
        }
        // The largest double, half a step above it (overflows), and just below that half step.
        let max = (BigInt::from(1) << 1024) - (BigInt::from(1) << 971);
        assert_eq!(to_f64(&max), Some(f64::MAX));
        let half = (BigInt::from(1) << 1024) - (BigInt::from(1) << 970);
        assert_eq!(to_f64(&half), None);
        assert_eq!(to_f64(&(half - 1)), Some(f64::MAX));
    }

    #[test]
    fn division_rounds_once() {
        let one = BigInt::from(1);
        assert_eq!(true_div(&one, &BigInt::from(3)), Some(1.0 / 3.0));
        assert_eq!(true_div(&-&one, &BigInt::from(10)), Some(-0.1));
        let tiny = &one << 1074;
        assert_eq!(true_div(&one, &tiny), Some(5e-324));
        assert_eq!(true_div(&one, &(&tiny << 1)), Some(0.0));
        assert_eq!(true_div(&BigInt::from(3), &(&tiny << 1)), Some(1e-323));
        assert_eq!(true_div(&(&one << 2000), &one), None);
        assert_eq!(true_div(&big("1").pow(1), &(&one << 2000)), Some(0.0));
    }

    #[test]
    fn floor_signs() {
        for (a, b) in [(7, 3), (-7, 3), (7, -3), (-7, -3), (6, -3), (0, 5)] {
            let (q, r) = floor_div_mod(&BigInt::from(a), &BigInt::from(b));
            assert_eq!(&q * BigInt::from(b) + &r, BigInt::from(a));
            assert!(r.is_zero() || is_negative(&r) == (b < 0));
            assert_eq!(floor_mod(&BigInt::from(a), &BigInt::from(b)), r);
        }
    }

    #[test]
    fn inverses_and_powers() {
        let m = big("1000000007");
        let i = inverse_mod(&big("-3"), &m).unwrap();
        assert_eq!(floor_mod(&(i * -3), &m), BigInt::ONE);
        assert!(inverse_mod(&big("6"), &big("9")).is_none());
        assert_eq!(pow_mod(&big("-2"), &big("3"), &big("7")), BigInt::from(6));
    }

    #[test]
    fn frexp_is_normalised() {
        assert_eq!(frexp(&BigInt::from(1)), (0.5, 1));
        assert_eq!(frexp(&((BigInt::from(1) << 200) - 1)), (0.5, 201));
        assert_eq!(from_f64(-1e20), big("-100000000000000000000"));
        assert_eq!(from_f64(0.9), BigInt::ZERO);
    }
}
