//! `dict_keys`, `dict_values`, `dict_items`: views with the operations of sets.

use super::dict_iter::{self, Part};
use super::seq::{self, not_implemented};
use typhon_runtime::call::{self, Args, GetSetDef, Kind, MethodDef};
use typhon_runtime::error::type_error;
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::set::{self, Set};
use typhon_runtime::types::slotdefs;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops, payload};

/// Payload of views.
pub struct View {
    dict: Slot,
    part: Part,
}
payload!(
    View,
    traverse | s,
    v | s.dict.visit(v),
    clear | s | drop(s.dict.take())
);

/// `dict_keys`.
pub static KEYS: TypeObj = TypeObj::declare("dict_keys");
/// `dict_values`.
pub static VALUES: TypeObj = TypeObj::declare("dict_values");
/// `dict_items`.
pub static ITEMS: TypeObj = TypeObj::declare("dict_items");

fn new(th: &mut Thread, class: &'static TypeObj, part: Part, dict: Ref<'_>) -> R {
    if !dict::is_dict(dict) {
        let m = format!(
            "{}() requires a dict argument, not '{}'",
            class.static_short_name(),
            dict.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    Obj::new(
        th,
        class.r(),
        View {
            dict: Slot::new(dict.own()),
            part,
        },
    )
}
/// `d.keys()`.
pub fn keys(th: &mut Thread, dict: Ref<'_>) -> R {
    new(th, &KEYS, Part::Keys, dict)
}
/// `d.values()`.
pub fn values(th: &mut Thread, dict: Ref<'_>) -> R {
    new(th, &VALUES, Part::Values, dict)
}
/// `d.items()`.
pub fn items(th: &mut Thread, dict: Ref<'_>) -> R {
    new(th, &ITEMS, Part::Items, dict)
}

/// The dict of a view and what it shows.
fn of(th: &mut Thread, o: Ref<'_>) -> R<(Obj, Part)> {
    match o
        .get::<View>()
        .and_then(|v| v.dict.get().map(|d| (d, v.part)))
    {
        Some(p) => Ok(p),
        None => Err(type_error(th, "dict view expected")),
    }
}

fn view_len(_th: &mut Thread, o: Ref<'_>) -> R<usize> {
    let d = o.get::<View>().and_then(|v| v.dict.get());
    Ok(d.and_then(|d| d.get::<Dict>().map(Dict::len)).unwrap_or(0))
}

fn view_iter(th: &mut Thread, o: Ref<'_>) -> R {
    let (d, part) = of(th, o)?;
    dict_iter::new(th, d.r(), part, false)
}

fn view_items(th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
    let (dict, part) = of(th, o)?;
    let Some(d) = dict.get::<Dict>() else {
        return Ok(Vec::new());
    };
    match part {
        Part::Keys => Ok(d.keys()),
        Part::Values => Ok(d.values()),
        Part::Items => {
            let pairs = d.items().into_iter();
            pairs.map(|(k, v)| tuple::of(th, [k, v])).collect()
        }
    }
}

fn view_reversed(th: &mut Thread, a: Args<'_>) -> R {
    let (d, part) = of(th, a.at(0))?;
    dict_iter::new(th, d.r(), part, true)
}

fn view_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let name = o.class().static_short_name();
    seq::guarded_repr(th, o, "...", |th, out| {
        let l = ops::collect(th, o)?;
        let l = types::list::new(th, l)?;
        out.extend_from_slice(name.as_bytes());
        out.push(b'(');
        seq::push_repr(th, out, l.r())?;
        out.push(b')');
        Ok(())
    })
}

fn view_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let (dict, part) = of(th, o)?;
    let Some(d) = dict.get::<Dict>() else {
        return Ok(false);
    };
    match part {
        Part::Keys => Ok(d.get(th, x)?.is_some()),
        Part::Values => ops::iter_contains(th, o, x),
        Part::Items => {
            if !tuple::is_tuple(x) {
                return Ok(false);
            }
            let mut it = tuple::items(x);
            let (Some(k), Some(v), None) = (it.next(), it.next(), it.next()) else {
                return Ok(false);
            };
            match d.get(th, k)? {
                Some(w) => ops::equal(th, w.r(), v),
                None => Ok(false),
            }
        }
    }
}

/// Sets and set-like views.
fn is_set_like(o: Ref<'_>) -> bool {
    set::is_set(o) || o.get::<View>().is_some_and(|v| v.part != Part::Values)
}

