//! The machinery of the diagnosing parser: tokens on demand, backtracking, memory of results, nodes, errors.
//!
//! The parser follows CPython's scheme, because its messages depend on it: ordered alternatives with backtracking;
//! a first pass that only finds out how far the text can be read; then a second pass with the rules that recognise
//! mistakes, in which the first rule to match decides. A rule returns `None` both for "no match" and for "an error
//! was raised"; once an error is set nothing matches any more, so every rule ends quickly.

use std::collections::HashMap;

use super::super::depth;
use super::super::source::ErrKind;
use super::token::{Pos, Raised, Tok, Token, is_soft_keyword};
use super::tokenizer::{Done, Tokenizer, to_i32};

/// What an expression is, as far as messages tell expressions apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing in particular: separators, parameters, statements.
    Other,
    Name,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Lambda,
    Call,
    /// Boolean, binary and unary operators.
    Operation,
    GenExp,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    TString,
    NoneConst,
    TrueConst,
    FalseConst,
    Ellipsis,
    Literal,
    Bytes,
    /// A comparison; whether its first operator is `in`.
    Compare(bool),
    Conditional,
    Named,
    /// Call arguments; whether `**` occurs.
    Arguments(bool),
}

/// An index into the parser's nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct N(u32);

/// A piece of recognised syntax.
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: Kind,
    pub start: Pos,
    pub end: Pos,
    pub kids: Vec<N>,
}

/// Rules whose results are remembered by position. The set is CPython's, since a remembered result also keeps a rule
/// from raising a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    SimpleStmt,
    ImportStmt,
    Block,
    ClosedPattern,
    StarPattern,
    TypeParam,
    Expression,
    StarExpression,
    Disjunction,
    Conjunction,
    Inversion,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    AwaitPrimary,
    Primary,
    Arguments,
    StarTarget,
    TargetWithStarAtom,
    DelTarget,
    TPrimary,
    Strings,
    TString,
    InvalidNamed,
    DottedName,
}

/// The start symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    File,
    Eval,
    Single,
}

/// Rules within rules at which CPython's parser gives up on an ordinary stack.
const MAX_LEVEL: usize = 10_000;

/// The parser.
pub struct Parser<'a> {
    pub(super) tz: Tokenizer<'a>,
    pub(super) start: Start,
    /// In interactive mode: the end of the text ends the open blocks.
    end_closes_blocks: bool,
    pub(super) tokens: Vec<Token>,
    pub(super) pos: usize,
    /// The rules that recognise mistakes are on.
    pub(super) invalid: bool,
    pub(super) raised: Option<Raised>,
    nodes: Vec<Node>,
    memo: HashMap<(Rule, usize), (Option<N>, usize)>,
    level: usize,
    parsing_started: bool,
}

impl<'a> Parser<'a> {
    pub fn new(src: &'a [u8], start: Start, end_closes_blocks: bool, script: bool) -> Self {
        let nothing = Node {
            kind: Kind::Other,
            start: Pos::default(),
            end: Pos::default(),
            kids: Vec::new(),
        };
        Parser {
            tz: Tokenizer::new(src, script),
            start,
            end_closes_blocks,
            tokens: Vec::new(),
            pos: 0,
            invalid: false,
            raised: None,
            nodes: vec![nothing],
            memo: HashMap::new(),
            level: 0,
            parsing_started: false,
        }
    }

    /// Prepares the second pass. Tokens read so far are kept.
    pub fn restart_with_invalid_rules(&mut self) {
        self.pos = 0;
        self.memo.clear();
        self.invalid = true;
    }

    /// The token at the current position.
    pub(super) fn peek(&mut self) -> Option<Token> {
        if self.raised.is_some() {
            return None;
        }
        while self.tokens.len() <= self.pos {
            self.fetch()?;
        }
        self.tokens.get(self.pos).copied()
    }

    fn fetch(&mut self) -> Option<()> {
        let mut token = self.tz.get();
        if self.start == Start::Single && token.kind == Tok::End && self.parsing_started {
            token.kind = Tok::Newline;
            self.parsing_started = false;
            if self.end_closes_blocks {
                self.tz.close_blocks();
            }
        } else {
            self.parsing_started = true;
        }
        self.tokens.push(token);
        if token.kind == Tok::Error {
            self.raise_tokenizer_error();
            return None;
        }
        Some(())
    }

