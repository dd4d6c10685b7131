//! Threads that spin. A thread may wait for others without saying so. It looks at the same object
//! from the same place again and again, and finds it unchanged. Or it only yields, or only waits
//! for a time. Then it is *deferred*: it is not chosen while a thread that is not deferred can go
//! on, until something changes.
//!
//! Fairness also hides bugs: if a thread spins for a while and then parks, it never parks while it
//! is deferred. So there are two settings, which take turns.

use crate::random::Random;

/// After about this many vain looks of all threads that can go on, time passes while they look. A
/// thread that polls only for a while stops polling before that.
const LOOKS_BEFORE_TIME: u32 = 120;

/// Once in so many steps, no thread is deferred, and another one goes on: threads may change things for
/// ever that do not concern the others.
pub const FAIR_EVERY: usize = 300;

/// It is one of so many steps at their end.
const FAIR_WITHIN: u64 = 32;

/// Whether no thread is deferred at this step, and another one goes on. The distance between two such
/// steps varies. Otherwise a loop could be left at the same of its steps each time: where it holds a
/// lock that the others want.
pub fn is_for_all(step: usize) -> bool {
    let round = step / FAIR_EVERY;
    let before_its_end = Random::new(round as u64).below(FAIR_WITHIN) as usize;
    step % FAIR_EVERY == FAIR_EVERY - 1 - before_its_end
}

/// How often a thread may look, yield or wait for a time in vain. Rayon yields 32 times before it
/// sleeps.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    looks: u32,
    yields: u32,
    /// None: without a limit.
    timed_waits: Option<u32>,
}

impl Patience {
    /// The patience in a scheduled run, in which the scheduler decides when time passes.
    pub fn scheduled() -> Self {
        Self {
            timed_waits: None,
            ..Self::new(false)
        }
    }

    /// The shorter patience, or the longer one.
    pub fn new(is_long: bool) -> Self {
        if is_long {
            Self {
                looks: 100,
                yields: 100,
                timed_waits: Some(3),
            }
        } else {
            Self {
                looks: 4,
                yields: 1,
                timed_waits: Some(3),
            }
        }
    }
}

impl Patience {
    /// How often all threads may be deferred before time passes although they could go on.
    pub fn rounds_before_time(self) -> u32 {
        LOOKS_BEFORE_TIME / self.looks
    }
}

/// What a thread has done since something last changed.
#[derive(Default)]
pub struct Spinning {
    looks: Vec<Look>,
    yields: u32,
    timed_waits: u32,
    is_deferred: bool,
    /// How often it may look or yield in vain before it is deferred again.
    spare: u32,
}

/// A thread's looks at an object.
struct Look {
    object: u32,
    place: u64,
    version: u32,
    times: u32,
}

impl Spinning {
    /// Whether others go first.
    pub fn is_deferred(&self) -> bool {
        self.is_deferred
    }

    /// Notes that the thread has looked at an object, in this version, from a place in the program.
    pub fn looked(&mut self, object: u32, place: u64, version: u32, patience: Patience) {
        let seen = |look: &&mut Look| (look.object, look.place) == (object, place);
        match self.looks.iter_mut().find(seen) {
            Some(look) if look.version == version => {
                look.times += 1;
                if look.times >= patience.looks {
                    self.was_in_vain();
                }
            }
            Some(look) => (look.version, look.times) = (version, 1),
            None => self.looks.push(Look {
                object,
                place,
                version,
                times: 1,
            }),
        }
    }

    /// Notes that the thread yields.
    pub fn yields(&mut self, patience: Patience) {
        self.yields += 1;
        if self.yields >= patience.yields {
            self.was_in_vain();
        }
    }

    fn was_in_vain(&mut self) {
        match self.spare.checked_sub(1) {
            Some(less) => self.spare = less,
            None => self.is_deferred = true,
        }
    }

    /// Notes that the thread sleeps, or waits with a time limit.
    pub fn waits_for_time(&mut self, patience: Patience) {
        self.timed_waits += 1;
        match patience.timed_waits {
            Some(most) => self.is_deferred |= self.timed_waits >= most,
            None => self.forget(),
        }
    }

    /// Whether the thread has looked at an object since something last changed.
    pub fn has_looked_at(&self, object: u32) -> bool {
        self.looks.iter().any(|look| look.object == object)
    }

