//! What each operating system does in its own way. Where one cannot do a thing, it goes without:
//! then the time limit alone ends a program that takes too much.

use std::{io, time::Duration};

use process_wrap::std::ChildWrapper;

use crate::Limits;

/// Whether `child` has ended, which leaves it to be reaped where the system knows of such a thing.
pub fn has_ended(child: &mut dyn ChildWrapper) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

        let id = i32::try_from(child.id())
            .ok()
            .and_then(Pid::from_raw)
            .expect("a process has an id");
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(waitid(WaitId::Pid(id), look)?.is_some())
    }
    #[cfg(not(unix))]
    Ok(child.try_wait()?.is_some())
}

/// Lets the kernel hold the process `id` to its limits, if it can. Those that are stricter already
/// stay.
pub fn limit(id: u32, limits: &Limits) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

        let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
        for (resource, most) in [
            (Resource::Data, limits.memory),
            // One more than allowed, for the excess is the evidence.
            (Resource::Fsize, limits.output.saturating_add(1)),
            (Resource::Nproc, limits.processes),
            // The time limit too, in case that nobody is left to look at the clock.
            (
                Resource::Cpu,
                limits
                    .time
                    .as_secs()
                    .saturating_add(1)
                    .saturating_mul(cores)
                    .min(limits.busy.as_secs().max(1)),
            ),
            (Resource::Core, 0),
        ] {
            // The program has its limits from us.
            let inherited = getrlimit(resource).maximum;
            let bounded = |most: u64| inherited.map_or(most, |inherited| most.min(inherited));
            // When its time is over it is told so, and killed a little later.
            let grace = if resource == Resource::Cpu { 5 } else { 0 };
            let [most, maximum] = [bounded(most), bounded(most.saturating_add(grace))];
            match prlimit(
                pid,
                resource,
                Rlimit {
                    current: Some(most),
                    maximum: Some(maximum),
                },
            ) {
                // It has ended already: then it needs no limit.
                Ok(_) | Err(rustix::io::Errno::SRCH) => {}
                Err(error) => {
                    let error = io::Error::from(error);
                    let text = format!("failed to limit a program's use of {resource:?}: {error}");
                    return Err(io::Error::new(error.kind(), text));
                }
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (id, limits);
    Ok(())
}

/// How many threads process `id` has; none, if it has ended or the system does not tell.
pub fn thread_count(id: u32) -> u64 {
    #[cfg(target_os = "linux")]
    {
        let process = i32::try_from(id)
            .ok()
            .and_then(|id| procfs::process::Process::new(id).ok());
        let stat = process.and_then(|process| process.stat().ok());
        stat.map_or(0, |stat| u64::try_from(stat.num_threads).unwrap_or(0))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = id;
        0
    }
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

/// A source of an event at the end of a process, and how long to wait at most before looking.
pub struct EndWatch {
    #[cfg(target_os = "linux")]
    pidfd: Option<std::os::fd::OwnedFd>,
}

impl EndWatch {
    /// An event with `token` at the end of process `id`, where the system has such a thing.
    pub fn register(id: u32, registry: &mio::Registry, token: mio::Token) -> Self {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Pid, PidfdFlags, pidfd_open};
            use std::os::fd::AsRawFd;

            let pid = i32::try_from(id)
                .ok()
                .and_then(Pid::from_raw)
                .expect("a process has an id");
            let pidfd = pidfd_open(pid, PidfdFlags::empty()).ok().filter(|fd| {
                let mut source = mio::unix::SourceFd(&fd.as_raw_fd());
                registry
                    .register(&mut source, token, mio::Interest::READABLE)
                    .is_ok()
            });
            Self { pidfd }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (id, registry, token);
            Self {}
        }
    }

    /// Whether no event will come, so that one has to look.
    pub fn has_no_events(&self) -> bool {
        #[cfg(target_os = "linux")]
        let has_events = self.pidfd.is_some();
        #[cfg(not(target_os = "linux"))]
        let has_events = false;
        !has_events
    }

    /// How long the loop may sleep without a look whether the process has ended.
    pub fn interval(&self) -> Duration {
        Duration::from_millis(if self.has_no_events() { 2 } else { 50 })
    }
}
