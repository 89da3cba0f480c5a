//! `time`: clocks, sleeping, calendars.

pub mod calendar;
pub mod parse;

pub use calendar::{STRUCT_TIME, struct_time};

use super::io::util;
use super::posix;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::os::time::{self as ostime, clock};
use typhon_runtime::os::{EINTR, signal};
use typhon_runtime::types::{self, float, int, module, str as pystr, typeobj::flags as tf};
use typhon_runtime::{Obj, R, Ref, Thread, error, hooks, ops};

const NANO: i64 = 1_000_000_000;

fn seconds(ns: i64) -> f64 {
    // The whole seconds apart, so that no digit of the fraction is lost early.
    (ns / NANO) as f64 + (ns % NANO) as f64 / 1e9
}

fn read(th: &mut Thread, id: i32) -> R<i64> {
    ostime::now(id).map_err(|e| error::os_error(th, e, None))
}

macro_rules! clocks {
    ($($secs:ident $nanos:ident $id:expr;)*) => {
        $(
            fn $secs(th: &mut Thread, _a: Args<'_>) -> R {
                let ns = read(th, $id)?;
                float::new(th, seconds(ns))
            }
            fn $nanos(th: &mut Thread, _a: Args<'_>) -> R {
                let ns = read(th, $id)?;
                int::from_i64(th, ns)
            }
        )*
    };
}
clocks! {
    time_time time_time_ns clock::REALTIME;
    time_monotonic time_monotonic_ns clock::MONOTONIC;
    time_process time_process_ns clock::PROCESS;
    time_thread time_thread_ns clock::THREAD;
}

fn clock_arg(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    int::c_int(th, o)
}

