//! How a program wanted to end while workers were withheld, and what it had waited for before.

use std::time::Duration;

use scheduler::{Event, virtual_time};

use super::situation::Situation;

/// How the program wanted to end while workers were withheld.
#[derive(Clone, Debug)]
pub struct Departure {
    /// How it had waited before.
    pub waited: Waited,
    /// How many steps had been done.
    pub steps: usize,
    /// How many threads there had been, main too, if that is known.
    pub threads: Option<usize>,
    /// Where each thread was then.
    pub situation: Situation,
}

/// How main waits before it leaves without its workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// Not at all.
    Not,
    /// For a length of time, which may be unknown.
    Time(Option<Duration>),
    /// By looking again and again.
    Looks,
}

impl Waited {
    /// How main has waited, if this is all that has happened before it leaves.
    pub fn of(history: &[Event]) -> Self {
        let has_arrived = |event: &Event| matches!(event, Event::Arrived(_));
        let is_time = |event: &Event| matches!(event, Event::TimePassed(_));
        // A sleep before the first worker has begun is no wait for it.
        let first = history.iter().position(has_arrived);
        if history[first.unwrap_or(0)..].iter().any(is_time) {
            Self::Time(virtual_time(history))
        } else if history.contains(&Event::Unseen) {
            Self::Time(None)
        } else if history.contains(&Event::Spun) {
            Self::Looks
        } else {
            Self::Not
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived() -> Event {
        Event::Arrived("a".to_owned())
    }

    fn after(seconds: u64) -> Event {
        Event::TimePassed(Duration::from_secs(seconds))
    }

    #[test]
    fn a_main_that_leaves_with_nothing_before_has_not_waited() {
        assert_eq!(Waited::of(&[]), Waited::Not);
        assert_eq!(Waited::of(&[arrived()]), Waited::Not);
    }

    #[test]
    fn time_that_passes_while_a_worker_is_there_is_a_wait() {
        let history = [arrived(), after(1), after(3)];
        let three = Duration::from_secs(3);
        assert_eq!(Waited::of(&history), Waited::Time(Some(three)));
    }

    #[test]
    fn a_sleep_before_the_first_worker_is_no_wait() {
        assert_eq!(Waited::of(&[after(1), arrived()]), Waited::Not);
    }

    #[test]
    fn time_without_any_worker_is_a_wait_for_one() {
        let second = Duration::from_secs(1);
        assert_eq!(Waited::of(&[after(1)]), Waited::Time(Some(second)));
    }

    #[test]
    fn looks_are_a_wait_unless_something_unseen_may_have_been_waited_for() {
        assert_eq!(Waited::of(&[Event::Spun, arrived()]), Waited::Looks);
        let history = [Event::Spun, arrived(), Event::Unseen];
        assert_eq!(Waited::of(&history), Waited::Time(None));
    }
}
