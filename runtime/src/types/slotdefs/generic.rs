//! The slot functions of Python classes: each calls the dunder method, looked up on the class, as CPython does.
//!
//! The functions differ by the name they look up, so that two slots never share one address: `ops::binary` and
//! `slotdefs` compare slots by function.

use crate::call::{self, Args, call_special};
use crate::error::{self, type_error};
use crate::names;
use crate::obj::{Obj, R, Raised, Ref, Val};
use crate::ops;
use crate::thread::Thread;
use crate::types::slots::{BinaryFn, CmpOp, SlotId, TernaryFn};
use crate::types::typeobj::TypeObj;
use crate::types::{self, int, str as pystr};

fn not_implemented() -> Obj {
    Ref::NOT_IMPLEMENTED.own()
}

/// An int value of a machine integer.
pub fn int_value(th: &mut Thread, i: i64) -> R {
    match crate::value::try_int(i) {
        Some(_) => Ok(Ref::small_int(i).own()),
        // Only hashes of 63 and more bits come here.
        None => call::call(th, types::INT.r(), &[]).and_then(|zero| {
            let hi = Ref::small_int(i >> 32).own();
            let shift = Ref::small_int(32);
            let hi = ops::binary(th, ops::BinOp::LShift, hi.r(), shift)?;
            let lo = Ref::small_int(i & 0xffff_ffff);
            drop(zero);
            ops::binary(th, ops::BinOp::Or, hi.r(), lo)
        }),
    }
}

