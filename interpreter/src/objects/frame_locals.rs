//! `frame.f_locals` of a frame whose variables stand in registers: a mapping that reads and writes them (PEP 667).
//!
//! PROXY RULE 1. Where the variables are decides who may write: a frame that this thread runs has them in its registers, a
//!   frame that does not run has them in its object (those of a suspended generator move to the registers when it is
//!   resumed, `Variables::written`). A frame that another thread runs is read while the world is stopped, and only its cells
//!   can be written.
//! PROXY RULE 2. What a register held before stays alive until the frame ends (`FrameObj::kept`): native code below the
//!   writer may still look at it.

use super::attributes::cell_value;
use super::{Cell, Code, FrameObj, Function};
use crate::code::HIDDEN;
use crate::vm::regs::Fp;
use crate::vm::stacks;
use std::sync::atomic::Ordering::*;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, key_error, runtime_error, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::slots::{CmpOp, SlotId};
use typhon_runtime::types::typeobj::{TypeObj, flags as tf};
use typhon_runtime::types::{self, list, slotdefs, str as pystr, tuple};
use typhon_runtime::value::{UNBOUND, Word};
use typhon_runtime::{Thread, ops, payload};
use typhon_stdlib::builtins::{dict as dicts, seq};

static PROXY: TypeObj = TypeObj::declare("FrameLocalsProxy");

/// Payload of proxies.
struct Proxy {
    frame: Slot,
}
payload!(
    Proxy,
    traverse | s,
    v | s.frame.visit(v),
    clear | s | drop(s.frame.take())
);

/// Sets the class up.
pub fn setup() {
    PROXY.setup::<Proxy>(Some(&types::OBJECT), tf::MATCH_MAPPING);
}

/// Gives it methods and slots.
pub fn init(th: &mut Thread) -> R<()> {
    let s = PROXY.slots();
    s.set_new(proxy_new);
    s.set_repr(proxy_repr);
    s.set_richcmp(proxy_compare);
    s.clear(SlotId::Hash);
    s.set_iter(|th, o| {
        let keys = keys(th, o)?;
        ops::iter(th, keys.r())
    });
    s.set_len(|th, o| Ok(pairs(th, o)?.len()));
    s.set_getitem(proxy_getitem);
    s.set_setitem(proxy_setitem);
    s.set_contains(|th, o, key| Ok(get(th, o, key)?.is_some()));
    s.set_or(proxy_or);
    s.set_ior(proxy_ior);
    call::add_methods(th, &PROXY, METHODS)?;
    slotdefs::finish(th, &PROXY)
}

/// The proxy of a frame object.
pub fn new(th: &mut Thread, frame: Ref<'_>) -> R {
    let p = Proxy {
        frame: Slot::new(frame.own()),
    };
    Obj::new(th, PROXY.r(), p)
}

/// Where a variable is.
#[derive(Clone, Copy)]
enum Place {
    /// In a register, or in the cell that stands there.
    Register(usize, bool),
    /// In the function's closure.
    Free(usize),
}

/// The visible variables of a code in the order of CPython: first those without cell, parameters always among them, then
/// the cells, then the free variables. Variables of comprehensions come last: while they are bound they hide others.
fn places(c: &Code) -> Vec<(&str, Place)> {
    let cell = |i: usize| c.proto.cellvars.contains(&(i as u16));
    let names = || c.proto.varnames.iter().enumerate();
    // What a generator expression is called with has a name that no program can write, but is seen.
    let seen = |n: &str| !n.starts_with('.') || n == ".0";
    let plain = names().filter(|(i, n)| seen(n) && (*i < c.nparams || !cell(*i)));
    let cells = names().filter(|(i, n)| seen(n) && *i >= c.nparams && cell(*i));
    let own = plain
        .chain(cells)
        .map(|(i, n)| (n.as_str(), Place::Register(i, cell(i))));
    let free = c.proto.freevars.iter().enumerate();
    let free = free.map(|(i, n)| (n.as_str(), Place::Free(i)));
    let hidden = names().filter_map(|(i, n)| {
        let n = n.strip_prefix(HIDDEN).filter(|n| !n.starts_with('.'))?;
        Some((n, Place::Register(i, cell(i))))
    });
    own.chain(free).chain(hidden).collect()
}

