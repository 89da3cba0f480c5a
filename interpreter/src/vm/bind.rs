//! Binding arguments to the parameters of a Python function, in place in the registers of its frame to be.

use super::call::too_deep;
use super::frame::{copy_word, release, to_owned};
use crate::code::flags;
use crate::objects::{Code, Function};
use std::mem::MaybeUninit;
use typhon_runtime::Thread;
use typhon_runtime::error::type_error;
use typhon_runtime::obj::{Obj, R, Raised, Ref};
use typhon_runtime::slot::Slot;
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{self, str as pystr, tuple};
use typhon_runtime::value::{self, EMPTY, UNBOUND, Word};

/// Most keyword arguments of a call that `bind_simple` takes.
const MAX_SIMPLE: usize = 16;

/// The common case of `bind` without `*args` and `**kwargs`: not too many arguments, keyword names that are interned and
/// known, nothing missing. False: nothing has changed, `bind` must go the long way (and finds the error, if there is one).
fn bind_simple(fo: &Function, code: &Code, regs: *mut Word, n: usize, kw: Option<Ref<'_>>) -> bool {
    let argc = code.proto.argcount as usize;
    let nkw = kw.map_or(0, |k| tuple::items(k).len());
    if n > argc || nkw > MAX_SIMPLE {
        return false;
    }
    // SAFETY: registers of the window and of the new frame, whose room the caller has checked.
    let reg = |i: usize| unsafe { &mut *regs.add(i) };
    let mut values = [UNBOUND; MAX_SIMPLE];
    for (i, v) in values.iter_mut().take(nkw).enumerate() {
        *v = std::mem::replace(reg(n + i), UNBOUND);
    }
    for i in n + nkw..code.nparams {
        *reg(i) = UNBOUND;
    }
    let mut good = true;
    for (name, &v) in kw.into_iter().flat_map(tuple::items).zip(&values) {
        match code.params.iter().position(|&p| p == name.word()) {
            Some(i) if *reg(i) == UNBOUND => *reg(i) = v,
            _ => good = false,
        }
    }
    let mut filled = [0usize; MAX_SIMPLE];
    let mut nfilled = 0;
    if good {
        let d = fo.defaults.get();
        let d = d.as_ref().and_then(|d| d.get::<tuple::Tuple>());
        let first = argc - d.map_or(0, tuple::Tuple::len).min(argc);
        let kwd = fo.kwdefaults.get();
        let kwd = kwd.as_ref().and_then(|d| d.get::<Dict>());
        for i in n..code.nparams {
            if *reg(i) != UNBOUND {
                continue;
            }
            let v = if i < argc {
                i.checked_sub(first)
                    .and_then(|k| d.and_then(|d| d.get(k)))
                    .map(Ref::own)
            } else {
                // SAFETY: parameter names are interned, keyword-only ones are never EMPTY.
                let name = unsafe { Ref::from_word(code.params[i]) };
                kwd.and_then(|d| d.get_str(name))
            };
            match v {
                Some(v) if nfilled < MAX_SIMPLE => {
                    *reg(i) = v.into_word();
                    filled[nfilled] = i;
                    nfilled += 1;
                }
                _ => {
                    good = false;
                    break;
                }
            }
        }
    }
    if good {
        return true;
    }
    for &i in &filled[..nfilled] {
        release(std::mem::replace(reg(i), UNBOUND));
    }
    for i in n..code.nparams {
        *reg(i) = UNBOUND;
    }
    for (i, &v) in values.iter().take(nkw).enumerate() {
        *reg(n + i) = v;
    }
    false
}

