//! The builtin types: their visible methods and slots. One file per type, one row per type in `TYPES`.
//!
//! An `init` sets the type up, fills slots, adds methods and ends with `slotdefs::finish`.

pub mod alias;
pub mod build_class;
pub mod descriptors;
pub mod exceptions;
pub mod mappingproxy;
pub mod module_;
pub mod namespace;
pub mod object;
pub mod property;
pub mod singletons;
pub mod super_;
pub mod type_;
pub mod union_;
pub mod weakref_;
pub mod wrapped;

use typhon_runtime::{R, Thread};

type Init = fn(&mut Thread) -> R<()>;

/// Type inits in order: bases before derived types. One row per line.
static TYPES: &[(&str, Init)] = &[
    ("object", object::init),
    ("type", type_::init),
    ("native functions, methods, descriptors", descriptors::init),
    ("classmethod, staticmethod", wrapped::init),
    ("property", property::init),
    ("super", super_::init),
    ("mappingproxy", mappingproxy::init),
    ("types.GenericAlias", alias::init),
    ("typing.Union", union_::init),
    ("NoneType, NotImplementedType, ellipsis", singletons::init),
    ("module", module_::init),
    ("types.SimpleNamespace", namespace::init),
    ("exceptions", exceptions::init),
    ("weak references", weakref_::init),
];

/// Runs every init.
pub fn init(th: &mut Thread) -> R<()> {
    for (_, f) in TYPES {
        f(th)?;
    }
    Ok(())
}
