//! Partial order sampling (Yuan, Yang and Gu, CAV 2018): each announced operation has a random
//! priority, and the one with the highest is chosen. Then the priorities of the operations that
//! race with it are drawn anew. So all orders of racing operations are about equally likely,
//! however many other operations there are.

use interleave_protocol::log::depend;

use super::{Choice, Strategy, View};
use crate::random::Random;

pub struct Pos {
    random: Random,
    priorities: Vec<u64>,
}

impl Pos {
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            priorities: Vec::new(),
        }
    }
}

impl Strategy for Pos {
    fn choose(&mut self, view: &View) -> Choice {
        while self.priorities.len() < view.operations.len() {
            self.priorities.push(self.random.next());
        }
        let highest = view.threads().max_by_key(|&thread| self.priorities[thread]);
        let Some(chosen) = highest else {
            return Choice::Diverged;
        };
        let done = view.operations[chosen];
        let all = view.is_time_for_fairness();
        for (thread, &operation) in view.operations.iter().enumerate() {
            if all || thread == chosen || depend(operation, done) {
                self.priorities[thread] = self.random.next();
            }
        }
        Choice::Thread(chosen)
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::{super::tests::view, *};

    #[test]
    fn a_race_is_decided_either_way() {
        let operations = [(Kind::Store, 1), (Kind::Store, 1)];
        let firsts = (0..200)
            .filter(|&seed| Pos::new(seed).choose(&view(0, &operations)) == Choice::Thread(0));
        assert!((70..130).contains(&firsts.count()));
    }

    #[test]
    fn what_races_with_nothing_keeps_its_priority() {
        let operations = [(Kind::Store, 1), (Kind::Store, 1), (Kind::Store, 2)];
        let mut pos = Pos::new(3);
        pos.choose(&View {
            choices: 1,
            ..view(0, &operations)
        });
        let before = pos.priorities.clone();
        pos.choose(&View {
            choices: 1,
            ..view(1, &operations)
        });
        assert_eq!(pos.priorities[2], before[2]);
        assert_ne!(pos.priorities[1], before[1]);
    }
}
