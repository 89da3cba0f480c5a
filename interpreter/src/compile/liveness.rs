//! A second look at finished code: follows every path and checks that each temporary is written before it is read and
//! is never overwritten or lost while it holds a value (operand rules 1 and 2 of `opcode.rs`).

use crate::code::CodeProto;
use crate::opcode::{FORMATS, Format, Instr, Intrinsic, Op};

/// What is known of a temporary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Dead,
    Live,
    /// Live on some paths only.
    Maybe,
}

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
        Nop | CheckBound | DelFast | MakeCell | DelCell | DelFree | DelGlobal | DelName | Jump | JumpBack
        | ReturnK | ReturnGenerator | SetupAnnotations => e,
        Move | MoveArg | LoadAttr | Neg | Pos | Invert | Not | ToBool | GetIter | ListToTuple | GetYieldFromIter
        | GetAwaitable | LoadFromDictOrCell | LoadFromDictOrGlobal | GetItemK | BinaryK | CompareK => {
            e.eat([b]).write([a])
        }
        Copy | ImportFrom | MatchSequence | MatchMapping | GetLen | GetAiter | GetAnext => e.keep(b).write([a]),
        LoadK | LoadCell | LoadFree | LoadFreeCell | LoadCellRef | LoadGlobal | LoadName | LoadLocals
        | LoadBuildClass => e.write([a]),
        Clear => e.release(a),
        StoreCell | StoreFree => e.eat([b]),
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
        UnpackEx => e.eat([b]).write(a..a + (c & 255) + 1 + (c >> 8 | usize::from(i.x()) << 8)),
        BuildSlice | BuildList | BuildTuple | BuildSet | BuildString | BuildTemplate => e.eat(b..b + c).write([a]),
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
        MakeFunction => e.eat((0..4).filter(|n| i.x() & 1 << n != 0).map(|n| b + n)).write([a]),
        Yield if i.x() == 1 => e.eat([b]).keep(c).write([a]),
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

/// Checks a code object (not those inside of it).
pub fn check(code: &CodeProto) -> Result<(), String> {
    let mut flow = Flow {
        code,
        first: code.nlocals as usize,
        states: vec![None; code.code.len()],
        work: Vec::new(),
        handler: vec![None; code.code.len()],
    };
    for (n, h) in code.handlers.iter().enumerate() {
        for slot in flow.handler.iter_mut().take(h.end as usize).skip(h.start as usize) {
            *slot = Some(n);
        }
    }
    flow.reach(0, vec![State::Dead; (code.nregs - code.nlocals) as usize]);
    while let Some(at) = flow.work.pop() {
        flow.step(at).map_err(|e| format!("{} @{at} {:?}: {e}", code.qualname, code.code[at]))?;
    }
    Ok(())
}

struct Flow<'a> {
    code: &'a CodeProto,
    first: usize,
    states: Vec<Option<Vec<State>>>,
    work: Vec<usize>,
    handler: Vec<Option<usize>>,
}

impl Flow<'_> {
    fn reach(&mut self, at: usize, state: Vec<State>) {
        let Some(slot) = self.states.get_mut(at) else { return };
        match slot {
            None => {
                *slot = Some(state);
                self.work.push(at);
            }
            Some(old) => {
                let mut changed = false;
                for (o, n) in old.iter_mut().zip(state) {
                    if *o != n && *o != State::Maybe {
                        *o = State::Maybe;
                        changed = true;
                    }
                }
                if changed {
                    self.work.push(at);
                }
            }
        }
    }

    fn temp(&self, r: usize) -> Option<usize> {
        r.checked_sub(self.first)
    }

    fn step(&mut self, at: usize) -> Result<(), String> {
        let i = self.code.code[at];
        let Some(mut state) = self.states[at].clone() else { return Ok(()) };
        let e = effects(i);
        let require = |state: &[State], r: usize| match r.checked_sub(self.first) {
            Some(t) if state.get(t) != Some(&State::Live) => Err(format!("reads t{t}, which is {:?}", state.get(t))),
            _ => Ok(()),
        };
        for &r in e.consumed.iter().chain(&e.kept) {
            require(&state, r)?;
        }
        self.raise(at, &state, &e);
        for &r in e.consumed.iter().chain(&e.released) {
            if let Some(s) = self.temp(r).and_then(|t| state.get_mut(t)) {
                *s = State::Dead;
            }
        }
        let before = state.clone();
        for &r in &e.written {
            if let Some(t) = self.temp(r) {
                if state.get(t) != Some(&State::Dead) {
                    return Err(format!("overwrites t{t}, which is {:?}", state.get(t)));
                }
                state[t] = State::Live;
            }
        }
        self.edges(at, i, state, before);
        Ok(())
    }

    /// What the exception handler sees if this instruction raises.
    fn raise(&mut self, at: usize, state: &[State], e: &Effects) {
        let Some(h) = self.handler[at].and_then(|n| self.code.handlers.get(n)).copied() else { return };
        let mut seen = state.to_vec();
        for &r in e.consumed.iter().chain(&e.released) {
            if let Some(s) = self.temp(r).and_then(|t| seen.get_mut(t))
                && *s == State::Live
            {
                *s = State::Maybe;
            }
        }
        for (t, s) in seen.iter_mut().enumerate() {
            if t + self.first >= usize::from(h.first_dead) {
                *s = State::Dead;
            }
        }
        if let Some(s) = self.temp(usize::from(h.exc)).and_then(|t| seen.get_mut(t)) {
            *s = State::Live;
        }
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
            if let Some(s) = r.checked_sub(self.first).and_then(|t| state.get_mut(t)) {
                *s = to;
            }
        };
        match i.op() {
            Op::JumpIfFalseKeep | Op::JumpIfTrueKeep => set(&mut through, i.a(), State::Dead),
            Op::ForIter => {
                set(&mut taken, i.a(), State::Dead);
                set(&mut through, i.b(), State::Live);
            }
            Op::Send => taken = through.clone(),
            _ => {}
        }
        if let Some(d) = distance {
            self.reach((at as isize + 1 + d) as usize, taken);
        }
        let ends = matches!(
            i.op(),
            Op::Jump | Op::JumpBack | Op::Return | Op::ReturnK | Op::Raise | Op::Reraise | Op::AssertFail
        );
        if !ends {
            self.reach(at + 1, through);
        }
    }
}
