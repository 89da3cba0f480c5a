//! Calling: argument views, native functions and methods, and the call protocol.
//!
//! A native is `fn(&mut Thread, Args) -> R`. Its arguments stand in registers of the caller (or in a slice of
//! `Ref`s), which keep them alive for the call; `Args` gives `Ref`s of that lifetime.

use crate::error::{self, type_error};
use crate::names;
use crate::obj::{Layout, Obj, Payload, R, Ref, Val};
use crate::slot::Slot;
use crate::thread::Thread;
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, tuple};
use crate::value::{self, Word};
use parking_lot::Mutex;
use std::marker::PhantomData;

pub use crate::signature::Sig;

/// Arguments of a call: positional ones, then the values of keyword arguments, then, if there are such, the tuple that
/// names them. Two words, so that they travel in processor registers.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    ptr: *const Word,
    /// The number of positional arguments, and above `KEYWORDS` that of keyword arguments.
    shape: u64,
    life: PhantomData<&'a ()>,
}

/// See `Args::shape`.
const KEYWORDS: u32 = 32;

/// A native function.
pub type NativeFn = fn(&mut Thread, Args<'_>) -> R;

/// What a native does in its common cases, where that takes neither Python code nor an exception: its result, which may
/// be borrowed, so that threads that ask one container for one object do not meet at the object's count. None: nothing
/// was done.
pub type QuickFn = for<'g> fn(&'g Thread, Args<'_>) -> Option<Val<'g>>;

impl<'a> Args<'a> {
    /// No arguments.
    pub const NONE: Args<'static> = Args {
        ptr: std::ptr::null(),
        shape: 0,
        life: PhantomData,
    };

    /// A view of `n` registers.
    ///
    /// # Safety
    /// `n` words stand at `ptr`, none of them EMPTY, and what they name stays alive and in place for `'a` (their borrowed
    /// bit may change). There are no more than 2^32.
    #[inline(always)]
    pub const unsafe fn from_raw(ptr: *const Word, n: usize) -> Args<'a> {
        Args {
            ptr,
            shape: n as u64,
            life: PhantomData,
        }
    }
    /// A view of values.
    pub fn of(values: &'a [Ref<'a>]) -> Args<'a> {
        // `Ref` is a transparent word.
        Args {
            ptr: values.as_ptr() as *const Word,
            shape: values.len() as u64,
            life: PhantomData,
        }
    }
    /// A view of values of which the last one is a tuple of names, and those in front of it have these names.
    pub fn with_names(values: &'a [Ref<'a>]) -> Args<'a> {
        let Some((names, values)) = values.split_last() else {
            return Args::NONE;
        };
        let k = tuple::items(*names).len().min(values.len());
        Args {
            ptr: values.as_ptr() as *const Word,
            shape: (values.len() - k) as u64 | (k as u64) << KEYWORDS,
            life: PhantomData,
        }
    }
    /// Number of positional arguments.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.shape as u32 as usize
    }
    /// No positional arguments.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Whether there are positional arguments only.
    #[inline(always)]
    fn is_plain(&self) -> bool {
        self.shape >> KEYWORDS == 0
    }
    #[inline(always)]
    fn word(&self, i: usize) -> Word {
        // SAFETY: callers check the index; the register is this thread's.
        unsafe { std::ptr::read_volatile(self.ptr.add(i)) }
    }
    /// Positional argument `i`; None if it was not given.
    #[inline(always)]
    pub fn opt(&self, i: usize) -> Option<Ref<'a>> {
        if i < self.len() {
            let w = self.word(i);
            if w == value::UNBOUND {
                None
            } else {
                // SAFETY: from_raw's contract.
                Some(unsafe { Ref::from_word(w) })
            }
        } else {
            None
        }
    }
    /// The payload of positional argument `i`, if it is there and has one.
    #[inline(always)]
    pub fn payload<T: Payload>(&self, i: usize) -> Option<&'a T> {
        if i >= self.len() {
            return None;
        }
        let w = self.word(i);
        if !value::is_ptr(w) {
            return None;
        }
        // SAFETY: from_raw's contract; a pointer.
        unsafe { Ref::from_ptr_word(w) }.get()
    }
    /// Positional argument `i`, which the method's definition requires. None (the value) if it is missing after all.
    #[inline(always)]
    pub fn at(&self, i: usize) -> Ref<'a> {
        self.opt(i).unwrap_or(Ref::NONE)
    }
    /// As `opt`, an explicit None counts as not given.
    pub fn opt_not_none(&self, i: usize) -> Option<Ref<'a>> {
        self.opt(i).filter(|r| !r.is_none())
    }
    /// The only arguments after self, if there are exactly `N` of them.
    #[inline(always)]
    pub fn exactly<const N: usize>(&self) -> Option<[Ref<'a>; N]> {
        // SAFETY: from_raw's contract; a definition with common cases gets its arguments as they were given.
        (self.shape == N as u64)
            .then(|| std::array::from_fn(|i| unsafe { Ref::from_word(self.word(i)) }))
    }
    /// The positional arguments.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Ref<'a>> + use<'a> {
        let a = *self;
        (0..a.len()).map(move |i| a.at(i))
    }
    /// The positional arguments as a vector.
    pub fn to_vec(&self) -> Vec<Ref<'a>> {
        self.iter().collect()
    }
    /// Positional and keyword values as they stand, for passing on.
    pub fn all_values(&self) -> Vec<Ref<'a>> {
        let n = self.len() + self.kw_len();
        // SAFETY: from_raw's contract.
        (0..n)
            .map(|i| unsafe { Ref::from_word(self.word(i)) })
            .collect()
    }
    /// Names of the keyword arguments, if there are any.
    #[inline(always)]
    pub fn kw_names(&self) -> Option<Ref<'a>> {
        if self.is_plain() {
            return None;
        }
        // SAFETY: with_names: the tuple stands behind the values.
        Some(unsafe { Ref::from_word(self.word(self.len() + self.kw_len())) })
    }
    /// Number of keyword arguments.
    #[inline(always)]
    pub fn kw_len(&self) -> usize {
        (self.shape >> KEYWORDS) as usize
    }
    /// The keyword arguments.
    pub fn kwargs(&self) -> impl Iterator<Item = (Ref<'a>, Ref<'a>)> + use<'a> {
        let a = *self;
        let names = a.kw_names().and_then(|k| k.get::<tuple::Tuple>());
        (0..a.kw_len()).map(move |i| {
            let name = names.and_then(|t| t.get(i)).unwrap_or(Ref::NONE);
            // SAFETY: from_raw's contract.
            (name, unsafe { Ref::from_word(a.word(a.len() + i)) })
        })
    }
    /// A keyword argument by name.
    pub fn kw(&self, name: &str) -> Option<Ref<'a>> {
        self.kwargs()
            .find(|(n, _)| {
                n.get::<types::str::Str>()
                    .is_some_and(|s| s.bytes() == name.as_bytes())
            })
            .map(|p| p.1)
    }
    /// Without the first `k` positional arguments.
    pub fn skip(&self, k: usize) -> Args<'a> {
        let k = k.min(self.len());
        Args {
            ptr: if k == 0 {
                self.ptr
            } else {
                // SAFETY: k <= len.
                unsafe { self.ptr.add(k) }
            },
            shape: self.shape - k as u64,
            life: PhantomData,
        }
    }
    /// The raw words, for the machine: pointer, positional count.
    pub fn raw(&self) -> (*const Word, usize) {
        (self.ptr, self.len())
    }
    /// TypeError if there are keyword arguments: "NAME() takes no keyword arguments".
    pub fn no_kw(&self, th: &mut Thread, name: &str) -> R<()> {
        if self.kw_len() == 0 {
            Ok(())
        } else {
            Err(type_error(
                th,
                format!("{name}() takes no keyword arguments"),
            ))
        }
    }
    /// CPython's `_PyArg_CheckPositional`: TypeError unless `min <= len <= max`.
    pub fn check(&self, th: &mut Thread, name: &str, min: usize, max: usize) -> R<()> {
        let n = self.len();
        if n >= min && n <= max {
            return Ok(());
        }
        let (bound, want) = if n < min {
            (if min == max { "" } else { "at least " }, min)
        } else {
            (if min == max { "" } else { "at most " }, max)
        };
        let s = if want == 1 { "" } else { "s" };
        Err(type_error(
            th,
            format!("{name} expected {bound}{want} argument{s}, got {n}"),
        ))
    }
}

