//! Items, iteration steps and displays.

use super::regs::Fp;
use crate::opcode::{Instr, Op};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::iter;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::quick::simple_hash;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::list::{self, List};
use typhon_runtime::types::slice::Slice;
use typhon_runtime::types::slots::SlotId;
use typhon_runtime::types::tuple::{self, Tuple};
use typhon_runtime::types::{self, set, slice, str as pystr};
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};
use typhon_runtime::{Thread, ops};
use typhon_stdlib::builtins::{iterators, template};

/// `o[k]` of exact dicts and strings with simple keys: the register word, or EMPTY.
fn item(o: Ref<'_>, key: Ref<'_>) -> Word {
    if o.is_exact(&types::DICT)
        && let Some(d) = o.get::<Dict>()
    {
        return match simple_hash(key) {
            Some(h) => d.load_word_simple(h, key),
            None => EMPTY,
        };
    }
    if o.is_exact(&types::STR)
        && let Some(s) = o.get::<pystr::Str>()
        && let Some(n) = key.as_small()
        && s.is_ascii()
    {
        let at = if n < 0 { n + s.len() as i64 } else { n };
        return match s.bytes().get(at as usize) {
            // The strings of one ASCII character are immortal.
            Some(&c) => pystr::ascii_char(c).word() | value::BORROWED,
            _ => EMPTY,
        };
    }
    EMPTY
}

/// `GetItem`, the long way.
pub fn getitem(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (o, k) = (f.reg(i.b()), f.reg(i.c()));
    let v = match item(o, k) {
        EMPTY => ops::getitem(th, o, k)?.into_word(),
        w => w,
    };
    f.set_word(i.a(), v);
    f.consume_unless(i.b(), i.a());
    f.consume_unless(i.c(), i.a());
    Ok(())
}

/// `GetItemK`, the long way.
pub fn getitem_k(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (o, k) = (f.reg(i.b()), f.konst(i.c()));
    if k.is_exact(&types::SLICE)
        && let Some((start, stop, step)) = k.get::<Slice>().and_then(Slice::small_parts)
        && let Some(v) = slice_of(th, o, start, stop, step)?
    {
        f.set(i.a(), v);
        f.consume_unless(i.b(), i.a());
        return Ok(());
    }
    let v = match item(o, k) {
        EMPTY => ops::getitem(th, o, k)?.into_word(),
        w => w,
    };
    f.set_word(i.a(), v);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// `SetItem`.
#[inline]
pub fn setitem(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.a());
    if o.is_exact(&types::LIST)
        && let Some(n) = f.reg(i.b()).as_small()
        && let Some(l) = o.get::<List>()
    {
        let at = if n < 0 { n + l.len() as i64 } else { n };
        if at >= 0 && (at as usize) < l.len() {
            let v = f.take(i.c());
            return match l.set(at as usize, v) {
                Ok(()) => {
                    f.consume(i.a());
                    f.consume(i.b());
                    Ok(())
                }
                Err(_) => Err(error::index_error(th, "list assignment index out of range")),
            };
        }
    } else if o.is_exact(&types::DICT)
        && let Some(d) = o.get::<Dict>()
    {
        let k = f.reg(i.b());
        let h = match simple_hash(k) {
            Some(h) => h,
            None => dict::key_hash(th, k)?,
        };
        let v = f.take(i.c());
        drop(d.insert_hashed(th, h, k, v)?);
        f.consume(i.a());
        f.consume(i.b());
        return Ok(());
    }
    ops::setitem(th, o, f.reg(i.b()), Some(f.reg(i.c())))?;
    f.consume(i.a());
    f.consume(i.b());
    f.consume(i.c());
    Ok(())
}

/// `DelItem`.
pub fn delitem(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    ops::setitem(th, f.reg(i.a()), f.reg(i.b()), None)?;
    f.consume(i.a());
    f.consume(i.b());
    Ok(())
}

