//! Digits of doubles in the presentations `e`, `f`, `g` and repr, without sign and padding.

use typhon_runtime::types::float_text::{self, Digits};

/// How a double is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Exponent.
    E,
    /// Fixed point.
    F,
    /// Whichever is shorter, significant digits.
    G,
    /// Shortest digits that read back.
    Repr,
}

/// Options of `digits`.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Presentation.
    pub style: Style,
    /// Digits after the point (E, F) or significant ones (G); not used by Repr.
    pub precision: usize,
    /// `#`: keep the point and the zeros.
    pub alternate: bool,
    /// A number without point and exponent gets `.0`.
    pub dot_zero: bool,
    /// `E`, `INF`.
    pub upper: bool,
}

/// Text of the absolute value of `x`, split into the digits before the point and the rest.
pub fn digits(x: f64, o: Options) -> (String, String) {
    if !x.is_finite() {
        let s = if x.is_nan() { "nan" } else { "inf" };
        return (
            if o.upper {
                s.to_uppercase()
            } else {
                s.to_string()
            },
            String::new(),
        );
    }
    match o.style {
        Style::F => {
            let s = float_text::fixed_digits(x.abs(), o.precision);
            let (a, b) = match s.split_once('.') {
                Some((a, b)) => (a.to_string(), format!(".{b}")),
                None => (s, String::new()),
            };
            let b = if b.is_empty() && o.alternate {
                ".".to_string()
            } else {
                b
            };
            (a, b)
        }
        Style::E => {
            let d = float_text::exact_digits(x, o.precision.saturating_add(1));
            exponent_form(&d, d.digits.len(), o)
        }
        Style::G => {
            let p = o.precision.max(1);
            let d = float_text::exact_digits(x, p);
            let keep = if o.alternate { p } else { significant(&d) };
            let limit = p as i64 - i64::from(o.dot_zero);
            general_form(&d, keep, limit, o)
        }
        Style::Repr => {
            let d = float_text::shortest(x);
            let keep = d.digits.len();
            general_form(&d, keep, 16, o)
        }
    }
}

/// Number of digits up to the last one that is not zero.
fn significant(d: &Digits) -> usize {
    d.digits
        .iter()
        .rposition(|&c| c != b'0')
        .map_or(1, |i| i + 1)
}

fn text(b: &[u8]) -> String {
    b.iter().map(|&c| c as char).collect()
}

fn general_form(d: &Digits, keep: usize, limit: i64, o: Options) -> (String, String) {
    let point = i64::from(d.point);
    if point <= -4 || point > limit {
        return exponent_form(d, keep, o);
    }
    let kept = d.digits.get(..keep.min(d.digits.len())).unwrap_or_default();
    let (int, frac) = if point <= 0 {
        let zeros = "0".repeat((-point) as usize);
        ("0".to_string(), format!("{zeros}{}", text(kept)))
    } else {
        let p = point as usize;
        let mut int = text(kept.get(..p.min(kept.len())).unwrap_or_default());
        while int.len() < p {
            int.push('0');
        }
        (int, text(kept.get(p..).unwrap_or_default()))
    };
    let rest = if !frac.is_empty() {
        format!(".{frac}")
    } else if o.dot_zero {
        ".0".to_string()
    } else if o.alternate {
        ".".to_string()
    } else {
        String::new()
    };
    (int, rest)
}

fn exponent_form(d: &Digits, keep: usize, o: Options) -> (String, String) {
    let kept = d.digits.get(..keep.min(d.digits.len())).unwrap_or_default();
    let (first, more) = kept.split_at(kept.len().min(1));
    let point = if more.is_empty() && !o.alternate {
        ""
    } else {
        "."
    };
    let zero = d.digits.iter().all(|&c| c == b'0');
    let e = if zero { 0 } else { d.point - 1 };
    let mark = if o.upper { 'E' } else { 'e' };
    let sign = if e < 0 { '-' } else { '+' };
    let rest = format!("{point}{}{mark}{sign}{:02}", text(more), e.unsigned_abs());
    (text(first), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(x: f64, style: Style, precision: usize, alternate: bool, dot_zero: bool) -> String {
        let (a, b) = digits(
            x,
            Options {
                style,
                precision,
                alternate,
                dot_zero,
                upper: false,
            },
        );
        a + &b
    }

    #[test]
    fn presentations() {
        for (x, s, p, alt, dot, want) in [
            (123.456, Style::G, 6, false, false, "123.456"),
            (1e-5, Style::G, 6, false, false, "1e-05"),
            (0.0001, Style::G, 6, false, false, "0.0001"),
            (999999.5, Style::G, 6, false, false, "1e+06"),
            (1.0, Style::G, 3, true, false, "1.00"),
            (0.0, Style::G, 3, true, false, "0.00"),
            (0.0, Style::E, 2, false, false, "0.00e+00"),
            (1.0, Style::E, 0, true, false, "1.e+00"),
            (1e10, Style::G, 3, false, true, "1e+10"),
            (10.0, Style::G, 2, false, true, "1e+01"),
            (10.0, Style::G, 3, false, true, "10.0"),
            (1e16, Style::Repr, 0, false, true, "1e+16"),
            (1e15, Style::Repr, 0, false, false, "1000000000000000"),
            (2.5, Style::F, 0, true, false, "2."),
        ] {
            assert_eq!(show(x, s, p, alt, dot), want);
        }
    }
}
