//! Ends processes that have left their program's group, so that they do not end with the group.
//!
//! A process inherits the environment of its parent. So we start a program with a mark in its
//! environment, and later end each process that carries the mark. A process that has cleared its
//! environment escapes. On systems other than Linux we cannot read environments, so all escape.

use std::io;

use rand::{TryRng, rngs::SysRng};

/// The environment variable for the mark.
pub const MARK: &str = "WORKSHOP_MARK";

/// A text that no stranger can guess.
///
/// # Errors
///
/// Returns an error if the system has no random numbers.
pub fn random_mark() -> io::Result<String> {
    let random = || SysRng.try_next_u64().map_err(io::Error::other);
    Ok(format!("{:016x}{:016x}", random()?, random()?))
}

/// Ends every process that carries `mark`.
///
/// # Errors
///
/// Returns an error if the system does not list its processes.
#[cfg(target_os = "linux")]
pub fn sweep(mark: &str) -> io::Result<()> {
    use procfs::process::{Process, all_processes};
    use rustix::process::{Pid, Signal, kill_process};

    let carries = |process: &Process| {
        let environment = process.environ().unwrap_or_default();
        environment
            .get(std::ffi::OsStr::new(MARK))
            .is_some_and(|value| value == mark)
    };
    // A process that keeps starting others may be a step ahead, but not for ever.
    for _ in 0..100 {
        let processes = all_processes().map_err(io::Error::other)?;
        let marked: Vec<_> = processes.flatten().filter(carries).collect();
        if marked.is_empty() {
            break;
        }
        for process in marked {
            if let Some(pid) = Pid::from_raw(process.pid) {
                // It may have ended meanwhile.
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
    Ok(())
}

/// This system does not show the environments of processes.
#[cfg(not(target_os = "linux"))]
pub fn sweep(_mark: &str) -> io::Result<()> {
    Ok(())
}
