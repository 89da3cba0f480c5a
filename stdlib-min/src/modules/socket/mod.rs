//! `_socket`: sockets, names of hosts and services, byte order.
//!
//! `object.rs` is the socket type, `address.rs` turns Python's addresses into the system's and back, `names.rs` has the
//! functions of the module. `socket.py` puts the visible class and the conveniences on top.

mod address;
mod consts;
mod message;
mod names;
mod object;

use crate::modules::common::exception_class;
use std::sync::OnceLock;
use typhon_runtime::os::socket::LookupError;
use typhon_runtime::types::typeobj::TypeObj;
use typhon_runtime::types::{module, str as pystr};
use typhon_runtime::{Obj, R, Raised, Ref, Thread, call, error};

static GAIERROR: OnceLock<Obj> = OnceLock::new();
static HERROR: OnceLock<Obj> = OnceLock::new();

/// A class below OSError that is named as one of `socket`.
fn error_class(th: &mut Thread, kept: &'static OnceLock<Obj>, name: &str) -> R<Ref<'static>> {
    if let Some(c) = kept.get() {
        return Ok(c.r());
    }
    let c = exception_class(th, "socket", name, &error::OS_ERROR)?;
    Ok(kept.get_or_init(|| c).r())
}

fn gaierror(th: &mut Thread) -> R<Ref<'static>> {
    error_class(th, &GAIERROR, "gaierror")
}
fn herror(th: &mut Thread) -> R<Ref<'static>> {
    error_class(th, &HERROR, "herror")
}

/// Raises `class(code, text)`.
#[cold]
fn raise_pair(th: &mut Thread, class: Ref<'_>, code: i32, text: &str) -> Raised {
    let made = pystr::new(th, text)
        .and_then(|t| call::call(th, class, &[Ref::small_int(i64::from(code)), t.r()]));
    match made {
        Ok(e) => error::raise_obj(th, e),
        Err(r) => r,
    }
}

/// The exception of a name that was not found.
#[cold]
fn lookup_failed(th: &mut Thread, e: LookupError) -> Raised {
    match e {
        LookupError::System(errno) => error::os_error(th, errno, None),
        LookupError::Name(code, text) => match gaierror(th) {
            Ok(c) => raise_pair(th, c, code, &text),
            Err(r) => r,
        },
    }
}

/// Makes the module.
pub fn make(th: &mut Thread) -> R {
    object::init(th)?;
    let m = module::new(th, "_socket")?;
    module::add_functions(th, m.r(), names::FUNCTIONS)?;
    for (n, v) in consts::CONSTANTS {
        module::add(th, m.r(), n, Ref::small_int(*v).own())?;
    }
    let gai = gaierror(th)?.own();
    let her = herror(th)?.own();
    module::add(th, m.r(), "gaierror", gai)?;
    module::add(th, m.r(), "herror", her)?;
    let classes: [(&str, &'static TypeObj); 4] = [
        ("error", &error::OS_ERROR),
        ("timeout", &error::TIMEOUT_ERROR),
        ("socket", &object::SOCKET),
        ("SocketType", &object::SOCKET),
    ];
    for (n, c) in classes {
        module::add(th, m.r(), n, c.r().own())?;
    }
    module::add(th, m.r(), "has_ipv6", Obj::bool(true))?;
    Ok(m)
}
