//! Functions on who the process is: users, groups, priorities.

use super::paths::done;
use crate::modules::io::util;
use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{overflow_error, type_error, value_error};
use typhon_runtime::os::Sys;
use typhon_runtime::os::identity::{self, Change};
use typhon_runtime::types::{int, tuple};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

/// What `NGROUPS_MAX` says.
const MOST_GROUPS: usize = 65_536;

/// The number of a user or group; -1 stands for none.
fn number(th: &mut Thread, o: Ref<'_>, what: &str) -> R<u32> {
    if !int::is_int(o) && o.class().slots().index().is_none() {
        let m = format!("{what} should be integer, not {}", o.class().name());
        return Err(type_error(th, m));
    }
    let n = ops::index(th, o)?;
    match int::to_i64(n.r()) {
        Some(-1) => Ok(u32::MAX),
        Some(n) if (0..i64::from(u32::MAX)).contains(&n) => Ok(n as u32),
        Some(n) if n != i64::from(u32::MAX) => {
            Err(overflow_error(th, format!("{what} is less than minimum")))
        }
        _ => Err(overflow_error(
            th,
            format!("{what} is greater than maximum"),
        )),
    }
}

fn change(th: &mut Thread, c: Change) -> R {
    let r = th.blocking(|| identity::change(c));
    done(th, r, None).map(|()| Obj::none())
}

macro_rules! changes {
    ($($function:ident $change:ident $what:literal $($i:literal)*;)*) => {
        $(fn $function(th: &mut Thread, a: Args<'_>) -> R {
            let c = Change::$change($(number(th, a.at($i), $what)?),*);
            change(th, c)
        })*
    };
}
changes! {
    setuid Uid "uid" 0;
    setgid Gid "gid" 0;
    seteuid EffectiveUid "uid" 0;
    setegid EffectiveGid "gid" 0;
    setreuid Uids "uid" 0 1;
    setregid Gids "gid" 0 1;
    setresuid AllUids "uid" 0 1 2;
    setresgid AllGids "gid" 0 1 2;
}

fn three(th: &mut Thread, r: Sys<[u32; 3]>) -> R {
    let all = done(th, r, None)?;
    let items = all.map(|n| util::int(i64::from(n)));
    tuple::new(th, items.into())
}
fn getresuid(th: &mut Thread, _a: Args<'_>) -> R {
    three(th, identity::uids())
}
fn getresgid(th: &mut Thread, _a: Args<'_>) -> R {
    three(th, identity::gids())
}

fn setgroups(th: &mut Thread, a: Args<'_>) -> R {
    if a.at(0).class().slots().getitem().is_none() {
        return Err(type_error(th, "setgroups argument must be a sequence"));
    }
    let given = ops::collect(th, a.at(0))?;
    if given.len() > MOST_GROUPS {
        return Err(value_error(th, "too many groups"));
    }
    let mut groups = Vec::with_capacity(given.len());
    for g in &given {
        if !int::is_int(g.r()) {
            return Err(type_error(th, "groups must be integers"));
        }
        groups.push(number(th, g.r(), "gid")?);
    }
    let r = th.blocking(|| identity::set_groups(&groups));
    done(th, r, None).map(|()| Obj::none())
}

fn getpriority(th: &mut Thread, a: Args<'_>) -> R {
    let (which, who) = (int::c_int(th, a.at(0))?, int::c_int(th, a.at(1))?);
    let r = identity::priority(which, who as u32);
    done(th, r, None).map(|n| util::int(i64::from(n)))
}
fn setpriority(th: &mut Thread, a: Args<'_>) -> R {
    let (which, who) = (int::c_int(th, a.at(0))?, int::c_int(th, a.at(1))?);
    let priority = int::c_int(th, a.at(2))?;
    let r = identity::set_priority(which, who as u32, priority);
    done(th, r, None).map(|()| Obj::none())
}
fn sync(th: &mut Thread, _a: Args<'_>) -> R {
    th.blocking(identity::sync);
    Ok(Obj::none())
}

#[rustfmt::skip]
pub static FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("setuid", Kind::One, setuid, "Become another user."),
    MethodDef::new("setgid", Kind::One, setgid, "Become a member of another group."),
    MethodDef::new("seteuid", Kind::One, seteuid, "Set the effective user."),
    MethodDef::new("setegid", Kind::One, setegid, "Set the effective group."),
    MethodDef::new("setreuid", Kind::Pos(2, 2), setreuid, "Set the real and effective users."),
    MethodDef::new("setregid", Kind::Pos(2, 2), setregid, "Set the real and effective groups."),
    MethodDef::new("setresuid", Kind::Pos(3, 3), setresuid, "Set the real, effective and saved users."),
    MethodDef::new("setresgid", Kind::Pos(3, 3), setresgid, "Set the real, effective and saved groups."),
    MethodDef::new("getresuid", Kind::NoArgs, getresuid, "The real, effective and saved users."),
    MethodDef::new("getresgid", Kind::NoArgs, getresgid, "The real, effective and saved groups."),
    MethodDef::new("setgroups", Kind::One, setgroups, "Set the supplementary groups."),
    MethodDef::new("getpriority", Kind::Sig("which, who"), getpriority, "The priority of processes."),
    MethodDef::new("setpriority", Kind::Sig("which, who, priority"), setpriority, "Set the priority of processes."),
    MethodDef::new("sync", Kind::NoArgs, sync, "Write all that waits in memory to the disks."),
];