/// `x in o` of exact sets and dicts with keys that hash without Python code.
#[inline(always)]
fn quick_contains(th: &mut Thread, o: Ref<'_>, x: Ref<'_>) -> Option<R<bool>> {
    let hash = simple_hash(x)?;
    if o.is_exact(&types::DICT) {
        return o.get::<Dict>().map(|d| d.contains_hashed(th, hash, x));
    }
    if o.is_exact(&types::SET) || o.is_exact(&types::FROZENSET) {
        return o.get::<set::Set>().map(|s| s.contains_hashed(th, hash, x));
    }
    None
}

/// `Contains`.
pub fn contains(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (o, x) = (f.reg(i.c()), f.reg(i.b()));
    let t = match quick_contains(th, o, x) {
        Some(t) => t?,
        None => ops::contains(th, o, x)?,
    };
    f.consume_unless(i.b(), i.a());
    f.consume_unless(i.c(), i.a());
    f.set(i.a(), Obj::bool(t != (i.x() == 1)));
    Ok(())
}

/// `BuildSlice`.
pub fn build_slice(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let b = i.b();
    let part = |k: usize| {
        if k < i.c() {
            f.take_any(b + k).unwrap_or_else(Obj::none)
        } else {
            Obj::none()
        }
    };
    let (start, stop, step) = (part(0), part(1), part(2));
    let s = slice::new(th, start, stop, step)?;
    f.set(i.a(), s);
    Ok(())
}

/// The parts of the slice that a `BuildSlice` would make, if they are None or small integers.
fn slice_parts(f: Fp, i: Instr) -> Option<(isize, isize, isize)> {
    let part = |k: usize, default: isize| match f.word(i.b() + k) {
        value::NONE => Some(default),
        w if value::is_int(w) => Some(value::int_of(w) as isize),
        _ => None,
    };
    let step = if i.c() == 3 { part(2, 1)? } else { 1 };
    let (first, last) = match step {
        0 => return None,
        1.. => (0, isize::MAX),
        _ => (isize::MAX, isize::MIN),
    };
    Some((part(0, first)?, part(1, last)?, step))
}

/// `BuildSlice` together with the `GetItem` or `SetItem` behind it, without a slice object: builtin sequences and simple
/// parts. False: nothing was done.
pub fn slice_at_once(th: &mut Thread, f: Fp, i: Instr, next: Instr) -> R<bool> {
    match next.op() {
        Op::GetItem if next.c() == i.a() && next.b() != i.a() => get_slice(th, f, i, next),
        Op::SetItem if next.b() == i.a() && next.a() != i.a() && next.c() != i.a() => {
            set_slice(th, f, i, next)
        }
        _ => Ok(false),
    }
}

fn get_slice(th: &mut Thread, f: Fp, i: Instr, next: Instr) -> R<bool> {
    let Some((start, stop, step)) = slice_parts(f, i) else {
        return Ok(false);
    };
    let Some(v) = slice_of(th, f.reg(next.b()), start, stop, step)? else {
        return Ok(false);
    };
    // The slice would have been a temporary: its parts are used up.
    f.clear_range(i.b(), i.c());
    f.consume_unless(next.b(), next.a());
    f.set(next.a(), v);
    Ok(true)
}

/// A slice of an exact list, str or tuple. None: it is none.
#[inline]
fn slice_of(th: &mut Thread, o: Ref<'_>, start: isize, stop: isize, step: isize) -> R<Option<Obj>> {
    let class = o.class();
    if std::ptr::eq(class, &types::LIST)
        && let Some(l) = o.get::<List>()
    {
        return l
            .slice(th, |n| slice::adjust(n, start, stop, step))
            .map(Some);
    }
    if std::ptr::eq(class, &types::STR)
        && let Some(s) = o.get::<pystr::Str>()
    {
        let x = slice::adjust(s.chars_len(), start, stop, step);
        return pystr::slice(th, o, s, x).map(Some);
    }
    if std::ptr::eq(class, &types::TUPLE)
        && let Some(t) = o.get::<Tuple>()
    {
        let x = slice::adjust(t.len(), start, stop, step);
        if x.n == t.len() && step == 1 {
            return Ok(Some(o.own()));
        }
        return tuple::slice(th, t, x).map(Some);
    }
    Ok(None)
}

