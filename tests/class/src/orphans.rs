//! Processes that have escaped from the grader that started them.
//!
//! On Linux this process asks the system to let it adopt them. When a process ends, its children
//! become ours, in any group or session, and we end them.

use std::io;

/// From now on, the processes that our children leave behind become our children.
#[cfg(target_os = "linux")]
pub fn adopt() -> io::Result<()> {
    let own = rustix::process::getpid();
    Ok(rustix::process::set_child_subreaper(Some(own))?)
}

/// Ends all processes that we have adopted. Call it only when no child of our own is at work.
#[cfg(target_os = "linux")]
pub fn end() {
    use rustix::process::{Signal, WaitOptions, kill_process, waitpid};

    // When an adopted process ends, its children become ours next. The limit keeps this from going
    // on for ever.
    for _ in 0..100 {
        let adopted: Vec<_> = children().collect();
        if adopted.is_empty() {
            return;
        }
        for child in adopted {
            let _ = kill_process(child, Signal::KILL);
            let _ = waitpid(Some(child), WaitOptions::empty());
        }
    }
}

/// Our children, except the shell that ends our groups if we are killed.
#[cfg(target_os = "linux")]
fn children() -> impl Iterator<Item = rustix::process::Pid> {
    let own = rustix::process::getpid().as_raw_nonzero().get();
    let all = procfs::process::all_processes()
        .into_iter()
        .flatten()
        .flatten();
    let children = all.filter(move |process| process.stat().is_ok_and(|stat| stat.ppid == own));
    let watchdog = scheduler::watchdog_id().and_then(|id| i32::try_from(id).ok());
    let adopted = children.filter(move |process| Some(process.pid) != watchdog);
    adopted.filter_map(|process| rustix::process::Pid::from_raw(process.pid))
}

/// This system cannot adopt processes.
#[cfg(not(target_os = "linux"))]
pub fn adopt() -> io::Result<()> {
    Ok(())
}

/// Does nothing, because nothing was adopted.
#[cfg(not(target_os = "linux"))]
pub fn end() {}
