//! Storage of `bytearray`: a vector behind its own lock, and the number of memoryviews that look at it. `mmap` keeps its
//! pages in the same storage, so that whatever takes a bytearray takes them.
//!
//! BYTEARRAY RULE 1. The lock is held for plain memory work only: no Python code, no drop of objects, no raise.
//! BYTEARRAY RULE 2. While `exports` is not zero the length does not change (BufferError); `edit` enforces it.

use crate::error::{self, BUFFER_ERROR};
use crate::obj::{Obj, R, Ref};
use crate::os::mapping::Mapping;
use crate::thread::Thread;
use crate::types::typeobj::TypeObj;
use parking_lot::Mutex;

/// Payload of bytearray and its subclasses.
pub struct ByteArray(Mutex<Inner>);

struct Inner {
    data: Data,
    exports: usize,
}

enum Data {
    Own(Vec<u8>),
    Mapped(Mapping),
}

impl Data {
    fn bytes(&self) -> &[u8] {
        match self {
            Data::Own(v) => v,
            Data::Mapped(m) => m.bytes(),
        }
    }
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
        let data = Data::Own(data);
        ByteArray(Mutex::new(Inner { data, exports: 0 }))
    }
    /// Over mapped pages.
    pub fn mapped(data: Mapping) -> ByteArray {
        let data = Data::Mapped(data);
        ByteArray(Mutex::new(Inner { data, exports: 0 }))
    }
    /// A copy of the content.
    pub fn to_vec(&self) -> Vec<u8> {
        self.0.lock().data.bytes().to_vec()
    }
    /// Length.
    pub fn len(&self) -> usize {
        self.0.lock().data.bytes().len()
    }
    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Runs `f` on the content, which must not change (BYTEARRAY RULE 1).
    pub fn read<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
        f(self.0.lock().data.bytes())
    }
    /// Runs `f` on the content, whose length stays (BYTEARRAY RULE 1). Pages that may not be written are nothing here.
    pub fn write<T>(&self, f: impl FnOnce(&mut [u8]) -> T) -> T {
        match &mut self.0.lock().data {
            Data::Own(v) => f(v),
            Data::Mapped(m) => f(m.bytes_mut()),
        }
    }
    /// Whether nothing can be written: pages mapped for reading.
    pub fn is_readonly(&self) -> bool {
        matches!(&self.0.lock().data, Data::Mapped(m) if !m.is_writable())
    }
    /// Runs `f` on the pages, which neither move nor end while they are exported (BYTEARRAY RULE 1); None: not mapped.
    pub fn pages<T>(&self, f: impl FnOnce(&mut Mapping, usize) -> T) -> Option<T> {
        let mut g = self.0.lock();
        let exports = g.exports;
        match &mut g.data {
            Data::Own(_) => None,
            Data::Mapped(m) => Some(f(m, exports)),
        }
    }
    /// Gives the pages up; false while memoryviews look at them.
    pub fn unmap(&self) -> bool {
        let mut g = self.0.lock();
        if g.exports > 0 {
            return false;
        }
        g.data = Data::Own(Vec::new());
        true
    }
    /// Whether there are pages.
    pub fn is_mapped(&self) -> bool {
        matches!(self.0.lock().data, Data::Mapped(_))
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
        match &mut g.data {
            Data::Own(v) => f(v).map_err(|_| Refused::Memory),
            Data::Mapped(_) => Err(Refused::Exported),
        }
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
        match &self.0.lock().data {
            Data::Own(v) => v.capacity(),
            Data::Mapped(_) => 0,
        }
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
