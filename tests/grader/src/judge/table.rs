//! A run as a table: the granted steps, each beside the line that it printed.

use scheduler::Step;

use crate::{
    observe::Run,
    text::{indented, padded, shortened, shown},
};

/// The steps that were granted in `run`, the lines that were printed, and the type that a step was
/// on, if it was on one that workers share.
pub fn table(run: &Run) -> String {
    table_until(run, usize::MAX)
}

/// The beginning of the table: the first `count` steps.
pub fn table_until(run: &Run, count: usize) -> String {
    let mut granted = run.granted();
    let is_whole = granted.len() <= count;
    granted.truncate(count);
    let mut granted = &granted[..];
    let mut rows = Vec::new();
    for line in String::from_utf8_lossy(&run.record.stdout).lines() {
        // The lines of later steps are not shown.
        let is_later = count > 0 || Step::is_line(line);
        if !is_whole && granted.is_empty() && is_later {
            break;
        }
        let is_its_line = |step: &Step| line == step.line();
        if let Some(place) = granted.iter().position(is_its_line) {
            // The steps before it printed nothing.
            rows.extend(granted[..place].iter().map(|step| row(run, step, "")));
            rows.push(row(run, &granted[place], line));
            granted = &granted[place + 1..];
        } else {
            rows.push(columns("", &shown(line), ""));
        }
    }
    rows.extend(granted.iter().map(|step| row(run, step, "")));
    let is_any_on = run.granted().iter().any(|step| run.on(step).is_some());
    let heading = columns("granted", "printed", if is_any_on { "on" } else { "" });
    indented(&[vec![heading], shortened(rows)].concat().join("\n"))
}

fn row(run: &Run, granted: &Step, printed: &str) -> String {
    let on = run.on(granted).map(|what| format!("a `{what}`"));
    columns(
        &shown(&granted.to_string()),
        &shown(printed),
        &on.unwrap_or_default(),
    )
}

fn columns(granted: &str, printed: &str, on: &str) -> String {
    let columns = format!("  {}{}{on}", padded(granted, 20), padded(printed, 28));
    columns.trim_end().to_owned()
}
