//! The workshop's clock: real time, `PACE` times faster.

use std::{thread, time::Duration};

use crate::settings;

/// Sleeps for `time` by the workshop's clock: at `PACE=10`, a second takes a tenth of one.
///
/// ```
/// common::sleep(std::time::Duration::from_millis(500));
/// ```
pub fn sleep(time: Duration) {
    thread::sleep(time.div_f64(settings::pace()));
}
