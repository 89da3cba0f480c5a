//! What scripts add to the search for modules: finders on `sys.meta_path`, hooks on `sys.path_hooks`, archives on the path.
//!
//! The protocol itself is Python, `lib/_import_hooks.py`, which is loaded when there is something of the kind.

use super::{Source, import, sys_attr};
use std::cell::Cell;
use std::path::Path;
use typhon_runtime::call;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::str as pystr;
use typhon_runtime::{Thread, ops};

const HELPER: &str = "_import_hooks";

thread_local! {
    /// This thread loads the helper: what that imports is found without it.
    static LOADING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a list of `sys` has something in it.
fn filled(th: &mut Thread, name: &str) -> R<bool> {
    match sys_attr(name) {
        Some(l) => ops::is_true(th, l.r()),
        None => Ok(false),
    }
}

/// Calls a function of the helper; None if that gives None, or is being loaded.
fn ask(th: &mut Thread, function: &str, args: &[Ref<'_>]) -> R<Option<Obj>> {
    if LOADING.get() {
        return Ok(None);
    }
    LOADING.set(true);
    let helper = import(th, HELPER);
    LOADING.set(false);
    let f = ops::getattr(th, helper?.r(), pystr::intern_str(function))?;
    let r = call::call(th, f.r(), args)?;
    Ok((!r.r().is_none()).then_some(r))
}

/// The spec that a finder of `sys.meta_path` gives.
pub fn from_meta_path(th: &mut Thread, name: &str, path: Option<Ref<'_>>) -> R<Option<Obj>> {
    if !filled(th, "meta_path")? {
        return Ok(None);
    }
    let name = pystr::new(th, name)?;
    let none = Obj::none();
    let path = path.unwrap_or_else(|| none.r());
    ask(th, "from_meta_path", &[name.r(), path])
}

/// Whether entries of the path go through hooks of scripts.
pub fn on_entries(th: &mut Thread) -> R<bool> {
    filled(th, "path_hooks")
}

/// Whether an entry of the path is an archive, or lies in one.
pub fn is_archive(entry: &Path) -> bool {
    let there = entry.ancestors().find(|a| a.exists());
    there.is_some_and(Path::is_file)
}

/// The spec that the finder of an entry of the path gives.
pub fn from_entry(th: &mut Thread, name: &str, entry: Ref<'_>) -> R<Option<Obj>> {
    let name = pystr::new(th, name)?;
    ask(th, "from_entry", &[name.r(), entry])
}

/// Makes and executes the module of a spec.
pub fn load(th: &mut Thread, spec: Ref<'_>) -> R {
    let m = ask(th, "load", &[spec])?;
    Ok(m.unwrap_or_else(Obj::none))
}

/// The source that the loader of a spec has, for `-m`.
pub fn source(th: &mut Thread, spec: Ref<'_>, name: &str) -> R<Option<Source>> {
    let field = |th: &mut Thread, name: &str| ops::getattr(th, spec, pystr::intern_str(name));
    let loader = field(th, "loader")?;
    let get = pystr::intern_str("get_source");
    let Some(get) = ops::getattr_opt(th, loader.r(), get)? else {
        return Ok(None);
    };
    let name = pystr::new(th, name)?;
    let text = call::call(th, get.r(), &[name.r()])?;
    if !pystr::is_str(text.r()) {
        return Ok(None);
    }
    let origin = field(th, "origin")?;
    let inside = field(th, "submodule_search_locations")?;
    Ok(Some(Source {
        package: !inside.r().is_none(),
        filename: pystr::text(origin.r()),
        text: pystr::text(text.r()).into_bytes(),
    }))
}
