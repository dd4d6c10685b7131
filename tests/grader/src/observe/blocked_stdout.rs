//! Blocked stdout: the program's stdout is a pipe that is full, and is not read. So main is stuck
//! in its heading, and a worker that asks for its turn all the same has not waited for it.

use std::io;

use scheduler::{Launch, Patience, Rest, Session};

use super::{
    Subject,
    run::{Experiment, Run},
};

/// Nothing where main has no heading to print, or where no pipe can be filled.
pub(super) fn conduct(subject: &Subject) -> io::Result<Option<Run>> {
    if subject.spec.heading().is_none() {
        return Ok(None);
    }
    let Some((reader, full)) = full_pipe()? else {
        return Ok(None);
    };
    let start = |launch: &Launch| Session::start_into(launch, full);
    let mut trial = subject.start(Experiment::BlockedStdout, start)?;
    // Whether a worker comes or not: it is in the record.
    trial.until(Patience::TO_STAY, |session| {
        session.waiting().next().is_some()
    })?;
    let run = trial.held(Rest::Presumed)?;
    drop(reader);
    Ok(Some(run))
}

/// A pipe that takes not one byte more: where to read, and where to write.
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

/// A pipe that is full cannot be had here without more.
#[cfg(not(unix))]
fn full_pipe() -> io::Result<Option<(io::PipeReader, io::PipeWriter)>> {
    Ok(None)
}
