//! The one type through which references are stored in the heap. A collector barrier has one place
//! to go: `swap`, by which every overwriting store passes.
//!
//! SLOT RULE 1. A slot holds EMPTY, an immediate, or an owned pointer; never a borrowed one.
//! SLOT RULE 2. Loads follow COUNT RULE 5. A slot inside a replaceable array is loaded with `load_in`,
//!   which looks at the array pointer again together with the second load (DESIGN §5, refinement 7).
//! SLOT RULE 3. Who removes or replaces a word does it by `swap`/`take` and drops the result after
//!   releasing any lock.
//! SLOT RULE 4. What is taken out to be used is made SHARED if it is private to another thread (COUNT RULE 9);
//!   `set` and `discard` take out only to drop.
//! SLOT RULE 5. Where threads replace words without a lock (LIST RULE 5), they do it by `replace`, which fills no empty slot;
//!   under the lock a word moves to another slot by `move_to`, or out and in by `move_out` and `put_word`.

use crate::borrow::{self, Loaded, Wanted};
use crate::header::Header;
use crate::moves;
use crate::obj::{Obj, Ref, Val};
use crate::refcount;
use crate::sync::{AtomicU64, Ordering::*};
use crate::thread;
use crate::value::{self, EMPTY, Word};

/// `-X borrow=0`: loads count instead of borrowing.
static COUNT_LOADS: crate::sync::AtomicBool = crate::sync::AtomicBool::new(false);

/// Makes every load of a SHARED object count it (the experiment's switch).
pub fn set_count_loads() {
    // Relaxed: set at start-up.
    COUNT_LOADS.store(true, Relaxed);
}

/// Whether `set_count_loads` was called.
pub fn counts_loads() -> bool {
    // Relaxed: set at start-up.
    COUNT_LOADS.load(Relaxed)
}

/// A reference in the heap.
#[repr(transparent)]
pub struct Slot(AtomicU64);

impl Default for Slot {
    fn default() -> Self {
        Slot::empty()
    }
}

impl From<Obj> for Slot {
    fn from(o: Obj) -> Slot {
        Slot::new(o)
    }
}

impl Drop for Slot {
    #[inline(always)]
    fn drop(&mut self) {
        // The owner of the slot is dead: nobody else loads from it (or only through the second-load check).
        let w = self.0.load(Relaxed);
        if w != EMPTY {
            // SAFETY: SLOT RULE 1; the slot's count goes with it.
            drop(unsafe { Obj::from_word(w) });
        }
    }
}

