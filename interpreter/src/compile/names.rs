//! Names: where a variable lives, and loading, storing and deleting it.

use super::emit::{InlinedComp, Reg, reg};
use super::{Compiler, Res};
use crate::code::HIDDEN;
use crate::code::Pos;
use crate::opcode::Op;
use crate::scope::{Binding, Kind, SUBJECT, ScopeId, used};
use ruff_python_ast::name::Name;
use std::collections::HashMap;

/// Where a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A register.
    Fast(Reg),
    /// A cell held by a register.
    Cell(Reg),
    /// A free variable.
    Free(u16),
    /// The globals (then the builtins).
    Global,
    /// The frame's locals mapping, then the globals.
    Name,
}

impl Compiler<'_> {
    /// Gives registers to the parameters and variables of the current unit's scope.
    pub(super) fn assign_registers(&mut self) {
        let scope = self.table.get(self.u.scope);
        if scope.function_like() {
            let (params, rest): (Vec<_>, Vec<_>) = scope
                .symbols
                .iter()
                .partition(|s| s.flags & used::PARAM != 0);
            for s in params {
                let r = self.u.add_local(shown_parameter(&s.name, scope.kind));
                self.u.locals.insert(s.name.clone(), r);
                self.u.bound.set(r);
                if s.binding == Binding::Cell {
                    self.u.cell_regs.insert(r);
                    self.u.proto.cellvars.push(r);
                }
            }
            for s in rest.iter().filter(|s| s.binding == Binding::Local) {
                let r = self.u.add_local(s.name.to_string());
                self.u.locals.insert(s.name.clone(), r);
            }
            let mut cells: Vec<_> = rest.iter().filter(|s| s.binding == Binding::Cell).collect();
            cells.sort_by(|a, b| a.name.cmp(&b.name));
            for s in cells {
                self.add_cell(&s.name);
            }
        } else if scope.kind == Kind::Class {
            for (name, needed) in [
                ("__class__", scope.needs_class_cell),
                ("__classdict__", scope.needs_classdict),
                ("__conditional_annotations__", scope.conditional_annotations),
            ] {
                if needed {
                    self.add_cell(&Name::new_static(name));
                }
            }
        }
        if scope.matches {
            let r = self.u.add_local(SUBJECT.to_owned());
            self.u.locals.insert(Name::new_static(SUBJECT), r);
        }
        self.add_free_variables();
        self.add_hidden(self.u.scope, 0);
        self.u.seal_locals();
        self.u.deletable = scope
            .deleted
            .iter()
            .filter_map(|n| self.u.locals.get(n).copied())
            .collect();
    }

    fn add_cell(&mut self, name: &Name) {
        let r = self.u.add_local(name.to_string());
        self.u.locals.insert(name.clone(), r);
        self.u.cell_regs.insert(r);
        self.u.proto.cellvars.push(r);
    }

    fn add_free_variables(&mut self) {
        let scope = self.table.get(self.u.scope);
        let mut names: Vec<&Name> = scope
            .symbols
            .iter()
            .filter(|s| s.binding == Binding::Free || s.flags & used::FREE_CLASS != 0)
            .map(|s| &s.name)
            .collect();
        names.sort();
        for name in names {
            let index = reg(self.u.proto.freevars.len());
            self.u.proto.freevars.push(name.to_string());
            self.u.free.insert(name.clone(), index);
        }
    }

    /// Registers for the variables of inlined comprehensions: one per name, nesting depth and kind of storage.
    fn add_hidden(&mut self, scope: ScopeId, depth: usize) {
        for &child in &self.table.get(scope).children {
            let comp = self.table.get(child);
            if !comp.inlined {
                continue;
            }
            for s in &comp.symbols {
                let cell = match s.binding {
                    Binding::Local => false,
                    Binding::Cell => true,
                    _ => continue,
                };
                let at = (s.name.clone(), depth, cell);
                if s.flags & used::PARAM == 0 && !self.u.hidden.contains_key(&at) {
                    let r = self.u.add_local(format!("{HIDDEN}{}", s.name));
                    self.u.hidden.insert(at, r);
                    if cell {
                        self.u.cell_regs.insert(r);
                        self.u.proto.cellvars.push(r);
                    }
                }
            }
            self.add_hidden(child, depth + 1);
        }
    }

    /// Makes the variables of an inlined comprehension visible.
    pub(super) fn enter_inlined(&mut self, scope: ScopeId, pos: Pos) {
        let depth = self.u.comps.len();
        let mut regs = HashMap::new();
        for s in &self.table.get(scope).symbols {
            let cell = s.binding == Binding::Cell;
            if let Some(&r) = self.u.hidden.get(&(s.name.clone(), depth, cell))
                && matches!(s.binding, Binding::Local | Binding::Cell)
            {
                regs.insert(s.name.clone(), r);
                if cell {
                    self.u.a(pos, Op::MakeCell, r);
                }
            }
        }
        self.u.comps.push(InlinedComp { scope, regs });
    }

    /// The registers of the innermost inlined comprehension, sorted.
    pub(super) fn inlined_registers(&self) -> Vec<Reg> {
        let mut regs: Vec<Reg> = self
            .u
            .comps
            .last()
            .iter()
            .flat_map(|c| c.regs.values().copied())
            .collect();
        regs.sort_unstable();
        regs
    }

    /// The scope in which names are looked up now: the innermost inlined comprehension or the unit's.
    pub(super) fn scope_now(&self) -> ScopeId {
        self.u.comps.last().map_or(self.u.scope, |c| c.scope)
    }

    /// A private name as the current class stores it.
    pub(super) fn mangle(&self, name: &Name) -> Name {
        self.table.get(self.scope_now()).mangle(name)
    }

    /// Where the (mangled) name lives.
    pub(super) fn place(&self, name: &Name) -> Place {
        for comp in self.u.comps.iter().rev() {
            match self.table.get(comp.scope).binding(name) {
                Binding::Local => {
                    return comp.regs.get(name).map_or(Place::Name, |&r| Place::Fast(r));
                }
                Binding::Cell => {
                    return comp.regs.get(name).map_or(Place::Name, |&r| Place::Cell(r));
                }
                Binding::GlobalExplicit => return Place::Global,
                Binding::GlobalImplicit | Binding::Unset => {
                    return if self.kind() == Kind::Module {
                        Place::Name
                    } else {
                        Place::Global
                    };
                }
                Binding::Free => {}
            }
        }
        let scope = self.table.get(self.u.scope);
        let inlined = !self.u.comps.is_empty();
        if inlined && scope.kind == Kind::Class {
            return self
                .u
                .free
                .get(name)
                .map_or(Place::Global, |&i| Place::Free(i));
        }
        // A class that assigns `__class__` itself has it in its namespace; the register holds the cell of its methods.
        let hidden = scope.kind == Kind::Class && name.as_str() == "__class__";
        let local = self.u.locals.get(name).copied().filter(|_| !hidden);
        match (scope.binding(name), local) {
            (Binding::Local, Some(r)) => Place::Fast(r),
            (Binding::Cell, Some(r)) => Place::Cell(r),
            (Binding::Free, _) => self
                .u
                .free
                .get(name)
                .map_or(Place::Global, |&i| Place::Free(i)),
            (Binding::GlobalExplicit, _) => Place::Global,
            (Binding::GlobalImplicit | Binding::Unset, _) if scope.function_like() => Place::Global,
            _ => Place::Name,
        }
    }

    /// The register of a local variable that can be read in place.
    pub(super) fn fast(&self, name: &Name) -> Option<Reg> {
        match self.place(&self.mangle(name)) {
            Place::Fast(r) => Some(r),
            _ => None,
        }
    }

    /// Checks that a local is bound where that is not certain.
    pub(super) fn check_bound(&mut self, pos: Pos, r: Reg) {
        if !self.u.is_temp(r) && !self.u.bound.has(r) {
            self.u.a(pos, Op::CheckBound, r);
            if self.u.reachable {
                self.u.bound.set(r);
            }
        }
    }

    /// Loads a name into a register.
    pub(super) fn load_name(&mut self, pos: Pos, name: &Name, dst: Reg) {
        let name = self.mangle(name);
        self.load_mangled(pos, &name, dst);
    }

    /// Loads an already mangled name.
    pub(super) fn load_mangled(&mut self, pos: Pos, name: &Name, dst: Reg) {
        let place = self.place(name);
        let scope = self.table.get(self.u.scope);
        let in_class = scope.kind == Kind::Class && self.u.comps.is_empty();
        match place {
            Place::Fast(r) => {
                self.check_bound(pos, r);
                self.u.mov(pos, dst, r);
            }
            Place::Cell(r) => self.u.ab(pos, Op::LoadCell, dst, r),
            Place::Free(i) => match self.class_namespace(pos, scope.can_see_class, in_class) {
                Some(map) => {
                    self.u.emit(pos, Op::LoadFromDictOrCell, 0, dst, map, i);
                    self.u.pop_to(map);
                }
                None => self.u.ab(pos, Op::LoadFree, dst, i),
            },
            Place::Global => {
                let implicit =
                    self.table.get(self.scope_now()).binding(name) != Binding::GlobalExplicit;
                match self.class_namespace(pos, scope.can_see_class && implicit, false) {
                    Some(map) => {
                        self.u.site(pos, Op::LoadFromDictOrGlobal, dst, map, name);
                        self.u.pop_to(map);
                    }
                    None => self.u.site(pos, Op::LoadGlobal, dst, 0, name),
                }
            }
            Place::Name => self.u.site(pos, Op::LoadName, dst, 0, name),
        }
    }

    /// The namespace of the class that is searched before free and global variables, in a temporary.
    fn class_namespace(
        &mut self,
        pos: Pos,
        annotation_scope: bool,
        class_body: bool,
    ) -> Option<Reg> {
        if class_body {
            let t = self.u.push();
            self.u.a(pos, Op::LoadLocals, t);
            return Some(t);
        }
        let index = *self
            .u
            .free
            .get("__classdict__")
            .filter(|_| annotation_scope)?;
        let t = self.u.push();
        self.u.ab(pos, Op::LoadFree, t, index);
        Some(t)
    }

    /// Stores a register to a name; a temporary is consumed.
    pub(super) fn store_name(&mut self, pos: Pos, name: &Name, src: Reg) {
        let name = self.mangle(name);
        self.store_mangled(pos, &name, src);
    }

    /// Stores to an already mangled name.
    pub(super) fn store_mangled(&mut self, pos: Pos, name: &Name, src: Reg) {
        match self.place(name) {
            Place::Fast(r) => {
                self.u.mov(pos, r, src);
                self.mark_bound(r);
            }
            Place::Cell(r) => self.u.ab(pos, Op::StoreCell, r, src),
            Place::Free(i) => self.u.ab(pos, Op::StoreFree, i, src),
            Place::Global => self.u.site(pos, Op::StoreGlobal, src, 0, name),
            Place::Name => self.u.site(pos, Op::StoreName, src, 0, name),
        }
    }

    /// Notes that a local has a value now.
    pub(super) fn mark_bound(&mut self, r: Reg) {
        if self.u.reachable {
            self.u.bound.set(r);
        }
    }

    /// `del name`.
    pub(super) fn delete_name(&mut self, pos: Pos, name: &Name) -> Res<()> {
        let name = self.mangle(name);
        match self.place(&name) {
            Place::Fast(r) => {
                let op = if self.u.bound.has(r) {
                    Op::Clear
                } else {
                    Op::DelFast
                };
                self.u.a(pos, op, r);
                self.u.unbind(r);
            }
            Place::Cell(r) => self.u.a(pos, Op::DelCell, r),
            Place::Free(i) => self.u.a(pos, Op::DelFree, i),
            Place::Global => self.u.site(pos, Op::DelGlobal, 0, 0, &name),
            Place::Name => self.u.site(pos, Op::DelName, 0, 0, &name),
        }
        Ok(())
    }

    /// A tuple of the cells that a function of the scope closes over, in `dst`.
    pub(super) fn closure(&mut self, pos: Pos, child: &[String], dst: Reg) {
        let base = self.u.top();
        for name in child {
            let name = Name::new(name);
            let t = self.u.push();
            match self.cell_place(&name) {
                Place::Cell(r) => self.u.emit(pos, Op::LoadCellRef, 0, t, r, 0),
                Place::Free(i) => self.u.emit(pos, Op::LoadFreeCell, 0, t, i, 0),
                // Analysis gives every free variable a cell in the scope around it.
                place => debug_assert!(false, "no cell for {name}: {place:?}"),
            }
        }
        let count = reg(child.len());
        self.u.emit(pos, Op::BuildTuple, 0, dst, base, count);
        self.u.pop_to(base);
    }

    fn cell_place(&self, name: &Name) -> Place {
        match self.place(name) {
            place @ (Place::Cell(_) | Place::Free(_)) => place,
            _ => match (self.u.locals.get(name), self.u.free.get(name)) {
                (Some(&r), _) if self.u.cell_regs.contains(&r) => Place::Cell(r),
                (_, Some(&i)) => Place::Free(i),
                _ => Place::Name,
            },
        }
    }

    /// Wraps parameters and variables that inner functions use into cells.
    pub(super) fn make_cells(&mut self, pos: Pos) {
        let mut cells: Vec<Reg> = self
            .u
            .locals
            .values()
            .copied()
            .filter(|r| self.u.cell_regs.contains(r))
            .collect();
        cells.sort_unstable();
        for r in cells {
            self.u.a(pos, Op::MakeCell, r);
        }
    }
}

/// The name of a parameter as `co_varnames` shows it.
fn shown_parameter(name: &Name, kind: Kind) -> String {
    if kind == Kind::Annotation && name.as_str() == ".format" {
        "format".to_owned()
    } else {
        name.to_string()
    }
}
