//! Findings about a program that does what it should only as long as nothing is different, as if somebody had known
//! beforehand who fails, or which tasks there are.

use std::iter;

use super::{Case, Question, Verdict, ending, order, output, said};
use crate::{
    evidence::shown,
    finding::Finding,
    run::Run,
    variation::{Change, Variation},
};

/// What is asked of the one run of a variation, in this order.
const QUESTIONS: [Question; 11] = [
    output::floods,
    ending::crashes,
    output::made_up,
    ending::fails,
    ending::forgets_some,
    order::serial,
    order::partly_serial,
    order::too_many_at_once,
    order::over_ordered,
    ending::hangs,
    output::wrong,
];

pub(super) fn knows_too_much(case: Case) -> Option<Verdict> {
    let wrong = varied(case).find_map(|(variation, case)| {
        let verdict = case.first_of(&QUESTIONS)?;
        let message = format!("{}: {}", variation.change, verdict.message);
        Some(Verdict { message, ..verdict }.with(&variation.change))
    });
    wrong.or_else(|| misreports(case))
}

/// The variations that were conducted, each as a case of its own.
fn varied(case: Case<'_>) -> impl Iterator<Item = (&Variation, Case<'_>)> {
    let variations = iter::zip(&case.expectation.variations, &case.facts.variations);
    variations.map(|(variation, facts)| {
        let expectation = &variation.expectation;
        (variation, Case { expectation, facts })
    })
}

/// What a program says on stderr when a worker fails.
struct Report<'a> {
    /// The task of the one that fails.
    task: &'a str,
    /// What else is different.
    change: Option<&'a Change>,
    run: &'a Run,
    lines: Vec<String>,
}

/// Who is to blame is seen by what is said of whom when somebody else fails, or nobody: each task may be named all the
/// same, as in a table, or in a log.
fn misreports(case: Case) -> Option<Verdict> {
    let usual = case.expectation.failing_task().zip(case.ended().next());
    let usual = usual.map(|(task, run)| (task, None, run));
    let others = varied(case).filter_map(|(variation, case)| match &variation.change {
        Change::Fails(task) => Some((task.as_str(), Some(&variation.change), case.roll_call())),
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
    let nobody = varied(case).find(|(variation, _)| variation.change == Change::NobodyFails);
    let (nobody, success) =
        nobody.map(|(variation, case)| (&variation.change, case.roll_call()))?;
    let usually = words(success);
    let wrong = reports.iter().enumerate().find_map(|(place, report)| {
        let message = report
            .is_silent(&usually)
            .or_else(|| report.is_another(&reports[..place]))
            .or_else(|| report.accuses(&reports, &usually))?;
        let verdict = Verdict::new(Finding::Fails, message).showing(said(report.run));
        Some(match report.change {
            Some(change) => verdict.with(change),
            None => verdict,
        })
    });
    wrong.or_else(|| {
        let message = raises_the_alarm(&usually, &reports)?;
        let verdict = Verdict::new(Finding::Fails, message).showing(said(success));
        Some(verdict.with(nobody))
    })
}

impl Report<'_> {
    /// The task is named only in lines that are there when nobody fails, and not behind one that is not.
    fn is_silent(&self, usually: &[String]) -> Option<String> {
        let mut is_new = false;
        let is_named = self.lines.iter().any(|line| {
            is_new |= !usually.contains(line);
            is_new && line.contains(self.task)
        });
        (!is_named).then(|| {
            format!(
                "When it is `{0}` that fails: what the program says of `{0}` on stderr, it says when nobody fails too.",
                self.task
            )
        })
    }

    /// A program may name all tasks, whichever has failed.
    fn is_another(&self, others: &[Self]) -> Option<String> {
        let other = others.iter().find(|other| other.lines == self.lines)?;
        Some(format!(
            "The program says the same on stderr, whether it is `{}` that fails or `{}`.",
            other.task, self.task
        ))
    }

    /// What it says of one that has failed, it says of another that has not.
    fn accuses(&self, reports: &[Self], usually: &[String]) -> Option<String> {
        let is_said_by = |line: &String, report: &Self| report.lines.contains(line);
        let mut new = self.lines.iter().filter(|line| !usually.contains(line));
        new.find_map(|line| {
            // What is said whoever fails is said of nobody.
            let is_said_by_all = reports.iter().all(|report| is_said_by(line, report));
            let accused = reports.iter().find(|other| {
                other.task != self.task && line.contains(other.task) && is_said_by(line, other)
            });
            let accused = accused.filter(|_| !is_said_by_all)?;
            Some(format!(
                "When it is `{}` that fails: the program says of `{}` too what it says when that fails: {}",
                self.task,
                accused.task,
                shown(line)
            ))
        })
    }
}

/// What is said when nobody fails, and else only when a certain task does.
fn raises_the_alarm(usually: &[String], reports: &[Report]) -> Option<String> {
    usually.iter().find_map(|line| {
        let mut saying = reports.iter().filter(|report| report.lines.contains(line));
        match (saying.next(), saying.next()) {
            (Some(report), None) if line.contains(report.task) => Some(format!(
                "When nobody fails: the program says of `{}` what it says when that fails: {}",
                report.task,
                shown(line)
            )),
            _ => None,
        }
    })
}

/// The lines that `run` says on stderr, without what the standard library says of a panic, which differs in any case: the
/// number of the thread, and the place.
fn words(run: &Run) -> Vec<String> {
    let stderr = String::from_utf8_lossy(&run.record.stderr);
    // `thread 'sort data' (7) panicked at src/main.rs:7:5`: its name is the program's word.
    let lines = stderr
        .lines()
        .map(|line| match line.split_once(" panicked at ") {
            Some((thread, _)) => thread.split(" (").next().unwrap_or(thread),
            None => line,
        });
    lines.map(str::to_owned).collect()
}
