//! Text from the operating system: arguments and paths, whose bytes need not be UTF-8.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use typhon_runtime::Thread;
use typhon_runtime::obj::R;
use typhon_runtime::types::str as pystr;

/// A str, other bytes as lone surrogates (`surrogateescape`).
pub fn to_str(th: &mut Thread, s: &OsStr) -> R {
    pystr::from_wtf8(th, &escaped(s.as_bytes()))
}

/// Text for messages of the host, other bytes as replacement characters.
pub fn lossy(s: &OsStr) -> String {
    s.to_string_lossy().into_owned()
}

/// Generalised UTF-8 in which byte 0xNN, where it is no part of a character, is the surrogate U+DCNN.
fn escaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.extend_from_slice(chunk.valid().as_bytes());
        for &b in chunk.invalid() {
            // U+DC80..U+DCFF in three bytes.
            out.extend([0xed, 0xb0 | (b >> 6), 0x80 | (b & 0x3f)]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_become_surrogates() {
        assert_eq!(escaped(b"a\xc3\xa9"), b"a\xc3\xa9");
        assert_eq!(escaped(b"a\xffb"), b"a\xed\xb3\xbfb");
        assert_eq!(escaped(b"\x80"), b"\xed\xb2\x80");
    }
}
