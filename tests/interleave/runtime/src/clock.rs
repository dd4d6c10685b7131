//! Virtual time: a number of nanoseconds. The clock jumps to the next deadline when no thread can
//! go on, and ticks when a thread looks at it.

use interleave_protocol::plan::Time;

/// The time at which the clock begins: an arbitrary day, the same in each run.
const START: u64 = 1_767_225_600 * 1_000_000_000;
const LEAST_TICK: u64 = 1_000;
const MOST_TICK: u64 = 1_000_000;

/// The clock of a run.
pub struct Clock {
    now: u64,
    mode: Time,
    tick: u64,
}

impl Clock {
    /// A clock that stands at its start.
    pub fn new(mode: Time) -> Self {
        Self {
            now: START,
            mode,
            tick: LEAST_TICK,
        }
    }

    /// The time.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// How long the run has taken so far.
    pub fn elapsed(&self) -> u64 {
        self.now - START
    }

    /// Whether a sleep until then may end now.
    pub fn may_sleep_end(&self, until: u64) -> bool {
        self.mode != Time::Order || until <= self.now
    }

    /// Whether a wait with this time limit may end now.
    pub fn may_limit_end(&self, until: u64) -> bool {
        self.mode == Time::Any || until <= self.now
    }

    /// Whether sleeps end in the order of their deadlines.
    pub fn is_in_order(&self) -> bool {
        self.mode == Time::Order
    }

    /// Sets the clock to `time`, unless it is later already.
    pub fn reach(&mut self, time: u64) {
        self.now = self.now.max(time);
    }

    /// The time for a thread that looks at the clock. If a thread looks again and again, time
    /// passes faster and faster, because the thread may wait for a certain time.
    pub fn look(&mut self) -> u64 {
        self.now += self.tick;
        self.tick = (self.tick + self.tick / 16).min(MOST_TICK);
        self.now
    }

    /// The time for a look in a scheduled run. The clock never stands quite still. Otherwise a wait
    /// that ends exactly at its time would begin again for ever.
    pub fn look_only(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    /// Converts a time of the clock to a time since the start of the run.
    pub fn since_start(&self, time: u64) -> u64 {
        time.saturating_sub(START)
    }

    /// Converts a time since the start of the run to a time of the clock.
    pub fn at(&self, since_start: u64) -> u64 {
        START.saturating_add(since_start)
    }

    /// Notes that something was changed: only looks at the clock from here on count.
    pub fn reset_tick(&mut self) {
        self.tick = LEAST_TICK;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mode_lets_other_waits_end_early() {
        let later = START + 1;
        let may = |mode| {
            let clock = Clock::new(mode);
            (clock.may_sleep_end(later), clock.may_limit_end(later))
        };
        assert_eq!(may(Time::Any), (true, true));
        assert_eq!(may(Time::Sleeps), (true, false));
        assert_eq!(may(Time::Order), (false, false));
    }

    #[test]
    fn a_clock_that_is_watched_goes_faster_and_faster() {
        let mut clock = Clock::new(Time::Order);
        let first = clock.look() - START;
        for _ in 0..200 {
            clock.look();
        }
        let late = clock.look() - (clock.now() - MOST_TICK);
        assert_eq!((first, late), (LEAST_TICK, MOST_TICK));
        let elapsed = clock.elapsed();
        clock.reset_tick();
        clock.look();
        assert_eq!(clock.elapsed() - elapsed, LEAST_TICK);
    }
}
