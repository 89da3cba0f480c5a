//! The lock that scripts see: not owned by a thread, released by anybody, waited for with a timeout.
//!
//! PYLOCK RULE 1. One word: 0 free, 1 taken, 2 taken and somebody may wait (the mutex of Drepper, "Futexes Are Tricky",
//!   2011). A waiter stores 2 before it parks; who releases a 2 wakes one waiter.
//! PYLOCK RULE 2. In a profiled process the bit WATCHED is added: such a lock is never 0 and never 1, so every thread comes
//!   through the cold part, where holder and waits are noted. A release that swaps the bit away puts it back.

use crate::hooks;
use crate::obj::{R, Ref};
use crate::profile::held::{self, Of};
use crate::profile::{self, Wait};
use crate::sync::{AtomicU32, Ordering::*};
use crate::thread::Thread;
use parking_lot_core::{DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, ParkResult};
use std::time::{Duration, Instant};

/// How long the main thread parks before it looks at signals again.
const SLICE: Duration = Duration::from_millis(50);

pub use crate::profile::held::Kind;

/// The bits of PYLOCK RULE 1.
const STATE: u32 = 3;
/// PYLOCK RULE 2.
const WATCHED: u32 = 4;

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
        self.0.load(Relaxed) & STATE != 0
    }
    /// Takes it if it is free.
    #[inline]
    pub fn try_acquire(&self) -> bool {
        // Acquire: pairs with the Release of release.
        match self.0.compare_exchange(0, 1, Acquire, Relaxed) {
            Ok(_) => true,
            Err(now) => now == WATCHED && self.try_watched(),
        }
    }
    #[cold]
    fn try_watched(&self) -> bool {
        let at = held::place();
        // Acquire: as try_acquire.
        let got = self
            .0
            .compare_exchange(WATCHED, WATCHED | 1, Acquire, Relaxed)
            .is_ok();
        if got {
            held::hold(self.key(), at);
        }
        got
    }
    /// Frees it; false if it is not taken.
    #[inline]
    pub fn release(&self) -> bool {
        // Release: what was done under the lock comes before.
        match self.0.swap(0, Release) {
            0 => false,
            1 => true,
            was => self.release_slow(was),
        }
    }
    #[cold]
    fn release_slow(&self, was: u32) -> bool {
        if was & WATCHED != 0 {
            // Relaxed: the bit carries nothing.
            self.0.fetch_or(WATCHED, Relaxed);
            held::let_go(self.key(), true);
        }
        if was & STATE == 2 {
            self.wake();
        }
        was & STATE != 0
    }
    #[cold]
    fn wake(&self) {
        // SAFETY: the callback neither panics nor parks.
        unsafe {
            parking_lot_core::unpark_one(self.key(), |_| DEFAULT_UNPARK_TOKEN);
        }
    }
    /// Waits until it may be free, for the given time at most. The thread is detached.
    fn park(&self, until: Option<Instant>) -> ParkResult {
        // SAFETY: the callbacks neither panic nor park.
        unsafe {
            parking_lot_core::park(
                self.key(),
                || self.0.load(Relaxed) & STATE == 2,
                || {},
                |_, _| {},
                DEFAULT_PARK_TOKEN,
                until,
            )
        }
    }
    /// Takes it, until `deadline` at the latest; false: time is over. Signal handlers run while the main thread waits.
    /// `kind` and `of` say what the lock is to the profile.
    pub fn acquire(
        &self,
        th: &mut Thread,
        deadline: Option<Instant>,
        kind: Kind,
        of: Ref<'_>,
    ) -> R<bool> {
        if self.try_acquire() {
            return Ok(true);
        }
        let wait = Wait::begin(kind, Of::Value(of), self.key());
        let r = self.acquire_slow(th, deadline);
        if let Some(w) = wait {
            w.end();
            if r == Ok(true) {
                held::hold(self.key(), held::place());
            }
        }
        r
    }
    fn acquire_slow(&self, th: &mut Thread, deadline: Option<Instant>) -> R<bool> {
        // The 2 stays: other waiters may be parked.
        let taken = if profile::is_on() { WATCHED | 2 } else { 2 };
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
            let got = th.blocking(|| {
                loop {
                    // Acquire: as try_acquire.
                    if self.0.swap(taken, Acquire) & STATE == 0 {
                        return true;
                    }
                    if self.park(until) == ParkResult::TimedOut {
                        return false;
                    }
                }
            });
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
            l.acquire(&mut th, Some(end), Kind::Lock, Ref::NONE),
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
                        assert_eq!(L.acquire(&mut th, None, Kind::Lock, Ref::NONE), Ok(true));
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
