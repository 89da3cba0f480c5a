//! Functions on descriptors.

use super::TERMINAL_SIZE;
use super::paths::{done, flag};
use crate::modules::io::util;
pub use crate::modules::select::descriptor;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::value_error;
use typhon_runtime::os::{file, process, terminal};
use typhon_runtime::types::{buffer, bytes, int, structseq, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, error};

/// A descriptor given as a number.
fn number(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    int::c_int(th, o)
}

/// A buffer of a size that a script asks for.
fn room(th: &mut Thread, n: i64) -> R<Vec<u8>> {
    let Ok(n) = usize::try_from(n) else {
        return Err(error::os_error(th, libc::EINVAL, None));
    };
    let mut v = Vec::new();
    if v.try_reserve_exact(n.min(file::MAX_IO)).is_err() {
        return Err(error::no_memory(th));
    }
    v.resize(n.min(file::MAX_IO), 0);
    Ok(v)
}

fn close(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let r = th.blocking(|| file::close(fd));
    done(th, r, None).map(|()| Obj::none())
}
fn closerange(th: &mut Thread, a: Args<'_>) -> R {
    let (low, high) = (number(th, a.at(0))?, number(th, a.at(1))?);
    th.blocking(|| process::close_between(low, high));
    Ok(Obj::none())
}
fn read(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let n = util::index_i64(th, a.at(1))?;
    let mut v = room(th, n)?;
    let r = util::retry(th, || file::read(fd, &mut v))?;
    let k = done(th, r, None)?;
    bytes::new(th, &v[..k.min(v.len())])
}
fn pread(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let n = util::index_i64(th, a.at(1))?;
    let offset = util::index_i64(th, a.at(2))?;
    let mut v = room(th, n)?;
    let r = util::retry(th, || file::pread(fd, &mut v, offset))?;
    let k = done(th, r, None)?;
    bytes::new(th, &v[..k.min(v.len())])
}
fn readinto(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let n = buffer::writable_len(th, a.at(1), "readinto() argument 2")?;
    let mut v = room(th, n as i64)?;
    let r = util::retry(th, || file::read(fd, &mut v))?;
    let k = done(th, r, None)?.min(v.len());
    buffer::write_at(a.at(1), 0, &v[..k]);
    int::from_usize(th, k)
}
fn write(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let b = buffer::bytes_like(th, a.at(1))?.into_owned();
    let r = util::retry(th, || file::write(fd, &b))?;
    let n = done(th, r, None)?;
    int::from_usize(th, n)
}
fn pwrite(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let b = buffer::bytes_like(th, a.at(1))?.into_owned();
    let offset = util::index_i64(th, a.at(2))?;
    let r = util::retry(th, || file::pwrite(fd, &b, offset))?;
    let n = done(th, r, None)?;
    int::from_usize(th, n)
}
fn sendfile(th: &mut Thread, a: Args<'_>) -> R {
    let (to, from) = (number(th, a.at(0))?, number(th, a.at(1))?);
    let offset = if a.at(2).is_none() {
        None
    } else {
        Some(util::index_i64(th, a.at(2))?)
    };
    let Ok(count) = usize::try_from(util::index_i64(th, a.at(3))?) else {
        return Err(error::os_error(th, libc::EINVAL, None));
    };
    let r = util::retry(th, || process::send_file(to, from, offset, count))?;
    let n = done(th, r, None)?;
    int::from_usize(th, n)
}
fn lseek(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let offset = util::index_i64(th, a.at(1))?;
    let whence = number(th, a.at(2))?;
    let r = th.blocking(|| file::lseek(fd, offset, whence));
    let n = done(th, r, None)?;
    int::from_i64(th, n)
}
fn ftruncate(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let size = util::index_i64(th, a.at(1))?;
    let r = util::retry(th, || file::ftruncate(fd, size))?;
    done(th, r, None).map(|()| Obj::none())
}
fn sync(th: &mut Thread, a: Args<'_>, data_only: bool) -> R {
    let fd = descriptor(th, a.at(0))?;
    let r = util::retry(th, || file::fsync(fd, data_only))?;
    done(th, r, None).map(|()| Obj::none())
}
fn fsync(th: &mut Thread, a: Args<'_>) -> R {
    sync(th, a, false)
}
fn fdatasync(th: &mut Thread, a: Args<'_>) -> R {
    sync(th, a, true)
}
fn fchmod(th: &mut Thread, a: Args<'_>) -> R {
    let (fd, mode) = (number(th, a.at(0))?, number(th, a.at(1))?);
    let r = th.blocking(|| file::fchmod(fd, mode as u32));
    done(th, r, None).map(|()| Obj::none())
}
fn isatty(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    Ok(Obj::bool(file::isatty(fd)))
}
fn pipe_with(th: &mut Thread, flags: i32) -> R {
    let r = process::pipe(flags);
    let (r, w) = done(th, r, None)?;
    tuple::new(th, vec![util::int(i64::from(r)), util::int(i64::from(w))])
}
fn pipe(th: &mut Thread, _a: Args<'_>) -> R {
    pipe_with(th, libc::O_CLOEXEC)
}
fn pipe2(th: &mut Thread, a: Args<'_>) -> R {
    let flags = number(th, a.at(0))?;
    pipe_with(th, flags)
}
fn openpty(th: &mut Thread, _a: Args<'_>) -> R {
    let r = terminal::pair();
    let (master, slave) = done(th, r, None)?;
    let both = [master, slave].map(|fd| util::int(i64::from(fd)));
    tuple::new(th, both.to_vec())
}
fn dup(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let r = process::dup(fd);
    done(th, r, None).map(|fd| util::int(i64::from(fd)))
}
fn dup2(th: &mut Thread, a: Args<'_>) -> R {
    let (fd, to) = (number(th, a.at(0))?, number(th, a.at(1))?);
    let inheritable = flag(th, a.opt(2), true)?;
    if fd < 0 || to < 0 {
        return Err(error::os_error(th, libc::EBADF, None));
    }
    let r = util::retry(th, || process::dup2(fd, to, inheritable))?;
    done(th, r, None).map(|fd| util::int(i64::from(fd)))
}
fn get_inheritable(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let r = file::inheritable(fd);
    done(th, r, None).map(Obj::bool)
}
fn set_inheritable(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let on = number(th, a.at(1))? != 0;
    let r = file::set_inheritable(fd, on);
    done(th, r, None).map(|()| Obj::none())
}
fn get_blocking(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let r = process::status_flags(fd);
    let f = done(th, r, None)?;
    Ok(Obj::bool(f & libc::O_NONBLOCK == 0))
}
fn set_blocking(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    let on = flag(th, a.opt(1), true)?;
    let r = process::status_flags(fd).and_then(|f| {
        let f = if on {
            f & !libc::O_NONBLOCK
        } else {
            f | libc::O_NONBLOCK
        };
        process::set_status_flags(fd, f)
    });
    done(th, r, None).map(|()| Obj::none())
}
fn get_terminal_size(th: &mut Thread, a: Args<'_>) -> R {
    let fd = match a.opt(0) {
        Some(n) => number(th, n)?,
        None => 1,
    };
    let r = terminal::size(fd).map(|(lines, columns)| (columns, lines));
    let (columns, lines) = done(th, r, None)?;
    let v = vec![util::int(i64::from(columns)), util::int(i64::from(lines))];
    structseq::new(th, &TERMINAL_SIZE, v)
}
fn device_encoding(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    if file::isatty(fd) {
        typhon_runtime::types::str::new(th, "utf-8")
    } else {
        Ok(Obj::none())
    }
}
fn ttyname(th: &mut Thread, a: Args<'_>) -> R {
    let fd = number(th, a.at(0))?;
    if fd < 0 {
        return Err(value_error(th, "file descriptor must not be negative"));
    }
    if !file::isatty(fd) {
        return Err(error::os_error(th, libc::ENOTTY, None));
    }
    match std::fs::read_link(format!("/proc/self/fd/{fd}")) {
        Ok(p) => typhon_runtime::types::str::new(th, &p.to_string_lossy()),
        Err(e) => Err(super::fail(th, &e, None)),
    }
}

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("close", Kind::Sig("fd"), close, "Close a descriptor."),
    MethodDef::new("closerange", Kind::Pos(2, 2), closerange, "Close descriptors from the first up to, not including, the second."),
    MethodDef::new("read", Kind::Pos(2, 2), read, "Read from a descriptor."),
    MethodDef::new("pread", Kind::Pos(3, 3), pread, "Read at an offset."),
    MethodDef::new("readinto", Kind::Pos(2, 2), readinto, "Read into a buffer."),
    MethodDef::new("write", Kind::Pos(2, 2), write, "Write to a descriptor."),
    MethodDef::new("pwrite", Kind::Pos(3, 3), pwrite, "Write at an offset."),
    MethodDef::new("sendfile", Kind::Sig("out_fd, in_fd, offset, count"), sendfile, "Send from one descriptor to another; gives the number of bytes."),
    MethodDef::new("lseek", Kind::Pos(3, 3), lseek, "Set the position."),
    MethodDef::new("ftruncate", Kind::Pos(2, 2), ftruncate, "Cut or extend a file."),
    MethodDef::new("fsync", Kind::Sig("fd"), fsync, "Force a file to disk."),
    MethodDef::new("fdatasync", Kind::Sig("fd"), fdatasync, "Force the data of a file to disk."),
    MethodDef::new("fchmod", Kind::Sig("fd, mode"), fchmod, "Change permissions."),
    MethodDef::new("isatty", Kind::One, isatty, "Whether the descriptor is a terminal."),
    MethodDef::new("openpty", Kind::NoArgs, openpty, "Make a pair of terminals: master and slave."),
    MethodDef::new("pipe", Kind::NoArgs, pipe, "Make a pipe: reading and writing end."),
    MethodDef::new("pipe2", Kind::One, pipe2, "Make a pipe with flags."),
    MethodDef::new("dup", Kind::One, dup, "Duplicate a descriptor."),
    MethodDef::new("dup2", Kind::Sig("fd, fd2, inheritable="), dup2, "Duplicate a descriptor to a given number."),
    MethodDef::new("get_inheritable", Kind::One, get_inheritable, "Whether children inherit the descriptor."),
    MethodDef::new("set_inheritable", Kind::Pos(2, 2), set_inheritable, "Set whether children inherit the descriptor."),
    MethodDef::new("get_blocking", Kind::One, get_blocking, "Whether operations on the descriptor block."),
    MethodDef::new("set_blocking", Kind::Pos(2, 2), set_blocking, "Set whether operations on the descriptor block."),
    MethodDef::new("get_terminal_size", Kind::Pos(0, 1), get_terminal_size, "Size of the terminal."),
    MethodDef::new("device_encoding", Kind::Sig("fd"), device_encoding, "Encoding of a terminal."),
    MethodDef::new("ttyname", Kind::One, ttyname, "Name of the terminal."),
];
