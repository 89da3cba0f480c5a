//! `sys.settrace` and `sys.setprofile`: functions that are told what a thread's Python code does.
//!
//! TRACE TABLE RULE. A thread that traces has `traced` in the place of every handler in its table, which tells the functions
//!   and goes on to the handler. So tracing costs nothing where nobody traces. A thread that another one makes trace is
//!   asked to look at its next safepoint (`follow`).
//! TRACED RULE. `Tracer::last` is the uppermost frame whose beginning the thread's functions know of. What runs above it is
//!   new; a frame that ends (`ending`, `raised`) takes it down again, so that the next one at the same place is new as well.

use super::frame::{self, Frame, Machine, Ret, machine};
use super::regs::Fp;
use super::step::{Handler, op, raise};
use super::{stacks, table, unwind};
use crate::code::Mark;
use crate::objects::FrameObj;
use crate::objects::frame::{FRESH, NO_LINES, OPCODES};
use crate::opcode::{Instr, Op};
use std::sync::atomic::Ordering::*;
use typhon_runtime::Thread;
use typhon_runtime::call::{self, MethodDescr, NativeFunction};
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::thread::{breaker, finish, stop};
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::value::{EMPTY, UNBOUND, Word};

/// What a thread that traces knows, behind `Machine::tracer`.
pub struct Tracer {
    /// `sys.settrace`.
    trace: Option<Obj>,
    /// `sys.setprofile`.
    profile: Option<Obj>,
    /// A function of these runs: nothing is reported.
    inside: bool,
    /// See TRACED RULE.
    last: *const Frame,
    /// A generator has returned this value to the `for` or `yield from` of a frame.
    stopped: Option<(*const Frame, Obj)>,
    /// Natives that were called and have not been seen to end, with the frame that called.
    natives: Vec<(*const Frame, Obj)>,
}

/// Which of the two functions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `sys.settrace`.
    Trace,
    /// `sys.setprofile`.
    Profile,
}

impl Tracer {
    fn slot(&mut self, kind: Kind) -> &mut Option<Obj> {
        match kind {
            Kind::Trace => &mut self.trace,
            Kind::Profile => &mut self.profile,
        }
    }
}

/// Makes the thread's table fit what it has to tell.
pub fn follow(th: &mut Thread) {
    if let Some(park) = finish::handler() {
        th.handlers = [park; typhon_runtime::thread::HANDLERS];
        return;
    }
    let tracing = machine(th).tracer.is_some();
    let is_traced = std::ptr::eq(th.handlers[0], traced as Handler as *const ());
    if tracing != is_traced {
        th.handlers = if tracing {
            [traced as Handler as *const (); typhon_runtime::thread::HANDLERS]
        } else {
            super::handlers()
        };
    }
}

/// What the thread of a machine is told to call.
pub fn function(th: &Thread, kind: Kind) -> Obj {
    let f = machine(th).tracer.as_mut();
    f.and_then(|t| t.slot(kind).clone())
        .unwrap_or_else(Obj::none)
}

/// `sys.settrace(f)`, `sys.setprofile(f)`.
pub fn set(th: &mut Thread, kind: Kind, f: Ref<'_>) {
    let top = frame::top(th);
    let old = set_in(machine(th), top, kind, (!f.is_none()).then(|| f.own()));
    follow(th);
    drop(old);
}

/// The same for every thread.
pub fn set_all(th: &mut Thread, kind: Kind, f: Ref<'_>) {
    if let Some(h) = f.header() {
        h.mark_shared();
    }
    let mut old = Vec::new();
    let me = th.rec();
    stop::the_world(th, |_| {
        stacks::each(|m, rec| {
            // SAFETY: STACKS RULE: the thread of the machine is stopped, or it is this one.
            let m = unsafe { &mut *m };
            let top = rec.stopped_at() as *const Frame;
            let top = if top.is_null() { m.frames } else { top };
            old.push(set_in(m, top, kind, (!f.is_none()).then(|| f.own())));
            if !std::ptr::eq(rec, me) {
                rec.request(breaker::HANDLERS);
            }
        });
    });
    follow(th);
    // Each may be another thread's.
    old.into_iter().flatten().for_each(|o| drop(o.adopt()));
}

