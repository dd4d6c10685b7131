//! What was granted, and beside it what was printed.

use std::io::{self, Write};

use grader::evidence::shown;
use scheduler::{Session, Step};

/// A table that grows while the program runs.
pub struct Screen {
    /// How many bytes of the program's output are in the table.
    read: usize,
    rows: Vec<String>,
    line_end: &'static str,
}

impl Screen {
    /// An empty table, whose heading is shown. A terminal in raw mode needs `\r\n` as `line_end`.
    ///
    /// # Errors
    ///
    /// If it cannot be shown.
    pub fn new(line_end: &'static str) -> io::Result<Self> {
        let mut screen = Self {
            read: 0,
            rows: Vec::new(),
            line_end,
        };
        screen.add("granted", "printed")?;
        Ok(screen)
    }

    /// Whether the program has printed a line that is not in the table.
    ///
    /// # Errors
    ///
    /// If the output cannot be read.
    pub fn has_news(&self, session: &mut Session) -> io::Result<bool> {
        Ok(!self.news(session)?.is_empty())
    }

    /// Shows what the program has printed since the last time, and the step that was granted beside
    /// its line.
    ///
    /// # Errors
    ///
    /// If the output cannot be read or shown.
    pub fn show(&mut self, session: &mut Session, granted: Option<&Step>) -> io::Result<()> {
        let news = self.news(session)?;
        self.read += news.len();
        let news = String::from_utf8_lossy(&news);
        let mut granted = granted.map(Step::to_string);
        for line in news.lines() {
            let is_its_line = |step: &mut String| line == format!("{step} complete");
            let step = granted.take_if(is_its_line).unwrap_or_default();
            self.add(&step, line)?;
        }
        granted.map_or(Ok(()), |step| self.add(&step, "(no line of its own)"))
    }

    /// The whole lines that are not in the table; at the program's end, all that is left.
    fn news(&self, session: &mut Session) -> io::Result<Vec<u8>> {
        let stdout = session.stdout()?;
        let whole = stdout
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |last| last + 1);
        let end = if session.ending().is_some() {
            stdout.len()
        } else {
            whole
        };
        Ok(stdout.get(self.read..end).unwrap_or_default().to_vec())
    }

    fn add(&mut self, granted: &str, printed: &str) -> io::Result<()> {
        let row = format!("{granted:20}{}", shown(printed));
        self.say(&row)?;
        self.rows.push(row);
        Ok(())
    }

    /// Shows `text` below the table.
    ///
    /// # Errors
    ///
    /// If it cannot be shown.
    pub fn say(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in text.split('\n') {
            write!(out, "{line}{}", self.line_end)?;
        }
        out.flush()
    }

    /// Shows the whole table once more, on a screen that was cleared.
    ///
    /// # Errors
    ///
    /// If it cannot be shown.
    pub fn repeat(&self) -> io::Result<()> {
        self.say(&self.rows.join("\n"))
    }
}
