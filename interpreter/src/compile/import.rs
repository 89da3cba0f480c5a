//! Imports and `from __future__`.

use super::emit::str_const;
use super::{Compiler, Res};
use crate::code::{Const, flags};
use crate::opcode::Op;
use crate::parse::{SourceFile, SyntaxError};
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::TextRange;

/// Features that have become part of the language, and the one that is an option still.
const FEATURES: [&str; 9] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
    "annotations",
];

/// The future flags of a module: the inherited ones and those that its first statements import.
pub(super) fn future_flags(
    src: &SourceFile,
    tree: &Mod,
    inherited: u32,
) -> Result<u32, SyntaxError> {
    let mut found = inherited & flags::FUTURE_ANNOTATIONS;
    let Mod::Module(m) = tree else {
        return Ok(found);
    };
    let mut start = true;
    for (i, s) in m.body.iter().enumerate() {
        match s {
            Stmt::ImportFrom(f) if is_future(f) => {
                if !start {
                    let msg = "from __future__ imports must occur at the beginning of the file";
                    return Err(src.error(f.range, msg));
                }
                for alias in &f.names {
                    found |= feature(src, alias)?;
                }
            }
            Stmt::Expr(e) if i == 0 && e.value.is_string_literal_expr() => {}
            _ => start = false,
        }
    }
    Ok(found)
}

fn is_future(f: &StmtImportFrom) -> bool {
    f.level == 0
        && f.module
            .as_ref()
            .is_some_and(|m| m.as_str() == "__future__")
}

fn feature(src: &SourceFile, alias: &Alias) -> Result<u32, SyntaxError> {
    match alias.name.as_str() {
        "annotations" => Ok(flags::FUTURE_ANNOTATIONS),
        "braces" => Err(src.error(alias.range, "not a chance")),
        // The joke feature of CPython that only brings back `<>`.
        "barry_as_FLUFL" => Ok(0),
        name if FEATURES.contains(&name) => Ok(0),
        name => {
            let msg = format!("future feature {name} is not defined");
            Err(src.error(alias.range, msg))
        }
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn import(&mut self, s: &'a StmtImport) -> Res<()> {
        let pos = self.pos(s.range);
        for alias in &s.names {
            let t = self.import_name(s.range, alias.name.as_str(), Const::None, 0);
            match &alias.asname {
                None => {
                    let first = alias.name.as_str().split('.').next().unwrap_or_default();
                    self.store_name(pos, &Name::new(first), t);
                }
                Some(name) => {
                    // `import a.b.c as x` binds the innermost module.
                    for part in alias.name.as_str().split('.').skip(1) {
                        let inner = self.u.push();
                        self.u.site(pos, Op::ImportFrom, inner, t, part);
                        self.u.a(pos, Op::Clear, t);
                        self.u.mov(pos, t, inner);
                        self.u.pop_to(inner);
                    }
                    self.store_name(pos, &name.id, t);
                }
            }
            self.u.pop_to(t);
        }
        Ok(())
    }

    /// The next temporary = the imported module.
    fn import_name(
        &mut self,
        range: TextRange,
        name: &str,
        fromlist: Const,
        level: u32,
    ) -> super::emit::Reg {
        let pos = self.pos(range);
        let t = self.u.push_n(2);
        self.u.load_const(pos, t, fromlist);
        self.u.load_const(pos, t + 1, Const::Int(i64::from(level)));
        self.u.site(pos, Op::ImportName, t, t, name);
        self.u.pop_to(t + 1);
        t
    }

    pub(super) fn import_from(&mut self, s: &'a StmtImportFrom) -> Res<()> {
        if is_future(s) && !(self.outer.is_empty() && self.u.blocks.is_empty()) {
            let msg = "from __future__ imports must occur at the beginning of the file";
            return self.error(s.range, msg);
        }
        let pos = self.pos(s.range);
        let names: Vec<Const> = s.names.iter().map(|a| str_const(a.name.as_str())).collect();
        let module = s.module.as_ref().map_or("", |m| m.as_str());
        let t = self.import_name(s.range, module, Const::Tuple(names.into()), s.level);
        if let [alias] = s.names.as_slice()
            && alias.name.as_str() == "*"
        {
            self.u.a(pos, Op::ImportStar, t);
            self.u.pop_to(t);
            return Ok(());
        }
        for alias in &s.names {
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            match self.fast(&name.id) {
                Some(r) => {
                    self.u.site(pos, Op::ImportFrom, r, t, alias.name.as_str());
                    self.mark_bound(r);
                }
                None => {
                    let value = self.u.push();
                    self.u
                        .site(pos, Op::ImportFrom, value, t, alias.name.as_str());
                    self.store_name(pos, &name.id, value);
                    self.u.pop_to(value);
                }
            }
        }
        self.u.a(pos, Op::Clear, t);
        self.u.pop_to(t);
        Ok(())
    }
}
