//! f-strings and t-strings.

use super::emit::{Reg, reg, str_const};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::Op;
use crate::parse::{SourceFile, fstring_piece, string_literal};
use ruff_python_ast::str_prefix::AnyStringPrefix;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

/// Longest run of pieces that is joined at once.
const CHUNK: usize = 200;

/// One piece of an interpolated string, neighbouring texts joined.
enum Piece<'a> {
    Text(Vec<u8>, Pos),
    Value(&'a InterpolatedElement, AnyStringPrefix),
}

/// Text pieces grow together.
fn add_text(pieces: &mut Vec<Piece<'_>>, text: Vec<u8>, pos: Pos) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(last, at)) => {
            last.extend(text);
            at.end_line = pos.end_line;
            at.end_col = pos.end_col;
        }
        _ => pieces.push(Piece::Text(text, pos)),
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn fstring(&mut self, f: &'a ExprFString, pos: Pos, dst: Reg) -> Res<()> {
        let mut pieces = Vec::new();
        for part in &f.value {
            match part {
                FStringPart::Literal(s) => {
                    add_text(&mut pieces, string_literal(self.src, s), self.pos(s.range))
                }
                FStringPart::FString(f) => {
                    let prefix = f.flags.prefix();
                    self.pieces(
                        &f.elements,
                        AnyStringPrefix::Format(prefix),
                        false,
                        &mut pieces,
                    );
                }
            }
        }
        self.join(pieces, pos, dst)
    }

    fn pieces(
        &self,
        elements: &'a InterpolatedStringElements,
        prefix: AnyStringPrefix,
        in_spec: bool,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        for e in elements {
            match e {
                InterpolatedStringElement::Literal(l) => {
                    add_text(
                        pieces,
                        fstring_piece(self.src, l, prefix, in_spec),
                        self.pos(l.range),
                    );
                }
                InterpolatedStringElement::Interpolation(i) => {
                    if let Some(debug) = &i.debug_text {
                        add_text(
                            pieces,
                            without_comments(debug.as_str()).into_bytes(),
                            self.pos(i.range),
                        );
                    }
                    pieces.push(Piece::Value(i, prefix));
                }
            }
        }
    }

    /// Formats and joins pieces into one string.
    fn join(&mut self, pieces: Vec<Piece<'a>>, pos: Pos, dst: Reg) -> Res<()> {
        match pieces.as_slice() {
            [] => {
                self.u.load_const(pos, dst, str_const(""));
                return Ok(());
            }
            [Piece::Text(text, _)] => {
                self.u
                    .load_const(pos, dst, Const::Str(text.as_slice().into()));
                return Ok(());
            }
            [Piece::Value(i, prefix)] => return self.format(i, *prefix, dst),
            _ => {}
        }
        let base = self.window(dst);
        let mut count = 0;
        for (n, piece) in pieces.into_iter().enumerate() {
            if count == CHUNK {
                self.u.emit(pos, Op::BuildString, 0, base, base, reg(count));
                self.u.pop_to(base + 1);
                count = 1;
            }
            let t = if n == 0 { base } else { self.u.push() };
            count += 1;
            match piece {
                Piece::Text(text, at) => self.u.load_const(at, t, Const::Str(text.into())),
                Piece::Value(i, prefix) => self.format(i, prefix, t)?,
            }
            self.u.pop_to(t + 1);
        }
        self.u.emit(pos, Op::BuildString, 0, dst, base, reg(count));
        Ok(())
    }

    /// `"%s and %r" % (a, b)` as an f-string. False if the format asks for more.
    pub(super) fn percent_format(
        &mut self,
        text: &[u8],
        values: &'a [Expr],
        pos: Pos,
        dst: Reg,
    ) -> Res<bool> {
        let Some(parts) = percent_parts(text, values.len()) else {
            return Ok(false);
        };
        if values.iter().any(Expr::is_starred_expr) || parts.len() > CHUNK || parts.is_empty() {
            return Ok(false);
        }
        let base = self.window(dst);
        let mut values = values.iter();
        let count = parts.len();
        for (n, part) in parts.into_iter().enumerate() {
            let t = if n == 0 { base } else { self.u.push() };
            match part {
                Percent::Text(text) => self.u.load_const(pos, t, Const::Str(text.into())),
                Percent::Value(x) => {
                    if let Some(e) = values.next() {
                        let r = self.operand(e, t)?;
                        self.u.emit(self.pos(e.range()), Op::Format, x, t, r, 0);
                    }
                }
            }
            self.u.pop_to(t + 1);
        }
        if count > 1 {
            self.u.emit(pos, Op::BuildString, 0, dst, base, reg(count));
        } else {
            self.u.mov(pos, dst, base);
        }
        Ok(true)
    }

    /// `dst` = one formatted value.
    fn format(&mut self, i: &'a InterpolatedElement, prefix: AnyStringPrefix, dst: Reg) -> Res<()> {
        let pos = self.pos(i.range);
        let t = self.scratch(dst);
        let value = self.operand(&i.expression, t)?;
        let x = conversion(i);
        match &i.format_spec {
            None => self.u.emit(pos, Op::Format, x, dst, value, 0),
            Some(spec) => {
                let value = self.save_local(value, &i.expression);
                let s = self.u.push();
                self.spec(&spec.elements, prefix, self.pos(spec.range()), s)?;
                self.u.emit(pos, Op::Format, x | 0x80, dst, value, s);
            }
        }
        Ok(())
    }

    /// A format specification may contain `:=`: copy a local unless the function has none.
    fn save_local(&mut self, r: Reg, e: &'a Expr) -> Reg {
        if self.u.is_temp(r) || self.table.get(self.u.scope).walrus.is_empty() {
            return r;
        }
        let pos = self.pos(e.range());
        let t = self.u.push();
        self.u.mov(pos, t, r);
        t
    }

    fn spec(
        &mut self,
        elements: &'a InterpolatedStringElements,
        prefix: AnyStringPrefix,
        pos: Pos,
        dst: Reg,
    ) -> Res<()> {
        let mut pieces = Vec::new();
        self.pieces(elements, prefix, true, &mut pieces);
        self.join(pieces, pos, dst)
    }

    // ---- t-strings

    pub(super) fn tstring(&mut self, t: &'a ExprTString, pos: Pos, dst: Reg) -> Res<()> {
        let mut pieces = Vec::new();
        for part in t.value.as_slice() {
            let prefix = AnyStringPrefix::Template(part.flags.prefix());
            self.pieces(&part.elements, prefix, false, &mut pieces);
        }
        let base = self.window(dst);
        let mut count = 0;
        let mut text_due = true;
        for piece in pieces {
            match piece {
                Piece::Text(text, at) => {
                    let t = if count == 0 { base } else { self.u.push() };
                    self.u.load_const(at, t, Const::Str(text.into()));
                    text_due = false;
                    count += 1;
                }
                Piece::Value(i, prefix) => {
                    if text_due {
                        let t = if count == 0 { base } else { self.u.push() };
                        self.u.load_const(pos, t, str_const(""));
                        count += 1;
                    }
                    let t = self.u.push();
                    self.interpolation(i, prefix, t)?;
                    self.u.pop_to(t + 1);
                    text_due = true;
                    count += 1;
                }
            }
        }
        if text_due {
            let t = if count == 0 { base } else { self.u.push() };
            self.u.load_const(pos, t, str_const(""));
            count += 1;
        }
        self.u
            .emit(pos, Op::BuildTemplate, 0, dst, base, reg(count));
        Ok(())
    }

    /// `dst` (the topmost temporary) = an Interpolation.
    fn interpolation(
        &mut self,
        i: &'a InterpolatedElement,
        prefix: AnyStringPrefix,
        dst: Reg,
    ) -> Res<()> {
        let pos = self.pos(i.range);
        self.expr_to(&i.expression, dst)?;
        let text = interpolation_text(self.src, i);
        self.push_str(pos, &text);
        let s = self.u.push();
        match &i.format_spec {
            Some(spec) => self.spec(&spec.elements, prefix, self.pos(spec.range()), s)?,
            None => self.u.load_const(pos, s, str_const("")),
        }
        self.u
            .emit(pos, Op::BuildTemplate, 1 + conversion(i), dst, dst, 3);
        Ok(())
    }
}

