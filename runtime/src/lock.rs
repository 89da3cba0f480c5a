//! The one-byte lock in each object's header.
//!
//! LOCK RULE 1. While only one thread has ever run Python, no lock is taken (`MULTI` is false).
//! LOCK RULE 2. Under a lock: no Python code, no drop of an object, no finaliser, no other
//!   object's lock except in address order (`lock_two`). Take out, unlock, then drop.
//! LOCK RULE 3. A critical section contains no safepoint, so a holder always makes progress
//!   and a waiter may stay attached: it delays an epoch or a handshake by one short section.

use parking_lot::lock_api::RawMutex as _;

/// parking_lot's one-byte mutex: spins, then parks.
#[repr(transparent)]
pub struct ByteLock(parking_lot::RawMutex);

impl std::fmt::Debug for ByteLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ByteLock")
    }
}

impl Default for ByteLock {
    fn default() -> Self {
        ByteLock::new()
    }
}

impl ByteLock {
    /// An unlocked lock.
    #[inline(always)]
    pub const fn new() -> ByteLock {
        ByteLock(parking_lot::RawMutex::INIT)
    }
    /// Locks unless the process is single-threaded (LOCK RULE 1).
    #[inline(always)]
    pub fn lock(&self) -> LockGuard<'_> {
        if crate::thread::is_multi() {
            self.0.lock();
            LockGuard(Some(self))
        } else {
            LockGuard(None)
        }
    }
}

/// Unlocks when dropped.
#[must_use]
pub struct LockGuard<'a>(Option<&'a ByteLock>);

impl LockGuard<'_> {
    /// Whether there is a lock to give back.
    pub fn is_taken(&self) -> bool {
        self.0.is_some()
    }
}

impl Drop for LockGuard<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(l) = self.0 {
            // SAFETY: this guard was made by a successful lock() and unlocks once.
            unsafe { l.0.unlock() }
        }
    }
}

/// Locks two objects in address order (LOCK RULE 2); one lock if they are the same.
pub fn lock_two<'a>(a: &'a ByteLock, b: &'a ByteLock) -> (LockGuard<'a>, LockGuard<'a>) {
    let (pa, pb) = (a as *const ByteLock, b as *const ByteLock);
    if pa == pb {
        (a.lock(), LockGuard(None))
    } else if pa < pb {
        let g = a.lock();
        (g, b.lock())
    } else {
        let g = b.lock();
        (g, a.lock())
    }
}
