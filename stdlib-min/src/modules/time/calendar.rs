//! `struct_time` and what makes, formats and counts it.

use crate::modules::io::{path, util};
use std::ffi::CString;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::os::time::{self as ostime, Tm, clock};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{float, int, str as pystr, structseq, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error, ops};

/// `time.struct_time`.
pub static STRUCT_TIME: TypeObj = TypeObj::declare("time.struct_time");

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    let f = structseq::Fields {
        names: &[
            "tm_year",
            "tm_mon",
            "tm_mday",
            "tm_hour",
            "tm_min",
            "tm_sec",
            "tm_wday",
            "tm_yday",
            "tm_isdst",
            "tm_zone",
            "tm_gmtoff",
        ],
        visible: 9,
        constructible: true,
    };
    structseq::setup(th, &STRUCT_TIME, f)
}

/// A struct_time value.
pub fn struct_time(th: &mut Thread, t: &Tm) -> R {
    let mut v: Vec<Obj> = t.ymdhms.iter().map(|&x| util::int(x)).collect();
    v.extend([t.weekday, t.yearday, t.dst].map(util::int));
    v.push(match &t.zone {
        Some(z) => pystr::new(th, z)?,
        None => Obj::none(),
    });
    v.push(t.offset.map_or_else(Obj::none, util::int));
    structseq::new(th, &STRUCT_TIME, v)
}

/// Whole seconds of an optional timestamp argument; now if it is missing.
fn timestamp(th: &mut Thread, o: Option<Ref<'_>>) -> R<i64> {
    let range = "timestamp out of range for platform time_t";
    let Some(o) = o else {
        return match ostime::now(clock::REALTIME) {
            Ok(ns) => Ok(ns.div_euclid(1_000_000_000)),
            Err(e) => Err(error::os_error(th, e, None)),
        };
    };
    if o.class().flag(tf::FLOAT_SUB) {
        let x = float::value(o).unwrap_or(f64::NAN);
        if x.is_nan() {
            return Err(error::value_error(th, "Invalid value NaN (not a number)"));
        }
        let x = x.floor();
        if !(-9.2e18..=9.2e18).contains(&x) {
            return Err(error::overflow_error(th, range));
        }
        return Ok(x as i64);
    }
    let i = ops::index(th, o)?;
    int::to_i64(i.r()).ok_or_else(|| error::overflow_error(th, range))
}

