//! The lock that scripts see: not owned by a thread, released by anybody, waited for with a timeout.
//!
//! PYLOCK RULE 1. One word: 0 free, else LOCKED, PARKED (somebody sleeps on it, behind `parking_lot_core`), WATCHED. A
//!   waiter sets PARKED before it sleeps, and sleeps only if it then still sees LOCKED and PARKED; who frees a lock with
//!   PARKED wakes one waiter, and clears the bit if that was the last.
//! PYLOCK RULE 2. WATCHED is set in a profiled process and stays: such a lock is never 0 and never only LOCKED, so every
//!   thread comes through the cold part, where holder and waits are noted.
//! PYLOCK RULE 3. Waiting is detached. Before it, a thread looks a few times whether the lock becomes free: going away
//!   and coming back costs more than a short critical section of another thread.

use crate::hooks;
use crate::obj::R;
use crate::profile::held;
use crate::profile::{self, Wait};
use crate::sync::{AtomicU32, Ordering::*};
use crate::thread::Thread;
use crate::thread::gil;
use parking_lot_core::{
    DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, ParkResult, SpinWait, UnparkToken,
};
use std::time::{Duration, Instant};

/// How long the main thread parks before it looks at signals again.
const SLICE: Duration = Duration::from_millis(50);

pub use crate::profile::held::{Kind, Of};

const LOCKED: u32 = 1;
const PARKED: u32 = 2;
const WATCHED: u32 = 4;

/// The lock goes to who is woken, without being free in between.
const HANDED_OVER: UnparkToken = UnparkToken(1);

/// The lock.
pub struct PyLock(AtomicU32);

impl Default for PyLock {
    /// A free lock; a profiled process sees who holds it from the start.
    fn default() -> PyLock {
        PyLock(AtomicU32::new(if profile::is_on() { WATCHED } else { 0 }))
    }
}

impl PyLock {
    /// A free lock.
    pub const fn new() -> PyLock {
        PyLock(AtomicU32::new(0))
    }
    fn key(&self) -> usize {
        &self.0 as *const AtomicU32 as usize
    }
    /// Whether it is taken. A plain read: scales when shared.
    #[inline]
    pub fn is_locked(&self) -> bool {
        // Relaxed: a snapshot.
        self.0.load(Relaxed) & LOCKED != 0
    }
    /// Takes it if it is free.
    #[inline]
    pub fn try_acquire(&self) -> bool {
        // Acquire: pairs with the Release of release.
        match self.0.compare_exchange(0, LOCKED, Acquire, Relaxed) {
            Ok(_) => true,
            Err(now) => now & LOCKED == 0 && self.try_slow(),
        }
    }
    #[cold]
    fn try_slow(&self) -> bool {
        let at = if profile::is_on() { held::place() } else { 0 };
        let got = self.take();
        if got {
            self.note(at);
        }
        got
    }
    /// Takes a free lock, whatever its other bits.
    fn take(&self) -> bool {
        // Relaxed: the swap decides.
        let mut now = self.0.load(Relaxed);
        while now & LOCKED == 0 {
            // Acquire: as try_acquire.
            match self
                .0
                .compare_exchange_weak(now, now | LOCKED, Acquire, Relaxed)
            {
                Ok(_) => return true,
                Err(n) => now = n,
            }
        }
        false
    }
    /// The profile learns who has the lock.
    fn note(&self, at: u32) {
        if profile::is_on() {
            // Relaxed: the bit carries nothing.
            self.0.fetch_or(WATCHED, Relaxed);
            held::hold(self.key(), at);
        }
    }
    /// Frees it; false if it is not taken.
    #[inline]
    pub fn release(&self) -> bool {
        // Release: what was done under the lock comes before.
        match self.0.compare_exchange(LOCKED, 0, Release, Relaxed) {
            Ok(_) => true,
            Err(now) => now & LOCKED != 0 && self.release_slow(now),
        }
    }
    #[cold]
    fn release_slow(&self, mut now: u32) -> bool {
        if now & WATCHED != 0 {
            held::let_go(self.key(), true);
        }
        while now & PARKED == 0 {
            if now & LOCKED == 0 {
                // Another thread was faster.
                return false;
            }
            // Release: as release.
            match self
                .0
                .compare_exchange_weak(now, now & !LOCKED, Release, Relaxed)
            {
                Ok(_) => return true,
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
                    // Release: the woken thread's park returns after it, but another may read the word first.
                    self.0.store(kept | LOCKED, Release);
                    return HANDED_OVER;
                }
                // Release: as release.
                self.0.store(kept, Release);
                DEFAULT_UNPARK_TOKEN
            });
        }
        true
    }
    /// Sleeps until it may be free, for the given time at most. The thread is detached.
    fn park(&self, until: Option<Instant>) -> ParkResult {
        let timed_out = |_, was_last| {
            if was_last {
                // Relaxed: under the parking lot's lock, as every change of the bit but setting it.
                self.0.fetch_and(!PARKED, Relaxed);
            }
        };
        // SAFETY: the callbacks neither panic nor park.
        unsafe {
            parking_lot_core::park(
                self.key(),
                || self.0.load(Relaxed) & (LOCKED | PARKED) == LOCKED | PARKED,
                || {},
                timed_out,
                DEFAULT_PARK_TOKEN,
                until,
            )
        }
    }
    /// PYLOCK RULE 3.
    fn spin(&self) -> bool {
        if gil::is_enabled() {
            // The holder cannot go on before this thread goes away.
            return false;
        }
        let mut spin = SpinWait::new();
        loop {
            if self.take() {
                return true;
            }
            // Who sleeps already comes first. Relaxed: a hint.
            if self.0.load(Relaxed) & PARKED != 0 || !spin.spin() {
                return false;
            }
        }
    }
    /// Waits until it has the lock, at most until the given time; false: time is over. The thread is detached.
    fn sleep(&self, until: Option<Instant>) -> bool {
        loop {
            if self.take() {
                return true;
            }
            // Relaxed: the parking lot looks again (PYLOCK RULE 1).
            let now = self.0.load(Relaxed);
            if now & LOCKED == 0
                || now & PARKED == 0
                    && self
                        .0
                        .compare_exchange_weak(now, now | PARKED, Relaxed, Relaxed)
                        .is_err()
            {
                continue;
            }
            match self.park(until) {
                ParkResult::Unparked(HANDED_OVER) => {
                    // Acquire: as try_acquire; pairs with the store that handed it over.
                    self.0.load(Acquire);
                    return true;
                }
                ParkResult::TimedOut => return false,
                ParkResult::Unparked(_) | ParkResult::Invalid => {}
            }
        }
    }
    /// Takes it, until `deadline` at the latest; false: time is over. Signal handlers run while the main thread waits.
    /// `kind` and `of` say what the lock is to the profile.
    pub fn acquire(
        &self,
        th: &mut Thread,
        deadline: Option<Instant>,
        kind: Kind,
        of: Of<'_>,
    ) -> R<bool> {
        if self.try_acquire() {
            return Ok(true);
        }
        let wait = Wait::begin(kind, of, self.key());
        let r = self.acquire_slow(th, deadline);
        if let Some(w) = wait {
            w.end();
            if r == Ok(true) {
                self.note(held::place());
            }
        }
        r
    }
    fn acquire_slow(&self, th: &mut Thread, deadline: Option<Instant>) -> R<bool> {
        if self.spin() {
            return Ok(true);
        }
        loop {
            let slice = if th.is_main {
                Some(Instant::now() + SLICE)
            } else {
                None
            };
            let until = match (deadline, slice) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            let got = th.blocking(|| self.sleep(until));
            if got {
                // No safepoint before the caller has noted whose the lock is: a finaliser may ask for it again.
                return Ok(true);
            }
            if deadline.is_some_and(|d| Instant::now() >= d) {
                return Ok(false);
            }
            hooks::safepoint(th)?;
        }
    }
    /// In the child of a fork.
    pub fn reset(&self) {
        if self.0.swap(0, Relaxed) & WATCHED != 0 {
            held::let_go(self.key(), true);
        }
    }
}

