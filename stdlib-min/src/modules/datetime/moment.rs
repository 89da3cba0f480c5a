//! `datetime.date`, and the payload that it shares with `datetime.datetime`.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::calendar::{self, MAX_ORDINAL, MAX_YEAR};
use super::delta::{self, DELTA, micros_of};
use super::{text, zone};
use crate::modules::common::{TypeSpec, not_implemented, of};
use crate::modules::io::util;
use crate::modules::time::parse::Parsed;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::os::time as ostime;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, bytes, int, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, ops, payload};

/// `datetime.date`.
pub static DATE: TypeObj = TypeObj::declare("datetime.date");
/// `datetime.datetime`.
pub static DATETIME: TypeObj = TypeObj::declare("datetime.datetime");
/// The result of `isocalendar`.
static ISO_CALENDAR: TypeObj = TypeObj::declare("datetime.IsoCalendarDate");

const DAY_US: i128 = 86_400_000_000;

/// Year, month, day, hour, minute, second, microsecond.
pub type Fields7 = [i64; 7];

/// Payload.
pub struct Moment {
    /// The numbers; a date has only the first three.
    pub f: Fields7,
    /// See `fold`.
    second: AtomicBool,
    /// A `datetime`, no plain date.
    pub is_datetime: bool,
    tz: Slot,
}
payload!(Moment, traverse | s, v | s.tz.visit(v), clear | _s | {});

impl Moment {
    /// The time zone, or None.
    pub fn zone(&self) -> Obj {
        self.tz.get().unwrap_or_else(Obj::none)
    }
    /// The second time that a wall clock shows it.
    pub fn fold(&self) -> bool {
        // Relaxed: set before the object is given to anybody.
        self.second.load(Relaxed)
    }
    /// Number of the day.
    pub fn ordinal(&self) -> i64 {
        calendar::to_ordinal(self.f[0], self.f[1], self.f[2])
    }
    /// Microseconds since the start of year 1, without regard to the zone.
    pub fn micros(&self) -> i128 {
        let f = &self.f;
        i128::from(self.ordinal()) * DAY_US
            + i128::from(f[3] * 3600 + f[4] * 60 + f[5]) * 1_000_000
            + i128::from(f[6])
    }
}

/// The fields of a number of microseconds.
pub fn from_micros(th: &mut Thread, us: i128) -> R<Fields7> {
    let day = us.div_euclid(DAY_US);
    let rest = us.rem_euclid(DAY_US) as i64;
    if day < 1 || day > i128::from(MAX_ORDINAL) {
        return Err(overflow_error(th, "date value out of range"));
    }
    let (y, m, d) = calendar::from_ordinal(day as i64);
    let s = rest / 1_000_000;
    Ok([y, m, d, s / 3600, s / 60 % 60, s % 60, rest % 1_000_000])
}

/// ValueError unless it is a date.
pub fn check_date(th: &mut Thread, y: i64, m: i64, d: i64) -> R<()> {
    if !(1..=MAX_YEAR).contains(&y) {
        return Err(value_error(th, format!("year must be in 1..9999, not {y}")));
    }
    if !(1..=12).contains(&m) {
        return Err(value_error(th, format!("month must be in 1..12, not {m}")));
    }
    let n = calendar::days_in_month(y, m);
    if !(1..=n).contains(&d) {
        let m = format!("day {d} must be in range 1..{n} for month {m} in year {y}");
        return Err(value_error(th, m));
    }
    Ok(())
}

/// ValueError unless it is a time of day.
pub fn check_time(th: &mut Thread, t: [i64; 4], fold: i64) -> R<()> {
    for (v, n, most) in [
        (t[0], "hour", 23),
        (t[1], "minute", 59),
        (t[2], "second", 59),
        (t[3], "microsecond", 999_999),
    ] {
        if !(0..=most).contains(&v) {
            let m = format!("{n} must be in 0..{most}, not {v}");
            return Err(value_error(th, m));
        }
    }
    if !(0..=1).contains(&fold) {
        return Err(value_error(
            th,
            format!("fold must be either 0 or 1, not {fold}"),
        ));
    }
    Ok(())
}

