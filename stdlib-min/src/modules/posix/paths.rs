//! Functions on paths: directories, links, permissions, status.

use super::{STAT_FIELDS, STAT_RESULT, text};
use crate::modules::io::path::own_path;
use crate::modules::io::util;
use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::os::Sys;
use typhon_runtime::os::file::{self, Stat};
use typhon_runtime::types::structseq::Fields;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{buffer, float, int, list, str as pystr, structseq, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// A path argument.
pub struct PathArg {
    /// The path for the system; empty if a descriptor was given.
    pub path: CString,
    /// It was given as bytes.
    pub as_bytes: bool,
    /// The descriptor that was given in its place.
    pub fd: Option<i32>,
}

/// What a function takes as a path, for its errors.
#[derive(Clone, Copy)]
pub struct Spec {
    /// Function.
    pub func: &'static str,
    /// Parameter.
    pub name: &'static str,
    /// Takes descriptors.
    pub fd: bool,
    /// Takes None.
    pub none: bool,
}

/// A plain path parameter called `path`.
const fn plain(func: &'static str) -> Spec {
    Spec {
        func,
        name: "path",
        fd: false,
        none: false,
    }
}
const fn named(func: &'static str, name: &'static str) -> Spec {
    Spec {
        func,
        name,
        fd: false,
        none: false,
    }
}
const fn or_fd(func: &'static str) -> Spec {
    Spec {
        func,
        name: "path",
        fd: true,
        none: false,
    }
}

/// The bytes of the str `o`, whose payload is `s`, for the system (PEP 383), surrogateescape.
pub fn fs_encode(th: &mut Thread, o: Ref<'_>, s: &pystr::Str) -> R<Vec<u8>> {
    if !s.has_surrogates() {
        return Ok(s.bytes().to_vec());
    }
    let mut out = Vec::with_capacity(s.len());
    for c in s.code_points() {
        match c {
            0xdc80..=0xdcff => out.push((c - 0xdc00) as u8),
            0xd800..=0xdfff => {
                let utf8 = crate::codecs::Encoding::Utf8;
                // Raises UnicodeEncodeError.
                crate::codecs::encode_builtin(th, o, utf8, "surrogateescape")?;
            }
            _ => pystr::push_code_point(&mut out, c),
        }
    }
    Ok(out)
}

fn raw_bytes(th: &mut Thread, o: Ref<'_>) -> R<Option<(Vec<u8>, bool)>> {
    if let Some(s) = o.get::<pystr::Str>() {
        return Ok(Some((fs_encode(th, o, s)?, false)));
    }
    Ok(typhon_runtime::types::bytes::value(o).map(|b| (b.to_vec(), true)))
}

/// Reads a path argument.
pub fn path_arg(th: &mut Thread, o: Ref<'_>, spec: Spec) -> R<PathArg> {
    if spec.fd && (int::is_int(o) || o.class().slots().index().is_some()) {
        if o.is_exact(&typhon_runtime::types::BOOL) {
            let m = "bool is used as a file descriptor";
            crate::warn::warn(th, &error::RUNTIME_WARNING, m)?;
        }
        let fd = int::c_int(th, o)?;
        return Ok(PathArg {
            path: CString::default(),
            as_bytes: false,
            fd: Some(fd),
        });
    }
    if spec.none && o.is_none() {
        return path_arg(th, pystr::intern_str("."), spec);
    }
    let found = match raw_bytes(th, o)? {
        Some(b) => b,
        None if buffer::is_bytes_like(o) => return Err(refusal(th, o, spec)),
        None => match own_path(th, o)? {
            None => return Err(refusal(th, o, spec)),
            Some(p) => match raw_bytes(th, p.r())? {
                Some(b) => b,
                None => {
                    let m = format!(
                        "expected {}.__fspath__() to return str or bytes, not {}",
                        o.class().name(),
                        p.r().class().name()
                    );
                    return Err(type_error(th, m));
                }
            },
        },
    };
    match CString::new(found.0) {
        Ok(path) => Ok(PathArg {
            path,
            as_bytes: found.1,
            fd: None,
        }),
        Err(_) => {
            let m = format!("{}: embedded null character in {}", spec.func, spec.name);
            Err(value_error(th, m))
        }
    }
}

fn refusal(th: &mut Thread, o: Ref<'_>, spec: Spec) -> Raised {
    let allowed = match (spec.fd, spec.none) {
        (true, true) => "string, bytes, os.PathLike, integer or None",
        (true, false) => "string, bytes, os.PathLike or integer",
        (false, true) => "string, bytes, os.PathLike or None",
        (false, false) => "string, bytes or os.PathLike",
    };
    let m = format!(
        "{}: {} should be {allowed}, not {}",
        spec.func,
        spec.name,
        o.class().name()
    );
    type_error(th, m)
}

/// The bytes of a path for the system.
pub fn plain_path(th: &mut Thread, o: Ref<'_>, func: &'static str) -> R<CString> {
    path_arg(th, o, plain(func)).map(|p| p.path)
}

/// A `dir_fd` argument.
pub fn dir_fd(th: &mut Thread, o: Option<Ref<'_>>) -> R<Option<i32>> {
    match o {
        None => Ok(None),
        Some(o) if o.is_none() => Ok(None),
        Some(o) if int::is_int(o) || o.class().slots().index().is_some() => {
            int::c_int(th, o).map(Some)
        }
        Some(o) => {
            let m = format!(
                "argument should be integer or None, not {}",
                o.class().name()
            );
            Err(type_error(th, m))
        }
    }
}

/// A flag argument with its default.
pub fn flag(th: &mut Thread, o: Option<Ref<'_>>, default: bool) -> R<bool> {
    o.map_or(Ok(default), |o| ops::is_true(th, o))
}

/// An int argument with its default.
pub fn int_arg(th: &mut Thread, o: Option<Ref<'_>>, default: i32) -> R<i32> {
    o.map_or(Ok(default), |o| int::c_int(th, o))
}

/// The result of a system call on a path.
pub fn done<T>(th: &mut Thread, r: Sys<T>, path: Option<Ref<'_>>) -> R<T> {
    r.map_err(|e| error::os_error(th, e, path.map(Ref::own)))
}

fn getcwd(th: &mut Thread, _a: Args<'_>) -> R {
    cwd(th, false)
}
fn getcwdb(th: &mut Thread, _a: Args<'_>) -> R {
    cwd(th, true)
}
fn cwd(th: &mut Thread, as_bytes: bool) -> R {
    match std::env::current_dir() {
        Ok(p) => text(th, p.as_os_str().as_bytes(), as_bytes),
        Err(e) => Err(super::fail(th, &e, None)),
    }
}
fn chdir(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("chdir"))?;
    let r = th.blocking(|| match p.fd {
        Some(fd) => file::fchdir(fd),
        None => std::env::set_current_dir(OsStr::from_bytes(p.path.as_bytes()))
            .map_err(|e| e.raw_os_error().unwrap_or(libc::EIO)),
    });
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
fn fchdir(th: &mut Thread, a: Args<'_>) -> R {
    let fd = super::fd::descriptor(th, a.at(0))?;
    let r = file::fchdir(fd);
    done(th, r, None).map(|()| Obj::none())
}
fn mkdir(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("mkdir"))?;
    let mode = int_arg(th, a.opt(1), 0o777)? as u32;
    let dir = dir_fd(th, a.opt(2))?;
    let r = th.blocking(|| file::mkdir(dir, &p.path, mode));
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
fn mkfifo(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("mkfifo"))?;
    let mode = int_arg(th, a.opt(1), 0o666)? as u32;
    let dir = dir_fd(th, a.opt(2))?;
    let r = th.blocking(|| file::mkfifo(dir, &p.path, mode));
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
fn mknod(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("mknod"))?;
    let mode = int_arg(th, a.opt(1), 0o600)? as u32;
    let device = match a.opt(2) {
        Some(n) => int::ssize(th, n)? as u64,
        None => 0,
    };
    let dir = dir_fd(th, a.opt(3))?;
    let r = th.blocking(|| file::mknod(dir, &p.path, mode, device));
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
// Linux packs the low 12 bits of the major number between parts of the minor one.
fn major(th: &mut Thread, a: Args<'_>) -> R {
    let d = int::ssize(th, a.at(0))? as u64;
    int::from_u64(th, d >> 8 & 0xfff | d >> 32 & 0xffff_f000)
}
fn minor(th: &mut Thread, a: Args<'_>) -> R {
    let d = int::ssize(th, a.at(0))? as u64;
    int::from_u64(th, d & 0xff | d >> 12 & 0xffff_ff00)
}
fn makedev(th: &mut Thread, a: Args<'_>) -> R {
    let high = int::ssize(th, a.at(0))? as u64;
    let low = int::ssize(th, a.at(1))? as u64;
    let high = (high & 0xffff_f000) << 32 | (high & 0xfff) << 8;
    int::from_u64(th, high | (low & 0xffff_ff00) << 12 | low & 0xff)
}
fn remove_one(th: &mut Thread, a: Args<'_>, func: &'static str, is_dir: bool) -> R {
    let p = path_arg(th, a.at(0), plain(func))?;
    let dir = dir_fd(th, a.opt(1))?;
    let r = th.blocking(|| file::remove(dir, &p.path, is_dir));
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
fn rmdir(th: &mut Thread, a: Args<'_>) -> R {
    remove_one(th, a, "rmdir", true)
}
fn unlink(th: &mut Thread, a: Args<'_>) -> R {
    remove_one(th, a, "unlink", false)
}
fn remove(th: &mut Thread, a: Args<'_>) -> R {
    remove_one(th, a, "remove", false)
}
fn readlink(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("readlink"))?;
    let dir = dir_fd(th, a.opt(1))?;
    let r = th.blocking(|| file::readlink(dir, &p.path));
    let b = done(th, r, Some(a.at(0)))?;
    text(th, &b, p.as_bytes)
}
fn chmod(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("chmod"))?;
    let mode = int::c_int(th, a.at(1))? as u32;
    let dir = dir_fd(th, a.opt(2))?;
    let follow = flag(th, a.opt(3), true)?;
    let r = th.blocking(|| match p.fd {
        Some(fd) => file::fchmod(fd, mode),
        None => file::chmod(dir, &p.path, mode, follow),
    });
    if r == Err(libc::EOPNOTSUPP) && !follow {
        // The system knows no modes of links.
        if dir.is_some() {
            let m = "chmod: cannot use dir_fd and follow_symlinks together";
            return Err(value_error(th, m));
        }
        let m = "chmod: follow_symlinks unavailable on this platform";
        return Err(error::raise(th, &error::NOT_IMPLEMENTED_ERROR, m));
    }
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}

