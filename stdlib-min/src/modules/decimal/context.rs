//! `decimal.Context`: settings, flags and traps; the current context of a thread or task.

use super::num::{Ctx, Dec, MAX_EMAX, MAX_PREC, MIN_EMIN, Rounding, cond};
use super::objects::{SHARED, SIGNALS, conditions_of, no_signal, shared, signal_list};
use crate::modules::common::of;
use crate::modules::contextvars;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicUsize, Ordering::Relaxed};
use typhon_runtime::call::{self, Args, GetSetDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{int, list, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload};

/// `decimal.Context`.
pub static CONTEXT: TypeObj = TypeObj::declare("decimal.Context");

/// Payload of `Context`. Each field stands for itself, so all are read and written Relaxed.
pub struct Context {
    prec: AtomicI64,
    emax: AtomicI64,
    emin: AtomicI64,
    rounding: AtomicUsize,
    capitals: AtomicBool,
    clamp: AtomicBool,
    /// Conditions met.
    pub status: AtomicU32,
    /// Conditions that raise.
    pub traps: AtomicU32,
    /// The SignalDicts of flags and traps, once somebody has asked for them.
    views: [Slot; 2],
}
payload!(
    Context,
    traverse | s,
    v | s.views.iter().for_each(|x| x.visit(v)),
    clear | s | s.views.iter().for_each(|x| drop(x.take()))
);

impl Context {
    fn new() -> Context {
        Context {
            prec: AtomicI64::new(28),
            emax: AtomicI64::new(999_999),
            emin: AtomicI64::new(-999_999),
            rounding: AtomicUsize::new(Rounding::HalfEven.index()),
            capitals: AtomicBool::new(true),
            clamp: AtomicBool::new(false),
            status: AtomicU32::new(0),
            traps: AtomicU32::new(cond::ANY_INVALID | cond::DIVISION_BY_ZERO | cond::OVERFLOW),
            views: [Slot::empty(), Slot::empty()],
        }
    }
    /// The settings at this moment.
    #[inline]
    pub fn settings(&self) -> Ctx {
        Ctx {
            prec: self.prec.load(Relaxed),
            emax: self.emax.load(Relaxed),
            emin: self.emin.load(Relaxed),
            rounding: Rounding::at(self.rounding.load(Relaxed)),
            clamp: self.clamp.load(Relaxed),
        }
    }
    /// Whether exponents are written with a capital letter.
    pub fn capitals(&self) -> bool {
        self.capitals.load(Relaxed)
    }
    /// A copy with the flags, or without.
    fn copy(&self, flags: bool) -> Context {
        let c = self.settings();
        Context {
            prec: AtomicI64::new(c.prec),
            emax: AtomicI64::new(c.emax),
            emin: AtomicI64::new(c.emin),
            rounding: AtomicUsize::new(c.rounding.index()),
            capitals: AtomicBool::new(self.capitals()),
            clamp: AtomicBool::new(c.clamp),
            status: AtomicU32::new(if flags { self.status.load(Relaxed) } else { 0 }),
            traps: AtomicU32::new(self.traps.load(Relaxed)),
            views: [Slot::empty(), Slot::empty()],
        }
    }
    fn signals(&self, traps: bool) -> &AtomicU32 {
        if traps { &self.traps } else { &self.status }
    }
}

// ------------------------------------------------------------------ the current context

/// The current context; a copy of DefaultContext at first.
#[inline]
pub fn current(th: &mut Thread) -> R {
    let var = shared(&SHARED.variable);
    if let Some(c) = contextvars::get(th, var.r())? {
        return Ok(c);
    }
    let c = match shared(&SHARED.templates).r().get::<tuple::Tuple>() {
        Some(t) => t.get(0).map(Ref::own),
        None => None,
    };
    let c = match &c {
        Some(d) => of::<Context>(th, d.r())?.copy(false),
        None => Context::new(),
    };
    let c = Obj::new(th, CONTEXT.r(), c)?;
    contextvars::set(th, var.r(), c.clone())?;
    Ok(c)
}

/// The context given as an optional argument, or the current one.
pub fn optional(th: &mut Thread, o: Option<Ref<'_>>) -> R {
    match o {
        Some(c) if c.is_instance(&CONTEXT) => Ok(c.own()),
        Some(c) if !c.is_none() => Err(type_error(th, "optional argument must be a context")),
        _ => current(th),
    }
}

/// The settings of a context object.
#[inline]
pub fn settings(th: &mut Thread, c: Ref<'_>) -> R<Ctx> {
    Ok(of::<Context>(th, c)?.settings())
}

/// `getcontext()`.
pub fn getcontext(th: &mut Thread, _a: Args<'_>) -> R {
    current(th)
}

/// `setcontext(context)`; the templates are copied.
pub fn setcontext(th: &mut Thread, a: Args<'_>) -> R {
    let c = a.at(0);
    if !c.is_instance(&CONTEXT) {
        return Err(type_error(th, "argument must be a context"));
    }
    let templates = shared(&SHARED.templates);
    let template = tuple::items(templates.r()).any(|t| t.is(c));
    let c = if template {
        let copy = of::<Context>(th, c)?.copy(false);
        Obj::new(th, CONTEXT.r(), copy)?
    } else {
        c.own()
    };
    let var = shared(&SHARED.variable);
    contextvars::set(th, var.r(), c)?;
    Ok(Obj::none())
}

// ------------------------------------------------------------------ attributes

fn integer(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    if !int::is_int(o) {
        return Err(type_error(th, "an integer is required"));
    }
    match int::to_i64(o) {
        Some(i) => Ok(i),
        None => Err(error::overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

fn in_range(th: &mut Thread, o: Ref<'_>, low: i64, high: i64, what: &str) -> R<i64> {
    let i = integer(th, o)?;
    if (low..=high).contains(&i) {
        return Ok(i);
    }
    Err(value_error(th, format!("valid range for {what}")))
}

fn flag(th: &mut Thread, o: Ref<'_>, what: &str) -> R<bool> {
    match integer(th, o)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(value_error(
            th,
            format!("valid values for {what} are 0 or 1"),
        )),
    }
}

/// A rounding mode by its name.
pub fn rounding_of(th: &mut Thread, o: Ref<'_>) -> R<Rounding> {
    if pystr::is_str(o) {
        let name = pystr::text(o);
        if let Some(r) = Rounding::NAMES.iter().find(|n| n.0 == name) {
            return Ok(r.1);
        }
    }
    Err(type_error(
        th,
        "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
    ))
}

/// The conditions in a list of signals.
fn listed(th: &mut Thread, o: Ref<'_>) -> R<u32> {
    let mut status = 0;
    for s in ops::collect(th, o)? {
        match conditions_of(s.r()) {
            Some(c) => status |= c,
            None => return Err(no_signal(th)),
        }
    }
    Ok(status)
}

fn bad_signals(th: &mut Thread) -> Raised {
    error::raise(th, &error::KEY_ERROR, "invalid signal dict")
}

/// The conditions that are true in a dict with all signals.
fn mapped(th: &mut Thread, d: &Dict) -> R<u32> {
    if d.len() != SIGNALS.len() {
        return Err(bad_signals(th));
    }
    let mut status = 0;
    for (k, v) in d.items() {
        let Some(c) = conditions_of(k.r()) else {
            return Err(no_signal(th));
        };
        if ops::is_true(th, v.r())? {
            status |= c;
        }
    }
    Ok(status)
}

/// The conditions in a dict or a SignalDict.
fn signals_of(th: &mut Thread, o: Ref<'_>) -> R<u32> {
    if let Some(d) = o.get::<Dict>() {
        return mapped(th, d);
    }
    let class = shared(&SHARED.signal_dict);
    if class.r().as_type().is_some_and(|t| o.is_instance(t)) {
        let copy = call::call_method(th, o, pystr::intern_str("copy"), &[])?;
        if let Some(d) = copy.get::<Dict>() {
            return mapped(th, d);
        }
    }
    Err(type_error(th, "argument must be a signal dict"))
}

fn deleted(th: &mut Thread) -> Raised {
    error::raise(
        th,
        &error::ATTRIBUTE_ERROR,
        "context attributes cannot be deleted",
    )
}

macro_rules! attribute {
    ($get:ident, $set:ident, |$th:ident, $c:ident| $read:expr, |$v:ident| $write:expr) => {
        fn $get($th: &mut Thread, o: Ref<'_>) -> R {
            let $c = of::<Context>($th, o)?;
            $read
        }
        fn $set($th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
            let $c = of::<Context>($th, o)?;
            match v {
                Some($v) => {
                    $write;
                    Ok(())
                }
                None => Err(deleted($th)),
            }
        }
    };
}

attribute!(
    get_prec,
    set_prec,
    |th, c| int::from_i64(th, c.prec.load(Relaxed)),
    |v| c.prec.store(
        in_range(th, v, 1, MAX_PREC, "prec is [1, MAX_PREC]")?,
        Relaxed
    )
);
attribute!(
    get_emax,
    set_emax,
    |th, c| int::from_i64(th, c.emax.load(Relaxed)),
    |v| c.emax.store(
        in_range(th, v, 0, MAX_EMAX, "Emax is [0, MAX_EMAX]")?,
        Relaxed
    )
);
attribute!(
    get_emin,
    set_emin,
    |th, c| int::from_i64(th, c.emin.load(Relaxed)),
    |v| c.emin.store(
        in_range(th, v, MIN_EMIN, 0, "Emin is [MIN_EMIN, 0]")?,
        Relaxed
    )
);
attribute!(
    get_rounding,
    set_rounding,
    |_th, c| Ok(pystr::intern_str(c.settings().rounding.name()).own()),
    |v| c.rounding.store(rounding_of(_th, v)?.index(), Relaxed)
);
attribute!(
    get_capitals,
    set_capitals,
    |th, c| int::from_i64(th, i64::from(c.capitals())),
    |v| c.capitals.store(flag(th, v, "capitals")?, Relaxed)
);
attribute!(
    get_clamp,
    set_clamp,
    |th, c| int::from_i64(th, i64::from(c.clamp.load(Relaxed))),
    |v| c.clamp.store(flag(th, v, "clamp")?, Relaxed)
);

fn signal_dict(th: &mut Thread, o: Ref<'_>, traps: bool) -> R {
    let view = &of::<Context>(th, o)?.views[usize::from(traps)];
    if let Some(v) = view.get() {
        return Ok(v);
    }
    let class = shared(&SHARED.signal_dict);
    let v = call::call(th, class.r(), &[o, Ref::bool(traps)])?;
    view.set(v.clone());
    Ok(v)
}
fn get_flags(th: &mut Thread, o: Ref<'_>) -> R {
    signal_dict(th, o, false)
}
fn get_traps(th: &mut Thread, o: Ref<'_>) -> R {
    signal_dict(th, o, true)
}
fn set_signals(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>, traps: bool) -> R<()> {
    let Some(v) = v else {
        return Err(deleted(th));
    };
    let bits = signals_of(th, v)?;
    of::<Context>(th, o)?.signals(traps).store(bits, Relaxed);
    Ok(())
}
fn set_flags(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    set_signals(th, o, v, false)
}
fn set_traps(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    set_signals(th, o, v, true)
}

/// Attributes.
#[rustfmt::skip]
pub static ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef { name: "prec", get: get_prec, set: Some(set_prec), doc: "Number of digits of a result." },
    GetSetDef { name: "rounding", get: get_rounding, set: Some(set_rounding), doc: "Rounding mode, a name." },
    GetSetDef { name: "Emin", get: get_emin, set: Some(set_emin), doc: "Smallest exponent of a normal number." },
    GetSetDef { name: "Emax", get: get_emax, set: Some(set_emax), doc: "Largest exponent." },
    GetSetDef { name: "capitals", get: get_capitals, set: Some(set_capitals), doc: "1: exponents are written with E, 0: with e." },
    GetSetDef { name: "clamp", get: get_clamp, set: Some(set_clamp), doc: "1: exponents are at most Etop()." },
    GetSetDef { name: "flags", get: get_flags, set: Some(set_flags), doc: "Signals that were met." },
    GetSetDef { name: "traps", get: get_traps, set: Some(set_traps), doc: "Signals that raise." },
];

/// `setattr`: nothing can be deleted, and a Context has no other attributes.
pub fn setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let known = ATTRIBUTES.iter().any(|a| pystr::text(name) == a.name);
    if o.is_exact(&CONTEXT) && !known {
        let m = format!(
            "'decimal.Context' object has no attribute '{}'",
            pystr::text(name)
        );
        return Err(error::raise(th, &error::ATTRIBUTE_ERROR, m));
    }
    ops::generic_setattr(th, o, name, v)
}

/// `_signal(context, traps, signal)`: whether it is set.
pub fn signal_get(th: &mut Thread, a: Args<'_>) -> R {
    let traps = ops::is_true(th, a.at(1))?;
    let Some(bits) = conditions_of(a.at(2)) else {
        return Err(no_signal(th));
    };
    let now = of::<Context>(th, a.at(0))?.signals(traps).load(Relaxed);
    Ok(Obj::bool(now & bits != 0))
}

/// `_set_signal(context, traps, signal, value)`.
pub fn signal_set(th: &mut Thread, a: Args<'_>) -> R {
    let traps = ops::is_true(th, a.at(1))?;
    let Some(bits) = conditions_of(a.at(2)) else {
        return Err(no_signal(th));
    };
    let on = ops::is_true(th, a.at(3))?;
    let word = of::<Context>(th, a.at(0))?.signals(traps);
    if on {
        word.fetch_or(bits, Relaxed);
    } else {
        word.fetch_and(!bits, Relaxed);
    }
    Ok(Obj::none())
}

// ------------------------------------------------------------------ making contexts

/// `Context.__new__`: as DefaultContext, whatever the arguments; `__init__` looks at them.
pub fn context_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    let templates = shared(&SHARED.templates);
    let c = match tuple::items(templates.r()).next() {
        Some(d) => of::<Context>(th, d)?.copy(false),
        None => Context::new(),
    };
    Obj::new(th, class, c)
}

