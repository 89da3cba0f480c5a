//! The only import of atomics in the runtime: the real ones, or the model
//! checker's under `--cfg loom`. Protocol code (refcount, slot, lock, state)
//! uses nothing else, so what loom explores is the code that runs.

#[cfg(not(loom))]
pub use std::sync::atomic::{
    AtomicBool, AtomicI64, AtomicPtr, AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
    Ordering, fence,
};

#[cfg(loom)]
pub use loom::sync::atomic::{
    AtomicBool, AtomicI64, AtomicPtr, AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
    Ordering, fence,
};

/// A cell that only the owner of the surrounding structure touches.
#[cfg(not(loom))]
#[derive(Debug)]
#[repr(transparent)]
pub struct OwnerCell<T>(std::cell::UnsafeCell<T>);

#[cfg(not(loom))]
impl<T: Copy> OwnerCell<T> {
    /// A new cell.
    #[inline(always)]
    pub const fn new(v: T) -> Self {
        OwnerCell(std::cell::UnsafeCell::new(v))
    }
    /// Reads the cell.
    ///
    /// # Safety
    /// No other thread writes the cell at the same time (the caller is the owner, or holds the owner's claim).
    #[inline(always)]
    pub unsafe fn get(&self) -> T {
        // SAFETY: the caller excludes concurrent writers.
        unsafe { *self.0.get() }
    }
    /// Writes the cell.
    ///
    /// # Safety
    /// No other thread accesses the cell at the same time (the caller is the owner, or holds the owner's claim).
    #[inline(always)]
    pub unsafe fn set(&self, v: T) {
        // SAFETY: the caller excludes concurrent accesses.
        unsafe { *self.0.get() = v }
    }
}

/// The model-checked twin: loom reports any concurrent access.
#[cfg(loom)]
#[derive(Debug)]
pub struct OwnerCell<T>(loom::cell::UnsafeCell<T>);

#[cfg(loom)]
impl<T: Copy> OwnerCell<T> {
    /// A new cell.
    pub fn new(v: T) -> Self {
        OwnerCell(loom::cell::UnsafeCell::new(v))
    }
    /// Reads the cell.
    ///
    /// # Safety
    /// As the real one; loom checks it.
    pub unsafe fn get(&self) -> T {
        // SAFETY: loom verifies that no writer is concurrent.
        self.0.with(|p| unsafe { *p })
    }
    /// Writes the cell.
    ///
    /// # Safety
    /// As the real one; loom checks it.
    pub unsafe fn set(&self, v: T) {
        // SAFETY: loom verifies that no access is concurrent.
        self.0.with_mut(|p| unsafe { *p = v })
    }
}

/// A sequentially consistent load. loom knows no such loads: there a read-modify-write stands for it, which as well sees
/// the last store before it in the one order; mutant 5 is the load without that.
#[inline(always)]
pub fn sc_load64(a: &AtomicU64) -> u64 {
    #[cfg(loom)]
    if !mutant(5) {
        return a.fetch_add(0, SeqCstModel);
    }
    a.load(Ordering::SeqCst)
}
/// As `sc_load64`.
#[inline(always)]
pub fn sc_load32(a: &AtomicU32) -> u32 {
    #[cfg(loom)]
    if !mutant(5) {
        return a.fetch_add(0, SeqCstModel);
    }
    a.load(Ordering::SeqCst)
}
#[cfg(loom)]
use Ordering::SeqCst as SeqCstModel;

/// A word that several threads write often, alone on its cache lines (two: processors fetch them in pairs), so that what
/// stands beside it stays readable without traffic.
#[repr(align(128))]
#[derive(Debug, Default)]
pub struct Alone<T>(pub T);

impl<T> std::ops::Deref for Alone<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Whether a second thread has ever been started. The models count private objects from several threads on purpose and
/// say themselves when one is shared.
#[inline(always)]
pub fn threads_run() -> bool {
    #[cfg(not(loom))]
    return crate::thread::is_multi();
    #[cfg(loom)]
    false
}

/// Whether several threads run, or have ever run (LOCK RULE 1). It is set before the second thread starts, by the only
/// thread there is.
#[derive(Debug)]
pub struct Multi(AtomicBool);

impl Multi {
    /// One thread.
    #[cfg(not(loom))]
    pub const fn new() -> Multi {
        Multi(AtomicBool::new(false))
    }
    /// One thread.
    #[cfg(loom)]
    pub fn new() -> Multi {
        Multi(AtomicBool::new(false))
    }
    /// Whether it was set.
    #[inline(always)]
    pub fn is_set(&self) -> bool {
        // Relaxed: the creation of the second thread orders it for that thread and those that it starts, and the
        // starting thread set it itself.
        self.0.load(Ordering::Relaxed)
    }
    /// Says that a second thread is about to start.
    pub fn set(&self) {
        // SeqCst: with the thread creation that follows; see is_set.
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Default for Multi {
    fn default() -> Multi {
        Multi::new()
    }
}

#[cfg(not(loom))]
static MULTI: Multi = Multi::new();

/// Whether a second thread has ever been started (LOCK RULE 1).
#[cfg(not(loom))]
#[inline(always)]
pub fn is_multi() -> bool {
    MULTI.is_set()
}
/// In the models there are always several.
#[cfg(loom)]
pub const fn is_multi() -> bool {
    true
}

/// Called before the first additional thread is started, or by `-X locks=always`.
#[cfg(not(loom))]
pub fn set_multi() {
    MULTI.set();
}

/// A lock around plain data that no Python code runs under.
#[cfg(not(loom))]
#[derive(Debug, Default)]
pub struct Lock<T>(parking_lot::Mutex<T>);

#[cfg(not(loom))]
impl<T> Lock<T> {
    /// A new lock.
    pub const fn new(v: T) -> Self {
        Lock(parking_lot::Mutex::new(v))
    }
    /// Locks.
    #[inline]
    pub fn lock(&self) -> parking_lot::MutexGuard<'_, T> {
        self.0.lock()
    }
}

/// The model-checked twin.
#[cfg(loom)]
#[derive(Debug)]
pub struct Lock<T>(loom::sync::Mutex<T>);

#[cfg(loom)]
impl<T> Lock<T> {
    /// A new lock.
    pub fn new(v: T) -> Self {
        Lock(loom::sync::Mutex::new(v))
    }
    /// Locks.
    pub fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
        self.0.lock().unwrap()
    }
}

/// Whether the deliberate mistake number `n` is switched on: always false outside the models, which show with it that
/// they would notice (see docs/memory.md for the list).
#[cfg(not(loom))]
#[inline(always)]
pub const fn mutant(_n: u32) -> bool {
    false
}
#[cfg(loom)]
thread_local! {
    /// The mistake of the running model. loom runs the threads of a model on one thread of the system.
    pub static MUTANT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}
/// As outside the models, but switched by `MUTANT`.
#[cfg(loom)]
pub fn mutant(n: u32) -> bool {
    MUTANT.with(|m| m.get() == n)
}
