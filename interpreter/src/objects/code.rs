//! Code objects: a prototype with its constants as values and its inline-cache sites.
//!
//! CODE RULE 1. Constants are SHARED, so registers borrow them.
//! CODE RULE 2. Instruction words are written before the code object is published, and never again.
//! CODE RULE 3. A site's cache entry is immutable; it is replaced whole and the old one freed through the epoch.
//! CODE RULE 4. Site numbers in the machine's instructions are indexes into `Code::table`, where the constants stand first:
//!   the number of the site plus that of the constants.

use crate::code::{CodeProto, Const, flags};
use crate::opcode::{BinOp, FORMATS, Format, Instr, JUMP_IF_TRUE, Op};
use crate::vm::cache::Entry;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::atomic::{AtomicPtr, AtomicU8, AtomicU64, Ordering::*};
use std::sync::{Arc, OnceLock};
use typhon_runtime::error;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::dict::Dict;
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::value::{self, EMPTY, Word};
use typhon_runtime::{Thread, payload, profile, thread};

/// Payload of code objects.
pub struct Code {
    /// What the compiler made.
    pub proto: Arc<CodeProto>,
    /// The instructions (CODE RULE 2).
    pub instrs: Box<[AtomicU64]>,
    /// Constants.
    pub consts: Box<[Obj]>,
    /// Inline-cache sites.
    pub sites: Box<[Site]>,
    /// Sites for the defaults of keyword-only parameters.
    pub keyword_sites: Box<[Site]>,
    /// Site for the name of the module in which functions of this code are made.
    pub module: Site,
    /// What the machine reads by one number: the constants' words, then what each site found (CODE RULE 4), then for each
    /// call the address of the code that it called, which is compared and nothing else. Behind the sites, which use it
    /// when they go.
    table: Box<[AtomicPtr<Entry>]>,
    /// Number of positional arguments that fill the parameters exactly; -1 if binding needs more.
    pub exact: i32,
    /// Parameters, `*args` and `**kwargs` included.
    pub nparams: usize,
    /// Registers that are variables.
    pub nlocals: usize,
    /// All registers.
    pub nregs: usize,
    /// Co_flags.
    pub flags: u32,
    /// `co_name`, interned.
    pub name: Ref<'static>,
    /// `co_qualname`, interned.
    pub qualname: Ref<'static>,
    /// Whether a call can give nothing but None.
    pub gives_none: bool,
    /// Interned names of the parameters that can be given by keyword; EMPTY for positional-only ones.
    pub params: Box<[Word]>,
}
payload!(
    Code,
    traverse | s,
    v | for c in s.consts.iter() {
        v(c.r())
    },
    clear | _s | ()
);

/// A place in the code that names an attribute or global and remembers what it found.
pub struct Site {
    name: u64,
    /// See `vm::cache`; stands in `Code::table`.
    pub cache: &'static AtomicPtr<Entry>,
    /// How often the cache missed.
    pub misses: AtomicU8,
}

impl Site {
    /// The interned name.
    #[inline(always)]
    pub fn name(&self) -> Ref<'static> {
        // SAFETY: interned strings are immortal.
        unsafe { Ref::from_word(self.name) }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let p = self.cache.swap(std::ptr::null_mut(), AcqRel);
        if !p.is_null() {
            let a = p as usize;
            thread::defer(move || {
                // SAFETY: unpublished; other threads may still read it until the grace period is over (CODE RULE 3).
                drop(unsafe { Box::from_raw(a as *mut Entry) })
            });
        }
    }
}