/// How a native takes its arguments.
#[derive(Clone, Copy)]
pub enum Kind {
    /// None beside self.
    NoArgs,
    /// Exactly one beside self.
    One,
    /// Between so many positional ones beside self, no keywords.
    Pos(usize, usize),
    /// Anything; the function checks.
    Any,
    /// Parameters by name, e.g. `"a, b=, /, c=, *, key="`: `=` marks optional ones, missing ones are `opt(i) == None`.
    Sig(&'static str),
}

/// One native function or method.
pub struct MethodDef {
    /// Name.
    pub name: &'static str,
    /// Arguments.
    pub kind: Kind,
    /// Code. For methods `args.at(0)` is self (class methods: the class).
    pub f: NativeFn,
    /// Docstring; a first line `name(sig)\n--\n\n` gives `__text_signature__`.
    pub doc: &'static str,
    /// Binding.
    pub bind: Bind,
    /// Its common cases, which the machine tries first; for `Kind`s that check nothing but the number of arguments, which
    /// it does itself.
    pub quick: Option<QuickFn>,
    sig: Sig,
    /// The least number of arguments beside self that may stand as they are, and how many more at most.
    plain: (u32, u32),
}

/// What `__get__` does with a native found in a class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bind {
    /// Binds the instance.
    Instance,
    /// Binds the class.
    Class,
    /// Binds nothing.
    Static,
}

