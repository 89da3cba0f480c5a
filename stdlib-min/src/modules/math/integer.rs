//! Integer functions of `math`: factorial, comb, perm, gcd, lcm, isqrt, prod.

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, value_error};
use typhon_runtime::ops::BinOp;
use typhon_runtime::types::bigint::{self, BigInt};
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::{R, Ref, Thread, hooks, ops};

/// The product of `from..=to`, halves first, so that factors of a product have similar lengths.
fn range_product(th: &mut Thread, from: u64, to: u64) -> R<BigInt> {
    if from > to {
        return Ok(BigInt::ONE);
    }
    if to - from < 16 {
        let mut r = BigInt::from(from);
        for i in from + 1..=to {
            r *= i;
        }
        return Ok(r);
    }
    hooks::safepoint(th)?;
    let mid = from + (to - from) / 2;
    let a = range_product(th, from, mid)?;
    let b = range_product(th, mid + 1, to)?;
    bigint::room_for_product(th, bigint::bit_length(&a) + bigint::bit_length(&b))?;
    Ok(a * b)
}

/// The product of `n - k + 1 ..= n` for a big `n`.
fn falling(th: &mut Thread, n: &BigInt, k: u64) -> R<BigInt> {
    if k == 0 {
        return Ok(BigInt::ONE);
    }
    if k < 8 {
        let mut r = n.clone();
        for i in 1..k {
            r *= n - BigInt::from(i);
        }
        return Ok(r);
    }
    hooks::safepoint(th)?;
    let half = k / 2;
    let a = falling(th, n, half)?;
    let b = falling(th, &(n - BigInt::from(half)), k - half)?;
    bigint::room_for_product(th, bigint::bit_length(&a) + bigint::bit_length(&b))?;
    Ok(a * b)
}

/// MemoryError if a product of `k` factors of `bits` bits is too long to be made.
fn check_size(th: &mut Thread, k: u64, bits: u64) -> R<()> {
    if k.saturating_mul(bits) > bigint::MAX_BITS {
        return Err(error::no_memory(th));
    }
    Ok(())
}

fn factorial_of(th: &mut Thread, n: Num<'_>) -> R {
    if n.is_negative() {
        return Err(value_error(
            th,
            "factorial() not defined for negative values",
        ));
    }
    let Some(n) = n.to_i64() else {
        return Err(overflow_error(
            th,
            format!("factorial() argument should not exceed {}", i64::MAX),
        ));
    };
    let n = n as u64;
    check_size(th, n, 64 - u64::from(n.leading_zeros()))?;
    let r = range_product(th, 2, n)?;
    int::from_bigint(th, r)
}

fn math_factorial(th: &mut Thread, a: Args<'_>) -> R {
    let n = ops::index(th, a.at(0))?;
    let n = int::num(n.r()).unwrap_or(Num::Small(0));
    factorial_of(th, n)
}

fn not_negative(th: &mut Thread, n: Num<'_>, name: &str) -> R<()> {
    if n.is_negative() {
        return Err(value_error(
            th,
            format!("{name} must be a non-negative integer"),
        ));
    }
    Ok(())
}

fn math_perm(th: &mut Thread, a: Args<'_>) -> R {
    let n = ops::index(th, a.at(0))?;
    let n = int::num(n.r()).unwrap_or(Num::Small(0));
    let Some(k) = a.opt_not_none(1) else {
        return factorial_of(th, n);
    };
    let k = ops::index(th, k)?;
    let k = int::num(k.r()).unwrap_or(Num::Small(0));
    not_negative(th, n, "n")?;
    not_negative(th, k, "k")?;
    if int::compare(n, k).is_lt() {
        return Ok(Ref::small_int(0).own());
    }
    let Some(k) = k.to_i64() else {
        return Err(overflow_error(
            th,
            format!("k must not exceed {}", i64::MAX),
        ));
    };
    check_size(th, k as u64, n.bit_length())?;
    let r = falling(th, &n.big(), k as u64)?;
    int::from_bigint(th, r)
}

