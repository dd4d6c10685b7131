//! A random walk: each thread that can be chosen has the same probability, at each step.

use super::{Choice, Strategy, View};
use crate::random::Random;

pub struct RandomWalk(Random);

impl RandomWalk {
    pub fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }
}

impl Strategy for RandomWalk {
    fn choose(&mut self, view: &View) -> Choice {
        let nth = self.0.below(u64::from(view.choices.count_ones())) as usize;
        view.threads()
            .nth(nth)
            .map_or(Choice::Diverged, Choice::Thread)
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::{super::tests::view, *};

    #[test]
    fn each_thread_is_chosen_about_as_often() {
        let mut walk = RandomWalk::new(1);
        let operations = [(Kind::Load, 1); 4];
        let mut times = [0; 4];
        for step in 0..4000 {
            let Choice::Thread(thread) = walk.choose(&view(step, &operations)) else {
                panic!("one can always be chosen")
            };
            times[thread] += 1;
        }
        assert!(
            times.iter().all(|time| (900..1100).contains(time)),
            "{times:?}"
        );
    }
}
