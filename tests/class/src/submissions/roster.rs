//! The students who should hand in: a CSV file with a head and a line for each student.
//!
//! The first column is the student's name in the results. A submission belongs to a student if its
//! name, or its number on the host, is in any column of the student's line.

use std::{collections::BTreeMap, io, path::Path};

use crate::{files, text::clean_name};

/// The students who should hand in.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    students: Vec<String>,
    /// The texts in all columns, in lower case, each with the name of its student.
    known: BTreeMap<String, String>,
}

impl Roster {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read, is not CSV, or names no student.
    pub fn read(path: &Path) -> io::Result<Self> {
        Self::parse(&files::read(path)?)
            .map_err(|why| io::Error::other(format!("`{}` is no roster: {why}", path.display())))
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let mut roster = Self::default();
        for line in lines.byte_records() {
            let line = line.map_err(|error| error.to_string())?;
            let cells: Vec<String> = line
                .iter()
                .map(|cell| clean_name(&String::from_utf8_lossy(cell)))
                .collect();
            let Some(student) = cells.first().filter(|student| !student.is_empty()) else {
                continue;
            };
            for cell in cells.iter().filter(|cell| !cell.is_empty()) {
                roster
                    .known
                    .entry(cell.to_lowercase())
                    .or_insert(student.clone());
            }
            roster.students.push(student.clone());
        }
        if roster.students.is_empty() {
            return Err("it needs a head, and below it a line for each student".into());
        }
        Ok(roster)
    }

    /// The students on the roster, in its order.
    pub fn students(&self) -> impl Iterator<Item = &str> {
        self.students.iter().map(String::as_str)
    }

    /// The name on the roster of the student who has this name or this number.
    pub fn find(&self, name: &str, id: Option<&str>) -> Option<&str> {
        let find = |text: &str| self.known.get(&text.to_lowercase()).map(String::as_str);
        id.and_then(find).or_else(|| find(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_student_is_found_by_any_column() {
        let roster = Roster::parse(
            "\u{feff}login,name,id\nada,\"Lovelace, Ada\",123\nbob,Bob,\n".as_bytes(),
        )
        .unwrap();
        assert_eq!(roster.students().collect::<Vec<_>>(), ["ada", "bob"]);
        assert_eq!(roster.find("lovelace, ada", None), Some("ada"));
        assert_eq!(roster.find("unknown", Some("123")), Some("ada"));
        assert_eq!(roster.find("eve", Some("9")), None);
    }

    #[test]
    fn a_roster_that_is_not_utf_8_or_has_short_lines_is_read_all_the_same() {
        let roster = Roster::parse(b"name,id\nZo\xeb\n\n\"a\nb\",2\n").unwrap();
        assert_eq!(roster.students().collect::<Vec<_>>(), ["Zo\u{fffd}", "a b"]);
    }

    #[test]
    fn a_roster_of_nobody_is_an_error() {
        for text in ["", "name,id\n"] {
            assert!(Roster::parse(text.as_bytes()).is_err(), "{text:?}");
        }
    }
}