/// Waits on a condition variable until `done`, the deadline, or for ever; serves signals in the main thread.
pub fn wait_until<T>(
    th: &mut Thread,
    m: &parking_lot::Mutex<T>,
    c: &parking_lot::Condvar,
    deadline: Option<Instant>,
    done: impl Fn(&T) -> bool,
) -> R<bool> {
    loop {
        let main = th.is_main;
        let ok = th.blocking(|| {
            let mut g = m.lock();
            loop {
                if done(&g) {
                    return true;
                }
                let slice = if main {
                    Some(Instant::now() + SLICE)
                } else {
                    None
                };
                let until = match (deadline, slice) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                match until {
                    None => c.wait(&mut g),
                    Some(t) if c.wait_until(&mut g, t).timed_out() => return done(&g),
                    Some(_) => {}
                }
            }
        });
        if ok {
            return Ok(true);
        }
        hooks::safepoint(th)?;
        if deadline.is_some_and(|d| Instant::now() >= d) {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn anybody_releases_and_a_free_lock_says_so() {
        let l = PyLock::new();
        assert!(l.try_acquire());
        assert!(!l.try_acquire());
        assert!(l.is_locked());
        std::thread::scope(|s| {
            s.spawn(|| assert!(l.release()));
        });
        assert!(!l.is_locked());
        assert!(!l.release());
    }

    #[test]
    fn a_timeout_ends_the_wait() {
        let mut th = Thread::start(2 << 20, false);
        let l = PyLock::new();
        assert!(l.try_acquire());
        let start = Instant::now();
        let end = start + Duration::from_millis(30);
        assert_eq!(
            l.acquire(&mut th, Some(end), Kind::Lock, Of::Native("lock")),
            Ok(false)
        );
        assert!(start.elapsed() >= Duration::from_millis(30));
        th.end();
    }

    #[test]
    fn four_threads_count_without_loss() {
        static L: PyLock = PyLock::new();
        static N: AtomicUsize = AtomicUsize::new(0);
        crate::thread::set_multi();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                std::thread::spawn(|| {
                    let mut th = Thread::start(1 << 20, false);
                    for _ in 0..2000 {
                        assert_eq!(
                            L.acquire(&mut th, None, Kind::Lock, Of::Native("lock")),
                            Ok(true)
                        );
                        // Not one atomic step: only the lock makes it safe.
                        let n = N.load(Relaxed);
                        N.store(n + 1, Relaxed);
                        assert!(L.release());
                    }
                    th.end();
                })
            })
            .collect();
        for w in workers {
            w.join().unwrap();
        }
        assert_eq!(N.load(Relaxed), 8000);
    }
}