fn set_slice(th: &mut Thread, f: Fp, i: Instr, next: Instr) -> R<bool> {
    let (o, v) = (f.reg(next.a()), f.reg(next.c()));
    if !o.is_exact(&types::LIST) || !v.is_exact(&types::LIST) {
        return Ok(false);
    }
    let (Some(l), Some(v)) = (o.get::<List>(), v.get::<List>()) else {
        return Ok(false);
    };
    let Some((start, stop, 1)) = slice_parts(f, i) else {
        return Ok(false);
    };
    let x = slice::adjust(l.len(), start, stop, 1);
    let from = x.start as usize;
    let to = (x.stop as usize).max(from);
    // A list that nobody else will see takes the old items to their end.
    let c = next.c();
    let unique = value::is_owned(f.word(c)) && f.is_temp(c) && f.reg(c).is_unique();
    if !(unique && l.exchange_items(from, to, v)) {
        let items = v.items();
        drop(l.replace(th, from, to, items)?);
    }
    f.clear_range(i.b(), i.c());
    f.consume(next.a());
    f.consume(next.c());
    Ok(true)
}

/// `GetIter`.
pub fn get_iter(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let it = ops::iter(th, f.reg(i.b()))?;
    f.set(i.a(), it);
    f.consume_unless(i.b(), i.a());
    Ok(())
}

/// What a step of `ForIter` came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The iterator is exhausted.
    End,
    /// The item stands in its register.
    Item,
    /// The item was a pair: its parts stand where the `UnpackSeq` behind would have put them.
    Pair,
}

/// `ForIter` of any iterator; `next` is the instruction behind it.
pub fn for_iter(th: &mut Thread, f: Fp, i: Instr, next: Instr) -> R<Step> {
    let it = f.reg(i.a());
    if next.op() == Op::UnpackSeq && next.b() == i.b() && next.c() == 2 && f.is_temp(i.b()) {
        let Some(pair) = iterators::next_pair(th, it) else {
            return for_iter_one(th, f, i);
        };
        return match pair {
            Ok(Some((x, y))) => {
                f.set(next.a(), x);
                f.set(next.a() + 1, y);
                Ok(Step::Pair)
            }
            Ok(None) => Ok(Step::End),
            Err(Raised) => error::suppress(th, &error::STOP_ITERATION).map(|()| Step::End),
        };
    }
    for_iter_one(th, f, i)
}

/// The end of a step of `zip` over two iterators, of which the first has given what stands in register b.
pub fn zip_second(th: &mut Thread, f: Fp, i: Instr, next: Instr) -> R<Step> {
    let first = f.take_moved(i.b());
    let Some((_, second)) = iterators::zip_of_two(f.reg(i.a())) else {
        return Ok(Step::End);
    };
    match iter::next_in(th, second)? {
        Some(y) => {
            f.set(next.a(), first);
            f.set(next.a() + 1, y);
            Ok(Step::Pair)
        }
        None => Ok(Step::End),
    }
}

fn for_iter_one(th: &mut Thread, f: Fp, i: Instr) -> R<Step> {
    let it = f.reg(i.a());
    match ops::next(th, it)? {
        Some(v) => {
            f.set(i.b(), v);
            Ok(Step::Item)
        }
        None => Ok(Step::End),
    }
}

fn cannot_unpack(th: &mut Thread, o: Ref<'_>) -> R<()> {
    if !o.class().slots().has(SlotId::Iter) && !o.class().slots().has(SlotId::GetItem) {
        return Err(type_error(
            th,
            format!("cannot unpack non-iterable {} object", o.class().name()),
        ));
    }
    Ok(())
}

/// Longest list that `UnpackSeq` takes without an iterator.
const SHORT: usize = 8;

