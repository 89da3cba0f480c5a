//! Builtins and modules of Typhon: native ones in safe Rust here, the rest in Python under `lib/`.
//!
//! `builtins/` gives the builtin types their visible methods and slots, `modules/` makes native modules,
//! `registry.rs` lists the modules. The storage of each builtin type is `typhon_runtime::types`.

#![forbid(unsafe_code)]

pub mod builtins;
pub mod codecs;
pub mod embedded;
pub mod format;
pub mod modules;
pub mod pack;
pub mod registry;
pub mod unicode_names;
pub mod warn;

use typhon_runtime::{R, Thread};

/// Brings every builtin type to life. Called once by the first thread, after `typhon_runtime::types::init`.
pub fn init(th: &mut Thread) -> R<()> {
    builtins::init(th)
}

#[cfg(test)]
mod tests;