fn time_localtime(th: &mut Thread, a: Args<'_>) -> R {
    let s = timestamp(th, a.opt_not_none(0))?;
    match ostime::localtime(s) {
        Ok(t) => struct_time(th, &t),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn time_gmtime(th: &mut Thread, a: Args<'_>) -> R {
    let s = timestamp(th, a.opt_not_none(0))?;
    match ostime::gmtime(s) {
        Ok(t) => struct_time(th, &t),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

/// The fields of a time tuple argument.
fn tm_arg(th: &mut Thread, o: Ref<'_>, fname: &str) -> R<Tm> {
    if !tuple::is_tuple(o) {
        return Err(error::type_error(
            th,
            "Tuple or struct_time argument required",
        ));
    }
    let items: Vec<Ref<'_>> = tuple::items(o).collect();
    if items.len() != 9 {
        return Err(error::type_error(
            th,
            format!("{fname}(): illegal time tuple argument"),
        ));
    }
    let mut n = [0i64; 9];
    for (slot, v) in n.iter_mut().zip(&items) {
        *slot = i64::from(int::c_int_by_format(th, *v)?);
    }
    if n[0] < i64::from(i32::MIN) + 1900 {
        return Err(error::overflow_error(th, "year out of range"));
    }
    let mut t = Tm {
        ymdhms: [n[0], n[1], n[2], n[3], n[4], n[5]],
        weekday: n[6],
        yearday: n[7],
        dst: n[8],
        ..Tm::default()
    };
    if o.is_instance(&STRUCT_TIME) {
        let z = util::attr(th, o, "tm_zone")?;
        t.zone = z.get::<pystr::Str>().map(pystr::Str::to_string_lossy);
        let off = util::attr(th, o, "tm_gmtoff")?;
        t.offset = off.r().as_small();
    }
    Ok(t)
}

/// Range checks and the forgiving zeros of CPython.
fn checked(th: &mut Thread, mut t: Tm) -> R<Tm> {
    for (i, zero) in [(1, 1), (2, 1)] {
        if t.ymdhms[i] == 0 {
            t.ymdhms[i] = zero;
        }
    }
    if t.yearday == 0 {
        t.yearday = 1;
    }
    let [_, mo, d, h, mi, s] = t.ymdhms;
    let bad = if !(1..=12).contains(&mo) {
        "month out of range"
    } else if !(1..=31).contains(&d) {
        "day of month out of range"
    } else if !(0..=23).contains(&h) {
        "hour out of range"
    } else if !(0..=59).contains(&mi) {
        "minute out of range"
    } else if !(0..=61).contains(&s) {
        "seconds out of range"
    } else if t.weekday < -1 {
        "day of week out of range"
    } else if !(1..=366).contains(&t.yearday) {
        "day of year out of range"
    } else {
        t.weekday = t.weekday.rem_euclid(7);
        t.dst = t.dst.clamp(-1, 1);
        return Ok(t);
    };
    Err(error::value_error(th, bad))
}

fn now_local(th: &mut Thread) -> R<Tm> {
    let s = timestamp(th, None)?;
    ostime::localtime(s).map_err(|e| error::os_error(th, e, None))
}

fn time_strftime(th: &mut Thread, a: Args<'_>) -> R {
    let Some(f) = a.at(0).get::<pystr::Str>() else {
        let m = format!(
            "strftime() argument 1 must be str, not {}",
            a.at(0).class().name()
        );
        return Err(error::type_error(th, m));
    };
    let t = match a.opt(1) {
        None => now_local(th)?,
        Some(o) => {
            let t = tm_arg(th, o, "strftime")?;
            checked(th, t)?
        }
    };
    // The C library sees the directives only: other text is none of its business.
    let text = f.bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while i < text.len() {
        if text[i] != b'%' {
            out.push(text[i]);
            i += 1;
            continue;
        }
        let n = directive_length(&text[i..]);
        let c = CString::new(&text[i..i + n]).unwrap_or_default();
        match ostime::format(&c, &t) {
            Ok(v) => {
                let s = path::to_str(th, &v)?;
                out.extend(s.get::<pystr::Str>().map_or(&b""[..], pystr::Str::bytes));
            }
            Err(e) => return Err(error::os_error(th, e, None)),
        }
        i += n;
    }
    pystr::from_wtf8(th, &out)
}

/// How many bytes of a text that begins with `%` belong to the directive: flags, a width, a modifier, a letter.
fn directive_length(text: &[u8]) -> usize {
    let flag = |c: &&u8| b"_-0^#".contains(c);
    let mut n = 1 + text[1..].iter().take_while(flag).count();
    n += text[n..].iter().take_while(|c| c.is_ascii_digit()).count();
    n += text[n..].iter().take_while(|c| b"EO:".contains(c)).count();
    if text.get(n).is_some_and(|&c| c.is_ascii() && c != 0) {
        n += 1;
    }
    n
}

fn time_mktime(th: &mut Thread, a: Args<'_>) -> R {
    let t = tm_arg(th, a.at(0), "mktime")?;
    match ostime::mktime(&t) {
        Ok(s) => float::new(th, s as f64),
        Err(_) => Err(error::overflow_error(th, "mktime argument out of range")),
    }
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn ascii_time(th: &mut Thread, t: &Tm) -> R {
    let [y, mo, d, h, mi, s] = t.ymdhms;
    let day = DAYS.get(t.weekday as usize).copied().unwrap_or("???");
    let month = MONTHS.get((mo - 1) as usize).copied().unwrap_or("???");
    pystr::new(
        th,
        &format!("{day} {month} {d:>2} {h:02}:{mi:02}:{s:02} {y}"),
    )
}
fn time_asctime(th: &mut Thread, a: Args<'_>) -> R {
    let t = match a.opt(0) {
        None => now_local(th)?,
        Some(o) => {
            let t = tm_arg(th, o, "asctime")?;
            checked(th, t)?
        }
    };
    ascii_time(th, &t)
}
fn time_ctime(th: &mut Thread, a: Args<'_>) -> R {
    let s = timestamp(th, a.opt_not_none(0))?;
    match ostime::localtime(s) {
        Ok(t) => ascii_time(th, &t),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

/// Functions.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "localtime",
        Kind::Pos(0, 1),
        time_localtime,
        "Convert seconds since the Epoch to a time tuple in local time.",
    ),
    MethodDef::new(
        "gmtime",
        Kind::Pos(0, 1),
        time_gmtime,
        "Convert seconds since the Epoch to a time tuple in UTC.",
    ),
    MethodDef::new(
        "mktime",
        Kind::One,
        time_mktime,
        "Convert a time tuple in local time to seconds since the Epoch.",
    ),
    MethodDef::new(
        "strftime",
        Kind::Pos(1, 2),
        time_strftime,
        "Convert a time tuple to a string according to a format.",
    ),
    MethodDef::new(
        "asctime",
        Kind::Pos(0, 1),
        time_asctime,
        "Convert a time tuple to a string.",
    ),
    MethodDef::new(
        "ctime",
        Kind::Pos(0, 1),
        time_ctime,
        "Convert a time in seconds since the Epoch to a string in local time.",
    ),
];
