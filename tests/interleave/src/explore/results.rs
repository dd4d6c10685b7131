//! What an exploration has found: the ends of the program, and how each is reached.

use std::time::Duration;

use interleave_protocol::plan::{Grain, Plan};

use super::Accepts;
use crate::{
    complete::NotTheSame,
    ending::{Ending, names_of_cut_off},
    run::Run,
    shortest::Interleaving,
};

/// What an exploration has found.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// The ends of the program, the most frequent first.
    pub ends: Vec<Found>,
    /// How many interleavings were played.
    pub schedules: usize,
    /// How many steps the longest one had.
    pub steps: usize,
    /// How many threads there were at most.
    pub threads: usize,
    /// The finest grain at which all interleavings were played, up to the order of operations that
    /// commute.
    pub complete: Option<Grain>,
    /// Whether nothing was left to play, but something may still be missing. A run was ended by a
    /// limit or a crash, or a thread that had looked in vain was deferred.
    pub is_bounded: bool,
    /// How many interleavings were played in order: all of them, or those up to the end of the
    /// search.
    pub in_order: usize,
    /// Set if the program did not do the same under the same schedule. Then seeds and schedules may
    /// lead elsewhere.
    pub not_the_same: Option<NotTheSame>,
    /// Whether the exploration ended because the budget was used up, or because it took too long.
    pub is_cut_short: bool,
    /// How long it took.
    pub time: Duration,
}

/// An end of the program.
#[derive(Clone, Debug)]
pub struct Found {
    /// The end.
    pub ending: Ending,
    /// How many interleavings led to it.
    pub count: usize,
    /// The first seed that leads to it.
    pub seed: Option<u64>,
    /// The shortest known interleaving that leads to it.
    pub interleaving: Interleaving,
    /// The names of the threads that main's end cut off, in that interleaving.
    pub cut_off: Vec<String>,
    /// What the program printed in that interleaving.
    pub stdout: Vec<u8>,
    /// How many different outputs the interleavings had that led to this end.
    pub outputs: usize,
}

impl Found {
    /// What one run by a plan shows, which a seed may have made.
    pub fn of(run: &Run, plan: &Plan, seed: Option<u64>, accepts: Option<&Accepts>) -> Self {
        Self {
            ending: Accepts::ending(accepts, run),
            count: 1,
            seed,
            interleaving: Interleaving::of(run, plan),
            cut_off: names_of_cut_off(run),
            stdout: run.stdout.clone(),
            outputs: 1,
        }
    }
}

impl Exploration {
    /// Whether the program always has the same end, and it is no failure.
    pub fn is_fine(&self) -> bool {
        self.ends.len() == 1 && !self.ends.iter().any(|found| found.ending.kind.is_failure())
    }

    /// Whether too few interleavings were played to say anything about the others.
    pub fn is_too_short(&self) -> bool {
        const LEAST: usize = 10;
        self.schedules < LEAST && self.complete.is_none()
    }

    /// The worst end, if any is a failure.
    pub fn worst(&self) -> Option<&Found> {
        self.most_telling()
            .filter(|found| found.ending.kind.is_failure())
    }

    /// The end that says most about the program: the worst, if any is a failure. Otherwise the
    /// rarest, if there are several. Its interleaving was shortened.
    pub fn most_telling(&self) -> Option<&Found> {
        index_of_most_telling(&self.ends).map(|index| &self.ends[index])
    }
}

pub(super) fn index_of_most_telling(ends: &[Found]) -> Option<usize> {
    let failures = (0..ends.len()).filter(|&index| ends[index].ending.kind.is_failure());
    let worst = failures.min_by_key(|&index| {
        let Found {
            ending,
            interleaving,
            ..
        } = &ends[index];
        // A run that was stopped at a limit proves nothing.
        (ending.kind.is_limit(), ending.kind, interleaving.cost())
    });
    let rarest = || ends.len().checked_sub(1).filter(|&last| last > 0);
    worst.or_else(rarest)
}
