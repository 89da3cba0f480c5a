//! `mappingproxy`: a read-only view of a mapping.

use typhon_runtime::call::{self, Args, Kind, MethodDef, Sig};
use typhon_runtime::error::type_error;
use typhon_runtime::types::descr::{MappingProxy, new_proxy};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::{self, list, slotdefs, str as pystr, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, names, ops};

static NEW: Sig = Sig::parse("mapping");

fn inner(th: &mut Thread, o: Ref<'_>) -> R {
    match o.get::<MappingProxy>().and_then(|p| p.mapping.get()) {
        Some(m) => Ok(m),
        None => Err(type_error(th, "mappingproxy expected")),
    }
}

/// What an operand shows: the mapping of a proxy, else itself.
fn shown(o: Ref<'_>) -> Obj {
    o.get::<MappingProxy>()
        .and_then(|p| p.mapping.get())
        .unwrap_or_else(|| o.own())
}

fn proxy_new(th: &mut Thread, _class: Ref<'_>, a: Args<'_>) -> R {
    call::with_sig(th, "mappingproxy", &NEW, a, |th, a| {
        let m = a.at(0);
        let is_mapping =
            m.class().slots().has(SlotId::GetItem) && !list::is_list(m) && !tuple::is_tuple(m);
        if !is_mapping {
            let m = format!(
                "mappingproxy() argument must be a mapping, not {}",
                m.class().name()
            );
            return Err(type_error(th, m));
        }
        new_proxy(th, m.own())
    })
}

fn proxy_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let m = inner(th, o)?;
    let r = ops::repr_text(th, m.r())?;
    pystr::new(th, &format!("mappingproxy({r})"))
}
fn proxy_str(th: &mut Thread, o: Ref<'_>) -> R {
    let m = inner(th, o)?;
    ops::str(th, m.r())
}
fn proxy_hash(th: &mut Thread, o: Ref<'_>) -> R<i64> {
    let m = inner(th, o)?;
    ops::hash(th, m.r())
}
fn proxy_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let m = inner(th, a)?;
    ops::compare(th, m.r(), b, op)
}
fn proxy_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let m = inner(th, o)?;
    ops::iter(th, m.r())
}
fn proxy_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let m = inner(th, o)?;
    ops::len(th, m.r())
}
fn proxy_getitem(th: &mut Thread, o: Ref<'_>, k: Ref<'_>) -> R {
    let m = inner(th, o)?;
    ops::getitem(th, m.r(), k)
}
fn proxy_contains(th: &mut Thread, o: Ref<'_>, k: Ref<'_>) -> R<bool> {
    let m = inner(th, o)?;
    match m.get::<Dict>() {
        Some(d) if m.r().is_exact(&types::DICT) => Ok(d.get(th, k)?.is_some()),
        _ => ops::contains(th, m.r(), k),
    }
}
fn proxy_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let (x, y) = (shown(a), shown(b));
    ops::binary(th, ops::BinOp::Or, x.r(), y.r())
}
fn proxy_ior(th: &mut Thread, a: Ref<'_>, _b: Ref<'_>) -> R {
    let m = format!(
        "'|=' is not supported by {}; use '|' instead",
        a.class().name()
    );
    Err(type_error(th, m))
}

fn forward(th: &mut Thread, a: Args<'_>, name: Ref<'_>) -> R {
    let m = inner(th, a.at(0))?;
    let rest = a.skip(1).to_vec();
    call::call_method(th, m.r(), name, &rest)
}
fn proxy_get(th: &mut Thread, a: Args<'_>) -> R {
    let m = inner(th, a.at(0))?;
    if let Some(d) = m.get::<Dict>()
        && m.r().is_exact(&types::DICT)
    {
        let found = d.get(th, a.at(1))?;
        return Ok(found.unwrap_or_else(|| a.opt(2).map_or_else(Obj::none, Ref::own)));
    }
    let args = [a.at(1), a.opt(2).unwrap_or(Ref::NONE)];
    call::call_method(th, m.r(), names::get(), &args)
}
fn proxy_keys(th: &mut Thread, a: Args<'_>) -> R {
    forward(th, a, names::keys())
}
fn proxy_values(th: &mut Thread, a: Args<'_>) -> R {
    forward(th, a, names::values())
}
fn proxy_items(th: &mut Thread, a: Args<'_>) -> R {
    forward(th, a, names::items())
}
fn proxy_copy(th: &mut Thread, a: Args<'_>) -> R {
    let m = inner(th, a.at(0))?;
    match m.get::<Dict>() {
        Some(d) if m.r().is_exact(&types::DICT) => dict::copy(th, d),
        _ => call::call_method(th, m.r(), names::copy(), &[]),
    }
}
fn proxy_reversed(th: &mut Thread, a: Args<'_>) -> R {
    forward(th, a, names::__reversed__())
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "get",
        Kind::Pos(1, 2),
        proxy_get,
        "get($self, key, default=None, /)\n--\n\nThe value of the key, or the default.",
    ),
    MethodDef::new("keys", Kind::NoArgs, proxy_keys, "A view of the keys."),
    MethodDef::new(
        "values",
        Kind::NoArgs,
        proxy_values,
        "A view of the values.",
    ),
    MethodDef::new("items", Kind::NoArgs, proxy_items, "A view of the items."),
    MethodDef::new(
        "copy",
        Kind::NoArgs,
        proxy_copy,
        "A shallow copy of the mapping.",
    ),
    MethodDef::new(
        "__reversed__",
        Kind::NoArgs,
        proxy_reversed,
        "A reverse iterator over the keys.",
    ),
    MethodDef::class(
        "__class_getitem__",
        Kind::One,
        super::alias::class_getitem,
        "See PEP 585.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::MAPPINGPROXY;
    let s = t.slots();
    s.set_new(proxy_new);
    s.set_repr(proxy_repr);
    s.set_str(proxy_str);
    s.set_hash(proxy_hash);
    s.set_richcmp(proxy_richcmp);
    s.set_iter(proxy_iter);
    s.set_len(proxy_len);
    s.set_getitem(proxy_getitem);
    s.set_contains(proxy_contains);
    s.set_or(proxy_or);
    s.set_ior(proxy_ior);
    call::add_methods(th, t, METHODS)?;
    slotdefs::finish(th, t)
}
