//! Instruction emission for one code object: registers, labels, constants, definite assignment, handlers, assembly.
//!
//! Code is emitted in one pass. `Unit::reachable` says whether the next instruction can be reached: while it cannot,
//! nothing is emitted, so dead code disappears and a label that nobody jumps to stays dead. `Unit::bound` is the set
//! of locals that hold a value on every path to the next instruction; it travels along jumps and is intersected where
//! paths meet. Each instruction remembers its innermost exception handler, from which the handler table is made.

use crate::code::{CodeProto, Const, Handler, Mark, Pos};
use crate::opcode::{FORMATS, Format, Instr, JUMP_IF_TRUE, Op};
use crate::scope::ScopeId;
use ruff_python_ast::Stmt;
use ruff_python_ast::name::Name;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A register number.
pub type Reg = u16;

/// A jump target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(usize);

/// Constants that narrow fields may still share; the numbers above are for what only narrow fields can name.
const NEAR: usize = 50_000;
/// First provisional number of a far constant.
const FAR: u32 = 1 << 31;

/// A set of locals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bits(Vec<u64>);

impl Bits {
    pub fn set(&mut self, i: Reg) {
        let word = usize::from(i) / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (i % 64);
    }
    pub fn unset(&mut self, i: Reg) {
        if let Some(w) = self.0.get_mut(usize::from(i) / 64) {
            *w &= !(1 << (i % 64));
        }
    }
    pub fn has(&self, i: Reg) -> bool {
        self.0
            .get(usize::from(i) / 64)
            .is_some_and(|w| w & (1 << (i % 64)) != 0)
    }
    fn intersect(&mut self, other: &Bits) {
        self.0.truncate(other.0.len());
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= b;
        }
    }
}

#[derive(Debug, Default)]
struct LabelState {
    at: Option<u32>,
    /// Intersection of `bound` over the jumps seen so far; None while there are none.
    bound: Option<Bits>,
}

/// An exception handler under construction; numbered from 1, 0 is "none".
#[derive(Debug)]
struct HandlerState {
    target: Label,
    exc: Reg,
    first_dead: Reg,
    /// The handler in force around the region.
    outer: u32,
}

/// What lies between a statement and the edge of its function.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// `while`.
    While { exit: Label, next: Label },
    /// `for` with its iterator.
    For { exit: Label, next: Label, iter: Reg },
    /// The protected part of `try … except`.
    Try,
    /// The protected part of `try … finally`.
    FinallyTry(&'a [Stmt]),
    /// The copy of a `finally` body that runs because of an exception.
    FinallyEnd { exc: Reg },
    /// The copy of a `finally` body that runs without an exception; it needs no exit.
    FinallyBody,
    /// The body of `with`: window of the bound `__exit__` or `__aexit__`.
    With {
        window: Reg,
        pos: Pos,
        is_async: bool,
    },
    /// An `except` body and the variable it deletes at its end.
    Except { exc: Reg, name: Option<Name> },
    /// An `except*` body.
    ExceptStar,
    /// A value that waits to be returned while a `finally` body runs, which may go elsewhere.
    Returning { value: Reg },
}

/// A `Block` and the handler that was in force outside of it.
#[derive(Clone, Debug)]
pub struct Nested<'a> {
    pub block: Block<'a>,
    pub outer_handler: u32,
}

/// An inlined comprehension that is being compiled.
#[derive(Debug)]
pub struct InlinedComp {
    pub scope: ScopeId,
    pub regs: HashMap<Name, Reg>,
}

/// One code object under construction.
#[derive(Debug)]
pub struct Unit<'a> {
    pub scope: ScopeId,
    pub proto: CodeProto,
    pub locals: HashMap<Name, Reg>,
    pub cell_regs: HashSet<Reg>,
    pub free: HashMap<Name, u16>,
    pub hidden: HashMap<(Name, usize, bool), Reg>,
    pub comps: Vec<InlinedComp>,
    pub blocks: Vec<Nested<'a>>,
    /// Next free temporary.
    pub depth: u32,
    pub reachable: bool,
    pub bound: Bits,
    /// Registers of names that `del` or `except … as` may unbind.
    pub deletable: Vec<Reg>,
    pub handler: u32,
    /// For classes: attributes that methods set on `self`.
    pub static_attributes: Vec<String>,
    /// For modules and classes: number of each conditional annotation, by address of the statement.
    pub annotation_index: HashMap<usize, usize>,
    labels: Vec<LabelState>,
    /// Labels placed at the next instruction.
    bound_here: Vec<Label>,
    handlers: Vec<HandlerState>,
    jumps: Vec<(u32, Label)>,
    handler_of: Vec<u32>,
    const_index: HashMap<Vec<u8>, u32>,
    far_consts: Vec<Const>,
    max_depth: u32,
}

