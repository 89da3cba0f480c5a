//! The byte that both locks are made of (`lock.rs`, `pylock.rs`): taking, giving back, sleeping until one can take.
//!
//! PARK RULE 1. The byte: 0 free, else LOCKED, PARKED (somebody may sleep on it), WATCHED. Taking a free byte and giving back
//!   one that is only LOCKED is one compare-and-swap; all else is `#[cold]`.
//! PARK RULE 2. Who sleeps has set PARKED and then seen LOCKED and PARKED under the parking lot's lock of this byte. Who
//!   gives back a byte with PARKED wakes one sleeper and changes the byte under the same lock; PARKED goes with the
//!   last sleeper, be it woken or tired of waiting. A fork wakes all and leaves PARKED: then nobody is there to wake.
//! PARK RULE 3. From time to time the lock is handed to who is woken, without being free in between, so that no sleeper
//!   starves.
//! PARK RULE 4. WATCHED is for the profile. It stays once it is set: such a byte is never 0 and never only LOCKED, so
//!   every thread comes through the cold part, where holder and waits are noted.
//!
//! What the holder wrote reaches the next one by the byte: Release where LOCKED goes (`give_back`, `wake`), Acquire where
//! it is set (`try_take`, `take_free`). A lock that is handed over is ordered by the parking lot: it passes the token to
//! the thread that it wakes, and what the waker did before comes with it. All other accesses carry nothing.
//!
//! The models (`runtime/tests/models.rs`) run this code on the twin of the parking lot in `lot.rs`.

#[cfg(not(loom))]
mod backoff;
mod lot;

use crate::sync::{AtomicU8, Ordering::*, mutant};
#[cfg(not(loom))]
use backoff::SpinWait;
#[cfg(loom)]
use lot::SpinWait;
use lot::{Lot, Parked};
use std::time::Instant;

const LOCKED: u8 = 1;
const PARKED: u8 = 2;
const WATCHED: u8 = 4;

/// See the head of the file.
#[cfg_attr(not(loom), repr(transparent))]
pub struct LockByte {
    byte: AtomicU8,
    lot: Lot,
}

/// What the byte said to who could not take it, or not give it back, in one step.
#[derive(Clone, Copy)]
pub struct Seen(u8);

impl Seen {
    /// Whether the lock was taken.
    #[inline(always)]
    pub fn is_locked(self) -> bool {
        self.0 & LOCKED != 0
    }
    /// PARK RULE 4.
    #[inline(always)]
    pub fn is_watched(self) -> bool {
        self.0 & WATCHED != 0
    }
}

impl LockByte {
    /// A free lock.
    #[cfg(not(loom))]
    #[inline(always)]
    pub const fn new() -> LockByte {
        LockByte {
            byte: AtomicU8::new(0),
            lot: Lot,
        }
    }
    /// A free lock.
    #[cfg(loom)]
    pub fn new() -> LockByte {
        LockByte {
            byte: AtomicU8::new(0),
            lot: Lot::new(false),
        }
    }
    /// A lock of the models that is handed over whenever somebody sleeps (PARK RULE 3).
    #[cfg(loom)]
    pub fn fair() -> LockByte {
        LockByte {
            byte: AtomicU8::new(0),
            lot: Lot::new(true),
        }
    }
    /// What names the lock to the parking lot and to the profile.
    #[inline(always)]
    pub fn key(&self) -> usize {
        std::ptr::from_ref(self) as usize
    }
    /// What it says just now.
    #[inline]
    pub fn seen(&self) -> Seen {
        // Relaxed: a snapshot.
        Seen(self.byte.load(Relaxed))
    }

    /// Takes it if the byte is 0.
    #[inline(always)]
    pub fn try_take(&self) -> Result<(), Seen> {
        // Acquire: pairs with the Release of give_back and wake. Relaxed: the cold part looks again.
        match self.byte.compare_exchange(0, LOCKED, Acquire, Relaxed) {
            Ok(_) => Ok(()),
            Err(now) => Err(Seen(now)),
        }
    }
    /// Takes it if it is free, whatever the other bits.
    pub fn take_free(&self) -> bool {
        // Relaxed: the swap decides.
        let mut now = self.byte.load(Relaxed);
        while now & LOCKED == 0 {
            // Acquire: as try_take.
            match self
                .byte
                .compare_exchange_weak(now, now | LOCKED, Acquire, Relaxed)
            {
                Ok(_) => return true,
                Err(n) => now = n,
            }
        }
        false
    }
    /// The holder says that it wants to be watched (PARK RULE 4).
    pub fn watch(&self) {
        if !self.seen().is_watched() {
            // Relaxed: the bit carries nothing.
            self.byte.fetch_or(WATCHED, Relaxed);
        }
    }
    /// Frees it whatever it says, in the child of a fork, where nobody sleeps. Gives what it said.
    pub fn reset(&self) -> Seen {
        // Relaxed: there is one thread.
        Seen(self.byte.swap(0, Relaxed))
    }

