//! Fields in the head comment of a program or a schedule, such as its finding.

use crate::finding::Finding;

/// The text of the field `name`: a line `//! NAME: TEXT`, or `# NAME: TEXT` in a schedule.
pub fn field<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut lines = source.lines().map_while(comment);
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The finding that the head comment states.
pub fn stated_finding(source: &str) -> Option<Finding> {
    Finding::of_name(field(source, "Finding")?)
}

/// The text of a line of a head comment: in a program or in a schedule.
fn comment(line: &str) -> Option<&str> {
    let text = line.strip_prefix("//!").or(line.strip_prefix('#'))?;
    Some(text.trim_start())
}
