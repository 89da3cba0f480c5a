//! Frame objects and tracebacks: what a user sees of a running or finished frame.
//!
//! FRAME RULE. While the frame runs, its object points at the live frame, and only the thread that runs it may look
//!   through that pointer. When the frame ends, the registers' values move into the object.
//! TRACE RULE. A frame without an object that an exception leaves gets none: its traceback entry keeps function and
//!   variables, from which the object is made when somebody asks for it. The variables leave the entry under its lock,
//!   together with the entry's getting its frame object, so they are in one place only.

use super::{Code, Function};
use crate::vm::frame::{Frame, to_owned};
use crate::vm::regs::Fp;
use parking_lot::Mutex;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, Ordering::*};
use typhon_runtime::obj::{self, Layout, Obj, Payload, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::value::{UNBOUND, Word};
use typhon_runtime::{Thread, payload, types};

/// Payload of frame objects.
pub struct FrameObj {
    /// Function.
    func: Slot,
    /// Its code when the frame began, which the function keeps alive.
    code: AtomicPtr<Code>,
    /// Locals mapping of module and class frames, or empty.
    pub locals: Slot,
    /// Caller's frame object, once the frame is finished or asked for it.
    pub back: Slot,
    /// The live frame, or null.
    pub live: AtomicPtr<Frame>,
    /// Thread id of the thread that runs it.
    pub thread: AtomicU32,
    /// Instruction number of the last instruction, when not live.
    pub lasti: AtomicU64,
    /// The variables of a frame that does not run.
    pub saved: Mutex<Variables>,
    /// What `f_locals` has overwritten in the registers of the live frame (PROXY RULE 2).
    pub kept: Mutex<Vec<Obj>>,
    /// `f_trace`.
    pub trace: Slot,
    /// `f_trace_lines` and `f_trace_opcodes`.
    pub trace_what: AtomicU8,
    /// The line that was traced last (see `vm::trace`).
    pub traced: AtomicU64,
    /// A function has made the frame go on at another line, which is that of `traced` (see `vm::line_jump`).
    pub jumped: AtomicBool,
    /// The line to show while a call of the frame is traced, or 0.
    pub shown_line: AtomicU32,
    /// Extra locals written through `f_locals`.
    pub extra: Slot,
    /// A weak reference to the generator that was asked for this frame.
    pub owner: Slot,
}
payload!(
    FrameObj,
    traverse | s,
    v | {
        for x in [&s.func, &s.locals, &s.back, &s.trace, &s.extra, &s.owner] {
            x.visit(v)
        }
        let saved = s.saved.lock();
        let kept = s.kept.lock();
        for o in saved.vars.iter().flatten().chain(kept.iter()) {
            v(o.r())
        }
        for (_, o) in &saved.written {
            v(o.r())
        }
    },
    clear | s | {
        drop(s.take_variables());
        for x in [&s.locals, &s.trace, &s.extra] {
            drop(x.take())
        }
    }
);

/// The variables of a frame that does not run.
#[derive(Default)]
pub struct Variables {
    /// The values of the variables' registers.
    pub vars: Vec<Option<Obj>>,
    /// It is the frame of a generator that can go on.
    pub suspended: bool,
    /// `frame.clear()` was called: the free variables are no longer seen either.
    pub cleared: bool,
    /// What was written to registers meanwhile; they get it when the generator goes on (PROXY RULE 1).
    pub written: Vec<(usize, Obj)>,
}

/// `FrameObj::shown_line` at the beginning of a module.
pub const LINE_ZERO: u32 = u32::MAX;

/// `FrameObj::traced` of a frame of which no line was reported.
pub const FRESH: u64 = u64::MAX;

/// Bit of `FrameObj::trace_what`: no line events.
pub const NO_LINES: u8 = 1;
/// Bit of `FrameObj::trace_what`: opcode events.
pub const OPCODES: u8 = 2;

impl FrameObj {
    /// Takes all variables out.
    pub fn take_variables(&self) -> Variables {
        std::mem::take(&mut *self.saved.lock())
    }
    /// Drops what was kept for the sake of those that ran above the frame, which has ended or is suspended.
    pub fn drop_kept(&self) {
        let old = std::mem::take(&mut *self.kept.lock());
        drop(old);
    }
    /// The object of a frame that runs `code` of `func`. It does not run here.
    pub fn new(func: Ref<'_>, code: *const Code) -> FrameObj {
        FrameObj {
            func: Slot::new(func.own()),
            code: AtomicPtr::new(code as *mut Code),
            locals: Slot::empty(),
            back: Slot::empty(),
            live: AtomicPtr::new(std::ptr::null_mut()),
            thread: AtomicU32::new(0),
            lasti: AtomicU64::new(0),
            saved: Mutex::new(Variables::default()),
            kept: Mutex::new(Vec::new()),
            trace: Slot::empty(),
            trace_what: AtomicU8::new(0),
            traced: AtomicU64::new(0),
            jumped: AtomicBool::new(false),
            shown_line: AtomicU32::new(0),
            extra: Slot::empty(),
            owner: Slot::empty(),
        }
    }
    /// The code.
    pub fn code(&self) -> &Code {
        // SAFETY: kept alive by the function, which stays as long as the frame object does. Relaxed: constant.
        unsafe { &*self.code.load(Relaxed) }
    }
    /// The code object.
    pub fn code_object(&self) -> Obj {
        // SAFETY: as in code; a code's payload stands in a code object (OBJECT RULE 1).
        unsafe { object_of(self.code()) }.own()
    }
    /// The function.
    pub fn func(&self) -> Option<Obj> {
        self.func.get()
    }
    /// The globals dict.
    pub fn globals(&self) -> Option<Obj> {
        self.func.get()?.get::<Function>()?.globals.get()
    }
    /// The builtins dict.
    pub fn builtins(&self) -> Option<Obj> {
        self.func.get()?.get::<Function>()?.builtins.get()
    }
    /// The live frame, if this thread runs it (FRAME RULE).
    pub fn live_here(&self) -> Option<*mut Frame> {
        // Acquire: `thread` is stored before `live`, so it belongs to this frame or a later one.
        let p = self.live.load(Acquire);
        (!p.is_null() && self.thread.load(Acquire) == crate::vm::frame::tid()).then_some(p)
    }
    /// Whether another thread runs the frame.
    pub fn is_foreign(&self) -> bool {
        // Acquire: as `live_here`.
        !self.live.load(Acquire).is_null() && self.thread.load(Acquire) != crate::vm::frame::tid()
    }
    /// Where a frame that another thread runs stands at that thread's present safepoint.
    pub fn refresh(&self, th: &mut Thread) {
        let pc = crate::vm::stacks::stopped(th, self, |_, f| {
            // SAFETY: FRAME RULE: the thread of the frame is stopped.
            unsafe { (*f).pc() }
        });
        if let Some(pc) = pc {
            // Relaxed: a hint.
            self.lasti.store(pc as u64, Relaxed);
        }
    }
    /// Says that this thread runs the frame from now on.
    pub fn set_live(&self, f: *mut Frame) {
        self.thread.store(crate::vm::frame::tid(), Release);
        // Release: see `live_here`.
        self.live.store(f, Release);
    }
    /// Instruction number of the instruction that runs or was last to run; of a frame that another thread runs, where
    /// it was last seen suspended.
    pub fn pc(&self) -> usize {
        match self.live_here() {
            None => self.lasti.load(Acquire) as usize,
            // SAFETY: FRAME RULE.
            Some(p) => unsafe { (*p).pc() },
        }
    }
    /// The number of that instruction as scripts see it. Its line is that of `line`.
    pub fn shown_index(&self) -> usize {
        let (code, pc) = (self.code(), self.pc());
        // Relaxed, here and below: the thread's own.
        let shown = self.shown_line.load(Relaxed);
        let traced = self.traced.load(Relaxed);
        if shown == 0 && !(code.has_no_line(pc) && traced != 0 && traced != FRESH) {
            return code.proto.shown_index(pc);
        }
        if traced == FRESH {
            // The call of a new frame is told.
            return 0;
        }
        let line = if shown == 0 { traced as u32 } else { shown };
        code.proto.last_index_at(pc, line)
    }
    /// Present line.
    pub fn line(&self) -> u32 {
        // Relaxed: the thread's own.
        let shown = self.shown_line.load(Relaxed);
        if shown == LINE_ZERO {
            return 0;
        }
        if shown != 0 {
            return shown;
        }
        let c = self.code();
        let pc = self.pc();
        // Relaxed: the thread's own.
        match self.traced.load(Relaxed) as u32 {
            0 | u32::MAX => {}
            line if c.has_no_line(pc) => return line,
            _ => {}
        }
        match c.position(pc).line {
            0 => c.proto.first_line,
            line => line,
        }
    }
}

/// The code object that a code stands in.
///
/// # Safety
/// The code is alive for `'a`.
unsafe fn object_of<'a>(code: *const Code) -> Ref<'a> {
    // SAFETY: OBJECT RULE 1: a payload stands behind the header's 24 bytes.
    unsafe { Ref::from_word(code as Word - 24) }
}

/// Payload of tracebacks. Behind it stand the variables of the frame (TRACE RULE).
pub struct Traceback {
    /// Next inner entry, or empty.
    pub next: Slot,
    /// Frame object; empty: `func`, `code`, `locals` and the variables tell of the frame.
    frame: Slot,
    func: Slot,
    locals: Slot,
    code: AtomicPtr<Code>,
    /// Instruction number.
    pub lasti: usize,
    /// Line.
    pub line: u32,
    /// The frame of the next entry was called by this one's, and ended before it got an object.
    called: bool,
    /// Room for variables.
    room: u32,
    /// How many variables are there. Changed under the entry's lock.
    filled: UnsafeCell<u32>,
}

// SAFETY: TRACE RULE: what is not atomic is written before publication and under the lock of the object.
unsafe impl Sync for Traceback {}

impl Payload for Traceback {
    #[inline(always)]
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Traceback>("Traceback", true, true);
        &L
    }
    fn traverse(&self, v: &mut dyn FnMut(Ref<'_>)) {
        for s in [&self.next, &self.frame, &self.func, &self.locals] {
            s.visit(v);
        }
        // SAFETY: the world is stopped.
        for s in unsafe { self.variables() } {
            s.visit(v);
        }
    }
    fn clear(&self) {
        drop(self.next.take());
        drop(self.frame.take());
        drop(self.locals.take());
        drop(self.take_variables());
    }
    fn tail_bytes(&self) -> usize {
        self.room as usize * 8
    }
}

impl Drop for Traceback {
    fn drop(&mut self) {
        let n = std::mem::take(self.filled.get_mut()) as usize;
        for i in (0..n).rev() {
            // SAFETY: the variables' words own their counts, which are given up here, each once.
            unsafe { crate::vm::frame::release(*self.words().add(i)) };
        }
    }
}

impl Traceback {
    #[inline(always)]
    fn words(&self) -> *mut Word {
        // SAFETY: a traceback stands in an object, with room for the variables behind it.
        unsafe { obj::tail_ptr(self) as *mut Word }
    }
    /// # Safety
    /// The world is stopped.
    unsafe fn variables(&self) -> &[Slot] {
        // SAFETY: by contract; a variable's word is one that a slot may hold.
        unsafe {
            std::slice::from_raw_parts(self.words() as *const Slot, *self.filled.get() as usize)
        }
    }
    /// Takes the variables out. The caller has the entry's lock, or nobody else reaches it.
    fn take_variables(&self) -> Vec<Option<Obj>> {
        // SAFETY: by the caller's word.
        let n = unsafe { std::mem::take(&mut *self.filled.get()) } as usize;
        (0..n)
            .map(|i| {
                // SAFETY: a variable's word, whose count moves out.
                let w = unsafe { *self.words().add(i) };
                // SAFETY: as above.
                (w != UNBOUND).then(|| unsafe { Obj::from_word(w) }.adopt())
            })
            .collect()
    }
    /// The frame object, if there is one; for identity tests.
    pub fn frame_word(&self) -> Word {
        self.frame.peek()
    }
}

/// The frame object of a traceback entry.
pub fn frame_of(th: &mut Thread, tb: Ref<'_>) -> R {
    let Some(t) = tb.get::<Traceback>() else {
        return Ok(Obj::none());
    };
    if let Some(f) = t.frame.get() {
        return Ok(f);
    }
    let Some(func) = t.func.get() else {
        // Emptied by the collector.
        return Ok(Obj::none());
    };
    let mut fo = FrameObj::new(func.r(), t.code.load(Relaxed));
    *fo.lasti.get_mut() = t.lasti as u64;
    fo.locals = t.locals.get().map_or_else(Slot::empty, Slot::new);
    let new = Obj::new(th, types::FRAME.r(), fo)?;
    let guard = tb.lock();
    if let Some(f) = t.frame.get() {
        // Another thread was faster.
        drop(guard);
        return Ok(f);
    }
    if let Some(fo) = new.get::<FrameObj>() {
        fo.saved.lock().vars = t.take_variables();
    }
    t.frame.init(new.r().own());
    drop(guard);
    Ok(new)
}

/// `tb_next`. A frame that has ended shows its caller by `f_back`; the caller of a frame that ended without an object is
/// known to the entry in front of it, which whoever comes to the entry has passed.
pub fn next_of(th: &mut Thread, tb: Ref<'_>) -> R {
    let Some(t) = tb.get::<Traceback>() else {
        return Ok(Obj::none());
    };
    let Some(next) = t.next.get() else {
        return Ok(Obj::none());
    };
    if t.called && next.get::<Traceback>().is_some_and(|n| n.frame.is_empty()) {
        let (outer, inner) = (frame_of(th, tb)?, frame_of(th, next.r())?);
        if let Some(f) = inner.get::<FrameObj>()
            && f.back.is_empty()
            && outer.get::<FrameObj>().is_some()
        {
            f.back.set(outer);
        }
    }
    Ok(next)
}

/// A new traceback entry in front of `next`.
pub fn new_traceback(
    th: &mut Thread,
    next: Option<Obj>,
    frame: Obj,
    lasti: usize,
    line: u32,
    called: bool,
) -> R {
    let t = Traceback {
        next: next.map_or_else(Slot::empty, Slot::new),
        frame: Slot::new(frame),
        func: Slot::empty(),
        locals: Slot::empty(),
        code: AtomicPtr::new(std::ptr::null_mut()),
        lasti,
        line,
        called,
        room: 0,
        filled: UnsafeCell::new(0),
    };
    Obj::with_tail(th, types::TRACEBACK.r(), t, 0, |_, _| {})
}

/// A new traceback entry in front of `next` for a frame without object that ends at instruction `lasti`: its variables
/// move into the entry (TRACE RULE).
pub fn last_traceback(
    th: &mut Thread,
    next: Option<Obj>,
    f: Fp,
    lasti: usize,
    line: u32,
    called: bool,
) -> R {
    let n = f.code().nlocals;
    let own = |r: Option<Ref<'_>>| r.map_or_else(Slot::empty, |r| Slot::new(r.own()));
    let t = Traceback {
        next: next.map_or_else(Slot::empty, Slot::new),
        frame: Slot::empty(),
        func: own(f.function()),
        locals: own(f.locals()),
        code: AtomicPtr::new(f.frame().code as *mut Code),
        lasti,
        line,
        called,
        room: n as u32,
        filled: UnsafeCell::new(0),
    };
    Obj::with_tail(th, types::TRACEBACK.r(), t, n, |t, to| {
        // SAFETY: nobody else knows the entry yet; the variables are filled in below.
        unsafe { *t.filled.get() = n as u32 };
        for i in 0..n {
            let w = f.word(i);
            // SAFETY: a register of the frame, and room for all variables.
            unsafe {
                *f.at(i) = UNBOUND;
                *to.add(i) = to_owned(w);
            }
        }
    })
}
