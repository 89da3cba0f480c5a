//! The object heap: size-class pages, type-stable under concurrent readers.
//!
//! HEAP RULE 1. The first word of a freed block stays readable and keeps FREE until the block is
//!   handed out again, because a reader may still hold a stale slot word (COUNT RULE 5).
//! HEAP RULE 2. A page keeps its size class for ever: pages are reused for the same class only.
//!   (A process's peak of a class stays mapped; the pages are unlocked memory like any allocator's.)
//! HEAP RULE 3. Only the owner thread touches a page's free list; other threads push freed blocks
//!   to the owner's `remote` stack, which the owner takes whole (no ABA).
//! HEAP RULE 4. Objects above `MAX_SMALL` come from the system allocator and go back to it
//!   through the epoch, so that rule 1 holds for them as well.

use crate::header::Header;
use crate::os::reserve;
use crate::refcount::FREE;
use crate::sync::{Alone, AtomicI64, AtomicPtr, Ordering::*};
use parking_lot::Mutex;
use std::alloc::Layout;
use std::collections::HashMap;

const PAGE: usize = 64 * 1024;
const CHUNK_PAGES: usize = 64;
/// Largest object that lives in a page.
pub const MAX_SMALL: usize = 2048;
const CLASSES: usize = 32 + 12;
const FIRST_BLOCK: usize = 64;

/// Up to this size the classes are 16 bytes apart.
const FINE: usize = 512;

/// Size class of an allocation of `size` bytes (24 < size <= MAX_SMALL).
#[inline(always)]
fn class_of_size(size: usize) -> usize {
    if size <= FINE {
        size.div_ceil(16) - 1
    } else {
        32 + (size - 513) / 128
    }
}
const fn size_of_class(class: usize) -> usize {
    if class < 32 {
        (class + 1) * 16
    } else {
        512 + (class - 31) * 128
    }
}

#[repr(C)]
struct Page {
    owner: *const Heap,
    block: u32,
    bump: u32,
    limit: u32,
    listed: bool,
    free: *mut Block,
    next: *mut Page,
    /// The collector's table of this page while a collection runs; see `set_index`.
    side: *mut u32,
}
const _: () = assert!(std::mem::size_of::<Page>() <= FIRST_BLOCK);

/// A freed block: header word kept, link behind the header's 24 bytes.
#[repr(C)]
struct Block {
    header: [u64; 3],
    next: *mut Block,
}

/// One thread's heap.
pub struct Heap {
    current: [*mut Page; CLASSES],
    /// Written by others.
    remote: Alone<AtomicPtr<Block>>,
    all: Vec<*mut Page>,
    /// Bytes that this thread handed out minus bytes that it gave back, of any heap. The sum over all threads is
    /// what is in use. Written by the owner only.
    balance: AtomicI64,
    /// Balance at which the collector is asked again.
    ask_at: AtomicI64,
    /// What is made now must be made: the reserve is there for it (RESERVE RULE).
    pub(crate) in_need: bool,
}

/// What freed blocks are filled with in debug builds.
const POISON: u8 = 0xd3;
/// Bytes between two questions to the collector.
pub(crate) const QUANTUM: usize = 64 * 1024;

struct Chunks {
    free: Vec<usize>,
    chunks: Vec<usize>,
}
static CHUNKS: Mutex<Chunks> = Mutex::new(Chunks {
    free: Vec::new(),
    chunks: Vec::new(),
});
const SHARDS: usize = 16;
static LARGE: [Mutex<Option<HashMap<usize, usize>>>; SHARDS] = [const { Mutex::new(None) }; SHARDS];

fn large_shard(p: usize) -> &'static Mutex<Option<HashMap<usize, usize>>> {
    &LARGE[(p >> 12) % SHARDS]
}

