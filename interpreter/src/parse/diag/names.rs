//! How messages call expressions, and which part of a target cannot be assigned to or deleted.

use super::parser::{Kind, N, Parser};

/// What a target is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// `=` and `with … as`.
    Assign,
    /// `del`.
    Delete,
    /// `for`.
    Loop,
}

impl Parser<'_> {
    /// The words for an expression.
    pub(super) fn expr_name(&self, n: N) -> &'static str {
        match self.get(n).kind {
            Kind::Attribute => "attribute",
            Kind::Subscript => "subscript",
            Kind::Starred => "starred",
            Kind::Name => "name",
            Kind::List => "list",
            Kind::Tuple => "tuple",
            Kind::Lambda => "lambda",
            Kind::Call | Kind::Arguments(_) => "function call",
            Kind::Operation => "expression",
            Kind::GenExp => "generator expression",
            Kind::Yield => "yield expression",
            Kind::Await => "await expression",
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Dict => "dict literal",
            Kind::Set => "set display",
            Kind::FString => "f-string expression",
            Kind::TString => "t-string expression",
            Kind::NoneConst => "None",
            Kind::TrueConst => "True",
            Kind::FalseConst => "False",
            Kind::Ellipsis => "ellipsis",
            Kind::Literal | Kind::Bytes | Kind::Other => "literal",
            Kind::Compare(_) => "comparison",
            Kind::Conditional => "conditional expression",
            Kind::Named => "named expression",
        }
    }

    /// The first part that is no target.
    fn invalid_part(&self, n: N, purpose: Purpose) -> Option<N> {
        let node = self.get(n);
        match node.kind {
            Kind::List | Kind::Tuple => node
                .kids
                .iter()
                .find_map(|&k| self.invalid_part(k, purpose)),
            Kind::Starred if purpose == Purpose::Delete => Some(n),
            Kind::Starred => node
                .kids
                .first()
                .and_then(|&k| self.invalid_part(k, purpose)),
            // `for a in b` reads as a comparison.
            Kind::Compare(first_is_in) if purpose == Purpose::Loop => {
                if !first_is_in {
                    return None;
                }
                node.kids
                    .first()
                    .and_then(|&k| self.invalid_part(k, purpose))
            }
            Kind::Name | Kind::Subscript | Kind::Attribute => None,
            _ => Some(n),
        }
    }

    /// Raises for the first part that is no target; no match if all are.
    pub(super) fn raise_invalid_target<T>(&mut self, n: N, purpose: Purpose) -> Option<T> {
        let bad = self.invalid_part(n, purpose)?;
        let verb = if purpose == Purpose::Delete {
            "delete"
        } else {
            "assign to"
        };
        let name = self.expr_name(bad);
        self.raise_node(bad, format!("cannot {verb} {name}"))
    }
}
