//! Clocks and calendars of the C library.
//!
//! ZONE RULE. The C library reads its environment whenever it converts local time or looks names of hosts up. Who makes it
//!   do so holds `ZONE` or `LOOKUP` for reading; who changes TZ, both for writing. Lookups have a lock of their own because
//!   they may take long. Nothing else in the process touches that environment but std, which has a lock, too.

use super::{Sys, cvt, errno};
use parking_lot::{RwLock, RwLockReadGuard};
use std::ffi::{CStr, CString, OsStr};

/// Broken-down time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tm {
    /// Year, month 1-12, day 1-31, hour, minute, second.
    pub ymdhms: [i64; 6],
    /// Monday is 0.
    pub weekday: i64,
    /// 1-366.
    pub yearday: i64,
    /// Daylight saving: 0, 1, or -1 if unknown.
    pub dst: i64,
    /// Zone name.
    pub zone: Option<String>,
    /// Seconds east of UTC.
    pub offset: Option<i64>,
}

fn from_c(t: &libc::tm) -> Tm {
    let zone = if t.tm_zone.is_null() {
        None
    } else {
        // SAFETY: the C library points at a static or interned zone name.
        Some(
            unsafe { CStr::from_ptr(t.tm_zone) }
                .to_string_lossy()
                .into_owned(),
        )
    };
    Tm {
        ymdhms: [
            i64::from(t.tm_year) + 1900,
            i64::from(t.tm_mon) + 1,
            i64::from(t.tm_mday),
            i64::from(t.tm_hour),
            i64::from(t.tm_min),
            i64::from(t.tm_sec),
        ],
        weekday: (i64::from(t.tm_wday) + 6) % 7,
        yearday: i64::from(t.tm_yday) + 1,
        dst: i64::from(t.tm_isdst),
        zone,
        offset: Some(t.tm_gmtoff),
    }
}

/// EOVERFLOW if a field does not fit the C structure. The zone name is not carried over: `with_zone` does.
fn to_c(t: &Tm) -> Sys<libc::tm> {
    let int = |v: i64| i32::try_from(v).map_err(|_| libc::EOVERFLOW);
    let [y, mo, d, h, mi, s] = t.ymdhms;
    // SAFETY: an all-zero tm is valid.
    let mut c: libc::tm = unsafe { std::mem::zeroed() };
    c.tm_year = int(y.checked_sub(1900).ok_or(libc::EOVERFLOW)?)?;
    c.tm_mon = int(mo - 1)?;
    c.tm_mday = int(d)?;
    c.tm_hour = int(h)?;
    c.tm_min = int(mi)?;
    c.tm_sec = int(s)?;
    c.tm_wday = int((t.weekday + 1) % 7)?;
    c.tm_yday = int(t.yearday - 1)?;
    c.tm_isdst = int(t.dst)?;
    c.tm_gmtoff = t.offset.unwrap_or(0);
    Ok(c)
}

/// Local time of seconds since the epoch.
pub fn localtime(secs: i64) -> Sys<Tm> {
    let _zone = ZONE.read();
    // SAFETY: both structures are valid; a null result leaves errno.
    unsafe {
        let mut c: libc::tm = std::mem::zeroed();
        if libc::localtime_r(&secs, &mut c).is_null() {
            Err(errno())
        } else {
            Ok(from_c(&c))
        }
    }
}

/// UTC of seconds since the epoch.
pub fn gmtime(secs: i64) -> Sys<Tm> {
    let _zone = ZONE.read();
    // SAFETY: as localtime.
    unsafe {
        let mut c: libc::tm = std::mem::zeroed();
        if libc::gmtime_r(&secs, &mut c).is_null() {
            return Err(errno());
        }
        Ok(from_c(&c))
    }
}

/// Seconds since the epoch of a local time; the weekday is ignored.
pub fn mktime(t: &Tm) -> Sys<i64> {
    let mut c = to_c(t)?;
    // As a sign that -1 is no error: the call sets the weekday only if it succeeds.
    c.tm_wday = -1;
    let _zone = ZONE.read();
    // SAFETY: a valid structure.
    let r = unsafe { libc::mktime(&mut c) };
    if r == -1 && c.tm_wday == -1 {
        Err(libc::EOVERFLOW)
    } else {
        Ok(r)
    }
}

