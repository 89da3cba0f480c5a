//! Text to tokens as CPython's tokenizer sees it, one token per call, with its error messages and positions.
//!
//! The state is kept in CPython's terms because its errors are placed by it: `cur` is the next byte, `line_start`
//! the first byte of the current line, `inp` the end of what has been read (always a whole line), `buf` the first
//! byte still held when the last line was read. Nothing here allocates per character or looks at the grammar.

use super::super::depth::{MAX_BRACKETS, MAX_INDENTS};
use super::super::source::ErrKind;
use super::token::{Pos, Raised, Tok, Token, is_keyword};

/// How the tokenizer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// More to come.
    Ok,
    /// Everything read.
    Eof,
    /// The text ends within a triple-quoted string.
    EofInTriple,
    /// The text ends within a string.
    EofInString,
    /// Some other error.
    Failed,
}

/// One f-string or t-string that is open.
#[derive(Debug, Clone)]
pub(super) struct FMode {
    pub template: bool,
    pub raw: bool,
    pub quote: u8,
    pub quote_size: usize,
    /// Where the string starts: byte, line start, line.
    pub start: (usize, usize, u32),
    /// Braces open within the string.
    pub depth: i32,
    /// The brace depth at which the innermost replacement field started, -1 for none.
    pub field: i32,
    pub in_spec: bool,
    pub debug: bool,
    /// Reading text, not an expression.
    pub text: bool,
}

impl FMode {
    pub fn letter(&self) -> char {
        if self.template { 't' } else { 'f' }
    }
}

/// The tokenizer.
pub struct Tokenizer<'a> {
    pub(super) src: &'a [u8],
    pub(super) cur: usize,
    pub(super) inp: usize,
    /// See [`super::SourceFile::script`].
    pub(super) script: bool,
    pub(super) buf: usize,
    pub(super) line_start: usize,
    pub(super) line: u32,
    pub(super) start: Option<usize>,
    /// Where the current token began: position within its line, which later lines do not change.
    pub(super) start_pos: Pos,
    pub(super) first_line: u32,
    pub(super) first_line_start: usize,
    pub(super) done: Done,
    at_line_start: bool,
    indents: Vec<(usize, usize)>,
    pending: i32,
    /// Open brackets: character, line, column.
    pub(super) brackets: Vec<(u8, u32, i32)>,
    pub(super) modes: Vec<FMode>,
    pub(super) error: Option<Raised>,
}

/// The nesting of f-strings that CPython's tokenizer allows, the outermost mode included.
const MAX_FSTRINGS: usize = 150;

impl<'a> Tokenizer<'a> {
    /// Starts at the beginning; for a module the text must end in a newline.
    pub fn new(src: &'a [u8], script: bool) -> Self {
        Tokenizer {
            src,
            script,
            cur: 0,
            inp: 0,
            buf: 0,
            line_start: 0,
            line: 0,
            start: None,
            start_pos: Pos::default(),
            first_line: 0,
            first_line_start: 0,
            done: Done::Ok,
            at_line_start: true,
            indents: vec![(0, 0)],
            pending: 0,
            brackets: Vec::new(),
            modes: Vec::new(),
            error: None,
        }
    }

    /// The next character as a byte, `None` at the end.
    pub(super) fn next(&mut self) -> Option<u8> {
        loop {
            if self.cur < self.inp {
                let c = self.src.get(self.cur).copied();
                self.cur += 1;
                return c;
            }
            if self.done != Done::Ok || !self.read_line() {
                return None;
            }
        }
    }

    /// Whether the first line of a script may be followed by an encoding declaration: then CPython has read both.
    fn first_line_is_blank(&self) -> bool {
        let line = self.src.split(|&b| b == b'\n').next().unwrap_or(b"");
        let line = line.trim_ascii_start();
        line.is_empty() || line.starts_with(b"#")
    }

