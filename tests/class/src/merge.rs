//! Merges the results of several runs, such as the parts of a class.

use std::{cmp::Ordering, io, path::PathBuf};

use crate::results::{self, Results, Row, Status};

/// Merges the rows of several runs: adds those in the folders `parts` to `merged`. If there are
/// two rows for the same student and exercise, a verdict wins over an error, and an error over a
/// missing file. If two verdicts on the same file differ, the row is unsure.
///
/// # Errors
///
/// Returns an error if a file cannot be read or written.
pub fn merge(parts: &[PathBuf], merged: &mut Results) -> io::Result<()> {
    for part in parts {
        let rows = results::read(&part.join(results::FILE))?;
        let new = rows
            .into_values()
            .filter_map(|row| row_to_add(merged.get(&row.key()), row));
        let new: Vec<Row> = new.collect();
        merged.add(new)?;
    }
    Ok(())
}

/// The row to add, if it should replace `there`.
fn row_to_add(there: Option<&Row>, new: Row) -> Option<Row> {
    let Some(there) = there else {
        return Some(new);
    };
    let rank = |row: &Row| match row.verdict.status {
        Status::Missing => 0,
        Status::Error => 1,
        Status::Solved | Status::Unsolved => 2,
    };
    let is_same_file = there.sha256 == new.sha256 && there.grader == new.grader;
    let differs = rank(there) == 2
        && rank(&new) == 2
        && is_same_file
        && !there.verdict.agrees_with(&new.verdict);
    match rank(&new).cmp(&rank(there)) {
        _ if differs => Some(Row {
            unsure: true,
            ..new
        }),
        Ordering::Less => None,
        Ordering::Equal if is_same_file => None,
        _ => Some(new),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::results::{Verdict, tests::row};

    #[test]
    fn merged_rows_are_those_that_say_most() {
        let [missing, error] = [Verdict::missing(), Verdict::error("no disk")].map(|verdict| Row {
            verdict: Arc::new(verdict),
            ..row("ada", "a", Status::Unsolved, "serial")
        });
        let [serial, other] =
            ["serial", "no-wait"].map(|finding| row("ada", "a", Status::Unsolved, finding));
        assert_eq!(row_to_add(None, missing.clone()).as_ref(), Some(&missing));
        assert_eq!(
            row_to_add(Some(&missing), error.clone()).as_ref(),
            Some(&error)
        );
        assert_eq!(
            row_to_add(Some(&error), serial.clone()).as_ref(),
            Some(&serial)
        );
        assert_eq!(row_to_add(Some(&serial), error), None);
        assert_eq!(row_to_add(Some(&serial), serial.clone()), None);
        assert!(row_to_add(Some(&serial), other).unwrap().unsure);
    }
}
