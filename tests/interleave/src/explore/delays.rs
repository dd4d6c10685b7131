//! Delays: the runs that differ from another one in one choice. At one of its steps, the thread that
//! would go on waits until the others have had their turns (delay-bounded scheduling with one delay:
//! Emmi and others, POPL 2011). There are at most as many as the run has steps. So they find for
//! certain a mistake that needs only one thread to be late: a notification that comes between a look
//! and a wait.
//!
//! Two runs are delayed. In the usual one each thread goes on for as long as it can. In the natural
//! one time passes in order, so that threads that sleep are at work at the same time.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::plan::{Plan, Strategy, Time};

use crate::run::Run;

/// The plan of the usual run: each thread goes on for as long as it can.
pub fn usual(base: &Plan) -> Plan {
    delayed(Vec::new(), base)
}

/// The plan of the natural run.
pub fn natural(base: &Plan) -> Plan {
    Plan {
        time: Time::Order,
        ..usual(base)
    }
}

/// The plan of a run that does the same as `run`, as far as the settings of `base` allow it.
pub fn same(run: &Run, base: &Plan) -> Plan {
    delayed(threads(run), base)
}

fn threads(run: &Run) -> Vec<u8> {
    let entries = run.steps.iter().map(|step| step.entry);
    entries.map(|entry| entry.thread as u8).collect()
}

/// The plans of all delays of `run`. A delay before a step that concerns only its own thread would
/// be the same as one before the next step of the thread.
pub fn delays(run: Run, base: &Plan) -> impl Iterator<Item = Plan> {
    let threads = threads(&run);
    let shared = shared(&run);
    // Each plan is as long as the run up to its delay, so they are made one at a time.
    run.steps
        .into_iter()
        .enumerate()
        .filter_map(move |(at, step)| {
            let mut operations = step.operations().into_iter();
            let concerns_others = operations.any(|(_, object)| shared.contains(&object));
            let other = next(step.entry.thread, step.entry.choices).filter(|_| concerns_others)?;
            let decisions = [&threads[..at], &[other as u8]].concat();
            Some(delayed(decisions, base))
        })
}

/// The objects that several threads use.
fn shared(run: &Run) -> BTreeSet<u32> {
    let mut users: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for step in &run.steps {
        for (_, object) in step.operations() {
            users.entry(object).or_default().insert(step.entry.thread);
        }
    }
    users.remove(&0);
    users.retain(|_, threads| threads.len() > 1);
    users.into_keys().collect()
}

fn delayed(decisions: Vec<u8>, base: &Plan) -> Plan {
    Plan {
        // A look and the call that waits have no other point between them.
        after: true,
        strategy: Strategy::List {
            decisions,
            asleep: Vec::new(),
        },
        ..base.clone()
    }
}

/// The next of the threads in `choices` after `thread`, in turn. None if there is no other.
fn next(thread: usize, choices: u128) -> Option<usize> {
    let others = choices & !(1 << thread);
    let after = others & !((1 << thread) - 1);
    let first = if after == 0 { others } else { after };
    (first != 0).then(|| first.trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::{Entry, Kind};

    use super::*;
    use crate::run::{Log, Step};

    /// Thread 0 reads an object of its own, and then one that thread 1 changes.
    #[test]
    fn a_thread_is_late_where_others_are_concerned() {
        let step = |thread, kind, object| Step {
            entry: Entry {
                thread,
                kind,
                is_access: false,
                object,
                value: 0,
                time: 0,
                choices: 0b11,
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        let run = Run::of_log(Log {
            steps: vec![
                step(0, Kind::Load, 1),
                step(0, Kind::Load, 2),
                step(1, Kind::Store, 2),
            ],
            ..Log::default()
        });
        let base = Plan::default();
        let plans = delays(run, &base);
        let decisions: Vec<Strategy> = plans.map(|plan| plan.strategy).collect();
        let list = |decisions: &[u8]| Strategy::List {
            decisions: decisions.to_vec(),
            asleep: Vec::new(),
        };
        assert_eq!(decisions, [list(&[0, 1]), list(&[0, 0, 0])]);
    }

    #[test]
    fn the_next_thread_is_the_one_in_turn() {
        assert_eq!(next(0, 0b0001), None);
        assert_eq!(next(0, 0b1101), Some(2));
        assert_eq!(next(3, 0b1011), Some(0));
        assert_eq!(next(127, 1 << 127 | 1 << 5), Some(5));
    }
}
