//! Generators, coroutines and asynchronous generators on the machine: suspending, resuming, ending.

use super::frame::{Frame, Ret, machine, release, to_owned};
use super::regs::Fp;
use crate::code::flags;
use crate::objects::generator::{CLOSED, CREATED, Generator, SUSPENDED, Saved, is_plain, noun};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::*};
use typhon_runtime::error::{self, value_error};
use typhon_runtime::names;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::value::{EMPTY, UNBOUND};
use typhon_runtime::{Thread, types};

/// `ReturnGenerator`: moves the running frame's registers into a new generator, coroutine or asynchronous generator.
pub fn make(th: &mut Thread, f: Fp) -> R {
    let Some(func) = f.function() else {
        return Err(error::runtime_error(th, "generator without function"));
    };
    let Some(fo) = func.get::<crate::objects::Function>() else {
        return Err(error::runtime_error(th, "generator without function"));
    };
    let g = Generator {
        state: AtomicU8::new(CREATED),
        func: Slot::new(func.own()),
        name: fo.name.get().map_or_else(Slot::empty, Slot::new),
        qualname: fo.qualname.get().map_or_else(Slot::empty, Slot::new),
        frame: Slot::empty(),
        handled: Slot::empty(),
        finalizer: Slot::empty(),
        busy: AtomicBool::new(false),
        ended: AtomicBool::new(false),
        own_yield: AtomicBool::new(false),
        hooked: AtomicBool::new(false),
        saved: UnsafeCell::new(Saved::default()),
    };
    let class = if f.code().flags & flags::COROUTINE != 0 {
        &types::COROUTINE
    } else if f.code().flags & flags::ASYNC_GENERATOR != 0 {
        &types::ASYNC_GENERATOR
    } else {
        &types::GENERATOR
    };
    let g = Obj::new(th, class.r(), g)?;
    if let Some(x) = g.get::<Generator>() {
        // SAFETY: fresh, unpublished.
        save(th, f, unsafe { &mut *x.saved.get() }, f.frame().ip);
    }
    Ok(g)
}

/// Moves all registers into `s`; borrowed words are counted (DESIGN §5).
#[inline(always)]
fn save(th: &Thread, f: Fp, s: &mut Saved, ip: *const std::sync::atomic::AtomicU64) {
    let code = f.code();
    if s.regs.len() != code.nregs {
        s.regs.clear();
        s.regs.resize_with(code.nregs, Slot::empty);
    }
    for (i, slot) in s.regs.iter().enumerate() {
        let w = f.word(i);
        if w != UNBOUND {
            // SAFETY: i < nregs.
            unsafe { *f.at(i) = UNBOUND };
            slot.fill_word(to_owned(w));
        }
    }
    s.handling = f.frame().handling;
    s.pc = (ip as usize - code.instrs.as_ptr() as usize) / 8;
    s.thread = th.rec().tid();
    s.code = f.frame().code;
}

/// Puts a claimed generator's frame on top of the stack with its registers from `regs` on.
pub(crate) fn push(
    th: &mut Thread,
    g: Ref<'_>,
    x: &Generator,
    regs: *mut u64,
    ret: Ret,
    ret_reg: u16,
) -> R<()> {
    let func = x.func.peek();
    if func == EMPTY {
        x.state.store(CLOSED, Release);
        return Err(error::runtime_error(th, "generator was cleared"));
    }
    // SAFETY: claimed.
    let saved = unsafe { &mut *x.saved.get() };
    let code = saved.code;
    // SAFETY: `make` has set it, and the function keeps it alive.
    let c = unsafe { &*code };
    // SAFETY: checked against the end of the stack before.
    let top = unsafe { regs.add(c.nregs) };
    if let Err(e) = super::call::check_depth(th, top) {
        x.state
            .store(if saved.pc <= 1 { CREATED } else { SUSPENDED }, Release);
        return Err(e);
    }
    let foreign = saved.thread != th.rec().tid();
    for (i, s) in saved.regs.iter().enumerate() {
        let mut w = s.take_word();
        if w == EMPTY {
            w = UNBOUND;
        } else if foreign {
            // SAFETY: the word's count moves into the register below.
            w = unsafe { Obj::from_word(w) }.adopt().into_word();
        }
        // SAFETY: i < nregs.
        unsafe { *regs.add(i) = w };
    }
    let outer = match th.handled.as_ref() {
        Some(h) => h.r().own().into_word(),
        None => EMPTY,
    };
    if !x.handled.is_empty()
        && let Some(h) = x.handled.take()
    {
        th.handled = Some(h);
    }
    let m = machine(th);
    let frame = Frame {
        regs,
        // SAFETY: the instruction behind the `yield`, or the first one.
        ip: unsafe { c.instrs.as_ptr().add(saved.pc) },
        code,
        // The generator keeps the function; the caller keeps the generator.
        func,
        locals: EMPTY,
        object: if x.frame.is_empty() {
            EMPTY
        } else {
            x.frame.take().map_or(EMPTY, Obj::into_word)
        },
        generator: g.word(),
        outer_handled: outer,
        ret,
        ret_reg,
        end: super::frame::End::Slow,
        handling: saved.handling,
    };
    // SAFETY: check_depth made sure of the room; frames stand in one array.
    unsafe {
        m.top = m.top.add(1);
        m.top.write(frame);
    }
    if let Some(o) = object_of(m.top) {
        let before = std::mem::take(&mut *o.saved.lock());
        o.set_live(m.top);
        drop(before);
    }
    th.top = top;
    th.frame_base = regs;
    Ok(())
}

