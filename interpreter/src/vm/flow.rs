//! Handlers that change where the machine runs: jumps, loops, calls, returns, generators.

use super::frame::{self, End, Frame, Ret};
use super::regs::Fp;
use super::step::{Handler, State, op, raise, slow};
use super::{arith, bind, call, container, control, natives, operators, suspend, unwind};
use crate::objects::{Code, Function};
use crate::opcode::{Instr, Op};
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};
use typhon_runtime::error::Exc;
use typhon_runtime::iter::{self, RangeIter, list_step_quick, text_step, tuple_step_quick};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::refcount::{IMMORTAL, SHARED};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, types};
use typhon_stdlib::builtins::set::SET_ITER;
use typhon_stdlib::builtins::{dict_iter, iterators};

#[inline(always)]
pub(super) fn class_ptr(w: Word) -> *const TypeObj {
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
    /// Ends operand `a` if it is a temporary (OPERAND RULE 1); true: it is one that must be released, and is left.
    #[inline(always)]
    fn ends_owned(&self, a: usize) -> bool {
        let w = self.w(a);
        if !value::is_ptr(w) || !self.f.is_temp(a) {
            return false;
        }
        if value::is_owned(w) {
            return true;
        }
        self.replace(a, UNBOUND);
        false
    }
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
    // An immediate may stay in its register.
    match truth(s.w(s.a())) {
        Some(t) => s.branch(!t),
        None => s.to(jump_if_false_keep_slow),
    }
});
op!(jump_if_true_keep(s) {
    match truth(s.w(s.a())) {
        Some(t) => s.branch(t),
        None => s.to(jump_if_true_keep_slow),
    }
});
op!(#[inline(never)] jump_if_false_keep_slow(s) {
    let t = slow!(s, arith::truth(s.th, s.f, s.a()));
    if t {
        s.f.consume(s.a());
    }
    s.branch(!t)
});
op!(#[inline(never)] jump_if_true_keep_slow(s) {
    let t = slow!(s, arith::truth(s.th, s.f, s.a()));
    if !t {
        s.f.consume(s.a());
    }
    s.branch(t)
});
op!(jump_if_none(s) {
    let none = s.w(s.a()) == value::NONE;
    if s.ends_owned(s.a()) {
        return s.to(jump_none_release);
    }
    s.branch(none)
});
op!(jump_if_not_none(s) {
    let none = s.w(s.a()) == value::NONE;
    if s.ends_owned(s.a()) {
        return s.to(jump_none_release);
    }
    s.branch(!none)
});
op!(#[inline(never)] jump_none_release(s) {
    // An object is not None.
    s.f.consume(s.a());
    let jumps = s.i().op_byte() == Op::JumpIfNotNone as u8;
    s.branch(jumps)
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
        } else if std::ptr::eq(c, &types::STR_ASCII_ITER) {
            return s.to(for_iter_text);
        }
    }
    s.to(for_iter_more)
});
op!(#[inline(never)] for_iter_text(s) {
    // SAFETY: `for_iter` has looked at the class.
    let v = unsafe { text_step(s.th, Ref::from_ptr_word(s.w(s.a())).payload_unchecked()) };
    if v == EMPTY {
        return s.to(for_iter_other);
    }
    let b = s.b();
    s.put(b, v)
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
/// The next item of an iterator over a dict or set as a register word; EMPTY if it is none, or its class must be asked.
#[inline(always)]
fn step_hashed(th: &Thread, it: Word) -> Word {
    let c = class_ptr(it);
    // SAFETY: a live register word; exact classes.
    unsafe {
        let r = Ref::from_ptr_word(it);
        if std::ptr::eq(c, &dict_iter::KEYS) {
            iter::dict_key_quick(th, r)
        } else if std::ptr::eq(c, &SET_ITER) {
            iter::set_step_quick(th, r)
        } else if std::ptr::eq(c, &dict_iter::VALUES) {
            iter::dict_value_quick(th, r)
        } else {
            EMPTY
        }
    }
}

/// The next pair of an iterator that would make tuples, as register words; None if it is none, or its class must be asked.
#[inline(always)]
fn step_pair(th: &Thread, it: Word) -> Option<(Word, Word)> {
    let c = class_ptr(it);
    // SAFETY: a live register word; exact classes.
    unsafe {
        let r = Ref::from_ptr_word(it);
        if std::ptr::eq(c, &dict_iter::ITEMS) {
            iter::dict_item_quick(th, r)
        } else if std::ptr::eq(c, &iterators::ENUMERATE) {
            iter::enumerate_quick(th, r)
        } else {
            None
        }
    }
}

op!(#[inline(never)] for_iter_more(s) {
    let it = s.w(s.a());
    if value::is_ptr(it) {
        let v = step_hashed(s.th, it);
        if v != EMPTY {
            let b = s.b();
            return s.put(b, v);
        }
        // SAFETY: verified code: an instruction follows, which nobody writes (CODE RULE 2).
        let next = unsafe { *(s.ip as *const Instr) };
        if next.op_byte() == Op::UnpackSeq as u8
            && next.b() == s.b()
            && next.c() == 2
            && s.f.is_temp(next.b())
        {
            return s.to(for_iter_pair);
        }
    }
    s.to(for_iter_other)
});
op!(#[inline(never)] for_iter_pair(s) {
    if std::ptr::eq(class_ptr(s.w(s.a())), &iterators::ZIP) {
        return s.to(for_iter_zip);
    }
    let Some((x, y)) = step_pair(s.th, s.w(s.a())) else {
        return s.to(for_iter_other);
    };
    // SAFETY: as in for_iter_more.
    let a = unsafe { *(s.ip as *const Instr) }.a();
    s.set(a, x);
    s.set(a + 1, y);
    s.goto(1)
});
op!(#[inline(never)] for_iter_zip(s) {
    // SAFETY: a live register word.
    let zip = unsafe { Ref::from_ptr_word(s.w(s.a())) };
    let Some((first, second)) = iterators::zip_of_two(zip) else {
        return s.to(for_iter_other);
    };
    let x = iter::word_in(s.th, first);
    if x == EMPTY {
        return s.to(for_iter_other);
    }
    let y = iter::word_in(s.th, second);
    if y == EMPTY {
        s.set(s.b(), x);
        return s.to(for_iter_zip_second);
    }
    // SAFETY: as in for_iter_more.
    let a = unsafe { *(s.ip as *const Instr) }.a();
    s.set(a, x);
    s.set(a + 1, y);
    s.goto(1)
});
op!(#[inline(never)] for_iter_zip_second(s) {
    // SAFETY: as in for_iter_more.
    let next = unsafe { *(s.ip as *const Instr) };
    let step = slow!(s, container::zip_second(s.th, s.f, s.i(), next));
    s.stepped(step)
});
op!(#[inline(never)] for_iter_other(s) {
    if !value::is_ptr(s.w(s.a())) {
        slow!(s, typhon_runtime::ops::next(s.th, s.f.reg(s.a())));
        let n = s.jump16();
        return s.goto(n);
    }
    // SAFETY: verified code: an instruction follows, which nobody writes (CODE RULE 2).
    let next = unsafe { *(s.ip as *const Instr) };
    let step = slow!(s, container::for_iter(s.th, s.f, s.i(), next));
    s.stepped(step)
});
impl State<'_> {
    /// The end of a step of a loop.
    #[inline(always)]
    fn stepped(self, step: container::Step) -> R {
        match step {
            container::Step::Item => self.next(),
            container::Step::Pair => self.goto(1),
            container::Step::End => {
                self.sync();
                self.f.clear(self.a());
                self.to(loop_end)
            }
        }
    }
}
op!(#[inline(never)] loop_end(s) {
    if s.th.interrupted() {
        slow!(s, call::serve(s.th));
    }
    let n = s.jump16();
    s.goto(n)
});

