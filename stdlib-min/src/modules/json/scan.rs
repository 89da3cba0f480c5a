//! `make_scanner`: the parser of whole documents.
//!
//! Owns the class `_json.Scanner`. Positions are bytes of the text in here and characters outside. A place where no
//! value starts raises StopIteration(position), which `JSONDecoder.raw_decode` turns into its error.

use super::{Wrong, decode_error, guard, scan_string};
use crate::modules::common::{TypeSpec, of};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use typhon_runtime::call::{self, Args, GetSetDef, Sig};
use typhon_runtime::error::{self, type_error, value_error};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::list::{self, List};
use typhon_runtime::types::str::Str;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{self, float, int, module, str as pystr, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops, payload};

static SCANNER: TypeObj = TypeObj::declare("_json.Scanner");

/// The options of a parser, taken from its context when it is made.
struct Scanner {
    strict: bool,
    object_hook: Slot,
    object_pairs_hook: Slot,
    parse_float: Slot,
    parse_int: Slot,
    parse_constant: Slot,
}
payload!(
    Scanner,
    traverse | s,
    v | {
        for x in s.hooks() {
            x.visit(v);
        }
    },
    clear | s | {
        for x in s.hooks() {
            drop(x.take());
        }
    }
);

impl Scanner {
    fn hooks(&self) -> [&Slot; 5] {
        [
            &self.object_hook,
            &self.object_pairs_hook,
            &self.parse_float,
            &self.parse_int,
            &self.parse_constant,
        ]
    }
}

/// Keys of the memo are hashes already.
#[derive(Default)]
struct AsIs(u64);
impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, b: &[u8]) {
        for &x in b {
            self.0 = self.0.rotate_left(8) ^ u64::from(x);
        }
    }
    fn write_i64(&mut self, i: i64) {
        self.0 = i as u64;
    }
}

/// One parse of one text.
struct Parser<'a> {
    text: Ref<'a>,
    b: &'a [u8],
    at: usize,
    /// Containers around this place.
    depth: usize,
    strict: bool,
    /// None: not given.
    object_hook: Option<Obj>,
    object_pairs_hook: Option<Obj>,
    /// None: the builtin type.
    parse_float: Option<Obj>,
    parse_int: Option<Obj>,
    parse_constant: Obj,
    /// Keys that occurred, by their hash.
    memo: HashMap<i64, Obj, BuildHasherDefault<AsIs>>,
}

