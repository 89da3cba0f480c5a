//! Expressions above the atoms: tuples, conditionals, operators; and the mistakes recognised in them.

use super::parser::{Kind, N, Parser, Rule};
use super::token::Tok;

impl Parser<'_> {
    /// `a` or `a, b`, without stars.
    pub(super) fn expressions(&mut self) -> Option<N> {
        let from = self.pos;
        self.tuple_of(from, Self::expression)
    }

    /// `a` or `a, *b`.
    pub(super) fn star_expressions(&mut self) -> Option<N> {
        let from = self.pos;
        self.tuple_of(from, Self::star_expression)
    }

    fn tuple_of(&mut self, from: usize, item: fn(&mut Self) -> Option<N>) -> Option<N> {
        let first = self.alt(item)?;
        let mut kids = vec![first];
        let mut comma = false;
        loop {
            if let Some(next) = self.alt(|p| {
                p.tok(",")?;
                item(p)
            }) {
                kids.push(next);
                comma = true;
                continue;
            }
            comma |= self.opt_tok(",")?.is_some();
            break;
        }
        if comma {
            Some(self.node(Kind::Tuple, from, kids))
        } else {
            Some(first)
        }
    }

    pub(super) fn expression(&mut self) -> Option<N> {
        self.memo(Rule::Expression, |p| {
            if p.invalid {
                if let r @ Some(_) = p.alt(Self::invalid_expression) {
                    return r;
                }
                if let r @ Some(_) = p.alt(Self::invalid_legacy_expression) {
                    return r;
                }
            }
            p.plain_expression()
        })
    }

    fn plain_expression(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            let a = p.disjunction()?;
            p.tok("if")?;
            let b = p.disjunction()?;
            p.tok("else")?;
            let c = p.expression()?;
            Some(p.node(Kind::Conditional, from, vec![a, b, c]))
        })
        .or_else(|| self.disjunction())
        .or_else(|| self.lambda())
    }

    /// The same with the recognition of mistakes switched off.
    fn expression_without_invalid(&mut self) -> Option<N> {
        let before = std::mem::replace(&mut self.invalid, false);
        let result = self.plain_expression();
        self.invalid = before;
        result
    }

    fn invalid_expression(&mut self) -> Option<N> {
        let string_in_string = |p: &mut Self| {
            p.kind(Tok::Str)?;
            let between = p.many(1, |p| {
                p.not(|p| p.kind(Tok::Str))?;
                p.expression_without_invalid()
            })?;
            p.kind(Tok::Str)?;
            let (&a, &b) = (between.first()?, between.last()?);
            p.raise_nodes(
                a,
                b,
                "invalid syntax. Is this intended to be part of the string?",
            )
        };
        self.alt(string_in_string)
            .or_else(|| self.alt(Self::invalid_missing_comma))
            .or_else(|| {
                self.alt(|p| {
                    let a = p.disjunction()?;
                    p.tok("if")?;
                    let b = p.disjunction()?;
                    p.not(|p| p.any_tok(&["else", ":"]))?;
                    p.raise_nodes(a, b, "expected 'else' after 'if' expression")
                })
            })
            .or_else(|| {
                self.alt(|p| {
                    p.disjunction()?;
                    p.tok("if")?;
                    p.disjunction()?;
                    p.tok("else")?;
                    p.not(Self::expression)?;
                    p.raise_next("expected expression after 'else', but statement is given")
                })
            })
            .or_else(|| self.alt(Self::invalid_statement_before_if))
            .or_else(|| self.alt(Self::invalid_lambda_in_fstring))
    }

    fn invalid_missing_comma(&mut self) -> Option<N> {
        self.not(|p| {
            p.alt(|p| {
                p.name()?;
                p.kind(Tok::Str)
            })
            .or_else(|| p.any_soft())
        })?;
        let a = self.disjunction()?;
        let b = self.expression_without_invalid()?;
        if self.is_legacy(a)
            || self
                .tokens
                .get(self.pos.wrapping_sub(1))
                .is_none_or(|t| t.level == 0)
        {
            return None;
        }
        self.raise_nodes(a, b, "invalid syntax. Perhaps you forgot a comma?")
    }

    fn invalid_statement_before_if(&mut self) -> Option<N> {
        let t = self.any_tok(&["pass", "break", "continue"])?;
        self.tok("if")?;
        self.disjunction()?;
        self.tok("else")?;
        self.simple_stmt()?;
        self.raise_tok(
            &t,
            "expected expression before 'if', but statement is given",
        )
    }

    fn invalid_lambda_in_fstring(&mut self) -> Option<N> {
        let a = self.tok("lambda")?;
        self.opt(Self::lambda_params)?;
        let b = self.tok(":")?;
        let Tok::FMiddle(template) = self.peek()?.kind else {
            return None;
        };
        let letter = if template { 't' } else { 'f' };
        self.raise_between(
            a.start,
            b.end,
            format!("{letter}-string: lambda expressions are not allowed without parentheses"),
        )
    }

    /// `print` or `exec` as a bare name.
    fn is_legacy(&self, n: N) -> bool {
        let node = self.get(n);
        node.kind == Kind::Name && matches!(self.name_text(n), "print" | "exec")
    }

    /// The text of a name.
    pub(super) fn name_text(&self, n: N) -> &str {
        let start = self.get(n).start;
        let key = |p: super::token::Pos| (p.line, p.col);
        let index = self.tokens.partition_point(|t| key(t.start) < key(start));
        let found = self.tokens.iter().skip(index).find(|t| t.kind == Tok::Name);
        found.map_or("", |t| self.text(t))
    }

    fn invalid_legacy_expression(&mut self) -> Option<N> {
        let a = self.name()?;
        self.not(|p| p.tok("("))?;
        // What follows is read for any name: that decides how far the tokens are read.
        let b = self.star_expressions()?;
        if !self.is_legacy(a) {
            return None;
        }
        let name = self.name_text(a).to_owned();
        self.raise_nodes(
            a,
            b,
            format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?"),
        )
    }

    pub(super) fn yield_expr(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("yield")?;
            p.tok("from")?;
            p.expression()?;
            Some(p.node(Kind::Yield, from, vec![]))
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("yield")?;
                p.opt(Self::star_expressions)?;
                Some(p.node(Kind::Yield, from, vec![]))
            })
        })
    }

    pub(super) fn star_expression(&mut self) -> Option<N> {
        self.memo(Rule::StarExpression, |p| {
            p.starred_bitor().or_else(|| p.expression())
        })
    }

    fn starred_bitor(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("*")?;
            let a = p.bitwise_or()?;
            Some(p.node(Kind::Starred, from, vec![a]))
        })
    }

    pub(super) fn star_named_expressions(&mut self) -> Option<Vec<N>> {
        let items = self.commas(Self::star_named_expression)?;
        self.opt_tok(",")?;
        Some(items)
    }

    pub(super) fn star_named_expression(&mut self) -> Option<N> {
        self.starred_bitor().or_else(|| self.named_expression())
    }

    pub(super) fn assignment_expression(&mut self) -> Option<N> {
        let from = self.pos;
        let a = self.name()?;
        self.tok(":=")?;
        let b = self.expression()?;
        Some(self.node(Kind::Named, from, vec![a, b]))
    }

    /// An expression that may be a named one.
    pub(super) fn named_expression(&mut self) -> Option<N> {
        if let r @ Some(_) = self.alt(Self::assignment_expression) {
            return r;
        }
        if self.invalid && self.alt(Self::invalid_named_expression).is_some() {
            return None;
        }
        self.alt(|p| {
            let e = p.expression()?;
            p.not(|p| p.tok(":="))?;
            Some(e)
        })
    }

    fn invalid_named_expression(&mut self) -> Option<N> {
        self.memo(Rule::InvalidNamed, Self::invalid_named_forms)
    }

    fn invalid_named_forms(&mut self) -> Option<N> {
        self.alt(|p| {
            let a = p.expression()?;
            p.tok(":=")?;
            p.expression()?;
            let name = p.expr_name(a);
            p.raise_node(a, format!("cannot use assignment expressions with {name}"))
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.name()?;
                p.tok("=")?;
                let b = p.bitwise_or()?;
                p.not(|p| p.any_tok(&["=", ":="]))?;
                p.raise_nodes(
                    a,
                    b,
                    "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                )
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.not(|p| {
                    p.list()
                        .or_else(|| p.tuple())
                        .or_else(|| p.genexp())
                        .or_else(|| p.any_tok(&["True", "None", "False"]).map(|_| p.unit()))
                })?;
                let a = p.bitwise_or()?;
                p.tok("=")?;
                p.bitwise_or()?;
                p.not(|p| p.any_tok(&["=", ":="]))?;
                let name = p.expr_name(a);
                p.raise_node(
                    a,
                    format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?"),
                )
            })
        })
    }

    pub(super) fn disjunction(&mut self) -> Option<N> {
        self.memo(Rule::Disjunction, |p| p.bool_chain("or", Self::conjunction))
    }

    fn conjunction(&mut self) -> Option<N> {
        self.memo(Rule::Conjunction, |p| p.bool_chain("and", Self::inversion))
    }

    fn bool_chain(&mut self, word: &str, operand: fn(&mut Self) -> Option<N>) -> Option<N> {
        let from = self.pos;
        let first = operand(self)?;
        let rest = self.many(0, |p| {
            p.tok(word)?;
            operand(p)
        })?;
        if rest.is_empty() {
            Some(first)
        } else {
            Some(self.node(Kind::Operation, from, vec![]))
        }
    }

    pub(super) fn inversion(&mut self) -> Option<N> {
        self.memo(Rule::Inversion, |p| {
            let from = p.pos;
            p.alt(|p| {
                p.tok("not")?;
                p.inversion()?;
                Some(p.node(Kind::Operation, from, vec![]))
            })
            .or_else(|| p.comparison())
        })
    }

    fn comparison(&mut self) -> Option<N> {
        let from = self.pos;
        let left = self.bitwise_or()?;
        let first_is_in = self.at("in");
        let rest = self.many(0, |p| {
            p.comparison_operator()?;
            p.bitwise_or()
        })?;
        if rest.is_empty() {
            return Some(left);
        }
        Some(self.node(Kind::Compare(first_is_in), from, vec![left]))
    }

    fn comparison_operator(&mut self) -> Option<()> {
        if self.invalid
            && let Some((a, b)) = self.alt(|p| Some((p.tok("<")?, p.tok(">")?)))
            && a.end == b.start
        {
            let msg = "invalid syntax.  Maybe you meant '!=' instead of '<>'?";
            return self.raise_between(a.start, b.end, msg);
        }
        if self.any_tok(&["==", "!=", "<=", "<", ">=", ">"]).is_some() {
            return Some(());
        }
        let not_in = |p: &mut Self| {
            p.tok("not")?;
            p.tok("in")
        };
        let is_not = |p: &mut Self| {
            p.tok("is")?;
            p.tok("not")?;
            p.not(|p| p.not(Self::bitwise_or))
        };
        if self.alt(not_in).is_some() || self.tok("in").is_some() || self.alt(is_not).is_some() {
            return Some(());
        }
        self.tok("is").map(|_| ())
    }

    /// A chain of left-associative operators.
    fn chain(&mut self, ops: &[&str], operand: fn(&mut Self) -> Option<N>) -> Option<N> {
        let from = self.pos;
        let mut left = operand(self)?;
        while self
            .alt(|p| {
                p.any_tok(ops)?;
                operand(p)
            })
            .is_some()
        {
            left = self.node(Kind::Operation, from, vec![]);
        }
        self.raised.is_none().then_some(left)
    }

    pub(super) fn bitwise_or(&mut self) -> Option<N> {
        self.memo(Rule::BitOr, |p| p.chain(&["|"], Self::bitwise_xor))
    }

    fn bitwise_xor(&mut self) -> Option<N> {
        self.memo(Rule::BitXor, |p| p.chain(&["^"], Self::bitwise_and))
    }

    fn bitwise_and(&mut self) -> Option<N> {
        self.memo(Rule::BitAnd, |p| p.chain(&["&"], Self::shift))
    }

    fn shift(&mut self) -> Option<N> {
        self.memo(Rule::Shift, |p| {
            if p.invalid {
                p.opt(Self::invalid_arithmetic)?;
            }
            p.chain(&["<<", ">>"], Self::sum)
        })
    }

    fn sum(&mut self) -> Option<N> {
        self.memo(Rule::Sum, |p| p.chain(&["+", "-"], Self::term))
    }

    fn term(&mut self) -> Option<N> {
        self.memo(Rule::Term, |p| {
            if p.invalid {
                p.opt(Self::invalid_factor)?;
            }
            p.chain(&["*", "/", "//", "%", "@"], Self::factor)
        })
    }

    fn invalid_arithmetic(&mut self) -> Option<N> {
        self.sum()?;
        self.any_tok(&["+", "-", "*", "/", "%", "//", "@"])?;
        let a = self.tok("not")?;
        let b = self.inversion()?;
        self.raise_from_tok(&a, b, "'not' after an operator must be parenthesized")
    }

    fn invalid_factor(&mut self) -> Option<N> {
        self.any_tok(&["+", "-", "~"])?;
        let a = self.tok("not")?;
        let b = self.factor()?;
        self.raise_from_tok(&a, b, "'not' after an operator must be parenthesized")
    }

    fn factor(&mut self) -> Option<N> {
        self.memo(Rule::Factor, |p| {
            let from = p.pos;
            p.alt(|p| {
                p.any_tok(&["+", "-", "~"])?;
                p.factor()?;
                Some(p.node(Kind::Operation, from, vec![]))
            })
            .or_else(|| p.power())
        })
    }

    fn power(&mut self) -> Option<N> {
        let from = self.pos;
        let left = self.await_primary()?;
        if self
            .alt(|p| {
                p.tok("**")?;
                p.factor()
            })
            .is_some()
        {
            return Some(self.node(Kind::Operation, from, vec![]));
        }
        self.raised.is_none().then_some(left)
    }

    fn await_primary(&mut self) -> Option<N> {
        self.memo(Rule::AwaitPrimary, |p| {
            let from = p.pos;
            p.alt(|p| {
                p.tok("await")?;
                p.primary()?;
                Some(p.node(Kind::Await, from, vec![]))
            })
            .or_else(|| p.primary())
        })
    }

    fn lambda(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("lambda")?;
            p.opt(Self::lambda_params)?;
            p.tok(":")?;
            p.expression()?;
            Some(p.node(Kind::Lambda, from, vec![]))
        })
    }
}
