//! Valid texts that the parser crate refuses, and how to get their trees all the same.
//!
//! One is known: `raise` without an expression before a semicolon (`if done: raise; print()`). The word is replaced
//! by one of the same length that the crate takes there, and the statement is put back into the tree. Positions do
//! not change.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::visitor::transformer::{Transformer, walk_stmt};
use ruff_python_ast::{AtomicNodeIndex, Mod, Stmt, StmtRaise};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange};

/// The stand-in: a statement without operands, as long as `raise`.
const STAND_IN: &str = "break";

/// The text to parse instead and the places to restore; `None` if this is not the reason of the refusal.
pub fn stand_in(text: &str, parsed: &Parsed<Mod>) -> Option<(String, Vec<TextRange>)> {
    let tokens: Vec<&Token> = parsed
        .tokens()
        .iter()
        .filter(|t| !t.kind().is_trivia())
        .collect();
    let places: Vec<TextRange> = tokens
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if a.kind() == TokenKind::Raise && b.kind() == TokenKind::Semi => {
                Some(a.range())
            }
            _ => None,
        })
        .collect();
    if places.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    for place in &places {
        text.replace_range(place.start().to_usize()..place.end().to_usize(), STAND_IN);
    }
    Some((text, places))
}

/// Puts the `raise` statements back.
pub fn restore(tree: &mut Mod, places: Vec<TextRange>) {
    let restorer = Restorer { places };
    if let Mod::Module(module) = tree {
        for stmt in &mut module.body {
            restorer.visit_stmt(stmt);
        }
    }
}

struct Restorer {
    places: Vec<TextRange>,
}

impl Transformer for Restorer {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Break(b) if self.places.contains(&b.range) => {
                let range = b.range;
                *stmt = Stmt::Raise(StmtRaise {
                    node_index: AtomicNodeIndex::NONE,
                    range,
                    exc: None,
                    cause: None,
                });
            }
            _ => walk_stmt(self, stmt),
        }
    }

    /// No statements are found within expressions.
    fn visit_expr(&self, _expr: &mut ruff_python_ast::Expr) {}
}
