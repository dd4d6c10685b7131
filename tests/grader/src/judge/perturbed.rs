//! Rules about a program that is right only without a perturbation, as if its author knew beforehand
//! which worker fails or which tasks there are.

use std::iter;

use super::{Case, Rule, Verdict, concurrency, explored, failing, hanging, leaving, order, output};
use crate::{spec::Perturbation, text::uncapitalised};

/// The rules for the run of a perturbation, in the order in which they are tried.
const RULES: [Rule; 10] = [
    output::too_much,
    failing::crashes,
    output::forged,
    failing::fails,
    leaving::forgets_some,
    concurrency::too_few_at_once,
    concurrency::too_many_at_once,
    order::needless_wait,
    hanging::hangs,
    output::wrong,
];

pub(super) fn knows_too_much(case: &Case) -> Option<Verdict> {
    with_one(case, |case| case.first_of(&RULES))
}

/// With a perturbation, an interleaving inside the program goes wrong.
pub(super) fn fails_inside(case: &Case) -> Option<Verdict> {
    with_one(case, explored::fails_inside)
}

/// The verdict of the first perturbation for which `judge` returns one.
fn with_one(case: &Case, judge: impl Fn(&Case) -> Option<Verdict>) -> Option<Verdict> {
    perturbed(case).find_map(|(perturbation, case)| {
        let verdict = judge(&case)?;
        let message = uncapitalised(&verdict.message);
        let message = format!("{}: {message}", perturbation.change);
        Some(Verdict { message, ..verdict }.with(&perturbation.change))
    })
}

/// The perturbations, each as a case of its own.
pub(super) fn perturbed<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Perturbation, Case<'a>)> {
    let perturbations = iter::zip(&case.spec.perturbations, &case.seen.perturbed);
    perturbations.map(|(perturbation, seen)| {
        let spec = &perturbation.spec;
        (perturbation, Case { spec, seen })
    })
}
