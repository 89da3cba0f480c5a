//! `super`.

use typhon_runtime::call::{self, Args, GetSetDef};
use typhon_runtime::error::type_error;
use typhon_runtime::types::descr::Super;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, slotdefs, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names, ops};

fn super_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, Super::default())
}

/// The class whose MRO is searched: of `obj`, or `obj` itself if it is a subclass.
pub fn check(th: &mut Thread, class: &'static TypeObj, obj: Ref<'_>) -> R {
    if let Some(t) = obj.as_type()
        && t.is_subtype(class)
    {
        return Ok(obj.own());
    }
    if obj.is_instance(class) {
        return Ok(obj.type_ref().own());
    }
    // What `__class__` claims counts as well.
    if let Some(c) = ops::getattr_opt(th, obj, names::__class__())?
        && c.r().as_type().is_some_and(|t| t.is_subtype(class))
    {
        return Ok(c);
    }
    let kind = if obj.as_type().is_some() {
        "type"
    } else {
        "instance of"
    };
    let shown = obj
        .as_type()
        .map_or_else(|| obj.class().name(), TypeObj::name);
    let m = format!(
        "super(type, obj): obj ({kind} {shown}) is not an instance or subtype of type ({}).",
        class.name()
    );
    Err(type_error(th, m))
}

fn super_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    a.no_kw(th, "super")?;
    if a.len() > 2 {
        let m = format!("super() expected at most 2 arguments, got {}", a.len());
        return Err(type_error(th, m));
    }
    let (class, obj) = match a.opt(0) {
        None => {
            let (c, o) = hooks::super_args(th)?;
            (c, Some(o))
        }
        Some(c) => (c.own(), a.opt_not_none(1).map(Ref::own)),
    };
    let Some(t) = class.r().as_type() else {
        let m = format!(
            "super() argument 1 must be a type, not {}",
            class.r().class().name()
        );
        return Err(type_error(th, m));
    };
    let found = match &obj {
        Some(x) => Some(check(th, t, x.r())?),
        None => None,
    };
    if let Some(s) = o.get::<Super>() {
        s.class.set(class);
        drop(s.obj.swap(obj));
        drop(s.obj_class.swap(found));
    }
    Ok(())
}

/// Attribute `name` after `class` in the MRO of `start`, bound to `obj`; None if there is none.
pub fn lookup(
    th: &mut Thread,
    class: Ref<'_>,
    obj: Ref<'_>,
    start: &'static TypeObj,
    name: Ref<'_>,
) -> R<Option<Obj>> {
    let mut after = false;
    for t in start.mro() {
        if !after {
            after = t.r().is(class);
            continue;
        }
        let Some(v) = t.dict().get::<Dict>().and_then(|d| d.get_str(name)) else {
            continue;
        };
        return match v.r().class().slots().descr_get() {
            Some(get) => {
                let instance = if obj.is(start.r()) { None } else { Some(obj) };
                get(th, v.r(), instance, start.r()).map(Some)
            }
            None => Ok(Some(v)),
        };
    }
    Ok(None)
}

fn super_getattr(th: &mut Thread, o: Ref<'_>, name: Ref<'_>) -> R {
    if let Some(s) = o.get::<Super>()
        && let (Some(class), Some(obj), Some(oc)) = (s.class.get(), s.obj.get(), s.obj_class.get())
        && let Some(start) = oc.r().as_type()
        && pystr::is_str(name)
        // `__class__` is super's own, or isinstance checks would see through it.
        && !name.is(names::__class__())
        && let Some(v) = lookup(th, class.r(), obj.r(), start, name)?
    {
        return Ok(v);
    }
    ops::generic_getattr(th, o, name)
}

fn super_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let (class, oc) = match o.get::<Super>() {
        Some(s) => (s.class.get(), s.obj_class.get()),
        None => (None, None),
    };
    let show = |c: &Option<Obj>| {
        c.as_ref()
            .and_then(|c| c.r().as_type())
            .map_or_else(|| "NULL".to_string(), |t| t.tp_name())
    };
    let t = match &oc {
        Some(_) => format!(
            "<super: <class '{}'>, <{} object>>",
            show(&class),
            show(&oc)
        ),
        None => format!("<super: <class '{}'>, NULL>", show(&class)),
    };
    pystr::new(th, &t)
}

fn super_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let (Some(o), Some(s)) = (o, d.get::<Super>()) else {
        return Ok(d.own());
    };
    if o.is_none() || !s.obj.is_empty() {
        return Ok(d.own());
    }
    let Some(class) = s.class.get() else {
        return Ok(d.own());
    };
    if !d.is_exact(&types::SUPER) {
        return call::call(th, d.type_ref(), &[class.r(), o]);
    }
    let Some(t) = class.r().as_type() else {
        return Ok(d.own());
    };
    let found = check(th, t, o)?;
    let new = super_new(th, types::SUPER.r(), Args::NONE)?;
    if let Some(s) = new.get::<Super>() {
        s.class.set(class);
        s.obj.set(o.own());
        s.obj_class.set(found);
    }
    Ok(new)
}

macro_rules! member {
    ($f:ident $field:ident) => {
        fn $f(_th: &mut Thread, o: Ref<'_>) -> R {
            Ok(o.get::<Super>()
                .and_then(|s| s.$field.get())
                .unwrap_or_else(Obj::none))
        }
    };
}
member!(thisclass_get class);
member!(self_get obj);
member!(self_class_get obj_class);

static GETSET: &[GetSetDef] = &[
    GetSetDef {
        name: "__thisclass__",
        get: thisclass_get,
        set: Some(super::seq::readonly),
        doc: "the class invoking super()",
    },
    GetSetDef {
        name: "__self__",
        get: self_get,
        set: Some(super::seq::readonly),
        doc: "the instance invoking super(); may be None",
    },
    GetSetDef {
        name: "__self_class__",
        get: self_class_get,
        set: Some(super::seq::readonly),
        doc: "the type of the instance invoking super(); may be None",
    },
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::SUPER;
    let s = t.slots();
    s.set_new(super_new);
    s.set_init(super_init);
    s.set_getattr(super_getattr);
    s.set_repr(super_repr);
    s.set_descr_get(super_get);
    call::add_getset(th, t, GETSET)?;
    slotdefs::finish(th, t)
}
