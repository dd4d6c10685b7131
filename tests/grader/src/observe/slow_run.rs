//! The slow run: without scheduler and interleaver, and with a clock so slow that no worker does a
//! step. If the program ends now, main has not waited for its workers. A poll that gives up after
//! millions of looks is too long for the scheduler, and takes an instant here.

use std::{io, time::Duration};

use scheduler::{Ending, Limits};

use super::{Subject, limits};
use crate::scratch;

/// How long the program may keep the processor busy: long enough for millions of looks.
const BUSY: Duration = Duration::from_secs(1);

/// How long it may take. That is less than a step, and long enough on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

/// How many times faster than normal the workshop's clock runs: a step takes 20 s at least.
const PACE: &str = "0.01";

/// How the program ended, if it ended by itself.
pub(super) fn ending(subject: &Subject) -> io::Result<Option<Ending>> {
    let limits = Limits {
        time: LONGEST,
        busy: BUSY,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = subject.launch.clone().limits(limits).env("PACE", PACE);
    let ending = launch.current_dir(folder.path()).start()?.wait()?;
    // A signal ends it if it was busy for too long.
    let is_by_itself = matches!(ending, Ending::Exited(status) if status.code().is_some());
    Ok(is_by_itself.then_some(ending))
}
