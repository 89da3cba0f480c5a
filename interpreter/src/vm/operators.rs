//! Operators of classes whose methods are Python functions: their frames run in the loop of the instruction.
//!
//! OPERATOR RULE. The operands stay in their registers while the method runs, whose arguments are aliases of them. When
//!   it returns, the instruction that waits at the caller's `ip` is finished: as the compiler wrote it, whatever handler
//!   it has.

use super::arith;
use super::frame::{Ret, alias, release};
use super::regs::Fp;
use super::step::{Ip, State, slow};
use crate::objects::Function;
use crate::opcode::{BinOp, INPLACE, Instr, JUMP_IF_TRUE, Op};
use typhon_runtime::obj::{Obj, R, Ref, Val};
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

#[inline(always)]
fn is_heap(w: Word) -> bool {
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

/// The instruction in progress as the compiler wrote it.
fn written(f: Fp, ip: Ip, now: Instr) -> Instr {
    let code = f.code();
    let pc = (ip as usize - code.instrs.as_ptr() as usize) / 8 - 1;
    code.proto.code.get(pc).copied().unwrap_or(now)
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

impl State<'_> {
    /// Begins the operator of the instruction in progress if the left operand has a Python method for it; false: nothing
    /// has changed.
    #[inline(always)]
    pub fn enter_operator(&mut self) -> bool {
        // Apart, and by the thread alone: a handler must have no variable whose address leaves it.
        self.sync();
        let entered = enter_top(self.th);
        if entered {
            self.reload();
        }
        entered
    }
    /// As `enter_operator`.
    fn enter(&mut self) -> bool {
        let i = written(self.f, self.ip, self.i());
        let (a, b) = operands(self.f, i);
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
        let func = method(self.th, x, name);
        if func == EMPTY {
            return false;
        }
        self.sync();
        if self.enter_above(func, [alias(a), alias(b)], 0, Ret::Operator) {
            return true;
        }
        release(func);
        false
    }

    /// Finishes the instruction whose operator gave `v` (see OPERATOR RULE).
    #[inline(always)]
    pub fn finish_operator(self, v: Word) -> R {
        finish_top(self.th, self.ip, self.f, self.regs, self.consts, v)
    }
    /// As `finish_operator`.
    #[inline(always)]
    fn finish(self, mut v: Word) -> R {
        let i = written(self.f, self.ip, self.i());
        if v == Ref::NOT_IMPLEMENTED.word() && !matches!(i.op(), Op::GetItem | Op::GetItemK) {
            v = slow!(self, go_right(self.th, self.f, i)).into_word();
        }
        let (a, f) = (i.a(), self.f);
        match i.op() {
            Op::CompareJump | Op::CompareJumpK => {
                // SAFETY: the word's count, if it has one, moves.
                let t = match v {
                    value::TRUE => true,
                    value::FALSE => false,
                    v => {
                        // SAFETY: the result of a method: its count, if it has one, moves.
                        let o = unsafe { Obj::from_word(super::frame::to_owned(v)) };
                        slow!(self, ops::is_true(self.th, o.r()))
                    }
                };
                f.consume(a);
                if i.op() == Op::CompareJump {
                    f.consume(i.b());
                }
                let n = if t == (i.x() & JUMP_IF_TRUE != 0) {
                    i.jump16()
                } else {
                    0
                };
                return self.goto(n);
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
        self.done()
    }
}

/// `State::enter` for the frame on top, whose `ip` is stored.
#[inline(never)]
fn enter_top(th: &mut Thread) -> bool {
    State::on_top(th).enter()
}

/// `State::finish` with the state in processor registers, so that it can end in a jump.
#[inline(never)]
fn finish_top(th: &mut Thread, ip: Ip, f: Fp, regs: *mut Word, consts: *const Word, v: Word) -> R {
    let s = State {
        th,
        ip,
        f,
        regs,
        consts,
    };
    s.finish(v)
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
