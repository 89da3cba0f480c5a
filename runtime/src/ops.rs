//! The abstract object protocol: attributes, comparison, hashing, conversion to text, numbers, containers,
//! iteration. Each function is what the operator or builtin of that name does, with CPython's messages.

use crate::error;
use crate::obj::R;
use crate::thread::Thread;

mod attributes;
mod classes;
mod compare;
mod containers;
mod numbers;
mod text;

pub use attributes::*;
pub use classes::*;
pub use compare::*;
pub use containers::*;
pub use numbers::*;
pub use text::*;

/// RecursionError if the Rust stack is low: "maximum recursion depth exceeded" + what.
pub fn guard(th: &mut Thread, what: &str) -> R<()> {
    if th.stack_is_low() {
        return Err(error::recursion_error(
            th,
            &format!("maximum recursion depth exceeded{what}"),
        ));
    }
    Ok(())
}
