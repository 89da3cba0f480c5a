//! Decimal numbers as plain values: coefficient, exponent, special values; contexts; rounding. No Python object is
//! known here or in the other files of arithmetic (`arith`, `digitwise`, `roots`, `text`).
//!
//! The rules are those of the General Decimal Arithmetic specification. Conditions are bits that functions add to a
//! status; whether one of them is an exception is decided in `context`.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;
use typhon_runtime::types::bigint::{self, BigUint};

/// There is no memory for a result.
pub struct NoMemory;

/// A result, if there was memory for it.
pub type Res<T> = Result<T, NoMemory>;

/// Conditions.
pub mod cond {
    /// The exponent was changed to fit.
    pub const CLAMPED: u32 = 1;
    /// A text is no number.
    pub const SYNTAX: u32 = 1 << 1;
    /// A finite number by zero.
    pub const DIVISION_BY_ZERO: u32 = 1 << 2;
    /// An integer quotient has too many digits.
    pub const DIVISION_IMPOSSIBLE: u32 = 1 << 3;
    /// Zero by zero.
    pub const DIVISION_UNDEFINED: u32 = 1 << 4;
    /// Digits that are not zero were dropped.
    pub const INEXACT: u32 = 1 << 5;
    /// The context does not allow the operation.
    pub const INVALID_CONTEXT: u32 = 1 << 6;
    /// No result.
    pub const INVALID: u32 = 1 << 7;
    /// Too large.
    pub const OVERFLOW: u32 = 1 << 8;
    /// Digits were dropped.
    pub const ROUNDED: u32 = 1 << 9;
    /// Below the normal numbers.
    pub const SUBNORMAL: u32 = 1 << 10;
    /// Subnormal and inexact.
    pub const UNDERFLOW: u32 = 1 << 11;
    /// A float met a decimal.
    pub const FLOAT: u32 = 1 << 12;
    /// What the signal InvalidOperation stands for.
    pub const ANY_INVALID: u32 =
        SYNTAX | DIVISION_IMPOSSIBLE | DIVISION_UNDEFINED | INVALID_CONTEXT | INVALID;
    /// The conditions under which there is no result at all.
    pub const ERRORS: u32 = ANY_INVALID | DIVISION_BY_ZERO;
}

/// Largest precision.
pub const MAX_PREC: i64 = 999_999_999_999_999_999;
/// Largest exponent of a number in scientific notation.
pub const MAX_EMAX: i64 = 999_999_999_999_999_999;
/// Smallest one.
pub const MIN_EMIN: i64 = -999_999_999_999_999_999;
/// Smallest exponent of the last digit.
pub const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);

/// Rounding modes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards infinity.
    Ceiling,
    /// Towards minus infinity.
    Floor,
    /// To the nearest, ties away from zero.
    HalfUp,
    /// To the nearest, ties towards zero.
    HalfDown,
    /// To the nearest, ties to the even digit.
    HalfEven,
    /// Towards zero, but away from it if the last digit would be 0 or 5.
    ZeroFiveUp,
}

impl Rounding {
    /// All, with their names.
    pub const NAMES: [(&'static str, Rounding); 8] = [
        ("ROUND_UP", Rounding::Up),
        ("ROUND_DOWN", Rounding::Down),
        ("ROUND_CEILING", Rounding::Ceiling),
        ("ROUND_FLOOR", Rounding::Floor),
        ("ROUND_HALF_UP", Rounding::HalfUp),
        ("ROUND_HALF_DOWN", Rounding::HalfDown),
        ("ROUND_HALF_EVEN", Rounding::HalfEven),
        ("ROUND_05UP", Rounding::ZeroFiveUp),
    ];
    /// The mode's place in `NAMES`.
    pub fn index(self) -> usize {
        self as usize
    }
    /// By its place in `NAMES`.
    pub fn at(i: usize) -> Rounding {
        Self::NAMES.get(i).map_or(Rounding::HalfEven, |n| n.1)
    }
    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self.index()].0
    }
}

/// What an operation needs to know of a context.
#[derive(Clone, Copy)]
pub struct Ctx {
    /// Digits of a result.
    pub prec: i64,
    /// Largest adjusted exponent.
    pub emax: i64,
    /// Smallest one of a normal number.
    pub emin: i64,
    /// How results are rounded.
    pub rounding: Rounding,
    /// Whether exponents are kept so small that the coefficient has all digits.
    pub clamp: bool,
}

