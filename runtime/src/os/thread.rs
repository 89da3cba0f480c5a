//! Threads of the operating system: names and numbers.

use std::ffi::CString;

/// The kernel's number of the calling thread.
pub fn native_id() -> i64 {
    // SAFETY: no preconditions.
    unsafe { i64::from(libc::gettid()) }
}

/// Names the calling thread; the kernel keeps 15 bytes.
pub fn set_name(name: &[u8]) -> super::Sys<()> {
    let cut: Vec<u8> = name
        .iter()
        .copied()
        .take(15)
        .take_while(|&b| b != 0)
        .collect();
    let c = CString::new(cut).unwrap_or_default();
    // SAFETY: a C string of at most 15 bytes.
    match unsafe { libc::pthread_setname_np(libc::pthread_self(), c.as_ptr()) } {
        0 => Ok(()),
        e => Err(e),
    }
}
