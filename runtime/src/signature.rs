//! Parameter lists of natives: parsed at compile time, bound with CPython's error texts.

use crate::call::{Args, Kind};
use crate::error::type_error;
use crate::obj::{R, Raised, Ref};
use crate::thread::Thread;
use crate::types::{self, str::Str};
use crate::value::{self, Word};

/// A parsed parameter list. Parsing is a const function, so that tables of natives are plain immutable data.
#[derive(Clone, Copy)]
pub struct Sig {
    text: &'static str,
    /// Start and end of each name in `text`.
    spans: [(u16, u16); MAX_PARAMS],
    count: usize,
    /// Bit i: parameter i has no default.
    required: u32,
    posonly: usize,
    positional: usize,
}

/// Parameters that a `Kind::Sig` can have.
const MAX_PARAMS: usize = 24;

/// Arguments in the order of the parameters, behind a self.
pub type Bound = [Word; MAX_PARAMS + 1];

/// No arguments yet.
pub const NOTHING: Bound = [value::UNBOUND; MAX_PARAMS + 1];

/// TypeError for a keyword that names none of these parameters, with the closest one as a hint.
#[cold]
pub fn unexpected_keyword<'n>(
    th: &mut Thread,
    fname: &str,
    keyword: &str,
    names: impl Iterator<Item = &'n str>,
) -> Raised {
    let m = format!("{fname}() got an unexpected keyword argument '{keyword}'");
    match crate::suggest::closest(keyword, names) {
        Some(n) => type_error(th, format!("{m}. Did you mean '{n}'?")),
        None => type_error(th, m),
    }
}

impl Sig {
    /// No parameters.
    const EMPTY: Sig = Sig {
        text: "",
        spans: [(0, 0); MAX_PARAMS],
        count: 0,
        required: 0,
        posonly: 0,
        positional: 0,
    };

    pub(crate) const fn of(kind: &Kind) -> Sig {
        match kind {
            Kind::Sig(text) => Sig::parse(text),
            _ => Sig::EMPTY,
        }
    }

