//! Dates and times as text: ISO 8601 both ways, `strftime`.

use super::calendar;
use super::zone::offset_text;
use typhon_runtime::call;
use typhon_runtime::error::value_error;
use typhon_runtime::types::{int, str as pystr, tuple};
use typhon_runtime::{R, Ref, Thread, hooks, ops};

/// Hour, minute, second, microsecond by `timespec`.
pub fn iso_time(th: &mut Thread, t: [i64; 4], timespec: Option<Ref<'_>>) -> R<String> {
    let [h, m, s, us] = t;
    let spec = match timespec {
        None => "auto".to_string(),
        Some(o) if pystr::is_str(o) => pystr::text(o),
        Some(o) => {
            let m = format!("isoformat() argument must be str, not {}", o.class().name());
            return Err(typhon_runtime::error::type_error(th, m));
        }
    };
    Ok(match spec.as_str() {
        "auto" if us == 0 => format!("{h:02}:{m:02}:{s:02}"),
        "auto" | "microseconds" => format!("{h:02}:{m:02}:{s:02}.{us:06}"),
        "hours" => format!("{h:02}"),
        "minutes" => format!("{h:02}:{m:02}"),
        "seconds" => format!("{h:02}:{m:02}:{s:02}"),
        "milliseconds" => format!("{h:02}:{m:02}:{s:02}.{:03}", us / 1000),
        _ => return Err(value_error(th, "Unknown timespec value")),
    })
}

/// Reads digits from the front.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn digits(&mut self, n: usize) -> Option<i64> {
        let d = self.0.get(..n)?;
        if !d.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.0 = &self.0[n..];
        Some(d.iter().fold(0, |a, b| a * 10 + i64::from(b - b'0')))
    }
    fn eat(&mut self, c: u8) -> bool {
        let found = self.0.first() == Some(&c);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }
}

/// How long the date part of a text is; None: no date.
fn date_length(b: &[u8]) -> Option<usize> {
    const SEP: u8 = b'-';
    if b.len() < 7 {
        return None;
    }
    if b.len() == 7 {
        return Some(7);
    }
    if b[4] == SEP {
        // YYYY-Www[-D] or YYYY-MM-DD
        if b[5] == b'W' {
            if b.len() < 8 {
                return None;
            }
            if b.len() > 8 && b[8] == SEP {
                if b.len() == 9 {
                    return None;
                }
                // A dash may also separate date and offset-like rest.
                if b.len() > 10 && b[10].is_ascii_digit() {
                    return Some(8);
                }
                return Some(10);
            }
            return Some(8);
        }
        return Some(10);
    }
    if b[4] == b'W' {
        // YYYYWww[D], and one character before the time: how many digits there are says which.
        let digits = b[7..].iter().take_while(|c| c.is_ascii_digit()).count();
        return Some(match digits {
            0 | 1 => 7 + digits,
            n if n % 2 == 1 => 7,
            _ => 8,
        });
    }
    Some(8)
}

/// A whole date.
pub fn parse_date(b: &[u8]) -> Result<(i64, i64, i64), bool> {
    // Err(true): out of range as an ISO week date, Err(false): no date.
    let mut r = Reader(b);
    let y = r.digits(4).ok_or(false)?;
    let dashes = r.eat(b'-');
    if r.eat(b'W') {
        let w = r.digits(2).ok_or(false)?;
        let mut d = 1;
        if !r.0.is_empty() {
            if dashes != r.eat(b'-') {
                return Err(false);
            }
            d = r.digits(1).ok_or(false)?;
        }
        if !r.0.is_empty() {
            return Err(false);
        }
        return calendar::from_iso(y, w, d).map_err(|_| true);
    }
    let m = r.digits(2).ok_or(false)?;
    if dashes != r.eat(b'-') {
        return Err(false);
    }
    let d = r.digits(2).ok_or(false)?;
    if r.0.is_empty() {
        Ok((y, m, d))
    } else {
        Err(false)
    }
}

/// A parsed time: hour, minute, second, microsecond, offset.
pub type Time = ([i64; 4], Option<i128>);

fn clock(b: &[u8]) -> Option<[i64; 4]> {
    let mut r = Reader(b);
    let mut t = [0; 4];
    t[0] = r.digits(2)?;
    let colons = r.0.first() == Some(&b':');
    for v in &mut t[1..3] {
        if r.0.is_empty() {
            return Some(t);
        }
        if colons != r.eat(b':') {
            return None;
        }
        *v = r.digits(2)?;
    }
    if r.0.is_empty() {
        return Some(t);
    }
    if !r.eat(b'.') && !r.eat(b',') {
        return None;
    }
    if r.0.is_empty() || !r.0.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut us = 0;
    for i in 0..6 {
        us = us * 10 + r.0.get(i).map_or(0, |c| i64::from(c - b'0'));
    }
    t[3] = us;
    Some(t)
}