fn new_page() -> *mut Page {
    let mut c = CHUNKS.lock();
    if let Some(p) = c.free.pop() {
        return p as *mut Page;
    }
    let Ok(layout) = Layout::from_size_align(PAGE * CHUNK_PAGES, PAGE) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout has a non-zero size. Zeroed memory is a valid "never used" state of every block.
    let base = unsafe { std::alloc::System.alloc_zeroed_chunk(layout) };
    if base.is_null() {
        // A page of the reserve; it never goes back.
        let page = Layout::from_size_align(PAGE, PAGE).map_or(std::ptr::null_mut(), reserve::alloc);
        if !page.is_null() {
            // SAFETY: a block of that size.
            unsafe { page.write_bytes(0, PAGE) };
        }
        return page as *mut Page;
    }
    c.chunks.push(base as usize);
    for i in (1..CHUNK_PAGES).rev() {
        c.free.push(base as usize + i * PAGE);
    }
    base as *mut Page
}

trait ZeroedChunk {
    /// # Safety
    /// As `GlobalAlloc::alloc_zeroed`.
    unsafe fn alloc_zeroed_chunk(&self, layout: Layout) -> *mut u8;
}
impl ZeroedChunk for std::alloc::System {
    unsafe fn alloc_zeroed_chunk(&self, layout: Layout) -> *mut u8 {
        // Fresh anonymous memory: over-reserve by one page to align, so that untouched pages cost nothing.
        let len = layout.size() + layout.align();
        // SAFETY: an anonymous private mapping at an address of the kernel's choice.
        let p = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                len,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                -1,
                0,
            )
        };
        if p == libc::MAP_FAILED {
            return std::ptr::null_mut();
        }
        (p as usize).next_multiple_of(layout.align()) as *mut u8
    }
}

impl Default for Heap {
    fn default() -> Self {
        Heap::new()
    }
}

impl Heap {
    /// An empty heap. It must not move once it has handed out a block.
    pub const fn new() -> Heap {
        Heap {
            current: [std::ptr::null_mut(); CLASSES],
            remote: Alone(AtomicPtr::new(std::ptr::null_mut())),
            all: Vec::new(),
            balance: AtomicI64::new(0),
            ask_at: AtomicI64::new(QUANTUM as i64),
            in_need: false,
        }
    }

    /// As `charge` and `alloc` together, if there is a block of a freed object of that size and the collector need not be
    /// asked; else null, and nothing is done.
    #[inline(always)]
    pub(crate) fn alloc_quick(&mut self, size: usize) -> *mut Header {
        // Relaxed: as charge.
        let balance = self.balance.load(Relaxed) + size as i64;
        if size > FINE || balance >= self.ask_at.load(Relaxed) {
            return std::ptr::null_mut();
        }
        let page = self.current[size.div_ceil(16) - 1];
        if page.is_null() {
            return std::ptr::null_mut();
        }
        // SAFETY: `current` holds live pages of this heap, and only the owner thread is here (HEAP RULE 3).
        unsafe {
            let b = (*page).free;
            if !b.is_null() {
                (*page).free = (*b).next;
                // Relaxed: as charge.
                self.balance.store(balance, Relaxed);
            }
            b as *mut Header
        }
    }

    /// Memory for an object of `size` bytes (header included), 16-byte aligned; null if there is none.
    /// The caller writes the header word at once (COUNT RULE 7).
    #[inline(always)]
    pub fn alloc(&mut self, size: usize) -> *mut Header {
        if size > MAX_SMALL {
            return alloc_large(size);
        }
        let class = class_of_size(size);
        let page = self.current[class];
        if !page.is_null() {
            // SAFETY: `current` holds live pages of this heap, and only the owner thread is here (HEAP RULE 3).
            unsafe {
                let b = (*page).free;
                if !b.is_null() {
                    (*page).free = (*b).next;
                    return b as *mut Header;
                }
                if (*page).bump < (*page).limit {
                    return carve(page);
                }
            }
        }
        self.alloc_slow(class)
    }

