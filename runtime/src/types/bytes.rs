//! Storage of `bytes`: the bytes follow the struct and never change.

use crate::obj::{Layout, Obj, Payload, R, Ref};
use crate::sync::{AtomicU64, Ordering::*};
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;

/// Payload of bytes and its subclasses; `len` bytes follow.
pub struct Bytes {
    hash: AtomicU64,
    len: usize,
}

impl Payload for Bytes {
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<Bytes>("bytes", false, true);
        &L
    }
    fn tail_bytes(&self) -> usize {
        self.len
    }
}

impl Bytes {
    /// The bytes.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: OBJECT RULE 1: `len` bytes follow the struct; immutable after construction.
        unsafe { std::slice::from_raw_parts(crate::obj::tail_ptr(self), self.len) }
    }
    /// `hash(b)`, cached; the same as that of a str with these bytes.
    pub fn hash(&self) -> i64 {
        // Relaxed: every thread computes the same value.
        let h = self.hash.load(Relaxed);
        if h != 0 {
            return h as i64;
        }
        let h = super::str::hash_bytes(self.as_slice());
        self.hash.store(h as u64, Relaxed);
        h
    }
}

/// A new bytes value.
pub fn new(th: &mut Thread, b: &[u8]) -> R {
    new_of(th, &crate::types::BYTES, b)
}

/// A new instance of a bytes class.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, b: &[u8]) -> R {
    let o = match raw(class, b.len()) {
        Some(o) => o,
        None => return Err(crate::error::no_memory(th)),
    };
    if let Some(x) = o.get::<Bytes>() {
        // SAFETY: fresh object, `len` bytes behind the struct, not published.
        unsafe {
            std::ptr::copy_nonoverlapping(b.as_ptr(), crate::obj::tail_ptr(x), b.len());
        }
    }
    Ok(o)
}

/// A new instance whose `len` bytes are to be written; None if memory is out.
fn raw(class: &'static TypeObj, len: usize) -> Option<Obj> {
    let payload = Bytes {
        hash: AtomicU64::new(0),
        len,
    };
    if len > isize::MAX as usize / 4 {
        return None;
    }
    // The payload that comes back without memory has no tail and nothing to drop.
    crate::obj::alloc_payload(class, payload, len).ok()
}

/// A new instance of `len` bytes (zero at first) that `f` fills. MemoryError for sizes that cannot be had.
pub fn fill(th: &mut Thread, class: &'static TypeObj, len: usize, f: impl FnOnce(&mut [u8])) -> R {
    let Some(o) = raw(class, len) else {
        return Err(crate::error::no_memory(th));
    };
    if let Some(b) = o.get::<Bytes>() {
        // SAFETY: fresh object, `len` bytes behind the struct, not published; zeroed before a slice is made of them.
        let out = unsafe {
            let p = crate::obj::tail_ptr(b);
            std::ptr::write_bytes(p, 0, len);
            std::slice::from_raw_parts_mut(p, len)
        };
        f(out);
    }
    Ok(o)
}

/// The bytes of a bytes value (subclasses included).
#[inline]
pub fn value(o: Ref<'_>) -> Option<&[u8]> {
    o.get::<Bytes>().map(Bytes::as_slice)
}

/// A copy of the bytes of a bytes-like value; None for others.
pub fn bytes_like(_th: &mut Thread, o: Ref<'_>) -> R<Option<Vec<u8>>> {
    Ok(super::buffer::view(o).map(std::borrow::Cow::into_owned))
}
