//! The table of handlers, and the handlers of instructions whose work is a call of one function.

use super::flow::class_ptr;
use super::frame;
use super::step::{Handler, op, raise, slow};
use super::{
    arith, attr, awaiting, container, control, flow, import, items, moves, natives, numbers,
    suspend, variables,
};
use crate::opcode::{ALL, Op};
use typhon_runtime::obj::{Obj, Raised};
use typhon_runtime::types::typeobj::flags as tf;
use typhon_runtime::types::{self, tuple};
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};

/// The handlers by opcode byte.
pub static HANDLERS: [Handler; 256] = table();

op!(
    /// Stands in the table of every thread while a profile is made: each instruction stores where it is before anything
    /// else, so that the right line is named for whatever it does.
    synced(s) {
        s.sync();
        super::frame::machine(s.th).located = s.f.ptr();
        let op = s.i().op_byte();
        s.to(HANDLERS[op as usize])
    }
);

const fn table() -> [Handler; 256] {
    let mut t: [Handler; 256] = [not_an_instruction; 256];
    let mut i = 0;
    while i < ALL.len() {
        t[i] = handler(ALL[i]);
        i += 1;
    }
    t
}

macro_rules! plain {
    ($($name:ident = |$s:ident| $e:expr;)*) => { $(op!($name($s) {
        slow!($s, $e);
        $s.next()
    });)* };
}
macro_rules! checked {
    ($($name:ident = |$s:ident| $e:expr;)*) => { $(op!($name($s) {
        slow!($s, $e);
        $s.done()
    });)* };
}

plain! {
    make_cell = |s| variables::make_cell(s.th, s.f, s.a());
    del_cell = |s| variables::del_cell(s.th, s.f, s.i());
    del_free = |s| variables::del_free(s.th, s.f, s.i());
    load_free_cell = |s| variables::load_free_cell(s.th, s.f, s.i());
    load_from_dict_or_cell = |s| variables::load_from_dict_or_cell(s.th, s.f, s.i());
    load_from_dict_or_global = |s| variables::load_from_dict_or_global(s.th, s.f, s.i());
    del_global = |s| variables::del_global(s.th, s.f, s.i());
    load_locals = |s| variables::load_locals(s.th, s.f, s.i());
    load_build_class = |s| variables::load_build_class(s.th, s.f, s.i());
    del_attr = |s| attr::del_attr(s.th, s.f, s.i());
    load_super_attr = |s| attr::load_super(s.th, s.f, s.i(), false);
    load_special = |s| attr::load_special(s.th, s.f, s.i());
    to_bool = |s| arith::to_bool(s.th, s.f, s.i());
    get_iter = |s| container::get_iter(s.th, s.f, s.i());
    unpack_seq = |s| container::unpack_seq(s.th, s.f, s.i());
    unpack_ex = |s| container::unpack_ex(s.th, s.f, s.i());
    build_list = |s| container::build_list(s.th, s.f, s.i());
    build_set = |s| container::build_set(s.th, s.f, s.i());
    build_map = |s| container::build_map(s.th, s.f, s.i());
    build_string = |s| container::build_string(s.th, s.f, s.i());
    build_template = |s| container::build_template(s.th, s.f, s.i());
    list_extend = |s| container::list_extend(s.th, s.f, s.i());
    list_to_tuple = |s| container::list_to_tuple(s.th, s.f, s.i());
    set_update = |s| container::set_update(s.th, s.f, s.i());
    map_add = |s| container::map_add(s.th, s.f, s.i());
    dict_update = |s| container::dict_update(s.th, s.f, s.i());
    dict_merge = |s| container::dict_merge(s.th, s.f, s.i());
    format = |s| container::format(s.th, s.f, s.i());
    make_function = |s| control::make_function(s.th, s.f, s.i());
    get_yield_from_iter = |s| control::get_yield_from_iter(s.th, s.f, s.i());
    get_awaitable = |s| awaiting::get_awaitable(s.th, s.f, s.i());
    get_aiter = |s| awaiting::get_aiter(s.th, s.f, s.i());
    get_anext = |s| awaiting::get_anext(s.th, s.f, s.i());
    exc_group_match = |s| control::exc_group_match(s.th, s.f, s.i());
    prep_reraise_star = |s| control::prep_reraise_star(s.th, s.f, s.i());
    import_name = |s| import::import_name(s.th, s.f, s.i());
    import_from = |s| import::import_from(s.th, s.f, s.i());
    import_star = |s| import::import_star(s.th, s.f, s.i());
    match_keys = |s| control::match_keys(s.th, s.f, s.i());
    match_class = |s| control::match_class(s.th, s.f, s.i());
    get_len = |s| control::get_len(s.th, s.f, s.i());
    intrinsic = |s| control::intrinsic(s.th, s.f, s.i());
    setup_annotations = |s| control::setup_annotations(s.th, s.f);
    not_an_instruction = |s| control::not_an_instruction(s.th, s.i());
}

