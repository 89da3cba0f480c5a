//! The native slot table of a class: one atomic function pointer per operation. What each slot means, which
//! dunder method it stands for and how the two are kept in step is `slotdefs.rs`.

use crate::call::Args;
use crate::obj::{Obj, R, Ref};
use crate::sync::{AtomicPtr, Ordering::*};
use crate::thread::Thread;

/// Comparison operators, CPython's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CmpOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CmpOp {
    /// All, in order.
    pub const ALL: [CmpOp; 6] = [
        CmpOp::Lt,
        CmpOp::Le,
        CmpOp::Eq,
        CmpOp::Ne,
        CmpOp::Gt,
        CmpOp::Ge,
    ];
    /// The operator with its operands exchanged.
    pub fn swapped(self) -> CmpOp {
        [
            CmpOp::Gt,
            CmpOp::Ge,
            CmpOp::Eq,
            CmpOp::Ne,
            CmpOp::Lt,
            CmpOp::Le,
        ][self as usize]
    }
    /// As written.
    pub fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }
    /// Applies it to an ordering.
    #[inline(always)]
    pub fn test(self, o: std::cmp::Ordering) -> bool {
        match self {
            CmpOp::Lt => o.is_lt(),
            CmpOp::Le => o.is_le(),
            CmpOp::Eq => o.is_eq(),
            CmpOp::Ne => o.is_ne(),
            CmpOp::Gt => o.is_gt(),
            CmpOp::Ge => o.is_ge(),
        }
    }
}

