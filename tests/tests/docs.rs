//! The page on the architecture says the truth: its table of invariants names each rule of the sources, up to its highest
//! number and with the file it stands in, and no other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every Rust file below `folder`.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for e in fs::read_dir(folder).expect("a folder").flatten() {
        let path = e.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// What a rule is called, its number (0 without one), and what follows.
fn rule(text: &str) -> Option<(&str, u32, &str)> {
    let (name, rest) = text.split_once(" RULE")?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_uppercase() || c == ' ') {
        return None;
    }
    let rest = rest.strip_prefix('S').unwrap_or(rest);
    let Some(rest) = rest.strip_prefix(' ') else {
        return Some((name, 0, rest));
    };
    // `1-5` is up to 5.
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-');
    let (range, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let last = range.rsplit('-').next().unwrap_or(range);
    Some((name, last.parse().ok()?, rest))
}

#[test]
fn the_table_of_invariants_is_complete() {
    let mut files = Vec::new();
    for folder in ["runtime/src", "interpreter/src", "stdlib-min/src"] {
        sources(&root().join(folder), &mut files);
    }
    // Name to highest number and file.
    let mut defined: BTreeMap<String, (u32, PathBuf)> = BTreeMap::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a text");
        for line in text.lines().filter_map(|l| l.strip_prefix("//! ")) {
            let Some((name, number, rest)) = rule(line) else {
                continue;
            };
            if !rest.starts_with(". ") {
                continue;
            }
            let known = defined
                .entry(name.to_owned())
                .or_insert((number, file.clone()));
            assert_eq!(&known.1, file, "{name} RULE stands in two files");
            known.0 = known.0.max(number);
        }
    }
    let page = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("the page");
    let mut named: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for row in page.lines().filter(|l| l.starts_with("| ")) {
        let mut columns = row.trim_matches('|').split(" | ");
        let (Some(rules), Some(place)) = (columns.next(), columns.nth(1)) else {
            continue;
        };
        for item in rules.trim().split(", ") {
            if let Some((name, number, "")) = rule(item) {
                let old = named.insert(name.to_owned(), (number, place.to_owned()));
                assert!(old.is_none(), "{name} RULE stands in two rows");
            }
        }
    }
    for (name, (number, file)) in &defined {
        let Some((said, place)) = named.get(name) else {
            panic!(
                "{name} RULE of {} is not in the table of invariants",
                file.display()
            );
        };
        assert_eq!(said, number, "the numbers of {name} RULE");
        let stands = place
            .split('`')
            .any(|p| !p.trim().is_empty() && file.ends_with(p));
        assert!(stands, "{name} RULE stands in {}", file.display());
    }
    for name in named.keys() {
        assert!(
            defined.contains_key(name),
            "no source has a {name} RULE that the table of invariants names"
        );
    }
    assert!(defined.len() > 50, "{}", defined.len());
}
