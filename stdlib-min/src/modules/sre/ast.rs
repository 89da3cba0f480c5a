//! The tree of a pattern.

use super::chars::{Mode, Set};

/// Repeats without an upper bound.
pub const MAX: u32 = u32::MAX;

/// How a repeat chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greed {
    /// As many as possible, gives back.
    Greedy,
    /// As few as possible.
    Lazy,
    /// As many as possible, gives nothing back.
    Possessive,
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// `\A`, `^`
    Start,
    /// `^` with flag M
    LineStart,
    /// `$`
    End,
    /// `$` with flag M
    LineEnd,
    /// `\Z`, `\z`
    TextEnd,
    /// `\b`
    Boundary(Mode),
    /// `\B`
    NoBoundary(Mode),
}

/// A part of a pattern.
#[derive(Clone, Debug)]
pub enum Node {
    /// Matches the empty text.
    Empty,
    /// Matches nothing.
    Fail,
    /// One character.
    Char(u32),
    /// One character, case ignored: the folded form.
    Fold(u32, Mode),
    /// Any character but a line feed.
    Any,
    /// Any character.
    AnyAll,
    /// One of a set.
    Set(Box<Set>),
    /// A place.
    At(At),
    /// One after the other.
    Seq(Vec<Node>),
    /// The first that matches.
    Alt(Vec<Node>),
    /// A group; None: not captured.
    Group(Option<u32>, Box<Node>),
    /// Repeated from min to max times.
    Repeat(u32, u32, Greed, Box<Node>),
    /// What a group matched; case ignored or not.
    Ref(u32, Option<Mode>),
    /// Looks ahead or behind; negated or not.
    Look {
        /// Backwards.
        behind: bool,
        /// Must not match.
        negated: bool,
        /// What to look for.
        node: Box<Node>,
    },
    /// Without giving back.
    Atomic(Box<Node>),
    /// Depending on whether a group matched.
    Cond(u32, Box<Node>, Box<Node>),
}

impl Node {
    /// Least and most characters that it matches. `groups[i]`: the width of group i.
    pub fn width(&self, groups: &mut Vec<(u64, u64)>) -> (u64, u64) {
        const NO_END: u64 = MAX as u64;
        match self {
            Node::Empty | Node::Fail | Node::At(_) | Node::Look { .. } => (0, 0),
            Node::Char(_) | Node::Fold(..) | Node::Any | Node::AnyAll | Node::Set(_) => (1, 1),
            Node::Seq(v) => {
                let mut sum = (0u64, 0u64);
                for n in v {
                    let w = n.width(groups);
                    sum = (sum.0.saturating_add(w.0), sum.1.saturating_add(w.1));
                }
                (sum.0.min(NO_END), sum.1.min(NO_END))
            }
            Node::Alt(v) => {
                let w: Vec<_> = v.iter().map(|n| n.width(groups)).collect();
                (
                    w.iter().map(|w| w.0).min().unwrap_or(0),
                    w.iter().map(|w| w.1).max().unwrap_or(0),
                )
            }
            Node::Group(i, n) => {
                let w = n.width(groups);
                if let Some(i) = *i {
                    let i = i as usize;
                    if groups.len() <= i {
                        groups.resize(i + 1, (0, 0));
                    }
                    groups[i] = w;
                }
                w
            }
            Node::Repeat(min, max, _, n) => {
                let w = n.width(groups);
                let times = |a: u64, b: u32| a.saturating_mul(u64::from(b)).min(NO_END);
                (times(w.0, *min), times(w.1, *max))
            }
            Node::Ref(i, _) => groups.get(*i as usize).copied().unwrap_or((0, 0)),
            Node::Atomic(n) => n.width(groups),
            Node::Cond(_, a, b) => {
                let (a, b) = (a.width(groups), b.width(groups));
                (a.0.min(b.0), a.1.max(b.1))
            }
        }
    }
}
