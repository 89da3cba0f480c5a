//! Functions on processes: signals, waiting, identity, scheduling, the environment of children.
//!
//! ENVIRONMENT RULE. The environment that children get is `ENV`, kept here: changing the C library's own races with every
//!   thread that reads it. (`time.tzset` hands TZ over, under ZONE RULE.)

use super::paths::{PathArg, Spec, done, fs_encode, path_arg};
use crate::modules::io::path::own_path;
use crate::modules::io::util;
use parking_lot::Mutex;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::os::process::{self, Id};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{SET, float, int, list, set, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// `os.times_result`.
pub static TIMES_RESULT: TypeObj = TypeObj::declare("posix.times_result");
/// `os.waitid_result`.
static WAITID_RESULT: TypeObj = TypeObj::declare("posix.waitid_result");

type Pairs = Vec<(Vec<u8>, Vec<u8>)>;
/// ENVIRONMENT RULE; None: as the process got it.
static ENV: Mutex<Option<Pairs>> = Mutex::new(None);

fn initial() -> Pairs {
    std::env::vars_os()
        .map(|(k, v)| (k.as_bytes().to_vec(), v.as_bytes().to_vec()))
        .collect()
}

/// Names and values of the variables as the script has set them.
pub fn variables() -> Vec<(Vec<u8>, Vec<u8>)> {
    ENV.lock().get_or_insert_with(initial).clone()
}

/// `NAME=value` of every variable.
pub fn environment() -> Vec<CString> {
    let mut env = ENV.lock();
    env.get_or_insert_with(initial)
        .iter()
        .filter_map(|(k, v)| CString::new([k.as_slice(), b"=", v].concat()).ok())
        .collect()
}

/// The value of a variable as the script has set it.
pub fn variable(name: &[u8]) -> Option<Vec<u8>> {
    let mut env = ENV.lock();
    let pairs = env.get_or_insert_with(initial);
    pairs.iter().find(|p| p.0 == name).map(|p| p.1.clone())
}

fn bytes_arg(th: &mut Thread, o: Ref<'_>, func: &'static str) -> R<Vec<u8>> {
    let spec = Spec {
        func,
        name: "argument",
        fd: false,
        none: false,
    };
    path_arg(th, o, spec).map(|p: PathArg| p.path.into_bytes())
}

fn putenv(th: &mut Thread, a: Args<'_>) -> R {
    let k = bytes_arg(th, a.at(0), "putenv")?;
    let v = bytes_arg(th, a.at(1), "putenv")?;
    if k.contains(&b'=') {
        return Err(value_error(th, "illegal environment variable name"));
    }
    if k.is_empty() {
        return Err(error::os_error(th, libc::EINVAL, None));
    }
    let mut env = ENV.lock();
    let pairs = env.get_or_insert_with(initial);
    match pairs.iter_mut().find(|p| p.0 == k) {
        Some(p) => p.1 = v,
        None => pairs.push((k, v)),
    }
    Ok(Obj::none())
}
fn unsetenv(th: &mut Thread, a: Args<'_>) -> R {
    let k = bytes_arg(th, a.at(0), "unsetenv")?;
    if k.is_empty() || k.contains(&b'=') {
        return Err(error::os_error(th, libc::EINVAL, None));
    }
    ENV.lock().get_or_insert_with(initial).retain(|p| p.0 != k);
    Ok(Obj::none())
}

fn kill(th: &mut Thread, a: Args<'_>) -> R {
    let (pid, sig) = (int::c_int(th, a.at(0))?, int::c_int(th, a.at(1))?);
    let r = process::kill(pid, sig);
    done(th, r, None)?;
    // A signal to this process has its handler run before the call returns.
    typhon_runtime::hooks::safepoint(th)?;
    Ok(Obj::none())
}
fn killpg(th: &mut Thread, a: Args<'_>) -> R {
    let (pid, sig) = (int::c_int(th, a.at(0))?, int::c_int(th, a.at(1))?);
    let r = process::killpg(pid, sig);
    done(th, r, None)?;
    typhon_runtime::hooks::safepoint(th)?;
    Ok(Obj::none())
}
/// Waits; (pid, status).
pub fn wait_for(th: &mut Thread, pid: i32, options: i32) -> R<(i32, i32)> {
    let r = util::retry(th, || process::wait(pid, options))?;
    done(th, r, None)
}
fn waitpid(th: &mut Thread, a: Args<'_>) -> R {
    let (pid, options) = (int::c_int(th, a.at(0))?, int::c_int(th, a.at(1))?);
    let (pid, status) = wait_for(th, pid, options)?;
    tuple::new(
        th,
        vec![util::int(i64::from(pid)), util::int(i64::from(status))],
    )
}
fn wait(th: &mut Thread, _a: Args<'_>) -> R {
    let (pid, status) = wait_for(th, -1, 0)?;
    tuple::new(
        th,
        vec![util::int(i64::from(pid)), util::int(i64::from(status))],
    )
}
fn waitid(th: &mut Thread, a: Args<'_>) -> R {
    let kind = int::c_int(th, a.at(0))?;
    let id = int::c_int(th, a.at(1))?;
    let options = int::c_int(th, a.at(2))?;
    let r = util::retry(th, || process::wait_id(kind as u32, id as u32, options))?;
    let Some(ended) = done(th, r, None)? else {
        return Ok(Obj::none());
    };
    let v = [
        i64::from(ended.pid),
        i64::from(ended.uid),
        i64::from(ended.signo),
        i64::from(ended.status),
        i64::from(ended.code),
    ];
    structseq::new(th, &WAITID_RESULT, v.map(util::int).to_vec())
}
fn pidfd_open(th: &mut Thread, a: Args<'_>) -> R {
    let pid = int::c_int(th, a.at(0))?;
    let flags = match a.opt(1) {
        None => 0,
        Some(f) => int::c_int(th, f)?,
    };
    let r = process::pidfd_open(pid, flags as u32);
    done(th, r, None).map(|fd| util::int(i64::from(fd)))
}

fn status_of(th: &mut Thread, a: Args<'_>) -> R<i32> {
    int::c_int(th, a.at(0))
}
fn wifexited(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| Obj::bool(libc::WIFEXITED(s)))
}
fn wexitstatus(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| util::int(i64::from(libc::WEXITSTATUS(s))))
}
fn wifsignaled(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| Obj::bool(libc::WIFSIGNALED(s)))
}
fn wtermsig(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| util::int(i64::from(libc::WTERMSIG(s))))
}
fn wifstopped(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| Obj::bool(libc::WIFSTOPPED(s)))
}
fn wstopsig(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| util::int(i64::from(libc::WSTOPSIG(s))))
}
fn wifcontinued(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| Obj::bool(libc::WIFCONTINUED(s)))
}
fn wcoredump(th: &mut Thread, a: Args<'_>) -> R {
    status_of(th, a).map(|s| Obj::bool(libc::WCOREDUMP(s)))
}
fn waitstatus_to_exitcode(th: &mut Thread, a: Args<'_>) -> R {
    let s = status_of(th, a)?;
    if libc::WIFEXITED(s) {
        Ok(util::int(i64::from(libc::WEXITSTATUS(s))))
    } else if libc::WIFSIGNALED(s) {
        Ok(util::int(-i64::from(libc::WTERMSIG(s))))
    } else if libc::WIFSTOPPED(s) {
        let m = format!(
            "process stopped by delivery of signal {}",
            libc::WSTOPSIG(s)
        );
        Err(value_error(th, m))
    } else {
        Err(value_error(th, format!("invalid wait status: {s}")))
    }
}

