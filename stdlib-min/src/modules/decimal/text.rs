//! Decimal numbers from text and to text, and the format language.

use super::arith::rescale;
use super::num::{Ctx, Dec, Kind, NoMemory, Res, Rounding, cond, finish, room, round_off};
use typhon_runtime::types::bigint::{self, BigUint};

// ------------------------------------------------------------------ parsing

/// A number as written; None: no number. Letters in any case, no blanks.
pub fn parse(text: &str, st: &mut u32) -> Res<Option<Dec>> {
    let (negative, body) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    match body.as_bytes().first() {
        Some(b'0'..=b'9' | b'.') => parse_finite(negative, body, st),
        _ => parse_special(negative, body),
    }
}

fn natural(digits: &str) -> Res<BigUint> {
    room(digits.len() as u64)?;
    Ok(bigint::natural_from_digits(digits).unwrap_or(BigUint::ZERO))
}

fn parse_special(negative: bool, body: &str) -> Res<Option<Dec>> {
    let lower = body.to_ascii_lowercase();
    if lower == "inf" || lower == "infinity" {
        return Ok(Some(Dec::infinity(negative)));
    }
    let (kind, payload) = match (lower.strip_prefix("nan"), lower.strip_prefix("snan")) {
        (Some(p), _) => (Kind::Quiet, p),
        (_, Some(p)) => (Kind::Signaling, p),
        _ => return Ok(None),
    };
    if !payload.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let coef = if payload.is_empty() {
        BigUint::ZERO
    } else {
        natural(payload)?
    };
    let mut d = Dec::new(negative, coef, 0);
    d.kind = kind;
    Ok(Some(d))
}

fn parse_finite(negative: bool, body: &str, st: &mut u32) -> Res<Option<Dec>> {
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(i) => (&body[..i], Some(&body[i + 1..])),
        None => (body, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !digits(whole) || !digits(fraction) {
        return Ok(None);
    }
    let mut exp = 0i64;
    if let Some(e) = exponent {
        let (minus, e) = match e.as_bytes().first() {
            Some(b'-') => (true, &e[1..]),
            Some(b'+') => (false, &e[1..]),
            _ => (false, e),
        };
        if e.is_empty() || !digits(e) {
            return Ok(None);
        }
        // Beyond all contexts is beyond all contexts.
        const FAR: i64 = 4_000_000_000_000_000_000;
        let n = e.bytes().fold(0i64, |n, b| {
            n.saturating_mul(10).saturating_add(i64::from(b - b'0'))
        });
        exp = if minus { -n.min(FAR) } else { n.min(FAR) };
    }
    exp -= fraction.len() as i64;
    let coef = if fraction.is_empty() {
        natural(whole)?
    } else {
        natural(&format!("{whole}{fraction}"))?
    };
    let _ = st;
    Ok(Some(Dec::new(negative, coef, exp)))
}

/// A number exactly as written, invalid if it is beyond the widest context.
pub fn exact(d: Dec, st: &mut u32) -> Res<Dec> {
    let mut local = 0;
    let r = finish(d, &Ctx::MAX, &mut local)?;
    if local & (cond::INEXACT | cond::ROUNDED | cond::CLAMPED) != 0 {
        return Ok(Dec::invalid(st, cond::INVALID));
    }
    Ok(r)
}

// ------------------------------------------------------------------ writing

/// The coefficient's digits.
pub fn digits(d: &Dec) -> String {
    d.coef.to_string()
}

fn special_text(d: &Dec) -> Option<String> {
    let sign = if d.negative { "-" } else { "" };
    let name = match d.kind {
        Kind::Finite => return None,
        Kind::Infinite => return Some(format!("{sign}Infinity")),
        Kind::Quiet => "NaN",
        Kind::Signaling => "sNaN",
    };
    Some(if d.coef.is_zero() {
        format!("{sign}{name}")
    } else {
        format!("{sign}{name}{}", d.coef)
    })
}

/// Scientific notation, or engineering notation: with exponents that three divides.
pub fn to_text(d: &Dec, engineering: bool, capitals: bool) -> String {
    if let Some(t) = special_text(d) {
        return t;
    }
    let text = digits(d);
    let n = text.len() as i64;
    let left = d.exp + n;
    // Digits before the point.
    let place = if d.exp <= 0 && left > -6 {
        left
    } else if !engineering {
        1
    } else if d.coef.is_zero() {
        (left + 1).rem_euclid(3) - 1
    } else {
        (left - 1).rem_euclid(3) + 1
    };
    let mut out = String::with_capacity(text.len() + 24);
    if d.negative {
        out.push('-');
    }
    if place <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', place.unsigned_abs() as usize));
        out.push_str(&text);
    } else if place >= n {
        out.push_str(&text);
        out.extend(std::iter::repeat_n('0', (place - n) as usize));
    } else {
        out.push_str(&text[..place as usize]);
        out.push('.');
        out.push_str(&text[place as usize..]);
    }
    if left != place {
        out.push(if capitals { 'E' } else { 'e' });
        out.push_str(&format!("{:+}", left - place));
    }
    out
}