impl Ctx {
    /// The widest context: nothing that can be written is rounded.
    pub const MAX: Ctx = Ctx {
        prec: MAX_PREC,
        emax: MAX_EMAX,
        emin: MIN_EMIN,
        rounding: Rounding::HalfEven,
        clamp: false,
    };
    /// Smallest exponent of a subnormal number's last digit.
    pub fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }
    /// Largest exponent of the last digit of a number with all digits.
    pub fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }
    /// The same with another mode.
    pub fn rounded(mut self, rounding: Rounding) -> Ctx {
        self.rounding = rounding;
        self
    }
}

/// What a number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Coefficient times a power of ten.
    Finite,
    /// Infinity.
    Infinite,
    /// A NaN that propagates quietly.
    Quiet,
    /// A NaN that signals.
    Signaling,
}

/// A decimal number.
#[derive(Clone)]
pub struct Dec {
    /// The sign, also of zeros and NaNs.
    pub negative: bool,
    /// What it is.
    pub kind: Kind,
    /// Digits; of a NaN its payload.
    pub coef: BigUint,
    /// Number of digits of the coefficient, at least 1.
    pub digits: u64,
    /// Exponent of the last digit.
    pub exp: i64,
}

impl Dec {
    /// A finite number.
    #[inline]
    pub fn new(negative: bool, coef: BigUint, exp: i64) -> Dec {
        let digits = count_digits(&coef);
        Dec {
            negative,
            kind: Kind::Finite,
            coef,
            digits,
            exp,
        }
    }
    /// A small finite number.
    pub fn small(negative: bool, coef: u64, exp: i64) -> Dec {
        Dec::new(negative, BigUint::from(coef), exp)
    }
    /// A zero.
    pub fn zero(negative: bool, exp: i64) -> Dec {
        Dec {
            negative,
            kind: Kind::Finite,
            coef: BigUint::ZERO,
            digits: 1,
            exp,
        }
    }
    /// An infinity.
    pub fn infinity(negative: bool) -> Dec {
        Dec {
            kind: Kind::Infinite,
            ..Dec::zero(negative, 0)
        }
    }
    /// A quiet NaN.
    pub fn nan() -> Dec {
        Dec {
            kind: Kind::Quiet,
            ..Dec::zero(false, 0)
        }
    }
    /// A NaN as the result of an invalid operation.
    #[cold]
    pub fn invalid(st: &mut u32, condition: u32) -> Dec {
        *st |= condition;
        Dec::nan()
    }
    /// From an integer of the machine.
    pub fn from_i64(i: i64) -> Dec {
        Dec::small(i < 0, i.unsigned_abs(), 0)
    }
    /// Whether it is a NaN.
    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }
    /// Whether it is infinite or a NaN.
    pub fn is_special(&self) -> bool {
        self.kind != Kind::Finite
    }
    /// Whether it is finite.
    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }
    /// Whether it is infinite.
    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }
    /// Whether it is a zero.
    pub fn is_zero(&self) -> bool {
        self.kind == Kind::Finite && self.coef.is_zero()
    }
    /// The exponent in scientific notation.
    pub fn adjusted(&self) -> i64 {
        self.exp + (self.digits as i64 - 1)
    }
    /// With this sign.
    pub fn signed(mut self, negative: bool) -> Dec {
        self.negative = negative;
        self
    }
    /// Whether it is a finite number without a fraction.
    pub fn is_integer(&self) -> bool {
        if self.is_special() {
            return false;
        }
        if self.exp >= 0 || self.coef.is_zero() {
            return true;
        }
        if (self.digits as i64) <= -self.exp {
            return false;
        }
        trailing_zeros(&self.coef, -self.exp as u64) == -self.exp as u64
    }
    /// Whether an integer is odd.
    pub fn is_odd(&self) -> bool {
        match self.exp {
            0 => self.coef.as_words().first().is_some_and(|w| w & 1 == 1),
            e if e > 0 => false,
            e => match divide_pow10(&self.coef, e.unsigned_abs()) {
                Ok((q, _)) => q.as_words().first().is_some_and(|w| w & 1 == 1),
                Err(NoMemory) => false,
            },
        }
    }
    /// The integer part's magnitude of a finite number.
    pub fn integer_part(&self) -> Res<BigUint> {
        if self.exp >= 0 {
            scale(&self.coef, self.exp as u64)
        } else if (self.digits as i64) <= -self.exp {
            Ok(BigUint::ZERO)
        } else {
            Ok(divide_pow10(&self.coef, self.exp.unsigned_abs())?.0)
        }
    }
}