fn id(which: Id) -> R {
    Ok(util::int(i64::from(process::id(which))))
}
fn getuid(_th: &mut Thread, _a: Args<'_>) -> R {
    id(Id::Uid)
}
fn geteuid(_th: &mut Thread, _a: Args<'_>) -> R {
    id(Id::Euid)
}
fn getgid(_th: &mut Thread, _a: Args<'_>) -> R {
    id(Id::Gid)
}
fn getegid(_th: &mut Thread, _a: Args<'_>) -> R {
    id(Id::Egid)
}
fn getpgrp(_th: &mut Thread, _a: Args<'_>) -> R {
    id(Id::Pgrp)
}
fn getpgid(th: &mut Thread, a: Args<'_>) -> R {
    let pid = int::c_int(th, a.at(0))?;
    let r = process::getpgid(pid);
    done(th, r, None).map(|n| util::int(i64::from(n)))
}
fn setpgid(th: &mut Thread, a: Args<'_>) -> R {
    let (pid, group) = (int::c_int(th, a.at(0))?, int::c_int(th, a.at(1))?);
    let r = process::setpgid(pid, group);
    done(th, r, None).map(|()| Obj::none())
}
fn getsid(th: &mut Thread, a: Args<'_>) -> R {
    let pid = int::c_int(th, a.at(0))?;
    let r = process::getsid(pid);
    done(th, r, None).map(|n| util::int(i64::from(n)))
}
fn setsid(th: &mut Thread, _a: Args<'_>) -> R {
    let r = process::setsid();
    done(th, r, None).map(|_| Obj::none())
}
fn getgroups(th: &mut Thread, _a: Args<'_>) -> R {
    let r = process::groups();
    let v = done(th, r, None)?;
    list::new(th, v.into_iter().map(|g| util::int(i64::from(g))).collect())
}
fn umask(th: &mut Thread, a: Args<'_>) -> R {
    let mask = int::c_int(th, a.at(0))?;
    Ok(util::int(i64::from(process::umask(mask as u32))))
}
fn nice(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int(th, a.at(0))?;
    let r = process::nice(n);
    done(th, r, None).map(|n| util::int(i64::from(n)))
}

