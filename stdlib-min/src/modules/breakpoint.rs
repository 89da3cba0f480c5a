//! `sys.breakpointhook` (PEP 553): what `breakpoint()` calls unless a program puts its own function there.

use crate::builtins::functions::io::forward;
use crate::warn;
use typhon_runtime::call::Args;
use typhon_runtime::error;
use typhon_runtime::types::str as pystr;
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops};

/// Calls what PYTHONBREAKPOINT names, `pdb.set_trace` if it names nothing; "0" names nothing to be called.
pub fn sys_breakpointhook(th: &mut Thread, a: Args<'_>) -> R {
    let named = match environment(th)? {
        Some(n) if n == b"0" => return Ok(Obj::none()),
        Some(n) if !n.is_empty() => String::from_utf8_lossy(&n).into_owned(),
        _ => "pdb.set_trace".to_string(),
    };
    match find(th, &named)? {
        Some(f) => forward(th, f.r(), a),
        None => {
            let m = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{named}\"");
            warn::warn(th, &error::RUNTIME_WARNING, &m)?;
            Ok(Obj::none())
        }
    }
}

/// The variable's value; None where the environment is not to be looked at.
fn environment(th: &mut Thread) -> R<Option<Vec<u8>>> {
    let sys = hooks::import(th, "sys")?;
    let flags = ops::getattr_str(th, sys.r(), "flags")?;
    let ignored = ops::getattr_str(th, flags.r(), "ignore_environment")?;
    if ops::is_true(th, ignored.r())? {
        return Ok(None);
    }
    Ok(super::posix::variable(b"PYTHONBREAKPOINT"))
}

/// The function with a dotted name, a builtin if there is no dot; None if it cannot be had.
fn find(th: &mut Thread, named: &str) -> R<Option<Obj>> {
    let (module, attribute) = match named.rsplit_once('.') {
        None => ("builtins", named),
        Some(("", _)) => return Ok(None),
        Some(pair) => pair,
    };
    let module = match hooks::import(th, module) {
        Ok(m) => m,
        Err(Raised) => {
            error::suppress(th, &error::IMPORT_ERROR)?;
            return Ok(None);
        }
    };
    let attribute: Ref<'_> = pystr::intern_str(attribute);
    ops::getattr_opt(th, module.r(), attribute)
}
