//! How frames of generators, coroutines and asynchronous generators leave the stack and come back.
//!
//! A suspended frame's live registers stand behind the generator's payload. They are moved word by word: what a
//! register borrowed is counted once, at the first suspension that meets it, and stays counted when it comes back.

use super::frame::{self, End, Frame, Ret, machine, to_owned};
use super::regs::Fp;
use super::step::{State, op, slow};
use super::{call, control, operators, unwind};
use crate::code::flags;
use crate::objects::FrameObj;
use crate::objects::frame::Variables;
use crate::objects::generator::{CREATED, Generator, NOT_SENT, RUNNING, SUSPENDED, Saved};
use crate::opcode::{Instr, YIELD_ASYNC, YIELD_DROP};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::*};
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::is_multi;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, types};

/// The generator whose frame this is.
#[inline(always)]
fn generator_of(fr: &Frame) -> &'static Generator {
    // SAFETY: a frame with a generator runs; whoever resumed it keeps the generator alive.
    unsafe { Ref::from_ptr_word(fr.generator).payload_unchecked() }
}

/// The payload of a generator of one of the three classes.
///
/// # Safety
/// `w` is a live register word that names one.
#[inline(always)]
unsafe fn generator_at(w: Word) -> (Ref<'static>, &'static Generator) {
    // SAFETY: by contract.
    unsafe {
        let r = Ref::from_ptr_word(w);
        (r, r.payload_unchecked())
    }
}

// ------------------------------------------------------------------ making

/// `ReturnGenerator`: moves the running frame's registers into a new generator, coroutine or asynchronous generator.
pub fn make(th: &mut Thread, f: Fp) -> R {
    let func = f.func();
    let code = f.code();
    let class = if code.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) == 0 {
        &types::GENERATOR
    } else if code.flags & flags::COROUTINE != 0 {
        &types::COROUTINE
    } else {
        &types::ASYNC_GENERATOR
    };
    let Some(function) = f.function() else {
        return Err(error::runtime_error(th, "generator without function"));
    };
    let g = Generator {
        state: AtomicU8::new(CREATED),
        own_yield: AtomicBool::new(false),
        busy: AtomicBool::new(false),
        ended: AtomicBool::new(false),
        hooked: AtomicBool::new(false),
        room: code.nregs as u32,
        saved: UnsafeCell::new(Saved {
            ip: f.frame().ip,
            code,
            thread: th.tid(),
            live: 0,
            sent: NOT_SENT,
            handling: 0,
        }),
        func: Slot::new(function.own()),
        name: func.name.get().map_or_else(Slot::empty, Slot::new),
        qualname: func.qualname.get().map_or_else(Slot::empty, Slot::new),
        frame: Slot::empty(),
        handled: Slot::empty(),
        extra: Slot::empty(),
    };
    let depth = machine(th).origin_depth;
    if depth > 0 && code.flags & flags::COROUTINE != 0 {
        let origin = crate::objects::origin::of_callers(th, depth)?;
        g.extra.init(origin);
    }
    // Before its first instruction a function has variables only.
    Obj::with_tail(th, class.r(), g, code.nregs, |g, to| {
        // SAFETY: the frame's registers; there is room for all of them. Nobody else knows the generator yet.
        unsafe {
            save(f.at(0), to, code.nlocals);
            (*g.saved.get()).live = code.nlocals as u32;
        }
    })
}

/// Moves `n` registers from `from` to `to`; borrowed words are counted (DESIGN §5).
///
/// # Safety
/// Both ends are the caller's alone.
#[inline(always)]
unsafe fn save(from: *mut Word, to: *mut Word, n: usize) {
    let mut i = 0;
    while i < n {
        // SAFETY: by contract.
        unsafe {
            let mut w = *from.add(i);
            if value::is_ptr(w) {
                *from.add(i) = UNBOUND;
                if value::is_borrowed(w) {
                    w = to_owned(w);
                }
            }
            *to.add(i) = w;
        }
        i += 1;
    }
}

// ------------------------------------------------------------------ coming back

