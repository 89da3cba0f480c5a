//! The system calls that the library needs, as safe functions: plain numbers and slices in, `Result<_, errno>` out.
//!
//! OS RULE 1. Nothing here retries, detaches or touches a Python object: callers wrap what may block in
//!   `Thread::blocking` and decide about EINTR.
//! OS RULE 2. Descriptors are plain numbers, as in POSIX: a wrong one gives EBADF, never undefined behaviour.

pub mod area;
pub mod control;
pub mod file;
pub mod identity;
pub mod large;
pub mod mapping;
pub mod poll;
pub mod process;
pub mod reserve;
pub mod resource;
pub mod semaphore;
pub mod signal;
pub mod socket;
pub mod terminal;
pub mod thread;
pub mod time;

pub use libc::EINTR;

/// An errno on failure.
pub type Sys<T> = Result<T, i32>;

/// The calling thread's errno.
pub fn errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

/// -1 means errno.
pub(crate) fn cvt(r: i32) -> Sys<i32> {
    if r == -1 { Err(errno()) } else { Ok(r) }
}

/// -1 means errno.
pub(crate) fn cvt_len(r: isize) -> Sys<usize> {
    usize::try_from(r).map_err(|_| errno())
}

/// -1 means errno.
pub(crate) fn cvt_off(r: i64) -> Sys<i64> {
    if r == -1 { Err(errno()) } else { Ok(r) }
}
