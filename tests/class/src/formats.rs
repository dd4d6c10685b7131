//! The formats that hosts and people read. All are written from the same rows.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::{
    book::{Book, Student},
    files,
    report::Files,
    text::file_name,
};

mod autolab;
mod classroom50;
mod csv;
mod exercism;
mod github;
mod gradescope;
mod junit;
mod markdown;

/// A form in which results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table for a spreadsheet.
    Csv,
    /// JUnit's XML, for continuous integration.
    Junit,
    /// The instructor's report.
    Html,
    /// A page for each student.
    Markdown,
    /// Gradescope's `results.json`.
    Gradescope,
    /// Classroom 50's `result.json`.
    Classroom50,
    /// The line that Autolab reads.
    Autolab,
    /// Exercism's `results.json`.
    Exercism,
    /// What GitHub's autograding reporter reads.
    Github,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 9] = [
        Self::Csv,
        Self::Junit,
        Self::Html,
        Self::Markdown,
        Self::Gradescope,
        Self::Classroom50,
        Self::Autolab,
        Self::Exercism,
        Self::Github,
    ];

    /// The formats that an instructor needs without a host.
    pub const USUAL: [Self; 4] = [Self::Csv, Self::Junit, Self::Html, Self::Markdown];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Junit => "junit",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Gradescope => "gradescope",
            Self::Classroom50 => "classroom50",
            Self::Autolab => "autolab",
            Self::Exercism => "exercism",
            Self::Github => "github",
        }
    }

    /// Writes this format into the folder `out`. `handed` has the files that were handed in.
    /// Returns the students for whom no file was written, each with the reason. A host takes a
    /// score for final, and an error has no score.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be written; the error names it.
    pub fn write(self, book: &Book, handed: &Files, out: &Path) -> io::Result<Vec<String>> {
        let one = |name: &str, bytes: Vec<u8>| {
            files::replace(&out.join(name), &bytes).map(|()| Vec::new())
        };
        let each = |name: &str, of: Writer| self.write_each(book, out, name, of);
        match self {
            Self::Csv => one("results.csv", csv::of(book)?),
            Self::Junit => one("junit.xml", junit::of(book)?),
            Self::Html => one("report.html", crate::report::of(book, handed).into_bytes()),
            Self::Markdown => self.write_markdown(book, out),
            Self::Gradescope => each("results.json", gradescope::of),
            Self::Classroom50 => each("result.json", classroom50::of),
            Self::Autolab => each("autoresult.json", autolab::of),
            Self::Exercism => each("results.json", exercism::of),
            Self::Github => each("result.txt", github::of),
        }
    }

    fn write_markdown(self, book: &Book, out: &Path) -> io::Result<Vec<String>> {
        for student in &book.students {
            let path = out.join("feedback").join(file_name(student.name) + ".md");
            files::replace(&path, markdown::of(student, book).as_bytes())?;
        }
        Ok(Vec::new())
    }

    fn write_each(
        self,
        book: &Book,
        out: &Path,
        name: &str,
        of: Writer,
    ) -> io::Result<Vec<String>> {
        let mut without = Vec::new();
        for student in &book.students {
            let path = self.path(out, student.name).join(name);
            match of(student, book) {
                Ok(text) => files::replace(&path, text.as_bytes())?,
                Err(why) => {
                    // A file of an earlier run must not be taken for this one.
                    match std::fs::remove_file(&path) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => {
                            return Err(files::failed("remove", &path, &error));
                        }
                        _ => without.push(format!("{}: {why}", student.name)),
                    }
                }
            }
        }
        Ok(without)
    }

    /// The folder with the files of the student `name`.
    pub fn path(self, out: &Path, name: &str) -> PathBuf {
        out.join(self.name()).join(file_name(name))
    }
}

/// The text for a student, or why there is none.
type Writer = fn(&Student, &Book) -> Result<String, String>;

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let format = Self::ALL.into_iter().find(|format| format.name() == text);
        format.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no format {text:?}. There are: {names}")
        })
    }
}

/// What is wrong and how it was seen: the whole text, or the message if there is no text.
fn said(row: &crate::results::Row) -> &str {
    let verdict = &row.verdict;
    if verdict.text.is_empty() {
        &verdict.message
    } else {
        &verdict.text
    }
}

/// A JSON value as a text with a newline at its end.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).expect("it has only texts and numbers") + "\n"
}

/// The points in hundredths, because some hosts count in whole numbers.
fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}

#[cfg(test)]
mod tests;
