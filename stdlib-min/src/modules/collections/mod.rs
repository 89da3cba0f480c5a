//! `_collections`: `deque`, `defaultdict`, `OrderedDict`, and what `namedtuple` and `Counter` are built on.

mod defaultdict;
pub mod deque;
mod deque_iter;
pub mod ordered;

use super::common::{TypeSpec, of};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::{self, index_error, type_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, int, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, hooks, names, ops, payload};

// ------------------------------------------------------------------ _tuplegetter

static TUPLEGETTER: TypeObj = TypeObj::declare("collections._tuplegetter");

/// Descriptor of one field of a named tuple.
struct TupleGetter {
    index: usize,
    doc: Slot,
}
payload!(
    TupleGetter,
    traverse | s,
    v | s.doc.visit(v),
    clear | s | drop(s.doc.take())
);

fn tuplegetter_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    a.no_kw(th, "_tuplegetter")?;
    a.check(th, "_tuplegetter", 2, 2)?;
    let i = int::ssize(th, a.at(0))?;
    let g = TupleGetter {
        // No tuple is that long: a negative index is one out of range.
        index: usize::try_from(i).unwrap_or(usize::MAX),
        doc: Slot::new(a.at(1).own()),
    };
    Obj::new(th, class, g)
}

fn tuplegetter_get(th: &mut Thread, d: Ref<'_>, o: Option<Ref<'_>>, _class: Ref<'_>) -> R {
    let i = of::<TupleGetter>(th, d)?.index;
    let Some(o) = o else { return Ok(d.own()) };
    let Some(t) = o.get::<tuple::Tuple>().filter(|_| tuple::is_tuple(o)) else {
        if o.is_none() {
            return Ok(d.own());
        }
        let m = format!(
            "descriptor for index '{i}' for tuple subclasses doesn't apply to '{}' object",
            o.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    match t.get(i) {
        Some(x) => Ok(x.own()),
        None => Err(index_error(th, "tuple index out of range")),
    }
}

fn tuplegetter_set(th: &mut Thread, _d: Ref<'_>, _o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let m = if v.is_some() {
        "can't set attribute"
    } else {
        "can't delete attribute"
    };
    Err(error::raise(th, &error::ATTRIBUTE_ERROR, m))
}

fn tuplegetter_doc(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(of::<TupleGetter>(th, o)?
        .doc
        .get()
        .unwrap_or_else(Obj::none))
}
fn tuplegetter_set_doc(th: &mut Thread, o: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let old = of::<TupleGetter>(th, o)?.doc.swap(v.map(Ref::own));
    drop(old);
    Ok(())
}

fn tuplegetter_reduce(th: &mut Thread, a: Args<'_>) -> R {
    let o = a.at(0);
    let index = of::<TupleGetter>(th, o)?.index;
    let index = int::from_usize(th, index)?;
    let doc = tuplegetter_doc(th, o)?;
    let args = tuple::new(th, vec![index, doc])?;
    tuple::new(th, vec![o.type_ref().own(), args])
}

fn tuplegetter_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let doc = tuplegetter_doc(th, o)?;
    let doc = ops::repr_text(th, doc.r())?;
    let text = format!("_tuplegetter({}, {doc})", of::<TupleGetter>(th, o)?.index);
    pystr::new(th, &text)
}

static TUPLEGETTER_SPEC: TypeSpec = TypeSpec::new(&TUPLEGETTER, tuplegetter_new, "")
    .getset(&[GetSetDef {
        name: "__doc__",
        get: tuplegetter_doc,
        set: Some(tuplegetter_set_doc),
        doc: "",
    }])
    .methods(&[MethodDef::new(
        "__reduce__",
        Kind::NoArgs,
        tuplegetter_reduce,
        "",
    )]);

// ------------------------------------------------------------------ _count_elements

/// Whether `get` and `__setitem__` of a mapping are those of dict.
fn counts_as_dict(o: Ref<'_>) -> bool {
    o.get::<Dict>().is_some()
        && [pystr::intern_str("get"), names::__setitem__()]
            .into_iter()
            .all(|n| {
                o.class()
                    .lookup_where(n)
                    .is_some_and(|(owner, _)| std::ptr::eq(owner, &types::DICT))
            })
}

fn collections_count_elements(th: &mut Thread, a: Args<'_>) -> R {
    let (mapping, zero, one) = (a.at(0), Ref::small_int(0), Ref::small_int(1));
    let it = ops::iter(th, a.at(1))?;
    let dict = mapping.get::<Dict>().filter(|_| counts_as_dict(mapping));
    let get = pystr::intern_str("get");
    while let Some(x) = ops::next(th, it.r())? {
        match dict {
            Some(d) => {
                let hash = ops::hash(th, x.r())?;
                if d.count_one(hash, x.r()) {
                    hooks::safepoint(th)?;
                    continue;
                }
                let n = match d.get_hashed(th, hash, x.r())? {
                    Some(n) => ops::binary(th, ops::BinOp::Add, n.r(), one)?,
                    None => one.own(),
                };
                drop(d.insert_hashed(th, hash, x.r(), n)?);
            }
            None => {
                let n = call::call_method(th, mapping, get, &[x.r(), zero])?;
                let n = ops::binary(th, ops::BinOp::Add, n.r(), one)?;
                ops::setitem(th, mapping, x.r(), Some(n.r()))?;
            }
        }
        hooks::safepoint(th)?;
    }
    Ok(Obj::none())
}

static FUNCTIONS: &[MethodDef] = &[MethodDef::new(
    "_count_elements",
    Kind::Pos(2, 2),
    collections_count_elements,
    "_count_elements(mapping, iterable, /)\n--\n\nCount elements in the iterable, updating the mapping",
)];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "_collections")?;
    TUPLEGETTER_SPEC.begin::<TupleGetter>(&types::OBJECT);
    let s = TUPLEGETTER.slots();
    s.set_descr_get(tuplegetter_get);
    s.set_descr_set(tuplegetter_set);
    s.set_repr(tuplegetter_repr);
    TUPLEGETTER_SPEC.end(th)?;
    module::add(th, m.r(), "_tuplegetter", TUPLEGETTER.r().own())?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    deque::add_to(th, m.r())?;
    deque_iter::add_to(th, m.r())?;
    defaultdict::add_to(th, m.r())?;
    ordered::add_to(th, m.r())?;
    Ok(m)
}
