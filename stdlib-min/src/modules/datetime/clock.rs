//! `datetime.time`.

use super::delta;
use super::moment::{bad_iso, check_time, format, iso_text, number, state};
use super::{text, zone};
use crate::modules::common::{TypeSpec, not_implemented, of};
use crate::modules::io::util;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, bytes, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, payload};

/// `datetime.time`.
pub static TIME: TypeObj = TypeObj::declare("datetime.time");

/// Payload: hour, minute, second, microsecond.
pub struct Clock {
    /// The numbers.
    pub t: [i64; 4],
    /// The second time that a wall clock shows it.
    pub fold: bool,
    tz: Slot,
}
payload!(Clock, traverse | s, v | s.tz.visit(v), clear | _s | {});

impl Clock {
    /// The time zone, or None.
    pub fn zone(&self) -> Obj {
        self.tz.get().unwrap_or_else(Obj::none)
    }
    fn micros(&self) -> i128 {
        let t = self.t;
        i128::from(t[0] * 3600 + t[1] * 60 + t[2]) * 1_000_000 + i128::from(t[3])
    }
}

/// A time of a class; subclasses are called.
pub fn new(th: &mut Thread, class: Ref<'_>, t: [i64; 4], tz: Ref<'_>, fold: bool) -> R {
    if class.is(TIME.r()) {
        return raw(th, class, t, tz, fold);
    }
    let v: Vec<Obj> = t.iter().map(|&n| util::int(n)).collect();
    let mut all: Vec<Ref<'_>> = v.iter().map(Obj::r).collect();
    all.push(tz);
    let fold = Ref::small_int(i64::from(fold));
    call::call_kw(th, class, &all, &[("fold", fold)])
}

fn raw(th: &mut Thread, class: Ref<'_>, t: [i64; 4], tz: Ref<'_>, fold: bool) -> R {
    let c = Clock {
        t,
        fold,
        tz: if tz.is_none() {
            Slot::empty()
        } else {
            Slot::new(tz.own())
        },
    };
    Obj::new(th, class, c)
}

fn time_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if let Some(b) = state(a, 6).filter(|b| b[0] & 0x7f < 24) {
        zone::check_state(th, a.at(1))?;
        let us = i64::from(b[3]) << 16 | i64::from(b[4]) << 8 | i64::from(b[5]);
        let t = [i64::from(b[0] & 0x7f), i64::from(b[1]), i64::from(b[2]), us];
        return raw(th, class, t, a.at(1), b[0] & 0x80 != 0);
    }
    static SIG: call::Sig =
        call::Sig::parse("hour=, minute=, second=, microsecond=, tzinfo=, *, fold=");
    call::with_sig(th, "function", &SIG, a, |th, a| {
        let mut t = [0; 4];
        for (i, v) in t.iter_mut().enumerate() {
            if let Some(o) = a.opt(i) {
                *v = number(th, o)?;
            }
        }
        let fold = a.opt(5).map_or(Ok(0), |o| number(th, o))?;
        zone::check(th, a.at(4))?;
        check_time(th, t, fold)?;
        raw(th, class, t, a.at(4), fold != 0)
    })
    .map_err(|e| super::moment::unnamed(th, e))
}

fn time_fromisoformat(th: &mut Thread, a: Args<'_>) -> R {
    let b = iso_text(th, a.at(1))?;
    let b = b.strip_prefix(b"T").unwrap_or(b);
    let Some((mut t, offset)) = text::parse_time(b) else {
        return Err(bad_iso(th, a.at(1)));
    };
    if t == [24, 0, 0, 0] {
        t[0] = 0;
    }
    check_time(th, t, 0)?;
    let tz = match offset {
        Some(us) => zone::fixed(th, us)?,
        None => Obj::none(),
    };
    new(th, a.at(0), t, tz.r(), false)
}