// ------------------------------------------------------------------ powers of ten

const TABLE: usize = 512;

fn table() -> &'static [BigUint] {
    static POWERS: OnceLock<Vec<BigUint>> = OnceLock::new();
    POWERS.get_or_init(|| {
        let ten = BigUint::from(10u8);
        let mut v = vec![BigUint::ONE];
        for i in 1..TABLE {
            let next = &v[i - 1] * &ten;
            v.push(next);
        }
        v
    })
}

const SMALL: [u128; 39] = {
    let mut t = [1u128; 39];
    let mut i = 1;
    while i < 39 {
        t[i] = t[i - 1] * 10;
        i += 1;
    }
    t
};

/// Bits that so many digits take at most.
pub fn bits_of_digits(n: u64) -> u64 {
    (u128::from(n) * 3_321_929 / 1_000_000) as u64 + 1
}

/// Ten to the `n`.
pub fn pow10(n: u64) -> Res<Cow<'static, BigUint>> {
    if let Some(p) = usize::try_from(n).ok().and_then(|i| table().get(i)) {
        return Ok(Cow::Borrowed(p));
    }
    room(n)?;
    Ok(Cow::Owned(BigUint::from(10u8).pow(n as usize)))
}

/// Whether there is room for computing with numbers of so many digits.
pub fn room(digits: u64) -> Res<()> {
    if bigint::is_room_for_product(bits_of_digits(digits)) {
        Ok(())
    } else {
        Err(NoMemory)
    }
}

/// `c * 10^n`.
pub fn scale(c: &BigUint, n: u64) -> Res<BigUint> {
    if n == 0 || c.is_zero() {
        return Ok(c.clone());
    }
    if n >= TABLE as u64 {
        room(n.saturating_add(bigint::natural_bits(c) / 3))?;
    }
    Ok(c * pow10(n)?.as_ref())
}

/// Quotient and remainder by `10^n`.
pub fn divide_pow10(c: &BigUint, n: u64) -> Res<(BigUint, BigUint)> {
    if let (Some(x), Some(p)) = (bigint::natural_u128(c), SMALL.get(n as usize)) {
        if x < *p {
            return Ok((BigUint::ZERO, c.clone()));
        }
        return Ok((BigUint::from(x / p), BigUint::from(x % p)));
    }
    Ok(bigint::natural_div_rem(c, pow10(n)?.as_ref()))
}

/// The number of decimal digits, 1 for zero.
pub fn count_digits(c: &BigUint) -> u64 {
    if let Some(x) = bigint::natural_u128(c) {
        if x == 0 {
            return 1;
        }
        let bits = 128 - x.leading_zeros() as usize;
        // Digits of the largest number with one bit less, or one digit more.
        let low = (bits * 1233) >> 12;
        return low as u64 + u64::from(SMALL.get(low).is_none_or(|p| x >= *p));
    }
    // log10(2) as a fraction of 2^64.
    let log = |bits: u64| ((u128::from(bits) * 5_553_023_288_523_357_132) >> 64) as u64;
    let bits = bigint::natural_bits(c);
    let (low, high) = (log(bits - 1) + 1, log(bits) + 1);
    if low == high {
        return low;
    }
    match pow10(low) {
        Ok(p) => low + u64::from(c >= p.as_ref()),
        Err(NoMemory) => high,
    }
}

/// How often ten divides `c`, at most `limit`; 0 for zero.
pub fn trailing_zeros(c: &BigUint, limit: u64) -> u64 {
    strip(c.clone(), limit).1
}

/// `c` without its last zeros, at most `limit` of them, and how many there were.
pub fn strip(c: BigUint, limit: u64) -> (BigUint, u64) {
    if c.is_zero() || limit == 0 {
        return (c, 0);
    }
    if let Some(mut x) = bigint::natural_u128(&c) {
        let mut n = 0;
        while n < limit && x % 10 == 0 {
            x /= 10;
            n += 1;
        }
        return if n == 0 {
            (c, 0)
        } else {
            (BigUint::from(x), n)
        };
    }
    // As many factors of two as of ten there are at least: doubling steps up, halving steps down.
    let limit = limit.min(bigint::natural_trailing_zeros(&c));
    let (mut c, mut n, mut step, mut growing) = (c, 0u64, 1u64, true);
    while step > 0 {
        if n + step <= limit
            && let Ok((q, r)) = divide_pow10(&c, step)
            && r.is_zero()
        {
            c = q;
            n += step;
            if growing {
                step *= 2;
            }
        } else {
            growing = false;
            step /= 2;
        }
    }
    (c, n)
}

