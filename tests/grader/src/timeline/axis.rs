//! The axis of a picture: seconds of virtual time, or turns of a schedule.

use std::ops::RangeInclusive;

/// How long a turn of a schedule takes, in nanoseconds: a second.
pub const TURN: u64 = 1_000_000_000;

/// The shortest axis of seconds, in nanoseconds. A run that is over at once is shown on its first
/// tenth of a second.
const SHORTEST: u64 = 100_000_000;

/// What the axis of a picture counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Seconds of virtual time.
    Seconds,
    /// The turns of a schedule. Each takes one second, whatever is done in it.
    Turns,
}

impl Axis {
    /// How long the axis is, for a run that ends at `end`.
    pub fn length(self, end: u64) -> u64 {
        match self {
            Self::Seconds => end.max(SHORTEST),
            Self::Turns => end.max(TURN),
        }
    }

    /// The times in `times` that have a label. There is room for `most` labels after the first. An
    /// axis of turns has no label at its start.
    pub fn ticks(self, times: RangeInclusive<u64>, most: usize) -> Vec<u64> {
        let (from, to) = times.into_inner();
        let is_whole = |step: &u64| self == Self::Seconds || *step >= TURN;
        let is_coarse = |step: &u64| (to - from) / step <= most.max(1) as u64;
        let step = steps().find(|step| is_whole(step) && is_coarse(step));
        let step = step.unwrap_or(to);
        let first = match self {
            Self::Seconds => from.div_ceil(step),
            Self::Turns => from / step + 1,
        };
        (first..=to / step).map(|number| number * step).collect()
    }

    /// The label of a time.
    pub fn label(self, time: u64) -> String {
        match self {
            Self::Seconds => seconds(time),
            Self::Turns => (time / TURN).to_string(),
        }
    }

    /// A time in a sentence, after "from", "to" or "after".
    pub fn moment(self, time: u64) -> String {
        match (self, self.label(time)) {
            (Self::Seconds, label) => label,
            (Self::Turns, label) if label == "0" => "the start".to_owned(),
            (Self::Turns, label) => format!("turn {label}"),
        }
    }
}

/// Round numbers: 1, 2, 5, 10, 20, 50 and so on, from a hundredth of a second.
fn steps() -> impl Iterator<Item = u64> {
    let powers = (0..12).map(|power| 10_000_000 * 10_u64.pow(power));
    powers.flat_map(|power| [power, 2 * power, 5 * power])
}

/// A time in seconds, to the hundredth; to the thousandth, if that is less than a tenth.
fn seconds(time: u64) -> String {
    let number = time as f64 / 1e9;
    let text = if time < SHORTEST {
        format!("{number:.3}")
    } else {
        format!("{number:.2}")
    };
    format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = TURN;

    #[test]
    fn labels_stand_at_round_times_and_are_not_too_many() {
        let ticks = |end, most| Axis::Seconds.ticks(0..=end, most);
        let seconds =
            |times: Vec<u64>| -> Vec<u64> { times.into_iter().map(|time| time / SECOND).collect() };
        assert_eq!(seconds(ticks(5_640_000_000, 6)), [0, 1, 2, 3, 4, 5]);
        assert_eq!(seconds(ticks(15 * SECOND, 4)), [0, 5, 10, 15]);
        assert_eq!(ticks(SECOND / 10, 2), [0, SECOND / 20, SECOND / 10]);
        assert_eq!(ticks(SECOND, 0).len(), 2);
    }

    #[test]
    fn ticks_of_turns_are_whole_and_none_stands_at_the_start() {
        let turns = |from, to, most| -> Vec<String> {
            let ticks = Axis::Turns.ticks(from * TURN..=to * TURN, most);
            ticks.iter().map(|time| Axis::Turns.label(*time)).collect()
        };
        assert_eq!(turns(0, 3, 20), ["1", "2", "3"]);
        assert_eq!(turns(4, 7, 3), ["5", "6", "7"]);
        assert_eq!(turns(0, 9, 5), ["2", "4", "6", "8"]);
        assert_eq!(turns(0, 0, 5), [""; 0]);
    }

    #[test]
    fn a_run_that_is_over_at_once_has_an_axis_too() {
        assert_eq!(Axis::Seconds.length(0), 100_000_000);
        assert_eq!(Axis::Seconds.length(5), Axis::Seconds.length(0));
        assert_eq!(Axis::Seconds.length(2 * SECOND), 2 * SECOND);
        assert_eq!(Axis::Turns.length(0), TURN);
    }

    #[test]
    fn seconds_are_short() {
        assert_eq!(seconds(0), "0 s");
        assert_eq!(seconds(50_000_000), "0.05 s");
        assert_eq!(seconds(1_744_000_000), "1.74 s");
        assert_eq!(seconds(10_000_000_000), "10 s");
    }

    #[test]
    fn a_turn_is_a_moment_with_a_number() {
        assert_eq!(Axis::Turns.moment(0), "the start");
        assert_eq!(Axis::Turns.moment(3 * TURN), "turn 3");
        assert_eq!(Axis::Seconds.moment(3 * SECOND), "3 s");
    }
}
