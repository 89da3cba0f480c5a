//! Handlers that change where the machine runs: jumps, loops, calls, returns, generators.

use super::frame::{self, Frame, Ret, machine};
use super::regs::Fp;
use super::step::{State, op, slow};
use super::{arith, call, container, control, suspend, unwind};
use crate::objects::Function;
use crate::opcode::{Instr, Op};
use typhon_runtime::iter::{RangeIter, list_step_quick, tuple_step_quick};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::refcount::{IMMORTAL, SHARED};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, types};

#[inline(always)]
fn class_ptr(w: Word) -> *const TypeObj {
    // SAFETY: a register word that is a pointer names a live object.
    unsafe { Ref::from_ptr_word(w).class_of_ptr() as *const TypeObj }
}

// ------------------------------------------------------------------ jumps

op!(jump(s) {
    let n = s.jump32();
    s.goto(n)
});
op!(jump_back(s) {
    if s.th.interrupted() {
        return s.to(jump_back_serve);
    }
    let n = s.jump32();
    s.goto(n)
});
op!(#[cold] #[inline(never)] jump_back_serve(s) {
    // Before the jump: an exception of a handler belongs to this instruction.
    slow!(s, call::serve(s.th));
    let n = s.jump32();
    s.goto(n)
});

/// Truth of the words whose truth needs no call.
#[inline(always)]
fn truth(v: Word) -> Option<bool> {
    if v == value::TRUE {
        Some(true)
    } else if v == value::FALSE || v == value::NONE {
        Some(false)
    } else if value::is_int(v) {
        Some(v != value::int_word(0))
    } else {
        None
    }
}

impl State<'_> {
    #[inline(always)]
    fn branch(self, yes: bool) -> R {
        let n = self.jump32();
        if yes { self.goto(n) } else { self.next() }
    }
}

op!(jump_if_false(s) {
    match truth(s.w(s.a())) {
        Some(t) => s.branch(!t),
        None => s.to(jump_if_false_slow),
    }
});
op!(jump_if_true(s) {
    match truth(s.w(s.a())) {
        Some(t) => s.branch(t),
        None => s.to(jump_if_true_slow),
    }
});
op!(#[inline(never)] jump_if_false_slow(s) {
    let t = slow!(s, arith::truth_consume(s.th, s.f, s.a()));
    s.branch(!t)
});
op!(#[inline(never)] jump_if_true_slow(s) {
    let t = slow!(s, arith::truth_consume(s.th, s.f, s.a()));
    s.branch(t)
});
op!(jump_if_false_keep(s) {
    let t = slow!(s, arith::truth(s.th, s.f, s.a()));
    if t {
        s.f.consume(s.a());
    }
    s.branch(!t)
});
op!(jump_if_true_keep(s) {
    let t = slow!(s, arith::truth(s.th, s.f, s.a()));
    if !t {
        s.f.consume(s.a());
    }
    s.branch(t)
});
op!(jump_if_none(s) {
    let none = s.w(s.a()) == value::NONE;
    s.f.consume(s.a());
    s.branch(none)
});
op!(jump_if_not_none(s) {
    let none = s.w(s.a()) == value::NONE;
    s.f.consume(s.a());
    s.branch(!none)
});

// ------------------------------------------------------------------ loops