/// A counted value of a register. `shared`: of another thread's frame.
fn value(w: Word, shared: bool) -> Option<Obj> {
    // SAFETY: a register word of a frame that the caller may look at names a live object.
    let r = (w != UNBOUND).then(|| unsafe { Ref::from_word(w) })?;
    if shared && let Some(h) = r.header() {
        // COUNT RULE 9: another thread's.
        h.mark_shared();
    }
    Some(r.own())
}

/// What the variables' registers hold, at one moment.
fn registers(th: &mut Thread, f: &FrameObj) -> Vec<Option<Obj>> {
    loop {
        if let Some(live) = f.live_here() {
            // SAFETY: FRAME RULE: a live frame of this thread.
            let fp = unsafe { Fp::new(live) };
            return (0..f.code().nlocals)
                .map(|i| value(fp.word(i), false))
                .collect();
        }
        // Acquire: as `live_here`.
        if f.live.load(Acquire).is_null() {
            let saved = f.saved.lock();
            // Acquire: as above. A frame that was resumed meanwhile has taken the variables along.
            if f.live.load(Acquire).is_null() {
                let values = saved.vars.iter();
                return values.map(|v| v.clone().map(Obj::adopt)).collect();
            }
            continue;
        }
        let seen = stacks::stopped(th, f, |_, live| {
            // SAFETY: FRAME RULE: the thread that runs the frame is stopped, and its registers are counted.
            let fp = unsafe { Fp::new(live) };
            (0..f.code().nlocals)
                .map(|i| value(fp.word(i), true))
                .collect()
        });
        if let Some(v) = seen {
            return v;
        }
    }
}

/// The function whose closure has the free variables of a frame that was not cleared.
fn closure_of(f: &FrameObj) -> Option<Obj> {
    if f.saved.lock().cleared {
        return None;
    }
    f.func()
}

/// The cell of a free variable.
fn free_cell(func: Ref<'_>, i: usize) -> Option<Obj> {
    let cells = func.get::<Function>()?.closure.get()?;
    tuple::items(cells.r()).nth(i).map(Ref::own)
}

/// The value of a variable. `reg`: what a register holds.
fn resolve(func: Option<Ref<'_>>, reg: &dyn Fn(usize) -> Option<Obj>, p: Place) -> Option<Obj> {
    match p {
        Place::Free(i) => cell_value(free_cell(func?, i)?.r()),
        Place::Register(i, cell) => {
            let v = reg(i)?;
            if cell && v.get::<Cell>().is_some() {
                return cell_value(v.r());
            }
            // A cell that was not made yet: the value of a parameter.
            Some(v)
        }
    }
}

/// The variables of a running frame of this thread that have a value.
pub(crate) fn running_variables(f: Fp) -> Vec<(Obj, Obj)> {
    bound(f.code(), f.function(), &|i| value(f.word(i), false))
}

/// The variables of a code that have a value.
fn bound(c: &Code, func: Option<Ref<'_>>, reg: &dyn Fn(usize) -> Option<Obj>) -> Vec<(Obj, Obj)> {
    let mut out: Vec<(Obj, Obj)> = Vec::new();
    for (name, p) in places(c) {
        let Some(v) = resolve(func, reg, p) else {
            continue;
        };
        let key = pystr::intern_str(name).own();
        match out.iter_mut().find(|(k, _)| k.r().is(key.r())) {
            Some(slot) => slot.1 = v,
            None => out.push((key, v)),
        }
    }
    out
}

/// The frame of a proxy.
fn frame_of(th: &mut Thread, o: Ref<'_>) -> R {
    match o.get::<Proxy>().and_then(|p| p.frame.get()) {
        Some(f) if f.get::<FrameObj>().is_some() => Ok(f),
        _ => Err(runtime_error(th, "the frame of this proxy is gone")),
    }
}

fn frame(o: &Obj) -> &FrameObj {
    match o.get::<FrameObj>() {
        Some(f) => f,
        None => unreachable!("frame_of gives frame objects"),
    }
}

