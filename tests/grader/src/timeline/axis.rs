//! The axis of a picture: seconds of virtual time.

/// The shortest axis, in nanoseconds. A run that is over at once is shown on its first tenth of a
/// second.
const SHORTEST: u64 = 100_000_000;

/// How long the axis is, for a run that ends then.
pub fn length(end: u64) -> u64 {
    end.max(SHORTEST)
}

/// The times at which the axis has a label, if there is room for so many between its ends.
pub fn times(length: u64, most: usize) -> Vec<u64> {
    let is_coarse = |step: &u64| length / step <= most.max(1) as u64;
    let step = steps().find(is_coarse).unwrap_or(length);
    (0..=length / step).map(|number| number * step).collect()
}

/// Round numbers: 1, 2, 5, 10, 20, 50 and so on, from a hundredth of a second.
fn steps() -> impl Iterator<Item = u64> {
    let powers = (0..12).map(|power| 10_000_000 * 10_u64.pow(power));
    powers.flat_map(|power| [power, 2 * power, 5 * power])
}

/// A time in seconds, to the hundredth; to the thousandth, if that is less than a tenth.
pub fn seconds(time: u64) -> String {
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

    #[test]
    fn labels_stand_at_round_times_and_are_not_too_many() {
        let second = 1_000_000_000;
        let seconds =
            |times: Vec<u64>| -> Vec<u64> { times.into_iter().map(|time| time / second).collect() };
        assert_eq!(seconds(times(5_640_000_000, 6)), [0, 1, 2, 3, 4, 5]);
        assert_eq!(seconds(times(15 * second, 4)), [0, 5, 10, 15]);
        assert_eq!(times(second / 10, 2), [0, second / 20, second / 10]);
        assert_eq!(times(second, 0).len(), 2);
    }

    #[test]
    fn a_run_that_is_over_at_once_has_an_axis_too() {
        assert_eq!(length(0), 100_000_000);
        assert_eq!(length(5), length(0));
        assert_eq!(length(2_000_000_000), 2_000_000_000);
    }

    #[test]
    fn seconds_are_short() {
        assert_eq!(seconds(0), "0 s");
        assert_eq!(seconds(50_000_000), "0.05 s");
        assert_eq!(seconds(1_744_000_000), "1.74 s");
        assert_eq!(seconds(10_000_000_000), "10 s");
    }
}
