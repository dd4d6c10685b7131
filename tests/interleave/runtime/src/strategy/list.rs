//! A list of decisions, to repeat a run, or to begin one as another began.

use interleave_protocol::{log::depend, plan::Sleeper};

use super::{Choice, Operation, Strategy, View};

pub struct List {
    decisions: Vec<u8>,
    next: usize,
    asleep: Vec<(usize, Operation)>,
}

impl List {
    pub fn new(decisions: Vec<u8>, asleep: &[Sleeper]) -> Self {
        let entry =
            |sleeper: &Sleeper| (usize::from(sleeper.thread), (sleeper.kind, sleeper.object));
        Self {
            decisions,
            next: 0,
            asleep: asleep.iter().map(entry).collect(),
        }
    }

    /// After the end of the list, wakes threads whose operations depend on what was done.
    fn wake(&mut self, thread: usize, done: Operation) {
        if self.next < self.decisions.len() {
            return;
        }
        let wakes =
            |(other, operation): &(usize, Operation)| *other == thread || depend(*operation, done);
        let woken: Vec<usize> = self
            .asleep
            .iter()
            .filter(|entry| wakes(entry))
            .map(|entry| entry.0)
            .collect();
        self.asleep.retain(|entry| !woken.contains(&entry.0));
    }
}

impl Strategy for List {
    fn choose(&mut self, view: &View) -> Choice {
        let listed = self
            .decisions
            .get(self.next)
            .map(|&thread| usize::from(thread));
        self.next += 1;
        if let Some(thread) = listed
            && view.able >> thread & 1 == 0
        {
            return Choice::Diverged;
        }
        let is_awake = |thread| self.asleep.iter().all(|entry| entry.0 != thread);
        let Some(chosen) = listed.or_else(|| view.free_choice(is_awake)) else {
            return Choice::Redundant;
        };
        self.wake(chosen, view.operations[chosen]);
        Choice::Thread(chosen)
    }

    fn accessed(&mut self, thread: usize, operation: Operation) {
        self.wake(thread, operation);
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::{super::tests::view, *};

    const WRITES: [Operation; 3] = [(Kind::Store, 1), (Kind::Store, 2), (Kind::Leave, 0)];

    #[test]
    fn the_list_is_followed_and_then_the_same_thread_goes_on() {
        let mut list = List::new(vec![1, 0], &[]);
        let mut choose = |current| {
            list.choose(&View {
                current,
                ..view(0, &WRITES)
            })
        };
        assert_eq!(choose(0), Choice::Thread(1));
        assert_eq!(choose(1), Choice::Thread(0));
        assert_eq!(choose(1), Choice::Thread(1));
        assert_eq!(choose(2), Choice::Thread(0));
    }

    #[test]
    fn a_thread_that_cannot_go_on_is_said_to_diverge() {
        let mut list = List::new(vec![1], &[]);
        let view = View {
            able: 0b101,
            choices: 0b101,
            ..view(0, &WRITES)
        };
        assert_eq!(list.choose(&view), Choice::Diverged);
    }

    #[test]
    fn a_sleeping_thread_is_woken_by_what_its_operation_depends_on() {
        let sleeper = |thread, object| Sleeper {
            thread,
            kind: Kind::Store,
            object,
        };
        let mut list = List::new(vec![], &[sleeper(0, 1), sleeper(1, 2)]);
        let all_asleep = View {
            choices: 0b011,
            ..view(0, &WRITES)
        };
        assert_eq!(list.choose(&all_asleep), Choice::Redundant);
        list.accessed(2, (Kind::Load, 2));
        assert_eq!(list.choose(&all_asleep), Choice::Thread(1));
    }
}
