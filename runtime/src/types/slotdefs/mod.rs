//! Dunder methods and native slots: the one table that pairs them, and the two directions of keeping them in step.
//!
//! SLOTDEF RULE 1. A static type's slots are given; `finish` adds a wrapper descriptor for each slot of its own.
//! SLOTDEF RULE 2. A heap class's slots follow from its attributes: for every row the dunder is looked up along the
//!   MRO. The wrapper of that very row brings its native function along; anything else brings the row's generic
//!   function, which calls the attribute (`generic.rs`).
//! SLOTDEF RULE 3. A slot that several dunders feed (`__add__`/`__radd__`, the comparisons) is native only if all
//!   dunders found agree on one native function.

pub mod generic;
pub mod wrapper;

use crate::names;
use crate::obj::{Obj, R, Ref};
use crate::thread::Thread;
use crate::types::slots::{ALL_SLOTS, CmpOp, SlotId, SlotTable};
use crate::types::typeobj::{TypeObj, flags as tf};
use crate::types::{self, str as pystr};
use crate::value::Word;
use parking_lot::{Mutex, MutexGuard};
use std::collections::HashMap;
use std::sync::OnceLock;
use wrapper::SlotWrapper;

/// How a wrapper turns a method call into a call of the slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// `f(self)`.
    Unary,
    /// `f(self, other)`.
    Binary,
    /// `f(other, self)`.
    Reflected,
    /// `f(self, other[, mod])`.
    Ternary,
    /// `f(other, self[, mod])`.
    TernaryReflected,
    /// `hash`.
    Hash,
    /// `len`.
    Len,
    /// Truth.
    Bool,
    /// Containment.
    Contains,
    /// `f(self, key, value)`.
    SetItem,
    /// `f(self, key)` without a value.
    DelItem,
    /// `setattr` with the check that no layer is skipped.
    SetAttr,
    /// `delattr`, likewise.
    DelAttr,
    /// One comparison.
    Compare(CmpOp),
    /// Iterator step.
    Next,
    /// `__get__`.
    Get,
    /// `__set__`.
    Set,
    /// `__delete__`.
    Delete,
    /// `__call__`.
    Call,
    /// `__init__`.
    Init,
    /// `__del__`.
    Del,
    /// `*` of sequences: the other operand is an index.
    Repeat,
    /// No wrapper: the dunder exists in Python classes only.
    None,
}

/// One row: a dunder that feeds a slot.
pub struct SlotDef {
    /// The dunder.
    pub name: &'static str,
    /// The slot.
    pub id: SlotId,
    /// How its wrapper calls the slot.
    pub wrap: Wrap,
    /// Installs the function that calls the Python method; None: such a method does not fill this slot.
    pub generic: Option<fn(&SlotTable)>,
    /// Docstring of the wrapper.
    pub doc: &'static str,
}

macro_rules! rows {
    ($($name:literal $id:ident $wrap:expr, $generic:expr, $doc:literal;)*) => {
        /// Every row; rows of one slot stand together and in the order in which they decide.
        pub static ROWS: &[SlotDef] = &[$(SlotDef {
            name: $name, id: SlotId::$id, wrap: $wrap, generic: $generic, doc: $doc,
        },)*];
    };
}

