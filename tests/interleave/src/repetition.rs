//! Whether the threads of a run that goes on and on only repeat themselves.
//!
//! A thread that polls under a lock changes the lock in each round, but nothing comes of it. The
//! data that the lock protects is not seen. So a long loop of work under a lock looks the same,
//! until it ends.

use std::collections::HashSet;

use interleave_protocol::log::Kind;

use crate::run::Step;

/// How many turns each thread must have had that could go on.
const LEAST_TURNS: usize = 5;

/// The last step that no earlier step is equal to. From there on, each thread repeats what it has
/// done before. None if a thread that could have gone on since then has had hardly any turn.
pub fn last_new_step(steps: &[Step]) -> Option<usize> {
    let mut seen = HashSet::new();
    let mut is_new = |step: &Step| {
        let entry = &step.entry;
        let is_first = seen.insert((
            entry.thread,
            entry.kind,
            entry.object,
            entry.value,
            step.accesses.clone(),
        ));
        is_first || is_progress(entry.kind)
    };
    let news = steps.iter().map(&mut is_new);
    let last = news.enumerate().filter(|(_, is_new)| *is_new).last()?.0;
    let since = steps[last + 1..].iter().map(|step| step.entry);
    let could = since.clone().fold(0, |set, entry| set | entry.choices);
    let has_turns = |thread: usize| {
        let own = since.clone().filter(|entry| entry.thread == thread);
        own.count() >= LEAST_TURNS
    };
    let mut able = (0..u128::BITS as usize).filter(|thread| could >> thread & 1 == 1);
    able.all(has_turns).then_some(last)
}

/// Whether such a step is new even if it is equal to an earlier one.
fn is_progress(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Start
            | Kind::Spawn
            | Kind::Join
            | Kind::Exit
            | Kind::Write
            | Kind::Read
            | Kind::Leave
    )
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::{
        Entry,
        Kind::{Lock, Store, Update, Write},
    };

    use super::*;

    /// Steps of these threads, each with its kind and value. Both threads could always go on.
    fn steps(steps: &[(usize, Kind, u64)]) -> Vec<Step> {
        let step = |&(thread, kind, value)| Step {
            entry: Entry {
                thread,
                kind,
                is_access: false,
                object: 1,
                value,
                time: 0,
                choices: 0b11,
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        steps.iter().map(step).collect()
    }

    /// Both threads lock and unlock.
    const ROUND: [(usize, Kind, u64); 4] =
        [(0, Lock, 1), (0, Update, 0), (1, Lock, 1), (1, Update, 0)];

    #[test]
    fn threads_that_lock_and_unlock_repeat_themselves() {
        assert_eq!(last_new_step(&steps(&ROUND.repeat(10))), Some(3));
    }

    #[test]
    fn what_is_printed_is_new() {
        let mut run = ROUND.repeat(10);
        run[8] = (0, Write, 7);
        run.insert(12, (0, Write, 7));
        assert_eq!(last_new_step(&steps(&run)), Some(12));
    }

    #[test]
    fn a_count_is_new_each_time() {
        let counts: Vec<_> = (0..40)
            .map(|count| (count % 2, Store, count as u64))
            .collect();
        assert_eq!(last_new_step(&steps(&counts)), Some(39));
    }

    #[test]
    fn nothing_is_known_if_a_thread_had_no_turn() {
        assert_eq!(last_new_step(&steps(&ROUND[..2].repeat(10))), None);
    }
}
