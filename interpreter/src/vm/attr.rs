//! Attributes and methods of objects.

use super::cache::{self, Kind};
use super::frame::alias;
use super::regs::Fp;
use super::variables::read;
use crate::objects::Site;
use crate::opcode::Instr;
use std::sync::atomic::Ordering::*;
use typhon_runtime::error;
use typhon_runtime::obj::{R, Ref, Val};
use typhon_runtime::types;
use typhon_runtime::types::descr::{Property, Wrapped};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::typeobj::descriptor_epoch;
use typhon_runtime::value::{self, EMPTY, UNBOUND};
use typhon_runtime::{Thread, names, ops, shape};

/// The register word of an attribute of the object `w` that the site found for its class; EMPTY: look further.
#[inline(always)]
pub fn attr_word(th: &Thread, f: Fp, i: Instr, w: u64) -> u64 {
    if !value::is_ptr(w) {
        return EMPTY;
    }
    let mut entry = f.entry(i);
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
fn entry_of<'s>(mut entry: Option<&'s cache::Entry>, o: Ref<'_>) -> Option<&'s cache::Entry> {
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
pub fn slot_word(th: &Thread, entry: Option<&cache::Entry>, w: u64) -> u64 {
    if !value::is_ptr(w) {
        return EMPTY;
    }
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let Some(e) = entry_of(entry, o) else {
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
    let mut entry = f.entry(i);
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
        Kind::InClass
            if std::ptr::eq(
                value::strip(o.word()) as *const types::typeobj::TypeObj,
                e.class,
            ) =>
        {
            // SAFETY: the value is this very class object.
            let t = unsafe { &*e.class };
            if t.version_now() != e.version {
                return EMPTY;
            }
            t.dict_slot()
                .load(th)
                .and_then(|d| d.r().get::<Dict>()?.load_at(th, e.a, e.b as usize))
                .map_or(EMPTY, Val::into_word)
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
    let v = match method(site, o) {
        Some(func) if func.is_exact(&types::FUNCTION) => typhon_runtime::call::bind(th, func, o)?,
        // One of a static class, which keeps it.
        Some(func)
            if func.is_exact(&types::METHOD_DESCRIPTOR)
                && let Some(get) = func.class().slots().descr_get() =>
        {
            get(th, func, Some(o), o.type_ref())?
        }
        _ => {
            cache::learn_load(th, site, o);
            ops::getattr(th, o, site.name())?
        }
    };
    f.set(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// The function or native method that a site found for the class of `o`; good until the next safepoint.
fn method(site: &Site, o: Ref<'_>) -> Option<Ref<'static>> {
    if !o.is_ptr() {
        return None;
    }
    let e = entry_of(site.entry(), o)?;
    let holds = e.kind == Kind::Method && o.class().version_now() == e.version && same_shape(o, e);
    // SAFETY: the class has this object while its version holds (TYPE RULE 2); the caller counts it before it reaches a
    // safepoint.
    Some(unsafe { Ref::from_word(holds.then_some(e.value)?) })
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
    let mut entry = f.entry(i);
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
pub fn store_alone(f: Fp, entry: Option<&cache::Entry>, a: usize, b: usize) -> u64 {
    let (w, v) = (f.word(a), f.word(b));
    if !value::is_ptr(w) || f.is_temp(a) || typhon_runtime::thread::is_multi() {
        return EMPTY;
    }
    // SAFETY: a register word that is a pointer names a live object.
    let o = unsafe { Ref::from_ptr_word(w) };
    let Some(e) = entry_of(entry, o) else {
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
    let mut entry = f.entry(i);
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
    // SAFETY: as above.
    let class = unsafe { o.class_of_ptr() };
    std::ptr::eq(class, e.method_class) && class.version_now() == e.version && same_shape(o, e)
}

/// The cached way of `LoadMethod` for all that the site found; false: go the long way.
pub fn load_method_cached(th: &Thread, f: Fp, i: Instr) -> bool {
    let o = f.reg(i.b());
    let class = o.class();
    let mut entry = f.entry(i);
    while let Some(e) = entry {
        if e.kind == Kind::Method {
            if std::ptr::eq(class, e.class)
                && class.version_now() == e.version
                && (!o.is_ptr() || same_shape(o, e))
            {
                put_method(f, i.a(), i.b(), e.value);
                return true;
            }
        } else if e.kind == Kind::Unshadowed {
            if o.is_ptr()
                && std::ptr::eq(class, e.class)
                && class.version_now() == e.version
                && shape::dict_of_mode(o)
                    .is_some_and(|d| d.position_str(f.site(i).name()).is_none())
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
    let is_method = |v: &Val<'_>| v.r().class().flag(types::typeobj::flags::METHOD_DESCRIPTOR);
    let Some(m) = o.class().lookup(th, name) else {
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
    if is_method(&m) {
        let m = m.into_word();
        let slf = super::frame::copy_word(f.word(i.b()));
        f.set_word(i.a() + 1, slf);
        f.set_word(i.a(), m);
        return Ok(());
    }
    let m = m.own();
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
    let site = unsafe { f.code().site(i.site() & !(1 << 23)) };
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
    let site = unsafe { f.code().site(number & !(1 << 23)) };
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
