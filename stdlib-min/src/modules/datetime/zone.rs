//! `datetime.tzinfo`, `datetime.timezone`, and what dates ask of time zones.

use super::delta::{self, DELTA, micros_of};
use super::moment::Moment;
use super::text;
use crate::modules::common::{TypeSpec, not_implemented, of};
use std::cmp::Ordering;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

/// `datetime.tzinfo`.
pub static TZINFO: TypeObj = TypeObj::declare("datetime.tzinfo");
/// `datetime.timezone`.
pub static TIMEZONE: TypeObj = TypeObj::declare("datetime.timezone");
/// `timezone.utc`.
static UTC: Slot = Slot::empty();

const DAY_US: i128 = 86_400_000_000;

/// Payload of both types; a plain `tzinfo` has no offset of its own.
struct Zone {
    offset: i64,
    name: Slot,
}
payload!(Zone, traverse | s, v | s.name.visit(v), clear | _s | {});

/// `timezone.utc`.
pub fn utc() -> Obj {
    UTC.get().unwrap_or_else(Obj::none)
}

/// A `timezone` without a name.
pub fn fixed(th: &mut Thread, offset: i128) -> R {
    if offset == 0 {
        return Ok(utc());
    }
    if offset <= -DAY_US || offset >= DAY_US {
        let d = delta::new(th, offset)?;
        let shown = ops::repr_text(th, d.r())?;
        let m = format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}"
        );
        return Err(value_error(th, m));
    }
    make(th, offset, None)
}

/// A `timezone`.
pub fn make(th: &mut Thread, offset: i128, name: Option<Ref<'_>>) -> R {
    let z = Zone {
        // Below a day: fits.
        offset: offset as i64,
        name: name.map_or_else(Slot::empty, |n| Slot::new(n.own())),
    };
    Obj::new(th, TIMEZONE.r(), z)
}

/// TypeError unless it is None or a tzinfo.
pub fn check(th: &mut Thread, o: Ref<'_>) -> R<()> {
    if o.is_none() || o.is_instance(&TZINFO) {
        return Ok(());
    }
    let m = format!(
        "tzinfo argument must be None or of a tzinfo subclass, not type '{}'",
        o.class().name()
    );
    Err(type_error(th, m))
}

/// As `check`, for the second part of a pickled state.
pub fn check_state(th: &mut Thread, o: Ref<'_>) -> R<()> {
    if o.is_none() || o.is_instance(&TZINFO) {
        return Ok(());
    }
    Err(type_error(th, "bad tzinfo state arg"))
}

/// Compares two times of different zones: by what their clocks show if both zones have no offset, else by the microseconds
/// less the offsets. `plain` and `micros` are order and values of the clocks.
pub fn compare(
    th: &mut Thread,
    op: CmpOp,
    plain: Ordering,
    micros: (i128, i128),
    offsets: (Option<i128>, Option<i128>),
    what: &str,
) -> R {
    let order = match offsets {
        (None, None) => plain,
        (Some(p), Some(q)) => (micros.0 - p).cmp(&(micros.1 - q)),
        _ if op == CmpOp::Eq || op == CmpOp::Ne => return Ok(Obj::bool(op == CmpOp::Ne)),
        _ => {
            let m = format!("can't compare offset-naive and offset-aware {what}");
            return Err(type_error(th, m));
        }
    };
    Ok(Obj::bool(op.test(order)))
}

/// `tz.utcoffset(arg)` or `tz.dst(arg)` in microseconds; None without a zone, or if it says None.
pub fn offset(th: &mut Thread, tz: Ref<'_>, method: &str, arg: Ref<'_>) -> R<Option<i128>> {
    if tz.is_none() {
        return Ok(None);
    }
    if tz.is_exact(&TIMEZONE) {
        return Ok(match method {
            "utcoffset" => Some(i128::from(of::<Zone>(th, tz)?.offset)),
            _ => None,
        });
    }
    let r = call::call_method(th, tz, pystr::intern_str(method), &[arg])?;
    if r.r().is_none() {
        return Ok(None);
    }
    let Some(us) = micros_of(r.r()) else {
        let m = format!(
            "tzinfo.{method}() must return None or timedelta, not '{}'",
            r.r().class().name()
        );
        return Err(type_error(th, m));
    };
    if us <= -DAY_US || us >= DAY_US {
        let shown = ops::repr_text(th, r.r())?;
        let m = format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}."
        );
        return Err(value_error(th, m));
    }
    Ok(Some(us))
}

