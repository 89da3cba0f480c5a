//! `fcntl`: requests to the kernel about descriptors, and locks on files.

use crate::modules::io::util;
use crate::modules::posix::paths::done;
use crate::modules::select::descriptor;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{type_error, value_error};
use typhon_runtime::ops::{self, BinOp};
use typhon_runtime::os::Sys;
use typhon_runtime::os::control::{self, Arg, Range};
use typhon_runtime::types::{buffer, bytes, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread};

/// The longest copy that a request takes.
const LONGEST: usize = 1024;

type Request = fn(i32, u64, Arg<'_>) -> Sys<i32>;

fn fcntl_request(fd: i32, command: u64, arg: Arg<'_>) -> Sys<i32> {
    control::control(fd, command as i32, arg)
}

/// A number's lowest bits, whatever its size.
fn low_bits(th: &mut Thread, o: Ref<'_>) -> R<u64> {
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(n) => Ok(n as u64),
        None => {
            let mask = Ref::small_int(i64::from(u32::MAX));
            let low = ops::binary(th, BinOp::And, n.r(), mask)?;
            Ok(int::to_i64(low.r()).unwrap_or(0) as u64)
        }
    }
}

/// Both kinds of requests: with a number the result is a number, with bytes it is what they became.
fn request(th: &mut Thread, a: Args<'_>, name: &str, mutate: bool, f: Request) -> R {
    let fd = descriptor(th, a.at(0))?;
    let code = low_bits(th, a.at(1))?;
    let zero = Ref::small_int(0);
    let arg = a.opt(2).unwrap_or(zero);
    if arg.class().slots().index().is_some() {
        let n = low_bits(th, arg)? as i32;
        let r = util::retry(th, || f(fd, code, Arg::Number(n)))?;
        let n = done(th, r, None)?;
        return int::from_i64(th, i64::from(n));
    }
    let text = pystr::is_str(arg);
    if !text && !buffer::is_bytes_like(arg) {
        let m = format!(
            "{name}() argument 3 must be an integer, a bytes-like object, or a string, not {}",
            arg.class().name()
        );
        return Err(type_error(th, m));
    }
    let writable = !text && mutate && buffer::writable_len(th, arg, name).is_ok();
    drop(th.raised.take());
    let mut data = if text {
        pystr::text(arg).into_bytes()
    } else {
        buffer::bytes_like(th, arg)?.into_owned()
    };
    if !writable && data.len() > LONGEST {
        return Err(value_error(th, format!("{name} argument 3 is too long")));
    }
    let r = util::retry(th, || f(fd, code, Arg::Bytes(&mut data)))?;
    if writable {
        buffer::write_at(arg, 0, &data);
    }
    let n = done(th, r, None)?;
    if writable {
        return int::from_i64(th, i64::from(n));
    }
    bytes::new(th, &data)
}

fn fcntl_fcntl(th: &mut Thread, a: Args<'_>) -> R {
    request(th, a, "fcntl", false, fcntl_request)
}

fn fcntl_ioctl(th: &mut Thread, a: Args<'_>) -> R {
    let mutate = match a.opt(3) {
        Some(m) => ops::is_true(th, m)?,
        None => true,
    };
    request(th, a, "ioctl", mutate, control::device)
}

fn fcntl_flock(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let operation = int::c_int(th, a.at(1))?;
    let r = util::retry(th, || control::lock_file(fd, operation))?;
    done(th, r, None).map(|()| Obj::none())
}

fn fcntl_lockf(th: &mut Thread, a: Args<'_>) -> R {
    let fd = descriptor(th, a.at(0))?;
    let operation = int::c_int(th, a.at(1))?;
    let kind = match operation {
        o if o == libc::LOCK_UN => libc::F_UNLCK,
        o if o & libc::LOCK_SH != 0 => libc::F_RDLCK,
        o if o & libc::LOCK_EX != 0 => libc::F_WRLCK,
        _ => return Err(value_error(th, "unrecognized lockf argument")),
    };
    let number = |th: &mut Thread, i: usize| match a.opt(i) {
        None => Ok(0),
        Some(n) => match int::to_i64(ops::index(th, n)?.r()) {
            Some(n) => Ok(n),
            None => {
                let m = "Python int too large to convert to C long";
                Err(typhon_runtime::error::overflow_error(th, m))
            }
        },
    };
    let (len, start) = (number(th, 2)?, number(th, 3)?);
    let whence = match a.opt(4) {
        Some(n) => int::c_int(th, n)?,
        None => 0,
    };
    let range = Range { start, len, whence };
    let wait = operation & libc::LOCK_NB == 0;
    let r = util::retry(th, || control::lock_range(fd, kind, range, wait))?;
    done(th, r, None).map(|()| Obj::none())
}