    fn read_line(&mut self) -> bool {
        let rest = self.src.get(self.inp..).unwrap_or(b"");
        if rest.is_empty() {
            self.done = Done::Eof;
            return false;
        }
        let len = rest
            .iter()
            .position(|&b| b == b'\n')
            .map_or(rest.len(), |i| i + 1);
        if self.start.is_none() && !(self.script && self.line == 1 && self.first_line_is_blank()) {
            self.buf = self.cur;
        }
        self.line_start = self.cur;
        self.line += 1;
        self.inp += len;
        true
    }

    /// Takes back one character; `None` is the end of the text and takes back nothing.
    pub(super) fn back(&mut self, c: Option<u8>) {
        if c.is_some() {
            self.cur = self.cur.saturating_sub(1);
        }
    }

    fn peek(&mut self) -> Option<u8> {
        let c = self.next();
        self.back(c);
        c
    }

    pub(super) fn begin(&mut self, at: usize) {
        self.start = Some(at);
        self.start_pos = Pos {
            line: self.line,
            col: col(at, self.line_start),
        };
    }

    /// A token from the current start to `cur`.
    pub(super) fn token(&self, kind: Tok) -> Token {
        self.token_to(kind, self.cur)
    }

    /// A token whose text ends before `cur`; its position ends at `cur` all the same.
    pub(super) fn token_to(&self, kind: Tok, end: usize) -> Token {
        let start = self.start.unwrap_or(end);
        Token {
            kind,
            start: self.start_pos,
            end: Pos {
                line: self.line,
                col: col(self.cur, self.line_start),
            },
            bytes: (start, end),
            level: self.brackets.len(),
            raw: self.modes.last().is_some_and(|m| m.raw),
        }
    }

    /// A token without text.
    pub(super) fn empty(&self, kind: Tok) -> Token {
        let pos = Pos {
            line: self.line,
            col: -1,
        };
        Token {
            kind,
            start: pos,
            end: pos,
            bytes: (self.cur, self.cur),
            level: self.brackets.len(),
            raw: false,
        }
    }

    /// Fails with a message placed at the last character read.
    pub(super) fn fail(&mut self, msg: String) -> Token {
        let line = self.src.get(self.line_start..self.cur).unwrap_or(b"");
        let col = to_i32(String::from_utf8_lossy(line).chars().count());
        self.fail_at(msg, col, col)
    }

    /// Fails with an error between two bytes of the current line.
    pub(super) fn fail_between(&mut self, msg: String, from: usize, to: usize) -> Token {
        let chars = |end: usize| {
            let head = self.src.get(self.line_start..end).unwrap_or(b"");
            to_i32(String::from_utf8_lossy(head).chars().count())
        };
        let (from, to) = (chars(from), chars(to));
        self.fail_at(msg, from, to)
    }

    fn fail_at(&mut self, msg: String, col: i32, end: i32) -> Token {
        let rest = self.src.get(self.line_start..).unwrap_or(b"");
        let len = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        let text = String::from_utf8_lossy(rest.get(..len).unwrap_or(b"")).into_owned();
        self.error = Some(Raised {
            kind: ErrKind::SyntaxError,
            msg,
            at: (self.line, col, self.line, end),
            text,
        });
        self.done = Done::Failed;
        self.empty(Tok::Error)
    }

    /// Fails with an error that the parser places: `col` is a 0-based byte column.
    fn fail_plain(&mut self, kind: ErrKind, msg: &str, col: i32) -> Token {
        self.done = Done::Failed;
        let at = (self.line, col + 1, self.line, 0);
        self.error = Some(Raised {
            kind,
            msg: msg.to_owned(),
            at,
            text: String::new(),
        });
        self.empty(Tok::Error)
    }

    /// The next token. After an error or the end it must not be called again, except to see the same outcome.
    pub fn get(&mut self) -> Token {
        match self.modes.last() {
            Some(mode) if mode.text => self.fstring_text(),
            _ => self.regular(),
        }
    }

