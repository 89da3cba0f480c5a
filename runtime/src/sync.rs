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
