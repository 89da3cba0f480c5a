//! How deep a tree is, and how to work on a deep one without running out of stack.
//!
//! CPython refuses sources by the stack that its parser and compiler have left, so its limits differ from machine to
//! machine. Ours are fixed: nesting that its parser recurses on raises its `MemoryError`, chains that it loops on
//! (`a + b + c …`, `a.b.c …`) raise the compiler's `RecursionError`.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, Mod};
use ruff_python_parser::Parsed;

use super::source::{ErrKind, SyntaxError};

/// Nested brackets, as in CPython.
pub const MAX_BRACKETS: usize = 200;
/// Levels of indentation, as in CPython (the outermost included).
pub const MAX_INDENTS: usize = 100;
/// Expressions within expressions that a parser recurses on.
pub const MAX_NESTING: u32 = 6_000;
/// All expressions within expressions.
pub const MAX_DEPTH: u32 = 10_000;

/// Stack that must be left before a walk takes one more step.
const RED_ZONE: usize = 96 * 1024;
/// Stack that a walk adds when it runs low.
const SEGMENT: usize = 2 * 1024 * 1024;
/// More than dropping one level of an expression takes.
const DROP_BYTES: usize = 1024;

/// The depth of a tree.
#[derive(Debug, Default, Clone, Copy)]
pub struct Depth {
    /// Levels that a recursive parser stacks up.
    pub nesting: u32,
    /// All levels.
    pub total: u32,
}

/// Measures a tree of any depth.
pub fn measure(tree: &Mod) -> Depth {
    let mut meter = Meter::default();
    match tree {
        Mod::Module(m) => meter.visit_body(&m.body),
        Mod::Expression(e) => meter.visit_expr(&e.body),
    }
    meter.max
}

/// The error for a tree that is too deep.
pub fn check(depth: &Depth) -> Result<(), SyntaxError> {
    if depth.nesting > MAX_NESTING {
        return Err(SyntaxError::bare(
            ErrKind::MemoryError,
            "Parser stack overflowed - Python source too complex to parse",
        ));
    }
    if depth.total > MAX_DEPTH {
        return Err(SyntaxError::bare(
            ErrKind::RecursionError,
            "maximum recursion depth exceeded during compilation",
        ));
    }
    Ok(())
}

/// Drops a tree of any depth.
pub fn drop_deep(parsed: Parsed<Mod>, depth: &Depth) {
    let needed = (depth.total as usize)
        .saturating_mul(DROP_BYTES)
        .saturating_add(RED_ZONE);
    stacker::maybe_grow(needed, needed + SEGMENT, move || drop(parsed));
}

/// Drops a tree within the limits, on whatever stack there is.
pub fn drop_tree(tree: Mod) {
    const ROOM: usize = 1024 * 1024;
    stacker::maybe_grow(ROOM, 2 * ROOM, move || drop(tree));
}

/// One recursive step on a tree of unknown depth: grows the stack when little is left.
pub fn step<R>(work: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(RED_ZONE, SEGMENT, work)
}

#[derive(Default)]
struct Meter {
    now: Depth,
    max: Depth,
}

impl Meter {
    /// A child that the parser reaches by a loop, not by recursion.
    fn visit_left(&mut self, left: &Expr) {
        self.now.nesting = self.now.nesting.saturating_sub(1);
        self.visit_expr(left);
        self.now.nesting += 1;
    }
}

impl<'a> Visitor<'a> for Meter {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let before = self.now;
        self.now.nesting += 1;
        self.now.total += 1;
        self.max.nesting = self.max.nesting.max(self.now.nesting);
        self.max.total = self.max.total.max(self.now.total);
        step(|| match expr {
            Expr::BinOp(e) => {
                if e.op == ruff_python_ast::Operator::Pow {
                    self.visit_expr(&e.left);
                } else {
                    self.visit_left(&e.left);
                }
                self.visit_expr(&e.right);
            }
            Expr::Attribute(e) => self.visit_left(&e.value),
            Expr::Subscript(e) => {
                self.visit_left(&e.value);
                self.visit_expr(&e.slice);
            }
            Expr::Call(e) => {
                self.visit_left(&e.func);
                self.visit_arguments(&e.arguments);
            }
            _ => walk_expr(self, expr),
        });
        self.now = before;
    }
}
