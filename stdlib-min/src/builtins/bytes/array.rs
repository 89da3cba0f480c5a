//! `bytearray`: slots and constructor. Methods of its own are in `array_methods.rs`.

use super::super::support::{class_of, wrong_self};
use super::{
    SHARED, byte_value, bytes_concat, bytes_contains, bytes_len, bytes_mod, bytes_richcmp,
    collect_bytes, constructor_arguments, constructor_content, index_of, iter, me, repeated,
    repr_text, subscript,
};
use typhon_runtime::call::{self, Args};
use typhon_runtime::error::{index_error, type_error, value_error};
use typhon_runtime::types::bytearray::{self, ByteArray};
use typhon_runtime::types::slice::{self, Indices, Slice};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::{self, buffer, int, slotdefs};
use typhon_runtime::{R, Ref, Thread};

/// Self.
pub fn array<'a>(th: &mut Thread, o: Ref<'a>) -> R<&'a ByteArray> {
    match o.get::<ByteArray>() {
        Some(b) => Ok(b),
        None => wrong_self(th, "bytearray", o),
    }
}

fn bytearray_repr(th: &mut Thread, o: Ref<'_>) -> R {
    let b = me(th, o)?;
    let name = o.class().name();
    let mut text = repr_text(&b);
    if text.starts_with("b\"") {
        // Unlike that of bytes, this text escapes single quotes everywhere.
        text = text.replace('\'', "\\'");
    }
    pystr::new(th, &format!("{name}({text})"))
}

fn bytearray_getitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>) -> R {
    if let Some(i) = key.as_small() {
        // The common case: no copy of the whole.
        let byte = array(th, o)?.read(|b| {
            let n = b.len() as i64;
            let at = if i < 0 { i + n } else { i };
            usize::try_from(at).ok().and_then(|at| b.get(at).copied())
        });
        return match byte {
            Some(c) => Ok(Ref::small_int(i64::from(c)).own()),
            None => Err(index_error(th, "bytearray index out of range")),
        };
    }
    subscript(th, o, key, "bytearray", "bytearray index out of range")
}

fn bytearray_setitem(th: &mut Thread, o: Ref<'_>, key: Ref<'_>, v: Option<Ref<'_>>) -> R<()> {
    let b = array(th, o)?;
    if let Some(sl) = key.get::<Slice>() {
        let new = match v {
            Some(v) => Some(assigned(th, v)?),
            None => None,
        };
        let (start, stop, step) = sl.unpack(th)?;
        return assign_slice(th, b, slice::adjust(b.len(), start, stop, step), new);
    }
    let i = index_of(th, key, "bytearray")?;
    let byte = match v {
        Some(v) => Some(byte_value(th, v, "byte")?),
        None => None,
    };
    let place = |n: usize| {
        let at = if i < 0 { i + n as isize } else { i };
        usize::try_from(at).ok().filter(|&at| at < n)
    };
    let done = match byte {
        Some(c) => b.write(|b| match place(b.len()).and_then(|at| b.get_mut(at)) {
            Some(x) => {
                *x = c;
                true
            }
            None => false,
        }),
        None => {
            if place(b.len()).is_none() {
                false
            } else {
                b.resize(th, |v| {
                    let at = place(v.len());
                    if let Some(at) = at {
                        v.remove(at);
                    }
                    Ok(at.is_some())
                })?
            }
        }
    };
    if done {
        Ok(())
    } else {
        Err(index_error(th, "bytearray index out of range"))
    }
}

/// The right side of a slice assignment.
fn assigned(th: &mut Thread, v: Ref<'_>) -> R<Vec<u8>> {
    if let Some(b) = buffer::view(v) {
        return Ok(b.into_owned());
    }
    let s = v.class().slots();
    if int::is_int(v) || v.get::<Str>().is_some() || (s.iter().is_none() && s.getitem().is_none()) {
        return Err(type_error(
            th,
            "can assign only bytes, buffers, or iterables of ints in range(0, 256)",
        ));
    }
    collect_bytes(th, v, "byte")
}