    fn regular(&mut self) -> Token {
        let mut blank = false;
        loop {
            self.start = None;
            if self.at_line_start {
                self.at_line_start = false;
                blank = match self.indentation() {
                    Ok(blank) => blank,
                    Err(token) => return token,
                };
            }
            if self.pending < 0 {
                self.pending += 1;
                return self.empty(Tok::Dedent);
            }
            if self.pending > 0 {
                self.pending -= 1;
                return self.empty(Tok::Indent);
            }
            self.peek();
            match self.after_blanks(&mut blank) {
                Some(token) => return token,
                None => continue,
            }
        }
    }

    /// Reads the blanks that start a line; whether the line is blank or only a comment.
    fn indentation(&mut self) -> Result<bool, Token> {
        let (mut col, mut alt, mut cont) = (0usize, 0usize, 0usize);
        let c = loop {
            let c = self.next();
            match c {
                Some(b' ') => (col, alt) = (col + 1, alt + 1),
                Some(b'\t') => (col, alt) = ((col / 8 + 1) * 8, alt + 1),
                Some(0x0c) => (col, alt) = (0, 0),
                Some(b'\\') => {
                    cont = if cont > 0 { cont } else { col };
                    self.continuation()?;
                }
                _ => break c,
            }
        };
        self.back(c);
        if matches!(c, Some(b'#' | b'\n')) {
            return Ok(true);
        }
        if self.brackets.is_empty() {
            if cont > 0 {
                (col, alt) = (cont, cont);
            }
            self.change_indent(col, alt)?;
        }
        Ok(false)
    }

    fn change_indent(&mut self, col: usize, alt: usize) -> Result<(), Token> {
        let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
        if col == top {
            if alt != top_alt {
                return Err(self.tab_error());
            }
        } else if col > top {
            if self.indents.len() >= MAX_INDENTS {
                self.cur = self.inp;
                return Err(self.fail_plain(
                    ErrKind::IndentationError,
                    "too many levels of indentation",
                    0,
                ));
            }
            if alt <= top_alt {
                return Err(self.tab_error());
            }
            self.pending += 1;
            self.indents.push((col, alt));
        } else {
            while self.indents.len() > 1 && self.indents.last().is_some_and(|t| col < t.0) {
                self.pending -= 1;
                self.indents.pop();
            }
            let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
            if col != top {
                self.cur = self.inp;
                // Placed like an error of the parser on a token without text.
                let at = to_i32(self.cur - self.line_start);
                let mut token = self.fail_plain(
                    ErrKind::IndentationError,
                    "unindent does not match any outer indentation level",
                    at - 1,
                );
                if let Some(error) = &mut self.error {
                    error.at.3 = -1;
                }
                token.kind = Tok::Error;
                return Err(token);
            }
            if alt != top_alt {
                return Err(self.tab_error());
            }
        }
        Ok(())
    }

    fn tab_error(&mut self) -> Token {
        self.cur = self.inp;
        self.fail_plain(
            ErrKind::TabError,
            "inconsistent use of tabs and spaces in indentation",
            0,
        )
    }

    /// In interactive mode the end of the text also ends every block.
    pub(super) fn close_blocks(&mut self) {
        let open = self.indents.len().saturating_sub(1);
        self.pending = -i32::try_from(open).unwrap_or(i32::MAX);
        self.indents.truncate(1);
    }

    /// What follows a backslash outside of strings.
    fn continuation(&mut self) -> Result<(), Token> {
        if self.next() != Some(b'\n') {
            let at = to_i32(self.cur - self.buf) - 1;
            let msg = "unexpected character after line continuation character";
            return Err(self.fail_plain(ErrKind::SyntaxError, msg, at));
        }
        let c = self.next();
        if c.is_none() {
            self.done = Done::Eof;
            self.cur = self.inp;
            return Err(self.empty(Tok::Error));
        }
        self.back(c);
        Ok(())
    }

