//! Storage of modules. Modules are born SHARED: loads of module globals count nothing.
//!
//! MODULE RULE. A module's dict is set once, at birth, and never replaced: the machine may cache positions in it.

use crate::call::{MethodDef, new_function};
use crate::names;
use crate::obj::{Obj, R, Ref};
use crate::slot::Slot;
use crate::sync::{AtomicBool, Ordering::Relaxed};
use crate::thread::Thread;
use crate::types::dict::{self, Dict};
use crate::types::typeobj::flags as tf;
use crate::types::{self, str as pystr};

/// Payload of modules.
pub struct Module {
    /// The namespace (a dict).
    pub dict: Slot,
    /// Made by the runtime, not from a file.
    native: AtomicBool,
}
crate::payload!(
    Module,
    traverse | s,
    v | s.dict.visit(v),
    // The dict is a container of its own: only when nobody else holds it is it garbage, and is emptied as such. A
    // function of a module outlives it with all its globals.
    clear | _s | {}
);

/// Layout of the type.
pub(crate) fn init() {
    types::MODULE.setup::<Module>(
        Some(&types::OBJECT),
        tf::BASE | tf::BORN_SHARED | tf::WEAKREFS | tf::NATIVE_DICT,
    );
}

/// An empty module object of `class`.
pub fn new_of(th: &mut Thread, class: Ref<'_>) -> R {
    let d = dict::new(th)?;
    if let Some(h) = d.r().header() {
        h.mark_shared();
        h.mark_lasting();
    }
    Obj::new(
        th,
        class,
        Module {
            dict: Slot::new(d),
            native: AtomicBool::new(false),
        },
    )
}

/// A module with this name and the attributes that every module has.
pub fn new(th: &mut Thread, name: &str) -> R {
    let m = new_of(th, types::MODULE.r())?;
    let n = pystr::intern_str(name).own();
    init_attributes(&m, n, Obj::none());
    if let Some(x) = m.get::<Module>() {
        // Relaxed: set before the module is published.
        x.native.store(true, Relaxed);
    }
    Ok(m)
}

/// Whether the runtime made the module.
pub fn is_native(m: Ref<'_>) -> bool {
    // Relaxed: see new.
    m.get::<Module>().is_some_and(|m| m.native.load(Relaxed))
}

/// Sets `__name__`, `__doc__`, `__package__`, `__loader__`, `__spec__`.
pub fn init_attributes(m: &Obj, name: Obj, doc: Obj) {
    let Some(d) = dict_of(m.r()) else { return };
    let Some(d) = d.get::<Dict>() else { return };
    drop(d.insert_str(names::__name__(), name));
    drop(d.insert_str(names::__doc__(), doc));
    for n in [names::__package__(), names::__loader__(), names::__spec__()] {
        drop(d.insert_str(n, Obj::none()));
    }
}

/// A view of the namespace of a module (MODULE RULE: it lives as long as the module).
#[inline(always)]
pub fn dict_ref(m: Ref<'_>) -> Option<Ref<'_>> {
    let w = m.get::<Module>()?.dict.peek();
    if w == 0 {
        None
    } else {
        // SAFETY: the slot holds the dict from birth to death of the module, which `m` keeps alive.
        Some(unsafe { Ref::from_word(w) })
    }
}

/// The namespace of a module.
pub fn dict_of(m: Ref<'_>) -> Option<Obj> {
    m.get::<Module>().and_then(|m| m.dict.get())
}

/// Sets a module attribute.
pub fn add(th: &mut Thread, m: Ref<'_>, name: &str, value: Obj) -> R<()> {
    match dict_of(m) {
        Some(d) if d.get::<Dict>().is_some() => {
            if let Some(d) = d.get::<Dict>() {
                drop(d.insert_str(pystr::intern_str(name), value));
            }
            Ok(())
        }
        _ => Err(crate::error::type_error(th, "module expected")),
    }
}

/// A module attribute by name, without `__getattr__`.
pub fn get(m: Ref<'_>, name: &str) -> Option<Obj> {
    let d = dict_of(m)?;
    d.get::<Dict>()?.get_str(pystr::intern_str(name))
}

/// Adds native functions.
pub fn add_functions(th: &mut Thread, m: Ref<'_>, defs: &'static [MethodDef]) -> R<()> {
    let name = get(m, "__name__");
    for def in defs {
        let f = new_function(th, def, name.clone())?;
        add(th, m, def.name, f)?;
    }
    Ok(())
}
