//! The free run: without scheduler and interleaver, and with a fast clock. It shows whether a
//! program behaves differently without them. It also shows mistakes that stay hidden while only one
//! thread runs at a time.

use std::{io, time::Duration};

use scheduler::{Certainty, Ending, Launch, Limits, Reason, Record};

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

/// A program that sleeps longer by itself is not run: its sleeps take real time here.
const LONGEST_SLEEP: Duration = Duration::from_secs(3);

/// None if the program is known from `others` to sleep too long.
pub(super) fn conduct(launch: &Launch, others: &[Run]) -> io::Result<Option<Run>> {
    let slept = others.iter().filter_map(Run::virtual_time).max();
    if slept.is_some_and(|time| time > LONGEST_SLEEP) {
        return Ok(None);
    }
    let limits = Limits {
        time: LONGEST,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = launch.clone().limits(limits).env("PACE", PACE);
    let mut program = launch.current_dir(folder.path()).start()?;
    let ending = program.wait()?;
    let outcome = match ending {
        Ending::Stopped(Reason::TooMuchTime | Reason::Unwanted) => {
            Outcome::Hung(Certainty::Presumed)
        }
        ending => Outcome::Ended(ending),
    };
    Ok(Some(Run {
        experiment: Experiment::FreeRun,
        stuck: None,
        outcome,
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
            used: Duration::ZERO,
        },
    }))
}
