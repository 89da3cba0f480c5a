//! Warnings issued by native code, through the `warnings` module.

use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{R, Thread, call, error, hooks, ops, types};

/// Issues a warning; Err if a filter turns it into an exception.
#[cold]
pub fn warn(th: &mut Thread, category: &'static TypeObj, message: &str) -> R<()> {
    let m = hooks::import(th, "warnings")?;
    let f = ops::getattr_str(th, m.r(), "warn")?;
    let text = types::str::new(th, message)?;
    call::call(th, f.r(), &[text.r(), category.r()]).map(drop)
}

/// Issues a DeprecationWarning.
#[cold]
pub fn deprecation(th: &mut Thread, message: &str) -> R<()> {
    warn(th, &error::DEPRECATION_WARNING, message)
}
