//! Where the sleepers of a `LockByte` are: behind `parking_lot_core`, or behind its twin for the models.

use std::time::Instant;

/// How a sleep ended.
pub(super) enum Parked {
    /// It was woken and has the lock.
    HandedOver,
    /// It was woken, or the byte had changed before it slept.
    Woken,
    /// Time is over.
    TimedOut,
}

/// What the waker learns, under the lot's lock.
#[derive(Clone, Copy)]
pub(super) struct Wakes {
    /// There is somebody to wake.
    pub(super) any: bool,
    /// Others sleep on.
    pub(super) more: bool,
    /// The lock should be handed over.
    pub(super) is_its_turn: bool,
}

#[cfg(not(loom))]
pub(super) use real::Lot;
#[cfg(loom)]
pub(super) use twin::{Lot, SpinWait};

#[cfg(not(loom))]
mod real {
    use super::{Instant, Parked, Wakes};
    use parking_lot_core::{DEFAULT_PARK_TOKEN, DEFAULT_UNPARK_TOKEN, ParkResult, UnparkToken};

    const HANDED_OVER: UnparkToken = UnparkToken(1);

    /// The lot is one for the process; it finds sleepers by their lock's address.
    pub(in super::super) struct Lot;

    impl Lot {
        /// Sleeps if `still` says so under the lot's lock. `timed_out` runs under it as well; it is told whether this was the
        /// last sleeper. Neither panics or parks.
        pub(in super::super) fn park(
            &self,
            key: usize,
            still: impl FnOnce() -> bool,
            timed_out: impl FnOnce(bool),
            until: Option<Instant>,
        ) -> Parked {
            let give_up = |_, was_last| timed_out(was_last);
            // SAFETY: the callbacks neither panic nor park; the address is that of a lock which the caller refers to.
            let r = unsafe {
                parking_lot_core::park(key, still, || {}, give_up, DEFAULT_PARK_TOKEN, until)
            };
            match r {
                ParkResult::Unparked(HANDED_OVER) => Parked::HandedOver,
                ParkResult::Unparked(_) | ParkResult::Invalid => Parked::Woken,
                ParkResult::TimedOut => Parked::TimedOut,
            }
        }
        /// Wakes one. `f` runs under the lot's lock, neither panics nor parks, and says whether it has handed the lock over.
        pub(in super::super) fn unpark_one(&self, key: usize, f: impl FnOnce(Wakes) -> bool) {
            // SAFETY: the callback neither panics nor parks; the address is that of a lock which the caller refers to.
            unsafe {
                parking_lot_core::unpark_one(key, |r| {
                    let wakes = Wakes {
                        any: r.unparked_threads != 0,
                        more: r.have_more_threads,
                        is_its_turn: r.be_fair,
                    };
                    if f(wakes) {
                        HANDED_OVER
                    } else {
                        DEFAULT_UNPARK_TOKEN
                    }
                });
            }
        }
    }
}

/// The same contract with the model checker's primitives. A sleeper with a time limit gives up at any moment.
#[cfg(loom)]
mod twin {
    use super::{Instant, Parked, Wakes};
    use loom::sync::{Condvar, Mutex};
    use loom::thread;

    /// The lot of one lock.
    pub(in super::super) struct Lot {
        sleepers: Mutex<Sleepers>,
        wake: Condvar,
        fair: bool,
    }
    #[derive(Default)]
    struct Sleepers {
        next: usize,
        asleep: Vec<usize>,
        /// Who was woken, and whether the lock was handed over.
        woken: Vec<(usize, bool)>,
    }
    impl Sleepers {
        fn was_woken(&mut self, me: usize) -> Option<Parked> {
            let at = self.woken.iter().position(|w| w.0 == me)?;
            let (_, handed_over) = self.woken.remove(at);
            Some(if handed_over {
                Parked::HandedOver
            } else {
                Parked::Woken
            })
        }
    }

    impl Lot {
        pub(in super::super) fn new(fair: bool) -> Lot {
            Lot {
                sleepers: Mutex::new(Sleepers::default()),
                wake: Condvar::new(),
                fair,
            }
        }
        pub(in super::super) fn park(
            &self,
            _: usize,
            still: impl FnOnce() -> bool,
            timed_out: impl FnOnce(bool),
            until: Option<Instant>,
        ) -> Parked {
            let mut s = self.sleepers.lock().unwrap();
            if !still() {
                return Parked::Woken;
            }
            let me = s.next;
            s.next += 1;
            s.asleep.push(me);
            if until.is_some() {
                drop(s);
                thread::yield_now();
                s = self.sleepers.lock().unwrap();
                return s.was_woken(me).unwrap_or_else(|| {
                    s.asleep.retain(|&w| w != me);
                    timed_out(s.asleep.is_empty());
                    Parked::TimedOut
                });
            }
            loop {
                s = self.wake.wait(s).unwrap();
                if let Some(r) = s.was_woken(me) {
                    return r;
                }
            }
        }
        pub(in super::super) fn unpark_one(&self, _: usize, f: impl FnOnce(Wakes) -> bool) {
            let mut s = self.sleepers.lock().unwrap();
            let first = (!s.asleep.is_empty()).then(|| s.asleep.remove(0));
            let handed_over = f(Wakes {
                any: first.is_some(),
                more: !s.asleep.is_empty(),
                is_its_turn: self.fair,
            });
            if let Some(w) = first {
                s.woken.push((w, handed_over));
                self.wake.notify_all();
            }
        }
    }

    /// In the models one look is as good as many.
    pub(in super::super) struct SpinWait;
    impl SpinWait {
        pub(in super::super) fn new() -> SpinWait {
            SpinWait
        }
        pub(in super::super) fn spin(&mut self) -> bool {
            false
        }
    }
}