fn time_clock_gettime(th: &mut Thread, a: Args<'_>) -> R {
    let id = clock_arg(th, a.at(0))?;
    let ns = read(th, id)?;
    float::new(th, seconds(ns))
}
fn time_clock_gettime_ns(th: &mut Thread, a: Args<'_>) -> R {
    let id = clock_arg(th, a.at(0))?;
    let ns = read(th, id)?;
    int::from_i64(th, ns)
}
fn time_clock_getres(th: &mut Thread, a: Args<'_>) -> R {
    let id = clock_arg(th, a.at(0))?;
    match ostime::resolution(id) {
        Ok(ns) => float::new(th, seconds(ns)),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn set_clock(th: &mut Thread, id: Ref<'_>, ns: i64) -> R {
    let id = clock_arg(th, id)?;
    match ostime::set(id, ns) {
        Ok(()) => Ok(Obj::none()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn time_clock_settime(th: &mut Thread, a: Args<'_>) -> R {
    let ns = duration_ns(th, a.at(1))?;
    set_clock(th, a.at(0), ns)
}
fn time_clock_settime_ns(th: &mut Thread, a: Args<'_>) -> R {
    let ns = util::index_i64(th, a.at(1))?;
    set_clock(th, a.at(0), ns)
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// A number of seconds (int or float) as nanoseconds, rounded up in magnitude as CPython rounds timeouts.
pub fn duration_ns(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let too_large =
        |th: &mut Thread| error::overflow_error(th, "timestamp out of range for C PyTime_t");
    if o.class().flag(tf::FLOAT_SUB) {
        let Some(x) = float::value(o) else {
            return Err(error::type_error(th, "float expected"));
        };
        if x.is_nan() {
            return Err(error::value_error(th, "Invalid value NaN (not a number)"));
        }
        let ns = x * 1e9;
        let ns = if ns < 0.0 { ns.floor() } else { ns.ceil() };
        if !(-TWO_TO_63..TWO_TO_63).contains(&ns) {
            return Err(too_large(th));
        }
        return Ok(ns as i64);
    }
    if !int::is_int(o) && o.class().slots().index().is_none() {
        let m = format!(
            "'{}' object cannot be interpreted as an integer or float",
            o.class().name()
        );
        return Err(error::type_error(th, m));
    }
    let i = ops::index(th, o)?;
    match int::to_i64(i.r()).and_then(|s| s.checked_mul(NANO)) {
        Some(ns) => Ok(ns),
        None => Err(too_large(th)),
    }
}

/// Sleeps detached until the deadline (monotonic nanoseconds); signal handlers run in between (PEP 475).
pub fn sleep_until(th: &mut Thread, deadline: i64) -> R<()> {
    loop {
        let main = th.is_main;
        let r = th.blocking(|| {
            if main {
                signal::wait_event(Some(deadline))
            } else {
                ostime::sleep_until(deadline)
            }
        });
        match r {
            Err(e) if e != EINTR => return Err(error::os_error(th, e, None)),
            _ => hooks::safepoint(th)?,
        }
        if read(th, clock::MONOTONIC)? >= deadline {
            return Ok(());
        }
    }
}

fn time_sleep(th: &mut Thread, a: Args<'_>) -> R {
    let ns = duration_ns(th, a.at(0))?;
    if ns < 0 {
        return Err(error::value_error(th, "sleep length must be non-negative"));
    }
    if ns == 0 {
        th.blocking(std::thread::yield_now);
        hooks::safepoint(th)?;
        return Ok(Obj::none());
    }
    let now = read(th, clock::MONOTONIC)?;
    sleep_until(th, now.saturating_add(ns))?;
    Ok(Obj::none())
}

fn time_get_clock_info(th: &mut Thread, a: Args<'_>) -> R {
    let Some(name) = a.at(0).get::<pystr::Str>() else {
        let m = format!(
            "get_clock_info() argument 1 must be str, not {}",
            a.at(0).class().name()
        );
        return Err(error::type_error(th, m));
    };
    let (id, text, monotonic, adjustable) = match name.bytes() {
        b"time" => (clock::REALTIME, "CLOCK_REALTIME", false, true),
        b"monotonic" | b"perf_counter" => (clock::MONOTONIC, "CLOCK_MONOTONIC", true, false),
        b"process_time" => (clock::PROCESS, "CLOCK_PROCESS_CPUTIME_ID", true, false),
        b"thread_time" => (clock::THREAD, "CLOCK_THREAD_CPUTIME_ID", true, false),
        _ => return Err(error::value_error(th, "unknown clock")),
    };
    let res = ostime::resolution(id).map_err(|e| error::os_error(th, e, None))?;
    let res = float::new(th, seconds(res))?;
    let text = pystr::new(th, &format!("clock_gettime({text})"))?;
    let fields = [
        ("implementation", text.r()),
        ("monotonic", Ref::bool(monotonic)),
        ("adjustable", Ref::bool(adjustable)),
        ("resolution", res.r()),
    ];
    call::call_kw(th, types::NAMESPACE.r(), &[], &fields)
}

/// Takes the time zone from the TZ that `os.environ` has.
fn set_zone(th: &mut Thread) {
    let tz = posix::variable(b"TZ");
    th.blocking(|| ostime::set_zone(tz.as_deref().map(OsStr::from_bytes)));
}

fn time_tzset(th: &mut Thread, _a: Args<'_>) -> R {
    set_zone(th);
    let m = hooks::import(th, "time")?;
    add_zone(th, m.r())?;
    Ok(Obj::none())
}

/// `timezone`, `altzone`, `daylight`, `tzname`.
fn add_zone(th: &mut Thread, m: Ref<'_>) -> R<()> {
    // Winter and summer of this year on both hemispheres.
    let now = read(th, clock::REALTIME)? / NANO;
    let year = now / 31_556_952 * 31_556_952;
    let ask = |s: i64| ostime::localtime(s).unwrap_or_default();
    let (jan, jul) = (ask(year), ask(year + 182 * 86_400));
    let (jo, lo) = (jan.offset.unwrap_or(0), jul.offset.unwrap_or(0));
    let (std, dst) = if jo <= lo { (&jan, &jul) } else { (&jul, &jan) };
    module::add(th, m, "timezone", util::int(-std.offset.unwrap_or(0)))?;
    module::add(th, m, "altzone", util::int(-dst.offset.unwrap_or(0)))?;
    module::add(th, m, "daylight", util::int(i64::from(jo != lo)))?;
    let a = pystr::new(th, std.zone.as_deref().unwrap_or("UTC"))?;
    let b = pystr::new(th, dst.zone.as_deref().unwrap_or("UTC"))?;
    let names = types::tuple::new(th, vec![a, b])?;
    module::add(th, m, "tzname", names)
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "time",
        Kind::NoArgs,
        time_time,
        "Return the current time in seconds since the Epoch.",
    ),
    MethodDef::new(
        "time_ns",
        Kind::NoArgs,
        time_time_ns,
        "Return the current time in nanoseconds since the Epoch.",
    ),
    MethodDef::new(
        "monotonic",
        Kind::NoArgs,
        time_monotonic,
        "Monotonic clock, cannot go backward.",
    ),
    MethodDef::new(
        "monotonic_ns",
        Kind::NoArgs,
        time_monotonic_ns,
        "Monotonic clock, cannot go backward, as nanoseconds.",
    ),
    MethodDef::new(
        "perf_counter",
        Kind::NoArgs,
        time_monotonic,
        "Performance counter for benchmarking.",
    ),
    MethodDef::new(
        "perf_counter_ns",
        Kind::NoArgs,
        time_monotonic_ns,
        "Performance counter for benchmarking as nanoseconds.",
    ),
    MethodDef::new(
        "process_time",
        Kind::NoArgs,
        time_process,
        "Process time for profiling.",
    ),
    MethodDef::new(
        "process_time_ns",
        Kind::NoArgs,
        time_process_ns,
        "Process time for profiling as nanoseconds.",
    ),
    MethodDef::new(
        "thread_time",
        Kind::NoArgs,
        time_thread,
        "Thread time for profiling.",
    ),
    MethodDef::new(
        "thread_time_ns",
        Kind::NoArgs,
        time_thread_ns,
        "Thread time for profiling as nanoseconds.",
    ),
    MethodDef::new(
        "clock_gettime",
        Kind::One,
        time_clock_gettime,
        "Return the time of the specified clock.",
    ),
    MethodDef::new(
        "clock_gettime_ns",
        Kind::One,
        time_clock_gettime_ns,
        "Return the time of the specified clock as nanoseconds.",
    ),
    MethodDef::new(
        "clock_getres",
        Kind::One,
        time_clock_getres,
        "Return the resolution of the specified clock.",
    ),
    MethodDef::new(
        "clock_settime",
        Kind::Pos(2, 2),
        time_clock_settime,
        "Set the time of the specified clock.",
    ),
    MethodDef::new(
        "clock_settime_ns",
        Kind::Pos(2, 2),
        time_clock_settime_ns,
        "Set the time of the specified clock in nanoseconds.",
    ),
    MethodDef::new(
        "sleep",
        Kind::One,
        time_sleep,
        "Delay execution for a given number of seconds.",
    ),
    MethodDef::new(
        "get_clock_info",
        Kind::Pos(1, 1),
        time_get_clock_info,
        "Get information about a clock.",
    ),
    MethodDef::new(
        "tzset",
        Kind::NoArgs,
        time_tzset,
        "Initialize, or reinitialize, the local timezone.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "time")?;
    calendar::init(th)?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    module::add_functions(th, m.r(), calendar::FUNCTIONS)?;
    module::add_functions(th, m.r(), parse::FUNCTIONS)?;
    module::add(th, m.r(), "struct_time", STRUCT_TIME.r().own())?;
    module::add(th, m.r(), "_STRUCT_TM_ITEMS", util::int(11))?;
    for (name, id) in [
        ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
        ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
        ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
        ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
        ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
        ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
        ("CLOCK_TAI", libc::CLOCK_TAI),
    ] {
        module::add(th, m.r(), name, util::int(i64::from(id)))?;
    }
    set_zone(th);
    add_zone(th, m.r())?;
    Ok(m)
}