/// Makes a code object (and those of nested scopes).
pub fn new(th: &mut Thread, proto: &Arc<CodeProto>) -> R {
    let mut consts = Vec::with_capacity(proto.consts.len());
    for c in &proto.consts {
        let v = constant(th, c)?;
        if let Some(h) = v.r().header() {
            h.mark_shared();
        }
        consts.push(v);
    }
    let (argc, kwonly) = (proto.argcount as usize, proto.kwonly as usize);
    let shift = consts.len();
    if shift + proto.sites.len() >= 1 << 23 {
        return Err(error::raise(
            th,
            &error::OVERFLOW_ERROR,
            "too many constants and names in one code object",
        ));
    }
    let is_call = |i: &&Instr| matches!(i.op(), Op::Call | Op::CallMethod);
    let calls = proto.code.iter().filter(is_call).count();
    let table: Box<[AtomicPtr<Entry>]> = consts
        .iter()
        .map(|c| c.r().word() as *mut Entry)
        .chain(std::iter::repeat_n(
            std::ptr::null_mut(),
            proto.sites.len() + kwonly + 1 + calls,
        ))
        .map(AtomicPtr::new)
        .collect();
    let mut next = shift;
    let mut site = |name: &String| {
        let cache = &raw const table[next];
        next += 1;
        Site {
            name: pystr::intern_str(name).word(),
            // SAFETY: the table lives as long as the code, which drops its sites first.
            cache: unsafe { &*cache },
            misses: AtomicU8::new(0),
        }
    };
    let sites: Box<[Site]> = proto.sites.iter().map(&mut site).collect();
    let keyword_sites = proto
        .varnames
        .iter()
        .skip(argc)
        .take(kwonly)
        .map(&mut site)
        .collect();
    let module = site(&"__name__".to_string());
    let q = Quickening {
        nlocals: proto.nlocals as usize,
        shift,
        consts: &consts,
        sites: &sites,
        builtins: crate::importer::builtins_dict(),
        next_call: Cell::new(table.len() - calls),
    };
    let simple = proto.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0 && proto.kwonly == 0;
    let extra = (proto.flags & flags::VARARGS != 0) as usize
        + (proto.flags & flags::VARKEYWORDS != 0) as usize;
    let instrs = proto
        .code
        .iter()
        .enumerate()
        .map(|(at, &i)| AtomicU64::new(q.quicken(i, proto, at).0))
        .collect();
    let code = Code {
        instrs,
        consts: consts.into(),
        table,
        sites,
        keyword_sites,
        module,
        exact: if simple { proto.argcount as i32 } else { -1 },
        nparams: proto.argcount as usize + proto.kwonly as usize + extra,
        nlocals: proto.nlocals as usize,
        // One more than the code names: unpacking a bound method at the end of a call window needs it.
        nregs: proto.nregs as usize + 1,
        flags: proto.flags,
        name: pystr::intern_str(&proto.name),
        qualname: pystr::intern_str(&proto.qualname),
        gives_none: gives_none(proto),
        params: params(proto),
        proto: proto.clone(),
    };
    let o = Obj::new(th, types::CODE.r(), code)?;
    if let Some(h) = o.r().header() {
        h.mark_lasting();
        if profile::is_on() {
            // PROFILE RULE 4.
            h.mark_immortal();
        }
    }
    Ok(o)
}

fn gives_none(proto: &CodeProto) -> bool {
    proto.code.iter().all(|i| match i.op() {
        Op::Return | Op::ReturnGenerator | Op::Yield => false,
        Op::ReturnK => matches!(proto.consts.get(i.wide()), Some(Const::None)),
        _ => true,
    })
}

fn params(proto: &CodeProto) -> Box<[Word]> {
    let n = (proto.argcount + proto.kwonly) as usize;
    let names = proto.varnames.iter().take(n).enumerate();
    names
        .map(|(i, v)| {
            if i < proto.posonly as usize {
                EMPTY
            } else {
                pystr::intern_str(v).word()
            }
        })
        .collect()
}

/// What is known when instructions get their machine's form.
struct Quickening<'a> {
    nlocals: usize,
    /// See CODE RULE 4.
    shift: usize,
    consts: &'a [Obj],
    sites: &'a [Site],
    builtins: Obj,
    /// Where in the table the next call has its place.
    next_call: Cell<usize>,
}