/// Puts a claimed generator's frame on top of the stack with its registers from `regs` on. `before`: the state that was
/// claimed, to which it returns if there is no room.
#[inline(always)]
pub(crate) fn push(
    th: &mut Thread,
    g: Ref<'_>,
    x: &Generator,
    before: u8,
    regs: *mut Word,
    ret: Ret,
    ret_reg: u16,
) -> R<()> {
    // SAFETY: claimed (GEN RULE).
    let saved = unsafe { &mut *x.saved.get() };
    // SAFETY: the function keeps it alive.
    let code = unsafe { &*saved.code };
    // SAFETY: an address at or near the stack's end is only compared.
    let top = unsafe { regs.add(code.nregs) };
    if saved.thread != th.tid() || !call::has_room(th, frame::top(th), top) {
        prepare(th, x, before, top)?;
    }
    let n = saved.live as usize;
    saved.live = 0;
    let from = x.words();
    let mut i = 0;
    while i < n {
        // SAFETY: saved registers; there is room for them on the stack. Their counts move.
        unsafe { *regs.add(i) = *from.add(i) };
        i += 1;
    }
    let mut fr = Frame::new(regs, top, code, x.func.peek(), ret, ret_reg);
    fr.end = End::Slow;
    fr.ip = saved.ip;
    fr.generator = g.word();
    fr.handling = saved.handling;
    // SAFETY: has_room bounds the number of frames, which stand in one array.
    unsafe {
        let p = frame::top(th).add(1);
        p.write(fr);
        frame::set_top(th, p);
    }
    if saved.handling != 0 || !x.frame.is_empty() {
        take_along(th, x);
    }
    Ok(())
}

/// What `push` seldom has to do before: make room, or take registers over that another thread saved.
#[cold]
#[inline(never)]
fn prepare(th: &mut Thread, x: &Generator, before: u8, top: *mut Word) -> R<()> {
    if let Err(e) = call::check_depth(th, top) {
        // Release: gives the claim back.
        x.state.store(before, Release);
        return Err(e);
    }
    // SAFETY: claimed (GEN RULE).
    let saved = unsafe { &mut *x.saved.get() };
    if saved.thread != th.tid() {
        for i in 0..saved.live as usize {
            // SAFETY: claimed; a saved word owns its count, which stays with it (COUNT RULE 9).
            unsafe {
                let p = x.words().add(i);
                *p = Obj::from_word(*p).adopt().into_word();
            }
        }
    }
    Ok(())
}

/// What belongs to the frame just pushed beside its registers: the exceptions that it handles, its frame object.
#[cold]
#[inline(never)]
fn take_along(th: &mut Thread, x: &Generator) {
    let top = frame::top(th);
    // SAFETY: the frame just pushed.
    let fr = unsafe { &mut *top };
    if fr.handling != 0 {
        let own = x.handled.take();
        fr.outer_handled = std::mem::replace(&mut th.handled, own).map_or(EMPTY, Obj::into_word);
    }
    if let Some(o) = x.frame.take() {
        if let Some(fo) = o.get::<FrameObj>() {
            let before = {
                // Who writes through `f_locals` looks under the lock whether the frame runs.
                let mut saved = fo.saved.lock();
                fo.set_live(top);
                std::mem::take(&mut *saved)
            };
            // SAFETY: the frame just pushed.
            let f = unsafe { Fp::new(top) };
            for (i, v) in before.written {
                f.set(i, v.adopt());
            }
            drop(before.vars);
        }
        fr.object = o.into_word();
    }
}

/// Gives the value of the `yield` expression that the frame on top is suspended at.
#[inline(always)]
pub fn deliver(th: &mut Thread, x: &Generator, v: Obj) {
    // SAFETY: the frame just pushed.
    let f = unsafe { Fp::new(frame::top(th)) };
    // SAFETY: claimed (GEN RULE).
    let sent = unsafe { (*x.saved.get()).sent };
    if sent != NOT_SENT {
        f.set(sent as usize, v);
    }
}

