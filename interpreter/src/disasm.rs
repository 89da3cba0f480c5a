//! Readable listings of code objects, for `typhon --dis` and the golden tests.

use crate::code::{CodeProto, Const};
use crate::opcode::{
    BinOp, FORMATS, Format, INPLACE, Instr, Intrinsic, JUMP_IF_TRUE, NAMES, Op, YIELD_ASYNC,
    YIELD_DROP, YIELD_FROM,
};
use std::fmt::Write;

/// Symbols of the rich comparisons, in the order of `CmpOp`.
const COMPARISONS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// The listing of a code object and of those inside of it.
pub fn disassemble(code: &CodeProto) -> String {
    let mut out = String::new();
    listing(code, &mut out);
    out
}

/// One instruction as the module `dis` shows it.
pub struct Row {
    /// Number and name of the instruction.
    pub op: (u8, &'static str),
    /// Its operands, with labels for targets.
    pub operands: String,
    /// The instruction that it jumps to.
    pub target: Option<usize>,
    /// The number of the label before it, from 1.
    pub label: Option<usize>,
}

/// The instructions of a code object, without those inside of it.
pub fn rows(code: &CodeProto) -> Vec<Row> {
    let targets = targets(code);
    // The labels up to each instruction.
    let mut labels = vec![0; targets.len()];
    let mut count = 0;
    for (label, &is_target) in labels.iter_mut().zip(&targets) {
        count += usize::from(is_target);
        *label = count;
    }
    let row = |(at, &i): (usize, &Instr)| {
        let mut text = operands(code, at, i);
        let target = jump_target(at, i);
        if let Some(t) = target {
            let label = labels.get(t).copied().unwrap_or(0);
            text = text.replacen(&format!("-> {t}"), &format!("to L{label}"), 1);
        }
        Row {
            op: (i.op() as u8, name(i)),
            operands: text,
            target,
            label: labels
                .get(at)
                .copied()
                .filter(|_| targets.get(at) == Some(&true)),
        }
    };
    code.code.iter().enumerate().map(row).collect()
}

/// Which instructions are jumped to, by instructions or handlers; one more than there are.
fn targets(code: &CodeProto) -> Vec<bool> {
    let mut targets = vec![false; code.code.len() + 1];
    let jumps = code.code.iter().enumerate();
    let jumps = jumps.filter_map(|(at, i)| jump_target(at, *i));
    let handlers = code.handlers.iter().map(|h| h.target as usize);
    for t in jumps.chain(handlers) {
        if let Some(t) = targets.get_mut(t) {
            *t = true;
        }
    }
    targets
}

fn listing(code: &CodeProto, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = header(code, out);
    let targets = targets(code);
    let mut line = 0;
    for (at, i) in code.code.iter().enumerate() {
        let here = code.positions.get(at).map_or(0, |p| p.line);
        let shown = if here == line || here == 0 {
            String::new()
        } else {
            here.to_string()
        };
        if here != 0 {
            line = here;
        }
        let mark = if targets.get(at).copied().unwrap_or(false) {
            ">>"
        } else {
            "  "
        };
        let text = format!(
            "{shown:>5} {mark} {at:>4} {:<18} {}",
            name(*i),
            operands(code, at, *i)
        );
        out.push_str(text.trim_end());
        out.push('\n');
    }
    for h in &code.handlers {
        let _ = writeln!(
            out,
            "  handler {}..{} -> {} exc={} dead from {}",
            h.start,
            h.end,
            h.target,
            register(code, usize::from(h.exc)),
            h.first_dead
        );
    }
    for k in &code.consts {
        if let Const::Code(inner) = k {
            out.push('\n');
            listing(inner, out);
        }
    }
}

fn header(code: &CodeProto, out: &mut String) -> std::fmt::Result {
    writeln!(
        out,
        "code {} (line {}), flags {:#x}",
        code.qualname, code.first_line, code.flags
    )?;
    if code.argcount + code.kwonly > 0 {
        writeln!(
            out,
            "  arguments {} ({} positional only), {} keyword only",
            code.argcount, code.posonly, code.kwonly
        )?;
    }
    writeln!(
        out,
        "  registers {}, locals [{}]",
        code.nregs,
        code.varnames.join(", ")
    )?;
    if !code.cellvars.is_empty() {
        let cells: Vec<&str> = code
            .cellvars
            .iter()
            .map(|&r| variable(code, usize::from(r)))
            .collect();
        writeln!(out, "  cells [{}]", cells.join(", "))?;
    }
    if !code.freevars.is_empty() {
        writeln!(out, "  free [{}]", code.freevars.join(", "))?;
    }
    Ok(())
}

fn name(i: Instr) -> &'static str {
    NAMES.get(i.op() as usize).copied().unwrap_or("?")
}

