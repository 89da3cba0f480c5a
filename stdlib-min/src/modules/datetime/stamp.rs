//! `datetime.datetime`; its payload and what it shares with `date` are in `moment`.

use super::clock::{Clock, packed};
use super::delta::{self, DELTA, micros_of};
use super::moment::{
    DATE, DATETIME, Fields7, Moment, bad_iso, broken_down, check_date, check_time, ctime_text,
    date_text, format, from_micros, get_hour, get_micro, get_minute, get_second, iso_text, new,
    nine, number, raw, state, struct_time, timestamp,
};
use super::{calendar, clock, text, zone};
use crate::modules::common::{TypeSpec, not_implemented, of};
use crate::modules::io::util;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::os::time as ostime;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{bytes, float, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread};

const SECOND: i128 = 1_000_000;
/// Microseconds from the start of year 1, counted as `Moment::micros` does, to the epoch.
const EPOCH: i128 = 719_163 * 86_400 * SECOND;

fn moment(o: Ref<'_>) -> Option<&Moment> {
    o.get::<Moment>().filter(|m| m.is_datetime)
}
fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Moment> {
    of::<Moment>(th, o)
}

fn datetime_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if let Some(b) = state(a, 10).filter(|b| (1..=12).contains(&(b[2] & 0x7f))) {
        zone::check_state(th, a.at(1))?;
        let n = |i: usize| i64::from(b[i]);
        let f = [
            n(0) << 8 | n(1),
            n(2) & 0x7f,
            n(3),
            n(4),
            n(5),
            n(6),
            n(7) << 16 | n(8) << 8 | n(9),
        ];
        return raw(th, class, f, a.at(1), b[2] & 0x80 != 0, true);
    }
    static SIG: call::Sig = call::Sig::parse(
        "year, month, day, hour=, minute=, second=, microsecond=, tzinfo=, *, fold=",
    );
    call::with_sig(th, "function", &SIG, a, |th, a| {
        let mut f: Fields7 = [0; 7];
        for (i, v) in f.iter_mut().enumerate() {
            if let Some(o) = a.opt(i) {
                *v = number(th, o)?;
            }
        }
        let fold = a.opt(8).map_or(Ok(0), |o| number(th, o))?;
        check_date(th, f[0], f[1], f[2])?;
        check_time(th, [f[3], f[4], f[5], f[6]], fold)?;
        zone::check(th, a.at(7))?;
        raw(th, class, f, a.at(7), fold != 0, true)
    })
    .map_err(|e| super::moment::unnamed(th, e))
}

// ------------------------------------------------------------------ class methods

/// Local time or UTC of a time stamp, in a class.
fn at(th: &mut Thread, class: Ref<'_>, (s, us): (i64, i64), utc: bool, tz: Ref<'_>) -> R {
    let t = broken_down(th, s, utc)?;
    let f = t.ymdhms;
    let fields = [f[0], f[1], f[2], f[3], f[4], f[5].min(59), us];
    let fold = !utc && tz.is_none() && is_second(s, &t);
    new(th, class, fields, tz, fold)
}

/// Whether a local clock showed this time before: it was set back less than a day ago.
fn is_second(s: i64, t: &ostime::Tm) -> bool {
    const DAY: i64 = 86_400;
    let (Some(now), Ok(before)) = (t.offset, ostime::localtime(s - DAY)) else {
        return false;
    };
    let back = before.offset.unwrap_or(now) - now;
    back > 0 && ostime::localtime(s - back).is_ok_and(|e| e.ymdhms == t.ymdhms)
}

