//! Biased reference counting: every transition of the count word.
//!
//! Protocol (Choi, Shull, Torrellas, PACT 2018; PEP 703; DESIGN §4, §5):
//!
//! An object has an *owner* thread, which counts in the plain `local` field, and a
//! *shared* count, which all others change atomically. Owner id, flags and shared
//! count are one atomic word, so owner and MERGED change in one step (refinement 1).
//!
//! COUNT RULE 1. Only the owner, or who holds the owner's claim, touches `local`.
//! COUNT RULE 2. `local` reaching zero either frees a private object at once (no
//!   other thread can reach it) or merges: owner := none, MERGED set, one step.
//! COUNT RULE 3. A non-owner whose decrement would take an unmerged shared count
//!   below zero sets QUEUED and hands *its reference* to the owner's queue; the
//!   merge gives it back (refinement 2).
//! COUNT RULE 4. A SHARED object whose merged count is zero is retired through the
//!   epoch, at most one retirement in flight (RETIRED); zero again meanwhile sets
//!   AGAIN. The final check: count not zero: cancel; AGAIN: another grace period;
//!   else DEAD (refinement 4).
//! COUNT RULE 5. A word may be borrowed from a slot only if its object is seen
//!   SHARED and the slot, loaded again after that, still holds it. A reader that finds
//!   it private and foreign sets SHARED by compare-and-swap and starts over. Who
//!   removes a word from a slot does so by a sequentially consistent swap *before* the
//!   flag check that lets him free promptly; so either he sees SHARED, or the
//!   reader's second load misses the word. (This replaces the container lock of the
//!   starting design: docs/ARCHITECTURE.md, "Reading without locks".)
//! COUNT RULE 6. WEAK objects are declared DEAD by compare-and-swap before their
//!   weak references are cleared; an upgrade counts by compare-and-swap on the same
//!   word and fails on DEAD (refinement 5).
//! COUNT RULE 7. A fresh object's word is written whole before it is published; the
//!   word of a freed block keeps FREE until then (refinement 8).
//! COUNT RULE 8. An IMMORTAL object has no owner, so that nobody counts it: a reference that one thread counts and
//!   another does not would let the count reach zero.
//! COUNT RULE 9. Who comes to a reference by another way than the load of a slot (taken out of a slot or of native
//!   storage, counted under a lock) sets SHARED on an object that is not its own before it uses it: the owner of a
//!   private object changes what belongs to it (arrays, tables) as if nobody else could look.
//! COUNT RULE 10. While several threads run, a private object dies by a compare-and-swap to DEAD, and SHARED is never set
//!   on a DEAD object. So who reads SHARED reads it on an object that dies through the epoch: a block in which a reader
//!   saw the flag holds no other object before that reader repins.
//! COUNT RULE 11. An object that many threads count all the time would be a cache line that they fight for. Each thread
//!   looks at one in a few thousand of the references that it adds to objects of others; an object that is met twice
//!   becomes immortal if it is LASTING (code, functions and dicts of modules) or a small value without references
//!   (`obj::is_small_leaf`). What is leaked is bounded: one block for each object that was hot.

use crate::header::Header;
use crate::sync::Ordering::{AcqRel, Acquire, Relaxed, SeqCst};
use crate::sync::{is_multi, mutant, sc_load64};

/// Reachable by a thread other than the owner (sticky).
pub const SHARED: u64 = 1;
/// Handed to the owner's queue.
pub const QUEUED: u64 = 2;
/// No owner any more: the shared count is the whole count.
pub const MERGED: u64 = 4;
/// A retirement is in flight.
pub const RETIRED: u64 = 8;
/// Reached zero again while RETIRED.
pub const AGAIN: u64 = 16;
/// Declared dead: nobody may count it any more.
pub const DEAD: u64 = 32;
/// Has weak references.
pub const WEAK: u64 = 64;
/// Its finaliser has run (PEP 442: once).
pub const FINALIZED: u64 = 128;
/// Never counted, never freed.
pub const IMMORTAL: u64 = 256;
/// The block is on a free list.
pub const FREE: u64 = 512;