/// `UnpackSeq`.
pub fn unpack_seq(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (a, n) = (i.a(), i.c());
    let o = f.reg(i.b());
    let class = o.class();
    // The source may stand in one of the targets.
    let inside = i.b() >= a && i.b() < a + n;
    if std::ptr::eq(class, &types::TUPLE)
        && let Some(t) = o.get::<Tuple>()
        && t.len() == n
    {
        if inside {
            let items: Vec<Obj> = t.iter().map(Ref::own).collect();
            for (k, v) in items.into_iter().enumerate() {
                f.set(a + k, v);
            }
            return Ok(());
        }
        if value::is_owned(f.word(i.b())) && f.is_temp(i.b()) && o.is_unique() {
            // Nobody else will see this tuple: its items move.
            // SAFETY: exact class, unique; the register gives up its reference.
            unsafe {
                *f.at(i.b()) = UNBOUND;
                tuple::take_apart(o, |k, w| f.set_word(a + k, w));
            }
            return Ok(());
        }
        for (k, s) in t.slots().iter().enumerate() {
            let w = s.load_word(|| true);
            f.set_word(a + k, w);
        }
        f.consume(i.b());
        return Ok(());
    }
    let mut words = [UNBOUND; SHORT];
    if std::ptr::eq(class, &types::LIST)
        && n <= SHORT
        && let Some(l) = o.get::<List>()
        && l.len() == n
    {
        let words = &mut words[..n];
        for (k, w) in words.iter_mut().enumerate() {
            *w = l.load_word(k);
        }
        // Another thread may take items out meanwhile: then the long way, from the start.
        if words.contains(&EMPTY) {
            for w in words.iter().filter(|&&w| w != EMPTY) {
                super::frame::release(*w);
            }
        } else {
            for (k, w) in words.iter().enumerate() {
                f.set_word(a + k, *w);
            }
            if !inside {
                f.consume(i.b());
            }
            return Ok(());
        }
    }
    cannot_unpack(th, o)?;
    let sized = [&types::LIST, &types::TUPLE, &types::DICT]
        .iter()
        .any(|t| o.is_exact(t));
    let it = ops::iter(th, o)?;
    let mut items = Vec::with_capacity(n);
    while items.len() < n {
        match ops::next(th, it.r())? {
            Some(v) => items.push(v),
            None => {
                let m = format!(
                    "not enough values to unpack (expected {n}, got {})",
                    items.len()
                );
                return Err(error::value_error(th, m));
            }
        }
    }
    if ops::next(th, it.r())?.is_some() {
        let got = if sized {
            format!(", got {}", ops::len(th, o)?)
        } else {
            String::new()
        };
        return Err(error::value_error(
            th,
            format!("too many values to unpack (expected {n}{got})"),
        ));
    }
    let src_inside = i.b() >= a && i.b() < a + n;
    for (k, v) in items.into_iter().enumerate() {
        f.set(a + k, v);
    }
    if !src_inside {
        f.consume(i.b());
    }
    Ok(())
}

/// `UnpackEx`.
pub fn unpack_ex(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let before = i.c() & 255;
    let after = i.c() >> 8 | (i.x() as usize) << 8;
    let o = f.reg(i.b());
    if o.is_exact(&types::TUPLE)
        && let Some(n) = o.get::<Tuple>().map(Tuple::len)
        && let Some(middle) = n.checked_sub(before + after)
    {
        return unpack_tuple(th, f, i, before, middle);
    }
    if o.is_exact(&types::LIST)
        && let Some(l) = o.get::<List>()
    {
        let mut items = l.items();
        let Some(middle) = items.len().checked_sub(before + after) else {
            return Err(too_few(th, before + after, items.len()));
        };
        let tail = items.split_off(before + middle);
        let middle = items.split_off(before);
        return unpacked(th, f, i, items, middle, tail);
    }
    cannot_unpack(th, o)?;
    let it = ops::iter(th, o)?;
    let mut items = Vec::with_capacity(before);
    while items.len() < before {
        match ops::next(th, it.r())? {
            Some(v) => items.push(v),
            None => return Err(too_few(th, before + after, items.len())),
        }
    }
    let mut middle = ops::collect_rest(th, it.r(), it.r())?;
    if middle.len() < after {
        return Err(too_few(th, before + after, before + middle.len()));
    }
    let tail = middle.split_off(middle.len() - after);
    unpacked(th, f, i, items, middle, tail)
}