fn assign_slice(th: &mut Thread, b: &ByteArray, ix: Indices, new: Option<Vec<u8>>) -> R<()> {
    if ix.step == 1 {
        let new = new.unwrap_or_default();
        if new.len() == ix.n {
            // The length stays: allowed while exported.
            b.write(|v| {
                let from = (ix.start as usize).min(v.len());
                let to = (from + ix.n).min(v.len());
                if let Some(part) = v.get_mut(from..to) {
                    let n = part.len();
                    part.copy_from_slice(new.get(..n).unwrap_or_default());
                }
            });
            return Ok(());
        }
        return b.resize(th, |v| {
            let from = (ix.start as usize).min(v.len());
            let to = (from + ix.n).min(v.len());
            v.try_reserve(new.len())?;
            v.splice(from..to, new);
            Ok(())
        });
    }
    match new {
        None => b.resize(th, |v| {
            let mut gone = ix.ascending().iter().peekable();
            let mut i = 0;
            v.retain(|_| {
                let drop_it = gone.peek() == Some(&i);
                if drop_it {
                    gone.next();
                }
                i += 1;
                !drop_it
            });
            Ok(())
        }),
        Some(new) if new.len() == ix.n => {
            b.write(|v| {
                for (i, c) in ix.iter().zip(new) {
                    if let Some(x) = v.get_mut(i) {
                        *x = c;
                    }
                }
            });
            Ok(())
        }
        Some(new) => Err(value_error(
            th,
            format!(
                "attempt to assign bytes of size {} to extended slice of size {}",
                new.len(),
                ix.n
            ),
        )),
    }
}

fn bytearray_repeat(th: &mut Thread, a: Ref<'_>, n: Ref<'_>) -> R {
    let n = int::index(th, n)?;
    let b = me(th, a)?;
    let out = repeated(th, &b, n, None)?;
    bytearray::new(th, out)
}

fn bytearray_iconcat(th: &mut Thread, a: Ref<'_>, b: Ref<'_>) -> R {
    let more = super::appended(th, a, b)?.into_owned();
    array(th, a)?.resize(th, |v| {
        v.try_reserve(more.len())?;
        v.extend_from_slice(&more);
        Ok(())
    })?;
    Ok(a.own())
}

fn bytearray_irepeat(th: &mut Thread, a: Ref<'_>, n: Ref<'_>) -> R {
    let n = int::index(th, n)?;
    let b = me(th, a)?;
    let out = repeated(th, &b, n, None)?;
    array(th, a)?.resize(th, |v| {
        *v = out;
        Ok(())
    })?;
    Ok(a.own())
}

fn bytearray_new(th: &mut Thread, class: Ref<'_>, _a: Args<'_>) -> R {
    bytearray::new_of(th, class_of(class), Vec::new())
}

fn bytearray_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    let args = constructor_arguments(th, a, "bytearray")?;
    // What was there goes first: a source that fails leaves nothing, one that looks here sees nothing.
    if !array(th, o)?.is_empty() {
        array(th, o)?.resize(th, |v| {
            v.clear();
            Ok(())
        })?;
    }
    let content = constructor_content(th, "bytearray", args)?;
    if content.is_empty() && array(th, o)?.is_empty() {
        return Ok(());
    }
    array(th, o)?.resize(th, |v| {
        *v = content;
        Ok(())
    })
}

/// See the module.
pub fn init(th: &mut Thread) -> R<()> {
    let s = types::BYTEARRAY.slots();
    s.set_new(bytearray_new);
    s.set_init(bytearray_init);
    s.set_repr(bytearray_repr);
    s.set_str(bytearray_repr);
    s.set_richcmp(bytes_richcmp);
    s.set_len(bytes_len);
    s.set_getitem(bytearray_getitem);
    s.set_setitem(bytearray_setitem);
    s.set_contains(bytes_contains);
    s.set_concat(bytes_concat);
    s.set_repeat(bytearray_repeat);
    s.set_iconcat(bytearray_iconcat);
    s.set_irepeat(bytearray_irepeat);
    s.set_mod(bytes_mod);
    s.set_iter(iter::bytearray_iter);
    for t in SHARED {
        call::add_methods(th, &types::BYTEARRAY, t)?;
    }
    call::add_methods(th, &types::BYTEARRAY, super::array_methods::METHODS)?;
    super::super::support::set_doc(
        th,
        &types::BYTEARRAY,
        "A mutable sequence of bytes, with the arguments of bytes().",
    )?;
    slotdefs::finish(th, &types::BYTEARRAY)
}