/// All that the mapping holds.
fn pairs(th: &mut Thread, o: Ref<'_>) -> R<Vec<(Obj, Obj)>> {
    let fo = frame_of(th, o)?;
    let f = frame(&fo);
    let (regs, func) = (registers(th, f), closure_of(f));
    let func = func.as_ref().map(Obj::r);
    let mut all = bound(f.code(), func, &|i| regs.get(i)?.clone());
    if let Some(extra) = f.extra.get()
        && let Some(d) = extra.get::<Dict>()
    {
        all.extend(d.items());
    }
    Ok(all)
}

/// A dict of all that the mapping holds.
fn to_dict(th: &mut Thread, o: Ref<'_>) -> R {
    let new = dict::new(th)?;
    let all = pairs(th, o)?;
    if let Some(d) = new.get::<Dict>() {
        for (k, v) in all {
            d.insert(th, k.r(), v)?;
        }
    }
    Ok(new)
}

fn keys(th: &mut Thread, o: Ref<'_>) -> R {
    let keys = pairs(th, o)?.into_iter().map(|p| p.0).collect();
    list::new(th, keys)
}

/// The places of a name; a bound variable of a comprehension hides the one of its function.
fn find(th: &mut Thread, f: &FrameObj, key: Ref<'_>) -> R<Vec<Place>> {
    let all = places(f.code()).into_iter().rev();
    if key.is_exact(&types::STR) {
        let name = pystr::text(key);
        return Ok(all.filter(|(n, _)| *n == name).map(|(_, p)| p).collect());
    }
    // As in a dict: what has the hash of a name and is equal to it.
    let hash = ops::hash(th, key)?;
    let mut found = Vec::new();
    for (n, p) in all {
        let name = pystr::intern_str(n);
        if ops::hash(th, name)? == hash && ops::equal(th, name, key)? {
            found.push(p);
        }
    }
    Ok(found)
}

