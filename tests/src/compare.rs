//! A compact difference between an expected and an actual text.

/// Lines shown per side of a difference.
const SHOWN: usize = 12;
/// Characters shown of one line.
const WIDTH: usize = 160;

/// `None` when equal, else a few lines: what both share at the start and the end is left out.
pub fn difference(title: &str, expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let want: Vec<&str> = expected.split_inclusive('\n').collect();
    let have: Vec<&str> = actual.split_inclusive('\n').collect();
    let head = want.iter().zip(&have).take_while(|(a, b)| a == b).count();
    let longest_tail = want.len().min(have.len()) - head;
    let tails = want.iter().rev().zip(have.iter().rev());
    let tail = tails.take(longest_tail).take_while(|(a, b)| a == b).count();
    let mut text = format!("  {title}, from line {}:\n", head + 1);
    if head > 0 {
        push_line(&mut text, ' ', want[head - 1]);
    }
    push_side(&mut text, '-', &want[head..want.len() - tail]);
    push_side(&mut text, '+', &have[head..have.len() - tail]);
    Some(text)
}

fn push_side(text: &mut String, sign: char, lines: &[&str]) {
    for line in lines.iter().take(SHOWN) {
        push_line(text, sign, line);
    }
    if lines.len() > SHOWN {
        text.push_str(&format!(
            "    {sign} ... {} more lines\n",
            lines.len() - SHOWN
        ));
    }
}

fn push_line(text: &mut String, sign: char, line: &str) {
    let body = line.strip_suffix('\n');
    let shown: String = body.unwrap_or(line).chars().take(WIDTH).collect();
    let note = if body.is_none() {
        "  (no line end)"
    } else {
        ""
    };
    text.push_str(&format!("    {sign} {shown}{note}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_only_what_differs() {
        assert_eq!(difference("out", "a\n", "a\n"), None);
        let text = difference("out", "a\nb\nc\n", "a\nx\ny\nc\n").expect("they differ");
        assert_eq!(
            text,
            "  out, from line 2:\n      a\n    - b\n    + x\n    + y\n"
        );
        let text = difference("out", "a\n", "a").expect("they differ");
        assert_eq!(
            text,
            "  out, from line 1:\n    - a\n    + a  (no line end)\n"
        );
        let text = difference("out", "a\na\n", "a\n").expect("they differ");
        assert_eq!(text, "  out, from line 2:\n      a\n    - a\n");
    }
}