    /// Notes that `size` bytes are handed out. True: it is time to ask the collector.
    #[inline(always)]
    pub(crate) fn charge(&mut self, size: usize) -> bool {
        // Relaxed: a statistic with one writer.
        let b = self.balance.load(Relaxed) + size as i64;
        self.balance.store(b, Relaxed);
        b >= self.ask_at.load(Relaxed)
    }
    /// Corrects the balance after an object changed its size within its block.
    pub(crate) fn recharge(&mut self, bytes: i64) {
        // Relaxed: as charge.
        self.balance
            .store(self.balance.load(Relaxed) + bytes, Relaxed);
    }
    /// Puts the next question a quantum away; gives how much the balance has grown since that was done last.
    pub(crate) fn postpone(&mut self) -> i64 {
        // Relaxed: as charge.
        let balance = self.balance.load(Relaxed);
        let last = self.ask_at.load(Relaxed) - QUANTUM as i64;
        self.ask_at.store(balance + QUANTUM as i64, Relaxed);
        balance - last
    }
    /// This thread's part of the bytes in use; may be negative.
    pub(crate) fn balance(&self) -> i64 {
        // Relaxed: as charge.
        self.balance.load(Relaxed)
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&mut self, class: usize) -> *mut Header {
        self.drain_remote();
        loop {
            let page = self.current[class];
            if page.is_null() {
                break;
            }
            // SAFETY: as in alloc.
            unsafe {
                if !(*page).free.is_null() || (*page).bump < (*page).limit {
                    return self.alloc(size_of_class(class));
                }
                (*page).listed = false;
                self.current[class] = (*page).next;
                (*page).next = std::ptr::null_mut();
            }
        }
        // RESERVE RULE.
        if !(self.in_need || reserve::may_allocate(PAGE)) || self.all.try_reserve(1).is_err() {
            return std::ptr::null_mut();
        }
        let page = new_page();
        if page.is_null() {
            return std::ptr::null_mut();
        }
        let block = size_of_class(class);
        let blocks = (PAGE - FIRST_BLOCK) / block;
        // SAFETY: a fresh page of PAGE bytes that nobody else knows.
        unsafe {
            page.write(Page {
                owner: self,
                block: block as u32,
                bump: FIRST_BLOCK as u32,
                limit: (FIRST_BLOCK + blocks * block) as u32,
                listed: true,
                free: std::ptr::null_mut(),
                next: std::ptr::null_mut(),
                side: std::ptr::null_mut(),
            });
        }
        self.current[class] = page;
        self.all.push(page);
        self.alloc(block)
    }

    fn drain_remote(&mut self) {
        // Acquire: pairs with the Release push of free_remote, so the freeing thread's writes are visible.
        let mut b = self.remote.swap(std::ptr::null_mut(), Acquire);
        while !b.is_null() {
            // SAFETY: blocks on the remote stack are freed blocks of this heap's pages.
            unsafe {
                let next = (*b).next;
                self.free_local(b);
                b = next;
            }
        }
    }

    /// # Safety
    /// `b` is a block of one of this heap's pages, its object is torn down, and this is the owner thread.
    #[inline(always)]
    unsafe fn free_local(&mut self, b: *mut Block) {
        let page = page_of(b as usize);
        // SAFETY: the caller gives a block of a live page.
        unsafe {
            (*b).next = (*page).free;
            (*page).free = b;
            if !(*page).listed {
                let class = class_of_size((*page).block as usize);
                (*page).listed = true;
                // Behind the head: the head stays hot.
                let head = self.current[class];
                if head.is_null() {
                    (*page).next = std::ptr::null_mut();
                    self.current[class] = page;
                } else {
                    (*page).next = (*head).next;
                    (*head).next = page;
                }
            }
        }
    }

