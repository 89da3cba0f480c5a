//! The text of a pattern or template, token by token: a character, or a backslash with the character behind it.

/// Why a pattern is refused.
#[derive(Debug)]
pub struct Error {
    /// Text.
    pub message: String,
    /// Where, for `re.PatternError`.
    pub at: Option<usize>,
    /// Which exception.
    pub kind: Kind,
}

/// The exception of an `Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `re.PatternError`.
    Pattern,
    /// ValueError.
    Value,
    /// OverflowError.
    Overflow,
    /// RecursionError.
    Recursion,
    /// IndexError.
    Index,
}

impl Error {
    fn new(kind: Kind, message: impl Into<String>, at: Option<usize>) -> Error {
        Error {
            message: message.into(),
            at,
            kind,
        }
    }
    /// A PatternError.
    pub fn at(message: impl Into<String>, at: usize) -> Error {
        Error::new(Kind::Pattern, message, Some(at))
    }
    /// A PatternError of the whole pattern.
    pub fn whole(message: impl Into<String>) -> Error {
        Error::new(Kind::Pattern, message, None)
    }
    /// A ValueError.
    pub fn value(message: impl Into<String>) -> Error {
        Error::new(Kind::Value, message, None)
    }
    /// An OverflowError.
    pub fn overflow(message: impl Into<String>) -> Error {
        Error::new(Kind::Overflow, message, None)
    }
    /// An IndexError.
    pub fn index(message: impl Into<String>) -> Error {
        Error::new(Kind::Index, message, None)
    }
    /// A RecursionError.
    pub fn recursion() -> Error {
        Error::new(Kind::Recursion, "maximum recursion depth exceeded", None)
    }
}

/// A character, or an escape: a backslash and a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The character.
    pub c: u32,
    /// Behind a backslash.
    pub escape: bool,
}

impl Token {
    /// Whether it is this character without a backslash.
    pub fn is(self, c: char) -> bool {
        !self.escape && self.c == c as u32
    }
    /// Its length in characters.
    pub fn len(self) -> usize {
        1 + usize::from(self.escape)
    }
    /// As written.
    pub fn text(self) -> String {
        let c = char::from_u32(self.c).unwrap_or('\u{fffd}');
        if self.escape {
            format!("\\{c}")
        } else {
            c.to_string()
        }
    }
}

/// The reader.
pub struct Source<'a> {
    text: &'a [u32],
    index: usize,
    /// The next token.
    pub next: Option<Token>,
    /// A str, no bytes.
    pub is_text: bool,
}

impl<'a> Source<'a> {
    /// At the start of the text.
    pub fn new(text: &'a [u32], is_text: bool) -> Result<Source<'a>, Error> {
        let mut s = Source {
            text,
            index: 0,
            next: None,
            is_text,
        };
        s.advance()?;
        Ok(s)
    }
    fn advance(&mut self) -> Result<(), Error> {
        self.next = None;
        let Some(&c) = self.text.get(self.index) else {
            return Ok(());
        };
        self.index += 1;
        if c != u32::from('\\') {
            self.next = Some(Token { c, escape: false });
            return Ok(());
        }
        let Some(&c) = self.text.get(self.index) else {
            let m = "bad escape (end of pattern)";
            return Err(Error::at(m, self.text.len() - 1));
        };
        self.index += 1;
        self.next = Some(Token { c, escape: true });
        Ok(())
    }
    /// The next token, taken.
    pub fn take(&mut self) -> Result<Option<Token>, Error> {
        let t = self.next;
        self.advance()?;
        Ok(t)
    }
    /// Takes the next token if it is this character. An error behind it shows when the token after it is asked for.
    pub fn eat(&mut self, c: char) -> bool {
        if self.next.is_some_and(|t| t.is(c)) {
            // A lone backslash at the end stays unread here and is reported by `broken`.
            if self.advance().is_err() {
                self.next = Some(Token {
                    c: u32::from('\\'),
                    escape: false,
                });
            }
            return true;
        }
        false
    }
    /// Up to `most` plain characters that satisfy `f`.
    pub fn take_while(&mut self, most: usize, f: impl Fn(u32) -> bool) -> Result<String, Error> {
        let mut out = String::new();
        while out.len() < most {
            match self.next {
                Some(t) if !t.escape && f(t.c) => {
                    out.push(char::from_u32(t.c).unwrap_or('\u{fffd}'));
                    self.advance()?;
                }
                _ => break,
            }
        }
        Ok(out)
    }
    /// The text up to a terminator, which is taken too.
    pub fn until(&mut self, end: char, name: &str) -> Result<String, Error> {
        let mut out = String::new();
        loop {
            match self.take()? {
                None if out.is_empty() => return Err(self.error(format!("missing {name}"), 0)),
                None => {
                    let m = format!("missing {end}, unterminated name");
                    return Err(self.error(m, out.chars().count()));
                }
                Some(t) if t.is(end) => {
                    if out.is_empty() {
                        return Err(self.error(format!("missing {name}"), 1));
                    }
                    return Ok(out);
                }
                Some(t) => out.push_str(&t.text()),
            }
        }
    }
    /// Position of the next token.
    pub fn tell(&self) -> usize {
        self.index - self.next.map_or(0, Token::len)
    }
    /// Goes to a position.
    pub fn seek(&mut self, at: usize) -> Result<(), Error> {
        self.index = at;
        self.advance()
    }
    /// The text between two positions.
    pub fn text_of(&self, from: usize, to: usize) -> String {
        self.text
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .map(|&c| char::from_u32(c).unwrap_or('\u{fffd}'))
            .collect()
    }
    /// An error `offset` characters before the next token.
    pub fn error(&self, message: impl Into<String>, offset: usize) -> Error {
        Error::at(message, self.tell().saturating_sub(offset))
    }
    /// Whether a name can be that of a group.
    pub fn check_name(&self, name: &str, offset: usize) -> Result<(), Error> {
        let mut chars = name.chars();
        use typhon_runtime::unicode::{flag, has};
        let start = |c: char| c == '_' || has(c as u32, flag::ID_START);
        let more = |c: char| c == '_' || has(c as u32, flag::ID_CONTINUE);
        let ok = chars.next().is_some_and(start) && chars.all(more);
        if ok && (self.is_text || name.is_ascii()) {
            return Ok(());
        }
        let shown = super::parse::repr(name);
        let shown = if self.is_text {
            shown
        } else {
            shown
                .chars()
                .map(|c| match c as u32 {
                    n if n < 128 => c.to_string(),
                    n => format!("\\x{n:02x}"),
                })
                .collect()
        };
        let m = format!("bad character in group name {shown}");
        Err(self.error(m, name.chars().count() + offset))
    }
}