/// Calls a dunder that the slot's being filled says is there; AttributeError if it went away.
fn must(th: &mut Thread, slf: Ref<'_>, name: Ref<'_>, args: &[Ref<'_>]) -> R {
    match call_special(th, slf, name, args)? {
        Some(v) => Ok(v),
        None => Err(error::raise_args(
            th,
            &error::ATTRIBUTE_ERROR,
            vec![name.own()],
        )),
    }
}

fn maybe(th: &mut Thread, slf: Ref<'_>, name: Ref<'_>, args: &[Ref<'_>]) -> R {
    Ok(call_special(th, slf, name, args)?.unwrap_or_else(not_implemented))
}

// ------------------------------------------------------------------ numbers

/// Whether the class of `right` has another `name` than the class of `left`.
fn is_overloaded(th: &mut Thread, left: Ref<'_>, right: Ref<'_>, name: Ref<'_>) -> R<bool> {
    let Some(b) = ops::getattr_opt(th, right.type_ref(), name)? else {
        return Ok(false);
    };
    let Some(a) = ops::getattr_opt(th, left.type_ref(), name)? else {
        return Ok(true);
    };
    ops::compare_bool(th, a.r(), b.r(), CmpOp::Ne)
}

/// The common body of binary operators: `op` of the left class, `rop` of the right one, the right one first if it is
/// a subclass that overrides it.
fn binary_op(
    th: &mut Thread,
    (mine, other_is_mine): (bool, bool),
    (a, b): (Ref<'_>, Ref<'_>),
    (op, rop): (Ref<'_>, Ref<'_>),
) -> R {
    let (ca, cb) = (a.class(), b.class());
    let same = std::ptr::eq(ca, cb);
    let mut try_other = !same && other_is_mine;
    if mine {
        if try_other && cb.is_subtype(ca) && is_overloaded(th, a, b, rop)? {
            let r = maybe(th, b, rop, &[a])?;
            if !r.r().is_not_implemented() {
                return Ok(r);
            }
            try_other = false;
        }
        let r = maybe(th, a, op, &[b])?;
        if same || !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if try_other {
        maybe(th, b, rop, &[a])
    } else {
        Ok(not_implemented())
    }
}

fn has(t: &TypeObj, id: SlotId, f: BinaryFn) -> bool {
    t.slots()
        .binary(id)
        .is_some_and(|g| std::ptr::fn_addr_eq(g, f))
}

macro_rules! binary {
    ($($f:ident $id:ident $op:ident $rop:ident;)*) => {$(
        #[doc = concat!("`", stringify!($op), "` and `", stringify!($rop), "`.")]
        pub fn $f(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            let who = (has(a.class(), SlotId::$id, $f), has(b.class(), SlotId::$id, $f));
            binary_op(th, who, (a, b), (names::$op(), names::$rop()))
        }
    )*};
}
binary! {
    slot_add Add __add__ __radd__;
    slot_sub Sub __sub__ __rsub__;
    slot_mul Mul __mul__ __rmul__;
    slot_mod Mod __mod__ __rmod__;
    slot_divmod Divmod __divmod__ __rdivmod__;
    slot_lshift LShift __lshift__ __rlshift__;
    slot_rshift RShift __rshift__ __rrshift__;
    slot_and And __and__ __rand__;
    slot_xor Xor __xor__ __rxor__;
    slot_or Or __or__ __ror__;
    slot_floordiv FloorDiv __floordiv__ __rfloordiv__;
    slot_truediv TrueDiv __truediv__ __rtruediv__;
    slot_matmul MatMul __matmul__ __rmatmul__;
}

macro_rules! inplace {
    ($($f:ident $op:ident;)*) => {$(
        #[doc = concat!("`", stringify!($op), "`.")]
        pub fn $f(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
            must(th, a, names::$op(), &[b])
        }
    )*};
}
inplace! {
    slot_iadd __iadd__;
    slot_isub __isub__;
    slot_imul __imul__;
    slot_imod __imod__;
    slot_ilshift __ilshift__;
    slot_irshift __irshift__;
    slot_iand __iand__;
    slot_ixor __ixor__;
    slot_ior __ior__;
    slot_ifloordiv __ifloordiv__;
    slot_itruediv __itruediv__;
    slot_imatmul __imatmul__;
    slot_getitem __getitem__;
}

macro_rules! unary {
    ($($f:ident $op:ident;)*) => {$(
        #[doc = concat!("`", stringify!($op), "`.")]
        pub fn $f(th: &mut Thread, a: Ref<'_>) -> R {
            must(th, a, names::$op(), &[])
        }
    )*};
}
unary! {
    slot_str __str__;
    slot_neg __neg__;
    slot_pos __pos__;
    slot_abs __abs__;
    slot_invert __invert__;
    slot_int __int__;
    slot_float __float__;
    slot_index __index__;
}

/// `__pow__` and `__rpow__`, with and without a modulus.
pub fn slot_pow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, m: Ref<'_>) -> R {
    let is_mine = |o: Ref<'_>| {
        o.class()
            .slots()
            .pow()
            .is_some_and(|g| std::ptr::fn_addr_eq(g, slot_pow as TernaryFn))
    };
    let who = (is_mine(a), is_mine(b));
    if m.is_none() {
        return binary_op(th, who, (a, b), (names::__pow__(), names::__rpow__()));
    }
    if who.0 {
        let r = maybe(th, a, names::__pow__(), &[b, m])?;
        if !r.r().is_not_implemented() || std::ptr::eq(a.class(), b.class()) {
            return Ok(r);
        }
    }
    if who.1 {
        maybe(th, b, names::__rpow__(), &[a, m])
    } else {
        Ok(not_implemented())
    }
}

/// `__ipow__`.
pub fn slot_ipow(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, _m: Ref<'_>) -> R {
    must(th, a, names::__ipow__(), &[b])
}

/// `__bool__`.
pub fn slot_bool(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    let Some(r) = call_special(th, o, names::__bool__(), &[])? else {
        return Ok(true);
    };
    match r.r().word() {
        crate::value::TRUE => Ok(true),
        crate::value::FALSE => Ok(false),
        _ => {
            let m = format!(
                "__bool__ should return bool, returned {}",
                r.r().class().tp_name()
            );
            Err(type_error(th, m))
        }
    }
}

// ------------------------------------------------------------------ text, hash, comparison

/// `__repr__`.
pub fn slot_repr(th: &mut Thread, o: Ref<'_>) -> R {
    match call_special(th, o, names::__repr__(), &[])? {
        Some(v) => Ok(v),
        None => {
            let t = ops::default_repr(o);
            pystr::new(th, &t)
        }
    }
}

/// Hash slot of classes with `__hash__ = None`.
pub fn unhashable(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    Err(type_error(
        th,
        format!("unhashable type: '{}'", o.class().tp_name()),
    ))
}

/// `__hash__`.
pub fn slot_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let f = o.class().lookup(th, names::__hash__()).map(Val::own);
    let Some(f) = f.filter(|f| !f.r().is_none()) else {
        return unhashable(th, o);
    };
    let r = call::call_method_value(th, f.r(), o, &[])?;
    if !r.r().class().flag(crate::types::typeobj::flags::INT_SUB) {
        return Err(type_error(th, "__hash__ method should return an integer"));
    }
    let h = match types::int::to_i64(r.r()) {
        Some(i) => i,
        // An int beyond the machine word is reduced as int's own hash does.
        None => match types::INT.slots().hash() {
            Some(f) => f(th, r.r())?,
            None => ops::hash(th, r.r())?,
        },
    };
    Ok(if h == -1 { -2 } else { h })
}

