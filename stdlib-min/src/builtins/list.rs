//! `list`: visible methods and slots. Storage: `types::list`; sorting: `typhon_runtime::sort`.

use super::seq::{self, bad_subscript, class_getitem, not_implemented, push_repr};
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, index_error, type_error, value_error};
use typhon_runtime::types;
use typhon_runtime::types::list::{self, List};
use typhon_runtime::types::slice::{self, Slice};
use typhon_runtime::types::slotdefs;
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::tuple::Tuple;
use typhon_runtime::{Obj, R, Ref, Thread, Val, iter, ops, sort};

/// The payload of self, which method descriptors have checked.
fn of<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a List> {
    match o.get::<List>() {
        Some(l) => Ok(l),
        None => Err(type_error(th, "list expected")),
    }
}

fn list_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    Obj::new(th, class, List::new())
}

fn list_init(th: &mut Thread, slf: Ref<'_>, a: Args<'_>) -> R<()> {
    // A subclass with a `__new__` of its own may take keywords.
    if slf.class().slots().same(SlotId::New, types::LIST.slots()) {
        a.no_kw(th, "list")?;
    }
    a.check(th, "list", 0, 1)?;
    let l = of(th, slf)?;
    if !l.is_empty() {
        l.clear_all();
    }
    match a.opt(0) {
        Some(o) if o.class().slots().snapshot().is_none() => fill(th, l, o),
        Some(o) => extend(th, l, o),
        None => Ok(()),
    }
}

/// `extend` of a list that nobody looks at: all at once, also what came before an error.
fn fill(th: &mut Thread, l: &List, o: Ref<'_>) -> R<()> {
    let it = ops::iter(th, o)?;
    let mut items = Vec::new();
    let r = ops::collect_into(th, &mut items, it.r(), o);
    l.extend(th, items)?;
    r
}

/// `l.extend(o)`: item by item, so that an error leaves what came before.
pub fn extend(th: &mut Thread, l: &List, o: Ref<'_>) -> R<()> {
    if o.is_exact(&types::TUPLE)
        && let Some(t) = o.get::<Tuple>()
    {
        return l.extend_by(th, t);
    }
    if o.is_exact(&types::LIST)
        && let Some(m) = o.get::<List>()
    {
        return l.extend_by_list(th, m);
    }
    if let Some(items) = ops::snapshot(th, o)? {
        return l.extend(th, items);
    }
    let it = ops::iter(th, o)?;
    let hint = ops::length_hint(th, o)?;
    // A hint that cannot be true is none.
    if l.len()
        .checked_add(hint)
        .is_some_and(|n| n <= isize::MAX as usize)
    {
        l.reserve(th, hint)?;
    }
    let mut n = 0usize;
    while let Some(x) = ops::next(th, it.r())? {
        l.push(th, x)?;
        n = n.wrapping_add(1);
        if n & 0xfff == 0 {
            typhon_runtime::hooks::safepoint(th)?;
        }
    }
    Ok(())
}

fn list_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let l = of(th, o)?;
    seq::guarded_repr(th, o, "[...]", |th, out| {
        out.push(b'[');
        let mut i = 0;
        while let Some(x) = l.get(i) {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            push_repr(th, out, x.r())?;
            i += 1;
        }
        out.push(b']');
        Ok(())
    })
}

fn list_len(th: &mut Thread, o: Ref<'_>) -> R<usize> {
    of(th, o).map(List::len)
}

fn list_richcmp(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    let (Some(x), Some(y)) = (a.get::<List>(), b.get::<List>()) else {
        return not_implemented();
    };
    if matches!(op, CmpOp::Eq | CmpOp::Ne) && x.len() != y.len() {
        return Ok(Obj::bool(op == CmpOp::Ne));
    }
    seq::compare_items(th, op, || (x.len(), y.len()), |i| x.get(i), |i| y.get(i))
}

fn list_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> R<bool> {
    let l = of(th, o)?;
    let mut i = 0;
    while let Some(v) = l.get(i) {
        if ops::equal(th, v.r(), x)? {
            return Ok(true);
        }
        i += 1;
    }
    Ok(false)
}