/// A user or group number; -1: unchanged.
fn owner(th: &mut Thread, o: Ref<'_>, what: &str) -> R<u32> {
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(-1) => Ok(u32::MAX),
        Some(n) if n < 0 => Err(error::overflow_error(
            th,
            format!("{what} is less than minimum"),
        )),
        Some(n) if n <= i64::from(u32::MAX) => Ok(n as u32),
        _ => Err(error::overflow_error(
            th,
            format!("{what} is greater than maximum"),
        )),
    }
}
fn chown(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("chown"))?;
    let (uid, gid) = (owner(th, a.at(1), "uid")?, owner(th, a.at(2), "gid")?);
    let dir = dir_fd(th, a.opt(3))?;
    let follow = flag(th, a.opt(4), true)?;
    let r = th.blocking(|| match p.fd {
        Some(fd) => file::fchown(fd, uid, gid),
        None => file::chown(dir, &p.path, uid, gid, follow),
    });
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}

/// The error of a call on two paths.
fn done_two(th: &mut Thread, r: Sys<()>, a: Args<'_>) -> R {
    match r {
        Ok(()) => Ok(Obj::none()),
        Err(e) => {
            let r = error::os_error(th, e, Some(a.at(0).own()));
            if let Some(e) = th.raised.as_ref() {
                error::set_field(e.r(), "filename2", a.at(1).own());
            }
            Err(r)
        }
    }
}
fn move_file(th: &mut Thread, a: Args<'_>, func: &'static str) -> R {
    let p = path_arg(th, a.at(0), named(func, "src"))?;
    let q = path_arg(th, a.at(1), named(func, "dst"))?;
    let (from, to) = (dir_fd(th, a.opt(2))?, dir_fd(th, a.opt(3))?);
    let r = th.blocking(|| file::rename((from, &p.path), (to, &q.path)));
    done_two(th, r, a)
}
fn rename(th: &mut Thread, a: Args<'_>) -> R {
    move_file(th, a, "rename")
}
fn replace(th: &mut Thread, a: Args<'_>) -> R {
    move_file(th, a, "replace")
}
fn link(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), named("link", "src"))?;
    let q = path_arg(th, a.at(1), named("link", "dst"))?;
    let (from, to) = (dir_fd(th, a.opt(2))?, dir_fd(th, a.opt(3))?);
    let follow = flag(th, a.opt(4), false)?;
    let r = th.blocking(|| file::link((from, &p.path), (to, &q.path), follow));
    done_two(th, r, a)
}
fn symlink(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), named("symlink", "src"))?;
    let q = path_arg(th, a.at(1), named("symlink", "dst"))?;
    let dir = dir_fd(th, a.opt(3))?;
    let r = th.blocking(|| file::symlink(&p.path, dir, &q.path));
    done_two(th, r, a)
}

