//! The workshop's clock: real time, `PACE` times faster.

use std::{thread, time::Duration};

use crate::settings;

/// Sleeps for `time` by the workshop's clock: with `PACE=10`, one second takes 0.1 seconds.
///
/// ```
/// common::sleep(std::time::Duration::from_millis(500));
/// ```
pub fn sleep(time: Duration) {
    thread::sleep(at_pace(settings::pace(), time));
}

fn at_pace(pace: f64, time: Duration) -> Duration {
    time.div_f64(pace)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::at_pace;

    #[test]
    fn at_a_faster_pace_time_is_shorter() {
        let seconds = Duration::from_secs;
        assert_eq!(at_pace(1.0, seconds(15)), seconds(15));
        assert_eq!(at_pace(10.0, seconds(15)), Duration::from_millis(1500));
        assert_eq!(at_pace(1000.0, seconds(15)), Duration::from_millis(15));
        assert_eq!(at_pace(0.1, seconds(15)), seconds(150));
    }
}
