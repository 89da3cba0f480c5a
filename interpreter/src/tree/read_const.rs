//! Constants and interpolated strings from objects.

use super::read::{Reader, Spot};
use crate::code::Const;
use num_bigint::BigInt;
use ruff_python_ast::*;
use ruff_text_size::TextRange;
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::set::Set;
use typhon_runtime::types::{self, bytes, complex, float, int, str as pystr, tuple};
use typhon_runtime::{Thread, ops};

impl Reader {
    pub(super) fn constant(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Expr> {
        let value = self.needed(th, o, "Constant", "value")?;
        if let Some(kind) = self.optional(th, o, "kind")?
            && !pystr::is_str(kind.r())
        {
            return Err(type_error(th, "AST string must be of type str"));
        }
        let v = value.r();
        if v.is_exact(&types::STR)
            && let Some(s) = v.get::<pystr::Str>()
        {
            return Ok(self.string(s.bytes(), spot));
        }
        if let Some(b) = bytes::value(v).filter(|_| v.is_exact(&types::BYTES)) {
            let range = self.given.leaf(spot.start, spot.end);
            let literal = BytesLiteral {
                range,
                node_index: AtomicNodeIndex::NONE,
                value: b.into(),
                flags: BytesLiteralFlags::empty(),
            };
            return Ok(Expr::BytesLiteral(ExprBytesLiteral {
                node_index: AtomicNodeIndex::NONE,
                range,
                value: BytesLiteralValue::single(literal),
            }));
        }
        let k = self.value(th, v)?;
        let range = self.given.leaf(spot.start, spot.end);
        let number = |value| {
            Expr::NumberLiteral(ExprNumberLiteral {
                node_index: AtomicNodeIndex::NONE,
                range,
                value,
            })
        };
        Ok(match k {
            Const::None => Expr::NoneLiteral(ExprNoneLiteral {
                node_index: AtomicNodeIndex::NONE,
                range,
            }),
            Const::True | Const::False => Expr::BooleanLiteral(ExprBooleanLiteral {
                node_index: AtomicNodeIndex::NONE,
                range,
                value: k == Const::True,
            }),
            Const::Ellipsis => Expr::EllipsisLiteral(ExprEllipsisLiteral {
                node_index: AtomicNodeIndex::NONE,
                range,
            }),
            Const::Int(i) if i >= 0 => number(Number::Int(i.unsigned_abs().into())),
            Const::Float(bits) => number(Number::Float(f64::from_bits(bits))),
            k => {
                self.given.keep(range, k);
                Expr::IpyEscapeCommand(ExprIpyEscapeCommand {
                    node_index: AtomicNodeIndex::NONE,
                    range,
                    kind: IpyEscapeKind::Shell,
                    value: "".into(),
                })
            }
        })
    }

    fn string(&mut self, text: &[u8], spot: Spot) -> Expr {
        let literal = self.string_part(text, spot);
        Expr::StringLiteral(ExprStringLiteral {
            node_index: AtomicNodeIndex::NONE,
            range: literal.range,
            value: StringLiteralValue::single(literal),
        })
    }

    fn string_part(&mut self, text: &[u8], spot: Spot) -> StringLiteral {
        StringLiteral {
            range: self.given.literal(text, spot.start, spot.end),
            node_index: AtomicNodeIndex::NONE,
            value: String::from_utf8_lossy(text).into(),
            flags: StringLiteralFlags::empty(),
        }
    }

    /// A value that may stand in a `Constant`.
    fn value(&mut self, th: &mut Thread, v: Ref<'_>) -> R<Const> {
        if v.is_none() {
            return Ok(Const::None);
        }
        if v.is(Obj::bool(true).r()) {
            return Ok(Const::True);
        }
        if v.is(Obj::bool(false).r()) {
            return Ok(Const::False);
        }
        if v.is(Ref::ELLIPSIS) {
            return Ok(Const::Ellipsis);
        }
        let class = v.class();
        let exact = |t| v.is_exact(t);
        if exact(&types::INT) {
            return match int::to_i64(v) {
                Some(i) => Ok(Const::Int(i)),
                None => {
                    let text = types::bigint::BigInt::clone(&*match int::as_bigint(v) {
                        Some(b) => b,
                        None => return Ok(Const::Int(0)),
                    });
                    let magnitude = types::bigint::magnitude_le_bytes(&text);
                    let sign = if int::num(v).is_some_and(int::Num::is_negative) {
                        num_bigint::Sign::Minus
                    } else {
                        num_bigint::Sign::Plus
                    };
                    Ok(Const::Big(BigInt::from_bytes_le(sign, &magnitude)))
                }
            };
        }
        if let Some(x) = float::value(v).filter(|_| exact(&types::FLOAT)) {
            return Ok(Const::Float(x.to_bits()));
        }
        if let Some(z) = complex::value(v).filter(|_| exact(&types::COMPLEX)) {
            return Ok(Const::Complex(z.re.to_bits(), z.im.to_bits()));
        }
        if let Some(s) = v.get::<pystr::Str>().filter(|_| exact(&types::STR)) {
            return Ok(Const::Str(s.bytes().into()));
        }
        if let Some(b) = bytes::value(v).filter(|_| exact(&types::BYTES)) {
            return Ok(Const::Bytes(b.into()));
        }
        if exact(&types::TUPLE) {
            let items: Vec<Obj> = tuple::items(v).map(Ref::own).collect();
            return Ok(Const::Tuple(self.values(th, &items)?.into()));
        }
        if exact(&types::FROZENSET)
            && let Some(s) = v.get::<Set>()
        {
            let items = s.items();
            return Ok(Const::FrozenSet(self.values(th, &items)?.into()));
        }
        let m = format!("got an invalid type in Constant: {}", class.name());
        Err(type_error(th, m))
    }

    fn values(&mut self, th: &mut Thread, items: &[Obj]) -> R<Vec<Const>> {
        self.deeper(th, "Constant", |s, th| {
            items.iter().map(|i| s.value(th, i.r())).collect()
        })
    }

    // ---- interpolated strings

    pub(super) fn joined(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Expr> {
        let start = self.given.mark(spot.start);
        let elements = self.pieces(th, o, "JoinedStr")?;
        let range = self.since(start, spot.end);
        Ok(Expr::FString(fstring(elements, range)))
    }

    pub(super) fn formatted(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Expr> {
        let start = self.given.mark(spot.start);
        let element = self.interpolated(th, o, spot)?;
        let range = self.since(start, spot.end);
        Ok(Expr::FString(fstring(vec![element], range)))
    }

    pub(super) fn template(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Expr> {
        let start = self.given.mark(spot.start);
        let elements = self.pieces(th, o, "TemplateStr")?;
        let range = self.since(start, spot.end);
        Ok(tstring(elements, range))
    }

    /// An interpolation that stands alone is a template of its own.
    pub(super) fn interpolation(&mut self, th: &mut Thread, o: Ref<'_>, spot: Spot) -> R<Expr> {
        let start = self.given.mark(spot.start);
        let element = self.interpolated(th, o, spot)?;
        let range = self.since(start, spot.end);
        Ok(tstring(vec![element], range))
    }

    fn pieces(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        kind: &str,
    ) -> R<Vec<InterpolatedStringElement>> {
        let mut elements = Vec::new();
        for v in self.items(th, o, kind, "values")? {
            self.piece(th, v.r(), &mut elements)?;
        }
        Ok(elements)
    }

    fn piece(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        elements: &mut Vec<InterpolatedStringElement>,
    ) -> R<()> {
        if o.is_none() {
            return Err(value_error(th, "None disallowed in expression list"));
        }
        let spot = self.spot(th, o, "expr")?;
        match self.kind(o) {
            "FormattedValue" | "Interpolation" => elements.push(self.interpolated(th, o, spot)?),
            "JoinedStr" => {
                let inner = self.deeper(th, "expr", |s, th| s.pieces(th, o, "JoinedStr"))?;
                elements.extend(inner);
            }
            "Constant" => {
                let value = self.needed(th, o, "Constant", "value")?;
                match value.get::<pystr::Str>() {
                    Some(s) => {
                        let range = self.given.piece(s.bytes(), spot.start, spot.end);
                        elements.push(InterpolatedStringElement::Literal(
                            InterpolatedStringLiteralElement {
                                range,
                                node_index: AtomicNodeIndex::NONE,
                                value: s.to_string_lossy().into(),
                            },
                        ));
                    }
                    None => elements.push(self.as_element(th, o, spot)?),
                }
            }
            _ => elements.push(self.as_element(th, o, spot)?),
        }
        Ok(())
    }

    /// Any other expression is formatted as it is.
    fn as_element(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        spot: Spot,
    ) -> R<InterpolatedStringElement> {
        let start = self.given.mark(spot.start);
        let expression = Box::new(self.expr(th, o, ExprContext::Load)?);
        let range = self.since(start, spot.end);
        Ok(element(range, expression, ConversionFlag::None, None))
    }

    fn interpolated(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        spot: Spot,
    ) -> R<InterpolatedStringElement> {
        let kind = self.kind(o);
        let start = self.given.mark(spot.start);
        let expression = Box::new(self.expr_field(th, o, kind, "value", ExprContext::Load)?);
        if kind == "Interpolation" {
            let text = self.needed(th, o, kind, "str")?;
            let text = ops::str_text(th, text.r())?;
            self.given.keep_text(start, text);
        }
        let conversion = self.needed(th, o, kind, "conversion")?;
        let conversion = match self.int(th, conversion.r())? {
            -1 => ConversionFlag::None,
            115 => ConversionFlag::Str,
            114 => ConversionFlag::Repr,
            97 => ConversionFlag::Ascii,
            n => {
                let m = format!("Unrecognized conversion character {n}");
                return Err(error::raise(th, &error::SYSTEM_ERROR, m));
            }
        };
        let spec = match self.optional(th, o, "format_spec")? {
            None => None,
            Some(spec) => {
                let at = self.spot(th, spec.r(), "expr")?;
                let from = self.given.mark(at.start);
                let mut elements = Vec::new();
                self.deeper(th, "expr", |s, th| s.piece(th, spec.r(), &mut elements))?;
                Some(Box::new(InterpolatedStringFormatSpec {
                    range: self.since(from, at.end),
                    node_index: AtomicNodeIndex::NONE,
                    elements: elements.into(),
                }))
            }
        };
        let range = self.since(start, spot.end);
        Ok(element(range, expression, conversion, spec))
    }
}

fn element(
    range: TextRange,
    expression: Box<Expr>,
    conversion: ConversionFlag,
    format_spec: Option<Box<InterpolatedStringFormatSpec>>,
) -> InterpolatedStringElement {
    InterpolatedStringElement::Interpolation(InterpolatedElement {
        range,
        node_index: AtomicNodeIndex::NONE,
        expression,
        debug_text: None,
        conversion,
        format_spec,
    })
}

fn fstring(elements: Vec<InterpolatedStringElement>, range: TextRange) -> ExprFString {
    let part = FString {
        range,
        node_index: AtomicNodeIndex::NONE,
        elements: elements.into(),
        flags: FStringFlags::empty(),
    };
    ExprFString {
        node_index: AtomicNodeIndex::NONE,
        range,
        value: FStringValue::single(part),
    }
}

fn tstring(elements: Vec<InterpolatedStringElement>, range: TextRange) -> Expr {
    let part = TString {
        range,
        node_index: AtomicNodeIndex::NONE,
        elements: elements.into(),
        flags: TStringFlags::empty(),
    };
    Expr::TString(ExprTString {
        node_index: AtomicNodeIndex::NONE,
        range,
        value: TStringValue::single(part),
    })
}
