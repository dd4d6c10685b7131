//! Which steps must come before which, by way of others too, and so how many may be next at one
//! moment.

use crate::{PartialOrder, Step};

impl PartialOrder {
    /// The most steps that may be next at one moment: the size of the largest set of steps of which
    /// none must come before another. By Dilworth's theorem this is the least number of chains that
    /// cover them all: each step begins a chain of its own, unless it can be matched with one that
    /// comes before it.
    pub fn width(&self) -> usize {
        let before = self.all_before();
        let is_step = |line: &usize| Step::of_line(&self.lines[*line]).is_some();
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

    /// Whether `earlier` must come before `later`, be it by way of others.
    pub fn is_before(&self, earlier: &Step, later: &Step) -> bool {
        let index = |step: &Step| self.index(&step.line());
        let (Ok(earlier), Ok(later)) = (index(earlier), index(later)) else {
            return false;
        };
        self.all_before()[later].contains(&earlier)
    }

    /// For each line the steps that must come before it, also by way of others.
    fn all_before(&self) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = Vec::new();
        for line in 0..self.lines.len() {
            // What comes before stands above.
            let direct = &self.before[line];
            let mut before: Vec<usize> = direct
                .iter()
                .flat_map(|&above| all[above].clone())
                .collect();
            before.extend(
                direct
                    .iter()
                    .filter(|&&above| Step::of_line(&self.lines[above]).is_some()),
            );
            before.sort_unstable();
            before.dedup();
            all.push(before);
        }
        all
    }
}

/// Whether a step that comes before `step` can be found whose follower it is to be, if need be by
/// finding another predecessor for the one that follows now: an augmenting path, as in Kuhn's
/// algorithm.
fn find_predecessor(
    step: usize,
    before: &[Vec<usize>],
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
