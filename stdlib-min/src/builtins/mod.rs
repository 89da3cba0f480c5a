//! The builtin types: their visible methods and slots. One file per type, one row per type in `TYPES`.
//!
//! An `init` sets the type up, fills slots, adds methods and ends with `slotdefs::finish`.

pub mod alias;
pub mod bool;
pub mod build_class;
pub mod bytes;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod dict_iter;
pub mod dict_views;
pub mod exceptions;
pub mod float;
pub mod functions;
pub mod int;
pub mod int_methods;
pub mod iterators;
pub mod list;
pub mod mappingproxy;
pub mod module_;
pub mod namespace;
pub mod object;
pub mod property;
pub mod range;
pub mod seq;
pub mod set;
pub mod shadow;
pub mod singletons;
pub mod slice;
pub mod str;
pub mod super_;
pub mod support;
pub mod template;
pub mod tuple;
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
    ("int", int::init),
    ("bool", bool::init),
    ("float", float::init),
    ("complex", complex::init),
    ("str", str::init),
    ("bytes", bytes::init),
    ("bytearray", bytes::array::init),
    ("memoryview", bytes::view::init),
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
    (
        "iterators of sequences, reversed, enumerate, zip, map, filter",
        iterators::init,
    ),
    ("list", list::init),
    ("tuple", tuple::init),
    ("dict, its views and iterators", dict::init),
    ("set, frozenset", set::init),
    ("slice", slice::init),
    ("range", range::init),
    ("exceptions", exceptions::init),
    ("streams", crate::modules::io::init),
    ("exit, help, ...", functions::site::init),
    ("string.templatelib", template::init),
    ("weak references", weakref_::init),
];

/// Runs every init.
pub fn init(th: &mut Thread) -> R<()> {
    for (_, f) in TYPES {
        f(th)?;
    }
    Ok(())
}
