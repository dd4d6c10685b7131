//! How long to wait for something that may never happen. All such limits of the project are in this
//! file.
//!
//! Under the interleaver rest is known exactly, and virtual time passes only when we let it. Then
//! no wait depends on a real clock, unless something unseen is at work. Without the interleaver we
//! can only presume rest when nothing has happened for a while.

use std::time::{Duration, Instant};

use interleave_protocol::control::{Command, How, Next, State};

use crate::{process::Activity, quiescence::Quiescence};

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// If rest is known exactly: how much virtual time may pass.
    virtual_time: Duration,
    /// How many more long sleeps of main may pass after that.
    long_sleeps: u32,
    /// How many sleeps and time limits of all threads end exactly in time. After that the clock jumps
    /// farther each time, so that endless polls cost little.
    exact: u64,
    /// How many more scheduling points threads that spin may pass while nothing of it is seen outside.
    points: u64,
    /// The same for restless threads, which keep waking each other or work. They take turns more often,
    /// so each of their points takes longer.
    restless: u64,
    /// How long a child process that does not report to the scheduler may be at work, in real time.
    /// The time counts from the last event, so a second wait for the same process ends at once.
    unseen: Duration,
    /// How long a thread may be busy without a scheduling point, in processor time. This also
    /// counts from the last event.
    busy: Duration,
    /// If rest is not known exactly: how long nothing must have happened to presume it.
    pub(crate) quiet: Duration,
}

/// A wait with a longer time limit counts as one without.
const TWO_HOURS: u64 = 2 * 60 * 60;

/// No wait with a longer time limit makes sense.
const TEN_YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl Patience {
    /// To see what happens now. No virtual time passes.
    pub const NOW: Self = Self::new(0, 100, 100);
    /// To see whether a worker arrives, or does the step that it was granted. Its thread may do much
    /// before that.
    pub const TO_COME: Self = Self {
        exact: 20_000,
        points: 400_000,
        restless: 100_000,
        ..Self::new(TWO_HOURS, 3_000, 10_000)
    };
    /// To see whether the program keeps a worker from its next step. Its thread may look at much before
    /// that.
    pub const TO_BE_KEPT: Self = Self {
        points: Self::TO_STAY.points,
        ..Self::new(0, 300, 1_000)
    };
    /// To see whether main stays while its workers are withheld.
    pub const TO_STAY: Self = Self::new(TWO_HOURS, 350, 3_000);
    /// To see whether the program ends.
    pub const TO_END: Self = Self {
        exact: Self::TO_COME.exact,
        points: Self::TO_COME.points,
        restless: Self::TO_COME.restless,
        ..Self::new(TWO_HOURS, 3_000, 18_000)
    };

    /// The same, but at most `most` of virtual time passes.
    #[must_use]
    pub fn with_less_time(self, most: Duration) -> Self {
        Self {
            virtual_time: self.virtual_time.min(most),
            long_sleeps: 0,
            ..self
        }
    }

    /// The same, with less time for a busy thread, because an earlier run has waited for it in
    /// vain.
    #[must_use]
    pub fn with_less_for_the_busy(self) -> Self {
        Self {
            busy: self.busy.min(Self::TO_STAY.busy),
            ..self
        }
    }

    /// The same, with many more sleeps for polls that count them, and few checks.
    #[must_use]
    pub fn with_more_sleeps(self) -> Self {
        Self {
            exact: 10 * self.exact,
            points: self.points / 80,
            restless: self.restless / 80,
            ..self
        }
    }

    /// The same, with ten years of virtual time, and with 25 times as many sleeps and checks for a
    /// poll that counts them. So one run is enough to see such a poll give up. Unseen work gets
    /// more time here than any other run gets for its end. So a main that leaves in another run
    /// leaves here too.
    #[must_use]
    pub const fn thorough(self) -> Self {
        Self {
            virtual_time: TEN_YEARS,
            exact: 25 * self.exact,
            points: 25 * self.points,
            restless: 25 * self.restless,
            unseen: self.unseen.saturating_mul(10),
            busy: self.busy.saturating_mul(10),
            ..self
        }
    }

    /// `virtual_time` is in seconds, `unseen` and `quiet` are in milliseconds.
    const fn new(virtual_time: u64, unseen: u64, quiet: u64) -> Self {
        let is_timed = virtual_time > 0;
        Self {
            virtual_time: Duration::from_secs(virtual_time),
            long_sleeps: if is_timed { 20 } else { 0 },
            exact: if is_timed { 2_000 } else { 0 },
            points: if is_timed { 16_000 } else { 0 },
            restless: if is_timed { 4_000 } else { 0 },
            unseen: Duration::from_millis(unseen),
            busy: Duration::from_millis(unseen),
            quiet: Duration::from_millis(quiet),
        }
    }
}