/// Index of a subscript in a sequence of `len` items; None: out of range.
fn position(i: isize, len: usize) -> Option<usize> {
    let i = if i < 0 {
        i.checked_add_unsigned(len)?
    } else {
        i
    };
    usize::try_from(i).ok().filter(|&i| i < len)
}

fn list_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    let l = of(th, o)?;
    if let Some(s) = key.get::<Slice>() {
        let (start, stop, step) = s.unpack(th)?;
        return l.slice(th, |n| slice::adjust(n, start, stop, step));
    }
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        return Err(bad_subscript(th, "list", key));
    }
    let i = seq::subscript(th, key)?;
    match position(i, l.len()).and_then(|i| l.get(i)) {
        Some(v) => Ok(v),
        None => Err(index_error(th, "list index out of range")),
    }
}

fn list_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let l = of(th, o)?;
    if let Some(s) = key.get::<Slice>() {
        return match v {
            Some(v) => set_slice(th, l, s, v),
            None => delete_slice(th, l, s),
        };
    }
    if key.as_small().is_none() && !key.class().slots().has(SlotId::Index) {
        return Err(bad_subscript(th, "list", key));
    }
    let i = seq::subscript(th, key)?;
    let at = position(i, l.len());
    let done = match v {
        Some(v) => at.is_some_and(|i| l.set(i, v.own()).is_ok()),
        None => at.is_some_and(|i| l.remove(i).is_some()),
    };
    if done {
        return Ok(());
    }
    Err(index_error(th, "list assignment index out of range"))
}

fn set_slice(th: &mut Thread, l: &List, s: &Slice, v: Ref<'_>) -> R<()> {
    let (start, stop, step) = s.unpack(th)?;
    if step == 1 {
        let new = seq::collect_or(th, v, "must assign iterable to extended slice")?;
        let x = slice::adjust(l.len(), start, stop, 1);
        let from = x.start as usize;
        let old = l.replace(th, from, (x.stop as usize).max(from), new)?;
        drop(old);
        return Ok(());
    }
    let new = seq::collect_or(th, v, "must assign iterable to extended slice")?;
    let x = slice::adjust(l.len(), start, stop, step);
    if new.len() != x.n {
        let m = format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            x.n
        );
        return Err(value_error(th, m));
    }
    for (i, o) in x.iter().zip(new) {
        drop(l.set(i, o));
    }
    Ok(())
}

fn delete_slice(th: &mut Thread, l: &List, s: &Slice) -> R<()> {
    let (start, stop, step) = s.unpack(th)?;
    let x = slice::adjust(l.len(), start, stop, step).ascending();
    if x.n == 0 {
        return Ok(());
    }
    let from = x.start as usize;
    if x.step == 1 {
        let old = l.replace(th, from, from + x.n, Vec::new())?;
        drop(old);
        return Ok(());
    }
    let dead = l.edit(|v| {
        let all = std::mem::take(v);
        let mut dead = Vec::with_capacity(x.n);
        let mut picked = x.iter().peekable();
        for (i, o) in all.into_iter().enumerate() {
            if picked.peek() == Some(&i) {
                picked.next();
                dead.push(o);
            } else {
                v.push(o);
            }
        }
        dead
    });
    drop(dead);
    Ok(())
}

fn list_concat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let l = of(th, a)?;
    let Some(m) = b.get::<List>() else {
        let m = format!(
            "can only concatenate list (not \"{}\") to list",
            b.class().tp_name()
        );
        return Err(type_error(th, m));
    };
    l.concat(th, m)
}

/// `n` copies of `items` after each other; MemoryError if that is too much.
pub fn repeated(th: &mut Thread, items: &[Obj], n: usize) -> R<Vec<Obj>> {
    let Some(total) = items
        .len()
        .checked_mul(n)
        .filter(|t| t.checked_mul(8).is_some())
    else {
        return Err(error::no_memory(th));
    };
    let mut v: Vec<Obj> = Vec::new();
    if total == 0 {
        return Ok(v);
    }
    if v.try_reserve_exact(total).is_err() {
        return Err(error::no_memory(th));
    }
    for _ in 0..n {
        v.extend_from_slice(items);
    }
    Ok(v)
}

