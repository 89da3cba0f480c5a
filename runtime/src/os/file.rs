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

fn at(dir: Option<i32>) -> i32 {
    dir.unwrap_or(libc::AT_FDCWD)
}

/// `unlinkat`; `is_dir`: removes an empty directory.
pub fn remove(dir: Option<i32>, path: &CStr, is_dir: bool) -> Sys<()> {
    let flags = if is_dir { libc::AT_REMOVEDIR } else { 0 };
    // SAFETY: a C string.
    cvt(unsafe { libc::unlinkat(at(dir), path.as_ptr(), flags) }).map(drop)
}

/// `mkdirat`.
pub fn mkdir(dir: Option<i32>, path: &CStr, mode: u32) -> Sys<()> {
    // SAFETY: a C string.
    cvt(unsafe { libc::mkdirat(at(dir), path.as_ptr(), mode) }).map(drop)
}

/// `mkfifoat`.
pub fn mkfifo(dir: Option<i32>, path: &CStr, mode: u32) -> Sys<()> {
    // SAFETY: a C string.
    cvt(unsafe { libc::mkfifoat(at(dir), path.as_ptr(), mode) }).map(drop)
}

/// `mknodat`.
pub fn mknod(dir: Option<i32>, path: &CStr, mode: u32, device: u64) -> Sys<()> {
    // SAFETY: a C string.
    cvt(unsafe { libc::mknodat(at(dir), path.as_ptr(), mode, device) }).map(drop)
}

/// `renameat`.
pub fn rename(from: (Option<i32>, &CStr), to: (Option<i32>, &CStr)) -> Sys<()> {
    // SAFETY: C strings.
    cvt(unsafe { libc::renameat(at(from.0), from.1.as_ptr(), at(to.0), to.1.as_ptr()) }).map(drop)
}

/// `linkat`.
pub fn link(from: (Option<i32>, &CStr), to: (Option<i32>, &CStr), follow: bool) -> Sys<()> {
    let flags = if follow { libc::AT_SYMLINK_FOLLOW } else { 0 };
    // SAFETY: C strings.
    cvt(unsafe { libc::linkat(at(from.0), from.1.as_ptr(), at(to.0), to.1.as_ptr(), flags) })
        .map(drop)
}

/// `symlinkat`.
pub fn symlink(target: &CStr, dir: Option<i32>, path: &CStr) -> Sys<()> {
    // SAFETY: C strings.
    cvt(unsafe { libc::symlinkat(target.as_ptr(), at(dir), path.as_ptr()) }).map(drop)
}

/// `readlinkat`.
pub fn readlink(dir: Option<i32>, path: &CStr) -> Sys<Vec<u8>> {
    let mut buf = vec![0u8; libc::PATH_MAX as usize];
    // SAFETY: a C string and the buffer's own length.
    let n = cvt_len(unsafe {
        libc::readlinkat(at(dir), path.as_ptr(), buf.as_mut_ptr().cast(), buf.len())
    })?;
    buf.truncate(n);
    Ok(buf)
}

/// `fchmodat`.
pub fn chmod(dir: Option<i32>, path: &CStr, mode: u32, follow: bool) -> Sys<()> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: a C string.
    cvt(unsafe { libc::fchmodat(at(dir), path.as_ptr(), mode, flags) }).map(drop)
}

/// `fchmod`.
pub fn fchmod(fd: i32, mode: u32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fchmod(fd, mode) }).map(drop)
}

/// `fchownat`; -1 (all bits set) leaves a number as it is.
pub fn chown(dir: Option<i32>, path: &CStr, uid: u32, gid: u32, follow: bool) -> Sys<()> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: a C string.
    cvt(unsafe { libc::fchownat(at(dir), path.as_ptr(), uid, gid, flags) }).map(drop)
}

/// `fchown`.
pub fn fchown(fd: i32, uid: u32, gid: u32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fchown(fd, uid, gid) }).map(drop)
}

/// `faccessat`; `effective`: with the effective ids.
pub fn access(dir: Option<i32>, path: &CStr, mode: i32, effective: bool, follow: bool) -> Sys<()> {
    let mut flags = 0;
    if effective {
        flags |= libc::AT_EACCESS;
    }
    if !follow {
        flags |= libc::AT_SYMLINK_NOFOLLOW;
    }
    // SAFETY: a C string.
    cvt(unsafe { libc::faccessat(at(dir), path.as_ptr(), mode, flags) }).map(drop)
}

/// `fchdir`.
pub fn fchdir(fd: i32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::fchdir(fd) }).map(drop)
}

/// Times of access and modification in (seconds, nanoseconds); None: now.
pub type Times = Option<[(i64, i64); 2]>;

fn timespecs(t: Times) -> [libc::timespec; 2] {
    match t {
        Some(t) => t.map(|(s, n)| libc::timespec {
            tv_sec: s,
            tv_nsec: n,
        }),
        None => {
            [libc::timespec {
                tv_sec: 0,
                tv_nsec: libc::UTIME_NOW,
            }; 2]
        }
    }
}

/// `utimensat`.
pub fn utime(dir: Option<i32>, path: &CStr, t: Times, follow: bool) -> Sys<()> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    let t = timespecs(t);
    // SAFETY: a C string and two times.
    cvt(unsafe { libc::utimensat(at(dir), path.as_ptr(), t.as_ptr(), flags) }).map(drop)
}

/// `futimens`.
pub fn futime(fd: i32, t: Times) -> Sys<()> {
    let t = timespecs(t);
    // SAFETY: two times.
    cvt(unsafe { libc::futimens(fd, t.as_ptr()) }).map(drop)
}

/// `truncate(path, size)`.
pub fn truncate(path: &CStr, size: i64) -> Sys<()> {
    // SAFETY: a C string.
    cvt(unsafe { libc::truncate(path.as_ptr(), size) }).map(drop)
}

/// `fsync`, or `fdatasync`.
pub fn fsync(fd: i32, data_only: bool) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe {
        if data_only {
            libc::fdatasync(fd)
        } else {
            libc::fsync(fd)
        }
    })
    .map(drop)
}

/// `statvfs` or `fstatvfs`, in the order of `os.statvfs_result`.
pub fn statvfs(path: Result<&CStr, i32>) -> Sys<[u64; 11]> {
    // SAFETY: a zeroed statvfs, filled by the call; a C string.
    unsafe {
        let mut s: libc::statvfs = std::mem::zeroed();
        cvt(match path {
            Ok(p) => libc::statvfs(p.as_ptr(), &mut s),
            Err(fd) => libc::fstatvfs(fd, &mut s),
        })?;
        Ok([
            s.f_bsize,
            s.f_frsize,
            s.f_blocks,
            s.f_bfree,
            s.f_bavail,
            s.f_files,
            s.f_ffree,
            s.f_favail,
            s.f_flag,
            s.f_namemax,
            s.f_fsid,
        ])
    }
}
