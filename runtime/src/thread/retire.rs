//! Retirement: what waits for the end of a grace period, and how a thread lets the epoch pass.

use super::*;

/// Whether something waits for the end of a grace period, as far as this thread can see.
pub(crate) fn is_retirement_outstanding() -> bool {
    // SAFETY: `own` belongs to this thread.
    let here = unsafe { !(*own()).limbo.is_empty() || !(*own()).ready.is_empty() };
    // Relaxed: a hint.
    here || OUTSTANDING.load(Relaxed) as u32 != 0 || !ORPHANS.lock().is_empty()
}

/// Changes whenever a grace period ends and whenever something is retired: as long as it does, another repin is of use.
pub(crate) fn turnover() -> u64 {
    // Relaxed: a hint.
    (OUTSTANDING.load(Relaxed) >> 32).wrapping_add(RETIRED.load(Relaxed))
}

/// Runs `f` after every thread that is pinned now has repinned. Runs at once while the process is single-threaded
/// and no borrowed word can refer to plain memory (arrays are re-read after safepoints only).
pub fn defer<F: FnOnce() + Send + 'static>(f: F) {
    // SAFETY: `own` belongs to this thread.
    let guard = unsafe {
        (*own()).unflushed = true;
        &(*own()).guard
    };
    OUTSTANDING.fetch_add(1, Relaxed);
    let f = move || {
        OUTSTANDING.fetch_add(CAME_BACK, Relaxed);
        f()
    };
    match guard {
        // SAFETY: `f` is Send + 'static.
        Some(g) => unsafe { g.defer_unchecked(f) },
        None => epoch::pin().defer(f),
    }
    note_retirement();
}

/// Retired objects that may wait for company while other threads run.
const BATCH: usize = 64;
/// Repins that a thread asks of all for one generation of retirements, or after a grace period has ended.
const ROUNDS: u32 = 4;

/// Something waits for a grace period: this thread repins at its next safepoint.
pub(super) fn note_retirement() {
    // Relaxed: a hint.
    RETIRED.fetch_add(1, Relaxed);
    rec().request(breaker::REPIN);
}

/// Puts an object into limbo. With several threads a repin costs all of them something, so ordinary objects go in
/// batches; those whose end a script can see do not wait.
pub(super) fn retire(h: &Header) {
    if profile::is_on() {
        profile::traffic(h, profile::Traffic::Retirement);
    }
    // SAFETY: `own` belongs to this thread; a retired object's class is alive.
    let urgent = unsafe {
        reserve::remember(&mut (*own()).limbo, h as *const Header as usize);
        (*own()).limbo.len() >= BATCH
            || h.flags() & crate::refcount::WEAK != 0
            || (*h.class.load(Relaxed)).flag(crate::types::typeobj::flags::HAS_FINALIZER)
    };
    if urgent || !is_multi() {
        note_retirement();
    }
}

impl Thread {
    /// Lets the epoch pass this thread: promotes what is borrowed, repins, checks what is due.
    pub fn repin(&mut self) {
        self.promote();
        if is_multi() {
            self.seal_limbo();
            // SAFETY: `own` belongs to this thread; the guard is unique (`Thread` is not re-entered here).
            unsafe {
                if let Some(g) = (*own()).guard.as_mut() {
                    g.flush();
                    g.repin();
                }
                (*own()).unflushed = false;
            }
            self.nudge();
        } else {
            // SAFETY: single-threaded: nobody else can have borrowed; this thread's registers were promoted.
            unsafe {
                let o = own();
                if (*o).ready.is_empty() {
                    std::mem::swap(&mut (*o).ready, &mut (*o).limbo);
                } else {
                    for a in std::mem::take(&mut (*o).limbo) {
                        reserve::remember(&mut (*o).ready, a);
                    }
                }
                // Relaxed: one thread. Nothing deferred: nobody waits for the epoch.
                if OUTSTANDING.load(Relaxed) as u32 != 0
                    && let Some(g) = (*o).guard.as_mut()
                {
                    g.flush();
                    g.repin();
                }
            }
        }
        self.final_checks();
    }

