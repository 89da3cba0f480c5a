//! Large blocks of plain memory come from the kernel, one mapping each.
//!
//! Arrays of lists, tables of dicts and long texts grow by reallocation. A general allocator copies them and keeps the old
//! blocks for later; a mapping grows by moving page table entries (`mremap`). Everything below [`LARGE`] goes to the inner
//! allocator.
//!
//! A program that makes and drops tables of a megabyte in a loop would spend its time in page faults. So a few mappings
//! that are given up are kept, [`KEEP`] bytes at most, and used again with their pages.
//!
//! ALLOC RULE: which of the two owns a block follows from the size in its layout alone, and `realloc` moves a block that
//! crosses the border.

use super::reserve;
use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::*};

/// Bytes from which a block is a mapping of its own: above it a page fault per 4 KiB costs less than the copies.
pub const LARGE: usize = 1 << 20;

/// Alignment that every mapping has.
const PAGE: usize = 4096;

/// Most bytes of mappings that wait to be used again.
pub const KEEP: usize = 16 << 20;
/// Largest mapping that is kept.
const KEEP_ONE: usize = KEEP / 2;

/// A mapping that is kept; its first word is its size.
struct Kept {
    mapping: AtomicPtr<usize>,
    /// Its size, as a hint: only who has taken the mapping out knows.
    size: AtomicUsize,
}
static KEPT: [Kept; 8] = [const {
    Kept {
        mapping: AtomicPtr::new(std::ptr::null_mut()),
        size: AtomicUsize::new(0),
    }
}; 8];
static KEPT_BYTES: AtomicUsize = AtomicUsize::new(0);
static UNKEPT: AtomicBool = AtomicBool::new(false);

/// Runs `f`; what is given up meanwhile (by any thread) goes back to the system.
pub fn without_keeping(f: impl FnOnce()) {
    // Relaxed: what another thread gives up meanwhile may go either way.
    UNKEPT.store(true, Relaxed);
    f();
    UNKEPT.store(false, Relaxed);
}

/// Keeps a mapping if there is room for it. No lock: a child of a fork finds the slots as they are.
///
/// # Safety
/// A mapping of `size` bytes (whole pages) that is given up.
unsafe fn keep(p: *mut u8, size: usize) -> bool {
    // Relaxed: a limit only.
    if UNKEPT.load(Relaxed) {
        return false;
    }
    if size > KEEP_ONE || KEPT_BYTES.fetch_add(size, Relaxed) + size > KEEP {
        if size <= KEEP_ONE {
            KEPT_BYTES.fetch_sub(size, Relaxed);
        }
        return false;
    }
    let p = p.cast::<usize>();
    // SAFETY: by contract.
    unsafe { *p = size };
    for k in &KEPT {
        // Release: pairs with the swap in `take`: the size is in its place.
        if k.mapping
            .compare_exchange(std::ptr::null_mut(), p, Release, Relaxed)
            .is_ok()
        {
            k.size.store(size, Relaxed);
            return true;
        }
    }
    KEPT_BYTES.fetch_sub(size, Relaxed);
    false
}

/// A kept mapping of `size` bytes (whole pages), or one that was made so large; with it, how much of it is not zero.
fn take(size: usize) -> Option<(*mut u8, usize)> {
    // Relaxed: hints.
    if KEPT_BYTES.load(Relaxed) == 0 {
        return None;
    }
    let like = |k: &&Kept, exact: bool| {
        let has = k.size.load(Relaxed);
        has == size || !exact && has / 2 < size && size / 4 < has
    };
    let exact = KEPT.iter().filter(|k| like(k, true));
    for k in exact.chain(KEPT.iter().filter(|k| like(k, false))) {
        // Acquire: pairs with `keep`.
        let p = k.mapping.swap(std::ptr::null_mut(), Acquire);
        if p.is_null() {
            continue;
        }
        // SAFETY: taken out: this thread's alone, a mapping of the size in its first word.
        unsafe {
            let had = *p;
            KEPT_BYTES.fetch_sub(had, Relaxed);
            if had == size {
                return Some((p.cast(), had));
            }
            let q = libc::mremap(p.cast(), had, size, libc::MREMAP_MAYMOVE);
            if q != libc::MAP_FAILED {
                return Some((q.cast(), had.min(size)));
            }
            libc::munmap(p.cast(), had);
        }
    }
    None
}

/// An allocator that serves large blocks by mappings and the others by `A`.
pub struct LargeByMapping<A>(pub A);

fn is_large(size: usize, align: usize) -> bool {
    size >= LARGE && align <= PAGE
}

/// The size in whole pages.
fn pages(size: usize) -> Option<usize> {
    size.checked_next_multiple_of(PAGE)
}

fn map(size: usize) -> *mut u8 {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
    // SAFETY: a new anonymous mapping touches no memory that exists.
    let p = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            size,
            libc::PROT_READ | libc::PROT_WRITE,
            flags,
            -1,
            0,
        )
    };
    if p == libc::MAP_FAILED {
        std::ptr::null_mut()
    } else {
        p.cast()
    }
}

/// RESERVE RULE.
#[inline(always)]
fn or_reserve(p: *mut u8, l: Layout) -> *mut u8 {
    if p.is_null() { reserve::alloc(l) } else { p }
}

