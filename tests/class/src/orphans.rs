//! Processes that have got away from the grader that started them.
//!
//! On Linux this process asks to adopt them. When a process ends, its children become ours, in any
//! group or session, and we end them.

use std::io;

/// From now on what our children leave behind becomes ours.
#[cfg(target_os = "linux")]
pub fn adopt() -> io::Result<()> {
    let own = rustix::process::getpid();
    Ok(rustix::process::set_child_subreaper(Some(own))?)
}

/// Ends all that we have adopted. To be called when no child of our own is at work.
#[cfg(target_os = "linux")]
pub fn end() {
    use rustix::process::{Signal, WaitOptions, kill_process, waitpid};

    // Those of one that has ended become ours next, and not for ever.
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

/// Our children, but for the shell that ends our groups if we are killed.
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

/// As above.
#[cfg(not(target_os = "linux"))]
pub fn end() {}
