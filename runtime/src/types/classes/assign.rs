//! Changing what a class or an instance is: `__bases__` and `__class__` assignment.

use super::mro;
use crate::error::{self, type_error};
use crate::obj::{Obj, R, Ref};
use crate::ops;
use crate::thread::Thread;
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, slotdefs, tuple};

/// Whether instances of `new` can stand where instances of `old` did.
fn compatible(old: &'static TypeObj, new: &'static TypeObj) -> bool {
    let (so, sn) = (mro::solid_base(old), mro::solid_base(new));
    let solid =
        std::ptr::eq(so, sn) || (same_slots(so, sn) && so.flag(tf::HEAP) && sn.flag(tf::HEAP));
    solid
        && std::ptr::eq(old.layout(), new.layout())
        && old.fixed_slots() == new.fixed_slots()
        && old.flag(tf::HAS_ATTRS) == new.flag(tf::HAS_ATTRS)
        && old.flag(tf::WEAKREFS) == new.flag(tf::WEAKREFS)
}

/// Two classes that add equally named slots to the same base.
fn same_slots(a: &'static TypeObj, b: &'static TypeObj) -> bool {
    let (Some(x), Some(y)) = (a.base(), b.base()) else {
        return false;
    };
    let names = |t: &'static TypeObj| {
        let mut v: Vec<String> = Vec::new();
        if let Some(d) = t.dict().get::<types::dict::Dict>() {
            for (k, m) in d.items() {
                if m.r().is_exact(&types::MEMBER_DESCRIPTOR) {
                    v.push(types::str::text(k.r()));
                }
            }
        }
        v.sort();
        v
    };
    std::ptr::eq(mro::solid_base(x), mro::solid_base(y)) && names(a) == names(b)
}

fn check(th: &mut Thread, old: &'static TypeObj, new: &'static TypeObj, what: &str) -> R<()> {
    if compatible(old, new) {
        return Ok(());
    }
    let m = format!(
        "{what} assignment: '{}' object layout differs from '{}'",
        new.name(),
        old.name()
    );
    Err(type_error(th, m))
}

/// `object.__class__ = new`.
pub fn set_class(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(type_error(th, "can't delete __class__ attribute"));
    };
    let Some(new) = v.as_type() else {
        let m = format!(
            "__class__ must be set to a class, not '{}' object",
            v.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    let old = o.class();
    let module = |t: &'static TypeObj| t.is_subtype(&types::MODULE);
    let both_heap = old.flag(tf::HEAP) && new.flag(tf::HEAP);
    if !(both_heap || module(old) && module(new)) {
        return Err(type_error(
            th,
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    check(th, old, new, "__class__")?;
    if o.class().flag(tf::HAS_ATTRS) {
        // A shape belongs to its class.
        crate::shape::to_dict(th, o)?;
    }
    o.replace_class(new);
    Ok(())
}

/// `class.__bases__ = new`.
pub fn set_bases(th: &mut Thread, class: &'static TypeObj, v: Option<Ref<'_>>) -> R<()> {
    let name = class.name();
    let Some(v) = v else {
        let m = format!("cannot delete '__bases__' attribute of immutable type '{name}'");
        return Err(type_error(th, m));
    };
    if !tuple::is_tuple(v) {
        let m = format!(
            "can only assign tuple to {name}.__bases__, not {}",
            v.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    if tuple::items(v).len() == 0 {
        let m = format!("can only assign non-empty tuple to {name}.__bases__, not ()");
        return Err(type_error(th, m));
    }
    for b in tuple::items(v) {
        let Some(t) = b.as_type() else {
            let m = format!(
                "{name}.__bases__ must be tuple of classes, not '{}'",
                b.class().tp_name()
            );
            return Err(type_error(th, m));
        };
        // The MRO of `t` may be on its way: the chain of bases is never late.
        let mut chain = std::iter::successors(Some(t), |c| c.base());
        if t.is_subtype(class) || chain.any(|c| std::ptr::eq(c, class)) {
            return Err(type_error(
                th,
                "a __bases__ item causes an inheritance cycle",
            ));
        }
    }
    let list = mro::classes_of(th, v)?;
    let base = mro::best_base(th, &list)?;
    let old_base = class.base().unwrap_or(&types::OBJECT);
    check(th, old_base, base, "__bases__")?;
    let old_bases = class.bases();
    class.set_bases(Some(base), v.own());
    let mut undo: Vec<(&'static TypeObj, Vec<&'static TypeObj>)> = Vec::new();
    if let Err(e) = relinearise(th, class, &mut undo) {
        let raised = error::fetch(th);
        for (t, mro) in undo.into_iter().rev() {
            t.set_mro(&mro);
        }
        if let Some(b) = old_bases {
            class.set_bases(Some(old_base), b);
        }
        class.changed();
        let _ = e;
        return Err(error::restore(th, raised));
    }
    class.changed();
    TypeObj::bump_descriptor_epoch();
    let _g = slotdefs::lock_updates();
    update_tree(th, class);
    Ok(())
}

fn relinearise(
    th: &mut Thread,
    class: &'static TypeObj,
    undo: &mut Vec<(&'static TypeObj, Vec<&'static TypeObj>)>,
) -> R<()> {
    ops::guard(th, "")?;
    let new = mro::compute(th, class)?;
    undo.push((class, class.mro().collect()));
    class.set_mro(&new);
    class.changed();
    for sub in class.subclasses() {
        if let Some(s) = sub.r().as_type() {
            relinearise(th, s, undo)?;
        }
    }
    Ok(())
}

fn update_tree(th: &mut Thread, class: &'static TypeObj) {
    slotdefs::update_all(th, class);
    let subs: Vec<Obj> = class.subclasses();
    for sub in &subs {
        if let Some(s) = sub.r().as_type() {
            update_tree(th, s);
        }
    }
}
