//! Stretches of steps, each of one thread, until that has done so many. Unlike a list of decisions,
//! they still fit if some are left out: the next stretch of the same thread makes up for it.

use interleave_protocol::{log::MOST_THREADS, plan::Stretch};

use super::{Choice, Strategy, View};

pub struct Stretches {
    stretches: Vec<Stretch>,
    next: usize,
    /// How many steps each thread has done.
    done: [usize; MOST_THREADS],
}

impl Stretches {
    pub fn new(stretches: Vec<Stretch>) -> Self {
        Self {
            stretches,
            next: 0,
            done: [0; MOST_THREADS],
        }
    }

    /// The thread of the stretch that has come, if any is left.
    fn listed(&mut self, view: &View) -> Option<usize> {
        while let Some(stretch) = self.stretches.get(self.next) {
            let thread = usize::from(stretch.thread);
            if self.done[thread] < stretch.until && view.able >> thread & 1 == 1 {
                return Some(thread);
            }
            self.next += 1;
        }
        None
    }
}

impl Strategy for Stretches {
    fn choose(&mut self, view: &View) -> Choice {
        let chosen = self.listed(view).or_else(|| view.free_choice(|_| true));
        let chosen = chosen.expect("a thread can go on");
        self.done[chosen] += 1;
        Choice::Thread(chosen)
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::{super::tests::view, *};

    /// The threads that are chosen, when these can go on at each step.
    fn chosen(stretches: &[(u8, usize)], able: &[u128]) -> Vec<usize> {
        let stretches = stretches.iter();
        let stretches = stretches.map(|&(thread, until)| Stretch { thread, until });
        let mut stretches = Stretches::new(stretches.collect());
        let mut current = 0;
        let chosen = able.iter().map(|&able| {
            let view = View {
                able,
                choices: able,
                current,
                ..view(0, &[(Kind::Store, 1), (Kind::Store, 2)])
            };
            if let Choice::Thread(thread) = stretches.choose(&view) {
                current = thread;
            }
            current
        });
        chosen.collect()
    }

    #[test]
    fn each_thread_goes_on_until_it_has_done_so_many_steps() {
        let stretches = [(0, 1), (1, 2), (0, 3)];
        assert_eq!(chosen(&stretches, &[0b11; 6]), [0, 1, 1, 0, 0, 0]);
    }

    #[test]
    fn steps_that_were_left_out_come_with_the_next_stretch_of_their_thread() {
        assert_eq!(chosen(&[(1, 2), (0, 3)], &[0b11; 6]), [1, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn the_stretch_of_a_thread_that_cannot_go_on_is_over() {
        let able = [0b11, 0b10, 0b11, 0b11];
        assert_eq!(chosen(&[(0, 3), (1, 2)], &able), [0, 1, 1, 1]);
    }
}