    /// Gives back the memory of a torn-down object of `size` bytes.
    ///
    /// # Safety
    /// `h` came from `alloc` of some heap with this size, nobody holds a reference to it, and `self` is
    /// the calling thread's heap.
    #[inline(always)]
    pub unsafe fn free(&mut self, h: *mut Header, size: usize) {
        // SAFETY: the block is ours until it is on a list.
        unsafe {
            // Release: the object's last writes come before the block can be seen free.
            (*h).word.store(FREE, Release);
        }
        if cfg!(debug_assertions) {
            // What still uses the object meets no class and nonsense, not what was there before.
            // SAFETY: the block is ours; only its first word may be read by others (HEAP RULE 1).
            unsafe { std::ptr::write_bytes((h as *mut u8).add(8), POISON, size - 8) }
        }
        // Relaxed: as charge.
        self.balance
            .store(self.balance.load(Relaxed) - size as i64, Relaxed);
        if size > MAX_SMALL {
            free_large(h);
            return;
        }
        let page = page_of(h as usize);
        // SAFETY: the page of a small block is live.
        unsafe {
            if std::ptr::eq((*page).owner, self) {
                self.free_local(h as *mut Block);
            } else {
                free_remote(&(*(*page).owner).remote, h as *mut Block);
            }
        }
    }

