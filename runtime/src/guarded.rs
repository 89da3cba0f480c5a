//! A value behind a byte lock that costs nothing while the process has one thread (LOCK RULE 1).
//!
//! GUARD RULE. Between `lock` and the end of its guard no Python code runs, no object is dropped, no safepoint is reached and
//!   the same `Guarded` is not entered again: values are taken out and dropped afterwards. Re-entry is caught by a flag and panics: it would be a bug of
//!   native code, no script can cause it.

use crate::lock::{ByteLock, LockGuard};
use std::cell::{Cell, UnsafeCell};
use std::ops::{Deref, DerefMut};

/// See the module.
pub struct Guarded<T> {
    lock: ByteLock,
    busy: Cell<bool>,
    value: UnsafeCell<T>,
}

// SAFETY: `busy` and `value` are touched under the lock only, or while one thread exists.
unsafe impl<T: Send> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    /// Guards `value`.
    pub const fn new(value: T) -> Guarded<T> {
        Guarded {
            lock: ByteLock::new(),
            busy: Cell::new(false),
            value: UnsafeCell::new(value),
        }
    }
    /// The value, for as long as the guard lives (GUARD RULE).
    #[inline(always)]
    pub fn lock(&self) -> Inside<'_, T> {
        let lock = self.lock.lock_native(std::any::type_name::<T>);
        assert!(!self.busy.replace(true), "guarded value entered twice");
        Inside {
            of: self,
            _lock: lock,
        }
    }
    /// Runs `f` over the value (GUARD RULE).
    #[inline(always)]
    pub fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut self.lock())
    }
    /// The value, when nobody shares it any more.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

/// What `Guarded::lock` gives.
pub struct Inside<'a, T> {
    of: &'a Guarded<T>,
    /// Given back after `busy`.
    _lock: LockGuard<'a>,
}

impl<T> Deref for Inside<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the lock (or being the only thread) and `busy` make this guard the only way to the value.
        unsafe { &*self.of.value.get() }
    }
}
impl<T> DerefMut for Inside<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.of.value.get() }
    }
}
impl<T> Drop for Inside<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.of.busy.set(false);
    }
}

impl<T: Default> Default for Guarded<T> {
    fn default() -> Self {
        Guarded::new(T::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_value_and_refuses_re_entry() {
        let g = Guarded::new(vec![1]);
        g.with(|v| v.push(2));
        assert_eq!(g.with(|v| v.len()), 2);
        let again = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            g.with(|_| g.with(|v| v.len()))
        }));
        assert!(again.is_err());
        assert_eq!(g.into_inner(), [1, 2]);
    }
}
