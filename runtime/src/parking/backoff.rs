//! How long a thread that found a lock taken keeps from looking again.
//!
//! A look takes the lock's cache line away from the holder, and two threads that need a lock all the time hand it over at
//! every use: each then pays for the way of the line, several times what it does under the lock. So who comes back to a
//! taken lock again and again (*heat*) stays away for longer. Meanwhile the other one uses the lock many times with the line
//! in its own cache: the threads take turns of some microseconds. Who meets a taken lock now and then looks again soon.
//!
//! Exponential backoff: T. Anderson, "The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors", 1990.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// Pauses of the processor before the second look, as a power of two, without heat.
const FIRST: u32 = 2;
/// The most that heat adds to that.
const HOTTEST: u32 = 7;
/// Looks after that, and the pauses before each: a lock that is used all the time is free in between.
const LOOKS: u32 = 6;
const PAUSES: u32 = 16;
/// What a wait takes from the heat if those looks were in vain: the holder is at something longer, and long pauses only
/// make this thread late.
const IN_VAIN: u32 = 2;
/// How often the thread lets others run, who may be what it waits for, before it sleeps.
const YIELDS: u32 = 6;
/// A thread that has not met a taken lock for so long is cool. Longer than the turns of hot threads.
const COOL: Duration = Duration::from_micros(50);

thread_local! {
    /// This thread's heat, and when it last met a taken lock.
    static HEAT: Cell<(u32, Option<Instant>)> = const { Cell::new((0, None)) };
}

/// The pauses of one wait.
pub(super) struct SpinWait {
    heat: u32,
    looks: u32,
}

impl SpinWait {
    pub(super) fn new() -> SpinWait {
        let now = Instant::now();
        let (heat, last) = HEAT.get();
        let heat = if last.is_some_and(|l| now - l < COOL) {
            (heat + 1).min(HOTTEST)
        } else {
            0
        };
        HEAT.set((heat, Some(now)));
        SpinWait { heat, looks: 0 }
    }
    /// Stays away for a while. False: it is time to sleep.
    pub(super) fn spin(&mut self) -> bool {
        let looks = self.looks;
        self.looks += 1;
        if looks > LOOKS {
            if looks == LOOKS + 1 {
                let (heat, last) = HEAT.get();
                HEAT.set((heat.saturating_sub(IN_VAIN), last));
            }
            std::thread::yield_now();
            return looks < LOOKS + YIELDS;
        }
        let pauses = if looks == 0 {
            1 << (FIRST + self.heat)
        } else {
            PAUSES
        };
        for _ in 0..pauses {
            std::hint::spin_loop();
        }
        true
    }
}