/// The source text of an interpolated expression: all between the brace and what ends the expression, without comments.
pub(crate) fn interpolation_text(src: &SourceFile, i: &InterpolatedElement) -> String {
    if let Some(given) = &src.given {
        let kept = given.kept_text(i.range.start());
        return kept.unwrap_or_default().to_owned();
    }
    let start = i.range.start().to_usize() + 1;
    let from = i.expression.range().end().to_usize();
    let tail = src.text.get(from..i.range.end().to_usize()).unwrap_or("");
    let mut end = from;
    let mut comment = false;
    for (at, c) in tail.char_indices() {
        match c {
            '#' => comment = true,
            '\n' => comment = false,
            '!' | ':' | '=' | '}' if !comment => {
                end = from + at;
                break;
            }
            _ => {}
        }
    }
    without_comments(src.text.get(start..end).unwrap_or(""))
}

/// An expression's text without its comments.
pub(crate) fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut comment = false;
    let mut escaped = false;
    for c in text.chars() {
        match (c, quote) {
            ('\n', _) => comment = false,
            (_, _) if comment => continue,
            ('#', None) => {
                comment = true;
                continue;
            }
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(q)) if c == q && !escaped => quote = None,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// A part of a `%` format: text, or a value and its conversion.
enum Percent {
    Text(Vec<u8>),
    Value(u8),
}

/// The parts of a format that has nothing but `%s`, `%r`, `%a` and `%%`, for that many values.
fn percent_parts(text: &[u8], values: usize) -> Option<Vec<Percent>> {
    let mut parts = Vec::new();
    let mut pending = Vec::new();
    let mut bytes = text.iter();
    let mut found = 0;
    while let Some(&b) = bytes.next() {
        if b != b'%' {
            pending.push(b);
            continue;
        }
        let x = match bytes.next()? {
            b'%' => {
                pending.push(b'%');
                continue;
            }
            b's' => 1,
            b'r' => 2,
            b'a' => 3,
            _ => return None,
        };
        if !pending.is_empty() {
            parts.push(Percent::Text(std::mem::take(&mut pending)));
        }
        parts.push(Percent::Value(x));
        found += 1;
    }
    if !pending.is_empty() {
        parts.push(Percent::Text(pending));
    }
    (found == values).then_some(parts)
}

/// The conversion as `Format` numbers it: also `!r` of a bare `=`.
fn conversion(i: &InterpolatedElement) -> u8 {
    match i.conversion {
        ConversionFlag::Str => 1,
        ConversionFlag::Repr => 2,
        ConversionFlag::Ascii => 3,
        ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => 2,
        ConversionFlag::None => 0,
    }
}
