//! `posix`: the part of the operating system's interface that `os.py` and the library need: environment, paths,
//! directories, files, identity, processors. What is missing raises AttributeError through `os`.

mod fd;
mod fork;
mod identity;
pub mod paths;
mod process;
pub use paths::plain_path;
pub use process::variable;
mod scandir;
pub mod spawn;

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{bytes, list, module, str as pystr};
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

/// A path from the system as str or bytes.
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
    error::os_error(th, e.raw_os_error().unwrap_or(libc::EIO), p.map(Ref::own))
}

fn fspath(th: &mut Thread, a: Args<'_>) -> R {
    crate::modules::io::path::fspath(th, a.at(0))
}

fn getpid(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::small_int(i64::from(std::process::id())).own())
}
fn getppid(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Ref::small_int(i64::from(std::os::unix::process::parent_id())).own())
}
fn cpu_count(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(typhon_runtime::os::thread::processors()
        .map_or_else(Obj::none, |n| Ref::small_int(i64::from(n)).own()))
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
fn environ(th: &mut Thread) -> R {
    let d = dict::new(th)?;
    for (k, v) in process::variables() {
        let (k, v) = (bytes::new(th, &k)?, bytes::new(th, &v)?);
        if let Some(d) = d.get::<Dict>() {
            drop(d.insert(th, k.r(), v)?);
        }
    }
    Ok(d)
}
fn create_environ(th: &mut Thread, _a: Args<'_>) -> R {
    environ(th)
}

static FUNCTIONS: &[MethodDef] = &[
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
    MethodDef::new("uname", Kind::NoArgs, uname, "Names of the system."),
    MethodDef::new("_create_environ", Kind::NoArgs, create_environ, ""),
];

#[rustfmt::skip]
const CONSTANTS: &[(&str, i64)] = &[
    ("F_OK", 0), ("R_OK", 4), ("W_OK", 2), ("X_OK", 1),
    ("O_RDONLY", 0), ("O_WRONLY", 1), ("O_RDWR", 2), ("O_ACCMODE", 3), ("O_CREAT", 0o100), ("O_EXCL", 0o200),
    ("O_NOCTTY", 0o400), ("O_TRUNC", 0o1000), ("O_APPEND", 0o2000), ("O_NONBLOCK", 0o4000), ("O_NDELAY", 0o4000),
    ("O_DSYNC", 0o10000), ("O_ASYNC", 0o20000), ("O_DIRECTORY", libc::O_DIRECTORY as i64),
    ("O_NOFOLLOW", libc::O_NOFOLLOW as i64), ("O_CLOEXEC", libc::O_CLOEXEC as i64), ("O_SYNC", libc::O_SYNC as i64),
    ("O_RSYNC", libc::O_SYNC as i64), ("O_PATH", libc::O_PATH as i64), ("O_TMPFILE", libc::O_TMPFILE as i64),
    ("SEEK_DATA", 3), ("SEEK_HOLE", 4), ("WNOHANG", 1), ("WUNTRACED", 2), ("WCONTINUED", 8), ("WEXITED", 4),
    ("WSTOPPED", 2), ("WNOWAIT", 0x0100_0000), ("P_ALL", 0), ("P_PID", 1), ("P_PGID", 2),
    ("P_PIDFD", 3), ("PIDFD_NONBLOCK", libc::O_NONBLOCK as i64), ("CLD_EXITED", 1), ("CLD_KILLED", 2),
    ("CLD_DUMPED", 3), ("CLD_TRAPPED", 4), ("CLD_STOPPED", 5), ("CLD_CONTINUED", 6),
    ("PRIO_PROCESS", 0), ("PRIO_PGRP", 1), ("PRIO_USER", 2), ("NGROUPS_MAX", 65536), ("TMP_MAX", 238_328),
    ("EX_OK", 0), ("EX_USAGE", 64), ("EX_DATAERR", 65), ("EX_NOINPUT", 66), ("EX_NOUSER", 67), ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69), ("EX_SOFTWARE", 70), ("EX_OSERR", 71), ("EX_OSFILE", 72), ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74), ("EX_TEMPFAIL", 75), ("EX_PROTOCOL", 76), ("EX_NOPERM", 77), ("EX_CONFIG", 78),
];

/// What `os.supports_dir_fd` and its like are made from.
#[rustfmt::skip]
const HAVE: &[&str] = &[
    "HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT",
    "HAVE_FDOPENDIR", "HAVE_FSTATAT", "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_LCHOWN", "HAVE_LINKAT", "HAVE_LSTAT",
    "HAVE_LUTIMES", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_OPENAT", "HAVE_READLINKAT", "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT",
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
    structseq::setup(th, &paths::STATVFS_RESULT, paths::STATVFS_FIELDS)?;
    let m = module::new(th, "posix")?;
    for f in [
        FUNCTIONS,
        paths::FUNCTIONS,
        fd::FUNCTIONS,
        process::FUNCTIONS,
        fork::FUNCTIONS,
        identity::FUNCTIONS,
        spawn::FUNCTIONS,
    ] {
        module::add_functions(th, m.r(), f)?;
    }
    scandir::add_to(th, m.r())?;
    process::add_to(th, m.r())?;
    for (n, v) in CONSTANTS {
        module::add(th, m.r(), n, Ref::small_int(*v).own())?;
    }
    for (n, t) in [
        ("stat_result", &STAT_RESULT),
        ("terminal_size", &TERMINAL_SIZE),
        ("uname_result", &UNAME_RESULT),
        ("statvfs_result", &paths::STATVFS_RESULT),
        ("error", &error::OS_ERROR),
    ] {
        module::add(th, m.r(), n, t.r().own())?;
    }
    let e = environ(th)?;
    module::add(th, m.r(), "environ", e)?;
    let mut known = Vec::new();
    for n in HAVE {
        known.push(pystr::intern_str(n).own());
    }
    let known = list::new(th, known)?;
    module::add(th, m.r(), "_have_functions", known)?;
    Ok(m)
}
