//! Operators, comparison and truth.

use super::regs::Fp;
use crate::opcode::{BinOp, INPLACE, Instr, Op};
use typhon_runtime::Thread;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::ops;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, float, str as pystr};
use typhon_runtime::value::{self, EMPTY, Word};

/// An operator on immediates; EMPTY if this is not one of the quick cases. `op` is a constant where it is called from a
/// handler of one operator, so that only its case remains.
#[inline(always)]
pub fn quick(op: BinOp, a: Word, b: Word) -> Word {
    if a & b & 1 != 0 {
        return quick_int(op, a, b);
    }
    quick_float(op, a, b)
}

/// An operator on two immediate doubles; EMPTY if they are none, or the result is none.
#[inline(always)]
pub fn quick_float(op: BinOp, a: Word, b: Word) -> Word {
    if (a ^ 2 | b ^ 2) & 3 == 0 {
        let r = float_result(op, value::float_of(a), value::float_of(b));
        return r.and_then(value::try_float).unwrap_or(EMPTY);
    }
    EMPTY
}

/// An operator on two immediate numbers of which one at least is a double; EMPTY if they are none, or the result is none.
#[inline(always)]
pub fn quick_any_float(op: BinOp, a: Word, b: Word) -> Word {
    match quick_float(op, a, b) {
        EMPTY => quick_mixed(op, a, b)
            .and_then(value::try_float)
            .unwrap_or(EMPTY),
        v => v,
    }
}

/// An operator on a small integer and a truth value, or two of those; EMPTY if they are none, or the result is none.
#[inline(always)]
pub fn quick_truth(op: BinOp, a: Word, b: Word) -> Word {
    let number = |w| match w {
        value::FALSE => value::int_word(0),
        value::TRUE => value::int_word(1),
        w => w,
    };
    let (a, b) = (number(a), number(b));
    if a & b & 1 == 0 {
        return EMPTY;
    }
    tagged(op, a, b).unwrap_or(EMPTY)
}

/// Sum, difference or product of two small integers, if it is one.
#[inline(always)]
pub fn tagged(op: BinOp, a: Word, b: Word) -> Option<Word> {
    // Tag arithmetic: (2x+1) + (2y+1) - 1 = 2(x+y)+1; overflow of the word is overflow of 63 bits.
    let r = match op {
        BinOp::Add => (a as i64).checked_add((b - 1) as i64)?,
        BinOp::Sub => (a as i64).checked_sub((b - 1) as i64)?,
        BinOp::Mul => ((a - 1) as i64).checked_mul(value::int_of(b))? | 1,
        _ => return None,
    };
    Some(r as Word)
}

#[inline(always)]
fn quick_int(op: BinOp, a: Word, b: Word) -> Word {
    let (p, q) = (value::int_of(a), value::int_of(b));
    let r = match op {
        BinOp::Add | BinOp::Sub | BinOp::Mul => return tagged(op, a, b).unwrap_or(EMPTY),
        // Floor, not truncation: they differ where the signs do and something is left.
        BinOp::FloorDiv if q != 0 => p / q - i64::from(p % q != 0 && (p ^ q) < 0),
        BinOp::Mod if q != 0 => {
            let r = p % q;
            if r != 0 && (r ^ q) < 0 { r + q } else { r }
        }
        BinOp::And => return a & b,
        BinOp::Or => return a | b,
        BinOp::Xor => return a ^ b | 1,
        BinOp::RShift if q >= 0 => p >> q.min(63),
        BinOp::LShift if (0..40).contains(&q) && p.unsigned_abs() < 1 << 22 => p << q,
        BinOp::TrueDiv if q != 0 && p.unsigned_abs() < 1 << 53 && q.unsigned_abs() < 1 << 53 => {
            return value::try_float(p as f64 / q as f64).unwrap_or(EMPTY);
        }
        _ => return EMPTY,
    };
    // Only the least integer divided by -1 leaves the range.
    value::try_int(r).unwrap_or(EMPTY)
}

