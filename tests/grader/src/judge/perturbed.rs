//! Rules about a program that is right only without a perturbation, as if its author knew beforehand
//! which worker fails or which tasks there are.

use std::iter;

use super::{
    Case, Rule, Verdict, failing, hanging,
    key_lines::{key_lines, mistake},
    leaving, order, output, said,
};
use crate::{
    finding::Finding,
    observe::Run,
    spec::{Change, Perturbation},
    text::{paragraphs, shown, uncapitalised},
};

/// The rules for the run of a perturbation, in the order in which they are tried.
const RULES: [Rule; 10] = [
    output::too_much,
    failing::crashes,
    output::forged,
    failing::fails,
    leaving::forgets_some,
    order::too_few_at_once,
    order::too_many_at_once,
    order::needless_wait,
    hanging::hangs,
    output::wrong,
];

pub(super) fn knows_too_much(case: &Case) -> Option<Verdict> {
    let wrong = perturbed(case).find_map(|(perturbation, case)| {
        let verdict = case.first_of(&RULES)?;
        let message = uncapitalised(&verdict.message);
        let message = format!("{}: {message}", perturbation.change);
        Some(Verdict { message, ..verdict }.with(&perturbation.change))
    });
    wrong.or_else(|| misreports(case))
}

/// The perturbations, each with its run as a case.
fn perturbed<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Perturbation, Case<'a>)> {
    let perturbations = iter::zip(&case.spec.perturbations, case.perturbed);
    perturbations.map(|(perturbation, run)| {
        let case = Case::of_one(&perturbation.spec, run);
        (perturbation, case)
    })
}

/// What a program writes to stderr when a worker fails.
struct Report<'a> {
    /// The task of the worker that fails.
    task: &'a str,
    /// The perturbation, if it is one.
    change: Option<&'a Change>,
    run: &'a Run,
    lines: Vec<String>,
}

