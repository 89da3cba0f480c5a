//! `strptime`: the C locale's directives, matched by hand from left to right.

use super::calendar::struct_time;
use crate::modules::io::util;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::os::time::Tm;
use typhon_runtime::types::str as pystr;
use typhon_runtime::{R, Raised, Ref, Thread, error, ops};

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What was read so far.
#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    hour12: Option<i64>,
    afternoon: Option<bool>,
    minute: i64,
    second: i64,
    weekday: Option<i64>,
    yearday: Option<i64>,
    week: Option<(i64, bool)>,
    iso_year: Option<i64>,
    iso_week: Option<i64>,
    zone: Option<String>,
    offset: Option<i64>,
    offset_micro: i64,
    dst: Option<i64>,
    micro: i64,
    /// What was read cannot be right, whatever follows.
    wrong: Option<String>,
}

/// What `parse` gives.
pub struct Parsed {
    /// The time, its offset from UTC in whole seconds.
    pub time: Tm,
    /// Microseconds of the time.
    pub micro: i64,
    /// Microseconds of the offset, with its sign.
    pub offset_micro: i64,
}

struct Text<'a> {
    rest: &'a str,
}

impl<'a> Text<'a> {
    /// A number of up to `max` digits within a range.
    fn number(&mut self, max: usize, low: i64, high: i64) -> Option<i64> {
        let n = self
            .rest
            .bytes()
            .take(max)
            .take_while(u8::is_ascii_digit)
            .count();
        // The longest prefix in range, as alternatives of a pattern would match.
        for k in (1..=n).rev() {
            let v: i64 = self.rest.get(..k)?.parse().ok()?;
            if (low..=high).contains(&v) {
                self.rest = self.rest.get(k..)?;
                return Some(v);
            }
        }
        None
    }
    fn exactly(&mut self, digits: usize) -> Option<i64> {
        let s = self.rest.get(..digits)?;
        if !s.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.rest = self.rest.get(digits..)?;
        s.parse().ok()
    }
    /// One of some names, whole or its first three letters.
    fn name(&mut self, names: &[&str], short: bool) -> Option<i64> {
        let lower = self.rest.to_ascii_lowercase();
        for (i, n) in names.iter().enumerate() {
            let n = if short { n.get(..3)? } else { n };
            if lower.starts_with(n) {
                self.rest = self.rest.get(n.len()..)?;
                return Some(i as i64);
            }
        }
        None
    }
    fn spaces(&mut self) -> bool {
        let t = self.rest.trim_start();
        let some = t.len() < self.rest.len();
        self.rest = t;
        some
    }
    fn literal(&mut self, c: char) -> Option<()> {
        let first = self.rest.chars().next()?;
        if first == c || first.to_lowercase().eq(c.to_lowercase()) {
            self.rest = self.rest.get(first.len_utf8()..)?;
            return Some(());
        }
        None
    }
    fn all(&mut self, s: &str) -> Option<()> {
        s.chars().try_for_each(|c| self.literal(c))
    }
    /// `+hh:mm[:ss[.ffffff]]`, `Z`: seconds and microseconds; Err: the colons do not fit each other.
    fn offset(&mut self) -> Option<Result<(i64, i64), String>> {
        let whole = self.rest;
        if let Some(rest) = whole.strip_prefix('Z') {
            self.rest = rest;
            return Some(Ok((0, 0)));
        }
        let sign = if self.literal('+').is_some() {
            1
        } else {
            self.literal('-').map(|()| -1)?
        };
        let h = self.exactly(2)?;
        let colon = self.literal(':').is_some();
        let m = self.exactly(2).filter(|m| *m < 60)?;
        let mut total = h * 3600 + m * 60;
        let mut micro = 0;
        let mut tail = Text { rest: self.rest };
        let second_colon = tail.literal(':').is_some();
        if let Some(s) = tail.exactly(2).filter(|s| *s < 60) {
            total += s;
            self.rest = tail.rest;
            if let Some(fraction) = tail.rest.strip_prefix('.') {
                let n = fraction
                    .bytes()
                    .take(6)
                    .take_while(u8::is_ascii_digit)
                    .count();
                if n > 0 {
                    micro = format!("{:0<6}", &fraction[..n]).parse().ok()?;
                    self.rest = &fraction[n..];
                }
            }
            if colon != second_colon {
                let read = &whole[..whole.len() - self.rest.len()];
                return Some(Err(if colon {
                    format!("Inconsistent use of : in {read}")
                } else {
                    format!("invalid literal for int() with base 10: '{}'", &read[5..7])
                }));
            }
        }
        Some(Ok((sign * total, sign * micro)))
    }
}