fn now_pair(th: &mut Thread) -> R<(i64, i64)> {
    match ostime::now(ostime::clock::REALTIME) {
        Ok(ns) => Ok((
            ns.div_euclid(1_000_000_000),
            ns.rem_euclid(1_000_000_000) / 1000,
        )),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

fn stamped(th: &mut Thread, class: Ref<'_>, t: (i64, i64), tz: Ref<'_>) -> R {
    zone::check(th, tz)?;
    if tz.is_none() {
        return at(th, class, t, false, tz);
    }
    let o = at(th, class, t, true, tz)?;
    call::call_method(th, tz, pystr::intern_str("fromutc"), &[o.r()])
}
fn datetime_now(th: &mut Thread, a: Args<'_>) -> R {
    let t = now_pair(th)?;
    stamped(th, a.at(0), t, a.at(1))
}
fn datetime_fromtimestamp(th: &mut Thread, a: Args<'_>) -> R {
    let t = timestamp(th, a.at(1))?;
    stamped(th, a.at(0), t, a.at(2))
}
fn deprecated(th: &mut Thread, what: &str, instead: &str) -> R<()> {
    let m = format!(
        "datetime.datetime.{what}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.{instead}."
    );
    let m = pystr::new(th, &m)?;
    util::warn(th, &error::DEPRECATION_WARNING, m.r(), None)
}
fn datetime_utcnow(th: &mut Thread, a: Args<'_>) -> R {
    deprecated(th, "utcnow", "now(datetime.UTC)")?;
    let t = now_pair(th)?;
    at(th, a.at(0), t, true, Ref::NONE)
}
fn datetime_utcfromtimestamp(th: &mut Thread, a: Args<'_>) -> R {
    deprecated(
        th,
        "utcfromtimestamp",
        "fromtimestamp(timestamp, datetime.UTC)",
    )?;
    let t = timestamp(th, a.at(1))?;
    at(th, a.at(0), t, true, Ref::NONE)
}
fn datetime_combine(th: &mut Thread, a: Args<'_>) -> R {
    let (Some(d), Some(t)) = (a.at(1).get::<Moment>(), a.at(2).get::<Clock>()) else {
        let (i, wanted, got) = if a.at(1).is_instance(&DATE) {
            (2, "datetime.time", a.at(2))
        } else {
            (1, "datetime.date", a.at(1))
        };
        let m = format!(
            "combine() argument {i} must be {wanted}, not {}",
            got.class().name()
        );
        return Err(type_error(th, m));
    };
    let tz = a.opt(3).map_or_else(|| t.zone(), Ref::own);
    zone::check(th, tz.r())?;
    let f = [d.f[0], d.f[1], d.f[2], t.t[0], t.t[1], t.t[2], t.t[3]];
    new(th, a.at(0), f, tz.r(), t.fold)
}
fn datetime_fromisoformat(th: &mut Thread, a: Args<'_>) -> R {
    let b = iso_text(th, a.at(1))?;
    let parsed = text::split(b).and_then(|(d, t)| {
        let ymd = text::parse_date(d).ok()?;
        let time = if t.is_empty() {
            ([0; 4], None)
        } else {
            text::parse_time(t)?
        };
        Some((ymd, time))
    });
    let Some(((y, m, d), (mut t, offset))) = parsed else {
        return Err(bad_iso(th, a.at(1)));
    };
    check_date(th, y, m, d)?;
    let tz = match offset {
        Some(us) => zone::fixed(th, us)?,
        None => Obj::none(),
    };
    let mut f = [y, m, d, t[0], t[1], t[2], t[3]];
    if t == [24, 0, 0, 0] {
        // The end of a day is the start of the next.
        t[0] = 0;
        let day = calendar::to_ordinal(y, m, d) + 1;
        if day > calendar::MAX_ORDINAL {
            return Err(value_error(
                th,
                format!("year must be in 1..9999, not {}", y + 1),
            ));
        }
        f = from_micros(th, i128::from(day) * 86_400 * SECOND)?;
    }
    check_time(th, t, 0)?;
    new(th, a.at(0), f, tz.r(), false)
}
fn datetime_strptime(th: &mut Thread, a: Args<'_>) -> R {
    let p = super::moment::strptime(th, a)?;
    let (f, us) = (p.time.ymdhms, p.micro);
    let tz = super::moment::parsed_zone(th, &p)?;
    let all = [f[0], f[1], f[2], f[3], f[4], f[5], us];
    check_date(th, f[0], f[1], f[2])?;
    check_time(th, [f[3], f[4], f[5], us], 0)?;
    new(th, a.at(0), all, tz.r(), false)
}

// ------------------------------------------------------------------ parts

fn get_zone(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(this(th, o)?.zone())
}
fn get_fold(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(this(th, o)?.fold())))
}
fn datetime_date(th: &mut Thread, a: Args<'_>) -> R {
    let f = this(th, a.at(0))?.f;
    new(
        th,
        DATE.r(),
        [f[0], f[1], f[2], 0, 0, 0, 0],
        Ref::NONE,
        false,
    )
}
fn clock_of(th: &mut Thread, a: Args<'_>, with_zone: bool) -> R {
    let m = this(th, a.at(0))?;
    let tz = if with_zone { m.zone() } else { Obj::none() };
    let t = [m.f[3], m.f[4], m.f[5], m.f[6]];
    clock::new(th, clock::TIME.r(), t, tz.r(), m.fold())
}
fn datetime_time(th: &mut Thread, a: Args<'_>) -> R {
    clock_of(th, a, false)
}
fn datetime_timetz(th: &mut Thread, a: Args<'_>) -> R {
    clock_of(th, a, true)
}
fn offset(th: &mut Thread, o: Ref<'_>, method: &str) -> R<Option<i128>> {
    let tz = this(th, o)?.zone();
    zone::offset(th, tz.r(), method, o)
}
fn datetime_utcoffset(th: &mut Thread, a: Args<'_>) -> R {
    let us = offset(th, a.at(0), "utcoffset")?;
    delta::or_none(th, us)
}
fn datetime_dst(th: &mut Thread, a: Args<'_>) -> R {
    let us = offset(th, a.at(0), "dst")?;
    delta::or_none(th, us)
}
fn datetime_tzname(th: &mut Thread, a: Args<'_>) -> R {
    let tz = this(th, a.at(0))?.zone();
    zone::name(th, tz.r(), a.at(0))
}
fn datetime_timetuple(th: &mut Thread, a: Args<'_>) -> R {
    let dst = match offset(th, a.at(0), "dst")? {
        None => -1,
        Some(us) => i64::from(us != 0),
    };
    let m = this(th, a.at(0))?;
    struct_time(th, m, dst)
}
fn datetime_utctimetuple(th: &mut Thread, a: Args<'_>) -> R {
    let m = this(th, a.at(0))?;
    let off = offset(th, a.at(0), "utcoffset")?.unwrap_or(0);
    let f = from_micros(th, m.micros() - off)?;
    let o = raw(th, DATETIME.r(), f, Ref::NONE, false, true)?;
    let m = this(th, o.r())?;
    struct_time(th, m, 0)
}

