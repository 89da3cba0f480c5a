//! From the tree of a pattern to instructions.

use super::ast::{At, Greed, MAX, Node};
use super::chars::{Mode, Set};
use super::source::Error;

/// One character's test.
#[derive(Clone, Debug)]
pub enum One {
    /// This character.
    Char(u32),
    /// This one, case ignored.
    Fold(u32, Mode),
    /// All but a line feed.
    Any,
    /// All.
    AnyAll,
    /// Members of a set.
    Set(Box<Set>),
}

/// An instruction. Numbers of type u32 that are targets are indices of instructions.
#[derive(Clone, Debug)]
pub enum Op {
    /// The end of the pattern, or of a part that `Look` and `Atomic` run on its own.
    End,
    /// Matches nothing.
    Fail,
    /// One character.
    One(One),
    /// A place.
    At(At),
    /// Goes on elsewhere.
    Jump(u32),
    /// Goes on behind this; if that fails, there.
    Split(u32),
    /// Remembers the position; even: start of a group, odd: end.
    Mark(u32),
    /// One character's test, repeated.
    Many {
        /// The test.
        one: One,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
        /// How.
        greed: Greed,
    },
    /// Starts a loop: its counter is zero.
    LoopStart(u32),
    /// The head of a loop: another round, which begins behind this, or on at `exit`.
    Loop {
        /// Counter.
        counter: u32,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
        /// As few as possible.
        lazy: bool,
        /// Behind the loop.
        exit: u32,
    },
    /// What a group matched.
    Ref(u32, Option<Mode>),
    /// The part behind this up to its `End` must match, or must not; goes on at `exit`.
    Look {
        /// Characters to go back first.
        back: u32,
        /// Must not match.
        negated: bool,
        /// Behind the part.
        exit: u32,
    },
    /// The part behind this up to its `End`, without giving back.
    Atomic(u32),
    /// Goes on behind this if the group matched, else there.
    Cond(u32, u32),
}

/// A compiled pattern.
pub struct Program {
    /// Instructions; the first one is the start.
    pub ops: Vec<Op>,
    /// Number of loop counters.
    pub counters: u32,
    /// Number of groups.
    pub groups: u32,
    /// What every match starts with, if it cannot be empty.
    pub first: Option<Box<Starts>>,
    /// Matches at the start of the text only.
    pub anchored: bool,
    /// Least number of characters.
    pub least: u64,
}

struct Builder {
    ops: Vec<Op>,
    counters: u32,
    widths: Vec<(u64, u64)>,
}

/// Compiles a tree.
pub fn compile(node: &Node, groups: u32) -> Result<Program, Error> {
    let mut b = Builder {
        ops: Vec::new(),
        counters: 0,
        widths: vec![(0, 0); groups as usize + 1],
    };
    let least = node.width(&mut b.widths).0;
    b.node(node)?;
    b.ops.push(Op::End);
    Ok(Program {
        ops: b.ops,
        counters: b.counters,
        groups,
        first: first_of(node),
        anchored: starts_anchored(node),
        least,
    })
}

/// The bytes that a match can start with.
pub struct Starts {
    /// In bytes and ASCII strings.
    pub narrow: [bool; 256],
    /// In other strings, where a character beyond ASCII starts with a byte above 0xBF.
    pub wide: [bool; 256],
    /// The only one.
    pub single: Option<u8>,
}

/// Characters that a match can start with.
#[derive(Default)]
struct First {
    /// The first 256.
    low: [u64; 4],
    /// Whether there are others.
    high: bool,
}

impl First {
    fn add(&mut self, c: u32) {
        match self.low.get_mut(c as usize >> 6) {
            Some(w) => *w |= 1 << (c & 63),
            None => self.high = true,
        }
    }
    fn has(&self, c: usize) -> bool {
        self.low[c >> 6] >> (c & 63) & 1 != 0
    }
    fn starts(&self) -> Starts {
        let beyond = self.high || self.low[2] | self.low[3] != 0;
        let narrow: [bool; 256] = std::array::from_fn(|c| self.has(c));
        let wide = std::array::from_fn(|c| {
            if c < 128 {
                narrow[c]
            } else {
                beyond && c >= 0xc0
            }
        });
        let mut all = (0..=255u8).filter(|&c| narrow[usize::from(c)]);
        let single = match (all.next(), all.next()) {
            (Some(c), None) if c < 128 && !beyond => Some(c),
            _ => None,
        };
        Starts {
            narrow,
            wide,
            single,
        }
    }
    /// Adds what a match of the node can start with. Some(true): it is never empty; Some(false): it may be; None: that
    /// cannot be told, or is no help.
    fn of(&mut self, n: &Node) -> Option<bool> {
        match n {
            Node::Char(c) => self.add(*c),
            Node::Set(s) => {
                for c in (0..256).filter(|&c| s.has(c)) {
                    self.add(c);
                }
                self.high = true;
            }
            // Places and looks ahead take nothing: what comes behind them starts the match.
            Node::Empty | Node::At(_) | Node::Look { .. } => return Some(false),
            Node::Seq(v) => {
                for n in v {
                    if self.of(n)? {
                        return Some(true);
                    }
                }
                return Some(false);
            }
            Node::Alt(v) => {
                let mut never_empty = true;
                for n in v {
                    never_empty &= self.of(n)?;
                }
                return Some(never_empty);
            }
            Node::Group(_, n) | Node::Atomic(n) => return self.of(n),
            Node::Repeat(min, max, _, n) => {
                if *max == 0 {
                    return Some(false);
                }
                return self.of(n).map(|full| full && *min > 0);
            }
            Node::Fold(..)
            | Node::Any
            | Node::AnyAll
            | Node::Fail
            | Node::Ref(..)
            | Node::Cond(..) => return None,
        }
        Some(true)
    }
}

