//! Blocked stdout: the program's stdout is a full pipe that no process reads. So main is stuck in
//! its heading. A worker that still asks for its turn has not waited for the heading.

use std::io;

use scheduler::{Certainty, Launch, Patience, Session};

use super::{
    Subject, Trial,
    run::{Experiment, Run},
};

/// None if main has no heading to print, or if no pipe can be filled on this system.
pub(super) fn conduct(subject: &Subject) -> io::Result<Option<Run>> {
    if subject.spec.heading().is_none() {
        return Ok(None);
    }
    let Some((reader, full)) = full_pipe()? else {
        return Ok(None);
    };
    let start = |launch: &Launch| Session::start_into(launch, Some(full.into()));
    let mut trial = Trial::start(subject, Experiment::BlockedStdout, start)?;
    // The record of the run shows whether a worker has asked.
    trial.until(Patience::TO_STAY, |session| {
        session.waiting().next().is_some()
    })?;
    let run = trial.held(Certainty::Presumed)?;
    drop(reader);
    Ok(Some(run))
}

/// Both ends of a pipe that is full to the last byte.
#[cfg(unix)]
fn full_pipe() -> io::Result<Option<(io::PipeReader, io::PipeWriter)>> {
    use std::io::Write;

    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

    let (reader, mut writer) = io::pipe()?;
    let flags = fcntl_getfl(&writer)?;
    fcntl_setfl(&writer, flags | OFlags::NONBLOCK)?;
    // Large pieces first, and then what is left, byte by byte.
    for size in [4096, 1] {
        while writer.write(&vec![0; size]).is_ok() {}
    }
    fcntl_setfl(&writer, flags)?;
    Ok(Some((reader, writer)))
}

/// None, because there is no simple way to fill a pipe on this system.
#[cfg(not(unix))]
fn full_pipe() -> io::Result<Option<(io::PipeReader, io::PipeWriter)>> {
    Ok(None)
}
