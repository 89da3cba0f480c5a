//! Command-line options: parsing, help, and what the environment adds. `switches.rs` puts them into force.

use crate::ostext::lossy;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

/// The version of the language.
pub const PYTHON_VERSION: &str = "3.14.0";

/// What to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// `-c TEXT`
    Command(OsString),
    /// A script.
    File(OsString),
    /// `-m NAME`
    Module(OsString),
    /// `-`, or standard input that is no terminal.
    Stdin,
    /// The prompt.
    Repl,
    /// `--dis FILE`
    Dis(OsString),
    /// `-V`
    Version,
    /// `-h`
    Help,
}

/// The command line.
#[derive(Debug)]
pub struct Options {
    /// How the program was called.
    pub program: String,
    /// What to run.
    pub run: Run,
    /// `sys.argv`.
    pub argv: Vec<OsString>,
    /// `-O` level.
    pub optimize: u8,
    /// `-u`
    pub unbuffered: bool,
    /// `-i`
    pub inspect: bool,
    /// `-q`: no banner.
    pub quiet: bool,
    /// `-E` or `-I`
    pub ignore_environment: bool,
    /// `-P` or `-I`: no script folder in `sys.path`.
    pub safe_path: bool,
    /// `-I`
    pub isolated: bool,
    /// `-x`: the script's first line is not Python.
    pub skip_first_line: bool,
    /// `-W` values, with PYTHONWARNINGS in front.
    pub warn: Vec<OsString>,
    /// `-X` values.
    pub x: Vec<(String, Option<String>)>,
    /// `--profile-out`
    pub profile_out: Option<OsString>,
    /// Options that only `sys.flags` shows, as often as given.
    pub counted: Counted,
}

/// How often `-d`, `-v`, `-b`, `-s`, `-S` and `-B` were given.
#[derive(Debug, Default, Clone, Copy)]
pub struct Counted {
    /// `-d`
    pub debug: i64,
    /// `-v`
    pub verbose: i64,
    /// `-b`
    pub bytes_warning: i64,
    /// `-s`
    pub no_user_site: i64,
    /// `-S`
    pub no_site: i64,
}

/// Text of `-h`.
pub const HELP: &str = "\
Options (and the environment variables that do the same):
-c cmd : run a program given as text; ends the options
-m mod : run a library module as a script; ends the options
-i     : go to the prompt after running, even if standard input is no terminal (PYTHONINSPECT)
-q     : no banner at the prompt
-O     : drop assert statements; -OO: docstrings too (PYTHONOPTIMIZE)
-u     : unbuffered standard output and error (PYTHONUNBUFFERED)
-W arg : warning control, action:message:category:module:lineno (PYTHONWARNINGS)
-x     : skip the first line of the script
-E     : ignore all PYTHON* environment variables
-P     : do not put the script's folder into sys.path (PYTHONSAFEPATH)
-I     : -E and -P together
-V     : print the version
-h     : print this help
-b, -B, -d, -s, -S, -v : accepted; shown in sys.flags
--dis file : print the bytecode of a file
--profile-out file : write what -X profile=contention tells to a file, as JSON
-X opt : switches:
         gil=1            one big lock, handed over every 5 ms (PYTHON_GIL)
         refcount=atomic  objects are born without an owner: every count is atomic
         borrow=0         count every load of a shared object
         locks=always     take object locks on one thread too
         gc=stw           the cycle collector stops all threads, as it does by default
         profile=contention  tell at exit what threads waited for, and where
         leakcheck        report what is alive at exit and was not after start-up
         int_max_str_digits=N  limit of conversions between int and str (PYTHONINTMAXSTRDIGITS)
         dev              show all warnings (PYTHONDEVMODE)
         cpu_count=N      what os.cpu_count() says (PYTHON_CPU_COUNT)
         importtime       tell how long each import takes (PYTHONPROFILEIMPORTTIME)
         no_debug_ranges  keep no columns of the source (PYTHONNODEBUGRANGES)
         Others are kept in sys._xoptions.
