//! The `match` statement and its patterns; and the mistakes recognised in them.

use super::parser::{Kind, N, Parser, Rule};
use super::token::Tok;

impl Parser<'_> {
    pub(super) fn match_stmt(&mut self) -> Option<N> {
        self.alt(|p| {
            p.soft("match")?;
            p.subject()?;
            p.tok(":")?;
            p.kind(Tok::Newline)?;
            p.kind(Tok::Indent)?;
            p.many(1, Self::case_block)?;
            p.kind(Tok::Dedent).map(|_| p.unit())
        })
        .or_else(|| {
            if !self.invalid {
                return None;
            }
            self.alt(|p| {
                let head = p.soft("match")?;
                p.subject()?;
                p.alt(|p| p.missing_colon::<N>())
                    .or_else(|| p.unindented("'match' statement", &head))
            })
        })
    }

    fn subject(&mut self) -> Option<N> {
        self.alt(|p| {
            p.star_named_expression()?;
            p.tok(",")?;
            p.opt(Self::star_named_expressions)?;
            Some(p.unit())
        })
        .or_else(|| self.named_expression())
    }

    fn case_block(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                let head = p.soft("case")?;
                p.patterns()?;
                p.opt(Self::guard)?;
                p.alt(|p| p.missing_colon::<N>())
                    .or_else(|| p.unindented("'case' statement", &head))
            })?;
        }
        self.soft("case")?;
        self.patterns()?;
        self.opt(Self::guard)?;
        self.tok(":")?;
        self.block()
    }

    fn guard(&mut self) -> Option<N> {
        self.tok("if")?;
        self.named_expression()
    }

    fn patterns(&mut self) -> Option<N> {
        self.alt(Self::open_sequence).or_else(|| self.pattern())
    }

    fn pattern(&mut self) -> Option<N> {
        self.alt(|p| {
            let from = p.pos;
            p.or_pattern()?;
            p.tok("as")?;
            p.capture_target()?;
            Some(p.node(Kind::Other, from, vec![]))
        })
        .or_else(|| {
            if self.invalid {
                self.alt(Self::invalid_as_pattern)
            } else {
                None
            }
        })
        .or_else(|| self.alt(Self::or_pattern))
    }

    fn invalid_as_pattern(&mut self) -> Option<N> {
        self.or_pattern()?;
        self.tok("as")?;
        if let Some(t) = self.alt(|p| p.soft("_")) {
            return self.raise_tok(&t, "cannot use '_' as a target");
        }
        let a = self.expression()?;
        let name = self.expr_name(a);
        self.raise_node(a, format!("cannot use {name} as pattern target"))
    }

    fn or_pattern(&mut self) -> Option<N> {
        let from = self.pos;
        let first = self.closed_pattern()?;
        let rest = self.many(0, |p| {
            p.tok("|")?;
            p.closed_pattern()
        })?;
        if rest.is_empty() {
            Some(first)
        } else {
            Some(self.node(Kind::Other, from, vec![]))
        }
    }

    fn closed_pattern(&mut self) -> Option<N> {
        self.memo(Rule::ClosedPattern, |p| {
            p.alt(Self::literal_pattern)
                .or_else(|| p.alt(Self::capture_target))
                .or_else(|| p.alt(|p| p.soft("_").map(|t| p.node_of(Kind::Other, &t))))
                .or_else(|| {
                    p.alt(|p| {
                        let a = p.attr()?;
                        p.not(|p| p.any_tok(&[".", "(", "="]))?;
                        Some(a)
                    })
                })
                .or_else(|| p.group_or_sequence())
                .or_else(|| p.mapping_pattern())
                .or_else(|| p.class_pattern())
        })
    }

    fn literal_pattern(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            let a = p.signed_number()?;
            p.not(|p| p.any_tok(&["+", "-"]))?;
            Some(a)
        })
        .or_else(|| self.alt(Self::complex_number))
        .or_else(|| self.alt(Self::strings))
        .or_else(|| {
            self.any_tok(&["None", "True", "False"])?;
            Some(self.node(Kind::Literal, from, vec![]))
        })
    }

    fn signed_number(&mut self) -> Option<N> {
        let from = self.pos;
        self.opt_tok("-")?;
        self.number()?;
        Some(self.node(Kind::Literal, from, vec![]))
    }

    fn is_imaginary(&mut self) -> Option<bool> {
        let t = self.peek()?;
        Some(self.text(&t).ends_with(['j', 'J']))
    }

    fn complex_number(&mut self) -> Option<N> {
        let from = self.pos;
        self.opt_tok("-")?;
        let imaginary = self.is_imaginary()?;
        let real = self.number()?;
        if imaginary {
            return self.raise_node(real, "real number required in complex literal");
        }
        self.any_tok(&["+", "-"])?;
        let imaginary = self.is_imaginary()?;
        let second = self.number()?;
        if !imaginary {
            return self.raise_node(second, "imaginary number required in complex literal");
        }
        Some(self.node(Kind::Literal, from, vec![]))
    }

    fn capture_target(&mut self) -> Option<N> {
        self.not(|p| p.soft("_"))?;
        let a = self.name()?;
        self.not(|p| p.any_tok(&[".", "(", "="]))?;
        Some(a)
    }

    fn name_or_attr(&mut self) -> Option<N> {
        let from = self.pos;
        let a = self.name()?;
        let dots = self.many(0, |p| {
            p.tok(".")?;
            p.name()
        })?;
        if dots.is_empty() {
            Some(a)
        } else {
            Some(self.node(Kind::Attribute, from, vec![]))
        }
    }

    fn attr(&mut self) -> Option<N> {
        let a = self.name_or_attr()?;
        (self.get(a).kind == Kind::Attribute).then_some(a)
    }

    fn group_or_sequence(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("(")?;
            let a = p.pattern()?;
            p.tok(")")?;
            Some(a)
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("[")?;
                p.opt(Self::maybe_sequence)?;
                p.tok("]")?;
                Some(p.node(Kind::Other, from, vec![]))
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("(")?;
                p.opt(Self::open_sequence)?;
                p.tok(")")?;
                Some(p.node(Kind::Other, from, vec![]))
            })
        })
    }

    fn open_sequence(&mut self) -> Option<N> {
        let from = self.pos;
        self.maybe_star()?;
        self.tok(",")?;
        self.opt(Self::maybe_sequence)?;
        Some(self.node(Kind::Other, from, vec![]))
    }

    fn maybe_sequence(&mut self) -> Option<N> {
        self.commas(Self::maybe_star)?;
        self.opt_tok(",")?;
        Some(self.unit())
    }

    fn maybe_star(&mut self) -> Option<N> {
        self.star_pattern().or_else(|| self.pattern())
    }

    fn star_pattern(&mut self) -> Option<N> {
        self.memo(Rule::StarPattern, |p| {
            p.tok("*")?;
            p.alt(Self::capture_target)
                .or_else(|| p.soft("_").map(|_| p.unit()))
        })
    }

    fn mapping_pattern(&mut self) -> Option<N> {
        let from = self.pos;
        let rest = |p: &mut Self| {
            p.tok("**")?;
            p.capture_target()
        };
        self.alt(|p| {
            p.tok("{")?;
            p.tok("}")
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("{")?;
                rest(p)?;
                p.opt_tok(",")?;
                p.tok("}")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("{")?;
                p.commas(Self::key_value)?;
                p.tok(",")?;
                rest(p)?;
                p.opt_tok(",")?;
                p.tok("}")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("{")?;
                p.commas(Self::key_value)?;
                p.opt_tok(",")?;
                p.tok("}")
            })
        })?;
        Some(self.node(Kind::Other, from, vec![]))
    }

    fn key_value(&mut self) -> Option<N> {
        self.alt(Self::literal_pattern)
            .or_else(|| self.alt(Self::attr))?;
        self.tok(":")?;
        self.pattern()
    }

    fn class_pattern(&mut self) -> Option<N> {
        let from = self.pos;
        let end = |p: &mut Self| {
            p.opt_tok(",")?;
            p.tok(")")
        };
        self.alt(|p| {
            p.name_or_attr()?;
            p.tok("(")?;
            p.tok(")")
        })
        .or_else(|| {
            self.alt(|p| {
                p.name_or_attr()?;
                p.tok("(")?;
                p.commas(Self::pattern)?;
                end(p)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.name_or_attr()?;
                p.tok("(")?;
                p.commas(Self::keyword_pattern)?;
                end(p)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.name_or_attr()?;
                p.tok("(")?;
                p.commas(Self::pattern)?;
                p.tok(",")?;
                p.commas(Self::keyword_pattern)?;
                end(p)
            })
        })
        .map(|_| self.node(Kind::Other, from, vec![]))
        .or_else(|| {
            if self.invalid {
                self.alt(Self::invalid_class_pattern)
            } else {
                None
            }
        })
    }

    fn keyword_pattern(&mut self) -> Option<N> {
        self.name()?;
        self.tok("=")?;
        self.pattern()
    }

    fn invalid_class_pattern(&mut self) -> Option<N> {
        self.name_or_attr()?;
        self.tok("(")?;
        self.opt(|p| {
            p.commas(Self::pattern)?;
            p.tok(",")
        })?;
        self.commas(Self::keyword_pattern)?;
        self.tok(",")?;
        let a = self.commas(Self::pattern)?;
        let (&first, &last) = (a.first()?, a.last()?);
        self.raise_nodes(first, last, "positional patterns follow keyword patterns")
    }
}
