//! Whether a module may hide another one of the same name: for the hints in ImportError and AttributeError.

use typhon_runtime::types::{dict::Dict, list::List, module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, error, hooks, names, ops};

/// What is known of a module's place.
pub struct Place {
    /// Its file, if it has one.
    pub file: Option<String>,
    /// It lies in the first folder of `sys.path`, where the script is.
    pub beside_script: bool,
    /// It does, and has the name of a module of the standard library.
    pub hides_library: bool,
}

/// Looks at a module; never raises.
pub fn place(th: &mut Thread, m: Ref<'_>, name: &str) -> Place {
    let origin = quiet(th, |th| origin(th, m));
    let beside_script = match &origin {
        Some(origin) => quiet(th, |th| is_beside_script(th, origin).map(Some)).unwrap_or(false),
        None => false,
    };
    let hides_library =
        beside_script && quiet(th, |th| is_library(th, name).map(Some)).unwrap_or(false);
    let file = origin.or_else(|| own(m, names::__file__()).and_then(text));
    Place {
        file,
        beside_script,
        hides_library,
    }
}

fn quiet<T>(th: &mut Thread, f: impl FnOnce(&mut Thread) -> R<Option<T>>) -> Option<T> {
    match f(th) {
        Ok(v) => v,
        Err(Raised) => {
            drop(error::fetch(th));
            None
        }
    }
}

fn own(m: Ref<'_>, name: Ref<'_>) -> Option<Obj> {
    module::dict_of(m)?.get::<Dict>()?.get_str(name)
}

fn text(o: Obj) -> Option<String> {
    pystr::is_str(o.r()).then(|| pystr::text(o.r()))
}

/// `__spec__.origin`, if the spec has a location; without a spec the module's file.
fn origin(th: &mut Thread, m: Ref<'_>) -> R<Option<String>> {
    let Some(spec) = own(m, names::__spec__()).filter(|s| !s.r().is_none()) else {
        return Ok(own(m, names::__file__()).and_then(text));
    };
    match ops::getattr_opt(th, spec.r(), pystr::intern_str("has_location"))? {
        Some(flag) if ops::is_true(th, flag.r())? => {}
        _ => return Ok(None),
    }
    let origin = ops::getattr_opt(th, spec.r(), pystr::intern_str("origin"))?;
    Ok(origin.and_then(text))
}

fn sys(th: &mut Thread, name: &str) -> R<Option<Obj>> {
    let sys = hooks::import(th, "sys")?;
    ops::getattr_opt(th, sys.r(), pystr::intern_str(name))
}

fn is_beside_script(th: &mut Thread, origin: &str) -> R<bool> {
    let Some(path) = sys(th, "path")? else {
        return Ok(false);
    };
    let Some(first) = path
        .get::<List>()
        .and_then(|l| l.items().into_iter().next())
        .and_then(text)
    else {
        return Ok(false);
    };
    let first = if first.is_empty() {
        std::env::current_dir().unwrap_or_default()
    } else {
        first.into()
    };
    let file = std::path::Path::new(origin);
    let mut folder = file.parent();
    if file.file_name().is_some_and(|n| n == "__init__.py") {
        folder = folder.and_then(std::path::Path::parent);
    }
    Ok(folder == Some(first.as_path()))
}

fn is_library(th: &mut Thread, name: &str) -> R<bool> {
    let Some(all) = sys(th, "stdlib_module_names")? else {
        return Ok(false);
    };
    let name = pystr::new(th, name)?;
    ops::contains(th, all.r(), name.r())
}
