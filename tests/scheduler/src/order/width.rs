//! Which steps must come before which, also indirectly, and so how many steps may be next at once.

use std::collections::BTreeSet;

use crate::{PartialOrder, Step};

impl PartialOrder {
    /// How many steps may be next at once, at most: the size of the largest set in which no step
    /// must come before another. By Dilworth's theorem this is the least number of chains that
    /// cover all steps. Each step begins a chain of its own, unless it can be matched with a step
    /// that comes before it.
    pub fn width(&self) -> usize {
        let before = self.all_before();
        let is_step = |line: &usize| Step::is_line(&self.lines[*line]);
        let steps: Vec<usize> = (0..self.lines.len()).filter(is_step).collect();
        let mut follower = vec![None; self.lines.len()];
        let mut can_follow = |step: usize| {
            find_predecessor(
                step,
                &before,
                &mut follower,
                &mut vec![false; self.lines.len()],
            )
        };
        steps.len() - steps.iter().filter(|&&step| can_follow(step)).count()
    }

    /// Whether `earlier` must come before `later`, directly or indirectly.
    pub fn is_before(&self, earlier: &Step, later: &Step) -> bool {
        let index = |step: &Step| self.index(&step.line());
        let (Ok(earlier), Ok(later)) = (index(earlier), index(later)) else {
            return false;
        };
        self.all_before()[later].contains(&earlier)
    }

    /// For each line the steps that must come before it, directly or indirectly.
    fn all_before(&self) -> Vec<BTreeSet<usize>> {
        let mut all: Vec<BTreeSet<usize>> = Vec::new();
        for direct in &self.before {
            let mut before = BTreeSet::new();
            // A line's predecessors stand above it, so `all` has their entries already.
            for &above in direct {
                before.extend(&all[above]);
                if Step::is_line(&self.lines[above]) {
                    before.insert(above);
                }
            }
            all.push(before);
        }
        all
    }
}

/// Finds a step that `step` can follow, and returns whether there is one. If a step has a follower
/// already, tries to find another predecessor for that follower: an augmenting path, as in Kuhn's
/// algorithm.
fn find_predecessor(
    step: usize,
    before: &[BTreeSet<usize>],
    follower: &mut [Option<usize>],
    is_tried: &mut [bool],
) -> bool {
    for &earlier in &before[step] {
        if std::mem::replace(&mut is_tried[earlier], true) {
            continue;
        }
        let is_free = match follower[earlier] {
            None => true,
            Some(other) => find_predecessor(other, before, follower, is_tried),
        };
        if is_free {
            follower[earlier] = Some(step);
            return true;
        }
    }
    false
}
