//! The `math` module: functions of one and two doubles here, integers, sums and the gamma function beside it.
//!
//! Errors are CPython's: a NaN that no argument explains is a domain error (ValueError), an infinity that no argument
//! explains a range error (OverflowError) or, at a pole, a domain error.

mod gamma;
mod integer;
mod sums;

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::types::float_text;
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::{bigint, float, module, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, libm, names};

/// Argument `i` as a double.
pub fn real(th: &mut Thread, a: Args<'_>, i: usize) -> R<f64> {
    float::as_double(th, a.at(i))
}

/// "math domain error".
#[cold]
pub fn domain(th: &mut Thread) -> Raised {
    value_error(th, "math domain error")
}
/// "math range error".
#[cold]
pub fn range(th: &mut Thread) -> Raised {
    overflow_error(th, "math range error")
}
/// "WHAT, got X".
#[cold]
fn got(th: &mut Thread, what: &str, x: f64) -> Raised {
    value_error(th, format!("{what}, got {}", float_text::repr(x)))
}

/// A function of one double: result, whether an infinite result is overflow (else a domain error), and the message of
/// a domain error if it has one of its own.
fn one(
    th: &mut Thread,
    a: Args<'_>,
    f: impl FnOnce(f64) -> f64,
    overflows: bool,
    message: Option<&str>,
) -> R {
    let x = real(th, a, 0)?;
    let y = f(x);
    let bad = y.is_nan() && !x.is_nan() || y.is_infinite() && x.is_finite() && !overflows;
    if bad {
        return Err(match message {
            Some(m) => got(th, m, x),
            None => domain(th),
        });
    }
    if y.is_infinite() && x.is_finite() {
        return Err(range(th));
    }
    float::new(th, y)
}

const FINITE: Option<&str> = Some("expected a finite input");
const UNIT: Option<&str> = Some("expected a number in range from -1 up to 1");

macro_rules! functions {
    ($($name:ident $f:expr, $overflows:literal, $message:expr;)*) => {
        $(fn $name(th: &mut Thread, a: Args<'_>) -> R {
            one(th, a, $f, $overflows, $message)
        })*
    };
}
functions! {
    math_acos f64::acos, false, UNIT;
    math_acosh |x| libm::acosh(x), false, Some("expected argument value not less than 1");
    math_asin f64::asin, false, UNIT;
    math_asinh |x| libm::asinh(x), false, None;
    math_atan f64::atan, false, None;
    math_atanh |x| libm::atanh(x), false, Some("expected a number between -1 and 1");
    math_cbrt f64::cbrt, false, None;
    math_cos f64::cos, false, FINITE;
    math_cosh f64::cosh, true, None;
    math_erf |x| libm::erf(x), false, None;
    math_erfc |x| libm::erfc(x), false, None;
    math_exp f64::exp, true, None;
    math_exp2 f64::exp2, true, None;
    math_expm1 f64::exp_m1, true, None;
    math_fabs f64::abs, false, None;
    math_log1p f64::ln_1p, false, Some("expected argument value > -1");
    math_sin f64::sin, false, FINITE;
    math_sinh f64::sinh, true, None;
    math_sqrt f64::sqrt, false, Some("expected a nonnegative input");
    math_tan f64::tan, false, FINITE;
    math_tanh f64::tanh, false, None;
}

fn math_degrees(th: &mut Thread, a: Args<'_>) -> R {
    let x = real(th, a, 0)?;
    float::new(th, x * (180.0 / std::f64::consts::PI))
}
fn math_radians(th: &mut Thread, a: Args<'_>) -> R {
    let x = real(th, a, 0)?;
    float::new(th, x * (std::f64::consts::PI / 180.0))
}

// ------------------------------------------------------------------ logarithms

/// A logarithm of any positive number: big integers by mantissa and exponent.
fn logarithm(th: &mut Thread, x: Ref<'_>, f: fn(f64) -> f64, unit: f64) -> R<f64> {
    if let Some(n) = int::num(x) {
        if n.signum() <= 0 {
            return Err(value_error(th, "expected a positive input"));
        }
        return Ok(match n.to_f64() {
            Some(x) => f(x),
            None => {
                let (m, e) = bigint::frexp(&n.big());
                f(m) + unit * e as f64
            }
        });
    }
    let v = float::as_double(th, x)?;
    if v.is_nan() || v > 0.0 {
        return Ok(f(v));
    }
    Err(got(th, "expected a positive input", v))
}
fn math_log(th: &mut Thread, a: Args<'_>) -> R {
    let n = logarithm(th, a.at(0), f64::ln, std::f64::consts::LN_2)?;
    let Some(base) = a.opt(1) else {
        return float::new(th, n);
    };
    let d = logarithm(th, base, f64::ln, std::f64::consts::LN_2)?;
    if d == 0.0 {
        return Err(typhon_runtime::error::zero_division(th, "division by zero"));
    }
    float::new(th, n / d)
}
fn math_log2(th: &mut Thread, a: Args<'_>) -> R {
    let v = logarithm(th, a.at(0), f64::log2, 1.0)?;
    float::new(th, v)
}
fn math_log10(th: &mut Thread, a: Args<'_>) -> R {
    let v = logarithm(th, a.at(0), f64::log10, std::f64::consts::LOG10_2)?;
    float::new(th, v)
}

