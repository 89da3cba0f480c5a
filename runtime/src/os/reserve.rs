//! What is left when there is no memory left.
//!
//! RESERVE RULE. Rust code asks for small blocks without a way to say that there are none (`Vec::push`, `Box::new`), and a
//!   failure would end the process. So the process keeps a pool of plain memory, which the allocator turns to when it has
//!   nothing left for a block that is no large part of the pool; pages of objects that must be made (`thread::in_need`)
//!   come from it as well. Once it was touched the heap of objects makes nothing new, and a script gets MemoryError,
//!   until there is memory again (`may_allocate`). A MemoryError brings a little grace, so that its handler can work: a
//!   part of the pool's size in all.

use super::area::{Area, scaled};
use std::alloc::Layout;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};

/// Bytes of the pool in a large address space; of a limited one a sixteenth.
const POOL: usize = 64 << 20;
/// What one MemoryError brings.
const GRACE: usize = 1 << 20;

/// First byte of the pool, 0: there is none.
static BASE: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);
/// Blocks of the pool may be in use: a block that is freed must be looked at.
static USED: AtomicBool = AtomicBool::new(false);
static STATE: Spin = Spin {
    locked: AtomicBool::new(false),
    bump: AtomicUsize::new(0),
    taken: AtomicUsize::new(0),
    free: [const { AtomicUsize::new(0) }; CLASSES],
};
/// Memory has run out.
static LOW: AtomicBool = AtomicBool::new(false);
/// Bytes that may be taken though memory has run out: now (low half), and those that further errors can still bring.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// Powers of two from 32 bytes.
const CLASSES: usize = 24;
const LEAST: usize = 32;

/// The pool's lists of free blocks, behind a lock that needs no memory.
struct Spin {
    locked: AtomicBool,
    bump: AtomicUsize,
    /// Bytes in use.
    taken: AtomicUsize,
    free: [AtomicUsize; CLASSES],
}

impl Spin {
    fn with<T>(&self, f: impl FnOnce(&Spin) -> T) -> T {
        // Acquire and Release: the lists and links, which are plain inside the lock.
        while self.locked.swap(true, Acquire) {
            std::thread::yield_now();
        }
        let r = f(self);
        self.locked.store(false, Release);
        r
    }
}

fn class_of(layout: Layout) -> usize {
    let n = layout.size().max(layout.align()).max(LEAST);
    n.next_power_of_two().trailing_zeros() as usize - LEAST.trailing_zeros() as usize
}

/// Sets the pool aside, at the start of the process.
pub fn keep() {
    let bytes = scaled(POOL, 16);
    if BASE.load(Relaxed) == 0
        && let Some(pool) = Area::reserve(bytes)
    {
        BYTES.store(bytes, Relaxed);
        // Release: after the length.
        BASE.store(pool.base() as usize, Release);
        // The pool stays for the life of the process.
        std::mem::forget(pool);
    }
}

/// Memory has run out.
fn run_low() {
    if !LOW.swap(true, Relaxed) {
        // Relaxed: a budget.
        LEFT.store((BYTES.load(Relaxed) as u64 / 4) << 32, Relaxed);
    }
}

/// For the allocator that has nothing left: a block of the pool, or null.
#[cold]
pub(crate) fn alloc(layout: Layout) -> *mut u8 {
    // Acquire: pairs with keep.
    let base = BASE.load(Acquire);
    let bytes = BYTES.load(Relaxed);
    let class = class_of(layout);
    if base == 0 || class >= CLASSES || LEAST << class > bytes / 4 {
        return std::ptr::null_mut();
    }
    run_low();
    // Relaxed: the block itself reaches other threads by something that orders this before.
    USED.store(true, Relaxed);
    STATE.with(|s| {
        // Relaxed, here and below: under the lock.
        let head = s.free[class].load(Relaxed);
        if head != 0 {
            // SAFETY: a free block of the pool holds the address of the next one.
            s.free[class].store(unsafe { *(head as *const usize) }, Relaxed);
            s.taken.fetch_add(LEAST << class, Relaxed);
            return head as *mut u8;
        }
        // Blocks stand at multiples of their size, for their alignment.
        let at = (base + s.bump.load(Relaxed)).next_multiple_of(LEAST << class);
        let end = at - base + (LEAST << class);
        if end > bytes {
            return std::ptr::null_mut();
        }
        s.bump.store(end, Relaxed);
        s.taken.fetch_add(LEAST << class, Relaxed);
        at as *mut u8
    })
}

