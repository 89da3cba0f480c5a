//! Command-line options: parsing, help, and the switches that act before anything starts.

use typhon_runtime::obj::{Obj, R, Ref};
use typhon_runtime::types::dict::{self, Dict};
use typhon_runtime::types::{module, str as pystr};
use typhon_runtime::{Thread, thread};

/// The version of the language.
pub const PYTHON_VERSION: &str = "3.14.0";

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Run {
    /// `-c TEXT`
    Command(String),
    /// A script.
    File(String),
    /// `-m NAME`
    Module(String),
    /// `-`, or standard input that is no terminal.
    Stdin,
    /// The prompt.
    Repl,
    /// `--dis FILE`
    Dis(String),
    /// `-V`
    Version,
    /// `-h`
    Help,
}

/// The command line.
#[derive(Debug)]
pub struct Options {
    /// What to run.
    pub run: Run,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// `-O` level.
    pub optimize: u8,
    /// `-u`
    pub unbuffered: bool,
    /// `-i`
    pub inspect: bool,
    /// `-E` or `-I`
    pub ignore_environment: bool,
    /// `-P` or `-I`: no script folder in `sys.path`.
    pub safe_path: bool,
    /// `-W` values, with PYTHONWARNINGS in front.
    pub warn: Vec<String>,
    /// `-X` values.
    pub x: Vec<(String, Option<String>)>,
}

/// Text of `-h`.
pub const HELP: &str = "\
usage: typhon [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options:
-c cmd : run a program given as text
-m mod : run a library module as a script
-i     : go to the prompt after running
-O     : drop assert statements; -OO: docstrings too
-u     : unbuffered standard output and error
-W arg : warning control: action:message:category:module:lineno
-E     : ignore PYTHON* environment variables
-P     : do not put the script's folder into sys.path
-I     : -E and -P together
-V     : print the version
-h     : print this help
--dis file : print the bytecode of a file
-X opt : switches:
         gil=1            one big lock, handed over every 5 ms
         refcount=atomic  objects are born without an owner: every count is atomic
         borrow=0         count every load of a shared object
         locks=always     take object locks on one thread too
         leakcheck        report what is alive at exit and was not after start-up
         dev, utf8, int_max_str_digits=N, no_debug_ranges, ... : as in Python where they apply
Environment: PYTHONPATH, PYTHONHASHSEED, PYTHONWARNINGS, PYTHONOPTIMIZE, PYTHONUNBUFFERED, PYTHONINSPECT
";

fn usage(message: &str) -> String {
    format!(
        "{message}\nusage: typhon [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `typhon -h' for more information.\n"
    )
}

/// Parses the arguments; Err is the text for standard error.
pub fn parse(args: &[String]) -> Result<Options, String> {
    let mut o = Options {
        run: Run::Repl,
        argv: vec![String::new()],
        optimize: 0,
        unbuffered: false,
        inspect: false,
        ignore_environment: false,
        safe_path: false,
        warn: Vec::new(),
        x: Vec::new(),
    };
    let mut i = 1;
    let mut run = None;
    'args: while let Some(a) = args.get(i) {
        i += 1;
        match a.as_str() {
            "--version" => {
                return Ok(Options {
                    run: Run::Version,
                    ..o
                });
            }
            "--help" => {
                return Ok(Options {
                    run: Run::Help,
                    ..o
                });
            }
            "--dis" => {
                let file = args
                    .get(i)
                    .ok_or_else(|| usage("Argument expected for the --dis option"))?;
                return Ok(Options {
                    run: Run::Dis(file.clone()),
                    ..o
                });
            }
            "--" => continue,
            "-" => {
                run = Some(Run::Stdin);
                o.argv = std::iter::once("-".to_string())
                    .chain(args[i..].iter().cloned())
                    .collect();
                break;
            }
            s if !s.starts_with('-') => {
                run = Some(Run::File(s.to_string()));
                o.argv = args[i - 1..].to_vec();
                break;
            }
            s if s.starts_with("--") => return Err(usage(&format!("unknown option {s}"))),
            s => {
                let letters: Vec<char> = s.chars().skip(1).collect();
                for (k, c) in letters.iter().enumerate() {
                    let mut value = || {
                        let rest: String = letters[k + 1..].iter().collect();
                        if !rest.is_empty() {
                            return Ok(rest);
                        }
                        i += 1;
                        args.get(i - 1)
                            .cloned()
                            .ok_or_else(|| usage(&format!("Argument expected for the -{c} option")))
                    };
                    match c {
                        'c' => {
                            run = Some(Run::Command(value()?));
                            o.argv = std::iter::once("-c".to_string())
                                .chain(args[i..].iter().cloned())
                                .collect();
                            break 'args;
                        }
                        'm' => {
                            run = Some(Run::Module(value()?));
                            o.argv = std::iter::once("-m".to_string())
                                .chain(args[i..].iter().cloned())
                                .collect();
                            break 'args;
                        }
                        'W' => {
                            o.warn.push(value()?);
                            continue 'args;
                        }
                        'X' => {
                            let v = value()?;
                            o.x.push(match v.split_once('=') {
                                Some((k, v)) => (k.to_string(), Some(v.to_string())),
                                None => (v, None),
                            });
                            continue 'args;
                        }
                        'O' => o.optimize = (o.optimize + 1).min(2),
                        'u' => o.unbuffered = true,
                        'i' => o.inspect = true,
                        'E' => o.ignore_environment = true,
                        'P' => o.safe_path = true,
                        'I' => {
                            o.ignore_environment = true;
                            o.safe_path = true;
                        }
                        'V' => {
                            return Ok(Options {
                                run: Run::Version,
                                ..o
                            });
                        }
                        'h' | '?' => {
                            return Ok(Options {
                                run: Run::Help,
                                ..o
                            });
                        }
                        'b' | 'B' | 'd' | 'q' | 's' | 'S' | 'v' | 'R' | 'x' => {}
                        other => return Err(usage(&format!("Unknown option: -{other}"))),
                    }
                }
            }
        }
    }
    o.run = match run {
        Some(r) => r,
        None if std::io::IsTerminal::is_terminal(&std::io::stdin()) || o.inspect => Run::Repl,
        None => Run::Stdin,
    };
    environment(&mut o);
    Ok(o)
}

