//! Storage of `int`, its constructors and its arithmetic.
//!
//! INT RULE 1. An exact int that fits 63 bits is an immediate word; a heap object of class `int` never holds such a
//!   value. Instances of subclasses are heap objects whatever their value is.
//! INT RULE 2. `Num` is the one view of both: `Big` never fits 63 bits.
//!
//! The functions on `i64` are for the machine: operands known to be immediates, overflow goes to a big integer.

use crate::error::{self, overflow_error, type_error, value_error};
use crate::obj::{Obj, R, Raised, Ref};
use crate::thread::Thread;
use crate::types::bigint::{self, BigInt};
use crate::types::typeobj::TypeObj;
use crate::types::{self, float};
use crate::value;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Payload of heap integers.
pub struct Int(Stored);

enum Stored {
    Small(i64),
    Big(BigInt),
}
crate::payload!(Int);

/// The value of an int, bool or instance of a subclass (INT RULE 2).
#[derive(Clone, Copy)]
pub enum Num<'a> {
    /// Fits 63 bits.
    Small(i64),
    /// Does not.
    Big(&'a BigInt),
}

impl<'a> Num<'a> {
    /// As a big integer.
    pub fn big(self) -> Cow<'a, BigInt> {
        match self {
            Num::Small(i) => Cow::Owned(BigInt::from(i)),
            Num::Big(b) => Cow::Borrowed(b),
        }
    }
    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        matches!(self, Num::Small(0))
    }
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            Num::Small(i) => i < 0,
            Num::Big(b) => bigint::is_negative(b),
        }
    }
    /// -1, 0 or 1.
    pub fn signum(self) -> i64 {
        match self {
            Num::Small(i) => i.signum(),
            Num::Big(b) if bigint::is_negative(b) => -1,
            Num::Big(_) => 1,
        }
    }
    /// As i64, if it fits.
    pub fn to_i64(self) -> Option<i64> {
        match self {
            Num::Small(i) => Some(i),
            Num::Big(b) => bigint::to_i64(b),
        }
    }
    /// The nearest double, None if it is too large.
    pub fn to_f64(self) -> Option<f64> {
        match self {
            Num::Small(i) => Some(i as f64),
            Num::Big(b) => bigint::to_f64(b),
        }
    }
    /// Length of the magnitude in bits.
    pub fn bit_length(self) -> u64 {
        match self {
            Num::Small(i) => 64 - u64::from(i.unsigned_abs().leading_zeros()),
            Num::Big(b) => bigint::bit_length(b),
        }
    }
    /// Whether the lowest bit is set.
    pub fn is_odd(self) -> bool {
        match self {
            Num::Small(i) => i & 1 == 1,
            Num::Big(b) => bigint::low_u64(b) & 1 == 1,
        }
    }
}