use Wrap::*;
use generic as g;
rows! {
    "__repr__" Repr Unary, Some(|t| t.set_repr(g::slot_repr)), "Return repr(self).";
    "__hash__" Hash Hash, Some(|t| t.set_hash(g::slot_hash)), "Return hash(self).";
    "__call__" Call Call, Some(|t| t.set_call(g::slot_call)), "Call self as a function.";
    "__str__" Str Unary, Some(|t| t.set_str(g::slot_str)), "Return str(self).";
    "__getattribute__" GetAttr Binary, Some(|t| t.set_getattr(g::slot_getattr_hook)), "Return getattr(self, name).";
    "__getattr__" GetAttr None, Some(|t| t.set_getattr(g::slot_getattr_hook)), "Fallback of attribute access.";
    "__setattr__" SetAttr SetAttr, Some(|t| t.set_setattr(g::slot_setattr)), "Implement setattr(self, name, value).";
    "__delattr__" SetAttr DelAttr, Some(|t| t.set_setattr(g::slot_setattr)), "Implement delattr(self, name).";
    "__lt__" RichCmp Compare(CmpOp::Lt), Some(|t| t.set_richcmp(g::slot_richcmp)), "Return self<value.";
    "__le__" RichCmp Compare(CmpOp::Le), Some(|t| t.set_richcmp(g::slot_richcmp)), "Return self<=value.";
    "__eq__" RichCmp Compare(CmpOp::Eq), Some(|t| t.set_richcmp(g::slot_richcmp)), "Return self==value.";
    "__ne__" RichCmp Compare(CmpOp::Ne), Some(|t| t.set_richcmp(g::slot_richcmp)), "Return self!=value.";
    "__gt__" RichCmp Compare(CmpOp::Gt), Some(|t| t.set_richcmp(g::slot_richcmp)), "Return self>value.";
    "__ge__" RichCmp Compare(CmpOp::Ge), Some(|t| t.set_richcmp(g::slot_richcmp)), "Return self>=value.";
    "__iter__" Iter Unary, Some(|t| t.set_iter(g::slot_iter)), "Implement iter(self).";
    "__next__" Next Next, Some(|t| t.set_next(g::slot_next)), "Implement next(self).";
    "__get__" DescrGet Get, Some(|t| t.set_descr_get(g::slot_get)), "Read through the descriptor.";
    "__set__" DescrSet Set, Some(|t| t.set_descr_set(g::slot_set)), "Write through the descriptor.";
    "__delete__" DescrSet Delete, Some(|t| t.set_descr_set(g::slot_set)), "Delete through the descriptor.";
    "__init__" Init Init, Some(|t| t.set_init(g::slot_init)), "Initialize self.  See help(type(self)) for accurate signature.";
    "__del__" Finalize Del, Some(|t| t.set_finalize(g::slot_del)), "Called before the object is destroyed.";
    "__await__" Await Unary, Some(|t| t.set_await(g::slot_await)), "Return an iterator to be used in await expression.";
    "__aiter__" Aiter Unary, Some(|t| t.set_aiter(g::slot_aiter)), "Return an awaitable, that resolves in asynchronous iterator.";
    "__anext__" Anext Unary, Some(|t| t.set_anext(g::slot_anext)), "Return a value or raise StopAsyncIteration.";
    "__add__" Add Binary, Some(|t| t.set_add(g::slot_add)), "Return self+value.";
    "__radd__" Add Reflected, Some(|t| t.set_add(g::slot_add)), "Return value+self.";
    "__sub__" Sub Binary, Some(|t| t.set_sub(g::slot_sub)), "Return self-value.";
    "__rsub__" Sub Reflected, Some(|t| t.set_sub(g::slot_sub)), "Return value-self.";
    "__mul__" Mul Binary, Some(|t| t.set_mul(g::slot_mul)), "Return self*value.";
    "__rmul__" Mul Reflected, Some(|t| t.set_mul(g::slot_mul)), "Return value*self.";
    "__mod__" Mod Binary, Some(|t| t.set_mod(g::slot_mod)), "Return self%value.";
    "__rmod__" Mod Reflected, Some(|t| t.set_mod(g::slot_mod)), "Return value%self.";
    "__divmod__" Divmod Binary, Some(|t| t.set_divmod(g::slot_divmod)), "Return divmod(self, value).";
    "__rdivmod__" Divmod Reflected, Some(|t| t.set_divmod(g::slot_divmod)), "Return divmod(value, self).";
    "__pow__" Pow Ternary, Some(|t| t.set_pow(g::slot_pow)), "Return pow(self, value, mod).";
    "__rpow__" Pow TernaryReflected, Some(|t| t.set_pow(g::slot_pow)), "Return pow(value, self, mod).";
    "__neg__" Neg Unary, Some(|t| t.set_neg(g::slot_neg)), "-self";
    "__pos__" Pos Unary, Some(|t| t.set_pos(g::slot_pos)), "+self";
    "__abs__" Abs Unary, Some(|t| t.set_abs(g::slot_abs)), "abs(self)";
    "__bool__" Bool Bool, Some(|t| t.set_bool(g::slot_bool)), "True if self else False";
    "__invert__" Invert Unary, Some(|t| t.set_invert(g::slot_invert)), "~self";
    "__lshift__" LShift Binary, Some(|t| t.set_lshift(g::slot_lshift)), "Return self<<value.";
    "__rlshift__" LShift Reflected, Some(|t| t.set_lshift(g::slot_lshift)), "Return value<<self.";
    "__rshift__" RShift Binary, Some(|t| t.set_rshift(g::slot_rshift)), "Return self>>value.";
    "__rrshift__" RShift Reflected, Some(|t| t.set_rshift(g::slot_rshift)), "Return value>>self.";
    "__and__" And Binary, Some(|t| t.set_and(g::slot_and)), "Return self&value.";
    "__rand__" And Reflected, Some(|t| t.set_and(g::slot_and)), "Return value&self.";
    "__xor__" Xor Binary, Some(|t| t.set_xor(g::slot_xor)), "Return self^value.";
    "__rxor__" Xor Reflected, Some(|t| t.set_xor(g::slot_xor)), "Return value^self.";
    "__or__" Or Binary, Some(|t| t.set_or(g::slot_or)), "Return self|value.";
    "__ror__" Or Reflected, Some(|t| t.set_or(g::slot_or)), "Return value|self.";
    "__int__" Int Unary, Some(|t| t.set_int(g::slot_int)), "int(self)";
    "__float__" Float Unary, Some(|t| t.set_float(g::slot_float)), "float(self)";
    "__iadd__" IAdd Binary, Some(|t| t.set_iadd(g::slot_iadd)), "Return self+=value.";
    "__isub__" ISub Binary, Some(|t| t.set_isub(g::slot_isub)), "Return self-=value.";
    "__imul__" IMul Binary, Some(|t| t.set_imul(g::slot_imul)), "Return self*=value.";
    "__imod__" IMod Binary, Some(|t| t.set_imod(g::slot_imod)), "Return self%=value.";
    "__ipow__" IPow Binary, Some(|t| t.set_ipow(g::slot_ipow)), "Return self**=value.";
    "__ilshift__" ILShift Binary, Some(|t| t.set_ilshift(g::slot_ilshift)), "Return self<<=value.";
    "__irshift__" IRShift Binary, Some(|t| t.set_irshift(g::slot_irshift)), "Return self>>=value.";
    "__iand__" IAnd Binary, Some(|t| t.set_iand(g::slot_iand)), "Return self&=value.";
    "__ixor__" IXor Binary, Some(|t| t.set_ixor(g::slot_ixor)), "Return self^=value.";
    "__ior__" IOr Binary, Some(|t| t.set_ior(g::slot_ior)), "Return self|=value.";
    "__floordiv__" FloorDiv Binary, Some(|t| t.set_floordiv(g::slot_floordiv)), "Return self//value.";
    "__rfloordiv__" FloorDiv Reflected, Some(|t| t.set_floordiv(g::slot_floordiv)), "Return value//self.";
    "__truediv__" TrueDiv Binary, Some(|t| t.set_truediv(g::slot_truediv)), "Return self/value.";
    "__rtruediv__" TrueDiv Reflected, Some(|t| t.set_truediv(g::slot_truediv)), "Return value/self.";
    "__ifloordiv__" IFloorDiv Binary, Some(|t| t.set_ifloordiv(g::slot_ifloordiv)), "Return self//=value.";
    "__itruediv__" ITrueDiv Binary, Some(|t| t.set_itruediv(g::slot_itruediv)), "Return self/=value.";
    "__index__" Index Unary, Some(|t| t.set_index(g::slot_index)), "Return self converted to an integer, if self is suitable for use as an index into a list.";
    "__matmul__" MatMul Binary, Some(|t| t.set_matmul(g::slot_matmul)), "Return self@value.";
    "__rmatmul__" MatMul Reflected, Some(|t| t.set_matmul(g::slot_matmul)), "Return value@self.";
    "__imatmul__" IMatMul Binary, Some(|t| t.set_imatmul(g::slot_imatmul)), "Return self@=value.";
    "__len__" Len Len, Some(|t| t.set_len(g::slot_len)), "Return len(self).";
    "__getitem__" GetItem Binary, Some(|t| t.set_getitem(g::slot_getitem)), "Return self[key].";
    "__setitem__" SetItem SetItem, Some(|t| t.set_setitem(g::slot_setitem)), "Set self[key] to value.";
    "__delitem__" SetItem DelItem, Some(|t| t.set_setitem(g::slot_setitem)), "Delete self[key].";
    "__contains__" Contains Contains, Some(|t| t.set_contains(g::slot_contains)), "Return bool(key in self).";
    "__add__" Concat Binary, Option::None, "Return self+value.";
    "__mul__" Repeat Repeat, Option::None, "Return self*value.";
    "__rmul__" Repeat Repeat, Option::None, "Return value*self.";
    "__iadd__" InplaceConcat Binary, Option::None, "Implement self+=value.";
    "__imul__" InplaceRepeat Repeat, Option::None, "Implement self*=value.";
}

