//! The command: options, what they put into `sys`, exit status, signals, the prompt, switches.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

fn typhon() -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let mut c =
        Command::new(BINARY.get_or_init(|| typhon_tests::binary::find().expect("a binary")));
    c.env_clear().env("LC_ALL", "C.UTF-8");
    c.stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    c
}

fn wait(child: Child) -> Output {
    typhon_tests::process::finish(child, "typhon")
}

fn run(args: &[&str]) -> Output {
    wait(typhon().args(args).spawn().expect("typhon starts"))
}

fn run_with_input(args: &[&str], input: &str) -> Output {
    let mut child = typhon()
        .args(args)
        .stdin(Stdio::piped())
        .spawn()
        .expect("typhon starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("input is taken");
    drop(stdin);
    wait(child)
}

fn out(o: &Output) -> String {
    String::from_utf8_lossy(&o.stdout).into_owned()
}

fn err(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

/// A program that must succeed silently; its output.
fn prints(args: &[&str]) -> String {
    let o = run(args);
    assert_eq!(
        (err(&o).as_str(), o.status.code()),
        ("", Some(0)),
        "{args:?}"
    );
    out(&o)
}

/// A folder of this test that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("typhon-cli-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path.canonicalize().expect("a folder"))
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder");
        }
        std::fs::write(&path, text).expect("a file");
        show(&path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn show(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

// ---- what to run

#[test]
fn a_script_gets_its_arguments_name_and_folder() {
    let f = Folder::new("script");
    let text = "import sys\nprint(sys.argv, __name__, __file__, sys.path[0], sep='\\n')\n";
    let script = f.file("a.py", text);
    let want = format!(
        "['{script}', '-c', 'x y']\n__main__\n{script}\n{}\n",
        show(&f.0)
    );
    assert_eq!(prints(&[&script, "-c", "x y"]), want);
}

#[test]
fn a_folder_with_a_main_file_is_a_script() {
    let f = Folder::new("folder");
    f.file("app/__main__.py", "import part\nprint(part.x)\n");
    f.file("app/part.py", "x = 5\n");
    f.file("none/a.py", "");
    assert_eq!(prints(&[&show(&f.0.join("app"))]), "5\n");
    let o = run(&[&show(&f.0.join("none"))]);
    assert!(err(&o).contains("can't find '__main__' module in '"));
    assert_eq!(o.status.code(), Some(1));
}

#[test]
fn a_missing_script_is_status_2() {
    let o = run(&["/nonexistent/x.py"]);
    assert!(
        err(&o).ends_with(
            ": can't open file '/nonexistent/x.py': [Errno 2] No such file or directory\n"
        )
    );
    assert_eq!(o.status.code(), Some(2));
}

#[test]
fn a_command_has_an_empty_folder_and_shows_its_lines() {
    let text = "import sys; print(sys.argv, repr(sys.path[0]), __name__)";
    assert_eq!(prints(&["-c", text, "a"]), "['-c', 'a'] '' __main__\n");
    let o = run(&["-c", "def f():\n    1/0\nf()"]);
    let want = "Traceback (most recent call last):\n  File \"<string>\", line 3, in <module>\n    f()\n    ~^^\n  \
                File \"<string>\", line 2, in f\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n";
    assert_eq!(err(&o), want);
    assert_eq!(o.status.code(), Some(1));
}

#[test]
fn a_module_is_found_in_the_working_folder() {
    let f = Folder::new("module");
    f.file(
        "m.py",
        "import sys; print(__name__, sys.argv[0] == __file__, sys.argv[1:])",
    );
    f.file("p/__init__.py", "");
    f.file("p/__main__.py", "print(__name__, __package__)");
    f.file("q/__init__.py", "");
    let at = |args: &[&str]| {
        wait(
            typhon()
                .current_dir(&f.0)
                .args(args)
                .spawn()
                .expect("typhon"),
        )
    };
    assert_eq!(out(&at(&["-m", "m", "-x"])), "__main__ True ['-x']\n");
    assert_eq!(out(&at(&["-mp"])), "__main__ p\n");
    for (name, said) in [
        ("nope", "No module named nope\n"),
        (
            "nope.x",
            "Error while finding module specification for 'nope.x' (ModuleNotFoundError: ",
        ),
        ("math", "No code object available for math\n"),
        (
            "q",
            "No module named q.__main__; 'q' is a package and cannot be directly executed\n",
        ),
    ] {
        let o = at(&["-m", name]);
        assert!(err(&o).contains(said), "{name}: {}", err(&o));
        assert_eq!(o.status.code(), Some(1));
    }
}

#[test]
fn standard_input_is_a_script() {
    let text = "import sys\nprint(sys.argv, repr(sys.path[0]))\n";
    for (args, argv) in [(vec![], "['']"), (vec!["-", "a"], "['-', 'a']")] {
        let o = run_with_input(&args, text);
        assert_eq!(out(&o), format!("{argv} ''\n"));
    }
}

// ---- options

#[test]
fn bad_options_are_status_2() {
    for (args, said) in [
        (&["-Z"][..], "Unknown option: -Z\n"),
        (&["-c"], "Argument expected for the -c option\n"),
        (&["-X"], "Argument expected for the -X option\n"),
        (
            &["-X", "refcount=none"],
            "-X refcount must be \"biased\" or \"atomic\"\n",
        ),
        (
            &["-X", "locks"],
            "-X locks must be \"auto\" or \"always\"\n",
        ),
        (&["-X", "borrow=2"], "-X borrow must be \"0\" or \"1\"\n"),
        (&["-X", "gc=none"], "-X gc must be \"stw\"\n"),
        (
            &["-X", "profile=nonsense"],
            "-X profile must be \"contention\"\n",
        ),
        (
            &["--profile-out"],
            "Argument expected for the --profile-out option\n",
        ),
    ] {
        let o = run(args);
        assert!(err(&o).starts_with(said), "{args:?}: {}", err(&o));
        assert!(err(&o).contains("\nusage: "));
        assert_eq!(o.status.code(), Some(2));
    }
}

#[test]
fn values_that_the_language_defines_are_fatal() {
    for (args, said) in [
        (&["-X", "gil=2", "-c", ""][..], "config_read_gil: "),
        (
            &["-X", "int_max_str_digits=9", "-c", ""],
            "config_init_int_max_str_digits: ",
        ),
    ] {
        let o = run(args);
        assert!(err(&o).starts_with(&format!("Fatal Python error: {said}")));
        assert_eq!(o.status.code(), Some(1));
    }
    let o = wait(
        typhon()
            .env("PYTHONHASHSEED", "x")
            .args(["-c", ""])
            .spawn()
            .expect("typhon"),
    );
    assert!(err(&o).starts_with("Fatal Python error: config_init_hash_seed: "));
    assert_eq!(o.status.code(), Some(1));
}

#[test]
fn version_and_help() {
    assert!(prints(&["-V"]).starts_with("Typhon "));
    assert!(prints(&["--version"]).contains("(Python 3.14."));
    assert!(prints(&["-h"]).starts_with("usage: "));
    let text =
        "import sys; print(sys.implementation.name, sys.version_info[:2], sys._is_gil_enabled())";
    assert_eq!(prints(&["-c", text]), "typhon (3, 14) False\n");
}

#[test]
fn optimisation_drops_assertions_and_docstrings() {
    let text = "def f(): 'doc'\nassert 0, 'no'\nprint(__debug__, f.__doc__)";
    assert_eq!(prints(&["-O", "-c", text]), "False doc\n");
    assert_eq!(prints(&["-OO", "-c", text]), "False None\n");
    assert!(err(&run(&["-c", text])).contains("AssertionError: no"));
}

#[test]
fn warnings_follow_the_options() {
    let text = "import warnings; warnings.warn('w', DeprecationWarning); print('on')";
    assert_eq!(prints(&["-Wignore", "-c", text]), "on\n");
    assert_eq!(run(&["-W", "error", "-c", text]).status.code(), Some(1));
    let o = run(&["-W", "foo", "-c", "import warnings"]);
    assert_eq!(
        err(&o),
        "Invalid -W option ignored: invalid action: 'foo'\n"
    );
}

#[test]
fn the_environment_is_used_unless_told_otherwise() {
    let f = Folder::new("env");
    f.file("lib/mine.py", "x = 7\n");
    let lib = show(&f.0.join("lib"));
    let with = |args: &[&str]| {
        wait(
            typhon()
                .env("PYTHONPATH", &lib)
                .args(args)
                .spawn()
                .expect("typhon"),
        )
    };
    assert_eq!(out(&with(&["-c", "import mine; print(mine.x)"])), "7\n");
    assert!(err(&with(&["-E", "-c", "import mine"])).contains("No module named 'mine'"));
    let text = "import sys; print(sys.flags.safe_path, '' in sys.path)";
    assert_eq!(prints(&["-P", "-c", text]), "True False\n");
    let text = "import sys; print(sys._xoptions, sys.flags.quiet)";
    assert_eq!(
        prints(&["-q", "-Xa=b", "-X", "c", "-c", text]),
        "{'a': 'b', 'c': True} 1\n"
    );
}

#[test]
fn arguments_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt;
    let mut c = typhon();
    c.args(["-c", "import sys; print(ascii(sys.argv[1]))"]);
    c.arg(std::ffi::OsStr::from_bytes(b"a\xff"));
    assert_eq!(out(&wait(c.spawn().expect("typhon"))), "'a\\udcff'\n");
}

#[test]
fn the_first_line_can_be_skipped() {
    let f = Folder::new("skip");
    let script = f.file("x.py", "@echo off\n1/0\n");
    assert!(err(&run(&["-x", &script])).contains("line 2, in <module>\n    1/0\n"));
}

#[test]
fn bytecode_is_shown() {
    let f = Folder::new("dis");
    let script = f.file("x.py", "def f(a): return a + 1\n");
    let text = prints(&["--dis", &script]);
    assert!(text.contains("code f (line 1)") && text.contains("Return"));
    assert_eq!(run(&["--dis", "/nonexistent"]).status.code(), Some(2));
    assert_eq!(
        run(&["--dis", &f.file("bad.py", "(")]).status.code(),
        Some(1)
    );
}

// ---- the end

#[test]
fn exit_status() {
    for (text, status, said) in [
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit(-1)", 255, ""),
        ("import sys; sys.exit(2**80)", 255, ""),
        ("import sys; sys.exit(True)", 1, ""),
        ("raise SystemExit('why')", 1, "why\n"),
        ("raise SystemExit((1, 2))", 1, "(1, 2)\n"),
        (
            "import sys; sys.excepthook = lambda *a: sys.exit(9); 1/0",
            9,
            "",
        ),
        ("import sys; sys.excepthook = lambda *a: None; 1/0", 1, ""),
        (
            "import threading, sys\nt = threading.Thread(target=sys.exit, args=(4,)); t.start(); t.join()",
            0,
            "",
        ),
    ] {
        let o = run(&["-c", text]);
        assert_eq!(
            (o.status.code(), err(&o).as_str()),
            (Some(status), said),
            "{text}"
        );
    }
}

#[test]
fn output_that_cannot_be_written_is_status_120() {
    let mut c = typhon();
    c.args(["-c", "print('x')"]);
    c.stdout(
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a device"),
    );
    let o = wait(c.spawn().expect("typhon"));
    assert_eq!(
        err(&o),
        "Exception ignored while flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n"
    );
    assert_eq!(o.status.code(), Some(120));
}

#[test]
fn an_uncaught_interrupt_ends_by_the_signal() {
    use std::os::unix::process::ExitStatusExt;
    let o = run(&["-c", "raise KeyboardInterrupt"]);
    assert!(err(&o).ends_with("\nKeyboardInterrupt\n"));
    assert_eq!(o.status.signal(), Some(2));
}

/// Ctrl-C while workers are busy and the main thread computes, sleeps, waits for a lock or joins.
#[test]
fn ctrl_c_reaches_the_main_thread() {
    use std::os::unix::process::ExitStatusExt;
    for wait_for in [
        "while True: pass",
        "time.sleep(100)",
        "lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "workers[0].join()",
        "threading.Event().wait()",
    ] {
        let text = format!(
            "import threading, time\nstop = False\ndef work():\n    while not stop: pass\n\
             workers = [threading.Thread(target=work) for _ in range(2)]\nfor w in workers: w.start()\n\
             try:\n    print('ready', flush=True)\n    {wait_for}\nexcept KeyboardInterrupt:\n    \
             print('caught', threading.current_thread() is threading.main_thread(), flush=True)\nstop = True\n\
             for w in workers: w.join()\nraise KeyboardInterrupt\n"
        );
        let mut child = typhon().args(["-c", &text]).spawn().expect("typhon");
        // The first line says that there is something to interrupt.
        let mut first = [0u8; 6];
        let pipe = child.stdout.as_mut().expect("a pipe");
        std::io::Read::read_exact(pipe, &mut first).expect("a line");
        std::thread::sleep(Duration::from_millis(100));
        let sent = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(sent.expect("kill").success());
        let o = wait(child);
        assert_eq!(out(&o), "caught True\n", "{wait_for}: {}", err(&o));
        assert_eq!(o.status.signal(), Some(2), "{wait_for}");
    }
}

// ---- the prompt

#[test]
fn the_prompt_without_a_terminal() {
    let input = "1+1\nif 1:\n    x = 2\n\nx\n_\n1/0\nx = [\n\n3]\nx\ndef f():\n  1/0\n\nf()\n(\n";
    let o = run_with_input(&["-i", "-q"], input);
    assert_eq!(out(&o), "2\n2\n2\n[3]\n");
    let said = err(&o);
    assert!(
        said.starts_with(">>> >>> ... ... >>> >>> >>> Traceback"),
        "{said}"
    );
    assert!(said.contains("  File \"<stdin>\", line 2, in f\n    1/0\n    ~^~\n"));
    assert!(said.contains("SyntaxError: '(' was never closed\n"));
    assert_eq!(o.status.code(), Some(0));
    assert_eq!(
        run_with_input(&["-i"], "raise SystemExit(4)\n")
            .status
            .code(),
        Some(4)
    );
}

#[test]
fn the_prompt_after_a_program() {
    let o = run_with_input(&["-i", "-c", "x = 5\nraise SystemExit(3)"], "print(x)\n");
    assert_eq!(out(&o), "5\n");
    assert!(err(&o).contains("SystemExit: 3\n>>> "));
    assert_eq!(o.status.code(), Some(0));
}

// ---- switches

#[test]
fn one_big_lock_is_in_force() {
    let text = "import sys; print(sys._is_gil_enabled(), sys.flags.gil)";
    assert_eq!(prints(&["-X", "gil=1", "-c", text]), "True 1\n");
    // While one thread computes without a call that blocks no other runs for less than the 5 ms of a turn.
    let text = "import threading, time\nseen = []\ndef work():\n    end = time.monotonic() + 0.3\n    \
                while time.monotonic() < end: seen.append(threading.get_ident())\n\
                ts = [threading.Thread(target=work) for _ in range(2)]\nfor t in ts: t.start()\nfor t in ts: t.join()\n\
                turns = sum(a != b for a, b in zip(seen, seen[1:]))\nprint(turns < 0.6 / 0.005 + 5, turns > 0)\n";
    assert_eq!(prints(&["-X", "gil=1", "-c", text]), "True True\n");
}

/// `sys._object_state` looks at a private list; the last figure is how much three more local variables add to the
/// count of a list that two threads have seen.
#[test]
fn experiment_switches_are_in_force() {
    let text = "import sys, threading\nlock = sys._object_state([])\nshared = [[1]]\n\
                t = threading.Thread(target=lambda: shared[0][0]); t.start(); t.join()\ndef counted():\n    \
                before = sys.getrefcount(shared[0])\n    x = shared[0]; y = shared[0]; z = shared[0]\n    \
                return sys.getrefcount(shared[0]) - before\n\
                print(lock['owned'], lock['lockable'], counted())";
    assert_eq!(prints(&["-c", text]), "True False 0\n");
    for (switch, said) in [
        ("refcount=atomic", "False False 0\n"),
        ("borrow=0", "True False 3\n"),
        ("locks=always", "True True 0\n"),
        ("gil=1", "True False 0\n"),
        ("gc=stw", "True False 0\n"),
    ] {
        assert_eq!(prints(&["-X", switch, "-c", text]), said, "{switch}");
        // And a program with threads gives the same result.
        let program = "import threading\nd = {}\ndef work(k):\n    for i in range(2000): d[i % 50] = [k, i]\n\
                       ts = [threading.Thread(target=work, args=(k,)) for k in range(3)]\nfor t in ts: t.start()\n\
                       for t in ts: t.join()\nprint(len(d), sorted(d) == list(range(50)))\n";
        assert_eq!(prints(&["-X", switch, "-c", program]), "50 True\n");
    }
}

#[test]
fn leaks_are_named() {
    for text in [
        "pass",
        "class A: pass\na = A(); a.a = a\nx = [a, {1: a}]\ndef f(): return x\n",
        "import json, collections, dataclasses, enum, threading\nx = json.loads('[{}]')",
        "import threading\nt = threading.Thread(target=list); t.start(); t.join()",
    ] {
        assert_eq!(prints(&["-X", "leakcheck", "-c", text]), "", "{text}");
    }
    let text = "import sys\nclass Leak: pass\nsys.leak = [Leak() for _ in range(3)]";
    let o = run(&["-X", "leakcheck", "-c", text]);
    assert_eq!(o.status.code(), Some(0));
    assert!(err(&o).starts_with("leakcheck: "), "{}", err(&o));
    assert!(err(&o).contains("\n       3  Leak\n"), "{}", err(&o));
}
