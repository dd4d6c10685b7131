//! One run as a person expects it: time passes in order, and a new thread begins immediately.
//!
//! In a run without any decisions, a thread goes on for as long as it can. So main could leave
//! before its threads have begun. Here each thread goes first when it is spawned, until it has to
//! wait.

use std::io;

use interleave_protocol::{
    log::{Kind, MOST_THREADS},
    plan::{Grain, Plan, Strategy, Time},
};

use crate::{
    run::{Run, Step},
    server::{Server, Subject},
};

/// Runs the program in this way, with the call stacks of all steps.
///
/// # Errors
///
/// Returns an error if the program cannot be run.
pub fn run(subject: &Subject) -> io::Result<Run> {
    let mut plan = Plan {
        strategy: Strategy::List {
            decisions: Vec::new(),
            asleep: Vec::new(),
        },
        grain: Grain::Call,
        time: Time::Order,
        frames: Some(0),
        ..Plan::default()
    };
    let mut server = Server::start(subject, 0, plan.steps)?;
    let mut run = server.run(&plan)?;
    // Each round lets one more thread begin immediately.
    for _ in 0..MOST_THREADS {
        let Some(decisions) = late_start(&run.steps) else {
            break;
        };
        plan.strategy = Strategy::List {
            decisions,
            asleep: Vec::new(),
        };
        run = server.run(&plan)?;
    }
    Ok(run)
}

/// The decisions up to the first spawn after which the new thread does not go next, and then that
/// thread. None if there is no such spawn.
fn late_start(steps: &[Step]) -> Option<Vec<u8>> {
    let thread = |step: &Step| step.entry.thread as u8;
    let is_late = |at: &usize| {
        let spawn = &steps[*at].entry;
        let next = steps.get(at + 1).map(|step| step.entry.thread as u64);
        spawn.kind == Kind::Spawn && next.is_some_and(|next| next != spawn.value)
    };
    let spawn = (0..steps.len()).find(is_late)?;
    let new = steps[spawn].entry.value as u8;
    Some(steps[..=spawn].iter().map(thread).chain([new]).collect())
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Entry;

    use super::*;

    fn steps(steps: &[(usize, Kind, u64)]) -> Vec<Step> {
        let step = |&(thread, kind, value)| Step {
            entry: Entry {
                thread,
                kind,
                is_access: false,
                object: 0,
                value,
                time: 0,
                choices: 0,
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        steps.iter().map(step).collect()
    }

    #[test]
    fn a_thread_that_begins_late_goes_first() {
        let run = steps(&[
            (0, Kind::Spawn, 1),
            (1, Kind::Start, 0),
            (0, Kind::Spawn, 2),
            (0, Kind::Leave, 0),
        ]);
        assert_eq!(late_start(&run), Some(vec![0, 1, 0, 2]));
    }

    #[test]
    fn a_run_in_which_all_begin_at_once_is_fine() {
        let run = steps(&[(0, Kind::Spawn, 1), (1, Kind::Start, 0)]);
        assert_eq!(late_start(&run), None);
        assert_eq!(late_start(&run[..1]), None);
    }
}