/// Whether a block that is freed comes from the pool.
#[inline(always)]
pub(crate) fn owns(p: *mut u8) -> bool {
    // Relaxed: see alloc.
    USED.load(Relaxed) && (p as usize).wrapping_sub(BASE.load(Relaxed)) < BYTES.load(Relaxed)
}

/// Takes a block back.
///
/// # Safety
/// It came from `alloc` with this layout, and nobody uses it any more.
#[cold]
pub(crate) unsafe fn free(p: *mut u8, layout: Layout) {
    let class = class_of(layout);
    STATE.with(|s| {
        // SAFETY: the block is free, at least LEAST bytes long and aligned to that.
        unsafe { *(p as *mut usize) = s.free[class].load(Relaxed) };
        s.free[class].store(p as usize, Relaxed);
        s.taken.fetch_sub(LEAST << class, Relaxed);
    })
}

/// Whether new objects may take `bytes` of new memory.
#[inline(always)]
pub(crate) fn may_allocate(bytes: usize) -> bool {
    // Relaxed: a hint.
    !LOW.load(Relaxed) || may_allocate_low(bytes)
}

#[cold]
fn may_allocate_low(bytes: usize) -> bool {
    if is_better() {
        LOW.store(false, Relaxed);
        return true;
    }
    let take = |n: u64| ((n as u32) as usize >= bytes).then(|| n - bytes as u64);
    LEFT.fetch_update(Relaxed, Relaxed, take).is_ok()
}

/// Whether there is memory again: enough of the pool, address space for a chunk of pages, and a block of plain memory.
fn is_better() -> bool {
    const CHUNK: usize = 6 << 20;
    const ENOUGH: usize = 256 << 10;
    let Ok(probe) = Layout::from_size_align(ENOUGH, 16) else {
        return false;
    };
    // Relaxed: a hint.
    let taken = STATE.taken.load(Relaxed);
    if taken > BYTES.load(Relaxed) / 4 * 3 || Area::reserve(CHUNK).is_none() {
        return false;
    }
    // SAFETY: the size is not zero; the block is given back at once with the same layout.
    unsafe {
        let p = std::alloc::alloc(probe);
        if p.is_null() {
            return false;
        }
        let pooled = owns(p);
        std::alloc::dealloc(p, probe);
        !pooled
    }
}

/// A MemoryError is raised: its handler gets room for small things.
#[cold]
pub(crate) fn grant_grace() {
    if !LOW.load(Relaxed) {
        return;
    }
    let grant = |n: u64| {
        let (now, later) = (n as u32 as u64, n >> 32);
        let more = later.min((GRACE as u64).saturating_sub(now));
        Some((later - more) << 32 | (now + more))
    };
    // Relaxed: a budget. It always succeeds.
    let _ = LEFT.fetch_update(Relaxed, Relaxed, grant);
}

/// Whether `bytes` can be had, as far as one look can tell.
#[inline]
pub(crate) fn is_room(bytes: usize) -> bool {
    const WORTH_A_LOOK: usize = 1 << 20;
    may_allocate(bytes.min(64)) && (bytes < WORTH_A_LOOK || Area::reserve(bytes).is_some())
}

/// Whether there is little memory left, so that what can be done without should not be tried.
pub fn is_scarce() -> bool {
    const ENOUGH: usize = 256 << 20;
    !is_room(ENOUGH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_gives_blocks_and_takes_them_back() {
        keep();
        let l = |n, a| Layout::from_size_align(n, a).unwrap();
        let p = alloc(l(100, 8));
        assert!(owns(p) && !owns(std::ptr::null_mut()));
        // SAFETY: a block of 100 bytes, given back with its layout.
        unsafe {
            p.write_bytes(7, 100);
            free(p, l(100, 8));
        }
        assert_eq!(alloc(l(128, 64)), p);
        let q = alloc(l(4096, 4096));
        assert!(owns(q) && (q as usize).is_multiple_of(4096));
        assert!(alloc(l(POOL, 8)).is_null());
        // The test's process has memory.
        assert!(may_allocate(1) && !LOW.load(Relaxed));
    }
}
