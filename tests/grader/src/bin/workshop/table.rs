//! What was granted, and beside it what was printed.

use std::io;

use grader::{
    schedule::Turn,
    style::Styles,
    text::{padded, shown},
};

/// A table that grows while the program runs.
pub struct Table {
    /// How many bytes of the program's output are in it.
    read: usize,
    rows: Vec<String>,
}

impl Table {
    /// A table with a heading, and nothing below it.
    pub fn new() -> Self {
        let mut table = Self {
            read: 0,
            rows: Vec::new(),
        };
        table.push("granted", "printed");
        let styles = Styles::of(&io::stdout());
        table.rows[0] = styles.secondary(&table.rows[0]);
        table
    }

    /// All rows.
    pub fn rows(&self) -> &[String] {
        &self.rows
    }

    /// Adds the lines that are new in `stdout`, which is all that the program has printed so far. A
    /// line without its newline is not added yet, unless the program `has_ended`.
    pub fn add_printed(&mut self, stdout: &[u8], has_ended: bool) {
        for line in self.new_lines(stdout, has_ended) {
            self.push("", &line);
        }
    }

    /// The same after `turn` was granted. The turn stands beside the line of its step, or else
    /// above the new lines, with a `note`.
    pub fn add_turn(&mut self, turn: &Turn, note: &str, stdout: &[u8], has_ended: bool) {
        let own_line = format!("{turn} complete");
        let lines = self.new_lines(stdout, has_ended);
        let place = lines.iter().position(|line| *line == own_line);
        if place.is_none() {
            self.push(&turn.to_string(), note);
        }
        for (number, line) in lines.iter().enumerate() {
            if place == Some(number) {
                self.push(&turn.to_string(), line);
            } else {
                self.push("", line);
            }
        }
    }

    fn new_lines(&mut self, stdout: &[u8], has_ended: bool) -> Vec<String> {
        let last_end = stdout.iter().rposition(|&byte| byte == b'\n');
        let end = if has_ended {
            stdout.len()
        } else {
            last_end.map_or(0, |last| last + 1)
        };
        let new = stdout.get(self.read..end).unwrap_or_default();
        self.read += new.len();
        let new = String::from_utf8_lossy(new);
        new.lines().map(str::to_owned).collect()
    }

    fn push(&mut self, granted: &str, printed: &str) {
        let row = format!("{}{}", padded(granted, 20), shown(printed));
        self.rows.push(row.trim_end().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use scheduler::Step;

    use super::*;

    /// The rows below the heading.
    fn below(table: &Table) -> &[String] {
        &table.rows()[1..]
    }

    #[test]
    fn a_step_stands_beside_its_line_and_other_turns_above_what_they_lead_to() {
        let mut table = Table::new();
        table.add_printed(b"Starting...\n", false);
        let step = Turn::Step(Step::new("sort data", 0));
        let printed = b"Starting...\nsort data 0 complete\n";
        table.add_turn(&step, "", printed, false);
        let printed = b"Starting...\nsort data 0 complete\nstill here\n";
        table.add_turn(&Turn::Time, "(15 s)", printed, false);
        assert_eq!(
            below(&table),
            [
                "                    Starting...",
                "sort data 0         sort data 0 complete",
                "time                (15 s)",
                "                    still here"
            ]
        );
    }

    #[test]
    fn a_line_without_an_end_is_shown_when_the_program_has_ended() {
        let mut table = Table::new();
        let printed = b"half a l";
        table.add_printed(printed, false);
        assert!(below(&table).is_empty());
        table.add_printed(printed, true);
        assert_eq!(below(&table), ["                    half a l"]);
    }

    #[test]
    fn a_step_without_a_line_has_a_note() {
        let step = Turn::Step(Step::new("sort data", 1));
        let mut table = Table::new();
        table.add_turn(&step, "(no line of its own)", b"", false);
        assert_eq!(below(&table), ["sort data 1         (no line of its own)"]);
    }
}
