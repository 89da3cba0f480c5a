//! The lock that scripts see: not owned by a thread, released by anybody, waited for with a timeout.
//!
//! PYLOCK RULE 1. The byte, and how to sleep on it, is `parking.rs` (PARK RULES).
//! PYLOCK RULE 2. A lock that is taken in a profiled process is WATCHED.
//! PYLOCK RULE 3. Waiting is detached. Before it, a thread looks a few times whether the lock becomes free: going away
//!   and coming back costs more than a short critical section of another thread.

use crate::asleep::{asleep, must_leave, place_of};
use crate::hooks;
use crate::obj::R;
use crate::parking::LockByte;
use crate::profile::held;
use crate::profile::{self, Wait};
use crate::thread::Thread;
use crate::thread::gil;
use std::time::{Duration, Instant};

/// How long the main thread parks before it looks at signals again.
const SLICE: Duration = Duration::from_millis(50);

pub use crate::profile::held::{Kind, Of};

/// The lock.
pub struct PyLock(LockByte);

impl Default for PyLock {
    /// A free lock; a profiled process sees who holds it from the start.
    fn default() -> PyLock {
        let l = PyLock::new();
        if profile::is_on() {
            l.0.watch();
        }
        l
    }
}

impl PyLock {
    /// A free lock.
    pub const fn new() -> PyLock {
        PyLock(LockByte::new())
    }
    /// Whether it is taken. A plain read: scales when shared.
    #[inline]
    pub fn is_locked(&self) -> bool {
        self.0.seen().is_locked()
    }
    /// Takes it if it is free.
    #[inline]
    pub fn try_acquire(&self) -> bool {
        match self.0.try_take() {
            Ok(()) => true,
            Err(now) => !now.is_locked() && self.try_slow(),
        }
    }
    #[cold]
    fn try_slow(&self) -> bool {
        let at = if profile::is_on() { held::place() } else { 0 };
        let got = self.0.take_free();
        if got {
            self.note(at);
        }
        got
    }
    /// The profile learns who has the lock.
    fn note(&self, at: u32) {
        if profile::is_on() {
            self.0.watch();
            held::hold(self.0.key(), at);
        }
    }
    /// Frees it; false if it is not taken.
    #[inline]
    pub fn release(&self) -> bool {
        match self.0.give_back() {
            Ok(()) => true,
            Err(now) => now.is_locked() && self.release_slow(now.is_watched()),
        }
    }
    #[cold]
    fn release_slow(&self, is_watched: bool) -> bool {
        if is_watched {
            held::let_go(self.0.key(), true);
        }
        self.0.give_back_slow()
    }
    /// PYLOCK RULE 3.
    fn spin(&self) -> bool {
        if gil::is_enabled() {
            // The holder cannot go on before this thread goes away.
            return false;
        }
        self.0.spin()
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
        let wait = Wait::begin(kind, of, self.0.key());
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
            let got = th.blocking(|| {
                asleep([self.0.key(), 0], || {
                    self.0.wait_unless(until, false, must_leave)
                })
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
        if self.0.reset().is_watched() {
            held::let_go(self.0.key(), true);
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
        let look = || {
            let mut g = m.lock();
            loop {
                if done(&g) {
                    return true;
                }
                if must_leave() {
                    return false;
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
        };
        let places = [std::ptr::from_ref(c) as usize, place_of(m)];
        let ok = th.blocking(|| asleep(places, look));
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
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

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
