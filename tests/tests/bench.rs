//! `typhon bench`: runs with small workloads, their results, bad input, and the page in a real browser.
//!
//! What needs something that this machine may lack (another Python, the pyperf package, a browser) says so on standard
//! error and passes. `TYPHON_PYTHON` names a CPython 3.14 that is not in PATH.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use typhon_lab::session::{Session, Trouble};
use typhon_tests::process::{finish, output};

fn typhon() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| typhon_tests::binary::find().expect("a binary"))
}

fn bench(args: &[&str]) -> Command {
    let mut c = Command::new(typhon());
    c.arg("bench").args(args).stdin(Stdio::null());
    c
}

fn run(args: &[&str]) -> Output {
    output(&mut bench(args))
}

fn out(o: &Output) -> String {
    String::from_utf8_lossy(&o.stdout).into_owned()
}

fn err(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

/// A run that must end with this status; its standard output.
fn ends(status: i32, args: &[&str]) -> String {
    let o = run(args);
    assert_eq!(
        o.status.code(),
        Some(status),
        "{args:?}\n{}\n{}",
        out(&o),
        err(&o)
    );
    out(&o)
}

/// A folder of a test that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("typhon-bench-test-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Folder(path.canonicalize().expect("a folder"))
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a file");
        path.display().to_string()
    }

    fn inner(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The first of these programs that PATH has.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let candidates = names
        .iter()
        .flat_map(|n| folders.iter().map(move |f| f.join(n)));
    candidates.into_iter().find(|p| p.is_file())
}

fn python() -> Option<String> {
    let named = std::env::var("TYPHON_PYTHON").ok();
    named.or_else(|| program(&["python3.14"]).map(|p| p.display().to_string()))
}

/// Options that make a run short.
const SHORT: [&str; 6] = [
    "--quiet",
    "--size=0.02",
    "--repeat=2",
    "--warmups=0",
    "--limit=100",
    "--budget=400",
];

fn short(args: &[&str]) -> Vec<String> {
    args.iter()
        .chain(&SHORT)
        .map(|s| (*s).to_string())
        .collect()
}

fn refs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

#[test]
fn a_scaling_run_leaves_results_pictures_and_a_page() {
    let f = Folder::new("scaling");
    let folder = f.inner("r");
    let words = short(&[
        "scaling",
        "independent/nbody",
        "writes/list_append",
        "--threads=1,2,99",
        "--pin",
        "--out",
        &folder,
    ]);
    let mut words = refs(&words);
    words.extend(["--interpreters", "typhon,locked=typhon -X gil=1"]);
    let text = ends(0, &words);
    assert!(
        text.contains("| workload | interpreter | 1 thread |"),
        "{text}"
    );
    assert!(
        text.contains("x99*") && text.contains("oversubscribed"),
        "{text}"
    );
    let session = Session::load(Path::new(&folder)).expect("a session");
    assert_eq!(session.cells.len(), 2 * 3 * 2);
    assert!(session.problems.is_empty(), "{:?}", session.problems);
    for cell in &session.cells {
        assert_eq!((cell.samples.len(), cell.warmups.len()), (2, 0));
        assert!(cell.trusted && cell.oversubscribed == (cell.threads == 99));
        assert!(
            cell.samples
                .iter()
                .all(|s| s.seconds > 0.0 && s.wall >= s.seconds && s.max_rss > 1_000_000)
        );
    }
    let labels: Vec<&str> = session
        .interpreters
        .iter()
        .map(|r| r.label.as_str())
        .collect();
    assert_eq!(labels, ["typhon", "locked"]);
    for file in [
        "typhon.json",
        "locked.json",
        "session.json",
        "report.html",
        "pictures/overview-independent.svg",
    ] {
        assert!(Path::new(&folder).join(file).is_file(), "{file}");
    }
    let png = fs::read(Path::new(&folder).join("pictures/speed-up-independent-nbody.png"))
        .expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
    // The page can be made again from what is stored.
    let page = Path::new(&folder).join("report.html");
    let before = fs::read_to_string(&page).expect("a page");
    fs::remove_file(&page).expect("a page");
    ends(0, &["report", &folder]);
    assert_eq!(fs::read_to_string(&page).expect("a page"), before);
}

