//! Comparison, hashing and truth.

use crate::error::{self, type_error};
use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
use crate::types::slots::CmpOp;
use crate::types::{self, str as pystr};
use crate::value;

/// `a == b` with the identity shortcut of containers.
#[inline]
pub fn equal(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R<bool> {
    if a.is(b) {
        return Ok(true);
    }
    if a.as_small().is_some() && b.as_small().is_some() {
        return Ok(false);
    }
    if a.is_exact(&types::STR) && b.is_exact(&types::STR) {
        return Ok(pystr::equal(a, b));
    }
    if let Some(same) = crate::quick::equal_tuples(a, b) {
        return Ok(same);
    }
    let r = compare(th, a, b, CmpOp::Eq)?;
    is_true(th, r.r())
}

/// Truth of `a <op> b`.
pub fn compare_bool(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R<bool> {
    let r = compare(th, a, b, op)?;
    is_true(th, r.r())
}

/// `a <op> b`.
pub fn compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if let (Some(x), Some(y)) = (a.as_small(), b.as_small()) {
        return Ok(Obj::bool(op.test(x.cmp(&y))));
    }
    if th.stack_is_low() {
        return Err(error::recursion_error(
            th,
            "maximum recursion depth exceeded in comparison",
        ));
    }
    let (ca, cb) = (a.class(), b.class());
    let mut tried = false;
    if !std::ptr::eq(ca, cb)
        && cb.is_subtype(ca)
        && let Some(f) = cb.slots().richcmp()
    {
        tried = true;
        let r = f(th, b, a, op.swapped())?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    if let Some(f) = ca.slots().richcmp() {
        let r = f(th, a, b, op)?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    compare_right(th, a, b, op, tried)
}

/// The end of `compare`: after the left operand gave NotImplemented; `tried`: the right one has, too.
pub fn compare_right(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp, tried: bool) -> R {
    let (ca, cb) = (a.class(), b.class());
    if !tried && let Some(f) = cb.slots().richcmp() {
        let r = f(th, b, a, op.swapped())?;
        if !r.r().is_not_implemented() {
            return Ok(r);
        }
    }
    match op {
        CmpOp::Eq => Ok(Obj::bool(a.is(b))),
        CmpOp::Ne => Ok(Obj::bool(!a.is(b))),
        _ => {
            let m = format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                ca.tp_name(),
                cb.tp_name()
            );
            Err(type_error(th, m))
        }
    }
}

/// Modulus of numeric hashes, 2^61 - 1.
pub const HASH_MODULUS: u64 = (1 << 61) - 1;

/// `hash(i)` of a machine integer.
#[inline(always)]
pub fn hash_i64(i: i64) -> i64 {
    if (i as u64) < HASH_MODULUS {
        return i;
    }
    let m = (i.unsigned_abs() % HASH_MODULUS) as i64;
    let h = if i < 0 { -m } else { m };
    if h == -1 { -2 } else { h }
}

/// `hash(o)`.
#[inline]
pub fn hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    if let Some(i) = o.as_small() {
        return Ok(hash_i64(i));
    }
    if o.is_exact(&types::STR)
        && let Some(s) = o.get::<pystr::Str>()
    {
        return Ok(s.hash());
    }
    match o.class().slots().hash() {
        Some(f) => f(th, o),
        None => Err(type_error(
            th,
            format!("unhashable type: '{}'", o.class().tp_name()),
        )),
    }
}

/// Identity hash, as `object.__hash__`.
pub fn hash_identity(o: Ref<'_>) -> i64 {
    let a = o.address();
    a.rotate_right(4) as i64
}

/// `bool(o)`.
#[inline]
pub fn is_true(th: &mut Thread, o: Ref<'_>) -> R<bool> {
    let w = o.word();
    if w == value::TRUE {
        return Ok(true);
    }
    if w == value::FALSE || w == value::NONE {
        return Ok(false);
    }
    if value::is_int(w) {
        return Ok(value::int_of(w) != 0);
    }
    if value::is_float(w) {
        return Ok(value::float_of(w) != 0.0);
    }
    let s = o.class().slots();
    if let Some(f) = s.bool_() {
        return f(th, o);
    }
    if let Some(f) = s.len() {
        return f(th, o).map(|n| n != 0);
    }
    Ok(true)
}
