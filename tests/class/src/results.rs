//! The rows in `results.jsonl`, one for each student and exercise.
//!
//! A row is appended as soon as its verdict is there, and is never changed. A later row for the
//! same student and exercise replaces it. So if the process is killed, all earlier verdicts are in
//! the file. If the last line was cut off, it is dropped when the file is opened again.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use fs4::{FileExt, TryLockError};
use serde::{Deserialize, Serialize};

use crate::files;

/// The version of the rows' form. It increases when the meaning of a field changes.
pub const SCHEMA: u32 = 1;

/// The file that has the rows.
pub const FILE: &str = "results.jsonl";

/// The result of a student's exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The program does what the exercise asks for.
    Solved,
    /// The program does something else.
    Unsolved,
    /// No file was handed in.
    Missing,
    /// The grader could not do its work. The student gets no points yet, and no zero either.
    Error,
}

/// The grader's verdict on one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The result.
    pub status: Status,
    /// The finding, if the file could be graded.
    pub finding: Option<String>,
    /// The finding that was wanted.
    pub wanted: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The whole text, as a terminal shows it.
    #[serde(default)]
    pub text: String,
    /// The schedule to replay.
    #[serde(default)]
    pub schedule: Option<String>,
    /// The line of the source.
    #[serde(default)]
    pub line: Option<u64>,
    /// How long it took.
    #[serde(default)]
    pub seconds: f64,
}

impl Verdict {
    /// The verdict if no file was handed in.
    pub fn missing() -> Self {
        Self::without_finding(Status::Missing, "nothing was handed in")
    }

    /// The verdict if the grader could not do its work.
    pub fn error(reason: &str) -> Self {
        Self::without_finding(Status::Error, reason)
    }

    fn without_finding(status: Status, message: &str) -> Self {
        Self {
            status,
            finding: None,
            wanted: None,
            message: message.to_owned(),
            text: String::new(),
            schedule: None,
            line: None,
            seconds: 0.0,
        }
    }

    /// Whether both verdicts are the same. The seconds may differ, and so may the schedule, if
    /// several schedules show the finding.
    pub fn agrees_with(&self, other: &Self) -> bool {
        (self.status, &self.finding) == (other.status, &other.finding)
    }

    /// The finding, or else the status, in a word.
    pub fn word(&self) -> &str {
        match (self.status, &self.finding) {
            (Status::Missing, _) => "missing",
            (Status::Error, _) => "error",
            (_, Some(finding)) => finding,
            (Status::Solved, None) => "solved",
            (Status::Unsolved, None) => "unsolved",
        }
    }
}

/// The verdict on one student's exercise, with its origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// [`SCHEMA`] when the row was written.
    pub schema: u32,
    /// The version of the grader. Verdicts are comparable only if this is the same.
    pub grader: String,
    /// The commit of the workspace, if it is in a repository.
    pub commit: Option<String>,
    /// The student.
    pub student: String,
    /// The exercise.
    pub exercise: String,
    /// The name of the file in the submission.
    pub file: Option<String>,
    /// The digest of the file.
    pub sha256: Option<String>,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Arc<Verdict>,
    /// The points for it. None if the grader could not do its work.
    pub points: Option<f64>,
    /// Whether two runs of the same grader on the same file disagreed.
    pub unsure: bool,
}

/// A student and an exercise.
pub type Key = (String, String);

impl Row {
    /// The student and the exercise. There is one row for each key.
    pub fn key(&self) -> Key {
        (self.student.clone(), self.exercise.clone())
    }
}

/// The file with the rows. No other process writes to it as long as this exists.
#[derive(Debug)]
pub struct Results {
    path: PathBuf,
    file: File,
    rows: BTreeMap<Key, Row>,
}

