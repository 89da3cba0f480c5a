//! Inline caches: what a site found last time, and under which conditions it holds.
//!
//! CACHE RULE. An entry is immutable and published whole (CODE RULE 3). It is used only after its conditions were
//!   checked against the objects in hand; a value word in it is a borrowed one (TYPE RULE 2: class attributes are SHARED).

use crate::objects::Site;
use std::sync::atomic::{AtomicPtr, Ordering::*};
use typhon_runtime::obj::{Ref, Val};
use typhon_runtime::profile::{self, Miss};
use typhon_runtime::shape::{self, Shape};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::descr::{Property, Wrapped};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::typeobj::{TypeObj, descriptor_epoch, flags as tf};
use typhon_runtime::types::{self};
use typhon_runtime::value::Word;
use typhon_runtime::{Thread, thread};

/// What kind of thing a site found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Inline slot of an instance: class, shape (its word at byte `b`), epoch; `a` = byte offset.
    Slot,
    /// Attribute of the class that the instance does not hide: class, version, shape (or none); `value`.
    Class,
    /// Like Class, and the value is a function or native method: a method.
    Method,
    /// A `staticmethod` (`value`) of the class; as Class.
    Static,
    /// A `classmethod` (`value`) of a function of the class; as Class.
    OfClassMethod,
    /// A `property` (`value`) of the class whose getter is a function: class, version.
    Property,
    /// A `staticmethod` of a class object itself; as OfClass.
    StaticOfClass,
    /// A `classmethod` of a function, of a class object itself; as OfClass.
    MethodOfClass,
    /// Method behind class `a` in the MRO of the instance's class: class, version; `value`.
    Super,
    /// Fixed slot (`__slots__`): class, version; `a` = byte offset.
    Fixed,
    /// Attribute of a class object itself: `class` is that object, version; `value`.
    OfClass,
    /// Attribute in the dict of a class object itself that changes under one version (TYPE RULE 6): as OfClass, but `a` =
    /// table id, `b` = index.
    InClass,
    /// Item of the dict of an instance in dict mode: class, version; `a` = table id, `b` = index.
    InDict,
    /// Method of an instance in dict mode, whose dict must not have the name: class, version; `value`.
    Unshadowed,
    /// Item of a module's dict: `a` = table id, `b` = index.
    Module,
    /// Global: `a` = table id, `b` = index, `n` = address of the dict entry.
    Global,
    /// Builtin: `a`, `b` in the builtins; `g`, `n` = table id and size of the globals where it is missing;
    /// `value` = address of the dict entry.
    Builtin,
    /// Store that adds an attribute: class, epoch, shape before; `value` = shape after; `a` = byte offset.
    Add,
}

/// A cache entry.
pub struct Entry {
    /// Kind.
    pub kind: Kind,
    /// Class checked.
    pub class: *const TypeObj,
    /// `class` of a Method; null in all other entries.
    pub method_class: *const TypeObj,
    /// Its version.
    pub version: u64,
    /// Shape checked; null: the class has no attribute storage.
    pub shape: *const Shape,
    /// Descriptor epoch.
    pub epoch: u32,
    /// See Kind.
    pub a: u64,
    /// `a` of a Global; `NO_TABLE` in all other entries.
    pub global: u64,
    /// See Kind.
    pub b: u64,
    /// See Kind.
    pub g: u64,
    /// See Kind.
    pub n: u64,
    /// See Kind.
    pub value: Word,
    /// What the site found before, for objects of other classes or shapes.
    pub next: Option<Box<Entry>>,
}

/// The id of no table of a dict.
pub const NO_TABLE: u64 = u64::MAX;
const MAX_MISSES: u8 = 32;
/// Most entries of a site.
const MAX_ENTRIES: usize = 4;

impl Entry {
    fn new(kind: Kind) -> Entry {
        Entry {
            kind,
            class: std::ptr::null(),
            method_class: std::ptr::null(),
            version: 0,
            shape: std::ptr::null(),
            epoch: 0,
            a: 0,
            global: NO_TABLE,
            b: 0,
            g: 0,
            n: 0,
            value: 0,
            next: None,
        }
    }
    /// Copies of this entry and those behind it, at most `room`, without what `e` replaces and what cannot hold any more.
    fn others(&self, e: &Entry, room: usize) -> Option<Box<Entry>> {
        if room == 0 {
            return None;
        }
        let rest = |room| self.next.as_ref().and_then(|n| n.others(e, room));
        let polymorphic = !matches!(self.kind, Kind::Global | Kind::Builtin | Kind::Module);
        let replaced = std::ptr::eq(self.class, e.class)
            && (self.kind != e.kind || std::ptr::eq(self.shape, e.shape));
        if !polymorphic || replaced {
            return rest(room);
        }
        Some(Box::new(Entry {
            next: rest(room - 1),
            ..*self
        }))
    }
}

