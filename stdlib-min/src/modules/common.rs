//! What the native collection modules share: setting up a type, payload access, cells for values that threads share.

use typhon_runtime::call::{self, Args, GetSetDef, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::slots::{CallFn, NextFn, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, slotdefs};
use typhon_runtime::{Payload, R, Ref, Thread};

/// The payload of `o`, which method descriptors and slots have checked.
pub fn of<'a, T: Payload>(th: &mut Thread, o: Ref<'a>) -> R<&'a T> {
    match o.get::<T>() {
        Some(p) => Ok(p),
        None => {
            let m = format!("unexpected '{}' object", o.class().tp_name());
            Err(type_error(th, m))
        }
    }
}

/// A slot that holds the argument, if it was given.
pub fn slot_of(o: Option<Ref<'_>>) -> Slot {
    o.map_or_else(Slot::empty, |o| Slot::new(o.own()))
}

/// `__iter__` of iterators.
pub fn iter_self(_th: &mut Thread, o: Ref<'_>) -> R {
    Ok(o.own())
}

/// `__class_getitem__`: `types.GenericAlias(cls, params)`.
pub fn class_getitem(th: &mut Thread, a: Args<'_>) -> R {
    call::call(th, types::GENERIC_ALIAS.r(), &[a.at(0), a.at(1)])
}

/// "NAME() takes no keyword arguments", unless the class is a subclass whose own `__init__` may take some.
pub fn no_keywords(th: &mut Thread, class: Ref<'_>, t: &'static TypeObj, a: Args<'_>) -> R<()> {
    no_keywords_named(th, class, t, a, t.static_short_name())
}

/// As `no_keywords`, with the name that the message has.
pub fn no_keywords_named(
    th: &mut Thread,
    class: Ref<'_>,
    t: &'static TypeObj,
    a: Args<'_>,
    name: &str,
) -> R<()> {
    let same_init = |c: &TypeObj| c.slots().same(SlotId::Init, t.slots());
    if class.is(t.r()) || class.as_type().is_some_and(same_init) {
        a.no_kw(th, name)
    } else {
        Ok(())
    }
}

/// How a native type of a module is made.
pub struct TypeSpec {
    /// The type.
    pub t: &'static TypeObj,
    /// Constructor; None: instances are made by natives only.
    pub new: Option<CallFn>,
    /// Methods.
    pub methods: &'static [MethodDef],
    /// Attributes.
    pub getset: &'static [GetSetDef],
    /// Docstring.
    pub doc: &'static str,
    /// Flags besides.
    pub flags: u32,
}

impl TypeSpec {
    /// A type without attributes that can be subclassed.
    pub const fn new(t: &'static TypeObj, new: CallFn, doc: &'static str) -> TypeSpec {
        TypeSpec {
            t,
            new: Some(new),
            methods: &[],
            getset: &[],
            doc,
            flags: tf::BASE,
        }
    }
    /// A type that only natives instantiate.
    pub const fn hidden(t: &'static TypeObj, doc: &'static str) -> TypeSpec {
        TypeSpec {
            t,
            new: None,
            methods: &[],
            getset: &[],
            doc,
            flags: tf::NO_NEW,
        }
    }
    /// With these methods.
    pub const fn methods(mut self, m: &'static [MethodDef]) -> TypeSpec {
        self.methods = m;
        self
    }
    /// With these attributes.
    pub const fn getset(mut self, g: &'static [GetSetDef]) -> TypeSpec {
        self.getset = g;
        self
    }
    /// With these flags besides.
    pub const fn flags(mut self, f: u32) -> TypeSpec {
        self.flags |= f;
        self
    }

    /// Layout and base class: first step. Slots are filled after it.
    pub fn begin<T: Payload>(&self, base: &'static TypeObj) {
        self.t.setup::<T>(Some(base), self.flags);
        if let Some(f) = self.new {
            self.t.slots().set_new(f);
        }
    }
    /// Methods, attributes, dunder wrappers: last step.
    pub fn end(&self, th: &mut Thread) -> R<()> {
        call::add_methods(th, self.t, self.methods)?;
        call::add_getset(th, self.t, self.getset)?;
        if !self.doc.is_empty() {
            slotdefs::set_doc(th, self.t, self.doc)?;
        }
        slotdefs::finish(th, self.t)
    }
    /// Both steps for an iterator.
    pub fn iterator<T: Payload>(&self, th: &mut Thread, next: NextFn) -> R<()> {
        self.begin::<T>(&types::OBJECT);
        self.t.slots().set_iter(iter_self);
        self.t.slots().set_next(next);
        self.end(th)
    }
}

/// An int of a length.
pub fn length(th: &mut Thread, n: usize) -> R {
    types::int::from_usize(th, n)
}

/// NotImplemented.
pub fn not_implemented() -> R {
    Ok(Ref::NOT_IMPLEMENTED.own())
}

/// An exception class of a module: `class NAME(base)`.
pub fn exception_class(th: &mut Thread, module: &str, name: &str, base: &'static TypeObj) -> R {
    let bases = types::tuple::new(th, vec![base.r().own()])?;
    let ns = types::dict::new(th)?;
    if let Some(d) = ns.get::<types::dict::Dict>() {
        let module = types::str::intern_str(module).own();
        drop(d.insert_str(types::str::intern_str("__module__"), module));
    }
    let name = types::str::intern_str(name);
    let none = Args::NONE;
    types::classes::build(th, &types::TYPE, name, bases.r(), ns.r(), none)
}
