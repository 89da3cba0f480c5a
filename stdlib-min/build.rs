//! Writes the table of the modules under `lib/` that the library embeds: name, is-package, source text.

use std::fmt::Write as _;
use std::path::Path;

fn walk(dir: &Path, prefix: &str, out: &mut Vec<(String, bool, String)>) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(dir)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for e in entries {
        let name = e.file_name().to_string_lossy().into_owned();
        let path = e.path();
        let dotted = |n: &str| {
            if prefix.is_empty() {
                n.to_string()
            } else {
                format!("{prefix}.{n}")
            }
        };
        if path.is_dir() {
            if path.join("__init__.py").exists() {
                walk(&path, &dotted(&name), out)?;
            }
        } else if let Some(stem) = name.strip_suffix(".py") {
            let file = path.to_string_lossy().into_owned();
            if stem == "__init__" {
                out.push((prefix.to_string(), true, file));
            } else {
                out.push((dotted(stem), false, file));
            }
        }
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lib");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut all = Vec::new();
    walk(&root, "", &mut all)?;
    all.sort();
    let mut text = String::from("pub static LIB: &[(&str, bool, &str)] = &[\n");
    for (name, package, file) in all {
        let _ = writeln!(text, "    ({name:?}, {package}, include_str!({file:?})),");
    }
    text.push_str("];\n");
    let out =
        std::env::var_os("OUT_DIR").ok_or_else(|| std::io::Error::other("OUT_DIR is not set"))?;
    std::fs::write(Path::new(&out).join("lib_table.rs"), text)
}
