//! `datetime`: dates, times, spans, time zones. `calendar` is plain arithmetic, `text` reads and writes ISO 8601 and
//! formats, the rest are the types.

mod calendar;
mod clock;
mod delta;
mod moment;
mod stamp;
mod text;
mod zone;

use typhon_runtime::types::{int, module, str as pystr, tuple};
use typhon_runtime::{R, Ref, Thread};

/// The name of an object's class for its repr: with the module for the module's own classes.
fn type_name(o: Ref<'_>) -> String {
    o.class().tp_name()
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !delta::DELTA.is_ready() {
        delta::init(th)?;
        zone::init(th)?;
        moment::init(th)?;
        clock::init(th)?;
        stamp::init(th)?;
    }
    let m = module::new(th, "datetime")?;
    for (n, t) in [
        ("date", &moment::DATE),
        ("datetime", &moment::DATETIME),
        ("time", &clock::TIME),
        ("timedelta", &delta::DELTA),
        ("timezone", &zone::TIMEZONE),
        ("tzinfo", &zone::TZINFO),
    ] {
        module::add(th, m.r(), n, t.r().own())?;
    }
    let (low, high) = (
        int::from_i64(th, 1)?,
        int::from_i64(th, calendar::MAX_YEAR)?,
    );
    module::add(th, m.r(), "MINYEAR", low)?;
    module::add(th, m.r(), "MAXYEAR", high)?;
    module::add(th, m.r(), "UTC", zone::utc())?;
    let mut all = Vec::new();
    for n in [
        "date",
        "datetime",
        "time",
        "timedelta",
        "timezone",
        "tzinfo",
        "MINYEAR",
        "MAXYEAR",
        "UTC",
    ] {
        all.push(pystr::new(th, n)?);
    }
    let all = tuple::new(th, all)?;
    module::add(th, m.r(), "__all__", all)?;
    Ok(m)
}
