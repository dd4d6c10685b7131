//! Runs without scheduler and interleaver, for what is too long for them. Millions of operations on
//! atomics, locks or channels take an instant here.

use std::{io, time::Duration};

use scheduler::{Ending, Limits};

use super::{Subject, limits};
use crate::scratch;

/// How long the program may keep the processor busy: long enough for millions of operations.
const BUSY: Duration = Duration::from_secs(1);

/// How long it may take. That is less than a step of the slow run, and long enough on a busy
/// machine.
const LONGEST: Duration = Duration::from_secs(5);

/// How many times faster than normal the workshop's clock runs in the slow run: a step takes 20 s at
/// least.
const SLOW: &str = "0.01";

/// How many times faster than normal the workshop's clock runs in the quick run.
const QUICK: &str = "1000";

/// How the program ended in the slow run, if it ended by itself. No worker does a step in it. So if
/// the program ends, main has not waited for its workers.
pub(super) fn ending_of_slow_run(subject: &Subject) -> io::Result<Option<Ending>> {
    ending(subject, SLOW)
}

/// How the program ended in the quick run, if it ended by itself.
pub(super) fn ending_of_quick_run(subject: &Subject) -> io::Result<Option<Ending>> {
    ending(subject, QUICK)
}

fn ending(subject: &Subject, pace: &str) -> io::Result<Option<Ending>> {
    let limits = Limits {
        time: LONGEST,
        busy: BUSY,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = subject.launch.clone().limits(limits).env("PACE", pace);
    let ending = launch.current_dir(folder.path()).start()?.wait()?;
    // A signal ends it if it was busy for too long.
    let is_by_itself = matches!(ending, Ending::Exited(status) if status.code().is_some());
    Ok(is_by_itself.then_some(ending))
}
