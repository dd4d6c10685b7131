//! The footer of a screen: lines that are erased before more text is written, and drawn again below
//! it.

use std::io::{self, IsTerminal, Write};

use crossterm::{
    cursor::{MoveTo, MoveToPreviousLine},
    execute, queue,
    terminal::{Clear, ClearType},
};
use grader::{style::obeys_escapes, text::terminal_size};
use textwrap::core::display_width;

/// Whether a learner can look at stdout and press keys.
pub fn is_interactive() -> bool {
    io::stdin().is_terminal() && obeys_escapes(&io::stdout())
}

/// Shows lines on a terminal in raw mode, where a newline alone does not move to the start of a
/// line.
///
/// # Errors
///
/// Returns an error if the terminal cannot be written to.
pub fn say<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        write!(out, "{}\r\n", line.as_ref())?;
    }
    out.flush()
}

/// The first of `texts` that fits into a line of the terminal, or else the last one.
pub fn fitting<'a>(texts: &[&'a str]) -> &'a str {
    let (columns, _) = terminal_size();
    let mut fitting = texts.iter().filter(|text| display_width(text) < columns);
    fitting.next().or(texts.last()).copied().unwrap_or_default()
}

/// Lines below the text on a terminal. They are erased before more text is written.
#[derive(Debug)]
pub struct Footer<W> {
    out: W,
    /// How wide each of its lines is.
    widths: Vec<usize>,
}

impl<W: Write> Footer<W> {
    /// An empty footer on the terminal behind `out`.
    pub fn new(out: W) -> Self {
        Self {
            out,
            widths: Vec::new(),
        }
    }

    /// Draws `lines` in place of the old ones. Only as many are drawn as fit on the screen, because
    /// a line that scrolls away cannot be erased. A line that is too long wraps.
    ///
    /// # Errors
    ///
    /// Returns an error if the terminal cannot be written to.
    pub fn draw<T: AsRef<str>>(&mut self, lines: &[T]) -> io::Result<()> {
        self.draw_below(|_, _| Vec::new(), lines)
    }

    /// The same, below an empty line and the lines that `above` returns for the free columns and
    /// rows.
    ///
    /// # Errors
    ///
    /// Returns an error if the terminal cannot be written to.
    pub fn draw_below<T: AsRef<str>>(
        &mut self,
        above: impl FnOnce(usize, usize) -> Vec<String>,
        lines: &[T],
    ) -> io::Result<()> {
        let (columns, rows) = terminal_size();
        let options = textwrap::Options::new(columns - 1).subsequent_indent("      ");
        let lines = lines.iter().map(AsRef::as_ref);
        let lines = lines.flat_map(|line| textwrap::wrap(line, &options));
        let mut lines: Vec<String> = lines.map(String::from).collect();
        if lines.len() >= rows {
            lines.truncate(rows - 2);
            lines.push("(the screen is too small for the rest)".to_owned());
        }
        // One more row is the cursor's.
        let above = above(columns - 1, rows.saturating_sub(lines.len() + 2));
        if !above.is_empty() {
            lines.splice(0..0, [String::new()].into_iter().chain(above));
        }
        let mut bytes = self.erasing()?;
        for line in &lines {
            write!(bytes, "{line}\r\n")?;
        }
        self.widths = lines.iter().map(|line| display_width(line)).collect();
        self.write(&bytes)
    }

    /// Erases its lines.
    ///
    /// # Errors
    ///
    /// Returns an error if the terminal cannot be written to.
    pub fn erase(&mut self) -> io::Result<()> {
        let bytes = self.erasing()?;
        self.widths.clear();
        self.write(&bytes)
    }

    /// Empties the whole screen.
    ///
    /// # Errors
    ///
    /// Returns an error if the terminal cannot be written to.
    pub fn clear_screen(&mut self) -> io::Result<()> {
        self.widths.clear();
        execute!(self.out, Clear(ClearType::All), MoveTo(0, 0))
    }

    /// The bytes that erase its lines. If the terminal has become narrower, they take more rows
    /// than before.
    fn erasing(&self) -> io::Result<Vec<u8>> {
        let (columns, _) = terminal_size();
        let mut bytes = Vec::new();
        // Row by row, because tmux keeps a screen in its history if it is cleared as a whole.
        for _ in 0..rows_taken(&self.widths, columns) {
            queue!(bytes, MoveToPreviousLine(1), Clear(ClearType::CurrentLine))?;
        }
        Ok(bytes)
    }

    /// Writes all at once, so that nothing flickers.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()
    }
}

/// How many rows lines of these widths take on a terminal of `columns` columns.
fn rows_taken(widths: &[usize], columns: usize) -> usize {
    let rows = widths.iter().map(|width| width.div_ceil(columns).max(1));
    rows.sum()
}

#[cfg(test)]
mod tests {
    use super::rows_taken;

    #[test]
    fn lines_take_more_rows_when_the_terminal_becomes_narrower() {
        let widths = [25, 0, 10];
        assert_eq!(rows_taken(&widths, 80), 3);
        assert_eq!(rows_taken(&widths, 25), 3);
        assert_eq!(rows_taken(&widths, 10), 5);
    }
}