fn get(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R<Option<Obj>> {
    ops::hash(th, key)?;
    let fo = frame_of(th, o)?;
    let f = frame(&fo);
    let found = find(th, f, key)?;
    if !found.is_empty() {
        let (regs, func) = (registers(th, f), closure_of(f));
        let func = func.as_ref().map(Obj::r);
        let mut all = found.into_iter();
        if let Some(v) = all.find_map(|p| resolve(func, &|i| regs.get(i)?.clone(), p)) {
            return Ok(Some(v));
        }
    }
    match f.extra.get() {
        Some(e) => match e.get::<Dict>() {
            Some(d) => d.get(th, key),
            None => Ok(None),
        },
        None => Ok(None),
    }
}

fn set(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Ref<'_>) -> R<()> {
    ops::hash(th, key)?;
    let fo = frame_of(th, o)?;
    let f = frame(&fo);
    let found = find(th, f, key)?;
    let place = match found.as_slice() {
        [] => return set_extra(th, f, key, v),
        [p] => *p,
        many => {
            let (regs, func) = (registers(th, f), closure_of(f));
            let func = func.as_ref().map(Obj::r);
            let is_bound = |p: &&Place| resolve(func, &|i| regs.get(i)?.clone(), **p).is_some();
            // Without one that is bound it is the function's own, which is last.
            *many.iter().find(is_bound).unwrap_or(&many[many.len() - 1])
        }
    };
    match place {
        Place::Free(i) => {
            if let Some(func) = f.func()
                && let Some(c) = free_cell(func.r(), i)
                && let Some(c) = c.get::<Cell>()
            {
                drop(c.value.swap(Some(v.own())));
            }
            Ok(())
        }
        Place::Register(i, cell) => set_register(th, f, i, cell, v),
    }
}

fn set_register(th: &mut Thread, f: &FrameObj, i: usize, cell: bool, v: Ref<'_>) -> R<()> {
    if cell {
        let regs = registers(th, f);
        if let Some(Some(c)) = regs.get(i)
            && let Some(c) = c.get::<Cell>()
        {
            drop(c.value.swap(Some(v.own())));
            return Ok(());
        }
    }
    loop {
        if let Some(live) = f.live_here() {
            // Aliases of the variable in call windows get a count of their own (OPERAND RULE 5).
            th.promote();
            // SAFETY: FRAME RULE: a live frame of this thread.
            let fp = unsafe { Fp::new(live) };
            if let Some(old) = fp.take_any(i)
                && old.r().header().is_some()
            {
                f.kept.lock().push(old);
            }
            fp.set(i, v.own());
            return Ok(());
        }
        // Acquire: as `live_here`.
        if !f.live.load(Acquire).is_null() {
            let m = "cannot write to a local variable of a frame that another thread runs";
            return Err(runtime_error(th, m));
        }
        let mut saved = f.saved.lock();
        // Acquire: as above; who resumes the frame takes the variables along under the lock.
        if !f.live.load(Acquire).is_null() {
            continue;
        }
        let n = f.code().nlocals;
        if saved.vars.len() < n {
            saved.vars.resize(n, None);
        }
        let old = saved.vars[i].replace(v.own());
        if saved.suspended {
            saved.written.push((i, v.own()));
        }
        // Dropped without the lock.
        drop(saved);
        drop(old);
        return Ok(());
    }
}

/// Writes a name that is no variable of the frame.
fn set_extra(th: &mut Thread, f: &FrameObj, key: Ref<'_>, v: Ref<'_>) -> R<()> {
    if f.extra.is_empty() {
        let new = dict::new(th)?;
        // Of two threads that come here at once one loses what it writes first.
        f.extra.set(new);
    }
    if let Some(e) = f.extra.get()
        && let Some(d) = e.get::<Dict>()
    {
        d.insert(th, key, v.own())?;
    }
    Ok(())
}

/// Takes a name out that is no variable of the frame.
fn remove(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R<Option<Obj>> {
    ops::hash(th, key)?;
    let fo = frame_of(th, o)?;
    let f = frame(&fo);
    if !find(th, f, key)?.is_empty() {
        let m = "cannot remove local variables from FrameLocalsProxy";
        return Err(value_error(th, m));
    }
    match f.extra.get() {
        Some(e) => match e.get::<Dict>() {
            Some(d) => Ok(d.remove(th, key)?.map(|p| p.1)),
            None => Ok(None),
        },
        None => Ok(None),
    }
}

// ------------------------------------------------------------------ slots

fn proxy_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    if a.len() != 1 {
        let m = format!("FrameLocalsProxy expected 1 argument, got {}", a.len());
        return Err(type_error(th, m));
    }
    if !a.at(0).is_exact(&types::FRAME) {
        let m = format!("expect frame, not {}", a.at(0).class().tp_name());
        return Err(type_error(th, m));
    }
    if a.kwargs().next().is_some() {
        return Err(type_error(
            th,
            "FrameLocalsProxy takes no keyword arguments",
        ));
    }
    let p = Proxy {
        frame: Slot::new(a.at(0).own()),
    };
    Obj::new(th, class, p)
}

fn proxy_repr(th: &mut Thread, o: Ref<'_>) -> R {
    seq::guarded_repr(th, o, "{...}", |th, out| {
        let d = to_dict(th, o)?;
        seq::push_repr(th, out, d.r())
    })
}

fn proxy_compare(th: &mut Thread, a: Ref<'_>, b: Ref<'_>, op: CmpOp) -> R {
    if let Some(other) = b.get::<Proxy>() {
        let x = frame_of(th, a)?;
        let same = other.frame.get().is_some_and(|y| y.r().is(x.r()));
        return Ok(match op {
            CmpOp::Eq => Obj::bool(same),
            CmpOp::Ne => Obj::bool(!same),
            _ => Ref::NOT_IMPLEMENTED.own(),
        });
    }
    if !dict::is_dict(b) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let d = to_dict(th, a)?;
    ops::compare(th, d.r(), b, op)
}

fn proxy_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    if let Some(v) = get(th, o, key)? {
        return Ok(v);
    }
    let m = format!(
        "local variable '{}' is not defined",
        ops::repr_text(th, key)?
    );
    Err(error::raise(th, &error::KEY_ERROR, m))
}

fn proxy_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    match v {
        Some(v) => set(th, o, key, v),
        None => match remove(th, o, key)? {
            Some(_) => Ok(()),
            None => Err(key_error(th, key)),
        },
    }
}

