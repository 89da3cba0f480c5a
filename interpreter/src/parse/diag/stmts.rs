//! The start symbols and the simple statements; and the mistakes recognised in them.

use super::names::Purpose;
use super::parser::{N, Parser, Rule, Start};
use super::token::Tok;

const AUGMENTED: [&str; 13] = [
    "+=", "-=", "*=", "@=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "//=",
];

impl Parser<'_> {
    /// The whole text.
    pub(super) fn whole(&mut self) -> Option<N> {
        match self.start {
            Start::File => {
                self.opt(Self::statements)?;
                self.kind(Tok::End)?;
            }
            Start::Eval => {
                self.expressions()?;
                self.many(0, |p| p.kind(Tok::Newline))?;
                self.kind(Tok::End)?;
            }
            Start::Single => {
                let compound = |p: &mut Self| {
                    p.compound_stmt()?;
                    p.kind(Tok::Newline)
                };
                if self.alt(compound).is_none() && self.alt(Self::simple_stmts).is_none() {
                    self.kind(Tok::Newline)?;
                }
            }
        }
        Some(self.unit())
    }

    pub(super) fn statements(&mut self) -> Option<N> {
        self.many(1, |p| p.compound_stmt().or_else(|| p.simple_stmts()))?;
        Some(self.unit())
    }

    pub(super) fn simple_stmts(&mut self) -> Option<N> {
        self.alt(|p| {
            p.simple_stmt()?;
            p.not(|p| p.tok(";"))?;
            p.kind(Tok::Newline)
        })
        .or_else(|| {
            self.alt(|p| {
                p.simple_stmt()?;
                p.many(0, |p| {
                    p.tok(";")?;
                    p.simple_stmt()
                })?;
                p.opt_tok(";")?;
                p.kind(Tok::Newline)
            })
        })
        .map(|_| self.unit())
    }

    pub(super) fn simple_stmt(&mut self) -> Option<N> {
        self.memo(Rule::SimpleStmt, |p| {
            if let r @ Some(_) = p.alt(Self::assignment) {
                return r;
            }
            if p.look(|p| p.soft("type"))
                && let r @ Some(_) = p.alt(Self::type_alias)
            {
                return r;
            }
            if let r @ Some(_) = p.alt(Self::star_expressions) {
                return r;
            }
            let t = p.peek()?;
            if t.kind != Tok::Keyword {
                return None;
            }
            p.keyword_stmt(p.text(&t))
        })
    }

    fn keyword_stmt(&mut self, word: &str) -> Option<N> {
        match word {
            "return" => {
                self.pos += 1;
                self.opt(Self::star_expressions)?;
                Some(self.unit())
            }
            "import" | "from" => self.import_stmt(),
            "raise" => {
                self.pos += 1;
                let with_value = |p: &mut Self| {
                    p.expression()?;
                    p.opt(|p| {
                        p.tok("from")?;
                        p.expression()
                    })
                };
                self.opt(with_value)?;
                Some(self.unit())
            }
            "pass" | "break" | "continue" => {
                self.pos += 1;
                Some(self.unit())
            }
            "del" => self.del_stmt(),
            "yield" => self.yield_expr(),
            "assert" => {
                self.pos += 1;
                self.expression()?;
                self.opt(|p| {
                    p.tok(",")?;
                    p.expression()
                })?;
                Some(self.unit())
            }
            "global" | "nonlocal" => {
                self.pos += 1;
                self.commas(Self::name)?;
                Some(self.unit())
            }
            _ => None,
        }
    }

    fn del_stmt(&mut self) -> Option<N> {
        self.alt(|p| {
            p.tok("del")?;
            p.del_targets()?;
            let ends = p.at(";") || p.look(|p| p.kind(Tok::Newline));
            ends.then_some(p.unit())
        })
        .or_else(|| {
            if !self.invalid {
                return None;
            }
            self.tok("del")?;
            let a = self.star_expressions()?;
            self.raise_invalid_target(a, Purpose::Delete)
        })
    }

    fn type_alias(&mut self) -> Option<N> {
        self.soft("type")?;
        self.name()?;
        self.opt(Self::type_params)?;
        self.tok("=")?;
        self.expression()
    }

    // ---- assignments

    fn assignment(&mut self) -> Option<N> {
        self.alt(|p| {
            p.name()?;
            p.annotation_and_value()
        })
        .or_else(|| {
            self.alt(|p| {
                p.alt(|p| {
                    p.tok("(")?;
                    let a = p.single_target()?;
                    p.tok(")")?;
                    Some(a)
                })
                .or_else(|| p.subscript_or_attribute())?;
                p.annotation_and_value()
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.many(1, Self::target_and_equals)?;
                p.annotated_rhs()?;
                p.not(|p| p.tok("="))?;
                Some(p.unit())
            })
        })
        .or_else(|| {
            let augmented = self.alt(|p| {
                p.single_target()?;
                p.any_tok(&AUGMENTED)
            });
            if augmented.is_some() {
                // Committed.
                return self.annotated_rhs();
            }
            if self.invalid {
                self.alt(Self::invalid_assignment)
            } else {
                None
            }
        })
    }

    fn annotation_and_value(&mut self) -> Option<N> {
        self.tok(":")?;
        self.expression()?;
        self.opt(|p| {
            p.tok("=")?;
            p.annotated_rhs()
        })?;
        Some(self.unit())
    }

    fn target_and_equals(&mut self) -> Option<N> {
        let a = self.star_targets()?;
        self.tok("=")?;
        Some(a)
    }

    fn invalid_assignment(&mut self) -> Option<N> {
        self.alt(|p| {
            let a = p.invalid_annotation_target()?;
            p.tok(":")?;
            p.expression()?;
            let name = p.expr_name(a);
            p.raise_node(
                a,
                format!("only single target (not {name}) can be annotated"),
            )
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.star_named_expression()?;
                p.tok(",")?;
                p.many(0, Self::star_named_expressions)?;
                p.tok(":")?;
                p.expression()?;
                p.raise_node(a, "only single target (not tuple) can be annotated")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.expression()?;
                p.tok(":")?;
                p.expression()?;
                p.raise_node(a, "illegal target for annotation")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.many(0, Self::target_and_equals)?;
                let a = p.star_expressions()?;
                p.tok("=")?;
                p.raise_invalid_target(a, Purpose::Assign)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.many(0, Self::target_and_equals)?;
                let a = p.yield_expr()?;
                p.tok("=")?;
                p.raise_node(a, "assignment to yield expression not possible")
            })
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.star_expressions()?;
                p.any_tok(&AUGMENTED)?;
                p.annotated_rhs()?;
                let name = p.expr_name(a);
                p.raise_node(
                    a,
                    format!("'{name}' is an illegal expression for augmented assignment"),
                )
            })
        })
    }

    fn invalid_annotation_target(&mut self) -> Option<N> {
        self.list().or_else(|| self.tuple()).or_else(|| {
            self.alt(|p| {
                p.tok("(")?;
                let a = p.invalid_annotation_target()?;
                p.tok(")")?;
                Some(a)
            })
        })
    }

    // ---- imports

    fn import_stmt(&mut self) -> Option<N> {
        self.memo(Rule::ImportStmt, |p| {
            if p.invalid {
                p.opt(Self::invalid_import)?;
            }
            p.alt(|p| {
                p.tok("import")?;
                p.commas(Self::dotted_as_name)?;
                Some(p.unit())
            })
            .or_else(|| p.alt(Self::import_from))
        })
    }

    fn invalid_import(&mut self) -> Option<N> {
        self.alt(|p| {
            let a = p.tok("import")?;
            p.commas(Self::dotted_name)?;
            p.tok("from")?;
            p.dotted_name()?;
            p.raise_since(
                a.start,
                "Did you mean to use 'from ... import ...' instead?",
            )
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("import")?;
                let t = p.kind(Tok::Newline)?;
                p.raise_since(t.start, "Expected one or more names after 'import'")
            })
        })
    }

    fn import_from(&mut self) -> Option<N> {
        self.tok("from")?;
        let dots = self.many(0, |p| p.any_tok(&[".", "..."]))?;
        let named = self.alt(|p| {
            p.dotted_name()?;
            p.tok("import")?;
            p.import_from_targets()
        });
        if named.is_some() || dots.is_empty() {
            return named;
        }
        self.tok("import")?;
        self.import_from_targets()
    }

    fn import_from_targets(&mut self) -> Option<N> {
        self.alt(|p| {
            p.tok("(")?;
            p.commas(Self::import_from_as_name)?;
            p.opt_tok(",")?;
            p.tok(")").map(|_| p.unit())
        })
        .or_else(|| {
            self.alt(|p| {
                p.commas(Self::import_from_as_name)?;
                p.not(|p| p.tok(","))?;
                Some(p.unit())
            })
        })
        .or_else(|| self.alt(|p| p.tok("*").map(|_| p.unit())))
        .or_else(|| {
            if self.invalid {
                self.alt(Self::invalid_import_from_targets)
            } else {
                None
            }
        })
    }

    fn invalid_import_from_targets(&mut self) -> Option<N> {
        self.alt(|p| {
            p.commas(Self::import_from_as_name)?;
            p.tok(",")?;
            p.kind(Tok::Newline)?;
            p.raise_syntax("trailing comma not allowed without surrounding parentheses")
        })
        .or_else(|| {
            let t = self.kind(Tok::Newline)?;
            self.raise_since(t.start, "Expected one or more names after 'import'")
        })
    }

    fn import_from_as_name(&mut self) -> Option<N> {
        self.imported(Self::name)
    }

    fn dotted_as_name(&mut self) -> Option<N> {
        self.imported(Self::dotted_name)
    }

    fn imported(&mut self, what: fn(&mut Self) -> Option<N>) -> Option<N> {
        if self.invalid {
            self.opt(|p| {
                what(p)?;
                p.tok("as")?;
                p.not(|p| {
                    p.name()?;
                    let ends = p.at_any(&[",", ")", ";"]) || p.look(|p| p.kind(Tok::Newline));
                    ends.then_some(())
                })?;
                let a = p.expression()?;
                let name = p.expr_name(a);
                p.raise_node::<N>(a, format!("cannot use {name} as import target"))
            })?;
        }
        self.alt(|p| {
            let a = what(p)?;
            p.opt(|p| {
                p.tok("as")?;
                p.name()
            })?;
            Some(a)
        })
    }

    fn dotted_name(&mut self) -> Option<N> {
        self.memo(Rule::DottedName, |p| {
            p.name()?;
            p.many(0, |p| {
                p.tok(".")?;
                p.name()
            })?;
            Some(p.unit())
        })
    }
}
