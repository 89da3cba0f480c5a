//! Variables: locals, cells, globals and names.

use super::cache::{self, Entry, Kind};
use super::regs::Fp;
use crate::objects::{Cell, Site};
use crate::opcode::Instr;
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::value::{self, EMPTY, UNBOUND};
use typhon_runtime::{Thread, names, ops};

// ------------------------------------------------------------------ locals and cells

fn name_error(
    th: &mut Thread,
    class: &'static types::typeobj::TypeObj,
    msg: String,
    name: &str,
) -> Raised {
    let r = error::raise(th, class, msg);
    if let Some(e) = th.raised.as_ref() {
        error::set_field(e.r(), "name", pystr::intern_str(name).own());
    }
    r
}

/// UnboundLocalError for local `a`.
#[cold]
pub fn unbound_local(th: &mut Thread, f: Fp, a: usize) -> R<()> {
    let name = f.code().proto.varnames.get(a).cloned().unwrap_or_default();
    let name = name.trim_start_matches('.').to_string();
    let m =
        format!("cannot access local variable '{name}' where it is not associated with a value");
    Err(error::raise(th, &error::UNBOUND_LOCAL_ERROR, m))
}

/// NameError for free variable `n`.
#[cold]
pub fn unbound_free(th: &mut Thread, f: Fp, n: usize) -> R<()> {
    let name = f.code().proto.freevars.get(n).cloned().unwrap_or_default();
    let m = format!(
        "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
    );
    Err(name_error(th, &error::NAME_ERROR, m, &name))
}

/// `MakeCell`.
pub fn make_cell(th: &mut Thread, f: Fp, a: usize) -> R<()> {
    let v = f.take_any(a);
    let c = Obj::new(
        th,
        types::CELL.r(),
        Cell {
            value: v.map_or_else(Slot::empty, Slot::new),
        },
    )?;
    f.set(a, c);
    Ok(())
}

#[inline(always)]
fn cell_in(f: Fp, a: usize) -> Option<&'static Cell> {
    let c = f.reg(a);
    // SAFETY: exact class.
    c.is_exact(&types::CELL)
        .then(|| unsafe { c.payload_unchecked() })
}

#[inline(always)]
fn closure_cell(f: Fp, n: usize) -> Option<Ref<'static>> {
    let w = f.func().closure.peek();
    if w == EMPTY {
        return None;
    }
    // SAFETY: a function's closure is set once, before it can run, and lives as long as the function.
    let t: Ref<'static> = unsafe { Ref::from_word(w) };
    // SAFETY: a closure is a tuple of cells; numbers of free variables come from verified code.
    unsafe { t.payload_unchecked::<tuple::Tuple>() }.get(n)
}

#[inline(always)]
fn load_slot_to(f: Fp, a: usize, s: &Slot) -> bool {
    let w = s.load_word(|| true);
    if w == EMPTY {
        return false;
    }
    f.set_word(a, w);
    true
}

/// How a slot is read: `QUICK` without a call, EMPTY if that does not do.
#[inline(always)]
pub(super) fn read<const QUICK: bool>(th: &Thread, s: &Slot, still: impl Fn() -> bool) -> u64 {
    if QUICK {
        s.load_quick(th, still)
    } else {
        s.load_word(still)
    }
}
/// The register word of the value of the cell in local `b`; EMPTY if there is none.
#[inline(always)]
pub fn cell_word<const QUICK: bool>(th: &Thread, f: Fp, b: usize) -> u64 {
    cell_in(f, b).map_or(EMPTY, |c| read::<QUICK>(th, &c.value, || true))
}
/// `StoreCell`.
#[inline(always)]
pub fn store_cell(f: Fp, i: Instr) {
    let v = f.take(i.b());
    if let Some(c) = cell_in(f, i.a()) {
        c.value.set(v);
    }
}
/// `DelCell`.
pub fn del_cell(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    match cell_in(f, i.a()).and_then(|c| c.value.take()) {
        Some(v) => {
            drop(v);
            Ok(())
        }
        None => unbound_local(th, f, i.a()),
    }
}
/// The register word of free variable `n`; EMPTY if it has no value.
#[inline(always)]
pub fn free_word<const QUICK: bool>(th: &Thread, f: Fp, n: usize) -> u64 {
    // SAFETY: numbers of free variables come from verified code.
    read::<QUICK>(th, unsafe { &f.free_cell(n).value }, || true)
}
/// `StoreFree`.
#[inline(always)]
pub fn store_free(f: Fp, i: Instr) {
    let v = f.take(i.b());
    if let Some(c) = closure_cell(f, i.a()).and_then(|c| c.get::<Cell>()) {
        c.value.set(v);
    }
}
/// `DelFree`.
pub fn del_free(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    match closure_cell(f, i.a())
        .and_then(|c| c.get::<Cell>())
        .and_then(|c| c.value.take())
    {
        Some(v) => {
            drop(v);
            Ok(())
        }
        None => unbound_free(th, f, i.a()),
    }
}
/// `LoadFreeCell`.
pub fn load_free_cell(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    match closure_cell(f, i.b()) {
        Some(c) => {
            f.set(i.a(), c.own());
            Ok(())
        }
        None => unbound_free(th, f, i.b()),
    }
}

