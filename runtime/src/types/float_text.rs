//! Doubles as text and back: shortest digits, correctly rounded digits, Python's layout of both, and parsing.
//!
//! FLOAT TEXT RULE 1. Digits come from `ryu` (shortest) or from the standard library (exact, half to even); this file
//!   only arranges them. No width or precision above `EXACT` reaches the standard library: a double has no more
//!   decimal digits than that, the rest are zeros.

/// No double has more than this many decimal digits on either side of the point.
const EXACT: usize = 1100;

/// Decimal digits of a finite double and the position of the point: value = 0.d1d2d3... * 10^point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits {
    /// Significant digits, at least one; no leading zero except for zero itself.
    pub digits: Vec<u8>,
    /// Position of the decimal point relative to the first digit.
    pub point: i32,
}

/// Room for the shortest form of a double.
pub struct Buf([u8; 40]);

impl Default for Buf {
    fn default() -> Self {
        Buf::new()
    }
}

impl Buf {
    /// Empty.
    pub fn new() -> Buf {
        Buf([0; 40])
    }
}

struct Out<'a> {
    buf: &'a mut [u8; 40],
    n: usize,
}
impl Out<'_> {
    fn put(&mut self, b: &[u8]) {
        for &c in b {
            if let Some(s) = self.buf.get_mut(self.n) {
                *s = c;
                self.n += 1;
            }
        }
    }
    fn zeros(&mut self, n: usize) {
        for _ in 0..n {
            self.put(b"0");
        }
    }
}

/// The shortest digits that read back as the absolute value of `x`, without trailing zeros, and the point.
fn shortest_into(x: f64, out: &mut [u8; 24]) -> (usize, i32) {
    let mut b = ryu::Buffer::new();
    let s = b.format_finite(x.abs());
    let (mantissa, exp) = match s.split_once('e') {
        Some((m, e)) => (m, e.parse::<i32>().unwrap_or(0)),
        None => (s, 0),
    };
    let (mut n, mut point, mut seen_point, mut lead) = (0, 0i32, false, true);
    for c in mantissa.bytes() {
        match c {
            b'.' => seen_point = true,
            b'0' if lead => {
                if seen_point {
                    point -= 1;
                }
            }
            c => {
                lead = false;
                if let Some(slot) = out.get_mut(n) {
                    *slot = c;
                    n += 1;
                }
                if !seen_point {
                    point += 1;
                }
            }
        }
    }
    while n > 1 && out.get(n - 1) == Some(&b'0') {
        n -= 1;
    }
    if n == 0 {
        out[0] = b'0';
        return (1, 1);
    }
    (n, point + exp)
}

/// The shortest digits of a finite double's absolute value.
pub fn shortest(x: f64) -> Digits {
    let mut d = [0; 24];
    let (n, point) = shortest_into(x, &mut d);
    Digits {
        digits: d[..n].to_vec(),
        point,
    }
}

/// `repr(x)`.
pub fn repr_into(buf: &mut Buf, x: f64) -> &str {
    let mut out = Out {
        buf: &mut buf.0,
        n: 0,
    };
    if x.is_nan() {
        out.put(b"nan");
    } else {
        if x.is_sign_negative() {
            out.put(b"-");
        }
        if x.is_infinite() {
            out.put(b"inf");
        } else {
            let mut d = [0; 24];
            let (n, point) = shortest_into(x, &mut d);
            layout_repr(&mut out, &d[..n], point);
        }
    }
    let n = out.n;
    std::str::from_utf8(&buf.0[..n]).unwrap_or("")
}

fn layout_repr(out: &mut Out<'_>, d: &[u8], point: i32) {
    let n = d.len() as i32;
    if point > -4 && point <= 16 {
        if point <= 0 {
            out.put(b"0.");
            out.zeros(-point as usize);
            out.put(d);
        } else if point >= n {
            out.put(d);
            out.zeros((point - n) as usize);
            out.put(b".0");
        } else {
            let (a, b) = d.split_at(point as usize);
            out.put(a);
            out.put(b".");
            out.put(b);
        }
    } else {
        let (a, b) = d.split_at(1);
        out.put(a);
        if !b.is_empty() {
            out.put(b".");
            out.put(b);
        }
        let e = point - 1;
        out.put(if e < 0 { b"e-" } else { b"e+" });
        let e = e.unsigned_abs();
        out.put(format!("{e:02}").as_bytes());
    }
}

/// `repr(x)` as a string.
pub fn repr(x: f64) -> String {
    repr_into(&mut Buf::new(), x).to_string()
}

/// Most digits after the point for which `fixed_into` knows a short way.
const FEW: usize = 22;