// ------------------------------------------------------------------ formats

/// A format specification.
struct Spec {
    fill: String,
    align: char,
    sign: char,
    no_negative_zero: bool,
    alternate: bool,
    zero_pad: bool,
    width: usize,
    separator: Option<char>,
    precision: Option<i64>,
    fraction_separator: Option<char>,
    kind: Option<char>,
}

/// How the locale writes numbers: decimal point, separator, and sizes of groups from the right.
pub struct Locale {
    /// The decimal point.
    pub point: String,
    /// Between groups.
    pub separator: String,
    /// Sizes of groups; the last one is repeated; 0 or less ends them.
    pub groups: Vec<i64>,
}

/// Why a number could not be formatted.
pub enum FormatError {
    /// The specification is wrong.
    Invalid,
    /// No memory.
    NoMemory,
}

impl From<NoMemory> for FormatError {
    fn from(_: NoMemory) -> FormatError {
        FormatError::NoMemory
    }
}

/// Whether a specification has the type that asks for the locale.
pub fn wants_locale(spec: &str) -> bool {
    spec.ends_with(['n', 'N'])
}

/// Whether a specification has the old type `N`.
pub fn is_deprecated(spec: &str) -> bool {
    spec.ends_with('N') && parse_spec(spec).is_ok_and(|s| s.kind == Some('N'))
}