unsafe extern "C" {
    fn tzset();
    fn strftime(
        s: *mut libc::c_char,
        max: usize,
        format: *const libc::c_char,
        tm: *const libc::tm,
    ) -> usize;
}

/// ZONE RULE.
static ZONE: RwLock<()> = RwLock::new(());
static LOOKUP: RwLock<()> = RwLock::new(());

/// Held while the C library looks a name up (ZONE RULE).
pub fn during_lookup() -> RwLockReadGuard<'static, ()> {
    LOOKUP.read()
}

/// Takes the local time zone from this value of TZ; None: there is no such variable. May block.
pub fn set_zone(tz: Option<&OsStr>) {
    let value = tz.filter(|tz| !tz.as_encoded_bytes().contains(&0));
    let same = std::env::var_os("TZ").as_deref() == value;
    let _lookups = (!same).then(|| LOOKUP.write());
    let _changing = ZONE.write();
    // SAFETY: ZONE RULE.
    unsafe {
        match value {
            _ if same => {}
            Some(tz) => std::env::set_var("TZ", tz),
            None => std::env::remove_var("TZ"),
        }
        tzset();
    }
}

/// `strftime`, one format without NULs.
pub fn format(format: &CStr, t: &Tm) -> Sys<Vec<u8>> {
    if format.is_empty() {
        return Ok(Vec::new());
    }
    let mut c = to_c(t)?;
    let zone = t.zone.as_deref().and_then(|z| CString::new(z).ok());
    if let Some(z) = &zone {
        c.tm_zone = z.as_ptr();
    }
    let mut size = 256usize;
    loop {
        let mut out: Vec<u8> = vec![0; size];
        let _zone = ZONE.read();
        // SAFETY: `out` has `size` bytes; format and structure are valid, the zone name outlives the call.
        let n = unsafe { strftime(out.as_mut_ptr().cast(), size, format.as_ptr(), &c) };
        if n > 0 || size >= 256 * format.count_bytes().max(16) {
            out.truncate(n);
            return Ok(out);
        }
        size *= 4;
    }
}

/// Clock numbers.
pub mod clock {
    /// Wall clock.
    pub const REALTIME: i32 = libc::CLOCK_REALTIME;
    /// Since an arbitrary point, never back.
    pub const MONOTONIC: i32 = libc::CLOCK_MONOTONIC;
    /// CPU time of the process.
    pub const PROCESS: i32 = libc::CLOCK_PROCESS_CPUTIME_ID;
    /// CPU time of the thread.
    pub const THREAD: i32 = libc::CLOCK_THREAD_CPUTIME_ID;
}

/// Nanoseconds of a clock.
pub fn now(clock: i32) -> Sys<i64> {
    let mut t = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: a valid structure.
    cvt(unsafe { libc::clock_gettime(clock, &mut t) })?;
    Ok(t.tv_sec
        .saturating_mul(1_000_000_000)
        .saturating_add(t.tv_nsec))
}

/// Resolution of a clock in nanoseconds.
pub fn resolution(clock: i32) -> Sys<i64> {
    let mut t = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: a valid structure.
    cvt(unsafe { libc::clock_getres(clock, &mut t) })?;
    Ok(t.tv_sec
        .saturating_mul(1_000_000_000)
        .saturating_add(t.tv_nsec))
}

/// Sets a clock.
pub fn set(clock: i32, ns: i64) -> Sys<()> {
    let t = libc::timespec {
        tv_sec: ns.div_euclid(1_000_000_000),
        tv_nsec: ns.rem_euclid(1_000_000_000),
    };
    // SAFETY: a valid structure.
    cvt(unsafe { libc::clock_settime(clock, &t) }).map(drop)
}

/// Sleeps until a point of the monotonic clock; EINTR if a signal came.
pub fn sleep_until(deadline_ns: i64) -> Sys<()> {
    let t = libc::timespec {
        tv_sec: deadline_ns.div_euclid(1_000_000_000),
        tv_nsec: deadline_ns.rem_euclid(1_000_000_000),
    };
    // SAFETY: a valid structure.
    let r = unsafe {
        libc::clock_nanosleep(
            libc::CLOCK_MONOTONIC,
            libc::TIMER_ABSTIME,
            &t,
            std::ptr::null_mut(),
        )
    };
    if r == 0 { Ok(()) } else { Err(r) }
}
