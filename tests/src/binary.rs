//! Finds the `typhon` binary that the tests run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// `TYPHON_BIN`, or the binary beside this test's own profile, built when it is missing.
pub fn find() -> io::Result<PathBuf> {
    if let Some(path) = env::var_os("TYPHON_BIN") {
        return fs::canonicalize(&path)
            .map_err(|error| io::Error::other(format!("TYPHON_BIN {}: {error}", path.display())));
    }
    let exe = env::current_exe()?;
    // target/<profile>/deps/scripts-<hash>
    let Some(profile) = exe.ancestors().nth(2) else {
        return Err(io::Error::other(
            "the test binary lies outside a target folder",
        ));
    };
    let binary = profile.join(format!("typhon{}", env::consts::EXE_SUFFIX));
    if !binary.exists() {
        build(profile)?;
    }
    Ok(binary)
}

fn build(profile: &Path) -> io::Result<()> {
    let name = profile.file_name().unwrap_or_default().to_string_lossy();
    let name = if name == "debug" { "dev".into() } else { name };
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "-p", "typhon", "--profile", &name])
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other("typhon could not be built"))
}
