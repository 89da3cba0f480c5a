//! Threads of the operating system: names and numbers.

use std::ffi::CString;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// What `-X cpu_count` says; 0: nothing.
static PROCESSORS: AtomicU32 = AtomicU32::new(0);

/// `-X cpu_count=N`.
pub fn set_processors(n: u32) {
    // Relaxed: set at start-up.
    PROCESSORS.store(n, Relaxed);
}

/// The number that the command line gave, if it gave one.
pub fn wanted_processors() -> Option<u32> {
    Some(PROCESSORS.load(Relaxed)).filter(|&n| n > 0)
}

/// Processors of the machine that are online; None if the system does not say.
pub fn processors() -> Option<u32> {
    // SAFETY: no preconditions.
    let online = || unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
    wanted_processors().or_else(|| u32::try_from(online()).ok().filter(|&n| n > 0))
}

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