fn listdir(th: &mut Thread, a: Args<'_>) -> R {
    let spec = Spec {
        func: "listdir",
        name: "path",
        fd: true,
        none: true,
    };
    let p = path_arg(th, a.at(0), spec)?;
    let names = th.blocking(|| -> std::io::Result<Vec<Vec<u8>>> {
        std::fs::read_dir(directory(&p))?
            .map(|e| e.map(|e| e.file_name().as_bytes().to_vec()))
            .collect()
    });
    match names {
        Ok(v) => {
            let mut out = Vec::with_capacity(v.len());
            for n in v {
                out.push(text(th, &n, p.as_bytes)?);
            }
            list::new(th, out)
        }
        Err(e) => {
            let given = a.opt_not_none(0).unwrap_or(pystr::intern_str("."));
            Err(super::fail(th, &e, Some(given)))
        }
    }
}

/// The directory to read: for a descriptor its name under /proc.
pub fn directory(p: &PathArg) -> std::path::PathBuf {
    match p.fd {
        Some(fd) => format!("/proc/self/fd/{fd}").into(),
        None => OsStr::from_bytes(p.path.as_bytes()).into(),
    }
}

/// A `stat_result`.
pub fn stat_of(th: &mut Thread, s: &Stat) -> R {
    let mut v = Vec::with_capacity(STAT_FIELDS.len());
    let ns = s
        .times
        .map(|(s, n)| s.saturating_mul(1_000_000_000).saturating_add(n));
    for x in [u64::from(s.mode), s.ino, s.dev, s.nlink] {
        v.push(int::from_u64(th, x)?);
    }
    for x in [i64::from(s.uid), i64::from(s.gid), s.size] {
        v.push(int::from_i64(th, x)?);
    }
    for n in ns {
        v.push(int::from_i64(th, n.div_euclid(1_000_000_000))?);
    }
    for (s, n) in s.times {
        v.push(float::new(th, s as f64 + 1e-9 * n as f64)?);
    }
    for n in ns {
        v.push(int::from_i64(th, n)?);
    }
    for x in [s.blksize, s.blocks, s.rdev as i64] {
        v.push(int::from_i64(th, x)?);
    }
    structseq::new(th, &STAT_RESULT, v)
}