impl<'a> Unit<'a> {
    /// A unit without registers yet.
    pub fn new(scope: ScopeId, proto: CodeProto) -> Self {
        Unit {
            scope,
            proto,
            locals: HashMap::new(),
            cell_regs: HashSet::new(),
            free: HashMap::new(),
            hidden: HashMap::new(),
            comps: Vec::new(),
            blocks: Vec::new(),
            depth: 0,
            reachable: true,
            bound: Bits::default(),
            deletable: Vec::new(),
            handler: 0,
            static_attributes: Vec::new(),
            annotation_index: HashMap::new(),
            labels: Vec::new(),
            bound_here: Vec::new(),
            handlers: Vec::new(),
            jumps: Vec::new(),
            handler_of: Vec::new(),
            const_index: HashMap::new(),
            far_consts: Vec::new(),
            max_depth: 0,
        }
    }

    // ---- registers

    /// Appends a local variable.
    pub fn add_local(&mut self, name: String) -> Reg {
        let r = reg(self.proto.varnames.len());
        self.proto.varnames.push(name);
        r
    }

    /// Ends the list of locals: temporaries start here.
    pub fn seal_locals(&mut self) {
        self.proto.nlocals = u32::try_from(self.proto.varnames.len()).unwrap_or(u32::MAX);
        self.depth = self.proto.nlocals;
        self.max_depth = self.depth;
    }

    /// Whether a register is a temporary.
    pub fn is_temp(&self, r: Reg) -> bool {
        u32::from(r) >= self.proto.nlocals
    }

    /// The register that the next `push` gives.
    pub fn top(&self) -> Reg {
        reg(self.depth as usize)
    }

    /// Allocates one temporary.
    pub fn push(&mut self) -> Reg {
        self.push_n(1)
    }

    /// Allocates consecutive temporaries and gives the first.
    pub fn push_n(&mut self, n: usize) -> Reg {
        let first = self.top();
        self.depth = self
            .depth
            .saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        self.max_depth = self.max_depth.max(self.depth);
        first
    }

    /// Frees every temporary from `r` on.
    pub fn pop_to(&mut self, r: Reg) {
        self.depth = u32::from(r);
    }

    // ---- instructions

    /// Notes that a line begins here that may have no instruction.
    pub fn mark(&mut self, pos: Pos) {
        if self.reachable {
            self.proto.marks.push(Mark {
                at: self.here(),
                line: pos.line,
                jumped: self.is_target(),
                joined: false,
            });
        }
    }

    /// Whether a label stands here.
    pub fn is_target(&self) -> bool {
        let here = Some(self.here());
        self.bound_here
            .iter()
            .any(|l| self.labels.get(l.0).is_some_and(|l| l.at == here))
    }

    /// Number of the next instruction.
    pub fn here(&self) -> u32 {
        u32::try_from(self.proto.code.len()).unwrap_or(u32::MAX)
    }

    /// Appends an instruction, if it can be reached.
    pub fn raw(&mut self, pos: Pos, instr: Instr) {
        if self.reachable {
            self.proto.code.push(instr);
            self.proto.positions.push(pos.kept());
            self.handler_of.push(self.handler);
        }
    }

    /// Appends an instruction from its fields.
    pub fn emit(&mut self, pos: Pos, op: Op, x: u8, a: Reg, b: Reg, c: u16) {
        self.raw(pos, Instr::new(op, x, a, b, c));
    }

    /// An instruction that uses `a` only.
    pub fn a(&mut self, pos: Pos, op: Op, a: Reg) {
        self.emit(pos, op, 0, a, 0, 0);
    }