impl Quickening<'_> {
    fn quicken(&self, i: Instr, proto: &CodeProto, at: usize) -> Instr {
        match FORMATS[i.op() as usize] {
            Format::ASite | Format::AbSite => {
                let site = (i.site() + self.shift) as u32;
                let i = Instr::with_site(i.op(), i.a() as u16, i.b() as u16, site);
                self.handler(i)
            }
            _ if matches!(i.op(), Op::Call | Op::CallMethod) => {
                self.call(i, proto.code.get(..at).unwrap_or_default())
            }
            _ => self.handler(i),
        }
    }

    /// A call gets a place in the table where it remembers the code that it called.
    fn call(&self, i: Instr, before: &[Instr]) -> Instr {
        let Ok(place) = u16::try_from(self.next_call.get()) else {
            return i;
        };
        self.next_call.set(usize::from(place) + 1);
        let op = match (i.op(), self.names_native(i.a(), before), i.b()) {
            (Op::Call, false, _) => Op::CallQ,
            (Op::Call, true, 1) => Op::CallN1,
            (Op::Call, true, _) => Op::CallN,
            (_, false, _) => Op::CallMethodQ,
            (_, true, 0) => Op::CallMethodN0,
            (_, true, 1) => Op::CallMethodN1,
            (_, true, _) => Op::CallMethodN,
        };
        Instr::new(op, 0, i.a() as u16, i.b() as u16, place)
    }

    /// Whether what the instructions `before` a call load to register `a` has the name of a builtin function, or of a
    /// method of a builtin class.
    fn names_native(&self, a: usize, before: &[Instr]) -> bool {
        /// Instructions that are looked at: arguments are seldom longer.
        const NEAR: usize = 32;
        let load = before.iter().rev().take(NEAR).find(|i| {
            i.a() == a && matches!(i.op(), Op::LoadGlobal | Op::LoadName | Op::LoadMethod)
        });
        let Some(load) = load else { return false };
        let Some(name) = self.sites.get(load.site()).map(Site::name) else {
            return false;
        };
        if load.op() == Op::LoadMethod {
            return native_methods().contains(&name.word());
        }
        self.builtins
            .get::<Dict>()
            .and_then(|d| d.get_str(name))
            .is_some_and(|v| v.r().is_exact(&types::BUILTIN_FUNCTION))
    }

    /// Whether the name of an instruction is that of a builtin, so that a global is less likely.
    fn is_builtin(&self, i: Instr) -> bool {
        let d = self.builtins.get::<Dict>();
        let site = self.sites.get(i.site() - self.shift);
        site.zip(d)
            .is_some_and(|(s, d)| d.position_str(s.name()).is_some())
    }

    fn small(&self, k: usize) -> bool {
        self.consts
            .get(k)
            .is_some_and(|c| c.r().as_small().is_some())
    }

    /// The machine's form of an instruction: common operators get handlers of their own.
    fn handler(&self, i: Instr) -> Instr {
        let nlocals = self.nlocals;
        let temp = |r: usize| r >= nlocals;
        // What stands in the destination of a quick operator is an immediate then: an unused temporary, or an operand.
        let plain = temp(i.a()) || i.a() == i.b();
        let plain2 = plain || i.a() == i.c();
        let op = match (i.op(), i.operator()) {
            (Op::Binary, BinOp::Add) if plain2 => Op::AddP,
            (Op::Binary, BinOp::Add) => Op::Add,
            (Op::Binary, BinOp::Sub) if plain2 => Op::SubP,
            (Op::Binary, BinOp::Sub) => Op::Sub,
            (Op::Binary, BinOp::Mul) if plain2 => Op::MulP,
            (Op::Binary, BinOp::Mul) => Op::Mul,
            (Op::Binary, BinOp::TrueDiv) => Op::TrueDiv,
            (Op::Binary, BinOp::FloorDiv) => Op::FloorDiv,
            (Op::Binary, BinOp::Mod) => Op::Mod,
            (Op::BinaryK, BinOp::Add) if plain && self.small(i.c()) => Op::AddKI,
            (Op::BinaryK, BinOp::Sub) if plain && self.small(i.c()) => Op::SubKI,
            (Op::BinaryK, BinOp::Add) if plain => Op::AddKP,
            (Op::BinaryK, BinOp::Add) => Op::AddK,
            (Op::BinaryK, BinOp::Sub) if plain => Op::SubKP,
            (Op::BinaryK, BinOp::Sub) => Op::SubK,
            (Op::BinaryK, BinOp::Mul) if plain => Op::MulKP,
            (Op::BinaryK, BinOp::Mul) => Op::MulK,
            (Op::BinaryK, BinOp::TrueDiv) => Op::TrueDivK,
            (Op::BinaryK, BinOp::FloorDiv) => Op::FloorDivK,
            (Op::BinaryK, BinOp::Mod) => Op::ModK,
            (Op::Binary, BinOp::And) => Op::BitAnd,
            (Op::Binary, BinOp::Or) => Op::BitOr,
            (Op::Binary, BinOp::Xor) => Op::BitXor,
            (Op::Binary, BinOp::LShift) => Op::ShiftLeft,
            (Op::Binary, BinOp::RShift) => Op::ShiftRight,
            (Op::BinaryK, BinOp::And) => Op::BitAndK,
            (Op::BinaryK, BinOp::Or) => Op::BitOrK,
            (Op::BinaryK, BinOp::Xor) => Op::BitXorK,
            (Op::BinaryK, BinOp::LShift) => Op::ShiftLeftK,
            (Op::BinaryK, BinOp::RShift) => Op::ShiftRightK,
            (Op::BinaryKR, BinOp::Sub) => Op::SubKR,
            (Op::BinaryKR, BinOp::Mul) => Op::MulKR,
            (Op::BinaryKR, BinOp::TrueDiv) => Op::TrueDivKR,
            (Op::LoadGlobal, _) if short_site(i) && temp(i.a()) && self.is_builtin(i) => {
                Op::LoadBuiltinQ
            }
            (Op::LoadGlobal, _) if short_site(i) && temp(i.a()) => Op::LoadGlobalQ,
            (Op::LoadAttr, _) if short_site(i) && temp(i.a()) && !temp(i.b()) => Op::LoadAttrL,
            (Op::LoadAttr, _) if short_site(i) => Op::LoadAttrQ,
            (Op::LoadK, _) if temp(i.a()) => Op::LoadKT,
            (Op::Move, _) if temp(i.a()) && !temp(i.b()) => Op::CopyT,
            (Op::MoveArg, _) if temp(i.a()) && !temp(i.b()) => Op::MoveArgL,
            (Op::StoreAttr, _) if short_site(i) => Op::StoreAttrQ,
            (Op::LoadMethod, _) if short_site(i) && !temp(i.b()) => Op::LoadMethodL,
            (Op::LoadMethod, _) if short_site(i) => Op::LoadMethodQ,
            (Op::Return, _) => {
                let op = match nlocals {
                    1 => Op::Return1,
                    2 => Op::Return2,
                    _ => Op::Return,
                };
                return Instr::new(op, 0, i.a() as u16, nlocals as u16, 0);
            }
            (Op::ReturnK, _) => {
                let n = nlocals.min(crate::vm::flow::MANY);
                return Instr::with_wide(Op::ReturnK, n as u8, 0, i.wide() as u32);
            }
            (Op::CompareJump, _) => JUMPS[0][jumps_on(i.x())],
            (Op::CompareJumpK, _) if self.small(i.b()) => JUMPS[2][jumps_on(i.x())],
            (Op::CompareJumpK, _) => JUMPS[1][jumps_on(i.x())],
            _ => return i,
        };
        i.with_op(op)
    }
}