checked! {
    del_name = |s| variables::del_name(s.th, s.f, s.i());
    del_item = |s| container::delitem(s.th, s.f, s.i());
}

op!(nop(s) { s.next() });
op!(build_tuple(s) {
    let n = s.c();
    if n == 0 {
        return s.to(build_tuple_empty);
    }
    s.sync();
    // SAFETY: registers of the frame, temporaries; what they hold moves into the tuple, counted.
    let made = unsafe {
        let from = s.regs.add(s.b());
        tuple::from_words(s.th, n, |k| frame::move_word(from.add(k)))
    };
    match made {
        Ok(o) => {
            let a = s.a();
            s.put(a, o.into_word())
        }
        Err(Raised) => raise(s.th, true),
    }
});
op!(#[inline(never)] build_tuple_empty(s) {
    s.set(s.a(), types::empty_tuple().own().into_word());
    s.next()
});
op!(with_except_start(s) {
    s.sync();
    if flow::enter_exit(s.th) {
        s.reload();
        return s.done();
    }
    slow!(s, control::with_except_start(s.th, s.f, s.i()));
    s.next()
});
op!(load_super_method(s) {
    if attr::load_super_quick(s.f, s.i()) {
        return s.next();
    }
    slow!(s, attr::load_super(s.th, s.f, s.i(), true));
    s.next()
});
op!(del_fast(s) {
    if s.w(s.a()) == UNBOUND {
        slow!(s, variables::unbound_local(s.th, s.f, s.a()));
    }
    s.sync();
    s.f.clear(s.a());
    s.done()
});
op!(push_exc_info(s) {
    if s.f.frame().generator != EMPTY {
        return s.to(push_exc_info_generator);
    }
    let a = s.a();
    let before = s.th.handled.replace(s.f.reg(a).own());
    s.put(a + 1, before.map_or(value::NONE, Obj::into_word))
});
op!(#[inline(never)] push_exc_info_generator(s) {
    control::push_exc_info(s.th, s.f, s.i());
    s.next()
});
op!(pop_except(s) {
    s.sync();
    control::pop_except(s.th, s.f, s.i());
    s.done()
});
op!(exc_match_jump(s) {
    let (b, e) = (s.b(), s.w(s.a()));
    let c = s.w(b);
    // The class itself: it need not be asked whether it is one of exceptions.
    if value::is_ptr(e) && value::is_borrowed(c) && class_ptr(e) as Word == c & !value::BORROWED {
        if s.f.is_temp(b) {
            s.replace(b, UNBOUND);
        }
        return s.next();
    }
    s.to(exc_match_jump_other)
});
op!(#[inline(never)] exc_match_jump_other(s) {
    let m = slow!(s, control::exc_match(s.th, s.f, s.i()));
    let n = if m { 0 } else { s.jump16() };
    s.goto(n)
});
op!(end_async_for(s) {
    s.sync();
    if awaiting::end_async_for(s.th, s.f, s.i()).is_err() {
        return raise(s.th, false);
    }
    s.done()
});
op!(raise_value(s) {
    s.sync();
    // A bare `raise` goes on with the traceback as it is.
    let fresh = s.x() != 0 || s.th.handled.is_none();
    control::raise(s.th, s.f, s.i());
    raise(s.th, fresh)
});
op!(reraise(s) {
    s.sync();
    s.th.raised = s.f.take_any(s.a());
    raise(s.th, false)
});
op!(assert_fail(s) {
    s.sync();
    control::assert_fail(s.th, s.f, s.i());
    raise(s.th, true)
});
op!(match_sequence(s) {
    control::match_flag(s.f, s.i(), tf::MATCH_SEQUENCE);
    s.next()
});
op!(match_mapping(s) {
    control::match_flag(s.f, s.i(), tf::MATCH_MAPPING);
    s.next()
});
op!(load_cell_ref(s) {
    s.set(s.a(), frame::copy_word(s.w(s.b())));
    s.next()
});

