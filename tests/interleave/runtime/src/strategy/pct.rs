//! Probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010): each thread has a random
//! priority. Of the threads that can go on, the one with the highest goes. At a few random steps,
//! the thread that would go falls below all others. A bug that needs `depth` orderings is found
//! with a known probability.

use super::{Choice, Strategy, View};
use crate::random::Random;

pub struct Pct {
    random: Random,
    priorities: Vec<u64>,
    changes: Vec<u64>,
    lowest: u64,
}

/// Priorities that are drawn are above this. Those of threads that fell are below.
const MIDDLE: u64 = 1 << 62;

impl Pct {
    pub fn new(seed: u64, depth: u32, length: u64) -> Self {
        let mut random = Random::new(seed);
        let changes = (1..depth).map(|_| random.below(length)).collect();
        Self {
            random,
            priorities: Vec::new(),
            changes,
            lowest: MIDDLE,
        }
    }

    fn highest(&self, view: &View) -> Option<usize> {
        view.threads().max_by_key(|&thread| self.priorities[thread])
    }
}

impl Strategy for Pct {
    fn choose(&mut self, view: &View) -> Choice {
        while self.priorities.len() < view.operations.len() {
            self.priorities.push(self.random.next() >> 1 | MIDDLE);
        }
        let is_change = view.is_time_for_fairness() || self.changes.contains(&(view.step as u64));
        if let Some(falls) = self.highest(view).filter(|_| is_change) {
            self.lowest -= 1;
            self.priorities[falls] = self.lowest;
        }
        self.highest(view).map_or(Choice::Diverged, Choice::Thread)
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::{super::tests::view, *};

    #[test]
    fn one_thread_goes_on_until_a_change() {
        let operations = [(Kind::Load, 1); 3];
        let mut pct = Pct::new(5, 1, 100);
        let chosen: Vec<_> = (0..50)
            .map(|step| pct.choose(&view(step, &operations)))
            .collect();
        assert!(chosen.iter().all(|choice| *choice == chosen[0]));
    }

    #[test]
    fn at_a_change_another_thread_goes_on() {
        let operations = [(Kind::Load, 1); 3];
        let mut pct = Pct {
            changes: vec![2],
            ..Pct::new(5, 1, 100)
        };
        let chosen: Vec<_> = (0..4)
            .map(|step| pct.choose(&view(step, &operations)))
            .collect();
        assert_eq!(chosen[0], chosen[1]);
        assert_ne!(chosen[1], chosen[2]);
        assert_eq!(chosen[2], chosen[3]);
    }
}