/// Brings a frame back, if that means to move its registers and nothing else, while the process has one thread. What is
/// sent goes to register `saved.sent`. False: nothing has changed.
#[inline(always)]
pub(super) fn resume_quick(
    th: &mut Thread,
    g: Ref<'_>,
    x: &Generator,
    regs: *mut Word,
    ret: Ret,
    ret_reg: u16,
) -> bool {
    // Relaxed: one thread.
    if is_multi() || x.state.load(Relaxed) > SUSPENDED {
        return false;
    }
    // SAFETY: one thread, and the frame does not run: nobody else looks at it.
    let saved = unsafe { &mut *x.saved.get() };
    // SAFETY: the function keeps it alive.
    let code = unsafe { &*saved.code };
    // SAFETY: an address at or near the stack's end is only compared.
    let top = unsafe { regs.add(code.nregs) };
    let plain = saved.handling == 0 && x.frame.is_empty() && saved.thread == th.tid();
    if !plain || !call::has_room(th, frame::top(th), top) {
        return false;
    }
    x.state.store(RUNNING, Relaxed);
    let n = std::mem::take(&mut saved.live) as usize;
    let from = x.words();
    let mut i = 0;
    while i < n {
        // SAFETY: saved registers; there is room for them on the stack. Their counts move. Volatile: mostly there are
        // few, and an unrolled loop would need more registers than are free.
        unsafe { regs.add(i).write_volatile(*from.add(i)) };
        i += 1;
    }
    let mut fr = Frame::new(regs, top, code, x.func.peek(), ret, ret_reg);
    fr.end = End::Slow;
    fr.ip = saved.ip;
    fr.generator = g.word();
    // SAFETY: has_room bounds the number of frames, which stand in one array.
    unsafe {
        let p = frame::top(th).add(1);
        p.write(fr);
        frame::set_top(th, p);
    }
    true
}

// ------------------------------------------------------------------ leaving

/// The reverse of `take_along`.
#[cold]
#[inline(never)]
fn leave_along(th: &mut Thread, f: Fp, x: &Generator) {
    let fr = f.frame();
    if fr.handling != 0 {
        // What is handled inside stays with the generator; the caller's own comes back.
        if let Some(own) = restore_outer(th, fr) {
            x.handled.set(own);
        }
    }
    if fr.object != EMPTY {
        let w = std::mem::replace(&mut fr.object, EMPTY);
        // SAFETY: the frame owned the word.
        let o = unsafe { Obj::from_word(w) };
        if let Some(fo) = o.get::<FrameObj>() {
            fo.lasti.store(fr.pc() as u64, Release);
            // SAFETY: this thread holds the claim.
            let regs = unsafe { x.registers() };
            let variables = Variables {
                vars: variables(f.code(), regs),
                suspended: true,
                ..Variables::default()
            };
            let old = std::mem::replace(&mut *fo.saved.lock(), variables);
            drop(old);
            fo.live.store(std::ptr::null_mut(), Release);
            // A suspended frame has no caller.
            drop(fo.back.take());
            fo.drop_kept();
        }
        x.frame.set(o);
    }
}

/// The exception that whoever resumed the frame handles is the thread's again; gives what the frame handled.
fn restore_outer(th: &mut Thread, fr: &mut Frame) -> Option<Obj> {
    let outer = std::mem::replace(&mut fr.outer_handled, EMPTY);
    // SAFETY: the frame owned the word.
    let outer = (outer != EMPTY).then(|| unsafe { Obj::from_word(outer) });
    std::mem::replace(&mut th.handled, outer)
}

/// The variables among saved registers, for the frame object.
pub(crate) fn variables(code: &crate::objects::Code, regs: &[Slot]) -> Vec<Option<Obj>> {
    regs.iter()
        .take(code.nlocals)
        .map(|s| if s.peek() == UNBOUND { None } else { s.get() })
        .collect()
}

/// The running generator frame ends (return or exception): the claim is given up for good.
#[inline(always)]
pub fn finish(th: &mut Thread, f: Fp) {
    let fr = f.frame();
    if fr.handling != 0 {
        drop(restore_outer(th, fr));
    }
    // SAFETY: the caller keeps the generator alive.
    let (g, x) = unsafe { generator_at(fr.generator) };
    fr.generator = EMPTY;
    machine(th).yielded = false;
    if let Some(h) = g.header() {
        h.finalizer_is_void();
    }
    // Release: gives the claim up.
    x.state.store(crate::objects::generator::CLOSED, Release);
}