/// The value of an int, bool or instance of a subclass; None for other types.
#[inline]
pub fn num(o: Ref<'_>) -> Option<Num<'_>> {
    if let Some(i) = o.as_small() {
        return Some(Num::Small(i));
    }
    match o.word() {
        value::TRUE => Some(Num::Small(1)),
        value::FALSE => Some(Num::Small(0)),
        _ => o.get::<Int>().map(|p| match &p.0 {
            Stored::Small(i) => Num::Small(*i),
            Stored::Big(b) => Num::Big(b),
        }),
    }
}

/// Whether the value is an int (bool and subclasses included).
#[inline]
pub fn is_int(o: Ref<'_>) -> bool {
    o.as_small().is_some() || o.class().flag(types::typeobj::flags::INT_SUB)
}

/// As a big integer; None for other types.
pub fn as_bigint(o: Ref<'_>) -> Option<Cow<'_, BigInt>> {
    num(o).map(Num::big)
}

/// As i64; None for other types and larger values.
#[inline]
pub fn to_i64(o: Ref<'_>) -> Option<i64> {
    match o.as_small() {
        Some(i) => Some(i),
        None => num(o).and_then(Num::to_i64),
    }
}

/// The nearest double; None for other types and values too large.
pub fn to_f64(o: Ref<'_>) -> Option<f64> {
    num(o).and_then(Num::to_f64)
}

// ------------------------------------------------------------------ construction

/// A machine integer.
#[inline]
pub fn from_i64(th: &mut Thread, i: i64) -> R {
    match value::try_int(i) {
        Some(_) => Ok(Ref::small_int(i).own()),
        None => heap(th, &types::INT, Stored::Big(BigInt::from(i))),
    }
}
/// An unsigned machine integer.
pub fn from_u64(th: &mut Thread, i: u64) -> R {
    match i64::try_from(i) {
        Ok(i) => from_i64(th, i),
        Err(_) => heap(th, &types::INT, Stored::Big(BigInt::from(i))),
    }
}
/// A size or count.
pub fn from_usize(th: &mut Thread, i: usize) -> R {
    from_u64(th, i as u64)
}
/// A wide machine integer.
pub fn from_i128(th: &mut Thread, i: i128) -> R {
    match i64::try_from(i) {
        Ok(i) => from_i64(th, i),
        Err(_) => heap(th, &types::INT, Stored::Big(BigInt::from(i))),
    }
}
/// A big integer, normalised (INT RULE 1).
pub fn from_bigint(th: &mut Thread, b: BigInt) -> R {
    match stored(b) {
        Stored::Small(i) => Ok(Ref::small_int(i).own()),
        s => heap(th, &types::INT, s),
    }
}
/// The integer part of a finite double.
pub fn from_f64(th: &mut Thread, x: f64) -> R {
    if x.abs() < 4e18 {
        from_i64(th, x as i64)
    } else {
        from_bigint(th, bigint::from_f64(x))
    }
}
/// From little-endian two's complement bytes.
pub fn from_le_bytes_signed(th: &mut Thread, b: &[u8]) -> R {
    from_bigint(th, bigint::from_le_bytes_signed(b))
}
/// An instance of an int class with this value; for `int` itself the normal form.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, n: Num<'_>) -> R {
    if std::ptr::eq(class, &types::INT) {
        return from_num(th, n);
    }
    let s = match n {
        Num::Small(i) => Stored::Small(i),
        Num::Big(b) => Stored::Big(b.clone()),
    };
    heap(th, class, s)
}
/// An exact int with this value.
pub fn from_num(th: &mut Thread, n: Num<'_>) -> R {
    match n {
        Num::Small(i) => Ok(Ref::small_int(i).own()),
        Num::Big(b) => heap(th, &types::INT, Stored::Big(b.clone())),
    }
}
/// `o` as an exact int (the same object if it is one); other types are refused by the caller.
pub fn exact(th: &mut Thread, o: Ref<'_>) -> R {
    if o.is_exact(&types::INT) {
        return Ok(o.own());
    }
    match num(o) {
        Some(n) => from_num(th, n),
        None => Err(type_error(th, "int expected")),
    }
}

fn stored(b: BigInt) -> Stored {
    match bigint::to_i64(&b) {
        Some(i) if value::try_int(i).is_some() => Stored::Small(i),
        _ => Stored::Big(b),
    }
}

#[cold]
fn heap(th: &mut Thread, class: &'static TypeObj, s: Stored) -> R {
    Obj::new(th, class.r(), Int(s))
}

// ------------------------------------------------------------------ the machine's fast paths

/// `a + b` of immediates.
#[inline(always)]
pub fn add(th: &mut Thread, a: i64, b: i64) -> R {
    // 63-bit operands cannot overflow 64 bits.
    from_i64(th, a.wrapping_add(b))
}
/// `a - b` of immediates.
#[inline(always)]
pub fn sub(th: &mut Thread, a: i64, b: i64) -> R {
    from_i64(th, a.wrapping_sub(b))
}
/// `a * b` of immediates.
#[inline(always)]
pub fn mul(th: &mut Thread, a: i64, b: i64) -> R {
    match a.checked_mul(b) {
        Some(c) => from_i64(th, c),
        None => from_i128(th, i128::from(a) * i128::from(b)),
    }
}
/// `a // b` of immediates.
#[inline]
pub fn floordiv(th: &mut Thread, a: i64, b: i64) -> R {
    if b == 0 {
        return Err(division_by_zero(th));
    }
    from_i64(th, floor_div_i64(a, b))
}
/// `a % b` of immediates.
#[inline]
pub fn modulo(th: &mut Thread, a: i64, b: i64) -> R {
    if b == 0 {
        return Err(division_by_zero(th));
    }
    from_i64(th, floor_mod_i64(a, b))
}
/// `a << n` of immediates.
#[inline]
pub fn lshift(th: &mut Thread, a: i64, n: i64) -> R {
    if (0..62).contains(&n) && (a << n) >> n == a {
        return from_i64(th, a << n);
    }
    shift_left(th, Num::Small(a), Num::Small(n))
}
/// `a >> n` of immediates.
#[inline]
pub fn rshift(th: &mut Thread, a: i64, n: i64) -> R {
    if n < 0 {
        return Err(value_error(th, "negative shift count"));
    }
    from_i64(th, a >> n.min(63))
}

/// Floor division; `b` is not zero and `a` is no i64::MIN with `b` -1 (63-bit values).
#[inline(always)]
pub fn floor_div_i64(a: i64, b: i64) -> i64 {
    let q = a.wrapping_div(b);
    if a % b != 0 && (a < 0) != (b < 0) {
        q - 1
    } else {
        q
    }
}
/// Remainder with the divisor's sign; see `floor_div_i64`.
#[inline(always)]
pub fn floor_mod_i64(a: i64, b: i64) -> i64 {
    let r = a.wrapping_rem(b);
    if r != 0 && (r < 0) != (b < 0) {
        r + b
    } else {
        r
    }
}

#[cold]
fn division_by_zero(th: &mut Thread) -> Raised {
    error::zero_division(th, "division by zero")
}

// ------------------------------------------------------------------ arithmetic on any values

#[inline]
fn room_for_quotient(th: &mut Thread, a: Num<'_>) -> R<()> {
    match a {
        Num::Small(_) => Ok(()),
        Num::Big(b) => bigint::room_for_product(th, bigint::bit_length(b)),
    }
}
#[inline]
fn room_for(th: &mut Thread, a: Num<'_>) -> R<()> {
    match a {
        Num::Small(_) => Ok(()),
        Num::Big(b) => bigint::room(th, bigint::bit_length(b)),
    }
}

/// `a + b`.
pub fn add_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    if let (Num::Big(a), _) | (_, Num::Big(a)) = (a, b) {
        bigint::room(th, bigint::bit_length(a))?;
    }
    match (a, b) {
        (Num::Small(a), Num::Small(b)) => add(th, a, b),
        (Num::Big(a), Num::Big(b)) => from_bigint(th, a + b),
        (Num::Big(a), Num::Small(b)) | (Num::Small(b), Num::Big(a)) => from_bigint(th, a + b),
    }
}
/// `a - b`.
pub fn sub_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    if let (Num::Big(a), _) | (_, Num::Big(a)) = (a, b) {
        bigint::room(th, bigint::bit_length(a))?;
    }
    match (a, b) {
        (Num::Small(a), Num::Small(b)) => sub(th, a, b),
        (Num::Big(a), Num::Big(b)) => from_bigint(th, a - b),
        (Num::Big(a), Num::Small(b)) => from_bigint(th, a - b),
        (Num::Small(a), Num::Big(b)) => from_bigint(th, -(b - a)),
    }
}
/// `a * b`.
pub fn mul_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    if let (Num::Big(x), y) | (y, Num::Big(x)) = (a, b) {
        bigint::room_for_product(th, bigint::bit_length(x) + y.bit_length())?;
    }
    match (a, b) {
        (Num::Small(a), Num::Small(b)) => mul(th, a, b),
        (Num::Big(a), Num::Big(b)) if std::ptr::eq(a, b) => from_bigint(th, BigInt::from(a.sqr())),
        (Num::Big(a), Num::Big(b)) => from_bigint(th, a * b),
        (Num::Big(a), Num::Small(b)) | (Num::Small(b), Num::Big(a)) => from_bigint(th, a * b),
    }
}
/// `a // b`.
pub fn floordiv_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    room_for_quotient(th, a)?;
    match (a, b) {
        (Num::Small(a), Num::Small(b)) => floordiv(th, a, b),
        (_, Num::Small(0)) => Err(division_by_zero(th)),
        _ => from_bigint(th, bigint::floor_div(&a.big(), &b.big())),
    }
}
/// `a % b`.
pub fn mod_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    room_for_quotient(th, a)?;
    match (a, b) {
        (Num::Small(a), Num::Small(b)) => modulo(th, a, b),
        (_, Num::Small(0)) => Err(division_by_zero(th)),
        _ => from_bigint(th, bigint::floor_mod(&a.big(), &b.big())),
    }
}
/// `divmod(a, b)` as two values.
pub fn divmod_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R<(Obj, Obj)> {
    room_for_quotient(th, a)?;
    if b.is_zero() {
        return Err(division_by_zero(th));
    }
    if let (Num::Small(a), Num::Small(b)) = (a, b) {
        return Ok((floordiv(th, a, b)?, modulo(th, a, b)?));
    }
    let (q, r) = bigint::floor_div_mod(&a.big(), &b.big());
    Ok((from_bigint(th, q)?, from_bigint(th, r)?))
}
/// `a / b`, correctly rounded.
pub fn truediv_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    if b.is_zero() {
        return Err(error::zero_division(th, "division by zero"));
    }
    const EXACT: i64 = 1 << 53;
    if let (Num::Small(a), Num::Small(b)) = (a, b)
        && a.abs() <= EXACT
        && b.abs() <= EXACT
    {
        return float::new(th, a as f64 / b as f64);
    }
    match bigint::true_div(&a.big(), &b.big()) {
        Some(x) => float::new(th, x),
        None => Err(overflow_error(
            th,
            "integer division result too large for a float",
        )),
    }
}
/// `-a`.
pub fn neg_num(th: &mut Thread, a: Num<'_>) -> R {
    room_for(th, a)?;
    match a {
        Num::Small(i) => from_i64(th, -i),
        Num::Big(b) => from_bigint(th, -b),
    }
}
/// `abs(a)`.
pub fn abs_num(th: &mut Thread, a: Num<'_>) -> R {
    if a.is_negative() {
        neg_num(th, a)
    } else {
        from_num(th, a)
    }
}
/// `~a`.
pub fn invert_num(th: &mut Thread, a: Num<'_>) -> R {
    room_for(th, a)?;
    match a {
        Num::Small(i) => from_i64(th, !i),
        Num::Big(b) => from_bigint(th, -(b + BigInt::ONE)),
    }
}