    /// Calls `f` for every object that stands in this heap's pages. Pages without any become as new, so that the next
    /// walk does not look at their blocks: its cost follows the objects there are, not those there once were.
    ///
    /// # Safety
    /// All threads are stopped at safepoints (HEAP RULE 3: none touches a free list), and `f` makes and frees no object.
    pub unsafe fn each(&mut self, f: &mut dyn FnMut(&'static Header)) {
        // A block of an empty page stands on one list at most.
        self.drain_remote();
        for &p in &self.all {
            // SAFETY: pages live for ever; the world is stopped.
            unsafe {
                let (mut at, end, step) = (FIRST_BLOCK, (*p).bump as usize, (*p).block as usize);
                let mut any = false;
                while at < end {
                    let h = &*((p as *const u8).add(at) as *const Header);
                    // Relaxed: the world is stopped.
                    if h.word.load(Relaxed) & FREE == 0 {
                        any = true;
                        f(h);
                    }
                    at += step;
                }
                if !any {
                    (*p).free = std::ptr::null_mut();
                    (*p).bump = FIRST_BLOCK as u32;
                }
            }
        }
    }
}

/// Blocks that are made ready together.
const CARVED: u32 = 16;

/// The next block of a page that has an untouched one; a few behind it go to the free list, from which they are taken in
/// fewer steps.
///
/// # Safety
/// A page of the calling thread's heap with `bump < limit` and an empty free list.
#[inline(never)]
unsafe fn carve(page: *mut Page) -> *mut Header {
    // SAFETY: the blocks between `bump` and `limit` are this heap's, and hold no object.
    unsafe {
        let (block, bump) = ((*page).block, (*page).bump);
        let more = (CARVED - 1).min(((*page).limit - bump) / block - 1);
        let first = (page as *mut u8).add(bump as usize);
        let at = |i: u32| first.add((i * block) as usize);
        let mut next = std::ptr::null_mut();
        for i in (1..=more).rev() {
            let b = at(i) as *mut Block;
            // HEAP RULE 1. Relaxed: an unused block's word is FREE for whom still reads it, or was never read.
            (*(b as *const Header)).word.store(FREE, Relaxed);
            (*b).next = next;
            next = b;
        }
        (*page).free = next;
        (*page).bump = bump + (more + 1) * block;
        at(0) as *mut Header
    }
}

/// Where the number of a block stands in its page's side table: blocks are further apart than the power of two in
/// their size.
///
/// # Safety
/// `a` is an address in a block of `page`.
#[inline(always)]
unsafe fn side_index(page: *mut Page, a: usize) -> usize {
    // SAFETY: by contract.
    (a & (PAGE - 1)) >> unsafe { (*page).block }.ilog2()
}

/// Gives a small block a number in its page's side table. True: the page got its table, `n` zeros from `table(n)`, just
/// now; the caller hands the block to `forget_side` before it gives the table up. None: there is no memory for it.
///
/// # Safety
/// `h` stands in a page, all threads are stopped, and only one thread works with side tables.
pub(crate) unsafe fn set_index(
    h: &Header,
    n: u32,
    table: impl FnOnce(usize) -> Option<*mut u32>,
) -> Option<bool> {
    let a = h as *const Header as usize;
    let page = page_of(a);
    // SAFETY: by contract.
    unsafe {
        let fresh = (*page).side.is_null();
        if fresh {
            (*page).side = table(side_index(page, a | (PAGE - 1)) + 1)?;
        }
        *(*page).side.add(side_index(page, a)) = n;
        Some(fresh)
    }
}
/// The number that `set_index` gave; 0 for none.
///
/// # Safety
/// As `set_index`.
#[inline(always)]
pub(crate) unsafe fn index_of(h: &Header) -> u32 {
    let a = h as *const Header as usize;
    let page = page_of(a);
    // SAFETY: by contract.
    unsafe {
        if (*page).side.is_null() {
            0
        } else {
            *(*page).side.add(side_index(page, a))
        }
    }
}
/// The page of `h` has no side table any more.
///
/// # Safety
/// As `set_index`.
pub(crate) unsafe fn forget_side(h: &Header) {
    let page = page_of(h as *const Header as usize);
    // SAFETY: by contract.
    unsafe { (*page).side = std::ptr::null_mut() }
}

#[inline(always)]
fn page_of(a: usize) -> *mut Page {
    (a & !(PAGE - 1)) as *mut Page
}

#[cold]
fn free_remote(stack: &AtomicPtr<Block>, b: *mut Block) {
    // Relaxed: only a starting point for the CAS.
    let mut head = stack.load(Relaxed);
    loop {
        // SAFETY: the block belongs to this thread until the push succeeds.
        unsafe { (*b).next = head };
        // Release: pairs with drain_remote's Acquire.
        match stack.compare_exchange_weak(head, b, Release, Relaxed) {
            Ok(_) => return,
            Err(now) => head = now,
        }
    }
}

#[cold]
fn alloc_large(size: usize) -> *mut Header {
    let Ok(layout) = Layout::from_size_align(size, 16) else {
        return std::ptr::null_mut();
    };
    // RESERVE RULE.
    if !reserve::may_allocate(size) {
        return std::ptr::null_mut();
    }
    // SAFETY: the size is not zero.
    let p = reserve::refusable(|| unsafe { std::alloc::alloc(layout) }) as *mut Header;
    if !p.is_null() {
        large_shard(p as usize)
            .lock()
            .get_or_insert_with(HashMap::new)
            .insert(p as usize, size);
    }
    p
}

#[cold]
fn free_large(h: *mut Header) {
    let a = h as usize;
    let size = large_shard(a).lock().as_mut().and_then(|m| m.remove(&a));
    let Some(size) = size else { return };
    crate::thread::defer(move || {
        // SAFETY: the block came from alloc_large with this size, and the grace period is over (HEAP RULE 4).
        unsafe { std::alloc::dealloc(a as *mut u8, Layout::from_size_align_unchecked(size, 16)) }
    });
}

/// Bytes that an object of `size` bytes may grow to in its block.
///
/// # Safety
/// `h` is an object of that size.
pub(crate) unsafe fn room_of(h: &Header, size: usize) -> usize {
    let a = h as *const Header as usize;
    if size <= MAX_SMALL {
        // SAFETY: the page of a small block is live; its block size never changes (HEAP RULE 2).
        return unsafe { (*page_of(a)).block as usize };
    }
    let known = large_shard(a).lock();
    known
        .as_ref()
        .and_then(|m| m.get(&a).copied())
        .unwrap_or(size)
}

/// Calls `f` for every large object.
///
/// # Safety
/// All threads are stopped at safepoints.
pub unsafe fn each_large(f: &mut dyn FnMut(&'static Header)) {
    for s in &LARGE {
        let keys: Vec<usize> = s.lock().iter().flat_map(|m| m.keys().copied()).collect();
        for k in keys {
            // SAFETY: registered large blocks are live objects; the world is stopped.
            f(unsafe { &*(k as *const Header) });
        }
    }
}
