//! Findings about a program that does what it should only as long as nothing is different, as if somebody had known
//! beforehand who fails, or which tasks there are.

use scheduler::Ending;

use super::{
    Case, Verdict,
    ending::says,
    output::{mismatch_with, wrong_in},
    said,
};
use crate::{
    experiments::{Change, Variation},
    finding::Finding,
    run::{Outcome, Run},
};

pub(super) fn knows_too_much(case: Case) -> Option<Verdict> {
    let mut variations = case.facts.variations.iter();
    let wrong = variations.find_map(|variation| {
        let verdict = match &variation.change {
            Change::Fails(task) => wrong_failure(&variation.run, task),
            Change::NobodyFails => wrong_success(&variation.run),
            Change::FewerTasks(tasks) => wrong_tasks(case, &variation.run, tasks.len()),
        };
        Some(verdict?.with(&variation.change))
    });
    wrong.or_else(|| says_the_same(case))
}

/// The worker on `task` fails.
fn wrong_failure(run: &Run, task: &str) -> Option<Verdict> {
    let (finding, what) = if !has_exited(run) {
        (Finding::Hangs, "does not end")
    } else if run.has_succeeded() {
        (Finding::Fails, "ends with status 0")
    } else if !says(run, task) {
        (Finding::Fails, "does not say so on stderr")
    } else {
        return None;
    };
    let message = format!("When it is `{task}` that fails, the program {what}.");
    Some(Verdict::new(finding, message).showing(said(run)))
}

/// No worker fails.
fn wrong_success(run: &Run) -> Option<Verdict> {
    let (finding, what) = unsuccessful(run)?;
    let message = format!("When nobody fails, the program {what} all the same.");
    Some(Verdict::new(finding, message).showing(said(run)))
}

/// There are fewer tasks.
fn wrong_tasks(case: Case, run: &Run, count: usize) -> Option<Verdict> {
    let lines = case.expectation.lines_with_fewer_tasks.as_ref()?;
    if let Some((finding, what)) = unsuccessful(run) {
        let message = format!("With {count} tasks, the program {what}.");
        return Some(Verdict::new(finding, message));
    }
    let verdict = wrong_in(lines, run, &mismatch_with(lines, run)?);
    let message = format!("With {count} tasks: {}", verdict.message);
    Some(Verdict { message, ..verdict })
}

fn has_exited(run: &Run) -> bool {
    matches!(run.outcome, Outcome::Ended(Ending::Exited(_)))
}

fn unsuccessful(run: &Run) -> Option<(Finding, &'static str)> {
    if !has_exited(run) {
        Some((Finding::Hangs, "does not end"))
    } else if !run.has_succeeded() {
        Some((Finding::Fails, "fails"))
    } else {
        None
    }
}

/// A program may name all tasks, whichever has failed. What differs in any case are the numbers of threads.
fn says_the_same(case: Case) -> Option<Verdict> {
    let failures = case.facts.variations.iter();
    let failures = failures.filter_map(|variation| match &variation.change {
        Change::Fails(task) => Some((task, variation)),
        _ => None,
    });
    let failures: Vec<(&String, &Variation)> = failures.collect();
    let [(one, first), (other, second), ..] = failures[..] else {
        return None;
    };
    let words = |run: &Run| {
        let stderr = String::from_utf8_lossy(&run.record.stderr);
        stderr.replace(|c: char| c.is_ascii_digit(), "")
    };
    (words(&first.run) == words(&second.run)).then(|| {
        let message = format!(
            "The program says the same on stderr, whether it is `{one}` that fails or `{other}`."
        );
        let verdict = Verdict::new(Finding::Fails, message);
        verdict.showing(said(&second.run)).with(&second.change)
    })
}
