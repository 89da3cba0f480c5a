//! The allocator of everything that is no object: mimalloc, without its detour for alignments that it gives anyway.

use libmimalloc_sys as mi;
use std::alloc::{GlobalAlloc, Layout};

/// Every block is aligned to this at least.
const NATURAL: usize = 8;

/// mimalloc.
pub struct Allocator;

// SAFETY: mimalloc's blocks have the size and alignment asked for: its plain functions align to 8 bytes at least, the
// others to what they are told. A block may be resized and freed by either kind.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: any size is allowed; the alignment of a layout is a power of two.
        unsafe {
            if layout.align() <= NATURAL {
                mi::mi_malloc(layout.size()) as *mut u8
            } else {
                mi::mi_malloc_aligned(layout.size(), layout.align()) as *mut u8
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as alloc.
        unsafe {
            if layout.align() <= NATURAL {
                mi::mi_zalloc(layout.size()) as *mut u8
            } else {
                mi::mi_zalloc_aligned(layout.size(), layout.align()) as *mut u8
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        // SAFETY: the caller gives a block of this allocator.
        unsafe { mi::mi_free(block as *mut std::ffi::c_void) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let p = block as *mut std::ffi::c_void;
        // SAFETY: as alloc and dealloc.
        unsafe {
            if layout.align() <= NATURAL {
                mi::mi_realloc(p, size) as *mut u8
            } else {
                mi::mi_realloc_aligned(p, size, layout.align()) as *mut u8
            }
        }
    }
}