    /// The token after blanks and comments; `None` to start over on the next line.
    fn after_blanks(&mut self, blank: &mut bool) -> Option<Token> {
        let mut c;
        loop {
            self.start = None;
            loop {
                c = self.next();
                if !matches!(c, Some(b' ' | b'\t' | 0x0c)) {
                    break;
                }
            }
            self.begin(if c.is_some() { self.cur - 1 } else { self.cur });
            if c == Some(b'#') {
                while !matches!(c, None | Some(b'\n')) {
                    c = self.next();
                }
            }
            if c != Some(b'\\') {
                break;
            }
            if let Err(token) = self.continuation() {
                return Some(token);
            }
        }
        let Some(c) = c else {
            return Some(if self.brackets.is_empty() && self.done == Done::Eof {
                self.empty(Tok::End)
            } else {
                self.empty(Tok::Error)
            });
        };
        if c == b'\n' {
            self.at_line_start = true;
            if *blank || !self.brackets.is_empty() {
                return None;
            }
            return Some(self.token(Tok::Newline));
        }
        Some(self.significant(c))
    }

    fn significant(&mut self, c: u8) -> Token {
        if c.is_ascii_alphabetic() || c == b'_' || c >= 128 {
            return self.word(c);
        }
        if c == b'.' {
            let next = self.next();
            if next.is_some_and(|d| d.is_ascii_digit()) {
                return self.fraction(next);
            }
            if next == Some(b'.') {
                let third = self.next();
                if third == Some(b'.') {
                    return self.token(Tok::Op);
                }
                self.back(third);
            }
            self.back(next);
            return self.token(Tok::Op);
        }
        if c.is_ascii_digit() {
            return self.number(c);
        }
        if c == b'"' || c == b'\'' {
            return self.string(c);
        }
        self.punctuation(c)
    }

    fn word(&mut self, first: u8) -> Token {
        let mut c = Some(first);
        let mut seen: Vec<u8> = Vec::new();
        while let Some(b) = c {
            let lower = b.to_ascii_lowercase();
            if !b"burft".contains(&lower) || seen.contains(&lower) {
                break;
            }
            seen.push(lower);
            c = self.next();
            if let Some(quote @ (b'"' | b'\'')) = c {
                if let Some(token) = self.check_prefix(&seen) {
                    return token;
                }
                if seen.contains(&b'f') || seen.contains(&b't') {
                    return self.fstring_start(quote, &seen);
                }
                return self.string(quote);
            }
        }
        let mut ascii = true;
        while let Some(b) = c {
            if !(b.is_ascii_alphanumeric() || b == b'_' || b >= 128) {
                break;
            }
            ascii &= b < 128;
            c = self.next();
        }
        self.back(c);
        if !ascii && let Some(token) = self.check_identifier() {
            return token;
        }
        let mut token = self.token(Tok::Name);
        let text = self.src.get(token.bytes.0..token.bytes.1).unwrap_or(b"");
        if std::str::from_utf8(text).is_ok_and(is_keyword) {
            token.kind = Tok::Keyword;
        }
        token
    }

    /// Combinations of string prefixes that do not exist.
    fn check_prefix(&mut self, seen: &[u8]) -> Option<Token> {
        const PAIRS: [(u8, u8); 7] = [
            (b'u', b'b'),
            (b'u', b'r'),
            (b'u', b'f'),
            (b'u', b't'),
            (b'b', b'f'),
            (b'b', b't'),
            (b'f', b't'),
        ];
        let &(a, b) = PAIRS
            .iter()
            .find(|(a, b)| seen.contains(a) && seen.contains(b))?;
        let start = self.start.unwrap_or(self.line_start);
        let msg = format!(
            "'{}' and '{}' prefixes are incompatible",
            char::from(a),
            char::from(b)
        );
        Some(self.fail_between(msg, start + 1, self.cur))
    }