/// `tz.tzname(arg)`.
pub fn name(th: &mut Thread, tz: Ref<'_>, arg: Ref<'_>) -> R {
    if tz.is_none() {
        return Ok(Obj::none());
    }
    let r = call::call_method(th, tz, pystr::intern_str("tzname"), &[arg])?;
    if !r.r().is_none() && !pystr::is_str(r.r()) {
        let m = format!(
            "tzinfo.tzname() must return None or a string, not '{}'",
            r.r().class().name()
        );
        return Err(type_error(th, m));
    }
    Ok(r)
}

/// `+hh:mm[:ss[.ffffff]]` with a separator of choice.
pub fn offset_text(us: i128, sep: &str) -> String {
    let sign = if us < 0 { '-' } else { '+' };
    let us = us.abs();
    let (s, f) = (us / 1_000_000, us % 1_000_000);
    let mut t = format!("{sign}{:02}{sep}{:02}", s / 3600, s / 60 % 60);
    if s % 60 != 0 || f != 0 {
        t.push_str(&format!("{sep}{:02}", s % 60));
    }
    if f != 0 {
        t.push_str(&format!(".{f:06}"));
    }
    t
}

/// What the format of a `strftime` asks of the zone, whose methods take `arg`: the offset from UTC, the name or None.
pub fn asked(
    th: &mut Thread,
    format: Ref<'_>,
    tz: Ref<'_>,
    arg: Ref<'_>,
) -> R<(Option<i128>, Obj)> {
    if !pystr::is_str(format) {
        let t = format!(
            "strftime() argument 1 must be str, not {}",
            format.class().name()
        );
        return Err(type_error(th, t));
    }
    let (offset_wanted, name_wanted) = text::wants(format);
    let us = match offset_wanted {
        true => offset(th, tz, "utcoffset", arg)?,
        false => None,
    };
    let name = match name_wanted {
        true => name(th, tz, arg)?,
        false => Obj::none(),
    };
    Ok((us, name))
}

/// The repr of a time of day from the zone on.
pub fn repr_end(th: &mut Thread, mut t: String, tz: Ref<'_>, fold: bool) -> R {
    if !tz.is_none() {
        t.push_str(&format!(", tzinfo={}", ops::repr_text(th, tz)?));
    }
    if fold {
        t.push_str(", fold=1");
    }
    t.push(')');
    pystr::new(th, &t)
}

// ------------------------------------------------------------------ tzinfo

fn tzinfo_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let z = Zone {
        offset: 0,
        name: Slot::empty(),
    };
    Obj::new(th, class, z)
}
fn missing(th: &mut Thread, what: &str) -> R {
    let m = format!("a tzinfo subclass must implement {what}()");
    Err(error::raise(th, &error::NOT_IMPLEMENTED_ERROR, m))
}
fn tzinfo_utcoffset(th: &mut Thread, _a: Args<'_>) -> R {
    missing(th, "utcoffset")
}
fn tzinfo_tzname(th: &mut Thread, _a: Args<'_>) -> R {
    missing(th, "tzname")
}
fn tzinfo_dst(th: &mut Thread, _a: Args<'_>) -> R {
    missing(th, "dst")
}

fn checked_moment(th: &mut Thread, a: Args<'_>) -> R<()> {
    let dt = a.at(1);
    match dt.get::<Moment>().filter(|m| m.is_datetime) {
        None => Err(type_error(th, "fromutc: argument must be a datetime")),
        Some(m) if !m.zone().r().is(a.at(0)) => {
            Err(value_error(th, "fromutc: dt.tzinfo is not self"))
        }
        Some(_) => Ok(()),
    }
}

