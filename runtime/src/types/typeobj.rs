//! Classes: storage, slot table, MRO, lookup with versions, subclass links.
//!
//! TYPE RULE 1. A class's `version` is globally unique per state: 0 means "changed since anybody looked".
//!   A cached lookup is valid while the version it was made under is the class's version.
//! TYPE RULE 2. Values stored in a class dict are SHARED first, so a cached value may be borrowed.
//! TYPE RULE 3. A change stores the new value, then zeroes the versions of the class and its subclasses,
//!   then drops the old value: who passes a version check after that sees the new state, who passed it
//!   before is pinned.
//! TYPE RULE 4. Static types live for ever and are immortal; heap classes are freed by the collector only
//!   (their MRO refers to themselves), after their instances.
//! TYPE RULE 5. A class has a version only while each of its bases has one and names it among its `dependents`; both
//!   change under `VERSIONS`. So a change walks no subclass that nobody has looked at since the last change.
//! TYPE RULE 6. In a class with `NUMBERS_CHANGE` an immediate that takes the place of another one changes no version,
//!   unless its name is a dunder. Nobody keeps an immediate that was found in such a class. The flag is set before the
//!   change that sets it takes the version away, so whoever has a version from later on sees it.

use crate::header::Header;
use crate::lock::ByteLock;
use crate::names;
use crate::obj::{Empty, Layout, Obj, Payload, R, Raised, Ref, Val};
use crate::refcount::{IMMORTAL, MERGED, SHARED};
use crate::shape::Shape;
use crate::slot::Slot;
use crate::sync::{
    AtomicBool, AtomicPtr, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering::*, OwnerCell,
};
use crate::thread::Thread;
use crate::types::dict::Dict;
use crate::types::slots::{SlotId, SlotTable};
use crate::types::str as pystr;
use crate::value::Word;
use parking_lot::{Mutex, MutexGuard};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Class flags.
pub mod flags {
    /// Made by a class statement or `type()`: attributes can be set.
    pub const HEAP: u32 = 1;
    /// May be subclassed.
    pub const BASE: u32 = 2;
    /// Instances have attribute storage (`__dict__`).
    pub const HAS_ATTRS: u32 = 4;
    /// Instances can have weak references.
    pub const WEAKREFS: u32 = 8;
    /// Instances have a finaliser (`__del__`) to run.
    pub const HAS_FINALIZER: u32 = 16;
    /// Instances are born SHARED (functions, classes, modules, code): registers never count them.
    pub const BORN_SHARED: u32 = 32;
    /// Abstract: instantiation raises TypeError.
    pub const ABSTRACT: u32 = 64;
    /// `object.__new__` accepts it: not a builtin that needs its own constructor.
    pub const PLAIN_NEW: u32 = 128;
    /// Subclass tests by one bit.
    pub const INT_SUB: u32 = 1 << 8;
    /// str or a subclass.
    pub const STR_SUB: u32 = 1 << 9;
    /// list or a subclass.
    pub const LIST_SUB: u32 = 1 << 10;
    /// tuple or a subclass.
    pub const TUPLE_SUB: u32 = 1 << 11;
    /// dict or a subclass.
    pub const DICT_SUB: u32 = 1 << 12;
    /// bytes or a subclass.
    pub const BYTES_SUB: u32 = 1 << 13;
    /// BaseException or a subclass.
    pub const EXC_SUB: u32 = 1 << 14;
    /// type or a subclass.
    pub const TYPE_SUB: u32 = 1 << 15;
    /// float or a subclass.
    pub const FLOAT_SUB: u32 = 1 << 16;
    /// Flags that a subclass takes over from its bases.
    pub const INHERITED: u32 = HAS_FINALIZER
        | BORN_SHARED
        | WEAKREFS
        | INT_SUB
        | STR_SUB
        | LIST_SUB
        | TUPLE_SUB
        | DICT_SUB
        | BYTES_SUB
        | EXC_SUB
        | TYPE_SUB
        | FLOAT_SUB
        | NATIVE_DICT
        | MATCH_SEQUENCE
        | MATCH_MAPPING;
    /// Instances are unhashable unless the class says otherwise.
    pub const READY: u32 = 1 << 17;
    /// `match` treats instances as sequences.
    pub const MATCH_SEQUENCE: u32 = 1 << 18;
    /// `match` treats instances as mappings.
    pub const MATCH_MAPPING: u32 = 1 << 19;
    /// Class attributes cannot be set from Python although it is no static type.
    pub const IMMUTABLE: u32 = 1 << 20;
    /// Binary operators etc. of natives may be called as methods without an instance check of the first argument.
    pub const METHOD_DESCRIPTOR: u32 = 1 << 21;
    /// A class pattern with one positional subpattern matches the subject itself (int, str, ...).
    pub const MATCH_SELF: u32 = 1 << 22;
    /// Direct instances cannot be made by calling the class.
    pub const NO_NEW: u32 = 1 << 23;
    /// The payload has a dict of its own (modules, classes): subclasses get no attribute storage beside it.
    pub const NATIVE_DICT: u32 = 1 << 24;
    /// Instances have fixed slots behind the payload.
    pub const HAS_FIXED: u32 = 1 << 25;
    /// A class written in Python that stands for a native one: messages name it with its module.
    pub const DOTTED_NAME: u32 = 1 << 26;
    /// Class attributes that are numbers were replaced a few times: counters and the like (TYPE RULE 6).
    pub const NUMBERS_CHANGE: u32 = 1 << 27;
}