fn first_of(node: &Node) -> Option<Box<Starts>> {
    let mut f = First::default();
    match f.of(node) {
        Some(true) => Some(Box::new(f.starts())),
        _ => None,
    }
}

fn starts_anchored(n: &Node) -> bool {
    match n {
        Node::At(At::Start) => true,
        Node::Seq(v) => v.first().is_some_and(starts_anchored),
        Node::Group(_, n) | Node::Atomic(n) => starts_anchored(n),
        Node::Alt(v) => v.iter().all(starts_anchored),
        _ => false,
    }
}

fn one_of(n: &Node) -> Option<One> {
    Some(match n {
        Node::Char(c) => One::Char(*c),
        Node::Fold(c, m) => One::Fold(*c, *m),
        Node::Any => One::Any,
        Node::AnyAll => One::AnyAll,
        Node::Set(s) => One::Set(s.clone()),
        _ => return None,
    })
}

impl Builder {
    fn here(&self) -> u32 {
        self.ops.len() as u32
    }
    fn push(&mut self, op: Op) -> usize {
        self.ops.push(op);
        self.ops.len() - 1
    }

    fn node(&mut self, n: &Node) -> Result<(), Error> {
        if let Some(one) = one_of(n) {
            self.push(Op::One(one));
            return Ok(());
        }
        match n {
            Node::Empty => {}
            Node::Fail => drop(self.push(Op::Fail)),
            Node::At(a) => drop(self.push(Op::At(*a))),
            Node::Seq(v) => {
                for n in v {
                    self.node(n)?;
                }
            }
            Node::Alt(v) => self.alternatives(v)?,
            Node::Group(None, n) => self.node(n)?,
            Node::Group(Some(i), n) => {
                self.push(Op::Mark(2 * i));
                self.node(n)?;
                self.push(Op::Mark(2 * i + 1));
            }
            Node::Repeat(min, max, greed, n) => self.repeat(*min, *max, *greed, n)?,
            Node::Ref(g, m) => drop(self.push(Op::Ref(*g, *m))),
            Node::Look {
                behind,
                negated,
                node,
            } => self.look(*behind, *negated, node)?,
            Node::Atomic(n) => self.atomic(n)?,
            Node::Cond(g, yes, no) => {
                let at = self.push(Op::Fail);
                self.node(yes)?;
                let end = self.push(Op::Fail);
                self.ops[at] = Op::Cond(*g, self.here());
                self.node(no)?;
                self.ops[end] = Op::Jump(self.here());
            }
            // One character each: done above.
            Node::Char(_) | Node::Fold(..) | Node::Any | Node::AnyAll | Node::Set(_) => {}
        }
        Ok(())
    }

    fn alternatives(&mut self, v: &[Node]) -> Result<(), Error> {
        let mut ends = Vec::new();
        for (i, n) in v.iter().enumerate() {
            if i + 1 == v.len() {
                self.node(n)?;
                break;
            }
            let split = self.push(Op::Fail);
            self.node(n)?;
            ends.push(self.push(Op::Fail));
            self.ops[split] = Op::Split(self.here());
        }
        for e in ends {
            self.ops[e] = Op::Jump(self.here());
        }
        Ok(())
    }

    fn repeat(&mut self, min: u32, max: u32, greed: Greed, n: &Node) -> Result<(), Error> {
        if let Some(one) = one_of(n) {
            self.push(Op::Many {
                one,
                min,
                max,
                greed,
            });
            return Ok(());
        }
        if greed == Greed::Possessive {
            let n = Node::Repeat(min, max, Greed::Greedy, Box::new(n.clone()));
            return self.atomic(&n);
        }
        let counter = self.counters;
        self.counters += 1;
        self.push(Op::LoopStart(counter));
        let head = self.push(Op::Fail);
        self.node(n)?;
        self.push(Op::Jump(head as u32));
        self.ops[head] = Op::Loop {
            counter,
            min,
            max,
            lazy: greed == Greed::Lazy,
            exit: self.here(),
        };
        Ok(())
    }

    fn look(&mut self, behind: bool, negated: bool, n: &Node) -> Result<(), Error> {
        let mut back = 0;
        if behind {
            let mut widths = self.widths.clone();
            let (low, high) = n.width(&mut widths);
            if low != high {
                return Err(Error::whole("look-behind requires fixed-width pattern"));
            }
            if low >= u64::from(MAX) {
                return Err(Error::whole("looks too much behind"));
            }
            back = low as u32;
        }
        let at = self.push(Op::Fail);
        self.node(n)?;
        self.push(Op::End);
        self.ops[at] = Op::Look {
            back,
            negated,
            exit: self.here(),
        };
        Ok(())
    }

    fn atomic(&mut self, n: &Node) -> Result<(), Error> {
        let at = self.push(Op::Fail);
        self.node(n)?;
        self.push(Op::End);
        self.ops[at] = Op::Atomic(self.here());
        Ok(())
    }
}