/// Gives a machine its function; gives what it had before. `top`: the frame that its thread runs.
fn set_in(m: &mut Machine, top: *const Frame, kind: Kind, f: Option<Obj>) -> Option<Obj> {
    let Some(t) = &mut m.tracer else {
        let mut t = Tracer {
            trace: None,
            profile: None,
            inside: false,
            last: top,
            stopped: None,
            natives: Vec::new(),
        };
        *t.slot(kind) = Some(f?);
        m.tracer = Some(Box::new(t));
        return None;
    };
    let old = std::mem::replace(t.slot(kind), f);
    if t.trace.is_none() && t.profile.is_none() {
        // A function that runs now and its frames end without being reported.
        m.tracer = None;
    }
    old
}

/// Whether a function of this thread runs.
pub fn is_inside(th: &Thread) -> bool {
    machine(th).tracer.as_ref().is_some_and(|t| t.inside)
}

op!(
    /// Stands in the table of handlers of a thread that traces (TRACE TABLE RULE).
    #[inline(never)]
    traced(s) {
        let op = s.i().op_byte();
        if machine(s.th).tracer.is_some() {
            s.sync();
            if before(s.th).is_err() {
                return raise(s.th, true);
            }
        }
        s.to(table::HANDLERS[op as usize])
    }
);

op!(
    /// Stands in the tables of all threads but one when the program ends (FINISH RULE).
    #[inline(never)]
    parked(s) {
        s.sync();
        s.th.blocking(|| {
            loop {
                std::thread::park();
            }
        })
    }
);

/// Stops all other threads for good; false: one of them did not.
pub fn park_others(th: &mut Thread) -> bool {
    finish::begin(th, parked as Handler as *const ())
}

/// An instruction as the compiler wrote it, whatever form the machine runs.
fn compiled(f: Fp, pc: usize) -> Instr {
    let code = &f.code().proto.code;
    code.get(pc)
        .copied()
        .unwrap_or(Instr::new(Op::Nop, 0, 0, 0, 0))
}

/// What is told to the functions of this thread, if anything is to be told.
fn tracer(th: &Thread) -> Option<&'static mut Tracer> {
    let t = machine(th).tracer.as_mut()?;
    (!t.inside).then_some(&mut **t)
}