/// The interned name of each row, the rows of each name, and the rows of each slot.
struct Index {
    names: Vec<Word>,
    rows: HashMap<Word, Vec<usize>>,
    slots: Vec<Vec<usize>>,
}

fn index() -> &'static Index {
    static I: OnceLock<Index> = OnceLock::new();
    I.get_or_init(|| {
        let names: Vec<Word> = ROWS
            .iter()
            .map(|r| pystr::intern_str(r.name).word())
            .collect();
        let mut rows: HashMap<Word, Vec<usize>> = HashMap::new();
        for (i, &n) in names.iter().enumerate() {
            rows.entry(n).or_default().push(i);
        }
        // `__new__` has no row of wrappers, but a class that gains or loses one must be looked at.
        rows.entry(names::__new__().word()).or_default();
        let mut slots = vec![Vec::new(); ALL_SLOTS.len()];
        for (i, r) in ROWS.iter().enumerate() {
            slots[r.id as usize].push(i);
        }
        Index { names, rows, slots }
    })
}

fn row_name(i: usize) -> Ref<'static> {
    // SAFETY: interned names are immortal.
    unsafe { Ref::from_word(index().names[i]) }
}

/// Whether setting this class attribute can change a slot.
pub fn is_slot_name(name: Ref<'_>) -> bool {
    pystr::starts_with(name, b"__")
        && pystr::interned_or_none(name).is_some_and(|w| index().rows.contains_key(&w))
}