/// One directive; None: the text does not match.
fn directive(t: &mut Text<'_>, f: &mut Found, d: char) -> Option<()> {
    match d {
        'a' => f.weekday = Some(t.name(&DAYS, true)?),
        'A' => f.weekday = Some(t.name(&DAYS, false)?),
        'b' | 'h' => f.month = Some(t.name(&MONTHS, true)? + 1),
        'B' => f.month = Some(t.name(&MONTHS, false)? + 1),
        'd' | 'e' => {
            t.spaces();
            f.day = Some(t.number(2, 1, 31)?);
        }
        'f' => {
            let n = t
                .rest
                .bytes()
                .take(6)
                .take_while(u8::is_ascii_digit)
                .count();
            let digits = t.rest.get(..n).filter(|_| n > 0)?;
            f.micro = format!("{digits:0<6}").parse().ok()?;
            t.rest = t.rest.get(n..)?;
        }
        'H' => f.hour = t.number(2, 0, 23)?,
        'I' => f.hour12 = Some(t.number(2, 1, 12)?),
        'j' => f.yearday = Some(t.number(3, 1, 366)?),
        'm' => f.month = Some(t.number(2, 1, 12)?),
        'M' => f.minute = t.number(2, 0, 59)?,
        'S' => f.second = t.number(2, 0, 61)?,
        'p' => {
            let i = t.name(&["am ", "pm "], false).or_else(|| {
                let l = t.rest.get(..2)?.to_ascii_lowercase();
                let i = ["am", "pm"].iter().position(|x| *x == l)? as i64;
                t.rest = t.rest.get(2..)?;
                Some(i)
            })?;
            f.afternoon = Some(i == 1);
        }
        'U' | 'W' => f.week = Some((t.number(2, 0, 53)?, d == 'U')),
        'V' => f.iso_week = Some(t.number(2, 1, 53)?),
        'G' => f.iso_year = Some(t.exactly(4)?),
        'u' => f.weekday = Some(t.number(1, 1, 7)? - 1),
        'w' => f.weekday = Some((t.number(1, 0, 6)? + 6) % 7),
        'y' => {
            let y = t.exactly(2)?;
            f.year = Some(if y <= 68 { 2000 + y } else { 1900 + y });
        }
        'Y' => f.year = Some(t.exactly(4)?),
        'z' => match t.offset()? {
            Ok((s, us)) => {
                f.offset = Some(s);
                f.offset_micro = us;
            }
            Err(m) => f.wrong = Some(m),
        },
        'Z' => {
            let found = ["utc", "gmt"]
                .into_iter()
                .find(|z| t.rest.to_ascii_lowercase().starts_with(z));
            if let Some(z) = found {
                t.rest = t.rest.get(z.len()..)?;
                f.zone = Some(z.to_ascii_uppercase());
                f.dst = Some(0);
            }
        }
        '%' => t.literal('%')?,
        _ => return None,
    }
    Some(())
}

/// Directives that stand for others.
fn expansion(d: char) -> Option<&'static str> {
    Some(match d {
        'c' => "%a %b %d %H:%M:%S %Y",
        'x' | 'D' => "%m/%d/%y",
        'X' | 'T' => "%H:%M:%S",
        'R' => "%H:%M",
        'F' => "%Y-%m-%d",
        'r' => "%I:%M:%S %p",
        'n' | 't' => " ",
        _ => return None,
    })
}