fn list_repeat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let n = seq::repeat_count(th, b)?;
    let items = of(th, a)?.items();
    let v = repeated(th, &items, n)?;
    list::new(th, v)
}

fn list_iconcat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let l = of(th, a)?;
    extend(th, l, b)?;
    Ok(a.own())
}

fn list_irepeat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let n = seq::repeat_count(th, b)?;
    let l = of(th, a)?;
    match n {
        0 => l.clear_all(),
        1 => {}
        n => {
            let items = l.items();
            let more = repeated(th, &items, n - 1)?;
            l.extend(th, more)?;
        }
    }
    Ok(a.own())
}

// ------------------------------------------------------------------ methods

fn list_append(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    l.push(th, a.at(1).own())?;
    Ok(Obj::none())
}

fn list_append_quick<'g>(th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o, x] = a.exactly()?;
    o.get::<List>()?.push_quick(th, x).then_some(())?;
    Ref::NONE.copy(th)
}

fn list_insert(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    let i = seq::ssize(th, a.at(1))?;
    let i = if i < 0 {
        i.saturating_add_unsigned(l.len()).max(0)
    } else {
        i
    };
    l.insert(th, i as usize, a.at(2).own())?;
    Ok(Obj::none())
}

fn list_extend(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    extend(th, l, a.at(1))?;
    Ok(Obj::none())
}

fn list_pop_quick<'g>(_th: &'g Thread, a: Args<'_>) -> Option<Val<'g>> {
    let [o] = a.exactly()?;
    o.get::<List>()?.pop().map(Val::from_obj)
}

fn list_pop(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    let i = match a.opt(1) {
        None => -1,
        Some(o) => seq::ssize(th, o)?,
    };
    let len = l.len();
    if len == 0 {
        return Err(index_error(th, "pop from empty list"));
    }
    match position(i, len).and_then(|i| l.remove(i)) {
        Some(v) => Ok(v),
        None => Err(index_error(th, "pop index out of range")),
    }
}

fn list_remove(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    let mut i = 0;
    while let Some(v) = l.get(i) {
        if ops::equal(th, v.r(), a.at(1))? {
            // The comparison may have changed the list: the place found is removed, as CPython does.
            drop(l.remove(i));
            return Ok(Obj::none());
        }
        i += 1;
    }
    Err(value_error(th, "list.remove(x): x not in list"))
}

fn list_clear(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.clear_all();
    Ok(Obj::none())
}

fn list_copy(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.slice(th, |n| slice::adjust(n, 0, isize::MAX, 1))
}

fn list_reverse(th: &mut Thread, a: Args<'_>) -> R {
    of(th, a.at(0))?.reverse();
    Ok(Obj::none())
}

fn list_count(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    let (mut i, mut n) = (0, 0usize);
    while let Some(v) = l.get(i) {
        if ops::equal(th, v.r(), a.at(1))? {
            n += 1;
        }
        i += 1;
    }
    seq::length(th, n)
}

fn list_index(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    let start = seq::bound(th, a.opt(2), 0, l.len())?;
    let stop = seq::bound(th, a.opt(3), isize::MAX, l.len())?;
    let mut i = start;
    while i < stop
        && let Some(v) = l.get(i)
    {
        if ops::equal(th, v.r(), a.at(1))? {
            return seq::length(th, i);
        }
        i += 1;
    }
    Err(value_error(th, "list.index(x): x not in list"))
}

/// Sorts a list in place: the list is empty meanwhile, and gets its items back whatever happens.
pub fn sort_list(th: &mut Thread, l: &List, key: Option<Ref<'_>>, reverse: bool) -> R<()> {
    let mut lent = l.lend(th)?;
    let r = sort_items(th, &mut lent.items, key, reverse);
    let modified = l.put_back(lent);
    r?;
    if modified {
        return Err(value_error(th, "list modified during sort"));
    }
    Ok(())
}

