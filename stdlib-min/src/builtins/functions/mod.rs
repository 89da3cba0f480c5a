//! The builtin functions, grouped by what they work on; `TABLES` is what the `builtins` module shows.
//!
//! The ones that need the machine (`exec`, `eval`, `compile`, `globals`, `locals`, `__import__`) are the interpreter's.

pub mod attributes;
pub mod fold;
pub mod io;
pub mod iteration;
pub mod numbers;
pub mod site;
pub mod text;

use typhon_runtime::call::MethodDef;

/// Every table of builtin functions.
pub static TABLES: &[&[MethodDef]] = &[
    attributes::FUNCTIONS,
    fold::FUNCTIONS,
    io::FUNCTIONS,
    iteration::FUNCTIONS,
    numbers::FUNCTIONS,
    text::FUNCTIONS,
];
