//! Generators, coroutines and asynchronous generators: a suspended frame.
//!
//! GEN RULE. `state` is claimed by compare-and-swap from SUSPENDED or CREATED to RUNNING; only the claimant touches
//!   the saved registers. A second thread that asks meanwhile gets ValueError: generator already executing. Who only looks
//!   at the registers claims by LOOKED, for a moment without safepoint, and others wait.

use crate::opcode::{Instr, Op, YIELD_FROM};
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::*};
use typhon_runtime::obj::{self, Layout, Obj, Payload, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types;
use typhon_runtime::value::Word;

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

/// Payload of generators. The registers of the suspended frame stand behind it.
pub struct Generator {
    /// See GEN RULE. Read it by `state()`.
    pub state: AtomicU8,
    /// Asynchronous generators: the last suspension was a `yield` of its own, not one of something awaited.
    pub own_yield: AtomicBool,
    /// Asynchronous generators: an `asend`, `athrow` or `aclose` is in progress.
    pub busy: AtomicBool,
    /// Asynchronous generators: it was closed or ran to its end.
    pub ended: AtomicBool,
    /// Asynchronous generators: the hooks of this thread have been asked.
    pub hooked: AtomicBool,
    /// How many registers there is room for.
    pub room: u32,
    /// The suspended frame.
    pub saved: UnsafeCell<Saved>,
    /// Function. It stays as long as the generator does: the frame relies on it.
    pub func: Slot,
    /// `__name__`.
    pub name: Slot,
    /// `__qualname__`.
    pub qualname: Slot,
    /// Frame object, if somebody asked for it.
    pub frame: Slot,
    /// Exception being handled inside, while suspended in a handler.
    pub handled: Slot,
    /// Asynchronous generators: the hook to call when it is dropped unfinished. Coroutines: `cr_origin`.
    pub extra: Slot,
}

/// No register for a sent value: it is dropped.
pub const NOT_SENT: u32 = u32::MAX;

/// A suspended frame.
pub struct Saved {
    /// The instruction to resume at.
    pub ip: *const AtomicU64,
    /// The code, which the function keeps alive even if its `__code__` is another one now.
    pub code: *const super::Code,
    /// The thread that suspended it: another one adopts the registers (COUNT RULE 9).
    pub thread: u32,
    /// How many registers are saved; 0 while it runs and when it has ended.
    pub live: u32,
    /// The register for what is sent, or `NOT_SENT`.
    pub sent: u32,
    /// `Frame::handling`.
    pub handling: u16,
}

impl Saved {
    /// Number of the instruction to resume at.
    pub fn pc(&self) -> usize {
        // SAFETY: a generator that has not ended has its code.
        let base = unsafe { (*self.code).instrs.as_ptr() };
        (self.ip as usize - base as usize) / 8
    }
}

// SAFETY: GEN RULE: `saved` and the registers are touched by the claimant only (or by the collector with the world
// stopped).
unsafe impl Sync for Generator {}
// SAFETY: as above.
unsafe impl Send for Generator {}

impl Payload for Generator {
    #[inline(always)]
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Generator>("Generator", true, true);
        &L
    }
    fn traverse(&self, v: &mut dyn FnMut(Ref<'_>)) {
        for x in [
            &self.func,
            &self.name,
            &self.qualname,
            &self.frame,
            &self.handled,
            &self.extra,
        ] {
            x.visit(v)
        }
        // SAFETY: the world is stopped.
        for r in unsafe { self.registers() } {
            r.visit(v)
        }
    }
    fn clear(&self) {
        if self.claim().is_some() {
            self.end();
        }
    }
    fn tail_bytes(&self) -> usize {
        self.room as usize * 8
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.drop_registers();
    }
}

impl Generator {
    /// Where the registers are saved.
    #[inline(always)]
    pub fn words(&self) -> *mut Word {
        // SAFETY: a generator stands in an object, with room for its registers behind it.
        unsafe { obj::tail_ptr(self) as *mut Word }
    }
    /// The saved registers (UNBOUND: no value).
    ///
    /// # Safety
    /// The caller has the claim or has stopped the world.
    pub unsafe fn registers(&self) -> &[Slot] {
        // SAFETY: by contract; a saved register is a word that a slot may hold.
        unsafe {
            std::slice::from_raw_parts(
                self.words() as *const Slot,
                (*self.saved.get()).live as usize,
            )
        }
    }
    fn drop_registers(&self) {
        // SAFETY: claimed, or nobody else reaches it. The words' counts are given up, each once.
        unsafe {
            let n = std::mem::take(&mut (*self.saved.get()).live) as usize;
            for i in (0..n).rev() {
                drop(Obj::from_word(*self.words().add(i)));
            }
        }
    }
    /// Ends a claimed generator that does not run.
    pub fn end(&self) {
        self.drop_registers();
        // Release: gives the claim back.
        self.state.store(CLOSED, Release);
    }
    /// Claims the generator; gives the state before, None if it is running or closed.
    #[inline(always)]
    pub fn claim(&self) -> Option<u8> {
        if typhon_runtime::thread::is_multi() {
            return self.claim_atomic();
        }
        // Relaxed: one thread.
        let s = self.state.load(Relaxed);
        if s > SUSPENDED {
            return None;
        }
        self.state.store(RUNNING, Relaxed);
        Some(s)
    }
    #[inline(never)]
    fn claim_atomic(&self) -> Option<u8> {
        let s = self.state();
        if s > SUSPENDED {
            return None;
        }
        // AcqRel: Acquire pairs with the Release of who suspended it.
        match self.state.compare_exchange(s, RUNNING, AcqRel, Acquire) {
            Ok(s) => Some(s),
            Err(LOOKED) => self.claim_atomic(),
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
        let i = Instr(code.instrs.get(saved.pc().checked_sub(1)?)?.load(Relaxed));
        if i.op() == Op::Yield && i.yield_kind() == YIELD_FROM {
            // SAFETY: by the caller's claim; the register holds the iterator.
            unsafe { self.registers() }.get(i.c())?.get()
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
