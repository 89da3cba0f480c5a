//! The tokenizer's numbers and the text of f-strings.

use super::token::{Tok, Token};
use super::tokenizer::{Done, Tokenizer};

type Step = Result<Option<u8>, Token>;

impl Tokenizer<'_> {
    /// A number that starts with a digit.
    pub(super) fn number(&mut self, first: u8) -> Token {
        if first == b'0' {
            return self.zero();
        }
        match self.digits_tail() {
            Ok(Some(b'.')) => {
                let c = self.next();
                self.fraction(c)
            }
            Ok(c) => self.exponent_or_end(c, "decimal"),
            Err(token) => token,
        }
    }

    /// What follows the point of a number.
    pub(super) fn fraction(&mut self, c: Option<u8>) -> Token {
        let mut c = c;
        if is_digit(c) {
            match self.digits_tail() {
                Ok(next) => c = next,
                Err(token) => return token,
            }
        }
        self.exponent_or_end(c, "decimal")
    }

    fn exponent_or_end(&mut self, c: Option<u8>, kind: &str) -> Token {
        let mut c = c;
        if let Some(e @ (b'e' | b'E')) = c {
            c = self.next();
            if matches!(c, Some(b'+' | b'-')) {
                c = self.next();
                if !is_digit(c) {
                    self.back(c);
                    return self.fail("invalid decimal literal".to_owned());
                }
            } else if !is_digit(c) {
                self.back(c);
                if let Err(token) = self.check_end(Some(e), "decimal") {
                    return token;
                }
                self.back(Some(e));
                return self.token(Tok::Number);
            }
            match self.digits_tail() {
                Ok(next) => c = next,
                Err(token) => return token,
            }
        }
        if matches!(c, Some(b'j' | b'J')) {
            c = self.next();
            return self.end_number(c, "imaginary");
        }
        self.end_number(c, kind)
    }

    fn end_number(&mut self, c: Option<u8>, kind: &str) -> Token {
        if let Err(token) = self.check_end(c, kind) {
            return token;
        }
        self.back(c);
        self.token(Tok::Number)
    }

    fn digits_tail(&mut self) -> Step {
        loop {
            let mut c = self.next();
            while is_digit(c) {
                c = self.next();
            }
            if c != Some(b'_') {
                return Ok(c);
            }
            c = self.next();
            if !is_digit(c) {
                self.back(c);
                return Err(self.fail("invalid decimal literal".to_owned()));
            }
        }
    }

    fn zero(&mut self) -> Token {
        let mut c = self.next();
        match c {
            Some(b'x' | b'X') => return self.radix(16, "hexadecimal"),
            Some(b'o' | b'O') => return self.radix(8, "octal"),
            Some(b'b' | b'B') => return self.radix(2, "binary"),
            _ => {}
        }
        loop {
            if c == Some(b'_') {
                c = self.next();
                if !is_digit(c) {
                    self.back(c);
                    return self.fail("invalid decimal literal".to_owned());
                }
            }
            if c != Some(b'0') {
                break;
            }
            c = self.next();
        }
        let zeros_end = self.cur;
        let nonzero = is_digit(c);
        if nonzero {
            match self.digits_tail() {
                Ok(next) => c = next,
                Err(token) => return token,
            }
        }
        match c {
            Some(b'.') => {
                let c = self.next();
                self.fraction(c)
            }
            Some(b'e' | b'E' | b'j' | b'J') => self.exponent_or_end(c, "decimal"),
            _ if nonzero => {
                self.back(c);
                let from = self.start.map_or(0, |s| s + 1);
                let msg = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal \
                           integers";
                self.fail_between(msg.to_owned(), from, zeros_end)
            }
            _ => self.end_number(c, "decimal"),
        }
    }

    fn radix(&mut self, radix: u32, kind: &str) -> Token {
        let fits = |c: Option<u8>| c.is_some_and(|b| char::from(b).is_digit(radix));
        let mut c = self.next();
        loop {
            if c == Some(b'_') {
                c = self.next();
            }
            if !fits(c) {
                return self.bad_digit(c, kind);
            }
            while fits(c) {
                c = self.next();
            }
            if c != Some(b'_') {
                break;
            }
        }
        if is_digit(c) {
            return self.bad_digit(c, kind);
        }
        self.end_number(c, kind)
    }

    fn bad_digit(&mut self, c: Option<u8>, kind: &str) -> Token {
        match c {
            Some(b) if b.is_ascii_digit() => self.fail(format!(
                "invalid digit '{}' in {kind} literal",
                char::from(b)
            )),
            _ => {
                self.back(c);
                self.fail(format!("invalid {kind} literal"))
            }
        }
    }

    /// `c` was read after a number: fails if it makes no sense there. A keyword may follow directly.
    fn check_end(&mut self, c: Option<u8>, kind: &str) -> Result<(), Token> {
        let Some(b) = c else { return Ok(()) };
        let rest = self.src.get(self.cur..self.inp).unwrap_or(b"");
        let word_ends = |word: &[u8]| {
            rest.strip_prefix(word).is_some_and(|r| {
                !r.first()
                    .is_some_and(|x| x.is_ascii_alphanumeric() || *x == b'_' || *x >= 128)
            })
        };
        let keyword = match b {
            b'a' => word_ends(b"nd"),
            b'e' => word_ends(b"lse"),
            b'f' => word_ends(b"or"),
            b'i' => matches!(rest.first(), Some(b'f' | b'n' | b's')),
            b'o' => word_ends(b"r"),
            b'n' => word_ends(b"ot"),
            _ => false,
        };
        if !keyword && (b.is_ascii_alphanumeric() || b == b'_') {
            self.back(c);
            return Err(self.fail(format!("invalid {kind} literal")));
        }
        Ok(())
    }

    /// A piece of the text of an f-string, its end, or the brace that opens a field.
    pub(super) fn fstring_text(&mut self) -> Token {
        self.begin_here();
        let Some(mode) = self.modes.last().cloned() else {
            return self.get();
        };
        let first = self.next();
        if first == Some(b'{') {
            let second = self.next();
            self.back(second);
            self.back(first);
            if second != Some(b'{') {
                return match self.enter_field() {
                    Some(error) => error,
                    None => self.get(),
                };
            }
        } else {
            self.back(first);
        }
        if self.at_quotes(&mode) {
            let token = self.token(Tok::FEnd(mode.template));
            self.modes.pop();
            return token;
        }
        self.fstring_middle()
    }

    fn begin_here(&mut self) {
        // A line may have ended exactly here: the piece starts on the next one only when that has been read.
        self.begin(self.cur);
        self.first_line = self.line;
        self.first_line_start = self.line_start;
    }

    fn at_quotes(&mut self, mode: &super::tokenizer::FMode) -> bool {
        for i in 0..mode.quote_size {
            let c = self.next();
            if c != Some(mode.quote) {
                self.back(c);
                self.cur -= i;
                return false;
            }
        }
        true
    }

    fn enter_field(&mut self) -> Option<Token> {
        let mode = self.modes.last_mut()?;
        mode.field += 1;
        let letter = mode.letter();
        if mode.field >= 3 {
            return Some(self.fail(format!("{letter}-string: expressions nested too deeply")));
        }
        mode.text = false;
        None
    }

    fn fstring_middle(&mut self) -> Token {
        let Some(mode) = self.modes.last().cloned() else {
            return self.get();
        };
        let middle = Tok::FMiddle(mode.template);
        let in_spec = mode.in_spec && mode.field >= 0;
        let (mut closing, mut named) = (0, false);
        while closing != mode.quote_size {
            let c = self.next();
            if c.is_none() || (mode.quote_size == 1 && c == Some(b'\n')) {
                return self.unterminated_fstring(&mode, in_spec, c);
            }
            if c == Some(mode.quote) {
                closing += 1;
                continue;
            }
            closing = 0;
            match c {
                Some(b'{') => {
                    let second = self.next();
                    if second == Some(b'{') && !in_spec {
                        return self.token_to(middle, self.cur - 1);
                    }
                    self.back(second);
                    self.back(c);
                    if let Some(error) = self.enter_field() {
                        return error;
                    }
                    return self.token(middle);
                }
                Some(b'}') if named => return self.token(middle),
                Some(b'}') => {
                    let second = self.next();
                    if second == Some(b'}') && !in_spec && mode.depth == 0 {
                        return self.token_to(middle, self.cur - 1);
                    }
                    self.back(second);
                    self.back(c);
                    if let Some(mode) = self.modes.last_mut() {
                        mode.text = false;
                    }
                    return self.token(middle);
                }
                Some(b'\\') => {
                    let next = self.next();
                    if matches!(next, Some(b'{' | b'}')) {
                        self.back(next);
                    } else if next == Some(b'N') && !mode.raw {
                        let brace = self.next();
                        if brace == Some(b'{') {
                            named = true;
                        } else {
                            self.back(brace);
                        }
                    }
                }
                _ => {}
            }
        }
        self.cur -= mode.quote_size;
        self.token(middle)
    }

    fn unterminated_fstring(
        &mut self,
        mode: &super::tokenizer::FMode,
        in_spec: bool,
        c: Option<u8>,
    ) -> Token {
        let letter = mode.letter();
        if in_spec && c.is_some() {
            return self.fail(format!(
                "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
            ));
        }
        let last = self.line;
        let (start, line_start, line) = mode.start;
        self.cur = start + 1;
        self.line_start = line_start;
        self.line = line;
        if mode.quote_size == 3 {
            let token = self.fail(format!(
                "unterminated triple-quoted {letter}-string literal (detected at line {last})"
            ));
            self.done = Done::EofInTriple;
            return token;
        }
        self.fail(format!(
            "unterminated {letter}-string literal (detected at line {last})"
        ))
    }
}

fn is_digit(c: Option<u8>) -> bool {
    c.is_some_and(|b| b.is_ascii_digit())
}