    /// While something waits for a grace period, every thread must repin a few times. A thread asks all of them, itself
    /// included, a bounded number of times for each generation of retirements: one that sits in a long native call
    /// delays the end of the period, but not the others' work. What comes back shows that nobody sits in one: then it
    /// asks again, until nothing is left (one repin takes but a few from a long queue that ended threads have left).
    fn nudge(&mut self) {
        // Relaxed: hints; a request that is missed comes with the next retirement.
        let outstanding = OUTSTANDING.load(Relaxed);
        if outstanding as u32 == 0 {
            return;
        }
        let (generation, periods) = (RETIRED.load(Relaxed), (outstanding >> 32) as u32);
        if generation != self.seen_retired || periods != self.seen_periods {
            self.seen_retired = generation;
            self.seen_periods = periods;
            self.rounds = ROUNDS;
        }
        if self.rounds > 0 {
            self.rounds -= 1;
            each_record(|r| {
                if r.station.state() == state::ATTACHED {
                    r.request(breaker::REPIN);
                }
            });
        }
    }

    fn seal_limbo(&mut self) {
        // SAFETY: `own` belongs to this thread.
        let o = unsafe { &mut *own() };
        if o.limbo.is_empty() {
            return;
        }
        let bag = std::mem::take(&mut o.limbo);
        if let Some(g) = &o.guard {
            o.unflushed = true;
            OUTSTANDING.fetch_add(1, Relaxed);
            // SAFETY: the closure is Send and owns the bag; it only moves addresses to the running thread's ready list.
            unsafe {
                g.defer_unchecked(move || {
                    let mut bag = bag;
                    OUTSTANDING.fetch_add(CAME_BACK, Relaxed);
                    if REC.get().is_null() {
                        adopt_later(&mut bag);
                    } else {
                        (*own()).ready.extend(bag);
                        rec().request(breaker::REPIN);
                    }
                })
            }
        }
    }

    /// Before the thread goes away: what it gave to the epoch goes where every thread's repin finds it, and so does what
    /// has come back to it, or both would wait for as long as it is away.
    pub(super) fn leave_bags(&mut self) {
        loop {
            self.seal_limbo();
            // SAFETY: `own` belongs to this thread; what comes back in the flush touches `own` itself, so no reference
            // into it is held across it.
            unsafe {
                let o = own();
                if !std::mem::take(&mut (*o).unflushed) {
                    break;
                }
                if let Some(g) = (*o).guard.take() {
                    g.flush();
                    (*o).guard = Some(g);
                }
            }
        }
        // SAFETY: as above.
        let ready = unsafe { &mut (*own()).ready };
        if is_multi() && !ready.is_empty() {
            adopt_later(ready);
        }
    }

    fn final_checks(&mut self) {
        loop {
            // SAFETY: `own` belongs to this thread.
            let mut work = unsafe { std::mem::take(&mut (*own()).ready) };
            // Acquire: pairs with adopt_later.
            if ORPHANED.load(Acquire)
                && let Some(mut o) = ORPHANS.try_lock()
            {
                // Relaxed: under the lock.
                ORPHANED.store(false, Relaxed);
                work.append(&mut o);
            }
            if work.is_empty() {
                return;
            }
            for a in work {
                // SAFETY: a retired object's memory stays until its final check says Free (COUNT RULE 4).
                unsafe {
                    let h = &*(a as *const Header);
                    match h.final_check() {
                        After::Retire => drop(reserve::remember(&mut (*own()).limbo, a)),
                        after => after_dec(h, after),
                    }
                }
            }
            // SAFETY: as above.
            if unsafe { !(*own()).limbo.is_empty() } {
                note_retirement();
                return;
            }
        }
    }
}

/// Retired objects whose thread has ended.
static ORPHANS: Mutex<Vec<usize>> = Mutex::new(Vec::new());
/// Whether there may be some: every repin looks here, and a look should write to nothing.
static ORPHANED: AtomicBool = AtomicBool::new(false);

pub(super) fn adopt_later(objects: &mut Vec<usize>) {
    ORPHANS.lock().append(objects);
    // Release: after the objects are there.
    ORPHANED.store(true, Release);
}
