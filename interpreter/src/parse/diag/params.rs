//! Parameters of functions and lambdas, type parameters; and the mistakes recognised in them.
//!
//! A lambda's parameters end at a colon and take no annotations; apart from that both follow the same rules.

use super::parser::{N, Parser, Rule};
use super::token::Token;

/// Whose parameters these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Def,
    Lambda,
}

impl Owner {
    /// The token behind the last parameter.
    fn close(self) -> &'static str {
        match self {
            Owner::Def => ")",
            Owner::Lambda => ":",
        }
    }
}

/// What a parameter's default may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Default {
    Without,
    With,
    Maybe,
}

impl Parser<'_> {
    pub(super) fn params(&mut self) -> Option<N> {
        self.parameters_of(Owner::Def)
    }

    pub(super) fn lambda_params(&mut self) -> Option<N> {
        self.parameters_of(Owner::Lambda)
    }

    fn parameters_of(&mut self, o: Owner) -> Option<N> {
        if self.invalid {
            self.opt(|p| p.invalid_parameters(o))?;
        }
        self.alt(|p| {
            p.slash_no_default(o)?;
            p.plain(o, 0)?;
            p.with_default(o, 0)?;
            p.opt(|p| p.star_etc(o))
        })
        .or_else(|| {
            self.alt(|p| {
                p.slash_with_default(o)?;
                p.with_default(o, 0)?;
                p.opt(|p| p.star_etc(o))
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.plain(o, 1)?;
                p.with_default(o, 0)?;
                p.opt(|p| p.star_etc(o))
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.with_default(o, 1)?;
                p.opt(|p| p.star_etc(o))
            })
        })
        .or_else(|| self.alt(|p| p.star_etc(o).map(Some)))
        .map(|_| self.unit())
    }

    fn plain(&mut self, o: Owner, least: usize) -> Option<Vec<N>> {
        self.many(least, |p| p.param(o, Default::Without))
    }

    fn with_default(&mut self, o: Owner, least: usize) -> Option<Vec<N>> {
        self.many(least, |p| p.param(o, Default::With))
    }

    fn maybe_default(&mut self, o: Owner, least: usize) -> Option<Vec<N>> {
        self.many(least, |p| p.param(o, Default::Maybe))
    }

    /// One parameter with the comma behind it, if it is not the last.
    fn param(&mut self, o: Owner, default: Default) -> Option<N> {
        self.alt(|p| {
            let a = p.bare_param(o)?;
            match default {
                Default::Without => {}
                Default::With => p.default()?,
                Default::Maybe => {
                    p.opt(Self::default)?;
                }
            }
            p.param_end(o)?;
            Some(a)
        })
    }

    fn param_end(&mut self, o: Owner) -> Option<()> {
        if self.tok(",").is_some() || self.at(o.close()) {
            Some(())
        } else {
            None
        }
    }

    fn bare_param(&mut self, o: Owner) -> Option<N> {
        let from = self.pos;
        let a = self.name()?;
        if o == Owner::Lambda {
            return Some(a);
        }
        self.opt(|p| {
            p.tok(":")?;
            p.expression()
        })?;
        let kind = self.get(a).kind;
        Some(self.node(kind, from, vec![]))
    }

    fn default(&mut self) -> Option<()> {
        self.alt(|p| {
            p.tok("=")?;
            p.expression().map(|_| ())
        })
        .or_else(|| {
            if !self.invalid {
                return None;
            }
            let a = self.tok("=")?;
            if !self.at_any(&[")", ","]) {
                return None;
            }
            self.raise_tok(&a, "expected default value expression")
        })
    }

    fn slash_end(&mut self, o: Owner) -> Option<()> {
        self.tok("/")?;
        self.param_end(o)
    }

    fn slash_no_default(&mut self, o: Owner) -> Option<()> {
        self.alt(|p| {
            p.plain(o, 1)?;
            p.slash_end(o)
        })
    }

    fn slash_with_default(&mut self, o: Owner) -> Option<()> {
        self.alt(|p| {
            p.plain(o, 0)?;
            p.with_default(o, 1)?;
            p.slash_end(o)
        })
    }

    fn slash(&mut self, o: Owner) -> Option<()> {
        self.slash_no_default(o)
            .or_else(|| self.slash_with_default(o))
    }

    fn star_etc(&mut self, o: Owner) -> Option<N> {
        if self.invalid {
            self.opt(|p| p.invalid_star_etc(o))?;
        }
        self.alt(|p| {
            p.tok("*")?;
            p.param(o, Default::Without)?;
            p.maybe_default(o, 0)?;
            p.opt(|p| p.kwds(o))
        })
        .or_else(|| {
            if o == Owner::Lambda {
                return None;
            }
            self.alt(|p| {
                p.tok("*")?;
                p.name()?;
                p.tok(":")?;
                p.star_expression()?;
                p.param_end(o)?;
                p.maybe_default(o, 0)?;
                p.opt(|p| p.kwds(o))
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("*")?;
                p.tok(",")?;
                p.maybe_default(o, 1)?;
                p.opt(|p| p.kwds(o))
            })
        })
        .or_else(|| self.kwds(o).map(Some))
        .map(|_| self.unit())
    }

    fn kwds(&mut self, o: Owner) -> Option<N> {
        if self.invalid {
            self.opt(|p| p.invalid_kwds(o))?;
        }
        self.alt(|p| {
            p.tok("**")?;
            p.param(o, Default::Without)
        })
    }

    fn invalid_parameters(&mut self, o: Owner) -> Option<N> {
        self.alt(|p| {
            let a = p.tok("/")?;
            p.tok(",")?;
            p.raise_tok(&a, "at least one argument must precede /")
        })
        .or_else(|| {
            self.alt(|p| {
                p.slash(o)?;
                p.maybe_default(o, 0)?;
                let a = p.tok("/")?;
                p.raise_tok(&a, "/ may appear only once")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.opt(|p| p.slash_no_default(o))?;
                p.plain(o, 0)?;
                p.slash_with_default(o)
                    .or_else(|| p.with_default(o, 1).map(|_| ()))?;
                let a = p.param(o, Default::Without)?;
                p.raise_node(
                    a,
                    "parameter without a default follows parameter with a default",
                )
            })
        })
        .or_else(|| self.alt(|p| p.invalid_parenthesized(o)))
        .or_else(|| {
            self.alt(|p| {
                p.opt(|p| p.slash(o))?;
                p.maybe_default(o, 0)?;
                p.tok("*")?;
                if p.tok(",").is_none() {
                    p.param(o, Default::Without)?;
                }
                p.maybe_default(o, 0)?;
                let a = p.tok("/")?;
                p.raise_tok(&a, "/ must be ahead of *")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.maybe_default(o, 1)?;
                p.tok("/")?;
                let a = p.tok("*")?;
                p.raise_tok(&a, "expected comma between / and *")
            })
        })
    }

    fn invalid_parenthesized(&mut self, o: Owner) -> Option<N> {
        self.plain(o, 0)?;
        let a = self.tok("(")?;
        let what = if o == Owner::Def {
            self.plain(Owner::Def, 1)?;
            "Function"
        } else {
            self.commas(|p| p.bare_param(Owner::Lambda))?;
            "Lambda expression"
        };
        self.opt_tok(",")?;
        let b = self.tok(")")?;
        self.raise_between(
            a.start,
            b.end,
            format!("{what} parameters cannot be parenthesized"),
        )
    }

    fn invalid_star_etc(&mut self, o: Owner) -> Option<N> {
        let bare = "named arguments must follow bare *";
        self.alt(|p| {
            let a = p.tok("*")?;
            if p.tok(o.close()).is_none() {
                p.tok(",")?;
                p.any_tok(&[o.close(), "**"])?;
            }
            if o == Owner::Def {
                p.raise_tok(&a, bare)
            } else {
                p.raise_syntax(bare)
            }
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("*")?;
                p.bare_param(o)?;
                let a = p.tok("=")?;
                p.raise_tok(&a, "var-positional argument cannot have default value")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("*")?;
                p.param_or_comma(o)?;
                p.maybe_default(o, 0)?;
                let a = p.tok("*")?;
                p.param_or_comma(o)?;
                p.raise_tok(&a, "* argument may appear only once")
            })
        })
    }

    fn param_or_comma(&mut self, o: Owner) -> Option<()> {
        self.param(o, Default::Without)
            .map(|_| ())
            .or_else(|| self.tok(",").map(|_| ()))
    }

    fn invalid_kwds(&mut self, o: Owner) -> Option<N> {
        let follow = "arguments cannot follow var-keyword argument";
        self.tok("**")?;
        self.bare_param(o)?;
        if let Some(a) = self.tok("=") {
            return self.raise_tok(&a, "var-keyword argument cannot have default value");
        }
        self.tok(",")?;
        if let Some(a) = self.alt(|p| p.bare_param(o)) {
            return self.raise_node(a, follow);
        }
        let a: Token = self.any_tok(&["*", "**", "/"])?;
        self.raise_tok(&a, follow)
    }

    // ---- type parameters

    pub(super) fn type_params(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                p.tok("[")?;
                let t = p.tok("]")?;
                p.raise_since::<N>(t.start, "Type parameter list cannot be empty")
            })?;
        }
        self.alt(|p| {
            p.tok("[")?;
            p.commas(Self::type_param)?;
            p.opt_tok(",")?;
            p.tok("]")?;
            Some(p.unit())
        })
    }

    fn type_param(&mut self) -> Option<N> {
        self.memo(Rule::TypeParam, |p| {
            p.alt(|p| {
                p.name()?;
                p.opt(|p| {
                    p.tok(":")?;
                    p.expression()
                })?;
                p.opt(|p| {
                    p.tok("=")?;
                    p.expression()
                })?;
                Some(p.unit())
            })
            .or_else(|| {
                if p.invalid {
                    p.alt(Self::invalid_type_param)
                } else {
                    None
                }
            })
            .or_else(|| {
                p.alt(|p| {
                    p.tok("*")?;
                    p.name()?;
                    p.opt(|p| {
                        p.tok("=")?;
                        p.star_expression()
                    })?;
                    Some(p.unit())
                })
            })
            .or_else(|| {
                p.alt(|p| {
                    p.tok("**")?;
                    p.name()?;
                    p.opt(|p| {
                        p.tok("=")?;
                        p.expression()
                    })?;
                    Some(p.unit())
                })
            })
        })
    }

    fn invalid_type_param(&mut self) -> Option<N> {
        let star = self.any_tok(&["*", "**"])?;
        self.name()?;
        let colon = self.tok(":")?;
        let e = self.expression()?;
        let what = if self.text(&star) == "*" {
            "TypeVarTuple"
        } else {
            "ParamSpec"
        };
        let limit = if self.get(e).kind == super::parser::Kind::Tuple {
            "constraints"
        } else {
            "bound"
        };
        self.raise_since(colon.start, format!("cannot use {limit} with {what}"))
    }
}
