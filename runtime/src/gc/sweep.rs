//! Emptying what a collection has found, by all threads that allocate meanwhile.
//!
//! The threads run while garbage is emptied. Many of them make more of it than one can empty: if they did not help, each
//! collection would find more than the one before. So a thread that has allocated its share takes a piece and empties it
//! before it goes on.
//!
//! SWEEP RULE. Garbage that is no class is taken out of `WORK` in pieces; who has a piece is counted in `HANDS`, from under
//! the same lock on. The collector goes on to the classes when both are empty, and waits for the others detached:
//! emptying may block (the end of a file) and then wait for a stop.
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

struct Work {
    /// The garbage, each with the collector's count on it (GC RULE 4); None in its place where it was taken.
    garbage: Vec<Obj>,
    /// What is left of each stretch, and who owns most of it.
    runs: Vec<(OwnerId, Range<usize>)>,
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
        let some = |r: &&mut (OwnerId, Range<usize>)| !r.1.is_empty();
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

/// Empties all of it, with the help of the threads that allocate.
pub(super) fn all(th: &mut Thread, garbage: Vec<Obj>) {
    let n = garbage.len();
    {
        let mut work = WORK.lock();
        work.runs.clear();
        let mut owner = OwnerId::NONE;
        let mut start = 0;
        // The walk goes from heap to heap: an owner's objects stand together.
        for (i, o) in garbage.iter().enumerate() {
            let now = o.r().head().present_owner();
            if now != OwnerId::NONE && now != owner {
                if owner != OwnerId::NONE && work.runs.try_reserve(2).is_ok() {
                    work.runs.push((owner, start..i));
                    start = i;
                }
                owner = now;
            }
        }
        // There was room for one more each time.
        work.runs.push((owner, start..n));
        work.garbage = garbage;
        REST.store(n, Relaxed);
    }
    while help() {}
    // Acquire: what the others have emptied is empty.
    while HANDS.load(Acquire) != 0 {
        th.blocking(|| std::thread::sleep(Duration::from_micros(20)));
    }
    // The list's memory.
    let list = std::mem::take(&mut WORK.lock().garbage);
    drop(list);
}

/// In the child of a fork: nobody else is at work any more.
pub(super) fn alone() {
    HANDS.store(0, Relaxed);
}
