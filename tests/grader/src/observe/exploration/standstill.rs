//! Whether an interleaving has a standstill at which something is wrong.
//!
//! In an explored run no turn is withheld. But at a standstill each thread that can go on is about
//! to print. If these prints are workers' steps, then those workers are all that can be at work, as
//! in a roll call. And any other thread waits for them.

use interleave::{
    run::Run,
    standstill::{Standstill, standstills},
};
use scheduler::Step;

use crate::spec::{MainBehaviour, Spec};

/// A standstill at which something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongStandstill {
    /// How many steps of the run were done.
    pub steps: usize,
    /// The tasks of the workers that are at work.
    pub at_work: Vec<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong at a standstill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Too few workers can be at work. There should be at least so many.
    TooFew(usize),
    /// Main waits, and should not.
    MainWaits,
}

/// The number of main among the threads.
pub(super) const MAIN: usize = 0;

/// The first standstill at which something is wrong, if there is one. Any sleep must have been
/// allowed to end at any time. A thread that waits with a time limit counts as one that waits
/// without end, so the caller has to check that there is none.
pub fn wrong_standstill(spec: &Spec, run: &Run) -> Option<WrongStandstill> {
    // Threads that were deferred could go on. A worker that fails does not do the step that it is
    // ready for.
    if run.is_kept_back || spec.failing_task().is_some() {
        return None;
    }
    let standstills = standstills(run);
    standstills.iter().find_map(|at| wrong_at(spec, at))
}

/// What is wrong at this standstill.
fn wrong_at(spec: &Spec, at: &Standstill) -> Option<WrongStandstill> {
    let next: Option<Vec<Step>> = at.next.iter().map(|(_, text)| step(text)).collect();
    let at_work: Vec<String> = next?.into_iter().map(|step| step.task).collect();
    let fault = match spec.main {
        MainBehaviour::Waits => {
            let printed = String::from_utf8_lossy(at.printed);
            let done: Vec<Step> = printed.lines().filter_map(Step::of_line).collect();
            let least = spec.least_after(done.iter());
            (at_work.len() < least).then_some(Fault::TooFew(least))
        }
        MainBehaviour::Leaves => {
            let main_waits = at.next.iter().all(|(thread, _)| *thread != MAIN);
            main_waits.then_some(Fault::MainWaits)
        }
        MainBehaviour::Sleeps => None,
    }?;
    Some(WrongStandstill {
        steps: at.steps,
        at_work,
        fault,
    })
}

/// The step that prints this text.
fn step(text: &[u8]) -> Option<Step> {
    Step::of_line(std::str::from_utf8(text).ok()?.strip_suffix('\n')?)
}

#[cfg(test)]
mod tests {
    use interleave::run::{self, Log};
    use interleave_protocol::log::{Entry, Kind};

    use super::*;

    const KEY: &str = "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n";

    fn spec(main: MainBehaviour) -> Spec {
        Spec {
            main,
            ..Spec::made_up(KEY, 2)
        }
    }

    /// A run whose only worker is about to do its first step, while main waits.
    fn run() -> Run {
        let step = |kind, value| run::Step {
            entry: Entry {
                thread: 1,
                kind,
                is_access: false,
                object: 0,
                value,
                time: 0,
                choices: 0b10,
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        let line = "a 0 complete\n";
        let written = 1 << 32 | line.len() as u64;
        let log = Log {
            steps: vec![step(Kind::Sleep, 0), step(Kind::Write, written)],
            ..Log::default()
        };
        Run {
            stdout: line.into(),
            ..Run::of_log(log)
        }
    }

    #[test]
    fn a_run_is_wrong_at_its_first_wrong_standstill() {
        let found = |main| wrong_standstill(&spec(main), &run());
        let expected = WrongStandstill {
            steps: 0,
            at_work: vec!["a".to_owned()],
            fault: Fault::MainWaits,
        };
        assert_eq!(found(MainBehaviour::Leaves), Some(expected));
        let faults = |main| found(main).map(|wrong| wrong.fault);
        assert_eq!(faults(MainBehaviour::Waits), Some(Fault::TooFew(2)));
        assert_eq!(faults(MainBehaviour::Sleeps), None);
    }

    #[test]
    fn nothing_is_said_of_a_run_in_which_other_threads_may_go_on() {
        let leaves = spec(MainBehaviour::Leaves);
        let deferred = Run {
            is_kept_back: true,
            ..run()
        };
        assert_eq!(wrong_standstill(&leaves, &deferred), None);
        let fails = Spec {
            fails: Some("a".to_owned()),
            ..leaves
        };
        assert_eq!(wrong_standstill(&fails, &run()), None);
    }

    /// What is wrong if so much is printed, and these threads can go on, each with this line.
    fn fault(main: MainBehaviour, printed: &str, next: &[(usize, &str)]) -> Option<Fault> {
        let at = Standstill {
            steps: 7,
            printed: printed.as_bytes(),
            next: next
                .iter()
                .map(|(thread, line)| (*thread, line.as_bytes()))
                .collect(),
        };
        wrong_at(&spec(main), &at).map(|wrong| wrong.fault)
    }

    #[test]
    fn a_worker_at_work_alone_is_one_too_few() {
        let fault = |next| fault(MainBehaviour::Waits, "Starting...\n", next);
        assert_eq!(fault(&[(1, "a 0 complete\n")]), Some(Fault::TooFew(2)));
        assert_eq!(fault(&[(1, "a 0 complete\n"), (2, "b 0 complete\n")]), None);
    }

    #[test]
    fn a_thread_that_prints_something_else_may_let_others_go_on() {
        let fault = |main| fault(main, "Starting...\n", &[(1, "one more\n")]);
        assert_eq!(fault(MainBehaviour::Waits), None);
        assert_eq!(fault(MainBehaviour::Leaves), None);
    }

    #[test]
    fn a_main_that_should_leave_waits_if_it_is_not_among_those_that_can_go_on() {
        let fault = |next: &[_]| fault(MainBehaviour::Leaves, "Starting...\n", next);
        let worker = (1, "a 0 complete\n");
        assert_eq!(fault(&[worker]), Some(Fault::MainWaits));
        // Main itself works.
        assert_eq!(fault(&[(0, "b 0 complete\n"), worker]), None);
    }
}