fn variable(code: &CodeProto, r: usize) -> &str {
    code.varnames.get(r).map_or("?", String::as_str)
}

/// A local's name, or `t0`, `t1`, … for temporaries.
fn register(code: &CodeProto, r: usize) -> String {
    match r.checked_sub(code.nlocals as usize) {
        None => variable(code, r).to_owned(),
        Some(t) => format!("t{t}"),
    }
}

fn jump_target(at: usize, i: Instr) -> Option<usize> {
    let distance = match FORMATS.get(i.op() as usize)? {
        Format::AJump | Format::Jump => i.jump32(),
        Format::AbJump | Format::AkJump => i.jump16(),
        _ => return None,
    };
    usize::try_from(at as isize + 1 + distance).ok()
}

fn target(at: usize, i: Instr) -> String {
    jump_target(at, i).map_or("?".to_owned(), |t| format!("-> {t}"))
}

fn free(code: &CodeProto, i: usize) -> String {
    format!("free {}", code.freevars.get(i).map_or("?", String::as_str))
}

fn site(code: &CodeProto, i: Instr) -> String {
    let mask = if is_super(i.op()) {
        (1 << 23) - 1
    } else {
        usize::MAX
    };
    let name = code.sites.get(i.site() & mask).map_or("?", String::as_str);
    let zero = if is_super(i.op()) && i.site() >> 23 != 0 {
        " (no arguments)"
    } else {
        ""
    };
    format!(".{name}{zero}")
}

fn is_super(op: Op) -> bool {
    matches!(op, Op::LoadSuperAttr | Op::LoadSuperMethod)
}

fn operands(code: &CodeProto, at: usize, i: Instr) -> String {
    let r = |n: usize| register(code, n);
    let k = |n: usize| code.consts.get(n).map_or("?".to_owned(), constant);
    let (a, b, c) = (i.a(), i.b(), i.c());
    let text = match FORMATS.get(i.op() as usize) {
        None | Some(Format::Nil) => String::new(),
        Some(Format::Jump) => target(at, i),
        Some(Format::AJump) => format!("{} {}", r(a), target(at, i)),
        Some(Format::AbJump) => format!("{}, {} {}", r(a), r(b), target(at, i)),
        Some(Format::AkJump) => format!("{}, {} {}", r(a), k(b), target(at, i)),
        Some(Format::Ak) if i.op() == Op::ReturnK => k(i.wide()),
        Some(Format::Ak) => format!("{}, {}", r(a), k(i.wide())),
        Some(Format::Abk) => match i.op() {
            Op::CallKw | Op::CallMethodKw => format!("{}, {b} {}", r(a), k(c)),
            _ => format!("{}, {}, {}", r(a), r(b), k(c)),
        },
        Some(Format::A) if i.op() == Op::DelFree => free(code, a),
        Some(Format::A) => r(a),
        Some(Format::ASite) => format!("{}, {}", r(a), site(code, i)),
        Some(Format::AbSite) => format!("{}, {}, {}", r(a), r(b), site(code, i)),
        Some(Format::ABaseN) if i.op() == Op::BuildList && i.x() == 1 => {
            format!("{}, room for {}", r(a), r(b))
        }
        Some(Format::ABaseN) => format!("{}, {} * {c}", r(a), r(b)),
        Some(Format::Ab) => match i.op() {
            Op::Call | Op::CallMethod => format!("{}, {b}", r(a)),
            Op::LoadFree | Op::LoadFreeCell => format!("{}, {}", r(a), free(code, b)),
            Op::StoreFree => format!("{}, {}", free(code, a), r(b)),
            _ => format!("{}, {}", r(a), r(b)),
        },
        Some(Format::Abc) => match i.op() {
            Op::BinaryKR => format!("{}, {}, {}", r(a), k(b), r(c)),
            Op::UnpackSeq => format!("{} * {c}, {}", r(a), r(b)),
            Op::UnpackEx => {
                format!(
                    "{} * {}+1+{}, {}",
                    r(a),
                    c & 255,
                    c >> 8 | usize::from(i.x()) << 8,
                    r(b)
                )
            }
            Op::LoadFromDictOrCell if i.x() == 0 => {
                format!("{}, {}, {}", r(a), r(b), free(code, c))
            }
            Op::Yield if i.yield_kind() != YIELD_FROM => {
                let sent = if i.x() & YIELD_DROP == 0 {
                    format!("{}, ", r(a))
                } else {
                    String::new()
                };
                format!("{sent}{}, saves {c}", r(b))
            }
            _ => format!("{}, {}, {}", r(a), r(b), r(c)),
        },
    };
    match detail(i) {
        Some(d) => format!("{text}  ({d})"),
        None => text,
    }
}

