//! Named POSIX semaphores, which processes share.

use super::{Sys, cvt, errno};
use std::ffi::CStr;
use std::time::Duration;

/// An open semaphore.
#[derive(Debug)]
pub struct Semaphore(*mut libc::sem_t);

// SAFETY: the system's functions on semaphores may be called from any thread at the same time.
unsafe impl Send for Semaphore {}
// SAFETY: as above.
unsafe impl Sync for Semaphore {}

/// Largest value that a semaphore can have.
pub const VALUE_MAX: i32 = i32::MAX;

impl Semaphore {
    fn checked(p: *mut libc::sem_t) -> Sys<Semaphore> {
        if p == libc::SEM_FAILED {
            Err(errno())
        } else {
            Ok(Semaphore(p))
        }
    }
    /// A new one for this user; EEXIST if the name is taken.
    pub fn create(name: &CStr, value: u32) -> Sys<Semaphore> {
        let flags = libc::O_CREAT | libc::O_EXCL;
        let mode: libc::c_uint = 0o600;
        // SAFETY: `name` is a C string.
        Semaphore::checked(unsafe { libc::sem_open(name.as_ptr(), flags, mode, value) })
    }
    /// One that exists.
    pub fn open(name: &CStr) -> Sys<Semaphore> {
        // SAFETY: `name` is a C string.
        Semaphore::checked(unsafe { libc::sem_open(name.as_ptr(), 0) })
    }
    /// Its address, which is all the identity that it has in this process.
    pub fn address(&self) -> usize {
        self.0.addr()
    }
    /// Takes one, waiting as long as it takes; EINTR when a signal comes.
    pub fn wait(&self) -> Sys<()> {
        // SAFETY: open until the drop.
        cvt(unsafe { libc::sem_wait(self.0) }).map(drop)
    }
    /// Takes one if there is one; EAGAIN else.
    pub fn try_wait(&self) -> Sys<()> {
        // SAFETY: open until the drop.
        cvt(unsafe { libc::sem_trywait(self.0) }).map(drop)
    }
    /// Takes one, waiting until so long after 1970; ETIMEDOUT, EINTR.
    pub fn wait_until(&self, end: Duration) -> Sys<()> {
        let end = libc::timespec {
            tv_sec: libc::time_t::try_from(end.as_secs()).unwrap_or(libc::time_t::MAX),
            tv_nsec: end.subsec_nanos().into(),
        };
        // SAFETY: open until the drop; `end` is read only.
        cvt(unsafe { libc::sem_timedwait(self.0, &end) }).map(drop)
    }
    /// Gives one back.
    pub fn post(&self) -> Sys<()> {
        // SAFETY: open until the drop.
        cvt(unsafe { libc::sem_post(self.0) }).map(drop)
    }
    /// How many there are at this moment.
    pub fn value(&self) -> Sys<i32> {
        let mut n = 0;
        // SAFETY: open until the drop; writes to `n` only.
        cvt(unsafe { libc::sem_getvalue(self.0, &mut n) })?;
        Ok(n)
    }
}

impl Drop for Semaphore {
    fn drop(&mut self) {
        // SAFETY: opened once for this object; nobody waits, as waiters borrow it.
        unsafe {
            libc::sem_close(self.0);
        }
    }
}

/// Takes the name away; the semaphore stays for those who have it.
pub fn unlink(name: &CStr) -> Sys<()> {
    // SAFETY: `name` is a C string.
    cvt(unsafe { libc::sem_unlink(name.as_ptr()) }).map(drop)
}
