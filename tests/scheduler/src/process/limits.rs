//! What a program may use. If the system cannot enforce a limit, only the time limit ends a program
//! that takes too much.

use std::{fs, io, path::Path, time::Duration};

/// What a program may use.
///
/// The limits that the kernel enforces apply from shortly after the start, also to processes that
/// are started later.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long it may run, from its start.
    pub time: Duration,
    /// How many bytes it may write to stdout, and to stderr.
    pub output: u64,
    /// How many bytes of private memory each of its processes may use. Only on Linux. A thread's
    /// stack counts, so this also limits the number of threads: about 2,000 by default.
    pub memory: u64,
    /// How many processes and threads its user may have when it starts another. All of the user's
    /// count, not only those of this program. Only on Linux, and not for root.
    pub processes: u64,
    /// How many bytes the files in its own folder may have together, if it is confined. On Linux
    /// the kernel enforces this limit for every single file that it writes.
    pub files: u64,
    /// How many threads it and the processes that it has started may have together. Only on Linux,
    /// where the scheduler counts them from time to time.
    pub threads: u64,
    /// How many connections to the scheduler it may open.
    pub connections: usize,
    /// How much processor time it may use, on all cores together. Only on Linux. Unlike `time`,
    /// this does not depend on what else the machine does.
    pub busy: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            output: 1 << 20,
            memory: 4 << 30,
            processes: 10_000,
            files: 64 << 20,
            threads: 5_000,
            connections: 1_000,
            busy: Duration::from_secs(24 * 60 * 60),
        }
    }
}

/// Lets the kernel enforce the limits of process `id`, if it can. Stricter limits that we have
/// ourselves stay.
pub fn hold(id: u32, limits: &Limits) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::Resource;

        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
        // The time limit too, in case we end first and cannot check the clock.
        let seconds = limits.time.as_secs().saturating_add(1);
        let busy = limits.busy.as_secs().max(1);
        // Stdout is a file too. One more than allowed, because the excess is the evidence.
        let largest_file = limits.files.max(limits.output).saturating_add(1);
        for (resource, most) in [
            (Resource::Data, limits.memory),
            (Resource::Fsize, largest_file),
            (Resource::Nproc, limits.processes),
            (Resource::Cpu, seconds.saturating_mul(cores).min(busy)),
            (Resource::Core, 0),
        ] {
            hold_to(id, resource, most)?;
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (id, limits);
    Ok(())
}

/// Lets process `id` use at most so much of `resource`.
#[cfg(target_os = "linux")]
fn hold_to(id: u32, resource: rustix::process::Resource, most: u64) -> io::Result<()> {
    use rustix::{
        io::Errno,
        process::{Resource, Rlimit, getrlimit, prlimit},
    };

    // The program has inherited our limits.
    let inherited = getrlimit(resource).maximum.unwrap_or(u64::MAX);
    // At the first processor time limit the kernel sends a signal, and at the second it kills.
    let grace = if resource == Resource::Cpu { 5 } else { 0 };
    let limit = Rlimit {
        current: Some(most.min(inherited)),
        maximum: Some(most.saturating_add(grace).min(inherited)),
    };
    match prlimit(Some(super::end::pid(id)), resource, limit) {
        // It has ended already: then it needs no limit.
        Ok(_) | Err(Errno::SRCH) => Ok(()),
        Err(error) => {
            let error = io::Error::from(error);
            let text = format!("failed to limit a program's use of {resource:?}: {error}");
            Err(io::Error::new(error.kind(), text))
        }
    }
}

/// How many threads process `id` and the processes that it has started have together. Stops
/// counting at one more than `most`. Zero if it has ended or the system does not say.
pub fn thread_count(id: u32, most: u64) -> u64 {
    let mut count = 0;
    if cfg!(target_os = "linux") {
        let mut processes = vec![id.to_string()];
        while let Some(process) = processes.pop() {
            let threads = fs::read_dir(format!("/proc/{process}/task"));
            for thread in threads.into_iter().flatten().flatten() {
                count += 1;
                if count > most {
                    return count;
                }
                let children = fs::read_to_string(thread.path().join("children"));
                processes.extend(
                    children
                        .iter()
                        .flat_map(|list| list.split_whitespace().map(str::to_owned)),
                );
            }
        }
    }
    count
}

/// How many bytes the files in `folder` have. A file counts as at least one block, so that many
/// empty files count too. Stops counting beyond `most`.
pub fn size(folder: &Path, most: u64) -> u64 {
    const BLOCK: u64 = 4096;
    let mut size = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            // A link counts as itself.
            let Ok(data) = entry.metadata() else { continue };
            size += data.len().max(BLOCK);
            if size > most {
                return size;
            }
            if data.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    size
}

/// How much a process does, together with the processes that it has started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activity {
    /// How much processor time they have used.
    pub used: Duration,
    /// Whether one of their threads has a processor or waits for one.
    pub is_busy: bool,
}

/// How much process `id` and the processes that it has started do. Nothing if it has ended or the
/// system does not say.
#[cfg(target_os = "linux")]
pub fn activity(id: u32) -> Activity {
    use procfs::process::Process;

    let mut activity = Activity::default();
    let mut processes = vec![id];
    while let Some(id) = processes.pop() {
        let process = i32::try_from(id).ok().and_then(|id| Process::new(id).ok());
        let Some(process) = process else { continue };
        // What a child has used counts for its parent when it has ended.
        let ticks = process.stat().map_or(0, |stat| {
            let by_children = (stat.cutime + stat.cstime).unsigned_abs();
            stat.utime + stat.stime + by_children
        });
        activity.used += Duration::from_millis(ticks * 1000 / procfs::ticks_per_second());
        for thread in process.tasks().into_iter().flatten().flatten() {
            activity.is_busy |= thread.stat().is_ok_and(|stat| stat.state == 'R');
            processes.extend(thread.children().into_iter().flatten());
        }
    }
    activity
}

/// The system does not say it.
#[cfg(not(target_os = "linux"))]
pub fn activity(_: u32) -> Activity {
    Activity::default()
}

/// Whether `error` says that we, or the whole system, have no file left to open.
pub fn is_out_of_files(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;

        matches!(
            Errno::from_io_error(error),
            Some(Errno::MFILE | Errno::NFILE)
        )
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{
        io::Read,
        os::unix::process::CommandExt,
        process::{Child, Command, Stdio},
    };

    use rustix::process::{Signal, WaitOptions, kill_process, kill_process_group, waitpid};

    use super::{super::end::pid, *};

    /// A shell that is stopped, with a child that is busy.
    struct Stopped(Child);

    impl Stopped {
        fn start() -> Self {
            let mut shell = Command::new("sh");
            shell.args(["-c", "(echo; while :; do :; done) & wait"]);
            let shell = shell.process_group(0).stdout(Stdio::piped()).spawn();
            let mut shell = Self(shell.expect("there is a shell"));
            let mut begun = [0];
            let stdout = shell.0.stdout.as_mut().expect("it is a pipe");
            stdout.read_exact(&mut begun).expect("the child says so");
            let id = pid(shell.0.id());
            kill_process(id, Signal::STOP).expect("it is there");
            waitpid(Some(id), WaitOptions::UNTRACED).expect("it stops");
            shell
        }
    }

    impl Drop for Stopped {
        fn drop(&mut self) {
            kill_process_group(pid(self.0.id()), Signal::KILL).expect("it is there");
            self.0.wait().expect("it has ended");
        }
    }

    #[test]
    fn a_process_with_a_busy_child_is_busy() {
        let shell = Stopped::start();
        assert!(activity(shell.0.id()).is_busy);
    }
}
