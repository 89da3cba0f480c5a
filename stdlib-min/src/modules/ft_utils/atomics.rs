//! `AtomicInt64` and `AtomicReference`.

use crate::modules::common::{TypeSpec, class_getitem, not_implemented, of};
use std::sync::atomic::{AtomicI64, Ordering::*};
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, type_error};
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, int, module};
use typhon_runtime::{Obj, R, Ref, Thread, Val, payload};

// ------------------------------------------------------------------ AtomicInt64

static ATOMIC_INT: TypeObj = TypeObj::declare("ft_utils._concurrency.AtomicInt64");

/// The number. All its operations are SeqCst: scripts use such numbers as flags beside other memory.
struct AtomicInt(AtomicI64);
payload!(AtomicInt);

impl AtomicInt {
    fn get(&self) -> i64 {
        // SeqCst: see the type.
        self.0.load(SeqCst)
    }
    /// Replaces the value by a function of it, in one step; None leaves it.
    fn change(&self, f: impl Fn(i64) -> Option<i64>) {
        // SeqCst: see the type. The result says whether `f` gave a value, which its caller knows.
        let _ = self.0.fetch_update(SeqCst, SeqCst, f);
    }
}

/// The operand as a 64-bit integer.
fn operand(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    if let Some(a) = o.get::<AtomicInt>() {
        return Ok(a.get());
    }
    if !int::is_int(o) {
        return Err(type_error(th, "unsupported operand type(s)"));
    }
    match int::to_i64(o) {
        Some(i) => Ok(i),
        None => Err(overflow_error(th, "int too big to convert")),
    }
}

/// The operand as an int of any size; None if it is something else.
fn number(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    match o.get::<AtomicInt>() {
        Some(a) => int::from_i64(th, a.get()).map(Some),
        None => Ok(int::is_int(o).then(|| o.own())),
    }
}

fn int_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "AtomicInt64")?;
    a.check(th, "AtomicInt64", 0, 1)?;
    let value = match a.opt(0) {
        None => 0,
        Some(o) => {
            let i = ops::index(th, o)?;
            match int::to_i64(i.r()) {
                Some(i) => i,
                None => return Err(overflow_error(th, "int too big to convert")),
            }
        }
    };
    Obj::new(th, class, AtomicInt(AtomicI64::new(value)))
}

fn int_get(th: &mut Thread, a: Args<'_>) -> R {
    let i = of::<AtomicInt>(th, a.at(0))?.get();
    int::from_i64(th, i)
}
fn int_set(th: &mut Thread, a: Args<'_>) -> R {
    let i = operand(th, a.at(1))?;
    // SeqCst: see the type.
    of::<AtomicInt>(th, a.at(0))?.0.store(i, SeqCst);
    Ok(Obj::none())
}
fn int_incr(th: &mut Thread, a: Args<'_>) -> R {
    // SeqCst: see the type.
    let i = of::<AtomicInt>(th, a.at(0))?.0.fetch_add(1, SeqCst);
    int::from_i64(th, i.wrapping_add(1))
}
fn int_decr(th: &mut Thread, a: Args<'_>) -> R {
    // SeqCst: see the type.
    let i = of::<AtomicInt>(th, a.at(0))?.0.fetch_sub(1, SeqCst);
    int::from_i64(th, i.wrapping_sub(1))
}
/// Adds one if the value is below the limit: the new value, or None. What tells consumers of a queue which item is theirs.
fn int_take_below(th: &mut Thread, a: Args<'_>) -> R {
    let n = of::<AtomicInt>(th, a.at(0))?;
    let limit = operand(th, a.at(1))?;
    // SeqCst: see the type.
    let taken =
        n.0.fetch_update(SeqCst, SeqCst, |x| (x < limit).then(|| x + 1));
    match taken {
        Ok(old) => int::from_i64(th, old + 1),
        Err(_) => Ok(Obj::none()),
    }
}
fn int_format(th: &mut Thread, a: Args<'_>) -> R {
    let i = of::<AtomicInt>(th, a.at(0))?.get();
    let i = int::from_i64(th, i)?;
    crate::format::format(th, i.r(), Some(a.at(1)))
}