fn sched_yield(th: &mut Thread, _a: Args<'_>) -> R {
    th.blocking(process::sched_yield);
    Ok(Obj::none())
}
fn sched_getaffinity(th: &mut Thread, a: Args<'_>) -> R {
    let pid = int::c_int(th, a.at(0))?;
    let r = process::affinity(pid);
    let v = done(th, r, None)?;
    let v = v.into_iter().map(|c| util::int(c as i64)).collect();
    set::new_of(th, &SET, v)
}
fn sched_setaffinity(th: &mut Thread, a: Args<'_>) -> R {
    let pid = int::c_int(th, a.at(0))?;
    let mut cpus = Vec::new();
    for x in ops::collect(th, a.at(1))? {
        match usize::try_from(int::c_int(th, x.r())?) {
            Ok(c) => cpus.push(c),
            Err(_) => return Err(value_error(th, "negative CPU number")),
        }
    }
    let r = process::set_affinity(pid, &cpus);
    done(th, r, None).map(|()| Obj::none())
}
fn sysconf(th: &mut Thread, a: Args<'_>) -> R {
    let name = if let Some(s) = a.at(0).get::<pystr::Str>() {
        let found = SYSCONF_NAMES
            .iter()
            .find(|p| p.0.as_bytes() == s.bytes())
            .map(|p| p.1);
        match found {
            Some(n) => n,
            None => return Err(value_error(th, "unrecognized configuration name")),
        }
    } else if int::is_int(a.at(0)) {
        int::c_int(th, a.at(0))?
    } else {
        let m = "configuration names must be strings or integers";
        return Err(type_error(th, m));
    };
    let r = process::sysconf(name);
    done(th, r, None).map(util::int)
}
fn times(th: &mut Thread, _a: Args<'_>) -> R {
    let r = process::times();
    let t = done(th, r, None)?;
    let per_second = process::sysconf(libc::_SC_CLK_TCK).unwrap_or(100).max(1);
    let mut v = Vec::with_capacity(t.len());
    for x in t {
        v.push(float::new(th, x as f64 / per_second as f64)?);
    }
    structseq::new(th, &TIMES_RESULT, v)
}
fn getloadavg(th: &mut Thread, _a: Args<'_>) -> R {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let v: Vec<f64> = text
        .split_whitespace()
        .take(3)
        .filter_map(|w| w.parse().ok())
        .collect();
    if v.len() != 3 {
        let m = "Load averages are unobtainable";
        return Err(error::raise(th, &error::OS_ERROR, m));
    }
    let mut out = Vec::new();
    for x in v {
        out.push(float::new(th, x)?);
    }
    tuple::new(th, out)
}
fn abort(_th: &mut Thread, _a: Args<'_>) -> R {
    process::abort()
}
fn exit(th: &mut Thread, a: Args<'_>) -> R {
    let status = int::c_int(th, a.at(0))?;
    process::exit_now(status)
}
fn strerror(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int(th, a.at(0))?;
    pystr::new(th, &error::errno_text(n))
}

