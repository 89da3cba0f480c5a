//! `_frozen_importlib`: `ModuleSpec`, what is known of a module before and while it runs.

use super::common::{TypeSpec, not_implemented};
use typhon_runtime::call::{self, Args, GetSetDef};
use typhon_runtime::types::slots::CmpOp;
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

/// `importlib.machinery.ModuleSpec`.
pub static MODULE_SPEC: TypeObj = TypeObj::declare("_frozen_importlib.ModuleSpec");

/// Payload: everything stands in the instance's attributes, as scripts may set any of them.
struct Spec;
payload!(Spec);

fn set(th: &mut Thread, o: Ref<'_>, name: &str, v: Ref<'_>) -> R<()> {
    ops::setattr(th, o, pystr::intern_str(name), Some(v))
}
fn get(th: &mut Thread, o: Ref<'_>, name: &str) -> R {
    let v = ops::getattr_opt(th, o, pystr::intern_str(name))?;
    Ok(v.unwrap_or_else(Obj::none))
}

/// The specification of a module: where it comes from, for packages where their modules are searched.
pub fn new(
    th: &mut Thread,
    name: Ref<'_>,
    loader: Ref<'_>,
    origin: Option<Ref<'_>>,
    has_location: bool,
    locations: Option<Ref<'_>>,
) -> R {
    if !MODULE_SPEC.is_ready() {
        setup(th)?;
    }
    let o = Obj::new(th, MODULE_SPEC.r(), Spec)?;
    fill(th, o.r(), name, loader, origin, None)?;
    set(th, o.r(), "_set_fileattr", Ref::bool(has_location))?;
    if let Some(l) = locations {
        set(th, o.r(), "submodule_search_locations", l)?;
    }
    Ok(o)
}

fn fill(
    th: &mut Thread,
    o: Ref<'_>,
    name: Ref<'_>,
    loader: Ref<'_>,
    origin: Option<Ref<'_>>,
    state: Option<Ref<'_>>,
) -> R<()> {
    set(th, o, "name", name)?;
    set(th, o, "loader", loader)?;
    set(th, o, "origin", origin.unwrap_or(Ref::NONE))?;
    set(th, o, "loader_state", state.unwrap_or(Ref::NONE))?;
    set(th, o, "submodule_search_locations", Ref::NONE)?;
    set(th, o, "_uninitialized_submodules", Ref::NONE)?;
    set(th, o, "_set_fileattr", Ref::FALSE)?;
    set(th, o, "cached", Ref::NONE)
}

fn spec_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Spec)
}
fn spec_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    static SIG: call::Sig =
        call::Sig::parse("name, loader, *, origin=, loader_state=, is_package=");
    call::with_sig(th, "ModuleSpec", &SIG, a, |th, a| {
        fill(th, o, a.at(0), a.at(1), a.opt(2), a.opt(3))?;
        if let Some(p) = a.opt_not_none(4)
            && ops::is_true(th, p)?
        {
            let l = types::list::new(th, vec![])?;
            set(th, o, "submodule_search_locations", l.r())?;
        }
        Ok(())
    })
}

fn spec_parent(th: &mut Thread, o: Ref<'_>) -> R {
    let name = get(th, o, "name")?;
    if !get(th, o, "submodule_search_locations")?.r().is_none() {
        return Ok(name);
    }
    let text = pystr::text(name.r());
    pystr::new(th, text.rsplit_once('.').map_or("", |p| p.0))
}
fn spec_has_location(th: &mut Thread, o: Ref<'_>) -> R {
    get(th, o, "_set_fileattr")
}
fn set_has_location(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let on = ops::is_true(th, v.unwrap_or(Ref::FALSE))?;
    set(th, o, "_set_fileattr", Ref::bool(on))
}

fn spec_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let mut parts = Vec::new();
    for n in ["name", "loader", "origin", "submodule_search_locations"] {
        let v = get(th, o, n)?;
        if n != "name" && n != "loader" && v.r().is_none() {
            continue;
        }
        parts.push(format!("{n}={}", ops::repr_text(th, v.r())?));
    }
    let name = o.class().name();
    pystr::new(th, &format!("{name}({})", parts.join(", ")))
}
fn spec_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !b.is_instance(&MODULE_SPEC) || !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return not_implemented();
    }
    let mut same = true;
    for n in [
        "name",
        "loader",
        "origin",
        "submodule_search_locations",
        "cached",
    ] {
        let (x, y) = (get(th, a, n)?, get(th, b, n)?);
        same = same && ops::equal(th, x.r(), y.r())?;
    }
    Ok(Obj::bool(same == (op == CmpOp::Eq)))
}

static SPEC: TypeSpec = TypeSpec::new(
    &MODULE_SPEC,
    spec_new,
    "The specification for a module, used for loading.",
)
.getset(&[
    GetSetDef {
        name: "parent",
        get: spec_parent,
        set: None,
        doc: "The name of the module's parent.",
    },
    GetSetDef {
        name: "__dict__",
        get: types::classes::members::dict_get,
        set: None,
        doc: "",
    },
    GetSetDef {
        name: "has_location",
        get: spec_has_location,
        set: Some(set_has_location),
        doc: "",
    },
])
.flags(tf::HAS_ATTRS | tf::WEAKREFS);

fn setup(th: &mut Thread) -> R<()> {
    SPEC.begin::<Spec>(&types::OBJECT);
    let s = MODULE_SPEC.slots();
    s.set_init(spec_init);
    s.set_repr(spec_repr);
    s.set_richcmp(spec_compare);
    SPEC.end(th)
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    if !MODULE_SPEC.is_ready() {
        setup(th)?;
    }
    let m = module::new(th, "_frozen_importlib")?;
    module::add(th, m.r(), "ModuleSpec", MODULE_SPEC.r().own())?;
    super::loaders::add_to(th, m.r())?;
    Ok(m)
}
