//! The `cmath` module: functions of complex numbers.
//!
//! Formulas are W. Kahan's ("Branch Cuts for Complex Elementary Functions", 1987) as CPython applies them, so that
//! results agree to the last bit; special values are those of C99's Annex G. A function tells by its outcome whether the
//! argument was out of its domain or the result out of range.

use super::math::tolerances;
use crate::builtins::complex::through_protocols;
use std::f64::consts::{FRAC_PI_2, LN_2, LN_10, PI, TAU};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, value_error};
use typhon_runtime::types::complex::{self, Complex};
use typhon_runtime::types::{float, module, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, libm};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
/// Beyond these, squares or sums overflow.
const LARGE: f64 = f64::MAX / 4.0;
/// Beneath it squares vanish.
const TINY_ROOT: f64 = 1.491_668_146_240_041_3e-154;

/// What a function gives.
enum Outcome {
    Value(Complex),
    /// ValueError.
    Domain,
    /// OverflowError.
    Range,
}
use Outcome::{Domain, Range, Value};

fn z(re: f64, im: f64) -> Complex {
    Complex::new(re, im)
}

fn finite(a: Complex) -> bool {
    a.re.is_finite() && a.im.is_finite()
}

/// Not a number unless an infinite part came of it.
fn ranged(r: Complex) -> Outcome {
    if r.re.is_infinite() || r.im.is_infinite() {
        Range
    } else {
        Value(r)
    }
}

/// The square root of the largest double, and the logarithm of a quarter of it.
fn large_root() -> f64 {
    LARGE.sqrt()
}
fn large_log() -> f64 {
    LARGE.ln()
}

fn hypot(x: f64, y: f64) -> f64 {
    x.hypot(y)
}

/// `ln |a|` where that is too large to be computed, and 2 ln 2 more.
fn log_of_large(a: Complex) -> f64 {
    hypot(a.re / 2.0, a.im / 2.0).ln() + LN_2 * 2.0
}

fn is_large(a: Complex) -> bool {
    a.re.abs() > LARGE || a.im.abs() > LARGE
}

// ------------------------------------------------------------------ roots and logarithms