/// A finite double that is not negative with exactly `n` digits after the point: those before it, and the point with
/// those behind (nothing for `n` = 0). The value is an integer times a power of two, so the integer that the digits make
/// is that of a division by a shift, half to even. None: it has too many digits for that.
pub fn fixed_into(buf: &mut Buf, x: f64, n: usize) -> Option<(&[u8], &[u8])> {
    if n > FEW || !x.is_finite() || x.is_sign_negative() {
        return None;
    }
    let bits = x.to_bits();
    let (e, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
    let (m, e) = match e {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, e - 1075),
    };
    // Below 2^53 * 10^22 < 2^127.
    let p = u128::from(m) * 10u128.pow(n as u32);
    let q = match e {
        // More than half of what is rounded to cannot be left.
        ..-127 => 0,
        -127..0 => {
            let (q, rest, half) = (p >> -e, p & ((1 << -e) - 1), 1u128 << (-e - 1));
            q + u128::from(rest > half || (rest == half && q & 1 != 0))
        }
        0..10 => p.checked_mul(1 << e)?,
        _ => return None,
    };
    let mut digits = [0; 20];
    let digits = super::int::write_i64(&mut digits, i64::try_from(q).ok()?);
    // The point stands before the last `n` digits, with one at least before it.
    let zeros = (n + 1).saturating_sub(digits.len());
    let len = zeros + digits.len();
    let text = buf.0.get_mut(..len + usize::from(n > 0))?;
    let before = len - n;
    for (i, place) in text.iter_mut().enumerate() {
        let at = match i {
            _ if i < before => i,
            _ if i == before => {
                *place = b'.';
                continue;
            }
            _ => i - 1,
        };
        *place = at.checked_sub(zeros).map_or(b'0', |k| digits[k]);
    }
    Some(text.split_at(before))
}

/// `x` with exactly `n` digits after the point (as C's `%.nf`), sign included; `x` is finite.
pub fn fixed_digits(x: f64, n: usize) -> String {
    let mut s = format!("{:.*}", n.min(EXACT), x);
    if n > EXACT {
        s.extend(std::iter::repeat_n('0', n - EXACT));
    }
    s
}

/// The first `n >= 1` significant digits of the absolute value, correctly rounded; `x` is finite.
pub fn exact_digits(x: f64, n: usize) -> Digits {
    let n = n.max(1);
    let s = format!("{:.*e}", (n - 1).min(EXACT), x.abs());
    let (m, e) = s.split_once('e').unwrap_or((&s, "0"));
    let mut digits: Vec<u8> = m.bytes().filter(|c| *c != b'.').collect();
    digits.resize(n, b'0');
    Digits {
        digits,
        point: e.parse::<i32>().unwrap_or(0) + 1,
    }
}

/// Rounds to a multiple of 10^n, half to even on the exact value.
pub fn round_to_power(x: f64, n: u32) -> f64 {
    let p = 10f64.powi(n as i32);
    if x.abs() < p / 4.0 {
        return 0.0f64.copysign(x);
    }
    // The digits before the point are exact integers: round them as text.
    let whole = format!("{:.0}", x.trunc().abs());
    let exact_tail = x.fract() != 0.0;
    let cut = whole.len().saturating_sub(n as usize);
    let (head, tail) = whole.split_at(cut);
    let mut half = String::from("5");
    half.extend(std::iter::repeat_n('0', (n as usize).saturating_sub(1)));
    let tail_full = format!("{tail:0>width$}", width = n as usize);
    let odd = head.bytes().last().is_some_and(|c| c & 1 == 1);
    let up = match tail_full.as_str().cmp(half.as_str()) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => exact_tail || odd,
        std::cmp::Ordering::Less => false,
    };
    let mut d: Vec<u8> = std::iter::once(b'0').chain(head.bytes()).collect();
    if up {
        for c in d.iter_mut().rev() {
            if *c == b'9' {
                *c = b'0';
            } else {
                *c += 1;
                break;
            }
        }
    }
    let text = format!("{}e{n}", String::from_utf8_lossy(&d));
    text.parse::<f64>().unwrap_or(x).copysign(x)
}

/// Parses a Python float literal without surrounding blanks: digits, point, exponent, `inf`, `nan`, signs.
/// Underscores are the caller's.
pub fn parse(s: &str) -> Option<f64> {
    let b = s.as_bytes();
    let (neg, rest) = match b.first()? {
        b'-' => (true, s.get(1..)?),
        b'+' => (false, s.get(1..)?),
        _ => (false, s),
    };
    let v = match rest.as_bytes().first()? {
        b'0'..=b'9' | b'.' => {
            // The standard parser accepts the same grammar once words are excluded.
            if !rest
                .bytes()
                .all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'e' | b'E' | b'+' | b'-'))
            {
                return None;
            }
            rest.parse::<f64>().ok()?
        }
        _ => {
            let low = rest.to_ascii_lowercase();
            match low.as_str() {
                "inf" | "infinity" => f64::INFINITY,
                "nan" => f64::NAN,
                _ => return None,
            }
        }
    };
    Some(if neg { -v } else { v })
}

/// `x.hex()`.
pub fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let b = x.abs().to_bits();
    if b == 0 {
        return format!("{sign}0x0.0p+0");
    }
    let (m, e) = (b & ((1 << 52) - 1), (b >> 52) as i64);
    let (lead, e) = if e == 0 { (0, -1022) } else { (1, e - 1023) };
    format!("{sign}0x{lead}.{m:013x}p{e:+}")
}

