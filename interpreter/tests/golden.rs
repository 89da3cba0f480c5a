//! Golden listings: each `tests/golden/*.py` compiles to the listing beside it.
//! Run with `UPDATE_GOLDEN=1` to write the listings anew.

use std::path::{Path, PathBuf};
use typhon::compile::{CompileOptions, check, compile};
use typhon::disasm::disassemble;
use typhon::parse::{Mode, SourceFile, parse};

fn listing(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("readable source");
    let name = path
        .file_name()
        .expect("file name")
        .to_string_lossy()
        .into_owned();
    let src = SourceFile::new(name, text);
    let tree = parse(&src, Mode::Exec).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    match compile(&src, &tree, Mode::Exec, &CompileOptions::default()) {
        Ok((code, _)) => {
            check::check(&code).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            disassemble(&code)
        }
        Err(e) => format!("{e}\n"),
    }
}

#[test]
fn listings_match() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut sources: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("folder of golden files")
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "py"))
        .collect();
    sources.sort();
    assert!(!sources.is_empty(), "no golden sources");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for source in sources {
        let expected_path = source.with_extension("dis");
        let found = listing(&source);
        if update {
            std::fs::write(&expected_path, &found).expect("writable listing");
        } else if std::fs::read_to_string(&expected_path).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", source.display()));
        }
    }
    assert!(wrong.is_empty(), "listings differ:\n{}", wrong.join("\n"));
}
