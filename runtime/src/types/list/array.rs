//! The array of a list: a header with its capacity, then the slots.

use crate::os::reserve::refusable;
use crate::slot::Slot;

/// Header of an array; the slots follow.
pub(super) struct Array {
    pub(super) capacity: usize,
}

/// Stands in for the array of a list that is being sorted, so that at the end one can tell whether the list was changed
/// meanwhile: no other list has it, and no change leaves it.
static LENT: Array = Array { capacity: 0 };

impl Array {
    /// See `LENT`.
    pub(super) fn lent() -> *mut Array {
        std::ptr::from_ref(&LENT).cast_mut()
    }
    /// Whether it is `LENT`, which nobody writes to.
    pub(super) fn is_lent(p: *const Array) -> bool {
        std::ptr::eq(p, &LENT)
    }
    pub(super) fn layout(capacity: usize) -> Option<std::alloc::Layout> {
        std::alloc::Layout::from_size_align(capacity.checked_mul(8)?.checked_add(8)?, 8).ok()
    }
    /// As `new`, for a caller who fills every slot at once.
    pub(super) fn new_unfilled(capacity: usize) -> Option<*mut Array> {
        let l = Array::layout(capacity)?;
        // SAFETY: the size is not zero.
        let p = refusable(|| unsafe { std::alloc::alloc(l) }) as *mut Array;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh.
        unsafe { (*p).capacity = capacity };
        Some(p)
    }
    pub(super) fn new(capacity: usize) -> Option<*mut Array> {
        let l = Array::layout(capacity)?;
        // SAFETY: the size is not zero. All-zero slots are EMPTY.
        let p = refusable(|| unsafe { std::alloc::alloc_zeroed(l) }) as *mut Array;
        if p.is_null() {
            return None;
        }
        // SAFETY: fresh.
        unsafe { (*p).capacity = capacity };
        Some(p)
    }
    /// Enlarges an array; the old one stays if memory is out.
    ///
    /// # Safety
    /// The caller owns the array, and nobody reads it.
    pub(super) unsafe fn resize(p: *mut Array, capacity: usize) -> Option<*mut Array> {
        // SAFETY: allocated with the layout of its capacity; the new slots are zeroed before anybody sees them.
        unsafe {
            let had = (*p).capacity;
            let old = Array::layout(had)?;
            let new = Array::layout(capacity)?;
            let q = refusable(|| std::alloc::realloc(p as *mut u8, old, new.size())) as *mut Array;
            if q.is_null() {
                return None;
            }
            (*q).capacity = capacity;
            let slots = q.add(1) as *mut u64;
            std::ptr::write_bytes(slots.add(had), 0, capacity.saturating_sub(had));
            Some(q)
        }
    }
    #[inline(always)]
    pub(super) fn slots(&self) -> &[Slot] {
        // SAFETY: `capacity` slots follow the header.
        unsafe {
            std::slice::from_raw_parts((self as *const Array).add(1) as *const Slot, self.capacity)
        }
    }
    pub(super) unsafe fn free(p: *mut Array) {
        if Array::is_lent(p) {
            return;
        }
        // SAFETY: the caller owns the array, whose words are gone; the layout succeeded in `new`.
        unsafe {
            if let Some(l) = Array::layout((*p).capacity) {
                std::alloc::dealloc(p as *mut u8, l);
            }
        }
    }
}
