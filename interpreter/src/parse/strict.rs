//! Which texts that the parser crate accepts must be looked at again, because CPython may refuse them; and the
//! checks on the tree that CPython makes before its compiler sees it.
//!
//! Looking again (`diag`) costs more than parsing, so the conditions here are cheap and rarely true.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::{Visitor, walk_body, walk_expr, walk_pattern};
use ruff_python_ast::{Expr, Mod, Operator, Pattern};
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged;

use super::depth::{self, MAX_BRACKETS, MAX_INDENTS};
use super::diag;
use super::literals::excess_digits;
use super::source::{ErrKind, SourceFile, SyntaxError};

/// Open f-strings at which CPython's tokenizer stops.
const MAX_FSTRINGS: usize = 149;

/// Whether the text, accepted so far, has something that only CPython's own tokenizer and grammar judge rightly.
pub fn needs_second_look(src: &SourceFile, parsed: &Parsed<Mod>) -> bool {
    let expression_lines = matches!(parsed.syntax(), Mod::Expression(_)) && src.text.contains('\n');
    expression_lines
        || src.text.starts_with('\u{feff}')
        || tokens_exceed(src, parsed)
        || mixed_indentation(src, parsed)
}

fn tokens_exceed(src: &SourceFile, parsed: &Parsed<Mod>) -> bool {
    let (mut brackets, mut indents) = (0usize, 0usize);
    // The brackets open where each open f-string began.
    let mut fstrings: Vec<usize> = Vec::new();
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => brackets += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                brackets = brackets.saturating_sub(1)
            }
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::FStringStart | TokenKind::TStringStart => fstrings.push(brackets),
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                fstrings.pop();
            }
            TokenKind::Int if excess_digits(src.slice(token)).is_some() => return true,
            // The parser crate's tables are newer than CPython's.
            TokenKind::Name if !src.slice(token).chars().all(diag::is_assigned) => return true,
            TokenKind::Int | TokenKind::Float | TokenKind::Complex => {
                // `1if x`: only some words may follow a number without a blank.
                let next = src.text.as_bytes().get(token.end().to_usize());
                if next.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    return true;
                }
            }
            _ => continue,
        }
        if brackets > MAX_BRACKETS || indents >= MAX_INDENTS || fstrings.len() > MAX_FSTRINGS {
            return true;
        }
        // Replacement fields within format specifications: two levels are allowed.
        if token.kind() == TokenKind::Lbrace
            && fstrings.last().is_some_and(|base| brackets > base + 2)
        {
            return true;
        }
    }
    false
}

/// Whether tabs and spaces both occur in the indentation of the file's logical lines.
fn mixed_indentation(src: &SourceFile, parsed: &Parsed<Mod>) -> bool {
    if !src.text.contains('\t') {
        return false;
    }
    // A backslash behind a tab continues an indentation in a way of CPython's own.
    if src.text.contains("\t\\\n") {
        return true;
    }
    let (mut tabs, mut spaces, mut at_start) = (false, false, true);
    for token in parsed.tokens() {
        match token.kind() {
            TokenKind::Newline => at_start = true,
            TokenKind::NonLogicalNewline
            | TokenKind::Comment
            | TokenKind::Indent
            | TokenKind::Dedent => {}
            _ if at_start => {
                at_start = false;
                let before = src
                    .text
                    .as_bytes()
                    .get(..token.start().to_usize())
                    .unwrap_or(b"");
                for b in before.iter().rev().take_while(|b| **b != b'\n') {
                    tabs |= *b == b'\t';
                    spaces |= *b == b' ';
                }
            }
            _ => {}
        }
    }
    tabs && spaces
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
    let mut walker = Walker {
        src,
        verdict: Verdict::Fine,
    };
    match tree {
        Mod::Module(m) => {
            walk_body(&mut walker, &m.body);
        }
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

    fn look_again(&mut self) {
        if matches!(self.verdict, Verdict::Fine) {
            self.verdict = Verdict::LookAgain;
        }
    }

    /// Whether what follows can follow a complete expression that takes no operator.
    fn ends_at(&self, offset: usize) -> bool {
        let rest = self
            .src
            .text
            .get(offset..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t', '\x0c']);
        let operator = rest.starts_with("==") || rest.starts_with("!=");
        rest.is_empty()
            || (!operator && rest.starts_with([')', ']', '}', '=', ';', ':', '!', '\n', '#']))
    }

    /// Whether a comma separates two patterns; the parser crate does not insist on it.
    fn comma_between(&self, pair: &[Pattern]) -> bool {
        let [a, b] = pair else { return true };
        let between = self.src.text.get(a.end().to_usize()..b.start().to_usize());
        between.is_none_or(|text| text.contains(','))
    }
}

impl<'a> Visitor<'a> for Walker<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && matches!(name.id.as_str(), "True" | "False" | "None")
        {
            // Written with compatibility characters: the same name once normalised.
            let msg = format!("identifier field can't represent '{}' constant", name.id);
            self.fail(SyntaxError::bare(ErrKind::ValueError, msg));
        }
        if let Expr::Yield(y) = expr
            && y.value.is_none()
            && !self.ends_at(y.end().to_usize())
        {
            self.look_again();
        }
        depth::step(|| walk_expr(self, expr));
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let odd = match pattern {
            Pattern::MatchValue(p) => odd_pattern_value(&p.value),
            Pattern::MatchSequence(p) => {
                p.patterns.windows(2).any(|pair| !self.comma_between(pair))
            }
            Pattern::MatchMapping(p) => p.keys.iter().any(odd_pattern_value),
            _ => false,
        };
        if odd {
            self.look_again();
        }
        walk_pattern(self, pattern);
    }
}

/// Values other than plain literals, attributes and complex numbers.
fn odd_pattern_value(value: &Expr) -> bool {
    match value {
        Expr::BinOp(b) => !matches!(b.op, Operator::Add | Operator::Sub),
        Expr::UnaryOp(u) => !matches!(*u.operand, Expr::NumberLiteral(_)),
        Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::Attribute(_) => false,
        Expr::NoneLiteral(_) | Expr::BooleanLiteral(_) => false,
        _ => true,
    }
}