// ------------------------------------------------------------------ static types

/// Whether `t` fills slot `id` itself: its function is none that an ancestor has.
fn is_own(t: &'static TypeObj, id: SlotId) -> bool {
    t.slots().has(id) && !t.mro().skip(1).any(|b| b.slots().same(id, t.slots()))
}

/// Last step for a static type, after its slots and methods are in place: wrappers for its own slots, the rest of the
/// slots from its base, `__hash__ = None` for types that compare but do not hash, `__new__`. Marks it ready.
pub fn finish(th: &mut Thread, t: &'static TypeObj) -> R<()> {
    let own: Vec<SlotId> = ALL_SLOTS.into_iter().filter(|&id| is_own(t, id)).collect();
    inherit_slots(t, &own);
    let Some(dict) = t.dict_slot().get() else {
        return Err(crate::error::runtime_error(
            th,
            "type finished before its set-up",
        ));
    };
    let Some(d) = dict.get::<types::dict::Dict>() else {
        return Ok(());
    };
    for (i, row) in ROWS.iter().enumerate() {
        if row.wrap == Wrap::None || !own.contains(&row.id) || d.get_str(row_name(i)).is_some() {
            continue;
        }
        let w = wrapper::new(th, row, t)?;
        t.set_attr(row_name(i), Some(w));
    }
    if !t.slots().has(SlotId::Hash)
        && d.get_str(names::__hash__()).is_none()
        && !std::ptr::eq(t, &types::OBJECT)
    {
        t.set_attr(names::__hash__(), Some(Obj::none()));
    }
    if own.contains(&SlotId::New) && d.get_str(names::__new__()).is_none() {
        let f = wrapper::new_constructor(th, t)?;
        t.set_attr(names::__new__(), Some(f));
    }
    if d.get_str(names::__doc__()).is_none() {
        t.set_attr(names::__doc__(), Some(Obj::none()));
    }
    t.finish();
    Ok(())
}