/// `Context.__init__`.
pub fn context_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    static SIG: call::Sig =
        call::Sig::parse("prec=, rounding=, Emin=, Emax=, capitals=, clamp=, flags=, traps=");
    call::with_sig(th, "Context", &SIG, a, |th, a| {
        type Setter = fn(&mut Thread, Ref<'_>, Option<Ref<'_>>) -> R<()>;
        let setters: [Setter; 6] = [
            set_prec,
            set_rounding,
            set_emin,
            set_emax,
            set_capitals,
            set_clamp,
        ];
        for (i, set) in setters.iter().enumerate() {
            if let Some(v) = a.opt_not_none(i) {
                set(th, o, Some(v))?;
            }
        }
        for (i, traps) in [(7, true), (6, false)] {
            let Some(v) = a.opt_not_none(i) else {
                continue;
            };
            let bits = if v.get::<list::List>().is_some() {
                listed(th, v)?
            } else {
                signals_of(th, v)?
            };
            of::<Context>(th, o)?.signals(traps).store(bits, Relaxed);
        }
        Ok(())
    })
}

/// `context.copy()`.
pub fn context_copy(th: &mut Thread, a: Args<'_>) -> R {
    let c = of::<Context>(th, a.at(0))?.copy(true);
    Obj::new(th, CONTEXT.r(), c)
}

