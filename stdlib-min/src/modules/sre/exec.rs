//! The matcher: backtracking over a stack of its own.
//!
//! MATCH RULE 1. What a choice may have to undo lies above it on the stack: marks and counters are restored on the way
//!   back to the choice.
//! MATCH RULE 2. Parts that give nothing back (`Look`, `Atomic`) run on their own piece of the stack; when they have
//!   matched, their choices are dropped and what undoes their marks stays.
//! MATCH RULE 3. Every few thousand steps the caller's `tick` runs: signals, the collector and other threads get their
//!   turn however long a match takes.

use super::ast::{At, Greed};
use super::chars::{self, Category, Mode};
use super::program::{One, Op, Program, Starts};

/// "No position".
pub const NONE: usize = usize::MAX;

/// Text that is matched; positions are offsets of bytes.
pub trait Text: Copy {
    /// The character at a position short of the end, and the position behind it.
    fn next(self, at: usize) -> (u32, usize);
    /// The character before a position behind the start, and its own position.
    fn prev(self, at: usize) -> (u32, usize);
    /// The position `n` characters before `at`.
    fn back(self, at: usize, n: u32) -> Option<usize> {
        // A character takes a byte at least.
        if (at as u64) < u64::from(n) {
            return None;
        }
        let mut at = at;
        for _ in 0..n {
            if at == 0 {
                return None;
            }
            at = self.prev(at).1;
        }
        Some(at)
    }
    /// The first place in `from..to` where a match can start.
    fn find(self, s: &Starts, from: usize, to: usize) -> Option<usize>;
}

#[inline(always)]
fn find_in(
    b: &[u8],
    single: Option<u8>,
    table: &[bool; 256],
    from: usize,
    to: usize,
) -> Option<usize> {
    let b = b.get(from..to)?;
    let at = match single {
        Some(c) => memchr::memchr(c, b),
        None => b.iter().position(|&c| table[usize::from(c)]),
    };
    at.map(|i| from + i)
}

/// One byte a character: bytes and ASCII strings.
#[derive(Clone, Copy)]
pub struct Narrow<'a>(pub &'a [u8]);

impl Text for Narrow<'_> {
    #[inline(always)]
    fn next(self, at: usize) -> (u32, usize) {
        (u32::from(self.0[at]), at + 1)
    }
    #[inline(always)]
    fn prev(self, at: usize) -> (u32, usize) {
        (u32::from(self.0[at - 1]), at - 1)
    }
    fn back(self, at: usize, n: u32) -> Option<usize> {
        at.checked_sub(n as usize)
    }
    #[inline]
    fn find(self, s: &Starts, from: usize, to: usize) -> Option<usize> {
        find_in(self.0, s.single, &s.narrow, from, to)
    }
}

/// WTF-8.
#[derive(Clone, Copy)]
pub struct Wide<'a>(pub &'a [u8]);

impl Text for Wide<'_> {
    #[inline]
    fn next(self, at: usize) -> (u32, usize) {
        let b = &self.0[at..];
        let part = |i: usize| u32::from(b.get(i).copied().unwrap_or(0) & 0x3f);
        let first = u32::from(b[0]);
        match b[0] {
            0..=0x7f => (first, at + 1),
            0x80..=0xdf => ((first & 0x1f) << 6 | part(1), at + 2),
            0xe0..=0xef => ((first & 15) << 12 | part(1) << 6 | part(2), at + 3),
            _ => (
                (first & 7) << 18 | part(1) << 12 | part(2) << 6 | part(3),
                at + 4,
            ),
        }
    }
    #[inline]
    fn prev(self, at: usize) -> (u32, usize) {
        let mut start = at - 1;
        while start > 0 && self.0[start] & 0xc0 == 0x80 {
            start -= 1;
        }
        (self.next(start).0, start)
    }
    #[inline]
    fn find(self, s: &Starts, from: usize, to: usize) -> Option<usize> {
        find_in(self.0, s.single, &s.wide, from, to)
    }
}

/// Why a match ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// `tick` wants it: an exception was raised.
    Raised,
    /// No memory for the stack.
    Memory,
}

#[derive(Clone, Copy)]
enum Back {
    /// Go on there.
    Resume { pc: u32, at: usize },
    /// A mark had this value.
    Mark { i: u32, old: usize },
    /// A counter had this value.
    Counter { i: u32, old: Counter },
    /// A greedy repeat may give back down to `low`.
    Greedy { pc: u32, low: usize, at: usize },
    /// A lazy repeat may take more.
    Lazy { pc: u32, at: usize, left: u32 },
    /// A lazy loop may make another round.
    Round { pc: u32, at: usize },
}