fn object_of(f: *mut Frame) -> Option<&'static crate::objects::FrameObj> {
    // SAFETY: a live frame owns its object word.
    let w = unsafe { (*f).object };
    if w == EMPTY {
        None
    } else {
        // SAFETY: as above.
        unsafe { Ref::from_word(w) }.get::<crate::objects::FrameObj>()
    }
}

/// Takes the running generator frame off the stack, suspended after a `Yield`.
pub fn suspend(th: &mut Thread, f: Fp) {
    let fr = f.frame();
    // SAFETY: the caller keeps the generator alive while it runs.
    let g = unsafe { Ref::from_word(fr.generator) };
    let Some(x) = g.get::<Generator>() else {
        return;
    };
    // SAFETY: this thread holds the claim.
    save(th, f, unsafe { &mut *x.saved.get() }, fr.ip);
    // What is handled inside stays with the generator; the caller's own comes back.
    let outer = std::mem::replace(&mut fr.outer_handled, EMPTY);
    let inner = th.handled.take();
    th.handled = if outer == EMPTY {
        None
    } else {
        // SAFETY: the frame owned the word.
        Some(unsafe { Obj::from_word(outer) })
    };
    if fr.handling > 0
        && let Some(i) = inner
    {
        x.handled.set(i);
    }
    if fr.object != EMPTY {
        let w = std::mem::replace(&mut fr.object, EMPTY);
        // SAFETY: the frame owned the word.
        let o = unsafe { Obj::from_word(w) };
        if let Some(fo) = o.get::<crate::objects::FrameObj>() {
            fo.lasti.store(fr.pc() as u64, Release);
            // SAFETY: this thread holds the claim.
            let regs = unsafe { &(*x.saved.get()).regs };
            let old = std::mem::replace(&mut *fo.saved.lock(), variables(f.code(), regs));
            drop(old);
            fo.live.store(std::ptr::null_mut(), Release);
        }
        x.frame.set(o);
    }
    super::unwind::pop(th, f, 0);
    machine(th).yielded = true;
    // Release: the saved registers are whole.
    x.state.store(SUSPENDED, Release);
}

/// The variables among saved registers, for the frame object.
pub(crate) fn variables(code: &crate::objects::Code, regs: &[Slot]) -> Vec<Option<Obj>> {
    regs.iter().take(code.nlocals).map(Slot::get).collect()
}

/// Notes before a suspension whether an asynchronous generator stands at a `yield` of its own.
pub fn note_yield(f: Fp, kind: u8) {
    // SAFETY: the caller keeps the generator alive while it runs.
    let g = unsafe { Ref::from_word(f.frame().generator) };
    if let Some(x) = g.get::<Generator>() {
        // Relaxed: published with the state.
        x.own_yield.store(kind == 2, Relaxed);
    }
}

