//! Delays: the runs that differ from the usual one in one choice. At one of its steps, the thread
//! that would go on waits until the others have had their turns (delay-bounded scheduling with one
//! delay: Emmi and others, POPL 2011). There are as many as the run has steps. So they find for
//! certain a mistake that needs only one thread to be late: a notification that comes between a
//! look and a wait.

use interleave_protocol::plan::{Plan, Strategy};

use crate::run::Run;

/// The plan of the usual run: each thread goes on for as long as it can.
pub fn usual(base: &Plan) -> Plan {
    delayed(Vec::new(), base)
}

/// The plans of all delays of `run`, which went by the usual plan.
pub fn delays(run: &Run, base: &Plan) -> Vec<Plan> {
    let entries: Vec<_> = run.steps.iter().map(|step| step.entry).collect();
    let threads: Vec<u8> = entries.iter().map(|entry| entry.thread as u8).collect();
    let delays = (0..entries.len()).filter_map(|at| {
        let other = next(entries[at].thread, entries[at].choices)?;
        let decisions = [&threads[..at], &[other as u8]].concat();
        Some(delayed(decisions, base))
    });
    delays.collect()
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
    use super::*;

    #[test]
    fn the_next_thread_is_the_one_in_turn() {
        assert_eq!(next(0, 0b0001), None);
        assert_eq!(next(0, 0b1101), Some(2));
        assert_eq!(next(3, 0b1011), Some(0));
        assert_eq!(next(127, 1 << 127 | 1 << 5), Some(5));
    }
}