fn stat(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("stat"))?;
    let dir = dir_fd(th, a.opt(1))?;
    let follow = flag(th, a.opt(2), true)?;
    if p.fd.is_some() && dir.is_some() {
        let m = "stat: can't specify dir_fd without matching path";
        return Err(value_error(th, m));
    }
    if p.fd.is_some() && !follow {
        let m = "stat: cannot use fd and follow_symlinks together";
        return Err(value_error(th, m));
    }
    let r = th.blocking(|| match p.fd {
        Some(fd) => file::fstat(fd),
        None => file::stat(dir, &p.path, follow),
    });
    let s = done(th, r, Some(a.at(0)))?;
    stat_of(th, &s)
}
fn lstat(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("lstat"))?;
    let dir = dir_fd(th, a.opt(1))?;
    let r = th.blocking(|| file::stat(dir, &p.path, false));
    let s = done(th, r, Some(a.at(0)))?;
    stat_of(th, &s)
}
fn fstat(th: &mut Thread, a: Args<'_>) -> R {
    let fd = int::c_int(th, a.at(0))?;
    let r = th.blocking(|| file::fstat(fd));
    let s = done(th, r, None)?;
    stat_of(th, &s)
}
fn access(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("access"))?;
    let mode = int::c_int(th, a.at(1))?;
    let dir = dir_fd(th, a.opt(2))?;
    let effective = flag(th, a.opt(3), false)?;
    let follow = flag(th, a.opt(4), true)?;
    let r = th.blocking(|| file::access(dir, &p.path, mode, effective, follow));
    Ok(Obj::bool(r.is_ok()))
}

