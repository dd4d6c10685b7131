//! Rules about a program that is right only without a perturbation, as if its author knew beforehand
//! which worker fails or which tasks there are.

use std::iter;

use super::{Case, Rule, Verdict, failing, hanging, leaving, order, output};
use crate::{spec::Perturbation, text::uncapitalised};

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
    perturbed(case).find_map(|(perturbation, case)| {
        let verdict = case.first_of(&RULES)?;
        let message = uncapitalised(&verdict.message);
        let message = format!("{}: {message}", perturbation.change);
        Some(Verdict { message, ..verdict }.with(&perturbation.change))
    })
}

/// The perturbations, each with its run as a case.
pub(super) fn perturbed<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Perturbation, Case<'a>)> {
    let perturbations = iter::zip(&case.spec.perturbations, case.perturbed);
    perturbations.map(|(perturbation, run)| {
        let case = Case::of_one(&perturbation.spec, run);
        (perturbation, case)
    })
}
