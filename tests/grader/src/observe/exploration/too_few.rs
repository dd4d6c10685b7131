//! Whether an interleaving shows that too few workers can be at work at once.
//!
//! In an explored run no turn is withheld. But at a standstill each thread that can go on is about
//! to print. If these prints are workers' steps, then those workers are all that can be at work, as
//! in a roll call.

use interleave::{
    run::Run,
    standstill::{Standstill, standstills},
};
use scheduler::Step;

use crate::spec::Spec;

/// A moment at which too few workers can be at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// How many steps of the run were done.
    pub steps: usize,
    /// The tasks of the workers that are at work.
    pub at_work: Vec<String>,
    /// How many should be at work at least.
    pub least: usize,
}

/// The first such moment, if there is one. Any sleep must have been allowed to end at any time. A
/// thread that waits with a time limit counts as one that waits without end, so the caller has to
/// check that there is none.
pub fn too_few(spec: &Spec, run: &Run) -> Option<TooFew> {
    let least = *spec.concurrency.start();
    // Threads that were deferred could go on.
    if least < 2 || run.is_kept_back {
        return None;
    }
    let standstills = standstills(run).into_iter();
    let mut suspicious = standstills.filter(|at| at.next.len() < least);
    suspicious.find_map(|at| too_few_at(spec, &at))
}

/// Whether that is so at this moment.
fn too_few_at(spec: &Spec, at: &Standstill) -> Option<TooFew> {
    let next: Option<Vec<Step>> = at.next.iter().map(|text| step(text)).collect();
    let at_work: Vec<String> = next?.into_iter().map(|step| step.task).collect();
    let printed = String::from_utf8_lossy(at.printed);
    let done: Vec<Step> = printed.lines().filter_map(Step::of_line).collect();
    let least = spec.least_after(done.iter());
    (at_work.len() < least).then_some(TooFew {
        steps: at.steps,
        at_work,
        least,
    })
}

/// The step that prints this text.
fn step(text: &[u8]) -> Option<Step> {
    Step::of_line(std::str::from_utf8(text).ok()?.strip_suffix('\n')?)
}

#[cfg(test)]
mod tests {
    use scheduler::PartialOrder;

    use super::*;
    use crate::spec::MainBehaviour;

    const KEY: &str = "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n";

    /// What is wrong if so much is printed, and the workers that can go on do these steps next.
    fn with(printed: &str, next: &[&str]) -> Option<TooFew> {
        let at = Standstill {
            steps: 7,
            printed: printed.as_bytes(),
            next: next.iter().map(|line| line.as_bytes()).collect(),
        };
        let two_at_once = Spec {
            lines: PartialOrder::of_key(KEY).expect("a key"),
            concurrency: 2..=2,
            main: MainBehaviour::Waits,
            fails: None,
            all_orders: true,
            tasks_at_run_time: Vec::new(),
            uses: None,
            not_in: Vec::new(),
            perturbations: Vec::new(),
        };
        too_few_at(&two_at_once, &at)
    }

    #[test]
    fn a_worker_at_work_alone_is_one_too_few() {
        let found = with("Starting...\n", &["a 0 complete\n"]).expect("two should be at work");
        let tasks = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let expected = TooFew {
            steps: 7,
            at_work: tasks(&["a"]),
            least: 2,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn as_many_as_should_be_at_work_are_enough() {
        assert_eq!(
            with("Starting...\n", &["a 0 complete\n", "b 0 complete\n"]),
            None
        );
    }

    #[test]
    fn a_thread_that_prints_something_else_may_let_others_go_on() {
        assert_eq!(with("Starting...\n", &["one more\n"]), None);
    }
}
