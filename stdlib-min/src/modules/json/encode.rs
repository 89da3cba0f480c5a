//! `make_encoder`: the writer of whole documents.
//!
//! Owns the class `_json.Encoder`. Called with an object and a depth, an encoder gives a tuple of one string. Objects in
//! progress stand in the dict of markers under their ids; an error on the way leaves them there, and each container
//! that it passes adds a note.

use super::{guard, json_encode_basestring, json_encode_basestring_ascii, push_string};
use crate::builtins::type_::qualified_name;
use crate::modules::common::{TypeSpec, of};
use typhon_runtime::call::{self, Args, GetSetDef, NativeFn, NativeFunction, Sig};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::float_text::{self, Buf};
use typhon_runtime::types::int::{self, Num};
use typhon_runtime::types::list::{self, List};
use typhon_runtime::types::str::{self as pystr, Str};
use typhon_runtime::types::tuple::{self, Tuple};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, float, module};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, hooks, ops, payload, sort};

static ENCODER: TypeObj = TypeObj::declare("_json.Encoder");

/// The options of a writer.
struct Encoder {
    markers: Slot,
    default: Slot,
    encoder: Slot,
    indent: Slot,
    key_separator: Slot,
    item_separator: Slot,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
}
payload!(
    Encoder,
    traverse | s,
    v | {
        for x in s.slots() {
            x.visit(v);
        }
    },
    clear | s | {
        for x in s.slots() {
            drop(x.take());
        }
    }
);

impl Encoder {
    fn slots(&self) -> [&Slot; 6] {
        [
            &self.markers,
            &self.default,
            &self.encoder,
            &self.indent,
            &self.key_separator,
            &self.item_separator,
        ]
    }
}

/// How strings are escaped.
enum Escape {
    Ascii,
    Unicode,
    /// By a function of the caller.
    Call(Obj),
}

impl Escape {
    fn of(f: Obj) -> Escape {
        let is = |g: NativeFn| {
            f.get::<NativeFunction>()
                .is_some_and(|x| !x.bound && std::ptr::fn_addr_eq(x.def.f, g))
        };
        if is(json_encode_basestring_ascii) {
            Escape::Ascii
        } else if is(json_encode_basestring) {
            Escape::Unicode
        } else {
            Escape::Call(f)
        }
    }
}

/// One document in the making.
struct Writer {
    out: Vec<u8>,
    /// Objects around the present one.
    nesting: usize,
    /// None: circles are not looked for.
    markers: Option<Obj>,
    default: Obj,
    escape: Escape,
    /// None: all in one line.
    indent: Option<Obj>,
    key_separator: Obj,
    item_separator: Obj,
    sort_keys: bool,
    skipkeys: bool,
    allow_nan: bool,
}

impl Writer {
    fn new(e: &Encoder) -> Writer {
        let get = |s: &Slot| s.get().unwrap_or_else(Obj::none);
        let given = |s: &Slot| s.get().filter(|o| !o.r().is_none());
        Writer {
            out: Vec::new(),
            nesting: 0,
            markers: given(&e.markers),
            default: get(&e.default),
            escape: Escape::of(get(&e.encoder)),
            indent: given(&e.indent),
            key_separator: get(&e.key_separator),
            item_separator: get(&e.item_separator),
            sort_keys: e.sort_keys,
            skipkeys: e.skipkeys,
            allow_nan: e.allow_nan,
        }
    }

    fn put(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
    }
    /// The ids of objects in progress: enters one, unless it is there already.
    fn enter(&mut self, th: &mut Thread, o: Ref<'_>) -> R<Option<Obj>> {
        let Some(m) = &self.markers else {
            return Ok(None);
        };
        let id = int::from_u64(th, o.id())?;
        if let Some(d) = m.get::<Dict>() {
            if d.get(th, id.r())?.is_some() {
                return Err(value_error(th, "Circular reference detected"));
            }
            drop(d.insert(th, id.r(), o.own())?);
        }
        Ok(Some(id))
    }
    fn leave(&mut self, th: &mut Thread, id: Option<Obj>) -> R<()> {
        if let (Some(id), Some(m)) = (id, &self.markers)
            && let Some(d) = m.get::<Dict>()
        {
            drop(d.remove(th, id.r())?);
        }
        Ok(())
    }
    /// A new line at this depth, if lines are wanted.
    fn newline(&mut self, th: &mut Thread, depth: usize) -> R<()> {
        let Some(indent) = &self.indent else {
            return Ok(());
        };
        let Some(s) = indent.get::<Str>() else {
            let m = format!(
                "can only concatenate str (not \"{}\") to str",
                indent.r().class().tp_name()
            );
            return Err(type_error(th, m));
        };
        let n = s.len().saturating_mul(depth);
        if self.out.try_reserve(n.saturating_add(1)).is_err() {
            return Err(error::no_memory(th));
        }
        self.out.push(b'\n');
        for _ in 0..depth {
            self.out.extend_from_slice(s.bytes());
        }
        Ok(())
    }
    fn put_item_separator(&mut self) {
        if let Some(s) = self.item_separator.get::<Str>() {
            self.out.extend_from_slice(s.bytes());
        }
    }

