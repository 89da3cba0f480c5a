//! Replacement templates: text with references to groups.

use super::parse::repr;
use super::source::{Error, Source};
use std::collections::HashMap;

/// A piece of a template.
#[derive(Debug)]
pub enum Part {
    /// Text, as code points or bytes.
    Text(Vec<u32>),
    /// What a group matched.
    Group(u32),
}

/// Parses a template for a pattern with so many groups, some of them with names.
pub fn parse(
    text: &[u32],
    is_text: bool,
    groups: u32,
    names: &HashMap<String, u32>,
) -> Result<Vec<Part>, Error> {
    let mut s = Source::new(text, is_text)?;
    let mut out: Vec<Part> = Vec::new();
    let mut literal: Vec<u32> = Vec::new();
    while let Some(t) = s.take()? {
        if !t.escape {
            literal.push(t.c);
            continue;
        }
        let group = match char::from_u32(t.c) {
            Some('g') => Some(named(&mut s, groups, names)?),
            Some('0') => {
                let rest = s.take_while(2, |c| (48..56).contains(&c))?;
                let v = u32::from_str_radix(&format!("0{rest}"), 8).unwrap_or(0);
                literal.push(v & 0xff);
                None
            }
            Some(c @ '1'..='9') => numbered(&mut s, c, groups, &mut literal)?,
            Some(c) => {
                match "abfnrtv\\".find(c) {
                    Some(i) => literal.push([7, 8, 12, 10, 13, 9, 11, 92][i]),
                    None if c.is_ascii_alphabetic() => {
                        return Err(s.error(format!("bad escape \\{c}"), 2));
                    }
                    None => literal.extend([92, t.c]),
                }
                None
            }
            None => {
                literal.extend([92, t.c]);
                None
            }
        };
        if let Some(g) = group {
            if !literal.is_empty() {
                out.push(Part::Text(std::mem::take(&mut literal)));
            }
            out.push(Part::Group(g));
        }
    }
    if !literal.is_empty() {
        out.push(Part::Text(literal));
    }
    Ok(out)
}

fn check(s: &Source<'_>, g: u64, groups: u32, offset: usize) -> Result<u32, Error> {
    if g > u64::from(groups) {
        return Err(s.error(format!("invalid group reference {g}"), offset));
    }
    Ok(g as u32)
}

/// `\g<name>` or `\g<number>`.
fn named(s: &mut Source<'_>, groups: u32, names: &HashMap<String, u32>) -> Result<u32, Error> {
    if !s.eat('<') {
        return Err(s.error("missing <", 0));
    }
    let name = s.until('>', "group name")?;
    let offset = name.chars().count() + 1;
    if name.bytes().all(|b| b.is_ascii_digit()) {
        let Ok(g) = name.parse::<u64>() else {
            return Err(s.error(format!("invalid group reference {name}"), offset));
        };
        return check(s, g, groups, offset);
    }
    s.check_name(&name, 1)?;
    match names.get(&name) {
        Some(&g) => Ok(g),
        None => Err(Error::index(format!("unknown group name {}", repr(&name)))),
    }
}

/// `\1` to `\99`; three octal digits are a character.
fn numbered(
    s: &mut Source<'_>,
    first: char,
    groups: u32,
    literal: &mut Vec<u32>,
) -> Result<Option<u32>, Error> {
    let mut text = String::from(first);
    let second = s.take_while(1, |c| (48..58).contains(&c))?;
    text.push_str(&second);
    let octal = |t: &str| t.bytes().all(|b| (b'0'..b'8').contains(&b));
    if text.len() == 2 && octal(&text) {
        let third = s.take_while(1, |c| (48..56).contains(&c))?;
        if !third.is_empty() {
            text.push_str(&third);
            let v = u32::from_str_radix(&text, 8).unwrap_or(0);
            if v > 0o377 {
                let m = format!("octal escape value \\{text} outside of range 0-0o377");
                return Err(s.error(m, text.len() + 1));
            }
            literal.push(v);
            return Ok(None);
        }
    }
    let g = text.parse::<u64>().unwrap_or(0);
    check(s, g, groups, text.len()).map(Some)
}
