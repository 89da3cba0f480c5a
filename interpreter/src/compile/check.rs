//! An independent look at finished code: every field that the machine will trust without checking.

use crate::code::{CodeProto, Const};
use crate::opcode::{FORMATS, Format, Instr, Op};

/// Checks a code object and those inside of it. The error names the instruction.
pub fn check(code: &CodeProto) -> Result<(), String> {
    let checker = Checker { code };
    checker.tables()?;
    for (at, instr) in code.code.iter().enumerate() {
        checker
            .instruction(at, *instr)
            .map_err(|e| format!("{} @{at} {instr:?}: {e}", code.qualname))?;
    }
    super::liveness::check(code)?;
    for k in &code.consts {
        if let Const::Code(inner) = k {
            check(inner)?;
        }
    }
    Ok(())
}

struct Checker<'a> {
    code: &'a CodeProto,
}

type Checked = Result<(), String>;

fn require(ok: bool, what: &str) -> Checked {
    if ok { Ok(()) } else { Err(what.to_owned()) }
}

impl Checker<'_> {
    fn tables(&self) -> Checked {
        let c = self.code;
        let name = &c.qualname;
        let fail = |what: &str| Err(format!("{name}: {what}"));
        if c.positions.len() != c.code.len() {
            return fail("a position for every instruction");
        }
        if c.varnames.len() != c.nlocals as usize || c.nlocals > c.nregs {
            return fail("names of locals");
        }
        if c.cellvars.iter().any(|&r| u32::from(r) >= c.nlocals) {
            return fail("cell register");
        }
        let ends = c.code.last().is_some_and(|i| {
            matches!(
                i.op(),
                Op::Return | Op::ReturnK | Op::Raise | Op::Reraise | Op::JumpBack | Op::AssertFail
            ) || (i.op() == Op::Jump && i.jump32() < 0)
        });
        if !ends {
            return fail("code runs off its end");
        }
        let mut end = 0;
        for h in &c.handlers {
            let ordered = h.start >= end && h.start < h.end && h.end as usize <= c.code.len();
            let registers = u32::from(h.exc) < c.nregs && u32::from(h.first_dead) >= c.nlocals;
            if !ordered || !registers || h.target as usize >= c.code.len() || h.exc < h.first_dead {
                return fail(&format!("handler {h:?}"));
            }
            end = h.end;
        }
        Ok(())
    }

    fn reg(&self, r: usize, n: usize) -> Checked {
        require(r + n <= self.code.nregs as usize, "register out of range")
    }

    fn target(&self, at: usize, distance: isize) -> Checked {
        let to = at as isize + 1 + distance;
        require(
            to >= 0 && (to as usize) < self.code.code.len(),
            "jump out of range",
        )
    }

    fn constant(&self, k: usize) -> Checked {
        require(k < self.code.consts.len(), "constant out of range")
    }

    fn names(&self, k: usize) -> Checked {
        let ok = matches!(self.code.consts.get(k), Some(Const::Tuple(t)) if t.iter().all(|k| matches!(k, Const::Str(_))));
        require(ok, "tuple of names")
    }

    fn local(&self, r: usize) -> Checked {
        require(r < self.code.nlocals as usize, "local variable")
    }

    fn free(&self, i: usize) -> Checked {
        require(i < self.code.freevars.len(), "free variable")
    }

    fn site(&self, i: Instr) -> Checked {
        let mask = if matches!(i.op(), Op::LoadSuperAttr | Op::LoadSuperMethod) {
            (1 << 23) - 1
        } else {
            usize::MAX
        };
        require(i.site() & mask < self.code.sites.len(), "site")
    }

    fn instruction(&self, at: usize, i: Instr) -> Checked {
        require((i.op() as u8) < Op::Add as u8, "quick form in fresh code")?;
        self.special(i)?;
        let (a, b, c) = (i.a(), i.b(), i.c());
        match FORMATS[i.op() as usize] {
            Format::Nil => Ok(()),
            Format::Jump => {
                require((i.jump32() < 0) == (i.op() == Op::JumpBack), "direction")?;
                self.target(at, i.jump32())
            }
            Format::AJump => {
                self.reg(a, 1)?;
                require(i.jump32() >= 0, "conditional jump backwards")?;
                self.target(at, i.jump32())
            }
            Format::AbJump => {
                self.reg(a.max(b), 1)?;
                self.target(at, i.jump16())
            }
            Format::AkJump => {
                self.reg(a, 1)?;
                self.constant(b)?;
                self.target(at, i.jump16())
            }
            Format::Ak => {
                self.reg(a, usize::from(i.op() != Op::ReturnK))?;
                self.constant(i.wide())
            }
            Format::Abk if i.op() == Op::MakeFunction => {
                self.reg(a, 1)?;
                self.reg(b, 4)?;
                require(
                    matches!(self.code.consts.get(c), Some(Const::Code(_))),
                    "code constant",
                )
            }
            Format::Abk => {
                self.constant(c)?;
                self.reg(a, 1)
            }
            Format::A => self.one(i),
            Format::Ab => self.two(i),
            Format::Abc => self.three(i),
            Format::ASite => {
                self.site(i)?;
                let used = !matches!(i.op(), Op::DelGlobal | Op::DelName);
                self.reg(a, usize::from(used))
            }
            Format::AbSite => {
                self.site(i)?;
                let wide = matches!(i.op(), Op::LoadMethod | Op::LoadSuperMethod);
                self.reg(a, 1 + usize::from(wide))?;
                let supers = matches!(i.op(), Op::LoadSuperAttr | Op::LoadSuperMethod);
                self.reg(b, if supers { 3 } else { 1 })
            }
            Format::ABaseN => {
                self.reg(a, 1)?;
                let n = if i.op() == Op::BuildMap { c * 2 } else { c };
                let n = if i.op() == Op::MatchClass { 3 } else { n };
                self.reg(b, n)
            }
        }
    }

    /// Fields that are no registers.
    fn special(&self, i: Instr) -> Checked {
        match i.op() {
            Op::LoadFree | Op::LoadFreeCell => self.free(i.b()),
            Op::StoreFree | Op::DelFree => self.free(i.a()),
            Op::LoadFromDictOrCell if i.x() == 0 => self.free(i.c()),
            Op::LoadFromDictOrCell => self.local(i.c()),
            Op::CheckBound | Op::DelFast | Op::MakeCell | Op::StoreCell | Op::DelCell => {
                self.local(i.a())
            }
            Op::LoadCell | Op::LoadCellRef => self.local(i.b()),
            Op::CallKw | Op::CallMethodKw => self.names(i.c()),
            _ => Ok(()),
        }
    }

    fn one(&self, i: Instr) -> Checked {
        let n = match i.op() {
            Op::PushExcInfo | Op::PopExcept => 2,
            Op::CallEx => 3,
            Op::DelFree => 0,
            Op::AssertFail if i.x() == 0 => 0,
            _ => 1,
        };
        self.reg(if n == 0 { 0 } else { i.a() }, n)
    }

    fn two(&self, i: Instr) -> Checked {
        let (a, b) = (i.a(), i.b());
        match i.op() {
            Op::Raise if i.x() == 0 => Ok(()),
            Op::Raise if i.x() == 1 => self.reg(a, 1),
            Op::Call => self.reg(a, b + 1),
            Op::CallMethod => self.reg(a, b + 2),
            Op::LoadFree | Op::LoadFreeCell => self.reg(a, 1),
            Op::StoreFree => self.reg(b, 1),
            Op::LoadSpecial => {
                self.reg(a, 2)?;
                self.reg(b, 1)
            }
            _ => self.reg(a.max(b), 1),
        }
    }

    fn three(&self, i: Instr) -> Checked {
        let (a, b, c) = (i.a(), i.b(), i.c());
        match i.op() {
            Op::LoadFromDictOrCell => self.reg(a.max(b), 1),
            Op::Yield => {
                self.reg(a.max(b), 1)?;
                let live = i.yield_live();
                require(
                    live >= self.code.nlocals as usize && live <= self.code.nregs as usize,
                    "wrong number of registers to save",
                )
            }
            Op::Format if i.x() & 0x80 == 0 => self.reg(a.max(b), 1),
            Op::BinaryKR => {
                self.constant(b)?;
                self.reg(a.max(c), 1)
            }
            Op::UnpackSeq => {
                self.reg(b, 1)?;
                self.reg(a, c)
            }
            Op::UnpackEx => {
                self.reg(b, 1)?;
                self.reg(a, (c & 255) + 1 + (c >> 8 | usize::from(i.x()) << 8))
            }
            Op::ExcGroupMatch => {
                self.reg(a, 2)?;
                self.reg(b.max(c), 1)
            }
            Op::WithExceptStart => {
                self.reg(b, 2)?;
                self.reg(a.max(c), 1)
            }
            _ => self.reg(a.max(b).max(c), 1),
        }
    }
}
