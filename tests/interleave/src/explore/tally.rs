//! Counts the ends of runs.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::Hasher,
};

use fnv::FnvHasher;

use interleave_protocol::plan::Plan;

use super::{Accepts, Found};
use crate::{
    ending::{Ending, EndingKind, cut_off},
    run::Run,
};

/// The ends so far.
pub struct Tally {
    accepts: Option<Accepts>,
    ends: BTreeMap<Key, Found>,
    /// The outputs of the runs with this end, by their hashes.
    outputs: BTreeMap<Key, BTreeSet<u64>>,
    schedules: usize,
    steps: usize,
    threads: usize,
    most_lines: usize,
    /// The threads that have printed something in some run, as a set.
    printers: u128,
    /// The ends of the interleavings that were played in order.
    in_order: BTreeSet<Ending>,
}

/// What distinguishes two ends as long as the right number of lines is not known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    ending: Ending,
    lines: usize,
    /// The threads that main's end cut off, as a set.
    cut_off: u128,
}

/// The result of the count.
pub struct Counted {
    pub ends: Vec<Found>,
    /// Whether sampling has found an end that playing in order has not.
    pub is_more_sampled: bool,
    pub schedules: usize,
    pub steps: usize,
    pub threads: usize,
}

impl Tally {
    pub fn new(accepts: Option<Accepts>) -> Self {
        Self {
            accepts,
            ends: BTreeMap::new(),
            outputs: BTreeMap::new(),
            schedules: 0,
            steps: 0,
            threads: 0,
            most_lines: 0,
            printers: 0,
            in_order: BTreeSet::new(),
        }
    }

    /// Adds a run, and returns whether it was a failure. A run that was stopped at a limit is none.
    pub fn add(&mut self, run: &Run, plan: &Plan, seed: Option<u64>) -> bool {
        let found = Found::of(run, plan, seed, self.accepts.as_ref());
        let ending = found.ending.clone();
        let is_failure = ending.kind.is_failure() && !ending.kind.is_limit();
        let lines = run.stdout.iter().filter(|&&byte| byte == b'\n').count();
        self.schedules += 1;
        self.steps = self.steps.max(run.steps.len());
        self.threads = self.threads.max(threads_of(run));
        self.printers |= set(run.printers());
        if seed.is_none() {
            self.in_order.insert(ending.clone());
        }
        // A failing run can print more lines, about the failure.
        if matches!(ending.kind, EndingKind::Ok | EndingKind::Output) {
            self.most_lines = self.most_lines.max(lines);
        }
        let key = Key {
            ending,
            lines,
            cut_off: set(cut_off(run)),
        };
        self.outputs
            .entry(key.clone())
            .or_default()
            .insert(hash(&run.stdout));
        self.ends
            .entry(key)
            .and_modify(|other| other.add(&found))
            .or_insert(found);
        is_failure
    }

    /// The ends, now that the largest number of lines is known.
    pub fn finish(self) -> Counted {
        let is_sampled_only = |key: &Key| !self.in_order.contains(&key.ending);
        let is_more_sampled = self.ends.keys().any(is_sampled_only);
        let mut ends: BTreeMap<Ending, Found> = BTreeMap::new();
        for (key, found) in self.ends {
            let outputs = self.outputs.get(&key).map_or(0, BTreeSet::len);
            let mut ending = key.ending;
            let loses_lines = key.cut_off & self.printers != 0 && key.lines < self.most_lines;
            let is_judged = self.accepts.is_some() && ending.kind == EndingKind::Ok;
            if loses_lines
                && !is_judged
                && matches!(ending.kind, EndingKind::Ok | EndingKind::Output)
            {
                ending.kind = EndingKind::CutOff;
            }
            let found = Found {
                ending: ending.clone(),
                outputs,
                ..found
            };
            ends.entry(ending)
                .and_modify(|other| other.add(&found))
                .or_insert(found);
        }
        let mut ends: Vec<Found> = ends.into_values().collect();
        ends.sort_by_key(|found| std::cmp::Reverse(found.count));
        Counted {
            ends,
            is_more_sampled,
            schedules: self.schedules,
            steps: self.steps,
            threads: self.threads,
        }
    }
}

fn set(threads: impl IntoIterator<Item = usize>) -> u128 {
    threads.into_iter().fold(0, |set, thread| set | 1 << thread)
}

/// How many threads took part in a run. The log of a crashed run does not contain the number.
fn threads_of(run: &Run) -> usize {
    let last = run.steps.iter().map(|step| step.entry.thread).max();
    run.threads.len().max(last.map_or(0, |last| last + 1))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

impl Found {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        // Both may count the same output, so the larger number is a lower bound.
        self.outputs = self.outputs.max(other.outputs);
        self.seed = [self.seed, other.seed].into_iter().flatten().min();
        if other.interleaving.cost() < self.interleaving.cost() {
            self.interleaving = other.interleaving.clone();
            self.cut_off.clone_from(&other.cut_off);
            self.stdout.clone_from(&other.stdout);
        }
    }
}