// ------------------------------------------------------------------ calls

/// The code of the function that a register word names.
#[inline(always)]
fn code_of(callee: Word) -> *const Code {
    // SAFETY: a live register word; the caller has looked at the class.
    unsafe { Ref::from_ptr_word(callee).payload_unchecked::<Function>() }.code_ptr()
}

impl State<'_> {
    /// The first register and the number of the arguments of a call whose window begins at `base`.
    #[inline(always)]
    pub(super) fn arguments<const METHOD: bool>(&self, base: usize) -> (usize, usize) {
        let n = self.b();
        if METHOD {
            let bound = usize::from(self.w(base + 1) != UNBOUND);
            (base + 2 - bound, n + bound)
        } else {
            (base + 1, n)
        }
    }
    /// `Call` or `CallMethod`: of a Python function whose parameters the arguments fill exactly here.
    #[inline(always)]
    fn call_window<const METHOD: bool>(self, other: Handler) -> R {
        let base = self.a();
        let callee = self.w(base);
        if !value::is_ptr(callee) || !std::ptr::eq(class_ptr(callee), &types::FUNCTION) {
            return self.to(other);
        }
        // SAFETY: the class is exact, and the code of a live function lives.
        let code = unsafe { &*code_of(callee) };
        self.call_code::<METHOD>(base, callee, code, other)
    }
    /// The same for a call that remembers the code it called. The processor goes on with what is remembered before it
    /// has the function: that takes fewer loads that wait for each other.
    #[inline(always)]
    fn call_window_quick<const METHOD: bool>(self, learn: Handler, other: Handler) -> R {
        // SAFETY: a place in the code's table (see `Code::table`). Relaxed: an address that is only compared.
        let code = unsafe { &*(self.consts.add(self.c()) as *const AtomicPtr<Code>) }.load(Relaxed);
        let base = self.a();
        let callee = self.w(base);
        if !value::is_ptr(callee) || !std::ptr::eq(class_ptr(callee), &types::FUNCTION) {
            return self.to(other);
        }
        if !std::ptr::eq(code, code_of(callee)) {
            return self.to(learn);
        }
        // SAFETY: it is the code of a live function.
        let code = unsafe { &*code };
        self.call_code::<METHOD>(base, callee, code, other)
    }
    /// Calls the function `callee`, which has that code.
    #[inline(always)]
    fn call_code<const METHOD: bool>(
        self,
        base: usize,
        callee: Word,
        code: &Code,
        other: Handler,
    ) -> R {
        let (first, n) = self.arguments::<METHOD>(base);
        self.sync();
        if code.exact != n as i32 {
            return self.to(other);
        }
        // SAFETY: only compared.
        let top = unsafe { self.regs.add(first + code.nregs) };
        if !call::has_room(self.th, self.f.ptr(), top) {
            return call_slow(self.th);
        }
        self.enter_window(first, n, code, callee, base)
    }
    /// Remembers the code of the function that is called: the first one, and of others one in so many, since threads
    /// that share a call of changing functions would else write to one place all the time.
    #[inline(always)]
    fn learn_code(&mut self) {
        const SELDOM: u32 = 64;
        let code = code_of(self.w(self.a()));
        // SAFETY: as in call_window_quick.
        let place = unsafe { &*(self.consts.add(self.c()) as *const AtomicPtr<Code>) };
        self.th.relearn = self.th.relearn.wrapping_add(1);
        // Relaxed: as in call_window_quick.
        if place.load(Relaxed).is_null() || self.th.relearn.is_multiple_of(SELDOM) {
            place.store(code as *mut Code, Relaxed);
        }
    }
    /// Pushes the frame of a function whose `n` arguments stand from register `first` on and fill its parameters (`ip`
    /// is stored); its result goes to register `result`. The caller has seen that there is room.
    #[inline(always)]
    fn enter_window(
        mut self,
        first: usize,
        n: usize,
        code: &Code,
        callee: Word,
        result: usize,
    ) -> R {
        // SAFETY: an address at or near the stack's end is only compared.
        let (args, top) = unsafe {
            let args = self.regs.add(first);
            (args, args.add(code.nregs))
        };
        let mut i = n;
        // SAFETY: a live code object. Volatile: mostly there are few, and an unrolled loop would need more registers than
        // are free.
        while i < unsafe { (&raw const code.nlocals).read_volatile() } {
            // SAFETY: below nregs, checked against the end.
            unsafe { args.add(i).write_volatile(UNBOUND) };
            i += 1;
        }
        // SAFETY: has_room bounds the number of frames; this one is on top.
        let f = unsafe {
            let p = self.f.ptr().add(1);
            frame::set_top(self.th, p);
            Frame::begin(p, args, top, code, callee, result as u16);
            Fp::new(p)
        };
        self.f = f;
        self.ip = code.instrs.as_ptr();
        self.regs = args;
        self.consts = code.table();
        // has_room has looked for a safepoint.
        self.next()
    }
}

