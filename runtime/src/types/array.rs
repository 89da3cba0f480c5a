//! Storage of `array.array`: the bytes of its items, in the machine's order, under BYTEARRAY RULE 1 and 2.

use super::bytearray::ByteArray;

/// Payload of arrays and their subclasses.
pub struct Array {
    /// Type code.
    pub code: u8,
    /// Bytes of an item: 1, 2, 4 or 8.
    pub itemsize: usize,
    /// The items' bytes; their number is a multiple of `itemsize`.
    pub data: ByteArray,
}
crate::payload!(Array);

impl Array {
    /// Number of items.
    pub fn len(&self) -> usize {
        self.data.len() / self.itemsize
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }
    /// Format of the buffer in the notation of `struct`; both codes of characters are called 'w', as they are one kind.
    pub fn format(&self) -> &'static str {
        match self.code {
            b'b' => "b",
            b'B' => "B",
            b'h' => "h",
            b'H' => "H",
            b'i' => "i",
            b'I' => "I",
            b'l' => "l",
            b'L' => "L",
            b'q' => "q",
            b'Q' => "Q",
            b'f' => "f",
            b'd' => "d",
            _ => "w",
        }
    }
}
