//! The few schedules, of very many, that are worth playing.

use std::collections::HashSet;

use crate::{PartialOrder, Step};

impl PartialOrder {
    /// A few schedules that expose what keeps workers from being independent: a lock that two
    /// share, a pool that is too small, a fixed order, steps that no other worker can separate.
    ///
    /// There is one schedule for each ordered pair of workers. The first worker is held after its
    /// first step until the second has done all its steps. Then it is held before its last step
    /// until all the others are done. For three workers of three steps these are the six of the
    /// form `a bbb a ccc a`. The last schedule is a round robin, `abc abc abc`, in which all of
    /// them are in progress at once.
    ///
    /// If the order has more edges than those of the workers, the schedules keep to this form as
    /// closely as the edges allow.
    pub fn exposing_schedules(&self) -> Vec<Vec<Step>> {
        let workers = self.workers();
        let mut wishes = Vec::new();
        for first in 0..workers.len() {
            for second in (0..workers.len()).filter(|&second| second != first) {
                wishes.push(held(&workers, first, second));
            }
        }
        wishes.push(round_robin(&workers));
        let mut seen = HashSet::new();
        let schedules = wishes.iter().map(|wish| self.steps_of(&self.closest(wish)));
        schedules
            .filter(|schedule| seen.insert(schedule.clone()))
            .collect()
    }

    /// A right output that keeps to the order of the lines in `output` as closely as it may.
    pub fn closest_to(&self, output: &str) -> String {
        let came = output
            .lines()
            .filter_map(|line| self.lines.iter().position(|known| known == line));
        let wish: Vec<usize> = came.chain(0..self.lines.len()).collect();
        let lines = self.closest(&wish).into_iter();
        lines
            .map(|index| self.lines[index].clone() + "\n")
            .collect()
    }

    /// The lines of each worker.
    fn workers(&self) -> Vec<Vec<usize>> {
        let mut workers: Vec<(String, Vec<usize>)> = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let Some(Step { task, .. }) = Step::of_line(line) else {
                continue;
            };
            match workers.iter_mut().find(|(known, _)| *known == task) {
                Some((_, lines)) => lines.push(index),
                None => workers.push((task, vec![index])),
            }
        }
        workers.into_iter().map(|(_, lines)| lines).collect()
    }

    /// The linear extension that always takes the first line of `wish` that may come. Lines that
    /// are not in `wish`, such as main's, come as soon as they may.
    pub(super) fn closest(&self, wish: &[usize]) -> Vec<usize> {
        let rank = |index: &usize| {
            wish.iter()
                .position(|wished| wished == index)
                .map_or(0, |rank| rank + 1)
        };
        let mut came = vec![false; self.lines.len()];
        let mut lines = Vec::new();
        while let Some(index) = self.next(&came).min_by_key(rank) {
            came[index] = true;
            lines.push(index);
        }
        lines
    }
}

/// The lines of all workers. Worker `first` is held after its first line for `second`, and before
/// its last line for the others.
fn held(workers: &[Vec<usize>], first: usize, second: usize) -> Vec<usize> {
    let others = (0..workers.len()).filter(|&other| other != first && other != second);
    let (start, rest) = workers[first].split_at(1);
    let (middle, end) = rest.split_at(rest.len().saturating_sub(1));
    let others = others.flat_map(|other| &workers[other]);
    start
        .iter()
        .chain(&workers[second])
        .chain(middle)
        .chain(others)
        .chain(end)
        .copied()
        .collect()
}

/// The first line of each worker, then the second of each, and so on.
fn round_robin(workers: &[Vec<usize>]) -> Vec<usize> {
    let longest = workers.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest)
        .flat_map(|round| workers.iter().filter_map(move |lines| lines.get(round)))
        .copied()
        .collect()
}