/// The end of `UnpackEx`: the values go to their registers.
fn unpacked(
    th: &mut Thread,
    f: Fp,
    i: Instr,
    items: Vec<Obj>,
    middle: Vec<Obj>,
    tail: Vec<Obj>,
) -> R<()> {
    let middle = list::new(th, middle)?;
    f.consume(i.b());
    for (k, v) in items
        .into_iter()
        .chain(std::iter::once(middle))
        .chain(tail)
        .enumerate()
    {
        f.set(i.a() + k, v);
    }
    Ok(())
}

/// `UnpackEx` of a tuple that is long enough: `middle` items go into the list.
fn unpack_tuple(th: &mut Thread, f: Fp, i: Instr, before: usize, middle: usize) -> R<()> {
    // The source may stand in one of the targets.
    let o = f.reg(i.b()).own();
    let Some(t) = o.get::<Tuple>() else {
        return Ok(());
    };
    let item = |k: usize| t.get(k).map_or_else(Obj::none, Ref::own);
    let list = list::from_fn(th, middle, |k| item(before + k))?;
    f.consume(i.b());
    for k in 0..before {
        f.set(i.a() + k, item(k));
    }
    f.set(i.a() + before, list);
    for k in before + middle..t.len() {
        f.set(i.a() + k - middle + 1, item(k));
    }
    Ok(())
}

#[cold]
fn too_few(th: &mut Thread, expected: usize, got: usize) -> Raised {
    let m = format!("not enough values to unpack (expected at least {expected}, got {got})");
    error::value_error(th, m)
}

// ------------------------------------------------------------------ displays

/// Most items that a list makes room for before it has any.
const MOST_RESERVED: usize = 1 << 24;

