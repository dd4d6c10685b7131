//! The slow run: without scheduler and interleaver, and with a clock so slow that no worker does a
//! step. If the program ends now, main has not waited for its workers. A poll that gives up after
//! millions of looks is too long for the scheduler, and takes an instant here.

use std::{io, time::Duration};

use scheduler::{Ending, Limits};

use super::{Subject, limits};
use crate::scratch;

/// How long the program may take. A slow machine may miss an end, but never sees one that is none.
const LONGEST: Duration = Duration::from_secs(1);

/// How many times faster than normal the workshop's clock runs: a step takes 2 s at least.
const PACE: &str = "0.1";

/// How the program ended, if it ended by itself.
pub(super) fn ending(subject: &Subject) -> io::Result<Option<Ending>> {
    let limits = Limits {
        time: LONGEST,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = subject.launch.clone().limits(limits).env("PACE", PACE);
    let ending = launch.current_dir(folder.path()).start()?.wait()?;
    Ok(Some(ending).filter(|ending| matches!(ending, Ending::Exited(_))))
}
