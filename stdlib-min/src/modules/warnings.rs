//! `_warnings`: the functions that issue warnings, as natives around those that `warnings` has in Python. What they raise, a
//! filter's exception above all, begins at their caller: they have no entry in a traceback.

use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error;
use typhon_runtime::types::{module, str as pystr};
use typhon_runtime::{R, Raised, Ref, Thread, hooks, ops};

fn warn(th: &mut Thread, a: Args<'_>) -> R {
    through(th, a, "_warn")
}
fn warn_explicit(th: &mut Thread, a: Args<'_>) -> R {
    through(th, a, "_warn_explicit")
}

fn through(th: &mut Thread, a: Args<'_>, name: &str) -> R {
    let m = hooks::import(th, "warnings")?;
    let f = ops::getattr_str(th, m.r(), name)?;
    let r = call::call_args(th, f.r(), a);
    if r.is_ok() {
        return r;
    }
    let e = error::fetch(th);
    if let Err(Raised) = leave_out(th, e.r(), m.r()) {
        drop(error::fetch(th));
    }
    Err(error::restore(th, e))
}

/// Takes the first entries of a traceback off that are of the functions this module stands for.
fn leave_out(th: &mut Thread, e: Ref<'_>, warnings: Ref<'_>) -> R<()> {
    let space = ops::getattr_str(th, warnings, "__dict__")?;
    loop {
        let entry = ops::getattr_str(th, e, "__traceback__")?;
        if entry.r().is_none() {
            return Ok(());
        }
        let frame = ops::getattr_str(th, entry.r(), "tb_frame")?;
        let code = ops::getattr_str(th, frame.r(), "f_code")?;
        let name = ops::getattr_str(th, code.r(), "co_name")?;
        let theirs = matches!(
            &*pystr::text(name.r()),
            "_warn" | "_warn_explicit" | "_check_category"
        );
        let globals = ops::getattr_str(th, frame.r(), "f_globals")?;
        if !theirs || !globals.r().is(space.r()) {
            return Ok(());
        }
        let next = ops::getattr_str(th, entry.r(), "tb_next")?;
        ops::setattr(th, e, pystr::intern_str("__traceback__"), Some(next.r()))?;
    }
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "warn",
        Kind::Any,
        warn,
        "warn($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=<unrepresentable>)\n--\n\nIssue a warning about the caller, or about who called it with a stacklevel.",
    ),
    MethodDef::new(
        "warn_explicit",
        Kind::Any,
        warn_explicit,
        "warn_explicit($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)\n--\n\nIssue a warning about a given place.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_warnings")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
