//! `object`: the slots and methods that every class inherits.

use typhon_runtime::types::slotdefs;
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

fn object_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let t = ops::default_repr(o);
    pystr::new(th, &t)
}

fn object_str(th: &mut Thread, o: Ref<'_>) -> R {
    ops::repr(th, o)
}

fn object_hash(_th: &mut Thread, o: Ref<'_>) -> R<i64> {
    Ok(ops::hash_identity(o))
}

fn object_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    match op {
        CmpOp::Eq if a.is(b) => Ok(Obj::bool(true)),
        CmpOp::Ne => {
            let Some(f) = a.class().slots().richcmp() else {
                return Ok(Ref::NOT_IMPLEMENTED.own());
            };
            let r = f(th, a, b, CmpOp::Eq)?;
            if r.r().is_not_implemented() {
                return Ok(r);
            }
            ops::is_true(th, r.r()).map(|t| Obj::bool(!t))
        }
        _ => Ok(Ref::NOT_IMPLEMENTED.own()),
    }
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::OBJECT.slots();
    s.set_repr(object_repr);
    s.set_str(object_str);
    s.set_hash(object_hash);
    s.set_richcmp(object_richcmp);
    s.set_getattr(ops::generic_getattr);
    s.set_setattr(ops::generic_setattr);
    slotdefs::finish(th, &types::OBJECT)
}