const fn handler(op: Op) -> Handler {
    match op {
        Op::Nop => nop,
        Op::Move => moves::move_,
        Op::Copy => moves::copy,
        Op::MoveArg => moves::move_arg,
        Op::LoadK => moves::load_k,
        Op::Clear => moves::clear,
        Op::CheckBound => moves::check_bound,
        Op::DelFast => del_fast,
        Op::MakeCell => make_cell,
        Op::LoadCell => moves::load_cell,
        Op::StoreCell => moves::store_cell,
        Op::DelCell => del_cell,
        Op::LoadFree => moves::load_free,
        Op::StoreFree => moves::store_free,
        Op::DelFree => del_free,
        Op::LoadFreeCell => load_free_cell,
        Op::LoadCellRef => load_cell_ref,
        Op::LoadFromDictOrCell => load_from_dict_or_cell,
        Op::LoadFromDictOrGlobal => load_from_dict_or_global,
        Op::LoadGlobal => moves::load_global,
        Op::LoadBuiltinQ => moves::load_builtin_first,
        Op::LoadGlobalQ => moves::load_global_q,
        Op::StoreGlobal => moves::store_global,
        Op::DelGlobal => del_global,
        Op::LoadName => moves::load_name,
        Op::StoreName => moves::store_name,
        Op::DelName => del_name,
        Op::LoadLocals => load_locals,
        Op::LoadBuildClass => load_build_class,
        Op::LoadAttr => moves::load_attr,
        Op::LoadAttrQ => moves::load_attr_q,
        Op::StoreAttr => moves::store_attr,
        Op::StoreAttrQ => moves::store_attr_q,
        Op::DelAttr => del_attr,
        Op::LoadMethod => moves::load_method_slow,
        Op::LoadMethodL => moves::load_method_local,
        Op::LoadMethodQ => moves::load_method_q,
        Op::LoadSuperAttr => load_super_attr,
        Op::LoadSuperMethod => load_super_method,
        Op::LoadSpecial => load_special,
        Op::GetItem => items::get_item,
        Op::GetItemK => items::get_item_k,
        Op::SetItem => items::set_item,
        Op::DelItem => del_item,
        Op::BuildSlice => items::build_slice,
        Op::Binary => numbers::binary,
        Op::BinaryK => numbers::binary_k,
        Op::BinaryKR => numbers::binary_kr,
        Op::Neg => numbers::neg,
        Op::Pos | Op::Invert => numbers::unary,
        Op::Not => numbers::not,
        Op::ToBool => to_bool,
        Op::Compare => numbers::compare,
        Op::CompareK => numbers::compare_k,
        Op::Is => numbers::is,
        Op::Contains => items::contains,
        Op::Jump => flow::jump,
        Op::JumpBack => flow::jump_back,
        Op::JumpIfFalse => flow::jump_if_false,
        Op::JumpIfTrue => flow::jump_if_true,
        Op::JumpIfFalseKeep => flow::jump_if_false_keep,
        Op::JumpIfTrueKeep => flow::jump_if_true_keep,
        Op::JumpIfNone => flow::jump_if_none,
        Op::JumpIfNotNone => flow::jump_if_not_none,
        Op::CompareJump => numbers::compare_jump,
        Op::CompareJumpK => numbers::compare_jump_k,
        Op::GetIter => get_iter,
        Op::ForIter => flow::for_iter,
        Op::UnpackSeq => unpack_seq,
        Op::UnpackEx => unpack_ex,
        Op::BuildList => build_list,
        Op::BuildTuple => build_tuple,
        Op::BuildSet => build_set,
        Op::BuildMap => build_map,
        Op::BuildString => build_string,
        Op::BuildTemplate => build_template,
        Op::ListAppend => items::list_append,
        Op::ListExtend => list_extend,
        Op::ListToTuple => list_to_tuple,
        Op::SetAdd => items::set_add,
        Op::SetUpdate => set_update,
        Op::MapAdd => map_add,
        Op::DictUpdate => dict_update,
        Op::DictMerge => dict_merge,
        Op::Format => format,
        Op::Call => flow::call,
        Op::CallKw | Op::CallMethodKw => flow::call_kw,
        Op::CallMethod => flow::call_method,
        Op::CallQ => flow::call_quick,
        Op::CallMethodQ => flow::call_method_quick,
        Op::CallN => natives::call_native,
        Op::CallN1 => natives::call_native_1,
        Op::CallMethodN => natives::call_method_native,
        Op::CallMethodN0 => natives::call_method_native_0,
        Op::CallMethodN1 => natives::call_method_native_1,
        Op::CallEx => flow::call_ex,
        Op::Return => flow::return_,
        Op::ReturnK => flow::return_k,
        Op::Return1 => flow::return_1,
        Op::Return2 => flow::return_2,
        Op::MakeFunction => make_function,
        Op::ReturnGenerator => suspend::return_generator,
        Op::Yield => suspend::yield_,
        Op::GetYieldFromIter => get_yield_from_iter,
        Op::Send => suspend::send,
        Op::GetAwaitable => get_awaitable,
        Op::GetAiter => get_aiter,
        Op::GetAnext => get_anext,
        Op::EndAsyncFor => end_async_for,
        Op::PushExcInfo => push_exc_info,
        Op::PopExcept => pop_except,
        Op::ExcMatchJump => exc_match_jump,
        Op::ExcGroupMatch => exc_group_match,
        Op::PrepReraiseStar => prep_reraise_star,
        Op::Raise => raise_value,
        Op::Reraise => reraise,
        Op::WithExceptStart => with_except_start,
        Op::AssertFail => assert_fail,
        Op::ImportName => import_name,
        Op::ImportFrom => import_from,
        Op::ImportStar => import_star,
        Op::MatchSequence => match_sequence,
        Op::MatchMapping => match_mapping,
        Op::MatchKeys => match_keys,
        Op::MatchClass => match_class,
        Op::GetLen => get_len,
        Op::Intrinsic => intrinsic,
        Op::SetupAnnotations => setup_annotations,
        Op::Add => numbers::add,
        Op::Sub => numbers::sub,
        Op::Mul => numbers::mul,
        Op::TrueDiv => numbers::true_div,
        Op::FloorDiv => numbers::floor_div,
        Op::Mod => numbers::modulo,
        Op::AddK => numbers::add_k,
        Op::SubK => numbers::sub_k,
        Op::MulK => numbers::mul_k,
        Op::TrueDivK => numbers::true_div_k,
        Op::BitAnd => numbers::bit_and,
        Op::BitOr => numbers::bit_or,
        Op::BitXor => numbers::bit_xor,
        Op::ShiftLeft => numbers::shift_left,
        Op::ShiftRight => numbers::shift_right,
        Op::BitAndK => numbers::bit_and_k,
        Op::BitOrK => numbers::bit_or_k,
        Op::BitXorK => numbers::bit_xor_k,
        Op::ShiftLeftK => numbers::shift_left_k,
        Op::ShiftRightK => numbers::shift_right_k,
        Op::AddP => numbers::add_plain,
        Op::SubP => numbers::sub_plain,
        Op::MulP => numbers::mul_plain,
        Op::AddKP => numbers::add_k_plain,
        Op::SubKP => numbers::sub_k_plain,
        Op::MulKP => numbers::mul_k_plain,
        Op::AddKI => numbers::add_k_int,
        Op::SubKI => numbers::sub_k_int,
        Op::LoadKT => moves::load_k_temp,
        Op::CopyT => moves::copy_temp,
        Op::MoveArgL => moves::move_arg_local,
        Op::LoadAttrL => moves::load_attr_local,
        Op::FloorDivK => numbers::floor_div_k,
        Op::ModK => numbers::modulo_k,
        Op::SubKR => numbers::sub_kr,
        Op::MulKR => numbers::mul_kr,
        Op::TrueDivKR => numbers::true_div_kr,
        Op::JumpLt => numbers::jump_lt,
        Op::JumpLe => numbers::jump_le,
        Op::JumpEq => numbers::jump_eq,
        Op::JumpNe => numbers::jump_ne,
        Op::JumpGt => numbers::jump_gt,
        Op::JumpGe => numbers::jump_ge,
        Op::JumpLtK => numbers::jump_lt_k,
        Op::JumpLeK => numbers::jump_le_k,
        Op::JumpEqK => numbers::jump_eq_k,
        Op::JumpNeK => numbers::jump_ne_k,
        Op::JumpGtK => numbers::jump_gt_k,
        Op::JumpGeK => numbers::jump_ge_k,
        Op::JumpLtI => numbers::jump_lt_i,
        Op::JumpLeI => numbers::jump_le_i,
        Op::JumpEqI => numbers::jump_eq_i,
        Op::JumpNeI => numbers::jump_ne_i,
        Op::JumpGtI => numbers::jump_gt_i,
        Op::JumpGeI => numbers::jump_ge_i,
    }
}