    /// An instruction that uses `a` and `b`.
    pub fn ab(&mut self, pos: Pos, op: Op, a: Reg, b: Reg) {
        self.emit(pos, op, 0, a, b, 0);
    }

    /// `a = b`, unless they are the same register.
    pub fn mov(&mut self, pos: Pos, a: Reg, b: Reg) {
        if a != b {
            self.ab(pos, Op::Move, a, b);
        }
    }

    /// `a = b`, where b stays alive.
    pub fn copy(&mut self, pos: Pos, a: Reg, b: Reg) {
        let op = if self.is_temp(b) { Op::Copy } else { Op::Move };
        if a != b {
            self.ab(pos, op, a, b);
        }
    }

    /// An instruction with an inline-cache site.
    pub fn site(&mut self, pos: Pos, op: Op, a: Reg, b: Reg, name: &str) {
        self.site_flag(pos, op, a, b, name, 0);
    }

    /// As `site`, with extra bits in the site number.
    pub fn site_flag(&mut self, pos: Pos, op: Op, a: Reg, b: Reg, name: &str, flag: u32) {
        if !self.reachable {
            return;
        }
        let n = u32::try_from(self.proto.sites.len()).unwrap_or(u32::MAX);
        self.proto.sites.push(name.to_owned());
        self.raw(pos, Instr::with_site(op, a, b, n | flag));
    }

    // ---- constants

    /// The index of a constant. Constants beyond the first `NEAR` that a wide field names wait in a table of their own,
    /// so that the narrow fields never run out of numbers.
    pub fn constant(&mut self, k: Const, wide: bool) -> u32 {
        if !self.reachable {
            return 0;
        }
        let mut text = Vec::new();
        let shared = encode(&k, &mut text);
        if shared && let Some(&i) = self.const_index.get(&text).filter(|&&i| wide || i < FAR) {
            return i;
        }
        let near = !wide || self.proto.consts.len() < NEAR;
        let (table, first) = if near {
            (&mut self.proto.consts, 0)
        } else {
            (&mut self.far_consts, FAR)
        };
        let index = u32::try_from(table.len()).map_or(u32::MAX, |n| n.saturating_add(first));
        table.push(k);
        if shared {
            self.const_index.insert(text, index);
        }
        index
    }

    /// Appends the far constants and tells the instructions that use them.
    fn place_far_constants(&mut self) {
        let near = u32::try_from(self.proto.consts.len()).unwrap_or(u32::MAX);
        if self.far_consts.is_empty() {
            return;
        }
        self.proto.consts.append(&mut self.far_consts);
        for i in &mut self.proto.code {
            if matches!(i.op(), Op::LoadK | Op::ReturnK)
                && let Some(n) = u32::try_from(i.wide())
                    .ok()
                    .and_then(|w| w.checked_sub(FAR))
            {
                *i = Instr::with_wide(i.op(), i.x(), i.a() as u16, near.saturating_add(n));
            }
        }
    }

    /// Reports that an instruction cannot name its constant.
    pub fn too_many_constants(&mut self) {
        self.max_depth = u32::MAX;
    }

    /// The index of a constant if it fits a 16-bit field.
    pub fn small_constant(&mut self, k: &Const) -> Option<u16> {
        if self.proto.consts.len() >= NEAR {
            return None;
        }
        u16::try_from(self.constant(k.clone(), false)).ok()
    }

    /// `a = constant`.
    pub fn load_const(&mut self, pos: Pos, a: Reg, k: Const) {
        let index = self.constant(k, true);
        self.raw(pos, Instr::with_wide(Op::LoadK, 0, a, index));
    }

    /// Returns a constant.
    pub fn return_const(&mut self, pos: Pos, k: Const) {
        let index = self.constant(k, true);
        self.raw(pos, Instr::with_wide(Op::ReturnK, 0, 0, index));
        self.reachable = false;
    }

    // ---- jumps

    /// A label to be bound later.
    pub fn label(&mut self) -> Label {
        self.labels.push(LabelState::default());
        Label(self.labels.len() - 1)
    }

    /// Notes that a jump from here reaches the label.
    fn flow(&mut self, label: Label) {
        let Some(state) = self.labels.get_mut(label.0) else {
            return;
        };
        match &mut state.bound {
            Some(b) => b.intersect(&self.bound),
            None => state.bound = Some(self.bound.clone()),
        }
    }

