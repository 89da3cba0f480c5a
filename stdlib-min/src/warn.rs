//! Warnings issued by native code, through the `warnings` module.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::{R, Raised, Thread, call, error, hooks, ops, types};

/// Whether modules are being given up.
static ENDING: AtomicBool = AtomicBool::new(false);

/// The program ends: from here on warnings that cannot be issued because their module has gone are dropped.
pub fn end() {
    // Relaxed: set and read by the main thread.
    ENDING.store(true, Relaxed);
}

/// What became of the issue of a warning.
pub fn issued(th: &mut Thread, r: R<()>) -> R<()> {
    match r {
        // Relaxed: see end.
        Err(Raised) if ENDING.load(Relaxed) => {
            drop(error::fetch(th));
            Ok(())
        }
        r => r,
    }
}

/// Issues a warning; Err if a filter turns it into an exception.
#[cold]
pub fn warn(th: &mut Thread, category: &'static TypeObj, message: &str) -> R<()> {
    let r = issue(th, category, message);
    issued(th, r)
}

fn issue(th: &mut Thread, category: &'static TypeObj, message: &str) -> R<()> {
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