    fn string(&mut self, th: &mut Thread, o: Ref<'_>) -> R<()> {
        let ascii = match &self.escape {
            Escape::Ascii => true,
            Escape::Unicode => false,
            Escape::Call(f) => {
                let text = call::call(th, f.r(), &[o])?;
                let Some(s) = text.get::<Str>() else {
                    let m = format!(
                        "encoder() must return a string, not {}",
                        text.r().class().tp_name()
                    );
                    return Err(type_error(th, m));
                };
                self.out.extend_from_slice(s.bytes());
                return Ok(());
            }
        };
        if let Some(s) = o.get::<Str>() {
            push_string(&mut self.out, s, ascii);
        }
        Ok(())
    }
    fn int(&mut self, th: &mut Thread, n: Num<'_>) -> R<()> {
        match n {
            Num::Small(i) => self.put(int::write_i64(&mut [0; 20], i)),
            big => {
                let text = int::decimal(th, big)?;
                self.put(text.as_bytes());
            }
        }
        Ok(())
    }
    /// The text of a float; `o` is the value for the error message.
    fn float<'b>(&self, th: &mut Thread, o: Ref<'_>, x: f64, buf: &'b mut Buf) -> R<&'b str> {
        if x.is_finite() {
            return Ok(float_text::repr_into(buf, x));
        }
        if !self.allow_nan {
            let shown = ops::repr_text(th, o)?;
            let m = format!("Out of range float values are not JSON compliant: {shown}");
            return Err(value_error(th, m));
        }
        Ok(if x.is_nan() {
            "NaN"
        } else if x > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        })
    }

    /// One level further in; a failed document is given up as a whole, so levels are not taken back then.
    fn go_in(&mut self, th: &mut Thread) -> R<()> {
        self.nesting += 1;
        guard(th, self.nesting, " while encoding a JSON object")
    }
    /// Writes `o`, whose container stands at this depth.
    fn value(&mut self, th: &mut Thread, o: Ref<'_>, depth: usize) -> R<()> {
        if o.is_none() {
            self.put(b"null");
        } else if o.is(Ref::TRUE) {
            self.put(b"true");
        } else if o.is(Ref::FALSE) {
            self.put(b"false");
        } else if pystr::is_str(o) {
            return self.string(th, o);
        } else if let Some(n) = int::num(o) {
            return self.int(th, n);
        } else if let Some(x) = float::value(o) {
            let mut buf = Buf::new();
            let text = self.float(th, o, x, &mut buf)?;
            self.out.extend_from_slice(text.as_bytes());
        } else if let Some(d) = o.get::<Dict>() {
            self.go_in(th)?;
            self.dict(th, o, d, depth)?;
            self.nesting -= 1;
        } else if list::is_list(o) || tuple::is_tuple(o) {
            self.go_in(th)?;
            self.sequence(th, o, depth)?;
            self.nesting -= 1;
        } else {
            return self.other(th, o, depth);
        }
        Ok(())
    }
    /// Writes what `default` makes of an object.
    fn other(&mut self, th: &mut Thread, o: Ref<'_>, depth: usize) -> R<()> {
        let id = self.enter(th, o)?;
        let f = self.default.clone();
        let stand_in = call::call(th, f.r(), &[o])?;
        self.go_in(th)?;
        if let Err(Raised) = self.value(th, stand_in.r(), depth) {
            return Err(note(th, o, |_| Ok("object".to_string())));
        }
        self.nesting -= 1;
        self.leave(th, id)
    }
    fn sequence(&mut self, th: &mut Thread, given: Ref<'_>, depth: usize) -> R<()> {
        let copy;
        let o = if given.is_exact(&types::LIST) || given.is_exact(&types::TUPLE) {
            given
        } else {
            // A subclass may have an iterator of its own.
            let items = ops::collect(th, given)?;
            copy = list::new(th, items)?;
            copy.r()
        };
        let list = o.get::<List>();
        let items = o.get::<Tuple>();
        if list.map_or(0, List::len) + items.map_or(0, Tuple::len) == 0 {
            self.put(b"[]");
            return Ok(());
        }
        let id = self.enter(th, given)?;
        self.put(b"[");
        self.newline(th, depth + 1)?;
        let mut i = 0;
        loop {
            let item = match list {
                Some(l) => l.get(i),
                None => items.and_then(|t| t.get(i)).map(Ref::own),
            };
            let Some(item) = item else { break };
            if i > 0 {
                self.put_item_separator();
                self.newline(th, depth + 1)?;
            }
            if let Err(Raised) = self.value(th, item.r(), depth + 1) {
                return Err(note(th, given, |_| Ok(format!("item {i}"))));
            }
            i += 1;
        }
        self.leave(th, id)?;
        self.newline(th, depth)?;
        self.put(b"]");
        Ok(())
    }
    fn dict(&mut self, th: &mut Thread, o: Ref<'_>, d: &Dict, depth: usize) -> R<()> {
        if d.is_empty() {
            self.put(b"{}");
            return Ok(());
        }
        let id = self.enter(th, o)?;
        self.put(b"{");
        let mut first = true;
        if self.sort_keys || !o.is_exact(&types::DICT) {
            for pair in self.pairs(th, o)? {
                let mut it = tuple::items(pair.r());
                let (Some(k), Some(v), None) = (it.next(), it.next(), it.next()) else {
                    return Err(value_error(th, "items must return 2-tuples"));
                };
                self.member(th, o, k, v, depth, &mut first)?;
            }
        } else {
            let mut at = 0;
            while let Some((i, k, v)) = d.next_at(at) {
                self.member(th, o, k.r(), v.r(), depth, &mut first)?;
                at = i + 1;
            }
        }
        self.leave(th, id)?;
        if !first {
            self.newline(th, depth)?;
        }
        self.put(b"}");
        Ok(())
    }
    /// The items of a mapping as tuples, sorted if so wanted.
    fn pairs(&self, th: &mut Thread, o: Ref<'_>) -> R<Vec<Obj>> {
        let items = call::call_method(th, o, pystr::intern_str("items"), &[])?;
        let mut items = ops::collect(th, items.r())?;
        if self.sort_keys {
            sort::sort(th, &mut items, None, false)?;
        }
        Ok(items)
    }
    fn member(
        &mut self,
        th: &mut Thread,
        o: Ref<'_>,
        key: Ref<'_>,
        value: Ref<'_>,
        depth: usize,
        first: &mut bool,
    ) -> R<()> {
        let made;
        let name = if pystr::is_str(key) {
            key
        } else {
            match self.key_text(th, key)? {
                Some(name) => made = name,
                None => return Ok(()),
            }
            made.r()
        };
        if !*first {
            self.put_item_separator();
        }
        *first = false;
        self.newline(th, depth + 1)?;
        self.string(th, name)?;
        if let Some(s) = self.key_separator.get::<Str>() {
            self.out.extend_from_slice(s.bytes());
        }
        match self.value(th, value, depth + 1) {
            Ok(()) => Ok(()),
            Err(Raised) => Err(note(th, o, |th| {
                Ok(format!("item {}", ops::repr_text(th, key)?))
            })),
        }
    }
    /// The text of a key that is no str; None: to be left out.
    fn key_text(&self, th: &mut Thread, key: Ref<'_>) -> R<Option<Obj>> {
        let text = if key.is_none() {
            pystr::new(th, "null")
        } else if key.is(Ref::TRUE) {
            pystr::new(th, "true")
        } else if key.is(Ref::FALSE) {
            pystr::new(th, "false")
        } else if let Some(n) = int::num(key) {
            int::repr(th, n)
        } else if let Some(x) = float::value(key) {
            let mut buf = Buf::new();
            let text = self.float(th, key, x, &mut buf)?;
            pystr::new(th, text)
        } else if self.skipkeys {
            return Ok(None);
        } else {
            let m = format!(
                "keys must be str, int, float, bool or None, not {}",
                key.class().tp_name()
            );
            return Err(type_error(th, m));
        };
        text.map(Some)
    }
}

