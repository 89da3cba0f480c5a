//! Generators: a suspended frame.
//!
//! GEN RULE. `state` is claimed by compare-and-swap from SUSPENDED or CREATED to RUNNING; only the claimant touches
//!   the saved registers. A second thread that asks meanwhile gets ValueError: generator already executing.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicU8, Ordering::*};
use typhon_runtime::obj::Ref;
use typhon_runtime::payload;
use typhon_runtime::slot::Slot;

/// Not started.
pub const CREATED: u8 = 0;
/// At a yield.
pub const SUSPENDED: u8 = 1;
/// On some thread's stack.
pub const RUNNING: u8 = 2;
/// Finished.
pub const CLOSED: u8 = 3;

/// Payload of generators.
pub struct Generator {
    /// See GEN RULE.
    pub state: AtomicU8,
    /// Function.
    pub func: Slot,
    /// `__name__`.
    pub name: Slot,
    /// `__qualname__`.
    pub qualname: Slot,
    /// Frame object, if somebody asked for it.
    pub frame: Slot,
    /// Exception being handled inside, while suspended in a handler.
    pub handled: Slot,
    /// Saved registers and instruction number of the next instruction.
    pub saved: UnsafeCell<Saved>,
}

/// A suspended frame's registers.
#[derive(Default)]
pub struct Saved {
    /// Register words as slots (EMPTY: unbound).
    pub regs: Vec<Slot>,
    /// Instruction to resume at.
    pub pc: usize,
}

// SAFETY: GEN RULE: `saved` is touched by the claimant only (or by the collector with the world stopped).
unsafe impl Sync for Generator {}
// SAFETY: as above.
unsafe impl Send for Generator {}

payload!(
    Generator,
    traverse | s,
    v | {
        for x in [&s.func, &s.name, &s.qualname, &s.frame, &s.handled] {
            x.visit(v)
        }
        if s.state.load(Acquire) != RUNNING {
            // SAFETY: not running and the world is stopped.
            for r in unsafe { &(*s.saved.get()).regs } {
                r.visit(v)
            }
        }
    },
    clear | s | {
        if s.claim().is_some() {
            // SAFETY: claimed.
            let old = unsafe { std::mem::take(&mut (*s.saved.get()).regs) };
            // Release: gives the claim back.
            s.state.store(CLOSED, Release);
            drop(old);
        }
    }
);

impl Generator {
    /// Claims the generator; gives the state before, None if it is running or closed.
    #[inline]
    pub fn claim(&self) -> Option<u8> {
        // Acquire: pairs with the Release of who suspended it.
        let s = self.state.load(Acquire);
        if s > SUSPENDED {
            return None;
        }
        self.state
            .compare_exchange(s, RUNNING, AcqRel, Acquire)
            .ok()
    }
    /// The function that made it.
    pub fn function(&self) -> Option<typhon_runtime::Obj> {
        self.func.get()
    }
    /// The register of the inner iterator if it is suspended in `yield from`. The caller claimed it or holds it still.
    pub fn yield_from(&self) -> Option<typhon_runtime::Obj> {
        if self.state.load(Acquire) != SUSPENDED {
            return None;
        }
        let f = self.func.get()?;
        let f = f.get::<super::Function>()?;
        // SAFETY: a function's code slot always holds code.
        let code = unsafe { &*f.code_ptr() };
        // SAFETY: racy only if another thread resumes it now; callers claim first where it matters.
        let saved = unsafe { &*self.saved.get() };
        let i = crate::opcode::Instr(code.instrs.get(saved.pc.checked_sub(1)?)?.load(Relaxed));
        if i.op() == crate::opcode::Op::Yield && i.x() == 1 {
            saved.regs.get(i.c())?.get()
        } else {
            None
        }
    }
}

/// Whether the value is a generator.
pub fn is_generator(o: Ref<'_>) -> bool {
    o.is_exact(&typhon_runtime::types::GENERATOR)
}
