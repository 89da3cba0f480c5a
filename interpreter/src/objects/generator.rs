//! Generators, coroutines and asynchronous generators: a suspended frame.
//!
//! GEN RULE. `state` is claimed by compare-and-swap from SUSPENDED or CREATED to RUNNING; only the claimant touches
//!   the saved registers. A second thread that asks meanwhile gets ValueError: generator already executing. Who only looks
//!   at the registers claims by LOOKED, for a moment without safepoint, and others wait.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::*};
use typhon_runtime::obj::Ref;
use typhon_runtime::payload;
use typhon_runtime::slot::Slot;
use typhon_runtime::types;

/// Not started.
pub const CREATED: u8 = 0;
/// At a yield.
pub const SUSPENDED: u8 = 1;
/// On some thread's stack.
pub const RUNNING: u8 = 2;
/// Finished.
pub const CLOSED: u8 = 3;
/// Suspended, and some thread looks at the registers now.
const LOOKED: u8 = 4;

/// Payload of generators.
pub struct Generator {
    /// See GEN RULE. Read it by `state()`.
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
    /// Asynchronous generators: the hook to call when it is dropped unfinished.
    pub finalizer: Slot,
    /// Asynchronous generators: an `asend`, `athrow` or `aclose` is in progress.
    pub busy: AtomicBool,
    /// Asynchronous generators: it was closed or ran to its end.
    pub ended: AtomicBool,
    /// Asynchronous generators: the last suspension was a `yield` of its own, not one of something awaited.
    pub own_yield: AtomicBool,
    /// Asynchronous generators: the hooks of this thread have been asked.
    pub hooked: AtomicBool,
    /// Saved registers and instruction number of the next instruction.
    pub saved: UnsafeCell<Saved>,
}

/// A suspended frame's registers.
pub struct Saved {
    /// Register words as slots (EMPTY: unbound).
    pub regs: Vec<Slot>,
    /// Instruction to resume at.
    pub pc: usize,
    /// The thread that suspended it: another one adopts the registers (COUNT RULE 9).
    pub thread: u32,
    /// The code, which the function keeps alive even if its `__code__` is another one now.
    pub code: *const super::Code,
    /// `Frame::handling`.
    pub handling: u16,
}

impl Default for Saved {
    fn default() -> Self {
        Saved {
            regs: Vec::new(),
            pc: 0,
            thread: 0,
            code: std::ptr::null(),
            handling: 0,
        }
    }
}

// SAFETY: GEN RULE: `saved` is touched by the claimant only (or by the collector with the world stopped).
unsafe impl Sync for Generator {}
// SAFETY: as above.
unsafe impl Send for Generator {}

payload!(
    Generator,
    traverse | s,
    v | {
        for x in [
            &s.func,
            &s.name,
            &s.qualname,
            &s.frame,
            &s.handled,
            &s.finalizer,
        ] {
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
        let s = self.state();
        if s > SUSPENDED {
            return None;
        }
        if !typhon_runtime::thread::is_multi() {
            // Relaxed: one thread.
            self.state.store(RUNNING, Relaxed);
            return Some(s);
        }
        match self.state.compare_exchange(s, RUNNING, AcqRel, Acquire) {
            Ok(s) => Some(s),
            Err(LOOKED) => self.claim(),
            Err(_) => None,
        }
    }
    /// The state; LOOKED does not last.
    #[inline]
    pub fn state(&self) -> u8 {
        loop {
            // Acquire: pairs with the Release of who suspended it.
            let s = self.state.load(Acquire);
            if s != LOOKED {
                return s;
            }
            std::hint::spin_loop();
        }
    }
    /// Looks at the registers if it is suspended; `f` reaches no safepoint.
    fn look<T>(&self, f: impl FnOnce(&Saved) -> T) -> Option<T> {
        loop {
            match self
                .state
                .compare_exchange(SUSPENDED, LOOKED, AcqRel, Acquire)
            {
                Ok(_) => break,
                Err(LOOKED) => std::hint::spin_loop(),
                Err(_) => return None,
            }
        }
        // SAFETY: claimed (GEN RULE).
        let r = f(unsafe { &*self.saved.get() });
        // Release: gives the claim back.
        self.state.store(SUSPENDED, Release);
        Some(r)
    }
    /// The function that made it.
    pub fn function(&self) -> Option<typhon_runtime::Obj> {
        self.func.get()
    }
    /// The inner iterator if it is suspended in `yield from`.
    pub fn yield_from(&self) -> Option<typhon_runtime::Obj> {
        self.look(|s| self.inner(s))?
    }
    /// Claims the generator and gives its inner iterator if it is suspended in `yield from`; else the claim is given back.
    pub fn claim_delegating(&self) -> Option<typhon_runtime::Obj> {
        let before = self.claim()?;
        if before == SUSPENDED {
            // SAFETY: claimed (GEN RULE).
            let inner = self.inner(unsafe { &*self.saved.get() });
            if inner.is_some() {
                return inner;
            }
        }
        // Release: gives the claim back.
        self.state.store(before, Release);
        None
    }
    fn inner(&self, saved: &Saved) -> Option<typhon_runtime::Obj> {
        let _keeps_code = self.func.get()?;
        // SAFETY: a suspended generator has its code.
        let code = unsafe { &*saved.code };
        let i = crate::opcode::Instr(code.instrs.get(saved.pc.checked_sub(1)?)?.load(Relaxed));
        if i.op() == crate::opcode::Op::Yield && i.x() == 1 {
            saved.regs.get(i.c())?.get()
        } else {
            None
        }
    }
}

/// What messages call a generator, coroutine or asynchronous generator.
pub fn noun(o: Ref<'_>) -> &'static str {
    if o.is_exact(&types::COROUTINE) {
        "coroutine"
    } else if o.is_exact(&types::ASYNC_GENERATOR) {
        "async generator"
    } else {
        "generator"
    }
}

/// Whether the value is a generator or coroutine: what `yield from` and `await` drive without calling methods.
pub fn is_plain(o: Ref<'_>) -> bool {
    o.is_exact(&types::GENERATOR) || o.is_exact(&types::COROUTINE)
}
