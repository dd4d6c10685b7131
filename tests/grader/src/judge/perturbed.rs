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
    perturbed(case)
        .find_map(|(perturbation, case)| Some(with(perturbation, case.first_of(&RULES)?)))
}

/// With a perturbation, an interleaving inside the program goes wrong.
pub(super) fn fails_inside(case: &Case) -> Option<Verdict> {
    let mut explored = iter::zip(perturbed(case), case.explored_perturbed);
    explored.find_map(|((perturbation, of_one), explored)| {
        let case = Case {
            explored: Some(explored.as_ref()?),
            ..of_one
        };
        Some(with(perturbation, explored::fails_inside(&case)?))
    })
}

/// The verdict of a run with this perturbation.
fn with(perturbation: &Perturbation, verdict: Verdict) -> Verdict {
    let message = uncapitalised(&verdict.message);
    let message = format!("{}: {message}", perturbation.change);
    Verdict { message, ..verdict }.with(&perturbation.change)
}

/// The perturbations, each with its run as a case.
pub(super) fn perturbed<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Perturbation, Case<'a>)> {
    let perturbations = iter::zip(&case.spec.perturbations, case.perturbed);
    perturbations.map(|(perturbation, run)| {
        let case = Case::of_one(&perturbation.spec, run);
        (perturbation, case)
    })
}
