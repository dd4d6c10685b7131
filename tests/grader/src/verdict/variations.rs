//! Findings about a program that does what it should only with the settings of the other experiments, as if somebody
//! had known them beforehand.

use scheduler::Step;

use super::{
    Case, Verdict,
    ending::{has_failed, says},
    said,
};
use crate::{expectation::FAILS, experiments::Variation, finding::Finding, run::Run};

pub(super) fn knows_too_much(case: Case) -> Option<Verdict> {
    let mut variations = case.facts.variations.iter();
    let wrong = variations.find_map(|variation| wrong_with(case, variation));
    wrong.or_else(|| says_the_same(case))
}

fn wrong_with(case: Case, variation: &Variation) -> Option<Verdict> {
    let Variation {
        setting,
        value,
        run,
    } = variation;
    let is_failure = *setting == FAILS;
    let (finding, message) = if is_failure && case.expectation.tasks().contains(value) {
        let (finding, what) = wrong_failure(run, value)?;
        let message = format!("When it is `{value}` that fails, the program {what}.");
        (finding, message)
    } else if is_failure {
        let (finding, what) = wrong_success(run)?;
        (
            finding,
            format!("When nobody fails, the program {what} all the same."),
        )
    } else {
        let (finding, what) = wrong_success(run).or_else(|| wrong_count(case, variation))?;
        let count = tasks_of(value);
        (finding, format!("With {count} tasks, the program {what}."))
    };
    let verdict = Verdict::new(finding, message).with(variation);
    // That it is silent tells something where it should have said who failed.
    let is_telling = is_failure || !run.record.stderr.is_empty();
    Some(if is_telling {
        verdict.showing(said(run))
    } else {
        verdict
    })
}

/// What is wrong with a run in which the worker on `task` fails.
fn wrong_failure(run: &Run, task: &str) -> Option<(Finding, String)> {
    if run.has_hung() {
        Some((Finding::Hangs, "does not end".to_owned()))
    } else if run.has_succeeded() {
        Some((Finding::Fails, "ends with status 0".to_owned()))
    } else if !says(run, task) {
        Some((Finding::Fails, "does not say so on stderr".to_owned()))
    } else {
        None
    }
}

/// What is wrong with a run in which nobody fails.
fn wrong_success(run: &Run) -> Option<(Finding, String)> {
    if run.has_hung() {
        Some((Finding::Hangs, "does not end".to_owned()))
    } else if has_failed(run) {
        Some((Finding::Fails, "fails".to_owned()))
    } else {
        None
    }
}

/// Whether the workers print as many lines as there should be with these tasks.
fn wrong_count(case: Case, variation: &Variation) -> Option<(Finding, String)> {
    let stdout = String::from_utf8_lossy(&variation.run.record.stdout);
    let printed = stdout.lines().filter_map(Step::of_line).count();
    let a_task = case.expectation.lines.steps().len() / case.expectation.tasks().len();
    let expected = a_task * tasks_of(&variation.value);
    (printed != expected).then(|| {
        let what = format!("prints {printed} lines of workers, and should print {expected}");
        (Finding::WrongOutput, what)
    })
}

fn tasks_of(value: &str) -> usize {
    value.split(", ").count()
}

/// A program may name all tasks, whichever has failed. What differs in any case are the numbers of threads.
fn says_the_same(case: Case) -> Option<Verdict> {
    let variations = case.facts.variations.iter();
    let mut failed =
        variations.filter(|variation| variation.setting == FAILS && has_failed(&variation.run));
    let (one, other) = (failed.next()?, failed.next()?);
    let words = |run: &Run| {
        let stderr = String::from_utf8_lossy(&run.record.stderr);
        stderr.replace(|c: char| c.is_ascii_digit(), "")
    };
    (words(&one.run) == words(&other.run)).then(|| {
        let message = format!(
            "The program says the same on stderr, whether it is `{}` that fails or `{}`.",
            one.value, other.value
        );
        let verdict = Verdict::new(Finding::Fails, message);
        verdict.showing(said(&other.run)).with(other)
    })
}
