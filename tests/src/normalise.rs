//! The normalisation of streams, as the docstring of `record.py` states it (rules 1 to 3).

use std::path::Path;

/// Applies the three rules to one stream of a script that lives in `folder`.
pub fn normalise(text: &str, folder: &Path) -> String {
    let mut prefix = folder.to_string_lossy().trim_end_matches('/').to_owned();
    prefix.push('/');
    let text = text.replace(&prefix, "");
    let mut kept = String::with_capacity(text.len());
    let mut dropping: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        if let Some(margin) = library_entry(line) {
            dropping = Some(margin);
            continue;
        }
        if let Some(rest) = dropping.and_then(|margin| line.strip_prefix(margin))
            && (rest.starts_with("    ") || rest.starts_with("  [Previous line repeated "))
        {
            continue;
        }
        dropping = None;
        push_without_addresses(&mut kept, line);
    }
    kept
}

/// The margin before a traceback entry of the standard library, if `line` is one.
fn library_entry(line: &str) -> Option<&str> {
    let margin_end = line.find(|c| c != ' ' && c != '|')?;
    let margin = line[..margin_end].strip_suffix("  ")?;
    let file = line[margin_end..].strip_prefix("File \"")?;
    let library = ["/", "<frozen ", "<typhon>/"];
    if !library.iter().any(|l| file.starts_with(l)) {
        return None;
    }
    let after = file[file.find('"')?..].strip_prefix("\", line ")?;
    let name = after.trim_start_matches(|c: char| c.is_ascii_digit());
    (name.len() < after.len() && name.starts_with(", in ")).then_some(margin)
}

/// Rule 3: ` at 0x7f…` becomes ` at 0x?`.
fn push_without_addresses(kept: &mut String, line: &str) {
    const MARK: &str = " at 0x";
    let mut rest = line;
    while let Some(at) = rest.find(MARK) {
        let (before, digits) = rest.split_at(at + MARK.len());
        kept.push_str(before);
        rest = digits.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        if rest.len() < digits.len() {
            kept.push('?');
        }
    }
    kept.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_cases() {
        let text = include_str!("../normalise_cases.txt");
        let cases: Vec<&str> = text.split("=== case\n").skip(1).collect();
        assert!(!cases.is_empty());
        for case in cases {
            let (given, wanted) = case
                .split_once("--- becomes\n")
                .expect("a case has two halves");
            assert_eq!(normalise(given, Path::new("/tests/dir")), wanted);
        }
    }
}
