//! `pwd` and `grp`: users and groups as the files in /etc list them.

use typhon_runtime::call::{Args, Kind, MethodDef};
use typhon_runtime::error::{self, type_error};
use typhon_runtime::types::structseq::{self, Fields};
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{int, list, module, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

static PASSWD: TypeObj = TypeObj::declare("pwd.struct_passwd");
static GROUP: TypeObj = TypeObj::declare("grp.struct_group");

/// The lines of a file, cut at colons.
fn lines(th: &mut Thread, file: &str) -> Vec<Vec<String>> {
    th.blocking(|| std::fs::read_to_string(file))
        .unwrap_or_default()
        .lines()
        .map(|l| l.split(':').map(str::to_string).collect())
        .collect()
}

fn text(th: &mut Thread, line: &[String], i: usize) -> R {
    pystr::new(th, line.get(i).map_or("", String::as_str))
}
fn id_of(line: &[String]) -> Option<i64> {
    line.get(2)?.parse().ok()
}
fn number(th: &mut Thread, line: &[String], i: usize) -> R {
    let n = line.get(i).and_then(|n| n.parse().ok()).unwrap_or(0);
    int::from_i64(th, n)
}

fn user(th: &mut Thread, line: &[String]) -> R {
    let mut v = Vec::with_capacity(7);
    for i in 0..7 {
        v.push(if i == 2 || i == 3 {
            number(th, line, i)?
        } else {
            text(th, line, i)?
        });
    }
    structseq::new(th, &PASSWD, v)
}
fn group(th: &mut Thread, line: &[String]) -> R {
    let names = line.get(3).map_or("", String::as_str);
    let mut members = Vec::new();
    for n in names.split(',').filter(|n| !n.is_empty()) {
        members.push(pystr::new(th, n)?);
    }
    let v = vec![
        text(th, line, 0)?,
        text(th, line, 1)?,
        number(th, line, 2)?,
        list::new(th, members)?,
    ];
    structseq::new(th, &GROUP, v)
}

/// How a table is read and what its errors say.
struct Table {
    file: &'static str,
    make: fn(&mut Thread, &[String]) -> R,
    by_id: &'static str,
    by_name: &'static str,
    id: &'static str,
}
static USERS: Table = Table {
    file: "/etc/passwd",
    make: user,
    by_id: "getpwuid",
    by_name: "getpwnam",
    id: "uid",
};
static GROUPS: Table = Table {
    file: "/etc/group",
    make: group,
    by_id: "getgrgid",
    by_name: "getgrnam",
    id: "gid",
};

fn by_id(th: &mut Thread, o: Ref<'_>, t: &Table) -> R {
    let missing = |th: &mut Thread, n: &str| {
        let m = format!("{}(): {} not found: {n}", t.by_id, t.id);
        let m = pystr::new(th, &m)?;
        Err(error::raise_args(th, &error::KEY_ERROR, vec![m]))
    };
    if !int::is_int(o) && o.class().slots().index().is_none() {
        let m = format!("{} should be integer, not {}", t.id, o.class().name());
        return Err(type_error(th, m));
    }
    let n = ops::index(th, o)?;
    let Some(id) = int::to_i64(n.r()).filter(|n| u32::try_from(*n).is_ok()) else {
        let n = ops::repr_text(th, n.r())?;
        return missing(th, &n);
    };
    match lines(th, t.file).iter().find(|l| id_of(l) == Some(id)) {
        Some(l) => (t.make)(th, l),
        None => missing(th, &id.to_string()),
    }
}
fn by_name(th: &mut Thread, o: Ref<'_>, t: &Table) -> R {
    if !pystr::is_str(o) {
        let m = format!(
            "{}() argument must be str, not {}",
            t.by_name,
            o.class().name()
        );
        return Err(type_error(th, m));
    }
    let name = pystr::text(o);
    match lines(th, t.file).iter().find(|l| l[0] == name) {
        Some(l) => (t.make)(th, l),
        None => {
            let shown = ops::repr_text(th, o)?;
            let m = format!("{}(): name not found: {shown}", t.by_name);
            let m = pystr::new(th, &m)?;
            Err(error::raise_args(th, &error::KEY_ERROR, vec![m]))
        }
    }
}
fn all(th: &mut Thread, t: &Table) -> R {
    let mut out: Vec<Obj> = Vec::new();
    for l in lines(th, t.file).iter().filter(|l| id_of(l).is_some()) {
        out.push((t.make)(th, l)?);
    }
    list::new(th, out)
}

#[rustfmt::skip]
static PWD_FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getpwuid", Kind::One, |th, a: Args<'_>| by_id(th, a.at(0), &USERS), "The entry of a user id."),
    MethodDef::new("getpwnam", Kind::One, |th, a: Args<'_>| by_name(th, a.at(0), &USERS), "The entry of a user name."),
    MethodDef::new("getpwall", Kind::NoArgs, |th, _| all(th, &USERS), "All entries."),
];
#[rustfmt::skip]
static GRP_FUNCTIONS: &[MethodDef] = &[
    MethodDef::new("getgrgid", Kind::Sig("id"), |th, a: Args<'_>| by_id(th, a.at(0), &GROUPS), "The entry of a group id."),
    MethodDef::new("getgrnam", Kind::Sig("name"), |th, a: Args<'_>| by_name(th, a.at(0), &GROUPS), "The entry of a group name."),
    MethodDef::new("getgrall", Kind::NoArgs, |th, _| all(th, &GROUPS), "All entries."),
];

/// Makes `pwd`.
pub fn make_pwd(th: &mut Thread) -> R {
    const FIELDS: Fields = Fields {
        names: &[
            "pw_name",
            "pw_passwd",
            "pw_uid",
            "pw_gid",
            "pw_gecos",
            "pw_dir",
            "pw_shell",
        ],
        visible: 7,
        constructible: true,
    };
    structseq::setup(th, &PASSWD, FIELDS)?;
    let m = module::new(th, "pwd")?;
    module::add_functions(th, m.r(), PWD_FUNCTIONS)?;
    module::add(th, m.r(), "struct_passwd", PASSWD.r().own())?;
    Ok(m)
}

/// Makes `grp`.
pub fn make_grp(th: &mut Thread) -> R {
    const FIELDS: Fields = Fields {
        names: &["gr_name", "gr_passwd", "gr_gid", "gr_mem"],
        visible: 4,
        constructible: true,
    };
    structseq::setup(th, &GROUP, FIELDS)?;
    let m = module::new(th, "grp")?;
    module::add_functions(th, m.r(), GRP_FUNCTIONS)?;
    module::add(th, m.r(), "struct_group", GROUP.r().own())?;
    Ok(m)
}
