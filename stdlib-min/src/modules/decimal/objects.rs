//! Decimals as objects, what the Python half of the module (`lib/decimal.py`) has handed over, and how conditions
//! become exceptions.

use super::context::Context;
use super::num::{Dec, NoMemory, Res, cond};
use std::borrow::Cow;
use std::sync::atomic::Ordering::Relaxed;
use typhon_runtime::call::Args;
use typhon_runtime::error::{self, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::bigint::{self, BigUint};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{float, int, list, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, payload};

/// `decimal.Decimal`.
pub static DECIMAL: TypeObj = TypeObj::declare("decimal.Decimal");

/// Payload of `Decimal`.
pub struct Number(pub Dec);
payload!(Number);

/// The signals in the order of SignalDict: conditions and names.
pub const SIGNALS: [(u32, &str); 9] = [
    (cond::ANY_INVALID, "InvalidOperation"),
    (cond::FLOAT, "FloatOperation"),
    (cond::DIVISION_BY_ZERO, "DivisionByZero"),
    (cond::OVERFLOW, "Overflow"),
    (cond::UNDERFLOW, "Underflow"),
    (cond::SUBNORMAL, "Subnormal"),
    (cond::INEXACT, "Inexact"),
    (cond::ROUNDED, "Rounded"),
    (cond::CLAMPED, "Clamped"),
];

/// The conditions that are InvalidOperation, in the order in which they are listed.
const INVALID: [u32; 5] = [
    cond::INVALID,
    cond::SYNTAX,
    cond::DIVISION_IMPOSSIBLE,
    cond::DIVISION_UNDEFINED,
    cond::INVALID_CONTEXT,
];

/// What `lib/decimal.py` hands over.
pub struct Shared {
    /// Classes of the signals, in the order of `SIGNALS`.
    signals: Slot,
    /// Classes of the conditions in `INVALID`.
    conditions: Slot,
    /// `DecimalTuple`.
    pub tuple: Slot,
    /// `SignalDict`.
    pub signal_dict: Slot,
    /// `numbers.Rational`.
    pub rational: Slot,
    /// The context variable.
    pub variable: Slot,
    /// The templates: DefaultContext first.
    pub templates: Slot,
}

/// The one instance.
pub static SHARED: Shared = Shared {
    signals: Slot::empty(),
    conditions: Slot::empty(),
    tuple: Slot::empty(),
    signal_dict: Slot::empty(),
    rational: Slot::empty(),
    variable: Slot::empty(),
    templates: Slot::empty(),
};

/// What a slot of `SHARED` holds.
pub fn shared(s: &Slot) -> Obj {
    s.get().unwrap_or_else(Obj::none)
}

/// `_setup(signals, conditions, DecimalTuple, SignalDict, Rational, variable, templates)`.
pub fn setup(_th: &mut Thread, a: Args<'_>) -> R {
    let slots = [
        &SHARED.signals,
        &SHARED.conditions,
        &SHARED.tuple,
        &SHARED.signal_dict,
        &SHARED.rational,
        &SHARED.variable,
        &SHARED.templates,
    ];
    for (i, s) in slots.iter().enumerate() {
        s.set(a.at(i).own());
    }
    Ok(Obj::none())
}

/// The classes of the signals that are set in a status, as a list.
pub fn signal_list(th: &mut Thread, status: u32) -> R {
    let all = shared(&SHARED.signals);
    let set = SIGNALS.iter().zip(tuple::items(all.r()));
    let found = set
        .filter(|((c, _), _)| status & c != 0)
        .map(|(_, o)| o.own())
        .collect();
    list::new(th, found)
}

/// The conditions that a class of signal stands for.
pub fn conditions_of(class: Ref<'_>) -> Option<u32> {
    let all = shared(&SHARED.signals);
    let i = tuple::items(all.r()).position(|o| o.is(class))?;
    SIGNALS.get(i).map(|s| s.0)
}

/// KeyError for what is no signal.
#[cold]
pub fn no_signal(th: &mut Thread) -> Raised {
    error::raise(
        th,
        &error::KEY_ERROR,
        "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]",
    )
}

/// Notes conditions in a context and raises what it traps.
#[inline]
pub fn note(th: &mut Thread, context: Ref<'_>, status: u32) -> R<()> {
    if status == 0 {
        return Ok(());
    }
    note_slow(th, context, status)
}

fn note_slow(th: &mut Thread, context: Ref<'_>, status: u32) -> R<()> {
    let Some(c) = context.get::<Context>() else {
        return Ok(());
    };
    // Relaxed: flags are values of their own, nothing is published by them.
    if c.status.load(Relaxed) & status != status {
        c.status.fetch_or(status, Relaxed);
    }
    let trapped = status & c.traps.load(Relaxed);
    if trapped == 0 {
        return Ok(());
    }
    Err(raise(th, trapped))
}

/// Raises the first of the signals, with a list of all of them.
#[cold]
fn raise(th: &mut Thread, status: u32) -> Raised {
    match raised(th, status) {
        Ok((Some(class), listed)) => error::raise_args(th, class, vec![listed]),
        Ok((None, _)) => error::raise(th, &error::ARITHMETIC_ERROR, "decimal"),
        Err(e) => e,
    }
}

fn raised(th: &mut Thread, status: u32) -> R<(Option<&'static TypeObj>, Obj)> {
    let (signals, conditions) = (shared(&SHARED.signals), shared(&SHARED.conditions));
    let mut found = Vec::new();
    for (c, o) in INVALID.iter().zip(tuple::items(conditions.r())) {
        if status & c != 0 {
            found.push(o.own());
        }
    }
    let mut class = None;
    for (i, ((c, _), o)) in SIGNALS.iter().zip(tuple::items(signals.r())).enumerate() {
        if status & c != 0 {
            class = class.or(o.as_type());
            if i > 0 {
                found.push(o.own());
            }
        }
    }
    Ok((class, list::new(th, found)?))
}

/// The value of a result; MemoryError if there was no memory.
#[inline]
pub fn memory<T>(th: &mut Thread, r: Res<T>) -> R<T> {
    r.map_err(|NoMemory| error::no_memory(th))
}

/// A new Decimal.
#[inline]
pub fn make(th: &mut Thread, d: Dec) -> R {
    Obj::new(th, DECIMAL.r(), Number(d))
}

/// The result of an operation: conditions first.
#[inline]
pub fn result(th: &mut Thread, context: Ref<'_>, r: Res<Dec>, status: u32) -> R {
    let d = memory(th, r)?;
    note(th, context, status)?;
    make(th, d)
}

/// The number in a Decimal.
#[inline]
pub fn number(o: Ref<'_>) -> Option<&Dec> {
    o.get::<Number>().map(|n| &n.0)
}

/// The number in an int.
pub fn from_int(o: Ref<'_>) -> Option<Dec> {
    Some(match int::num(o)? {
        int::Num::Small(i) => Dec::from_i64(i),
        int::Num::Big(b) => Dec::new(bigint::is_negative(b), bigint::magnitude(b), 0),
    })
}

/// An operand: a Decimal or an int.
#[inline]
pub fn operand(o: Ref<'_>) -> Option<Cow<'_, Dec>> {
    match number(o) {
        Some(d) => Some(Cow::Borrowed(d)),
        None => from_int(o).map(Cow::Owned),
    }
}

/// An operand, or TypeError.
pub fn need<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, Dec>> {
    match operand(o) {
        Some(d) => Ok(d),
        None => Err(unsupported(th, o)),
    }
}

/// TypeError: no number.
#[cold]
pub fn unsupported(th: &mut Thread, o: Ref<'_>) -> Raised {
    let m = format!(
        "conversion from {} to Decimal is not supported",
        o.class().tp_name()
    );
    type_error(th, m)
}

/// A float's exact value.
pub fn from_float(x: f64) -> Dec {
    let negative = x.is_sign_negative();
    if x.is_nan() {
        return Dec::nan().signed(negative);
    }
    if x.is_infinite() {
        return Dec::infinity(negative);
    }
    let bits = x.abs().to_bits();
    let raw = (bits >> 52) as i64;
    let (mut m, mut e) = if raw == 0 {
        (bits, -1074)
    } else {
        (bits & ((1 << 52) - 1) | 1 << 52, raw - 1075)
    };
    if m == 0 {
        return Dec::zero(negative, 0);
    }
    let twos = m.trailing_zeros();
    m >>= twos;
    e += i64::from(twos);
    let m = BigUint::from(m);
    if e >= 0 {
        Dec::new(negative, m << e as usize, 0)
    } else {
        // A half is five tenths.
        let fives = BigUint::from(5u8).pow(e.unsigned_abs() as usize);
        Dec::new(negative, m * fives, e)
    }
}

/// A float's value, if `o` is one.
pub fn float_value(o: Ref<'_>) -> Option<Dec> {
    float::value(o).map(from_float)
}