pub fn mapping_get(th: &mut Thread, m: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
    if m.is_exact(&types::DICT)
        && let Some(d) = m.get::<Dict>()
    {
        return Ok(d.get_str(name));
    }
    match ops::getitem(th, m, name) {
        Ok(v) => Ok(Some(v)),
        Err(Raised) => {
            error::suppress(th, &error::KEY_ERROR)?;
            Ok(None)
        }
    }
}

/// `LoadFromDictOrCell`.
pub fn load_from_dict_or_cell(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let name = if i.x() == 0 {
        f.code().proto.freevars.get(i.c())
    } else {
        f.code().proto.varnames.get(i.c())
    };
    let name = pystr::intern_str(name.map_or("", String::as_str));
    if let Some(v) = mapping_get(th, f.reg(i.b()), name)? {
        f.consume_unless(i.b(), i.a());
        f.set(i.a(), v);
        return Ok(());
    }
    f.consume_unless(i.b(), i.a());
    let cell = if i.x() == 0 {
        closure_cell(f, i.c()).and_then(|c| c.get::<Cell>())
    } else {
        cell_in(f, i.c())
    };
    match cell {
        Some(c) if load_slot_to(f, i.a(), &c.value) => Ok(()),
        _ if i.x() == 0 => unbound_free(th, f, i.c()),
        _ => unbound_local(th, f, i.c()),
    }
}

/// `LoadFromDictOrGlobal`.
pub fn load_from_dict_or_global(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let name = f.site(i).name();
    let found = mapping_get(th, f.reg(i.b()), name)?;
    f.consume_unless(i.b(), i.a());
    let v = match found {
        Some(v) => v,
        None => global(th, f, name)?,
    };
    f.set(i.a(), v);
    Ok(())
}

// ------------------------------------------------------------------ globals and names

fn global(th: &mut Thread, f: Fp, name: Ref<'_>) -> R {
    if let Some(v) = mapping_get(th, f.globals(), name)? {
        return Ok(v);
    }
    if let Some(v) = mapping_get(th, f.builtins(), name)? {
        return Ok(v);
    }
    let n = pystr::text(name);
    Err(name_error(
        th,
        &error::NAME_ERROR,
        format!("name '{n}' is not defined"),
        &n,
    ))
}

/// The register word of the global or builtin that the site found before; EMPTY: go the long way.
#[inline(always)]
pub fn global_word(th: &Thread, f: Fp, i: Instr) -> u64 {
    let Some(e) = f.entry(i) else {
        return EMPTY;
    };
    // SAFETY: globals and builtins of a running frame are dicts (checked when the frame's function was made); entry
    // addresses were recorded with the table id that is checked.
    unsafe {
        let globals = f.globals_dict();
        match e.kind {
            Kind::Global => globals.load_entry(th, e.a, e.n as *const types::dict::Entry),
            Kind::Builtin => {
                let missing = globals
                    .table()
                    .is_some_and(|t| t.id == e.g && t.appended() as u64 == e.n);
                if !missing {
                    return EMPTY;
                }
                let builtins = f.builtins_dict();
                builtins.load_entry(th, e.a, e.value as *const types::dict::Entry)
            }
            _ => EMPTY,
        }
    }
}

/// The register word of a SHARED or immediate global that the site found before; EMPTY: `global_word`.
#[inline(always)]
pub fn global_borrowed(f: Fp, entry: Option<&Entry>) -> u64 {
    let Some(e) = entry else {
        return EMPTY;
    };
    // SAFETY: as in `global_word`; no table has the id of entries of other kinds.
    unsafe {
        let globals = f.globals_dict();
        globals.borrow_entry(e.global, e.n as *const types::dict::Entry)
    }
}

/// `global_borrowed` for a builtin.
#[inline(always)]
pub fn builtin_borrowed(f: Fp, entry: Option<&Entry>) -> u64 {
    let Some(e) = entry else {
        return EMPTY;
    };
    if e.kind != Kind::Builtin {
        return EMPTY;
    }
    // SAFETY: as in `global_word`.
    unsafe {
        let globals = f.globals_dict();
        match globals.table() {
            Some(t) if t.id == e.g && t.appended() as u64 == e.n => {}
            _ => return EMPTY,
        }
        let builtins = f.builtins_dict();
        builtins.borrow_entry(e.a, e.value as *const types::dict::Entry)
    }
}

/// The register word of a keyword-only parameter's default, remembered in a site; EMPTY: there is none.
#[inline(always)]
pub fn default_word(site: &Site, defaults: &Dict) -> u64 {
    if let Some(e) = site.entry()
        && e.kind == Kind::Global
    {
        // SAFETY: as in `global_word`.
        let v = unsafe { defaults.borrow_entry(e.a, e.n as *const types::dict::Entry) };
        if v != EMPTY {
            return v;
        }
    }
    find_default(site, defaults)
}