    /// Whether the thread has looked at an object in vain, in this version and from this place, as
    /// often as it may.
    pub fn has_seen(&self, object: u32, place: u64, version: u32, patience: Patience) -> bool {
        let same = |look: &Look| {
            (look.object, look.place, look.version) == (object, place, version)
                && look.times >= patience.looks
        };
        self.looks.iter().any(same)
    }

    /// Whether the thread has yielded more often than it may since something last changed.
    pub fn has_yielded_more(&self, patience: Patience) -> bool {
        self.yields > patience.yields
    }

    /// Notes that another thread has changed an object. 0: something that is not seen.
    pub fn saw_change(&mut self, object: u32) {
        let is_concerned = object == 0
            || self.looks.is_empty()
            || self.looks.iter().any(|look| look.object == object);
        if is_concerned {
            (self.is_deferred, self.timed_waits, self.yields, self.spare) = (false, 0, 0, 0);
        }
    }

    /// The thread is no longer deferred.
    pub fn goes_on(&mut self) {
        self.looks_again(1);
    }

    /// The thread is no longer deferred, until it has looked or yielded so many times in vain.
    pub fn looks_again(&mut self, times: u32) {
        (self.is_deferred, self.spare) = (false, times - 1);
    }

    /// Notes that the thread has changed something itself, or that all counting begins again.
    pub fn forget(&mut self) {
        *self = Self {
            looks: std::mem::take(&mut self.looks),
            ..Self::default()
        };
        self.looks.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn looks(times: u32, patience: Patience) -> Spinning {
        let mut spinning = Spinning::default();
        (0..times).for_each(|_| spinning.looked(1, 10, 0, patience));
        spinning
    }

    #[test]
    fn loops_of_all_lengths_are_left_at_each_of_their_steps() {
        let fair: Vec<usize> = (0..100 * FAIR_EVERY)
            .filter(|&step| is_for_all(step))
            .collect();
        assert_eq!(fair.len(), 100);
        for length in 2..12 {
            let places: BTreeSet<usize> = fair.iter().map(|step| step % length).collect();
            assert_eq!(places.len(), length);
        }
    }

    #[test]
    fn a_thread_that_looks_in_vain_becomes_deferred() {
        let short = Patience::new(false);
        assert!(!looks(3, short).is_deferred());
        assert!(looks(4, short).is_deferred());
        assert!(!looks(99, Patience::new(true)).is_deferred());
    }

    #[test]
    fn looks_from_elsewhere_or_at_something_new_are_not_in_vain() {
        let patience = Patience::new(false);
        let mut spinning = looks(3, patience);
        spinning.looked(1, 11, 0, patience);
        spinning.looked(2, 10, 0, patience);
        spinning.looked(1, 10, 1, patience);
        assert!(!spinning.is_deferred());
    }

    #[test]
    fn a_change_of_what_it_looks_at_ends_it() {
        let mut spinning = looks(4, Patience::new(false));
        spinning.saw_change(2);
        assert!(spinning.is_deferred());
        spinning.saw_change(1);
        assert!(!spinning.is_deferred());
    }

    #[test]
    fn a_deferred_thread_can_be_let_look_many_times_in_a_row() {
        let patience = Patience::new(false);
        let mut spinning = looks(4, patience);
        let looks_and_is_deferred = |spinning: &mut Spinning| {
            spinning.looked(1, 10, 0, patience);
            spinning.is_deferred()
        };
        spinning.looks_again(3);
        let deferred = [(); 3].map(|()| looks_and_is_deferred(&mut spinning));
        assert_eq!(deferred, [false, false, true]);
        // A change leaves none of them.
        spinning.looks_again(3);
        spinning.saw_change(1);
        assert!(looks_and_is_deferred(&mut spinning));
    }

    #[test]
    fn timed_waits_and_yields_count_too() {
        let patience = Patience::new(false);
        let mut waiting = Spinning::default();
        (0..2).for_each(|_| waiting.waits_for_time(patience));
        assert!(!waiting.is_deferred());
        waiting.waits_for_time(patience);
        assert!(waiting.is_deferred());
        let mut yielding = Spinning::default();
        yielding.yields(patience);
        assert!(yielding.is_deferred() && !yielding.has_yielded_more(patience));
        yielding.yields(patience);
        assert!(yielding.has_yielded_more(patience));
        yielding.forget();
        assert!(!yielding.is_deferred() && !yielding.has_yielded_more(patience));
    }
}
