//! A second look at finished code: follows every path and checks that each register is written before it is read, that
//! no temporary is overwritten while it holds a value (operand rules 1 and 2 of `opcode.rs`), and that no local is
//! assigned while a call window aliases it (rule 5). What it finds out also says which jumps of a debugger are safe
//! (`vm/line_jump.rs`).

use crate::code::{CodeProto, flags};
use crate::opcode::{FORMATS, Format, Instr, Intrinsic, Op, YIELD_DROP, YIELD_FROM};

/// Who wrote a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The call: a parameter.
    Call,
    /// This instruction.
    Instr(u32),
    /// The way to the exception handler that begins at this instruction.
    Raised(u32),
    /// One of several.
    Several,
}

/// What is known of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Holds nothing that is read.
    Dead,
    /// Holds a value.
    Live(Source),
    /// Live on some paths only.
    Maybe,
    /// A live alias of a local.
    Alias(u16),
}

/// What is known of each register in front of each instruction; None where no path leads.
pub type States = Vec<Option<Vec<State>>>;

/// What an instruction does with registers.
#[derive(Default)]
struct Effects {
    /// Read, then dead.
    consumed: Vec<usize>,
    /// Read and kept.
    kept: Vec<usize>,
    /// Released if it holds something.
    released: Vec<usize>,
    /// Written.
    written: Vec<usize>,
}

impl Effects {
    fn eat(mut self, regs: impl IntoIterator<Item = usize>) -> Self {
        self.consumed.extend(regs);
        self
    }
    fn keep(mut self, r: usize) -> Self {
        self.kept.push(r);
        self
    }
    fn write(mut self, regs: impl IntoIterator<Item = usize>) -> Self {
        self.written.extend(regs);
        self
    }
    fn release(mut self, r: usize) -> Self {
        self.released.push(r);
        self
    }
}

fn effects(i: Instr) -> Effects {
    use Op::*;
    let (a, b, c) = (i.a(), i.b(), i.c());
    let e = Effects::default();
    match i.op() {
        Nop | DelFree | DelGlobal | DelName | Jump | JumpBack | ReturnK | ReturnGenerator
        | SetupAnnotations => e,
        CheckBound | MakeCell => e.write([a]),
        DelCell => e.keep(a),
        DelFast => e.release(a),
        LoadFromDictOrCell if i.x() == 1 => e.eat([b]).keep(c).write([a]),
        Move | MoveArg | LoadAttr | Neg | Pos | Invert | Not | ToBool | GetIter | ListToTuple
        | GetYieldFromIter | GetAwaitable | GetAiter | LoadFromDictOrCell
        | LoadFromDictOrGlobal | GetItemK | BinaryK | CompareK => e.eat([b]).write([a]),
        Copy | ImportFrom | MatchSequence | MatchMapping | GetLen | GetAnext => {
            e.keep(b).write([a])
        }
        LoadCell | LoadCellRef => e.keep(b).write([a]),
        LoadK | LoadFree | LoadFreeCell | LoadGlobal | LoadName | LoadLocals | LoadBuildClass => {
            e.write([a])
        }
        Clear => e.release(a),
        StoreCell => e.keep(a).eat([b]),
        StoreFree => e.eat([b]),
        StoreGlobal | StoreName | DelAttr | Return | Reraise | ImportStar => e.eat([a]),
        StoreAttr | DelItem => e.eat([a, b]),
        SetItem => e.eat([a, b, c]),
        LoadMethod => e.eat([b]).write([a, a + 1]),
        LoadSuperAttr => e.eat(b..b + 3).write([a]),
        LoadSuperMethod => e.eat(b..b + 3).write([a, a + 1]),
        LoadSpecial => {
            let e = if a == b { e.eat([b]) } else { e.keep(b) };
            e.write([a, a + 1])
        }
        GetItem | Binary | Compare | Is | Contains | PrepReraiseStar => e.eat([b, c]).write([a]),
        BinaryKR => e.eat([c]).write([a]),
        JumpIfFalse | JumpIfTrue | JumpIfNone | JumpIfNotNone | CompareJumpK => e.eat([a]),
        // The fall-through edge consumes it, see `edges`.
        JumpIfFalseKeep | JumpIfTrueKeep | ForIter => e.keep(a),
        CompareJump => e.eat([a, b]),
        UnpackSeq => e.eat([b]).write(a..a + c),
        UnpackEx => e
            .eat([b])
            .write(a..a + (c & 255) + 1 + (c >> 8 | usize::from(i.x()) << 8)),
        BuildList if i.x() == 1 => e.keep(b).write([a]),
        BuildSlice | BuildList | BuildTuple | BuildSet | BuildString | BuildTemplate => {
            e.eat(b..b + c).write([a])
        }
        BuildMap => e.eat(b..b + 2 * c).write([a]),
        MatchClass => e.eat(b..b + 3).write([a]),
        ListAppend | ListExtend | SetAdd | SetUpdate | DictUpdate => e.keep(a).eat([b]),
        MapAdd => e.keep(a).eat([b, c]),
        DictMerge => e.keep(a).keep(c).eat([b]),
        Format if i.x() & 0x80 != 0 => e.eat([b, c]).write([a]),
        Format => e.eat([b]).write([a]),
        Call | CallKw => e.eat(a..=a + b).write([a]),
        CallMethod | CallMethodKw => e.eat(a..a + b + 2).write([a]),
        CallEx => e.eat([a, a + 1]).release(a + 2).write([a]),
        MakeFunction => e
            .eat((0..4).filter(|n| i.x() & 1 << n != 0).map(|n| b + n))
            .write([a]),
        Yield if i.yield_kind() == YIELD_FROM => e.eat([b]).keep(c).write([a]),
        Yield if i.x() & YIELD_DROP != 0 => e.eat([b]),
        Yield => e.eat([b]).write([a]),
        Send => e.eat([a]).keep(b).write([a]),
        EndAsyncFor => e.eat([a, b]),
        PushExcInfo => e.keep(a).write([a + 1]),
        PopExcept => e.release(a).eat([a + 1]),
        ExcMatchJump => e.keep(a).eat([b]),
        ExcGroupMatch => e.keep(b).eat([c]).write([a, a + 1]),
        Raise | AssertFail => match (i.op(), i.x()) {
            (Raise, 2) => e.eat([a, b]),
            (_, 0) => e,
            _ => e.eat([a]),
        },
        WithExceptStart => e.eat([b, b + 1]).keep(c).write([a]),
        ImportName => e.eat([b, b + 1]).write([a]),
        MatchKeys => e.keep(b).keep(c).write([a]),
        Intrinsic => e.eat(b..b + arguments(i.x())).write([a]),
        _ => e,
    }
}