fn all_in(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R<bool> {
    let it = ops::iter(th, a)?;
    while let Some(x) = ops::next(th, it.r())? {
        if !ops::contains(th, b, x.r())? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn view_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if !is_set_like(b) {
        return not_implemented();
    }
    let (n, m) = (ops::len(th, a)?, ops::len(th, b)?);
    let r = match op {
        CmpOp::Eq => n == m && all_in(th, a, b)?,
        CmpOp::Ne => !(n == m && all_in(th, a, b)?),
        CmpOp::Lt => n < m && all_in(th, a, b)?,
        CmpOp::Le => n <= m && all_in(th, a, b)?,
        CmpOp::Gt => n > m && all_in(th, b, a)?,
        CmpOp::Ge => n >= m && all_in(th, b, a)?,
    };
    Ok(Obj::bool(r))
}

fn to_set(th: &mut Thread, o: Ref<'_>) -> R {
    let s = set::new_of(th, &types::SET, vec![])?;
    if let Some(x) = s.get::<Set>() {
        x.update(th, o)?;
    }
    Ok(s)
}

fn view_sub(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = to_set(th, a)?;
    super::set::difference_update(th, s.r(), b)?;
    Ok(s)
}

fn view_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = to_set(th, a)?;
    if let Some(x) = s.get::<Set>() {
        x.update(th, b)?;
    }
    Ok(s)
}

fn view_and(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    // The view is tested, the other operand walked; of two set-like views the smaller one is walked.
    let (a, b) = if b.get::<View>().is_some()
        && (a.get::<View>().is_none() || ops::len(th, b)? > ops::len(th, a)?)
    {
        (b, a)
    } else {
        (a, b)
    };
    if a.get::<View>().is_some_and(|v| v.part == Part::Keys) && b.is_exact(&types::SET) {
        return super::set::intersection(th, b, a);
    }
    let s = set::new_of(th, &types::SET, vec![])?;
    let it = ops::iter(th, b)?;
    while let Some(x) = ops::next(th, it.r())? {
        if view_contains(th, a, x.r())?
            && let Some(s) = s.get::<Set>()
        {
            s.add(th, x)?;
        }
    }
    Ok(s)
}

fn view_xor(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let s = to_set(th, a)?;
    super::set::symmetric_difference_update(th, s.r(), b)?;
    Ok(s)
}

fn view_isdisjoint(th: &mut Thread, a: Args<'_>) -> R {
    let (x, y) = (a.at(0), a.at(1));
    if x.is(y) {
        return Ok(Obj::bool(ops::len(th, x)? == 0));
    }
    let (walk, test) = if is_set_like(y) && ops::len(th, y)? > ops::len(th, x)? {
        (x, y)
    } else {
        (y, x)
    };
    let it = ops::iter(th, walk)?;
    while let Some(v) = ops::next(th, it.r())? {
        if ops::contains(th, test, v.r())? {
            return Ok(Obj::bool(false));
        }
    }
    Ok(Obj::bool(true))
}

fn view_mapping(th: &mut Thread, o: Ref<'_>) -> R {
    let (d, _) = of(th, o)?;
    call::call(th, types::MAPPINGPROXY.r(), &[d.r()])
}

static GETSET: &[GetSetDef] = &[GetSetDef {
    name: "mapping",
    get: view_mapping,
    set: None,
    doc: "dictionary that this view refers to",
}];

static METHODS: &[MethodDef] = &[MethodDef::new(
    "__reversed__",
    Kind::NoArgs,
    view_reversed,
    "Return a reverse iterator over the dict's keys, values or items.",
)];
static SET_METHODS: &[MethodDef] = &[MethodDef::new(
    "isdisjoint",
    Kind::One,
    view_isdisjoint,
    "Return True if the view and the given iterable have a null intersection.",
)];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    for t in [&KEYS, &VALUES, &ITEMS] {
        t.setup::<View>(Some(&types::OBJECT), seq::INTERNAL);
        let s = t.slots();
        s.set_repr(view_repr);
        s.set_len(view_len);
        s.set_iter(view_iter);
        s.set_snapshot(view_items);
        if !std::ptr::eq(t, &VALUES) {
            s.set_contains(view_contains);
            s.set_richcmp(view_richcmp);
            s.clear(SlotId::Hash);
            s.set_sub(view_sub);
            s.set_and(view_and);
            s.set_or(view_or);
            s.set_xor(view_xor);
            call::add_methods(th, t, SET_METHODS)?;
        }
        call::add_methods(th, t, METHODS)?;
        call::add_getset(th, t, GETSET)?;
        slotdefs::finish(th, t)?;
    }
    Ok(())
}