// We wait longer for a worker than for main, because main may have to act before the worker
// arrives. We wait longest for the end, because all workers come before it.
const _: () = {
    let [now, kept, stay, come, end] = [
        Patience::NOW.quiet,
        Patience::TO_BE_KEPT.quiet,
        Patience::TO_STAY.quiet,
        Patience::TO_COME.quiet,
        Patience::TO_END.quiet,
    ];
    assert!(now.as_millis() < kept.as_millis() && kept.as_millis() < stay.as_millis());
    assert!(stay.as_millis() < come.as_millis() && come.as_millis() < end.as_millis());
    // A main that gives up while a worker is waited for does so in the roll call too.
    let stay = Patience::TO_STAY.thorough();
    assert!(stay.points >= Patience::TO_COME.points);
    assert!(stay.restless >= Patience::TO_COME.restless);
    assert!(stay.exact >= Patience::TO_COME.exact);
};

/// Each time that the program does something that is seen while time passes, so many fewer
/// waits end exactly. So a program that prints while it waits prints little.
const WAITS_PER_EVENT: u64 = 50;

/// What a program at rest may still be granted, before it is reported to rest for good.
pub(crate) struct Allowance {
    /// The virtual time since which it goes on.
    since: Duration,
    /// The virtual time until which it may go on.
    until: Duration,
    /// How many waits may still end exactly.
    exact: u64,
    /// How many more long sleeps of main may pass after that.
    long_sleeps: u32,
    /// What else may happen.
    patience: Patience,
    /// How many events there had been when points were granted, if they were.
    granted: Option<usize>,
}

impl Allowance {
    /// What `patience` allows from `rest` on.
    pub(crate) fn of(patience: Patience, rest: &Quiescence) -> Self {
        Self {
            since: rest.clock,
            until: rest.clock + patience.virtual_time,
            exact: patience.exact,
            long_sleeps: patience.long_sleeps,
            patience,
            granted: None,
        }
    }

    /// The command that lets time pass, by the number of the rest that it answers. None if time may
    /// not pass, or if no thread waits for it.
    pub(crate) fn time(&mut self, rest: &Quiescence) -> Option<impl Fn(u64) -> Command + use<>> {
        let (until, exact, most) = if rest.next == Next::Never {
            return None;
        } else if rest.clock < self.until {
            let exact = self.exact;
            self.exact = exact.saturating_sub(WAITS_PER_EVENT);
            (nanoseconds(self.until), exact, u64::MAX)
        } else if main_sleeps_long(rest) && self.long_sleeps > 0 {
            self.long_sleeps -= 1;
            (u64::MAX / 2, 1_000, 1_000)
        } else {
            return None;
        };
        let since = nanoseconds(self.since);
        Some(move |rest| Command::Time {
            rest,
            since,
            until,
            exact,
            most,
        })
    }

    /// For how many scheduling points threads that spin or are restless may go on, if they may. They may
    /// once more when something has come of it: if there are more `events` than the last time.
    pub(crate) fn points(&mut self, rest: &Quiescence, events: usize) -> Option<u64> {
        let points = match rest.how {
            How::Quiet => 0,
            How::Spins => self.patience.points,
            How::Restless => self.patience.restless,
        };
        let may_go_on = points > 0 && self.granted.is_none_or(|granted| events > granted);
        may_go_on.then(|| {
            self.granted = Some(events);
            points
        })
    }

