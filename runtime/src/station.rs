//! Where a thread stands (attached, away, claimed) and the queue of objects that others hand to it.
//!
//! STATION RULE 1. A push comes before the pusher's look at the state; the owner announces that it is away before it
//!   looks at its queue. Both pass through the queue's lock, so one of the two sees the other.
//! STATION RULE 2. A claim is a compare-and-swap from an away state; its holder drains the queue, gives the claim back,
//!   and looks at the queue again: who pushed meanwhile has seen the claim and gone.
//! STATION RULE 3. Who attaches looks for a stop after its compare-and-swap; who stops asks first and looks at the
//!   states after it. Both are sequentially consistent: one of the two sees the other.

use crate::sync::{AtomicU32, Lock, Ordering::*, mutant, sc_load32};

/// The states.
pub mod state {
    /// Runs Python; pinned.
    pub const ATTACHED: u32 = 0;
    /// Blocked outside Python; unpinned.
    pub const DETACHED: u32 = 1;
    /// Another thread acts on its behalf.
    pub const CLAIMED: u32 = 2;
    /// Ended; the record waits for its next thread.
    pub const ENDED: u32 = 3;
}

/// See the head of the file.
pub struct Station {
    state: AtomicU32,
    queue: Lock<Vec<usize>>,
}

/// What came of an attempt to attach.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attach {
    /// The thread is attached.
    Done,
    /// Somebody holds the claim, or was faster: try again.
    Retry,
    /// A stop is on: wait for its end.
    Stopped,
}

impl Station {
    /// A station of a thread that has not attached yet.
    pub fn new() -> Station {
        Station {
            state: AtomicU32::new(state::ENDED),
            queue: Lock::new(Vec::new()),
        }
    }
    /// The state; for hints.
    pub fn state(&self) -> u32 {
        // Relaxed: a hint.
        self.state.load(Relaxed)
    }
    /// Whether a stop has to wait for this thread (STATION RULE 3). A claimed one counts: the claimant is attached.
    pub fn is_running(&self) -> bool {
        // SeqCst: after the stopper's request.
        matches!(sc_load32(&self.state), state::ATTACHED | state::CLAIMED)
    }

    /// STATION RULE 1: hands over an object. True: the owner is there and has been asked (by `request`) to look.
    pub fn push(&self, a: usize, request: impl Fn()) -> bool {
        self.queue.lock().push(a);
        // Acquire: the lock orders this look against the owner's announcement and its look at the queue.
        if self.state.load(Acquire) == state::ATTACHED {
            request();
            return true;
        }
        false
    }

    /// STATION RULE 2: merges what is queued for a thread that is away; asks the owner or leaves it to the claimant
    /// otherwise.
    pub fn serve_on_behalf(&self, request: impl Fn(), mut merge: impl FnMut(usize)) {
        loop {
            // Acquire: as in push.
            let s = self.state.load(Acquire);
            if s == state::ATTACHED {
                request();
                return;
            }
            if s == state::CLAIMED {
                return;
            }
            // AcqRel: Acquire pairs with the Release of announce_away (the owner's local counts).
            if self
                .state
                .compare_exchange(s, state::CLAIMED, AcqRel, Acquire)
                .is_err()
            {
                continue;
            }
            self.drain(&mut merge);
            // SeqCst: Release part: the owner sees the merged counts when it attaches.
            self.state.store(s, SeqCst);
            if mutant(2) || self.queue.lock().is_empty() {
                return;
            }
        }
    }

    /// Empties the queue. The caller is the owner, or holds the claim.
    pub fn drain(&self, merge: &mut impl FnMut(usize)) {
        loop {
            let work = std::mem::take(&mut *self.queue.lock());
            if work.is_empty() {
                return;
            }
            work.into_iter().for_each(&mut *merge);
        }
    }

    /// STATION RULE 3.
    pub fn try_attach(&self, stop_requested: impl Fn() -> bool) -> Attach {
        // Acquire: pairs with the store that gave a claim back.
        let s = self.state.load(Acquire);
        if s == state::CLAIMED
            || self
                .state
                .compare_exchange(s, state::ATTACHED, SeqCst, Relaxed)
                .is_err()
        {
            return Attach::Retry;
        }
        if !mutant(3) && stop_requested() {
            self.state.store(state::DETACHED, SeqCst);
            return Attach::Stopped;
        }
        Attach::Done
    }

    /// STATION RULE 1: announces that the thread is away. False: the queue is not empty; attach again and drain it.
    pub fn announce_away(&self, to: u32) -> bool {
        // SeqCst: Release part publishes the local counts to claimants.
        self.state.store(to, SeqCst);
        mutant(1) || self.queue.lock().is_empty()
    }
}

impl Default for Station {
    fn default() -> Self {
        Station::new()
    }
}
