//! Type parameters: the hidden functions around generic functions, classes and type aliases, and the functions that
//! evaluate bounds, defaults and alias values lazily.

use super::emit::{Reg, reg, str_const};
use super::function::parts;
use super::{Compiler, Res};
use crate::code::{CodeProto, Const, Pos};
use crate::opcode::{CmpOp, Instr, Intrinsic, Op};
use crate::scope::{Role, ScopeId};
use ruff_python_ast::name::Name;
use ruff_python_ast::*;
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    /// `dst` = the function of a `def` with type parameters. `dst` is the topmost temporary.
    pub(super) fn generic_function(
        &mut self,
        f: &'a StmtFunctionDef,
        params: &'a TypeParams,
        pos: Pos,
        line: u32,
        dst: Reg,
    ) -> Res<()> {
        let arguments = self.u.push_n(2);
        let x = self.default_values(&f.parameters, arguments)?;
        if x == parts::KWDEFAULTS {
            self.u.mov(pos, arguments, arguments + 1);
        }
        let count = x.count_ones() as u16;
        let scope = self.scope_of(f, Role::TypeParams, f.range)?;
        self.enter_generic(scope, line)?;
        self.u.proto.argcount = u32::from(count);
        self.make_cells(pos);
        let function = self.u.push();
        let tuple = self.u.push();
        self.type_params(params, tuple)?;
        let window = self.function_window();
        for (bit, name, offset) in [
            (parts::DEFAULTS, ".defaults", 0),
            (parts::KWDEFAULTS, ".kwdefaults", 1),
        ] {
            if x & bit != 0 {
                self.load_mangled(pos, &Name::new_static(name), window + offset);
            }
        }
        self.function_object(f, pos, line, window, x, function)?;
        self.u.emit(
            pos,
            Op::Intrinsic,
            Intrinsic::SetFunctionTypeParams as u8,
            function,
            function,
            0,
        );
        self.u.a(pos, Op::Return, function);
        self.u.reachable = false;
        let code = self.leave()?;
        self.u.pop_to(arguments + count);
        self.call_hidden(code, pos, dst, count);
        Ok(())
    }

    /// `dst` = the class of a definition with type parameters. `dst` is the topmost temporary.
    pub(super) fn generic_class(
        &mut self,
        c: &'a StmtClassDef,
        params: &'a TypeParams,
        pos: Pos,
        line: u32,
        dst: Reg,
    ) -> Res<()> {
        let scope = self.scope_of(c, Role::TypeParams, c.range)?;
        self.enter_generic(scope, line)?;
        self.make_cells(pos);
        let t = self.u.push();
        self.type_params(params, t)?;
        self.store_mangled(pos, &Name::new_static(".type_params"), t);
        self.class_object(c, pos, line, t)?;
        self.u.a(pos, Op::Return, t);
        self.u.reachable = false;
        let code = self.leave()?;
        self.call_hidden(code, pos, dst, 0);
        Ok(())
    }

    fn enter_generic(&mut self, scope: ScopeId, line: u32) -> Res<()> {
        let name = self.table.get(scope).name.to_string();
        self.enter(scope, &name, line)
    }

    /// Calls the function of a type parameter scope; its arguments follow `dst`.
    fn call_hidden(&mut self, code: CodeProto, pos: Pos, dst: Reg, count: u16) {
        let window = self.function_window();
        self.make_function(pos, code, window, 0, dst);
        self.u.pop_to(window);
        self.u.ab(pos, Op::Call, dst, count);
    }

    /// Creates the type parameters, stores each under its name and leaves their tuple in `dst`.
    fn type_params(&mut self, params: &'a TypeParams, dst: Reg) -> Res<()> {
        let base = self.u.top();
        let mut seen_default = false;
        for param in &params.type_params {
            let pos = self.pos(param.range());
            let name = &param.name().id;
            let t = self.push_str(pos, name);
            let kind = match param {
                TypeParam::TypeVar(v) => match v.bound.as_deref() {
                    Some(bound) => {
                        self.evaluator(param, Role::Bound, name, bound)?;
                        if bound.is_tuple_expr() {
                            Intrinsic::TypeVarConstraints
                        } else {
                            Intrinsic::TypeVarBound
                        }
                    }
                    None => Intrinsic::TypeVar,
                },
                TypeParam::TypeVarTuple(_) => Intrinsic::TypeVarTuple,
                TypeParam::ParamSpec(_) => Intrinsic::ParamSpec,
            };
            self.u.emit(pos, Op::Intrinsic, kind as u8, t, t, 0);
            self.u.pop_to(t + 1);
            match param.default() {
                Some(default) => {
                    seen_default = true;
                    self.evaluator(param, Role::Default, name, default)?;
                    self.u.emit(
                        pos,
                        Op::Intrinsic,
                        Intrinsic::SetTypeParamDefault as u8,
                        t,
                        t,
                        0,
                    );
                    self.u.pop_to(t + 1);
                }
                None if seen_default => {
                    let msg = format!(
                        "non-default type parameter '{name}' follows default type parameter"
                    );
                    return self.error(param.range(), msg);
                }
                None => {}
            }
            let copy = self.u.push();
            self.u.copy(pos, copy, t);
            self.store_name(pos, name, copy);
            self.u.pop_to(copy);
        }
        let pos = self.pos(params.range);
        self.u.emit(
            pos,
            Op::BuildTuple,
            0,
            dst,
            base,
            reg(params.type_params.len()),
        );
        self.u.pop_to(base);
        Ok(())
    }

    /// The next temporary = a function that evaluates the expression when asked.
    fn evaluator(&mut self, node: &'a TypeParam, role: Role, name: &Name, e: &'a Expr) -> Res<()> {
        let scope = self.scope_of(node, role, e.range())?;
        let t = self.u.push();
        let pos = self.pos(e.range());
        self.lazy_function(scope, name, e, pos, t)
    }

    fn lazy_function(
        &mut self,
        scope: ScopeId,
        name: &Name,
        e: &'a Expr,
        pos: Pos,
        dst: Reg,
    ) -> Res<()> {
        let window = self.function_window();
        self.u
            .load_const(pos, window, Const::Tuple([Const::Int(1)].into()));
        self.enter(scope, name.as_str(), pos.line)?;
        self.format_check(pos);
        self.make_cells(pos);
        let r = self.u.push();
        self.annotation_value(e, r)?;
        self.u.a(pos, Op::Return, r);
        self.u.reachable = false;
        let code = self.leave()?;
        self.make_function(pos, code, window, parts::DEFAULTS, dst);
        self.u.pop_to(window);
        Ok(())
    }

    /// An annotation or default; `*Ts` stands for the only element of what Ts unpacks to.
    pub(super) fn annotation_value(&mut self, e: &'a Expr, dst: Reg) -> Res<()> {
        let Expr::Starred(s) = e else {
            return self.expr_to(e, dst);
        };
        self.expr_to(&s.value, dst)?;
        self.u
            .emit(self.pos(e.range()), Op::UnpackSeq, 0, dst, dst, 1);
        Ok(())
    }

    /// The start of a lazily evaluated function: only the formats VALUE and VALUE_WITH_FAKE_GLOBALS are supported.
    pub(super) fn format_check(&mut self, pos: Pos) {
        self.u.proto.argcount = 1;
        self.u.proto.posonly = 1;
        let body = self.u.label();
        if let Some(two) = self.u.small_constant(&Const::Int(2)) {
            self.u.branch(
                pos,
                Instr::new(Op::CompareJumpK, CmpOp::Gt as u8, 0, two, 0),
                body,
            );
        }
        let t = self.u.push();
        self.u
            .site(pos, Op::LoadGlobal, t, 0, "NotImplementedError");
        self.u.emit(pos, Op::Raise, 1, t, 0, 0);
        self.u.reachable = false;
        self.u.pop_to(t);
        self.u.bind(body);
    }

    // ---- type statements

    pub(super) fn type_alias(&mut self, s: &'a StmtTypeAlias) -> Res<()> {
        let Expr::Name(name) = s.name.as_ref() else {
            return self.error(s.name.range(), "invalid syntax");
        };
        let pos = self.pos(s.range);
        let t = self.u.push();
        match s.type_params.as_deref() {
            Some(params) => {
                let scope = self.scope_of(s, Role::TypeParams, s.range)?;
                self.enter_generic(scope, pos.line)?;
                self.make_cells(pos);
                let alias = self.alias_parts(s, &name.id, Some(params), pos)?;
                self.u.a(pos, Op::Return, alias);
                self.u.reachable = false;
                let code = self.leave()?;
                self.call_hidden(code, pos, t, 0);
            }
            None => {
                self.u.pop_to(t);
                self.alias_parts(s, &name.id, None, pos)?;
            }
        }
        self.store_name(pos, &name.id, t);
        self.u.pop_to(t);
        Ok(())
    }

    /// The next temporary = the alias object.
    fn alias_parts(
        &mut self,
        s: &'a StmtTypeAlias,
        name: &Name,
        params: Option<&'a TypeParams>,
        pos: Pos,
    ) -> Res<Reg> {
        let base = self.u.push_n(3);
        self.u.load_const(pos, base, str_const(name));
        match params {
            Some(params) => self.type_params(params, base + 1)?,
            None => self.u.load_const(pos, base + 1, Const::None),
        }
        let scope = self.scope_of(s, Role::Body, s.range)?;
        self.lazy_function(scope, name, &s.value, pos, base + 2)?;
        self.u.emit(
            pos,
            Op::Intrinsic,
            Intrinsic::TypeAlias as u8,
            base,
            base,
            0,
        );
        self.u.pop_to(base + 1);
        Ok(base)
    }
}
