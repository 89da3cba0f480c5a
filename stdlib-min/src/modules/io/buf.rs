//! Bytes in and out of Python values: the one place where streams meet `bytes`, `bytearray` and the buffer protocol.

use std::borrow::Cow;
use typhon_runtime::types::{self, buffer, bytearray, bytes};
use typhon_runtime::{R, Ref, Thread, call};

/// A `bytes` value.
#[inline]
pub fn new_bytes(th: &mut Thread, b: &[u8]) -> R {
    bytes::new(th, b)
}

/// The bytes of a bytes-like value.
#[inline]
pub fn bytes_like<'a>(th: &mut Thread, o: Ref<'a>) -> R<Cow<'a, [u8]>> {
    buffer::bytes_like(th, o)
}

/// Calls `f` with the bytes of a bytes-like value. `f` runs no Python code.
pub fn with_bytes<T>(th: &mut Thread, o: Ref<'_>, f: impl FnOnce(&[u8]) -> T) -> R<T> {
    bytes_like(th, o).map(|b| f(&b))
}

/// Length of a writable bytes-like value; `what` names the argument in the TypeError.
pub fn writable_len(th: &mut Thread, o: Ref<'_>, what: &str) -> R<usize> {
    buffer::writable_len(th, o, what)
}

/// Copies `data` to the start of a writable bytes-like value, whose length the caller has asked for.
pub fn fill(th: &mut Thread, o: Ref<'_>, data: &[u8]) -> R<()> {
    if data.is_empty() || buffer::write_at(o, 0, data) {
        return Ok(());
    }
    Err(typhon_runtime::error::raise(
        th,
        &typhon_runtime::error::BUFFER_ERROR,
        "the buffer changed its size during the read",
    ))
}

/// A new bytearray of `n` zeros and a memoryview of it, to hand to `readinto`.
pub fn scratch(th: &mut Thread, n: usize) -> R<(typhon_runtime::Obj, typhon_runtime::Obj)> {
    let mut v = Vec::new();
    if v.try_reserve_exact(n).is_err() {
        return Err(typhon_runtime::error::no_memory(th));
    }
    v.resize(n, 0u8);
    let b = bytearray::new(th, v)?;
    let view = call::call(th, types::MEMORYVIEW.r(), &[b.r()])?;
    Ok((b, view))
}

/// A memoryview of bytes, as raw streams get them.
pub fn view_of(th: &mut Thread, b: &[u8]) -> R {
    let b = bytes::new(th, b)?;
    call::call(th, types::MEMORYVIEW.r(), &[b.r()])
}