    /// Gives it back if nobody sleeps and nobody watches.
    #[inline(always)]
    pub fn give_back(&self) -> Result<(), Seen> {
        // Release: what was done under the lock comes before; pairs with the Acquire of try_take and take_free.
        let order = if mutant(16) { Relaxed } else { Release };
        match self.byte.compare_exchange(LOCKED, 0, order, Relaxed) {
            Ok(_) => Ok(()),
            Err(now) => Err(Seen(now)),
        }
    }
    /// Gives it back whatever the other bits, and wakes a sleeper. False: it is not taken, or another thread was faster.
    pub fn give_back_slow(&self) -> bool {
        // Relaxed: the swap decides, or the look in wake.
        let mut now = self.byte.load(Relaxed);
        while now & PARKED == 0 {
            if now & LOCKED == 0 {
                return false;
            }
            // Release: as give_back.
            match self
                .byte
                .compare_exchange_weak(now, now & !LOCKED, Release, Relaxed)
            {
                Ok(_) => return true,
                Err(n) => now = n,
            }
        }
        self.wake()
    }
    /// PARK RULE 2, 3.
    fn wake(&self) -> bool {
        let mut was_taken = false;
        self.lot.unpark_one(self.key(), |woken| {
            let free = |now| {
                was_taken = Seen(now).is_locked();
                // Only who gives back a lock that is taken has one to hand over.
                let hand_over = woken.any && woken.is_its_turn && was_taken;
                let sleepers = if woken.more { PARKED } else { 0 };
                let locked = if hand_over && !mutant(14) { LOCKED } else { 0 };
                Some(now & WATCHED | sleepers | locked)
            };
            // Release: as give_back. By a swap, as others set WATCHED or take a free byte beside; it always succeeds.
            let order = if mutant(17) { Relaxed } else { Release };
            let _ = self.byte.fetch_update(order, Relaxed, free);
            woken.any && woken.is_its_turn && was_taken
        });
        was_taken
    }

    /// Looks a few times whether it can take the lock; gives up if that takes long or somebody sleeps already, who comes
    /// first.
    pub fn spin(&self) -> bool {
        let mut spin = SpinWait::new();
        loop {
            if self.take_free() {
                return true;
            }
            // Relaxed (in seen): a hint.
            if self.seen().0 & PARKED != 0 || !spin.spin() {
                return false;
            }
        }
    }
    /// Waits until it has the lock, at most until the given time; false: time is over. `spinning`: it looks a few times
    /// before it sleeps.
    pub fn wait(&self, until: Option<Instant>, spinning: bool) -> bool {
        self.wait_unless(until, spinning, || false)
    }
    /// The same, but gives up as well when it was woken and `leave` says so.
    pub fn wait_unless(
        &self,
        until: Option<Instant>,
        spinning: bool,
        leave: impl Fn() -> bool,
    ) -> bool {
        loop {
            let got = if spinning {
                self.spin()
            } else {
                self.take_free()
            };
            if got {
                return true;
            }
            // Relaxed: the parking lot looks again (PARK RULE 2).
            let now = self.byte.load(Relaxed);
            if now & LOCKED == 0
                || now & PARKED == 0
                    && self
                        .byte
                        .compare_exchange_weak(now, now | PARKED, Relaxed, Relaxed)
                        .is_err()
            {
                continue;
            }
            match self.park(until) {
                Parked::HandedOver => return true,
                Parked::TimedOut => return false,
                // PARKED may stay with nobody asleep: who gives the lock back looks and takes it off.
                Parked::Woken if leave() => return false,
                Parked::Woken => {}
            }
        }
    }
    fn park(&self, until: Option<Instant>) -> Parked {
        // Relaxed, here and below: under the parking lot's lock, as every change of PARKED but setting it.
        let still = || mutant(13) || self.byte.load(Relaxed) & (LOCKED | PARKED) == LOCKED | PARKED;
        let timed_out = |was_last| {
            if was_last || mutant(15) {
                self.byte.fetch_and(!PARKED, Relaxed);
            }
        };
        self.lot.park(self.key(), still, timed_out, until)
    }
}

impl Default for LockByte {
    fn default() -> LockByte {
        LockByte::new()
    }
}
