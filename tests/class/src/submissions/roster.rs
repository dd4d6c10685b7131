//! The students who should hand in: a table with a line for each student.
//!
//! The first column is the student's name in the results. If there are the columns `First name` and
//! `Surname`, both are the name. A submission belongs to a student if its name, or its number on the
//! host, is in any column of this student's line and of no other.

use std::{collections::BTreeMap, io, path::Path};

use super::table::{Line, Table};
use crate::text::clean_name;

/// The students who should hand in.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    students: Vec<String>,
    /// The texts in all columns, in lower case, each with the places of the students who have it.
    known: BTreeMap<String, Vec<usize>>,
}

/// The head of a roster has at least one of these words. A line without any is a student.
const WORDS: [&str; 10] = [
    "name", "student", "surname", "login", "user", "username", "id", "email", "mail", "number",
];

impl Roster {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read, has no head, or does not tell its students apart.
    pub fn read(path: &Path) -> io::Result<Self> {
        Table::read(path, "roster", |table| Self::of(&table))
    }

    fn of(table: &Table) -> Result<Self, String> {
        let is_word = |word: &str| WORDS.contains(&&*word.to_lowercase());
        let mut words = table
            .head
            .iter()
            .flat_map(|cell| cell.split(|c: char| !c.is_alphanumeric()));
        if !words.any(is_word) {
            return Err(format!(
                "its first line, `{}`, is no head. A head has a column such as `name` or `id`",
                table.head.join(", ")
            ));
        }
        let first = table.column(&["first name", "firstname", "given name"]);
        let last = table.column(&["surname", "last name", "lastname", "family name"]);
        let name = |line: &Line| match (first, last) {
            (Some(first), Some(last)) => format!("{} {}", line.cell(first), line.cell(last)),
            _ => line.cell(0).to_owned(),
        };
        let mut roster = Self::default();
        for line in &table.lines {
            let name = clean_name(&name(line));
            if name.is_empty() {
                return Err(format!("line {} has no name", line.number));
            }
            let place = roster.students.len();
            let texts = line.cells().filter(|cell| !cell.is_empty());
            for text in texts.chain([&*name]) {
                let places = roster
                    .known
                    .entry(clean_name(text).to_lowercase())
                    .or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
            roster.students.push(name);
        }
        roster.tell_apart(table)?;
        Ok(roster)
    }

    /// Adds to the name of each namesake the first cell of the line that no other student has.
    fn tell_apart(&mut self, table: &Table) -> Result<(), String> {
        let names = self.students.clone();
        for (place, line) in table.lines.iter().enumerate() {
            let is_namesake = |name: &&String| name.eq_ignore_ascii_case(&names[place]);
            if names.iter().filter(is_namesake).count() == 1 {
                continue;
            }
            let own = line.cells().find(|cell| {
                self.known.get(&clean_name(cell).to_lowercase()) == Some(&vec![place])
            });
            let own = own.ok_or_else(|| {
                let (name, number) = (&names[place], line.number);
                format!("line {number}: `{name}` is there twice. Add a column that differs, such as `id`")
            })?;
            self.students[place] = format!("{} ({own})", names[place]);
        }
        Ok(())
    }

    /// The students on the roster, in its order.
    pub fn students(&self) -> impl Iterator<Item = &str> {
        self.students.iter().map(String::as_str)
    }

    /// The name on the roster of the student who has this name or this number.
    pub fn find(&self, name: &str, id: Option<&str>) -> Option<&str> {
        let find = |text: &str| match self.known.get(&text.to_lowercase()).map(Vec::as_slice) {
            Some([place]) => Some(&*self.students[*place]),
            _ => None,
        };
        id.and_then(find).or_else(|| find(name))
    }

    /// Whether more than one student has this name.
    pub fn is_ambiguous(&self, name: &str) -> bool {
        let places = self.known.get(&name.to_lowercase());
        places.is_some_and(|places| places.len() > 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Roster, String> {
        Roster::of(&Table::parse(text.as_bytes())?)
    }

    fn students(text: &str) -> Vec<String> {
        let roster = parse(text).unwrap();
        roster.students().map(str::to_owned).collect()
    }

    #[test]
    fn a_student_is_found_by_any_column() {
        let roster = parse("login,name,id\nada,\"Lovelace, Ada\",123\nbob,Bob,\n").unwrap();
        assert_eq!(roster.students().collect::<Vec<_>>(), ["ada", "bob"]);
        assert_eq!(roster.find("lovelace, ada", None), Some("ada"));
        assert_eq!(roster.find("unknown", Some("123")), Some("ada"));
        assert_eq!(roster.find("eve", Some("9")), None);
    }

    #[test]
    fn a_name_can_have_two_columns() {
        let text = "Surname;First name;ID number\nLovelace;Ada;101\nvon Bitter;Bob;102\n";
        assert_eq!(students(text), ["Ada Lovelace", "Bob von Bitter"]);
        let roster = parse(text).unwrap();
        assert_eq!(roster.find("bob von bitter", None), Some("Bob von Bitter"));
    }

    #[test]
    fn namesakes_are_two_students() {
        let text = "name,group,id\nAda,A,1\nBob,A,2\nAda,A,3\n";
        assert_eq!(students(text), ["Ada (1)", "Bob", "Ada (3)"]);
        let roster = parse(text).unwrap();
        assert_eq!(roster.find("Ada", Some("3")), Some("Ada (3)"));
        assert_eq!(roster.find("Ada", None), None, "it could be either");
        assert!(roster.is_ambiguous("ada") && !roster.is_ambiguous("Bob"));
        let error = parse("name,group\nAda,A\nAda,A\n").unwrap_err();
        assert!(error.contains("line 2: `Ada` is there twice"), "{error}");
    }

    #[test]
    fn a_roster_without_a_head_or_a_name_is_an_error_that_says_so() {
        for (text, why) in [
            ("Ada Lovelace\nBob Kidd\n", "`Ada Lovelace`, is no head"),
            ("Ada,1\nBob,2\n", "is no head"),
            ("name,id\nAda,1\n,2\n", "line 3 has no name"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