/// A double and a small integer, in either order. Integers beyond 2^53 are rounded, as the operators do.
#[inline(always)]
fn quick_mixed(op: BinOp, a: Word, b: Word) -> Option<f64> {
    let (p, q) = match (a & 3, b & 3) {
        (2, 1 | 3) => (value::float_of(a), value::int_of(b) as f64),
        (1 | 3, 2) => (value::int_of(a) as f64, value::float_of(b)),
        _ => return None,
    };
    float_result(op, p, q)
}

#[inline(always)]
fn float_result(op: BinOp, p: f64, q: f64) -> Option<f64> {
    Some(match op {
        BinOp::Add => p + q,
        BinOp::Sub => p - q,
        BinOp::Mul => p * q,
        BinOp::TrueDiv if q != 0.0 => p / q,
        _ => return None,
    })
}

fn apply(th: &mut Thread, i: Instr, a: Ref<'_>, b: Ref<'_>) -> R {
    let op = i.operator();
    if let Some(r) = quick_mixed(op, a.word(), b.word()) {
        return float::new(th, r);
    }
    if op == BinOp::Add
        && a.is_exact(&types::STR)
        && b.is_exact(&types::STR)
        && let (Some(p), Some(q)) = (a.get::<pystr::Str>(), b.get::<pystr::Str>())
    {
        return pystr::concat_fn(th, 2, |k| Some(if k == 0 { p } else { q }), 1);
    }
    if i.x() & INPLACE != 0 {
        ops::inplace(th, op, a, b)
    } else {
        ops::binary(th, op, a, b)
    }
}

/// `s += t` for two strings: in the block of `s` if nobody else holds it. None: these are not two strings.
fn append_text(th: &mut Thread, f: Fp, i: Instr, t: Ref<'_>) -> Option<R<()>> {
    let s = f.reg(i.b());
    if i.operator() != BinOp::Add || !s.is_exact(&types::STR) || !t.is_exact(&types::STR) {
        return None;
    }
    if value::is_owned(f.word(i.b())) && s.is_unique() {
        // SAFETY: the register holds the one reference, and no argument of a call under way is an alias of it (OPERAND
        // RULE 5): an augmented assignment is a statement.
        if unsafe { pystr::append_in_place(s, t) } {
            return Some(Ok(()));
        }
    }
    let (a, b) = (s.get::<pystr::Str>()?, t.get::<pystr::Str>()?);
    Some(pystr::concat_with_room(th, a, b).map(|v| f.set(i.a(), v)))
}

/// `Binary`.
pub fn binary(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    if i.x() & INPLACE != 0
        && i.a() == i.b()
        && let Some(r) = append_text(th, f, i, f.reg(i.c()))
    {
        r?;
        f.consume_unless(i.c(), i.a());
        return Ok(());
    }
    let v = apply(th, i, f.reg(i.b()), f.reg(i.c()))?;
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    f.consume_unless(i.c(), i.a());
    Ok(())
}

