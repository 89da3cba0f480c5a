//! `module`: attributes in the namespace dict, module-level `__getattr__` (PEP 562).

use crate::modules::loaders;
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef, Sig};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{self, module, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, names, ops};

static INIT: Sig = Sig::parse("name, doc=");

fn namespace(th: &mut Thread, o: Ref<'_>) -> R {
    match module::dict_of(o) {
        Some(d) => Ok(d),
        None => Err(type_error(th, "module expected")),
    }
}

fn own(o: Ref<'_>, name: Ref<'_>) -> Option<Obj> {
    module::dict_of(o)?.get::<Dict>()?.get_str(name)
}

fn module_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    module::new_of(th, class)
}

fn module_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    call::with_sig(th, "module", &INIT, a, |th, a| {
        if !pystr::is_str(a.at(0)) {
            let m = format!(
                "module() argument 'name' must be str, not {}",
                a.at(0).class().name()
            );
            return Err(type_error(th, m));
        }
        module::init_attributes(
            &o.own(),
            a.at(0).own(),
            a.opt(1).map_or_else(Obj::none, Ref::own),
        );
        Ok(())
    })
}

/// The repr of a module that importlib did not make or describe.
fn module_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = match own(o, names::__name__()) {
        Some(n) => ops::repr_text(th, n.r())?,
        None => "'?'".to_string(),
    };
    let spec = own(o, names::__spec__()).filter(|s| !s.r().is_none());
    let mut origin = None;
    let mut located = true;
    if let Some(s) = &spec {
        origin =
            ops::getattr_opt(th, s.r(), pystr::intern_str("origin"))?.filter(|x| !x.r().is_none());
        if let Some(h) = ops::getattr_opt(th, s.r(), pystr::intern_str("has_location"))? {
            located = ops::is_true(th, h.r())?;
        }
    }
    let t = match (spec, origin, own(o, names::__file__())) {
        (Some(_), Some(org), _) if located => {
            format!("<module {name} from {}>", ops::repr_text(th, org.r())?)
        }
        (Some(_), Some(org), _) => format!("<module {name} ({})>", ops::str_text(th, org.r())?),
        (None, _, Some(f)) => format!("<module {name} from {}>", ops::repr_text(th, f.r())?),
        (Some(spec), None, _) => nowhere(th, o, spec.r(), &name)?,
        _ => match own(o, names::__loader__()).filter(|l| !l.r().is_none()) {
            Some(l) => format!("<module {name} ({})>", ops::repr_text(th, l.r())?),
            None if module::is_native(o) => format!("<module {name} (built-in)>"),
            None => format!("<module {name}>"),
        },
    };
    pystr::new(th, &t)
}

/// The repr of a module whose specification has no origin.
fn nowhere(th: &mut Thread, o: Ref<'_>, spec: Ref<'_>, name: &str) -> R<String> {
    let loader = ops::getattr_opt(th, spec, pystr::intern_str("loader"))?;
    let Some(loader) = loader.filter(|l| !l.r().is_none()) else {
        return Ok(match module::is_native(o) {
            true => format!("<module {name} (built-in)>"),
            false => format!("<module {name}>"),
        });
    };
    if !loaders::is_namespace(loader.r()) {
        return Ok(format!(
            "<module {name} ({})>",
            ops::repr_text(th, loader.r())?
        ));
    }
    let path = ops::getattr(th, loader.r(), pystr::intern_str("_path"))?;
    let path = call::call(th, types::LIST.r(), &[path.r()])?;
    Ok(format!(
        "<module {name} (namespace) from {}>",
        ops::repr_text(th, path.r())?
    ))
}

fn module_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    if !pystr::is_str(name) {
        return ops::generic_getattr(th, o, name);
    }
    // Data descriptors of the class (`__dict__`, `__class__`) come first, then the namespace, then the class.
    let found = o.class().lookup(th, name).map(typhon_runtime::Val::own);
    let get = found
        .as_ref()
        .and_then(|d| d.r().class().slots().descr_get());
    if let (Some(d), Some(get)) = (&found, get)
        && d.r()
            .class()
            .slots()
            .has(typhon_runtime::types::slots::SlotId::DescrSet)
    {
        return get(th, d.r(), Some(o), o.type_ref());
    }
    if let Some(v) = own(o, name) {
        return Ok(v);
    }
    if let Some(d) = found {
        return match get {
            Some(g) => g(th, d.r(), Some(o), o.type_ref()),
            None => Ok(d),
        };
    }
    if let Some(f) = own(o, names::__getattr__()) {
        return call::call(th, f.r(), &[name]);
    }
    Err(missing(th, o, name))
}