/// A class object: header and payload, also usable as a `static`.
#[repr(C, align(16))]
pub struct TypeObj {
    header: Header,
    data: TypeData,
}

/// Payload of a class.
pub struct TypeData {
    static_name: &'static str,
    /// `__name__` of heap classes (str).
    name: Slot,
    /// `__qualname__` (str).
    pub qualname: Slot,
    flags: AtomicU32,
    version: AtomicU64,
    layout: AtomicPtr<Layout>,
    base: Slot,
    bases: Slot,
    mro: AtomicPtr<Vec<Word>>,
    /// Attributes: a dict with str keys.
    dict: Slot,
    /// Direct subclasses by the number of their link, that is in the order in which they were linked.
    subclasses: Mutex<BTreeMap<u64, Word>>,
    /// Number of this class's entries in `subclasses` of its bases.
    link: AtomicU64,
    /// Direct subclasses that have a version (TYPE RULE 5); locked under `VERSIONS` only.
    dependents: Mutex<BTreeSet<Word>>,
    /// Every base names this class among its dependents. Read and written under `VERSIONS`.
    named: AtomicBool,
    fixed_slots: AtomicU32,
    /// Inline slots for the next instance.
    capacity: AtomicU16,
    root: AtomicPtr<Shape>,
    /// Interned names of the attributes that instances will have, as far as the class statements tell.
    wanted: OnceLock<Box<[Word]>>,
    slots: SlotTable,
    /// What `constructor` gives, for the version in `constructor_version`.
    constructor: AtomicU64,
    constructor_version: AtomicU64,
    /// How often an immediate has taken the place of another one, until there is a flag for it.
    replaced: AtomicU8,
}

// SAFETY: only atomics, slots and locks inside.
unsafe impl Sync for TypeObj {}

impl Payload for TypeData {
    #[inline(always)]
    fn layout() -> &'static Layout {
        static L: Layout = Layout::of::<TypeData>("type", true, false);
        &L
    }
    fn traverse(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        for s in [
            &self.name,
            &self.qualname,
            &self.base,
            &self.bases,
            &self.dict,
        ] {
            s.visit(visit);
        }
        for &w in self.mro_words() {
            // SAFETY: the MRO holds a count on each entry.
            visit(unsafe { Ref::from_word(w) });
        }
    }
    fn clear(&self) {
        self.object().unlink();
        for s in [&self.base, &self.bases, &self.dict] {
            drop(s.take());
        }
        self.drop_mro();
    }
}

impl Drop for TypeData {
    fn drop(&mut self) {
        self.object().unlink();
        // Caches that compare class and shape by address must not take another class at this address for it.
        TypeObj::bump_descriptor_epoch();
        self.drop_mro();
        let root = self.root.load(Relaxed);
        if !root.is_null() {
            Shape::free_tree(root);
        }
    }
}

/// The last version given out; held while versions are given and taken (TYPE RULE 5). No object is dropped under it.
static VERSIONS: Mutex<u64> = Mutex::new(0);
/// The last number of a link between a class and its bases.
static LINKS: AtomicU64 = AtomicU64::new(0);
/// Bumped when a class gains or loses a data descriptor or a `__getattribute__` hook after its creation, and when a
/// class dies: instance-slot caches check it.
static DESCRIPTOR_EPOCH: AtomicU32 = AtomicU32::new(1);