/// Adds "when serializing TYPE WHAT" to the exception in flight.
#[cold]
fn note(th: &mut Thread, o: Ref<'_>, what: impl FnOnce(&mut Thread) -> R<String>) -> Raised {
    let e = error::fetch(th);
    match noted(th, e.r(), o, what) {
        Ok(()) => error::restore(th, e),
        Err(Raised) => Raised,
    }
}

fn noted(
    th: &mut Thread,
    e: Ref<'_>,
    o: Ref<'_>,
    what: impl FnOnce(&mut Thread) -> R<String>,
) -> R<()> {
    let class = qualified_name(th, o.class())?;
    let class = class.strip_prefix("__main__.").unwrap_or(&class);
    let text = format!("when serializing {class} {}", what(th)?);
    error::add_note(th, e, &text)
}

fn encoder_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("obj, _current_indent_level");
    call::with_sig(th, "_iterencode", &SIG, a, |th, a| {
        let depth = int::ssize(th, a.at(1))?;
        let mut w = Writer::new(of::<Encoder>(th, o)?);
        w.value(th, a.at(0), usize::try_from(depth).unwrap_or(0))?;
        hooks::safepoint(th)?;
        let text = pystr::from_wtf8(th, &w.out)?;
        tuple::of(th, [text])
    })
}

