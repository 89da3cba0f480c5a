//! Reading a slot without its container's lock: the core of COUNT RULE 5, apart from objects and tags so that the
//! model checker runs it as it is.

use crate::header::Header;
use crate::refcount::{IMMORTAL, OWNER_MASK, OwnerId, SHARED};
use crate::sync::{AtomicU64, Ordering::*, mutant, sc_load64};

/// What a load found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// No object: the word is all there is (EMPTY or immediate).
    Plain(u64),
    /// A SHARED object: good until the next repin, not counted.
    Borrowed(u64),
    /// A private object of this thread: counted, unless the load was to look only.
    Own(u64),
    /// `still` said no.
    Moved,
}

/// Which objects a load is to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Shared ones borrowed, this thread's private ones counted.
    Any,
    /// Shared ones only.
    Shared,
    /// This thread's private ones only, counted.
    Own,
    /// Both, and nothing is counted: a private object stays while its thread drops nothing.
    Look,
}

/// One try of `load` without a call: None if an object that is not wanted or a foreign private one is in the way, or the
/// slot changes meanwhile. `alone`: whether this thread has the process for itself, and may leave out the second look. A
/// second thread starts only after the first has said so (`sync::Multi`), so neither can take itself for alone.
///
/// # Safety
/// As `load`, except that `is_ptr` may hold for EMPTY.
#[inline(always)]
pub unsafe fn attempt<'h>(
    slot: &AtomicU64,
    wanted: Wanted,
    me: impl Fn() -> OwnerId,
    is_ptr: impl Fn(u64) -> bool,
    header: impl Fn(u64) -> &'h Header,
    alone: impl Fn() -> bool,
    still: impl Fn() -> bool,
) -> Option<Loaded> {
    // Acquire: as in load.
    let w = slot.load(Acquire);
    if !is_ptr(w) {
        return Some(Loaded::Plain(w));
    }
    // EMPTY, which `load` has to report: apart from the test above, so that both are plain branches.
    if w == 0 {
        return None;
    }
    let h = header(w);
    // Acquire (in flags): as in load.
    let f = h.flags();
    if is_borrowable(f) {
        let good = wanted != Wanted::Own && (alone() || is_unchanged(slot, w) && still());
        good.then_some(Loaded::Borrowed(w))
    } else {
        let mine = match wanted {
            Wanted::Shared => false,
            Wanted::Look => owns(f, me()),
            Wanted::Any | Wanted::Own => count_own(h, f, me()),
        };
        mine.then_some(Loaded::Own(w))
    }
}

/// Whether flags `f` let any thread borrow.
#[inline(always)]
fn is_borrowable(f: u64) -> bool {
    f & (SHARED | IMMORTAL) != 0
}

/// The second look of COUNT RULE 5.
#[inline(always)]
fn is_unchanged(slot: &AtomicU64, w: u64) -> bool {
    // SeqCst: the second load comes after SHARED was set, the remover's flag check after its swap.
    mutant(4) || sc_load64(slot) == w
}

/// Whether an object with flags `f` belongs to thread `me`.
#[inline(always)]
fn owns(f: u64, me: OwnerId) -> bool {
    f & OWNER_MASK == me.0 || mutant(12)
}

/// Counts an object with flags `f` if it belongs to thread `me`.
#[inline(always)]
pub fn count_own(h: &Header, f: u64, me: OwnerId) -> bool {
    let mine = owns(f, me);
    if mine {
        // SAFETY: COUNT RULE 1, this thread is the owner.
        unsafe { h.local.set(h.local.get() + 1) }
    }
    mine
}

/// Loads `slot` for thread `me`; `wanted` is `Any` or `Look`. `is_ptr` tells words of objects from others, `header` finds
/// the header of one, `still` is asked after the second load (SLOT RULE 2).
///
/// # Safety
/// The calling thread is pinned, and `header` may be read for every object word that the slot held since.
#[inline(always)]
pub unsafe fn load<'h>(
    slot: &AtomicU64,
    wanted: Wanted,
    me: impl Fn() -> OwnerId,
    is_ptr: impl Fn(u64) -> bool,
    header: impl Fn(u64) -> &'h Header,
    still: impl Fn() -> bool,
) -> Loaded {
    loop {
        // Acquire: the object's contents.
        let w = slot.load(Acquire);
        if !is_ptr(w) {
            return Loaded::Plain(w);
        }
        let h = header(w);
        // Acquire (in flags): who set SHARED did so before this thread's second load, also for third parties.
        let f = h.flags();
        if is_borrowable(f) {
            if is_unchanged(slot, w) && still() {
                return Loaded::Borrowed(w);
            }
        } else {
            let me = me();
            if owns(f, me) {
                if wanted == Wanted::Any {
                    h.inc(me);
                }
                return Loaded::Own(w);
            }
            // Foreign and private: make it borrowable and start over.
            h.mark_shared();
        }
        if !still() {
            return Loaded::Moved;
        }
    }
}
