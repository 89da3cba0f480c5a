//! `_posixsubprocess.fork_exec`, the `exec` family and `system`.

use super::fork::{fork_now, refuse_at_end};
use super::paths::{done, plain_path};
use super::process::{environment, exec_string, wait_for};
use crate::modules::io::util;
use std::ffi::CString;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::os::process::{self, CArray, Forked, Spawn};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{int, list, module, str as pystr, tuple};
use typhon_runtime::{R, Ref, Thread, ops};

fn strings(th: &mut Thread, o: Ref<'_>) -> R<Vec<CString>> {
    let mut v = Vec::new();
    for x in ops::collect(th, o)? {
        v.push(exec_string(th, x.r())?);
    }
    Ok(v)
}

fn optional_id(th: &mut Thread, o: Ref<'_>, what: &str) -> R<Option<u32>> {
    if o.is_none() {
        return Ok(None);
    }
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()).and_then(|n| u32::try_from(n).ok()) {
        Some(n) => Ok(Some(n)),
        // "As it is."
        None if int::to_i64(n.r()) == Some(-1) => Ok(None),
        None => Err(value_error(th, format!("invalid {what}"))),
    }
}

/// `fork_exec`'s arguments as they stand in its long list.
fn spawn_of(th: &mut Thread, a: Args<'_>) -> R<Spawn> {
    let int_at = |th: &mut Thread, i: usize| int::c_int(th, a.at(i));
    let close_fds = ops::is_true(th, a.at(2))?;
    let mut keep = Vec::new();
    for x in ops::collect(th, a.at(3))? {
        let fd = match int::to_i64(x.r()).and_then(|n| i32::try_from(n).ok()) {
            Some(fd) if fd >= 0 && keep.last().is_none_or(|&l| l < fd) => fd,
            _ => return Err(value_error(th, "bad value(s) in fds_to_keep")),
        };
        keep.push(fd);
    }
    let cwd = match a.opt_not_none(4) {
        None => None,
        Some(d) => Some(plain_path(th, d, "fork_exec")?),
    };
    let env = match a.opt_not_none(5) {
        None => environment(),
        Some(e) => strings(th, e)?,
    };
    let args = strings(th, a.at(0))?;
    let groups = match a.opt_not_none(18) {
        None => None,
        Some(g) => {
            if !list::is_list(g) && !tuple::is_tuple(g) {
                return Err(type_error(th, "setgroups argument must be a sequence"));
            }
            let mut v = Vec::new();
            for x in ops::collect(th, g)? {
                match optional_id(th, x.r(), "group id")? {
                    Some(n) => v.push(n),
                    None => return Err(value_error(th, "invalid group id")),
                }
            }
            Some(v)
        }
    };
    Ok(Spawn {
        programs: strings(th, a.at(1))?,
        args: CArray::new(args),
        env: CArray::new(env),
        cwd,
        close_fds,
        keep,
        streams: [
            (int_at(th, 6)?, int_at(th, 7)?),
            (int_at(th, 9)?, int_at(th, 8)?),
            (int_at(th, 11)?, int_at(th, 10)?),
        ],
        errpipe: (int_at(th, 12)?, int_at(th, 13)?),
        restore_signals: ops::is_true(th, a.at(14))?,
        new_session: ops::is_true(th, a.at(15))?,
        process_group: int_at(th, 16)?,
        gid: optional_id(th, a.at(17), "group id")?,
        groups,
        uid: optional_id(th, a.at(19), "user id")?,
        umask: int_at(th, 20)?,
    })
}

fn fork_exec(th: &mut Thread, a: Args<'_>) -> R {
    let s = spawn_of(th, a)?;
    if s.close_fds && s.errpipe.1 < 3 {
        return Err(value_error(th, "errpipe_write must be >= 3"));
    }
    if a.opt_not_none(21).is_some() {
        refuse_at_end(th, "preexec_fn not supported at interpreter shutdown")?;
    }
    let pid = match a.opt_not_none(21) {
        None => th.blocking(|| s.run()),
        Some(f) => match fork_now(th) {
            Ok(Forked::Child) => s.child(|| call::call(th, f, &[]).is_ok()),
            Ok(Forked::Parent(pid)) => Ok(pid),
            Err(e) => Err(e),
        },
    };
    done(th, pid, None).map(|p| util::int(i64::from(p)))
}