/// An object of a class, its fields checked before. Subclasses are called.
pub fn new(th: &mut Thread, class: Ref<'_>, f: Fields7, tz: Ref<'_>, fold: bool) -> R {
    let is_datetime =
        !class.is(DATE.r()) && class.as_type().is_some_and(|t| t.is_subtype(&DATETIME));
    if class.is(DATE.r()) || class.is(DATETIME.r()) {
        return raw(th, class, f, tz, fold, is_datetime);
    }
    let n = if is_datetime { 7 } else { 3 };
    let v: Vec<Obj> = f[..n].iter().map(|&n| util::int(n)).collect();
    let mut all: Vec<Ref<'_>> = v.iter().map(Obj::r).collect();
    if is_datetime {
        all.push(tz);
    }
    let o = call::call(th, class, &all)?;
    // Classes are called without it, for they need not know of it.
    if let Some(m) = o.get::<Moment>().filter(|_| fold && is_datetime) {
        // Relaxed: see Moment::fold.
        m.second.store(true, Relaxed);
    }
    Ok(o)
}

/// An object of a class without calling it.
pub fn raw(
    th: &mut Thread,
    class: Ref<'_>,
    f: Fields7,
    tz: Ref<'_>,
    fold: bool,
    is_datetime: bool,
) -> R {
    let m = Moment {
        f,
        second: AtomicBool::new(fold),
        is_datetime,
        tz: if tz.is_none() {
            Slot::empty()
        } else {
            Slot::new(tz.own())
        },
    };
    Obj::new(th, class, m)
}

/// A `c_int` as i64.
pub fn number(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        None => Err(overflow_error(
            th,
            "Python int too large to convert to C long",
        )),
        Some(_) => int::c_int_by_format(th, n.r()).map(i64::from),
    }
}

fn date_of(th: &mut Thread, class: Ref<'_>, (y, m, d): (i64, i64, i64)) -> R {
    new(th, class, [y, m, d, 0, 0, 0, 0], Ref::NONE, false)
}

/// The bytes of a pickled object, if that is the first argument.
pub fn state(a: Args<'_>, length: usize) -> Option<Vec<u8>> {
    if a.is_empty() || a.len() > 2 {
        return None;
    }
    let b = match bytes::value(a.at(0)) {
        Some(b) => b.to_vec(),
        None => a
            .at(0)
            .get::<pystr::Str>()
            .map(|s| s.code_points().map(|c| c as u8).collect())?,
    };
    (b.len() == length).then_some(b)
}

fn date_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if let Some(b) = state(a, 4).filter(|b| a.len() == 1 && (1..=12).contains(&b[2])) {
        let f = [
            i64::from(b[0]) * 256 + i64::from(b[1]),
            i64::from(b[2]),
            i64::from(b[3]),
            0,
            0,
            0,
            0,
        ];
        return raw(th, class, f, Ref::NONE, false, false);
    }
    static SIG: call::Sig = call::Sig::parse("year, month, day");
    call::with_sig(th, "function", &SIG, a, |th, a| {
        let y = number(th, a.at(0))?;
        let m = number(th, a.at(1))?;
        let d = number(th, a.at(2))?;
        check_date(th, y, m, d)?;
        raw(th, class, [y, m, d, 0, 0, 0, 0], Ref::NONE, false, false)
    })
    .map_err(|e| unnamed(th, e))
}

/// CPython's argument parser names no function here: "function missing ...".
pub fn unnamed(th: &mut Thread, e: Raised) -> Raised {
    let Some(x) = th
        .raised
        .clone()
        .filter(|_| error::pending_is(th, &error::TYPE_ERROR))
    else {
        return e;
    };
    let text = tuple::items(error::args_of(x.r()).r())
        .next()
        .map(pystr::text)
        .unwrap_or_default();
    match text.strip_prefix("function() ") {
        Some(rest) => {
            drop(error::fetch(th));
            type_error(th, format!("function {rest}"))
        }
        None => e,
    }
}

fn date_today(th: &mut Thread, a: Args<'_>) -> R {
    let class = a.at(0);
    let time = typhon_runtime::hooks::import(th, "time")?;
    let now = ops::getattr_str(th, time.r(), "time")?;
    let now = call::call(th, now.r(), &[])?;
    call::call_method(th, class, pystr::intern_str("fromtimestamp"), &[now.r()])
}