op!(for_iter(s) {
    let it = s.w(s.a());
    if value::is_ptr(it) {
        let c = class_ptr(it);
        // SAFETY: a live register word.
        let r = unsafe { Ref::from_ptr_word(it) };
        if std::ptr::eq(c, &types::RANGE_ITER) {
            // SAFETY: exact class.
            let x: &RangeIter = unsafe { r.payload_unchecked() };
            if let Some(v) = x.advance() {
                let b = s.b();
                return s.put(b, value::int_word(v));
            }
        } else if std::ptr::eq(c, &types::LIST_ITER) {
            return s.to(for_iter_list);
        } else if std::ptr::eq(c, &types::GENERATOR) {
            return s.to(suspend::for_iter_generator);
        } else if std::ptr::eq(c, &types::TUPLE_ITER) {
            return s.to(for_iter_tuple);
        }
    }
    s.to(for_iter_other)
});
op!(#[inline(never)] for_iter_list(s) {
    // SAFETY: `for_iter` has looked at the class.
    let v = unsafe { list_step_quick(Ref::from_ptr_word(s.w(s.a())).payload_unchecked(), s.th) };
    if v == EMPTY {
        return s.to(for_iter_other);
    }
    let b = s.b();
    s.put(b, v)
});
op!(#[inline(never)] for_iter_tuple(s) {
    // SAFETY: `for_iter` has looked at the class.
    let v = unsafe { tuple_step_quick(Ref::from_ptr_word(s.w(s.a())).payload_unchecked(), s.th) };
    if v == EMPTY {
        return s.to(for_iter_other);
    }
    let b = s.b();
    s.put(b, v)
});
op!(#[inline(never)] for_iter_other(s) {
    if !value::is_ptr(s.w(s.a())) {
        slow!(s, typhon_runtime::ops::next(s.th, s.f.reg(s.a())));
        let n = s.jump16();
        return s.goto(n);
    }
    // SAFETY: verified code: an instruction follows, which nobody writes (CODE RULE 2).
    let next = unsafe { *(s.ip as *const Instr) };
    match slow!(s, container::for_iter(s.th, s.f, s.i(), next)) {
        container::Step::Item => s.next(),
        container::Step::Pair => s.goto(1),
        container::Step::End => {
            s.sync();
            s.f.clear(s.a());
            s.to(loop_end)
        }
    }
});
op!(#[inline(never)] loop_end(s) {
    if s.th.interrupted() {
        slow!(s, call::serve(s.th));
    }
    let n = s.jump16();
    s.goto(n)
});

// ------------------------------------------------------------------ calls

impl State<'_> {
    /// Calls what stands in register `base` with `n` arguments from `first` on: a Python function whose parameters they
    /// fill exactly here.
    #[inline(always)]
    fn call_window(mut self, base: usize, first: usize, n: usize) -> R {
        self.sync();
        let callee = self.w(base);
        if !value::is_ptr(callee) || !std::ptr::eq(class_ptr(callee), &types::FUNCTION) {
            return call_slow(self.th);
        }
        // SAFETY: a live register word; the class is exact, and the code of a live function lives.
        let code = unsafe {
            let r = Ref::from_ptr_word(callee);
            &*r.payload_unchecked::<Function>().code_ptr()
        };
        // SAFETY: an address at or near the stack's end is only compared.
        let (args, top) = unsafe {
            let args = self.regs.add(first);
            (args, args.add(code.nregs))
        };
        if code.exact != n as i32 || !call::has_room(self.th, top) {
            return call_slow(self.th);
        }
        let mut i = n;
        while i < code.nlocals {
            // SAFETY: below nregs, checked against the end. Volatile: mostly there are few, and an unrolled loop would
            // need more registers than are free.
            unsafe { args.add(i).write_volatile(UNBOUND) };
            i += 1;
        }
        let m = machine(self.th);
        // SAFETY: has_room bounds the number of frames.
        let f = unsafe {
            let p = m.top.add(1);
            m.top = p;
            p.write(Frame::new(args, code, callee, Ret::Register, base as u16));
            Fp::new(p)
        };
        self.th.top = top;
        self.th.frame_base = args;
        self.f = f;
        self.ip = code.instrs.as_ptr();
        self.regs = args;
        self.consts = code.consts.as_ptr() as *const Word;
        self.done()
    }
}

op!(call(s) {
    let (base, n) = (s.a(), s.b());
    s.call_window(base, base + 1, n)
});
op!(call_method(s) {
    let (base, n) = (s.a(), s.b());
    if s.w(base + 1) == UNBOUND {
        s.call_window(base, base + 2, n)
    } else {
        s.call_window(base, base + 1, n + 1)
    }
});
/// The call that the frame on top stands at (`ip` is stored), in general.
#[inline(never)]
fn call_slow(th: &mut Thread) -> R {
    let mut s = State::on_top(th);
    if slow!(s, call::call_any(s.th, s.f, s.i())) {
        s.reload();
    }
    s.done()
}
op!(call_kw(s) {
    if slow!(s, control::call_kw(s.th, s.f, s.i())) {
        s.reload();
    }
    s.done()
});
op!(call_ex(s) {
    if slow!(s, control::call_ex(s.th, s.f, s.i())) {
        s.reload();
    }
    s.done()
});

