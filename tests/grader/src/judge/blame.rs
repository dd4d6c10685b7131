//! The rule about what a program writes to stderr when a worker fails. It must say something about
//! this worker that it says neither when no worker fails nor of workers that have not failed. It may
//! name all tasks besides, in a table or in a log.

use super::{Case, Verdict, key_lines::key_lines, key_lines::mistake, perturbed::perturbed, said};
use crate::{
    finding::Finding,
    observe::Run,
    spec::Change,
    text::{paragraphs, shown},
};

/// A line of stderr in its context. Numbers may differ in each run, so they are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Statement {
    /// The last line before it that names no task.
    heading: Option<String>,
    line: String,
    /// The lines after it, up to the next one that names a task.
    details: Vec<String>,
}

/// What a program writes to stderr when a worker fails.
struct Report<'a> {
    /// The task of the worker that fails.
    task: &'a str,
    /// The perturbation, if it is one.
    change: Option<&'a Change>,
    run: &'a Run,
    lines: Vec<String>,
    /// The lines in their context. None for a line that is also there when no worker fails, in the
    /// same context.
    news: Vec<Option<Statement>>,
}

/// A message, and the line of stderr that it is about.
type Wrong<'a> = (String, Option<&'a str>);

pub(super) fn misreports(case: &Case) -> Option<Verdict> {
    let none = perturbed(case).find(|(change, _)| **change == Change::NoneFails);
    let (none, success) = none.map(|(change, case)| (change, case.roll_call()))?;
    let tasks = case.spec.tasks();
    let usually = words(success);
    let usual = case.spec.failing_task().zip(case.ended().next());
    let usual = usual.map(|(task, run)| (task, None, run));
    let others = perturbed(case).filter_map(|(change, case)| match change {
        Change::Fails(task) => Some((task.as_str(), Some(change), case.roll_call())),
        _ => None,
    });
    let reports = usual.into_iter().chain(others);
    let reports: Vec<_> = reports
        .map(|(task, change, run)| Report {
            change,
            ..Report::new(task, run, words(run), &usually, &tasks)
        })
        .collect();
    let wrong = reports.iter().enumerate().find_map(|(place, report)| {
        let (message, line) = report
            .is_silent(&usually)
            .or_else(|| report.is_another(&reports[..place]))
            .or_else(|| report.accuses(&reports, &tasks))?;
        let verdict = saying(message, line, report.run);
        Some(match report.change {
            Some(change) => verdict.with(change),
            None => verdict,
        })
    });
    wrong.or_else(|| {
        let (message, line) = raises_the_alarm(&usually, &reports)?;
        Some(saying(message, Some(line), success).with(none))
    })
}

/// The verdict on what `run` wrote to stderr, in particular this line.
fn saying(message: String, line: Option<&str>, run: &Run) -> Verdict {
    let said_at = line.and_then(|line| run.situation.source().said_at(line));
    let lines = said_at.as_slice();
    Verdict::new(Finding::Fails, message)
        .showing(paragraphs([said(run), key_lines(lines)]))
        .at(mistake(lines))
}

impl<'a> Report<'a> {
    /// The report if the worker on `task` fails. `usually` are the lines if no worker fails.
    fn new(
        task: &'a str,
        run: &'a Run,
        lines: Vec<String>,
        usually: &[String],
        tasks: &[String],
    ) -> Self {
        let usual = statements(usually, tasks);
        let statements = statements(&lines, tasks).into_iter();
        Self {
            task,
            change: None,
            run,
            news: statements
                .map(|statement| Some(statement).filter(|new| !usual.contains(new)))
                .collect(),
            lines,
        }
    }

