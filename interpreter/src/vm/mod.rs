//! The machine: fetch, dispatch, calls and unwinding. Semantics stand in the `ops` modules.

pub mod arith;
pub mod attr;
pub mod awaiting;
pub mod cache;
pub mod call;
pub mod container;
pub mod control;
pub mod frame;
pub mod generator;
pub mod import;
pub mod regs;
pub mod stacks;
pub mod unwind;

use crate::objects::{Function, Generator};
use crate::opcode::{BinOp, Instr, JUMP_IF_TRUE, JUMP_MASK, Op};
use frame::{Ret, machine};
use regs::Fp;
use std::sync::atomic::{AtomicU64, Ordering::*};
use typhon_runtime::iter::{RangeIter, SeqIter};
use typhon_runtime::obj::{Obj, R, Raised};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, types};

/// Runs the frame on top of the stack until it ends.
pub fn run(th: &mut Thread) -> R {
    if th.stack_is_low() {
        return Err(abandon(th));
    }
    dispatch(th, false)
}

/// As `run`, but begins by raising the exception in flight at the frame's present instruction.
pub fn run_raising(th: &mut Thread) -> R {
    dispatch(th, true)
}

/// The Rust stack is low: takes the frame off again.
#[cold]
fn abandon(th: &mut Thread) -> Raised {
    // SAFETY: the frame just pushed.
    let f = unsafe { Fp::new(machine(th).top) };
    let n = f.code().nregs;
    if f.frame().generator != EMPTY {
        generator::finish(th, f);
    }
    unwind::pop(th, f, n);
    typhon_runtime::error::recursion_error(th, "maximum recursion depth exceeded")
}

/// Bit masks of the comparison results (less, equal, greater) that make each operator true.
const CMP_MASK: [u8; 8] = [0b001, 0b011, 0b010, 0b101, 0b100, 0b110, 0, 0];

#[inline(always)]
fn cmp_int(x: u8, a: i64, b: i64) -> bool {
    let bit = 1u8 << ((a > b) as u8 * 2 + (a == b) as u8);
    CMP_MASK[(x & 7) as usize] & bit != 0
}
/// Whether a fused comparison of two integers jumps; `x` as `quick_jump` made it.
#[inline(always)]
fn jump_int(x: u8, a: i64, b: i64) -> bool {
    let at = (a > b) as u32 * 2 + (a == b) as u32;
    (x as u32 >> JUMP_MASK) >> at & 1 != 0
}
/// Field x of a fused comparison with the results (less, equal, greater) on which it jumps.
pub fn quick_jump(x: u8) -> u8 {
    let mask = CMP_MASK[(x & 7) as usize];
    let jumps = if x & JUMP_IF_TRUE != 0 {
        mask
    } else {
        !mask & 7
    };
    x & (7 | JUMP_IF_TRUE) | jumps << JUMP_MASK
}
#[inline(always)]
fn cmp_float(x: u8, a: f64, b: f64) -> bool {
    match x & 7 {
        0 => a < b,
        1 => a <= b,
        2 => a == b,
        3 => a != b,
        4 => a > b,
        _ => a >= b,
    }
}

#[inline(always)]
fn class_ptr(w: Word) -> *const TypeObj {
    // SAFETY: a register word that is a pointer names a live object.
    unsafe { typhon_runtime::obj::Ref::from_ptr_word(w).class_of_ptr() as *const TypeObj }
}

