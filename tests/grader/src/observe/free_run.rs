//! The free run: without scheduler and interleaver, and with a fast clock. It shows whether a
//! program behaves differently without them. It also shows mistakes that stay hidden while only one
//! thread runs at a time.

use std::{io, time::Duration};

use scheduler::{Ending, Launch, Limits, Reason, Record, Rest};

use super::{
    limits,
    run::{Experiment, Outcome, Run},
    situation::Situation,
};
use crate::scratch;

/// How long it may take. A program prints its lines within some milliseconds.
const LONGEST: Duration = Duration::from_secs(22);

/// How many times faster than normal the workshop's clock runs.
const PACE: &str = "1000";

pub(super) fn conduct(launch: &Launch) -> io::Result<Run> {
    let limits = Limits {
        time: LONGEST,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = launch.clone().limits(limits).env("PACE", PACE);
    let mut program = launch.current_dir(folder.path()).start()?;
    let ending = program.wait()?;
    let outcome = match ending {
        Ending::Stopped(Reason::TooMuchTime | Reason::Unwanted) => Outcome::Hung(Rest::Presumed),
        ending => Outcome::Ended(ending),
    };
    Ok(Run {
        experiment: Experiment::FreeRun,
        stuck: None,
        outcome,
        left: None,
        situation: Situation::default(),
        kept: Vec::new(),
        crowded: None,
        record: Record {
            stdout: program.stdout()?,
            stderr: program.stderr()?,
            history: Vec::new(),
            unfinished: Vec::new(),
            ending,
        },
    })
}
