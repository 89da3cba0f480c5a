//! The text that is searched: positions for scripts are characters, for the matcher bytes.

use super::exec::{Machine, NONE, Narrow, Stop, Task, Text, Wide};
use super::program::Program;
use std::borrow::Cow;
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::{buffer, bytes, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, hooks};

/// A text.
pub struct Subject<'a> {
    object: Ref<'a>,
    text: Option<&'a Str>,
    data: Cow<'a, [u8]>,
}

/// Positions of a match in bytes: start and end of each group, then the last group.
pub type Marks = Vec<usize>;

impl<'a> Subject<'a> {
    /// Of a str or a bytes-like object. `wants_text`: what the pattern is made for, if it says.
    pub fn new(th: &mut Thread, o: Ref<'a>, wants_text: Option<bool>) -> R<Subject<'a>> {
        let text = o.get::<Str>();
        let data = match text {
            Some(s) => Cow::Borrowed(s.bytes()),
            None => match bytes::value(o) {
                Some(b) => Cow::Borrowed(b),
                None if buffer::is_bytes_like(o) => buffer::bytes_like(th, o)?,
                None => {
                    let m = format!(
                        "expected string or bytes-like object, got '{}'",
                        o.class().name()
                    );
                    return Err(type_error(th, m));
                }
            },
        };
        match (wants_text, text.is_some()) {
            (Some(true), false) => {
                let m = "cannot use a string pattern on a bytes-like object";
                Err(type_error(th, m))
            }
            (Some(false), true) => {
                let m = "cannot use a bytes pattern on a string-like object";
                Err(type_error(th, m))
            }
            _ => Ok(Subject {
                object: o,
                text,
                data,
            }),
        }
    }
    /// Whether it is a str.
    pub fn is_text(&self) -> bool {
        self.text.is_some()
    }
    /// The object.
    pub fn object(&self) -> Ref<'a> {
        self.object
    }
    /// The bytes.
    pub fn data(&self) -> &[u8] {
        &self.data
    }
    /// Length in characters.
    pub fn chars(&self) -> usize {
        self.text.map_or(self.data.len(), Str::chars_len)
    }
    /// Byte offset of a character.
    pub fn to_byte(&self, i: usize) -> usize {
        match self.text {
            Some(s) if !s.is_ascii() => {
                if i >= s.chars_len() {
                    self.data.len()
                } else {
                    s.byte_offset(i)
                }
            }
            _ => i.min(self.data.len()),
        }
    }
    /// Character at a byte offset.
    pub fn to_char(&self, at: usize) -> usize {
        match self.text {
            Some(s) if !s.is_ascii() => {
                if at >= self.data.len() {
                    s.chars_len()
                } else {
                    s.char_index(at)
                }
            }
            _ => at,
        }
    }
    /// A piece of it, by bytes.
    pub fn slice(&self, th: &mut Thread, from: usize, to: usize) -> R {
        let to = to.min(self.data.len());
        let from = from.min(to);
        let whole = from == 0 && to == self.data.len();
        match self.text {
            Some(_) if whole && self.object.is_exact(&typhon_runtime::types::STR) => {
                Ok(self.object.own())
            }
            Some(_) => pystr::from_wtf8(th, &self.data[from..to]),
            None if whole && self.object.is_exact(&typhon_runtime::types::BYTES) => {
                Ok(self.object.own())
            }
            None => bytes::new(th, &self.data[from..to]),
        }
    }
    /// The text of a group; None: it did not match.
    pub fn group(&self, th: &mut Thread, marks: &[usize], i: usize) -> R<Option<Obj>> {
        let (from, to) = (marks[2 * i], marks[2 * i + 1]);
        if from == NONE || to == NONE {
            return Ok(None);
        }
        self.slice(th, from, to).map(Some)
    }
    /// Matches at `task.start`, or searches from there on.
    pub fn run(
        &self,
        th: &mut Thread,
        program: &Program,
        task: Task,
        search: bool,
    ) -> R<Option<Marks>> {
        let narrow = self.text.is_none_or(Str::is_ascii);
        let r = if narrow {
            go(th, program, Narrow(&self.data), task, search)
        } else {
            go(th, program, Wide(&self.data), task, search)
        };
        match r {
            Ok(m) => Ok(m),
            Err(Stop::Raised) => Err(typhon_runtime::Raised),
            Err(Stop::Memory) => Err(error::no_memory(th)),
        }
    }
}

fn go<T: Text>(
    th: &mut Thread,
    program: &Program,
    text: T,
    task: Task,
    search: bool,
) -> Result<Option<Marks>, Stop> {
    let mut m = Machine::new(program, text, task);
    let mut tick = || hooks::safepoint(th).is_ok();
    let found = if search {
        m.search(&mut tick)?
    } else {
        m.match_here(&mut tick)?.map(|end| (task.start, end))
    };
    Ok(found.map(|(start, end)| {
        let mut marks = m.marks;
        (marks[0], marks[1]) = (start, end);
        marks
    }))
}
