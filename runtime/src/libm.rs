//! Functions of the C mathematics library that Rust's standard library does not show. All are pure functions of
//! doubles, safe to call with any argument.

// SAFETY: the signatures are those of C99's <math.h>; the functions touch no memory of ours.
unsafe extern "C" {
    /// Error function.
    pub safe fn erf(x: f64) -> f64;
    /// Complementary error function.
    pub safe fn erfc(x: f64) -> f64;
    /// IEEE remainder.
    pub safe fn remainder(x: f64, y: f64) -> f64;
    /// Next representable value towards `y`.
    pub safe fn nextafter(x: f64, y: f64) -> f64;
    /// `x * 2^n`.
    pub safe fn ldexp(x: f64, n: std::ffi::c_int) -> f64;
    /// Inverse hyperbolic cosine (Rust's own differs in the last digit).
    pub safe fn acosh(x: f64) -> f64;
    /// Inverse hyperbolic sine (as `acosh`).
    pub safe fn asinh(x: f64) -> f64;
    /// Inverse hyperbolic tangent (as `acosh`).
    pub safe fn atanh(x: f64) -> f64;
}

/// Mantissa in 0.5..1 and exponent, as C's `frexp`.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // Subnormal numbers are lifted first.
    let (y, lift) = if x.abs() < f64::MIN_POSITIVE {
        (x * 18014398509481984.0, 54)
    } else {
        (x, 0)
    };
    let bits = y.to_bits();
    let e = ((bits >> 52) & 0x7ff) as i32 - 1022;
    let m = f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52);
    (m, e - lift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frexp_splits() {
        assert_eq!(frexp(8.5), (0.53125, 4));
        assert_eq!(frexp(-0.75), (-0.75, 0));
        assert_eq!(frexp(5e-324), (0.5, -1073));
        assert_eq!(frexp(0.0), (0.0, 0));
        for x in [1.0, 1e300, 3e-310, -7.25] {
            let (m, e) = frexp(x);
            assert_eq!(ldexp(m, e), x);
        }
    }
}