// SAFETY: ALLOC RULE; all parts give disjoint blocks of the size asked for, null when there is none, and never unwind.
// Blocks of the reserve are told by their address.
unsafe impl<A: GlobalAlloc> GlobalAlloc for LargeByMapping<A> {
    #[inline]
    unsafe fn alloc(&self, l: Layout) -> *mut u8 {
        let p = if is_large(l.size(), l.align()) {
            match pages(l.size()).and_then(take) {
                Some((p, _)) => p,
                None => map(l.size()),
            }
        } else {
            // SAFETY: the caller's own promise.
            unsafe { self.0.alloc(l) }
        };
        or_reserve(p, l)
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, l: Layout) -> *mut u8 {
        let p = if is_large(l.size(), l.align()) {
            match pages(l.size()).and_then(take) {
                Some((p, used)) => {
                    // SAFETY: so much of the mapping, which is this thread's alone.
                    unsafe { p.write_bytes(0, used) };
                    p
                }
                None => map(l.size()),
            }
        } else {
            // SAFETY: the caller's own promise.
            unsafe { self.0.alloc_zeroed(l) }
        };
        if !p.is_null() {
            return p;
        }
        let p = reserve::alloc(l);
        if !p.is_null() {
            // SAFETY: a block of that size; the reserve's blocks may have been used before.
            unsafe { p.write_bytes(0, l.size()) };
        }
        p
    }

    #[inline]
    unsafe fn dealloc(&self, p: *mut u8, l: Layout) {
        // SAFETY: ALLOC RULE: a mapping of this size, a block of the reserve or one of the inner allocator, which nobody
        // uses any more.
        unsafe {
            if reserve::owns(p) {
                reserve::free(p, l);
            } else if !is_large(l.size(), l.align()) {
                self.0.dealloc(p, l);
            } else if !pages(l.size()).is_some_and(|n| keep(p, n)) {
                libc::munmap(p.cast(), l.size());
            }
        }
    }

    #[inline]
    unsafe fn realloc(&self, p: *mut u8, l: Layout, size: usize) -> *mut u8 {
        if !reserve::owns(p) {
            let q = match (is_large(l.size(), l.align()), is_large(size, l.align())) {
                // SAFETY: the caller's own promise; ALLOC RULE.
                (false, false) => unsafe { self.0.realloc(p, l, size) },
                (true, true) => {
                    // SAFETY: ALLOC RULE: a mapping of this size, the caller's alone.
                    let q = unsafe { libc::mremap(p.cast(), l.size(), size, libc::MREMAP_MAYMOVE) };
                    if q == libc::MAP_FAILED {
                        std::ptr::null_mut()
                    } else {
                        q.cast()
                    }
                }
                _ => std::ptr::null_mut(),
            };
            if !q.is_null() {
                return q;
            }
        }
        // The block crosses the border, stands in the reserve, or cannot grow where it belongs: it is as it was.
        // SAFETY: the caller's own promise.
        unsafe { self.moved(p, l, size) }
    }
}

impl<A: GlobalAlloc> LargeByMapping<A> {
    /// `realloc` by a copy.
    ///
    /// # Safety
    /// As `realloc`.
    #[cold]
    unsafe fn moved(&self, p: *mut u8, l: Layout, size: usize) -> *mut u8 {
        let Ok(new) = Layout::from_size_align(size, l.align()) else {
            return std::ptr::null_mut();
        };
        // SAFETY: the size is not zero (the caller's promise); two blocks that do not overlap, each at least as long as
        // the shorter.
        unsafe {
            let q = self.alloc(new);
            if !q.is_null() {
                std::ptr::copy_nonoverlapping(p, q, size.min(l.size()));
                self.dealloc(p, l);
            }
            q
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::alloc::System;

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, 16).unwrap()
    }

    #[test]
    fn content_survives_every_crossing_of_the_border() {
        let a = LargeByMapping(System);
        let sizes = [
            100,
            LARGE - 1,
            LARGE,
            LARGE + 5000,
            40 * LARGE,
            LARGE,
            LARGE - 1,
            10,
        ];
        // SAFETY: each block is used with the layout it was made with, within its size, and freed once.
        unsafe {
            let mut size = sizes[0];
            let mut p = a.alloc(layout(size));
            p.write_bytes(7, size);
            for new in sizes {
                p = a.realloc(p, layout(size), new);
                assert!(!p.is_null());
                let kept = std::slice::from_raw_parts(p, size.min(new));
                assert!(kept.iter().all(|b| *b == 7));
                p.write_bytes(7, new);
                size = new;
            }
            a.dealloc(p, layout(size));
        }
    }

    #[test]
    fn kept_mappings_come_back_zeroed_where_that_is_asked_for() {
        let a = LargeByMapping(System);
        // SAFETY: as above.
        unsafe {
            for round in 0..20usize {
                let size = LARGE + round % 5 * 100_000;
                let p = a.alloc(layout(size));
                p.write_bytes(9, size);
                a.dealloc(p, layout(size));
                let size = size + 50_000;
                let q = a.alloc_zeroed(layout(size));
                let all = std::slice::from_raw_parts(q, size);
                assert!(all.iter().all(|b| *b == 0));
                a.dealloc(q, layout(size));
            }
        }
        assert!(KEPT_BYTES.load(Relaxed) <= KEEP);
    }

    #[test]
    fn zeroed_and_impossible() {
        let a = LargeByMapping(System);
        // SAFETY: as above.
        unsafe {
            let p = a.alloc_zeroed(layout(3 * LARGE));
            assert!(
                std::slice::from_raw_parts(p, 3 * LARGE)
                    .iter()
                    .all(|b| *b == 0)
            );
            assert!(
                a.realloc(p, layout(3 * LARGE), isize::MAX as usize / 2)
                    .is_null()
            );
            a.dealloc(p, layout(3 * LARGE));
            assert!(a.alloc(layout(isize::MAX as usize / 2)).is_null());
        }
    }
}