/// The six comparisons.
pub fn slot_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let name = match op {
        CmpOp::Lt => names::__lt__(),
        CmpOp::Le => names::__le__(),
        CmpOp::Eq => names::__eq__(),
        CmpOp::Ne => names::__ne__(),
        CmpOp::Gt => names::__gt__(),
        CmpOp::Ge => names::__ge__(),
    };
    maybe(th, a, name, &[b])
}

// ------------------------------------------------------------------ attributes

/// `__getattribute__`, then `__getattr__` if that raised AttributeError.
pub fn slot_getattr_hook(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    let class = o.class();
    let fallback = class.lookup(th, names::__getattr__()).map(Val::own);
    let main = class.lookup(th, names::__getattribute__()).map(Val::own);
    let r = match main {
        // Nearly always object's: no method call for it.
        Some(m) if is_generic_getattribute(m.r()) => {
            if fallback.is_some() {
                match ops::generic_getattr_opt(th, o, name) {
                    Ok(Some(v)) => return Ok(v),
                    Ok(None) => {
                        // No exception object is made for the common miss.
                        return fall_back(th, fallback, o, name, None);
                    }
                    Err(e) => Err(e),
                }
            } else {
                ops::generic_getattr(th, o, name)
            }
        }
        Some(m) => call::call_method_value(th, m.r(), o, &[name]),
        None => ops::generic_getattr(th, o, name),
    };
    match r {
        Err(Raised) if fallback.is_some() && error::pending_is(th, &error::ATTRIBUTE_ERROR) => {
            let e = error::fetch(th);
            fall_back(th, fallback, o, name, Some(e))
        }
        r => r,
    }
}

fn fall_back(
    th: &mut Thread,
    f: Option<Obj>,
    o: Ref<'_>,
    name: Ref<'_>,
    original: Option<Obj>,
) -> R {
    match f {
        Some(f) => {
            drop(original);
            call::call_method_value(th, f.r(), o, &[name])
        }
        None => match original {
            Some(e) => Err(error::restore(th, e)),
            None => Err(ops::no_attribute(th, o, name)),
        },
    }
}

fn is_generic_getattribute(m: Ref<'_>) -> bool {
    m.get::<super::SlotWrapper>().is_some_and(|w| {
        w.def.id == SlotId::GetAttr
            && w.owner
                .slots()
                .getattr()
                .is_some_and(|f| std::ptr::fn_addr_eq(f, ops::generic_getattr as BinaryFn))
    })
}

/// `__setattr__` and `__delattr__`.
pub fn slot_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        Some(v) => must(th, o, names::__setattr__(), &[name, v]),
        None => must(th, o, names::__delattr__(), &[name]),
    }
    .map(drop)
}

/// `__get__`.
pub fn slot_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, class: Ref<'_>) -> R {
    let args = [o.unwrap_or(Ref::NONE), class];
    match call_special(th, d, names::__get__(), &args)? {
        Some(v) => Ok(v),
        None => Ok(d.own()),
    }
}

/// `__set__` and `__delete__`.
pub fn slot_set(th: &mut Thread, d: Ref<'_>, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        Some(v) => must(th, d, names::__set__(), &[o, v]),
        None => must(th, d, names::__delete__(), &[o]),
    }
    .map(drop)
}

// ------------------------------------------------------------------ calls, birth, death

/// `__call__`.
pub fn slot_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    method_args(th, o, names::__call__(), a)
}

