//! The entries of the course, read from the files that lie beside its programs, so that an instructor can change
//! them.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use scheduler::{PartialOrder, Step, read_answer_key};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Counterexample, Entry, Exercise, find, root};
use crate::{
    expectation::{Exit, Expectation, MainsEnding},
    files,
    finding::Finding,
};

/// The file that tells of the stages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StagesFile {
    stage: Vec<StageFields>,
}

/// What it says of a stage.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFields {
    name: String,
    source: Option<String>,
    expects: ExpectationFields,
}

/// The file beside the exercises of a stage.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExercisesFile {
    exercise: Vec<ExerciseFields>,
}

/// What it says of an exercise.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExerciseFields {
    name: String,
    #[serde(default)]
    half_day: bool,
    learnt: String,
    hints: Vec<String>,
    #[serde(default)]
    first_hint: BTreeMap<Finding, String>,
    #[serde(default)]
    formerly: Vec<String>,
    counterexample: Option<CounterexampleFields>,
    expects: ExpectationFields,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CounterexampleFields {
    against: String,
    harmless_to: String,
}

/// What is said of either.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectationFields {
    at_once: [usize; 2],
    #[serde(default)]
    ending: MainsEnding,
    #[serde(default)]
    exit: Exit,
    answer_key: Option<String>,
    #[serde(default)]
    after: Vec<[String; 2]>,
    #[serde(default = "yes")]
    every_order: bool,
    #[serde(default)]
    tasks: Vec<String>,
    uses: Option<String>,
}

fn yes() -> bool {
    true
}

/// All that can be graded, in the order of the course: the stages, and then the exercises.
///
/// # Errors
///
/// If a file cannot be read, or says what cannot be meant; it is named then.
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
        expectation: expectation(expects, "stages", &name)?,
        source: root().join(&source),
        name,
        exercise: None,
    })
}

/// The exercise in `folder` of which `fields` tell. A counterexample needs some of `stages`.
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
        lesson: format!("{stage}/README.md"),
        expectation: expectation(fields.expects, "exercises", &name)?,
        source: folder.join(&name).with_extension(ending),
        name,
        exercise: Some(Exercise {
            is_for_half_day: fields.half_day,
            learnt: fields.learnt,
            hints: fields.hints,
            first_hint: fields.first_hint,
            formerly: fields.formerly,
            counterexample,
        }),
    })
}

/// What is expected of the program `name`. Its answer key is one of `group`, if nothing else is said.
fn expectation(fields: ExpectationFields, group: &str, name: &str) -> io::Result<Expectation> {
    let key = fields.answer_key.clone();
    let key = key.unwrap_or_else(|| format!("{group}__{name}"));
    let path = root().join(format!("tests/snapshots/{key}.snap"));
    understood(fields, &path).map_err(|error| in_entry(name, &error))
}

fn in_entry(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("the entry of {name}: {error}"))
}

fn understood(fields: ExpectationFields, key: &Path) -> io::Result<Expectation> {
    let lines = lines_of(key, &fields.after)?;
    let has_fewer = fields.tasks.len() > 1;
    let fewer = has_fewer.then(|| lines_of(&key_with_fewer_tasks(key), &fields.after));
    let uses = fields.uses.map(|what| what.parse().map_err(invalid));
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
        every_order: fields.every_order,
        tasks_at_run_time: fields.tasks,
        lines_with_fewer_tasks: fewer.transpose()?,
        uses: uses.transpose()?,
    })
}

/// The answer key for all tasks but the last, beside that for all of them.
fn key_with_fewer_tasks(key: &Path) -> PathBuf {
    let name = key.file_stem().unwrap_or_default().to_string_lossy();
    key.with_file_name(format!("{name}__fewer.snap"))
}

/// The lines of an answer key, of which some pairs of steps are ordered besides.
fn lines_of(key: &Path, after: &[[String; 2]]) -> io::Result<PartialOrder> {
    let text = read_answer_key(key)?;
    let mut lines = PartialOrder::of_key(&text).map_err(invalid)?;
    let steps = lines.steps();
    if steps.is_empty() {
        return Err(invalid(format!(
            "no line of `{}` is a worker's",
            key.display()
        )));
    }
    for [earlier, later] in after {
        for (earlier, later) in pairs(&steps, earlier, later)? {
            let [earlier, later] = [earlier, later].map(|step| format!("{step} complete"));
            lines = lines.with_edge(&earlier, &later).map_err(invalid)?;
        }
    }
    Ok(lines)
}

/// The pairs of steps that are meant: `* 1` stands for step 1 of every task, but no worker is said to
/// wait for itself.
fn pairs(steps: &[Step], earlier: &str, later: &str) -> io::Result<Vec<(Step, Step)>> {
    let those = |text: &str| {
        let step: Step = text.parse().map_err(invalid)?;
        if step.task != "*" {
            return Ok(vec![step]);
        }
        let all = steps.iter().filter(|known| known.number == step.number);
        let all: Vec<Step> = all.cloned().collect();
        if all.is_empty() {
            return Err(invalid(format!(
                "after: no task has a step {}",
                step.number
            )));
        }
        Ok::<_, io::Error>(all)
    };
    let (earlier, later) = (those(earlier)?, those(later)?);
    let pairs = earlier.iter().flat_map(|earlier| {
        later
            .iter()
            .map(move |later| (earlier.clone(), later.clone()))
    });
    Ok(pairs
        .filter(|(earlier, later)| earlier.task != later.task)
        .collect())
}

fn invalid(cause: impl ToString) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::{entries, find, stage};
    use crate::finding::Finding;

    /// What is said of an entry of which this is expected.
    fn refusal(fields: &str) -> String {
        match toml::from_str(&format!("name = 'x'\n[expects]\n{fields}")) {
            Ok(fields) => stage(fields).expect_err("it is refused").to_string(),
            Err(error) => error.message().to_owned(),
        }
    }

    #[test]
    fn a_mistake_in_an_entry_is_told() {
        let key = "answer_key = 'stages__stage4-joined'\n";
        for (fields, part) in [
            ("at_once = [3, 2]", "at_once is [3, 2]"),
            ("at_once = [0, 3]", "at_once is [0, 3]"),
            ("at_once = 3", "expected"),
            (
                "at_once = [3, 3]\nuses = 'counter'",
                "`counter` is nothing that workers share",
            ),
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
        let nobody = refusal("answer_key = 'stages__stage2-no-wait'\nat_once = [1, 1]");
        assert!(nobody.contains("is a worker's"), "{nobody}");
        let missing = refusal("at_once = [1, 1]");
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
}
