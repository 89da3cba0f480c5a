//! Names, cells and attributes.

use super::cache::{self, Kind};
use super::frame::alias;
use super::regs::Fp;
use crate::code::flags;
use crate::objects::{Cell, Site};
use crate::opcode::Instr;
use std::sync::atomic::Ordering::*;
use typhon_runtime::error::{self, Exc};
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::descr::{Property, Wrapped};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::descriptor_epoch;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::value::{self, EMPTY, UNBOUND};
use typhon_runtime::{Thread, names, ops, shape};

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
fn read<const QUICK: bool>(th: &Thread, s: &Slot, still: impl Fn() -> bool) -> u64 {
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

fn mapping_get(th: &mut Thread, m: Ref<'_>, name: Ref<'_>) -> R<Option<Obj>> {
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
    let Some(e) = f.site(i).entry() else {
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
pub fn global_borrowed(f: Fp, site: &Site) -> u64 {
    let Some(e) = site.entry() else {
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
pub fn builtin_borrowed(f: Fp, site: &Site) -> u64 {
    let Some(e) = site.entry() else {
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
    let Some(e) = f.site(i).entry() else {
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
    if l.is(f.globals()) {
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

// ------------------------------------------------------------------ attributes

/// The register word of an attribute of the object `w` that the site found for its class; EMPTY: look further.
#[inline(always)]
pub fn attr_word(th: &Thread, f: Fp, i: Instr, w: u64) -> u64 {
    if !value::is_ptr(w) {
        return EMPTY;
    }
    let mut entry = f.site(i).entry();
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let class = o.class();
    while let Some(e) = entry {
        if std::ptr::eq(class, e.class) {
            return match e.kind {
                Kind::Slot => load_slot::<true>(th, o, e),
                Kind::Class if class.version_now() == e.version && same_shape(o, e) => e.value,
                Kind::Fixed if class.version_now() == e.version => {
                    // SAFETY: offset recorded for this class.
                    unsafe { o.slot_at(e.a as usize) }.load_quick(th, || true)
                }
                _ => EMPTY,
            };
        }
        entry = e.next.as_deref();
    }
    EMPTY
}

/// The entry of a site for the class of `o`.
#[inline(always)]
fn entry_of<'s>(site: &'s Site, o: Ref<'_>) -> Option<&'s cache::Entry> {
    let mut entry = site.entry();
    loop {
        let e = entry?;
        if std::ptr::eq(o.class(), e.class) {
            return Some(e);
        }
        entry = e.next.as_deref();
    }
}

/// `attr_word` for an inline slot, by the entry of a site; EMPTY also for SHARED values, which must be looked at
/// twice.
#[inline(always)]
pub fn slot_word(th: &Thread, site: &Site, w: u64) -> u64 {
    if !value::is_ptr(w) {
        return EMPTY;
    }
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let Some(e) = entry_of(site, o) else {
        return EMPTY;
    };
    if e.kind != Kind::Slot {
        if e.kind != Kind::Fixed || o.class().version_now() != e.version {
            return EMPTY;
        }
        // SAFETY: offset recorded for this class.
        return unsafe { o.slot_at(e.a as usize) }.count_quick(th);
    }
    if e.epoch != descriptor_epoch() {
        return EMPTY;
    }
    // SAFETY: offsets recorded for this class.
    let (sh, slot) = unsafe { (o.shape_before(e.b as usize), o.slot_at(e.a as usize)) };
    if !std::ptr::eq(sh.load(Acquire), e.shape) {
        return EMPTY;
    }
    slot.count_quick(th)
}

/// As `attr_word` for all that the site found.
pub fn any_attr_word(th: &mut Thread, f: Fp, i: Instr) -> u64 {
    let o = f.reg(i.b());
    if !o.is_ptr() {
        return EMPTY;
    }
    let class = o.class();
    let mut entry = f.site(i).entry();
    while let Some(e) = entry {
        let v = cached(th, o, class, e);
        if v != EMPTY {
            return v;
        }
        entry = e.next.as_deref();
    }
    EMPTY
}

/// `Kind::Slot`; the class is checked.
#[inline(always)]
fn load_slot<const QUICK: bool>(th: &Thread, o: Ref<'_>, e: &cache::Entry) -> u64 {
    if e.epoch != descriptor_epoch() {
        return EMPTY;
    }
    // SAFETY: offsets recorded for this class.
    let (sh, slot) = unsafe { (o.shape_before(e.b as usize), o.slot_at(e.a as usize)) };
    if !std::ptr::eq(sh.load(Acquire), e.shape) {
        return EMPTY;
    }
    read::<QUICK>(th, slot, || std::ptr::eq(sh.load(Acquire), e.shape))
}

/// The word that entry `e` leads to; EMPTY if it does not hold for `o`.
fn cached(th: &Thread, o: Ref<'_>, class: &types::typeobj::TypeObj, e: &cache::Entry) -> u64 {
    let same_class = std::ptr::eq(class, e.class);
    match e.kind {
        Kind::Slot if same_class => load_slot::<false>(th, o, e),
        Kind::Class if same_class && class.version_now() == e.version && same_shape(o, e) => {
            e.value
        }
        Kind::Fixed if same_class && class.version_now() == e.version => {
            // SAFETY: offset recorded for this class.
            unsafe { o.slot_at(e.a as usize) }.load_word(|| true)
        }
        Kind::OfClass
            if std::ptr::eq(
                value::strip(o.word()) as *const types::typeobj::TypeObj,
                e.class,
            ) =>
        {
            // SAFETY: the value is this very class object.
            if unsafe { &*e.class }.version_now() == e.version {
                e.value
            } else {
                EMPTY
            }
        }
        Kind::InDict if same_class && class.version_now() == e.version => shape::dict_of_mode(o)
            .and_then(|d| d.load_at(th, e.a, e.b as usize))
            .map_or(EMPTY, typhon_runtime::obj::Val::into_word),
        Kind::Static if same_class && class.version_now() == e.version && same_shape(o, e) => {
            wrapped(e)
        }
        Kind::StaticOfClass
            if std::ptr::eq(
                value::strip(o.word()) as *const types::typeobj::TypeObj,
                e.class,
            ) =>
        {
            // SAFETY: the value is this very class object.
            if unsafe { &*e.class }.version_now() == e.version {
                wrapped(e)
            } else {
                EMPTY
            }
        }
        Kind::Module if std::ptr::eq(class, &types::MODULE) => types::module::dict_ref(o)
            .and_then(|d| d.get::<Dict>())
            .and_then(|d| d.load_at(th, e.a, e.b as usize))
            .map_or(EMPTY, typhon_runtime::obj::Val::into_word),
        _ => EMPTY,
    }
}

/// The register word of what the static or class method of an entry wraps; EMPTY: nothing.
fn wrapped(e: &cache::Entry) -> u64 {
    // SAFETY: the class has this object while its version holds (TYPE RULE 2).
    let w: &Wrapped = unsafe { Ref::from_word(e.value).payload_unchecked() };
    w.callable.load_word(|| true)
}

/// The getter, a function, of the property that a site found for the class of the object `w`; EMPTY: there is none.
pub fn getter_word(site: &Site, w: u64) -> u64 {
    let mut entry = site.entry();
    // SAFETY: a register word names a live object.
    let class = unsafe { Ref::from_word(w) }.class();
    while let Some(e) = entry {
        if e.kind == Kind::Property
            && std::ptr::eq(class, e.class)
            && class.version_now() == e.version
        {
            // SAFETY: the class has this property while its version holds (TYPE RULE 2).
            let p: &Property = unsafe { Ref::from_word(e.value).payload_unchecked() };
            let f = p.fget.load_word(|| true);
            // SAFETY: loaded just now.
            if f == EMPTY || unsafe { Ref::from_word(f) }.is_exact(&types::FUNCTION) {
                return f;
            }
            super::frame::release(f);
            return EMPTY;
        }
        entry = e.next.as_deref();
    }
    EMPTY
}

#[inline(always)]
fn same_shape(o: Ref<'_>, e: &cache::Entry) -> bool {
    // SAFETY: offset recorded for the object's class, which the caller has checked.
    e.shape.is_null()
        || std::ptr::eq(
            unsafe { o.shape_before(e.b as usize) }.load(Acquire),
            e.shape,
        )
}

/// `LoadAttr`, the long way.
pub fn load_attr(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let w = any_attr_word(th, f, i);
    if w != EMPTY {
        f.set_word(i.a(), w);
        f.consume_unless(i.b(), i.a());
        return Ok(());
    }
    let o = f.reg(i.b());
    let site = f.site(i);
    cache::learn_load(th, site, o);
    let v = ops::getattr(th, o, site.name())?;
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// Stores into an inline or fixed slot that the site found for the object's class, while the process has one thread.
/// Gives the word that stood there (UNBOUND: nothing), which the caller drops; EMPTY: look further, nothing has changed.
#[inline(always)]
pub fn store_quick(th: &Thread, f: Fp, i: Instr) -> u64 {
    let (a, b) = (i.a(), i.b());
    let w = f.word(a);
    if !value::is_ptr(w) || typhon_runtime::thread::is_multi() || f.is_temp(a) {
        return EMPTY;
    }
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let class = o.class();
    let mut entry = f.site(i).entry();
    let e = loop {
        match entry {
            Some(e) if std::ptr::eq(class, e.class) => break e,
            Some(e) => entry = e.next.as_deref(),
            None => return EMPTY,
        }
    };
    let room = || o.inline_capacity() > (e.a as usize - e.b as usize - 8) / 8;
    let holds = match e.kind {
        Kind::Slot | Kind::Add => {
            // SAFETY: offset recorded for this class.
            let sh = unsafe { o.shape_before(e.b as usize) };
            e.epoch == descriptor_epoch()
                && std::ptr::eq(sh.load(Acquire), e.shape)
                && (e.kind == Kind::Slot || room())
        }
        Kind::Fixed => class.version_now() == e.version,
        _ => false,
    };
    if !holds {
        return EMPTY;
    }
    let v = f.word(b);
    let temporary = f.is_temp(b);
    let v = if value::is_owned(v) && temporary {
        v
    } else {
        f.reg(b).own_quick(th)
    };
    if v == EMPTY {
        return EMPTY;
    }
    if temporary {
        // SAFETY: an owned word moves into the object; any other was counted.
        unsafe { *f.at(b) = UNBOUND };
    }
    // SAFETY: offsets recorded for this class.
    let old = unsafe { o.slot_at(e.a as usize) }.exchange_alone(v);
    if e.kind == Kind::Add {
        // SAFETY: as above. Release: SHAPE RULE 2.
        unsafe { o.shape_before(e.b as usize) }.store(e.value as *mut shape::Shape, Release);
    }
    if old == EMPTY { UNBOUND } else { old }
}

/// The most common case of `store_quick`: an inline slot that the first entry of a site knows, a variable's object, and a
/// value that needs no count.
#[inline(always)]
pub fn store_alone(f: Fp, site: &Site, a: usize, b: usize) -> u64 {
    let (w, v) = (f.word(a), f.word(b));
    if !value::is_ptr(w) || f.is_temp(a) || typhon_runtime::thread::is_multi() {
        return EMPTY;
    }
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let Some(e) = entry_of(site, o) else {
        return EMPTY;
    };
    let holds = match e.kind {
        Kind::Slot => {
            // SAFETY: offset recorded for this class.
            let shape = unsafe { o.shape_before(e.b as usize) };
            e.epoch == descriptor_epoch() && std::ptr::eq(shape.load(Acquire), e.shape)
        }
        Kind::Fixed => o.class().version_now() == e.version,
        _ => false,
    };
    if !holds {
        return EMPTY;
    }
    if value::is_ptr(v) {
        if !value::is_owned(v) || !f.is_temp(b) {
            return EMPTY;
        }
        // SAFETY: an owned word moves into the object.
        unsafe { *f.at(b) = UNBOUND };
    }
    // SAFETY: offset recorded for this class.
    let old = unsafe { o.slot_at(e.a as usize) }.exchange_alone(v);
    if old == EMPTY { UNBOUND } else { old }
}

/// The cached way of `StoreAttr`; false: go the long way.
#[inline(always)]
pub fn store_attr_fast(f: Fp, i: Instr) -> bool {
    let w = f.word(i.a());
    if !value::is_ptr(w) {
        return false;
    }
    let mut entry = f.site(i).entry();
    let o = f.reg(i.a());
    let class = o.class();
    while let Some(e) = entry {
        if std::ptr::eq(class, e.class) && store_cached(f, i, o, class, e) {
            f.consume(i.a());
            return true;
        }
        entry = e.next.as_deref();
    }
    false
}

/// Stores as entry `e` says, whose class is checked; false if it does not hold.
#[inline(always)]
fn store_cached(
    f: Fp,
    i: Instr,
    o: Ref<'_>,
    class: &types::typeobj::TypeObj,
    e: &cache::Entry,
) -> bool {
    match e.kind {
        Kind::Slot | Kind::Add => {
            if e.epoch != descriptor_epoch() {
                return false;
            }
            // SAFETY: offsets recorded for this class.
            let (sh, slot) = unsafe { (o.shape_before(e.b as usize), o.slot_at(e.a as usize)) };
            if !std::ptr::eq(sh.load(Acquire), e.shape) {
                return false;
            }
            let add = e.kind == Kind::Add;
            // Adding writes past the recorded shape: room was checked when the entry was made for an object of the
            // same class, but capacities differ between objects born before and after the class learned.
            if add && o.inline_capacity() <= (e.a as usize - e.b as usize - 8) / 8 {
                return false;
            }
            let v = f.take(i.b());
            let old = {
                let _g = o.lock();
                if !std::ptr::eq(sh.load(Acquire), e.shape) {
                    drop(_g);
                    f.set_back(i.b(), v);
                    return false;
                }
                if add {
                    // A slot behind the shape is empty: nothing is removed.
                    slot.init(v);
                    // Release: SHAPE RULE 2.
                    sh.store(e.value as *mut shape::Shape, Release);
                    None
                } else {
                    slot.exchange(Some(v))
                }
            };
            drop(old);
            true
        }
        Kind::Fixed if class.version_now() == e.version => {
            let v = f.take(i.b());
            // SAFETY: offset recorded for this class.
            unsafe { o.slot_at(e.a as usize) }.set(v);
            true
        }
        _ => false,
    }
}

/// `StoreAttr`, the long way.
pub fn store_attr(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.a());
    let site = f.site(i);
    let before = shape::shape_of(o);
    let r = ops::setattr(th, o, site.name(), Some(f.reg(i.b())));
    f.consume(i.b());
    r?;
    cache::learn_store(th, site, o, before);
    f.consume(i.a());
    Ok(())
}

/// `DelAttr`.
pub fn del_attr(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    ops::setattr(th, f.reg(i.a()), f.site(i).name(), None)?;
    f.consume(i.a());
    Ok(())
}

/// Puts (function, self) into a method window.
#[inline(always)]
fn put_method(f: Fp, a: usize, b: usize, func: u64) {
    let slf = if a == b {
        let w = f.word(b);
        // SAFETY: the word moves to a + 1.
        unsafe { *f.at(b) = UNBOUND };
        w
    } else {
        f.arg_word(b)
    };
    f.set_word(a + 1, slf);
    f.set_word(a, func);
}

/// Whether an entry says how a method of the object `w` is found.
#[inline(always)]
pub fn is_method(e: &cache::Entry, w: u64) -> bool {
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let class = o.class();
    e.kind == Kind::Method
        && std::ptr::eq(class, e.class)
        && class.version_now() == e.version
        && same_shape(o, e)
}

/// The cached way of `LoadMethod` for all that the site found; false: go the long way.
pub fn load_method_cached(th: &Thread, f: Fp, i: Instr) -> bool {
    let o = f.reg(i.b());
    let class = o.class();
    let mut entry = f.site(i).entry();
    while let Some(e) = entry {
        if e.kind == Kind::Method {
            if std::ptr::eq(class, e.class)
                && class.version_now() == e.version
                && (!o.is_ptr() || same_shape(o, e))
            {
                put_method(f, i.a(), i.b(), e.value);
                return true;
            }
        } else if matches!(e.kind, Kind::OfClassMethod | Kind::MethodOfClass) && o.is_ptr() {
            // What is bound is a class, which is SHARED.
            let bound = if e.kind == Kind::OfClassMethod {
                (std::ptr::eq(class, e.class)
                    && class.version_now() == e.version
                    && same_shape(o, e))
                .then(|| alias(class.r().word()))
            } else {
                o.as_type()
                    .filter(|&t| std::ptr::eq(t, e.class) && t.version_now() == e.version)
                    .map(|t| alias(t.r().word()))
            };
            if let Some(bound) = bound {
                let v = wrapped(e);
                if v != EMPTY {
                    // The object may be what keeps its class alive.
                    let bound = if f.is_temp(i.b()) {
                        super::frame::to_owned(bound)
                    } else {
                        bound
                    };
                    f.set_word(i.a() + 1, bound);
                    f.set_word(i.a(), v);
                    f.consume_unless(i.b(), i.a());
                    return true;
                }
            }
        } else if matches!(
            e.kind,
            Kind::Module
                | Kind::OfClass
                | Kind::Slot
                | Kind::InDict
                | Kind::Static
                | Kind::StaticOfClass
        ) && o.is_ptr()
        {
            // What is called as it is found: a module's or a class's attribute, or the value of an instance slot.
            let v = cached(th, o, class, e);
            if v != EMPTY {
                f.set_word(i.a() + 1, UNBOUND);
                f.set_word(i.a(), v);
                f.consume_unless(i.b(), i.a());
                return true;
            }
        }
        entry = e.next.as_deref();
    }
    false
}

/// `LoadMethod`, the long way.
pub fn load_method(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    if load_method_cached(th, f, i) {
        return Ok(());
    }
    let o = f.reg(i.b());
    let site = f.site(i);
    cache::learn_load(th, site, o);
    if load_method_cached(th, f, i) {
        return Ok(());
    }
    let v = ops::getattr(th, o, site.name())?;
    if i.a() != i.b() {
        f.consume(i.b());
    }
    f.set_word(i.a() + 1, UNBOUND);
    f.set(i.a(), v);
    Ok(())
}

/// `LoadSpecial`.
pub fn load_special(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    let (name, what) = match i.x() {
        0 => (names::__enter__(), "__enter__"),
        1 => (names::__exit__(), "__exit__"),
        2 => (names::__aenter__(), "__aenter__"),
        _ => (names::__aexit__(), "__aexit__"),
    };
    let Some(m) = o.class().lookup(th, name).map(|v| v.own()) else {
        let c = o.class().name();
        let (kind, missing) = if i.x() < 2 {
            ("context manager", what)
        } else {
            ("asynchronous context manager", what)
        };
        let other = if i.x() < 2 {
            [names::__aenter__(), names::__aexit__()]
        } else {
            [names::__enter__(), names::__exit__()]
        };
        let has_other = other.iter().all(|n| o.class().lookup(th, *n).is_some());
        let mut m =
            format!("'{c}' object does not support the {kind} protocol (missed {missing} method)");
        if has_other && i.x() < 2 {
            m.push_str(" but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?");
        } else if has_other {
            m.push_str(
                " but it supports the context manager protocol. Did you mean to use 'with'?",
            );
        }
        return Err(error::type_error(th, m));
    };
    if m.r().class().flag(types::typeobj::flags::METHOD_DESCRIPTOR) {
        let slf = super::frame::copy_word(f.word(i.b()));
        f.set_word(i.a() + 1, slf);
        f.set(i.a(), m);
        return Ok(());
    }
    let bound = match m.r().class().slots().descr_get() {
        Some(g) => g(th, m.r(), Some(o), o.class().r())?,
        None => m,
    };
    f.set_word(i.a() + 1, UNBOUND);
    f.set(i.a(), bound);
    Ok(())
}

/// `LoadSuperMethod` as the site found it last time; false: nothing has changed.
#[inline(always)]
pub fn load_super_quick(f: Fp, i: Instr) -> bool {
    // SAFETY: site numbers come from verified code.
    let site = unsafe { f.code().sites.get_unchecked(i.site() & !(1 << 23)) };
    let (a, b) = (i.a(), i.b());
    let slf = f.word(b + 2);
    let Some(e) = site.entry() else {
        return false;
    };
    if e.kind != Kind::Super
        || !value::is_ptr(slf)
        || f.word(b) & !value::BORROWED != types::SUPER.r().word()
        || f.word(b + 1) & !value::BORROWED != e.a
    {
        return false;
    }
    // SAFETY: a register word that is a pointer names a live object.
    let class = unsafe { Ref::from_ptr_word(slf) }.class();
    // The value is in a class of the MRO as long as the version holds.
    if !std::ptr::eq(class, e.class) || class.version_now() != e.version {
        return false;
    }
    // SAFETY: registers of this frame; the object moves.
    unsafe { *f.at(b + 2) = UNBOUND };
    f.clear_range(b, 2);
    f.set_word(a + 1, slf);
    f.set_word(a, e.value);
    true
}

/// `LoadSuperAttr` and `LoadSuperMethod`.
pub fn load_super(th: &mut Thread, f: Fp, i: Instr, method: bool) -> R<()> {
    let number = i.site();
    let zero = number & 1 << 23 != 0;
    // SAFETY: site numbers come from verified code.
    let site = unsafe { f.code().sites.get_unchecked(number & !(1 << 23)) };
    let name = site.name();
    let b = i.b();
    let (sup, class, slf) = (f.reg(b), f.reg(b + 1), f.reg(b + 2));
    if sup.is(types::SUPER.r())
        && let Some(t) = class.as_type()
        && slf.is_instance(t)
    {
        let version = slf.class().version();
        // The common case without a super object: the next class after `t` in the MRO of the instance's class.
        let mut found = None;
        let mut after = false;
        for c in slf.class().mro() {
            if after && let Some(v) = c.dict().get::<Dict>().and_then(|d| d.get_str(name)) {
                found = Some(v);
                break;
            }
            after |= std::ptr::eq(c, t);
        }
        if let Some(v) = found.filter(|_| !name.is(names::__class__())) {
            let vc = v.r().class();
            if method && vc.flag(types::typeobj::flags::METHOD_DESCRIPTOR) {
                cache::learn_super(site, slf.class(), version, t, v.r());
                let s = slf.own();
                f.clear_range(b, 3);
                f.set(i.a() + 1, s);
                f.set(i.a(), v);
                return Ok(());
            }
            let r = match vc.slots().descr_get() {
                Some(g) => g(th, v.r(), Some(slf), slf.class().r())?,
                None => v,
            };
            f.clear_range(b, 3);
            if method {
                f.set_word(i.a() + 1, UNBOUND);
            }
            f.set(i.a(), r);
            return Ok(());
        }
    }
    let args: &[Ref<'_>] = if zero && !sup.is(types::SUPER.r()) {
        &[]
    } else {
        &[class, slf]
    };
    let s = typhon_runtime::call::call(th, sup, args)?;
    let v = ops::getattr(th, s.r(), name)?;
    f.clear_range(b, 3);
    if method {
        f.set_word(i.a() + 1, UNBOUND);
    }
    f.set(i.a(), v);
    Ok(())
}

/// Whether the frame's function is a generator (for messages).
pub fn is_generator(f: Fp) -> bool {
    f.code().flags & flags::GENERATOR != 0
}

/// The exception payload of a value, if it is an exception object.
pub fn exc(o: Ref<'_>) -> Option<&Exc> {
    o.get::<Exc>()
}

/// An alias word, for handlers outside this file.
pub fn alias_of(r: Ref<'_>) -> u64 {
    alias(r.word())
}