macro_rules! binary {
    ($($f:ident $op:ident;)*) => {$(
        fn $f(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            match (number(th, a)?, number(th, b)?) {
                (Some(x), Some(y)) => ops::binary(th, BinOp::$op, x.r(), y.r()),
                _ => not_implemented(),
            }
        }
    )*};
}
binary! {
    int_add Add;
    int_sub Sub;
    int_mul Mul;
    int_floordiv FloorDiv;
    int_and And;
    int_or Or;
    int_xor Xor;
}

macro_rules! in_place {
    ($($f:ident $change:expr;)*) => {$(
        fn $f(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            let y = operand(th, b)?;
            let change: fn(i64, i64) -> i64 = $change;
            of::<AtomicInt>(th, a)?.change(|x| Some(change(x, y)));
            Ok(a.own())
        }
    )*};
}
in_place! {
    int_iadd i64::wrapping_add;
    int_isub i64::wrapping_sub;
    int_imul i64::wrapping_mul;
    int_iand |x, y| x & y;
    int_ior |x, y| x | y;
    int_ixor |x, y| x ^ y;
}
fn int_ifloordiv(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let y = operand(th, b)?;
    if y == 0 {
        return Err(error::zero_division(th, "division by zero"));
    }
    of::<AtomicInt>(th, a)?.change(|x| {
        // The one quotient that does not fit wraps around.
        Some(if y == -1 {
            x.wrapping_neg()
        } else {
            int::floor_div_i64(x, y)
        })
    });
    Ok(a.own())
}

macro_rules! unary {
    ($($f:ident $op:path;)*) => {$(
        fn $f(th: &mut Thread, o: Ref<'_>) -> R {
            let i = of::<AtomicInt>(th, o)?.get();
            let i = int::from_i64(th, i)?;
            $op(th, i.r())
        }
    )*};
}
unary! {
    int_neg ops::neg;
    int_pos ops::pos;
    int_abs ops::abs;
    int_invert ops::invert;
    int_int ops::index;
    int_str ops::str;
}
fn int_bool(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    Ok(of::<AtomicInt>(th, o)?.get() != 0)
}
fn int_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let i = of::<AtomicInt>(th, a)?.get();
    let i = int::from_i64(th, i)?;
    match number(th, b)? {
        Some(b) => ops::compare(th, i.r(), b.r(), op),
        None => ops::compare(th, i.r(), b, op),
    }
}
fn int_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let i = of::<AtomicInt>(th, o)?.get();
    types::str::new(th, &format!("AtomicInt64({i})"))
}

#[rustfmt::skip]
static INT_METHODS: &[MethodDef] = &[
    MethodDef::new("get", Kind::NoArgs, int_get, "get($self, /)\n--\n\nThe value."),
    MethodDef::new("set", Kind::One, int_set, "set($self, value, /)\n--\n\nSet the value."),
    MethodDef::new("incr", Kind::NoArgs, int_incr, "incr($self, /)\n--\n\nAdd one and return the new value."),
    MethodDef::new("decr", Kind::NoArgs, int_decr, "decr($self, /)\n--\n\nSubtract one and return the new value."),
    MethodDef::new("_take_below", Kind::One, int_take_below, "_take_below($self, limit, /)\n--\n\nAdd one if the value is below limit and return the new value, else None."),
    MethodDef::new("__format__", Kind::One, int_format, "Format the value as an int."),
];

static INT_SPEC: TypeSpec = TypeSpec::new(
    &ATOMIC_INT,
    int_new,
    "AtomicInt64(value=0, /)\n--\n\nA 64-bit integer whose changes are atomic.",
)
.flags(tf::WEAKREFS)
.methods(INT_METHODS);

// ------------------------------------------------------------------ AtomicReference

static ATOMIC_REFERENCE: TypeObj = TypeObj::declare("ft_utils._concurrency.AtomicReference");

