//! `resource`: limits of the process and what it has used.

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, overflow_error, value_error};
use typhon_runtime::os::resource::{self as os, Limits};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{float, int, module, tuple};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, ops};

static RUSAGE: TypeObj = TypeObj::declare("resource.struct_rusage");

const FIELDS: Fields = Fields {
    names: &[
        "ru_utime",
        "ru_stime",
        "ru_maxrss",
        "ru_ixrss",
        "ru_idrss",
        "ru_isrss",
        "ru_minflt",
        "ru_majflt",
        "ru_nswap",
        "ru_inblock",
        "ru_oublock",
        "ru_msgsnd",
        "ru_msgrcv",
        "ru_nsignals",
        "ru_nvcsw",
        "ru_nivcsw",
    ],
    visible: 16,
    constructible: true,
};

fn c_int(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let i = ops::index(th, o)?;
    match int::to_i64(i.r()).and_then(|i| i32::try_from(i).ok()) {
        Some(i) => Ok(i),
        None => Err(overflow_error(
            th,
            "Python int too large to convert to C int",
        )),
    }
}

/// A limit that exists.
fn which(th: &mut Thread, o: Ref<'_>) -> R<i32> {
    let n = c_int(th, o)?;
    if (0..os::LIMITS).contains(&n) {
        Ok(n)
    } else {
        Err(value_error(th, "invalid resource specified"))
    }
}

fn limit(th: &mut Thread, o: Ref<'_>) -> R<u64> {
    let i = ops::index(th, o)?;
    match int::to_i64(i.r()) {
        Some(-1) => Ok(u64::MAX),
        Some(i) => match u64::try_from(i) {
            Ok(i) => Ok(i),
            Err(_) => Err(value_error(th, "Cannot convert negative int")),
        },
        None => match int::num(i.r()) {
            Some(n) if n.is_negative() => Err(value_error(th, "Cannot convert negative int")),
            _ => Err(overflow_error(
                th,
                "Python int too large to convert to C rlim_t",
            )),
        },
    }
}

/// A pair of limits, given as any iterable of two integers.
fn limits(th: &mut Thread, o: Ref<'_>) -> R<Limits> {
    let it = ops::iter(th, o)?;
    let mut items = Vec::new();
    while let Some(v) = ops::next(th, it.r())? {
        items.push(v);
        if items.len() > 2 {
            break;
        }
    }
    match items.as_slice() {
        [soft, hard] => Ok(Limits {
            soft: limit(th, soft.r())?,
            hard: limit(th, hard.r())?,
        }),
        _ => Err(value_error(th, "expected a tuple of 2 integers")),
    }
}

fn pair(th: &mut Thread, l: Limits) -> R {
    let mut v = Vec::with_capacity(2);
    for x in [l.soft, l.hard] {
        v.push(if x == u64::MAX {
            Ref::small_int(-1).own()
        } else {
            int::from_u64(th, x)?
        });
    }
    tuple::new(th, v)
}

fn failed(th: &mut Thread, errno: i32) -> Raised {
    match errno {
        libc::EINVAL => value_error(th, "current limit exceeds maximum limit"),
        libc::EPERM => value_error(th, "not allowed to raise maximum limit"),
        e => error::os_error(th, e, None),
    }
}

fn getrlimit(th: &mut Thread, a: Args<'_>) -> R {
    let n = which(th, a.at(0))?;
    match os::limits(0, n, None) {
        Ok(l) => pair(th, l),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

fn setrlimit(th: &mut Thread, a: Args<'_>) -> R {
    let n = which(th, a.at(0))?;
    let l = limits(th, a.at(1))?;
    match os::limits(0, n, Some(l)) {
        Ok(_) => Ok(Obj::none()),
        Err(e) => Err(failed(th, e)),
    }
}

fn prlimit(th: &mut Thread, a: Args<'_>) -> R {
    let pid = c_int(th, a.at(0))?;
    let n = which(th, a.at(1))?;
    let new = match a.opt_not_none(2) {
        Some(o) => Some(limits(th, o)?),
        None => None,
    };
    match os::limits(pid, n, new) {
        Ok(l) => pair(th, l),
        Err(libc::EINVAL) => Err(failed(th, libc::EINVAL)),
        Err(e) => Err(error::os_error(th, e, None)),
    }
}

fn getrusage(th: &mut Thread, a: Args<'_>) -> R {
    let who = c_int(th, a.at(0))?;
    let u = match os::usage(who) {
        Ok(u) => u,
        Err(libc::EINVAL) => return Err(value_error(th, "invalid who parameter")),
        Err(e) => return Err(error::os_error(th, e, None)),
    };
    let mut v = Vec::with_capacity(16);
    for us in [u.user, u.system] {
        v.push(float::new(th, us as f64 / 1e6)?);
    }
    for n in u.counts {
        v.push(int::from_i64(th, n)?);
    }
    structseq::new(th, &RUSAGE, v)
}

fn getpagesize(th: &mut Thread, _a: Args<'_>) -> R {
    int::from_i64(th, os::page_size())
}

static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new(
        "getrlimit",
        Kind::One,
        getrlimit,
        "getrlimit($module, resource, /)\n--\n\nSoft and hard limit of a resource, as a tuple.",
    ),
    MethodDef::new(
        "setrlimit",
        Kind::Pos(2, 2),
        setrlimit,
        "setrlimit($module, resource, limits, /)\n--\n\nSet soft and hard limit of a resource.",
    ),
    MethodDef::new(
        "prlimit",
        Kind::Pos(2, 3),
        prlimit,
        "Limits of a resource of another process, which new ones may replace.",
    ),
    MethodDef::new(
        "getrusage",
        Kind::One,
        getrusage,
        "getrusage($module, who, /)\n--\n\nWhat the process, its children or the thread has used.",
    ),
    MethodDef::new(
        "getpagesize",
        Kind::NoArgs,
        getpagesize,
        "getpagesize($module, /)\n--\n\nBytes of a page of memory.",
    ),
];

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    let m = module::new(th, "resource")?;
    module::add_functions(th, m.r(), FUNCTIONS)?;
    structseq::setup(th, &RUSAGE, FIELDS)?;
    module::add(th, m.r(), "struct_rusage", RUSAGE.r().own())?;
    module::add(th, m.r(), "error", error::OS_ERROR.r().own())?;
    for &(name, n) in os::RESOURCE_NUMBERS {
        module::add(th, m.r(), name, Ref::small_int(i64::from(n)).own())?;
    }
    Ok(m)
}
