//! The builtin types: their visible methods and slots. One file per type, one row per type in `TYPES`.
//!
//! An `init` sets the type up, fills slots, adds methods and ends with `slotdefs::finish`.

pub mod object;

use typhon_runtime::{R, Thread};

type Init = fn(&mut Thread) -> R<()>;

/// Type inits in order: bases before derived types. One row per line.
static TYPES: &[(&str, Init)] = &[
    ("object", object::init),
];

/// Runs every init.
pub fn init(th: &mut Thread) -> R<()> {
    for (_, f) in TYPES {
        f(th)?;
    }
    Ok(())
}