fn proxy_or(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let fits = |o: Ref<'_>| dict::is_dict(o) || o.get::<Proxy>().is_some();
    if !fits(a) || !fits(b) {
        return Ok(Ref::NOT_IMPLEMENTED.own());
    }
    let new = dict::new(th)?;
    if let Some(d) = new.get::<Dict>() {
        dicts::update_from(th, d, a)?;
        dicts::update_from(th, d, b)?;
    }
    Ok(new)
}

/// Writes all that a mapping holds; false if it is none.
fn merge(th: &mut Thread, o: Ref<'_>, from: Ref<'_>) -> R<bool> {
    if !dict::is_dict(from) && from.get::<Proxy>().is_none() {
        return Ok(false);
    }
    let all = dict::new(th)?;
    if let Some(d) = all.get::<Dict>() {
        dicts::update_from(th, d, from)?;
        for (k, v) in d.items() {
            set(th, o, k.r(), v.r())?;
        }
    }
    Ok(true)
}

fn proxy_ior(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    if merge(th, a, b)? {
        Ok(a.own())
    } else {
        Ok(Ref::NOT_IMPLEMENTED.own())
    }
}

// ------------------------------------------------------------------ methods

fn update(th: &mut Thread, a: Args<'_>) -> R {
    if merge(th, a.at(0), a.at(1))? {
        return Ok(Obj::none());
    }
    let m = "update() argument must be dict or another FrameLocalsProxy";
    Err(type_error(th, m))
}

fn get_method(th: &mut Thread, a: Args<'_>) -> R {
    if !(2..=3).contains(&a.len()) {
        return Err(type_error(th, "get expected 1 or 2 arguments"));
    }
    match get(th, a.at(0), a.at(1))? {
        Some(v) => Ok(v),
        None => Ok(a.opt(2).map_or_else(Obj::none, Ref::own)),
    }
}

fn setdefault(th: &mut Thread, a: Args<'_>) -> R {
    if !(2..=3).contains(&a.len()) {
        return Err(type_error(th, "setdefault expected 1 or 2 arguments"));
    }
    if let Some(v) = get(th, a.at(0), a.at(1))? {
        return Ok(v);
    }
    let v = a.opt(2).map_or_else(Obj::none, Ref::own);
    set(th, a.at(0), a.at(1), v.r())?;
    Ok(v)
}

fn pop(th: &mut Thread, a: Args<'_>) -> R {
    match remove(th, a.at(0), a.at(1))? {
        Some(v) => Ok(v),
        None => match a.opt(2) {
            Some(v) => Ok(v.own()),
            None => Err(key_error(th, a.at(1))),
        },
    }
}

fn values(th: &mut Thread, a: Args<'_>) -> R {
    let v = pairs(th, a.at(0))?.into_iter().map(|p| p.1).collect();
    list::new(th, v)
}

fn items(th: &mut Thread, a: Args<'_>) -> R {
    let mut out = Vec::new();
    for (k, v) in pairs(th, a.at(0))? {
        out.push(tuple::of(th, [k, v])?);
    }
    list::new(th, out)
}

fn reversed(th: &mut Thread, a: Args<'_>) -> R {
    let mut v: Vec<Obj> = pairs(th, a.at(0))?.into_iter().map(|p| p.0).collect();
    v.reverse();
    list::new(th, v)
}

static METHODS: &[MethodDef] = &[
    MethodDef::new("update", Kind::One, update, ""),
    MethodDef::new("__reversed__", Kind::NoArgs, reversed, ""),
    MethodDef::new("copy", Kind::NoArgs, |th, a| to_dict(th, a.at(0)), ""),
    MethodDef::new("keys", Kind::NoArgs, |th, a| keys(th, a.at(0)), ""),
    MethodDef::new("values", Kind::NoArgs, values, ""),
    MethodDef::new("items", Kind::NoArgs, items, ""),
    MethodDef::new("get", Kind::Any, get_method, ""),
    MethodDef::new("pop", Kind::Pos(1, 2), pop, ""),
    MethodDef::new("setdefault", Kind::Any, setdefault, ""),
];
