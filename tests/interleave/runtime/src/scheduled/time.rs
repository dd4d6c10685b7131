//! Virtual time passes as the scheduler says.

use crate::state::State;

use super::{CLOCK, Scheduled, forget_spinning, looks_at_clock};

/// The shortest jump of the clock that is not to a deadline, in nanoseconds.
const LEAST_JUMP: u64 = 1_000_000;
/// The length of such a jump is the time that has passed since [`Passing::since`], divided by this.
const PART: u64 = 16;

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    /// The latest time.
    pub until: u64,
    /// The time at which it began to pass.
    pub since: u64,
    /// How many waits may still end before jumps go farther than to the next deadline.
    pub exact: u64,
    /// How many jumps are left.
    pub most: u64,
}

impl Passing {
    /// The time of the next jump, if there is one. If a thread looks at the clock, all times
    /// matter, and not only the next `deadline`.
    fn jump(&self, now: u64, deadline: Option<u64>, is_looked_at: bool) -> Option<u64> {
        let a_while = now + ((now - self.since) / PART).max(LEAST_JUMP);
        let next = match deadline {
            Some(next) if is_looked_at => next.min(a_while),
            Some(next) => next,
            None if is_looked_at => a_while,
            None => return None,
        };
        Some(if self.exact == 0 {
            next.max(a_while)
        } else {
            next
        })
    }
}

/// The next time at which a wait is over.
pub fn deadline(state: &State) -> Option<u64> {
    let deadlines = state
        .threads
        .iter()
        .filter_map(|thread| thread.block.deadline());
    deadlines.filter(|&until| until > state.clock.now()).min()
}

/// How many waits are over at `now`, but were not at `before`.
fn ended(state: &State, before: u64, now: u64) -> usize {
    let deadlines = state
        .threads
        .iter()
        .filter_map(|thread| thread.block.deadline());
    deadlines
        .filter(|&until| before < until && until <= now)
        .count()
}

/// Whether a thread looks at the clock again and again.
pub fn is_looked_at(state: &State) -> bool {
    (0..state.threads.len()).any(|thread| looks_at_clock(state, thread))
}

impl Scheduled {
    /// Lets the clock jump, if time passes. Returns whether it did.
    pub fn time_passes(&mut self, state: &mut State) -> bool {
        let Some(passing) = self.passing else {
            return false;
        };
        let before = state.clock.now();
        let next = passing.jump(before, deadline(state), is_looked_at(state));
        let Some(next) = next.filter(|_| passing.most > 0) else {
            self.passing = None;
            return false;
        };
        if next > passing.until {
            self.passing = None;
            // Waits that would have ended in a larger jump are over.
            let ends = deadline(state).is_some_and(|next| next <= passing.until);
            state.clock.reach(passing.until);
            return ends;
        }
        state.clock.reach(next);
        let ended = ended(state, before, next).max(1);
        self.passing = Some(Passing {
            exact: passing.exact.saturating_sub(ended as u64),
            most: passing.most - 1,
            ..passing
        });
        self.jumps += 1;
        self.points = 0;
        let clock = state.objects.number(CLOCK);
        state.objects.change(clock);
        forget_spinning(state);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSING: Passing = Passing {
        until: 1 << 40,
        since: 1000,
        exact: 5,
        most: 5,
    };

    #[test]
    fn the_clock_jumps_to_the_next_deadline() {
        assert_eq!(PASSING.jump(1000, Some(1001), false), Some(1001));
        assert_eq!(PASSING.jump(1000, None, false), None);
    }

    #[test]
    fn a_clock_that_is_looked_at_goes_on_by_and_by() {
        assert_eq!(PASSING.jump(1000, None, true), Some(1000 + LEAST_JUMP));
        assert_eq!(
            PASSING.jump(1000, Some(1 << 39), true),
            Some(1000 + LEAST_JUMP)
        );
        assert_eq!(PASSING.jump(1000, Some(1001), true), Some(1001));
        let later = 1000 + 160 * LEAST_JUMP;
        assert_eq!(
            PASSING.jump(later, None, true),
            Some(later + 10 * LEAST_JUMP)
        );
    }

    #[test]
    fn jumps_that_need_not_be_exact_get_larger() {
        let passing = Passing {
            exact: 0,
            ..PASSING
        };
        let later = 1000 + 160 * LEAST_JUMP;
        assert_eq!(
            passing.jump(later, Some(later + 1), false),
            Some(later + 10 * LEAST_JUMP)
        );
        assert_eq!(passing.jump(later, Some(1 << 39), false), Some(1 << 39));
    }
}
