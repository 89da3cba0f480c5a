//! Targets of assignments, loops and `del`.

use super::names::Purpose;
use super::parser::{Kind, N, Parser, Rule};

impl Parser<'_> {
    pub(super) fn star_targets(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            let a = p.star_target()?;
            p.not(|p| p.tok(","))?;
            Some(a)
        })
        .or_else(|| {
            self.alt(|p| {
                let kids = p.commas(Self::star_target)?;
                p.opt_tok(",")?;
                Some(p.node(Kind::Tuple, from, kids))
            })
        })
    }

    pub(super) fn star_target(&mut self) -> Option<N> {
        self.memo(Rule::StarTarget, |p| {
            let from = p.pos;
            p.alt(|p| {
                p.tok("*")?;
                p.not(|p| p.tok("*"))?;
                let a = p.star_target()?;
                Some(p.node(Kind::Starred, from, vec![a]))
            })
            .or_else(|| p.target_with_star_atom())
        })
    }

    fn target_with_star_atom(&mut self) -> Option<N> {
        self.memo(Rule::TargetWithStarAtom, |p| {
            p.subscript_or_attribute().or_else(|| p.star_atom())
        })
    }

    /// `a.b` or `a[b]`, with nothing of the kind behind it.
    pub(super) fn subscript_or_attribute(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(|p| {
            p.t_primary()?;
            p.tok(".")?;
            p.name()?;
            p.not(|p| p.any_tok(&["(", "[", "."]))?;
            Some(p.node(Kind::Attribute, from, vec![]))
        })
        .or_else(|| {
            self.alt(|p| {
                p.t_primary()?;
                p.tok("[")?;
                p.slices()?;
                p.tok("]")?;
                p.not(|p| p.any_tok(&["(", "[", "."]))?;
                Some(p.node(Kind::Subscript, from, vec![]))
            })
        })
    }

    fn star_atom(&mut self) -> Option<N> {
        let from = self.pos;
        self.alt(Self::name)
            .or_else(|| {
                self.alt(|p| {
                    p.tok("(")?;
                    let a = p.target_with_star_atom()?;
                    p.tok(")")?;
                    Some(a)
                })
            })
            .or_else(|| {
                self.alt(|p| {
                    p.tok("(")?;
                    p.opt(Self::star_targets_tuple)?;
                    p.tok(")")?;
                    Some(p.node(Kind::Tuple, from, vec![]))
                })
            })
            .or_else(|| {
                self.alt(|p| {
                    p.tok("[")?;
                    p.opt(|p| {
                        p.commas(Self::star_target)?;
                        p.opt_tok(",")
                    })?;
                    p.tok("]")?;
                    Some(p.node(Kind::List, from, vec![]))
                })
            })
    }

    fn star_targets_tuple(&mut self) -> Option<()> {
        let items = self.commas(Self::star_target)?;
        let comma = self.opt_tok(",")?.is_some();
        (comma || items.len() > 1).then_some(())
    }

    pub(super) fn single_target(&mut self) -> Option<N> {
        self.subscript_or_attribute()
            .or_else(|| self.alt(Self::name))
            .or_else(|| {
                self.alt(|p| {
                    p.tok("(")?;
                    let a = p.single_target()?;
                    p.tok(")")?;
                    Some(a)
                })
            })
    }

    pub(super) fn del_targets(&mut self) -> Option<N> {
        self.commas(Self::del_target)?;
        self.opt_tok(",")?;
        Some(self.unit())
    }

    fn del_target(&mut self) -> Option<N> {
        self.memo(Rule::DelTarget, |p| {
            p.subscript_or_attribute().or_else(|| p.del_atom())
        })
    }

    fn del_atom(&mut self) -> Option<N> {
        self.alt(Self::name)
            .or_else(|| {
                self.alt(|p| {
                    p.tok("(")?;
                    p.del_target()?;
                    p.tok(")")?;
                    Some(p.unit())
                })
            })
            .or_else(|| self.del_group("(", ")"))
            .or_else(|| self.del_group("[", "]"))
    }

    fn del_group(&mut self, open: &str, close: &str) -> Option<N> {
        self.alt(|p| {
            p.tok(open)?;
            p.opt(Self::del_targets)?;
            p.tok(close)?;
            Some(p.unit())
        })
    }

    /// A loop over something that is no target.
    pub(super) fn invalid_for_target(&mut self) -> Option<N> {
        self.opt_tok("async")?;
        self.tok("for")?;
        let a = self.star_expressions()?;
        self.raise_invalid_target(a, Purpose::Loop)
    }
}