/// Microseconds since the epoch of a local time.
fn local_to_epoch(th: &mut Thread, m: &Moment) -> R<i128> {
    let wall = (m.micros() - EPOCH).div_euclid(SECOND) as i64;
    let mut local = |u: i64| -> R<i64> {
        let t = broken_down(th, u, false)?;
        Ok(u + t.offset.unwrap_or(0))
    };
    const DAY: i64 = 86_400;
    // The offset here, then that of the other side of a change (PEP 495).
    let a = local(wall)? - wall;
    let u1 = wall - a;
    let t1 = local(u1)?;
    let u = if t1 == wall {
        let other = if m.fold() { u1 + DAY } else { u1 - DAY };
        let b = local(other)? - other;
        if a == b {
            u1
        } else {
            let u2 = wall - b;
            if local(u2)? == wall { u2 } else { u1 }
        }
    } else {
        let b = t1 - u1;
        let u2 = wall - b;
        if local(u2)? == wall {
            u2
        } else if m.fold() {
            u1.min(u2)
        } else {
            u1.max(u2)
        }
    };
    Ok(i128::from(u) * SECOND + i128::from(m.f[6]))
}
fn datetime_timestamp(th: &mut Thread, a: Args<'_>) -> R {
    let m = this(th, a.at(0))?;
    let us = match offset(th, a.at(0), "utcoffset")? {
        Some(off) => m.micros() - off - EPOCH,
        None => local_to_epoch(th, m)?,
    };
    float::new(th, us as f64 / 1e6)
}

fn datetime_replace(th: &mut Thread, a: Args<'_>) -> R {
    let m = this(th, a.at(0))?;
    let mut f = m.f;
    for (i, v) in f.iter_mut().enumerate() {
        if let Some(o) = a.opt(i + 1) {
            *v = number(th, o)?;
        }
    }
    let tz = a.opt(8).map_or_else(|| m.zone(), Ref::own);
    let fold = a
        .opt(9)
        .map_or(Ok(i64::from(m.fold())), |o| number(th, o))?;
    check_date(th, f[0], f[1], f[2])?;
    check_time(th, [f[3], f[4], f[5], f[6]], fold)?;
    zone::check(th, tz.r())?;
    new(th, a.at(0).type_ref(), f, tz.r(), fold != 0)
}