/// The running generator frame ends (return or exception): the claim is given up for good.
pub fn finish(th: &mut Thread, f: Fp) {
    let fr = f.frame();
    let outer = std::mem::replace(&mut fr.outer_handled, EMPTY);
    th.handled = if outer == EMPTY {
        None
    } else {
        // SAFETY: the frame owned the word.
        Some(unsafe { Obj::from_word(outer) })
    };
    // SAFETY: the caller keeps the generator alive.
    let g = unsafe { Ref::from_word(fr.generator) };
    fr.generator = EMPTY;
    machine(th).yielded = false;
    super::unwind::close_generator(g);
}

/// Why a generator cannot run now; None if it is finished, which only a coroutine minds.
pub fn busy(th: &mut Thread, g: Ref<'_>, x: &Generator) -> Option<Raised> {
    if x.state() != CLOSED {
        let m = format!("{} already executing", noun(g));
        Some(value_error(th, m))
    } else if g.is_exact(&types::COROUTINE) {
        let m = "cannot reuse already awaited coroutine";
        Some(error::runtime_error(th, m))
    } else {
        None
    }
}

/// What resuming gives.
pub enum Step {
    /// A yielded value.
    Yield(Obj),
    /// The return value.
    Return(Obj),
}

/// Resumes a generator from Rust with a value.
pub fn resume(th: &mut Thread, g: Ref<'_>, value: Obj) -> R<Step> {
    let Some(x) = g.get::<Generator>() else {
        return Err(error::type_error(th, "generator expected"));
    };
    let Some(before) = x.claim() else {
        return match busy(th, g, x) {
            Some(e) => Err(e),
            None => Ok(Step::Return(Obj::none())),
        };
    };
    if before == CREATED && !value.r().is_none() {
        x.state.store(CREATED, Release);
        let m = format!("can't send non-None value to a just-started {}", noun(g));
        return Err(error::type_error(th, m));
    }
    // SAFETY: one register of window below the frame, as for every call from Rust.
    let regs = unsafe { th.top.add(1) };
    // SAFETY: free register.
    unsafe { *th.top = UNBOUND };
    push(th, g, x, regs, Ret::Entry, 0)?;
    if before == SUSPENDED {
        deliver(th, value);
    }
    run_to_step(th)
}

/// Gives the value of the `yield` expression that the top frame is suspended at.
pub fn deliver(th: &mut Thread, value: Obj) {
    // SAFETY: the frame just pushed.
    let f = unsafe { Fp::new(machine(th).top) };
    let a = f.frame().instr().a();
    f.set(a, value);
}

fn run_to_step(th: &mut Thread) -> R<Step> {
    let r = super::run(th)?;
    Ok(step_of(th, r))
}

/// What the frame that has just come back from the machine did. Not asked of the generator: another thread may run it
/// again already.
fn step_of(th: &mut Thread, r: Obj) -> Step {
    if machine(th).yielded {
        Step::Yield(r)
    } else {
        Step::Return(r)
    }
}

/// Resumes a generator from Rust by raising the exception in flight at its `yield`.
pub fn throw_into(th: &mut Thread, g: Ref<'_>) -> R<Step> {
    let Some(x) = g.get::<Generator>() else {
        return Err(Raised);
    };
    let Some(before) = x.claim() else {
        let e = error::fetch(th);
        return Err(match busy(th, g, x) {
            Some(busy) => busy,
            None => error::restore(th, e),
        });
    };
    if before == CREATED {
        // Nothing has run: it is closed, and the traceback shows its first line.
        // SAFETY: claimed.
        let old = unsafe { std::mem::take(&mut (*x.saved.get()).regs) };
        x.state.store(CLOSED, Release);
        drop(old);
        return Err(Raised);
    }
    let raised = th.raised.take();
    // SAFETY: as in resume.
    let regs = unsafe { th.top.add(1) };
    // SAFETY: free register.
    unsafe { *th.top = UNBOUND };
    push(th, g, x, regs, Ret::Entry, 0)?;
    // SAFETY: the frame just pushed.
    let handling = unsafe { (*machine(th).top).handling };
    if handling > 0
        && let (Some(e), Some(h)) = (&raised, &th.handled)
    {
        error::set_context(e.r(), h.clone());
    }
    th.raised = raised;
    let r = super::run_raising(th)?;
    Ok(step_of(th, r))
}

