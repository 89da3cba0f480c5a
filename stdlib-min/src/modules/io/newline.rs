//! Line ends: where a line stops under each newline mode, translation to `\n`, and which kinds were seen.
//! Pure functions on bytes of any encoding in which 10 and 13 mean only line feed and carriage return.

/// The `newline` argument of a text stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newline {
    /// None: every kind ends a line and reads as `\n`.
    Universal,
    /// `''`: every kind ends a line and reads as it stands.
    Keep,
    /// `'\n'`.
    Lf,
    /// `'\r'`.
    Cr,
    /// `'\r\n'`.
    CrLf,
}

impl Newline {
    /// From the text of the argument.
    pub fn of(text: &[u8]) -> Option<Newline> {
        Some(match text {
            b"" => Newline::Keep,
            b"\n" => Newline::Lf,
            b"\r" => Newline::Cr,
            b"\r\n" => Newline::CrLf,
            _ => return None,
        })
    }
    /// What `\n` is written as, if not as itself.
    pub fn written(self) -> Option<&'static str> {
        match self {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        }
    }
    /// Whether all kinds end a line.
    pub fn all_kinds(self) -> bool {
        matches!(self, Newline::Universal | Newline::Keep)
    }
}

/// What a search for the end of a line found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The line takes so many bytes, its end included.
    At(usize),
    /// The bytes may end in the middle of a line end: so many bytes before it.
    Maybe(usize),
    /// None.
    No,
}

/// The end of the first line of `b`.
pub fn line_end(b: &[u8], mode: Newline) -> End {
    match mode {
        Newline::Lf => memchr::memchr(b'\n', b).map_or(End::No, |i| End::At(i + 1)),
        Newline::Cr => memchr::memchr(b'\r', b).map_or(End::No, |i| End::At(i + 1)),
        Newline::CrLf => {
            if let Some(i) = memchr::memmem::find(b, b"\r\n") {
                return End::At(i + 2);
            }
            if b.last() == Some(&b'\r') {
                End::Maybe(b.len() - 1)
            } else {
                End::No
            }
        }
        Newline::Universal | Newline::Keep => match memchr::memchr2(b'\r', b'\n', b) {
            None => End::No,
            Some(i) if b.get(i) == Some(&b'\n') => End::At(i + 1),
            Some(i) => match b.get(i + 1) {
                Some(b'\n') => End::At(i + 2),
                Some(_) => End::At(i + 1),
                None => End::Maybe(i),
            },
        },
    }
}

/// Replaces `\r\n` and `\r` by `\n`; None if there is nothing to replace.
pub fn translate(b: &[u8]) -> Option<Vec<u8>> {
    let first = memchr::memchr(b'\r', b)?;
    let mut out = Vec::with_capacity(b.len());
    let mut rest = b;
    let mut next = Some(first);
    while let Some(i) = next {
        let (head, tail) = rest.split_at(i);
        out.extend_from_slice(head);
        out.push(b'\n');
        rest = tail.get(1..).unwrap_or_default();
        if rest.first() == Some(&b'\n') {
            rest = rest.get(1..).unwrap_or_default();
        }
        next = memchr::memchr(b'\r', rest);
    }
    out.extend_from_slice(rest);
    Some(out)
}

/// Replaces `\n` by `to`.
pub fn expand(b: &[u8], to: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(b.len() + b.len() / 16);
    for (i, line) in b.split(|&c| c == b'\n').enumerate() {
        if i > 0 {
            out.extend_from_slice(to.as_bytes());
        }
        out.extend_from_slice(line);
    }
    out
}

/// Kinds of line ends met so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    bits: u8,
    /// The last byte looked at was a carriage return, not counted yet.
    open: bool,
}

const CR: u8 = 1;
const LF: u8 = 2;
const CRLF: u8 = 4;