impl Results {
    /// Opens the file in `folder`, or creates it.
    ///
    /// # Errors
    ///
    /// Returns an error if another process has the file open, or one of its lines is not a row.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        std::fs::create_dir_all(folder).map_err(|error| files::failed("make", folder, &error))?;
        let options = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(&path);
        let mut file = options.map_err(|error| files::failed("open", &path, &error))?;
        lock(&file, &path)?;
        let bytes = whole_lines(&mut file).map_err(|error| files::failed("read", &path, &error))?;
        let rows = parsed(&bytes, &path)?;
        Ok(Self { path, file, rows })
    }

    /// Adds rows. They are in the file when this returns.
    ///
    /// # Errors
    ///
    /// Returns an error if they cannot be written.
    pub fn add(&mut self, rows: Vec<Row>) -> io::Result<()> {
        let mut lines = Vec::new();
        for row in &rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        // One call, so that other processes see only whole rows.
        let written = self.file.write_all(&lines);
        written.map_err(|error| files::failed("write", &self.path, &error))?;
        self.rows
            .extend(rows.into_iter().map(|row| (row.key(), row)));
        Ok(())
    }

    /// The newest row of each student and exercise, sorted.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// The newest row of that student and exercise.
    pub fn get(&self, key: &Key) -> Option<&Row> {
        self.rows.get(key)
    }

    /// Makes sure that all rows are on the disk, even if the machine stops now.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails to do so.
    pub fn finish(&self) -> io::Result<()> {
        self.file
            .sync_data()
            .map_err(|error| files::failed("write", &self.path, &error))
    }
}

/// Makes sure that no other process writes to `file`.
fn lock(file: &File, path: &Path) -> io::Result<()> {
    // If a process is killed, the child processes that it was just starting hold its lock for a
    // moment.
    const PATIENCE: Duration = Duration::from_secs(1);
    let start = Instant::now();
    loop {
        match FileExt::try_lock(file) {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                thread::sleep(PATIENCE / 20);
            }
            Err(TryLockError::WouldBlock) => {
                let text = format!(
                    "`{}` is in use: another `grade` writes to it",
                    path.display()
                );
                return Err(io::Error::other(text));
            }
            Err(TryLockError::Error(error)) => return Err(files::failed("lock", path, &error)),
        }
    }
}

/// The newest row of each student and exercise in the file at `path`. The file is only read.
///
/// # Errors
///
/// Returns an error if the file cannot be read, or one of its lines is not a row.
pub fn read(path: &Path) -> io::Result<BTreeMap<Key, Row>> {
    let bytes = files::read(path)?;
    let end = bytes
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |last| last + 1);
    parsed(&bytes[..end], path)
}

/// The file's whole lines. An incomplete last line is removed from the file.
fn whole_lines(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    let end = bytes
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |last| last + 1);
    if end < bytes.len() {
        file.set_len(end as u64)?;
        bytes.truncate(end);
    }
    Ok(bytes)
}

fn parsed(bytes: &[u8], path: &Path) -> io::Result<BTreeMap<Key, Row>> {
    let mut rows = BTreeMap::new();
    // If many students hand in the same file, their rows share one verdict in memory.
    let mut verdicts: HashMap<(String, Option<String>), Arc<Verdict>> = HashMap::new();
    for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.is_empty() {
            continue;
        }
        let mut row = row(line).map_err(|why| {
            io::Error::other(format!("`{}`, line {}: {why}", path.display(), number + 1))
        })?;
        let known = verdicts.entry((row.exercise.clone(), row.sha256.clone()));
        let known = known.or_insert_with(|| row.verdict.clone());
        if *known == row.verdict {
            row.verdict = known.clone();
        } else {
            *known = row.verdict.clone();
        }
        rows.insert(row.key(), row);
    }
    Ok(rows)
}

