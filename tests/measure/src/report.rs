//! The result of a measurement: a table, a plot, and what to conclude.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use tempfile::NamedTempFile;

/// The result of a measurement.
pub struct Report {
    /// The claim, as a heading.
    pub title: &'static str,
    /// How it was measured.
    pub method: String,
    /// The figures.
    pub table: Table,
    /// Why figures are missing.
    pub notes: Vec<String>,
    /// The figures as a picture.
    pub svg: String,
    /// What to conclude from the figures.
    pub conclusion: String,
}

impl Report {
    /// The report as text that is Markdown too. The lines outside the table are at most `width`
    /// characters long. `end` is its last paragraph.
    pub fn text(&self, end: &str, width: usize) -> String {
        let filled = |text: &str| textwrap::fill(text, width);
        let mut parts = vec![
            format!("# {}", self.title),
            filled(&self.method),
            self.table.to_string(),
        ];
        parts.extend(self.notes.iter().map(|note| filled(note)));
        parts.push(filled(&format!("**{}**", self.conclusion)));
        parts.push(filled(end));
        parts.join("\n\n") + "\n"
    }
}

/// A table that is both plain text and Markdown. The columns after the first `texts` are numbers.
pub fn table<const N: usize>(heads: [&str; N], texts: usize) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(heads);
    for column in table.column_iter_mut().skip(texts) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A folder that takes files.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder `path`, which is made if it is missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder cannot be made, or if no file can be written in it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let explained = |error| explain(path, error);
        fs::create_dir_all(path).map_err(explained)?;
        // A measurement takes a minute, so a read-only folder must be found before it.
        NamedTempFile::new_in(path).map_err(explained)?;
        Ok(Self(path.to_owned()))
    }

    /// Writes the file `name`, and returns its path. It is never left half written.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    pub fn write(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let path = self.0.join(name);
        let write = || {
            let mut file = NamedTempFile::new_in(&self.0)?;
            file.write_all(text.as_bytes())?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|error| explain(&path, error))?;
        Ok(path)
    }
}

fn explain(path: &Path, error: io::Error) -> io::Error {
    let path = path.display();
    let advice = "choose another folder with --output";
    io::Error::new(
        error.kind(),
        format!("failed to write `{path}`: {error}; {advice}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_markdown_with_its_numbers_to_the_right() {
        let mut table = table(["what", "time"], 1);
        table
            .add_row(["a lock", "1 ms"])
            .add_row(["an atomic", "12 ms"]);
        let expected = "\
| what      |  time |
|-----------|-------|
| a lock    |  1 ms |
| an atomic | 12 ms |";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn a_report_ends_with_its_conclusion_and_the_machine() {
        let report = Report {
            title: "A claim",
            method: "It was measured.".to_owned(),
            table: table(["what"], 1),
            notes: vec!["Something is missing.".to_owned()],
            svg: String::new(),
            conclusion: "So it is true.".to_owned(),
        };
        let text = report.text("On a machine of one core.", 20);
        let end = "\n\nSomething is missing.\n\n**So it is true.**\n\nOn a machine of one\ncore.\n";
        assert!(
            text.starts_with("# A claim\n\nIt was measured.\n\n|"),
            "{text}"
        );
        assert!(
            text.ends_with(&end.replacen("Something is missing", "Something is\nmissing", 1)),
            "{text}"
        );
    }

    #[test]
    fn a_missing_folder_is_made() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let folder = Folder::open(&home.path().join("a/b"))?;
        let path = folder.write("plot.svg", "<svg/>")?;
        assert_eq!(fs::read_to_string(path)?, "<svg/>");
        Ok(())
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_an_error_that_names_it() -> io::Result<()> {
        let home = tempfile::tempdir()?;
        let path = home.path().join("taken");
        fs::write(&path, "")?;
        let error = Folder::open(&path)
            .err()
            .expect("a file is no folder")
            .to_string();
        assert!(
            error.contains("taken") && error.contains("--output"),
            "{error}"
        );
        Ok(())
    }
}
