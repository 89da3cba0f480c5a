//! `gamma` and `lgamma` by the Lanczos approximation with g = 6.02468 and 13 terms (C. Lanczos 1964; the rational
//! form and its coefficients are P. Godfrey's and J. Maddock's, published with the Boost library). Only elementary
//! functions of the C library are used, so results agree with CPython to the last bit on one machine.

use super::{range, real};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::value_error;
use typhon_runtime::types::{float, float_text};
use typhon_runtime::{R, Raised, Thread};

const G: f64 = 6.024_680_040_776_73;
const G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const LN_PI: f64 = 1.144_729_885_849_400_2;

const NUMERATOR: [f64; 13] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1_439_720_407.311_721_6,
    248_874_557.862_054_17,
    31_426_415.585_400_194,
    2_876_370.628_935_372_5,
    186_056.265_395_223_48,
    8_071.672_002_365_816,
    210.824_277_751_579_36,
    2.506_628_274_631_000_2,
];
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// The rational function; for large arguments in powers of 1/x, which does not overflow.
fn lanczos_sum(x: f64) -> f64 {
    let (mut n, mut d) = (0.0, 0.0);
    if x < 5.0 {
        for (a, b) in NUMERATOR.iter().zip(DENOMINATOR).rev() {
            n = n * x + a;
            d = d * x + b;
        }
    } else {
        for (a, b) in NUMERATOR.iter().zip(DENOMINATOR) {
            n = n / x + a;
            d = d / x + b;
        }
    }
    n / d
}

/// `sin(pi * x)`, exact at multiples of one half.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1.0f64.copysign(x) * r
}

/// The outcome of `gamma`.
#[derive(Debug, PartialEq)]
enum Outcome {
    Value(f64),
    Pole,
    Overflow,
}

fn gamma(x: f64) -> Outcome {
    use Outcome::*;
    if !x.is_finite() {
        return if x.is_nan() || x > 0.0 {
            Value(x)
        } else {
            Pole
        };
    }
    if x == 0.0 || x < 0.0 && x == x.floor() {
        return Pole;
    }
    if x == x.floor() && x <= 23.0 {
        // Exact: 22! has fewer than 53 bits after its factors of two.
        return Value((1..x as u64).map(|i| i as f64).product());
    }
    let a = x.abs();
    if a < 1e-20 {
        let r = 1.0 / x;
        return if r.is_infinite() { Overflow } else { Value(r) };
    }
    if a > 200.0 {
        return if x < 0.0 {
            Value(0.0 / sin_pi(x))
        } else {
            Overflow
        };
    }
    let y = a + G_MINUS_HALF;
    // What rounding took from y.
    let z = if a > G_MINUS_HALF {
        (y - a) - G_MINUS_HALF
    } else {
        (y - G_MINUS_HALF) - a
    };
    let z = z * G / y;
    let r = if x < 0.0 {
        let mut r = -std::f64::consts::PI / sin_pi(a) / a * y.exp() / lanczos_sum(a);
        r -= z * r;
        if a < 140.0 {
            r / y.powf(a - 0.5)
        } else {
            let p = y.powf(a / 2.0 - 0.25);
            r / p / p
        }
    } else {
        let mut r = lanczos_sum(a) / y.exp();
        r += z * r;
        if a < 140.0 {
            r * y.powf(a - 0.5)
        } else {
            let p = y.powf(a / 2.0 - 0.25);
            r * p * p
        }
    };
    if r.is_infinite() { Overflow } else { Value(r) }
}

fn lgamma(x: f64) -> Outcome {
    use Outcome::*;
    if !x.is_finite() {
        return Value(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Pole } else { Value(0.0) };
    }
    let a = x.abs();
    if a < 1e-20 {
        return Value(-a.ln());
    }
    let mut r = lanczos_sum(a).ln() - G;
    r += (a - 0.5) * ((a + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        r = LN_PI - sin_pi(a).abs().ln() - a.ln() - r;
    }
    if r.is_infinite() { Overflow } else { Value(r) }
}

#[cold]
fn pole(th: &mut Thread, x: f64) -> Raised {
    value_error(
        th,
        format!(
            "expected a noninteger or positive integer, got {}",
            float_text::repr(x)
        ),
    )
}

fn answer(th: &mut Thread, a: Args<'_>, f: fn(f64) -> Outcome) -> R {
    let x = real(th, a, 0)?;
    match f(x) {
        Outcome::Value(v) => float::new(th, v),
        Outcome::Pole => Err(pole(th, x)),
        Outcome::Overflow => Err(range(th)),
    }
}
fn math_gamma(th: &mut Thread, a: Args<'_>) -> R {
    answer(th, a, gamma)
}
fn math_lgamma(th: &mut Thread, a: Args<'_>) -> R {
    answer(th, a, lgamma)
}

/// Functions of this file.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("gamma", Kind::One, math_gamma, "Gamma function."),
    MethodDef::new(
        "lgamma",
        Kind::One,
        math_lgamma,
        "Logarithm of the absolute value of the gamma function.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_cpython() {
        for (x, want) in [
            (0.5, 1.7724538509055159),
            (5.0, 24.0),
            (171.5, 9.483367566824801e+307),
            (-1.5, 2.3632718012073544),
            (1e-10, 9999999999.422785),
            (-170.5, -3.312739521538607e-308),
        ] {
            assert_eq!(gamma(x), Outcome::Value(want), "{x}");
        }
        for (x, want) in [
            (0.5, 0.5723649429247004),
            (100.0, 359.1342053695754),
            (-1.5, 0.8600470153764812),
            (1e300, 6.897755278982137e+302),
        ] {
            assert_eq!(lgamma(x), Outcome::Value(want), "{x}");
        }
    }
}