/// What field x says.
fn detail(i: Instr) -> Option<String> {
    let x = i.x();
    Some(match i.op() {
        Op::Binary | Op::BinaryK | Op::BinaryKR => {
            let symbol = match i.operator() {
                BinOp::Pow => "**",
                other => other.symbol(),
            };
            format!("{symbol}{}", if x & INPLACE != 0 { "=" } else { "" })
        }
        Op::Compare | Op::CompareK => COMPARISONS
            .get(usize::from(x))
            .copied()
            .unwrap_or("?")
            .to_owned(),
        Op::CompareJump | Op::CompareJumpK => {
            let symbol = COMPARISONS.get(usize::from(x & 7)).copied().unwrap_or("?");
            format!(
                "if {}{symbol}",
                if x & JUMP_IF_TRUE != 0 { "" } else { "not " }
            )
        }
        Op::Is => if x == 0 { "is" } else { "is not" }.to_owned(),
        Op::Contains => if x == 0 { "in" } else { "not in" }.to_owned(),
        Op::LoadSpecial => ["__enter__", "__exit__", "__aenter__", "__aexit__"]
            .get(usize::from(x))?
            .to_string(),
        Op::Intrinsic => format!("{:?}", Intrinsic::ALL.get(usize::from(x))?),
        Op::Format => format!(
            "!{}{}",
            ["", "s", "r", "a"].get(usize::from(x & 3))?,
            if x & 0x80 != 0 { ":" } else { "" }
        ),
        Op::MakeFunction if x != 0 => {
            let names = [
                "defaults",
                "kwdefaults",
                "closure",
                "annotate",
                "annotations",
            ];
            let set: Vec<&str> = names
                .iter()
                .enumerate()
                .filter(|(n, _)| x & 1 << n != 0)
                .map(|(_, s)| *s)
                .collect();
            set.join(", ")
        }
        Op::Yield => match i.yield_kind() {
            YIELD_FROM => "from".to_owned(),
            YIELD_ASYNC => "async".to_owned(),
            _ => return None,
        },
        Op::Raise | Op::AssertFail | Op::BuildTemplate if x != 0 => format!("{x}"),
        _ => return None,
    })
}

/// A constant as Python writes it.
pub fn constant(k: &Const) -> String {
    let all = |items: &[Const]| items.iter().map(constant).collect::<Vec<_>>().join(", ");
    match k {
        Const::None => "None".to_owned(),
        Const::True => "True".to_owned(),
        Const::False => "False".to_owned(),
        Const::Ellipsis => "Ellipsis".to_owned(),
        Const::Int(i) => i.to_string(),
        Const::Big(b) => b.to_string(),
        Const::Float(f) => format!("{:?}", f64::from_bits(*f)),
        Const::Complex(re, im) => format!("({:?}+{:?}j)", f64::from_bits(*re), f64::from_bits(*im)),
        Const::Str(s) => format!("{:?}", String::from_utf8_lossy(s)),
        Const::Bytes(s) => format!("b\"{}\"", s.escape_ascii()),
        Const::Tuple(t) if t.len() == 1 => format!("({},)", all(t)),
        Const::Tuple(t) => format!("({})", all(t)),
        Const::FrozenSet(t) => format!("frozenset({{{}}})", all(t)),
        Const::Slice(p) => format!("slice({})", all(p.as_slice())),
        Const::Code(c) => format!("<code {}>", c.qualname),
    }
}