/// Seconds since the epoch as (seconds, microseconds), rounded half to even.
pub fn timestamp(th: &mut Thread, o: Ref<'_>) -> R<(i64, i64)> {
    let range = "timestamp out of range for platform time_t";
    if let Some(x) = types::float::value(o) {
        if x.is_nan() {
            return Err(value_error(th, "Invalid value NaN (not a number)"));
        }
        if x.abs() > 9.2e18 {
            return Err(overflow_error(th, range));
        }
        let whole = x.trunc();
        let mut us = ((x - whole) * 1e6).round_ties_even();
        let mut s = whole as i64;
        if us < 0.0 {
            us += 1e6;
            s -= 1;
        }
        if us >= 1e6 {
            us -= 1e6;
            s += 1;
        }
        return Ok((s, us as i64));
    }
    if !int::is_int(o) {
        let m = format!("argument must be int or float, not {}", o.class().name());
        return Err(type_error(th, m));
    }
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(s) => Ok((s, 0)),
        None => Err(overflow_error(th, range)),
    }
}

/// Local time or UTC of seconds since the epoch.
pub fn broken_down(th: &mut Thread, s: i64, utc: bool) -> R<ostime::Tm> {
    let r = if utc {
        ostime::gmtime(s)
    } else {
        ostime::localtime(s)
    };
    let t = r.map_err(|e| match e {
        libc::EOVERFLOW => overflow_error(
            th,
            "timestamp out of range for platform localtime()/gmtime() function",
        ),
        e => error::os_error(th, e, None),
    })?;
    let y = t.ymdhms[0];
    if !(1..=MAX_YEAR).contains(&y) {
        return Err(value_error(th, format!("year must be in 1..9999, not {y}")));
    }
    Ok(t)
}

fn date_fromtimestamp(th: &mut Thread, a: Args<'_>) -> R {
    let (s, _) = timestamp(th, a.at(1))?;
    let t = broken_down(th, s, false)?;
    date_of(th, a.at(0), (t.ymdhms[0], t.ymdhms[1], t.ymdhms[2]))
}
fn date_fromordinal(th: &mut Thread, a: Args<'_>) -> R {
    let n = number(th, a.at(1))?;
    if n < 1 {
        return Err(value_error(th, "ordinal must be >= 1"));
    }
    if n > MAX_ORDINAL {
        let (y, _, _) = calendar::from_ordinal(n);
        return Err(value_error(th, format!("year must be in 1..9999, not {y}")));
    }
    date_of(th, a.at(0), calendar::from_ordinal(n))
}
fn date_fromisocalendar(th: &mut Thread, a: Args<'_>) -> R {
    let mut part = [0; 3];
    for (i, v) in part.iter_mut().enumerate() {
        *v = match number(th, a.at(i + 1)) {
            Ok(n) => n,
            Err(Raised) => {
                error::suppress(th, &error::OVERFLOW_ERROR)?;
                return Err(value_error(th, "ISO calendar component out of range"));
            }
        };
    }
    let [y, w, d] = part;
    match calendar::from_iso(y, w, d) {
        Ok(ymd) => date_of(th, a.at(0), ymd),
        Err(e) => {
            let m = match e {
                calendar::IsoError::Year => format!("year must be in 1..9999, not {y}"),
                calendar::IsoError::Week => format!("Invalid week: {w}"),
                calendar::IsoError::Day => format!("Invalid weekday: {d} (range is [1, 7])"),
            };
            Err(value_error(th, m))
        }
    }
}

