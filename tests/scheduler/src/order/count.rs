//! All linear extensions: their number, each of them, and some at random.

use std::collections::HashMap;

use rand::{Rng, RngExt, seq::SliceRandom};

use crate::{PartialOrder, Step};

/// So many down-sets are counted at most. Six workers of three steps have 4,096.
const MOST: usize = 10_000;

/// For each down-set, in how many ways one can go on from it.
type Ways = HashMap<Vec<bool>, u64>;

impl PartialOrder {
    /// `count` random linear extensions, as schedules. If they can be counted, all are equally
    /// likely.
    pub fn random_schedules(&self, random: &mut impl Rng, count: usize) -> Vec<Vec<Step>> {
        let ways = self.ways();
        let draw = |_| {
            let lines = match &ways {
                Some(ways) => self.draw(random, ways),
                None => self.shuffled(random),
            };
            self.steps_of(&lines)
        };
        (0..count).map(draw).collect()
    }

    fn draw(&self, random: &mut impl Rng, ways: &Ways) -> Vec<usize> {
        let mut came = vec![false; self.lines.len()];
        let mut lines = Vec::new();
        while lines.len() < self.lines.len() {
            let mut chosen = random.random_range(0..ways[&came]);
            let next: Vec<usize> = self.next(&came).collect();
            for index in next {
                came[index] = true;
                if chosen < ways[&came] {
                    lines.push(index);
                    break;
                }
                chosen -= ways[&came];
                came[index] = false;
            }
        }
        lines
    }

    fn shuffled(&self, random: &mut impl Rng) -> Vec<usize> {
        let mut wish: Vec<usize> = (0..self.lines.len()).collect();
        wish.shuffle(random);
        self.closest(&wish)
    }

    /// How many linear extensions there are. None if there are too many to count.
    ///
    /// The time depends on the number of down-sets: (k + 1)ⁿ for n workers of k steps.
    pub fn count(&self) -> Option<u64> {
        Some(self.ways()?[&vec![false; self.lines.len()]])
    }

    fn ways(&self) -> Option<Ways> {
        let mut ways = Ways::new();
        self.count_ways(&mut vec![false; self.lines.len()], &mut ways)?;
        Some(ways)
    }

    /// Counts the ways to go on from the down-set `came`, and adds them to `known`.
    fn count_ways(&self, came: &mut Vec<bool>, known: &mut Ways) -> Option<u64> {
        if let Some(&count) = known.get(came) {
            return Some(count);
        }
        if known.len() == MOST {
            return None;
        }
        let next: Vec<usize> = self.next(came).collect();
        // At the end there is one way: to stop.
        let mut count = u64::from(next.is_empty());
        for index in next {
            came[index] = true;
            count = count.checked_add(self.count_ways(came, known)?)?;
            came[index] = false;
        }
        known.insert(came.clone(), count);
        Some(count)
    }

    /// All linear extensions as schedules, that is, without main's lines. The iterator makes each
    /// when it is asked for, so a caller can take the first few of very many.
    pub fn schedules(&self) -> impl Iterator<Item = Vec<Step>> + '_ {
        let mut unfinished = vec![Vec::new()];
        std::iter::from_fn(move || {
            while let Some(lines) = unfinished.pop() {
                if lines.len() == self.lines.len() {
                    return Some(self.steps_of(&lines));
                }
                let came: Vec<bool> = (0..self.lines.len())
                    .map(|index| lines.contains(&index))
                    .collect();
                // The last one pushed is the first one popped.
                let mut next: Vec<usize> = self.next(&came).collect();
                next.reverse();
                unfinished.extend(
                    next.into_iter()
                        .map(|index| [&lines[..], &[index]].concat()),
                );
            }
            None
        })
    }
}
