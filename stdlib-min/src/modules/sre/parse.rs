//! From the text of a pattern to its tree, with CPython's errors.

use super::ast::{At, Greed, MAX, Node};
use super::chars::{self, Category, Item, Mode, Set};
use super::source::{Error, Source};
use std::collections::HashMap;

/// Flags of `re`, and those that say how a part of a pattern is read.
pub mod flags {
    /// re.IGNORECASE
    pub const I: u32 = 2;
    /// re.LOCALE
    pub const L: u32 = 4;
    /// re.MULTILINE
    pub const M: u32 = 8;
    /// re.DOTALL
    pub const S: u32 = 16;
    /// re.UNICODE
    pub const U: u32 = 32;
    /// re.VERBOSE
    pub const X: u32 = 64;
    /// re.ASCII
    pub const A: u32 = 256;
    /// How letters are told from others: one of these at a time.
    pub const TYPE: u32 = L | U | A;
}

const MAX_GROUPS: u64 = MAX as u64 / 2;
/// Nesting of groups that the parser follows.
const DEEPEST: u32 = 1000;

/// A parsed pattern.
pub struct Parsed {
    /// The tree.
    pub node: Node,
    /// Flags, those in the pattern included.
    pub flags: u32,
    /// Number of groups, without the whole match.
    pub groups: u32,
    /// Names of groups in the order of their numbers.
    pub names: Vec<(String, u32)>,
    /// FutureWarnings: text and position.
    pub warnings: Vec<String>,
}

struct State {
    flags: u32,
    /// Group i is closed: its text may be referred to. Entry 0 is the whole match.
    closed: Vec<bool>,
    names: Vec<(String, u32)>,
    by_name: HashMap<String, u32>,
    /// Groups that conditions refer to, and where.
    conditions: Vec<(u32, usize)>,
    /// Number of groups when the outermost look-behind began.
    behind: Option<usize>,
    warnings: Vec<String>,
    depth: u32,
    /// `(?x)` was met while white space still counted: start over.
    restart: bool,
}

type P<T> = Result<T, Error>;

fn flag_of(c: u32) -> Option<u32> {
    Some(match char::from_u32(c)? {
        'i' => flags::I,
        'L' => flags::L,
        'm' => flags::M,
        's' => flags::S,
        'x' => flags::X,
        'a' => flags::A,
        'u' => flags::U,
        _ => return None,
    })
}

fn is_alpha(c: u32) -> bool {
    typhon_runtime::unicode::has(c, typhon_runtime::unicode::flag::ALPHA)
}

/// Parses a pattern.
pub fn parse(text: &[u32], is_text: bool, given: u32) -> P<Parsed> {
    let mut given = given;
    loop {
        let mut state = State {
            flags: given,
            closed: vec![false],
            names: Vec::new(),
            by_name: HashMap::new(),
            conditions: Vec::new(),
            behind: None,
            warnings: Vec::new(),
            depth: 0,
            restart: false,
        };
        let mut src = Source::new(text, is_text)?;
        let node = state.alternatives(&mut src, given, false)?;
        if state.restart {
            given = state.flags | flags::X;
            continue;
        }
        state.flags = fix_flags(state.flags, is_text)?;
        if src.next.is_some() {
            return Err(src.error("unbalanced parenthesis", 0));
        }
        let groups = state.closed.len() as u32 - 1;
        if let Some((g, at)) = state.conditions.iter().find(|c| c.0 > groups) {
            return Err(Error::at(format!("invalid group reference {g}"), *at));
        }
        return Ok(Parsed {
            node,
            flags: state.flags,
            groups,
            names: state.names,
            warnings: state.warnings,
        });
    }
}

fn fix_flags(f: u32, is_text: bool) -> P<u32> {
    if is_text {
        if f & flags::L != 0 {
            return Err(Error::value("cannot use LOCALE flag with a str pattern"));
        }
        if f & flags::A != 0 && f & flags::U != 0 {
            return Err(Error::value("ASCII and UNICODE flags are incompatible"));
        }
        Ok(if f & flags::A == 0 { f | flags::U } else { f })
    } else {
        if f & flags::U != 0 {
            return Err(Error::value("cannot use UNICODE flag with a bytes pattern"));
        }
        if f & flags::L != 0 && f & flags::A != 0 {
            return Err(Error::value("ASCII and LOCALE flags are incompatible"));
        }
        Ok(f)
    }
}

