//! How far a learner has come: what the last check of each exercise has found, and on which file.
//!
//! This is kept in a small text file, with one line for each exercise. An exercise is solved if the
//! last check found what is wanted, in the file as it is now.

use std::{
    fmt,
    fs::{self, File},
    hash::Hasher,
    io::{self, ErrorKind},
    path::PathBuf,
};

use fnv::FnvHasher;
use fs4::FileExt;

use crate::{
    course::{self, Entry},
    files::{self, failed, read_text},
    finding::Finding,
};

/// The file, at the top of the course.
const FILE: &str = ".workshop";

/// The text above the lines.
const HEADING: &str = "\
# How far you have come with the exercises of this course. `cargo workshop check` writes it.
# Each line: the exercise, what was found in it, the fingerprint of its file, and which hint was read last.
";

/// How far a learner has come.
pub struct State {
    path: PathBuf,
    /// The lines of the file. A line that is not understood, perhaps from a newer version, is kept
    /// as it is.
    lines: Vec<String>,
}

/// What was found in an exercise, and which hints were read: a line of the file.
#[derive(Default)]
struct Seen {
    name: String,
    /// None if it was never checked.
    finding: Option<Finding>,
    fingerprint: u64,
    hints: usize,
}

/// The text in place of a finding, if there is none.
const NOTHING: &str = "-";

/// The fingerprint of a file with these contents: FNV-1a.
pub fn fingerprint(contents: &[u8]) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(contents);
    hasher.finish()
}

impl State {
    /// Reads the file. If there is none, nothing is solved yet.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read.
    pub fn read() -> io::Result<Self> {
        Self::read_from(course::root().join(FILE))
    }

    /// Reads the file, changes its contents by `change`, and writes it. Other processes wait until
    /// that is done, so no change is lost.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read or written. Then the file is unchanged.
    pub fn update(change: impl FnOnce(&mut Self)) -> io::Result<()> {
        Self::update_in(course::root().join(FILE), change)
    }

    fn update_in(path: PathBuf, change: impl FnOnce(&mut Self)) -> io::Result<()> {
        // The lock is another file, because each write replaces this one.
        let lock = path.with_extension("lock");
        let file = File::create(&lock).map_err(|error| failed("write", &lock, &error))?;
        FileExt::lock(&file).map_err(|error| failed("lock", &lock, &error))?;
        let mut state = Self::read_from(path)?;
        change(&mut state);
        state.write()
    }

    fn read_from(path: PathBuf) -> io::Result<Self> {
        let text = match read_text(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                let advice = format!("{error}; mend it, or delete it to begin anew");
                return Err(io::Error::new(error.kind(), advice));
            }
            text => text?,
        };
        let is_read = |line: &&str| !line.starts_with('#') && !line.trim().is_empty();
        let lines = text.lines().filter(is_read).map(str::to_owned);
        Ok(Self {
            path,
            lines: lines.collect(),
        })
    }

    /// How many lines of the file are not understood. They are kept as they are.
    pub fn not_understood(&self) -> usize {
        let is_other = |line: &&String| Seen::of_line(line).is_none();
        self.lines.iter().filter(is_other).count()
    }

    /// Whether `entry` is solved: the last check of its file, as it is now, found what is wanted.
    pub fn is_solved(&self, entry: &Entry) -> bool {
        let Some(seen) = self.seen(entry) else {
            return false;
        };
        let is_same = |contents: Vec<u8>| fingerprint(&contents) == seen.fingerprint;
        seen.finding == Some(entry.spec.wanted()) && fs::read(&entry.source).is_ok_and(is_same)
    }

    /// The first exercise that is not solved, in the order of the course.
    pub fn next<'a>(&self, entries: &'a [Entry]) -> Option<&'a Entry> {
        course::exercises(entries).find(|entry| !self.is_solved(entry))
    }

    /// What the last check of `entry` has found, whether its file has changed since or not.
    pub fn last_finding(&self, entry: &Entry) -> Option<Finding> {
        self.seen(entry)?.finding
    }

    /// Which hint for `entry` was read last since its last check found something new: 0 if none
    /// was.
    pub fn hints_read(&self, entry: &Entry) -> usize {
        self.seen(entry).map_or(0, |seen| seen.hints)
    }

    /// Notes what was found in the file of `entry`, which has this fingerprint.
    pub fn note(&mut self, entry: &Entry, finding: Finding, fingerprint: u64) {
        self.change(entry, |seen| {
            if seen.finding != Some(finding) {
                seen.hints = 0;
            }
            seen.finding = Some(finding);
            seen.fingerprint = fingerprint;
        });
    }

    /// Notes which hint for `entry` was read last.
    pub fn note_hints(&mut self, entry: &Entry, hints: usize) {
        self.change(entry, |seen| seen.hints = hints);
    }

    /// Changes the line of `entry`, which moves to the end of the file.
    fn change(&mut self, entry: &Entry, change: impl FnOnce(&mut Seen)) {
        let mut seen = self.seen(entry).unwrap_or_default();
        seen.name.clone_from(&entry.name);
        change(&mut seen);
        self.lines
            .retain(|line| Seen::of_line(line).is_none_or(|seen| seen.name != entry.name));
        self.lines.push(seen.to_string());
    }

    /// Writes the whole file, or leaves it as it was.
    fn write(&self) -> io::Result<()> {
        let text = format!("{HEADING}{}\n", self.lines.join("\n"));
        files::replace(&self.path, text.as_bytes())
    }

    fn seen(&self, entry: &Entry) -> Option<Seen> {
        let mut seen = self.lines.iter().filter_map(|line| Seen::of_line(line));
        seen.find(|seen| seen.name == entry.name)
    }
}

