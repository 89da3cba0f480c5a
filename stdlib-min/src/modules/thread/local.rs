//! `_local`: attributes that each thread has for itself. Storage and its rules: `typhon_runtime::types::local`.

use typhon_runtime::call::{self, Args};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::local::Local;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, Val, error, names, ops};

/// `_thread._local`.
pub static LOCAL: TypeObj = TypeObj::declare("_thread._local");

fn this<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a Local> {
    o.get::<Local>()
        .ok_or_else(|| error::type_error(th, "_local object expected"))
}

fn has_own_init(class: &TypeObj) -> bool {
    class.slots().has(SlotId::Init) && !class.slots().same(SlotId::Init, types::OBJECT.slots())
}

fn local_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let given = !a.is_empty() || a.kw_len() > 0;
    if given && !class.as_type().is_some_and(has_own_init) {
        return Err(error::type_error(
            th,
            "Initialization arguments are not supported",
        ));
    }
    let o = Obj::new(th, class, Local::new())?;
    let l = this(th, o.r())?;
    l.register();
    let args = tuple::new(th, a.iter().map(Ref::own).collect())?;
    l.args.set(args);
    if a.kw_len() > 0 {
        let kw = dict::new(th)?;
        if let Some(d) = kw.get::<Dict>() {
            for (k, v) in a.kwargs() {
                drop(d.insert_str(k, v.own()));
            }
        }
        l.kwargs.set(kw);
    }
    // `__init__` runs for this thread as for any object; the dict is there before it.
    let d = dict::new(th)?;
    l.set_dict(d);
    Ok(o)
}

/// The calling thread's dict; made, and `__init__` run, at the first use in a thread.
fn dict_of(th: &mut Thread, o: Ref<'_>) -> R {
    let l = this(th, o)?;
    if let Some(d) = l.dict() {
        return Ok(d.own());
    }
    let d = dict::new(th)?;
    l.set_dict(d.clone());
    if has_own_init(o.class()) {
        let init = ops::getattr(th, o, names::__init__())?;
        let args = l.args.get().unwrap_or_else(|| types::empty_tuple().own());
        let kw = l.kwargs.get();
        call::call_ex(th, init.r(), args.r(), kw.as_ref().map(Obj::r))?;
    }
    Ok(d)
}

fn local_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    let d = dict_of(th, o)?;
    if pystr::equal(name, names::__dict__()) {
        return Ok(d);
    }
    let class = o.class();
    let meta = class.lookup(th, name).map(Val::own);
    if let Some(m) = &meta
        && let Some(get) = m.r().class().slots().descr_get()
        && m.r().class().slots().has(SlotId::DescrSet)
    {
        return get(th, m.r(), Some(o), class.r());
    }
    if let Some(d) = d.get::<Dict>()
        && let Some(v) = d.get(th, name)?
    {
        return Ok(v);
    }
    match meta {
        Some(m) => match m.r().class().slots().descr_get() {
            Some(get) => get(th, m.r(), Some(o), class.r()),
            None => Ok(m),
        },
        None => Err(ops::no_attribute(th, o, name)),
    }
}

fn local_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let d = dict_of(th, o)?;
    if pystr::equal(name, names::__dict__()) {
        let m = format!(
            "'{}' object attribute '__dict__' is read-only",
            o.class().tp_name()
        );
        return Err(error::attribute_error(th, m, o, name));
    }
    let meta = o.class().lookup(th, name).map(Val::own);
    if let Some(m) = &meta
        && let Some(set) = m.r().class().slots().descr_set()
    {
        return set(th, m.r(), o, v);
    }
    let Some(d) = d.get::<Dict>() else {
        return Err(Raised);
    };
    match v {
        Some(v) => d.insert(th, name, v.own()).map(drop),
        None => match d.remove(th, name)? {
            Some(_) => Ok(()),
            None => Err(ops::no_attribute(th, o, name)),
        },
    }
}

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    if LOCAL.is_ready() {
        return Ok(());
    }
    LOCAL.setup::<Local>(
        Some(&types::OBJECT),
        tf::BASE | tf::WEAKREFS | tf::NATIVE_DICT,
    );
    LOCAL.slots().set_new(local_new);
    LOCAL.slots().set_getattr(local_getattr);
    LOCAL.slots().set_setattr(local_setattr);
    slotdefs::finish(th, &LOCAL)
}
