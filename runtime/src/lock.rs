//! The one-byte lock in each object's header.
//!
//! LOCK RULE 1. While only one thread has ever run Python, no lock is taken (`MULTI` is false).
//! LOCK RULE 2. Under a lock: no Python code, no drop of an object, no finaliser, no other
//!   object's lock except in address order (`lock_two`). Take out, unlock, then drop.
//! LOCK RULE 3. A critical section contains no safepoint, so a holder always makes progress
//!   and a waiter may stay attached: it delays an epoch or a handshake by one short section.
//! LOCK RULE 4. The byte: 0 free, else LOCKED, PARKED (somebody may sleep on it, behind `parking_lot_core`), WATCHED. Taking
//!   a free byte and giving back one that is only LOCKED is one compare-and-swap; all else is `#[cold]`. Whoever sleeps has
//!   seen LOCKED and PARKED under the parking lot's own lock, under which the waker looks as well.
//! LOCK RULE 5. WATCHED is set, and stays, when a profiled process first meets the lock taken. Since then it is
//!   neither 0 nor only LOCKED, so every thread comes through the cold part, where holder and waits are noted: locks that
//!   nobody fights for stay as quick as without a profile.

use crate::header::Header;
use crate::profile::held::{self, Kind, Of, Wait};
use crate::sync::{AtomicU8, Ordering::*};
use parking_lot_core::{DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, SpinWait, UnparkToken};

const LOCKED: u8 = 1;
const PARKED: u8 = 2;
const WATCHED: u8 = 4;

/// The lock goes to who is woken, without being free in between.
const HANDED_OVER: UnparkToken = UnparkToken(1);

/// One-byte mutex: spins, then parks.
#[repr(transparent)]
pub struct ByteLock(AtomicU8);

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
        ByteLock(AtomicU8::new(0))
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
        // Acquire: pairs with the Release of whoever gave it back.
        if self
            .0
            .compare_exchange_weak(0, LOCKED, Acquire, Relaxed)
            .is_err()
        {
            self.take_slow(native);
        }
    }

    #[cold]
    #[inline(never)]
    fn take_slow(&self, native: Option<fn() -> &'static str>) {
        if crate::profile::is_on() {
            return self.take_watched(native);
        }
        self.wait(0);
    }

    /// Waits for it and takes it, with the bits of `extra` set.
    fn wait(&self, extra: u8) {
        let mut spin = SpinWait::new();
        // Relaxed: the swaps below decide.
        let mut now = self.0.load(Relaxed);
        loop {
            if now & LOCKED == 0 {
                // Acquire: as take.
                match self
                    .0
                    .compare_exchange_weak(now, now | LOCKED | extra, Acquire, Relaxed)
                {
                    Ok(_) => return,
                    Err(n) => now = n,
                }
                continue;
            }
            // Who sleeps already comes first: nobody spins then.
            if now & PARKED == 0 {
                if spin.spin() {
                    now = self.0.load(Relaxed);
                    continue;
                }
                if let Err(n) = self
                    .0
                    .compare_exchange_weak(now, now | PARKED, Relaxed, Relaxed)
                {
                    now = n;
                    continue;
                }
            }
            if self.park() == HANDED_OVER {
                return;
            }
            spin.reset();
            now = self.0.load(Relaxed);
        }
    }

    fn key(&self) -> usize {
        std::ptr::from_ref(self) as usize
    }

    fn park(&self) -> UnparkToken {
        let taken = || self.0.load(Relaxed) & (LOCKED | PARKED) == LOCKED | PARKED;
        // SAFETY: the callbacks neither panic nor park; the address is that of a lock which the caller refers to.
        let r = unsafe {
            parking_lot_core::park(
                self.key(),
                taken,
                || {},
                |_, _| {},
                DEFAULT_PARK_TOKEN,
                None,
            )
        };
        match r {
            parking_lot_core::ParkResult::Unparked(t) => t,
            _ => DEFAULT_UNPARK_TOKEN,
        }
    }

    #[inline(always)]
    fn give_back(&self) {
        // Release: what was done under the lock comes before.
        if self
            .0
            .compare_exchange(LOCKED, 0, Release, Relaxed)
            .is_err()
        {
            self.give_back_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn give_back_slow(&self) {
        // Relaxed: WATCHED was set before this thread took the lock, or matters to the next one only.
        let mut now = self.0.load(Relaxed);
        if now & WATCHED != 0 {
            held::let_go(self.key(), false);
        }
        while now & PARKED == 0 {
            // Release: as give_back.
            match self
                .0
                .compare_exchange_weak(now, now & !LOCKED, Release, Relaxed)
            {
                Ok(_) => return,
                Err(n) => now = n,
            }
        }
        // SAFETY: the callback neither panics nor parks.
        unsafe {
            parking_lot_core::unpark_one(self.key(), |r| {
                let sleepers = if r.have_more_threads { PARKED } else { 0 };
                // Relaxed: WATCHED never goes.
                let kept = sleepers | self.0.load(Relaxed) & WATCHED;
                // From time to time a lock is handed over, so that no sleeper starves.
                if r.unparked_threads != 0 && r.be_fair {
                    // Relaxed: the parking lot's lock orders the two threads.
                    self.0.store(kept | LOCKED, Relaxed);
                    return HANDED_OVER;
                }
                // Release: as give_back.
                self.0.store(kept, Release);
                DEFAULT_UNPARK_TOKEN
            });
        }
    }

    /// LOCK RULE 5.
    fn take_watched(&self, native: Option<fn() -> &'static str>) {
        let at = held::place();
        let now = self.0.load(Relaxed);
        let free = now & LOCKED == 0
            // Acquire: as take.
            && self
                .0
                .compare_exchange(now, now | LOCKED | WATCHED, Acquire, Relaxed)
                .is_ok();
        if !free {
            let wait = match native {
                Some(s) => Wait::begin(Kind::Native, Of::Native(s()), self.key()),
                None => {
                    let at = std::ptr::from_ref(self) as usize - std::mem::offset_of!(Header, lock);
                    // SAFETY: `lock` is for the locks in headers, and the caller refers to the object.
                    let h = unsafe { &*(at as *const Header) };
                    Wait::begin(Kind::Object, Of::Object(h), self.key())
                }
            };
            self.wait(WATCHED);
            if let Some(w) = wait {
                w.end();
            }
        }
        held::hold(self.key(), at);
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
        assert_eq!(S.0.0.load(Relaxed), 0);
    }
}
