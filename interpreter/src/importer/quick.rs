//! Imports of modules that are there: no text is made, no Python code runs.

use super::{LOADING, MEASURED, STATE, is_busy, modules};
use std::sync::atomic::Ordering::*;
use typhon_runtime::names;
use typhon_runtime::obj::{Obj, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{self, module, str as pystr, tuple};

/// Whether this is the builtin `__import__`, which may be left out between an instruction and the import system.
pub fn is_builtin_import(f: Ref<'_>) -> bool {
    STATE
        .get()
        .and_then(|s| s.import.as_ref())
        .is_some_and(|i| f.is(i.r()))
}

/// What the absolute import of `name` gives if its module stands in `sys.modules`, is not being executed, and, where
/// the module is a package, it has all the names in `fromlist` (a tuple, or None). None: the general way.
pub fn imported(name: Ref<'_>, fromlist: Ref<'_>) -> Option<Obj> {
    let found = modules().get::<Dict>()?.get_str(name)?;
    // Relaxed: constant after start-up.
    if found.r().is_none() || MEASURED.load(Relaxed) == 2 {
        return None;
    }
    // Acquire: pairs with the Release of who has finished a module. Who begins one counts it before it is put into
    // `sys.modules`, where we found it.
    if LOADING.load(Acquire) != 0 && is_busy(name.get::<pystr::Str>()?.as_str()?) {
        return None;
    }
    if fromlist.is_none() {
        let dotted = name.get::<pystr::Str>()?.bytes().contains(&b'.');
        return (!dotted).then_some(found);
    }
    if !found.r().is_exact(&types::MODULE) || !tuple::is_tuple(fromlist) {
        return None;
    }
    let d = module::dict_ref(found.r())?.get::<Dict>()?;
    let plain = if d.position_str(names::__path__()).is_some() {
        tuple::items(fromlist).all(|x| d.position_str(x).is_some())
    } else {
        // A module's own `__getattr__` may know `__path__`.
        d.position_str(names::__getattr__()).is_none()
    };
    plain.then_some(found)
}
