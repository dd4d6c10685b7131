//! Several measurements of the same thing, and what they have in common.

/// One or more measurements of the same thing, sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample(Vec<f64>);

impl Sample {
    /// # Panics
    ///
    /// Panics if there are no values.
    pub fn new(mut values: Vec<f64>) -> Self {
        assert!(!values.is_empty(), "a sample has at least one value");
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The value in the middle. If the number of values is even, the mean of the two in the middle.
    pub fn median(&self) -> f64 {
        let Self(values) = self;
        let middle = values.len() / 2;
        if values.len() % 2 == 1 {
            values[middle]
        } else {
            f64::midpoint(values[middle - 1], values[middle])
        }
    }

    /// The lowest value.
    pub fn lowest(&self) -> f64 {
        self.0[0]
    }

    /// The highest value.
    pub fn highest(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    /// How far the lowest and the highest value are from the median, such as `-3% +12%`.
    pub fn spread(&self) -> String {
        let percent = |value: f64| (value / self.median() - 1.0) * 100.0;
        let (below, above) = (percent(self.lowest()).abs(), percent(self.highest()));
        format!("-{below:.0}% +{above:.0}%")
    }
}

/// Measures each of `rows` once in each round, and returns the values of each row in the order of
/// the rounds.
///
/// So a busy moment of the machine disturbs one round of all rows, and not all rounds of one row.
pub fn rounds<T>(count: usize, rows: &[T], mut measure: impl FnMut(&T) -> f64) -> Vec<Vec<f64>> {
    let mut values = vec![Vec::with_capacity(count); rows.len()];
    for _ in 0..count {
        for (row, values) in rows.iter().zip(&mut values) {
            values.push(measure(row));
        }
    }
    values
}

/// How many times faster than `baseline` the row with `times` is, in each round.
pub fn speed_ups(baseline: &[f64], times: &[f64]) -> Sample {
    let rounds = baseline.iter().zip(times);
    Sample::new(rounds.map(|(baseline, time)| baseline / time).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert_eq!(Sample::new(vec![9.0, 1.0, 2.0]).median(), 2.0);
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        assert_eq!(Sample::new(vec![4.0, 100.0, 1.0, 2.0]).median(), 3.0);
    }

    #[test]
    fn one_wild_value_shows_in_the_spread_but_not_in_the_median() {
        let sample = Sample::new(vec![1.0, 50.0, 1.0, 1.0, 0.5]);
        assert_eq!(sample.median(), 1.0);
        assert_eq!(sample.spread(), "-50% +4900%");
    }

    #[test]
    fn one_value_has_no_spread() {
        assert_eq!(Sample::new(vec![0.3]).spread(), "-0% +0%");
    }

    #[test]
    #[should_panic(expected = "a sample has at least one value")]
    fn a_sample_of_nothing_panics() {
        Sample::new(Vec::new());
    }

    #[test]
    fn a_round_measures_each_row_once() {
        let mut order = String::new();
        let values = rounds(2, &['a', 'b'], |row| {
            order.push(*row);
            order.len() as f64
        });
        assert_eq!(order, "abab");
        assert_eq!(values, [[1.0, 3.0], [2.0, 4.0]]);
    }

    #[test]
    fn a_slow_round_does_not_change_the_speed_up() {
        let speed_up = speed_ups(&[2.0, 20.0, 2.0], &[1.0, 10.0, 1.0]);
        assert_eq!(speed_up, Sample::new(vec![2.0, 2.0, 2.0]));
    }
}