fn expand(format: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut it = format.chars();
    while let Some(c) = it.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let Some(d) = it.next() else {
            return Err(format!("stray % in format '{format}'"));
        };
        match expansion(d) {
            Some(e) => out.push_str(e),
            None if "aAbBhdefHIjmMSpUWVGuwyYzZ%".contains(d) => {
                out.push('%');
                out.push(d);
            }
            None => return Err(format!("'{d}' is a bad directive in format '{format}'")),
        }
    }
    Ok(out)
}

fn run(text: &str, format: &str) -> Option<(Found, String)> {
    let mut f = Found::default();
    let mut t = Text { rest: text };
    let mut it = format.chars().peekable();
    while let Some(c) = it.next() {
        if c.is_whitespace() {
            while it.peek().is_some_and(|c| c.is_whitespace()) {
                it.next();
            }
            if !t.spaces() {
                return None;
            }
        } else if c == '%' {
            directive(&mut t, &mut f, it.next()?)?;
        } else {
            t.all(c.encode_utf8(&mut [0; 4]))?;
        }
    }
    Some((f, t.rest.to_string()))
}

fn is_leap(y: i64) -> bool {
    y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)
}

fn month_days(y: i64, m: i64) -> i64 {
    match m {
        2 if is_leap(y) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days before January 1 of year `y` (proleptic Gregorian, year 1 is 0).
fn days_before_year(y: i64) -> i64 {
    let p = y - 1;
    p * 365 + p / 4 - p / 100 + p / 400
}

/// 0 = Monday.
fn weekday(y: i64, yearday: i64) -> i64 {
    (days_before_year(y) + yearday - 1).rem_euclid(7)
}

fn yearday_of(y: i64, m: i64, d: i64) -> i64 {
    (1..m).map(|k| month_days(y, k)).sum::<i64>() + d
}

fn date_of(y: i64, mut yearday: i64) -> (i64, i64) {
    for m in 1..=12 {
        let n = month_days(y, m);
        if yearday <= n {
            return (m, yearday);
        }
        yearday -= n;
    }
    (12, 31)
}

/// Puts the pieces together; Err: why they do not fit.
fn finish(f: &Found) -> Result<Tm, String> {
    if let Some(m) = &f.wrong {
        return Err(m.clone());
    }
    let mut year = f.year.unwrap_or(1900);
    let hour = match (f.hour12, f.afternoon) {
        (Some(12), Some(true)) => 12,
        (Some(12), _) => 0,
        (Some(h), Some(true)) => h + 12,
        (Some(h), _) => h,
        _ => f.hour,
    };
    let (mut month, mut day) = (f.month.unwrap_or(1), f.day.unwrap_or(1));
    let mut yearday = f.yearday;
    // A yearless February 29 is legal: it happens in some years.
    let leap_fix = f.year.is_none() && month == 2 && day == 29;
    let check_year = if leap_fix { 1904 } else { year };
    if day > month_days(check_year, month) {
        let n = month_days(check_year, month);
        return Err(format!(
            "day {day} must be in range 1..{n} for month {month} in year {check_year}"
        ));
    }
    if yearday.is_none()
        && let Some(wd) = f.weekday
    {
        if let (Some((w, sunday)), Some(_)) = (f.week, f.year) {
            let first = weekday(year, 1);
            let (first, wd) = if sunday {
                ((first + 1) % 7, (wd + 1) % 7)
            } else {
                (first, wd)
            };
            let to_first_week = (7 - first) % 7;
            yearday = Some(if w == 0 {
                1 + wd - first
            } else {
                1 + to_first_week + 7 * (w - 1) + wd
            });
        } else if let (Some(y), Some(w)) = (f.iso_year, f.iso_week) {
            let jan4 = weekday(y, 4);
            year = y;
            yearday = Some(4 - jan4 + 7 * (w - 1) + wd);
        }
        if let Some(d) = yearday
            && d <= 0
        {
            year -= 1;
            yearday = Some(d + if is_leap(year) { 366 } else { 365 });
        }
    }
    let yearday = match yearday {
        Some(d) => {
            let len = if is_leap(year) { 366 } else { 365 };
            let d = if d > len && f.iso_year.is_some() {
                year += 1;
                d - len
            } else {
                d
            };
            (month, day) = date_of(year, d);
            d
        }
        None => yearday_of(check_year, month, day),
    };
    let wd = f
        .weekday
        .unwrap_or_else(|| weekday(check_year.max(year), yearday));
    Ok(Tm {
        ymdhms: [year, month, day, hour, f.minute, f.second],
        weekday: wd,
        yearday,
        dst: f.dst.unwrap_or(-1),
        zone: f.zone.clone(),
        offset: f.offset,
    })
}

fn text_arg(th: &mut Thread, o: Ref<'_>, i: usize) -> R<String> {
    match o.get::<pystr::Str>() {
        Some(s) => Ok(s.to_string_lossy()),
        None => {
            let m = format!(
                "strptime() argument {i} must be str, not {}",
                ops::repr_text(th, o.type_ref())?
            );
            Err(error::type_error(th, m))
        }
    }
}

#[cold]
fn mismatch(th: &mut Thread, text: Ref<'_>, format: Ref<'_>) -> Raised {
    match (ops::repr_text(th, text), ops::repr_text(th, format)) {
        (Ok(a), Ok(b)) => {
            error::value_error(th, format!("time data {a} does not match format {b}"))
        }
        _ => Raised,
    }
}

/// Warns of a format with a day but no year: February 29 is not in the year that is taken.
fn check_years(th: &mut Thread, format: &str) -> R<()> {
    let (mut day, mut year) = (false, false);
    let mut it = format.chars();
    while let Some(c) = it.next() {
        if c == '%' {
            match it.next() {
                Some('d') => day = true,
                Some('Y' | 'y' | 'G') => year = true,
                _ => {}
            }
        }
    }
    if !day || year {
        return Ok(());
    }
    let m = pystr::new(
        th,
        "Parsing dates involving a day of month without a year specified is ambiguous\n\
         and fails to parse leap day. The default behavior will change in Python 3.15\n\
         to either always raise an exception or to use a different default year (TBD).\n\
         To avoid trouble, add a specific year to the input & format.\n\
         See https://github.com/python/cpython/issues/70647.",
    )?;
    util::warn(th, &error::DEPRECATION_WARNING, m.r(), None)
}

/// Parses `text` by a format, both str.
pub fn parse(th: &mut Thread, text_obj: Ref<'_>, format_obj: Ref<'_>) -> R<Parsed> {
    let text = text_arg(th, text_obj, 0)?;
    let format = text_arg(th, format_obj, 1)?;
    let expanded = match expand(&format) {
        Ok(e) => e,
        Err(m) => return Err(error::value_error(th, m)),
    };
    check_years(th, &expanded)?;
    let Some((found, rest)) = run(&text, &expanded) else {
        return Err(mismatch(th, text_obj, format_obj));
    };
    if !rest.is_empty() {
        return Err(error::value_error(
            th,
            format!("unconverted data remains: {rest}"),
        ));
    }
    match finish(&found) {
        Ok(time) => Ok(Parsed {
            time,
            micro: found.micro,
            offset_micro: found.offset_micro,
        }),
        Err(m) => Err(error::value_error(th, m)),
    }
}

fn time_strptime(th: &mut Thread, a: Args<'_>) -> R {
    let default = pystr::intern_str("%a %b %d %H:%M:%S %Y");
    let p = parse(th, a.at(0), a.opt(1).unwrap_or(default))?;
    struct_time(th, &p.time)
}

/// Functions.
pub static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "strptime",
    Kind::Pos(1, 2),
    time_strptime,
    "Parse a string to a time tuple according to a format.",
)];
