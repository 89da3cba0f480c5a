//! What `__text_signature__` says of natives: their parameters as CPython 3.14 declares them.
//!
//! `signatures.txt` has a line `NAME<tab>SIGNATURE` for each, with tabs for line ends in it; the name is that of the
//! function behind its module or class, or `type` and the name of a class.

use super::split_doc;
use std::collections::HashMap;
use std::sync::OnceLock;
use typhon_runtime::call::{Bind, MethodDef, NativeFunction};
use typhon_runtime::types::str as pystr;
use typhon_runtime::types::typeobj::{TypeObj, flags};
use typhon_runtime::{Obj, R, Ref, Thread};

fn find(name: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        include_str!("signatures.txt")
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .collect()
    });
    table.get(name).copied()
}

fn value(th: &mut Thread, found: Option<&str>) -> R {
    match found {
        Some(s) => pystr::new(th, &s.replace("\t", "\n")),
        None => Ok(Obj::none()),
    }
}

/// The signature of a method that `owner` defines.
fn of_method(owner: &TypeObj, def: &MethodDef) -> Option<&'static str> {
    find(&format!("{}.{}", owner.tp_name(), def.name))
}

/// `__text_signature__` of an unbound method.
pub fn method(th: &mut Thread, owner: &TypeObj, def: &MethodDef) -> R {
    let s = of_method(owner, def).or(split_doc(def.doc).0);
    value(th, s)
}

/// `__text_signature__` of a function or bound method.
pub fn function(th: &mut Thread, f: &NativeFunction) -> R {
    let def = f.def;
    let own = split_doc(def.doc).0;
    let found = if let Some(owner) = f.owner {
        of_method(owner, def)
    } else if let Some(s) = f.slf.get() {
        let s = s.r();
        let class = s.as_type().filter(|_| def.bind == Bind::Class);
        let class = class.unwrap_or_else(|| s.class());
        class.mro().find_map(|c| of_method(c, def))
    } else {
        match f.module.get() {
            Some(m) if pystr::is_str(m.r()) => {
                find(&format!("{}.{}", pystr::text(m.r()), def.name))
            }
            _ => None,
        }
    };
    let made = (def.name == "__new__").then_some("($type, *args, **kwargs)");
    value(th, found.or(own).or(made))
}

/// `__text_signature__` of a native class.
pub fn class(th: &mut Thread, t: Ref<'_>) -> R {
    let found = t
        .as_type()
        .filter(|t| !t.flag(flags::HEAP))
        .and_then(|t| find(&format!("type {}", t.tp_name())));
    value(th, found)
}
