//! Stopping every other thread at a safepoint (collector stage one, fork).

use super::*;
use crate::profile::times::Histogram;
use crate::sync::sc_load32;
use std::sync::PoisonError;
use std::time::Instant;

static REQUESTED: AtomicU32 = AtomicU32::new(0);
static OWNER: AtomicU32 = AtomicU32::new(0);
/// Threads that are away take this lock, so a fork finds it held by one of them unless the forking thread has it
/// (`with_lock`). The standard library's lock and not another: its whole state is one word, and who waits for it is known
/// to the system only. A lock with a table of waiters would wake threads in the child that are not there.
static LOCK: std::sync::Mutex<()> = std::sync::Mutex::new(());
static CHANGED: std::sync::Condvar = std::sync::Condvar::new();
/// From the request to the last thread's answer, and from there to the end of the stop.
static TIMES: Mutex<(Histogram, Histogram)> = Mutex::new((Histogram::new(), Histogram::new()));

fn lock() -> std::sync::MutexGuard<'static, ()> {
    // It guards nothing that a panic could leave half done.
    LOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `f` while no other thread holds the lock of this module: for fork.
pub(crate) fn with_lock<T>(f: impl FnOnce() -> T) -> T {
    let _g = lock();
    f()
}

/// Whether a stop is on.
pub fn is_requested() -> bool {
    // STATION RULE 3.
    sc_load32(&REQUESTED) != 0
}
/// Whether this thread asked for it.
pub fn is_mine() -> bool {
    OWNER.load(SeqCst) == me().tid()
}
pub(super) fn wait_while_stopped() {
    if !is_requested() || is_mine() {
        return;
    }
    let mut g = lock();
    while is_requested() && !is_mine() {
        g = CHANGED.wait(g).unwrap_or_else(PoisonError::into_inner);
    }
}
pub(super) fn notify() {
    if is_requested() {
        let _g = lock();
        CHANGED.notify_all();
    }
}

/// Runs `f` with every other thread detached or stopped. Of two threads that want it at the same time one serves
/// the other's stop first. A safepoint for the caller.
pub fn the_world<T>(th: &mut Thread, f: impl FnOnce(&mut Thread) -> T) -> T {
    // SeqCst: the request comes before the looks at the states (see announce_attached).
    while REQUESTED.compare_exchange(0, 1, SeqCst, SeqCst).is_err() {
        th.aside(wait_while_stopped);
    }
    let asked = Instant::now();
    OWNER.store(me().tid(), SeqCst);
    th.promote();
    wait_for_all(th.rec.tid());
    let stopped = Instant::now();
    let r = f(th);
    // No owner before no request: a thread between the two still waits.
    OWNER.store(0, SeqCst);
    REQUESTED.store(0, SeqCst);
    {
        let _g = lock();
        CHANGED.notify_all();
    }
    let mut times = TIMES.lock();
    times.0.add((stopped - asked).as_nanos() as u64);
    times.1.add(stopped.elapsed().as_nanos() as u64);
    r
}

/// How long the threads took to stop, and how long they stood still.
pub fn times() -> (Histogram, Histogram) {
    *TIMES.lock()
}

/// Until every other thread has announced that it is away. A claimed record counts as running: its claimant is
/// attached (THREAD RULE 5) and gives the claim back without reaching a safepoint.
fn wait_for_all(mine: u32) {
    loop {
        let mut running = 0;
        each_record(|r| {
            if r.tid() != mine && r.station.is_running() {
                r.request(breaker::STOP);
                running += 1;
            }
        });
        if running == 0 {
            return;
        }
        let g = lock();
        // A notification between the look and the lock is lost: hence the limit.
        drop(CHANGED.wait_timeout(g, std::time::Duration::from_micros(200)));
    }
}