/// `context.__reduce__()`.
pub fn context_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let c = of::<Context>(th, o)?;
    let s = c.settings();
    let args = vec![
        int::from_i64(th, s.prec)?,
        pystr::intern_str(s.rounding.name()).own(),
        int::from_i64(th, s.emin)?,
        int::from_i64(th, s.emax)?,
        int::from_i64(th, i64::from(c.capitals()))?,
        int::from_i64(th, i64::from(s.clamp))?,
        signal_list(th, c.status.load(Relaxed))?,
        signal_list(th, c.traps.load(Relaxed))?,
    ];
    let args = tuple::new(th, args)?;
    tuple::new(th, vec![o.type_ref().own(), args])
}

/// `context.clear_flags()`.
pub fn clear_flags(th: &mut Thread, a: Args<'_>) -> R {
    of::<Context>(th, a.at(0))?.status.store(0, Relaxed);
    Ok(Obj::none())
}
/// `context.clear_traps()`.
pub fn clear_traps(th: &mut Thread, a: Args<'_>) -> R {
    of::<Context>(th, a.at(0))?.traps.store(0, Relaxed);
    Ok(Obj::none())
}

/// `context.Etiny()`.
pub fn etiny(th: &mut Thread, a: Args<'_>) -> R {
    let c = settings(th, a.at(0))?;
    int::from_i64(th, c.etiny())
}
/// `context.Etop()`.
pub fn etop(th: &mut Thread, a: Args<'_>) -> R {
    let c = settings(th, a.at(0))?;
    int::from_i64(th, c.etop())
}