/// ValueError: "Invalid isoformat string".
pub fn bad_iso(th: &mut Thread, o: Ref<'_>) -> Raised {
    match ops::repr_text(th, o) {
        Ok(r) => value_error(th, format!("Invalid isoformat string: {r}")),
        Err(e) => e,
    }
}
/// The bytes of a text to parse.
pub fn iso_text<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a [u8]> {
    match o.get::<pystr::Str>() {
        Some(s) => Ok(s.bytes()),
        None => Err(type_error(th, "fromisoformat: argument must be str")),
    }
}
fn date_fromisoformat(th: &mut Thread, a: Args<'_>) -> R {
    let b = iso_text(th, a.at(1))?;
    let parsed = if matches!(b.len(), 7 | 8 | 10) {
        text::parse_date(b)
    } else {
        Err(false)
    };
    match parsed {
        Ok((y, m, d)) => {
            check_date(th, y, m, d)?;
            date_of(th, a.at(0), (y, m, d))
        }
        Err(_) => Err(bad_iso(th, a.at(1))),
    }
}
/// The zone of a parsed text: None, or a `timezone`.
pub fn parsed_zone(th: &mut Thread, p: &Parsed) -> R {
    let Some(s) = p.time.offset else {
        return Ok(Obj::none());
    };
    let us = i128::from(s) * 1_000_000 + i128::from(p.offset_micro);
    let zone = zone::fixed(th, us)?;
    match &p.time.zone {
        None => Ok(zone),
        Some(z) => {
            let name = pystr::new(th, z)?;
            zone::make(th, us, Some(name.r()))
        }
    }
}
/// `strptime` of a class: text and format, at arguments 1 and 2.
pub fn strptime(th: &mut Thread, a: Args<'_>) -> R<Parsed> {
    for i in [1, 2] {
        if !pystr::is_str(a.at(i)) {
            let m = format!(
                "strptime() argument {i} must be str, not {}",
                a.at(i).class().name()
            );
            return Err(type_error(th, m));
        }
    }
    crate::modules::time::parse::parse(th, a.at(1), a.at(2))
}
fn date_strptime(th: &mut Thread, a: Args<'_>) -> R {
    let f = strptime(th, a)?.time.ymdhms;
    check_date(th, f[0], f[1], f[2])?;
    date_of(th, a.at(0), (f[0], f[1], f[2]))
}

// ------------------------------------------------------------------ attributes

macro_rules! field_getters {
    ($($name:ident $i:expr;)*) => {
        $(
            /// A field.
            pub fn $name(th: &mut Thread, o: Ref<'_>) -> R {
                Ok(util::int(of::<Moment>(th, o)?.f[$i]))
            }
        )*
    };
}
field_getters! {
    get_year 0;
    get_month 1;
    get_day 2;
    get_hour 3;
    get_minute 4;
    get_second 5;
    get_micro 6;
}

fn ymd(th: &mut Thread, o: Ref<'_>) -> R<(i64, i64, i64)> {
    let m = of::<Moment>(th, o)?;
    Ok((m.f[0], m.f[1], m.f[2]))
}
fn date_weekday(th: &mut Thread, a: Args<'_>) -> R {
    let (y, m, d) = ymd(th, a.at(0))?;
    Ok(util::int(calendar::weekday(y, m, d)))
}
fn date_isoweekday(th: &mut Thread, a: Args<'_>) -> R {
    let (y, m, d) = ymd(th, a.at(0))?;
    Ok(util::int(calendar::weekday(y, m, d) + 1))
}
fn date_toordinal(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<Moment>(th, a.at(0))?.ordinal();
    Ok(util::int(n))
}
/// It is pickled as a plain tuple: its class has no name in the module.
fn iso_calendar_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let items = tuple::items(a.at(0)).map(Ref::own).collect();
    let plain = tuple::new(th, items)?;
    let args = tuple::new(th, vec![plain])?;
    tuple::new(th, vec![types::TUPLE.r().own(), args])
}
fn date_isocalendar(th: &mut Thread, a: Args<'_>) -> R {
    let (y, m, d) = ymd(th, a.at(0))?;
    let (y, w, d) = calendar::iso(y, m, d);
    let v = vec![util::int(y), util::int(w), util::int(d)];
    structseq::new(th, &ISO_CALENDAR, v)
}

/// The nine numbers of a time tuple.
pub fn nine(m: &Moment, dst: i64) -> [i64; 9] {
    let f = m.f;
    let yearday = calendar::days_before_month(f[0], f[1]) + f[2];
    [
        f[0],
        f[1],
        f[2],
        f[3],
        f[4],
        f[5],
        calendar::weekday(f[0], f[1], f[2]),
        yearday,
        dst,
    ]
}
/// A `time.struct_time`.
pub fn struct_time(th: &mut Thread, m: &Moment, dst: i64) -> R {
    let v = nine(m, dst).iter().map(|&n| util::int(n)).collect();
    let v = tuple::new(th, v)?;
    let time = typhon_runtime::hooks::import(th, "time")?;
    let class = ops::getattr_str(th, time.r(), "struct_time")?;
    call::call(th, class.r(), &[v.r()])
}
fn date_timetuple(th: &mut Thread, a: Args<'_>) -> R {
    let m = of::<Moment>(th, a.at(0))?;
    struct_time(th, m, -1)
}

