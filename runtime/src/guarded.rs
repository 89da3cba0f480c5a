//! A value behind a byte lock that costs nothing while the process has one thread (LOCK RULE 1).
//!
//! GUARD RULE. The closure of `with` runs no Python code, drops no object and does not enter the same `Guarded` again:
//!   it takes values out; the caller drops them afterwards. Re-entry is caught by a flag and panics: it would be a bug of
//!   native code, no script can cause it.

use crate::lock::ByteLock;
use std::cell::{Cell, UnsafeCell};

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
    /// Runs `f` over the value (GUARD RULE).
    #[inline(always)]
    pub fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        let _g = self.lock.lock_native(std::any::type_name::<T>);
        assert!(!self.busy.replace(true), "guarded value entered twice");
        let _b = Busy(&self.busy);
        // SAFETY: the lock (or being the only thread) and `busy` make this the only reference.
        f(unsafe { &mut *self.value.get() })
    }
    /// The value, when nobody shares it any more.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

struct Busy<'a>(&'a Cell<bool>);
impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.set(false);
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
