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

#[cfg(not(loom))]
use crate::lock::ByteLock;
use crate::sync::{AtomicPtr, AtomicU8, AtomicU16, AtomicU64, OwnerCell};
#[cfg(not(loom))]
use crate::types::typeobj::TypeObj;
/// The models look at counts: neither lock nor class.
#[cfg(loom)]
type ByteLock = ();
#[cfg(loom)]
type TypeObj = ();

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

#[cfg(loom)]
impl Header {
    /// A header alone, for the models.
    pub fn for_model((word, local): (u64, u32)) -> Header {
        Header {
            word: AtomicU64::new(word),
            local: OwnerCell::new(local),
            lock: (),
            gc: AtomicU8::new(0),
            cap: AtomicU16::new(0),
            class: AtomicPtr::new(std::ptr::null_mut()),
        }
    }
    /// What the birth of the next object in the block does to the word.
    pub fn rebirth_for_model(&self, word: u64) {
        self.word.store(word, crate::sync::Ordering::Release);
    }
    /// What `Heap::free` does to the word.
    pub fn free_for_model(&self) {
        self.word
            .store(crate::refcount::FREE, crate::sync::Ordering::Release);
    }
}