/// Sorts items by `key`.
pub fn sort_items(
    th: &mut Thread,
    items: &mut Vec<Obj>,
    key: Option<Ref<'_>>,
    reverse: bool,
) -> R<()> {
    let keys = match key.filter(|k| !k.is_none()) {
        None => None,
        Some(f) => {
            let mut keys = Vec::with_capacity(items.len());
            for x in items.iter() {
                keys.push(call::call(th, f, &[x.r()])?);
            }
            Some(keys)
        }
    };
    sort::sort(th, items, keys, reverse)
}

fn list_sort(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    let reverse = match a.opt(2) {
        Some(r) => ops::is_true(th, r)?,
        None => false,
    };
    sort_list(th, l, a.opt(1), reverse)?;
    Ok(Obj::none())
}

fn list_reversed(th: &mut Thread, a: Args<'_>) -> R {
    super::iterators::list_reversed(th, a.at(0))
}

fn list_sizeof(th: &mut Thread, a: Args<'_>) -> R {
    let l = of(th, a.at(0))?;
    seq::length(th, typhon_runtime::obj::size_of(a.at(0)) + l.array_bytes())
}

fn list_getitem_method(th: &mut Thread, a: Args<'_>) -> R {
    list_getitem(th, a.at(0), a.at(1))
}

static METHODS: &[MethodDef] = &[
    MethodDef::new(
        "__getitem__",
        Kind::One,
        list_getitem_method,
        "Return self[index].",
    ),
    MethodDef::new(
        "__reversed__",
        Kind::NoArgs,
        list_reversed,
        "Return a reverse iterator over the list.",
    ),
    MethodDef::new(
        "__sizeof__",
        Kind::NoArgs,
        list_sizeof,
        "Return the size of the list in memory, in bytes.",
    ),
    MethodDef::class(
        "__class_getitem__",
        Kind::One,
        class_getitem,
        "Make a generic alias.",
    ),
    MethodDef::new(
        "clear",
        Kind::NoArgs,
        list_clear,
        "Remove all items from list.",
    ),
    MethodDef::new(
        "copy",
        Kind::NoArgs,
        list_copy,
        "Return a shallow copy of the list.",
    ),
    MethodDef::new(
        "append",
        Kind::One,
        list_append,
        "Append object to the end of the list.",
    )
    .quick(list_append_quick),
    MethodDef::new(
        "insert",
        Kind::Pos(2, 2),
        list_insert,
        "Insert object before index.",
    ),
    MethodDef::new(
        "extend",
        Kind::One,
        list_extend,
        "Extend list by appending elements from the iterable.",
    ),
    MethodDef::new(
        "pop",
        Kind::Pos(0, 1),
        list_pop,
        "Remove and return item at index (default last).",
    )
    .quick(list_pop_quick),
    MethodDef::new(
        "remove",
        Kind::One,
        list_remove,
        "Remove first occurrence of value.",
    ),
    MethodDef::new(
        "index",
        Kind::Pos(1, 3),
        list_index,
        "Return first index of value.",
    ),
    MethodDef::new(
        "count",
        Kind::One,
        list_count,
        "Return number of occurrences of value.",
    ),
    MethodDef::new("reverse", Kind::NoArgs, list_reverse, "Reverse *IN PLACE*."),
    MethodDef::new(
        "sort",
        Kind::Sig("*, key=, reverse="),
        list_sort,
        "Sort the list in ascending order and return None.",
    ),
];

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let t = &types::LIST;
    let s = t.slots();
    s.set_new(list_new);
    s.set_init(list_init);
    s.set_repr(list_repr);
    s.set_richcmp(list_richcmp);
    s.clear(SlotId::Hash);
    s.set_iter(iter::list_iter);
    s.set_len(list_len);
    s.set_contains(list_contains);
    s.set_getitem(list_getitem);
    s.set_setitem(list_setitem);
    s.set_concat(list_concat);
    s.set_repeat(list_repeat);
    s.set_iconcat(list_iconcat);
    s.set_irepeat(list_irepeat);
    call::add_methods(th, t, METHODS)?;
    slotdefs::finish(th, t)
}