/// Slot `next` of generators.
pub fn next(th: &mut Thread, g: Ref<'_>) -> R<Option<Obj>> {
    match resume(th, g, Obj::none())? {
        Step::Yield(v) => Ok(Some(v)),
        Step::Return(v) => {
            if v.r().is_none() {
                Ok(None)
            } else {
                Err(error::stop_iteration(th, v))
            }
        }
    }
}

/// `gen.send(value)`.
pub fn send(th: &mut Thread, g: Ref<'_>, value: Obj) -> R {
    match resume(th, g, value)? {
        Step::Yield(v) => Ok(v),
        Step::Return(v) => Err(error::stop_iteration(th, v)),
    }
}

/// `gen.throw(type[, value[, traceback]])`: delegates to an inner iterator first, with the arguments as they are.
pub fn throw(th: &mut Thread, g: Ref<'_>, args: &[Ref<'_>]) -> R {
    match throw_step(th, g, args, true)? {
        Step::Yield(v) => Ok(v),
        Step::Return(v) => Err(error::stop_iteration(th, v)),
    }
}

/// As `throw`. `close_inner`: GeneratorExit closes the inner iterator instead of being thrown into it.
pub fn throw_step(th: &mut Thread, g: Ref<'_>, args: &[Ref<'_>], close_inner: bool) -> R<Step> {
    let Some(x) = g.get::<Generator>() else {
        return Err(Raised);
    };
    // The claim is kept while the inner iterator runs: the generator is executing.
    let Some(inner) = x.claim_delegating() else {
        return throw_here(th, g, args);
    };
    if close_inner && args.first().is_some_and(|t| is_exit(*t)) {
        // PEP 380: the inner iterator is closed first.
        let closed = if is_plain(inner.r()) {
            close(th, inner.r()).map(drop)
        } else {
            close_other(th, inner.r())
        };
        // Release: gives the claim back.
        x.state.store(SUSPENDED, Release);
        return match closed {
            Ok(()) => throw_here(th, g, args),
            Err(Raised) => throw_into(th, g),
        };
    }
    let r = if is_plain(inner.r()) {
        throw(th, inner.r(), args)
    } else {
        match typhon_runtime::ops::getattr_opt(th, inner.r(), names::throw()) {
            Ok(Some(t)) => typhon_runtime::call::call(th, t.r(), args),
            other => {
                // Release: gives the claim back.
                x.state.store(SUSPENDED, Release);
                other?;
                return throw_here(th, g, args);
            }
        }
    };
    match r {
        Ok(v) => {
            // Release: gives the claim back.
            x.state.store(SUSPENDED, Release);
            Ok(Step::Yield(v))
        }
        Err(Raised) if error::pending_is(th, &error::STOP_ITERATION) => {
            let e = error::fetch(th);
            let v = error::field(e.r(), "value").unwrap_or_else(Obj::none);
            finish_inner(th, g, x, v)
        }
        Err(Raised) => {
            // Release: gives the claim back.
            x.state.store(SUSPENDED, Release);
            throw_into(th, g)
        }
    }
}

fn throw_here(th: &mut Thread, g: Ref<'_>, args: &[Ref<'_>]) -> R<Step> {
    let e = thrown(th, args)?;
    th.raised = Some(e);
    throw_into(th, g)
}

/// Whether the first argument of `throw` is GeneratorExit or an instance of it.
fn is_exit(t: Ref<'_>) -> bool {
    match t.as_type() {
        Some(t) => t.is_subtype(&error::GENERATOR_EXIT),
        None => t.is_instance(&error::GENERATOR_EXIT),
    }
}

