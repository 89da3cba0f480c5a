//! `frame.f_lineno = n`: a debugger makes a frame go on at another line.
//!
//! JUMP RULE. A frame may go from one instruction to another if each temporary that is live there is live here and has been
//!   written by the same instruction, or is one of those that any code of their kind can take over: an iterator of a loop,
//!   the bound `__exit__` of a `with` statement, a handled exception. What is live here alone is given up: exceptions that
//!   are handled no longer make room for those before them, everything else is released; no `__exit__` is called. Variables
//!   that hold nothing become None, as the code there may rely on their having a value.

use super::regs::Fp;
use super::trace;
use crate::code::{CodeProto, HIDDEN};
use crate::compile::liveness::{self, Source, State, States};
use crate::objects::{Cell, FrameObj};
use crate::opcode::{Instr, Op};
use typhon_runtime::Thread;
use typhon_runtime::error::{self, value_error};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types;

/// A place where a line begins.
struct Place {
    /// Its first instruction.
    at: usize,
    line: u32,
}

/// What a temporary is for whoever finds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// An iterator, made by `GetIter` or `GetAiter`.
    Iterator(Op),
    /// A register of the window with `__exit__`: which one, and field x of the `LoadSpecial`.
    Exit(usize, u8),
    /// A handled exception.
    Exception,
    /// The one handled before.
    Previous,
    /// A value that only the code around its writer knows.
    Value(Source),
    /// Nobody can take it over.
    Bound,
}

/// `frame.f_lineno = line`.
pub fn set_line(th: &mut Thread, frame: Ref<'_>, line: Ref<'_>) -> R<()> {
    if !line.is_exact(&types::INT) {
        return Err(value_error(th, "lineno must be an integer"));
    }
    let Some(fo) = frame.get::<FrameObj>() else {
        return Err(value_error(th, NOT_TRACED));
    };
    trace::may_jump(th, fo).map_err(|m| value_error(th, m))?;
    let Some(live) = fo.live_here() else {
        return Err(value_error(th, NOT_TRACED));
    };
    let wanted = line
        .as_small()
        .and_then(|n| i32::try_from(n).ok())
        .ok_or_else(|| value_error(th, "lineno out of range"))?;
    // SAFETY: FRAME RULE: a live frame of this thread.
    let f = unsafe { Fp::new(live) };
    let code = &f.code().proto;
    let places = places(code);
    let line = find_line(code, &places, wanted).map_err(|m| value_error(th, m))?;
    let states = match liveness::states(code) {
        Ok(s) => s,
        Err(m) => return Err(error::raise(th, &error::SYSTEM_ERROR, m)),
    };
    // The exception that the code there handles is handled from the line's beginning on.
    let pending = Some(code.code[f.frame().pc()]).filter(|i| i.op() == Op::PushExcInfo);
    let now = f.frame().pc() + usize::from(pending.is_some());
    let Some(Some(here)) = states.get(now) else {
        return Err(value_error(th, "can't jump from unreachable code"));
    };
    let chosen = choose(f, code, here, &states, &places, line);
    let (target, state) = chosen.map_err(|m| value_error(th, m))?;
    let missing = unbound(f, code, state);
    if missing > 0 {
        let plural = if missing == 1 { "" } else { "s" };
        let m = format!("assigning None to {missing} unbound local{plural}");
        typhon_stdlib::warn::warn(th, &error::RUNTIME_WARNING, &m)?;
    }
    if let Some(i) = pending {
        super::control::push_exc_info(th, f, i);
    }
    let left = go(th, f, here, state, target);
    trace::jumped(th, f, fo, target, line);
    // Finalisers see the frame at its new place.
    drop(left);
    Ok(())
}

/// What is said where no function traces the frame.
pub const NOT_TRACED: &str = "f_lineno can only be set in a trace function";

/// The first instruction behind those that make a call's variables what they are.
pub fn start(code: &CodeProto) -> usize {
    let prepares = |i: &Instr| match i.op() {
        Op::MakeCell => !code.varnames[i.a()].starts_with(HIDDEN),
        op => op == Op::ReturnGenerator,
    };
    code.code.iter().rposition(prepares).map_or(0, |n| n + 1)
}

/// The places where lines begin.
fn places(code: &CodeProto) -> Vec<Place> {
    let mut out = Vec::new();
    let start = start(code);
    let mut last = 0;
    if code.name != "<module>" {
        out.push(Place {
            at: start,
            line: code.first_line,
        });
        last = code.first_line;
    }
    let mut marks = code.marks.iter().peekable();
    for (at, p) in code.positions.iter().enumerate() {
        while let Some(m) = marks.next_if(|m| m.at as usize <= at) {
            out.push(Place { at, line: m.line });
            last = m.line;
        }
        if p.line != 0 && p.line != last && at >= start {
            out.push(Place { at, line: p.line });
            last = p.line;
        }
    }
    out
}

/// The first line with code from the wanted one on.
fn find_line(code: &CodeProto, places: &[Place], wanted: i32) -> Result<u32, String> {
    let wanted_line = u32::try_from(wanted).unwrap_or(0);
    if wanted_line < code.first_line {
        return Err(format!("line {wanted} comes before the current code block"));
    }
    let lines = places.iter().map(|p| p.line);
    lines
        .filter(|&l| l >= wanted_line)
        .min()
        .ok_or_else(|| format!("line {wanted} comes after the current code block"))
}