#[test]
fn a_users_own_script_is_measured_by_the_time_of_its_process() {
    let f = Folder::new("own");
    let text = "import sys, os\nassert sys.argv[1:] == ['-n', os.environ['TYPHON_BENCH_THREADS']]\nprint(sum(range(1000)))\n";
    let script = format!("{} -n {{threads}}", f.file("own.py", text));
    let folder = f.inner("r");
    ends(
        0,
        &refs(&short(&[
            "scaling",
            &script,
            "--threads=2",
            "--interpreters=typhon",
            "--out",
            &folder,
        ])),
    );
    let session = Session::load(Path::new(&folder)).expect("a session");
    let counts: Vec<usize> = session.cells.iter().map(|c| c.threads).collect();
    assert_eq!(counts, [1, 2]);
    assert!(
        session
            .cells
            .iter()
            .all(|c| c.work == 1.0 && c.samples[0].seconds == c.samples[0].wall)
    );
}

#[test]
fn a_script_that_fails_on_one_interpreter_leaves_the_rest() {
    let f = Folder::new("fails");
    let bad = f.file(
        "bad.py",
        "import sys\nif 'gil' in sys._xoptions: raise ValueError('not with a lock')\nprint(1)\n",
    );
    let good = f.file("good.py", "print(2)\n");
    let folder = f.inner("r");
    let words = short(&[
        "compare", "typhon", "-X gil=1", &bad, &good, "--out", &folder,
    ]);
    let text = ends(3, &refs(&words));
    assert!(
        text.contains("exit status 1: ValueError: not with a lock"),
        "{text}"
    );
    let session = Session::load(Path::new(&folder)).expect("a session");
    assert_eq!(session.cells.len(), 3);
    assert_eq!(session.problems[0].trouble, Trouble::Failed);
}

#[test]
fn outputs_that_differ_are_an_error() {
    let f = Folder::new("differs");
    let script = f.file("differs.py", "import sys\nprint(sorted(sys._xoptions))\n");
    let folder = f.inner("r");
    let text = ends(
        1,
        &refs(&short(&[
            "compare", "typhon", "-X gil=1", &script, "--out", &folder,
        ])),
    );
    assert!(
        text.contains("wrong answer: ") && text.contains("answers with 1 threads differ"),
        "{text}"
    );
    assert!(!text.contains("Geometric mean"), "{text}");
}

#[test]
fn bad_input_is_named() {
    let f = Folder::new("bad");
    let script = f.file("a.py", "pass\n");
    let folder = f.inner("r");
    let missing = f.inner("none.json");
    for (args, message) in [
        (
            &["scaling", &script, "--interpreters", "no-such-python"][..],
            "interpreter 'no-such-python': not found in PATH",
        ),
        (
            &["scaling", "/nonexistent/x.py"],
            "'/nonexistent/x.py': no such script",
        ),
        (&["scaling", "--suite", "nothing"], "no suite 'nothing'"),
        (
            &["scaling", &script, "--threads", "0"],
            "numbers of threads start at 1",
        ),
        (
            &["scaling", &script, "--repeat", "0"],
            "--repeat starts at 1",
        ),
        (
            &["scaling", &script, "--baseline", &missing],
            "none.json: No such file",
        ),
        (&["report", &folder], "session.json: No such file"),
        (
            &["scaling", "--frobnicate"],
            "unexpected argument '--frobnicate'",
        ),
    ] {
        let o = run(&[
            args,
            &["--out", &folder][..usize::from(args[0] != "report") * 2],
        ]
        .concat());
        assert_eq!(o.status.code(), Some(2), "{args:?}");
        assert!(err(&o).contains(message), "{args:?}: {}", err(&o));
    }
    assert!(
        !Path::new(&folder).exists(),
        "nothing was measured, nothing is left behind"
    );
}

