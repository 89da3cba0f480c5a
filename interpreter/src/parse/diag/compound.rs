//! Compound statements and blocks; and the mistakes recognised in them.

use super::super::source::ErrKind;
use super::names::Purpose;
use super::parser::{N, Parser, Rule};
use super::token::{Tok, Token};

impl Parser<'_> {
    pub(super) fn compound_stmt(&mut self) -> Option<N> {
        let t = self.peek()?;
        let text = self.text(&t);
        match (t.kind, text) {
            (Tok::Keyword, "def") => self.alt(Self::function_def),
            (Tok::Op, "@") => self
                .alt(Self::function_def)
                .or_else(|| self.alt(Self::class_def)),
            (Tok::Keyword, "async") => self
                .alt(Self::function_def)
                .or_else(|| self.alt(Self::with_stmt))
                .or_else(|| self.alt(Self::for_stmt)),
            (Tok::Keyword, "if") => self.alt(|p| p.if_stmt("if")),
            (Tok::Keyword, "class") => self.alt(Self::class_def),
            (Tok::Keyword, "with") => self.alt(Self::with_stmt),
            (Tok::Keyword, "for") => self.alt(Self::for_stmt),
            (Tok::Keyword, "try") => self.alt(Self::try_stmt),
            (Tok::Keyword, "while") => self.alt(Self::while_stmt),
            (Tok::Name, "match") => self.alt(Self::match_stmt),
            _ => None,
        }
    }

    pub(super) fn block(&mut self) -> Option<N> {
        self.memo(Rule::Block, |p| {
            p.alt(|p| {
                p.kind(Tok::Newline)?;
                p.kind(Tok::Indent)?;
                p.statements()?;
                p.kind(Tok::Dedent).map(|_| p.unit())
            })
            .or_else(|| p.alt(Self::simple_stmts))
            .or_else(|| {
                if !p.invalid {
                    return None;
                }
                p.kind(Tok::Newline)?;
                p.not(|p| p.kind(Tok::Indent))?;
                p.raise_last(ErrKind::IndentationError, "expected an indented block")
            })
        })
    }

    /// Raises if a header is followed by a line that is not indented.
    pub(super) fn unindented<T>(&mut self, what: &str, head: &Token) -> Option<T> {
        self.tok(":")?;
        self.kind(Tok::Newline)?;
        self.not(|p| p.kind(Tok::Indent))?;
        self.raise_indentation(what, head.start.line)
    }

    /// Raises if the line ends where a colon should be.
    pub(super) fn missing_colon<T>(&mut self) -> Option<T> {
        self.kind(Tok::Newline)?;
        self.raise_syntax("expected ':'")
    }

    fn decorators(&mut self) -> Option<()> {
        self.many(0, |p| {
            p.tok("@")?;
            p.named_expression()?;
            p.kind(Tok::Newline)
        })
        .map(|_| ())
    }

    fn class_def(&mut self) -> Option<N> {
        self.decorators()?;
        if self.invalid {
            self.opt(|p| {
                let head = p.class_head()?;
                p.alt(|p| p.missing_colon::<N>())
                    .or_else(|| p.unindented("class definition", &head))
            })?;
        }
        self.class_head()?;
        self.tok(":")?;
        self.block()
    }

    fn class_head(&mut self) -> Option<Token> {
        let head = self.tok("class")?;
        self.name()?;
        self.opt(Self::type_params)?;
        self.opt(|p| {
            p.tok("(")?;
            p.opt(Self::arguments)?;
            p.tok(")")
        })?;
        Some(head)
    }

    fn function_def(&mut self) -> Option<N> {
        self.decorators()?;
        if self.invalid {
            self.opt(|p| {
                p.opt_tok("async")?;
                let head = p.tok("def")?;
                p.name()?;
                p.opt(Self::type_params)?;
                p.tok("(")?;
                p.function_rest()?;
                p.unindented::<N>("function definition", &head)
            })?;
            if let r @ Some(_) = self.alt(|p| p.function(Self::forced)) {
                return r;
            }
        }
        self.function(Self::tok)
    }

    fn function(&mut self, must: fn(&mut Self, &str) -> Option<Token>) -> Option<N> {
        self.opt_tok("async")?;
        self.tok("def")?;
        self.name()?;
        self.opt(Self::type_params)?;
        must(self, "(")?;
        self.function_rest()?;
        must(self, ":")?;
        self.block()
    }

    fn function_rest(&mut self) -> Option<()> {
        self.opt(Self::params)?;
        self.tok(")")?;
        self.opt(|p| {
            p.tok("->")?;
            p.expression()
        })?;
        Some(())
    }

    fn if_stmt(&mut self, word: &'static str) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                let head = p.tok(word)?;
                p.named_expression()?;
                p.alt(|p| p.missing_colon::<N>())
                    .or_else(|| p.unindented(&format!("'{word}' statement"), &head))
            })?;
        }
        self.tok(word)?;
        self.named_expression()?;
        self.tok(":")?;
        self.block()?;
        if self.alt(|p| p.if_stmt("elif")).is_none() {
            self.opt(Self::else_block)?;
        }
        if self.raised.is_some() {
            None
        } else {
            Some(self.unit())
        }
    }

    fn else_block(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                let head = p.tok("else")?;
                p.unindented::<N>("'else' statement", &head)
            })?;
            self.opt(|p| {
                p.tok("else")?;
                p.tok(":")?;
                p.block()?;
                p.tok("elif")?;
                p.raise_syntax::<N>("'elif' block follows an 'else' block")
            })?;
        }
        self.tok("else")?;
        self.forced(":")?;
        self.block()
    }

    fn while_stmt(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                let head = p.tok("while")?;
                p.named_expression()?;
                p.alt(|p| p.missing_colon::<N>())
                    .or_else(|| p.unindented("'while' statement", &head))
            })?;
        }
        self.tok("while")?;
        self.named_expression()?;
        self.tok(":")?;
        self.block()?;
        self.opt(Self::else_block)?;
        Some(self.unit())
    }

    fn for_stmt(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                p.opt_tok("async")?;
                let head = p.tok("for")?;
                p.star_targets()?;
                p.tok("in")?;
                p.star_expressions()?;
                p.alt(|p| p.missing_colon::<N>())
                    .or_else(|| p.unindented("'for' statement", &head))
            })?;
        }
        let head = self.alt(|p| {
            p.opt_tok("async")?;
            p.tok("for")?;
            p.star_targets()?;
            p.tok("in")
        });
        if head.is_some() {
            // Committed.
            self.star_expressions()?;
            self.tok(":")?;
            self.block()?;
            self.opt(Self::else_block)?;
            return Some(self.unit());
        }
        if self.invalid {
            self.alt(Self::invalid_for_target)
        } else {
            None
        }
    }

    // ---- with

    fn with_stmt(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| p.invalid_with(true))?;
        }
        let result = self
            .alt(|p| {
                p.opt_tok("async")?;
                p.tok("with")?;
                p.tok("(")?;
                p.commas(Self::with_item)?;
                p.opt_tok(",")?;
                p.tok(")")?;
                p.tok(":")?;
                p.block()
            })
            .or_else(|| {
                self.alt(|p| {
                    p.opt_tok("async")?;
                    p.tok("with")?;
                    p.commas(Self::with_item)?;
                    p.tok(":")?;
                    p.block()
                })
            });
        if result.is_none() && self.invalid {
            return self.alt(|p| p.invalid_with(false));
        }
        result
    }

    fn with_item(&mut self) -> Option<N> {
        self.alt(|p| {
            p.expression()?;
            p.tok("as")?;
            p.star_target()?;
            p.at_any(&[",", ")", ":"]).then_some(p.unit())
        })
        .or_else(|| {
            if !self.invalid {
                return None;
            }
            self.alt(|p| {
                p.expression()?;
                p.tok("as")?;
                let a = p.expression()?;
                if !p.at_any(&[",", ")", ":"]) {
                    return None;
                }
                p.raise_invalid_target(a, Purpose::Assign)
            })
        })
        .or_else(|| self.alt(Self::expression))
    }

    /// A `with` header without an indented block (`indent`), or without a colon.
    fn invalid_with(&mut self, indent: bool) -> Option<N> {
        self.alt(|p| {
            p.opt_tok("async")?;
            let head = p.tok("with")?;
            p.commas(|p| p.loose_with_item(Self::expression))?;
            p.end_invalid_with(indent, &head)
        })
        .or_else(|| {
            self.alt(|p| {
                p.opt_tok("async")?;
                let head = p.tok("with")?;
                p.tok("(")?;
                p.commas(|p| p.loose_with_item(Self::expressions))?;
                p.opt_tok(",")?;
                p.tok(")")?;
                p.end_invalid_with(indent, &head)
            })
        })
    }

    fn loose_with_item(&mut self, what: fn(&mut Self) -> Option<N>) -> Option<N> {
        let a = what(self)?;
        self.opt(|p| {
            p.tok("as")?;
            p.star_target()
        })?;
        Some(a)
    }

    fn end_invalid_with(&mut self, indent: bool, head: &Token) -> Option<N> {
        if indent {
            self.unindented("'with' statement", head)
        } else {
            self.missing_colon()
        }
    }

    // ---- try

    fn try_stmt(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(Self::invalid_try)?;
        }
        let start = |p: &mut Self| {
            p.tok("try")?;
            p.forced(":")?;
            p.block()
        };
        self.alt(|p| {
            start(p)?;
            p.finally_block()
        })
        .or_else(|| {
            self.alt(|p| {
                start(p)?;
                p.many(1, |p| p.except_block(false))?;
                p.after_handlers()
            })
        })
        .or_else(|| {
            self.alt(|p| {
                start(p)?;
                p.many(1, |p| p.except_block(true))?;
                p.after_handlers()
            })
        })
    }

    fn after_handlers(&mut self) -> Option<N> {
        self.opt(Self::else_block)?;
        self.opt(Self::finally_block)?;
        Some(self.unit())
    }

    fn finally_block(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                let head = p.tok("finally")?;
                p.unindented::<N>("'finally' statement", &head)
            })?;
        }
        self.tok("finally")?;
        self.forced(":")?;
        self.block()
    }

    fn as_name(&mut self) -> Option<Option<N>> {
        self.opt(|p| {
            p.tok("as")?;
            p.name()
        })
    }

    fn invalid_try(&mut self) -> Option<N> {
        let both = "cannot have both 'except' and 'except*' on the same 'try'";
        self.alt(|p| {
            let head = p.tok("try")?;
            p.unindented("'try' statement", &head)
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("try")?;
                p.tok(":")?;
                p.block()?;
                p.not(|p| p.any_tok(&["except", "finally"]))?;
                p.raise_syntax("expected 'except' or 'finally' block")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("try")?;
                p.tok(":")?;
                p.many(0, Self::block)?;
                p.many(1, |p| p.except_block(false))?;
                let a = p.tok("except")?;
                let b = p.tok("*")?;
                p.expression()?;
                p.as_name()?;
                p.tok(":")?;
                p.raise_between(a.start, b.end, both)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("try")?;
                p.tok(":")?;
                p.many(0, Self::block)?;
                p.many(1, |p| p.except_block(true))?;
                let a = p.tok("except")?;
                p.opt(|p| {
                    p.expression()?;
                    p.as_name()
                })?;
                p.tok(":")?;
                p.raise_tok(&a, both)
            })
        })
    }

    fn except_head(&mut self, star: bool) -> Option<Token> {
        let t = self.tok("except")?;
        if star {
            self.tok("*")?;
        }
        Some(t)
    }

    fn except_block(&mut self, star: bool) -> Option<N> {
        if self.invalid {
            self.opt(|p| p.invalid_except_indent(star))?;
        }
        let result = self
            .alt(|p| {
                p.except_head(star)?;
                p.expression()?;
                p.tok("as")?;
                p.name()?;
                p.tok(":")?;
                p.block()
            })
            .or_else(|| {
                self.alt(|p| {
                    p.except_head(star)?;
                    p.expressions()?;
                    p.tok(":")?;
                    p.block()
                })
            })
            .or_else(|| {
                if star {
                    return None;
                }
                self.alt(|p| {
                    p.tok("except")?;
                    p.tok(":")?;
                    p.block()
                })
            });
        if result.is_none() && self.invalid {
            return self.alt(|p| p.invalid_except(star));
        }
        result
    }

    fn invalid_except_indent(&mut self, star: bool) -> Option<N> {
        let what = if star {
            "'except*' statement"
        } else {
            "'except' statement"
        };
        self.alt(|p| {
            let head = p.except_head(star)?;
            p.expression()?;
            p.as_name()?;
            p.unindented(what, &head)
        })
        .or_else(|| {
            if star {
                return None;
            }
            self.alt(|p| {
                let head = p.tok("except")?;
                p.unindented(what, &head)
            })
        })
    }

    fn invalid_except(&mut self, star: bool) -> Option<N> {
        let word = if star { "except*" } else { "except" };
        self.alt(|p| {
            p.except_head(star)?;
            let a = p.expression()?;
            p.tok(",")?;
            p.expressions()?;
            p.tok("as")?;
            p.name()?;
            p.tok(":")?;
            let from = p.get(a).start;
            p.raise_since(
                from,
                "multiple exception types must be parenthesized when using 'as'",
            )
        })
        .or_else(|| {
            self.alt(|p| {
                p.except_head(star)?;
                p.expression()?;
                p.as_name()?;
                p.missing_colon()
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.except_head(star)?;
                if star {
                    p.kind(Tok::Newline).or_else(|| p.tok(":"))?;
                    return p.raise_syntax("expected one or more exception types");
                }
                p.missing_colon()
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.except_head(star)?;
                p.expression()?;
                p.tok("as")?;
                let a = p.expression()?;
                p.tok(":")?;
                p.block()?;
                let name = p.expr_name(a);
                p.raise_node(a, format!("cannot use {word} statement with {name}"))
            })
        })
    }
}