/// Sets `__doc__` of a static type, before `finish`.
pub fn set_doc(th: &mut Thread, t: &'static TypeObj, doc: &str) -> R<()> {
    let d = pystr::new(th, doc)?;
    t.set_attr(names::__doc__(), Some(d));
    Ok(())
}

/// Takes what the type does not define from its bases; hash and comparison go together.
fn inherit_slots(t: &'static TypeObj, own: &[SlotId]) {
    let Some(base) = t.base() else { return };
    let compares = own.contains(&SlotId::RichCmp);
    let hashes = own.contains(&SlotId::Hash);
    for id in ALL_SLOTS {
        if own.contains(&id) {
            continue;
        }
        match id {
            SlotId::RichCmp if hashes => t.slots().clear(id),
            SlotId::Hash if compares => t.slots().clear(id),
            // As in CPython a native type has a constructor of its own or cannot be instantiated; only what derives
            // from such a type inherits one.
            SlotId::New if t.flag(tf::NO_NEW) || std::ptr::eq(base, &types::OBJECT) => {
                t.slots().clear(id)
            }
            _ => t.slots().copy_from(id, base.slots()),
        }
    }
}

// ------------------------------------------------------------------ heap classes

/// Held while a dunder and the slots that follow from it change, so that the slots agree with the attributes when
/// several threads change one class. No Python code runs under it, and values of class dicts are SHARED: dropping one
/// only retires it.
static UPDATES: Mutex<()> = Mutex::new(());

/// See `UPDATES`.
pub fn lock_updates() -> MutexGuard<'static, ()> {
    UPDATES.lock()
}

/// SLOTDEF RULE 2 for all slots of a heap class; its MRO is set. Under `lock_updates`.
pub fn update_all(th: &mut Thread, class: &'static TypeObj) {
    for id in ALL_SLOTS {
        update_one(th, class, id);
    }
    update_flags(th, class);
}

/// As `update_all` for a class that has the slots of its only base already: `own` are the dunders of the class itself.
pub fn update_named(th: &mut Thread, class: &'static TypeObj, own: &[Ref<'static>]) {
    for name in own {
        let Some(rows) = index().rows.get(&name.word()) else {
            continue;
        };
        if name.is(names::__new__()) {
            update_one(th, class, SlotId::New);
        }
        for &r in rows {
            update_one(th, class, ROWS[r].id);
        }
    }
    // Inherited otherwise.
    if own.iter().any(|n| n.is(names::__del__())) {
        update_flags(th, class);
    }
}