op!(call(s) { s.call_window::<false>(natives::call) });
op!(call_method(s) { s.call_window::<true>(natives::call_method) });
op!(call_quick(s) { s.call_window_quick::<false>(call_learn, natives::call) });
op!(call_method_quick(s) { s.call_window_quick::<true>(call_method_learn, natives::call_method) });
op!(#[inline(never)] call_learn(s) {
    s.learn_code();
    s.to(call)
});
op!(#[inline(never)] call_method_learn(s) {
    s.learn_code();
    s.to(call_method)
});

/// Calls the function in register `base` of the frame on top (`ip` is stored) with `n` arguments from `first` on, which
/// do not fill its parameters.
#[inline(never)]
pub(super) fn call_with_defaults(th: &mut Thread, base: usize, first: usize, n: usize) -> R {
    let s = State::on_top(th);
    let callee = s.w(base);
    // SAFETY: a live register word that names a function, checked by the caller; its code lives as long.
    let (fo, code) = unsafe {
        let fo: &Function = Ref::from_word(callee).payload_unchecked();
        (fo, &*fo.code_ptr())
    };
    // SAFETY: room is checked first.
    let filled = call::has_room(s.th, s.f.ptr(), unsafe {
        s.regs.add(first + code.nregs.max(n))
    }) && unsafe { bind::bind_quick(s.th, fo, code, s.regs.add(first), n, None) };
    if !filled {
        return call_slow(s.th);
    }
    s.enter_window(first, code.nparams, code, callee, base)
}