/// Why a hexadecimal float could not be read.
#[derive(Debug, PartialEq, Eq)]
pub enum HexError {
    /// Not in the grammar.
    Invalid,
    /// Beyond the largest double.
    Overflow,
}

/// `float.fromhex(s)`.
pub fn from_hex(s: &str) -> Result<f64, HexError> {
    use HexError::*;
    let s = s.trim_matches(|c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c'));
    let (neg, rest) = match s.as_bytes().first() {
        Some(b'-') => (true, &s[1..]),
        Some(b'+') => (false, &s[1..]),
        _ => (false, s),
    };
    let low = rest.to_ascii_lowercase();
    let sign = |v: f64| if neg { -v } else { v };
    match low.as_str() {
        "inf" | "infinity" => return Ok(sign(f64::INFINITY)),
        "nan" => return Ok(sign(f64::NAN)),
        _ => {}
    }
    let body = low.strip_prefix("0x").unwrap_or(&low);
    let (mant, exp) = match body.split_once('p') {
        Some((m, e)) => {
            let digits = e.strip_prefix(['+', '-']).unwrap_or(e);
            if digits.is_empty() || !digits.bytes().all(|c| c.is_ascii_digit()) {
                return Err(Invalid);
            }
            // Exponents beyond this are overflow or zero whatever the mantissa is.
            let v = digits.parse::<i64>().unwrap_or(1 << 60).min(1 << 60);
            (m, if e.starts_with('-') { -v } else { v })
        }
        None => (body, 0),
    };
    let (int, frac) = mant.split_once('.').unwrap_or((mant, ""));
    if int.len() + frac.len() == 0
        || !int
            .bytes()
            .chain(frac.bytes())
            .all(|c| c.is_ascii_hexdigit())
    {
        return Err(Invalid);
    }
    // Collect the leading 64 bits and a sticky bit.
    let (mut m, mut sticky, mut e) = (0u64, false, exp - 4 * frac.len() as i64);
    for c in int.bytes().chain(frac.bytes()) {
        let d = (c as char).to_digit(16).unwrap_or(0);
        if m >> 60 == 0 {
            m = m << 4 | u64::from(d);
        } else {
            sticky |= d != 0;
            e = e.saturating_add(4);
        }
    }
    if m == 0 {
        return Ok(sign(0.0));
    }
    match super::bigint::round_scaled(m, sticky, e) {
        Some(v) => Ok(sign(v)),
        None => Err(Overflow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_has_pythons_layout() {
        for (x, s) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (9999999999999998.0, "9999999999999998.0"),
            (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (5e-324, "5e-324"),
            (1e22, "1e+22"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(repr(x), s);
        }
    }

    #[test]
    fn exact_digits_round_half_to_even() {
        assert_eq!(fixed_digits(0.5, 0), "0");
        assert_eq!(fixed_digits(1.5, 0), "2");
        assert_eq!(fixed_digits(2.5, 0), "2");
        assert_eq!(fixed_digits(0.125, 2), "0.12");
        assert_eq!(fixed_digits(2.675, 2), "2.67");
        assert_eq!(exact_digits(9.96, 2).digits, b"10");
        assert_eq!(exact_digits(9.96, 2).point, 2);
        assert_eq!(exact_digits(0.0, 3).digits, b"000");
        assert_eq!(fixed_digits(1.0, 2000).len(), 2002);
    }

    #[test]
    fn powers_of_ten() {
        for (x, n, want) in [
            (25.0, 1, 20.0),
            (35.0, 1, 40.0),
            (25.5, 1, 30.0),
            (-25.0, 1, -20.0),
            (123456.0, 3, 123000.0),
            (5.0, 1, 0.0),
            (50.0, 2, 0.0),
            (51.0, 2, 100.0),
            (1.7e308, 308, f64::INFINITY),
        ] {
            assert_eq!(round_to_power(x, n), want, "{x} {n}");
        }
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(to_hex(1.5), "0x1.8000000000000p+0");
        assert_eq!(to_hex(5e-324), "0x0.0000000000001p-1022");
        assert_eq!(from_hex(" 0x1.8p3 "), Ok(12.0));
        assert_eq!(from_hex("0x1p2000"), Err(HexError::Overflow));
        assert_eq!(from_hex("0x"), Err(HexError::Invalid));
        assert_eq!(from_hex("-0x.8p-1074"), Ok(-0.0));
        assert_eq!(from_hex("0x1.8p-1075"), Ok(5e-324));
        for x in [1.1, 3e-310, f64::MAX] {
            assert_eq!(from_hex(&to_hex(x)), Ok(x));
        }
    }

    #[test]
    fn parsing() {
        assert_eq!(parse("1e5"), Some(1e5));
        assert_eq!(parse(".5"), Some(0.5));
        assert_eq!(parse("5."), Some(5.0));
        for bad in ["", ".", "e5", "1e", "+-1", "infin", "1f", "0x1"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
