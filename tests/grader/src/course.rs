//! The programs that can be graded: the four stages and the exercises, with what each is expected to
//! do. All of it is read from the files that lie beside them, so that an instructor can change it.

use std::{
    env, fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use scheduler::{PartialOrder, Step, read_answer_key, stages::workspace};
use serde::Deserialize;

use crate::expectation::{Exit, Expectation, MainsEnding};

/// A program that can be graded.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is called on the command line.
    pub name: String,
    /// Whether it is a stage, which is finished, or an exercise, which is the learner's to finish.
    pub kind: Kind,
    /// Where its source is.
    pub source: PathBuf,
    /// The lesson to read, from the top of the workspace.
    pub lesson: String,
    /// What it is expected to do.
    pub expectation: Expectation,
}

/// Whose program it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Finished.
    Stage,
    /// The learner's.
    Exercise,
}

/// The one of `entries` that is called `name`.
///
/// # Errors
///
/// If there is none; the one that is spelt most like it is offered.
pub fn find<'a>(entries: &'a [Entry], name: &str) -> io::Result<&'a Entry> {
    if let Some(entry) = entries.iter().find(|entry| entry.name == name) {
        return Ok(entry);
    }
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let likeness = |known: &&&str| (strsim::jaro_winkler(name, known) * 1e6) as u32;
    let nearest = names
        .iter()
        .max_by_key(likeness)
        .filter(|known| likeness(known) > 800_000);
    let guess = nearest.map_or_else(String::new, |nearest| {
        format!("; did you mean {nearest:?}?")
    });
    let text = format!(
        "there is no exercise or stage {name:?}{guess}\n  there are: {}",
        names.join(", ")
    );
    Err(io::Error::new(ErrorKind::NotFound, text))
}

impl Entry {
    /// Where its source is, as seen from the folder that we are in.
    pub fn source_from_here(&self) -> PathBuf {
        from_here(&self.source)
    }

    /// Where its lesson is, likewise.
    pub fn lesson_from_here(&self) -> PathBuf {
        from_here(&workspace().join(&self.lesson))
    }
}

fn from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

/// The file beside the programs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    program: Vec<Fields>,
}

/// What it says of a program.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    name: String,
    source: Option<String>,
    at_once: [usize; 2],
    #[serde(default)]
    ending: MainsEnding,
    #[serde(default)]
    exit: Exit,
    answer_key: Option<String>,
    #[serde(default)]
    after: Vec<[String; 2]>,
}

/// All that can be graded, in the order of the course: the stages, and then the exercises.
///
/// # Errors
///
/// If a file cannot be read, or says what cannot be meant; it is named then.
pub fn entries() -> io::Result<Vec<Entry>> {
    let stages = read(&workspace().join("tests/grader/stages.toml"))?;
    let mut entries = Vec::new();
    for fields in stages {
        let source = fields
            .source
            .clone()
            .unwrap_or_else(|| format!("{}/src/main.rs", fields.name));
        let stage = source.split('/').next().unwrap_or_default().to_owned();
        entries.push(entry(
            fields,
            Kind::Stage,
            &stage,
            workspace().join(source),
        )?);
    }
    for folder in folders_of_exercises()? {
        let stage = folder
            .parent()
            .and_then(Path::file_name)
            .unwrap_or_default();
        let stage = stage.to_string_lossy().into_owned();
        for fields in read(&folder.join("exercises.toml"))? {
            if fields.source.is_some() {
                let text = format!(
                    "the entry of {}: an exercise's source is NAME.rs, beside it",
                    fields.name
                );
                return Err(invalid(text));
            }
            let source = folder.join(&fields.name).with_extension("rs");
            entries.push(entry(fields, Kind::Exercise, &stage, source)?);
        }
    }
    for (place, entry) in entries.iter().enumerate() {
        if entries[..place]
            .iter()
            .any(|other| other.name == entry.name)
        {
            return Err(invalid(format!("two entries are called {}", entry.name)));
        }
    }
    Ok(entries)
}