/// Operators on bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BitOp {
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
}
/// `a & b`, `a | b`, `a ^ b` in two's complement.
pub fn bits_num(th: &mut Thread, op: BitOp, a: Num<'_>, b: Num<'_>) -> R {
    if let (Num::Small(a), Num::Small(b)) = (a, b) {
        let c = match op {
            BitOp::And => a & b,
            BitOp::Or => a | b,
            BitOp::Xor => a ^ b,
        };
        return from_i64(th, c);
    }
    room_for(th, a)?;
    room_for(th, b)?;
    let (a, b) = (a.big(), b.big());
    let c = match op {
        BitOp::And => a.as_ref() & b.as_ref(),
        BitOp::Or => a.as_ref() | b.as_ref(),
        BitOp::Xor => a.as_ref() ^ b.as_ref(),
    };
    from_bigint(th, c)
}

/// `a << n`.
pub fn shift_left(th: &mut Thread, a: Num<'_>, n: Num<'_>) -> R {
    if n.is_negative() {
        return Err(value_error(th, "negative shift count"));
    }
    if a.is_zero() {
        return Ok(Ref::small_int(0).own());
    }
    let Some(n) = n.to_i64() else {
        return Err(overflow_error(th, "too many digits in integer"));
    };
    let n = n as u64;
    if n.saturating_add(a.bit_length()) > bigint::MAX_BITS {
        // CPython counts digits of 30 bits, and has a name for numbers that no memory could hold.
        let digits = a.bit_length().div_ceil(30) + n.div_ceil(30);
        return Err(if digits > (i64::MAX as u64 - 1) / 30 {
            overflow_error(th, "too many digits in integer")
        } else {
            error::no_memory(th)
        });
    }
    bigint::room(th, n + a.bit_length())?;
    from_bigint(th, a.big().as_ref() << n as usize)
}
/// `a >> n`.
pub fn shift_right(th: &mut Thread, a: Num<'_>, n: Num<'_>) -> R {
    if n.is_negative() {
        return Err(value_error(th, "negative shift count"));
    }
    let count = n.to_i64().unwrap_or(i64::MAX) as u64;
    match a {
        Num::Small(i) => from_i64(th, i >> count.min(63)),
        Num::Big(b) => from_bigint(th, bigint::shift_right(b, count)),
    }
}

