//! The text that stands in for a source when a tree comes from objects.
//!
//! Nodes that a script made have positions but no text. Each start and end of a node is an offset of its own here, in
//! the order in which the tree is read, so that ranges nest as those of a parsed text do; `marks` says which line and
//! column an offset stands for. Literals of strings stand in the text, written with escapes, since their values are
//! always taken from there.

use crate::code::Const;
use ruff_text_size::{TextRange, TextSize};
use std::collections::HashMap;

/// Line (from 1) and column (in bytes).
pub(super) type Point = (u32, u32);

/// The text, what its offsets stand for, and what no text could hold.
#[derive(Debug, Clone, Default)]
pub struct Given {
    text: String,
    marks: Vec<(u32, Point)>,
    constants: HashMap<u32, Const>,
    texts: HashMap<u32, String>,
}

impl Given {
    fn here(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    fn note(&mut self, point: Point) -> TextSize {
        let at = self.here();
        self.marks.push((at, point));
        TextSize::new(at)
    }

    /// A new offset for a place.
    pub(super) fn mark(&mut self, point: Point) -> TextSize {
        let at = self.note(point);
        self.text.push(' ');
        at
    }

    /// A range for a node without parts.
    pub(super) fn leaf(&mut self, start: Point, end: Point) -> TextRange {
        let from = self.mark(start);
        TextRange::new(from, self.mark(end))
    }

    /// Text as a literal between double quotes.
    pub(super) fn literal(&mut self, value: &[u8], start: Point, end: Point) -> TextRange {
        let from = self.note(start);
        self.text.push('"');
        self.escape(value);
        self.text.push('"');
        TextRange::new(from, self.mark(end))
    }

    /// Text as a piece of an f-string.
    pub(super) fn piece(&mut self, value: &[u8], start: Point, end: Point) -> TextRange {
        let from = self.note(start);
        self.escape(value);
        TextRange::new(from, self.mark(end))
    }

    fn escape(&mut self, value: &[u8]) {
        use std::fmt::Write;
        for c in typhon_runtime::types::str::wtf8_chars(value) {
            match char::from_u32(c) {
                Some(c) if c.is_ascii_alphanumeric() || " ,.:;_-+*/()[]<>=!?#%&".contains(c) => {
                    self.text.push(c);
                }
                // Writing to a string cannot fail.
                _ => drop(write!(self.text, "\\U{c:08x}")),
            }
        }
    }

    /// Keeps a constant that has no literal.
    pub(super) fn keep(&mut self, at: TextRange, value: Const) {
        self.constants.insert(at.start().to_u32(), value);
    }

    /// Keeps the text of an interpolated expression.
    pub(super) fn keep_text(&mut self, at: TextSize, text: String) {
        self.texts.insert(at.to_u32(), text);
    }

    /// The text, once the tree is read.
    pub(crate) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// What an offset stands for.
    pub(crate) fn point(&self, at: TextSize) -> Point {
        let after = self.marks.partition_point(|m| m.0 <= at.to_u32());
        let found = after.checked_sub(1).and_then(|i| self.marks.get(i));
        found.map_or((1, 0), |m| m.1)
    }

    /// The constant that is kept for a place.
    pub(crate) fn constant(&self, at: TextSize) -> Option<&Const> {
        self.constants.get(&at.to_u32())
    }

    /// The text that is kept for a place.
    pub(crate) fn kept_text(&self, at: TextSize) -> Option<&str> {
        self.texts.get(&at.to_u32()).map(String::as_str)
    }
}
