//! The one-byte lock in each object's header.
//!
//! LOCK RULE 1. While only one thread has ever run Python, no lock is taken (`MULTI` is false).
//! LOCK RULE 2. Under a lock: no Python code, no drop of an object, no finaliser, no other
//!   object's lock except in address order (`lock_two`). Take out, unlock, then drop.
//! LOCK RULE 3. A critical section contains no safepoint, so a holder always makes progress
//!   and a waiter may stay attached: it delays an epoch or a handshake by one short section.
//! LOCK RULE 4. The byte, and how to sleep on it, is `parking.rs` (PARK RULES).
//! LOCK RULE 5. A profiled process sets WATCHED when it first meets the lock taken: locks that nobody fights for stay as
//!   quick as without a profile.

use crate::header::Header;
use crate::parking::LockByte;
use crate::profile::held::{self, Kind, Of, Wait};

/// One-byte mutex: spins, then parks.
#[repr(transparent)]
pub struct ByteLock(LockByte);

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
        ByteLock(LockByte::new())
    }
    /// Locks the lock of an object's header unless the process is single-threaded (LOCK RULE 1).
    #[inline(always)]
    pub fn lock(&self) -> LockGuard<'_> {
        if crate::thread::is_multi() {
            self.take(None);
            LockGuard(Some(self))
        } else {
            LockGuard(None)
        }
    }
    /// As `lock`, for one that stands in native storage of this type.
    #[inline(always)]
    pub(crate) fn lock_native(&self, of: fn() -> &'static str) -> LockGuard<'_> {
        if crate::thread::is_multi() {
            self.take(Some(of));
            LockGuard(Some(self))
        } else {
            LockGuard(None)
        }
    }

    #[inline(always)]
    fn take(&self, native: Option<fn() -> &'static str>) {
        if self.0.try_take().is_err() {
            self.take_slow(native);
        }
    }

    #[cold]
    #[inline(never)]
    fn take_slow(&self, native: Option<fn() -> &'static str>) {
        if crate::profile::is_on() {
            return self.take_watched(native);
        }
        self.wait();
    }

    fn wait(&self) {
        let got = self.0.wait(None, true);
        debug_assert!(got, "without a limit, time is never over");
    }

    #[inline(always)]
    fn give_back(&self) {
        if self.0.give_back().is_err() {
            self.give_back_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn give_back_slow(&self) {
        // WATCHED was set before this thread took the lock, or matters to the next one only.
        if self.0.seen().is_watched() {
            held::let_go(self.0.key(), false);
        }
        let was_taken = self.0.give_back_slow();
        debug_assert!(was_taken, "a guard gives back what it has");
    }

    /// LOCK RULE 5.
    fn take_watched(&self, native: Option<fn() -> &'static str>) {
        let at = held::place();
        if !self.0.take_free() {
            let wait = match native {
                Some(s) => Wait::begin(Kind::Native, Of::Native(s()), self.0.key()),
                None => {
                    let at = self.0.key() - std::mem::offset_of!(Header, lock);
                    // SAFETY: `lock` is for the locks in headers, and the caller refers to the object.
                    let h = unsafe { &*(at as *const Header) };
                    Wait::begin(Kind::Object, Of::Object(h), self.0.key())
                }
            };
            self.wait();
            if let Some(w) = wait {
                w.end();
            }
        }
        self.0.watch();
        held::hold(self.0.key(), at);
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
            l.give_back();
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::UnsafeCell;

    struct Shared(ByteLock, UnsafeCell<u64>);
    // SAFETY: the number is touched under the lock only.
    unsafe impl Sync for Shared {}

    #[test]
    fn many_threads_count_without_loss() {
        static S: Shared = Shared(ByteLock::new(), UnsafeCell::new(0));
        crate::thread::set_multi();
        std::thread::scope(|s| {
            for _ in 0..6 {
                s.spawn(|| {
                    for i in 0..20_000 {
                        let _g = S.0.lock();
                        // SAFETY: under the lock.
                        unsafe { *S.1.get() += 1 };
                        if i % 1000 == 0 {
                            // Long enough for the others to go to sleep.
                            std::thread::sleep(std::time::Duration::from_micros(50));
                        }
                    }
                });
            }
        });
        // SAFETY: all threads have ended.
        assert_eq!(unsafe { *S.1.get() }, 120_000);
        assert!(!S.0.0.seen().is_locked());
    }
}