/// `repr(context)`.
pub fn context_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let c = of::<Context>(th, o)?;
    let s = c.settings();
    // In the order of the conditions, not of SignalDict; several of them are InvalidOperation.
    let order = [
        cond::CLAMPED,
        cond::SYNTAX,
        cond::DIVISION_BY_ZERO,
        cond::DIVISION_IMPOSSIBLE,
        cond::DIVISION_UNDEFINED,
        cond::INEXACT,
        cond::INVALID_CONTEXT,
        cond::INVALID,
        cond::FLOAT,
        cond::OVERFLOW,
        cond::ROUNDED,
        cond::SUBNORMAL,
        cond::UNDERFLOW,
    ];
    let names = |bits: u32| {
        let mut found: Vec<&str> = Vec::new();
        for c in order.iter().filter(|c| bits & **c != 0) {
            let name = SIGNALS.iter().find(|s| s.0 & c != 0).map_or("", |s| s.1);
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found.join(", ")
    };
    let text = format!(
        "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags=[{}], traps=[{}])",
        s.prec,
        s.rounding.name(),
        s.emin,
        s.emax,
        i64::from(c.capitals()),
        i64::from(s.clamp),
        names(c.status.load(Relaxed)),
        names(c.traps.load(Relaxed)),
    );
    pystr::new(th, &text)
}

/// Whether a NaN's payload is longer than a context allows.
pub fn payload_too_long(d: &Dec, c: &Ctx) -> bool {
    d.is_nan() && !d.coef.is_zero() && d.digits as i64 > c.prec - i64::from(c.clamp)
}
