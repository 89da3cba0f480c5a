//! Emptying what a collection has found, by all threads that allocate meanwhile.
//!
//! The threads run while garbage is emptied. Many of them make more of it than one can empty: if they did not help, each
//! collection would find more than the one before. So a thread that has allocated its share takes a piece and empties it
//! before it goes on.
//!
//! SWEEP RULE. Garbage that is no class is taken out of `WORK` in pieces; who has a piece is counted in `HANDS`, from under
//! the same lock on. The collector goes on to the classes when both are empty, and waits for the others detached:
//! emptying may block (the end of a file) and then wait for a stop. If there are no classes it waits only when the script
//! asked for the collection: a thread that has a piece may be out of its turn for long, and nothing is collected meanwhile.
//! What is in its hands is held (GC RULE 4) and so a root of the next collection.
//!
//! Garbage without classes and finalisers is published while the world is stopped: else the threads make more of it from
//! then until the collector has its turn.
//!
//! A thread takes what it owns itself as long as there is any: that dies at once, while what another thread empties goes
//! through its owner's queue and the epoch.

use crate::obj::{self, Obj};
use crate::refcount::OwnerId;
use crate::sync::{AtomicUsize, Ordering::*};
use crate::thread::{self, Thread};
use parking_lot::Mutex;
use std::ops::Range;
use std::time::Duration;

/// Objects of one piece: what a thread empties for the memory between two questions to the collector is more than it
/// allocates there.
const PIECE: usize = 2048;

/// A stretch of the garbage, and who owns most of it.
pub(super) type Run = (OwnerId, Range<usize>);

/// Finds the stretches: the walk goes from heap to heap, so that an owner's objects stand together.
pub(super) struct Runs {
    runs: Vec<Run>,
    owner: OwnerId,
    start: usize,
}

impl Runs {
    pub(super) fn new() -> Runs {
        Runs {
            runs: Vec::new(),
            owner: OwnerId::NONE,
            start: 0,
        }
    }
    /// The object at `i`, behind all those before, has this owner.
    pub(super) fn note(&mut self, i: usize, now: OwnerId) {
        if now == OwnerId::NONE || now == self.owner {
            return;
        }
        if self.owner != OwnerId::NONE && self.runs.try_reserve(2).is_ok() {
            self.runs.push((self.owner, self.start..i));
            self.start = i;
        }
        self.owner = now;
    }
    /// There were `n` objects.
    pub(super) fn end(mut self, n: usize) -> Vec<Run> {
        // There was room for one more each time.
        self.runs.push((self.owner, self.start..n));
        self.runs
    }
}

struct Work {
    /// The garbage, each with the collector's count on it (GC RULE 4); None in its place where it was taken.
    garbage: Vec<Obj>,
    /// What is left of each stretch.
    runs: Vec<Run>,
}

static WORK: Mutex<Work> = Mutex::new(Work {
    garbage: Vec::new(),
    runs: Vec::new(),
});
/// How many there are left, for those who do not hold the lock.
static REST: AtomicUsize = AtomicUsize::new(0);
/// Pieces that are being emptied.
static HANDS: AtomicUsize = AtomicUsize::new(0);

impl Work {
    /// Takes up to `most` objects out, this thread's own first.
    fn take(&mut self, piece: &mut Vec<Obj>, most: usize) {
        let mine = thread::me();
        let some = |r: &&mut Run| !r.1.is_empty();
        let mut runs = self.runs.iter_mut();
        let run = match runs.find(|r| r.0 == mine && !r.1.is_empty()) {
            Some(r) => Some(r),
            None => self.runs.iter_mut().find(some),
        };
        let Some((_, left)) = run else { return };
        let to = left.end.min(left.start + most);
        let taken = &mut self.garbage[left.start..to];
        piece.extend(taken.iter_mut().map(|o| std::mem::replace(o, Obj::none())));
        left.start = to;
        // Relaxed: the lock orders it for the collector.
        REST.fetch_sub(taken.len(), Relaxed);
    }
}

/// Whether there is something to help with.
pub(super) fn is_on() -> bool {
    // Relaxed: a hint.
    REST.load(Relaxed) != 0
}

/// Empties one piece. False: there is none.
pub(super) fn help() -> bool {
    let mut piece = Vec::new();
    // Without memory for a piece it is one object at a time: an empty vector's first item is taken for granted.
    let most = match piece.try_reserve(PIECE) {
        Ok(()) => PIECE,
        Err(_) => 1,
    };
    {
        let mut work = WORK.lock();
        work.take(&mut piece, most);
        // Relaxed: as above.
        HANDS.fetch_add(1, Relaxed);
    }
    let any = !piece.is_empty();
    for o in piece {
        // COUNT RULE 9.
        let o = o.adopt();
        obj::clear(o.r());
    }
    // Or the memory that it has just given back would let this thread allocate as much before it helps again.
    thread::look_around_soon();
    // Release: pairs with the Acquire in `all`.
    HANDS.fetch_sub(1, Release);
    any
}

/// Lets the threads that allocate begin. What was published before has been taken.
pub(super) fn publish(garbage: Vec<Obj>, runs: Vec<Run>) {
    let n = garbage.len();
    let mut work = WORK.lock();
    debug_assert!(!is_on());
    work.runs = runs;
    work.garbage = garbage;
    // Relaxed: a hint; what is taken is taken under the lock.
    REST.store(n, Relaxed);
}

/// Empties what was published until nothing is left to take; `all`: until the others have emptied their pieces as well.
pub(super) fn finish(th: &mut Thread, all: bool) {
    while help() {}
    // Acquire: what the others have emptied is empty.
    while all && HANDS.load(Acquire) != 0 {
        th.blocking(|| std::thread::sleep(Duration::from_micros(20)));
    }
    // The list's memory.
    let list = std::mem::take(&mut WORK.lock().garbage);
    drop(list);
}

/// Empties all of it, with the help of the threads that allocate.
pub(super) fn all(th: &mut Thread, garbage: Vec<Obj>) {
    let mut runs = Runs::new();
    for (i, o) in garbage.iter().enumerate() {
        runs.note(i, o.r().head().present_owner());
    }
    let runs = runs.end(garbage.len());
    publish(garbage, runs);
    finish(th, true);
}

/// In the child of a fork: nobody else is at work any more.
pub(super) fn alone() {
    HANDS.store(0, Relaxed);
}
