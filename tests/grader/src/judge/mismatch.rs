//! What is wrong with an output, in words.

use scheduler::{Mismatch, PartialOrder, Step, is_printed};

use crate::text::{names, shown};

/// Whether only a line of main is wrong: its text, and not its place.
pub(super) fn is_result_wrong(order: &PartialOrder, stdout: &[u8], mismatch: &Mismatch) -> bool {
    let wrong = mismatch.line(stdout);
    matches!(mismatch, Mismatch::Unexpected(_))
        && wrong.is_some_and(|(line, _)| !Step::is_line(&line))
        && unknown_lines(order, stdout) == 1
        && !order.missing_in(stdout).into_iter().any(Step::is_line)
}

/// What is wrong with the output, in sentences. `mismatch` is the first mistake.
pub(super) fn described(order: &PartialOrder, stdout: &[u8], mismatch: &Mismatch) -> String {
    let missing = order.missing_in(stdout);
    let quoted = |line: &str| format!("`{}`", shown(line));
    let wrong = match mismatch {
        Mismatch::Unexpected(line) => Some(match unknown_lines(order, stdout) {
            0 | 1 => format!(
                "{} was printed, which should not be there.",
                unexpected(line)
            ),
            count => format!(
                "{} and {} more were printed, which should not be there.",
                unexpected(line),
                count - 1
            ),
        }),
        Mismatch::TooEarly { line, before } if is_printed(before, stdout) => Some(format!(
            "{} was printed before {}, which should come first.",
            quoted(line),
            quoted(before)
        )),
        Mismatch::TooEarly { .. } | Mismatch::Again(_) | Mismatch::Missing(_) => None,
    };
    let repeated = repeated_lines(order, stdout);
    let one = match mismatch {
        Mismatch::Again(line) => line,
        _ => repeated.first().copied().unwrap_or_default(),
    };
    let again = match repeated.len() {
        0 => None,
        1 => Some(format!(
            "A line was printed more than once: {}.",
            quoted(one)
        )),
        count => Some(format!(
            "{count} lines were printed more than once, among them {}.",
            quoted(one)
        )),
    };
    let lost = match missing.len() {
        0 => None,
        1..=3 => Some(format!("Missing: {}.", names(missing))),
        count => Some(format!("{count} lines are missing.")),
    };
    let sentences = wrong.into_iter().chain(again).chain(lost);
    sentences.collect::<Vec<_>>().join(" ")
}

/// The answer key's lines that were printed more than once.
fn repeated_lines<'a>(order: &'a PartialOrder, stdout: &[u8]) -> Vec<&'a str> {
    let output = String::from_utf8_lossy(stdout);
    let times = |line: &str| output.lines().filter(|printed| *printed == line).count();
    let lines = order.lines().iter().map(String::as_str);
    lines.filter(|line| times(line) > 1).collect()
}

/// How many printed lines are not in the answer key.
fn unknown_lines(order: &PartialOrder, stdout: &[u8]) -> usize {
    let output = String::from_utf8_lossy(stdout);
    output.lines().filter(|line| !order.has(line)).count()
}

/// An unknown line as a subject. `escaped` ends in `\n` if the line has its end.
fn unexpected(escaped: &str) -> String {
    match escaped.strip_suffix("\\n") {
        Some("") => "An empty line".to_owned(),
        Some(line) => format!("The line `{}`", shown(line)),
        None => format!("The line `{}`, without an end,", shown(escaped)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of this output, where two workers should do two steps each.
    fn said(output: &str) -> String {
        let key = "Go\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\nEnd\n";
        let order = PartialOrder::of_key(key).expect("it is a key");
        let mismatch = order.check(output.as_bytes()).expect_err("it is wrong");
        described(&order, output.as_bytes(), &mismatch)
    }

    #[test]
    fn lines_that_should_not_be_there_are_counted() {
        let right = "Go\na 0 complete\nb 0 complete\na 1 complete\nb 1 complete\n";
        assert_eq!(
            said(&format!("{right}1 done\nEnd\n")),
            "The line `1 done` was printed, which should not be there."
        );
        assert_eq!(
            said(&format!("{right}1 done\n2 done\n3 done\n")),
            "The line `1 done` and 2 more were printed, which should not be there. Missing: `End`."
        );
    }

    #[test]
    fn lines_that_come_more_than_once_are_counted() {
        assert_eq!(
            said("Go\na 0 complete\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\nEnd\n"),
            "A line was printed more than once: `a 0 complete`."
        );
        assert_eq!(
            said("Go\nb 0 complete\nb 1 complete\nb 0 complete\nb 1 complete\nEnd\n"),
            "2 lines were printed more than once, among them `b 0 complete`. Missing: `a 0 complete` \
             and `a 1 complete`."
        );
        assert_eq!(
            said("Go\nb 1 complete\nb 0 complete\nb 1 complete\na 0 complete\na 1 complete\nEnd\n"),
            "`b 1 complete` was printed before `b 0 complete`, which should come first. A line was \
             printed more than once: `b 1 complete`."
        );
    }
}
