//! Class definitions: the body's code object and the call that builds the class.

use super::emit::{Reg, str_const};
use super::{Compiler, Res};
use crate::code::{Const, Pos};
use crate::opcode::{Intrinsic, Op};
use crate::scope::Role;
use ruff_python_ast::name::Name;
use ruff_python_ast::*;

impl<'a> Compiler<'a> {
    pub(super) fn class_def(&mut self, c: &'a StmtClassDef) -> Res<()> {
        let (range, line) = self.definition_start(c.range, &c.decorator_list);
        let pos = self.pos(range);
        let decorators = self.decorators(&c.decorator_list)?;
        let t = self.u.push();
        match c.type_params.as_deref() {
            Some(params) => self.generic_class(c, params, pos, line, t)?,
            None => self.class_object(c, pos, line, t)?,
        }
        self.u.pop_to(t + 1);
        self.apply_decorators(&c.decorator_list, decorators, t);
        let result = decorators.unwrap_or(t);
        self.store_name(pos, &c.name.id, result);
        Ok(())
    }

    /// `dst` = the class of a definition (in the scope of its type parameters, if it has some). `dst` is on top.
    pub(super) fn class_object(
        &mut self,
        c: &'a StmtClassDef,
        pos: Pos,
        line: u32,
        dst: Reg,
    ) -> Res<()> {
        let code = self.class_body(c, line)?;
        self.u.a(pos, Op::LoadBuildClass, dst);
        let function = self.u.push();
        let window = self.function_window();
        self.make_function(pos, code, window, 0, function);
        self.u.pop_to(window);
        let name = self.u.push();
        self.u.load_const(pos, name, str_const(&c.name.id));
        let generic = c.type_params.is_some();
        if generic {
            let base = Name::new_static(".generic_base");
            let t = self.u.push();
            self.load_mangled(pos, &Name::new_static(".type_params"), t);
            self.u.emit(
                pos,
                Op::Intrinsic,
                Intrinsic::SubscriptGeneric as u8,
                t,
                t,
                0,
            );
            self.store_mangled(pos, &base, t);
            self.u.pop_to(t);
        }
        let empty: (&'a [Expr], &'a [Keyword]) = (&[], &[]);
        let (args, keywords) = match c.arguments.as_deref() {
            Some(a) => {
                self.check_keywords(a)?;
                (a.args.as_ref(), a.keywords.as_slice())
            }
            None => empty,
        };
        let simple = args.len() + keywords.len() < 250
            && !args.iter().any(Expr::is_starred_expr)
            && keywords.iter().all(|k| k.arg.is_some());
        if !simple {
            let extra = generic.then(|| Name::new_static(".generic_base"));
            return self.class_call_unpacked(args, keywords, (function, extra), pos, dst);
        }
        let mut count = 2;
        for e in args {
            self.push_expr(e)?;
            count += 1;
        }
        if generic {
            let t = self.u.push();
            self.load_mangled(pos, &Name::new_static(".generic_base"), t);
            count += 1;
        }
        for k in keywords {
            self.push_expr(&k.value)?;
            count += 1;
        }
        self.emit_call(pos, dst, count, keywords, false);
        self.u.pop_to(dst + 1);
        Ok(())
    }

    fn class_call_unpacked(
        &mut self,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        given: (Reg, Option<Name>),
        pos: Pos,
        dst: Reg,
    ) -> Res<()> {
        let (function, extra) = given;
        // The list of arguments takes the place of the function.
        self.u.emit(pos, Op::BuildList, 0, function, function, 2);
        self.u.pop_to(function + 1);
        self.class_arguments(args, extra, pos, function)?;
        let map = self.u.push();
        if !keywords.is_empty() {
            self.keyword_dict(keywords, pos, dst, map)?;
        }
        let named = u8::from(!keywords.is_empty());
        self.u.emit(pos, Op::CallEx, named, dst, 0, 0);
        self.u.pop_to(dst + 1);
        Ok(())
    }

    fn class_body(&mut self, c: &'a StmtClassDef, line: u32) -> Res<crate::code::CodeProto> {
        let scope = self.scope_of(c, Role::Body, c.range)?;
        self.enter(scope, c.name.as_str(), line)?;
        let start = Pos {
            line,
            end_line: line,
            col: 0,
            end_col: 0,
        };
        self.make_cells(start);
        self.load_and_store(start, "__name__", "__module__");
        let qualname = self.u.proto.qualname.clone();
        self.store_str(start, "__qualname__", &qualname);
        let t = self.u.push();
        self.u.load_const(start, t, Const::Int(i64::from(line)));
        self.store_mangled(start, &Name::new_static("__firstlineno__"), t);
        self.u.pop_to(t);
        if c.type_params.is_some() {
            self.load_and_store(start, ".type_params", "__type_params__");
        }
        let s = self.table.get(scope);
        if s.needs_classdict {
            let t = self.u.push();
            self.u.a(start, Op::LoadLocals, t);
            self.store_cell(start, "__classdict__", t);
        }
        self.annotations_start(start, &c.body);
        let (doc, doc_pos, body) = self.split_docstring(&c.body);
        if let (Some(doc), Some(at)) = (doc, doc_pos) {
            let t = self.u.push();
            self.u.load_const(at, t, doc);
            self.store_mangled(at, &Name::new_static("__doc__"), t);
            self.u.pop_to(t);
        }
        self.body(body)?;
        self.class_end(c, start, line)?;
        self.leave()
    }

    fn load_and_store(&mut self, pos: Pos, from: &'static str, to: &'static str) {
        let t = self.u.push();
        self.load_mangled(pos, &Name::new_static(from), t);
        self.store_mangled(pos, &Name::new_static(to), t);
        self.u.pop_to(t);
    }

    /// Stores a temporary into one of the class's own cells.
    pub(super) fn store_cell(&mut self, pos: Pos, name: &str, t: Reg) {
        if let Some(&r) = self.u.locals.get(name) {
            self.u.ab(pos, Op::StoreCell, r, t);
        }
        self.u.pop_to(t);
    }

    /// What follows a class body: annotations, static attributes, the class cell.
    fn class_end(&mut self, c: &'a StmtClassDef, pos: Pos, line: u32) -> Res<()> {
        self.class_annotations(&c.body, pos, line)?;
        // What follows belongs to the line that the body ends with.
        let pos = self.end_pos(pos.line);
        let names = std::mem::take(&mut self.u.static_attributes);
        let t = self.u.push();
        self.u.load_const(pos, t, Self::names_const(names));
        self.store_mangled(pos, &Name::new_static("__static_attributes__"), t);
        for (cell, name) in [
            ("__classdict__", "__classdictcell__"),
            ("__class__", "__classcell__"),
        ] {
            let Some(&r) = self.u.locals.get(cell) else {
                continue;
            };
            self.u.ab(pos, Op::LoadCellRef, t, r);
            if cell == "__class__" {
                let copy = self.u.push();
                self.u.copy(pos, copy, t);
                self.store_mangled(pos, &Name::new_static(name), copy);
                self.u.a(pos, Op::Return, t);
                self.u.reachable = false;
            } else {
                self.store_mangled(pos, &Name::new_static(name), t);
            }
        }
        self.u.pop_to(t);
        self.u.return_const(self.end_pos(pos.line), Const::None);
        Ok(())
    }
}
