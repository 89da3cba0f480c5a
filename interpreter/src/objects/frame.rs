//! Frame objects and tracebacks: what a user sees of a running or finished frame.
//!
//! FRAME RULE. While the frame runs, its object points at the live frame, and only the thread that runs it may look
//!   through that pointer. When the frame ends, the registers' values move into the object.

use super::Code;
use crate::vm::frame::Frame;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering::*};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::{Thread, payload, types};

/// Payload of frame objects.
pub struct FrameObj {
    /// Code object.
    pub code: Slot,
    /// Function or empty.
    pub func: Slot,
    /// Globals dict.
    pub globals: Slot,
    /// Builtins dict.
    pub builtins: Slot,
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
    /// Values of the variable registers of a finished frame (one slot each).
    pub saved: parking_lot::Mutex<Vec<Option<Obj>>>,
    /// `f_trace`.
    pub trace: Slot,
    /// Extra locals written through `f_locals`.
    pub extra: Slot,
}
payload!(
    FrameObj,
    traverse | s,
    v | {
        for x in [
            &s.code,
            &s.func,
            &s.globals,
            &s.builtins,
            &s.locals,
            &s.back,
            &s.trace,
            &s.extra,
        ] {
            x.visit(v)
        }
        for o in s.saved.lock().iter().flatten() {
            v(o.r())
        }
    },
    clear | s | {
        let old = std::mem::take(&mut *s.saved.lock());
        drop(old);
        for x in [&s.locals, &s.trace, &s.extra] {
            drop(x.take())
        }
    }
);

impl FrameObj {
    /// The live frame, if this thread runs it (FRAME RULE).
    pub fn live_here(&self) -> Option<*mut Frame> {
        // Acquire: `thread` is stored before `live`, so it belongs to this frame or a later one.
        let p = self.live.load(Acquire);
        (!p.is_null() && self.thread.load(Acquire) == crate::vm::frame::tid()).then_some(p)
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
    /// Present line.
    pub fn line(&self) -> u32 {
        let Some(c) = self.code.get() else { return 0 };
        let pc = self.pc();
        c.get::<Code>().map_or(0, |c| {
            let line = c.position(pc).line;
            if line == 0 { c.proto.first_line } else { line }
        })
    }
}

/// Payload of tracebacks.
pub struct Traceback {
    /// Next inner entry, or empty.
    pub next: Slot,
    /// Frame object.
    pub frame: Slot,
    /// Instruction number.
    pub lasti: usize,
    /// Line.
    pub line: u32,
}
payload!(
    Traceback,
    traverse | s,
    v | {
        s.next.visit(v);
        s.frame.visit(v)
    },
    clear | s | {
        drop(s.next.take());
        drop(s.frame.take())
    }
);

/// A new traceback entry in front of `next`.
pub fn new_traceback(
    th: &mut Thread,
    next: Option<Obj>,
    frame: Ref<'_>,
    lasti: usize,
    line: u32,
) -> R {
    let t = Traceback {
        next: next.map_or_else(Slot::empty, Slot::new),
        frame: Slot::new(frame.own()),
        lasti,
        line,
    };
    Obj::new(th, types::TRACEBACK.r(), t)
}