#[test]
fn a_file_named_bench_runs_by_its_path() {
    let f = Folder::new("named");
    f.file("bench", "print('a script')\n");
    let o = output(Command::new(typhon()).arg("./bench").current_dir(&f.0));
    assert_eq!(out(&o), "a script\n");
}

#[test]
fn an_interrupted_run_keeps_what_it_has() {
    let f = Folder::new("interrupted");
    let marker = f.inner("second");
    // The second run of the script takes longer than anybody waits.
    let text = format!(
        "import os, time\nif os.path.exists({marker:?}):\n    open({marker:?} + '-runs', 'w').close()\n    time.sleep(100)\nopen({marker:?}, 'w').close()\n"
    );
    let script = f.file("slow.py", &text);
    let folder = f.inner("r");
    let words = short(&[
        "scaling",
        &script,
        "--threads=1",
        "--interpreters=typhon",
        "--out",
        &folder,
    ]);
    let child = bench(&refs(&words))
        .stdout(Stdio::piped())
        .spawn()
        .expect("typhon starts");
    let end = Instant::now() + Duration::from_secs(60);
    while !Path::new(&format!("{marker}-runs")).exists() {
        assert!(Instant::now() < end, "the second run does not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(sent.success());
    let o = finish(child, "an interrupted run");
    assert_eq!(o.status.code(), Some(130), "{}", out(&o));
    let session = Session::load(Path::new(&folder)).expect("a session");
    assert_eq!(
        (session.cut_short.as_str(), session.cells[0].samples.len()),
        ("interrupted", 1)
    );
    let page = fs::read_to_string(Path::new(&folder).join("report.html")).expect("a page");
    assert!(page.contains("Not everything was measured: interrupted."));
}

#[test]
fn a_run_ends_when_its_time_is_spent() {
    let f = Folder::new("budget");
    let script = f.file("half.py", "import time\ntime.sleep(0.3)\n");
    let folder = f.inner("r");
    let args = [
        "scaling",
        &script,
        "--threads=1",
        "--interpreters=typhon",
        "--repeat=1000",
        "--budget=1",
        "--quiet",
        "--out",
        &folder,
    ];
    let text = ends(0, &args);
    assert!(text.contains("the time budget of 1 s was spent"), "{text}");
}

#[test]
fn a_regression_against_a_baseline_is_status_1() {
    let f = Folder::new("baseline");
    let script = f.file(
        "steady.py",
        "import time\ntime.sleep(float(open(__file__ + '.time').read()))\n",
    );
    let time = format!("{script}.time");
    let (before, after) = (f.inner("before"), f.inner("after"));
    let args = |out: &str| -> Vec<String> {
        [
            "scaling",
            &script,
            "--threads=1",
            "--interpreters=typhon",
            "--repeat=5",
            "--quiet",
            "--out",
            out,
        ]
        .map(String::from)
        .into()
    };
    fs::write(&time, "0.1").expect("a file");
    ends(0, &refs(&args(&before)));
    fs::write(&time, "0.4").expect("a file");
    for baseline in [before.clone(), format!("{before}/typhon.json")] {
        let mut words = args(&after);
        words.extend(["--baseline".to_string(), baseline]);
        let text = ends(1, &refs(&words));
        assert!(
            text.contains("**regression**")
                && text.contains("1 benchmarks compared, 1 regressions"),
            "{text}"
        );
    }
    // The other way round it got faster.
    fs::write(&time, "0.1").expect("a file");
    let mut words = args(&f.inner("third"));
    words.extend(["--baseline".to_string(), after]);
    let text = ends(0, &refs(&words));
    assert!(
        text.contains("| faster |") && text.contains("0 regressions"),
        "{text}"
    );
}

#[test]
fn the_experiments_make_both_statements() {
    let f = Folder::new("experiments");
    let folder = f.inner("r");
    let words = short(&[
        "experiments",
        "independent/nbody",
        "reads/dict_value",
        "reads/method",
        "--threads=1,2",
        "--out",
        &folder,
    ]);
    let text = ends(0, &refs(&words));
    let session = Session::load(Path::new(&folder)).expect("a session");
    assert_eq!(session.interpreters.len(), 7);
    for label in [
        "default",
        "refcount=atomic",
        "borrow=0",
        "gil=1",
        "locks=always",
        "gc=stw",
    ] {
        assert!(
            text.contains(&format!("\n| {label} | ")),
            "{label} is missing in {text}"
        );
    }
    assert!(
        text.contains("* What an atomic count costs on one thread"),
        "{text}"
    );
    if session.capacity > 1 {
        assert!(
            text.contains("* A lock removed without removing the count traffic"),
            "{text}"
        );
    }
}

/// Every script with threads, on this interpreter and CPython, with one and with more threads: same answers everywhere.
#[test]
fn every_workload_gives_the_same_answer_everywhere() {
    let f = Folder::new("workloads");
    let folder = f.inner("r");
    let mut interpreters = vec!["typhon".to_string()];
    match python() {
        Some(path) => interpreters.push(path),
        None => eprintln!(
            "no CPython 3.14 (python3.14 in PATH, or TYPHON_PYTHON): answers are compared over threads only"
        ),
    }
    let list = interpreters.join(",");
    let args = [
        "scaling",
        "--suite=threaded",
        "--threads=1,2,3",
        "--interpreters",
        &list,
        "--size=0.01",
        "--repeat=1",
        "--warmups=0",
    ];
    let o = run(&[&args[..], &["--quiet", "--out", &folder]].concat());
    let session = Session::load(Path::new(&folder)).expect("a session");
    let bad: Vec<_> = session
        .problems
        .iter()
        .filter(|p| p.trouble != Trouble::Skipped)
        .collect();
    assert!(
        bad.is_empty() && o.status.success(),
        "{bad:#?}\n{}",
        err(&o)
    );
    assert!(session.workloads.len() >= 46, "{}", session.workloads.len());
    for work in &session.workloads {
        let skipped = session.problems.iter().any(|p| p.workload == work.name);
        let cells = session
            .cells
            .iter()
            .filter(|c| c.workload == work.name)
            .count();
        assert!(
            skipped || cells == 3 * interpreters.len(),
            "{}: {cells}",
            work.name
        );
    }
}

/// pyperf itself reads the results, if it can be had.
#[test]
fn pyperf_reads_the_results() {
    let f = Folder::new("pyperf");
    let Some(python) = pyperf(&f) else {
        eprintln!("skipped: pyperf cannot be installed here (no python3, or no package index)");
        return;
    };
    let folder = f.inner("r");
    let words = short(&[
        "scaling",
        "independent/primes",
        "--threads=1,2",
        "--interpreters=typhon,locked=typhon -X gil=1",
        "--out",
        &folder,
    ]);
    ends(0, &refs(&words));
    let pyperf = |args: &[&str]| {
        let o = output(
            Command::new(&python)
                .args(["-m", "pyperf"])
                .args(args)
                .current_dir(&folder),
        );
        assert!(o.status.success(), "{args:?}: {}{}", out(&o), err(&o));
        out(&o)
    };
    let text = pyperf(&["stats", "typhon.json"]);
    assert!(
        text.contains("independent/primes x2") && text.contains("Number of run with values: 2"),
        "{text}"
    );
    let text = pyperf(&["compare_to", "typhon.json", "locked.json", "--table"]);
    assert!(
        text.contains("independent/primes x1")
            || text.contains("Benchmark hidden because not significant"),
        "{text}"
    );
    let text = pyperf(&["metadata", "typhon.json"]);
    assert!(
        text.contains("cpu_model_name") || text.contains("cpu_count"),
        "{text}"
    );
    let text = pyperf(&["show", "--metadata", "locked.json"]);
    assert!(text.contains("interpreter: locked"), "{text}");
}

/// A Python with pyperf: the one in PATH if it has it, else one in a virtual environment of this test.
fn pyperf(f: &Folder) -> Option<PathBuf> {
    let python = program(&["python3"])?;
    let works = |p: &Path| {
        let run = Command::new(p)
            .args(["-c", "import pyperf"])
            .stderr(Stdio::null())
            .status();
        run.is_ok_and(|s| s.success())
    };
    if works(&python) {
        return Some(python);
    }
    let venv = f.0.join("venv");
    let quiet = |c: &mut Command| {
        c.stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    quiet(Command::new(&python).args(["-m", "venv"]).arg(&venv)).then_some(())?;
    let python = venv.join("bin/python");
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--timeout=20",
        "--retries=1",
        "pyperf",
    ];
    quiet(Command::new(&python).args(install)).then_some(())?;
    works(&python).then_some(python)
}

/// What the page is asked once the browser has laid it out; the answers come back as an attribute of the body.
const QUESTIONS: &str = r#"<script>
window.addEventListener("load", () => {
  const frame = document.querySelector("iframe");
  const page = frame ? frame.contentDocument : document;
  const seen = (selector) => [...page.querySelectorAll(selector)].filter(
    (e) => e.getTotalLength() > 10 && e.getBoundingClientRect().width > 10).length;
  const view = page.defaultView;
  const behind = (title, selector) => [...page.querySelectorAll("h3")].filter((e) => e.textContent === title)
    .flatMap((e) => [...e.parentElement.querySelectorAll(selector)].filter((r) => {
      const heads = [...e.parentElement.querySelectorAll("h3")];
      const next = heads[heads.indexOf(e) + 1];
      const after = e.compareDocumentPosition(r) & Node.DOCUMENT_POSITION_FOLLOWING;
      const before = !next || next.compareDocumentPosition(r) & Node.DOCUMENT_POSITION_PRECEDING;
      return after && before && r.getBoundingClientRect().width > 0;
    })).length;
  const curve = page.querySelector(".curve");
  const inside = [...page.querySelectorAll("figure")].every((e) => {
    const box = e.getBoundingClientRect();
    return box.left >= 0 && box.right <= view.innerWidth && e.querySelector("svg").getBoundingClientRect().height > 50;
  });
  document.body.setAttribute("data-answers", [
    "curves=" + seen("svg .curve"), "ideal=" + seen("svg .ideal"), "law=" + seen("svg .law"),
    "width=" + view.innerWidth, "overflow=" + (page.documentElement.scrollWidth > view.innerWidth),
    "inside=" + inside, "ground=" + view.getComputedStyle(page.body).backgroundColor.replaceAll(" ", ""),
    "curve=" + (curve ? view.getComputedStyle(curve).stroke.replaceAll(" ", "") : "none"),
    "locks=" + behind("Lock waits", "tbody tr"), "pauses=" + behind("Collector pauses", ".hist > div"),
    "requests=" + view.performance.getEntriesByType("resource").length,
  ].join(" "));
});
</script>"#;

/// Loads a page in a headless browser and returns its answers.
fn ask(browser: &Path, f: &Folder, page: &str, dark: bool) -> Vec<(String, String)> {
    let path = f.file("asked.html", page);
    let mut c = Command::new(browser);
    c.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--window-size=1200,900",
        "--virtual-time-budget=5000",
    ]);
    c.arg(format!("--user-data-dir={}", f.inner("profile")));
    c.arg(format!(
        "--blink-settings=preferredColorScheme={}",
        if dark { 0 } else { 1 }
    ));
    let o = output(c.arg("--dump-dom").arg(format!("file://{path}")));
    let text = out(&o);
    let answers = text
        .split("data-answers=\"")
        .nth(1)
        .and_then(|t| t.split('"').next());
    let answers = answers.unwrap_or_else(|| panic!("no answers: {}", err(&o)));
    answers
        .split(' ')
        .filter_map(|a| a.split_once('='))
        .map(|(k, v)| (k.to_string(), v.to_string()))
        .collect()
}