/// Seconds, int or float, as (seconds, nanoseconds), rounded down.
fn seconds(th: &mut Thread, o: Ref<'_>) -> R<(i64, i64)> {
    let too_large = "timestamp out of range for platform time_t";
    if let Some(x) = float::value(o) {
        if x.is_nan() {
            return Err(value_error(th, "Invalid value NaN (not a number)"));
        }
        let s = x.floor();
        if s.abs() >= 9.2e18 {
            return Err(error::overflow_error(th, too_large));
        }
        let n = ((x - s) * 1e9).floor() as i64;
        return Ok((s as i64, n));
    }
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(s) => Ok((s, 0)),
        None => Err(error::overflow_error(th, too_large)),
    }
}
fn nanoseconds(th: &mut Thread, o: Ref<'_>) -> R<(i64, i64)> {
    let n = util::index_i64(th, o)?;
    Ok((n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000)))
}
fn utime(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("utime"))?;
    let pair = |th: &mut Thread, o: Ref<'_>, what: &str| -> R<(Obj, Obj)> {
        let v: Vec<Obj> = tuple::items(o).map(Ref::own).collect();
        match <[Obj; 2]>::try_from(v) {
            Ok([x, y]) if tuple::is_tuple(o) => Ok((x, y)),
            _ => Err(type_error(th, what)),
        }
    };
    let times = match (a.opt_not_none(1), a.opt(2)) {
        (Some(_), Some(_)) => {
            let m = "utime: you may specify either 'times' or 'ns' but not both";
            return Err(value_error(th, m));
        }
        (Some(t), None) => {
            let m = "utime: 'times' must be either a tuple of two ints or None";
            let (x, y) = pair(th, t, m)?;
            Some([seconds(th, x.r())?, seconds(th, y.r())?])
        }
        (None, Some(t)) => {
            let (x, y) = pair(th, t, "utime: 'ns' must be a tuple of two ints")?;
            Some([nanoseconds(th, x.r())?, nanoseconds(th, y.r())?])
        }
        (None, None) => None,
    };
    let dir = dir_fd(th, a.opt(3))?;
    let follow = flag(th, a.opt(4), true)?;
    let r = th.blocking(|| match p.fd {
        Some(fd) => file::futime(fd, times),
        None => file::utime(dir, &p.path, times, follow),
    });
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
fn truncate(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("truncate"))?;
    let size = util::index_i64(th, a.at(1))?;
    let r = th.blocking(|| match p.fd {
        Some(fd) => file::ftruncate(fd, size),
        None => file::truncate(&p.path, size),
    });
    done(th, r, Some(a.at(0))).map(|()| Obj::none())
}
fn open(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), plain("open"))?;
    let flags = int::c_int(th, a.at(1))?;
    let mode = int_arg(th, a.opt(2), 0o777)? as u32;
    let dir = dir_fd(th, a.opt(3))?;
    // Not inherited, PEP 446.
    let r = util::retry(th, || {
        file::open(dir, &p.path, flags | libc::O_CLOEXEC, mode)
    })?;
    done(th, r, Some(a.at(0))).map(|fd| util::int(i64::from(fd)))
}

/// `os.statvfs_result`.
pub static STATVFS_RESULT: TypeObj = TypeObj::declare("os.statvfs_result");
/// Its fields; the last one is no item of the tuple.
pub const STATVFS_FIELDS: Fields = Fields {
    names: &[
        "f_bsize",
        "f_frsize",
        "f_blocks",
        "f_bfree",
        "f_bavail",
        "f_files",
        "f_ffree",
        "f_favail",
        "f_flag",
        "f_namemax",
        "f_fsid",
    ],
    visible: 10,
    constructible: true,
};

fn statvfs(th: &mut Thread, a: Args<'_>) -> R {
    let p = path_arg(th, a.at(0), or_fd("statvfs"))?;
    let r = th.blocking(|| file::statvfs(p.fd.map_or(Ok(p.path.as_c_str()), Err)));
    let mut v = Vec::new();
    for x in done(th, r, Some(a.at(0)))? {
        v.push(int::from_u64(th, x)?);
    }
    structseq::new(th, &STATVFS_RESULT, v)
}

