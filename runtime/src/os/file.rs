//! Files by descriptor: open, read, write, seek, status.

use super::{Sys, cvt, cvt_len, cvt_off};
use std::ffi::CStr;

/// Most bytes that one read or write asks for (the kernel's own limit on Linux).
pub const MAX_IO: usize = 0x7fff_f000;

/// What `stat` tells.
#[derive(Clone, Copy, Debug)]
pub struct Stat {
    /// Type and permission bits.
    pub mode: u32,
    /// Inode.
    pub ino: u64,
    /// Device.
    pub dev: u64,
    /// Links.
    pub nlink: u64,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Bytes.
    pub size: i64,
    /// Seconds and nanoseconds of access, modification, status change.
    pub times: [(i64, i64); 3],
    /// Preferred block size.
    pub blksize: i64,
    /// Blocks of 512 bytes.
    pub blocks: i64,
    /// Device of a special file.
    pub rdev: u64,
}

impl Stat {
    pub(crate) fn from_raw(s: &libc::stat) -> Stat {
        Stat {
            mode: s.st_mode,
            ino: s.st_ino,
            dev: s.st_dev,
            nlink: s.st_nlink,
            uid: s.st_uid,
            gid: s.st_gid,
            size: s.st_size,
            times: [
                (s.st_atime, s.st_atime_nsec),
                (s.st_mtime, s.st_mtime_nsec),
                (s.st_ctime, s.st_ctime_nsec),
            ],
            blksize: s.st_blksize,
            blocks: s.st_blocks,
            rdev: s.st_rdev,
        }
    }
    /// Whether it is a directory.
    pub fn is_dir(&self) -> bool {
        self.mode & libc::S_IFMT == libc::S_IFDIR
    }
}

/// `openat(dir, path, flags, mode)`; `dir` None: the working directory.
pub fn open(dir: Option<i32>, path: &CStr, flags: i32, mode: u32) -> Sys<i32> {
    // SAFETY: `path` is a C string.
    cvt(unsafe { libc::openat(dir.unwrap_or(libc::AT_FDCWD), path.as_ptr(), flags, mode) })
}

/// `close(fd)`.
pub fn close(fd: i32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::close(fd) }).map(drop)
}

/// `read(fd, buf)`.
pub fn read(fd: i32, buf: &mut [u8]) -> Sys<usize> {
    // SAFETY: the buffer is as long as said.
    cvt_len(unsafe { libc::read(fd, buf.as_mut_ptr().cast(), buf.len().min(MAX_IO)) })
}

/// `write(fd, buf)`.
pub fn write(fd: i32, buf: &[u8]) -> Sys<usize> {
    // SAFETY: the buffer is as long as said.
    cvt_len(unsafe { libc::write(fd, buf.as_ptr().cast(), buf.len().min(MAX_IO)) })
}

/// `pread(fd, buf, offset)`.
pub fn pread(fd: i32, buf: &mut [u8], offset: i64) -> Sys<usize> {
    // SAFETY: the buffer is as long as said.
    cvt_len(unsafe { libc::pread(fd, buf.as_mut_ptr().cast(), buf.len().min(MAX_IO), offset) })
}

/// `pwrite(fd, buf, offset)`.
pub fn pwrite(fd: i32, buf: &[u8], offset: i64) -> Sys<usize> {
    // SAFETY: the buffer is as long as said.
    cvt_len(unsafe { libc::pwrite(fd, buf.as_ptr().cast(), buf.len().min(MAX_IO), offset) })
}

/// `lseek(fd, offset, whence)`.
pub fn lseek(fd: i32, offset: i64, whence: i32) -> Sys<i64> {
    // SAFETY: OS RULE 2.
    cvt_off(unsafe { libc::lseek(fd, offset, whence) })
}

/// `ftruncate(fd, size)`.
pub fn ftruncate(fd: i32, size: i64) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::ftruncate(fd, size) }).map(drop)
}

/// `isatty(fd)`.
pub fn isatty(fd: i32) -> bool {
    // SAFETY: OS RULE 2.
    unsafe { libc::isatty(fd) == 1 }
}

/// `fstat(fd)`.
pub fn fstat(fd: i32) -> Sys<Stat> {
    // SAFETY: an all-zero stat is valid; the call fills it.
    unsafe {
        let mut s: libc::stat = std::mem::zeroed();
        cvt(libc::fstat(fd, &mut s)).map(|_| Stat::from_raw(&s))
    }
}

/// `fstatat(dir, path, flags)`.
pub fn stat(dir: Option<i32>, path: &CStr, follow: bool) -> Sys<Stat> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: as fstat; `path` is a C string.
    unsafe {
        let mut s: libc::stat = std::mem::zeroed();
        cvt(libc::fstatat(
            dir.unwrap_or(libc::AT_FDCWD),
            path.as_ptr(),
            &mut s,
            flags,
        ))
        .map(|_| Stat::from_raw(&s))
    }
}

/// Sets or clears the inheritable state of a descriptor.
pub fn set_inheritable(fd: i32, on: bool) -> Sys<()> {
    // SAFETY: OS RULE 2.
    let old = cvt(unsafe { libc::fcntl(fd, libc::F_GETFD) })?;
    let new = if on {
        old & !libc::FD_CLOEXEC
    } else {
        old | libc::FD_CLOEXEC
    };
    if new == old {
        return Ok(());
    }
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fcntl(fd, libc::F_SETFD, new) }).map(drop)
}

/// Whether the descriptor survives `exec`.
pub fn inheritable(fd: i32) -> Sys<bool> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fcntl(fd, libc::F_GETFD) }).map(|f| f & libc::FD_CLOEXEC == 0)
}
