//! Directives in the leading comment lines of a script; `record.py` describes them.

/// What a script asks of the runner.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Directives {
    /// Arguments after the script's name.
    pub args: Vec<String>,
    /// Interpreter flags before the script's name.
    pub flags: Vec<String>,
    /// Additional environment variables.
    pub env: Vec<(String, String)>,
    /// Standard input, escapes resolved.
    pub stdin: String,
    /// Standard error is not compared.
    pub ignore_stderr: bool,
}

impl Directives {
    /// Reads the leading comment lines of `source`. An unbalanced quote is an error.
    pub fn parse(source: &[u8]) -> Result<Self, String> {
        let mut found = Self::default();
        for line in source
            .split(|&b| b == b'\n')
            .take_while(|l| l.starts_with(b"#"))
        {
            let line = String::from_utf8_lossy(line);
            if let Some((key, value)) = line.strip_prefix("# ").and_then(|l| l.split_once(": ")) {
                found.take(key, value.trim_end())?;
            }
        }
        Ok(found)
    }

    /// `-c` and `-m` bring their own program: the script's path is not passed then.
    pub fn runs_script_file(&self) -> bool {
        !self.flags.iter().any(|flag| flag == "-c" || flag == "-m")
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), String> {
        let words = || shlex::split(value).ok_or_else(|| format!("bad quoting: {value}"));
        match key {
            "args" => self.args = words()?,
            "flags" => self.flags = words()?,
            "stdin" => self.stdin = unescape(value),
            "env" => {
                let (name, setting) = value.split_once('=').unwrap_or((value, ""));
                self.env.push((name.to_owned(), setting.to_owned()));
            }
            "stderr" if value == "ignore" => self.ignore_stderr = true,
            _ => {}
        }
        Ok(())
    }
}

/// The escapes of a `# stdin:` directive: `\n \t \r \\ \xHH`; others stay as written.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (resolved, used) = match after.as_bytes() {
            [b'n', ..] => ('\n', 1),
            [b't', ..] => ('\t', 1),
            [b'r', ..] => ('\r', 1),
            [b'\\', ..] => ('\\', 1),
            [b'x', ..] => match after.get(1..3).map(|hex| u8::from_str_radix(hex, 16)) {
                Some(Ok(byte)) => (char::from(byte), 3),
                _ => ('\\', 0),
            },
            _ => ('\\', 0),
        };
        out.push(resolved);
        rest = &after[used..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_leading_comments_only() {
        let text = b"# subject\n# args: a 'b c'\n# stdin: x\\ny\\x41\\q\n# env: K=V=W\nx = 1\n# flags: -O\n";
        let found = Directives::parse(text).expect("well formed");
        assert_eq!(found.args, ["a", "b c"]);
        assert_eq!(found.stdin, "x\nyA\\q");
        assert_eq!(found.env, [("K".to_owned(), "V=W".to_owned())]);
        assert!(found.flags.is_empty() && !found.ignore_stderr && found.runs_script_file());
    }

    #[test]
    fn a_program_in_the_flags_replaces_the_script() {
        let found = Directives::parse(b"# flags: -O -c 'print(1)'\n").expect("well formed");
        assert!(!found.runs_script_file());
        assert!(Directives::parse(b"# args: 'open\n").is_err());
    }
}