#[cold]
#[inline(never)]
fn find_default(site: &Site, defaults: &Dict) -> u64 {
    let Some(v) = defaults.get_str(site.name()) else {
        return EMPTY;
    };
    cache::learn_global(site, defaults, defaults);
    v.into_word()
}

/// `LoadGlobal`, the long way.
#[cold]
pub fn load_global(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let site = f.site(i);
    let v = global(th, f, site.name())?;
    if f.globals().is_exact(&types::DICT)
        && f.builtins().is_exact(&types::DICT)
        && let (Some(g), Some(b)) = (f.globals().get::<Dict>(), f.builtins().get::<Dict>())
    {
        cache::learn_global(site, g, b);
    }
    f.set(i.a(), v);
    Ok(())
}

/// `StoreGlobal` of a value that needs no count while the process has one thread, by the entry of a site. Gives the word
/// that stood there, which the caller drops; EMPTY: nothing has changed.
#[inline(always)]
pub fn store_global_alone(f: Fp, i: Instr) -> u64 {
    let (a, v) = (i.a(), f.word(i.a()));
    let Some(e) = f.entry(i) else {
        return EMPTY;
    };
    let moves = value::is_owned(v) && f.is_temp(a);
    if e.kind != Kind::Global
        || typhon_runtime::thread::is_multi()
        || value::is_ptr(v) && !moves
        || v == UNBOUND
    {
        return EMPTY;
    }
    // SAFETY: as in `global_word`.
    let old = unsafe {
        f.globals_dict()
            .exchange_entry_alone(e.a, e.n as *const types::dict::Entry, v)
    };
    if moves && old != EMPTY {
        // SAFETY: the word has moved.
        unsafe { *f.at(a) = UNBOUND };
    }
    old
}

/// Whether the frame's variables are its globals.
#[inline(always)]
pub fn locals_are_globals(f: Fp) -> bool {
    let l = f.frame().locals;
    l == EMPTY || value::strip(l) == f.globals().word()
}

/// `StoreGlobal`.
pub fn store_global(_th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = f.take(i.a());
    let site = f.site(i);
    let Some(d) = f.globals().get::<Dict>() else {
        return Ok(());
    };
    let v = match site.entry() {
        Some(e) if e.kind == Kind::Global => match d.store_at(e.a, e.b as usize, v) {
            Ok(()) => return Ok(()),
            Err(v) => v,
        },
        _ => v,
    };
    drop(d.insert_str(site.name(), v));
    if let Some(b) = f.builtins().get::<Dict>() {
        cache::learn_global(site, d, b);
    }
    Ok(())
}

/// `DelGlobal`.
pub fn del_global(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let name = f.site(i).name();
    match f.globals().get::<Dict>().and_then(|d| d.remove_str(name)) {
        Some(v) => {
            drop(v);
            Ok(())
        }
        None => {
            let n = pystr::text(name);
            Err(name_error(
                th,
                &error::NAME_ERROR,
                format!("name '{n}' is not defined"),
                &n,
            ))
        }
    }
}

/// `LoadName`.
pub fn load_name(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let l = f.locals().unwrap_or(f.globals());
    if l.is(f.globals()) {
        let w = global_word(th, f, i);
        if w != EMPTY {
            f.set_word(i.a(), w);
            return Ok(());
        }
        return load_global(th, f, i);
    }
    let name = f.site(i).name();
    let v = match mapping_get(th, l, name)? {
        Some(v) => v,
        None => global(th, f, name)?,
    };
    f.set(i.a(), v);
    Ok(())
}

/// `StoreName`.
pub fn store_name(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let l = f.locals().unwrap_or(f.globals());
    if l.is(f.globals()) && l.is_exact(&types::DICT) {
        return store_global(th, f, i);
    }
    let name = f.site(i).name();
    let v = f.take(i.a());
    if l.is_exact(&types::DICT)
        && let Some(d) = l.get::<Dict>()
    {
        drop(d.insert_str(name, v));
        return Ok(());
    }
    ops::setitem(th, l, name, Some(v.r()))
}

/// `DelName`.
pub fn del_name(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let l = f.locals().unwrap_or(f.globals());
    let name = f.site(i).name();
    match ops::setitem(th, l, name, None) {
        Ok(()) => Ok(()),
        Err(Raised) => {
            error::suppress(th, &error::KEY_ERROR)?;
            let n = pystr::text(name);
            Err(name_error(
                th,
                &error::NAME_ERROR,
                format!("name '{n}' is not defined"),
                &n,
            ))
        }
    }
}

/// `LoadLocals`.
pub fn load_locals(_th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let l = f.locals().unwrap_or(f.globals());
    f.set(i.a(), l.own());
    Ok(())
}

/// `LoadBuildClass`.
pub fn load_build_class(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    match mapping_get(th, f.builtins(), names::__build_class__())? {
        Some(v) => {
            f.set(i.a(), v);
            Ok(())
        }
        None => Err(error::raise(
            th,
            &error::NAME_ERROR,
            "__build_class__ not found",
        )),
    }
}
