//! `sys.settrace` and `sys.setprofile`: functions that are told what a thread's Python code does.
//!
//! TRACE TABLE RULE. A thread that traces has `traced` in the place of every handler in its table, which tells the functions
//!   and goes on to the handler. So tracing costs nothing where nobody traces. A thread that another one makes trace is
//!   asked to look at its next safepoint (`follow`).
//! TRACED RULE. `Tracer::last` is the uppermost frame whose beginning the thread's functions know of. What runs above it is
//!   new; a frame that ends (`ending`, `raised`) takes it down again, so that the next one at the same place is new as well.

use super::frame::{self, Frame, Machine, Ret, machine};
use super::regs::Fp;
use super::step::{Handler, State, op, raise};
use super::{line_jump, stacks, table, unwind};
use crate::code::Mark;
use crate::objects::FrameObj;
use crate::objects::frame::{FRESH, LINE_ZERO, NO_LINES, OPCODES};
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

/// What a function is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A frame begins.
    Call,
    /// That of a generator goes on.
    Resume,
    /// The same, with an exception.
    Throw,
    /// A line begins.
    Line,
    /// An instruction begins.
    Opcode,
    /// A frame ends.
    Return,
    /// That of a generator is suspended.
    Yield,
    /// An exception has come to the frame.
    Exception,
    /// Something native is called or has ended.
    Native(&'static str),
}

impl Event {
    fn name(self) -> &'static str {
        match self {
            Event::Call | Event::Resume | Event::Throw => "call",
            Event::Line => "line",
            Event::Opcode => "opcode",
            Event::Return | Event::Yield => "return",
            Event::Exception => "exception",
            Event::Native(name) => name,
        }
    }
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

/// Whether the function that runs may make the frame go on at another line; else why not.
pub fn may_jump(th: &Thread, fo: &FrameObj) -> Result<(), &'static str> {
    let Some((event, at)) = machine(th).told else {
        return Err(line_jump::NOT_TRACED);
    };
    let is_top = fo.live_here().is_some_and(|p| std::ptr::eq(p, at));
    match event {
        Event::Call => Err("can't jump from the 'call' trace event of a new frame"),
        Event::Native(_) => Err("can't jump during a call"),
        Event::Line | Event::Resume | Event::Yield if is_top => Ok(()),
        _ => Err("can only jump from a 'line' trace event"),
    }
}

/// The frame that a function is told about goes on at the beginning of a line, of which nothing is told any more.
pub fn jumped(th: &Thread, f: Fp, fo: &FrameObj, target: usize, line: u32) {
    let proto = &f.code().proto;
    // Relaxed: the thread's own.
    fo.traced.store(mark(target, line), Relaxed);
    fo.shown_line.store(line, Relaxed);
    fo.jumped.store(true, Relaxed);
    if line == proto.first_line && target == line_jump::start(proto) {
        // The call itself is told once more.
        if let Some(t) = machine(th).tracer.as_mut() {
            t.last = f.ptr().wrapping_sub(1);
        }
    }
}

/// `sys.call_tracing(f, args)`: calls a function, of which is told what is to be told although a function is told something
/// at present.
pub fn call_tracing(th: &mut Thread, f: Ref<'_>, args: Ref<'_>) -> R {
    let args: Vec<Obj> = tuple::items(args).map(Ref::own).collect();
    let args: Vec<Ref<'_>> = args.iter().map(Obj::r).collect();
    let before = machine(th).told.take();
    let r = call::call(th, f, &args);
    machine(th).told = before;
    r
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
            if s.f.frame().ip != s.ip {
                return jump(s.th);
            }
        }
        s.to(table::HANDLERS[op as usize])
    }
);

/// Goes on with the instruction that a function has made the frame stand at.
#[cold]
#[inline(never)]
fn jump(th: &mut Thread) -> R {
    let s = State::on_top(th);
    let op = s.i().op_byte();
    s.to(table::HANDLERS[op as usize])
}

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
    machine(th).told.is_none().then_some(&mut **t)
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
    let mut at = (pc, None);
    loop {
        match events(th, f, at.0, at.1)? {
            None => return Ok(()),
            Some(line) => at = (f.frame().pc(), Some(line)),
        }
    }
}