/// The program must blame the worker that fails: it must write something about this worker that it
/// does not write when another one fails, or none. It may name all tasks besides, in a table or log.
fn misreports(case: &Case) -> Option<Verdict> {
    let usual = case.spec.failing_task().zip(case.ended().next());
    let usual = usual.map(|(task, run)| (task, None, run));
    let others = perturbed(case).filter_map(|(perturbation, case)| match &perturbation.change {
        Change::Fails(task) => Some((task.as_str(), Some(&perturbation.change), case.roll_call)),
        _ => None,
    });
    let reports = usual
        .into_iter()
        .chain(others)
        .map(|(task, change, run)| Report {
            task,
            change,
            run,
            lines: words(run),
        });
    let reports: Vec<_> = reports.collect();
    let none = perturbed(case).find(|(perturbation, _)| perturbation.change == Change::NoneFails);
    let (none, success) =
        none.map(|(perturbation, case)| (&perturbation.change, case.roll_call))?;
    let usually = words(success);
    let tasks = case.spec.tasks();
    let wrong = reports.iter().enumerate().find_map(|(place, report)| {
        let (message, line) = report
            .is_silent(&usually, &tasks)
            .or_else(|| report.is_another(&reports[..place]))
            .or_else(|| report.accuses(&reports, &usually, &tasks))?;
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

/// A message, and the line of stderr that it is about.
type Wrong<'a> = (String, Option<&'a str>);

impl Report<'_> {
    /// The task is named only in lines that are also there when no worker fails, after no line that
    /// is new, and below the same heading: the last line before that names none of `tasks`.
    fn is_silent(&self, usually: &[String], tasks: &[String]) -> Option<Wrong<'_>> {
        let usual = below_headings(usually, tasks);
        let mut is_new = false;
        let is_named = below_headings(&self.lines, tasks).iter().any(|named| {
            is_new |= !usually.contains(named.1);
            named.1.contains(self.task) && (is_new || !usual.contains(named))
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
        let other = others
            .iter()
            .find(|other| without_numbers(&other.lines) == without_numbers(&self.lines))?;
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

    /// The program blames another worker too, which has not failed.
    fn accuses(&self, reports: &[Self], usually: &[String], tasks: &[String]) -> Option<Wrong<'_>> {
        let is_said_by = |line: &String, report: &Self| report.lines.contains(line);
        let mut new = self.lines.iter().filter(|line| !usually.contains(line));
        new.find_map(|line| {
            // A line that is there in every failure and names several workers blames none.
            let named = tasks.iter().filter(|task| line.contains(*task)).count();
            let is_said_by_all =
                named > 1 && reports.iter().all(|report| is_said_by(line, report));
            let accused = reports.iter().find(|other| {
                other.task != self.task && line.contains(other.task) && is_said_by(line, other)
            });
            let accused = accused.filter(|_| !is_said_by_all)?;
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

/// The lines, each with its heading: the last line before it that names none of `tasks`.
fn below_headings<'a>(
    lines: &'a [String],
    tasks: &[String],
) -> Vec<(Option<&'a String>, &'a String)> {
    let names_one = |line: &String| tasks.iter().any(|task| line.contains(task));
    let mut heading = None;
    let below = lines.iter().map(|line| {
        if !names_one(line) {
            heading = Some(line);
        }
        (heading, line)
    });
    below.collect()
}

/// The lines without numbers of three digits and more. A shorter one may tell which worker fails.
fn without_numbers(lines: &[String]) -> Vec<String> {
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

    fn report<'a>(task: &'a str, run: &'a Run, text: &str) -> Report<'a> {
        Report {
            task,
            change: None,
            run,
            lines: lines(text),
        }
    }

    fn any_run() -> Run {
        crate::judge::made_up::run(crate::observe::Experiment::Perturbed)
    }

    #[test]
    fn a_task_is_named_if_its_heading_says_what_has_become_of_it() {
        let run = any_run();
        let usually = lines("succeeded:\n  sort\n  parse\n  print\nfailed:\n");
        let failing = "succeeded:\n  sort\n  print\nfailed:\n  parse\n";
        let silent = |text| {
            report("parse", &run, text)
                .is_silent(&usually, &tasks())
                .is_some()
        };
        assert!(!silent(failing));
        assert!(silent("succeeded:\n  parse\n"));
    }

    #[test]
    fn an_order_of_ends_raises_no_alarm() {
        let run = any_run();
        let usually = lines("1: sort has ended\n2: parse has ended\n");
        let first = "1: sort has ended\n2: parse has ended\nfailed: sort\n";
        let other = "1: parse has ended\n2: sort has ended\nfailed: parse\n";
        let reports = [report("sort", &run, first), report("parse", &run, other)];
        assert_eq!(raises_the_alarm(&usually, &reports), None);
        let silent = [
            report("sort", &run, "sort failed\n"),
            report("parse", &run, "parse failed\n"),
        ];
        assert!(raises_the_alarm(&lines("sort failed\n"), &silent).is_some());
    }

    #[test]
    fn a_worker_that_is_blamed_whichever_fails_is_accused() {
        let run = any_run();
        let all = "sort failed\nparse failed\nprint failed\n";
        let reports = TASKS.map(|task| report(task, &run, all));
        assert!(reports[0].accuses(&reports, &[], &tasks()).is_some());
        let one_of = "one of sort, parse, print failed\n";
        let reports = TASKS.map(|task| report(task, &run, one_of));
        assert!(reports[0].accuses(&reports, &[], &tasks()).is_none());
    }

    #[test]
    fn the_number_of_a_process_makes_no_difference() {
        let run = any_run();
        let with = |task, number| {
            let text = format!("process {number}: sort or parse failed\n");
            report(task, &run, &text)
        };
        assert!(
            with("sort", 4711)
                .is_another(&[with("parse", 4712)])
                .is_some()
        );
        assert!(with("sort", 0).is_another(&[with("parse", 1)]).is_none());
    }
}
