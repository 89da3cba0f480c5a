//! `sys.set_coroutine_origin_tracking_depth`: where coroutines were made, for those that nobody awaits.

use crate::vm::frame::machine;
use typhon_runtime::Thread;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::value_error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::{int, str as pystr, tuple};

/// `cr_origin`: file, line and function of at most `depth` callers of the running frame, the innermost first.
#[cold]
pub fn of_callers(th: &mut Thread, depth: u32) -> R {
    let mut places = Vec::new();
    for d in 1..=depth as usize {
        let Some(f) = crate::builtins::frame_at(th, d) else {
            break;
        };
        let code = f.code();
        let line = match code.position(f.frame().pc()).line {
            0 => code.proto.first_line,
            n => n,
        };
        let (file, name) = (code.proto.filename.clone(), code.proto.name.clone());
        let entry = vec![
            pystr::new(th, &file)?,
            Ref::small_int(i64::from(line)).own(),
            pystr::new(th, &name)?,
        ];
        places.push(tuple::new(th, entry)?);
    }
    tuple::new(th, places)
}

fn set(th: &mut Thread, a: Args<'_>) -> R {
    let n = int::c_int(th, a.at(0))?;
    match u32::try_from(n) {
        Ok(n) => machine(th).origin_depth = n,
        Err(_) => return Err(value_error(th, "depth must be >= 0")),
    }
    Ok(Obj::none())
}

fn get(th: &mut Thread, _a: Args<'_>) -> R {
    let n = machine(th).origin_depth;
    Ok(Ref::small_int(i64::from(n)).own())
}

/// Rows for `sys`.
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "set_coroutine_origin_tracking_depth",
        Kind::Sig("depth"),
        set,
        "set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\nOf how many callers coroutines of this thread remember where they were made; 0: of none.",
    ),
    MethodDef::new(
        "get_coroutine_origin_tracking_depth",
        Kind::NoArgs,
        get,
        "get_coroutine_origin_tracking_depth($module, /)\n--\n\nOf how many callers coroutines of this thread remember where they were made.",
    ),
];