// ------------------------------------------------------------------ returns

impl State<'_> {
    /// Returns `v`, which stands in register `a` if there is such a register, to the frame below, if that is all there is
    /// to do.
    #[inline(always)]
    fn try_return(mut self, v: Word, a: usize) -> R {
        let fr = self.f.frame();
        if fr.object | fr.generator != EMPTY || fr.ret != Ret::Register {
            return self.to(return_slow);
        }
        let moved = self.regs.wrapping_add(a);
        let mut p = self.regs;
        // SAFETY: the variables' registers.
        let end = unsafe { p.add(fr.code().nlocals) };
        while p < end {
            // SAFETY: as above.
            unsafe {
                let w = *p;
                // Immediates may stay (MACHINE RULE 2).
                if value::is_ptr(w) && p != moved {
                    if value::is_owned(w) {
                        return self.to(return_slow);
                    }
                    *p = UNBOUND;
                }
                p = p.add(1);
            }
        }
        if a < u16::MAX as usize {
            self.replace(a, UNBOUND);
        }
        self.f.check_left(fr.code().nlocals);
        let reg = fr.ret_reg as usize;
        // SAFETY: a frame whose result goes to a register has a caller below it.
        self.f = unsafe { Fp::new(self.f.ptr().sub(1)) };
        machine(self.th).top = self.f.ptr();
        let fr = self.f.frame();
        self.ip = fr.ip;
        self.regs = fr.regs;
        let code = fr.code();
        self.consts = code.consts.as_ptr() as *const Word;
        self.th.frame_base = self.regs;
        if self.th.watermark > self.regs {
            self.th.watermark = self.regs;
        }
        // SAFETY: the caller's registers.
        self.th.top = unsafe { self.regs.add(code.nregs) };
        // What stood there is the function that ran.
        let old = self.replace(reg, v);
        self.drop_then_serve(old)
    }
}

/// Whether a borrowed word may stay one when it leaves its frame: an alias of a caller's private object may not.
#[inline(always)]
fn may_leave(v: Word) -> bool {
    if !value::is_borrowed(v) {
        return true;
    }
    // SAFETY: a register word names a live object.
    let r = unsafe { Ref::from_word(v) };
    r.header()
        .is_some_and(|h| h.flags() & (SHARED | IMMORTAL) != 0)
}

op!(return_(s) {
    let a = s.a();
    let v = s.w(a);
    if !may_leave(v) {
        return s.to(return_slow);
    }
    s.try_return(v, a)
});
op!(return_k(s) {
    let v = frame::alias(s.k(s.wide()));
    s.try_return(v, usize::MAX >> 4)
});
op!(#[inline(never)] return_slow(s) {
    let v = if s.i().op_byte() == Op::ReturnK as u8 {
        frame::alias(s.k(s.wide()))
    } else {
        s.replace(s.a(), UNBOUND)
    };
    s.sync();
    let fr = s.f.frame();
    let (ret, reg) = (fr.ret, fr.ret_reg as usize);
    let v = if ret == Ret::Entry {
        frame::to_owned(v)
    } else if value::is_borrowed(v) {
        // An alias of a caller's private object must be counted: it may outlive that register.
        frame::copy_word(v)
    } else {
        v
    };
    if fr.generator != EMPTY {
        suspend::finish(s.th, s.f);
    }
    let n = s.f.code().nlocals;
    unwind::pop(s.th, s.f, n);
    match ret {
        // SAFETY: owned by the lines above.
        Ret::Entry => return Ok(unsafe { Obj::from_word(v) }),
        Ret::Register => {
            s.reload();
            s.set(reg, v);
        }
        Ret::Args => {
            s.reload();
            s.set(reg, v);
            // See `call::spread`.
            s.f.clear(reg + 1);
        }
        Ret::Init => {
            s.reload();
            // The function of the frame: see `call::construct`.
            s.f.clear(reg + 1);
            if v != value::NONE {
                slow!(s, control::init_result(s.th, v));
            }
        }
        Ret::ForIter | Ret::Send => return s.generator_returned(ret, reg, v),
    }
    s.done()
});