fn folders_of_exercises() -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for folder in fs::read_dir(workspace())? {
        let folder = folder?.path().join("exercises");
        if folder.join("exercises.toml").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

fn read(path: &Path) -> io::Result<Vec<Fields>> {
    let text = fs::read_to_string(path).map_err(|error| unusable(path, &error))?;
    let file: File = toml::from_str(&text).map_err(|error| unusable(path, &error))?;
    Ok(file.program)
}

fn unusable(path: &Path, cause: &dyn std::fmt::Display) -> io::Error {
    let text = format!("failed to read `{}`: {cause}", path.display());
    io::Error::new(ErrorKind::InvalidData, text)
}

fn entry(fields: Fields, kind: Kind, stage: &str, source: PathBuf) -> io::Result<Entry> {
    let name = fields.name.clone();
    let expectation = expectation(fields, kind)
        .map_err(|error| io::Error::new(error.kind(), format!("the entry of {name}: {error}")))?;
    Ok(Entry {
        name,
        kind,
        source,
        lesson: format!("{stage}/README.md"),
        expectation,
    })
}

fn expectation(fields: Fields, kind: Kind) -> io::Result<Expectation> {
    let group = match kind {
        Kind::Stage => "stages",
        Kind::Exercise => "exercises",
    };
    let key = match fields.answer_key {
        Some(other) => other,
        None => format!("{group}__{}", fields.name),
    };
    let path = workspace().join(format!("tests/snapshots/{key}.snap"));
    let key = read_answer_key(&path)?;
    let mut lines = PartialOrder::of_key(&key).map_err(invalid)?;
    for [earlier, later] in fields.after {
        lines = lines
            .with_edge(&line_of(&earlier)?, &line_of(&later)?)
            .map_err(invalid)?;
    }
    if lines.steps().is_empty() {
        return Err(invalid(format!(
            "no line of `{}` is a worker's",
            path.display()
        )));
    }
    let [least, most] = fields.at_once;
    if least == 0 || least > most {
        return Err(invalid(format!(
            "at_once is [{least}, {most}]: the first is at least 1, and the second at least the first"
        )));
    }
    Ok(Expectation {
        lines,
        at_once: least..=most,
        ending: fields.ending,
        exit: fields.exit,
    })
}

fn line_of(step: &str) -> io::Result<String> {
    let step: Step = step.parse().map_err(invalid)?;
    Ok(format!("{step} complete"))
}

fn invalid(cause: impl ToString) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Kind, entries, entry, find};
    use crate::finding::Finding;

    /// What is said of an entry with these fields.
    fn refusal(fields: &str) -> String {
        let fields = match toml::from_str(fields) {
            Ok(fields) => fields,
            Err(error) => return error.message().to_owned(),
        };
        let entry = entry(fields, Kind::Stage, "stage4-joined", "main.rs".into());
        entry.expect_err("it is refused").to_string()
    }

    #[test]
    fn a_mistake_in_an_entry_is_told() {
        let key = "name = 'x'\nanswer_key = 'stages__stage4-joined'\n";
        for (fields, part) in [
            ("at_once = [3, 2]", "at_once is [3, 2]"),
            ("at_once = [0, 3]", "at_once is [0, 3]"),
            ("at_once = 3", "expected"),
            (
                "at_once = [3, 3]\nending = 'runs'",
                "unknown variant `runs`",
            ),
            (
                "at_once = [3, 3]\nendings = 'waits'",
                "unknown field `endings`",
            ),
            (
                "at_once = [3, 3]\nafter = [['sort data 2', 'sort dta 0']]",
                "it has no line `sort dta 0 complete`",
            ),
            (
                "at_once = [3, 3]\nafter = [['generate output 2', 'sort data 0']]",
                "stands below it",
            ),
        ] {
            let said = refusal(&format!("{key}{fields}"));
            assert!(said.contains(part), "{fields}: {said}");
        }
        let nobody = refusal("name = 'x'\nanswer_key = 'stages__stage2-no-wait'\nat_once = [1, 1]");
        assert!(nobody.contains("is a worker's"), "{nobody}");
        let missing = refusal("name = 'x'\nat_once = [1, 1]");
        assert!(missing.contains("stages__x.snap"), "{missing}");
    }

    #[test]
    fn each_stage_wants_what_it_shows() {
        let entries = entries().expect("the course can be read");
        for (name, wanted) in [
            ("stage1-serial", Finding::Serial),
            ("stage2-no-wait", Finding::NoWait),
            ("stage3-sleep", Finding::Sleeps),
            ("stage4-joined", Finding::Joined),
            ("join_handles", Finding::Joined),
        ] {
            let entry = find(&entries, name).expect("it is there");
            assert_eq!(entry.expectation.wanted(), wanted, "{name}");
        }
    }

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
    }
}