fn math_comb(th: &mut Thread, a: Args<'_>) -> R {
    let n = ops::index(th, a.at(0))?;
    let k = ops::index(th, a.at(1))?;
    let n = int::num(n.r()).unwrap_or(Num::Small(0));
    let k = int::num(k.r()).unwrap_or(Num::Small(0));
    not_negative(th, n, "n")?;
    not_negative(th, k, "k")?;
    if int::compare(n, k).is_lt() {
        return Ok(Ref::small_int(0).own());
    }
    let (n, k) = (n.big(), k.big());
    let other = n.as_ref() - k.as_ref();
    let k = if &other < k.as_ref() { &other } else { &k };
    let Some(k) = bigint::to_i64(k) else {
        return Err(overflow_error(
            th,
            format!("min(n - k, k) must not exceed {}", i64::MAX),
        ));
    };
    let k = k as u64;
    check_size(th, k, bigint::bit_length(&n))?;
    let top = falling(th, &n, k)?;
    let bottom = range_product(th, 2, k)?;
    int::from_bigint(th, top / bottom)
}

fn math_isqrt(th: &mut Thread, a: Args<'_>) -> R {
    let n = ops::index(th, a.at(0))?;
    let n = int::num(n.r()).unwrap_or(Num::Small(0));
    if n.is_negative() {
        return Err(value_error(th, "isqrt() argument must be nonnegative"));
    }
    match n {
        Num::Small(i) => int::from_i64(th, i.isqrt()),
        Num::Big(b) => {
            let (s, _) = bigint::sqrt_rem(b);
            int::from_bigint(th, s)
        }
    }
}

fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn gcd_of(th: &mut Thread, a: Num<'_>, b: Num<'_>) -> R {
    if let (Num::Small(x), Num::Small(y)) = (a, b) {
        return int::from_u64(th, gcd_u64(x.unsigned_abs(), y.unsigned_abs()));
    }
    let g = bigint::gcd(&a.big(), &b.big());
    int::from_bigint(th, g)
}

fn math_gcd(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "math.gcd")?;
    let mut r = Ref::small_int(0).own();
    for x in a.iter() {
        let x = ops::index(th, x)?;
        if let (Some(p), Some(q)) = (int::num(r.r()), int::num(x.r())) {
            let g = gcd_of(th, p, q)?;
            r = g;
        }
    }
    Ok(r)
}

fn math_lcm(th: &mut Thread, a: Args<'_>) -> R {
    a.no_kw(th, "math.lcm")?;
    let mut r = Ref::small_int(1).own();
    for x in a.iter() {
        let x = ops::index(th, x)?;
        let (Some(p), Some(q)) = (int::num(r.r()), int::num(x.r())) else {
            continue;
        };
        let next = if p.is_zero() || q.is_zero() {
            Ref::small_int(0).own()
        } else {
            let g = bigint::gcd(&p.big(), &q.big());
            let l = (p.big().as_ref() / g) * q.big().as_ref();
            let l = if bigint::is_negative(&l) { -l } else { l };
            int::from_bigint(th, l)?
        };
        r = next;
    }
    Ok(r)
}

fn math_prod(th: &mut Thread, a: Args<'_>) -> R {
    let it = ops::iter(th, a.at(0))?;
    let mut r = match a.opt(1) {
        Some(s) => s.own(),
        None => Ref::small_int(1).own(),
    };
    while let Some(x) = ops::next(th, it.r())? {
        let next = match (r.r().as_small(), x.r().as_small()) {
            (Some(p), Some(q)) => int::mul(th, p, q)?,
            _ => ops::binary(th, BinOp::Mul, r.r(), x.r())?,
        };
        r = next;
    }
    Ok(r)
}

/// Functions of this file.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("factorial", Kind::One, math_factorial, "n!"),
    MethodDef::new(
        "perm",
        Kind::Pos(1, 2),
        math_perm,
        "Number of ways to choose k of n items in order.",
    ),
    MethodDef::new(
        "comb",
        Kind::Pos(2, 2),
        math_comb,
        "Number of ways to choose k of n items.",
    ),
    MethodDef::new(
        "isqrt",
        Kind::One,
        math_isqrt,
        "Integer part of the square root.",
    ),
    MethodDef::new("gcd", Kind::Any, math_gcd, "Greatest common divisor."),
    MethodDef::new("lcm", Kind::Any, math_lcm, "Least common multiple."),
    MethodDef::new(
        "prod",
        Kind::Sig("iterable, /, *, start="),
        math_prod,
        "Product of the items.",
    ),
];