#[rustfmt::skip]
static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("fcntl", Kind::Pos(2, 3), fcntl_fcntl, "Make a request about a descriptor."),
    MethodDef::new("ioctl", Kind::Pos(2, 4), fcntl_ioctl, "Make a request to the device of a descriptor."),
    MethodDef::new("flock", Kind::Pos(2, 2), fcntl_flock, "Lock or unlock a whole file."),
    MethodDef::new("lockf", Kind::Pos(2, 5), fcntl_lockf, "Lock or unlock a range of a file."),
];

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("LOCK_SH", 1), ("LOCK_EX", 2), ("LOCK_NB", 4), ("LOCK_UN", 8), ("LOCK_MAND", 32), ("LOCK_READ", 64),
    ("LOCK_WRITE", 128), ("LOCK_RW", 192), ("F_DUPFD", 0), ("F_DUPFD_CLOEXEC", 1030), ("F_GETFD", 1), ("F_SETFD", 2),
    ("F_GETFL", 3), ("F_SETFL", 4), ("F_GETLK", 5), ("F_SETLK", 6), ("F_SETLKW", 7), ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37), ("F_OFD_SETLKW", 38), ("F_GETOWN", 9), ("F_SETOWN", 8), ("F_GETSIG", 11), ("F_SETSIG", 10),
    ("F_RDLCK", 0), ("F_WRLCK", 1), ("F_UNLCK", 2), ("F_GETLK64", 5), ("F_SETLK64", 6), ("F_SETLKW64", 7),
    ("FASYNC", 8192), ("F_SETLEASE", 1024), ("F_GETLEASE", 1025), ("F_NOTIFY", 1026), ("F_DUPFD_QUERY", 1027),
    ("F_EXLCK", 4), ("F_SHLCK", 8), ("F_SETPIPE_SZ", 1031), ("F_GETPIPE_SZ", 1032), ("FICLONE", 1074041865),
    ("FICLONERANGE", 1075876877), ("F_GETOWN_EX", 16), ("F_SETOWN_EX", 15), ("F_OWNER_TID", 0), ("F_OWNER_PID", 1),
    ("F_OWNER_PGRP", 2), ("F_GET_RW_HINT", 1035), ("F_SET_RW_HINT", 1036), ("F_GET_FILE_RW_HINT", 1037),
    ("F_SET_FILE_RW_HINT", 1038), ("RWH_WRITE_LIFE_NOT_SET", 0), ("RWH_WRITE_LIFE_NONE", 1),
    ("RWH_WRITE_LIFE_SHORT", 2), ("RWH_WRITE_LIFE_MEDIUM", 3), ("RWH_WRITE_LIFE_LONG", 4),
    ("RWH_WRITE_LIFE_EXTREME", 5), ("FD_CLOEXEC", 1), ("DN_ACCESS", 1), ("DN_MODIFY", 2), ("DN_CREATE", 4),
    ("DN_DELETE", 8), ("DN_RENAME", 16), ("DN_ATTRIB", 32), ("DN_MULTISHOT", 2147483648), ("F_ADD_SEALS", 1033),
    ("F_GET_SEALS", 1034), ("F_SEAL_SEAL", 1), ("F_SEAL_SHRINK", 2), ("F_SEAL_GROW", 4), ("F_SEAL_WRITE", 8),
    ("F_SEAL_FUTURE_WRITE", 16),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "fcntl")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (name, value) in CONSTANTS {
        module::add(th, m.r(), name, Ref::small_int(*value).own())?;
    }
    Ok(m)
}