/// The interned names of the methods of builtin classes.
fn native_methods() -> &'static HashSet<Word> {
    static NAMES: OnceLock<HashSet<Word>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let classes = [
            &types::STR,
            &types::BYTES,
            &types::BYTEARRAY,
            &types::LIST,
            &types::TUPLE,
            &types::DICT,
            &types::SET,
            &types::FROZENSET,
            &types::INT,
            &types::FLOAT,
        ];
        let mut names = HashSet::new();
        for t in classes {
            let d = t.dict();
            let items = d.get::<Dict>().map(Dict::items).unwrap_or_default();
            names.extend(
                items
                    .iter()
                    .filter(|(_, v)| v.r().is_exact(&types::METHOD_DESCRIPTOR))
                    .map(|(k, _)| value::strip(k.r().word())),
            );
        }
        names
    })
}

/// Whether field c alone is the number of the site, and loads borrow: the quick forms do not count.
fn short_site(i: Instr) -> bool {
    i.x() == 0 && !typhon_runtime::slot::counts_loads()
}

/// The handlers of fused comparisons, by the comparison of integers on which they jump.
const JUMPS: [[Op; 6]; 3] = [
    [
        Op::JumpLt,
        Op::JumpLe,
        Op::JumpEq,
        Op::JumpNe,
        Op::JumpGt,
        Op::JumpGe,
    ],
    [
        Op::JumpLtK,
        Op::JumpLeK,
        Op::JumpEqK,
        Op::JumpNeK,
        Op::JumpGtK,
        Op::JumpGeK,
    ],
    [
        Op::JumpLtI,
        Op::JumpLeI,
        Op::JumpEqI,
        Op::JumpNeI,
        Op::JumpGtI,
        Op::JumpGeI,
    ],
];