impl<'a> Parser<'a> {
    fn new(s: &Scanner, text: Ref<'a>, b: &'a [u8], at: usize) -> Parser<'a> {
        let given = |x: &Slot| x.get().filter(|o| !o.r().is_none());
        let special = |x: &Slot, t: &'static TypeObj| x.get().filter(|o| !o.r().is(t.r()));
        Parser {
            text,
            b,
            at,
            depth: 0,
            strict: s.strict,
            object_hook: given(&s.object_hook),
            object_pairs_hook: given(&s.object_pairs_hook),
            parse_float: special(&s.parse_float, &types::FLOAT),
            parse_int: special(&s.parse_int, &types::INT),
            parse_constant: s.parse_constant.get().unwrap_or_else(Obj::none),
            memo: HashMap::default(),
        }
    }

    /// The character position of a byte position.
    fn position(&self, th: &mut Thread, at: usize) -> R {
        let n = match self.text.get::<Str>() {
            Some(s) if at >= s.len() => s.chars_len(),
            Some(s) => s.char_index(at),
            None => 0,
        };
        int::from_usize(th, n)
    }
    #[cold]
    fn no_value(&self, th: &mut Thread, at: usize) -> Raised {
        match self.position(th, at) {
            Ok(at) => error::stop_iteration(th, at),
            Err(e) => e,
        }
    }
    #[cold]
    fn error(&self, th: &mut Thread, message: &str, at: usize) -> Raised {
        decode_error(th, self.text, message, at)
    }

    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.b.get(self.at).copied()
    }
    /// The first byte from here on that is no white space.
    #[inline(always)]
    fn skip(&mut self) -> Option<u8> {
        loop {
            match self.b.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                c => return c.copied(),
            }
        }
    }

    /// The value that starts here.
    fn value(&mut self, th: &mut Thread) -> R {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string(th)
            }
            Some(c @ (b'{' | b'[')) => {
                self.depth += 1;
                let v = if c == b'{' {
                    let what = " while decoding a JSON object from a unicode string";
                    guard(th, self.depth, what)?;
                    self.object(th)
                } else {
                    let what = " while decoding a JSON array from a unicode string";
                    guard(th, self.depth, what)?;
                    self.array(th)
                };
                self.depth -= 1;
                v
            }
            Some(b'n') if self.word(b"null") => Ok(Obj::none()),
            Some(b't') if self.word(b"true") => Ok(Obj::bool(true)),
            Some(b'f') if self.word(b"false") => Ok(Obj::bool(false)),
            Some(b'N') if self.word(b"NaN") => self.constant(th, "NaN"),
            Some(b'I') if self.word(b"Infinity") => self.constant(th, "Infinity"),
            Some(b'-') if self.word(b"-Infinity") => self.constant(th, "-Infinity"),
            Some(b'-' | b'0'..=b'9') => self.number(th),
            _ => Err(self.no_value(th, self.at)),
        }
    }

    fn word(&mut self, w: &[u8]) -> bool {
        let there = self.b[self.at..].starts_with(w);
        if there {
            self.at += w.len();
        }
        there
    }
    fn constant(&mut self, th: &mut Thread, name: &str) -> R {
        let name = pystr::new(th, name)?;
        call::call(th, self.parse_constant.r(), &[name.r()])
    }

    /// The end of the run of digits at `at`.
    fn digits(&self, mut at: usize) -> usize {
        while self.b.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    }
    fn number(&mut self, th: &mut Thread) -> R {
        let begin = self.at;
        let first = begin + usize::from(self.b[begin] == b'-');
        let mut end = match self.b.get(first) {
            Some(b'0') => first + 1,
            _ => self.digits(first),
        };
        if end == first {
            return Err(self.no_value(th, begin));
        }
        let whole = end;
        if self.b.get(end) == Some(&b'.') {
            let stop = self.digits(end + 1);
            if stop > end + 1 {
                end = stop;
            }
        }
        if let Some(b'e' | b'E') = self.b.get(end) {
            let sign = usize::from(matches!(self.b.get(end + 1), Some(b'+' | b'-')));
            let stop = self.digits(end + 1 + sign);
            if stop > end + 1 + sign {
                end = stop;
            }
        }
        self.at = end;
        let text = std::str::from_utf8(&self.b[begin..end]).unwrap_or("");
        let hook = if end == whole {
            &self.parse_int
        } else {
            &self.parse_float
        };
        if let Some(f) = hook {
            let text = pystr::new(th, text)?;
            return call::call(th, f.r(), &[text.r()]);
        }
        if end > whole {
            return float::new(th, text.parse::<f64>().unwrap_or(f64::NAN));
        }
        if text.len() <= 18 {
            let m = self.b[first..end]
                .iter()
                .fold(0, |n, d| n * 10 + i64::from(d - b'0'));
            return int::from_i64(th, if first > begin { -m } else { m });
        }
        match crate::builtins::int::parse(th, text, 10)? {
            Some(n) => Ok(n),
            None => Err(self.no_value(th, begin)),
        }
    }

    /// The byte that ends the run of ordinary characters at `at`: a quote, a backslash, or a control character.
    #[inline(always)]
    fn run_end(&self, at: usize) -> usize {
        let rest = &self.b[at.min(self.b.len())..];
        at + rest
            .iter()
            .position(|&c| c == b'"' || c == b'\\' || c < 0x20)
            .unwrap_or(rest.len())
    }
    /// The string whose content starts here.
    fn string(&mut self, th: &mut Thread) -> R {
        let end = self.run_end(self.at);
        if self.b.get(end) == Some(&b'"') {
            let content = &self.b[self.at..end];
            self.at = end + 1;
            return pystr::from_wtf8(th, content);
        }
        match scan_string(self.b, self.at, self.strict) {
            Ok((content, end)) => {
                self.at = end;
                pystr::from_wtf8(th, &content)
            }
            Err(Wrong(message, byte)) => Err(self.error(th, message, byte)),
        }
    }
    /// As `string`, for a key: equal keys of a document are one object.
    fn key(&mut self, th: &mut Thread) -> R {
        let end = self.run_end(self.at);
        if self.b.get(end) == Some(&b'"') {
            let content = &self.b[self.at..end];
            if let Some(k) = self.memo.get(&pystr::hash_bytes(content))
                && k.get::<Str>().is_some_and(|s| s.bytes() == content)
            {
                self.at = end + 1;
                return Ok(k.clone());
            }
        }
        let k = self.string(th)?;
        let Some(s) = k.get::<Str>() else {
            return Ok(k);
        };
        match self.memo.entry(s.hash()) {
            std::collections::hash_map::Entry::Occupied(e) => {
                let same = e.get().get::<Str>().is_some_and(|o| o.bytes() == s.bytes());
                Ok(if same { e.get().clone() } else { k })
            }
            std::collections::hash_map::Entry::Vacant(e) => Ok(e.insert(k).clone()),
        }
    }

    /// The members of an object, whose brace is here, one by one.
    fn members(
        &mut self,
        th: &mut Thread,
        mut store: impl FnMut(&mut Thread, Obj, Obj) -> R<()>,
    ) -> R<()> {
        const NO_NAME: &str = "Expecting property name enclosed in double quotes";
        self.at += 1;
        if self.skip() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.error(th, NO_NAME, self.at));
            }
            self.at += 1;
            let key = self.key(th)?;
            if self.skip() != Some(b':') {
                return Err(self.error(th, "Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip();
            let value = self.value(th)?;
            store(th, key, value)?;
            match self.skip() {
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b',') => {}
                _ => return Err(self.error(th, "Expecting ',' delimiter", self.at)),
            }
            let comma = self.at;
            self.at += 1;
            if self.skip() == Some(b'}') {
                return Err(self.error(th, "Illegal trailing comma before end of object", comma));
            }
        }
    }
    fn object(&mut self, th: &mut Thread) -> R {
        if let Some(hook) = self.object_pairs_hook.clone() {
            let mut pairs = Vec::new();
            self.members(th, |th, k, v| {
                pairs.push(tuple::of(th, [k, v])?);
                Ok(())
            })?;
            let pairs = list::new(th, pairs)?;
            return call::call(th, hook.r(), &[pairs.r()]);
        }
        let o = dict::new(th)?;
        if let Some(d) = o.get::<Dict>() {
            self.members(th, |th, k, v| {
                let hash = k.get::<Str>().map_or(0, Str::hash);
                drop(d.insert_hashed(th, hash, k.r(), v)?);
                Ok(())
            })?;
        }
        match self.object_hook.clone() {
            Some(hook) => call::call(th, hook.r(), &[o.r()]),
            None => Ok(o),
        }
    }
    fn array(&mut self, th: &mut Thread) -> R {
        let o = list::new(th, Vec::new())?;
        self.at += 1;
        if self.skip() == Some(b']') {
            self.at += 1;
            return Ok(o);
        }
        let Some(l) = o.get::<List>() else {
            return Ok(o);
        };
        loop {
            let value = self.value(th)?;
            l.push(th, value)?;
            match self.skip() {
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',') => {}
                _ => return Err(self.error(th, "Expecting ',' delimiter", self.at)),
            }
            let comma = self.at;
            self.at += 1;
            if self.skip() == Some(b']') {
                return Err(self.error(th, "Illegal trailing comma before end of array", comma));
            }
        }
        Ok(o)
    }
}

