//! String literals, f-strings and t-strings; and the mistakes recognised in them.

use super::super::literals::{EscapeError, split_token, unescape};
use super::super::source::ErrKind;
use super::parser::{Kind, N, Parser, Rule};
use super::token::{Raised, Tok, Token};
use super::tokenizer::to_i32;

impl Parser<'_> {
    /// Adjacent literals.
    pub(super) fn strings(&mut self) -> Option<N> {
        self.memo(Rule::Strings, |p| {
            if p.invalid {
                p.opt(Self::invalid_mix_with_template)?;
            }
            let from = p.pos;
            p.alt(|p| {
                let parts = p.many(1, Self::plain_or_fstring)?;
                let bytes = parts
                    .iter()
                    .filter(|&&n| p.get(n).kind == Kind::Bytes)
                    .count();
                if bytes != 0 && bytes != parts.len() {
                    return p.raise_syntax("cannot mix bytes and nonbytes literals");
                }
                let formatted = parts.iter().any(|&n| p.get(n).kind == Kind::FString);
                let kind = if formatted {
                    Kind::FString
                } else if bytes > 0 {
                    Kind::Bytes
                } else {
                    Kind::Literal
                };
                Some(p.node(kind, from, vec![]))
            })
            .or_else(|| {
                p.alt(|p| {
                    p.many(1, Self::tstring)?;
                    Some(p.node(Kind::TString, from, vec![]))
                })
            })
        })
    }

    fn invalid_mix_with_template(&mut self) -> Option<N> {
        let msg = "cannot mix t-string literals with string or bytes literals";
        self.alt(|p| {
            let a = p.many(1, Self::plain_or_fstring)?;
            let b = p.tstring()?;
            let &last = a.last()?;
            p.raise_nodes(last, b, msg)
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.many(1, Self::tstring)?;
                let b = p.plain_or_fstring()?;
                let &last = a.last()?;
                p.raise_nodes(last, b, msg)
            })
        })
    }

    fn plain_or_fstring(&mut self) -> Option<N> {
        self.alt(|p| p.formatted(false))
            .or_else(|| self.alt(Self::plain_string))
    }

    fn tstring(&mut self) -> Option<N> {
        self.memo(Rule::TString, |p| p.formatted(true))
    }

    fn plain_string(&mut self) -> Option<N> {
        let t = self.kind(Tok::Str)?;
        let text = self.text(&t);
        let (body, opts) = split_token(text);
        if opts.bytes && !body.is_ascii() {
            return self.raise_tok(&t, "bytes can only contain ASCII literal characters");
        }
        match unescape(body, &opts) {
            Ok(_) => Some(self.node_of(
                if opts.bytes {
                    Kind::Bytes
                } else {
                    Kind::Literal
                },
                &t,
            )),
            Err(error) if opts.bytes => self.raise_syntax(bytes_message(&error)),
            Err(error) => self.raise_syntax(text_message(&error)),
        }
    }

    /// An f-string or a t-string.
    fn formatted(&mut self, template: bool) -> Option<N> {
        let from = self.pos;
        self.kind(Tok::FStart(template))?;
        let mut pieces = Vec::new();
        self.many(0, |p| {
            if let Some(n) = p.replacement_field(template) {
                return Some(n);
            }
            pieces.push(p.kind(Tok::FMiddle(template))?);
            Some(p.unit())
        })?;
        self.kind(Tok::FEnd(template))?;
        for piece in pieces {
            self.check_piece(&piece)?;
        }
        Some(self.node(
            if template {
                Kind::TString
            } else {
                Kind::FString
            },
            from,
            vec![],
        ))
    }

    fn check_piece(&mut self, piece: &Token) -> Option<()> {
        let text = self.text(piece);
        let opts = super::super::literals::Options {
            raw: piece.raw,
            bytes: false,
            braces: true,
        };
        match unescape(text, &opts) {
            Ok(_) => Some(()),
            Err(error) => self.raise_tok(piece, text_message(&error)),
        }
    }

    /// In a format specification the decoder's own error gets out.
    fn check_spec_piece(&mut self, piece: &Token) -> Option<()> {
        let body = self.text(piece);
        let opts = super::super::literals::Options {
            raw: piece.raw,
            bytes: false,
            braces: true,
        };
        let Err(error) = unescape(body, &opts) else {
            return Some(());
        };
        let mut text = String::new();
        for c in body.chars() {
            if c.is_ascii() {
                text.push(c);
            } else {
                text.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
        }
        self.raised = Some(Raised {
            kind: ErrKind::UnicodeDecodeError,
            msg: error.reason.to_owned(),
            at: (0, to_i32(error.first), 0, to_i32(error.last + 1)),
            text,
        });
        None
    }

    pub(super) fn annotated_rhs(&mut self) -> Option<N> {
        self.yield_expr()
            .or_else(|| self.alt(Self::star_expressions))
    }

    fn replacement_field(&mut self, template: bool) -> Option<N> {
        self.alt(|p| {
            p.tok("{")?;
            p.annotated_rhs()?;
            p.opt_tok("=")?;
            p.opt(|p| p.conversion(template))?;
            p.opt(|p| {
                p.tok(":")?;
                p.format_spec(template)
            })?;
            p.tok("}")?;
            Some(p.unit())
        })
        .or_else(|| {
            if self.invalid {
                self.alt(|p| p.invalid_field(template))
            } else {
                None
            }
        })
    }

    fn format_spec(&mut self, template: bool) -> Option<Vec<N>> {
        self.many(0, |p| {
            if let Some(piece) = p.kind(Tok::FMiddle(template)) {
                p.check_spec_piece(&piece)?;
                return Some(p.unit());
            }
            p.replacement_field(template)
        })
    }

    fn conversion(&mut self, template: bool) -> Option<N> {
        let mark = self.tok("!")?;
        let name = self.kind(Tok::Name)?;
        let letter = letter(template);
        if mark.end != name.start {
            let msg = format!(
                "{letter}-string: conversion type must come right after the exclamation mark"
            );
            return self.raise_between(mark.start, name.end, msg);
        }
        let text = self.text(&name);
        if !matches!(text, "s" | "r" | "a") {
            let msg = format!(
                "{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'"
            );
            return self.raise_tok(&name, msg);
        }
        Some(self.unit())
    }

    /// The mistakes in a replacement field, in the order in which they are looked for.
    fn invalid_field(&mut self, template: bool) -> Option<N> {
        let l = letter(template);
        self.tok("{")?;
        if let Some(t) = self.alt(|p| p.any_tok(&["=", "!", ":", "}"])) {
            let what = self.text(&t);
            return self.raise_tok(
                &t,
                format!("{l}-string: valid expression required before '{what}'"),
            );
        }
        if self.not(Self::annotated_rhs).is_some() {
            return self.raise_next(format!(
                "{l}-string: expecting a valid expression after '{{'"
            ));
        }
        self.annotated_rhs()?;
        if !self.at_any(&["=", "!", ":", "}"]) {
            return self.raise_next(format!(
                "{l}-string: expecting '=', or '!', or ':', or '}}'"
            ));
        }
        if self.opt_tok("=")?.is_some() && !self.at_any(&["!", ":", "}"]) {
            return self.raise_next(format!("{l}-string: expecting '!', or ':', or '}}'"));
        }
        self.invalid_conversion(l)?;
        self.opt(|p| {
            p.tok("!")?;
            p.kind(Tok::Name)
        })?;
        if !self.at_any(&[":", "}"]) {
            return self.raise_next(format!("{l}-string: expecting ':' or '}}'"));
        }
        let spec = self.alt(|p| {
            p.tok(":")?;
            // For t-strings too this looks for the pieces of f-strings.
            p.format_spec(false)?;
            p.not(|p| p.tok("}"))
        });
        if spec.is_some() {
            return self.raise_next(format!("{l}-string: expecting '}}', or format specs"));
        }
        if self.raised.is_none() && !self.at("}") {
            return self.raise_next(format!("{l}-string: expecting '}}'"));
        }
        None
    }

    fn invalid_conversion(&mut self, l: char) -> Option<()> {
        let pos = self.pos;
        if self.tok("!").is_some() {
            if self.at_any(&[":", "}"]) {
                return self.raise_next(format!("{l}-string: missing conversion character"));
            }
            if self.peek()?.kind != Tok::Name {
                return self.raise_next(format!("{l}-string: invalid conversion character"));
            }
        }
        self.pos = pos;
        self.raised.is_none().then_some(())
    }
}

fn letter(template: bool) -> char {
    if template { 't' } else { 'f' }
}

fn text_message(e: &EscapeError) -> String {
    format!(
        "(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}",
        e.first, e.last, e.reason
    )
}

fn bytes_message(e: &EscapeError) -> String {
    format!("(value error) {} at position {}", e.reason, e.first)
}
