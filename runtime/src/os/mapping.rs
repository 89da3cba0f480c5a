//! Mappings of files and of shared memory, for `mmap` and `shared_memory`.
//!
//! MAPPING RULE. Other processes may write to a shared mapping at any moment. Its bytes are copied in and out, compared
//!   and searched; nothing decides from them what memory it touches.

use super::{Sys, cvt, errno};
use std::ffi::CStr;

/// Pages that belong to their owner until they are dropped.
#[derive(Debug)]
pub struct Mapping {
    base: *mut u8,
    len: usize,
    readable: bool,
    writable: bool,
}

// SAFETY: plain memory; who has the mapping decides who may touch it.
unsafe impl Send for Mapping {}

impl Mapping {
    /// `mmap(len, access, flags, fd, offset)`; EINVAL for fixed addresses.
    pub fn new(len: usize, access: i32, flags: i32, fd: i32, offset: i64) -> Sys<Mapping> {
        // A fixed address would lay the pages over memory that is in use.
        let fixed = libc::MAP_FIXED | libc::MAP_FIXED_NOREPLACE;
        if flags & fixed != 0 || isize::try_from(len).is_err() {
            return Err(libc::EINVAL);
        }
        // A page that can be written can be read on every machine that we know; now the system knows that we do.
        let writable = access & libc::PROT_WRITE != 0;
        let access = if writable {
            access | libc::PROT_READ
        } else {
            access
        };
        // SAFETY: the system chooses where the new pages are, so they touch no memory that exists.
        let p = unsafe { libc::mmap(std::ptr::null_mut(), len, access, flags, fd, offset) };
        if p == libc::MAP_FAILED {
            return Err(errno());
        }
        Ok(Mapping {
            base: p.cast(),
            len,
            readable: access & libc::PROT_READ != 0,
            writable,
        })
    }
    /// Whether the pages may be written.
    pub fn is_writable(&self) -> bool {
        self.writable
    }
    /// The bytes (MAPPING RULE); none of them if they may not be read.
    pub fn bytes(&self) -> &[u8] {
        if !self.readable {
            return &[];
        }
        // SAFETY: readable pages that stay until the drop; MAPPING RULE.
        unsafe { std::slice::from_raw_parts(self.base, self.len) }
    }
    /// The bytes, to be written; none of them if they may not (MAPPING RULE).
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        if !self.writable {
            return &mut [];
        }
        // SAFETY: writable pages that stay until the drop; `self` is borrowed alone; MAPPING RULE.
        unsafe { std::slice::from_raw_parts_mut(self.base, self.len) }
    }
    /// Makes the mapping longer or shorter; it may move.
    pub fn resize(&mut self, len: usize) -> Sys<()> {
        if len == 0 || isize::try_from(len).is_err() {
            return Err(libc::EINVAL);
        }
        let base = self.base.cast();
        // SAFETY: our own mapping; nobody has a pointer into it, as `self` is borrowed alone.
        let p = unsafe { libc::mremap(base, self.len, len, libc::MREMAP_MAYMOVE) };
        if p == libc::MAP_FAILED {
            return Err(errno());
        }
        self.base = p.cast();
        self.len = len;
        Ok(())
    }
    /// `msync(start, len, MS_SYNC)`; EINVAL outside of the mapping.
    pub fn flush(&self, start: usize, len: usize) -> Sys<()> {
        let p = self.part(start, len)?;
        // SAFETY: within the mapping.
        cvt(unsafe { libc::msync(p, len, libc::MS_SYNC) }).map(drop)
    }
    /// `madvise(start, len, advice)`; EINVAL outside of the mapping, and for advice that takes the pages away from what
    /// stands in them.
    pub fn advise(&self, start: usize, len: usize, advice: i32) -> Sys<()> {
        let p = self.part(start, len)?;
        // SAFETY: within the mapping, whose bytes may change under us anyway (MAPPING RULE).
        cvt(unsafe { libc::madvise(p, len, advice) }).map(drop)
    }
    fn part(&self, start: usize, len: usize) -> Sys<*mut libc::c_void> {
        match start.checked_add(len) {
            // SAFETY: `start` is within the mapping.
            Some(end) if end <= self.len => Ok(unsafe { self.base.add(start) }.cast()),
            _ => Err(libc::EINVAL),
        }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping of `new`, given up by its owner.
        unsafe {
            libc::munmap(self.base.cast(), self.len);
        }
    }
}

/// Bytes of a page.
pub fn page_size() -> usize {
    // SAFETY: asks for a number.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// `shm_open(name, flags | O_CLOEXEC, mode)`.
pub fn shm_open(name: &CStr, flags: i32, mode: u32) -> Sys<i32> {
    // SAFETY: `name` is a C string.
    cvt(unsafe { libc::shm_open(name.as_ptr(), flags | libc::O_CLOEXEC, mode) })
}

/// `shm_unlink(name)`.
pub fn shm_unlink(name: &CStr) -> Sys<()> {
    // SAFETY: `name` is a C string.
    cvt(unsafe { libc::shm_unlink(name.as_ptr()) }).map(drop)
}