/// The system's zone at a moment of UTC, as a `timezone`.
fn local_zone(th: &mut Thread, us: i128) -> R {
    let t = broken_down(th, us.div_euclid(SECOND) as i64, false)?;
    let name = match t.zone {
        Some(z) => Some(pystr::new(th, &z)?),
        None => None,
    };
    let off = i128::from(t.offset.unwrap_or(0)) * SECOND;
    zone::make(th, off, name.as_ref().map(Obj::r))
}
fn datetime_astimezone(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let m = this(th, o)?;
    zone::check(th, a.at(1))?;
    let own = m.zone();
    if !a.at(1).is_none() && own.r().is(a.at(1)) {
        return Ok(o.own());
    }
    let us = match offset(th, o, "utcoffset")? {
        Some(off) => m.micros() - off,
        None => local_to_epoch(th, m)? + EPOCH,
    };
    let tz = match a.opt_not_none(1) {
        Some(z) => z.own(),
        None => local_zone(th, us - EPOCH)?,
    };
    let f = from_micros(th, us)?;
    let utc = new(th, o.type_ref(), f, tz.r(), false)?;
    call::call_method(th, tz.r(), pystr::intern_str("fromutc"), &[utc.r()])
}

// ------------------------------------------------------------------ text

fn datetime_isoformat(th: &mut Thread, a: Args<'_>) -> R {
    let m = this(th, a.at(0))?;
    let sep = match a.opt(1) {
        None => b"T".to_vec(),
        Some(s) => match s.get::<pystr::Str>() {
            Some(s) if s.chars_len() == 1 => s.bytes().to_vec(),
            Some(s) => {
                let m = format!(
                    "isoformat() argument 1 must be a unicode character, not a string of length {}",
                    s.chars_len()
                );
                return Err(type_error(th, m));
            }
            None => {
                let m = format!(
                    "isoformat() argument 1 must be a unicode character, not {}",
                    s.class().name()
                );
                return Err(type_error(th, m));
            }
        },
    };
    let time = text::iso_time(th, [m.f[3], m.f[4], m.f[5], m.f[6]], a.opt(2))?;
    let mut s = date_text(m).into_bytes();
    s.extend(sep);
    s.extend(time.bytes());
    if let Some(us) = offset(th, a.at(0), "utcoffset")? {
        s.extend(zone::offset_text(us, ":").bytes());
    }
    pystr::from_wtf8(th, &s)
}
fn datetime_str(th: &mut Thread, o: Ref<'_>) -> R {
    let name = pystr::intern_str("isoformat");
    call::call_method(th, o, name, &[pystr::intern_str(" ")])
}
fn datetime_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let m = this(th, o)?;
    let f = m.f;
    let mut n = 7;
    while n > 5 && f[n - 1] == 0 {
        n -= 1;
    }
    let parts: Vec<String> = f[..n].iter().map(i64::to_string).collect();
    let t = format!("{}({}", super::type_name(o), parts.join(", "));
    zone::repr_end(th, t, m.zone().r(), m.fold())
}
fn datetime_ctime(th: &mut Thread, a: Args<'_>) -> R {
    let t = ctime_text(this(th, a.at(0))?);
    pystr::new(th, &t)
}
fn datetime_strftime(th: &mut Thread, a: Args<'_>) -> R {
    let m = this(th, a.at(0))?;
    let (off, name) = zone::asked(th, a.at(1), m.zone().r(), a.at(0))?;
    let dst = match offset(th, a.at(0), "dst")? {
        None => -1,
        Some(us) => i64::from(us != 0),
    };
    let x = text::Extra {
        micro: m.f[6],
        offset: off,
        zone: Some(name.r()).filter(|n| !n.is_none()),
        year: m.f[0],
    };
    text::format(th, a.at(1), nine(m, dst), &x)
}

// ------------------------------------------------------------------ arithmetic