/// `a ** b`: an int for `b >= 0`, else a float.
pub fn pow_num(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    if b.is_negative() {
        let (Some(x), Some(y)) = (a.to_f64(), b.to_f64()) else {
            return Err(overflow_error(th, "int too large to convert to float"));
        };
        return float::pow(th, x, y);
    }
    if let (Num::Small(x), Num::Small(e)) = (a, b)
        && let Ok(e) = u32::try_from(e)
        && let Some(v) = x.checked_pow(e)
    {
        return from_i64(th, v);
    }
    match a {
        Num::Small(0) => return Ok(Ref::small_int(0).own()),
        Num::Small(1) => return Ok(Ref::small_int(1).own()),
        Num::Small(-1) => return Ok(Ref::small_int(if b.is_odd() { -1 } else { 1 }).own()),
        _ => {}
    }
    let e = b.to_i64().unwrap_or(i64::MAX) as u64;
    // A number of n bits to the power e has more than (n - 1) * e bits.
    if (a.bit_length() - 1).saturating_mul(e) > bigint::MAX_BITS {
        return Err(error::no_memory(th));
    }
    bigint::room_for_product(th, a.bit_length() * e)?;
    from_bigint(th, a.big().pow(e as usize))
}

/// `pow(a, b, m)`.
pub fn pow_mod_num(th: &mut Thread, a: Num<'_>, b: Num<'_>, m: Num<'_>) -> R {
    if m.is_zero() {
        return Err(value_error(th, "pow() 3rd argument cannot be 0"));
    }
    let modulus = m.big().into_owned();
    let positive = if bigint::is_negative(&modulus) {
        -&modulus
    } else {
        modulus.clone()
    };
    let base = if b.is_negative() {
        match bigint::inverse_mod(&a.big(), &positive) {
            Some(i) => i,
            None => {
                return Err(value_error(
                    th,
                    "base is not invertible for the given modulus",
                ));
            }
        }
    } else {
        a.big().into_owned()
    };
    let e = b.big();
    let r = if let (Some(x), Some(e), Some(m)) = (
        bigint::to_i64(&base),
        bigint::to_i64(&e),
        bigint::to_i64(&positive),
    ) {
        BigInt::from(pow_mod_u64(
            x.rem_euclid(m) as u64,
            e.unsigned_abs(),
            m as u64,
        ))
    } else {
        bigint::pow_mod(&base, &e, &positive)
    };
    if m.is_negative() {
        from_bigint(th, bigint::floor_mod(&r, &modulus))
    } else {
        from_bigint(th, r)
    }
}