/// See `DESCRIPTOR_EPOCH`.
#[inline(always)]
pub fn descriptor_epoch() -> u32 {
    // Acquire: pairs with the SeqCst bump in `changed`.
    DESCRIPTOR_EPOCH.load(Acquire)
}

impl TypeData {
    fn object(&self) -> &TypeObj {
        // SAFETY: TypeData is only used as the payload of a class object, whose layout TypeObj is.
        unsafe { &*(crate::obj::header_of_payload(self) as *const Header as *const TypeObj) }
    }
    /// See `wanted`.
    pub(crate) fn wanted(&self) -> &[Word] {
        self.wanted.get().map_or(&[], |w| w)
    }
    pub(crate) fn set_wanted(&self, names: Vec<Word>) {
        if !names.is_empty() {
            // A class is built once.
            let _ = self.wanted.set(names.into_boxed_slice());
        }
    }
    fn mro_words(&self) -> &[Word] {
        // Acquire: pairs with set_mro.
        let p = self.mro.load(Acquire);
        // SAFETY: published MRO vectors are freed through the epoch only.
        if p.is_null() { &[] } else { unsafe { &*p } }
    }
    fn drop_mro(&self) {
        let p = self.mro.swap(std::ptr::null_mut(), AcqRel);
        if !p.is_null() {
            // SAFETY: the vector was leaked by set_mro; each entry owns a count.
            let v = unsafe { Box::from_raw(p) };
            for &w in v.iter() {
                // SAFETY: as above.
                drop(unsafe { Obj::from_word(w) });
            }
            if !crate::thread::is_multi() {
                return;
            }
            let a = Box::into_raw(v) as usize;
            // SAFETY: unpublished; readers that are pinned may still walk it until the grace period is over.
            crate::thread::defer(move || drop(unsafe { Box::from_raw(a as *mut Vec<Word>) }));
        }
    }
}

impl TypeObj {
    /// A static type that `setup` will finish. `name` may be dotted: the part before the last dot is the module.
    pub const fn declare(name: &'static str) -> TypeObj {
        TypeObj {
            header: Header {
                word: AtomicU64::new(IMMORTAL | SHARED | MERGED | 1 << 32),
                local: OwnerCell::new(0),
                lock: ByteLock::new(),
                gc: AtomicU8::new(0),
                cap: AtomicU16::new(0),
                class: AtomicPtr::new(std::ptr::null_mut()),
            },
            data: TypeData::new(name),
        }
    }