file   : a script, or a folder with a __main__.py
-      : read the program from standard input
bench ...: run benchmark scripts on several interpreters and thread counts (typhon bench --help)
arg ...: the rest of sys.argv
Other environment variables: PYTHONPATH (folders for sys.path, separated by ':'),
PYTHONHASHSEED (0, a number, or random), PYTHONSTARTUP (a file to run before the first prompt)
";

/// First line of help and of complaints.
pub fn usage_line(program: &str) -> String {
    format!("usage: {program} [option] ... [-c cmd | -m mod | file | -] [arg] ...")
}

fn usage(program: &str, message: &str) -> String {
    let line = usage_line(program);
    format!("{message}\n{line}\nTry `typhon -h' for more information.\n")
}

/// Parses the arguments; Err is the text for standard error.
pub fn parse(args: &[OsString]) -> Result<Options, String> {
    let mut p = Parser {
        args,
        next: 1,
        o: Options {
            program: args.first().map_or("typhon".to_string(), |a| lossy(a)),
            run: Run::Repl,
            argv: vec![OsString::new()],
            optimize: 0,
            unbuffered: false,
            inspect: false,
            quiet: false,
            ignore_environment: false,
            safe_path: false,
            isolated: false,
            skip_first_line: false,
            warn: Vec::new(),
            x: Vec::new(),
            profile_out: None,
            counted: Counted::default(),
        },
        run: None,
    };
    while let Some(arg) = args.get(p.next) {
        p.next += 1;
        if p.argument(arg)? {
            break;
        }
    }
    let mut o = p.o;
    if !o.ignore_environment {
        environment(&mut o);
    }
    o.run = match p.run {
        Some(run) => run,
        None if std::io::IsTerminal::is_terminal(&std::io::stdin()) || o.inspect => Run::Repl,
        None => Run::Stdin,
    };
    Ok(o)
}

struct Parser<'a> {
    args: &'a [OsString],
    next: usize,
    o: Options,
    run: Option<Run>,
}