fn pow_mod_u64(x: u64, mut e: u64, m: u64) -> u64 {
    let m = u128::from(m);
    let (mut r, mut x) = (1 % m, u128::from(x) % m);
    while e > 0 {
        if e & 1 == 1 {
            r = r * x % m;
        }
        x = x * x % m;
        e >>= 1;
    }
    r as u64
}

/// Order of two integers.
pub fn compare(a: Num<'_>, b: Num<'_>) -> Ordering {
    match (a, b) {
        (Num::Small(a), Num::Small(b)) => a.cmp(&b),
        (Num::Big(a), Num::Big(b)) => a.cmp(b),
        (Num::Small(_), Num::Big(b)) => {
            if bigint::is_negative(b) {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (Num::Big(_), Num::Small(_)) => compare(b, a).reverse(),
    }
}

/// Exact order of an integer and a double; None for NaN.
pub fn compare_f64(a: Num<'_>, x: f64) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if let Num::Small(i) = a
        && i.abs() <= 1 << 53
    {
        return (i as f64).partial_cmp(&x);
    }
    if x.is_infinite() {
        return Some(if x > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        });
    }
    let whole = bigint::from_f64(x);
    let frac = x - x.trunc();
    Some(
        a.big()
            .as_ref()
            .cmp(&whole)
            .then_with(|| 0.0f64.partial_cmp(&frac).unwrap_or(Ordering::Equal)),
    )
}

/// `hash(n)`.
pub fn hash(n: Num<'_>) -> i64 {
    match n {
        Num::Small(i) => crate::ops::hash_i64(i),
        Num::Big(b) => {
            let h = bigint::hash_residue(b) as i64;
            let h = if bigint::is_negative(b) { -h } else { h };
            if h == -1 { -2 } else { h }
        }
    }
}

// ------------------------------------------------------------------ text

/// The digit limit of conversions between int and decimal text, 0 for none.
static MAX_STR_DIGITS: AtomicUsize = AtomicUsize::new(DEFAULT_MAX_STR_DIGITS);
/// The limit at start-up.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;
/// The smallest limit that can be set.
pub const MIN_MAX_STR_DIGITS: usize = 640;

/// `sys.get_int_max_str_digits()`.
pub fn max_str_digits() -> usize {
    // Relaxed: a setting.
    MAX_STR_DIGITS.load(Relaxed)
}
/// `sys.set_int_max_str_digits()`; false if the value is neither 0 nor at least 640.
pub fn set_max_str_digits(n: i64) -> bool {
    match usize::try_from(n) {
        Ok(n) if n == 0 || n >= MIN_MAX_STR_DIGITS => {
            // Relaxed: a setting.
            MAX_STR_DIGITS.store(n, Relaxed);
            true
        }
        _ => false,
    }
}

/// ValueError if decimal text of so many digits must not be parsed.
pub fn check_digits(th: &mut Thread, digits: usize) -> R<()> {
    let max = max_str_digits();
    if max > 0 && digits > max && digits > MIN_MAX_STR_DIGITS {
        return Err(value_error(
            th,
            format!(
                "Exceeds the limit ({max} digits) for integer string conversion: value has {digits} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            ),
        ));
    }
    Ok(())
}

/// Decimal text, subject to the digit limit.
pub fn decimal(th: &mut Thread, n: Num<'_>) -> R<String> {
    match n {
        Num::Small(i) => Ok(i.to_string()),
        Num::Big(b) => {
            let max = max_str_digits();
            // Digits are at least bits * log10(2); refuse before the work when that is clearly beyond the limit.
            let least = (bigint::bit_length(b) - 1) as f64 * std::f64::consts::LOG10_2;
            if max > 0 && least > (max + 1) as f64 {
                return Err(too_many_digits(th, max));
            }
            let s = bigint::to_radix(th, b, 10)?;
            let digits = s.len() - usize::from(s.starts_with('-'));
            if max > 0 && digits > max && digits > MIN_MAX_STR_DIGITS {
                return Err(too_many_digits(th, max));
            }
            Ok(s)
        }
    }
}

#[cold]
fn too_many_digits(th: &mut Thread, max: usize) -> Raised {
    value_error(
        th,
        format!(
            "Exceeds the limit ({max} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ),
    )
}

/// `repr(n)` as a str value.
#[inline]
pub fn repr(th: &mut Thread, n: Num<'_>) -> R {
    if let Num::Small(i) = n {
        return repr_small(th, i);
    }
    let s = decimal(th, n)?;
    types::str::new(th, &s)
}

/// `repr` of a machine integer.
pub fn repr_small(th: &mut Thread, i: i64) -> R {
    if (0..10).contains(&i) {
        return Ok(types::str::ascii_char(b'0' + i as u8).own());
    }
    let mut buf = [0u8; 20];
    types::str::from_ascii(th, write_i64(&mut buf, i))
}

/// Decimal text of a machine integer at the end of `buf`.
#[inline]
pub fn write_i64(buf: &mut [u8; 20], i: i64) -> &[u8] {
    const PAIRS: &[u8; 200] = b"0001020304050607080910111213141516171819\
        2021222324252627282930313233343536373839\
        4041424344454647484950515253545556575859\
        6061626364656667686970717273747576777879\
        8081828384858687888990919293949596979899";
    let mut m = i.unsigned_abs();
    let mut at = buf.len();
    while m >= 100 {
        let d = (m % 100) as usize * 2;
        m /= 100;
        at -= 2;
        buf[at] = PAIRS[d];
        buf[at + 1] = PAIRS[d + 1];
    }
    if m >= 10 {
        let d = m as usize * 2;
        at -= 2;
        buf[at] = PAIRS[d];
        buf[at + 1] = PAIRS[d + 1];
    } else {
        at -= 1;
        buf[at] = b'0' + m as u8;
    }
    if i < 0 {
        // 19 digits at most stand behind it.
        at -= 1;
        buf[at] = b'-';
    }
    &buf[at..]
}

// ------------------------------------------------------------------ arguments

/// `operator.index(o)` as isize; OverflowError for larger values ("cannot fit 'int' into an index-sized integer").
pub fn index(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    if let Some(i) = o.as_small() {
        return Ok(i as isize);
    }
    let i = crate::ops::index(th, o)?;
    match to_i64(i.r()) {
        Some(i) => Ok(i as isize),
        None => Err(overflow_error(
            th,
            format!(
                "cannot fit '{}' into an index-sized integer",
                o.class().name()
            ),
        )),
    }
}

/// As `index` for a C `Py_ssize_t` argument ("Python int too large to convert to C ssize_t").
pub fn ssize(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    if let Some(i) = o.as_small() {
        return Ok(i as isize);
    }
    let i = crate::ops::index(th, o)?;
    match to_i64(i.r()) {
        Some(i) => Ok(i as isize),
        None => Err(overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

/// As a C `int` argument.
pub fn c_int(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let i = crate::ops::index(th, o)?;
    match to_i64(i.r()).map(i32::try_from) {
        Some(Ok(i)) => Ok(i),
        _ => Err(overflow_error(
            th,
            "Python int too large to convert to C int",
        )),
    }
}

/// As a C `int` argument of those functions of CPython that read their arguments by a format.
pub fn c_int_by_format(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let i = crate::ops::index(th, o)?;
    match to_i64(i.r()).map(i32::try_from) {
        Some(Ok(i)) => Ok(i),
        Some(Err(_)) => Err(overflow_error(
            th,
            if i.r().as_small().is_some_and(|i| i < 0) {
                "signed integer is less than minimum"
            } else {
                "signed integer is greater than maximum"
            },
        )),
        None => Err(overflow_error(
            th,
            "Python int too large to convert to C int",
        )),
    }
}

/// `operator.index(o)` clamped to isize, for slices.
pub fn index_to_isize(th: &mut Thread, o: Ref<'_>) -> R<isize> {
    if let Some(i) = o.as_small() {
        return Ok(i as isize);
    }
    let i = crate::ops::index(th, o)?;
    Ok(match num(i.r()) {
        Some(n) => match n.to_i64() {
            Some(i) => i as isize,
            None if n.is_negative() => isize::MIN,
            None => isize::MAX,
        },
        None => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_machine_integers() {
        for i in [0, 7, -1, 10, i64::MAX, i64::MIN, -1000] {
            let mut b = [0; 20];
            assert_eq!(write_i64(&mut b, i), i.to_string().as_bytes());
        }
    }

    #[test]
    fn floor_division_signs() {
        for (a, b, q, r) in [
            (7, 2, 3, 1),
            (-7, 2, -4, 1),
            (7, -2, -4, -1),
            (-7, -2, 3, -1),
        ] {
            assert_eq!((floor_div_i64(a, b), floor_mod_i64(a, b)), (q, r));
        }
    }

    #[test]
    fn doubles_compare_exactly() {
        let n = Num::Small((1 << 53) + 1);
        assert_eq!(compare_f64(n, 9007199254740992.0), Some(Ordering::Greater));
        let b = BigInt::from(10).pow(30);
        assert_eq!(compare_f64(Num::Big(&b), 1e30), Some(Ordering::Less));
        assert_eq!(
            compare_f64(Num::Big(&b), f64::INFINITY),
            Some(Ordering::Less)
        );
        assert_eq!(compare_f64(n, f64::NAN), None);
        assert_eq!(
            compare_f64(Num::Small(1 << 60), 0.5 - 1e18),
            Some(Ordering::Greater)
        );
    }

    #[test]
    fn modular_powers() {
        assert_eq!(pow_mod_u64(3, 200, 13), 9);
        assert_eq!(pow_mod_u64(5, 0, 1), 0);
    }

    #[test]
    fn hash_of_big_numbers() {
        // Values recorded from CPython 3.14.
        let b = BigInt::from(10).pow(30);
        assert_eq!(hash(Num::Big(&b)), 465258685558744706);
    }
}