/// Met once by the sampling of COUNT RULE 11.
pub const HOT: u64 = 1024;
/// Lives about as long as the program: may become immortal (COUNT RULE 11).
pub const LASTING: u64 = 2048;

const OWNER_SHIFT: u32 = 14;
/// Number of thread ids.
pub const MAX_OWNERS: usize = 1 << 18;
/// Mask of the owner field.
pub const OWNER_MASK: u64 = ((1 << 18) - 1) << OWNER_SHIFT;
const ONE: u64 = 1 << 32;

/// A thread id as it stands in the count word (0: no owner).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerId(pub(crate) u64);

impl OwnerId {
    /// No thread: the owner field of a merged object.
    pub const NONE: OwnerId = OwnerId(0);
    /// Who is no thread: equal to no owner field, that of merged objects included.
    pub const NOBODY: OwnerId = OwnerId(1);
    /// Packs thread id `tid` (1-based).
    pub const fn new(tid: u32) -> OwnerId {
        OwnerId((tid as u64) << OWNER_SHIFT)
    }
    /// The thread id, 0 for none.
    #[inline(always)]
    pub const fn tid(self) -> u32 {
        (self.0 >> OWNER_SHIFT) as u32
    }
}

/// What the caller of a decrement must do.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The object lives on.
    Alive,
    /// Nobody can reach the object: tear it down now (DEAD is set if it was WEAK).
    Free,
    /// Give it to the epoch (RETIRED is set).
    Retire,
    /// Push it to the queue of this owner (QUEUED is set; the queue holds the caller's reference).
    Queue(OwnerId),
}

#[inline(always)]
fn count(w: u64) -> i32 {
    (w >> 32) as i32
}
#[inline(always)]
fn owner(w: u64) -> OwnerId {
    OwnerId(w & OWNER_MASK)
}

impl Header {
    /// The count word of a new object with one reference. `me` NONE makes it merged from birth (atomic counting).
    #[inline(always)]
    pub fn birth_word(me: OwnerId, flags: u64) -> (u64, u32) {
        if me == OwnerId::NONE {
            (ONE | MERGED | flags, 0)
        } else {
            (me.0 | flags, 1)
        }
    }

    /// As `birth_word` without flags, for a thread that is somebody.
    #[inline(always)]
    pub fn birth_word_of(me: OwnerId) -> (u64, u32) {
        debug_assert!(me != OwnerId::NONE);
        (me.0, 1)
    }

    /// Flag bits, for tests of single flags.
    #[inline(always)]
    pub fn flags(&self) -> u64 {
        // Acquire: who acts on SHARED loads the slot a second time after it (COUNT RULE 5); without Acquire a machine
        // with weak ordering may do that load first when a third thread set the flag.
        self.word.load(Acquire)
    }

    /// Whether a thread owns the object and counts it without atomic operations.
    pub fn has_owner(&self) -> bool {
        // Relaxed: for information only.
        owner(self.word.load(Relaxed)) != OwnerId::NONE
    }

    /// Whether other threads may reach the object; SeqCst for COUNT RULE 5.
    #[inline(always)]
    pub fn is_shared(&self) -> bool {
        // SeqCst: a container's resize checks this after publishing the new array; the reader's
        // mark_shared comes before its load of the array pointer.
        self.word.load(SeqCst) & (SHARED | IMMORTAL) != 0
    }

    /// Whether the block holds no object (debug checks).
    pub fn is_freed(&self) -> bool {
        self.flags() & FREE != 0
    }

    /// Whether `me` owns the object.
    #[inline(always)]
    pub fn owned_by(&self, me: OwnerId) -> bool {
        // Relaxed: only this thread, or a claimant while it is detached, changes an owner field that equals `me`.
        self.word.load(Relaxed) & OWNER_MASK == me.0
    }

    /// Whether `me` owns the object, nobody else can reach it, and one reference is all there is. References that
    /// registers borrow from a caller's register (OPERAND RULE 5) are not counted: the caller knows that there are none.
    #[inline(always)]
    pub fn is_unique(&self, me: OwnerId) -> bool {
        // Relaxed: as owned_by; SHARED is set by others only where they found the object in a slot.
        let w = self.word.load(Relaxed);
        // SAFETY: COUNT RULE 1, read only if this thread is the owner.
        w == me.0 && unsafe { self.local.get() } == 1
    }