/// The exception object that `throw(type[, value[, traceback]])` asks for.
fn thrown(th: &mut Thread, args: &[Ref<'_>]) -> R {
    let Some(&t) = args.first() else {
        return Err(error::type_error(th, "throw() needs an exception"));
    };
    let given = |i: usize| args.get(i).copied().filter(|v| !v.is_none());
    let (value, trace) = (given(1), given(2));
    if trace.is_some_and(|tb| !tb.is_exact(&types::TRACEBACK)) {
        let m = "throw() third argument must be a traceback object";
        return Err(error::type_error(th, m));
    }
    let is_class = t
        .as_type()
        .is_some_and(|t| t.flag(types::typeobj::flags::EXC_SUB));
    let e = if is_class {
        let made = match value {
            Some(v) if v.is_instance(&error::BASE_EXCEPTION) => Ok(v.own()),
            Some(v) if types::tuple::is_tuple(v) => typhon_runtime::call::call_ex(th, t, v, None),
            Some(v) => typhon_runtime::call::call(th, t, &[v]),
            None => typhon_runtime::call::call(th, t, &[]),
        };
        match made {
            Ok(e) if e.get::<error::Exc>().is_some() => e,
            Ok(other) => {
                let m = format!(
                    "calling {} should have returned an instance of BaseException, not {}",
                    typhon_runtime::ops::repr_text(th, t)?,
                    other.r().class().tp_name()
                );
                let Raised = error::type_error(th, m);
                error::fetch(th)
            }
            // What making it raised is thrown instead.
            Err(Raised) => error::fetch(th),
        }
    } else if t.is_instance(&error::BASE_EXCEPTION) {
        if value.is_some() {
            let m = "instance exception may not have a separate value";
            return Err(error::type_error(th, m));
        }
        t.own()
    } else {
        let m = format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            t.class().name()
        );
        return Err(error::type_error(th, m));
    };
    if let (Some(x), Some(tb)) = (e.get::<error::Exc>(), trace) {
        x.traceback.set(tb.own());
    }
    Ok(e)
}

/// The inner iterator of a claimed generator's `yield from` returned `v`: goes on after the loop.
fn finish_inner(th: &mut Thread, g: Ref<'_>, x: &Generator, v: Obj) -> R<Step> {
    // SAFETY: as in resume.
    let regs = unsafe { th.top.add(1) };
    // SAFETY: free register.
    unsafe { *th.top = UNBOUND };
    push(th, g, x, regs, Ret::Entry, 0)?;
    // SAFETY: the frame just pushed.
    let f = unsafe { Fp::new(machine(th).top) };
    // After the Yield stands the JumpBack to the Send; the Send's own jump leads behind the loop.
    let code = f.code();
    let pc = f.frame().pc();
    let jump = crate::opcode::Instr(code.instrs[pc + 1].load(Relaxed));
    let send_pc = (pc as isize + 2 + jump.jump32()) as usize;
    let send = crate::opcode::Instr(code.instrs[send_pc].load(Relaxed));
    f.set(send.a(), v);
    let target = (send_pc as isize + 1 + send.jump16()) as usize;
    f.frame().ip = &code.instrs[target];
    run_to_step(th)
}

fn close_other(th: &mut Thread, it: Ref<'_>) -> R<()> {
    match typhon_runtime::ops::getattr_opt(th, it, names::close())? {
        Some(c) => typhon_runtime::call::call(th, c.r(), &[]).map(drop),
        None => Ok(()),
    }
}

/// `gen.close()`: the value the generator returned, or None.
pub fn close(th: &mut Thread, g: Ref<'_>) -> R {
    let Some(x) = g.get::<Generator>() else {
        return Err(Raised);
    };
    match x.state() {
        CLOSED => return Ok(Obj::none()),
        CREATED => {
            if x.claim().is_some() {
                // SAFETY: claimed.
                let old = unsafe { std::mem::take(&mut (*x.saved.get()).regs) };
                x.state.store(CLOSED, Release);
                drop(old);
            }
            return Ok(Obj::none());
        }
        SUSPENDED => {}
        _ => {
            let m = format!("{} already executing", noun(g));
            return Err(value_error(th, m));
        }
    }
    match throw_step(th, g, &[Ref::of_type(&error::GENERATOR_EXIT)], true) {
        Ok(Step::Yield(v)) => {
            drop(v);
            let m = format!("{} ignored GeneratorExit", noun(g));
            Err(error::runtime_error(th, m))
        }
        Ok(Step::Return(v)) => Ok(v),
        Err(Raised) => {
            if error::pending_is(th, &error::GENERATOR_EXIT) {
                drop(error::fetch(th));
                Ok(Obj::none())
            } else if error::pending_is(th, &error::STOP_ITERATION) {
                let e = error::fetch(th);
                Ok(error::field(e.r(), "value").unwrap_or_else(Obj::none))
            } else {
                Err(Raised)
            }
        }
    }
}

/// Drops a word kept in a frame field.
pub fn drop_word(w: u64) {
    if w != EMPTY {
        release(w);
    }
}