/// The reverse of `push` for a frame that has not run since: it is suspended where it was.
pub(super) fn suspend_again(th: &mut Thread) {
    let p = frame::top(th);
    // SAFETY: the frame that `push` put there.
    let f = unsafe { Fp::new(p) };
    let fr = f.frame();
    let x = generator_of(fr);
    // It stands at the `Yield` that suspended it.
    let live = fr.instr().yield_live();
    // SAFETY: this thread holds the claim; there is room for that many registers.
    unsafe {
        save(fr.regs, x.words(), live);
        let saved = &mut *x.saved.get();
        saved.live = live as u32;
        saved.thread = th.tid();
        saved.handling = fr.handling;
    }
    if is_involved(fr) {
        leave_along(th, f, x);
    }
    reset(fr);
    // SAFETY: the frame array has an element below every frame.
    unsafe {
        frame::set_top(th, p.sub(1));
        unwind::uncover(th, (*p.sub(1)).regs);
    }
    // Release: the saved registers are whole.
    x.state.store(SUSPENDED, Release);
}

// ------------------------------------------------------------------ handlers

op!(return_generator(s) {
    let g = slow!(s, make(s.th, s.f));
    let fr = s.f.frame();
    let (ret, reg) = (fr.ret, fr.ret_reg as usize);
    if matches!(ret, Ret::Above | Ret::Operator) {
        s.f.clear_below();
    }
    unwind::pop(s.th, s.f, 0);
    if ret == Ret::Entry {
        return Ok(g);
    }
    s.reload();
    match ret {
        Ret::Init => {
            s.f.clear(reg + 1);
            slow!(s, control::init_result(s.th, g.into_word()));
        }
        Ret::Args => {
            s.set(reg, g.into_word());
            s.f.clear(reg + 1);
        }
        Ret::Operator => return operators::resume(s.th, g.into_word()),
        _ => s.set(reg, g.into_word()),
    }
    s.done()
});

/// The common part of a `Yield` in a frame without exceptions in hand and frame object, while no register that lives on
/// is borrowed: gives the yielded word, or EMPTY if it is not that simple. `saved.live` registers have moved then.
#[inline(always)]
fn yield_quick(s: &mut State<'_>, i: Instr) -> Word {
    let x = generator_of(s.f.frame());
    // SAFETY: this thread holds the claim.
    let saved = unsafe { &mut *x.saved.get() };
    let (b, live) = (i.b(), i.yield_live());
    if b < live && s.f.is_temp(b) {
        return EMPTY;
    }
    let to = x.words();
    let mut n = 0;
    while n < live {
        let w = s.w(n);
        if value::is_borrowed(w) {
            saved.live = n as u32;
            return EMPTY;
        }
        // SAFETY: this thread holds the claim, and there is room for `live` registers. Volatile: mostly there are few,
        // and an unrolled loop would need more registers than are free.
        unsafe {
            s.regs.add(n).write_volatile(UNBOUND);
            to.add(n).write_volatile(w);
        }
        n += 1;
    }
    let mut v;
    if b < live {
        // SAFETY: a word that was saved just now.
        v = unsafe { *to.add(b) };
        if value::is_ptr(v) {
            // SAFETY: a register word names a live object.
            v = unsafe { Ref::from_ptr_word(v) }.copy_quick(s.th);
            if v == EMPTY {
                saved.live = live as u32;
                return EMPTY;
            }
        }
    } else {
        v = s.replace(b, UNBOUND);
    }
    note_yield(s, x, i);
    saved.handling = 0;
    v
}

/// Writes down where the running frame is suspended.
#[inline(always)]
fn note_yield(s: &State<'_>, x: &Generator, i: Instr) {
    // SAFETY: this thread holds the claim.
    let saved = unsafe { &mut *x.saved.get() };
    saved.live = i.yield_live() as u32;
    saved.sent = if i.x() & YIELD_DROP == 0 {
        i.a() as u32
    } else {
        NOT_SENT
    };
    saved.ip = s.ip;
    saved.thread = s.th.tid();
    if i.yield_kind() != 0 {
        // Relaxed: published with the state.
        x.own_yield.store(i.yield_kind() == YIELD_ASYNC, Relaxed);
    }
    s.f.check_left(0);
}

