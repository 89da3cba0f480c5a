//! Bytes of a source file to text: byte order mark, encoding declaration, line ends, null bytes.
//!
//! Invariant: what comes out is UTF-8 without byte order mark, without null characters, with `\n` as line end.

use super::source::{ErrKind, SyntaxError};

/// Decodes source bytes the way CPython's `compile` does.
pub fn decode_source(bytes: &[u8]) -> Result<String, SyntaxError> {
    decode(bytes, None)
}

/// Decodes a script that is run by its path, which the message about undeclared encodings then names.
pub fn decode_script(bytes: &[u8], path: &str) -> Result<String, SyntaxError> {
    decode(bytes, Some(path))
}

fn decode(bytes: &[u8], path: Option<&str>) -> Result<String, SyntaxError> {
    let (bom, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    if let Some(at) = body.iter().position(|&b| b == 0) {
        return Err(match path {
            None => SyntaxError::bare(ErrKind::SyntaxError, super::NULL_BYTES),
            Some(_) => null_in_script(body.get(..at).unwrap_or(body)),
        });
    }
    let declared = declared_encoding(body);
    let text = match declared {
        None => decode_default(body, path)?,
        Some((name, line)) => {
            let normal = normal_name(&name);
            if bom && normal != "utf-8" {
                return Err(bom_mismatch(body, &normal, line));
            }
            decode_named(body, &name, &normal, bom, path)?
        }
    };
    if text.contains('\r') {
        return Ok(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Ok(text)
}

/// A script is read up to the null byte, so there is a line to show.
fn null_in_script(before: &[u8]) -> SyntaxError {
    let line = before.rsplit(|&b| b == b'\n').next().unwrap_or(b"");
    let number = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    SyntaxError {
        kind: ErrKind::SyntaxError,
        msg: "source code cannot contain null bytes".to_owned(),
        line: number,
        col: 0,
        end_line: number,
        end_col: 0,
        text: Some(String::from_utf8_lossy(line).into_owned()),
    }
}

/// The encoding named in a comment of the first two lines, and the line it stands in.
fn declared_encoding(body: &[u8]) -> Option<(String, u32)> {
    let mut rest = body;
    for line_no in 1..=2 {
        let end = rest
            .iter()
            .position(|&b| b == b'\n' || b == b'\r')
            .unwrap_or(rest.len());
        let line = rest.get(..end)?;
        let trimmed = line.trim_ascii_start();
        if let Some(comment) = trimmed.strip_prefix(b"#") {
            if let Some(name) = cookie(comment) {
                return Some((name, line_no));
            }
        } else if !trimmed.is_empty() {
            return None;
        }
        let skip = if rest.get(end..end + 2) == Some(b"\r\n") {
            2
        } else {
            1
        };
        rest = rest.get(end + skip..)?;
    }
    None
}

/// The name after `coding:` or `coding=` in a comment.
fn cookie(comment: &[u8]) -> Option<String> {
    let mut from = 0;
    while let Some(at) = comment.get(from..)?.windows(6).position(|w| w == b"coding") {
        let after = from + at + 6;
        from = after;
        if !matches!(comment.get(after), Some(b':' | b'=')) {
            continue;
        }
        let rest = comment.get(after + 1..)?;
        let skip = rest
            .iter()
            .take_while(|b| **b == b' ' || **b == b'\t')
            .count();
        let rest = rest.get(skip..)?;
        let len = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
            .count();
        if len > 0 {
            return Some(String::from_utf8_lossy(rest.get(..len)?).into_owned());
        }
    }
    None
}

/// CPython's two well-known families under one name each; everything else unchanged.
fn normal_name(name: &str) -> String {
    let lower: String = name
        .chars()
        .take(12)
        .map(|c| {
            if c == '_' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let family = |base: &str| lower == base || lower.starts_with(&format!("{base}-"));
    if family("utf-8") {
        return "utf-8".to_owned();
    }
    if family("latin-1") || family("iso-8859-1") || family("iso-latin-1") {
        return "iso-8859-1".to_owned();
    }
    name.to_owned()
}

fn bom_mismatch(body: &[u8], name: &str, line: u32) -> SyntaxError {
    let text = body
        .split(|&b| b == b'\n' || b == b'\r')
        .nth(line.saturating_sub(1) as usize)
        .map(|l| String::from_utf8_lossy(l).into_owned())
        .unwrap_or_default();
    SyntaxError {
        kind: ErrKind::SyntaxError,
        msg: format!("encoding problem: {name} with BOM"),
        line,
        col: 0,
        end_line: line,
        end_col: i32::try_from(text.chars().count()).unwrap_or(i32::MAX),
        text: Some(text),
    }
}

/// No declaration: UTF-8, and an error that names the byte and the line.
fn decode_default(body: &[u8], path: Option<&str>) -> Result<String, SyntaxError> {
    let error = match std::str::from_utf8(body) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let before = body.get(..at).unwrap_or(body);
    let newline = |b: &u8| *b == b'\n';
    let line = u32::try_from(before.iter().filter(|b| newline(b)).count() + 1).unwrap_or(u32::MAX);
    let start = before.iter().rposition(newline).map_or(0, |i| i + 1);
    let end = body
        .get(at..)
        .and_then(|r| r.iter().position(newline))
        .map_or(body.len(), |i| at + i);
    let col = String::from_utf8_lossy(body.get(start..at).unwrap_or(b""))
        .chars()
        .count();
    let byte = body.get(at).copied().unwrap_or(0);
    let place = path.map(|p| format!(" in file {p}")).unwrap_or_default();
    let col = i32::try_from(col + 1).unwrap_or(i32::MAX);
    Err(SyntaxError {
        kind: ErrKind::SyntaxError,
        msg: format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}'{place} on line {line}, but no encoding declared; see \
             https://peps.python.org/pep-0263/ for details"
        ),
        line,
        col,
        end_line: line,
        end_col: col,
        text: Some(String::from_utf8_lossy(body.get(start..end).unwrap_or(b"")).into_owned()),
    })
}

fn decode_named(
    body: &[u8],
    name: &str,
    normal: &str,
    bom: bool,
    path: Option<&str>,
) -> Result<String, SyntaxError> {
    let plain = |msg: String| SyntaxError::bare(ErrKind::Undecodable, msg);
    let label: String = normal
        .chars()
        .map(|c| {
            if c == '_' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    match label.as_str() {
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" if bom => decode_default(body, path),
        "utf-8" if !name.contains('_') && normal == name => decode_default(body, path),
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => {
            std::str::from_utf8(body).map(str::to_owned).map_err(|e| {
                let at = e.valid_up_to();
                let byte = body.get(at).copied().unwrap_or(0);
                plain(format!(
                    "'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {}",
                    utf8_reason(body, at)
                ))
            })
        }
        "iso-8859-1" | "latin1" | "latin" | "l1" | "iso8859-1" | "8859" | "cp819" => {
            Ok(body.iter().map(|&b| char::from(b)).collect())
        }
        "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => {
            match body.iter().position(|b| !b.is_ascii()) {
                None => Ok(body.iter().map(|&b| char::from(b)).collect()),
                Some(at) => {
                    let byte = body.get(at).copied().unwrap_or(0);
                    Err(plain(format!(
                        "'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"
                    )))
                }
            }
        }
        _ => decode_other(body, name, &label),
    }
}

/// Why a byte does not start or continue a UTF-8 sequence, in the codec's words.
fn utf8_reason(body: &[u8], at: usize) -> &'static str {
    let first = body.get(at).copied().unwrap_or(0);
    let needed = match first {
        0xc2..=0xdf => 1,
        0xe0..=0xef => 2,
        0xf0..=0xf4 => 3,
        _ => return "invalid start byte",
    };
    let rest = body.get(at + 1..).unwrap_or(b"");
    let follow = rest
        .iter()
        .take(needed)
        .take_while(|b| (0x80..0xc0).contains(*b))
        .count();
    if follow == rest.len().min(needed) && rest.len() < needed {
        return "unexpected end of data";
    }
    "invalid continuation byte"
}

/// Legacy encodings, by CPython's names for them where those differ from the labels of the web.
fn decode_other(body: &[u8], name: &str, label: &str) -> Result<String, SyntaxError> {
    let unknown = || SyntaxError::bare(ErrKind::Undecodable, format!("unknown encoding: {name}"));
    let web = match label.strip_prefix("cp") {
        Some(
            digits @ ("1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257"
            | "1258"),
        ) => {
            format!("windows-{digits}")
        }
        Some("932") => "shift_jis".to_owned(),
        Some("949") => "euc-kr".to_owned(),
        Some("936") => "gbk".to_owned(),
        Some("950") => "big5".to_owned(),
        _ => match label {
            "latin9" | "iso8859-15" | "l9" => "iso-8859-15".to_owned(),
            "sjis" | "s-jis" => "shift_jis".to_owned(),
            "eucjp" | "ujis" => "euc-jp".to_owned(),
            "euckr" => "euc-kr".to_owned(),
            other => other.to_owned(),
        },
    };
    let encoding =
        encoding_rs::Encoding::for_label_no_replacement(web.as_bytes()).ok_or_else(unknown)?;
    if !encoding.is_ascii_compatible() {
        return Err(unknown());
    }
    match encoding.decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text.into_owned()),
        None => Err(SyntaxError::bare(
            ErrKind::Undecodable,
            format!(
                "'{}' codec can't decode the source",
                encoding.name().to_ascii_lowercase()
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookie_is_found_in_the_first_two_lines_only() {
        assert_eq!(
            decode_source(b"# coding: latin-1\na='\xff'").as_deref(),
            Ok("# coding: latin-1\na='\u{ff}'")
        );
        assert_eq!(
            decode_source(b"\n# -*- coding: koi8-r -*-\n'\xff'").as_deref(),
            Ok("\n# -*- coding: koi8-r -*-\n'\u{42a}'")
        );
        assert!(decode_source(b"a\n# coding: latin-1\n'\xff'").is_err());
    }

    #[test]
    fn line_ends_and_mark() {
        assert_eq!(
            decode_source(b"\xef\xbb\xbfa\r\nb\rc").as_deref(),
            Ok("a\nb\nc")
        );
        assert!(decode_source(b"a\0").is_err());
    }
}