fn date_replace(th: &mut Thread, a: Args<'_>) -> R {
    let m = of::<Moment>(th, a.at(0))?;
    let mut f = m.f;
    for (i, v) in f[..3].iter_mut().enumerate() {
        if let Some(o) = a.opt(i + 1) {
            *v = number(th, o)?;
        }
    }
    check_date(th, f[0], f[1], f[2])?;
    new(th, a.at(0).type_ref(), f, Ref::NONE, false)
}

/// Text of a C library's `ctime`.
pub fn ctime_text(m: &Moment) -> String {
    let f = m.f;
    let wd = calendar::weekday(f[0], f[1], f[2]) as usize;
    format!(
        "{} {} {:2} {:02}:{:02}:{:02} {:04}",
        calendar::DAYS[wd],
        calendar::MONTHS[f[1] as usize - 1],
        f[2],
        f[3],
        f[4],
        f[5],
        f[0]
    )
}
fn date_ctime(th: &mut Thread, a: Args<'_>) -> R {
    let t = ctime_text(of::<Moment>(th, a.at(0))?);
    pystr::new(th, &t)
}
/// `YYYY-MM-DD`.
pub fn date_text(m: &Moment) -> String {
    format!("{:04}-{:02}-{:02}", m.f[0], m.f[1], m.f[2])
}
fn date_isoformat(th: &mut Thread, a: Args<'_>) -> R {
    let t = date_text(of::<Moment>(th, a.at(0))?);
    pystr::new(th, &t)
}
fn date_str(th: &mut Thread, o: Ref<'_>) -> R {
    call::call_method(th, o, pystr::intern_str("isoformat"), &[])
}
fn date_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let (y, m, d) = ymd(th, o)?;
    let name = super::type_name(o);
    pystr::new(th, &format!("{name}({y}, {m}, {d})"))
}
fn date_strftime(th: &mut Thread, a: Args<'_>) -> R {
    let m = of::<Moment>(th, a.at(0))?;
    if !pystr::is_str(a.at(1)) {
        let t = format!(
            "strftime() argument 1 must be str, not {}",
            a.at(1).class().name()
        );
        return Err(type_error(th, t));
    }
    let x = text::Extra {
        micro: 0,
        offset: None,
        zone: None,
        year: m.f[0],
    };
    text::format(th, a.at(1), nine(m, -1), &x)
}
/// `__format__`: `str` for an empty format, else `strftime`.
pub fn format(th: &mut Thread, a: Args<'_>) -> R {
    let Some(f) = a.at(1).get::<pystr::Str>() else {
        let m = format!(
            "__format__() argument 1 must be str, not {}",
            a.at(1).class().name()
        );
        return Err(type_error(th, m));
    };
    if f.is_empty() {
        return ops::str(th, a.at(0));
    }
    let name = pystr::intern_str("strftime");
    call::call_method(th, a.at(0), name, &[a.at(1)])
}

// ------------------------------------------------------------------ arithmetic

fn plain_date(o: Ref<'_>) -> Option<&Moment> {
    o.get::<Moment>().filter(|m| !m.is_datetime)
}

fn shifted(th: &mut Thread, o: Ref<'_>, m: &Moment, days: i128) -> R {
    let n = i128::from(m.ordinal()) + days;
    if n < 1 || n > i128::from(MAX_ORDINAL) {
        return Err(overflow_error(th, "date value out of range"));
    }
    date_of(th, o.type_ref(), calendar::from_ordinal(n as i64))
}
fn days_of(o: Ref<'_>) -> i128 {
    o.get::<delta::Delta>().map_or(0, |d| i128::from(d.days))
}
fn date_add(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    match (plain_date(a), plain_date(b)) {
        (Some(m), None) if b.is_instance(&DELTA) => shifted(th, a, m, days_of(b)),
        (None, Some(m)) if a.is_instance(&DELTA) => shifted(th, b, m, days_of(a)),
        _ => not_implemented(),
    }
}
fn date_sub(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    match (plain_date(a), plain_date(b)) {
        (Some(m), Some(n)) => delta::new(th, i128::from(m.ordinal() - n.ordinal()) * DAY_US),
        (Some(m), None) if micros_of(b).is_some() => shifted(th, a, m, -days_of(b)),
        _ => not_implemented(),
    }
}
fn date_compare(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    match (plain_date(a), plain_date(b)) {
        (Some(m), Some(n)) => Ok(Obj::bool(op.test(m.f.cmp(&n.f)))),
        _ => not_implemented(),
    }
}
fn date_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let m = of::<Moment>(th, o)?;
    let b = [
        (m.f[0] >> 8) as u8,
        m.f[0] as u8,
        m.f[1] as u8,
        m.f[2] as u8,
    ];
    Ok(pystr::hash_bytes(&b))
}
fn date_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let (y, m, d) = ymd(th, a.at(0))?;
    let b = bytes::new(th, &[(y >> 8) as u8, y as u8, m as u8, d as u8])?;
    let args = tuple::new(th, vec![b])?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

