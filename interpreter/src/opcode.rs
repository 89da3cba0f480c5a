//! THE instruction table: every opcode is one row, and enum, names, operand
//! formats and the disassembler are made from it.
//!
//! An instruction is one 64-bit word, low to high: `op:8 x:8 a:16 b:16 c:16`.
//! `a`, `b`, `c` are register numbers unless the row says otherwise; a code
//! object has at most 65,535 registers, so no wide forms exist (the decision
//! and its measurement: docs/ARCHITECTURE.md, "Instruction words").
//!
//! Registers: `0..nlocals` are parameters and local variables, the rest are
//! temporaries.
//!
//! Invariants that the compiler keeps and the machine relies on:
//!
//! OPERAND RULE 1. A *temporary* operand that is not also the destination is
//!   dead after the instruction: the machine may move its value out, and
//!   releases it where it may hold an object. A *local* operand is only read.
//!   Rows that say *keeps* leave the named operand alive even if it is a
//!   temporary; a register that the row both reads and updates (an accumulator,
//!   an iterator) stays alive too. Where destination and operand are the same
//!   register the old value is released when the new one is written.
//! OPERAND RULE 2. Every temporary is UNBOUND (or dead) when it is not live;
//!   a dead temporary may keep an immediate, never silently an object that a
//!   user could see being kept alive (emit `Clear` where rule 1 does not do it).
//! OPERAND RULE 3. An instruction writes its destination last, after it can
//!   no longer fail.
//! OPERAND RULE 4. A call window is `base, base+1, ...` at the top of the live
//!   temporaries: nothing above the last argument is live.
//! OPERAND RULE 5. `MoveArg` aliases a local variable; the local must not be
//!   assigned or deleted before the call that consumes the window.
//!
//! Jumps are relative to the *next* instruction.

/// How an opcode uses its operand fields (drives the disassembler).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// No operands.
    Nil,
    /// `a` only.
    A,
    /// `a, b`.
    Ab,
    /// `a, b, c`.
    Abc,
    /// `a`, signed 32-bit jump in `b:c`.
    AJump,
    /// Signed 32-bit jump in `b:c`.
    Jump,
    /// `a, b`, signed 16-bit jump in `c`.
    AbJump,
    /// `a`, constant index in `b` , signed 16-bit jump in `c`.
    AkJump,
    /// `a`, 32-bit constant index in `b:c`.
    Ak,
    /// `a, b`, constant index in `c`.
    Abk,
    /// `a`, 24-bit site in `x:c`.
    ASite,
    /// `a, b`, 24-bit site in `x:c`.
    AbSite,
    /// `a`, `b` = base register, `c` = count.
    ABaseN,
}