// ------------------------------------------------------------------ rounding

/// How much the digits are that were dropped, in units of the last digit kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Zero,
    /// Less than a half.
    Below,
    /// A half.
    Half,
    /// More than a half.
    Above,
}

/// `c` without its last `n` digits, and what they were.
pub fn cut(c: &BigUint, digits: u64, n: u64) -> Res<(BigUint, Rest)> {
    if n == 0 || c.is_zero() {
        return Ok((c.clone(), Rest::Zero));
    }
    if n > digits {
        return Ok((BigUint::ZERO, Rest::Below));
    }
    if let (Some(x), Some(&p)) = (bigint::natural_u128(c), SMALL.get(n as usize)) {
        let (q, r) = (x / p, x % p);
        let rest = match r.cmp(&(p / 2)) {
            _ if r == 0 => Rest::Zero,
            Ordering::Less => Rest::Below,
            Ordering::Equal => Rest::Half,
            Ordering::Greater => Rest::Above,
        };
        return Ok((BigUint::from(q), rest));
    }
    let p = pow10(n)?;
    let (q, r) = bigint::natural_div_rem(c, p.as_ref());
    let rest = if r.is_zero() {
        Rest::Zero
    } else {
        match (r << 1).cmp(p.as_ref()) {
            Ordering::Less => Rest::Below,
            Ordering::Equal => Rest::Half,
            Ordering::Greater => Rest::Above,
        }
    };
    Ok((q, rest))
}

/// Whether a magnitude `q` with that rest goes up to the next one.
pub fn goes_up(rounding: Rounding, negative: bool, q: &BigUint, rest: Rest) -> bool {
    if rest == Rest::Zero {
        return false;
    }
    match rounding {
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
        Rounding::HalfUp => rest != Rest::Below,
        Rounding::HalfDown => rest == Rest::Above,
        Rounding::HalfEven => match rest {
            Rest::Above => true,
            Rest::Half => q.as_words().first().is_some_and(|w| w & 1 == 1),
            _ => false,
        },
        Rounding::ZeroFiveUp => {
            let five = BigUint::from(5u8);
            bigint::natural_div_rem(q, &five).1.is_zero()
        }
    }
}

/// `c` without its last `n` digits, rounded, and whether they were all zeros.
pub fn round_off(
    c: &BigUint,
    digits: u64,
    n: u64,
    rounding: Rounding,
    negative: bool,
) -> Res<(BigUint, bool)> {
    let (q, rest) = cut(c, digits, n)?;
    let q = if goes_up(rounding, negative, &q, rest) {
        q + BigUint::ONE
    } else {
        q
    };
    Ok((q, rest == Rest::Zero))
}

/// The result of an overflow.
#[cold]
fn overflow(negative: bool, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    *st |= cond::OVERFLOW | cond::INEXACT | cond::ROUNDED;
    let infinite = match ctx.rounding {
        Rounding::Down | Rounding::ZeroFiveUp => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
        _ => true,
    };
    if infinite {
        return Ok(Dec::infinity(negative));
    }
    let largest = pow10(ctx.prec as u64)?.into_owned() - BigUint::ONE;
    Ok(Dec::new(negative, largest, ctx.etop()))
}

/// A result as the context wants it: rounded to its digits, the exponent within its limits.
#[inline]
pub fn finish(d: Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    // Most results: few digits, no exponent at a limit.
    if d.kind == Kind::Finite
        && d.digits as i64 <= ctx.prec
        && !ctx.clamp
        && d.exp >= ctx.etiny()
        && d.adjusted() >= ctx.emin
        && d.adjusted() <= ctx.emax
        && !d.coef.is_zero()
    {
        return Ok(d);
    }
    finish_slow(d, ctx, st)
}