    /// A conditional jump: `instr` with its jump field still empty.
    pub fn branch(&mut self, pos: Pos, instr: Instr, label: Label) {
        if self.reachable {
            self.jumps.push((self.here(), label));
            self.raw(pos, instr);
            self.flow(label);
        }
    }

    /// An unconditional forward jump.
    pub fn jump(&mut self, pos: Pos, label: Label) {
        self.branch(pos, Instr::new(Op::Jump, 0, 0, 0, 0), label);
        self.reachable = false;
    }

    /// An unconditional backward jump.
    pub fn jump_back(&mut self, pos: Pos, label: Label) {
        self.branch(pos, Instr::new(Op::JumpBack, 0, 0, 0, 0), label);
        self.reachable = false;
    }

    /// Places a label here.
    pub fn bind(&mut self, label: Label) {
        self.drop_jump_to_next(label);
        let here = self.here();
        let Some(state) = self.labels.get_mut(label.0) else {
            return;
        };
        state.at = Some(here);
        for m in self.proto.marks.iter_mut().rev() {
            if m.at != here {
                break;
            }
            m.joined = true;
        }
        self.bound_here
            .retain(|l| self.labels[l.0].at == Some(here));
        self.bound_here.push(label);
        let Some(state) = self.labels.get_mut(label.0) else {
            return;
        };
        if let Some(bound) = &state.bound {
            if self.reachable {
                self.bound.intersect(bound);
            } else {
                self.bound = bound.clone();
                self.reachable = true;
            }
        }
    }

    /// Takes back a jump to the label if it is the last instruction before it.
    fn drop_jump_to_next(&mut self, label: Label) {
        let here = self.here();
        let Some(&(at, target)) = self.jumps.last() else {
            return;
        };
        let plain = self.proto.code.last().is_some_and(|i| i.op() == Op::Jump);
        // A line without instruction in between needs the jump that goes past it.
        let marked = self.proto.marks.last().is_some_and(|m| m.at == here);
        if target != label || at + 1 != here || !plain || marked {
            return;
        }
        self.jumps.pop();
        self.proto.code.pop();
        let line = self.proto.positions.pop().map_or(0, |p| p.line);
        self.handler_of.pop();
        if line != 0 && self.proto.positions.last().is_none_or(|p| p.line != line) {
            // `break` in front of the end of its loop is still a line.
            let here = Some(at);
            self.proto.marks.push(Mark {
                at,
                line,
                jumped: self.labels.iter().rev().take(16).any(|l| l.at == here),
                joined: false,
            });
        }
        for l in &self.bound_here {
            if let Some(place) = self.labels.get_mut(l.0).and_then(|l| l.at.as_mut())
                && *place == here
            {
                *place = at;
            }
        }
    }

    /// Places the head of a loop: what the loop may unbind counts as unbound.
    pub fn bind_head(&mut self) -> Label {
        let label = self.label();
        self.forget_deletable();
        self.bind(label);
        label
    }

    /// Notes that a local is unbound from here on, also for the handlers in force.
    pub fn unbind(&mut self, r: Reg) {
        self.bound.unset(r);
        let mut handler = self.handler;
        while let Some(state) = (handler as usize)
            .checked_sub(1)
            .and_then(|i| self.handlers.get(i))
        {
            handler = state.outer;
            if let Some(bound) = self
                .labels
                .get_mut(state.target.0)
                .and_then(|l| l.bound.as_mut())
            {
                bound.unset(r);
            }
        }
    }

    fn forget_deletable(&mut self) {
        for i in 0..self.deletable.len() {
            self.bound.unset(self.deletable[i]);
        }
    }

    // ---- exception handlers

    /// Starts a protected region whose exceptions go to the returned label in register `exc`. Temporaries from `exc`
    /// on are dead there. Gives the handler to restore at the end of the region.
    pub fn protect(&mut self, exc: Reg) -> (Label, u32) {
        let target = self.label();
        if self.reachable {
            self.flow(target);
        }
        let outer = self.handler;
        self.handlers.push(HandlerState {
            target,
            exc,
            first_dead: exc,
            outer,
        });
        self.handler = u32::try_from(self.handlers.len()).unwrap_or(u32::MAX);
        (target, outer)
    }