// ------------------------------------------------------------------ two arguments

fn math_atan2(th: &mut Thread, a: Args<'_>) -> R {
    let (y, x) = (real(th, a, 0)?, real(th, a, 1)?);
    float::new(th, y.atan2(x))
}
fn math_copysign(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (real(th, a, 0)?, real(th, a, 1)?);
    float::new(th, x.copysign(y))
}
fn math_fmod(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (real(th, a, 0)?, real(th, a, 1)?);
    if y.is_infinite() && x.is_finite() {
        return float::new(th, x);
    }
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(th));
    }
    float::new(th, r)
}
fn math_remainder(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (real(th, a, 0)?, real(th, a, 1)?);
    let r = libm::remainder(x, y);
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(th));
    }
    float::new(th, r)
}
fn math_pow(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (real(th, a, 0)?, real(th, a, 1)?);
    let r = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() || r.is_infinite() && x == 0.0 {
            return Err(domain(th));
        }
        if r.is_infinite() {
            return Err(range(th));
        }
    }
    float::new(th, r)
}
fn math_ldexp(th: &mut Thread, a: Args<'_>) -> R {
    let x = real(th, a, 0)?;
    let Some(n) = int::num(a.at(1)) else {
        return Err(type_error(
            th,
            "Expected an int as second argument to ldexp.",
        ));
    };
    if x == 0.0 || !x.is_finite() {
        return float::new(th, x);
    }
    let e = match n.to_i64() {
        Some(e) => e.clamp(-100_000, 100_000),
        None if n.is_negative() => -100_000,
        None => 100_000,
    };
    let r = libm::ldexp(x, e as i32);
    if r.is_infinite() {
        return Err(range(th));
    }
    float::new(th, r)
}
fn math_frexp(th: &mut Thread, a: Args<'_>) -> R {
    let x = real(th, a, 0)?;
    let (m, e) = libm::frexp(x);
    let m = float::new(th, m)?;
    tuple::new(th, vec![m, Ref::small_int(i64::from(e)).own()])
}
fn math_modf(th: &mut Thread, a: Args<'_>) -> R {
    let x = real(th, a, 0)?;
    let (frac, int) = if x.is_infinite() {
        (0.0f64.copysign(x), x)
    } else {
        ((x - x.trunc()).copysign(x), x.trunc())
    };
    let frac = float::new(th, frac)?;
    let int = float::new(th, int)?;
    tuple::new(th, vec![frac, int])
}
fn math_fma(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y, z) = (real(th, a, 0)?, real(th, a, 1)?, real(th, a, 2)?);
    let r = x.mul_add(y, z);
    if r.is_finite() {
        return float::new(th, r);
    }
    if r.is_nan() {
        if !x.is_nan() && !y.is_nan() && !z.is_nan() {
            return Err(value_error(th, "invalid operation in fma"));
        }
    } else if x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(overflow_error(th, "overflow in fma"));
    }
    float::new(th, r)
}

fn math_nextafter(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (real(th, a, 0)?, real(th, a, 1)?);
    let Some(steps) = a.opt_not_none(2) else {
        return float::new(th, libm::nextafter(x, y));
    };
    let steps = typhon_runtime::ops::index(th, steps)?;
    let n = int::num(steps.r()).unwrap_or(Num::Small(0));
    if n.is_negative() {
        return Err(value_error(th, "steps must be a non-negative integer"));
    }
    let n = match n {
        Num::Small(i) => i as u64,
        Num::Big(b) => bigint::to_u64(b).unwrap_or(u64::MAX),
    };
    float::new(th, step_towards(x, y, n))
}