fn environment(o: &mut Options) {
    if o.ignore_environment {
        return;
    }
    let set = |n: &str| std::env::var(n).ok().filter(|v| !v.is_empty());
    if let Some(w) = set("PYTHONWARNINGS") {
        let mut all: Vec<String> = w.split(',').map(|s| s.trim().to_string()).collect();
        all.append(&mut o.warn);
        o.warn = all;
    }
    if let Some(v) = set("PYTHONOPTIMIZE") {
        o.optimize = o.optimize.max(v.parse::<u8>().unwrap_or(1).min(2));
    }
    o.unbuffered |= set("PYTHONUNBUFFERED").is_some();
    o.inspect |= set("PYTHONINSPECT").is_some();
}

/// Switches that must act before the first object exists.
pub fn apply_early(o: &Options) {
    for (k, v) in &o.x {
        match (k.as_str(), v.as_deref()) {
            ("refcount", Some("atomic")) => thread::set_atomic_counts(),
            ("locks", Some("always")) => thread::set_multi(),
            ("borrow", Some("0")) => typhon_runtime::slot::set_count_loads(),
            ("gil", Some("1")) => thread::gil::enable(),
            _ => {}
        }
    }
    if o.ignore_environment {
        return;
    }
    match std::env::var("PYTHONHASHSEED").as_deref() {
        Err(_) | Ok("" | "random") => {}
        Ok(seed) => match seed.parse::<u32>() {
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
                eprintln!(
                    "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]"
                );
                std::process::exit(1);
            }
        },
    }
}

/// `sys._xoptions`.
pub fn set_xoptions(th: &mut Thread, sys: Ref<'_>, o: &Options) -> R<()> {
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
    module::add(th, sys, "_xoptions", d)
}

/// An absolute path as text.
pub fn absolute(p: &str) -> String {
    std::path::absolute(p).map_or_else(|_| p.to_string(), |p| p.to_string_lossy().into_owned())
}

/// `sys.path[0]`.
pub fn first_path(o: &Options) -> Option<String> {
    if o.safe_path {
        return None;
    }
    match &o.run {
        Run::File(f) => {
            let real = std::fs::canonicalize(f).unwrap_or_else(|_| f.into());
            let dir = if real.is_dir() {
                Some(real.as_path())
            } else {
                real.parent()
            };
            Some(absolute(
                &dir.map(|d| d.to_string_lossy().into_owned())
                    .unwrap_or_default(),
            ))
        }
        Run::Module(_) => std::env::current_dir()
            .ok()
            .map(|d| d.to_string_lossy().into_owned()),
        _ => Some(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_of(a: &[&str]) -> Options {
        let v: Vec<String> = std::iter::once("typhon")
            .chain(a.iter().copied())
            .map(String::from)
            .collect();
        parse(&v).unwrap()
    }

    #[test]
    fn options_end_at_the_script() {
        let o = parse_of(&["-OO", "-X", "gil=1", "-Wignore", "a.py", "-c", "x"]);
        assert_eq!(o.run, Run::File("a.py".into()));
        assert_eq!(o.argv, ["a.py", "-c", "x"]);
        assert_eq!(o.optimize, 2);
        assert_eq!(o.x, [("gil".to_string(), Some("1".to_string()))]);
        assert!(o.warn.contains(&"ignore".to_string()));
    }

    #[test]
    fn a_command_takes_the_rest() {
        let o = parse_of(&["-uc", "pass", "1", "-V"]);
        assert_eq!(o.run, Run::Command("pass".into()));
        assert_eq!(o.argv, ["-c", "1", "-V"]);
        assert!(o.unbuffered);
    }

    #[test]
    fn unknown_options_are_refused() {
        assert!(parse(&["typhon".into(), "-Z".into()]).is_err());
        assert!(parse(&["typhon".into(), "-c".into()]).is_err());
    }
}
