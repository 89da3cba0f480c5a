//! `_thread`: locks, thread-local data, and the threads themselves.

mod local;
mod lock;
pub mod start;

pub use start::join_all;

use super::io::util;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::os::{signal, thread as osthread};
use typhon_runtime::types::{float, int, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, error};

/// Largest timeout in seconds.
pub const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// `get_ident()` as a value.
pub fn ident(th: &mut Thread) -> R {
    int::from_u64(th, signal::this_thread())
}

fn thread_get_ident(th: &mut Thread, _a: Args<'_>) -> R {
    ident(th)
}
fn thread_get_native_id(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(util::int(osthread::native_id()))
}
fn thread_main_ident(th: &mut Thread, _a: Args<'_>) -> R {
    int::from_u64(th, signal::main_thread())
}
fn thread_is_main_interpreter(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(true))
}
fn thread_daemon_allowed(_th: &mut Thread, _a: Args<'_>) -> R {
    Ok(Obj::bool(true))
}
fn thread_exit(th: &mut Thread, _a: Args<'_>) -> R {
    Err(error::raise_args(th, &error::SYSTEM_EXIT, Vec::new()))
}
fn thread_set_name(th: &mut Thread, a: Args<'_>) -> R {
    let Some(s) = a.at(0).get::<pystr::Str>() else {
        let m = format!(
            "set_name() argument 'name' must be str, not {}",
            a.at(0).class().name()
        );
        return Err(error::type_error(th, m));
    };
    // Whole characters only.
    let text = s.to_string_lossy();
    let mut end = text.len().min(15);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match osthread::set_name(text.get(..end).unwrap_or_default().as_bytes()) {
        Ok(()) => Ok(Obj::none()),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}
fn thread_interrupt_main(th: &mut Thread, a: Args<'_>) -> R {
    let sig = match a.opt(0) {
        None => libc::SIGINT,
        Some(s) => int::c_int(th, s)?,
    };
    if !(1..signal::NSIG as i32).contains(&sig) {
        return Err(error::value_error(th, "signal number out of range"));
    }
    super::signal::interrupt(sig);
    Ok(Obj::none())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "get_ident",
        Kind::NoArgs,
        thread_get_ident,
        "Return the identifier of the current thread.",
    ),
    MethodDef::new(
        "get_native_id",
        Kind::NoArgs,
        thread_get_native_id,
        "Return the kernel's number of the current thread.",
    ),
    MethodDef::new(
        "_get_main_thread_ident",
        Kind::NoArgs,
        thread_main_ident,
        "",
    ),
    MethodDef::new(
        "_is_main_interpreter",
        Kind::NoArgs,
        thread_is_main_interpreter,
        "",
    ),
    MethodDef::new(
        "daemon_threads_allowed",
        Kind::NoArgs,
        thread_daemon_allowed,
        "Return True if daemon threads are allowed.",
    ),
    MethodDef::new(
        "exit",
        Kind::NoArgs,
        thread_exit,
        "Raise SystemExit, which ends the thread silently.",
    ),
    MethodDef::new(
        "exit_thread",
        Kind::NoArgs,
        thread_exit,
        "An obsolete name of exit().",
    ),
    MethodDef::new(
        "set_name",
        Kind::Sig("name"),
        thread_set_name,
        "Set the name of the current thread.",
    ),
    MethodDef::new(
        "interrupt_main",
        Kind::Pos(0, 1),
        thread_interrupt_main,
        "Simulate the arrival of a signal in the main thread.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_thread")?;
    lock::init(th)?;
    local::init(th)?;
    start::init(th)?;
    for table in [FUNCTIONS, lock::FUNCTIONS, start::FUNCTIONS] {
        module::add_functions(th, m.r(), table)?;
    }
    for (name, t) in [
        ("lock", &lock::LOCK),
        ("LockType", &lock::LOCK),
        ("RLock", &lock::RLOCK),
        ("_local", &local::LOCAL),
        ("_ThreadHandle", &start::HANDLE),
    ] {
        module::add(th, m.r(), name, t.r().own())?;
    }
    module::add(th, m.r(), "error", error::RUNTIME_ERROR.r().own())?;
    let max = float::new(th, TIMEOUT_MAX)?;
    module::add(th, m.r(), "TIMEOUT_MAX", max)?;
    module::add(th, m.r(), "_NAME_MAXLEN", Ref::small_int(15).own())?;
    Ok(m)
}