    fn check_identifier(&mut self) -> Option<Token> {
        let start = self.start.unwrap_or(self.cur);
        let text = std::str::from_utf8(self.src.get(start..self.cur)?).ok()?;
        let bad = |(i, c): &(usize, char)| {
            let xid = if *i == 0 {
                unicode_ident::is_xid_start(*c)
            } else {
                unicode_ident::is_xid_continue(*c)
            };
            !(*c == '_' || xid) || !is_assigned(*c)
        };
        let (at, c) = text.char_indices().find(bad)?;
        self.cur = start + at + c.len_utf8();
        let code = c as u32;
        let msg = if is_printable(c) {
            format!("invalid character '{c}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        Some(self.fail(msg))
    }

    /// A string without replacement fields.
    fn string(&mut self, quote: u8) -> Token {
        let (mut size, mut closing, mut escaped_quote) = (1, 0, false);
        self.first_line = self.line;
        self.first_line_start = self.line_start;
        let mut c = self.next();
        if c == Some(quote) {
            c = self.next();
            if c == Some(quote) {
                size = 3;
            } else {
                closing = 1;
            }
        }
        if c != Some(quote) {
            self.back(c);
        }
        while closing != size {
            c = self.next();
            match c {
                None => return self.unterminated(quote, size, escaped_quote, c),
                Some(b'\n') if size == 1 => {
                    return self.unterminated(quote, size, escaped_quote, c);
                }
                Some(q) if q == quote => closing += 1,
                Some(b'\\') => {
                    closing = 0;
                    escaped_quote |= self.next() == Some(quote);
                }
                _ => closing = 0,
            }
        }
        self.token(Tok::Str)
    }

    fn unterminated(
        &mut self,
        quote: u8,
        size: usize,
        escaped_quote: bool,
        c: Option<u8>,
    ) -> Token {
        let last = self.line;
        self.cur = self.start.map_or(self.cur, |s| s + 1);
        self.line_start = self.first_line_start;
        self.line = self.first_line;
        if let Some(mode) = self.modes.last()
            && mode.quote == quote
            && mode.quote_size == size
        {
            let msg = format!("{}-string: expecting '}}'", mode.letter());
            return self.fail(msg);
        }
        if size == 3 {
            let token = self.fail(format!(
                "unterminated triple-quoted string literal (detected at line {last})"
            ));
            self.done = Done::EofInTriple;
            return token;
        }
        let hint = if escaped_quote {
            "; perhaps you escaped the end quote?"
        } else {
            ""
        };
        let token = self.fail(format!(
            "unterminated string literal (detected at line {last}){hint}"
        ));
        if c.is_none() {
            self.done = Done::EofInString;
        }
        token
    }

    fn fstring_start(&mut self, quote: u8, seen: &[u8]) -> Token {
        self.first_line = self.line;
        self.first_line_start = self.line_start;
        let mut size = 1;
        let second = self.next();
        if second == Some(quote) {
            let third = self.next();
            if third == Some(quote) {
                size = 3;
            } else {
                self.back(third);
                self.back(second);
            }
        } else {
            self.back(second);
        }
        if self.modes.len() + 1 >= MAX_FSTRINGS {
            return self.fail("too many nested f-strings or t-strings".to_owned());
        }
        let template = seen.contains(&b't');
        let token = self.token(Tok::FStart(template));
        self.modes.push(FMode {
            template,
            raw: seen.contains(&b'r'),
            quote,
            quote_size: size,
            start: (self.start.unwrap_or(self.cur), self.line_start, self.line),
            depth: 0,
            field: -1,
            in_spec: false,
            debug: false,
            text: true,
        });
        token
    }

    fn punctuation(&mut self, c: u8) -> Token {
        if matches!(c, b':' | b'}' | b'!' | b'{')
            && let Some(mode) = self.modes.last_mut()
            && mode.field >= 0
        {
            let cursor = mode.depth - i32::from(c != b'{');
            if c == b':' && cursor == mode.field {
                mode.text = true;
                mode.in_spec = true;
                return self.token(Tok::Op);
            }
        }
        let second = self.next();
        if is_operator(&[Some(c), second]) {
            let third = self.next();
            if !is_operator(&[Some(c), second, third]) {
                self.back(third);
            }
            return self.token(Tok::Op);
        }
        self.back(second);
        if let Some(token) = self.bracket(c) {
            return token;
        }
        if !(b' '..0x7f).contains(&c) {
            return self.fail(format!("invalid non-printable character U+{c:04X}"));
        }
        if c == b'='
            && let Some(mode) = self.modes.last_mut()
            && mode.depth - mode.field == 1
        {
            mode.debug = true;
        }
        self.token(Tok::Op)
    }

    /// Keeps track of brackets; the error if this one does not fit.
    fn bracket(&mut self, c: u8) -> Option<Token> {
        match c {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= MAX_BRACKETS {
                    return Some(self.fail("too many nested parentheses".to_owned()));
                }
                let start = self.start.unwrap_or(self.cur);
                self.brackets
                    .push((c, self.line, to_i32(start) - to_i32(self.line_start)));
                if let Some(mode) = self.modes.last_mut() {
                    mode.depth += 1;
                }
                None
            }
            b')' | b']' | b'}' => self.closing_bracket(c),
            _ => None,
        }
    }

    fn closing_bracket(&mut self, c: u8) -> Option<Token> {
        let close = char::from(c);
        let mode = self.modes.last().map(|m| (m.letter(), m.depth, m.field));
        if let Some((letter, 0, _)) = mode
            && c == b'}'
        {
            return Some(self.fail(format!("{letter}-string: single '}}' is not allowed")));
        }
        let Some((open, line, _)) = self.brackets.pop() else {
            return Some(self.fail(format!("unmatched '{close}'")));
        };
        if !matches!((open, c), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            if let Some((letter, depth, field)) = mode
                && open == b'{'
                && depth - 1 == field
            {
                return Some(self.fail(format!("{letter}-string: unmatched '{close}'")));
            }
            let place = if line == self.line {
                String::new()
            } else {
                format!(" on line {line}")
            };
            return Some(self.fail(format!(
                "closing parenthesis '{close}' does not match opening parenthesis '{}'{place}",
                char::from(open)
            )));
        }
        if let Some(mode) = self.modes.last_mut() {
            mode.depth -= 1;
            if mode.depth < 0 {
                let msg = format!("{}-string: unmatched '{close}'", mode.letter());
                return Some(self.fail(msg));
            }
            if c == b'}' && mode.depth == mode.field {
                mode.field -= 1;
                mode.text = true;
                mode.in_spec = false;
                mode.debug = false;
            }
        }
        None
    }
}

/// A column within a line, -1 if the byte lies before it.
fn col(at: usize, line_start: usize) -> i32 {
    at.checked_sub(line_start).map_or(-1, to_i32)
}

pub(super) fn to_i32(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 2)
}