impl Parser<'_> {
    /// Takes one argument; true if it is the last option.
    fn argument(&mut self, arg: &OsStr) -> Result<bool, String> {
        let bytes = arg.as_bytes();
        if bytes == b"-" {
            return Ok(self.begin(Run::Stdin, "-".into(), self.next));
        }
        if !bytes.starts_with(b"-") {
            return Ok(self.begin(Run::File(arg.to_owned()), arg.to_owned(), self.next));
        }
        if bytes.starts_with(b"--") {
            return self.long(arg);
        }
        self.letters(&bytes[1..])
    }

    /// Notes what to run and the rest of the arguments.
    fn begin(&mut self, run: Run, name: OsString, rest: usize) -> bool {
        self.run = Some(run);
        let rest = self.args.get(rest..).unwrap_or(&[]);
        self.o.argv = std::iter::once(name).chain(rest.iter().cloned()).collect();
        true
    }

    fn long(&mut self, arg: &OsStr) -> Result<bool, String> {
        let text = lossy(arg);
        self.run = Some(match text.as_str() {
            "--version" => Run::Version,
            "--help" | "--help-all" | "--help-env" | "--help-xoptions" => Run::Help,
            "--dis" => {
                let Some(file) = self.args.get(self.next) else {
                    return Err(self.wants_argument("--dis"));
                };
                Run::Dis(file.clone())
            }
            "--profile-out" => {
                let Some(file) = self.args.get(self.next) else {
                    return Err(self.wants_argument("--profile-out"));
                };
                self.o.profile_out = Some(file.clone());
                self.next += 1;
                return Ok(false);
            }
            "--check-hash-based-pycs" => {
                // There are no .pyc files to check.
                let Some(_) = self.args.get(self.next) else {
                    return Err(self.wants_argument("--check-hash-based-pycs"));
                };
                self.next += 1;
                return Ok(false);
            }
            "--" => {
                // What follows is a script, whatever it looks like.
                let Some(file) = self.args.get(self.next) else {
                    return Ok(true);
                };
                return Ok(self.begin(Run::File(file.clone()), file.clone(), self.next + 1));
            }
            other => {
                let message = format!("unknown option {other}");
                return Err(usage(&self.o.program, &message));
            }
        });
        Ok(true)
    }

    fn wants_argument(&self, option: &str) -> String {
        let message = format!("Argument expected for the {option} option");
        usage(&self.o.program, &message)
    }

    /// The rest of a word behind an option letter, or the next word.
    fn value(&mut self, letter: char, rest: &[u8]) -> Result<OsString, String> {
        if !rest.is_empty() {
            return Ok(OsString::from_vec(rest.to_vec()));
        }
        let Some(word) = self.args.get(self.next) else {
            return Err(self.wants_argument(&format!("-{letter}")));
        };
        self.next += 1;
        Ok(word.clone())
    }

    /// A word of option letters; true if one of them ends the options.
    fn letters(&mut self, word: &[u8]) -> Result<bool, String> {
        let text = String::from_utf8_lossy(word);
        for (at, c) in text.char_indices() {
            let rest = word.get(at + c.len_utf8()..).unwrap_or(b"");
            match c {
                'c' => {
                    let program = self.value(c, rest)?;
                    return Ok(self.begin(Run::Command(program), "-c".into(), self.next));
                }
                'm' => {
                    let module = self.value(c, rest)?;
                    return Ok(self.begin(Run::Module(module), "-m".into(), self.next));
                }
                'W' => {
                    let value = self.value(c, rest)?;
                    self.o.warn.push(value);
                    return Ok(false);
                }
                'X' => {
                    let value = lossy(&self.value(c, rest)?);
                    self.o.x.push(match value.split_once('=') {
                        Some((k, v)) => (k.to_string(), Some(v.to_string())),
                        None => (value, None),
                    });
                    return Ok(false);
                }
                'V' => {
                    self.run = Some(Run::Version);
                    return Ok(true);
                }
                'h' | '?' => {
                    self.run = Some(Run::Help);
                    return Ok(true);
                }
                _ => self.letter(c)?,
            }
        }
        Ok(false)
    }

    /// An option without a value.
    fn letter(&mut self, c: char) -> Result<(), String> {
        let o = &mut self.o;
        match c {
            'O' => o.optimize = (o.optimize + 1).min(2),
            'u' => o.unbuffered = true,
            'i' => o.inspect = true,
            'q' => o.quiet = true,
            'x' => o.skip_first_line = true,
            'E' => o.ignore_environment = true,
            'P' => o.safe_path = true,
            'I' => {
                o.ignore_environment = true;
                o.safe_path = true;
                o.isolated = true;
                o.counted.no_user_site = 1;
            }
            'b' => o.counted.bytes_warning += 1,
            'd' => o.counted.debug += 1,
            'v' => o.counted.verbose += 1,
            's' => o.counted.no_user_site += 1,
            'S' => o.counted.no_site += 1,
            // No .pyc files are written anyway; hashes are always randomised unless PYTHONHASHSEED says otherwise.
            'B' | 'R' => {}
            other => return Err(usage(&o.program, &format!("Unknown option: -{other}"))),
        }
        Ok(())
    }
}

fn environment(o: &mut Options) {
    let set = |n: &str| std::env::var_os(n).filter(|v| !v.is_empty());
    if let Some(w) = set("PYTHONWARNINGS") {
        let words = w.as_bytes().split(|&b| b == b',');
        let mut all: Vec<OsString> = words
            .map(|s| OsString::from_vec(s.trim_ascii().to_vec()))
            .collect();
        all.append(&mut o.warn);
        o.warn = all;
    }
    if let Some(v) = set("PYTHONOPTIMIZE") {
        o.optimize = o.optimize.max(lossy(&v).parse::<u8>().unwrap_or(1).min(2));
    }
    o.unbuffered |= set("PYTHONUNBUFFERED").is_some();
    o.inspect |= set("PYTHONINSPECT").is_some();
    o.safe_path |= set("PYTHONSAFEPATH").is_some();
    for (variable, option) in [
        ("PYTHONDEVMODE", "dev"),
        ("PYTHON_GIL", "gil"),
        ("PYTHONINTMAXSTRDIGITS", "int_max_str_digits"),
        ("PYTHON_CPU_COUNT", "cpu_count"),
        ("PYTHONPROFILEIMPORTTIME", "importtime"),
        ("PYTHONNODEBUGRANGES", "no_debug_ranges"),
    ] {
        if let Some(v) = set(variable)
            && !o.x.iter().any(|(k, _)| k == option)
        {
            let bare = ["dev", "no_debug_ranges"].contains(&option);
            let value = (!bare).then(|| lossy(&v));
            o.x.push((option.to_string(), value));
        }
    }
}