/// See `MethodDef::plain`.
const fn plain_range(kind: &Kind) -> (u32, u32) {
    match kind {
        Kind::NoArgs => (0, 0),
        Kind::One => (1, 0),
        Kind::Pos(min, max) if *min > *max => (u32::MAX, 0),
        Kind::Pos(min, max) if *max > u32::MAX as usize / 2 => (*min as u32, u32::MAX / 2),
        Kind::Pos(min, max) => (*min as u32, (*max - *min) as u32),
        Kind::Any => (0, u32::MAX / 2),
        Kind::Sig(_) => match Sig::of(kind).plain_range() {
            Some(r) => r,
            None => (u32::MAX, 0),
        },
    }
}

impl MethodDef {
    /// Whether `n` positional arguments beside self can be given to the function as they stand.
    #[inline(always)]
    pub fn takes_plainly(&self, n: usize) -> bool {
        (n as u32).wrapping_sub(self.plain.0) <= self.plain.1
    }
    /// An instance method, or a module function.
    pub const fn new(name: &'static str, kind: Kind, f: NativeFn, doc: &'static str) -> MethodDef {
        MethodDef {
            name,
            sig: Sig::of(&kind),
            plain: plain_range(&kind),
            kind,
            f,
            doc,
            bind: Bind::Instance,
            quick: None,
        }
    }
    /// The same with its common cases.
    pub const fn quick(mut self, f: QuickFn) -> MethodDef {
        self.quick = Some(f);
        self
    }
    /// A class method.
    pub const fn class(
        name: &'static str,
        kind: Kind,
        f: NativeFn,
        doc: &'static str,
    ) -> MethodDef {
        MethodDef {
            name,
            sig: Sig::of(&kind),
            plain: plain_range(&kind),
            kind,
            f,
            doc,
            bind: Bind::Class,
            quick: None,
        }
    }
    /// A static method.
    pub const fn stat(name: &'static str, kind: Kind, f: NativeFn, doc: &'static str) -> MethodDef {
        MethodDef {
            name,
            sig: Sig::of(&kind),
            plain: plain_range(&kind),
            kind,
            f,
            doc,
            bind: Bind::Static,
            quick: None,
        }
    }
}

