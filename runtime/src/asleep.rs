//! Sleeping in the parking lot, so that a fork finds nobody there.
//!
//! The lot is a table of the process: sleepers by the address they sleep for, each behind a lock of its own. A child has
//! the table as it was, but none of the sleepers. Their memory becomes the stacks of its new threads; the
//! next look into the table would follow pointers there, or wait for a lock that nobody gives back.
//!
//! ASLEEP RULE 1. A detached thread that may come to the lot (a contended mutex, a condition variable, a lock byte, and
//!   waking others there) does so within `asleep` and says under which addresses it may sleep there.
//! ASLEEP RULE 2. Who forks first says so, then wakes all who are within `asleep` until none is, and forks. The others
//!   leave as soon as they notice (`must_leave`), and wait outside before they come back.
//! ASLEEP RULE 3. Outside they wait with the standard library's lock, whose whole state is one word; who forks has it.
//!
//! Attached threads need none of this: a fork stops the world first.

use crate::sync::{AtomicBool, AtomicUsize, Ordering::*};
use crate::thread::{self, Thread};
use parking_lot_core::DEFAULT_UNPARK_TOKEN;
use std::sync::PoisonError;
use std::time::Duration;

static FORKING: AtomicBool = AtomicBool::new(false);
/// Threads within `asleep` that have no record: before their first and after their last Python.
static UNKNOWN: AtomicUsize = AtomicUsize::new(0);
static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
static OVER: std::sync::Condvar = std::sync::Condvar::new();

/// How long who forks waits before it wakes again those who have not left yet.
const AGAIN: Duration = Duration::from_micros(20);

/// Where a thread may sleep: two addresses, 0 for none. The first is not 0 within `asleep`.
#[derive(Default)]
pub struct Places([AtomicUsize; 2]);

impl Places {
    /// Nowhere.
    pub const fn new() -> Places {
        Places([AtomicUsize::new(0), AtomicUsize::new(0)])
    }
}

/// An address for `asleep` when nobody sleeps for one of ours.
pub const NOWHERE: usize = 1;

/// The address that waiters for a mutex sleep for.
pub fn place_of<T>(m: &parking_lot::Mutex<T>) -> usize {
    // SAFETY: only its address is looked at.
    std::ptr::from_ref(unsafe { m.raw() }) as usize
}

/// Undoes the announcement, also in an unwinding thread.
struct Inside(Option<&'static Places>);

impl Inside {
    /// Announces the thread; None while there is a fork.
    fn enter(places: [usize; 2]) -> Option<Inside> {
        let mine = thread::places();
        match mine {
            Some(p) => {
                // Relaxed: published by the store below.
                p.0[1].store(places[1], Relaxed);
                // SeqCst, with the load below: either who forks sees this, or we see the fork.
                p.0[0].store(places[0], SeqCst);
            }
            // SeqCst: as above.
            None => {
                UNKNOWN.fetch_add(1, SeqCst);
            }
        }
        let inside = Inside(mine);
        (!FORKING.load(SeqCst)).then_some(inside)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        // Release: what was done in the lot comes before, for who forks then.
        match self.0 {
            Some(p) => p.0[0].store(0, Release),
            None => {
                UNKNOWN.fetch_sub(1, Release);
            }
        }
    }
}

/// Whether the thread is to leave `asleep` as soon as it can (ASLEEP RULE 2).
pub fn must_leave() -> bool {
    // SeqCst: as in enter; who is woken sees what the waker stored before.
    FORKING.load(SeqCst)
}

/// Runs `f` detached, with what a mutex holds: for work that takes long (ASLEEP RULE 1).
pub fn detached_with<T, R>(
    th: &mut Thread,
    m: &parking_lot::Mutex<T>,
    f: impl FnOnce(&mut T) -> R,
) -> R {
    th.blocking(|| asleep([place_of(m), 0], || f(&mut m.lock())))
}

/// Runs `f`, which may come to the parking lot and sleep there under these addresses (ASLEEP RULE 1).
pub fn asleep<T>(places: [usize; 2], f: impl FnOnce() -> T) -> T {
    let inside = loop {
        if let Some(i) = Inside::enter(places) {
            break i;
        }
        // It guards nothing that a panic could leave half done.
        let mut g = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        while must_leave() {
            g = OVER.wait(g).unwrap_or_else(PoisonError::into_inner);
        }
    };
    let r = f();
    drop(inside);
    r
}

/// Runs `f` while nobody else is in the parking lot (ASLEEP RULE 2); for fork, with the world stopped.
pub(crate) fn with_nobody<T>(f: impl FnOnce() -> T) -> T {
    FORKING.store(true, SeqCst);
    loop {
        // Acquire: pairs with the Release of those who leave.
        let mut left = UNKNOWN.load(Acquire) == 0;
        thread::each_places(|p| {
            // SeqCst: see enter; it is an Acquire for those who leave, too.
            let first = p.0[0].load(SeqCst);
            if first == 0 {
                return;
            }
            left = false;
            for key in [first, p.0[1].load(Relaxed)] {
                if key != 0 {
                    // SAFETY: whoever sleeps for such an address looks again when it is woken.
                    unsafe { parking_lot_core::unpark_all(key, DEFAULT_UNPARK_TOKEN) };
                }
            }
        });
        if left {
            break;
        }
        std::thread::sleep(AGAIN);
    }
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let r = f();
    FORKING.store(false, SeqCst);
    drop(turn);
    OVER.notify_all();
    r
}

/// In the child of a fork: the others are gone. One of them may have come in at that moment, seen the fork, and not have
/// taken its announcement back yet.
pub(crate) fn only_one_left() {
    // Relaxed: there is one thread.
    UNKNOWN.store(0, Relaxed);
    thread::each_places(|p| p.0[0].store(0, Relaxed));
}

#[cfg(test)]
mod tests {
    use super::*;
    use parking_lot::{Condvar, Mutex};
    use std::sync::Arc;

    #[test]
    fn sleepers_leave_and_come_back() {
        let shared = Arc::new((Mutex::new(false), Condvar::new(), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let sleeper = std::thread::spawn(move || {
            let mut th = crate::thread::Thread::start(1 << 20, false);
            th.blocking(|| {
                let key = std::ptr::from_ref(&theirs.1) as usize;
                loop {
                    let done = asleep([key, 0], || {
                        let mut g = theirs.0.lock();
                        while !*g && !must_leave() {
                            theirs.2.fetch_add(1, SeqCst);
                            theirs.1.wait(&mut g);
                        }
                        *g
                    });
                    if done {
                        return;
                    }
                }
            });
            th.end();
        });
        for n in 1..4 {
            while shared.2.load(SeqCst) < n {
                std::thread::yield_now();
            }
            with_nobody(|| assert!(shared.0.try_lock().is_some()));
        }
        *shared.0.lock() = true;
        shared.1.notify_all();
        sleeper.join().unwrap();
    }
}
