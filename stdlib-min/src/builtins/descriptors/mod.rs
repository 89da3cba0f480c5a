//! Native functions and methods as objects: `builtin_function_or_method`, `method_descriptor`,
//! `classmethod_descriptor`, `wrapper_descriptor`, `method-wrapper`, `getset_descriptor`, `member_descriptor`,
//! and the bound `method`. One file per pair of types; what they share stands here.

mod attributes;
mod method;
mod native;
pub mod signatures;
mod unbound;
mod wrappers;

use typhon_runtime::error::type_error;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

/// Splits `name(sig)\n--\n\ndoc` into signature and text.
fn split_doc(doc: &'static str) -> (Option<&'static str>, &'static str) {
    match doc.split_once("\n--\n\n") {
        Some((head, text)) => (head.find('(').map(|i| &head[i..]), text),
        None => (None, doc),
    }
}

fn doc_obj(th: &mut Thread, doc: &'static str) -> R {
    match split_doc(doc).1 {
        "" => Ok(Obj::none()),
        t => pystr::new(th, t),
    }
}

fn qualified(th: &mut Thread, owner: &'static TypeObj, name: &str) -> R {
    let q = ops::getattr(th, owner.r(), names::__qualname__())?;
    pystr::new(th, &format!("{}.{name}", pystr::text(q.r())))
}

/// "descriptor 'x' for 'T' objects doesn't apply to a 'U' object"
#[cold]
fn does_not_apply(th: &mut Thread, name: &str, owner: &'static TypeObj, o: Ref<'_>) -> Raised {
    let m = format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        owner.tp_name(),
        o.class().tp_name()
    );
    type_error(th, m)
}

fn wrong_self(th: &mut Thread) -> Raised {
    type_error(th, "descriptor of another type expected")
}

/// `(getattr, (owner, name))`.
fn reduce_getattr(th: &mut Thread, owner: Obj, name: &str) -> R {
    let b = typhon_runtime::hooks::import(th, "builtins")?;
    let f = ops::getattr_str(th, b.r(), "getattr")?;
    let n = pystr::new(th, name)?;
    let args = tuple::new(th, vec![owner, n])?;
    tuple::new(th, vec![f, args])
}

fn equality(same: bool, op: CmpOp) -> R {
    match op {
        CmpOp::Eq => Ok(Obj::bool(same)),
        CmpOp::Ne => Ok(Obj::bool(!same)),
        _ => Ok(Ref::NOT_IMPLEMENTED.own()),
    }
}

fn mix(a: i64, b: i64) -> i64 {
    match a ^ b.rotate_left(17) {
        -1 => -2,
        h => h,
    }
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    unbound::init(th)?;
    wrappers::init(th)?;
    attributes::init(th)?;
    native::init(th)?;
    method::init(th)
}
