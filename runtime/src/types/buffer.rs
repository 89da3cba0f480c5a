//! The buffer protocol of native code: the bytes of bytes-like objects, and `memoryview`'s storage.
//!
//! BUFFER RULE. Readers get the bytes of immutable objects by reference and a copy of those of mutable ones: no lock
//!   is held and no pointer into a bytearray exists while anything else runs.

use crate::error::{self, type_error};
use crate::obj::{Obj, R, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicBool, Ordering::*};
use crate::thread::Thread;
use crate::types::array::Array;
use crate::types::bytearray::ByteArray;
use crate::types::mmap::Mmap;
use crate::types::{self, bytes};
use std::borrow::Cow;

/// Payload of memoryviews: a one-dimensional window on an exporter.
pub struct MemoryView {
    /// The exporter: bytes, bytearray or array. Kept until the view is released.
    pub base: Slot,
    /// Byte position of the first item.
    pub start: isize,
    /// Number of items.
    pub len: usize,
    /// Bytes from one item to the next.
    pub stride: isize,
    /// Bytes of an item.
    pub itemsize: usize,
    /// Format in the notation of `struct`.
    pub format: String,
    /// Whether writes are refused.
    pub readonly: bool,
    /// Items per dimension, if there is not one: such a view is contiguous, the last index runs fastest.
    pub shape: Option<Box<[usize]>>,
    released: AtomicBool,
}
crate::payload!(
    MemoryView,
    traverse | s,
    v | s.base.visit(v),
    clear | s | s.release()
);

/// The bytes of a bytearray, an array or an open `mmap`; only those of the last may be read-only.
pub fn storage(o: Ref<'_>) -> Option<&ByteArray> {
    if let Some(b) = o.get::<ByteArray>() {
        return Some(b);
    }
    if let Some(a) = o.get::<Array>() {
        return Some(&a.data);
    }
    o.get::<Mmap>().map(|m| &m.data).filter(|d| d.is_mapped())
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryView {
    /// A window on `base`, which is a bytes, bytearray or array object.
    pub fn new(
        base: Obj,
        start: isize,
        len: usize,
        stride: isize,
        itemsize: usize,
        format: &str,
        readonly: bool,
    ) -> MemoryView {
        if let Some(b) = storage(base.r()) {
            b.export();
        }
        MemoryView {
            base: Slot::new(base),
            start,
            len,
            stride,
            itemsize,
            format: format.to_string(),
            readonly,
            shape: None,
            released: AtomicBool::new(false),
        }
    }
    /// The same with a shape of no or several dimensions, whose product is the number of items.
    pub fn with_shape(mut self, shape: Option<Box<[usize]>>) -> MemoryView {
        self.shape = shape.filter(|s| s.len() != 1);
        self
    }
    /// Items per dimension.
    pub fn dimensions(&self) -> &[usize] {
        match &self.shape {
            Some(s) => s,
            None => std::slice::from_ref(&self.len),
        }
    }
    /// Whether `release` was called.
    pub fn is_released(&self) -> bool {
        // Acquire: pairs with the swap in release.
        self.released.load(Acquire)
    }
    /// Lets the exporter go.
    pub fn release(&self) {
        // AcqRel: only one caller ends the export.
        if self.released.swap(true, AcqRel) {
            return;
        }
        if let Some(o) = self.base.take()
            && let Some(b) = storage(o.r())
        {
            b.release();
        }
    }
    /// Whether the items stand one behind the other.
    pub fn is_contiguous(&self) -> bool {
        self.stride == self.itemsize as isize || self.len <= 1
    }
    fn position(&self, i: usize) -> usize {
        (self.start + i as isize * self.stride) as usize
    }
    /// Runs `f` on the exporter's bytes.
    fn with_base<T>(&self, f: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let o = self.base.get()?;
        match storage(o.r()) {
            Some(b) => Some(b.read(f)),
            None => bytes::value(o.r()).map(f),
        }
    }
    /// The bytes of all items, in order; None after release.
    pub fn to_vec(&self) -> Option<Vec<u8>> {
        self.with_base(|b| {
            if self.is_contiguous() {
                let at = self.position(0);
                return b
                    .get(at..at.saturating_add(self.len * self.itemsize))
                    .unwrap_or_default()
                    .to_vec();
            }
            let mut out = Vec::with_capacity(self.len * self.itemsize);
            for i in 0..self.len {
                let at = self.position(i);
                out.extend_from_slice(b.get(at..at + self.itemsize).unwrap_or_default());
            }
            out
        })
    }
    /// The bytes of item `i`.
    pub fn item(&self, i: usize) -> Option<Vec<u8>> {
        if i >= self.len {
            return None;
        }
        let at = self.position(i);
        self.with_base(|b| b.get(at..at + self.itemsize).map(<[u8]>::to_vec))?
    }
    /// Writes `data` over the items from item `i` on, in order; false if it does not fit or the base is read-only.
    pub fn write(&self, i: usize, data: &[u8]) -> bool {
        let Some(o) = self.base.get() else {
            return false;
        };
        let Some(b) = storage(o.r()) else {
            return false;
        };
        if self.readonly || i * self.itemsize + data.len() > self.len * self.itemsize {
            return false;
        }
        b.write(|b| {
            for (k, chunk) in data.chunks(self.itemsize.max(1)).enumerate() {
                let at = self.position(i + k);
                match b.get_mut(at..at + chunk.len()) {
                    Some(to) => to.copy_from_slice(chunk),
                    None => return false,
                }
            }
            true
        })
    }
}

/// Runs `f`, which asks `of` for something; if that may run Python code, the length of `o` cannot change meanwhile.
pub fn holding<T>(o: Ref<'_>, of: Ref<'_>, f: impl FnOnce() -> T) -> T {
    struct Held<'a>(Option<&'a ByteArray>);
    impl Drop for Held<'_> {
        fn drop(&mut self) {
            if let Some(b) = self.0 {
                b.release();
            }
        }
    }
    // What no Python code has a part in is not worth refusing another thread's `extend`.
    let asks = of.class().flag(types::typeobj::flags::HEAP);
    let held = Held(storage(o).filter(|_| asks));
    if let Some(b) = held.0 {
        b.export();
    }
    f()
}

