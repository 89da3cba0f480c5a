//! Operators, comparison and truth.

use super::regs::Fp;
use crate::opcode::{INPLACE, Instr, Op};
use typhon_runtime::Thread;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::value::{self, EMPTY, Word};

/// Operators on immediates; EMPTY if this is not one of the fast cases.
#[inline(always)]
pub fn fast(x: u8, a: Word, b: Word) -> Word {
    if a & b & 1 != 0 {
        let (p, q) = (value::int_of(a), value::int_of(b));
        let r = match BinOp::ALL[(x & 0x1f) as usize % 14] {
            BinOp::FloorDiv if q != 0 => p.checked_div_euclid(q).map(|d| {
                // Floor, not Euclid: they differ for a negative divisor with a remainder.
                if q < 0 && p.rem_euclid(q) != 0 {
                    d - 1
                } else {
                    d
                }
            }),
            BinOp::Mod if q != 0 => p.checked_rem(q).map(|r| {
                if r != 0 && (r < 0) != (q < 0) {
                    r + q
                } else {
                    r
                }
            }),
            BinOp::Mul => p.checked_mul(q),
            BinOp::And => Some(p & q),
            BinOp::Or => Some(p | q),
            BinOp::Xor => Some(p ^ q),
            BinOp::RShift if q >= 0 => Some(p >> q.min(63)),
            BinOp::LShift if (0..40).contains(&q) && p.unsigned_abs() < 1 << 22 => Some(p << q),
            BinOp::TrueDiv
                if q != 0 && p.unsigned_abs() < 1 << 53 && q.unsigned_abs() < 1 << 53 =>
            {
                return value::try_float(p as f64 / q as f64).unwrap_or(EMPTY);
            }
            _ => None,
        };
        return r.and_then(value::try_int).unwrap_or(EMPTY);
    }
    let (p, q) = match (a & 3, b & 3) {
        (2, 2) => (value::float_of(a), value::float_of(b)),
        (2, 1 | 3) => (value::float_of(a), value::int_of(b) as f64),
        (1 | 3, 2) => (value::int_of(a) as f64, value::float_of(b)),
        _ => return EMPTY,
    };
    // Integers beyond 2^53 are not exact as doubles; arithmetic of int and float converts with rounding anyway.
    let r = match BinOp::ALL[(x & 0x1f) as usize % 14] {
        BinOp::Add => p + q,
        BinOp::Sub => p - q,
        BinOp::Mul => p * q,
        BinOp::TrueDiv if q != 0.0 => p / q,
        _ => return EMPTY,
    };
    value::try_float(r).unwrap_or(EMPTY)
}

fn apply(th: &mut Thread, x: u8, a: Ref<'_>, b: Ref<'_>) -> R {
    let op = BinOp::ALL[(x & 0x1f) as usize % 14];
    if op == BinOp::Add
        && a.is_exact(&types::STR)
        && b.is_exact(&types::STR)
        && let (Some(p), Some(q)) = (a.get::<pystr::Str>(), b.get::<pystr::Str>())
    {
        return pystr::concat_fn(th, 2, |k| Some(if k == 0 { p } else { q }), 1);
    }
    if x & INPLACE != 0 {
        ops::inplace(th, op, a, b)
    } else {
        ops::binary(th, op, a, b)
    }
}

/// `Binary`.
pub fn binary(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = apply(th, i.x(), f.reg(i.b()), f.reg(i.c()))?;
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    f.consume_unless(i.c(), i.a());
    Ok(())
}

/// `BinaryK`.
pub fn binary_k(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = apply(th, i.x(), f.reg(i.b()), f.konst(i.c()))?;
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `BinaryKR`.
pub fn binary_kr(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = apply(th, i.x(), f.konst(i.b()), f.reg(i.c()))?;
    f.set(i.a(), v);
    f.consume_unless(i.c(), i.a());
    Ok(())
}

/// `Neg`, `Pos`, `Invert`.
pub fn unary(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    let w = o.word();
    let quick = match i.op() {
        Op::Neg if value::is_int(w) => value::try_int(-value::int_of(w)),
        Op::Neg if value::is_float(w) => value::try_float(-value::float_of(w)),
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

fn cmp_op(x: u8) -> CmpOp {
    CmpOp::ALL[(x & 7) as usize % 6]
}

/// Comparisons that need no objects made: strings, mixed numbers.
#[inline(always)]
fn quick_compare(x: u8, a: Ref<'_>, b: Ref<'_>) -> Option<bool> {
    let op = cmp_op(x);
    if let (Some(p), Some(q)) = (a.as_imm_float(), b.as_imm_float()) {
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
