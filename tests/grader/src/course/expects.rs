//! What an entry of the course expects of its program: the fields in the file, and the spec that
//! they describe.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use scheduler::{PartialOrder, Shared, Step, read_answer_key};
use serde::Deserialize;

use crate::files::from_here;
use crate::spec::{Change, MANY, MainBehaviour, Perturbation, Spec};

/// The fields of an entry. They are explained in `tests/grader/stages.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expects {
    concurrency: [usize; 2],
    #[serde(default)]
    main: MainBehaviour,
    fails: Option<String>,
    /// The name of the answer key, if it is not the entry's own.
    pub answer_key: Option<String>,
    #[serde(default)]
    order: Vec<[String; 2]>,
    #[serde(default = "yes")]
    all_orders: bool,
    #[serde(default)]
    tasks: Vec<String>,
    uses: Option<String>,
    #[serde(default)]
    not_in: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Expects {
    /// The spec that the fields describe. The program's answer key is the file at `key`.
    ///
    /// # Errors
    ///
    /// Returns an error if the fields make no sense, or if an answer key cannot be read.
    pub(super) fn resolve(self, key: &Path) -> io::Result<Spec> {
        let text = text_of_key(key)?;
        let lines = parsed(&text).and_then(|lines| in_order(lines, &self.order));
        let lines = lines.map_err(|error| in_key(key, &error))?;
        let [least, most] = self.concurrency;
        if least == 0 || least > most {
            return Err(invalid(format!(
                "concurrency is [{least}, {most}]: the first is at least 1, and the second at least the first"
            )));
        }
        let mut spec = Spec {
            lines,
            concurrency: least..=most,
            main: self.main,
            fails: self.fails,
            all_orders: self.all_orders,
            tasks_at_run_time: self.tasks,
            uses: self.uses.as_deref().map(shared).transpose()?,
            not_in: self.not_in,
            perturbations: Vec::new(),
        };
        check_names(&spec)?;
        let perturbations = Change::all(&spec).map(|change| {
            let varied = varied(&spec, &change, key, &self.order)?;
            Ok(Perturbation {
                change,
                spec: varied,
            })
        });
        spec.perturbations = perturbations.collect::<io::Result<_>>()?;
        if spec.main != MainBehaviour::Waits
            && (spec.uses.is_some() || !spec.perturbations.is_empty())
        {
            return Err(invalid(
                "uses, tasks and a failure are for a main that waits: of another, too little is seen",
            ));
        }
        Ok(spec)
    }
}

fn shared(name: &str) -> io::Result<Shared> {
    let unknown = || format!("`{name}` is nothing that workers share: a Counter or a Lock is");
    Shared::of_name(name).ok_or_else(|| invalid(unknown()))
}

/// Checks that the setting can hold the names of the tasks at run time, and that they are the tasks
/// of the answer key. The task that fails must be one of these too.
fn check_names(spec: &Spec) -> io::Result<()> {
    let tasks = &spec.tasks_at_run_time;
    let is_usable = |task: &String| !task.is_empty() && task.trim() == task && !task.contains(',');
    let is_first = |(place, task): (usize, &String)| !tasks[..place].contains(task);
    if !tasks.iter().all(is_usable) || !tasks.iter().enumerate().all(is_first) {
        return Err(invalid(
            "tasks: each has a name of its own, without commas, or spaces around it",
        ));
    }
    let known = spec.tasks();
    let is_in_both = tasks.iter().all(|task| known.contains(task)) && tasks.len() == known.len();
    if !tasks.is_empty() && !is_in_both {
        return Err(invalid("tasks: they are not those of the answer key"));
    }
    match spec.failing_task() {
        Some(_) if known.iter().any(|task| task == "nobody") => Err(invalid(
            "fails: where a worker fails, no task can be called `nobody`",
        )),
        Some(task) if !known.iter().any(|known| known == task) => Err(invalid(format!(
            "fails: no line of the answer key is one of the worker on `{task}`"
        ))),
        _ => Ok(()),
    }
}