#[derive(Clone, Copy)]
struct Counter {
    rounds: u32,
    /// Where the last round began.
    last: usize,
}

/// What a match is to be like.
#[derive(Clone, Copy)]
pub struct Task {
    /// Where to start.
    pub start: usize,
    /// Where the text ends for this match.
    pub end: usize,
    /// It must end there.
    pub whole: bool,
    /// It must not be empty at `start`.
    pub advance: bool,
}

/// A running match.
pub struct Machine<'p, T> {
    program: &'p Program,
    text: T,
    task: Task,
    /// Start and end of each group, then the number of the group that ended last.
    pub marks: Vec<usize>,
    counters: Vec<Counter>,
    stack: Vec<Back>,
    steps: u32,
    /// Where the current attempt began.
    origin: usize,
}

type M<T> = Result<T, Stop>;

impl<'p, T: Text> Machine<'p, T> {
    /// Ready to match.
    pub fn new(program: &'p Program, text: T, task: Task) -> Self {
        let none = Counter {
            rounds: 0,
            last: NONE,
        };
        Machine {
            program,
            text,
            task,
            marks: vec![NONE; 2 * (program.groups as usize + 1) + 1],
            counters: vec![none; program.counters as usize],
            stack: Vec::new(),
            steps: 0,
            origin: task.start,
        }
    }

    /// A match at `task.start`: where it ends.
    pub fn match_here(&mut self, tick: &mut dyn FnMut() -> bool) -> M<Option<usize>> {
        let at = self.task.start;
        self.attempt(at, tick)
    }

    /// The first match at or behind `task.start`: start and end.
    pub fn search(&mut self, tick: &mut dyn FnMut() -> bool) -> M<Option<(usize, usize)>> {
        let mut at = self.task.start;
        if at > self.task.end {
            return Ok(None);
        }
        if self.program.anchored && at > 0 {
            return Ok(None);
        }
        if self.program.least > (self.task.end - at) as u64 {
            return Ok(None);
        }
        loop {
            match self.candidate(at) {
                None => return Ok(None),
                Some(c) => at = c,
            }
            if let Some(end) = self.attempt(at, tick)? {
                return Ok(Some((at, end)));
            }
            if at >= self.task.end || self.program.anchored {
                return Ok(None);
            }
            at = self.text.next(at).1;
        }
    }

    /// The first place from `at` on where a match may start.
    fn candidate(&self, at: usize) -> Option<usize> {
        match &self.program.first {
            Some(s) => self.text.find(s, at, self.task.end),
            None => Some(at),
        }
    }

    fn attempt(&mut self, at: usize, tick: &mut dyn FnMut() -> bool) -> M<Option<usize>> {
        self.marks.fill(NONE);
        self.stack.clear();
        self.origin = at;
        self.run(0, at, true, tick)
    }

    fn push(&mut self, b: Back) -> M<()> {
        if self.stack.len() == self.stack.capacity() {
            let more = self.stack.len().max(64);
            self.stack.try_reserve(more).map_err(|_| Stop::Memory)?;
        }
        self.stack.push(b);
        Ok(())
    }

    /// Runs from an instruction to the `End` of its part. On success the part's choices are still on the stack.
    fn run(
        &mut self,
        pc: u32,
        at: usize,
        top: bool,
        tick: &mut dyn FnMut() -> bool,
    ) -> M<Option<usize>> {
        let base = self.stack.len();
        let program = self.program;
        let mut pc = pc as usize;
        let mut at = at;
        loop {
            self.steps += 1;
            if self.steps & 0xfff == 0 && !tick() {
                return Err(Stop::Raised);
            }
            let went = match &program.ops[pc] {
                Op::End if !top => return Ok(Some(at)),
                Op::End => {
                    let empty = self.task.advance && at == self.origin && at == self.task.start;
                    if !(empty || self.task.whole && at != self.task.end) {
                        return Ok(Some(at));
                    }
                    None
                }
                Op::Fail => None,
                Op::One(one) => self.one(one, at).map(|n| (pc + 1, n)),
                Op::At(a) => self.is_at(*a, at).then_some((pc + 1, at)),
                Op::Jump(t) => Some((*t as usize, at)),
                Op::Split(t) => {
                    self.push(Back::Resume { pc: *t, at })?;
                    Some((pc + 1, at))
                }
                Op::Mark(i) => {
                    self.mark(*i, at)?;
                    Some((pc + 1, at))
                }
                Op::Many {
                    one,
                    min,
                    max,
                    greed,
                } => self.many(pc as u32, one, (*min, *max, *greed), at)?,
                Op::LoopStart(i) => {
                    self.set_counter(*i, 0, NONE)?;
                    Some((pc + 1, at))
                }
                Op::Loop { .. } => Some(self.next_round(pc, at)?),
                Op::Ref(g, m) => self.same_as_group(*g, *m, at).map(|n| (pc + 1, n)),
                Op::Look {
                    back,
                    negated,
                    exit,
                } => {
                    let found = self.look(pc, *back, at, tick)?;
                    (found != *negated).then_some((*exit as usize, at))
                }
                Op::Atomic(exit) => {
                    let from = self.stack.len();
                    let r = self.run(pc as u32 + 1, at, false, tick)?;
                    self.drop_choices(from);
                    r.map(|end| (*exit as usize, end))
                }
                Op::Cond(g, no) => {
                    let set = self.marks[2 * *g as usize + 1] != NONE;
                    Some((if set { pc + 1 } else { *no as usize }, at))
                }
            };
            match went {
                Some((p, a)) => (pc, at) = (p, a),
                None => match self.back(base)? {
                    Some((p, a)) => (pc, at) = (p, a),
                    None => return Ok(None),
                },
            }
        }
    }

