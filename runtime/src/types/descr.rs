//! Storage of `property`, `classmethod`, `staticmethod`, `super`, `mappingproxy`, `types.GenericAlias` and
//! `typing.Union`. Their behaviour stands in the standard library crate.

use crate::obj::{Obj, R, Ref};
use crate::slot::Slot;
use crate::sync::AtomicBool;
use crate::thread::Thread;
use crate::types;

/// Payload of `property`.
#[derive(Default)]
pub struct Property {
    /// Getter.
    pub fget: Slot,
    /// Setter.
    pub fset: Slot,
    /// Deleter.
    pub fdel: Slot,
    /// `__doc__` of exact properties.
    pub doc: Slot,
    /// `__name__` once known.
    pub name: Slot,
    /// The docstring came from the getter.
    pub getter_doc: AtomicBool,
}
crate::payload!(
    Property,
    traverse | s,
    v | for x in [&s.fget, &s.fset, &s.fdel, &s.doc, &s.name] {
        x.visit(v)
    },
    clear
        | s
        | for x in [&s.fget, &s.fset, &s.fdel, &s.doc] {
            drop(x.take())
        }
);

/// Payload of `classmethod` and `staticmethod`.
#[derive(Default)]
pub struct Wrapped {
    /// What is wrapped.
    pub callable: Slot,
}
crate::payload!(
    Wrapped,
    traverse | s,
    v | s.callable.visit(v),
    clear | s | drop(s.callable.take())
);

/// Payload of `super`.
#[derive(Default)]
pub struct Super {
    /// `__thisclass__`.
    pub class: Slot,
    /// `__self__`, empty if unbound.
    pub obj: Slot,
    /// `__self_class__`, empty if unbound.
    pub obj_class: Slot,
}
crate::payload!(
    Super,
    traverse | s,
    v | for x in [&s.class, &s.obj, &s.obj_class] {
        x.visit(v)
    },
    clear
        | s
        | for x in [&s.class, &s.obj, &s.obj_class] {
            drop(x.take())
        }
);

/// Payload of `mappingproxy`.
pub struct MappingProxy {
    /// What it shows.
    pub mapping: Slot,
}
crate::payload!(
    MappingProxy,
    traverse | s,
    v | s.mapping.visit(v),
    clear | s | drop(s.mapping.take())
);

/// Payload of `types.GenericAlias`.
pub struct Alias {
    /// `__origin__`.
    pub origin: Slot,
    /// `__args__` (tuple).
    pub args: Slot,
    /// `__parameters__` (tuple), made when asked for.
    pub parameters: Slot,
    /// `*list[int]`.
    pub starred: bool,
}
crate::payload!(
    Alias,
    traverse | s,
    v | for x in [&s.origin, &s.args, &s.parameters] {
        x.visit(v)
    },
    clear
        | s
        | for x in [&s.args, &s.parameters] {
            drop(x.take())
        }
);

/// Payload of `typing.Union`.
pub struct Union {
    /// `__args__` (tuple).
    pub args: Slot,
    /// `__parameters__` (tuple), made when asked for.
    pub parameters: Slot,
}
crate::payload!(
    Union,
    traverse | s,
    v | for x in [&s.args, &s.parameters] {
        x.visit(v)
    },
    clear
        | s
        | for x in [&s.args, &s.parameters] {
            drop(x.take())
        }
);

/// Layouts of the types.
pub(crate) fn init() {
    use types::*;
    let o = Some(&OBJECT);
    PROPERTY.setup::<Property>(o, tf::BASE);
    CLASSMETHOD.setup::<Wrapped>(o, tf::BASE | tf::HAS_ATTRS);
    STATICMETHOD.setup::<Wrapped>(o, tf::BASE | tf::HAS_ATTRS);
    SUPER.setup::<Super>(o, tf::BASE);
    MAPPINGPROXY.setup::<MappingProxy>(o, 0);
    NAMESPACE.setup::<Empty>(o, tf::BASE | tf::HAS_ATTRS);
    GENERIC_ALIAS.setup::<Alias>(o, tf::BASE | tf::WEAKREFS);
    UNION.setup::<Union>(o, tf::WEAKREFS);
}

/// `staticmethod(f)` without copying the attributes of `f`.
pub fn new_static(th: &mut Thread, f: Obj) -> R {
    Obj::new(
        th,
        types::STATICMETHOD.r(),
        Wrapped {
            callable: Slot::new(f),
        },
    )
}

/// `classmethod(f)` without copying the attributes of `f`.
pub fn new_class(th: &mut Thread, f: Obj) -> R {
    Obj::new(
        th,
        types::CLASSMETHOD.r(),
        Wrapped {
            callable: Slot::new(f),
        },
    )
}

/// A read-only view of a mapping.
pub fn new_proxy(th: &mut Thread, mapping: Obj) -> R {
    Obj::new(
        th,
        types::MAPPINGPROXY.r(),
        MappingProxy {
            mapping: Slot::new(mapping),
        },
    )
}

/// `origin[args]`; `args` is a tuple or a single argument.
pub fn new_alias(th: &mut Thread, origin: Ref<'_>, args: Ref<'_>) -> R {
    new_alias_of(th, types::GENERIC_ALIAS.r(), origin, args, false)
}

/// As `new_alias`, of a given class.
pub fn new_alias_of(
    th: &mut Thread,
    class: Ref<'_>,
    origin: Ref<'_>,
    args: Ref<'_>,
    starred: bool,
) -> R {
    let args = if types::tuple::is_tuple(args) {
        args.own()
    } else {
        types::tuple::new(th, vec![args.own()])?
    };
    let a = Alias {
        origin: Slot::new(origin.own()),
        args: Slot::new(args),
        parameters: Slot::empty(),
        starred,
    };
    Obj::new(th, class, a)
}