/// MACHINE RULE 4 for the frame of a generator that is suspended.
#[inline(always)]
fn reset(fr: &mut Frame) {
    fr.generator = EMPTY;
    fr.ret = Ret::Register;
    fr.end = End::Register;
    fr.handling = 0;
}

/// Whether a suspension has more to do than to move registers.
#[inline(always)]
fn is_involved(fr: &Frame) -> bool {
    fr.object | u64::from(fr.handling) != 0
}

impl State<'_> {
    /// The frame that drives the generator's frame, which is suspended now, goes on with `v`.
    #[inline(always)]
    fn resume_driver(mut self, v: Word) -> R {
        let fr = self.f.frame();
        let (reg, x) = (fr.ret_reg as usize, generator_of(fr));
        reset(fr);
        // SAFETY: `for` or `yield from`: the driver's frame is below.
        self.f = unsafe { Fp::new(self.f.ptr().sub(1)) };
        frame::set_top(self.th, self.f.ptr());
        let fr = self.f.frame();
        unwind::uncover(self.th, fr.regs);
        // Release: the saved registers are whole. From here on the generator may run on another thread.
        x.state.store(SUSPENDED, Release);
        self.ip = fr.ip;
        self.regs = fr.regs;
        self.consts = fr.code().table();
        self.put(reg, v)
    }
    /// As `resume_driver`, where Rust drives the generator.
    #[inline(always)]
    fn return_to_rust(self, v: Word) -> R {
        let fr = self.f.frame();
        let x = generator_of(fr);
        reset(fr);
        machine(self.th).yielded = true;
        // SAFETY: the frame array has an element below every frame.
        unsafe {
            let p = self.f.ptr().sub(1);
            frame::set_top(self.th, p);
            unwind::uncover(self.th, (*p).regs);
        }
        // Release: as in resume_driver.
        x.state.store(SUSPENDED, Release);
        // SAFETY: owned by this line.
        Ok(unsafe { Obj::from_word(to_owned(v)) })
    }
    /// Goes on in a generator's frame that has come back; `v` is what is sent into it.
    #[inline(always)]
    fn go_on(mut self, x: &Generator, v: Word) -> R {
        self.reload();
        // SAFETY: claimed (GEN RULE).
        let sent = unsafe { (*x.saved.get()).sent };
        if sent != NOT_SENT {
            return self.put(sent as usize, v);
        }
        self.drop_then(v)
    }
}

impl State<'_> {
    /// A `Yield` in a frame that `end` leaves, if `yield_quick` does.
    #[inline(always)]
    fn yield_then(mut self, end: impl FnOnce(Self, Word) -> R) -> R {
        let i = self.i();
        if is_involved(self.f.frame()) {
            return self.to(yield_slow);
        }
        let v = yield_quick(&mut self, i);
        if v == EMPTY {
            return self.to(yield_slow);
        }
        end(self, v)
    }
}
op!(yield_(s) {
    if s.f.frame().ret == Ret::Entry {
        return s.to(yield_to_rust);
    }
    s.yield_then(State::resume_driver)
});
op!(#[inline(never)] yield_to_rust(s) { s.yield_then(State::return_to_rust) });
op!(#[inline(never)] yield_slow(s) {
    let i = s.i();
    s.sync();
    let fr = s.f.frame();
    let x = generator_of(fr);
    // SAFETY: this thread holds the claim. What `yield_quick` has moved comes back.
    unsafe {
        let n = std::mem::take(&mut (*x.saved.get()).live) as usize;
        std::ptr::copy_nonoverlapping(x.words(), s.regs, n);
        (*x.saved.get()).handling = fr.handling;
    }
    let v = if i.b() >= i.yield_live() {
        // A temporary that is not saved.
        s.replace(i.b(), UNBOUND)
    } else {
        s.f.move_word(i.b())
    };
    // SAFETY: this thread holds the claim; there is room for that many registers.
    unsafe { save(fr.regs, x.words(), i.yield_live()) };
    note_yield(&s, x, i);
    if is_involved(fr) {
        leave_along(s.th, s.f, x);
    }
    if fr.ret == Ret::Entry {
        return s.return_to_rust(v);
    }
    s.resume_driver(v)
});