    /// Whether something unseen was at work for long enough.
    pub(crate) fn is_used_up(&self, by: &Unseen) -> bool {
        by.busy > self.patience.busy || by.quiet.length() > self.patience.unseen
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// One sleep of a day is not an endless poll, because main goes on after it.
fn main_sleeps_long(rest: &Quiescence) -> bool {
    const LONG: Duration = Duration::from_secs(1);
    match rest.threads.first() {
        Some(State::Sleeps { until }) => Duration::from_nanos(*until) > rest.clock + LONG,
        _ => false,
    }
}

/// How long nothing has happened, as far as we have looked.
pub(crate) struct Quiet {
    length: Duration,
    looked: Instant,
}

impl Quiet {
    /// Something has happened just now.
    pub(crate) fn begin() -> Self {
        Self {
            length: Duration::ZERO,
            looked: Instant::now(),
        }
    }

    /// Nothing has happened since the last look. If that was long ago, the machine had no time for
    /// us, and perhaps none for the program. So only a little of that time counts as quiet.
    pub(crate) fn go_on(&mut self) {
        const AT_MOST: Duration = Duration::from_millis(100);
        self.length += self.looked.elapsed().min(AT_MOST);
        self.looked = Instant::now();
    }

    /// A thread was busy, so the time since the last look does not count as quiet.
    fn pause(&mut self) {
        self.looked = Instant::now();
    }

    pub(crate) fn length(&self) -> Duration {
        self.length
    }
}

/// How long something unseen has been at work in a program. A busy thread counts in processor time,
/// because a busy machine gives it less, and all else in real time.
pub(crate) struct Unseen {
    busy: Duration,
    used: Duration,
    quiet: Quiet,
}

impl Unseen {
    /// Something has happened just now. `so_far` is what the program has done until now.
    pub(crate) fn begin(so_far: Activity) -> Self {
        Self {
            busy: Duration::ZERO,
            used: so_far.used,
            quiet: Quiet::begin(),
        }
    }

    /// Nothing has happened since the last look.
    pub(crate) fn go_on(&mut self, now: Activity) {
        self.busy += now.used.saturating_sub(self.used);
        self.used = now.used;
        // On a busy machine a thread may wait long for a processor.
        if now.is_busy {
            self.quiet.pause();
        } else {
            self.quiet.go_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(60 * 60);

    /// A program at rest since `clock`, whose main sleeps until `next`.
    fn sleeping(clock: Duration, next: Duration) -> Quiescence {
        let until = nanoseconds(next);
        Quiescence {
            threads: vec![State::Sleeps { until }],
            clock,
            next: Next::At(until),
            how: How::Quiet,
            has_strange_children: false,
        }
    }

    /// Until when time may pass, if it may.
    fn until(allowance: &mut Allowance, rest: &Quiescence) -> Option<Duration> {
        match allowance.time(rest)?(0) {
            Command::Time { until, .. } => Some(Duration::from_nanos(until)),
            _ => None,
        }
    }

    #[test]
    fn time_may_pass_for_two_hours_from_the_first_rest_on() {
        let first = sleeping(HOUR, 4 * HOUR);
        let mut allowance = Allowance::of(Patience::TO_STAY, &first);
        assert_eq!(until(&mut allowance, &first), Some(3 * HOUR));
        let later = sleeping(2 * HOUR, 4 * HOUR);
        assert_eq!(until(&mut allowance, &later), Some(3 * HOUR));
    }

    #[test]
    fn a_program_that_prints_while_it_waits_gets_less_exact_time_each_time() {
        let minute = Duration::from_secs(60);
        let mut allowance = Allowance::of(Patience::TO_STAY, &sleeping(HOUR, HOUR + minute));
        let commands = (0..50).map(|minutes| {
            let now = HOUR + minutes * minute;
            match allowance.time(&sleeping(now, now + minute))?(0) {
                Command::Time { since, exact, .. } => Some((since, exact)),
                _ => None,
            }
        });
        let commands: Vec<_> = commands
            .map(|command| command.expect("time may pass"))
            .collect();
        assert!(
            commands
                .iter()
                .all(|(since, _)| *since == nanoseconds(HOUR))
        );
        assert!(commands.is_sorted_by(|(_, one), (_, next)| one >= next));
        let exact = |(_, exact): &(u64, u64)| *exact;
        assert_eq!(commands.first().map(exact), Some(Patience::TO_STAY.exact));
        assert_eq!(commands.last().map(exact), Some(0));
    }

    #[test]
    fn a_poll_that_goes_on_after_two_hours_is_endless() {
        let mut allowance = Allowance::of(Patience::TO_STAY, &sleeping(HOUR, 4 * HOUR));
        let polls = sleeping(3 * HOUR, 3 * HOUR + Duration::from_millis(1));
        assert_eq!(until(&mut allowance, &polls), None);
    }

    #[test]
    fn a_long_sleep_of_main_may_end_after_two_hours_but_not_without_end() {
        let mut allowance = Allowance::of(Patience::TO_STAY, &sleeping(HOUR, 4 * HOUR));
        let sleeps = sleeping(3 * HOUR, 27 * HOUR);
        let helper = Quiescence {
            threads: vec![State::Joins(1), sleeps.threads[0]],
            ..sleeps.clone()
        };
        assert_eq!(until(&mut allowance, &helper), None);
        assert!(until(&mut allowance, &sleeps) > Some(27 * HOUR));
        let mut more = std::iter::repeat_with(|| until(&mut allowance, &sleeps)).take(1_000);
        assert!(more.any(|time| time.is_none()));
    }

    #[test]
    fn with_less_time_no_long_sleep_ends() {
        let sleeps = sleeping(Duration::ZERO, 4 * HOUR);
        let mut allowance = Allowance::of(Patience::TO_STAY.with_less_time(HOUR), &sleeps);
        assert_eq!(until(&mut allowance, &sleeps), Some(HOUR));
        assert_eq!(until(&mut allowance, &sleeping(HOUR, 4 * HOUR)), None);
    }

    #[test]
    fn time_that_leads_to_nothing_does_not_pass() {
        let rest = Quiescence {
            next: Next::Never,
            ..sleeping(HOUR, 2 * HOUR)
        };
        let mut allowance = Allowance::of(Patience::TO_END, &rest);
        assert_eq!(until(&mut allowance, &rest), None);
    }

    #[test]
    fn without_patience_neither_time_nor_points_are_granted() {
        let rest = |how| Quiescence {
            how,
            ..sleeping(HOUR, 27 * HOUR)
        };
        for (patience, may_look) in [(Patience::NOW, false), (Patience::TO_BE_KEPT, true)] {
            let rests = [How::Restless, How::Spins].map(rest);
            let mut allowance = Allowance::of(patience, &rests[0]);
            assert_eq!(until(&mut allowance, &rests[0]), None);
            assert_eq!(allowance.points(&rests[0], 0), None);
            assert_eq!(allowance.points(&rests[1], 0).is_some(), may_look);
        }
    }

    #[test]
    fn points_are_granted_until_nothing_comes_of_it_and_more_to_threads_that_only_spin() {
        let quiet = sleeping(HOUR, 2 * HOUR);
        let rest = |how| Quiescence {
            how,
            ..quiet.clone()
        };
        let points = |how| {
            let mut allowance = Allowance::of(Patience::TO_STAY, &quiet);
            assert_eq!(allowance.points(&quiet, 3), None);
            let points = allowance.points(&rest(how), 3).expect("they may go on");
            assert_eq!(allowance.points(&rest(how), 3), None);
            assert_eq!(allowance.points(&rest(how), 4), Some(points));
            assert_eq!(allowance.points(&rest(how), 4), None);
            points
        };
        assert!(points(How::Spins) > points(How::Restless));
    }

    #[test]
    fn what_is_not_seen_is_waited_for_longer_if_more_depends_on_it() {
        let unseen = |patience: Patience| patience.unseen;
        let busy = |patience: Patience| patience.busy;
        for of in [&unseen as &dyn Fn(Patience) -> Duration, &busy] {
            assert!(of(Patience::NOW) < of(Patience::TO_STAY));
            assert!(of(Patience::TO_STAY) < of(Patience::TO_COME));
            assert!(of(Patience::TO_COME) <= of(Patience::TO_END));
            assert!(of(Patience::TO_END) < of(Patience::TO_STAY.thorough()));
        }
    }

    #[test]
    fn a_busy_thread_that_was_waited_for_before_is_not_waited_for_as_long() {
        let of = |patience: Patience| (patience.busy, patience.unseen);
        let less = of(Patience::TO_END.with_less_for_the_busy());
        assert_eq!(less, (of(Patience::TO_STAY).0, of(Patience::TO_END).1));
        let now = of(Patience::NOW.with_less_for_the_busy());
        assert_eq!(now, of(Patience::NOW));
    }

    #[test]
    fn a_thread_that_waits_for_a_processor_is_busy_and_uses_no_patience() {
        let after = |used: u64, is_busy| Activity {
            used: Duration::from_secs(used),
            is_busy,
        };
        let allowance = Allowance::of(Patience::TO_END, &sleeping(HOUR, 2 * HOUR));
        let mut unseen = Unseen::begin(after(5, true));
        let mut look_after_a_pause = |activity| {
            for _ in 0..1_000 {
                unseen.quiet.looked -= Duration::from_millis(50);
                unseen.go_on(activity);
            }
            allowance.is_used_up(&unseen)
        };
        assert!(!look_after_a_pause(after(5, true)));
        assert!(look_after_a_pause(after(5, false)));
        let mut unseen = Unseen::begin(after(5, true));
        unseen.go_on(after(7, true));
        assert!(!allowance.is_used_up(&unseen));
        unseen.go_on(after(60, true));
        assert!(allowance.is_used_up(&unseen));
    }

    #[test]
    fn a_pause_of_ours_is_not_quiet() {
        let long_ago = Instant::now().checked_sub(Duration::from_secs(10));
        let mut quiet = Quiet {
            length: Duration::ZERO,
            looked: long_ago.expect("the clock goes back so far"),
        };
        quiet.go_on();
        assert!(quiet.length() < Duration::from_secs(1));
    }
}