fn tzinfo_fromutc(th: &mut Thread, a: Args<'_>) -> R {
    checked_moment(th, a)?;
    let (tz, dt) = (a.at(0), a.at(1));
    let none = |th: &mut Thread, what: &str| {
        let m = format!("fromutc: non-None {what}() result required");
        value_error(th, m)
    };
    let Some(off) = offset(th, tz, "utcoffset", dt)? else {
        return Err(none(th, "utcoffset"));
    };
    let Some(dst) = offset(th, tz, "dst", dt)? else {
        return Err(none(th, "dst"));
    };
    let standard = delta::new(th, off - dst)?;
    let result = ops::binary(th, ops::BinOp::Add, dt, standard.r())?;
    let Some(dst) = offset(th, tz, "dst", result.r())? else {
        let m = "fromutc: tz.dst() gave inconsistent results; cannot convert";
        return Err(value_error(th, m));
    };
    let dst = delta::new(th, dst)?;
    ops::binary(th, ops::BinOp::Add, result.r(), dst.r())
}
fn tzinfo_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let init = ops::getattr_opt(th, o, pystr::intern_str("__getinitargs__"))?;
    let args = match init {
        Some(f) => call::call(th, f.r(), &[])?,
        None => types::empty_tuple().own(),
    };
    let state = call::call_method(th, o, pystr::intern_str("__getstate__"), &[])?;
    tuple::new(th, vec![o.type_ref().own(), args, state])
}

// ------------------------------------------------------------------ timezone

fn timezone_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: call::Sig = call::Sig::parse("offset, name=");
    call::with_sig(th, "timezone", &SIG, a, |th, a| {
        let off = a.at(0);
        if !off.is_instance(&DELTA) {
            let m = format!(
                "timezone() argument 1 must be datetime.timedelta, not {}",
                off.class().name()
            );
            return Err(type_error(th, m));
        }
        if let Some(n) = a.opt(1)
            && !pystr::is_str(n)
        {
            let m = format!(
                "timezone() argument 2 must be str, not {}",
                n.class().name()
            );
            return Err(type_error(th, m));
        }
        let us = micros_of(off).unwrap_or(0);
        if us == 0 && a.opt(1).is_none() && UTC.get().is_some() {
            return Ok(utc());
        }
        if us <= -DAY_US || us >= DAY_US {
            let shown = ops::repr_text(th, off)?;
            let m = format!(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}"
            );
            return Err(value_error(th, m));
        }
        make(th, us, a.opt(1))
    })
}

fn argument(th: &mut Thread, a: Args<'_>, method: &str) -> R<()> {
    let o = a.at(1);
    if o.is_none() || o.get::<Moment>().is_some_and(|m| m.is_datetime) {
        return Ok(());
    }
    let m = format!(
        "{method}(dt) argument must be a datetime instance or None, not {}",
        o.class().name()
    );
    Err(type_error(th, m))
}
fn timezone_utcoffset(th: &mut Thread, a: Args<'_>) -> R {
    argument(th, a, "utcoffset")?;
    let us = of::<Zone>(th, a.at(0))?.offset;
    delta::new(th, i128::from(us))
}
fn timezone_dst(th: &mut Thread, a: Args<'_>) -> R {
    argument(th, a, "dst")?;
    Ok(Obj::none())
}
fn name_of(th: &mut Thread, o: Ref<'_>) -> R {
    let z = of::<Zone>(th, o)?;
    if let Some(n) = z.name.get() {
        return Ok(n);
    }
    if z.offset == 0 {
        return pystr::new(th, "UTC");
    }
    pystr::new(
        th,
        &format!("UTC{}", offset_text(i128::from(z.offset), ":")),
    )
}
fn timezone_tzname(th: &mut Thread, a: Args<'_>) -> R {
    argument(th, a, "tzname")?;
    name_of(th, a.at(0))
}
fn timezone_fromutc(th: &mut Thread, a: Args<'_>) -> R {
    checked_moment(th, a)?;
    let us = of::<Zone>(th, a.at(0))?.offset;
    let d = delta::new(th, i128::from(us))?;
    ops::binary(th, ops::BinOp::Add, a.at(1), d.r())
}
fn timezone_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let class = super::type_name(o);
    if o.is(utc().r()) {
        return pystr::new(th, &format!("{class}.utc"));
    }
    let z = of::<Zone>(th, o)?;
    let d = delta::new(th, i128::from(z.offset))?;
    let d = ops::repr_text(th, d.r())?;
    let text = match z.name.get() {
        None => format!("{class}({d})"),
        Some(n) => format!("{class}({d}, {})", ops::repr_text(th, n.r())?),
    };
    pystr::new(th, &text)
}
fn timezone_compare(_th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !a.is_instance(&TIMEZONE)
        || !b.is_instance(&TIMEZONE)
        || !matches!(op, CmpOp::Eq | CmpOp::Ne)
    {
        return not_implemented();
    }
    let same = a.get::<Zone>().map(|z| z.offset) == b.get::<Zone>().map(|z| z.offset);
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}
fn timezone_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    Ok(delta::hash_of(i128::from(of::<Zone>(th, o)?.offset)))
}
fn timezone_initargs(th: &mut Thread, a: Args<'_>) -> R {
    let z = of::<Zone>(th, a.at(0))?;
    let mut v = vec![delta::new(th, i128::from(z.offset))?];
    v.extend(z.name.get());
    tuple::new(th, v)
}
fn same(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(a.at(0).own())
}