    /// Adds a reference. The caller knows that the object is alive.
    #[inline(always)]
    pub fn inc(&self, me: OwnerId) {
        // Relaxed: see owned_by; a count is raised only by who holds a reference or a borrow.
        let w = self.word.load(Relaxed);
        debug_assert!(w & (FREE | DEAD) == 0, "a dead object is counted: {w:#x}");
        if w & OWNER_MASK == me.0 {
            // SAFETY: COUNT RULE 1, this thread is the owner.
            unsafe { self.local.set(self.local.get() + 1) }
        } else if w & IMMORTAL == 0 {
            self.inc_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn inc_slow(&self) {
        // Relaxed: as Arc::clone, the reference that this one is made from keeps the object alive.
        let w = self.word.fetch_add(ONE, Relaxed);
        if crate::sync::threads_run() {
            if w & SHARED == 0 {
                self.mark_shared();
            }
            #[cfg(not(loom))]
            if crate::thread::sample_count(self) {
                self.heat();
            }
        }
    }

    /// COUNT RULE 11.
    #[cfg(not(loom))]
    #[cold]
    fn heat(&self) {
        // Relaxed: a heuristic.
        let w = self.word.fetch_or(HOT, Relaxed);
        if w & HOT != 0 && w & WEAK == 0 && (w & LASTING != 0 || crate::obj::is_small_leaf(self)) {
            self.mark_immortal();
        }
    }

    /// Says that the object lives about as long as the program (COUNT RULE 11).
    pub fn mark_lasting(&self) {
        // Relaxed: a heuristic.
        self.word.fetch_or(LASTING, Relaxed);
    }

    /// COUNT RULE 9: for who has come to a reference by another way than the load of a slot.
    #[inline(always)]
    pub fn adopt(&self, me: OwnerId) {
        // Relaxed: the caller has a counted reference; see owned_by for the owner field.
        let w = self.word.load(Relaxed);
        if w & (SHARED | IMMORTAL) == 0 && w & OWNER_MASK != me.0 {
            self.mark_shared();
        }
    }

    /// Drops a reference.
    #[inline(always)]
    pub fn dec(&self, me: OwnerId) -> After {
        self.dec_with(me, After::Alive, Header::dec_to_zero, Header::dec_shared)
    }

    /// As `dec`, for a caller with own code for the rest: `zero` when the owner's count reached zero (it calls
    /// `dec_to_zero`), `shared` when the count is not this thread's (it calls `dec_shared`).
    #[inline(always)]
    pub(crate) fn dec_with<T>(
        &self,
        me: OwnerId,
        alive: T,
        zero: impl FnOnce(&Header) -> T,
        shared: impl FnOnce(&Header) -> T,
    ) -> T {
        // Relaxed: see owned_by.
        let w = self.word.load(Relaxed);
        debug_assert!(w & (FREE | DEAD) == 0, "a dead object is dropped: {w:#x}");
        if w & OWNER_MASK == me.0 {
            // SAFETY: COUNT RULE 1, this thread is the owner.
            let n = unsafe { self.local.get() } - 1;
            // SAFETY: as above.
            unsafe { self.local.set(n) };
            if n != 0 { alive } else { zero(self) }
        } else if w & IMMORTAL != 0 {
            alive
        } else {
            shared(self)
        }
    }

    /// COUNT RULE 2: the owner's local count is zero.
    #[inline(always)]
    pub(crate) fn dec_to_zero(&self) -> After {
        // SeqCst: pairs with mark_shared (COUNT RULE 5): the word was removed from its slot by a SeqCst swap before.
        let w = sc_load64(&self.word);
        let private = w & (SHARED | QUEUED) == 0 && count(w) == 0;
        if private && ((!is_multi() && w & WEAK == 0) || mutant(6)) {
            return After::Free;
        }
        self.dec_to_zero_slow(w)
    }

    #[inline(never)]
    fn dec_to_zero_slow(&self, mut w: u64) -> After {
        loop {
            if w & IMMORTAL != 0 {
                // COUNT RULE 11: made so by another thread just now; the local count has no meaning any more.
                return After::Alive;
            }
            if w & (SHARED | QUEUED) == 0 && count(w) == 0 {
                // COUNT RULE 6, 10: the CAS decides against a concurrent upgrade, and against a reader that shares it.
                match self.word.compare_exchange(w, w | DEAD, AcqRel, SeqCst) {
                    Ok(_) => return After::Free,
                    Err(now) => w = now,
                }
                continue;
            }
            let mut new = (w & !OWNER_MASK) | MERGED;
            let retire = count(w) == 0 && w & SHARED != 0;
            if retire {
                // A queued object has count > 0: the queue holds a reference that was never subtracted,
                // so QUEUED and zero do not meet here.
                new |= if w & RETIRED != 0 { AGAIN } else { RETIRED };
            }
            // AcqRel: Release publishes what this thread wrote to the object to whoever frees it;
            // Acquire pairs with the other threads' decrements.
            match self.word.compare_exchange(w, new, AcqRel, SeqCst) {
                Ok(_) => {
                    return match (count(w) == 0, retire, w & RETIRED != 0) {
                        (false, ..) => After::Alive,
                        (true, true, false) => After::Retire,
                        (true, true, true) => After::Alive,
                        (true, false, _) => self.merged_private_zero(),
                    };
                }
                Err(now) => w = now,
            }
        }
    }

    /// A merged object that nobody but the caller ever reached by a slot, at zero.
    fn merged_private_zero(&self) -> After {
        // Relaxed read, then AcqRel CAS: COUNT RULE 6 against weak upgrades.
        let mut w = self.word.load(Relaxed);
        loop {
            if count(w) != 0 {
                return After::Alive;
            }
            if w & SHARED != 0 {
                // A weak upgrade came and went meanwhile: it has done or will do the retirement.
                return After::Alive;
            }
            match self.word.compare_exchange(w, w | DEAD, AcqRel, Relaxed) {
                Ok(_) => return After::Free,
                Err(now) => w = now,
            }
        }
    }

    /// A decrement by a thread that is not the owner.
    #[cold]
    #[inline(never)]
    pub(crate) fn dec_shared(&self) -> After {
        // Relaxed: the CAS below decides.
        let mut w = self.word.load(Relaxed);
        loop {
            if w & IMMORTAL != 0 && !mutant(10) {
                return After::Alive;
            }
            let (new, after) = if w & MERGED != 0 {
                let mut new = w.wrapping_sub(ONE);
                if count(new) != 0 {
                    (new, After::Alive)
                } else if w & SHARED != 0 {
                    if w & RETIRED != 0 && !mutant(7) {
                        new |= AGAIN;
                        (new, After::Alive)
                    } else {
                        new |= RETIRED;
                        (new, After::Retire)
                    }
                } else {
                    // COUNT RULE 6: zero and DEAD in one step.
                    (new | DEAD, After::Free)
                }
            } else if count(w) <= 0 && w & QUEUED == 0 {
                (w | QUEUED, After::Queue(owner(w)))
            } else {
                (w.wrapping_sub(ONE), After::Alive)
            };
            // AcqRel: Release orders this thread's uses before the free, Acquire pairs with the others' decrements.
            match self.word.compare_exchange_weak(w, new, AcqRel, Relaxed) {
                Ok(_) => return after,
                Err(now) => w = now,
            }
        }
    }

    /// The owner's (or claimant's) side of COUNT RULE 3: fold the local count in and
    /// give the queue's reference back.
    ///
    /// # Safety
    /// The caller is the owner of the object, or holds the owner's claim, or the object is merged already.
    pub unsafe fn merge_queued(&self) -> After {
        // SeqCst on success paths is not needed: AcqRel pairs with the non-owners' decrements.
        let mut w = self.word.load(Acquire);
        loop {
            if w & IMMORTAL != 0 {
                return After::Alive;
            }
            let mut n = count(w) - i32::from(!mutant(8));
            if w & MERGED == 0 {
                // SAFETY: COUNT RULE 1, by this function's contract.
                n += unsafe { self.local.get() } as i32;
            }
            let mut new =
                (w as u32 as u64 & !OWNER_MASK & !QUEUED) | MERGED | (n as u32 as u64) << 32;
            let mut after = After::Alive;
            if n == 0 {
                if w & SHARED == 0 {
                    new |= DEAD;
                    after = After::Free;
                } else if w & RETIRED != 0 {
                    new |= AGAIN;
                } else {
                    new |= RETIRED;
                    after = After::Retire;
                }
            }
            match self.word.compare_exchange_weak(w, new, AcqRel, Acquire) {
                Ok(_) => {
                    return after;
                }
                Err(now) => w = now,
            }
        }
    }

    /// COUNT RULE 4: the grace period of a retirement is over.
    pub fn final_check(&self) -> After {
        // Relaxed: the CAS decides.
        let mut w = self.word.load(Relaxed);
        loop {
            let immortal = w & IMMORTAL != 0 && !mutant(10);
            let (new, after) = if count(w) != 0 || w & MERGED == 0 || immortal {
                (w & !(RETIRED | AGAIN), After::Alive)
            } else if w & AGAIN != 0 {
                (w & !AGAIN, After::Retire)
            } else {
                (w | DEAD, After::Free)
            };
            match self.word.compare_exchange_weak(w, new, AcqRel, Relaxed) {
                Ok(_) => return after,
                Err(now) => w = now,
            }
        }
    }

    /// Brings a DEAD object back with one shared reference to run its finaliser (PEP 442).
    /// Only the thread that got `After::Free` calls this; the object stays merged and becomes SHARED-retirable again.
    pub fn resurrect(&self) {
        // Relaxed load, AcqRel CAS: nobody else has a reference, only flag bits may change beside.
        let mut w = self.word.load(Relaxed);
        loop {
            let new = (w as u32 as u64 & !(DEAD | RETIRED | AGAIN | QUEUED | OWNER_MASK))
                | MERGED
                | FINALIZED
                | ONE;
            match self.word.compare_exchange_weak(w, new, AcqRel, Relaxed) {
                Ok(_) => {
                    return;
                }
                Err(now) => w = now,
            }
        }
    }

    /// COUNT RULE 5: makes a foreign object borrowable. False if it is dead or the block is free (the slot must have
    /// changed).
    #[cold]
    pub fn mark_shared(&self) -> bool {
        // SeqCst: this set comes before the reader's second slot load in the single total order,
        // so a remover whose swap that load missed sees SHARED.
        let mut w = self.word.load(SeqCst);
        loop {
            // COUNT RULE 10.
            if w & FREE != 0 || (w & DEAD != 0 && !mutant(9)) {
                return false;
            }
            if w & (SHARED | IMMORTAL) != 0 {
                return true;
            }
            match self
                .word
                .compare_exchange_weak(w, w | SHARED, SeqCst, SeqCst)
            {
                Ok(_) => {
                    #[cfg(not(loom))]
                    if crate::profile::is_on() {
                        crate::profile::traffic(self, crate::profile::Traffic::Shared);
                    }
                    return true;
                }
                Err(now) => w = now,
            }
        }
    }

    /// Sets WEAK; the caller holds a reference.
    pub fn mark_weak(&self) {
        // AcqRel: ordered before the publication of the weak reference (under its shard lock).
        self.word.fetch_or(WEAK, AcqRel);
    }

    /// Makes the object immortal; the caller holds a reference, which may be given up. COUNT RULE 8: the owner goes in the
    /// same step. An owner that counts locally meanwhile does no harm: nobody looks at that count again.
    pub fn mark_immortal(&self) {
        // Relaxed load: the CAS decides. AcqRel: whoever sees IMMORTAL sees the finished object.
        let mut w = self.word.load(Relaxed);
        loop {
            let new = (w & !OWNER_MASK) | IMMORTAL | SHARED | MERGED;
            match self.word.compare_exchange_weak(w, new, AcqRel, Relaxed) {
                Ok(_) => return,
                Err(now) => w = now,
            }
        }
    }

    /// Notes that the finaliser runs. False: it has run before (PEP 442: once).
    pub fn mark_finalized(&self) -> bool {
        // AcqRel: one winner; it sees what was done to the object before.
        self.word.fetch_or(FINALIZED, AcqRel) & FINALIZED == 0
    }

    /// Says that the object's finaliser would have nothing to do any more.
    #[inline(always)]
    pub fn finalizer_is_void(&self) {
        if is_multi() {
            // AcqRel: as mark_finalized.
            self.word.fetch_or(FINALIZED, AcqRel);
        } else {
            // Relaxed: nobody else writes the word.
            let w = self.word.load(Relaxed);
            self.word.store(w | FINALIZED, Relaxed);
        }
    }

    /// COUNT RULE 6: counts a weakly referenced object unless it is dead. The caller holds the weak
    /// reference's lock, so the block cannot have been freed.
    pub fn try_upgrade(&self, me: OwnerId) -> bool {
        let mut w = self.word.load(Acquire);
        loop {
            if w & IMMORTAL != 0 {
                return true;
            }
            if w & (DEAD | FREE) != 0 {
                return false;
            }
            if w & OWNER_MASK == me.0 {
                // SAFETY: COUNT RULE 1, this thread is the owner.
                let n = unsafe { self.local.get() };
                if n == 0 {
                    // Owner in the middle of dropping it (a callback of its own teardown).
                    return false;
                }
                // SAFETY: as above.
                unsafe { self.local.set(n + 1) };
                return true;
            }
            // SeqCst: SHARED must be seen by the owner's dec_to_zero.
            match self.word.compare_exchange_weak(
                w,
                (w | SHARED).wrapping_add(ONE),
                SeqCst,
                Acquire,
            ) {
                Ok(_) => return true,
                Err(now) => w = now,
            }
        }
    }

    /// Adds a reference on the owner's behalf, so that an object that only its owner reaches stays private.
    ///
    /// # Safety
    /// The world is stopped (COUNT RULE 1: nobody else counts), and the object is alive.
    #[cfg(not(loom))]
    pub(crate) unsafe fn hold_stopped(&self) {
        // Relaxed: nobody writes the word meanwhile.
        let w = self.word.load(Relaxed);
        if owner(w) != OwnerId::NONE {
            // SAFETY: by contract.
            unsafe { self.local.set(self.local.get() + 1) }
        } else if w & IMMORTAL == 0 {
            self.word.fetch_add(ONE, Relaxed);
        }
    }

    /// The owner, as far as one can tell.
    #[cfg(not(loom))]
    pub(crate) fn present_owner(&self) -> OwnerId {
        // Relaxed: a hint, unless it is the caller.
        owner(self.word.load(Relaxed))
    }

    /// Total count as far as thread `me` can see it: exact for the owner of a private object. What another owner counts is
    /// its own affair (COUNT RULE 1); it is taken for one.
    pub fn approximate_count(&self, me: OwnerId) -> i64 {
        // Relaxed: a statistic; see owned_by for the owner field.
        let w = self.word.load(Relaxed);
        if w & OWNER_MASK != me.0 && w & (MERGED | IMMORTAL) == 0 {
            return count(w) as i64 + 1;
        }
        // SAFETY: merged, immortal, or this thread's own.
        unsafe { self.count_of_stopped() }
    }

    /// Total count.
    ///
    /// # Safety
    /// The object has no owner, or is this thread's, or the world is stopped.
    pub(crate) unsafe fn count_of_stopped(&self) -> i64 {
        // Relaxed: nobody writes the word meanwhile, or it is a statistic.
        let w = self.word.load(Relaxed);
        if w & IMMORTAL != 0 {
            return u32::MAX as i64;
        }
        let local = if w & MERGED == 0 {
            // SAFETY: COUNT RULE 1, by contract.
            i64::from(unsafe { self.local.get() })
        } else {
            0
        };
        count(w) as i64 + local
    }
}