/// A time with an optional offset.
pub fn parse_time(b: &[u8]) -> Option<Time> {
    let at = b.iter().position(|c| matches!(c, b'+' | b'-' | b'Z'));
    let Some(at) = at else {
        return clock(b).map(|t| (t, None));
    };
    let t = clock(&b[..at])?;
    let rest = &b[at + 1..];
    if b[at] == b'Z' {
        return rest.is_empty().then_some((t, Some(0)));
    }
    let [h, m, s, us] = clock(rest)?;
    let total = i128::from(h * 3600 + m * 60 + s) * 1_000_000 + i128::from(us);
    Some((t, Some(if b[at] == b'-' { -total } else { total })))
}

/// Date and time of a text: the parts, the time empty if there is none.
pub fn split(b: &[u8]) -> Option<(&[u8], &[u8])> {
    let n = date_length(b)?;
    let date = b.get(..n)?;
    if b.len() == n {
        return Some((date, b""));
    }
    // One character of any kind stands between.
    let width = pystr::char_width(b[n]);
    let rest = b.get(n + width..)?;
    if rest.is_empty() {
        return None;
    }
    Some((date, rest))
}

/// What a format needs to know that the time tuple does not say.
pub struct Extra<'a> {
    /// Microseconds.
    pub micro: i64,
    /// Offset from UTC.
    pub offset: Option<i128>,
    /// The name of the zone.
    pub zone: Option<Ref<'a>>,
    /// Year.
    pub year: i64,
}

/// Whether a format asks for the offset, and for the name of the zone.
pub fn wants(format: Ref<'_>) -> (bool, bool) {
    let Some(s) = format.get::<pystr::Str>() else {
        return (false, false);
    };
    let (mut offset, mut name) = (false, false);
    let mut it = s.bytes().iter();
    while let Some(c) = it.next() {
        if *c == b'%' {
            match it.next() {
                Some(b'z' | b':') => offset = true,
                Some(b'Z') => name = true,
                _ => {}
            }
        }
    }
    (offset, name)
}

/// `strftime`: the directives of our own, then the C library's. `tuple`: nine numbers.
pub fn format(th: &mut Thread, format: Ref<'_>, tuple: [i64; 9], x: &Extra<'_>) -> R {
    let text = format
        .get::<pystr::Str>()
        .map(|s| s.bytes().to_vec())
        .unwrap_or_default();
    let mut out: Vec<u8> = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let c = text[i];
        i += 1;
        if c != b'%' || i == text.len() {
            out.push(c);
            continue;
        }
        let d = text[i];
        i += 1;
        match d {
            b'f' => out.extend(format!("{:06}", x.micro).bytes()),
            b'z' => {
                if let Some(o) = x.offset {
                    out.extend(offset_text(o, "").bytes());
                }
            }
            b':' if text.get(i) == Some(&b'z') => {
                i += 1;
                if let Some(o) = x.offset {
                    out.extend(offset_text(o, ":").bytes());
                }
            }
            b'Z' => {
                if let Some(z) = x.zone {
                    for &c in z.get::<pystr::Str>().map_or(&b""[..], pystr::Str::bytes) {
                        // It is no directive.
                        out.extend([c, b'%'].iter().take(1 + usize::from(c == b'%')));
                    }
                }
            }
            b'Y' => out.extend(format!("{:04}", x.year).bytes()),
            b'G' => {
                let (y, _, _) = calendar::iso(tuple[0], tuple[1], tuple[2]);
                out.extend(format!("{y:04}").bytes());
            }
            b'C' => out.extend(format!("{:02}", x.year / 100).bytes()),
            b'F' => {
                let t = format!("{:04}-{:02}-{:02}", x.year, tuple[1], tuple[2]);
                out.extend(t.bytes());
            }
            _ => out.extend([b'%', d]),
        }
    }
    let f = pystr::from_wtf8(th, &out)?;
    let mut v = Vec::new();
    for n in tuple {
        v.push(int::from_i64(th, n)?);
    }
    let t = tuple::new(th, v)?;
    let time = hooks::import(th, "time")?;
    let strftime = ops::getattr_str(th, time.r(), "strftime")?;
    call::call(th, strftime.r(), &[f.r(), t.r()])
}