#[rustfmt::skip]
static SPEC: TypeSpec = TypeSpec::new(&DATE, date_new, "date(year, month, day) --> date object").methods(&[
    MethodDef::class("today", Kind::NoArgs, date_today, "Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."),
    MethodDef::class("fromtimestamp", Kind::One, date_fromtimestamp, "Create a date from a POSIX timestamp."),
    MethodDef::class("fromordinal", Kind::One, date_fromordinal, "int -> date corresponding to a proleptic Gregorian ordinal."),
    MethodDef::class("fromisoformat", Kind::One, date_fromisoformat, "str -> Construct a date from a string in ISO 8601 format."),
    MethodDef::class("fromisocalendar", Kind::Sig("year, week, day"), date_fromisocalendar, "Construct a date from the ISO year, week number and weekday."),
    MethodDef::class("strptime", Kind::Pos(2, 2), date_strptime, "string, format -> new date parsed from a string."),
    MethodDef::new("weekday", Kind::NoArgs, date_weekday, "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6"),
    MethodDef::new("isoweekday", Kind::NoArgs, date_isoweekday, "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7"),
    MethodDef::new("toordinal", Kind::NoArgs, date_toordinal, "Return proleptic Gregorian ordinal."),
    MethodDef::new("isocalendar", Kind::NoArgs, date_isocalendar, "Return a named tuple containing ISO year, week number, and weekday."),
    MethodDef::new("timetuple", Kind::NoArgs, date_timetuple, "Return time tuple, compatible with time.localtime()."),
    MethodDef::new("replace", Kind::Sig("year=, month=, day="), date_replace, "Return date with new specified fields."),
    MethodDef::new("__replace__", Kind::Sig("*, year=, month=, day="), date_replace, "The same as replace()."),
    MethodDef::new("ctime", Kind::NoArgs, date_ctime, "Return ctime() style string."),
    MethodDef::new("isoformat", Kind::NoArgs, date_isoformat, "Return string in ISO 8601 format, YYYY-MM-DD."),
    MethodDef::new("strftime", Kind::Sig("format"), date_strftime, "format -> strftime() style string."),
    MethodDef::new("__format__", Kind::One, format, "Formats self with strftime."),
    MethodDef::new("__reduce__", Kind::NoArgs, date_reduce, "__reduce__() -> (cls, state)"),
]).getset(&[
    GetSetDef { name: "year", get: get_year, set: None, doc: "" },
    GetSetDef { name: "month", get: get_month, set: None, doc: "" },
    GetSetDef { name: "day", get: get_day, set: None, doc: "" },
]);

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<()> {
    structseq::setup(
        th,
        &ISO_CALENDAR,
        Fields {
            names: &["year", "week", "weekday"],
            visible: 3,
            constructible: false,
        },
    )?;
    static REDUCE: &[MethodDef] = &[MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        iso_calendar_reduce,
        "",
    )];
    call::add_methods(th, &ISO_CALENDAR, REDUCE)?;
    SPEC.begin::<Moment>(&types::OBJECT);
    let s = DATE.slots();
    s.set_add(date_add);
    s.set_sub(date_sub);
    s.set_richcmp(date_compare);
    s.set_hash(date_hash);
    s.set_repr(date_repr);
    s.set_str(date_str);
    SPEC.end(th)?;
    for (n, f) in [("min", (1, 1, 1)), ("max", (MAX_YEAR, 12, 31))] {
        let d = date_of(th, DATE.r(), f)?;
        DATE.set_attr(pystr::intern_str(n), Some(d));
    }
    let day = delta::new(th, DAY_US)?;
    DATE.set_attr(pystr::intern_str("resolution"), Some(day));
    Ok(())
}