/// The bytes of a bytes, bytearray, array or memoryview value; None for others and released views.
pub fn view(o: Ref<'_>) -> Option<Cow<'_, [u8]>> {
    if let Some(b) = bytes::value(o) {
        return Some(Cow::Borrowed(b));
    }
    if let Some(b) = storage(o) {
        return Some(Cow::Owned(b.to_vec()));
    }
    if let Some(m) = o.get::<MemoryView>() {
        return m.to_vec().map(Cow::Owned);
    }
    None
}

/// Whether the type exports a buffer that `view` understands.
pub fn is_bytes_like(o: Ref<'_>) -> bool {
    o.get::<bytes::Bytes>().is_some() || storage(o).is_some() || o.get::<MemoryView>().is_some()
}

/// The bytes of a bytes-like object (classes with `__buffer__` included): "a bytes-like object is required, not 'X'".
pub fn bytes_like<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    if let Some(b) = bytes::value(o) {
        return Ok(Cow::Borrowed(b));
    }
    if let Some(b) = storage(o) {
        error::room(th, b.len())?;
    }
    if let Some(v) = view(o) {
        return Ok(v);
    }
    if o.get::<MemoryView>().is_some() {
        return Err(released(th));
    }
    if let Some(m) = exported(th, o)? {
        return match view(m.r()) {
            Some(v) => Ok(Cow::Owned(v.into_owned())),
            None => Err(released(th)),
        };
    }
    Err(type_error(
        th,
        format!(
            "a bytes-like object is required, not '{}'",
            o.class().name()
        ),
    ))
}

/// The memoryview that `o.__buffer__(flags)` gives; None if the class has no such method.
pub fn exported(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    // 0x11c: PyBUF_FULL_RO.
    let flags = Ref::small_int(0x11c);
    match crate::call::call_special(th, o, crate::names::__buffer__(), &[flags])? {
        None => Ok(None),
        Some(m) if m.get::<MemoryView>().is_some() => Ok(Some(m)),
        Some(_) => Err(type_error(th, "__buffer__ returned non-memoryview object")),
    }
}

/// ValueError of a released memoryview.
#[cold]
pub fn released(th: &mut Thread) -> crate::obj::Raised {
    error::value_error(th, "operation forbidden on released memoryview object")
}

/// Number of bytes of a writable buffer (bytearray, array or writable memoryview); TypeError
/// "WHAT must be read-write bytes-like object, not X".
pub fn writable_len(th: &mut Thread, o: Ref<'_>, what: &str) -> R<usize> {
    if let Some(b) = storage(o).filter(|b| !b.is_readonly()) {
        return Ok(b.len());
    }
    if let Some(m) = o.get::<MemoryView>() {
        if m.is_released() {
            return Err(released(th));
        }
        if !m.readonly && m.is_contiguous() {
            return Ok(m.len * m.itemsize);
        }
    }
    let c = o.class().name();
    Err(type_error(
        th,
        format!("{what} must be read-write bytes-like object, not {c}"),
    ))
}

/// Writes into a writable buffer at a byte offset; false if it does not fit.
pub fn write_at(o: Ref<'_>, offset: usize, data: &[u8]) -> bool {
    if let Some(b) = storage(o) {
        return b.write(
            |b| match b.get_mut(offset..offset.saturating_add(data.len())) {
                Some(to) => {
                    to.copy_from_slice(data);
                    true
                }
                None => false,
            },
        );
    }
    match o.get::<MemoryView>() {
        Some(m) if m.itemsize == 1 => m.write(offset, data),
        Some(m) if m.itemsize > 0 && offset.is_multiple_of(m.itemsize) => {
            m.write(offset / m.itemsize, data)
        }
        _ => false,
    }
}

/// Sets the types up.
pub(crate) fn init() {
    use crate::types::typeobj::flags::*;
    let o = Some(&types::OBJECT);
    types::BYTES.setup::<bytes::Bytes>(o, BASE | BYTES_SUB | MATCH_SELF);
    types::BYTEARRAY.setup::<ByteArray>(o, BASE | MATCH_SELF);
    types::MEMORYVIEW.setup::<MemoryView>(o, WEAKREFS | MATCH_SEQUENCE);
}