/// As `update_all` for the slots that dunder `name` feeds, also in the subclasses that inherit it. Under
/// `lock_updates`.
pub fn update_slots(th: &mut Thread, class: &'static TypeObj, name: Ref<'_>) {
    let Some(rows) = pystr::interned_or_none(name).and_then(|w| index().rows.get(&w)) else {
        return;
    };
    if name.is(names::__new__()) {
        update_one(th, class, SlotId::New);
    }
    for &r in rows {
        update_one(th, class, ROWS[r].id);
    }
    update_flags(th, class);
    for sub in class.subclasses() {
        let Some(sub) = sub.r().as_type() else {
            continue;
        };
        let own = sub
            .dict()
            .get::<types::dict::Dict>()
            .is_some_and(|d| d.get_str(name).is_some());
        if !own {
            update_slots(th, sub, name);
        }
    }
}

fn update_flags(th: &mut Thread, class: &'static TypeObj) {
    let del = class.lookup(th, names::__del__()).is_some();
    class.set_flag(tf::HAS_FINALIZER, del);
}

/// What one dunder of a slot asks for.
enum Wish {
    Nothing,
    Native(&'static TypeObj),
    Generic(usize),
    Unhashable,
}

fn wish(th: &mut Thread, class: &'static TypeObj, i: usize) -> Wish {
    let row = &ROWS[i];
    let Some(found) = class.lookup(th, row_name(i)) else {
        return Wish::Nothing;
    };
    let v = found.r();
    if let Some(w) = v.get::<SlotWrapper>()
        && v.is_exact(&types::WRAPPER_DESCRIPTOR)
        && w.def.name == row.name
    {
        if !class.is_subtype(w.owner) {
            return Wish::Generic(i);
        }
        if !std::ptr::eq(w.def, row) {
            // The wrapper of the twin slot (`+` of sequences and of numbers).
            return Wish::Nothing;
        }
        return Wish::Native(w.owner);
    }
    if row.id == SlotId::Hash && v.is_none() {
        return Wish::Unhashable;
    }
    // A native method that stands for the wrapper does what the slot does.
    if let Some(m) = v.get::<crate::call::MethodDescr>()
        && m.def.name == row.name
        && m.owner.slots().has(row.id)
        && class.is_subtype(m.owner)
    {
        return Wish::Native(m.owner);
    }
    Wish::Generic(i)
}

fn update_one(th: &mut Thread, class: &'static TypeObj, id: SlotId) {
    if id == SlotId::New {
        update_new(th, class);
        return;
    }
    let mut native: Option<&'static TypeObj> = Option::None;
    let mut generic = Option::None;
    for &i in &index().slots[id as usize] {
        let row = &ROWS[i];
        match wish(th, class, i) {
            Wish::Nothing => {}
            Wish::Unhashable => {
                class.slots().set_hash(g::unhashable);
                return;
            }
            Wish::Native(owner) => match native {
                Some(n) if !n.slots().same(id, owner.slots()) => generic = row.generic,
                _ => native = Some(owner),
            },
            Wish::Generic(i) => generic = ROWS[i].generic.or(generic),
        }
    }
    match (generic, native) {
        (Some(install), _) => install(class.slots()),
        (_, Some(owner)) => class.slots().copy_from(id, owner.slots()),
        _ => class.slots().clear(id),
    }
}

/// `__new__`: a native constructor is inherited as it is; a Python one is called.
fn update_new(th: &mut Thread, class: &'static TypeObj) {
    let found = class.lookup(th, names::__new__()).map(crate::obj::Val::own);
    let owner = found.as_ref().and_then(|f| wrapper::constructor_of(f.r()));
    match owner {
        Some(t) if class.is_subtype(t) => class.slots().copy_from(SlotId::New, t.slots()),
        _ if found.is_none() => class.slots().clear(SlotId::New),
        _ => class.slots().set_new(g::slot_new),
    }
}
