//! Paths: str, bytes or `__fspath__` to what the system calls take, and back.

use std::ffi::CString;
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, call, error};

/// What `__fspath__` gives, if there is one: None in its place takes it away.
pub fn own_path(th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
    let name = pystr::intern_str("__fspath__");
    if o.class().lookup(th, name).is_none_or(|f| f.r().is_none()) {
        return Ok(None);
    }
    call::call_special(th, o, name, &[])
}

/// `os.fspath(o)`.
pub fn fspath(th: &mut Thread, o: Ref<'_>) -> R {
    if pystr::is_str(o) || o.is_instance(&types::BYTES) {
        return Ok(o.own());
    }
    let Some(p) = own_path(th, o)? else {
        let m = format!(
            "expected str, bytes or os.PathLike object, not {}",
            o.class().name()
        );
        return Err(error::type_error(th, m));
    };
    if pystr::is_str(p.r()) || p.r().is_instance(&types::BYTES) {
        return Ok(p);
    }
    let m = format!(
        "expected {}.__fspath__() to return str or bytes, not {}",
        o.class().name(),
        p.r().class().name()
    );
    Err(error::type_error(th, m))
}

/// Bytes of WTF-8 text as the file system has them: surrogate escapes become the bytes they stand for. None if there
/// are other lone surrogates.
pub fn fs_encode(text: &pystr::Str) -> Option<Vec<u8>> {
    if !text.has_surrogates() {
        return Some(text.bytes().to_vec());
    }
    let mut out = Vec::with_capacity(text.len());
    for c in text.code_points() {
        match c {
            0xdc80..=0xdcff => out.push((c & 0xff) as u8),
            0xd800..=0xdfff => return None,
            _ => pystr::push_code_point(&mut out, c),
        }
    }
    Some(out)
}

/// WTF-8 text of bytes from the file system: what is no UTF-8 becomes surrogate escapes.
pub fn fs_decode(mut b: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(b.len());
    loop {
        match std::str::from_utf8(b) {
            Ok(s) => {
                out.extend_from_slice(s.as_bytes());
                return out;
            }
            Err(e) => {
                let (good, bad) = b.split_at(e.valid_up_to());
                out.extend_from_slice(good);
                let n = e
                    .error_len()
                    .unwrap_or(bad.len())
                    .clamp(1, bad.len().max(1));
                let (bad, rest) = bad.split_at(n.min(bad.len()));
                for &x in bad {
                    pystr::push_code_point(&mut out, 0xdc00 + u32::from(x));
                }
                b = rest;
            }
        }
    }
}

/// A str value of bytes from the file system.
pub fn to_str(th: &mut Thread, b: &[u8]) -> R {
    let t = fs_decode(b);
    pystr::from_wtf8(th, &t)
}

/// The bytes of a str or bytes path (after `fspath`).
pub fn path_bytes(th: &mut Thread, p: Ref<'_>) -> R<Vec<u8>> {
    if let Some(s) = p.get::<pystr::Str>() {
        return match fs_encode(s) {
            Some(v) => Ok(v),
            None => {
                // The codec words the error.
                let e = pystr::new(th, "utf-8")?;
                let h = pystr::new(th, "surrogateescape")?;
                let b = call::call_method(th, p, pystr::intern_str("encode"), &[e.r(), h.r()])?;
                super::buf::bytes_like(th, b.r()).map(|b| b.into_owned())
            }
        };
    }
    super::buf::bytes_like(th, p).map(|b| b.into_owned())
}

/// A path argument as a C string: ValueError "embedded null byte".
pub fn c_path(th: &mut Thread, o: Ref<'_>) -> R<CString> {
    let p = fspath(th, o)?;
    let b = path_bytes(th, p.r())?;
    match CString::new(b) {
        Ok(c) => Ok(c),
        Err(_) => Err(error::value_error(th, "embedded null byte")),
    }
}

/// A path given as str gives str, as bytes gives bytes: the result of a call on `like`.
pub fn same_kind(th: &mut Thread, like: Option<Ref<'_>>, b: &[u8]) -> R<Obj> {
    match like {
        Some(l) if l.is_instance(&types::BYTES) => super::buf::new_bytes(th, b),
        _ => to_str(th, b),
    }
}