/// How many rows of lock waits and how many bars of the collector's pauses the page has to show.
fn profiled(folder: &Path) -> (usize, usize) {
    const SHOWN: usize = 25;
    let (mut locks, mut pauses) = (0, 0);
    let files = fs::read_dir(folder.join("profiles")).expect("profiles");
    for file in files {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a profile");
        let v: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(v["schema"], "typhon-contention");
        let count = |list: &serde_json::Value| list.as_array().expect("a list").len();
        locks += count(&v["locks"]["rows"]).min(SHOWN);
        pauses += count(&v["collector"]["pauses"]["histogram_ns"]);
    }
    (locks, pauses)
}

#[test]
fn a_real_browser_shows_the_curves() {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "chrome",
        "headless_shell",
    ];
    let Some(browser) = program(&names) else {
        eprintln!("skipped: no browser to test with ({})", names.join(", "));
        return;
    };
    let f = Folder::new("browser");
    let folder = f.inner("r");
    let words = short(&[
        "scaling",
        "independent/tree_building",
        "writes/counter_lock",
        "--threads=1,2,4",
        "--profile",
        "--out",
        &folder,
    ]);
    let mut words = refs(&words);
    words.extend(["--interpreters", "typhon,locked=typhon -X gil=1"]);
    ends(0, &words);
    let (locks, pauses) = profiled(Path::new(&folder));
    assert!(pauses > 0, "no collection in any profile");
    let page = fs::read_to_string(Path::new(&folder).join("report.html")).expect("a page");
    let asking = page.replace("</body>", &format!("{QUESTIONS}</body>"));
    // A phone: the page in a frame that is 360 points wide.
    let escaped = page.replace('&', "&amp;").replace('"', "&quot;");
    let phone = format!(
        "<!DOCTYPE html><body><iframe width=360 height=700 srcdoc=\"{escaped}\"></iframe>{QUESTIONS}</body>"
    );
    let mut colours = Vec::new();
    for (page, dark, width) in [
        (&asking, false, 1200),
        (&asking, true, 1200),
        (&phone, false, 360),
    ] {
        let answers = ask(&browser, &f, page, dark);
        let value = |name: &str| {
            answers
                .iter()
                .find(|a| a.0 == name)
                .map_or("", |a| a.1.as_str())
                .to_string()
        };
        let number = |name: &str| value(name).parse::<usize>().unwrap_or(0);
        // Two suites and two workloads with two curves each, and memory of two suites.
        assert_eq!(number("curves"), 12, "{answers:?}");
        assert_eq!(number("ideal"), 4, "{answers:?}");
        assert!(number("law") >= 8, "{answers:?}");
        assert!(number("width").abs_diff(width) < 40, "{answers:?}");
        assert_eq!(
            (number("locks"), number("pauses")),
            (locks, pauses),
            "{answers:?}"
        );
        assert_eq!(
            (value("overflow"), value("inside")),
            ("false".to_string(), "true".to_string()),
            "{answers:?}"
        );
        assert_eq!(
            value("requests"),
            "0",
            "the page wants something from elsewhere"
        );
        colours.push((value("ground"), value("curve")));
    }
    assert_ne!(
        colours[0].0, colours[1].0,
        "light and dark have the same ground"
    );
    assert_ne!(
        colours[0].1, colours[1].1,
        "light and dark have the same curves"
    );
}