impl Seen {
    /// Looks at the next bytes; `last`: no more follow.
    pub fn look(&mut self, b: &[u8], last: bool) {
        let mut rest = b;
        if self.open && (last || !rest.is_empty()) {
            self.open = false;
            if rest.first() == Some(&b'\n') {
                self.bits |= CRLF;
                rest = rest.get(1..).unwrap_or_default();
            } else {
                self.bits |= CR;
            }
        }
        if memchr::memchr(b'\r', rest).is_none() {
            if self.bits & LF == 0 && memchr::memchr(b'\n', rest).is_some() {
                self.bits |= LF;
            }
            return;
        }
        let mut i = 0;
        while self.bits != CR | LF | CRLF || rest.last() == Some(&b'\r') {
            let Some(k) = rest.get(i..).and_then(|r| memchr::memchr2(b'\r', b'\n', r)) else {
                break;
            };
            i += k;
            match (rest.get(i), rest.get(i + 1)) {
                (Some(b'\n'), _) => self.bits |= LF,
                (_, Some(b'\n')) => {
                    self.bits |= CRLF;
                    i += 1;
                }
                (_, None) if !last => self.open = true,
                _ => self.bits |= CR,
            }
            i += 1;
        }
    }
    /// The kinds, in the order in which the `newlines` attribute lists them.
    pub fn kinds(self) -> Vec<&'static str> {
        [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")]
            .into_iter()
            .filter(|k| self.bits & k.0 != 0)
            .map(|k| k.1)
            .collect()
    }
}

/// Bytes at the end of `b` that begin a UTF-8 character which is not complete.
pub fn incomplete_utf8(b: &[u8]) -> usize {
    for back in 1..=3.min(b.len()) {
        let tail = b.get(b.len() - back..).unwrap_or_default();
        match tail.first() {
            Some(0x80..=0xbf) => {}
            Some(0xc2..=0xf4) => {
                return match std::str::from_utf8(tail) {
                    Err(e) if e.error_len().is_none() => back,
                    _ => 0,
                };
            }
            _ => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_the_mode_says() {
        use Newline::*;
        assert_eq!(line_end(b"ab\ncd", Universal), End::At(3));
        assert_eq!(line_end(b"ab\rcd", Universal), End::At(3));
        assert_eq!(line_end(b"ab\r\ncd", Keep), End::At(4));
        assert_eq!(line_end(b"ab\r", Universal), End::Maybe(2));
        assert_eq!(line_end(b"ab\r", Cr), End::At(3));
        assert_eq!(line_end(b"a\nb\r\nc", CrLf), End::At(5));
        assert_eq!(line_end(b"a\nb\r", CrLf), End::Maybe(3));
        assert_eq!(line_end(b"a\rb", Lf), End::No);
    }

    #[test]
    fn translation_folds_every_kind() {
        assert_eq!(translate(b"a\nb"), None);
        assert_eq!(
            translate(b"a\r\nb\rc\r\r\n").as_deref(),
            Some(&b"a\nb\nc\n\n"[..])
        );
        assert_eq!(expand(b"a\n\nb", "\r\n"), b"a\r\n\r\nb");
    }

    #[test]
    fn a_line_end_across_two_chunks_is_one_kind() {
        let mut s = Seen::default();
        s.look(b"a\r", false);
        assert!(s.kinds().is_empty());
        s.look(b"\nb", false);
        assert_eq!(s.kinds(), ["\r\n"]);
        s.look(b"c\rd\r", false);
        s.look(b"", true);
        assert_eq!(s.kinds(), ["\r", "\r\n"]);
    }

    #[test]
    fn a_character_cut_at_a_chunk_border_is_left_for_the_next_chunk() {
        let text = "aé€😀z".as_bytes();
        for cut in 0..=text.len() {
            let (a, b) = text.split_at(cut);
            let n = incomplete_utf8(a);
            let (done, tail) = a.split_at(a.len() - n);
            assert!(std::str::from_utf8(done).is_ok(), "cut at {cut}");
            let rest = [tail, b].concat();
            assert!(std::str::from_utf8(&rest).is_ok(), "cut at {cut}");
        }
        assert_eq!(incomplete_utf8(b"a\xff"), 0);
        assert_eq!(incomplete_utf8(b"a\xe0\x80"), 0);
    }
}
