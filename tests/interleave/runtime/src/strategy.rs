//! The choice of the next thread: each strategy has its own file.

mod list;
mod pct;
mod pos;
mod random;
mod stretches;

use interleave_protocol::{log::Kind, plan};

use crate::fairness;

/// Chooses the thread that goes on, at each step.
pub trait Strategy {
    /// Chooses one of the threads that can be chosen.
    fn choose(&mut self, view: &View) -> Choice;

    /// Notes what else the thread that runs has done on its way to its next step.
    fn accessed(&mut self, _thread: usize, _operation: Operation) {}
}

/// What a thread does, and to which object.
pub type Operation = (Kind, u32);

/// What a strategy sees.
pub struct View<'a> {
    /// The threads to choose from, as a set. It is not empty.
    pub choices: u128,
    /// The threads that can go on. Deferred threads are included.
    pub able: u128,
    /// The thread that ran last.
    pub current: usize,
    /// How many steps there were.
    pub step: usize,
    /// What each thread will do next.
    pub operations: &'a [Operation],
}

/// The decision of a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This thread goes on.
    Thread(usize),
    /// The thread that should go on cannot.
    Diverged,
    /// All that could come next was tried before.
    Redundant,
}

impl View<'_> {
    fn threads(&self) -> impl Iterator<Item = usize> {
        members(self.choices)
    }

    /// The thread that runs goes on for as long as it can, but not for ever if others can go on too.
    /// The end of the program comes last. None if no thread is awake.
    fn free_choice(&self, is_awake: impl Fn(usize) -> bool) -> Option<usize> {
        let stays = |thread: &usize| self.operations[*thread].0 != Kind::Leave;
        let next = self.current + usize::from(self.is_time_for_fairness());
        let in_turn = || {
            let (before, after): (Vec<_>, Vec<_>) =
                self.threads().partition(|&thread| thread < next);
            let in_turn = after.into_iter().chain(before);
            in_turn.filter(|&thread| is_awake(thread))
        };
        in_turn().find(stays).or_else(|| in_turn().next())
    }

    /// Whether priorities should change now. They do now and then, so that no thread waits for ever
    /// for others that change nothing.
    fn is_time_for_fairness(&self) -> bool {
        fairness::is_for_all(self.step)
    }
}

/// The threads of a set, in order.
pub fn members(set: u128) -> impl Iterator<Item = usize> {
    let mut rest = set;
    std::iter::from_fn(move || {
        let first = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
        rest &= rest - 1;
        Some(first)
    })
}

/// The strategy that a plan asks for.
pub fn from_plan(plan: &plan::Strategy) -> Box<dyn Strategy> {
    match plan {
        plan::Strategy::Random { seed } => Box::new(random::RandomWalk::new(*seed)),
        plan::Strategy::Pos { seed } => Box::new(pos::Pos::new(*seed)),
        plan::Strategy::Pct {
            seed,
            depth,
            length,
        } => Box::new(pct::Pct::new(*seed, *depth, *length)),
        plan::Strategy::List { decisions, asleep } => {
            Box::new(list::List::new(decisions.clone(), asleep))
        }
        plan::Strategy::Stretches(list) => Box::new(stretches::Stretches::new(list.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A view of threads that can all go on, and do these operations.
    pub fn view<'a>(step: usize, operations: &'a [Operation]) -> View<'a> {
        let all = (1 << operations.len()) - 1;
        View {
            choices: all,
            able: all,
            current: 0,
            step,
            operations,
        }
    }

    #[test]
    fn the_members_of_a_set_come_in_order() {
        let set = 1 << 127 | 1 << 64 | 1 << 3;
        assert_eq!(members(set).collect::<Vec<_>>(), [3, 64, 127]);
        assert_eq!(members(0).count(), 0);
    }
}
