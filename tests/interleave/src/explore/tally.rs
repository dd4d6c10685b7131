//! Counts the ends that runs come to.

use std::collections::BTreeMap;

use interleave_protocol::plan::Plan;

use super::Found;
use crate::{
    ending::{Ending, EndingKind, cut_off, names_of_cut_off},
    run::Run,
    shortest::Interleaving,
};

/// The ends so far.
pub struct Tally {
    expected: Option<Vec<u8>>,
    ends: BTreeMap<Key, Found>,
    schedules: usize,
    steps: usize,
    threads: usize,
    most_lines: usize,
}

/// What tells two ends apart while it is not known yet how many lines there should be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    ending: Ending,
    lines: usize,
    has_cut_off: bool,
}

/// What was counted.
pub struct Counted {
    pub ends: Vec<Found>,
    pub schedules: usize,
    pub steps: usize,
    pub threads: usize,
}

impl Tally {
    pub fn new(expected: Option<Vec<u8>>) -> Self {
        Self {
            expected,
            ends: BTreeMap::new(),
            schedules: 0,
            steps: 0,
            threads: 0,
            most_lines: 0,
        }
    }

    /// Adds a run.
    pub fn add(&mut self, run: &Run, plan: &Plan, seed: Option<u64>) {
        let mut ending = Ending::of(run);
        let is_unexpected = self
            .expected
            .as_ref()
            .is_some_and(|expected| *expected != run.stdout);
        if ending.kind == EndingKind::Ok && is_unexpected {
            ending.kind = EndingKind::Output;
        }
        let lines = run.stdout.iter().filter(|&&byte| byte == b'\n').count();
        self.schedules += 1;
        self.steps += run.steps.len();
        self.threads = self.threads.max(run.threads.len());
        // A failing run can print more, of the failure.
        if matches!(ending.kind, EndingKind::Ok | EndingKind::Output) {
            self.most_lines = self.most_lines.max(lines);
        }
        let key = Key {
            ending,
            lines,
            has_cut_off: !cut_off(run).is_empty(),
        };
        let found = self
            .ends
            .entry(key)
            .or_insert_with_key(|key| found(key, run, plan));
        found.count += 1;
        found.seed = [found.seed, seed].into_iter().flatten().min();
        let interleaving = Interleaving::of(run, plan);
        if interleaving.cost() < found.interleaving.cost() {
            found.interleaving = interleaving;
            found.cut_off = names_of_cut_off(run);
            found.stdout.clone_from(&run.stdout);
        }
    }

    /// Whether there is one end only so far, and it is no failure.
    pub fn is_fine(&self) -> bool {
        let mut endings = self.ends.keys().map(|key| &key.ending);
        let first = endings.next();
        let is_ok = |ending: &Ending| !ending.kind.is_failure();
        first.is_none_or(is_ok) && endings.all(|ending| Some(ending) == first)
    }

    /// The ends, now that it is known how many lines there can be.
    pub fn finish(self) -> Counted {
        let mut ends: BTreeMap<Ending, Found> = BTreeMap::new();
        for (key, found) in self.ends {
            let mut ending = key.ending;
            let loses_lines = key.has_cut_off && key.lines < self.most_lines;
            if loses_lines && matches!(ending.kind, EndingKind::Ok | EndingKind::Output) {
                ending.kind = EndingKind::CutOff;
            }
            let found = Found {
                ending: ending.clone(),
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
            schedules: self.schedules,
            steps: self.steps,
            threads: self.threads,
        }
    }
}

fn found(key: &Key, run: &Run, plan: &Plan) -> Found {
    Found {
        ending: key.ending.clone(),
        count: 0,
        seed: None,
        interleaving: Interleaving::of(run, plan),
        cut_off: names_of_cut_off(run),
        stdout: run.stdout.clone(),
    }
}

impl Found {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.seed = [self.seed, other.seed].into_iter().flatten().min();
        if other.interleaving.cost() < self.interleaving.cost() {
            self.interleaving = other.interleaving.clone();
            self.cut_off.clone_from(&other.cut_off);
            self.stdout.clone_from(&other.stdout);
        }
    }
}