/// An absolute path as text.
pub fn absolute(p: &OsStr) -> String {
    std::path::absolute(p).map_or_else(|_| lossy(p), |p| lossy(p.as_os_str()))
}

/// Whether a file ends as zip archives do. Pipes are not looked into: what is read from them is gone.
pub fn is_archive(file: &Path) -> bool {
    use std::io::{Read, Seek, SeekFrom};
    // The record at the end, and the longest comment behind it.
    const TAIL: u64 = 22 + 0xffff;
    let tail = || -> std::io::Result<Vec<u8>> {
        let mut f = std::fs::File::open(file)?;
        let length = f.metadata()?.len();
        f.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        f.take(TAIL).read_to_end(&mut tail)?;
        Ok(tail)
    };
    file.is_file() && tail().is_ok_and(|t| t.windows(4).any(|w| w == b"PK\x05\x06"))
}

/// `sys.path[0]`.
pub fn first_path(o: &Options) -> Option<OsString> {
    if o.safe_path {
        return None;
    }
    match &o.run {
        Run::File(f) => {
            let real = std::fs::canonicalize(f).unwrap_or_else(|_| f.into());
            if real.is_dir() || is_archive(&real) {
                return Some(real.into_os_string());
            }
            let folder = real.parent()?;
            Some(std::path::absolute(folder).map_or_else(|_| folder.into(), Into::into))
        }
        Run::Module(_) => std::env::current_dir().ok().map(Into::into),
        _ => Some(OsString::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_of(a: &[&str]) -> Result<Options, String> {
        let words: Vec<OsString> = std::iter::once(&"typhon")
            .chain(a)
            .map(|s| OsString::from(*s))
            .collect();
        parse(&words)
    }

    #[test]
    fn options_end_at_the_script() {
        let o = parse_of(&["-OO", "-X", "gil=1", "-Wignore", "a.py", "-c", "x"]).unwrap();
        assert_eq!(o.run, Run::File("a.py".into()));
        assert_eq!(o.argv, ["a.py", "-c", "x"]);
        assert_eq!(o.optimize, 2);
        assert!(o.x.contains(&("gil".to_string(), Some("1".to_string()))));
        assert!(o.warn.contains(&"ignore".into()));
    }

    #[test]
    fn a_command_takes_the_rest() {
        let o = parse_of(&["-uc", "pass", "1", "-V"]).unwrap();
        assert_eq!(o.run, Run::Command("pass".into()));
        assert_eq!(o.argv, ["-c", "1", "-V"]);
        assert!(o.unbuffered);
    }

    #[test]
    fn two_dashes_end_the_options() {
        let o = parse_of(&["--", "-odd.py", "x"]).unwrap();
        assert_eq!(o.run, Run::File("-odd.py".into()));
        assert_eq!(o.argv, ["-odd.py", "x"]);
    }

    #[test]
    fn unknown_options_are_refused() {
        let text = parse_of(&["-uZ"]).unwrap_err();
        assert!(text.starts_with("Unknown option: -Z\nusage: typhon "));
        let text = parse_of(&["-c"]).unwrap_err();
        assert!(text.starts_with("Argument expected for the -c option\n"));
        assert!(parse_of(&["--what"]).is_err());
    }
}