fn number(c: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Option<i64>, FormatError> {
    let mut n = None;
    while let Some(d) = c.peek().and_then(|c| c.to_digit(10)) {
        c.next();
        let v = n.unwrap_or(0i64) * 10 + i64::from(d);
        if v > i64::from(i32::MAX) * 1024 {
            return Err(FormatError::Invalid);
        }
        n = Some(v);
    }
    Ok(n)
}

fn parse_spec(text: &str) -> Result<Spec, FormatError> {
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
    let mut s = Spec {
        fill: " ".into(),
        align: '>',
        sign: '-',
        no_negative_zero: false,
        alternate: false,
        zero_pad: false,
        width: 0,
        separator: None,
        precision: None,
        fraction_separator: None,
        kind: None,
    };
    let mut c = text.chars().peekable();
    let mut aligned = false;
    let second = text.chars().nth(1);
    if second.is_some_and(is_align) {
        s.fill = c.next().map(String::from).unwrap_or_default();
        s.align = c.next().unwrap_or('>');
        aligned = true;
    } else if let Some(a) = c.next_if(|c| is_align(*c)) {
        s.align = a;
        aligned = true;
    }
    if let Some(x) = c.next_if(|c| matches!(c, '+' | '-' | ' ')) {
        s.sign = x;
    }
    s.no_negative_zero = c.next_if_eq(&'z').is_some();
    s.alternate = c.next_if_eq(&'#').is_some();
    if c.next_if_eq(&'0').is_some() {
        // It is an alignment of its own.
        if aligned {
            return Err(FormatError::Invalid);
        }
        s.zero_pad = true;
        s.fill = "0".into();
        s.align = '=';
    }
    s.width = usize::try_from(number(&mut c)?.unwrap_or(0)).unwrap_or(0);
    s.separator = c.next_if(|c| matches!(c, ',' | '_'));
    if c.next_if_eq(&'.').is_some() {
        s.precision = number(&mut c)?;
        s.fraction_separator = c.next_if(|c| matches!(c, ',' | '_'));
        if s.precision.is_none() && s.fraction_separator.is_none() {
            return Err(FormatError::Invalid);
        }
    }
    s.kind = c.next_if(|c| matches!(c, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | 'N' | '%'));
    if c.next().is_some() {
        return Err(FormatError::Invalid);
    }
    if matches!(s.kind, Some('n' | 'N'))
        && (s.separator.is_some() || s.fraction_separator.is_some())
    {
        return Err(FormatError::Invalid);
    }
    Ok(s)
}

/// The number in so many digits.
fn round_digits(d: &Dec, places: i64, rounding: Rounding) -> Res<Dec> {
    if d.is_zero() || d.digits as i64 <= places {
        return Ok(d.clone());
    }
    let n = d.digits - places.max(0) as u64;
    let (q, _) = round_off(&d.coef, d.digits, n, rounding, d.negative)?;
    let r = Dec::new(d.negative, q, d.exp + n as i64);
    if r.digits as i64 > places && places > 0 {
        // 9.99 to 10.0.
        return rescale(&r, r.exp + 1, Rounding::Down);
    }
    Ok(r)
}

fn align(sign: &str, body: &str, s: &Spec) -> String {
    let len = sign.chars().count() + body.chars().count();
    let pad = s.width.saturating_sub(len);
    let fill = |n: usize| s.fill.repeat(n);
    match s.align {
        '<' => format!("{sign}{body}{}", fill(pad)),
        '=' => format!("{sign}{}{body}", fill(pad)),
        '^' => {
            let half = pad / 2;
            format!("{}{sign}{body}{}", fill(half), fill(pad - half))
        }
        _ => format!("{}{sign}{body}", fill(pad)),
    }
}

/// Digits with separators, and as many zeros before them as `width` characters need.
fn grouped(digits: &str, separator: &str, sizes: &[i64], width: usize) -> String {
    let sep_len = separator.chars().count();
    let mut groups: Vec<String> = Vec::new();
    let mut rest = digits;
    let mut need = width as i64;
    let mut sizes = sizes.iter().copied();
    let mut size = sizes.next().unwrap_or(0);
    let mut repeat = size;
    loop {
        if size <= 0 {
            // No more groups.
            let zeros =
                (need - rest.len() as i64).max(i64::from(rest.is_empty() && groups.is_empty()));
            groups.push(format!("{}{rest}", "0".repeat(zeros.max(0) as usize)));
            break;
        }
        // At least one digit of each group, as many zeros as there is room for.
        let n = size.min(need.max(rest.len() as i64).max(1));
        let at = rest.len().saturating_sub(n as usize);
        let part = &rest[at..];
        groups.push(format!("{}{part}", "0".repeat(n as usize - part.len())));
        rest = &rest[..at];
        need -= n;
        if rest.is_empty() && need <= 0 {
            break;
        }
        need -= sep_len as i64;
        if rest.is_empty() && need <= 0 {
            // No room for the separator and a digit: one more zero makes both fit.
            need = 1;
        }
        match sizes.next() {
            Some(n) if n > 0 => {
                size = n;
                repeat = n;
            }
            Some(0) => size = repeat,
            Some(_) => size = 0,
            None => size = repeat,
        }
    }
    groups.reverse();
    groups.join(separator)
}

/// `format(d, spec)`.
pub fn format(
    d: &Dec,
    text: &str,
    rounding: Rounding,
    capitals: bool,
    locale: Option<&Locale>,
) -> Result<String, FormatError> {
    let mut s = parse_spec(text)?;
    room(s.width as u64)?;
    if d.is_special() {
        if s.zero_pad {
            // Zeros before NaN would look like digits of it.
            s.fill = " ".into();
            s.align = '>';
        }
        let mut body = special_text(&d.clone().signed(false)).unwrap_or_default();
        if s.kind == Some('%') {
            body.push('%');
        }
        return Ok(align(sign_text(d.negative, &s), &body, &s));
    }
    let kind = match s.kind {
        Some('n') => 'g',
        Some('N') => 'G',
        Some(k) => k,
        None if capitals => 'G',
        None => 'g',
    };
    let mut d = d.clone();
    if kind == '%' {
        d.exp += 2;
    }
    let fixed = matches!(kind, 'f' | 'F' | '%');
    if let Some(p) = s.precision {
        match kind {
            'e' | 'E' => {
                room(p as u64)?;
                d = round_digits(&d, p + 1, rounding)?;
            }
            'g' | 'G' => {
                if d.digits as i64 > p {
                    d = round_digits(&d, p.max(1), rounding)?;
                }
            }
            _ => {
                room(p as u64)?;
                d = rescale(&d, -p, rounding)?;
            }
        }
    }
    if fixed && d.exp > 0 {
        // Also what has no precision is written with all its digits.
        d = if d.is_zero() {
            Dec::zero(d.negative, 0)
        } else {
            rescale(&d, 0, rounding)?
        };
    }
    let negative = d.negative && !(s.no_negative_zero && d.is_zero());
    let text = digits(&d);
    let n = text.len() as i64;
    let left = d.exp + n;
    let place = match kind {
        'e' | 'E' => match s.precision {
            Some(p) if d.is_zero() => 1 - p,
            _ => 1,
        },
        'g' | 'G' if d.exp <= 0 && left > -6 => left,
        'g' | 'G' => 1,
        _ => left,
    };
    let zeros = |n: i64| "0".repeat(n.max(0) as usize);
    let (whole, mut fraction) = if place <= 0 {
        room(place.unsigned_abs())?;
        ("0".to_string(), zeros(-place) + &text)
    } else if place >= n {
        (format!("{text}{}", zeros(place - n)), String::new())
    } else {
        (
            text[..place as usize].to_string(),
            text[place as usize..].to_string(),
        )
    };
    if matches!(kind, 'e' | 'E')
        && let Some(p) = s.precision
        && (fraction.len() as i64) < p
        && !d.is_zero()
    {
        // Precision counts as digits.
        fraction.push_str(&zeros(p - fraction.len() as i64));
    }
    let exponent = left - place;
    let point = locale.map_or(".", |l| l.point.as_str());
    let mut tail = String::new();
    if !fraction.is_empty() || s.alternate {
        tail.push_str(point);
        tail.push_str(&match s.fraction_separator {
            Some(c) => fraction_groups(&fraction, c),
            None => fraction,
        });
    }
    if exponent != 0 || matches!(kind, 'e' | 'E') {
        tail.push(if matches!(kind, 'e' | 'g') { 'e' } else { 'E' });
        tail.push_str(&format!("{exponent:+}"));
    }
    if kind == '%' {
        tail.push('%');
    }
    let sign = sign_text(negative, &s);
    let taken = tail.chars().count() + sign.len();
    let width = if s.zero_pad {
        s.width.saturating_sub(taken)
    } else {
        0
    };
    let body = match (locale, s.separator) {
        (Some(l), _) => grouped(&whole, &l.separator, &l.groups, width),
        (None, Some(c)) => grouped(&whole, c.encode_utf8(&mut [0; 4]), &[3], width),
        (None, None) => grouped(&whole, "", &[], width),
    };
    Ok(align(sign, &format!("{body}{tail}"), &s))
}

/// Digits after the point in groups of three.
fn fraction_groups(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.push(separator);
        }
        out.push(c);
    }
    out
}

fn sign_text(negative: bool, s: &Spec) -> &'static str {
    match (negative, s.sign) {
        (true, _) => "-",
        (false, '+') => "+",
        (false, ' ') => " ",
        _ => "",
    }
}
