//! `_thread._local`: thread-local attributes.
//!
//! Invariant: each thread keeps its own table from the local's number to a dict, in thread-private memory, so reading
//! writes nothing shared. The table is emptied when the thread ends (`forget_all`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::*};
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{attribute_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, Val, names, payload};

/// `_thread._local`.
pub static LOCAL: TypeObj = TypeObj::declare("_thread._local");

struct Local {
    number: u64,
    /// Arguments for `__init__` in each thread.
    args: Slot,
    kwargs: Slot,
}
payload!(Local, traverse |s, v| { s.args.visit(v); s.kwargs.visit(v) }, clear |s| { drop(s.args.take()); drop(s.kwargs.take()) });

static NEXT: AtomicU64 = AtomicU64::new(1);

thread_local! {
    static TABLE: RefCell<HashMap<u64, Obj>> = RefCell::new(HashMap::new());
}

/// Drops this thread's values; before the thread ends.
pub fn forget_all() {
    let old = TABLE.with_borrow_mut(std::mem::take);
    drop(old);
}

fn local_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    let custom = class.as_type().is_some_and(|t| t.lookup(th, names::__init__()).is_some_and(|f| f.r().is_exact(&types::FUNCTION)));
    if !custom && (a.len() > 0 || a.kw_len() > 0) {
        return Err(type_error(th, "Initialization arguments are not supported"));
    }
    let args = tuple::new(th, a.iter().map(Ref::own).collect())?;
    let kw = dict::new(th)?;
    if let Some(d) = kw.get::<Dict>() {
        for (k, v) in a.kwargs() {
            drop(d.insert_str(k, v.own()));
        }
    }
    // Relaxed: uniqueness only.
    let number = NEXT.fetch_add(1, Relaxed);
    let o = Obj::new(th, class, Local { number, args: Slot::new(args), kwargs: Slot::new(kw) })?;
    // The creating thread's __init__ runs by the class call.
    let d = dict::new(th)?;
    TABLE.with_borrow_mut(|t| t.insert(number, d));
    Ok(o)
}

/// This thread's dict; made (with `__init__`) on first use.
fn dict_for(th: &mut Thread, o: Ref<'_>) -> R {
    let Some(l) = o.get::<Local>() else { return Err(type_error(th, "thread-local object expected")) };
    if let Some(d) = TABLE.with_borrow(|t| t.get(&l.number).map(Obj::clone)) {
        return Ok(d);
    }
    let d = dict::new(th)?;
    let keep = d.clone();
    TABLE.with_borrow_mut(|t| t.insert(l.number, keep));
    let init = o.class().lookup(th, names::__init__()).map(Val::own);
    if let Some(f) = init.filter(|f| f.r().is_exact(&types::FUNCTION)) {
        let bound = call::bind(th, f.r(), o)?;
        let (args, kw) = (l.args.get().unwrap_or_else(Obj::none), l.kwargs.get());
        if let Err(e) = call::call_ex(th, bound.r(), args.r(), kw.as_ref().map(Obj::r)) {
            let old = TABLE.with_borrow_mut(|t| t.remove(&l.number));
            drop(old);
            return Err(e);
        }
    }
    Ok(d)
}

fn local_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    let d = dict_for(th, o)?;
    if name.is(names::__dict__()) {
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
    if let Some(v) = d.get::<Dict>().and_then(|d| d.get_str(name)) {
        return Ok(v);
    }
    match meta {
        Some(m) => match m.r().class().slots().descr_get() {
            Some(get) => get(th, m.r(), Some(o), class.r()),
            None => Ok(m),
        },
        None => {
            let m = format!("'{}' object has no attribute '{}'", class.name(), pystr::text(name));
            Err(attribute_error(th, m, o, name))
        }
    }
}

fn local_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    if name.is(names::__dict__()) {
        let m = format!("'{}' object attribute '__dict__' is read-only", o.class().name());
        return Err(attribute_error(th, m, o, name));
    }
    let d = dict_for(th, o)?;
    let meta = o.class().lookup(th, name).map(Val::own);
    if let Some(m) = &meta
        && let Some(set) = m.r().class().slots().descr_set()
    {
        return set(th, m.r(), o, v);
    }
    let Some(d) = d.get::<Dict>() else { return Ok(()) };
    let key = pystr::intern(name);
    match v {
        Some(v) => drop(d.insert_str(key, v.own())),
        None => {
            if d.remove_str(key).is_none() {
                let m = format!("'{}' object has no attribute '{}'", o.class().name(), pystr::text(name));
                return Err(attribute_error(th, m, o, name));
            }
        }
    }
    Ok(())
}

fn local_init(_th: &mut Thread, _o: Ref<'_>, _a: Args<'_>) -> R<()> {
    Ok(())
}

/// Sets the type up.
pub fn init(th: &mut Thread) -> R<()> {
    LOCAL.setup::<Local>(Some(&types::OBJECT), tf::BASE | tf::WEAKREFS);
    LOCAL.slots().set_new(local_new);
    LOCAL.slots().set_init(local_init);
    LOCAL.slots().set_getattr(local_getattr);
    LOCAL.slots().set_setattr(local_setattr);
    slotdefs::finish(th, &LOCAL)
}

