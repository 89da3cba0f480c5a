//! Layout of the object header: 24 bytes in front of every object. Layout only;
//! the count fields are written by `refcount.rs`, the lock byte by `lock.rs`.
//!
//! | offset | field |
//! | --- | --- |
//! | 0 | `word`: shared count (32, signed) · owner id (18) · flags (14) |
//! | 8 | `local`: the owner's plain count |
//! | 12 | `lock`: one-byte mutex |
//! | 13 | `gc`: collector bits |
//! | 14 | `cap`: inline attribute slots of an instance |
//! | 16 | `class` |

use crate::lock::ByteLock;
use crate::sync::{AtomicPtr, AtomicU8, AtomicU16, AtomicU64, OwnerCell};
use crate::types::typeobj::TypeObj;

/// The header. See the module table.
#[repr(C, align(8))]
#[derive(Debug)]
pub struct Header {
    pub(crate) word: AtomicU64,
    pub(crate) local: OwnerCell<u32>,
    pub(crate) lock: ByteLock,
    pub(crate) gc: AtomicU8,
    pub(crate) cap: AtomicU16,
    pub(crate) class: AtomicPtr<TypeObj>,
}

#[cfg(not(loom))]
const _: () = assert!(std::mem::size_of::<Header>() == 24);

// SAFETY: `local` follows the owner rule of refcount.rs; everything else is atomic.
unsafe impl Sync for Header {}
// SAFETY: as above; a header has no thread affinity beyond the owner rule.
unsafe impl Send for Header {}