#[cold]
fn missing(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> Raised {
    let text = pystr::text(name);
    let m = match own(o, names::__name__()) {
        Some(n) if pystr::is_str(n.r()) => {
            let module = pystr::text(n.r());
            let place = super::shadow::place(th, o, &module);
            let file = place.file.as_deref();
            match (is_initializing(th, o), file) {
                (_, Some(file)) if place.hides_library => format!(
                    "module '{module}' has no attribute '{text}' (consider renaming '{file}' since it has the same name as the standard library module named '{module}' and prevents importing that standard library module)"
                ),
                (true, Some(file)) if place.beside_script => format!(
                    "module '{module}' has no attribute '{text}' (consider renaming '{file}' if it has the same name as a library you intended to import)"
                ),
                (true, Some(file)) => format!(
                    "partially initialized module '{module}' from '{file}' has no attribute '{text}' (most likely due to a circular import)"
                ),
                (true, None) => format!(
                    "partially initialized module '{module}' has no attribute '{text}' (most likely due to a circular import)"
                ),
                (false, _) => format!("module '{module}' has no attribute '{text}'"),
            }
        }
        _ => format!("module has no attribute '{text}'"),
    };
    error::attribute_error(th, m, o, name)
}

fn is_initializing(th: &mut Thread, o: Ref<'_>) -> bool {
    let Some(spec) = own(o, names::__spec__()).filter(|s| !s.r().is_none()) else {
        return false;
    };
    match ops::getattr_opt(th, spec.r(), pystr::intern_str("_initializing")) {
        Ok(Some(v)) => v.r().is(Ref::TRUE),
        Ok(None) => false,
        Err(Raised) => {
            drop(error::fetch(th));
            false
        }
    }
}

fn module_setattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    if !pystr::is_str(name) {
        return ops::generic_setattr(th, o, name, v);
    }
    if let Some(d) = o.class().lookup(th, name).map(typhon_runtime::Val::own)
        && let Some(set) = d.r().class().slots().descr_set()
    {
        return set(th, d.r(), o, v);
    }
    let ns = namespace(th, o)?;
    let Some(d) = ns.get::<Dict>() else {
        return Err(type_error(th, "module expected"));
    };
    let name = pystr::try_intern(th, name)?;
    match v {
        Some(v) => {
            drop(d.insert_str(name, v.own()));
            Ok(())
        }
        None => match d.remove_str(name) {
            Some(old) => {
                drop(old);
                Ok(())
            }
            None => Err(missing_to_delete(th, o, name)),
        },
    }
}

#[cold]
fn missing_to_delete(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> Raised {
    ops::no_attribute(th, o, name)
}

fn dict_get(th: &mut Thread, o: Ref<'_>) -> R {
    namespace(th, o)
}

fn module_dir(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let d = ops::getattr(th, o, names::__dict__())?;
    if d.get::<Dict>().is_none() {
        let name = own(o, names::__name__())
            .map(|n| pystr::text(n.r()))
            .unwrap_or_default();
        return Err(type_error(
            th,
            format!("{name}.__dict__ is not a dictionary"),
        ));
    }
    match own(o, names::__dir__()) {
        Some(f) => call::call(th, f.r(), &[]),
        None => super::object::keys_list(th, d.r()),
    }
}

fn annotate_get(th: &mut Thread, o: Ref<'_>) -> R {
    let ns = namespace(th, o)?;
    let Some(d) = ns.get::<Dict>() else {
        return Ok(Obj::none());
    };
    if let Some(f) = d.get_str(names::__annotate__()) {
        return Ok(f);
    }
    drop(d.insert_str(names::__annotate__(), Obj::none()));
    Ok(Obj::none())
}

fn annotate_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let Some(v) = v else {
        return Err(type_error(th, "cannot delete __annotate__ attribute"));
    };
    if !v.is_none()
        && !v
            .class()
            .slots()
            .has(typhon_runtime::types::slots::SlotId::Call)
    {
        return Err(type_error(th, "__annotate__ must be callable or None"));
    }
    let ns = namespace(th, o)?;
    if let Some(d) = ns.get::<Dict>() {
        drop(d.insert_str(names::__annotate__(), v.own()));
        if !v.is_none() {
            drop(d.remove_str(names::__annotations__()));
        }
    }
    Ok(())
}

fn annotations_get(th: &mut Thread, o: Ref<'_>) -> R {
    let ns = namespace(th, o)?;
    let Some(d) = ns.get::<Dict>() else {
        return Err(type_error(th, "module expected"));
    };
    if let Some(a) = d.get_str(names::__annotations__()) {
        return Ok(a);
    }
    let f = annotate_get(th, o)?;
    let a = if f.r().is_none() {
        types::dict::new(th)?
    } else {
        let a = call::call(th, f.r(), &[Ref::small_int(1)])?;
        if !types::dict::is_dict(a.r()) {
            let m = format!(
                "__annotate__() must return a dict, not {}",
                a.r().class().name()
            );
            return Err(type_error(th, m));
        }
        a
    };
    drop(d.insert_str(names::__annotations__(), a.clone()));
    Ok(a)
}

fn annotations_set(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let ns = namespace(th, o)?;
    let Some(d) = ns.get::<Dict>() else {
        return Err(type_error(th, "module expected"));
    };
    match v {
        Some(v) => drop(d.insert_str(names::__annotations__(), v.own())),
        None => {
            if d.remove_str(names::__annotations__()).is_none() {
                let n = names::__annotations__().own();
                return Err(error::raise_args(th, &error::ATTRIBUTE_ERROR, vec![n]));
            }
        }
    }
    drop(d.remove_str(names::__annotate__()));
    Ok(())
}

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__dict__",
        get: dict_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "__annotations__",
        get: annotations_get,
        set: Some(annotations_set),
        doc: "",
    },
    GetSetDef {
        name: "__annotate__",
        get: annotate_get,
        set: Some(annotate_set),
        doc: "",
    },
];
static METHODS: &[MethodDef] = &[MethodDef::new(
    "__dir__",
    Kind::NoArgs,
    module_dir,
    "Names of the attributes.",
)];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::MODULE;
    let s = t.slots();
    s.set_new(module_new);
    s.set_init(module_init);
    s.set_repr(module_repr);
    s.set_getattr(module_getattr);
    s.set_setattr(module_setattr);
    call::add_methods(th, t, METHODS)?;
    call::add_getset(th, t, GETSET)?;
    slotdefs::set_doc(th, t, "A module: a namespace with a name.")?;
    slotdefs::finish(th, t)
}
