//! A list of submissions: a table with the columns `student` and `path`. A path is relative to the
//! folder of the list.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::table::Table;

/// A line of the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the list.
    pub number: u64,
    pub student: String,
    pub path: PathBuf,
}

/// Reads the list at `path`.
///
/// # Errors
///
/// Returns an error if the list cannot be read, or lacks a column or a cell. The error says which.
pub fn read(path: &Path) -> io::Result<Vec<Line>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    Table::read(path, "list of submissions", |table| lines(&table, folder))
}

fn lines(table: &Table, folder: &Path) -> Result<Vec<Line>, String> {
    let column = |name: &str| {
        let column = table.column(&[name]);
        column.ok_or_else(|| format!("it has no column `{name}`. It needs `student` and `path`"))
    };
    let [student, path] = [column("student")?, column("path")?];
    let mut lines = Vec::new();
    for line in &table.lines {
        let number = line.number;
        let [student, path] = [line.cell(student), line.cell(path)];
        if student.is_empty() || path.is_empty() {
            return Err(format!("line {number} needs a student and a path"));
        }
        lines.push(Line {
            number,
            student: student.to_owned(),
            path: folder.join(path),
        });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<Line>, String> {
        lines(&Table::parse(text.as_bytes())?, Path::new("/class"))
    }

    #[test]
    fn a_line_is_a_student_and_a_path() {
        let text = "id,path,student\n1,a/b.zip,\"Lovelace, Ada\"\n\n2,/c,bob\n";
        let line = |number, student: &str, path: &str| Line {
            number,
            student: student.into(),
            path: path.into(),
        };
        assert_eq!(
            parse(text).unwrap(),
            [
                line(2, "Lovelace, Ada", "/class/a/b.zip"),
                line(4, "bob", "/c")
            ]
        );
    }

    #[test]
    fn a_list_without_a_column_or_a_cell_says_which() {
        for (text, named) in [
            ("student,file\na,b\n", "`path`"),
            ("student,path\na,b\nc\n", "line 3"),
            ("student,path\n,b\n", "line 2"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }
}