/// `BuildList`.
pub fn build_list(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let b = i.b();
    let o = list::from_fn(th, i.c(), |k| f.take_moved(b + k))?;
    if i.x() == 1
        && let Some(l) = o.get::<List>()
    {
        let n = iter::known_rest(th, f.reg(i.b())).min(MOST_RESERVED);
        // Without that room at once the list grows, and fails where an append fails.
        if l.reserve(th, n).is_err() {
            drop(error::fetch(th));
        }
    }
    f.set(i.a(), o);
    Ok(())
}
/// `BuildSet`.
pub fn build_set(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = f.take_many(i.b(), i.c());
    let o = set::new_of(th, &types::SET, v)?;
    f.set(i.a(), o);
    Ok(())
}
/// `BuildMap`.
pub fn build_map(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = dict::new(th)?;
    if let Some(d) = o.get::<Dict>() {
        for p in 0..i.c() {
            let (k, v) = (i.b() + 2 * p, i.b() + 2 * p + 1);
            let h = dict::key_hash(th, f.reg(k))?;
            let val = f.take(v);
            drop(d.insert_hashed(th, h, f.reg(k), val)?);
            f.clear(k);
        }
    }
    f.set(i.a(), o);
    Ok(())
}
/// `BuildString`.
pub fn build_string(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let (b, n) = (i.b(), i.c());
    let s = pystr::concat_fn(th, n, |k| f.reg(b + k).get::<pystr::Str>(), 1)?;
    f.clear_range(b, n);
    f.set(i.a(), s);
    Ok(())
}
/// `BuildTemplate`.
pub fn build_template(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let parts = f.take_many(i.b(), i.c());
    let o = if i.x() == 0 {
        template::new_template(th, parts)?
    } else {
        let conversion = match i.x() - 1 {
            0 => Obj::none(),
            n => pystr::ascii_char(b"sra"[(usize::from(n) - 1) % 3]).own(),
        };
        let mut parts = parts.into_iter();
        let mut next = || parts.next().unwrap_or_else(Obj::none);
        let (value, text, spec) = (next(), next(), next());
        template::new_interpolation(th, [value, text, conversion, spec])?
    };
    f.set(i.a(), o);
    Ok(())
}
/// `ListAppend`.
pub fn list_append(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = f.take(i.b());
    let o = f.reg(i.a());
    if o.is_exact(&types::LIST)
        && let Some(l) = o.get::<List>()
    {
        return l.push(th, v);
    }
    drop(v);
    Err(type_error(th, "list expected"))
}
/// `ListExtend`.
pub fn list_extend(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let o = f.reg(i.b());
    if !o.class().slots().has(SlotId::Iter) && !o.class().slots().has(SlotId::GetItem) {
        return Err(type_error(
            th,
            format!(
                "Value after * must be an iterable, not {}",
                o.class().name()
            ),
        ));
    }
    if let Some(l) = f.reg(i.a()).get::<List>() {
        if o.is_exact(&types::LIST)
            && let Some(m) = o.get::<List>()
        {
            l.extend_by_list(th, m)?;
        } else if o.is_exact(&types::TUPLE)
            && let Some(t) = o.get::<Tuple>()
        {
            l.extend_by(th, t)?;
        } else {
            let items = ops::collect(th, o)?;
            l.extend(th, items)?;
        }
    }
    f.consume(i.b());
    Ok(())
}
/// `ListToTuple`.
pub fn list_to_tuple(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    // The list is the display's own: nobody else changes it.
    let t = match f.reg(i.b()).get::<List>() {
        Some(l) if !l.is_empty() => {
            tuple::from_fn(th, l.len(), |k| l.get(k).unwrap_or_else(Obj::none))?
        }
        _ => types::empty_tuple().own(),
    };
    f.consume_unless(i.b(), i.a());
    f.set(i.a(), t);
    Ok(())
}
/// `SetAdd`.
pub fn set_add(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let Some(s) = f.reg(i.a()).get::<set::Set>() else {
        return Err(type_error(th, "set expected"));
    };
    if let Some(hash) = simple_hash(f.reg(i.b()))
        && s.add_quick(th, hash, f.reg(i.b())).is_some()
    {
        f.consume(i.b());
        return Ok(());
    }
    let v = f.take(i.b());
    s.add(th, v).map(drop)
}
/// `SetUpdate`.
pub fn set_update(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let items = ops::collect(th, f.reg(i.b()))?;
    if let Some(s) = f.reg(i.a()).get::<set::Set>() {
        for v in items {
            s.add(th, v)?;
        }
    }
    f.consume(i.b());
    Ok(())
}
/// `MapAdd`.
pub fn map_add(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = f.take(i.c());
    if let Some(d) = f.reg(i.a()).get::<Dict>() {
        let k = f.reg(i.b());
        let hash = match simple_hash(k) {
            Some(h) => h,
            None => dict::key_hash(th, k)?,
        };
        drop(d.insert_hashed(th, hash, k, v)?);
    }
    f.consume(i.b());
    Ok(())
}

/// Items of a mapping for `**`.
fn mapping_items(th: &mut Thread, m: Ref<'_>) -> R<Option<Vec<(Obj, Obj)>>> {
    if typhon_stdlib::builtins::dict::is_plain(m)
        && let Some(d) = m.get::<Dict>()
    {
        return Ok(Some(d.items()));
    }
    let Some(keys) = ops::getattr_opt(th, m, typhon_runtime::names::keys())? else {
        return Ok(None);
    };
    let keys = typhon_runtime::call::call(th, keys.r(), &[])?;
    let keys = ops::collect(th, keys.r())?;
    let mut out = Vec::with_capacity(keys.len());
    for k in keys {
        let v = ops::getitem(th, m, k.r())?;
        out.push((k, v));
    }
    Ok(Some(out))
}