/// Calls the bound method in register `base` of the frame on top (`ip` is stored) with `n` arguments behind it.
#[inline(never)]
pub(super) fn call_bound(th: &mut Thread, base: usize, n: usize) -> R {
    let s = State::on_top(th);
    if !call::unpack_method(s.f, base, n) {
        return call_slow(s.th);
    }
    let func = s.w(base);
    if value::is_ptr(func) && std::ptr::eq(class_ptr(func), &types::FUNCTION) {
        // SAFETY: a live register word; the class is exact, and the code of a live function lives.
        let code = unsafe {
            let fo: &Function = Ref::from_ptr_word(func).payload_unchecked();
            &*fo.code_ptr()
        };
        // SAFETY: only compared.
        let top = unsafe { s.regs.add(base + 1 + code.nregs) };
        if code.exact == n as i32 + 1 && call::has_room(s.th, s.f.ptr(), top) {
            return s.enter_window(base + 1, n + 1, code, func, base);
        }
    }
    let mut s = s;
    if slow!(s, call::call_other(s.th, s.f, base, base + 1, n + 1)) {
        s.reload();
    }
    s.done()
}

/// Makes an instance of the class in register `base` of the frame on top (`ip` is stored) if that takes no more than a
/// bare instance and a call of an `__init__` whose parameters `n` arguments from `first` on fill, after self. The window
/// is then: the instance, the function (kept alive for the frame; its result, which is None, goes there), self, the
/// arguments.
#[inline(never)]
pub(super) fn construct_window(th: &mut Thread, base: usize, first: usize, n: usize) -> R {
    let s = State::on_top(th);
    // SAFETY: a live register word that names a class, checked by the caller.
    let class = unsafe { Ref::from_word(s.w(base)) };
    let Some(init) = class.as_type().and_then(TypeObj::constructor) else {
        return call_slow(s.th);
    };
    if init == value::TRUE || init == value::FALSE {
        // SAFETY: the window's registers.
        let good = unsafe { call::run_new(s.th, class, init, s.regs.add(base), first - base, n) };
        if !good {
            return raise(s.th, true);
        }
        return State::on_top(s.th).done();
    }
    if init == value::ELLIPSIS {
        // SAFETY: the window's registers.
        let good = unsafe { call::run_exception(s.th, class, s.regs.add(base), first - base, n) };
        if !good {
            return raise(s.th, true);
        }
        return State::on_top(s.th).done();
    }
    if init == value::NONE {
        // `object.__init__`.
        if n != 0 {
            return call_slow(s.th);
        }
        let Ok(o) = call::bare_instance(s.th, class) else {
            return raise(s.th, true);
        };
        s.set(base, o.into_word());
        return s.done();
    }
    // SAFETY: the class has this function, and its code lives as long.
    let code = unsafe {
        let fo: &Function = Ref::from_word(init).payload_unchecked();
        &*fo.code_ptr()
    };
    // SAFETY: only compared.
    let top = unsafe { s.regs.add(base + 2 + code.nregs) };
    if code.exact != n as i32 + 1 || !code.gives_none || !call::has_room(s.th, s.f.ptr(), top) {
        return call_slow(s.th);
    }
    let o = if value::is_borrowed(init) {
        call::bare_instance(s.th, class).map_or(EMPTY, Obj::into_word)
    } else {
        // SAFETY: the window's registers.
        unsafe { call::run_new_for_init(s.th, class, init, s.regs.add(base), first - base, n) }
    };
    if o == EMPTY {
        return raise(s.th, true);
    }
    let s = State::on_top(s.th);
    if o == value::TRUE {
        return s.done();
    }
    let init = frame::alias(init);
    // SAFETY: room checked; the window is at the top of the live temporaries (OPERAND RULE 4).
    unsafe {
        let w = s.regs.add(base);
        std::ptr::copy(s.regs.add(first), w.add(3), n);
        *w.add(1) = init;
        *w.add(2) = frame::alias(o);
    }
    s.set(base, o);
    s.enter_window(base + 2, n + 1, code, init, base + 1)
}