    /// Parses `"a, b=, /, c=, *, key="`.
    pub const fn parse(text: &'static str) -> Sig {
        let b = text.as_bytes();
        let mut sig = Sig::EMPTY;
        sig.text = text;
        sig.positional = usize::MAX;
        let mut i = 0;
        while i < b.len() {
            while i < b.len() && (b[i] == b' ' || b[i] == b',') {
                i += 1;
            }
            let start = i;
            while i < b.len() && b[i] != b',' && b[i] != b' ' {
                i += 1;
            }
            if start == i {
                break;
            }
            match b[start] {
                b'/' => sig.posonly = sig.count,
                b'*' => sig.positional = sig.count,
                _ => {
                    assert!(sig.count < MAX_PARAMS, "too many parameters");
                    let optional = b[i - 1] == b'=';
                    let end = if optional { i - 1 } else { i };
                    sig.spans[sig.count] = (start as u16, end as u16);
                    if !optional {
                        sig.required |= 1 << sig.count;
                    }
                    sig.count += 1;
                }
            }
        }
        if sig.positional > sig.count {
            sig.positional = sig.count;
        }
        sig
    }
    /// Number of parameters.
    pub fn len(&self) -> usize {
        self.count
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
    /// Whether `n` positional arguments and no keywords stand as they are where a native looks for its parameters.
    #[inline(always)]
    pub fn takes_plainly(&self, n: usize) -> bool {
        n <= self.positional && self.required >> n == 0
    }
    /// The numbers of arguments that `takes_plainly` accepts: the least, and how many more at most. None: it never does.
    pub const fn plain_range(&self) -> Option<(u32, u32)> {
        let least = 32 - self.required.leading_zeros();
        let most = self.positional as u32;
        if least <= most {
            Some((least, most - least))
        } else {
            None
        }
    }
    fn name(&self, i: usize) -> &'static str {
        let (a, b) = self.spans[i];
        &self.text[a as usize..b as usize]
    }
    fn names(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        (0..self.count).map(|i| self.name(i))
    }
    fn is_required(&self, i: usize) -> bool {
        self.required & 1 << i != 0
    }
    /// Number of required ones among the first `k` parameters.
    fn required_among(&self, k: usize) -> usize {
        (0..k).filter(|&i| self.is_required(i)).count()
    }
    /// Arranges arguments in parameter order (what is missing stays UNBOUND), with CPython's error texts; the number of
    /// words. `skip` leading positional arguments (self: one at most) are kept in front.
    pub fn bind(
        &self,
        th: &mut Thread,
        fname: &str,
        a: Args<'_>,
        skip: usize,
        out: &mut Bound,
    ) -> R<usize> {
        let given = a.len() - skip.min(a.len());
        let nkw = a.kw_len();
        if given > self.positional || given + nkw > self.count {
            return Err(self.too_many(th, fname, given, nkw));
        }
        for (i, w) in out.iter_mut().enumerate().take(skip + given) {
            *w = a.opt(i).map_or(value::UNBOUND, Ref::word);
        }
        if nkw > 0 && self.posonly == self.count {
            return Err(type_error(
                th,
                format!("{fname}() takes no keyword arguments"),
            ));
        }
        let mut strays = false;
        for (k, v) in a.kwargs() {
            let text = k.get::<Str>().map_or(&[][..], Str::bytes);
            let from = self.posonly.max(given);
            match (from..self.count).find(|&i| self.name(i).as_bytes() == text) {
                Some(i) => out[skip + i] = v.word(),
                None => strays = true,
            }
        }
        for i in 0..self.count {
            if self.is_required(i) && out[skip + i] == value::UNBOUND {
                return Err(self.missing(th, fname, i, given));
            }
        }
        if strays {
            return Err(self.stray_kw(th, fname, a, given));
        }
        Ok(skip + self.count)
    }
    /// The error for keywords that name no parameter, or one that has its argument already.
    #[cold]
    fn stray_kw(&self, th: &mut Thread, fname: &str, a: Args<'_>, given: usize) -> Raised {
        let texts: Vec<String> = a.kwargs().map(|(k, _)| types::str::text(k)).collect();
        for i in self.posonly..given.min(self.count) {
            if texts.iter().any(|t| t == self.name(i)) {
                let m = format!(
                    "argument for {fname}() given by name ('{}') and position ({})",
                    self.name(i),
                    i + 1
                );
                return type_error(th, m);
            }
        }
        let known = |t: &String| self.names().skip(self.posonly).any(|n| n == t);
        match texts.iter().find(|t| !known(t)) {
            Some(t) => unexpected_keyword(th, fname, t, self.names().skip(self.posonly)),
            None => type_error(th, format!("{fname}() got a keyword argument twice")),
        }
    }
    #[cold]
    fn too_many(&self, th: &mut Thread, fname: &str, given: usize, nkw: usize) -> Raised {
        let n = self.count;
        if given + nkw > n {
            let kind = if given == 0 { "keyword " } else { "" };
            let s = if n == 1 { "" } else { "s" };
            if n == 0 {
                return type_error(
                    th,
                    format!("{fname}() takes no arguments ({} given)", given + nkw),
                );
            }
            return type_error(
                th,
                format!(
                    "{fname}() takes at most {n} {kind}argument{s} ({} given)",
                    given + nkw
                ),
            );
        }
        let min = self.required_among(self.positional);
        let bound = if min == self.positional {
            "exactly"
        } else {
            "at most"
        };
        let s = if self.positional == 1 { "" } else { "s" };
        if self.positional == 0 {
            return type_error(th, format!("{fname}() takes no positional arguments"));
        }
        type_error(
            th,
            format!(
                "{fname}() takes {bound} {} positional argument{s} ({given} given)",
                self.positional
            ),
        )
    }
    #[cold]
    fn missing(&self, th: &mut Thread, fname: &str, i: usize, given: usize) -> Raised {
        if i < self.posonly {
            let min = self.required_among(self.posonly);
            let bound = if min == self.positional {
                "exactly"
            } else {
                "at least"
            };
            let s = if min == 1 { "" } else { "s" };
            return type_error(
                th,
                format!("{fname}() takes {bound} {min} positional argument{s} ({given} given)"),
            );
        }
        type_error(
            th,
            format!(
                "{fname}() missing required argument '{}' (pos {})",
                self.name(i),
                i + 1
            ),
        )
    }
}