/// The place on the line that keeps most of what is live, and what is live there.
fn choose<'s>(
    f: Fp,
    code: &CodeProto,
    here: &[State],
    states: &'s States,
    places: &[Place],
    line: u32,
) -> Result<(usize, &'s [State]), &'static str> {
    let mut best: Option<(usize, usize, &[State])> = None;
    let mut refusal = None;
    for p in places.iter().filter(|p| p.line == line) {
        let there = states.get(p.at).and_then(Option::as_deref);
        match there.filter(|t| fits(f, code, here, t)) {
            Some(t) => {
                let kept = temporaries(code, t).filter(|&(_, s)| is_live(s)).count();
                if best.is_none_or(|(n, ..)| kept > n) {
                    best = Some((kept, p.at, t));
                }
            }
            None => {
                refusal.get_or_insert(explain(code, there));
            }
        }
    }
    match best {
        Some((_, at, state)) => Ok((at, state)),
        None => Err(refusal.unwrap_or("cannot find bytecode for specified line")),
    }
}

fn temporaries(code: &CodeProto, s: &[State]) -> impl Iterator<Item = (usize, State)> {
    s.iter().copied().enumerate().skip(code.nlocals as usize)
}

fn is_live(s: State) -> bool {
    matches!(s, State::Live(_) | State::Alias(_))
}

/// JUMP RULE.
fn fits(f: Fp, code: &CodeProto, here: &[State], there: &[State]) -> bool {
    let temporaries = temporaries(code, there)
        .filter(|&(_, s)| is_live(s))
        .all(|(r, s)| {
            let (to, from) = (role(code, r, s), role(code, r, here[r]));
            to == from && !matches!(to, Role::Bound | Role::Value(Source::Several))
        });
    let variables = (0..code.nlocals as usize).all(|r| {
        let used = there[r] != State::Dead;
        // What the compiler named is written before it is read; a variable of a comprehension is made a cell there.
        let hidden = code.varnames[r].starts_with('.');
        let cell = hidden && makes_cell(code, r);
        !(used && hidden)
            || if cell {
                !f.is_unbound(r) && f.reg(r).get::<Cell>().is_some()
            } else {
                code.varnames[r].starts_with(HIDDEN) || !f.is_unbound(r)
            }
    });
    temporaries && variables
}

fn makes_cell(code: &CodeProto, r: usize) -> bool {
    code.code
        .iter()
        .any(|i| i.op() == Op::MakeCell && i.a() == r)
}

fn role(code: &CodeProto, r: usize, s: State) -> Role {
    match s {
        State::Live(Source::Raised(_)) => Role::Exception,
        State::Live(Source::Instr(at)) => {
            let i = code.code[at as usize];
            match i.op() {
                Op::GetIter | Op::GetAiter => Role::Iterator(i.op()),
                Op::LoadSpecial => Role::Exit(r - i.a(), i.x()),
                Op::PushExcInfo => Role::Previous,
                _ => Role::Value(Source::Instr(at)),
            }
        }
        State::Live(source) => Role::Value(source),
        _ => Role::Bound,
    }
}

/// Why nothing can go there.
fn explain(code: &CodeProto, there: Option<&[State]>) -> &'static str {
    let Some(there) = there else {
        return "can't jump into an exception handler, or code may be unreachable";
    };
    let top = temporaries(code, there).filter(|&(_, s)| is_live(s)).last();
    match top.map(|(r, s)| role(code, r, s)) {
        Some(Role::Exception | Role::Previous) => {
            "can't jump into an 'except' block as there's no exception"
        }
        Some(Role::Iterator(_)) => "can't jump into the body of a for loop",
        _ => "incompatible stacks",
    }
}

/// Whether an empty variable gets None. One of a comprehension is left alone where it is not read.
fn gets_none(f: Fp, code: &CodeProto, r: usize, there: &[State]) -> bool {
    let name = &code.varnames[r];
    f.is_unbound(r)
        && (!name.starts_with('.') || name.starts_with(HIDDEN) && there[r] != State::Dead)
}

/// How many variables a warning speaks of. A comprehension's own share their names with those of the function.
fn unbound(f: Fp, code: &CodeProto, there: &[State]) -> usize {
    let shared = |name: &str| code.varnames.iter().any(|n| n == name);
    (0..code.nlocals as usize)
        .filter(|&r| {
            let own = code.varnames[r].strip_prefix(HIDDEN);
            gets_none(f, code, r, there) || f.is_unbound(r) && own.is_some_and(|name| !shared(name))
        })
        .count()
}

/// Puts the frame at the instruction. Gives what it has held until now and shall hold no more.
fn go(th: &mut Thread, f: Fp, here: &[State], there: &[State], target: usize) -> Vec<Obj> {
    let code = f.code();
    let (proto, locals) = (&code.proto, code.nlocals);
    let mut left = Vec::new();
    for r in (locals..code.nregs).rev() {
        if there.get(r).is_some_and(|&s| is_live(s)) {
            continue;
        }
        let previous = here
            .get(r)
            .is_some_and(|&s| role(proto, r, s) == Role::Previous);
        if previous {
            left.extend(super::control::forget_handled(th, f, r));
        } else {
            left.extend(f.take_any(r));
        }
    }
    for (r, &state) in there.iter().enumerate().take(locals) {
        if gets_none(f, proto, r, there) {
            f.set(r, Obj::none());
        } else if state == State::Dead && proto.varnames[r].starts_with('.') {
            left.extend(f.take_any(r));
        }
    }
    // SAFETY: the target is an instruction of the code, so this points at most one past the last one.
    f.frame().ip = unsafe { code.instrs.as_ptr().add(target + 1) };
    left
}