/// Calls the `__exit__` of the window that `WithExceptStart` names, if it is a function: its frame runs in this machine
/// loop. False: nothing has changed.
#[inline(never)]
pub fn enter_exit(th: &mut Thread) -> bool {
    let s = State::on_top(th);
    let i = s.i();
    let (func, slf) = (s.w(i.b()), s.w(i.b() + 1));
    if slf == UNBOUND || !value::is_ptr(func) || !std::ptr::eq(class_ptr(func), &types::FUNCTION) {
        return false;
    }
    let e = s.f.reg(i.c());
    let tb = e
        .get::<Exc>()
        .and_then(|x| x.traceback.get())
        .map_or(value::NONE, Obj::into_word);
    let args = [
        slf,
        frame::alias(e.type_ref().word()),
        frame::alias(e.word()),
        tb,
    ];
    if !enter_above(s.th, func, args, i.a(), Ret::Above) {
        frame::release(tb);
        return false;
    }
    // SAFETY: registers of the frame below; the words have moved.
    unsafe {
        *s.regs.add(i.b()) = UNBOUND;
        *s.regs.add(i.b() + 1) = UNBOUND;
    }
    true
}

/// Calls the getter of a property on the object in register b of the instruction that the frame on top stands at (`ip`
/// is stored), for register a. False: nothing has changed. Apart from the handlers, which must keep their state out of
/// memory.
#[inline(never)]
pub fn enter_getter(th: &mut Thread, getter: Word) -> bool {
    let s = State::on_top(th);
    let (a, b, f) = (s.a(), s.b(), s.f);
    if !enter_above(s.th, getter, [frame::alias(f.word(b))], a, Ret::Above) {
        return false;
    }
    if f.is_temp(b) {
        // The temporary moves.
        let s = State::on_top(s.th);
        // SAFETY: the new frame's first register; the old word is an alias.
        unsafe { *s.regs = f.word(b) };
        // SAFETY: the word has moved.
        unsafe { *f.at(b) = UNBOUND };
    }
    true
}

/// Calls a function whose parameters `args` fill from behind the registers of the frame on top (`ip` is stored): the
/// result goes to register `result` when it returns. The words move. False: nothing has changed.
#[inline(always)]
pub fn enter_above<const N: usize>(
    th: &mut Thread,
    func: Word,
    args: [Word; N],
    result: usize,
    ret: Ret,
) -> bool {
    // SAFETY: the caller's word names a function, whose code lives as long.
    let code = unsafe {
        let fo: &Function = Ref::from_word(func).payload_unchecked();
        &*fo.code_ptr()
    };
    // SAFETY: a frame is on top while the machine runs.
    let f = unsafe { Fp::new(frame::top(th)) };
    // SAFETY: registers of this frame; the rest is only compared.
    let (window, top) = unsafe {
        let w = f.frame().regs.add(f.code().nregs);
        (w, w.add(1 + code.nregs))
    };
    if code.exact != N as i32 || !call::has_room(th, f.ptr(), top) {
        return false;
    }
    // SAFETY: room checked.
    unsafe {
        *window = func;
        for (i, w) in args.into_iter().enumerate() {
            *window.add(1 + i) = w;
        }
        let args = window.add(1);
        for i in N..code.nlocals {
            *args.add(i) = UNBOUND;
        }
        let p = f.ptr().add(1);
        p.write(Frame::new(args, top, code, func, ret, result as u16));
        frame::set_top(th, p);
    }
    true
}

