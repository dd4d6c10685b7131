//! When a mutex was free, by the log. A thread that wants it can go on only then. So a race for a
//! mutex is a race with the last operation that found it free.

use interleave_protocol::log::Kind;

/// Whether a mutex is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Free,
    Held,
    /// Precompiled code has used it: `Condvar::wait` releases it and locks it again.
    Unknown,
}

/// The operations on an object that may be a mutex.
#[derive(Default)]
pub struct Mutex {
    state: State,
    uses: Vec<(usize, State)>,
}

/// An operation on an object that may be a mutex.
#[derive(Clone, Copy)]
pub struct Use {
    /// The step.
    pub at: usize,
    /// What is done.
    pub kind: Kind,
    /// The value that was written, if this is the first operation of the step, and not an access.
    pub value: Option<u64>,
}

impl Mutex {
    /// Records an operation.
    pub fn use_by(&mut self, Use { at, kind, value }: Use) {
        self.uses.push((at, self.state));
        self.state = match (kind, value) {
            (_, None) => State::Unknown,
            (Kind::Load, _) => self.state,
            (Kind::Lock, _) => State::Held,
            (Kind::Store | Kind::Update, Some(0)) => State::Free,
            (Kind::Store | Kind::Update, Some(value)) if value & 1 == 1 => State::Held,
            // The value of a wait or a wake is not the value of the mutex.
            _ => State::Unknown,
        };
    }

    /// The operations before which a lock could have come, the latest first. They are the last one
    /// that surely found the mutex free, and later ones that may have.
    pub fn rivals(&self) -> impl Iterator<Item = usize> + '_ {
        let mut is_over = false;
        self.uses
            .iter()
            .rev()
            .take_while(move |(_, state)| !std::mem::replace(&mut is_over, *state == State::Free))
            .filter(|(_, state)| *state != State::Held)
            .map(|(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rivals(uses: &[(Kind, Option<u64>)]) -> Vec<usize> {
        let mut mutex = Mutex::default();
        for (at, &(kind, value)) in uses.iter().enumerate() {
            mutex.use_by(Use { at, kind, value });
        }
        mutex.rivals().collect()
    }

    #[test]
    fn a_lock_races_with_the_lock_before_and_not_with_its_release() {
        let lock = (Kind::Lock, Some(1));
        let release = (Kind::Update, Some(0));
        assert_eq!(rivals(&[lock, release]), [0]);
        assert_eq!(rivals(&[lock, release, lock, release]), [2]);
    }

    #[test]
    fn a_lock_races_with_an_attempt_that_found_it_free() {
        let try_lock = (Kind::Update, Some(1));
        let look = (Kind::Load, Some(0));
        let release = (Kind::Update, Some(0));
        assert_eq!(rivals(&[try_lock, release]), [0]);
        assert_eq!(rivals(&[try_lock, release, look]), [2]);
    }

    #[test]
    fn a_wake_that_wakes_no_thread_does_not_free_the_mutex() {
        let lock = (Kind::Lock, Some(1));
        let wake = (Kind::Wake, Some(0));
        let release = (Kind::Update, Some(0));
        assert_eq!(rivals(&[lock, wake, release]), [2, 0]);
    }

    #[test]
    fn what_is_not_seen_may_have_found_it_free() {
        let lock = (Kind::Lock, Some(1));
        let unseen = (Kind::Update, None);
        let release = (Kind::Update, Some(0));
        assert_eq!(rivals(&[lock, unseen, release]), [2, 0]);
        assert_eq!(rivals(&[lock, release, unseen]), [2]);
    }
}
