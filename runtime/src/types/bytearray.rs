//! Storage of `bytearray`: a vector behind its own lock, and the number of memoryviews that look at it.
//!
//! BYTEARRAY RULE 1. The lock is held for plain memory work only: no Python code, no drop of objects, no raise.
//! BYTEARRAY RULE 2. While `exports` is not zero the length does not change (BufferError); `edit` enforces it.

use crate::error::{self, BUFFER_ERROR};
use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use parking_lot::Mutex;

/// Payload of bytearray and its subclasses.
pub struct ByteArray(Mutex<Inner>);

struct Inner {
    data: Vec<u8>,
    exports: usize,
}
crate::payload!(ByteArray);

/// Why an edit did not happen.
pub enum Refused {
    /// Memory is out.
    Memory,
    /// A memoryview looks at the data.
    Exported,
}

impl ByteArray {
    /// With this content.
    pub fn new(data: Vec<u8>) -> ByteArray {
        ByteArray(Mutex::new(Inner { data, exports: 0 }))
    }
    /// A copy of the content.
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.lock().data.clone()
    }
    /// Length.
    pub fn len(&self) -> usize {
        self.0.lock().data.len()
    }
    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Runs `f` on the content, which must not change (BYTEARRAY RULE 1).
    pub fn read<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        f(&self.0.lock().data)
    }
    /// Runs `f` on the content, whose length stays (BYTEARRAY RULE 1).
    pub fn write<T>(&self, f: impl FnOnce(&mut [u8]) -> T) -> T {
        f(&mut self.0.lock().data)
    }
    /// Runs `f`, which may change the length after reserving memory with `try_reserve` (BYTEARRAY RULE 1, 2).
    pub fn edit<T>(
        &self,
        f: impl FnOnce(&mut Vec<u8>) -> Result<T, std::collections::TryReserveError>,
    ) -> Result<T, Refused> {
        let mut g = self.0.lock();
        if g.exports > 0 {
            return Err(Refused::Exported);
        }
        f(&mut g.data).map_err(|_| Refused::Memory)
    }
    /// As `edit`, with the Python exception.
    pub fn resize<T>(
        &self,
        th: &mut Thread,
        f: impl FnOnce(&mut Vec<u8>) -> Result<T, std::collections::TryReserveError>,
    ) -> R<T> {
        self.edit(f).map_err(|e| match e {
            Refused::Memory => error::no_memory(th),
            Refused::Exported => error::raise(
                th,
                &BUFFER_ERROR,
                "Existing exports of data: object cannot be re-sized",
            ),
        })
    }
    /// A memoryview begins to look.
    pub fn export(&self) {
        self.0.lock().exports += 1;
    }
    /// A memoryview ends.
    pub fn release(&self) {
        let mut g = self.0.lock();
        g.exports = g.exports.saturating_sub(1);
    }
    /// Bytes allocated.
    pub fn capacity(&self) -> usize {
        self.0.lock().data.capacity()
    }
}

/// A new bytearray.
pub fn new(th: &mut Thread, data: Vec<u8>) -> R {
    new_of(th, &crate::types::BYTEARRAY, data)
}

/// A new instance of a bytearray class.
pub fn new_of(th: &mut Thread, class: &'static TypeObj, data: Vec<u8>) -> R {
    Obj::new(th, class.r(), ByteArray::new(data))
}

/// A copy of the bytes of a bytearray value.
pub fn value(o: Ref<'_>) -> Option<Vec<u8>> {
    o.get::<ByteArray>().map(ByteArray::to_vec)
}