fn encoder_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse(
        "markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan",
    );
    call::with_sig(th, "make_encoder", &SIG, a, |th, a| {
        for i in [4, 5] {
            if !pystr::is_str(a.at(i)) {
                let m = format!(
                    "make_encoder() argument {} must be str, not {}",
                    i + 1,
                    crate::builtins::support::type_name(a.at(i))
                );
                return Err(type_error(th, m));
            }
        }
        if !a.at(0).is_none() && !dict::is_dict(a.at(0)) {
            let m = format!(
                "make_encoder() argument 1 must be dict or None, not {}",
                a.at(0).class().tp_name()
            );
            return Err(type_error(th, m));
        }
        let slot = |i| Slot::new(a.at(i).own());
        let e = Encoder {
            markers: slot(0),
            default: slot(1),
            encoder: slot(2),
            indent: slot(3),
            key_separator: slot(4),
            item_separator: slot(5),
            sort_keys: ops::is_true(th, a.at(6))?,
            skipkeys: ops::is_true(th, a.at(7))?,
            allow_nan: ops::is_true(th, a.at(8))?,
        };
        Obj::new(th, class, e)
    })
}

/// A read-only attribute that shows a slot (`$field`) or a flag (`bool $field`).
macro_rules! shows {
    (bool $name:literal, $field:ident) => {
        GetSetDef {
            name: $name,
            get: |th, o| Ok(Obj::bool(of::<Encoder>(th, o)?.$field)),
            set: None,
            doc: "",
        }
    };
    ($name:literal, $field:ident) => {
        GetSetDef {
            name: $name,
            get: |th, o| Ok(of::<Encoder>(th, o)?.$field.get().unwrap_or_else(Obj::none)),
            set: None,
            doc: "",
        }
    };
}

static SPEC: TypeSpec = TypeSpec {
    flags: 0,
    ..TypeSpec::new(
        &ENCODER,
        encoder_new,
        "Writer of JSON texts: called with an object and a depth of indentation, it gives a tuple of the text.",
    )
}
.getset(&[
    shows!("markers", markers),
    shows!("default", default),
    shows!("encoder", encoder),
    shows!("indent", indent),
    shows!("key_separator", key_separator),
    shows!("item_separator", item_separator),
    shows!(bool "sort_keys", sort_keys),
    shows!(bool "skipkeys", skipkeys),
]);

/// Makes the class and puts it into the module.
pub(super) fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<Encoder>(&types::OBJECT);
    ENCODER.slots().set_call(encoder_call);
    SPEC.end(th)?;
    module::add(th, m, "make_encoder", ENCODER.r().own())
}
