//! The allocator of everything that is no object: mimalloc, without its detour for alignments that it gives anyway.

use libmimalloc_sys as mi;
use std::alloc::{GlobalAlloc, Layout};
use std::ffi::{c_int, c_long};
use typhon_runtime::os::area;

/// Every block is aligned to this at least.
const NATURAL: usize = 8;

unsafe extern "C" {
    fn mi_option_set(option: c_int, value: c_long);
}
/// `mi_option_arena_reserve` of mimalloc's header: KiB of address space that are set aside at a time.
const ARENA_RESERVE: c_int = 23;
/// `mi_option_disallow_arena_alloc`: whether each page is asked of the system instead.
const NO_ARENAS: c_int = 26;

/// Keeps mimalloc from taking the best part of a limited address space: it would set 128 MiB aside, and never less than 64.
extern "C" fn fit() {
    const LEAST: usize = 64 << 20;
    let (option, value) = match area::limit() {
        None => return,
        Some(bytes) if bytes < 4 * LEAST => (NO_ARENAS, 1),
        Some(_) => (ARENA_RESERVE, LEAST >> 10),
    };
    // SAFETY: a setting of the allocator, made while the process has one thread.
    unsafe { mi_option_set(option, value as c_long) }
}
/// Run by the loader: the first block is asked for before `main`.
#[used]
// SAFETY: the section holds such functions, which the loader calls once each.
#[unsafe(link_section = ".init_array")]
static FIT: extern "C" fn() = fit;

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