    fn look(&mut self, pc: usize, back: u32, at: usize, tick: &mut dyn FnMut() -> bool) -> M<bool> {
        let Some(from) = self.text.back(at, back) else {
            return Ok(false);
        };
        let Op::Look { negated, .. } = self.program.ops[pc] else {
            return Ok(false);
        };
        let height = self.stack.len();
        let found = self.run(pc as u32 + 1, from, false, tick)?.is_some();
        if negated {
            // A negated look leaves no marks.
            while self.stack.len() > height {
                self.undo();
            }
        } else {
            self.drop_choices(height);
        }
        Ok(found)
    }

    /// MATCH RULE 2.
    fn drop_choices(&mut self, from: usize) {
        let mut kept = from;
        for i in from..self.stack.len() {
            if matches!(self.stack[i], Back::Mark { .. } | Back::Counter { .. }) {
                self.stack[kept] = self.stack[i];
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    /// Takes one entry off and restores what it says.
    fn undo(&mut self) {
        match self.stack.pop() {
            Some(Back::Mark { i, old }) => self.marks[i as usize] = old,
            Some(Back::Counter { i, old }) => self.counters[i as usize] = old,
            _ => {}
        }
    }

    /// Back to the last choice above `base`: where to go on.
    fn back(&mut self, base: usize) -> M<Option<(usize, usize)>> {
        while self.stack.len() > base {
            let Some(&b) = self.stack.last() else {
                return Ok(None);
            };
            match b {
                Back::Mark { .. } | Back::Counter { .. } => self.undo(),
                Back::Resume { pc, at } => {
                    self.stack.pop();
                    return Ok(Some((pc as usize, at)));
                }
                Back::Greedy { pc, low, at } => {
                    self.stack.pop();
                    if let Some(r) = self.give_back(pc, low, at)? {
                        return Ok(Some(r));
                    }
                }
                Back::Lazy { pc, at, left } => {
                    self.stack.pop();
                    let Op::Many { one, .. } = &self.program.ops[pc as usize] else {
                        continue;
                    };
                    if let Some(next) = self.one(one, at) {
                        if left > 1 {
                            let left = if left == super::ast::MAX {
                                left
                            } else {
                                left - 1
                            };
                            self.push(Back::Lazy { pc, at: next, left })?;
                        }
                        return Ok(Some((pc as usize + 1, next)));
                    }
                }
                Back::Round { pc, at } => {
                    self.stack.pop();
                    let Op::Loop { counter, max, .. } = self.program.ops[pc as usize] else {
                        continue;
                    };
                    let c = self.counters[counter as usize];
                    if (c.rounds < max || max == super::ast::MAX) && c.last != at {
                        self.set_counter(counter, c.rounds.saturating_add(1), at)?;
                        return Ok(Some((pc as usize + 1, at)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// A greedy repeat that ended at `at` gives back a character, at least; more if what follows is a certain character.
    fn give_back(&mut self, pc: u32, low: usize, at: usize) -> M<Option<(usize, usize)>> {
        let mut at = at;
        let follows = match self.program.ops.get(pc as usize + 1) {
            Some(Op::One(One::Char(c))) => Some(*c),
            _ => None,
        };
        while at > low {
            at = self.text.prev(at).1;
            if follows.is_none_or(|c| self.text.next(at).0 == c) {
                if at > low {
                    self.push(Back::Greedy { pc, low, at })?;
                }
                return Ok(Some((pc as usize + 1, at)));
            }
        }
        Ok(None)
    }

    fn many(
        &mut self,
        pc: u32,
        one: &One,
        (min, max, greed): (u32, u32, Greed),
        at: usize,
    ) -> M<Option<(usize, usize)>> {
        let mut at = at;
        for _ in 0..min {
            match self.one(one, at) {
                Some(n) => at = n,
                None => return Ok(None),
            }
        }
        let unbounded = max == super::ast::MAX;
        let left = if unbounded { max } else { max - min };
        if greed == Greed::Lazy {
            if left > 0 {
                self.push(Back::Lazy { pc, at, left })?;
            }
            return Ok(Some((pc as usize + 1, at)));
        }
        let low = at;
        let mut n = 0;
        while unbounded || n < left {
            match self.one(one, at) {
                Some(next) => at = next,
                None => break,
            }
            n = n.wrapping_add(1);
        }
        if greed == Greed::Greedy && at > low {
            self.push(Back::Greedy { pc, low, at })?;
        }
        Ok(Some((pc as usize + 1, at)))
    }

    fn set_counter(&mut self, i: u32, rounds: u32, last: usize) -> M<()> {
        let old = self.counters[i as usize];
        self.push(Back::Counter { i, old })?;
        self.counters[i as usize] = Counter { rounds, last };
        Ok(())
    }

    fn next_round(&mut self, pc: usize, at: usize) -> M<(usize, usize)> {
        let Op::Loop {
            counter,
            min,
            max,
            lazy,
            exit,
        } = self.program.ops[pc]
        else {
            return Ok((pc + 1, at));
        };
        let c = self.counters[counter as usize];
        if c.rounds < min {
            self.set_counter(counter, c.rounds + 1, c.last)?;
            return Ok((pc + 1, at));
        }
        if lazy {
            self.push(Back::Round { pc: pc as u32, at })?;
            return Ok((exit as usize, at));
        }
        if (c.rounds < max || max == super::ast::MAX) && c.last != at {
            self.push(Back::Resume { pc: exit, at })?;
            self.set_counter(counter, c.rounds.saturating_add(1), at)?;
            return Ok((pc + 1, at));
        }
        Ok((exit as usize, at))
    }

    fn mark(&mut self, i: u32, at: usize) -> M<()> {
        let old = self.marks[i as usize];
        self.push(Back::Mark { i, old })?;
        self.marks[i as usize] = at;
        if i & 1 == 1 {
            let last = self.marks.len() as u32 - 1;
            let old = self.marks[last as usize];
            self.push(Back::Mark { i: last, old })?;
            self.marks[last as usize] = i as usize / 2;
        }
        Ok(())
    }

    #[inline(always)]
    fn one(&self, one: &One, at: usize) -> Option<usize> {
        if at >= self.task.end {
            return None;
        }
        let (c, next) = self.text.next(at);
        let ok = match one {
            One::Char(x) => c == *x,
            One::Fold(x, m) => c == *x || chars::fold(c, *m) == *x,
            One::Any => c != 10,
            One::AnyAll => true,
            One::Set(s) => s.has(c),
        };
        ok.then_some(next)
    }

    fn same_as_group(&self, g: u32, m: Option<Mode>, at: usize) -> Option<usize> {
        let (from, to) = (self.marks[2 * g as usize], self.marks[2 * g as usize + 1]);
        if from == NONE || to == NONE || from > to {
            return None;
        }
        let (mut i, mut at) = (from, at);
        while i < to {
            if at >= self.task.end {
                return None;
            }
            let (a, next) = self.text.next(i);
            let (b, after) = self.text.next(at);
            if a != b && m.is_none_or(|m| chars::fold(a, m) != chars::fold(b, m)) {
                return None;
            }
            (i, at) = (next, after);
        }
        Some(at)
    }

    fn is_at(&self, a: At, at: usize) -> bool {
        let end = self.task.end;
        match a {
            At::Start => at == 0,
            At::LineStart => at == 0 || self.text.prev(at).0 == 10,
            At::TextEnd => at == end,
            At::LineEnd => at == end || self.text.next(at).0 == 10,
            At::End => at == end || (at + 1 == end && self.text.next(at).0 == 10),
            At::Boundary(m) => self.is_boundary(at, m),
            At::NoBoundary(m) => !self.is_boundary(at, m),
        }
    }

    fn is_boundary(&self, at: usize, m: Mode) -> bool {
        let word = |c: u32| chars::is_in(c, Category::Word, m);
        let before = at > 0 && word(self.text.prev(at).0);
        let after = at < self.task.end && word(self.text.next(at).0);
        before != after
    }
}