/// `DictUpdate`.
pub fn dict_update(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let m = f.reg(i.b());
    if m.is_exact(&types::DICT)
        && let (Some(d), Some(m)) = (f.reg(i.a()).get::<Dict>(), m.get::<Dict>())
    {
        d.merge(th, m, true)?;
        f.consume(i.b());
        return Ok(());
    }
    let Some(items) = mapping_items(th, m)? else {
        return Err(type_error(
            th,
            format!("'{}' object is not a mapping", m.class().name()),
        ));
    };
    if let Some(d) = f.reg(i.a()).get::<Dict>() {
        for (k, v) in items {
            drop(d.insert(th, k.r(), v)?);
        }
    }
    f.consume(i.b());
    Ok(())
}

/// `DictMerge`.
pub fn dict_merge(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    if let Some(d) = f.reg(i.a()).get::<Dict>() {
        merge_keywords(th, d, f.reg(i.b()), f.reg(i.c()))?;
    }
    f.consume(i.b());
    Ok(())
}

/// The mapping of `callee(**mapping)` as a dict of its own.
pub fn keywords_of(th: &mut Thread, mapping: Ref<'_>, callee: Ref<'_>) -> R {
    let o = dict::new(th)?;
    if let Some(d) = o.get::<Dict>() {
        merge_keywords(th, d, mapping, callee)?;
    }
    Ok(o)
}

fn merge_keywords(th: &mut Thread, d: &Dict, mapping: Ref<'_>, callee: Ref<'_>) -> R<()> {
    let items = match mapping_items(th, mapping) {
        Ok(items) => items,
        Err(Raised) => return Err(missing_keyword(th, callee)),
    };
    let Some(items) = items else {
        let who = typhon_runtime::call::function_str(th, callee);
        let text = format!(
            "{who} argument after ** must be a mapping, not {}",
            mapping.class().name()
        );
        return Err(type_error(th, text));
    };
    for (k, v) in items {
        if !pystr::is_str(k.r()) {
            return Err(type_error(th, "keywords must be strings"));
        }
        if d.get(th, k.r())?.is_some() {
            let who = typhon_runtime::call::function_str(th, callee);
            let text = format!(
                "{who} got multiple values for keyword argument '{}'",
                pystr::text(k.r())
            );
            return Err(type_error(th, text));
        }
        drop(d.insert(th, k.r(), v)?);
    }
    Ok(())
}

/// A KeyError from the mapping of `f(**mapping)`: CPython reports its key as if it had been given twice.
#[cold]
fn missing_keyword(th: &mut Thread, callee: Ref<'_>) -> Raised {
    if !error::pending_is(th, &error::KEY_ERROR) {
        return Raised;
    }
    let e = error::fetch(th);
    let args = error::args_of(e.r());
    let mut args = tuple::items(args.r());
    let (Some(key), None) = (args.next(), args.next()) else {
        return error::restore(th, e);
    };
    let who = typhon_runtime::call::function_str(th, callee);
    let text = if pystr::is_str(key) {
        let key = pystr::text(key);
        format!("{who} got multiple values for keyword argument '{key}'")
    } else {
        format!("{who} keywords must be strings")
    };
    type_error(th, text)
}

/// `Format`.
pub fn format(th: &mut Thread, f: Fp, i: Instr) -> R<()> {
    let v = f.reg(i.b());
    let converted;
    let v = match i.x() & 3 {
        0 => v,
        c => {
            converted = match c {
                1 => ops::str(th, v)?,
                2 => ops::repr(th, v)?,
                _ => crate::builtins::ascii(th, v)?,
            };
            converted.r()
        }
    };
    let spec = if i.x() & 0x80 != 0 {
        Some(f.reg(i.c()))
    } else {
        None
    };
    let out = match spec {
        None if value::is_int(v.word()) || v.is_exact(&types::STR) => ops::str(th, v)?,
        Some(s) if value::is_int(v.word()) && s.is_exact(&types::STR) => {
            typhon_stdlib::format::format(th, v, Some(s))?
        }
        None => crate::builtins::format(th, v, typhon_runtime::names::empty())?,
        Some(s) => crate::builtins::format(th, v, s)?,
    };
    if i.x() & 0x80 != 0 {
        f.consume_unless(i.c(), i.a());
    }
    f.consume_unless(i.b(), i.a());
    f.set(i.a(), out);
    Ok(())
}
