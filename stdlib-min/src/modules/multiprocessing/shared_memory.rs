//! `_posixshmem`: memory that processes find by its name.

use crate::modules::posix::plain_path;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error;
use typhon_runtime::os::mapping;
use typhon_runtime::types::{int, module};
use typhon_runtime::{Obj, R, Ref, Thread};

fn shm_open(th: &mut Thread, a: Args<'_>) -> R {
    let flags = int::c_int_by_format(th, a.at(1))?;
    let mode = match a.opt(2) {
        Some(o) => int::c_int_by_format(th, o)?,
        None => 0o777,
    };
    let name = plain_path(th, a.at(0), "shm_open")?;
    let r = th.blocking(|| mapping::shm_open(&name, flags, mode as u32));
    match r {
        Ok(fd) => Ok(Ref::small_int(i64::from(fd)).own()),
        Err(e) => Err(error::os_error(th, e, Some(a.at(0).own()))),
    }
}

fn shm_unlink(th: &mut Thread, a: Args<'_>) -> R {
    let name = plain_path(th, a.at(0), "shm_unlink")?;
    match th.blocking(|| mapping::shm_unlink(&name)) {
        Ok(()) => Ok(Obj::none()),
        Err(e) => Err(error::os_error(th, e, Some(a.at(0).own()))),
    }
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "shm_open",
        Kind::Sig("path, flags, mode="),
        shm_open,
        "Open shared memory; a descriptor.",
    ),
    MethodDef::new(
        "shm_unlink",
        Kind::Sig("path"),
        shm_unlink,
        "Take the name of shared memory away.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_posixshmem")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
