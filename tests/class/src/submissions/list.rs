//! A list of submissions: a CSV file with the columns `student` and `path`. A path is relative to
//! the folder of the list.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::files;

/// A line of the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub student: String,
    pub path: PathBuf,
}

/// Reads the list at `path`.
///
/// # Errors
///
/// Returns an error if the list cannot be read, or lacks a column. The error says which.
pub fn read(path: &Path) -> io::Result<Vec<Line>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    parse(&files::read(path)?, folder).map_err(|why| {
        io::Error::other(format!(
            "`{}` is no list of submissions: {why}",
            path.display()
        ))
    })
}

fn parse(bytes: &[u8], folder: &Path) -> Result<Vec<Line>, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut lines = csv::Reader::from_reader(bytes);
    let head = lines.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| {
        let place = head
            .iter()
            .position(|cell| cell.trim().eq_ignore_ascii_case(name));
        place.ok_or_else(|| format!("it has no column `{name}`. It needs `student` and `path`"))
    };
    let [student, path] = [column("student")?, column("path")?];
    let line = |line: Result<csv::StringRecord, csv::Error>| {
        let line = line.map_err(|error| error.to_string())?;
        Ok(Line {
            student: line[student].to_owned(),
            path: folder.join(line[path].trim()),
        })
    };
    lines.records().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_student_and_a_path() {
        let text = "id,path,student\n1,a/b.zip,\"Lovelace, Ada\"\n2,/c,bob\n";
        let lines = parse(text.as_bytes(), Path::new("/class")).unwrap();
        let line = |student: &str, path: &str| Line {
            student: student.into(),
            path: path.into(),
        };
        assert_eq!(
            lines,
            [line("Lovelace, Ada", "/class/a/b.zip"), line("bob", "/c")]
        );
    }

    #[test]
    fn a_list_without_a_column_says_which() {
        let error = parse(b"student,file\na,b\n", Path::new("")).unwrap_err();
        assert!(error.contains("`path`"), "{error}");
    }
}