op!(#[inline(never)] for_iter_generator(s) {
    s.sync();
    // SAFETY: `for_iter` has looked at the class; this frame's registers end at `top`.
    let (r, x, top) = unsafe {
        let (r, x) = generator_at(s.w(s.a()));
        (r, x, s.regs.add(s.f.code().nregs))
    };
    let reg = s.b() as u16;
    if !resume_quick(s.th, r, x, top, Ret::ForIter, reg) {
        return s.to(for_iter_generator_slow);
    }
    s.go_on(x, value::NONE)
});
op!(#[inline(never)] for_iter_generator_slow(s) {
    // SAFETY: as above.
    let (r, x, top) = unsafe {
        let (r, x) = generator_at(s.w(s.a()));
        (r, x, s.regs.add(s.f.code().nregs))
    };
    let Some(before) = x.claim() else {
        return s.to(super::flow::for_iter_other);
    };
    if push(s.th, r, x, before, top, Ret::ForIter, s.b() as u16).is_err() {
        return super::step::raise(s.th, true);
    }
    s.go_on(x, value::NONE)
});

op!(send(s) {
    let it = s.w(s.b());
    if value::is_ptr(it) {
        // SAFETY: a live register word that is a pointer.
        let class = unsafe { Ref::from_ptr_word(it).class_of_ptr() };
        if std::ptr::eq(class, &types::GENERATOR) || std::ptr::eq(class, &types::COROUTINE) {
            return s.to(send_into);
        }
    }
    s.to(send_other)
});
op!(#[inline(never)] send_into(s) {
    // SAFETY: `send` has looked at the class; this frame's registers end at `top`.
    let (r, x, top) = unsafe {
        let (r, x) = generator_at(s.w(s.b()));
        (r, x, s.regs.add(s.f.code().nregs))
    };
    s.sync();
    let a = s.a();
    let v = s.w(a);
    // What has not begun can be sent None only.
    // Relaxed: the claim decides.
    if v != value::NONE && x.state.load(Relaxed) == CREATED
        || !resume_quick(s.th, r, x, top, Ret::Send, a as u16)
    {
        return s.to(send_into_slow);
    }
    s.replace(a, UNBOUND);
    s.go_on(x, v)
});
op!(#[inline(never)] send_into_slow(s) {
    // SAFETY: as above.
    let (r, x, top) = unsafe {
        let (r, x) = generator_at(s.w(s.b()));
        (r, x, s.regs.add(s.f.code().nregs))
    };
    let Some(before) = x.claim() else {
        return s.to(send_other);
    };
    let a = s.a();
    let v = s.w(a);
    if before == CREATED && v != value::NONE {
        // Release: gives the claim back.
        x.state.store(CREATED, Release);
        return s.to(send_other);
    }
    if push(s.th, r, x, before, top, Ret::Send, a as u16).is_err() {
        return super::step::raise(s.th, true);
    }
    s.replace(a, UNBOUND);
    s.go_on(x, v)
});
op!(#[inline(never)] send_other(s) {
    let more = slow!(s, control::send(s.th, s.f, s.i()));
    let n = if more { 0 } else { s.jump16() };
    s.goto(n)
});

impl State<'_> {
    /// The generator frame that `s` has left returned `v` to the frame on top, which drives it.
    #[inline(always)]
    pub(super) fn generator_returned(mut self, ret: Ret, reg: usize, v: Word) -> R {
        self.reload();
        if ret == Ret::Send {
            self.set(reg, v);
        } else {
            // The ForIter in progress ends its loop.
            frame::release(v);
            self.f.clear(self.a());
        }
        let n = self.jump16();
        self.jump(n);
        self.done()
    }
}