fn dispatch(th: &mut Thread, raising: bool) -> R {
    // SAFETY (of every block below): the frame on top is live, registers and instruction pointers come from verified
    // code (MACHINE RULES 1-3); `ip` is stored to the frame before anything that may run other code or raise.
    let mut f: Fp;
    let mut ip: *const AtomicU64;
    let mut regs: *mut Word;
    let mut consts: *const Word;
    macro_rules! reload {
        () => {{
            // SAFETY: see the head of the function.
            f = unsafe { Fp::new(machine(th).top) };
            ip = f.frame().ip;
            regs = f.frame().regs;
            consts = f.code().consts.as_ptr() as *const Word;
        }};
    }
    macro_rules! sync {
        () => {
            f.frame().ip = ip
        };
    }
    macro_rules! raise {
        ($trace:expr) => {{
            match unwind::unwind(th, $trace) {
                unwind::Target::Handler => {
                    reload!();
                    continue;
                }
                unwind::Target::Out => return Err(Raised),
            }
        }};
    }
    macro_rules! slow {
        ($e:expr) => {{
            sync!();
            match $e {
                Ok(v) => v,
                Err(Raised) => raise!(true),
            }
        }};
    }
    macro_rules! w {
        ($i:expr) => {
            // SAFETY: see the head of the function.
            unsafe { *regs.add($i) }
        };
    }
    macro_rules! k {
        ($i:expr) => {
            // SAFETY: constant numbers come from verified code; constants live as long as the code (`Obj` is a word).
            unsafe { *consts.add($i) }
        };
    }
    macro_rules! set {
        ($i:expr, $v:expr) => {{
            let v: Word = $v;
            // SAFETY: see the head of the function.
            unsafe {
                let p = regs.add($i);
                let old = *p;
                *p = v;
                if value::is_owned(old) {
                    frame::release(old);
                }
            }
        }};
    }
    // An operator: on immediates here, else in its function.
    macro_rules! number {
        ($i:ident, $op:expr, $a:expr, $b:expr, $else:expr) => {{
            let v = arith::quick($op, $a, $b);
            if v != EMPTY {
                set!($i.a(), v);
            } else {
                slow!($else);
            }
        }};
    }
    macro_rules! jump {
        ($n:expr) => {
            // SAFETY: jump targets are inside the code.
            ip = unsafe { ip.offset($n) }
        };
    }
    macro_rules! call_window {
        ($base:expr, $first:expr, $n:expr) => {{
            let (base, first, n): (usize, usize, usize) = ($base, $first, $n);
            let callee = w!(base);
            sync!();
            if value::is_ptr(callee) && std::ptr::eq(class_ptr(callee), &types::FUNCTION) {
                // SAFETY: a live register word; the class is exact, and the code of a live function lives.
                let (r, code) = unsafe {
                    let r = typhon_runtime::obj::Ref::from_word(callee);
                    (r, &*r.payload_unchecked::<Function>().code_ptr())
                };
                // SAFETY: the window's registers.
                let args = unsafe { regs.add(first) };
                if code.exact == n as i32 {
                    slow!(call::push_frame(
                        th,
                        r,
                        code,
                        args,
                        n,
                        Ret::Register,
                        base as u16
                    ));
                } else {
                    slow!(call::enter(th, r, args, n, None, Ret::Register, base));
                }
                reload!();
            } else if slow!(call::call_other(th, f, base, first, n)) {
                reload!();
            }
            check_interrupt!();
        }};
    }
    macro_rules! check_interrupt {
        () => {
            if th.interrupted() {
                slow!(call::serve(th));
            }
        };
    }
    reload!();
    if raising {
        match unwind::unwind(th, true) {
            unwind::Target::Handler => reload!(),
            unwind::Target::Out => return Err(Raised),
        }
    }
    loop {
        // SAFETY: see the head of the function. Relaxed: CODE RULE 2.
        let i = Instr(unsafe { (*ip).load(Relaxed) });
        jump!(1);
        // SAFETY: verified code.
        match unsafe { i.op_unchecked() } {
            Op::Nop => {}
            Op::Move => set!(i.a(), f.move_word(i.b())),
            Op::Copy => set!(i.a(), frame::copy_word(w!(i.b()))),
            Op::MoveArg => set!(i.a(), f.arg_word(i.b())),
            Op::LoadK => set!(i.a(), frame::alias(k!(i.wide()))),
            Op::Clear => {
                let old = w!(i.a());
                if value::is_owned(old) {
                    sync!();
                    f.clear(i.a());
                    check_interrupt!();
                } else {
                    // SAFETY: see the head of the function.
                    unsafe { *regs.add(i.a()) = UNBOUND };
                }
            }
            Op::CheckBound => {
                if w!(i.a()) == UNBOUND {
                    slow!(attr::unbound_local(th, f, i.a()))
                }
            }
            Op::DelFast => {
                if w!(i.a()) == UNBOUND {
                    slow!(attr::unbound_local(th, f, i.a()))
                }
                sync!();
                f.clear(i.a());
                check_interrupt!();
            }
            Op::MakeCell => slow!(attr::make_cell(th, f, i.a())),
            Op::LoadCell => {
                if !attr::load_cell(f, i) {
                    slow!(attr::unbound_local(th, f, i.b()))
                }
            }
            Op::StoreCell => slow!(attr::store_cell(th, f, i)),
            Op::DelCell => slow!(attr::del_cell(th, f, i)),
            Op::LoadFree => {
                if !attr::load_free(f, i) {
                    slow!(Err(attr::unbound_free(th, f, i.b())))
                }
            }
            Op::StoreFree => slow!(attr::store_free(th, f, i)),
            Op::DelFree => slow!(attr::del_free(th, f, i)),
            Op::LoadFreeCell => slow!(attr::load_free_cell(th, f, i)),
            Op::LoadCellRef => set!(i.a(), frame::copy_word(w!(i.b()))),
            Op::LoadFromDictOrCell => slow!(attr::load_from_dict_or_cell(th, f, i)),
            Op::LoadFromDictOrGlobal => slow!(attr::load_from_dict_or_global(th, f, i)),
            Op::LoadGlobal | Op::LoadGlobalCached => {
                sync!();
                if !attr::load_global_fast(f, i) {
                    slow!(attr::load_global(th, f, i));
                }
            }
            Op::StoreGlobal => {
                slow!(attr::store_global(th, f, i));
                check_interrupt!();
            }
            Op::DelGlobal => slow!(attr::del_global(th, f, i)),
            Op::LoadName => slow!(attr::load_name(th, f, i)),
            Op::StoreName => {
                slow!(attr::store_name(th, f, i));
                check_interrupt!();
            }
            Op::DelName => {
                slow!(attr::del_name(th, f, i));
                check_interrupt!();
            }
            Op::LoadLocals => slow!(attr::load_locals(th, f, i)),
            Op::LoadBuildClass => slow!(attr::load_build_class(th, f, i)),
            Op::LoadAttr => {
                sync!();
                if !attr::load_attr_fast(th, f, i) {
                    slow!(attr::load_attr(th, f, i));
                    check_interrupt!();
                }
            }
            Op::StoreAttr => {
                sync!();
                if !attr::store_attr_fast(f, i) {
                    slow!(attr::store_attr(th, f, i));
                }
                check_interrupt!();
            }
            Op::DelAttr => slow!(attr::del_attr(th, f, i)),
            Op::LoadMethod => {
                sync!();
                if !attr::load_method_fast(f, i) {
                    slow!(attr::load_method(th, f, i));
                }
            }
            Op::LoadSuperAttr => slow!(attr::load_super(th, f, i, false)),
            Op::LoadSuperMethod => slow!(attr::load_super(th, f, i, true)),
            Op::LoadSpecial => slow!(attr::load_special(th, f, i)),
            Op::GetItem => {
                let (o, k) = (w!(i.b()), w!(i.c()));
                let v = container::getitem_fast(o, k);
                if v != EMPTY {
                    set!(i.a(), v);
                    if f.is_temp(i.b()) && i.b() != i.a() {
                        f.clear(i.b());
                    }
                    if f.is_temp(i.c()) && i.c() != i.a() {
                        f.clear(i.c());
                    }
                } else {
                    slow!(container::getitem(th, f, i));
                }
            }
            Op::GetItemK => {
                let (o, k) = (w!(i.b()), k!(i.c()));
                let v = container::getitem_fast(o, k);
                if v != EMPTY {
                    set!(i.a(), v);
                    if f.is_temp(i.b()) && i.b() != i.a() {
                        f.clear(i.b());
                    }
                } else {
                    slow!(container::getitem_k(th, f, i));
                }
            }
            Op::SetItem => {
                slow!(container::setitem(th, f, i));
                check_interrupt!();
            }
            Op::DelItem => {
                slow!(container::delitem(th, f, i));
                check_interrupt!();
            }
            Op::BuildSlice => {
                // SAFETY: verified code: an instruction follows.
                let next = Instr(unsafe { (*ip).load(Relaxed) });
                if slow!(container::slice_at_once(th, f, i, next)) {
                    jump!(1);
                    check_interrupt!();
                } else {
                    slow!(container::build_slice(th, f, i));
                }
            }
            Op::Add => number!(i, BinOp::Add, w!(i.b()), w!(i.c()), arith::binary(th, f, i)),
            Op::Sub => number!(i, BinOp::Sub, w!(i.b()), w!(i.c()), arith::binary(th, f, i)),
            Op::Mul => number!(i, BinOp::Mul, w!(i.b()), w!(i.c()), arith::binary(th, f, i)),
            Op::TrueDiv => number!(
                i,
                BinOp::TrueDiv,
                w!(i.b()),
                w!(i.c()),
                arith::binary(th, f, i)
            ),
            Op::FloorDiv => number!(
                i,
                BinOp::FloorDiv,
                w!(i.b()),
                w!(i.c()),
                arith::binary(th, f, i)
            ),
            Op::Mod => number!(i, BinOp::Mod, w!(i.b()), w!(i.c()), arith::binary(th, f, i)),
            Op::Binary => number!(
                i,
                i.operator(),
                w!(i.b()),
                w!(i.c()),
                arith::binary(th, f, i)
            ),
            Op::AddK => number!(
                i,
                BinOp::Add,
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::SubK => number!(
                i,
                BinOp::Sub,
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::MulK => number!(
                i,
                BinOp::Mul,
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::TrueDivK => number!(
                i,
                BinOp::TrueDiv,
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::FloorDivK => number!(
                i,
                BinOp::FloorDiv,
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::ModK => number!(
                i,
                BinOp::Mod,
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::BinaryK => number!(
                i,
                i.operator(),
                w!(i.b()),
                k!(i.c()),
                arith::binary_k(th, f, i)
            ),
            Op::SubKR => number!(
                i,
                BinOp::Sub,
                k!(i.b()),
                w!(i.c()),
                arith::binary_kr(th, f, i)
            ),
            Op::MulKR => number!(
                i,
                BinOp::Mul,
                k!(i.b()),
                w!(i.c()),
                arith::binary_kr(th, f, i)
            ),
            Op::TrueDivKR => number!(
                i,
                BinOp::TrueDiv,
                k!(i.b()),
                w!(i.c()),
                arith::binary_kr(th, f, i)
            ),
            Op::BinaryKR => number!(
                i,
                i.operator(),
                k!(i.b()),
                w!(i.c()),
                arith::binary_kr(th, f, i)
            ),
            Op::Neg => {
                // The negative of 0.0 is none of the immediate doubles.
                let v = match w!(i.b()) {
                    b if value::is_int(b) => value::try_int(-value::int_of(b)),
                    b if value::is_float(b) => value::try_float(-value::float_of(b)),
                    _ => None,
                };
                match v {
                    Some(v) => set!(i.a(), v),
                    None => slow!(arith::unary(th, f, i)),
                }
            }
            Op::Pos => slow!(arith::unary(th, f, i)),
            Op::Invert => slow!(arith::unary(th, f, i)),
            Op::Not => slow!(arith::not(th, f, i)),
            Op::ToBool => slow!(arith::to_bool(th, f, i)),
            Op::Compare => {
                let (a, b) = (w!(i.b()), w!(i.c()));
                if a & b & 1 != 0 {
                    set!(
                        i.a(),
                        if cmp_int(i.x(), a as i64, b as i64) {
                            value::TRUE
                        } else {
                            value::FALSE
                        }
                    );
                } else {
                    slow!(arith::compare(th, f, i));
                }
            }
            Op::CompareK => {
                let (a, b) = (w!(i.b()), k!(i.c()));
                if a & b & 1 != 0 {
                    set!(
                        i.a(),
                        if cmp_int(i.x(), a as i64, b as i64) {
                            value::TRUE
                        } else {
                            value::FALSE
                        }
                    );
                } else {
                    slow!(arith::compare_k(th, f, i));
                }
            }
            Op::Is => {
                let same = value::strip(w!(i.b())) == value::strip(w!(i.c()));
                f.consume_unless(i.b(), i.a());
                f.consume_unless(i.c(), i.a());
                set!(
                    i.a(),
                    if same != (i.x() == 1) {
                        value::TRUE
                    } else {
                        value::FALSE
                    }
                );
            }
            Op::Contains => slow!(container::contains(th, f, i)),
            Op::Jump => jump!(i.jump32()),
            Op::JumpBack => {
                // Before the jump: an exception of a handler belongs to this instruction.
                check_interrupt!();
                jump!(i.jump32());
            }
            Op::JumpIfFalse | Op::JumpIfTrue => {
                let v = w!(i.a());
                let t = if v == value::TRUE {
                    true
                } else if v == value::FALSE || v == value::NONE {
                    false
                } else if value::is_int(v) {
                    v != 1
                } else {
                    slow!(arith::truth_consume(th, f, i.a()))
                };
                if t == (i.op() == Op::JumpIfTrue) {
                    jump!(i.jump32());
                }
            }
            Op::JumpIfFalseKeep | Op::JumpIfTrueKeep => {
                let t = slow!(arith::truth(th, f, i.a()));
                if t == (i.op() == Op::JumpIfTrueKeep) {
                    jump!(i.jump32());
                } else {
                    f.consume(i.a());
                }
            }
            Op::JumpIfNone | Op::JumpIfNotNone => {
                let none = w!(i.a()) == value::NONE;
                if f.is_temp(i.a()) {
                    f.clear(i.a());
                }
                if none == (i.op() == Op::JumpIfNone) {
                    jump!(i.jump32());
                }
            }
            Op::CompareJump => {
                let (a, b) = (w!(i.a()), w!(i.b()));
                if a & b & 1 != 0 {
                    if jump_int(i.x(), a as i64, b as i64) {
                        jump!(i.jump16());
                    }
                    continue;
                }
                let t = if a & 3 == 2 && b & 3 == 2 {
                    cmp_float(i.x(), value::float_of(a), value::float_of(b))
                } else {
                    slow!(arith::compare_jump(th, f, i))
                };
                if t == (i.x() & JUMP_IF_TRUE != 0) {
                    jump!(i.jump16());
                }
            }
            Op::CompareJumpK => {
                let (a, b) = (w!(i.a()), k!(i.b()));
                if a & b & 1 != 0 {
                    if jump_int(i.x(), a as i64, b as i64) {
                        jump!(i.jump16());
                    }
                    continue;
                }
                let t = if (a ^ 2 | b ^ 2) & 3 == 0 {
                    cmp_float(i.x(), value::float_of(a), value::float_of(b))
                } else {
                    slow!(arith::compare_jump_k(th, f, i))
                };
                if t == (i.x() & JUMP_IF_TRUE != 0) {
                    jump!(i.jump16());
                }
            }
            Op::GetIter => slow!(container::get_iter(th, f, i)),
            Op::ForIter => {
                let it = w!(i.a());
                if !value::is_ptr(it) {
                    slow!(typhon_runtime::ops::next(th, f.reg(i.a())));
                    jump!(i.jump16());
                    continue;
                }
                let c = class_ptr(it);
                // SAFETY: a live register word.
                let r = unsafe { typhon_runtime::obj::Ref::from_word(it) };
                if std::ptr::eq(c, &types::RANGE_ITER) {
                    // SAFETY: exact class.
                    let x: &RangeIter = unsafe { r.payload_unchecked() };
                    if let Some(v) = x.advance() {
                        set!(i.b(), value::int_word(v));
                        continue;
                    }
                } else if std::ptr::eq(c, &types::LIST_ITER) {
                    // SAFETY: exact class.
                    let x: &SeqIter = unsafe { r.payload_unchecked() };
                    // SAFETY: exact class.
                    let v = unsafe { typhon_runtime::iter::list_step(x) };
                    if v != EMPTY {
                        set!(i.b(), v);
                        continue;
                    }
                } else if std::ptr::eq(c, &types::TUPLE_ITER) {
                    // SAFETY: exact class.
                    let x: &SeqIter = unsafe { r.payload_unchecked() };
                    // SAFETY: exact class.
                    let v = unsafe { typhon_runtime::iter::tuple_step(x) };
                    if v != EMPTY {
                        set!(i.b(), v);
                        continue;
                    }
                } else if std::ptr::eq(c, &types::GENERATOR) {
                    // SAFETY: exact class.
                    let x: &Generator = unsafe { r.payload_unchecked() };
                    if let Some(before) = x.claim() {
                        // SAFETY: this frame's registers end there.
                        let top = unsafe { regs.add(f.code().nregs) };
                        slow!(generator::push(th, r, x, top, Ret::ForIter, i.b() as u16));
                        if before == crate::objects::generator::SUSPENDED {
                            generator::deliver(th, Obj::none());
                        }
                        reload!();
                        check_interrupt!();
                        continue;
                    }
                }
                // SAFETY: verified code: an instruction follows.
                let next = Instr(unsafe { (*ip).load(Relaxed) });
                match slow!(container::for_iter(th, f, i, next)) {
                    container::Step::Item => {}
                    container::Step::Pair => jump!(1),
                    container::Step::End => {
                        sync!();
                        f.clear(i.a());
                        check_interrupt!();
                        jump!(i.jump16());
                    }
                }
            }
            Op::UnpackSeq => slow!(container::unpack_seq(th, f, i)),
            Op::UnpackEx => slow!(container::unpack_ex(th, f, i)),
            Op::BuildList => slow!(container::build_list(th, f, i)),
            Op::BuildTuple => slow!(container::build_tuple(th, f, i)),
            Op::BuildSet => slow!(container::build_set(th, f, i)),
            Op::BuildMap => slow!(container::build_map(th, f, i)),
            Op::BuildString => slow!(container::build_string(th, f, i)),
            Op::BuildTemplate => slow!(container::build_template(th, f, i)),
            Op::ListAppend => slow!(container::list_append(th, f, i)),
            Op::ListExtend => slow!(container::list_extend(th, f, i)),
            Op::ListToTuple => slow!(container::list_to_tuple(th, f, i)),
            Op::SetAdd => slow!(container::set_add(th, f, i)),
            Op::SetUpdate => slow!(container::set_update(th, f, i)),
            Op::MapAdd => slow!(container::map_add(th, f, i)),
            Op::DictUpdate => slow!(container::dict_update(th, f, i)),
            Op::DictMerge => slow!(container::dict_merge(th, f, i)),
            Op::Format => slow!(container::format(th, f, i)),
            Op::Call => {
                let base = i.a();
                call_window!(base, base + 1, i.b());
            }
            Op::CallMethod => {
                let base = i.a();
                if w!(base + 1) == UNBOUND {
                    call_window!(base, base + 2, i.b());
                } else {
                    call_window!(base, base + 1, i.b() + 1);
                }
            }
            Op::CallKw | Op::CallMethodKw => {
                sync!();
                if slow!(control::call_kw(th, f, i)) {
                    reload!();
                }
                check_interrupt!();
            }
            Op::CallEx => {
                sync!();
                if slow!(control::call_ex(th, f, i)) {
                    reload!();
                }
                check_interrupt!();
            }
            Op::Return | Op::ReturnK => {
                let fr = f.frame();
                if (fr.object | fr.generator == EMPTY) && fr.ret == Ret::Register {
                    // SAFETY: verified code.
                    let v = if unsafe { i.op_unchecked() } == Op::ReturnK {
                        frame::alias(k!(i.wide()))
                    } else {
                        let v = w!(i.a());
                        // SAFETY: see the head of the function.
                        unsafe { *regs.add(i.a()) = UNBOUND };
                        if value::is_borrowed(v) {
                            frame::copy_word(v)
                        } else {
                            v
                        }
                    };
                    let released = f.clear_locals();
                    f.check_left(f.code().nlocals);
                    let reg = fr.ret_reg as usize;
                    let m = machine(th);
                    // SAFETY: a frame whose result goes to a register has a caller below it.
                    unsafe {
                        m.top = f.ptr().sub(1);
                        f = Fp::new(m.top);
                    }
                    ip = f.frame().ip;
                    regs = f.frame().regs;
                    let code = f.code();
                    consts = code.consts.as_ptr() as *const Word;
                    th.frame_base = regs;
                    if th.watermark > regs {
                        th.watermark = regs;
                    }
                    // SAFETY: the caller's registers.
                    th.top = unsafe { regs.add(code.nregs) };
                    // SAFETY: the caller's registers.
                    let old = unsafe { std::ptr::replace(regs.add(reg), v) };
                    if released | value::is_owned(old) {
                        // Finalisers run at once.
                        frame::release(old);
                        check_interrupt!();
                    }
                    continue;
                }
                let mut v = if i.op() == Op::ReturnK {
                    frame::alias(k!(i.wide()))
                } else {
                    let v = w!(i.a());
                    // SAFETY: see the head of the function.
                    unsafe { *regs.add(i.a()) = UNBOUND };
                    v
                };
                sync!();
                let ret = f.frame().ret;
                let reg = f.frame().ret_reg as usize;
                if ret == Ret::Entry {
                    v = frame::to_owned(v);
                } else if value::is_borrowed(v) {
                    // An alias of a caller's private object must be counted: it may outlive that register.
                    let c = frame::copy_word(v);
                    v = c;
                }
                let generator = f.frame().generator != EMPTY;
                if generator {
                    generator::finish(th, f);
                }
                {
                    let n = f.code().nlocals;
                    unwind::pop(th, f, n);
                }
                match ret {
                    Ret::Entry => {
                        // SAFETY: owned by the line above.
                        return Ok(unsafe { Obj::from_word(v) });
                    }
                    Ret::Register => {
                        reload!();
                        set!(reg, v);
                    }
                    Ret::Init => {
                        reload!();
                        // The function of the frame: see `call::construct`.
                        f.clear(reg + 1);
                        if v != value::NONE {
                            slow!(control::init_result(th, v));
                        }
                    }
                    Ret::ForIter => {
                        reload!();
                        // The ForIter in progress ends its loop.
                        let fi = f.frame().instr();
                        frame::release(v);
                        f.clear(fi.a());
                        jump!(fi.jump16());
                    }
                }
                check_interrupt!();
            }
            Op::MakeFunction => slow!(control::make_function(th, f, i)),
            Op::ReturnGenerator => {
                let g = slow!(generator::make(th, f));
                let ret = f.frame().ret;
                let reg = f.frame().ret_reg as usize;
                unwind::pop(th, f, 0);
                if ret == Ret::Entry {
                    return Ok(g);
                }
                reload!();
                set!(reg, g.into_word());
            }
            Op::Yield => {
                sync!();
                let v = f.take(i.b());
                let ret = f.frame().ret;
                let reg = f.frame().ret_reg as usize;
                if i.x() != 0 {
                    generator::note_yield(f, i.x());
                }
                generator::suspend(th, f);
                if ret == Ret::Entry {
                    return Ok(v);
                }
                reload!();
                set!(reg, v.into_word());
            }
            Op::GetYieldFromIter => slow!(control::get_yield_from_iter(th, f, i)),
            Op::Send => {
                if !slow!(control::send(th, f, i)) {
                    jump!(i.jump16());
                }
            }
            Op::GetAwaitable => slow!(awaiting::get_awaitable(th, f, i)),
            Op::GetAiter => slow!(awaiting::get_aiter(th, f, i)),
            Op::GetAnext => slow!(awaiting::get_anext(th, f, i)),
            Op::EndAsyncFor => {
                sync!();
                if awaiting::end_async_for(th, f, i).is_err() {
                    raise!(false)
                }
                check_interrupt!();
            }
            Op::PushExcInfo => control::push_exc_info(th, f, i),
            Op::PopExcept => {
                sync!();
                control::pop_except(th, f, i);
                check_interrupt!();
            }
            Op::ExcMatchJump => {
                if !slow!(control::exc_match(th, f, i)) {
                    jump!(i.jump16());
                }
            }
            Op::ExcGroupMatch => slow!(control::exc_group_match(th, f, i)),
            Op::PrepReraiseStar => slow!(control::prep_reraise_star(th, f, i)),
            Op::Raise => {
                sync!();
                // A bare `raise` goes on with the traceback as it is.
                let fresh = i.x() != 0 || th.handled.is_none();
                control::raise(th, f, i);
                raise!(fresh)
            }
            Op::Reraise => {
                sync!();
                th.raised = f.take_any(i.a());
                raise!(false)
            }
            Op::WithExceptStart => slow!(control::with_except_start(th, f, i)),
            Op::AssertFail => {
                sync!();
                control::assert_fail(th, f, i);
                raise!(true)
            }
            Op::ImportName => slow!(import::import_name(th, f, i)),
            Op::ImportFrom => slow!(import::import_from(th, f, i)),
            Op::ImportStar => slow!(import::import_star(th, f, i)),
            Op::MatchSequence => {
                control::match_flag(f, i, typhon_runtime::types::typeobj::flags::MATCH_SEQUENCE)
            }
            Op::MatchMapping => {
                control::match_flag(f, i, typhon_runtime::types::typeobj::flags::MATCH_MAPPING)
            }
            Op::MatchKeys => slow!(control::match_keys(th, f, i)),
            Op::MatchClass => slow!(control::match_class(th, f, i)),
            Op::GetLen => slow!(control::get_len(th, f, i)),
            Op::Intrinsic => slow!(control::intrinsic(th, f, i)),
            Op::SetupAnnotations => slow!(control::setup_annotations(th, f)),
            Op::GetItemList
            | Op::GetItemDict
            | Op::GetItemTuple
            | Op::SetItemList
            | Op::SetItemDict
            | Op::ForIterRange
            | Op::ForIterList
            | Op::ForIterTuple
            | Op::ForIterGen
            | Op::LoadAttrSlot
            | Op::LoadAttrCached
            | Op::StoreAttrSlot
            | Op::LoadMethodCached
            | Op::CallPyExact
            | Op::CallMethodPyExact
            | Op::CallNative
            | Op::CallMethodNative
            | Op::CallClass => {
                slow!(control::not_an_instruction(th, i))
            }
        }
    }
}

impl Fp {
    /// OPERAND RULE 1 for an operand that may be the destination.
    #[inline(always)]
    pub fn consume_unless(self, i: usize, dst: usize) {
        if i != dst {
            self.consume(i);
        }
    }
}
