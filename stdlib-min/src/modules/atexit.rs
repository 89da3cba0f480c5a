//! `atexit`: functions that the interpreter calls at its end, last registered first.

use parking_lot::Mutex;
use typhon_runtime::call::{self, Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::{int, module};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

/// One registered call.
struct Exit {
    func: Obj,
    values: Vec<Obj>,
    /// Names of the last values, those given by keyword.
    names: Option<Obj>,
}

/// The registered calls. An entry is None once it has run or was unregistered.
static EXITS: Mutex<Vec<Option<Exit>>> = Mutex::new(Vec::new());

fn register(th: &mut Thread, a: Args<'_>) -> R {
    let Some(f) = a.opt(0) else {
        let m = "register() takes at least 1 argument (0 given)";
        return Err(type_error(th, m));
    };
    if f.class().slots().call().is_none() {
        return Err(type_error(th, "the first argument must be callable"));
    }
    let exit = Exit {
        func: f.own(),
        values: a.skip(1).all_values().into_iter().map(Ref::own).collect(),
        names: a.kw_names().map(Ref::own),
    };
    let refused = {
        let mut exits = EXITS.lock();
        if exits.try_reserve(1).is_ok() {
            exits.push(Some(exit));
            None
        } else {
            Some(exit)
        }
    };
    // Dropped with the table unlocked.
    if refused.is_some() {
        return Err(error::no_memory(th));
    }
    Ok(f.own())
}

fn unregister(th: &mut Thread, a: Args<'_>) -> R {
    let mut i = 0;
    loop {
        // Comparing may run Python code: the table is unlocked then.
        let func = {
            let t = EXITS.lock();
            match t.get(i) {
                None => return Ok(Obj::none()),
                Some(e) => e.as_ref().map(|e| e.func.clone()),
            }
        };
        if let Some(f) = func
            && ops::equal(th, f.r(), a.at(0))?
        {
            let old = EXITS.lock().get_mut(i).and_then(Option::take);
            drop(old);
        }
        i += 1;
    }
}

fn clear(_th: &mut Thread, _a: Args<'_>) -> R {
    let all = std::mem::take(&mut *EXITS.lock());
    drop(all);
    Ok(Obj::none())
}

fn count(th: &mut Thread, _a: Args<'_>) -> R {
    let n = EXITS.lock().iter().flatten().count();
    int::from_usize(th, n)
}

fn take_last() -> Option<Exit> {
    let mut t = EXITS.lock();
    while let Some(e) = t.pop() {
        if e.is_some() {
            return e;
        }
    }
    None
}

fn run(th: &mut Thread, _a: Args<'_>) -> R {
    while let Some(e) = take_last() {
        let mut values: Vec<Ref<'_>> = e.values.iter().map(Obj::r).collect();
        let r = match &e.names {
            Some(n) => {
                values.push(n.r());
                call::call_args(th, e.func.r(), Args::with_names(&values))
            }
            None => call::call(th, e.func.r(), &values),
        };
        if let Err(Raised) = r {
            let what = "Exception ignored in atexit callback";
            error::write_unraisable(th, what, Some(e.func.r()));
        }
    }
    Ok(Obj::none())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "register",
        Kind::Any,
        register,
        "register(func, /, *args, **kwargs)\n--\n\nRegister a function to be called at the end.",
    ),
    MethodDef::new(
        "unregister",
        Kind::One,
        unregister,
        "Unregister every call of a function.",
    ),
    MethodDef::new("_clear", Kind::NoArgs, clear, "Forget all calls."),
    MethodDef::new(
        "_run_exitfuncs",
        Kind::NoArgs,
        run,
        "Run all registered calls.",
    ),
    MethodDef::new(
        "_ncallbacks",
        Kind::NoArgs,
        count,
        "Number of registered calls.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "atexit")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    Ok(m)
}
