//! Threads that spin. A thread that looks at the same object from the same place again and again, and
//! finds it unchanged, or that yields or naps and does nothing else, waits for others without saying
//! so. It is *shy* from then on: not chosen while a thread that is not shy can go on, until something
//! changes.
//!
//! Fairness hides bugs, too: a thread that spins for a while and then parks never parks while it is
//! shy. So there are two settings, which take turns.

/// After about so many vain looks of all threads that can go on, time passes beside them. A thread that
/// polls for a while only comes to its end before.
const LOOKS_BEFORE_TIME: u32 = 120;

/// So many steps apart, no thread is shy: others may change things for ever that do not concern it.
pub const FAIR_EVERY: usize = 300;

/// How often a thread may look, yield or nap in vain. Rayon yields 32 times before it sleeps.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    looks: u32,
    yields: u32,
    naps: u32,
}

impl Patience {
    /// The shorter or the longer one.
    pub fn new(is_long: bool) -> Self {
        if is_long {
            Self {
                looks: 100,
                yields: 100,
                naps: 3,
            }
        } else {
            Self {
                looks: 4,
                yields: 1,
                naps: 3,
            }
        }
    }
}

impl Patience {
    /// How often all threads may have been kept back before time passes beside them.
    pub fn rounds_before_time(self) -> u32 {
        LOOKS_BEFORE_TIME / self.looks
    }
}

/// What a thread has done since something last changed.
#[derive(Default)]
pub struct Spinning {
    looks: Vec<Look>,
    yields: u32,
    naps: u32,
    is_shy: bool,
}

/// That a thread has looked at an object.
struct Look {
    object: u32,
    place: u64,
    version: u32,
    times: u32,
}

impl Spinning {
    /// Whether others go first.
    pub fn is_shy(&self) -> bool {
        self.is_shy
    }

    /// It has looked at an object, in this version, from a place in the program.
    pub fn looked(&mut self, object: u32, place: u64, version: u32, patience: Patience) {
        let seen = |look: &&mut Look| (look.object, look.place) == (object, place);
        match self.looks.iter_mut().find(seen) {
            Some(look) if look.version == version => {
                look.times += 1;
                self.is_shy |= look.times >= patience.looks;
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

    /// It yields.
    pub fn yields(&mut self, patience: Patience) {
        self.yields += 1;
        self.is_shy |= self.yields >= patience.yields;
    }

    /// It sleeps, or waits with a time limit.
    pub fn naps(&mut self, patience: Patience) {
        self.naps += 1;
        self.is_shy |= self.naps >= patience.naps;
    }

    /// Another thread has changed an object (0: something that nothing sees).
    pub fn saw_change(&mut self, object: u32) {
        let is_concerned = object == 0
            || self.looks.is_empty()
            || self.looks.iter().any(|look| look.object == object);
        if is_concerned {
            (self.is_shy, self.naps, self.yields) = (false, 0, 0);
        }
    }

    /// It goes on, whatever it did before.
    pub fn goes_on(&mut self) {
        self.is_shy = false;
    }

    /// It has changed something itself, or everything begins anew.
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
    use super::*;

    fn looks(times: u32, patience: Patience) -> Spinning {
        let mut spinning = Spinning::default();
        (0..times).for_each(|_| spinning.looked(1, 10, 0, patience));
        spinning
    }

    #[test]
    fn a_thread_that_looks_in_vain_becomes_shy() {
        let short = Patience::new(false);
        assert!(!looks(3, short).is_shy());
        assert!(looks(4, short).is_shy());
        assert!(!looks(99, Patience::new(true)).is_shy());
    }

    #[test]
    fn looks_from_elsewhere_or_at_something_new_are_not_in_vain() {
        let patience = Patience::new(false);
        let mut spinning = looks(3, patience);
        spinning.looked(1, 11, 0, patience);
        spinning.looked(2, 10, 0, patience);
        spinning.looked(1, 10, 1, patience);
        assert!(!spinning.is_shy());
    }

    #[test]
    fn a_change_of_what_it_looks_at_ends_it() {
        let mut spinning = looks(4, Patience::new(false));
        spinning.saw_change(2);
        assert!(spinning.is_shy());
        spinning.saw_change(1);
        assert!(!spinning.is_shy());
    }

    #[test]
    fn naps_and_yields_count_too() {
        let patience = Patience::new(false);
        let mut napping = Spinning::default();
        (0..2).for_each(|_| napping.naps(patience));
        assert!(!napping.is_shy());
        napping.naps(patience);
        assert!(napping.is_shy());
        let mut yielding = Spinning::default();
        yielding.yields(patience);
        assert!(yielding.is_shy());
        yielding.forget();
        assert!(!yielding.is_shy());
    }
}