/// The frame on top is about to run an instruction (`ip` is stored).
fn before(th: &mut Thread) -> R<()> {
    let Some(t) = tracer(th) else { return Ok(()) };
    // SAFETY: a frame is on top while the machine runs.
    let f = unsafe { Fp::new(frame::top(th)) };
    let pc = f.frame().pc();
    let i = compiled(f, pc);
    let op = i.op();
    if let Some((at, v)) = t.stopped.take()
        && std::ptr::eq(at, f.ptr())
    {
        stopped(th, f, v)?;
    }
    if tracer(th).is_some_and(|t| !t.natives.is_empty()) {
        natives_ended(th, f, "c_return")?;
    }
    if op == Op::ReturnGenerator {
        // What the function does begins when the generator is asked.
        return Ok(());
    }
    arrive(th, f, pc)?;
    if function_is_set(th, Kind::Trace) && f.frame().object != EMPTY {
        step(th, f, pc, op)?;
    }
    match op {
        Op::Return => ending(th, f, f.reg(i.a()).own()),
        Op::ReturnK => ending(th, f, f.konst(i.wide()).own()),
        Op::Yield => ending(th, f, f.reg(i.b()).own()),
        Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx => {
            if function_is_set(th, Kind::Profile) {
                native_call(th, f, i.a(), op)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn function_is_set(th: &Thread, kind: Kind) -> bool {
    tracer(th).is_some_and(|t| t.slot(kind).is_some())
}

/// Reports a call if the frame is new.
fn arrive(th: &mut Thread, f: Fp, pc: usize) -> R<()> {
    let Some(t) = tracer(th) else { return Ok(()) };
    let at = f.ptr() as *const Frame;
    let is_new = at > t.last;
    t.last = at;
    if !is_new {
        return Ok(());
    }
    let o = unwind::frame_object(th, f)?;
    let Some(fo) = o.get::<FrameObj>() else {
        return Ok(());
    };
    let resumed = pc > 0 && f.frame().generator != EMPTY;
    let code = f.code();
    let line = if resumed && previous_is_yield(f, pc) {
        code.position(pc - 1).line
    } else {
        code.proto.first_line
    };
    if resumed {
        // Relaxed: the thread's own.
        fo.traced.store(mark(pc - 1, line), Relaxed);
    } else {
        fo.traced.store(FRESH, Relaxed);
    }
    // The frame stands at its first line, whatever the line of the first instruction is.
    fo.shown_line.store(line, Relaxed);
    let r = tell_both(th, o.r(), "call", Ref::NONE);
    fo.shown_line.store(0, Relaxed);
    r
}

fn previous_is_yield(f: Fp, pc: usize) -> bool {
    compiled(f, pc - 1).op() == Op::Yield
}

/// `FrameObj::traced`: the instruction and the line before. 0: not known.
fn mark(pc: usize, line: u32) -> u64 {
    (pc as u64) << 32 | u64::from(line)
}

/// Reports lines and an instruction to the frame's own function.
fn step(th: &mut Thread, f: Fp, pc: usize, op: Op) -> R<()> {
    // SAFETY: the frame owns the word, which is none of EMPTY.
    let o = unsafe { Ref::from_word(f.frame().object) }.own();
    let Some(fo) = o.get::<FrameObj>() else {
        return Ok(());
    };
    if op == Op::MakeCell {
        return Ok(());
    }
    let code = f.code();
    // Relaxed, here and below: the thread's own.
    let before = match fo.traced.load(Relaxed) {
        // Tracing begins in the middle of the frame.
        0 if pc == 0 => FRESH,
        0 => mark(pc - 1, code.position(pc - 1).line),
        m => m,
    };
    let (mut last_line, mut fresh) = (before as u32, before == FRESH);
    let mut back = is_back(before, pc);
    for m in marks_at(f, pc, before) {
        if fresh || m != last_line || back {
            fo.traced.store(mark(pc, m), Relaxed);
            fo.shown_line.store(m, Relaxed);
            let r = tell_line(th, o.r());
            fo.shown_line.store(0, Relaxed);
            r?;
        }
        (last_line, fresh, back) = (m, false, false);
    }
    let line = code.own_line(pc);
    // A jump back to the head of its own line's loop is part of the line that it comes from.
    let silent = line == 0 || op == Op::JumpBack && jumps_to_own_line(f, pc, line);
    // The loop of `yield from` is no loop of the program.
    let looped = back && op != Op::Send;
    if !silent && (line != last_line || fresh || looped) {
        fo.traced.store(mark(pc, line), Relaxed);
        tell_line(th, o.r())?;
    } else {
        let shown = if silent { last_line } else { line };
        fo.traced.store(mark(pc, shown), Relaxed);
    }
    if fo.trace_what.load(Relaxed) & OPCODES != 0 {
        tell_frame(th, o.r(), "opcode", Ref::NONE)?;
    }
    Ok(())
}

fn tell_line(th: &mut Thread, frame: Ref<'_>) -> R<()> {
    // Relaxed: the thread's own.
    let what = frame
        .get::<FrameObj>()
        .map_or(NO_LINES, |f| f.trace_what.load(Relaxed));
    if what & NO_LINES != 0 {
        return Ok(());
    }
    tell_frame(th, frame, "line", Ref::NONE)
}

/// Whether the way to an instruction was a jump back.
fn is_back(before: u64, pc: usize) -> bool {
    before != FRESH && pc <= (before >> 32) as usize
}

/// The lines without instruction in front of one that the way to it has passed.
fn marks_at(f: Fp, pc: usize, before: u64) -> Vec<u32> {
    let all = &f.code().proto.marks;
    let first = all.partition_point(|m| (m.at as usize) < pc);
    let here = all[first..].iter().take_while(|m| m.at as usize == pc);
    let last = (before >> 32) as usize;
    let jump = before != FRESH && compiled(f, last).op() == Op::Jump;
    let passed = |m: &&Mark| {
        if before == FRESH || last + 1 == pc && !jump {
            return true;
        }
        m.jumped && !(m.joined && jump)
    };
    here.filter(passed).map(|m| m.line).collect()
}

fn jumps_to_own_line(f: Fp, pc: usize, line: u32) -> bool {
    let target = (pc as isize + 1 + compiled(f, f.frame().pc()).jump32()) as usize;
    f.code().own_line(target) == line && target != pc
}

/// The frame ends or is suspended with a value.
fn ending(th: &mut Thread, f: Fp, v: Obj) -> R<()> {
    let o = unwind::frame_object(th, f)?;
    let r = tell_return(th, o.r(), v.r());
    leave(th, f);
    let ends = compiled(f, f.frame().pc()).op() != Op::Yield;
    if ends
        && matches!(f.frame().ret, Ret::ForIter | Ret::Send)
        && !v.r().is_none()
        && let Some(t) = tracer(th)
    {
        t.stopped = Some((f.ptr().wrapping_sub(1), v));
    }
    r
}

/// A `for` or `yield from` of the frame has ended with a StopIteration that carries a value: a function sees it.
fn stopped(th: &mut Thread, f: Fp, v: Obj) -> R<()> {
    if f.frame().object == EMPTY || !function_is_set(th, Kind::Trace) {
        return Ok(());
    }
    // SAFETY: the frame owns the word, which is not EMPTY.
    let o = unsafe { Ref::from_word(f.frame().object) }.own();
    let Some(fo) = o.get::<FrameObj>().filter(|x| !x.trace.is_empty()) else {
        return Ok(());
    };
    let Raised = error::stop_iteration(th, v);
    let e = error::fetch(th);
    let arg = tuple::of(th, [e.r().class().r().own(), e, Obj::none()])?;
    // Relaxed: the thread's own.
    let line = fo.traced.load(Relaxed) as u32;
    fo.shown_line.store(line, Relaxed);
    let r = tell_frame(th, o.r(), "exception", arg.r());
    fo.shown_line.store(0, Relaxed);
    r
}

/// The frame is none that the functions know of any more (TRACED RULE).
fn leave(th: &Thread, f: Fp) {
    if let Some(t) = tracer(th) {
        t.last = f.ptr().wrapping_sub(1);
    }
}

fn tell_return(th: &mut Thread, frame: Ref<'_>, v: Ref<'_>) -> R<()> {
    if let Some(p) = tracer(th).and_then(|t| t.profile.clone()) {
        tell(th, Kind::Profile, p.r(), frame, "return", v).map(drop)?;
    }
    tell_frame(th, frame, "return", v)
}

/// An exception was raised in the frame on top, or has come to it.
pub fn raised(th: &mut Thread, f: Fp) {
    if tracer(th).is_none() {
        return;
    }
    let Some(e) = th.raised.take() else { return };
    let r = exception_events(th, f, e.r());
    // What the function raised takes the exception's place.
    if r.is_ok() {
        th.raised = Some(e);
    }
}

fn exception_events(th: &mut Thread, f: Fp, e: Ref<'_>) -> R<()> {
    natives_ended(th, f, "c_exception")?;
    if compiled(f, f.frame().pc()).op() == Op::ReturnGenerator {
        return Ok(());
    }
    let pc = f.frame().pc();
    arrive(th, f, pc + 1)?;
    if f.frame().object == EMPTY || !function_is_set(th, Kind::Trace) {
        return Ok(());
    }
    // SAFETY: the frame owns the word, which is not EMPTY.
    let o = unsafe { Ref::from_word(f.frame().object) }.own();
    if o.get::<FrameObj>().is_none_or(|x| x.trace.is_empty()) {
        return Ok(());
    }
    let tb = e.get::<Exc>().and_then(|x| x.traceback.get());
    let arg = tuple::of(
        th,
        [e.class().r().own(), e.own(), tb.unwrap_or_else(Obj::none)],
    )?;
    tell_frame(th, o.r(), "exception", arg.r())
}

/// The exception in flight leaves the frame on top.
pub fn left(th: &mut Thread, f: Fp) {
    let Some(t) = tracer(th) else { return };
    if f.ptr() as *const Frame > t.last || f.frame().object == EMPTY {
        return leave(th, f);
    }
    // SAFETY: the frame owns the word, which is not EMPTY.
    let o = unsafe { Ref::from_word(f.frame().object) }.own();
    let e = th.raised.take();
    let r = tell_return(th, o.r(), Ref::NONE);
    if r.is_ok() {
        th.raised = e;
    }
    leave(th, f);
}

// ------------------------------------------------------------------ natives

/// Reports the call of a native that the frame is about to make.
fn native_call(th: &mut Thread, f: Fp, base: usize, op: Op) -> R<()> {
    let w = f.word(base);
    if w == UNBOUND {
        return Ok(());
    }
    let callee = f.reg(base);
    let called = if callee.get::<NativeFunction>().is_some() {
        callee.own()
    } else if callee.get::<MethodDescr>().is_some() {
        // A method's own object: the first argument.
        let method = matches!(op, Op::CallMethod | Op::CallMethodKw);
        let first: Word = match op {
            Op::CallEx => return Ok(()),
            _ if method && f.word(base + 1) == UNBOUND => f.word(base + 2),
            _ => f.word(base + 1),
        };
        if first == UNBOUND {
            return Ok(());
        }
        // SAFETY: a register of the call window.
        let slf = unsafe { Ref::from_word(first) };
        call::bind(th, callee, slf)?
    } else {
        return Ok(());
    };
    let o = unwind::frame_object(th, f)?;
    if let Some(p) = tracer(th).and_then(|t| t.profile.clone()) {
        tell(th, Kind::Profile, p.r(), o.r(), "c_call", called.r())?;
    }
    if let Some(t) = tracer(th) {
        t.natives.push((f.ptr(), called));
    }
    Ok(())
}

/// Natives that this frame or one above it has called have ended.
fn natives_ended(th: &mut Thread, f: Fp, event: &str) -> R<()> {
    while let Some(t) = tracer(th)
        && let Some((at, _)) = t.natives.last()
        && *at >= f.ptr() as *const Frame
    {
        let Some((at, called)) = t.natives.pop() else {
            break;
        };
        if std::ptr::eq(at, f.ptr())
            && let Some(p) = t.profile.clone()
        {
            let o = unwind::frame_object(th, f)?;
            tell(th, Kind::Profile, p.r(), o.r(), event, called.r())?;
        }
    }
    Ok(())
}

// ------------------------------------------------------------------ telling

/// Calls a function of this thread. If it raises the thread traces no longer.
fn tell(
    th: &mut Thread,
    kind: Kind,
    func: Ref<'_>,
    frame: Ref<'_>,
    event: &str,
    arg: Ref<'_>,
) -> R {
    if let Some(t) = tracer(th) {
        t.inside = true;
    }
    let r = call::call(th, func, &[frame, pystr::intern_str(event), arg]);
    if let Some(t) = machine(th).tracer.as_mut() {
        t.inside = false;
    }
    if let Err(Raised) = r {
        let e = error::fetch(th);
        set(th, kind, Ref::NONE);
        return Err(error::restore(th, e));
    }
    r
}

/// Tells both functions.
fn tell_both(th: &mut Thread, frame: Ref<'_>, event: &str, arg: Ref<'_>) -> R<()> {
    if let Some(p) = tracer(th).and_then(|t| t.profile.clone()) {
        tell(th, Kind::Profile, p.r(), frame, event, arg)?;
    }
    if let Some(f) = tracer(th).and_then(|t| t.trace.clone()) {
        let r = tell(th, Kind::Trace, f.r(), frame, event, arg)?;
        if let Some(fo) = frame.get::<FrameObj>()
            && !r.r().is_none()
        {
            fo.trace.set(r);
        }
    }
    Ok(())
}

/// Tells the frame's own function, which the answer replaces.
fn tell_frame(th: &mut Thread, frame: Ref<'_>, event: &str, arg: Ref<'_>) -> R<()> {
    if !function_is_set(th, Kind::Trace) {
        return Ok(());
    }
    let Some(fo) = frame.get::<FrameObj>() else {
        return Ok(());
    };
    let Some(f) = fo.trace.get() else {
        return Ok(());
    };
    match tell(th, Kind::Trace, f.r(), frame, event, arg) {
        Ok(r) => {
            if !r.r().is_none() {
                fo.trace.set(r);
            }
            Ok(())
        }
        Err(e) => {
            drop(fo.trace.take());
            Err(e)
        }
    }
}
