//! Runs without scheduler and interleaver.
//!
//! The free run shows whether a program behaves differently without them. It also shows mistakes that
//! stay hidden while only one thread runs at a time. The other runs are for what is too long for the
//! interleaver: millions of operations on atomics, locks or channels take an instant here.

use std::{io, time::Duration};

use scheduler::{Ending, Limits, Reason, Record};

use super::{
    Subject, limits,
    run::{Experiment, Run},
};
use crate::scratch;

/// How long the program may keep the processor busy in the slow run and in the quick run: long enough
/// for millions of operations.
const BUSY: Duration = Duration::from_secs(1);

/// How long the slow run and the quick run may take: less than a step of the slow run, and long enough
/// for so much work on a busy machine.
const LONGEST: Duration = Duration::from_secs(15);

/// How long the free run may take. A program prints its lines within some milliseconds in it, unless it
/// sleeps by itself: its sleeps take real time here.
const LONGEST_FREE: Duration = Duration::from_secs(5);

/// How many times faster than normal the workshop's clock runs in the slow run: a step takes 20 s at
/// least.
pub(super) const SLOW: &str = "0.01";

/// How many times faster than normal the workshop's clock runs in the other runs.
pub(super) const QUICK: &str = "1000";

/// None if it was not over in time. That proves nothing about the program.
pub(super) fn free_run(subject: &Subject) -> io::Result<Option<Run>> {
    let record = record(subject, QUICK, LONGEST_FREE, limits().busy)?;
    let is_over = record.ending != Ending::Stopped(Reason::TooMuchTime);
    Ok(is_over.then(|| Run::of_record(Experiment::FreeRun, record)))
}

/// What the program did at this pace, if it ended by itself. In the [slow](SLOW) run no worker does a
/// step. So if the program ends, main has not waited for its workers.
pub(super) fn until_end(subject: &Subject, pace: &str) -> io::Result<Option<Record>> {
    let record = record(subject, pace, LONGEST, BUSY)?;
    // A signal ends it if it was busy for too long.
    let is_by_itself = matches!(record.ending, Ending::Exited(status) if status.code().is_some());
    Ok(is_by_itself.then_some(record))
}

/// Runs the program, with the workshop's clock at this pace.
fn record(subject: &Subject, pace: &str, time: Duration, busy: Duration) -> io::Result<Record> {
    let limits = Limits {
        time,
        busy,
        ..limits()
    };
    let folder = scratch::folder()?;
    let launch = subject.launch.clone().limits(limits).env("PACE", pace);
    let mut program = launch.current_dir(folder.path()).start()?;
    Ok(Record {
        ending: program.wait()?,
        stdout: program.stdout()?,
        stderr: program.stderr()?,
        history: Vec::new(),
    })
}
