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

    /// The same after a jump from `before` to `now`, which has ended the waits whose deadlines lie
    /// between. A jump without any counts as one.
    fn after_jump(self, before: u64, now: u64, deadlines: impl Iterator<Item = u64>) -> Self {
        let ended = deadlines.filter(|&until| before < until && until <= now);
        Self {
            exact: self.exact.saturating_sub(ended.count().max(1) as u64),
            most: self.most - 1,
            ..self
        }
    }
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
        let next = passing.jump(before, state.next_deadline(), is_looked_at(state));
        let Some(next) = next.filter(|_| passing.most > 0) else {
            self.passing = None;
            return false;
        };
        if next > passing.until {
            self.passing = None;
            // Waits that would have ended in a larger jump are over.
            let ends = state
                .next_deadline()
                .is_some_and(|next| next <= passing.until);
            state.clock.reach(passing.until);
            return ends;
        }
        state.clock.reach(next);
        self.passing = Some(passing.after_jump(before, next, state.deadlines()));
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
    fn each_wait_that_a_jump_ends_counts() {
        let exact = |deadlines: &[u64]| {
            let deadlines = deadlines.iter().copied();
            PASSING.after_jump(1000, 2000, deadlines).exact
        };
        assert_eq!(exact(&[1001, 1500, 2000]), 2);
        assert_eq!(exact(&[1000, 1500, 2001]), 4);
        // Only the clock was looked at.
        assert_eq!(exact(&[]), 4);
        assert_eq!(exact(&[1500; 9]), 0);
        assert_eq!(PASSING.after_jump(1000, 2000, [].into_iter()).most, 4);
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