/// `f(x) -> value`.
pub type UnaryFn = fn(&mut Thread, Ref<'_>) -> R;
/// `f(x, y) -> value` or NotImplemented.
pub type BinaryFn = fn(&mut Thread, Ref<'_>, Ref<'_>) -> R;
/// `f(x, y, z)`; z is None for two-argument pow.
pub type TernaryFn = fn(&mut Thread, Ref<'_>, Ref<'_>, Ref<'_>) -> R;
/// `hash(x)`.
pub type HashFn = fn(&mut Thread, Ref<'_>) -> R<i64>;
/// `x(*args, **kwargs)`.
pub type CallFn = fn(&mut Thread, Ref<'_>, Args<'_>) -> R;
/// `setattr`/`delattr` (value None deletes) and item assignment and descriptor set.
pub type SetFn = fn(&mut Thread, Ref<'_>, Ref<'_>, Option<Ref<'_>>) -> R<()>;
/// Rich comparison.
pub type CmpFn = fn(&mut Thread, Ref<'_>, Ref<'_>, CmpOp) -> R;
/// Iterator step; None or a StopIteration in flight: exhausted (`ops::next` gives None for both).
pub type NextFn = fn(&mut Thread, Ref<'_>) -> R<Option<Obj>>;
/// Many steps of an iterator at once: see `ops::run`. A StopIteration in flight says the same as false.
pub type RunFn = fn(&mut Thread, Ref<'_>, &mut Vec<Obj>, usize) -> R<bool>;
/// `descriptor.__get__(object or None, class)`.
pub type GetFn = fn(&mut Thread, Ref<'_>, Option<Ref<'_>>, Ref<'_>) -> R;
/// `__init__`.
pub type InitFn = fn(&mut Thread, Ref<'_>, Args<'_>) -> R<()>;
/// `len`.
pub type LenFn = fn(&mut Thread, Ref<'_>) -> R<usize>;
/// Truth and containment.
pub type BoolFn = fn(&mut Thread, Ref<'_>) -> R<bool>;
/// `item in x`.
pub type ContainsFn = fn(&mut Thread, Ref<'_>, Ref<'_>) -> R<bool>;
/// Every item at one moment (`ops::collect`): what walks a container in one atomic step.
pub type SnapshotFn = fn(&mut Thread, Ref<'_>) -> R<Vec<Obj>>;
/// Native finaliser.
pub type FinalizeFn = fn(&mut Thread, Ref<'_>) -> R<()>;

macro_rules! slot_table {
    ($($id:ident $get:ident $set:ident : $ty:ty,)*) => {
        /// Index of a slot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum SlotId { $(#[doc = stringify!($ty)] $id,)* }
        const COUNT: usize = [$(SlotId::$id),*].len();
        /// Every slot.
        pub const ALL_SLOTS: [SlotId; COUNT] = [$(SlotId::$id),*];
        impl SlotTable {
            $(
                /// The slot's function.
                #[inline(always)]
                pub fn $get(&self) -> Option<$ty> {
                    // Acquire: pairs with the Release of the setter.
                    let p = self.0[SlotId::$id as usize].load(Acquire);
                    // SAFETY: only the typed setter below and `inherit`/`copy_from` (same index) write this entry.
                    if p.is_null() { None } else { Some(unsafe { std::mem::transmute::<*mut (), $ty>(p) }) }
                }
                /// Fills the slot.
                pub fn $set(&self, f: $ty) {
                    // Release: see the getter.
                    self.0[SlotId::$id as usize].store(f as *mut (), Release);
                }
            )*
        }
    };
}

/// The table.
pub struct SlotTable([AtomicPtr<()>; COUNT]);

slot_table! {
    Repr repr set_repr: UnaryFn,
    Str str set_str: UnaryFn,
    Hash hash set_hash: HashFn,
    Call call set_call: CallFn,
    GetAttr getattr set_getattr: BinaryFn,
    SetAttr setattr set_setattr: SetFn,
    RichCmp richcmp set_richcmp: CmpFn,
    Iter iter set_iter: UnaryFn,
    Next next set_next: NextFn,
    Run run set_run: RunFn,
    Snapshot snapshot set_snapshot: SnapshotFn,
    DescrGet descr_get set_descr_get: GetFn,
    DescrSet descr_set set_descr_set: SetFn,
    Init init set_init: InitFn,
    New new_ set_new: CallFn,
    Finalize finalize set_finalize: FinalizeFn,
    Len len set_len: LenFn,
    GetItem getitem set_getitem: BinaryFn,
    SetItem setitem set_setitem: SetFn,
    Contains contains set_contains: ContainsFn,
    Concat concat set_concat: BinaryFn,
    Repeat repeat set_repeat: BinaryFn,
    InplaceConcat iconcat set_iconcat: BinaryFn,
    InplaceRepeat irepeat set_irepeat: BinaryFn,
    Bool bool_ set_bool: BoolFn,
    Int int set_int: UnaryFn,
    Float float set_float: UnaryFn,
    Index index set_index: UnaryFn,
    Neg neg set_neg: UnaryFn,
    Pos pos set_pos: UnaryFn,
    Abs abs set_abs: UnaryFn,
    Invert invert set_invert: UnaryFn,
    Add add set_add: BinaryFn,
    Sub sub set_sub: BinaryFn,
    Mul mul set_mul: BinaryFn,
    TrueDiv truediv set_truediv: BinaryFn,
    FloorDiv floordiv set_floordiv: BinaryFn,
    Mod mod_ set_mod: BinaryFn,
    Pow pow set_pow: TernaryFn,
    MatMul matmul set_matmul: BinaryFn,
    And and set_and: BinaryFn,
    Or or set_or: BinaryFn,
    Xor xor set_xor: BinaryFn,
    LShift lshift set_lshift: BinaryFn,
    RShift rshift set_rshift: BinaryFn,
    Divmod divmod set_divmod: BinaryFn,
    IAdd iadd set_iadd: BinaryFn,
    ISub isub set_isub: BinaryFn,
    IMul imul set_imul: BinaryFn,
    ITrueDiv itruediv set_itruediv: BinaryFn,
    IFloorDiv ifloordiv set_ifloordiv: BinaryFn,
    IMod imod set_imod: BinaryFn,
    IPow ipow set_ipow: TernaryFn,
    IMatMul imatmul set_imatmul: BinaryFn,
    IAnd iand set_iand: BinaryFn,
    IOr ior set_ior: BinaryFn,
    IXor ixor set_ixor: BinaryFn,
    ILShift ilshift set_ilshift: BinaryFn,
    IRShift irshift set_irshift: BinaryFn,
    Await await_ set_await: UnaryFn,
    Aiter aiter set_aiter: UnaryFn,
    Anext anext set_anext: UnaryFn,
}

impl Default for SlotTable {
    fn default() -> Self {
        SlotTable::new()
    }
}

impl SlotTable {
    /// An empty table.
    pub const fn new() -> SlotTable {
        SlotTable([const { AtomicPtr::new(std::ptr::null_mut()) }; COUNT])
    }
    /// Whether a slot is filled.
    #[inline(always)]
    pub fn has(&self, id: SlotId) -> bool {
        !self.0[id as usize].load(Relaxed).is_null()
    }
    /// Whether both tables have the same function there.
    pub fn same(&self, id: SlotId, other: &SlotTable) -> bool {
        self.0[id as usize].load(Acquire) == other.0[id as usize].load(Acquire)
    }
    /// The raw function, for identity.
    pub fn raw(&self, id: SlotId) -> usize {
        self.0[id as usize].load(Acquire) as usize
    }
    /// Copies one slot (possibly empty) from another table.
    pub fn copy_from(&self, id: SlotId, other: &SlotTable) {
        self.0[id as usize].store(other.0[id as usize].load(Acquire), Release);
    }
    /// Copies every slot from another table.
    pub fn copy_all(&self, other: &SlotTable) {
        for (to, from) in self.0.iter().zip(&other.0) {
            // Relaxed: functions never change; who may call a slot sees the class published after this.
            to.store(from.load(Relaxed), Relaxed);
        }
    }
    /// Empties a slot.
    pub fn clear(&self, id: SlotId) {
        self.0[id as usize].store(std::ptr::null_mut(), Release);
    }
    /// Fills every empty slot from a base. Comparison and hash go together as in CPython: a type that
    /// defines one does not inherit the other.
    pub fn inherit(&self, base: &SlotTable) {
        let own_eq = self.has(SlotId::RichCmp) || self.has(SlotId::Hash);
        let own_iter = self.has(SlotId::Iter);
        let own_next = self.has(SlotId::Next);
        for id in ALL_SLOTS {
            if own_eq && matches!(id, SlotId::RichCmp | SlotId::Hash) {
                continue;
            }
            if own_iter && id == SlotId::Snapshot || own_next && id == SlotId::Run {
                continue;
            }
            if !self.has(id) {
                self.copy_from(id, base);
            }
        }
    }
}

impl SlotTable {
    /// A binary operator slot by id; None for ids of another type.
    #[inline(always)]
    pub fn binary(&self, id: SlotId) -> Option<BinaryFn> {
        let ok = (id as u8 >= SlotId::Add as u8
            && id as u8 <= SlotId::IRShift as u8
            && !matches!(id, SlotId::Pow | SlotId::IPow))
            || matches!(
                id,
                SlotId::Concat
                    | SlotId::Repeat
                    | SlotId::InplaceConcat
                    | SlotId::InplaceRepeat
                    | SlotId::GetItem
                    | SlotId::GetAttr
            );
        if !ok {
            return None;
        }
        let p = self.0[id as usize].load(Acquire);
        if p.is_null() {
            None
        } else {
            // SAFETY: the ids tested above are declared with BinaryFn in the table.
            Some(unsafe { std::mem::transmute::<*mut (), BinaryFn>(p) })
        }
    }
    /// A unary slot by id; None for ids of another type.
    pub fn unary(&self, id: SlotId) -> Option<UnaryFn> {
        let ok = matches!(
            id,
            SlotId::Repr
                | SlotId::Str
                | SlotId::Iter
                | SlotId::Int
                | SlotId::Float
                | SlotId::Index
                | SlotId::Neg
                | SlotId::Pos
                | SlotId::Abs
                | SlotId::Invert
                | SlotId::Await
                | SlotId::Aiter
                | SlotId::Anext
        );
        if !ok {
            return None;
        }
        let p = self.0[id as usize].load(Acquire);
        if p.is_null() {
            None
        } else {
            // SAFETY: the ids tested above are declared with UnaryFn in the table.
            Some(unsafe { std::mem::transmute::<*mut (), UnaryFn>(p) })
        }
    }
    /// Fills a binary slot by id (ids that `binary` accepts).
    pub fn set_binary(&self, id: SlotId, f: BinaryFn) {
        self.0[id as usize].store(f as *mut (), Release);
    }
    /// Fills a unary slot by id (ids that `unary` accepts).
    pub fn set_unary(&self, id: SlotId, f: UnaryFn) {
        self.0[id as usize].store(f as *mut (), Release);
    }
}