/// The reference; never empty but in an object that the collector has emptied.
struct AtomicReference(Slot);
payload!(
    AtomicReference,
    traverse | s,
    v | s.0.visit(v),
    clear | s | drop(s.0.take())
);

fn reference_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if a.len() > 1 || a.kw_len() > 0 {
        let m = "AtomicReference() takes zero or one argument";
        return Err(type_error(th, m));
    }
    Obj::new(th, class, AtomicReference(Slot::new(a.at(0).own())))
}
fn reference_get(th: &mut Thread, a: Args<'_>) -> R {
    Ok(of::<AtomicReference>(th, a.at(0))?
        .0
        .get()
        .unwrap_or_else(Obj::none))
}
fn reference_get_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o] = a.exactly()?;
    o.get::<AtomicReference>()?.0.load(th)
}
fn reference_set(th: &mut Thread, a: Args<'_>) -> R {
    of::<AtomicReference>(th, a.at(0))?.0.set(a.at(1).own());
    Ok(Obj::none())
}
fn reference_exchange(th: &mut Thread, a: Args<'_>) -> R {
    let old = of::<AtomicReference>(th, a.at(0))?
        .0
        .swap(Some(a.at(1).own()));
    Ok(old.unwrap_or_else(Obj::none))
}
fn reference_compare_exchange(th: &mut Thread, a: Args<'_>) -> R {
    let slot = &of::<AtomicReference>(th, a.at(0))?.0;
    let changed = slot.compare_exchange(a.at(1), a.at(2).own());
    // Either the value that was replaced or the one that was not stored ends here.
    Ok(Obj::bool(changed.is_ok()))
}

#[rustfmt::skip]
static REFERENCE_METHODS: &[MethodDef] = &[
    MethodDef::new("get", Kind::NoArgs, reference_get, "get($self, /)\n--\n\nThe object.").quick(reference_get_quick),
    MethodDef::new("set", Kind::One, reference_set, "set($self, obj, /)\n--\n\nReplace the object."),
    MethodDef::new("exchange", Kind::One, reference_exchange, "exchange($self, obj, /)\n--\n\nReplace the object and return the previous one."),
    MethodDef::new("compare_exchange", Kind::Pos(2, 2), reference_compare_exchange, "compare_exchange($self, expected, obj, /)\n--\n\nReplace the object if it is `expected`; whether that happened."),
    MethodDef::class("__class_getitem__", Kind::One, class_getitem, "See PEP 585"),
];

static REFERENCE_SPEC: TypeSpec = TypeSpec::new(
    &ATOMIC_REFERENCE,
    reference_new,
    "AtomicReference(obj=None, /)\n--\n\nA reference whose changes are atomic.",
)
.flags(tf::WEAKREFS)
.methods(REFERENCE_METHODS);

/// Adds the types to the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    INT_SPEC.begin::<AtomicInt>(&types::OBJECT);
    let s = ATOMIC_INT.slots();
    s.set_repr(int_repr);
    s.set_str(int_str);
    s.set_richcmp(int_richcmp);
    s.clear(SlotId::Hash);
    s.set_bool(int_bool);
    s.set_int(int_int);
    s.set_neg(int_neg);
    s.set_pos(int_pos);
    s.set_abs(int_abs);
    s.set_invert(int_invert);
    s.set_add(int_add);
    s.set_sub(int_sub);
    s.set_mul(int_mul);
    s.set_floordiv(int_floordiv);
    s.set_and(int_and);
    s.set_or(int_or);
    s.set_xor(int_xor);
    s.set_iadd(int_iadd);
    s.set_isub(int_isub);
    s.set_imul(int_imul);
    s.set_ifloordiv(int_ifloordiv);
    s.set_iand(int_iand);
    s.set_ior(int_ior);
    s.set_ixor(int_ixor);
    INT_SPEC.end(th)?;
    module::add(th, m, "AtomicInt64", ATOMIC_INT.r().own())?;
    REFERENCE_SPEC.begin::<AtomicReference>(&types::OBJECT);
    REFERENCE_SPEC.end(th)?;
    module::add(th, m, "AtomicReference", ATOMIC_REFERENCE.r().own())
}