fn sqrt(a: Complex) -> Complex {
    if !finite(a) {
        return if a.im.is_infinite() {
            z(INF, a.im)
        } else if a.re == -INF {
            if a.im.is_nan() {
                z(NAN, INF)
            } else {
                z(0.0, INF.copysign(a.im))
            }
        } else if a.re == INF {
            z(
                INF,
                if a.im.is_nan() {
                    NAN
                } else {
                    0.0f64.copysign(a.im)
                },
            )
        } else {
            z(NAN, NAN)
        };
    }
    if a.re == 0.0 && a.im == 0.0 {
        return z(0.0, a.im);
    }
    let (mut ax, ay) = (a.re.abs(), a.im.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        // Subnormal numbers are lifted by an even power of two.
        ax = libm::ldexp(ax, 53);
        libm::ldexp((ax + hypot(ax, libm::ldexp(ay, 53))).sqrt(), -27)
    } else {
        ax /= 8.0;
        2.0 * (ax + hypot(ax, ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    if a.re >= 0.0 {
        z(s, d.copysign(a.im))
    } else {
        z(d, s.copysign(a.im))
    }
}

/// Zero has an infinite logarithm, which is for callers to refuse.
fn log(a: Complex) -> Complex {
    if !finite(a) {
        let re = if a.re.is_infinite() || a.im.is_infinite() {
            INF
        } else {
            NAN
        };
        return z(re, a.im.atan2(a.re));
    }
    let (ax, ay) = (a.re.abs(), a.im.abs());
    let re = if ax > LARGE || ay > LARGE {
        hypot(ax / 2.0, ay / 2.0).ln() + LN_2
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        hypot(libm::ldexp(ax, 53), libm::ldexp(ay, 53)).ln() - 53.0 * LN_2
    } else {
        let h = hypot(ax, ay);
        if (0.71..=1.73).contains(&h) {
            let (most, least) = if ax > ay { (ax, ay) } else { (ay, ax) };
            ((most - 1.0) * (most + 1.0) + least * least).ln_1p() / 2.0
        } else {
            h.ln()
        }
    };
    z(re, a.im.atan2(a.re))
}

// ------------------------------------------------------------------ inverse functions

/// The angle of an infinite number.
fn angle_at_infinity(a: Complex) -> f64 {
    a.im.atan2(a.re)
}

fn acos(a: Complex) -> Complex {
    if !finite(a) {
        if a.re.is_nan() || a.im.is_nan() {
            return if a.im.is_infinite() {
                z(NAN, -a.im)
            } else if a.re.is_infinite() {
                z(NAN, INF)
            } else if a.re == 0.0 {
                z(FRAC_PI_2, NAN)
            } else {
                z(NAN, NAN)
            };
        }
        return z(a.im.abs().atan2(a.re), (-INF).copysign(-a.im));
    }
    if is_large(a) {
        let l = log_of_large(a);
        let im = if a.re < 0.0 {
            -l.copysign(a.im)
        } else {
            l.copysign(-a.im)
        };
        return z(a.im.abs().atan2(a.re), im);
    }
    let s1 = sqrt(z(1.0 - a.re, -a.im));
    let s2 = sqrt(z(1.0 + a.re, a.im));
    z(
        2.0 * s1.re.atan2(s2.re),
        libm::asinh(s2.re * s1.im - s2.im * s1.re),
    )
}

fn acosh(a: Complex) -> Complex {
    if !finite(a) {
        if a.re.is_nan() || a.im.is_nan() {
            return if a.re.is_infinite() || a.im.is_infinite() {
                z(INF, NAN)
            } else if a.re == 0.0 {
                z(NAN, FRAC_PI_2)
            } else {
                z(NAN, NAN)
            };
        }
        return z(INF, angle_at_infinity(a));
    }
    if is_large(a) {
        return z(log_of_large(a), a.im.atan2(a.re));
    }
    let s1 = sqrt(z(a.re - 1.0, a.im));
    let s2 = sqrt(z(a.re + 1.0, a.im));
    z(
        libm::asinh(s1.re * s2.re + s1.im * s2.im),
        2.0 * s1.im.atan2(s2.re),
    )
}

fn asinh(a: Complex) -> Complex {
    if !finite(a) {
        if a.re.is_nan() || a.im.is_nan() {
            return if a.re.is_infinite() {
                z(a.re, NAN)
            } else if a.im.is_infinite() {
                z(INF, NAN)
            } else if a.im == 0.0 {
                z(NAN, a.im)
            } else {
                z(NAN, NAN)
            };
        }
        return z(INF.copysign(a.re), a.im.atan2(a.re.abs()));
    }
    if is_large(a) {
        let l = log_of_large(a);
        let re = if a.im.is_sign_negative() {
            -l.copysign(-a.re)
        } else {
            l.copysign(a.re)
        };
        return z(re, a.im.atan2(a.re.abs()));
    }
    let s1 = sqrt(z(1.0 + a.im, -a.re));
    let s2 = sqrt(z(1.0 - a.im, a.re));
    z(
        libm::asinh(s1.re * s2.im - s2.re * s1.im),
        a.im.atan2(s1.re * s2.re - s1.im * s2.im),
    )
}

fn atanh(a: Complex) -> Outcome {
    if !finite(a) {
        return Value(if a.im.is_infinite() {
            let re = if a.re.is_nan() {
                0.0
            } else {
                0.0f64.copysign(a.re)
            };
            z(re, FRAC_PI_2.copysign(a.im))
        } else if a.re.is_infinite() {
            let im = if a.im.is_nan() {
                NAN
            } else {
                FRAC_PI_2.copysign(a.im)
            };
            z(0.0f64.copysign(a.re), im)
        } else if a.re == 0.0 {
            z(a.re, NAN)
        } else {
            z(NAN, NAN)
        });
    }
    if a.re.is_sign_negative() {
        return match atanh(z(-a.re, -a.im)) {
            Value(r) => Value(z(-r.re, -r.im)),
            other => other,
        };
    }
    let ay = a.im.abs();
    Value(if a.re > large_root() || ay > large_root() {
        let h = hypot(a.re / 2.0, a.im / 2.0);
        // The sign of a zero imaginary part decides the side.
        z(a.re / 4.0 / h / h, -FRAC_PI_2.copysign(-a.im))
    } else if a.re == 1.0 && ay < TINY_ROOT {
        if ay == 0.0 {
            return Domain;
        }
        z(
            -(ay.sqrt() / hypot(ay, 2.0).sqrt()).ln(),
            (2.0f64.atan2(-ay) / 2.0).copysign(a.im),
        )
    } else {
        let rest = 1.0 - a.re;
        z(
            (4.0 * a.re / (rest * rest + ay * ay)).ln_1p() / 4.0,
            -(-2.0 * a.im).atan2(rest * (1.0 + a.re) - ay * ay) / 2.0,
        )
    })
}

// ------------------------------------------------------------------ exponential and hyperbolic functions

/// An infinite or undefined argument of `exp`, `cosh`, `sinh`: (real, imaginary) signs for the infinite real part.
fn exp(a: Complex) -> Outcome {
    if !finite(a) {
        let r = if a.re.is_infinite() && a.im.is_finite() {
            let size = if a.re > 0.0 { INF } else { 0.0f64 };
            if a.im == 0.0 {
                z(size, a.im)
            } else {
                z(size.copysign(a.im.cos()), size.copysign(a.im.sin()))
            }
        } else if a.re == -INF {
            z(0.0, 0.0)
        } else if a.re == INF {
            z(INF, NAN)
        } else if a.im == 0.0 {
            z(NAN, a.im)
        } else {
            z(NAN, NAN)
        };
        let wrong = a.im.is_infinite() && (a.re.is_finite() || a.re == INF);
        return if wrong { Domain } else { Value(r) };
    }
    ranged(if a.re > large_log() {
        let l = (a.re - 1.0).exp();
        z(
            l * a.im.cos() * std::f64::consts::E,
            l * a.im.sin() * std::f64::consts::E,
        )
    } else {
        let l = a.re.exp();
        z(l * a.im.cos(), l * a.im.sin())
    })
}

/// `cos(im) f(re)` and `sin(im) g(re)`, a factor of e apart where `f(re)` alone would be too large.
fn hyperbolic(a: Complex, f: fn(f64) -> f64, g: fn(f64) -> f64) -> Outcome {
    let (re, factor) = if a.re.abs() > large_log() {
        (a.re - 1.0f64.copysign(a.re), std::f64::consts::E)
    } else {
        (a.re, 1.0)
    };
    ranged(z(a.im.cos() * f(re) * factor, a.im.sin() * g(re) * factor))
}

fn cosh(a: Complex) -> Outcome {
    if !finite(a) {
        let r = if a.re.is_infinite() && a.im.is_finite() && a.im != 0.0 {
            let im = INF.copysign(a.im.sin());
            z(INF.copysign(a.im.cos()), if a.re > 0.0 { im } else { -im })
        } else if a.re.is_infinite() {
            let im = if a.im == 0.0 {
                if a.re > 0.0 { a.im } else { -a.im }
            } else {
                NAN
            };
            z(INF, im)
        } else if a.re == 0.0 || a.im == 0.0 {
            z(NAN, 0.0)
        } else {
            z(NAN, NAN)
        };
        let wrong = a.im.is_infinite() && !a.re.is_nan();
        return if wrong { Domain } else { Value(r) };
    }
    hyperbolic(a, f64::cosh, f64::sinh)
}

fn sinh(a: Complex) -> Outcome {
    if !finite(a) {
        let r = if a.re.is_infinite() && a.im.is_finite() && a.im != 0.0 {
            let re = INF.copysign(a.im.cos());
            z(if a.re > 0.0 { re } else { -re }, INF.copysign(a.im.sin()))
        } else if a.re.is_infinite() {
            if a.im == 0.0 {
                z(a.re, a.im)
            } else {
                z(INF, NAN)
            }
        } else if a.re == 0.0 {
            z(0.0, NAN)
        } else if a.im == 0.0 {
            z(NAN, a.im)
        } else {
            z(NAN, NAN)
        };
        let wrong = a.im.is_infinite() && !a.re.is_nan();
        return if wrong { Domain } else { Value(r) };
    }
    hyperbolic(a, f64::sinh, f64::cosh)
}

fn tanh(a: Complex) -> Outcome {
    if !finite(a) {
        let r = if a.re.is_infinite() {
            let im = if a.im.is_finite() && a.im != 0.0 {
                0.0f64.copysign(2.0 * a.im.sin() * a.im.cos())
            } else if a.im == 0.0 {
                a.im
            } else {
                0.0
            };
            z(1.0f64.copysign(a.re), im)
        } else if a.im == 0.0 {
            z(NAN, a.im)
        } else if a.re == 0.0 {
            z(a.re, NAN)
        } else {
            z(NAN, NAN)
        };
        let wrong = a.im.is_infinite() && a.re.is_finite();
        return if wrong { Domain } else { Value(r) };
    }
    Value(if a.re.abs() > large_log() {
        z(
            1.0f64.copysign(a.re),
            4.0 * a.im.sin() * a.im.cos() * (-2.0 * a.re.abs()).exp(),
        )
    } else {
        let (tx, ty, cx) = (a.re.tanh(), a.im.tan(), 1.0 / a.re.cosh());
        let product = tx * ty;
        let denominator = 1.0 + product * product;
        z(
            tx * (1.0 + ty * ty) / denominator,
            ((ty / denominator) * cx) * cx,
        )
    })
}

/// `i a`, and back.
fn turned(a: Complex) -> Complex {
    z(-a.im, a.re)
}
fn back(o: Outcome) -> Outcome {
    match o {
        Value(r) => Value(z(r.im, -r.re)),
        other => other,
    }
}

// ------------------------------------------------------------------ the functions scripts see

#[cold]
fn refused(th: &mut Thread, range: bool) -> Raised {
    if range {
        overflow_error(th, "math range error")
    } else {
        value_error(th, "math domain error")
    }
}

fn argument(th: &mut Thread, o: Ref<'_>) -> R<Complex> {
    through_protocols(th, o)
}

fn answer(th: &mut Thread, a: Args<'_>, f: impl FnOnce(Complex) -> Outcome) -> R {
    let x = argument(th, a.at(0))?;
    match f(x) {
        Value(r) => complex::new(th, r),
        Domain => Err(refused(th, false)),
        Range => Err(refused(th, true)),
    }
}

macro_rules! functions {
    ($($name:ident $f:expr;)*) => {
        $(fn $name(th: &mut Thread, a: Args<'_>) -> R {
            answer(th, a, $f)
        })*
    };
}
functions! {
    cmath_acos |x| Value(acos(x));
    cmath_acosh |x| Value(acosh(x));
    cmath_asin |x| back(Value(asinh(turned(x))));
    cmath_asinh |x| Value(asinh(x));
    cmath_atan |x| back(atanh(turned(x)));
    cmath_atanh atanh;
    cmath_cos |x| cosh(turned(x));
    cmath_cosh cosh;
    cmath_exp exp;
    cmath_sin |x| back(sinh(turned(x)));
    cmath_sinh sinh;
    cmath_sqrt |x| Value(sqrt(x));
    cmath_tan |x| back(tanh(turned(x)));
    cmath_tanh tanh;
}

fn is_zero(a: Complex) -> bool {
    a.re == 0.0 && a.im == 0.0
}

fn cmath_log(th: &mut Thread, a: Args<'_>) -> R {
    let x = argument(th, a.at(0))?;
    let Some(base) = a.opt(1) else {
        if is_zero(x) {
            return Err(refused(th, false));
        }
        return complex::new(th, log(x));
    };
    let base = argument(th, base)?;
    // As in CPython only the base may not be zero when there is one.
    match log(x).over(log(base)) {
        Some(r) if !is_zero(base) => complex::new(th, r),
        _ => Err(refused(th, false)),
    }
}

fn cmath_log10(th: &mut Thread, a: Args<'_>) -> R {
    answer(th, a, |x| {
        if is_zero(x) {
            return Domain;
        }
        let l = log(x);
        Value(z(l.re / LN_10, l.im / LN_10))
    })
}

fn cmath_phase(th: &mut Thread, a: Args<'_>) -> R {
    let x = argument(th, a.at(0))?;
    float::new(th, x.im.atan2(x.re))
}

fn cmath_polar(th: &mut Thread, a: Args<'_>) -> R {
    let x = argument(th, a.at(0))?;
    let Some(r) = x.abs() else {
        return Err(refused(th, true));
    };
    let parts = vec![float::new(th, r)?, float::new(th, x.im.atan2(x.re))?];
    tuple::new(th, parts)
}

fn cmath_rect(th: &mut Thread, a: Args<'_>) -> R {
    let r = float::as_double(th, a.at(0))?;
    let phi = float::as_double(th, a.at(1))?;
    if r.is_finite() && phi.is_finite() {
        let value = if phi == 0.0 {
            z(r, r * phi)
        } else {
            z(r * phi.cos(), r * phi.sin())
        };
        return complex::new(th, value);
    }
    if r != 0.0 && !r.is_nan() && phi.is_infinite() {
        return Err(refused(th, false));
    }
    let value = if r.is_infinite() && phi.is_finite() {
        if phi == 0.0 {
            z(r, if r > 0.0 { phi } else { -phi })
        } else {
            let sign = 1.0f64.copysign(r);
            z(
                sign * INF.copysign(phi.cos()),
                sign * INF.copysign(phi.sin()),
            )
        }
    } else if r.is_infinite() {
        z(INF, NAN)
    } else if r == 0.0 {
        z(0.0, 0.0)
    } else if phi == 0.0 {
        z(NAN, 0.0)
    } else {
        z(NAN, NAN)
    };
    complex::new(th, value)
}

fn cmath_isfinite(th: &mut Thread, a: Args<'_>) -> R {
    argument(th, a.at(0)).map(|x| Obj::bool(finite(x)))
}
fn cmath_isinf(th: &mut Thread, a: Args<'_>) -> R {
    argument(th, a.at(0)).map(|x| Obj::bool(x.re.is_infinite() || x.im.is_infinite()))
}
fn cmath_isnan(th: &mut Thread, a: Args<'_>) -> R {
    argument(th, a.at(0)).map(|x| Obj::bool(x.re.is_nan() || x.im.is_nan()))
}

fn cmath_isclose(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (argument(th, a.at(0))?, argument(th, a.at(1))?);
    let (rel, abs) = tolerances(th, a)?;
    if x.re == y.re && x.im == y.im {
        return Ok(Obj::bool(true));
    }
    let infinite = |a: Complex| a.re.is_infinite() || a.im.is_infinite();
    if infinite(x) || infinite(y) {
        return Ok(Obj::bool(false));
    }
    let size = |a: Complex| hypot(a.re, a.im);
    let d = size(z(x.re - y.re, x.im - y.im));
    Ok(Obj::bool(
        d <= rel * size(y) || d <= rel * size(x) || d <= abs,
    ))
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("acos", Kind::One, cmath_acos, "Arc cosine."),
    MethodDef::new("acosh", Kind::One, cmath_acosh, "Inverse hyperbolic cosine."),
    MethodDef::new("asin", Kind::One, cmath_asin, "Arc sine."),
    MethodDef::new("asinh", Kind::One, cmath_asinh, "Inverse hyperbolic sine."),
    MethodDef::new("atan", Kind::One, cmath_atan, "Arc tangent."),
    MethodDef::new("atanh", Kind::One, cmath_atanh, "Inverse hyperbolic tangent."),
    MethodDef::new("cos", Kind::One, cmath_cos, "Cosine."),
    MethodDef::new("cosh", Kind::One, cmath_cosh, "Hyperbolic cosine."),
    MethodDef::new("exp", Kind::One, cmath_exp, "The exponential e**z."),
    MethodDef::new("isclose", Kind::Sig("a, b, *, rel_tol=, abs_tol="), cmath_isclose, "Whether two numbers are close."),
    MethodDef::new("isfinite", Kind::One, cmath_isfinite, "Whether both parts are finite."),
    MethodDef::new("isinf", Kind::One, cmath_isinf, "Whether a part is infinite."),
    MethodDef::new("isnan", Kind::One, cmath_isnan, "Whether a part is NaN."),
    MethodDef::new("log", Kind::Pos(1, 2), cmath_log, "The logarithm, natural or to a base."),
    MethodDef::new("log10", Kind::One, cmath_log10, "The logarithm to base 10."),
    MethodDef::new("phase", Kind::One, cmath_phase, "The angle."),
    MethodDef::new("polar", Kind::One, cmath_polar, "Distance from 0 and angle."),
    MethodDef::new("rect", Kind::Pos(2, 2), cmath_rect, "The number of a distance and an angle."),
    MethodDef::new("sin", Kind::One, cmath_sin, "Sine."),
    MethodDef::new("sinh", Kind::One, cmath_sinh, "Hyperbolic sine."),
    MethodDef::new("sqrt", Kind::One, cmath_sqrt, "Square root."),
    MethodDef::new("tan", Kind::One, cmath_tan, "Tangent."),
    MethodDef::new("tanh", Kind::One, cmath_tanh, "Hyperbolic tangent."),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "cmath")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (name, v) in [
        ("pi", PI),
        ("e", std::f64::consts::E),
        ("tau", TAU),
        ("inf", INF),
        ("nan", NAN),
    ] {
        let v = float::new(th, v)?;
        module::add(th, m.r(), name, v)?;
    }
    for (name, im) in [("infj", INF), ("nanj", NAN)] {
        let v = complex::new(th, z(0.0, im))?;
        module::add(th, m.r(), name, v)?;
    }
    Ok(m)
}
