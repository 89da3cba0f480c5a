//! Memory of objects: the allocator of the current thread, and when the collector is asked for.

use super::*;
use crate::sync::OwnerCell;

/// Memory for an object (null when there is none), and its count word without flags; its owner's count is written.
#[inline(always)]
pub(crate) fn alloc_for_birth(size: usize) -> (*mut Header, u64) {
    let r = REC.get();
    // Relaxed: constant after start-up.
    if !r.is_null() && !ATOMIC_COUNTS.load(Relaxed) {
        // SAFETY: records are never freed; `own` belongs to this thread, and no reference into it is held across the
        // call.
        unsafe {
            let h = (*(*r).own.get()).heap.alloc_quick(size);
            if !h.is_null() {
                let (word, local) = Header::birth_word_of((*r).id);
                (&raw mut (*h).local).write(OwnerCell::new(local));
                return (h, word);
            }
        }
    }
    alloc_for_birth_slow(size)
}

#[cold]
#[inline(never)]
fn alloc_for_birth_slow(size: usize) -> (*mut Header, u64) {
    let r = rec();
    // Relaxed: constant after start-up.
    let owner = if ATOMIC_COUNTS.load(Relaxed) {
        OwnerId::NONE
    } else {
        r.id
    };
    let (word, local) = Header::birth_word(owner, 0);
    // SAFETY: `own` belongs to this thread; no reference into it is held across the call.
    unsafe {
        let o = r.own.get();
        if (*o).heap.charge(size) && !look_around(&mut (*o).heap) {
            (*o).heap.recharge(-(size as i64));
            return (std::ptr::null_mut(), word);
        }
        let h = (*o).heap.alloc(size);
        if !h.is_null() {
            (&raw mut (*h).local).write(OwnerCell::new(local));
        }
        (h, word)
    }
}

/// Makes a small object that the library cannot do without, if need be out of the reserve (RESERVE RULE).
#[cold]
pub(crate) fn in_need<T>(make: impl FnOnce() -> T) -> T {
    // SAFETY: `own` belongs to this thread; no reference into it is held across the call.
    unsafe { (*own()).heap.in_need = true };
    let r = make();
    // SAFETY: as above.
    unsafe { (*own()).heap.in_need = false };
    r
}

/// Notes that an object of this thread uses so many bytes more (or less) of its block than it was charged for.
pub(crate) fn recharge(bytes: i64) {
    // SAFETY: `own` belongs to this thread.
    unsafe { (*own()).heap.recharge(bytes) }
}

/// Now and then: whether a collection is due, and whether there is memory for more objects at all (RESERVE RULE).
#[cold]
#[inline(never)]
fn look_around(heap: &mut Heap) -> bool {
    if !heap.in_need && !reserve::may_allocate(QUANTUM) {
        return false;
    }
    // Relaxed: a statistic.
    ALLOCATED.fetch_add(heap.postpone(), Relaxed);
    if crate::gc::is_due() {
        rec().request(breaker::GC);
    }
    true
}

/// Bytes that threads have allocated, as they look around; less what each has freed since it did so last.
static ALLOCATED: AtomicI64 = AtomicI64::new(0);
/// What `ALLOCATED` stands at.
pub(crate) fn bytes_allocated() -> i64 {
    // Relaxed: a statistic.
    ALLOCATED.load(Relaxed)
}

/// This thread has freed something of which it wants no advantage: it looks around after the next quantum all the same.
pub(crate) fn look_around_soon() {
    // SAFETY: `own` belongs to this thread.
    unsafe { (*own()).heap.postpone() };
}

/// Bytes of objects in use in the whole process.
pub fn bytes_in_use() -> i64 {
    let mut n = 0;
    // SAFETY: the balance of a heap is atomic; the reference to the heap is shared and momentary.
    each_record(|r| unsafe {
        n += (&raw const (*r.own.get()).heap)
            .as_ref()
            .map_or(0, Heap::balance)
    });
    n
}

/// Returns an object's memory.
///
/// # Safety
/// As `Heap::free`.
#[inline(always)]
pub(crate) unsafe fn free(h: *mut Header, size: usize) {
    // SAFETY: forwarded contract; `own` belongs to this thread.
    unsafe { (*own()).heap.free(h, size) }
}