fn time_strptime(th: &mut Thread, a: Args<'_>) -> R {
    let p = super::moment::strptime(th, a)?;
    let (f, us) = (p.time.ymdhms, p.micro);
    let tz = super::moment::parsed_zone(th, &p)?;
    check_time(th, [f[3], f[4], f[5], us], 0)?;
    new(th, a.at(0), [f[3], f[4], f[5], us], tz.r(), false)
}

macro_rules! getters {
    ($($name:ident $i:expr;)*) => {
        $(
            fn $name(th: &mut Thread, o: Ref<'_>) -> R {
                Ok(util::int(of::<Clock>(th, o)?.t[$i]))
            }
        )*
    };
}
getters! {
    get_hour 0;
    get_minute 1;
    get_second 2;
    get_micro 3;
}
fn get_zone(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<Clock>(th, o)?.zone())
}
fn get_fold(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(util::int(i64::from(of::<Clock>(th, o)?.fold)))
}

fn offset(th: &mut Thread, o: Ref<'_>, method: &str) -> R<Option<i128>> {
    let tz = of::<Clock>(th, o)?.zone();
    zone::offset(th, tz.r(), method, Ref::NONE)
}
fn time_utcoffset(th: &mut Thread, a: Args<'_>) -> R {
    let us = offset(th, a.at(0), "utcoffset")?;
    delta::or_none(th, us)
}
fn time_dst(th: &mut Thread, a: Args<'_>) -> R {
    let us = offset(th, a.at(0), "dst")?;
    delta::or_none(th, us)
}
fn time_tzname(th: &mut Thread, a: Args<'_>) -> R {
    let tz = of::<Clock>(th, a.at(0))?.zone();
    zone::name(th, tz.r(), Ref::NONE)
}

fn time_isoformat(th: &mut Thread, a: Args<'_>) -> R {
    let t = of::<Clock>(th, a.at(0))?.t;
    let mut s = text::iso_time(th, t, a.opt(1))?;
    if let Some(us) = offset(th, a.at(0), "utcoffset")? {
        s.push_str(&zone::offset_text(us, ":"));
    }
    pystr::new(th, &s)
}
fn time_str(th: &mut Thread, o: Ref<'_>) -> R {
    call::call_method(th, o, pystr::intern_str("isoformat"), &[])
}
fn time_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let c = of::<Clock>(th, o)?;
    let [h, m, s, us] = c.t;
    let mut t = format!("{}({h}, {m}", super::type_name(o));
    if us != 0 {
        t.push_str(&format!(", {s}, {us}"));
    } else if s != 0 {
        t.push_str(&format!(", {s}"));
    }
    zone::repr_end(th, t, c.zone().r(), c.fold)
}
fn time_strftime(th: &mut Thread, a: Args<'_>) -> R {
    let c = of::<Clock>(th, a.at(0))?;
    let (offset, name) = zone::asked(th, a.at(1), c.zone().r(), Ref::NONE)?;
    let x = text::Extra {
        micro: c.t[3],
        offset,
        zone: Some(name.r()).filter(|n| !n.is_none()),
        year: 1900,
    };
    let nine = [1900, 1, 1, c.t[0], c.t[1], c.t[2], 0, 1, -1];
    text::format(th, a.at(1), nine, &x)
}
fn time_replace(th: &mut Thread, a: Args<'_>) -> R {
    let c = of::<Clock>(th, a.at(0))?;
    let mut t = c.t;
    for (i, v) in t.iter_mut().enumerate() {
        if let Some(o) = a.opt(i + 1) {
            *v = number(th, o)?;
        }
    }
    let tz = a.opt(5).map_or_else(|| c.zone(), Ref::own);
    zone::check(th, tz.r())?;
    let fold = a.opt(6).map_or(Ok(i64::from(c.fold)), |o| number(th, o))?;
    check_time(th, t, fold)?;
    new(th, a.at(0).type_ref(), t, tz.r(), fold != 0)
}