/// Operators of two and three characters.
fn is_operator(chars: &[Option<u8>]) -> bool {
    let op: Option<Vec<u8>> = chars.iter().copied().collect();
    let Some(op) = op else { return false };
    matches!(
        op.as_slice(),
        b"!="
            | b"%="
            | b"&="
            | b"**"
            | b"*="
            | b"+="
            | b"-="
            | b"->"
            | b"//"
            | b"/="
            | b":="
            | b"<<"
            | b"<="
            | b"=="
            | b">="
            | b">>"
            | b"@="
            | b"^="
            | b"|="
            | b"**="
            | b"//="
            | b"<<="
            | b">>="
    )
}

/// Whether a character exists in CPython's version of Unicode.
pub fn is_assigned(c: char) -> bool {
    // Tangut ideographs have names by rule only.
    let tangut = matches!(c as u32, 0x17000..=0x187f7 | 0x18d00..=0x18d08);
    c.is_ascii() || tangut || unicode_names2::name(c).is_some()
}

/// `str.isprintable` for one character.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    let code = c as u32;
    let blank_or_format = matches!(
        code,
        0x80..=0xa0 | 0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890..=0x891 | 0x8e2 | 0x1680 | 0x180e
            | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0xfeff | 0xfff9..=0xfffb | 0x110bd
            | 0x110cd | 0x13430..=0x1343f | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0001 | 0xe0020..=0xe007f
            | 0xe000..=0xf8ff | 0xf0000..=0x10ffff
    );
    !blank_or_format && is_assigned(c)
}