/// As `bind_simple` for a function with `*args` or `**kwargs`: the surplus goes into a tuple and a dict.
fn bind_surplus(
    th: &Thread,
    fo: &Function,
    code: &Code,
    regs: *mut Word,
    n: usize,
    kw: Option<Ref<'_>>,
) -> bool {
    let varargs = code.flags & flags::VARARGS != 0;
    let argc = code.proto.argcount as usize;
    let named = argc + code.proto.kwonly as usize;
    if named >= MAX_QUICK || n > argc && !varargs {
        return false;
    }
    let given = n.min(argc);
    let taken = (1u32 << given) - 1;
    let missing = ((1u32 << named) - 1) & !taken;
    let Some(kw) = kw else {
        // SAFETY: by contract.
        return unsafe { bind_positional_surplus(th, fo, code, regs, n, missing) };
    };
    let mut names = Names {
        all: &[],
        at: [Names::IN_DICT; MAX_SIMPLE],
        values: [UNBOUND; MAX_SIMPLE],
        taken,
    };
    if !names.find(kw, code, named) {
        return false;
    }
    let dict = if code.flags & flags::VARKEYWORDS != 0 {
        match dict::try_new() {
            None => return false,
            d => d,
        }
    } else {
        None
    };
    let rest = if varargs {
        // SAFETY: registers of the window: what they hold is taken from here on.
        match unsafe { surplus_tuple(regs.add(argc), n.saturating_sub(argc)) } {
            None => return false,
            t => t,
        }
    } else {
        None
    };
    // SAFETY: registers of the window and of the new frame, whose room the caller has checked.
    unsafe {
        names.take(regs.add(n));
        for i in given..code.nparams.max(n + names.all.len()) {
            *regs.add(i) = UNBOUND;
        }
        names.put(regs);
        let missing = ((1u32 << named) - 1) & !names.taken;
        if !fill(th, fo, code, regs, missing) {
            names.put_back(regs, n);
            put_surplus_back(regs.add(argc), rest);
            return false;
        }
        if let Some(d) = &dict {
            names.into_dict(d.r().payload_unchecked());
        }
        for (i, o) in rest.into_iter().chain(dict).enumerate() {
            *regs.add(named + i) = o.into_word();
        }
    }
    true
}

/// `bind_surplus` without named arguments; `missing` is the set of parameters that get defaults.
///
/// # Safety
/// The `n` arguments stand at `regs`, where there is room for the parameters.
unsafe fn bind_positional_surplus(
    th: &Thread,
    fo: &Function,
    code: &Code,
    regs: *mut Word,
    n: usize,
    missing: u32,
) -> bool {
    let argc = code.proto.argcount as usize;
    let varargs = code.flags & flags::VARARGS != 0;
    let dict = if code.flags & flags::VARKEYWORDS != 0 {
        match dict::try_new() {
            None => return false,
            d => d,
        }
    } else {
        None
    };
    // SAFETY: by contract. The surplus arguments are taken before defaults are written where they stood.
    unsafe {
        let rest = if varargs {
            match surplus_tuple(regs.add(argc), n.saturating_sub(argc)) {
                None => return false,
                t => t,
            }
        } else {
            None
        };
        if !fill(th, fo, code, regs, missing) {
            put_surplus_back(regs.add(argc), rest);
            return false;
        }
        let at = argc + code.proto.kwonly as usize;
        let mut end = at;
        for o in rest.into_iter().chain(dict) {
            *regs.add(end) = o.into_word();
            end += 1;
        }
        for i in end..n {
            *regs.add(i) = UNBOUND;
        }
    }
    true
}

/// The tuple of `n` arguments at `regs`, whose registers are dead then; None: there is no memory, nothing has changed.
///
/// # Safety
/// They stand there.
unsafe fn surplus_tuple(regs: *mut Word, n: usize) -> Option<Obj> {
    if n == 0 {
        return Some(types::empty_tuple().own());
    }
    // SAFETY: by contract.
    unsafe { tuple::try_from_words(n, |i| to_owned(*regs.add(i))) }
}

/// Undoes `surplus_tuple`.
///
/// # Safety
/// The registers are dead.
unsafe fn put_surplus_back(regs: *mut Word, rest: Option<Obj>) {
    for (i, o) in rest.iter().flat_map(|t| tuple::items(t.r())).enumerate() {
        // SAFETY: by contract.
        unsafe { *regs.add(i) = o.own().into_word() };
    }
}