fn shifted(th: &mut Thread, o: Ref<'_>, m: &Moment, us: i128) -> R {
    let f = from_micros(th, m.micros() + us)?;
    let tz = m.zone();
    new(th, o.type_ref(), f, tz.r(), false)
}
fn datetime_add(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    match (moment(a), moment(b)) {
        (Some(m), None) if b.is_instance(&DELTA) => shifted(th, a, m, micros_of(b).unwrap_or(0)),
        (None, Some(m)) if a.is_instance(&DELTA) => shifted(th, b, m, micros_of(a).unwrap_or(0)),
        _ => not_implemented(),
    }
}
fn datetime_sub(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    match (moment(a), moment(b)) {
        (Some(m), Some(n)) => {
            if m.zone().r().is(n.zone().r()) {
                return delta::new(th, m.micros() - n.micros());
            }
            let (p, q) = (offset(th, a, "utcoffset")?, offset(th, b, "utcoffset")?);
            match (p, q) {
                (Some(p), Some(q)) => delta::new(th, m.micros() - p - n.micros() + q),
                (None, None) => delta::new(th, m.micros() - n.micros()),
                _ => Err(type_error(
                    th,
                    "can't subtract offset-naive and offset-aware datetimes",
                )),
            }
        }
        (Some(m), None) if b.is_instance(&DELTA) => shifted(th, a, m, -micros_of(b).unwrap_or(0)),
        _ => not_implemented(),
    }
}
/// The offset of the same wall clock time with the other fold.
fn other_offset(th: &mut Thread, m: &Moment, fold: bool) -> R<Option<i128>> {
    let tz = m.zone();
    let o = raw(th, DATETIME.r(), m.f, tz.r(), fold, true)?;
    zone::offset(th, tz.r(), "utcoffset", o.r())
}
/// Whether a clock shows this time twice or never: it equals no time of another zone (PEP 495).
fn depends_on_fold(th: &mut Thread, m: &Moment, offset: i128) -> R<bool> {
    if m.zone().r().is_exact(&zone::TIMEZONE) {
        return Ok(false);
    }
    Ok(other_offset(th, m, !m.fold())? != Some(offset))
}
fn datetime_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(m), Some(n)) = (moment(a), moment(b)) else {
        return not_implemented();
    };
    if m.zone().r().is(n.zone().r()) {
        return Ok(Obj::bool(op.test(m.f.cmp(&n.f))));
    }
    let offsets = (offset(th, a, "utcoffset")?, offset(th, b, "utcoffset")?);
    if let ((Some(p), Some(q)), CmpOp::Eq | CmpOp::Ne) = (offsets, op)
        && m.micros() - p == n.micros() - q
        && (depends_on_fold(th, m, p)? || depends_on_fold(th, n, q)?)
    {
        return Ok(Obj::bool(op == CmpOp::Ne));
    }
    zone::compare(
        th,
        op,
        m.f.cmp(&n.f),
        (m.micros(), n.micros()),
        offsets,
        "datetimes",
    )
}
fn datetime_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let m = this(th, o)?;
    // Times that differ in nothing else are equal, so the fold is left out.
    let off = match m.fold() {
        true => other_offset(th, m, false)?,
        false => offset(th, o, "utcoffset")?,
    };
    Ok(delta::hash_of(m.micros() - off.unwrap_or(0)))
}
fn datetime_reduce(th: &mut Thread, a: Args<'_>) -> R {
    reduce(th, a, false)
}
/// Older protocols do not carry the fold.
fn datetime_reduce_ex(th: &mut Thread, a: Args<'_>) -> R {
    let protocol = number(th, a.at(1))?;
    reduce(th, a, protocol > 3)
}
fn reduce(th: &mut Thread, a: Args<'_>, with_fold: bool) -> R {
    let m = this(th, a.at(0))?;
    let f = m.f;
    let mut b = vec![
        (f[0] >> 8) as u8,
        f[0] as u8,
        f[1] as u8 | if m.fold() && with_fold { 0x80 } else { 0 },
        f[2] as u8,
    ];
    b.extend(packed([f[3], f[4], f[5], f[6]], false));
    let mut v = vec![bytes::new(th, &b)?];
    let tz = m.zone();
    if !tz.r().is_none() {
        v.push(tz);
    }
    let args = tuple::new(th, v)?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}