macro_rules! opcodes {
    ($($(#[doc = $doc:literal])* $name:ident : $fmt:ident,)*) => {
        /// An instruction's operation. Rows marked *quick* are written by the
        /// machine over a generic instruction, never by the compiler.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Op { $($(#[doc = $doc])* $name,)* }
        /// Names in opcode order.
        pub const NAMES: &[&str] = &[$(stringify!($name),)*];
        /// Operand formats in opcode order.
        pub const FORMATS: &[Format] = &[$(Format::$fmt,)*];
        /// Opcodes in order, for decoding a byte.
        pub const ALL: &[Op] = &[$(Op::$name,)*];
    };
}

opcodes! {
    // ---- moves
    /// Does nothing.
    Nop: Nil,
    /// a = b (counts a private object; moves if b is a temporary).
    Move: Ab,
    /// a = b; keeps b.
    Copy: Ab,
    /// a = alias of local b for a call window (RULE 5); moves if b is a temporary.
    MoveArg: Ab,
    /// a = constant.
    LoadK: Ak,
    /// Release register a and make it UNBOUND.
    Clear: A,
    /// UnboundLocalError naming local a if it is UNBOUND.
    CheckBound: A,
    /// `del` of local a: as CheckBound, then Clear.
    DelFast: A,
    // ---- cells
    /// Wrap the value of local a (or nothing) in a new cell, in place.
    MakeCell: A,
    /// a = content of the cell in local b; NameError/UnboundLocalError if empty.
    LoadCell: Ab,
    /// content of the cell in local a = b.
    StoreCell: Ab,
    /// empty the cell in local a; error if empty already.
    DelCell: A,
    /// a = content of free variable number b (of the function's closure).
    LoadFree: Ab,
    /// content of free variable number a = b.
    StoreFree: Ab,
    /// empty free variable number a.
    DelFree: A,
    /// a = the cell itself of free variable number b (to build a closure).
    LoadFreeCell: Ab,
    /// a = the cell object in local b itself (to build a closure).
    LoadCellRef: Ab,
    /// a = name of site looked up in the mapping in register b; else free variable number x... see LoadFromDictOrGlobal.
    /// Here: c = free variable number (x=0) or local holding the cell (x=1), b = mapping; the name is the variable's.
    LoadFromDictOrCell: Abc,
    /// a = site's name from the mapping in register b, else global, else builtin.
    LoadFromDictOrGlobal: AbSite,
    // ---- names
    /// a = global or builtin named by the site.
    LoadGlobal: ASite,
    /// global named by the site = a.
    StoreGlobal: ASite,
    /// delete the global named by the site.
    DelGlobal: ASite,
    /// a = name from the frame's locals mapping, else global, else builtin.
    LoadName: ASite,
    /// name in the frame's locals mapping = a.
    StoreName: ASite,
    /// delete the name from the frame's locals mapping.
    DelName: ASite,
    /// a = the frame's locals mapping itself (class bodies, annotation scopes).
    LoadLocals: A,
    /// a = builtins.__build_class__.
    LoadBuildClass: A,
    // ---- attributes and items
    /// a = getattr(b, site).
    LoadAttr: AbSite,
    /// setattr(a, site, b).
    StoreAttr: AbSite,
    /// delattr(a, site).
    DelAttr: ASite,
    /// a, a+1 = method of b named by the site: (function, b) or (attribute, UNBOUND). b may equal a.
    LoadMethod: AbSite,
    /// a = super attribute; b.. = [super, class, self]. Bit 23 of the site: zero-argument form.
    LoadSuperAttr: AbSite,
    /// a, a+1 = super method as LoadMethod; b.. = [super, class, self]. Bit 23 of the site: zero-argument form.
    LoadSuperMethod: AbSite,
    /// a, a+1 = special method of type(b): x = 0 __enter__, 1 __exit__, 2 __aenter__, 3 __aexit__ (as LoadMethod; keeps b, which may equal a).
    LoadSpecial: Ab,
    /// a = b[c].
    GetItem: Abc,
    /// a = b[constant c].
    GetItemK: Abk,
    /// a[b] = c.
    SetItem: Abc,
    /// del a[b].
    DelItem: Ab,
    /// a = slice(b, b+1[, b+2]); c = 2 or 3 parts.
    BuildSlice: ABaseN,
    // ---- operators (x = BinOp, bit 6 = in place)
    /// a = b <x> c.
    Binary: Abc,
    /// a = b <x> constant c.
    BinaryK: Abk,
    /// a = constant b <x> register c.
    BinaryKR: Abc,
    /// a = -b.
    Neg: Ab,
    /// a = +b.
    Pos: Ab,
    /// a = ~b.
    Invert: Ab,
    /// a = not b.
    Not: Ab,
    /// a = bool(b).
    ToBool: Ab,
    /// a = b <x> c as a value (x = CmpOp).
    Compare: Abc,
    /// a = b <x> constant c.
    CompareK: Abk,
    /// a = b is c (x = 1: is not).
    Is: Abc,
    /// a = b in c (x = 1: not in).
    Contains: Abc,
    // ---- jumps
    /// Forward jump.
    Jump: Jump,
    /// Backward jump: a safepoint.
    JumpBack: Jump,
    /// Jump if a is false (a is consumed if temporary).
    JumpIfFalse: AJump,
    /// Jump if a is true (a is consumed if temporary).
    JumpIfTrue: AJump,
    /// Jump if a is false, keeping a; otherwise a is consumed if temporary.
    JumpIfFalseKeep: AJump,
    /// Jump if a is true, keeping a; otherwise a is consumed if temporary.
    JumpIfTrueKeep: AJump,
    /// Jump if a is None (a is consumed if temporary).
    JumpIfNone: AJump,
    /// Jump if a is not None (a is consumed if temporary).
    JumpIfNotNone: AJump,
    /// Jump by c if (a <x> b) is false; bit 7 of x: if true. x & 7 = CmpOp.
    CompareJump: AbJump,
    /// Jump by c if (a <x> constant b) is false; bit 7 of x: if true.
    CompareJumpK: AkJump,
    // ---- iteration
    /// a = iter(b).
    GetIter: Ab,
    /// b = next(a), or jump by c when exhausted (a is then released and UNBOUND).
    ForIter: AbJump,
    /// a.. = the c items of b.
    UnpackSeq: Abc,
    /// a.. = c & 255 items, a list, c >> 8 items of b (x: high bits of the count after, c>>8 | x<<8).
    UnpackEx: Abc,
    // ---- containers; temporaries base.. are moved in
    /// a = [b..]. With x = 1 (and no items): room for what the iterator in register b has left; keeps b.
    BuildList: ABaseN,
    /// a = (b..).
    BuildTuple: ABaseN,
    /// a = {b..}.
    BuildSet: ABaseN,
    /// a = {b: b+1, ..}; c = pairs.
    BuildMap: ABaseN,
    /// a = ''.join(b..) of strings made by Format.
    BuildString: ABaseN,
    /// a = t-string Template of alternating parts b.. (x = 0), or
    /// a = Interpolation(value, text, spec) with conversion x-1 (x = 1..4): b.. = 3 parts.
    BuildTemplate: ABaseN,
    /// a.append(b).
    ListAppend: Ab,
    /// a.extend(b): the "Value after * must be an iterable" form.
    ListExtend: Ab,
    /// a = tuple(list b), which is given up.
    ListToTuple: Ab,
    /// a.add(b).
    SetAdd: Ab,
    /// a.update(b).
    SetUpdate: Ab,
    /// a[b] = c, comprehension form.
    MapAdd: Abc,
    /// a.update(b): display form.
    DictUpdate: Ab,
    /// a.update(b) for a call of c: TypeError for repeated keywords; keeps c.
    DictMerge: Abc,
    /// a = format(conv(b), c); x & 3: conversion 0 none 1 str 2 repr 3 ascii; bit 7: register c holds a spec.
    Format: Abc,
    // ---- calls; result in a
    /// a = a(a+1 .. a+b).
    Call: Ab,
    /// a = a(a+1 .. a+b), the last ones named by tuple constant c.
    CallKw: Abk,
    /// window from LoadMethod: a, a+1 = callable, self or UNBOUND; a+2 .. = b arguments.
    CallMethod: Ab,
    /// as CallMethod, the last arguments named by tuple constant c.
    CallMethodKw: Abk,
    /// a = a(*a+1), or with x = 1 a(*a+1, **a+2); a+1 a tuple or any iterable, a+2 a dict or any mapping.
    CallEx: A,
    /// Return a (the machine's form: b = number of variables).
    Return: A,
    /// Return constant (the machine's form: x = number of variables, 255 if there are more).
    ReturnK: Ak,
    // ---- functions and classes
    /// a = function of code constant c; x bits say which of b, b+1, b+2, b+3 are set:
    /// 1 defaults tuple, 2 keyword defaults dict, 4 closure tuple of cells, 8 __annotate__ function.
    MakeFunction: Abk,
    // ---- generators
    /// First instruction of a generator function: return a generator holding this frame.
    ReturnGenerator: Nil,
    /// Yield b; a = the sent value (x & 4: nobody wants it, and a stays as it is). x & 3 = 0, or 2 for an asynchronous
    /// generator's own: the registers below c are those that live on. x & 3 = 1: part of `yield from` or `await`, c = register
    /// of the inner iterator, the last one that lives on; the next instruction is then the JumpBack to the `Send` that ends
    /// the loop.
    Yield: Abc,
    /// a = iterator for `yield from b`.
    GetYieldFromIter: Ab,
    /// Send a into iterator b: a = yielded value; at its end a = its return value and jump by c; keeps b.
    Send: AbJump,
    /// a = what the awaitable b is driven by (x: 0 await, 1 async with enter, 2 async with exit).
    GetAwaitable: Ab,
    /// a = b.__aiter__(), checked to be an asynchronous iterator.
    GetAiter: Ab,
    /// a = what the awaitable b.__anext__() is driven by; keeps b.
    GetAnext: Ab,
    /// The end of an asynchronous loop over iterator a: exception b, unless StopAsyncIteration, is raised again.
    EndAsyncFor: Ab,
    // ---- exceptions
    /// a becomes the handled exception (sys.exception()); a+1 = the one before.
    PushExcInfo: A,
    /// The handled exception becomes a+1 again (see PushExcInfo); a and a+1 are released (a may be UNBOUND).
    PopExcept: A,
    /// Jump by c unless exception a matches the class or tuple b; keeps a.
    ExcMatchJump: AbJump,
    /// a, a+1 = matching part or None, rest or None of exception b (None: both None) by type c; keeps b.
    /// A matching part becomes the handled exception.
    ExcGroupMatch: Abc,
    /// a = exception to raise after `except*`, or None: b = original, c = list of raised and rest.
    PrepReraiseStar: Abc,
    /// raise (x = 0: re-raise the handled one; 1: a; 2: a from b).
    Raise: Ab,
    /// Raise a again, keeping its traceback (no entry added for this frame). x = 1: the frame is then seen where a was
    /// raised, not here.
    Reraise: A,
    /// a = exit(self, type, exc, tb); b, b+1 = LoadSpecial window of __exit__ (consumed), c = the exception; keeps c.
    WithExceptStart: Abc,
    /// raise AssertionError(a) (x = 1) or AssertionError (x = 0).
    AssertFail: A,
    // ---- import
    /// a = import of the site's name; b = fromlist, b+1 = level.
    ImportName: AbSite,
    /// a = `from b import` the site's name; keeps b.
    ImportFrom: AbSite,
    /// from a import *.
    ImportStar: A,
    // ---- match
    /// a = b matches a sequence pattern; keeps b.
    MatchSequence: Ab,
    /// a = b matches a mapping pattern; keeps b.
    MatchMapping: Ab,
    /// a = tuple of the values of keys c in mapping b, or None; keeps b and c.
    MatchKeys: Abc,
    /// a = tuple of attributes or None; b.. = subject, class, tuple of names; c = positional count.
    MatchClass: ABaseN,
    /// a = len(b); keeps b.
    GetLen: Ab,
    // ---- intrinsics
    /// a = intrinsic x applied to b.. (see Intrinsic).
    Intrinsic: Ab,
    /// `__debug__`-style setup of module annotations: ensure __annotations__ / conditional annotation set in locals.
    SetupAnnotations: Nil,

    // ---- quick forms (written by the machine only)
    /// quick: Binary with +.
    Add: Abc,
    /// quick: Binary with -.
    Sub: Abc,
    /// quick: Binary with *.
    Mul: Abc,
    /// quick: Binary with /.
    TrueDiv: Abc,
    /// quick: Binary with //.
    FloorDiv: Abc,
    /// quick: Binary with %.
    Mod: Abc,
    /// quick: BinaryK with +.
    AddK: Abk,
    /// quick: BinaryK with -.
    SubK: Abk,
    /// quick: BinaryK with *.
    MulK: Abk,
    /// quick: BinaryK with /.
    TrueDivK: Abk,
    /// quick: BinaryK with //.
    FloorDivK: Abk,
    /// quick: BinaryK with %.
    ModK: Abk,
    /// quick: BinaryKR with -.
    SubKR: Abc,
    /// quick: BinaryKR with *.
    MulKR: Abc,
    /// quick: BinaryKR with /.
    TrueDivKR: Abc,
    /// quick: Binary with &.
    BitAnd: Abc,
    /// quick: Binary with |.
    BitOr: Abc,
    /// quick: Binary with ^.
    BitXor: Abc,
    /// quick: Binary with <<.
    ShiftLeft: Abc,
    /// quick: Binary with >>.
    ShiftRight: Abc,
    /// quick: BinaryK with &.
    BitAndK: Abk,
    /// quick: BinaryK with |.
    BitOrK: Abk,
    /// quick: BinaryK with ^.
    BitXorK: Abk,
    /// quick: BinaryK with <<.
    ShiftLeftK: Abk,
    /// quick: BinaryK with >>.
    ShiftRightK: Abk,
    /// quick: Add whose destination holds an immediate if the operands do.
    AddP: Abc,
    /// quick: Sub whose destination holds an immediate if the operands do.
    SubP: Abc,
    /// quick: Mul whose destination holds an immediate if the operands do.
    MulP: Abc,
    /// quick: AddK whose destination holds an immediate if the operands do.
    AddKP: Abk,
    /// quick: SubK whose destination holds an immediate if the operands do.
    SubKP: Abk,
    /// quick: MulK whose destination holds an immediate if the operands do.
    MulKP: Abk,
    /// quick: Call; c = the place in the code's table of what was called last.
    CallQ: Abc,
    /// quick: CallMethod; c = the place in the code's table of what was called last.
    CallMethodQ: Abc,
    /// quick: CallQ of what has the name of a builtin function.
    CallN: Abc,
    /// quick: CallN with one argument.
    CallN1: Abc,
    /// quick: CallMethodQ of what has the name of a method of a builtin class.
    CallMethodN: Abc,
    /// quick: CallMethodN without arguments.
    CallMethodN0: Abc,
    /// quick: CallMethodN with one argument.
    CallMethodN1: Abc,
    /// quick: Return from a frame with one variable.
    Return1: A,
    /// quick: Return from a frame with two variables.
    Return2: A,
    /// quick: AddKP with a small integer.
    AddKI: Abk,
    /// quick: SubKP with a small integer.
    SubKI: Abk,
    /// quick: LoadK to a temporary.
    LoadKT: Ak,
    /// quick: Move of a local to a temporary.
    CopyT: Ab,
    /// quick: MoveArg of a local to a temporary.
    MoveArgL: Ab,
    /// quick: LoadAttrQ of a local's object to a temporary.
    LoadAttrL: AbSite,
    /// quick: LoadGlobal to a temporary, with a site number of 16 bits.
    LoadGlobalQ: ASite,
    /// quick: LoadGlobalQ of a name that `builtins` has.
    LoadBuiltinQ: ASite,
    /// quick: LoadAttr with a site number of 16 bits.
    LoadAttrQ: AbSite,
    /// quick: StoreAttr with a site number of 16 bits.
    StoreAttrQ: AbSite,
    /// quick: LoadMethod of a temporary's object with a site number of 16 bits.
    LoadMethodQ: AbSite,
    /// quick: LoadMethod of a local's object with a site number of 16 bits.
    LoadMethodL: AbSite,
    /// quick: CompareJump of registers a and b that jumps if integers are <.
    JumpLt: AbJump,
    /// quick: CompareJump of registers a and b that jumps if integers are <=.
    JumpLe: AbJump,
    /// quick: CompareJump of registers a and b that jumps if integers are ==.
    JumpEq: AbJump,
    /// quick: CompareJump of registers a and b that jumps if integers are !=.
    JumpNe: AbJump,
    /// quick: CompareJump of registers a and b that jumps if integers are >.
    JumpGt: AbJump,
    /// quick: CompareJump of registers a and b that jumps if integers are >=.
    JumpGe: AbJump,
    /// quick: CompareJumpK of register a and constant b that jumps if integers are <.
    JumpLtK: AkJump,
    /// quick: CompareJumpK of register a and constant b that jumps if integers are <=.
    JumpLeK: AkJump,
    /// quick: CompareJumpK of register a and constant b that jumps if integers are ==.
    JumpEqK: AkJump,
    /// quick: CompareJumpK of register a and constant b that jumps if integers are !=.
    JumpNeK: AkJump,
    /// quick: CompareJumpK of register a and constant b that jumps if integers are >.
    JumpGtK: AkJump,
    /// quick: CompareJumpK of register a and constant b that jumps if integers are >=.
    JumpGeK: AkJump,
    /// quick: JumpLtK with a small integer.
    JumpLtI: AkJump,
    /// quick: JumpLeK with a small integer.
    JumpLeI: AkJump,
    /// quick: JumpEqK with a small integer.
    JumpEqI: AkJump,
    /// quick: JumpNeK with a small integer.
    JumpNeI: AkJump,
    /// quick: JumpGtK with a small integer.
    JumpGtI: AkJump,
    /// quick: JumpGeK with a small integer.
    JumpGeI: AkJump,
}

/// Operators of `Binary`, `BinaryK`, `BinaryKR` (field x, bits 0..5).
pub use typhon_runtime::ops::BinOp;

/// Bit of `x` that asks for the in-place form of a `BinOp`.
pub const INPLACE: u8 = 0x40;

/// Comparisons (field x, bits 0..2), in CPython's order of rich comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CmpOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

/// Bit of `x` in CompareJump and CompareJumpK: jump when the comparison is true.
pub const JUMP_IF_TRUE: u8 = 0x80;

/// Kinds of `Yield` (field x, bits 0 and 1).
pub const YIELD_FROM: u8 = 1;
/// See `YIELD_FROM`.
pub const YIELD_ASYNC: u8 = 2;
/// Bit of `x` in Yield: the sent value is dropped.
pub const YIELD_DROP: u8 = 4;

/// Operations of `Op::Intrinsic` (field x); arguments in b, b+1, ...
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Intrinsic {
    /// sys.displayhook(b) (interactive mode).
    Print,
    /// TypeVar(name b).
    TypeVar,
    /// TypeVar(name b, bound evaluator function b+1).
    TypeVarBound,
    /// TypeVar(name b, constraints evaluator function b+1).
    TypeVarConstraints,
    /// ParamSpec(name b).
    ParamSpec,
    /// TypeVarTuple(name b).
    TypeVarTuple,
    /// type parameter b with default evaluator function b+1.
    SetTypeParamDefault,
    /// TypeAliasType: b name, b+1 type params tuple or None, b+2 evaluator function.
    TypeAlias,
    /// Generic[*tuple b] for a class with type parameters.
    SubscriptGeneric,
    /// function b, type params tuple b+1: sets __type_params__, gives the function.
    SetFunctionTypeParams,
    /// StopIteration b escaping a generator body: RuntimeError from it, any other exception unchanged.
    StopIterationError,
    /// +b for an annotation set: (`__conditional_annotations__`) set b, add integer b+1.
    ConditionalAnnotation,
    /// a new empty set for `__conditional_annotations__`.
    NewConditionalAnnotations,
}

impl Intrinsic {
    /// In order of the discriminants.
    pub const ALL: [Intrinsic; 13] = [
        Intrinsic::Print,
        Intrinsic::TypeVar,
        Intrinsic::TypeVarBound,
        Intrinsic::TypeVarConstraints,
        Intrinsic::ParamSpec,
        Intrinsic::TypeVarTuple,
        Intrinsic::SetTypeParamDefault,
        Intrinsic::TypeAlias,
        Intrinsic::SubscriptGeneric,
        Intrinsic::SetFunctionTypeParams,
        Intrinsic::StopIterationError,
        Intrinsic::ConditionalAnnotation,
        Intrinsic::NewConditionalAnnotations,
    ];
}

/// One instruction word.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Instr(pub u64);

impl Instr {
    /// The operator that field x of `Binary` and its relatives names.
    #[inline(always)]
    pub fn operator(self) -> BinOp {
        BinOp::ALL[usize::from(self.x() & !INPLACE) % BinOp::ALL.len()]
    }
    /// Packs the fields.
    #[inline(always)]
    pub const fn new(op: Op, x: u8, a: u16, b: u16, c: u16) -> Instr {
        Instr(op as u64 | (x as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }
    /// What kind of `Yield` this is.
    #[inline(always)]
    pub fn yield_kind(self) -> u8 {
        self.x() & 3
    }
    /// How many registers live on over this `Yield`.
    #[inline(always)]
    pub fn yield_live(self) -> usize {
        self.c() + usize::from(self.yield_kind() & YIELD_FROM)
    }
    /// `a` and a 32-bit value in `b:c`.
    #[inline(always)]
    pub const fn with_wide(op: Op, x: u8, a: u16, bc: u32) -> Instr {
        Instr(op as u64 | (x as u64) << 8 | (a as u64) << 16 | (bc as u64) << 32)
    }
    /// `a`, `b` and a 24-bit site in `x:c`.
    #[inline(always)]
    pub const fn with_site(op: Op, a: u16, b: u16, site: u32) -> Instr {
        Instr::new(op, (site >> 16) as u8, a, b, site as u16)
    }
    /// The same with another opcode.
    pub const fn with_op(self, op: Op) -> Instr {
        Instr(self.0 & !0xff | op as u64)
    }
    /// The opcode byte.
    #[inline(always)]
    pub const fn op_byte(self) -> u8 {
        self.0 as u8
    }
    /// Whether the window of this call without named arguments is that of a method.
    #[inline(always)]
    pub const fn calls_method(self) -> bool {
        let quick = self.op_byte().wrapping_sub(Op::CallMethodN as u8) <= 2;
        quick || self.op_byte() == Op::CallMethodQ as u8 || self.op_byte() == Op::CallMethod as u8
    }
    /// The opcode.
    #[inline]
    pub fn op(self) -> Op {
        ALL[self.0 as u8 as usize]
    }
    /// The opcode of an instruction that is known to be one (verified code).
    ///
    /// # Safety
    /// The low byte was made from an `Op`.
    #[inline(always)]
    pub unsafe fn op_unchecked(self) -> Op {
        // SAFETY: by contract; `Op` is a fieldless `repr(u8)` enum.
        unsafe { std::mem::transmute::<u8, Op>(self.0 as u8) }
    }
    /// Field x.
    #[inline(always)]
    pub const fn x(self) -> u8 {
        (self.0 >> 8) as u8
    }
    /// Field a.
    #[inline(always)]
    pub const fn a(self) -> usize {
        (self.0 >> 16) as u16 as usize
    }
    /// Field b.
    #[inline(always)]
    pub const fn b(self) -> usize {
        (self.0 >> 32) as u16 as usize
    }
    /// Field c.
    #[inline(always)]
    pub const fn c(self) -> usize {
        (self.0 >> 48) as usize
    }
    /// Field c as a signed jump.
    #[inline(always)]
    pub const fn jump16(self) -> isize {
        (self.0 as i64 >> 48) as isize
    }
    /// Fields b:c as a signed jump.
    #[inline(always)]
    pub const fn jump32(self) -> isize {
        (self.0 as i64 >> 32) as isize
    }
    /// Fields b:c as an index.
    #[inline(always)]
    pub const fn wide(self) -> usize {
        (self.0 >> 32) as usize
    }
    /// Fields x:c as a site number.
    #[inline(always)]
    pub const fn site(self) -> usize {
        self.c() | (self.x() as usize) << 16
    }
}
