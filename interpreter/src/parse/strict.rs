//! Which texts that the parser crate accepts must be looked at again, because CPython may refuse them; and the
//! checks on the tree that CPython makes before its compiler sees it.
//!
//! Looking again (`diag`) costs more than parsing, so the conditions here are cheap and rarely true.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::{Visitor, walk_body, walk_expr, walk_pattern, walk_stmt};
use ruff_python_ast::{Expr, Mod, Operator, Pattern, Stmt};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange};

use super::depth::{self, MAX_BRACKETS, MAX_INDENTS};
use super::literals::excess_digits;
use super::source::{ErrKind, SourceFile, SyntaxError};

/// Open f-strings at which CPython's tokenizer stops.
const MAX_FSTRINGS: usize = 149;

/// Whether the text, accepted so far, has something that only CPython's own tokenizer and grammar judge rightly.
pub fn needs_second_look(src: &SourceFile, parsed: &Parsed<Mod>) -> bool {
    src.text.starts_with('\u{feff}') || tokens_exceed(src, parsed) || mixed_indentation(&src.text)
}

fn tokens_exceed(src: &SourceFile, parsed: &Parsed<Mod>) -> bool {
    let (mut brackets, mut indents, mut fstrings) = (0usize, 0usize, 0usize);
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => brackets += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => brackets = brackets.saturating_sub(1),
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::FStringStart | TokenKind::TStringStart => fstrings += 1,
            TokenKind::FStringEnd | TokenKind::TStringEnd => fstrings = fstrings.saturating_sub(1),
            TokenKind::Int if excess_digits(src.slice(token)).is_some() => return true,
            _ => {}
        }
        if brackets > MAX_BRACKETS || indents >= MAX_INDENTS || fstrings > MAX_FSTRINGS {
            return true;
        }
        // Replacement fields within format specifications: two levels are allowed.
        if fstrings > 0 && brackets > 2 && token.kind() == TokenKind::Lbrace {
            return true;
        }
    }
    false
}

/// Whether some line is indented with tabs while another is indented with spaces, or one with both.
fn mixed_indentation(text: &str) -> bool {
    if !text.contains('\t') {
        return false;
    }
    let (mut tabs, mut spaces) = (false, false);
    for line in text.lines() {
        for b in line.bytes() {
            match b {
                b'\t' => tabs = true,
                b' ' => spaces = true,
                0x0c => {}
                _ => break,
            }
        }
        if tabs && spaces {
            return true;
        }
    }
    false
}

/// What a walk over the tree found.
pub enum Verdict {
    /// Nothing.
    Fine,
    /// The diagnosing parser must decide.
    LookAgain,
    /// An error of CPython's own.
    Error(SyntaxError),
}

/// Walks the tree for what the parser crate lets through.
pub fn check_tree(src: &SourceFile, tree: &Mod) -> Verdict {
    let mut walker = Walker { src, verdict: Verdict::Fine };
    match tree {
        Mod::Module(m) => walk_body(&mut walker, &m.body),
        Mod::Expression(e) => walker.visit_expr(&e.body),
    }
    walker.verdict
}

struct Walker<'a> {
    src: &'a SourceFile,
    verdict: Verdict,
}

impl Walker<'_> {
    fn fail(&mut self, error: SyntaxError) {
        if matches!(self.verdict, Verdict::Fine) {
            self.verdict = Verdict::Error(error);
        }
    }

    fn future(&mut self, name: &str, range: TextRange) {
        let msg = match name {
            "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement" | "print_function"
            | "unicode_literals" | "barry_as_FLUFL" | "generator_stop" | "annotations" => return,
            "braces" => "not a chance".to_owned(),
            _ => format!("future feature {name} is not defined"),
        };
        self.fail(self.src.error(range, msg));
    }
}

impl<'a> Visitor<'a> for Walker<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::ImportFrom(import) = stmt
            && import.level == 0
            && import.module.as_ref().is_some_and(|m| m.as_str() == "__future__")
        {
            for alias in &import.names {
                self.future(alias.name.as_str(), alias.range());
            }
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && matches!(name.id.as_str(), "True" | "False" | "None")
        {
            // Written with compatibility characters: the same name once normalised.
            let msg = format!("identifier field can't represent '{}' constant", name.id);
            self.fail(SyntaxError::bare(ErrKind::ValueError, msg));
        }
        depth::step(|| walk_expr(self, expr));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let odd = match pattern {
            Pattern::MatchValue(p) => odd_pattern_value(&p.value),
            Pattern::MatchMapping(p) => p.keys.iter().any(odd_pattern_value),
            _ => false,
        };
        if odd && matches!(self.verdict, Verdict::Fine) {
            self.verdict = Verdict::LookAgain;
        }
        walk_pattern(self, pattern);
    }
}

/// Values other than plain literals, attributes and complex numbers.
fn odd_pattern_value(value: &Expr) -> bool {
    match value {
        Expr::BinOp(b) => !matches!(b.op, Operator::Add | Operator::Sub),
        Expr::UnaryOp(u) => !matches!(*u.operand, Expr::NumberLiteral(_)),
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::Attribute(_) => false,
        Expr::NoneLiteral(_) | Expr::BooleanLiteral(_) => false,
        _ => true,
    }
}