#[rustfmt::skip]
static SPEC: TypeSpec = TypeSpec::new(&DATETIME, datetime_new, "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.").methods(&[
    MethodDef::class("now", Kind::Sig("tz="), datetime_now, "Returns new datetime object representing current time local to tz."),
    MethodDef::class("utcnow", Kind::NoArgs, datetime_utcnow, "Return a new datetime representing UTC day and time."),
    MethodDef::class("fromtimestamp", Kind::Sig("timestamp, tz="), datetime_fromtimestamp, "timestamp[, tz] -> tz's local time from POSIX timestamp."),
    MethodDef::class("utcfromtimestamp", Kind::One, datetime_utcfromtimestamp, "Construct a naive UTC datetime from a POSIX timestamp."),
    MethodDef::class("combine", Kind::Sig("date, time, tzinfo="), datetime_combine, "date, time -> datetime with same date and time fields"),
    MethodDef::class("fromisoformat", Kind::One, datetime_fromisoformat, "string -> datetime from a string in most ISO 8601 formats"),
    MethodDef::class("strptime", Kind::Pos(2, 2), datetime_strptime, "string, format -> new datetime parsed from a string (like time.strptime())."),
    MethodDef::new("date", Kind::NoArgs, datetime_date, "Return date object with same year, month and day."),
    MethodDef::new("time", Kind::NoArgs, datetime_time, "Return time object with same time but with tzinfo=None."),
    MethodDef::new("timetz", Kind::NoArgs, datetime_timetz, "Return time object with same time and tzinfo."),
    MethodDef::new("utcoffset", Kind::NoArgs, datetime_utcoffset, "Return self.tzinfo.utcoffset(self)."),
    MethodDef::new("tzname", Kind::NoArgs, datetime_tzname, "Return self.tzinfo.tzname(self)."),
    MethodDef::new("dst", Kind::NoArgs, datetime_dst, "Return self.tzinfo.dst(self)."),
    MethodDef::new("timetuple", Kind::NoArgs, datetime_timetuple, "Return time tuple, compatible with time.localtime()."),
    MethodDef::new("utctimetuple", Kind::NoArgs, datetime_utctimetuple, "Return UTC time tuple, compatible with time.localtime()."),
    MethodDef::new("timestamp", Kind::NoArgs, datetime_timestamp, "Return POSIX timestamp as float."),
    MethodDef::new("replace", Kind::Sig("year=, month=, day=, hour=, minute=, second=, microsecond=, tzinfo=, *, fold="), datetime_replace, "Return datetime with new specified fields."),
    MethodDef::new("__replace__", Kind::Sig("*, year=, month=, day=, hour=, minute=, second=, microsecond=, tzinfo=, fold="), datetime_replace, "The same as replace()."),
    MethodDef::new("astimezone", Kind::Sig("tz="), datetime_astimezone, "tz -> convert to local time in new timezone tz"),
    MethodDef::new("isoformat", Kind::Sig("sep=, timespec="), datetime_isoformat, "[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]."),
    MethodDef::new("ctime", Kind::NoArgs, datetime_ctime, "Return ctime() style string."),
    MethodDef::new("strftime", Kind::Sig("format"), datetime_strftime, "format -> strftime() style string."),
    MethodDef::new("__format__", Kind::One, format, "Formats self with strftime."),
    MethodDef::new("__reduce_ex__", Kind::One, datetime_reduce_ex, "__reduce_ex__(proto) -> (cls, state)"),
    MethodDef::new("__reduce__", Kind::NoArgs, datetime_reduce, "__reduce__() -> (cls, state)"),
]).getset(&[
    GetSetDef { name: "hour", get: get_hour, set: None, doc: "" },
    GetSetDef { name: "minute", get: get_minute, set: None, doc: "" },
    GetSetDef { name: "second", get: get_second, set: None, doc: "" },
    GetSetDef { name: "microsecond", get: get_micro, set: None, doc: "" },
    GetSetDef { name: "tzinfo", get: get_zone, set: None, doc: "" },
    GetSetDef { name: "fold", get: get_fold, set: None, doc: "" },
]);

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    SPEC.begin::<Moment>(&DATE);
    let s = DATETIME.slots();
    s.set_add(datetime_add);
    s.set_sub(datetime_sub);
    s.set_richcmp(datetime_compare);
    s.set_hash(datetime_hash);
    s.set_repr(datetime_repr);
    s.set_str(datetime_str);
    SPEC.end(th)?;
    for (n, f) in [
        ("min", [1, 1, 1, 0, 0, 0, 0]),
        ("max", [9999, 12, 31, 23, 59, 59, 999_999]),
    ] {
        let d = new(th, DATETIME.r(), f, Ref::NONE, false)?;
        DATETIME.set_attr(pystr::intern_str(n), Some(d));
    }
    let us = delta::new(th, 1)?;
    DATETIME.set_attr(pystr::intern_str("resolution"), Some(us));
    Ok(())
}
