//! What is measured: the scripts of the suites, and scripts of the user's own.
//!
//! The scripts of the suites are embedded in the command and laid out in a temporary folder for a run; `--scripts`
//! names a folder to take them from instead.

use crate::error::{Context, Error, Result};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

include!(concat!(env!("OUT_DIR"), "/scripts.rs"));

/// What stands for the number of threads in the words of a script.
pub const THREADS_WORD: &str = "{threads}";

/// A set of scripts with one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// Threads that share nothing but the code.
    Independent,
    /// Threads that read the same objects.
    Reads,
    /// Threads that write the same objects, and parallel algorithms.
    Writes,
    /// Small versions of whole programs.
    Shapes,
    /// One thread, one subject of the language each.
    Single,
    /// Scripts whose memory is of interest.
    Memory,
}

impl Suite {
    /// All of them.
    pub const ALL: [Suite; 6] = [
        Suite::Independent,
        Suite::Reads,
        Suite::Writes,
        Suite::Shapes,
        Suite::Single,
        Suite::Memory,
    ];
    /// Those that use threads.
    pub const THREADED: [Suite; 4] = [
        Suite::Independent,
        Suite::Reads,
        Suite::Writes,
        Suite::Shapes,
    ];

    /// The name, as in `--suite` and in front of a workload's name.
    pub fn name(self) -> &'static str {
        match self {
            Suite::Independent => "independent",
            Suite::Reads => "reads",
            Suite::Writes => "writes",
            Suite::Shapes => "shapes",
            Suite::Single => "single",
            Suite::Memory => "memory",
        }
    }

    /// The folder of its scripts.
    fn folder(self) -> &'static str {
        match self {
            Suite::Independent => "scaling/independent",
            Suite::Reads => "scaling/shared",
            Suite::Writes => "scaling/writes",
            Suite::Shapes => "scaling/shapes",
            Suite::Single => "micro",
            Suite::Memory => "memory",
        }
    }

    /// The suites that a word names: a suite, `all`, or `threaded`.
    pub fn parse(word: &str) -> Result<Vec<Suite>> {
        match word {
            "all" => return Ok(Suite::ALL.to_vec()),
            "threaded" => return Ok(Suite::THREADED.to_vec()),
            _ => {}
        }
        let found = Suite::ALL.into_iter().find(|s| s.name() == word);
        found.map(|s| vec![s]).ok_or_else(|| {
            let names = Suite::ALL.map(Suite::name).join(", ");
            Error::new(format!(
                "no suite '{word}': there are {names}, threaded (the first four) and all"
            ))
        })
    }
}

/// One script with its arguments.
#[derive(Debug, Clone)]
pub struct Workload {
    /// `suite/name`, or the words that the user typed.
    pub name: String,
    /// The suite it belongs to; None: the user's.
    pub suite: Option<Suite>,
    /// The script.
    pub path: PathBuf,
    /// What follows it on the command line.
    pub arguments: Vec<String>,
    /// The first line of its documentation.
    pub title: String,
}

impl Workload {
    /// The script and its arguments for a number of threads.
    pub fn words(&self, threads: usize) -> Vec<OsString> {
        let count = threads.to_string();
        let arguments = self
            .arguments
            .iter()
            .map(|a| a.replace(THREADS_WORD, &count).into());
        std::iter::once(self.path.clone().into_os_string())
            .chain(arguments)
            .collect()
    }
}

/// The folder with the scripts of the suites. What was laid out for this run goes with it.
pub struct Library {
    root: PathBuf,
    temporary: bool,
}