/// What is expected with `change`: `usual`, with another answer key.
fn varied(usual: &Spec, change: &Change, key: &Path, order: &[[String; 2]]) -> io::Result<Spec> {
    let key = change.key().map_or_else(
        || key.to_owned(),
        |end| {
            let name = key.file_stem().unwrap_or_default().to_string_lossy();
            key.with_file_name(format!("{name}__{end}.snap"))
        },
    );
    let mut text = text_of_key(&key)?;
    if let (Change::Fails(task) | Change::FailsLast(task), Some(failing)) =
        (change, usual.failing_task())
    {
        text = exchanged(&text, failing, task);
    }
    let lines = parsed(&text).map_err(|error| in_key(&key, &error))?;
    let steps = lines.steps();
    // Drop rules about steps that are absent here.
    let comes = |text: &String| match text.parse::<Step>() {
        Ok(step) => step.task == "*" || steps.contains(&step),
        Err(_) => true,
    };
    let order = order.iter().filter(|pair| pair.iter().all(comes));
    let order: Vec<_> = order.cloned().collect();
    // If all tasks are usually at work at once, they are here too.
    let most = *usual.concurrency.end();
    let concurrency = match change {
        Change::ManyTasks if most == usual.tasks().len() => MANY.len()..=MANY.len(),
        _ => usual.concurrency.clone(),
    };
    Ok(Spec {
        lines: in_order(lines, &order).map_err(|error| in_key(&key, &error))?,
        concurrency,
        fails: change.fails(usual.failing_task()),
        tasks_at_run_time: match change {
            Change::OneTask(task) => vec![task.clone()],
            Change::ManyTasks => MANY.map(str::to_owned).to_vec(),
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

fn text_of_key(key: &Path) -> io::Result<String> {
    if key.exists() {
        return read_answer_key(key);
    }
    Err(invalid(format!(
        "it has no answer key: write `{}` (CONTRIBUTING.md says how)",
        from_here(key).display()
    )))
}

fn in_key(key: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("its answer key `{}`: {error}", from_here(key).display()),
    )
}

/// The order of the lines in the answer key `text`.
fn parsed(text: &str) -> io::Result<PartialOrder> {
    let lines = PartialOrder::of_key(text).map_err(invalid)?;
    if lines.steps().is_empty() {
        return Err(invalid("no line is a worker's"));
    }
    Ok(lines)
}

/// The order of `lines`, and of the pairs of steps in `order`.
fn in_order(mut lines: PartialOrder, order: &[[String; 2]]) -> io::Result<PartialOrder> {
    let steps = lines.steps();
    for [earlier, later] in order {
        for (earlier, later) in pairs(&steps, earlier, later)? {
            let [earlier, later] = [earlier, later].map(|step| step.line());
            lines = lines.with_edge(&earlier, &later).map_err(invalid)?;
        }
    }
    Ok(lines)
}

/// The pairs of steps that `earlier` and `later` stand for. `* 1` stands for step 1 of every task.
/// Pairs of steps of the same task are left out.
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
                "order: no task has a step {}",
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

/// An error that says what makes no sense.
pub(super) fn invalid(cause: impl ToString) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, cause.to_string())
}

#[cfg(test)]
mod tests {
    use scheduler::stages::workspace;

    use super::Expects;
    use crate::spec::{Change, Perturbation};

    /// The error for these fields, if the program has the answer key `key`.
    fn refusal(key: &str, fields: &str) -> String {
        let key = workspace().join(format!("tests/snapshots/{key}.snap"));
        match toml::from_str::<Expects>(fields) {
            Ok(fields) => {
                let error = fields.resolve(&key).expect_err("it is refused");
                error.to_string()
            }
            Err(error) => error.message().to_owned(),
        }
    }

    #[test]
    fn a_mistake_is_told() {
        for (fields, part) in [
            ("concurrency = [3, 2]", "concurrency is [3, 2]"),
            ("concurrency = [0, 3]", "concurrency is [0, 3]"),
            ("concurrency = 3", "expected"),
            (
                "concurrency = [3, 3]\nuses = 'counter'",
                "`counter` is nothing that workers share",
            ),
            (
                "concurrency = [3, 3]\nmain = 'runs'",
                "unknown variant `runs`",
            ),
            (
                "concurrency = [3, 3]\nmains = 'waits'",
                "unknown field `mains`",
            ),
            (
                "concurrency = [3, 3]\norder = [['sort data 2', 'sort dta 0']]",
                "it has no line `sort dta 0 complete`",
            ),
            (
                "concurrency = [3, 3]\norder = [['generate output 2', 'sort data 0']]",
                "stands below it",
            ),
            (
                "concurrency = [3, 3]\ntasks = ['sort data', 'parse, files']",
                "without commas",
            ),
            (
                "concurrency = [3, 3]\ntasks = ['sort data', 'sort data']",
                "a name of its own",
            ),
            (
                "concurrency = [3, 3]\ntasks = ['sort data', 'parse files']",
                "not those of the answer key",
            ),
            (
                "concurrency = [3, 3]\ntasks = ['sort data', 'parse files', 'generate output']",
                "stages__stage4-joined__one_task.snap",
            ),
            (
                "concurrency = [3, 3]\nfails = 'sort dta'",
                "no line of the answer key is one of the worker on `sort dta`",
            ),
            (
                "concurrency = [3, 3]\nfails = 'nobody'",
                "is one of the worker on `nobody`",
            ),
            (
                "concurrency = [3, 3]\nmain = 'leaves'\nuses = 'Lock'",
                "are for a main that waits",
            ),
        ] {
            let said = refusal("stages__stage4-joined", fields);
            assert!(said.contains(part), "{fields}: {said}");
        }
        let nobody = refusal("stages__stage2-no-wait", "concurrency = [1, 1]");
        assert!(nobody.contains("is a worker's"), "{nobody}");
        let missing = refusal("stages__x", "concurrency = [1, 1]");
        assert!(missing.contains("stages__x.snap"), "{missing}");
    }

    #[test]
    fn twelve_tasks_are_at_work_at_once_if_all_usually_are() {
        let at_once = |concurrency: &str| {
            let fields = format!(
                "concurrency = {concurrency}\n\
                 tasks = ['sort data', 'parse files', 'generate output', 'send mail']"
            );
            let fields: Expects = toml::from_str(&fields).expect("they make sense");
            let key = workspace().join("tests/snapshots/exercises__borrow_tasks.snap");
            let spec = fields.resolve(&key).expect("there are the answer keys");
            let many = |other: &&Perturbation| other.change == Change::ManyTasks;
            let many = spec.perturbations.iter().find(many);
            many.expect("there is one").spec.concurrency.clone()
        };
        assert_eq!(at_once("[4, 4]"), 12..=12);
        assert_eq!(at_once("[2, 2]"), 2..=2);
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