impl Slot {
    /// An empty slot.
    #[cfg(not(loom))]
    pub const fn empty() -> Slot {
        Slot(AtomicU64::new(EMPTY))
    }
    /// An empty slot.
    #[cfg(loom)]
    pub fn empty() -> Slot {
        Slot(AtomicU64::new(EMPTY))
    }
    /// A slot that takes over `o`.
    pub fn new(o: Obj) -> Slot {
        Slot(AtomicU64::new(o.into_word()))
    }
    /// Whether nothing is stored.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        // Relaxed: only a hint where threads race.
        self.0.load(Relaxed) == EMPTY
    }
    /// The raw word, for identity tests.
    #[inline(always)]
    pub fn peek(&self) -> Word {
        // Acquire: pairs with the Release stores of this module.
        self.0.load(Acquire)
    }

    /// What `borrow::load` finds here.
    #[inline(always)]
    fn find(
        &self,
        wanted: Wanted,
        me: impl Fn() -> refcount::OwnerId,
        still: impl Fn() -> bool,
    ) -> Loaded {
        // SAFETY: an attached thread is pinned (THREAD RULE 1); the header word of a block stays readable while it is
        // (HEAP RULE 1, 4).
        unsafe {
            borrow::load(
                &self.0,
                wanted,
                me,
                |w| w != EMPTY && value::is_ptr(w),
                |w| &*(w as *const Header),
                still,
            )
        }
    }
    /// What `borrow::attempt` finds here.
    #[inline(always)]
    fn try_find(
        &self,
        wanted: Wanted,
        me: impl Fn() -> refcount::OwnerId,
        alone: impl Fn() -> bool,
        still: impl Fn() -> bool,
    ) -> Option<Loaded> {
        // SAFETY: as in find.
        unsafe {
            borrow::attempt(
                &self.0,
                wanted,
                me,
                value::is_ptr,
                |w| &*(w as *const Header),
                alone,
                still,
            )
        }
    }

    /// The word, uncounted: what it names stays until this thread drops something or comes to a safepoint. A private
    /// object of this thread dies by this thread only; any other is SHARED and held by the pin (COUNT RULE 5).
    #[inline(always)]
    pub fn look(&self) -> Word {
        match self.find(Wanted::Look, thread::me, || true) {
            Loaded::Plain(w) | Loaded::Own(w) | Loaded::Borrowed(w) => w,
            Loaded::Moved => EMPTY,
        }
    }

    /// As `look` for thread `th`, without a call. EMPTY also if that takes more than one try.
    #[inline(always)]
    pub fn look_quick(&self, th: &crate::thread::Thread) -> Word {
        match self.try_find(Wanted::Look, || th.owner(), || false, || true) {
            Some(Loaded::Plain(w) | Loaded::Own(w) | Loaded::Borrowed(w)) => w,
            _ => EMPTY,
        }
    }

    /// COUNT RULE 5: the word to put into a register: borrowed if the object is SHARED, counted if it is
    /// this thread's own, EMPTY if there is nothing. `still` is asked after the second load (SLOT RULE 2).
    #[inline(always)]
    pub fn load_word(&self, still: impl Fn() -> bool) -> Word {
        self.load_for(thread::me, still)
    }
    #[inline(always)]
    fn load_for(&self, me: impl Fn() -> refcount::OwnerId, still: impl Fn() -> bool) -> Word {
        match self.find(Wanted::Any, me, still) {
            Loaded::Plain(w) | Loaded::Own(w) => w,
            Loaded::Moved => EMPTY,
            Loaded::Borrowed(w) => {
                // Relaxed: constant after start-up.
                if COUNT_LOADS.load(Relaxed) {
                    // SAFETY: borrowed just now.
                    unsafe { (*(w as *const Header)).inc(thread::me()) };
                    return w;
                }
                w | value::BORROWED
            }
        }
    }

    /// As `load_word` for thread `th`, without a call. EMPTY also if that takes more than one try.
    #[inline(always)]
    pub fn load_quick(&self, th: &crate::thread::Thread, still: impl Fn() -> bool) -> Word {
        match self.try_find(Wanted::Any, || th.owner(), || false, still) {
            Some(Loaded::Plain(w) | Loaded::Own(w)) => w,
            // Relaxed: constant after start-up.
            Some(Loaded::Borrowed(w)) if !COUNT_LOADS.load(Relaxed) => w | value::BORROWED,
            _ => EMPTY,
        }
    }

    /// An immediate, or a private object of this thread, counted. EMPTY in all other cases.
    #[inline(always)]
    pub fn count_quick(&self, th: &crate::thread::Thread) -> Word {
        match self.try_find(Wanted::Own, || th.owner(), || false, || true) {
            Some(Loaded::Plain(w) | Loaded::Own(w)) => w,
            _ => EMPTY,
        }
    }
    /// As `load_quick` for what needs no count: an immediate, or a SHARED object, which is borrowed whatever
    /// `-X borrow` says. EMPTY in all other cases. The second look is for what other threads do.
    #[inline(always)]
    pub fn borrow_quick(&self, still: impl Fn() -> bool) -> Word {
        let alone = || !thread::is_multi();
        match self.try_find(Wanted::Shared, || refcount::OwnerId::NOBODY, alone, still) {
            Some(Loaded::Plain(w)) => w,
            Some(Loaded::Borrowed(w)) => w | value::BORROWED,
            _ => EMPTY,
        }
    }

    /// As `load_quick`, as a value; None where that is EMPTY.
    #[inline(always)]
    pub fn load_val<'g>(
        &self,
        th: &'g crate::thread::Thread,
        still: impl Fn() -> bool,
    ) -> Option<Val<'g>> {
        match self.load_quick(th, still) {
            EMPTY => None,
            // SAFETY: load_quick gives a counted or borrowed word under the pin that `th` stands for.
            w => Some(unsafe { Val::from_word(w) }),
        }
    }

    /// Loads the value; it may be borrowed, so it cannot live across a safepoint.
    #[inline(always)]
    pub fn load<'g>(&self, th: &'g crate::thread::Thread) -> Option<Val<'g>> {
        let w = self.load_for(|| th.owner(), || true);
        if w == EMPTY {
            None
        } else {
            // SAFETY: load_word gives a counted or borrowed word under the pin that `th` stands for.
            Some(unsafe { Val::from_word(w) })
        }
    }

    /// Loads the value and counts it.
    #[inline(always)]
    pub fn get(&self) -> Option<Obj> {
        let w = self.load_word(|| true);
        if w == EMPTY {
            None
        } else {
            // SAFETY: as in load; an attached thread is pinned (THREAD RULE 1), and the count is taken at once.
            Some(unsafe { Val::from_word(w) }.own())
        }
    }

    /// The word with a count of its own for the calling thread, which is `me`, while the process has one thread, of a slot
    /// that is filled.
    #[inline(always)]
    pub(crate) fn count_alone(&self, me: crate::refcount::OwnerId) -> Word {
        debug_assert!(!thread::is_multi() && !self.is_empty());
        // Relaxed: one thread.
        let w = self.0.load(Relaxed);
        if value::is_ptr(w) {
            // SAFETY: SLOT RULE 1: the slot's count keeps the object alive.
            unsafe { (*(w as *const Header)).inc(me) }
        }
        w
    }

    /// Loads from a slot in a replaceable array; None also if the array was replaced meanwhile.
    #[inline(always)]
    pub fn get_in(&self, still: impl Fn() -> bool) -> Option<Obj> {
        let w = self.load_word(still);
        if w == EMPTY {
            None
        } else {
            // SAFETY: as in get.
            Some(unsafe { Val::from_word(w) }.own())
        }
    }

    /// Stores into a slot that is known to be empty (construction, append).
    #[inline(always)]
    pub fn init(&self, o: Obj) {
        debug_assert!(self.0.load(Relaxed) == EMPTY);
        // Release: publishes the object's contents to the loads above.
        self.0.store(o.into_word(), Release);
    }

    /// Replaces the content. The result is dropped by the caller, outside any lock (SLOT RULE 3).
    #[inline(always)]
    #[must_use]
    pub fn swap(&self, o: Option<Obj>) -> Option<Obj> {
        let old = self.exchange(o);
        if thread::is_multi() {
            old.map(Obj::adopt)
        } else {
            old
        }
    }

    /// As `swap`, for a result that is only dropped (SLOT RULE 4).
    #[inline(always)]
    #[must_use]
    pub fn exchange(&self, o: Option<Obj>) -> Option<Obj> {
        let old = self.exchange_word(o.map_or(EMPTY, Obj::into_word));
        if old == EMPTY {
            None
        } else {
            // SAFETY: SLOT RULE 1; the slot's count moves to the result.
            Some(unsafe { Obj::from_word(old) })
        }
    }

    /// Replaces the content by `new` if it is `expected`, which the caller holds, in one atomic step: the old content, else
    /// `new` again.
    pub fn compare_exchange(&self, expected: Ref<'_>, new: Obj) -> Result<Obj, Obj> {
        // SeqCst: as in exchange; the caller keeps `expected` alive, so an equal word names the same object.
        let word = expected.word();
        match self
            .0
            .compare_exchange(word, new.r().word(), SeqCst, Relaxed)
        {
            Ok(old) => {
                // The slot has the count of `new` now.
                std::mem::forget(new);
                // SAFETY: SLOT RULE 1, and not EMPTY, as no value is; the slot's count moves to the result.
                Ok(unsafe { Obj::from_word(old) }.adopt())
            }
            Err(_) => Err(new),
        }
    }

    /// Empties the slot if it holds `expected`, which the caller holds: its content, to be dropped.
    pub fn take_if(&self, expected: Ref<'_>) -> Option<Obj> {
        // SeqCst: as in exchange; the caller keeps `expected` alive, so an equal word names the same object.
        let taken = self
            .0
            .compare_exchange(expected.word(), EMPTY, SeqCst, Relaxed);
        // SAFETY: SLOT RULE 1; the slot's count moves to the result.
        taken.ok().map(|w| unsafe { Obj::from_word(w) })
    }

    /// As `exchange`, unless the slot is empty: `new` again then. An empty slot may say that its object is of no use any
    /// more, or that its word is on its way; nobody fills it by this.
    #[inline(always)]
    pub fn replace(&self, new: Obj) -> Result<Obj, Obj> {
        match self.replace_word(new.r().word()) {
            EMPTY => Err(new),
            old => {
                // The slot has the count of `new` now.
                std::mem::forget(new);
                // SAFETY: SLOT RULE 1; the slot's count moves to the result.
                Ok(unsafe { Obj::from_word(old) })
            }
        }
    }
    /// As `replace` with words that own their counts. EMPTY: nothing was done.
    #[inline(always)]
    pub fn replace_word(&self, new: Word) -> Word {
        debug_assert!(new != EMPTY && !value::is_borrowed(new));
        if thread::is_multi() {
            return moves::replace(&self.0, new, EMPTY);
        }
        // One thread: nobody else loads.
        let old = self.0.load(Relaxed);
        if old != EMPTY {
            self.0.store(new, Release);
        }
        old
    }

    /// Puts `new` into the slot if it is empty; else `new` again.
    #[inline]
    pub fn fill(&self, new: Obj) -> Result<(), Obj> {
        // Release: publishes the object's contents to the loads above. Relaxed: nothing is done with what is there.
        match self
            .0
            .compare_exchange(EMPTY, new.r().word(), Release, Relaxed)
        {
            Ok(_) => {
                // The slot has the count of `new` now.
                std::mem::forget(new);
                Ok(())
            }
            Err(_) => Err(new),
        }
    }

    /// Replaces the content and drops the old one.
    #[inline(always)]
    pub fn set(&self, o: Obj) {
        drop(self.exchange(Some(o)));
    }
    /// Empties the slot and drops what it held.
    #[inline(always)]
    pub fn discard(&self) {
        drop(self.exchange(None));
    }
    /// As `discard` for a slot of a dead object, which nobody loads from any more: who borrowed from it has repinned
    /// since, or could not reach it.
    #[inline(always)]
    pub(crate) fn discard_dead(&self) {
        // Relaxed: the owner of the slot is dead.
        let w = self.0.load(Relaxed);
        if w != EMPTY {
            self.0.store(EMPTY, Relaxed);
            // SAFETY: SLOT RULE 1; the slot's count goes with it.
            drop(unsafe { Obj::from_word(w) });
        }
    }
    /// Empties the slot.
    #[inline(always)]
    #[must_use]
    pub fn take(&self) -> Option<Obj> {
        self.swap(None)
    }
    /// Moves the word out of a slot of an array that is being replaced (the count moves with it).
    #[inline(always)]
    pub(crate) fn copy_word_to(&self, to: &Slot) {
        // Relaxed/Release: the new array is published by a SeqCst swap of its pointer.
        to.0.store(self.0.load(Relaxed), Release);
    }
    /// Takes the word out, with its count, to put it into another slot. Threads may `replace` it without a lock meanwhile:
    /// what they stored before moves along, and later they find the slot empty.
    #[inline(always)]
    pub(crate) fn move_out(&self) -> Word {
        self.exchange_word(EMPTY)
    }
    /// Moves the word to an empty slot, as `move_out`.
    #[inline(always)]
    pub(crate) fn move_to(&self, to: &Slot) {
        to.put_word(self.move_out());
    }
    /// As `exchange` with words that own their counts.
    #[inline(always)]
    pub(crate) fn exchange_word(&self, new: Word) -> Word {
        if thread::is_multi() {
            return moves::exchange(&self.0, new);
        }
        // One thread: nobody else loads.
        let old = self.0.load(Relaxed);
        self.0.store(new, Release);
        old
    }
    /// A view of what stands in a slot that does not change as long as `self` lives (tuples, slices, modules): not
    /// counted, but fit for use by this thread (COUNT RULE 9). None if it is empty.
    #[inline(always)]
    pub fn fixed(&self) -> Option<Ref<'_>> {
        let w = self.peek();
        if w == EMPTY {
            return None;
        }
        // SAFETY: SLOT RULE 1; by the caller's word nobody takes it out while `self` is borrowed.
        let r: Ref<'_> = unsafe { Ref::from_slot_word(w) };
        if thread::is_multi()
            && let Some(h) = r.header()
        {
            h.adopt(thread::me());
        }
        Some(r)
    }
    /// Forgets the word without dropping it (its count has moved to another slot).
    #[inline(always)]
    pub(crate) fn forget(&self) {
        // Relaxed: the array is private to the caller.
        self.0.store(EMPTY, Relaxed);
    }
    /// Forgets the word: the machine has moved it, with its count, into a register.
    #[inline(always)]
    pub fn forget_word(&self) {
        self.forget();
    }
    /// Takes the word out, with its count, of a slot that is the caller's alone (a claimed generator's register).
    #[inline(always)]
    pub fn take_word(&self) -> Word {
        // Relaxed: nobody else reads it; handing the claim over orders it.
        let w = self.0.load(Relaxed);
        self.0.store(EMPTY, Relaxed);
        w
    }
    /// Puts a word, with its count, into a slot that is the caller's alone and empty.
    #[inline(always)]
    pub fn fill_word(&self, w: Word) {
        debug_assert!(self.is_empty() && !value::is_borrowed(w));
        // Relaxed: as take_word.
        self.0.store(w, Relaxed);
    }
    /// As `exchange` with a word that owns its count, while the process has one thread. EMPTY if nothing was there.
    #[inline(always)]
    pub fn exchange_alone(&self, w: Word) -> Word {
        debug_assert!(!thread::is_multi() && !value::is_borrowed(w));
        // One thread: nobody else loads.
        let old = self.0.load(Relaxed);
        self.0.store(w, Release);
        old
    }
    /// Writes a raw word (moved from another slot).
    #[inline(always)]
    pub(crate) fn put_word(&self, w: Word) {
        // Release: as init.
        self.0.store(w, Release);
    }
    /// Drops what a slot of a dead container holds; the slot itself is not used again (as in `drop`).
    #[inline(always)]
    pub(crate) fn drop_last(&self) {
        // Relaxed: nobody else loads from the slot any more.
        let w = self.0.load(Relaxed);
        if !value::is_ptr(w) {
            return;
        }
        // EMPTY apart from the test above, so that both are plain branches.
        if w != EMPTY {
            // SAFETY: SLOT RULE 1; the slot's count goes with it.
            drop(unsafe { Obj::from_word(w) });
        }
    }
    /// For `traverse`.
    #[inline]
    pub fn visit(&self, f: &mut dyn FnMut(Ref<'_>)) {
        let w = self.peek();
        if w != EMPTY && value::is_ptr(w) {
            // SAFETY: the collector runs with the world stopped: the slot keeps the object alive.
            f(unsafe { Ref::from_word(w) })
        }
    }
}