#[rustfmt::skip]
static TZINFO_SPEC: TypeSpec = TypeSpec::new(&TZINFO, tzinfo_new, "Abstract base class for time zone info objects.").methods(&[
    MethodDef::new("tzname", Kind::One, tzinfo_tzname, "datetime -> string name of time zone."),
    MethodDef::new("utcoffset", Kind::One, tzinfo_utcoffset, "datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"),
    MethodDef::new("dst", Kind::One, tzinfo_dst, "datetime -> DST offset as timedelta positive east of UTC."),
    MethodDef::new("fromutc", Kind::One, tzinfo_fromutc, "datetime in UTC -> datetime in local time."),
    MethodDef::new("__reduce__", Kind::NoArgs, tzinfo_reduce, "-> (cls, state)"),
]);
#[rustfmt::skip]
static TIMEZONE_SPEC: TypeSpec = TypeSpec {
    t: &TIMEZONE,
    new: Some(timezone_new),
    methods: &[
        MethodDef::new("tzname", Kind::One, timezone_tzname, "If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'."),
        MethodDef::new("utcoffset", Kind::One, timezone_utcoffset, "Return fixed offset."),
        MethodDef::new("dst", Kind::One, timezone_dst, "Return None."),
        MethodDef::new("fromutc", Kind::One, timezone_fromutc, "datetime in UTC -> datetime in local time."),
        MethodDef::new("__getinitargs__", Kind::NoArgs, timezone_initargs, "pickle support"),
        MethodDef::new("__copy__", Kind::NoArgs, same, ""),
        MethodDef::new("__deepcopy__", Kind::One, same, ""),
    ],
    getset: &[],
    doc: "Fixed offset from UTC implementation of tzinfo.",
    flags: 0,
};

fn timezone_str(th: &mut Thread, o: Ref<'_>) -> R {
    name_of(th, o)
}

/// Sets the types up.
pub fn init(th: &mut Thread) -> R<()> {
    TZINFO_SPEC.begin::<Zone>(&types::OBJECT);
    TZINFO_SPEC.end(th)?;
    TIMEZONE_SPEC.begin::<Zone>(&TZINFO);
    let s = TIMEZONE.slots();
    s.set_repr(timezone_repr);
    s.set_str(timezone_str);
    s.set_richcmp(timezone_compare);
    s.set_hash(timezone_hash);
    TIMEZONE_SPEC.end(th)?;
    let u = make(th, 0, None)?;
    UTC.set(u.clone());
    TIMEZONE.set_attr(pystr::intern_str("utc"), Some(u));
    let edge = DAY_US - 60_000_000;
    for (n, us) in [("min", -edge), ("max", edge)] {
        let z = make(th, us, None)?;
        TIMEZONE.set_attr(pystr::intern_str(n), Some(z));
    }
    Ok(())
}