/// `BinaryK`.
pub fn binary_k(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    if i.x() & INPLACE != 0
        && i.a() == i.b()
        && let Some(r) = append_text(th, f, i, f.konst(i.c()))
    {
        return r;
    }
    let v = apply(th, i, f.reg(i.b()), f.konst(i.c()))?;
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `BinaryKR`.
pub fn binary_kr(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = apply(th, i, f.konst(i.b()), f.reg(i.c()))?;
    f.set(i.a(), v);
    f.consume_unless(i.c(), i.a());
    Ok(())
}

/// `Neg`, `Pos`, `Invert`.
pub fn unary(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    let w = o.word();
    let quick = match i.op() {
        Op::Invert if value::is_int(w) => value::try_int(!value::int_of(w)),
        _ => None,
    };
    let v = match quick {
        Some(q) => {
            f.set_word(i.a(), q);
            return Ok(());
        }
        None => match i.op() {
            Op::Neg => ops::neg(th, o)?,
            Op::Pos => ops::pos(th, o)?,
            _ => ops::invert(th, o)?,
        },
    };
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `Not`.
pub fn not(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let t = ops::is_true(th, f.reg(i.b()))?;
    f.consume_unless(i.b(), i.a());
    f.set(i.a(), Obj::bool(!t));
    Ok(())
}

/// `ToBool`.
pub fn to_bool(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let t = ops::is_true(th, f.reg(i.b()))?;
    f.consume_unless(i.b(), i.a());
    f.set(i.a(), Obj::bool(t));
    Ok(())
}

/// Truth of register `a`, which is kept.
pub fn truth(th: &mut Thread, f: Fp, a: usize) -> R<bool> {
    ops::is_true(th, f.reg(a))
}

/// Truth of register `a`, which is consumed if it is a temporary.
pub fn truth_consume(th: &mut Thread, f: Fp, a: usize) -> R<bool> {
    let t = ops::is_true(th, f.reg(a))?;
    f.consume(a);
    Ok(t)
}

pub fn cmp_op(x: u8) -> CmpOp {
    CmpOp::ALL[(x & 7) as usize % 6]
}

/// An immediate number as a double, if that is exact.
#[inline(always)]
fn exact_double(o: Ref<'_>) -> Option<f64> {
    let w = o.word();
    if value::is_float(w) {
        return Some(value::float_of(w));
    }
    (value::is_int(w) && value::int_of(w).unsigned_abs() <= 1 << 53)
        .then(|| value::int_of(w) as f64)
}

/// Comparisons that need no objects made: strings, mixed numbers.
#[inline(always)]
fn quick_compare(x: u8, a: Ref<'_>, b: Ref<'_>) -> Option<bool> {
    let op = cmp_op(x);
    if let (Some(p), Some(q)) = (exact_double(a), exact_double(b)) {
        return p.partial_cmp(&q).map(|o| op.test(o));
    }
    if a.is_exact(&types::STR) && b.is_exact(&types::STR) {
        return match op {
            CmpOp::Eq => Some(pystr::equal(a, b)),
            CmpOp::Ne => Some(!pystr::equal(a, b)),
            _ => {
                let (p, q) = (a.get::<pystr::Str>()?, b.get::<pystr::Str>()?);
                Some(op.test(pystr::compare(p, q)))
            }
        };
    }
    if a.is_exact(&types::TUPLE) && b.is_exact(&types::TUPLE) {
        return typhon_runtime::quick::order(a, b).map(|o| op.test(o));
    }
    if a.is_none() || b.is_none() {
        return match op {
            CmpOp::Eq if a.is(b) => Some(true),
            CmpOp::Ne if a.is(b) => Some(false),
            _ => None,
        };
    }
    None
}

/// `Compare`.
pub fn compare(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (a, b) = (f.reg(i.b()), f.reg(i.c()));
    let v = match quick_compare(i.x(), a, b) {
        Some(t) => Obj::bool(t),
        None => ops::compare(th, a, b, cmp_op(i.x()))?,
    };
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    f.consume_unless(i.c(), i.a());
    Ok(())
}

/// `CompareK`.
pub fn compare_k(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (a, b) = (f.reg(i.b()), f.konst(i.c()));
    let v = match quick_compare(i.x(), a, b) {
        Some(t) => Obj::bool(t),
        None => ops::compare(th, a, b, cmp_op(i.x()))?,
    };
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `CompareJump`: the truth.
pub fn compare_jump(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let (a, b) = (f.reg(i.a()), f.reg(i.b()));
    let t = match quick_compare(i.x(), a, b) {
        Some(t) => t,
        None => ops::compare_bool(th, a, b, cmp_op(i.x()))?,
    };
    f.consume(i.a());
    f.consume(i.b());
    Ok(t)
}

/// `CompareJumpK`: the truth.
pub fn compare_jump_k(th: &mut Thread, f: Fp, i: Instr) -> R<bool> {
    let (a, b) = (f.reg(i.a()), f.konst(i.b()));
    let t = match quick_compare(i.x(), a, b) {
        Some(t) => t,
        None => ops::compare_bool(th, a, b, cmp_op(i.x()))?,
    };
    f.consume(i.a());
    Ok(t)
}

/// An operator applied to two values, for intrinsics.
pub fn operate(th: &mut Thread, op: BinOp, a: Ref<'_>, b: Ref<'_>) -> Result<Obj, Raised> {
    ops::binary(th, op, a, b)
}