    /// The payload.
    #[inline(always)]
    pub fn data(&self) -> &TypeData {
        &self.data
    }
    /// As a value.
    #[inline(always)]
    pub fn r(&'static self) -> Ref<'static> {
        Ref::of_type(self)
    }
    /// `__name__`.
    pub fn name(&self) -> String {
        match self.data.name.get() {
            Some(o) => o
                .r()
                .get::<crate::types::str::Str>()
                .map(|s| s.to_string_lossy())
                .unwrap_or_default(),
            None => self.static_short_name().to_string(),
        }
    }
    /// The name that error messages show: natives outside `builtins` with their module, as CPython's `tp_name`.
    pub fn tp_name(&self) -> String {
        if self.data.name.is_empty() {
            self.data.static_name.to_string()
        } else if self.flag(flags::DOTTED_NAME)
            && let Some(m) = self.lookup_own_module()
        {
            format!("{m}.{}", self.name())
        } else {
            self.name()
        }
    }
    /// `__module__` as it stands in the class.
    fn lookup_own_module(&self) -> Option<String> {
        let d = self.data.dict.get()?;
        let m = d
            .get::<crate::types::dict::Dict>()?
            .get_str(crate::names::__module__())?;
        crate::types::str::is_str(m.r()).then(|| crate::types::str::text(m.r()))
    }
    /// `__qualname__`.
    pub fn qualname(&self) -> String {
        match self.data.qualname.get() {
            Some(q) => crate::types::str::text(q.r()),
            None => self.name(),
        }
    }
    /// Module and qualified name, without the modules of builtins and script (`%T` in CPython's messages).
    pub fn full_name(&self) -> String {
        if !self.flag(flags::HEAP) {
            return self.static_name().to_string();
        }
        let module = self.lookup_where(names::__module__()).map(|(_, m)| m);
        let module = module.filter(|m| pystr::is_str(m.r()));
        match module.map(|m| pystr::text(m.r())) {
            Some(m) if m != "builtins" && m != "__main__" => format!("{m}.{}", self.qualname()),
            _ => self.qualname(),
        }
    }
    /// `__name__` as a value.
    pub fn name_obj(&self, th: &mut Thread) -> R {
        match self.data.name.get() {
            Some(o) => Ok(o),
            None => crate::types::str::new(th, self.static_short_name()),
        }
    }
    /// Sets `__name__`.
    pub fn set_name(&self, name: Obj) {
        self.data.name.set(name);
    }
    /// The name of a static type without its module.
    pub fn static_short_name(&self) -> &'static str {
        self.data.static_name.rsplit('.').next().unwrap_or("")
    }
    /// The module of a static type.
    pub fn static_module(&self) -> &'static str {
        self.data
            .static_name
            .rsplit_once('.')
            .map_or("builtins", |p| p.0)
    }
    /// Full dotted name as error messages of natives print it.
    pub fn static_name(&self) -> &'static str {
        self.data.static_name
    }
    /// Tests a flag.
    #[inline(always)]
    pub fn flag(&self, f: u32) -> bool {
        // Relaxed: flags that matter to running code are set before the class is published.
        self.data.flags.load(Relaxed) & f != 0
    }
    /// All flags.
    #[inline(always)]
    pub fn flags(&self) -> u32 {
        self.data.flags.load(Relaxed)
    }
    /// Sets or clears flags.
    pub fn set_flag(&self, f: u32, on: bool) {
        // Relaxed: see flag.
        if on {
            self.data.flags.fetch_or(f, Relaxed);
        } else {
            self.data.flags.fetch_and(!f, Relaxed);
        }
    }
    /// Payload layout of the instances.
    #[inline(always)]
    pub fn layout(&self) -> &'static Layout {
        let p = self.data.layout.load(Relaxed);
        debug_assert!(!p.is_null(), "{} used before setup", self.data.static_name);
        // SAFETY: set before the class is used, to a static.
        unsafe { &*p }
    }
    /// Whether `setup` has run.
    pub fn is_ready(&self) -> bool {
        self.flag(flags::READY)
    }
    /// Native slot table.
    #[inline(always)]
    pub fn slots(&self) -> &SlotTable {
        &self.data.slots
    }
    /// Number of fixed (`__slots__`) slots.
    #[inline(always)]
    pub fn fixed_slots(&self) -> usize {
        self.data.fixed_slots.load(Relaxed) as usize
    }
    /// Bytes for fixed slots, shape and inline slots of a new instance, and its inline capacity.
    #[inline(always)]
    pub(crate) fn attribute_bytes(&self) -> (usize, u16) {
        let fixed = self.data.fixed_slots.load(Relaxed) as usize * 8;
        if self.flag(flags::HAS_ATTRS) {
            let cap = self.data.capacity.load(Relaxed);
            (fixed + 8 + cap as usize * 8, cap)
        } else {
            (fixed, 0)
        }
    }
    /// Learns that instances want `n` inline slots.
    pub fn want_capacity(&self, n: usize) {
        self.data.capacity.fetch_max(n.min(64) as u16, Relaxed);
    }
    /// Sets the inline capacity of future instances (`__static_attributes__` tells).
    pub fn set_capacity(&self, n: usize) {
        self.data.capacity.store(n.clamp(1, 64) as u16, Relaxed);
    }
    /// The inline capacity of future instances.
    pub fn capacity(&self) -> usize {
        self.data.capacity.load(Relaxed) as usize
    }
    /// The shape of an instance without attributes.
    pub(crate) fn root_shape(&'static self) -> &'static Shape {
        // Acquire: pairs with the CAS below.
        let p = self.data.root.load(Acquire);
        if !p.is_null() {
            // SAFETY: freed with the class only.
            return unsafe { &*p };
        }
        let new = Box::into_raw(Box::new(Shape::root(self)));
        match self
            .data
            .root
            .compare_exchange(std::ptr::null_mut(), new, AcqRel, Acquire)
        {
            // SAFETY: just published.
            Ok(_) => unsafe { &*new },
            Err(now) => {
                Shape::free_tree(new);
                // SAFETY: published by the winner.
                unsafe { &*now }
            }
        }
    }

    /// `__base__`.
    pub fn base(&self) -> Option<&'static TypeObj> {
        self.data.base.get().map(|b| b.r().as_type_unchecked())
    }
    /// `__bases__` (tuple).
    pub fn bases(&self) -> Option<Obj> {
        self.data.bases.get()
    }
    /// The class dict.
    #[inline]
    pub fn dict(&self) -> Obj {
        self.data.dict.get().unwrap_or_else(Obj::none)
    }
    /// Slot of the class dict.
    pub fn dict_slot(&self) -> &Slot {
        &self.data.dict
    }
    /// The classes of the MRO, this one first.
    pub fn mro(&self) -> impl Iterator<Item = &'static TypeObj> + '_ {
        // SAFETY: entries are classes, counted by the MRO.
        self.data
            .mro_words()
            .iter()
            .map(|&w| unsafe { Ref::from_word(w) }.as_type_unchecked())
    }
    /// Whether `t` is in the MRO.
    #[inline]
    pub fn is_subtype(&self, t: &TypeObj) -> bool {
        std::ptr::eq(self, t)
            || self
                .data
                .mro_words()
                .contains(&(t as *const TypeObj as Word))
    }

    /// Publishes a new MRO (each entry is counted).
    pub fn set_mro(&self, entries: &[&'static TypeObj]) {
        let v: Vec<Word> = entries
            .iter()
            .map(|t| Ref::of_type(t).own().into_word())
            .collect();
        self.data.drop_mro();
        // Release: pairs with mro_words.
        self.data.mro.store(Box::into_raw(Box::new(v)), Release);
    }
    /// Sets base and bases and links this class to them.
    pub fn set_bases(&'static self, base: Option<&'static TypeObj>, bases: Obj) {
        let old = self.unlink_and(Some(bases.r().own()));
        // Relaxed: only uniqueness and order matter.
        let n = LINKS.fetch_add(1, Relaxed) + 1;
        self.data.link.store(n, Relaxed);
        for b in crate::types::tuple::items(bases.r()) {
            if let Some(t) = b.as_type() {
                t.data.subclasses.lock().insert(n, self as *const _ as Word);
            }
        }
        drop(old);
        drop(self.data.base.swap(base.map(|b| b.r().own())));
    }
    /// Unlinks a dying class from its bases.
    pub(crate) fn unlink(&self) {
        drop(self.unlink_and(None));
    }
    /// Takes the class out of its bases' lists and gives it new ones (not linked yet); gives the old ones.
    fn unlink_and(&self, bases: Option<Obj>) -> Option<Obj> {
        let mut last = VERSIONS.lock();
        self.invalidate(&mut last);
        let old = self.data.bases.swap(bases);
        if let Some(old) = &old {
            // Relaxed: changed by who changes the bases.
            let n = self.data.link.load(Relaxed);
            for b in crate::types::tuple::items(old.r()) {
                if let Some(t) = b.as_type() {
                    t.data.subclasses.lock().remove(&n);
                    t.data.dependents.lock().remove(&(self as *const _ as Word));
                }
            }
        }
        // Relaxed: under the lock.
        self.data.named.store(false, Relaxed);
        old
    }
    /// Live direct subclasses.
    pub fn subclasses(&self) -> Vec<Obj> {
        let listed = self.data.subclasses.lock();
        let mut out = Vec::with_capacity(listed.len());
        for &w in listed.values() {
            // SAFETY: a dying class unlinks itself, under this lock, before its memory goes; it may be dead already.
            unsafe {
                let c: Ref<'_> = Ref::from_word(w);
                if c.head().try_upgrade(crate::thread::me()) {
                    out.push(Obj::from_word(w));
                }
            }
        }
        out
    }

    // ---- versions and lookup

    /// The class's version; makes one if it has none (TYPE RULE 1).
    #[inline(always)]
    pub fn version(&self) -> u64 {
        // Acquire: pairs with `changed`.
        let v = self.data.version.load(Acquire);
        if v != 0 { v } else { self.new_version() }
    }
    /// The version as it is, 0 if stale: what an inline cache compares.
    #[inline(always)]
    pub fn version_now(&self) -> u64 {
        // Acquire: pairs with `changed`.
        self.data.version.load(Acquire)
    }
    /// What `set_constructor` remembered, while the class has not changed since.
    #[inline(always)]
    pub fn constructor(&self) -> Option<Word> {
        // Acquire: pairs with `set_constructor`: the word is that of this version or of a later one.
        let version = self.data.constructor_version.load(Acquire);
        // Relaxed: see above.
        (version == self.version_now()).then(|| self.data.constructor.load(Relaxed))
    }
    /// Remembers how instances are made: a word that holds as long as `version` does (TYPE RULE 2).
    #[cold]
    pub fn set_constructor(&self, version: u64, word: Word) {
        // Relaxed: published by the next store.
        self.data.constructor.store(word, Relaxed);
        // Release: pairs with `constructor`.
        self.data.constructor_version.store(version, Release);
    }
    /// Gives versions to the class and to all classes above it that have none.
    #[cold]
    fn new_version(&self) -> u64 {
        let mut last = VERSIONS.lock();
        // Relaxed: under the lock.
        if self.data.named.load(Relaxed) && self.bases_have_versions() {
            // The class alone has changed since it last had a version.
            if self.data.version.load(Acquire) == 0 {
                *last += 1;
                // SeqCst: as below.
                self.data.version.store(*last, SeqCst);
            }
            return self.data.version.load(Acquire);
        }
        let mut held = Vec::new();
        let mut work: Vec<&TypeObj> = vec![self];
        while let Some(t) = work.pop() {
            if t.data.version.load(Acquire) != 0 {
                continue;
            }
            if let Some(bases) = t.data.bases.get() {
                for b in crate::types::tuple::items(bases.r()) {
                    if let Some(b) = b.as_type() {
                        b.data.dependents.lock().insert(t as *const _ as Word);
                        work.push(b);
                    }
                }
                held.push(bases);
            }
            // Relaxed: under the lock.
            t.data.named.store(true, Relaxed);
            *last += 1;
            // SeqCst: pairs with `invalidate`; what changed before a class lost its version is seen by who looks after.
            t.data.version.store(*last, SeqCst);
        }
        let v = self.data.version.load(Acquire);
        drop(last);
        drop(held);
        v
    }
    /// Under `VERSIONS`.
    fn bases_have_versions(&self) -> bool {
        let w = self.data.bases.look();
        if w == crate::value::EMPTY {
            return false;
        }
        // SAFETY: `look` says that it is alive; nothing is dropped here.
        let bases = unsafe { Ref::from_word(w) };
        crate::types::tuple::items(bases).all(|b| {
            b.as_type()
                .is_some_and(|t| t.data.version.load(Acquire) != 0)
        })
    }
    /// TYPE RULE 3: invalidates what was cached of this class and its subclasses.
    pub fn changed(&self) {
        self.invalidate(&mut VERSIONS.lock());
    }
    fn invalidate(&self, _versions: &mut MutexGuard<'_, u64>) {
        // SeqCst: after the change (TYPE RULE 3), before the loads of who sees no version.
        if self.data.version.swap(0, SeqCst) == 0 {
            return;
        }
        let mut work = std::mem::take(&mut *self.data.dependents.lock());
        while let Some(w) = work.pop_first() {
            // SAFETY: a class takes itself out of the list before it dies (unlink_and).
            let t = unsafe { Ref::from_word(w) }.as_type_unchecked();
            // Relaxed: under the lock, which the caller has.
            t.data.named.store(false, Relaxed);
            if t.data.version.swap(0, SeqCst) != 0 {
                work.append(&mut t.data.dependents.lock());
            }
        }
    }
    /// Invalidates instance-slot caches everywhere.
    pub fn bump_descriptor_epoch() {
        DESCRIPTOR_EPOCH.fetch_add(1, SeqCst);
    }

    /// Looks `name` up along the MRO, without descriptors.
    pub fn lookup<'g>(&self, th: &'g Thread, name: Ref<'_>) -> Option<Val<'g>> {
        let interned = crate::types::str::is_interned(name);
        let version = self.version();
        if interned && let Some(w) = th.method_cache.find(version, name.word()) {
            return if w == 0 {
                None
            } else {
                // SAFETY: TYPE RULE 1-3: the value is SHARED and in the class dict while the version holds; we are pinned.
                Some(unsafe { Val::from_word(w) })
            };
        }
        let found = self.lookup_where(name);
        let changes = found
            .as_ref()
            .is_some_and(|(t, o)| !o.r().is_ptr() && t.flag(flags::NUMBERS_CHANGE));
        let found = found.map(|f| f.1);
        if interned && !changes && self.version_now() == version {
            let w = found.as_ref().map_or(0, |o| {
                let w = o.r().word();
                if crate::value::is_ptr(w) {
                    w | crate::value::BORROWED
                } else {
                    w
                }
            });
            th.method_cache.insert(version, name.word(), w);
        }
        found.map(Val::from_obj)
    }
    /// As `lookup`, counted, with the class that has it.
    pub fn lookup_where(&self, name: Ref<'_>) -> Option<(&'static TypeObj, Obj)> {
        for t in self.mro() {
            if let Some(v) = t
                .data
                .dict
                .get()
                .and_then(|d| d.get::<Dict>().and_then(|d| d.get_str(name)))
            {
                return Some((t, v));
            }
        }
        None
    }
    /// Stores a class attribute (no checks): TYPE RULE 2, 3.
    pub fn set_attr(&self, name: Ref<'_>, value: Option<Obj>) -> bool {
        if let Some(v) = &value
            && let Some(h) = v.r().header()
        {
            h.mark_shared();
        }
        let Some(d) = self.data.dict.get() else {
            return false;
        };
        let Some(dict) = d.get::<Dict>() else {
            return false;
        };
        let deleting = value.is_none();
        let is_immediate = |o: &Option<Obj>| o.as_ref().is_some_and(|o| !o.r().is_ptr());
        let immediate = is_immediate(&value);
        let old = match value {
            Some(v) => dict.insert_str(name, v),
            None => dict.remove_str(name),
        };
        if immediate && is_immediate(&old) && self.numbers_change(name) {
            return true;
        }
        self.changed();
        let is_data = |o: &Option<Obj>| {
            o.as_ref()
                .is_some_and(|o| o.r().class().slots().has(SlotId::DescrSet))
        };
        if self.flag(flags::READY)
            && (is_data(&old)
                || is_data(&dict.get_str(name))
                || name.is(names::__getattribute__())
                || name.is(names::__getattr__()))
        {
            TypeObj::bump_descriptor_epoch();
        }
        !(deleting && old.is_none())
    }

    /// Notes that an immediate took the place of another one; whether that changes no version (TYPE RULE 6).
    fn numbers_change(&self, name: Ref<'_>) -> bool {
        /// So many say that it will happen again.
        const SOME: u8 = 4;
        if pystr::starts_with(name, b"__") {
            return false;
        }
        if self.flag(flags::NUMBERS_CHANGE) {
            return true;
        }
        // Relaxed: a hint.
        if self.data.replaced.fetch_add(1, Relaxed) >= SOME {
            self.set_flag(flags::NUMBERS_CHANGE, true);
        }
        false
    }
    /// Whether the value `v` of attribute `name` may be another one under the same version (TYPE RULE 6).
    pub fn may_change(&self, name: Ref<'_>, v: Ref<'_>) -> bool {
        let found = || self.lookup_where(name);
        !v.is_ptr() && found().is_some_and(|(t, _)| t.flag(flags::NUMBERS_CHANGE))
    }

    // ---- setup of static types

    /// Gives a core type its layout before anything can be allocated.
    pub(crate) fn prepare<T: Payload>(&'static self) {
        // Release: as in setup_layout.
        self.data
            .layout
            .store(T::layout() as *const Layout as *mut Layout, Release);
        self.header.class.store(
            &crate::types::TYPE as *const TypeObj as *mut TypeObj,
            Release,
        );
    }
    /// Adds fixed slots to those of the base (during set-up).
    pub fn add_fixed_slots(&self, n: usize) {
        self.data.fixed_slots.fetch_add(n as u32, Relaxed);
        self.set_flag(flags::HAS_FIXED, self.fixed_slots() > 0);
    }
    /// First step for a static type: layout, base, empty dict. Idempotent.
    pub fn setup<T: Payload>(&'static self, base: Option<&'static TypeObj>, fl: u32) {
        self.setup_layout(T::layout(), base, fl);
    }
    /// As `setup` for a type that has the payload of its base.
    pub fn setup_like(&'static self, base: &'static TypeObj, fl: u32) {
        self.setup_layout(base.layout(), Some(base), fl);
    }
    fn setup_layout(
        &'static self,
        layout: &'static Layout,
        base: Option<&'static TypeObj>,
        fl: u32,
    ) {
        if self.is_ready() {
            return;
        }
        let inherited = base.map_or(0, |b| b.flags() & flags::INHERITED);
        self.data.flags.store(fl | inherited, Relaxed);
        self.data
            .layout
            .store(layout as *const Layout as *mut Layout, Release);
        self.header.class.store(
            &crate::types::TYPE as *const TypeObj as *mut TypeObj,
            Release,
        );
        if base.is_some_and(|b| b.flag(flags::HAS_ATTRS)) {
            self.set_flag(flags::HAS_ATTRS, true);
        }
        self.set_capacity(4);
        self.data.dict.set(crate::types::dict::new_raw());
        let mut mro: Vec<&'static TypeObj> = vec![self];
        if let Some(b) = base {
            mro.extend(b.mro());
            self.data.fixed_slots.store(b.fixed_slots() as u32, Relaxed);
            self.set_flag(flags::HAS_FIXED, b.fixed_slots() > 0);
        }
        let bases = crate::types::tuple::from_vec_raw(base.iter().map(|b| b.r().own()).collect());
        self.set_bases(base, bases);
        self.set_mro(&mro);
        if let Some(b) = base {
            self.data.slots.inherit(&b.data.slots);
        }
    }
    /// Marks a static type finished.
    pub fn finish(&'static self) {
        self.set_flag(flags::READY, true);
        self.changed();
    }
    /// Initialises a heap class made by `alloc_payload`.
    pub fn init_heap(&'static self, layout: &'static Layout, fl: u32, fixed: usize) {
        self.data.flags.store(fl, Relaxed);
        self.data
            .layout
            .store(layout as *const Layout as *mut Layout, Release);
        self.data.fixed_slots.store(fixed as u32, Relaxed);
        self.set_flag(flags::HAS_FIXED, fixed > 0);
    }
    /// Sets the class of a static type (its metaclass).
    pub fn set_class(&self, meta: &'static TypeObj) {
        self.header
            .class
            .store(meta as *const TypeObj as *mut TypeObj, Release);
    }
}