/// Tells what there is to tell in front of an instruction; `landed`: the line that a function made the frame go on at, which
/// is the last one that is known of. Gives such a line if a function does it now.
fn events(th: &mut Thread, f: Fp, pc: usize, landed: Option<u32>) -> R<Option<u32>> {
    let i = compiled(f, pc);
    let op = i.op();
    if let Some(line) = arrive(th, f, pc, false)? {
        return Ok(Some(line));
    }
    if function_is_set(th, Kind::Trace)
        && f.frame().object != EMPTY
        && let Some(line) = step(th, f, pc, op, landed)?
    {
        return Ok(Some(line));
    }
    match op {
        Op::Return => return ending(th, f, f.reg(i.a()).own()),
        Op::ReturnK => return ending(th, f, f.konst(i.wide()).own()),
        Op::Yield => return ending(th, f, f.reg(i.b()).own()),
        Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx
            if function_is_set(th, Kind::Profile) =>
        {
            native_call(th, f, i.a(), op)?;
        }
        _ => {}
    }
    Ok(None)
}

fn function_is_set(th: &Thread, kind: Kind) -> bool {
    tracer(th).is_some_and(|t| t.slot(kind).is_some())
}

/// Reports a call if the frame is new. `thrown`: an exception makes it go on. As `events`.
fn arrive(th: &mut Thread, f: Fp, pc: usize, thrown: bool) -> R<Option<u32>> {
    let Some(t) = tracer(th) else { return Ok(None) };
    let at = f.ptr() as *const Frame;
    let is_new = at > t.last;
    t.last = at;
    if !is_new {
        return Ok(None);
    }
    let o = unwind::frame_object(th, f)?;
    let Some(fo) = o.get::<FrameObj>() else {
        return Ok(None);
    };
    // The first time it is asked a generator begins.
    let resumed = pc > 0 && f.frame().generator != EMPTY && previous_is_yield(f, pc);
    let code = f.code();
    let line = if resumed {
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
    // The frame stands at its first line, whatever the line of the first instruction is. A module's is 0.
    let is_module = !resumed && code.proto.name == "<module>";
    let shown = if is_module { LINE_ZERO } else { line };
    fo.shown_line.store(shown, Relaxed);
    let event = match (resumed, thrown) {
        (false, _) => Event::Call,
        (true, false) => Event::Resume,
        (true, true) => Event::Throw,
    };
    let r = tell_both(th, o.r(), event, Ref::NONE);
    after(fo, r)
}

/// A function has been told something about a frame. Gives the line that it made the frame go on at.
fn after(fo: &FrameObj, r: R<()>) -> R<Option<u32>> {
    // Relaxed, here and below: the thread's own.
    fo.shown_line.store(0, Relaxed);
    let jumped = fo.jumped.swap(false, Relaxed);
    r?;
    Ok(jumped.then(|| fo.traced.load(Relaxed) as u32))
}

fn previous_is_yield(f: Fp, pc: usize) -> bool {
    compiled(f, pc - 1).op() == Op::Yield
}

/// `FrameObj::traced`: the instruction and the line before. 0: not known.
fn mark(pc: usize, line: u32) -> u64 {
    (pc as u64) << 32 | u64::from(line)
}

/// Reports lines and an instruction to the frame's own function. As `events`.
fn step(th: &mut Thread, f: Fp, pc: usize, op: Op, landed: Option<u32>) -> R<Option<u32>> {
    // SAFETY: the frame owns the word, which is none of EMPTY.
    let o = unsafe { Ref::from_word(f.frame().object) }.own();
    let Some(fo) = o.get::<FrameObj>() else {
        return Ok(None);
    };
    if op == Op::MakeCell {
        return Ok(None);
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
    // A call that is told once more begins anew.
    let landed = landed.filter(|_| !fresh);
    let mut back = landed.is_none() && is_back(before, pc);
    let marks = match landed {
        Some(line) => marks_behind(f, pc, line),
        None => marks_at(f, pc, before),
    };
    for m in marks {
        if fresh || m != last_line || back {
            fo.traced.store(mark(pc, m), Relaxed);
            fo.shown_line.store(m, Relaxed);
            let r = tell_line(th, o.r());
            if let Some(line) = after(fo, r)? {
                return Ok(Some(line));
            }
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
        let r = tell_line(th, o.r());
        if let Some(line) = after(fo, r)? {
            return Ok(Some(line));
        }
    } else {
        let shown = if silent { last_line } else { line };
        fo.traced.store(mark(pc, shown), Relaxed);
    }
    if fo.trace_what.load(Relaxed) & OPCODES != 0 {
        let r = tell_frame(th, o.r(), Event::Opcode, Ref::NONE);
        return after(fo, r);
    }
    Ok(None)
}

fn tell_line(th: &mut Thread, frame: Ref<'_>) -> R<()> {
    // Relaxed: the thread's own.
    let what = frame
        .get::<FrameObj>()
        .map_or(NO_LINES, |f| f.trace_what.load(Relaxed));
    if what & NO_LINES != 0 {
        return Ok(());
    }
    tell_frame(th, frame, Event::Line, Ref::NONE)
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

/// Those behind the last one of a line; none if it has none there.
fn marks_behind(f: Fp, pc: usize, line: u32) -> Vec<u32> {
    let all = &f.code().proto.marks;
    let first = all.partition_point(|m| (m.at as usize) < pc);
    let end = all.partition_point(|m| (m.at as usize) <= pc);
    let here = &all[first..end];
    let known = here.iter().rposition(|m| m.line == line);
    known.map_or_else(Vec::new, |n| here[n + 1..].iter().map(|m| m.line).collect())
}

fn jumps_to_own_line(f: Fp, pc: usize, line: u32) -> bool {
    let target = (pc as isize + 1 + compiled(f, f.frame().pc()).jump32()) as usize;
    f.code().own_line(target) == line && target != pc
}

/// The frame ends or is suspended with a value. As `events`.
fn ending(th: &mut Thread, f: Fp, v: Obj) -> R<Option<u32>> {
    let o = unwind::frame_object(th, f)?;
    let ends = compiled(f, f.frame().pc()).op() != Op::Yield;
    let event = if ends { Event::Return } else { Event::Yield };
    let mut r = tell_return(th, o.r(), event, v.r()).map(|()| None);
    if let Some(fo) = o.get::<FrameObj>() {
        r = after(fo, r.map(drop));
    }
    if let Ok(Some(_)) = r {
        return r;
    }
    leave(th, f);
    if ends
        && (f.frame().ret == Ret::Send || f.frame().ret == Ret::ForIter && !v.r().is_none())
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
    let r = tell_frame(th, o.r(), Event::Exception, arg.r());
    fo.shown_line.store(0, Relaxed);
    r
}

/// The frame is none that the functions know of any more (TRACED RULE).
fn leave(th: &Thread, f: Fp) {
    if let Some(t) = tracer(th) {
        t.last = f.ptr().wrapping_sub(1);
    }
}

fn tell_return(th: &mut Thread, frame: Ref<'_>, event: Event, v: Ref<'_>) -> R<()> {
    if let Some(p) = tracer(th).and_then(|t| t.profile.clone()) {
        tell(th, Kind::Profile, p.r(), frame, event, v).map(drop)?;
    }
    tell_frame(th, frame, event, v)
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
    arrive(th, f, pc + 1, true)?;
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
    tell_frame(th, o.r(), Event::Exception, arg.r())
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
    let r = tell_return(th, o.r(), Event::Return, Ref::NONE);
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
        tell(
            th,
            Kind::Profile,
            p.r(),
            o.r(),
            Event::Native("c_call"),
            called.r(),
        )?;
    }
    if let Some(t) = tracer(th) {
        t.natives.push((f.ptr(), called));
    }
    Ok(())
}

/// Natives that this frame or one above it has called have ended.
fn natives_ended(th: &mut Thread, f: Fp, event: &'static str) -> R<()> {
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
            tell(
                th,
                Kind::Profile,
                p.r(),
                o.r(),
                Event::Native(event),
                called.r(),
            )?;
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
    event: Event,
    arg: Ref<'_>,
) -> R {
    let at = frame.get::<FrameObj>().and_then(FrameObj::live_here);
    let before = machine(th)
        .told
        .replace((event, at.unwrap_or(std::ptr::null_mut())));
    let r = call::call(th, func, &[frame, pystr::intern_str(event.name()), arg]);
    machine(th).told = before;
    if let Err(Raised) = r {
        let e = error::fetch(th);
        set(th, kind, Ref::NONE);
        return Err(error::restore(th, e));
    }
    r
}

/// Tells both functions.
fn tell_both(th: &mut Thread, frame: Ref<'_>, event: Event, arg: Ref<'_>) -> R<()> {
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
fn tell_frame(th: &mut Thread, frame: Ref<'_>, event: Event, arg: Ref<'_>) -> R<()> {
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
