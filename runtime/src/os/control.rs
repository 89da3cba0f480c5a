//! `fcntl`, `ioctl` and locks on files.
//!
//! CONTROL RULE. The kernel may write where the third argument points. A number is cut to 32 bits: nothing of this process
//!   lies below 4 GiB (the program is position-independent and maps nothing there), so as an address it gives EFAULT.
//!   Bytes are copied to an area that is longer than what any request can say in its size bits (14 of them). Structures
//!   that themselves hold addresses are the caller's affair, as they are in C.

use super::{Sys, cvt};

/// The bytes that each request may write to.
const AREA: usize = 1 << 14;

/// What goes along with a request.
pub enum Arg<'a> {
    /// A number.
    Number(i32),
    /// Bytes that the kernel reads and may change.
    Bytes(&'a mut [u8]),
}

/// A copy with room behind it.
fn area(bytes: &[u8]) -> Vec<u8> {
    let mut v = vec![0; AREA.max(bytes.len()) + AREA];
    v[..bytes.len()].copy_from_slice(bytes);
    v
}

fn back(to: &mut [u8], from: &[u8]) {
    let n = to.len();
    to.copy_from_slice(&from[..n]);
}

/// `fcntl(fd, command, arg)`.
pub fn control(fd: i32, command: i32, arg: Arg<'_>) -> Sys<i32> {
    match arg {
        // SAFETY: CONTROL RULE.
        Arg::Number(n) => cvt(unsafe { libc::fcntl(fd, command, libc::c_ulong::from(n as u32)) }),
        Arg::Bytes(b) => {
            let mut v = area(b);
            // SAFETY: CONTROL RULE; the area outlives the call.
            let r = cvt(unsafe { libc::fcntl(fd, command, v.as_mut_ptr()) });
            back(b, &v);
            r
        }
    }
}

/// `ioctl(fd, request, arg)`.
pub fn device(fd: i32, request: u64, arg: Arg<'_>) -> Sys<i32> {
    let request = request as libc::Ioctl;
    match arg {
        // SAFETY: CONTROL RULE.
        Arg::Number(n) => cvt(unsafe { libc::ioctl(fd, request, libc::c_ulong::from(n as u32)) }),
        Arg::Bytes(b) => {
            let mut v = area(b);
            // SAFETY: CONTROL RULE; the area outlives the call.
            let r = cvt(unsafe { libc::ioctl(fd, request, v.as_mut_ptr()) });
            back(b, &v);
            r
        }
    }
}

/// `flock(fd, operation)`.
pub fn lock_file(fd: i32, operation: i32) -> Sys<()> {
    // SAFETY: OS RULE 2.
    cvt(unsafe { libc::flock(fd, operation) }).map(drop)
}

/// A range of bytes, as `lockf` names it.
#[derive(Clone, Copy)]
pub struct Range {
    /// Where it begins, seen from `whence`.
    pub start: i64,
    /// Its length; 0 means to the end of the file, however long that will be.
    pub len: i64,
    /// SEEK_SET, SEEK_CUR or SEEK_END.
    pub whence: i32,
}

/// A lock of this process on a range of bytes: `kind` is F_RDLCK, F_WRLCK or F_UNLCK; waits for it if `wait`.
pub fn lock_range(fd: i32, kind: i32, range: Range, wait: bool) -> Sys<()> {
    let command = if wait { libc::F_SETLKW } else { libc::F_SETLK };
    let l = libc::flock {
        l_type: kind as libc::c_short,
        l_whence: range.whence as libc::c_short,
        l_start: range.start,
        l_len: range.len,
        l_pid: 0,
    };
    // SAFETY: a whole structure, which the call only reads.
    cvt(unsafe { libc::fcntl(fd, command, &raw const l) }).map(drop)
}
