//! Frames that end: handlers, tracebacks, frame objects.

use super::frame::{self, End, Ret, machine};
use super::regs::Fp;
use crate::code::flags;
use crate::objects::Code;
use crate::objects::frame::{self as frames, FrameObj, Variables};
use crate::opcode::Op;
use std::sync::atomic::Ordering::*;
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::thread::is_multi;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, types};

/// Where an exception goes.
pub enum Target {
    /// The running frame continues (its `ip` is the handler).
    Handler,
    /// Out of the machine, to Rust.
    Out,
}

/// Finds the handler of the exception in flight, ending frames on the way. `trace`: the running frame gets a traceback entry.
pub fn unwind(th: &mut Thread, mut trace: bool) -> Target {
    loop {
        // SAFETY: the running frame.
        let f = unsafe { Fp::new(frame::top(th)) };
        let pc = f.frame().pc();
        let code = f.code();
        let handler = handler_for(code, pc as u32);
        if trace {
            if machine(th).tracer.is_some() {
                tell_raised(th, f, pc);
            } else {
                add_traceback(th, f, pc, handler.is_none());
            }
        }
        trace = true;
        if let Some(h) = handler {
            clear_dead(f, h.first_dead as usize, code.nregs);
            f.set(h.exc as usize, error::fetch(th));
            f.frame().ip = &code.instrs[h.target as usize];
            return Target::Handler;
        }
        if leave(th, f, code) == Ret::Entry {
            return Target::Out;
        }
    }
}

/// The traceback entry of a frame that is traced, which needs its object for longer than this, and what is told.
#[cold]
#[inline(never)]
fn tell_raised(th: &mut Thread, f: Fp, pc: usize) {
    add_traceback(th, f, pc, false);
    super::trace::raised(th, f);
}

/// Ends the frame on top, which the exception in flight leaves. Gives what its result was for.
#[inline(never)]
fn leave(th: &mut Thread, f: Fp, code: &Code) -> Ret {
    let ret = f.frame().ret;
    if machine(th).tracer.is_some() {
        super::trace::left(th, f);
    }
    if f.frame().object != EMPTY {
        let instr = f.frame().instr();
        if instr.op() == Op::Reraise && (instr.x() == 1 || code.has_no_line(f.frame().pc())) {
            show_origin(th, f);
        }
    }
    if f.frame().generator != EMPTY {
        super::suspend::finish(th, f);
    }
    let window = f.at(0);
    // The variables first, as everywhere; the traceback entry may have them already.
    clear_dead(f, code.nlocals, code.nregs);
    pop(th, f, code.nlocals);
    if matches!(ret, Ret::Init | Ret::Args | Ret::Above | Ret::Operator) {
        // The window's register in front of the frame holds the function or the arguments. The variables may have
        // borrowed from these until they went to the frame's object.
        // SAFETY: see `call::construct` and `call::spread`.
        unsafe { frame::clear_regs(window.sub(1), 1) };
    }
    // The end of a generator is ordinary only through `return`.
    ret
}

/// Empties the temporaries from `first` to `end`; immediates may stay (OPERAND RULE 2).
#[inline(always)]
fn clear_dead(f: Fp, first: usize, end: usize) {
    // SAFETY: registers of the frame.
    unsafe {
        let low = f.at(first);
        let mut p = f.at(end);
        while p > low {
            p = p.sub(1);
            let w = *p;
            if value::is_ptr(w) {
                *p = UNBOUND;
                frame::release(w);
            }
        }
    }
}

/// A frame that an exception leaves stands where that was raised, not where a handler raised it again.
fn show_origin(th: &Thread, f: Fp) {
    let origin = th
        .raised
        .as_ref()
        .and_then(|e| e.get::<Exc>()?.traceback.get());
    let Some(t) = origin else { return };
    if let Some(t) = t.get::<frames::Traceback>()
        && t.frame_word() == f.frame().object
        && let Some(next) = f.code().instrs.get(t.lasti + 1)
    {
        f.frame().ip = next;
    }
}

#[inline(always)]
fn handler_for(code: &Code, pc: u32) -> Option<&crate::code::Handler> {
    let hs = &code.proto.handlers;
    let i = hs.partition_point(|h| h.start <= pc);
    let h = hs.get(i.checked_sub(1)?)?;
    (pc < h.end).then_some(h)
}

