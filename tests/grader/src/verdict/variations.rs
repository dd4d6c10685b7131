//! Findings about a program that does what it should only as long as nothing is different, as if somebody had known
//! beforehand who fails, or which tasks there are.

use std::iter;

use super::{Case, Question, Verdict, ending, order, output, said};
use crate::{
    finding::Finding,
    run::Run,
    variation::{Change, Variation},
};

/// What is asked of the one run of a variation, in this order.
const QUESTIONS: [Question; 8] = [
    output::floods,
    ending::crashes,
    output::made_up,
    ending::fails,
    ending::forgets_some,
    order::too_many_at_once,
    ending::hangs,
    output::wrong,
];

pub(super) fn knows_too_much(case: Case) -> Option<Verdict> {
    let wrong = varied(case).find_map(|(variation, case)| {
        let verdict = case.first_of(&QUESTIONS)?;
        let message = format!("{}: {}", variation.change, verdict.message);
        Some(Verdict { message, ..verdict }.with(&variation.change))
    });
    wrong.or_else(|| says_the_same(case))
}

/// The variations that were conducted, each as a case of its own.
fn varied(case: Case<'_>) -> impl Iterator<Item = (&Variation, Case<'_>)> {
    let variations = iter::zip(&case.expectation.variations, &case.facts.variations);
    variations.map(|(variation, facts)| {
        let expectation = &variation.expectation;
        (variation, Case { expectation, facts })
    })
}

/// A program may name all tasks, whichever has failed.
fn says_the_same(case: Case) -> Option<Verdict> {
    let mut known: Vec<(&str, String)> = Vec::new();
    let usual = case.expectation.failing_task().zip(case.ended().next());
    known.extend(usual.map(|(task, run)| (task, words(run))));
    for (variation, case) in varied(case) {
        let (Change::Fails(task), [run]) = (&variation.change, &case.facts.runs[..]) else {
            continue;
        };
        let words = words(run);
        if let Some((other, _)) = known.iter().find(|(_, known)| *known == words) {
            let message = format!(
                "The program says the same on stderr, whether it is `{other}` that fails or `{task}`."
            );
            let verdict = Verdict::new(Finding::Fails, message).showing(said(run));
            return Some(verdict.with(&variation.change));
        }
        known.push((task, words));
    }
    None
}

/// What `run` says on stderr, without what the standard library says of a panic, which differs in any case: the number
/// of the thread, and the place.
fn words(run: &Run) -> String {
    let stderr = String::from_utf8_lossy(&run.record.stderr);
    // `thread 'sort data' (7) panicked at src/main.rs:7:5`: its name is the program's word.
    let lines = stderr
        .lines()
        .map(|line| match line.split_once(" panicked at ") {
            Some((thread, _)) => thread.split(" (").next().unwrap_or(thread),
            None => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}