/// The comparison (a `CmpOp` number) that makes a fused comparison with field x jump; integers have no unordered pairs.
fn jumps_on(x: u8) -> usize {
    let op = usize::from(x & 7).min(5);
    if x & JUMP_IF_TRUE != 0 {
        op
    } else {
        // Lt, Le, Eq, Ne, Gt, Ge: the opposite of each.
        [5, 4, 3, 2, 1, 0][op]
    }
}

/// A constant as a value; strings that look like names are interned.
pub fn constant(th: &mut Thread, c: &Const) -> R {
    Ok(match c {
        Const::None => Obj::none(),
        Const::True => Obj::bool(true),
        Const::False => Obj::bool(false),
        Const::Ellipsis => Ref::ELLIPSIS.own(),
        Const::Int(i) => types::int::from_i64(th, *i)?,
        Const::Big(b) => types::int::from_le_bytes_signed(th, &b.to_signed_bytes_le())?,
        Const::Float(b) => types::float::new(th, f64::from_bits(*b))?,
        Const::Complex(re, im) => types::complex::new(
            th,
            types::complex::Complex {
                re: f64::from_bits(*re),
                im: f64::from_bits(*im),
            },
        )?,
        Const::Str(s) => {
            if s.len() <= 64 && s.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                pystr::intern_bytes(s).own()
            } else {
                pystr::from_wtf8(th, s)?
            }
        }
        Const::Bytes(b) => types::bytes::new(th, b)?,
        Const::Tuple(items) => {
            let v = constants(th, items)?;
            tuple::new(th, v)?
        }
        Const::FrozenSet(items) => {
            let v = constants(th, items)?;
            types::set::frozenset_of(th, v)?
        }
        Const::Slice(parts) => {
            let mut v = constants(th, &parts[..])?.into_iter();
            let mut next = || v.next().unwrap_or_else(Obj::none);
            let (a, b, c) = (next(), next(), next());
            types::slice::new(th, a, b, c)?
        }
        Const::Code(p) => new(th, p)?,
    })
}

fn constants(th: &mut Thread, items: &[Const]) -> R<Vec<Obj>> {
    items
        .iter()
        .map(|c| {
            let v = constant(th, c)?;
            if let Some(h) = v.r().header() {
                h.mark_shared();
            }
            Ok(v)
        })
        .collect()
}

impl Code {
    /// The table of CODE RULE 4.
    #[inline(always)]
    pub fn table(&self) -> *const Word {
        self.table.as_ptr() as *const Word
    }
    /// The site that number `n` of an instruction names.
    ///
    /// # Safety
    /// The number is from this code.
    #[inline(always)]
    pub unsafe fn site(&self, n: usize) -> &Site {
        // SAFETY: by contract.
        unsafe { self.sites.get_unchecked(n - self.consts.len()) }
    }
    /// Source position of instruction number `pc`.
    pub fn position(&self, pc: usize) -> crate::code::Pos {
        let all = &self.proto.positions;
        // What has no line of its own belongs to the one before.
        let upto = all.get(..=pc).unwrap_or_default().iter().rev();
        upto.copied().find(|p| p.line != 0).unwrap_or_default()
    }
    /// The line that begins or goes on at instruction `pc`; 0: it belongs to whatever is before it.
    pub fn own_line(&self, pc: usize) -> u32 {
        self.proto.positions.get(pc).map_or(0, |p| p.line)
    }
    /// Whether instruction `pc` has no line of its own.
    pub fn has_no_line(&self, pc: usize) -> bool {
        self.own_line(pc) == 0
    }
}