/// The named arguments of a call.
struct Names<'a> {
    /// Their names.
    all: &'a [Slot],
    /// The parameter of each, or `IN_DICT`.
    at: [u8; MAX_SIMPLE],
    values: [Word; MAX_SIMPLE],
    /// Parameters that have a value.
    taken: u32,
}

impl<'a> Names<'a> {
    const IN_DICT: u8 = u8::MAX;

    /// Finds the parameters; false: there is something for `bind`.
    fn find(&mut self, kw: Ref<'a>, code: &Code, named: usize) -> bool {
        let varkw = code.flags & flags::VARKEYWORDS != 0;
        self.all = kw
            .get::<tuple::Tuple>()
            .map_or(&[][..], tuple::Tuple::slots);
        if self.all.len() > MAX_SIMPLE {
            return false;
        }
        let first = code.proto.posonly as usize;
        for (a, name) in self.at.iter_mut().zip(self.all) {
            let w = name.peek();
            match code.params[first..named].iter().position(|&p| p == w) {
                Some(i) if self.taken & 1 << (first + i) == 0 => {
                    self.taken |= 1 << (first + i);
                    *a = (first + i) as u8;
                }
                // SAFETY: names of keyword arguments stand in a tuple.
                None if varkw && pystr::is_interned(unsafe { Ref::from_word(w) }) => {}
                _ => return false,
            }
        }
        true
    }
    /// Takes the values, which stand at `regs`.
    ///
    /// # Safety
    /// They do.
    unsafe fn take(&mut self, regs: *mut Word) {
        for (i, v) in self.values.iter_mut().take(self.all.len()).enumerate() {
            // SAFETY: by contract.
            *v = unsafe { *regs.add(i) };
        }
    }
    fn pairs(&self) -> impl Iterator<Item = (u8, Word, &'a Slot)> {
        let values = self.at.iter().zip(&self.values);
        values.zip(self.all).map(|((&a, &v), n)| (a, v, n))
    }
    /// Gives the parameters their values.
    ///
    /// # Safety
    /// They stand at `regs` and hold nothing.
    unsafe fn put(&self, regs: *mut Word) {
        for (a, v, _) in self.pairs().filter(|p| p.0 != Self::IN_DICT) {
            // SAFETY: by contract.
            unsafe { *regs.add(a as usize) = v };
        }
    }
    /// Undoes `put` and `take`.
    ///
    /// # Safety
    /// As for those.
    unsafe fn put_back(&self, regs: *mut Word, n: usize) {
        // SAFETY: by contract.
        unsafe {
            for (a, _, _) in self.pairs().filter(|p| p.0 != Self::IN_DICT) {
                *regs.add(a as usize) = UNBOUND;
            }
            for (i, (_, v, _)) in self.pairs().enumerate() {
                *regs.add(n + i) = v;
            }
        }
    }
    /// Puts what is no parameter's into the dict.
    ///
    /// # Safety
    /// `take` took words that are nowhere else.
    unsafe fn into_dict(self, d: &Dict) {
        for (_, v, name) in self.pairs().filter(|p| p.0 == Self::IN_DICT) {
            // SAFETY: by contract; the name is in the tuple.
            let old =
                unsafe { d.insert_str(Ref::from_word(name.peek()), Obj::from_word(to_owned(v))) };
            debug_assert!(old.is_none(), "no name is given twice");
        }
    }
}