    pub(super) fn text(&self, token: &Token) -> &'a str {
        let bytes = self.tz.src.get(token.bytes.0..token.bytes.1).unwrap_or(b"");
        std::str::from_utf8(bytes).unwrap_or("")
    }

    // ---- matching

    /// An operator, bracket or keyword.
    pub(super) fn tok(&mut self, text: &str) -> Option<Token> {
        let t = self.peek()?;
        if matches!(t.kind, Tok::Op | Tok::Keyword) && self.text(&t) == text {
            self.pos += 1;
            return Some(t);
        }
        None
    }

    /// One of several operators, brackets or keywords.
    pub(super) fn any_tok(&mut self, texts: &[&str]) -> Option<Token> {
        let t = self.peek()?;
        if matches!(t.kind, Tok::Op | Tok::Keyword) && texts.contains(&self.text(&t)) {
            self.pos += 1;
            return Some(t);
        }
        None
    }

    pub(super) fn kind(&mut self, kind: Tok) -> Option<Token> {
        let t = self.peek()?;
        if t.kind == kind {
            self.pos += 1;
            return Some(t);
        }
        None
    }

    /// A soft keyword.
    pub(super) fn soft(&mut self, word: &str) -> Option<Token> {
        let t = self.peek()?;
        if t.kind == Tok::Name && self.text(&t) == word {
            self.pos += 1;
            return Some(t);
        }
        None
    }

    /// Any soft keyword.
    pub(super) fn any_soft(&mut self) -> Option<Token> {
        let t = self.peek()?;
        if t.kind == Tok::Name && is_soft_keyword(self.text(&t)) {
            self.pos += 1;
            return Some(t);
        }
        None
    }

    pub(super) fn name(&mut self) -> Option<N> {
        let t = self.kind(Tok::Name)?;
        Some(self.node_of(Kind::Name, &t))
    }

    /// Whether the next token is this operator, bracket or keyword.
    pub(super) fn at(&mut self, text: &str) -> bool {
        self.look(|p| p.tok(text))
    }

    pub(super) fn at_any(&mut self, texts: &[&str]) -> bool {
        self.look(|p| p.any_tok(texts))
    }

    /// One alternative: on failure the position is what it was.
    pub(super) fn alt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.raised.is_some() {
            return None;
        }
        let pos = self.pos;
        let result = rule(self);
        if result.is_none() {
            self.pos = pos;
        }
        result
    }

    /// Positive lookahead.
    pub(super) fn look<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> bool {
        let pos = self.pos;
        let result = rule(self);
        self.pos = pos;
        result.is_some() && self.raised.is_none()
    }

    /// Negative lookahead.
    pub(super) fn not<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<()> {
        let pos = self.pos;
        let result = rule(self);
        self.pos = pos;
        (result.is_none() && self.raised.is_none()).then_some(())
    }

    /// An optional part; fails only when it raised.
    pub(super) fn opt<T>(
        &mut self,
        rule: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        let result = self.alt(rule);
        if self.raised.is_some() {
            None
        } else {
            Some(result)
        }
    }

    /// An optional token; fails only when it raised.
    pub(super) fn opt_tok(&mut self, text: &str) -> Option<Option<Token>> {
        self.opt(|p| p.tok(text))
    }

    /// As many as match, at least `least`.
    pub(super) fn many<T>(
        &mut self,
        least: usize,
        mut rule: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut found = Vec::new();
        while let Some(one) = self.alt(&mut rule) {
            found.push(one);
        }
        (self.raised.is_none() && found.len() >= least).then_some(found)
    }

    /// One or more with commas between.
    pub(super) fn commas<T>(
        &mut self,
        mut rule: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut found = vec![self.alt(&mut rule)?];
        while let Some(one) = self.alt(|p| {
            p.tok(",")?;
            rule(p)
        }) {
            found.push(one);
        }
        self.raised.is_none().then_some(found)
    }

    /// A remembered rule.
    pub(super) fn memo(
        &mut self,
        rule: Rule,
        body: impl FnOnce(&mut Self) -> Option<N>,
    ) -> Option<N> {
        if self.raised.is_some() {
            return None;
        }
        let from = self.pos;
        if let Some(&(result, to)) = self.memo.get(&(rule, from)) {
            if result.is_some() {
                self.pos = to;
            }
            return result;
        }
        if self.level >= MAX_LEVEL {
            return self.raise_too_complex();
        }
        self.level += 1;
        let result = depth::step(|| self.alt(body));
        self.level -= 1;
        if self.raised.is_none() {
            self.memo.insert((rule, from), (result, self.pos));
        }
        result
    }

    // ---- nodes

    pub(super) fn get(&self, n: N) -> &Node {
        // Indices come from `push` only; index 0 always exists.
        self.nodes.get(n.0 as usize).unwrap_or(&self.nodes[0])
    }

    fn push(&mut self, node: Node) -> N {
        let index = u32::try_from(self.nodes.len()).unwrap_or(0);
        self.nodes.push(node);
        N(index)
    }

    /// The node that says "matched" and no more.
    pub(super) fn unit(&self) -> N {
        N(0)
    }

    /// A node from the token at `from` to the last one consumed.
    pub(super) fn node(&mut self, kind: Kind, from: usize, kids: Vec<N>) -> N {
        let start = self.tokens.get(from).map_or(Pos::default(), |t| t.start);
        let blank =
            |t: &&Token| !matches!(t.kind, Tok::End | Tok::Newline | Tok::Indent | Tok::Dedent);
        let before = self.tokens.get(..self.pos).unwrap_or(&self.tokens);
        let end = before.iter().rev().find(blank).map_or(start, |t| t.end);
        self.push(Node {
            kind,
            start,
            end,
            kids,
        })
    }

    pub(super) fn node_of(&mut self, kind: Kind, token: &Token) -> N {
        self.push(Node {
            kind,
            start: token.start,
            end: token.end,
            kids: Vec::new(),
        })
    }

    // ---- errors

    fn raise_tokenizer_error(&mut self) {
        if let Some(mut error) = self.tz.error.take() {
            if error.text.is_empty() {
                // Placed by the parser: the columns are still bytes.
                let (line, col, end_line, end) = error.at;
                error = self.placed(error.kind, error.msg, (line, col, end_line, end));
            }
            self.raised = Some(error);
            return;
        }
        if self.tz.brackets.is_empty() {
            self.raise_last::<()>(ErrKind::SyntaxError, "unexpected EOF while parsing");
        } else {
            self.raise_unclosed();
        }
    }

    pub(super) fn raise_unclosed(&mut self) {
        if let Some(&(open, line, col)) = self.tz.brackets.last() {
            let msg = format!("'{}' was never closed", char::from(open));
            let error = self.placed(ErrKind::SyntaxError, msg, (line, col + 1, line, 0));
            self.raised = Some(error);
        }
    }

    fn raise_too_complex<T>(&mut self) -> Option<T> {
        self.raised = Some(Raised {
            kind: ErrKind::MemoryError,
            msg: "Parser stack overflowed - Python source too complex to parse".to_owned(),
            at: (0, -1, 0, -1),
            text: String::new(),
        });
        None
    }

    /// An error with 1-based byte columns, turned into characters by the line that CPython has at hand: the one
    /// where the error starts, cut off one behind its end.
    pub(super) fn placed(&self, kind: ErrKind, msg: String, at: (u32, i32, u32, i32)) -> Raised {
        let (line, col, end_line, end) = at;
        let text = if self.tz.line <= line && self.tz.inp > self.tz.buf {
            self.tz
                .src
                .get(self.tz.line_start..self.tz.inp)
                .unwrap_or(b"")
        } else {
            self.tz
                .src
                .split(|&b| b == b'\n')
                .nth(line.saturating_sub(1) as usize)
                .unwrap_or(b"")
        };
        // The character that the column, counted from 1 in bytes, falls into.
        let shift = |col: i32| -> i32 {
            let Some(bytes) = usize::try_from(col).ok().filter(|&b| b > 0) else {
                return col;
            };
            let head = text.get(..bytes).unwrap_or(text);
            to_i32(String::from_utf8_lossy(head).chars().count() + usize::from(bytes > text.len()))
        };
        let text = String::from_utf8_lossy(text).into_owned();
        Raised {
            kind,
            msg,
            at: (line, shift(col), end_line, shift(end)),
            text,
        }
    }

    pub(super) fn raise_between<T>(
        &mut self,
        from: Pos,
        to: Pos,
        msg: impl Into<String>,
    ) -> Option<T> {
        if self.raised.is_none() {
            let at = (from.line, from.col + 1, to.line, to.col + 1);
            self.raised = Some(self.placed(ErrKind::SyntaxError, msg.into(), at));
        }
        None
    }

    /// The error covers a token.
    pub(super) fn raise_tok<T>(&mut self, t: &Token, msg: impl Into<String>) -> Option<T> {
        self.raise_between(t.start, t.end, msg)
    }

    /// The error covers a node.
    pub(super) fn raise_node<T>(&mut self, n: N, msg: impl Into<String>) -> Option<T> {
        let (from, to) = (self.get(n).start, self.get(n).end);
        self.raise_between(from, to, msg)
    }

    /// The error covers two nodes and what lies between.
    pub(super) fn raise_nodes<T>(&mut self, a: N, b: N, msg: impl Into<String>) -> Option<T> {
        let (from, to) = (self.get(a).start, self.get(b).end);
        self.raise_between(from, to, msg)
    }

    /// The error covers a node and a token.
    pub(super) fn raise_to_tok<T>(&mut self, a: N, t: &Token, msg: impl Into<String>) -> Option<T> {
        let from = self.get(a).start;
        self.raise_between(from, t.end, msg)
    }

    /// The error covers a token and a node.
    pub(super) fn raise_from_tok<T>(
        &mut self,
        t: &Token,
        b: N,
        msg: impl Into<String>,
    ) -> Option<T> {
        let to = self.get(b).end;
        self.raise_between(t.start, to, msg)
    }

    /// The error reaches from a position to where the tokenizer stands.
    pub(super) fn raise_since<T>(&mut self, from: Pos, msg: impl Into<String>) -> Option<T> {
        let col = self.tz.cur.saturating_sub(self.tz.line_start);
        let to = Pos {
            line: self.tz.line,
            col: to_i32(col) - 1,
        };
        if self.raised.is_none() {
            let at = (from.line, from.col + 1, to.line, to.col + 1);
            self.raised = Some(self.placed(ErrKind::SyntaxError, msg.into(), at));
        }
        None
    }

    /// The error covers the last token that was read, wherever the parser stands.
    pub(super) fn raise_last<T>(&mut self, kind: ErrKind, msg: impl Into<String>) -> Option<T> {
        let last = self.tokens.last().copied();
        self.raise_on(kind, last, msg.into())
    }

    /// The error covers the token at the current position.
    pub(super) fn raise_next<T>(&mut self, msg: impl Into<String>) -> Option<T> {
        let next = Some(self.peek()?);
        self.raise_on(ErrKind::SyntaxError, next, msg.into())
    }

    fn raise_on<T>(&mut self, kind: ErrKind, token: Option<Token>, msg: String) -> Option<T> {
        if self.raised.is_some() {
            return None;
        }
        let Some(t) = token else {
            self.raised = Some(self.placed(kind, msg, (0, 0, 0, -1)));
            return None;
        };
        let col = if t.start.col == -1 && self.tz.script && self.tz.done == Done::Eof {
            // The last line of a file is gone when its end is seen.
            0
        } else if t.start.col == -1 {
            to_i32(self.tz.cur.saturating_sub(self.tz.line_start))
        } else {
            t.start.col + 1
        };
        let end = if t.end.col == -1 { -1 } else { t.end.col + 1 };
        self.raised = Some(self.placed(kind, msg, (t.start.line, col, t.end.line, end)));
        None
    }

    pub(super) fn raise_syntax<T>(&mut self, msg: impl Into<String>) -> Option<T> {
        self.raise_last(ErrKind::SyntaxError, msg)
    }

    pub(super) fn raise_indentation<T>(&mut self, what: &str, line: u32) -> Option<T> {
        self.raise_last(
            ErrKind::IndentationError,
            format!("expected an indented block after {what} on line {line}"),
        )
    }

    /// A token that must be here.
    pub(super) fn forced(&mut self, text: &str) -> Option<Token> {
        if let Some(t) = self.tok(text) {
            return Some(t);
        }
        let t = self.peek()?;
        self.raise_tok(&t, format!("expected '{text}'"))
    }

    /// Whether the tokenizer is still in good order.
    pub(super) fn tokenizer_fine(&self) -> bool {
        self.tz.done == Done::Ok
    }
}