fn arguments(x: u8) -> usize {
    match Intrinsic::ALL.get(usize::from(x)) {
        Some(Intrinsic::TypeAlias) => 3,
        Some(
            Intrinsic::TypeVarBound
            | Intrinsic::TypeVarConstraints
            | Intrinsic::SetTypeParamDefault
            | Intrinsic::SetFunctionTypeParams
            | Intrinsic::ConditionalAnnotation,
        ) => 2,
        Some(Intrinsic::NewConditionalAnnotations) => 0,
        _ => 1,
    }
}

fn parameters(code: &CodeProto) -> usize {
    let star = |bit: u32| usize::from(code.flags & bit != 0);
    (code.argcount + code.kwonly) as usize + star(flags::VARARGS) + star(flags::VARKEYWORDS)
}

/// Checks a code object (not those inside of it).
pub fn check(code: &CodeProto) -> Result<(), String> {
    states(code).map(drop)
}

/// What is known of the registers of a code object.
pub fn states(code: &CodeProto) -> Result<States, String> {
    let mut flow = Flow {
        code,
        first: code.nlocals as usize,
        states: vec![None; code.code.len()],
        work: Vec::new(),
        handler: vec![None; code.code.len()],
    };
    for (n, h) in code.handlers.iter().enumerate() {
        for slot in flow
            .handler
            .iter_mut()
            .take(h.end as usize)
            .skip(h.start as usize)
        {
            *slot = Some(n);
        }
    }
    let mut start = vec![State::Dead; code.nregs as usize];
    for s in start.iter_mut().take(parameters(code)) {
        *s = State::Live(Source::Call);
    }
    flow.reach(0, start);
    while let Some(at) = flow.work.pop() {
        flow.step(at)
            .map_err(|e| format!("{} @{at} {:?}: {e}", code.qualname, code.code[at]))?;
    }
    Ok(flow.states)
}

struct Flow<'a> {
    code: &'a CodeProto,
    first: usize,
    states: States,
    work: Vec<usize>,
    handler: Vec<Option<usize>>,
}

/// What is known where two paths meet.
fn join(old: State, new: State) -> State {
    match (old, new) {
        _ if old == new => old,
        (State::Live(_), State::Live(_)) => State::Live(Source::Several),
        (State::Live(_), State::Alias(_)) => new,
        (State::Alias(_), State::Live(_)) => old,
        _ => State::Maybe,
    }
}