    // ---- assembly

    /// The finished code object; None if a limit of the instruction format is exceeded.
    pub fn finish(mut self) -> Option<CodeProto> {
        let limits = self.max_depth > u32::from(u16::MAX) || self.proto.sites.len() >= 1 << 23;
        if limits {
            return None;
        }
        self.proto.nregs = self.max_depth;
        self.place_far_constants();
        self.thread_jumps();
        self.relax();
        self.patch();
        self.build_handlers();
        Some(self.proto)
    }

    fn target(&self, label: Label) -> u32 {
        self.labels.get(label.0).and_then(|l| l.at).unwrap_or(0)
    }

    /// A jump to a jump goes to the end of the chain.
    fn thread_jumps(&mut self) {
        let by_instr: HashMap<u32, Label> = self.jumps.iter().copied().collect();
        for i in 0..self.jumps.len() {
            let (at, label) = self.jumps[i];
            let mut label = label;
            for _ in 0..8 {
                let target = self.target(label);
                let Some(next) = self.proto.code.get(target as usize).copied() else {
                    break;
                };
                // What has a line of its own is passed through.
                let line = |i: usize| self.proto.positions.get(i).map_or(0, |p| p.line);
                let other = line(target as usize);
                let own = other == 0 || other == line(at as usize);
                let marked = self.proto.marks.binary_search_by_key(&target, |m| m.at);
                let follow = own
                    && marked.is_err()
                    && match next.op() {
                        Op::Jump => true,
                        // Only a plain jump may become the loop's safepoint.
                        Op::JumpBack => self.proto.code[at as usize].op() == Op::Jump,
                        _ => false,
                    };
                let Some(&onward) = by_instr.get(&target).filter(|_| follow) else {
                    break;
                };
                if next.op() == Op::JumpBack {
                    self.proto.code[at as usize] = Instr::new(Op::JumpBack, 0, 0, 0, 0);
                }
                label = onward;
                if next.op() == Op::JumpBack {
                    break;
                }
            }
            self.jumps[i].1 = label;
        }
    }

    /// Replaces conditional jumps whose target is beyond 16 bits by a short jump around a long one.
    fn relax(&mut self) {
        let n = self.proto.code.len();
        if n < 16_000 {
            return;
        }
        let mut size = vec![1u32; n];
        loop {
            let place = prefix_sums(&size);
            let mut changed = false;
            for &(at, label) in &self.jumps {
                let i = at as usize;
                let short = matches!(
                    FORMATS[self.proto.code[i].op() as usize],
                    Format::AbJump | Format::AkJump
                );
                let from = i64::from(place[i]) + 1;
                let distance = i64::from(place[self.target(label) as usize]) - from;
                if short && size[i] == 1 && i16::try_from(distance).is_err() {
                    size[i] = if invertible(self.proto.code[i].op()) {
                        2
                    } else {
                        3
                    };
                    changed = true;
                }
            }
            if !changed {
                if size.iter().any(|&s| s != 1) {
                    self.spread(&size, &place);
                }
                return;
            }
        }
    }

    /// Moves the code apart to make room for long jumps.
    fn spread(&mut self, size: &[u32], place: &[u32]) {
        let code = std::mem::take(&mut self.proto.code);
        let positions = std::mem::take(&mut self.proto.positions);
        let handlers = std::mem::take(&mut self.handler_of);
        for (i, instr) in code.into_iter().enumerate() {
            let long = Instr::new(Op::Jump, 0, 0, 0, 0);
            let words = match size[i] {
                1 => vec![instr],
                // Inverted over the long jump.
                2 => vec![
                    Instr::new(
                        instr.op(),
                        instr.x() ^ JUMP_IF_TRUE,
                        instr.a() as u16,
                        instr.b() as u16,
                        1,
                    ),
                    long,
                ],
                // Taken: over the next instruction to the long jump; not taken: over the long jump.
                _ => {
                    let taken =
                        Instr::new(instr.op(), instr.x(), instr.a() as u16, instr.b() as u16, 1);
                    vec![taken, Instr::with_wide(Op::Jump, 0, 0, 1), long]
                }
            };
            for word in words {
                self.proto.code.push(word);
                self.proto.positions.push(positions[i]);
                self.handler_of.push(handlers[i]);
            }
        }
        for m in &mut self.proto.marks {
            m.at = place.get(m.at as usize).copied().unwrap_or(m.at);
        }
        for (at, _) in &mut self.jumps {
            let old = *at as usize;
            *at = place[old] + size[old] - 1;
        }
        for label in &mut self.labels {
            if let Some(at) = &mut label.at {
                *at = place.get(*at as usize).copied().unwrap_or(*at);
            }
        }
    }

