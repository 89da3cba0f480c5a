//! What is left when there is no memory left.
//!
//! RESERVE RULE. Rust code asks for small blocks without a way to say that there are none (`Vec::push`, `Box::new`), and a
//!   failure would end the process. So the process keeps a pool of plain memory, which the allocator turns to when it has
//!   nothing left for a block that is no large part of the pool; pages of objects that must be made (`thread::in_need`)
//!   come from it as well. Once it was touched the heap of objects makes nothing new, and a script gets MemoryError,
//!   until there is memory again (`may_allocate`). A MemoryError brings a little grace, so that its handler can work: a
//!   part of what is left of the pool in all. What can be refused (arrays, tables, large objects) asks `refusable`,
//!   which never touches the pool: a script that fills containers would empty it.

use super::area::{Area, scaled};
use std::alloc::Layout;
use std::cell::Cell;
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

impl Spin {
    /// Locked: a block of a class, or null.
    fn take(&self, class: usize, base: usize, bytes: usize) -> *mut u8 {
        if let Some(p) = self.pop(class) {
            return p as *mut u8;
        }
        // Blocks stand at multiples of their size, for their alignment. Relaxed, here and below: under the lock.
        let at = (base + self.bump.load(Relaxed)).next_multiple_of(LEAST << class);
        let end = at - base + (LEAST << class);
        if end <= bytes {
            self.bump.store(end, Relaxed);
            return at as *mut u8;
        }
        // Part of a larger one that is free; the other halves go to their lists.
        let Some((mut of, p)) = (class + 1..CLASSES).find_map(|c| Some((c, self.pop(c)?))) else {
            return std::ptr::null_mut();
        };
        while of > class {
            of -= 1;
            self.push(of, p + (LEAST << of));
        }
        p as *mut u8
    }
    /// Locked: takes a block off a list.
    fn pop(&self, class: usize) -> Option<usize> {
        let head = self.free[class].load(Relaxed);
        if head == 0 {
            return None;
        }
        // SAFETY: a free block of the pool holds the address of the next one.
        self.free[class].store(unsafe { *(head as *const usize) }, Relaxed);
        Some(head)
    }
    /// Locked: puts a free block of the pool on a list.
    fn push(&self, class: usize, p: usize) {
        // SAFETY: the block is free, at least LEAST bytes long and aligned to that.
        unsafe { *(p as *mut usize) = self.free[class].load(Relaxed) };
        self.free[class].store(p, Relaxed);
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
        // Relaxed: a budget. Half of what is free stays for those who cannot be refused.
        let (all, taken) = (BYTES.load(Relaxed), STATE.taken.load(Relaxed));
        let budget = (all / 4).min(all.saturating_sub(taken) / 2);
        LEFT.store((budget as u64) << 32, Relaxed);
    }
}

/// Pushes to a list that may become long when memory has run out (a container with all its items dies). It grows in small
/// steps: beyond a size it is a mapping of its own, which needs room for the step alone. False: there is no room for that
/// either, and the item is forgotten, which is better than the process is lost.
#[inline]
pub(crate) fn remember<T>(list: &mut Vec<T>, item: T) -> bool {
    if list.len() == list.capacity() && !grow(list) {
        std::mem::forget(item);
        return false;
    }
    list.push(item);
    true
}
#[cold]
fn grow<T>(list: &mut Vec<T>) -> bool {
    let n = list.len();
    // Doubling, as long as that is little.
    let more = if n < 1 << 16 { n.max(64) } else { n / 4 };
    list.try_reserve_exact(more).is_ok() || list.try_reserve_exact(64).is_ok()
}

thread_local! {
    static REFUSABLE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `alloc`, a request for one block of plain memory, which gives null rather than a block of the pool.
#[inline(always)]
pub fn refusable<T>(alloc: impl FnOnce() -> T) -> T {
    REFUSABLE.set(true);
    let r = alloc();
    REFUSABLE.set(false);
    r
}

/// For the allocator that has nothing left: a block of the pool, or null.
#[cold]
pub(crate) fn alloc(layout: Layout) -> *mut u8 {
    // Acquire: pairs with keep.
    let base = BASE.load(Acquire);
    let bytes = BYTES.load(Relaxed);
    let class = class_of(layout);
    if base == 0 {
        return std::ptr::null_mut();
    }
    run_low();
    if class >= CLASSES || LEAST << class > bytes / 4 {
        return std::ptr::null_mut();
    }
    if REFUSABLE.get() {
        return std::ptr::null_mut();
    }
    // Relaxed: the block itself reaches other threads by something that orders this before.
    USED.store(true, Relaxed);
    STATE.with(|s| {
        let p = s.take(class, base, bytes);
        if !p.is_null() {
            // Relaxed: under the lock.
            s.taken.fetch_add(LEAST << class, Relaxed);
        }
        p
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
        s.push(class, p as usize);
        // Relaxed: under the lock.
        if s.taken.fetch_sub(LEAST << class, Relaxed) == LEAST << class {
            // Nothing is in use: the pool is whole again.
            s.bump.store(0, Relaxed);
            for list in &s.free {
                list.store(0, Relaxed);
            }
        }
    })
}

/// Whether memory has run out, as far as anybody has noticed.
#[inline(always)]
pub(crate) fn is_low() -> bool {
    // Relaxed: a hint.
    LOW.load(Relaxed)
}

/// Whether new objects may take `bytes` of new memory.
#[inline(always)]
pub(crate) fn may_allocate(bytes: usize) -> bool {
    !is_low() || may_allocate_low(bytes)
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
    may_allocate(bytes) && (bytes < WORTH_A_LOOK || Area::reserve(bytes).is_some())
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