/// The entry in a cache, if there is one.
#[inline(always)]
pub fn load<'a>(cache: &AtomicPtr<Entry>) -> Option<&'a Entry> {
    // Acquire: pairs with `publish`.
    let p = cache.load(Acquire);
    // SAFETY: CODE RULE 3: replaced entries are freed through the epoch, and we are pinned.
    unsafe { p.as_ref() }
}

impl Site {
    /// The entry, if there is one.
    #[inline(always)]
    pub fn entry(&self) -> Option<&Entry> {
        load(self.cache)
    }
    /// What was found cannot be remembered: that counts as a miss.
    fn learns_nothing(&self) {
        // Relaxed: a heuristic counter.
        self.misses
            .store(self.misses.load(Relaxed).saturating_add(1), Relaxed);
    }
    fn publish(&self, mut e: Entry) {
        // Relaxed: a heuristic counter. An entry that only the epoch made stale (a class died somewhere) says nothing
        // about this site.
        let m = self.misses.load(Relaxed);
        let stale = self
            .entry()
            .is_some_and(|old| old.epoch != 0 && old.epoch != descriptor_epoch());
        if m >= MAX_MISSES {
            return;
        }
        self.misses.store(m + u8::from(!stale), Relaxed);
        e.next = self.entry().and_then(|o| o.others(&e, MAX_ENTRIES - 1));
        // AcqRel: Release publishes the entry, Acquire orders the old one's retirement.
        let old = self.cache.swap(Box::into_raw(Box::new(e)), AcqRel);
        if !old.is_null() {
            let a = old as usize;
            // SAFETY: unpublished; the grace period covers readers.
            thread::defer(move || drop(unsafe { Box::from_raw(a as *mut Entry) }));
        }
    }
}

fn plain_getattr(t: &TypeObj) -> bool {
    t.slots().getattr().is_some_and(|f| {
        std::ptr::fn_addr_eq(
            f,
            typhon_runtime::ops::generic_getattr as typhon_runtime::types::slots::BinaryFn,
        )
    })
}
fn plain_setattr(t: &TypeObj) -> bool {
    t.slots().setattr().is_some_and(|f| {
        std::ptr::fn_addr_eq(
            f,
            typhon_runtime::ops::generic_setattr as typhon_runtime::types::slots::SetFn,
        )
    })
}

/// Byte offset of the shape word, in front of inline slot 0.
fn shape_offset(o: Ref<'_>) -> u64 {
    o.inline_offset(0).saturating_sub(8) as u64
}

/// Whether the slots of instances stand at places that differ between them (behind the text of a `str` subclass, say),
/// so that no offset may be remembered.
fn slots_move(class: &TypeObj) -> bool {
    class.layout().has_tail()
}

fn borrowed(v: Ref<'_>) -> Word {
    let w = v.word();
    if typhon_runtime::value::is_ptr(w) {
        w | typhon_runtime::value::BORROWED
    } else {
        w
    }
}

