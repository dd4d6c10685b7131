//! Rules about a program that is right only without a perturbation, as if its author knew beforehand
//! which worker fails or which tasks there are.

use super::{Case, Rule, Verdict, concurrency, explored, failing, hanging, leaving, order, output};
use crate::{spec::Change, text::uncapitalised};

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
    with_one(case, |change, case| match change {
        // All is seen again, and not one run.
        Change::Processors(_) => case.first_of(&super::RULES),
        _ => case.first_of(&RULES),
    })
}

/// With a perturbation, an interleaving inside the program goes wrong.
pub(super) fn fails_inside(case: &Case) -> Option<Verdict> {
    with_one(case, |_, case| explored::fails_inside(case))
}

/// The verdict of the first perturbation for which `judge` returns one.
fn with_one(case: &Case, judge: impl Fn(&Change, &Case) -> Option<Verdict>) -> Option<Verdict> {
    perturbed(case).find_map(|(change, case)| {
        let verdict = judge(change, &case)?;
        let message = uncapitalised(&verdict.message);
        let message = format!("{change}: {message}");
        Some(Verdict { message, ..verdict }.with(change))
    })
}

/// What was seen with each change, as a case of its own.
pub(super) fn perturbed<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Change, Case<'a>)> {
    let usual = case.spec;
    case.seen.perturbed.iter().map(|(change, seen)| {
        let spec = usual.with(Some(change));
        (change, Case { spec, seen })
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        finding::Finding,
        judge::{
            judge,
            made_up::{ORDER, right, run, spec},
        },
        observe::{Experiment, Observations, Run},
        spec::Change,
    };

    fn roll_call() -> Run {
        run(Experiment::RollCall)
            .prints("Starting...\n")
            .asks(&["a 0", "b 0", "c 0"])
    }

    #[test]
    fn a_mistake_on_two_processors_is_said_to_be_there_only() {
        let on_two = Observations::of_one(roll_call().main_leaves_after(0), true);
        let on_one = right();
        let seen = Observations {
            perturbed: vec![
                (Change::Processors(1), on_one),
                (Change::Processors(2), on_two),
            ],
            ..right()
        };
        let verdict = judge(&spec(3), &seen).expect("it fits a finding");
        assert_eq!(verdict.finding, Finding::NoWait);
        assert_eq!(verdict.change, Some(Change::Processors(2)));
        assert!(verdict.message.starts_with("On 2 processors: main"));
    }

    #[test]
    fn orders_on_another_number_of_processors_are_judged_like_the_usual_ones() {
        let short = run(Experiment::Schedule).plays(&ORDER[..5]).exits(0);
        let on_eight = Observations {
            schedules: vec![short],
            ..right()
        };
        let seen = Observations {
            perturbed: vec![(Change::Processors(8), on_eight)],
            ..right()
        };
        let verdict = judge(&spec(3), &seen).expect("it fits a finding");
        assert_ne!(verdict.finding, Finding::Joined);
        assert_eq!(verdict.change, Some(Change::Processors(8)));
    }
}