impl TypeData {
    /// Storage of a class.
    pub const fn new(name: &'static str) -> TypeData {
        TypeData {
            static_name: name,
            name: Slot::empty(),
            qualname: Slot::empty(),
            flags: AtomicU32::new(0),
            version: AtomicU64::new(0),
            layout: AtomicPtr::new(std::ptr::null_mut()),
            base: Slot::empty(),
            bases: Slot::empty(),
            mro: AtomicPtr::new(std::ptr::null_mut()),
            dict: Slot::empty(),
            subclasses: Mutex::new(BTreeMap::new()),
            link: AtomicU64::new(0),
            dependents: Mutex::new(BTreeSet::new()),
            named: AtomicBool::new(false),
            fixed_slots: AtomicU32::new(0),
            capacity: AtomicU16::new(4),
            root: AtomicPtr::new(std::ptr::null_mut()),
            wanted: OnceLock::new(),
            slots: SlotTable::new(),
            constructor: AtomicU64::new(0),
            constructor_version: AtomicU64::new(u64::MAX),
            replaced: AtomicU8::new(0),
        }
    }
}

impl std::fmt::Debug for TypeObj {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<class {}>", self.name())
    }
}

/// A thread's cache of class lookups: (version, name) to a borrowed word.
pub struct MethodCache {
    entries: Box<[std::cell::Cell<(u64, Word, Word)>]>,
}
const CACHE: usize = 2048;