/// Remembers how `o.name` was found; called on a miss, before the generic lookup.
#[cold]
pub fn learn_load(th: &mut Thread, site: &Site, o: Ref<'_>) {
    profile::miss(Miss::Load, site.name(), Some(o));
    if site.misses.load(Relaxed) >= MAX_MISSES {
        return;
    }
    let name = site.name();
    let class = o.class();
    if class.flag(tf::TYPE_SUB) {
        return learn_of_class(th, site, o);
    }
    if std::ptr::eq(class, &types::MODULE) {
        if let Some(d) = types::module::dict_ref(o)
            && let Some((id, i)) = d.get::<Dict>().and_then(|d| d.position_str(name))
        {
            site.publish(Entry {
                a: id,
                b: i as u64,
                ..Entry::new(Kind::Module)
            });
        }
        return;
    }
    if !plain_getattr(class) {
        return;
    }
    let version = class.version();
    let epoch = descriptor_epoch();
    let sh = shape::shape_of(o);
    let found = class.lookup(th, name).map(Val::own);
    let data = found.as_ref().is_some_and(|f| {
        f.r().class().slots().has(SlotId::DescrSet) && f.r().class().slots().has(SlotId::DescrGet)
    });
    if data {
        if slots_move(class) {
            return;
        }
        if let Some(f) = found.as_ref().filter(|f| f.r().is_exact(&types::PROPERTY))
            && f.get::<Property>().is_some_and(|p| wraps_function(&p.fget))
        {
            site.publish(Entry {
                class,
                version,
                value: borrowed(f.r()),
                ..Entry::new(Kind::Property)
            });
            return;
        }
        if let Some(m) = found
            .as_ref()
            .and_then(|f| f.get::<typhon_runtime::call::Member>())
            && found
                .as_ref()
                .is_some_and(|f| f.r().is_exact(&types::MEMBER_DESCRIPTOR))
            && !m.none_default
        {
            let a = o.offset_of_slot(o.fixed_slot(m.index)) as u64;
            site.publish(Entry {
                class,
                version,
                a,
                ..Entry::new(Kind::Fixed)
            });
        }
        return;
    }
    if let Some(s) = sh {
        if slots_move(class) {
            return;
        }
        if s.is_dict_mode() {
            // One object's dict: of use where a program has one object of a class.
            if let Some((id, i)) = shape::dict_of_mode(o).and_then(|d| d.position_str(name)) {
                site.publish(Entry {
                    class,
                    version,
                    a: id,
                    b: i as u64,
                    ..Entry::new(Kind::InDict)
                });
            } else if let Some(f) = found
                && f.r().class().flag(tf::METHOD_DESCRIPTOR)
                && class.version_now() == version
            {
                site.publish(Entry {
                    class,
                    version,
                    value: borrowed(f.r()),
                    ..Entry::new(Kind::Unshadowed)
                });
            }
            return;
        }
        if let Some(i) = s.find(name.word()) {
            let a = o.inline_offset(i) as u64;
            site.publish(Entry {
                class,
                shape: s,
                epoch,
                a,
                b: shape_offset(o),
                ..Entry::new(Kind::Slot)
            });
            return;
        }
    }
    let Some(f) = found else { return };
    let fc = f.r().class();
    let shape = sh.map_or(std::ptr::null(), |s| s as *const Shape);
    let kind = if fc.flag(tf::METHOD_DESCRIPTOR) {
        Kind::Method
    } else if std::ptr::eq(fc, &types::STATICMETHOD) {
        Kind::Static
    } else if std::ptr::eq(fc, &types::CLASSMETHOD) && wraps(f.r()) {
        Kind::OfClassMethod
    } else if fc.slots().has(SlotId::DescrGet) {
        return;
    } else {
        Kind::Class
    };
    if kind == Kind::Class && class.may_change(name, f.r()) {
        return site.learns_nothing();
    }
    if class.version_now() == version {
        site.publish(Entry {
            class,
            version,
            shape,
            b: shape_offset(o),
            value: borrowed(f.r()),
            method_class: if kind == Kind::Method {
                class
            } else {
                std::ptr::null()
            },
            ..Entry::new(kind)
        });
    }
}

/// Whether a slot holds a Python function.
fn wraps_function(s: &Slot) -> bool {
    s.get().is_some_and(|f| f.r().is_exact(&types::FUNCTION))
}
/// Whether a `classmethod` or `staticmethod` wraps a Python function.
fn wraps(o: Ref<'_>) -> bool {
    o.get::<Wrapped>()
        .is_some_and(|w| wraps_function(&w.callable))
}

fn learn_of_class(th: &mut Thread, site: &Site, o: Ref<'_>) {
    let Some(t) = o.as_type() else { return };
    let meta = o.class();
    if !std::ptr::eq(meta, &types::TYPE) {
        return;
    }
    let name = site.name();
    let version = t.version();
    // A data descriptor of the metaclass goes first (`__name__`, `__dict__`, ...).
    if meta.lookup(th, name).is_some() {
        return;
    }
    let Some(v) = t.lookup(th, name).map(Val::own) else {
        return;
    };
    if t.may_change(name, v.r()) {
        match t.dict().get::<Dict>().and_then(|d| d.position_str(name)) {
            Some((id, i)) => site.publish(Entry {
                class: t,
                version,
                a: id,
                b: i as u64,
                ..Entry::new(Kind::InClass)
            }),
            None => site.learns_nothing(),
        }
        return;
    }
    // Functions found on the class itself are themselves; other descriptors are asked each time.
    let fc = v.r().class();
    let kind = if !fc.slots().has(SlotId::DescrGet) || std::ptr::eq(fc, &types::FUNCTION) {
        Kind::OfClass
    } else if std::ptr::eq(fc, &types::STATICMETHOD) {
        Kind::StaticOfClass
    } else if std::ptr::eq(fc, &types::CLASSMETHOD) && wraps(v.r()) {
        Kind::MethodOfClass
    } else {
        return;
    };
    if t.version_now() == version {
        site.publish(Entry {
            class: t,
            version,
            value: borrowed(v.r()),
            ..Entry::new(kind)
        });
    }
}

