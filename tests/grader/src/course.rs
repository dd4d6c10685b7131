//! The programs that can be graded: the four stages and the exercises, with what each is expected
//! to do.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use scheduler::stages::workspace;

use crate::{files::from_here, finding::Finding, spec::Spec};

mod entries;
mod expects;

pub use entries::entries;

/// A program that can be graded.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name on the command line.
    pub name: String,
    /// Where its source is.
    pub source: PathBuf,
    /// The lesson to read, from the top of the course.
    pub lesson: String,
    /// The folder of its stage.
    pub stage: String,
    /// What it is expected to do.
    pub spec: Spec,
    /// Set if it is an exercise, which the learner finishes. A stage is finished.
    pub exercise: Option<Exercise>,
}

/// What an exercise has, and a stage does not.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// Whether it is one of the core exercises, those for the half day.
    pub is_core: bool,
    /// What the learner should take away from it, in a sentence.
    pub takeaway: String,
    /// Hints, each of which says more than the one before.
    pub hints: Vec<String>,
    /// The finding for its starter, as it is handed out.
    pub starter_finding: Finding,
    /// The hint in place of the first one, by what was found in the learner's program.
    pub hint_for: BTreeMap<Finding, String>,
    /// The stages for the counterexample, if the answer is a schedule.
    pub counterexample: Option<Counterexample>,
}

/// What a schedule should show.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// The stage on which it is played: it should print the answer key's lines, and leave.
    pub against: Box<Entry>,
    /// The stage that it cannot hurt.
    pub harmless_to: Box<Entry>,
}

/// The folder that the course lies in: the workspace, unless `WORKSHOP_COURSE` names another one.
/// The tests set it, so that they and a learner's files do not disturb each other.
pub fn root() -> PathBuf {
    env::var_os("WORKSHOP_COURSE").map_or_else(|| workspace().to_owned(), PathBuf::from)
}

/// The folder of the programs whose findings are known.
pub fn corpus() -> PathBuf {
    root().join("tests/corpus")
}

/// The entry that is called `name`.
///
/// # Errors
///
/// Returns an error if there is none. It offers the entry with the most similar name.
pub fn find<'a>(entries: &'a [Entry], name: &str) -> io::Result<&'a Entry> {
    if let Some(entry) = entries.iter().find(|entry| entry.name == name) {
        return Ok(entry);
    }
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    // `name` may be a path: the report names an exercise's file, and a shell completes its path.
    let file = Path::new(name).file_stem().and_then(OsStr::to_str);
    let is_file = |known: &&str| Some(*known) == file;
    let of_file = names.iter().copied().find(is_file);
    let guess = of_file.or_else(|| nearest(name, names.iter().copied()));
    let guess = guess.map_or_else(String::new, |nearest| {
        format!("; did you mean {nearest:?}?")
    });
    let known = format!("  there are: {}", names.join(", "));
    let text = format!("there is no exercise or stage {name:?}{guess}\n{known}");
    Err(io::Error::new(ErrorKind::NotFound, text))
}

/// The name in `names` that is most similar to `name`, if it is similar enough: it begins alike, or
/// few letters are wrong.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let wrong = |known: &str| strsim::osa_distance(name, known);
    names
        .filter(|known| likeness(known) > 0.8 || wrong(known) * 3 <= known.len())
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
}

/// The exercises among `entries`, in the order of the course.
pub fn exercises(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|entry| entry.exercise.is_some())
}

impl Entry {
    /// What it has as an exercise.
    ///
    /// # Errors
    ///
    /// Returns an error if it is a stage.
    pub fn as_exercise(&self) -> io::Result<&Exercise> {
        self.exercise.as_ref().ok_or_else(|| {
            let text = format!(
                "{} is a stage, which is finished\n  there is something to do in the exercises: `cargo \
                 workshop` lists them",
                self.name
            );
            io::Error::new(ErrorKind::InvalidInput, text)
        })
    }

    /// The file that is graded or run as it: `source`, if that is given, or its own.
    pub fn file(&self, source: Option<&Path>) -> PathBuf {
        source.map_or_else(|| self.source_from_here(), Path::to_owned)
    }

    /// What its answer should show, if the answer is a schedule.
    pub fn counterexample(&self) -> Option<&Counterexample> {
        self.exercise.as_ref()?.counterexample.as_ref()
    }

    /// The entry whose program is played. An exercise whose answer is a schedule has no program,
    /// but a stage to beat.
    pub fn played(&self) -> &Self {
        self.counterexample().map_or(self, |stages| &stages.against)
    }

    /// Whether it is a core exercise.
    pub fn is_core(&self) -> bool {
        let exercise = self.exercise.as_ref();
        exercise.is_some_and(|exercise| exercise.is_core)
    }

    /// The path of its source, as seen from the current folder.
    pub fn source_from_here(&self) -> PathBuf {
        from_here(&self.source)
    }

    /// The path of its lesson, as seen from the current folder.
    pub fn lesson_from_here(&self) -> PathBuf {
        from_here(&root().join(&self.lesson))
    }

    /// Where its solution is, for learners who have solved it.
    pub fn solution(&self) -> PathBuf {
        self.in_folder("solutions")
    }

    /// Where its source lies as it was handed out.
    pub fn starter(&self) -> PathBuf {
        self.in_folder("starters")
    }

    fn in_folder(&self, folder: &str) -> PathBuf {
        corpus()
            .join(folder)
            .join(self.source.file_name().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{entries, find, nearest};

    #[test]
    fn a_name_is_offered_only_if_it_is_much_alike() {
        let entries = entries().expect("the course can be read");
        let said = |name| {
            find(&entries, name)
                .expect_err("it is not there")
                .to_string()
        };
        assert!(said("join_handels").contains("did you mean \"join_handles\"?"));
        assert!(!said("xyz").contains("did you mean"));
        let path = "stage1-serial/exercises/warm_up.rs";
        assert!(said(path).contains("did you mean \"warm_up\"?"));
        let of_commands = |name| nearest(name, ["check", "run", "reset"].into_iter());
        assert_eq!(of_commands("rn"), Some("run"));
        assert_eq!(of_commands("rnu"), Some("run"));
        assert_eq!(of_commands("chek"), Some("check"));
        assert_eq!(of_commands("r"), None);
    }
}
