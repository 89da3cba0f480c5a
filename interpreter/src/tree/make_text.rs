//! f-strings and t-strings as objects.
//!
//! Neighbouring pieces of text become one `Constant`, also across the parts of an implicit concatenation; an empty one
//! is none. A `=` behind an expression adds the expression's text to what stands before it.

use super::make::{Maker, Place};
use crate::compile::without_comments;
use crate::parse::{fstring_piece, string_literal};
use ruff_python_ast::str_prefix::AnyStringPrefix;
use ruff_python_ast::*;
use ruff_text_size::{Ranged, TextSize};
use typhon_runtime::Thread;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::{list, str as pystr};

/// Text that has not become a node yet.
#[derive(Default)]
struct Pending {
    text: Vec<u8>,
    place: Option<Place>,
    unicode: bool,
}

/// What an interpolated expression becomes.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Format,
    Template,
}

/// The pieces of one interpolated string.
struct Pieces {
    kind: Kind,
    nodes: Vec<Obj>,
    pending: Pending,
}

impl Pieces {
    fn new(kind: Kind) -> Pieces {
        Pieces {
            kind,
            nodes: Vec::new(),
            pending: Pending::default(),
        }
    }

    fn text(&mut self, text: Vec<u8>, place: Place, unicode: bool) {
        if text.is_empty() {
            return;
        }
        self.pending.text.extend(text);
        match &mut self.pending.place {
            Some(p) => p.end = place.end,
            None => {
                self.pending.place = Some(place);
                self.pending.unicode = unicode;
            }
        }
    }
}

impl Maker<'_> {
    pub(super) fn joined(&mut self, th: &mut Thread, f: &ExprFString) -> R {
        let mut pieces = Pieces::new(Kind::Format);
        for part in &f.value {
            match part {
                FStringPart::Literal(s) => {
                    let text = string_literal(self.src, s);
                    pieces.text(text, s.range.into(), s.flags.prefix().is_unicode());
                }
                FStringPart::FString(f) => {
                    let prefix = AnyStringPrefix::Format(f.flags.prefix());
                    self.elements(th, &f.elements, prefix, false, &mut pieces)?;
                }
            }
        }
        let values = self.finish(th, pieces)?;
        self.node(
            th,
            "JoinedStr",
            Some(f.range.into()),
            vec![("values", values)],
        )
    }

    pub(super) fn template(&mut self, th: &mut Thread, t: &ExprTString) -> R {
        let mut pieces = Pieces::new(Kind::Template);
        for part in t.value.as_slice() {
            let prefix = AnyStringPrefix::Template(part.flags.prefix());
            self.elements(th, &part.elements, prefix, false, &mut pieces)?;
        }
        let values = self.finish(th, pieces)?;
        self.node(
            th,
            "TemplateStr",
            Some(t.range.into()),
            vec![("values", values)],
        )
    }

    fn elements(
        &mut self,
        th: &mut Thread,
        elements: &InterpolatedStringElements,
        prefix: AnyStringPrefix,
        in_spec: bool,
        pieces: &mut Pieces,
    ) -> R<()> {
        for e in elements {
            match e {
                InterpolatedStringElement::Literal(l) => {
                    let text = fstring_piece(self.src, l, prefix, in_spec);
                    pieces.text(text, l.range.into(), false);
                }
                InterpolatedStringElement::Interpolation(i) => {
                    self.interpolation(th, i, prefix, pieces)?;
                }
            }
        }
        Ok(())
    }

    /// Makes a node of the text before the next expression.
    fn flush(&mut self, th: &mut Thread, pieces: &mut Pieces) -> R<()> {
        let pending = std::mem::take(&mut pieces.pending);
        if let Some(place) = pending.place {
            let value = pystr::from_wtf8(th, &pending.text)?;
            let kind = if pending.unicode {
                pystr::intern_str("u").own()
            } else {
                Obj::none()
            };
            pieces.nodes.push(self.constant(th, value, kind, place)?);
        }
        Ok(())
    }

    fn finish(&mut self, th: &mut Thread, mut pieces: Pieces) -> R {
        self.flush(th, &mut pieces)?;
        list::new(th, pieces.nodes)
    }

    fn interpolation(
        &mut self,
        th: &mut Thread,
        i: &InterpolatedElement,
        prefix: AnyStringPrefix,
        pieces: &mut Pieces,
    ) -> R<()> {
        if let Some(debug) = &i.debug_text {
            let start = i.range.start() + TextSize::from(1);
            let length = TextSize::try_from(debug.as_str().len()).unwrap_or_default();
            let place = Place {
                start,
                end: start + length,
            };
            let text = without_comments(debug.as_str()).into_bytes();
            pieces.text(text, place, false);
        }
        self.flush(th, pieces)?;
        let value = self.expr(th, &i.expression)?;
        let conversion = match i.conversion {
            ConversionFlag::None if i.debug_text.is_some() && i.format_spec.is_none() => {
                i64::from(b'r')
            }
            other => i64::from(other as i8),
        };
        let spec = match &i.format_spec {
            None => Obj::none(),
            Some(spec) => {
                // Also within a template: only what stands in it directly is an Interpolation.
                let mut inner = Pieces::new(Kind::Format);
                self.elements(th, &spec.elements, prefix, true, &mut inner)?;
                let values = self.finish(th, inner)?;
                let place = Place {
                    // The colon belongs to it.
                    start: spec
                        .range()
                        .start()
                        .checked_sub(TextSize::from(1))
                        .unwrap_or_default(),
                    end: spec.range().end(),
                };
                self.node(th, "JoinedStr", Some(place), vec![("values", values)])?
            }
        };
        let conversion = Ref::small_int(conversion).own();
        let (name, fields) = if pieces.kind == Kind::Template {
            let text = crate::compile::interpolation_text(self.src, i);
            let text = pystr::new(th, &text)?;
            let fields = vec![
                ("value", value),
                ("str", text),
                ("conversion", conversion),
                ("format_spec", spec),
            ];
            ("Interpolation", fields)
        } else {
            let fields = vec![
                ("value", value),
                ("conversion", conversion),
                ("format_spec", spec),
            ];
            ("FormattedValue", fields)
        };
        pieces
            .nodes
            .push(self.node(th, name, Some(i.range.into()), fields)?);
        Ok(())
    }
}