/// Remembers where `o.name = v` stores; called on a miss, after the generic store (`before`: the shape before it).
#[cold]
pub fn learn_store(th: &mut Thread, site: &Site, o: Ref<'_>, before: Option<&'static Shape>) {
    let name = site.name();
    profile::miss(Miss::Store, name, Some(o));
    let class = o.class();
    if slots_move(class) {
        return;
    }
    let Some(sh) = shape::shape_of(o) else {
        return learn_fixed_store(th, site, o);
    };
    if sh.is_dict_mode() || !plain_setattr(class) {
        return;
    }
    let epoch = descriptor_epoch();
    if class
        .lookup(th, name)
        .is_some_and(|f| f.r().class().slots().has(SlotId::DescrSet))
    {
        return learn_fixed_store(th, site, o);
    }
    let Some(i) = sh.find(name.word()) else {
        return;
    };
    let a = o.inline_offset(i) as u64;
    match before {
        Some(b) if std::ptr::eq(b, sh) => site.publish(Entry {
            class,
            shape: sh,
            epoch,
            a,
            b: shape_offset(o),
            ..Entry::new(Kind::Slot)
        }),
        // Other threads may have added attributes meanwhile: only one step from `b` by this name counts.
        Some(b)
            if i == b.len()
                && sh
                    .names()
                    .strip_prefix(b.names())
                    .is_some_and(|new| new.len() == 1) =>
        {
            site.publish(Entry {
                class,
                shape: b,
                epoch,
                a,
                b: shape_offset(o),
                value: sh as *const Shape as u64,
                ..Entry::new(Kind::Add)
            })
        }
        _ => {}
    }
}

fn learn_fixed_store(th: &mut Thread, site: &Site, o: Ref<'_>) {
    let class = o.class();
    let version = class.version();
    if !plain_setattr(class) {
        return;
    }
    if let Some(f) = class.lookup(th, site.name()).map(Val::own)
        && f.r().is_exact(&types::MEMBER_DESCRIPTOR)
        && let Some(m) = f.get::<typhon_runtime::call::Member>()
        && !m.readonly
    {
        let a = o.offset_of_slot(o.fixed_slot(m.index)) as u64;
        site.publish(Entry {
            class,
            version,
            a,
            ..Entry::new(Kind::Fixed)
        });
    }
}

/// Remembers the method `v` that `super` found behind class `after` for an instance of `class`.
#[cold]
pub fn learn_super(site: &Site, class: &TypeObj, version: u64, after: &TypeObj, v: Ref<'_>) {
    profile::miss(Miss::Super, site.name(), None);
    if class.version_now() == version && site.misses.load(Relaxed) < MAX_MISSES {
        site.publish(Entry {
            class,
            version,
            a: after as *const TypeObj as u64,
            value: borrowed(v),
            ..Entry::new(Kind::Super)
        });
    }
}

/// Remembers where a global or builtin stands.
#[cold]
pub fn learn_global(site: &Site, globals: &Dict, builtins: &Dict) {
    let name = site.name();
    profile::miss(Miss::Global, name, None);
    if let Some((id, i)) = globals.position_str(name) {
        if let Some(e) = globals.entry_address(id, i) {
            site.publish(Entry {
                a: id,
                global: id,
                b: i as u64,
                n: e as u64,
                ..Entry::new(Kind::Global)
            });
        }
        return;
    }
    // Read before the lookup in the builtins: a later insertion into the globals changes `appended`.
    let (g, n) = globals
        .table()
        .map_or((0, 0), |t| (t.id, t.appended() as u64));
    if let Some((id, i)) = builtins.position_str(name)
        && let Some(e) = builtins.entry_address(id, i)
    {
        site.publish(Entry {
            a: id,
            b: i as u64,
            g,
            n,
            value: e as u64,
            ..Entry::new(Kind::Builtin)
        });
    }
}
