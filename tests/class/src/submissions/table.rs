//! A table that an instructor has made or exported: CSV with a head.
//!
//! Spreadsheets write it with commas, semicolons or tabs. What is misread silently costs a student
//! points, so everything that is unclear is an error.

use std::{io, path::Path};

use crate::files;

/// A table with a head.
#[derive(Debug)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<String>,
    pub lines: Vec<Line>,
}

/// A line that is not empty.
#[derive(Debug)]
pub struct Line {
    /// Its number in the file.
    pub number: u64,
    cells: Vec<String>,
}

impl Line {
    /// The text in that column. Empty if the line is too short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str)
    }
}

impl Table {
    /// Reads the table at `path`, which is `kind`.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read or is not such a table.
    pub fn read<T>(
        path: &Path,
        kind: &str,
        of: impl FnOnce(Self) -> Result<T, String>,
    ) -> io::Result<T> {
        let bytes = files::read(path)?;
        let read = Self::parse(&bytes).and_then(of);
        read.map_err(|why| io::Error::other(format!("`{}` is no {kind}: {why}", path.display())))
    }

    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = str::from_utf8(bytes)
            .map_err(|_| "it is not a text in UTF-8: save it as CSV in UTF-8".to_owned())?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let number = record.position().map_or(0, |place| line_at(text, place));
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            if let Some(cell) = cells.iter().find(|cell| cell.contains(char::is_control)) {
                return Err(format!("line {number} has a control character: {cell:?}"));
            }
            if cells.iter().any(|cell| !cell.is_empty()) {
                lines.push(Line { number, cells });
            }
        }
        let needs = "it needs a head with the names of the columns, and below it a line for each \
                     student";
        if lines.len() < 2 {
            return Err(needs.to_owned());
        }
        let head = lines.remove(0);
        Ok(Self {
            head: head.cells,
            lines,
        })
    }

    /// The column whose name is one of `names`, without regard to case.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.head
            .iter()
            .position(|cell| names.contains(&&*cell.to_lowercase()))
    }
}

/// The number of the line of a record. The empty lines before it count as a part of the record.
fn line_at(text: &str, place: &csv::Position) -> u64 {
    let before = text.bytes().skip(place.byte() as usize);
    let empty = before.take_while(u8::is_ascii_whitespace);
    place.line() + empty.filter(|byte| *byte == b'\n').count() as u64
}

/// What separates the cells of the first line.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    // Of two that are as frequent, `max_by_key` takes the last.
    let all = [b'\t', b';', b','];
    all.into_iter().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_commas_semicolons_or_tabs() {
        for text in [
            "name,id\nAda, 1\n",
            "name;id\nAda;1\n",
            "\u{feff}Name\tID\n\nAda\t1\n,\n",
        ] {
            let table = Table::parse(text.as_bytes()).unwrap();
            assert_eq!(table.column(&["id"]), Some(1), "{text}");
            let line = &table.lines[0];
            assert_eq!((line.cell(0), line.cell(1), line.cell(2)), ("Ada", "1", ""));
        }
    }

    #[test]
    fn what_is_no_table_is_an_error_that_says_why() {
        for (bytes, why) in [
            (&b"\x7fELF\x02\x01\x01\0\0\xff"[..], "UTF-8"),
            (b"name\nZo\xeb\n", "UTF-8"),
            (b"name\nAda\0\n", "line 2 has a control character"),
            (b"name\n\"a\nb\"\n", "control character"),
            (b"", "a head"),
            (b"name,id\n\n", "a head"),
        ] {
            let error = Table::parse(bytes).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