    /// The task is named only as it is when no worker fails, and before every line that is new.
    fn is_silent(&self, usually: &[String]) -> Option<Wrong<'_>> {
        let mut is_after_new = false;
        let is_named = self.lines.iter().zip(&self.news).any(|(line, new)| {
            is_after_new |= !usually.contains(line);
            line.contains(self.task) && (is_after_new || new.is_some())
        });
        (!is_named).then(|| {
            let message = format!(
                "When it is `{0}` that fails: what the program says of `{0}` on stderr, it says when no worker fails too.",
                self.task
            );
            (message, self.line_that_names_it())
        })
    }

    /// The program writes the same when another worker fails.
    fn is_another(&self, others: &[Self]) -> Option<Wrong<'_>> {
        // A number may differ in each run, such as that of a process.
        let other = others.iter().find(|other| {
            without_long_numbers(&other.lines) == without_long_numbers(&self.lines)
        })?;
        let message = format!(
            "The program says the same on stderr, whether it is `{}` that fails or `{}`.",
            other.task, self.task
        );
        Some((message, self.line_that_names_it()))
    }

    fn line_that_names_it(&self) -> Option<&str> {
        let mut lines = self.lines.iter().map(String::as_str);
        lines.find(|line| line.contains(self.task))
    }

    /// Whether the task is named in a line that is not there when no worker fails.
    fn is_blamed(&self, usually: &[String]) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| line.contains(self.task) && !usually.contains(line))
    }

    fn says(&self, statement: &Statement) -> bool {
        self.news.iter().flatten().any(|new| new == statement)
    }

    /// The statements with which the program blames the worker that fails: those that are new and
    /// not made in every failure. If there are none, all that are new.
    fn blame(&self, reports: &[Self]) -> Vec<&Statement> {
        let new = self.news.iter().flatten();
        let named = new.filter(|new| new.line.contains(self.task));
        let is_made_by_all = |new: &&Statement| reports.iter().all(|report| report.says(new));
        let (common, own): (Vec<_>, Vec<_>) = named.partition(is_made_by_all);
        if own.is_empty() { common } else { own }
    }

    /// The program blames another worker too, which has not failed.
    fn accuses(&self, reports: &[Self], tasks: &[String]) -> Option<Wrong<'_>> {
        // A line that is there in every failure and names several workers blames none.
        let is_blame = |statement: &&Statement| {
            let named = tasks.iter().filter(|task| statement.line.contains(*task));
            named.count() == 1 || !reports.iter().all(|report| report.says(statement))
        };
        let others = reports.iter().filter(|other| other.task != self.task);
        others.into_iter().find_map(|accused| {
            let mut blame = accused.blame(reports).into_iter().filter(is_blame);
            let blame = blame.find(|statement| self.says(statement))?;
            let place = self.news.iter().position(|new| new.as_ref() == Some(blame))?;
            let line = &self.lines[place];
            let message = format!(
                "When it is `{}` that fails: the program says of `{}` too what it says when that fails: {}",
                self.task,
                accused.task,
                shown(line)
            );
            Some((message, Some(line.as_str())))
        })
    }
}

/// The program blames a worker although none fails.
fn raises_the_alarm<'a>(usually: &'a [String], reports: &[Report]) -> Option<(String, &'a str)> {
    usually.iter().find_map(|line| {
        let mut saying = reports.iter().filter(|report| report.lines.contains(line));
        match (saying.next(), saying.next()) {
            // If another line blames it, this one does not: it may tell who was the first to end.
            (Some(report), None)
                if line.contains(report.task) && !report.is_blamed(usually) =>
            {
                let message = format!(
                    "When no worker fails: the program says of `{}` what it says when that fails: {}",
                    report.task,
                    shown(line)
                );
                Some((message, line.as_str()))
            }
            _ => None,
        }
    })
}

/// Each line in its context.
fn statements(lines: &[String], tasks: &[String]) -> Vec<Statement> {
    let names_none = |line: &&String| !tasks.iter().any(|task| line.contains(task));
    let of_line = |(place, line): (usize, &String)| {
        let before = lines[..=place].iter().rfind(names_none);
        let after = lines[place + 1..].iter().take_while(names_none);
        Statement {
            heading: before.map(|line| without_digits(line)),
            line: without_digits(line),
            details: after.map(|line| without_digits(line)).collect(),
        }
    };
    lines.iter().enumerate().map(of_line).collect()
}

fn without_digits(line: &str) -> String {
    line.chars()
        .filter(|letter| !letter.is_ascii_digit())
        .collect()
}

/// The lines without numbers of three digits and more. A shorter one may tell which worker fails.
fn without_long_numbers(lines: &[String]) -> Vec<String> {
    let is_short = |word: &&str| word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_digit());
    let without = |line: &String| {
        let words = line.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
        let words = words.flat_map(|word| {
            let end = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            [end, &word[end.len()..]]
        });
        words.filter(is_short).collect::<String>()
    };
    lines.iter().map(without).collect()
}

