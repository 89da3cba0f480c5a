//! `posix`: the part of the operating system's interface that `os.py` and the library need: environment, paths,
//! directories, files, identity, processors. What is missing raises AttributeError through `os`.

use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::os::file::{self, Stat};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{bytes, float, int, list, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// `os.stat_result`.
pub static STAT_RESULT: TypeObj = TypeObj::declare("os.stat_result");
/// `os.terminal_size`.
pub static TERMINAL_SIZE: TypeObj = TypeObj::declare("os.terminal_size");
/// `os.uname_result`.
pub static UNAME_RESULT: TypeObj = TypeObj::declare("posix.uname_result");

const STAT_FIELDS: &[&str] = &[
    "st_mode",
    "st_ino",
    "st_dev",
    "st_nlink",
    "st_uid",
    "st_gid",
    "st_size",
    "",
    "",
    "",
    "st_atime",
    "st_mtime",
    "st_ctime",
    "st_atime_ns",
    "st_mtime_ns",
    "st_ctime_ns",
    "st_blksize",
    "st_blocks",
    "st_rdev",
];

/// A path argument as bytes, and whether it was given as bytes.
fn path_bytes(th: &mut Thread, o: Ref<'_>) -> R<(Vec<u8>, bool)> {
    if let Some(s) = o.get::<pystr::Str>() {
        if s.bytes().contains(&0) {
            return Err(error::value_error(th, "embedded null character"));
        }
        return Ok((s.bytes().to_vec(), false));
    }
    if let Some(b) = bytes::bytes_like(th, o)? {
        return Ok((b, true));
    }
    match call::call_special(th, o, pystr::intern_str("__fspath__"), &[])? {
        Some(p) if pystr::is_str(p.r()) || bytes::bytes_like(th, p.r())?.is_some() => {
            path_bytes(th, p.r())
        }
        _ => Err(type_error(
            th,
            format!(
                "expected str, bytes or os.PathLike object, not {}",
                o.class().name()
            ),
        )),
    }
}

fn path(th: &mut Thread, o: Ref<'_>) -> R<PathBuf> {
    let (b, _) = path_bytes(th, o)?;
    Ok(PathBuf::from(OsStr::from_bytes(&b)))
}

fn text(th: &mut Thread, b: &[u8], as_bytes: bool) -> R {
    if as_bytes {
        return bytes::new(th, b);
    }
    match std::str::from_utf8(b) {
        Ok(s) => pystr::new(th, s),
        Err(_) => {
            // PEP 383: undecodable bytes become lone surrogates.
            let mut out = Vec::new();
            let mut rest = b;
            while !rest.is_empty() {
                match std::str::from_utf8(rest) {
                    Ok(s) => {
                        out.extend_from_slice(s.as_bytes());
                        break;
                    }
                    Err(e) => {
                        out.extend_from_slice(&rest[..e.valid_up_to()]);
                        pystr::push_code_point(&mut out, 0xdc00 + u32::from(rest[e.valid_up_to()]));
                        rest = &rest[e.valid_up_to() + 1..];
                    }
                }
            }
            pystr::from_wtf8(th, &out)
        }
    }
}

fn fail(th: &mut Thread, e: &std::io::Error, p: Option<Ref<'_>>) -> typhon_runtime::Raised {
    error::os_error(th, e.raw_os_error().unwrap_or(5), p.map(Ref::own))
}

/// Runs a system call on one path.
fn on_path<T>(th: &mut Thread, a: Args<'_>, f: impl FnOnce(PathBuf) -> std::io::Result<T>) -> R<T> {
    let p = path(th, a.at(0))?;
    th.blocking(|| f(p))
        .map_err(|e| fail(th, &e, Some(a.at(0))))
}

fn getcwd(th: &mut Thread, _a: Args<'_>) -> R {
    match std::env::current_dir() {
        Ok(p) => text(th, p.as_os_str().as_bytes(), false),
        Err(e) => Err(fail(th, &e, None)),
    }
}
fn getcwdb(th: &mut Thread, _a: Args<'_>) -> R {
    match std::env::current_dir() {
        Ok(p) => text(th, p.as_os_str().as_bytes(), true),
        Err(e) => Err(fail(th, &e, None)),
    }
}
fn chdir(th: &mut Thread, a: Args<'_>) -> R {
    on_path(th, a, std::env::set_current_dir).map(|()| Obj::none())
}
fn mkdir(th: &mut Thread, a: Args<'_>) -> R {
    let mode = a.opt(1).and_then(ops::small_int_value).unwrap_or(0o777) as u32;
    on_path(th, a, |p| {
        std::os::unix::fs::DirBuilderExt::mode(&mut std::fs::DirBuilder::new(), mode).create(p)
    })
    .map(|()| Obj::none())
}
fn rmdir(th: &mut Thread, a: Args<'_>) -> R {
    on_path(th, a, std::fs::remove_dir).map(|()| Obj::none())
}
fn unlink(th: &mut Thread, a: Args<'_>) -> R {
    on_path(th, a, std::fs::remove_file).map(|()| Obj::none())
}
fn readlink(th: &mut Thread, a: Args<'_>) -> R {
    let (_, as_bytes) = path_bytes(th, a.at(0))?;
    let p = on_path(th, a, std::fs::read_link)?;
    text(th, p.as_os_str().as_bytes(), as_bytes)
}
fn chmod(th: &mut Thread, a: Args<'_>) -> R {
    let mode = a.at(1).as_small().unwrap_or(0) as u32;
    on_path(th, a, |p| {
        std::fs::set_permissions(p, std::fs::Permissions::from_mode(mode))
    })
    .map(|()| Obj::none())
}

fn two_paths(th: &mut Thread, a: Args<'_>, f: fn(PathBuf, PathBuf) -> std::io::Result<()>) -> R {
    let (p, q) = (path(th, a.at(0))?, path(th, a.at(1))?);
    match th.blocking(|| f(p, q)) {
        Ok(()) => Ok(Obj::none()),
        Err(e) => {
            let r = fail(th, &e, Some(a.at(0)));
            if let Some(e) = th.raised.as_ref() {
                error::set_field(e.r(), "filename2", a.at(1).own());
            }
            Err(r)
        }
    }
}
fn rename(th: &mut Thread, a: Args<'_>) -> R {
    two_paths(th, a, std::fs::rename)
}
fn link(th: &mut Thread, a: Args<'_>) -> R {
    two_paths(th, a, std::fs::hard_link)
}
fn symlink(th: &mut Thread, a: Args<'_>) -> R {
    two_paths(th, a, std::os::unix::fs::symlink)
}

fn listdir(th: &mut Thread, a: Args<'_>) -> R {
    let dot = pystr::intern_str(".");
    let given = a.opt_not_none(0).unwrap_or(dot);
    let (b, as_bytes) = path_bytes(th, given)?;
    let names = th.blocking(|| -> std::io::Result<Vec<Vec<u8>>> {
        std::fs::read_dir(OsStr::from_bytes(&b))?
            .map(|e| e.map(|e| e.file_name().as_bytes().to_vec()))
            .collect()
    });
    match names {
        Ok(v) => {
            let mut out = Vec::with_capacity(v.len());
            for n in v {
                out.push(text(th, &n, as_bytes)?);
            }
            list::new(th, out)
        }
        Err(e) => Err(fail(th, &e, Some(given))),
    }
}

fn stat_of(th: &mut Thread, s: &Stat) -> R {
    let mut v = Vec::with_capacity(STAT_FIELDS.len());
    let ns = s
        .times
        .map(|(s, n)| s.saturating_mul(1_000_000_000).saturating_add(n));
    for x in [
        i64::from(s.mode),
        s.ino as i64,
        s.dev as i64,
        s.nlink as i64,
        i64::from(s.uid),
        i64::from(s.gid),
        s.size,
    ] {
        v.push(int::from_i64(th, x)?);
    }
    for n in ns {
        v.push(int::from_i64(th, n.div_euclid(1_000_000_000))?);
    }
    for n in ns {
        v.push(float::new(th, n as f64 / 1e9)?);
    }
    for n in ns {
        v.push(int::from_i64(th, n)?);
    }
    for x in [s.blksize, s.blocks, s.rdev as i64] {
        v.push(int::from_i64(th, x)?);
    }
    structseq::new(th, &STAT_RESULT, v)
}

fn stat_path(th: &mut Thread, o: Ref<'_>, follow: bool) -> R {
    if let Some(fd) = ops::small_int_value(o) {
        let r = th.blocking(|| file::fstat(fd as i32));
        return match r {
            Ok(s) => stat_of(th, &s),
            Err(e) => Err(error::os_error(th, e, None)),
        };
    }
    let (b, _) = path_bytes(th, o)?;
    let Ok(c) = CString::new(b) else {
        return Err(error::value_error(th, "embedded null byte"));
    };
    let r = th.blocking(|| file::stat(None, &c, follow));
    match r {
        Ok(s) => stat_of(th, &s),
        Err(e) => Err(error::os_error(th, e, Some(o.own()))),
    }
}
fn stat(th: &mut Thread, a: Args<'_>) -> R {
    let follow = match a.opt(2) {
        Some(f) => ops::is_true(th, f)?,
        None => true,
    };
    stat_path(th, a.at(0), follow)
}
fn lstat(th: &mut Thread, a: Args<'_>) -> R {
    stat_path(th, a.at(0), false)
}
fn fstat(th: &mut Thread, a: Args<'_>) -> R {
    stat_path(th, a.at(0), true)
}
fn access(th: &mut Thread, a: Args<'_>) -> R {
    let mode = a.at(1).as_small().unwrap_or(0);
    let p = path(th, a.at(0))?;
    let ok = th.blocking(|| match std::fs::metadata(&p) {
        Err(_) => false,
        Ok(m) => {
            let bits = m.permissions().mode();
            (mode & 4 == 0 || bits & 0o444 != 0)
                && (mode & 2 == 0 || bits & 0o222 != 0)
                && (mode & 1 == 0 || bits & 0o111 != 0)
        }
    });
    Ok(Obj::bool(ok))
}

fn fspath(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    if pystr::is_str(o)
        || o.class()
            .flag(typhon_runtime::types::typeobj::flags::BYTES_SUB)
    {
        return Ok(o.own());
    }
    match call::call_special(th, o, pystr::intern_str("__fspath__"), &[])? {
        Some(p)
            if pystr::is_str(p.r())
                || p.r()
                    .class()
                    .flag(typhon_runtime::types::typeobj::flags::BYTES_SUB) =>
        {
            Ok(p)
        }
        Some(p) => Err(type_error(
            th,
            format!(
                "expected {}.__fspath__() to return str or bytes, not {}",
                o.class().name(),
                p.r().class().name()
            ),
        )),
        None => Err(type_error(
            th,
            format!(
                "expected str, bytes or os.PathLike object, not {}",
                o.class().name()
            ),
        )),
    }
}

fn getpid(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::small_int(i64::from(std::process::id())).own())
}
fn getppid(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::small_int(i64::from(std::os::unix::process::parent_id())).own())
}
fn cpu_count(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(std::thread::available_parallelism()
        .map_or_else(|_| Obj::none(), |n| Ref::small_int(n.get() as i64).own()))
}
fn urandom(th: &mut Thread, a: Args<'_>) -> R {
    let Some(n) = ops::index(th, a.at(0))?.r().as_small() else {
        return Err(error::overflow_error(
            th,
            "Python int too large to convert to C ssize_t",
        ));
    };
    if n < 0 {
        return Err(error::value_error(th, "negative argument not allowed"));
    }
    let mut v = Vec::new();
    if v.try_reserve_exact(n as usize).is_err() {
        return Err(error::no_memory(th));
    }
    v.resize(n as usize, 0);
    let r = std::fs::File::open("/dev/urandom")
        .and_then(|mut f| std::io::Read::read_exact(&mut f, &mut v));
    match r {
        Ok(()) => bytes::new(th, &v),
        Err(e) => Err(fail(th, &e, None)),
    }
}
fn exit(_th: &mut Thread, a: Args<'_>) -> R {
    std::process::exit(a.at(0).as_small().unwrap_or(0) as i32)
}
fn strerror(th: &mut Thread, a: Args<'_>) -> R {
    let t = error::errno_text(a.at(0).as_small().unwrap_or(0) as i32);
    pystr::new(th, &t)
}
fn isatty(_th: &mut Thread, a: Args<'_>) -> R {
    Ok(Obj::bool(file::isatty(
        a.at(0).as_small().unwrap_or(-1) as i32
    )))
}
fn close(th: &mut Thread, a: Args<'_>) -> R {
    let fd = a.at(0).as_small().unwrap_or(-1) as i32;
    let r = th.blocking(|| file::close(fd));
    r.map(|()| Obj::none())
        .map_err(|e| error::os_error(th, e, None))
}
fn open(th: &mut Thread, a: Args<'_>) -> R {
    let (b, _) = path_bytes(th, a.at(0))?;
    let Ok(c) = CString::new(b) else {
        return Err(error::value_error(th, "embedded null byte"));
    };
    let flags = a.at(1).as_small().unwrap_or(0) as i32;
    let mode = a.opt(2).and_then(Ref::as_small).unwrap_or(0o777) as u32;
    // O_CLOEXEC, PEP 446.
    let r = th.blocking(|| file::open(None, &c, flags | 0o2000000, mode));
    match r {
        Ok(fd) => Ok(Ref::small_int(i64::from(fd)).own()),
        Err(e) => Err(error::os_error(th, e, Some(a.at(0).own()))),
    }
}
fn read(th: &mut Thread, a: Args<'_>) -> R {
    let (fd, n) = (
        a.at(0).as_small().unwrap_or(-1) as i32,
        a.at(1).as_small().unwrap_or(0).max(0) as usize,
    );
    let mut v = Vec::new();
    if v.try_reserve_exact(n).is_err() {
        return Err(error::no_memory(th));
    }
    v.resize(n, 0);
    let r = th.blocking(|| file::read(fd, &mut v));
    match r {
        Ok(k) => bytes::new(th, &v[..k.min(n)]),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn write(th: &mut Thread, a: Args<'_>) -> R {
    let fd = a.at(0).as_small().unwrap_or(-1) as i32;
    let Some(b) = bytes::bytes_like(th, a.at(1))? else {
        return Err(type_error(
            th,
            format!(
                "a bytes-like object is required, not '{}'",
                a.at(1).class().name()
            ),
        ));
    };
    let r = th.blocking(|| file::write(fd, &b));
    match r {
        Ok(n) => Ok(Ref::small_int(n as i64).own()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn get_terminal_size(th: &mut Thread, _a: Args<'_>) -> R {
    // ENOTTY: callers fall back to the environment.
    Err(error::os_error(th, 25, None))
}
fn uname(th: &mut Thread, _a: Args<'_>) -> R {
    let read = |n: &str| {
        std::fs::read_to_string(format!("/proc/sys/kernel/{n}"))
            .map(|s| s.trim().to_string())
            .unwrap_or_default()
    };
    let mut v = Vec::new();
    for t in [
        read("ostype"),
        read("hostname"),
        read("osrelease"),
        read("version"),
        std::env::consts::ARCH.to_string(),
    ] {
        v.push(pystr::new(th, &t)?);
    }
    structseq::new(th, &UNAME_RESULT, v)
}
fn sched_getaffinity(th: &mut Thread, _a: Args<'_>) -> R {
    let mut v = Vec::new();
    let status = std::fs::read_to_string("/proc/thread-self/status").unwrap_or_default();
    let field = status
        .lines()
        .find_map(|l| l.strip_prefix("Cpus_allowed_list:"))
        .unwrap_or("0")
        .trim()
        .to_string();
    for part in field.split(',') {
        let (a, b) = part.split_once('-').unwrap_or((part, part));
        let (a, b) = (a.parse::<i64>().unwrap_or(0), b.parse::<i64>().unwrap_or(0));
        for c in a..=b {
            v.push(Ref::small_int(c).own());
        }
    }
    typhon_runtime::types::set::new_of(th, &typhon_runtime::types::SET, v)
}
fn environ(th: &mut Thread) -> R {
    let d = dict::new(th)?;
    for (k, v) in std::env::vars_os() {
        let (k, v) = (bytes::new(th, k.as_bytes())?, bytes::new(th, v.as_bytes())?);
        if let Some(d) = d.get::<Dict>() {
            drop(d.insert(th, k.r(), v)?);
        }
    }
    Ok(d)
}
fn create_environ(th: &mut Thread, _a: Args<'_>) -> R {
    environ(th)
}
fn putenv(_th: &mut Thread, _a: Args<'_>) -> R {
    // The mapping in `os` is what children get; the C environment stays as it was, because changing it races
    // with every thread that reads it.
    Ok(Obj::none())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getcwd", Kind::NoArgs, getcwd, "The working directory."),
    MethodDef::new(
        "getcwdb",
        Kind::NoArgs,
        getcwdb,
        "The working directory as bytes.",
    ),
    MethodDef::new(
        "chdir",
        Kind::Sig("path"),
        chdir,
        "Change the working directory.",
    ),
    MethodDef::new(
        "mkdir",
        Kind::Sig("path, mode=, *, dir_fd="),
        mkdir,
        "Make a directory.",
    ),
    MethodDef::new(
        "rmdir",
        Kind::Sig("path, *, dir_fd="),
        rmdir,
        "Remove an empty directory.",
    ),
    MethodDef::new(
        "unlink",
        Kind::Sig("path, *, dir_fd="),
        unlink,
        "Remove a file.",
    ),
    MethodDef::new(
        "remove",
        Kind::Sig("path, *, dir_fd="),
        unlink,
        "Remove a file.",
    ),
    MethodDef::new(
        "readlink",
        Kind::Sig("path, *, dir_fd="),
        readlink,
        "Target of a symbolic link.",
    ),
    MethodDef::new(
        "chmod",
        Kind::Sig("path, mode, *, dir_fd=, follow_symlinks="),
        chmod,
        "Change permissions.",
    ),
    MethodDef::new(
        "rename",
        Kind::Sig("src, dst, *, src_dir_fd=, dst_dir_fd="),
        rename,
        "Rename a file.",
    ),
    MethodDef::new(
        "replace",
        Kind::Sig("src, dst, *, src_dir_fd=, dst_dir_fd="),
        rename,
        "Rename a file, replacing the target.",
    ),
    MethodDef::new(
        "link",
        Kind::Sig("src, dst, *, src_dir_fd=, dst_dir_fd=, follow_symlinks="),
        link,
        "Make a hard link.",
    ),
    MethodDef::new(
        "symlink",
        Kind::Sig("src, dst, target_is_directory=, *, dir_fd="),
        symlink,
        "Make a symbolic link.",
    ),
    MethodDef::new(
        "listdir",
        Kind::Sig("path="),
        listdir,
        "Names in a directory.",
    ),
    MethodDef::new(
        "stat",
        Kind::Sig("path, *, dir_fd=, follow_symlinks="),
        stat,
        "State of a file.",
    ),
    MethodDef::new(
        "lstat",
        Kind::Sig("path, *, dir_fd="),
        lstat,
        "State of a file, links not followed.",
    ),
    MethodDef::new("fstat", Kind::Sig("fd"), fstat, "State of an open file."),
    MethodDef::new(
        "access",
        Kind::Sig("path, mode, *, dir_fd=, effective_ids=, follow_symlinks="),
        access,
        "Whether the permissions allow it.",
    ),
    MethodDef::new(
        "fspath",
        Kind::Sig("path"),
        fspath,
        "The path as str or bytes.",
    ),
    MethodDef::new("getpid", Kind::NoArgs, getpid, "Process id."),
    MethodDef::new("getppid", Kind::NoArgs, getppid, "Parent's process id."),
    MethodDef::new(
        "cpu_count",
        Kind::NoArgs,
        cpu_count,
        "Number of processors.",
    ),
    MethodDef::new("urandom", Kind::One, urandom, "Random bytes."),
    MethodDef::new(
        "_exit",
        Kind::Sig("status"),
        exit,
        "End the process at once.",
    ),
    MethodDef::new("strerror", Kind::One, strerror, "Text of an error number."),
    MethodDef::new(
        "isatty",
        Kind::One,
        isatty,
        "Whether the descriptor is a terminal.",
    ),
    MethodDef::new(
        "open",
        Kind::Sig("path, flags, mode=, *, dir_fd="),
        open,
        "Open a file; gives a descriptor.",
    ),
    MethodDef::new("close", Kind::Sig("fd"), close, "Close a descriptor."),
    MethodDef::new("read", Kind::Pos(2, 2), read, "Read from a descriptor."),
    MethodDef::new("write", Kind::Pos(2, 2), write, "Write to a descriptor."),
    MethodDef::new(
        "get_terminal_size",
        Kind::Pos(0, 1),
        get_terminal_size,
        "Size of the terminal.",
    ),
    MethodDef::new("uname", Kind::NoArgs, uname, "Names of the system."),
    MethodDef::new(
        "sched_getaffinity",
        Kind::One,
        sched_getaffinity,
        "Processors that the thread may use.",
    ),
    MethodDef::new("_create_environ", Kind::NoArgs, create_environ, ""),
    MethodDef::new(
        "putenv",
        Kind::Pos(2, 2),
        putenv,
        "Set an environment variable.",
    ),
    MethodDef::new(
        "unsetenv",
        Kind::One,
        putenv,
        "Remove an environment variable.",
    ),
];

const CONSTANTS: &[(&str, i64)] = &[
    ("F_OK", 0),
    ("R_OK", 4),
    ("W_OK", 2),
    ("X_OK", 1),
    ("O_RDONLY", 0),
    ("O_WRONLY", 1),
    ("O_RDWR", 2),
    ("O_CREAT", 0o100),
    ("O_EXCL", 0o200),
    ("O_TRUNC", 0o1000),
    ("O_APPEND", 0o2000),
    ("O_NONBLOCK", 0o4000),
    ("O_DIRECTORY", 0o200000),
    ("O_NOFOLLOW", 0o400000),
    ("O_CLOEXEC", 0o2000000),
    ("EX_OK", 0),
    ("WNOHANG", 1),
    ("PRIO_PROCESS", 0),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    structseq::setup(
        th,
        &STAT_RESULT,
        Fields {
            names: STAT_FIELDS,
            visible: 10,
            constructible: true,
        },
    )?;
    structseq::setup(
        th,
        &TERMINAL_SIZE,
        Fields {
            names: &["columns", "lines"],
            visible: 2,
            constructible: true,
        },
    )?;
    structseq::setup(
        th,
        &UNAME_RESULT,
        Fields {
            names: &["sysname", "nodename", "release", "version", "machine"],
            visible: 5,
            constructible: true,
        },
    )?;
    let m = module::new(th, "posix")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    for (n, v) in CONSTANTS {
        module::add(th, m.r(), n, Ref::small_int(*v).own())?;
    }
    for (n, t) in [
        ("stat_result", &STAT_RESULT),
        ("terminal_size", &TERMINAL_SIZE),
        ("uname_result", &UNAME_RESULT),
        ("error", &error::OS_ERROR),
    ] {
        module::add(th, m.r(), n, t.r().own())?;
    }
    let e = environ(th)?;
    module::add(th, m.r(), "environ", e)?;
    let known = list::new(th, vec![])?;
    module::add(th, m.r(), "_have_functions", known)?;
    Ok(m)
}
