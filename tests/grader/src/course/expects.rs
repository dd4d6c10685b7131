//! What an entry of the course expects of its program, as it stands in the file, and what is meant by it.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use scheduler::{PartialOrder, Step, read_answer_key};
use serde::Deserialize;

use super::from_here;
use crate::{
    expectation::{Exit, Expectation, MainsEnding},
    variation::{Change, Variation},
};

/// What an entry says of it. The fields are explained in `tests/grader/stages.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expects {
    at_once: [usize; 2],
    #[serde(default)]
    ending: MainsEnding,
    #[serde(default)]
    exit: Exit,
    /// The name of another answer key than its own.
    pub answer_key: Option<String>,
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

impl Expects {
    /// What is meant by it, for a program of which the answer key is the file at `key`.
    ///
    /// # Errors
    ///
    /// If it cannot be meant, or an answer key cannot be read.
    pub(super) fn understood(self, key: &Path) -> io::Result<Expectation> {
        let text = read_answer_key(key)?;
        let lines = order(&text, &self.after).map_err(|error| in_key(key, &error))?;
        let uses = self.uses.map(|what| what.parse().map_err(invalid));
        let [least, most] = self.at_once;
        if least == 0 || least > most {
            return Err(invalid(format!(
                "at_once is [{least}, {most}]: the first is at least 1, and the second at least the first"
            )));
        }
        let mut expectation = Expectation {
            lines,
            at_once: least..=most,
            ending: self.ending,
            exit: self.exit,
            every_order: self.every_order,
            tasks_at_run_time: self.tasks,
            uses: uses.transpose()?,
            variations: Vec::new(),
        };
        check_names(&expectation)?;
        let variations = Change::all(&expectation).map(|change| {
            let varied = varied(&expectation, &change, key, &self.after)?;
            Ok(Variation {
                change,
                expectation: varied,
            })
        });
        expectation.variations = variations.collect::<io::Result<_>>()?;
        if expectation.ending != MainsEnding::Waits
            && (expectation.uses.is_some() || !expectation.variations.is_empty())
        {
            return Err(invalid(
                "uses, tasks and a failure are for a main that waits: of another, too little is seen",
            ));
        }
        Ok(expectation)
    }
}

/// The tasks at run time have to be names that the setting can carry, and those of the answer key, and so has the one
/// that fails.
fn check_names(expectation: &Expectation) -> io::Result<()> {
    let tasks = &expectation.tasks_at_run_time;
    let is_usable = |task: &String| !task.is_empty() && task.trim() == task && !task.contains(',');
    let is_first = |(place, task): (usize, &String)| !tasks[..place].contains(task);
    if !tasks.iter().all(is_usable) || !tasks.iter().enumerate().all(is_first) {
        return Err(invalid(
            "tasks: each has a name of its own, without commas, or spaces around it",
        ));
    }
    let known = expectation.tasks();
    let is_in_both = tasks.iter().all(|task| known.contains(task)) && tasks.len() == known.len();
    if !tasks.is_empty() && !is_in_both {
        return Err(invalid("tasks: they are not those of the answer key"));
    }
    match expectation.failing_task() {
        Some(_) if known.iter().any(|task| task == "nobody") => Err(invalid(
            "exit: where a worker fails, no task can be called `nobody`",
        )),
        Some(task) if !known.iter().any(|known| known == task) => Err(invalid(format!(
            "exit: no line of the answer key is one of the worker on `{task}`"
        ))),
        _ => Ok(()),
    }
}