/// The call that the frame on top stands at (`ip` is stored), in general.
#[inline(never)]
pub(super) fn call_slow(th: &mut Thread) -> R {
    let mut s = State::on_top(th);
    if slow!(s, call::call_any(s.th, s.f, s.i())) {
        s.reload();
    }
    s.done()
}
op!(call_kw(s) {
    let base = s.a();
    let mut first = base + 1;
    let mut total = s.b();
    if s.i().op_byte() == Op::CallMethodKw as u8 {
        let bound = usize::from(s.w(first) != UNBOUND);
        first += 1 - bound;
        total += bound;
    }
    let callee = s.w(base);
    if value::is_ptr(callee) && std::ptr::eq(class_ptr(callee), &types::FUNCTION) {
        s.sync();
        return call_function_kw(s.th, base, first, total);
    }
    s.to(call_kw_other)
});
/// Calls the function in register `base` of the frame on top (`ip` is stored) with `total` arguments from `first` on, of
/// which the last ones are named.
#[inline(never)]
fn call_function_kw(th: &mut Thread, base: usize, first: usize, total: usize) -> R {
    let s = State::on_top(th);
    let callee = s.w(base);
    // SAFETY: a live register word that names a function, checked by the caller; its code lives as long. Constants live
    // as long as the running code.
    let (fo, code, kw) = unsafe {
        let fo: &Function = Ref::from_word(callee).payload_unchecked();
        let kw: Ref<'_> = Ref::from_word(s.k(s.c()));
        (fo, &*fo.code_ptr(), kw)
    };
    // SAFETY: only compared.
    let top = unsafe { s.regs.add(first + code.nregs.max(total)) };
    let filled = call::has_room(s.th, s.f.ptr(), top)
        // SAFETY: there is room.
        && unsafe { bind::bind_quick(s.th, fo, code, s.regs.add(first), total, Some(kw)) };
    if filled {
        return s.enter_window(first, code.nparams, code, callee, base);
    }
    s.to(call_kw_other)
}
op!(#[inline(never)] call_kw_other(s) {
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

/// Field x of `ReturnK`: so many variables or more.
pub const MANY: usize = 255;

impl State<'_> {
    /// Empties the `n` variables of a frame that ends; false if one holds a counted object.
    #[inline(always)]
    fn empty_variables(&self, n: usize) -> bool {
        debug_assert_eq!(n, self.f.code().nlocals);
        let mut p = self.regs;
        // SAFETY: the variables' registers.
        let end = unsafe { p.add(n) };
        while p < end {
            // SAFETY: as above.
            unsafe {
                let w = *p;
                // Immediates may stay (MACHINE RULE 2).
                if value::is_ptr(w) {
                    if value::is_owned(w) {
                        return false;
                    }
                    *p = UNBOUND;
                }
                p = p.add(1);
            }
        }
        true
    }
    /// Ends a frame of which no more is left than its variables, which are empty, with result `v`.
    #[inline(always)]
    fn leave(mut self, v: Word) -> R {
        self.f.check_left(0);
        let reg = self.f.frame().ret_reg as usize;
        // SAFETY: a frame whose result goes to a register has a caller below it.
        self.f = unsafe { Fp::new(self.f.ptr().sub(1)) };
        frame::set_top(self.th, self.f.ptr());
        let fr = self.f.frame();
        self.ip = fr.ip;
        self.regs = fr.regs;
        self.consts = fr.code().table();
        unwind::uncover(self.th, self.regs);
        // What stood there is the function that ran.
        let old = self.replace(reg, v);
        self.drop_then_serve(old)
    }
    /// What the end of a frame with `Ret::Above` has to do before `leave`.
    #[inline(always)]
    fn end_above(&self) {
        self.f.clear_below();
        // MACHINE RULE 4.
        let fr = self.f.frame();
        fr.ret = Ret::Register;
        fr.end = End::Register;
    }
    /// As `leave`; finalisers run at once.
    #[inline(always)]
    fn leave_serving(self, v: Word) -> R {
        // A request stays until it is served: the caller's next safepoint would be late for `__del__`.
        if self.th.interrupted() {
            return leave_and_serve(self.th, v);
        }
        self.leave(v)
    }
}
/// Ends the frame on top (`ip` is stored) and serves a safepoint in its caller.
#[cold]
#[inline(never)]
fn leave_and_serve(th: &mut Thread, v: Word) -> R {
    let s = State::on_top(th);
    let reg = s.f.frame().ret_reg as usize;
    unwind::pop(s.th, s.f, 0);
    let s = State::on_top(s.th);
    s.set(reg, v);
    s.done()
}