#[inline(never)]
fn finish_slow(mut d: Dec, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    if d.is_special() {
        return fix_nan(d, ctx);
    }
    let (etiny, etop) = (ctx.etiny(), ctx.etop());
    if d.coef.is_zero() {
        let top = if ctx.clamp { etop } else { ctx.emax };
        let exp = d.exp.min(top).max(etiny);
        if exp != d.exp {
            *st |= cond::CLAMPED;
            d.exp = exp;
        }
        return Ok(d);
    }
    let mut lowest = d.exp + d.digits as i64 - ctx.prec;
    if lowest > etop {
        return overflow(d.negative, ctx, st);
    }
    let subnormal = lowest < etiny;
    if subnormal {
        lowest = etiny;
    }
    if d.exp < lowest {
        let n = (lowest - d.exp) as u64;
        let (q, exact) = round_off(&d.coef, d.digits, n, ctx.rounding, d.negative)?;
        let mut r = Dec::new(d.negative, q, lowest);
        if r.digits as i64 > ctx.prec {
            // A carry: 99.9 to 100.
            let (q, _) = divide_pow10(&r.coef, 1)?;
            r = Dec::new(d.negative, q, lowest + 1);
        }
        if r.exp > etop {
            return overflow(d.negative, ctx, st);
        }
        if subnormal {
            *st |= cond::SUBNORMAL;
            if !exact {
                *st |= cond::UNDERFLOW;
            }
        }
        if !exact {
            *st |= cond::INEXACT;
        }
        *st |= cond::ROUNDED;
        if r.coef.is_zero() {
            *st |= cond::CLAMPED;
        }
        return Ok(r);
    }
    if d.adjusted() < ctx.emin {
        *st |= cond::SUBNORMAL;
    }
    if ctx.clamp && d.exp > etop {
        *st |= cond::CLAMPED;
        let coef = scale(&d.coef, (d.exp - etop) as u64)?;
        return Ok(Dec::new(d.negative, coef, etop));
    }
    Ok(d)
}

/// A NaN whose payload fits.
fn fix_nan(mut d: Dec, ctx: &Ctx) -> Res<Dec> {
    let most = (ctx.prec - i64::from(ctx.clamp)) as u64;
    if d.is_nan() && !d.coef.is_zero() && d.digits > most {
        d.coef = divide_pow10(&d.coef, most)?.1;
        d.digits = count_digits(&d.coef);
    }
    Ok(d)
}

/// The NaN that an operation with NaNs gives: the first signaling one, else the first.
#[inline]
pub fn nan_of(a: &Dec, b: Option<&Dec>, ctx: &Ctx, st: &mut u32) -> Option<Res<Dec>> {
    if a.is_nan() || b.is_some_and(Dec::is_nan) {
        Some(nan_slow(a, b, ctx, st))
    } else {
        None
    }
}

#[cold]
fn nan_slow(a: &Dec, b: Option<&Dec>, ctx: &Ctx, st: &mut u32) -> Res<Dec> {
    let signaling = |d: &Dec| d.kind == Kind::Signaling;
    let found = if signaling(a) {
        a
    } else if let Some(b) = b
        && (signaling(b) || !a.is_nan())
    {
        b
    } else {
        a
    };
    if signaling(found) {
        *st |= cond::INVALID;
    }
    let mut d = found.clone();
    d.kind = Kind::Quiet;
    fix_nan(d, ctx)
}

// ------------------------------------------------------------------ order

/// The order of the magnitudes of two numbers that are no NaNs.
pub fn compare_magnitude(a: &Dec, b: &Dec) -> Ordering {
    match (a.is_infinite(), b.is_infinite()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        _ => {}
    }
    match (a.coef.is_zero(), b.coef.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        _ => {}
    }
    if a.exp == b.exp {
        return a.coef.cmp(&b.coef);
    }
    match a.adjusted().cmp(&b.adjusted()) {
        Ordering::Equal => {}
        o => return o,
    }
    // The same place of the first digit: so many zeros as the other one has more digits.
    if a.exp > b.exp {
        match scale(&a.coef, (a.exp - b.exp) as u64) {
            Ok(x) => x.cmp(&b.coef),
            Err(NoMemory) => Ordering::Less,
        }
    } else {
        match scale(&b.coef, (b.exp - a.exp) as u64) {
            Ok(x) => a.coef.cmp(&x),
            Err(NoMemory) => Ordering::Greater,
        }
    }
}

/// The order of two numbers that are no NaNs.
pub fn compare(a: &Dec, b: &Dec) -> Ordering {
    if a.is_zero() && b.is_zero() {
        return Ordering::Equal;
    }
    match (a.negative, b.negative) {
        _ if a.is_zero() => {
            if b.negative {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        _ if b.is_zero() => {
            if a.negative {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => compare_magnitude(a, b),
        (true, true) => compare_magnitude(b, a),
    }
}
