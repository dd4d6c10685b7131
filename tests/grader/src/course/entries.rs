//! The entries of the course, read from the files that lie beside its programs, so that an
//! instructor can change them.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Counterexample, Entry, Exercise,
    expects::{Expects, invalid},
    find, root,
};
use crate::{files, finding::Finding, spec::Spec};

/// The file that describes the stages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StagesFile {
    stage: Vec<StageFields>,
}

/// The fields of a stage in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFields {
    name: String,
    source: Option<String>,
    expects: Expects,
}

/// The file beside the exercises of a stage.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExercisesFile {
    exercise: Vec<ExerciseFields>,
}

/// The fields of an exercise in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExerciseFields {
    name: String,
    lesson: Option<String>,
    #[serde(default)]
    core: bool,
    takeaway: String,
    hints: Vec<String>,
    starter_finding: Finding,
    #[serde(default)]
    hint_for: BTreeMap<Finding, String>,
    counterexample: Option<CounterexampleFields>,
    expects: Expects,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CounterexampleFields {
    against: String,
    harmless_to: String,
}

/// All that can be graded, in the order of the course: the stages, and then the exercises.
///
/// # Errors
///
/// Returns an error if a file cannot be read, or if an entry makes no sense. The error names the
/// file or the entry.
pub fn entries() -> io::Result<Vec<Entry>> {
    let file: StagesFile = read(&root().join("tests/grader/stages.toml"))?;
    let stages = file.stage.into_iter().map(stage);
    let mut entries = stages.collect::<io::Result<Vec<_>>>()?;
    for folder in folders_of_exercises()? {
        let file: ExercisesFile = read(&folder.join("exercises.toml"))?;
        for fields in file.exercise {
            let entry = exercise(fields, &folder, &entries)?;
            entries.push(entry);
        }
    }
    for (place, entry) in entries.iter().enumerate() {
        let is_it = |other: &Entry| other.name == entry.name;
        if entries[..place].iter().any(is_it) {
            return Err(invalid(format!("two entries are called {}", entry.name)));
        }
    }
    Ok(entries)
}

fn folders_of_exercises() -> io::Result<Vec<PathBuf>> {
    let root = root();
    let failed = |error| files::failed("read", &root, &error);
    let mut folders = Vec::new();
    for folder in fs::read_dir(&root).map_err(failed)? {
        let folder = folder.map_err(failed)?.path().join("exercises");
        if folder.join("exercises.toml").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

fn read<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let text = files::read_text(path)?;
    toml::from_str(&text).map_err(|error| files::failed("read", path, &invalid(error)))
}

fn stage(fields: StageFields) -> io::Result<Entry> {
    let StageFields {
        name,
        source,
        expects,
    } = fields;
    let source = source.unwrap_or_else(|| format!("{name}/src/main.rs"));
    let folder = source.split('/').next().unwrap_or_default();
    Ok(Entry {
        lesson: format!("{folder}/README.md"),
        stage: folder.to_owned(),
        spec: spec(expects, "stages", &name)?,
        source: root().join(&source),
        name,
        exercise: None,
    })
}

/// The exercise in `folder` that `fields` describe. A counterexample needs some of `stages`.
fn exercise(fields: ExerciseFields, folder: &Path, stages: &[Entry]) -> io::Result<Entry> {
    let name = fields.name;
    if fields.hints.is_empty() {
        return Err(in_entry(&name, &invalid("it has no hint")));
    }
    let stage = folder.parent().and_then(Path::file_name);
    let stage = stage.unwrap_or_default().to_string_lossy();
    let counterexample = fields.counterexample.map(|fields| {
        let find = |name: &str| find(stages, name).cloned().map(Box::new);
        Ok::<_, io::Error>(Counterexample {
            against: find(&fields.against)?,
            harmless_to: find(&fields.harmless_to)?,
        })
    });
    let counterexample = counterexample
        .transpose()
        .map_err(|error| in_entry(&name, &error))?;
    let ending = if counterexample.is_some() {
        "txt"
    } else {
        "rs"
    };
    Ok(Entry {
        lesson: fields
            .lesson
            .unwrap_or_else(|| format!("{stage}/README.md")),
        stage: stage.into_owned(),
        spec: spec(fields.expects, "exercises", &name)?,
        source: folder.join(&name).with_extension(ending),
        name,
        exercise: Some(Exercise {
            is_core: fields.core,
            takeaway: fields.takeaway,
            hints: fields.hints,
            starter_finding: fields.starter_finding,
            hint_for: fields.hint_for,
            counterexample,
        }),
    })
}

/// What is expected of the program `name`. Its answer key is the one of `group`, unless `fields`
/// name another.
fn spec(fields: Expects, group: &str, name: &str) -> io::Result<Spec> {
    let key = fields.answer_key.clone();
    let key = key.unwrap_or_else(|| format!("{group}__{name}"));
    let path = root().join(format!("tests/snapshots/{key}.snap"));
    fields
        .resolve(&path)
        .map_err(|error| in_entry(name, &error))
}

fn in_entry(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("the entry of {name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::{entries, find};
    use crate::finding::Finding;

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
            assert_eq!(entry.spec.wanted(), wanted, "{name}");
        }
    }
}