/// The lines that `run` wrote to stderr. The number of the thread and the place of a panic differ
/// from run to run, so they are left out.
fn words(run: &Run) -> Vec<String> {
    let stderr = String::from_utf8_lossy(&run.record.stderr);
    // In `thread 'sort data' (7) panicked at src/main.rs:7:5` only the name is the program's.
    let lines = stderr
        .lines()
        .map(|line| match line.split_once(" panicked at ") {
            Some((thread, _)) => thread.split(" (").next().unwrap_or(thread),
            None => line,
        });
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASKS: [&str; 3] = ["sort", "parse", "print"];

    fn tasks() -> Vec<String> {
        TASKS.map(str::to_owned).to_vec()
    }

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn any_run() -> Run {
        crate::judge::made_up::run(crate::observe::Experiment::Perturbed)
    }

    /// The report `text` if the worker on `task` fails, and `usually` if none fails.
    fn report<'a>(task: &'a str, run: &'a Run, text: &str, usually: &str) -> Report<'a> {
        Report::new(task, run, lines(text), &lines(usually), &tasks())
    }

    #[test]
    fn what_has_become_of_a_task_may_stand_in_the_lines_around_its_name() {
        let run = any_run();
        let is_silent = |text: &str, usually: &str| {
            let report = report("parse", &run, text, usually);
            report.is_silent(&lines(usually)).is_some()
        };
        let headings = "succeeded:\n  sort\n  parse\n  print\nfailed:\n";
        let failing = "succeeded:\n  sort\n  print\nfailed:\n  parse\n";
        assert!(!is_silent(failing, headings));
        assert!(is_silent("succeeded:\n  parse\n", headings));
        let details = "sort\n  ended\nparse\n  ended\nprint\n  ended\n";
        let failing = "sort\n  ended\nparse\n  failed\nprint\n  ended\n";
        assert!(!is_silent(failing, details));
        let failing = "sort\n  failed\nparse\n  ended\nprint\n  ended\n";
        assert!(
            !is_silent(failing, details),
            "the new line stands before it"
        );
        let failing = "sort\n  ended\nparse\n  ended\nprint\n  failed\n";
        assert!(is_silent(failing, details));
    }

    #[test]
    fn an_order_of_ends_raises_no_alarm() {
        let run = any_run();
        let usually = "1: sort has ended\n2: parse has ended\n";
        let first = "1: sort has ended\n2: parse has ended\nfailed: sort\n";
        let other = "1: parse has ended\n2: sort has ended\nfailed: parse\n";
        let reports = [
            report("sort", &run, first, usually),
            report("parse", &run, other, usually),
        ];
        assert_eq!(raises_the_alarm(&lines(usually), &reports), None);
        let usually = "sort failed\n";
        let alarming = [
            report("sort", &run, "sort failed\n", usually),
            report("parse", &run, "parse failed\n", usually),
        ];
        assert!(raises_the_alarm(&lines(usually), &alarming).is_some());
    }

    #[test]
    fn a_worker_that_is_blamed_in_each_failure_is_accused() {
        let run = any_run();
        let is_accused = |text: fn(&str) -> String| {
            let reports = TASKS.map(|task| report(task, &run, &text(task), ""));
            reports[0].accuses(&reports, &tasks()).is_some()
        };
        assert!(is_accused(
            |_| "sort failed\nparse failed\nprint failed\n".to_owned()
        ));
        assert!(!is_accused(
            |_| "one of sort, parse, print failed\n".to_owned()
        ));
        let numbered = |task: &str| match task {
            "sort" => "1: sort failed\n2: parse failed\n".to_owned(),
            task => format!("1: {task} failed\n"),
        };
        assert!(is_accused(numbered), "its number makes no difference");
    }

    #[test]
    fn a_list_of_all_tasks_accuses_none_if_another_line_blames_one() {
        let run = any_run();
        let reports = TASKS.map(|task| {
            let text = format!("one of these:\nsort\nparse\nprint\nfailed: {task}\n");
            report(task, &run, &text, "")
        });
        let tasks = tasks();
        assert!(
            reports
                .iter()
                .all(|report| report.accuses(&reports, &tasks).is_none())
        );
    }

    #[test]
    fn the_number_of_a_process_makes_no_difference() {
        let run = any_run();
        let with = |task, number| {
            let text = format!("process {number}: sort or parse failed\n");
            report(task, &run, &text, "")
        };
        assert!(
            with("sort", 4711)
                .is_another(&[with("parse", 4712)])
                .is_some()
        );
        assert!(with("sort", 0).is_another(&[with("parse", 1)]).is_none());
    }
}