/// Calls a dunder of the class with arguments as they came.
fn method_args(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, a: Args<'_>) -> R {
    let Some(f) = o.class().lookup(th, name).map(Val::own) else {
        return Err(error::raise_args(
            th,
            &error::ATTRIBUTE_ERROR,
            vec![name.own()],
        ));
    };
    if f.r()
        .class()
        .flag(crate::types::typeobj::flags::METHOD_DESCRIPTOR)
    {
        return call::with_self(o, a, |all| call::call_args(th, f.r(), all));
    }
    match f.r().class().slots().descr_get() {
        Some(get) => {
            let b = get(th, f.r(), Some(o), o.type_ref())?;
            call::call_args(th, b.r(), a)
        }
        None => call::call_args(th, f.r(), a),
    }
}

/// `__init__`.
pub fn slot_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let r = method_args(th, o, names::__init__(), a)?;
    if r.r().is_none() {
        return Ok(());
    }
    let m = format!(
        "__init__() should return None, not '{}'",
        r.r().class().tp_name()
    );
    Err(type_error(th, m))
}

/// `__new__`.
pub fn slot_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let f = ops::getattr(th, class, names::__new__())?;
    call::with_self(class, a, |all| call::call_args(th, f.r(), all))
}

/// `__del__`.
pub fn slot_del(th: &mut Thread, o: Ref<'_>) -> R<()> {
    call_special(th, o, names::__del__(), &[]).map(drop)
}

// ------------------------------------------------------------------ containers and iteration

/// A length from what `__len__` returned.
fn length(th: &mut Thread, v: Ref<'_>) -> R<usize> {
    let i = ops::index(th, v)?;
    match int::to_i64(i.r()) {
        Some(n) => match usize::try_from(n) {
            Ok(n) => Ok(n),
            Err(_) => Err(error::value_error(th, "__len__() should return >= 0")),
        },
        None => {
            if ops::compare_bool(th, i.r(), Ref::small_int(0), CmpOp::Lt)? {
                return Err(error::value_error(th, "__len__() should return >= 0"));
            }
            Err(error::overflow_error(
                th,
                "cannot fit 'int' into an index-sized integer",
            ))
        }
    }
}

/// `__len__`.
pub fn slot_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let v = must(th, o, names::__len__(), &[])?;
    length(th, v.r())
}

/// `__setitem__` and `__delitem__`.
pub fn slot_setitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        Some(v) => must(th, o, names::__setitem__(), &[k, v]),
        None => must(th, o, names::__delitem__(), &[k]),
    }
    .map(drop)
}

/// `__contains__`.
pub fn slot_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let f = o.class().lookup(th, names::__contains__()).map(Val::own);
    match f {
        Some(f) if f.r().is_none() => Err(type_error(
            th,
            format!("'{}' object is not a container", o.class().tp_name()),
        )),
        Some(f) => {
            let r = call::call_method_value(th, f.r(), o, &[x])?;
            ops::is_true(th, r.r())
        }
        None => ops::iter_contains(th, o, x),
    }
}

/// `__iter__`, or the sequence protocol.
pub fn slot_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let f = o.class().lookup(th, names::__iter__()).map(Val::own);
    match f {
        Some(f) if !f.r().is_none() => call::call_method_value(th, f.r(), o, &[]),
        None if o.class().lookup(th, names::__getitem__()).is_some() => {
            crate::iter::seq_iter(th, o)
        }
        _ => Err(type_error(
            th,
            format!("'{}' object is not iterable", o.class().tp_name()),
        )),
    }
}

/// `__next__`; a StopIteration stays in flight for `next()` and `yield from`, `ops::next` takes it in.
pub fn slot_next(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    must(th, o, names::__next__(), &[]).map(Some)
}

fn asynchronous(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    match call_special(th, o, name, &[])? {
        Some(v) => Ok(v),
        None => {
            let m = format!(
                "object {} does not have {} method",
                o.class().tp_name(),
                pystr::text(name)
            );
            Err(type_error(th, m))
        }
    }
}

/// `__await__`.
pub fn slot_await(th: &mut Thread, o: Ref<'_>) -> R {
    asynchronous(th, o, names::__await__())
}
/// `__aiter__`.
pub fn slot_aiter(th: &mut Thread, o: Ref<'_>) -> R {
    asynchronous(th, o, names::__aiter__())
}
/// `__anext__`.
pub fn slot_anext(th: &mut Thread, o: Ref<'_>) -> R {
    asynchronous(th, o, names::__anext__())
}
