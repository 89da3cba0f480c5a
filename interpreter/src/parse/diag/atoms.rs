//! Primaries, atoms, displays, comprehensions and call arguments; and the mistakes recognised in them.

use super::parser::{Kind, N, Parser, Rule};
use super::token::Tok;

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Option<N> {
        self.memo(Rule::Primary, |p| {
            let from = p.pos;
            let mut left = p.atom()?;
            while let Some(kind) = p.trailer() {
                left = p.node(kind, from, vec![]);
            }
            p.raised.is_none().then_some(left)
        })
    }

    /// What can follow a primary: attribute, call, subscript.
    fn trailer(&mut self) -> Option<Kind> {
        self.alt(|p| {
            p.tok(".")?;
            p.name()?;
            Some(Kind::Attribute)
        })
        .or_else(|| self.alt(|p| p.genexp().map(|_| Kind::Call)))
        .or_else(|| {
            self.alt(|p| {
                p.tok("(")?;
                p.opt(Self::arguments)?;
                p.tok(")")?;
                Some(Kind::Call)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("[")?;
                p.slices()?;
                p.tok("]")?;
                Some(Kind::Subscript)
            })
        })
    }

    /// The part of a target before its last attribute or subscript.
    pub(super) fn t_primary(&mut self) -> Option<N> {
        self.memo(Rule::TPrimary, |p| {
            let from = p.pos;
            let mut left = p.alt(|p| {
                let a = p.atom()?;
                p.at_any(&["(", "[", "."]).then_some(a)
            })?;
            while let Some(kind) = p.alt(|p| {
                let kind = p.trailer()?;
                p.at_any(&["(", "[", "."]).then_some(kind)
            }) {
                left = p.node(kind, from, vec![]);
            }
            p.raised.is_none().then_some(left)
        })
    }

    pub(super) fn slices(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            let a = p.slice()?;
            p.not(|p| p.tok(","))?;
            Some(a)
        })
        .or_else(|| {
            self.alt(|p| {
                let kids = p.commas(|p| p.slice().or_else(|| p.alt(Self::starred_expression)))?;
                p.opt_tok(",")?;
                Some(p.node(Kind::Tuple, from, kids))
            })
        })
    }

    fn slice(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.opt(Self::expression)?;
            p.tok(":")?;
            p.opt(Self::expression)?;
            p.opt(|p| {
                p.tok(":")?;
                p.opt(Self::expression)
            })?;
            Some(p.node(Kind::Other, from, vec![]))
        })
        .or_else(|| self.named_expression())
    }

    pub(super) fn atom(&mut self) -> Option<N> {
        let t = self.peek()?;
        let text = self.text(&t);
        match t.kind {
            Tok::Name => self.name(),
            Tok::Number => self.number(),
            Tok::Str | Tok::FStart(_) => self.strings(),
            Tok::Keyword | Tok::Op => {
                let kind = match text {
                    "True" => Kind::TrueConst,
                    "False" => Kind::FalseConst,
                    "None" => Kind::NoneConst,
                    "..." => Kind::Ellipsis,
                    "(" => {
                        return self
                            .tuple()
                            .or_else(|| self.group())
                            .or_else(|| self.genexp());
                    }
                    "[" => return self.list().or_else(|| self.listcomp()),
                    "{" => {
                        return self
                            .dict()
                            .or_else(|| self.set())
                            .or_else(|| self.dictcomp())
                            .or_else(|| self.setcomp());
                    }
                    _ => return None,
                };
                self.pos += 1;
                Some(self.node_of(kind, &t))
            }
            _ => None,
        }
    }

    pub(super) fn number(&mut self) -> Option<N> {
        let t = self.kind(Tok::Number)?;
        if let Some(digits) = super::super::literals::excess_digits(self.text(&t)) {
            let msg = super::super::literals::digits_message(digits);
            let at = (t.start.line, 0, t.start.line, 0);
            self.raised = Some(self.placed(super::super::source::ErrKind::SyntaxError, msg, at));
            return None;
        }
        Some(self.node_of(Kind::Literal, &t))
    }

    fn group(&mut self) -> Option<N> {
        self.alt(|p| {
            p.tok("(")?;
            let a = p.yield_expr().or_else(|| p.named_expression())?;
            p.tok(")")?;
            Some(a)
        })
        .or_else(|| {
            if self.invalid {
                self.alt(Self::invalid_group)
            } else {
                None
            }
        })
    }

    fn invalid_group(&mut self) -> Option<N> {
        self.alt(|p| {
            p.tok("(")?;
            let a = p.starred_expression()?;
            p.tok(")")?;
            p.raise_node(a, "cannot use starred expression here")
        })
        .or_else(|| {
            self.alt(|p| {
                p.tok("(")?;
                let a = p.tok("**")?;
                p.expression()?;
                p.tok(")")?;
                p.raise_tok(&a, "cannot use double starred expression here")
            })
        })
    }

    pub(super) fn list(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("[")?;
            let kids = p.opt(Self::star_named_expressions)?.unwrap_or_default();
            p.tok("]")?;
            Some(p.node(Kind::List, from, kids))
        })
    }

    pub(super) fn tuple(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("(")?;
            let kids = p.opt(|p| {
                let first = p.star_named_expression()?;
                p.tok(",")?;
                let mut kids = vec![first];
                kids.extend(p.opt(Self::star_named_expressions)?.unwrap_or_default());
                Some(kids)
            })?;
            p.tok(")")?;
            Some(p.node(Kind::Tuple, from, kids.unwrap_or_default()))
        })
    }

    fn set(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("{")?;
            p.star_named_expressions()?;
            p.tok("}")?;
            Some(p.node(Kind::Set, from, vec![]))
        })
    }

    fn dict(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("{")?;
            p.opt(|p| {
                p.commas(Self::double_starred_kvpair)?;
                p.opt_tok(",")
            })?;
            p.tok("}")?;
            Some(p.node(Kind::Dict, from, vec![]))
        })
        .or_else(|| {
            // Looked for in the first pass too, as CPython does.
            self.alt(|p| {
                p.tok("{")?;
                p.invalid_double_starred_kvpairs()?;
                p.tok("}").map(|_| p.unit())
            })
        })
    }

    fn double_starred_kvpair(&mut self) -> Option<N> {
        self.alt(|p| {
            p.tok("**")?;
            p.bitwise_or()
        })
        .or_else(|| self.alt(Self::kvpair))
    }

    fn kvpair(&mut self) -> Option<N> {
        self.expression()?;
        self.tok(":")?;
        self.expression()
    }

    fn invalid_double_starred_kvpairs(&mut self) -> Option<N> {
        self.alt(|p| {
            p.commas(Self::double_starred_kvpair)?;
            p.tok(",")?;
            p.invalid_kvpair()
        })
        .or_else(|| self.alt(Self::invalid_star_value))
        .or_else(|| self.alt(Self::invalid_empty_value))
    }

    fn invalid_kvpair(&mut self) -> Option<N> {
        self.alt(|p| {
            let a = p.expression()?;
            p.not(|p| p.tok(":"))?;
            let mut start = p.get(a).end;
            start.col -= 1;
            let at = (p.get(a).start.line, start.col + 1, start.line, 0);
            p.raised = Some(p.placed(
                super::super::source::ErrKind::SyntaxError,
                "':' expected after dictionary key".to_owned(),
                at,
            ));
            None
        })
        .or_else(|| self.alt(Self::invalid_star_value))
        .or_else(|| self.alt(Self::invalid_empty_value))
    }

    fn invalid_star_value(&mut self) -> Option<N> {
        self.expression()?;
        self.tok(":")?;
        let a = self.tok("*")?;
        self.bitwise_or()?;
        self.raise_since(
            a.start,
            "cannot use a starred expression in a dictionary value",
        )
    }

    fn invalid_empty_value(&mut self) -> Option<N> {
        self.expression()?;
        let a = self.tok(":")?;
        if !self.at_any(&["}", ","]) {
            return None;
        }
        self.raise_tok(&a, "expression expected after dictionary key and ':'")
    }

    // ---- comprehensions

    pub(super) fn for_if_clauses(&mut self) -> Option<N> {
        let clauses = self.many(1, Self::for_if_clause)?;
        clauses.last().copied()
    }

    /// One clause; the node is its last part.
    fn for_if_clause(&mut self) -> Option<N> {
        for word in [Some("async"), None] {
            let head = self.alt(|p| {
                if let Some(word) = word {
                    p.tok(word)?;
                }
                p.tok("for")?;
                p.star_targets()?;
                p.tok("in")
            });
            if head.is_some() {
                // Committed.
                let mut last = self.disjunction()?;
                let conditions = self.many(0, |p| {
                    p.tok("if")?;
                    p.disjunction()
                })?;
                last = conditions.last().copied().unwrap_or(last);
                return Some(last);
            }
        }
        if !self.invalid {
            return None;
        }
        self.alt(|p| {
            p.opt_tok("async")?;
            p.tok("for")?;
            p.commas(Self::bitwise_or)?;
            p.opt_tok(",")?;
            p.not(|p| p.tok("in"))?;
            p.raise_syntax("'in' expected after for-loop variables")
        })
        .or_else(|| self.alt(Self::invalid_for_target))
    }

    fn listcomp(&mut self) -> Option<N> {
        self.comprehension("[", "]", Kind::ListComp, Self::named_expression)
    }

    fn setcomp(&mut self) -> Option<N> {
        self.comprehension("{", "}", Kind::SetComp, Self::named_expression)
    }

    pub(super) fn genexp(&mut self) -> Option<N> {
        self.comprehension("(", ")", Kind::GenExp, Self::plain_argument)
    }

    fn dictcomp(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok("{")?;
            p.kvpair()?;
            p.for_if_clauses()?;
            p.tok("}")?;
            Some(p.node(Kind::DictComp, from, vec![]))
        })
        .or_else(|| {
            if !self.invalid {
                return None;
            }
            self.alt(|p| {
                p.tok("{")?;
                let a = p.tok("**")?;
                p.bitwise_or()?;
                p.for_if_clauses()?;
                p.tok("}")?;
                p.raise_tok(&a, "dict unpacking cannot be used in dict comprehension")
            })
        })
    }

    fn comprehension(
        &mut self,
        open: &str,
        close: &str,
        kind: Kind,
        element: fn(&mut Self) -> Option<N>,
    ) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.tok(open)?;
            element(p)?;
            p.for_if_clauses()?;
            p.tok(close)?;
            Some(p.node(kind, from, vec![]))
        })
        .or_else(|| {
            if self.invalid {
                self.alt(Self::invalid_comprehension)
            } else {
                None
            }
        })
    }

    fn invalid_comprehension(&mut self) -> Option<N> {
        let forgot = "did you forget parentheses around the comprehension target?";
        self.alt(|p| {
            p.any_tok(&["[", "(", "{"])?;
            let a = p.starred_expression()?;
            p.for_if_clauses()?;
            p.raise_node(a, "iterable unpacking cannot be used in comprehension")
        })
        .or_else(|| {
            self.alt(|p| {
                p.any_tok(&["[", "{"])?;
                let a = p.star_named_expression()?;
                p.tok(",")?;
                let b = p.star_named_expressions()?;
                p.for_if_clauses()?;
                let &last = b.last()?;
                p.raise_nodes(a, last, forgot)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.any_tok(&["[", "{"])?;
                let a = p.star_named_expression()?;
                let b = p.tok(",")?;
                p.for_if_clauses()?;
                p.raise_to_tok(a, &b, forgot)
            })
        })
    }

    // ---- arguments

    pub(super) fn arguments(&mut self) -> Option<N> {
        self.memo(Rule::Arguments, |p| {
            p.alt(|p| {
                let a = p.args()?;
                p.opt_tok(",")?;
                p.at(")").then_some(a)
            })
            .or_else(|| {
                if p.invalid {
                    p.alt(Self::invalid_arguments)
                } else {
                    None
                }
            })
        })
    }

    /// A positional argument that is not the name of a keyword argument.
    fn positional(&mut self) -> Option<N> {
        self.alt(Self::starred_expression).or_else(|| {
            self.alt(|p| {
                let a = p.plain_argument()?;
                p.not(|p| p.tok("="))?;
                Some(a)
            })
        })
    }

    fn plain_argument(&mut self) -> Option<N> {
        self.alt(Self::assignment_expression).or_else(|| {
            self.alt(|p| {
                let a = p.expression()?;
                p.not(|p| p.tok(":="))?;
                Some(a)
            })
        })
    }

    /// Arguments of a call; the kids are the positional ones.
    fn args(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            let mut kids = p.commas(Self::positional)?;
            let rest = p.opt(|p| {
                p.tok(",")?;
                p.kwargs()
            })?;
            let (stars, double) = rest.unwrap_or_default();
            kids.extend(stars);
            Some(p.node(Kind::Arguments(double), from, kids))
        })
        .or_else(|| {
            self.alt(|p| {
                let (stars, double) = p.kwargs()?;
                Some(p.node(Kind::Arguments(double), from, stars))
            })
        })
    }

    /// Keyword arguments and what may stand among them: the starred ones, and whether there is a `**`.
    fn kwargs(&mut self) -> Option<(Vec<N>, bool)> {
        let double = |p: &Self, items: &[N]| items.iter().any(|&i| p.get(i).kind == Kind::Dict);
        let stars = |p: &Self, items: Vec<N>| -> Vec<N> {
            items
                .into_iter()
                .filter(|&i| p.get(i).kind == Kind::Starred)
                .collect()
        };
        self.alt(|p| {
            let a = p.commas(Self::kwarg_or_starred)?;
            p.tok(",")?;
            let b = p.commas(Self::kwarg_or_double_starred)?;
            let found = double(p, &b);
            Some((stars(p, a), found))
        })
        .or_else(|| {
            self.alt(|p| {
                p.commas(Self::kwarg_or_starred)
                    .map(|a| (stars(p, a), false))
            })
        })
        .or_else(|| {
            self.alt(|p| {
                let b = p.commas(Self::kwarg_or_double_starred)?;
                let found = double(p, &b);
                Some((Vec::new(), found))
            })
        })
    }

    pub(super) fn starred_expression(&mut self) -> Option<N> {
        let from = self.pos;
        if self.invalid {
            self.opt(|p| {
                let a = p.tok("*")?;
                p.expression()?;
                p.tok("=")?;
                let b = p.expression()?;
                p.raise_from_tok::<N>(&a, b, "cannot assign to iterable argument unpacking")
            })?;
        }
        self.alt(|p| {
            p.tok("*")?;
            let a = p.expression()?;
            Some(p.node(Kind::Starred, from, vec![a]))
        })
        .or_else(|| {
            if !self.invalid {
                return None;
            }
            self.tok("*")?;
            self.raise_syntax("Invalid star expression")
        })
    }

    fn keyword_argument(&mut self) -> Option<N> {
        self.alt(|p| {
            p.name()?;
            p.tok("=")?;
            p.expression()?;
            Some(p.unit())
        })
    }

    fn kwarg_or_starred(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(Self::invalid_kwarg)?;
        }
        self.keyword_argument()
            .or_else(|| self.alt(Self::starred_expression))
    }

    fn kwarg_or_double_starred(&mut self) -> Option<N> {
        if self.invalid {
            self.opt(Self::invalid_kwarg)?;
        }
        let from = self.pos;
        self.keyword_argument().or_else(|| {
            self.alt(|p| {
                p.tok("**")?;
                p.expression()?;
                Some(p.node(Kind::Dict, from, vec![]))
            })
        })
    }

    fn invalid_kwarg(&mut self) -> Option<N> {
        let maybe_equal = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        self.alt(|p| {
            let a = p.any_tok(&["True", "False", "None"])?;
            let b = p.tok("=")?;
            let name = p.text(&a);
            p.raise_between(a.start, b.end, format!("cannot assign to {name}"))
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.name()?;
                let b = p.tok("=")?;
                p.expression()?;
                p.for_if_clauses()?;
                p.raise_to_tok(a, &b, maybe_equal)
            })
        })
        .or_else(|| {
            self.alt(|p| {
                p.not(|p| {
                    p.name()?;
                    p.tok("=")
                })?;
                let a = p.expression()?;
                let b = p.tok("=")?;
                p.raise_to_tok(
                    a,
                    &b,
                    "expression cannot contain assignment, perhaps you meant \"==\"?",
                )
            })
        })
        .or_else(|| {
            self.alt(|p| {
                let a = p.tok("**")?;
                p.expression()?;
                p.tok("=")?;
                let b = p.expression()?;
                p.raise_from_tok(&a, b, "cannot assign to keyword argument unpacking")
            })
        })
    }

    fn invalid_arguments(&mut self) -> Option<N> {
        let genexp = "Generator expression must be parenthesized";
        self.alt(Self::invalid_star_after_keyword)
            .or_else(|| {
                self.alt(|p| {
                    let a = p.expression()?;
                    let b = p.for_if_clauses()?;
                    p.tok(",")?;
                    p.opt(|p| {
                        p.args().or_else(|| {
                            p.expression()?;
                            p.for_if_clauses()
                        })
                    })?;
                    p.raise_nodes(a, b, genexp)
                })
            })
            .or_else(|| {
                self.alt(|p| {
                    let a = p.name()?;
                    let b = p.tok("=")?;
                    p.expression()?;
                    p.for_if_clauses()?;
                    p.raise_to_tok(
                        a,
                        &b,
                        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                    )
                })
            })
            .or_else(|| self.alt(Self::invalid_empty_argument))
            .or_else(|| {
                self.alt(|p| {
                    let a = p.args()?;
                    let b = p.for_if_clauses()?;
                    let kids = p.get(a).kids.clone();
                    match kids.as_slice() {
                        [_, .., last] => p.raise_nodes(*last, b, genexp),
                        _ => None,
                    }
                })
            })
            .or_else(|| {
                self.alt(|p| {
                    p.args()?;
                    p.tok(",")?;
                    let a = p.expression()?;
                    let b = p.for_if_clauses()?;
                    p.raise_nodes(a, b, genexp)
                })
            })
            .or_else(|| {
                self.alt(|p| {
                    let a = p.args()?;
                    p.tok(",")?;
                    p.args()?;
                    let what = if p.get(a).kind == Kind::Arguments(true) {
                        " unpacking"
                    } else {
                        ""
                    };
                    p.raise_syntax(format!(
                        "positional argument follows keyword argument{what}"
                    ))
                })
            })
    }

    fn invalid_star_after_keyword(&mut self) -> Option<N> {
        self.alt(|p| {
            p.commas(Self::positional)?;
            p.tok(",")?;
            p.kwargs()
        })
        .or_else(|| self.alt(Self::kwargs))?;
        let comma = self.tok(",")?;
        self.commas(|p| {
            let a = p.starred_expression()?;
            p.not(|p| p.tok("="))?;
            Some(a)
        })?;
        self.raise_since(
            comma.start,
            "iterable argument unpacking follows keyword argument unpacking",
        )
    }

    fn invalid_empty_argument(&mut self) -> Option<N> {
        self.opt(|p| {
            p.args()?;
            p.tok(",")
        })?;
        let a = self.name()?;
        let b = self.tok("=")?;
        if !self.at_any(&[",", ")"]) {
            return None;
        }
        self.raise_to_tok(a, &b, "expected argument value expression")
    }
}
