//! Embeds the benchmark scripts (with the harness and the data that they read), so that the command finds them wherever
//! it was installed.

use std::fmt::Write as _;
use std::path::Path;

/// What a workload may consist of: the folders beside this crate, and the kinds of files in them.
const FOLDERS: &[&str] = &["micro", "memory", "scaling", "data"];
const KINDS: &[&str] = &["py", "txt"];

fn walk(dir: &Path, name: &str, out: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let Some(file) = path.file_name().and_then(|n| n.to_str()) else {
            continue;
        };
        let inner = format!("{name}/{file}");
        if path.is_dir() {
            walk(&path, &inner, out)?;
        } else if path
            .extension()
            .is_some_and(|e| KINDS.iter().any(|k| e == *k))
        {
            out.push((inner, path.to_string_lossy().into_owned()));
        }
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = crate_dir.parent().unwrap_or(crate_dir);
    let mut files = Vec::new();
    for folder in FOLDERS {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
        walk(&root.join(folder), folder, &mut files)?;
    }
    files.sort();
    let mut text = String::from("pub static SCRIPTS: &[(&str, &str)] = &[\n");
    for (name, path) in files {
        let _ = writeln!(text, "    ({name:?}, include_str!({path:?})),");
    }
    text.push_str("];\n");
    let out =
        std::env::var_os("OUT_DIR").ok_or_else(|| std::io::Error::other("OUT_DIR is not set"))?;
    std::fs::write(Path::new(&out).join("scripts.rs"), text)
}