impl Seen {
    /// None if the line is not understood.
    fn of_line(line: &str) -> Option<Self> {
        let fields: Vec<_> = line.split(' ').collect();
        let [name, finding, fingerprint, hints] = fields[..] else {
            return None;
        };
        let finding = match finding {
            NOTHING => None,
            name => Some(Finding::of_name(name)?),
        };
        Some(Self {
            name: name.to_owned(),
            finding,
            fingerprint: u64::from_str_radix(fingerprint, 16).ok()?,
            hints: hints.parse().ok()?,
        })
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let finding = self.finding.map_or(NOTHING, Finding::name);
        let (name, fingerprint, hints) = (&self.name, self.fingerprint, self.hints);
        write!(f, "{name} {finding} {fingerprint:016x} {hints}")
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, thread};

    use super::{FILE, State, fingerprint};
    use crate::{
        course::{Entry, entries, find},
        finding::Finding,
    };

    /// The exercise `name`, with a file of ours in `folder`.
    fn exercise(name: &str, folder: &Path, contents: &str) -> Entry {
        let entries = entries().expect("the course can be read");
        let mut entry = find(&entries, name).expect("it is there").clone();
        entry.source = folder.join("mine.rs");
        fs::write(&entry.source, contents).expect("there is room");
        entry
    }

    fn reread(state: &State) -> State {
        state.write().expect("there is room");
        State::read_from(state.path.clone()).expect("it can be read")
    }

    #[test]
    fn solved_means_that_the_check_passed_on_the_file_as_it_stands() {
        let folder = tempfile::tempdir().expect("there is room");
        let entry = exercise("join_handles", folder.path(), "right");
        let mut state = State::read_from(folder.path().join(FILE)).expect("none is fine");
        assert!(!state.is_solved(&entry));
        state.note(&entry, Finding::Serial, fingerprint(b"right"));
        assert!(!reread(&state).is_solved(&entry));
        state.note(&entry, Finding::Joined, fingerprint(b"right"));
        assert!(reread(&state).is_solved(&entry));
        fs::write(&entry.source, "changed").expect("there is room");
        assert!(!state.is_solved(&entry));
        fs::write(&entry.source, "right").expect("there is room");
        assert!(state.is_solved(&entry));
        fs::remove_file(&entry.source).expect("it is there");
        assert!(!state.is_solved(&entry));
    }

    #[test]
    fn hints_begin_anew_when_something_else_is_found() {
        let folder = tempfile::tempdir().expect("there is room");
        let entry = exercise("join_handles", folder.path(), "mine");
        let mut state = State::read_from(folder.path().join(FILE)).expect("none is fine");
        state.note(&entry, Finding::Serial, 1);
        state.note_hints(&entry, 2);
        state.note(&entry, Finding::Serial, 2);
        assert_eq!(reread(&state).hints_read(&entry), 2);
        state.note(&entry, Finding::NoWait, 3);
        assert_eq!(reread(&state).hints_read(&entry), 0);
    }

    #[test]
    fn nobody_undoes_what_another_has_noted_at_the_same_time() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join(FILE);
        let entries: Vec<_> = (0..40)
            .map(|number| {
                let mut entry = exercise("join_handles", folder.path(), "mine");
                entry.name = format!("exercise_{number}");
                entry
            })
            .collect();
        thread::scope(|scope| {
            for entry in &entries {
                let note = |state: &mut State| state.note(entry, Finding::Serial, 1);
                let path = path.clone();
                scope.spawn(move || State::update_in(path, note).expect("there is room"));
            }
        });
        let state = State::read_from(path).expect("it can be read");
        let is_noted = |entry| state.last_finding(entry) == Some(Finding::Serial);
        assert!(entries.iter().all(is_noted));
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join(FILE);
        fs::write(&path, "a_new_exercise dances 12 0\nhello\n").expect("there is room");
        let entry = exercise("join_handles", folder.path(), "mine");
        let mut state = State::read_from(path.clone()).expect("it can be read");
        state.note(&entry, Finding::Serial, 1);
        reread(&state).write().expect("there is room");
        let text = fs::read_to_string(path).expect("it is there");
        assert!(
            text.contains("\na_new_exercise dances 12 0\nhello\n"),
            "{text}"
        );
        assert_eq!(text.matches("# How far").count(), 1, "{text}");
    }
}