/// Binds `n` positional arguments (in place at `regs`) and the keyword arguments behind them to the function's
/// parameters, in place. On error the registers are emptied.
pub(crate) fn bind(
    th: &mut Thread,
    func: Ref<'_>,
    regs: *mut Word,
    n: usize,
    kw: Option<Ref<'_>>,
) -> R<()> {
    let Some(fo) = func.get::<Function>() else {
        return Err(type_error(th, "function expected"));
    };
    // SAFETY: code of a live function.
    let code = unsafe { &*fo.code_ptr() };
    // SAFETY: compared only.
    if unsafe { regs.add(code.nregs.max(n + 256)) } >= th.regs_end {
        return Err(too_deep(th));
    }
    let takes_more = code.flags & (flags::VARARGS | flags::VARKEYWORDS) != 0;
    let done = if takes_more {
        bind_surplus(th, fo, code, regs, n, kw)
    } else {
        bind_simple(fo, code, regs, n, kw)
    };
    if done {
        return Ok(());
    }
    let nkw = kw.map_or(0, |k| tuple::items(k).len());
    // Take everything that does not stand where it belongs.
    let argc = code.proto.argcount as usize;
    let kwonly = code.proto.kwonly as usize;
    let word = |i: usize| {
        // SAFETY: a register of the window.
        unsafe {
            let w = *regs.add(i);
            *regs.add(i) = UNBOUND;
            w
        }
    };
    let kwvals: Vec<Word> = (n..n + nkw).map(word).collect();
    let extra: Vec<Word> = (argc..n).map(word).collect();
    let given = n.min(argc);
    for i in given..code.nparams {
        // SAFETY: parameters are below nregs.
        unsafe { *regs.add(i) = UNBOUND };
    }
    let mut b = Binder {
        th,
        func,
        fo,
        code,
        regs,
        given,
        positional: n,
    };
    let r = b.run(kwvals, extra, kw, argc, kwonly);
    if r.is_err() {
        for i in 0..code.nparams {
            release(word(i));
        }
    }
    r
}

struct Binder<'a> {
    th: &'a mut Thread,
    func: Ref<'a>,
    fo: &'a Function,
    code: &'a Code,
    regs: *mut Word,
    given: usize,
    positional: usize,
}