/// What is expected when that is different: `usual`, with another answer key.
fn varied(
    usual: &Expectation,
    change: &Change,
    key: &Path,
    after: &[[String; 2]],
) -> io::Result<Expectation> {
    let key = change.key().map_or_else(
        || key.to_owned(),
        |end| {
            let name = key.file_stem().unwrap_or_default().to_string_lossy();
            key.with_file_name(format!("{name}__{end}.snap"))
        },
    );
    let mut text = read_answer_key(&key)?;
    if let (Change::Fails(task), Some(failing)) = (change, usual.failing_task()) {
        text = exchanged(&text, failing, task);
    }
    let lines = PartialOrder::of_key(&text).map_err(|error| in_key(&key, &invalid(error)))?;
    let steps = lines.steps();
    // What is said of a step that does not come then says nothing.
    let comes = |text: &String| match text.parse::<Step>() {
        Ok(step) => step.task == "*" || steps.contains(&step),
        Err(_) => true,
    };
    let after = after.iter().filter(|pair| pair.iter().all(comes));
    let after: Vec<_> = after.cloned().collect();
    Ok(Expectation {
        lines: order(&text, &after).map_err(|error| in_key(&key, &error))?,
        exit: change.exit(&usual.exit),
        tasks_at_run_time: match change {
            Change::OneTask(task) => vec![task.clone()],
            _ => usual.tasks_at_run_time.clone(),
        },
        ..usual.clone()
    })
}

/// The text of an answer key with the names of two tasks exchanged.
fn exchanged(key: &str, one: &str, other: &str) -> String {
    let line = |line: &str| match Step::of_line(line) {
        Some(Step { task, number }) if task == one => format!("{other} {number} complete\n"),
        Some(Step { task, number }) if task == other => format!("{one} {number} complete\n"),
        _ => format!("{line}\n"),
    };
    key.lines().map(line).collect()
}

fn in_key(key: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("its answer key `{}`: {error}", from_here(key).display()),
    )
}

/// The order of the lines in the answer key `text`, of which some pairs of steps are ordered besides.
fn order(text: &str, after: &[[String; 2]]) -> io::Result<PartialOrder> {
    let mut lines = PartialOrder::of_key(text).map_err(invalid)?;
    let steps = lines.steps();
    if steps.is_empty() {
        return Err(invalid("no line is a worker's"));
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

/// An error that says what cannot be meant.
pub(super) fn invalid(cause: impl ToString) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, cause.to_string())
}

#[cfg(test)]
mod tests {
    use scheduler::stages::workspace;

    use super::Expects;

    /// What is said of these fields, if the program has that answer key.
    fn refusal(key: &str, fields: &str) -> String {
        let key = workspace().join(format!("tests/snapshots/{key}.snap"));
        match toml::from_str::<Expects>(fields) {
            Ok(fields) => {
                let error = fields.understood(&key).expect_err("it is refused");
                error.to_string()
            }
            Err(error) => error.message().to_owned(),
        }
    }

    #[test]
    fn a_mistake_is_told() {
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
            (
                "at_once = [3, 3]\ntasks = ['sort data', 'parse, files']",
                "without commas",
            ),
            (
                "at_once = [3, 3]\ntasks = ['sort data', 'sort data']",
                "a name of its own",
            ),
            (
                "at_once = [3, 3]\ntasks = ['sort data', 'parse files']",
                "not those of the answer key",
            ),
            (
                "at_once = [3, 3]\ntasks = ['sort data', 'parse files', 'generate output']",
                "stages__stage4-joined__one_task.snap",
            ),
            (
                "at_once = [3, 3]\nexit = { failure = 'sort dta' }",
                "no line of the answer key is one of the worker on `sort dta`",
            ),
            (
                "at_once = [3, 3]\nexit = { failure = 'nobody' }",
                "is one of the worker on `nobody`",
            ),
            (
                "at_once = [3, 3]\nending = 'leaves'\nuses = 'Lock'",
                "are for a main that waits",
            ),
        ] {
            let said = refusal("stages__stage4-joined", fields);
            assert!(said.contains(part), "{fields}: {said}");
        }
        let nobody = refusal("stages__stage2-no-wait", "at_once = [1, 1]");
        assert!(nobody.contains("is a worker's"), "{nobody}");
        let missing = refusal("stages__x", "at_once = [1, 1]");
        assert!(missing.contains("stages__x.snap"), "{missing}");
    }

    #[test]
    fn whoever_fails_the_lines_are_the_same_with_other_names() {
        let exchanged = super::exchanged(
            "Starting...\na 0 complete\nb 0 complete\nb 1 complete\n",
            "a",
            "b",
        );
        assert_eq!(
            exchanged,
            "Starting...\nb 0 complete\na 0 complete\na 1 complete\n"
        );
    }
}