fn scanner_call(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("string, idx");
    call::with_sig(th, "scan_once", &SIG, a, |th, a| {
        let text = a.at(0);
        let idx = int::ssize(th, a.at(1))?;
        let Some(s) = text.get::<Str>() else {
            let m = format!(
                "first argument must be a string, not {}",
                text.class().tp_name()
            );
            return Err(type_error(th, m));
        };
        let Ok(idx) = usize::try_from(idx) else {
            return Err(value_error(th, "idx cannot be negative"));
        };
        if idx >= s.chars_len() {
            let idx = int::from_usize(th, idx)?;
            return Err(error::stop_iteration(th, idx));
        }
        let scanner = of::<Scanner>(th, o)?;
        let mut p = Parser::new(scanner, text, s.bytes(), s.byte_offset(idx));
        let value = p.value(th)?;
        let end = p.position(th, p.at)?;
        tuple::of(th, [value, end])
    })
}

fn scanner_new(th: &mut Thread, class: Ref<'_>, a: Args<'_>) -> R {
    static SIG: Sig = Sig::parse("context");
    call::with_sig(th, "make_scanner", &SIG, a, |th, a| {
        let context = a.at(0);
        let strict = ops::getattr_str(th, context, "strict")?;
        let strict = ops::is_true(th, strict.r())?;
        let mut get = |name| ops::getattr_str(th, context, name).map(Slot::new);
        let s = Scanner {
            strict,
            object_hook: get("object_hook")?,
            object_pairs_hook: get("object_pairs_hook")?,
            parse_float: get("parse_float")?,
            parse_int: get("parse_int")?,
            parse_constant: get("parse_constant")?,
        };
        Obj::new(th, class, s)
    })
}

fn get_strict(th: &mut Thread, o: Ref<'_>) -> R {
    Ok(Obj::bool(of::<Scanner>(th, o)?.strict))
}

/// A read-only attribute that shows a slot.
macro_rules! shows {
    ($name:literal, $field:ident) => {
        GetSetDef {
            name: $name,
            get: |th, o| Ok(of::<Scanner>(th, o)?.$field.get().unwrap_or_else(Obj::none)),
            set: None,
            doc: "",
        }
    };
}

static SPEC: TypeSpec = TypeSpec {
    flags: 0,
    ..TypeSpec::new(
        &SCANNER,
        scanner_new,
        "Parser of JSON texts: called with a text and a position, it gives the value there and the position after it.",
    )
}
.getset(&[
    GetSetDef {
        name: "strict",
        get: get_strict,
        set: None,
        doc: "",
    },
    shows!("object_hook", object_hook),
    shows!("object_pairs_hook", object_pairs_hook),
    shows!("parse_float", parse_float),
    shows!("parse_int", parse_int),
    shows!("parse_constant", parse_constant),
]);

/// Makes the class and puts it into the module.
pub(super) fn add_to(th: &mut Thread, m: Ref<'_>) -> R<()> {
    SPEC.begin::<Scanner>(&types::OBJECT);
    SCANNER.slots().set_call(scanner_call);
    SPEC.end(th)?;
    module::add(th, m, "make_scanner", SCANNER.r().own())
}
