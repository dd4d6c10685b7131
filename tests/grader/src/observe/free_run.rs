//! The free run: without scheduler and interleaver, and with a fast clock. It shows whether a
//! program behaves differently without them. It also shows mistakes that stay hidden while only one
//! thread runs at a time.

use std::{io, time::Duration};

use scheduler::{Ending, Launch, Limits, Reason, Record};

use super::{
    limits,
    run::{Experiment, Outcome, Run},
    situation::Situation,
};
use crate::scratch;

/// How long it may take. A program prints its lines within some milliseconds, unless it sleeps by
/// itself: its sleeps take real time here.
const LONGEST: Duration = Duration::from_secs(5);

/// How many times faster than normal the workshop's clock runs.
const PACE: &str = "1000";

/// None if it was not over in time. That proves nothing about the program.
pub(super) fn conduct(launch: &Launch) -> io::Result<Option<Run>> {
    let limits = Limits {
        time: LONGEST,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = launch.clone().limits(limits).env("PACE", PACE);
    let mut program = launch.current_dir(folder.path()).start()?;
    let ending = program.wait()?;
    if let Ending::Stopped(Reason::TooMuchTime) = ending {
        return Ok(None);
    }
    Ok(Some(Run {
        experiment: Experiment::FreeRun,
        stuck: None,
        outcome: Outcome::Ended(ending),
        departure: None,
        situation: Situation::default(),
        kept: Vec::new(),
        seed: None,
        crowded: None,
        record: Record {
            stdout: program.stdout()?,
            stderr: program.stderr()?,
            history: Vec::new(),
            ending,
        },
    }))
}