fn row(line: &[u8]) -> Result<Row, String> {
    let row: Row = serde_json::from_slice(line).map_err(|error| format!("no row: {error}"))?;
    if row.schema == SCHEMA {
        Ok(row)
    } else {
        Err(format!(
            "its schema is {}, and this program knows {SCHEMA}: use the version that wrote it, or another --out",
            row.schema
        ))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A row as the batch writes it.
    pub fn row(student: &str, exercise: &str, status: Status, finding: &str) -> Row {
        Row {
            schema: SCHEMA,
            grader: "v1".into(),
            commit: None,
            student: student.into(),
            exercise: exercise.into(),
            file: Some(format!("{exercise}.rs")),
            sha256: Some("00ff".into()),
            verdict: Arc::new(Verdict {
                status,
                finding: Some(finding.into()),
                wanted: Some("joined".into()),
                message: format!("it is {finding}"),
                text: format!("{exercise}: {finding}\n"),
                schedule: Some("a 0, b 0".into()),
                line: Some(7),
                seconds: 0.25,
            }),
            points: Some(f64::from(u8::from(status == Status::Solved))),
            unsure: false,
        }
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("there is room")
    }

    #[test]
    fn rows_are_there_when_the_file_is_opened_again() {
        let folder = folder();
        let rows = [
            row("ada", "a", Status::Solved, "joined"),
            row("bob", "a", Status::Unsolved, "serial"),
        ];
        let mut results = Results::open(folder.path()).unwrap();
        results.add(rows.to_vec()).unwrap();
        drop(results);
        let results = Results::open(folder.path()).unwrap();
        assert_eq!(results.rows().cloned().collect::<Vec<_>>(), rows);
    }

    #[test]
    fn a_later_row_takes_the_place_of_an_earlier_one() {
        let folder = folder();
        let mut results = Results::open(folder.path()).unwrap();
        results
            .add(vec![row("ada", "a", Status::Unsolved, "serial")])
            .unwrap();
        let new = row("ada", "a", Status::Solved, "joined");
        results.add(vec![new.clone()]).unwrap();
        drop(results);
        let results = Results::open(folder.path()).unwrap();
        assert_eq!(results.rows().collect::<Vec<_>>(), [&new]);
    }

    /// If the process is killed at any byte of a row, all earlier rows stay, and more can be added.
    #[test]
    fn a_row_that_was_cut_off_is_dropped_and_no_other() {
        let whole = folder();
        let first = row("ada", "a", Status::Solved, "joined");
        let second = row("bob", "a", Status::Unsolved, "no-wait");
        let mut results = Results::open(whole.path()).unwrap();
        results.add(vec![first.clone(), second.clone()]).unwrap();
        let bytes = std::fs::read(whole.path().join(FILE)).unwrap();
        let end_of_first = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 1;
        for cut in end_of_first..bytes.len() {
            let folder = folder();
            std::fs::write(folder.path().join(FILE), &bytes[..cut]).unwrap();
            let mut results = Results::open(folder.path()).unwrap();
            assert_eq!(results.rows().collect::<Vec<_>>(), [&first], "cut at {cut}");
            results.add(vec![second.clone()]).unwrap();
            drop(results);
            assert_eq!(std::fs::read(folder.path().join(FILE)).unwrap(), bytes);
        }
    }

    #[test]
    fn a_line_that_is_no_row_is_an_error_that_names_it() {
        let folder = folder();
        std::fs::write(folder.path().join(FILE), "{\"schema\": 1}\n").unwrap();
        let error = Results::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("line 1") && error.contains(FILE), "{error}");
    }

    #[test]
    fn rows_of_another_schema_are_not_misread() {
        let folder = folder();
        let mut other = row("ada", "a", Status::Solved, "joined");
        other.schema = SCHEMA + 1;
        let line = serde_json::to_string(&other).unwrap() + "\n";
        std::fs::write(folder.path().join(FILE), line).unwrap();
        let error = Results::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("schema"), "{error}");
    }

    #[test]
    fn two_processes_do_not_write_to_one_file() {
        let folder = folder();
        let _first = Results::open(folder.path()).unwrap();
        let error = Results::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("in use"), "{error}");
    }

    #[test]
    fn copies_of_a_verdict_are_kept_once() {
        let folder = folder();
        let mut results = Results::open(folder.path()).unwrap();
        let rows = ["ada", "bob"].map(|student| row(student, "a", Status::Solved, "joined"));
        results.add(rows.to_vec()).unwrap();
        drop(results);
        let results = Results::open(folder.path()).unwrap();
        let verdicts: Vec<_> = results.rows().map(|row| &row.verdict).collect();
        assert!(Arc::ptr_eq(verdicts[0], verdicts[1]));
    }
}
