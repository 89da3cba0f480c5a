//! Puts options into force: before the first object exists (`early`) and in `sys`.

use crate::options::Options;
use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{int, module, str as pystr};
use typhon_runtime::{Thread, profile, thread};
use typhon_stdlib::modules::sys::Flags;

/// Why the interpreter cannot start: the text and the exit status.
pub struct Refusal(pub String, pub u8);

/// A value that the language defines.
fn fatal(message: &str) -> Refusal {
    let text = format!("Fatal Python error: {message}\nPython runtime state: preinitialized\n");
    Refusal(text, 1)
}

/// A value of a switch of ours.
fn bad_value(o: &Options, switch: &str, values: &str) -> Refusal {
    let text = format!(
        "-X {switch} must be {values}\n{}\nTry `typhon -h' for more information.\n",
        crate::options::usage_line(&o.program)
    );
    Refusal(text, 2)
}

/// Switches that must act before the first object exists.
pub fn early(o: &Options) -> Result<(), Refusal> {
    for (k, v) in &o.x {
        match (k.as_str(), v.as_deref()) {
            ("refcount", Some("atomic")) => thread::set_atomic_counts(),
            ("refcount", Some("biased")) => {}
            ("refcount", _) => return Err(bad_value(o, k, "\"biased\" or \"atomic\"")),
            ("locks", Some("always")) => thread::set_multi(),
            ("locks", Some("auto")) => {}
            ("locks", _) => return Err(bad_value(o, k, "\"auto\" or \"always\"")),
            ("borrow", Some("0")) => typhon_runtime::slot::set_count_loads(),
            ("borrow", Some("1")) => {}
            ("borrow", _) => return Err(bad_value(o, k, "\"0\" or \"1\"")),
            // One collector is built, and that is the one: it stops the threads by a handshake.
            ("gc", Some("stw")) => {}
            ("gc", _) => return Err(bad_value(o, k, "\"stw\"")),
            ("profile", Some("contention")) => start_profile(o),
            ("profile", _) => return Err(bad_value(o, k, "\"contention\"")),
            ("gil", Some("1")) => thread::gil::enable(),
            ("gil", Some("0")) => {}
            ("gil", _) => {
                return Err(fatal(
                    "config_read_gil: PYTHON_GIL / -X gil must be \"0\" or \"1\"",
                ));
            }
            ("cpu_count", Some("default")) => {}
            ("cpu_count", v) => match v.and_then(|v| v.parse::<i32>().ok()) {
                Some(n) if n > 0 => typhon_runtime::os::thread::set_processors(n as u32),
                _ => {
                    return Err(fatal(
                        "config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
                    ));
                }
            },
            ("importtime", v) => match v.and_then(|v| v.parse::<i64>().ok()) {
                Some(0) => {}
                Some(2) => crate::importer::measure(2),
                None | Some(1) => crate::importer::measure(1),
                Some(_) => {
                    return Err(fatal(
                        "config_init_import_time: -X importtime: values other than 1 and 2 are reserved for future use.",
                    ));
                }
            },
            ("no_debug_ranges", _) => crate::code::drop_columns(),
            ("int_max_str_digits", v) => {
                let limit = v.and_then(|v| v.parse::<i64>().ok());
                if !limit.is_some_and(int::set_max_str_digits) {
                    return Err(fatal(
                        "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.",
                    ));
                }
            }
            _ => {}
        }
    }
    if o.profile_out.is_some() && !profile::is_on() {
        start_profile(o);
    }
    if o.ignore_environment {
        return Ok(());
    }
    hash_seed()
}

fn start_profile(o: &Options) {
    profile::enable();
    if let Some(file) = &o.profile_out {
        profile::report::write_to(&std::path::absolute(file).unwrap_or_else(|_| file.into()));
    }
}

fn hash_seed() -> Result<(), Refusal> {
    let seed = match std::env::var("PYTHONHASHSEED").as_deref() {
        Err(_) | Ok("" | "random") => return Ok(()),
        Ok(seed) => seed.parse::<u32>(),
    };
    match seed {
        Ok(0) => {
            pystr::set_hash_key(0, 0);
        }
        Ok(n) => {
            // CPython's generator for a fixed seed: a linear congruence, one byte a step.
            let mut x = n;
            let mut bytes = [0u8; 16];
            for b in &mut bytes {
                x = x.wrapping_mul(214_013).wrapping_add(2_531_011);
                *b = (x >> 16) as u8;
            }
            let half = |r: &[u8]| r.iter().rev().fold(0u64, |a, &b| a << 8 | u64::from(b));
            pystr::set_hash_key(half(&bytes[..8]), half(&bytes[8..]));
        }
        Err(_) => {
            return Err(fatal(
                "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
            ));
        }
    }
    Ok(())
}

/// Whether a switch without a value is on.
pub fn is_on(o: &Options, name: &str) -> bool {
    o.x.iter().any(|(k, _)| k == name)
}

/// `sys._xoptions` and `sys.flags`.
pub fn show(th: &mut Thread, sys: Ref<'_>, o: &Options) -> R<()> {
    let d = dict::new(th)?;
    if let Some(d) = d.get::<Dict>() {
        for (k, v) in &o.x {
            let v = match v {
                Some(v) => pystr::new(th, v)?,
                None => Obj::bool(true),
            };
            drop(d.insert_str(pystr::intern_str(k), v));
        }
    }
    module::add(th, sys, "_xoptions", d)?;
    let seeded = !o.ignore_environment && std::env::var("PYTHONHASHSEED").as_deref() == Ok("0");
    let flags = Flags {
        debug: o.counted.debug,
        inspect: i64::from(o.inspect),
        interactive: i64::from(o.inspect),
        optimize: i64::from(o.optimize),
        no_user_site: o.counted.no_user_site,
        no_site: o.counted.no_site,
        ignore_environment: i64::from(o.ignore_environment),
        verbose: o.counted.verbose,
        bytes_warning: o.counted.bytes_warning,
        quiet: i64::from(o.quiet),
        hash_randomization: i64::from(!seeded),
        isolated: i64::from(o.isolated),
        dev_mode: is_on(o, "dev"),
        safe_path: o.safe_path,
        int_max_str_digits: int::max_str_digits(),
        gil: i64::from(thread::gil::is_enabled()),
    };
    typhon_stdlib::modules::sys::set_flags(th, sys, &flags)
}
