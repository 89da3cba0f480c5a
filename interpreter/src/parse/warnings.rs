//! Warnings about literals that CPython's tokenizer and string decoder give: unknown escape sequences, and numbers
//! that run into a keyword. Warnings about expressions and statements are the compiler's.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{Mod, StringFlags};
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::literals::{Options, is_raw, split_token, unescape};
use super::source::{SourceFile, SyntaxWarning};

/// The warnings for a text that parses, in the order of the text.
pub fn collect(src: &SourceFile, parsed: &Parsed<Mod>) -> Vec<SyntaxWarning> {
    parsed
        .tokens()
        .iter()
        .filter_map(|token| check(src, token))
        .collect()
}

fn check(src: &SourceFile, token: &Token) -> Option<SyntaxWarning> {
    match token.kind() {
        TokenKind::String => {
            let text = src.slice(token);
            let (body, opts) = split_token(text);
            let start = (body.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
            check_escapes(src, body, token.start().to_usize() + start, &opts)
        }
        TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
            let raw = token.string_flags().is_some_and(|f| is_raw(f.prefix()));
            let opts = Options {
                raw,
                bytes: false,
                braces: true,
            };
            check_escapes(src, src.slice(token), token.start().to_usize(), &opts)
        }
        TokenKind::Int | TokenKind::Float | TokenKind::Complex => check_number(src, token),
        _ => None,
    }
}

/// The first unknown escape sequence of a literal.
fn check_escapes(
    src: &SourceFile,
    body: &str,
    start: usize,
    opts: &Options,
) -> Option<SyntaxWarning> {
    if opts.raw || !body.contains('\\') {
        return None;
    }
    let odd = unescape(body, opts).ok()?.odd.into_iter().next()?;
    let at = start + odd.offset;
    let brace = src.text.get(at + 1..at + 2).unwrap_or("");
    let text = if odd.text.is_empty() {
        brace
    } else {
        odd.text.as_str()
    };
    let octal = if odd.text.len() == 3 { "octal " } else { "" };
    let msg = format!(
        "\"\\{text}\" is an invalid {octal}escape sequence. Such sequences will not work in the future. Did you mean \
         \"\\\\{text}\"? A raw string is also an option."
    );
    let size = |n: usize| TextSize::new(u32::try_from(n).unwrap_or(u32::MAX));
    Some(src.warning(TextRange::new(size(at), size(at + 1 + text.len())), msg))
}

/// A number with a keyword directly behind it, as in `1if x else y`.
fn check_number(src: &SourceFile, token: &Token) -> Option<SyntaxWarning> {
    let next = src.text.as_bytes().get(token.end().to_usize())?;
    if !(next.is_ascii_alphanumeric() || *next == b'_') {
        return None;
    }
    let prefix = src.slice(token).get(..2).unwrap_or("").to_ascii_lowercase();
    let kind = match (token.kind(), prefix.as_str()) {
        (TokenKind::Complex, _) => "imaginary",
        (TokenKind::Int, "0x") => "hexadecimal",
        (TokenKind::Int, "0o") => "octal",
        (TokenKind::Int, "0b") => "binary",
        _ => "decimal",
    };
    let mut warning = src.warning(token.range(), format!("invalid {kind} literal"));
    // As an error it points behind the number.
    warning.end_col -= 1;
    warning.col = warning.end_col;
    Some(warning)
}