/// `n` representable values from `x` towards `y`. Doubles of one sign are ordered as their patterns.
fn step_towards(x: f64, y: f64, n: u64) -> f64 {
    if n == 0 {
        return x;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x == y {
        return y;
    }
    const SIGN: u64 = 1 << 63;
    // Zero is 0, positive patterns count up, negative ones down.
    let key = |v: f64| {
        let b = v.to_bits();
        if b & SIGN != 0 {
            -((b & !SIGN) as i128)
        } else {
            b as i128
        }
    };
    let (from, to) = (key(x), key(y));
    let distance = (to - from).unsigned_abs();
    if distance <= u128::from(n) {
        return y;
    }
    let k = if to > from {
        from + i128::from(n)
    } else {
        from - i128::from(n)
    };
    let r = f64::from_bits(k.unsigned_abs() as u64);
    if k < 0 || k == 0 && x < 0.0 { -r } else { r }
}

fn math_ulp(th: &mut Thread, a: Args<'_>) -> R {
    let x = real(th, a, 0)?.abs();
    if !x.is_finite() {
        return float::new(th, x);
    }
    let up = libm::nextafter(x, f64::INFINITY);
    let u = if up.is_infinite() {
        x - libm::nextafter(x, 0.0)
    } else {
        up - x
    };
    float::new(th, u)
}

/// The third and fourth argument of `isclose`: relative and absolute tolerance.
pub fn tolerances(th: &mut Thread, a: Args<'_>) -> R<(f64, f64)> {
    let rel = match a.opt(2) {
        Some(r) => float::as_double(th, r)?,
        None => 1e-9,
    };
    let abs = match a.opt(3) {
        Some(r) => float::as_double(th, r)?,
        None => 0.0,
    };
    if rel < 0.0 || abs < 0.0 {
        return Err(value_error(th, "tolerances must be non-negative"));
    }
    Ok((rel, abs))
}

fn math_isclose(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (real(th, a, 0)?, real(th, a, 1)?);
    let (rel, abs) = tolerances(th, a)?;
    if x == y {
        return Ok(Obj::bool(true));
    }
    if x.is_infinite() || y.is_infinite() {
        return Ok(Obj::bool(false));
    }
    let d = (y - x).abs();
    Ok(Obj::bool(
        d <= (rel * y).abs() || d <= (rel * x).abs() || d <= abs,
    ))
}

// ------------------------------------------------------------------ tests and rounding

fn math_isfinite(th: &mut Thread, a: Args<'_>) -> R {
    real(th, a, 0).map(|x| Obj::bool(x.is_finite()))
}
fn math_isinf(th: &mut Thread, a: Args<'_>) -> R {
    real(th, a, 0).map(|x| Obj::bool(x.is_infinite()))
}
fn math_isnan(th: &mut Thread, a: Args<'_>) -> R {
    real(th, a, 0).map(|x| Obj::bool(x.is_nan()))
}

/// `floor` and `ceil`: the special method of anything but floats, else the double.
fn rounded(th: &mut Thread, a: Args<'_>, name: Ref<'_>, f: fn(f64) -> f64) -> R {
    let x = a.at(0);
    if x.is_exact(&typhon_runtime::types::FLOAT)
        && let Some(v) = float::value(x)
    {
        return float::to_int(th, f(v));
    }
    if let Some(r) = call::call_special(th, x, name, &[])? {
        return Ok(r);
    }
    let v = float::as_double(th, x)?;
    float::to_int(th, f(v))
}
fn math_floor(th: &mut Thread, a: Args<'_>) -> R {
    rounded(th, a, names::__floor__(), f64::floor)
}
fn math_ceil(th: &mut Thread, a: Args<'_>) -> R {
    rounded(th, a, names::__ceil__(), f64::ceil)
}
fn math_trunc(th: &mut Thread, a: Args<'_>) -> R {
    let x = a.at(0);
    match call::call_special(th, x, names::__trunc__(), &[])? {
        Some(r) => Ok(r),
        None => Err(type_error(
            th,
            format!("type {} doesn't define __trunc__ method", x.class().name()),
        )),
    }
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("acos", Kind::One, math_acos, "Arc cosine in radians."),
    MethodDef::new("acosh", Kind::One, math_acosh, "Inverse hyperbolic cosine."),
    MethodDef::new("asin", Kind::One, math_asin, "Arc sine in radians."),
    MethodDef::new("asinh", Kind::One, math_asinh, "Inverse hyperbolic sine."),
    MethodDef::new("atan", Kind::One, math_atan, "Arc tangent in radians."),
    MethodDef::new(
        "atan2",
        Kind::Pos(2, 2),
        math_atan2,
        "Angle of the point (x, y), arguments y and x.",
    ),
    MethodDef::new(
        "atanh",
        Kind::One,
        math_atanh,
        "Inverse hyperbolic tangent.",
    ),
    MethodDef::new("cbrt", Kind::One, math_cbrt, "Cube root."),
    MethodDef::new(
        "ceil",
        Kind::One,
        math_ceil,
        "Smallest integer not below the number.",
    ),
    MethodDef::new(
        "copysign",
        Kind::Pos(2, 2),
        math_copysign,
        "Magnitude of x with the sign of y.",
    ),
    MethodDef::new("cos", Kind::One, math_cos, "Cosine of an angle in radians."),
    MethodDef::new("cosh", Kind::One, math_cosh, "Hyperbolic cosine."),
    MethodDef::new("degrees", Kind::One, math_degrees, "Radians as degrees."),
    MethodDef::new("erf", Kind::One, math_erf, "Error function."),
    MethodDef::new(
        "erfc",
        Kind::One,
        math_erfc,
        "Complementary error function.",
    ),
    MethodDef::new("exp", Kind::One, math_exp, "e to the power x."),
    MethodDef::new("exp2", Kind::One, math_exp2, "2 to the power x."),
    MethodDef::new(
        "expm1",
        Kind::One,
        math_expm1,
        "exp(x) - 1 without loss of precision.",
    ),
    MethodDef::new("fabs", Kind::One, math_fabs, "Absolute value as a float."),
    MethodDef::new(
        "floor",
        Kind::One,
        math_floor,
        "Largest integer not above the number.",
    ),
    MethodDef::new("fma", Kind::Pos(3, 3), math_fma, "x * y + z, rounded once."),
    MethodDef::new(
        "fmod",
        Kind::Pos(2, 2),
        math_fmod,
        "Remainder with the sign of x.",
    ),
    MethodDef::new("frexp", Kind::One, math_frexp, "Mantissa and exponent."),
    MethodDef::new(
        "isclose",
        Kind::Sig("a, b, *, rel_tol=, abs_tol="),
        math_isclose,
        "Whether two numbers are close to each other.",
    ),
    MethodDef::new(
        "isfinite",
        Kind::One,
        math_isfinite,
        "Whether the number is neither infinite nor NaN.",
    ),
    MethodDef::new(
        "isinf",
        Kind::One,
        math_isinf,
        "Whether the number is infinite.",
    ),
    MethodDef::new("isnan", Kind::One, math_isnan, "Whether the number is NaN."),
    MethodDef::new("ldexp", Kind::Pos(2, 2), math_ldexp, "x * 2**i."),
    MethodDef::new(
        "log",
        Kind::Pos(1, 2),
        math_log,
        "Logarithm to a base, e by default.",
    ),
    MethodDef::new("log10", Kind::One, math_log10, "Logarithm to base 10."),
    MethodDef::new(
        "log1p",
        Kind::One,
        math_log1p,
        "log(1 + x) without loss of precision.",
    ),
    MethodDef::new("log2", Kind::One, math_log2, "Logarithm to base 2."),
    MethodDef::new("modf", Kind::One, math_modf, "Fractional and integer part."),
    MethodDef::new(
        "nextafter",
        Kind::Sig("x, y, /, *, steps="),
        math_nextafter,
        "The float so many steps from x towards y.",
    ),
    MethodDef::new(
        "pow",
        Kind::Pos(2, 2),
        math_pow,
        "x to the power y as a float.",
    ),
    MethodDef::new("radians", Kind::One, math_radians, "Degrees as radians."),
    MethodDef::new(
        "remainder",
        Kind::Pos(2, 2),
        math_remainder,
        "IEEE 754 remainder.",
    ),
    MethodDef::new("sin", Kind::One, math_sin, "Sine of an angle in radians."),
    MethodDef::new("sinh", Kind::One, math_sinh, "Hyperbolic sine."),
    MethodDef::new("sqrt", Kind::One, math_sqrt, "Square root."),
    MethodDef::new(
        "tan",
        Kind::One,
        math_tan,
        "Tangent of an angle in radians.",
    ),
    MethodDef::new("tanh", Kind::One, math_tanh, "Hyperbolic tangent."),
    MethodDef::new(
        "trunc",
        Kind::One,
        math_trunc,
        "The integer part, by __trunc__.",
    ),
    MethodDef::new("ulp", Kind::One, math_ulp, "Value of the last bit."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "math")?;
    for t in [
        FUNCTIONS,
        integer::FUNCTIONS,
        sums::FUNCTIONS,
        gamma::FUNCTIONS,
    ] {
        module::add_functions(th, m.r(), t)?;
    }
    for (name, v) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        let v = float::new(th, v)?;
        module::add(th, m.r(), name, v)?;
    }
    Ok(m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_between_doubles() {
        assert_eq!(step_towards(1.0, 2.0, 3), 1.0000000000000007);
        assert_eq!(step_towards(0.0, 1.0, 1), 5e-324);
        assert_eq!(step_towards(-5e-324, 1.0, 2), 5e-324);
        assert!(step_towards(-5e-324, 1.0, 1).is_sign_negative());
        assert_eq!(step_towards(1.0, f64::INFINITY, u64::MAX), f64::INFINITY);
    }
}
