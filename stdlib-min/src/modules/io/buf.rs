//! Bytes in and out of Python values: the one place where streams meet `bytes`, `bytearray` and the buffer protocol.

use typhon_runtime::{R, Ref, Thread, error};

/// A `bytes` value.
pub fn new_bytes(th: &mut Thread, _b: &[u8]) -> R {
    Err(error::raise(th, &error::NOT_IMPLEMENTED_ERROR, "bytes are not available yet"))
}

/// Calls `f` with the bytes of a bytes-like value. `f` runs no Python code.
pub fn with_bytes<T>(th: &mut Thread, o: Ref<'_>, _f: impl FnOnce(&[u8]) -> T) -> R<T> {
    let m = format!("a bytes-like object is required, not '{}'", o.class().name());
    Err(error::type_error(th, m))
}

/// Length of a writable bytes-like value.
pub fn writable_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let m = format!("argument must be read-write bytes-like object, not {}", o.class().name());
    Err(error::type_error(th, m))
}

/// Copies `data` to the start of a writable bytes-like value; no more than fits.
pub fn fill(th: &mut Thread, o: Ref<'_>, _data: &[u8]) -> R<()> {
    writable_len(th, o).map(drop)
}