/// Adds an entry for the frame to the traceback of the exception in flight. `ends`: the exception leaves the frame.
fn add_traceback(th: &mut Thread, f: Fp, pc: usize, ends: bool) {
    let Some(e) = th.raised.take() else { return };
    if let Some(x) = e.get::<Exc>() {
        let line = match f.code().own_line(pc) {
            0 => f.code().position(pc).line,
            line => line,
        };
        // While there is one thread nobody misses the old one meanwhile.
        let multi = is_multi();
        let next = if multi {
            x.traceback.get()
        } else {
            x.traceback.take()
        };
        let fr = f.frame();
        let left = std::mem::replace(&mut machine(th).left, (EMPTY, std::ptr::null()));
        // The entry in front was made when a frame was left that this one called.
        let called = next.as_ref().is_some_and(|n| n.r().word() == left.0)
            && std::ptr::eq(f.ptr().wrapping_add(1), left.1);
        let t = if ends && fr.object | fr.generator == EMPTY {
            let t = frames::last_traceback(th, next, f, pc, line, called);
            if let Ok(t) = &t {
                machine(th).left = (t.r().word(), f.ptr());
            }
            t
        } else {
            frame_object(th, f).and_then(|o| frames::new_traceback(th, next, o, pc, line, called))
        };
        if let Ok(t) = t {
            if multi {
                x.traceback.set(t);
            } else {
                x.traceback.init(t);
            }
        }
    }
    th.raised = Some(e);
}

/// Gives an exception that no Python code raised the entry of the frame that runs.
pub fn note_running(th: &mut Thread, e: Obj) -> Obj {
    let bare = e.get::<Exc>().is_some_and(|x| x.traceback.is_empty());
    let Some(f) = crate::builtins::current_frame(th).filter(|_| bare) else {
        return e;
    };
    let before = th.raised.replace(e.clone());
    add_traceback(th, f, f.frame().pc(), false);
    th.raised = before;
    e
}

/// The frame's object; made when first asked for.
pub fn frame_object(th: &mut Thread, f: Fp) -> R {
    let fr = f.frame();
    if fr.object != EMPTY {
        // SAFETY: the frame owns the word.
        return Ok(unsafe { Ref::from_word(fr.object) }.own());
    }
    let func = f.function().unwrap_or(Ref::NONE);
    let mut o = FrameObj::new(func, fr.code);
    o.locals = f.locals().map_or_else(Slot::empty, |l| Slot::new(l.own()));
    *o.live.get_mut() = f.ptr();
    *o.thread.get_mut() = th.tid();
    let o = Obj::new(th, types::FRAME.r(), o)?;
    fr.object = o.r().own().into_word();
    fr.end = End::Slow;
    Ok(o)
}

/// The code object of a frame.
pub fn code_object(_th: &mut Thread, f: Fp) -> R {
    // SAFETY: code payloads stand in code objects, kept alive by the frame.
    Ok(unsafe { Ref::from_word((f.frame().code as u64) - 24) }.own())
}

/// Takes a frame off the stack: frame object, registers, depth. `n` registers may hold objects.
#[inline(always)]
pub fn pop(th: &mut Thread, f: Fp, n: usize) {
    if f.frame().object != EMPTY {
        detach(th, f);
    }
    f.clear_range(0, n);
    f.check_left(n);
    // MACHINE RULE 4.
    let fr = f.frame();
    fr.locals = EMPTY;
    fr.generator = EMPTY;
    fr.outer_handled = EMPTY;
    fr.ret = Ret::Register;
    fr.end = End::Register;
    fr.handling = 0;
    // SAFETY: the frame array has an element below every frame.
    unsafe {
        let p = f.ptr().sub(1);
        frame::set_top(th, p);
        uncover(th, (*p).regs);
    }
}

/// Notes that the frame whose registers begin at `regs` is the running one again.
#[inline(always)]
pub fn uncover(th: &mut Thread, regs: *mut Word) {
    if th.watermark > regs {
        th.watermark = regs;
    }
}

/// Gives a dying frame's variables to its frame object.
#[cold]
fn detach(th: &mut Thread, f: Fp) {
    let fr = f.frame();
    // SAFETY: the frame owns this word; it is given up here.
    let o = unsafe { Obj::from_word(std::mem::replace(&mut fr.object, EMPTY)) };
    if let Some(x) = o.get::<FrameObj>() {
        x.lasti.store(fr.pc() as u64, Release);
        if !o.r().is_unique() {
            let vars: Vec<Option<Obj>> = (0..f.code().nlocals).map(|i| f.take_any(i)).collect();
            let variables = Variables {
                vars,
                ..Variables::default()
            };
            let old = std::mem::replace(&mut *x.saved.lock(), variables);
            drop(old);
            // A frame that outlives its call remembers the caller, that of a generator does not.
            let below = if f.code().flags & flags::SUSPENDED != 0 {
                None
            } else {
                // SAFETY: the frame array has an element below every frame.
                let below = unsafe { f.ptr().sub(1) };
                // SAFETY: the frame below, if it is not the first element.
                (below > machine(th).frames).then(|| unsafe { Fp::new(below) })
            };
            if let Some(below) = below {
                let raised = th.raised.take();
                match frame_object(th, below) {
                    Ok(b) => x.back.set(b),
                    // Without memory it does without.
                    Err(_) => drop(th.raised.take()),
                }
                th.raised = raised;
            }
        }
        // Release: after the values moved.
        x.live.store(std::ptr::null_mut(), Release);
        x.drop_kept();
    }
}