impl Library {
    /// The scripts below `given`, or the embedded ones.
    pub fn open(given: Option<&Path>) -> Result<Library> {
        if let Some(root) = given {
            if !root.join("scaling/harness.py").is_file() {
                let text = format!(
                    "{}: no benchmark scripts there (scaling/harness.py is missing)",
                    root.display()
                );
                return Err(Error::new(text));
            }
            return Ok(Library {
                root: root.to_path_buf(),
                temporary: false,
            });
        }
        // Unique within this process by the number, among processes by theirs and the time. Relaxed: only unique.
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let (id, time) = (std::process::id(), crate::machine::now());
        let name = format!("typhon-bench-{id}-{time}-{number}");
        let library = Library {
            root: std::env::temp_dir().join(name),
            temporary: true,
        };
        for (name, text) in SCRIPTS {
            let path = library.root.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).context(folder.display())?;
            }
            fs::write(&path, text).context(path.display())?;
        }
        Ok(library)
    }

    /// The scripts of a suite, by name.
    pub fn suite(&self, suite: Suite) -> Result<Vec<Workload>> {
        let folder = self.root.join(suite.folder());
        let mut found = Vec::new();
        for entry in fs::read_dir(&folder).context(folder.display())? {
            let path = entry.context(folder.display())?.path();
            let stem = path
                .file_stem()
                .and_then(|s| s.to_str())
                .unwrap_or("")
                .to_string();
            if path.extension().is_some_and(|e| e == "py")
                && !stem.starts_with('_')
                && stem != "harness"
            {
                found.push(Workload {
                    name: format!("{}/{stem}", suite.name()),
                    suite: Some(suite),
                    title: title_of(&path),
                    arguments: vec![THREADS_WORD.to_string()],
                    path,
                });
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// What the user named: a file with arguments (`"script.py --workers {threads}"`), or workloads of the suites.
    ///
    /// A script without `{threads}` gets the number of threads as its last argument if `append` says so.
    pub fn find(&self, text: &str, append: bool) -> Result<Vec<Workload>> {
        let words = shlex::split(text).filter(|w| !w.is_empty());
        let Some(mut words) = words else {
            return Err(Error::new(format!(
                "'{text}': not a script with its arguments (quotes do not match?)"
            )));
        };
        let path = PathBuf::from(words.remove(0));
        if path.is_file() {
            if append && !words.iter().any(|w| w.contains(THREADS_WORD)) {
                words.push(THREADS_WORD.to_string());
            }
            return Ok(vec![Workload {
                name: text.to_string(),
                suite: None,
                title: title_of(&path),
                path: std::path::absolute(&path).unwrap_or(path),
                arguments: words,
            }]);
        }
        let mut found = Vec::new();
        for suite in Suite::ALL {
            let of_suite = self.suite(suite)?;
            // A name without its suite means a script with threads where threads are what is measured.
            let bare = append == Suite::THREADED.contains(&suite);
            let named =
                |w: &Workload| w.name == text || bare && w.name.ends_with(&format!("/{text}"));
            found.extend(of_suite.into_iter().filter(named));
        }
        if found.is_empty() {
            let text = format!(
                "'{}': no such script, and no workload of that name",
                path.display()
            );
            return Err(Error::new(text));
        }
        Ok(found)
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        if self.temporary {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

/// First line of the string that a script begins with.
fn title_of(path: &Path) -> String {
    let text = fs::read(path)
        .map(|b| String::from_utf8_lossy(&b).into_owned())
        .unwrap_or_default();
    let mut lines = text
        .lines()
        .map(str::trim)
        .skip_while(|l| l.is_empty() || l.starts_with('#'));
    let first = lines.next().unwrap_or("");
    let Some(rest) = first
        .strip_prefix("\"\"\"")
        .or_else(|| first.strip_prefix("'''"))
    else {
        return String::new();
    };
    rest.trim_end_matches("\"\"\"")
        .trim_end_matches("'''")
        .trim()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Library {
        Library::open(None).unwrap()
    }

    #[test]
    fn every_suite_has_titled_scripts() {
        let l = library();
        for (suite, least) in Suite::ALL.into_iter().zip([12, 16, 12, 8, 30, 3]) {
            let found = l.suite(suite).unwrap();
            assert!(found.len() >= least, "{suite:?}: {}", found.len());
            for w in found {
                assert!(
                    w.title.len() > 10,
                    "{} does not say what it stresses",
                    w.name
                );
            }
        }
    }

    #[test]
    fn the_laid_out_scripts_go_again() {
        let l = library();
        let root = l.root.clone();
        assert!(root.join("scaling/harness.py").is_file());
        drop(l);
        assert!(!root.exists());
    }

    #[test]
    fn suites_have_names() {
        assert_eq!(Suite::parse("reads").unwrap(), [Suite::Reads]);
        assert_eq!(Suite::parse("threaded").unwrap().len(), 4);
        let text = Suite::parse("nothing").unwrap_err().to_string();
        assert!(text.contains("no suite 'nothing'") && text.contains("independent"));
    }

    #[test]
    fn a_workload_is_found_by_its_name() {
        let l = library();
        let found = l.find("independent/nbody", true).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words(4)[1], "4");
        let name = |append| l.find("nbody", append).unwrap()[0].name.clone();
        assert_eq!(
            (name(true), name(false)),
            ("independent/nbody".into(), "single/nbody".into())
        );
        let text = l.find("/nonexistent/x.py", true).unwrap_err().to_string();
        assert_eq!(
            text,
            "'/nonexistent/x.py': no such script, and no workload of that name"
        );
        assert!(l.find("'", true).is_err());
    }

    #[test]
    fn a_users_script_gets_the_number_of_threads() {
        let path = std::env::temp_dir().join(format!("typhon-lab-user-{}.py", std::process::id()));
        fs::write(&path, "#!/usr/bin/python3\n\n'''Adds numbers.'''\n").unwrap();
        let l = library();
        let plain = path.display().to_string();
        let w = &l.find(&plain, true).unwrap()[0];
        assert_eq!(
            (w.title.as_str(), &w.words(3)[1..]),
            ("Adds numbers.", &["3".into()][..])
        );
        assert_eq!(l.find(&plain, false).unwrap()[0].words(3).len(), 1);
        let w = &l
            .find(&format!("{plain} --workers={{threads}} 'a b'"), true)
            .unwrap()[0];
        assert_eq!(w.words(8)[1..], ["--workers=8", "a b"].map(OsString::from));
        fs::remove_file(path).unwrap();
    }
}
