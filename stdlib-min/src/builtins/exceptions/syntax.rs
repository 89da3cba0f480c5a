//! `SyntaxError`: the position tuple and the text with file name and line.

use super::{args_vec, base_init};
use typhon_runtime::call::Args;
use typhon_runtime::error::{self, SYNTAX_ERROR, type_error};
use typhon_runtime::types::{self, str as pystr};
use typhon_runtime::{Obj, R, Ref, Thread, ops};

const FIELDS: [&str; 7] = [
    "filename",
    "lineno",
    "offset",
    "text",
    "end_lineno",
    "end_offset",
    "_metadata",
];

fn syntax_error_init(th: &mut Thread, o: Ref<'_>, a: Args<'_>) -> R<()> {
    base_init(th, o, a)?;
    let args = args_vec(o);
    if let Some(m) = args.first() {
        error::set_field(o, "msg", m.clone());
    }
    let [_, info] = args.as_slice() else {
        return Ok(());
    };
    let info = ops::collect(th, info.r())?;
    let n = info.len();
    if n < 4 {
        return Err(type_error(
            th,
            format!("function takes at least 4 arguments ({n} given)"),
        ));
    }
    if n > FIELDS.len() {
        let m = format!(
            "function takes at most {} arguments ({n} given)",
            FIELDS.len()
        );
        return Err(type_error(th, m));
    }
    if n == 5 {
        return Err(type_error(
            th,
            "end_offset must be provided when end_lineno is provided",
        ));
    }
    // What an earlier call set goes.
    let mut given = info.into_iter();
    for f in &FIELDS {
        error::set_field(o, f, given.next().unwrap_or_else(Obj::none));
    }
    Ok(())
}

fn syntax_error_str(th: &mut Thread, o: Ref<'_>) -> R {
    let msg = error::field(o, "msg").unwrap_or_else(Obj::none);
    let msg = ops::str_text(th, msg.r())?;
    let file = error::field(o, "filename")
        .filter(|f| pystr::is_str(f.r()))
        .map(|f| pystr::text(f.r()))
        .map(|f| f.rsplit('/').next().unwrap_or("").to_string());
    let line = error::field(o, "lineno").filter(|l| l.r().is_exact(&types::INT));
    let line = match line {
        Some(l) => Some(ops::str_text(th, l.r())?),
        None => None,
    };
    let t = match (file, line) {
        (Some(f), Some(l)) => format!("{msg} ({f}, line {l})"),
        (Some(f), None) => format!("{msg} ({f})"),
        (None, Some(l)) => format!("{msg} (line {l})"),
        (None, None) => msg,
    };
    pystr::new(th, &t)
}

/// Fills the slots of these classes.
pub(super) fn fill(_th: &mut Thread) -> R<()> {
    SYNTAX_ERROR.slots().set_init(syntax_error_init);
    SYNTAX_ERROR.slots().set_str(syntax_error_str);
    Ok(())
}