/// `posixpath.normpath` of a path: no double slashes, no `.`, `..` resolved by text.
fn normpath(th: &mut Thread, a: Args<'_>) -> R {
    // Text as it is: no file is meant yet, so NUL characters are like others.
    let (b, as_bytes) = match raw_bytes(th, a.at(0))? {
        Some(raw) => raw,
        None => {
            let p = path_arg(th, a.at(0), plain("_path_normpath"))?;
            (p.path.into_bytes(), p.as_bytes)
        }
    };
    let b = b.as_slice();
    let mut root = b.iter().take_while(|&&c| c == b'/').count();
    if root > 2 {
        root = 1;
    }
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in b.split(|&c| c == b'/') {
        match part {
            b"" | b"." => {}
            b".." if parts.last().is_some_and(|l| *l != b"..") => drop(parts.pop()),
            b".." if root > 0 && parts.is_empty() => {}
            _ => parts.push(part),
        }
    }
    let mut out = vec![b'/'; root];
    out.extend(parts.join(&b'/'));
    if out.is_empty() {
        out.push(b'.');
    }
    text(th, &out, as_bytes)
}

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getcwd", Kind::NoArgs, getcwd, "The working directory."),
    MethodDef::new("getcwdb", Kind::NoArgs, getcwdb, "The working directory as bytes."),
    MethodDef::new("chdir", Kind::Sig("path"), chdir, "Change the working directory."),
    MethodDef::new("fchdir", Kind::Sig("fd"), fchdir, "Change to the directory of a descriptor."),
    MethodDef::new("mkdir", Kind::Sig("path, mode=, *, dir_fd="), mkdir, "Make a directory."),
    MethodDef::new("mkfifo", Kind::Sig("path, mode=, *, dir_fd="), mkfifo, "Make a named pipe."),
    MethodDef::new("mknod", Kind::Sig("path, mode=, device=, *, dir_fd="), mknod, "Make a file, named pipe or device."),
    MethodDef::new("major", Kind::One, major, "The major number of a device."),
    MethodDef::new("minor", Kind::One, minor, "The minor number of a device."),
    MethodDef::new("makedev", Kind::Pos(2, 2), makedev, "The device of a major and a minor number."),
    MethodDef::new("rmdir", Kind::Sig("path, *, dir_fd="), rmdir, "Remove an empty directory."),
    MethodDef::new("unlink", Kind::Sig("path, *, dir_fd="), unlink, "Remove a file."),
    MethodDef::new("remove", Kind::Sig("path, *, dir_fd="), remove, "Remove a file."),
    MethodDef::new("readlink", Kind::Sig("path, *, dir_fd="), readlink, "Target of a symbolic link."),
    MethodDef::new("chmod", Kind::Sig("path, mode, *, dir_fd=, follow_symlinks="), chmod, "Change permissions."),
    MethodDef::new("chown", Kind::Sig("path, uid, gid, *, dir_fd=, follow_symlinks="), chown, "Change owner and group."),
    MethodDef::new("rename", Kind::Sig("src, dst, *, src_dir_fd=, dst_dir_fd="), rename, "Rename a file."),
    MethodDef::new("replace", Kind::Sig("src, dst, *, src_dir_fd=, dst_dir_fd="), replace, "Rename a file, replacing the target."),
    MethodDef::new("link", Kind::Sig("src, dst, *, src_dir_fd=, dst_dir_fd=, follow_symlinks="), link, "Make a hard link."),
    MethodDef::new("symlink", Kind::Sig("src, dst, target_is_directory=, *, dir_fd="), symlink, "Make a symbolic link."),
    MethodDef::new("listdir", Kind::Sig("path="), listdir, "Names in a directory."),
    MethodDef::new("stat", Kind::Sig("path, *, dir_fd=, follow_symlinks="), stat, "State of a file."),
    MethodDef::new("lstat", Kind::Sig("path, *, dir_fd="), lstat, "State of a file, links not followed."),
    MethodDef::new("fstat", Kind::Sig("fd"), fstat, "State of an open file."),
    MethodDef::new("access", Kind::Sig("path, mode, *, dir_fd=, effective_ids=, follow_symlinks="), access, "Whether the permissions allow it."),
    MethodDef::new("utime", Kind::Sig("path, times=, *, ns=, dir_fd=, follow_symlinks="), utime, "Set the times of access and modification."),
    MethodDef::new("truncate", Kind::Sig("path, length"), truncate, "Cut or extend a file."),
    MethodDef::new("open", Kind::Sig("path, flags, mode=, *, dir_fd="), open, "Open a file; gives a descriptor."),
    MethodDef::new("statvfs", Kind::Sig("path"), statvfs, "State of a file system."),
    MethodDef::new("_path_normpath", Kind::Sig("path"), normpath, "Normalise a path by its text."),
];
