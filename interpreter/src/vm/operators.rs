//! Operators of classes whose methods are Python functions: their frames run in the loop of the instruction.
//!
//! OPERATOR RULE. The operands stay in their registers while the method runs, whose arguments are aliases of them. When
//!   it returns, the instruction that waits at the caller's `ip` is finished: as the compiler wrote it, whatever handler
//!   it has.

use super::arith;
use super::flow::enter_above;
use super::frame::{self, Ret, alias, release};
use super::regs::Fp;
use super::step::{State, raise};
use crate::objects::Function;
use crate::opcode::{BinOp, INPLACE, Instr, JUMP_IF_TRUE, Op};
use typhon_runtime::obj::{Obj, R, Raised, Ref, Val};
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::types::{self, slots::CmpOp};
use typhon_runtime::value::{self, EMPTY, Word};
use typhon_runtime::{Thread, names, ops};

/// The method `name` of the class of `o`, if that is a Python function with two parameters.
#[inline(always)]
fn method(th: &Thread, o: Ref<'_>, name: Ref<'_>) -> Word {
    let Some(w) = o.class().lookup(th, name).map(Val::into_word) else {
        return EMPTY;
    };
    // SAFETY: a word from a class lookup.
    let f = unsafe { Ref::from_word(w) };
    if f.is_exact(&types::FUNCTION) {
        // SAFETY: exact class; the code of a live function lives.
        let exact = unsafe { (*f.payload_unchecked::<Function>().code_ptr()).exact };
        if exact == 2 {
            return w;
        }
    }
    release(w);
    EMPTY
}

/// Whether the right operand's method may not go first.
#[inline(always)]
fn left_first(a: Ref<'_>, b: Ref<'_>) -> bool {
    std::ptr::eq(a.class(), b.class()) || !b.class().is_subtype(a.class())
}

/// Whether the left operand of an operator has a class made by a class statement: others have no Python methods.
#[inline(always)]
pub fn is_heap(w: Word) -> bool {
    value::is_ptr(w) && {
        // SAFETY: a register word.
        let r = unsafe { Ref::from_ptr_word(w) };
        r.class().flag(tf::HEAP)
    }
}

/// The words of the operands of the instruction `i`, a Binary, Compare, CompareJump or GetItem in any form.
#[inline(always)]
fn operands(f: Fp, i: Instr) -> (Word, Word) {
    let k = |n: usize| alias(f.konst(n).word());
    match i.op() {
        Op::BinaryK | Op::CompareK | Op::GetItemK => (f.word(i.b()), k(i.c())),
        Op::BinaryKR => (k(i.b()), f.word(i.c())),
        Op::CompareJump => (f.word(i.a()), f.word(i.b())),
        Op::CompareJumpK => (f.word(i.a()), k(i.b())),
        _ => (f.word(i.b()), f.word(i.c())),
    }
}

/// The instruction in progress, whose `ip` is stored, as the compiler wrote it.
fn written(f: Fp) -> Instr {
    let fr = f.frame();
    let pc = fr.pc();
    fr.code().proto.code.get(pc).copied().unwrap_or(fr.instr())
}

fn cmp_name(x: u8) -> Ref<'static> {
    match arith::cmp_op(x) {
        CmpOp::Lt => names::__lt__(),
        CmpOp::Le => names::__le__(),
        CmpOp::Eq => names::__eq__(),
        CmpOp::Ne => names::__ne__(),
        CmpOp::Gt => names::__gt__(),
        CmpOp::Ge => names::__ge__(),
    }
}

/// Begins the operator of the instruction that the frame on top stands at (`ip` is stored) if the left operand has a
/// Python method for it; false: nothing has changed.
#[inline(never)]
pub fn enter(th: &mut Thread) -> bool {
    let s = State::on_top(th);
    let i = written(s.f);
    let (a, b) = operands(s.f, i);
    if !is_heap(a) {
        return false;
    }
    // SAFETY: words of registers and constants.
    let (x, y) = unsafe { (Ref::from_word(a), Ref::from_word(b)) };
    let name = match i.op() {
        Op::Binary | Op::BinaryK | Op::BinaryKR => {
            let op = i.operator();
            // `**` has a slot of another kind.
            if op == BinOp::Pow
                || i.x() & INPLACE != 0 && op.in_place(x.class())
                || !left_first(x, y)
            {
                return false;
            }
            op.methods().0
        }
        Op::GetItem | Op::GetItemK => names::__getitem__(),
        _ if left_first(x, y) => cmp_name(i.x()),
        _ => return false,
    };
    let func = method(s.th, x, name);
    if func == EMPTY {
        return false;
    }
    if enter_above(s.th, func, [alias(a), alias(b)], 0, Ret::Operator) {
        return true;
    }
    release(func);
    false
}

/// Goes on with the frame on top, which waits for the result `v` of an operator (see OPERATOR RULE).
#[inline(never)]
pub fn resume(th: &mut Thread, v: Word) -> R {
    match finish(th, v) {
        Ok(jump) => {
            let mut s = State::on_top(th);
            s.jump(jump);
            s.done()
        }
        Err(Raised) => raise(th, true),
    }
}

/// Finishes the instruction whose operator gave `v`; gives the distance that it jumps. Apart from `resume`, which must keep
/// its state out of memory to end in a jump.
#[inline(never)]
fn finish(th: &mut Thread, mut v: Word) -> R<isize> {
    // SAFETY: a frame is on top while the machine runs.
    let f = unsafe { Fp::new(frame::top(th)) };
    let i = written(f);
    if v == Ref::NOT_IMPLEMENTED.word() && !matches!(i.op(), Op::GetItem | Op::GetItemK) {
        v = go_right(th, f, i)?.into_word();
    }
    let a = i.a();
    match i.op() {
        Op::CompareJump | Op::CompareJumpK => {
            let t = match v {
                value::TRUE => true,
                value::FALSE => false,
                v => {
                    // SAFETY: the result of a method: its count, if it has one, moves.
                    let o = unsafe { Obj::from_word(frame::to_owned(v)) };
                    ops::is_true(th, o.r())?
                }
            };
            f.consume(a);
            if i.op() == Op::CompareJump {
                f.consume(i.b());
            }
            if t == (i.x() & JUMP_IF_TRUE != 0) {
                return Ok(i.jump16());
            }
        }
        Op::BinaryK | Op::CompareK | Op::GetItemK => {
            f.set_word(a, v);
            f.consume_unless(i.b(), a);
        }
        Op::BinaryKR => {
            f.set_word(a, v);
            f.consume_unless(i.c(), a);
        }
        _ => {
            f.set_word(a, v);
            f.consume_unless(i.b(), a);
            f.consume_unless(i.c(), a);
        }
    }
    Ok(0)
}

/// What the right operand says after the left one gave NotImplemented.
#[cold]
fn go_right(th: &mut Thread, f: Fp, i: Instr) -> R {
    let (a, b) = operands(f, i);
    // SAFETY: words of registers and constants.
    let (x, y) = unsafe { (Ref::from_word(a), Ref::from_word(b)) };
    match i.op() {
        Op::Binary | Op::BinaryK | Op::BinaryKR => {
            ops::binary_right(th, i.operator(), x, y, i.x() & INPLACE != 0)
        }
        _ => ops::compare_right(th, x, y, arith::cmp_op(i.x()), false),
    }
}