/// Whether a borrowed word may stay one when it leaves its frame: an alias of a caller's private object may not.
#[inline(always)]
fn may_leave(v: Word) -> bool {
    if !value::is_ptr(v) || value::is_owned(v) {
        return true;
    }
    // SAFETY: a register word names a live object.
    let r = unsafe { Ref::from_word(v) };
    r.header()
        .is_some_and(|h| h.flags() & (SHARED | IMMORTAL) != 0)
}

impl State<'_> {
    /// `Return` from a frame with `n` variables.
    #[inline(always)]
    fn return_from(self, n: usize) -> R {
        let a = self.a();
        let v = self.w(a);
        if self.f.frame().end != End::Register || !may_leave(v) {
            return self.to(return_other);
        }
        self.replace(a, UNBOUND);
        if !self.empty_variables(n) {
            self.replace(a, v);
            return self.to(return_release);
        }
        self.leave(v)
    }
}
op!(return_(s) {
    let n = s.b();
    s.return_from(n)
});
op!(return_1(s) { s.return_from(1) });
op!(return_2(s) { s.return_from(2) });
op!(return_k(s) {
    if s.f.frame().end != End::Register {
        return s.to(return_k_other);
    }
    let n = s.x() as usize;
    if !s.empty_variables(if n == MANY { s.f.code().nlocals } else { n }) {
        return s.to(return_k_release);
    }
    let v = frame::alias(s.k(s.wide()));
    s.leave(v)
});
// Returns from frames whose variables hold counted objects.
op!(#[inline(never)] return_release(s) {
    let v = s.replace(s.a(), UNBOUND);
    s.sync();
    s.f.clear_locals();
    s.leave_serving(v)
});
op!(#[inline(never)] return_other(s) {
    let w = s.w(s.a());
    let end = s.f.frame().end;
    if end == End::Slow {
        return s.to(return_slow);
    }
    // An alias of a caller's private object must be counted: it may outlive that register.
    let v = if may_leave(w) { w } else { frame::copy_word(w) };
    s.replace(s.a(), UNBOUND);
    s.sync();
    s.f.clear_locals();
    match end {
        End::Register | End::Slow => {}
        End::Above => s.end_above(),
        End::Operator => {
            s.f.clear_below();
            unwind::pop(s.th, s.f, 0);
            return operators::resume(s.th, v);
        }
    }
    s.leave_serving(v)
});
op!(#[inline(never)] return_k_other(s) {
    let end = s.f.frame().end;
    if end == End::Slow {
        return s.to(return_slow);
    }
    s.sync();
    s.f.clear_locals();
    let v = frame::alias(s.k(s.wide()));
    if end == End::Operator {
        s.f.clear_below();
        unwind::pop(s.th, s.f, 0);
        return operators::resume(s.th, v);
    }
    s.end_above();
    s.leave_serving(v)
});
op!(#[inline(never)] return_k_release(s) {
    s.sync();
    s.f.clear_locals();
    let v = frame::alias(s.k(s.wide()));
    s.leave_serving(v)
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
    // The function that goes now may be the last to hold its code.
    let n = s.f.code().nlocals;
    if matches!(ret, Ret::Above | Ret::Operator) {
        s.f.clear_below();
    }
    unwind::pop(s.th, s.f, n);
    match ret {
        // SAFETY: owned by the lines above.
        Ret::Entry => return Ok(unsafe { Obj::from_word(v) }),
        Ret::Register | Ret::Above => {
            s.reload();
            s.set(reg, v);
        }
        Ret::Operator => return operators::resume(s.th, v),
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