fn time_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<Clock>(), b.get::<Clock>()) else {
        return not_implemented();
    };
    if x.zone().r().is(y.zone().r()) {
        return Ok(Obj::bool(op.test(x.t.cmp(&y.t))));
    }
    let offsets = (offset(th, a, "utcoffset")?, offset(th, b, "utcoffset")?);
    zone::compare(
        th,
        op,
        x.t.cmp(&y.t),
        (x.micros(), y.micros()),
        offsets,
        "times",
    )
}
fn time_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let us = of::<Clock>(th, o)?.micros();
    let off = offset(th, o, "utcoffset")?;
    let us = us - off.unwrap_or(0);
    Ok(delta::hash_of(us))
}

/// The bytes of a time of day for pickling.
pub fn packed(t: [i64; 4], fold: bool) -> [u8; 6] {
    let us = t[3];
    [
        t[0] as u8 | if fold { 0x80 } else { 0 },
        t[1] as u8,
        t[2] as u8,
        (us >> 16) as u8,
        (us >> 8) as u8,
        us as u8,
    ]
}
fn time_reduce(th: &mut Thread, a: Args<'_>) -> R {
    reduce(th, a, false)
}
/// Older protocols do not carry the fold.
fn time_reduce_ex(th: &mut Thread, a: Args<'_>) -> R {
    let protocol = number(th, a.at(1))?;
    reduce(th, a, protocol > 3)
}
fn reduce(th: &mut Thread, a: Args<'_>, with_fold: bool) -> R {
    let c = of::<Clock>(th, a.at(0))?;
    let mut v = vec![bytes::new(th, &packed(c.t, c.fold && with_fold))?];
    let tz = c.zone();
    if !tz.r().is_none() {
        v.push(tz);
    }
    let args = tuple::new(th, v)?;
    tuple::new(th, vec![a.at(0).type_ref().own(), args])
}

#[rustfmt::skip]
static SPEC: TypeSpec = TypeSpec::new(&TIME, time_new, "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.").methods(&[
    MethodDef::class("fromisoformat", Kind::One, time_fromisoformat, "string -> time from a string in ISO 8601 format"),
    MethodDef::class("strptime", Kind::Pos(2, 2), time_strptime, "string, format -> new time parsed from a string."),
    MethodDef::new("isoformat", Kind::Sig("timespec="), time_isoformat, "Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]."),
    MethodDef::new("strftime", Kind::Sig("format"), time_strftime, "format -> strftime() style string."),
    MethodDef::new("__format__", Kind::One, format, "Formats self with strftime."),
    MethodDef::new("utcoffset", Kind::NoArgs, time_utcoffset, "Return self.tzinfo.utcoffset(self)."),
    MethodDef::new("tzname", Kind::NoArgs, time_tzname, "Return self.tzinfo.tzname(self)."),
    MethodDef::new("dst", Kind::NoArgs, time_dst, "Return self.tzinfo.dst(self)."),
    MethodDef::new("replace", Kind::Sig("hour=, minute=, second=, microsecond=, tzinfo=, *, fold="), time_replace, "Return time with new specified fields."),
    MethodDef::new("__replace__", Kind::Sig("*, hour=, minute=, second=, microsecond=, tzinfo=, fold="), time_replace, "The same as replace()."),
    MethodDef::new("__reduce_ex__", Kind::One, time_reduce_ex, "__reduce_ex__(proto) -> (cls, state)"),
    MethodDef::new("__reduce__", Kind::NoArgs, time_reduce, "__reduce__() -> (cls, state)"),
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
    SPEC.begin::<Clock>(&types::OBJECT);
    let s = TIME.slots();
    s.set_richcmp(time_compare);
    s.set_hash(time_hash);
    s.set_repr(time_repr);
    s.set_str(time_str);
    SPEC.end(th)?;
    for (n, t) in [("min", [0; 4]), ("max", [23, 59, 59, 999_999])] {
        let t = new(th, TIME.r(), t, Ref::NONE, false)?;
        TIME.set_attr(pystr::intern_str(n), Some(t));
    }
    let us = delta::new(th, 1)?;
    TIME.set_attr(pystr::intern_str("resolution"), Some(us));
    Ok(())
}
