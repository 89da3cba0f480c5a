//! What the compiler makes of one scope: `CodeProto`, plain Rust data that knows
//! nothing of the runtime. The machine turns it into a code object (constants
//! become values, sites get their inline caches) when it is first loaded.

use crate::opcode::Instr;
use num_bigint::BigInt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// A constant of a code object.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    Big(BigInt),
    /// Bit pattern of the double (so that equality is identity).
    Float(u64),
    /// Bit patterns of real and imaginary part.
    Complex(u64, u64),
    /// WTF-8 text: UTF-8 where lone surrogates are also encoded as three bytes.
    Str(Arc<[u8]>),
    Bytes(Arc<[u8]>),
    Tuple(Arc<[Const]>),
    FrozenSet(Arc<[Const]>),
    /// slice(start, stop, step) of constants.
    Slice(Arc<[Const; 3]>),
    Code(Arc<CodeProto>),
}

/// Source range of an instruction; lines are 1-based, columns are 0-based UTF-8
/// byte offsets like CPython's co_positions; line 0 means "no position".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pos {
    pub line: u32,
    pub end_line: u32,
    pub col: u32,
    pub end_col: u32,
}

/// `-X no_debug_ranges`.
static NO_COLUMNS: AtomicBool = AtomicBool::new(false);

/// Code that is compiled from now on knows lines only.
pub fn drop_columns() {
    // Relaxed: set at start-up.
    NO_COLUMNS.store(true, Relaxed);
}

impl Pos {
    /// The position as code keeps it.
    pub fn kept(self) -> Pos {
        // Relaxed: constant after start-up.
        if !NO_COLUMNS.load(Relaxed) {
            return self;
        }
        Pos {
            end_line: self.line,
            col: u32::MAX,
            end_col: u32::MAX,
            ..self
        }
    }
}

/// One row of the exception table: instructions `start..end` are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    /// Where to go.
    pub target: u32,
    /// Register that receives the exception.
    pub exc: u16,
    /// Temporaries from this register on (other than `exc`) are released first.
    pub first_dead: u16,
}

/// A line that begins in front of instruction `at` but has none of its own (`pass`, `try:`, `while True:`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at: u32,
    pub line: u32,
    /// A jump to `at` comes to the line.
    pub jumped: bool,
    /// A jump to `at` may also come to what stands behind the line.
    pub joined: bool,
}

/// `CodeProto::flags` bits, with CPython's values.
pub mod flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// Code whose frames can be suspended.
    pub const SUSPENDED: u32 = GENERATOR | COROUTINE | ASYNC_GENERATOR;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    pub const METHOD: u32 = 0x800_0000;
}

/// What the names of the variables of inlined comprehensions start with in `varnames`.
pub const HIDDEN: &str = "..";

/// Compiled code of one scope.
#[derive(Debug)]
pub struct CodeProto {
    pub name: String,
    pub qualname: String,
    pub filename: Arc<str>,
    pub first_line: u32,
    pub flags: u32,
    /// Positional parameters, positional-only ones included.
    pub argcount: u32,
    pub posonly: u32,
    pub kwonly: u32,
    /// Registers `0..nlocals` are variables (order of registers: positional,
    /// keyword-only, *args, **kwargs, other locals, comprehension variables).
    pub nlocals: u32,
    /// Locals and temporaries together.
    pub nregs: u32,
    /// Names of the variable registers; hidden ones start with `.`, those of comprehensions with `HIDDEN`.
    pub varnames: Vec<String>,
    /// Registers (below nlocals) that hold cells after their MakeCell, in CPython's co_cellvars order.
    pub cellvars: Vec<u16>,
    /// Names of the free variables, in the order of the closure tuple.
    pub freevars: Vec<String>,
    pub consts: Vec<Const>,
    /// Name of each inline-cache site.
    pub sites: Vec<String>,
    pub code: Vec<Instr>,
    /// One per instruction.
    pub positions: Vec<Pos>,
    /// Lines of statements that left no instruction, sorted; for `sys.settrace`.
    pub marks: Vec<Mark>,
    /// Sorted by `start`; ranges do not overlap: an instruction is listed with its innermost handler only.
    pub handlers: Vec<Handler>,
}

impl PartialEq for CodeProto {
    /// As CPython compares code: neither the file nor the qualified name matters.
    fn eq(&self, o: &CodeProto) -> bool {
        self.name == o.name
            && self.first_line == o.first_line
            && self.flags == o.flags
            && (self.argcount, self.posonly, self.kwonly) == (o.argcount, o.posonly, o.kwonly)
            && (self.nlocals, self.nregs) == (o.nlocals, o.nregs)
            && self.varnames == o.varnames
            && self.cellvars == o.cellvars
            && self.freevars == o.freevars
            && self.consts == o.consts
            && self.sites == o.sites
            && self.code == o.code
            && self.positions == o.positions
            && self.marks == o.marks
            && self.handlers == o.handlers
    }
}

/// What scripts see as instructions. Before the first one stands another at the line of the definition, and each mark
/// is one of its own, so that the place of a frame always tells its line.
impl CodeProto {
    /// The number of the instruction that scripts see for instruction `pc`.
    pub fn shown_index(&self, pc: usize) -> usize {
        1 + pc + self.marks.partition_point(|m| m.at as usize <= pc)
    }
    /// The number of the last thing at a line that scripts see up to instruction `pc`; `pc`'s own if there is none.
    pub fn last_index_at(&self, pc: usize, line: u32) -> usize {
        let end = self.marks.partition_point(|m| m.at as usize <= pc);
        let mut marks = (0..end).rev().peekable();
        for q in (0..=pc).rev() {
            if self.positions.get(q).is_some_and(|p| p.line == line) {
                return 1 + q + marks.peek().map_or(0, |k| k + 1);
            }
            while let Some(k) = marks.next_if(|&k| self.marks[k].at as usize == q) {
                if self.marks[k].line == line {
                    return 1 + q + k;
                }
            }
        }
        if line == self.first_line {
            return 0;
        }
        self.shown_index(pc)
    }
    /// The instruction whose shown number is `n`, or the next one.
    pub fn index_of_shown(&self, n: usize) -> usize {
        let (mut low, mut high) = (0, self.code.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.shown_index(middle) < n {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
    /// The positions of the instructions that scripts see.
    pub fn shown_positions(&self) -> Vec<Pos> {
        let plain = |line| Pos {
            line,
            end_line: line,
            col: u32::MAX,
            end_col: u32::MAX,
        };
        let mut out = Vec::with_capacity(self.positions.len() + self.marks.len() + 1);
        out.push(Pos {
            col: 0,
            end_col: 0,
            ..plain(self.first_line)
        });
        let mut marks = self.marks.iter().peekable();
        for (pc, p) in self.positions.iter().enumerate() {
            while let Some(m) = marks.next_if(|m| m.at as usize <= pc) {
                out.push(plain(m.line));
            }
            out.push(*p);
        }
        out
    }
}

impl std::fmt::Debug for Instr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?} x={} a={} b={} c={}",
            self.op(),
            self.x(),
            self.a(),
            self.b(),
            self.c()
        )
    }
}