    fn patch(&mut self) {
        for i in 0..self.jumps.len() {
            let (at, label) = self.jumps[i];
            let distance = self.target(label) as i32 - (at as i32 + 1);
            let instr = self.proto.code[at as usize];
            let op = instr.op();
            self.proto.code[at as usize] = match FORMATS[op as usize] {
                Format::AbJump | Format::AkJump => Instr::new(
                    op,
                    instr.x(),
                    instr.a() as u16,
                    instr.b() as u16,
                    distance as i16 as u16,
                ),
                _ => {
                    let back = op == Op::Jump && distance < 0;
                    let op = if back { Op::JumpBack } else { op };
                    Instr::with_wide(op, instr.x(), instr.a() as u16, distance as u32)
                }
            };
        }
    }

    fn build_handlers(&mut self) {
        let mut start = 0;
        while start < self.handler_of.len() {
            let h = self.handler_of[start];
            let mut end = start + 1;
            while self.handler_of.get(end) == Some(&h) {
                end += 1;
            }
            if let Some(state) = (h as usize)
                .checked_sub(1)
                .and_then(|i| self.handlers.get(i))
            {
                self.proto.handlers.push(Handler {
                    start: start as u32,
                    end: end as u32,
                    target: self.target(state.target),
                    exc: state.exc,
                    first_dead: state.first_dead,
                });
            }
            start = end;
        }
    }
}

/// A register number that fits its field; `finish` reports overflow through the maximal depth.
pub fn reg(n: usize) -> Reg {
    Reg::try_from(n).unwrap_or(Reg::MAX)
}

fn invertible(op: Op) -> bool {
    matches!(op, Op::CompareJump | Op::CompareJumpK)
}

fn prefix_sums(size: &[u32]) -> Vec<u32> {
    let mut sum = 0;
    let mut place: Vec<u32> = size
        .iter()
        .map(|s| {
            let at = sum;
            sum += s;
            at
        })
        .collect();
    place.push(sum);
    place
}

/// Writes a key that is equal for identical constants; false for code, which is never shared.
fn encode(k: &Const, out: &mut Vec<u8>) -> bool {
    let mut bytes = |tag: u8, data: &[u8]| {
        out.push(tag);
        out.extend_from_slice(&(data.len() as u64).to_le_bytes());
        out.extend_from_slice(data);
    };
    match k {
        Const::None => bytes(0, &[]),
        Const::True => bytes(1, &[]),
        Const::False => bytes(2, &[]),
        Const::Ellipsis => bytes(3, &[]),
        Const::Int(i) => bytes(4, &i.to_le_bytes()),
        Const::Big(b) => bytes(5, &b.to_signed_bytes_le()),
        Const::Float(f) => bytes(6, &f.to_le_bytes()),
        Const::Complex(re, im) => bytes(7, &[re.to_le_bytes(), im.to_le_bytes()].concat()),
        Const::Str(s) => bytes(8, s),
        Const::Bytes(s) => bytes(9, s),
        Const::Tuple(items) => return encode_all(10, items, out),
        Const::FrozenSet(items) => return encode_all(11, items, out),
        Const::Slice(parts) => return encode_all(12, parts.as_slice(), out),
        Const::Code(_) => return false,
    }
    true
}

fn encode_all(tag: u8, items: &[Const], out: &mut Vec<u8>) -> bool {
    out.push(tag);
    out.extend_from_slice(&(items.len() as u64).to_le_bytes());
    items.iter().all(|k| encode(k, out))
}

/// A string constant.
pub fn str_const(s: &str) -> Const {
    Const::Str(Arc::from(s.as_bytes()))
}