/// Arranges arguments by parameter names and calls `f` with them (missing ones are `opt(i) == None`): what
/// `Kind::Sig` does, for constructors and initialisers.
pub fn with_sig<T>(
    th: &mut Thread,
    fname: &str,
    sig: &Sig,
    a: Args<'_>,
    f: impl FnOnce(&mut Thread, Args<'_>) -> R<T>,
) -> R<T> {
    let mut out = crate::signature::NOTHING;
    let n = sig.bind(th, fname, a, 0, &mut out)?;
    // SAFETY: the words are those of `a`, which keeps them alive, or UNBOUND.
    f(th, unsafe { Args::from_raw(out.as_ptr(), n) })
}

/// Payload of native functions and bound native methods.
pub struct NativeFunction {
    /// The definition.
    pub def: &'static MethodDef,
    /// Bound self, or the module of a module function.
    pub slf: Slot,
    /// Whether `slf` is passed as first argument.
    pub bound: bool,
    /// `__module__`.
    pub module: Slot,
    /// Class that defines the method, for `__qualname__`.
    pub owner: Option<&'static TypeObj>,
}

crate::payload!(
    NativeFunction,
    traverse | s,
    v | {
        s.slf.visit(v);
        s.module.visit(v)
    },
    clear | s | {
        drop(s.slf.take());
        drop(s.module.take())
    }
);

/// Payload of unbound native methods.
pub struct MethodDescr {
    /// The definition.
    pub def: &'static MethodDef,
    /// The class it belongs to.
    pub owner: &'static TypeObj,
}
crate::payload!(MethodDescr);

/// Payload of bound methods.
pub struct BoundMethod {
    /// The function.
    pub func: Slot,
    /// The instance.
    pub slf: Slot,
}
crate::payload!(
    BoundMethod,
    traverse | s,
    v | {
        s.func.visit(v);
        s.slf.visit(v)
    },
    clear | s | {
        drop(s.func.take());
        drop(s.slf.take())
    }
);

/// Writes (or deletes, for None) a native attribute.
pub type AttrSetFn = fn(&mut Thread, Ref<'_>, Option<Ref<'_>>) -> R<()>;

/// A native attribute.
pub struct GetSetDef {
    /// Name.
    pub name: &'static str,
    /// Reads.
    pub get: fn(&mut Thread, Ref<'_>) -> R,
    /// Writes or deletes.
    pub set: Option<AttrSetFn>,
    /// Docstring.
    pub doc: &'static str,
}

impl GetSetDef {
    /// One that can only be read.
    pub const fn read(
        name: &'static str,
        get: fn(&mut Thread, Ref<'_>) -> R,
        doc: &'static str,
    ) -> GetSetDef {
        GetSetDef {
            name,
            get,
            set: None,
            doc,
        }
    }
}

/// Payload of getset descriptors.
pub struct GetSet {
    /// The definition.
    pub def: &'static GetSetDef,
    /// The class it belongs to.
    pub owner: &'static TypeObj,
    /// Keeps a heap class alive; empty for static types.
    pub keep: Slot,
}
crate::payload!(GetSet, traverse | s, v | s.keep.visit(v), clear | _s | {});

/// Payload of member descriptors (`__slots__`).
pub struct Member {
    /// Attribute name (str).
    pub name: Slot,
    /// Fixed slot.
    pub index: usize,
    /// The class it belongs to.
    pub owner: Slot,
    /// Cannot be set from Python.
    pub readonly: bool,
    /// Reads as None when empty (exception fields).
    pub none_default: bool,
}
crate::payload!(
    Member,
    traverse | s,
    v | {
        s.name.visit(v);
        s.owner.visit(v)
    },
    clear | s | drop(s.owner.take())
);

pub(crate) fn init() {
    use types::*;
    let o = Some(&OBJECT);
    BUILTIN_FUNCTION.setup::<NativeFunction>(o, tf::WEAKREFS);
    METHOD_DESCRIPTOR.setup::<MethodDescr>(o, tf::BORN_SHARED);
    METHOD_DESCRIPTOR.set_flag(tf::METHOD_DESCRIPTOR, true);
    CLASSMETHOD_DESCRIPTOR.setup::<MethodDescr>(o, tf::BORN_SHARED);
    GETSET_DESCRIPTOR.setup::<GetSet>(o, tf::BORN_SHARED);
    MEMBER_DESCRIPTOR.setup::<Member>(o, tf::BORN_SHARED);
    METHOD.setup::<BoundMethod>(o, tf::WEAKREFS);
    BUILTIN_FUNCTION.slots().set_call(native_call);
    METHOD_DESCRIPTOR.slots().set_call(method_descr_call);
    METHOD.slots().set_call(bound_method_call);
}

/// Modules of native functions, by the address of the definition: for messages.
static HOMES: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());

/// A native function object of a module (immortal).
pub fn new_function(th: &mut Thread, def: &'static MethodDef, module: Option<Obj>) -> R {
    if let Some(m) = module.as_ref().filter(|m| types::str::is_str(m.r())) {
        let home = types::str::text(m.r());
        if home != "builtins" {
            HOMES.lock().push((std::ptr::from_ref(def) as usize, home));
        }
    }
    let f = NativeFunction {
        def,
        slf: Slot::empty(),
        bound: false,
        module: module.map_or_else(Slot::empty, Slot::new),
        owner: None,
    };
    let o = Obj::new(th, types::BUILTIN_FUNCTION.r(), f)?;
    if let Some(h) = o.r().header() {
        h.mark_immortal();
    }
    Ok(o)
}

/// A native method bound to `slf`.
pub fn bind_native(
    th: &mut Thread,
    def: &'static MethodDef,
    owner: &'static TypeObj,
    slf: Ref<'_>,
) -> R {
    let f = NativeFunction {
        def,
        slf: Slot::new(slf.own()),
        bound: true,
        module: Slot::empty(),
        owner: Some(owner),
    };
    Obj::new(th, types::BUILTIN_FUNCTION.r(), f)
}

/// A bound method.
pub fn bind(th: &mut Thread, func: Ref<'_>, slf: Ref<'_>) -> R {
    let m = BoundMethod {
        func: Slot::new(func.own()),
        slf: Slot::new(slf.own()),
    };
    Obj::new(th, types::METHOD.r(), m)
}

/// Adds native methods and attributes to a static type.
pub fn add_methods(th: &mut Thread, t: &'static TypeObj, methods: &'static [MethodDef]) -> R<()> {
    for def in methods {
        let o = match def.bind {
            Bind::Instance => Obj::new(
                th,
                types::METHOD_DESCRIPTOR.r(),
                MethodDescr { def, owner: t },
            )?,
            Bind::Class => Obj::new(
                th,
                types::CLASSMETHOD_DESCRIPTOR.r(),
                MethodDescr { def, owner: t },
            )?,
            Bind::Static => {
                let f = NativeFunction {
                    def,
                    slf: Slot::empty(),
                    bound: false,
                    module: Slot::empty(),
                    owner: Some(t),
                };
                let f = Obj::new(th, types::BUILTIN_FUNCTION.r(), f)?;
                types::descr::new_static(th, f)?
            }
        };
        if let Some(h) = o.r().header() {
            h.mark_immortal();
        }
        t.set_attr(types::str::intern_str(def.name), Some(o));
    }
    Ok(())
}

/// Adds native attributes to a static type.
pub fn add_getset(th: &mut Thread, t: &'static TypeObj, defs: &'static [GetSetDef]) -> R<()> {
    for def in defs {
        let o = new_getset(th, t, def)?;
        if let Some(h) = o.r().header() {
            h.mark_immortal();
        }
        t.set_attr(types::str::intern_str(def.name), Some(o));
    }
    Ok(())
}

/// A getset descriptor of a class, static or not.
pub fn new_getset(th: &mut Thread, owner: &'static TypeObj, def: &'static GetSetDef) -> R {
    let keep = if owner.flag(tf::HEAP) {
        Slot::new(owner.r().own())
    } else {
        Slot::empty()
    };
    Obj::new(
        th,
        types::GETSET_DESCRIPTOR.r(),
        GetSet { def, owner, keep },
    )
}

/// Text for arity errors: `list.append` for methods, `len` or `math.sin` for functions.
fn display_name(def: &MethodDef, owner: Option<&'static TypeObj>) -> String {
    match owner {
        Some(t) => format!("{}.{}", t.static_short_name(), def.name),
        None => {
            let address = std::ptr::from_ref(def) as usize;
            let homes = HOMES.lock();
            match homes.iter().find(|h| h.0 == address) {
                Some((_, home)) => format!("{home}.{}", def.name),
                None => def.name.to_string(),
            }
        }
    }
}

/// Runs a native with its arguments checked; `skip` = 1 if a self stands in front.
#[inline(always)]
pub fn invoke(
    th: &mut Thread,
    def: &'static MethodDef,
    owner: Option<&'static TypeObj>,
    a: Args<'_>,
    skip: usize,
) -> R {
    let n = a.len() - skip;
    match def.kind {
        Kind::Any => (def.f)(th, a),
        Kind::One if n == 1 && a.is_plain() => (def.f)(th, a),
        Kind::NoArgs if n == 0 && a.is_plain() => (def.f)(th, a),
        Kind::Pos(min, max) if n >= min && n <= max && a.is_plain() => (def.f)(th, a),
        // What is missing at the end reads as not given.
        Kind::Sig(_) if a.is_plain() && def.sig.takes_plainly(n) => (def.f)(th, a),
        Kind::Sig(_) => {
            let sig = &def.sig;
            let mut out = crate::signature::NOTHING;
            let n = sig.bind(th, def.name, a, skip, &mut out)?;
            // SAFETY: the words are those of `a`, which keeps them alive, or UNBOUND.
            let bound = unsafe { Args::from_raw(out.as_ptr(), n) };
            (def.f)(th, bound)
        }
        _ => Err(bad_arity(th, def, owner, a, n)),
    }
}

#[cold]
fn bad_arity(
    th: &mut Thread,
    def: &'static MethodDef,
    owner: Option<&'static TypeObj>,
    a: Args<'_>,
    n: usize,
) -> crate::obj::Raised {
    // A class method is named by the class that it is called on.
    let full = match a.at(0).as_type() {
        Some(t) if def.bind == Bind::Class => format!("{}.{}", t.qualname(), def.name),
        _ => display_name(def, owner),
    };
    if a.kw_len() > 0 {
        return type_error(th, format!("{full}() takes no keyword arguments"));
    }
    match def.kind {
        Kind::NoArgs => type_error(th, format!("{full}() takes no arguments ({n} given)")),
        Kind::One => type_error(
            th,
            format!("{full}() takes exactly one argument ({n} given)"),
        ),
        Kind::Pos(min, max) => {
            let (bound, want) = match (min == max, n < min) {
                (true, _) => ("", min),
                (false, true) => ("at least ", min),
                (false, false) => ("at most ", max),
            };
            let s = if want == 1 { "" } else { "s" };
            type_error(
                th,
                format!("{} expected {bound}{want} argument{s}, got {n}", def.name),
            )
        }
        Kind::Any | Kind::Sig(_) => type_error(th, format!("{full}() called with bad arguments")),
    }
}

fn native_call(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    let Some(nf) = f.get::<NativeFunction>() else {
        return Err(type_error(th, "native function expected"));
    };
    if !nf.bound {
        return invoke(th, nf.def, nf.owner, a, 0);
    }
    let Some(slf) = nf.slf.get() else {
        return Err(error::runtime_error(th, "native method without self"));
    };
    with_self(slf.r(), a, |all| invoke(th, nf.def, nf.owner, all, 1))
}

/// Calls `f` with `slf` in front of the arguments.
pub fn with_self<T>(slf: Ref<'_>, a: Args<'_>, f: impl FnOnce(Args<'_>) -> T) -> T {
    // SAFETY: from_raw's contract; the names are a tuple.
    let word = |i| unsafe { Ref::from_word(a.word(i)) };
    let n = a.len() + a.kw_len() + usize::from(!a.is_plain());
    let shape = a.shape + 1;
    let call = |ptr| {
        f(Args {
            ptr,
            shape,
            life: PhantomData,
        })
    };
    if n < 8 {
        let mut buf = [Ref::NONE; 9];
        buf[0] = slf;
        for (i, v) in buf[1..=n].iter_mut().enumerate() {
            *v = word(i);
        }
        // The values live as long as `slf` and `a` do, which is longer than this call.
        call(buf.as_ptr() as *const Word)
    } else {
        let mut v = Vec::with_capacity(n + 1);
        v.push(slf);
        v.extend((0..n).map(word));
        // As above.
        call(v.as_ptr() as *const Word)
    }
}

/// Calls `f` with the arguments that stand at `ptr`: `n` positional ones, then those that the tuple `names` names.
///
/// # Safety
/// As `Args::from_raw`.
pub unsafe fn with_names_behind<T>(
    ptr: *const Word,
    n: usize,
    names: Ref<'_>,
    f: impl FnOnce(Args<'_>) -> T,
) -> T {
    let k = tuple::items(names).len();
    let all = n + k;
    let call = |ptr| {
        f(Args {
            ptr,
            shape: n as u64 | (k as u64) << KEYWORDS,
            life: PhantomData,
        })
    };
    if all < 8 {
        let mut buf = [Ref::NONE; 8];
        // SAFETY: by contract; `Ref` is a transparent word, and there is room.
        unsafe { std::ptr::copy_nonoverlapping(ptr as *const Ref<'_>, buf.as_mut_ptr(), all) };
        buf[all] = names;
        call(buf.as_ptr() as *const Word)
    } else {
        // SAFETY: by contract.
        let value = |i| unsafe { Ref::from_word(*ptr.add(i)) };
        let v: Vec<Ref<'_>> = (0..all).map(value).chain([names]).collect();
        call(v.as_ptr() as *const Word)
    }
}

fn method_descr_call(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    let Some(d) = f.get::<MethodDescr>() else {
        return Err(type_error(th, "method descriptor expected"));
    };
    let Some(slf) = a.opt(0) else {
        return Err(type_error(
            th,
            format!(
                "unbound method {}.{}() needs an argument",
                d.owner.tp_name(),
                d.def.name
            ),
        ));
    };
    if !slf.is_instance(d.owner) {
        let m = format!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            d.def.name,
            d.owner.tp_name(),
            slf.class().tp_name()
        );
        return Err(type_error(th, m));
    }
    invoke(th, d.def, Some(d.owner), a, 1)
}

fn bound_method_call(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    let Some(m) = f.get::<BoundMethod>() else {
        return Err(type_error(th, "method expected"));
    };
    let (Some(func), Some(slf)) = (m.func.get(), m.slf.get()) else {
        return Err(error::runtime_error(th, "method was cleared"));
    };
    with_self(slf.r(), a, |all| call_args(th, func.r(), all))
}

// ------------------------------------------------------------------ protocol

/// Calls any value.
#[inline]
pub fn call_args(th: &mut Thread, f: Ref<'_>, a: Args<'_>) -> R {
    if th.stack_is_low() {
        return Err(error::recursion_error(
            th,
            "maximum recursion depth exceeded",
        ));
    }
    match f.class().slots().call() {
        Some(c) => c(th, f, a),
        None => Err(type_error(
            th,
            format!("'{}' object is not callable", f.class().tp_name()),
        )),
    }
}

/// Calls with positional arguments.
#[inline]
pub fn call(th: &mut Thread, f: Ref<'_>, args: &[Ref<'_>]) -> R {
    call_args(th, f, Args::of(args))
}

/// Calls with positional and keyword arguments.
pub fn call_kw(th: &mut Thread, f: Ref<'_>, args: &[Ref<'_>], kw: &[(&str, Ref<'_>)]) -> R {
    if kw.is_empty() {
        return call(th, f, args);
    }
    let names = kw
        .iter()
        .map(|(n, _)| types::str::intern_str(n).own())
        .collect();
    let names = tuple::new(th, names)?;
    let mut all: Vec<Ref<'_>> = args.to_vec();
    all.extend(kw.iter().map(|p| p.1));
    all.push(names.r());
    call_args(th, f, Args::with_names(&all))
}

/// Calls with a tuple of positional arguments and an optional dict of keyword arguments.
pub fn call_ex(th: &mut Thread, f: Ref<'_>, args: Ref<'_>, kwargs: Option<Ref<'_>>) -> R {
    let mut all: Vec<Ref<'_>> = tuple::items(args).collect();
    let items = kwargs
        .and_then(|k| k.get::<types::dict::Dict>())
        .map(types::dict::Dict::items)
        .unwrap_or_default();
    if items.is_empty() {
        return call(th, f, &all);
    }
    let mut names = Vec::with_capacity(items.len());
    for (k, v) in &items {
        if !types::str::is_str(k.r()) {
            return Err(type_error(th, "keywords must be strings"));
        }
        names.push(k.clone());
        all.push(v.r());
    }
    let names = tuple::new(th, names)?;
    all.push(names.r());
    call_args(th, f, Args::with_names(&all))
}

/// `obj.name(*args)`.
pub fn call_method(th: &mut Thread, obj: Ref<'_>, name: Ref<'_>, args: &[Ref<'_>]) -> R {
    // Without a bound method object where the attribute is a plain function of the class.
    let found = obj.class().lookup(th, name).map(crate::obj::Val::own);
    if let Some(f) = &found
        && f.r().class().flag(tf::METHOD_DESCRIPTOR)
        && obj.class().slots().getattr().is_some_and(|g| {
            std::ptr::fn_addr_eq(
                g,
                crate::ops::generic_getattr as crate::types::slots::BinaryFn,
            )
        })
        && crate::shape::get(obj, name).is_none()
    {
        return call_method_value(th, f.r(), obj, args);
    }
    drop(found);
    let f = crate::ops::getattr(th, obj, name)?;
    call(th, f.r(), args)
}

/// Calls a function or descriptor found on the class of `obj` as a method.
pub fn call_method_value(th: &mut Thread, f: Ref<'_>, obj: Ref<'_>, args: &[Ref<'_>]) -> R {
    if f.class().flag(tf::METHOD_DESCRIPTOR) {
        return with_self(obj, Args::of(args), |all| call_args(th, f, all));
    }
    match f.class().slots().descr_get() {
        Some(g) => {
            let b = g(th, f, Some(obj), obj.type_ref())?;
            call(th, b.r(), args)
        }
        None => call(th, f, args),
    }
}

/// Calls special method `name` of the class of `obj`; None if the class has none.
pub fn call_special(
    th: &mut Thread,
    obj: Ref<'_>,
    name: Ref<'_>,
    args: &[Ref<'_>],
) -> R<Option<Obj>> {
    match obj.class().lookup(th, name).map(crate::obj::Val::own) {
        Some(f) => call_method_value(th, f.r(), obj, args).map(Some),
        None => Ok(None),
    }
}

/// Name of a callable for messages (`__qualname__` + "()"), as CPython's `_PyObject_FunctionStr`.
pub fn function_str(th: &mut Thread, f: Ref<'_>) -> String {
    let q = match crate::ops::getattr_opt(th, f, names::__qualname__()) {
        Ok(Some(q)) => types::str::text(q.r()),
        _ => {
            drop(th.raised.take());
            return f.class().tp_name();
        }
    };
    match crate::ops::getattr_opt(th, f, names::__module__()) {
        Ok(Some(m)) if types::str::is_str(m.r()) && types::str::text(m.r()) != "builtins" => {
            format!("{}.{q}()", types::str::text(m.r()))
        }
        _ => {
            drop(th.raised.take());
            format!("{q}()")
        }
    }
}

const _: fn() -> &'static Layout = <BoundMethod as Payload>::layout;
