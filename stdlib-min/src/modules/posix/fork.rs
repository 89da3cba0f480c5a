//! `fork` and what Python code wants to run around it.

use super::paths::done;
use crate::modules::io::util;
use crate::modules::thread::start;
use parking_lot::Mutex;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::fork;
use typhon_runtime::os::Sys;
use typhon_runtime::os::process::Forked;
use typhon_runtime::thread::finish;
use typhon_runtime::{Obj, R, Raised, Ref, Thread};

/// Functions of `register_at_fork`.
struct Hooks {
    before: Vec<Obj>,
    in_parent: Vec<Obj>,
    in_child: Vec<Obj>,
}
static HOOKS: Mutex<Hooks> = Mutex::new(Hooks {
    before: Vec::new(),
    in_parent: Vec::new(),
    in_child: Vec::new(),
});

fn run(th: &mut Thread, list: Vec<Obj>) {
    for f in list {
        if let Err(Raised) = call::call(th, f.r(), &[]) {
            error::write_unraisable(th, "Exception ignored in fork hook", Some(f.r()));
        }
    }
}

/// Forks with all hooks. In the child the calling thread is the main thread and the only one.
pub fn fork_now(th: &mut Thread) -> Sys<Forked> {
    let mut before = HOOKS.lock().before.clone();
    before.reverse();
    run(th, before);
    let r = fork::fork(th);
    if r == Ok(Forked::Child) {
        start::after_fork();
        crate::modules::heapq::open_gates();
        let hooks = HOOKS.lock().in_child.clone();
        run(th, hooks);
    } else {
        let hooks = HOOKS.lock().in_parent.clone();
        run(th, hooks);
    }
    r
}

fn warn_threads(th: &mut Thread) -> R<()> {
    let n = start::running() + 1;
    if n < 2 {
        return Ok(());
    }
    let m = format!(
        "This process (pid={}) is multi-threaded, use of fork() may lead to deadlocks in the child.",
        std::process::id()
    );
    let m = typhon_runtime::types::str::new(th, &m)?;
    util::warn(th, &error::DEPRECATION_WARNING, m.r(), None)
}

/// PythonFinalizationError once the program ends.
pub fn refuse_at_end(th: &mut Thread, message: &str) -> R<()> {
    if !finish::is_begun() {
        return Ok(());
    }
    Err(error::raise(th, &error::PYTHON_FINALIZATION_ERROR, message))
}

fn posix_fork(th: &mut Thread, _a: Args<'_>) -> R {
    refuse_at_end(th, "can't fork at interpreter shutdown")?;
    let r = fork_now(th);
    match done(th, r, None)? {
        Forked::Child => Ok(util::int(0)),
        Forked::Parent(pid) => {
            warn_threads(th)?;
            Ok(util::int(i64::from(pid)))
        }
    }
}

fn register_at_fork(th: &mut Thread, a: Args<'_>) -> R {
    let names = ["before", "after_in_child", "after_in_parent"];
    if (0..3).all(|i| a.opt(i).is_none()) {
        return Err(type_error(th, "At least one argument is required."));
    }
    for (i, n) in names.iter().enumerate() {
        if let Some(f) = a.opt(i)
            && f.class().slots().call().is_none()
        {
            let m = format!("'{n}' must be callable, not {}", f.class().name());
            return Err(type_error(th, m));
        }
    }
    let mut h = HOOKS.lock();
    for (i, f) in (0..3).map(|i| (i, a.opt(i).map(Ref::own))) {
        let Some(f) = f else { continue };
        match i {
            0 => h.before.push(f),
            1 => h.in_child.push(f),
            _ => h.in_parent.push(f),
        }
    }
    Ok(Obj::none())
}

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("fork", Kind::NoArgs, posix_fork, "Fork a child process; 0 in the child."),
    MethodDef::new("register_at_fork", Kind::Sig("*, before=, after_in_child=, after_in_parent="), register_at_fork, "Register functions to be called around fork()."),
];