/// What an escape stands for.
enum Escape {
    Char(u32),
    Category(Category, bool),
    At(At),
    Ref(u32),
}

fn mode(f: u32, is_text: bool) -> Mode {
    if is_text && f & flags::A == 0 {
        Mode::Unicode
    } else {
        Mode::Ascii
    }
}

impl State {
    fn alternatives(&mut self, s: &mut Source<'_>, f: u32, nested: bool) -> P<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Error::recursion());
        }
        let mut all = Vec::new();
        loop {
            let first = !nested && all.is_empty();
            // Flags of the whole pattern, met in the first alternative, hold in the others too.
            let f = if nested { f } else { f | self.flags };
            all.push(self.sequence(s, f, first)?);
            if self.restart || !s.eat('|') {
                break;
            }
        }
        self.depth -= 1;
        Ok(match all.len() {
            1 => all.pop().unwrap_or(Node::Empty),
            _ => Node::Alt(all),
        })
    }

    fn sequence(&mut self, s: &mut Source<'_>, f: u32, first: bool) -> P<Node> {
        // Inline flags at the start change how the rest is read.
        let mut f = f;
        let mut items: Vec<Node> = Vec::new();
        while let Some(next) = s.next {
            if next.is('|') || next.is(')') {
                break;
            }
            let this = s.take()?.unwrap_or_default();
            if f & flags::X != 0 {
                if [' ', '\t', '\n', '\r', '\x0b', '\x0c']
                    .iter()
                    .any(|&c| this.is(c))
                {
                    continue;
                }
                if this.is('#') {
                    while let Some(t) = s.take()? {
                        if t.is('\n') {
                            break;
                        }
                    }
                    continue;
                }
            }
            if this.escape {
                let e = self.escape(s, this.c, f)?;
                items.push(self.escaped(e, f, s.is_text));
                continue;
            }
            match char::from_u32(this.c) {
                Some('[') => items.push(self.set(s, f)?),
                Some('*' | '+' | '?' | '{') => self.repeat(s, this.c, f, &mut items)?,
                Some('.') => items.push(if f & flags::S != 0 {
                    Node::AnyAll
                } else {
                    Node::Any
                }),
                Some('(') => {
                    let start_of_all = first && items.is_empty();
                    if let Some(n) = self.group(s, &mut f, start_of_all)? {
                        items.push(n);
                    }
                    if self.restart {
                        return Ok(Node::Empty);
                    }
                }
                Some('^') => items.push(Node::At(if f & flags::M != 0 {
                    At::LineStart
                } else {
                    At::Start
                })),
                Some('$') => items.push(Node::At(if f & flags::M != 0 {
                    At::LineEnd
                } else {
                    At::End
                })),
                _ => items.push(literal(this.c, f, s.is_text)),
            }
        }
        Ok(match items.len() {
            0 => Node::Empty,
            1 => items.pop().unwrap_or(Node::Empty),
            _ => Node::Seq(items),
        })
    }

    fn escaped(&self, e: Escape, f: u32, is_text: bool) -> Node {
        let m = mode(f, is_text);
        match e {
            Escape::Char(c) => literal(c, f, is_text),
            Escape::Category(k, negated) => {
                let item = Item::Category(k, m, negated);
                Node::Set(Box::new(Set::new(vec![item], false, None)))
            }
            Escape::At(a) => Node::At(a),
            Escape::Ref(g) => Node::Ref(g, (f & flags::I != 0).then_some(m)),
        }
    }

    // ---- sets

    fn set(&mut self, s: &mut Source<'_>, f: u32) -> P<Node> {
        let here = s.tell() - 1;
        let unterminated = |s: &Source<'_>| s.error("unterminated character set", s.tell() - here);
        let mut items = Vec::new();
        if s.next.is_some_and(|t| t.is('[')) {
            self.warn(s, "Possible nested set", s.tell());
        }
        let negated = s.eat('^');
        let mut any = false;
        loop {
            let Some(this) = s.take()? else {
                return Err(unterminated(s));
            };
            if this.is(']') && any {
                break;
            }
            let from = s.tell();
            let text_from = from - this.len();
            let code1 = if this.escape {
                self.class_escape(s, this.c)?
            } else {
                if any && ['-', '&', '~', '|'].iter().any(|&c| this.is(c)) && s.next == Some(this) {
                    let what = match char::from_u32(this.c) {
                        Some('-') => "Possible set difference",
                        Some('&') => "Possible set intersection",
                        Some('~') => "Possible set symmetric difference",
                        _ => "Possible set union",
                    };
                    self.warn(s, what, from - 1);
                } else if this.is('[') && s.next.is_some_and(|t| t.is(':')) {
                    self.warn(s, "Possible nested set", from - 1);
                }
                Escape::Char(this.c)
            };
            any = true;
            if !s.eat('-') {
                items.push(self.member(code1, f, s.is_text));
                continue;
            }
            let end1 = s.tell() - 1;
            let Some(that) = s.take()? else {
                return Err(unterminated(s));
            };
            if that.is(']') {
                items.push(self.member(code1, f, s.is_text));
                items.push(Item::Range(u32::from('-'), u32::from('-')));
                break;
            }
            let from2 = s.tell() - that.len();
            let code2 = if that.escape {
                self.class_escape(s, that.c)?
            } else {
                if that.is('-') {
                    self.warn(s, "Possible set difference", s.tell() - 2);
                }
                Escape::Char(that.c)
            };
            let bad = |s: &Source<'_>| {
                let a = s.text_of(text_from, end1);
                let b = s.text_of(from2, s.tell());
                let n = s.tell() - text_from;
                s.error(format!("bad character range {a}-{b}"), n)
            };
            match (code1, code2) {
                (Escape::Char(a), Escape::Char(b)) if a <= b => items.push(Item::Range(a, b)),
                _ => return Err(bad(s)),
            }
        }
        let fold = (f & flags::I != 0).then(|| mode(f, s.is_text));
        Ok(Node::Set(Box::new(Set::new(items, negated, fold))))
    }

    fn member(&self, e: Escape, f: u32, is_text: bool) -> Item {
        match e {
            Escape::Category(k, negated) => Item::Category(k, mode(f, is_text), negated),
            Escape::Char(c) | Escape::Ref(c) => Item::Range(c, c),
            // Places are no members: class_escape gives none.
            Escape::At(_) => Item::Range(1, 0),
        }
    }

    fn warn(&mut self, _s: &Source<'_>, what: &str, at: usize) {
        self.warnings.push(format!("{what} at position {at}"));
    }

    // ---- escapes

    fn category(c: char) -> Option<(Category, bool)> {
        Some(match c {
            'd' => (Category::Digit, false),
            'D' => (Category::Digit, true),
            's' => (Category::Space, false),
            'S' => (Category::Space, true),
            'w' => (Category::Word, false),
            'W' => (Category::Word, true),
            _ => return None,
        })
    }

    fn control(c: char) -> Option<u32> {
        Some(match c {
            'a' => 7,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '\\' => 92,
            _ => return None,
        })
    }

    /// `\x`, `\u`, `\U`, `\N`; None: another escape.
    fn numbered(&self, s: &mut Source<'_>, c: char) -> P<Option<u32>> {
        let digits = match c {
            'x' => 2,
            'u' if s.is_text => 4,
            'U' if s.is_text => 8,
            'N' if s.is_text => return self.named(s).map(Some),
            _ => return Ok(None),
        };
        let text = s.take_while(digits, |c| {
            char::from_u32(c).is_some_and(|c| c.is_ascii_hexdigit())
        })?;
        if text.len() != digits {
            let n = text.len() + 2;
            return Err(s.error(format!("incomplete escape \\{c}{text}"), n));
        }
        match u32::from_str_radix(&text, 16) {
            Ok(v) if v <= 0x10ffff => Ok(Some(v)),
            _ => Err(s.error(format!("bad escape \\{c}{text}"), text.len() + 2)),
        }
    }

    fn named(&self, s: &mut Source<'_>) -> P<u32> {
        if !s.eat('{') {
            return Err(s.error("missing {", 0));
        }
        let name = s.until('}', "character name")?;
        match crate::unicode_names::lookup_char(&name) {
            Some(c) => Ok(c),
            None => {
                let n = name.chars().count() + "\\N{}".len();
                Err(s.error(format!("undefined character name {}", repr(&name)), n))
            }
        }
    }

    /// An octal escape: its first digit and up to `more` further ones.
    fn octal(&self, s: &mut Source<'_>, first: char, more: usize) -> P<u32> {
        let rest = s.take_while(more, |c| (48..56).contains(&c))?;
        let text = format!("{first}{rest}");
        let v = u32::from_str_radix(&text, 8).unwrap_or(0);
        if v > 0o377 {
            let m = format!("octal escape value \\{text} outside of range 0-0o377");
            return Err(s.error(m, text.len() + 1));
        }
        Ok(v)
    }

    fn class_escape(&mut self, s: &mut Source<'_>, code: u32) -> P<Escape> {
        let Some(c) = char::from_u32(code) else {
            return Ok(Escape::Char(code));
        };
        if c == 'b' {
            return Ok(Escape::Char(8));
        }
        if let Some(v) = Self::control(c) {
            return Ok(Escape::Char(v));
        }
        if let Some((k, n)) = Self::category(c) {
            return Ok(Escape::Category(k, n));
        }
        if let Some(v) = self.numbered(s, c)? {
            return Ok(Escape::Char(v));
        }
        match c {
            '0'..='7' => self.octal(s, c, 2).map(Escape::Char),
            '8' | '9' | 'a'..='z' | 'A'..='Z' => Err(s.error(format!("bad escape \\{c}"), 2)),
            _ => Ok(Escape::Char(code)),
        }
    }

    fn escape(&mut self, s: &mut Source<'_>, code: u32, f: u32) -> P<Escape> {
        let Some(c) = char::from_u32(code) else {
            return Ok(Escape::Char(code));
        };
        if let Some((k, n)) = Self::category(c) {
            return Ok(Escape::Category(k, n));
        }
        if let Some(v) = Self::control(c) {
            return Ok(Escape::Char(v));
        }
        let m = mode(f, s.is_text);
        match c {
            'A' => return Ok(Escape::At(At::Start)),
            'b' => return Ok(Escape::At(At::Boundary(m))),
            'B' => return Ok(Escape::At(At::NoBoundary(m))),
            'Z' | 'z' => return Ok(Escape::At(At::TextEnd)),
            _ => {}
        }
        if let Some(v) = self.numbered(s, c)? {
            return Ok(Escape::Char(v));
        }
        match c {
            '0' => self.octal(s, c, 2).map(Escape::Char),
            '1'..='9' => self.reference(s, c),
            'a'..='z' | 'A'..='Z' => Err(s.error(format!("bad escape \\{c}"), 2)),
            _ => Ok(Escape::Char(code)),
        }
    }

    /// `\1` to `\99`, or an octal number of three digits.
    fn reference(&mut self, s: &mut Source<'_>, first: char) -> P<Escape> {
        let mut text = String::from(first);
        let digit = |c: Option<super::source::Token>| {
            c.filter(|t| !t.escape)
                .and_then(|t| char::from_u32(t.c))
                .filter(char::is_ascii_digit)
        };
        if let Some(d) = digit(s.next) {
            s.take()?;
            text.push(d);
            let octal = |c: char| ('0'..='7').contains(&c);
            if octal(first)
                && octal(d)
                && let Some(e) = digit(s.next).filter(|&e| octal(e))
            {
                s.take()?;
                text.push(e);
                let v = u32::from_str_radix(&text, 8).unwrap_or(0);
                if v > 0o377 {
                    let m = format!("octal escape value \\{text} outside of range 0-0o377");
                    return Err(s.error(m, text.len() + 1));
                }
                return Ok(Escape::Char(v));
            }
        }
        let group: u32 = text.parse().unwrap_or(0);
        if (group as usize) < self.closed.len() {
            self.check_open(s, group, text.len() + 1)?;
            return Ok(Escape::Ref(group));
        }
        let m = format!("invalid group reference {group}");
        Err(s.error(m, text.len()))
    }

    fn check_open(&self, s: &Source<'_>, group: u32, offset: usize) -> P<()> {
        if !self.closed.get(group as usize).copied().unwrap_or(false) {
            return Err(s.error("cannot refer to an open group", offset));
        }
        self.check_behind(s, group)
    }

    fn check_behind(&self, s: &Source<'_>, group: u32) -> P<()> {
        let Some(n) = self.behind else { return Ok(()) };
        if group as usize >= n {
            let m = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(s.error(m, 0));
        }
        Ok(())
    }

    // ---- repeats

    fn repeat(&mut self, s: &mut Source<'_>, c: u32, f: u32, items: &mut Vec<Node>) -> P<()> {
        let here = s.tell();
        let (min, max) = match char::from_u32(c) {
            Some('?') => (0, 1),
            Some('*') => (0, MAX),
            Some('+') => (1, MAX),
            _ => match self.bounds(s, here)? {
                Some(b) => b,
                None => {
                    items.push(literal(c, f, s.is_text));
                    return Ok(());
                }
            },
        };
        let offset = s.tell() - here + 1;
        let item = match items.pop() {
            None | Some(Node::At(_)) => return Err(s.error("nothing to repeat", offset)),
            Some(Node::Repeat(..)) => return Err(s.error("multiple repeat", offset)),
            Some(Node::Group(None, inner)) => *inner,
            Some(n) => n,
        };
        let greed = if s.eat('?') {
            Greed::Lazy
        } else if s.eat('+') {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        items.push(Node::Repeat(min, max, greed, Box::new(item)));
        Ok(())
    }

    /// `{m,n}`; None: a brace that means itself.
    fn bounds(&mut self, s: &mut Source<'_>, here: usize) -> P<Option<(u32, u32)>> {
        if s.next.is_some_and(|t| t.is('}')) {
            return Ok(None);
        }
        let digits = |s: &mut Source<'_>| s.take_while(usize::MAX, |c| (48..58).contains(&c));
        let low = digits(s)?;
        let high = if s.eat(',') { digits(s)? } else { low.clone() };
        if !s.eat('}') {
            s.seek(here)?;
            return Ok(None);
        }
        let number = |t: &str, missing: u32| -> P<u32> {
            if t.is_empty() {
                return Ok(missing);
            }
            match t.parse::<u32>() {
                Ok(n) if n < MAX => Ok(n),
                _ => Err(Error::overflow("the repetition number is too large")),
            }
        };
        let (min, max) = (number(&low, 0)?, number(&high, MAX)?);
        if max < min {
            let n = s.tell() - here;
            return Err(s.error("min repeat greater than max repeat", n));
        }
        Ok(Some((min, max)))
    }

    // ---- groups

    fn group(&mut self, s: &mut Source<'_>, f: &mut u32, first: bool) -> P<Option<Node>> {
        let start = s.tell() - 1;
        let mut name = None;
        let mut capture = true;
        let mut atomic = false;
        let mut inner = *f;
        if s.eat('?') {
            let Some(t) = s.take()? else {
                return Err(s.error("unexpected end of pattern", 0));
            };
            let unknown = |s: &Source<'_>| {
                let text = t.text();
                let n = t.len() + 1;
                s.error(format!("unknown extension ?{text}"), n)
            };
            if t.escape {
                return Err(unknown(s));
            }
            match char::from_u32(t.c) {
                Some('P') => match self.python_group(s)? {
                    Ok(n) => name = Some(n),
                    Err(g) => {
                        return Ok(Some(Node::Ref(
                            g,
                            (*f & flags::I != 0).then(|| mode(*f, s.is_text)),
                        )));
                    }
                },
                Some(':') => capture = false,
                Some('#') => {
                    return self.comment(s, start).map(|()| None);
                }
                Some(c @ ('=' | '!' | '<')) => return self.look(s, c, *f, start).map(Some),
                Some('(') => return self.conditional(s, *f, start).map(Some),
                Some('>') => {
                    capture = false;
                    atomic = true;
                }
                Some(c) if c == '-' || flag_of(t.c).is_some() => match self.inline_flags(s, t)? {
                    None => {
                        if !first {
                            let m = "global flags not at the start of the expression";
                            return Err(s.error(m, s.tell() - start));
                        }
                        if self.flags & flags::X != 0 && *f & flags::X == 0 {
                            self.restart = true;
                        }
                        *f |= self.flags;
                        return Ok(None);
                    }
                    Some((add, del)) => {
                        if add & flags::TYPE != 0 {
                            inner &= !flags::TYPE;
                        }
                        inner = (inner | add) & !del;
                        capture = false;
                    }
                },
                _ => return Err(unknown(s)),
            }
        }
        let number = if capture {
            Some(self.open_group(s, name)?)
        } else {
            None
        };
        let node = self.alternatives(s, inner, true)?;
        self.close(s, start)?;
        if let Some(n) = number {
            self.closed[n as usize] = true;
        }
        Ok(Some(if atomic {
            Node::Atomic(Box::new(node))
        } else {
            Node::Group(number, Box::new(node))
        }))
    }

    fn close(&self, s: &mut Source<'_>, start: usize) -> P<()> {
        if s.eat(')') {
            return Ok(());
        }
        let n = s.tell() - start;
        Err(s.error("missing ), unterminated subpattern", n))
    }

    fn comment(&self, s: &mut Source<'_>, start: usize) -> P<()> {
        loop {
            match s.take()? {
                None => {
                    let n = s.tell() - start;
                    return Err(s.error("missing ), unterminated comment", n));
                }
                Some(t) if t.is(')') => return Ok(()),
                Some(_) => {}
            }
        }
    }

    fn open_group(&mut self, s: &Source<'_>, name: Option<String>) -> P<u32> {
        let n = self.closed.len() as u32;
        if u64::from(n) >= MAX_GROUPS {
            return Err(s.error("too many groups", 0));
        }
        if let Some(name) = name {
            if let Some(old) = self.by_name.get(&name) {
                let m = format!(
                    "redefinition of group name {} as group {n}; was group {old}",
                    repr(&name)
                );
                return Err(s.error(m, name.chars().count() + 1));
            }
            self.by_name.insert(name.clone(), n);
            self.names.push((name, n));
        }
        self.closed.push(false);
        Ok(n)
    }

    /// `(?P<name>` gives the name, `(?P=name)` the group.
    fn python_group(&mut self, s: &mut Source<'_>) -> P<Result<String, u32>> {
        if s.eat('<') {
            let name = s.until('>', "group name")?;
            s.check_name(&name, 1)?;
            return Ok(Ok(name));
        }
        if s.eat('=') {
            let name = s.until(')', "group name")?;
            s.check_name(&name, 1)?;
            let offset = name.chars().count() + 1;
            let Some(&g) = self.by_name.get(&name) else {
                return Err(s.error(format!("unknown group name {}", repr(&name)), offset));
            };
            self.check_open(s, g, offset)?;
            return Ok(Err(g));
        }
        match s.take()? {
            None => Err(s.error("unexpected end of pattern", 0)),
            Some(t) => {
                let n = t.len() + 2;
                Err(s.error(format!("unknown extension ?P{}", t.text()), n))
            }
        }
    }

    fn look(&mut self, s: &mut Source<'_>, c: char, f: u32, start: usize) -> P<Node> {
        let mut c = c;
        let behind = c == '<';
        if behind {
            let Some(t) = s.take()? else {
                return Err(s.error("unexpected end of pattern", 0));
            };
            if !t.is('=') && !t.is('!') {
                let n = t.len() + 2;
                return Err(s.error(format!("unknown extension ?<{}", t.text()), n));
            }
            c = char::from_u32(t.c).unwrap_or('=');
        }
        let outer = self.behind;
        if behind && outer.is_none() {
            self.behind = Some(self.closed.len());
        }
        let node = self.alternatives(s, f, true)?;
        self.behind = outer;
        self.close(s, start)?;
        let negated = c == '!';
        if negated && matches!(node, Node::Empty) {
            return Ok(Node::Fail);
        }
        Ok(Node::Look {
            behind,
            negated,
            node: Box::new(node),
        })
    }

    fn conditional(&mut self, s: &mut Source<'_>, f: u32, start: usize) -> P<Node> {
        let name = s.until(')', "group name")?;
        let length = name.chars().count();
        let offset = length + 1;
        let group = if name.bytes().all(|b| b.is_ascii_digit()) {
            let g = name.parse::<u64>().unwrap_or(u64::MAX);
            if g == 0 {
                return Err(s.error("bad group number", offset));
            }
            if g >= MAX_GROUPS {
                let m = format!("invalid group reference {name}");
                return Err(s.error(m, offset));
            }
            let at = s.tell() - length - 1;
            self.conditions.push((g as u32, at));
            g as u32
        } else {
            s.check_name(&name, 1)?;
            match self.by_name.get(&name) {
                Some(&g) => g,
                None => {
                    let m = format!("unknown group name {}", repr(&name));
                    return Err(s.error(m, offset));
                }
            }
        };
        self.check_behind(s, group)?;
        let yes = self.sequence(s, f, false)?;
        let no = if s.eat('|') {
            let no = self.sequence(s, f, false)?;
            if s.next.is_some_and(|t| t.is('|')) {
                let m = "conditional backref with more than two branches";
                return Err(s.error(m, 0));
            }
            no
        } else {
            Node::Empty
        };
        self.close(s, start)?;
        Ok(Node::Cond(group, Box::new(yes), Box::new(no)))
    }

    /// Flags after `(?`: None for those of the whole pattern, else those to turn on and off.
    fn inline_flags(
        &mut self,
        s: &mut Source<'_>,
        first: super::source::Token,
    ) -> P<Option<(u32, u32)>> {
        let (mut add, mut del) = (0, 0);
        let mut t = first;
        if !t.is('-') {
            loop {
                let f = flag_of(t.c).unwrap_or(0);
                if s.is_text && f == flags::L {
                    let m = "bad inline flags: cannot use 'L' flag with a str pattern";
                    return Err(s.error(m, 0));
                }
                if !s.is_text && f == flags::U {
                    let m = "bad inline flags: cannot use 'u' flag with a bytes pattern";
                    return Err(s.error(m, 0));
                }
                add |= f;
                if f & flags::TYPE != 0 && add & flags::TYPE != f {
                    let m = "bad inline flags: flags 'a', 'u' and 'L' are incompatible";
                    return Err(s.error(m, 0));
                }
                t = self.next_flag(s, "missing -, : or )", &[')', '-', ':'])?;
                if [')', '-', ':'].iter().any(|&c| t.is(c)) {
                    break;
                }
            }
        }
        if t.is(')') {
            self.flags |= add;
            return Ok(None);
        }
        if t.is('-') {
            t = self.next_flag(s, "missing flag", &[])?;
            loop {
                let f = flag_of(t.c).unwrap_or(0);
                if f & flags::TYPE != 0 {
                    let m = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                    return Err(s.error(m, 0));
                }
                del |= f;
                t = self.next_flag(s, "missing :", &[':'])?;
                if t.is(':') {
                    break;
                }
            }
        }
        if add & del != 0 {
            let m = "bad inline flags: flag turned on and off";
            return Err(s.error(m, 1));
        }
        Ok(Some((add, del)))
    }

    fn next_flag(
        &self,
        s: &mut Source<'_>,
        missing: &str,
        ends: &[char],
    ) -> P<super::source::Token> {
        let Some(t) = s.take()? else {
            return Err(s.error(missing, 0));
        };
        if ends.iter().any(|&c| t.is(c)) || (!t.escape && flag_of(t.c).is_some()) {
            return Ok(t);
        }
        let m = if !t.escape && is_alpha(t.c) {
            "unknown flag"
        } else {
            missing
        };
        let n = t.len();
        Err(s.error(m, n))
    }
}

fn literal(c: u32, f: u32, is_text: bool) -> Node {
    if f & flags::I == 0 {
        return Node::Char(c);
    }
    let m = mode(f, is_text);
    // What has no case needs no folding; beyond ASCII others may fold to a character that folds to itself.
    if (c < 128 || m == Mode::Ascii) && chars::lower(c, m) == c && chars::upper(c, m) == c {
        return Node::Char(c);
    }
    Node::Fold(chars::fold(c, m), m)
}

/// A name as `repr` shows it.
pub fn repr(s: &str) -> String {
    let quote = if s.contains('\'') && !s.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::from(quote);
    for c in s.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if typhon_runtime::unicode::is_printable(c as u32) => out.push(c),
            c if (c as u32) < 256 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if (c as u32) < 65536 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push_str(&format!("\\U{:08x}", c as u32)),
        }
    }
    out.push(quote);
    out
}