impl Default for MethodCache {
    fn default() -> Self {
        MethodCache {
            entries: vec![std::cell::Cell::new((0, 0, 0)); CACHE].into_boxed_slice(),
        }
    }
}

impl MethodCache {
    #[inline(always)]
    fn at(&self, version: u64, name: Word) -> &std::cell::Cell<(u64, Word, Word)> {
        &self.entries[(version.wrapping_mul(0x9E37_79B9) ^ (name >> 4)) as usize & (CACHE - 1)]
    }
    #[inline(always)]
    fn find(&self, version: u64, name: Word) -> Option<Word> {
        let e = self.at(version, name).get();
        if e.0 == version && e.1 == name {
            Some(e.2)
        } else {
            None
        }
    }
    fn insert(&self, version: u64, name: Word, value: Word) {
        self.at(version, name).set((version, name, value));
    }
}

/// Runs `__del__` of an object.
pub(crate) fn call_finalizer(th: &mut Thread, o: Ref<'_>) -> Result<(), Raised> {
    if let Some(f) = o.class().slots().finalize() {
        return f(th, o);
    }
    let Some(del) = o.class().lookup(th, names::__del__()).map(Val::own) else {
        return Ok(());
    };
    crate::call::call_method_value(th, del.r(), o, &[]).map(drop)
}

/// Payload-less base for setup of `object`.
pub type ObjectPayload = Empty;