impl Binder<'_> {
    fn get(&self, i: usize) -> Word {
        // SAFETY: a parameter register.
        unsafe { *self.regs.add(i) }
    }
    fn set(&self, i: usize, w: Word) {
        // SAFETY: a parameter register, UNBOUND before.
        unsafe { *self.regs.add(i) = w }
    }
    fn name(&self) -> String {
        self.fo
            .qualname
            .get()
            .map(|q| pystr::text(q.r()))
            .unwrap_or_default()
    }
    fn param(&self, i: usize) -> &str {
        self.code.proto.varnames.get(i).map_or("", String::as_str)
    }

    fn run(
        &mut self,
        kwvals: Vec<Word>,
        extra: Vec<Word>,
        kw: Option<Ref<'_>>,
        argc: usize,
        kwonly: usize,
    ) -> R<()> {
        let varargs = self.code.flags & flags::VARARGS != 0;
        let varkw = self.code.flags & flags::VARKEYWORDS != 0;
        let mut rest = kwvals.into_iter();
        let kwdict = if varkw {
            Some(dict::new(self.th)?)
        } else {
            None
        };
        let surplus = extra.len();
        // SAFETY: words taken out of registers carry their counts.
        let extra: Vec<Obj> = extra
            .into_iter()
            .map(|w| unsafe { Obj::from_word(to_owned(w)) })
            .collect();
        if let Some(names) = kw {
            for name in tuple::items(names) {
                let Some(w) = rest.next() else { break };
                // SAFETY: as above.
                let v = unsafe { Obj::from_word(to_owned(w)) };
                if let Err(e) = self.keyword(name, v, kwdict.as_ref(), argc, kwonly, names) {
                    rest.for_each(release);
                    return Err(e);
                }
            }
        }
        let mut at = argc + kwonly;
        if varargs {
            let t = tuple::new(self.th, extra)?;
            self.set(at, t.into_word());
            at += 1;
        } else if surplus > 0 {
            drop(extra);
            return Err(self.too_many(argc, kwonly));
        }
        if let Some(d) = kwdict {
            self.set(at, d.into_word());
        }
        self.defaults(argc, kwonly)
    }

    fn keyword(
        &mut self,
        name: Ref<'_>,
        v: Obj,
        kwdict: Option<&Obj>,
        argc: usize,
        kwonly: usize,
        all: Ref<'_>,
    ) -> R<()> {
        if !pystr::is_str(name) {
            return Err(type_error(
                self.th,
                format!("{}() keywords must be strings", self.name()),
            ));
        }
        let bytes = name.get::<pystr::Str>().map_or(&[][..], pystr::Str::bytes);
        let posonly = self.code.proto.posonly as usize;
        let found = (posonly..argc + kwonly).find(|&i| self.param(i).as_bytes() == bytes);
        match found {
            Some(i) if self.get(i) == UNBOUND => {
                self.set(i, v.into_word());
                Ok(())
            }
            Some(i) => {
                let m = format!(
                    "{}() got multiple values for argument '{}'",
                    self.name(),
                    self.param(i)
                );
                Err(type_error(self.th, m))
            }
            None => match kwdict {
                Some(d) => {
                    if let Some(d) = d.get::<Dict>() {
                        drop(d.insert_str(name, v));
                    }
                    Ok(())
                }
                None => Err(self.unexpected(name, posonly, argc + kwonly, all)),
            },
        }
    }

    #[cold]
    fn unexpected(&mut self, name: Ref<'_>, posonly: usize, n: usize, all: Ref<'_>) -> Raised {
        let text = pystr::text(name);
        if (0..posonly).any(|i| self.param(i) == text) {
            let given: Vec<String> = tuple::items(all).map(pystr::text).collect();
            let all: Vec<&str> = (0..posonly)
                .map(|i| self.param(i))
                .filter(|p| given.iter().any(|g| g == p))
                .collect();
            let m = format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                self.name(),
                all.join(", ")
            );
            return type_error(self.th, m);
        }
        let names: Vec<String> = (posonly..n).map(|i| self.param(i).to_string()).collect();
        let m = format!(
            "{}() got an unexpected keyword argument '{text}'",
            self.name()
        );
        match typhon_runtime::suggest::closest(&text, names.iter().map(String::as_str)) {
            Some(b) => type_error(self.th, format!("{m}. Did you mean '{b}'?")),
            None => type_error(self.th, m),
        }
    }

    fn defaults(&mut self, argc: usize, kwonly: usize) -> R<()> {
        let first_missing = (self.given..argc).find(|&i| self.get(i) == UNBOUND);
        if first_missing.is_some() {
            let d = self.fo.defaults.get();
            let nd = d.as_ref().map_or(0, |d| tuple::items(d.r()).len());
            let first = argc - nd.min(argc);
            for i in self.given.max(first)..argc {
                if self.get(i) == UNBOUND
                    && let Some(v) = d
                        .as_ref()
                        .and_then(|d| tuple::items(d.r()).nth(i - first).map(|v| v.own()))
                {
                    self.set(i, v.into_word());
                }
            }
            let missing: Vec<usize> = (0..first).filter(|&i| self.get(i) == UNBOUND).collect();
            if !missing.is_empty() {
                return Err(self.missing("positional", &missing));
            }
        }
        let mut missing = Vec::new();
        for i in argc..argc + kwonly {
            if self.get(i) == UNBOUND {
                // SAFETY: as in bind_simple.
                let name = unsafe { Ref::from_word(self.code.params[i]) };
                match self
                    .fo
                    .kwdefaults
                    .get()
                    .and_then(|d| d.get::<Dict>().and_then(|d| d.get_str(name)))
                {
                    Some(v) => self.set(i, v.into_word()),
                    None => missing.push(i),
                }
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.missing("keyword-only", &missing))
        }
    }

    #[cold]
    fn missing(&mut self, kind: &str, which: &[usize]) -> Raised {
        let names: Vec<String> = which
            .iter()
            .map(|&i| format!("'{}'", self.param(i)))
            .collect();
        let list = match names.as_slice() {
            [a] => a.clone(),
            [a, b] => format!("{a} and {b}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        let s = if names.len() == 1 { "" } else { "s" };
        let m = format!(
            "{}() missing {} required {kind} argument{s}: {list}",
            self.name(),
            names.len()
        );
        type_error(self.th, m)
    }

    #[cold]
    fn too_many(&mut self, argc: usize, kwonly: usize) -> Raised {
        let nd = self
            .fo
            .defaults
            .get()
            .map_or(0, |d| tuple::items(d.r()).len());
        let (takes, plural) = if nd > 0 {
            (format!("from {} to {argc}", argc - nd.min(argc)), true)
        } else {
            (argc.to_string(), argc != 1)
        };
        let given_kwonly = (argc..argc + kwonly)
            .filter(|&i| self.get(i) != UNBOUND)
            .count();
        let n = self.positional;
        let given = if given_kwonly > 0 {
            let s = if given_kwonly == 1 { "" } else { "s" };
            let ps = if n == 1 { "" } else { "s" };
            format!(
                "{n} positional argument{ps} (and {given_kwonly} keyword-only argument{s}) were"
            )
        } else {
            format!("{n} {}", if n == 1 { "was" } else { "were" })
        };
        let m = format!(
            "{}() takes {takes} positional argument{} but {given} given",
            self.name(),
            if plural { "s" } else { "" }
        );
        let _ = self.func;
        type_error(self.th, m)
    }
}

/// Most parameters of a function that `bind_quick` takes.
const MAX_QUICK: usize = 32;

/// Binds `total` arguments at `regs`, the last ones named by the tuple `kw`, if nothing is wrong: moves named ones to their parameters and gives the others their defaults. False: nothing has
/// changed, `bind` finds the error.
///
/// # Safety
/// The parameters' registers begin at `regs`, and there is room for them.
#[inline(never)]
pub unsafe fn bind_quick(
    th: &Thread,
    fo: &Function,
    code: &Code,
    regs: *mut Word,
    total: usize,
    kw: Option<Ref<'_>>,
) -> bool {
    let argc = code.proto.argcount as usize;
    let nparams = code.nparams;
    if code.flags & (flags::VARARGS | flags::VARKEYWORDS) != 0 {
        let nkw = kw.map_or(0, |k| tuple::items(k).len());
        return bind_surplus(th, fo, code, regs, total - nkw, kw);
    }
    if total > nparams || nparams > MAX_QUICK {
        return false;
    }
    let all = if nparams == MAX_QUICK {
        u32::MAX
    } else {
        (1u32 << nparams) - 1
    };
    let Some(kw) = kw else {
        if total > argc {
            return false;
        }
        // SAFETY: by contract.
        return unsafe { fill(th, fo, code, regs, all & !((1u64 << total) - 1) as u32) };
    };
    // SAFETY: names of keyword arguments stand in a tuple.
    let names: &tuple::Tuple = unsafe { kw.payload_unchecked() };
    let nkw = names.len();
    let given = total - nkw;
    if given > argc {
        return false;
    }
    let wanted = &code.params[given..total];
    if wanted
        .iter()
        .zip(names.slots())
        .all(|(&p, n)| p == n.peek())
    {
        // In order and without a gap: they stand where they belong.
        // SAFETY: by contract.
        return unsafe { fill(th, fo, code, regs, all & !((1u64 << total) - 1) as u32) };
    }
    // SAFETY: by contract.
    unsafe { bind_any_order(th, fo, code, regs, (given, total), names, all) }
}

/// `bind_quick` of named arguments that do not stand in the order of the parameters.
///
/// # Safety
/// As `bind_quick`.
#[inline(never)]
unsafe fn bind_any_order(
    th: &Thread,
    fo: &Function,
    code: &Code,
    regs: *mut Word,
    (given, total): (usize, usize),
    names: &tuple::Tuple,
    all: u32,
) -> bool {
    let nkw = total - given;
    // Where each value goes, and the values: the first `nkw` are written before they are read.
    let mut at = [MaybeUninit::<u8>::uninit(); MAX_QUICK];
    let mut values = [MaybeUninit::<Word>::uninit(); MAX_QUICK];
    let mut taken = ((1u64 << given) - 1) as u32;
    for (k, name) in names.slots().iter().enumerate() {
        let w = name.peek();
        let Some(i) = code.params.iter().position(|&p| p == w) else {
            return false;
        };
        if taken & 1 << i != 0 {
            return false;
        }
        taken |= 1 << i;
        at[k].write(i as u8);
    }
    // SAFETY: by contract; what is above the arguments is dead; see above.
    unsafe {
        for (k, v) in values[..nkw].iter_mut().enumerate() {
            v.write(*regs.add(given + k));
        }
        for (a, v) in at.iter().zip(&values[..nkw]) {
            *regs.add(a.assume_init() as usize) = v.assume_init();
        }
        // A register that a value has left is one of a missing parameter, or another value came.
        if fill(th, fo, code, regs, all & !taken) {
            return true;
        }
        for a in &at[..nkw] {
            *regs.add(a.assume_init() as usize) = UNBOUND;
        }
        for (k, v) in values[..nkw].iter().enumerate() {
            *regs.add(given + k) = v.assume_init();
        }
    }
    false
}

/// Gives the parameters in the set `missing` their defaults; false: one has none, and their registers are empty.
///
/// # Safety
/// As `bind_quick`; the registers hold nothing to drop.
#[inline(always)]
unsafe fn fill(th: &Thread, fo: &Function, code: &Code, regs: *mut Word, missing: u32) -> bool {
    if missing == 0 {
        return true;
    }
    let argc = code.proto.argcount as usize;
    let positional = missing & ((1u64 << argc) - 1) as u32;
    // SAFETY: by contract.
    unsafe {
        if positional != 0 && !fill_positional(th, fo, regs, positional, argc) {
            return false;
        }
        let named = missing & !positional;
        if named != 0 && !fill_named(th, fo, code, regs, named, argc) {
            unfill(regs, positional);
            return false;
        }
    }
    true
}

/// Empties the registers in a set.
unsafe fn unfill(regs: *mut Word, mut set: u32) {
    while set != 0 {
        let i = set.trailing_zeros() as usize;
        set &= set - 1;
        // SAFETY: filled before.
        release(unsafe { std::ptr::replace(regs.add(i), UNBOUND) });
    }
}

#[inline(always)]
unsafe fn fill_positional(
    th: &Thread,
    fo: &Function,
    regs: *mut Word,
    set: u32,
    argc: usize,
) -> bool {
    // Nothing is dropped while it is looked at.
    let w = fo.defaults.look_quick(th);
    if w == EMPTY {
        return false;
    }
    // SAFETY: just loaded; `__defaults__` is a tuple.
    let t: &tuple::Tuple = unsafe { Ref::from_ptr_word(w).payload_unchecked() };
    let first = argc as isize - t.len() as isize;
    let good = set.trailing_zeros() as isize >= first;
    if good {
        let mut left = set;
        while left != 0 {
            let i = left.trailing_zeros() as usize;
            left &= left - 1;
            let v = t
                .get((i as isize - first) as usize)
                .map_or(value::NONE, |v| copy_word(v.word()));
            // SAFETY: by contract.
            unsafe { *regs.add(i) = v };
        }
    }
    good
}

unsafe fn fill_named(
    th: &Thread,
    fo: &Function,
    code: &Code,
    regs: *mut Word,
    set: u32,
    argc: usize,
) -> bool {
    // Nothing is dropped while it is looked at.
    let w = fo.kwdefaults.look_quick(th);
    if w == EMPTY {
        return false;
    }
    // SAFETY: just loaded.
    let d: Ref<'_> = unsafe { Ref::from_ptr_word(w) };
    let mut left = set;
    if d.is_exact(&types::DICT) {
        // SAFETY: exact class.
        let d: &Dict = unsafe { d.payload_unchecked() };
        while left != 0 {
            let i = left.trailing_zeros() as usize;
            let Some(site) = code.keyword_sites.get(i - argc) else {
                break;
            };
            let v = super::variables::default_word(site, d);
            if v == EMPTY {
                break;
            }
            // SAFETY: by contract.
            unsafe { *regs.add(i) = v };
            left &= left - 1;
        }
    }
    if left != 0 {
        // SAFETY: filled above.
        unsafe { unfill(regs, set & !left) };
    }
    left == 0
}