impl Flow<'_> {
    fn reach(&mut self, at: usize, state: Vec<State>) {
        let Some(slot) = self.states.get_mut(at) else {
            return;
        };
        match slot {
            None => {
                *slot = Some(state);
                self.work.push(at);
            }
            Some(old) => {
                let mut changed = false;
                for (o, n) in old.iter_mut().zip(state) {
                    let joined = join(*o, n);
                    changed |= joined != *o;
                    *o = joined;
                }
                if changed {
                    self.work.push(at);
                }
            }
        }
    }

    fn step(&mut self, at: usize) -> Result<(), String> {
        let i = self.code.code[at];
        let Some(mut state) = self.states[at].clone() else {
            return Ok(());
        };
        let e = effects(i);
        for &r in e.consumed.iter().chain(&e.kept) {
            if !matches!(state.get(r), Some(State::Live(_) | State::Alias(_))) {
                return Err(format!(
                    "reads {}, which is {:?}",
                    self.name(r),
                    state.get(r)
                ));
            }
        }
        self.raise(at, &state, &e);
        let eaten = e.consumed.iter().filter(|&&r| r >= self.first);
        for &r in eaten.chain(&e.released) {
            state[r] = State::Dead;
        }
        for &r in e.released.iter().chain(&e.written) {
            self.check_alias(&state, i, r)?;
        }
        if i.op() == Op::Yield
            && let Some(r) = (i.yield_live()..state.len()).find(|&r| state[r] != State::Dead)
        {
            return Err(format!(
                "does not save {}, which is {:?}",
                self.name(r),
                state[r]
            ));
        }
        let before = state.clone();
        for &r in &e.written {
            if r >= self.first && state[r] != State::Dead {
                return Err(format!(
                    "overwrites {}, which is {:?}",
                    self.name(r),
                    state[r]
                ));
            }
            state[r] = State::Live(Source::Instr(at as u32));
        }
        if i.op() == Op::MoveArg && i.b() < self.first {
            state[i.a()] = State::Alias(i.b() as u16);
        }
        if matches!(i.op(), Op::Return | Op::ReturnK) {
            let left = (self.first..state.len()).find(|&r| state[r] != State::Dead);
            if let Some(r) = left {
                return Err(format!("leaves {}, which is {:?}", self.name(r), state[r]));
            }
        }
        self.edges(at, i, state, before);
        Ok(())
    }

    fn name(&self, r: usize) -> String {
        match self.code.varnames.get(r) {
            Some(name) => name.clone(),
            None => format!("t{}", r - self.first),
        }
    }

    /// A local that a live temporary aliases must stay as it is.
    fn check_alias(&self, state: &[State], i: Instr, r: usize) -> Result<(), String> {
        let harmless = r >= self.first || i.op() == Op::CheckBound;
        let aliased = |s: &State| matches!(s, State::Alias(l) if usize::from(*l) == r);
        if !harmless && state.iter().skip(self.first).any(aliased) {
            return Err(format!(
                "changes {}, which a call window aliases",
                self.name(r)
            ));
        }
        Ok(())
    }

    /// What the exception handler sees if this instruction raises.
    fn raise(&mut self, at: usize, state: &[State], e: &Effects) {
        let Some(h) = self.handler[at]
            .and_then(|n| self.code.handlers.get(n))
            .copied()
        else {
            return;
        };
        let mut seen = state.to_vec();
        let eaten = e.consumed.iter().filter(|&&r| r >= self.first);
        for &r in eaten.chain(&e.released) {
            if seen[r] != State::Dead {
                seen[r] = State::Maybe;
            }
        }
        for s in seen.iter_mut().skip(usize::from(h.first_dead)) {
            *s = State::Dead;
        }
        seen[usize::from(h.exc)] = State::Live(Source::Raised(h.target));
        self.reach(h.target as usize, seen);
    }

    fn edges(&mut self, at: usize, i: Instr, next: Vec<State>, before: Vec<State>) {
        let distance = match FORMATS[i.op() as usize] {
            Format::AJump | Format::Jump => Some(i.jump32()),
            Format::AbJump | Format::AkJump => Some(i.jump16()),
            _ => None,
        };
        let (mut through, mut taken) = (next, before);
        let set = |state: &mut Vec<State>, r: usize, to: State| {
            if let Some(s) = state.get_mut(r) {
                *s = to;
            }
        };
        match i.op() {
            Op::JumpIfFalseKeep | Op::JumpIfTrueKeep if i.a() >= self.first => {
                set(&mut through, i.a(), State::Dead)
            }
            Op::ForIter => {
                set(&mut taken, i.a(), State::Dead);
                let item = State::Live(Source::Instr(at as u32));
                set(&mut through, i.b(), item);
            }
            Op::Send => taken = through.clone(),
            _ => {}
        }
        if let Some(d) = distance {
            self.reach((at as isize + 1 + d) as usize, taken);
        }
        let ends = matches!(
            i.op(),
            Op::Jump
                | Op::JumpBack
                | Op::Return
                | Op::ReturnK
                | Op::Raise
                | Op::Reraise
                | Op::AssertFail
        );
        if !ends {
            self.reach(at + 1, through);
        }
    }
}
