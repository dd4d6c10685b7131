//! All linear extensions: their number, each of them, and some at random.

use std::collections::HashMap;

use rand::{Rng, RngExt};

use crate::{PartialOrder, Step};

impl PartialOrder {
    /// `count` random linear extensions, as schedules. All linear extensions are equally likely.
    pub fn random_schedules(&self, random: &mut impl Rng, count: usize) -> Vec<Vec<Step>> {
        let mut known = HashMap::new();
        let mut draw = |_| self.random_schedule(random, &mut known);
        (0..count).map(&mut draw).collect()
    }

    fn random_schedule(
        &self,
        random: &mut impl Rng,
        known: &mut HashMap<Vec<bool>, u128>,
    ) -> Vec<Step> {
        let mut came = vec![false; self.lines.len()];
        let mut lines = Vec::new();
        while lines.len() < self.lines.len() {
            let mut chosen = random.random_range(0..self.count_from(&mut came, known));
            let next: Vec<usize> = self.next(&came).collect();
            for index in next {
                came[index] = true;
                let ways = self.count_from(&mut came, known);
                if chosen < ways {
                    lines.push(index);
                    break;
                }
                came[index] = false;
                chosen -= ways;
            }
        }
        self.steps_of(&lines)
    }

    /// How many linear extensions there are, at most `u128::MAX`. Takes time in proportion to the
    /// number of down-sets: (k + 1)ⁿ for n workers of k steps.
    pub fn count(&self) -> u128 {
        self.count_from(&mut vec![false; self.lines.len()], &mut HashMap::new())
    }

    /// How many ways there are to go on from a down-set.
    fn count_from(&self, came: &mut Vec<bool>, known: &mut HashMap<Vec<bool>, u128>) -> u128 {
        if came.iter().all(|&came| came) {
            return 1;
        }
        if let Some(&count) = known.get(came) {
            return count;
        }
        let next: Vec<usize> = self.next(came).collect();
        let mut count = 0_u128;
        for index in next {
            came[index] = true;
            count = count.saturating_add(self.count_from(came, known));
            came[index] = false;
        }
        known.insert(came.clone(), count);
        count
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