/// A command line argument or environment entry.
pub fn exec_string(th: &mut Thread, o: Ref<'_>) -> R<CString> {
    let b = match o.get::<pystr::Str>() {
        Some(s) => fs_encode(th, o, s)?,
        None => {
            let spec = Spec {
                func: "exec",
                name: "argument",
                fd: false,
                none: false,
            };
            match typhon_runtime::types::bytes::value(o) {
                Some(b) => b.to_vec(),
                None => {
                    let m = format!(
                        "expected str, bytes or os.PathLike object, not {}",
                        o.class().name()
                    );
                    if own_path(th, o)?.is_none() {
                        return Err(type_error(th, m));
                    }
                    path_arg(th, o, spec)?.path.into_bytes()
                }
            }
        }
    };
    CString::new(b).map_err(|_| value_error(th, "embedded null byte"))
}

#[rustfmt::skip]
const SYSCONF_NAMES: &[(&str, i32)] = &[
    ("SC_ARG_MAX", libc::_SC_ARG_MAX), ("SC_CHILD_MAX", libc::_SC_CHILD_MAX), ("SC_CLK_TCK", libc::_SC_CLK_TCK),
    ("SC_HOST_NAME_MAX", libc::_SC_HOST_NAME_MAX), ("SC_IOV_MAX", libc::_SC_IOV_MAX),
    ("SC_LOGIN_NAME_MAX", libc::_SC_LOGIN_NAME_MAX), ("SC_NGROUPS_MAX", libc::_SC_NGROUPS_MAX),
    ("SC_NPROCESSORS_CONF", libc::_SC_NPROCESSORS_CONF), ("SC_NPROCESSORS_ONLN", libc::_SC_NPROCESSORS_ONLN),
    ("SC_OPEN_MAX", libc::_SC_OPEN_MAX), ("SC_PAGESIZE", libc::_SC_PAGESIZE), ("SC_PAGE_SIZE", libc::_SC_PAGE_SIZE),
    ("SC_PHYS_PAGES", libc::_SC_PHYS_PAGES), ("SC_AVPHYS_PAGES", libc::_SC_AVPHYS_PAGES),
    ("SC_SEM_NSEMS_MAX", libc::_SC_SEM_NSEMS_MAX), ("SC_THREADS", libc::_SC_THREADS),
    ("SC_TTY_NAME_MAX", libc::_SC_TTY_NAME_MAX), ("SC_VERSION", libc::_SC_VERSION),
];

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("putenv", Kind::Pos(2, 2), putenv, "Set an environment variable."),
    MethodDef::new("unsetenv", Kind::One, unsetenv, "Remove an environment variable."),
    MethodDef::new("kill", Kind::Pos(2, 2), kill, "Send a signal to a process."),
    MethodDef::new("killpg", Kind::Pos(2, 2), killpg, "Send a signal to a process group."),
    MethodDef::new("waitpid", Kind::Pos(2, 2), waitpid, "Wait for a child; gives its id and status."),
    MethodDef::new("wait", Kind::NoArgs, wait, "Wait for any child; gives its id and status."),
    MethodDef::new("waitid", Kind::Pos(3, 3), waitid, "Wait for a child; tells what happened to it, None if nothing."),
    MethodDef::new("pidfd_open", Kind::Sig("pid, flags="), pidfd_open, "A descriptor for a process, readable when it has ended."),
    MethodDef::new("WIFEXITED", Kind::Sig("status"), wifexited, ""),
    MethodDef::new("WEXITSTATUS", Kind::Sig("status"), wexitstatus, ""),
    MethodDef::new("WIFSIGNALED", Kind::Sig("status"), wifsignaled, ""),
    MethodDef::new("WTERMSIG", Kind::Sig("status"), wtermsig, ""),
    MethodDef::new("WIFSTOPPED", Kind::Sig("status"), wifstopped, ""),
    MethodDef::new("WSTOPSIG", Kind::Sig("status"), wstopsig, ""),
    MethodDef::new("WIFCONTINUED", Kind::Sig("status"), wifcontinued, ""),
    MethodDef::new("WCOREDUMP", Kind::One, wcoredump, ""),
    MethodDef::new("waitstatus_to_exitcode", Kind::Sig("status"), waitstatus_to_exitcode, "Exit code of a wait status."),
    MethodDef::new("getuid", Kind::NoArgs, getuid, "User id."),
    MethodDef::new("geteuid", Kind::NoArgs, geteuid, "Effective user id."),
    MethodDef::new("getgid", Kind::NoArgs, getgid, "Group id."),
    MethodDef::new("getegid", Kind::NoArgs, getegid, "Effective group id."),
    MethodDef::new("getpgrp", Kind::NoArgs, getpgrp, "Process group."),
    MethodDef::new("getpgid", Kind::Sig("pid"), getpgid, "Process group of a process."),
    MethodDef::new("setpgid", Kind::Pos(2, 2), setpgid, "Set the process group."),
    MethodDef::new("getsid", Kind::One, getsid, "Session of a process."),
    MethodDef::new("setsid", Kind::NoArgs, setsid, "Start a session."),
    MethodDef::new("getgroups", Kind::NoArgs, getgroups, "Supplementary groups."),
    MethodDef::new("umask", Kind::One, umask, "Set the file mask; gives the old one."),
    MethodDef::new("nice", Kind::One, nice, "Lower the priority."),
    MethodDef::new("sched_yield", Kind::NoArgs, sched_yield, "Let other threads run."),
    MethodDef::new("sched_getaffinity", Kind::One, sched_getaffinity, "Processors that a process may use."),
    MethodDef::new("sched_setaffinity", Kind::Pos(2, 2), sched_setaffinity, "Set the processors that a process may use."),
    MethodDef::new("sysconf", Kind::One, sysconf, "A limit of the system."),
    MethodDef::new("times", Kind::NoArgs, times, "Processor times of the process and its children."),
    MethodDef::new("getloadavg", Kind::NoArgs, getloadavg, "Load averages."),
    MethodDef::new("abort", Kind::NoArgs, abort, "End the process by SIGABRT."),
    MethodDef::new("_exit", Kind::Sig("status"), exit, "End the process at once."),
    MethodDef::new("strerror", Kind::One, strerror, "Text of an error number."),
];

/// Types and tables of the module.
pub fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    structseq::setup(
        th,
        &TIMES_RESULT,
        Fields {
            names: &[
                "user",
                "system",
                "children_user",
                "children_system",
                "elapsed",
            ],
            visible: 5,
            constructible: true,
        },
    )?;
    structseq::setup(
        th,
        &WAITID_RESULT,
        Fields {
            names: &["si_pid", "si_uid", "si_signo", "si_status", "si_code"],
            visible: 5,
            constructible: true,
        },
    )?;
    let module_add = typhon_runtime::types::module::add;
    module_add(th, m, "waitid_result", WAITID_RESULT.r().own())?;
    module_add(th, m, "times_result", TIMES_RESULT.r().own())?;
    let names = typhon_runtime::types::dict::new(th)?;
    if let Some(d) = names.get::<typhon_runtime::types::dict::Dict>() {
        for (n, v) in SYSCONF_NAMES {
            drop(d.insert_str(pystr::intern_str(n), util::int(i64::from(*v))));
        }
    }
    module_add(th, m, "sysconf_names", names)
}
