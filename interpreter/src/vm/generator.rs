//! Generators, coroutines and asynchronous generators driven from Rust: next, send, throw, close.

use super::frame::{self, Ret, machine};
use super::regs::Fp;
use super::suspend::{deliver, push, resume_quick, suspend_again};
use crate::objects::generator::{CLOSED, CREATED, Generator, SUSPENDED, is_plain, noun};
use std::sync::atomic::Ordering::*;
use typhon_runtime::error::{self, value_error};
use typhon_runtime::names;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::value::UNBOUND;
use typhon_runtime::{Thread, types};

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

pub use typhon_runtime::hooks::Resumed as Step;

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
    push_entry(th, g, x, before)?;
    deliver(th, x, value);
    run_to_step(th)
}

/// `push` for a frame that Rust drives.
#[inline(always)]
fn push_entry(th: &mut Thread, g: Ref<'_>, x: &Generator, before: u8) -> R<()> {
    // SAFETY: a free register: one of window below the frame, as for every call from Rust.
    let regs = unsafe {
        *th.top() = UNBOUND;
        th.top().add(1)
    };
    push(th, g, x, before, regs, Ret::Entry, 0)
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
    let raised = th.raised.take();
    push_entry(th, g, x, before)?;
    th.raised = raised;
    raise_in_frame(th)
}

/// Goes on in the frame just pushed by raising the exception in flight.
fn raise_in_frame(th: &mut Thread) -> R<Step> {
    let raised = th.raised.take();
    // SAFETY: the frame just pushed.
    let handling = unsafe { (*frame::top(th)).handling };
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
    let Some(x) = g.get::<Generator>() else {
        return Err(error::type_error(th, "generator expected"));
    };
    // SAFETY: a free register: one of window below the frame, as for every call from Rust.
    let regs = unsafe {
        *th.top() = UNBOUND;
        th.top().add(1)
    };
    if !resume_quick(th, g, x, regs, Ret::Entry, 0) {
        let Some(before) = x.claim() else {
            return match busy(th, g, x) {
                Some(e) => Err(e),
                None => Ok(None),
            };
        };
        push(th, g, x, before, regs, Ret::Entry, 0)?;
    }
    deliver(th, x, Obj::none());
    let v = super::run(th)?;
    if machine(th).yielded {
        Ok(Some(v))
    } else if v.r().is_none() {
        Ok(None)
    } else {
        Err(error::stop_iteration(th, v))
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
    let method = if is_plain(inner.r()) {
        None
    } else {
        match typhon_runtime::ops::getattr_opt(th, inner.r(), names::throw()) {
            Ok(Some(t)) => Some(t),
            other => {
                // Release: gives the claim back.
                x.state.store(SUSPENDED, Release);
                other?;
                return throw_here(th, g, args);
            }
        }
    };
    // What the inner one calls sees this frame below its own.
    push_entry(th, g, x, SUSPENDED)?;
    let r = match method {
        Some(t) => typhon_runtime::call::call(th, t.r(), args),
        None => throw(th, inner.r(), args),
    };
    match r {
        Ok(v) => {
            suspend_again(th);
            Ok(Step::Yield(v))
        }
        Err(Raised) if error::pending_is(th, &error::STOP_ITERATION) => {
            let e = error::fetch(th);
            let v = error::STOP_VALUE.get(e.r()).unwrap_or_else(Obj::none);
            finish_inner(th, v)
        }
        Err(Raised) => raise_in_frame(th),
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
            Some(v) if t.as_type().is_some_and(|t| v.is_instance(t)) => Ok(v.own()),
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

/// The inner iterator of the frame's `yield from` returned `v`: goes on after the loop.
fn finish_inner(th: &mut Thread, v: Obj) -> R<Step> {
    // SAFETY: the frame just pushed.
    let f = unsafe { Fp::new(frame::top(th)) };
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
    // A subject that cannot tell whether it has the method is no reason not to close the generator.
    let method = match typhon_runtime::ops::getattr_opt(th, it, names::close()) {
        Ok(m) => m,
        Err(Raised) => {
            error::write_unraisable(th, "Exception ignored in", Some(it));
            None
        }
    };
    match method {
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
                x.end();
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
                Ok(error::STOP_VALUE.get(e.r()).unwrap_or_else(Obj::none))
            } else {
                Err(Raised)
            }
        }
    }
}
