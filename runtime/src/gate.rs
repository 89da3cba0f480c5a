//! A lock around an operation that may run Python code or block: streams, modules, anything with a longer section
//! than a byte lock allows.
//!
//! GATE RULE 1. A waiter is detached, so a holder may run Python code, block and reach safepoints.
//! GATE RULE 2. The holder that comes again (a signal handler, a finaliser) is told so instead of waiting for itself.
//! GATE RULE 3. Data behind a gate is `Guarded` by itself, and entered for moments only; the gate orders
//!   operations, it does not protect memory.

use crate::asleep::{asleep, must_leave};
use crate::parking::LockByte;
use crate::profile::held::{Kind, Of, Wait};
use crate::sync::{AtomicU32, Ordering::*};
use crate::thread::{self, Thread};

/// The lock.
pub struct Gate {
    raw: LockByte,
    owner: AtomicU32,
}

/// The calling thread holds the gate already (GATE RULE 2).
#[derive(Debug, Clone, Copy)]
pub struct Reentered;

/// Leaves the gate when dropped.
#[must_use]
pub struct Passage<'a>(&'a Gate);

impl Default for Gate {
    fn default() -> Self {
        Gate::new()
    }
}

impl Gate {
    /// An open gate.
    pub const fn new() -> Gate {
        Gate {
            raw: LockByte::new(),
            owner: AtomicU32::new(0),
        }
    }
    /// Enters; waits detached.
    #[inline]
    pub fn enter(&self, th: &mut Thread) -> Result<Passage<'_>, Reentered> {
        if !self.raw.take_free() {
            // Relaxed: only this thread itself stores its own id.
            if self.owner.load(Relaxed) == thread::me().tid() {
                return Err(Reentered);
            }
            let key = std::ptr::from_ref(self) as usize;
            let wait = Wait::begin(Kind::Stream, Of::Native("stream"), key);
            th.blocking(|| {
                let enter = || self.raw.wait_unless(None, true, must_leave);
                while !asleep([self.raw.key(), 0], enter) {}
            });
            if let Some(w) = wait {
                w.end();
            }
        }
        self.owner.store(thread::me().tid(), Relaxed);
        Ok(Passage(self))
    }
    /// Whether nobody is inside. For who holds the lock of what those inside work on and is done before giving it up.
    #[inline]
    pub fn is_free(&self) -> bool {
        !self.raw.seen().is_locked()
    }
    /// Enters if nobody is inside.
    pub fn try_enter(&self) -> Option<Passage<'_>> {
        if !self.raw.take_free() {
            return None;
        }
        self.owner.store(thread::me().tid(), Relaxed);
        Some(Passage(self))
    }
    /// In the child of a fork: a gate whose holder does not exist here is opened.
    pub fn reset_after_fork(&self) {
        let owner = self.owner.load(Relaxed);
        if owner != 0 && owner != thread::me().tid() {
            self.owner.store(0, Relaxed);
            // Its holder was a thread of the parent, and nobody sleeps for it here (ASLEEP RULE 2).
            self.raw.reset();
        }
    }
}

impl Drop for Passage<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.owner.store(0, Relaxed);
        if self.0.raw.give_back().is_err() {
            self.0.raw.give_back_slow();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_is_told_that_it_is_inside() {
        let mut th = Thread::start(2 << 20, false);
        let g = Gate::new();
        let p = g.enter(&mut th).unwrap();
        assert!(g.enter(&mut th).is_err());
        assert!(g.try_enter().is_none());
        drop(p);
        assert!(g.try_enter().is_some());
        assert!(g.enter(&mut th).is_ok());
        th.end();
    }

    #[test]
    fn a_waiter_gets_in_after_the_holder_left() {
        static G: Gate = Gate::new();
        static IN: AtomicU32 = AtomicU32::new(0);
        let mut th = Thread::start(2 << 20, false);
        let p = G.enter(&mut th).unwrap();
        let waiter = std::thread::spawn(|| {
            let mut th = Thread::start(1 << 20, false);
            drop(G.enter(&mut th));
            IN.store(1, SeqCst);
            th.end();
        });
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(IN.load(SeqCst), 0);
        drop(p);
        th.blocking(|| waiter.join().unwrap());
        assert_eq!(IN.load(SeqCst), 1);
        th.end();
    }
}