fn exec_args(th: &mut Thread, o: Ref<'_>, func: &str) -> R<CArray> {
    if !list::is_list(o) && !tuple::is_tuple(o) {
        let m = format!("{func}() arg 2 must be a tuple or list");
        return Err(type_error(th, m));
    }
    let v = strings(th, o)?;
    if v.is_empty() {
        let m = format!("{func}() arg 2 must not be empty");
        return Err(value_error(th, m));
    }
    if v[0].is_empty() {
        let m = format!("{func}() arg 2 first element cannot be empty");
        return Err(value_error(th, m));
    }
    Ok(CArray::new(v))
}

fn execv(th: &mut Thread, a: Args<'_>) -> R {
    let p = plain_path(th, a.at(0), "execv")?;
    let args = exec_args(th, a.at(1), "execv")?;
    let env = CArray::new(environment());
    let e = process::exec(&p, &args, &env);
    Err(error::os_error(th, e, None))
}

fn execve(th: &mut Thread, a: Args<'_>) -> R {
    let p = plain_path(th, a.at(0), "execve")?;
    let args = exec_args(th, a.at(1), "execve")?;
    let env = match a.at(2).get::<Dict>() {
        Some(d) => d.items(),
        None => {
            let items = call::call_method(th, a.at(2), pystr::intern_str("items"), &[]);
            let Ok(items) = items else {
                drop(th.raised.take());
                return Err(type_error(th, "execve() arg 3 must be a mapping object"));
            };
            let mut v = Vec::new();
            for pair in ops::collect(th, items.r())? {
                let mut kv = ops::collect(th, pair.r())?;
                if let (Some(x), Some(k)) = (kv.pop(), kv.pop()) {
                    v.push((k, x));
                }
            }
            v
        }
    };
    let mut all = Vec::with_capacity(env.len());
    for (k, v) in env {
        let (k, v) = (exec_string(th, k.r())?, exec_string(th, v.r())?);
        if k.as_bytes().is_empty() || k.as_bytes().contains(&b'=') {
            return Err(value_error(th, "illegal environment variable name"));
        }
        if let Ok(s) = CString::new([k.as_bytes(), b"=", v.as_bytes()].concat()) {
            all.push(s);
        }
    }
    let e = process::exec(&p, &args, &CArray::new(all));
    Err(error::os_error(th, e, Some(a.at(0).own())))
}

/// `system(command)`: runs it with the shell, gives its wait status.
fn system(th: &mut Thread, a: Args<'_>) -> R {
    let command = exec_string(th, a.at(0))?;
    let s = Spawn {
        programs: vec![c"/bin/sh".to_owned()],
        args: CArray::new(vec![c"sh".to_owned(), c"-c".to_owned(), command]),
        env: CArray::new(environment()),
        cwd: None,
        close_fds: false,
        keep: Vec::new(),
        streams: [(-1, -1); 3],
        errpipe: (-1, -1),
        restore_signals: false,
        new_session: false,
        process_group: -1,
        gid: None,
        groups: None,
        uid: None,
        umask: -1,
    };
    let pid = th.blocking(|| s.run());
    let pid = done(th, pid, None)?;
    let (_, status) = wait_for(th, pid, 0)?;
    Ok(util::int(i64::from(status)))
}

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("execv", Kind::Pos(2, 2), execv, "Execute a program in place of this one."),
    MethodDef::new("execve", Kind::Sig("path, argv, env"), execve, "Execute a program with an environment."),
    MethodDef::new("system", Kind::Sig("command"), system, "Run a command with the shell."),
];

static SUBPROCESS: &[MethodDef] = &[MethodDef::new(
    "fork_exec",
    Kind::Pos(22, 22),
    fork_exec,
    "Fork a child and execute a program in it.",
)];

/// Makes `_posixsubprocess`.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_posixsubprocess")?;
    module::add_functions(th, m.r(), SUBPROCESS)?;
    Ok(m)
}
